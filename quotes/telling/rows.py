"""A document's quotations → rows: what each column of ``quotes.csv`` holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from sys import intern
from typing import Any

from quotes.records import Cue, DocumentResult, Mention, Quotation, Sighting, Span, Speaker

JOIN = " […] "


def sightings_of(results: Iterable[DocumentResult]) -> Iterator[Sighting]:
    """Yield the speaker of every attributed quotation, as its document has it."""
    for result in results:
        for attribution in result.attributions:
            if attribution.speaker is not None:
                yield sighting(result.document.doc_id, attribution.speaker)


def sighting(doc_id: str, speaker: Speaker) -> Sighting:
    """Return a speaker as one document has it."""
    return Sighting(doc_id, intern(one_line(speaker.name)), speaker.speaker_id, speaker.type, speaker.gender, intern(speaker.gender_source))


def rows_of(result: DocumentResult, people: Mapping[Sighting, Speaker] | None = None) -> list[dict[str, Any]]:
    """Return one row per quotation, in text order; empty text or None where there is nothing to say.

    ``people`` says who each speaker is in the whole corpus, as `identify` does; without it, a speaker is who the document says.

    Offsets index the text of the document, half-open. Numbers of quotations, paragraphs and sentences count from 1.

    Examples
    --------
    >>> from quotes.records import Attribution, Document
    >>> said = Quotation("direct", (Span(2, 14),), None, None, "floating", 0.4, sentence=0, paragraph=0)
    >>> row = rows_of(DocumentResult(Document("a", "« Il faut agir. »"), (Attribution(said, None),)))[0]
    >>> row["quote"], row["spans"], row["words"], row["speaker"], row["cue_start"]
    ('Il faut agir', '2-14', 3, '', None)
    """
    document, text, attributions = result.document, result.document.text, result.attributions
    parents = parents_of([attribution.quotation for attribution in attributions])
    return [
        {
            "doc_id": document.doc_id,
            "quote_id": number,
            **_said(attribution.quotation, text),
            **_cue(attribution.quotation.cue),
            **_mention(attribution.quotation.mention),
            **_speaker(attribution.speaker, document.doc_id, people or {}),
            "status": attribution.quotation.status,
            "words": sum(count_words(text[start:end]) for start, end in attribution.quotation.spans),
            "parent_id": None if parent is None else parent + 1,
            "rule": attribution.quotation.rule,
            "confidence": attribution.quotation.confidence,
            "paragraph": attribution.quotation.paragraph + 1,
            "sentence": attribution.quotation.sentence + 1,
        }
        for number, (attribution, parent) in enumerate(zip(attributions, parents, strict=True), start=1)
    ]


def _said(quotation: Quotation, text: str) -> dict[str, Any]:
    return {
        "kind": quotation.kind,
        "quote": JOIN.join(one_line(text[start:end]) for start, end in quotation.spans),
        "spans": ";".join(f"{start}-{end}" for start, end in quotation.spans),
        "start": quotation.start,
        "end": quotation.end,
    }


def _cue(cue: Cue | None) -> dict[str, Any]:
    if cue is None:
        return {"cue": "", "cue_lemma": "", "cue_kind": "", "cue_start": None, "cue_end": None}
    return {"cue": one_line(cue.text), "cue_lemma": cue.lemma, "cue_kind": cue.kind, "cue_start": cue.span.start, "cue_end": cue.span.end}


def _mention(mention: Mention | None) -> dict[str, Any]:
    if mention is None:
        return {"mention": "", "mention_kind": "", "mention_start": None, "mention_end": None}
    start, end = mention.span
    return {"mention": one_line(mention.text), "mention_kind": mention.kind, "mention_start": start, "mention_end": end}


def _speaker(speaker: Speaker | None, doc_id: str, people: Mapping[Sighting, Speaker]) -> dict[str, Any]:
    if speaker is None:
        return {"named": "", "speaker": "", "speaker_id": "", "speaker_type": "", "gender": "", "gender_source": ""}
    named = one_line(speaker.name)
    speaker = people.get(sighting(doc_id, speaker), speaker)  # nobody else where nothing is known of them
    return {
        "named": named,
        "speaker": one_line(speaker.name),
        "speaker_id": speaker.speaker_id,
        "speaker_type": speaker.type,
        "gender": speaker.gender,
        "gender_source": speaker.gender_source,
    }


def one_line(text: str) -> str:
    r"""Return text with each line break, and the blanks around it, as one blank.

    Examples
    --------
    >>> one_line("Il faut\r\n\r\n  agir\u00a0!")
    'Il faut agir\xa0!'
    """
    lines = text.splitlines()
    return text if lines == [text] else " ".join(line.strip() for line in lines if line.strip())


def count_words(text: str) -> int:
    """Count what stands between blanks and has a letter or a digit, as word processors do.

    Examples
    --------
    >>> count_words("L'État, dit-il : « non » !")
    3
    """
    return sum(any(map(str.isalnum, word)) for word in text.split())


def parents_of(quotations: Sequence[Quotation]) -> list[int | None]:
    """Return for each quotation the index of the smallest other one with all its words inside, None when there is none."""
    order = sorted(range(len(quotations)), key=lambda i: (quotations[i].start, -quotations[i].end))
    parents: list[int | None] = [None] * len(quotations)
    around: list[int] = []  # quotations that began before and may not have ended
    for i in order:
        inner = quotations[i]
        around = [j for j in around if quotations[j].end > inner.start]
        holders = [j for j in around if quotations[j].spans != inner.spans and _covers(quotations[j], inner)]
        parents[i] = min(holders, key=lambda j: quotations[j].end - quotations[j].start, default=None)
        around.append(i)
    return parents


def _covers(outer: Quotation, inner: Quotation) -> bool:
    return all(any(Span(*piece).covers(part) for piece in outer.spans) for part in inner.spans)

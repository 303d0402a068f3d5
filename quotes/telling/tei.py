"""Quotations → one TEI P5 file: the texts, with words said, cues and mentions marked in them, and who the speakers are."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from quotes.naming.people import identify
from quotes.records import Document, DocumentResult, Sighting, Span
from quotes.telling.lines import lines_of
from quotes.telling.markup import Markup
from quotes.telling.nesting import nested
from quotes.telling.rows import sighting, sightings_of
from quotes.telling.tei_header import corpus_header, header, references_of
from quotes.telling.write import atomically

if TYPE_CHECKING:
    from quotes.telling.results import Analysis

TEI = {"xmlns": "http://www.tei-c.org/ns/1.0"}
PARAGRAPH, QUOTATION, CUE, MENTION = "p", "said", "seg", "rs"


class Element(NamedTuple):
    """What is to be marked: its ranges, each within a line; what it is is written for each of its pieces."""

    tag: str
    spans: Sequence[Span]
    xml_id: str = ""
    attributes: Mapping[str, str] = {}


def write_tei(analysis: Analysis, path: str | os.PathLike[str]) -> None:
    """Write all documents to one TEI P5 file, a ``teiCorpus`` unless there is just one.

    Each line of a text that is not blank is a ``p``; a quotation is a ``said``, its cue a ``seg``, its mention a ``rs``. What goes over
    the end of a line, or crosses something else, is in pieces joined by ``next`` and ``prev``. Every speaker is once in the header, with
    the identifier of the tables as ``n``. Characters that XML forbids stand as U+FFFD.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    results = analysis.results or (DocumentResult(Document("", ""), ()),)
    people = identify(sightings_of(results), analysis.aliases, everybody=True)
    references = references_of(people.values())
    who = {seen: f"#{references[person.speaker_id]}" for seen, person in people.items()}
    speakers = {references[person.speaker_id]: person for person in people.values()}
    with atomically(Path(path)) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as file:
        out = Markup(file)
        if len(results) == 1:
            with out.around("TEI", TEI):
                header(out, results[0].document, speakers)
                _write_text(out, results[0], 1, who)
        else:
            with out.around("teiCorpus", TEI):
                corpus_header(out, len(results), speakers)
                for number, result in enumerate(results, start=1):
                    with out.around("TEI"):
                        header(out, result.document)
                        _write_text(out, result, number, who)


def _write_text(out: Markup, result: DocumentResult, number: int, who: Mapping[Sighting, str]) -> None:
    text = result.document.text
    lines = lines_of(text, Span(0, len(text)))
    with out.around("text", {"xml:lang": "fr"}), out.around("body"):
        if lines:
            _write_elements(out, text, [Element(PARAGRAPH, lines), *_elements(result, f"d{number}", who)])
        else:
            out.line(PARAGRAPH)


def _write_elements(out: Markup, text: str, elements: Sequence[Element]) -> None:
    """Write a text with its elements, in as many pieces as it takes for them to nest."""
    owners = [element for element in elements for _ in element.spans]
    steps = list(nested([span for element in elements for span in element.spans]))
    pieces = Counter(owners[place].xml_id for step in steps for place in step.begins)
    written: Counter[str] = Counter()
    for step in steps:
        for place in step.ends:
            out.end(owners[place].tag)
            if owners[place].tag == PARAGRAPH:
                out.line_end()
        for place in step.begins:
            tag, _, xml_id, attributes = owners[place]
            written[xml_id] += 1
            out.start(tag, {**_links(xml_id, written[xml_id], pieces[xml_id]), **attributes} if xml_id else attributes)
        out.text(text[slice(*step.span)])


def _links(xml_id: str, piece: int, of: int) -> dict[str, str]:
    """Return the identifier of a piece, counted from 1, and those of its neighbours.

    Examples
    --------
    >>> _links("d1q1", 1, 1), _links("d1q1", 2, 3)
    ({'xml:id': 'd1q1'}, {'xml:id': 'd1q1.2', 'prev': '#d1q1', 'next': '#d1q1.3'})
    """
    links = {"xml:id": piece, "prev": piece - 1, "next": 0 if piece == of else piece + 1}
    marks = {"xml:id": "", "prev": "#", "next": "#"}
    return {name: f"{marks[name]}{xml_id}{f'.{number}' if number > 1 else ''}" for name, number in links.items() if number}


def _elements(result: DocumentResult, prefix: str, who: Mapping[Sighting, str]) -> list[Element]:
    """Return the quotations of a document, its cues and its mentions; a cue or mention that several quotations share is one.

    Parameters
    ----------
    result
        The document.
    prefix
        Begins every identifier.
    who
        For each speaker, as the document has them, where they are described.
    """
    text = result.document.text
    said: list[Element] = []
    shared: dict[tuple[str, Span], _Part] = {}
    for number, attribution in enumerate(result.attributions, start=1):
        quotation, speaker = attribution.quotation, attribution.speaker
        spans = [line for span in quotation.spans for line in lines_of(text, span)]
        if not spans:
            continue
        reference = "" if speaker is None else who[sighting(result.document.doc_id, speaker)]
        attributes = {
            "n": str(number),
            "who": reference,
            "direct": "true" if quotation.kind == "direct" else "false",
            "ana": f"#{quotation.kind} #{quotation.status}",
            "cert": f"{quotation.confidence:g}",
        }
        said.append(Element(QUOTATION, spans, f"{prefix}q{number}", attributes))
        for tag, part in ((CUE, quotation.cue), (MENTION, quotation.mention)):
            if part is not None:
                of = shared.setdefault((tag, part.span), _Part([], []))
                of.quotations.append(f"#{prefix}q{number}")
                of.speakers.append(reference)
    return [*said, *_parts(shared, text, prefix)]


class _Part(NamedTuple):
    quotations: list[str]
    speakers: list[str]


def _parts(shared: Mapping[tuple[str, Span], _Part], text: str, prefix: str) -> Iterator[Element]:
    for number, ((tag, span), part) in enumerate(shared.items(), start=1):
        attributes = {"type": "cue" if tag == CUE else "mention", "corresp": " ".join(part.quotations)}
        if tag == MENTION:
            attributes["ref"] = " ".join(dict.fromkeys(filter(None, part.speakers)))
        yield Element(tag, lines_of(text, span), f"{prefix}{'c' if tag == CUE else 'm'}{number}", attributes)

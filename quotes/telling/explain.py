"""A document's quotations and the readings that lost → lines to read: which rule decided what, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quotes.records import DocumentResult, Lost
from quotes.telling.rows import rows_of

WIDTH = 100  # characters of the words said that are shown


def explanation(result: DocumentResult, lost: Sequence[Lost] = ()) -> Iterator[str]:
    """Yield the lines that explain what was found in a document, and what lost, in text order.

    Examples
    --------
    >>> from quotes.records import Attribution, Cue, Document, Mention, Quotation, Span
    >>> said = Quotation("direct", (Span(2, 14),), None, None, "marks-alone", 0.6, sentence=0, paragraph=0)
    >>> for line in explanation(DocumentResult(Document("a", "« Il faut agir. »"), (Attribution(said, None),))):
    ...     print(line)
    a: 1 quotation
    1    paragraph 1, sentence 1, offsets 2-14: direct, asserted
           said      Il faut agir
           cue       none
           mention   none
           speaker   none
           rule      marks-alone, right in 60 % of the annotated cases
    """
    document = result.document
    rows = rows_of(result)
    yield f"{document.doc_id}: {len(rows)} quotation{'s' * (len(rows) != 1)}"
    reasons = [attribution.why for attribution in result.attributions]
    entries: list[tuple[int, list[str]]] = [(row["start"], list(_row_lines(row, why))) for row, why in zip(rows, reasons, strict=True)]
    entries += [(reading.quotation.start, list(_lost_lines(document.text, reading))) for reading in lost]
    for _, lines in sorted(entries, key=lambda entry: entry[0]):
        yield from lines


def _row_lines(row: dict[str, object], why: str) -> Iterator[str]:
    speaker = ", ".join(str(row[name]) for name in ("speaker", "speaker_type") if row[name])
    gender = f", {row['gender']} by {row['gender_source']}" if row["gender"] else ""
    parent = f", within {row['parent_id']}" if row["parent_id"] else ""
    place = f"paragraph {row['paragraph']}, sentence {row['sentence']}, offsets {row['spans']}"
    yield f"{row['quote_id']:<4} {place}: {row['kind']}, {row['status']}{parent}"
    yield f"       said      {_short(str(row['quote']))}"
    yield f"       cue       {row['cue']} ({row['cue_kind']}, {row['cue_lemma']})" if row["cue"] else "       cue       none"
    yield f"       mention   {row['mention']} ({row['mention_kind']})" if row["mention"] else "       mention   none"
    yield f"       speaker   {speaker or 'none'}{gender}"
    if why:
        yield f"       because   {why}"
    yield f"       rule      {row['rule']}, right in {row['confidence']:.0%} of the annotated cases".replace("%", " %")


def _lost_lines(text: str, lost: Lost) -> Iterator[str]:
    quotation = lost.quotation
    said = " […] ".join(text[start:end] for start, end in quotation.spans)
    cue = quotation.cue.text if quotation.cue else ""
    winner = f" ({lost.winner})" if lost.winner else ""
    yield f"  -  {quotation.rule}: {cue} → {_short(' '.join(said.split()))}"
    yield f"       lost      {lost.why}{winner}"


def _short(text: str) -> str:
    return text if len(text) <= WIDTH else f"{text[: WIDTH - 1]}…"

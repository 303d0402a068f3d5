"""A document's quotations and the readings that lost → text to read: which rule decided what, and why; on a screen or as a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rich.color import Color
from rich.style import Style
from rich.text import Text

from quotes.records import DocumentResult, Lost
from quotes.telling.pages import hues_of, page, part, shown
from quotes.telling.rows import rows_of

WIDTH = 100  # characters of the words said that are shown
LIGHT, STRONG = 0.75, 0.75  # of the colours behind the words said, on a screen: black letters are read on them


class Entry(NamedTuple):
    """What is to be read of one quotation, or of a reading that lost (its ``number`` is 0): a heading, and facts with what they are of."""

    number: int
    heading: str
    facts: list[tuple[str, str]]


def entries(result: DocumentResult, lost: Sequence[Lost] = ()) -> list[Entry]:
    """Return what is to be read of each quotation found in a document, and of what lost, in text order."""
    reasons = [attribution.why for attribution in result.attributions]
    found = [(row["start"], _entry(row, why)) for row, why in zip(rows_of(result), reasons, strict=True)]
    found += [(reading.quotation.start, _lost(result.document.text, reading)) for reading in lost]
    return [entry for _, entry in sorted(found, key=lambda place: place[0])]


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
    count = len(result.attributions)
    yield f"{result.document.doc_id}: {count} quotation{'s' * (count != 1)}"
    for number, heading, facts in entries(result, lost):
        yield f"{number:<4} {heading}" if number else f"  -  {heading}"
        yield from (f"       {of:<9} {fact}" for of, fact in facts)


def highlighted(result: DocumentResult) -> Text:
    """Return a document's text for a screen: words said in the colour of who says them, each with its number, cues underlined, mentions bold.

    Examples
    --------
    >>> from quotes.records import Attribution, Document, Quotation, Span
    >>> said = Quotation("direct", (Span(2, 14),), None, None, "marks-alone", 0.6, sentence=0, paragraph=0)
    >>> highlighted(DocumentResult(Document("a", "« Il faut agir. »"), (Attribution(said, None),))).plain
    '« [1] Il faut agir. »'
    """
    rows = rows_of(result)
    text = Text()
    begun = set()
    for piece in shown(result.document.text, rows, hues_of(rows)):
        classes = piece.classes.split()
        style = Style(underline="cue" in classes, bold="mention" in classes)
        if "said" in classes:
            if piece.link not in begun:
                begun.add(piece.link)
                text.append(f"[{piece.link.rpartition('-')[2]}] ", Style(dim=True))
            style += Style(color="black", bgcolor=Color.from_rgb(*_rgb(None if "nobody" in classes else piece.hue)))
        text.append(piece.text, style)
    text.rstrip()
    return text


def explanation_page(explained: Iterable[tuple[DocumentResult, Sequence[Lost]]]) -> str:
    """Return a page of HTML with each document, its quotations highlighted, and what `explanation` says of them."""
    documents = []
    for place, (result, lost) in enumerate(explained):
        rows = rows_of(result)
        prefix = f"quote-{place}"
        pieces = shown(result.document.text, rows, hues_of(rows), prefix=prefix)
        documents.append({"doc_id": result.document.doc_id, "pieces": pieces, "prefix": prefix, "entries": entries(result, lost)})
    return page("explain.html.j2", style=part("page.css", "text.css", "explain.css"), documents=documents)


def _entry(row: dict[str, object], why: str) -> Entry:
    speaker = ", ".join(str(row[name]) for name in ("speaker", "speaker_type") if row[name])
    gender = f", {row['gender']} by {row['gender_source']}" if row["gender"] else ""
    parent = f", within {row['parent_id']}" if row["parent_id"] else ""
    place = f"paragraph {row['paragraph']}, sentence {row['sentence']}, offsets {row['spans']}"
    facts = [
        ("said", _short(str(row["quote"]))),
        ("cue", f"{row['cue']} ({row['cue_kind']}, {row['cue_lemma']})" if row["cue"] else "none"),
        ("mention", f"{row['mention']} ({row['mention_kind']})" if row["mention"] else "none"),
        ("speaker", f"{speaker or 'none'}{gender}"),
        *([("because", why)] if why else []),
        ("rule", f"{row['rule']}, right in {row['confidence']:.0%} of the annotated cases".replace("%", " %")),
    ]
    return Entry(int(str(row["quote_id"])), f"{place}: {row['kind']}, {row['status']}{parent}", facts)


def _lost(text: str, lost: Lost) -> Entry:
    quotation = lost.quotation
    said = " […] ".join(text[start:end] for start, end in quotation.spans)
    cue = quotation.cue.text if quotation.cue else ""
    winner = f" ({lost.winner})" if lost.winner else ""
    return Entry(0, f"{quotation.rule}: {cue} → {_short(' '.join(said.split()))}", [("lost", f"{lost.why}{winner}")])


def _short(text: str) -> str:
    return text if len(text) <= WIDTH else f"{text[: WIDTH - 1]}…"


def _rgb(hue: int | None) -> tuple[int, int, int]:
    from colorsys import hls_to_rgb

    red, green, blue = hls_to_rgb((hue or 0) / 360, LIGHT, 0 if hue is None else STRONG)
    return round(255 * red), round(255 * green), round(255 * blue)

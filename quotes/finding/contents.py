"""What every way to find the words said shares: pieces, their kind, marks taken whole, the text around a mark."""

from __future__ import annotations

from dataclasses import dataclass

from quotes.finding.reading import Reading
from quotes.records import Kind, Mark, Span

EDGE = " \n\t,;:"
LEAD_IN = 4  # words of a connective before an inserted clause
FULL = 0.97  # share of letters inside marks from which a quotation is direct


@dataclass(frozen=True)
class Content:
    """The pieces of a quotation, its kind, and whether marks right behind it may continue it."""

    spans: tuple[Span, ...]
    kind: Kind
    clause: Span  # the attribution clause, where it stands inside or next to the words said
    open_end: bool = False


def trim(view: str, span: Span, edge: str = EDGE) -> Span:
    """Cut blanks and commas off both ends."""
    start, end = span
    while start < end and view[start] in edge:
        start += 1
    while end > start and view[end - 1] in edge:
        end -= 1
    return Span(start, end)


def letters(view: str, span: Span) -> int:
    """Count letters and digits."""
    return sum(map(str.isalnum, view[span.start : span.end]))


def kind_of(reading: Reading, spans: tuple[Span, ...]) -> Kind:
    """Return direct when (nearly) all letters stand in marks, mixed when some do, indirect when none does."""
    view = reading.view
    total = inside = 0
    for span in spans:
        total += letters(view, span)
        for mark in reading.marked.marks_over(span):
            if mark.depth == 0 and mark.span.overlaps(span):
                inside += letters(view, Span(max(mark.span.start, span.start), min(mark.span.end, span.end)))
    if not inside:
        return "indirect"
    return "direct" if inside >= FULL * total else "mixed"


def finish(reading: Reading, pieces: list[Span], clause: Span, *, open_end: bool = False) -> Content | None:
    """Trim the pieces, drop empty ones; a single piece that lies in one mark ends with that mark."""
    view = reading.view
    trimmed = [trim(view, piece, EDGE if number == 0 else EDGE + ".") for number, piece in enumerate(pieces)]
    spans = tuple(p for p in (_inside_mark(reading, _ending_kept(view, t, p)) for t, p in zip(trimmed, pieces, strict=True)) if letters(view, p))
    if not spans:
        return None
    return Content(spans, kind_of(reading, spans), clause, open_end)


def _ending_kept(view: str, trimmed: Span, piece: Span) -> Span:
    """Give a trimmed piece its final full stop back."""
    end = trimmed.end
    while end < piece.end and view[end] == ".":
        end += 1
    return Span(trimmed.start, end)


def _inside_mark(reading: Reading, span: Span) -> Span:
    """Drop the marks themselves where one pair of marks is all there is; else keep marks whole."""
    view = reading.view
    for mark in reading.marked.marks_over(span):
        if mark.depth == 0 and mark.span.overlaps(span):
            outside_before = letters(view, Span(span.start, max(span.start, mark.span.start)))
            outside_after = letters(view, Span(min(span.end, mark.span.end), span.end))
            if not outside_before and not outside_after:
                return trim(view, Span(max(span.start, mark.span.start), min(span.end, mark.span.end)))
    return whole_marks(reading, span)


def whole_marks(reading: Reading, span: Span) -> Span:
    """Take a closing (opening) sign along when its partner is inside."""
    start, end = span
    for mark in reading.marked.marks_over(span):
        if mark.depth == 0 and start <= mark.outer.start < end and mark.span.end <= end <= mark.outer.end:
            end = mark.outer.end
        if mark.depth == 0 and start < mark.outer.end <= end and mark.outer.start <= start <= mark.span.start:
            start = mark.outer.start
    while (
        start < end
        and reading.view[start] in "»"
        and not any(m.outer.end - 1 >= start > m.outer.start >= span.start for m in reading.marked.marks_over(span))
    ):
        start += 1
    return trim(reading.view, Span(start, end))


def expand(reading: Reading, span: Span) -> Span:
    """Let a range that begins with an opening mark, or ends in one, take the whole of that mark, beyond the sentence too."""
    start, end = span
    for mark in reading.marked.marks_over(span):
        if mark.depth == 0 and mark.opened and start <= mark.outer.start < end < mark.outer.end:
            end = mark.outer.end if mark.outer.end <= reading.span.end or mark.outer.start <= start + 1 else end
            if mark.outer.end > reading.span.end and mark.outer.start > start + 1:
                end = mark.outer.end
    return Span(start, end)


def block(reading: Reading, indices: list[int]) -> Span:
    """Return the range of some words, final full stop left out."""
    kept = list(indices)
    while len(kept) > 1 and reading.word(kept[-1]).form in {".", ",", ";", ":"}:
        kept.pop()
    return reading.range(kept)


def without_stop(view: str, span: Span) -> Span:
    """Cut a final full stop off, but not suspension points."""
    end = span.end
    while end > span.start and (view[end - 1] in ". " and view[max(0, end - 3) : end] != "..."):
        end -= 1
    return Span(span.start, end)


def words_in(reading: Reading, span: Span) -> list[int]:
    """Return the words of the sentence within a range, punctuation left out."""
    return [i for i, w in enumerate(reading.words) if w.span.start >= span.start and w.span.end <= span.end and w.upos != "PUNCT"]


def has_finite_verb(reading: Reading, span: Span) -> bool:
    """Whether a finite verb stands in a range of the sentence (of a range beyond it, nothing is known: True)."""
    if span.start < reading.span.start:
        return True
    return any(reading.word(i).feats.get("VerbForm") == "Fin" for i in words_in(reading, span))


def has_main_verb(reading: Reading, span: Span) -> bool:
    """Whether a finite verb stands in a range outside adverbial and relative clauses."""
    subordinate = {"advcl", "acl:relcl", "fixed"}
    finite = [i for i in words_in(reading, span) if reading.word(i).feats.get("VerbForm") == "Fin"]
    return span.start < reading.span.start or any(not any(reading.word(a).deprel in subordinate for a in [i, *reading.ancestors(i)]) for i in finite)


def sentence_start(reading: Reading, mark: Mark) -> int:
    """Return the start of the sentence in which a mark opens."""
    sentence = reading.marked.sentence_at(mark.outer.start)
    return mark.outer.start if sentence is None else sentence.span.start


def stands_free(reading: Reading, start: int, mark: Mark) -> bool:
    """Whether a mark holds a sentence of its own: nothing, a colon or a lead-in without verb before it in its sentence."""
    view = reading.view
    prefix = trim(view, Span(start, mark.outer.start), EDGE + "-–—(")
    if not letters(view, prefix) or view[: mark.outer.start].rstrip()[-1:] == ":":
        return True
    if view[mark.span.start : mark.span.start + 1].isupper():
        return view[: mark.outer.start].rstrip()[-1:] in ",.!?…)–—-" or not has_finite_verb(reading, prefix)
    return (
        has_finite_verb(reading, mark.span)
        and not has_main_verb(reading, prefix)
        and (view[: mark.outer.start].rstrip()[-1:] == "," or len(words_in(reading, prefix)) == 1)
    )


def joined_marks(reading: Reading, start: int, closing: Mark) -> bool:
    """Whether the text before the last mark begins with another mark (« A » et « B », a dit X)."""
    return any(
        m.outer.start == start and m.outer.end < closing.outer.start and m.depth == 0 for m in reading.marked.marks_over(Span(start, start + 1))
    )


def is_lead_in(reading: Reading, before: Span) -> bool:
    """Whether what stands before an inserted clause is only a connective (Cependant, … ; Par ailleurs, …)."""
    inside = [reading.word(i) for i in words_in(reading, before)]
    return len(inside) <= LEAD_IN and not any(w.upos in {"VERB", "AUX", "NOUN", "PROPN", "PRON", "NUM", "DET"} for w in inside)

"""View → turns of dialogue: what follows a dash at the start of a paragraph, or after a stop where the text sets its dialogues so."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from quotes.french import settings
from quotes.marking.labels import interview_turns
from quotes.records import Mark, Span

FEW = 3  # dashes within paragraphs below which they are no habit of the text
TALK = 0.3  # share of paragraphs with a sign of talk from which their dashes are dialogue and not a list
TALK_WITHIN = 0.6  # the same for dashes within paragraphs, which narrators use too
STOPS = ".!?…:»,"
TOKEN = re.compile(r"[^\W\d_]+'?")


def with_turns(view: str, paragraphs: Sequence[Span], marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """Return the marks with the turns of dialogue among them; marks within a turn are nested in it."""
    turns = interview_turns(view, paragraphs)
    if not turns:
        starts = [*_opening(view, paragraphs), *_within(view, paragraphs, marks)]
        turns = _turns(view, paragraphs, sorted(starts))
    if not turns:
        return marks
    kept = [m for m in marks if m.opened or not any(t.outer.overlaps(m.outer) for t in _near(turns, m.outer))]
    nested = [replace(m, depth=m.depth + 1) if any(t.outer.covers(m.outer) for t in _near(turns, m.outer)) else m for m in kept]
    return tuple(sorted([*turns, *nested], key=lambda mark: (mark.outer.start, -mark.outer.end)))


def _near(turns: list[Mark], span: Span) -> list[Mark]:
    """Return the turns that may overlap a range."""
    first = bisect.bisect_right(turns, span.start, key=lambda t: t.outer.start) - 1
    last = bisect.bisect_left(turns, span.end, key=lambda t: t.outer.start)
    return turns[max(first, 0) : last]


def _opening(view: str, paragraphs: Sequence[Span]) -> list[int]:
    """Return the offsets of the dashes that open paragraphs, where they are those of a dialogue and not of a list."""
    dashes = settings("signs")["dashes"]
    found: dict[str, list[Span]] = {}
    for paragraph in paragraphs:
        sign = view[paragraph.start]
        if sign in dashes["turn"] and _says(view, paragraph):
            found.setdefault(sign, []).append(paragraph)
    starts: list[int] = []
    for sign, spans in found.items():
        if sign in dashes["sure"] or (len(spans) > 1 and _talking(view, spans, TALK)):
            starts += [span.start for span in spans]
    return starts


def _says(view: str, paragraph: Span) -> bool:
    """Whether a paragraph behind its dash begins like a sentence and is not a bare name (a signature)."""
    rest = view[paragraph.start + 1 : paragraph.end].lstrip()
    if not rest or rest[0].islower() or rest[0] in "-–—«“":
        return False
    return rest[-1] in STOPS or any(stop in rest for stop in ".!?…,") or len(rest.split()) > 5


def _within(view: str, paragraphs: Sequence[Span], marks: Sequence[Mark]) -> list[int]:
    """Return the offsets of the dashes that open turns within paragraphs, outside marks, where the text has that habit."""
    inline = "".join(settings("signs")["dashes"]["inline"])
    pattern = re.compile(rf"(?<=[.!?…:»])\s+([{inline}])\s*(?=[^\W\d_a-zà-ÿ]|[(…\d])")
    marked = [m.outer for m in marks if m.depth == 0]
    ends = [paragraph.start for paragraph in paragraphs[1:]] + [len(view)]
    found: list[Span] = []
    for match in pattern.finditer(view):
        at = match.start(1)
        if "\n" in match.group() or any(m.start < at < m.end for m in _around(marked, at)):
            continue
        end = ends[bisect.bisect_right(paragraphs, at, key=lambda p: p.start) - 1]
        found.append(Span(at, end))
    if len(found) < FEW:
        return []
    spans = [Span(a.start, min(a.end, b.start)) for a, b in itertools.pairwise([*found, Span(len(view), len(view))])]
    return [span.start for span in spans] if _talking(view, spans, TALK_WITHIN) else []


def _around(marked: list[Span], at: int) -> list[Span]:
    return marked[max(0, bisect.bisect_right(marked, at, key=lambda m: m.start) - 1) :][:1]


def _talking(view: str, spans: Sequence[Span], share: float) -> bool:
    """Whether a share of some ranges show that somebody talks to somebody."""
    talk = set(settings("signs")["dashes"]["talk"])
    shown = 0
    for span in spans:
        text = view[span.start : span.end]
        shown += "?" in text or "!" in text or any(token in talk for token in TOKEN.findall(text.lower()))
    return shown >= share * len(spans)


def _turns(view: str, paragraphs: Sequence[Span], starts: list[int]) -> list[Mark]:
    """Return a mark from each dash to the next one, or to the end of its paragraph; a stray closing sign stays outside."""
    turns = []
    for start, following in itertools.pairwise([*starts, len(view)]):
        paragraph = paragraphs[bisect.bisect_right(paragraphs, start, key=lambda p: p.start) - 1]
        outer_end = end = min(paragraph.end, following)
        first = start + 1
        while first < end and (view[first].isspace() or view[first] in "-–—"):
            first += 1
        if view[first:end].count("»") > view[first:end].count("«"):
            while end > first and (view[end - 1].isspace() or view[end - 1] == "»"):
                end -= 1
        while end > first and view[end - 1].isspace():
            end -= 1
        if first < end:
            turns.append(Mark(Span(start, end), Span(start, max(end, outer_end)), turn=True))
    return turns

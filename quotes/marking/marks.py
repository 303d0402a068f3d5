"""View → quotation marks, found in one pass without a parser."""

from __future__ import annotations

from dataclasses import dataclass

from quotes.french import settings
from quotes.records import Mark, Span

STRAIGHT = "\"'"
WIDEST = 6000  # an unclosed mark never reaches further than this


@dataclass
class _Open:
    sign: str
    outer: int
    start: int
    depth: int
    part: int


def find_marks(view: str, paragraphs: tuple[Span, ...]) -> tuple[Mark, ...]:
    """Return every marked range, in text order, outer marks before those inside them.

    A quotation may run over paragraphs that each begin with its opening or closing sign; each paragraph then is one range
    (``part`` 0, 1, 2 …). Otherwise a mark without partner ends, or begins, with its paragraph.
    """
    found: list[Mark] = []
    carried: _Open | None = None
    for number, paragraph in enumerate(paragraphs):
        following = view[paragraphs[number + 1].start] if number + 1 < len(paragraphs) else ""
        carried = _paragraph(view, paragraph, following, carried, found)
    return tuple(sorted(found, key=lambda mark: (mark.outer.start, -mark.outer.end)))


def _paragraph(view: str, paragraph: Span, following: str, carried: _Open | None, found: list[Mark]) -> _Open | None:
    """Add the marks of one paragraph; return the mark that goes on in the next, if any."""
    closers: dict[str, str] = settings("signs")["marks"]
    closing_signs = set("".join(closers.values()))
    stack: list[_Open] = []
    i = paragraph.start
    if carried is not None:
        reopened = view[i] in {carried.sign, *closers[carried.sign]}
        stack.append(_Open(carried.sign, i, i + 1 if reopened else i, 0, carried.part + 1))
        i += reopened
    while i < paragraph.end:
        sign = view[i]
        if sign not in closers and sign not in closing_signs:
            i += 1
            continue
        if _is_apostrophe(view, i, stack) or _is_inch(view, i, stack, paragraph.end):
            i += 1
            continue
        depth = next((d for d in range(len(stack) - 1, -1, -1) if sign in closers[stack[d].sign]), None)
        if depth is not None and sign == '"' and _restarts(view, i):
            found.append(_closed(view, stack[depth], i, i, closed=False))
            stack[depth:] = [_Open(sign, i, i + 1, depth, 0)]
        elif depth is not None and not (sign in closers and _opens(view, i, stack[depth])):
            for inner in stack[depth + 1 :]:
                if inner.sign not in STRAIGHT[1:]:
                    found.append(_closed(view, inner, i, i, closed=False))
            found.append(_closed(view, stack[depth], i, i + 1, closed=True))
            del stack[depth:]
        elif sign in closers and (sign not in STRAIGHT or _looks_opening(view, i)):
            stack.append(_Open(sign, i, i + 1, len(stack), 0))
        elif sign in {"»", "”", '"'} and not stack and not any(m.outer.start >= paragraph.start and m.depth == 0 for m in found[-1:]):
            found.append(_closed(view, _Open(sign, paragraph.start, paragraph.start, 0, 0), i, i + 1, closed=True, opened=False))
        i += 1
    stack = [mark for mark in stack if mark.sign not in "'‘"]
    if stack and following and following in {stack[0].sign, *closers[stack[0].sign]} and len(stack) == 1:
        found.append(_closed(view, stack[0], paragraph.end, paragraph.end, closed=True))
        return stack[0]
    for mark in stack:
        end = min(paragraph.end, mark.start + WIDEST)
        found.append(_closed(view, mark, end, end, closed=False))
    return None


def _closed(view: str, mark: _Open, end: int, outer_end: int, *, closed: bool, opened: bool = True) -> Mark:
    start = mark.start
    while start < end and view[start].isspace():
        start += 1
    outer = Span(mark.outer, outer_end)
    while end > start and view[end - 1].isspace():
        end -= 1
    return Mark(Span(start, end), outer, mark.depth, opened, closed, mark.part)


def _is_apostrophe(view: str, i: int, stack: list[_Open]) -> bool:
    """Whether a straight single sign is an apostrophe: between letters, or closing nothing while no blank is before it."""
    if view[i] != "'":
        return False
    before, after = view[i - 1 : i], view[i + 1 : i + 2]
    if before.isalnum() and after.isalnum():
        return True
    if any(mark.sign in "'‘" for mark in stack):
        return before.isalnum() and after in '«"“' and bool(after)
    return not (_looks_opening(view, i) and view.find("'", i + 1, i + 400) > 0)


def _is_inch(view: str, i: int, stack: list[_Open], end: int) -> bool:
    """Whether a straight double sign stands for inches or seconds: behind a digit, with nothing to close and no partner after."""
    return not (view[i] != '"' or not view[i - 1 : i].isdigit() or any(mark.sign == '"' for mark in stack))


def _looks_opening(view: str, i: int) -> bool:
    """Whether the spacing around a straight sign is that of an opening one."""
    before, after = view[i - 1 : i] or " ", view[i + 1 : i + 2] or " "
    if before.isspace() or before in "([{«“‘—–-/'":
        return not after.isspace() or before.isspace()
    return False


def _restarts(view: str, i: int) -> bool:
    """Whether a straight sign begins a new sentence in marks although the mark before was never closed."""
    return view[i - 2 : i] in {". ", "! ", "? "} and view[i + 1 : i + 2].isupper()


def _opens(view: str, i: int, mark: _Open) -> bool:
    """Whether a sign that could close ``mark`` opens a nested quotation instead."""
    sign = view[i]
    if sign != mark.sign or sign in STRAIGHT:
        return False
    return _looks_opening(view, i) and not view[i + 1 : i + 2].isspace()

"""View and marks → sentences, cut at full stops outside abbreviations; a closing mark stays with what it closes."""

from __future__ import annotations

import bisect
import itertools
import re

from quotes.french import settings
from quotes.records import Mark, Sentence, Span

LONGEST = 1200  # characters; a longer stretch without a stop is cut at a semicolon, a comma or a blank
CLOSING = "»”\"'’)]›"
OPENING = "«“\"'‘([‹„—–-"


def find_sentences(view: str, paragraphs: tuple[Span, ...], marks: tuple[Mark, ...]) -> tuple[Sentence, ...]:
    """Return the sentences of all paragraphs, in order, without the spaces around them."""
    opening = {mark.outer.start for mark in marks if mark.opened}
    closing = {mark.outer.end - 1 for mark in marks if mark.closed and not mark.turn}
    turns = sorted(mark.outer.start for mark in marks if mark.turn)
    found: list[Sentence] = []
    for number, paragraph in enumerate(paragraphs):
        inner = [at for at in turns[bisect.bisect_right(turns, paragraph.start) :] if at < paragraph.end]
        for start, end in itertools.pairwise([paragraph.start, *inner, paragraph.end]):
            for span in _cut(view, Span(start, end), opening, closing):
                found.append(Sentence(span, len(found), number))
    return tuple(found)


def _cut(view: str, paragraph: Span, opening: set[int], closing: set[int]) -> list[Span]:
    spans = []
    start = paragraph.start
    for match in re.finditer(rf"[{re.escape(settings('signs')['sentence']['stops'])}]+", view[paragraph.start : paragraph.end]):
        stop, end = paragraph.start + match.start(), paragraph.start + match.end()
        if stop < start:
            continue
        while end < paragraph.end:  # take the closing marks along
            ahead = end + (view[end] == " ")
            if ahead < paragraph.end and ahead in closing and ahead not in opening:
                end = ahead + 1
            elif view[end] in ")]":
                end += 1
            else:
                break
        if end >= paragraph.end or not _ends(view, stop, match.end() - match.start(), end, opening, paragraph):
            continue
        spans.append(Span(start, end))
        start = end
        while start < paragraph.end and view[start].isspace():
            start += 1
    if view[start : paragraph.end].strip():
        spans.append(Span(start, start + len(view[start : paragraph.end].rstrip())))
    return [piece for span in spans for piece in _shorten(view, span)]


def _ends(view: str, stop: int, length: int, end: int, opening: set[int], paragraph: Span) -> bool:
    """Whether a stop at ``stop``, with its closing marks up to ``end``, ends a sentence."""
    following = view[end : paragraph.end].lstrip()
    glued = length == 1 and stop > paragraph.start + 2 and view[stop - 3 : stop].islower() and view[end : end + 2].istitle()
    if not view[end].isspace() and not (view[end - 1] in CLOSING and following[:1].isupper()) and end not in opening and not glued:
        return False
    skipped = following.lstrip(OPENING + " ")
    first = skipped[:1]
    opens = following[:1] != skipped[:1] and following[:1] != ""
    if not first or not (first.isupper() or first.isdigit() or (opens and following[:1] in '«“"„—–')):
        return False
    if view[stop : stop + length] != ".":
        return True
    before = re.search(r"[\w°]+$", view[paragraph.start : stop])
    last = before.group() if before else ""
    abbreviations = settings("signs")["sentence"]["abbreviations"]
    if end > stop + 1:
        return True
    initial = len(last) == 1 and last.isupper() and last.isalpha()
    return not initial and not (last.lower() in abbreviations and not (len(last) > 3 and first.isdigit()))


def _shorten(view: str, span: Span) -> list[Span]:
    pieces = []
    while span.end - span.start > LONGEST:
        window = view[span.start : span.start + LONGEST]
        at = max(window.rfind("; "), window.rfind(" : "))
        if at < LONGEST // 2:
            at = max(window.rfind(", "), at)
        if at < LONGEST // 2:
            at = max(window.rfind(" "), at)
        cut = span.start + (at + 1 if at > 0 else LONGEST)
        pieces.append(Span(span.start, cut))
        while cut < span.end and view[cut].isspace():
            cut += 1
        span = Span(cut, span.end)
    return [*pieces, span] if span.start < span.end else pieces

"""View → paragraphs: lines, or blocks between blank lines where the lines are wrapped."""

from __future__ import annotations

import itertools
import re

from quotes.records import Span

WRAPPED_LINE = 90  # longer lines are whole paragraphs
END = re.compile(r"[.!?…:»\"”)\]]\s*$")


def paragraphs(view: str) -> tuple[Span, ...]:
    """Return the non-blank paragraphs, without the spaces around them."""
    pattern = r"\n[ ]*\n\s*" if wrapped(view) else r"\n+"
    found = []
    start = 0
    for gap in [*re.finditer(pattern, view), None]:
        end = gap.start() if gap else len(view)
        piece = view[start:end]
        if piece.strip():
            found.append(Span(start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())))
        start = gap.end() if gap else end
    return tuple(found)


def wrapped(view: str) -> bool:
    """Whether line ends fall inside sentences: blank lines exist and most lines followed by another end without a stop."""
    if not re.search(r"\n[ ]*\n", view):
        return False
    lines = view.split("\n")
    followed = [line for line, following in itertools.pairwise(lines) if line.strip() and following.strip()]
    short = [line for line in followed if len(line) <= WRAPPED_LINE]
    if len(short) < 3 or len(short) < 0.9 * len(followed):
        return False
    return sum(not END.search(line) for line in short) > 0.6 * len(short)

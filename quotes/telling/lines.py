"""A range of a text → its part of each line, for formats that hold no line break within a piece."""

from __future__ import annotations

from quotes.records import Span


def lines_of(text: str, span: Span) -> list[Span]:
    r"""Return the part of a range in each line it touches, without the line breaks, and without lines that are blank.

    A line ends where `str.splitlines` says.

    Examples
    --------
    >>> lines_of("Il faut\r\n \r\nagir.", Span(3, 17))
    [Span(start=3, end=7), Span(start=12, end=17)]
    """
    found = []
    start = span.start
    for line in text[span.start : span.end].splitlines(keepends=True):
        words = line.splitlines()[0]
        if words.strip():
            found.append(Span(start, start + len(words)))
        start += len(line)
    return found

"""Ranges that overlap as they please → pieces that nest, as elements of XML must."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from quotes.records import Span


class Step(NamedTuple):
    """What ends, the innermost first, what then begins, the outermost first, and what stands behind, up to the next step.

    What ends and begins are places in the list of ranges. ``span`` is empty where no range is.
    """

    ends: tuple[int, ...]
    begins: tuple[int, ...]
    span: Span


def nested(spans: Sequence[Span]) -> Iterator[Step]:
    """Yield the steps from the start of the first range to the end of the last; a range that crosses another ends there and begins again.

    The longer of two ranges is the outer one, the earlier in the list if they are the same. Empty ranges do not count.

    Examples
    --------
    >>> for step in nested([Span(0, 4), Span(2, 6)]):
    ...     print(*step)
    () (0,) Span(start=0, end=2)
    () (1,) Span(start=2, end=4)
    (1, 0) (1,) Span(start=4, end=6)
    (1,) () Span(start=6, end=6)
    """
    starting: dict[int, list[int]] = defaultdict(list)
    for place, span in enumerate(spans):
        if span.start < span.end:
            starting[span.start].append(place)
    edges = sorted({*starting, *(spans[place].end for places in starting.values() for place in places)})
    within: list[int] = []
    for start, end in pairwise([*edges, *edges[-1:]]):
        kept = next((depth for depth, place in enumerate(within) if spans[place].end <= start), len(within))
        ends = within[kept:]
        again = [place for place in ends if spans[place].end > start]
        begins = sorted([*again, *starting[start]], key=lambda place: (-spans[place].end, place))
        within = [*within[:kept], *begins]
        yield Step(tuple(reversed(ends)), tuple(begins), Span(start, end if within else start))

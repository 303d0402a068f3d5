"""A text and its rows of quotations → pieces of text, each with the quotations, cues and mentions it belongs to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from quotes.records import Span
from quotes.telling.nesting import nested

_SPANS = re.compile(r"\d+-\d+(;\d+-\d+)*")


class Piece(NamedTuple):
    """A stretch of the text within which nothing begins or ends.

    ``said``, ``cue`` and ``mention`` are the places, in the list of rows, of the quotations whose words said, cue or mention it is part of;
    the outer quotation comes before the one nested in it.
    """

    text: str
    said: tuple[int, ...] = ()
    cue: tuple[int, ...] = ()
    mention: tuple[int, ...] = ()


def pieces_of(text: str, rows: Sequence[Mapping[str, Any]]) -> list[Piece]:
    """Return the pieces of a text, which joined are the text.

    Parameters
    ----------
    text
        The document.
    rows
        Its quotations, with the columns ``spans``, ``start``, ``end``, ``cue_start``, ``cue_end``, ``mention_start`` and ``mention_end`` of
        ``quotes.csv``. What lies outside the text counts for nothing.

    Examples
    --------
    >>> row = {"spans": "2-5", "cue_start": 9, "cue_end": 12, "mention_start": 13, "mention_end": 15}
    >>> for piece in pieces_of("« Oui », dit-il.", [row]):
    ...     print(piece)
    Piece(text='« ', said=(), cue=(), mention=())
    Piece(text='Oui', said=(0,), cue=(), mention=())
    Piece(text=' », ', said=(), cue=(), mention=())
    Piece(text='dit', said=(), cue=(0,), mention=())
    Piece(text='-', said=(), cue=(), mention=())
    Piece(text='il', said=(), cue=(), mention=(0,))
    Piece(text='.', said=(), cue=(), mention=())
    """
    owners, spans = [("", -1)], [Span(0, len(text))]
    for place, row in enumerate(rows):
        for layer, ranges in (("said", spans_of(row)), ("cue", part_of(row, "cue")), ("mention", part_of(row, "mention"))):
            for span in ranges:
                if 0 <= span.start < span.end <= len(text):
                    owners.append((layer, place))
                    spans.append(span)
    within: list[tuple[str, int]] = []
    found = []
    for step in nested(spans):
        within = [*within[: len(within) - len(step.ends)], *(owners[number] for number in step.begins)]
        if step.span.start < step.span.end:
            layers = ({place: None for layer, place in within if layer == name} for name in ("said", "cue", "mention"))
            found.append(Piece(text[slice(*step.span)], *map(tuple, layers)))
    return found


def spans_of(row: Mapping[str, Any]) -> list[Span]:
    """Return where the words said stand; from first to last, where a spreadsheet took ``2-10`` for a date."""
    if _SPANS.fullmatch(str(row["spans"])):
        return [Span(int(start), int(end)) for start, end in (span.split("-") for span in row["spans"].split(";"))]
    return [Span(int(row["start"]), int(row["end"]))]


def part_of(row: Mapping[str, Any], part: str) -> list[Span]:
    """Return where the ``cue`` or the ``mention`` stands, at most one span."""
    start, end = row[f"{part}_start"], row[f"{part}_end"]
    return [] if pd.isna(start) or pd.isna(end) else [Span(int(start), int(end))]

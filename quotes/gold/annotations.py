"""What annotations say of a document."""

from __future__ import annotations

from typing import NamedTuple

from quotes.records import Span


class Wanted(NamedTuple):
    """An annotated quotation; a ``doubtful`` one counts neither way."""

    spans: tuple[Span, ...]
    mention: Span | None
    speaker: str
    gender: str
    kind: str
    doubtful: bool


class Gold(NamedTuple):
    """An annotated document; ``text`` is empty when the annotations do not hold it."""

    doc_id: str
    text: str
    quotes: tuple[Wanted, ...]

"""Annotations as JSON lines, the format that ``quotes extract`` writes."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from quotes.errors import InputError
from quotes.gold.annotations import Gold, Wanted
from quotes.records import Span


def read_json_lines(path: str | os.PathLike[str]) -> list[Gold]:
    """Read annotations: JSON lines with ``id``, ``quotes`` and, unless texts are given apart, ``text``.

    A quotation has ``spans`` (a list of [start, end]) and may have ``mention`` ([start, end] or null), ``speaker``, ``gender``, ``kind`` and
    ``doubtful``: a doubtful one counts neither way.

    Raises
    ------
    InputError
        There is no such file, or a line is no such record; the message names the line.
    """
    try:
        lines = Path(path).read_text(encoding="utf-8").split("\n")  # a text may hold other line breaks
    except (OSError, UnicodeError) as error:
        raise InputError(f"{os.fspath(path)}: cannot be read ({error}); give a file of JSON lines with id, text and quotes") from error
    found = [_gold(json_line, f"{os.fspath(path)}, line {number}") for number, json_line in enumerate(lines, start=1) if json_line.strip()]
    if not found:
        raise InputError(f"{os.fspath(path)}: no line; give JSON lines with id, text and quotes")
    return found


def _gold(line: str, where: str) -> Gold:
    try:
        record = json.loads(line)
        quotes = tuple(_wanted(quote) for quote in record["quotes"])
        gold = Gold(str(record["id"]), str(record.get("text", "")), quotes)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        reason = f"{type(error).__name__}: {error}"
        raise InputError(f'{where}: not an annotated document ({reason}); a line is {{"id": …, "text": …, "quotes": [{{"spans": …}}]}}') from error
    outside = [span for quote in quotes for span in quote.spans if gold.text and not 0 <= span.start <= span.end <= len(gold.text)]
    if outside:
        raise InputError(f"{where}: the span {list(outside[0])} lies outside the text of {len(gold.text)} characters; offsets count characters")
    return gold


def _wanted(quote: Mapping[str, Any]) -> Wanted:
    mention = quote.get("mention")
    return Wanted(
        tuple(Span(int(start), int(end)) for start, end in quote["spans"]),
        None if mention is None else Span(int(mention[0]), int(mention[1])),
        str(quote.get("speaker") or ""),
        str(quote.get("gender") or ""),
        str(quote.get("kind") or "any"),
        bool(quote.get("doubtful")),
    )

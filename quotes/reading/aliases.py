"""An alias file: what a reader of the tables knows of the people in them, and the program does not."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import get_args

from quotes.errors import InputError
from quotes.reading.rows import about, read_rows
from quotes.records import Alias, Gender, SpeakerType

NAME = "name"
COLUMNS = (NAME, "canonical", "type", "gender")
DOCUMENT = "doc_id"


def read_aliases(path: str | os.PathLike[str], *, encoding: str | None = None) -> tuple[Alias, ...]:
    """Read a table that says who is who.

    Parameters
    ----------
    path
        A .csv, .tsv, .xlsx, .jsonl or .parquet file with the column ``name`` and one or more of ``canonical``, ``type``, ``gender``, and
        ``doc_id`` if wanted. ``name`` is as in the column ``named`` of ``quotes.csv``; cells but the name may be empty.

    Returns
    -------
    tuple of Alias
        In the order of the file.

    Raises
    ------
    InputError
        No such file, another kind of file, a column or a name that is missing, a type or gender that is none, a name that stands twice.
    """
    path = Path(path)
    with about(path, "aliases"):
        table = read_rows(path, expected=NAME, encoding=encoding)
        if NAME not in table.columns or not {*COLUMNS[1:]} & {*table.columns}:
            lacking = NAME if NAME not in table.columns else COLUMNS[1]
            raise InputError(f"no column {lacking!r}; an alias file has the columns {', '.join(COLUMNS)}; it has {', '.join(table.columns)}")
        for number, message in table.bad_rows.items():
            raise InputError(f"row {number}: {message}")
        return _checked(table.rows)


def _checked(rows: Mapping[int, Mapping[str, str]]) -> tuple[Alias, ...]:
    aliases: list[Alias] = []
    for number, row in rows.items():
        alias = Alias(*(row.get(column, "").strip() for column in (*COLUMNS, DOCUMENT)))  # type: ignore[arg-type]
        if not alias.name:
            raise InputError(f"row {number}: no name; fill it in or take the row out")
        for what, value, allowed in (("type", alias.type, get_args(SpeakerType)), ("gender", alias.gender, [g for g in get_args(Gender) if g])):
            if value and value not in allowed:
                raise InputError(f"row {number}: {what} {value!r}; allowed are {', '.join(allowed)}, or nothing")
        if any((alias.name, alias.doc_id) == (other.name, other.doc_id) for other in aliases):
            raise InputError(f"row {number}: {alias.name!r} stands twice; keep one row")
        aliases.append(alias)
    return tuple(aliases)

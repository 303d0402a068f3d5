"""The columns of every table, with their types; rows → table → rows.

Every table has the same columns and types when it is empty. Text that is unknown is "", a number that is unknown is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from quotes.errors import InputError
from quotes.records import DocumentResult

UNATTRIBUTED = "(unattributed)"  # the line of quotations that have no speaker

TEXT, COUNT, MAYBE, SHARE = "str", "int64", "Int64", "float64"
Row = dict[str, Any]

QUOTES = {
    "doc_id": TEXT, "quote_id": COUNT, "kind": TEXT, "quote": TEXT, "spans": TEXT, "start": COUNT, "end": COUNT,
    "cue": TEXT, "cue_lemma": TEXT, "cue_kind": TEXT, "cue_start": MAYBE, "cue_end": MAYBE,
    "mention": TEXT, "mention_kind": TEXT, "mention_start": MAYBE, "mention_end": MAYBE,
    "named": TEXT, "speaker": TEXT, "speaker_id": TEXT, "speaker_type": TEXT, "gender": TEXT, "gender_source": TEXT,
    "status": TEXT, "words": COUNT, "parent_id": MAYBE, "rule": TEXT, "confidence": SHARE, "paragraph": COUNT, "sentence": COUNT,
}  # fmt: skip
SPEAKERS = {
    "speaker": TEXT, "type": TEXT, "gender": TEXT, "quotes": COUNT, "words": COUNT, "share_of_quotes": SHARE, "share_of_words": SHARE,
    "documents": COUNT, "verbs": TEXT,
}  # fmt: skip
GENDER = {
    "who": TEXT, "quotes": COUNT, "words": COUNT, "speakers": COUNT,
    "share_of_quotes": SHARE, "share_of_words": SHARE, "share_of_speakers": SHARE,
}  # fmt: skip
VERBS = {
    "cue_lemma": TEXT, "cue_kind": TEXT, "quotes": COUNT, "share": SHARE, "documents": COUNT, "speakers": COUNT, "women": COUNT, "men": COUNT,
    "example": TEXT,
}  # fmt: skip
SPEAKERS_BY_VERB = {"speaker": TEXT, "type": TEXT, "gender": TEXT, "cue_lemma": TEXT, "cue_kind": TEXT, "quotes": COUNT}
COUNTED = ("doc_id", "kind", "cue_lemma", "cue_kind", "speaker", "speaker_id", "speaker_type", "gender", "words")
COUNTS = ("quotes", "attributed", "direct", "mixed", "indirect", "words", "speakers", "women", "men")
DOCUMENTS = {"doc_id": TEXT, "characters": MAYBE, **dict.fromkeys(COUNTS, MAYBE)}
INPUT = "input_"  # before the name of a column of the metadata that the tables use themselves
ERROR = "error"  # last column of the documents, behind those of the metadata
GROUPS = {"documents": COUNT, **dict.fromkeys(COUNTS, COUNT), "unknown": COUNT, "institutions": COUNT, "share_of_women": SHARE}

WOMEN, MEN, UNKNOWN, INSTITUTIONS = "women", "men", "unknown", "institutions"
WHO = (WOMEN, MEN, UNKNOWN, INSTITUTIONS)  # who speaks: people by gender; organisations and groups


def who(gender: str, speaker_type: str) -> str:
    """Return one of `WHO` for a speaker.

    Examples
    --------
    >>> who("f", "person"), who("", "anonymous"), who("", "group")
    ('women', 'unknown', 'institutions')
    """
    if gender:
        return WOMEN if gender == "f" else MEN
    return INSTITUTIONS if speaker_type in {"organisation", "group"} else UNKNOWN


def metadata_columns(results: Iterable[DocumentResult]) -> dict[str, str]:
    """Return the column of each name that the metadata of any document have; `INPUT` comes before names that the tables use themselves.

    Examples
    --------
    >>> from quotes.records import Document
    >>> metadata_columns([DocumentResult(Document("a", "", {"date": "2025-06-27", "Words": "12"}), ())])
    {'date': 'date', 'Words': 'input_Words'}
    """
    columns: dict[str, str] = {}
    taken = {*QUOTES, *DOCUMENTS, ERROR}
    for name in (name for result in results for name in result.document.metadata):
        if name not in columns:
            column = name
            while column.casefold() in taken:
                column = f"{INPUT}{column}"
            columns[name] = column
            taken.add(column.casefold())  # databases do not tell Date from date
    return columns


def frame(rows: Sequence[Row], columns: Mapping[str, str]) -> pd.DataFrame:
    r"""Return a table of rows, with these columns and types; a character that no file can hold stands as its escape.

    Examples
    --------
    >>> frame([{"quote": "A\ud800"}], {"quote": TEXT}).quote[0]
    'A\\ud800'
    """
    cells = {name: [row[name] for row in rows] for name in columns}
    for name in (name for name, dtype in columns.items() if dtype == TEXT):
        try:
            "".join(cells[name]).encode()
        except UnicodeEncodeError:
            cells[name] = [cell.encode(errors="backslashreplace").decode() for cell in cells[name]]
    return pd.DataFrame({name: pd.Series(cells[name], dtype=dtype) for name, dtype in columns.items()})


def records(quotes: pd.DataFrame, names: Sequence[str] | None = None) -> list[Row]:
    """Return the rows of a table of quotations, whole or some columns, with "" for text that is missing, as in one read back from a file.

    Raises
    ------
    InputError
        It is no table of quotations, see `check_quotes`.
    """
    check_quotes(quotes)
    names = list(map(str, quotes.columns)) if names is None else names
    columns = [_cells(quotes[name], QUOTES.get(name, "")) for name in names]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _cells(column: pd.Series, dtype: str) -> list[Any]:
    if dtype == TEXT:
        return list(map(str, column.astype(object).where(column.notna(), "")))
    if dtype and not pd.api.types.is_numeric_dtype(column):  # read as text
        column = pd.to_numeric(column.replace("", None), errors="coerce")
    return column.tolist()


def check_quotes(quotes: pd.DataFrame) -> None:
    """Raise InputError when a table has not the columns of quotations that are counted."""
    missing = [name for name in COUNTED if name not in quotes.columns]
    if missing:
        listed = ", ".join(map(str, quotes.columns)) or "none"
        raise InputError(f"no column {missing[0]!r} in this table of quotations; its columns are: {listed}; take quotes.csv or result.quotes")

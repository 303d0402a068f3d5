"""What a reader of the results should know: texts that are empty or not described, dates and aliases that say nothing."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from quotes.naming.names import fold
from quotes.reading.dates import DATE, read_date
from quotes.records import Alias
from quotes.telling.columns import ERROR
from quotes.telling.groups import date_column, metadata_of, texts


def notes(documents: pd.DataFrame, quotes: pd.DataFrame, *, aliases: Sequence[Alias] = (), date: str | None = None) -> list[str]:
    """Return a line for each thing that is likely a slip, with the first case of it.

    Examples
    --------
    >>> notes(pd.DataFrame({"doc_id": ["a", "b"], "characters": [0, 5], "date": ["2025", "hier"]}), pd.DataFrame({"named": []}))
    ['empty: 1 of 2 documents, the first: a', 'not readable: 1 of 2 dates in date, the first: hier']
    """
    if ERROR in documents.columns:
        documents = documents[documents[ERROR].fillna("") == ""]
    ids = texts(documents["doc_id"])
    empty = [doc_id for doc_id, length in zip(ids, documents["characters"], strict=True) if length == 0]
    described = [texts(documents[name]) for name in metadata_of(documents)]
    bare = [doc_id for doc_id, *cells in zip(ids, *described, strict=True) if described and not any(cells)]
    column = date_column(documents, date) or next((name for name in metadata_of(documents) if name.casefold() == DATE), None)
    dates = [cell for cell in texts(documents[column]) if cell] if column else []
    named = {fold(name) for name in texts(quotes["named"])}
    return [
        *_line("empty", empty, len(ids), "documents"),
        *_line("without metadata", bare, len(ids), "documents"),
        *_line("not readable", [cell for cell in dates if not read_date(cell)], len(dates), f"dates in {column}"),
        *_line("nobody's name", [alias.name for alias in aliases if fold(alias.name) not in named], len(aliases), "names in the alias file"),
    ]


def _line(how: str, cases: Sequence[str], of: int, what: str) -> list[str]:
    return [f"{how}: {len(cases)} of {of} {what}, the first: {cases[0]}"] if cases else []

"""Tables saved in a folder → the same tables counted anew, when the people in them are corrected; nothing is parsed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from quotes.errors import InputError
from quotes.reading.rows import READERS
from quotes.records import Alias
from quotes.telling.tables import (
    COUNT,
    DOCUMENTS,
    MAYBE,
    QUOTES,
    SHARE,
    TEXT,
    document_counts,
    identified,
    speakers_by_verb_table,
    speakers_table,
    verbs_table,
)
from quotes.telling.write import FORMULA

COUNTED_ANEW = ("attributed", "speakers", "women", "men")


def recount(folder: str | os.PathLike[str], aliases: Sequence[Alias] = ()) -> dict[str, pd.DataFrame]:
    """Return the five tables that `Analysis.save` wrote to a folder, with their speakers found anew.

    Parameters
    ----------
    folder
        Where ``quotes.csv``, ``verbs.csv`` and ``documents.csv`` are, as they were written, with or without ``excel``. A row whose ``named``
        was corrected by hand counts as corrected.
    aliases
        As `read_aliases` returns them.

    Returns
    -------
    dict
        ``quotes``, ``speakers``, ``verbs``, ``speakers_by_verb``, ``documents``. Without ``documents.csv`` the documents are those with
        quotations; without ``verbs.csv`` the example of a verb is a quotation alone.

    Raises
    ------
    InputError
        There is no ``quotes.csv``, or it is not the table that was written.
    """
    folder = Path(folder)
    quotes = identified(_typed(_read(folder / "quotes.csv", "doc_id"), QUOTES, folder / "quotes.csv"), aliases)
    verbs = verbs_table(quotes, {})
    saved = folder / "verbs.csv"
    if saved.is_file():
        examples = {(row["cue_lemma"], row["cue_kind"]): row["example"] for row in _read(saved, "cue_lemma")}
        verbs["example"] = [
            examples.get(key, example) for *key_, example in verbs[["cue_lemma", "cue_kind", "example"]].values.tolist() for key in [tuple(key_)]
        ]
    return {
        "quotes": quotes,
        "speakers": speakers_table(quotes),
        "verbs": verbs,
        "speakers_by_verb": speakers_by_verb_table(quotes),
        "documents": _documents(folder / "documents.csv", quotes),
    }


def _documents(path: Path, quotes: pd.DataFrame) -> pd.DataFrame:
    counts = document_counts(quotes)
    if not path.is_file():
        rows = [dict.fromkeys(DOCUMENTS) | {"doc_id": doc_id} | count for doc_id, count in counts.items()]
        return pd.DataFrame({name: pd.Series([row[name] for row in rows], dtype=dtype) for name, dtype in DOCUMENTS.items()})
    saved = _read(path, "doc_id")
    extra = {name: TEXT for row in saved[:1] for name in row if name not in DOCUMENTS}
    frame = _typed(saved, DOCUMENTS | extra, path)
    for name in COUNTED_ANEW:
        frame[name] = pd.Series([counts[d][name] if d in counts else old for d, old in zip(frame["doc_id"], frame[name], strict=True)], dtype=MAYBE)
    return frame


def _read(path: Path, expected: str) -> list[dict[str, str]]:
    try:
        table = READERS[path.suffix](path, expected, None)
    except FileNotFoundError as error:
        raise InputError(f"{path}: no such file; name the folder that quotes analyse wrote to") from error
    except InputError as error:
        raise InputError(f"{path}: {error}") from error
    return [
        {name: cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA) else cell for name, cell in row.items()} for row in table.rows.values()
    ]


def _typed(rows: Sequence[dict[str, str]], columns: dict[str, str], path: Path) -> pd.DataFrame:
    """Return a table with the types it was written with."""
    missing = [name for name in columns if any(name not in row for row in rows)]
    if missing:
        raise InputError(f"{path}: no column {missing[0]!r}; take the file as quotes analyse wrote it")

    def cell(value: str, dtype: str) -> Any:
        if dtype == TEXT:
            return value
        if not value:
            return None
        return float(value.replace(",", ".")) if dtype == SHARE else int(float(value.replace(",", ".")))

    try:
        return pd.DataFrame({name: pd.Series([cell(row[name], dtype) for row in rows], dtype=dtype) for name, dtype in columns.items()})
    except (TypeError, ValueError) as error:
        numbers = [name for name, dtype in columns.items() if dtype in {COUNT, MAYBE, SHARE}]
        raise InputError(f"{path}: a cell that should be a number is none ({error}); numbers stand in {', '.join(numbers)}") from error

"""Tables saved in a folder → the same tables again; or counted anew, when the people in them are corrected. Nothing is parsed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pandas as pd

from quotes.errors import InputError
from quotes.reading.rows import READERS
from quotes.records import Alias
from quotes.telling.columns import COUNT, DOCUMENTS, GROUPS, INPUT, MAYBE, QUOTES, SHARE, TEXT, frame
from quotes.telling.groups import By
from quotes.telling.tables import (
    document_counts,
    documents_of_quotes,
    gender_table,
    identified,
    speakers_by_verb_table,
    speakers_table,
    verbs_table,
)
from quotes.telling.write import FORMULA

COUNTED_ANEW = ("attributed", "speakers", "women", "men")


def read_quotes(path: str | os.PathLike[str]) -> pd.DataFrame:
    """Read the table of quotations that was saved.

    Parameters
    ----------
    path
        ``quotes.csv``, with or without ``excel``, or what `quotes extract` wrote as .csv, .xlsx or .parquet; or the folder ``quotes.csv`` is in.

    Raises
    ------
    InputError
        There is no such file, or it is not the table that was written.

    Examples
    --------
    >>> read_quotes("reports").columns[:3].tolist()
    ['doc_id', 'quote_id', 'kind']
    """
    path = Path(path)
    return _read(path / "quotes.csv" if path.is_dir() else path, QUOTES)


def read_documents(folder: str | os.PathLike[str]) -> pd.DataFrame | None:
    """Read ``documents.csv`` of a folder; None when there is none."""
    path = Path(folder) / "documents.csv"
    return _read(path, DOCUMENTS) if path.is_file() else None


def saved_groups(folder: str | os.PathLike[str]) -> list[By]:
    """Return what the tables ``by_NAME.csv`` of a folder count by, to count so again.

    Examples
    --------
    >>> saved_groups("reports")
    [['month'], ['newspaper']]
    """
    found: list[By] = []
    for path in sorted(Path(folder).glob("by_*.csv")):
        with suppress(InputError):  # a table of somebody's own
            columns = _read(path, GROUPS).columns
            found.append([str(name).removeprefix(INPUT) for name in columns[: -len(GROUPS)]])
    return found


def recount(folder: str | os.PathLike[str], aliases: Sequence[Alias] = ()) -> dict[str, pd.DataFrame]:
    """Return the tables that `Analysis.save` wrote to a folder, with their speakers found anew.

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
        The tables by their names. Without ``documents.csv`` the documents are those with quotations; without ``verbs.csv`` the example of a
        verb is a quotation alone.

    Raises
    ------
    InputError
        There is no ``quotes.csv``, or it is not the table that was written.
    """
    folder = Path(folder)
    quotes = identified(_read(folder / "quotes.csv", QUOTES), aliases)
    return {
        "quotes": quotes,
        "speakers": speakers_table(quotes),
        "gender": gender_table(quotes),
        "verbs": _verbs(folder / "verbs.csv", quotes),
        "speakers_by_verb": speakers_by_verb_table(quotes),
        "documents": _documents(read_documents(folder), quotes),
    }


def _verbs(path: Path, quotes: pd.DataFrame) -> pd.DataFrame:
    verbs = verbs_table(quotes, {})
    if path.is_file():
        saved = _read(path, {"cue_lemma": TEXT, "cue_kind": TEXT, "example": TEXT})
        examples = dict(zip(zip(saved["cue_lemma"], saved["cue_kind"], strict=True), saved["example"], strict=True))
        cues = zip(verbs["cue_lemma"], verbs["cue_kind"], verbs["example"], strict=True)
        verbs["example"] = [examples.get((lemma, kind), example) for lemma, kind, example in cues]
    return verbs


def _documents(saved: pd.DataFrame | None, quotes: pd.DataFrame) -> pd.DataFrame:
    if saved is None:
        return documents_of_quotes(quotes)
    counts = document_counts(quotes)
    for name in COUNTED_ANEW:
        new = [counts[doc_id][name] if doc_id in counts else old for doc_id, old in zip(saved["doc_id"], saved[name], strict=True)]
        saved[name] = pd.Series(new, dtype=MAYBE)
    return saved


def _read(path: Path, columns: dict[str, str]) -> pd.DataFrame:
    """Return a saved table with the types it was written with; columns that are not in ``columns`` are text."""
    try:
        reader = READERS[path.suffix.lower()]
    except KeyError as error:
        raise InputError(f"{path}: unknown ending {path.suffix!r}; tables of quotations are read from a folder, .csv, .xlsx or .parquet") from error
    try:
        table = reader(path, next(iter(columns)), None)
    except FileNotFoundError as error:
        raise InputError(f"{path}: no such file; name the folder that quotes analyse wrote to") from error
    except InputError as error:
        raise InputError(f"{path}: {error}") from error
    missing = [name for name in columns if name not in table.columns]
    if missing:
        raise InputError(f"{path}: no column {missing[0]!r}; take the file as quotes analyse wrote it")
    types = dict.fromkeys(table.columns, TEXT) | columns
    cells: dict[str, list[Any]] = {}
    for name, dtype in types.items():
        try:
            cells[name] = [_cell(row.get(name, ""), dtype) for row in table.rows.values()]
        except ValueError as error:
            raise InputError(f"{path}: a number should stand in {name} ({error}); take the file as quotes analyse wrote it") from error
    try:
        return frame([dict(zip(cells, row, strict=True)) for row in zip(*cells.values(), strict=True)], types)
    except (TypeError, ValueError) as error:
        numbers = [name for name, dtype in types.items() if dtype == COUNT]
        raise InputError(f"{path}: a number is missing; one must stand in every cell of {', '.join(numbers)}") from error


def _cell(cell: str, dtype: str) -> Any:
    if dtype == TEXT:
        return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA) else cell
    if not cell:
        return None
    number = float(cell.replace(",", "."))
    return number if dtype == SHARE else int(number)

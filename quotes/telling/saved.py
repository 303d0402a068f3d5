"""Tables saved in a folder → the same tables again; or counted anew, when the people in them are corrected. Nothing is parsed."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, get_args

import pandas as pd

from quotes.errors import InputError
from quotes.reading.rows import READERS, Table, cell_text
from quotes.records import Alias, Gender, SpeakerType
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

EXCEL_START = "\ufeffdoc_id;".encode()
COUNTED_ANEW = ("attributed", "speakers", "women", "men")


def read_quotes(path: str | os.PathLike[str]) -> pd.DataFrame:
    """Read the table of quotations that was saved.

    Parameters
    ----------
    path
        ``quotes.csv``, with or without ``excel``; what `quotes extract` wrote as .csv, .xlsx, .parquet or .sqlite; or the folder of ``quotes.csv``.

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
    path = path / "quotes.csv" if path.is_dir() else path
    quotes = _read(path, QUOTES)
    for column, allowed in (("gender", get_args(Gender)), ("speaker_type", ("", *get_args(SpeakerType)))):
        wrong = next((cell for cell in quotes[column] if cell not in allowed), None)
        if wrong is not None:
            raise InputError(f"{path}: {wrong!r} in the column {column}; allowed are {', '.join(filter(None, allowed))}, or nothing")
    return quotes


def read_documents(folder: str | os.PathLike[str]) -> pd.DataFrame | None:
    """Read ``documents.csv`` of a folder; None when there is none."""
    path = Path(folder) / "documents.csv"
    return _read(path, DOCUMENTS) if path.is_file() else None


def saved_for_excel(folder: str | os.PathLike[str]) -> bool:
    """Tell whether tables were saved with ``excel``, to save them so again."""
    with suppress(OSError), (Path(folder) / "quotes.csv").open("rb") as file:
        return file.read(len(EXCEL_START)) == EXCEL_START
    return False


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


def recount(folder: str | os.PathLike[str], aliases: Sequence[Alias] = (), *, quotes: pd.DataFrame | None = None) -> dict[str, pd.DataFrame]:
    """Return the tables that `Analysis.save` wrote to a folder, with their speakers found anew.

    Parameters
    ----------
    folder
        Where ``quotes.csv``, ``verbs.csv`` and ``documents.csv`` are, as they were written, with or without ``excel``. A row whose ``named``
        was corrected by hand counts as corrected.
    aliases
        As `read_aliases` returns them.
    quotes
        What `read_quotes` read there, if it was read before.

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
    if folder.is_file():
        raise InputError(f"{folder}: a file; name the folder it is in: {folder.parent}")
    quotes = identified(read_quotes(folder / "quotes.csv") if quotes is None else quotes, aliases)
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
        if not path.exists():
            raise InputError("no such file; name the folder that quotes analyse wrote to")
        if path.suffix.lower() not in READ:
            raise InputError(f"unknown ending {path.suffix!r}; tables of quotations are read from a folder, {', '.join(READ)}")
        table = READ[path.suffix.lower()](path, next(iter(columns)), None)
    except OSError as error:
        raise InputError(f"{path}: cannot be opened ({error.strerror}); name the folder that quotes analyse wrote to") from error
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


def _read_sqlite(path: Path, expected: str, encoding: str | None) -> Table:
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            found = connection.execute("select * from quotes")
            columns = tuple(name for name, *_ in found.description)
            rows = {number: dict(zip(columns, map(cell_text, row), strict=True)) for number, row in enumerate(found, start=1)}
    except sqlite3.Error as error:
        raise InputError(f"no table of quotations in this database ({error}); take the file as quotes extract wrote it") from error
    return Table(columns, rows, {})


READ = {ending: READERS[ending] for ending in (".csv", ".xlsx", ".parquet")} | {".sqlite": _read_sqlite}


def _cell(cell: str, dtype: str) -> Any:
    if dtype == TEXT:
        return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA) else cell
    if not cell:
        return None
    number = float(cell.replace(",", "."))
    return number if dtype == SHARE else int(number)

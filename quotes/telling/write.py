"""Results → files, each written whole or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from quotes.errors import OutputError
from quotes.naming.people import identify
from quotes.records import Alias, DocumentResult
from quotes.telling.rows import rows_of, sightings_of

if TYPE_CHECKING:
    from quotes.telling.results import Analysis

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet runs a cell that begins like this


def check_ending(path: str | os.PathLike[str]) -> None:
    """Raise OutputError when no writer knows the ending of ``path``; call it before any work is done.

    Examples
    --------
    >>> check_ending("rows.csv")
    >>> check_ending("rows.doc")
    Traceback (most recent call last):
    quotes.errors.OutputError: rows.doc: unknown ending '.doc'; allowed are .csv, .jsonl
    """
    ending = Path(path).suffix
    if ending.lower() not in WRITERS:
        raise OutputError(f"{os.fspath(path)}: unknown ending {ending!r}; allowed are {', '.join(WRITERS)}")


def make_folder(folder: Path) -> None:
    """Make a folder and those above it; OutputError when that cannot be done or nothing may be written to it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}: this folder cannot be made ({error.strerror}); name another one") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise OutputError(f"{folder}: nothing may be written to this folder; name another one")


@contextmanager
def atomically(path: Path) -> Iterator[Path]:
    """Lend a temporary path beside ``path``; what is written there takes its place at the end, or nothing does.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    target = Path(os.path.realpath(path))  # a link stays a link
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        yield temporary
        os.replace(temporary, target)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror}); close it elsewhere, make room, or name another place") from error
    finally:
        temporary.unlink(missing_ok=True)


def write_table(frame: pd.DataFrame, path: Path, *, excel: bool = False) -> None:
    """Write a table as CSV in UTF-8.

    With ``excel``, as a French Excel reads it: separator ``;``, decimal comma, byte order mark, and a ``'`` before what it would take for a
    formula.
    """
    if excel:
        frame = frame.rename(columns=_defused).apply(lambda column: column.map(_defused))
    with atomically(path) as temporary:
        frame.to_csv(
            temporary,
            index=False,
            sep=";" if excel else ",",
            decimal="," if excel else ".",
            encoding="utf-8-sig" if excel else "utf-8",
            errors="backslashreplace",
            float_format="%.4g",
            lineterminator="\r\n" if excel else "\n",
        )


def _defused(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def json_lines(results: Sequence[DocumentResult], aliases: Sequence[Alias] = ()) -> Iterator[str]:
    """Return a line of JSON for each document, without its line end; documents without quotations included.

    A quotation has the columns of ``quotes.csv`` with these changes: ``spans`` are pairs of offsets, ``cue`` and ``mention`` are one pair or
    null, their words are ``cue_text`` and ``mention_text``, and what is unknown is null. A document's metadata come before its quotations.

    Examples
    --------
    >>> from quotes.records import Document
    >>> list(json_lines([DocumentResult(Document("a", "Rien."), ())]))
    ['{"id": "a", "quotes": []}']
    """
    people = identify(sightings_of(results), aliases)
    for result in results:
        quotes = [_json_row(row) for row in rows_of(result, people)]
        metadata = {"metadata": dict(result.document.metadata)} if result.document.metadata else {}
        yield json.dumps({"id": result.document.doc_id, **metadata, "quotes": quotes}, ensure_ascii=False)


def _json_row(row: dict[str, Any]) -> dict[str, Any]:
    known = {name: None if value == "" else value for name, value in row.items()}
    spans = [[int(offset) for offset in span.split("-")] for span in row["spans"].split(";")]
    changed: dict[str, Any] = {"spans": spans}
    for part in ("cue", "mention"):
        start, end = row[f"{part}_start"], row[f"{part}_end"]
        changed |= {part: None if start is None else [start, end], f"{part}_text": known[part]}
    left_out = {"doc_id", "start", "end", "cue_start", "cue_end", "mention_start", "mention_end"}
    return {name: value for name, value in (known | changed).items() if name not in left_out}


def _write_jsonl(analysis: Analysis, path: Path, excel: bool) -> None:
    with atomically(path) as temporary, temporary.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        file.writelines(f"{line}\n" for line in json_lines(analysis.results, analysis.aliases))


def _write_csv(analysis: Analysis, path: Path, excel: bool) -> None:
    write_table(analysis.quotes, path, excel=excel)


WRITERS: dict[str, Callable[[Analysis, Path, bool], None]] = {".csv": _write_csv, ".jsonl": _write_jsonl}


def write_rows(analysis: Analysis, path: str | os.PathLike[str], *, excel: bool = False) -> None:
    """Write the quotations to one file; its ending decides how.

    Raises
    ------
    OutputError
        An ending nobody knows, or a place that cannot be written to.
    """
    check_ending(path)
    WRITERS[Path(path).suffix.lower()](analysis, Path(path), excel)

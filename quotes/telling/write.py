"""Files that are written whole or not at all; tables as CSV."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from quotes.errors import OutputError

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet runs a cell that begins like this


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


@contextmanager
def together(folder: Path) -> Iterator[Path]:
    """Lend a temporary folder inside ``folder``, made when missing; what is written there moves to ``folder`` at the end, or nothing does.

    Raises
    ------
    OutputError
        The folder cannot be made, or a file in it cannot be replaced, because it is a folder, protected, or open elsewhere.
    """
    make_folder(folder)
    try:
        with tempfile.TemporaryDirectory(prefix=".", suffix=".tmp", dir=folder, ignore_cleanup_errors=True) as name:
            staging = Path(name)
            yield staging
            moves = [(file, Path(os.path.realpath(folder / file.relative_to(staging)))) for file in sorted(staging.rglob("*")) if file.is_file()]
            for _, target in moves:
                make_folder(target.parent)
                if target.exists():
                    _check_replaceable(target)
            for file, target in moves:
                os.replace(file, target)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written to ({error.strerror}); make room, or name another place") from error


def _check_replaceable(path: Path) -> None:
    try:
        with path.open("r+b"):
            pass
    except OSError as error:
        raise OutputError(f"{path}: cannot be replaced ({error.strerror}); close it elsewhere, move it away, or name another place") from error


def write_table(frame: pd.DataFrame, path: Path, *, excel: bool = False) -> None:
    """Write a table as CSV, see `csv_bytes`."""
    write_tables([frame], path, excel=excel)


def write_tables(frames: Iterable[pd.DataFrame], path: Path, *, excel: bool = False) -> None:
    """Write one table, which comes in several, as CSV."""
    with atomically(path) as temporary, temporary.open("wb") as file:
        for piece in csv_pieces(frames, excel=excel):
            file.write(piece)


def csv_pieces(frames: Iterable[pd.DataFrame], *, excel: bool = False) -> Iterator[bytes]:
    """Yield one table, which comes in several, as CSV; the header once."""
    return (csv_bytes(frame, excel=excel, header=number == 0) for number, frame in enumerate(frames))


def csv_bytes(frame: pd.DataFrame, *, excel: bool = False, header: bool = True) -> bytes:
    """Return a table as CSV in UTF-8; without ``header``, only its rows.

    With ``excel``, as a French Excel reads it: separator ``;``, decimal comma, byte order mark, and a ``'`` before what it would take for a
    formula.
    """
    if excel:
        frame = frame.rename(columns=_defused).apply(lambda column: column.map(_defused))
    separator, decimal, end = (";", ",", "\r\n") if excel else (",", ".", "\n")
    text = frame.to_csv(index=False, header=header, sep=separator, decimal=decimal, float_format="%.4g", lineterminator=end)
    return text.encode("utf-8-sig" if excel and header else "utf-8", "backslashreplace")


def _defused(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell

"""Table files → rows of text: .csv, .tsv, .xlsx, .jsonl and .parquet."""

from __future__ import annotations

import csv
import io
import json
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from quotes._optional import import_optional
from quotes.errors import InputError
from quotes.reading.decode import decode

SEPARATORS = (";", ",", "\t", "|")
SEPARATOR_LINE = re.compile(r"sep=(.)(\r\n|\r|\n)")  # the first line of some tables that are meant for a spreadsheet
LONGEST_CELL = 2**31 - 1  # the largest limit the csv module takes everywhere; its own, 131,072, is less than a novel


@dataclass(frozen=True)
class Table:
    """A table as text: its columns, its rows by number (the first below the header is 1), and what is wrong with the others."""

    columns: tuple[str, ...]
    rows: dict[int, dict[str, str]]
    bad_rows: dict[int, str]


def read_rows(path: Path, *, expected: str, encoding: str | None = None) -> Table:
    """Read a table file; ``expected`` is a column it should have, which helps to tell the separator.

    Raises
    ------
    InputError
        The file as a whole cannot be read: not text, no header, marks out of balance, not a workbook.
    """
    table = READERS[path.suffix.lower()](path, expected, encoding)
    if not table.rows and not table.bad_rows:
        raise InputError("no rows; a header line and at least one row are needed")
    return table


@contextmanager
def about(path: Path, what: str) -> Iterator[None]:
    """Begin with the path whatever is wrong with a table of ``what``; refuse an ending that no reader knows.

    Raises
    ------
    InputError
        That ending, a file that cannot be opened, or what is found wrong meanwhile.
    """
    if path.suffix.lower() not in READERS:
        raise InputError(f"{path}: unknown ending {path.suffix!r}; {what} are read from {', '.join(READERS)}")
    try:
        yield
    except OSError as error:
        raise InputError(f"{path}: cannot be opened ({error.strerror}); name the table of {what}") from error
    except InputError as error:
        raise InputError(f"{path}: {error}") from error


def _read_csv(path: Path, expected: str, encoding: str | None) -> Table:
    text = decode(path.read_bytes(), encoding=encoding)
    separators: Sequence[str] = ("\t",) if path.suffix.lower() == ".tsv" else SEPARATORS
    if told := SEPARATOR_LINE.match(text):
        separators, text = (told[1],), text[told.end() :]
    csv.field_size_limit(LONGEST_CELL)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text, separators, expected), strict=True)
    try:
        return _table(lines)
    except csv.Error as error:
        raise InputError(
            f'line {lines.line_num}: {error}; put cells that hold " or the separator in ", with every " inside doubled, as spreadsheets do'
        ) from error


def _separator(text: str, separators: Sequence[str], expected: str) -> str:
    """Return the separator that gives the header the expected column, or else most columns."""

    def header(separator: str) -> list[str]:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), [])

    return max(separators, key=lambda separator: (expected in column_names(header(separator)), len(header(separator))))


def _read_xlsx(path: Path, expected: str, encoding: str | None) -> Table:
    openpyxl = import_optional("openpyxl", purpose="reading .xlsx files")
    from zipfile import BadZipFile

    try:
        with warnings.catch_warnings(action="ignore"):  # about styles, which do not matter here
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, KeyError, ValueError) as error:
        raise InputError("not an Excel workbook; open it in a spreadsheet and save it as .xlsx or .csv") from error
    try:
        tables = (_sheet(sheet) for sheet in book.worksheets)
        first = next(tables)
        return first if expected in first.columns else next((table for table in tables if expected in table.columns), first)
    finally:
        book.close()


def _sheet(sheet: Any) -> Table:
    sheet.reset_dimensions()  # some programs note a size that is too small
    return _table([cell_text(value) for value in row] for row in sheet.iter_rows(values_only=True))


def _read_parquet(path: Path, expected: str, encoding: str | None) -> Table:
    import_optional("pyarrow", purpose="reading .parquet files")
    from pyarrow import ArrowException, parquet

    try:
        table = parquet.ParquetFile(path).read()
    except ArrowException as error:
        raise InputError("not a Parquet file; write it again, or as .csv") from error
    columns = column_names(table.column_names)
    rows = ([cell_text(value) for value in row.values()] for row in table.to_pylist())
    return Table(tuple(columns), {n: dict(zip(columns, cells, strict=True)) for n, cells in enumerate(rows, start=1)}, {})


def _table(lines: Iterable[Sequence[str]]) -> Table:
    """Return the table of a header line and the lines below it; lines without any content count for nothing."""
    filled = (cells for cells in lines if any(cells))
    columns = column_names(next(filled, ()))
    rows: dict[int, dict[str, str]] = {}
    bad_rows: dict[int, str] = {}
    for number, cells in enumerate(filled, start=1):
        if any(cells[len(columns) :]):
            bad_rows[number] = f'{len(cells)} cells where the header has {len(columns)}; put cells that hold the separator in "'
        else:
            padded = (*cells, *[""] * (len(columns) - len(cells)))
            rows[number] = {name: cell for name, cell in zip(columns, padded, strict=False) if name}
    return Table(tuple(name for name in columns if name), rows, bad_rows)


def column_names(header: Iterable[str]) -> list[str]:
    """Return names without blanks around them, the second of two equal ones numbered.

    Examples
    --------
    >>> column_names([" id", "text", "", "text"])
    ['id', 'text', '', 'text.2']
    """
    names: list[str] = []
    for cell in header:
        name = base = cell.strip()
        number = 1
        while name and name in names:
            number += 1
            name = f"{base}.{number}"
        names.append(name)
    return names


def _read_jsonl(path: Path, expected: str, encoding: str | None) -> Table:
    text = decode(path.read_bytes(), encoding=encoding)
    columns: dict[str, None] = {}
    rows: dict[int, dict[str, str]] = {}
    bad_rows: dict[int, str] = {}
    filled = (line for line in text.split("\n") if line.strip())
    for number, line in enumerate(filled, start=1):
        try:
            record = json.loads(line)
        except ValueError as error:
            bad_rows[number] = f"not JSON ({error}); one object a line is needed"
            continue
        if not isinstance(record, dict):
            bad_rows[number] = f"a JSON {type(record).__name__}; one object a line is needed"
            continue
        rows[number] = {key: cell_text(value) for key, value in record.items()}
        columns |= dict.fromkeys(rows[number])
    if bad_rows and not rows:
        number, message = next(iter(bad_rows.items()))
        raise InputError(f"row {number}: {message}")
    return Table(tuple(columns), rows, bad_rows)


def cell_text(value: Any) -> str:
    """Return a cell as text: empty for none, dates in ISO form, whole numbers without a point.

    Examples
    --------
    >>> cell_text(None), cell_text(12.0), cell_text(datetime(2015, 9, 18)), cell_text(["a"])
    ('', '12', '2015-09-18', '["a"]')
    """
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)


READERS: dict[str, Callable[[Path, str, str | None], Table]] = {
    ".csv": _read_csv,
    ".tsv": _read_csv,
    ".xlsx": _read_xlsx,
    ".jsonl": _read_jsonl,
    ".parquet": _read_parquet,
}

"""Quotations → one file, in the format that its ending names: .csv, .jsonl, .parquet, .xlsx, .sqlite or .xml."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from quotes._optional import import_optional
from quotes.errors import OutputError
from quotes.naming.people import identify
from quotes.records import Alias, DocumentResult
from quotes.telling.rows import rows_of, sightings_of
from quotes.telling.tei import write_tei
from quotes.telling.write import atomically, write_tables

if TYPE_CHECKING:
    from quotes.telling.results import Analysis

SHEET_ROWS, SHEET_CELL = 2**20, 2**15 - 1  # rows of a worksheet and characters of a cell, the most that Excel reads
SHEET_NAME = 31  # characters of the name of a worksheet
WIDEST, WIDTH_FROM = 60, 200  # characters of a column, set from its first rows
CUT = "…"  # at the end of a cell that is longer


class Writer(NamedTuple):
    """What writes a format, and the package that it needs."""

    write: Callable[[Analysis, Path, bool], None]
    package: str = ""


def check_ending(path: str | os.PathLike[str]) -> None:
    """Raise OutputError when no writer knows the ending of ``path``, or lacks a package; call it before any work is done.

    Examples
    --------
    >>> check_ending("rows.csv")
    >>> check_ending("rows.doc")
    Traceback (most recent call last):
    quotes.errors.OutputError: rows.doc: unknown ending '.doc'; allowed are .csv, .jsonl, .parquet, .xlsx, .sqlite, .xml
    """
    ending = Path(path).suffix.lower()
    if ending not in WRITERS:
        raise OutputError(f"{os.fspath(path)}: unknown ending {Path(path).suffix!r}; allowed are {', '.join(WRITERS)}")
    if package := WRITERS[ending].package:
        import_optional(package, purpose=f"writing {ending} files", error=OutputError)


def write_rows(analysis: Analysis, path: str | os.PathLike[str], *, excel: bool = False) -> None:
    """Write the quotations to one file; its ending decides how.

    Parameters
    ----------
    path
        .jsonl has a line per document, see `json_lines`; .xml has the texts with the quotations marked in them, see `write_tei`; .csv,
        .parquet, .xlsx and .sqlite (a table called ``quotes``) have a row per quotation, the table `Analysis.quotes`. In a .xlsx, cells of
        more than 32,767 characters are cut and end with ``…``.
    excel
        A .csv as a French Excel reads it, see `write_table`; the other formats are as they are.

    Raises
    ------
    OutputError
        An ending nobody knows, a package that is missing, a place that cannot be written to, or more rows than a worksheet has.
    """
    check_ending(path)
    WRITERS[Path(path).suffix.lower()].write(analysis, Path(path), excel)


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


def _write_csv(analysis: Analysis, path: Path, excel: bool) -> None:
    write_tables(analysis.pieces(), path, excel=excel)


def _write_jsonl(analysis: Analysis, path: Path, excel: bool) -> None:
    with atomically(path) as temporary, temporary.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        file.writelines(f"{line}\n" for line in json_lines(analysis.results, analysis.aliases))


def _write_parquet(analysis: Analysis, path: Path, excel: bool) -> None:
    from pyarrow import Table, parquet

    with atomically(path) as temporary:
        pieces = analysis.pieces()
        first = Table.from_pandas(next(pieces), preserve_index=False)
        with parquet.ParquetWriter(temporary, first.schema) as writer:
            writer.write_table(first)
            for piece in pieces:
                writer.write_table(Table.from_pandas(piece, schema=first.schema, preserve_index=False))


def _write_sqlite(analysis: Analysis, path: Path, excel: bool) -> None:
    with atomically(path) as temporary:
        try:
            with closing(sqlite3.connect(temporary)) as connection, connection:
                for piece in analysis.pieces():
                    piece.to_sql("quotes", connection, index=False, if_exists="append")
        except (sqlite3.Error, pd.errors.DatabaseError) as error:
            raise OutputError(f"{path}: cannot be written ({error}); make room, or name another place or a .csv") from error


def _write_xml(analysis: Analysis, path: Path, excel: bool) -> None:
    write_tei(analysis, path)


def _write_xlsx(analysis: Analysis, path: Path, excel: bool) -> None:
    write_workbook({"quotes": analysis.quotes}, path)


def write_workbook(tables: Mapping[str, pd.DataFrame], path: Path) -> None:
    """Write tables as the sheets of a workbook, in which texts are texts, whatever sign they begin with.

    Raises
    ------
    OutputError
        openpyxl is missing, a table has more rows than a worksheet, or the file cannot be written.
    """
    import_optional("openpyxl", purpose="writing .xlsx files", error=OutputError)
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    for name, table in tables.items():
        if len(table) >= SHEET_ROWS:
            raise OutputError(f"{path}: {len(table):,} rows, and a worksheet holds {SHEET_ROWS - 1:,}; write a .csv, .parquet or .sqlite")
        sheet = book.create_sheet(name[:SHEET_NAME])
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = f"A1:{get_column_letter(max(len(table.columns), 1))}{len(table) + 1}"
        for number, column in enumerate(table.columns, start=1):
            longest = max(len(str(cell)) for cell in [column, *table[column].head(WIDTH_FROM)])
            sheet.column_dimensions[get_column_letter(number)].width = min(longest + 2, WIDEST)
        sheet.append([_sheet_cell(sheet, str(column), bold=True) for column in table.columns])
        for row in table.itertuples(index=False, name=None):
            sheet.append([_sheet_cell(sheet, value) for value in row])
    packed = BytesIO()
    book.save(packed)
    with atomically(path) as temporary:
        temporary.write_bytes(packed.getbuffer())


def _sheet_cell(sheet: Any, value: Any, *, bold: bool = False) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font

    if not isinstance(value, str):
        return None if pd.isna(value) else value
    if len(value) > SHEET_CELL:
        value = value[: SHEET_CELL - len(CUT)] + CUT
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("\ufffd", value))
    cell.data_type = "s"  # and no formula, no error value
    if bold:
        cell.font = Font(bold=True)
    return cell


WRITERS = {
    ".csv": Writer(_write_csv),
    ".jsonl": Writer(_write_jsonl),
    ".parquet": Writer(_write_parquet, "pyarrow"),
    ".xlsx": Writer(_write_xlsx, "openpyxl"),
    ".sqlite": Writer(_write_sqlite),
    ".xml": Writer(_write_xml),
}

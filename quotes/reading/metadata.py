"""A table of metadata → the documents it describes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from quotes.errors import InputError
from quotes.reading.documents import TEXTS
from quotes.reading.rows import about, cell_text, read_rows
from quotes.records import Document

ID = "id"
NAMES = ("metadata.csv", "metadata.tsv", "metadata.xlsx")  # found beside the texts they describe, as TXM does it

Metadata = dict[str, dict[str, str]]


def read_metadata(path: str | os.PathLike[str], *, encoding: str | None = None) -> Metadata:
    """Read a table whose first column, ``id``, holds the identifiers of documents.

    Parameters
    ----------
    path
        A .csv, .tsv, .xlsx, .jsonl or .parquet file. Identifiers may carry the ending .txt or .html.

    Returns
    -------
    dict
        Identifier → column → cell, without the column ``id``.

    Raises
    ------
    InputError
        No such file, another kind of file, a first column of another name, an identifier that is empty or stands twice.

    Examples
    --------
    >>> read_metadata("data/gazette/metadata.csv")["02-greve-tramways"]["date"]
    '2025-03-12'
    """
    path = Path(path)
    with about(path, "metadata"):
        table = read_rows(path, expected=ID, encoding=encoding)
        if table.columns[:1] != (ID,):
            raise InputError(f"the first column must be {ID!r}; the columns are: {', '.join(table.columns)}; rename the one with the identifiers")
        for number, message in table.bad_rows.items():
            raise InputError(f"row {number}: {message}")
        return _by_id(table.rows)


def _by_id(rows: Mapping[int, Mapping[str, str]]) -> Metadata:
    metadata: Metadata = {}
    for number, row in rows.items():
        doc_id = row.get(ID, "")
        doc_id = next((doc_id.removesuffix(ending) for ending in TEXTS if doc_id.endswith(ending)), doc_id)
        if not doc_id:
            raise InputError(f"row {number}: no {ID}; fill it in")
        if doc_id in metadata:
            raise InputError(f"row {number}: {ID} {doc_id!r} stands twice; keep one row")
        metadata[doc_id] = {name: cell for name, cell in row.items() if name != ID}
    return metadata


def with_metadata(documents: Iterable[Document], metadata: Mapping[str, Mapping[str, str]]) -> tuple[Document, ...]:
    """Return the documents with what the metadata say of them added; a column of both is taken from the metadata.

    Raises
    ------
    InputError
        There are documents, and the metadata know none of them.

    Examples
    --------
    >>> with_metadata([Document("a", "Bonjour."), Document("b", "")], {"a": {"year": "2015"}})[0].metadata
    {'year': '2015'}
    """
    metadata = {cell_text(doc_id): {str(name): cell_text(cell) for name, cell in cells.items()} for doc_id, cells in metadata.items()}
    described = tuple(d.changed(d.doc_id, {**d.metadata, **metadata[d.doc_id]}) if d.doc_id in metadata else d for d in documents)
    if described and not any(d.doc_id in metadata for d in described):
        asked, known = next(iter(described)).doc_id, next(iter(metadata), "")
        raise InputError(f"the metadata are of other documents: they hold {known!r}, the first document is {asked!r}; make the identifiers match")
    return described


def with_folder_metadata(documents: Iterable[Document], folder: Path, *, encoding: str | None = None) -> tuple[Document, ...]:
    """Return the documents of a folder with what a ``metadata.csv`` (.tsv, .xlsx) beside them says; one in a folder below counts for its own.

    Parameters
    ----------
    documents
        Their identifiers are paths inside ``folder``, without ending.

    Raises
    ------
    InputError
        Such a file cannot be read, or knows none of the texts beside it.
    """
    described = tuple(documents)
    folders = {folder} | {folder.joinpath(*parents) for d in described for parents in _folders(d.doc_id)}
    for place in sorted(folders, key=lambda path: path.parts):
        path = next((place / name for name in NAMES if (place / name).is_file()), None)
        if path is not None:
            inside = "".join(f"{part}/" for part in place.relative_to(folder).parts)
            metadata = {inside + doc_id: cells for doc_id, cells in read_metadata(path, encoding=encoding).items()}
            below = [d for d in described if d.doc_id.startswith(inside)]
            try:
                changed = iter(with_metadata(below, metadata))
            except InputError as error:
                raise InputError(f"{path}: {error}, or give this file another name") from error
            described = tuple(next(changed) if d.doc_id.startswith(inside) else d for d in described)
    return described


def _folders(doc_id: str) -> list[tuple[str, ...]]:
    """Return the folders above a document, from its path."""
    parts = tuple(doc_id.split("/")[:-1])
    return [parts[:depth] for depth in range(1, len(parts) + 1)]

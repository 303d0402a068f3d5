"""A table of metadata → the documents it describes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from quotes.errors import InputError
from quotes.reading.inputs import TEXT
from quotes.reading.rows import about, read_rows
from quotes.records import Document

ID = "id"

Metadata = dict[str, dict[str, str]]


def read_metadata(path: str | os.PathLike[str], *, encoding: str | None = None) -> Metadata:
    """Read a table whose first column, ``id``, holds the identifiers of documents.

    Parameters
    ----------
    path
        A .csv, .tsv, .xlsx or .jsonl file. Identifiers may carry the ending .txt.

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
        doc_id = row.get(ID, "").removesuffix(TEXT)
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
    described = tuple(replace(d, metadata={**d.metadata, **metadata[d.doc_id]}) if d.doc_id in metadata else d for d in documents)
    if described and not any(d.doc_id in metadata for d in described):
        asked, known = next(iter(described)).doc_id, next(iter(metadata), "")
        raise InputError(f"the metadata are of other documents: they hold {known!r}, the first document is {asked!r}; make the identifiers match")
    return described

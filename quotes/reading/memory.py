"""Values in memory → documents: DataFrames, pairs, documents, or paths."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import pandas as pd

from quotes.errors import InputError
from quotes.reading.documents import documents_of_table, with_unique_ids
from quotes.reading.inputs import Inputs, read_inputs
from quotes.reading.rows import Table, cell_text, column_names
from quotes.records import Document

GIVE = "give a DataFrame, paths, or texts by their identifiers (pairs, a dict or a Series)"

PathLike: TypeAlias = str | os.PathLike[str]
Pairs: TypeAlias = Iterable[tuple[Any, str]] | Mapping[Any, str] | pd.Series
Source: TypeAlias = pd.DataFrame | Pairs | PathLike | Iterable[PathLike] | Iterable[Document]


def documents_from(
    source: Source, *, text_field: str = "text", id_field: str | None = None, encoding: str | None = None, folder_metadata: bool = True
) -> Inputs:
    """Return the documents of a DataFrame, of (identifier, text) pairs, of Documents, or of paths.

    Parameters
    ----------
    source
        A DataFrame (identifiers from its index unless ``id_field`` names a column); pairs, a mapping or a Series of identifiers and texts;
        Documents; one path or several. A text that is missing (None, NaN) is an empty one.
    text_field, id_field
        Columns of a DataFrame or of table files.
    encoding, folder_metadata
        As in `read_inputs`.

    Raises
    ------
    InputError
        Values of another kind or of several kinds; a column that is not there; whatever `read_inputs` raises.

    Examples
    --------
    >>> documents_from([("a", "Bonjour."), ("b", "Salut.")]).documents[0]
    Document(doc_id='a', text='Bonjour.', metadata={})
    """
    if isinstance(source, pd.DataFrame):
        return _unique(_of_frame(source, str(text_field), id_field if id_field is None else str(id_field)))
    if isinstance(source, str | os.PathLike):
        source = [source]
    if isinstance(source, Mapping | pd.Series):
        source = list(source.items())
    if not isinstance(source, Iterable):
        raise InputError(f"cannot take documents from a {type(source).__name__}; {GIVE}")
    items: list[Any] = list(source)
    if all(isinstance(item, Document) for item in items):
        return _unique(items)
    if all(isinstance(item, str | os.PathLike) for item in items):
        return read_inputs(items, text_field=text_field, id_field=id_field, encoding=encoding, folder_metadata=folder_metadata)
    if all(isinstance(item, tuple | list) and len(item) == 2 and (isinstance(item[1], str) or _missing(item[1])) for item in items):
        return _unique([Document(cell_text(doc_id), "" if _missing(text) else text) for doc_id, text in items])
    kinds = ", ".join(sorted({type(item).__name__ for item in items}))
    raise InputError(f"cannot take documents from {kinds}; {GIVE}, one kind at a time")


def _unique(documents: Iterable[Document]) -> Inputs:
    return Inputs(tuple(with_unique_ids([("", document) for document in documents])))


def _of_frame(frame: pd.DataFrame, text_field: str, id_field: str | None) -> list[Document]:
    columns = column_names(str(name) for name in frame.columns)
    rows = {n: dict(zip(columns, map(_cell, cells), strict=True)) for n, cells in enumerate(frame.itertuples(index=False, name=None), start=1)}
    documents, _ = documents_of_table(Table(tuple(columns), rows, {}), text_field=text_field, id_field=id_field)
    if id_field is not None:
        return documents
    return [document.changed(str(label), document.metadata) for document, label in zip(documents, frame.index, strict=True)]


def _cell(value: Any) -> str:
    return "" if _missing(value) else cell_text(value)


def _missing(value: Any) -> bool:
    return value is None or (pd.api.types.is_scalar(value) and bool(pd.isna(value)))

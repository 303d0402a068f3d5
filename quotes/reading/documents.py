"""Rows → documents, and identifiers that no two documents share."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from quotes.errors import InputError
from quotes.reading.rows import Table
from quotes.records import Document

TEXT = ".txt"
PAGES = (".html", ".htm")
TEXTS = (TEXT, *PAGES)


def documents_of_table(table: Table, *, text_field: str, id_field: str | None) -> tuple[list[Document], dict[int, str]]:
    """Return a document for each row, and the numbers of the rows that are none, with the reason.

    The other columns become metadata. The number of the row is the identifier where ``id_field`` is None or its cell is empty.

    Raises
    ------
    InputError
        The table lacks ``text_field`` or ``id_field``.
    """
    _check_column(table.columns, text_field, use="text")
    if id_field is not None:
        _check_column(table.columns, id_field, use="id")
    documents = []
    bad_rows = dict(table.bad_rows)
    for number, row in table.rows.items():
        if text_field in row:
            metadata = {name: cell for name, cell in row.items() if name and name not in {text_field, id_field}}
            documents.append(Document((id_field and row.get(id_field)) or str(number), row[text_field], metadata))
        else:
            bad_rows[number] = f"no {text_field!r} in it"
    return documents, bad_rows


def _check_column(columns: Sequence[str], name: str, *, use: str) -> None:
    """Raise InputError when a table lacks a column, listing those it has."""
    if name not in columns:
        listed = ", ".join(columns) or "none"
        raise InputError(f"no column {name!r}; the columns are: {listed}; name one of them as {use} field (--{use}-field)")


def with_unique_ids(found: Sequence[tuple[str, Document]]) -> list[Document]:
    """Return the documents in order, each with an identifier of its own.

    Parameters
    ----------
    found
        Documents with their origin: the name of the folder or table they come from. Where two origins share an identifier, all those of
        both get their origin in front; what is still the same is numbered.

    Examples
    --------
    >>> found = [("2019", Document("01", "A")), ("2020", Document("01", "B")), ("2020", Document("02", "C"))]
    >>> [document.doc_id for document in with_unique_ids(found)]
    ['2019/01', '2020/01', '2020/02']
    """
    origins: defaultdict[str, set[str]] = defaultdict(set)
    for origin, document in found:
        origins[document.doc_id].add(origin)
    mixed_up = {origin for sharing in origins.values() if len(sharing) > 1 for origin in sharing}
    names = [f"{origin}/{document.doc_id}" if origin in mixed_up else document.doc_id for origin, document in found]
    count = Counter(names)
    taken = {name for name in names if count[name] == 1}
    unique = []
    for name, (_, document) in zip(names, found, strict=True):
        chosen, number = name, 1
        while count[name] > 1 and chosen in taken:
            number += 1
            chosen = f"{name}-{number}"
        taken.add(chosen)
        unique.append(document if chosen == document.doc_id else document.changed(chosen, document.metadata))
    return unique

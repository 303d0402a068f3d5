"""Paths → documents, and what could not be read."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from quotes.errors import InputError
from quotes.reading.decode import check_encoding, decode
from quotes.reading.documents import TEXT, documents_of_table, with_unique_ids
from quotes.reading.metadata import with_folder_metadata
from quotes.reading.rows import READERS, read_rows
from quotes.records import Document, Failure

LONGEST_PATH = 200  # characters; what is longer, and no path, is likely a text
ALLOWED = f"a folder, {TEXT}, {', '.join(READERS)} or - for standard input"


class Inputs(NamedTuple):
    """The documents that were read, and what could not be."""

    documents: tuple[Document, ...]
    failures: tuple[Failure, ...] = ()


def read_inputs(
    inputs: Iterable[str | os.PathLike[str]],
    *,
    text_field: str = "text",
    id_field: str | None = None,
    encoding: str | None = None,
    folder_metadata: bool = True,
) -> Inputs:
    """Read documents from files, folders and tables.

    Parameters
    ----------
    inputs
        Text files (.txt; the identifier is the name without its ending), folders (every .txt below, sorted; the identifier is the path inside
        the folder without its ending), tables (.csv, .tsv, .xlsx, .jsonl, .parquet; one document a row), ``-`` for a text on standard input. A text
        file met twice is read once. Inputs that share an identifier get their name in front of theirs; what is still the same gets a number.
    text_field, id_field
        Columns of the tables. Without ``id_field`` the identifier is the number of the row, from 1. Other columns become metadata.
    encoding
        Of text files, .csv, .tsv and .jsonl; guessed for each file when None.
    folder_metadata
        Whether a ``metadata.csv`` in a folder describes its texts, see `with_folder_metadata`.

    Returns
    -------
    Inputs
        ``.documents`` in the order of the inputs; ``.failures`` for the files and rows that could not be read while others could.
        The texts are as in the files, line ends included; only a byte order mark is dropped.

    Raises
    ------
    InputError
        An input does not exist or has another ending; a folder holds no text; a table has no such column or is malformed as a whole;
        or nothing at all could be read.

    Examples
    --------
    >>> read_inputs(["data/article.txt", "data/gazette"]).documents[1].doc_id
    '01-conseil-municipal'
    """
    check_encoding(encoding)
    found: list[tuple[str, Document]] = []
    failures: list[Failure] = []
    seen: set[Path] = set()
    for given in inputs:
        path = Path(given)
        if os.fspath(given) == "-":
            found.append(("-", Document("stdin", _text(None, encoding))))
        elif not _is_there(given):
            name = os.fspath(given)
            if len(name) > LONGEST_PATH or "\n" in name:
                raise InputError(f"{name[:40]!r}…: no such file or folder; to analyse texts, not files, give them with identifiers, such as pairs")
            raise InputError(f"{given}: no such file or folder{_close_names(path)}")
        elif path.suffix.lower() in READERS and not path.is_dir():
            documents, failed = _table_documents(path, text_field, id_field, encoding)
            found += [(path.stem, document) for document in documents]
            failures += failed
        else:
            origin = path.resolve().name if path.is_dir() else path.absolute().parent.name
            texts: list[Document] = []
            for doc_id, file in _text_files(path, failures):
                if file.resolve() in seen:
                    continue
                seen.add(file.resolve())
                try:
                    texts.append(Document(doc_id, _text(file, encoding)))
                except (InputError, OSError) as error:
                    failures.append(Failure(str(file), _reason(error)))
            if folder_metadata and path.is_dir():
                texts = list(with_folder_metadata(texts, path, encoding=encoding))
            found += [(origin, document) for document in texts]
    if failures and not found:
        others = f" (and {len(failures) - 1} more that cannot be read)" if len(failures) > 1 else ""
        raise InputError(f"{failures[0].where}: {failures[0].message}{others}")
    return Inputs(tuple(with_unique_ids(found)), tuple(failures))


def _text_files(path: Path, failures: list[Failure]) -> Iterator[tuple[str, Path]]:
    """Return identifier and path of a text file, or of each one below a folder; folders that cannot be listed go to ``failures``."""
    if not path.is_dir():
        if path.suffix.lower() != TEXT:
            raise InputError(f"{path}: unknown ending {path.suffix!r}; allowed are {ALLOWED}; save other files as .txt, tables as .xlsx")
        yield path.stem, path
        return
    files = []
    for folder, folders, names in os.walk(path, onerror=lambda error: failures.append(Failure(str(error.filename), _reason(error)))):
        folders[:] = [name for name in folders if not name.startswith(".")]
        files += [Path(folder, name) for name in names if name.lower().endswith(TEXT) and not name.startswith(".")]
    if not files:
        raise InputError(f"{path}: no {TEXT} file in this folder; name another folder, or files: {ALLOWED}")
    for file in sorted(files, key=lambda file: file.relative_to(path).parts):
        yield file.relative_to(path).with_suffix("").as_posix(), file


def _is_there(path: str | os.PathLike[str]) -> bool:
    try:
        return os.path.lexists(path)
    except ValueError:  # a character that no path can hold
        return False


def _text(path: Path | None, encoding: str | None) -> str:
    return decode(sys.stdin.buffer.read() if path is None else path.read_bytes(), encoding=encoding)


def _table_documents(path: Path, text_field: str, id_field: str | None, encoding: str | None) -> tuple[list[Document], list[Failure]]:
    try:
        table = read_rows(path, expected=text_field, encoding=encoding)
        documents, bad_rows = documents_of_table(table, text_field=text_field, id_field=id_field)
    except (InputError, OSError) as error:
        raise InputError(f"{path}: {_reason(error)}") from error
    return documents, [Failure(f"{path}, row {number}", message) for number, message in bad_rows.items()]


def _reason(error: Exception) -> str:
    return f"cannot be opened ({error.strerror})" if isinstance(error, OSError) else str(error)


def _close_names(path: Path) -> str:
    """Return a suggestion for a name that does not exist; empty when nothing is near."""
    try:
        names = [entry.name for entry in path.parent.iterdir()]
    except OSError:
        return f"; there is no folder {path.parent} either"
    near = get_close_matches(path.name, names, n=3, cutoff=0.75)
    return "; did you mean " + " or ".join(str(path.with_name(name)) for name in near) + "?" if near else ""

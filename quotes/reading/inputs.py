"""Paths → documents, and what could not be read."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from quotes.errors import InputError
from quotes.reading.decode import check_encoding, decode
from quotes.reading.documents import PAGES, documents_of_table, with_unique_ids
from quotes.reading.europresse import is_export, read_articles
from quotes.reading.files import reason, text_files
from quotes.reading.metadata import with_folder_metadata
from quotes.reading.rows import READERS, read_rows
from quotes.reading.webpages import read_page
from quotes.records import Document, Failure
from quotes.spool import Spool

LONGEST_PATH = 200  # characters; what is longer, and no path, is likely a text


HTML = re.compile(r"\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)  # whatever the ending of the file


class Inputs(NamedTuple):
    """The documents that were read, what could not be, and what else a user should know, in lines."""

    documents: tuple[Document, ...]
    failures: tuple[Failure, ...] = ()
    notes: tuple[str, ...] = ()


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
        Text files and web pages (.txt, .html; the identifier is the name without its ending), files of articles exported from Europresse (.html;
        the identifier is the document number), folders (all of those below, sorted; the identifier is the path inside the folder without its
        ending), tables (.csv, .tsv, .xlsx, .jsonl, .parquet; one document a row), ``-`` for a text on standard input. A file met twice and an
        article exported twice are read once. Inputs that share an identifier get their name in front of theirs; what is still the same gets a number.
    text_field, id_field
        Columns of the tables. Without ``id_field`` the identifier is the number of the row, from 1. Other columns become metadata.
    encoding
        Of .txt, .html, .csv, .tsv and .jsonl; guessed for each file when None.
    folder_metadata
        Whether a ``metadata.csv`` in a folder describes its texts, see `with_folder_metadata`.

    Returns
    -------
    Inputs
        ``.documents`` in the order of the inputs; ``.failures`` for the files, rows and articles that could not be read while others could;
        ``.notes`` on articles read once. Plain texts are as in the files, line ends included; only a byte order mark is dropped.

    Raises
    ------
    InputError
        An input does not exist, has another ending or is a report of this program; a folder holds no text; a table has no such column or is
        malformed as a whole; or nothing at all could be read.

    Examples
    --------
    >>> read_inputs(["data/article.txt", "data/gazette"]).documents[1].doc_id
    '01-conseil-municipal'
    """
    check_encoding(encoding)
    read = _Reading(encoding)
    for given in inputs:
        path = Path(given)
        if os.fspath(given) == "-":
            read.found.append(("-", Document("stdin", decode(sys.stdin.buffer.read(), encoding=encoding))))
        elif not _is_there(given):
            name = os.fspath(given)
            if len(name) > LONGEST_PATH or "\n" in name:
                raise InputError(f"{name[:40]!r}…: no such file or folder; to analyse texts, not files, give them with identifiers, such as pairs")
            raise InputError(f"{given}: no such file or folder{_close_names(path)}")
        elif path.suffix.lower() in READERS and not path.is_dir():
            documents, failed = _table_documents(path, text_field, id_field, encoding)
            read.found += [(path.stem, read.spool.document(document)) for document in documents]
            read.failures += failed
        else:
            origin = path.resolve().name if path.is_dir() else path.absolute().parent.name
            texts = tuple(document for doc_id, file in text_files(path, read.failures, read.others) for document in read.file(file, doc_id))
            if folder_metadata and path.is_dir():
                texts = with_folder_metadata(texts, path, encoding=encoding)
            read.found += [(origin, document) for document in texts]
    if read.failures and not read.found:
        others = f" (and {len(read.failures) - 1} more that cannot be read)" if len(read.failures) > 1 else ""
        raise InputError(f"{read.failures[0].where}: {read.failures[0].message}{others}")
    return Inputs(tuple(with_unique_ids(read.found)), tuple(read.failures), read.notes())


@dataclass
class _Reading:
    """What has been read so far, and what is therefore not to be read again."""

    encoding: str | None
    spool: Spool = field(default_factory=Spool)
    found: list[tuple[str, Document]] = field(default_factory=list)  # with their origin
    failures: list[Failure] = field(default_factory=list)
    files: set[str] = field(default_factory=set)
    articles: set[tuple[str, bytes]] = field(default_factory=set)  # number and digest of the text
    repeated: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)  # files that may hold texts, of other endings

    def file(self, file: Path, doc_id: str) -> list[Document]:
        """Return the documents of a text or HTML file, none of one that was read before or cannot be."""
        place = os.path.realpath(file)
        if place in self.files:
            return []
        self.files.add(place)
        try:
            text = decode(file.read_bytes(), encoding=self.encoding)
            if file.suffix.lower() not in PAGES and not HTML.match(text):
                return [self.spool.document(Document(doc_id, text))]
            return self._export(text, file, doc_id) if is_export(text) else [self.spool.document(read_page(text, doc_id))]
        except (InputError, OSError) as error:
            self.failures.append(Failure(str(file), reason(error)))
            return []

    def _export(self, html: str, file: Path, doc_id: str) -> list[Document]:
        documents = []
        folder = doc_id[: doc_id.rfind("/") + 1]
        for place, article in enumerate(read_articles(html), start=1):
            if not article.text:
                said = ", ".join(filter(None, (article.metadata[name] for name in ("title", "outlet", "date"))))
                reason = f"no text in this article{said and f' ({said})'}; see in a browser whether it has one"
                self.failures.append(Failure(f"{file}, article {place}", reason))
                continue
            key = article.number, sha256(article.text.encode(errors="surrogatepass")).digest()
            if article.number and key in self.articles:
                self.repeated.append(article.number)
            else:
                self.articles.add(key)
                found = Document(f"{folder}{article.number}" if article.number else f"{doc_id}-{place}", article.text, article.metadata)
                documents.append(self.spool.document(found))
        return documents

    def notes(self) -> tuple[str, ...]:
        """Return what the user should know of all that."""
        repeated, others = _counted(self.repeated, "article"), _counted(self.others, "file")
        return (
            *([f"read once: {repeated} exported more than once, the first: {self.repeated[0]}"] if self.repeated else []),
            *([f"not read: {others} that may hold texts, the first: {self.others[0]}; save as .txt or .html"] if self.others else []),
        )


def _counted(what: list[str], noun: str) -> str:
    return f"{len(what)} {noun}{'s' * (len(what) != 1)}"


def _is_there(path: str | os.PathLike[str]) -> bool:
    try:
        return os.path.lexists(path)
    except ValueError:  # a character that no path can hold
        return False


def _table_documents(path: Path, text_field: str, id_field: str | None, encoding: str | None) -> tuple[list[Document], list[Failure]]:
    try:
        table = read_rows(path, expected=text_field, encoding=encoding)
        documents, bad_rows = documents_of_table(table, text_field=text_field, id_field=id_field)
    except (InputError, OSError) as error:
        raise InputError(f"{path}: {reason(error)}") from error
    return documents, [Failure(f"{path}, row {number}", message) for number, message in bad_rows.items()]


def _close_names(path: Path) -> str:
    """Return a suggestion for a name that does not exist; empty when nothing is near."""
    try:
        names = [entry.name for entry in path.parent.iterdir()]
    except OSError:
        return f"; there is no folder {path.parent} either"
    near = get_close_matches(path.name, names, n=3, cutoff=0.75)
    return "; did you mean " + " or ".join(str(path.with_name(name)) for name in near) + "?" if near else ""

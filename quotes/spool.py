"""Texts and results that memory need not hold: beyond what is little, they wait in a temporary file until they are asked for."""

from __future__ import annotations

import pickle
import tempfile
import zlib
from collections.abc import Mapping
from typing import Any, NamedTuple

from quotes.errors import OutputError
from quotes.records import Attribution, Document, DocumentResult

HELD_CHARACTERS, HELD_ATTRIBUTIONS = 20_000_000, 20_000  # that stay in memory


class _File:
    """A temporary file without a name, closed when nothing refers to it."""

    def __init__(self) -> None:
        self.handle = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as what lies in it
        self.end = 0

    def __del__(self) -> None:
        self.handle.close()

    def write(self, value: Any) -> _Place:
        packed = zlib.compress(pickle.dumps(value, pickle.HIGHEST_PROTOCOL), 1)
        self.handle.seek(self.end)
        self.handle.write(packed)
        self.end += len(packed)
        return _Place(self, self.end - len(packed), len(packed))


class _Place(NamedTuple):
    """Where something lies."""

    file: _File
    offset: int
    size: int

    def read(self) -> Any:
        self.file.handle.seek(self.offset)
        return pickle.loads(zlib.decompress(self.file.handle.read(self.size)))


class Spool:
    """Puts texts and results in a temporary file, which is gone when nothing in it can be asked for any more."""

    def __init__(self, characters: int = HELD_CHARACTERS, attributions: int = HELD_ATTRIBUTIONS) -> None:
        """Keep that many characters of texts and that many attributions in memory."""
        self.characters = characters
        self.attributions = attributions
        self.file: _File | None = None

    def document(self, document: Document) -> Document:
        """Return a document like this one, whose text may lie in the file."""
        self.characters -= len(document.text)
        return document if self.characters >= 0 else SpooledDocument(document.doc_id, document.metadata, self._write(document.text))

    def result(self, result: DocumentResult) -> DocumentResult:
        """Return a result like this one, whose attributions may lie in the file."""
        self.attributions -= len(result.attributions)
        if self.attributions >= 0 or not result.attributions:
            return result
        return SpooledResult(result.document, self._write(result.attributions))

    def _write(self, value: Any) -> _Place:
        try:
            self.file = self.file or _File()
            return self.file.write(value)
        except OSError as error:
            folder = tempfile.gettempdir()
            raise OutputError(f"{folder}: no room for what is worked on ({error.strerror}); make room, or name another folder in TMPDIR") from error


class SpooledDocument(Document):
    """A document whose text is read from the file when it is asked for."""

    def __init__(self, doc_id: str, metadata: Mapping[str, str], place: _Place) -> None:
        """Take where the text lies."""
        for name, value in (("doc_id", doc_id), ("metadata", metadata), ("place", place)):
            object.__setattr__(self, name, value)

    @property
    def text(self) -> str:
        """The text as it was given."""
        text: str = self.place.read()  # type: ignore[attr-defined]
        return text

    def changed(self, doc_id: str, metadata: Mapping[str, str]) -> Document:
        """Return the document by another name, or with other metadata."""
        return SpooledDocument(doc_id, metadata, self.place)  # type: ignore[attr-defined]

    def __reduce__(self) -> Any:
        """Go to another process with the text."""
        return Document, (self.doc_id, self.text, self.metadata)


class SpooledResult(DocumentResult):
    """A result whose attributions are read from the file when they are asked for."""

    def __init__(self, document: Document, place: _Place) -> None:
        """Take where the attributions lie."""
        object.__setattr__(self, "document", document)
        object.__setattr__(self, "place", place)

    @property
    def attributions(self) -> tuple[Attribution, ...]:
        """What was found, in text order."""
        attributions: tuple[Attribution, ...] = self.place.read()  # type: ignore[attr-defined]
        return attributions

    def __reduce__(self) -> Any:
        """Go to another process with the attributions."""
        return DocumentResult, (self.document, self.attributions)

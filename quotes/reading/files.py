"""A path → the files with texts in it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from quotes.errors import InputError
from quotes.reading.documents import PAGES, TEXT, TEXTS
from quotes.reading.rows import READERS
from quotes.reading.webpages import is_report
from quotes.records import Failure

DOCUMENTS = {".pdf", ".doc", ".docx", ".odt", ".rtf", ".mht", ".mhtml", ".epub", ".xml"}  # that may hold texts
ALLOWED = f"a folder, {', '.join((*TEXTS, *READERS))} or - for standard input"


def text_files(path: Path, failures: list[Failure], others: list[str]) -> Iterator[tuple[str, Path]]:
    """Return identifier and path of a text or HTML file, or of each one below a folder.

    Folders that cannot be listed go to ``failures``, files that may hold texts but are not read to ``others``.

    Below a folder, reports of this program and the folders that browsers make beside a page are left out.

    Raises
    ------
    InputError
        The file has another ending or is such a report, or the folder holds no text.
    """
    if not path.is_dir():
        if path.suffix.lower() not in TEXTS:
            advice = "save other files as .txt (exports of Europresse as .html), tables as .xlsx"
            raise InputError(f"{path}: unknown ending {path.suffix!r}; allowed are {ALLOWED}; {advice}")
        if _is_own(path):
            raise InputError(f"{path} is a report of this program, not a text; name the texts it was made from")
        yield path.stem, path
        return
    files = []
    for folder, folders, names in os.walk(path, onerror=lambda error: failures.append(Failure(str(error.filename), reason(error)))):
        folders[:] = [name for name in folders if not name.startswith(".") and not _belongs_to_page(name, names)]
        found = [Path(folder, name) for name in names if not name.startswith(".")]
        files += [file for file in found if file.suffix.lower() in TEXTS]
        others += sorted(str(file) for file in found if file.suffix.lower() in DOCUMENTS)
    files = [file for file in files if not _is_own(file)]
    if not files:
        raise InputError(f"{path}: no {TEXT} file in this folder, nor {' or '.join(PAGES)}; name another folder, or files: {ALLOWED}")
    for file in sorted(files, key=lambda file: file.relative_to(path).parts):
        yield file.relative_to(path).with_suffix("").as_posix(), file


def reason(error: Exception) -> str:
    """Return why a file could not be read, in one line."""
    return f"cannot be opened ({error.strerror})" if isinstance(error, OSError) else str(error)


def _is_own(file: Path) -> bool:
    return file.suffix.lower() in PAGES and is_report(file)


def _belongs_to_page(folder: str, beside: list[str]) -> bool:
    """Whether a browser made the folder for the pictures and scripts of a page beside it: ``page_files`` or ``page-fichiers`` of ``page.html``."""
    stems = (Path(name).stem for name in beside if Path(name).suffix.lower() in PAGES)
    return any(folder.startswith(stem) and re.fullmatch(r"[_-][^\W\d_]+", folder[len(stem) :]) for stem in stems)

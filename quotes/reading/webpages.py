"""A web page saved from a browser → one document: its main text, without menus, banners and comments."""

from __future__ import annotations

import re
from pathlib import Path

from quotes._optional import import_optional
from quotes.errors import InputError
from quotes.records import Document

HEAD = 4096  # bytes of a page in which its generator is named
META = re.compile(rb"<meta\b[^>]*>", re.IGNORECASE)
GENERATOR, PROGRAM = re.compile(rb"""name\s*=\s*["']?generator\b""", re.IGNORECASE), re.compile(rb"""content\s*=\s*["']quotes\s""")
DATES = {"original_date": True, "extensive_search": False}  # the day of publication, where the page says it; no guess from its text


def is_report(path: Path) -> bool:
    """Whether an HTML file is a report that this program wrote; a file that cannot be opened is none."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError:
        return False
    return any(GENERATOR.search(meta) and PROGRAM.search(meta) for meta in META.findall(head))


def read_page(html: str, doc_id: str) -> Document:
    """Return the main text of a web page, a paragraph a line, with ``outlet``, ``date``, ``author``, ``title`` and ``url`` as its metadata.

    Nothing is fetched; what the page does not say is empty. A title that stands above the text is taken from there.

    Raises
    ------
    InputError
        The page has no main text, or the package that finds it is not installed.
    """
    trafilatura = import_optional("trafilatura", purpose="reading web pages")
    page = trafilatura.bare_extraction(html, include_comments=False, with_metadata=True, date_extraction_params=DATES)
    if page is None or not page.text:
        raise InputError("no main text found in this page; copy the text from the browser and save it as .txt")
    said = {"outlet": page.sitename, "date": page.date, "author": page.author, "title": page.title, "url": page.url}
    metadata = {name: value or "" for name, value in said.items()}
    return Document(doc_id, page.text.removeprefix(f"{metadata['title']}\n"), metadata)

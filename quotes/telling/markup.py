"""XML, written as it comes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import TextIOBase
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def allowed(text: str) -> str:
    r"""Return text with U+FFFD in place of each character that XML 1.0 forbids.

    Examples
    --------
    >>> ascii(allowed("a\x00b\ud800"))
    "'a\\ufffdb\\ufffd'"
    """
    return _FORBIDDEN.sub("\ufffd", text)


class Markup:
    """An XML document on its way to a file; attributes that are empty are left out."""

    def __init__(self, file: TextIOBase) -> None:
        self._out = XMLGenerator(file, "utf-8", short_empty_elements=True)
        self._out.startDocument()

    def start(self, tag: str, attributes: Mapping[str, str] | None = None) -> None:
        """Begin an element."""
        self._out.startElement(tag, AttributesImpl({name: allowed(value) for name, value in (attributes or {}).items() if value}))

    def text(self, words: str) -> None:
        """Write words within an element."""
        self._out.characters(allowed(words))

    def end(self, tag: str) -> None:
        """End an element."""
        self._out.endElement(tag)

    def line_end(self) -> None:
        """Write a line break that belongs to no text."""
        self._out.ignorableWhitespace("\n")

    def line(self, tag: str, words: str = "", attributes: Mapping[str, str] | None = None) -> None:
        """Write an element with words in it, on a line of its own."""
        self.start(tag, attributes)
        if words:
            self.text(words)
        self.end(tag)
        self.line_end()

    @contextmanager
    def around(self, tag: str, attributes: Mapping[str, str] | None = None) -> Iterator[None]:
        """Write an element around lines."""
        self.start(tag, attributes)
        self.line_end()
        yield
        self.end(tag)
        self.line_end()

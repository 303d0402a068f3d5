"""Bytes → text: UTF-8 first, then the encodings French texts come in; binary content is refused."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress

from quotes.errors import InputError

BYTE_ORDER_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
GUESSED = ["cp1252", "latin_1"]
TOO_SHORT_TO_GUESS = 500  # bytes; below, the guesser may give up on a good text (3 of 200 pieces of 10 characters, 1 of 290 of 100)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
BINARY = "binary content, not text; save it as plain text in UTF-8 first"
MOST_CONTROL = 0.01  # converters of PDF files leave one here and there; more is no text


def check_encoding(encoding: str | None) -> None:
    """Raise InputError when Python knows no encoding of that name.

    Examples
    --------
    >>> check_encoding("cp1252")
    >>> check_encoding("cp12520")
    Traceback (most recent call last):
    quotes.errors.InputError: unknown encoding 'cp12520'; leave it out to have it guessed, or type utf-8, cp1252, latin-1 or utf-16
    """
    try:
        codecs.lookup(encoding or "utf-8")
    except LookupError as error:
        raise InputError(f"unknown encoding {encoding!r}; leave it out to have it guessed, or type utf-8, cp1252, latin-1 or utf-16") from error


def decode(data: bytes, *, encoding: str | None = None) -> str:
    r"""Return the text of a file, with its line ends as they are and without its byte order mark.

    Parameters
    ----------
    data
        The whole file.
    encoding
        Used when given; otherwise a byte order mark decides, then UTF-8 if it fits, then a guess among cp1252, latin-1 and UTF-16.

    Raises
    ------
    InputError
        Binary content, no encoding that fits, or not the encoding that was named.

    Examples
    --------
    >>> decode("« Été »\r\n".encode("cp1252"))
    '« Été »\r\n'
    >>> decode(b"\x89PNG\r\n\x00\x00")
    Traceback (most recent call last):
    quotes.errors.InputError: binary content, not text; save it as plain text in UTF-8 first
    """
    text = _strict(data, encoding) if encoding else _guessed(data)
    if "\x00" in text or len(CONTROL.findall(text)) > MOST_CONTROL * len(text):
        raise InputError(BINARY)
    return text.removeprefix("\ufeff")


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        found = f"byte 0x{data[error.start]:02x} at {error.start}"
        raise InputError(f"not {encoding} ({found}); leave the encoding out to have it guessed, or name another one") from error


def _guessed(data: bytes) -> str:
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return _strict(data, encoding)
    if b"\x00" in data:
        return _utf16(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = _best(data)
    if text is None and len(data) < TOO_SHORT_TO_GUESS:
        with suppress(UnicodeDecodeError):
            text = data.decode("cp1252")
    if text is None:
        raise InputError("neither UTF-8, cp1252, latin-1 nor UTF-16 text; name its encoding, for example --encoding mac_roman")
    return text


def _utf16(data: bytes) -> str:
    """Decode UTF-16 without a byte order mark, told by the zero byte that most letters have on the same side."""
    first, second = data[::2].count(0), data[1::2].count(0)
    try:
        if max(first, second) * 4 < len(data):
            raise InputError(BINARY)
        return data.decode("utf-16-be" if first > second else "utf-16-le")
    except UnicodeDecodeError as error:
        raise InputError(BINARY) from error


def _best(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=GUESSED).best()
    return None if best is None else str(best)

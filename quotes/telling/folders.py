"""Identifiers of documents → names of files that are safe on every system, no two the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 200  # bytes of a name with its folders; systems allow 255 for a name, and an ending follows
_UNSAFE = re.compile(r'[<>:"/\\|?*]')
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)  # no file of Windows has such a name


def file_names(doc_ids: Iterable[str]) -> list[str]:
    """Return a name for each document, without ending; a ``/`` in the identifier begins a name in a folder.

    Signs that a file name cannot have become ``_``, and so do the full stops of folders, so that a folder is never named like a file.
    Names that are the same but for small and capital letters are numbered.

    Examples
    --------
    >>> file_names(["2019/01", "2019/01", "../etc/passwd", "A", "a", ""])
    ['2019/01', '2019/01-2', '_/etc/passwd', 'A', 'a-2', '_']
    """
    taken: set[str] = set()
    names = []
    for doc_id in doc_ids:
        name = free = _safe(doc_id)
        number = 1
        while _key(free) in taken:
            number += 1
            free = f"{name}-{number}"
        taken.add(_key(free))
        names.append(free)
    return names


def _safe(doc_id: str) -> str:
    *folders, name = doc_id.split("/")
    whole = "/".join([*(_part(folder).replace(".", "_") for folder in folders), _part(name)])
    return whole if len(whole.encode()) <= LONGEST else _part(_part(doc_id).encode()[:LONGEST].decode(errors="ignore"))


def _part(name: str) -> str:
    printable = "".join(sign if sign.isprintable() else "_" for sign in unicodedata.normalize("NFC", name))
    bare = _UNSAFE.sub("_", printable).strip(" .")
    return f"_{bare}" if not bare or _DEVICE.match(bare) else bare


def _key(name: str) -> str:
    """Return what names have in common that some file system takes for the same."""
    return unicodedata.normalize("NFC", name.casefold())

"""What the program knows of French, as data, and the one loader that checks it.

Lexicons are tab-separated files with comment lines (``#``) on top, one header line, sorted entries.
"""

from __future__ import annotations

import json
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from quotes.errors import FrenchDataError

FOLDER = Path(__file__).parent
MODEL = FOLDER / "model"


def sort_key(entry: str) -> str:
    """Return the key lexicons are sorted by: case and accents folded."""
    plain = unicodedata.normalize("NFKD", entry.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


def read_lexicon(path: Path) -> list[dict[str, str]]:
    """Read and check one lexicon; a line out of place raises FrenchDataError with its number."""
    rows: list[dict[str, str]] = []
    header: list[str] = []
    previous: tuple[str, ...] = ()
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not line or line.startswith("# "):
            continue
        cells = line.split("\t")
        if not header:
            header = cells
            continue
        where = f"{path.name}, line {number}"
        if len(cells) != len(header):
            raise FrenchDataError(f"{where}: {len(cells)} cells where the header has {len(header)}; separate cells with one tab")
        if not cells[0] or line != line.strip():
            raise FrenchDataError(f"{where}: an empty first cell or a space at the end; remove it")
        keys = tuple(c for name, c in zip(header, cells, strict=True) if name in KEYS.get(path.stem, header[0]))
        if keys == previous:
            raise FrenchDataError(f"{where}: {cells[0]!r} stands twice; keep one line")
        if previous and sort_key(keys[0]) < sort_key(previous[0]):
            raise FrenchDataError(f"{where}: {cells[0]!r} comes before {previous[0]!r}; sort the lines, accents folded")
        previous = keys
        rows.append(dict(zip(header, cells, strict=True)))
    if not rows:
        raise FrenchDataError(f"{path.name}: no entry found; a header line and at least one entry are needed")
    return rows


#: Columns that make an entry, where the first alone does not.
KEYS: Mapping[str, tuple[str, ...]] = {"not_sources": ("after", "word")}


@cache
def lexicon(name: str) -> tuple[dict[str, str], ...]:
    """Return the entries of ``NAME.tsv``."""
    return tuple(read_lexicon(FOLDER / f"{name}.tsv"))


@cache
def words(name: str, column: str = "", flag: str = "") -> frozenset[str]:
    """Return the first column of a lexicon, only the entries whose ``column`` has ``flag`` among its comma-separated values."""
    entries = lexicon(name)
    first = next(iter(entries[0]))
    return frozenset(e[first] for e in entries if not flag or flag in e[column].split(","))


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file; a mistake in it raises FrenchDataError with its line."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise FrenchDataError(f"{path.name}: {error}; mend that line") from error


@cache
def settings(name: str) -> dict[str, Any]:
    """Return the content of ``NAME.toml``."""
    return read_toml(FOLDER / f"{name}.toml")


@cache
def grammar(section: str, key: str) -> frozenset[str]:
    """Return a closed class of ``grammar.toml`` (of a table, its keys)."""
    return frozenset(settings("grammar")[section][key])


@cache
def rules(name: str) -> tuple[dict[str, Any], ...]:
    """Return the rules of ``rules/NAME.toml``."""
    return tuple(read_toml(FOLDER / "rules" / f"{name}.toml")["rule"])


@cache
def precisions() -> dict[str, float]:
    """Return the measured precision of the rules, which ``benchmarks/confidence.py`` writes."""
    found: dict[str, float] = json.loads((FOLDER / "rules" / "confidence.json").read_text(encoding="utf-8"))
    return found

"""What the tests share: the shipped model, loaded once, and parses stored beside the tests."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quotes.marking import mark
from quotes.parsing.parser import Parser
from quotes.pipeline import default_parser
from quotes.records import Document, Marked, Span, Tree, Word

HERE = Path(__file__).parent
SHARED_GOLD = HERE.parents[1] / "shared" / "gold"
STORED = HERE / "parses" / "examples.json"


@pytest.fixture(scope="session")
def parser() -> Parser:
    """The shipped model."""
    return default_parser()


@pytest.fixture(scope="session")
def stored_parses() -> dict[str, list[list[list[object]]]]:
    """Parses of the rules' examples, by text (made by ``python tests/store_parses.py``)."""
    parses: dict[str, list[list[list[object]]]] = json.loads(STORED.read_text(encoding="utf-8"))
    return parses


def from_store(text: str, parses: dict[str, list[list[list[object]]]]) -> tuple[Marked, dict[int, Tree]]:
    """Return a marked text and its stored trees."""
    if text not in parses:
        raise KeyError(f"no stored parse of {text!r}; run: python tests/store_parses.py")
    marked = mark(Document("test", text))
    trees = {}
    for sentence, rows in zip(marked.sentences, parses[text], strict=True):
        trees[sentence.number] = Tree(sentence, tuple(Word(Span(*row[0]), *row[1:]) for row in rows))  # type: ignore[arg-type, misc]
    return marked, trees

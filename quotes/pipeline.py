"""The main path: one document through the stages, in order."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from quotes.finding import find_losers, find_quotations, find_references, is_narrative
from quotes.french import words
from quotes.marking import mark, worth_parsing
from quotes.naming import attribute
from quotes.records import Attribution, Document, Indirect, Lost

if TYPE_CHECKING:
    from quotes.parsing.parser import Parser


def quotations_of(document: Document, parser: Parser, indirect: Indirect = "auto") -> tuple[Attribution, ...]:
    """Find who says what in one document; ``indirect`` says whether reports without marks count (auto: not in narrative texts)."""
    marked = mark(document)
    sentences = worth_parsing(marked, parser.speaks)
    trees = parser.parse(marked, sentences)
    quotations = find_quotations(marked, trees, indirect)
    references = find_references(marked, trees)
    return attribute(marked, quotations, references, narrative=is_narrative(marked, trees))


def losers_of(document: Document, parser: Parser, indirect: Indirect = "auto") -> tuple[Lost, ...]:
    """Find what rules said of one document that did not stand, and why: what one looks at when a row is missing or wrong."""
    marked = mark(document)
    return find_losers(marked, parser.parse(marked, worth_parsing(marked, parser.speaks)), indirect)


@cache
def default_parser() -> Parser:
    """Return the shipped model's parser, loaded once per process."""
    from quotes.parsing.parser import Parser

    return Parser(speech_verbs=words("speech_verbs"))

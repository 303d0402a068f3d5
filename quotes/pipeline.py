"""The main path: documents through the stages, in order."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from quotes.finding import find_losers, find_quotations, find_references, is_narrative
from quotes.french import words
from quotes.marking import mark, stretches, worth_parsing
from quotes.naming import attribute
from quotes.records import Attribution, Document, Indirect, Lost, Marked, Quotation, Reference, Tree

if TYPE_CHECKING:
    from quotes.parsing.parser import Parser

TOGETHER = 100_000  # characters whose sentences are parsed together: enough for batches of like lengths, few enough for the memory


def quotations_of(document: Document, parser: Parser, indirect: Indirect = "auto") -> tuple[Attribution, ...]:
    """Find who says what in one document; ``indirect`` says whether reports without marks count (auto: not in narrative texts)."""
    return quotations_in([document], parser, indirect)[0]


@contextmanager
def _uncollected() -> Iterator[None]:
    """Put off Python's search for cycles, of which trees and quotations have none: it takes a twentieth of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@_uncollected()
def quotations_in(documents: Sequence[Document], parser: Parser, indirect: Indirect = "auto") -> list[tuple[Attribution, ...]]:
    """Find who says what in each of some documents; several short ones take less time together than one by one."""
    marked = [mark(document) for document in documents]
    quotations: list[list[Quotation]] = [[] for _ in documents]
    references: list[list[Reference]] = [[] for _ in documents]
    narrative: list[list[bool]] = [[] for _ in documents]
    for number, stretch, trees in _parsed(marked, parser):
        before = len(quotations[number])
        for said in find_quotations(stretch, trees, indirect):
            quotations[number].append(said if said.inherits is None else replace(said, inherits=said.inherits + before))
        references[number] += find_references(stretch, trees)
        narrative[number].append(is_narrative(stretch, trees))
    return [
        attribute(whole, said, spoken_of, narrative=2 * sum(told) > len(told))
        for whole, said, spoken_of, told in zip(marked, quotations, references, narrative, strict=True)
    ]


def losers_of(document: Document, parser: Parser, indirect: Indirect = "auto") -> tuple[Lost, ...]:
    """Find what rules said of one document that did not stand, and why: what one looks at when a row is missing or wrong."""
    return tuple(lost for _, stretch, trees in _parsed([mark(document)], parser) for lost in find_losers(stretch, trees, indirect))


def _parsed(documents: Iterable[Marked], parser: Parser) -> Iterator[tuple[int, Marked, dict[int, Tree]]]:
    """Yield each stretch of each document, with the number of the document and the trees of the sentences worth parsing."""
    group: list[tuple[int, Marked]] = []
    size = 0
    for number, marked in enumerate(documents):
        for stretch in stretches(marked):
            group.append((number, stretch))
            size += sum(sentence.span.end - sentence.span.start for sentence in stretch.sentences)
            if size >= TOGETHER:
                yield from _parsed_together(group, parser)
                group, size = [], 0
    yield from _parsed_together(group, parser)


def _parsed_together(group: Sequence[tuple[int, Marked]], parser: Parser) -> Iterator[tuple[int, Marked, dict[int, Tree]]]:
    trees = parser.parse_all((stretch, worth_parsing(stretch, parser.speaks)) for _, stretch in group)
    return ((number, stretch, found) for (number, stretch), found in zip(group, trees, strict=True))


@cache
def default_parser() -> Parser:
    """Return the shipped model's parser, loaded once per process."""
    from quotes.parsing.parser import Parser

    parser = Parser(speech_verbs=words("speech_verbs"))
    gc.collect()
    gc.freeze()  # what the model is made of stays; looking through it again and again costs a tenth of the time
    return parser

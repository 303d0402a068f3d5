"""A tree with what the finding stage asks of it again and again: dependents, subtrees, offsets, marks around a word."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Callable, Iterable
from functools import cached_property, wraps
from typing import Any, TypeVar, cast

from quotes.finding.locutions import with_locutions
from quotes.finding.matcher import Index
from quotes.records import Mark, Marked, Span, Tree, Word

BLANK = " \n,;"


Asked = TypeVar("Asked", bound=Callable[..., Any])


def remembered(ask: Asked) -> Asked:
    """Make a question about a reading be answered once only, however often it is asked."""

    @wraps(ask)
    def asked(reading: Reading, *arguments: Any) -> Any:
        question = ask, *arguments
        if question not in reading.answers:
            reading.answers[question] = ask(reading, *arguments)
        return reading.answers[question]

    return cast(Asked, asked)


class Reading:
    """One parsed sentence of a marked document."""

    def __init__(self, marked: Marked, tree: Tree) -> None:
        """Index the tree."""
        tree = with_locutions(tree)
        self.marked = marked
        self.view = marked.view
        self.tree = tree
        self.words = tree.words
        self.span = tree.sentence.span
        self.children: list[list[int]] = [[] for _ in tree.words]
        for i, word in enumerate(tree.words):
            if word.head >= 0:
                self.children[word.head].append(i)
        self.marks = marked.marks_over(self.span)
        self.answers: dict[tuple[object, ...], Any] = {}

    @cached_property
    def index(self) -> Index:
        """The words by what rules ask of them."""
        return Index(self.words)

    def within(self, span: Span) -> list[int]:
        """Return the words that stand in a range."""
        first = bisect.bisect_left(self.words, span.start, key=lambda word: word.span.start)
        return list(itertools.takewhile(lambda i: self.words[i].span.end <= span.end, range(first, len(self.words))))

    def subtree(self, index: int, *, without: Iterable[int] = ()) -> list[int]:
        """Return a word and its dependents of every degree, in text order, leaving out some branches."""
        left_out = set(without)
        found, todo = [], [index]
        while todo:
            i = todo.pop()
            found.append(i)
            todo += [c for c in self.children[i] if c not in left_out]
        return sorted(found)

    def child(self, index: int, *relations: str) -> int | None:
        """Return the first dependent with one of the relations (subtypes included)."""
        for i in self.children[index]:
            if self.words[i].deprel.split(":")[0] in relations or self.words[i].deprel in relations:
                return i
        return None

    def range(self, indices: Iterable[int]) -> Span:
        """Return the range from the first to the last of some words."""
        spans = [self.words[i].span for i in indices]
        return Span(min(s.start for s in spans), max(s.end for s in spans))

    def ancestors(self, index: int) -> list[int]:
        """Return the heads above a word, nearest first."""
        found = []
        head = self.words[index].head
        while head >= 0 and head not in found:
            found.append(head)
            head = self.words[head].head
        return found

    def word(self, index: int) -> Word:
        """Return a word."""
        return self.words[index]

    def around(self, offset: int) -> Mark | None:
        """Return the outermost mark around an offset."""
        return next((m for m in self.marks if m.span.start <= offset < m.span.end), None)

    def closing_before(self, offset: int) -> Mark | None:
        """Return the mark that closes right before an offset, blanks, commas and stops between."""
        i = offset
        while i > 0 and (self.view[i - 1] in BLANK or self.view[i - 1] in "-–—"):
            i -= 1
        return next((m for m in self.marked.marks_over(Span(i - 1, i)) if m.outer.end == i and m.closed and m.depth == 0), None)

    def opening_after(self, offset: int, skip: str = BLANK + ".") -> Mark | None:
        """Return the mark that opens right after an offset, blanks and commas (and what else ``skip`` holds) between."""
        i = offset
        while i < len(self.view) and i not in self.marked.opening and self.view[i] in skip:
            i += 1
        return self.marked.opening.get(i)

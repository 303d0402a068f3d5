"""Which sentences are worth parsing: those with marks or next to one, a colon at their end, a speech verb's form, or a source preposition."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable
from functools import cache

from quotes.french import grammar, words
from quotes.records import Marked, Sentence

WORD = re.compile(r"[^\W\d_]+")

#: Whether a lower-cased word may be a form of a speech verb; the pipeline gives the lemmatiser's answer.
Speaks = Callable[[str], bool]


@cache
def source_words() -> frozenset[str]:
    """Return the content words of the source prepositions."""
    return frozenset(word for entry in words("cue_prepositions") for word in WORD.findall(entry) if len(word) > 3)


def worth_parsing(marked: Marked, speaks: Speaks) -> list[Sentence]:
    """Return the sentences that may hold an attribution, in order."""
    touched = _touched(marked)
    found = []
    for sentence in marked.sentences:
        text = marked.view[sentence.span.start : sentence.span.end]
        tokens = {word.lower() for word in WORD.findall(text)}
        if sentence.number in touched or text.endswith(":") or tokens & source_words() or any(speaks(token) for token in tokens):
            found.append(sentence)
    return _with_antecedents(marked, found)


def _touched(marked: Marked) -> set[int]:
    """Return the numbers of sentences with marks, right behind one, or before one at a sentence's start: it may show who acts, then speaks."""
    sentences = marked.sentences
    starts = [sentence.span.start for sentence in sentences]
    touched: set[int] = set()
    for mark in marked.marks:
        first = max(bisect.bisect_right(starts, mark.outer.start) - 1, 0)
        last = bisect.bisect_left(starts, mark.outer.end)
        touched |= {sentence.number for sentence in sentences[first:last] if sentence.span.overlaps(mark.outer)}
        if last < len(sentences) and not marked.view[mark.outer.end : starts[last]].strip(" ,.;—–-"):
            touched.add(sentences[last].number)
        if first < len(sentences) and starts[first] == mark.outer.start:
            touched.add(sentences[first].number - 1)
    return touched


def _with_antecedents(marked: Marked, found: list[Sentence]) -> list[Sentence]:
    """Add the sentence before one that begins with a pronoun: it shows whom the pronoun stands for."""
    numbers = {sentence.number for sentence in found}
    for sentence in found:
        first = WORD.search(marked.view, sentence.span.start, sentence.span.end)
        if first is not None and first.group().lower() in grammar("pronouns", "third"):
            numbers.add(sentence.number - 1)
    return [sentence for sentence in marked.sentences if sentence.number in numbers]

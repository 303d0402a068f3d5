"""Which sentences are worth parsing: those with marks or next to one, a colon at their end, a speech verb's form, or a source preposition."""

from __future__ import annotations

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
    touched = {
        sentence.number
        for mark in marked.marks
        for sentence in marked.sentences
        if sentence.span.overlaps(mark.outer)
        or (sentence.span.start >= mark.outer.end and not marked.view[mark.outer.end : sentence.span.start].strip(" ,.;—–-"))
    }
    starts = {mark.outer.start for mark in marked.marks}
    touched |= {sentence.number - 1 for sentence in marked.sentences if sentence.span.start in starts}  # it may show who acts, then speaks
    found = []
    for sentence in marked.sentences:
        text = marked.view[sentence.span.start : sentence.span.end]
        tokens = {word.lower() for word in WORD.findall(text)}
        if sentence.number in touched or text.endswith(":") or tokens & source_words() or any(speaks(token) for token in tokens):
            found.append(sentence)
    return _with_antecedents(marked, found)


def _with_antecedents(marked: Marked, found: list[Sentence]) -> list[Sentence]:
    """Add the sentence before one that begins with a pronoun: it shows whom the pronoun stands for."""
    numbers = {sentence.number for sentence in found}
    for sentence in found:
        first = WORD.search(marked.view, sentence.span.start, sentence.span.end)
        if first is not None and first.group().lower() in grammar("pronouns", "third"):
            numbers.add(sentence.number - 1)
    return [sentence for sentence in marked.sentences if sentence.number in numbers]

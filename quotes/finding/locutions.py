"""Cues of several words: *mettre en garde* becomes one verb, the words behind it are bound to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from quotes.french import settings, words
from quotes.records import Tree, Word

BETWEEN = {"ADV", "PART", "PRON"}  # what may stand between the verb and the rest (met encore en garde, a-t-il mis en garde)
REACH = 3


@cache
def locutions() -> Mapping[str, list[tuple[list[str], str]]]:
    """Return by their verb the rests of the locutions, longest first, with the whole; ``/`` parts the forms a word may take."""
    contractions = settings("signs")["contractions"]
    table: dict[str, list[tuple[list[str], str]]] = defaultdict(list)
    for entry in sorted(words("speech_verbs"), key=len, reverse=True):
        verb, *rest = entry.split()
        if rest:
            table[verb].append((rest, entry))
            table[verb].append(([part for word in rest for part in contractions.get(word, [word])], entry))
    return table


def with_locutions(tree: Tree) -> Tree:
    """Return the tree with every locution as one verb: its lemma the whole locution, the rest its fixed dependents."""
    found: dict[int, Word] = {}
    for i, word in enumerate(tree.words):
        if word.upos not in {"VERB", "AUX"}:
            continue
        for rest, entry in locutions().get(word.lemma, ()):
            at = _rest_at(tree, i, rest)
            if at is None:
                continue
            bound = set(range(at, at + len(rest)))
            found[i] = word._replace(lemma=entry)
            for j in bound:
                found[j] = tree.words[j]._replace(upos="ADV", head=i, deprel="fixed")
            for j, other in enumerate(tree.words):
                if other.head in bound and j not in bound:
                    found[j] = other._replace(head=i, deprel=_relation(tree, j))
            break
    return replace(tree, words=tuple(found.get(i, word) for i, word in enumerate(tree.words))) if found else tree


def _relation(tree: Tree, index: int) -> str:
    """Return what a dependent of the rest is to the whole."""
    word = tree.words[index]
    if word.upos == "PROPN" and not any(w.head == index and w.deprel == "case" for w in tree.words):
        return "nsubj"
    return {"nmod": "obl:arg", "acl": "ccomp", "appos": "obj"}.get(word.deprel.split(":")[0], word.deprel)


def _rest_at(tree: Tree, verb: int, rest: list[str]) -> int | None:
    """Return where the rest of a locution begins behind its verb; None when it does not follow."""
    for start in range(verb + 1, min(verb + 2 + REACH, len(tree.words))):
        forms = [w.form.lower() for w in tree.words[start : start + len(rest)]]
        if len(forms) == len(rest) and all(form in allowed.split("/") for form, allowed in zip(forms, rest, strict=True)):
            return start
        if tree.words[start].upos not in BETWEEN:
            return None
    return None

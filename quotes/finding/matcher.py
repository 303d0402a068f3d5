"""Match rules against trees: named nodes for tree patterns, sequences for word-order patterns.

A tree rule lists ``nodes``. The first is the anchor; every other names the node it hangs ``of`` (dependent) or ``over``
(head). A sequence rule lists word constraints in text order, each with an optional ``repeat`` of ``?`` or ``*``. The
constraints on a word are the same in both:

``lemma``, ``form``, ``upos``, ``deprel``
    one value or a list; ``@speech_verbs.P`` stands for the entries of a lexicon with that frame, ``@causatives.verbs`` for
    a class of grammar.toml, ``@clitics`` for inverted subject clitics; ``deprel`` values match their subtypes too
    (``nsubj`` matches ``nsubj:pass``) unless they end in ``=``
``not_lemma``, ``not_form``, ``not_upos``, ``not_deprel``
    the same, excluded
``feats``, ``not_feats``
    a table of features and their values; the word has them all, or does not have them all
``after``, ``before``
    the id of a node found earlier
``absent``
    no such node may exist
``optional``
    the node may be missing
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from quotes.french import grammar, settings, words
from quotes.records import Word

Binding = dict[str, int]
Constraint = Mapping[str, Any]


@cache
def subject_clitics() -> frozenset[str]:
    """Return the forms of inverted subject clitics: ``-il``, ``-t-il`` …."""
    return frozenset(link + c for c in settings("signs")["tokens"]["subject_clitics"] for link in ("-", "-t-"))


@cache
def values(reference: str) -> frozenset[str]:
    """Return what a reference to a lexicon or a class of words stands for; any other word stands for itself."""
    if not reference.startswith("@"):
        return frozenset([reference])
    if reference == "@clitics":
        return subject_clitics()
    name, _, flag = reference[1:].partition(".")
    if name in settings("grammar"):
        return grammar(name, flag)
    return words(name, "frames" if flag else "", flag)


def _set(allowed: str | Sequence[str]) -> frozenset[str]:
    return _union((allowed,) if isinstance(allowed, str) else tuple(sorted(allowed)))


@cache
def _union(choices: tuple[str, ...]) -> frozenset[str]:
    """Return one and the same set for one choice, so that what was found for it is found again."""
    return frozenset().union(*map(values, choices))


class _Compiled(NamedTuple):
    """A constraint with its references looked up: what a word must be, and must not be."""

    allowed: tuple[tuple[str, frozenset[str]], ...]  # by part of speech, lemma and form
    refused: tuple[tuple[str, frozenset[str]], ...]
    relation: tuple[str, ...] | None
    not_relation: tuple[str, ...] | None
    feats: tuple[tuple[str, str], ...] | None
    not_feats: tuple[tuple[str, str], ...] | None

    def fits(self, word: Word) -> bool:
        """Whether a word satisfies all that is said of words alone."""
        for key, values in self.allowed:
            if (word.form.lower() if key == "form" else getattr(word, key)) not in values:
                return False
        for key, values in self.refused:
            if (word.form.lower() if key == "form" else getattr(word, key)) in values:
                return False
        if self.relation is not None and not _relation(word.deprel, self.relation):
            return False
        if self.not_relation is not None and _relation(word.deprel, self.not_relation):
            return False
        if self.not_feats is not None and all(word.feats.get(name) == value for name, value in self.not_feats):
            return False
        return self.feats is None or all(word.feats.get(name) == value for name, value in self.feats)


KEYS = ("lemma", "form", "upos")  # from what tells words apart best
_COMPILED: dict[int, tuple[Constraint, _Compiled]] = {}  # by identity: rules are read once and kept


def _compiled(constraint: Constraint) -> _Compiled:
    kept = _COMPILED.get(id(constraint))
    if kept is None or kept[0] is not constraint:
        compiled = _Compiled(
            tuple((key, _set(constraint[key])) for key in KEYS if key in constraint),
            tuple((key, _set(constraint["not_" + key])) for key in KEYS if "not_" + key in constraint),
            _listed(constraint.get("deprel")),
            _listed(constraint.get("not_deprel")),
            tuple(constraint["feats"].items()) if "feats" in constraint else None,
            tuple(constraint["not_feats"].items()) if "not_feats" in constraint else None,
        )
        kept = _COMPILED[id(constraint)] = constraint, compiled
    return kept[1]


def _listed(values: str | Sequence[str] | None) -> tuple[str, ...] | None:
    return None if values is None else (values,) if isinstance(values, str) else tuple(values)


def _relation(value: str, allowed: Sequence[str]) -> bool:
    return any(value == c.rstrip("=") or (not c.endswith("=") and value.startswith(c + ":")) for c in allowed)


def fits(word: Word, constraint: Constraint) -> bool:
    """Whether a word alone satisfies a constraint (relations between nodes are checked elsewhere)."""
    return _compiled(constraint).fits(word)


class Index:
    """The words of a sentence by what rules ask of them: looked for once, for all rules that ask the same."""

    def __init__(self, words: Sequence[Word]) -> None:
        """Take the words."""
        self.words = words
        self.values = {"lemma": [w.lemma for w in words], "form": [w.form.lower() for w in words], "upos": [w.upos for w in words]}
        self.found: dict[tuple[str, int], list[int]] = {}

    def where(self, key: str, allowed: frozenset[str]) -> list[int]:
        """Return the words whose lemma, form or part of speech is one of some, which are kept by a rule."""
        places = self.found.get((key, id(allowed)))
        if places is None:
            places = self.found[key, id(allowed)] = [i for i, value in enumerate(self.values[key]) if value in allowed]
        return places

    def possible(self, constraints: Sequence[Constraint]) -> bool:
        """Whether there is a word for each node, or element, that cannot be missing; most rules need a word that is not there."""
        kept = _NEEDED.get(id(constraints))
        if kept is None or kept[0] is not constraints:
            needed = [c for c in constraints if not (c.get("absent") or c.get("optional") or c.get("repeat"))]
            allowed = sorted((pair for c in needed for pair in _compiled(c).allowed), key=lambda pair: KEYS.index(pair[0]))
            kept = _NEEDED[id(constraints)] = constraints, allowed
        return all(self.where(key, allowed) for key, allowed in kept[1])

    def fitting(self, constraint: Constraint) -> Iterator[int]:
        """Yield the words that fit a constraint."""
        compiled = _compiled(constraint)
        places = self.where(*compiled.allowed[0]) if compiled.allowed else range(len(self.words))
        return (i for i in places if compiled.fits(self.words[i]))


_NEEDED: dict[int, tuple[Sequence[Constraint], list[tuple[str, frozenset[str]]]]] = {}  # by identity, as above


def match_tree(index: Index, children: Sequence[Sequence[int]], nodes: Sequence[Constraint]) -> Iterator[Binding]:
    """Yield every way to bind the nodes; optional nodes bind the first fitting word."""
    if index.possible(nodes):
        for anchor in index.fitting(nodes[0]):
            yield from _bind(index.words, children, nodes[1:], {nodes[0]["id"]: anchor})


def _bind(words: Sequence[Word], children: Sequence[Sequence[int]], nodes: Sequence[Constraint], found: Binding) -> Iterator[Binding]:
    if not nodes:
        yield dict(found)
        return
    node = nodes[0]
    fit = _compiled(node).fits
    candidates = [i for i in _neighbours(words, children, node, found) if fit(words[i]) and _in_order(i, node, found)]
    if node.get("absent"):
        if not candidates:
            yield from _bind(words, children, nodes[1:], found)
        return
    if node.get("optional"):
        more = {node["id"]: candidates[0]} if candidates else {}
        yield from _bind(words, children, nodes[1:], {**found, **more})
        return
    for i in candidates:
        yield from _bind(words, children, nodes[1:], {**found, node["id"]: i})


def _neighbours(words: Sequence[Word], children: Sequence[Sequence[int]], node: Constraint, found: Binding) -> Sequence[int]:
    if "over" in node:
        head = words[found[node["over"]]].head
        return [head] if head >= 0 else []
    return children[found[node["of"]]] if node["of"] in found else []


def _in_order(i: int, node: Constraint, found: Binding) -> bool:
    if "after" in node and not (node["after"] in found and i > found[node["after"]]):
        return False
    return not ("before" in node and not (node["before"] in found and i < found[node["before"]]))


def match_sequence(index: Index, sequence: Sequence[Constraint]) -> Iterator[Binding]:
    """Yield the longest binding of the sequence at every place it fits."""
    if not index.possible(sequence):
        return
    elements = [_Element(_compiled(c).fits, c.get("repeat", ""), c.get("id")) for c in sequence]
    for start in range(len(index.words)) if elements[0].repeat else index.fitting(sequence[0]):
        binding = _follow(index.words, elements, 0, start)
        if binding is not None:
            yield binding


class _Element(NamedTuple):
    fits: Callable[[Word], bool]
    repeat: str
    name: str | None


def _follow(words: Sequence[Word], sequence: Sequence[_Element], element: int, at: int) -> Binding | None:
    """Bind the sequence from its ``element`` on, to words from ``at`` on."""
    if element == len(sequence):
        return {}
    fit, repeat, name = sequence[element]
    if at < len(words) and fit(words[at]):
        binding = _follow(words, sequence, element if repeat == "*" else element + 1, at + 1)
        if binding is not None:
            return {name: at, **binding} if name is not None else binding
    return _follow(words, sequence, element + 1, at) if repeat else None

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

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, reduce
from operator import or_
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


class _Relations(NamedTuple):
    """Relations; those that do not end in ``=`` have their subtypes as well."""

    exact: frozenset[str]
    general: tuple[str, ...]

    def have(self, relation: str) -> bool:
        """Whether a relation is one of them."""
        return relation in self.exact or relation.startswith(self.general)


def _relations(names: str | Sequence[str] | None) -> _Relations | None:
    if names is None:
        return None
    names = [names] if isinstance(names, str) else names
    return _Relations(frozenset(name.rstrip("=") for name in names), tuple(f"{name}:" for name in names if not name.endswith("=")))


KEYS = ("lemma", "form", "upos")


class _Bits:
    """A bit for each set of lemmas, forms or parts of speech that rules ask for, and the bits of every value."""

    def __init__(self) -> None:
        self.of_set: dict[tuple[str, int], int] = {}  # by identity: sets are made once and kept
        self.of_value: dict[str, dict[str, int]] = {key: {} for key in KEYS}

    def of(self, key: str, allowed: frozenset[str]) -> int:
        """Return the bit of a set, which every value in it has from now on."""
        if (key, id(allowed)) not in self.of_set:
            new = self.of_set[key, id(allowed)] = 1 << len(self.of_set)
            values = self.of_value[key]
            for value in allowed:
                values[value] = values.get(value, 0) | new
        return self.of_set[key, id(allowed)]


_BITS = _Bits()


class Element:
    """A constraint with its references looked up."""

    def __init__(self, constraint: Constraint) -> None:
        """Read the constraint."""
        self.constraint = constraint
        self.name, self.repeat = constraint.get("id"), constraint.get("repeat", "")
        self.can_miss = bool(constraint.get("absent") or constraint.get("optional") or self.repeat)
        self.bits = sum(_BITS.of(key, _set(constraint[key])) for key in KEYS if key in constraint)  # what a word must have
        self.refused = [(key, _set(constraint["not_" + key])) for key in KEYS if "not_" + key in constraint]
        self.relation, self.not_relation = _relations(constraint.get("deprel")), _relations(constraint.get("not_deprel"))
        self.feats, self.not_feats = (list(constraint[key].items()) if key in constraint else None for key in ("feats", "not_feats"))
        self.alone = not (self.refused or self.relation or self.not_relation or self.feats or self.not_feats)  # the bits say it all

    def fits(self, word: Word, bits: int) -> bool:
        """Whether a word, whose bits are given, satisfies all that is said of words alone."""
        if bits & self.bits != self.bits:
            return False
        if self.alone:
            return True
        if self.relation is not None and not self.relation.have(word.deprel):
            return False
        if self.not_relation is not None and self.not_relation.have(word.deprel):
            return False
        for key, values in self.refused:
            if (word.form.lower() if key == "form" else getattr(word, key)) in values:
                return False
        if self.not_feats is not None and all(word.feats.get(name) == value for name, value in self.not_feats):
            return False
        return self.feats is None or all(word.feats.get(name) == value for name, value in self.feats)


class Pattern:
    """The nodes of a tree, or the elements of a sequence, of a rule."""

    def __init__(self, constraints: Sequence[Constraint]) -> None:
        """Read the constraints."""
        self.constraints = constraints
        self.elements = [Element(constraint) for constraint in constraints]
        self.needed = 0  # bits of words that cannot be missing
        for element in self.elements:
            self.needed |= 0 if element.can_miss else element.bits


_PATTERNS: dict[int, Pattern] = {}  # by identity: rules are read once and kept


def pattern(constraints: Sequence[Constraint]) -> Pattern:
    """Return the pattern of a rule's nodes, or elements."""
    kept = _PATTERNS.get(id(constraints))
    if kept is None or kept.constraints is not constraints:
        kept = _PATTERNS[id(constraints)] = Pattern(constraints)
    return kept


class Index:
    """The words of a sentence with their bits."""

    def __init__(self, words: Sequence[Word]) -> None:
        """Take the words."""
        self.words = words
        self.counted = 0  # sets that had bits when the words' were looked up
        self.bits: list[int] = []
        self.all_bits = 0
        self.places: dict[int, list[int]] = {}

    def lacking(self) -> int:
        """Return the bits that no word has; most rules need one of them."""
        if self.counted < len(_BITS.of_set):
            self.counted = len(_BITS.of_set)
            lemma, form, upos = (_BITS.of_value[key].get for key in KEYS)
            self.bits = [lemma(word.lemma, 0) | form(word.form.lower(), 0) | upos(word.upos, 0) for word in self.words]
            self.places.clear()
            self.all_bits = reduce(or_, self.bits, 0)
        return ~self.all_bits

    def fitting(self, element: Element) -> list[int]:
        """Return the words that fit an element."""
        needed = element.bits
        places = self.places.get(needed)
        if places is None:
            places = self.places[needed] = [i for i, bits in enumerate(self.bits) if bits & needed == needed]
        return places if element.alone else [i for i in places if element.fits(self.words[i], needed)]


def match_tree(index: Index, children: Sequence[Sequence[int]], nodes: Sequence[Constraint]) -> Iterator[Binding]:
    """Yield every way to bind the nodes; optional nodes bind the first fitting word."""
    rule = pattern(nodes)
    if not rule.needed & index.lacking():
        for anchor in index.fitting(rule.elements[0]):
            yield from _bind(index, children, rule.elements[1:], {nodes[0]["id"]: anchor})


def _bind(index: Index, children: Sequence[Sequence[int]], nodes: Sequence[Element], found: Binding) -> Iterator[Binding]:
    if not nodes:
        yield dict(found)
        return
    node, name = nodes[0].constraint, nodes[0].constraint["id"]
    near = _neighbours(index.words, children, node, found)
    candidates = [i for i in near if nodes[0].fits(index.words[i], index.bits[i]) and _in_order(i, node, found)]
    if node.get("absent"):
        if not candidates:
            yield from _bind(index, children, nodes[1:], found)
        return
    if node.get("optional"):
        more = {name: candidates[0]} if candidates else {}
        yield from _bind(index, children, nodes[1:], {**found, **more})
        return
    for i in candidates:
        yield from _bind(index, children, nodes[1:], {**found, name: i})


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
    rule = pattern(sequence)
    if rule.needed & index.lacking():
        return
    for start in range(len(index.words)) if rule.elements[0].repeat else index.fitting(rule.elements[0]):
        binding = _follow(index, rule.elements, 0, start)
        if binding is not None:
            yield binding


def _follow(index: Index, sequence: Sequence[Element], number: int, at: int) -> Binding | None:
    """Bind the sequence from one of its elements on, to words from ``at`` on."""
    if number == len(sequence):
        return {}
    element = sequence[number]
    if at < len(index.words) and element.fits(index.words[at], index.bits[at]):
        binding = _follow(index, sequence, number if element.repeat == "*" else number + 1, at + 1)
        if binding is not None:
            return {element.name: at, **binding} if element.name is not None else binding
    return _follow(index, sequence, number + 1, at) if element.repeat else None

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
from dataclasses import dataclass
from functools import cache
from typing import Any

from quotes.french import grammar, settings, words
from quotes.records import Tree, Word

Binding = dict[str, int]
Constraint = Mapping[str, Any]


@cache
def subject_clitics() -> frozenset[str]:
    """Return the forms of inverted subject clitics: ``-il``, ``-t-il`` …."""
    return frozenset(link + c for c in settings("signs")["tokens"]["subject_clitics"] for link in ("-", "-t-"))


@cache
def _values(reference: str) -> frozenset[str]:
    if not reference.startswith("@"):
        return frozenset([reference])
    if reference == "@clitics":
        return subject_clitics()
    name, _, flag = reference[1:].partition(".")
    if name in settings("grammar"):
        return grammar(name, flag)
    return words(name, "frames" if flag else "", flag)


def _set(allowed: str | Sequence[str]) -> frozenset[str]:
    choices = [allowed] if isinstance(allowed, str) else allowed
    return frozenset().union(*map(_values, choices))


@dataclass(frozen=True)
class _Compiled:
    """A constraint with its references looked up: what a word's part of speech, lemma and form must be in, and must not be in."""

    allowed: tuple[tuple[str, frozenset[str]], ...]
    refused: tuple[tuple[str, frozenset[str]], ...]


_COMPILED: dict[int, tuple[Constraint, _Compiled]] = {}  # by identity: rules are read once and kept


def _compiled(constraint: Constraint) -> _Compiled:
    kept = _COMPILED.get(id(constraint))
    if kept is None or kept[0] is not constraint:
        keys = [key for key in ("upos", "lemma", "form") if key in constraint]
        refused = [key for key in ("upos", "lemma", "form") if "not_" + key in constraint]
        compiled = _Compiled(tuple((key, _set(constraint[key])) for key in keys), tuple((key, _set(constraint["not_" + key])) for key in refused))
        kept = _COMPILED[id(constraint)] = constraint, compiled
    return kept[1]


def _relation(value: str, allowed: str | Sequence[str]) -> bool:
    choices = [allowed] if isinstance(allowed, str) else allowed
    return any(value == c.rstrip("=") or (not c.endswith("=") and value.startswith(c + ":")) for c in choices)


def fits(word: Word, constraint: Constraint) -> bool:
    """Whether a word alone satisfies a constraint (relations between nodes are checked elsewhere)."""
    compiled = _compiled(constraint)
    for key, values in compiled.allowed:
        if (word.form.lower() if key == "form" else getattr(word, key)) not in values:
            return False
    for key, values in compiled.refused:
        if (word.form.lower() if key == "form" else getattr(word, key)) in values:
            return False
    if "deprel" in constraint and not _relation(word.deprel, constraint["deprel"]):
        return False
    if "not_deprel" in constraint and _relation(word.deprel, constraint["not_deprel"]):
        return False
    if "not_feats" in constraint and all(word.feats.get(name) == value for name, value in constraint["not_feats"].items()):
        return False
    return "feats" not in constraint or all(word.feats.get(name) == value for name, value in constraint["feats"].items())


def match_tree(tree: Tree, children: Sequence[Sequence[int]], nodes: Sequence[Constraint]) -> Iterator[Binding]:
    """Yield every way to bind the nodes; optional nodes bind the first fitting word."""
    for anchor, word in enumerate(tree.words):
        if fits(word, nodes[0]):
            yield from _bind(tree, children, nodes[1:], {nodes[0]["id"]: anchor})


def _bind(tree: Tree, children: Sequence[Sequence[int]], nodes: Sequence[Constraint], found: Binding) -> Iterator[Binding]:
    if not nodes:
        yield dict(found)
        return
    node = nodes[0]
    candidates = [i for i in _neighbours(tree, children, node, found) if fits(tree.words[i], node) and _in_order(i, node, found)]
    if node.get("absent"):
        if not candidates:
            yield from _bind(tree, children, nodes[1:], found)
        return
    if node.get("optional"):
        more = {node["id"]: candidates[0]} if candidates else {}
        yield from _bind(tree, children, nodes[1:], {**found, **more})
        return
    for i in candidates:
        yield from _bind(tree, children, nodes[1:], {**found, node["id"]: i})


def _neighbours(tree: Tree, children: Sequence[Sequence[int]], node: Constraint, found: Binding) -> Sequence[int]:
    if "over" in node:
        head = tree.words[found[node["over"]]].head
        return [head] if head >= 0 else []
    return children[found[node["of"]]] if node["of"] in found else []


def _in_order(i: int, node: Constraint, found: Binding) -> bool:
    if "after" in node and not (node["after"] in found and i > found[node["after"]]):
        return False
    return not ("before" in node and not (node["before"] in found and i < found[node["before"]]))


def match_sequence(tree: Tree, sequence: Sequence[Constraint]) -> Iterator[Binding]:
    """Yield the longest binding of the sequence at every place it fits."""
    for start in range(len(tree.words)):
        binding = _follow(tree, sequence, start)
        if binding is not None:
            yield binding


def _follow(tree: Tree, sequence: Sequence[Constraint], at: int) -> Binding | None:
    if not sequence:
        return {}
    element, rest = sequence[0], sequence[1:]
    repeat = element.get("repeat", "")
    if at < len(tree.words) and fits(tree.words[at], element):
        binding = _follow(tree, sequence if repeat == "*" else rest, at + 1)
        if binding is not None:
            return {element["id"]: at, **binding} if "id" in element else binding
    if repeat:
        return _follow(tree, rest, at)
    return None

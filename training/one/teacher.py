"""The shipped tagger and parser as teachers: all that they hold likely of sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import torch

from quotes.parsing.heads import best_trees
from quotes.parsing.homographs import with_verbs
from quotes.parsing.parser import Parser

Half = npt.NDArray[np.float16]


class Lesson(NamedTuple):
    """A sentence as the teachers see it."""

    forms: list[str]
    tags: list[str]  # part of speech and features, a blank between
    heads: Half  # how likely the root and each token are the head of each token: (tokens, tokens + 1)
    relations: Half  # how likely each relation of a token to its best head is: (tokens, relations)
    rows: list[list[str]]  # the tree in CoNLL-U


class Teacher(Parser):
    """The shipped parser, writing lessons instead of trees."""

    def __init__(self, parser: Parser) -> None:
        """Take its place."""
        super().__init__(parser.model, speech_verbs=parser.speech_verbs)
        self.lessons: list[Lesson] = []

    def _words(self, group: Sequence[Any]) -> list[tuple[Any, ...]]:
        tagged = self.model.tagger.tag([item.forms for item in group])
        words: list[list[tuple[int, Any]]] = []
        for item, tags in zip(group, tagged, strict=True):
            pairs = enumerate(zip(item.forms, with_verbs(item.forms, tags, self.speaks), strict=True))
            words.append([(token, piece) for token, (form, tag) in pairs for piece in self._pieces(form, tag)])
        order = sorted(range(len(words)), key=lambda i: -len(words[i]))
        scores, relations, heads = self._scores([[piece.read for _, piece in words[i]] for i in order])
        names = self.model.parser.relations
        for place, i in enumerate(order):
            within = slice(1, len(words[i]) + 1)
            found = lesson(group[i].forms, tagged[i], words[i], scores[place, within, : within.stop], relations[place, within])
            for row, head, relation in zip(found.rows, heads[place, within], relations[place, within].argmax(1), strict=True):
                row[6:8] = str(head), names[relation]
            self.lessons.append(found)
        return [()] * len(group)

    @torch.inference_mode()
    def _scores(self, sentences: Sequence[Sequence[Any]]) -> tuple[Any, Any, Any]:
        """Return how likely heads and relations are, and the best heads; the root symbol is at 0."""
        scorer = self.model.parser
        lengths = np.array([len(sentence) + 1 for sentence in sentences])
        states = scorer.states(sentences)
        scores = scorer.head_scores(states, lengths)
        heads = best_trees(scores.numpy().copy(), lengths.tolist())
        rows, words = (places.flatten() for places in np.indices(heads.shape))
        relations = scorer.relation_scores(states, rows, words, heads[rows, words]).softmax(0).t().unflatten(0, heads.shape)
        return scores.softmax(2).numpy(), relations.numpy(), heads


def lesson(forms: Sequence[str], tags: Any, words: Sequence[tuple[int, Any]], scores: Any, relations: Any) -> Lesson:
    """Put the words of contractions together again; a token has the head of its first word."""
    tokens = [token for token, _ in words]
    first = [tokens.index(token) for token in range(len(forms))]
    likely = np.zeros((len(words), len(forms) + 1), np.float32)
    likely[:, 0] = scores[:, 0]
    for word, token in enumerate(tokens):
        likely[:, token + 1] += scores[:, word + 1]
    likely = likely[first]
    likely[np.arange(len(forms)), np.arange(1, len(forms) + 1)] = 0
    likely /= likely.sum(1, keepdims=True) + 1e-9
    rows = [
        [str(n), p.read.form, p.read.lemma, p.read.upos, "_", "|".join(f"{k}={v}" for k, v in p.feats.items()) or "_", "", "", "_", "_"]
        for n, (_, p) in enumerate(words, start=1)
    ]
    return Lesson(list(forms), [" ".join(tag) for tag in tags], likely.astype(np.float16), relations[first].astype(np.float16), rows)

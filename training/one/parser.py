"""The program's parser with one network in the place of two."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from one.network import Network
from one.reader import Reader, Reading
from one.spelling import Speller
from quotes.parsing.homographs import with_verbs
from quotes.parsing.model import Model
from quotes.parsing.parser import Parser
from quotes.records import Word


class OneParser(Parser):
    """A parser whose trees come from a file that train.py wrote."""

    def __init__(self, path: Path, model: Model, *, speech_verbs: frozenset[str]) -> None:
        """Load the network; vectors and lemmas are those of ``model``."""
        super().__init__(model, speech_verbs=speech_verbs)
        saved = torch.load(path, weights_only=True)
        network = Network(saved["vocabulary"], model.vectors.emb, saved["units"], len(saved["tags"]), len(saved["relations"]))
        network.load_state_dict({"vectors.weight": model.vectors.emb, **saved["weights"]})
        tags = [(upos, feats) for upos, feats in map(str.split, saved["tags"])]
        self.reader = Reader(network, Speller(saved["vocabulary"], model.vectors, model.lemmatiser), tags, saved["relations"])

    def _words(self, group: Sequence[Any]) -> list[tuple[Word, ...]]:
        return [self._of(item, reading) for item, reading in zip(group, self.reader.read([item.forms for item in group]), strict=True)]

    def _of(self, item: Any, reading: Reading) -> tuple[Word, ...]:
        """Return the words of a sentence; a contraction has two, the article behind the preposition."""
        tags = with_verbs(item.forms, reading.tags, self.speaks)
        pieces = [self._pieces(form, tag) for form, tag in zip(item.forms, tags, strict=True)]
        place = list(itertools.accumulate(map(len, pieces), initial=0))  # of the first word of each token
        place.append(-1)  # of the root
        words: list[Word] = []
        for token, (span, parts, head, relation) in enumerate(zip(item.spans, pieces, reading.heads, reading.relations, strict=True)):
            of_article = head if head > token else min(token + 1, len(pieces) - 1)
            for (read, feats), above, name in zip(parts, (head, of_article), (relation, "det"), strict=False):
                words.append(Word(span, read.form, read.lemma, read.upos, feats, place[above], name))
        return tuple(words)

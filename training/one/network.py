"""The network: words → tags, heads and relations, all at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import nn

from one.spelling import PARTS

SIZES = {"word": 60, "shape": 10}  # numbers for each part of a word; 20 for the others
ARC, RELATION, TAG = 96, 80, 128  # numbers that stand for a word as dependent and as head, and for its tag


class Network(nn.Module):
    """Two LSTM layers over what is read of words, and what tells tags, heads and relations from their states."""

    def __init__(self, vocabulary: Mapping[str, Any], vectors: torch.Tensor, units: int, tags: int, relations: int, dropout: float = 0.2) -> None:
        """Make the layers; ``vocabulary`` has a table for each part of a word."""
        super().__init__()
        self.dropout = dropout
        self.vectors = nn.Embedding(vectors.size(0), vectors.size(1), _weight=vectors, _freeze=True)
        sizes = [SIZES.get(name, 20) for name in PARTS]
        self.parts = nn.ModuleList(nn.Embedding(len(vocabulary[name]) + 2, size) for name, size in zip(PARTS, sizes, strict=True))
        self.layers = nn.ModuleList(nn.LSTM(size, units, bidirectional=True) for size in (2 * vectors.size(1) + sum(sizes), 2 * units))
        self.cut = [ARC, ARC, RELATION, RELATION, TAG]
        self.mix = nn.Linear(2 * units, sum(self.cut))
        self.root_arc, self.root_relation = nn.Parameter(torch.randn(ARC) / 10), nn.Parameter(torch.randn(RELATION) / 10)
        self.arc, self.arc_head = nn.Parameter(torch.randn(ARC, ARC) * ARC**-0.5), nn.Parameter(torch.zeros(ARC))
        self.relation = nn.Linear(3 * RELATION, relations)
        self.tag = nn.Linear(TAG, tags)

    def read(self, spelt: torch.Tensor) -> torch.Tensor:
        """Return what is read of words: (…, numbers); ``spelt`` is what `Speller` makes of them."""
        columns = [self.vectors(spelt[..., 0]), self.vectors(spelt[..., 1])]
        return torch.cat([*columns, *(table(spelt[..., n]) for n, table in enumerate(self.parts, start=2))], -1)

    def roles(self, states: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Return words as dependents and as heads, both again for relations, and their tags, from their states."""
        return torch.split(nn.functional.leaky_relu(self.mix(states), 0.1), self.cut, -1)

    def heads(self, dependents: torch.Tensor, governors: torch.Tensor) -> torch.Tensor:
        """Return the scores of the root (first) and of every word as heads of every word: (sentences, words, words + 1)."""
        root = self.root_arc.expand(len(governors), 1, -1)
        return (dependents @ self.arc + self.arc_head) @ torch.cat([root, governors], 1).transpose(1, 2)

    def relations(self, dependents: torch.Tensor, governors: torch.Tensor) -> torch.Tensor:
        """Return the scores of the relations of words to their heads: (…, relations)."""
        scores: torch.Tensor = self.relation(torch.cat([dependents, governors, dependents * governors], -1))
        return scores

"""What a network makes of each of its words, kept: a word that is met again is not spelled, or looked up, again."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

import numpy as np
import torch
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence

Item = TypeVar("Item", bound=Hashable)


class Rows(Generic[Item]):
    """A table with one row for each item met; emptied when it is full."""

    def __init__(self, read: Callable[[Sequence[Item]], torch.Tensor], kept: int) -> None:
        """Take what reads distinct items, (items, numbers), and how many are kept."""
        self.read = read
        self.kept = kept
        self.number: dict[Item, int] = {}
        self.table = torch.empty(0, 0)

    def packed(self, sentences: Sequence[Sequence[Item]]) -> PackedSequence:
        """Return the rows of the items of sentences, longest sentence first."""
        self._keep([item for sentence in sentences for item in sentence])
        lengths = [len(sentence) for sentence in sentences]
        places = np.zeros((len(sentences), lengths[0]), dtype=np.int64)
        for place, sentence in zip(places, sentences, strict=True):
            place[: len(sentence)] = [self.number[item] for item in sentence]
        packed = pack_padded_sequence(torch.from_numpy(places), lengths, batch_first=True)
        return PackedSequence(self.table[packed.data], packed.batch_sizes)

    def of(self, items: Sequence[Item]) -> torch.Tensor:
        """Return the rows of items."""
        self._keep(items)
        return self.table[[self.number[item] for item in items]]

    def _keep(self, items: Sequence[Item]) -> None:
        """See to it that every item has a row."""
        new = list(dict.fromkeys(item for item in items if item not in self.number))
        if len(self.number) + len(new) > len(self.table) and new:
            self.number.clear()
            new = list(dict.fromkeys(items))
            rows = self.read(new)
            self.table = self.table if len(new) <= len(self.table) else torch.empty(max(self.kept, len(new)), rows.size(1))
        elif new:
            rows = self.read(new)
        else:
            return
        start = len(self.number)
        self.table[start : start + len(new)] = rows
        self.number.update(zip(new, range(start, start + len(new)), strict=True))

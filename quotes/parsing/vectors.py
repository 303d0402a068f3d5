"""Word vectors of the shipped model: many words share few rows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch

PADDING, UNKNOWN, ROOT = 0, 1, 3  # rows that Stanza keeps at the top of every vocabulary


@dataclass(frozen=True)
class Vectors:
    """Rows of numbers and the row of each lower-cased word.

    Stanza's models ask a "pretrain" for ``vocab.map(words)`` and ``emb``; this class answers both.
    """

    emb: torch.Tensor
    row_of: dict[str, int]

    @classmethod
    def load(cls, path: Path) -> Vectors:
        """Read the file that ``training/vectors.py`` writes."""
        data = torch.load(path, weights_only=True)
        rows = data["rows"].tolist()
        return cls(data["emb"].float(), dict(zip(data["words"].split("\n"), rows, strict=True)))

    @property
    def vocab(self) -> Vectors:
        """The vocabulary, as Stanza names it."""
        return self

    def map(self, words: list[str]) -> list[int]:
        """Return the row of every word."""
        row_of = self.row_of
        return [row_of.get(word, UNKNOWN) for word in words]

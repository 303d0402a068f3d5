"""Head scores → a tree: the best head of every word, mended where that is no tree."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from stanza.models.common.chuliu_edmonds import chuliu_edmonds_one_root

Scores = npt.NDArray[np.float32]


def best_tree(scores: Scores) -> list[int]:
    """Return the head of every word, 0 for the root; ``scores`` is (words + 1, words + 1), dependents by heads."""
    heads = scores[1:].argmax(1)
    if (heads == 0).sum() == 1 and not has_cycle(heads):
        return [int(head) for head in heads]
    below = scores - scores.max(1, keepdims=True) - 1  # the one-root search wants scores below zero; a constant a row changes no tree
    return [int(head) for head in chuliu_edmonds_one_root(below)[1:]]


def has_cycle(heads: npt.NDArray[np.int64]) -> bool:
    """Whether some word does not lead up to the root."""
    reached = np.arange(len(heads) + 1)
    up = np.concatenate([[0], heads])
    for _ in range(len(heads).bit_length() + 1):
        reached = up[reached]
        up = up[up]
    return bool(reached.any())

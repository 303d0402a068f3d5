"""Head scores → trees: the best head of every word, mended where that is no tree."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]
Heads = npt.NDArray[np.int64]

FORBIDDEN = -1e9  # a score no tree has


def best_trees(scores: Scores, lengths: Sequence[int]) -> Heads:
    """Return the head of every word of some sentences, 0 for the root.

    ``scores`` is (sentences, longest, longest), dependents by heads, the root symbol at 0; beyond the length of a sentence they are -inf.
    Row and column 0 of the result, and what is beyond the length, are 0.
    """
    heads: Heads = scores.argmax(2)
    longest = scores.shape[1]
    words = np.arange(longest) < np.array(lengths)[:, None]
    words[:, 0] = False
    heads[~words] = 0
    several = ((heads == 0) & words).sum(1) != 1
    for row in np.nonzero(several | has_cycle(heads))[0].tolist():
        length = lengths[row]
        heads[row, :length] = best_tree(scores[row, :length, :length])
    return heads


def has_cycle(heads: Heads) -> npt.NDArray[np.bool_]:
    """Tell of each row of heads whether some word does not lead up to the root."""
    up = heads
    for _ in range(heads.shape[1].bit_length()):
        up = np.take_along_axis(up, up, 1)
    cyclic: npt.NDArray[np.bool_] = up.sum(axis=1) > 0
    return cyclic


def best_tree(scores: Scores) -> Heads:
    """Return the heads of the best tree, by the algorithm of Chu, Liu and Edmonds; with one root: the best of those that it would have."""
    table = scores.astype(np.float64)
    np.fill_diagonal(table, -np.inf)
    heads = _spanning(table)
    roots = [word for word, head in enumerate(heads.tolist()) if word and not head]
    if len(roots) == 1:
        return heads
    trees = [_spanning(_with_root(table, root)) for root in roots]
    return max(trees, key=lambda heads: table[np.arange(1, len(table)), heads[1:]].sum())


def _with_root(table: npt.NDArray[np.float64], root: int) -> npt.NDArray[np.float64]:
    """Return the scores with one word as the only one that may hang on the root, and nowhere else."""
    only = table.copy()
    only[:, 0] = FORBIDDEN
    only[root, 1:] = FORBIDDEN
    only[root, 0] = 0
    return only


def _spanning(scores: npt.NDArray[np.float64]) -> Heads:
    """Return the best heads: a cycle is contracted to one node, which then takes the place of one of its words."""
    heads: Heads = scores.argmax(1)
    heads[0] = 0
    cycle = _cycle(heads)
    if cycle is None:
        return heads
    inside = np.array(cycle)
    left = np.ones(len(scores), dtype=bool)
    left[inside] = False
    outside = np.nonzero(left)[0]
    gain = scores[np.ix_(inside, outside)] - scores[inside, heads[inside]][:, None]  # what it brings that a word of the cycle hangs outside
    broken = gain.argmax(0)
    leaving = scores[np.ix_(outside, inside)]
    size = len(outside)
    smaller = np.full((size + 1, size + 1), -np.inf)
    smaller[:size, :size] = scores[np.ix_(outside, outside)]
    smaller[:size, size] = leaving.max(1)
    smaller[size, :size] = gain.max(0)
    chosen = _spanning(smaller)
    for word in range(1, size):
        heads[outside[word]] = inside[leaving[word].argmax()] if chosen[word] == size else outside[chosen[word]]
    entry = chosen[size]
    heads[inside[broken[entry]]] = outside[entry]
    return heads


def _cycle(heads: Heads) -> list[int] | None:
    """Return the words of a cycle, None when every word leads up to the root."""
    settled = {0}
    up = heads.tolist()
    for word in range(1, len(up)):
        path: dict[int, None] = {}
        at = word
        while at not in settled and at not in path:
            path[at] = None
            at = up[at]
        if at in path:
            steps = list(path)
            return steps[steps.index(at) :]
        settled.update(path)
    return None

"""Whether a text is told in the past historic, as novels are: its reports without marks are then the narrator's own prose."""

from __future__ import annotations

import bisect
from collections.abc import Mapping

from quotes.records import Marked, Tree

SHARE = 0.07  # of finite verbs outside marks that are in the past historic: 0 to 0.05 in press texts, 0.09 to 0.4 in novels
LEAST = 12  # such verbs, below which a text is too short to tell


def is_narrative(marked: Marked, trees: Mapping[int, Tree]) -> bool:
    """Whether the parsed sentences are told in the past historic, words said left out."""
    said = [mark.span for mark in marked.marks if mark.depth == 0]
    starts = [span.start for span in said]
    finite = past = 0
    for tree in trees.values():
        for word in tree.words:
            if word.feats.get("VerbForm") != "Fin":
                continue
            before = bisect.bisect_right(starts, word.span.start) - 1
            if before < 0 or said[before].end <= word.span.start:
                finite += 1
                past += word.feats.get("Mood") == "Ind" and word.feats.get("Tense") == "Past"
    return past >= LEAST and past >= SHARE * finite

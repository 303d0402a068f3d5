"""Speech within speech: marks inside a quotation, introduced there (« Il m'a dit : “Pars !” »)."""

from __future__ import annotations

import bisect
from collections.abc import Mapping
from dataclasses import replace

from quotes.finding.candidates import Candidate, sentence_candidates
from quotes.finding.reading import Reading
from quotes.records import Mark, Marked, Tree

RULES = ("inserted_clause", "colon")


def nested_candidates(marked: Marked, trees: Mapping[int, Tree]) -> list[Candidate]:
    """Return what is said in marks within marks, by a cue that stands within the outer ones too."""
    inner = [mark for mark in marked.marks if mark.depth]
    if not inner:
        return []
    within = replace(marked, marks=tuple(replace(mark, depth=mark.depth - 1) for mark in inner))
    starts = [sentence.span.start for sentence in marked.sentences]
    numbers = {marked.sentences[bisect.bisect_right(starts, mark.outer.start) - 1].number for mark in inner}
    found = [
        candidate
        for number in sorted(n for n in numbers if n in trees)
        for candidate in sentence_candidates(Reading(within, trees[number]), RULES)
        if candidate.content.kind == "direct" and any(_holds(mark, candidate) for mark in marked.marks_over(candidate.cue.span) if not mark.depth)
    ]
    return [*found, *nested_candidates(within, trees)]


def _holds(mark: Mark, candidate: Candidate) -> bool:
    """Whether a mark holds a cue and all of its words."""
    return mark.span.covers(candidate.cue.span) and all(mark.span.covers(span) for span in candidate.content.spans)

"""A long document → stretches of it, each to be searched alone: what that costs grows with the text then, and not faster."""

from __future__ import annotations

import bisect
from dataclasses import replace

from quotes.records import Marked

LONGEST = 200_000  # characters after which a stretch ends with its paragraph


def stretches(marked: Marked, longest: int = LONGEST) -> list[Marked]:
    """Return the document in stretches that end with a paragraph, or with a sentence where one is much longer; most are a single one.

    A stretch has the sentences and marks that begin in it, with the offsets and numbers of the whole document.
    """
    sentences = marked.sentences
    cuts = [0]
    for i, sentence in enumerate(sentences):
        length = sentence.span.start - sentences[cuts[-1]].span.start
        if length >= 2 * longest or (length >= longest and sentence.paragraph != sentences[i - 1].paragraph):
            cuts.append(i)
    if len(cuts) == 1:
        return [marked]
    starts = [mark.outer.start for mark in marked.marks]
    offsets = [0, *(bisect.bisect_left(starts, sentences[cut].span.start) for cut in cuts[1:]), len(starts)]
    ends = [*cuts[1:], len(sentences)]
    return [
        replace(marked, sentences=sentences[cut:end], marks=marked.marks[offsets[n] : offsets[n + 1]])
        for n, (cut, end) in enumerate(zip(cuts, ends, strict=True))
    ]

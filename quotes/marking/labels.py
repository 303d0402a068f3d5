"""View → the turns of an interview: paragraphs that begin with who speaks (Le Monde : … ; X. — …) and those that go on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from quotes.french import grammar, settings
from quotes.records import Mark, Span

LEAST = 4  # labelled paragraphs below which a text is no interview
WORDS = 5  # of a label at most
LONGEST = 12  # paragraphs of a turn; what goes on for longer is no turn but a title (Coton : …) or the text after an interview


def interview_turns(view: str, paragraphs: Sequence[Span]) -> list[Mark]:
    """Return a mark for each labelled paragraph and one (``part`` 1, 2 …) for each that goes on before the next; none in other texts."""
    labels = [_label(view, paragraph) for paragraph in paragraphs]
    names = Counter(view[label[0].start : label[0].end] for label in labels if label is not None)
    repeated = {name for name, count in names.items() if count > 1}
    if len(repeated) < 2 or sum(names[name] for name in repeated) < LEAST:
        return []
    asked = [(n, *label) for n, label in enumerate(labels) if label is not None and view[label[0].start : label[0].end] in repeated]
    turns: list[Mark] = []
    for (first, label, begin), following in zip(asked, [*(n for n, _, _ in asked[1:]), asked[-1][0] + 1], strict=True):
        span = Span(begin, paragraphs[first].end)
        if span.start < span.end and following - first <= LONGEST:
            turns.append(Mark(span, span, turn=True, label=label))
            more = enumerate(paragraphs[first + 1 : following], start=1)
            turns += [Mark(paragraph, paragraph, turn=True, part=part, label=label) for part, paragraph in more]
    return turns


def _label(view: str, paragraph: Span) -> tuple[Span, int] | None:
    """Return the range of a paragraph's label and where its words begin; None when it has none."""
    dashes = "".join(settings("signs")["dashes"]["inline"])
    match = re.match(rf"([^\W\d_][^\n.:;!?«»\"]*(?:\.[^\n.:;!?«»\"]+)?)(?: ?:|\. ?[{dashes}]| [{dashes}]) *", view[paragraph.start : paragraph.end])
    if match is None:
        return None
    parts = match[1].replace("'", "' ").split()
    particles = grammar("names", "particles")
    if len(parts) > WORDS or not all(part[:1].isupper() or part.lower() in particles for part in parts):
        return None
    start = paragraph.start
    return Span(start, start + len(match[1].rstrip())), start + match.end()

"""Inserted clauses: their range, and the words they stand in or behind."""

from __future__ import annotations

import re

from quotes.finding.contents import (
    Content,
    finish,
    has_finite_verb,
    is_lead_in,
    joined_marks,
    sentence_start,
    stands_free,
    without_stop,
    words_in,
)
from quotes.finding.cues import is_clitic
from quotes.finding.reading import Reading
from quotes.finding.reported import introducer
from quotes.french import grammar
from quotes.records import Mark, Span

ASIDE = 4  # words in marks that may be a name or a title inside an attribution


def attribution_clause(reading: Reading, cue: int, speaker: int | None, first: int) -> Span:
    """Return the range of an inserted clause: verb group, speaker, and what hangs on either without a break into the host.

    ``first`` is the clause's first word.
    """
    own = set(reading.subtree(cue))
    if speaker is not None:
        own |= set(reading.subtree(speaker))
    last = max([cue, *([speaker] if speaker is not None and speaker > cue else [])])
    if last + 1 < len(reading.words) and is_clitic(reading, last + 1):
        last += 1
    i = last + 1
    while i < len(reading.words):
        word = reading.word(i)
        aside = reading.around(word.span.end) if word.form == "«" else None
        if aside is not None and i in own and len(reading.view[aside.span.start : aside.span.end].split()) <= ASIDE:
            i = max(j for j, w in enumerate(reading.words) if w.span.end <= aside.outer.end) + 1
            continue
        if word.form == "«" or (word.form in ".!?…" and i == len(reading.words) - 1):
            break
        if word.form in {",", ";", ":", ")", "»", ".", "—", "–"}:
            following = i + 1
            if following >= len(reading.words) or following not in own or word.form in {";", ":", "»", "."}:
                break
            if reading.word(following).form == "«" or _gerund_ahead(reading, following, cue):
                break
        elif i not in own and word.upos != "PUNCT":
            break
        i += 1
    return reading.range([first, *range(cue, i)])


def _gerund_ahead(reading: Reading, index: int, cue: int) -> bool:
    """Whether a participle or gerund clause of the attribution begins here (…, ajoutant que … ; …, en rappelant …)."""
    ahead = reading.words[index : index + 4]
    return any(w.feats.get("VerbForm") == "Part" and w.feats.get("Tense") == "Pres" for w in ahead)


def host(reading: Reading, cue: int, speaker: int | None, first: int) -> Content | None:
    """Return the words an inserted clause stands in or behind."""
    view = reading.view
    clause = attribution_clause(reading, cue, speaker, first)
    mark = reading.around(clause.start)
    if mark is not None and mark.span.start < clause.start and clause.end <= mark.outer.end:
        after = Span(clause.end, mark.span.end)
        return finish(reading, [Span(mark.span.start, clause.start), after], clause, open_end=True)
    closing = reading.closing_before(clause.start)
    if closing is not None:
        return _behind_mark(reading, cue, clause, closing)
    # no marks next to the clause
    if clause.start <= reading.span.start + 1:
        return None
    before = Span(_start(reading, clause), clause.start)
    if mark is not None and not mark.closed and mark.span.start == clause.start:  # an opening sign where a closing one belongs
        return finish(reading, [Span(before.start, mark.outer.start)], clause)
    rest = _rest(reading, cue, clause)
    pieces = [before, *([rest] if rest is not None else [])]
    if rest is not None and is_lead_in(reading, before):
        pieces = [rest]
    if not re.search(r"[,»–—-]\s*$", view[before.start : before.end]) and rest is None and not is_clitic_clause(reading, cue):
        return None
    return finish(reading, pieces, clause, open_end=rest is None)


def _start(reading: Reading, clause: Span) -> int:
    """Return where the words around an inserted clause begin: behind a colon that a verb of speech stands before, else with the sentence."""
    colons = [
        i for i, word in enumerate(reading.words)
        if word.form == ":" and word.span.end < clause.start and reading.around(word.span.start) is None
    ]  # fmt: skip
    if colons and introducer(reading, colons[-1]) is not None:
        return reading.word(colons[-1] + 1).span.start
    return reading.span.start


def is_clitic_clause(reading: Reading, cue: int) -> bool:
    """Whether the inserted clause has an inverted clitic subject."""
    return any(is_clitic(reading, i) for i in range(max(0, cue - 4), min(len(reading.words), cue + 2)))


def _behind_mark(reading: Reading, cue: int, clause: Span, closing: Mark) -> Content | None:
    """Return the words said when an attribution stands right behind a closing mark."""
    start = sentence_start(reading, closing)
    lone = stands_free(reading, start, closing) and not joined_marks(reading, start, closing)
    before = closing.span if lone else Span(start, closing.outer.end)
    pieces = [before]
    following = reading.opening_after(clause.end, " ,")
    if following is not None and following.outer.start < reading.span.end and "," in reading.view[clause.end : following.outer.start]:
        pieces.append(following.span if lone else _to_end(reading, following))
    elif not lone or not has_finite_verb(reading, closing.span):
        rest = _rest(reading, cue, clause)
        if rest is not None and (not lone or any(_is_finite_root(reading, i) for i in words_in(reading, rest))):
            pieces = [Span(start, closing.outer.end), rest]
    return finish(reading, pieces, clause, open_end=True)


def _is_finite_root(reading: Reading, index: int) -> bool:
    return reading.word(index).deprel == "root" and any(
        reading.word(i).feats.get("VerbForm") == "Fin" for i in [index, *reading.children[index]] if reading.word(i).upos in {"VERB", "AUX"}
    )


def _rest(reading: Reading, cue: int, clause: Span) -> Span | None:
    """Return what follows the attribution in its sentence when it belongs to the host, not to the attribution."""
    own = set(reading.subtree(cue))
    indices = [i for i, w in enumerate(reading.words) if w.span.start >= clause.end and w.upos != "PUNCT"]
    if not indices:
        return None
    foreign = [i for i in indices if i not in own]
    if len(foreign) * 2 <= len(indices):
        return None
    gap = reading.view[clause.end : reading.words[indices[0]].span.start]
    if not set(gap) & set(",–—-)«"):
        return None
    if any(reading.words[i].form.lower() in grammar("pronouns", "relatives") for i in indices[:2]):  # …, qui … ; …, pour qui …
        return None
    if reading.words[indices[0]].upos in {"ADV"} and reading.words[indices[0]].head == cue:
        return None
    return without_stop(reading.view, Span(clause.end, reading.span.end))


def _to_end(reading: Reading, mark: Mark) -> Span:
    return Span(mark.outer.start, max(mark.outer.end, reading.span.end - 1))

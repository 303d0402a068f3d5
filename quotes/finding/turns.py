"""Turns of dialogue: which part of what follows a dash is said, which is the narrator's.

A turn begins with the words said. An inserted clause hands over to the narrator, up to the punctuation behind which nothing hangs on
that clause; a whole sentence told in the tenses of narration, about no first or second person, hands over for the rest of the turn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from quotes.finding.candidates import Candidate, sentence_candidates
from quotes.finding.contents import Content, letters
from quotes.finding.reading import Reading
from quotes.french import grammar
from quotes.records import Mark, Marked, Span, Tree

BREAKS = {",", ";", ":", ".", "!", "?", "…", "...", "—", "–", "-", "»"}
STOPS = {".", "!", "?", "…", "..."}
EXCITED = set("?!")
EDGE = " \n\t,;:—–-"


@dataclass(frozen=True)
class Turn:
    """The pieces of a turn that are said, and the inserted clause that says by whom, if there is one."""

    pieces: tuple[Span, ...]
    attribution: Candidate | None


def split_turns(marked: Marked, trees: Mapping[int, Tree]) -> tuple[Marked, list[Candidate]]:
    """Return the document with its turns narrowed to what is said, and the attributions inserted in them."""
    if not any(mark.turn for mark in marked.marks):
        return marked, []
    readings = {number: Reading(marked, tree) for number, tree in trees.items()}
    marks: list[Mark] = []
    attributions: list[Candidate] = []
    turns = {mark: _turn(mark, readings) for mark in marked.marks if mark.turn}
    said = [span for turn in turns.values() for span in turn.pieces]
    for mark in marked.marks:
        if not mark.turn:
            inside = mark.depth == 0 or any(span.covers(mark.span) for span in said)
            marks.append(mark if inside else replace(mark, depth=mark.depth - 1))
            continue
        turn = turns[mark]
        for part, span in enumerate(turn.pieces):
            marks.append(replace(mark, span=span, outer=Span(mark.outer.start if part == 0 else span.start, span.end), part=part or mark.part))
        if turn.attribution is not None:
            content = Content(turn.pieces, "direct", turn.attribution.content.clause)
            attributions.append(replace(turn.attribution, order=0, content=content))
    marks.sort(key=lambda mark: (mark.outer.start, -mark.outer.end))
    return replace(marked, marks=tuple(marks)), attributions


def _turn(mark: Mark, readings: Mapping[int, Reading]) -> Turn:
    inside = [r for r in readings.values() if r.span.start < mark.span.end and mark.span.start < r.span.end]
    inside.sort(key=lambda reading: reading.span.start)
    if not inside or mark.label is not None:
        return Turn((mark.span,), None)
    view = inside[0].view
    pieces: list[Span] = []
    attribution: Candidate | None = None
    tail = narration_from(inside)
    at: int | None = mark.span.start  # where the words said go on; None while the narrator speaks
    for number, reading in enumerate(inside):
        if number == tail:
            break
        start = max(reading.span.start, mark.span.start)
        at = start if at is None else at
        for candidate in insertions(reading, mark):
            if at is None or candidate.content.clause.start < at:
                continue
            pieces.append(Span(at, candidate.content.clause.start))
            attribution = attribution or candidate
            at = resumes(reading, candidate)
        end = min(reading.span.end, mark.span.end)
        if at is not None and at < end and number + 1 in {tail, len(inside)}:
            pieces.append(Span(at, end))
            at = None
    pieces = [part for piece in pieces for part in _without_brackets(view, piece)]
    trimmed = [_trim(view, piece, opening=piece.start == mark.span.start) for piece in pieces]
    kept = tuple(piece for piece in trimmed if letters(view, piece))
    return Turn(kept or (mark.span,), attribution)


def _without_brackets(view: str, piece: Span) -> list[Span]:
    """Cut square brackets, an editor's words, out of a piece."""
    parts, start = [], piece.start
    while (opening := view.find("[", start, piece.end)) >= 0 and (closing := view.find("]", opening, piece.end)) >= 0:
        if letters(view, Span(opening, closing)):
            parts.append(Span(start, opening))
            start = closing + 1
        else:
            break
    return [*parts, Span(start, piece.end)]


def _trim(view: str, span: Span, *, opening: bool) -> Span:
    """Cut blanks and signs off a piece, but not the dash that opens the turn."""
    start, end = span
    while start < end and view[start] in EDGE and not opening:
        start += 1
    while end > start and view[end - 1] in EDGE:
        end -= 1
    return Span(start, end)


def insertions(reading: Reading, mark: Mark) -> list[Candidate]:
    """Return the inserted clauses of a sentence that attribute the turn's words, in text order."""
    found = [c for c in sentence_candidates(reading, ("inserted_clause",)) if mark.span.covers(c.content.clause)]
    return sorted(found, key=lambda c: c.content.clause.start)


def narration_from(sentences: list[Reading]) -> int:
    """Return the number of the sentence, not the first, from which a turn is the narrator's; the number of sentences if none is.

    A sentence in the past historic decides alone; one in the imperfect only when nobody is spoken to after it.
    """
    talk = [_talks(reading) for reading in sentences]
    for number, reading in enumerate(sentences):
        if number and not talk[number]:
            tenses = _tenses(reading, 0, len(reading.words))
            if ("Ind", "Past") in tenses or (("Ind", "Imp") in tenses and not any(talk[number:])):
                return number
    return len(sentences)


def _talks(reading: Reading) -> bool:
    """Whether a sentence asks, exclaims or has words of whoever talks or is talked to."""
    excited = EXCITED & set(reading.view[reading.span.start : reading.span.end])
    return bool(excited) or _addressed(reading, 0, len(reading.words))


def _manner(reading: Reading, first: int, last: int) -> bool:
    """Whether the first noun of a range, before any verb, is what somebody speaks with (*d'une voix sourde*, *la bouche pleine*)."""
    for word in reading.words[first:last]:
        if word.upos == "NOUN":
            return word.form.lower() in grammar("talk", "manner")
        if word.upos not in {"ADP", "DET", "ADJ", "ADV", "CCONJ"} or word.form.lower() in grammar("talk", "persons"):
            return False
    return False


def _addressed(reading: Reading, first: int, last: int) -> bool:
    """Whether first or second persons, futures or imperatives stand in a range."""
    words = reading.words[first:last]
    return any(
        (w.upos != "NOUN" and w.form.lower() in grammar("talk", "persons")) or w.feats.get("Tense") == "Fut" or w.feats.get("Mood") == "Imp"
        for w in words
    )


def _tenses(reading: Reading, first: int, last: int) -> set[tuple[str | None, str | None]]:
    return {(w.feats.get("Mood"), w.feats.get("Tense")) for w in reading.words[first:last] if w.feats.get("VerbForm") == "Fin"}


def resumes(reading: Reading, candidate: Candidate) -> int | None:
    """Return the offset where the words said go on behind an inserted clause, None when they do not in this sentence."""
    words = reading.words
    own = set(reading.subtree(candidate.cue_word))
    i = max(candidate.cue_word, *(i for i, w in enumerate(words) if candidate.mention and w.span.end <= candidate.mention.span.end)) + 1
    while i < len(words) and words[i].form not in BREAKS:  # what the tree hung elsewhere, up to the next sign
        i += 1
    while i < len(words):
        sign = words[i].form
        first = i + 1
        last = first
        while last < len(words) and words[last].form not in BREAKS:
            last += 1
        if last == first:
            i = last
            continue
        if sign == ":" or sign in STOPS or not _narrates(reading, candidate, own, first, last, sign):
            return words[first].span.start
        i = last
    return None


def _narrates(reading: Reading, candidate: Candidate, own: set[int], first: int, last: int, sign: str) -> bool:
    """Whether the words from one sign to the next still belong to an inserted clause."""
    words = reading.words
    before_participle = {"ADP", "PRON", "CCONJ", "ADV"}
    for word in words[first : first + 4]:
        if word.feats.get("VerbForm") == "Part" and word.feats.get("Tense") == "Pres":
            return True
        if word.upos not in before_participle:
            break
    if sign == "," and _manner(reading, first, last):
        return True
    if _addressed(reading, first, last) or (last < len(words) and words[last].form in EXCITED):
        return False
    tenses = _tenses(reading, first, last)
    third = words[first + 1].form.lower() if first + 1 < last else ""
    if words[first].upos == "CCONJ" and third in grammar("talk", "third"):  # …, et elle sortit
        return True
    if words[first].form.lower() in grammar("talk", "relatives"):
        return candidate.mention is not None and candidate.mention.kind != "pronoun"
    if tenses:
        return ("Ind", "Past") in tenses or (("Ind", "Imp") in tenses and (sign == ";" or words[first].upos == "CCONJ"))
    if sign != "," or words[first].upos in {"CCONJ", "SCONJ"}:
        return False
    return 2 * sum(i in own for i in range(first, last)) > last - first

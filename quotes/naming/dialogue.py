"""How quotations follow each other: turns that alternate, words within words, words whose speaker no mention names."""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from quotes.french import grammar
from quotes.naming.cast import Cast
from quotes.naming.entities import Entity
from quotes.naming.focus import WEIGHTS
from quotes.naming.names import Name, fold
from quotes.records import Marked, Quotation

BACK = 7  # quotations back to the other party of a dialogue
HEADLINE = 3  # sentences at the head of a document that may quote what stands below
NESTED = 3  # quotations back to one around

Found = tuple[Entity | None, str]
NOBODY: Found = (None, "")


class Dialogue:
    """The quotations of a document and who says those that are settled."""

    def __init__(self, marked: Marked, quotations: Sequence[Quotation], cast: Cast) -> None:
        """Note which quotations are turns and whom their words name."""
        self.quotations = quotations
        self.cast = cast
        self.found: list[Found] = [NOBODY] * len(quotations)
        opening = frozenset(paragraph.start for paragraph in marked.paragraphs) if cast.narrative else frozenset()
        self.turns = frozenset(mark.span.start for mark in marked.marks if mark.turn or mark.outer.start in opening)
        self.marks = [mark.span for mark in marked.marks if not mark.depth]
        self.starts = [span.start for span in self.marks]
        self.names_within: list[list[Name]] = [[name for span in q.spans for name in cast.places.names_in(span)] for q in quotations]

    def said(self, place: int) -> bool:
        """Whether an offset stands within marks."""
        i = bisect.bisect_right(self.starts, place) - 1
        return i >= 0 and place < self.marks[i].end

    def around(self, number: int) -> int | None:
        """Return the number of the quotation within whose words one stands; None when it stands in none."""
        own = self.quotations[number]
        before = range(number - 1, max(-1, number - 1 - NESTED), -1)
        return next((k for k in before if self.quotations[k].start <= own.start and own.end <= self.quotations[k].end), None)

    def last_turn(self, number: int) -> Entity | None:
        """Return who said the turn right before one; None where a quotation is no turn or answers none."""
        return self.found[number - 1][0] if number and self._follows(number) else None

    def _follows(self, number: int) -> bool:
        """Whether a quotation and the one before it are turns, a paragraph each."""
        before, quotation = self.quotations[number - 1], self.quotations[number]
        return before.start in self.turns and quotation.start in self.turns and quotation.paragraph - before.paragraph == 1

    def unnamed(self, number: int) -> Found:
        """Return who says words of which the text names no speaker, and why: who spoke before, who answers, who was spoken of right before."""
        quotation = self.quotations[number]
        if quotation.inherits is not None and self.found[quotation.inherits][0] is not None:
            goes_on = quotation.inherits == number - 1
            return self.found[quotation.inherits][0], "goes on from the quotation before" if goes_on else "the turns alternate"
        if number and not self.cast.narrative and self._directly_behind(number):
            return self.found[number - 1][0], "goes on from the quotation before"
        if self.last_turn(number) is not None:
            answers = self._addressed(number - 1)
            return (answers, "who is spoken to") if answers is not None else NOBODY
        if self.cast.narrative or quotation.start in self.turns:
            return NOBODY
        sentence = self.cast.sentence(quotation.start) - 1
        subjects = [e for e in self.cast.focus.recent if any(at >= sentence and weight >= WEIGHTS["subject"] for at, weight in e.events)]
        people = [e for e in subjects if e.type == "person" and not e.plural]
        return (people[0], "who is spoken of right before") if len(people) == 1 else NOBODY

    def _directly_behind(self, number: int) -> bool:
        """Whether nothing stands between a quotation and the one before it, and neither is a turn."""
        before, quotation = self.quotations[number - 1], self.quotations[number]
        between = self.cast.marked.view[before.end : quotation.start]
        return not {before.start, quotation.start} & self.turns and not any(map(str.isalnum, between))

    def _addressed(self, number: int) -> Entity | None:
        """Return to whom a turn is said: whoever it names, else the one who spoke last of the others; None when nobody did."""
        speaker = self.found[number][0]
        for entity in map(self.cast.find, self.names_within[number]):
            if entity is not None and entity is not speaker and entity.events:
                return entity
        for entity, _ in reversed(self.found[max(0, number - BACK + 1) : number]):
            if entity is not None and entity is not speaker and entity.type == "person" and not entity.plural:
                return entity
        return None

    def fill(self) -> None:
        """Give a turn of which nothing is known the speaker of the next but one, and the words of a headline who says them below."""
        view = self.cast.marked.view
        unknown = [n for n, q in enumerate(self.quotations) if q.mention is None and self.found[n][0] is None]
        headlines = [n for n in unknown if not self.cast.narrative and self.cast.sentence(self.quotations[n].start) < HEADLINE]
        said = [fold(view[q.start : q.end]) for q in self.quotations] if headlines else []
        for number in headlines:
            below = (k for k in range(number + 1, len(said)) if said[number] and said[number] in said[k] and self.found[k][0] is not None)
            again = next(below, None)
            if again is not None:
                self.found[number] = self.found[again][0], "who says these words below"
        for number, quotation in enumerate(self.quotations):  # I, in words whose speaker is named behind them
            outer = self.around(number)
            if quotation.mention is not None and quotation.mention.text.lower() in grammar("pronouns", "singular_first") and outer is not None:
                self.found[number] = self.found[outer][0], "who says the words around"
        for number in range(len(self.quotations) - 1, 1, -1):
            entity, open_ = self.found[number][0], self.found[number - 2][0] is None and self.quotations[number - 2].mention is None
            if entity is not None and open_ and self._follows(number) and self._follows(number - 1):
                self.found[number - 2] = entity, "the turns alternate"

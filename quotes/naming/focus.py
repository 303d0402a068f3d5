"""Who is in focus: how far each subject, object or speaker of the last sentences comes to mind when a pronoun stands for somebody."""

from __future__ import annotations

from collections.abc import Iterable

from quotes.naming.entities import Entity

#: How much a mention counts by its part in the clause; halved or so with every sentence.
WEIGHTS = {"main": 1.0, "subject": 1.0, "object": 0.35, "other": 0.1, "speaker": 0.8, "said": 0.25}
DECAY = 0.7
AGAIN = 0.1  # what mentions besides the strongest add
JUST = 3  # sentences in which somebody named last is whom a noun describes
KEPT = 40  # entities that are remembered
EVENTS = 8  # mentions of each


class Focus:
    """Who was spoken of last."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self.recent: dict[Entity, None] = {}

    def note(self, entity: Entity, sentence: int, part: str) -> None:
        """Note a mention of somebody in a sentence."""
        entity.events.append((sentence, WEIGHTS[part]))
        del entity.events[:-EVENTS]
        self.recent.pop(entity, None)
        self.recent[entity] = None
        if len(self.recent) > KEPT:
            self.recent.pop(next(iter(self.recent)))

    def salience(self, entity: Entity, sentence: int) -> float:
        """Return how much somebody is in focus at a sentence."""
        each = [weight * DECAY ** max(0, sentence - at) for at, weight in entity.events]
        return max(each, default=0.0) + AGAIN * (sum(each) - max(each, default=0.0))

    def ranked(self, sentence: int, reach: int, *, named: bool = False) -> list[Entity]:
        """Return who was spoken of, most in focus first, mentioned at most ``reach`` sentences before; with ``named``, last named first."""
        near = [e for e in self.recent if sentence - e.events[-1][0] <= reach]
        if named:
            ages = {e: min(sentence - e.named_at, JUST) for e in near}
            return sorted(near, key=lambda e: (ages[e], -self.salience(e, sentence)))
        return sorted(near, key=lambda e: (-self.salience(e, sentence), -e.events[-1][0]))

    def last(self) -> Iterable[Entity]:
        """Return who was spoken of, last first."""
        return reversed(self.recent)

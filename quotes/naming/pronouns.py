"""Whom a pronoun stands for: who is in focus and agrees, who was named last, who tells the story."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property

from quotes.french import grammar, settings
from quotes.naming.cast import NEAR, Cast
from quotes.naming.dialogue import NOBODY, Dialogue, Found
from quotes.naming.entities import Entity
from quotes.naming.names import Name
from quotes.records import Mention, Span

# Set by search on the annotated texts and others written for the purpose (how far each sways the choice, not probabilities).
REACH = 40  # sentences from a pronoun back to whom it stands for
UNSURE = 0.8  # how much less somebody of unknown gender comes to mind
BODY = 0.6  # and a body rather than a person
CROWD = 0.3  # and several under one noun, introduced as somebody's (*sa famille*)
UNNAMED = 0.6  # and somebody without a name
STRANGER = 0.4  # the same in a story
NAMED_WITHIN = 0.2  # and somebody whom the words said name
LAST_TURN = 0.5  # and whoever said the turn before
PAIR = 0.8  # and two people as one group
RIVALS = 2  # others that the explanation names
AHEAD = 40  # characters behind a pronoun where a name is that of somebody else
TOLD = 8  # times a text must say I outside words said for somebody to tell it
ADDRESSED = 3  # times somebody must be named in words said, and never elsewhere, to be the narrator


class Pronouns:
    """The pronouns of a document."""

    def __init__(self, cast: Cast, dialogue: Dialogue) -> None:
        """Begin with nobody behind *on*."""
        self.cast = cast
        self.dialogue = dialogue

    def stands_for(self, mention: Mention, number: int | None) -> Found:
        """Return whom a pronoun stands for, and why; ``number`` is that of the quotation whose speaker it names, if it does."""
        bare = mention.text.lower()
        if bare in grammar("pronouns", "singular_first"):
            return (self.narrator, "the narrator") if self.narrator is not None else NOBODY
        if bare in grammar("pronouns", "first_second"):
            return NOBODY
        if bare.split()[-1] in grammar("pronouns", "nearest"):
            last = next(
                (
                    e
                    for e in self.cast.focus.last()
                    if agreement(e, mention, narrative=self.cast.narrative) and (mention.plural or e.type == "person")
                ),
                None,
            )
            return (last, f"“{mention.text}”: the one named last") if last is not None else NOBODY
        ranked = self.in_focus(mention, number)
        if not ranked:
            return NOBODY
        found, *others = ranked
        if not found.agreement and found.type == "person" and not mention.plural:
            found.show("pronoun", mention.gender)
        rivals = f"; after them {', '.join(e.name for e in others[:RIVALS])}" if others else ""
        return found, f"“{mention.text}”: most in focus of those who agree{rivals}"

    def in_focus(self, mention: Mention, number: int | None) -> list[Entity]:
        """Return those who agree, most in focus first."""
        now, focus = self.cast.sentence(mention.span.start), self.cast.focus
        others = set() if number is None else self.others(mention, number)
        last = None if number is None else self.dialogue.last_turn(number)
        scores: dict[Entity, float] = {}
        for entity in focus.ranked(now, REACH):
            factor = agreement(entity, mention, narrative=self.cast.narrative)
            factor *= (NAMED_WITHIN if entity in others else 1) * (LAST_TURN if entity is last else 1)
            if factor:
                scores[entity] = factor * focus.salience(entity, now)
        if mention.plural and self.cast.narrative:
            people = [e for e in focus.ranked(now, NEAR) if e.type == "person" and not e.plural and e.named][:2]
            if len(people) == 2 and (mention.gender != "f" or all(e.agreement != "m" for e in people)):
                pair = self.cast.group(tuple(sorted(people, key=lambda e: e.place)), mention)
                scores[pair] = max(scores.get(pair, 0.0), focus.salience(people[1], now) * PAIR)
        return sorted(scores, key=lambda entity: -scores[entity])

    def others(self, mention: Mention, number: int) -> set[Entity | None]:
        """Return whom the words said name, and the clause behind the pronoun (*dit-il à Paul*): hardly who speaks."""
        sentence = self.cast.sentence(mention.span.start)
        ahead = [
            n for n in self.cast.places.names_in(Span(mention.span.end, mention.span.end + AHEAD)) if self.cast.sentence(n.span.start) == sentence
        ]
        return {self.cast.find(name) for name in (*self.dialogue.names_within[number], *ahead)}

    @cached_property
    def narrator(self) -> Entity | None:
        """The person whom only others name, in a text told in the first person; None when nobody or several are."""
        words = "|".join(map(re.escape, settings("grammar")["pronouns"]["singular_first"]))
        first = re.finditer(rf"\b(?:{words})\b", self.cast.marked.view, re.IGNORECASE)
        if sum(not self.dialogue.said(match.start()) for match in first) < TOLD:
            return None
        addressed: Counter[str] = Counter()
        for name in self.cast.places.called:
            entity = self.cast.find(name)
            addressed[name.text if entity is None else entity.name] += 1 if self.dialogue.said(name.span.start) else -TOLD
        best = [name for name, count in addressed.most_common(2) if count >= ADDRESSED]
        return self.cast.enter(Name(Span(0, 0), "", best[0]), "person") if len(best) == 1 else None


def agreement(entity: Entity, mention: Mention, *, narrative: bool) -> float:
    """Return how well somebody agrees with a pronoun, 0 when not at all."""
    if entity.plural != mention.plural:
        return 0
    factor = 1.0
    if not mention.plural:
        if mention.gender and entity.agreement and mention.gender != entity.agreement:
            return 0
        factor *= UNSURE if mention.gender and not entity.agreement else 1
        factor *= 1 if entity.type == "person" else CROWD if entity.type == "group" and not entity.definite else BODY
    if entity.type == "person" and not entity.named:
        factor *= STRANGER if narrative else UNNAMED
    return factor

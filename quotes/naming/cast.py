"""The cast of a document: whom names and noun phrases stand for."""

from __future__ import annotations

import bisect
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from quotes.french import grammar, settings, words
from quotes.french.people import demonyms, fields, masculines
from quotes.naming.entities import Entity
from quotes.naming.focus import Focus
from quotes.naming.names import (
    Name,
    belongs,
    first_word,
    fold,
    gender_by_first_name,
    is_first_name,
    name_key,
    proper_part,
    strip_title,
    titles,
    without_article,
    without_date,
)
from quotes.naming.nouns import FRESH, collective_type, fits, gender_of_article, is_role, likelihood, noun_of
from quotes.naming.places import Places
from quotes.records import Function, Marked, Mention, Span, SpeakerType

NEAR = 12  # sentences back to somebody whom a new noun may describe
HOLDERS = 20  # people remembered by one noun, so that a novel with a thousand men takes no longer for each
HELD = 1.5  # how much more somebody comes to mind who was called so before


NOUN_BEFORE, LONGEST_NOUN = re.compile(r"([^\W\d_][\w-]*)[\s«“\"]*$"), 40  # and within how many characters
ACRONYM = re.compile(r"\s?\(([A-ZÉÈ][\w-]*[A-ZÉÈ][\w-]*)\)")


class Cast:
    """The people and bodies of a document, and who is in focus."""

    def __init__(self, marked: Marked, *, narrative: bool) -> None:
        """Collect the people the text names in full; ``narrative`` says that names are people unless they show otherwise."""
        self.marked = marked
        self.narrative = narrative
        self.entities: list[Entity] = []
        self.by_word: dict[str, list[Entity]] = defaultdict(list)
        self.by_noun: dict[str, list[Entity]] = defaultdict(list)
        self.groups: dict[frozenset[int], Entity] = {}
        self.labels = frozenset(mark.label.start for mark in marked.marks if mark.label is not None)
        self.starts = [sentence.span.start for sentence in marked.sentences]
        self.focus = Focus()
        self.places = Places(marked)
        for name in sorted(self.places.names, key=lambda name: (-len(name.key), not name.title, name.span.start)):
            if len(name.key) > 1 or name.title:
                self.enter(name, "person")

    def sentence(self, place: int) -> int:
        """Return the number of the sentence at an offset."""
        return bisect.bisect_right(self.starts, place) - 1

    def new(self, name: str, kind: SpeakerType, place: int, *, plural: bool = False) -> Entity:
        """Return a new entity."""
        entity = Entity(len(self.entities), name, kind, plural=plural, place=place)
        self.entities.append(entity)
        return entity

    def enter(self, name: Name, kind: SpeakerType) -> Entity:
        """Return the entity a name belongs to, with the name noted; a new one when there is none."""
        entity = self.find(name)
        if entity is None:
            entity = self.new(name.text, kind, name.span.start)
        entity.place = min(entity.place, name.span.start)
        self.enter_into(entity, name)
        return entity

    def find(self, name: Name) -> Entity | None:
        """Return the entity a name stands for: the same words, else a part of them; of several the one in focus, else the one named first."""
        key = name.key
        if not key:
            return None
        known = [
            e for e in self.by_word.get(key[-1], ()) if not (name.gender and e.gender and e.gender != name.gender and e.gender_source != "first name")
        ]
        same = [e for e in known if key in e.keys]
        fit = same or [e for e in known if any(belongs(key, other) for other in e.keys)]
        if len(fit) > 1:
            agreeing = [e for e in fit if not name.gender or e.gender == name.gender]
            fit = agreeing or fit
        if len(fit) > 1:
            now = self.sentence(name.span.start)
            return max(fit, key=lambda e: (e.type == "person", self.focus.salience(e, now), -e.place))
        return fit[0] if fit else None

    def by_name(
        self, mention: Mention, functions: tuple[Function, ...] = (), *, speaks: bool = True, rank: str = "main"
    ) -> tuple[Entity | None, str]:
        """Return whom a name stands for, and why; None for a word with a capital that is hardly anybody's name."""
        text = without_date(mention.text.replace("’", "'").replace("\n", " "))
        parts = conjoined(text) if mention.plural else []
        if len(parts) > 1:
            members = [self.by_name(Mention(mention.span, part, "name"))[0] for part in parts]
            return self.group(tuple(e for e in members if e is not None), mention), "several names joined"
        text = proper_part(text)
        bare = text if mention.span.start in self.labels else without_article(text)
        article = text[: len(text) - len(bare)].strip()
        if article and fold(bare) in self.by_noun:
            return self.by_description(mention, (Function(fold(bare), gender_of_article(article)),))
        if bare in demonyms() and article:
            return self.by_description(mention, (Function(bare, demonyms()[bare] or gender_of_article(article)),))
        first, _, behind = bare.partition(" ")
        if first in demonyms() and behind[:1].isupper():  # la Danoise Freja Lund
            functions = (Function(first, demonyms()[first] or gender_of_article(article)), *functions)
            bare, article = behind, ""
        title, rest = strip_title(bare)
        name = Name(Span(mention.span.start, mention.span.start + len(rest)), title, rest)
        entity = self.find(name)
        body = self.is_body(mention.span)
        person = not body and self.is_person(name, article, functions, acts=speaks or rank in {"main", "subject"})
        if entity is not None:
            why = f"the name {entity.name}"
            if person and self.narrative and entity.type == "organisation":
                entity.type = "person"
            if body and entity.type == "person" and not gender_by_first_name(entity.name) and not any(map(is_role, entity.functions)):
                entity.type = "organisation"
        else:
            if (not speaks and not person and (rank == "other" or not self.is_name(name))) or (rank == "said" and not name.title):
                return None, ""
            kind: SpeakerType = "person" if person else "organisation"
            entity = self.new(rest, kind, mention.span.start, plural=mention.plural)
            why = "a name of its own"
        if entity.type == "organisation" and any(is_role(f.noun) and f.noun not in words("collectives") for f in functions):
            entity.type = "person"
        self.enter_into(entity, name)
        if entity.type == "person":
            entity.show("agreement", mention.gender if not titles().get(title) and not body else "")
        else:
            entity.grammatical = entity.grammatical or mention.gender or gender_of_article(article)
        for function in functions or (
            self.places.functions_near(name) if entity.type == "person" and not entity.functions and not self.narrative else ()
        ):
            self.describe(entity, function)
        return entity, why

    def enter_into(self, entity: Entity, name: Name) -> None:
        """Note a name of an entity, and find the entity by it from now on."""
        entity.add_name(name)
        for word in name.key:
            if entity not in self.by_word[word]:
                self.by_word[word].append(entity)
        for noun in settings("grammar")["names"]["titles_of"].get(name.title.rstrip(".").lower(), ()):
            self.describe(entity, Function(noun))
        noun = masculines().get(name.title.lower(), name.title.lower())
        if noun in words("roles"):
            self.describe(entity, Function(noun, name.gender))

    def note_acronym(self, entity: Entity, mention: Mention) -> None:
        """Find a body by the acronym in brackets behind its name from now on (*la Fédération des marins (FDM)*)."""
        match = ACRONYM.match(self.marked.view, mention.span.end)
        if match is not None and entity.type != "person":
            key = name_key(match.group(1))
            if key not in entity.keys:
                entity.keys.add(key)
                self.by_word[key[-1]].append(entity)

    def is_body(self, span: Span) -> bool:
        """Whether the noun right before a name says that it is a body's (*l'association Terre Vive*)."""
        before = NOUN_BEFORE.search(self.marked.view, max(span.start - LONGEST_NOUN, 0), span.start)
        return before is not None and before.group(1).lower() in words("collectives")

    def is_name(self, name: Name) -> bool:
        """Whether a word stands somewhere with a capital that no sentence asks for."""
        return name.text.split()[0] in self.places.capitals

    def is_person(self, name: Name, article: str, functions: Iterable[Function], *, acts: bool) -> bool:
        """Whether a name nobody else has is a person's."""
        if name.text in grammar("names", "not_people"):
            return False
        if name.title or any(is_role(f.noun) for f in functions):
            return True
        parts = name.text.split()
        if (
            article
            or first_word(name.text) in grammar("determiners", "definite")
            or name.text in words("media")
            or any(part.isupper() and len(part) > 2 for part in parts)
        ):
            return False
        if any(part.lower() in words("collectives") for part in parts):
            return False
        if len(parts) > 1 and all(p[:1].isupper() or p.lower() in grammar("names", "particles") for p in parts):
            return True
        return self.is_name(name) and acts and (is_first_name(parts[0]) or self.narrative)

    def group(self, members: tuple[Entity, ...], mention: Mention) -> Entity:
        """Return the group of some entities."""
        key = frozenset(entity.number for entity in members)
        if key not in self.groups:
            self.groups[key] = self.new(mention.text, "group", mention.span.start, plural=True)
            self.groups[key].members = members
        return self.groups[key]

    def describe(self, entity: Entity, function: Function) -> None:
        """Note a function of an entity; somebody without a name who was introduced by the same noun is that person."""
        entity.add_function(function)
        if entity.named and entity.type == "person" and "any" not in fields().get(function.noun, ()):
            same = [
                e
                for e in self.by_noun[function.noun]
                if not e.named and e.type in {"person", "anonymous"} and not e.plural and fits(function, e, entity.gender)
            ]
            if len(same) == 1:
                self.merge(same[0], entity)
        if entity not in self.by_noun[function.noun]:
            self.by_noun[function.noun].append(entity)
            del self.by_noun[function.noun][:-HOLDERS]

    def merge(self, unnamed: Entity, entity: Entity) -> None:
        """Give all that is known of somebody without a name to the person who turns out to be meant."""
        if unnamed.real is entity.real:
            return
        unnamed.same_as = entity
        entity.events = sorted([*unnamed.events, *entity.events])
        self.focus.recent.pop(unnamed, None)
        if entity.events:
            self.focus.recent.setdefault(entity, None)
        for noun, held in unnamed.functions.items():
            entity.functions.setdefault(noun, set()).update(held)
            self.by_noun[noun] = [entity if e is unnamed else e for e in self.by_noun[noun] if e is not entity]
        for source, votes in unnamed.evidence.items():
            entity.evidence.setdefault(source, Counter()).update(votes)

    def by_description(
        self, mention: Mention, functions: tuple[Function, ...], *, speaks: bool = False, other: Entity | None = None
    ) -> tuple[Entity, str]:
        """Return whom a noun phrase stands for, and why: who has that function, who may be described so, else somebody new."""
        if not functions:
            functions = (Function(noun_of(mention.text), "", frozenset()),)
        function = functions[0]
        first = first_word(mention.text)
        owned = first in grammar("determiners", "possessive") | grammar("determiners", "possessive_single")
        indefinite = first in grammar("determiners", "indefinite")
        definite = first in grammar("determiners", "definite") | grammar("determiners", "pointing") or (
            mention.text[:1].isupper() and not owned and not indefinite
        )
        if definite or owned or mention.kind == "group":
            known = self.known_by(mention, function, owned=owned, speaks=speaks, other=other)
            if known is not None:
                self.describe(known[0], function)
                return known
        kind: SpeakerType = "group" if mention.plural else "person" if is_role(function.noun) else collective_type(function.noun)
        entity = self.new(mention.text, kind, mention.span.start, plural=mention.plural)
        entity.grammatical = mention.gender
        entity.definite = definite
        if kind == "person":
            entity.show("agreement", mention.gender)
        for each in functions:
            self.describe(entity, each)
        return entity, "a noun phrase of its own"

    def known_by(self, mention: Mention, function: Function, *, owned: bool, speaks: bool, other: Entity | None) -> tuple[Entity, str] | None:
        """Return whom a definite noun phrase takes up, and why; None when it brings in somebody new."""
        now = self.sentence(mention.span.start)
        person = is_role(function.noun)
        gender = mention.gender if person else ""
        holders = [e for e in self.by_noun.get(function.noun, ()) if e.plural == mention.plural and fits(function, e, gender)]
        describes = person and not owned and not mention.plural
        anybody = "any" in fields().get(function.noun, ())
        if describes and (anybody or not holders):
            described = self.described(function, mention, now, speaks=speaks, holders=holders, other=other)
            if described is not None:
                return described, f"who is spoken of here and may be called “{function.noun}”"
        if holders:
            best = max(holders, key=lambda e: (self.focus.salience(e, now), -e.place))
            if len(function.words) > len(best.functions.get(function.noun, ())) and not best.named and best.type != "person":
                best.name = mention.text
            return best, f"“{function.noun}” was said of {best.name}"
        if not person and not mention.plural and function.noun in grammar("organisations", "broad"):
            bodies = [e for e in self.focus.ranked(now, NEAR) if e.type == "organisation" and is_proper(e) and e.agreement in {mention.gender, ""}]
            if bodies and not function.words - grammar("organisations", "kinds"):
                return bodies[0], f"the body spoken of here, which may be called “{function.noun}”"
        return None

    def described(
        self, function: Function, mention: Mention, now: int, *, speaks: bool, holders: Sequence[Entity], other: Entity | None
    ) -> Entity | None:
        """Return who is in focus and may be what a noun says: of the same sphere first, then those of whom nothing is known; hardly ``other``."""
        gender = function.gender or mention.gender
        best: tuple[float, Entity] | None = None
        near = [e for e in self.focus.ranked(now, NEAR) if e.type == "person" and not e.plural and gender and e.agreement == gender]
        alone = self.narrative and speaks and len(near) == 1
        for entity in self.focus.ranked(now, NEAR, named=True):
            if entity.type != "person" or entity.plural or (gender and entity.agreement not in {gender, ""}):
                continue
            if self.narrative and (not gender or not entity.agreement):
                continue
            if not (entity.named or entity.definite or entity in holders) or (entity is other and entity not in holders):
                continue
            likely = likelihood(function, entity, narrative=self.narrative and not alone)
            if likely == FRESH and now - entity.events[-1][0] > 2:
                continue
            worth = likely + (self.focus.salience(entity, now) * (HELD if entity in holders else 1) if holders else 0)
            if likely and (best is None or worth > best[0]):
                best = worth, entity
        return None if best is None else best[1]


def is_proper(body: Entity) -> bool:
    """Whether a body has a name: a proper one, or several words of which the first has a capital (*l'Office de l'eau*)."""
    words_ = without_article(body.name).split()
    return body.named or (len(words_) > 1 and words_[0][:1].isupper())


def conjoined(text: str) -> list[str]:
    """Return the parts of a phrase that names several (*MM. Roy et Petit*)."""
    joint = "|".join(map(re.escape, sorted(grammar("names", "conjunctions"))))
    return [part for part in re.split(rf"\s*,\s*|\s+(?:{joint})\s+", text) if part]

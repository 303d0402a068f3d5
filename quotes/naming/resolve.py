"""Mentions → speakers, within one document: one walk through the text, with everybody it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from quotes.french import grammar, settings
from quotes.naming.cast import Cast
from quotes.naming.dialogue import NOBODY, Dialogue, Found
from quotes.naming.entities import Entity
from quotes.naming.names import Name, strip_title, without_article
from quotes.naming.nouns import is_role
from quotes.naming.pronouns import REACH, Pronouns
from quotes.records import Attribution, Function, Marked, Mention, Quotation, Rank, Reference, Span, Speaker

LEAD = 3  # sentences in which a dispatch says whom it is about
LONE = 3  # words of a message that does not say whose it is (*le communiqué*)
BEFORE = 30  # characters before a name that may say that somebody is called so


def attribute(
    marked: Marked, quotations: Sequence[Quotation], references: Sequence[Reference] = (), *, narrative: bool = False
) -> tuple[Attribution, ...]:
    """Return every quotation with its speaker, in text order.

    ``references`` are all people and bodies the text speaks of; ``narrative`` says that it is told as novels are.
    """
    resolution = Resolution(marked, quotations, narrative=narrative)
    resolution.walk(references)
    return tuple(
        Attribution(quotation, None if entity is None else speaker(marked, entity), why)
        for quotation, (entity, why) in zip(quotations, resolution.dialogue.found, strict=True)
    )


class Resolution:
    """One walk through a document's references and quotations."""

    def __init__(self, marked: Marked, quotations: Sequence[Quotation], *, narrative: bool) -> None:
        """Gather whom the text names in full before anybody speaks."""
        self.marked = marked
        self.quotations = quotations
        self.cast = Cast(marked, narrative=narrative)
        self.dialogue = Dialogue(marked, quotations, self.cast)
        self.pronouns = Pronouns(self.cast, self.dialogue)
        self.behind_on: Entity | None = None
        self.known: dict[Span, Found] = {}
        self.waiting: dict[int, tuple[Function, ...]] = {}  # what is said of a pronoun before it stands (ancienne juge, elle …)
        third = "|".join(map(re.escape, sorted(grammar("pronouns", "third"), key=len, reverse=True)))
        self.pronoun_ahead = re.compile(rf",\s({third})\b")

    def walk(self, references: Sequence[Reference]) -> None:
        """Find who speaks, going from mention to mention."""
        references = [*references, *self.unseen(references)]
        by_place = {reference.mention.span.start: reference for reference in references}
        speaking = {q.mention.span.start for q in self.quotations if q.mention is not None}
        events = [(r.mention.span.start, 0, i) for i, r in enumerate(references) if r.mention.span.start not in speaking]
        events += [(q.start if q.mention is None else q.mention.span.start, 1, i) for i, q in enumerate(self.quotations)]
        for place, speaks, i in sorted(events):
            if speaks:
                self.quotation(i, by_place.get(place))
            else:
                self.reference(references[i])
        self.dialogue.fill()

    def unseen(self, references: Sequence[Reference]) -> Iterator[Reference]:
        """Yield the names of people that no tree shows as references."""
        covered = sorted([*(r.mention.span for r in references), Span(-1, -1), Span(len(self.marked.view) + 1, len(self.marked.view) + 1)])
        gaps = ((before.end, after.start) for before, after in pairwise(covered))
        gap = next(gaps)
        for name in self.cast.places.names:
            while gap[1] < name.span.end and (following := next(gaps, None)) is not None:
                gap = following
            if gap[0] <= name.span.start and name.span.end <= gap[1]:
                yield Reference(Mention(name.span, name.text, "name"), rank=self.rank(name), said=self.dialogue.said(name.span.start))

    def alone(self, span: Span) -> bool:
        """Whether a name stands alone on its line, as the author's does."""
        view = self.marked.view
        return view[max(0, span.start - 1) : span.start] in {"", "\n"} and view[span.end : span.end + 1] in {"", "\n"}

    def rank(self, name: Name) -> Rank:
        """Return the part in its clause of a name that no tree shows: a subject when no preposition stands before it."""
        before = self.marked.view[max(0, name.span.start - 12) : name.span.start].replace("'", "' ").split()
        return "other" if before and before[-1].lower() in grammar("names", "before_oblique") else "subject"

    def reference(self, reference: Reference) -> None:
        """Note whom a reference stands for and what it says of them."""
        mention = reference.mention
        body = (mention.kind == "group" and not mention.plural) or mention.behind is not None
        if (reference.said and mention.kind != "name") or (body and (self.cast.narrative or reference.rank == "other")):
            return
        if self.cast.narrative and mention.kind == "name" and self.alone(mention.span):
            return
        if mention.kind == "anonymous" and not any(is_role(function.noun) for function in reference.functions):
            return
        if reference.rank == "apposed":
            apposed = self.cast.places.name_before(mention) or self.cast.places.name_behind(mention)
            for function in reference.functions if apposed is not None else ():
                self.cast.describe(self.cast.enter(apposed, "person"), function)  # type: ignore[arg-type]
            ahead = None if apposed is not None else self.pronoun_ahead.match(self.marked.view, mention.span.end)
            if ahead is not None:
                self.waiting[ahead.start(1)] = reference.functions
            return
        entity, _ = self.stands_for(mention, reference)
        if entity is None:
            return
        for function in self.waiting.get(mention.span.start, ()):
            self.cast.describe(entity, function)
        sentence = self.cast.sentence(mention.span.start)
        if reference.rank in {"main", "subject"}:
            self.first_named(entity, sentence)
        if mention.kind == "name" and entity.named and self.called(mention.span.start, "other"):
            unnamed = next((e for e in self.cast.focus.last() if not e.named and e.type == "person" and not e.plural), None)
            if unnamed is not None and (not unnamed.agreement or not entity.agreement or unnamed.agreement == entity.agreement):
                self.cast.merge(unnamed, entity)
        if mention.kind != "pronoun":
            entity.show("agreement", reference.shown)
        if mention.kind == "name" and not reference.said:
            entity.named_at = sentence
        self.cast.focus.note(entity, sentence, "said" if reference.said else reference.rank)

    def quotation(self, number: int, reference: Reference | None) -> None:
        """Find who says a quotation."""
        mention = self.quotations[number].mention
        if mention is None:
            self.dialogue.found[number] = self.dialogue.unnamed(number)
            return
        entity, why = self.stands_for(mention, reference, number)
        if entity is None:
            return
        sentence = self.cast.sentence(mention.span.start)
        self.first_named(entity, sentence)
        says = next((name for name in self.dialogue.names_within[number] if self.called(name.span.start, "self")), None)
        if says is not None and not entity.named:  # je m'appelle …
            person = self.cast.enter(says, "person")
            self.cast.merge(entity, person)
            entity, why = person, "says so"
        self.dialogue.found[number] = entity, why
        if self.dialogue.around(number) is None:
            entity.spoke = True
            if reference is not None and reference.rank == "main":
                self.cast.focus.note(entity, sentence, "main")
            entity.named_at = sentence if mention.kind == "name" else entity.named_at
            self.cast.focus.note(entity, self.cast.sentence(max(mention.span.start, self.quotations[number].end - 1)), "speaker")

    def first_named(self, entity: Entity, sentence: int) -> None:
        """Take the first person whom a dispatch names, and says nothing else of, for the one its lead speaks of by a function."""
        new = entity.named and entity.type == "person" and not entity.events and not entity.functions
        if not new or self.cast.narrative or sentence >= LEAD + 2:
            return
        recent = self.cast.focus.recent
        unnamed = [e for e in recent if e.type == "person" and not e.plural and e.definite and e.events[0][0] < LEAD]
        others = any(e.named and e.type == "person" for e in recent)
        if len(unnamed) == 1 and not others and (not entity.agreement or unnamed[0].agreement in {entity.agreement, ""}):
            self.cast.merge(unnamed[0], entity)

    def called(self, place: int, who: str) -> bool:
        """Whether words that give somebody a name stand right before an offset."""
        before = self.marked.view[max(0, place - BEFORE) : place].lower().rstrip()
        return before.endswith(tuple(settings("grammar")["names"][f"called_{who}"]))

    def stands_for(self, mention: Mention, reference: Reference | None, number: int | None = None) -> Found:
        """Return whom a mention stands for, and why; the same for the same words."""
        if mention.span not in self.known:
            found, _ = self.known[mention.span] = self.find(mention, reference, number)
            if found is not None:
                self.cast.note_acronym(found, mention)
        entity, why = self.known[mention.span]
        return (None if entity is None else entity.real), why

    def find(self, mention: Mention, reference: Reference | None, number: int | None) -> Found:
        """Return whom a mention stands for by its kind, and why."""
        functions = reference.functions if reference is not None and reference.mention.kind == mention.kind else ()
        if mention.text.lower() in grammar("pronouns", "indefinite"):
            if mention.behind is not None:
                self.behind_on = self.find(mention.behind, None, number)[0]
            return (self.behind_on, "where it is said") if self.behind_on is not None else NOBODY
        if mention.kind == "pronoun":
            return self.pronouns.stands_for(mention, number)
        if mention.kind == "anonymous" or mention.text.replace("’", "'").lower() in grammar("pronouns", "anybody"):
            entity = self.cast.new(mention.text, "anonymous", mention.span.start, plural=mention.plural)
            for function in functions:
                self.cast.describe(entity, function)
            return entity, "nobody in particular"
        pointed = self.pointed(mention)
        if pointed is not None:
            return pointed
        if mention.kind == "name" or titled(mention):
            part = "main" if reference is None else "said" if reference.said and number is None else reference.rank
            return self.cast.by_name(mention, tuple(f for f in functions if is_role(f.noun)), speaks=number is not None, rank=part)
        if mention.text[:1].isupper() and mention.text.isalpha():  # a surname taken for a noun (Vignes, lui, pense que …)
            known = self.cast.find(Name(mention.span, "", mention.text))
            if known is not None and known.named and known.type == "person":
                return known, f"the name {known.name}"
        name = None if mention.plural else self.cast.places.name_behind(mention) or self.cast.places.name_before(mention)
        if name is not None:
            entity = self.cast.enter(name, "person")
            for function in functions:
                self.cast.describe(entity, function)
            return entity, f"the name {entity.name}"
        answered = None if number is None else self.dialogue.last_turn(number)
        return self.cast.by_description(mention, functions, speaks=number is not None, other=answered)

    def pointed(self, mention: Mention) -> Found | None:
        """Return whom *le même*, *même source*, *un communiqué* stand for: the last source, or whose message it is; None for other phrases."""
        words = mention.text.replace("’", "'").replace("'", " ").lower().split()
        same, focus = grammar("sources", "same"), self.cast.focus
        if same & set(words):
            source = bool(grammar("sources", "sources") & set(words))
            if source or words[-1] in same:
                last = next((e for e in focus.last() if (e.type != "person") == source and e.spoke and (source or not e.plural)), None)
                return None if last is None else (last, "the source before" if source else "who spoke before")
        if grammar("sources", "messages") & set(words) and len(words) <= LONE and not any(w[:1].isupper() for w in mention.text.split()[1:]):
            owners = [e for e in focus.ranked(self.cast.sentence(mention.span.start), REACH) if e.type in {"organisation", "person"} and e.named]
            owner = next((e for e in owners if e.spoke), owners[0] if owners else None)
            return None if owner is None else (owner, "whose message it is")
        return None


def titled(mention: Mention) -> bool:
    """Whether a mention is a civility and a name (*M. de Roncourt*), whatever the tree makes of it."""
    title, rest = strip_title(without_article(mention.text))
    return bool(title) and any(letter.isupper() for letter in rest) and not mention.plural


def speaker(marked: Marked, entity: Entity) -> Speaker:
    """Return an entity as a speaker."""
    entity = entity.real
    joint = f" {settings('grammar')['names']['conjunctions'][0]} "
    name = joint.join(member.real.name for member in entity.members) if entity.members else entity.name
    return Speaker(name, f"{marked.document.doc_id}#{entity.number + 1}", entity.type, entity.gender, entity.gender_source)

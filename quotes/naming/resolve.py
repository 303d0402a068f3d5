"""Mentions → speakers, within one document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from quotes.french import grammar, lexicon, settings
from quotes.naming.names import Person, find_people, fold, gender_by_first_name, roles, strip_title, titles
from quotes.records import Attribution, Gender, Marked, Mention, Quotation, Speaker, SpeakerType

REACH = 900  # characters from a subject to the pronoun that stands for it
SHORT = 5  # words of a description that may stand for somebody who spoke before (*la jeune élue*)


class Cast:
    """The people of a document and who spoke so far."""

    def __init__(self, marked: Marked, subjects: Sequence[Mention]) -> None:
        """Collect the people the text names; ``subjects`` are those a pronoun may stand for, in text order."""
        self.marked = marked
        self.subjects = subjects
        self.people = find_people(marked)
        self.spoken: list[tuple[Speaker, int]] = []
        self.ids: dict[str, str] = {}

    def speaker(self, name: str, kind: SpeakerType, gender: Gender = "", source: str = "") -> Speaker:
        """Return a speaker with an identifier that is the same for the same name in this document."""
        key = fold(name)
        identifier = self.ids.setdefault(key, f"{self.marked.document.doc_id}:{len(self.ids) + 1}")
        return Speaker(name, identifier, kind, gender, source if gender else "")

    def of_person(self, person: Person) -> Speaker:
        """Return a person as speaker."""
        return self.speaker(person.name, "person", person.gender, person.gender_source)

    def resolve(self, mention: Mention) -> Speaker | None:
        """Return whom a mention stands for; None when a pronoun finds nobody."""
        if mention.kind == "pronoun":
            return self.by_pronoun(mention)
        if mention.kind == "anonymous":
            return self.speaker(mention.text, "anonymous")
        if mention.kind == "name":
            return self.by_name(mention)
        if mention.kind == "group":
            return self.speaker(mention.text, "group" if mention.plural else "organisation")
        return self.by_role(mention)

    def by_name(self, mention: Mention) -> Speaker:
        """Return the person with that name, by its last word when the text gives the full name elsewhere; else an organisation."""
        if mention.plural:
            return self.speaker(mention.text, "group")
        title, name = strip_title(_without_article(_without_date(mention.text.replace("’", "'"))))
        bare = _without_article(name)
        folded = fold(bare).split()
        for person in self.people:
            known = fold(person.name).split()
            if (
                folded == known
                or (folded and folded[-1] == known[-1] and set(folded) <= set(known))
                or (len(folded) > 1 and set(known) <= set(folded))
            ):
                return self.of_person(person)
        gender = titles().get(title, "")
        if gender in {"f", "m"}:
            return self.speaker(f"{title} {name}", "person", gender, "title")  # type: ignore[arg-type]
        by_first = gender_by_first_name(bare)
        if by_first:
            return self.speaker(bare, "person", by_first, "first name")
        person_like = bool(title) or (len(folded) > 1 and bare == mention.text and not bare.isupper())
        return self.speaker(bare, "person" if person_like else "organisation", mention.gender if person_like else "", "agreement")

    def by_role(self, mention: Mention) -> Speaker:
        """Return the person introduced with that function, else the last speaker it may stand for, else the noun phrase itself."""
        words_ = [w.lower() for w in mention.text.replace("’", "'").replace("'", "' ").split()]
        head = next((w for w in words_ if w in roles()), "")
        capitals = [w for w in mention.text.replace("’", "'").replace("'", "' ").split()[1:] if w[:1].isupper()]
        pointing = bool(words_) and words_[0] in grammar("determiners", "pointing")
        definite = pointing or (bool(words_) and words_[0] in grammar("determiners", "definite"))
        if definite and (pointing or (head and not capitals)):
            holders = [p for p in self.people if head and same_role(head, p.roles) and p.places[0] < mention.span.start]
            if len(holders) == 1:
                return self.of_person(holders[0])
            previous = self.named_in_paragraph(mention) or self.last_person(mention.gender)
            if previous is None and pointing:
                person = self.last_named(mention.span.start, mention.gender)
                previous = None if person is None else self.of_person(person)
            if previous is not None and not holders and len(words_) <= SHORT and fold(mention.text) not in self.ids:
                return previous
        kind: SpeakerType = "person" if head else "organisation"
        by_noun = roles().get(head, "")
        gender: Gender = by_noun if by_noun in {"f", "m"} and head else mention.gender if head else ""  # type: ignore[assignment]
        return self.speaker(mention.text, kind, mention.gender or gender if head else "", "agreement")

    def by_pronoun(self, mention: Mention) -> Speaker | None:
        """Return the person or group last in focus that agrees with a pronoun."""
        bare = mention.text.lower()
        pronouns = settings("grammar")["pronouns"]
        if bare in pronouns["indefinite"] or bare in pronouns["first_second"]:
            return None
        found = self.in_focus(mention)
        if found is not None:
            return self.with_gender(found, mention)
        if mention.plural:
            return None
        person = self.last_named(mention.span.start, mention.gender)
        if person is not None:
            return self.with_gender(self.of_person(person), mention)
        return next((s for s, _ in reversed(self.spoken) if s.type != "person" and s.gender in {mention.gender, ""}), None)

    def in_focus(self, mention: Mention) -> Speaker | None:
        """Return who was last, speaker or subject of a main clause, and agrees in gender and number; people before institutions."""
        kinds: tuple[set[str], ...] = ({"group", "organisation"},) if mention.plural else ({"person"}, {"organisation", "anonymous"})
        for kind in kinds:
            spoken = next(((place, s) for s, place in reversed(self.spoken) if s.type in kind and agrees(s.gender, mention)), None)
            since = spoken[0] if spoken else -1
            for subject in reversed([m for m in self.subjects if since < m.span.start < mention.span.start and m.plural == mention.plural]):
                if mention.span.start - subject.span.start > REACH or not agrees(subject.gender, mention):
                    continue
                candidate = self.resolve(subject)
                if candidate is not None and candidate.type in kind and agrees(candidate.gender, mention):
                    return candidate
            if spoken is not None:
                return spoken[1]
        return None

    def named_in_paragraph(self, mention: Mention) -> Speaker | None:
        """Return the one person named as a subject in the paragraph before a mention, after the last words said."""
        paragraph = next((p for p in self.marked.paragraphs if p.start <= mention.span.start < p.end), None)
        start = max([paragraph.start if paragraph else 0, *(place for _, place in self.spoken)])
        agreeing = {mention.gender, ""} if mention.gender else {"f", "m", ""}
        named = [p for p in self.people if p.gender in agreeing and any(start <= at < mention.span.start and self.is_subject(at) for at in p.places)]
        return self.of_person(named[0]) if len(named) == 1 else None

    def last_person(self, gender: Gender) -> Speaker | None:
        """Return the person with a name who spoke last and whose gender does not contradict."""
        names = {person.name for person in self.people}
        agreeing = {gender, ""} if gender else {"f", "m", ""}
        return next((s for s, _ in reversed(self.spoken) if s.name in names and s.gender in agreeing), None)

    def is_subject(self, place: int) -> bool:
        """Whether a name outside marks may be a subject: no preposition right before it."""
        if any(m.span.start <= place < m.span.end for m in self.marked.marks):
            return False
        before = self.marked.view[max(0, place - 12) : place].replace("'", "' ").split()
        return not before or before[-1].lower() not in settings("grammar")["names"]["before_oblique"]

    def with_gender(self, speaker: Speaker, mention: Mention) -> Speaker:
        """Note the gender a pronoun shows of a speaker whose gender was unknown."""
        if speaker.gender or not mention.gender or speaker.type != "person":
            return speaker
        for person in self.people:
            if person.name == speaker.name and not person.gender:
                person.gender, person.gender_source = mention.gender, "pronoun"
        return self.speaker(speaker.name, speaker.type, mention.gender, "pronoun")

    def last_named(self, before: int, gender: Gender) -> Person | None:
        """Return the person named last before an offset whose gender does not contradict."""
        best: tuple[int, Person] | None = None
        for person in self.people:
            places = [p for p in person.places if p < before]
            if places and person.gender in {gender, ""} and (best is None or places[-1] > best[0]):
                best = places[-1], person
        return best[1] if best else None


def agrees(gender: Gender, mention: Mention) -> bool:
    """Whether a gender does not contradict that of a mention."""
    return not gender or not mention.gender or gender == mention.gender


def same_role(head: str, held: set[str]) -> bool:
    """Whether a noun of function, in either gender, is among those somebody holds."""
    return bool({head, *_other_gender().get(head, ())} & held)


@cache
def _other_gender() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for entry in lexicon("roles"):
        if entry["feminine"]:
            table[entry["noun"]] = (*table.get(entry["noun"], ()), entry["feminine"])
            table[entry["feminine"]] = (*table.get(entry["feminine"], ()), entry["noun"])
    return table


def _without_date(name: str) -> str:
    """Cut a name before the first number and the small words that lead to it (Le Monde du 25 janvier)."""
    words = name.split()
    first = next((i for i, word in enumerate(words) if i and word[:1].isdigit()), len(words))
    while first < len(words) and first > 1 and words[first - 1].islower():
        first -= 1
    return " ".join(words[:first])


def _without_article(name: str) -> str:
    for article in grammar("determiners", "definite"):
        start = article if article.endswith("'") else article + " "
        if name.startswith(start):
            return name[len(start) :]
    return name


def attribute(marked: Marked, quotations: Sequence[Quotation], subjects: Sequence[Mention] = ()) -> tuple[Attribution, ...]:
    """Return every quotation with its speaker, in text order."""
    cast = Cast(marked, subjects)
    found: list[Attribution] = []
    end = 0
    for quotation in quotations:
        speaker = None
        nested = quotation.end <= end
        end = max(end, quotation.end)
        if quotation.mention is not None:
            speaker = cast.resolve(quotation.mention)
            if speaker is not None and not nested:
                cast.spoken.append((speaker, max(quotation.end, quotation.mention.span.end)))
        elif quotation.inherits is not None:
            speaker = found[quotation.inherits].speaker
        found.append(Attribution(quotation, speaker))
    return tuple(with_one_gender(found))


def with_one_gender(found: list[Attribution]) -> list[Attribution]:
    """Give a speaker everywhere the gender that the text shows somewhere."""
    shown = {a.speaker.speaker_id: a.speaker for a in found if a.speaker is not None and a.speaker.gender}
    return [
        replace(a, speaker=shown[a.speaker.speaker_id]) if a.speaker is not None and a.speaker.speaker_id in shown else a for a in found
    ]  # fmt: skip

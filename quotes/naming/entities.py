"""Somebody or something that a document speaks of: names, functions, and what tells whether a woman or a man."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from quotes.naming.names import Name, gender_by_first_name, name_key
from quotes.records import Function, Gender, SpeakerType

#: What tells a person's gender, the surest first; the first name only when the text says nothing.
EVIDENCE = ("civility", "role noun", "agreement", "pronoun", "first name")


@dataclass(eq=False)
class Entity:
    """One cluster: every way the document names somebody."""

    number: int
    name: str
    type: SpeakerType
    named: bool = False  # by a proper name, not by a noun phrase
    plural: bool = False
    definite: bool = False  # introduced as somebody known (*l'accusé*)
    spoke: bool = False
    named_at: int = -100  # the sentence in which its name stood last
    place: int = 0
    grammatical: Gender = ""  # that of its noun or article, which a pronoun agrees with
    key: tuple[str, ...] = ()  # of the name it goes by
    keys: set[tuple[str, ...]] = field(default_factory=set)
    functions: dict[str, set[str]] = field(default_factory=dict)
    evidence: dict[str, Counter[str]] = field(default_factory=dict)
    events: list[tuple[int, float]] = field(default_factory=list)
    members: tuple[Entity, ...] = ()
    same_as: Entity | None = None  # who it turned out to be

    @property
    def gender(self) -> Gender:
        """The gender of a single person, by the surest evidence."""
        return self._told()[0]

    @property
    def gender_source(self) -> str:
        """What tells the gender; empty when nothing does."""
        return self._told()[1]

    def _told(self) -> tuple[Gender, str]:
        if self.type in {"organisation", "group"} or self.plural:
            return "", ""
        for source in EVIDENCE:
            votes = self.evidence.get(source, Counter())
            if votes["f"] != votes["m"]:
                return "f" if votes["f"] > votes["m"] else "m", source
        return "", ""

    @property
    def agreement(self) -> Gender:
        """The gender of the pronouns that stand for it; empty when either may."""
        return self.gender or (self.grammatical if self.type != "person" or not self.named else "")

    @property
    def real(self) -> Entity:
        """Who it turned out to be; itself when nothing turned out."""
        entity = self
        while entity.same_as is not None:
            entity = entity.same_as
        return entity

    def show(self, source: str, gender: Gender) -> None:
        """Note that the text shows a gender."""
        if gender:
            self.evidence.setdefault(source, Counter())[gender] += 1

    def add_name(self, name: Name) -> None:
        """Note a way somebody is named; the fullest one is kept as the name."""
        key = name_key(name.text)
        self.keys.add(key)
        self.show("civility", name.gender)
        full = (name.full or f"{name.title} {name.text}") if name.title and len(key) == 1 else name.text
        known = self.key or (name_key(self.name) if self.type != "person" else ())
        if (len(key), len(full)) > (len(known), len(self.name) if known else 0):
            self.name, self.key = full, key
        self.named = True
        if len(key) > 1 or not name.title:
            self.evidence["first name"] = Counter({gender_by_first_name(self.name): 1})

    def add_function(self, function: Function) -> None:
        """Note what somebody is said to be."""
        self.functions.setdefault(function.noun, set()).update(function.words)
        self.show("role noun", function.gender)

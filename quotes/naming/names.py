"""The people a document names: full names, family names, gender and functions, each with where it stands."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache

from quotes.french import lexicon, settings, words
from quotes.records import Gender, Marked

CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w'’-]*"


@dataclass
class Person:
    """Somebody the document names."""

    name: str
    gender: Gender = ""
    gender_source: str = ""
    places: list[int] = field(default_factory=list)
    roles: set[str] = field(default_factory=set)


def fold(name: str) -> str:
    """Return a name lower-cased, without accents and marks, for comparison."""
    plain = unicodedata.normalize("NFKD", name.lower().replace("’", "'"))
    return " ".join(re.findall(r"[\w-]+", "".join(c for c in plain if not unicodedata.combining(c))))


@cache
def first_names() -> dict[str, str]:
    """Map first names to their gender (``f``, ``m``, ``mf``)."""
    return {e["name"]: e["gender"] for e in lexicon("first_names")}


@cache
def titles() -> dict[str, str]:
    """Map civilities and titles to their gender."""
    return {e["title"]: e["gender"] for e in lexicon("titles")}


@cache
def roles() -> dict[str, str]:
    """Map nouns of functions, both forms, to the gender they show."""
    table: dict[str, str] = {}
    for entry in lexicon("roles"):
        table[entry["noun"]] = entry["gender"]
        if entry["feminine"]:
            table[entry["feminine"]] = "f"
    return table


@cache
def _name() -> re.Pattern[str]:
    particles = "|".join(sorted(map(re.escape, settings("grammar")["names"]["particles"]), key=len, reverse=True))
    civility = "|".join(sorted((re.escape(t) for t in words("titles") if t[:1].isupper()), key=len, reverse=True))
    return re.compile(
        rf"(?:(?P<title>{civility})\s+)?(?P<name>{CAPITAL}(?:[ ](?:(?:{particles})[ ]|(?:d')){{0,2}}(?:[A-Z]\.(?=[ ][A-Z])|{CAPITAL}))*)",
    )


def strip_title(name: str) -> tuple[str, str]:
    """Return (title, rest) of a mention such as « Mme Roy »."""
    first, _, rest = name.partition(" ")
    return (first, rest) if rest and first in titles() else ("", name)


def gender_by_first_name(name: str) -> Gender:
    """Return the gender of a name's first word, when it is a first name of one gender; else empty."""
    parts = name.replace("’", "'").split()
    if not parts:
        return ""
    for candidate in (parts[0], parts[0].split("-")[0]):
        gender = first_names().get(candidate, "")
        if gender in {"f", "m"}:
            return gender  # type: ignore[return-value]
    return ""


def find_people(marked: Marked) -> list[Person]:
    """Return the people whose full name stands in the text (a known first name and a family name, or a title and a name)."""
    people: dict[str, Person] = {}
    view = marked.view
    for match in _name().finditer(view):
        title = match.group("title") or ""
        name, start = match.group("name"), match.start("name")
        parts = name.split(" ")
        while len(parts) > 1 and not title and parts[0] not in first_names() and parts[0].split("-")[0] not in first_names():
            start += len(parts[0]) + 1
            parts = parts[1:]
        name = " ".join(parts)
        if not title and (len(parts) < 2 or (parts[0] not in first_names() and parts[0].split("-")[0] not in first_names())):
            continue
        person = _known(people, name) or people.setdefault(fold(name), Person(name))
        if len(name) > len(person.name):
            person.name = name
        person.places.append(start)
        by_title = titles().get(title, "")
        if by_title in {"f", "m"}:
            person.gender, person.gender_source = by_title, "title"  # type: ignore[assignment]
        elif not person.gender:
            person.gender = gender_by_first_name(person.name)
            person.gender_source = "first name" if person.gender else ""
        _add_roles(view, person, match.start(), start + len(name))
    for person in people.values():
        if " " not in person.name:
            _complete(view, person)
        full = [(place, place + len(person.name)) for place in person.places]
        for match in re.finditer(rf"\b{re.escape(person.name.split(' ')[-1])}\b", view):
            if not any(start <= match.start() < end for start, end in full):
                person.places.append(match.start())
        person.places = sorted(set(person.places))
    return sorted(people.values(), key=lambda p: p.places[0])


def _complete(view: str, person: Person) -> None:
    """Give somebody known by title and family name the first name that stands before it elsewhere."""
    for match in re.finditer(rf"({CAPITAL}) {re.escape(person.name)}\b", view):
        first = match.group(1)
        if first not in titles() and first.lower() not in roles() and not view[: match.start()].rstrip().endswith((".", "!", "?")):
            person.name = match.group(0)
            return


def _known(people: dict[str, Person], name: str) -> Person | None:
    """Return the person a name belongs to: the same, a part of it, or the same family name without another first name."""
    folded = fold(name).split()
    for person in people.values():
        other = fold(person.name).split()
        shorter = min(len(folded), len(other))
        if folded[-shorter:] == other[-shorter:]:
            return person
    return None


def _add_roles(view: str, person: Person, start: int, end: int) -> None:
    """Note the function in apposition before or behind a name, and the gender it shows."""
    before = re.findall(r"[\w-]+", re.split(r"[.,;:!?»”\"]", view[max(0, start - 60) : start].rstrip(" ,"))[-1])
    behind = re.match(r"\s*,\s*((?:[\w'-]+\s+){0,3}[\w-]+)", view[end : end + 60])
    near = [w.lower() for w in before[-4:]] + ([w.lower() for w in re.findall(r"[\w-]+", behind.group(1))] if behind else [])
    for word in near:
        gender = roles().get(word)
        if gender is None:
            continue
        person.roles.add(word)
        if not person.gender and gender in {"f", "m"} and behind and word in behind.group(1).lower():
            person.gender, person.gender_source = gender, "function"  # type: ignore[assignment]

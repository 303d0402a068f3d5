"""Who is the same in several documents: full names that agree, a surname only one person has, what an alias file says."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from quotes.french import grammar
from quotes.naming.names import fold, name_key, strip_title, without_article
from quotes.records import Alias, Gender, Sighting, Speaker, SpeakerType

ALIAS = "alias"
Key = tuple[str, ...]


def identify(sightings: Iterable[Sighting], aliases: Sequence[Alias] = (), *, everybody: bool = False) -> People:
    """Return who each speaker of each document is in the whole corpus.

    Parameters
    ----------
    sightings
        Speakers, as often as they are quoted.
    aliases
        They come first: a line that names the document before one that does not.
    everybody
        Whether those of whom one document alone knows have an entry, too: to list them, or for saved tables, in which an alias file may have
        given several one identifier.

    Returns
    -------
    People
        A dict to be asked by ``[]``. People are the same when their full names agree and their genders do not contradict; somebody known by
        the surname alone, or with a civility, is the only person of the corpus with that surname, or stays apart. Organisations and groups are
        the same by their names.
        People without a name and anonymous sources are never the same in two documents. Whoever is the same has one ``speaker_id``, that of
        the first sighting, and one gender, the one most of the documents show.

    Examples
    --------
    >>> seen = [Sighting("a", "Anne Roy", "a#1", "person", "f"), Sighting("b", "Mme Roy", "b#1", "person", "f")]
    >>> [person.name for person in identify(seen).values()]
    ['Anne Roy', 'Anne Roy']
    """
    counts = Counter(sightings if everybody or aliases else filter(_may_be_known, sightings))
    keys = {sighting: _key(sighting.name, sighting) for sighting in counts}
    _part_by_gender(keys)
    said: dict[Sighting, Alias] = {}
    full: set[Sighting] = set()
    if aliases:
        full = {sighting for sighting, key in keys.items() if key[0] == "person"}
        said = {sighting: alias for sighting in counts if (alias := _alias(sighting, aliases)) is not None}
    _join_surnames(keys)
    if said:
        _follow(keys, said, full)
    groups: dict[Key, list[Sighting]] = defaultdict(list)
    for sighting, key in keys.items():
        if everybody or key[0] != "local" or sighting in said:
            groups[key].append(sighting)
    del keys
    people = People()
    taken: set[str] = set()
    for members in groups.values():
        person = _person(members, said, counts)
        if person.speaker_id in taken:  # left from an alias file that joined them
            person = replace(person, speaker_id=f"{members[0].doc_id}#{person.name}")
        taken.add(person.speaker_id)
        people |= dict.fromkeys(members, person)
    return people


def _may_be_known(sighting: Sighting) -> bool:
    """Whether another document may have the same person or body."""
    return sighting.type in {"organisation", "group"} or (sighting.type == "person" and not is_phrase(sighting.name))


class People(dict[Sighting, Speaker]):
    """Who each speaker is; those who are found in one document only, and of whom nothing else is known, take no room."""

    def __missing__(self, sighting: Sighting) -> Speaker:
        """Return whom the document has."""
        return Speaker(sighting.name, sighting.speaker_id, sighting.type, sighting.gender, sighting.gender_source)


def _alias(sighting: Sighting, aliases: Sequence[Alias]) -> Alias | None:
    """Return the line of the alias file about somebody, None when there is none."""
    about = [alias for alias in aliases if fold(alias.name) == fold(sighting.name) and alias.doc_id in {"", sighting.doc_id}]
    return max(about, key=lambda alias: bool(alias.doc_id), default=None)


def is_full_name(name: str) -> bool:
    """Whether a name is a person's first name and surname, no civility, no noun phrase (*le maire*)."""
    words = name.split()
    title, _ = strip_title(name)
    return len(words) > 1 and not title and words[0][:1].isupper() and not is_phrase(name) and len(name_key(name)) > 1


@lru_cache(100_000)
def is_phrase(name: str) -> bool:
    """Whether a name begins with a determiner or in small letters: a noun phrase, which says of nobody that they are the same."""
    first = name.replace("’", "'").replace("'", "' ").split()[0].lower() if name.split() else ""
    determiners = ("definite", "indefinite", "pointing", "possessive", "possessive_single")
    return any(first in grammar("determiners", kind) for kind in determiners) or (name[:1].islower() and not strip_title(name)[0])


def _key(name: str, sighting: Sighting) -> Key:
    """Return what those who are the same have in common, going by a name."""
    if sighting.type in {"person", "organisation", "group"} and (key := _name_key(name, sighting.type)):
        return key
    return ("local", sighting.doc_id, sighting.speaker_id, name)


@lru_cache(100_000)
def _name_key(name: str, speaker_type: SpeakerType) -> Key:
    """Return what all who go by a name have in common; nothing when the name tells of nobody that they are the same."""
    if speaker_type != "person":
        return (speaker_type, fold(without_article(name.replace("’", "'"))) or name)
    return ("person", *(word for word in name_key(name) if len(word) > 1 or not word.isalpha())) if is_full_name(name) else ()  # no initials


def _part_by_gender(keys: dict[Sighting, Key]) -> None:
    """Keep people of one name and two genders apart."""
    genders: dict[Key, set[Gender]] = defaultdict(set)
    for sighting, key in keys.items():
        if sighting.gender:
            genders[key].add(sighting.gender)
    for sighting, key in keys.items():
        if key[0] == "person" and len(genders.get(key, ())) > 1:
            keys[sighting] = (*key, f"({sighting.gender or sighting.doc_id})")


def _join_surnames(keys: dict[Sighting, Key]) -> None:
    """Give somebody known by a surname the key of the only person with it."""
    bearers: dict[str, dict[Key, set[Gender]]] = defaultdict(lambda: defaultdict(set))
    for sighting, key in keys.items():
        if key[0] == "person":
            surname = [word for word in key[1:] if not word.startswith("(")][-1]
            bearers[surname][key].add(sighting.gender)
    for sighting, key in keys.items():
        if key[0] != "local" or sighting.type != "person" or is_phrase(sighting.name):
            continue
        words = name_key(strip_title(sighting.name)[1])
        others = bearers.get(words[-1], {}) if len(words) == 1 else {}
        if len(others) == 1:
            other, genders = next(iter(others.items()))
            if not sighting.gender or sighting.gender in genders or genders == {""}:
                keys[sighting] = other


def _follow(keys: dict[Sighting, Key], said: Mapping[Sighting, Alias], full: set[Sighting]) -> None:
    """Give those of whom the alias file says who they are the key of that name, and those known by surname only the key of their person."""
    members: dict[Key, list[Sighting]] = defaultdict(list)
    for sighting, key in keys.items():
        members[key].append(sighting)
    for group in members.values():
        stated = {sighting: alias for sighting in group if (alias := said.get(sighting)) is not None and alias.canonical}
        everywhere = {alias.canonical for sighting, alias in stated.items() if sighting in full and not alias.doc_id}
        for sighting in group:
            if sighting in stated:
                canonical = stated[sighting].canonical
            elif len(everywhere) == 1 and sighting not in full and all(s in stated for s in group if s in full):
                canonical = next(iter(everywhere))
            else:
                continue
            key = _key(canonical, sighting)
            keys[sighting] = ("alias", fold(canonical)) if key[0] == "local" else key


def _person(members: Sequence[Sighting], said: Mapping[Sighting, Alias], counts: Mapping[Sighting, int]) -> Speaker:
    """Return one speaker for sightings of the same, with the name most used of the fullest ones."""
    lines = [said[member] for member in members if member in said]
    name = next((alias.canonical for alias in lines if alias.canonical), "")
    names: Counter[str] = Counter()
    for member in members:
        names[member.name] += counts[member]
    own = {other: len(name_key(strip_title(other)[1])) for other in names}
    name = name or next(other for other, _ in names.most_common() if own[other] == max(own.values()))
    types = Counter(member.type for member in members)
    kind = next((alias.type for alias in lines if alias.type), None) or types.most_common(1)[0][0]
    gender, source = _gender(members)
    stated: Gender = next((alias.gender for alias in lines if alias.gender), "")
    if stated:
        gender, source = stated, ALIAS
    if kind in {"organisation", "group"}:
        gender, source = "", ""
    return Speaker(name, members[0].speaker_id, kind, gender, source)


def _gender(members: Sequence[Sighting]) -> tuple[Gender, str]:
    """Return the gender most documents show, with its evidence; empty when as many show the other."""
    votes = Counter(member.gender for member in members if member.gender)
    if not votes or votes["f"] == votes["m"]:
        return "", ""
    gender: Gender = "f" if votes["f"] > votes["m"] else "m"
    return gender, next(member.gender_source for member in members if member.gender == gender)

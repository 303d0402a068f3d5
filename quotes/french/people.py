"""What the lexicons say of nouns for people: functions (*directrice*) and inhabitants (*Lyonnaise*), both forms."""

from __future__ import annotations

from functools import cache

from quotes.french import lexicon, words
from quotes.records import Gender


@cache
def masculines() -> dict[str, str]:
    """Map the feminine forms of functions to the masculine, by which they are listed."""
    return {entry["feminine"]: entry["noun"] for entry in lexicon("roles") if entry["feminine"]}


@cache
def feminine_roles() -> frozenset[str]:
    """Return the feminine forms of functions."""
    return frozenset(masculines())


@cache
def function_genders() -> dict[str, str]:
    """Map functions, both forms, to the gender they show: ``f``, ``m``, or ``mf`` where the form says nothing."""
    return {entry["noun"]: entry["gender"] for entry in lexicon("roles")} | dict.fromkeys(masculines(), "f")


@cache
def fields() -> dict[str, frozenset[str]]:
    """Map functions, in the masculine, to the spheres they belong to."""
    return {entry["noun"]: frozenset(entry["fields"].split(",")) for entry in lexicon("roles")}


@cache
def speaking_nouns() -> frozenset[str]:
    """Return the nouns known to stand for somebody or something that speaks."""
    return words("roles") | words("collectives") | words("anonymous") | feminine_roles()


@cache
def demonyms() -> dict[str, Gender]:
    """Map nouns of inhabitants, both forms, to the gender they show; empty where they show none."""
    table: dict[str, Gender] = {}
    for entry in lexicon("demonyms"):
        table[entry["noun"]] = "m" if entry["gender"] == "m" else ""
        if entry["feminine"]:
            table[entry["feminine"]] = "f"
    return table


@cache
def homes() -> dict[str, frozenset[str]]:
    """Map nouns of inhabitants, both forms, to what else a text says of the same people: the place, the adjective; in small letters."""
    table: dict[str, frozenset[str]] = {}
    for entry in lexicon("demonyms"):
        forms = [form for form in (entry["noun"], entry["feminine"]) if form]
        table |= dict.fromkeys(forms, frozenset(map(str.lower, [entry["place"], *entry["place"].split(" / "), *forms])))
    return table

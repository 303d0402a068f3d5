"""What nouns for people and bodies tell: whether they are functions, of what sphere, whom they may describe."""

from __future__ import annotations

import re
from functools import cache

from quotes.french import grammar, words
from quotes.french.people import demonyms, fields, homes, masculines
from quotes.naming.entities import Entity
from quotes.naming.names import fold
from quotes.records import Function, Gender, SpeakerType

LOOSE = 0.4  # how likely a broad noun is that of somebody known by other functions
FRESH = 0.5  # how likely a post is that of somebody just named of whom nothing else is known


@cache
def is_role(noun: str) -> bool:
    """Whether a noun says what a person is: a function, an inhabitant, a trade by its ending."""
    return noun in words("roles") or noun in demonyms() or noun.endswith(tuple(grammar("persons", "endings")))


def noun_of(text: str) -> str:
    """Return the first noun for people or bodies in a phrase, in the masculine; the phrase folded when there is none."""
    for match in re.finditer(r"[^\W\d_][\w-]*", text.lower()):
        noun = masculines().get(match.group(), match.group())
        if noun in words("roles") or noun in words("collectives"):
            return noun
    return fold(text)


def collective_type(noun: str) -> SpeakerType:
    """Return whether a noun is a group's or an organisation's."""
    return "group" if noun in words("collectives", "type", "group") else "organisation"


def gender_of_article(article: str) -> Gender:
    """Return the gender an article shows."""
    small = article.lower()
    return "f" if small in grammar("determiners", "feminine") else "m" if small in grammar("determiners", "masculine") else ""


def fits(function: Function, entity: Entity, gender: Gender) -> bool:
    """Whether a noun with its complement may stand for somebody who has that function."""
    if gender and entity.agreement and gender != entity.agreement:
        return False
    held = entity.functions.get(function.noun, set())
    return not function.words or not held or function.words <= held or held <= function.words


def likelihood(function: Function, entity: Entity, *, narrative: bool) -> float:
    """Return how likely a noun describes somebody: 0 not at all, 1 when nothing else is known of them, 2 when it may, 3 when their home says so."""
    mine = fields().get(function.noun, frozenset())
    if function.noun in demonyms():
        said = frozenset().union(*entity.functions.values()) | {fold(noun) for noun in entity.functions}
        return 3 if said & homes()[function.noun] else 2
    if "any" in mine or function.words & (grammar("persons", "former") | grammar("names", "years")):  # l'ancienne juge, l'actrice de 26 ans
        return 2
    if narrative:
        return 0
    post = bool(mine & grammar("persons", "posts")) and function.noun not in grammar("persons", "broad")
    known = [fields()[noun] for noun in entity.functions if noun in fields() and "any" not in fields()[noun]]
    if any(mine & other for other in known):
        return 2 if function.noun in grammar("persons", "broad") else 0 if post else 1
    if known or (post and function.words):
        return LOOSE if function.noun in grammar("persons", "broad") else 0
    return FRESH if post else 1

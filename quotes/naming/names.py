"""Names as they stand in a text: where they are, what title goes with them, what two of them have in common."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from quotes.french import grammar, lexicon, settings, words
from quotes.french.people import fields, masculines
from quotes.records import Gender, Marked, Span

CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w'’-]*"


@dataclass(frozen=True)
class Name:
    """A name at one place: the title before it, its words, and the same folded, without particles and articles."""

    span: Span
    title: str
    text: str
    full: str = ""  # with its title and the particle between (comte de Sauves)

    @property
    def key(self) -> tuple[str, ...]:
        """The words that tell the name from others."""
        return name_key(self.text)

    @property
    def gender(self) -> Gender:
        """The gender its title shows."""
        return gender_by_title(self.title)


@lru_cache(10_000)
def fold(name: str) -> str:
    """Return a name lower-cased, without accents and marks, for comparison."""
    plain = unicodedata.normalize("NFKD", name.lower().replace("’", "'"))
    return " ".join(re.findall(r"[\w-]+", "".join(c for c in plain if not unicodedata.combining(c))))


def name_key(name: str) -> tuple[str, ...]:
    """Return the folded words of a name without particles: what two spellings of it share; all its words when only such stand there."""
    folded = fold(name).split()
    return tuple(word for word in folded if word not in _particles()) or tuple(folded)


@cache
def _particles() -> frozenset[str]:
    return frozenset(fold(word) for word in grammar("names", "particles")) | {"d", "l"}


@cache
def first_names() -> dict[str, str]:
    """Map first names to their gender (``f``, ``m``, ``mf``)."""
    return {e["name"]: e["gender"] for e in lexicon("first_names")}


@cache
def titles() -> dict[str, str]:
    """Map civilities and titles to their gender."""
    return {e["title"]: e["gender"] for e in lexicon("titles")}


@cache
def kin() -> frozenset[str]:
    """Return the titles that are nouns of kinship as well (mère, oncle)."""
    family = {noun for noun, spheres in fields().items() if "family" in spheres}
    return frozenset(family | {feminine for feminine, noun in masculines().items() if noun in family})


def gender_by_title(title: str) -> Gender:
    """Return the gender a civility or title shows; empty when it shows none."""
    gender = titles().get(title, "")
    return gender if gender in {"f", "m"} else ""  # type: ignore[return-value]


def gender_by_first_name(name: str) -> Gender:
    """Return the gender of a name's first word, when it is a first name of one gender; else empty."""
    parts = name.replace("’", "'").split()
    for candidate in (parts[0], parts[0].split("-")[0]) if len(parts) else ():
        gender = first_names().get(candidate, "")
        if gender:
            return gender if gender in {"f", "m"} else ""  # type: ignore[return-value]
    return ""


def is_first_name(word: str) -> bool:
    """Whether a word, or what stands before its hyphen, is a first name."""
    return word in first_names() or word.split("-")[0] in first_names()


def strip_title(name: str) -> tuple[str, str]:
    """Return (title, rest) of a mention such as « Mme Roy »."""
    first, _, rest = name.partition(" ")
    return (first, rest) if rest and first in titles() else ("", name)


def without_article(name: str) -> str:
    """Return a name without the article before it (*l'Élysée*)."""
    for article in _articles():
        start = article if article.endswith("'") else article + " "
        if name.lower().startswith(start):
            return name[len(start) :]
    return name


@cache
def _articles() -> tuple[str, ...]:
    return tuple(
        sorted(word for key in ("definite", "contracted", "pointing", "possessive", "possessive_single") for word in grammar("determiners", key))
    )


def without_date(name: str) -> str:
    """Cut a name before the first number and the small words that lead to it (Le Monde du 25 janvier)."""
    words_ = name.split()
    first = next((i for i, word in enumerate(words_) if i > 1 and word[:1].isdigit() and words_[i - 1].islower()), len(words_))
    while first < len(words_) and first > 1 and words_[first - 1].islower():
        first -= 1
    return " ".join(words_[:first])


@cache
def _pattern() -> re.Pattern[str]:
    particles = "|".join(sorted(map(re.escape, settings("grammar")["names"]["particles"]), key=len, reverse=True))
    civility = "|".join(sorted((re.escape(t) for t in words("titles")), key=len, reverse=True))
    joined = rf"(?:(?:{particles})[ ]|(?:d')){{0,2}}(?:[A-Z]\.(?=[ ][A-Z])|{CAPITAL})"
    return re.compile(rf"(?<![\w'-])(?:(?P<title>{civility})[ \xa0](?:(?:{particles})[ ]|d')?)?(?P<name>{CAPITAL}(?:[ ]{joined})*)")


def find_names(marked: Marked) -> Iterator[Name]:
    """Yield the names of people that show by themselves, in text order: a title and a name, a first name and what follows it."""
    view = marked.view
    for match in _pattern().finditer(view):
        title, text = match.group("title") or "", match.group("name")
        start = match.start("name")
        if title and match.end("title") + 1 < start and title.lower() in kin():  # la mère de Laurence
            title = ""
        elif title and match.end("title") + 1 < start:  # M. de Courville
            text, start = view[match.end("title") + 1 : match.end("name")], match.end("title") + 1
        parts = text.split(" ")
        titled = next((k for k in range(len(parts) - 2, -1, -1) if parts[k] in titles() and not (k == 0 and parts[0] in first_names())), None)
        if titled is not None:  # « Facebook M. Roy » is no name of its own
            title = parts[titled]
            start += len(" ".join(parts[: titled + 1])) + 1
            parts = parts[titled + 1 :]
        while not title and len(parts) > 1 and not is_first_name(parts[0]):
            start += len(parts[0]) + 1
            parts = parts[1:]
        text = " ".join(parts)
        if text in words("media") or (not title and parts[-1].isupper() and len(parts[-1]) > 1):
            continue
        if title or (len(parts) > 1 and is_first_name(parts[0])):
            first = view.rfind(title, 0, start) if title else start
            yield Name(Span(start, start + len(text)), title, text, view[first : start + len(text)].replace("\xa0", " "))


def proper_part(text: str) -> str:
    """Return the name at the end of a phrase that begins with a function (*le numéro un mondial Paul Roy*); the whole where none does."""
    words_ = text.rpartition(", ")[2].replace("’", "'").split()
    titled = next((k for k in range(len(words_) - 2, 0, -1) if words_[k] in titles()), 0)
    words_ = words_[titled:]
    if len(words_) > 1 and words_[0].lower() in grammar("names", "epithets"):  # Chère Anne
        words_ = words_[1:]
    while (
        len(words_) > 2 and words_[0][:1].isupper() and not is_first_name(words_[0]) and not titled and words_[1] in first_names()
    ):  # Genève Anne Roy
        words_ = words_[1:]
    text = " ".join(words_)
    last = len(words_)
    first = last
    while first > 0 and (words_[first - 1][:1].isupper() or (first < last and fold(words_[first - 1]) in _particles())):
        first -= 1
    while first < last and not words_[first][:1].isupper():
        first += 1
    opens_small = any(word[:1].islower() and fold(word) not in _particles() for word in words_[:first])
    if opens_small and last - first >= 2:
        return " ".join(words_[first:])
    return text


def belongs(key: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether one of two names is a part of the other, the last word or the only one of the shorter within the longer."""
    short, long = sorted((key, other), key=len)
    return set(short) <= set(long) and (short[-1] == long[-1] or len(short) == 1 or short[0] == long[0])


def first_word(text: str) -> str:
    """Return the first word of a phrase in small letters, an elided article on its own."""
    return next(iter(text.replace("’", "'").replace("'", "' ").lower().split()), "")

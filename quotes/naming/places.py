"""Where the names of people stand in a text, and what stands beside them."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from functools import cached_property

from quotes.french import grammar, words
from quotes.french.people import masculines
from quotes.naming.names import CAPITAL, Name, find_names, first_word, is_first_name
from quotes.records import Function, Marked, Mention, Span

BESIDE = 60  # characters on either side of a name in which a function may stand
BEFORE = 4  # words before it
CLOSING = frozenset(",.;:)»\n") | {""}  # what ends a function in commas or brackets


class Places:
    """The names of people in a text, by their places."""

    def __init__(self, marked: Marked) -> None:
        """Find the names that show by themselves: a title and a name, a first name and what follows it."""
        self.view = marked.view
        self.names = sorted(find_names(marked), key=lambda name: name.span.start)
        self.starts = [name.span.start for name in self.names]

    def names_in(self, span: Span) -> list[Name]:
        """Return the names that begin within a range, first names alone included."""
        return self.called[bisect.bisect_left(self.called_starts, span.start) : bisect.bisect_left(self.called_starts, span.end)]

    @cached_property
    def called_starts(self) -> list[int]:
        """Where the names of `called` begin."""
        return [name.span.start for name in self.called]

    @cached_property
    def called(self) -> list[Name]:
        """Every place where a full name stands, or a first name alone, in text order."""
        found = list(self.names)
        for match in re.finditer(rf"(?<!\w){CAPITAL}", self.view):
            before = bisect.bisect_right(self.starts, match.start()) - 1
            within = before >= 0 and match.start() < self.names[before].span.end
            if not within and is_first_name(match.group()):
                found.append(Name(Span(*match.span()), "", match.group()))
        return sorted(found, key=lambda name: name.span.start)

    @cached_property
    def capitals(self) -> frozenset[str]:
        """The words with a capital within a sentence, words said included."""
        return frozenset(match.group(1) for match in re.finditer(rf"[\w,'][ \xa0]?({CAPITAL})", self.view))

    def functions_near(self, name: Name) -> Iterator[Function]:
        """Yield the functions that stand right before a name, or behind it and a comma, where no tree shows them."""
        view = self.view
        before = re.split(r"[.,;:!?()«»\"]", view[max(0, name.span.start - BESIDE) : name.span.start].rstrip(" ,"))[-1].split()[-BEFORE:]
        behind = re.match(r",\s((?:[\w'-]+\s){0,3}[\w-]+)", view[name.span.end : name.span.end + BESIDE])
        for word in [*before, *(behind.group(1).split() if behind else [])]:
            form = word.lower().rpartition("'")[2]
            noun = masculines().get(form, form)
            if noun in words("roles"):
                yield Function(noun, "f" if form in masculines() else "")

    def name_behind(self, mention: Mention) -> Name | None:
        """Return the name that ends a noun phrase or stands right behind it (*le numéro un mondial Paul Roy*); else None."""
        k = bisect.bisect_left(self.starts, mention.span.start)
        while k < len(self.names) and self.starts[k] <= mention.span.end + 1:
            name = self.names[k]
            start = name.span.start - (len(name.title) + 1 if name.title else 0)
            before = self.view[mention.span.start : start].replace("'", "' ").split()
            if (
                name.span.end >= mention.span.end
                and before
                and before[-1].lower() not in grammar("names", "before_oblique")
                and start <= mention.span.end + 1
            ):
                return name
            k += 1
        return None

    def name_before(self, mention: Mention) -> Name | None:
        """Return the name that a function in commas or brackets follows (*Paul Roy, 52 ans, maire de …*); else None."""
        k = bisect.bisect_left(self.called_starts, mention.span.start) - 1
        bare = first_word(mention.text) not in grammar("determiners", "definite")  # with an article it may be the subject of what follows
        if k < 0 or not (bare or self.view[mention.span.end : mention.span.end + 1] in CLOSING):
            return None
        name = self.called[k]
        between = self.view[name.span.end : mention.span.start]
        return name if self.aside.fullmatch(between) else None

    @cached_property
    def aside(self) -> re.Pattern[str]:
        """What may stand between a name and a function that follows it: a comma or bracket, an age."""
        years = "|".join(map(re.escape, grammar("names", "years")))
        return re.compile(rf"\s?[,(]\s?(?:\d+\s(?:{years}),\s)?")

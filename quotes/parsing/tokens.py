"""Sentence → tokens by rule: blanks, punctuation, elided words, clitics behind a hyphen, numbers with blanks."""

from __future__ import annotations

import re
from functools import cache

from quotes.french import settings
from quotes.records import Span


@cache
def _pattern() -> re.Pattern[str]:
    tokens = settings("signs")["tokens"]
    whole = "|".join(sorted((re.escape(w) for w in [*tokens["whole"], *tokens["not_clitic"]]), key=len, reverse=True))
    elided = "|".join(sorted(tokens["elided"], key=len, reverse=True))
    clitics = "|".join(sorted(tokens["clitics"], key=len, reverse=True))
    abbreviations = "|".join(sorted((re.escape(w) for w in settings("signs")["sentence"]["abbreviations"] if w != "no"), key=len, reverse=True))
    return re.compile(
        rf"""\s*(?:(?P<whole>(?:{whole})(?!\w))
        | (?P<hour>\d{{1,2}}(?=h(?:\d{{2}})?(?!\w)) | h(?=\d{{2}}(?!\w)))
        | (?P<number>\d{{1,3}}(?:[ ]\d{{3}})+(?:[.,]\d+)?(?![\w]) | \d+(?:[.,:/-]\d+)*(?:e|er|ère|ème|nd|nde)?(?![\w]))
        | (?P<address>(?:https?://|www\.)[^\s»"”)]+ | [@\#]\w+ | [\w.+-]+@[\w-]+\.[\w.]+)
        | (?P<elided>(?:{elided})')
        | (?P<clitic>(?:-t'|-t)?-(?:{clitics})(?![\w-]))
        | (?P<abbreviation>(?:{abbreviations}|[A-ZÉÈ](?:\.-?[A-ZÉÈ])*)\.(?=\s|[,;)\w-]|$))
        | (?P<word>\w+(?:['-]\w+)*)
        | (?P<dots>\.\.\.+|[!?]+|--+)
        | (?P<sign>\S))""",
        re.VERBOSE | re.IGNORECASE,
    )


@cache
def _clitic() -> re.Pattern[str]:
    clitics = "|".join(sorted(settings("signs")["tokens"]["clitics"], key=len, reverse=True))
    return re.compile(rf"(?:-t)?-(?:{clitics})$", re.IGNORECASE)


def tokenise(view: str, span: Span) -> list[Span]:
    """Return the tokens of one sentence of the view."""
    tokens: list[Span] = []
    match_at = _pattern().match
    i = span.start
    while i < span.end:
        match = match_at(view, i, span.end)
        if match is None or match.lastgroup is None:  # blanks at the end
            break
        start, end = match.span(match.lastgroup)
        if match.lastgroup == "clitic" and not (start > span.start and view[start - 1].isalpha()):
            end = start + 1
        if match.lastgroup == "abbreviation" and end - start > 2 and end >= span.end - 1 and view[start].islower():
            end -= 1
        joined = match.lastgroup == "word" and ("'" in match[0] or "-" in match[0])
        tokens.extend(_split(view, start, end) if joined else [Span(start, end)])
        i = end
    return tokens


def _split(view: str, start: int, end: int) -> list[Span]:
    """Cut elided words off the front and a clitic off the end of a word with apostrophes or hyphens."""
    pieces = []
    lowered = view[start:end].lower()
    tokens = settings("signs")["tokens"]
    if lowered in tokens["not_clitic"]:
        return [Span(start, end)]
    for elided in tokens["elided"]:
        if lowered.startswith(elided + "'") and len(lowered) > len(elided) + 1:
            cut = start + len(elided) + 1
            return [Span(start, cut), *_split(view, cut, end)]
    clitics: list[Span] = []
    while True:
        match = _clitic().search(view, start, end)
        if match is None or match.start() == start:
            break
        clitics.insert(0, Span(match.start(), end))
        end = match.start()
    pieces.append(Span(start, end))
    return [*pieces, *clitics]

"""Dates as the metadata of documents write them → the year, month, week or day they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import Literal, get_args

from quotes.french import settings, sort_key
from quotes.records import Span

Period = Literal["year", "month", "week", "day"]
PERIODS: tuple[Period, ...] = get_args(Period)
DATE = "date"  # the usual name of the column

_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2})(?:[T ].*)?)?")
_COMPACT = re.compile(r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)")
_NUMBERS = re.compile(r"(?P<day>\d{1,2})(?P<sign>[/.-])(?P<month>\d{1,2})(?P=sign)(?P<year>\d{4}|\d\d)(?: .*)?")
_WORDS = re.compile(r"(?:[^\W\d]+\.?,?\s+)?(?:(?P<day>\d{1,2})[^\W\d]*\s+)?(?P<name>[^\W\d]+)\.?\s+(?P<year>\d{4})")
_MONTH_FIRST = re.compile(r"(?:[^\W\d]+\.?,?\s+)?(?P<name>[^\W\d]+)\.?\s+(?P<day>\d{1,2})[^\W\d]*,?\s+(?P<year>\d{4})")
_YEAR = re.compile(r"(?P<year>\d{4})")


def read_date(cell: str) -> tuple[int, ...]:
    """Return year, month and day of a date, as far as it says them; nothing when it is no date.

    Read are ``2025-06-27`` (with a time behind it or not), ``20250627``, ``27/06/2025``, ``27.06.25``, ``27 juin 2025`` (with the day of the
    week before it or not), ``June 27, 2025``, ``2025-06``, ``juin 2025`` and ``2025``. In numbers, the day comes before the month, as in French.

    Examples
    --------
    >>> read_date("2025-06-27"), read_date("vendredi 27 juin 2025"), read_date("06/2025"), read_date("2025")
    ((2025, 6, 27), (2025, 6, 27), (), (2025,))
    """
    cell = cell.strip()
    for form in (_ISO, _COMPACT, _NUMBERS, _WORDS, _MONTH_FIRST, _YEAR):
        if found := form.fullmatch(cell):
            parts = {name: part for name, part in found.groupdict().items() if part}
            month = _months().get(sort_key(parts["name"]), 0) if "name" in parts else int(parts.get("month", 1))
            try:
                day = date(_full(parts["year"]), month, int(parts.get("day", 1)))
            except ValueError:  # no such month or day
                return ()
            return (day.year, day.month, day.day)[: 1 + ("month" in parts or "name" in parts) + ("day" in parts)]
    return ()


def find_date(text: str) -> tuple[str, Span] | None:
    """Return the first day written in a longer text, in ISO form, and where it stands, with the day of the week before it; None without one.

    Examples
    --------
    >>> find_date("Politique, jeudi 5 octobre 2013, p. 4")
    ('2013-10-05', Span(start=11, end=31))
    >>> find_date("Politics, Thursday, October 5, 2013, p. A4")
    ('2013-10-05', Span(start=10, end=35))
    >>> find_date("Politique, p. 4")
    """
    for found in _day_in_text().finditer(text):
        if len(read_date(found[0])) == 3:
            return period(found[0], "day"), Span(*found.span())
    return None


def period(cell: str, unit: Period) -> str:
    """Return the period a date lies in, written so that text order is time order; "" when it does not say.

    Examples
    --------
    >>> [period("27/06/2025", unit) for unit in PERIODS], period("2025", "month")
    (['2025', '2025-06', '2025-W26', '2025-06-27'], '')
    """
    parts = read_date(cell)
    if len(parts) < {"year": 1, "month": 2, "week": 3, "day": 3}[unit]:
        return ""
    if unit == "week":
        year, week, _ = date(*parts).isocalendar()
        return f"{year}-W{week:02}"
    return "-".join(f"{part:02}" for part in parts[: 1 + ["year", "month", "day"].index(unit)])


def _full(year: str) -> int:
    """Return a year of two digits with its century, as computers usually take it (69 is 1969, 68 is 2068)."""
    return int(year) if len(year) == 4 else datetime.strptime(year, "%y").year


@cache
def _months() -> dict[str, int]:
    dates = settings("grammar")["dates"]
    return {sort_key(name): number for key in ("months", "english_months") for number, names in enumerate(dates[key], start=1) for name in names}


@cache
def _day_in_text() -> re.Pattern[str]:
    dates = settings("grammar")["dates"]
    month = _any_of(name for key in ("months", "english_months") for names in dates[key] for name in names)
    words = rf"(?:{_any_of(dates['weekdays'])}\.?,?\s+)?(?:\d{{1,2}}[^\W\d]*\s+{month}\.?\s+|{month}\.?\s+\d{{1,2}}[^\W\d]*,?\s+)\d{{4}}"
    return re.compile(rf"\b(?:{words}|\d{{4}}-\d\d-\d\d|\d{{1,2}}/\d{{1,2}}/\d{{4}})\b", re.IGNORECASE)


def _any_of(names: Iterable[str]) -> str:
    """Return a pattern for any of the names, with their accents or without."""
    return f"(?:{'|'.join(re.escape(form) for form in sorted({form for name in names for form in (name, sort_key(name))}))})"

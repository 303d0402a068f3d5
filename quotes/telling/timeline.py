"""The chart of quotations over time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date as Day
from datetime import timedelta

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from quotes.errors import InputError
from quotes.reading.dates import PERIODS, Period, period, read_date
from quotes.telling.bars import EVERYBODY
from quotes.telling.drawing import COLOURS, MOST_TICKS, edge, legend, new_axes, own_axes, plain, title, without_data
from quotes.telling.groups import date_column, periods, texts
from quotes.telling.results import counted
from quotes.telling.sources import Source, quotes_of, speaking

ROOM = 9  # bars whose height the chart has
FEWEST = 6  # bars, of the same
MOST_PERIODS = 4000  # bars
SPANS: tuple[tuple[int, Period], ...] = ((31, "day"), (190, "week"), (5 * 366, "month"))  # days that the texts span at most, for the unit


def over_time_chart(source: Source, *, period: Period | None = None, date: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw the quotations of each day, week, month or year, women and men told apart.

    Parameters
    ----------
    source, ax
        See `quotes.charts`.
    period
        ``"day"``, ``"week"``, ``"month"`` or ``"year"``; without it, what fits the time that the documents span.
    date
        The column of dates, if it is not called ``date`` and not the first of the metadata that holds dates to the day.

    Raises
    ------
    InputError
        There are quotations but no column of dates, or ``period`` is another word.

    Examples
    --------
    >>> over_time_chart("reports").get_title(loc="left")
    'Quotations per month'
    """
    if period is not None and period not in PERIODS:
        raise InputError(f"period must be one of {', '.join(PERIODS)}, not {period!r}")
    quotes = quotes_of(source)
    if quotes.empty:
        return without_data(own_axes(ax) or new_axes(bars=ROOM), "No quotation was found.")
    unit = period or _fitting(quotes, date)
    when = pd.Series(periods(quotes, unit, date), index=quotes.index, dtype="str")
    dated = quotes[when != ""]
    ax = own_axes(ax) or new_axes(bars=ROOM)
    if dated.empty:
        return without_data(ax, f"No quotation has a date that tells its {unit}.")
    every = without_gaps(when[when != ""].unique().tolist(), unit)
    crossed = pd.crosstab(when[when != ""], speaking(dated)).reindex(index=every, columns=list(EVERYBODY), fill_value=0)
    bottom = np.zeros(len(every))
    for name in EVERYBODY:
        there = np.flatnonzero(crossed[name].to_numpy())
        ax.bar(there, crossed[name].iloc[there], bottom=bottom[there], width=0.8, color=COLOURS[name], **edge(name))
        bottom += crossed[name].to_numpy()
    ax.set_ylim(0, bottom.max() * 1.06)
    ticks = range(0, len(every), -(-len(every) // MOST_TICKS))
    ax.set_xticks(ticks, [every[tick] for tick in ticks], rotation=30, ha="right", rotation_mode="anchor")
    room = max(FEWEST - len(every), 0) / 2  # beside few bars, so that they are no walls
    ax.set_xlim(-0.6 - room, len(every) - 0.4 + room)
    title(ax, f"Quotations per {unit}", f"{len(dated):,} of {counted(len(quotes), 'quotation')} with a date")
    legend(ax, crossed.sum())
    plain(ax, numbers="y")
    return ax


def _fitting(quotes: pd.DataFrame, date: str | None) -> Period:
    """Return the period that gives neither two bars nor hundreds, and that most dates tell."""
    column = date_column(quotes, date)
    found = [read_date(cell) for cell in (texts(quotes[column]) if column else ())]
    found = [parts for parts in found if parts]
    if sum(len(parts) == 3 for parts in found) * 2 > len(found):
        days = [Day(*parts) for parts in found if len(parts) == 3]
        return next((unit for most, unit in SPANS if (max(days) - min(days)).days <= most), "year")
    return "month" if sum(len(parts) > 1 for parts in found) * 2 > len(found) else "year"


def without_gaps(found: Sequence[str], unit: Period) -> list[str]:
    """Return every period from the first to the last, also those in which nothing was found.

    Raises
    ------
    InputError
        There are thousands.

    Examples
    --------
    >>> without_gaps(["2024-11", "2025-02"], "month")
    ['2024-11', '2024-12', '2025-01', '2025-02']
    """
    first, last = (_first_day(name, unit) for name in (min(found), max(found)))
    if (last - first).days > MOST_PERIODS * {"day": 1, "week": 7, "month": 31, "year": 366}[unit]:
        raise InputError(f"too many bars: the dates go from {min(found)} to {max(found)}; take a longer period than the {unit}, or mend the dates")
    days = (first + timedelta(n) for n in range((last - first).days + 1))
    return list(dict.fromkeys(period(day.isoformat(), unit) for day in days))


def _first_day(name: str, unit: Period) -> Day:
    if unit == "week":
        return Day.fromisocalendar(int(name[:4]), int(name[6:]), 1)
    year, month, day = (*read_date(name), 1, 1)[:3]
    return Day(year, month, day)

"""What quotations are counted by: columns of the metadata, or periods of time that a date lies in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import TypeAlias

import pandas as pd

from quotes.errors import InputError
from quotes.french import sort_key
from quotes.reading.dates import DATE, PERIODS, Period, period, read_date
from quotes.reading.rows import cell_text
from quotes.telling.columns import DOCUMENTS, ERROR, INPUT, QUOTES

By: TypeAlias = str | Sequence[str]
Key: TypeAlias = tuple[str, ...]


def names_of(by: By) -> tuple[str, ...]:
    """Return the names in ``by``, which is one name or several.

    Examples
    --------
    >>> names_of("outlet"), names_of(["outlet", "month"])
    (('outlet',), ('outlet', 'month'))
    """
    if isinstance(by, str):
        return (by,)
    if not isinstance(by, list | tuple) or not all(isinstance(name, str) for name in by):
        raise InputError(f"by must be a name or a list of names, not {by!r}")
    return tuple(by)


def keys(table: pd.DataFrame, by: By, *, date: str | None = None) -> list[Key]:
    """Return for each row what it is counted under; "" where a cell is empty or no date.

    Parameters
    ----------
    table
        Quotations or documents.
    by
        Columns of the table. ``year``, ``month``, ``week`` and ``day``, where no column is called so or ``date`` is given, are read from the
        column of dates.
    date
        That column; otherwise the one called ``date``, or else the first that holds dates to the day.

    Raises
    ------
    InputError
        There is no such column, or no date in that of dates.

    Examples
    --------
    >>> keys(pd.DataFrame({"outlet": ["A"], "date": ["27/06/2025"]}), ["outlet", "month"])
    [('A', '2025-06')]
    """
    names = names_of(by)
    if not names:
        raise InputError("nothing to count by; name a column")
    if date is not None:
        date_column(table, date)
    return list(zip(*(_cells(table, name, date) for name in names), strict=True))


def _cells(table: pd.DataFrame, name: str, date: str | None) -> list[str]:
    if name in PERIODS and (date is not None or name not in table.columns):
        return periods(table, name, date)
    for column in (f"{INPUT}{name}", name):
        if column in table.columns:
            return texts(table[column])
    found = dict.fromkeys([*metadata_of(table), *(PERIODS if date_column(table) else ())])
    listed = ", ".join(found) or "none; give metadata with the texts"
    near = next((column for column in found if column.casefold() == name.casefold()), None) or next(iter(get_close_matches(name, found, n=1)), None)
    hint = f"; did you mean {near}?" if near else ""
    raise InputError(f"no column {name!r} to count by; the columns of the metadata are: {listed}{hint}")


def described(documents: pd.DataFrame, by: By, *, date: str | None = None) -> bool:
    """Tell whether a table of documents says under what each of them counts."""
    known = {"doc_id", *metadata_of(documents), *(name.removeprefix(INPUT) for name in metadata_of(documents))}
    return all(name in known or (name in PERIODS and date_column(documents, date) is not None) for name in names_of(by))


def metadata_of(table: pd.DataFrame) -> list[str]:
    """Return the columns that came with the texts."""
    return [str(column) for column in table.columns if column not in {*QUOTES, *DOCUMENTS, ERROR}]


def periods(table: pd.DataFrame, unit: Period, date: str | None = None) -> list[str]:
    """Return for each row the period its date lies in, "" without one.

    Raises
    ------
    InputError
        There is no column of dates.
    """
    column = date_column(table, date)
    if column is None:
        raise InputError(f"no column of dates to tell the {unit} from; name it (--date-field NAME, or date=NAME); {_listed(table)}")
    known: dict[str, str] = {}
    return [known[cell] if cell in known else known.setdefault(cell, period(cell, unit)) for cell in texts(table[column])]


def date_column(table: pd.DataFrame, date: str | None = None) -> str | None:
    """Return the column of dates: the one named, the one called ``date``, or the first of the metadata that mostly holds dates to the day.

    Raises
    ------
    InputError
        The one named is not there, or holds no dates.
    """
    if date is not None:
        if date not in table.columns:
            raise InputError(f"no column {date!r} of dates; {_listed(table)}")
        cells = [cell for cell in dict.fromkeys(texts(table[date])) if cell]
        if cells and not any(map(read_date, cells)):
            raise InputError(f"column {date!r} holds no dates, but {cells[0]!r}; dates are written 2025-06-27, 27/06/2025 or 27 juin 2025")
        return date
    for column in sorted(metadata_of(table), key=lambda name: name.casefold() != DATE):
        read = [len(read_date(cell)) for cell in dict.fromkeys(texts(table[column])) if cell]
        if (column.casefold() == DATE and (any(read) or not read)) or sum(length == 3 for length in read) * 2 > len(read):
            return column
    return None


def _listed(table: pd.DataFrame) -> str:
    return f"the columns of the metadata are: {', '.join(metadata_of(table)) or 'none; give metadata with the texts'}"


def texts(cells: pd.Series) -> list[str]:
    """Return cells as text, "" for those that are missing."""
    return ["" if missing else cell_text(cell) for cell, missing in zip(cells, cells.isna(), strict=True)]


def in_order(counts: Mapping[Key, int], by: By) -> list[Key]:
    """Return the keys of groups with their number of quotations: periods in order of time, others with most first, what is empty last.

    Examples
    --------
    >>> in_order({("A", "2025"): 1, ("B", "2025"): 3, ("A", "2024"): 1}, ["outlet", "year"])
    [('B', '2025'), ('A', '2024'), ('A', '2025')]
    """
    ranks = []
    for place, name in enumerate(names_of(by)):
        sums: Counter[str] = Counter()
        for key, count in counts.items():
            sums[key[place]] += count
        time = name in PERIODS
        ranks.append({value: (value == "", 0 if time else -count, value if time else sort_key(value), value) for value, count in sums.items()})
    return sorted(counts, key=lambda key: [rank[value] for rank, value in zip(ranks, key, strict=True)])


def latest(by: By) -> bool:
    """Tell whether groups are periods of time, of which the latest matter most."""
    return len(names_of(by)) == 1 and names_of(by)[0] in PERIODS


def shown(counts: Mapping[Key, int], by: By, top: int) -> list[Key]:
    """Return the groups to draw, in order: the latest periods, or those with most quotations.

    Examples
    --------
    >>> shown({("2025",): 9, ("2024",): 1, ("",): 3, ("2023",): 7}, "year", 2)
    [('2024',), ('2025',)]
    """
    order = in_order(counts, by)
    if latest(by):
        dated = [key for key in order if key != ("",)]
        return [*dated[-top:], *(key for key in order[len(dated) :] if len(dated) < top)]
    kept = set(sorted(order, key=lambda key: -counts[key])[:top])
    return [key for key in order if key in kept]

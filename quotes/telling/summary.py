"""Tables → the few lines that the screen shows at the end: totals, women and men, the most quoted."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
from rich.console import Group
from rich.table import Table
from rich.text import Text

from quotes.telling.columns import UNATTRIBUTED
from quotes.telling.results import REPORT, counted
from quotes.telling.tables import gender_table

TOP = 10  # speakers that are shown
NAME_WIDTH = 40  # characters of a speaker
GENDERS = {"f": "woman", "m": "man", "": "-"}


def summary(quotes: pd.DataFrame, speakers: pd.DataFrame, documents: int, folder: str | os.PathLike[str]) -> Group:
    """Return totals, the most quoted speakers, and where the report is."""
    named = speakers[speakers["speaker"] != UNATTRIBUTED]
    parts: list[Text | Table] = [Text(headline(quotes, speakers, documents))]
    if len(named):
        parts += [Text(f"of the attributed: {', '.join(shares(quotes))}\n"), _most_quoted(named)]
        if len(named) > TOP:
            parts.append(Text(f"and {len(named) - TOP:,} more"))
    return Group(*parts, Text(f"\nOpen {Path(folder, REPORT)} in a browser; the tables and charts are beside it."))


def headline(quotes: pd.DataFrame, speakers: pd.DataFrame, documents: int) -> str:
    """Return how much was found, in one line."""
    named = speakers[speakers["speaker"] != UNATTRIBUTED]
    found = counted(documents, "document"), counted(len(quotes), "quotation")
    return f"{', '.join(found)}, {int(named['quotes'].sum()):,} attributed to {counted(len(named), 'speaker')}"


def shares(quotes: pd.DataFrame) -> list[str]:
    """Return what women, men, people of unknown gender, and institutions say, with their share."""
    table = gender_table(quotes).set_index("who").drop(UNATTRIBUTED)
    return [f"{who} {count:,} ({share:.0%})" for who, count, share in zip(table.index, table.quotes, table.share_of_quotes, strict=True)]


def _most_quoted(speakers: pd.DataFrame) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("speaker", max_width=NAME_WIDTH, no_wrap=True, overflow="ellipsis")
    table.add_column("quotations", justify="right")
    table.add_column("words", justify="right")
    table.add_column("gender")
    top = speakers.head(TOP)
    for name, quotations, words, gender in zip(top["speaker"], top["quotes"], top["words"], top["gender"], strict=True):
        table.add_row(Text(name), f"{quotations:,}", f"{words:,}", GENDERS[gender])
    return table

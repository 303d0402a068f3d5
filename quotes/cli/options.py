"""The arguments and options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import rich_click as click

Command = TypeVar("Command", bound=Callable[..., Any])

FILE = click.Path()  # what it is, is checked on reading; shells complete its name
INPUTS = click.argument("inputs", nargs=-1, required=True, type=FILE, metavar="INPUT...")
READING = [
    click.option("--text-field", default="text", show_default=True, metavar="NAME", help="Column of a table that holds the texts."),
    click.option("--id-field", metavar="NAME", help="Column of a table that identifies the texts; without it, the number of the row."),
    click.option(
        "--metadata",
        type=FILE,
        metavar="FILE",
        help="Table with a column 'id' first; the others are carried along. Without it, a metadata.csv beside the texts.",
    ),
    click.option("--encoding", metavar="NAME", help="Encoding of the files, such as cp1252; without it, found for each file."),
]
ANALYSING = [
    click.option(
        "--indirect",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        help="Count speech reported without quotation marks; auto leaves it out of texts told in the past historic (novels).",
    ),
    click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, metavar="N", help="Processes to use at once."),
    click.option("--quiet", "-q", is_flag=True, help="Show no progress and no summary, only what goes wrong."),
]
ALIASES = click.option("--aliases", type=FILE, metavar="FILE", help="Table that says who is who: columns name, canonical, type, gender.")
COUNTING = [
    click.option("--by", multiple=True, metavar="NAME", help="Count by a column of the metadata, or year, month, week, day; NAME,NAME crosses two."),
    click.option("--date-field", metavar="NAME", help="Column of dates; without it, the one called date, or the first that holds dates."),
]
EXCEL = click.option("--excel", is_flag=True, help="Write .csv as a French Excel reads it: ; and decimal comma.")


def options(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Add options to a command, in this order."""

    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate

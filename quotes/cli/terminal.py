"""What the commands show and refuse: a bar while documents are analysed, notes and complaints, standard output."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import rich_click as click

from quotes.errors import OutputError

STDOUT = "-"


@contextmanager
def progress_bar(total: int, *, quiet: bool = False) -> Iterator[Callable[[int, int], None] | None]:
    """Lend a function that moves a bar on standard error; None where nobody watches, or with ``quiet``."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    speed = TextColumn("{task.fields[speed]:.1f} documents/s")
    columns = (MofNCompleteColumn(), TextColumn("documents"), BarColumn(), speed, TimeRemainingColumn(), TextColumn("left"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total, speed=0.0)
        start = time.monotonic()

        def move(done: int, total: int) -> None:
            bar.update(task, completed=done, speed=done / max(time.monotonic() - start, 0.001))

        yield move


def spare(given: Sequence[str | None], outputs: Iterable[str | Path]) -> None:
    """Refuse an output that would take the place of an input."""
    read = {Path(name).resolve() for name in given if name is not None and name != STDOUT}
    for output in outputs:
        if Path(output).resolve() in read:
            raise OutputError(f"{output}: is read from there, and would be replaced; name another place")


def to_stdout(pieces: Iterable[bytes]) -> None:
    """Write to standard output; OutputError when that is full."""
    try:
        sys.stdout.buffer.writelines(pieces)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - what is left in its buffer must not be tried again
        raise OutputError(f"standard output: cannot be written ({error.strerror}); name a file") from error


def left(paths: Sequence[Path]) -> list[str]:
    """Say which tables and charts are of an earlier run."""
    if not paths:
        return []
    more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
    return [f"still there from an earlier run, perhaps of other texts: {paths[0]}{more}"]


def note(*lines: str) -> None:
    """Print what may be a slip, on standard error."""
    for line in lines:
        click.echo(f"quotes: note: {line}", err=True)


def show(what: Any) -> None:
    """Print something that rich knows how to print."""
    from rich.console import Console

    Console(highlight=False, soft_wrap=True).print(what)


def complain(message: str) -> None:
    """Print what went wrong, in one line on standard error."""
    click.echo(f"quotes: {' '.join(message.split())}", err=True)

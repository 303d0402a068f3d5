"""A bar that moves while documents are analysed: how many are done, how fast, how long it will take."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


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

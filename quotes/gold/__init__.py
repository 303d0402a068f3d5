"""Annotations of yours, to score an analysis against: JSON lines, or a folder of brat."""

from __future__ import annotations

import os
from pathlib import Path

from quotes.gold.annotations import Gold, Wanted
from quotes.gold.brat import read_brat
from quotes.gold.json_lines import read_json_lines

__all__ = ["Gold", "Wanted", "read_brat", "read_gold", "read_json_lines"]


def read_gold(path: str | os.PathLike[str]) -> list[Gold]:
    """Read annotations: a file of JSON lines, see `read_json_lines`, or a folder that brat works on, see `read_brat`.

    Raises
    ------
    InputError
        There is no such file or folder, or a line is none of such annotations; the message names the line.
    """
    return read_brat(path) if Path(path).is_dir() else read_json_lines(path)

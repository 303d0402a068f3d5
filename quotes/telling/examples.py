"""A cue's quotations → one short passage that shows it at work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from quotes.telling.columns import Row
from quotes.telling.rows import one_line

CONTEXT = 100  # characters of an example on either side of its cue
CLOSE_TO = tuple('"«»“”‹›„')  # marks that an example takes along when they stand beside the words said


def example(rows: Iterable[Row], texts: Mapping[str, str]) -> str:
    """Return the shortest passage with its cue; better one with four words said, and with a name."""
    row = min(rows, key=lambda row: (row["words"] < 4, row["mention_kind"] != "name", row["end"] - row["start"]))
    text = texts.get(row["doc_id"])
    if text is None:
        return str(row["quote"])
    places = [int(row[name]) for name in ("start", "end", "cue_start", "cue_end", "mention_start", "mention_end") if not pd.isna(row[name])]
    before, after = text[: min(places)].rstrip(), text[max(places) :].lstrip()
    start = len(before) - 1 if before.endswith(CLOSE_TO) and min(places) == row["start"] else min(places)
    end = len(text) - len(after) + 1 if after.startswith(CLOSE_TO) and max(places) == row["end"] else max(places)
    cue_start, cue_end = int(row["cue_start"]), int(row["cue_end"])
    first, last = max(start, cue_start - CONTEXT), min(end, cue_end + CONTEXT)
    if first > start:  # at a blank, if there is one
        first = text.find(" ", first, cue_start) + 1 or first
    if last < end:
        last = max(text.rfind(" ", cue_end, last), 0) or last
    return "…" * (first > start) + one_line(text[first:last]) + "…" * (last < end)

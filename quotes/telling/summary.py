"""Tables → the few lines that the screen shows at the end: totals, women and men, the most quoted."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from quotes.telling.columns import UNATTRIBUTED
from quotes.telling.results import counted

TOP = 10  # speakers that are shown
NAME_WIDTH = 40  # characters of a speaker
GENDERS = {"f": "woman", "m": "man", "": "-"}


def summary(quotes: pd.DataFrame, speakers: pd.DataFrame, documents: int) -> str:
    """Return totals and the most quoted speakers, for the screen."""
    speakers = speakers[speakers["speaker"] != UNATTRIBUTED]
    attributed = int(speakers["quotes"].sum())
    lines = [f"{counted(documents, 'document')}, {counted(len(quotes), 'quotation')}, {attributed} attributed to {counted(len(speakers), 'speaker')}"]
    if attributed:
        by = quotes.loc[quotes["speaker"] != "", "gender"].value_counts()
        shares = [f"{by.get(gender, 0)} ({by.get(gender, 0) / attributed:.0%})" for gender in GENDERS]
        lines.append("of the attributed: women {}, men {}, institutions, groups and unknown {}".format(*shares))
        lines += ["", *_speaker_lines(speakers)]
    return "\n".join(lines)


def _speaker_lines(speakers: pd.DataFrame) -> Iterator[str]:
    top = speakers.head(TOP)
    names = [name if len(name) <= NAME_WIDTH else f"{name[: NAME_WIDTH - 1]}…" for name in top["speaker"]]
    width = max(map(len, [*names, "speaker"]))
    yield f"{'speaker':<{width}}  quotations  words  gender"
    for name, quotations, words, gender in zip(names, top["quotes"], top["words"], top["gender"], strict=True):
        yield f"{name:<{width}}  {quotations:>10}  {words:>5}  {GENDERS[gender]}"
    if len(speakers) > TOP:
        yield f"and {len(speakers) - TOP} more"

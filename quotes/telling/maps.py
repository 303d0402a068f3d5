"""Heat maps of speakers: with which verbs they are quoted, in which documents or groups of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from quotes.french import sort_key
from quotes.telling.bars import NO_SPEAKER
from quotes.telling.columns import COUNTED, Row, records
from quotes.telling.drawing import check_top, group_name, heat_map, names_in_title, new_axes, own_axes, title, without_data
from quotes.telling.groups import By, keys, names_of, shown
from quotes.telling.results import part
from quotes.telling.sources import Source, quotes_of
from quotes.telling.tallies import identities, speaker_names, speakers_of

DOCUMENT = "doc_id"


def speakers_by_verb_chart(source: Source, *, top: int = 15, verbs: int = 12, ax: Axes | None = None) -> Axes:
    """Draw with which verbs speakers are quoted.

    Parameters
    ----------
    source, ax
        See `quotes.charts`.
    top, verbs
        How many speakers to draw, those quoted with a verb most often first, and how many verbs; the note says of how many.

    Raises
    ------
    InputError
        ``top`` or ``verbs`` is less than 1.

    Examples
    --------
    >>> len(speakers_by_verb_chart("reports", top=3, verbs=2).get_yticklabels())
    3
    """
    check_top(top=top, verbs=verbs)
    rows = [row for row in records(quotes_of(source), COUNTED) if row["speaker"] and row["cue_kind"] == "verb"]
    counts = Counter(row["cue_lemma"] for row in rows)
    order = sorted(counts, key=lambda verb: (-counts[verb], sort_key(verb)))
    return _map(rows, [row["cue_lemma"] for row in rows], len(order), order[:verbs], "verb", "Who is quoted with which verb", top, ax)


def speakers_by_group_chart(
    source: Source, *, by: By = DOCUMENT, date: str | None = None, top: int = 15, groups: int = 15, ax: Axes | None = None
) -> Axes:
    """Draw who is quoted where: in which document, outlet, month, as ``by`` says.

    Parameters
    ----------
    source, ax
        See `quotes.charts`.
    by, date
        What to count by, as in `quotes.tables.speakers`; documents, if nothing is given.
    top, groups
        How many speakers to draw, the most quoted first, and how many groups, those with most quotations, or the latest periods; the note
        says of how many.

    Raises
    ------
    InputError
        ``top`` or ``groups`` is less than 1, or there is no such column.

    Examples
    --------
    >>> ax = speakers_by_group_chart("reports", by="newspaper", top=5)
    >>> len(ax.get_yticklabels()), ax.get_title(loc="left")
    (5, 'Who is quoted by newspaper')
    """
    check_top(top=top, groups=groups)
    quotes = quotes_of(source)
    pairs = [(key, row) for key, row in zip(keys(quotes, by, date=date), records(quotes, COUNTED), strict=True) if row["speaker"]]
    labels = [group_name(key) for key, _ in pairs]
    counts = Counter(key for key, _ in pairs)
    columns = [group_name(key) for key in shown(counts, by, groups)]
    if names_of(by) == (DOCUMENT,):
        columns = [label for label in dict.fromkeys(labels) if label in set(columns)]  # as they were given
    noun = "document" if names_of(by) == (DOCUMENT,) else "group"
    names = names_in_title(names_of(by))
    head = "Who is quoted in which document" if noun == "document" else f"Who is quoted by {names}"
    return _map([row for _, row in pairs], labels, len(counts), columns, noun, head, top, ax)


def _map(rows: Sequence[Row], labels: Sequence[str], every: int, columns: Sequence[str], noun: str, head: str, top: int, ax: Axes | None) -> Axes:
    """Draw speakers by ``columns``, of ``every`` that there are; ``labels`` say of each row which one it counts in."""
    people = speakers_of(rows)
    best = people[:top]
    ax = own_axes(ax) or new_axes(bars=len(best), columns=len(columns))
    if not rows:
        return without_data(ax, NO_SPEAKER)
    cells = Counter(zip(identities(rows), labels, strict=True))
    counts = np.array([[cells[person.identity, column] for column in columns] for person in best])
    others = every - len(columns)
    rest = (f"{others:,} other {noun}{'s' * (others > 1)}", [person.quotes - sum(row) for person, row in zip(best, counts, strict=True)])
    heat_map(ax, speaker_names(people)[:top], columns, counts, rest if others else None)
    drawn = sum(person.quotes for person in best)
    note = (part(len(best), len(people), "speaker"), part(len(columns), every, noun), part(drawn, len(rows), "quotation"))
    title(ax, head, ", ".join(note), legend=False)
    return ax

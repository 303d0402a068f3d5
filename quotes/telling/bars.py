"""Charts of horizontal bars: speakers, kinds, speech verbs, women and men."""

from __future__ import annotations

from collections import Counter
from typing import Literal

import pandas as pd
from matplotlib.axes import Axes

from quotes.errors import InputError
from quotes.french import sort_key
from quotes.telling.columns import COUNTED, MEN, UNATTRIBUTED, WHO, WOMEN, records, who
from quotes.telling.drawing import (
    COLOURS,
    TAIL,
    at_end,
    bar_names,
    check_top,
    group_name,
    legend,
    names_in_title,
    new_axes,
    own_axes,
    plain,
    stacked,
    title,
    without_data,
)
from quotes.telling.groups import By, keys, latest, names_of, shown
from quotes.telling.results import counted, part
from quotes.telling.sources import Source, quotes_of, speaking
from quotes.telling.tables import gender_table
from quotes.telling.tallies import speaker_names, speakers_of, tally

KINDS = ("direct", "mixed", "indirect")
EVERYBODY = (*WHO, UNATTRIBUTED)
NO_SPEAKER = "No quotation with a speaker was found."
NO_QUOTATION = "No quotation was found."
WITH_SPEAKER, GREEN = "with a speaker", "#009E73"


def speakers_chart(source: Source, *, count: Literal["quotes", "words"] = "quotes", top: int = 15, ax: Axes | None = None) -> Axes:
    """Draw how many quotations each speaker has, or how many words, women and men told apart.

    Parameters
    ----------
    source, ax
        See `quotes.charts`.
    count
        ``"quotes"`` or ``"words"``.
    top
        How many speakers to draw, those with most first; title and note say how many there are and what those drawn have of all.

    Raises
    ------
    InputError
        ``top`` is less than 1, or ``count`` another word.

    Examples
    --------
    >>> ax = speakers_chart("reports", count="words", top=3)
    >>> ax.get_xlabel(), len(ax.patches)
    ('words', 3)
    """
    check_top(top=top)
    if count not in {"quotes", "words"}:
        raise InputError(f"count must be 'quotes' or 'words', not {count!r}")
    noun, most = ("quotation", "most quoted speakers") if count == "quotes" else ("word", "speakers with most words")
    rows = records(quotes_of(source), COUNTED)
    people = sorted(speakers_of(rows), key=lambda person: -getattr(person, count))
    best = people[:top]
    ax = own_axes(ax) or new_axes(bars=len(best))
    if not people:
        return without_data(ax, NO_SPEAKER)
    numbers = [getattr(person, count) for person in best]
    kinds = [who(speaker["gender"], speaker["type"]) for speaker in (person.speaker() for person in best)]
    ax.barh(range(len(best)), numbers, height=0.72, color=[COLOURS[kind] for kind in kinds])
    bar_names(ax, speaker_names(people)[:top])
    at_end(ax, numbers, [f"{number:,}" for number in numbers])
    ax.set_xlim(0, max(numbers) * 1.08)
    attributed = sum(getattr(person, count) for person in people)
    nobody = getattr(tally(row for row in rows if not row["speaker"]), count)
    note = f"{part(sum(numbers), attributed, noun)} with a speaker"
    title(
        ax,
        f"The {len(best)} {most}, of {len(people):,}" if len(best) < len(people) else f"Who is quoted: {counted(len(people), 'speaker')}",
        f"{note}; {nobody:,} more without" if nobody else note,
    )
    legend(ax, pd.Series(numbers).groupby(kinds).sum())
    plain(ax, label=f"{noun}s")
    return ax


def kinds_chart(source: Source, *, ax: Axes | None = None) -> Axes:
    """Draw how many quotations are direct, mixed and indirect, those without a speaker told apart.

    Parameters
    ----------
    source, ax
        See `quotes.charts`.

    Examples
    --------
    >>> [label.get_text() for label in kinds_chart("reports").get_yticklabels()]
    ['direct', 'mixed', 'indirect']
    """
    quotes = quotes_of(source)
    ax = own_axes(ax) or new_axes(bars=len(KINDS))
    if quotes.empty:
        return without_data(ax, NO_QUOTATION)
    status = (speaking(quotes) == UNATTRIBUTED).map({True: UNATTRIBUTED, False: WITH_SPEAKER})
    counts = pd.crosstab(quotes["kind"], status).reindex(index=list(KINDS), columns=[WITH_SPEAKER, UNATTRIBUTED], fill_value=0)
    colours = {WITH_SPEAKER: GREEN, UNATTRIBUTED: COLOURS[UNATTRIBUTED]}
    lengths = stacked(ax, KINDS, counts, colours)
    at_end(ax, lengths, [f"{length:,} ({length / len(quotes):.0%})" for length in lengths])
    ax.set_xlim(0, max(lengths) * 1.18)
    title(ax, "Direct, mixed and indirect quotations", f"{counted(len(quotes), 'quotation')}; mixed: partly in quotation marks")
    legend(ax, counts.sum(), colours)
    plain(ax)
    return ax


def verbs_chart(source: Source, *, top: int = 20, ax: Axes | None = None) -> Axes:
    """Draw the verbs that introduce most quotations, with who is quoted by them.

    Parameters
    ----------
    source, ax
        See `quotes.charts`.
    top
        How many verbs to draw, the most used first; title and note say how many there are.

    Raises
    ------
    InputError
        ``top`` is less than 1.

    Examples
    --------
    >>> verbs_chart("reports", top=1).get_yticklabels()[0].get_text()
    'dire'
    """
    check_top(top=top)
    quotes = quotes_of(source)
    by_verb = quotes[quotes["cue_kind"] == "verb"]
    counts = by_verb["cue_lemma"].value_counts()
    verbs = sorted(counts.index, key=lambda verb: (-counts[verb], sort_key(verb)))
    best = verbs[:top]
    ax = own_axes(ax) or new_axes(bars=len(best))
    if not verbs:
        return without_data(ax, "No quotation with a speech verb was found.")
    crossed = pd.crosstab(by_verb["cue_lemma"], speaking(by_verb)).reindex(index=best, columns=list(EVERYBODY), fill_value=0)
    lengths = stacked(ax, best, crossed)
    at_end(ax, lengths, [f"{length:,}" for length in lengths])
    ax.set_xlim(0, max(lengths) * 1.08)
    cut = len(best) < len(verbs)
    drawn = f"{part(sum(lengths), len(by_verb), 'quotation')} with a verb"
    title(
        ax,
        f"The {len(best)} most used speech verbs, of {len(verbs):,}" if cut else f"Who is quoted with {counted(len(verbs), 'verb')}",
        f"{drawn}; {len(quotes) - len(by_verb):,} more without" if len(by_verb) < len(quotes) else drawn,
    )
    legend(ax, crossed.sum())
    plain(ax)
    return ax


def gender_chart(source: Source, *, by: By = (), date: str | None = None, top: int = 15, ax: Axes | None = None) -> Axes:
    """Draw the parts of women, men, people of unknown gender, and institutions; what nobody is known to say is left out.

    Parameters
    ----------
    source, ax
        See `quotes.charts`.
    by, date
        What to count by, as in `quotes.tables.speakers`: a bar for each group then shows its quotations. Without it, three bars show
        quotations, words and speakers.
    top
        How many groups to draw, those with most quotations, or the latest periods; the note says of how many.

    Raises
    ------
    InputError
        ``top`` is less than 1, or there is no such column.

    Examples
    --------
    >>> [label.get_text() for label in gender_chart("reports").get_yticklabels()]
    ['quotations', 'words', 'speakers']
    """
    check_top(top=top)
    quotes = quotes_of(source)
    said = quotes[speaking(quotes) != UNATTRIBUTED]
    counts, left_out = _by_groups(said, by, date, top) if names_of(by) else (_in_all(said), 0)
    ax = own_axes(ax) or new_axes(bars=len(counts))
    if said.empty:
        return without_data(ax, NO_SPEAKER)
    stacked(ax, counts.index, 100 * counts.div(counts.sum(axis=1), axis=0), tail=TAIL)
    at_end(ax, [100.0] * len(counts), [_women(*both) for both in zip(counts[WOMEN], counts[MEN], strict=True)])
    ax.set_xlim(0, 100)
    names = names_in_title(names_of(by))
    groups = f"{'the last ' if latest(by) else ''}{part(len(counts), len(counts) + left_out, 'group')}, " if left_out else ""
    quoted = int(counts.sum().sum()) if names else len(said)
    title(ax, f"Women and men quoted{' by ' if names else ''}{names}", f"{groups}{part(quoted, len(said), 'quotation')} with a speaker")
    legend(ax, counts.sum() if names else speaking(said).value_counts())
    plain(ax, label="per cent; at the right, the share of women among women and men")
    return ax


def _in_all(said: pd.DataFrame) -> pd.DataFrame:
    table = gender_table(said).set_index("who").loc[list(WHO), ["quotes", "words", "speakers"]].T
    return table.rename(index={"quotes": "quotations"})


def _by_groups(said: pd.DataFrame, by: By, date: str | None, top: int) -> tuple[pd.DataFrame, int]:
    """Return the quotations of the groups to draw, and how many groups are left out."""
    found = keys(said, by, date=date)
    groups = Counter(found)
    drawn = shown(groups, by, top)
    labels = {key: group_name(key) for key in groups}
    counts = pd.crosstab(pd.Series([labels[key] for key in found], index=said.index, dtype="str"), speaking(said))
    return counts.reindex(index=[labels[key] for key in drawn], columns=list(WHO), fill_value=0), len(groups) - len(drawn)


def _women(women: int, men: int) -> str:
    return f"{women / (women + men):.0%} of {women + men:,}" if women + men else "–"

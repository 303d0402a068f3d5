"""Every table as a DataFrame, from an analysis or from what was saved: ``quotes.tables.speakers("results")``.

``source`` is always an `Analysis`; its ``quotes``, whole or filtered by rows; a saved ``quotes.csv``; or the folder it is in. Every function
raises `InputError` when nothing can be read there. The README describes the columns.
"""

from __future__ import annotations

import os

import pandas as pd

from quotes.reading import read_aliases
from quotes.telling import tables as made
from quotes.telling.groups import By
from quotes.telling.results import Analysis
from quotes.telling.sources import Source, documents_of, quotes_of

__all__ = ["documents", "gender", "groups", "quotes", "speakers", "speakers_by_verb", "verbs"]


def quotes(source: Source, *, aliases: str | os.PathLike[str] | None = None) -> pd.DataFrame:
    """Return one row per quotation.

    Parameters
    ----------
    source
        See above. Rows whose ``named`` was corrected by hand count as corrected when ``aliases`` is given.
    aliases
        An alias file; the speakers are then found anew from the column ``named``, and nothing is parsed again.

    Examples
    --------
    >>> quotes("reports").quote[0][:30]
    'Washington est prêt à engager '
    """
    found = quotes_of(source)
    return found if aliases is None else made.identified(found, read_aliases(aliases))


def speakers(source: Source, *, by: By = (), date: str | None = None) -> pd.DataFrame:
    """Return one row per speaker, most quoted first; quotations of nobody have the last row, outside the shares.

    Parameters
    ----------
    source
        See above.
    by
        One column of the metadata or several, such as ``"outlet"`` or ``["outlet", "month"]``: each group is counted apart, and shares are
        of the group. ``year``, ``month``, ``week`` and ``day`` are told by the column of dates.
    date
        The column of dates, if it is not called ``date`` and not the first of the metadata that holds dates to the day.

    Examples
    --------
    >>> speakers("reports", by="newspaper").columns[:3].tolist()
    ['newspaper', 'speaker', 'type']
    """
    return made.speakers_table(quotes_of(source), by=by, date=date)


def gender(source: Source, *, by: By = (), date: str | None = None) -> pd.DataFrame:
    """Return what women, men, people of unknown gender, and institutions (organisations and groups) say; ``by`` and ``date`` as in `speakers`.

    Examples
    --------
    >>> gender("reports").who.tolist()
    ['women', 'men', 'unknown', 'institutions', '(unattributed)']
    """
    return made.gender_table(quotes_of(source), by=by, date=date)


def groups(source: Source, by: By, *, date: str | None = None) -> pd.DataFrame:
    """Return one row per group: documents, quotations, women and men; ``by`` and ``date`` as in `speakers`.

    Documents without a quotation count too where ``source`` tells of them: an analysis, or a folder with ``documents.csv``.

    Examples
    --------
    >>> groups("reports", "month").month.tolist()[:2]
    ['2025-03', '2025-05']
    """
    return made.groups_table(quotes_of(source), by, documents=documents_of(source), date=date)


def verbs(source: Source) -> pd.DataFrame:
    """Return one row per verb, preposition or noun that introduces quotations, most used first.

    The example is a passage of the text where ``source`` is an analysis, else a quotation.

    Examples
    --------
    >>> verbs("reports").cue_lemma[0]
    'dire'
    """
    return source.verbs if isinstance(source, Analysis) else made.verbs_table(quotes_of(source), {})


def speakers_by_verb(source: Source) -> pd.DataFrame:
    """Return one row per speaker and cue, in the order of `speakers`.

    Examples
    --------
    >>> speakers_by_verb("reports").columns.tolist()
    ['speaker', 'type', 'gender', 'cue_lemma', 'cue_kind', 'quotes']
    """
    return made.speakers_by_verb_table(quotes_of(source))


def documents(source: Source) -> pd.DataFrame:
    """Return one row per document, with its metadata; from quotations alone, without those that have none.

    Examples
    --------
    >>> len(documents("reports"))
    13
    """
    found = documents_of(source)
    return made.documents_of_quotes(quotes_of(source)) if found is None else found

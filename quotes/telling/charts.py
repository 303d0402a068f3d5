"""Which charts are saved with the tables, and under what name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd
from matplotlib.axes import Axes

from quotes.reading.dates import PERIODS
from quotes.telling.bars import gender_chart, kinds_chart, speakers_chart, verbs_chart
from quotes.telling.groups import By, date_column, names_of, periods
from quotes.telling.maps import speakers_by_group_chart, speakers_by_verb_chart
from quotes.telling.timeline import over_time_chart


def every_chart(quotes: pd.DataFrame, *, by: Mapping[str, By] | None = None, date: str | None = None) -> Iterator[tuple[str, Axes]]:
    """Yield every chart of some quotations with its name; the one over time where there are dates, two for each name in ``by``.

    The one over time is by the first period in ``by``, if there is one.
    """
    yield "speakers", speakers_chart(quotes)
    yield "speakers_words", speakers_chart(quotes, count="words")
    yield "kinds", kinds_chart(quotes)
    yield "verbs", verbs_chart(quotes)
    yield "speakers_by_verb", speakers_by_verb_chart(quotes)
    yield "speakers_by_document", speakers_by_group_chart(quotes)
    yield "gender", gender_chart(quotes)
    if date_column(quotes, date) is not None and any(periods(quotes, "year", date)):
        units = (name for names in (by or {}).values() for name in names_of(names) if name in PERIODS)
        yield "over_time", over_time_chart(quotes, period=next(units, None), date=date)
    for name, names in (by or {}).items():
        yield f"gender_by_{name}", gender_chart(quotes, by=names, date=date)
        yield f"speakers_by_{name}", speakers_by_group_chart(quotes, by=names, date=date)

"""Charts under short names: ``quotes.charts.speakers(result, ax=ax)``.

``source`` is always an `Analysis`; its ``quotes``, whole or filtered by rows; a saved ``quotes.csv``; or the folder it is in. ``ax`` are the
axes to draw on; otherwise those of a new figure of fitting size, which no window shows: ``ax.figure.savefig("chart.png")`` saves it. No global
style is set. Where there is nothing to draw, a note on the axes says so. `InputError` is raised when nothing can be read from ``source``.
"""

from quotes.telling.bars import gender_chart as gender
from quotes.telling.bars import kinds_chart as kinds
from quotes.telling.bars import speakers_chart as speakers
from quotes.telling.bars import verbs_chart as verbs
from quotes.telling.maps import speakers_by_group_chart as speakers_by_group
from quotes.telling.maps import speakers_by_verb_chart as speakers_by_verb
from quotes.telling.timeline import over_time_chart as over_time

__all__ = ["gender", "kinds", "over_time", "speakers", "speakers_by_group", "speakers_by_verb", "verbs"]

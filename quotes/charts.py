"""Charts under short names: ``quotes.charts.speakers(result, ax=ax)``."""

from quotes.telling.charts import speakers_chart as speakers

__all__ = ["speakers"]

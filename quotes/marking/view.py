"""Text → a view with one shape for each space, apostrophe and mark, of the same length."""

from __future__ import annotations

from functools import cache

from quotes.french import settings


@cache
def _table() -> dict[int, str]:
    view = settings("signs")["view"]
    table = dict.fromkeys(map(ord, view["spaces"]), " ")
    table.update(dict.fromkeys(map(ord, view["apostrophes"]), "'"))
    table.update(dict.fromkeys(map(ord, view["hyphens"]), "-"))
    return table


def normalised(text: str) -> str:
    """Return the view of ``text``; offsets are the same in both."""
    view = text.replace("\r\n", " \n").replace("\r", "\n")
    for doubled, shape in settings("signs")["view"]["doubled"].items():
        view = view.replace(doubled, shape)
    return view.translate(_table())

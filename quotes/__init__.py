"""Say who said what in French text: quotations, the words that introduce them, and their speakers.

>>> import quotes
>>> result = quotes.analyse("« Il faut agir », a déclaré Anne Martin.")
>>> result.speakers[["speaker", "quotes"]].values.tolist()
[['Anne Martin', 1]]
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from quotes import charts, tables
    from quotes.corpus import analyse, analyse_corpus
    from quotes.errors import InputError, ModelError, OutputError, QuotesError
    from quotes.records import Document
    from quotes.telling.results import Analysis

__version__ = "0.1.0"

__all__ = [
    "Analysis",
    "Document",
    "InputError",
    "ModelError",
    "OutputError",
    "QuotesError",
    "analyse",
    "analyse_corpus",
    "charts",
    "tables",
]

_HOMES = {
    "Analysis": "telling.results",
    "Document": "records",
    "InputError": "errors",
    "ModelError": "errors",
    "OutputError": "errors",
    "QuotesError": "errors",
    "analyse": "corpus",
    "analyse_corpus": "corpus",
}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used, so that ``import quotes`` is quick."""
    if name in {"charts", "tables"}:
        return import_module(f"quotes.{name}")
    if name not in _HOMES:
        raise AttributeError(f"module 'quotes' has no attribute {name!r}; it has {', '.join(__all__)}")
    value = getattr(import_module(f"quotes.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

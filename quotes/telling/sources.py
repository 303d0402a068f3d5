"""What tables and charts are made of: an analysis, its quotations as a DataFrame, or the place where they were saved."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TypeAlias

import pandas as pd

from quotes.errors import InputError
from quotes.telling.columns import UNATTRIBUTED, check_quotes, who
from quotes.telling.results import Analysis
from quotes.telling.saved import read_documents, read_quotes

Source: TypeAlias = Analysis | pd.DataFrame | str | os.PathLike[str]


def quotes_of(source: Source) -> pd.DataFrame:
    """Return the quotations.

    Parameters
    ----------
    source
        An analysis; its ``quotes``, whole or filtered by rows; a saved ``quotes.csv``; or the folder it is in.

    Raises
    ------
    InputError
        Nothing can be read there, or it is no table of quotations.
    """
    if isinstance(source, Analysis):
        return source.quotes
    if isinstance(source, pd.DataFrame):
        check_quotes(source)
        return source
    if not isinstance(source, str | os.PathLike):
        raise InputError(f"cannot take quotations from a {type(source).__name__}; give an Analysis, its .quotes, a quotes.csv or the folder it is in")
    return read_quotes(source)


def documents_of(source: Source) -> pd.DataFrame | None:
    """Return the documents that the quotations are from; None where only the quotations are at hand."""
    if isinstance(source, Analysis):
        return source.documents
    if isinstance(source, pd.DataFrame):
        return None
    path = Path(source)
    return read_documents(path.parent if path.name == "quotes.csv" else path)


def speaking(quotes: pd.DataFrame) -> pd.Series:
    """Return who speaks in each row: women, men, unknown, institutions, or (unattributed)."""
    cells = (quotes[name].fillna("").astype(object) for name in ("speaker", "gender", "speaker_type"))
    return pd.Series(
        [who(gender, kind) if name else UNATTRIBUTED for name, gender, kind in zip(*cells, strict=True)], index=quotes.index, dtype="str"
    )

"""Packages that only some users need: imported here, or reported with the command that installs them."""

from __future__ import annotations

import importlib
from types import ModuleType

from quotes.errors import InputError, QuotesError


def import_optional(name: str, *, purpose: str, error: type[QuotesError] = InputError) -> ModuleType:
    """Import an optional package.

    Parameters
    ----------
    name
        Both what is imported and what pip installs.
    purpose
        What the user wanted, for the message: "reading .xlsx files".
    error
        What to raise.

    Raises
    ------
    QuotesError
        Of the kind ``error``: the package is not installed; the message holds the command to type.

    Examples
    --------
    >>> import_optional("json", purpose="an example").__name__
    'json'
    >>> import_optional("no_such_package", purpose="reading .xyz files")
    Traceback (most recent call last):
    quotes.errors.InputError: reading .xyz files needs the package no_such_package; type: python -m pip install no_such_package
    """
    try:
        return importlib.import_module(name)
    except ImportError as missing:  # it, or what it needs itself
        raise error(f"{purpose} needs the package {name}; type: python -m pip install {name}") from missing

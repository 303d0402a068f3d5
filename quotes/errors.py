"""The errors users can meet.

    QuotesError
    ├── InputError     a file, folder or column is missing, unreadable or empty
    ├── OutputError    an output ending nobody knows, a folder that cannot be written
    ├── ModelError     a model file is missing, altered or made for another version
    └── FrenchDataError  a lexicon or a rule file is malformed

Every message is one line that says what was found, what was allowed and what to type next.
"""

from __future__ import annotations


class QuotesError(Exception):
    """Anything the program refuses, with a message for its user."""


class InputError(QuotesError):
    """The input cannot be read."""


class OutputError(QuotesError):
    """The output cannot be written."""


class ModelError(QuotesError):
    """The language model cannot be used."""


class FrenchDataError(QuotesError):
    """A file of `quotes/french` is malformed."""

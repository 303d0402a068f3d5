"""What the network reads of a word: its vector, that of the verb it may be a form of, its endings, its shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quotes.parsing.lemmas import Lemmatiser
from quotes.parsing.vectors import UNKNOWN, Vectors

#: Parts of a word by which the network knows it, each with a table of those that it has met.
PARTS = ("word", "s1", "s2", "s3", "s4", "p3", "shape")


def parts(form: str) -> tuple[str, ...]:
    """Return the word, its last one to four letters and its first three, in lower case, and its shape.

    Examples
    --------
    >>> parts("Dit-elle")
    ('dit-elle', 'e', 'le', 'lle', 'elle', 'dit', 'Aa-')
    """
    lowered = form.lower()
    return lowered, lowered[-1:], lowered[-2:], lowered[-3:], lowered[-4:], lowered[:3], shape(form)


def shape(form: str) -> str:
    """Return how a word is written: capitals, digits, hyphens, an apostrophe; a sign stands for itself.

    Examples
    --------
    >>> [shape(form) for form in ("Paris", "AFP", "l'", "G7", "»")]
    ['Aa', 'A', "a'", 'A1', 'sign »']
    """
    if len(form) == 1 and not form.isalnum():
        return f"sign {form}"
    letters = "A" if form.isupper() and len(form) > 1 else "a" if form.islower() else "Aa" if form[:1].isupper() else "x"
    return letters + "1" * any(map(str.isdigit, form)) + "-" * ("-" in form) + "'" * form.endswith("'")


class Speller:
    """Turns words into the numbers that the network looks up."""

    def __init__(self, vocabulary: Mapping[str, Mapping[str, int]], vectors: Vectors, lemmatiser: Lemmatiser) -> None:
        """Take the tables of the parts of words, the vectors, and what knows the infinitives of verbs."""
        self.tables = [vocabulary[name] for name in PARTS]
        self.vectors, self.lemmatiser = vectors, lemmatiser

    def __call__(self, forms: Sequence[str]) -> list[list[int]]:
        """Return for every word the row of its vector, of its verb's vector, and the numbers of its parts."""
        rows = zip(
            self.vectors.map([form.lower() for form in forms]),
            self.vectors.map([self.lemmatiser.lemma(form, "VERB") for form in forms]),
            forms,
            strict=True,
        )
        return [[row, verb, *(table.get(part, UNKNOWN) for table, part in zip(self.tables, parts(form), strict=True))] for row, verb, form in rows]

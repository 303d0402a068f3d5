"""Token and tag → syntactic words: two of a contraction (du), else one; with lemma and features."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from quotes.french import settings
from quotes.parsing.lemmas import Lemmatiser
from quotes.parsing.morphology import features, with_tense

KEPT = 30_000  # tokens with their tags, whose words are remembered

Tag = tuple[str, str]  # part of speech, features (Gender=Fem|Number=Sing, or _)


class Piece(NamedTuple):
    """A syntactic word that has no head yet."""

    form: str
    lemma: str
    upos: str
    feats: Mapping[str, str]


class Pieces:
    """What tokens consist of, remembered."""

    def __init__(self, lemmatiser: Lemmatiser) -> None:
        """Take what knows the lemmas."""
        self.lemmatiser = lemmatiser
        self.known: dict[tuple[str, Tag], tuple[Piece, ...]] = {}

    def of(self, form: str, tag: Tag) -> tuple[Piece, ...]:
        """Return the syntactic words of a token."""
        found = self.known.get((form, tag))
        if found is None:
            if len(self.known) >= KEPT:
                self.known.clear()
            found = self.known[form, tag] = self._read(form, *tag)
        return found

    def _read(self, form: str, upos: str, feats: str) -> tuple[Piece, ...]:
        parts = settings("signs")["contractions"].get(form.lower()) if upos == "ADP" else None
        if parts is None:
            return (self._piece(form, upos, feats),)
        preposition, article = parts
        second = "PRON" if article.startswith("l") and len(article) > 3 else "DET"
        number = "Plur" if article.endswith("s") else "Sing"
        return Piece(preposition, preposition, "ADP", {}), self._piece(article, second, f"Number={number}")

    def _piece(self, form: str, upos: str, feats: str) -> Piece:
        lemma = self.lemmatiser.lemma(form, upos)
        return Piece(form, lemma, upos, with_tense(features(feats), form, lemma))

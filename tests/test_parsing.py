"""Lemmas, heads, contractions, batches."""

from __future__ import annotations

import gzip
import itertools
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from quotes.french import MODEL
from quotes.marking import mark
from quotes.parsing.heads import best_tree, has_cycle
from quotes.parsing.lemmas import Lemmatiser
from quotes.parsing.morphology import short_morphology
from quotes.parsing.parser import Parser
from quotes.records import Document, Tree


@pytest.mark.model
@pytest.mark.parametrize(
    ("form", "upos", "lemma"),
    [
        ("déclaré", "VERB", "déclarer"), ("estiment", "VERB", "estimer"), ("dit", "VERB", "dire"), ("poursuivit", "VERB", "poursuivre"),
        ("a", "AUX", "avoir"), ("suis", "AUX", "être"), ("nationales", "ADJ", "national"), ("chevaux", "NOUN", "cheval"),
        ("Paris", "PROPN", "Paris"), ("l'", "DET", "le"), ("Tweetaient", "VERB", "tweeter"), ("xyzzy", "X", "xyzzy"),
    ],
)  # fmt: skip
def test_lemma(form: str, upos: str, lemma: str) -> None:
    assert Lemmatiser.load(MODEL / "lemmas.tsv.gz").lemma(form, upos) == lemma


def test_exceptions_come_before_rules_and_long_endings_before_short(tmp_path: Path) -> None:
    path = tmp_path / "lemmas.tsv.gz"
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.write("=\tVERB\tvont\taller\n-\tVERB\tont\t3\ter\n-\tVERB\tiront\t5\tir\n")
    table = Lemmatiser.load(path)
    assert [table.lemma(form, "VERB") for form in ("vont", "parlont", "finiront", "rien")] == ["aller", "parler", "finir", "rien"]


@example(np.array([[0, 5, 0.125], [1, 0.5, 0.25], [3, 2, 4]], dtype=np.float32))
@given(arrays(np.float32, st.integers(2, 9).map(lambda n: (n, n)), elements=st.floats(-5, 5, width=32), unique=True))
def test_best_tree_is_a_tree(scores: np.ndarray) -> None:
    np.fill_diagonal(scores, -np.inf)
    heads = best_tree(scores)
    assert len(heads) == len(scores) - 1
    assert heads.count(0) == 1
    assert not has_cycle(np.array(heads))


def test_best_tree_takes_the_best_heads_where_they_are_a_tree() -> None:
    scores = np.full((4, 4), -9, dtype=np.float32)
    for word, head in ((1, 2), (2, 0), (3, 2)):
        scores[word, head] = 0
    assert best_tree(scores) == [2, 0, 2]


def test_cycles_are_seen() -> None:
    assert has_cycle(np.array([2, 1, 0]))
    assert not has_cycle(np.array([2, 0, 2]))


@pytest.mark.parametrize(
    ("upos", "feats", "short"),
    [
        ("VERB", "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin", "Fin3S"),
        ("VERB", "Gender=Fem|Number=Plur|Tense=Past|VerbForm=Part", "PartPastP"),
        ("NOUN", "Gender=Fem|Number=Plur", "P"),
        ("NOUN", None, "-"),
        ("ADV", "Polarity=Neg", "-"),
    ],
)
def test_short_morphology(upos: str, feats: str | None, short: str) -> None:
    assert short_morphology(upos, feats) == short


def trees(parser: Parser, text: str) -> list[Tree]:
    marked = mark(Document("x", text))
    found = parser.parse(marked, marked.sentences)
    return [found[number] for number in sorted(found)]


@pytest.mark.model
def test_contractions_are_two_words_at_one_place(parser: Parser) -> None:
    text = "Il parle du voisin aux enfants."
    words = trees(parser, text)[0].words
    pairs = [(a.form, b.form, text[a.span.start : a.span.end]) for a, b in itertools.pairwise(words) if a.span == b.span]
    assert pairs == [("de", "le", "du"), ("à", "les", "aux")]


@pytest.mark.model
def test_articles_are_not_contractions(parser: Parser) -> None:
    assert [w.form for w in trees(parser, "Elle achète des pommes.")[0].words] == ["Elle", "achète", "des", "pommes", "."]


@pytest.mark.model
def test_a_sentence_is_parsed_the_same_alone_and_among_others(parser: Parser) -> None:
    sentence = "« Tout va bien », a répondu la maire de Nantes."
    others = "Il pleut. La préfecture a annoncé hier que la route principale resterait fermée jusqu'à la fin du mois. Oui. "
    alone = trees(parser, sentence)[0]
    among = trees(parser, others + sentence)[-1]
    assert [(w.form, w.upos, w.head, w.deprel) for w in alone.words] == [(w.form, w.upos, w.head, w.deprel) for w in among.words]


@pytest.mark.model
def test_every_tree_has_one_root_and_known_heads(parser: Parser) -> None:
    for tree in trees(parser, "Un. Deux trois ! « Quatre, dit-il, cinq » et six : sept (huit) ; neuf…"):
        assert sum(w.head == -1 for w in tree.words) == 1
        assert all(-1 <= w.head < len(tree.words) for w in tree.words)

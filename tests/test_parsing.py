"""Lemmas, heads, contractions, batches."""

from __future__ import annotations

import gzip
import itertools
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence

from quotes.french import MODEL
from quotes.marking import mark
from quotes.parsing.heads import best_tree, best_trees, has_cycle
from quotes.parsing.lemmas import Lemmatiser
from quotes.parsing.morphology import short_morphology
from quotes.parsing.parser import Parser
from quotes.parsing.rows import Rows
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


def every_tree(size: int) -> list[np.ndarray]:
    """Return the heads of every tree of some words with one root."""
    found = (np.array([0, *heads]) for heads in itertools.product(range(size), repeat=size - 1))
    return [heads for heads in found if (heads[1:] == 0).sum() == 1 and not has_cycle(heads[None])[0]]


@example(np.array([[0, 5, 0.125], [1, 0.5, 0.25], [3, 2, 4]], dtype=np.float32))
@given(arrays(np.float32, st.integers(2, 5).map(lambda n: (n, n)), elements=st.floats(-5, 5, width=32), unique=True))
def test_best_tree_is_a_tree_and_scores_close_to_the_best(scores: np.ndarray) -> None:
    np.fill_diagonal(scores, -np.inf)
    heads = best_tree(scores)
    words = np.arange(1, len(scores))
    totals = [scores[words, other[1:]].sum() for other in every_tree(len(scores))]
    assert any(np.array_equal(heads, other) for other in every_tree(len(scores)))
    every = map(np.array, itertools.product([0], *[range(len(scores))] * len(words)))
    free = [scores[words, other[1:]].sum() for other in every if not has_cycle(other[None])[0]]
    if max(free) == max(totals):  # else the best of the roots that the best tree with several has
        assert scores[words, heads[1:]].sum() == pytest.approx(max(totals), abs=1e-4)


@given(arrays(np.float32, st.integers(2, 9).map(lambda n: (n, n)), elements=st.floats(-5, 5, width=32), unique=True))
def test_best_tree_of_more_words_is_a_tree(scores: np.ndarray) -> None:
    np.fill_diagonal(scores, -np.inf)
    heads = best_tree(scores)
    assert len(heads) == len(scores)
    assert heads[1:].tolist().count(0) == 1
    assert not has_cycle(heads[None])[0]


def test_best_trees_take_the_best_heads_where_they_are_a_tree_and_mend_the_others() -> None:
    scores = np.full((2, 4, 4), -9, dtype=np.float32)
    for word, head in ((1, 2), (2, 0), (3, 2)):
        scores[0, word, head] = 0
    for word, head, score in ((1, 2, 5), (2, 1, 5), (1, 0, 3)):
        scores[1, word, head] = score
    scores[1, :, 3] = -np.inf
    assert best_trees(scores, [4, 3]).tolist() == [[0, 2, 0, 2], [0, 0, 1, 0]]


def test_cycles_are_seen() -> None:
    assert has_cycle(np.array([[0, 2, 1, 0], [0, 2, 0, 2]])).tolist() == [True, False]


@pytest.mark.model
def test_networks_give_what_stanza_computes(parser: Parser) -> None:
    """The first layer in two steps, features by part of speech and relations of chosen heads are the networks' own."""
    torch.manual_seed(1)
    lengths = [9, 7, 7, 3, 1]
    packed = pack_padded_sequence(torch.randn(5, 9, 260), lengths, batch_first=True)
    tagger, scorer = parser.model.tagger, parser.model.parser
    with torch.inference_mode():
        for model, part, name in ((tagger.model, tagger.lstm, "taggerlstm"), (scorer.model, scorer.lstm, "parserlstm")):
            start = [getattr(model, f"{name}_{state}_init").expand(2 * model.args["num_layers"], 5, -1).contiguous() for state in "hc"]
            expected = getattr(model, name)(packed, lengths, hx=tuple(start))[0].data
            states = part.run(PackedSequence(part.prepare(packed.data), packed.batch_sizes)).data
            torch.testing.assert_close(states, expected, atol=1e-5, rtol=1e-4)
            if model is tagger.model:
                upos = torch.arange(len(states)) % 16 + 4
                hidden = torch.relu(model.tag_hid["feats"](states))
                values = [classifier(hidden, model.upos_emb(upos)).argmax(1) for classifier in model.tag_clf["feats"]]
                assert torch.equal(tagger._features(states, upos), torch.stack(values, 1))
            else:
                heads = np.array([2, 0, 4, 1])
                pairs = model.deprel(states[None, :5], states[None, :5])[0]
                assert scorer._labels(states[None, :5], np.zeros(4, int), np.arange(1, 5), heads) == pairs[range(1, 5), heads].argmax(1).tolist()


@given(st.lists(st.lists(st.text("abcdefgh", min_size=1, max_size=2), min_size=1, max_size=4), min_size=1, max_size=5))
def test_rows_are_those_of_their_items_however_few_are_kept(sentences: list[list[str]]) -> None:
    rows: Rows[str] = Rows(lambda items: torch.tensor([[float(ord(item[0])), float(ord(item[-1]))] for item in items]), kept=3)
    for _ in range(2):
        for sentence in sentences:
            assert rows.of(sentence).tolist() == [[ord(item[0]), ord(item[-1])] for item in sentence]


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

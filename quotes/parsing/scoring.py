"""The parser's network, asked only for what is needed: head scores, then relations of the chosen heads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import torch
from stanza.models.common.vocab import VOCAB_PREFIX_SIZE

from quotes.parsing.vectors import ROOT, Vectors


class ParserWord(NamedTuple):
    """What the parser reads of a word."""

    form: str
    lemma: str
    upos: str
    morphology: str


class ParserInput(NamedTuple):
    """Indices of a batch, longest sentence first, each row headed by the root symbol: (sentences, words + 1)."""

    word: torch.Tensor
    upos: torch.Tensor
    morphology: torch.Tensor
    vector: torch.Tensor
    lemma: torch.Tensor
    lengths: list[int]


def indices(sentence: Sequence[ParserWord], vocab: Any, vectors: Vectors) -> list[list[int]]:
    """Return word, part-of-speech, morphology, vector and lemma indices of one sentence, root first."""
    return [
        [ROOT, *vocab["word"].map([w.form for w in sentence])],
        [ROOT, *vocab["upos"].map([w.upos for w in sentence])],
        [ROOT, *vocab["xpos"].map([w.morphology for w in sentence])],
        [ROOT, *vectors.map([w.form.lower() for w in sentence])],
        [ROOT, *vocab["lemma"].map([w.lemma for w in sentence])],
    ]


def batch(sentences: Sequence[list[list[int]]]) -> ParserInput:
    """Pad the indices of sentences that come sorted, longest first."""
    lengths = [len(sentence[0]) for sentence in sentences]
    columns = []
    for column in range(5):
        padded = torch.zeros(len(sentences), lengths[0], dtype=torch.long)
        for row, sentence in enumerate(sentences):
            padded[row, : lengths[row]] = torch.tensor(sentence[column])
        columns.append(padded)
    word, upos, morphology, vector, lemma = columns
    return ParserInput(word, upos, morphology, vector, lemma, lengths)


def encode(model: Any, inputs: ParserInput) -> torch.Tensor:
    """Run the word LSTM: (sentences, words + 1, states)."""
    none = None
    states: torch.Tensor = model.embed(
        inputs.word, none, none, none, inputs.upos, inputs.morphology, none, inputs.vector, inputs.lemma,
        none, none, none, inputs.lengths, none, none,
    )  # fmt: skip
    return states


def head_scores(model: Any, states: torch.Tensor) -> torch.Tensor:
    """Return the score of every word (last axis) as head of every word, itself excluded."""
    scores: torch.Tensor = model.unlabeled(model.drop(states), model.drop(states)).squeeze(3)
    itself = torch.eye(scores.size(1), dtype=torch.bool)
    return scores.masked_fill(itself, -float("inf"))


def relation_scores(model: Any, states: torch.Tensor, heads: torch.Tensor) -> torch.Tensor:
    """Return the scores of the relations of every word to its head only: (sentences, words + 1, relations)."""
    scorer = model.deprel
    bilinear = scorer.scorer.W_bilin
    dependents = scorer.dropout(scorer.hidden_func(scorer.W1(model.drop(states))))
    governors = scorer.dropout(scorer.hidden_func(scorer.W2(model.drop(states))))
    governors = torch.gather(governors, 1, heads.unsqueeze(2).expand(-1, -1, governors.size(2)))
    ones = dependents.new_ones(*dependents.shape[:2], 1)
    dependents, governors = torch.cat([dependents, ones], 2), torch.cat([governors, ones], 2)
    weight = bilinear.weight
    mixed = (dependents @ weight.reshape(weight.size(0), -1)).view(*dependents.shape[:2], weight.size(1), weight.size(2))
    scores: torch.Tensor = (governors.unsqueeze(2) @ mixed).squeeze(2) + bilinear.bias
    return scores


def relation_names(vocab: Any, labels: Sequence[int]) -> list[str]:
    """Return the relations of label numbers."""
    names: list[str] = vocab["deprel"].unmap([label + VOCAB_PREFIX_SIZE for label in labels])
    return names

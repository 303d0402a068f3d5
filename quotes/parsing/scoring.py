"""The parser's network, asked only for what is needed: head scores, then relations of the chosen heads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
from stanza.models.common.vocab import VOCAB_PREFIX_SIZE
from torch.nn.utils.rnn import pad_packed_sequence

from quotes.parsing.heads import best_trees
from quotes.parsing.recurrent import WordLSTM
from quotes.parsing.rows import Rows
from quotes.parsing.vectors import ROOT, Vectors


class ParserWord(NamedTuple):
    """What the parser reads of a word."""

    form: str
    lemma: str
    upos: str
    morphology: str


PREPARED = 5_000  # words kept as the network's first layer reads them, 8 kB each
ROOT_WORD = ParserWord("", "", "", "")  # before every sentence


def indices(sentence: Sequence[ParserWord], vocab: Any, vectors: Vectors) -> list[list[int]]:
    """Return word, part-of-speech, morphology, vector and lemma indices of one sentence, root first."""
    return [
        [ROOT, *vocab["word"].map([w.form for w in sentence])],
        [ROOT, *vocab["upos"].map([w.upos for w in sentence])],
        [ROOT, *vocab["xpos"].map([w.morphology for w in sentence])],
        [ROOT, *vectors.map([w.form.lower() for w in sentence])],
        [ROOT, *vocab["lemma"].map([w.lemma for w in sentence])],
    ]


class Scorer:
    """A loaded Stanza parser."""

    def __init__(self, model: Any, vocab: Any, vectors: Vectors) -> None:
        """Take the network, its vocabularies and the word vectors."""
        self.model = model
        self.vocab = vocab
        self.vectors = vectors
        self.lstm = WordLSTM(model.parserlstm, model.parserlstm_h_init, model.parserlstm_c_init)
        self.rows: Rows[ParserWord] = Rows(lambda words: self.lstm.prepare(self.read(words)), PREPARED)
        bilinear = model.deprel.scorer.W_bilin
        self.relation_weight = bilinear.weight.detach().permute(2, 0, 1).contiguous()
        self.relation_bias = bilinear.bias.detach()
        count = self.relation_weight.size(0)
        self.relations: list[str] = vocab["deprel"].unmap(range(VOCAB_PREFIX_SIZE, VOCAB_PREFIX_SIZE + count))

    def read(self, words: Sequence[ParserWord]) -> torch.Tensor:
        """Return what the network reads of words: (words, numbers)."""
        model = self.model
        known = [word for word in words if word is not ROOT_WORD]
        word, upos, morphology, vector, lemma = (torch.tensor(column) for column in indices(known, self.vocab, self.vectors))
        tags = model.upos_emb(upos) + model.xpos_emb(morphology)
        rows = torch.cat([model.trans_pretrained(model.pretrained_emb(vector)), model.word_emb(word), model.lemma_emb(lemma), tags], 1)
        root = next((place for place, word in enumerate(words) if word is ROOT_WORD), None)
        return rows[1:] if root is None else torch.cat([rows[1 : root + 1], rows[:1], rows[root + 1 :]])

    def states(self, sentences: Sequence[Sequence[ParserWord]]) -> torch.Tensor:
        """Run the word LSTM over sentences, longest first: (sentences, words + 1, states)."""
        packed = self.lstm.run(self.rows.packed([[ROOT_WORD, *sentence] for sentence in sentences]))
        states: torch.Tensor = pad_packed_sequence(packed, batch_first=True)[0]
        return states

    @torch.inference_mode()
    def parse(self, sentences: Sequence[Sequence[ParserWord]]) -> list[list[tuple[int, str]]]:
        """Return head, -1 for the root, and relation of every word; sentences longest first."""
        lengths = np.array([len(sentence) + 1 for sentence in sentences])
        states = self.states(sentences)
        heads = best_trees(self.head_scores(states, lengths).numpy(), lengths.tolist())
        places = np.arange(states.size(1))
        rows, words = np.nonzero((places < lengths[:, None]) & (places > 0))
        labels = iter(self._labels(states, rows, words, heads[rows, words]))
        return [
            [(head - 1, self.relations[label]) for head, label in zip(line[1:length], labels, strict=False)]
            for line, length in zip(heads.tolist(), lengths.tolist(), strict=True)
        ]

    def head_scores(self, states: torch.Tensor, lengths: Any) -> torch.Tensor:
        """Return the scores of heads, none of them beyond the end of a sentence."""
        beyond = torch.from_numpy(np.arange(states.size(1)) >= lengths[:, None])
        return head_scores(self.model, states).masked_fill_(beyond.unsqueeze(1), -float("inf"))

    def _labels(self, states: torch.Tensor, rows: Any, words: Any, heads: Any) -> list[int]:
        """Return the numbers of the best relations of words to their heads."""
        labels: list[int] = self.relation_scores(states, rows, words, heads).argmax(0).tolist()
        return labels

    def relation_scores(self, states: torch.Tensor, rows: Any, words: Any, heads: Any) -> torch.Tensor:
        """Return the scores of relations of words to their heads, (relations, words); one after another, which keeps the tables small."""
        scorer = self.model.deprel
        width = states.size(1)
        flat = states.flatten(0, 1)
        dependents = torch.relu(scorer.W1(flat[torch.from_numpy(rows * width + words)]))
        governors = torch.relu(scorer.W2(flat))[torch.from_numpy(rows * width + heads)]
        ones = dependents.new_ones(len(dependents), 1)
        dependents, governors = torch.cat([dependents, ones], 1), torch.cat([governors, ones], 1)
        scores: torch.Tensor = torch.stack([torch.mul(dependents @ weight, governors).sum(1) for weight in self.relation_weight])
        return scores.add_(self.relation_bias.unsqueeze(1))


def head_scores(model: Any, states: torch.Tensor) -> torch.Tensor:
    """Return the score of every word (last axis) as head of every word, itself excluded."""
    scores: torch.Tensor = model.unlabeled(model.drop(states), model.drop(states)).squeeze(3)
    itself = torch.eye(scores.size(1), dtype=torch.bool)
    return scores.masked_fill(itself, -float("inf"))

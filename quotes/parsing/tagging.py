"""Tokens → parts of speech and features, with the tagger's network; letters of a known word are read once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence, pad_packed_sequence

from quotes.parsing.vectors import PADDING, Vectors

REMEMBERED = 50_000  # words whose letters are remembered


def read_letters(model: Any, vocab: Any, tokens: Sequence[str]) -> torch.Tensor:
    """Return what the letters of distinct tokens, longest first, say of them: (tokens, states)."""
    lengths = [len(token) for token in tokens]
    padded = torch.full((len(tokens), lengths[0]), PADDING)
    for i, token in enumerate(tokens):
        padded[i, : lengths[i]] = torch.tensor(vocab["char"].map(list(token)))
    states = model.charmodel(padded, None, list(range(len(tokens))), [len(tokens)], lengths).data
    read: torch.Tensor = model.trans_char(model.drop(states))
    return read


def encode(model: Any, vocab: Any, vectors: Vectors, sentences: Sequence[Sequence[str]], letters: Sequence[torch.Tensor]) -> PackedSequence:
    """Run the word LSTM over sentences, longest first; ``letters`` has the letters' states of every token of a sentence."""
    lengths = [len(sentence) for sentence in sentences]
    words = torch.full((len(sentences), lengths[0]), PADDING)
    rows = torch.full((len(sentences), lengths[0]), PADDING)
    for i, sentence in enumerate(sentences):
        words[i, : lengths[i]] = torch.tensor(vocab["word"].map(list(sentence)))
        rows[i, : lengths[i]] = torch.tensor(vectors.map([token.lower() for token in sentence]))
    spelled = torch.nn.utils.rnn.pad_sequence(list(letters), batch_first=True)
    inputs = torch.cat([model.word_emb(words), model.trans_pretrained(model.pretrained_emb(rows)), spelled], 2)
    packed = pack_padded_sequence(inputs, lengths, batch_first=True)
    data = model.drop(model.worddrop(packed.data, model.drop_replacement))
    size = 2 * model.args["num_layers"], len(sentences), model.args["hidden_dim"]
    start = model.taggerlstm_h_init.expand(*size).contiguous(), model.taggerlstm_c_init.expand(*size).contiguous()
    states: PackedSequence = model.taggerlstm(PackedSequence(data, packed.batch_sizes), lengths, hx=start)[0]
    return states


def upos_scores(model: Any, states: torch.Tensor) -> torch.Tensor:
    """Return the scores of the parts of speech."""
    scores: torch.Tensor = model.upos_clf(model.drop(torch.relu(model.upos_hid(model.drop(states)))))
    return scores


def feature_scores(model: Any, states: torch.Tensor, upos: torch.Tensor) -> list[torch.Tensor]:
    """Return the scores of the values of every feature, given parts of speech."""
    hidden = model.drop(torch.relu(model.tag_hid["feats"](model.drop(states))))
    parent = model.drop(model.upos_emb(upos))
    return [classifier(hidden, parent) for classifier in model.tag_clf["feats"]]


class Tagger:
    """A loaded Stanza tagger."""

    def __init__(self, model: Any, vocab: Any, vectors: Vectors) -> None:
        """Take the network, its vocabularies and the word vectors."""
        self.model = model
        self.vocab = vocab
        self.vectors = vectors
        self.letters: dict[str, torch.Tensor] = {}

    @torch.no_grad()
    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[tuple[str, str]]]:
        """Return part of speech and features (``Gender=Fem|Number=Sing`` or ``_``) of every token; sentences longest first."""
        self._remember({token for sentence in sentences for token in sentence})
        letters = [torch.stack([self.letters[token] for token in sentence]) for sentence in sentences]
        packed = encode(self.model, self.vocab, self.vectors, sentences, letters)
        upos = upos_scores(self.model, packed.data).argmax(1)
        features = [scores.argmax(1) for scores in feature_scores(self.model, packed.data, upos)]
        both = torch.stack([upos, *features], 1)
        table = pad_packed_sequence(PackedSequence(both, packed.batch_sizes), batch_first=True)[0].tolist()
        tagged = []
        for row, sentence in zip(table, sentences, strict=True):
            cells = row[: len(sentence)]
            names = self.vocab["upos"].unmap([cell[0] for cell in cells])
            tagged.append(list(zip(names, self.vocab["feats"].unmap([cell[1:] for cell in cells]), strict=True)))
        return tagged

    def _remember(self, tokens: set[str]) -> None:
        if len(self.letters) > REMEMBERED:
            self.letters.clear()
        new = sorted(tokens - self.letters.keys(), key=lambda token: (-len(token), token))
        if new:
            self.letters.update(zip(new, read_letters(self.model, self.vocab, new), strict=True))

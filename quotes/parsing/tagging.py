"""Tokens → parts of speech and features, with the tagger's network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch.nn.utils.rnn import PackedSequence, pad_packed_sequence

from quotes.parsing.recurrent import WordLSTM
from quotes.parsing.rows import Rows
from quotes.parsing.vectors import PADDING, Vectors

Tag = tuple[str, str]

SPELLED, PREPARED = 20_000, 5_000  # words kept as the network reads them (1 kB each), and as its first layer does (8 kB)


def read_letters(model: Any, vocab: Any, tokens: Sequence[str]) -> torch.Tensor:
    """Return what the letters of distinct tokens, longest first, say of them: (tokens, states)."""
    lengths = [len(token) for token in tokens]
    padded = torch.full((len(tokens), lengths[0]), PADDING)
    for i, token in enumerate(tokens):
        padded[i, : lengths[i]] = torch.tensor(vocab["char"].map(list(token)))
    states = model.charmodel(padded, None, list(range(len(tokens))), [len(tokens)], lengths).data
    read: torch.Tensor = model.trans_char(model.drop(states))
    return read


def read_tokens(model: Any, vocab: Any, vectors: Vectors, tokens: Sequence[str]) -> torch.Tensor:
    """Return what the network reads of distinct tokens: (tokens, numbers)."""
    order = sorted(range(len(tokens)), key=lambda i: -len(tokens[i]))
    letters = torch.empty(len(tokens), model.trans_char.out_features).index_copy(
        0, torch.tensor(order), read_letters(model, vocab, [tokens[i] for i in order])
    )
    words = model.word_emb(torch.tensor(vocab["word"].map(list(tokens))))
    rows = torch.tensor(vectors.map([token.lower() for token in tokens]))
    return torch.cat([words, model.trans_pretrained(model.pretrained_emb(rows)), letters], 1)


def upos_scores(model: Any, states: torch.Tensor) -> torch.Tensor:
    """Return the scores of the parts of speech."""
    scores: torch.Tensor = model.upos_clf(model.drop(torch.relu(model.upos_hid(model.drop(states)))))
    return scores


class Tagger:
    """A loaded Stanza tagger."""

    def __init__(self, model: Any, vocab: Any, vectors: Vectors) -> None:
        """Take the network, its vocabularies and the word vectors."""
        self.model = model
        self.vocab = vocab
        self.lstm = WordLSTM(model.taggerlstm, model.taggerlstm_h_init, model.taggerlstm_c_init)
        spelled: Rows[str] = Rows(lambda tokens: read_tokens(model, vocab, vectors, tokens), SPELLED)
        self.rows: Rows[str] = Rows(lambda tokens: self.lstm.prepare(spelled.of(tokens)), PREPARED)
        self.features = [_by_upos(classifier, model.upos_emb.weight.detach()) for classifier in model.tag_clf["feats"]]
        self.names: dict[bytes, Tag] = {}

    @torch.inference_mode()
    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[Tag]]:
        """Return part of speech and features (``Gender=Fem|Number=Sing`` or ``_``) of every token; sentences longest first."""
        packed = self.lstm.run(self.rows.packed(sentences))
        upos = upos_scores(self.model, packed.data).argmax(1)
        values = torch.cat([upos.unsqueeze(1), self._features(packed.data, upos)], 1).to(torch.uint8)
        table = pad_packed_sequence(PackedSequence(values, packed.batch_sizes), batch_first=True)[0].numpy()
        return [[self._name(cells.tobytes()) for cells in line[: len(sentence)]] for line, sentence in zip(table, sentences, strict=True)]

    def _features(self, states: torch.Tensor, upos: torch.Tensor) -> torch.Tensor:
        """Return the best value of every feature: (tokens, features); tokens of one part of speech at a time."""
        hidden = torch.relu(self.model.tag_hid["feats"](states))
        hidden = torch.cat([hidden, hidden.new_ones(len(hidden), 1)], 1)
        found = torch.empty(len(states), len(self.features), dtype=torch.long)
        for part in set(upos.tolist()):
            places = (upos == part).nonzero().squeeze(1)
            here = hidden[places]
            found[places] = torch.stack([(here @ weight[part] + bias).argmax(1) for weight, bias in self.features], 1)
        return found

    def _name(self, cells: bytes) -> Tag:
        if cells not in self.names:
            upos, *features = cells
            self.names[cells] = self.vocab["upos"].unmap([upos])[0], self.vocab["feats"].unmap([features])[0]
        return self.names[cells]


def _by_upos(classifier: Any, parts: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the weights of a feature's values for every part of speech, (parts, units + 1, values), and their bias."""
    bilinear = classifier.W_bilin
    parts = torch.cat([parts, parts.new_ones(len(parts), 1)], 1)
    return torch.einsum("vip,up->uiv", bilinear.weight.detach(), parts), bilinear.bias.detach()

"""The network at work: sentences → tags, heads and relations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import nn
from torch.nn.utils.rnn import PackedSequence, pad_packed_sequence

from one.network import Network
from one.recurrent import Layer
from one.spelling import Speller
from quotes.parsing.heads import best_trees
from quotes.parsing.rows import Rows
from quotes.parsing.tagging import Tag

PREPARED = 8_000  # words kept as the first layer reads them, 5 kB each


class Reading(NamedTuple):
    """What the network says of a sentence: for each token its tag (part of speech, features), its head (-1 for the root) and its relation."""

    tags: list[Tag]
    heads: list[int]
    relations: list[str]


class Reader:
    """A network, asked for no more than what is needed."""

    def __init__(self, network: Network, speller: Speller, tags: Sequence[Tag], relations: Sequence[str]) -> None:
        """Take the network, what spells words for it, and the names of tags and relations."""
        self.network, self.speller = network.eval(), speller
        self.tags, self.relations = tags, relations
        self.first, self.second = (Layer(layer) for layer in network.layers if isinstance(layer, nn.LSTM))
        self.rows: Rows[str] = Rows(lambda forms: self.first.prepare(network.read(torch.tensor(speller(forms)))), PREPARED)

    def states(self, rows: PackedSequence) -> torch.Tensor:
        """Return the states of words whose rows are given."""
        sizes = rows.batch_sizes.tolist()
        below = self.first.run(rows.data, sizes)
        return self.second.run(self.second.prepare(below), sizes).add_(below)

    @torch.inference_mode()
    def read(self, sentences: Sequence[Sequence[str]]) -> list[Reading]:
        """Read sentences, longest first."""
        lengths = np.array([len(sentence) for sentence in sentences])
        packed = self.rows.packed(sentences)
        sizes = packed.batch_sizes.numpy()
        dependents, governors, dependents_, governors_, hidden = self.network.roles(self.states(packed))
        padded = [pad_packed_sequence(PackedSequence(part, packed.batch_sizes), batch_first=True)[0] for part in (dependents, governors)]
        scores = nn.functional.pad(self.network.heads(*padded), (0, 0, 1, 0))
        places = np.arange(scores.size(2))
        scores.masked_fill_(torch.from_numpy(places > lengths[:, None]).unsqueeze(1), -float("inf"))
        scores.diagonal(dim1=1, dim2=2).fill_(-float("inf"))
        heads = best_trees(scores.numpy(), (lengths + 1).tolist())
        starts = np.concatenate([[0], np.cumsum(sizes)])  # words are packed first words first
        place = np.repeat(np.arange(len(sizes)), sizes)
        sentence = np.arange(len(place)) - starts[place]
        head = heads[sentence, place + 1]
        governor = np.where(head > 0, starts[head - 1] + sentence, len(place))
        above = torch.cat([governors_, self.network.root_relation.unsqueeze(0)])[torch.from_numpy(governor)]
        found = np.empty((2, len(sentences), len(sizes)), dtype=np.int64)
        found[0, sentence, place] = self.network.tag(hidden).argmax(1).numpy()
        found[1, sentence, place] = self.network.relations(dependents_, above).argmax(1).numpy()
        return [
            Reading([self.tags[n] for n in tags[:length]], [n - 1 for n in above[1 : length + 1]], [self.relations[n] for n in relations[:length]])
            for tags, relations, above, length in zip(*found.tolist(), heads.tolist(), lengths.tolist(), strict=True)
        ]

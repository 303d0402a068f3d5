"""Stanza's word LSTM with its first layer in two steps: what depends on a word alone, which can be kept, and what depends on its sentence."""

from __future__ import annotations

from typing import Any

import torch
from torch.nn.utils.rnn import PackedSequence

ORDER = (0, 1, 3, 2)  # torch has the gates as input, forget, cell, output; here those of one function stand together


class WordLSTM:
    """The weights of a HighwayLSTM; gives what its ``forward`` does, without dropout."""

    def __init__(self, network: Any, hidden: torch.Tensor, cell: torch.Tensor) -> None:
        """Take the network and its first states, (layers × directions, 1, units)."""
        self.layers = [
            _Layer(lstm.lstm, highway, gate, hidden[2 * i : 2 * i + 2], cell[2 * i : 2 * i + 2])
            for i, (lstm, highway, gate) in enumerate(zip(network.lstm, network.highway, network.gate, strict=True))
        ]

    def prepare(self, inputs: torch.Tensor) -> torch.Tensor:
        """Return what the first layer makes of words, whatever their sentence: (words, numbers)."""
        return self.layers[0].prepare(inputs)

    def run(self, prepared: PackedSequence) -> PackedSequence:
        """Return the states of sentences whose words are prepared."""
        sizes = prepared.batch_sizes.tolist()
        states = self.layers[0].run(prepared.data, sizes)
        for layer in self.layers[1:]:
            states = layer.run(layer.prepare(states), sizes)
        return PackedSequence(states, prepared.batch_sizes)


class _Layer:
    def __init__(self, lstm: Any, highway: Any, gate: Any, hidden: torch.Tensor, cell: torch.Tensor) -> None:
        self.units = lstm.hidden_size
        endings = ("_l0", "_l0_reverse")
        inward = [self._ordered(getattr(lstm, f"weight_ih{ending}")) for ending in endings]
        biases = [self._ordered(getattr(lstm, f"bias_ih{ending}") + getattr(lstm, f"bias_hh{ending}")) for ending in endings]
        self.inward = torch.cat([*inward, gate.weight, highway.weight]).detach().t().contiguous()
        self.bias = torch.cat([*biases, gate.bias, highway.bias]).detach()
        self.recurrent = [self._ordered(getattr(lstm, f"weight_hh{ending}")).detach().t().contiguous() for ending in endings]
        self.hidden, self.cell = hidden.detach(), cell.detach()

    def _ordered(self, weight: torch.Tensor) -> torch.Tensor:
        gates = torch.split(weight, self.units)
        return torch.cat([gates[i] for i in ORDER])

    def prepare(self, inputs: torch.Tensor) -> torch.Tensor:
        """Return the gates' inputs in both directions, and what takes the highway: (words, 10 × units)."""
        made = torch.addmm(self.bias, inputs, self.inward)
        gates, opened, straight = torch.split(made, [8 * self.units, 2 * self.units, 2 * self.units], 1)
        return torch.cat([gates, torch.sigmoid(opened) * torch.tanh(straight)], 1)

    def run(self, prepared: torch.Tensor, sizes: list[int]) -> torch.Tensor:
        """Go through sentences in step, in both directions; at each step as many are left as ``sizes`` says."""
        units = self.units
        states = prepared[:, 8 * units :].clone()
        ends = torch.tensor(sizes).cumsum(0).tolist()
        for direction in (0, 1):
            gates = prepared[:, 4 * units * direction : 4 * units * (direction + 1)]
            out = states[:, units * direction : units * (direction + 1)]
            recurrent = self.recurrent[direction]
            steps = list(zip(ends, sizes, strict=True))
            start = self.hidden[direction], self.cell[direction]
            hidden, cell = (state.expand(steps[-direction][1], units) for state in start)
            for end, size in steps if direction == 0 else reversed(steps):
                if size > len(hidden):
                    hidden, cell = (torch.cat([old, new.expand(size - len(old), units)]) for old, new in zip((hidden, cell), start, strict=True))
                made = torch.addmm(gates[end - size : end], hidden[:size], recurrent)
                opened = made[:, : 3 * units].sigmoid_()
                cell = torch.addcmul(opened[:, :units] * made[:, 3 * units :].tanh_(), opened[:, units : 2 * units], cell[:size])
                hidden = opened[:, 2 * units :] * torch.tanh(cell)
                out[end - size : end] += hidden
        return states

"""A layer of an LSTM in two steps: what depends on a word alone, which can be kept, and what depends on its sentence."""

from __future__ import annotations

import torch
from torch import nn


class Layer:
    """The weights of an LSTM with one layer and two directions; gives what its ``forward`` does."""

    def __init__(self, lstm: nn.LSTM) -> None:
        """Take the network; tanh(x) is computed as 2 σ(2x) − 1, which takes a third of the time, so weights of what it is asked of are doubled."""
        self.units = lstm.hidden_size
        endings = ("_l0", "_l0_reverse")
        scale = torch.ones(4 * self.units, 1)
        scale[2 * self.units : 3 * self.units] = 2  # gates: input, forget, cell, output
        self.inward = torch.cat([scale * getattr(lstm, f"weight_ih{ending}") for ending in endings]).detach().t().contiguous()
        biases = [scale[:, 0] * (getattr(lstm, f"bias_ih{ending}") + getattr(lstm, f"bias_hh{ending}")) for ending in endings]
        self.bias = torch.cat(biases).detach()
        self.recurrent = [(2 * scale * getattr(lstm, f"weight_hh{ending}")).detach().t().contiguous() for ending in endings]  # for half the state

    def prepare(self, inputs: torch.Tensor) -> torch.Tensor:
        """Return the gates' inputs in both directions: (words, 8 × units)."""
        return torch.addmm(self.bias, inputs, self.inward)

    def run(self, prepared: torch.Tensor, sizes: list[int]) -> torch.Tensor:
        """Go through sentences in step, in both directions; at each step as many are left as ``sizes`` says: (words, 2 × units)."""
        units = self.units
        states = prepared.new_empty(len(prepared), 2 * units)
        ends = torch.tensor(sizes).cumsum(0).tolist()
        steps = list(zip(ends, sizes, strict=True))
        for direction, recurrent in enumerate(self.recurrent):
            gates = prepared[:, 4 * units * direction : 4 * units * (direction + 1)]
            out = states[:, units * direction : units * (direction + 1)]
            hidden = cell = prepared.new_zeros(sizes[-direction], units)  # half of what they are
            for end, size in steps if direction == 0 else reversed(steps):
                if size > len(hidden):
                    more = prepared.new_zeros(size - len(hidden), units)
                    hidden, cell = torch.cat([hidden, more]), torch.cat([cell, more])
                made = torch.addmm(gates[end - size : end], hidden[:size], recurrent).sigmoid_()
                taken, kept, new, shown = torch.split(made, units, 1)
                cell = torch.addcmul(taken * new.sub_(0.5), kept, cell[:size])
                hidden = torch.mul(cell, 4).sigmoid_().sub_(0.5).mul_(shown)
                torch.mul(hidden, 2, out=out[end - size : end])
        return states

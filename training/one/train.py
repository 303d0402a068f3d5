"""Train one network for tags and trees by the treebanks and by what the teachers hold likely of other texts.

Gold sentences teach heads, relations and tags as they are; silver sentences teach the teachers' whole distributions. The learning rate falls to
zero over the time given, the file holds the running mean of the weights. Each process has its share of the sentences; their gradients are averaged
at every step.

usage: python -m one.train --data build/data --model quotes/french/model --out build/reader.pt --minutes 100 --processes 2
"""

from __future__ import annotations

import argparse
import copy
import os
import pickle
import random
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import torch
import torch.distributed
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from one.network import Network
from one.spelling import PARTS, Speller, parts
from quotes.parsing.lemmas import Lemmatiser
from quotes.parsing.vectors import UNKNOWN, Vectors
from trees import DEPREL, FEATS, FORM, HEAD, UPOS, read_conllu

LEAST = {"word": 4, "s4": 30, "p3": 30}  # how often a part of a word must come to be in its table; 20 for the others
LEAST_TAG = 8
SHARES = {"train": 0.2, "added": 0.2, "silver": 0.4, "press": 0.2}  # of the steps
TAGS = 0.7  # weight of the tags' loss
UNKNOWN_WORD, UNKNOWN_VECTOR = 0.12, 0.04  # how often a word is taken for one that no table, no vector has


class Example(NamedTuple):
    """A sentence in numbers; ``likely`` are the teachers' distributions of heads and of relations, where they teach."""

    spelt: npt.NDArray[np.int32]
    tags: npt.NDArray[np.int64]
    heads: npt.NDArray[np.int64]
    relations: npt.NDArray[np.int64]
    likely: tuple[Any, Any] | None = None


class Sentence(NamedTuple):
    """Tokens, tags, heads (0 for the root) and relations, before they are numbers."""

    forms: list[str]
    tags: list[str]
    heads: list[int]
    relations: list[str]


class Batch(NamedTuple):
    """Examples side by side, longest first; -1 where there is nothing to learn."""

    lengths: list[int]
    spelt: torch.Tensor
    tags: torch.Tensor
    heads: torch.Tensor
    relations: torch.Tensor
    likely: tuple[torch.Tensor, torch.Tensor] | None


def sentences(path: Path) -> list[Sentence]:
    """Read a file of tokens."""
    return [
        Sentence([r[FORM] for r in rows], [f"{r[UPOS]} {r[FEATS]}" for r in rows], [int(r[HEAD]) for r in rows], [r[DEPREL] for r in rows])
        for _, rows in read_conllu(path)
    ]


def vocabulary(forms: Iterator[str]) -> dict[str, dict[str, int]]:
    """Return a number for each part of a word that comes often enough; 0 and 1 stand for nothing and for all others."""
    words = Counter(forms)
    counts: dict[str, Counter[str]] = {name: Counter() for name in PARTS}
    for form, count in words.items():
        for name, part in zip(PARTS, parts(form), strict=True):
            counts[name][part] += count
    return {
        name: {part: n for n, part in enumerate(sorted(p for p, c in counted.items() if c >= LEAST.get(name, 20)), start=UNKNOWN + 1)}
        for name, counted in counts.items()
    }


def batches(data: Sequence[Example], size: int, chance: random.Random) -> Iterator[list[Example]]:
    """Yield examples for ever in batches of about ``size`` tokens of like lengths, each longest first."""
    while True:
        groups: list[list[Example]] = [[]]
        for example in sorted(data, key=lambda e: len(e.heads) + chance.random() * 4):
            if sum(len(e.heads) for e in groups[-1]) >= size:
                groups.append([])
            groups[-1].append(example)
        chance.shuffle(groups)
        for group in groups:
            yield sorted(group, key=lambda e: -len(e.heads))


def side_by_side(group: Sequence[Example]) -> Batch:
    """Pad the numbers of examples."""
    lengths = [len(example.heads) for example in group]
    size = len(group), lengths[0]
    spelt = torch.zeros(*size, len(PARTS) + 2, dtype=torch.long)
    tags, heads, relations = (torch.full(size, -1) for _ in range(3))
    teachers = group[0].likely
    likely = None if teachers is None else (torch.zeros(*size, size[1] + 1), torch.zeros(*size, teachers[1].shape[1]))
    for row, (example, length) in enumerate(zip(group, lengths, strict=True)):
        spelt[row, :length] = torch.from_numpy(example.spelt)
        for padded, values in ((tags, example.tags), (heads, example.heads), (relations, example.relations)):
            padded[row, :length] = torch.from_numpy(values)
        if likely is not None and example.likely is not None:
            likely[0][row, :length, : length + 1] = torch.from_numpy(example.likely[0].astype(np.float32))
            likely[1][row, :length] = torch.from_numpy(example.likely[1].astype(np.float32))
    return Batch(lengths, spelt, tags, heads, relations, likely)


class Scores(NamedTuple):
    """What the network says of a batch: scores of heads, of the relations to the right heads, of tags."""

    heads: torch.Tensor
    relations: torch.Tensor
    tags: torch.Tensor


def locked(network: Network, values: torch.Tensor) -> torch.Tensor:
    """Drop some of the numbers, the same for all words of a sentence."""
    if not network.training:
        return values
    kept = 1 - network.dropout
    return values * values.new_empty(len(values), 1, values.size(2)).bernoulli_(kept) / kept


def scores(network: Network, batch: Batch) -> Scores:
    """Run the network over a batch."""
    spelt = batch.spelt
    if network.training:
        unknown = torch.rand(spelt.shape[:2])
        spelt = spelt.clone()
        spelt[..., 2] = torch.where(torch.rand(spelt.shape[:2]) < UNKNOWN_WORD, UNKNOWN, spelt[..., 2])
        spelt[..., :2] = torch.where((unknown < UNKNOWN_VECTOR).unsqueeze(2), UNKNOWN, spelt[..., :2])
    states = nn.functional.dropout(network.read(spelt), network.dropout, network.training)
    layers = []
    for layer in network.layers:
        packed = pack_padded_sequence(states, batch.lengths, batch_first=True)
        layers.append(pad_packed_sequence(layer(packed)[0], batch_first=True)[0])
        states = locked(network, layers[-1])
    dependents, governors, dependents_, governors_, tags = (locked(network, r) for r in network.roles(locked(network, layers[0] + layers[1])))
    heads = network.heads(dependents, governors)
    beyond = torch.arange(heads.size(2)) > torch.tensor(batch.lengths)[:, None]
    heads = heads.masked_fill(beyond.unsqueeze(1), -1e4)
    heads.diagonal(1, 1, 2).fill_(-1e4)
    above = torch.cat([network.root_relation.expand(len(heads), 1, -1), governors_], 1)
    above = torch.gather(above, 1, batch.heads.clamp(min=0).unsqueeze(2).expand(-1, -1, above.size(2)))
    return Scores(heads, network.relations(dependents_, above), network.tag(tags))


def loss(network: Network, batch: Batch) -> torch.Tensor:
    """Return the mean loss of heads, relations and, weighted, tags."""
    found = scores(network, batch)
    known = batch.heads >= 0
    cross = nn.functional.cross_entropy
    if batch.likely is None:
        learnt = cross(found.heads[known], batch.heads[known]) + cross(found.relations[known], batch.relations[known], ignore_index=-1)
    else:
        pairs = zip((found.heads, found.relations), batch.likely, strict=True)
        learnt = sum((-(likely[known] * said[known].log_softmax(-1)).sum(-1).mean() for said, likely in pairs), torch.zeros(()))
    return learnt + TAGS * cross(found.tags[known], batch.tags[known], ignore_index=-1)


@torch.inference_mode()
def score(network: Network, data: Sequence[Example]) -> str:
    """Return how many heads are right (arg-max), how many have the right relation as well, and how many tags are right, in percent."""
    network.eval()
    total = right = labelled = tagged = 0
    for start in range(0, len(data), 40):
        batch = side_by_side(sorted(data[start : start + 40], key=lambda e: -len(e.heads)))
        found = scores(network, batch)
        known = batch.heads >= 0
        head = (found.heads.argmax(2) == batch.heads) & known
        total += int(known.sum())
        right += int(head.sum())
        labelled += int((head & (found.relations.argmax(2) == batch.relations)).sum())
        tagged += int((known & (found.tags.argmax(2) == batch.tags)).sum())
    network.train()
    return f"dev UAS {right / total:.2%} LAS {labelled / total:.2%} tags {tagged / total:.2%}"


def train(rank: int, network: Network, data: Mapping[str, Sequence[Example]], options: argparse.Namespace, card: Mapping[str, Any]) -> None:
    """Train in one of some processes; the first reports and saves."""
    os.environ |= {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(options.port)}
    torch.distributed.init_process_group("gloo", rank=rank, world_size=options.processes)
    torch.manual_seed(100 + rank)
    chance = random.Random(options.seed + rank)
    streams = {name: batches(data[name][rank :: options.processes], options.batch, chance) for name in SHARES}
    weights = [weight for weight in network.parameters() if weight.requires_grad]
    mean = copy.deepcopy(network)
    means = [weight for weight in mean.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW(weights, lr=options.rate, betas=(0.9, 0.98), weight_decay=1e-4)
    start = reported = time.monotonic()
    step, elapsed = 0, torch.zeros(1)
    while True:
        elapsed[0] = (time.monotonic() - start) / (60 * options.minutes)
        torch.distributed.broadcast(elapsed, 0)
        if elapsed >= 1:
            break
        for setting in optimizer.param_groups:
            setting["lr"] = options.rate * min(1.0, (step + 1) / 200) * (1 - elapsed.item())
        optimizer.zero_grad(set_to_none=False)
        source = chance.choices(list(SHARES), list(SHARES.values()))[0]
        loss(network, side_by_side(next(streams[source]))).backward()
        flat = torch.cat([(torch.zeros_like(w) if w.grad is None else w.grad).flatten() for w in weights])
        torch.distributed.all_reduce(flat)
        for weight, part in zip(weights, (flat / options.processes).split([w.numel() for w in weights]), strict=True):
            weight.grad = part.view_as(weight)
        nn.utils.clip_grad_norm_(weights, 2.0)
        optimizer.step()
        step += 1
        with torch.no_grad():
            torch._foreach_lerp_(means, weights, 1 - min(0.9995, step / (step + 20)))
        if rank == 0 and time.monotonic() > reported + 240:
            reported = time.monotonic()
            print(f"{elapsed.item():5.0%} step {step} {score(mean, data['dev'])}", flush=True)
            save(mean, options.out, card, step)
    if rank == 0:
        save(mean, options.out, card, step)
        print(f"done: {step} steps, {score(mean, data['dev'])}, {options.out.stat().st_size / 1e6:.1f} MB")


def save(network: Network, path: Path, card: Mapping[str, Any], step: int) -> None:
    """Write the weights in half precision, without the vectors, which have a file of their own."""
    weights = {name: weight.half() if weight.dim() > 1 else weight for name, weight in network.state_dict().items() if name != "vectors.weight"}
    torch.save({**card, "weights": weights, "steps": step}, path)


def main() -> None:
    """Read the sentences, then train."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--model", type=Path, required=True, help="where vectors.pt and lemmas.tsv.gz are")
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--minutes", type=float, default=100)
    arguments.add_argument("--processes", type=int, default=2)
    arguments.add_argument("--units", type=int, default=160)
    arguments.add_argument("--batch", type=int, default=1000, help="tokens of a step in each process")
    arguments.add_argument("--rate", type=float, default=0.002)
    arguments.add_argument("--seed", type=int, default=7)
    arguments.add_argument("--port", type=int, default=29507)
    options = arguments.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)

    vectors, lemmatiser = Vectors.load(options.model / "vectors.pt"), Lemmatiser.load(options.model / "lemmas.tsv.gz")
    gold = {name: sentences(options.data / f"reader-{name}.conllu") for name in ("train", "added", "dev")}
    lessons = {}
    for name in ("silver", "press"):
        with (options.data / f"{name}.pkl").open("rb") as file:
            relations, lessons[name] = pickle.load(file)
    taught = [*gold["train"], *gold["added"], *lessons["silver"], *lessons["press"]]
    tables = vocabulary(form for sentence in taught for form in sentence.forms)
    counts = Counter(tag for sentence in taught for tag in sentence.tags)
    tags = [tag for tag, count in counts.most_common() if count >= LEAST_TAG]
    number = {name: n for n, name in enumerate(tags)}, {name: n for n, name in enumerate(relations)}
    speller = Speller(tables, vectors, lemmatiser)

    def numbers(forms: list[str], names: list[str], heads: Any, relations: list[Any], likely: Any = None) -> Example:
        spelt = np.array(speller(forms), np.int32)
        tagged = np.array([number[0].get(name, -1) for name in names])
        return Example(spelt, tagged, np.array(heads), np.array([number[1].get(r, -1) for r in relations]), likely)

    data = {name: [numbers(*sentence) for sentence in found] for name, found in gold.items()}
    for name, found in lessons.items():
        data[name] = [
            numbers(x.forms, x.tags, x.heads.argmax(1), [relations[n] for n in x.relations.argmax(1)], (x.heads, x.relations)) for x in found
        ]
    for name in SHARES:
        random.Random(options.seed).shuffle(data[name])
    print({name: len(found) for name, found in data.items()}, {name: len(table) for name, table in tables.items()}, len(tags), "tags", flush=True)
    network = Network(tables, vectors.emb, options.units, len(tags), len(relations))
    card = {"vocabulary": tables, "tags": tags, "relations": relations, "units": options.units}
    for rank in range(1, options.processes):
        if os.fork() == 0:
            train(rank, network, data, options, card)
            os._exit(0)
    train(0, network, data, options, card)


if __name__ == "__main__":
    main()

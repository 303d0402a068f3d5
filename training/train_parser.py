"""Step 5: train the dependency parser; the result is an ordinary Stanza parser file.

Stanza's network and file format, with a loop of our own: relations are scored for the true heads only, the learning
rate falls to zero over the time given, and the file holds the running mean of the weights.

usage: python training/train_parser.py --data DIR --vectors vectors.pt --out parser.pt --minutes 60
"""

from __future__ import annotations

import argparse
import copy
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import torch
from stanza.models.common.vocab import VOCAB_PREFIX_SIZE
from stanza.models.depparse.data import DataLoader
from stanza.models.depparse.trainer import GraphTrainer
from stanza.models.parser import parse_args
from stanza.utils.conll import CoNLL

from quotes.parsing.scoring import ParserWord, head_scores, indices
from quotes.parsing.vectors import Vectors
from trees import DEPREL, FORM, HEAD, LEMMA, UPOS, XPOS, read_conllu

Example = tuple[list[list[int]], list[int], list[int]]  # indices, heads, relations


class ParserInput(NamedTuple):
    """Indices of a batch, longest sentence first, each row headed by the root symbol: (sentences, words + 1)."""

    word: torch.Tensor
    upos: torch.Tensor
    morphology: torch.Tensor
    vector: torch.Tensor
    lemma: torch.Tensor
    lengths: list[int]


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


def examples(path: Path, vocab: Any, vectors: Vectors) -> list[Example]:
    """Read a parser file into indices; the root symbol gets head 0."""
    found = []
    for _, rows in read_conllu(path):
        words = [ParserWord(r[FORM], r[LEMMA], r[UPOS], r[XPOS]) for r in rows]
        heads = [0] + [int(r[HEAD]) for r in rows]
        relations = [0, *vocab["deprel"].map([r[DEPREL] for r in rows])]
        found.append((indices(words, vocab, vectors), heads, relations))
    return found


def batches(data: list[Example], size: int) -> list[list[Example]]:
    """Return the examples in random batches of about ``size`` words of like lengths, each longest first."""
    order = sorted(data, key=lambda example: len(example[1]) + random.random() * 6)
    groups: list[list[Example]] = [[]]
    words = 0
    for example in order:
        if words + len(example[1]) > size and groups[-1]:
            groups.append([])
            words = 0
        groups[-1].append(example)
        words += len(example[1])
    for group in groups:
        group.sort(key=lambda example: -len(example[1]))
    random.shuffle(groups)
    return groups


def without_final_mark(example: Example, stops: set[int]) -> Example:
    """Drop a final full stop now and then: titles have none."""
    columns, heads, relations = example
    if random.random() < 0.1 and len(heads) > 3 and columns[0][-1] in stops and len(heads) - 1 not in heads:
        return [c[:-1] for c in columns], heads[:-1], relations[:-1]
    return example


def targets(group: list[Example]) -> tuple[torch.Tensor, torch.Tensor]:
    """Return heads and relation labels, -1 where there is nothing to learn."""
    longest = len(group[0][1])
    heads = torch.full((len(group), longest), -1)
    labels = torch.full((len(group), longest), -1)
    for row, (_, head, relation) in enumerate(group):
        heads[row, 1 : len(head)] = torch.tensor(head[1:])
        labels[row, 1 : len(head)] = torch.tensor(relation[1:]) - VOCAB_PREFIX_SIZE
    return heads, labels


def loss(model: Any, group: list[Example]) -> torch.Tensor:
    """Return the mean loss of heads and relations."""
    inputs = batch([columns for columns, _, _ in group])
    heads, labels = targets(group)
    states = encode(model, inputs)
    scores = head_scores(model, states).masked_fill((inputs.word == 0).unsqueeze(1), -float("inf"))
    crit = torch.nn.functional.cross_entropy
    known = heads >= 0
    head_loss = crit(scores[known], heads[known])
    relations = relation_scores(model, states, heads.clamp(min=0))
    return head_loss + crit(relations[known], labels[known].clamp(min=0))


@torch.no_grad()
def score(model: Any, data: list[Example]) -> tuple[float, float]:
    """Return the shares of right heads, and of right heads with their relation (arg-max, gold tags)."""
    model.eval()
    right = labelled = total = 0
    for start in range(0, len(data), 32):
        group = sorted(data[start : start + 32], key=lambda example: -len(example[1]))
        inputs = batch([columns for columns, _, _ in group])
        heads, labels = targets(group)
        states = encode(model, inputs)
        guess = head_scores(model, states).masked_fill((inputs.word == 0).unsqueeze(1), -float("inf")).argmax(2)
        relation = relation_scores(model, states, guess).argmax(2)
        known = heads >= 0
        same = (guess == heads) & known
        right += int(same.sum())
        labelled += int((same & (relation == labels)).sum())
        total += int(known.sum())
    model.train()
    return right / total, labelled / total


def main() -> None:
    """Train for the minutes given and save the averaged weights at every evaluation."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--vectors", type=Path, required=True)
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--minutes", type=float, default=60)
    arguments.add_argument("--added-share", type=float, default=0.25, help="share of batches from the attribution sentences")
    arguments.add_argument("--batch", type=int, default=1000, help="words a step")
    arguments.add_argument("--rate", type=float, default=0.002)
    arguments.add_argument("--seed", type=int, default=7)
    arguments.add_argument("--start", type=Path, help="go on from the weights of this file, trained on the same treebanks")
    options = arguments.parse_args()
    random.seed(options.seed)
    torch.manual_seed(options.seed)
    torch.set_num_threads(1)

    vectors = Vectors.load(options.vectors)
    settings = parse_args([
        "--lang", "fr", "--shorthand", "fr_compact", "--no_char", "--no_ufeats", "--no_linearization", "--no_distance",
        "--hidden_dim", "220", "--num_layers", "2", "--word_emb_dim", "60", "--tag_emb_dim", "40",
        "--transformed_dim", "100", "--deep_biaff_hidden_dim", "140", "--word_cutoff", "3", "--dropout", "0.4", "--cpu",
        "--save_dir", str(options.out.parent), "--save_name", options.out.name,
    ])  # fmt: skip
    document = CoNLL.conll2doc(str(options.data / "parser-train.conllu"))
    vocab = DataLoader(document, 1000, settings, vectors, evaluation=False).vocab
    trainer = GraphTrainer(args=settings, vocab=vocab, pretrain=vectors, device="cpu")
    model = trainer.model
    if options.start:
        model.load_params(torch.load(options.start, weights_only=True)["model"])
    average = copy.deepcopy(model)

    train = examples(options.data / "parser-train.conllu", vocab, vectors)
    added = examples(options.data / "parser-added.conllu", vocab, vectors)
    dev = examples(options.data / "parser-dev.conllu", vocab, vectors)
    stops = set(vocab["word"].map([".", "!", "?"]))
    weights = [p for p in model.parameters() if p.requires_grad]
    print(f"{len(train)} + {len(added)} sentences, {sum(p.numel() for p in weights)} weights", flush=True)
    optimizer = torch.optim.Adam(weights, lr=options.rate, betas=(0.9, 0.95), eps=1e-6)

    start, step, total, best = time.monotonic(), 0, 0.0, 0.0
    shares = {"added": options.added_share, "train": 1 - options.added_share}
    queues: dict[str, list[list[Example]]] = {source: [] for source in shares}
    model.train()
    next_report = start + 180
    while True:
        elapsed = (time.monotonic() - start) / (60 * options.minutes)
        if elapsed >= 1:
            break
        source = random.choices(list(shares), list(shares.values()))[0]
        if not queues[source]:
            chosen = {"added": random.sample(added, len(added) // 3), "train": train}[source]
            queues[source] = batches([without_final_mark(e, stops) for e in chosen], options.batch)
        for setting in optimizer.param_groups:
            setting["lr"] = options.rate * min(1.0, (step + 1) / 100) * min(1.0, 1.25 * (1 - elapsed))
        optimizer.zero_grad()
        value = loss(model, queues[source].pop())
        value.backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        step += 1
        total += value.item()
        decay = min(0.998, (1 + step) / (20 + step))
        with torch.no_grad():
            for mean, current in zip(average.parameters(), model.parameters(), strict=True):
                if current.requires_grad:
                    mean.lerp_(current, 1 - decay)
        if time.monotonic() > next_report:
            heads, labelled = score(average, dev)
            print(f"{elapsed:5.0%} step {step} loss {total / step:.3f} dev UAS {heads:.2%} LAS {labelled:.2%}", flush=True)
            next_report = time.monotonic() + 180
            trainer.model, trainer.global_step = average, step
            trainer.save(str(options.out))
            trainer.model = model
            best = max(best, labelled)
    trainer.model, trainer.global_step = average, step
    heads, labelled = score(average, dev)
    trainer.save(str(options.out))
    print(f"done: {step} steps, dev UAS {heads:.2%} LAS {labelled:.2%} (best seen {best:.2%}), {options.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()

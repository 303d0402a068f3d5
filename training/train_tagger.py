"""Step 4: train the tagger (parts of speech and features of the tokens); the result is an ordinary Stanza tagger file.

Stanza's network and file format, with the loop of `train_parser.py`: the learning rate falls to zero over the time given
and the file holds the running mean of the weights. Parts of speech weigh more than features, which the parser hardly reads.

usage: python training/train_tagger.py --data DIR --vectors vectors.pt --out tagger.pt --minutes 30
"""

from __future__ import annotations

import argparse
import copy
import random
import time
from pathlib import Path
from typing import Any

import torch
from stanza.models.pos.data import Dataset
from stanza.models.pos.trainer import Trainer
from stanza.models.tagger import parse_args
from stanza.utils.conll import CoNLL
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence, pad_sequence

from quotes.parsing.tagging import Tagger, read_tokens, upos_scores
from quotes.parsing.vectors import Vectors
from trees import FEATS, FORM, UPOS, read_conllu

Example = tuple[list[str], list[int], list[list[int]], list[str]]  # tokens, parts of speech, features, names of the former
FEATURES = 0.4  # weight of the features' loss


def examples(path: Path, vocab: Any) -> list[Example]:
    """Read a tagger file."""
    found = []
    for _, rows in read_conllu(path):
        names = [r[UPOS] for r in rows]
        found.append(([r[FORM] for r in rows], vocab["upos"].map(names), vocab["feats"].map([r[FEATS] for r in rows]), names))
    return found


def batches(data: list[Example], size: int) -> list[list[Example]]:
    """Return the examples in random batches of about ``size`` tokens of like lengths, each longest first; some lose their final stop."""
    groups: list[list[Example]] = [[]]
    words = 0
    for tokens, upos, feats, names in sorted(data, key=lambda example: len(example[0]) + random.random() * 6):
        if names[-1] == "PUNCT" and len(tokens) > 3 and random.random() < 0.12:
            tokens, upos, feats, names = tokens[:-1], upos[:-1], feats[:-1], names[:-1]
        if words + len(tokens) > size and groups[-1]:
            groups.append([])
            words = 0
        groups[-1].append((tokens, upos, feats, names))
        words += len(tokens)
    for group in groups:
        group.sort(key=lambda example: -len(example[0]))
    random.shuffle(groups)
    return groups


def encode(model: Any, inputs: PackedSequence) -> PackedSequence:
    """Run the word LSTM over what the network reads of sentences, longest first."""
    size = 2 * model.args["num_layers"], int(inputs.batch_sizes[0]), model.args["hidden_dim"]
    start = model.taggerlstm_h_init.expand(*size).contiguous(), model.taggerlstm_c_init.expand(*size).contiguous()
    data = model.drop(model.worddrop(inputs.data, model.drop_replacement))
    states: PackedSequence = model.taggerlstm(PackedSequence(data, inputs.batch_sizes), None, hx=start)[0]
    return states


def feature_scores(model: Any, states: torch.Tensor, upos: torch.Tensor) -> list[torch.Tensor]:
    """Return the scores of the values of every feature, given parts of speech."""
    hidden = model.drop(torch.relu(model.tag_hid["feats"](model.drop(states))))
    parent = model.drop(model.upos_emb(upos))
    return [classifier(hidden, parent) for classifier in model.tag_clf["feats"]]


def loss(model: Any, vocab: Any, vectors: Vectors, group: list[Example]) -> torch.Tensor:
    """Return the mean loss of parts of speech and, weighted, of features."""
    sentences = [tokens for tokens, _, _, _ in group]
    distinct = sorted({token for sentence in sentences for token in sentence}, key=lambda token: (-len(token), token))
    place = {token: i for i, token in enumerate(distinct)}
    read = read_tokens(model, vocab, vectors, distinct)
    lengths = [len(sentence) for sentence in sentences]

    def pack(values: list[Any]) -> torch.Tensor:
        return pack_padded_sequence(pad_sequence([torch.tensor(v) for v in values], batch_first=True), lengths, batch_first=True).data

    places = pack([[place[token] for token in sentence] for sentence in sentences])
    sizes = pack_padded_sequence(torch.zeros(len(lengths), lengths[0]), lengths, batch_first=True).batch_sizes
    packed = encode(model, PackedSequence(read[places], sizes))
    upos = pack([u for _, u, _, _ in group])
    feats = pack([f for _, _, f, _ in group])
    crit = torch.nn.functional.cross_entropy
    total = crit(upos_scores(model, packed.data), upos)
    for i, scores in enumerate(feature_scores(model, packed.data, upos)):
        total = total + FEATURES * crit(scores, feats[:, i])
    return total


def score(model: Any, vocab: Any, vectors: Vectors, data: list[Example]) -> float:
    """Return the share of right parts of speech."""
    model.eval()
    tagger = Tagger(model, vocab, vectors)
    right = total = 0
    for start in range(0, len(data), 64):
        group = sorted(data[start : start + 64], key=lambda example: -len(example[0]))
        for (_, _, _, names), tags in zip(group, tagger.tag([tokens for tokens, _, _, _ in group]), strict=True):
            right += sum(name == tag for name, (tag, _) in zip(names, tags, strict=True))
            total += len(names)
    model.train()
    return right / total


def main() -> None:
    """Train for the minutes given and save the averaged weights at every evaluation."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--vectors", type=Path, required=True)
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--minutes", type=float, default=30)
    arguments.add_argument("--batch", type=int, default=700, help="tokens a step")
    arguments.add_argument("--rate", type=float, default=0.003)
    arguments.add_argument("--seed", type=int, default=7)
    arguments.add_argument("--start", type=Path, help="go on from the weights and vocabularies of this file")
    options = arguments.parse_args()
    random.seed(options.seed)
    torch.manual_seed(options.seed)
    torch.set_num_threads(1)

    vectors = Vectors.load(options.vectors)
    settings = parse_args([
        "--lang", "fr", "--shorthand", "fr_compact", "--cpu", "--word_cutoff", "3",
        "--num_layers", "2", "--hidden_dim", "180",
        "--char_hidden_dim", "90", "--char_emb_dim", "50", "--word_emb_dim", "60", "--transformed_dim", "100", "--tag_emb_dim", "30",
        "--deep_biaff_hidden_dim", "120", "--composite_deep_biaff_hidden_dim", "50", "--dropout", "0.4",
        "--save_dir", str(options.out.parent), "--save_name", options.out.name,
    ])  # fmt: skip
    document = CoNLL.conll2doc(str(options.data / "tagger-train.conllu"))
    if options.start:
        trainer = Trainer(model_file=str(options.start), pretrain=vectors, device="cpu")
        vocab = trainer.vocab
    else:
        vocab = Dataset(document, settings, vectors, evaluation=False).vocab
        trainer = Trainer(args=settings, vocab=vocab, pretrain=vectors, device="cpu")
    model = trainer.model
    average = copy.deepcopy(model)
    train = examples(options.data / "tagger-train.conllu", vocab)
    dev = examples(options.data / "tagger-dev.conllu", vocab)
    weights = [p for p in model.parameters() if p.requires_grad]
    print(f"{len(train)} sentences, {sum(p.numel() for p in weights)} weights", flush=True)
    optimizer = torch.optim.Adam(weights, lr=options.rate, betas=(0.9, 0.95), eps=1e-6)

    start, step, total = time.monotonic(), 0, 0.0
    queue: list[list[Example]] = []
    model.train()
    next_report = start + 120
    while (elapsed := (time.monotonic() - start) / (60 * options.minutes)) < 1:
        queue = queue or batches(train, options.batch)
        for setting in optimizer.param_groups:
            setting["lr"] = options.rate * min(1.0, (step + 1) / 100) * min(1.0, 1.25 * (1 - elapsed))
        optimizer.zero_grad()
        value = loss(model, vocab, vectors, queue.pop())
        value.backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        step += 1
        total += value.item()
        with torch.no_grad():
            decay = min(0.998, (1 + step) / (20 + step))
            for mean, current in zip(average.parameters(), model.parameters(), strict=True):
                if current.requires_grad:
                    mean.lerp_(current, 1 - decay)
        if time.monotonic() > next_report:
            print(f"{elapsed:5.0%} step {step} loss {total / step:.3f} dev UPOS {score(average, vocab, vectors, dev):.2%}", flush=True)
            next_report = time.monotonic() + 120
            trainer.model = average
            trainer.save(str(options.out))
            trainer.model = model
    trainer.model = average
    trainer.save(str(options.out))
    print(f"done: {step} steps, dev UPOS {score(average, vocab, vectors, dev):.2%}, {options.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()

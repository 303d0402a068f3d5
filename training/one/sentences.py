"""Write the training files of one network: treebanks and attribution sentences as tokens with their heads.

usage: python -m one.sentences --treebanks DIR --silver build/data/silver.pkl --out build/data
"""

from __future__ import annotations

import argparse
import pickle
from pathlib import Path

from attribution import Material, hosts_from
from lemmas import TRAINING
from prepare import SEED, lefff_forms
from trees import Word, contracted, normalise_marks, read_conllu, to_rows, token_rows, write_conllu

FROM_TREEBANKS, FROM_SILVER = 16_000, 20_000  # attribution sentences, by where their clauses come from


def attributions(material: Material, hosts: list[Word], count: int) -> list[list[list[str]]]:
    """Return sentences with attributions, whose trees are known."""
    made: list[list[list[str]]] = []
    while len(made) < count:
        root = material.sentence(hosts)
        if root is not None:
            made.append(to_rows(root))
    return made


def main() -> None:
    """Write reader-train, reader-added and reader-dev."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--treebanks", type=Path, required=True)
    arguments.add_argument("--silver", type=Path, required=True)
    arguments.add_argument("--out", type=Path, required=True)
    options = arguments.parse_args()
    treebank = [rows for name in TRAINING for _, rows in read_conllu(options.treebanks / name)]
    dev = [rows for _, rows in read_conllu(options.treebanks / "fr_sequoia-ud-dev.conllu")]
    for rows in [*treebank, *dev]:
        normalise_marks(rows)
    with options.silver.open("rb") as file:
        _, lessons = pickle.load(file)
    words, forms = Path(__file__).parents[1] / "attribution.toml", lefff_forms()
    added = attributions(Material(words, forms, SEED), hosts_from([("", rows) for rows in treebank]), FROM_TREEBANKS)
    added += attributions(Material(words, forms, SEED + 1), hosts_from([("", contracted(lesson.rows)) for lesson in lessons]), FROM_SILVER)
    for name, sentences in (("train", treebank), ("added", added), ("dev", dev)):
        write_conllu(options.out / f"reader-{name}.conllu", [token_rows(rows) for rows in sentences])


if __name__ == "__main__":
    main()

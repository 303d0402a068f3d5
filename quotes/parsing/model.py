"""The shipped model: its card, its files checked, its networks loaded."""

from __future__ import annotations

import hashlib
import json
import logging
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import torch
from stanza.models.depparse.trainer import GraphTrainer
from stanza.models.pos.trainer import Trainer as TaggerTrainer
from stanza.models.pos.vocab import MultiVocab

from quotes.errors import ModelError
from quotes.french import MODEL
from quotes.parsing.lemmas import Lemmatiser
from quotes.parsing.scoring import Scorer
from quotes.parsing.tagging import Tagger
from quotes.parsing.vectors import Vectors

REMEDY = "install the package again (pip install --force-reinstall quotes), or restore the folder from the repository"


class Model:
    """Tagger, lemmatiser and parser, ready to use."""

    def __init__(self, folder: Path) -> None:
        """Load the files of ``folder`` after checking them against its card."""
        check(folder)
        logging.getLogger("stanza").setLevel(logging.WARNING)
        self.vectors = Vectors.load(folder / "vectors.pt")
        self.lemmatiser = Lemmatiser.load(folder / "lemmas.tsv.gz")
        self.tagger = Tagger(*_tagger(folder / "tagger.pt", self.vectors), self.vectors)
        self.parser = Scorer(*_parser(folder / "parser.pt", self.vectors), self.vectors)


# Trainers made in the usual way have optimizers, and with those come two seconds of imports.


def _tagger(path: Path, vectors: Vectors) -> tuple[Any, Any]:
    """Return the network and the vocabularies of a tagger's file."""
    trainer = TaggerTrainer.__new__(TaggerTrainer)
    trainer.load(str(path), vectors)
    return trainer.model.eval(), trainer.vocab


def _parser(path: Path, vectors: Vectors) -> tuple[Any, Any]:
    """Return the network and the vocabularies of a parser's file."""
    saved = torch.load(path, weights_only=True)
    vocab = MultiVocab.load_state_dict(saved["vocab"])
    network = GraphTrainer.build_model(saved["config"], vocab, emb_matrix=vectors.emb)
    network.load_params(saved["model"])
    return network.eval(), vocab


def check(folder: Path) -> None:
    """Raise ModelError unless the card is there, was made for the stanza installed, and every file it names has its sha256."""
    path = folder / "meta.json"
    if not path.is_file():
        raise ModelError(f"model card missing: {path}; {REMEDY}")
    card = json.loads(path.read_text(encoding="utf-8"))
    made_for, installed = (text.rsplit(".", 1)[0] for text in (card["stanza"], version("stanza")))
    if made_for != installed:
        raise ModelError(f"the model was made for stanza {made_for}, installed is {installed}: pip install 'stanza=={made_for}.*'")
    for name, expected in card["sha256"].items():
        path = folder / name
        if not path.is_file():
            raise ModelError(f"model file missing: {path}; {REMEDY}")
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        if found != expected:
            raise ModelError(f"model file altered: {path} (sha256 {found[:12]}…, the card says {expected[:12]}…); {REMEDY}")


@cache
def shipped() -> Model:
    """Return the shipped model, loaded once per process."""
    return Model(MODEL)

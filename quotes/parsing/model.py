"""The shipped model: its card, its files checked, its networks loaded."""

from __future__ import annotations

import hashlib
import json
import logging
from functools import cache
from importlib.metadata import version
from pathlib import Path

from stanza.models.depparse.trainer import Trainer as ParserTrainer
from stanza.models.pos.trainer import Trainer as TaggerTrainer

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
        tagger = TaggerTrainer(model_file=str(folder / "tagger.pt"), pretrain=self.vectors, device="cpu")
        tagger.model.eval()
        self.tagger = Tagger(tagger.model, tagger.vocab, self.vectors)
        parser = ParserTrainer.load(str(folder / "parser.pt"), self.vectors, device="cpu")
        self.parser = Scorer(parser.model.eval(), parser.vocab, self.vectors)


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

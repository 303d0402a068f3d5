"""The project's first article gives the agreed rows, in both of its renderings, and the gazette its reviewed output."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from quotes.pipeline import quotations_of
from quotes.records import Attribution, Document

pytestmark = pytest.mark.model
DATA = Path(__file__).parents[1] / "data"
GOLDEN = Path(__file__).parent / "golden"
ROWS = [
    ("mixed", 'Washington est prêt à engager des "discussions tactiques et pratiques" avec les Russes', "a déclaré", "Josh Earnest", "Josh Earnest"),
    ("mixed", "une \"véritable consolidation des efforts\" contre l'organisation de l'Etat islamique (EI)", "a appelé", "Moscou", "Moscou"),
    ("direct", "Nous avons clairement indiqué … contre-productives", "a déclaré", "Josh Earnest", "Josh Earnest"),
    ("mixed", "les Etats-Unis accueilleraient … de l'EI", "a … ajouté", "il", "Josh Earnest"),
    ("direct", "C'est la raison pour laquelle … ses opérations", "a … ajouté", "il", "Josh Earnest"),
    (
        "mixed", 'le ministre de la Défense Ash Carter est "en consultations … le mieux"', "Selon", "le porte-parole du Pentagone",
        "le porte-parole du Pentagone",
    ),
]  # fmt: skip
MAY_STAND = 'dialogue "de militaires à militaires"'


def row(document: Document, a: Attribution) -> tuple[str, str, str, str, str]:
    quotation = a.quotation
    text = " […] ".join(document.text[s.start : s.end] for s in quotation.spans)
    return (
        quotation.kind, text, quotation.cue.text if quotation.cue else "", quotation.mention.text if quotation.mention else "",
        a.speaker.name if a.speaker else "",
    )  # fmt: skip


def agrees(found: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    start, _, end = wanted[1].partition(" … ")
    return found[0] == wanted[0] and found[2:] == wanted[2:] and found[1].startswith(start) and found[1].endswith(end)


@pytest.mark.parametrize("name", ["article.txt", "article-one-paragraph.txt"])
def test_article_rows(name: str, parser: object) -> None:
    document = Document("article", (DATA / name).read_text(encoding="utf-8"))
    rows = [row(document, a) for a in quotations_of(document, parser)]  # type: ignore[arg-type]
    rows = [r for r in rows if MAY_STAND not in r[1]]
    assert len(rows) == len(ROWS), rows
    for found, wanted in zip(rows, ROWS, strict=True):
        assert agrees(found, wanted), (found, wanted)


def test_gazette_is_as_reviewed(parser: object) -> None:
    lines = []
    for path in sorted((DATA / "gazette").glob("*.txt")):
        document = Document(path.stem, path.read_text(encoding="utf-8"))
        lines += [json.dumps([document.doc_id, *row(document, a)], ensure_ascii=False) for a in quotations_of(document, parser)]  # type: ignore[arg-type]
    golden = GOLDEN / "gazette.jsonl"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        golden.parent.mkdir(exist_ok=True)
        golden.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert lines == golden.read_text(encoding="utf-8").splitlines(), "review the difference, then: UPDATE_GOLDEN=1 pytest tests/test_article.py"

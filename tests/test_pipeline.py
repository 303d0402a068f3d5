"""What holds for every text: spans inside the text, in order, and no crash on any string."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quotes import pipeline
from quotes.errors import ModelError
from quotes.french import MODEL
from quotes.marking import mark, stretches
from quotes.parsing.model import check
from quotes.pipeline import quotations_of
from quotes.records import Document

pytestmark = pytest.mark.model
DOCUMENTS = tomllib.loads((Path(__file__).parent / "cases" / "documents.toml").read_text(encoding="utf-8"))["case"]
TALE = "Le roi appela ses gardes. La reine salua le fou. Le fou chanta une heure. Les gardes refusèrent le vin. "
PIECES = st.sampled_from(
    [
        "« ", " »", '"', "“", "”", "‘", "’", " — ", "\n", "\n\n", ", ", ". ", " : ", "dit-il", "a-t-elle ajouté", "selon le maire", "Paul Roy",
        "a déclaré", "que", "le ministre", "il faut partir", "Elle", "affirme", "(", ")", "…", "!", "du", "aux", "d'après", "l'", "M. ",
        "— « ", "Le Phare : ", "fit le vieux", "à son avis, ", "Et d'ajouter : ", "[", "]", "? ",
        "Mme Roy", "ce dernier", "le même", "Celui-ci", "une source", "je m'appelle Luc", "l'élue", "on", " (FDM)", "un communiqué", "Ils",
        "la Serbe",
        "\u00a0", "\u202f", "dénonce", "une honte", "et", "0", "\x00", "😀",
    ]
)  # fmt: skip


@pytest.mark.parametrize("case", DOCUMENTS, ids=lambda c: c["label"])
def test_documents(parser: object, case: dict[str, Any]) -> None:
    text = case["text"]
    rows = [
        [
            q.kind,
            " […] ".join(text[s.start : s.end] for s in q.spans),
            q.cue.text if q.cue else "",
            q.mention.text if q.mention else "",
            q.status,
        ]
        for q in (a.quotation for a in quotations_of(Document("x", text), parser))  # type: ignore[arg-type]
    ]
    assert rows == case["rows"]


def test_two_known_speakers_alternate(parser: object) -> None:
    text = "— Tu viens ? demanda Paul.\n— Non, répondit Claire.\n— Pourquoi ?\n— Je dors."
    speakers = [a.speaker.name if a.speaker else "" for a in quotations_of(Document("x", text), parser)]  # type: ignore[arg-type]
    assert speakers == ["Paul", "Claire", "Paul", "Claire"]


@pytest.mark.parametrize(("indirect", "count"), [("auto", 0), ("never", 0), ("always", 1)])
def test_tales_count_reports_without_marks_only_when_asked(parser: object, indirect: Any, count: int) -> None:
    text = TALE * 4 + "La servante affirma que le roi reviendrait."
    assert len(quotations_of(Document("x", text), parser, indirect)) == count  # type: ignore[arg-type]
    press = "La servante affirme que le roi reviendra."
    assert len(quotations_of(Document("x", press), parser, indirect)) == (indirect != "never")  # type: ignore[arg-type]


@given(st.one_of(st.lists(PIECES, max_size=25).map("".join), st.text(max_size=120)))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_breaks_it(parser: object, text: str) -> None:
    for attribution in quotations_of(Document("x", text), parser):  # type: ignore[arg-type]
        q = attribution.quotation
        assert q.spans and all(0 <= s.start < s.end <= len(text) for s in q.spans)
        assert all(a.end <= b.start for a, b in zip(q.spans, q.spans[1:], strict=False))
        if q.mention:
            assert text[q.mention.span.start : q.mention.span.end] == q.mention.text
        if q.cue:
            assert 0 <= q.cue.span.start < q.cue.span.end <= len(text) and q.cue.lemma


def test_blank_text_has_no_quotations(parser: object) -> None:
    assert quotations_of(Document("x", " \n\n "), parser) == ()  # type: ignore[arg-type]


def test_a_quotation_does_not_depend_on_the_texts_around(parser: object) -> None:
    text = "« Il faut agir », a déclaré Anne Martin, maire de Nantes."
    alone = quotations_of(Document("x", text), parser)  # type: ignore[arg-type]
    second = quotations_of(Document("x", "Le ciel est bleu.\n" + text), parser)  # type: ignore[arg-type]
    assert [a.speaker.name for a in alone if a.speaker] == [a.speaker.name for a in second if a.speaker] == ["Anne Martin"]


@pytest.fixture
def copy_of_model(tmp_path: Path) -> Path:
    folder = tmp_path / "model"
    shutil.copytree(MODEL, folder)
    return folder


def test_shipped_model_is_whole() -> None:
    check(MODEL)
    assert sum(p.stat().st_size for p in MODEL.iterdir()) <= 45_000_000


def test_altered_model_file_is_named_with_a_remedy(copy_of_model: Path) -> None:
    path = copy_of_model / "tagger.pt"
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(ModelError, match=r"altered: .*tagger\.pt .*install the package again") as error:
        check(copy_of_model)
    assert "\n" not in str(error.value)


def test_model_for_another_stanza_is_refused_with_the_command_to_type(copy_of_model: Path) -> None:
    card = copy_of_model / "meta.json"
    card.write_text(card.read_text(encoding="utf-8").replace('"stanza": "1.15.0"', '"stanza": "1.4.0"'), encoding="utf-8")
    with pytest.raises(ModelError, match=r"made for stanza 1\.4, installed is 1\.15: pip install 'stanza==1\.4\.\*'"):
        check(copy_of_model)


@pytest.mark.parametrize("name", ["parser.pt", "meta.json"])
def test_missing_model_file_is_named_with_a_remedy(copy_of_model: Path, name: str) -> None:
    (copy_of_model / name).unlink()
    with pytest.raises(ModelError, match=rf"missing: .*{name}.*install the package again"):
        check(copy_of_model)


@pytest.mark.model
def test_long_documents_are_searched_in_stretches(parser: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever stretches end, offsets and numbers are those of the whole document, words within words said included."""
    said = "« Nous voulons la paix », a déclaré Anne Martin. « Il m'a dit : “Partez d'ici”, et je suis parti », a raconté Luc Petit.\n\n"
    document = Document("x", "".join(f"Le {day} mars, il a plu. {said}" for day in range(2, 9)))
    whole = quotations_of(document, parser)  # type: ignore[arg-type]
    monkeypatch.setattr(pipeline, "stretches", lambda marked: stretches(marked, longest=150))
    assert len(stretches(mark(document), longest=150)) > 3
    assert [a.quotation for a in quotations_of(document, parser)] == [a.quotation for a in whole]  # type: ignore[arg-type]
    assert any(a.quotation.start < b.quotation.start < a.quotation.end for a in whole for b in whole)


@pytest.mark.parametrize("text", ["", "Oui. " * 50, "Oui.\n\n" * 50, "« " * 40 + "Oui. » " * 40])
def test_stretches_have_every_sentence_and_mark_once(text: str) -> None:
    marked = mark(Document("x", text))
    pieces = stretches(marked, longest=20)
    assert [s for piece in pieces for s in piece.sentences] == list(marked.sentences)
    assert [m for piece in pieces for m in piece.marks] == list(marked.marks)

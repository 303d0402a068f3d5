"""One text and many: order, failures, processes."""

from __future__ import annotations

import os
import pickle
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from made import stand_in

import quotes
from quotes import corpus
from quotes.corpus import in_order
from quotes.errors import InputError, ModelError, QuotesError
from quotes.pipeline import quotations_in, quotations_of
from quotes.records import Document, DocumentResult
from quotes.spool import Spool, SpooledDocument, SpooledResult
from quotes.telling.tables import quotes_table, quotes_tables

TEXTS = [("a", "« Oui », a affirmé Anne Martin."), ("b", "Il pleut."), ("c", "« Non », selon Paul. « Si », a ajouté Anne Martin.")]


class NoParser:
    """A parser that knows no verb and finds no tree: what stays is what marks alone can tell."""

    def speaks(self, word: str) -> bool:
        return False

    def parse_all(self, texts: Any) -> list[dict[int, Any]]:
        return [{} for _ in texts]


@pytest.fixture
def without_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus, "quotations_in", lambda documents, *rest: [stand_in(document, *rest) for document in documents])
    monkeypatch.setattr(corpus, "default_parser", lambda: None)


@pytest.mark.parametrize("text", ["", " \n\n", "Il pleut."])
def test_text_without_quotation(text: str) -> None:
    analysis = quotes.analyse(text, parser=NoParser())  # type: ignore[arg-type]
    assert len(analysis.quotes) == len(analysis.speakers) == 0 and analysis.results[0].document.text == text


def test_corpus_keeps_the_order(without_model: None) -> None:
    analysis = quotes.analyse_corpus(TEXTS)
    assert [result.document.doc_id for result in analysis.results] == ["a", "b", "c"]
    assert analysis.quotes[["doc_id", "quote", "speaker"]].values.tolist() == [
        ["a", "Oui", "Anne Martin"],
        ["c", "Non", "Paul"],
        ["c", "Si", "Anne Martin"],
    ]
    assert repr(analysis) == "<Analysis: 3 documents, 3 quotations, 0 failures>"


def test_frame_and_pairs_and_files_give_the_same(without_model: None, tmp_path: Path) -> None:
    for doc_id, text in TEXTS:
        (tmp_path / f"{doc_id}.txt").write_text(text, encoding="utf-8")
    frame = pd.DataFrame(TEXTS, columns=["key", "body"])
    expected = quotes.analyse_corpus(TEXTS).quotes
    pd.testing.assert_frame_equal(quotes.analyse_corpus(frame, text_field="body", id_field="key").quotes, expected)
    pd.testing.assert_frame_equal(quotes.analyse_corpus(tmp_path).quotes, expected)


def test_bad_documents_are_failures_and_the_others_go_on(without_model: None, tmp_path: Path) -> None:
    (tmp_path / "binary.txt").write_bytes(b"\x00\x01\x02")
    (tmp_path / "boom.txt").write_text("BOOM")
    (tmp_path / "good.txt").write_text("« Oui », selon Paul.", encoding="utf-8")
    analysis = quotes.analyse_corpus([tmp_path])
    assert analysis.quotes.speaker.tolist() == ["Paul"]
    assert [(Path(failure.where).name, failure.message[:22]) for failure in analysis.failures] == [
        ("binary.txt", "binary content, not te"),
        ("boom", "ValueError: no such te"),
    ]
    assert analysis.documents.doc_id.tolist()[1:] == [failure.where for failure in analysis.failures]


def test_model_that_cannot_be_used_is_no_failure_of_a_document(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise ModelError("model file missing")

    monkeypatch.setattr(corpus, "default_parser", missing)
    with pytest.raises(ModelError):
        quotes.analyse_corpus(TEXTS)


def test_metadata_and_progress(without_model: None, tmp_path: Path) -> None:
    (tmp_path / "metadata.csv").write_text("id,year\na,2015\n")
    seen: list[tuple[int, int]] = []
    analysis = quotes.analyse_corpus(TEXTS, metadata=tmp_path / "metadata.csv", progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert analysis.documents.year.tolist() == ["2015", "", ""]
    assert quotes.analyse_corpus(TEXTS, metadata={"c": {"year": "2016"}}).documents.year.tolist() == ["", "", "2016"]


def test_no_documents(without_model: None) -> None:
    assert len(quotes.analyse_corpus([]).documents) == 0
    with pytest.raises(InputError, match="no such file or folder"):
        quotes.analyse_corpus("« Oui », a dit Paul.")


def end(item: int) -> int:
    os._exit(item)


def test_process_that_ends_early_is_reported() -> None:
    with pytest.raises(QuotesError, match="one of 2 processes ended early"):
        list(in_order(end, [3, 3], jobs=2))


@pytest.mark.parametrize("text", [None, ["Il pleut."], 3])
def test_what_is_no_text(text: object) -> None:
    with pytest.raises(InputError, match="analyse takes one text, a str, not a"):
        quotes.analyse(text)  # type: ignore[arg-type]


def test_indirect_is_checked() -> None:
    for call in (lambda: quotes.analyse("", indirect="jamais"), lambda: quotes.analyse_corpus([("a", "")], indirect="jamais")):  # type: ignore[arg-type]
        with pytest.raises(InputError, match="indirect must be one of auto, always, never, not 'jamais'"):
            call()


def test_jobs_must_be_positive() -> None:
    with pytest.raises(InputError, match="jobs must be a number, 1 or more, not 0"):
        list(in_order(len, ["a"], jobs=0))
    for jobs in (0, "2"):
        with pytest.raises(InputError, match="jobs must be a number, 1 or more, not"):
            quotes.analyse_corpus(TEXTS, jobs=jobs)  # type: ignore[arg-type]


def test_texts_and_results_may_wait_in_a_file(without_model: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for doc_id, text in TEXTS:
        (tmp_path / f"{doc_id}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "metadata.csv").write_text("id,year\nc,2015\n")
    held = quotes.analyse_corpus([tmp_path])
    monkeypatch.setattr(Spool.__init__, "__defaults__", (0, 0))
    spooled = quotes.analyse_corpus([tmp_path])
    assert {type(result) for result in spooled.results} == {DocumentResult, SpooledResult}  # one of no quotation takes no room
    assert {type(result.document) for result in spooled.results} == {SpooledDocument}
    pd.testing.assert_frame_equal(spooled.quotes, held.quotes)
    pd.testing.assert_frame_equal(spooled.documents, held.documents)
    assert pickle.loads(pickle.dumps(spooled.results)) == held.results


def test_quotations_come_in_tables_of_some_rows(without_model: None) -> None:
    results = quotes.analyse_corpus(TEXTS * 5).results
    pieces = list(quotes_tables(results, rows=4))
    assert [len(piece) for piece in pieces] == [4, 5, 4, 2]
    pd.testing.assert_frame_equal(pd.concat(pieces, ignore_index=True), quotes_table(results))


@pytest.mark.model
def test_many_documents_give_what_each_gives(parser: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [Document(doc_id, text) for doc_id, text in TEXTS * 3]
    together = quotations_in(documents, parser)
    assert together == [quotations_of(document, parser) for document in documents]


@pytest.mark.model
def test_processes_give_what_one_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus, "WORTH_PROCESSES", 0)
    one, two = quotes.analyse_corpus(TEXTS * 2, jobs=1), quotes.analyse_corpus(TEXTS * 2, jobs=2)
    assert two.results == one.results and len(one.results) == 6 and len(one.quotes) > 0


@pytest.mark.model
def test_shipped_model_finds_the_speaker() -> None:
    rows = quotes.analyse("« Il faut agir », a déclaré Anne Martin.").quotes
    assert rows[["quote", "cue", "cue_lemma", "speaker", "gender"]].values.tolist() == [["Il faut agir", "a déclaré", "déclarer", "Anne Martin", "f"]]

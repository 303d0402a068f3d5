"""Scores against annotations: what counts as found and attributed, and what is said of a malformed file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quotes.errors import InputError
from quotes.evaluate import Gold, Wanted, evaluate, read_gold, report
from quotes.records import Attribution, Document, DocumentResult, Mention, Quotation, Span, Speaker

TEXT = "« Il faut agir », a dit Anne. « Non », dit Paul. Rien."


def wanted(start: int, end: int, mention: tuple[int, int] | None = None, *, doubtful: bool = False) -> Wanted:
    return Wanted((Span(start, end),), None if mention is None else Span(*mention), "Anne" if mention else "", "", "direct", doubtful)


def said(start: int, end: int, mention: tuple[int, int] | None = None) -> Attribution:
    naming = None if mention is None else Mention(Span(*mention), TEXT[slice(*mention)], "name")
    quotation = Quotation("direct", (Span(start, end),), None, naming, "some-rule", 0.5, sentence=0, paragraph=0)
    return Attribution(quotation, None if naming is None else Speaker(naming.text, "a:1", "person"))


def scored(gold: list[Wanted], found: list[Attribution]) -> dict[str, tuple[int, int, int]]:
    scores = evaluate([Gold("a", TEXT, tuple(gold))], [DocumentResult(Document("a", TEXT), tuple(found))])
    return {name: (c.predicted, c.annotated, c.right) for name, c in (("found", scores.found), ("attributed", scores.attributed))}


@pytest.mark.parametrize(
    ("gold", "found", "expected"),
    [
        ([wanted(2, 14, (24, 28))], [said(0, 16, (24, 28))], {"found": (1, 1, 1), "attributed": (1, 1, 1)}),  # marks never count
        ([wanted(2, 14, (24, 28))], [said(2, 14, (43, 47))], {"found": (1, 1, 1), "attributed": (1, 1, 0)}),
        ([wanted(2, 14, (24, 28))], [said(2, 5, (24, 28))], {"found": (1, 1, 0), "attributed": (1, 1, 0)}),  # less than half
        ([wanted(2, 14)], [said(2, 14)], {"found": (1, 1, 1), "attributed": (1, 1, 1)}),  # nobody is named, and nobody is wanted
        ([wanted(2, 14, doubtful=True)], [said(2, 14)], {"found": (0, 0, 0), "attributed": (0, 0, 0)}),  # counts neither way
        ([], [said(2, 14)], {"found": (1, 0, 0), "attributed": (1, 0, 0)}),
        ([wanted(2, 14), wanted(2, 14)], [said(2, 14)], {"found": (1, 2, 1), "attributed": (1, 2, 1)}),  # one to one
    ],
)
def test_counts(gold: list[Wanted], found: list[Attribution], expected: dict[str, tuple[int, int, int]]) -> None:
    assert scored(gold, found) == expected


def test_misses_are_listed_with_their_words() -> None:
    scores = evaluate([Gold("a", TEXT, (wanted(2, 14, (24, 28)),))], [DocumentResult(Document("a", TEXT), (said(32, 35, (43, 47)),))])
    lines = list(report(scores, misses=True))
    assert "missed   a  -  Il faut agir" in lines
    assert "false    a  some-rule  Non" in lines


def test_document_without_result_counts_as_missed() -> None:
    assert evaluate([Gold("b", TEXT, (wanted(2, 14),))], []).found.annotated == 1


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 1: not an annotated document"),
        ('{"id": "a"}', "KeyError: 'quotes'"),
        ('{"id": "a", "quotes": [{"spans": [3]}]}', "line 1: not an annotated document"),
        ('{"id": "a", "text": "abc", "quotes": [{"spans": [[0, 9]]}]}', r"the span \[0, 9\] lies outside the text of 3 characters"),
        ("\n", "no line"),
    ],
)
def test_malformed_gold_is_named(tmp_path: Path, line: str, message: str) -> None:
    (tmp_path / "gold.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_gold(tmp_path / "gold.jsonl")


def test_gold_is_read_as_written(tmp_path: Path) -> None:
    record = {"id": 7, "text": TEXT, "quotes": [{"spans": [[2, 14]], "mention": [24, 28], "speaker": None, "doubtful": True}]}
    (tmp_path / "gold.jsonl").write_text(json.dumps(record), encoding="utf-8")
    assert read_gold(tmp_path / "gold.jsonl") == [Gold("7", TEXT, (Wanted((Span(2, 14),), Span(24, 28), "", "", "any", True),))]

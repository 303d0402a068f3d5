"""Marks, paragraphs, sentences, tokens: cases as data, and what holds for every string."""

from __future__ import annotations

import itertools
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.marking import mark, worth_parsing
from quotes.parsing.tokens import tokenise
from quotes.records import Document, Span

CASES = Path(__file__).parent / "cases"
FRENCHLIKE = st.text(alphabet="abcéÉAM .,;:!?…«»“”\"'’‹›„—–-\n\u00a0\u202f0<>()", max_size=200)


def cases(name: str) -> list[dict[str, Any]]:
    return tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", cases("marks"), ids=lambda c: c["label"])
def test_marks(case: dict[str, Any]) -> None:
    text = case["text"]
    marks = [m for m in mark(Document("x", text)).marks if m.depth == 0]
    assert [text[m.span.start : m.span.end] for m in marks] == case["inside"]
    assert [text[m.span.start : m.span.end] for m in marks if not m.closed] == case.get("open", [])
    if "parts" in case:
        assert [m.part for m in marks] == case["parts"]


@pytest.mark.parametrize("case", cases("turns"), ids=lambda c: c["label"])
def test_turns(case: dict[str, Any]) -> None:
    marked = mark(Document("x", case["text"]))
    assert [case["text"][m.span.start : m.span.end] for m in marked.marks if m.turn] == case["turns"]


@pytest.mark.parametrize("case", cases("sentences"), ids=lambda c: c["label"])
def test_sentences(case: dict[str, Any]) -> None:
    pieces = [piece.strip() for piece in case["text"].split("|")]
    text = case["text"].replace("|", "")
    assert [text[s.span.start : s.span.end] for s in mark(Document("x", text)).sentences] == pieces


@pytest.mark.parametrize("case", cases("tokens"), ids=lambda c: c["text"])
def test_tokens(case: dict[str, Any]) -> None:
    text = case["text"]
    tokens = [text[s.start : s.end].replace(" ", "_") for s in tokenise(text, Span(0, len(text)))]
    assert tokens == case["tokens"].split(" ")


def test_wrapped_lines_make_one_paragraph() -> None:
    first = "Une longue phrase qui est coupée\nau milieu de la ligne comme dans\nun vieux livre, et qui finit\nici."
    text = first + "\n\nUn autre\nparagraphe coupé lui\naussi en plusieurs\nlignes."
    assert len(mark(Document("x", text)).paragraphs) == 2


def test_gate_keeps_marks_verbs_and_sources() -> None:
    text = "Le chat dort. Selon le maire, tout va bien. La pluie tombe. On affirme que oui. Tout lit « Nana » hier."
    kept = worth_parsing(mark(Document("x", text)), lambda word: word == "affirme")
    assert [text[s.span.start : s.span.end][:5] for s in kept] == ["Selon", "On af", "Tout "]


def test_gate_keeps_whom_a_pronoun_stands_for() -> None:
    text = "Le chat dort. La reine passa. Elle affirme que oui."
    kept = worth_parsing(mark(Document("x", text)), lambda word: word == "affirme")
    assert [text[s.span.start : s.span.end][:5] for s in kept] == ["La re", "Elle "]


@given(st.one_of(FRENCHLIKE, st.text(max_size=200)))
def test_every_string_is_marked_within_its_bounds(text: str) -> None:
    marked = mark(Document("x", text))
    assert len(marked.view) == len(text)
    for m in marked.marks:
        assert 0 <= m.outer.start <= m.span.start <= m.span.end <= m.outer.end <= len(text)
    for sentence in marked.sentences:
        assert text[sentence.span.start : sentence.span.end].strip()
        assert marked.paragraphs[sentence.paragraph].covers(sentence.span)


@given(st.one_of(FRENCHLIKE, st.text(max_size=120)))
def test_tokens_cover_every_sign(text: str) -> None:
    marked = mark(Document("x", text))
    for sentence in marked.sentences:
        tokens = tokenise(marked.view, sentence.span)
        assert all(a.end <= b.start for a, b in itertools.pairwise(tokens))
        covered = {i for token in tokens for i in range(token.start, token.end)}
        assert all(i in covered or marked.view[i].isspace() for i in range(*sentence.span))


@given(st.one_of(FRENCHLIKE, st.text(max_size=200)), st.integers(0, 200), st.integers(0, 200))
def test_marks_over_a_range(text: str, start: int, end: int) -> None:
    marked = mark(Document("x", text))
    assert [m.outer.start for m in marked.marks] == sorted(m.outer.start for m in marked.marks)
    assert marked.marks_over(Span(start, end)) == [m for m in marked.marks if m.outer.overlaps(Span(start, end))]

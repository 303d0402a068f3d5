"""Every rule finds its examples and leaves its counter-examples alone, on stored parses and with the shipped model."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import from_store

from quotes.finding.candidates import RULE_FILES, apply, matches
from quotes.finding.find import find_quotations
from quotes.finding.reading import Reading
from quotes.french import rules
from quotes.marking import mark
from quotes.records import Document, Marked, Tree

RULES = [rule for name in RULE_FILES for rule in rules(name)]
EXAMPLES = [(rule, example) for rule in RULES for example in rule["example"]]
COUNTER_EXAMPLES = [(rule, example) for rule in RULES for example in rule["counter_example"]]


def name(value: Any) -> str:
    return value.get("id") or value["text"][:40]


def found(rule: dict[str, Any], marked: Marked, trees: dict[int, Tree]) -> list[tuple[str, str, str]]:
    """What one rule alone says of a text: cue, mention, quotation."""
    text = marked.document.text
    results = []
    for tree in trees.values():
        reading = Reading(marked, tree)
        for binding in matches(reading, rule):
            candidate = apply(reading, rule, 0, binding)
            if candidate is not None:
                quote = " […] ".join(text[s.start : s.end] for s in candidate.content.spans)
                cue = candidate.stated_cue.text if candidate.stated_cue else ""
                results.append((cue, candidate.mention.text if candidate.mention else "", quote))
    return results


def test_rules_are_complete() -> None:
    ids = [rule["id"] for rule in RULES]
    assert len(ids) == len(set(ids)) >= 10
    for rule in RULES:
        assert rule["what"].strip() and rule["example"] and rule["counter_example"], rule["id"]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=name)
def test_example_on_stored_parse(rule: dict[str, Any], example: dict[str, str], stored_parses: dict[str, Any]) -> None:
    assert (example["cue"], example["mention"], example["quote"]) in found(rule, *from_store(example["text"], stored_parses))


@pytest.mark.parametrize(("rule", "example"), COUNTER_EXAMPLES, ids=name)
def test_counter_example_on_stored_parse(rule: dict[str, Any], example: dict[str, str], stored_parses: dict[str, Any]) -> None:
    assert found(rule, *from_store(example["text"], stored_parses)) == []


@pytest.mark.model
@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=name)
def test_example_with_model(rule: dict[str, Any], example: dict[str, str], parser: Any) -> None:
    marked = mark(Document("example", example["text"]))
    quotations = find_quotations(marked, parser.parse(marked, marked.sentences))
    text = example["text"]
    rows = [
        (q.cue.text if q.cue else "", q.mention.text if q.mention else "", " […] ".join(text[s.start : s.end] for s in q.spans)) for q in quotations
    ]
    assert (example["cue"], example["mention"], example["quote"]) in rows


@pytest.mark.model
@pytest.mark.parametrize(("rule", "example"), COUNTER_EXAMPLES, ids=name)
def test_counter_example_with_model(rule: dict[str, Any], example: dict[str, str], parser: Any) -> None:
    marked = mark(Document("example", example["text"]))
    assert rule["id"] not in {q.rule for q in find_quotations(marked, parser.parse(marked, marked.sentences))}

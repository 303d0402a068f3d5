"""Trees as Stanza documents: offsets, contractions, heads, odd texts, CoNLL-U."""

from __future__ import annotations

from typing import Any

import pytest

from quotes.trees import stanza_pipeline

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def french() -> Any:
    return stanza_pipeline()


def test_tokens_stand_where_they_say(french: Any) -> None:
    text = "« Il parle du voisin aux enfants », a dit l’adjointe.\n\nElle mange des pommes."
    document = french(text)
    tokens = [token for sentence in document.sentences for token in sentence.tokens]
    assert [text[token.start_char : token.end_char] for token in tokens] == [token.text for token in tokens]
    assert {token.text: [word.text for word in token.words] for token in tokens if len(token.words) > 1} == {"du": ["de", "le"], "aux": ["à", "les"]}
    assert all(sum(word.head == 0 for word in sentence.words) == 1 for sentence in document.sentences)


def test_conllu_has_a_line_for_each_word_and_each_contraction(french: Any) -> None:
    lines = "{:C}".format(french("Il parle du voisin.")).splitlines()
    assert [line.split("\t")[:2] for line in lines if line and not line.startswith("#")] == [
        ["1", "Il"], ["2", "parle"], ["3-4", "du"], ["3", "de"], ["4", "le"], ["5", "voisin"], ["6", "."]
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", " \n", "…", "«", "\x00", "a" * 500])
def test_odd_texts_make_documents(french: Any, text: str) -> None:
    assert "".join(token.text for sentence in french(text).sentences for token in sentence.tokens) == text.strip()

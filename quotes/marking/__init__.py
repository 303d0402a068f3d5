"""Document → view, marks, paragraphs, sentences; no model is needed here."""

from __future__ import annotations

from quotes.marking.gate import worth_parsing
from quotes.marking.marks import find_marks
from quotes.marking.paragraphs import paragraphs
from quotes.marking.sentences import find_sentences
from quotes.marking.stretches import stretches
from quotes.marking.turns import with_turns
from quotes.marking.view import normalised
from quotes.records import Document, Marked

__all__ = ["mark", "stretches", "worth_parsing"]


def mark(document: Document) -> Marked:
    """Return the document with its marks, paragraphs and sentences."""
    view = normalised(document.text)
    blocks = paragraphs(view)
    marks = with_turns(view, blocks, find_marks(view, blocks))
    return Marked(document, view, marks, blocks, find_sentences(view, blocks, marks))

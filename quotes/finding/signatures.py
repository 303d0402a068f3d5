"""Who is named beside marks that stand alone: behind a dash or in brackets (« … » — Albert Einstein), or before an interview's turn."""

from __future__ import annotations

import re

from quotes.french import grammar, settings
from quotes.records import Mark, Marked, Mention, Span

LONGEST = 90  # characters behind a name (its function) up to the end of the paragraph or the bracket


def signature(marked: Marked, mark: Mark) -> Mention | None:
    """Return the name that signs a mark; None when none does."""
    dashes = "".join(settings("signs")["dashes"]["turn"])
    behind = re.match(rf"[ .]*(?:\n\s*|\s)?(?:[{dashes}]\s*|\()(?=[^\W\d_])", marked.view[mark.outer.end :])
    if behind is None:
        return None
    start = mark.outer.end + behind.end()
    bracketed = behind.group().endswith("(")
    end = marked.view.find(")" if bracketed else "\n", start)
    end = len(marked.view) if end < 0 else end
    name = _name(marked.view[start:end])
    if not name or end - start > len(name) + LONGEST or (bracketed and marked.view[end + 1 : end + 2].isalnum()):
        return None
    rest = marked.view[start + len(name) : end].strip(" .")
    return _mention(marked, Span(start, start + len(name))) if not rest or rest.startswith(",") else None


def _name(text: str) -> str:
    """Return the capitalised words, particles between them, at the head of a text; empty when it is no name of two words or more."""
    words: list[str] = []
    for word in text.split(" "):
        bare = word.rstrip(",.;")
        if not (bare[:1].isupper() or (words and bare.lower() in grammar("names", "particles"))):
            break
        words.append(word)
        if bare != word:
            break
    while words and not words[-1][:1].isupper():
        words.pop()
    return " ".join(words).rstrip(",.;") if len(words) > 1 else ""


def labelled(marked: Marked, mark: Mark) -> Mention | None:
    """Return whom the label of an interview's turn names; None without a label."""
    return None if mark.label is None else _mention(marked, mark.label)


def _mention(marked: Marked, span: Span) -> Mention:
    return Mention(span, marked.document.text[span.start : span.end], "name")

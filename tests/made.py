"""Attributions made by hand, for tests in which the model is not the point."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from quotes.records import Attribution, Cue, Document, DocumentResult, Mention, Quotation, Span, Speaker

SAID = re.compile(r"« ([^«»]+) », (a (\w+)é|selon) ([A-Z][\w ]+)")


def said(
    text: str,
    *quotes: str,
    cue: str = "",
    lemma: str = "",
    cue_kind: Any = "verb",
    mention: str = "",
    speaker: str = "",
    gender: Any = "",
    type: Any = "person",
    kind: Any = "direct",
    place: int = 0,
) -> Attribution:
    """Attribute words of ``text``, each found where it first stands after ``place``."""

    def span(words: str) -> Span:
        start = text.index(words, place)
        return Span(start, start + len(words))

    return Attribution(
        Quotation(
            kind,
            tuple(map(span, quotes)),
            Cue(span(cue), cue, lemma or cue, cue_kind) if cue else None,
            Mention(span(mention), mention, "name") if mention else None,
            rule="by-hand",
            confidence=0.75,
            sentence=0,
            paragraph=0,
        ),
        Speaker(speaker, f"id of {speaker}", type, gender, "by hand" if gender else "") if speaker else None,
    )


def result(doc_id: str, text: str, *attributions: Attribution, **metadata: str) -> DocumentResult:
    """Return a document with what was found in it."""
    return DocumentResult(Document(doc_id, text, metadata), attributions)


def stand_in(document: Document, parser: object, indirect: str = "auto") -> tuple[Attribution, ...]:
    """Do what `quotations_of` does, by one pattern; a text with BOOM in it fails."""
    if "BOOM" in document.text:
        raise ValueError("no such\ntext")
    found = (
        said(
            document.text,
            match[1],
            cue=match[2],
            lemma=f"{match[3]}er" if match[3] else match[2],
            mention=match[4],
            speaker=match[4],
            gender="f" if match[4].startswith("Anne") else "m",
            place=match.start(),
        )
        for match in SAID.finditer(document.text)
    )
    return tuple(replace(a, speaker=replace(a.speaker, speaker_id=f"{document.doc_id}#{a.speaker.name}")) for a in found if a.speaker)

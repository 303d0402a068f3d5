"""Nouns and adjectives that are verbs of speech where they stand: *le syndicat critique « … »*, *la presse critique que …*."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from quotes.french import settings

Tag = tuple[str, str]


def with_verbs(forms: Sequence[str], tags: Sequence[Tag], speaks: Callable[[str], bool]) -> list[Tag]:
    """Return the tags, the first homograph a verb where a sentence has no finite verb before what it opens: a que-clause or a mark."""
    found = list(tags)
    openers = settings("signs")["homographs"]
    for i, (form, (upos, feats)) in enumerate(zip(forms, tags, strict=True)):
        if "VerbForm=Fin" in feats:
            break
        if not 0 < i < len(forms) - 1 or upos not in {"NOUN", "ADJ"} or tags[i - 1][0] not in {"NOUN", "PROPN"}:
            continue
        if forms[i + 1].lower() in openers["before"] and form.lower().endswith(tuple(openers["endings"])) and speaks(form.lower()):
            plural = form.lower().endswith(openers["plural"])
            number = "Plur" if plural else "Sing"
            found[i] = "VERB", f"Mood=Ind|Number={number}|Person=3|Tense=Pres|VerbForm=Fin"
            break
    return found

"""Verbs taken for nouns, found by an ending or by where they stand (*le syndicat critique « … »*); first names taken for verbs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from quotes.french import settings, words

Tag = tuple[str, str]


def with_verbs(forms: Sequence[str], tags: Sequence[Tag], speaks: Callable[[str], bool]) -> list[Tag]:
    """Return the tags with such words set right."""
    data = settings("signs")["homographs"]
    found = list(tags)
    for i, (form, (upos, _)) in enumerate(zip(forms, tags, strict=True)):
        if upos in {"NOUN", "ADJ", "X"} and form.islower():
            ending = max((e for e in data["certain"] if form.endswith(e)), key=len, default=None)
            if ending is not None and len(form) > len(ending) + 2:
                found[i] = "VERB", data["certain"][ending]
        elif upos in {"VERB", "ADJ", "ADV"} and i > 1 and tags[i - 1][0] != "PUNCT" and form in words("first_names"):
            found[i] = "PROPN", "_"
    for i, (form, (upos, feats)) in enumerate(zip(forms, found, strict=True)):
        if "VerbForm=Fin" in feats:
            break
        if not 0 < i < len(forms) - 1 or upos not in {"NOUN", "ADJ"} or found[i - 1][0] not in {"NOUN", "PROPN"}:
            continue
        if forms[i + 1].lower() in data["before"] and form.lower().endswith(tuple(data["endings"])) and speaks(form.lower()):
            number = "Plur" if form.lower().endswith(data["plural"]) else "Sing"
            found[i] = "VERB", f"Mood=Ind|Number={number}|Person=3|Tense=Pres|VerbForm=Fin"
            break
    return found

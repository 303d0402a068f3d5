"""Short morphological tags: what the parser reads of a word's features besides its part of speech."""

from __future__ import annotations


def features(text: str | None) -> dict[str, str]:
    """Split ``Gender=Fem|Number=Sing`` into a dict; empty for None or ``_``."""
    if not text or text == "_":
        return {}
    return dict(pair.split("=", 1) for pair in text.split("|"))


def short_morphology(upos: str, feats: str | None) -> str:
    """Return verb form, tense of participles, person and number in one short tag, such as ``Fin3S``; ``-`` when none matters.

    Gender is left out: the treebanks mark it unevenly.
    """
    found = features(feats)
    if upos not in {"VERB", "AUX", "PRON", "NOUN", "DET", "ADJ"}:
        return "-"
    form = found.get("VerbForm", "")
    tense = found.get("Tense", "") if form == "Part" else ""
    return (form + tense + found.get("Person", "") + found.get("Number", "")[:1]) or "-"

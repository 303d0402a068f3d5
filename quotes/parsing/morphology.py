"""Short morphological tags: what the parser reads of a word's features besides its part of speech."""

from __future__ import annotations

from collections.abc import Mapping

from quotes.french import settings


def features(text: str | None) -> dict[str, str]:
    """Split ``Gender=Fem|Number=Sing`` into a dict; empty for None or ``_``."""
    if not text or text == "_":
        return {}
    return dict(pair.split("=", 1) for pair in text.split("|"))


def with_tense(feats: dict[str, str], form: str, lemma: str) -> dict[str, str]:
    """Return a word's features, the tense of a past indicative set right by its ending."""
    endings = settings("signs")["tenses"]
    if feats.get("VerbForm") == "Part" and _is(form.lower(), lemma, endings["present_of"]):
        return {"Mood": "Ind", "Number": "Sing", "Person": "3", "Tense": "Pres", "VerbForm": "Fin"}
    if feats.get("VerbForm") == "Inf" and not form.lower().endswith(tuple(endings["infinitive"])):
        feats = {"Mood": "Ind", "Number": "Sing", "Person": "3", "Tense": "Pres", "VerbForm": "Fin"}
    tense = feats.get("Tense")
    if feats.get("VerbForm") == "Fin" and form.lower().endswith(endings["participle"]):
        return {"VerbForm": "Part", "Tense": "Pres"}
    if feats.get("VerbForm") != "Fin" or feats.get("Mood") != "Ind" or tense == "Fut":
        return feats
    form = form.lower()
    if _is(form, lemma, endings["conditional_of"]) or _is(form, lemma, endings["conditional_plural_of"]):
        return {**feats, "Mood": "Cnd", "Tense": "Pres"}
    historic = form.endswith(tuple(endings["historic"])) or _is(form, lemma, endings["historic_of"])
    imperfect = form.endswith(tuple(endings["imperfect"])) and not lemma.endswith(tuple(endings["present_like"]))
    open_to_imperfect = form.endswith((*endings["imperfect"], *endings["ambiguous"], *endings["subjunctive"]))
    if historic or (tense == "Imp" and not open_to_imperfect):
        return {**feats, "Tense": "Past"}
    return {**feats, "Tense": "Imp"} if imperfect else feats


def _is(form: str, lemma: str, endings: Mapping[str, str]) -> bool:
    """Whether a form is a lemma with one ending in the place of another."""
    return any(lemma.endswith(old) and form == lemma.removesuffix(old) + new for old, new in endings.items())


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

"""The data of `quotes/french`: lexicons are well formed, every entry's example works, malformed files are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from quotes.errors import FrenchDataError
from quotes.finding.candidates import RULE_FILES
from quotes.finding.find import WITHOUT_CUE
from quotes.french import FOLDER, grammar, lexicon, precisions, read_lexicon, read_toml, rules, words
from quotes.french.people import demonyms
from quotes.pipeline import quotations_of
from quotes.records import Document

LEXICONS = sorted(path.stem for path in FOLDER.glob("*.tsv"))
KNOWN_FAILURES = frozenset((Path(__file__).parent / "cases" / "verbs_not_found.txt").read_text(encoding="utf-8").split())
FRAMES = {"D", "Q", "I", "N", "P", "R"}
FIELDS = {
    "any", "army", "arts", "business", "case", "citizen", "court", "education", "family", "health", "law", "lead", "police", "politics", "press",
    "religion", "science", "sport", "state", "trade", "transport", "work",
}  # fmt: skip
CLASSES = {"neutral", "assert", "add", "answer", "ask", "announce", "criticise", "approve", "emotion", "manner", "opinion"}


@pytest.mark.parametrize("name", LEXICONS)
def test_lexicon_is_read(name: str) -> None:
    assert len(lexicon(name)) >= 25


def test_speech_verbs_are_complete() -> None:
    for entry in lexicon("speech_verbs"):
        assert set(entry["frames"].split(",")) <= FRAMES, entry
        assert entry["class"] in CLASSES, entry
    assert len(words("speech_verbs")) >= 500
    assert {"dire", "ajouter"} <= words("speech_verbs", "frames", "P")
    assert "vouloir" not in words("speech_verbs", "frames", "Q")


def test_nouns_for_people_are_complete() -> None:
    for entry in lexicon("roles"):
        assert entry["fields"].split(",") == sorted(set(entry["fields"].split(","))) and set(entry["fields"].split(",")) <= FIELDS, entry
    assert grammar("persons", "broad") <= words("roles") and grammar("persons", "posts") <= FIELDS
    assert grammar("organisations", "broad") <= words("collectives")


def test_nouns_of_inhabitants_stand_in_their_examples() -> None:
    for entry in lexicon("demonyms"):
        example = entry["example"].replace("’", "'").replace("'", "' ").split()
        assert entry["noun"] in example or entry["feminine"] in example, entry
        assert demonyms()[entry["noun"]] == ("m" if entry["gender"] == "m" else "")
        assert not entry["feminine"] or demonyms()[entry["feminine"]] == "f"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("lemma\tframes\na\tD\tX\n", "line 2: 3 cells where the header has 2"),
        ("lemma\tframes\nb\tD\na\tD\n", "line 3: 'a' comes before 'b'"),
        ("lemma\tframes\na\tD\na\tD\n", "line 3: 'a' stands twice"),
        ("lemma\tframes\n\tD\n", "line 2: an empty first cell"),
        ("# nothing\nlemma\tframes\n", "no entry found"),
    ],
)
def test_malformed_lexicon_names_the_line(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "verbs.tsv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FrenchDataError, match=message):
        read_lexicon(path)


@pytest.mark.model
@pytest.mark.parametrize("entry", lexicon("speech_verbs"), ids=lambda e: e["lemma"])
def test_speech_verb_is_found_in_its_example(entry: dict[str, str], parser: object) -> None:
    cues = {a.quotation.cue.lemma for a in quotations_of(Document("x", entry["example"]), parser) if a.quotation.cue}  # type: ignore[arg-type]
    if entry["lemma"] in KNOWN_FAILURES:
        assert entry["lemma"] not in cues, "now found: take it out of cases/verbs_not_found.txt"
    else:
        assert entry["lemma"] in cues


def test_few_verbs_are_known_not_to_be_found() -> None:
    assert words("speech_verbs") >= KNOWN_FAILURES
    assert len(KNOWN_FAILURES) <= 0.08 * len(words("speech_verbs"))


@pytest.mark.model
@pytest.mark.parametrize(("name", "column", "kind"), [("cue_prepositions", "preposition", "preposition"), ("cue_nouns", "noun", "noun")])
def test_cue_is_found_in_its_example(name: str, column: str, kind: str, parser: object) -> None:
    missed = [
        entry[column]
        for entry in lexicon(name)
        if kind not in {a.quotation.cue.kind for a in quotations_of(Document("x", entry["example"]), parser) if a.quotation.cue}  # type: ignore[arg-type]
    ]
    assert missed == []


@pytest.mark.model
@pytest.mark.parametrize("name", ["anonymous", "collectives"])
def test_noun_can_speak_in_its_example(name: str, parser: object) -> None:
    """Every noun phrase, made the subject of an inserted clause, is found as a mention."""
    missed = []
    for entry in lexicon(name):
        rows = quotations_of(Document("x", f"« Le texte est prêt », a indiqué {entry['example']}."), parser)  # type: ignore[arg-type]
        mentions = [a.quotation.mention.text for a in rows if a.quotation.mention]
        if not any(mention and entry["example"].startswith(mention.split()[0]) for mention in mentions):
            missed.append(entry["noun"])
    assert len(missed) <= 0.06 * len(lexicon(name)), missed


@pytest.mark.model
def test_not_sources_are_no_sources(parser: object) -> None:
    wrong = []
    for entry in lexicon("not_sources"):
        if entry["after"] not in {"selon", "d'après"}:
            continue
        text = f"La réunion a eu lieu {entry['example']}." if entry["example"].startswith(("selon", "d'après")) else entry["example"] + "."
        rows = quotations_of(Document("x", text), parser)  # type: ignore[arg-type]
        wrong += [entry["example"] for a in rows if a.quotation.cue and a.quotation.cue.kind == "preposition"]
    assert wrong == []


def test_malformed_toml_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "grammar.toml"
    path.write_text("[pronouns]\nthird = { il = }\n", encoding="utf-8")
    with pytest.raises(FrenchDataError, match=r"grammar\.toml: .*line 2"):
        read_toml(path)


def test_measured_precisions_belong_to_rules() -> None:
    known = {rule["id"] for name in RULE_FILES for rule in rules(name)} | {*WITHOUT_CUE}
    assert set(precisions()) <= known
    assert all(0 < value < 1 for value in precisions().values())

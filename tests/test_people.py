"""Who is it: within a document, across a corpus, and after an alias file has been applied."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path
from typing import Any

import pytest
from made import result, said

from quotes import analyse_corpus
from quotes.cli import main
from quotes.errors import InputError
from quotes.naming.people import identify
from quotes.pipeline import quotations_of
from quotes.reading import read_aliases
from quotes.records import Alias, Document, Sighting
from quotes.telling.results import Analysis

CASES = tomllib.loads((Path(__file__).parent / "cases" / "people.toml").read_text(encoding="utf-8"))["case"]
HEADER = "name,canonical,type,gender\n"


@pytest.mark.model
@pytest.mark.parametrize("case", CASES, ids=lambda c: c["label"])
def test_within_a_document(parser: object, case: dict[str, Any]) -> None:
    speakers = [a.speaker for a in quotations_of(Document("x", case["text"]), parser)]  # type: ignore[arg-type]
    assert [[s.name, s.gender, s.gender_source] if s else ["", "", ""] for s in speakers] == case["people"]


@pytest.mark.model
def test_type_of_a_paper_with_an_article(parser: object) -> None:
    speakers = [
        a.speaker for a in quotations_of(Document("x", next(case["text"] for case in CASES if case["label"].startswith("a paper asks"))), parser)
    ]  # type: ignore[arg-type]
    assert [s.type if s else "" for s in speakers] == ["organisation", "person"] * 2


@pytest.mark.model
def test_anonymous_sources_have_identifiers_of_their_own(parser: object) -> None:
    text = "Selon une source policière, l'homme a fui. Selon une source policière, il a été repris."
    speakers = [a.speaker for a in quotations_of(Document("x", text), parser)]  # type: ignore[arg-type]
    assert len({s.speaker_id for s in speakers if s}) == 2


# ---------------------------------------------------------------- across documents


def seen(*people: tuple[str, str, str, str]) -> list[Sighting]:
    return [Sighting(doc, name, f"{doc}:{number}", kind, gender) for number, (doc, name, kind, gender) in enumerate(people)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("people", "lines"),
    [
        ([("a", "Anne Roy", "person", "f"), ("b", "Mme Roy", "person", "f"), ("c", "ANNE ROY", "person", "")], [[0, 1, 2]]),
        ([("a", "Paul Martin", "person", "m"), ("b", "Léa Martin", "person", "f"), ("c", "Mme Martin", "person", "f")], [[0], [1], [2]]),
        ([("a", "Paul Martin", "person", "m"), ("b", "Mme Martin", "person", "f")], [[0], [1]]),
        ([("a", "Camille Roy", "person", "m"), ("b", "Camille Roy", "person", "f"), ("c", "Camille Roy", "person", "f")], [[0], [1, 2]]),
        ([("a", "Joshua L. Zander", "person", "m"), ("b", "Joshua Zander", "person", "m")], [[0, 1]]),
        ([("a", "le maire", "person", "m"), ("b", "le maire", "person", "m")], [[0], [1]]),
        ([("a", "Roy", "person", ""), ("b", "Roy", "person", "")], [[0], [1]]),
        ([("a", "une source", "anonymous", ""), ("b", "une source", "anonymous", "")], [[0], [1]]),
        ([("a", "l'Élysée", "organisation", ""), ("b", "L’ELYSEE", "organisation", "")], [[0, 1]]),
        ([("a", "Paris", "person", "m"), ("b", "Paris", "organisation", "")], [[0], [1]]),
    ],
    ids=[
        "full name and surname",
        "two Martins",
        "contrary gender",
        "one name, two genders",
        "initial",
        "role",
        "surname",
        "anonymous",
        "body",
        "type",
    ],
)
def test_across_documents(people: list[tuple[str, str, str, str]], lines: list[list[int]]) -> None:
    sightings = seen(*people)
    found = identify(sightings)
    groups: dict[str, list[int]] = {}
    for number, sighting in enumerate(sightings):
        groups.setdefault(found[sighting].speaker_id, []).append(number)
    assert sorted(groups.values()) == lines


def test_order_does_not_matter() -> None:
    sightings = seen(("a", "Mme Roy", "person", "f"), ("b", "Anne Roy", "person", "f"), ("c", "Paul Petit", "person", "m"))
    assert {identify(sightings)[s].name for s in sightings} == {identify(sightings[::-1])[s].name for s in sightings} == {"Anne Roy", "Paul Petit"}


@pytest.mark.parametrize(
    ("aliases", "names"),
    [
        ([Alias("Paul Martin", "Léa Martin")], ["Léa Martin", "M. Martin", "Léa Martin"]),
        ([Alias("M. Martin", "Luc Martin")], ["Paul Martin", "Luc Martin", "Léa Martin"]),
        ([Alias("paul martin", "P. Martin (Lyon)", doc_id="a")], ["P. Martin (Lyon)", "M. Martin", "Léa Martin"]),
        ([Alias("Paul Martin", "P. Martin", doc_id="z")], ["Paul Martin", "M. Martin", "Léa Martin"]),
    ],
    ids=["merged", "split", "in one document", "in another document"],
)
def test_aliases(aliases: list[Alias], names: list[str]) -> None:
    sightings = seen(("a", "Paul Martin", "person", "m"), ("b", "M. Martin", "person", "m"), ("c", "Léa Martin", "person", "f"))
    sightings[1] = sightings[1]._replace(gender="")
    assert [identify(sightings, aliases)[s].name for s in sightings] == names


def test_people_joined_by_an_alias_come_apart_without_it() -> None:
    sightings = seen(("a", "M. Martin", "person", "m"), ("b", "M. Martin", "person", "m"))
    joined = identify(sightings, [Alias("M. Martin", "Luc Martin")])
    again = [sighting._replace(speaker_id=joined[sighting].speaker_id) for sighting in sightings]
    apart = identify(again, everybody=True)
    assert len({joined[s].speaker_id for s in sightings}) == 1 and len({apart[s].speaker_id for s in again}) == 2


def test_whom_one_document_alone_knows_is_who_it_says() -> None:
    sightings = seen(("a", "le maire", "person", "m"), ("b", "Anne Roy", "person", "f"))
    lean, whole = identify(sightings), identify(sightings, everybody=True)
    assert len(lean) == 1 and [lean[s] for s in sightings] == [whole[s] for s in sightings]


def test_alias_sets_type_and_gender() -> None:
    sightings = seen(("a", "Dominique Roy", "person", "m"), ("b", "Dominique Roy", "person", "m"), ("c", "Phare", "person", "m"))
    found = identify(sightings, [Alias("Dominique Roy", gender="f", doc_id="a"), Alias("Phare", type="organisation")])
    assert [(found[s].gender, found[s].gender_source, found[s].type) for s in sightings] == [
        ("f", "alias", "person"), ("f", "alias", "person"), ("", "", "organisation"),
    ]  # fmt: skip


# ---------------------------------------------------------------- the alias file


def test_alias_file(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("name;canonical;type;gender;doc_id\nM. Roy;Paul Roy;person;m;\nPhare;;organisation;;a\n", encoding="cp1252")
    assert read_aliases(path) == (Alias("M. Roy", "Paul Roy", "person", "m"), Alias("Phare", "", "organisation", "", "a"))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("name,who\nRoy,Paul Roy\n", "no column 'canonical'; an alias file has the columns name, canonical, type, gender; it has name, who"),
        ("nom,canonical\nRoy,Paul Roy\n", "no column 'name'; an alias file has the columns name, canonical, type, gender; it has nom, canonical"),
        (HEADER + ",Paul Roy,,\n", "row 1: no name; fill it in or take the row out"),
        (HEADER + "Roy,,man,\n", "row 1: type 'man'; allowed are person, organisation, group, anonymous, or nothing"),
        (HEADER + "Roy,,,femme\n", "row 1: gender 'femme'; allowed are f, m, or nothing"),
        (HEADER + "Roy,Paul Roy,,\nRoy,Léa Roy,,\n", "row 2: 'Roy' stands twice; keep one row"),
        (HEADER, "no rows"),
    ],
)
def test_mistakes_in_an_alias_file_are_named(content: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_aliases(path)
    assert str(path) in str(error.value) and message in str(error.value)


@pytest.mark.parametrize("name", ["people.doc", "nowhere.csv"])
def test_alias_file_that_cannot_be_read(name: str) -> None:
    with pytest.raises(InputError, match=name):
        read_aliases(name)


# ---------------------------------------------------------------- what a user sees

ARTICLES = {
    "a": "« Le port restera ouvert », a déclaré Jeanne Kerdal, la maire de Port-Avel.",
    "b": "« Nous tiendrons », a promis Mme Kerdal. « Et vous ? », a demandé Paul Martin.",
    "c": "La maire de Port-Avel, Jeanne Kerdal, se dit confiante. « Tout ira bien », assure-t-elle. « J'en doute », réplique Luc Martin.",
    "d": "« C'est non », a tranché M. Martin.",
}


def lines(folder: Path) -> dict[str, list[str]]:
    with (folder / "speakers.csv").open(encoding="utf-8") as file:
        return {row["speaker"]: [row["gender"], row["quotes"], row["documents"]] for row in csv.DictReader(file)}


@pytest.mark.model
def test_articles_aliases_and_recount(tmp_path: Path) -> None:
    analysis = analyse_corpus(list(ARTICLES.items()))
    out = tmp_path / "out"
    analysis.save(out)
    apart = {"Jeanne Kerdal": ["f", "3", "3"], "Paul Martin": ["m", "1", "1"], "Luc Martin": ["m", "1", "1"], "M. Martin": ["m", "1", "1"]}
    assert lines(out) == apart
    people = tmp_path / "people.csv"
    people.write_text(HEADER + "M. Martin,Paul Martin,,\nJeanne Kerdal,Jeanne Kerdal-Roy,,\n", encoding="utf-8")
    merged = {"Jeanne Kerdal-Roy": ["f", "3", "3"], "Paul Martin": ["m", "2", "2"], "Luc Martin": ["m", "1", "1"]}
    assert main(["recount", str(out), "--aliases", str(people)]) == 0
    assert lines(out) == merged
    analysis.with_aliases(people).save(tmp_path / "direct")
    assert lines(tmp_path / "direct") == merged
    for name in ("speakers", "quotes", "speakers_by_verb", "documents"):
        assert (out / f"{name}.csv").read_text() == (tmp_path / "direct" / f"{name}.csv").read_text()
    assert main(["recount", str(out)]) == 0
    assert lines(out) == apart
    people.write_text(HEADER + "Mme Kerdal,Mme Kerdal (mère),,\n", encoding="utf-8")
    assert main(["recount", str(out), "--aliases", str(people), "--out", str(tmp_path / "split"), "--excel"]) == 0
    assert (tmp_path / "split" / "speakers.csv").read_text(encoding="utf-8-sig").splitlines()[1].startswith("Jeanne Kerdal;person;f;2;")
    assert lines(out) == apart


def test_recount_reads_what_it_wrote_for_excel(tmp_path: Path) -> None:
    text = "« =1+1 », a dit Paul Roy."
    analysis = Analysis((result("-a", text, said(text, "=1+1", cue="a dit", lemma="dire", mention="Paul Roy", speaker="Paul Roy", gender="m")),))
    analysis.save(tmp_path, excel=True)
    before = (tmp_path / "quotes.csv").read_bytes()
    assert main(["recount", str(tmp_path), "--excel"]) == 0
    assert (tmp_path / "quotes.csv").read_bytes() == before


def test_recount_counts_a_row_corrected_by_hand(tmp_path: Path) -> None:
    text = "« Oui », a dit Paul Roy. « Non », a dit Anne Petit."
    rows = [said(text, words, mention=name, speaker=name) for words, name in (("Oui", "Paul Roy"), ("Non", "Anne Petit"))]
    Analysis((result("a", text, *rows),)).save(tmp_path)
    path = tmp_path / "quotes.csv"
    path.write_text(path.read_text().replace(",Paul Roy,Paul Roy,", ",Anne Petit,Paul Roy,"))
    assert main(["recount", str(tmp_path)]) == 0
    assert lines(tmp_path) == {"Anne Petit": ["", "2", "1"]}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "no such file; name the folder that quotes analyse wrote to"),
        ("doc_id,quote\na,Oui\n", "no column 'quote_id'; take the file as quotes analyse wrote it"),
    ],
)
def test_recount_refuses_what_is_no_result(content: str | None, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if content is not None:
        (tmp_path / "quotes.csv").write_text(content)
    assert main(["recount", str(tmp_path)]) == 2
    assert message in capsys.readouterr().err
    assert [p.name for p in tmp_path.iterdir()] == ([] if content is None else ["quotes.csv"])

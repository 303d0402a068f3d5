"""Tables and files that are made of results."""

from __future__ import annotations

import csv
import json
import os
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from made import result, said

from quotes import tables
from quotes.errors import OutputError
from quotes.records import Attribution, Document, DocumentResult, Failure, Quotation, Span
from quotes.telling.columns import UNATTRIBUTED
from quotes.telling.formats import check_ending, json_lines, write_rows
from quotes.telling.results import TABLES, Analysis
from quotes.telling.rows import count_words, one_line, parents_of
from quotes.telling.tables import quotes_table, speakers_table
from quotes.telling.write import atomically, make_folder, write_table

COLUMNS = {
    "quotes": "doc_id quote_id kind quote spans start end cue cue_lemma cue_kind cue_start cue_end mention mention_kind mention_start mention_end "
    "named speaker speaker_id speaker_type gender gender_source status words parent_id rule confidence paragraph sentence",
    "speakers": "speaker type gender quotes words share_of_quotes share_of_words documents verbs",
    "gender": "who quotes words speakers share_of_quotes share_of_words share_of_speakers",
    "verbs": "cue_lemma cue_kind quotes share documents speakers women men example",
    "speakers_by_verb": "speaker type gender cue_lemma cue_kind quotes",
    "documents": "doc_id characters quotes attributed direct mixed indirect words speakers women men error",
}

FIRST = "« Il faut\r\n agir », a dit Anne Martin, « et vite. » Selon l'Élysée, « non ». Anne Martin dit oui."
SECOND = "« Jamais de la vie », a dit Paul. « Floating »."


@pytest.fixture
def analysis() -> Analysis:
    anne: dict[str, Any] = {"mention": "Anne Martin", "speaker": "Anne Martin", "gender": "f"}
    return Analysis(
        (
            result(
                "a",
                FIRST,
                said(FIRST, "Il faut\r\n agir", "et vite.", cue="a dit", lemma="dire", **anne),
                said(FIRST, "non", cue="Selon", lemma="selon", cue_kind="preposition", mention="l'Élysée", speaker="l'Élysée", type="organisation"),
                said(FIRST, "oui", cue="dit", lemma="dire", kind="indirect", place=FIRST.index("Anne Martin dit"), **anne),
                year="2015\n",
                quotes="x",
            ),
            result(
                "b",
                SECOND,
                said(SECOND, "Jamais de la vie", cue="a dit", lemma="dire", mention="Paul", speaker="L’ELYSEE", type="organisation"),
                said(SECOND, "Floating"),
            ),
            result("c", "Il pleut."),
        ),
        (Failure("d.txt", "binary"),),
    )


def rows(frame: pd.DataFrame, *columns: str) -> list[list[Any]]:
    values: list[list[Any]] = frame[list(columns)].astype(object).where(frame[list(columns)].notna(), None).values.tolist()
    return values


def test_quotes_table(analysis: Analysis) -> None:
    assert rows(analysis.quotes, "doc_id", "quote_id", "kind", "quote", "speaker", "gender", "words") == [
        ["a", 1, "direct", "Il faut agir […] et vite.", "Anne Martin", "f", 5],
        ["a", 2, "direct", "non", "l'Élysée", "", 1],
        ["a", 3, "indirect", "oui", "Anne Martin", "f", 1],
        ["b", 1, "direct", "Jamais de la vie", "l'Élysée", "", 4],
        ["b", 2, "direct", "Floating", "", "", 1],
    ]
    assert rows(analysis.quotes, "cue", "cue_kind", "mention", "speaker_id", "gender_source", "paragraph", "sentence")[0] == [
        "a dit", "verb", "Anne Martin", "id of Anne Martin", "by hand", 1, 1,
    ]  # fmt: skip
    assert rows(analysis.quotes, "cue", "cue_start", "mention", "mention_end", "speaker_id", "parent_id")[4] == ["", None, "", None, "", None]


def test_offsets_lead_back_to_the_text(analysis: Analysis) -> None:
    texts = {"a": FIRST, "b": SECOND}
    for row in analysis.quotes.to_dict("records"):
        text = texts[row["doc_id"]]
        pieces = [text[int(start) : int(end)] for start, end in (span.split("-") for span in row["spans"].split(";"))]
        assert " […] ".join(map(one_line, pieces)) == row["quote"]
        assert (row["start"], row["end"]) == (text.index(pieces[0], row["start"]), text.index(pieces[-1], row["start"]) + len(pieces[-1]))
        if row["cue"]:
            assert text[row["cue_start"] : row["cue_end"]] == row["cue"]
            assert text[row["mention_start"] : row["mention_end"]] == row["mention"]


def test_speakers_table(analysis: Analysis) -> None:
    assert rows(analysis.speakers, *COLUMNS["speakers"].split()) == [
        ["Anne Martin", "person", "f", 2, 6, 0.5, 6 / 11, 1, "dire"],
        ["l'Élysée", "organisation", "", 2, 5, 0.5, 5 / 11, 2, "dire"],
        [UNATTRIBUTED, "", "", 1, 1, None, None, 1, ""],
    ]


def speaker_rows(*rows: tuple[str, str, str, int]) -> pd.DataFrame:
    said_something = quotes_table([result("a", SECOND, said(SECOND, "Floating"))] * len(rows))
    speakers, types, genders, words = zip(*rows, strict=True)
    return said_something.assign(speaker=speakers, speaker_type=types, gender=genders, words=words)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([("Zoé", "person", "f", 1), ("Émile", "person", "m", 1), ("Bob", "person", "m", 2)], [("Bob", "m"), ("Émile", "m"), ("Zoé", "f")]),
        ([("Dominique", "person", "", 1), ("Dominique", "person", "f", 1)], [("Dominique", "f")]),
        ([("Dominique", "person", "m", 1), ("Dominique", "person", "f", 1)], [("Dominique", "")]),
        ([("Paris", "person", "m", 1), ("Paris", "organisation", "", 2)], [("Paris", ""), ("Paris", "m")]),
        ([("L’élu", "person", "m", 1), ("l'élu", "person", "m", 1), ("l'élu", "person", "m", 1)], [("l'élu", "m")]),
    ],
    ids=["order", "gender once known", "gender in doubt", "types apart", "most frequent form"],
)
def test_who_is_one_speaker(given: list[tuple[str, str, str, int]], expected: list[tuple[str, str]]) -> None:
    assert [tuple(row) for row in rows(speakers_table(speaker_rows(*given)), "speaker", "gender")] == expected


def test_verbs_table(analysis: Analysis) -> None:
    assert rows(analysis.verbs, *COLUMNS["verbs"].split()) == [
        ["dire", "verb", 3, 0.75, 2, 2, 2, 0, "« Jamais de la vie », a dit Paul"],
        ["selon", "preposition", 1, 0.25, 1, 1, 0, 0, "Selon l'Élysée, « non »"],
    ]


def test_long_example_is_cut_around_its_cue() -> None:
    text = f"« {'blah ' * 99}», a dit Paul."
    example = Analysis((result("a", text, said(text, "blah " * 99, cue="a dit", mention="Paul")),)).verbs.example[0]
    assert example.startswith("…blah ") and example.endswith("blah », a dit Paul") and 100 < len(example) < 150
    text = f"Paul a dit « {'blah ' * 99}»."
    example = Analysis((result("a", text, said(text, "blah " * 99, cue="a dit", mention="Paul")),)).verbs.example[0]
    assert example.startswith("Paul a dit « blah ") and example.endswith("blah…") and 100 < len(example) < 150


def test_speakers_by_verb_table(analysis: Analysis) -> None:
    assert rows(analysis.speakers_by_verb, "speaker", "cue_lemma", "quotes") == [
        ["Anne Martin", "dire", 2], ["l'Élysée", "dire", 1], ["l'Élysée", "selon", 1],
    ]  # fmt: skip


def test_documents_table(analysis: Analysis) -> None:
    counts = ["quotes", "attributed", "direct", "mixed", "indirect", "words", "speakers", "women", "men"]
    assert rows(analysis.documents, "doc_id", *counts) == [
        ["a", 3, 3, 2, 0, 1, 7, 2, 2, 0],
        ["b", 2, 1, 2, 0, 0, 5, 1, 0, 0],
        ["c", 0, 0, 0, 0, 0, 0, 0, 0, 0],
        ["d.txt", *[None] * 9],
    ]
    assert rows(analysis.documents, "characters", "year", "input_quotes", "error")[0] == [len(FIRST), "2015", "x", ""]
    assert rows(analysis.documents, "characters", "year", "input_quotes", "error")[3] == [None, "", "", "binary"]


@pytest.mark.parametrize("name", TABLES)
def test_columns_and_types_are_the_same_when_empty(name: str, analysis: Analysis) -> None:
    empty, full = getattr(Analysis(()), name), getattr(analysis, name)
    assert list(empty.columns) == COLUMNS[name].split() and len(empty) == (5 if name == "gender" else 0)
    assert dict(empty.dtypes) == {column: full.dtypes[column] for column in empty.columns}
    assert set(full.columns) - set(empty.columns) == ({"year", "input_quotes"} if name in {"documents", "quotes"} else set())


def test_gender_table(analysis: Analysis) -> None:
    assert rows(analysis.gender, *COLUMNS["gender"].split()) == [
        ["women", 2, 6, 1, 0.5, 6 / 11, 0.5],
        ["men", 0, 0, 0, 0, 0, 0],
        ["unknown", 0, 0, 0, 0, 0, 0],
        ["institutions", 2, 5, 1, 0.5, 5 / 11, 0.5],
        [UNATTRIBUTED, 1, 1, 0, None, None, None],
    ]


def test_table_read_back_from_a_file_counts_the_same(analysis: Analysis, tmp_path: Path) -> None:
    write_rows(analysis, tmp_path / "quotes.csv")
    pd.testing.assert_frame_equal(speakers_table(pd.read_csv(tmp_path / "quotes.csv")), analysis.speakers)


@pytest.mark.parametrize(("text", "words"), [("", 0), ("« Oui ! »", 1), ("L'État, dit-il", 2), ("1\u00a0500 euros", 3), ("— …", 0)])
def test_words_are_counted(text: str, words: int) -> None:
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("text", "line"), [("a\n\nb", "a b"), ("a \r\n\t b\u2028c", "a b c"), ("a\u00a0: b ", "a\u00a0: b "), ("", ""), ("a\n", "a")]
)
def test_line_breaks_become_one_blank(text: str, line: str) -> None:
    assert one_line(text) == line


def quotation(*spans: tuple[int, int]) -> Quotation:
    return Quotation("direct", tuple(Span(*span) for span in spans), None, None, "by-hand", 1.0, 0, 0)


@pytest.mark.parametrize(
    ("quotations", "parents"),
    [
        ([[(0, 50)], [(10, 40)], [(20, 30)], [(45, 48)], [(60, 70)]], [None, 0, 1, 0, None]),
        ([[(10, 40)], [(0, 50)]], [1, None]),
        ([[(0, 10), (20, 30)], [(12, 18)], [(2, 8)]], [None, None, 0]),
        ([[(0, 10)], [(0, 10)], [(5, 15)]], [None, None, None]),
        ([[(0, 30)], [(0, 10), (15, 30)]], [None, 0]),
    ],
    ids=["nested twice", "any order", "between the pieces", "equal and overlapping", "in pieces"],
)
def test_parents(quotations: list[list[tuple[int, int]]], parents: list[int | None]) -> None:
    assert parents_of([quotation(*spans) for spans in quotations]) == parents


# ---------------------------------------------------------------- files


def test_save_writes_every_table_and_chart(analysis: Analysis, tmp_path: Path) -> None:
    written = analysis.save(tmp_path / "new" / "folder")
    charts = ["speakers", "speakers_words", "kinds", "verbs", "speakers_by_verb", "speakers_by_document", "gender"]
    expected = [*(f"{name}.csv" for name in TABLES), *(f"charts/{name}{ending}" for name in charts for ending in (".png", ".svg"))]
    expected.append("report.html")
    assert [path.relative_to(tmp_path / "new" / "folder").as_posix() for path in written] == expected
    assert sorted(written) == sorted(path for path in (tmp_path / "new" / "folder").rglob("*") if path.is_file())
    assert written[0].read_bytes().startswith(b"doc_id,quote_id,")
    again = [path.read_bytes() for path in written]
    assert [path.read_bytes() for path in analysis.save(tmp_path / "new" / "folder")] == again


def test_excel(tmp_path: Path) -> None:
    cells = ["=1+1", "+1", "-1", "@a", "\ta", "\ra", "a=1", "é;œ", 'a "b"']
    frame = pd.DataFrame({"=name": pd.Series(cells, dtype="str"), "share": [0.5] * len(cells), "n": [-1] * len(cells)})
    write_table(frame, tmp_path / "t.csv", excel=True)
    data = (tmp_path / "t.csv").read_bytes()
    assert data.startswith("\ufeff'=name;share;n\r\n".encode())
    with (tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as file:
        read = list(csv.reader(file, delimiter=";"))[1:]
    assert [row[0] for row in read] == ["'=1+1", "'+1", "'-1", "'@a", "'\ta", "'\ra", "a=1", "é;œ", 'a "b"']
    assert {tuple(row[1:]) for row in read} == {("0,5", "-1")}


def test_plain_csv_leaves_formulas_alone(tmp_path: Path) -> None:
    write_table(pd.DataFrame({"a": ["=1+1"], "b": [1 / 3]}), tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_bytes() == b"a,b\n=1+1,0.3333\n"


def test_json_lines(analysis: Analysis) -> None:
    first, second, third = map(json.loads, json_lines(analysis.results))
    assert third == {"id": "c", "quotes": []}
    assert first["metadata"] == {"year": "2015\n", "quotes": "x"} and "metadata" not in second
    quote = first["quotes"][0]
    start = FIRST.index("et vite.")
    assert quote["spans"] == [[2, 16], [start, start + 8]] and quote["cue"] == [20, 25] and quote["mention"] == [26, 37]
    assert (quote["kind"], quote["cue_text"], quote["speaker"], quote["gender"]) == ("direct", "a dit", "Anne Martin", "f")
    unknown = second["quotes"][1]
    assert [unknown[name] for name in ("cue", "cue_text", "mention", "speaker", "gender", "parent_id")] == [None] * 6


def test_lone_surrogates_do_not_stop_the_writing(tmp_path: Path) -> None:
    text = "« A\ud800 », a dit Paul"
    analysis = Analysis((result("a", text, said(text, "A\ud800", cue="a dit")),))
    write_rows(analysis, tmp_path / "t.csv")
    write_rows(analysis, tmp_path / "t.jsonl")
    assert json.loads((tmp_path / "t.jsonl").read_text())["quotes"][0]["quote"] == "A\ud800"
    assert r"A\ud800" in (tmp_path / "t.csv").read_text()


@pytest.mark.parametrize("name", ["rows.xslx", "rows", "rows.csv.gz", "/dev/null"])
def test_unknown_ending(name: str) -> None:
    with pytest.raises(OutputError, match=r"unknown ending '.*'; allowed are \.csv, \.jsonl, \.parquet, \.xlsx, \.sqlite, \.xml$"):
        check_ending(name)


def test_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("old")
    with pytest.raises(KeyboardInterrupt), atomically(path) as temporary:
        temporary.write_text("half")
        raise KeyboardInterrupt
    assert path.read_text() == "old" and list(tmp_path.iterdir()) == [path]


def test_finished_write_follows_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_text("old")
    (tmp_path / "link.csv").symlink_to("real.csv")
    with atomically(tmp_path / "link.csv") as temporary:
        temporary.write_text("new")
    assert (tmp_path / "real.csv").read_text() == "new" and (tmp_path / "link.csv").is_symlink()


def test_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(OutputError, match="this folder cannot be made"):
            make_folder(folder)
    with pytest.raises(OutputError, match="cannot be written"), atomically(tmp_path / "missing" / "t.csv") as temporary:
        temporary.write_text("")


def test_speaker_of_several_lines_is_one_cell() -> None:
    text = "« Oui », a dit la\nmaire."
    found = said(text, "Oui", cue="a dit", mention="la\nmaire", speaker="la\nmaire")
    assert rows(quotes_table([DocumentResult(Document("a", text), (found,))]), "mention", "speaker") == [["la maire", "la maire"]]


def test_status_and_rule_are_carried() -> None:
    text = "Il n'a pas dit oui."
    found = said(text, "oui", cue="a pas dit")
    negated = Attribution(replace(found.quotation, status="negated", sentence=4, paragraph=2), None)
    table = quotes_table([DocumentResult(Document("a", text), (negated,))])
    assert rows(table, "status", "rule", "confidence", "sentence", "paragraph") == [["negated", "by-hand", 0.75, 5, 3]]


# ---------------------------------------------------------------- the quotations, in one file


@pytest.mark.parametrize("name", ["rows.parquet", "rows.xlsx", "rows.sqlite", "ROWS.XLSX"])
def test_formats_hold_the_same_table(name: str, analysis: Analysis, tmp_path: Path) -> None:
    write_rows(analysis, tmp_path / name)
    if name.lower().endswith("xlsx"):
        found = pd.read_excel(tmp_path / name, dtype={"year": str})
    elif name.endswith("sqlite"):
        with closing(sqlite3.connect(tmp_path / name)) as connection:
            found = pd.read_sql("select * from quotes", connection)
    else:
        found = pd.read_parquet(tmp_path / name)
    assert list(found.columns) == list(analysis.quotes.columns)
    assert (
        found.astype(object).where(found.notna(), "").values.tolist()
        == analysis.quotes.astype(object).where(analysis.quotes.notna(), "").values.tolist()
    )
    if not name.endswith("sqlite"):
        pd.testing.assert_frame_equal(tables.quotes(tmp_path / name), analysis.quotes)


@pytest.mark.parametrize("name", ["rows.csv", "rows.jsonl", "rows.parquet", "rows.xlsx", "rows.sqlite"])
def test_formats_without_quotations(name: str, tmp_path: Path) -> None:
    write_rows(Analysis(()), tmp_path / name)
    assert (tmp_path / name).is_file() and [path.name for path in tmp_path.iterdir()] == [name]


NASTY = ["=1+1", "#N/A", "A\x08B", "A\ud800", "TRUE", "12", "x" * 40_000]


@pytest.mark.parametrize("ending", ["parquet", "xlsx", "sqlite"])
def test_cells_are_text_whatever_they_hold(ending: str, tmp_path: Path) -> None:
    found = Analysis(tuple(result(str(number), f"« {text} »", said(f"« {text} »", text)) for number, text in enumerate(NASTY)))
    write_rows(found, tmp_path / f"rows.{ending}")
    expected = [*NASTY[:3], r"A\ud800", *NASTY[4:]]
    if ending == "xlsx":
        openpyxl = pytest.importorskip("openpyxl")
        cells = [row[3] for row in openpyxl.load_workbook(tmp_path / "rows.xlsx")["quotes"].iter_rows(min_row=2)]
        assert {cell.data_type for cell in cells} == {"s"}
        assert [cell.value for cell in cells] == [*expected[:2], "A\ufffdB", *expected[3:-1], "x" * 32_766 + "…"]
    elif ending == "sqlite":
        with closing(sqlite3.connect(tmp_path / "rows.sqlite")) as connection:
            assert [text for (text,) in connection.execute("select quote from quotes")] == expected
    else:
        assert pd.read_parquet(tmp_path / "rows.parquet").quote.tolist() == expected


def test_metadata_that_differ_in_case_only_go_to_a_database(tmp_path: Path) -> None:
    write_rows(Analysis((result("a", SECOND, said(SECOND, "Floating"), Date="1", date="2", KIND="3"),)), tmp_path / "rows.sqlite")
    with closing(sqlite3.connect(tmp_path / "rows.sqlite")) as connection:
        assert connection.execute('select "Date", "input_date", "input_KIND" from quotes').fetchall() == [("1", "2", "3")]


def test_more_rows_than_a_worksheet_has(analysis: Analysis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quotes.telling.formats.SHEET_ROWS", 5)
    with pytest.raises(OutputError, match=r"rows.xlsx: 5 rows, and a worksheet holds 4; write a .csv, .parquet or .sqlite"):
        write_rows(analysis, tmp_path / "rows.xlsx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("name", "package"), [("rows.xlsx", "openpyxl"), ("rows.parquet", "pyarrow")])
def test_format_without_its_package(name: str, package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(OutputError, match=rf"writing \{Path(name).suffix} files needs the package {package}; type: python -m pip install {package}"):
        check_ending(name)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet", "xlsx", "sqlite"])
def test_full_disk_leaves_the_old_file(ending: str, analysis: Analysis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / f"rows.{ending}"
    path.write_text("old")
    full = tmp_path / f".rows.{ending}.{os.getpid()}.tmp"
    full.symlink_to("/dev/full")
    with pytest.raises(OutputError, match=r"cannot be written"):
        write_rows(analysis, path)
    assert path.read_text() == "old" and list(tmp_path.iterdir()) == [path]

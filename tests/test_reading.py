"""Files, tables and values in memory become documents; what cannot be read is named."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.errors import InputError
from quotes.reading import documents_from, read_inputs, read_metadata, with_metadata
from quotes.reading.decode import decode
from quotes.records import Document

TEXT = "« Il faut agir », a déclaré Anne.\r\nL’œuvre\u00a0!\n"


def write(folder: Path, files: dict[str, str | bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def pairs(documents: tuple[Document, ...]) -> list[tuple[str, str]]:
    return [(document.doc_id, document.text) for document in documents]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


# ---------------------------------------------------------------- encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_encoding_is_found_and_line_ends_stay(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize(("text", "encoding"), [("café déjà", "latin-1"), ("“Ça”", "cp1252"), ("C'est dit.", "utf-16-le"), ("", "utf-8")])
def test_short_text_is_decoded(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850", "cp1252"])
def test_named_encoding_is_used(encoding: str) -> None:
    assert decode("été déjà là".encode(encoding), encoding=encoding) == "été déjà là"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "binary"),
        (b"\x01\x02\x03abc", "binary"),
        ("abc".encode("utf-32"), "binary"),
        (("Il a été élevé à Évry, où il a fêté ça. " * 40).encode("mac_roman"), "--encoding"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says):
        decode(data)


def test_one_control_character_is_no_reason_to_refuse() -> None:
    text = "Un texte tiré d'un PDF.\x02 " + "Il continue longtemps. " * 10
    assert decode(text.encode()) == text


def test_named_encoding_that_does_not_fit() -> None:
    with pytest.raises(InputError, match=r"not utf-8 \(byte 0xe9 at 3\)"):
        decode(b"caf\xe9", encoding="utf-8")


def test_unknown_encoding_is_refused_before_reading(here: Path) -> None:
    with pytest.raises(InputError, match="unknown encoding 'utf-88'"):
        read_inputs(["missing.txt"], encoding="utf-88")


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])))
def test_any_utf8_text_comes_back_as_it_is(text: str) -> None:
    assert decode(text.encode()) == text.removeprefix("\ufeff")


# ---------------------------------------------------------------- files and folders


def test_folder_is_read_sorted_with_paths_as_ids(here: Path) -> None:
    write(
        here, {"press/b.txt": "B", "press/a/z.TXT": "Z", "press/a.txt": "A", "press/notes.md": "-", "press/._a.txt": b"\x00", "press/.git/x.txt": "-"}
    )
    assert pairs(read_inputs(["press"]).documents) == [("a/z", "Z"), ("a", "A"), ("b", "B")]


def test_text_is_given_as_it_is(here: Path) -> None:
    write(here, {"a.txt": "\ufeff" + TEXT})
    assert read_inputs(["a.txt"]).documents[0].text == TEXT


IDS = [
    ("same name in two folders", {"2019/01.txt": "A", "2020/01.txt": "B"}, ["2019", "2020"], ["2019/01", "2020/01"]),
    (
        "all ids of both get the prefix",
        {"2019/01.txt": "A", "2020/01.txt": "B", "2020/02.txt": "C"},
        ["2019", "2020"],
        ["2019/01", "2020/01", "2020/02"],
    ),
    ("folders of the same name", {"a/x/01.txt": "A", "b/x/01.txt": "B"}, ["a/x", "b/x"], ["01", "01-2"]),
    ("a number that is taken", {"a/x/01.txt": "A", "b/x/01.txt": "B", "b/x/01-2.txt": "C"}, ["a/x", "b/x"], ["01", "01-2", "01-3"]),
    ("a file met twice", {"a/01.txt": "A", "a/02.txt": "B"}, ["a/02.txt", "a"], ["02", "01"]),
    ("rows of two tables", {"m.csv": "text\nA\nB\n", "n.csv": "text\nC\n"}, ["m.csv", "n.csv"], ["m/1", "m/2", "n/1"]),
]


@pytest.mark.parametrize(("files", "inputs", "ids"), [case[1:] for case in IDS], ids=[case[0] for case in IDS])
def test_ids_are_unique_and_stable(here: Path, files: dict[str, str | bytes], inputs: list[str], ids: list[str]) -> None:
    write(here, files)
    found = [document.doc_id for document in read_inputs(inputs).documents]
    assert sorted(found) == sorted(ids) and len(set(found)) == len(found)
    assert found == [document.doc_id for document in read_inputs(inputs).documents]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode("cp1252"))))
    assert pairs(read_inputs(["-"]).documents) == [("stdin", TEXT)]


REFUSED: list[tuple[str, dict[str, str | bytes], str, str]] = [
    ("no such file", {"article.txt": ""}, "artcile.txt", r"artcile\.txt: no such file or folder; did you mean article\.txt\?"),
    ("no such folder", {}, "texts/a.txt", "there is no folder texts either"),
    ("folder without texts", {"empty/a.md": ""}, "empty", r"empty: no \.txt file in this folder"),
    (
        "unknown ending",
        {"a.docx": b"PK"},
        "a.docx",
        r"unknown ending '\.docx'; .*, \.txt, \.html, \.htm, \.csv, \.tsv, \.xlsx, \.jsonl, \.parquet or -",
    ),
    ("binary file alone", {"a.txt": b"\x00\x01\x02"}, "a.txt", "a.txt: binary content"),
    ("folder of binary files", {"d/a.txt": b"\x00\x01", "d/b.txt": b"\x00\x01"}, "d", "d/a.txt: binary content.*and 1 more"),
    ("no such column", {"a.csv": "id;texte\n1;Oui\n"}, "a.csv", "no column 'text'; the columns are: id, texte; name one of them .*--text-field"),
    ("table without rows", {"a.csv": "id;text\n"}, "a.csv", "no rows"),
    ("empty table", {"a.csv": ""}, "a.csv", "no rows"),
    ("mark not doubled", {"a.csv": 'id;text\n1;"Oui", dit-il\n'}, "a.csv", 'line 2: .*every " inside doubled'),
    ("mark not closed", {"a.csv": 'id;text\n1;"Oui\n2;Non\n'}, "a.csv", "line 3"),
    ("binary table", {"a.csv": b"PK\x00\x01"}, "a.csv", "binary content"),
    ("no workbook", {"a.xlsx": "id;text"}, "a.xlsx", "not an Excel workbook"),
    ("no Parquet file", {"a.parquet": "id;text"}, "a.parquet", "not a Parquet file"),
    ("empty Parquet file", {"a.parquet": b""}, "a.parquet", "not a Parquet file"),
    ("no line of JSON", {"a.jsonl": "[1,\n2]"}, "a.jsonl", "row 1: not JSON"),
]


@pytest.mark.parametrize(("files", "given", "says"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_message_says_what_was_found_and_what_to_do(here: Path, files: dict[str, str | bytes], given: str, says: str) -> None:
    write(here, files)
    with pytest.raises(InputError, match=says) as caught:
        read_inputs([given])
    assert str(caught.value).startswith(given) and "\n" not in str(caught.value)


def test_bad_files_do_not_stop_the_others(here: Path) -> None:
    write(here, {"d/a.txt": b"\x00\x01\x02", "d/b.txt": "B", "t.csv": "id,text\n1,Oui\n2,Non, non\n"})
    (here / "d" / "gone.txt").symlink_to("nowhere.txt")
    documents, failures, _ = read_inputs(["d", "t.csv"], id_field="id")
    assert pairs(documents) == [("b", "B"), ("1", "Oui")]
    assert [failure.where for failure in failures] == [os.path.join("d", "a.txt"), os.path.join("d", "gone.txt"), "t.csv, row 2"]
    assert "binary" in failures[0].message and "cannot be opened" in failures[1].message and "3 cells where the header has 2" in failures[2].message


# ---------------------------------------------------------------- tables

LONG = "a" * 200_000
TABLES: list[tuple[str, str, str | bytes, list[tuple[str, str, dict[str, str]]]]] = [
    ("semicolons, BOM, quoted break", "t.csv", '\ufefftext;id\n"« A »;\r\nB";7\n', [("7", "« A »;\r\nB", {})]),
    ("commas, other columns", "t.csv", "id,text,year\n7,A,2015\n", [("7", "A", {"year": "2015"})]),
    ("tabs in .csv", "t.csv", "id\ttext\n7\tA, B; C\n", [("7", "A, B; C", {})]),
    ("more commas than semicolons in the header", "t.csv", 'id;"a,b,c,d";text\n7;x;A\n', [("7", "A", {"a,b,c,d": "x"})]),
    ("cp1252", "t.csv", "id;text\n7;déjà été là, à l’œuvre\n".encode("cp1252"), [("7", "déjà été là, à l’œuvre", {})]),
    ("blank lines, blank columns, short rows", "t.csv", "id;text;;\n\n7;A;;\n;;;\n8\n", [("7", "A", {}), ("8", "", {})]),
    ("doubled marks", "t.csv", 'id,text\n7,"""Oui"", dit-il"\n', [("7", '"Oui", dit-il', {})]),
    ("a novel in a cell", "t.csv", f"id,text\n7,{LONG}\n", [("7", LONG, {})]),
    ("column twice", "t.csv", "id,text,text\n7,A,B\n", [("7", "A", {"text.2": "B"})]),
    ("empty id", "t.csv", "id,text\n,A\n8,B\n", [("1", "A", {}), ("8", "B", {})]),
    ("bars", "t.csv", "id|text\n7|A, B; C\n", [("7", "A, B; C", {})]),
    ("a line that tells the separator", "t.csv", 'sep=;\r\nid;text;a,b,text\r\n7;"A";B\r\n', [("7", "A", {"a,b,text": "B"})]),
    ("line ends of old Macs", "t.csv", 'id;text\r7;"A\rB"\r', [("7", "A\rB", {})]),
    ("tsv", "t.tsv", "id\ttext\n7\tA;B\n", [("7", "A;B", {})]),
    ("jsonl", "t.jsonl", '{"id": 7, "text": "A\u2028B", "tags": ["x"], "n": null}\n\n', [("7", "A\u2028B", {"tags": '["x"]', "n": ""})]),
]


@pytest.mark.parametrize(("name", "content", "expected"), [case[1:] for case in TABLES], ids=[case[0] for case in TABLES])
def test_tables(here: Path, name: str, content: str | bytes, expected: list[tuple[str, str, dict[str, str]]]) -> None:
    write(here, {name: content})
    documents, failures, _ = read_inputs([name], id_field="id")
    assert [(d.doc_id, d.text, dict(d.metadata)) for d in documents] == expected and failures == ()


def test_row_number_is_the_id_without_a_column(here: Path) -> None:
    write(here, {"t.csv": "id,body\nx,A\ny,B\n"})
    documents = read_inputs(["t.csv"], text_field="body").documents
    assert [(d.doc_id, d.metadata["id"]) for d in documents] == [("1", "x"), ("2", "y")]


def test_bad_lines_of_jsonl_are_named(here: Path) -> None:
    write(here, {"t.jsonl": '{"text": "A"}\n{"text": "B"\n[1]\n{"title": "C"}\n'})
    documents, failures, _ = read_inputs(["t.jsonl"])
    assert pairs(documents) == [("1", "A")]
    assert [failure.where for failure in failures] == ["t.jsonl, row 2", "t.jsonl, row 3", "t.jsonl, row 4"]


def workbook(path: Path, rows: list[list[Any]]) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)


def test_xlsx(here: Path) -> None:
    workbook(here / "t.xlsx", [["id", "text", "date"], [7, "A\nB", pd.Timestamp("2015-09-18").to_pydatetime()], [8.0, None, None]])
    documents = read_inputs(["t.xlsx"], id_field="id").documents
    assert [(d.doc_id, d.text, d.metadata["date"]) for d in documents] == [("7", "A\nB", "2015-09-18"), ("8", "", "")]


def test_xlsx_takes_the_sheet_that_has_the_column(here: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["Notes"])
    book.active.append(["to do"])
    sheet = book.create_sheet("Articles")
    sheet.append(["text", "price"])
    sheet.append(["A", 1.5])
    book.save(here / "t.xlsx")
    assert [(d.text, dict(d.metadata)) for d in read_inputs(["t.xlsx"]).documents] == [("A", {"price": "1.5"})]
    with pytest.raises(InputError, match="no column 'body'; the columns are: Notes"):
        read_inputs(["t.xlsx"], text_field="body")


def test_parquet(here: Path) -> None:
    pytest.importorskip("pyarrow")
    frame = pd.DataFrame({"id": [7, 8], "text": ["A\nB", None], "date": [pd.Timestamp("2015-09-18"), None], "tags": [["x"], []], "n": [1.0, None]})
    frame.to_parquet(here / "t.parquet")
    documents = read_inputs(["t.parquet"], id_field="id").documents
    assert [(d.doc_id, d.text, dict(d.metadata)) for d in documents] == [
        ("7", "A\nB", {"date": "2015-09-18", "tags": '["x"]', "n": "1"}),
        ("8", "", {"date": "", "tags": "[]", "n": ""}),
    ]


@pytest.mark.parametrize(("ending", "package"), [("xlsx", "openpyxl"), ("parquet", "pyarrow")])
def test_table_without_its_package(ending: str, package: str, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(here, {f"t.{ending}": b"PK"})
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(InputError, match=f"type: python -m pip install {package}"):
        read_inputs([f"t.{ending}"])


# ---------------------------------------------------------------- metadata


def test_metadata_by_id(here: Path) -> None:
    write(here, {"metadata.csv": "id;journal;year\na.txt;Le Monde;2015\nz;Libé;\n"})
    metadata = read_metadata("metadata.csv")
    assert metadata == {"a": {"journal": "Le Monde", "year": "2015"}, "z": {"journal": "Libé", "year": ""}}
    described = with_metadata([Document("a", "A", {"year": "?", "n": "1"}), Document("b", "B")], metadata)
    assert [dict(d.metadata) for d in described] == [{"year": "2015", "n": "1", "journal": "Le Monde"}, {}]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("m.csv", "journal;id\nLe Monde;a\n", "the first column must be 'id'; the columns are: journal, id"),
        ("m.csv", "id;journal\na;x\na;y\n", "row 2: id 'a' stands twice"),
        ("m.csv", "id;journal\n;x\n", "row 1: no id"),
        ("m.csv", "id;journal\na;x;y\n", "row 1: 3 cells"),
        ("m.txt", "id;journal\n", "unknown ending '.txt'"),
    ],
)
def test_bad_metadata(here: Path, name: str, content: str, says: str) -> None:
    write(here, {name: content})
    with pytest.raises(InputError, match=says):
        read_metadata(name)


def test_missing_metadata(here: Path) -> None:
    with pytest.raises(InputError, match=r"m\.csv: cannot be opened"):
        read_metadata("m.csv")


def test_metadata_of_other_documents() -> None:
    with pytest.raises(InputError, match="they hold 'x', the first document is 'a'"):
        with_metadata([Document("a", "A")], {"x": {}})


def described(*inputs: str, **how: Any) -> dict[str, dict[str, str]]:
    return {document.doc_id: dict(document.metadata) for document in read_inputs(list(inputs), **how).documents}


def test_metadata_beside_the_texts_are_found(here: Path) -> None:
    write(here, {"press/a.txt": "A", "press/b.txt": "B", "press/metadata.csv": "id,journal\na,Le Monde\nz,Libé\n"})
    assert described("press") == {"a": {"journal": "Le Monde"}, "b": {}}
    assert described("press/a.txt") == {"a": {}}
    assert described("press", folder_metadata=False) == {"a": {}, "b": {}}
    assert documents_from("press", folder_metadata=False).documents[0].metadata == {}


def test_metadata_of_a_folder_below_count_for_its_texts(here: Path) -> None:
    files = {"press/2019/a.txt": "A", "press/2020/a.txt": "B", "press/c.txt": "C"}
    tables = {"press/metadata.csv": "id;year\n2019/a;?\nc;0\n", "press/2019/metadata.tsv": "id\tyear\na\t2019\n"}
    write(here, {**files, **tables})
    assert described("press") == {"2019/a": {"year": "2019"}, "2020/a": {}, "c": {"year": "0"}}


def test_texts_of_one_name_keep_their_metadata_and_themselves(here: Path) -> None:
    write(here, {"x/a.txt": "A", "x/a.TXT": "AA", "y/a.txt": "B", "x/metadata.csv": "id,n\na,1\n", "y/metadata.csv": "id,n\na,2\n"})
    documents = read_inputs(["x", "y"]).documents
    assert sorted((d.text, d.metadata["n"]) for d in documents) == [("A", "1"), ("AA", "1"), ("B", "2")]
    assert len({d.doc_id for d in documents}) == 3


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("journal,id\nLe Monde,a\n", "metadata.csv: the first column must be 'id'"),
        ("id,journal\nz,Le Monde\n", "metadata.csv: the metadata are of other documents: they hold 'z'.* or give this file another name"),
    ],
)
def test_metadata_beside_the_texts_that_do_not_fit(content: str, says: str, here: Path) -> None:
    write(here, {"press/a.txt": "A", "press/metadata.csv": content})
    with pytest.raises(InputError, match=says):
        read_inputs(["press"])
    assert read_inputs(["press"], folder_metadata=False).documents


# ---------------------------------------------------------------- values in memory


def test_frame() -> None:
    frame = pd.DataFrame({"n": [10, 11], "text": ["A", None], "score": [0.5, float("nan")]}, index=["x", "y"])
    by_index, by_column = documents_from(frame).documents, documents_from(frame, id_field="n").documents
    assert pairs(by_index) == [("x", "A"), ("y", "")] and dict(by_index[0].metadata) == {"n": "10", "score": "0.5"}
    assert pairs(by_column) == [("10", "A"), ("11", "")] and dict(by_column[1].metadata) == {"score": ""}


def test_frame_without_the_column() -> None:
    with pytest.raises(InputError, match="no column 'text'; the columns are: body"):
        documents_from(pd.DataFrame({"body": ["A"]}))


def test_pairs_documents_and_paths(here: Path) -> None:
    write(here, {"a.txt": "A", "b.txt": "B"})
    assert pairs(documents_from([("x", "A"), ("x", "B")]).documents) == [("x", "A"), ("x-2", "B")]
    assert pairs(documents_from([Document("x", "A")]).documents) == [("x", "A")]
    assert pairs(documents_from(["a.txt", Path("b.txt")]).documents) == [("a", "A"), ("b", "B")]
    assert pairs(documents_from(here).documents) == [("a", "A"), ("b", "B")]
    assert documents_from([]).documents == ()
    assert pairs(documents_from({"x": "A", 7: None}).documents) == [("x", "A"), ("7", "")]
    assert pairs(documents_from(pd.Series(["A", float("nan")], index=[1, 2])).documents) == [("1", "A"), ("2", "")]
    assert pairs(documents_from(zip([1.0, 2.0], ["A", None], strict=True)).documents) == [("1", "A"), ("2", "")]


def test_texts_given_for_paths_are_told(here: Path) -> None:
    with pytest.raises(InputError, match=r"no such file or folder; to analyse texts, not files, give them with identifiers") as caught:
        documents_from(["Il pleut.\nIl vente. " * 100])
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("source", [[1, 2], [("a", "A"), "b.txt"], [("a", 1)], None, 3])
def test_other_values_are_refused(source: Any) -> None:
    with pytest.raises(InputError, match="cannot take documents from"):
        documents_from(source)


def test_lone_surrogate_is_read(here: Path) -> None:
    write(here, {"t.jsonl": json.dumps({"text": "A\ud800"})})
    assert read_inputs(["t.jsonl"]).documents[0].text == "A\ud800"

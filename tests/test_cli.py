"""The command: what it writes, prints and returns, and what it says when it refuses."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from made import stand_in

from quotes import __version__, corpus
from quotes.cli import commands, main
from quotes.french import MODEL
from quotes.telling.results import TABLES, Analysis

ARTICLE = "« Il faut agir », a affirmé Anne Martin. « Non », selon Paul.\n"
OUTPUT = ["charts", "documents.csv", "gender.csv", "quotes.csv", "report.html", "speakers.csv", "speakers_by_verb.csv", "verbs.csv"]
CHARTS = ["gender", "kinds", "speakers", "speakers_by_document", "speakers_by_verb", "speakers_words", "verbs"]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of texts to work in, and no model."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(corpus, "quotations_in", lambda documents, *rest: [stand_in(document, *rest) for document in documents])
    monkeypatch.setattr(corpus, "default_parser", lambda: None)
    Path("article.txt").write_text(ARTICLE, encoding="utf-8")
    Path("press").mkdir()
    Path("press/a.txt").write_text(ARTICLE, encoding="utf-8")
    Path("press/b.txt").write_text("Il pleut.\n", encoding="utf-8")
    Path("press/metadata.csv").write_text("id;journal\na;Le Monde\nb;Libé\n", encoding="utf-8")
    Path("table.csv").write_text('num;body\n7;"« Oui », selon Paul."\n', encoding="utf-8")
    Path("binary.txt").write_bytes(b"\x00\x01\x02")
    Path("nothing").mkdir()
    return tmp_path


def tree() -> set[str]:
    return {str(path) for path in Path().rglob("*")}


# ---------------------------------------------------------------- analyse


def test_analyse_writes_everything_and_prints_a_summary(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyse", "article.txt", "press", "--out", "results/here"]) == 0
    assert sorted(os.listdir("results/here")) == OUTPUT
    assert sorted(os.listdir("results/here/charts")) == sorted(f"{name}{ending}" for name in CHARTS for ending in (".png", ".svg"))
    out, err = capsys.readouterr()
    assert err == "quotes: note: without metadata: 1 of 3 documents, the first: article\n"
    assert [line.rstrip() for line in out.splitlines()] == [
        "3 documents, 4 quotations, 4 attributed to 3 speakers",
        "of the attributed: women 2 (50%), men 2 (50%), unknown 0 (0%), institutions 0 (0%)",
        "",
        "speaker      quotations  words  gender",
        "Anne Martin           2      6  woman",
        "Paul                  1      1  man",
        "Paul                  1      1  man",  # of another document: nothing says that it is the same
        "",
        "Open results/here/report.html in a browser; the tables and charts are beside it.",
    ]


def test_analyse_with_table_options(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyse", "table.csv", "--text-field", "body", "--id-field", "num", "--out", "r", "--excel"]) == 0
    assert Path("r/quotes.csv").read_bytes().startswith("\ufeffdoc_id;quote_id;kind;quote;".encode())
    assert Path("r/quotes.csv").read_text(encoding="utf-8-sig").splitlines()[1].startswith("7;1;direct;Oui;")


def test_analyse_carries_metadata() -> None:
    assert main(["analyse", "press", "--metadata", "press/metadata.csv", "--out", "r"]) == 0
    lines = Path("r/documents.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].endswith(",men,journal,error") and lines[2].startswith("b,10,0,") and lines[2].endswith(",Libé,")
    assert Path("r/quotes.csv").read_text(encoding="utf-8").splitlines()[1].endswith(",Le Monde")


def test_metadata_in_the_folder_are_found_and_counted_by() -> None:
    Path("press/metadata.csv").write_text("id;journal;date\na;Le Monde;27/06/2025\nb;Libé;3 mai 2025\n", encoding="utf-8")
    assert main(["analyse", "press", "--by", "journal", "--by", "journal, month", "--out", "r"]) == 0
    assert sorted(name for name in os.listdir("r") if "by_j" in name) == [
        "by_journal.csv", "by_journal_month.csv", "speakers_by_journal.csv", "speakers_by_journal_month.csv",
    ]  # fmt: skip
    assert {"gender_by_journal_month.png", "over_time.svg"} <= set(os.listdir("r/charts"))
    lines = Path("r/by_journal_month.csv").read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[:4] for line in lines[1:]] == [["Le Monde", "2025-06", "1", "2"], ["Libé", "2025-05", "1", "0"]]
    assert main(["recount", "r", "--by", "journal", "--out", "again", "--quiet"]) == 0
    assert Path("again/by_journal.csv").read_text() == Path("r/by_journal.csv").read_text()


def test_quiet_shows_nothing_but_what_goes_wrong(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert main(["analyse", "article.txt", "binary.txt", "--out", "r", "--quiet"]) == 1
    assert main(["extract", "article.txt", "-o", "r.csv", "-q"]) == 0
    out, err = capsys.readouterr()
    assert out == "" and err.startswith("quotes: binary.txt: binary content") and err.count("\n") == 1


def test_empty_text_gives_headers_only(capsys: pytest.CaptureFixture[str]) -> None:
    Path("empty.txt").write_text("")
    assert main(["analyse", "empty.txt", "--out", "r"]) == 0
    assert Path("r/quotes.csv").read_text().count("\n") == Path("r/speakers.csv").read_text().count("\n") == 1
    assert sorted(os.listdir("r")) == OUTPUT
    assert capsys.readouterr().out.startswith("1 document, 0 quotations, 0 attributed to 0 speakers\n\nOpen r/report.html")


def test_many_speakers_are_cut_and_long_names_shortened(capsys: pytest.CaptureFixture[str]) -> None:
    names = [f"Paul {'X' * 50} {i}" for i in range(12)]
    Path("many.txt").write_text(" ".join(f"« Oui », selon {name}." for name in names), encoding="utf-8")
    assert main(["analyse", "many.txt", "--out", "r"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-3] == "and 2 more" and len({len(line) for line in lines[4:14]}) == 1 and "…" in lines[4]


def test_names_are_shown_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    Path("odd.txt").write_text("« Oui », selon Paul. « Non », selon Anne.", encoding="utf-8")
    assert main(["analyse", "odd.txt", "--out", "[bold]r"]) == 0
    assert "Open [bold]r/report.html" in capsys.readouterr().out


def test_progress_is_shown_where_somebody_watches(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert main(["extract", "press", "-o", "rows.csv"]) == 0
    out, err = capsys.readouterr()
    shown = re.sub(r"\x1b\[[\d?;]*[a-zA-Z]", "", err)  # without colours
    assert out == "2 quotations of 2 documents are in rows.csv.\n"
    assert "0/2 documents" in shown and "2/2 documents" in shown and " documents/s " in shown and " left" in shown


# ---------------------------------------------------------------- extract


@pytest.mark.parametrize("ending", ["csv", "jsonl", "CSV", "parquet", "xlsx", "sqlite"])
def test_extract_writes_one_file(ending: str) -> None:
    before = tree()
    assert main(["extract", "press", "-o", f"new/rows.{ending}"]) == 0
    assert tree() - before == {"new", f"new/rows.{ending}"}


def test_extract_to_standard_output(capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(ARTICLE.encode("cp1252"))))
    assert main(["extract", "-", "press", "-o", "-"]) == 0
    records = [json.loads(line) for line in capsysbinary.readouterr().out.decode().splitlines()]
    assert [(record["id"], len(record["quotes"])) for record in records] == [("stdin", 2), ("a", 2), ("b", 0)]
    assert records[0]["quotes"][0]["spans"] == [[2, 14]] and ARTICLE[2:14] == "Il faut agir"


def test_slips_are_noted(capsys: pytest.CaptureFixture[str]) -> None:
    Path("press/metadata.csv").write_text("id;journal;date\na;Le Monde;hier\n", encoding="utf-8")
    Path("press/empty.txt").write_text("")
    Path("who.csv").write_text("name;gender\nPaul;m\nPaula;f\n", encoding="utf-8")
    Path("r/charts").mkdir(parents=True)
    Path("r/charts/over_time.png").write_bytes(b"old")
    assert main(["analyse", "press", "--aliases", "who.csv", "--out", "r"]) == 0
    assert [line.removeprefix("quotes: note: ") for line in capsys.readouterr().err.splitlines()] == [
        "empty: 1 of 3 documents, the first: empty",
        "without metadata: 2 of 3 documents, the first: b",
        "not readable: 1 of 1 dates in date, the first: hier",
        "nobody's name: 1 of 2 names in the alias file, the first: Paula",
        f"still there from an earlier run, perhaps of other texts: {Path('r/charts/over_time.png')}",
    ]


def test_recount_keeps_the_format_and_says_what_changed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyse", "article.txt", "--out", "r", "--excel", "--quiet"]) == 0
    Path("who.csv").write_text("name;canonical\nPaul;Anne Martin\n", encoding="utf-8")
    assert main(["recount", "r", "--aliases", "who.csv"]) == 0
    assert "\n1 quotation changed speaker.\n" in capsys.readouterr().out
    assert Path("r/quotes.csv").read_bytes().startswith("\ufeffdoc_id;".encode())
    assert main(["recount", "r/quotes.csv"]) == 2
    assert capsys.readouterr().err == "quotes: r/quotes.csv: a file; name the folder it is in: r\n"
    assert main(["recount", "r"]) == 0
    assert "1 quotation changed speaker." in capsys.readouterr().out


def test_recount_refuses_a_gender_that_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyse", "article.txt", "--out", "r", "--quiet"]) == 0
    path = Path("r/quotes.csv")
    path.write_text(path.read_text(encoding="utf-8").replace(",person,f,", ",person,femme,"), encoding="utf-8")
    assert main(["recount", "r"]) == 2
    assert "'femme' in the column gender; allowed are f, m, or nothing" in capsys.readouterr().err


def test_workbook_has_a_sheet_for_each_table() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    assert main(["analyse", "press", "--by", "journal", "--out", "r", "--workbook", "--metadata", "press/metadata.csv", "-q"]) == 0
    book = openpyxl.load_workbook("r/tables.xlsx")
    assert book.sheetnames == [*TABLES, "by_journal", "speakers_by_journal"]
    assert [cell.value for cell in book["speakers"][2]][:4] == ["Anne Martin", "person", "f", 1]


@pytest.mark.parametrize(
    "arguments",
    [
        ["extract", "table.csv", "--text-field", "body", "-o", "table.csv"],
        ["extract", "article.txt", "--metadata", "press/metadata.csv", "-o", "press/../press/metadata.csv"],
        ["analyse", "press/a.txt", "--aliases", "press/speakers.csv", "--out", "press"],
        ["analyse", "press/tables.xlsx", "--out", "press", "--workbook"],
        ["analyse", "press/by_journal.csv", "--out", "press", "--by", "journal"],
    ],
)
def test_no_input_is_replaced(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("speakers.csv", "tables.xlsx", "by_journal.csv"):
        Path("press", name).write_text("mine")
    before = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}
    assert main(arguments) == 2
    assert "is read from there, and would be replaced; name another place" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()} == before


def test_results_may_stand_beside_the_texts() -> None:
    assert main(["analyse", "press", "--metadata", "press/metadata.csv", "--out", "press", "--quiet"]) == 0
    assert Path("press/metadata.csv").read_text(encoding="utf-8").startswith("id;journal") and Path("press/quotes.csv").is_file()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_full_standard_output_is_one_line() -> None:
    code = (
        "import sys; from quotes import cli; from quotes.cli.terminal import to_stdout; "
        "cli.commands.main = lambda **how: to_stdout([b'x']); sys.exit(cli.main())"
    )
    with open("/dev/full", "wb") as full:
        root = str(Path(corpus.__file__).parents[1])
        done = subprocess.run([sys.executable, "-c", code], stdout=full, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": root})
    assert done.returncode == 2 and done.stderr.startswith(b"quotes: standard output: cannot be written") and done.stderr.count(b"\n") == 1


def test_extract_as_csv_to_standard_output(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["extract", "article.txt", "-o", "-", "--format", "csv", "--excel"]) == 0
    out = capsysbinary.readouterr().out
    assert out.startswith("\ufeffdoc_id;quote_id;".encode()) and out.count(b"\r\n") == 3
    assert main(["extract", "article.txt", "-o", "rows.csv", "--excel", "-q"]) == 0
    assert Path("rows.csv").read_bytes() == out


def test_reader_that_has_seen_enough_is_no_mistake() -> None:
    command = [sys.executable, "-c", "import sys; from quotes.cli import main; sys.exit(main())", "--help"]
    environment = {**os.environ, "PYTHONPATH": str(Path(corpus.__file__).parents[1])}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


# ---------------------------------------------------------------- explain, evaluate


def test_explain_names_the_rule_of_each_quotation(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "article.txt"]) == 0
    out, err = capsys.readouterr()
    text, found, lines = out.partition("\n\narticle: 2 quotations\n")
    assert found and re.sub(r"\[\d\] ", "", text) == ARTICLE.strip(), "the text, each quotation with its number"
    assert "« [1] Il faut agir »" in text
    assert lines.startswith("1    paragraph 1, sentence 1, offsets 2-14: direct, asserted\n")
    assert "       mention   Anne Martin (name)\n" in out
    assert err == ""


def test_explain_writes_a_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "article.txt", "--html", "why.html"]) == 0
    assert capsys.readouterr().out == "What decided 2 quotations is in why.html.\n"
    page = Path("why.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>") and ">Il faut agir</a>" in page and "by-hand, right in 75 % of the annotated cases" in page
    assert main(["explain", "article.txt", "--html", "article.txt"]) == 2 and Path("article.txt").read_text(encoding="utf-8") == ARTICLE


def test_corrected_in_brat(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", "article.txt", "press", "-o", "brat", "--format", "brat"]) == 0
    assert capsys.readouterr().out == "4 quotations of 3 documents are in brat.\n"
    assert main(["evaluate", "brat"]) == 0
    assert "named           100.0   100.0  100.0" in capsys.readouterr().out
    sheet = Path("brat/article.ann").read_text(encoding="utf-8")
    Path("brat/article.ann").write_text(re.sub(r"(AnnotatorNotes T\d+\tPaul)", r"\1 Petit", sheet), encoding="utf-8")
    assert main(["evaluate", "brat"]) == 0
    assert "named            75.0    75.0   75.0" in capsys.readouterr().out


def test_what_was_read_once_is_noted(capsys: pytest.CaptureFixture[str]) -> None:
    article = (
        '<article><span class="DocPublicationName">La Gazette</span><section><p>« Oui », selon Paul.</p></section><footer>news·20250627·G·1</footer>'
    )
    Path("export.html").write_text(f"<body>{article}</article>{article}</article>", encoding="utf-8")
    assert main(["analyse", "export.html", "--by", "outlet", "--by", "month", "--out", "r"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("1 document, 1 quotation") and "read once: 1 article exported more than once, the first: 20250627-G-1" in err
    assert Path("r/by_month.csv").read_text().splitlines()[1].startswith("2025-06,1,1,")


def test_evaluate_scores_against_texts_in_the_gold(capsys: pytest.CaptureFixture[str]) -> None:
    quote = {"spans": [[2, 14]], "mention": [29, 40], "speaker": "Anne Martin", "kind": "direct"}
    Path("gold.jsonl").write_text(json.dumps({"id": "a", "text": ARTICLE, "quotes": [quote]}), encoding="utf-8")
    assert main(["evaluate", "gold.jsonl", "--misses"]) == 0
    out, _ = capsys.readouterr()
    assert "found            50.0   100.0   66.7\n" in out
    assert "attributed       50.0   100.0   66.7\n" in out
    assert "false    a  " in out


def test_evaluate_takes_texts_by_their_identifier(capsys: pytest.CaptureFixture[str]) -> None:
    Path("gold.jsonl").write_text('{"id": "a", "quotes": [{"spans": [[2, 14]], "mention": [29, 40]}]}', encoding="utf-8")
    assert main(["evaluate", "gold.jsonl", "press"]) == 0
    assert "attributed       50.0   100.0   66.7\n" in capsys.readouterr().out


def test_evaluate_without_texts_says_what_to_type(capsys: pytest.CaptureFixture[str]) -> None:
    Path("gold.jsonl").write_text('{"id": "a", "quotes": []}', encoding="utf-8")
    assert main(["evaluate", "gold.jsonl"]) == 2
    assert "no text for its documents" in capsys.readouterr().err
    assert main(["evaluate", "missing.jsonl"]) == 2
    assert "missing.jsonl: cannot be read" in capsys.readouterr().err


# ---------------------------------------------------------------- refusals

REFUSALS = [
    ("no such file", ["analyse", "artcle.txt", "--out", "r"], "artcle.txt: no such file or folder; did you mean article.txt?"),
    ("empty name", ["analyse", "", "--out", "r"], ": no such file or folder"),
    ("one of two inputs missing", ["analyse", "article.txt", "press/c.txt", "--out", "r"], "press/c.txt: no such file or folder"),
    ("folder without texts", ["analyse", "nothing", "--out", "r"], "nothing: no .txt file in this folder"),
    ("binary only", ["extract", "binary.txt", "-o", "r.csv"], "binary.txt: binary content, not text"),
    ("wrong encoding", ["analyse", "article.txt", "--encoding", "ascii", "--out", "r"], "article.txt: not ascii"),
    ("unknown encoding", ["analyse", "article.txt", "--encoding", "x", "--out", "r"], "unknown encoding 'x'"),
    ("no such column", ["analyse", "table.csv", "--out", "r"], "table.csv: no column 'text'; the columns are: num, body"),
    ("no such id column", ["analyse", "table.csv", "--text-field", "body", "--id-field", "id", "--out", "r"], "table.csv: no column 'id'"),
    ("metadata of nobody", ["analyse", "article.txt", "--metadata", "press/metadata.csv", "--out", "r"], "the metadata are of other documents"),
    ("metadata missing", ["analyse", "article.txt", "--metadata", "m.csv", "--out", "r"], "m.csv: cannot be opened"),
    (
        "unknown output ending",
        ["extract", "missing.txt", "-o", "r/rows.xslx"],
        "r/rows.xslx: unknown ending '.xslx'; allowed are .csv, .jsonl, .parquet, .xlsx, .sqlite",
    ),
    ("output is a file", ["analyse", "article.txt", "--out", "table.csv"], "table.csv: this folder cannot be made"),
    ("output below a file", ["extract", "article.txt", "-o", "table.csv/rows.csv"], "table.csv: this folder cannot be made"),
    (
        "nothing to count by",
        ["analyse", "press", "--by", "outlet", "--out", "r"],
        "no column 'outlet' to count by; the columns of the metadata are: journal",
    ),
    ("no dates", ["analyse", "press", "--by", "month", "--out", "r"], "no column of dates to tell the month from; name it (--date-field NAME"),
    (
        "no such dates",
        ["analyse", "press", "--date-field", "day", "--out", "r"],
        "no column 'day' of dates; the columns of the metadata",
    ),
    ("empty --by", ["analyse", "press", "--by", ",", "--out", "r"], "nothing to count by; name a column"),
    ("recount of nothing", ["recount", "nothing"], "nothing/quotes.csv: no such file"),
    ("aliases missing", ["analyse", "article.txt", "--aliases", "who.csv", "--out", "r"], "who.csv: cannot be opened"),
    ("format unknown", ["extract", "article.txt", "-o", "-", "--format", "xml"], "Invalid value for '--format'"),
    ("format of a file", ["extract", "article.txt", "-o", "r.csv", "--format", "csv"], "--format csv and jsonl are for standard output"),
    ("brat to standard output", ["extract", "article.txt", "-o", "-", "--format", "brat"], "--format brat makes a folder"),
    ("brat over texts", ["extract", "article.txt", "-o", "press", "--format", "brat"], "press: holds .txt or .ann files already"),
    ("Excel and no .csv", ["extract", "article.txt", "-o", "r.jsonl", "--excel"], "--excel is for .csv"),
    ("name in another case", ["analyse", "press", "--by", "Journal", "--out", "r"], "no column 'Journal' to count by; "),
    ("shell unknown", ["completion", "tcsh"], "Invalid value for"),
    ("no --out", ["analyse", "article.txt"], "Missing option '-o' / '--out'"),
    ("no input", ["analyse", "--out", "r"], "Missing argument 'INPUT...'"),
    ("misspelt option", ["analyse", "article.txt", "--outt", "r"], "No such option"),
    ("no processes", ["analyse", "article.txt", "--out", "r", "--jobs", "0"], "Invalid value for '--jobs'"),
    ("unknown command", ["analyze"], "No such command 'analyze'"),
]


@pytest.mark.parametrize(("arguments", "says"), [case[1:] for case in REFUSALS], ids=[case[0] for case in REFUSALS])
def test_refusal_is_one_line_and_leaves_no_file(arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = tree()
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert err.startswith(f"quotes: {says}") and err.count("\n") == 1 and out == ""
    assert tree() == before


def test_failed_documents_are_named_and_the_others_done(capsys: pytest.CaptureFixture[str]) -> None:
    Path("press/boom.txt").write_text("BOOM")
    assert main(["analyse", "press", "binary.txt", "--out", "r"]) == 1
    out, err = capsys.readouterr()
    assert out.startswith("2 documents, 2 quotations")
    assert err == "quotes: binary.txt: binary content, not text; save it as plain text in UTF-8 first\nquotes: boom: ValueError: no such text\n"
    assert "boom" in Path("r/documents.csv").read_text() and sorted(os.listdir("r")) == OUTPUT


def test_interruption_leaves_nothing_half_written(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(self: Analysis, folder: str, **how: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Analysis, "save", interrupted)
    assert main(["analyse", "article.txt", "--out", "r"]) == 130
    assert os.listdir("r") == []


# ---------------------------------------------------------------- model, help


def test_model_info(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["model", "info"]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"path: {MODEL.resolve()}\n") and "sha256" not in out
    for path in MODEL.iterdir():
        assert path.name in out


def test_model_without_card(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quotes.french.MODEL", Path("nothing"))
    assert main(["model", "info"]) == 1
    assert "the model card cannot be read" in capsys.readouterr().err


def every_command(command: click.Command, *path: str) -> list[tuple[str, ...]]:
    below = command.commands.items() if isinstance(command, click.Group) else ()
    return [path, *(found for name, child in below for found in every_command(child, *path, name))]


@pytest.mark.parametrize("path", every_command(commands), ids=" ".join)
def test_every_command_has_help_with_an_example(path: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*path, "--help"]) == 0
    out = capsys.readouterr().out
    assert "Usage: quotes " in out and "Example" in out and f" quotes {path[0] if path else ''}" in out.split("Example")[1]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert main(["completion", shell]) == 0
    out, err = capsys.readouterr()
    assert f"_QUOTES_COMPLETE={shell}_complete" in out and err == ""
    monkeypatch.setenv("_QUOTES_COMPLETE", f"{shell}_complete")
    monkeypatch.setenv("COMP_WORDS", "quotes an")
    monkeypatch.setenv("COMP_CWORD", "an" if shell == "fish" else "1")
    with pytest.raises(SystemExit):
        main([])
    assert "analyse" in capsys.readouterr().out


def test_no_command_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main([])
    assert "analyse" in capsys.readouterr().out


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0 and capsys.readouterr().out == f"quotes {__version__}\n"


@pytest.mark.model
def test_whole_command_in_its_own_process() -> None:
    code = "import sys; from quotes.cli import main; sys.exit(main())"
    root = Path(corpus.__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", code, "extract", "article.txt", "-o", "-"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["quotes"][0]["speaker"] == "Anne Martin"

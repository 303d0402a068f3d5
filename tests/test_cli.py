"""The command: what it writes, prints and returns, and what it says when it refuses."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from made import stand_in

from quotes import __version__, corpus
from quotes.cli import commands, main
from quotes.french import MODEL
from quotes.telling.results import Analysis

ARTICLE = "« Il faut agir », a affirmé Anne Martin. « Non », selon Paul.\n"
OUTPUT = [
    "documents.csv",
    "quotes.csv",
    "speakers.csv",
    "speakers.png",
    "speakers.svg",
    "speakers_by_verb.csv",
    "verbs.csv",
]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of texts to work in, and no model."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(corpus, "quotations_of", stand_in)
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
    out, err = capsys.readouterr()
    assert err == ""
    assert out == (
        "3 documents, 4 quotations, 4 attributed to 3 speakers\n"
        "of the attributed: women 2 (50%), men 2 (50%), institutions, groups and unknown 0 (0%)\n"
        "\n"
        "speaker      quotations  words  gender\n"
        "Anne Martin           2      6  woman\n"
        "Paul                  1      1  man\n"
        "Paul                  1      1  man\n"  # of another document: nothing says that it is the same
        "\n"
        "The tables and charts are in results/here.\n"
    )


def test_analyse_with_table_options(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyse", "table.csv", "--text-field", "body", "--id-field", "num", "--out", "r", "--excel"]) == 0
    assert Path("r/quotes.csv").read_bytes().startswith("\ufeffdoc_id;quote_id;kind;quote;".encode())
    assert Path("r/quotes.csv").read_text(encoding="utf-8-sig").splitlines()[1].startswith("7;1;direct;Oui;")


def test_analyse_carries_metadata() -> None:
    assert main(["analyse", "press", "--metadata", "press/metadata.csv", "--out", "r"]) == 0
    lines = Path("r/documents.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].endswith(",men,journal,error") and lines[2].startswith("b,10,0,") and lines[2].endswith(",Libé,")


def test_empty_text_gives_headers_only(capsys: pytest.CaptureFixture[str]) -> None:
    Path("empty.txt").write_text("")
    assert main(["analyse", "empty.txt", "--out", "r"]) == 0
    assert Path("r/quotes.csv").read_text().count("\n") == Path("r/speakers.csv").read_text().count("\n") == 1
    assert sorted(os.listdir("r")) == OUTPUT
    assert capsys.readouterr().out.startswith("1 document, 0 quotations, 0 attributed to 0 speakers\n\nThe tables")


def test_many_speakers_are_cut_and_long_names_shortened(capsys: pytest.CaptureFixture[str]) -> None:
    names = [f"Paul {'X' * 50} {i}" for i in range(12)]
    Path("many.txt").write_text(" ".join(f"« Oui », selon {name}." for name in names), encoding="utf-8")
    assert main(["analyse", "many.txt", "--out", "r"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-3] == "and 2 more" and len({len(line) for line in lines[4:14]}) == 1 and "…" in lines[4]


def test_progress_is_shown_where_somebody_watches(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert main(["extract", "press", "-o", "rows.csv"]) == 0
    out, err = capsys.readouterr()
    assert out == "" and "0/2" in err and err.endswith("\r")


# ---------------------------------------------------------------- extract


@pytest.mark.parametrize("ending", ["csv", "jsonl", "CSV"])
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


# ---------------------------------------------------------------- explain, evaluate


def test_explain_names_the_rule_of_each_quotation(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "article.txt"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("article: 2 quotations\n1    paragraph 1, sentence 1, offsets 2-14: direct, asserted\n")
    assert "       mention   Anne Martin (name)\n" in out
    assert err == ""


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
    ("unknown output ending", ["extract", "missing.txt", "-o", "r/rows.xslx"], "r/rows.xslx: unknown ending '.xslx'; allowed are .csv, .jsonl"),
    ("output is a file", ["analyse", "article.txt", "--out", "table.csv"], "table.csv: this folder cannot be made"),
    ("output below a file", ["extract", "article.txt", "-o", "table.csv/rows.csv"], "table.csv: this folder cannot be made"),
    ("no --out", ["analyse", "article.txt"], "Missing option '--out'"),
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
    def interrupted(self: Analysis, folder: str, *, excel: bool = False) -> None:
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
def test_every_command_has_help(path: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*path, "--help"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Usage: quotes ") and out.split("\n\n")[1].strip()


def test_no_command_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "analyse" in capsys.readouterr().err


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

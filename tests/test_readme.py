"""What the READMEs say is so: commands and scripts are run, tables and figures compared with what the program has."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from test_cli import every_command

from quotes import charts, cli
from quotes.reading import read_inputs
from quotes.telling import columns
from quotes.telling.formats import WRITERS
from quotes.telling.results import TABLES

ROOT = Path(__file__).parents[1]
READMES = ["README.md", "README.fr.md"]
MORE = "…"  # in the output of a command: lines that are left out


class Block(NamedTuple):
    """A fenced block: its language and lines."""

    language: str
    lines: list[str]


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(text: str) -> list[Block]:
    return [Block(found[1], found[2].splitlines()) for found in re.finditer(r"^```(\w*)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)]


def tables(text: str) -> Iterator[tuple[str, list[list[str]]]]:
    """Yield each table with the heading it stands under."""
    heading, rows = "", []
    for line in [*text.splitlines(), ""]:
        if line.startswith("#"):
            heading = line.lstrip("# ")
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
        elif rows:
            yield heading, rows
            rows = []


def names_in(rows: list[list[str]]) -> list[str]:
    """Return the names in the first column of a table, in order."""
    return [name for row in rows[2:] for name in re.findall(r"`([^`]+)`", row[0])]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what a reader has: the texts and the sample results."""
    monkeypatch.chdir(tmp_path)
    for folder in ("data", "reports"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


def agrees(output: str, lines: list[str]) -> bool:
    pattern = "".join(r"(.*\n)*?" if line == MORE else re.escape(line.rstrip()) + r" *\n" for line in lines)
    return re.fullmatch(pattern, output) is not None


@pytest.mark.model
def test_commands_give_the_output_shown(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sessions = [block.lines for block in blocks(text_of("README.md")) if block.language == "console"]
    assert len(sessions) > 2
    for command, *lines in sessions:
        assert cli.main(shlex.split(command.removeprefix("$ quotes "))) == 0
        output = capsys.readouterr().out
        assert agrees(output, lines), f"{command}\n{output}"


@pytest.mark.model
def test_scripts_give_the_output_shown(here: Path) -> None:
    found = blocks(text_of("README.md"))
    scope: dict[str, object] = {}
    ran = 0
    for block, after in zip(found, [*found[1:], Block("", [])], strict=True):
        if block.language == "python":
            output = io.StringIO()
            with contextlib.redirect_stdout(output):
                exec("\n".join(block.lines), scope)
            shown = after.lines if after.language == "text" and output.getvalue() else []
            assert [line.rstrip() for line in output.getvalue().splitlines()] == shown
            ran += 1
    assert ran >= 4 and (here / "women.png").is_file() and (here / "results" / "quotes.csv").is_file()


def test_commands_and_scripts_are_the_same_in_french() -> None:
    english, french = (blocks(re.sub(r"  # .*", "", text_of(name))) for name in READMES)
    assert len(english) == len(french)
    for one, other in zip(english, french, strict=True):
        assert one.language == other.language and (one == other or "reading" in "".join(one.lines))  # the diagram is translated


@pytest.mark.parametrize("name", READMES)
def test_indented_commands_are_commands(name: str) -> None:
    """Commands that are only shown name real commands and options."""
    options = {option for command in commands() for parameter in command.params for option in parameter.opts}
    for line in re.findall(r"quotes [a-z]+ [^`\n|]*--[^`\n|]*", text_of(name)):
        assert set(re.findall(r"--[a-z-]+", line)) <= options | {"--help", "--version"}, line


def commands() -> list:
    found = []
    for path in every_command(cli.commands):
        command = cli.commands
        for step in path:
            command = command.commands[step]  # type: ignore[attr-defined, assignment]
        found.append(command)
    return found


DESCRIBED = {
    "quotes.csv": columns.QUOTES,
    "speakers.csv": columns.SPEAKERS,
    "gender.csv": columns.GENDER,
    "verbs.csv": columns.VERBS,
    "speakers_by_verb.csv": columns.SPEAKERS_BY_VERB,
    "documents.csv": columns.DOCUMENTS,
    "by_newspaper.csv": {"newspaper": columns.TEXT} | columns.GROUPS,
}


@pytest.mark.parametrize("name", READMES)
@pytest.mark.parametrize("file", DESCRIBED)
def test_columns_are_those_of_the_code_and_of_the_sample(name: str, file: str) -> None:
    described = [names_in(rows) for heading, rows in tables(text_of(name)) if heading == file]
    assert described == [list(DESCRIBED[file])]
    with (ROOT / "reports" / file).open(encoding="utf-8", newline="") as lines:
        assert next(csv.reader(lines))[: len(described[0])] == described[0]


def test_every_table_is_described() -> None:
    assert {f"{name}.csv" for name in TABLES} <= set(DESCRIBED)


@pytest.mark.parametrize("name", READMES)
def test_charts_are_those_of_the_code_and_of_the_sample(name: str) -> None:
    rows = next(rows for _, rows in tables(text_of(name)) if "quotes.charts" in rows[0][0])
    assert {re.match(r"`(\w+)", row[0])[1] for row in rows[2:]} == set(charts.__all__)  # type: ignore[index]
    files = {row[1].strip("`") for row in rows[2:]}
    assert files <= {path.stem for path in (ROOT / "reports" / "charts").glob("*.png")}


@pytest.mark.parametrize("name", READMES)
def test_rows_shown_are_in_the_sample(name: str) -> None:
    head, _, *shown = next(rows for _, rows in tables(text_of(name)) if rows[0][:2] == ["doc_id", "kind"])
    with (ROOT / "reports" / "quotes.csv").open(encoding="utf-8", newline="") as lines:
        sample = list(csv.DictReader(lines))
    for row in shown:
        cells = dict(zip(head, row, strict=True))
        beginning = cells.pop("quote").removesuffix(MORE).rstrip()
        assert any(line["quote"].startswith(beginning) and cells.items() <= line.items() for line in sample), row


FLOORS = json.loads((ROOT / "tests" / "floors.json").read_text(encoding="utf-8"))
MEASURED = [
    ("news_dev", "iou"), ("news_dev", "attributed"), ("news_dev", "named"), ("news_dev", "gender"), ("sentences_dev", "attr+"),
    ("sentences_dev", "false alarms"), ("novels_dev", "iou"), ("novels_dev", "cue"), ("novels_dev", "speaker"), ("novels_dev", "person"),
]  # fmt: skip


@pytest.mark.parametrize("name", READMES)
def test_figures_are_those_that_are_checked(name: str) -> None:
    rows = next(rows for _, rows in tables(text_of(name)) if "textacy" in rows[0])
    assert [float(row[1].replace(",", ".")) for row in rows[2:]] == [FLOORS[file][key] for file, key in MEASURED]
    assert str(FLOORS["speech_dev"]["token"]) in text_of(name).replace(",", ".")


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md", "data/README.md"])
def test_links_and_pictures_are_there(name: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)", text_of(name)):
        assert target.startswith("https://") or ((ROOT / name).parent / target).exists(), target


@pytest.mark.parametrize("name", READMES)
def test_every_format_is_named(name: str) -> None:
    assert all(f"`{ending}`" in text_of(name) for ending in [*WRITERS, ".txt", ".tsv"])


def test_gazette_as_a_table_is_the_gazette() -> None:
    folder, table = read_inputs([ROOT / "data" / "gazette"]), read_inputs([ROOT / "data" / "gazette.csv"], id_field="id")
    assert [(d.doc_id, d.text, dict(d.metadata)) for d in table.documents] == [(d.doc_id, d.text, dict(d.metadata)) for d in folder.documents]


def test_citation_names_this_version() -> None:
    from quotes import __version__

    assert f"version: {__version__}\n" in text_of("CITATION.cff") and all(f"version {__version__}" in text_of(name) for name in READMES)

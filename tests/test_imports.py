"""Packages import only from layers before theirs, and importing is cheap."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import quotes

PACKAGE = Path(quotes.__file__).parent
LAYERS = [
    {"records", "errors", "_optional"},
    {"spool"},
    {"french"},
    {"reading"},
    {"marking"},
    {"parsing"},
    {"finding"},
    {"naming"},
    {"pipeline"},
    {"telling", "trees"},
    {"charts", "tables"},
    {"corpus", "evaluate", "gold"},
    {"cli", "__main__"},
]
LAYER = {name: number for number, names in enumerate(LAYERS) for name in names}
STAGES = {"reading", "marking", "parsing", "finding", "naming"}
FOR_STAGES = {"records", "errors", "_optional", "spool", "french"}
HEAVY = ["torch", "stanza", "pandas", "numpy", "matplotlib", "openpyxl", "charset_normalizer", "jinja2", "selectolax", "trafilatura"]
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    """Every module a file names in an import, at its top, in a function or for type checkers."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write imports in full"
            if node.module == "quotes":
                yield from (f"quotes.{alias.name}" for alias in node.names)
            else:
                yield node.module or ""


def parts_imported(path: Path) -> set[str]:
    own = {name.split(".")[1] for name in imported(path) if name.startswith("quotes.")}
    return {name for name in own if not name.startswith("__")} - {part_of(path)}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_one_way(path: Path) -> None:
    part = part_of(path)
    for other in parts_imported(path):
        assert LAYER[other] <= LAYER[part], f"{part} may not import {other}"
        if part in STAGES:
            assert other in FOR_STAGES, f"{part} and {other} are stages; they meet in records"


def test_every_part_has_a_layer_and_is_looked_at() -> None:
    assert {part_of(path) for path in MODULES} <= set(LAYER)
    assert parts_imported(PACKAGE / "pipeline.py") >= {"marking", "finding", "naming", "parsing", "records"}


def test_stanza_is_imported_in_parsing_and_where_its_documents_are_made_only() -> None:
    users = {part_of(path) for path in MODULES if any(name.split(".")[0] == "stanza" for name in imported(path))}
    assert users == {"parsing", "trees"}


@pytest.mark.parametrize(
    "code",
    [
        "import quotes",
        "import quotes, quotes.errors; dir(quotes), quotes.__version__, quotes.Document",
        "from quotes.cli import main; main(['--help'])",
    ],
)
def test_import_and_help_load_nothing_heavy(code: str) -> None:
    report = f"import sys\n{code}\nprint('LOADED', [name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", report], capture_output=True, text=True, check=True, cwd=PACKAGE.parent)
    assert done.stdout.splitlines()[-1] == "LOADED []"


@pytest.mark.parametrize("name", quotes.__all__)
def test_public_names_are_there(name: str) -> None:
    assert name in dir(quotes) and getattr(quotes, name).__doc__


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'analyze'; it has Analysis"):
        quotes.analyze  # noqa: B018


def test_version_is_that_of_the_project() -> None:
    project = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert quotes.__version__ == project["version"]

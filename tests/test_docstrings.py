"""The examples in docstrings run."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

import quotes

ROOT = Path(quotes.__file__).parents[1]
WITH_MODEL = {"quotes", "quotes.corpus"}


def modules_with_examples() -> list[str]:
    paths = [path for path in sorted((ROOT / "quotes").rglob("*.py")) if ">>> " in path.read_text(encoding="utf-8")]
    return [".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in paths]


@pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.model) if name in WITH_MODEL else name for name in modules_with_examples()])
def test_examples(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    failed, tried = doctest.testmod(importlib.import_module(name))
    assert failed == 0 and tried > 0

"""Accuracy on the annotated texts never falls below the figures kept in floors.json (skipped where the texts are absent)."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest
from conftest import SHARED_GOLD

ROOT = Path(__file__).parents[1]
FLOORS: dict[str, dict[str, float]] = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))
LOWER_IS_BETTER = {"false alarms"}
ONE_ROW = 0.7  # per cent; processors round differently, which may turn one row
spec = importlib.util.spec_from_file_location("accuracy", ROOT / "benchmarks" / "accuracy.py")
assert spec is not None and spec.loader is not None
accuracy = importlib.util.module_from_spec(spec)
spec.loader.exec_module(accuracy)


@pytest.mark.gold
@pytest.mark.model
@pytest.mark.skipif(not SHARED_GOLD.is_dir(), reason="the annotated texts are not beside this checkout")
@pytest.mark.parametrize("name", list(FLOORS))
def test_floor(name: str) -> None:
    found = accuracy.figures(name, accuracy.scores(SHARED_GOLD, name))
    for key, floor in FLOORS[name].items():
        if key in LOWER_IS_BETTER:
            assert found[key] <= floor + ONE_ROW, (name, key)
        else:
            assert found[key] >= floor - ONE_ROW, (name, key)

"""Score the shipped model and rules on annotated texts and, with ``--floors``, keep the figures in tests/floors.json.

usage: python benchmarks/accuracy.py [--gold DIR] [--floors]

The gold files and their scorer are not part of the repository.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT.parent / "shared" / "gold"
FLOORS = ROOT / "tests" / "floors.json"
NAMES = ("news_dev", "sentences_dev", "novels_dev", "speech_dev")


def predict(gold: Path, out: Path) -> None:
    """Run the command a user would."""
    command = [sys.executable, "-m", "quotes", "extract", str(gold), "--text-field", "text", "--id-field", "id", "-o", str(out)]
    subprocess.run(command, check=True, cwd=ROOT)


def scores(folder: Path, name: str) -> dict[str, Any]:
    """Return what the scorer writes for one gold file."""
    with tempfile.TemporaryDirectory() as scratch:
        prediction, result = Path(scratch) / "prediction.jsonl", Path(scratch) / "result.json"
        predict(folder / f"{name}.jsonl", prediction)
        subprocess.run(
            [sys.executable, str(folder / "score.py"), str(folder / f"{name}.jsonl"), str(prediction), str(result)], check=True, capture_output=True
        )
        found: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
        return found


def figures(name: str, result: dict[str, Any]) -> dict[str, float]:
    """Return the figures that matter of one result, in percent."""
    if name == "news_dev":
        kept = {key: result[key]["f1"] for key in ("iou", "attributed", "named", "ggt30", "ggt80")}
    elif name == "sentences_dev":
        headline = next(g for g in result["groups"] if g["group"].startswith("reported speech"))
        kept = {"attr+": headline["attribution_recall_lenient"], "cue": headline["cue_recall"], "false alarms": result["false_alarms"]["all"]}
    elif name == "novels_dev":
        kept = {"iou": result["iou50"]["f1"], "cue": result["cue_accuracy_on_matched"], "speaker": result["speaker_accuracy_on_matched"]}
    else:
        kept = {"token": result["token"]["f1"], "span": result["span_trimmed"]["f1"]}
    return {key: round(100 * value, 1) for key, value in kept.items()}


def main() -> None:
    """Print the figures of every gold file there is."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--gold", type=Path, default=GOLD)
    arguments.add_argument("--floors", action="store_true", help="write the figures to tests/floors.json")
    options = arguments.parse_args()
    table = {name: figures(name, scores(options.gold, name)) for name in NAMES if (options.gold / f"{name}.jsonl").is_file()}
    if not table:
        raise SystemExit(f"no gold file in {options.gold}; name their folder with --gold")
    for name, values in table.items():
        print(f"{name:14s}" + "  ".join(f"{key} {value:5.1f}" for key, value in values.items()))
    if options.floors:
        FLOORS.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

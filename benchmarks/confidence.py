"""Measure the precision of every rule on annotated texts and keep it in quotes/french/rules/confidence.json.

A row of news_dev is right when it matches a firm gold quotation and its mention is right; a row of sentences_dev is right
when its cue is an annotated speech verb and its speaker is right, wrong when its cue is an annotated verb that reports
nothing; a row of novels_dev is right when it matches a gold quotation and has its speaker, where one is annotated.
Rows that no annotation speaks of do not count. Precision is (right + 1) / (all + 2), so that a rule seen once is not certain; a
rule never seen keeps 0.5.

usage: python benchmarks/confidence.py [--gold DIR]
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from accuracy import GOLD, ROOT, predict

OUT = ROOT / "quotes" / "french" / "rules" / "confidence.json"


def scorer(folder: Path) -> Any:
    """Import the gold folder's scorer."""
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def nearest(score: Any, gold: dict[str, Any], pred: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], dict[str, Any] | None, float]]:
    """Yield the rows with their text, the annotated quotation that overlaps most, None where none does, and by how much."""
    for key, record in gold.items():
        text, quotes = record["text"], record["quotes"]
        wanted = [score.letters(text, q["spans"]) for q in quotes]
        for row in pred[key]["quotes"]:
            said = score.letters(text, row["spans"])
            best, number = max(((score.iou(g, said), i) for i, g in enumerate(wanted)), default=(0.0, -1))
            yield text, row, quotes[number] if best else None, best


def judge_news(score: Any, gold: dict[str, Any], pred: dict[str, Any], right: Counter[str], total: Counter[str]) -> None:
    """Count the rows of whole articles."""
    for text, row, quote, best in nearest(score, gold, pred):
        if quote is not None and quote.get("doubtful"):
            continue
        total[row["rule"]] += 1
        right[row["rule"]] += quote is not None and best >= 0.5 and score.mention_right(text, row["mention"], quote["mention"])


def judge_sentences(score: Any, gold: dict[str, Any], pred: dict[str, Any], right: Counter[str], total: Counter[str]) -> None:
    """Count the rows whose cue an annotation speaks of."""
    for key, record in gold.items():
        text = record["text"]
        for row in pred[key]["quotes"]:
            targets = [t for t in record["targets"] if score.overlaps(row["cue"], t["verb"]) and t["speaker"]]
            if targets:
                total[row["rule"]] += 1
                right[row["rule"]] += any(score.speaker_ok(text, row["mention"], t["speaker"])[1] for t in targets)
            elif any(score.overlaps(row["cue"], span) for span in record["negatives"]):
                total[row["rule"]] += 1


def judge_novels(score: Any, gold: dict[str, Any], pred: dict[str, Any], right: Counter[str], total: Counter[str]) -> None:
    """Count the rows of novels; where no speaker is annotated, the words alone decide."""
    for text, row, quote, best in nearest(score, gold, pred):
        mention = None if quote is None else quote["mention"]
        total[row["rule"]] += 1
        right[row["rule"]] += best >= 0.5 and (mention is None or score.speaker_ok(text, row["mention"], [mention])[1])


def main() -> None:
    """Write the precisions and print them with their counts."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--gold", type=Path, default=GOLD)
    options = arguments.parse_args()
    score = scorer(options.gold)
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for name, judge in (("news_dev", judge_news), ("sentences_dev", judge_sentences), ("novels_dev", judge_novels)):
        with tempfile.TemporaryDirectory() as scratch:
            out = Path(scratch) / "prediction.jsonl"
            predict(options.gold / f"{name}.jsonl", out)
            judge(score, score.load(options.gold / f"{name}.jsonl"), score.load(out), right, total)
    table = {rule: round((right[rule] + 1) / (total[rule] + 2), 2) for rule in sorted(total)}
    for rule, value in sorted(table.items(), key=lambda item: -item[1]):
        print(f"{rule:28s}{value:5.2f}   {right[rule]} of {total[rule]}")
    OUT.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

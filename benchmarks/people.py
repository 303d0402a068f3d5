"""Who is it: the person of the coreference chain in annotated novels, what finding them costs, and how the cost grows.

usage: python benchmarks/people.py [--gold DIR]

A quotation counts when it matches an annotated one (intersection over union of letters at least 0.5, one to one, best first) whose speaker the
annotation names. It is right when the two names agree: equal without accents, civilities and articles, or one a part of the other. ``named``
are chains with a proper name; ``all`` adds those known by a noun phrase only. Times are ratios within one run, on one core.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from quotes.finding import find_quotations, find_references, is_narrative
from quotes.marking import mark, worth_parsing
from quotes.naming import attribute
from quotes.naming.names import fold
from quotes.pipeline import default_parser
from quotes.records import Document

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT.parent / "shared" / "gold"
SMALL = frozenset("m mme mlle me monsieur madame mademoiselle le la les l un une de du des d celui celle".split())  # noqa: SIM905
LONGEST_NAME = 4  # words; what is longer is a noun phrase with a name in it


def name_words(name: str) -> list[str]:
    """Return what two spellings of a name have in common."""
    words = re.findall(r"\w+", fold(name))
    return [word for word in words if word not in SMALL] or words


def same(found: str | None, annotated: str) -> bool:
    """Whether a speaker is the one annotated."""
    a, b = name_words(found or ""), name_words(annotated)
    return bool(a and b) and (a == b or set(b) <= set(a) or (set(a) <= set(b) and a[-1] == b[-1]))


def is_named(name: str) -> bool:
    """Whether a chain has a proper name: a capital after its article, in few words."""
    words = re.findall(r"\w+", name)
    while words and words[0].lower() in SMALL:
        words = words[1:]
    return 0 < len(words) <= LONGEST_NAME and any(word[0].isupper() for word in words)


def letters(text: str, spans: Any) -> set[int]:
    """Return the offsets of the letters and digits of some ranges."""
    return {i for start, end in spans for i in range(start, end) if text[i].isalnum()}


def matches(text: str, gold: list[dict[str, Any]], found: list[dict[str, Any]]) -> dict[int, int]:
    """Return which annotated quotation each found one is."""
    ours, theirs = [letters(text, q["spans"]) for q in found], [letters(text, q["spans"]) for q in gold]
    pairs = sorted(((len(a & b) / len(a | b), -i, -j) for i, a in enumerate(theirs) for j, b in enumerate(ours) if a & b), reverse=True)
    taken: dict[int, int] = {}
    for overlap, i, j in pairs:
        if overlap >= 0.5 and -i not in taken and -j not in taken.values():
            taken[-i] = -j
    return taken


def chains(gold: Path, found: Mapping[str, list[dict[str, Any]]]) -> dict[str, tuple[int, int]]:
    """Return how many speakers are right, of how many, for the chains with a name and for all."""
    counts = {"named": [0, 0], "all": [0, 0]}
    with gold.open(encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            quotes = found[record["id"]]
            for i, j in matches(record["text"], record["quotes"], quotes).items():
                speaker = record["quotes"][i]["speaker"]
                for kind in ("named", "all") if speaker and is_named(speaker) else ("all",) if speaker else ():
                    counts[kind][0] += same(quotes[j]["speaker"], speaker)
                    counts[kind][1] += 1
    return {kind: (right, total) for kind, (right, total) in counts.items()}


def run(document: Document) -> tuple[list[dict[str, Any]], float, float]:
    """Return the quotations of a document with their speakers, and the seconds for parsing and for finding the people."""
    parser = default_parser()
    marked = mark(document)
    start = time.perf_counter()
    trees = parser.parse(marked, worth_parsing(marked, parser.speaks))
    parsed = time.perf_counter()
    quotations = find_quotations(marked, trees)
    narrative = is_narrative(marked, trees)
    before = time.perf_counter()
    attributions = attribute(marked, quotations, find_references(marked, trees), narrative=narrative)
    resolved = time.perf_counter()
    rows = [{"spans": list(a.quotation.spans), "speaker": a.speaker.name if a.speaker else None} for a in attributions]
    return rows, parsed - start, resolved - before


def main() -> None:
    """Print accuracy, cost and growth."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--gold", type=Path, default=GOLD)
    gold = arguments.parse_args().gold / "novels_dev.jsonl"
    if not gold.is_file():
        raise SystemExit(f"no {gold}; name the folder of the annotated texts with --gold")
    import torch

    torch.set_num_threads(1)
    run(Document("warm", "« Non », dit Paul."))
    texts = {record["id"]: record["text"] for record in map(json.loads, gold.read_text(encoding="utf-8").splitlines())}
    found, parsing, resolving = {}, 0.0, 0.0
    for doc_id, text in texts.items():
        found[doc_id], parse, resolve = run(Document(doc_id, text))
        parsing, resolving = parsing + parse, resolving + resolve
    for kind, (right, total) in chains(gold, found).items():
        print(f"person right, chains {kind:6s} {100 * right / total:5.1f} % of {total}")
    print(f"finding the people takes {resolving / parsing:.3f} of the time of parsing")
    text = texts[max(texts, key=lambda doc_id: len(texts[doc_id]))]
    base = 0.0
    for times in (1, 2, 4, 8):
        _, _, seconds = run(Document("long", "\n".join([text] * times)))
        base = base or seconds
        print(f"a novel {times} times as long: {seconds / base / times:.2f} of the time per word")


if __name__ == "__main__":
    main()

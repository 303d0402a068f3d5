"""Store the shipped model's parses of every rule example, for tests that do not need the model.

usage: python tests/store_parses.py
"""

from __future__ import annotations

import json
from pathlib import Path

from quotes.finding.candidates import RULE_FILES
from quotes.french import rules
from quotes.marking import mark
from quotes.pipeline import default_parser
from quotes.records import Document

OUT = Path(__file__).parent / "parses" / "examples.json"


def main() -> None:
    """Write one line a text."""
    parser = default_parser()
    texts = sorted({e["text"] for name in RULE_FILES for rule in rules(name) for kind in ("example", "counter_example") for e in rule[kind]})
    lines = []
    for text in texts:
        marked = mark(Document("example", text))
        trees = parser.parse(marked, marked.sentences)
        rows = [
            [[list(w.span), w.form, w.lemma, w.upos, dict(w.feats), w.head, w.deprel] for w in trees[s.number].words]
            for s in marked.sentences
        ]  # fmt: skip
        lines.append(f"{json.dumps(text, ensure_ascii=False)}: {json.dumps(rows, ensure_ascii=False)}")
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()

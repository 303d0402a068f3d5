"""Step 7: score the shipped model from raw text, and the relations that quotation attribution lives on.

The first table is the scorer of Universal Dependencies (package udtools, which stanza brings); LAS counts universal
relations as that scorer does, ``full`` counts relations with their subtypes. ``running`` gives a whole file as one
paragraph, so that sentence ends have to be found; ``lines`` gives one sentence a line. The second table reads every
sentence alone:

inserted     verbs with the relation parataxis:insert and a subject, before or behind (most are attributions)
subject      of these, those whose subject hangs on them
exact        of these, those with the right head and relation
nsubj        subjects of verbs in speech_verbs.tsv whose head and relation are right
false        verbs with the relation parataxis:insert where the treebank has none
reversed     of these, attributions all the same, which the treebank analyses the other way round: its verb is the head and
             what is said, before it, the dependent (PUD does so throughout: « … », a déclaré X)

usage: python training/evaluate.py [--treebanks DIR] [--model DIR] [--json FILE]
"""

from __future__ import annotations

import argparse
import io
import json
import time
from pathlib import Path
from typing import Any

from udtools.udeval import evaluate, load_conllu

from quotes.french import MODEL, words
from quotes.marking import mark
from quotes.parsing.model import Model
from quotes.parsing.parser import Parser
from quotes.records import Document, Span, Tree, Word
from trees import DEPREL, FORM, HEAD, ID, LEMMA, UPOS, read_conllu

TREEBANKS = Path(__file__).resolve().parents[2] / "shared" / "treebanks"
FILES = {
    "Sequoia dev": "fr_sequoia-ud-dev.conllu",
    "Sequoia test": "fr_sequoia-ud-test.conllu",
    "GSD test": "fr_gsd-ud-test.conllu",
    "PUD": "fr_pud-ud-test.conllu",
}
INSERTED = "parataxis:insert"
COUNTS = ("inserted", "subject", "exact", "verbs", "nsubj", "false", "reversed")
COLUMNS = {"Tokens": 9, "Sentences": 11, "UPOS": 8, "Lemmas": 8, "UAS": 8, "LAS": 8, "full": 8}
PLAIN = dict.fromkeys(
    (
        "no_gapping", "no_shared_parents_in_coordination", "no_shared_dependents_in_coordination", "no_control",
        "no_external_arguments_of_relative_clauses", "no_case_info", "no_empty_nodes", "multiple_root_okay",
    ), 0,
)  # fmt: skip


def parse(parser: Parser, text: str) -> list[Tree]:
    """Parse every sentence of a text."""
    marked = mark(Document("x", text))
    trees = parser.parse(marked, marked.sentences)
    return [trees[number] for number in sorted(trees)]


def to_conllu(text: str, trees: list[Tree]) -> str:
    """Write trees for the scorer; contracted words share a token."""
    lines = []
    for tree in trees:
        previous = Span(-1, -1)
        for i, word in enumerate(tree.words, start=1):
            contracted = i < len(tree.words) and tree.words[i].span == word.span
            if contracted:
                lines.append(f"{i}-{i + 1}\t{text[word.span.start : word.span.end]}" + "\t_" * 8)
            form = word.form if contracted or word.span == previous else text[word.span.start : word.span.end]
            form = "--" if text.startswith("--", word.span.start) else form.replace(" ", "\u00a0")
            feats = "|".join(f"{k}={v}" for k, v in sorted(word.feats.items())) or "_"
            lines.append(f"{i}\t{form}\t{word.lemma}\t{word.upos}\t_\t{feats}\t{word.head + 1}\t{word.deprel}\t_\t_")
            previous = word.span
        lines.append("")
    return "\n".join(lines) + "\n"


def raw_scores(parser: Parser, path: Path, separator: str) -> dict[str, float]:
    """Return the F1 of tokens, sentences, UPOS, lemmas, UAS and LAS, in percent."""
    sentences = read_conllu(path)
    text = separator.join(sentence for sentence, _ in sentences)
    gold = "".join("".join("\t".join(row) + "\n" for row in rows) + "\n" for _, rows in sentences)
    found = to_conllu(text, parse(parser, text))
    score = {key: 100 * value.f1 for key, value in compare(gold, found).items()}
    full = compare(subtypes_kept(gold), subtypes_kept(found))["LAS"].f1
    return {**{key: score[key] for key in ("Tokens", "Sentences", "UPOS", "Lemmas", "UAS", "LAS")}, "full": 100 * full}


def compare(gold: str, found: str) -> Any:
    """Run the scorer on two CoNLL-U texts."""
    return evaluate(*(load_conllu(io.StringIO(text), name, PLAIN) for text, name in ((gold, "gold"), (found, "found"))))


def subtypes_kept(conllu: str) -> str:
    """Hide the colon of relations, so that the scorer does not cut their subtypes."""
    lines = [line.split("\t") for line in conllu.split("\n")]
    return "\n".join("\t".join([*c[:DEPREL], c[DEPREL].replace(":", "_"), *c[DEPREL + 1 :]]) if len(c) > DEPREL else "\t".join(c) for c in lines)


def aligned(text: str, rows: list[list[str]], trees: list[Tree]) -> dict[int, Word | None]:
    """Map gold word numbers to the word found at the same place (None where there is none)."""
    found = {(w.span.start, w.span.end, w.upos in {"ADP"}): w for tree in trees for w in tree.words}
    by_span = {}
    for (start, end, _), w in found.items():
        by_span.setdefault((start, end), w)
    places: dict[int, Word | None] = {}
    at, parts = 0, 0
    for row in rows:
        if parts and "-" not in row[ID]:
            parts -= 1
            continue
        at = text.find(row[FORM], at)
        if at < 0:
            return {}
        span = at, at + len(row[FORM])
        at = span[1]
        if "-" in row[ID]:
            first, last = map(int, row[ID].split("-"))
            parts = last - first + 1
        else:
            places[int(row[ID])] = by_span.get(span)
    return places


def head_of(word: Word, trees: list[Tree]) -> Word | None:
    """Return the head of a word found."""
    for tree in trees:
        if word in tree.words:
            return tree.words[word.head] if word.head >= 0 else None
    return None


def attribution_scores(parser: Parser, path: Path, verbs: frozenset[str]) -> dict[str, int]:
    """Count inserted clauses, their subjects, subjects of speech verbs, and inserted clauses that are none."""
    count = dict.fromkeys(COUNTS, 0)
    for text, rows in read_conllu(path):
        gold = {int(row[ID]): row for row in rows if "-" not in row[ID]}
        inserted = {i for i, row in gold.items() if row[DEPREL] == INSERTED and row[UPOS] == "VERB"}
        trees = parse(parser, text)
        count["false"] += sum(w.deprel == INSERTED and w.upos == "VERB" for t in trees for w in t.words) - len(inserted)
        places = aligned(text, rows, trees)
        for i, row in gold.items():
            if row[UPOS] != "VERB":
                continue
            subject = next((j for j, r in gold.items() if int(r[HEAD]) == i and r[DEPREL] in {"nsubj", "expl:subj"}), None)
            if subject is None:
                continue
            verb, place = places.get(i), places.get(subject)
            said_before = any(
                int(r[HEAD]) == i and j < i and r[DEPREL].split(":")[0] in {"ccomp", "parataxis", "obj", "xcomp"} for j, r in gold.items()
            )
            count["reversed"] += bool(verb and verb.deprel == INSERTED and i not in inserted and said_before)
            hangs = bool(verb and place and head_of(place, trees) == verb and place.deprel.split(":")[0] in {"nsubj", "expl"})
            if row[LEMMA] in verbs:
                count["verbs"] += 1
                count["nsubj"] += hangs
            if i in inserted and gold[subject][FORM] not in {"qui"}:
                count["inserted"] += 1
                count["subject"] += hangs
                head = places.get(int(row[HEAD]))
                count["exact"] += bool(verb and head and verb.deprel == INSERTED and head_of(verb, trees) == head)
    return count


def main() -> None:
    """Print both tables."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--treebanks", type=Path, default=TREEBANKS)
    arguments.add_argument("--model", type=Path, default=MODEL)
    arguments.add_argument("--json", type=Path)
    options = arguments.parse_args()
    start = time.monotonic()
    parser = Parser(Model(options.model))
    loading = time.monotonic() - start
    megabytes = sum(p.stat().st_size for p in options.model.iterdir()) / 1e6
    print(f"model files {megabytes:.1f} MB, loaded in {loading:.1f} s\n")
    figures: dict[str, dict[str, float]] = {}
    print(f"{'from raw text':24s}" + "".join(f"{key:>{width}s}" for key, width in COLUMNS.items()))
    for name, file in FILES.items():
        for way, separator in (("running", " "), ("lines", "\n")):
            score = raw_scores(parser, options.treebanks / file, separator)
            figures[f"{name}, {way}"] = {key: round(value, 2) for key, value in score.items()}
            print(f"{name + ', ' + way:24s}" + "".join(f"{score[key]:{width}.2f}" for key, width in COLUMNS.items()))
    print()
    total = dict.fromkeys(COUNTS, 0)
    for name, file in FILES.items():
        count = attribution_scores(parser, options.treebanks / file, words("speech_verbs"))
        figures[f"{name}, attribution"] = {key: float(value) for key, value in count.items()}
        if name != "PUD":
            total = {key: total[key] + count[key] for key in total}
        print(f"{name:14s}" + "  ".join(f"{key} {value}" for key, value in count.items()))
    figures["attribution"] = {key: float(value) for key, value in total.items()}
    print(
        f"\ninserted attributions {total['inserted']}: right subject {total['subject']}, right head and relation {total['exact']}; "
        f"nsubj of speech verbs {total['nsubj'] / total['verbs']:.1%} of {total['verbs']}; "
        f"inserted clauses in PUD {figures['PUD, attribution']['false']:.0f}, "
        f"{figures['PUD, attribution']['reversed']:.0f} of them attributions that PUD analyses the other way round"
    )
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

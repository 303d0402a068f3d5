"""Annotate French texts that no treebank holds with the shipped model, so that a smaller one can learn from more than its treebanks.

The texts are those of free Debian packages: help pages (gimp-help-fr), a handbook (debian-handbook), and the speeches and stories of a game
(wesnoth-1.16-*), 575,000 words in all. Unpack them below one folder first:

    apt-get download gimp-help-fr debian-handbook wesnoth-1.16-data wesnoth-1.16-httt …   and for each:   dpkg-deb -x FILE.deb packages/

usage: python training/silver.py packages/ --out build/data      writes tagger-silver.conllu and parser-silver.conllu
"""

from __future__ import annotations

import argparse
import gettext
import html
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

import torch

from quotes.marking import mark
from quotes.parsing.parser import Parser
from quotes.parsing.scoring import ParserWord
from quotes.pipeline import default_parser
from quotes.records import Document

PARAGRAPH = re.compile(r"<(?:p|div(?: xmlns=\"\")? class=\"para\")[^>]*>(.*?)</(?:p|div)>", re.DOTALL)
TAG = re.compile(r"<[^>]{1,80}>")
NO_PROSE = re.compile(r"[$%{}=|_\\]|[a-z]\(\)")
SHORTEST, LETTERS = 40, 0.85  # characters of a paragraph, and the share of them that are letters or blanks
TOGETHER = 60  # paragraphs


def paragraphs(folder: Path) -> Iterator[str]:
    """Yield the paragraphs of help pages and of translated messages below a folder."""
    for page in sorted(folder.rglob("*.html")):
        if "fr" in page.parts or "fr-FR" in page.parts:
            for match in PARAGRAPH.finditer(page.read_text(encoding="utf-8", errors="replace")):
                yield " ".join(html.unescape(TAG.sub("", match[1])).split())
    for messages in sorted(folder.rglob("fr/LC_MESSAGES/*.mo")):
        with messages.open("rb") as file:
            for original, translated in gettext.GNUTranslations(file)._catalog.items():  # type: ignore[attr-defined]
                if original and isinstance(translated, str):
                    yield from TAG.sub("", translated).split("\n")


def is_prose(paragraph: str) -> bool:
    """Whether a paragraph consists of words and ends as sentences do."""
    plain = sum(sign.isalpha() or sign == " " for sign in paragraph) > LETTERS * len(paragraph)
    return len(paragraph) > SHORTEST and plain and paragraph[-1] in ".!?…»:" and not NO_PROSE.search(paragraph)


def dressed(paragraph: str) -> str:
    """Put some paragraphs in marks or behind a dash, as words said stand."""
    choice = random.random()
    return f"« {paragraph} »" if choice < 0.12 else f"– {paragraph}" if choice < 0.2 else f'"{paragraph}"' if choice < 0.26 else paragraph


def write(out: TextIO, rows: Sequence[Sequence[str]]) -> None:
    """Write a sentence in CoNLL-U."""
    out.writelines("\t".join((str(number), *row, "_", "_")) + "\n" for number, row in enumerate(rows, start=1))
    out.write("\n")


class Recording:
    """Stands before the networks of a parser and writes down what they say."""

    def __init__(self, parser: Parser, tokens: TextIO, words: TextIO) -> None:
        """Take their place."""
        self.tag, self.parse = parser.model.tagger.tag, parser.model.parser.parse
        self.tokens, self.words = tokens, words
        parser.model.tagger.tag = self.tagged  # type: ignore[method-assign]
        parser.model.parser.parse = self.parsed  # type: ignore[method-assign]

    def tagged(self, sentences: Sequence[Sequence[str]]) -> Any:
        """Write and return the tags."""
        found = self.tag(sentences)
        for sentence, tags in zip(sentences, found, strict=True):
            rows = [
                (form, "_", upos, "_", feats, str(i), "dep" if i else "root")
                for i, (form, (upos, feats)) in enumerate(zip(sentence, tags, strict=True))
            ]
            write(self.tokens, rows)
        return found

    def parsed(self, sentences: Sequence[Sequence[ParserWord]]) -> Any:
        """Write and return the trees."""
        found = self.parse(sentences)
        for sentence, arcs in zip(sentences, found, strict=True):
            write(
                self.words,
                [(w.form, w.lemma, w.upos, w.morphology, "_", str(head + 1), name) for w, (head, name) in zip(sentence, arcs, strict=True)],
            )
        return found


def main() -> None:
    """Write the annotated sentences."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("packages", type=Path)
    arguments.add_argument("--out", type=Path, required=True)
    options = arguments.parse_args()
    torch.set_num_threads(1)
    random.seed(3)
    options.out.mkdir(parents=True, exist_ok=True)
    texts = [dressed(paragraph) for paragraph in dict.fromkeys(filter(is_prose, paragraphs(options.packages)))]
    print(f"{len(texts)} paragraphs, {sum(len(text.split()) for text in texts)} words", flush=True)
    parser = default_parser()
    with (
        (options.out / "tagger-silver.conllu").open("w", encoding="utf-8") as tokens,
        (options.out / "parser-silver.conllu").open("w", encoding="utf-8") as words,
    ):
        Recording(parser, tokens, words)
        for start in range(0, len(texts), TOGETHER):
            marked = mark(Document("silver", "\n\n".join(texts[start : start + TOGETHER])))
            parser.parse(marked, marked.sentences)


if __name__ == "__main__":
    main()

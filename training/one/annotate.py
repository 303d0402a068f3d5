"""Let the shipped tagger and parser write down all that they hold likely of texts, for one network to learn it.

The texts are those of ``training/texts/``, which were written for this in the styles of the press and of stories, and those of free Debian
packages: help pages (gimp-help-fr), a handbook (debian-handbook), and the speeches and stories of a game (wesnoth-1.16-*). Unpack them below one
folder first:

    apt-get download gimp-help-fr debian-handbook wesnoth-1.16-data wesnoth-1.16-httt …   and for each:   dpkg-deb -x FILE.deb packages/

usage: python -m one.annotate packages/ --out build/data/silver.pkl           (six minutes for 575,000 words)
       python -m one.annotate training/texts --out build/data/press.pkl
"""

from __future__ import annotations

import argparse
import gettext
import html
import pickle
import random
import re
from collections.abc import Iterator
from pathlib import Path

import torch

from one.teacher import Teacher
from quotes.marking import mark
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


def texts_below(folder: Path) -> Iterator[str]:
    """Yield the texts of a folder: those of .txt files as they are, else the prose of packages, some of it dressed as words said."""
    plain = sorted(folder.glob("*.txt"))
    if plain:
        for path in plain:
            yield from path.read_text(encoding="utf-8").split("\n***\n")
    else:
        prose = [dressed(paragraph) for paragraph in dict.fromkeys(filter(is_prose, paragraphs(folder)))]
        yield from ("\n\n".join(prose[start : start + TOGETHER]) for start in range(0, len(prose), TOGETHER))


def main() -> None:
    """Write the lessons."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--out", type=Path, required=True)
    options = arguments.parse_args()
    torch.set_num_threads(1)
    random.seed(3)
    teacher = Teacher(default_parser())
    for text in texts_below(options.folder):
        marked = mark(Document("silver", text))
        teacher.parse(marked, marked.sentences)
    print(f"{len(teacher.lessons)} sentences, {sum(len(x.forms) for x in teacher.lessons)} tokens")
    with options.out.open("wb") as out:
        pickle.dump((teacher.model.parser.relations, teacher.lessons), out)


if __name__ == "__main__":
    main()

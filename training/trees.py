"""Read, rebuild and write dependency trees in CoNLL-U."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from quotes.french import settings

ID, FORM, LEMMA, UPOS, XPOS, FEATS, HEAD, DEPREL, DEPS, MISC = range(10)

#: What quotation marks become in the parser's input: one opening and one closing sign.
OPENING, CLOSING = "«", "»"
DOUBLE_MARKS = {'"', "“", "”", "„", "«", "»", "``", "''", "<<", ">>"}


@dataclass
class Word:
    """One syntactic word with its dependents, left and right of it, in order."""

    form: str
    lemma: str
    upos: str
    feats: str
    deprel: str
    left: list[Word] = field(default_factory=list)
    right: list[Word] = field(default_factory=list)
    contracted: str | None = None  # surface form, on the first of two contracted words

    def words(self) -> Iterator[Word]:
        """Yield the words of the subtree in text order."""
        for child in self.left:
            yield from child.words()
        yield self
        for child in self.right:
            yield from child.words()


def read_conllu(path: Path) -> list[tuple[str, list[list[str]]]]:
    """Return (text, rows) of every sentence; rows keep the ranges of contractions and drop empty nodes."""
    sentences: list[tuple[str, list[list[str]]]] = []
    rows: list[list[str]] = []
    text = ""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("# text ="):
                text = line[9:].strip()
            elif line and not line.startswith("#"):
                cells = line.split("\t")
                if "." not in cells[ID]:
                    rows.append(cells)
            elif not line and rows:
                sentences.append((text, rows))
                rows, text = [], ""
    if rows:
        sentences.append((text, rows))
    return sentences


def normalise_marks(rows: list[list[str]]) -> None:
    """Give every double quotation mark its direction, from the spacing and then by alternation; curly apostrophes become straight."""
    inside = False
    space_before = True
    for number, row in enumerate(rows):
        row[FORM] = row[FORM].replace("’", "'")
        space_after = "SpaceAfter=No" not in row[MISC]
        if row[FORM] in DOUBLE_MARKS:
            if row[FORM] in {"«", "“", "„", "<<", "``"}:
                opening = True
            elif row[FORM] in {"»", ">>"} or (row[FORM] == "”"):
                opening = False
            elif space_before == space_after:
                opening = not inside
            else:
                opening = space_before
            if number == len(rows) - 1:
                opening = False
            row[FORM] = OPENING if opening else CLOSING
            inside = opening
        space_before = space_after


def tree(rows: list[list[str]]) -> Word | None:
    """Build the tree of a sentence; None when it is not projective (it could not be written back in order)."""
    surface: dict[int, tuple[str, int]] = {}
    words: list[Word] = []
    heads: list[int] = []
    for row in rows:
        if "-" in row[ID]:
            first, last = map(int, row[ID].split("-"))
            surface[first] = (row[FORM], last)
        else:
            words.append(Word(row[FORM], row[LEMMA], row[UPOS], row[FEATS], row[DEPREL]))
            heads.append(int(row[HEAD]))
    for first, (form, last) in surface.items():
        if last == first + 1:
            words[first - 1].contracted = form
        else:
            return None
    root = None
    for number, (word, head) in enumerate(zip(words, heads, strict=True), start=1):
        if head == 0:
            root = word
        elif number < head:
            words[head - 1].left.append(word)
        else:
            words[head - 1].right.append(word)
    if root is None or [id(w) for w in root.words()] != [id(w) for w in words]:
        return None
    return root


def to_rows(root: Word) -> list[list[str]]:
    """Write a tree as CoNLL-U rows, contractions included."""
    order = list(root.words())
    number = {id(word): i for i, word in enumerate(order, start=1)}
    head = {id(root): 0}
    for word in order:
        for child in itertools.chain(word.left, word.right):
            head[id(child)] = number[id(word)]
    rows = []
    for word in order:
        i = number[id(word)]
        if word.contracted:
            rows.append([f"{i}-{i + 1}", word.contracted, *"________"])
        deprel = "root" if word is root else word.deprel
        rows.append([str(i), word.form, word.lemma, word.upos, "_", word.feats, str(head[id(word)]), deprel, "_", "_"])
    return rows


def surface_rows(rows: list[list[str]]) -> list[list[str]]:
    """Return the rows of the sentence's tokens: a contraction (du, aux) is one token, tagged as its preposition.

    The parts of contractions need no tagging: a token with such a form and the tag ADP is expanded after tagging, one
    tagged DET (the articles *du* and *des*) is not.
    """
    tokens: list[list[str]] = []
    pending = 0
    surface = ""
    for row in rows:
        if "-" in row[ID]:
            first, last = map(int, row[ID].split("-"))
            pending, surface = last - first + 1, row[FORM]
            continue
        if pending:
            if surface:
                tokens.append([str(len(tokens) + 1), surface, "_", "ADP", "_", "_", "0", "dep", "_", "_"])
                surface = ""
            pending -= 1
            continue
        tokens.append([str(len(tokens) + 1), row[FORM], "_", row[UPOS], "_", row[FEATS], "0", "dep", "_", "_"])
    for token in tokens:
        token[HEAD] = str(int(token[ID]) - 1)
        token[DEPREL] = "root" if token[ID] == "1" else "dep"
    return tokens


def token_rows(rows: list[list[str]]) -> list[list[str]]:
    """Return the rows of the sentence's tokens with their heads: a contraction is one token, with what its preposition hangs on."""
    tokens: list[list[str]] = []
    token_of: dict[int, int] = {0: 0}
    last = 0
    for row in rows:
        if "-" in row[ID]:
            last = int(row[ID].split("-")[1])
            tokens.append([str(len(tokens) + 1), row[FORM], "_", "ADP", "_", "_", "", "", "_", "_"])
            continue
        number = int(row[ID])
        if number > last:
            tokens.append([str(len(tokens) + 1), row[FORM], "_", row[UPOS], "_", row[FEATS], "", "", "_", "_"])
        if not tokens[-1][HEAD]:
            tokens[-1][HEAD], tokens[-1][DEPREL] = row[HEAD], row[DEPREL]
        token_of[number] = len(tokens)
    for token in tokens:
        token[HEAD] = str(token_of[int(token[HEAD])])
    return tokens


def contracted(rows: list[list[str]]) -> list[list[str]]:
    """Put the ranges of contractions into rows that have none (*de* and *le*, an article, are *du*)."""
    surfaces = {tuple(parts): surface for surface, parts in settings("signs")["contractions"].items()}
    found: list[list[str]] = []
    for row, following in itertools.pairwise([*rows, ["", "", "", "", ""]]):
        surface = surfaces.get((row[FORM].lower(), following[FORM].lower()))
        if surface is not None and row[UPOS] == "ADP" and following[UPOS] == "DET":
            found.append([f"{row[ID]}-{following[ID]}", surface.capitalize() if row[FORM][0].isupper() else surface, *"________"])
        found.append(row)
    return found


def write_conllu(path: Path, sentences: Iterable[list[list[str]]]) -> None:
    """Write sentences, each a list of rows."""
    with path.open("w", encoding="utf-8") as out:
        for rows in sentences:
            out.writelines("\t".join(row) + "\n" for row in rows)
            out.write("\n")

"""A folder that the annotation tool brat works on → annotations."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from quotes.errors import InputError
from quotes.gold.annotations import Gold, Wanted
from quotes.records import Span
from quotes.telling.brat import ANNOTATIONS, DOC_IDS, DOUBTFUL, GENDER, KIND, MENTION, NOTE, QUOTATION, SOURCE, TEXT

_ENTITY = re.compile(r"(?P<id>T\S+)\t(?P<type>\S+) (?P<spans>[0-9]+ [0-9]+(?:;[0-9]+ [0-9]+)*)\t(?P<words>.*)", re.DOTALL)
_RELATION = re.compile(r"R\S+\t(?P<type>\S+) \S+?:(?P<one>\S+) \S+?:(?P<other>\S+)\s*")
_ATTRIBUTE = re.compile(r"A\S+\t(?P<name>\S+) (?P<of>\S+)(?: (?P<value>\S+))?\s*")
_NOTE = re.compile(r"#\S+\t(?P<type>\S+) (?P<of>\S+)\t(?P<note>.*)", re.DOTALL)
_FORMS = {
    "T": (_ENTITY, f"T1<tab>{QUOTATION} 2 14<tab>the words"),
    "R": (_RELATION, f"R1<tab>{SOURCE} Arg1:T2 Arg2:T1"),
    "A": (_ATTRIBUTE, f"A1<tab>{KIND} T1 direct"),
    "#": (_NOTE, f"#1<tab>{NOTE} T1<tab>the name of the speaker"),
}
_OTHER = "EMN*"  # events, modifications, normalisations, equivalences


class _Entity(NamedTuple):
    type: str
    spans: tuple[Span, ...]


@dataclass
class _Sheet:
    """What an .ann file says, by identifier."""

    entities: dict[str, _Entity] = field(default_factory=dict)
    relations: list[tuple[int, set[str]]] = field(default_factory=list)  # number of the line, its ends
    attributes: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    notes: dict[str, str] = field(default_factory=dict)


def read_brat(folder: str | os.PathLike[str]) -> list[Gold]:
    """Read annotations from a folder that `quotes.telling.brat.write_brat` wrote or that has its entities, relations and attributes.

    A Quotation is read with the Mention that a Source joins to it, its Kind, its Gender (or that of its mention), Doubtful, and as name of
    the speaker the note on it (or on its mention). Pieces that only blanks separate are one; a mention is one, from its first sign to its
    last. Whatever else there is, and what belongs to something deleted, is passed over; so is a text without .ann.

    Raises
    ------
    InputError
        There is no .ann, one has no text, or says what it may not; the message names the line.
    """
    folder = Path(folder)
    paths = [path for path in sorted(folder.rglob(f"*{ANNOTATIONS}")) if not any(part.startswith(".") for part in path.relative_to(folder).parts)]
    if not paths:
        raise InputError(f"{folder}: no {ANNOTATIONS} file in this folder; give the folder that brat works on, or a file of JSON lines")
    doc_ids = _doc_ids(folder / DOC_IDS)
    found = []
    for path in paths:
        if not path.with_suffix(TEXT).is_file():
            raise InputError(f"{path}: no {path.with_suffix(TEXT).name} beside it; put the text there, or take the annotations away")
        text = _read(path.with_suffix(TEXT))
        name = path.relative_to(folder).with_suffix("").as_posix()
        doc_id = doc_ids.get(unicodedata.normalize("NFC", name), name)
        found.append(Gold(doc_id, text, annotations_in(_read(path), text, os.fspath(path))))
    return found


def _doc_ids(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    try:
        return {str(name): str(doc_id) for name, doc_id in json.loads(_read(path)).items()}
    except (ValueError, AttributeError) as error:
        raise InputError(
            f'{path}: not the identifiers of documents ({error}); it is {{"name": "identifier", …}}; restore it, or delete it'
        ) from error


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except (OSError, UnicodeError) as error:
        raise InputError(f"{path}: cannot be read ({error}); give a file in UTF-8") from error


def annotations_in(lines: str, text: str, where: str = "") -> tuple[Wanted, ...]:
    r"""Return the quotations that an .ann file says are in a text, in text order.

    Examples
    --------
    >>> annotations_in("T1\tQuotation 2 9\tIl faut\n#1\tAnnotatorNotes T1\tAnne Roy\n", "« Il faut », dit-elle.")
    (Wanted(spans=(Span(start=2, end=9),), mention=None, speaker='Anne Roy', gender='', kind='any', doubtful=False),)
    """
    sheet = _Sheet()
    for number, line in enumerate(lines.split("\n"), start=1):
        try:
            _take(sheet, line, number, text)
        except ValueError as error:
            raise InputError(f"{where}, line {number}: {error}") from error
    mentions = _mentions(sheet, where)
    quotes = (_wanted(sheet, quote, mentions.get(quote, "")) for quote, entity in sheet.entities.items() if entity.type == QUOTATION)
    return tuple(sorted(quotes, key=lambda quote: quote.spans))


def _take(sheet: _Sheet, line: str, number: int, text: str) -> None:
    """Read a line; ValueError says what is wrong with it."""
    if not line.strip() or line[0] in _OTHER:
        return
    form, example = _FORMS.get(line[0], (None, ""))
    if form is None:
        raise ValueError(f"not an annotation: {_short(line)}; a line begins with one of {' '.join(_FORMS)} {' '.join(_OTHER)}")
    found = form.fullmatch(line)
    if found is None:
        raise ValueError(f"malformed: {_short(line)}; such a line is {example}")
    if form is _ENTITY:
        if found["id"] in sheet.entities:
            raise ValueError(f"{found['id']} a second time; give each annotation a number of its own")
        sheet.entities[found["id"]] = _Entity(found["type"], _spans(found["spans"], found["words"], text))
    elif form is _ATTRIBUTE:
        sheet.attributes[found["of"]][found["name"]] = found["value"] or ""
    elif form is _NOTE and found["type"] == NOTE:
        sheet.notes[found["of"]] = found["note"].strip()
    elif form is _RELATION and found["type"] == SOURCE:
        sheet.relations.append((number, {found["one"], found["other"]}))


def _spans(written: str, words: str, text: str) -> tuple[Span, ...]:
    """Return the pieces in text order; ValueError when the text does not have these words there."""
    pieces = [Span(*map(int, piece.split())) for piece in written.split(";")]
    for start, end in pieces:
        if not start < end <= len(text):
            raise ValueError(f"{start} {end} is no range of the text of {len(text)} characters; offsets count characters")
    there = " ".join(text[start:end] for start, end in pieces)
    if there.split() != words.split():
        raise ValueError(f"{_short(words)} is said to be at {written}, where the text has {_short(there)}; restore the text as it was annotated")
    joined: list[Span] = []
    for start, end in sorted(pieces):
        if joined and not text[joined[-1].end : start].strip():
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, end))
        else:
            joined.append(Span(start, end))
    return tuple(joined)


def _mentions(sheet: _Sheet, where: str) -> dict[str, str]:
    """Return the mention of each quotation that has one."""
    found: dict[str, str] = {}
    for number, ends in sheet.relations:
        by_type = {sheet.entities[end].type: end for end in ends if end in sheet.entities}
        if QUOTATION not in by_type or MENTION not in by_type:
            continue
        quote, mention = by_type[QUOTATION], by_type[MENTION]
        if found.setdefault(quote, mention) != mention:
            raise InputError(f"{where}, line {number}: {quote} has two mentions, {found[quote]} and {mention}; keep one {SOURCE} of a quotation")
    return found


def _wanted(sheet: _Sheet, quote: str, mention: str) -> Wanted:
    naming = sheet.entities[mention].spans if mention else ()
    own, of_mention = sheet.attributes[quote], sheet.attributes[mention]
    return Wanted(
        sheet.entities[quote].spans,
        Span(naming[0].start, naming[-1].end) if naming else None,
        sheet.notes.get(quote) or sheet.notes.get(mention, ""),
        own.get(GENDER) or of_mention.get(GENDER, ""),
        own.get(KIND, "any"),
        DOUBTFUL in own,
    )


def _short(words: str) -> str:
    return repr(words if len(words) <= 60 else f"{words[:59]}…")

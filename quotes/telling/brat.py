"""Quotations → a folder that the annotation tool brat opens: for each document its text and stand-off annotations."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from quotes.errors import OutputError
from quotes.records import Attribution, DocumentResult, Span
from quotes.telling.folders import file_names
from quotes.telling.lines import lines_of
from quotes.telling.rows import one_line
from quotes.telling.write import together

if TYPE_CHECKING:
    from quotes.telling.results import Analysis

QUOTATION, CUE, MENTION = "Quotation", "Cue", "Mention"
SOURCE, INTRODUCES = "Source", "Introduces"
KIND, STATUS, GENDER, DOUBTFUL = "Kind", "Status", "Gender", "Doubtful"
NOTE = "AnnotatorNotes"
TEXT, ANNOTATIONS = ".txt", ".ann"
DOC_IDS = "doc_ids.json"  # name of a file without its ending → identifier of the document

_SURROGATE = re.compile("[\ud800-\udfff]")
_SETTINGS = {
    "annotation.conf": f"""\
[entities]
{QUOTATION}
{CUE}
{MENTION}

[relations]
{SOURCE}\tArg1:{MENTION}, Arg2:{QUOTATION}
{INTRODUCES}\tArg1:{CUE}, Arg2:{QUOTATION}
<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>

[events]

[attributes]
{KIND}\tArg:{QUOTATION}, Value:direct|mixed|indirect
{STATUS}\tArg:{QUOTATION}, Value:asserted|negated|hypothetical
{GENDER}\tArg:{QUOTATION}|{MENTION}, Value:f|m
{DOUBTFUL}\tArg:{QUOTATION}
""",
    "visual.conf": f"""\
[labels]
{QUOTATION} | {QUOTATION} | Quote | Q
{CUE} | {CUE} | C
{MENTION} | {MENTION} | M
{SOURCE} | source
{INTRODUCES} | introduces

[drawing]
SPAN_DEFAULT\tfgColor:black, bgColor:#dddddd, borderColor:darken
ARC_DEFAULT\tcolor:black, arrowHead:triangle-5
ATTRIBUTE_DEFAULT\tglyph:*
{QUOTATION}\tbgColor:#ffe9a8
{CUE}\tbgColor:#b8e0b8
{MENTION}\tbgColor:#a8cdf0
{DOUBTFUL}\tglyph:?
""",
}


def check_folder(folder: str | os.PathLike[str]) -> None:
    """Raise OutputError when a folder holds texts or annotations, which may be somebody's work; call it before any work is done.

    Examples
    --------
    >>> check_folder("data")
    Traceback (most recent call last):
    quotes.errors.OutputError: data: holds .txt or .ann files already, which would be lost; name another folder
    """
    if any(path.suffix.lower() in {TEXT, ANNOTATIONS} for path in Path(folder).rglob("*")):
        raise OutputError(f"{os.fspath(folder)}: holds {TEXT} or {ANNOTATIONS} files already, which would be lost; name another folder")


def write_brat(analysis: Analysis, folder: str | os.PathLike[str]) -> None:
    """Write a folder that brat opens, and that `quotes.gold.read_gold` reads back after corrections.

    For each document there are its text (.txt) and its annotations (.ann, see `annotations_of`), named by its identifier, with what a file
    name cannot hold replaced; ``doc_ids.json`` says which identifier each name stands for. The settings of brat (annotation.conf,
    visual.conf) come with them. A lone surrogate, which no file can hold, stands as U+FFFD.

    Raises
    ------
    OutputError
        The folder holds texts or annotations already, or cannot be written to; nothing is written then.
    """
    check_folder(folder)
    names = file_names(result.document.doc_id for result in analysis.results)
    doc_ids = {name: result.document.doc_id for name, result in zip(names, analysis.results, strict=True)}
    with together(Path(folder)) as staging:
        for name, settings in _SETTINGS.items():
            _write(staging / name, settings)
        _write(staging / DOC_IDS, json.dumps(doc_ids, indent=1) + "\n")
        for name, result in zip(names, analysis.results, strict=True):
            (staging / name).parent.mkdir(parents=True, exist_ok=True)
            _write(staging / f"{name}{TEXT}", result.document.text)
            _write(staging / f"{name}{ANNOTATIONS}", "".join(f"{line}\n" for line in annotations_of(result)))


def _write(path: Path, text: str) -> None:
    path.write_bytes(_SURROGATE.sub("\ufffd", text).encode())


def annotations_of(result: DocumentResult) -> list[str]:
    r"""Return the lines of a document's .ann file, without their line ends.

    A quotation has its kind and status, the gender of its speaker, and their name in the document as a note; its mention and its cue are
    annotated once where several quotations share them. Pieces end where a line ends. A quotation without a sign is left out.

    Examples
    --------
    >>> from quotes.records import Document, Mention, Quotation, Speaker
    >>> said = Quotation("direct", (Span(2, 9),), None, Mention(Span(17, 21), "elle", "pronoun"), "by-hand", 0.9, sentence=0, paragraph=0)
    >>> anne = Attribution(said, Speaker("Anne Roy", "a#1", "person"))
    >>> for line in annotations_of(DocumentResult(Document("a", "« Il faut », dit-elle."), (anne,))):
    ...     line
    'T1\tQuotation 2 9\tIl faut'
    'A1\tKind T1 direct'
    'A2\tStatus T1 asserted'
    '#1\tAnnotatorNotes T1\tAnne Roy'
    'T2\tMention 17 21\telle'
    'R1\tSource Arg1:T2 Arg2:T1'
    """
    sheet = _Sheet(result.document.text)
    for attribution in result.attributions:
        _annotate(sheet, attribution)
    return sheet.lines


class _Sheet:
    """The lines of an .ann file as they come; each kind of line is numbered from 1."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: list[str] = []
        self.counts: Counter[str] = Counter()
        self.known: dict[tuple[str, Span], str] = {}

    def add(self, letter: str, content: str) -> str:
        """Add a line and return its identifier."""
        self.counts[letter] += 1
        identifier = f"{letter}{self.counts[letter]}"
        self.lines.append(f"{identifier}\t{content}")
        return identifier

    def entity(self, name: str, spans: Iterable[Span]) -> str:
        """Annotate ranges of the text; return no identifier when they are blank."""
        pieces = [piece for span in spans for piece in lines_of(self.text, span)]
        if not pieces:
            return ""
        offsets = ";".join(f"{start} {end}" for start, end in pieces)
        return self.add("T", f"{name} {offsets}\t{' '.join(self.text[start:end] for start, end in pieces)}")

    def shared(self, name: str, span: Span) -> str:
        """Annotate a range once, however often it is asked for."""
        if (name, span) not in self.known:
            self.known[name, span] = self.entity(name, [span])
        return self.known[name, span]


def _annotate(sheet: _Sheet, attribution: Attribution) -> None:
    quotation, speaker = attribution.quotation, attribution.speaker
    said = sheet.entity(QUOTATION, quotation.spans)
    if not said:
        return
    sheet.add("A", f"{KIND} {said} {quotation.kind}")
    sheet.add("A", f"{STATUS} {said} {quotation.status}")
    if speaker is not None and speaker.gender:
        sheet.add("A", f"{GENDER} {said} {speaker.gender}")
    if speaker is not None and (name := one_line(speaker.name)):
        sheet.add("#", f"{NOTE} {said}\t{name}")
    for name, relation, part in ((MENTION, SOURCE, quotation.mention), (CUE, INTRODUCES, quotation.cue)):
        if part is not None and (identifier := sheet.shared(name, part.span)):
            sheet.add("R", f"{relation} Arg1:{identifier} Arg2:{said}")

"""The values handed from stage to stage. Offsets are half-open ``str`` indices into ``Document.text``."""

from __future__ import annotations

import bisect
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import Literal, NamedTuple

Kind = Literal["direct", "mixed", "indirect"]
CueKind = Literal["verb", "preposition", "noun"]
MentionKind = Literal["name", "role", "pronoun", "group", "anonymous"]
SpeakerType = Literal["person", "organisation", "group", "anonymous"]
Gender = Literal["f", "m", ""]
Rank = Literal["main", "subject", "object", "other", "apposed"]
Indirect = Literal["auto", "always", "never"]


class Span(NamedTuple):
    """A half-open range of the text."""

    start: int
    end: int

    def covers(self, other: Span) -> bool:
        """Whether ``other`` lies inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Document:
    """A text as it was given, its identifier, and what else the input said of it."""

    doc_id: str
    text: str
    metadata: Mapping[str, str] = field(default_factory=dict)

    def changed(self, doc_id: str, metadata: Mapping[str, str]) -> Document:
        """Return the document by another name, or with other metadata."""
        return Document(doc_id, self.text, metadata)


class Failure(NamedTuple):
    """A document that could not be read or analysed: its path, row or identifier, and why, in one line."""

    where: str
    message: str


@dataclass(frozen=True)
class Mark:
    """What stands between an opening and a closing quotation mark.

    ``span`` is inside the marks, ``outer`` includes them. A mark without its partner ends with its paragraph:
    ``opened`` or ``closed`` is then False. ``part`` is the number of the piece when a quotation re-opens its mark at each
    paragraph, 0 elsewhere. A ``turn`` of dialogue has a dash before it and no sign behind it: a narrator may take over within.
    A turn of an interview has its ``label``, the words that say whose turn it is.
    """

    span: Span
    outer: Span
    depth: int = 0
    opened: bool = True
    closed: bool = True
    part: int = 0
    turn: bool = False
    label: Span | None = None


@dataclass(frozen=True)
class Sentence:
    """A range to parse, with its number and that of its paragraph."""

    span: Span
    number: int
    paragraph: int


@dataclass(frozen=True)
class Marked:
    """A document with its marks, paragraphs and sentences; ``view`` is the text with one shape for each sign, same length."""

    document: Document
    view: str
    marks: tuple[Mark, ...]
    paragraphs: tuple[Span, ...]
    sentences: tuple[Sentence, ...]

    def marks_over(self, span: Span) -> list[Mark]:
        """Return the marks that share a character with a range, in text order, in time that does not grow with the text."""
        first = bisect.bisect_right(self._reaches, span.start)
        return [mark for mark in self.marks[first : bisect.bisect_left(self._starts, span.end)] if mark.outer.overlaps(span)]

    def sentence_at(self, offset: int) -> Sentence | None:
        """Return the sentence that an offset stands in, None between sentences."""
        before = bisect.bisect_right(self._sentence_starts, offset) - 1
        return self.sentences[before] if before >= 0 and offset < self.sentences[before].span.end else None

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.span.start for sentence in self.sentences]

    @cached_property
    def _starts(self) -> list[int]:
        return [mark.outer.start for mark in self.marks]

    @cached_property
    def _reaches(self) -> list[int]:
        """How far the marks up to each one reach."""
        return list(accumulate((mark.outer.end for mark in self.marks), max))

    @cached_property
    def opening(self) -> Mapping[int, Mark]:
        """The outer marks by the offset at which they open."""
        return {mark.outer.start: mark for mark in reversed(self.marks) if mark.opened and mark.depth == 0}


class Word(NamedTuple):
    """A syntactic word: ``head`` is an index into ``Tree.words``, -1 for the root. Contracted words share their offsets."""

    span: Span
    form: str
    lemma: str
    upos: str
    feats: Mapping[str, str]
    head: int
    deprel: str


@dataclass(frozen=True)
class Tree:
    """A parsed sentence."""

    sentence: Sentence
    words: tuple[Word, ...]


@dataclass(frozen=True)
class Cue:
    """The words that introduce a quotation; ``text`` leaves out clitic subjects (*a … ajouté*)."""

    span: Span
    text: str
    lemma: str
    kind: CueKind


@dataclass(frozen=True)
class Mention:
    """The words that name the speaker; ``gender`` and ``plural`` are what their form says.

    ``behind`` is who stands behind *on* (*indique-t-on à la mairie*), when the clause says it.
    """

    span: Span
    text: str
    kind: MentionKind
    gender: Gender = ""
    plural: bool = False
    behind: Mention | None = None


class Function(NamedTuple):
    """What somebody is said to be: the noun (*maire*), the gender its form shows, the words that go with it (*ancien*, *lyon*)."""

    noun: str
    gender: Gender = ""
    words: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Reference:
    """Words of the text that stand for somebody, whether they speak or not, and what their clause says of whom they stand for.

    ``rank`` is their part in the clause: subject of a main clause, another subject, object, or else; ``apposed`` is a bare noun, which only
    says what somebody is. ``shown`` is the gender that what
    is said of them agrees with (*elle s'est dite inquiète*); ``said`` tells that they stand within words said.
    """

    mention: Mention
    functions: tuple[Function, ...] = ()
    rank: Rank = "other"
    shown: Gender = ""
    said: bool = False


@dataclass(frozen=True)
class Quotation:
    """Words said, where they stand, what introduces them and whom they are given to."""

    kind: Kind
    spans: tuple[Span, ...]
    cue: Cue | None
    mention: Mention | None
    rule: str
    confidence: float
    sentence: int
    paragraph: int
    status: str = "asserted"
    inherits: int | None = None  # index of the quotation whose speaker goes on, when the text names none

    @property
    def start(self) -> int:
        """First offset of the words said."""
        return self.spans[0].start

    @property
    def end(self) -> int:
        """Offset after the last of the words said."""
        return self.spans[-1].end


@dataclass(frozen=True)
class Speaker:
    """Whom a mention stands for."""

    name: str
    speaker_id: str
    type: SpeakerType
    gender: Gender = ""
    gender_source: str = ""


class Alias(NamedTuple):
    """What a line of an alias file says: who a name stands for, of what type and gender, in which document; empty: nothing is said, in all."""

    name: str
    canonical: str = ""
    type: SpeakerType | Literal[""] = ""
    gender: Gender = ""
    doc_id: str = ""


class Sighting(NamedTuple):
    """A speaker as one document has it: the fullest name there, and an identifier that is theirs alone."""

    doc_id: str
    name: str
    speaker_id: str
    type: SpeakerType
    gender: Gender = ""
    gender_source: str = ""


@dataclass(frozen=True)
class Attribution:
    """A quotation with its speaker, None when nobody is named, and in a few words what led from the mention to them."""

    quotation: Quotation
    speaker: Speaker | None
    why: str = ""


@dataclass(frozen=True)
class Lost:
    """A reading of the text that did not stand: the quotation it would have made, why not, and the rule that won, if one did."""

    quotation: Quotation
    why: str
    winner: str = ""


@dataclass(frozen=True)
class DocumentResult:
    """A document with what was found in it, in text order."""

    document: Document
    attributions: tuple[Attribution, ...]

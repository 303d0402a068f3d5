"""Sentences → trees: tokens, tags, contractions, lemmas, heads and relations, in batches of like lengths."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from quotes.french import settings
from quotes.parsing.homographs import with_verbs
from quotes.parsing.model import Model, shipped
from quotes.parsing.morphology import features, short_morphology, with_tense
from quotes.parsing.scoring import ParserWord
from quotes.parsing.tagging import Tag
from quotes.parsing.tokens import tokenise
from quotes.records import Mark, Marked, Sentence, Span, Tree, Word

BATCH_WORDS = 1000
LONGEST = 300  # words; a longer sentence is cut
KEPT = 30_000  # tokens with their tags, whose words are remembered


class _Todo(NamedTuple):
    """A sentence to parse: the number of its text, its tokens, and their forms as the networks read them."""

    text: int
    sentence: Sentence
    spans: list[Span]
    forms: list[str]


class _Piece(NamedTuple):
    """A syntactic word before it has a head."""

    read: ParserWord
    feats: Mapping[str, str]


class Parser:
    """The shipped model as a function from sentences to trees; one per process is enough."""

    def __init__(self, model: Model | None = None, *, speech_verbs: frozenset[str] = frozenset()) -> None:
        """Use ``model``, or the shipped one; ``speech_verbs`` are the lemmas that `speaks` looks for."""
        self.model = model or shipped()
        self.speech_verbs = speech_verbs
        self.known: dict[str, bool] = {}
        self.pieces: dict[tuple[str, Tag], tuple[_Piece, ...]] = {}

    def speaks(self, word: str) -> bool:
        """Whether a lower-cased word may be a form of a speech verb."""
        if word not in self.known:
            self.known[word] = self.model.lemmatiser.lemma(word, "VERB") in self.speech_verbs
        return self.known[word]

    def parse(self, marked: Marked, sentences: Iterable[Sentence]) -> dict[int, Tree]:
        """Return the tree of every sentence by its number; a sentence without tokens has none."""
        return self.parse_all([(marked, sentences)])[0]

    def parse_all(self, texts: Iterable[tuple[Marked, Iterable[Sentence]]]) -> list[dict[int, Tree]]:
        """Return for each text the trees of its sentences; those of all texts are parsed together, which is faster."""
        trees: list[dict[int, Tree]] = []
        todo: list[_Todo] = []
        for marked, sentences in texts:
            opening, closing = _mark_offsets(marked.marks)
            for sentence in sentences:
                spans = tokenise(marked.view, sentence.span)[:LONGEST]
                if spans:
                    todo.append(_Todo(len(trees), sentence, spans, [_form(marked.view, span, opening, closing) for span in spans]))
            trees.append({})
        todo.sort(key=lambda item: -len(item.spans))
        for group in _groups(todo):
            for item, words in zip(group, self._words(group), strict=True):
                trees[item.text][item.sentence.number] = Tree(item.sentence, words)
        return trees

    def _words(self, group: Sequence[_Todo]) -> list[tuple[Word, ...]]:
        """Return the words of sentences, which come longest first, with heads and relations."""
        tagged = self.model.tagger.tag([item.forms for item in group])
        lines: list[list[tuple[Span, _Piece]]] = []
        for item, tags in zip(group, tagged, strict=True):
            corrected = with_verbs(item.forms, tags, self.speaks)
            tokens = zip(item.spans, item.forms, corrected, strict=True)
            lines.append([(span, piece) for span, form, tag in tokens for piece in self._pieces(form, tag)])
        order = sorted(range(len(lines)), key=lambda i: -len(lines[i]))
        parsed = self.model.parser.parse([[piece.read for _, piece in lines[i]] for i in order])
        words: list[tuple[Word, ...]] = [()] * len(lines)
        for i, arcs in zip(order, parsed, strict=True):
            words[i] = tuple(
                Word(span, read.form, read.lemma, read.upos, feats, head, relation)
                for (span, (read, feats)), (head, relation) in zip(lines[i], arcs, strict=True)
            )
        return words

    def _pieces(self, form: str, tag: Tag) -> tuple[_Piece, ...]:
        """Return the syntactic words of a token: two of a contraction, else one."""
        found = self.pieces.get((form, tag))
        if found is None:
            if len(self.pieces) >= KEPT:
                self.pieces.clear()
            found = self.pieces[form, tag] = self._read(form, *tag)
        return found

    def _read(self, form: str, upos: str, feats: str) -> tuple[_Piece, ...]:
        parts = settings("signs")["contractions"].get(form.lower()) if upos == "ADP" else None
        if parts is None:
            return (self._piece(form, upos, feats),)
        preposition, article = parts
        second = "PRON" if article.startswith("l") and len(article) > 3 else "DET"
        number = "Plur" if article.endswith("s") else "Sing"
        return _Piece(ParserWord(preposition, preposition, "ADP", "-"), {}), self._piece(article, second, f"Number={number}")

    def _piece(self, form: str, upos: str, feats: str) -> _Piece:
        lemma = self.model.lemmatiser.lemma(form, upos)
        return _Piece(ParserWord(form, lemma, upos, short_morphology(upos, feats)), with_tense(features(feats), form, lemma))


def _mark_offsets(marks: Sequence[Mark]) -> tuple[set[int], set[int]]:
    signs = [mark for mark in marks if not mark.turn]
    opening = {mark.outer.start for mark in signs if mark.opened and mark.outer.start < mark.span.start}
    closing = {mark.outer.end - 1 for mark in signs if mark.closed and mark.outer.end > mark.span.end}
    return opening, closing


def _form(view: str, span: Span, opening: set[int], closing: set[int]) -> str:
    """Return what the networks read: marks with their direction."""
    if span.end == span.start + 1:
        if span.start in opening:
            return "«"
        if span.start in closing:
            return "»"
    return view[span.start : span.end]


def _groups(items: Sequence[_Todo]) -> list[list[_Todo]]:
    groups: list[list[_Todo]] = []
    words = BATCH_WORDS
    for item in items:
        if words >= BATCH_WORDS:
            groups.append([])
            words = 0
        groups[-1].append(item)
        words += len(item.spans)
    return groups

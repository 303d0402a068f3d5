"""Sentences → trees: tokens, tags, contractions, lemmas, heads and relations, in batches of like lengths."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import torch

from quotes.french import settings
from quotes.parsing.heads import best_tree
from quotes.parsing.homographs import with_verbs
from quotes.parsing.model import Model, shipped
from quotes.parsing.morphology import features, short_morphology, with_tense
from quotes.parsing.scoring import ParserWord, batch, encode, head_scores, indices, relation_names, relation_scores
from quotes.parsing.tokens import tokenise
from quotes.records import Mark, Marked, Sentence, Span, Tree, Word

BATCH_WORDS = 1000
LONGEST = 300  # words; a longer sentence is cut


@dataclass(frozen=True)
class _Piece:
    span: Span
    form: str
    upos: str
    feats: str
    lemma: str


class Parser:
    """The shipped model as a function from sentences to trees; one per process is enough."""

    def __init__(self, model: Model | None = None, *, speech_verbs: frozenset[str] = frozenset()) -> None:
        """Use ``model``, or the shipped one; ``speech_verbs`` are the lemmas that `speaks` looks for."""
        self.model = model or shipped()
        self.speech_verbs = speech_verbs
        self.known: dict[str, bool] = {}

    def speaks(self, word: str) -> bool:
        """Whether a lower-cased word may be a form of a speech verb."""
        if word not in self.known:
            self.known[word] = self.model.lemmatiser.lemma(word, "VERB") in self.speech_verbs
        return self.known[word]

    def parse(self, marked: Marked, sentences: Iterable[Sentence]) -> dict[int, Tree]:
        """Return the tree of every sentence by its number; a sentence without tokens has none."""
        opening, closing = _mark_offsets(marked.marks)
        todo: list[tuple[Sentence, list[Span], list[str]]] = []
        for sentence in sentences:
            spans = tokenise(marked.view, sentence.span)[:LONGEST]
            if spans:
                todo.append((sentence, spans, [_form(marked.view, span, opening, closing) for span in spans]))
        todo.sort(key=lambda item: -len(item[1]))
        trees: dict[int, Tree] = {}
        for group in _groups(todo):
            tags = self.model.tagger.tag([forms for _, _, forms in group])
            tags = [with_verbs(forms, tag, self.speaks) for (_, _, forms), tag in zip(group, tags, strict=True)]
            pieces = [self._pieces(spans, forms, tag) for (_, spans, forms), tag in zip(group, tags, strict=True)]
            for (sentence, _, _), words in zip(group, self._trees(pieces), strict=True):
                trees[sentence.number] = Tree(sentence, words)
        return trees

    def _pieces(self, spans: Sequence[Span], forms: Sequence[str], tags: Sequence[tuple[str, str]]) -> list[_Piece]:
        """Expand contractions and look lemmas up."""
        contractions = settings("signs")["contractions"]
        lemma = self.model.lemmatiser.lemma
        pieces = []
        for span, form, (upos, feats) in zip(spans, forms, tags, strict=True):
            parts = contractions.get(form.lower()) if upos == "ADP" else None
            if parts is None:
                pieces.append(_Piece(span, form, upos, feats, lemma(form, upos)))
                continue
            preposition, article = parts
            second = "PRON" if article.startswith("l") and len(article) > 3 else "DET"
            pieces.append(_Piece(span, preposition, "ADP", "_", preposition))
            number = "Plur" if article.endswith("s") else "Sing"
            pieces.append(_Piece(span, article, second, f"Number={number}", lemma(article, second)))
        return pieces

    @torch.no_grad()
    def _trees(self, sentences: list[list[_Piece]]) -> list[tuple[Word, ...]]:
        """Return the words with heads and relations; sentences come roughly longest first."""
        model, vocab = self.model.network, self.model.vocab
        order = sorted(range(len(sentences)), key=lambda i: -len(sentences[i]))
        read = [
            indices([ParserWord(p.form, p.lemma, p.upos, short_morphology(p.upos, p.feats)) for p in sentences[i]], vocab, self.model.vectors)
            for i in order
        ]
        inputs = batch(read)
        states = encode(model, inputs)
        scores = head_scores(model, states)
        heads = torch.zeros(scores.shape[:2], dtype=torch.long)
        for row, length in enumerate(inputs.lengths):
            table = torch.log_softmax(scores[row, :length, :length], 1).numpy()
            heads[row, 1:length] = torch.tensor(best_tree(table))
        labels = relation_scores(model, states, heads).argmax(2).tolist()
        trees: list[tuple[Word, ...]] = [()] * len(sentences)
        for row, i in enumerate(order):
            relations = relation_names(vocab, labels[row][1 : inputs.lengths[row]])
            trees[i] = tuple(
                Word(p.span, p.form, p.lemma, p.upos, with_tense(features(p.feats), p.form, p.lemma), int(head) - 1, relation)
                for p, head, relation in zip(sentences[i], heads[row, 1:], relations, strict=False)
            )
        return trees


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


def _groups(items: list[tuple[Sentence, list[Span], list[str]]]) -> list[list[tuple[Sentence, list[Span], list[str]]]]:
    groups: list[list[tuple[Sentence, list[Span], list[str]]]] = []
    words = BATCH_WORDS
    for item in items:
        if words >= BATCH_WORDS:
            groups.append([])
            words = 0
        groups[-1].append(item)
        words += len(item[1])
    return groups

"""Score an analysis against annotations of your own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from quotes.gold import Gold, Wanted, read_gold
from quotes.records import Attribution, Document, DocumentResult, Span

__all__ = ["Count", "Evaluation", "Gold", "Miss", "Wanted", "evaluate", "read_gold", "report"]

SAME = 0.5  # of the letters of two quotations together that they share, from which they are the same


@dataclass
class Count:
    """How many of something were predicted, annotated and right.

    Examples
    --------
    >>> Count(predicted=4, annotated=4, right=2).f1
    0.5
    >>> Count().f1
    0.0
    """

    predicted: int = 0
    annotated: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        """Share of what was predicted that is right, 0 when nothing was."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of what is annotated that was found, 0 when nothing is."""
        return self.right / self.annotated if self.annotated else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


class Miss(NamedTuple):
    """A difference between annotations and analysis: ``missed``, ``false`` or ``mention``, where, and the words."""

    what: str
    doc_id: str
    rule: str
    words: str


@dataclass
class Evaluation:
    """What `evaluate` found.

    Attributes
    ----------
    found
        Quotations whose letters and digits overlap an annotated one by half or more (intersection over union), one to one; where there are
        none (``!``), every sign counts.
    attributed
        Those whose mention is right as well: half of the letters the same (F1), or the annotated mention within the predicted one.
    named
        Those whose speaker has the annotated name, where one is annotated.
    rules
        For each rule, its predictions and how many of them are attributed right.
    kinds
        For each annotated kind, how many there are and how many were attributed right.
    misses
        Every difference, in the order of the documents.
    """

    found: Count = field(default_factory=Count)
    attributed: Count = field(default_factory=Count)
    named: Count = field(default_factory=Count)
    rules: dict[str, Count] = field(default_factory=dict)
    kinds: dict[str, Count] = field(default_factory=dict)
    misses: list[Miss] = field(default_factory=list)


def evaluate(gold: Iterable[Gold], results: Sequence[DocumentResult]) -> Evaluation:
    """Score results against annotations of the same documents; a document without a result counts as one with nothing found.

    Examples
    --------
    >>> from quotes.records import Attribution, Document, Quotation
    >>> text = "« Il faut agir. » Rien de plus."
    >>> said = Quotation("direct", (Span(2, 15),), None, None, "marks-alone", 0.6, sentence=0, paragraph=0)
    >>> wanted = Wanted((Span(2, 14),), None, "", "", "direct", False)
    >>> scores = evaluate([Gold("a", text, (wanted,))], [DocumentResult(Document("a", text), (Attribution(said, None),))])
    >>> scores.found.f1, scores.attributed.f1
    (1.0, 1.0)
    """
    by_id = {result.document.doc_id: result for result in results}
    scores = Evaluation()
    for document in gold:
        result = by_id.get(document.doc_id) or DocumentResult(Document(document.doc_id, document.text), ())
        _score(scores, document, result)
    return scores


def _score(scores: Evaluation, gold: Gold, result: DocumentResult) -> None:
    text = result.document.text or gold.text
    wanted = [_letters(text, quote.spans) for quote in gold.quotes]
    said = [_letters(text, a.quotation.spans) for a in result.attributions]
    pairs = _pairs(wanted, said)
    of_said = {j: i for i, j in pairs.items()}
    for i, quote in enumerate(gold.quotes):
        if quote.doubtful:
            continue
        kind = scores.kinds.setdefault(quote.kind, Count())
        for count in (scores.found, scores.attributed, kind):
            count.annotated += 1
        scores.named.annotated += bool(quote.speaker)
        if i not in pairs:
            scores.misses.append(Miss("missed", gold.doc_id, "", _words(text, quote.spans)))
            continue
        attribution = result.attributions[pairs[i]]
        scores.found.right += 1
        right = _mention_right(text, attribution, quote)
        scores.attributed.right += right
        kind.right += right
        scores.named.right += bool(quote.speaker and attribution.speaker and _fold(attribution.speaker.name) == _fold(quote.speaker))
        if not right:
            scores.misses.append(Miss("mention", gold.doc_id, attribution.quotation.rule, _words(text, quote.spans)))
    for j, attribution in enumerate(result.attributions):
        i_of = of_said.get(j)
        doubtful = [letters for quote, letters in zip(gold.quotes, wanted, strict=True) if quote.doubtful]
        if (i_of is not None and gold.quotes[i_of].doubtful) or (i_of is None and any(2 * len(said[j] & d) > len(said[j]) for d in doubtful)):
            continue
        rule = scores.rules.setdefault(attribution.quotation.rule, Count())
        for count in (scores.found, scores.attributed, rule):
            count.predicted += 1
        scores.named.predicted += attribution.speaker is not None
        if i_of is None:
            scores.misses.append(Miss("false", gold.doc_id, attribution.quotation.rule, _words(text, attribution.quotation.spans)))
        else:
            rule.right += _mention_right(text, attribution, gold.quotes[i_of])


def _pairs(wanted: Sequence[set[int]], said: Sequence[set[int]]) -> dict[int, int]:
    """Return annotated → predicted quotations, best overlap first, one to one."""
    overlaps = [(len(a & b) / len(a | b), -i, -j) for i, a in enumerate(wanted) for j, b in enumerate(said) if a & b]
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for share, i, j in sorted(overlaps, reverse=True):
        if share >= SAME and -i not in pairs and -j not in taken:
            pairs[-i] = -j
            taken.add(-j)
    return pairs


def _letters(text: str, spans: Iterable[Span]) -> set[int]:
    """Return where the letters and digits of some words stand; every sign where there is none (``!``)."""
    signs = {i for start, end in spans for i in range(start, end)}
    return {i for i in signs if text[i].isalnum()} or signs


def _mention_right(text: str, attribution: Attribution, quote: Wanted) -> bool:
    mention = attribution.quotation.mention
    if mention is None or quote.mention is None:
        return mention is None and quote.mention is None
    a, b = _letters(text, [mention.span]), _letters(text, [quote.mention])
    return bool(a & b) and (2 * len(a & b) >= SAME * (len(a) + len(b)) or b <= a)


def _fold(name: str) -> str:
    return " ".join(name.casefold().split())


def _words(text: str, spans: Sequence[Span]) -> str:
    return " […] ".join(" ".join(text[start:end].split()) for start, end in spans)


def report(scores: Evaluation, *, misses: bool = False) -> Iterator[str]:
    """Yield the scores as lines of a table; with ``misses``, every difference as well.

    Examples
    --------
    >>> list(report(Evaluation(found=Count(4, 5, 2))))[:2]
    ['            precision  recall     F1', 'found            50.0    40.0   44.4']
    """
    yield f"{'':<12}{'precision':>9}{'recall':>8}{'F1':>7}"
    for name, count in (("found", scores.found), ("attributed", scores.attributed), ("named", scores.named)):
        yield f"{name:<12}{100 * count.precision:>9.1f}{100 * count.recall:>8.1f}{100 * count.f1:>7.1f}"
    yield ""
    yield f"{'kind':<28}{'annotated':>9}{'right':>7}"
    for name, count in sorted(scores.kinds.items()):
        yield f"{name:<28}{count.annotated:>9}{count.right:>7}"
    yield ""
    yield f"{'rule':<28}{'predicted':>9}{'right':>7}"
    for name, count in sorted(scores.rules.items(), key=lambda item: -item[1].predicted):
        yield f"{name:<28}{count.predicted:>9}{count.right:>7}"
    if misses:
        yield ""
        for miss in scores.misses:
            yield f"{miss.what:<8} {miss.doc_id}  {miss.rule or '-'}  {miss.words}"

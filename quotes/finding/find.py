"""Trees and marks → quotations: settle which candidates stand, join what goes on, keep what nobody claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from quotes.finding.candidates import Candidate, confidence, sentence_candidates, status
from quotes.finding.contents import letters
from quotes.finding.mentions import last_actor
from quotes.finding.narrative import is_narrative
from quotes.finding.nested import nested_candidates
from quotes.finding.reading import Reading
from quotes.finding.signatures import labelled, signature
from quotes.finding.turns import split_turns
from quotes.records import Indirect, Lost, Mark, Marked, Quotation, Span, Tree

UNATTRIBUTED = "marks-alone"
TURN = "turn-alone"
ACTOR = "after-action"
LETTER = 3  # paragraphs in marks, without a cue, from which a story shows a letter and nobody speaks
LABEL = "interview-label"
SIGNATURE = "signature"
#: Ways to find a quotation that no rule file holds.
WITHOUT_CUE = (UNATTRIBUTED, TURN, ACTOR, LABEL, SIGNATURE)


def find_quotations(marked: Marked, trees: Mapping[int, Tree], indirect: Indirect = "auto") -> tuple[Quotation, ...]:
    """Return the quotations of a document in text order; reports without marks always, never, or not in narrative texts."""
    marked, candidates = split_turns(marked, trees)
    for number in sorted(trees):
        candidates += sentence_candidates(Reading(marked, trees[number]))
    narrative = is_narrative(marked, trees)
    chosen, _ = settle([c for c in candidates if counts(c, indirect, narrative=narrative)])
    return assemble(marked, chosen, trees, narrative=narrative)


def find_losers(marked: Marked, trees: Mapping[int, Tree], indirect: Indirect = "auto") -> tuple[Lost, ...]:
    """Return what rules said that did not stand, in text order, with the reason."""
    marked, candidates = split_turns(marked, trees)
    for number in sorted(trees):
        candidates += sentence_candidates(Reading(marked, trees[number]), every=True)
    narrative = is_narrative(marked, trees)
    counted = [c for c in candidates if counts(c, indirect, narrative=narrative)]
    _, lost = settle(counted)
    found = [
        Lost(quotation_of(loser, loser.content.spans), why, winner.rule["id"])
        for loser, winner, why in lost
        if (loser.content.spans, loser.mention) != (winner.content.spans, winner.mention)
    ]
    found += [Lost(quotation_of(c, c.content.spans), "speech reported without marks is not counted here") for c in candidates if c not in counted]
    return tuple(sorted(dict.fromkeys(found), key=lambda lost: lost.quotation.start))


def counts(candidate: Candidate, indirect: Indirect, *, narrative: bool) -> bool:
    """Whether a candidate counts: reports without marks always, never, or not in narrative texts."""
    return candidate.content.kind != "indirect" or indirect == "always" or (indirect == "auto" and not narrative)


def settle(candidates: list[Candidate]) -> tuple[list[Candidate], list[tuple[Candidate, Candidate, str]]]:
    """Return the candidates that stand, in text order, and the others with the better one each met and why it gave way."""
    ranked = sorted(candidates, key=lambda c: (c.order, c.cue.span.start))
    kept: list[Candidate] = []
    lost: list[tuple[Candidate, Candidate, str]] = []
    for candidate in ranked:
        met = next(((other, why) for other in kept if (why := clashes(candidate, other))), None)
        if met is None:
            kept.append(candidate)
        else:
            lost.append((candidate, *met))
    return sorted(kept, key=lambda c: c.content.spans[0].start), lost


def clashes(candidate: Candidate, other: Candidate) -> str:
    """Return why a candidate cannot stand beside one that ranks above it; empty when it can."""
    if candidate.cue.span.overlaps(other.cue.span):
        return "a rule that ranks higher has this cue"
    if any(span.covers(candidate.cue.span) for span in other.content.spans):
        return "its cue stands in the words of another quotation"
    taken = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in candidate.content.spans for b in other.content.spans)
    size = sum(s.end - s.start for s in candidate.content.spans)
    holds_cue = any(s.covers(other.cue.span) for s in candidate.content.spans) and candidate.content.kind == "indirect"
    if holds_cue and candidate.rule["content"] == "colon clause" and other.rule["content"] == "host":  # X a réagi : le projet, a-t-il dit, est mort
        return "another cue has its words"
    return "another cue has its words" if 2 * taken > size and not holds_cue else ""


def assemble(marked: Marked, chosen: list[Candidate], trees: Mapping[int, Tree], *, narrative: bool) -> tuple[Quotation, ...]:
    """Join what goes on behind an attribution, add the pieces of quotations over several paragraphs, keep marks nobody claims."""
    chains = paragraph_chains(marked.marks)
    claimed: set[Mark] = {m for c in chosen for m in marks_in(marked, c.content.spans)}
    for mark in list(claimed):
        claimed.update(chains.get(mark, ()))
    quotations: list[Quotation] = []
    for candidate in chosen:
        spans = list(candidate.content.spans)
        for mark in marks_in(marked, candidate.content.spans):
            for piece in chains.get(mark, ()):
                if not any(s.overlaps(piece.span) for s in spans):
                    spans.append(piece.span)
        end = max([candidate.content.clause.end, *(s.end for s in spans)])
        sentence_end = candidate.reading.span.end
        if candidate.rule["content"] == "host" and not any(end <= m.outer.start for m in marked.marks_over(Span(end, sentence_end))):
            end = max(end, sentence_end - 1)  # what hangs on the attribution: X, qui …
        if candidate.content.open_end:
            for mark in following_marks(marked, end, claimed):
                spans.append(mark.span)
                claimed.add(mark)
                for piece in chains.get(mark, ()):
                    spans.append(piece.span)
                    claimed.add(piece)
        quotations.append(quotation_of(candidate, spans))
    quotations += unclaimed(marked, claimed, chains, trees, quotations, narrative=narrative)
    quotations += [quotation_of(candidate, candidate.content.spans) for candidate in nested_candidates(marked, trees)]
    ordered = sorted(quotations, key=lambda q: (q.start, q.end))
    return tuple(inherit(marked, ordered))


def quotation_of(candidate: Candidate, spans: Iterable[Span]) -> Quotation:
    """Return the quotation a candidate makes of some pieces."""
    sentence = candidate.reading.tree.sentence
    return Quotation(
        candidate.content.kind,
        apart(spans),
        candidate.stated_cue,
        candidate.mention,
        candidate.rule["id"],
        confidence(candidate.rule["id"]),
        sentence.number,
        sentence.paragraph,
        status(candidate),
    )


def apart(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the ranges in order, empty ones left out and those that overlap made one."""
    found: list[Span] = []
    for span in sorted(set(spans)):
        if found and span.start < found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        elif span.start < span.end:
            found.append(span)
    return tuple(found)


def marks_in(marked: Marked, spans: tuple[Span, ...]) -> list[Mark]:
    """Return the outer marks whose words are mostly inside the spans."""
    around = marked.marks_over(Span(min(s.start for s in spans), max(s.end for s in spans)))
    return [m for m in around if m.depth == 0 and any(s.overlaps(m.span) or s == m.span for s in spans) and m.span.end > m.span.start]


def paragraph_chains(marks: tuple[Mark, ...]) -> dict[Mark, tuple[Mark, ...]]:
    """Map every piece of a quotation over several paragraphs to the other pieces."""
    chains: dict[Mark, tuple[Mark, ...]] = {}
    group: list[Mark] = []
    for mark in [*(m for m in marks if m.depth == 0), None]:
        if mark is not None and mark.part:
            group.append(mark)
            continue
        for member in group if len(group) > 1 else []:
            chains[member] = tuple(m for m in group if m is not member)
        group = [mark] if mark is not None else []
    return chains


def following_marks(marked: Marked, end: int, claimed: set[Mark]) -> list[Mark]:
    """Return the marks that follow an attribution directly, nothing but blanks, commas and a stop between."""
    found: list[Mark] = []
    while True:
        i = end
        while i < len(marked.view) and marked.view[i] in " ,.;:»":
            i += 1
        mark = next(
            (m for m in marked.marks_over(Span(i, i + 1)) if m.depth == 0 and m.opened and not m.turn and m.outer.start == i and m not in claimed),
            None,
        )
        if mark is None or not set(marked.view[end:i]) & set(",.;:") or not utterance(marked, mark):
            return found
        found.append(mark)
        end = mark.outer.end


def utterance(marked: Marked, mark: Mark) -> bool:
    """Whether a mark holds free-standing speech: it fills its sentence or ends with its stop, and begins like a sentence."""
    view = marked.view
    text = view[mark.span.start : mark.span.end]
    long = len(text.split()) >= 8
    if not text[:1].isupper() and not text[:1].isdigit() and text[:1] not in "«“\"'‘(…[." and not long:
        return False
    if len(text.split()) < 3 and text[-1:] not in "!?….":
        return False
    rest = view[mark.outer.end : mark.outer.end + 2].strip()
    fills = rest[:1] in {"", "."} or rest[:1].isupper() or view[mark.outer.end : mark.outer.end + 1] == "\n"
    return text[-1:] in ".!?…" or fills


def unclaimed(
    marked: Marked,
    claimed: set[Mark],
    chains: Mapping[Mark, tuple[Mark, ...]],
    trees: Mapping[int, Tree],
    quotations: list[Quotation],
    *,
    narrative: bool,
) -> list[Quotation]:
    """Return the speech in marks or behind dashes that no cue claims: without cue, and without mention but for whom a story shows acting."""
    found: list[Quotation] = []
    done: set[Mark] = set()
    for mark in marked.marks:
        if mark.depth or mark in claimed or mark in done or not mark.opened or any(s.overlaps(mark.span) for q in quotations for s in q.spans):
            continue
        signed = labelled(marked, mark) or (None if mark.turn else signature(marked, mark))
        free = signed is not None or ((utterance(marked, mark) or opens_with_clause(marked, mark, trees)) and stands_alone(marked, mark))
        if not (mark.turn or free):
            continue
        pieces = [mark, *chains.get(mark, ())]
        done.update(pieces)
        if narrative and not mark.turn and len(pieces) >= LETTER:
            continue
        sentence = marked.sentence_at(mark.outer.start) or marked.sentences[0]
        spans = apart(p.span for p in pieces if letters(marked.view, p.span))
        if not spans:
            continue
        rule, mention = TURN if mark.turn else UNATTRIBUTED, signed
        before = trees.get(sentence.number - (mark.outer.start <= sentence.span.start))
        if signed is not None:
            rule = LABEL if mark.turn else SIGNATURE
        elif narrative and before is not None:
            mention = last_actor(Reading(marked, before), mark.outer.start)
            rule = ACTOR if mention is not None else rule
        found.append(Quotation("direct", spans, None, mention, rule, confidence(rule), sentence.number, sentence.paragraph))
    return found


def opens_with_clause(marked: Marked, mark: Mark, trees: Mapping[int, Tree]) -> bool:
    """Whether a mark with a capital, a comma behind it, holds a clause: speech whose attribution was not understood."""
    text = marked.view[mark.span.start : mark.span.end]
    if not text[:1].isupper() or marked.view[mark.outer.end : mark.outer.end + 1] != ",":
        return False
    words = (w for tree in trees.values() for w in tree.words if mark.span.covers(w.span))
    return any(w.feats.get("VerbForm") == "Fin" for w in words)


def stands_alone(marked: Marked, mark: Mark) -> bool:
    """Whether a mark opens its sentence or follows a colon, and has the length of speech."""
    sentence = marked.sentence_at(mark.outer.start)
    if sentence is None:
        return False
    before = marked.view[sentence.span.start : mark.outer.start].strip()
    length = len(marked.view[mark.span.start : mark.span.end].split())
    if before and not before.strip("-–—"):
        return True
    paragraph = marked.paragraphs[sentence.paragraph]
    if mark.outer.start == paragraph.start and mark.outer.end >= paragraph.end and marked.view[mark.span.end - 1 : mark.span.end] in set("!?….,"):
        return True  # the mark is all there is of a paragraph
    before = before.strip("-–—").strip()
    return length >= 3 and (not before or before.endswith(":") or (length >= 8 and before.isalpha()))


def inherit(marked: Marked, quotations: list[Quotation]) -> list[Quotation]:
    """Give a quotation without mention the number of the one whose speaker it shares: the one before it, in a dialogue two turns before."""
    result = []
    for number, quotation in enumerate(quotations):
        previous = number - 1 if number and quotations[number - 1].paragraph == quotation.paragraph else None
        goes_on = quotation.cue is not None and quotation.mention is None  # Et d'ajouter : « … »
        if (quotation.rule == UNATTRIBUTED or goes_on) and previous is not None:
            quotation = replace(quotation, inherits=previous)
        elif quotation.rule == TURN and number > 1 and all(_follows(marked, quotations[n], quotations[n + 1]) for n in (number - 2, number - 1)):
            quotation = replace(quotation, inherits=number - 2)
        result.append(quotation)
    return result


def _follows(marked: Marked, turn: Quotation, following: Quotation) -> bool:
    """Whether a turn of dialogue answers another one: no paragraph of narration between."""
    turns = [any(m.turn and m.span.start == q.start for m in marked.marks) for q in (turn, following)]
    return all(turns) and following.paragraph - turn.paragraph <= 1

"""How far the words said reach, for each of the ways a rule can point to them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from quotes.finding.cues import is_clitic
from quotes.finding.reading import Reading
from quotes.french import grammar
from quotes.french import words as lexicon_words
from quotes.records import Kind, Mark, Span

EDGE = " \n\t,;:"
ASIDE = 4  # words in marks that may be a name or a title inside an attribution
FULL = 0.97  # share of letters inside marks from which a quotation is direct


@dataclass(frozen=True)
class Content:
    """The pieces of a quotation, its kind, and whether marks right behind it may continue it."""

    spans: tuple[Span, ...]
    kind: Kind
    clause: Span  # the attribution clause, where it stands inside or next to the words said
    open_end: bool = False


def trim(view: str, span: Span, edge: str = EDGE) -> Span:
    """Cut blanks and commas off both ends."""
    start, end = span
    while start < end and view[start] in edge:
        start += 1
    while end > start and view[end - 1] in edge:
        end -= 1
    return Span(start, end)


def letters(view: str, span: Span) -> int:
    """Count letters and digits."""
    return sum(c.isalnum() for c in view[span.start : span.end])


def kind_of(reading: Reading, spans: tuple[Span, ...]) -> Kind:
    """Return direct when (nearly) all letters stand in marks, mixed when some do, indirect when none does."""
    view = reading.view
    total = inside = 0
    for span in spans:
        total += letters(view, span)
        for mark in reading.marked.marks:
            if mark.depth == 0 and mark.span.overlaps(span):
                inside += letters(view, Span(max(mark.span.start, span.start), min(mark.span.end, span.end)))
    if not inside:
        return "indirect"
    return "direct" if inside >= FULL * total else "mixed"


def finish(reading: Reading, pieces: list[Span], clause: Span, *, open_end: bool = False) -> Content | None:
    """Trim the pieces, drop empty ones; a single piece that lies in one mark ends with that mark."""
    view = reading.view
    trimmed = [trim(view, piece, EDGE if number == 0 else EDGE + ".") for number, piece in enumerate(pieces)]
    spans = tuple(p for p in (_inside_mark(reading, _ending_kept(view, t, p)) for t, p in zip(trimmed, pieces, strict=True)) if letters(view, p))
    if not spans:
        return None
    return Content(spans, kind_of(reading, spans), clause, open_end)


def _ending_kept(view: str, trimmed: Span, piece: Span) -> Span:
    """Give a trimmed piece its final full stop back."""
    end = trimmed.end
    while end < piece.end and view[end] == ".":
        end += 1
    return Span(trimmed.start, end)


def _inside_mark(reading: Reading, span: Span) -> Span:
    """Drop the marks themselves where one pair of marks is all there is; else keep marks whole."""
    view = reading.view
    for mark in reading.marked.marks:
        if mark.depth == 0 and mark.span.overlaps(span):
            outside_before = letters(view, Span(span.start, max(span.start, mark.span.start)))
            outside_after = letters(view, Span(min(span.end, mark.span.end), span.end))
            if not outside_before and not outside_after:
                return trim(view, Span(max(span.start, mark.span.start), min(span.end, mark.span.end)))
    return _whole_marks(reading, span)


def _whole_marks(reading: Reading, span: Span) -> Span:
    """Take a closing (opening) sign along when its partner is inside."""
    start, end = span
    for mark in reading.marked.marks:
        if mark.depth == 0 and start <= mark.outer.start < end and mark.span.end <= end <= mark.outer.end:
            end = mark.outer.end
        if mark.depth == 0 and start < mark.outer.end <= end and mark.outer.start <= start <= mark.span.start:
            start = mark.outer.start
    while (
        start < end and reading.view[start] in "»" and not any(m.outer.end - 1 >= start > m.outer.start >= span.start for m in reading.marked.marks)
    ):
        start += 1
    return trim(reading.view, Span(start, end))


# ------------------------------------------------------------------ inserted clauses
def attribution_clause(reading: Reading, cue: int, speaker: int | None, first: int) -> Span:
    """Return the range of an inserted clause: verb group, speaker, and what hangs on either without a break into the host.

    ``first`` is the clause's first word.
    """
    own = set(reading.subtree(cue))
    if speaker is not None:
        own |= set(reading.subtree(speaker))
    last = max([cue, *([speaker] if speaker is not None and speaker > cue else [])])
    if last + 1 < len(reading.words) and is_clitic(reading, last + 1):
        last += 1
    i = last + 1
    while i < len(reading.words):
        word = reading.word(i)
        aside = reading.around(word.span.end) if word.form == "«" else None
        if aside is not None and i in own and len(reading.view[aside.span.start : aside.span.end].split()) <= ASIDE:
            i = max(j for j, w in enumerate(reading.words) if w.span.end <= aside.outer.end) + 1
            continue
        if word.form == "«" or (word.form in ".!?…" and i == len(reading.words) - 1):
            break
        if word.form in {",", ";", ":", ")", "»", ".", "—", "–"}:
            following = i + 1
            if following >= len(reading.words) or following not in own or word.form in {";", ":", "»", "."}:
                break
            if reading.word(following).form == "«" or _gerund_ahead(reading, following, cue):
                break
        elif i not in own and word.upos != "PUNCT":
            break
        i += 1
    return reading.range([first, *range(cue, i)])


def _gerund_ahead(reading: Reading, index: int, cue: int) -> bool:
    """Whether a participle or gerund clause of the attribution begins here (…, ajoutant que … ; …, en rappelant …)."""
    ahead = reading.words[index : index + 4]
    return any(w.feats.get("VerbForm") == "Part" and w.feats.get("Tense") == "Pres" for w in ahead)


def host(reading: Reading, cue: int, speaker: int | None, first: int) -> Content | None:
    """Return the words an inserted clause stands in or behind."""
    view = reading.view
    clause = attribution_clause(reading, cue, speaker, first)
    mark = reading.around(clause.start)
    if mark is not None and mark.span.start < clause.start and clause.end <= mark.outer.end:
        after = Span(clause.end, mark.span.end)
        return finish(reading, [Span(mark.span.start, clause.start), after], clause, open_end=True)
    closing = reading.closing_before(clause.start)
    if closing is not None:
        return _behind_mark(reading, cue, clause, closing)
    # no marks next to the clause
    if clause.start <= reading.span.start + 1:
        return None
    before = Span(reading.span.start, clause.start)
    rest = _rest(reading, cue, clause)
    pieces = [before, *([rest] if rest is not None else [])]
    if rest is not None and _is_lead_in(reading, before):
        pieces = [rest]
    if not re.search(r"[,»–—-]\s*$", view[before.start : before.end]) and rest is None and not is_clitic_clause(reading, cue):
        return None
    return finish(reading, pieces, clause, open_end=rest is None)


def is_clitic_clause(reading: Reading, cue: int) -> bool:
    """Whether the inserted clause has an inverted clitic subject."""
    return any(is_clitic(reading, i) for i in range(max(0, cue - 4), min(len(reading.words), cue + 2)))


def _behind_mark(reading: Reading, cue: int, clause: Span, closing: Mark) -> Content | None:
    """Return the words said when an attribution stands right behind a closing mark."""
    start = sentence_start(reading, closing)
    lone = stands_free(reading, start, closing) and not _joined_marks(reading, start, closing)
    before = closing.span if lone else Span(start, closing.outer.end)
    pieces = [before]
    following = reading.opening_after(clause.end, " ,")
    if following is not None and following.outer.start < reading.span.end and "," in reading.view[clause.end : following.outer.start]:
        pieces.append(following.span if lone else _to_end(reading, following))
    elif not lone or not has_finite_verb(reading, closing.span):
        rest = _rest(reading, cue, clause)
        if rest is not None and (not lone or any(_is_finite_root(reading, i) for i in _words_in(reading, rest))):
            pieces = [Span(start, closing.outer.end), rest]
    return finish(reading, pieces, clause, open_end=True)


def _is_finite_root(reading: Reading, index: int) -> bool:
    return reading.word(index).deprel == "root" and any(
        reading.word(i).feats.get("VerbForm") == "Fin" for i in [index, *reading.children[index]] if reading.word(i).upos in {"VERB", "AUX"}
    )


def sentence_start(reading: Reading, mark: Mark) -> int:
    """Return the start of the sentence in which a mark opens."""
    for sentence in reading.marked.sentences:
        if sentence.span.start <= mark.outer.start < sentence.span.end:
            return sentence.span.start
    return mark.outer.start


def stands_free(reading: Reading, start: int, mark: Mark) -> bool:
    """Whether a mark holds a sentence of its own: nothing, a colon or a lead-in without verb before it in its sentence."""
    view = reading.view
    prefix = trim(view, Span(start, mark.outer.start), EDGE + "-–—(")
    if not letters(view, prefix) or view[: mark.outer.start].rstrip()[-1:] == ":":
        return True
    if view[mark.span.start : mark.span.start + 1].isupper():
        return view[: mark.outer.start].rstrip()[-1:] in ",.!?…)–—-" or not has_finite_verb(reading, prefix)
    return (
        has_finite_verb(reading, mark.span)
        and not has_finite_verb(reading, prefix)
        and (view[: mark.outer.start].rstrip()[-1:] == "," or len(_words_in(reading, prefix)) == 1)
    )


def _words_in(reading: Reading, span: Span) -> list[int]:
    return [i for i, w in enumerate(reading.words) if w.span.start >= span.start and w.span.end <= span.end and w.upos != "PUNCT"]


def has_finite_verb(reading: Reading, span: Span) -> bool:
    """Whether a finite verb stands in a range of the sentence (of a range beyond it, nothing is known: True)."""
    if span.start < reading.span.start:
        return True
    return any(reading.word(i).feats.get("VerbForm") == "Fin" for i in _words_in(reading, span))


def _joined_marks(reading: Reading, start: int, closing: Mark) -> bool:
    """Whether the text before the last mark begins with another mark (« A » et « B », a dit X)."""
    return any(m.outer.start == start and m.outer.end < closing.outer.start for m in reading.marked.marks if m.depth == 0)


def _rest(reading: Reading, cue: int, clause: Span) -> Span | None:
    """Return what follows the attribution in its sentence when it belongs to the host, not to the attribution."""
    own = set(reading.subtree(cue))
    indices = [i for i, w in enumerate(reading.words) if w.span.start >= clause.end and w.upos != "PUNCT"]
    if not indices:
        return None
    foreign = [i for i in indices if i not in own]
    if len(foreign) * 2 <= len(indices):
        return None
    gap = reading.view[clause.end : reading.words[indices[0]].span.start]
    if not set(gap) & set(",–—-)«"):
        return None
    if reading.words[indices[0]].upos in {"ADV"} and reading.words[indices[0]].head == cue:
        return None
    return _without_stop(reading.view, Span(clause.end, reading.span.end))


def _to_end(reading: Reading, mark: Mark) -> Span:
    return Span(mark.outer.start, max(mark.outer.end, reading.span.end - 1))


def _is_lead_in(reading: Reading, before: Span) -> bool:
    """Whether what stands before an inserted clause is only a connective (Cependant, … ; Par ailleurs, …)."""
    inside = [w for w in reading.words if before.start <= w.span.start < before.end and w.upos != "PUNCT"]
    if len(inside) > 4:
        return False
    return not any(w.upos in {"VERB", "AUX", "NOUN", "PROPN", "PRON", "NUM", "DET"} for w in inside) or (
        len(inside) <= 3 and inside[0].upos in {"ADV", "CCONJ"} and len(inside) == 1
    )


# ------------------------------------------------------------------ clauses and phrases under a cue
def clause(reading: Reading, cue: int, content: int) -> Content | None:
    """Return a subordinate clause under a cue, without its conjunction; coordinated clauses with a conjunction of their own follow."""
    words = reading.words
    indices = [i for i in reading.subtree(content) if i > min(cue, content) or content < cue]
    if not indices:
        return None
    if content > cue:
        indices = [i for i in indices if i > cue]
    if words[content].feats.get("VerbForm") == "Inf" and content > cue:
        first = content
        while first - 1 > cue and words[first - 1].upos in {"ADP", "PRON", "ADV", "AUX", "PUNCT"} and words[first - 1].form not in {",", ":", "»"}:
            first -= 1
        indices = [i for i in indices if i >= first]
    openers = grammar("clauses", "subordinators") | grammar("clauses", "infinitive_marks") | grammar("clauses", "questions")
    while indices and (
        (words[indices[0]].form.lower() in openers and words[indices[0]].deprel in {"mark", "case"}) or words[indices[0]].form in {",", ":"}
    ):
        if words[indices[0]].form.lower() in grammar("clauses", "questions"):
            break
        indices.pop(0)
    if not indices:
        return None
    indices = _before_gerund(reading, indices)
    pieces = [_expand(reading, _block(reading, indices))]
    return finish(reading, pieces, reading.range([cue]))


def _before_gerund(reading: Reading, indices: list[int]) -> list[int]:
    """Cut a reported clause before a participle of speech that goes on with the narrator (…, ajoutant que …)."""
    for position, i in enumerate(indices):
        word = reading.word(i)
        speaks = (
            word.upos == "VERB"
            and word.feats.get("VerbForm") == "Part"
            and word.feats.get("Tense") == "Pres"
            and word.lemma in lexicon_words("speech_verbs")
        )
        if speaks and position > 1 and reading.around(word.span.start) is None:
            opening = next((k for k in range(position - 1, max(position - 4, 0), -1) if reading.word(indices[k]).form == ","), None)
            if opening is not None:
                return indices[:opening]
    return indices


def after(reading: Reading, cue: int, conjunction: int) -> Content | None:
    """Return what follows a conjunction up to the end of the sentence, or of the subordinate clause the cue is in."""
    end = len(reading.words)
    for i in [cue, *reading.ancestors(cue)]:
        head = reading.word(i).head
        if reading.word(i).deprel.split(":")[0] in {"advcl", "acl"} and head > conjunction:
            end = max(j for j in reading.subtree(i) if j < head) + 1
            break
    if conjunction + 1 >= end:
        return None
    span = _block(reading, list(range(conjunction + 1, end)))
    if not has_finite_verb(reading, span):
        return None
    return finish(reading, [_expand(reading, span)], reading.range([cue]))


def _block(reading: Reading, indices: list[int]) -> Span:
    """Return the range of some words, final full stop left out."""
    kept = list(indices)
    while len(kept) > 1 and reading.word(kept[-1]).form in {".", ",", ";", ":"}:
        kept.pop()
    return reading.range(kept)


def _expand(reading: Reading, span: Span) -> Span:
    """Let a range that begins with an opening mark, or ends in one, take the whole of that mark, beyond the sentence too."""
    start, end = span
    for mark in reading.marked.marks:
        if mark.depth == 0 and mark.opened and start <= mark.outer.start < end < mark.outer.end:
            end = mark.outer.end if mark.outer.end <= reading.span.end or mark.outer.start <= start + 1 else end
            if mark.outer.end > reading.span.end and mark.outer.start > start + 1:
                end = mark.outer.end
    return Span(start, end)


def phrase(reading: Reading, cue: int, content: int) -> Content | None:
    """Return a quoted phrase under a cue, without its preposition."""
    words = reading.words
    dropped = [i for i in reading.children[content] if words[i].deprel in {"conj", "cc"} and _has_own_verb(reading, i)]
    indices = [i for i in reading.subtree(content, without=dropped) if content < cue or i > cue]
    if words[cue].lemma in grammar("verbs", "naming"):
        for other in reading.children[cue]:
            if other > cue and other != content and words[other].deprel.split(":")[0] in {"obj", "obl", "xcomp"} and words[other].upos != "PRON":
                more = reading.subtree(other)
                if abs(more[0] - indices[-1]) == 1 or abs(indices[0] - more[-1]) == 1:
                    indices = sorted({*indices, *more})
    while indices and (
        words[indices[0]].deprel in {"case", "mark"} or (words[indices[0]].upos in {"ADP", "PUNCT"} and words[indices[0]].form not in "«")
    ):
        indices.pop(0)
    if not indices:
        return None
    for i in reading.children[cue]:
        more = reading.subtree(i)
        if more[0] == indices[-1] + 1 and words[more[0]].form.lower() in grammar("clauses", "goes_on"):
            indices += more
    span = _expand(reading, _block(reading, indices))
    if any(
        words[i].feats.get("VerbForm") == "Fin" and words[i].deprel != "acl:relcl" and i in {content, *reading.children[content]} for i in indices
    ):
        return None
    near = {content, *(c for c in reading.children[content] if words[c].upos in {"NOUN", "ADJ", "PROPN", "VERB", "ADV"})}
    held = [m for m in reading.marked.marks if m.depth == 0 and any(m.span.covers(words[i].span) for i in near)]
    if all(reading.view[m.span.start].isupper() for m in held):  # a capital within a sentence: a title or a name, or no mark at all
        return None
    return Content((_whole_marks(reading, trim(reading.view, span)),), "mixed", reading.range([cue]))


def _has_own_verb(reading: Reading, index: int) -> bool:
    return reading.word(index).upos in {"VERB", "AUX"}


def colon(reading: Reading, cue: int) -> Content | None:
    """Return the mark behind the colon after a cue; without a mark, nothing."""
    for i in range(cue + 1, len(reading.words)):
        if reading.word(i).form == ":":
            mark = reading.opening_after(reading.word(i).span.end)
            return None if mark is None else finish(reading, [mark.span], reading.range([cue]), open_end=True)
    return None


def source(reading: Reading, preposition: int, speaker: int) -> Content | None:
    """Return the clause that a *selon X* goes with: its clause without the phrase itself, or the mark right before it."""
    view, words = reading.view, reading.words
    phrase_span = source_phrase(reading, preposition, speaker)
    mark = reading.around(phrase_span.start)
    if mark is not None and letters(view, mark.span) > letters(view, phrase_span) + 8:
        return None
    closing = reading.closing_before(phrase_span.start)
    if closing is not None:
        start = sentence_start(reading, closing)
        if stands_free(reading, start, closing) and not _joined_marks(reading, start, closing):
            return finish(reading, [closing.span], phrase_span)
        if not has_finite_verb(reading, closing.span):
            first = next((i for i, w in enumerate(words) if w.span.start >= closing.outer.start), 0)
            while first > 0 and words[first - 1].upos in {"DET", "ADJ", "NUM"} and not words[first - 1].form[:1].isupper():
                first -= 1
            near = Span(min(words[first].span.start, closing.outer.start), closing.outer.end)
            if view[closing.outer.end : phrase_span.start].strip() == "" or view[: near.start].rstrip()[-1:] in ",-–—(":
                return finish(reading, [near], phrase_span)
    whole = _clause_around(reading, preposition, speaker, phrase_span)
    pieces = []
    if phrase_span.start > whole.start:
        before = Span(whole.start, phrase_span.start)
        if not _is_lead_in(reading, before) or phrase_span.end >= whole.end - 2:
            pieces.append(before)
    if phrase_span.end < whole.end:
        pieces.append(_expand(reading, Span(phrase_span.end, whole.end)))
    if len(pieces) == 1 and pieces[0].start >= phrase_span.end:
        mark = reading.opening_after(phrase_span.end)
        if mark is not None and mark.outer.end >= reading.span.end - 1:
            pieces = [mark.span]
    content = finish(reading, [_without_stop(view, p) for p in pieces], phrase_span)
    says = content is not None and (content.kind != "indirect" or any(has_finite_verb(reading, span) for span in content.spans))
    return content if says else None


def source_phrase(reading: Reading, preposition: int, speaker: int) -> Span:
    """Return the range of *selon X*, X with what hangs on it up to the comma that ends it."""
    own = {i for i in reading.subtree(speaker) if i >= preposition} | {preposition}
    last = max(preposition, speaker)
    while last + 1 < len(reading.words) and last + 1 in own:
        following = reading.word(last + 1)
        if following.form == "«" or (following.form == "," and not _comma_inside(reading, last + 1, own)):
            break
        last += 1
    while last > speaker and reading.word(last).form in {",", ".", "»", "«"}:
        last -= 1
    return reading.range(range(preposition, last + 1))


def _comma_inside(reading: Reading, comma: int, own: set[int]) -> bool:
    """Whether a comma opens an apposition or a relative of the phrase (a second comma or the end closes it)."""
    following = comma + 1
    if following >= len(reading.words) or following not in own:
        return False
    inside = [i for i in own if i > comma]
    return any(reading.word(i).deprel in {"appos", "acl:relcl", "acl", "conj"} for i in inside)


def _clause_around(reading: Reading, preposition: int, speaker: int, phrase_span: Span) -> Span:
    """Return the clause a source phrase goes with: the sentence when the phrase is at its edge, else its verb's clause."""
    words, view = reading.words, reading.view
    first_word = next((i for i, w in enumerate(words) if w.upos != "PUNCT"), 0)
    at_edge = preposition == first_word or view[phrase_span.end : reading.span.end].strip(' .!?…»"”)') == ""
    governor = words[speaker].head
    while governor >= 0 and words[governor].head >= 0 and not _clausal(words[governor].deprel):
        governor = words[governor].head
    if governor < 0 or words[governor].deprel == "root" or (at_edge and words[governor].deprel.split(":")[0] != "conj"):
        return reading.span
    own = set(reading.subtree(speaker)) | {preposition}
    indices = [i for i in reading.subtree(governor) if i not in own]
    if not any(words[i].feats.get("VerbForm") == "Fin" for i in indices):
        return reading.span
    while indices and (words[indices[0]].form == "," or words[indices[0]].deprel in {"mark", "cc"}):
        indices.pop(0)
    whole = reading.range(indices) if indices else reading.span
    return Span(min(whole.start, phrase_span.start), max(whole.end, phrase_span.end))


def _without_stop(view: str, span: Span) -> Span:
    end = span.end
    while end > span.start and (view[end - 1] in ". " and view[max(0, end - 3) : end] != "..."):
        end -= 1
    return Span(span.start, end)


def _clausal(relation: str) -> bool:
    return relation.split(":")[0] in {"ccomp", "advcl", "acl", "parataxis", "conj", "root", "csubj", "xcomp"}

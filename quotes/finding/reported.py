"""The words said under a cue: clauses, phrases in marks, marks behind a colon."""

from __future__ import annotations

from functools import cache

from quotes.finding.contents import Content, block, expand, finish, has_finite_verb, trim, whole_marks, words_in
from quotes.finding.cues import verb_group
from quotes.finding.mentions import name_words
from quotes.finding.reading import Reading
from quotes.finding.subjects import is_relative, shared_cue
from quotes.french import grammar
from quotes.french import words as lexicon_words
from quotes.records import Span

DEPTH = 2  # steps from the object of a verb to the quoted word within it (des retards dans l'envoi, « imputables à … »)
BEHIND_COLON = " \n-–—"


def clause(reading: Reading, cue: int, content: int) -> Content | None:
    """Return a subordinate clause under a cue, without its conjunction; coordinated clauses with a conjunction of their own follow."""
    words = reading.words
    ends = [i for i in reading.children[cue] if i > content > cue and words[i].deprel == "conj" and words[i].upos in {"VERB", "AUX"}]
    ends += [i for i in reading.children[content] if i > content and (shared_cue(reading, i) is not None or _comments(reading, i))]
    indices = [i for i in reading.subtree(content, without=ends) if i > min(cue, content) or content < cue]
    if ends and indices:
        indices = [i for i in indices if i < min(reading.subtree(end)[0] for end in ends)] or indices
    if not indices:
        return None
    if content > cue:
        indices = [i for i in indices if i > cue]
    if words[content].feats.get("VerbForm") == "Inf" and content > cue:
        first = content
        while first - 1 > cue and words[first - 1].upos in {"ADP", "PRON", "ADV", "AUX", "PUNCT"} and words[first - 1].form not in {",", ":", "»"}:
            first -= 1
        indices = sorted({*(i for i in indices if i >= first), *range(first, content)})
    openers = grammar("clauses", "subordinators") | grammar("clauses", "infinitive_marks") | grammar("clauses", "questions")
    while indices and (
        (words[indices[0]].form.lower() in openers and words[indices[0]].deprel in {"mark", "case"}) or words[indices[0]].form in {",", ":"}
    ):
        if words[indices[0]].form.lower() in grammar("clauses", "questions"):
            break
        indices.pop(0)
    if not indices:
        return None
    indices = _before_apposition(reading, _before_gerund(reading, _before_semicolon(reading, _before_remark(reading, indices))))
    pieces = [expand(reading, block(reading, indices))]
    pieces += [expand(reading, block(reading, more)) for more in _second_clauses(reading, cue, content, indices)]
    return finish(reading, pieces, reading.range([cue]))


def _comments(reading: Reading, index: int) -> bool:
    """Whether a dependent behind a comma is the narrator's remark: …, sans vouloir avancer de bilan ; …, dont la Hongrie."""
    own = reading.subtree(index)
    first = own[0] + (reading.word(own[0]).form == ",")
    if first > own[-1] or reading.word(first - 1).form != "," or reading.around(reading.word(first).span.start) is not None:
        return False
    form = reading.word(first).form.lower()
    finite = any(reading.word(i).feats.get("VerbForm") == "Fin" for i in own)
    return not finite and form in grammar("negation", "without") | grammar("clauses", "remarks")


def _before_semicolon(reading: Reading, indices: list[int]) -> list[int]:
    """Cut a clause at a semicolon outside marks, unless a conjunction goes on with it."""
    for i in range(indices[0] + 1, indices[-1]):
        if reading.word(i).form == ";" and reading.around(reading.word(i).span.start) is None:
            if reading.word(i + 1).form.lower() in grammar("clauses", "subordinators"):
                continue
            return [k for k in indices if k < i] or indices
    return indices


def _before_remark(reading: Reading, indices: list[int]) -> list[int]:
    """Cut a relative clause behind a comma off the end of a clause without marks: the narrator explains (…, avec qui il travaille)."""
    for i in indices:
        word = reading.word(i)
        if word.deprel != "acl:relcl" or word.head not in indices:
            continue
        own = reading.subtree(i)
        first = own[0] + (reading.word(own[0]).form == ",")
        last = max(k for k in indices if reading.word(k).upos != "PUNCT")
        comma = reading.word(first - 1).form == ","
        if comma and own[-1] >= last and first > indices[0] + 2 and not any(reading.around(reading.word(k).span.start) for k in own):
            return [k for k in indices if k < first - 1]
    return indices


def _before_apposition(reading: Reading, indices: list[int]) -> list[int]:
    """Cut a clause before the narrator's explanation of what ends in marks (« à la merci des coxeurs », ces intermédiaires qui …)."""
    for i in indices:
        if reading.word(i).deprel == "appos" and reading.around(reading.word(i).span.start) is None:
            first = reading.subtree(i)[0]
            first += reading.word(first).form == ","
            if first > 1 and reading.word(first - 1).form == "," and reading.word(first - 2).form == "»":
                return [k for k in indices if k < first - 1] or indices
    return indices


def _second_clauses(reading: Reading, cue: int, content: int, first: list[int]) -> list[list[int]]:
    """Return the clauses that go on with *et que …* but hang on the cue itself, without their conjunctions."""
    found = []
    for i in reading.children[cue]:
        marks = [c for c in reading.children[i] if reading.word(c).form.lower() in grammar("clauses", "subordinators")]
        joined = any(reading.word(c).deprel == "cc" for c in reading.children[i])
        if i > max(content, *first) and marks and joined and reading.word(i).deprel in {"conj", "ccomp"} and marks[0] < i:
            found.append([j for j in reading.subtree(i) if j > marks[0]])
    return [words for words in found if words]


def _before_gerund(reading: Reading, indices: list[int]) -> list[int]:
    """Cut a reported clause before a participle of speech that goes on with the narrator (…, ajoutant que …)."""
    first = indices[0]
    for i in range(first + 2, indices[-1] + 1):
        word = reading.word(i)
        speaks = word.feats.get("VerbForm") == "Part" and word.feats.get("Tense") == "Pres" and _is_speech(reading, i)
        if speaks and reading.around(word.span.start) is None:
            opening = next((k for k in range(i - 1, max(i - 4, first), -1) if reading.word(k).form == ","), None)
            if opening is not None or word.deprel == "advcl":
                return [k for k in indices if k < (i if opening is None else opening)]
    return indices


def after(reading: Reading, cue: int, conjunction: int) -> Content | None:
    """Return what follows a conjunction up to the end of the sentence, or of the subordinate clause the cue is in."""
    end = len(reading.words)
    for i in [cue, *reading.ancestors(cue)]:
        head = reading.word(i).head
        if reading.word(i).deprel.split(":")[0] in {"advcl", "acl"} and head > conjunction:
            end = max(j for j in reading.subtree(i) if j < head) + 1
            break
    start = conjunction + (reading.word(conjunction).form.lower() not in grammar("clauses", "asking"))
    if start >= end:
        return None
    span = block(reading, _before_gerund(reading, list(range(start, end))))
    if not has_finite_verb(reading, span):
        return None
    return finish(reading, [expand(reading, span)], reading.range([cue]))


def phrase(reading: Reading, cue: int, content: int) -> Content | None:
    """Return a quoted phrase under a cue, without its preposition."""
    words = reading.words
    dropped = [i for i in reading.children[content] if words[i].deprel in {"conj", "cc"} and _has_own_verb(reading, i)]
    indices = [i for i in reading.subtree(content, without=[*dropped, cue]) if content < cue or i > cue]
    if content < cue:
        indices = [i for i in indices if i < cue]
    if words[cue].lemma in grammar("verbs", "naming"):
        for other in reading.children[cue]:
            if (
                other > cue
                and other != content
                and words[other].deprel.split(":")[0] in {"obj", "obl", "xcomp"}
                and words[other].deprel != "obl:agent"
                and words[other].upos != "PRON"
            ):
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
    indices = _before_semicolon(reading, indices)
    span = expand(reading, block(reading, indices))
    if any(
        words[i].feats.get("VerbForm") == "Fin" and words[i].deprel != "acl:relcl" and i in {content, *reading.children[content]} for i in indices
    ):
        return None
    held = [m for m in reading.marks if m.depth == 0 and any(m.span.covers(words[i].span) for i in indices if not _in_clause(reading, i, content))]
    if all(reading.view[m.span.start].isupper() for m in held):  # a capital within a sentence: a title or a name, or no mark at all
        return None
    span = Span(min([span.start, *(m.outer.start for m in held)]), max([span.end, *(m.outer.end for m in held)]))
    return Content((whole_marks(reading, trim(reading.view, span)),), "mixed", reading.range([cue]))


def _in_clause(reading: Reading, index: int, top: int) -> bool:
    """Whether a word stands too far below another one to be what is said: in a clause, in brackets, or three steps down."""
    chain = [index, *reading.ancestors(index)]
    below = chain[: chain.index(top)] if top in chain else []
    clausal = {"acl", "advcl", "ccomp", "parataxis"}
    return len(below) > DEPTH or any(reading.word(i).deprel.split(":")[0] in clausal for i in below)


def _has_own_verb(reading: Reading, index: int) -> bool:
    return reading.word(index).upos in {"VERB", "AUX"}


def colon(reading: Reading, cue: int) -> Content | None:
    """Return the mark behind the colon that a cue introduces; None when there is none or another verb introduces it better."""
    for i in range(cue + 1, len(reading.words)):
        if reading.word(i).form == ":":
            mark = reading.opening_after(reading.word(i).span.end, BEHIND_COLON)
            if mark is not None:
                fits = introducer(reading, i) in {cue, None}
                return finish(reading, [mark.span], reading.range([cue]), open_end=not mark.turn) if fits else None
    return None


def which(reading: Reading, speaker: int) -> Content | None:
    """Return the clause behind *selon laquelle* that follows a speaker; None when none does."""
    for i in range(speaker + 1, len(reading.words) - 1):
        if reading.word(i).form.lower() in grammar("sources", "simple") and reading.word(i + 1).form.lower() in grammar("pronouns", "which"):
            clause_head = next((a for a in reading.ancestors(i) if reading.word(a).deprel.startswith("acl")), None)
            indices = [j for j in reading.subtree(clause_head) if j > i + 1] if clause_head is not None else []
            return finish(reading, [expand(reading, block(reading, indices))], reading.range([i])) if indices else None
        if reading.word(i).upos in {"VERB", "AUX"}:
            return None
    return None


def mark_behind(reading: Reading, cue: int) -> Content | None:
    """Return the mark right behind a verb, or behind whom it speaks to, when it holds a clause; else nothing."""
    mark = reading.opening_after(reading.word(cue).span.end, " ")
    if mark is None:
        return None
    for i in words_in(reading, mark.span):
        if reading.word(i).form.lower() in grammar("clauses", "subordinators") | grammar("pronouns", "relatives"):
            return None
        if reading.word(i).feats.get("VerbForm") == "Fin":
            break
    else:
        return None
    return finish(reading, [mark.span], reading.range([cue]))


def colon_clause(reading: Reading, cue: int) -> Content | None:
    """Return the clause behind the colon that a cue introduces, up to the end of the sentence; nothing when marks or no clause follow."""
    for i in range(cue + 1, len(reading.words) - 1):
        if reading.word(i).form == ":" and reading.around(reading.word(i).span.start) is None:
            negated = any(reading.word(c).form.lower() in grammar("negation", "particles") for c in reading.children[cue])
            if negated or introducer(reading, i) != cue or reading.opening_after(reading.word(i).span.end, BEHIND_COLON) is not None:
                return None
            span = Span(reading.word(i + 1).span.start, reading.span.end)
            return finish(reading, [span], reading.range([cue])) if has_finite_verb(reading, span) else None
    return None


def label(reading: Reading, colon: int) -> tuple[int, Content] | None:
    """Return who is named before a colon without any verb, and the mark behind it; None when something else stands there."""
    before = range(next((i for i, w in enumerate(reading.words) if w.upos != "PUNCT"), 0), colon)
    if any(reading.word(i).upos in {"VERB", "AUX"} and reading.around(reading.word(i).span.start) is None for i in before):
        return None
    mark = reading.opening_after(reading.word(colon).span.end, BEHIND_COLON)
    head = next((i for i in before if reading.word(i).upos in {"NOUN", "PROPN"}), None)
    if mark is None or head is None or reading.child(head, "case") is not None:
        return None
    somebody = reading.word(head).lemma in lexicon_words("roles") | lexicon_words("collectives") or len(name_words(reading, head)) > 1
    content = finish(reading, [mark.span], reading.range(before), open_end=not mark.turn)
    return None if content is None or not somebody else (head, content)


def introducer(reading: Reading, colon: int) -> int | None:
    """Return the verb of speech that introduces what follows a colon: the nearest; None if none does.

    Those in relative clauses come last, unless one of them tells what happens next (*X a répondu à Y, qui a rétorqué :*).
    """
    verbs = [
        i for i in range(colon)
        if reading.word(i).upos in {"VERB", "AUX"} and _is_speech(reading, i) and tells(reading, i)
        and reading.around(reading.word(i).span.start) is None
    ]  # fmt: skip
    return max(verbs, key=lambda i: (not _in_relative(reading, i) or _goes_on(reading, i, colon), i), default=None)


def _is_speech(reading: Reading, index: int) -> bool:
    return reading.word(index).lemma in lexicon_words("speech_verbs")


def _in_relative(reading: Reading, verb: int) -> bool:
    return any(reading.word(i).deprel == "acl:relcl" for i in [verb, *reading.ancestors(verb)])


def _goes_on(reading: Reading, verb: int, colon: int) -> bool:
    """Whether a relative clause behind a comma, whose subject is its pronoun, reaches to the colon."""
    subject = next((i for i in reading.children[verb] if reading.word(i).deprel == "nsubj" and is_relative(reading, i)), None)
    if subject is None or subject == 0 or reading.word(verb).deprel != "acl:relcl" or reading.word(subject - 1).upos != "PUNCT":
        return False
    inside = set(reading.subtree(verb))
    return all(i in inside or reading.word(i).upos == "PUNCT" for i in range(subject, colon))


def tells(reading: Reading, index: int) -> bool:
    """Whether a verb can introduce what follows a colon: no bare past participle, no participle of mere manner (*dit en riant*)."""
    word = reading.word(index)
    if word.feats.get("VerbForm") != "Part":
        return True
    if word.feats.get("Tense") == "Pres":
        return word.lemma not in manner_verbs() or word.head < 0 or not _is_speech(reading, word.head)
    return any(reading.word(i).upos == "AUX" for i in [*reading.children[index], *verb_group(reading, index)] if i < index)


@cache
def manner_verbs() -> frozenset[str]:
    """Return the verbs of manner and emotion, which introduce speech but go with another verb of speech as well."""
    return lexicon_words("speech_verbs", "class", "manner") | lexicon_words("speech_verbs", "class", "emotion")

"""Trees and marks → quotations: apply the rules, settle who claims what, join what goes on, keep what nobody claims."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from quotes.finding import contents
from quotes.finding.contents import Content
from quotes.finding.cues import clause_start, make_cue, verb_group
from quotes.finding.matcher import Binding, match_sequence, match_tree
from quotes.finding.mentions import is_title, make_mention, may_speak, speaker_of
from quotes.finding.reading import Reading
from quotes.french import grammar, lexicon, precisions, rules, settings, words
from quotes.records import Cue, Mark, Marked, Mention, Quotation, Span, Tree

RULE_FILES = ("inserted_clause", "reported_clause", "colon", "source", "quoted_phrase")
UNATTRIBUTED = "marks-alone"


@dataclass(frozen=True)
class Candidate:
    """What one rule says of one cue."""

    rule: Mapping[str, Any]
    order: int
    reading: Reading
    cue_word: int
    cue: Cue
    mention: Mention | None
    content: Content


def find_quotations(marked: Marked, trees: Mapping[int, Tree]) -> tuple[Quotation, ...]:
    """Return the quotations of a document in text order."""
    candidates: list[Candidate] = []
    for number in sorted(trees):
        candidates += sentence_candidates(Reading(marked, trees[number]))
    chosen = settle(candidates)
    return assemble(marked, chosen, trees)


def sentence_candidates(reading: Reading) -> list[Candidate]:
    """Return the best candidate for every cue word of a sentence."""
    best: dict[int, Candidate] = {}
    order = 0
    for name in RULE_FILES:
        for rule in rules(name):
            order += 1
            for binding in matches(reading, rule):
                cue_word = binding["cue"]
                if cue_word in best:
                    continue
                candidate = apply(reading, rule, order, binding)
                if candidate is not None:
                    best[cue_word] = candidate
    return list(best.values())


def matches(reading: Reading, rule: Mapping[str, Any]) -> list[Binding]:
    """Return the bindings of a rule in a sentence."""
    if "nodes" in rule:
        return list(match_tree(reading.tree, reading.children, rule["nodes"]))
    return list(match_sequence(reading.tree, rule["sequence"]))


def apply(reading: Reading, rule: Mapping[str, Any], order: int, binding: Binding) -> Candidate | None:
    """Turn a binding into a candidate; None when no content, no speaker or a filter is against it."""
    cue_word = binding["cue"]
    if any(reading.word(c).form.lower() in grammar("negation", "without") for c in reading.children[cue_word]):
        return None
    inserted = rule["content"] == "host"
    preposition = rule.get("cue_kind") == "preposition"
    speaker = binding.get("speaker", None)
    if speaker is None:
        speaker = speaker_of(reading, cue_word)
    if preposition and not is_source(reading, binding):
        return None
    if inserted and not stands_inserted(reading, binding, speaker, strict="requires" in rule):
        return None
    content = CONTENTS[rule["content"]](reading, binding, speaker)
    if content is None:
        return None
    if rule.get("requires") == "utterance" and content.kind != "direct":
        return None
    if not inserted and in_quoted_words(reading, cue_word, content):
        return None
    mention = make_mention(reading, speaker) if speaker is not None else None
    if mention is None and rule["content"] != "colon":
        return None
    if rule.get("objects") == "known" and not objects_speak(reading, cue_word, binding["content"]):
        return None
    if rule.get("speaker") == "known" and (speaker is None or not may_speak(reading, speaker)):
        return None
    if not inserted and speaker is not None and reading.word(cue_word).lemma in grammar("verbs", "of_things") and not may_speak(reading, speaker):
        return None
    if preposition:
        elided = reading.word(cue_word).form.endswith("'")
        indices = [cue_word, cue_word + 1] if elided else [cue_word]
        cue = make_cue(reading, indices, "".join(reading.word(i).form.lower() for i in indices), "preposition")
    else:
        group = verb_group(reading, cue_word)
        if "first_verb" in binding:
            group = list(range(verb_group(reading, binding["first_verb"])[0], group[-1] + 1))
        cue = make_cue(reading, group, reading.word(cue_word).lemma)
    return Candidate(rule, order, reading, cue_word, cue, mention, content)


CONTENTS: Mapping[str, Callable[[Reading, Binding, int | None], Content | None]] = {
    "host": lambda reading, binding, speaker: contents.host(reading, binding["cue"], speaker, clause_first(reading, binding)),
    "clause": lambda reading, binding, speaker: contents.clause(reading, binding["cue"], binding["content"]),
    "phrase": lambda reading, binding, speaker: contents.phrase(reading, binding["cue"], binding["content"]),
    "after": lambda reading, binding, speaker: contents.after(reading, binding["cue"], binding["content"]),
    "colon": lambda reading, binding, speaker: contents.colon(reading, binding["cue"]),
    "source": lambda reading, binding, speaker: contents.source(reading, binding["cue"], binding["speaker"]),
}


def objects_speak(reading: Reading, cue: int, content: int) -> bool:
    """Whether whatever stands as object between a cue and its infinitive is somebody (*accuser X d'avoir …*), not a thing."""
    return all(
        may_speak(reading, i)
        for i in reading.children[cue]
        if cue < i < content and reading.word(i).deprel.split(":")[0] == "obj" and reading.word(i).upos in {"NOUN", "PROPN"}
    )


def clause_first(reading: Reading, binding: Binding) -> int:
    """Return the first word of an inserted clause: the node ``opening`` where the rule names it, else that of the verb group."""
    return binding["opening"] if "opening" in binding else clause_start(reading, binding.get("first_verb", binding["cue"]))


def stands_inserted(reading: Reading, binding: Binding, speaker: int | None, *, strict: bool) -> bool:
    """Whether a mark, a comma or a dash stands right before the clause (only a mark when ``strict``, or being inside one)."""
    cue = binding["cue"]
    clause = contents.attribution_clause(reading, cue, speaker, clause_first(reading, binding))
    mark = reading.around(clause.start)
    inside = mark is not None and mark.span.start < clause.start
    if reading.closing_before(clause.start) is not None:
        return not strict or reading.view[: clause.start].rstrip()[-1:] in ",–—-" or _stop_inside(reading, clause.start)
    last = max(cue, speaker) if speaker is not None else cue
    if last + 1 < len(reading.words) and reading.word(last + 1).form.lower() in grammar("clauses", "subordinators"):
        return False
    before = reading.view[: clause.start].rstrip()[-1:]
    if before not in {",", "–", "—", "-", "!", "?", "…", ")", "."} or clause.start <= reading.span.start:
        return False
    if strict:
        return inside
    return before in {",", "–", "—", "-", ")"} or inside


def _stop_inside(reading: Reading, offset: int) -> bool:
    """Whether the mark right before an offset ends with a stop or a comma of its own (« Non ! » …)."""
    mark = reading.closing_before(offset)
    return mark is not None and reading.view[mark.span.end - 1 : mark.span.end] in set("!?…,.")


def in_quoted_words(reading: Reading, cue: int, content: Content) -> bool:
    """Whether a cue stands inside a mark that also holds all of its content: somebody else's words."""
    mark = reading.around(reading.word(cue).span.start)
    return mark is not None and any(mark.outer.covers(span) or mark.outer.overlaps(span) for span in content.spans)


def is_source(reading: Reading, binding: Binding) -> bool:
    """Whether the noun of a *selon X* can speak."""
    cue, speaker = reading.word(binding["cue"]), reading.word(binding["speaker"])
    preposition = cue.form.lower()
    second = settings("grammar")["sources"]["split"].get(preposition)
    if second is not None:
        if binding["cue"] + 1 >= len(reading.words) or reading.word(binding["cue"] + 1).form.lower() != second:
            return False
        preposition += second
    if preposition in grammar("sources", "limited") and not person_in_commas(reading, binding["cue"], binding["speaker"]):
        return False
    if {(preposition, speaker.lemma.lower()), (preposition, speaker.form.lower())} & not_sources():
        return False
    return may_speak(reading, binding["speaker"]) or names_somebody(reading, binding["speaker"]) or opens_sentence(reading, binding)


def opens_sentence(reading: Reading, binding: Binding) -> bool:
    """Whether a source phrase with a definite noun opens its sentence, a comma behind it: there even an unknown noun speaks."""
    if any(reading.word(i).upos != "PUNCT" for i in range(binding["cue"])):
        return False
    end = contents.source_phrase(reading, binding["cue"], binding["speaker"]).end
    definite = any(reading.word(i).feats.get("Definite") == "Def" for i in reading.children[binding["speaker"]])
    return definite and reading.view[end : end + 1] == ","


def names_somebody(reading: Reading, head: int) -> bool:
    """Whether a noun has a capitalised complement (les chiffres de l'Insee)."""
    return any(
        reading.word(i).upos == "PROPN" for c in reading.children[head] if reading.word(c).deprel.startswith("nmod") for i in reading.subtree(c)
    )


@cache
def not_sources() -> frozenset[tuple[str, str]]:
    """Return the pairs of a preposition and a noun that name no speaker."""
    return frozenset((entry["after"], entry["word"]) for entry in lexicon("not_sources"))


def person_in_commas(reading: Reading, preposition: int, speaker: int) -> bool:
    """Whether a *pour X* stands at the head of its clause, a comma behind it, and X is a person."""
    word = reading.word(speaker)
    phrase_end = contents.source_phrase(reading, preposition, speaker).end
    if reading.view[phrase_end : phrase_end + 1] != "," or (preposition and reading.word(preposition - 1).upos not in {"PUNCT", "CCONJ", "ADV"}):
        return False
    if word.upos == "PRON":
        return word.form.lower() in settings("grammar")["pronouns"]["third"]
    definite = any(reading.word(c).feats.get("Definite") == "Def" for c in reading.children[speaker])
    return (word.upos == "PROPN" and word.form[:1].isupper()) or is_title(word.form) or (definite and word.lemma in words("roles"))


def settle(candidates: list[Candidate]) -> list[Candidate]:
    """Drop candidates whose cue lies in the words of a better one, and those whose words another cue has already."""
    ranked = sorted(candidates, key=lambda c: (c.order, c.cue.span.start))
    kept: list[Candidate] = []
    for candidate in ranked:
        if any(clashes(candidate, other) for other in kept):
            continue
        kept.append(candidate)
    return sorted(kept, key=lambda c: c.content.spans[0].start)


def clashes(candidate: Candidate, other: Candidate) -> bool:
    """Whether a candidate cannot stand beside one that ranks above it."""
    if candidate.cue.span.overlaps(other.cue.span):
        return True
    if any(span.covers(candidate.cue.span) for span in other.content.spans):
        return True
    taken = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in candidate.content.spans for b in other.content.spans)
    size = sum(s.end - s.start for s in candidate.content.spans)
    if 2 * taken > size:
        return not any(s.covers(other.cue.span) for s in candidate.content.spans) or candidate.content.kind != "indirect"
    return False


# ------------------------------------------------------------------ joining and what is left
def assemble(marked: Marked, chosen: list[Candidate], trees: Mapping[int, Tree]) -> tuple[Quotation, ...]:
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
        if candidate.content.open_end:
            for mark in following_marks(marked, end, claimed):
                spans.append(mark.span)
                claimed.add(mark)
                for piece in chains.get(mark, ()):
                    spans.append(piece.span)
                    claimed.add(piece)
        sentence = candidate.reading.tree.sentence
        quotations.append(
            Quotation(
                candidate.content.kind,
                tuple(sorted(set(spans))),
                candidate.cue,
                candidate.mention,
                candidate.rule["id"],
                confidence(candidate.rule["id"]),
                sentence.number,
                sentence.paragraph,
            )
        )
    quotations += unclaimed(marked, claimed, chains, trees, quotations)
    ordered = sorted(quotations, key=lambda q: (q.start, q.end))
    return tuple(inherit(marked, ordered))


def status(candidate: Candidate) -> str:
    """Return ``negated`` when the cue itself is (*n'a pas dit que*), else ``asserted``."""
    reading = candidate.reading
    negated = any(reading.word(i).form.lower() in grammar("negation", "particles") for i in reading.children[candidate.cue_word])
    return "negated" if negated and candidate.rule["content"] != "host" else "asserted"


def confidence(rule: str) -> float:
    """Return the measured precision of a rule; 0.5 while it has not been measured."""
    return precisions().get(rule, 0.5)


def marks_in(marked: Marked, spans: tuple[Span, ...]) -> list[Mark]:
    """Return the outer marks whose words are mostly inside the spans."""
    return [
        m for m in marked.marks if m.depth == 0 and any(s.overlaps(m.span) or s == m.span for s in spans) and m.span.end > m.span.start
    ]  # fmt: skip


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
        mark = next((m for m in marked.marks if m.depth == 0 and m.opened and m.outer.start == i and m not in claimed), None)
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
    marked: Marked, claimed: set[Mark], chains: Mapping[Mark, tuple[Mark, ...]], trees: Mapping[int, Tree], quotations: list[Quotation]
) -> list[Quotation]:
    """Return the free-standing speech in marks that no cue claims, without cue and mention."""
    found: list[Quotation] = []
    done: set[Mark] = set()
    for mark in marked.marks:
        if mark.depth or mark in claimed or mark in done or not mark.opened:
            continue
        if not utterance(marked, mark) or not stands_alone(marked, mark) or any(s.overlaps(mark.span) for q in quotations for s in q.spans):
            continue
        pieces = [mark, *chains.get(mark, ())]
        done.update(pieces)
        sentence = next((s for s in marked.sentences if s.span.start <= mark.outer.start < s.span.end), marked.sentences[0])
        spans = tuple(sorted(p.span for p in pieces))
        found.append(Quotation("direct", spans, None, None, UNATTRIBUTED, confidence(UNATTRIBUTED), sentence.number, sentence.paragraph))
    return found


def stands_alone(marked: Marked, mark: Mark) -> bool:
    """Whether a mark opens its sentence or follows a colon, and has the length of speech."""
    sentence = next((s for s in marked.sentences if s.span.start <= mark.outer.start < s.span.end), None)
    if sentence is None:
        return False
    before = marked.view[sentence.span.start : mark.outer.start].strip(" -–—")
    length = len(marked.view[mark.span.start : mark.span.end].split())
    return length >= 3 and (not before or before.endswith(":") or (length >= 8 and before.isalpha()))


def inherit(marked: Marked, quotations: list[Quotation]) -> list[Quotation]:
    """Give a quotation without mention the number of the quotation before it in its paragraph, whose speaker goes on."""
    result = []
    for number, quotation in enumerate(quotations):
        previous = number - 1 if number and quotations[number - 1].paragraph == quotation.paragraph else None
        if quotation.mention is None and quotation.cue is None and previous is not None:
            quotation = replace(quotation, inherits=previous)
        result.append(quotation)
    return result

"""Rules → candidates: what each rule says of each cue of a sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from quotes.finding import inserted, reported, sources
from quotes.finding.contents import Content
from quotes.finding.cues import clause_start, is_clitic, make_cue, verb_group
from quotes.finding.matcher import Binding, match_sequence, match_tree, pattern, values
from quotes.finding.mentions import make_mention, may_speak, phrase_mention
from quotes.finding.reading import Reading
from quotes.finding.subjects import is_indefinite, nominal_before, speaker_of
from quotes.french import grammar, precisions, rules
from quotes.records import Cue, Mention

RULE_FILES = ("inserted_clause", "nominal", "colon", "reported_clause", "source", "quoted_phrase")


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

    @property
    def stated_cue(self) -> Cue | None:
        """The cue as the quotation shows it; none where the rule's verb only stands before the colon."""
        return None if self.rule.get("cue_kind") == "none" else self.cue


def sentence_candidates(reading: Reading, files: Sequence[str] = RULE_FILES, *, every: bool = False) -> list[Candidate]:
    """Return the best candidate for every cue word of a sentence, by the rules of some files; with ``every``, all of them."""
    found: dict[int, list[Candidate]] = defaultdict(list)
    every_rule = _rules(tuple(files))
    lacking = reading.index.lacking()
    for order, (rule, needed) in enumerate(every_rule, start=1):
        for binding in () if needed & lacking else matches(reading, rule):
            cue_word = binding["cue"]
            if found[cue_word] and not every:
                continue
            candidate = apply(reading, rule, order, binding)
            if candidate is not None:
                found[cue_word].append(candidate)
    return [candidate for candidates in found.values() for candidate in candidates]


@cache
def _rules(files: tuple[str, ...]) -> list[tuple[Mapping[str, Any], int]]:
    """Return the rules of some files, with the bits of words that they need."""
    return [(rule, 0 if "phrases" in rule else pattern(rule.get("nodes") or rule["sequence"]).needed) for name in files for rule in rules(name)]


def matches(reading: Reading, rule: Mapping[str, Any]) -> list[Binding]:
    """Return the bindings of a rule in a sentence."""
    if "phrases" in rule:
        return sources.match_phrases(reading)
    if "nodes" in rule:
        return list(match_tree(reading.index, reading.children, rule["nodes"]))
    return list(match_sequence(reading.index, rule["sequence"]))


def apply(reading: Reading, rule: Mapping[str, Any], order: int, binding: Binding) -> Candidate | None:
    """Turn a binding into a candidate; None when no content, no speaker or a filter is against it."""
    cue_word = binding["cue"]
    if any(c < cue_word and reading.word(c).form.lower() in grammar("negation", "without") for c in reading.children[cue_word]):
        return None
    if "chain" in rule:
        first_verb = chained_verb(reading, cue_word, rule["chain"])
        if first_verb is None:
            return None
        binding = {**binding, "first_verb": first_verb}
    is_inserted = rule["content"] == "host"
    preposition = rule.get("cue_kind") == "preposition"
    speaker = binding.get("speaker")
    for verb in (cue_word, binding.get("first_verb")):
        if speaker is None and verb is not None and not preposition:
            speaker = speaker_of(reading, verb)
    if preposition and speaker is not None and (not sources.is_source(reading, binding) or sources.is_place(reading, binding["speaker"])):
        return None
    if speaker is not None and is_indefinite(reading, speaker):
        speaker = sources.place_of(reading, cue_word) or speaker
    found: tuple[int, Content] | None = None
    if rule["content"] in SPEAKER_TOO:
        found = SPEAKER_TOO[rule["content"]](reading, binding)
        if found is None:
            return None
        speaker = found[0]
    if is_inserted and not stands_inserted(reading, binding, speaker, strict="requires" in rule):
        return None
    content = found[1] if found is not None else CONTENTS[rule["content"]](reading, binding, speaker)
    if content is None:
        return None
    if rule.get("requires") == "utterance" and content.kind != "direct":
        return None
    if rule.get("requires") == "unclosed mark":
        around = reading.around(reading.word(cue_word).span.start)
        if (
            around is None
            or around.closed
            or around.span.start != inserted.attribution_clause(reading, cue_word, speaker, clause_first(reading, binding)).start
        ):
            return None
    if rule.get("requires") == "turn":
        around = reading.around(reading.word(cue_word).span.start)
        if around is None or not around.turn:
            return None
    if not is_inserted and in_quoted_words(reading, cue_word, content):
        return None
    if speaker is None and rule["content"] == "colon":
        speaker = nominal_before(reading, cue_word)
    mention = make_mention(reading, speaker) if speaker is not None else None
    if mention is not None and speaker is not None and is_indefinite(reading, speaker):
        body = sources.body_behind(reading, cue_word)
        mention = replace(mention, behind=None if body is None else phrase_mention(reading, body))
    if mention is None and rule["content"] != "colon":
        return None
    if rule.get("addressee") == "known" and not may_speak(reading, binding.get("addressee", binding.get("object", cue_word))):
        return None
    if rule.get("objects") == "known" and not objects_speak(reading, cue_word, binding["content"]):
        return None
    if rule.get("speaker") == "known" and (speaker is None or not may_speak(reading, speaker)):
        return None
    if not is_inserted and speaker is not None and reading.word(cue_word).lemma in grammar("verbs", "of_things") and not may_speak(reading, speaker):
        return None
    if rule["content"] == "phrase" and speaker is not None and so_called(reading, cue_word, speaker):
        return None
    if preposition:
        cue = sources.preposition_cue(reading, binding)
    elif rule.get("cue_kind") == "noun":
        cue = make_cue(reading, [cue_word], reading.word(cue_word).lemma, "noun")
    else:
        group, lemma = verb_group(reading, cue_word), reading.word(cue_word).lemma
        if "first_verb" in binding:
            first = binding["first_verb"]
            group = list(range(verb_group(reading, first)[0], group[-1] + 1))
            if reading.word(first).lemma in grammar("causatives", "verbs"):
                lemma = f"{reading.word(first).lemma} {lemma}"
        cue = make_cue(reading, group, lemma)
    return Candidate(rule, order, reading, cue_word, cue, mention, content)


#: Ways to find the words said that say who speaks as well.
SPEAKER_TOO: Mapping[str, Callable[[Reading, Binding], tuple[int, Content] | None]] = {
    "label": lambda reading, binding: reported.label(reading, binding["cue"]),
    "relative source": lambda reading, binding: sources.relative_clause(reading, binding["cue"], binding["relative"]),
}

CONTENTS: Mapping[str, Callable[[Reading, Binding, int | None], Content | None]] = {
    "host": lambda reading, binding, speaker: inserted.host(reading, binding["cue"], speaker, clause_first(reading, binding)),
    "clause": lambda reading, binding, speaker: reported.clause(reading, binding["cue"], binding["content"]),
    "phrase": lambda reading, binding, speaker: reported.phrase(reading, binding["cue"], binding["content"]),
    "after": lambda reading, binding, speaker: reported.after(reading, binding["cue"], binding["content"]),
    "colon": lambda reading, binding, speaker: reported.colon(reading, binding["cue"]),
    "colon clause": lambda reading, binding, speaker: reported.colon_clause(reading, binding["cue"]),
    "which": lambda reading, binding, speaker: reported.which(reading, binding["speaker"]),
    "mark": lambda reading, binding, speaker: reported.mark_behind(reading, binding["cue"]),
    "source": lambda reading, binding, speaker: sources.source(reading, binding["cue"], binding.get("noun", binding["speaker"])),
}


def chained_verb(reading: Reading, infinitive: int, verbs: str) -> int | None:
    """Return the verb of a class right before an infinitive (*fait* in *a fait savoir*), clitics between; else None."""
    for i in range(infinitive - 1, max(infinitive - 4, -1), -1):
        if reading.word(i).lemma in values(verbs):
            return i
        if reading.word(i).upos not in {"PRON", "ADV"}:
            return None
    return None


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
    if speaker is not None and speaker > cue and not is_clitic(reading, speaker) and not third_person(reading, cue):
        return False
    clause = inserted.attribution_clause(reading, cue, speaker, clause_first(reading, binding))
    mark = reading.around(clause.start)
    inside = mark is not None and mark.span.start < clause.start
    if reading.closing_before(clause.start) is not None:
        return not strict or reading.view[: clause.start].rstrip()[-1:] in ",–—-" or _stop_inside(reading, clause.start)
    asks = any(
        i > cue and reading.word(i).deprel == "ccomp" and reading.word(c).form.lower() in grammar("clauses", "subordinators")
        for i in reading.children[cue]
        for c in reading.children[i]
    )
    if asks and speaker is not None and is_clitic(reading, speaker):  # croyez-vous que …: a question of its own
        return False
    opened = reading.marked.opening.get(clause.start) or reading.around(clause.start)
    if opened is not None and not opened.closed and opened.span.start == clause.start and strict:  # an opening sign where a closing one belongs
        return True
    if inside and speaker is not None and reading.word(speaker).form.lower().split("-")[-1] in grammar("pronouns", "second"):
        return False  # croyez-vous, within marks: the words of whoever speaks there
    before = reading.view[: clause.start].rstrip()[-1:]
    if before not in {",", "–", "—", "-", "!", "?", "…", ")", "."} or clause.start <= reading.span.start:
        return False
    first = speaker is not None and reading.word(speaker).form.lower().split("-")[-1] in grammar("pronouns", "first_second")
    if first and any(reading.word(i).feats.get("Tense") == "Fut" for i in verb_group(reading, cue)):  # dirai-je: whoever speaks weighs a word
        return False
    if before == "," and introduces_mark(reading, cue):
        return False
    if before in "!?…." and reading.view[clause.start].isupper():  # Dirai-je pourquoi ? : a sentence of its own
        return False
    if strict:
        return inside
    return before in {",", "–", "—", "-", ")"} or inside


def introduces_mark(reading: Reading, cue: int) -> bool:
    """Whether a colon with marks behind it follows in the sentence, outside marks: the words said come after the verb then."""
    return (
        any(
            word.form == ":" and reading.around(word.span.start) is None and reading.opening_after(word.span.end, reported.BEHIND_COLON) is not None
            for word in reading.words[cue + 1 :]
        )
        and reading.around(reading.word(cue).span.start) is None
    )


def so_called(reading: Reading, cue: int, speaker: int) -> bool:
    """Whether a participle only gives its noun a name (les neiges dites « éternelles » ; le four, dit « à sole », …)."""
    feats = reading.word(cue).feats
    present_participle = feats.get("VerbForm") == "Part" and feats.get("Tense") == "Pres"
    if speaker > cue or reading.word(speaker).upos == "PRON" or present_participle:
        return False
    group = verb_group(reading, cue)
    between = [reading.word(i) for i in range(speaker + 1, group[0])]
    comma = bool(between) and between[-1].form == "," and not any(w.form == "," for w in between[:-1])
    return len(group) == 1 and (comma or not third_person(reading, cue))


def third_person(reading: Reading, cue: int) -> bool:
    """Whether a verb group may be in the third person, by the ending of its finite form."""
    finite = [i for i in verb_group(reading, cue) if reading.word(i).feats.get("VerbForm") == "Fin"]
    return not finite or not reading.word(finite[0]).form.lower().endswith(tuple(grammar("verbs", "not_third")))


def _stop_inside(reading: Reading, offset: int) -> bool:
    """Whether the mark right before an offset ends with a stop or a comma of its own (« Non ! » …)."""
    mark = reading.closing_before(offset)
    return mark is not None and reading.view[mark.span.end - 1 : mark.span.end] in set("!?…,.")


def in_quoted_words(reading: Reading, cue: int, content: Content) -> bool:
    """Whether a cue stands inside a mark that also holds all of its content: somebody else's words."""
    mark = reading.around(reading.word(cue).span.start)
    return mark is not None and any(mark.outer.covers(span) or mark.outer.overlaps(span) for span in content.spans)


def status(candidate: Candidate) -> str:
    """Return ``negated`` (*n'a pas dit que*, *refuse de dire que*), ``hypothetical`` (*s'il disait que*, *dirait que*) or ``asserted``."""
    reading, cue = candidate.reading, candidate.cue_word
    if candidate.stated_cue is None or candidate.cue.kind != "verb" or candidate.rule["content"] == "host":
        return "asserted"
    verbs = [cue]
    while reading.word(verbs[-1]).feats.get("VerbForm") == "Inf" and reading.word(verbs[-1]).head >= 0:  # n'a pas voulu dire que
        verbs.append(reading.word(verbs[-1]).head)
    around = {i: {reading.word(c).form.lower() for c in reading.children[i] if c < i} for i in verbs}
    if any(around[i] & grammar("negation", "particles") for i in verbs) or any(
        reading.word(i).lemma in grammar("negation", "refusals") for i in verbs[1:]
    ):
        return "negated"
    condition = any(around[i] & grammar("clauses", "questions") and reading.word(i).deprel == "advcl" for i in verbs)
    return "hypothetical" if condition or reading.word(cue).feats.get("Mood") == "Cnd" else "asserted"


def confidence(rule: str) -> float:
    """Return the measured precision of a rule; 0.5 while it has not been measured."""
    return precisions().get(rule, 0.5)

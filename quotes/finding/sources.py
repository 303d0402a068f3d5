"""*Selon X* and its like: whether X can speak, how far the phrase reaches, which clause is X's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from quotes.finding.contents import (
    Content,
    expand,
    finish,
    has_finite_verb,
    is_lead_in,
    joined_marks,
    letters,
    sentence_start,
    stands_free,
    without_stop,
)
from quotes.finding.cues import make_cue
from quotes.finding.matcher import Binding
from quotes.finding.mentions import apposed_name, is_title, may_speak
from quotes.finding.reading import Reading
from quotes.finding.subjects import is_indefinite, subject
from quotes.french import grammar, lexicon, settings
from quotes.french import words as lexicon_words
from quotes.records import Cue, Span


def is_source(reading: Reading, binding: Binding) -> bool:
    """Whether the noun of a *selon X* can speak."""
    cue, speaker = reading.word(binding["cue"]), reading.word(binding["speaker"])
    if "noun" in binding:
        return opens_clause(reading, binding["cue"], binding["noun"])
    if "last" in binding:
        known = may_speak(reading, binding["speaker"]) or names_somebody(reading, binding["speaker"])
        return known or speaker.lemma in grammar("sources", "sources")
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
    documents = grammar("sources", "documents")
    return (
        speaker.lemma.lower() in documents
        or may_speak(reading, binding["speaker"])
        or names_somebody(reading, binding["speaker"])
        or opens_sentence(reading, binding)
    )


def preposition_cue(reading: Reading, binding: Binding) -> Cue:
    """Return the cue that a preposition makes, of one word or several."""
    first = binding["cue"]
    last = binding.get("noun", -1) if "noun" in binding else binding.get("last", first + 1 if reading.word(first).form.endswith("'") else first)
    entry = " ".join(reading.word(i).form.lower() for i in range(first, last + 1)).replace("' ", "'")
    return make_cue(reading, list(range(first, last + 1)), entry, "preposition")


@cache
def phrases() -> Mapping[str, list[tuple[tuple[str, ...], str]]]:
    """Return by their first word the prepositions of several words, contractions expanded, longest first, with their kind."""
    contractions = settings("signs")["contractions"]
    found: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for entry in sorted(lexicon("cue_prepositions"), key=lambda entry: -len(entry["preposition"].split())):
        words_ = entry["preposition"].replace("'", "' ").split()
        parts = tuple(part for word in words_ for part in contractions.get(word, [word]))
        if (len(words_) > 1 and entry["preposition"] not in simple_prepositions()) or entry["preposition"] in grammar("sources", "alone"):
            found[parts[0]].append((parts, entry["kind"]))
    return found


def simple_prepositions() -> frozenset[str]:
    """Return the prepositions that the tree shows as the case of their noun (selon, d'après)."""
    return grammar("sources", "simple")


def match_phrases(reading: Reading) -> list[Binding]:
    """Return where a preposition of several words stands, with its last word and the noun behind it."""
    found: list[Binding] = []
    forms = [word.form.lower() for word in reading.words]
    taken = -1
    table = phrases()
    for first, form in enumerate(forms):
        for parts, kind in table.get(form, ()):
            last = first + len(parts) - 1
            if first <= taken or not _spells(forms[first : last + 1], parts):
                continue
            speaker = last if kind == "anonymous" else _noun_from(reading, last + 1)
            if speaker is not None:
                found.append({"cue": first, "last": last - (kind == "anonymous"), "speaker": speaker})
                taken = last
            break
    return found


def _spells(forms: list[str], parts: tuple[str, ...]) -> bool:
    """Whether words are those of a preposition; a final de may be elided."""
    if len(forms) != len(parts) or (len(parts) > 2 and forms[1] != parts[1]) or tuple(forms[:-1]) != parts[:-1]:
        return False
    return forms[-1] == parts[-1] or (parts[-1].endswith("e") and forms[-1] == parts[-1][:-1] + "'")


def _noun_from(reading: Reading, start: int) -> int | None:
    """Return the head of the noun phrase that begins at a word, None when none does."""
    for i in range(start, min(start + 5, len(reading.words))):
        article = reading.word(i).form.lower() in grammar("determiners", "definite")
        if reading.word(i).upos in {"NOUN", "PROPN", "PRON"} and not article:
            return i
        if reading.word(i).upos not in {"DET", "ADJ", "NUM", "ADV"} and not article:
            return None
    return None


def place_of(reading: Reading, verb: int) -> int | None:
    """Return who or what *on* stands for: the noun behind à, auprès de, de source … under its verb (indique-t-on à l'Élysée); else None."""
    for i in reading.children[verb]:
        word = reading.word(i)
        cases = {reading.word(c).form.lower() for c in reading.children[i] if reading.word(c).deprel == "case"}
        if i <= verb or not word.deprel.startswith("obl") or not cases & grammar("sources", "places"):
            continue
        if word.lemma in grammar("sources", "sources"):
            return i
        heard = word.lemma in lexicon_words("media") or word.form in lexicon_words("media")
        if not cases & grammar("sources", "of") and not heard and (word.upos == "PROPN" or may_speak(reading, i)):
            return i
    return None


def body_behind(reading: Reading, verb: int) -> int | None:
    """Return the body or place in which *on* speaks (*dit-on à la mairie*, *du côté de la police, on explique*); None when there is none."""
    for i in reading.children[verb]:
        word = reading.word(i)
        forms = {
            reading.word(c).form.lower()
            for k in (i, *reading.children[i])
            for c in reading.children[k]
            if reading.word(c).deprel in {"case", "fixed"}
        }
        where = forms & grammar("sources", "at") or (word.form.lower() in grammar("sources", "at"))
        if not word.deprel.startswith("obl") or not where or reading.around(word.span.start) is not None:
            continue
        inner = (
            next((c for c in reading.children[i] if reading.word(c).deprel == "nmod"), None) if word.form.lower() in grammar("sources", "at") else i
        )
        if inner is not None and (reading.word(inner).upos == "PROPN" or reading.word(inner).lemma in lexicon_words("collectives")):
            return inner
    return None


def is_place(reading: Reading, noun: int) -> bool:
    """Whether a noun says who *on* is in the clause around it (a-t-on appris de source policière)."""
    return any(
        place_of(reading, verb) == noun and any(is_indefinite(reading, i) for i in reading.children[verb]) for verb in reading.ancestors(noun)[:1]
    )


def opens_clause(reading: Reading, first: int, last: int) -> bool:
    """Whether a phrase stands in commas, or opens its sentence with a comma behind it."""
    before = first == 0 or all(reading.word(i).upos == "PUNCT" for i in range(first)) or reading.word(first - 1).form == ","
    return before and last + 1 < len(reading.words) and reading.word(last + 1).form in {",", "."}


def opens_sentence(reading: Reading, binding: Binding) -> bool:
    """Whether a source phrase with a definite noun opens its sentence, a comma behind it: there even an unknown noun speaks."""
    if any(reading.word(i).upos != "PUNCT" for i in range(binding["cue"])):
        return False
    end = source_phrase(reading, binding["cue"], binding["speaker"]).end
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
    phrase_end = source_phrase(reading, preposition, speaker).end
    if reading.view[phrase_end : phrase_end + 1] != "," or (preposition and reading.word(preposition - 1).upos not in {"PUNCT", "CCONJ", "ADV"}):
        return False
    if word.upos == "PRON":
        return word.form.lower() in settings("grammar")["pronouns"]["third"]
    person = word.lemma in lexicon_words("roles") or word.lemma.endswith(tuple(grammar("persons", "endings")))
    article = any(reading.word(c).deprel == "det" for c in reading.children[speaker])
    if article and word.lemma in lexicon_words("collectives") and any(m.outer.start > phrase_end for m in reading.marks if m.depth == 0):
        return True
    return word.form[:1].isupper() or is_title(word.form) or (article and person)


def relative_clause(reading: Reading, first: int, relative: int) -> tuple[int, Content] | None:
    """Return the antecedent of *X, selon qui …* and the clause behind the relative pronoun; None when there is no such clause."""
    verbs = [i for i in range(first) if reading.word(i).lemma in lexicon_words("speech_verbs") and reading.word(i).deprel.startswith("parataxis")]
    inserted = subject(reading, verbs[-1]) if verbs else None
    heads = [a for a in reading.ancestors(relative) if reading.word(a).deprel.startswith("acl")]
    if inserted is not None and inserted > verbs[-1]:  # « … », insiste l'avocate, selon qui …
        antecedent = inserted
    elif heads:
        antecedent = reading.word(heads[0]).head
    else:
        antecedent = next((i for i in range(first - 1, -1, -1) if reading.word(i).upos == "PROPN"), -1)
    if antecedent < 0 or antecedent > first or relative + 1 >= len(reading.words):
        return None
    span = Span(reading.word(relative + 1).span.start, reading.span.end)
    mark = reading.opening_after(reading.word(relative).span.end, " ")
    if mark is not None and reading.view[mark.outer.end : reading.span.end].strip(" .") == "":
        span = mark.span
    if not has_finite_verb(reading, span):
        return None
    content = finish(reading, [without_stop(reading.view, span)], reading.range([first, relative]))
    return None if content is None else (antecedent, content)


def source(reading: Reading, preposition: int, speaker: int) -> Content | None:
    """Return the clause that a *selon X* goes with: its clause without the phrase itself, or the mark right before it."""
    view, words = reading.view, reading.words
    phrase_span = source_phrase(reading, preposition, speaker)
    mark = reading.around(phrase_span.start)
    if mark is not None and letters(view, mark.span) > letters(view, phrase_span) + 8:
        return None
    closing = reading.closing_before(phrase_span.start)
    if closing is not None and closing.outer.end > reading.span.start:
        start = sentence_start(reading, closing)
        if stands_free(reading, start, closing) and not joined_marks(reading, start, closing):
            return finish(reading, [closing.span], phrase_span)
        if not has_finite_verb(reading, closing.span):
            first = next((i for i, w in enumerate(words) if w.span.start >= closing.outer.start), 0)
            while first > 0 and words[first - 1].upos in {"DET", "ADJ", "NUM"} and not words[first - 1].form[:1].isupper():
                first -= 1
            near = Span(min(words[first].span.start, closing.outer.start), closing.outer.end)
            if view[closing.outer.end : phrase_span.start].strip() == "" or view[: near.start].rstrip()[-1:] in ",-–—(":
                return finish(reading, [near], phrase_span)
    whole = _within_semicolons(view, _clause_around(reading, preposition, speaker, phrase_span), phrase_span)
    pieces = []
    if phrase_span.start > whole.start:
        before = Span(whole.start, phrase_span.start)
        if not is_lead_in(reading, before) or phrase_span.end >= whole.end - 2:
            pieces.append(before)
    if phrase_span.end < whole.end:
        pieces.append(expand(reading, Span(phrase_span.end, whole.end)))
    if len(pieces) == 1 and pieces[0].start >= phrase_span.end:
        mark = reading.opening_after(phrase_span.end)
        if mark is not None and mark.outer.end >= reading.span.end - 1:
            pieces = [mark.span]
    content = finish(reading, [without_stop(view, p) for p in pieces], phrase_span)
    says = content is not None and (content.kind != "indirect" or any(has_finite_verb(reading, span) for span in content.spans))
    return content if says else None


def _within_semicolons(view: str, whole: Span, phrase_span: Span) -> Span:
    """Cut a clause at the semicolons around the source phrase."""
    start = max(whole.start, view.rfind(";", whole.start, phrase_span.start) + 1)
    end = view.find(";", phrase_span.end, whole.end)
    return Span(start, whole.end if end < 0 else end)


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
    last = max([last, *apposed_name(reading, speaker)])
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


def _clausal(relation: str) -> bool:
    return relation.split(":")[0] in {"ccomp", "advcl", "acl", "parataxis", "conj", "root", "csubj", "xcomp"}

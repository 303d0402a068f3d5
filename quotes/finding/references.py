"""Who stands where in a text: names, noun phrases and pronouns of people and bodies, with their functions and their part in the clause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from quotes.finding.mentions import is_title, make_mention, may_speak, phrase_mention
from quotes.finding.reading import Reading
from quotes.finding.sources import body_behind
from quotes.finding.subjects import in_marks, is_dateline, is_impersonal, is_indefinite, is_relative
from quotes.french import grammar
from quotes.french.people import demonyms, feminine_roles, function_genders, masculines, speaking_nouns
from quotes.records import Function, Gender, Marked, Mention, Rank, Reference, Tree

SUBJECTS = {"nsubj", "nsubj:pass", "nsubj:caus", "expl:subj"}
RANKS: tuple[Rank, ...] = ("main", "subject", "object", "other", "apposed")
MAIN = {"root", "conj", "parataxis"}
CONTENT = {"NOUN", "PROPN", "ADJ", "NUM", "X"}


def find_references(marked: Marked, trees: Mapping[int, Tree]) -> tuple[Reference, ...]:
    """Return who is spoken of in the parsed sentences, in text order, one reference for each place."""
    found: dict[int, Reference] = {}
    for number in sorted(trees):
        for reference in _of_sentence(Reading(marked, trees[number])):
            found.setdefault(reference.mention.span.start, reference)
    return tuple(found[start] for start in sorted(found))


def _of_sentence(reading: Reading) -> Iterator[Reference]:
    functions: dict[int, list[Function]] = {}
    mentions: dict[int, Mention] = {}
    covered: set[int] = set()
    for i, word in enumerate(reading.words):
        if (
            i in covered
            or (word.upos == "NOUN" and reading.child(i, "cop") is not None)
            or word.upos not in {"NOUN", "PROPN", "PRON"}
            or is_relative(reading, i)
            or not may_speak(reading, i)
        ):
            continue
        if is_dateline(reading, i):
            continue
        if is_indefinite(reading, i) and word.deprel.startswith("nsubj") and (body := body_behind(reading, word.head)) is not None:
            mentions[i] = Mention(word.span, word.form, "pronoun", behind=phrase_mention(reading, body))
            functions[i] = []
            continue
        if word.upos == "PRON" and not _stands_for_somebody(reading, i):
            continue
        mention = make_mention(reading, i)
        if mention is None or _is_part(reading, i):
            continue
        named = mention.kind == "name"
        if named:
            covered.update(reading.within(mention.span))
        mentions[i] = mention
        functions[i] = [_function(reading, k) for k in (_said_of(reading, i) if word.upos != "PRON" else []) if _is_function(reading, k)]
    apposed = {i for k in mentions for i in _said_of(reading, k) if i != k}
    for i, mention in mentions.items():
        if i not in apposed:
            yield Reference(mention, tuple(functions[i]), _best_rank(reading, i, mention), _shown(reading, i), in_marks(reading, i))


def _is_part(reading: Reading, index: int) -> bool:
    """Whether a noun is what somebody speaks with, or somebody's person (*sa voix*, *toute sa personne*), or nobody (*personne*)."""
    word = reading.word(index)
    if word.lemma in grammar("persons", "parts"):
        return True
    articles = grammar("determiners", "indefinite") | grammar("determiners", "pointing") | grammar("determiners", "plural")
    determiners = {reading.word(i).form.lower() for i in reading.children[index] if reading.word(i).deprel in {"det", "nummod"}}
    return word.lemma in grammar("persons", "anybody") and not determiners & articles and word.feats.get("Number") != "Plur"


def _stands_for_somebody(reading: Reading, index: int) -> bool:
    """Whether a pronoun is a subject of the third person, no impersonal *il*, or points back (*ce dernier*)."""
    word = reading.word(index)
    form = word.form.lower()
    if form in grammar("pronouns", "like_pronouns"):
        return True
    bare = form.removeprefix("-t").removeprefix("-")
    if bare not in grammar("pronouns", "third") or word.deprel.split(":")[0] not in {"nsubj", "expl"}:
        return False
    return word.head < 0 or not is_impersonal(reading, word.head)


def _said_of(reading: Reading, index: int) -> list[int]:
    """Return the nouns that say what somebody is: the head of the phrase, its appositions, and what a copula makes of it."""
    found = [index]
    for i in reading.children[index]:
        child = reading.word(i)
        if child.deprel.split(":")[0] == "appos" and child.upos in {"NOUN", "PROPN"}:
            found += [i, *(k for k in reading.children[i] if reading.word(k).deprel in {"conj", "appos"} and reading.word(k).upos == "NOUN")]
    head = reading.word(index).head
    if reading.word(index).deprel == "nsubj" and head >= 0 and reading.word(head).upos == "NOUN" and reading.child(head, "cop") is not None:
        found.append(head)
    return found


def _is_function(reading: Reading, index: int) -> bool:
    word = reading.word(index)
    if is_title(word.form):
        return False
    return (
        word.lemma.lower() in speaking_nouns()
        or word.form.lower() in feminine_roles()
        or word.form in demonyms()
        or (word.upos == "NOUN" and word.lemma.lower().endswith(tuple(grammar("persons", "endings"))))
    )


def _function(reading: Reading, index: int) -> Function:
    word = reading.word(index)
    inside = [
        reading.word(i) for i in reading.subtree(index, without=_loose(reading, index))
        if i != index and reading.word(i).upos in CONTENT
    ]  # fmt: skip
    noun = word.form if word.form in demonyms() else masculines().get(word.form.lower(), word.lemma.lower())
    return Function(noun, _gender(reading, index), frozenset(w.form.lower() for w in inside))


def _loose(reading: Reading, index: int) -> list[int]:
    loose = {"acl", "appos", "parataxis", "advcl", "cc", "conj", "nsubj", "cop", "flat"}
    return [i for i in reading.children[index] if reading.word(i).deprel.split(":")[0] in loose]


def _gender(reading: Reading, index: int) -> Gender:
    """Return the gender that a noun of function shows of a single person: by its form, else by its determiner."""
    word = reading.word(index)
    form = word.form.lower()
    if word.feats.get("Number") == "Plur":
        return ""
    by_form = function_genders().get(form, "")
    if by_form in {"f", "m"}:
        return by_form  # type: ignore[return-value]
    if not by_form and form not in demonyms() and word.form not in demonyms():
        return ""
    determiners = {reading.word(i).form.lower() for i in reading.children[index] if reading.word(i).deprel == "det"}
    if determiners & grammar("determiners", "feminine"):
        return "f"
    if determiners & grammar("determiners", "masculine"):
        return "m"
    return ""


def _best_rank(reading: Reading, index: int, mention: Mention) -> Rank:
    """Return the part that a noun or, behind it, the name it stands for has in the clause (*Présidente du club, Anne Roy a signé*)."""
    named = [k for k in (reading.within(mention.span) if mention.kind == "name" else ()) if reading.word(k).upos == "PROPN"]
    return min((_rank(reading, k) for k in (index, *named)), key=RANKS.index)


def _rank(reading: Reading, index: int) -> Rank:
    word = reading.word(index)
    if word.upos == "NOUN" and not word.form[:1].isupper() and reading.child(index, "det", "nummod") is None:
        return "apposed"
    while word.deprel.split(":")[0] in {"appos", "flat"} and word.head >= 0:
        index = word.head
        word = reading.word(index)
    if word.deprel in SUBJECTS:
        verb = reading.word(word.head)
        if verb.deprel.split(":")[0] in MAIN:
            return "main"
        return "subject"
    if word.deprel == "root":
        return "subject"
    return "object" if word.deprel.split(":")[0] in {"obj", "iobj"} else "other"


def _shown(reading: Reading, index: int) -> Gender:
    """Return the gender of the participle or adjective that says something of a subject; empty where its form may be either."""
    word = reading.word(index)
    if word.deprel not in SUBJECTS or word.head < 0:
        return ""
    predicate = reading.word(word.head)
    plain = any(
        w.deprel.split(":")[0] == "cop" or w.deprel == "aux:pass" or (w.upos == "AUX" and w.lemma in grammar("verbs", "agreeing"))
        for w in map(reading.word, reading.children[word.head])
    )
    if not plain or predicate.upos not in {"ADJ", "VERB"} or predicate.feats.get("Number") == "Plur":
        return ""
    gender = predicate.feats.get("Gender", "")
    if gender == "Fem" and predicate.form.endswith(tuple(grammar("verbs", "feminine_endings"))):
        return "f"
    return "m" if gender == "Masc" and predicate.form.endswith(tuple(grammar("verbs", "masculine_endings"))) else ""

"""The words that name a speaker: the name, else the noun phrase, else the pronoun."""

from __future__ import annotations

import re

from quotes.finding.reading import Reading
from quotes.finding.subjects import is_relative
from quotes.french import grammar, lexicon, settings, words
from quotes.french.people import feminine_roles, function_genders, speaking_nouns
from quotes.records import Gender, Mention, MentionKind, Span

BREAKS = {",", ";", ":", "«", "»", "(", ")", "[", "]", "—", "–", "-", '"', ".", "!", "?", "…", "..."}
TITLES = words("titles")
FUNCTION = 14  # words of a function before the name apposed to it


def make_mention(reading: Reading, head: int) -> Mention | None:
    """Return the mention headed by a word; None when the word cannot name a speaker."""
    word = reading.word(head)
    form = word.form.lower()
    bare = form.removeprefix("-t-").removeprefix("-")
    if bare in grammar("pronouns", "not_speakers") or is_relative(reading, head):
        return None
    text = reading.marked.document.text
    if word.upos == "PRON" and (
        bare in settings("grammar")["pronouns"]["third"] or bare in grammar("pronouns", "first_second") or bare in grammar("pronouns", "indefinite")
    ):
        span = Span(word.span.end - len(bare), word.span.end)
        gender: Gender = settings("grammar")["pronouns"]["third"].get(bare, "")
        return Mention(span, text[span.start : span.end], "pronoun", gender, bare in grammar("pronouns", "plural"))
    if form in grammar("determiners", "possessive") or (word.upos in {"PRON", "DET"} and form in grammar("determiners", "object")):
        return Mention(word.span, text[word.span.start : word.span.end], "pronoun", "", form in grammar("determiners", "of_several"))
    like_pronoun = settings("grammar")["pronouns"]["like_pronouns"].get(form, "")
    if like_pronoun and word.upos in {"PRON", "ADJ", "NOUN"}:
        first = head - 1 if head and reading.word(head - 1).upos == "DET" else head
        last = relative_end(reading, head) if form in grammar("pronouns", "with_relative") else head
        span = reading.range(range(first, last + 1))
        return Mention(span, text[span.start : span.end], "pronoun", like_pronoun)
    name = name_words(reading, head) or name_after_function(reading, head) or apposed_name(reading, head)
    indices = name or phrase_words(reading, head)
    if len(indices) == 1 and form in grammar("determiners", "indefinite"):  # a determiner that was taken for a pronoun
        return None
    if name and reading.word(name[-1]).upos == "PROPN":
        indices = _with_date(reading, indices)
    span = reading.range(indices)
    plural = is_plural(reading, head)
    return Mention(span, text[span.start : span.end], kind_of(reading, head, named=bool(name), plural=plural), gender_of(reading, head), plural)


def phrase_mention(reading: Reading, head: int) -> Mention:
    """Return the whole noun phrase of a body as a mention, its name included (*l'Agence des eaux du Nord*)."""
    span = reading.range(phrase_words(reading, head))
    text = reading.marked.document.text[span.start : span.end]
    return Mention(span, text, "name" if reading.word(head).upos == "PROPN" else "group", gender_of(reading, head), is_plural(reading, head))


def _with_date(reading: Reading, name: list[int]) -> list[int]:
    """Return a name with the date behind it (Le Monde du 25 janvier 2006)."""
    last = name[-1]
    words_ = reading.words[last + 1 :]
    number = next((k for k, w in enumerate(words_[:3]) if w.upos == "NUM" or w.form.isdigit()), None)
    if number is None or any(w.upos not in {"ADP", "DET"} for w in words_[:number]) or not number:
        return name
    end = last + 1 + number
    while (
        end + 1 < len(reading.words) and end - last < 6 and reading.word(end + 1).upos in {"NOUN", "NUM"} and reading.word(end + 1).form not in BREAKS
    ):
        end += 1
    return [*name, *range(last + 1, end + 1)]


def relative_end(reading: Reading, head: int) -> int:
    """Return the last word of the relative clause behind *celui*, *celle*, up to a comma."""
    last = head
    inside = set(reading.subtree(head))
    while last + 1 < len(reading.words) and last + 1 in inside and reading.word(last + 1).form not in BREAKS:
        last += 1
    return last


def may_speak(reading: Reading, head: int) -> bool:
    """Whether a word is a name, a pronoun, or a noun known to stand for somebody or something that speaks."""
    word = reading.word(head)
    if word.form.lower() in grammar("pronouns", "like_pronouns"):
        return True
    if word.upos in {"PROPN", "PRON", "NUM"} or (word.form[:1].isupper() and head > 0):
        return True
    lemma, form = word.lemma.lower(), word.form.lower()
    return (
        lemma in speaking_nouns()
        or form in speaking_nouns()
        or lemma.endswith(tuple(grammar("persons", "endings")))
        or is_title(word.form)
        or bool(name_words(reading, head))
    )


def name_words(reading: Reading, head: int) -> list[int]:
    """Return the words of the person's name in the phrase of ``head``, civility included, functions left out; else empty."""
    word = reading.word(head)
    conjoined = [i for i in reading.children[head] if reading.word(i).deprel == "conj" and reading.word(i).upos in {"PROPN", "NOUN"}]
    if word.upos == "PROPN" or is_title(word.form):
        indices = _name_from(reading, head)
        if not any(reading.word(i).upos == "PROPN" for i in indices):
            return []
        if conjoined and all(reading.word(i).upos == "PROPN" or is_title(reading.word(i).form) for i in conjoined):
            last = _name_from(reading, conjoined[-1])
            if len(indices) and last:
                return list(range(indices[0], last[-1] + 1))
        return indices
    if conjoined or word.upos != "NOUN":
        return []
    for i in reading.children[head]:
        child = reading.word(i)
        if i < head or child.deprel.split(":")[0] not in {"nmod", "appos", "flat"}:
            continue
        if child.upos == "NOUN" and child.deprel == "appos" and not is_title(child.form):
            inner = name_words(reading, i)
            if inner:
                return inner
        if any(reading.word(c).deprel in {"case", "det"} for c in reading.children[i]):
            continue
        if child.upos == "PROPN" or is_title(child.form):
            if any(reading.word(j).form in "()«»" for j in range(head + 1, i)):
                continue
            if child.form.isupper() and len(child.form) > 1 and not any(reading.word(c).deprel == "flat:name" for c in reading.children[i]):
                continue
            indices = _name_from(reading, i)
            if any(reading.word(j).upos == "PROPN" for j in indices):
                return indices
    return []


def apposed_name(reading: Reading, head: int) -> list[int]:
    """Return the name in commas right behind a function (*le maire, Paul Martin, …*) where the tree does not join them; else empty."""
    word = reading.word(head)
    if word.upos != "NOUN" or not (word.lemma in words("roles") or word.form.lower() in feminine_roles()) or is_plural(reading, head):
        return []
    comma, depth = None, 0
    for i in range(head + 1, min(head + FUNCTION, len(reading.words))):  # le maire (PS) de la commune, Paul Martin, …
        depth += {"(": 1, ")": -1}.get(reading.word(i).form, 0)
        if not depth and reading.word(i).form in BREAKS - {"(", ")"}:
            comma = i
            break
    if comma is None or reading.word(comma).form != "," or any(reading.word(i).feats.get("VerbForm") == "Fin" for i in range(head, comma)):
        return []
    for start in range(comma + 1, min(comma + 5, len(reading.words))):  # le rapporteur, le socialiste Paul Martin, …
        word = reading.word(start)
        if (word.upos == "PROPN" or is_title(word.form)) and word.form[:1].isupper():
            name = _name_from(reading, start)
            ends = name[-1] + 1 >= len(reading.words) or reading.word(name[-1] + 1).form in {",", ".", "»", ":"}
            return name if ends and len(name) >= 2 else []
        if word.upos not in {"DET", "NOUN", "ADJ"} or any(reading.word(c).deprel == "case" for c in reading.children[start]):
            return []
    return []


def name_after_function(reading: Reading, head: int) -> list[int]:
    """Return the name behind a bare function that opens the sentence (*Adjointe aux finances, Nadia Roy a répondu*); else empty."""
    word = reading.word(head)
    if word.upos != "NOUN" or not word.form[:1].isupper() or any(reading.word(i).upos != "PUNCT" for i in range(head)):
        return []
    for i in range(head + 1, len(reading.words) - 1):
        if reading.word(i).form == ",":
            following = reading.word(i + 1)
            if following.upos == "PROPN" or is_title(following.form):
                return _name_from(reading, i + 1)
            return []
        if reading.word(i).upos in {"VERB", "AUX"}:
            return []
    return []


def _name_from(reading: Reading, start: int) -> list[int]:
    """Return the run of words of one name: title, capitalised words, particles between them, and a place's or paper's article."""
    words_, particles = reading.words, grammar("names", "particles")
    end = start
    while end + 1 < len(words_):
        following = words_[end + 1]
        if following.form in BREAKS or _begins_a_name(reading, start, end + 1):
            break
        capital = following.form[:1].isupper() and (following.upos in {"PROPN", "NOUN", "X", "ADJ"} or following.deprel.startswith("flat"))
        particle = following.form.lower() in particles and end + 2 < len(words_) and words_[end + 2].form[:1].isupper()
        if (
            particle
            and following.form == following.form.lower()
            and not (following.deprel.startswith("flat") or (words_[start].form in words("first_names") and end == start))
        ):
            particle = end + 3 < len(words_) and following.deprel.startswith("flat")
        if not (capital or particle):
            break
        end += 1
    while end > start and words_[end].form.lower() in particles and not words_[end].form[:1].isupper():
        end -= 1
    first = start
    if words_[start].upos == "PROPN":
        while first > 0 and words_[first - 1].head == start and words_[first - 1].deprel in {"flat:name", "flat:foreign"}:
            first -= 1
        if (first > 0 and is_title(words_[first - 1].form)) or (
            first > 0 and words_[first - 1].upos == "DET" and words_[first - 1].span.end <= words_[first].span.start
        ):
            first -= 1
    return list(range(first, end + 1))


def _begins_a_name(reading: Reading, start: int, index: int) -> bool:
    """Whether a first name, with what follows it, is another's name than the one that begins before it (*la République Anne Roy*)."""
    word, before = reading.word(index), reading.word(start).form
    if word.form not in words("first_names") or before in words("first_names") or is_title(before) or word.deprel.startswith("flat"):
        return False
    return reading.child(index, "flat") is not None


def is_title(form: str) -> bool:
    """Whether a word is a civility or a title that stays with the name (M., Mme, Me …)."""
    return form in TITLES and form[:1].isupper()


def phrase_words(reading: Reading, head: int) -> list[int]:
    """Return the noun phrase of ``head`` without appositions, relative clauses and what stands behind a comma or bracket."""
    dropped = [
        i for i in reading.children[head]
        if reading.word(i).deprel.split(":")[0] in {"acl", "appos", "parataxis", "advcl", "advmod", "cc", "conj"} and i > head
        and not (reading.word(i).deprel == "conj" and _joins(reading, head, i))
    ]  # fmt: skip
    inside = [i for i in reading.subtree(head, without=dropped) if reading.word(i).deprel != "acl:relcl"]
    indices = [head]
    for i in range(head - 1, -1, -1):
        if i not in inside or reading.word(i).form in BREAKS or reading.word(i).upos in {"ADP", "SCONJ"} or reading.word(i).deprel == "cc":
            break
        contracted = i and reading.word(i - 1).span == reading.word(i).span and reading.word(i - 1).deprel == "case"
        if contracted and reading.word(i).lemma == reading.word(i).form:  # du comptable: the article is no word of its own
            break
        indices.insert(0, i)
    verbs = {"acl:relcl"}
    for i in range(head + 1, len(reading.words)):
        word = reading.word(i)
        if i not in inside or word.form in BREAKS or word.deprel in verbs or word.form.lower() in grammar("pronouns", "relatives"):
            break
        indices.append(i)
    while len(indices) > 1 and indices[-1] > head and reading.word(indices[-1]).upos in {"ADP", "CCONJ", "DET", "PUNCT", "ADV"}:
        indices.pop()
    return indices


def _joins(reading: Reading, head: int, other: int) -> bool:
    return not any(reading.word(j).form in BREAKS for j in range(head, other))


def is_plural(reading: Reading, head: int) -> bool:
    """Whether the phrase is plural: by its features, its determiner or a conjunct."""
    word = reading.word(head)
    determiners = {reading.word(i).form.lower() for i in reading.children[head] if reading.word(i).deprel in {"det", "nummod"}}
    if any(
        reading.word(i).deprel == "conj" and _joins(reading, head, i) and not _second_function(reading, i, determiners)
        for i in reading.children[head]
    ):
        return True
    if determiners & grammar("determiners", "plural"):
        return True
    return word.feats.get("Number") == "Plur" and word.upos != "PROPN"


def _second_function(reading: Reading, conjunct: int, determiners: set[str]) -> bool:
    """Whether a conjunct says what else one person is: the article stands before the first noun only (*la journaliste et auteure*)."""
    single = determiners & (grammar("determiners", "feminine") | grammar("determiners", "masculine"))
    return bool(single) and reading.word(conjunct).upos == "NOUN" and reading.child(conjunct, "det", "nummod") is None


def gender_of(reading: Reading, head: int) -> Gender:
    """Return what the phrase's own form says: title, article, agreement."""
    if is_plural(reading, head):
        return ""
    for i in [head, *reading.children[head]]:
        form = reading.word(i).form
        if is_title(form):
            found = next((e["gender"] for e in lexicon("titles") if e["title"] == form), "")
            if found in {"m", "f"}:
                return found  # type: ignore[return-value]
    word = reading.word(head)
    if word.upos == "PROPN":
        return ""
    if word.form.lower() in feminine_roles():  # whatever the tagger says of it behind l'
        return "f"
    determiners = {reading.word(i).form.lower() for i in reading.children[head] if reading.word(i).deprel == "det"}
    if determiners & grammar("determiners", "feminine"):
        return "f"
    if determiners & grammar("determiners", "masculine"):
        return "m"
    if function_genders().get(word.lemma) == "mf":  # l'artiste, l'ancienne juge
        adjectives = [reading.word(i) for i in reading.children[head] if reading.word(i).deprel == "amod"]
        return "f" if any(w.feats.get("Gender") == "Fem" and w.form.endswith(tuple(grammar("verbs", "feminine_endings"))) for w in adjectives) else ""
    return {"Masc": "m", "Fem": "f"}.get(word.feats.get("Gender", ""), "")  # type: ignore[return-value]


def kind_of(reading: Reading, head: int, *, named: bool, plural: bool) -> MentionKind:
    """Return what sort of mention a phrase is."""
    word = reading.word(head)
    lemma = word.lemma.lower()
    if named and word.upos != "NOUN":
        return "name"
    if named:
        return "name"
    determiners = {reading.word(i).form.lower() for i in reading.children[head] if reading.word(i).deprel == "det"}
    if lemma in words("anonymous") and (determiners & grammar("determiners", "indefinite") or not determiners):
        return "anonymous"
    if plural or lemma in words("collectives"):
        return "group"
    if word.upos == "PROPN" or re.match(r"[A-ZÉ]{2,}", word.form):
        return "name"
    return "role"


def last_actor(reading: Reading, before: int) -> Mention | None:
    """Return the last subject of a main clause that can speak and stands before an offset, nothing said between; None if there is none."""
    if any(mark.outer.start < before and mark.outer.end > reading.span.start for mark in reading.marks):
        return None
    for i in range(len(reading.words) - 1, -1, -1):
        word = reading.word(i)
        verb = reading.word(word.head) if word.head >= 0 else None
        main = verb is not None and verb.deprel.split(":")[0] in {"root", "conj", "parataxis"}
        if main and word.span.end <= before and word.deprel in {"nsubj", "nsubj:pass"} and not is_relative(reading, i) and may_speak(reading, i):
            return make_mention(reading, i)
    return None

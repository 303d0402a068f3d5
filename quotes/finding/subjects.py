"""Which word is the speaker's: the subject of a cue, of the verb it leans on, an antecedent, an agent."""

from __future__ import annotations

from quotes.finding.cues import is_clitic, verb_group
from quotes.finding.reading import Reading, remembered
from quotes.french import grammar, words

NOMINAL = {"NOUN", "PROPN", "PRON", "NUM"}
OBLIQUE = {"obj", "obl", "iobj", "fixed", "vocative"}


@remembered
def speaker_of(reading: Reading, cue: int, seen: frozenset[int] = frozenset()) -> int | None:
    """Return the word that is the subject of a cue: its own, an antecedent, or that of the verb it leans on."""
    if cue in seen:
        return None
    seen = seen | {cue}
    word = reading.word(cue)
    if len(seen) == 1 and is_passive_participle(reading, cue):
        return agent(reading, cue)
    own = subject(reading, cue)
    if own is None and len(seen) == 1 and any(reading.word(c).deprel == "aux:pass" for c in reading.children[cue]):
        return agent(reading, cue)
    if own is None and len(seen) > 1:  # a verb that leans on a passive shares its subject
        own = next((i for i in reading.children[cue] if reading.word(i).deprel == "nsubj:pass" and reading.word(i).upos in NOMINAL), None)
    if own is not None:
        return antecedent(reading, cue) if is_relative(reading, own) else own
    relation = word.deprel.split(":")[0]
    head = word.head
    if head < 0:
        return None
    if in_marks(reading, head) and not in_marks(reading, cue):  # somebody else's words: the attribution before it has the subject
        inserted = [i for i in range(cue) if reading.word(i).deprel == "parataxis:insert" and not in_marks(reading, i)]
        if inserted:
            return subject(reading, inserted[-1])
        own = subject(reading, head)
        if own is not None and not in_marks(reading, own):
            return own
        outside = next((i for i in reading.ancestors(head) if not in_marks(reading, i)), None)
        return None if outside is None else speaker_of(reading, outside, seen)
    if relation == "acl" and word.deprel != "acl:relcl" and reading.word(head).upos in NOMINAL:
        return head
    main = shared_cue(reading, cue)
    if main is not None:
        return speaker_of(reading, main, seen)
    if relation == "conj":  # the conjunct before it may have a subject of its own
        mains = [i for i in range(cue) if reading.word(i).deprel in {"conj", "root"} and reading.word(i).upos in {"VERB", "AUX"}]
        for other in reversed([i for i in mains if not in_marks(reading, i)]):
            own = subject(reading, other)
            if own is not None and not is_relative(reading, own):
                return own
    if relation in {"conj", "xcomp", "advcl", "parataxis", "aux", "cop"} or (relation in {"ccomp", "acl"} and word.feats.get("VerbForm") == "Inf"):
        controller = object_subject(reading, head, cue) if relation in {"xcomp", "ccomp"} else None
        found = controller if controller is not None else speaker_of(reading, head, seen)
        if found is None and relation == "advcl" and reading.word(head).deprel == "ccomp":  # a participle hung on the clause reported before it
            return speaker_of(reading, reading.word(head).head, seen)
        return found
    if relation in {"obl", "obj", "csubj"} and word.feats.get("VerbForm") in {"Inf", "Part"}:
        return speaker_of(reading, head, seen)
    return None


def shared_cue(reading: Reading, verb: int) -> int | None:
    """Return the cue whose subject a verb of speech shares though the tree joins it to the clause reported there; else None.

    X rappelle que le texte est prêt et redit son attachement à … : no subject, no *que*, the tense of the cue.
    """
    word = reading.word(verb)
    if word.deprel != "conj" or word.lemma not in words("speech_verbs") or word.head < 0:
        return None
    clause = reading.word(word.head)
    if clause.deprel not in {"ccomp", "xcomp"} or clause.head < 0 or reading.word(clause.head).lemma not in words("speech_verbs"):
        return None
    own = any(reading.word(i).deprel.split(":")[0] in {"nsubj", "expl"} and i < verb and not _reflexive(reading, i) for i in reading.children[verb])
    joined = any(reading.word(i).deprel == "mark" for i in reading.children[verb])
    return None if own or joined or _tense(reading, verb) != _tense(reading, clause.head) else clause.head


def _reflexive(reading: Reading, index: int) -> bool:
    return reading.word(index).lemma in grammar("pronouns", "reflexive")


def _tense(reading: Reading, verb: int) -> tuple[str | None, str | None]:
    """Return mood and tense of a verb group's finite form; those of the bare participle stand for the compound past."""
    group = [reading.word(i).feats for i in verb_group(reading, verb)]
    finite = next((feats for feats in group if feats.get("VerbForm") == "Fin"), None)
    if finite is None:
        return "Ind", "Pres"
    return finite.get("Mood"), finite.get("Tense")


def is_passive_participle(reading: Reading, cue: int) -> bool:
    """Whether a verb is a past participle on its own (*accusée d'avoir …, elle*), whose subject does not speak."""
    word = reading.word(cue)
    if word.feats.get("VerbForm") != "Part" or word.feats.get("Tense") != "Past" or word.deprel.split(":")[0] in {"root", "conj", "parataxis"}:
        return False
    return not any(reading.word(i).upos == "AUX" for i in [*reading.children[cue], *verb_group(reading, cue)])


def in_marks(reading: Reading, index: int) -> bool:
    """Whether a word stands inside quotation marks."""
    return reading.around(reading.word(index).span.start) is not None


def agent(reading: Reading, verb: int) -> int | None:
    """Return the agent of a passive (*qualifié de « traître » par X*), None when the text does not say."""
    return next((i for i in reading.children[verb] if reading.word(i).deprel == "obl:agent"), None)


def object_subject(reading: Reading, governor: int, infinitive: int) -> int | None:
    """Return the object of a verb such as *entendre*, *demander* when it is who does what the infinitive says; else None."""
    if reading.word(governor).lemma not in grammar("verbs", "object_control") or reading.word(infinitive).feats.get("VerbForm") != "Inf":
        return None
    objects = [
        i for i in reading.children[governor] if reading.word(i).deprel.split(":")[0] in {"obj", "iobj"} or reading.word(i).deprel == "obl:arg"
    ]
    return next((i for i in objects if i < infinitive and reading.word(i).upos in NOMINAL), None)


@remembered
def subject(reading: Reading, verb: int) -> int | None:
    """Return the subject of a verb: by its relation, else a subject pronoun next to the verb group."""
    passive = any(reading.word(c).deprel == "aux:pass" for c in reading.children[verb])
    near = None if passive else pronoun_before(reading, verb)
    if near is not None:
        return near
    if is_impersonal(reading, verb):
        return None
    own = [
        i for i in reading.children[verb]
        if reading.word(i).deprel in {"nsubj", "nsubj:caus"} or (reading.word(i).deprel == "nsubj:pass" and not passive)
    ]  # fmt: skip
    third = reading.word(verb).feats.get("Person") == "3"
    own = [i for i in own if not (third and reading.word(i).form.lower().lstrip("-t") in grammar("pronouns", "first_second"))]
    own = [i for i in own if not is_dateline(reading, i) and not any(word.form == ":" for word in reading.words[verb:i])]
    if reading.word(verb).deprel != "parataxis:insert":  # what stands before it, if something does: the other is what the verb takes
        own = [i for i in own if i < verb] or own
    if own and (named := taken_up(reading, min(own, key=lambda i: abs(i - verb)))) is not None:
        return named
    if own:  # of two, the parser is wrong about one: the nearer is the likelier
        nearest = min(own, key=lambda i: abs(i - verb))
        return nearest if reading.word(nearest).upos in {*NOMINAL, "ADJ", "DET", "SYM", "X"} else None
    group = verb_group(reading, verb)
    for i in group:
        if is_clitic(reading, i):
            return i
    if passive:
        return None
    before = group[0] - 1
    while reading.word(verb).feats.get("VerbForm") != "Inf" and before >= 0 and reading.word(before).upos in {"PRON", "ADV", "PART"}:
        form = reading.word(before).form.lower()
        third = reading.word(group[0]).feats.get("Person", reading.word(verb).feats.get("Person")) == "3"
        if form in grammar("pronouns", "subjects") and not (third and form in grammar("pronouns", "first_second")):
            return before
        before -= 1
    return None


def nominal_before(reading: Reading, verb: int) -> int | None:
    """Return who may be subject of a verb whose subject the tree lost: the last subject before it, else the first noun phrase; else None.

    Relative clauses, marks and phrases with a preposition are left out.
    """
    third = any(reading.word(i).feats.get("Person") == "3" for i in verb_group(reading, verb))
    free = [
        i for i in range(verb_group(reading, verb)[0])
        if reading.word(i).upos in NOMINAL and not is_relative(reading, i) and not in_marks(reading, i)
        and not (third and reading.word(i).form.lower() in grammar("pronouns", "first_second"))
        and not any(reading.word(a).deprel == "acl:relcl" for a in reading.ancestors(i))
    ]  # fmt: skip
    subjects = [i for i in free if reading.word(i).deprel.startswith("nsubj") or _apart(reading, i)]
    if subjects:
        return subjects[-1]
    phrases = [i for i in free if reading.word(i).upos != "PRON" or reading.word(i).form.lower() in grammar("pronouns", "only_subjects")]
    return next((i for i in phrases if reading.child(i, "case") is None and reading.word(i).deprel.split(":")[0] not in OBLIQUE), None)


def _apart(reading: Reading, index: int) -> bool:
    """Whether a pronoun stands apart as subject (*et lui, troublé, répondit*)."""
    ahead = reading.words[index + 1 : index + 2]
    return reading.word(index).form.lower() in grammar("pronouns", "apart") and bool(ahead) and ahead[0].form == ","


def pronoun_before(reading: Reading, verb: int) -> int | None:
    """Return the subject pronoun right before a verb group, object clitics and negation between, whatever the tree says; else None."""
    if reading.word(verb).feats.get("VerbForm") == "Inf":
        return None
    before = verb_group(reading, verb)[0] - 1
    while before >= 0 and reading.word(before).form.lower() in grammar("pronouns", "before_verb"):
        before -= 1
    if before < 0 or reading.word(before).form.lower() not in grammar("pronouns", "only_subjects"):
        return None
    return None if is_impersonal(reading, verb) or (before and reading.word(before - 1).upos == "ADP") else before


def taken_up(reading: Reading, pronoun: int) -> int | None:
    """Return the noun that a pronoun between commas takes up (*la Cnil, elle, rappelle*); None when it takes up none."""
    words_ = reading.words
    apart = 1 < pronoun < len(words_) - 1 and words_[pronoun - 1].form == "," and words_[pronoun + 1].form == ","
    if not apart or words_[pronoun].form.lower() not in grammar("pronouns", "apart"):
        return None
    head = pronoun - 2
    while words_[head].head >= 0 and words_[head].head < pronoun - 1 and words_[head].upos not in {"VERB", "AUX"}:
        head = words_[head].head
    return head if words_[head].upos in {"NOUN", "PROPN"} else None


def is_dateline(reading: Reading, index: int) -> bool:
    """Whether a word is the place before a dispatch (QUÉBEC — Le ministre …)."""
    behind = reading.words[index + 1 : index + 2]
    return bool(behind) and behind[0].form in {"—", "–", "-"} and not any(w.upos in {"VERB", "DET"} for w in reading.words[:index])


def is_impersonal(reading: Reading, verb: int) -> bool:
    """Whether a verb has an il that is nobody: the tree says so, and the verb is none of speech, or one of those that take such an il."""
    dummy = [i for i in reading.children[verb] if reading.word(i).deprel == "expl:subj" and not is_clitic(reading, i)]
    if not dummy:
        return False
    lemma = reading.word(verb).lemma
    if lemma not in words("speech_verbs") or lemma in grammar("verbs", "impersonal"):
        return True
    passive = any(reading.word(i).deprel == "aux:pass" for i in reading.children[verb])
    reflexive = any(reading.word(i).lemma in grammar("pronouns", "reflexive") for i in reading.children[verb])
    return passive or (reflexive and lemma in grammar("verbs", "impersonal_reflexive"))


def is_indefinite(reading: Reading, index: int) -> bool:
    """Whether a word is *on*, inverted or not."""
    return reading.word(index).form.lower().removeprefix("-t").removeprefix("-") in grammar("pronouns", "indefinite")


def is_relative(reading: Reading, index: int) -> bool:
    """Whether a word is a relative pronoun."""
    return reading.word(index).form.lower() in grammar("pronouns", "relatives")


def antecedent(reading: Reading, verb: int) -> int | None:
    """Return the noun a relative clause hangs on; failing that the noun right before the relative pronoun."""
    chain = [verb, *reading.ancestors(verb)]
    for i in chain:
        if reading.word(i).deprel in {"acl:relcl", "advcl:cleft"} and reading.word(i).head >= 0:
            return reading.word(i).head
    return None

"""Make training sentences whose trees are known: treebank clauses with an attribution put behind, inside or before them.

The treebanks hold a few dozen inserted attributions; the program lives on them. A host is a treebank sentence without
marks of its own; the attribution is built from `attribution.toml`, verbs are inflected with the Lefff.
"""

from __future__ import annotations

import copy
import random
import tomllib
from pathlib import Path

from trees import CLOSING, OPENING, Word, tree

PRONOUNS = {("m", "s"): ["il"], ("f", "s"): ["elle"], ("m", "p"): ["ils"], ("f", "p"): ["elles"], ("n", "s"): ["on"]}
GENDER = {"m": "Gender=Masc", "f": "Gender=Fem"}
NUMBER = {"s": "Number=Sing", "p": "Number=Plur"}
CONTRACTED = {("de", "le"): "du", ("de", "les"): "des", ("à", "le"): "au", ("à", "les"): "aux"}
EXPANDED = {surface: parts for parts, surface in CONTRACTED.items()}
DETERMINERS = {
    "le": "Definite=Def|Gender=Masc|Number=Sing|PronType=Art", "la": "Definite=Def|Gender=Fem|Number=Sing|PronType=Art",
    "l'": "Definite=Def|Number=Sing|PronType=Art", "les": "Definite=Def|Number=Plur|PronType=Art",
    "un": "Definite=Ind|Gender=Masc|Number=Sing|PronType=Art", "une": "Definite=Ind|Gender=Fem|Number=Sing|PronType=Art",
    "des": "Definite=Ind|Number=Plur|PronType=Art", "son": "Gender=Masc|Number=Sing|Poss=Yes", "plusieurs": "Number=Plur|PronType=Ind",
    "deux": "", "certains": "Gender=Masc|Number=Plur|PronType=Ind", "d'": "",
}  # fmt: skip


def word(form: str, upos: str, deprel: str, feats: str = "_") -> Word:
    """Return a word without dependents (its lemma comes later from the lemmatiser)."""
    return Word(form, "_", upos, feats or "_", deprel)


class Material:
    """The words of attribution.toml and the inflected verbs."""

    def __init__(self, path: Path, forms: dict[tuple[str, str], str], seed: int) -> None:
        """Read the words; ``forms`` maps (lemma, Lefff feature) to the form."""
        self.data = tomllib.loads(path.read_text(encoding="utf-8"))
        self.forms = forms
        self.random = random.Random(seed)
        verbs = self.data["verbs"].split()
        joined: list[str] = []
        i = 0
        while i < len(verbs):
            if verbs[i] == "se":
                joined.append("se " + verbs[i + 1])
                i += 1
            elif verbs[i].startswith("s'"):
                joined.append("se " + verbs[i][2:])
            else:
                joined.append(verbs[i])
            i += 1
        self.verbs = [v for v in joined if (v.removeprefix("se "), "P3s") in forms]
        self.frequent = self.data["frequent"].split()
        self.que_verbs = self.data["que_verbs"].split()

    def pick(self, key: str) -> str:
        """Return a random entry of a list or of a string of words, with its spaces."""
        value = self.data[key]
        choice = self.random.choice(value.split() if isinstance(value, str) else value)
        return choice.replace("_", " ")

    def chance(self, probability: float) -> bool:
        """Return True with the given probability."""
        return self.random.random() < probability

    # ------------------------------------------------------------------ noun phrases
    def name(self, gender: str, deprel: str) -> Word:
        """Return « First Last » or « Last »."""
        last = self.pick("last_names").split()
        parts = [word(p, "PROPN", "flat:name") for p in last]
        if self.chance(0.8):
            parts.insert(0, word(self.pick(f"first_names_{gender}"), "PROPN", deprel))
        head, *rest = parts
        head.deprel = deprel
        head.right.extend(rest)
        return head

    def phrase(self, text: str, deprel: str, gender: str = "", number: str = "s", case: str | None = None) -> Word:
        """Return the tree of « [determiner] noun [adjective] [de complement] » or of a bare name."""
        tokens = text.replace("_", " ").split()
        left: list[Word] = []
        if case:
            left.append(word(case, "ADP", "case"))
        if tokens[0] in DETERMINERS and len(tokens) > 1:
            left.append(word(tokens[0], "NUM" if tokens[0] == "deux" else "DET", "nummod" if tokens[0] == "deux" else "det", DETERMINERS[tokens[0]]))
            tokens = tokens[1:]
        if tokens[0] == "premier" and len(tokens) > 1:
            left.append(word("premier", "ADJ", "amod", "Gender=Masc|Number=Sing|NumType=Ord"))
            tokens = tokens[1:]
        noun = tokens[0]
        upos = "PROPN" if noun[0].isupper() else "PRON" if noun in {"autre", "une", "celui-ci", "celle-ci"} else "NOUN"
        if noun == "un" or noun == "une":
            upos = "PRON"
        feats = "|".join(f for f in (GENDER.get(gender), NUMBER[number]) if f) if upos != "PROPN" else "_"
        head = word(noun, upos, deprel, feats)
        head.left = left
        rest = tokens[1:]
        while rest and rest[0] not in {"de", "du", "des", "d'"}:
            if rest[0][0].isupper():
                head.right.append(word(rest[0], "PROPN", "flat:name") if upos == "PROPN" else word(rest[0], "PROPN", "nmod"))
            else:
                head.right.append(word(rest[0], "ADJ", "amod", feats if upos != "PROPN" else "_"))
            rest = rest[1:]
        if rest:
            head.right.append(self.complement(rest))
        self.contract(head)
        return head

    def complement(self, tokens: list[str], deprel: str = "nmod") -> Word:
        """Return « de la Justice », « du parti », « à l' AFP » as a dependent with its case."""
        preposition, rest = tokens[0], tokens[1:]
        if preposition in EXPANDED:
            preposition, article = EXPANDED[preposition]
            rest = [article, *rest]
        head = self.phrase(" ".join(rest), deprel, case=preposition)
        return head

    @staticmethod
    def contract(head: Word) -> None:
        """Mark « de le », « à les » … at the left edge of a phrase as contracted."""
        if len(head.left) >= 2:
            surface = CONTRACTED.get((head.left[0].form, head.left[1].form))
            if surface:
                head.left[0].contracted = surface

    def role(self, gender: str, deprel: str, article: str | None) -> Word:
        """Return « le ministre de la Défense », « député de Lyon » (no article), « une avocate belge »."""
        noun = self.pick(f"roles_{gender}")
        vowel = (noun[0] in "aeiouéèêh" and noun != "homme") or noun == "homme"
        text = noun
        if article == "def":
            text = ("l' " if vowel else {"m": "le ", "f": "la "}[gender]) + noun
        elif article == "ind":
            text = {"m": "un ", "f": "une "}[gender] + noun
        if self.chance(0.2):
            text += " " + self.pick(f"adjectives_{gender}")
        if self.chance(0.6):
            complement = self.pick("role_complements") if self.chance(0.75) else self.de(self.pick("places"))
            text += " " + complement
        return self.phrase(text, deprel, gender)

    @staticmethod
    def de(noun: str) -> str:
        """Return the noun behind *de*, elided before a vowel."""
        return ("d' " if noun[0] in "AEIOUÉ" else "de ") + noun

    def subject(self) -> tuple[Word, str, str]:
        """Return a speaker as nsubj, with gender and number."""
        gender = self.random.choice("mf")
        kind = self.random.choices(["name", "title", "role", "role_name", "institution", "group", "other", "two"], [30, 10, 22, 12, 16, 6, 2, 3])[0]
        if kind == "name":
            head = self.name(gender, "nsubj")
            if self.chance(0.4):
                self.apposition(head, gender)
            return head, gender, "s"
        if kind == "title":
            form = self.random.choice(["M.", "M."] if gender == "m" else ["Mme", "Mme"])
            head = word(form, "NOUN", "nsubj", f"{GENDER[gender]}|Number=Sing")
            head.right.append(self.name(gender, "nmod"))
            return head, gender, "s"
        if kind == "role":
            head = self.role(gender, "nsubj", self.random.choice(["def", "def", "def", "ind"]))
            if self.chance(0.3):
                head.right += [word(",", "PUNCT", "punct")]
                name = self.name(gender, "appos")
                name.left.append(head.right.pop())
                head.right.append(name)
            return head, gender, "s"
        if kind == "role_name":
            head = self.role(gender, "nsubj", "def")
            head.right.append(self.name(gender, "nmod"))
            return head, gender, "s"
        if kind == "institution":
            gender, text = self.pick("institutions").split(" ", 1)
            return self.phrase(text, "nsubj", gender), gender, "s"
        if kind == "group":
            gender, text = self.pick("groups").split(" ", 1)
            return self.phrase(text, "nsubj", gender, "p"), gender, "p"
        if kind == "two":
            head = self.name(gender, "nsubj")
            other = self.name("m", "conj")
            other.left.insert(0, word("et", "CCONJ", "cc"))
            head.right.append(other)
            return head, "m", "p"
        gender, text = self.pick("pronoun_nouns").split(" ", 1)
        return self.phrase(text, "nsubj", gender), gender, "s"

    def apposition(self, head: Word, gender: str) -> None:
        """Add « , ministre de la Santé » or « (PS) », with or without a closing comma."""
        if self.chance(0.15):
            note = word(self.random.choice(["PS", "LR", "CGT", "MR", "CDH"]), "PROPN", "appos")
            note.left.append(word("(", "PUNCT", "punct"))
            note.right.append(word(")", "PUNCT", "punct"))
        else:
            note = self.role(gender, "appos", "def" if self.chance(0.3) else None)
            note.left.insert(0, word(",", "PUNCT", "punct"))
            self.contract(note)
        head.right.append(note)

    # ------------------------------------------------------------------ verbs
    def verb(self, lemmas: list[str], gender: str, number: str, person_clitic: str | None = None) -> Word | None:
        """Return a finite verb group: « a déclaré », « s'est réjouie », « estime », « lui répondit » …, with its clitic subject."""
        lemma = self.random.choice(self.frequent if self.chance(0.45) and lemmas is self.verbs else lemmas)
        reflexive = lemma.startswith("se ")
        bare = lemma.removeprefix("se ")
        tense = self.random.choices(["past", "P", "I", "J", "pluperfect", "F", "gerundive"], [44, 34, 6, 12, 3, 2, 0])[0]
        left: list[Word] = []
        negated = self.chance(0.01)
        if tense in {"past", "pluperfect"}:
            auxiliary = "être" if reflexive else "avoir"
            feature = "P" if tense == "past" else "I"
            aux_form = self.forms[auxiliary, f"{feature}3{number}"]
            participle = self.forms.get((bare, "K" + (gender if reflexive else "m") + (number if reflexive else "s"))) or self.forms.get(
                (bare, "Kms")
            )
            if participle is None:
                return None
            mood = "Mood=Ind|Number={}|Person=3|Tense={}|VerbForm=Fin".format(
                {"s": "Sing", "p": "Plur"}[number], "Pres" if tense == "past" else "Imp"
            )
            agreement = f"{GENDER[gender if reflexive else 'm']}|{NUMBER[number if reflexive else 's']}|Tense=Past|VerbForm=Part"
            head = word(participle, "VERB", "root", agreement)
            left.append(word(aux_form, "AUX", "aux:tense", mood))
            edge = aux_form
        else:
            tag = {"P": "P", "I": "I", "J": "J", "F": "F"}[tense] + "3" + number
            form = self.forms.get((bare, tag))
            if form is None:
                return None
            mood = "Mood=Ind|Number={}|Person=3|Tense={}|VerbForm=Fin".format(
                {"s": "Sing", "p": "Plur"}[number], {"P": "Pres", "I": "Imp", "J": "Past", "F": "Fut"}[tense]
            )
            head = word(form, "VERB", "root", mood)
            edge = form
        if person_clitic:
            clitic = ("-t-" if edge[-1] in "ea" else "-") + person_clitic
            subject = word(clitic, "PRON", "nsubj", {"s": "Number=Sing", "p": "Number=Plur"}[number] + "|Person=3|PronType=Prs")
            if left:
                left.append(subject)
            else:
                head.right.append(subject)
        before = []
        if reflexive:
            before.append(
                word("s'" if (left[0].form if left else head.form)[0] in "aeéêèiou" else "se", "PRON", "expl:pv", "Person=3|PronType=Prs|Reflex=Yes")
            )
        elif self.chance(0.05):
            first = (left[0].form if left else head.form)[0]
            dative = self.random.choice(["lui", "leur", "nous", "me", "te"])
            if dative in {"me", "te"} and first in "aeéêèiou":
                dative = dative[0] + "'"
            before.append(word(dative, "PRON", "iobj", "PronType=Prs"))
        if negated:
            before.insert(0, word("n'" if (before or left or [head])[0].form[0] in "aeéêèiou" else "ne", "ADV", "advmod", "Polarity=Neg"))
            left.append(word("pas", "ADV", "advmod", "Polarity=Neg"))
        if left and self.chance(0.12):
            left.append(word(self.pick("middle_adverbs"), "ADV", "advmod"))
        elif left and self.chance(0.03):
            left += [self.complement(["de", "son", "côté"], "obl:mod")]
        head.left = before + left
        return head

    def adjunct(self) -> Word:
        """Return an adverb or a prepositional phrase of the attribution (*lundi*, *à l'AFP*)."""
        relation, text = self.pick("adjuncts").split(" ", 1)
        if text.startswith("="):
            return word(text[1:], "ADV" if relation == "advmod" else "NOUN", relation, "_" if relation == "advmod" else "Gender=Masc|Number=Sing")
        if text == "en riant":
            return Word("riant", "_", "VERB", "Tense=Pres|VerbForm=Part", "advcl", [word("en", "ADP", "mark")])
        if text.startswith("auprès"):
            head = self.phrase("l' agence", relation, "f", case="de")
            case = word("auprès", "ADP", "case")
            case.right.append(word("de", "ADP", "fixed"))
            head.left[0] = case
            return head
        return self.complement(text.split(), relation)

    def attribution(self) -> Word | None:
        """Return the clause « a déclaré lundi Anne Martin, maire de Lyon » as parataxis:insert."""
        if self.chance(0.3):
            gender, number = self.random.choices([("m", "s"), ("f", "s"), ("m", "p"), ("f", "p"), ("n", "s")], [45, 35, 10, 5, 5])[0]
            clitic = self.random.choice(PRONOUNS[gender, number])
            head = self.verb(self.verbs, "m" if gender == "n" else gender, number, clitic)
            if head is None:
                return None
            if self.chance(0.25):
                head.right.append(self.adjunct())
        else:
            subject, gender, number = self.subject()
            head = self.verb(self.verbs, gender, number)
            if head is None:
                return None
            long_subject = any(w.deprel == "appos" for w in subject.words())
            if self.chance(0.2):
                middle = self.adjunct()
                head.right.append(middle)
                if self.chance(0.15):
                    subject.left.insert(0, word(",", "PUNCT", "punct"))
            head.right.append(subject)
            if len(head.right) == 1 and self.chance(0.2):
                if long_subject:
                    subject.right.append(word(",", "PUNCT", "punct"))
                head.right.append(self.adjunct())
        head.deprel = "parataxis:insert"
        return head

    # ------------------------------------------------------------------ sentences
    def sentence(self, hosts: list[Word]) -> Word | None:
        """Return one sentence with an attribution, or None when the draw does not work out."""
        host = copy.deepcopy(self.random.choice(hosts))
        final = None
        if host.right and host.right[-1].upos == "PUNCT" and host.right[-1].form in ".!?…":
            final = host.right.pop()
        question = final is not None and final.form == "?"
        if question and self.chance(0.85):
            return None
        stop = word(".", "PUNCT", "punct")
        frame = self.random.choices(
            [
                "after_marks",
                "after",
                "middle",
                "middle_marks",
                "between",
                "que",
                "colon",
                "source",
                "source_after",
                "open_end",
                "phrase_marks",
                "open_start",
                "as_said",
            ],
            [36, 0, 0, 0, 0, 0, 12, 0, 0, 20, 0, 0, 0] if question else [34, 12, 10, 8, 5, 18, 7, 8, 4, 8, 12, 5, 4],
        )[0]
        marks = (word(OPENING, "PUNCT", "punct"), word(CLOSING, "PUNCT", "punct"))
        comma = word(",", "PUNCT", "punct")
        if frame == "open_start":
            host.left.insert(0, marks[0])
            host.right.append(final or stop)
            return host
        if frame == "phrase_marks":
            host.right.append(final or stop)
            return host if self.mark_phrase(host, marks) else None
        if frame in {"after_marks", "after", "open_end"}:
            inserted = self.attribution()
            if inserted is None:
                return None
            if frame != "after":
                if frame == "after_marks":
                    host.left.insert(0, marks[0])
                if final is not None and final.form in "!?…":
                    host.right.append(final)
                if self.chance(0.05):
                    host.right.append(word(".", "PUNCT", "punct"))
                host.right.append(marks[1])
            if frame == "after" or self.chance(0.88):
                host.right.append(comma)
            host.right.append(inserted)
            self.tail(inserted, hosts)
            host.right.append(stop)
            return host
        if frame in {"middle", "middle_marks"}:
            inserted = self.attribution()
            if inserted is None:
                return None
            if frame == "middle_marks":
                host.left.insert(0, marks[0])
                host.right.append(marks[1])
            self.insert(host, inserted, closing=frame == "middle_marks" and self.chance(0.5))
            host.right.append(stop)
            if frame == "middle_marks" and self.chance(0.4):
                host.right[-1], host.right[-2] = host.right[-2], host.right[-1]
            return host
        if frame == "as_said":
            return self.as_said(host, stop)
        if frame == "between":
            inserted = self.attribution()
            if inserted is None:
                return None
            host.left.insert(0, marks[0])
            if self.chance(0.5):
                host.right += [comma, inserted]
            else:
                host.right += [marks[1], comma, inserted]
            host.right.append(stop)
            return host
        if frame in {"que", "colon"}:
            subject, gender, number = self.subject()
            if self.chance(0.3):
                gender, number = self.random.choice([("m", "s"), ("f", "s"), ("m", "p")])
                subject = word(self.random.choice(PRONOUNS[gender, number]).capitalize(), "PRON", "nsubj", NUMBER[number] + "|Person=3|PronType=Prs")
            verbs = self.que_verbs if frame == "que" else self.verbs
            head = self.verb(verbs, gender, number)
            if head is None:
                return None
            head.left.insert(0, subject)
            if any(w.deprel == "appos" and w.left and w.left[0].form == "," for w in subject.right):
                subject.right.append(word(",", "PUNCT", "punct"))
            if self.chance(0.25):
                head.right.append(self.adjunct())
            if frame == "que":
                host.deprel = "ccomp"
                first = next(host.words())
                if first.upos != "PROPN":
                    first.form = first.form[0].lower() + first.form[1:]
                host.left.insert(0, word("qu'" if first.form[0] in "aeiouyéèêhAEIOUÉÈ" else "que", "SCONJ", "mark"))
                if self.chance(0.2):
                    host.left.insert(1, marks[0])
                    host.right.append(marks[1])
            else:
                host.deprel = "ccomp"
                host.left.insert(0, marks[0])
                if final is not None and self.chance(0.5):
                    host.right.append(final)
                host.right.append(marks[1])
                host.left.insert(0, word(":", "PUNCT", "punct"))
            speaks = self.governed(head) if frame == "que" and self.chance(0.3) else head
            speaks.right.append(host)
            if frame == "que" and self.chance(0.2):
                self.coordinate(speaks, hosts, gender, number)
            elif frame == "que" and self.chance(0.1):
                self.tail(head, hosts, always=True)
            head.right.append(stop)
            self.capitalise(head)
            return head
        source = self.random.choice(self.data["sources"])
        subject, _, _ = self.subject()
        subject.deprel = "obl:mod"
        if source == "d' après":
            case = word("d'", "ADP", "case")
            case.right.append(word("après", "ADP", "fixed"))
            subject.left.insert(0, case)
        else:
            subject.left.insert(0, word(source, "ADP", "case"))
        if frame == "source":
            subject.right.append(comma)
            first = next(host.words())
            if first.upos in {"DET", "PRON", "ADP", "ADV", "SCONJ"}:
                first.form = first.form[0].lower() + first.form[1:]
            host.left.insert(0, subject)
            host.right.append(stop)
            self.capitalise(host)
            return host
        subject.left.insert(0, comma)
        host.right += [subject, stop]
        return host

    def mark_phrase(self, host: Word, marks: tuple[Word, Word]) -> bool:
        """Put marks around a phrase of the host, with or without its preposition and its article; False when it has none."""
        phrases = [
            w for w in host.words()
            if w.deprel.split(":")[0] in {"obj", "obl", "nmod", "xcomp", "ccomp", "attr", "acl"} and 2 <= len(list(w.words())) <= 14
        ]  # fmt: skip
        if not phrases:
            return False
        phrase = self.random.choice(phrases)
        at = 0
        while at < len(phrase.left) and phrase.left[at].deprel in {"case", "mark", "punct"}:
            at += 1
        if self.chance(0.6):
            while at < len(phrase.left) and phrase.left[at].deprel == "det":
                at += 1
        if any(w.contracted for w in phrase.left[max(at - 1, 0) : at]) and at < len(phrase.left) and phrase.left[at].deprel == "det":
            at += 1
        phrase.left.insert(at, marks[0])
        end = len(phrase.right)
        if end and self.chance(0.4):
            end = self.random.randint(0, end)
        phrase.right.insert(end, marks[1])
        return True

    def tail(self, inserted: Word, hosts: list[Word], *, always: bool = False) -> None:
        """Now and then continue the attribution: « …, ajoutant que … », « …, en rappelant que … »."""
        if not always and not self.chance(0.1):
            return
        form = self.forms.get((self.random.choice(self.que_verbs), "G"))
        clause = self.que_clause(hosts)
        if form is None or clause is None:
            return
        before = [word(",", "PUNCT", "punct")] if self.chance(0.7) else []
        if self.chance(0.35) or not before:
            before.append(word("en", "ADP", "mark"))
        inserted.right.append(Word(form, "_", "VERB", "Tense=Pres|VerbForm=Part", "advcl", before, [clause]))

    def que_clause(self, hosts: list[Word]) -> Word | None:
        """Return a short host as a que-clause; None when the draw is too long or a question."""
        clause = copy.deepcopy(self.random.choice(hosts))
        if len(list(clause.words())) > 18 or any(w.form == "?" for w in clause.right):
            return None
        if clause.right and clause.right[-1].upos == "PUNCT":
            clause.right.pop()
        clause.deprel = "ccomp"
        first = next(clause.words())
        if first.upos != "PROPN":
            first.form = first.form[0].lower() + first.form[1:]
        clause.left.insert(0, word("qu'" if first.form[0] in "aeiouyéèê" else "que", "SCONJ", "mark"))
        return clause

    def governed(self, head: Word) -> Word:
        """Put an infinitive of speech under the verb: « X tient à rappeler (que) », « X doit dire »; return the infinitive."""
        lemma, preposition = self.random.choice(
            [
                ("devoir", ""),
                ("vouloir", ""),
                ("tenir", "à"),
                ("pouvoir", ""),
                ("souhaiter", ""),
                ("venir", "de"),
                ("tenter", "de"),
                ("permettre", "de"),
                ("aller", ""),
            ]
        )
        number = "p" if "Number=Plur" in head.feats and "VerbForm=Fin" in head.feats else "s"
        keep = [w for w in head.left if w.deprel.startswith("nsubj")]
        plural = any("Number=Plur" in w.feats or any(c.deprel == "conj" for c in w.right) for w in keep)
        number = "p" if plural else number
        person = "1" if self.chance(0.3) and all(w.upos == "PRON" for w in keep) else "3"
        form = self.forms.get((lemma, self.random.choice("PPPIC" if person == "3" else "P") + person + number)) or self.forms.get(
            (lemma, "P3" + number)
        )
        infinitive = word(self.random.choice(list(self.que_verbs)), "VERB", "xcomp", "VerbForm=Inf")
        if form is None:
            return head
        if person == "1":
            for w in keep:
                w.form = {"s": "je", "p": "nous"}[number]
        head.form, head.feats, head.left = form, f"Mood=Ind|{NUMBER[number]}|Person={person}|Tense=Pres|VerbForm=Fin", keep
        if preposition:
            elided = preposition == "de" and infinitive.form[0] in "aeéèêiou"
            infinitive.left.append(word("d'" if elided else preposition, "ADP", "mark"))
        infinitive.right, head.right = head.right, []
        head.right.append(infinitive)
        return infinitive

    def coordinate(self, head: Word, hosts: list[Word], gender: str, number: str) -> None:
        """Add « et a ajouté que … » behind a reported clause."""
        second = self.verb(self.que_verbs, gender, number)
        clause = self.que_clause(hosts)
        if second is None or clause is None:
            return
        second.deprel = "conj"
        second.left.insert(0, word("et", "CCONJ", "cc"))
        second.right.append(clause)
        head.right.append(second)

    def as_said(self, host: Word, stop: Word) -> Word | None:
        """Return « host, comme l'a souligné X. »."""
        subject, gender, number = self.subject()
        head = self.verb(self.que_verbs, gender, number)
        if head is None:
            return None
        first = head.left[0].form if head.left else head.form
        clitic = word("l'" if first[0] in "aeéêèiou" else "le", "PRON", "obj", "Number=Sing|Person=3|PronType=Prs")
        head.left = [word(",", "PUNCT", "punct"), word("comme", "SCONJ", "mark"), *([clitic] if self.chance(0.8) else []), *head.left]
        head.right.append(subject)
        head.deprel = "advcl"
        host.right += [head, stop]
        return host

    def insert(self, host: Word, inserted: Word, *, closing: bool) -> None:
        """Put the attribution between two dependents of the host's root, in commas (or between a closing and an opening mark)."""
        places = []
        for i, child in enumerate(host.left):
            if (
                child.deprel.split(":")[0] in {"nsubj", "advmod", "obl", "advcl", "cc"}
                and child.upos != "PRON"
                and child.form.lower() not in {"ne", "n'", "pas"}
            ):
                following = host.left[i + 1] if i + 1 < len(host.left) else None
                if following is None or following.upos != "PRON" or following.deprel.startswith("nsubj"):
                    places.append(("left", i + 1))
        for i in range(len(host.right) - 1):
            if i + 1 < len(host.right) and host.right[i + 1].deprel.split(":")[0] in {"obl", "ccomp", "advcl", "conj", "obj"}:
                places.append(("right", i + 1))
        if self.chance(0.35) or not places:
            lead = word(self.pick("leading"), "ADV", "advmod")
            first = next(w for w in host.words() if w.upos != "PUNCT")
            if first.upos in {"DET", "PRON", "ADP", "ADV", "SCONJ"}:
                first.form = first.form[0].lower() + first.form[1:]
            at = 1 if host.left and host.left[0].form == OPENING else 0
            parts = lead.form.split()
            if len(parts) == 2:
                lead = Word(parts[1], "_", "ADV", "_", "advmod", [word(parts[0], "ADP", "case")])
            host.left.insert(at, lead)
            places = [("left", at + 1)]
        side, at = self.random.choice(places)
        children = host.left if side == "left" else host.right
        if at and children[at - 1].right and children[at - 1].right[-1].form == ",":
            children[at - 1].right.pop()
        if at < len(children) and children[at].form == ",":
            children.pop(at)
        inserted.left.insert(0, word(",", "PUNCT", "punct"))
        if closing:
            children.insert(at, word(CLOSING, "PUNCT", "punct"))
            inserted.right += [word(",", "PUNCT", "punct")]
            children.insert(at + 1, inserted)
            children.insert(at + 2, word(OPENING, "PUNCT", "punct"))
        else:
            inserted.right.append(word(",", "PUNCT", "punct"))
            children.insert(at, inserted)

    @staticmethod
    def capitalise(root: Word) -> None:
        """Capitalise the first word of the sentence."""
        first = next(root.words())
        first.form = first.form[0].upper() + first.form[1:]
        if first.contracted:
            first.contracted = first.contracted[0].upper() + first.contracted[1:]


def hosts_from(sentences: list[tuple[str, list[list[str]]]]) -> list[Word]:
    """Return the sentences fit to be hosts: finite, with a subject, without marks, colons or inserted clauses, 5 to 32 words."""
    hosts = []
    for _, rows in sentences:
        root = tree(rows)
        if root is None:
            continue
        words = list(root.words())
        forms = {w.form for w in words}
        finite = any("VerbForm=Fin" in w.feats for w in [root, *root.left] if w.upos in {"VERB", "AUX"})
        subject = any(w.deprel.startswith(("nsubj", "expl:subj")) for w in root.left)
        plain = not forms & {OPENING, CLOSING, ":", ";", "-", "–", "—"} and not any(w.deprel.startswith("parataxis") for w in words)
        if finite and subject and plain and 5 <= len(words) <= 32:
            hosts.append(root)
    return hosts

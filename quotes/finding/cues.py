"""The extent, text and lemma of a cue: from the auxiliary to the participle, clitic subject included in the extent only."""

from __future__ import annotations

from quotes.finding.matcher import subject_clitics
from quotes.finding.reading import Reading, remembered
from quotes.french import grammar
from quotes.records import Cue, Span

VERBAL = {"AUX", "PRON", "ADV", "PART"}


def is_clitic(reading: Reading, index: int) -> bool:
    """Whether a word is an inverted subject clitic."""
    return reading.word(index).form.lower() in subject_clitics()


@remembered
def verb_group(reading: Reading, cue: int) -> list[int]:
    """Return the words of the verb group: reflexive, auxiliaries, the clitic subject and what stands between them and the verb."""
    words = reading.words
    first = cue
    auxiliaries = [i for i in reading.children[cue] if words[i].upos == "AUX" and i < cue]
    back = cue - 1
    while back >= 0 and cue - back <= 6 and words[back].upos in VERBAL and words[back].form not in ",«»":  # the auxiliary, by order
        if words[back].upos == "AUX":
            auxiliaries.append(back)
        back -= 1
    if words[cue].feats.get("VerbForm") != "Part":
        auxiliaries = [i for i in auxiliaries if words[i].head == cue]
    if auxiliaries:
        breaks = "«»:;,!?…" if words[cue].feats.get("VerbForm") == "Fin" else "«»:;"
        near = [i for i in auxiliaries if not any(words[j].form in breaks for j in range(i, cue))]
        first = min(near, default=cue)
    while first > 0 and words[first - 1].upos == "PRON" and words[first - 1].lemma in grammar("pronouns", "reflexive"):
        first -= 1
    if first > 0 and words[first - 1].form.lower() in grammar("negation", "particles"):
        first -= 1
    last = cue
    if last + 1 < len(words) and is_clitic(reading, last + 1):
        last += 1
    fixed = [i for i in reading.children[cue] if words[i].deprel == "fixed" and i > cue] if " " in words[cue].lemma else []
    return list(range(first, max([last, *fixed]) + 1))


def clause_start(reading: Reading, cue: int) -> int:
    """Return the first word of an inserted clause: the verb group with negation and object clitics before it."""
    first = verb_group(reading, cue)[0]
    while first > 0:
        word = reading.word(first - 1)
        clitic = word.upos == "PRON" and len(word.form) <= 4 and not word.form.startswith("-")
        negation = word.upos in {"ADV", "PART"} and word.feats.get("Polarity") == "Neg"
        if not (clitic or negation) or word.lemma in grammar("pronouns", "not_object_clitics") or word.deprel.startswith("nsubj"):
            break
        first -= 1
    return first


def make_cue(reading: Reading, indices: list[int], lemma: str, kind: str = "verb") -> Cue:
    """Return the cue that spans the words; its text leaves out clitic subjects."""
    span = reading.range(indices)
    pieces: list[tuple[int, int]] = []
    for i in indices:
        word = reading.word(i)
        if is_clitic(reading, i):
            continue
        if pieces and not any(is_clitic(reading, j) for j in indices if pieces[-1][1] <= reading.word(j).span.start < word.span.start):
            pieces[-1] = pieces[-1][0], word.span.end
        else:
            pieces.append((word.span.start, word.span.end))
    text = " … ".join(reading.marked.document.text[a:b] for a, b in pieces)
    return Cue(Span(*span), text, lemma, kind)  # type: ignore[arg-type]

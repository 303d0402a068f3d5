"""Rows of quotations → what is counted of each speaker, and which rows are one speaker's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from quotes.french import sort_key
from quotes.naming.names import fold
from quotes.naming.people import is_full_name
from quotes.telling.columns import INSTITUTIONS, MEN, UNKNOWN, WOMEN, Row, who

VERBS_LISTED = 5  # in the column ``verbs`` of the speakers


@dataclass
class Tally:
    """What is counted of one speaker, or of quotations that have none."""

    identity: tuple[str, ...] = ()
    names: Counter[str] = field(default_factory=Counter)
    genders: Counter[str] = field(default_factory=Counter)
    cues: Counter[tuple[str, str]] = field(default_factory=Counter)
    documents: set[str] = field(default_factory=set)
    type: str = ""
    quotes: int = 0
    words: int = 0

    def add(self, row: Row) -> None:
        """Count one more quotation."""
        self.names[row["speaker"]] += 1
        self.type = row["speaker_type"]
        self.genders[row["gender"]] += 1
        if row["cue_lemma"]:
            self.cues[row["cue_lemma"], row["cue_kind"]] += 1
        self.documents.add(row["doc_id"])
        self.quotes += 1
        self.words += row["words"]

    def speaker(self) -> Row:
        """Return the name that most rows have, the type and the gender that most have, none when two have as many."""
        women, men = self.genders["f"], self.genders["m"]
        gender = "" if women == men else "f" if women > men else "m"
        return {"speaker": self.names.most_common(1)[0][0], "type": self.type, "gender": gender}

    def counts(self) -> Row:
        """Return what a line of the speakers counts."""
        verbs = [lemma for (lemma, kind), _ in self.most_used() if kind == "verb"]
        return {"quotes": self.quotes, "words": self.words, "documents": len(self.documents), "verbs": ", ".join(verbs[:VERBS_LISTED])}

    def most_used(self) -> list[tuple[tuple[str, str], int]]:
        """Return cues (lemma, kind) with their number, most used first."""
        return sorted(self.cues.items(), key=lambda item: (-item[1], sort_key(item[0][0])))


def tally(rows: Iterable[Row]) -> Tally:
    """Count rows as one."""
    counted = Tally()
    for row in rows:
        counted.add(row)
    return counted


def speakers_of(rows: Sequence[Row]) -> list[Tally]:
    """Return the tally of every speaker, most quotations, most words, then name first."""
    tallies: dict[tuple[str, ...], Tally] = {}
    for row, identity in zip(rows, identities(rows), strict=True):
        if row["speaker"]:
            tallies.setdefault(identity, Tally(identity)).add(row)
    return sorted(tallies.values(), key=lambda t: (-t.quotes, -t.words, sort_key(t.speaker()["speaker"])))


def placed_speakers(rows: Sequence[Row]) -> tuple[list[Tally], list[int]]:
    """Return what `speakers_of` does, and which of them each row names, by place; -1 where it names nobody."""
    tallies = speakers_of(rows)
    places = {tally.identity: place for place, tally in enumerate(tallies)}
    return tallies, [places[identity] if row["speaker"] else -1 for row, identity in zip(rows, identities(rows), strict=True)]


def identities(rows: Sequence[Row]) -> list[tuple[str, ...]]:
    """Return what the rows of one speaker have in common: the name where it tells somebody from others, else the identifier."""
    known = {name: (fold(name) or name, is_full_name(name)) for name in {row["speaker"] for row in rows}}
    names = [(known[row["speaker"]][0], row["speaker_type"]) for row in rows]
    by_name = [row["speaker_type"] in {"organisation", "group"} or known[row["speaker"]][1] for row in rows]
    ids: dict[tuple[str, str], dict[str, set[str]]] = {}
    for name, row in zip(names, rows, strict=True):
        ids.setdefault(name, {}).setdefault(row["gender"], set()).add(row["speaker_id"])
    found = []
    for name, full, row in zip(names, by_name, rows, strict=True):
        women, men = ids[name].get("f", set()), ids[name].get("m", set())
        two = row["speaker_type"] == "person" and bool(women and men) and not women & men
        found.append((*name, *([] if full and not two else [row["speaker_id"]])))
    return found


def speaker_names(tallies: Sequence[Tally]) -> list[str]:
    """Return the names of speakers; the document stands behind a name that several have, where it tells them apart."""
    names = [tally.speaker()["speaker"] for tally in tallies]
    several = {name for name, count in Counter(names).items() if count > 1}
    return [
        f"{name} ({next(iter(tally.documents))})" if name in several and len(tally.documents) == 1 else name
        for name, tally in zip(names, tallies, strict=True)
    ]


def counts_of(rows: Sequence[Row]) -> Row:
    """Return what a line of the documents, or of a group of them, counts."""
    kinds = Counter(row["kind"] for row in rows)
    return {
        "quotes": len(rows),
        "attributed": sum(bool(row["speaker"]) for row in rows),
        **{kind: kinds[kind] for kind in ("direct", "mixed", "indirect")},
        "words": sum(row["words"] for row in rows),
        "speakers": count_speakers(rows),
        **by_gender(rows),
    }


def count_speakers(rows: Sequence[Row]) -> int:
    """Count the speakers of rows."""
    return len({identity for identity, row in zip(identities(rows), rows, strict=True) if row["speaker"]})


def by_gender(rows: Iterable[Row]) -> dict[str, int]:
    """Count the quotations of women, of men, of people of whom nothing tells it, of organisations and groups."""
    count = Counter(who(row["gender"], row["speaker_type"]) for row in rows if row["speaker"])
    return {kind: count[kind] for kind in (WOMEN, MEN, UNKNOWN, INSTITUTIONS)}


def share(part: int, whole: int) -> float:
    """Return a part of a whole, 0 of nothing."""
    return part / whole if whole else 0.0

"""Results → tables: quotations, speakers, verbs, speakers by verb, documents.

Every table has the same columns and types when it is empty. Text that is unknown is "", a number that is unknown is missing.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from quotes.french import sort_key
from quotes.naming.names import fold
from quotes.naming.people import ALIAS, identify, is_full_name
from quotes.reading import read_aliases
from quotes.records import Alias, DocumentResult, Failure, Sighting
from quotes.telling.rows import one_line, rows_of, sightings_of

UNATTRIBUTED = "(unattributed)"
VERBS_LISTED = 5  # in the column ``verbs`` of the speakers
CONTEXT = 100  # characters of an example on either side of its cue
CLOSE_TO = tuple('"«»“”‹›„')  # marks that an example takes along when they stand beside the words said

ERROR = "error"  # last column of the documents

TEXT, COUNT, MAYBE, SHARE = "str", "int64", "Int64", "float64"
Row = dict[str, Any]
SPEAKER = ("named", "speaker", "speaker_id", "speaker_type", "gender", "gender_source")

QUOTES = {
    "doc_id": TEXT, "quote_id": COUNT, "kind": TEXT, "quote": TEXT, "spans": TEXT, "start": COUNT, "end": COUNT,
    "cue": TEXT, "cue_lemma": TEXT, "cue_kind": TEXT, "cue_start": MAYBE, "cue_end": MAYBE,
    "mention": TEXT, "mention_kind": TEXT, "mention_start": MAYBE, "mention_end": MAYBE,
    "named": TEXT, "speaker": TEXT, "speaker_id": TEXT, "speaker_type": TEXT, "gender": TEXT, "gender_source": TEXT,
    "status": TEXT, "words": COUNT, "parent_id": MAYBE, "rule": TEXT, "confidence": SHARE, "paragraph": COUNT, "sentence": COUNT,
}  # fmt: skip
SPEAKERS = {
    "speaker": TEXT, "type": TEXT, "gender": TEXT, "quotes": COUNT, "words": COUNT, "share_of_quotes": SHARE, "share_of_words": SHARE,
    "documents": COUNT, "verbs": TEXT,
}  # fmt: skip
VERBS = {
    "cue_lemma": TEXT, "cue_kind": TEXT, "quotes": COUNT, "share": SHARE, "documents": COUNT, "speakers": COUNT, "women": COUNT, "men": COUNT,
    "example": TEXT,
}  # fmt: skip
SPEAKERS_BY_VERB = {"speaker": TEXT, "type": TEXT, "gender": TEXT, "cue_lemma": TEXT, "cue_kind": TEXT, "quotes": COUNT}
DOCUMENTS = {
    "doc_id": TEXT, "characters": MAYBE, "quotes": MAYBE, "attributed": MAYBE, "direct": MAYBE, "mixed": MAYBE, "indirect": MAYBE,
    "words": MAYBE, "speakers": MAYBE, "women": MAYBE, "men": MAYBE,
}  # fmt: skip


def quotes_table(results: Sequence[DocumentResult], aliases: Sequence[Alias] = ()) -> pd.DataFrame:
    """Return one row per quotation, in the order of the documents and of their texts; ``speaker`` is who it is in all of them.

    Examples
    --------
    >>> quotes_table([]).columns[:4].tolist()
    ['doc_id', 'quote_id', 'kind', 'quote']
    """
    people = identify(sightings_of(results), aliases)
    return _frame([row for result in results for row in rows_of(result, people)], QUOTES)


def identified(quotes: pd.DataFrame, aliases: Sequence[Alias] = ()) -> pd.DataFrame:
    """Return quotations with their speakers found anew from the column ``named`` and an alias file, without parsing anything.

    Parameters
    ----------
    quotes
        As `quotes_table` makes it, or read back from ``quotes.csv``; rows whose ``named`` was corrected by hand count as corrected.
    aliases
        As `read_aliases` returns them.

    Returns
    -------
    DataFrame
        The same rows; ``speaker``, ``speaker_id``, ``speaker_type``, ``gender`` and ``gender_source`` are set. A gender that an earlier alias
        file gave is taken back.
    """
    rows = _records(quotes)
    seen = [_seen(row) if row["named"] else None for row in rows]
    people = identify((s for s in seen if s is not None), aliases)
    for row, here in zip(rows, seen, strict=True):
        person = people[here] if here is not None else None
        row["speaker"] = person.name if person else ""
        row["speaker_id"] = person.speaker_id if person else ""
        row["speaker_type"] = person.type if person else ""
        row["gender"], row["gender_source"] = (person.gender, person.gender_source) if person else ("", "")
    return _frame(rows, {name: QUOTES[name] for name in QUOTES if name in quotes.columns} | dict.fromkeys(SPEAKER, TEXT))


def _seen(row: Row) -> Sighting:
    by_alias = row["gender_source"] == ALIAS
    return Sighting(
        row["doc_id"], row["named"], row["speaker_id"], row["speaker_type"] or "person",
        "" if by_alias else row["gender"], "" if by_alias else row["gender_source"],
    )  # fmt: skip


def speakers_table(quotes: pd.DataFrame, aliases: str | os.PathLike[str] | Sequence[Alias] | None = None) -> pd.DataFrame:
    """Return one row per speaker, most quoted first; quotations of nobody have the last row, outside the shares.

    Parameters
    ----------
    quotes
        As ``Analysis.quotes`` or ``quotes.csv``, whole, filtered or corrected by hand.
    aliases
        An alias file, or its lines; the speakers are then found anew, as `identified` does.

    Returns
    -------
    DataFrame
        Organisations, groups and people with a full name are one speaker where their names differ in case, accents or apostrophes only;
        others are when their ``speaker_id`` is the same. The gender is the one that most of the quotations have, empty when two have as
        many; people of one full name are two when one is a woman, one a man. ``verbs`` are the verbs most used to quote, in that order.
    """
    if aliases is not None:
        quotes = identified(quotes, read_aliases(aliases) if isinstance(aliases, str | os.PathLike) else aliases)
    rows = _records(quotes)
    tallies = _speakers(rows)
    all_quotes, all_words = sum(t.quotes for t in tallies), sum(t.words for t in tallies)
    lines = [
        t.speaker() | t.counts() | {"share_of_quotes": _share(t.quotes, all_quotes), "share_of_words": _share(t.words, all_words)} for t in tallies
    ]
    nobody = _Tally()
    for row in rows:
        if not row["speaker"]:
            nobody.add(row)
    if nobody.quotes:
        lines.append({"speaker": UNATTRIBUTED, "type": "", "gender": "", "share_of_quotes": None, "share_of_words": None} | nobody.counts())
    return _frame(lines, SPEAKERS)


def verbs_table(quotes: pd.DataFrame, texts: Mapping[str, str]) -> pd.DataFrame:
    """Return one row per verb, preposition or noun that introduces quotations, most used first.

    Parameters
    ----------
    quotes
        As `quotes_table` makes it.
    texts
        Texts by document identifier, which the examples are cut from; where one is missing, the example is the quotation alone.

    Returns
    -------
    DataFrame
        ``share`` is of the quotations that have a cue; ``women`` and ``men`` count quotations; ``speakers`` counts people and institutions.
    """
    cues: dict[tuple[str, str], list[Row]] = {}
    for row in _records(quotes):
        if row["cue_lemma"]:
            cues.setdefault((row["cue_lemma"], row["cue_kind"]), []).append(row)
    total = sum(map(len, cues.values()))
    lines = [
        {
            "cue_lemma": lemma,
            "cue_kind": kind,
            "quotes": len(rows),
            "share": _share(len(rows), total),
            "documents": len({row["doc_id"] for row in rows}),
            "speakers": len({i for i, row in zip(_identities(rows), rows, strict=True) if row["speaker"]}),
            **_genders(rows),
            "example": _example(rows, texts),
        }
        for (lemma, kind), rows in cues.items()
    ]
    return _frame(sorted(lines, key=lambda line: (-line["quotes"], sort_key(line["cue_lemma"]))), VERBS)


def speakers_by_verb_table(quotes: pd.DataFrame) -> pd.DataFrame:
    """Return one row per speaker and cue, in the order of `speakers_table`, most used cues first."""
    lines = [
        tally.speaker() | {"cue_lemma": lemma, "cue_kind": kind, "quotes": count}
        for tally in _speakers(_records(quotes))
        for (lemma, kind), count in tally.most_used()
    ]
    return _frame(lines, SPEAKERS_BY_VERB)


def documents_table(results: Sequence[DocumentResult], quotes: pd.DataFrame, failures: Iterable[Failure] = ()) -> pd.DataFrame:
    """Return one row per document with its counts and its metadata, then one per failure with its ``error``.

    ``words`` counts the words said, ``women`` and ``men`` quotations. A column of the metadata that is called like one of the table
    gets ``input_`` in front.
    """
    counts = document_counts(quotes)
    columns = {name: f"input_{name}" if name in DOCUMENTS or name == ERROR else name for result in results for name in result.document.metadata}
    lines = [_document_line(result, counts.get(result.document.doc_id) or _counts(())) for result in results]
    for line, result in zip(lines, results, strict=True):
        line |= {column: one_line(result.document.metadata.get(name, "")) for name, column in columns.items()} | {ERROR: ""}
    empty = dict.fromkeys(DOCUMENTS) | dict.fromkeys(columns.values(), "")
    lines += [empty | {"doc_id": failure.where, ERROR: failure.message} for failure in failures]
    return _frame(lines, DOCUMENTS | dict.fromkeys([*columns.values(), ERROR], TEXT))


def document_counts(quotes: pd.DataFrame) -> dict[str, Row]:
    """Return what a document's line counts, by identifier, of the documents with quotations."""
    rows: dict[str, list[Row]] = {}
    for row in _records(quotes):
        rows.setdefault(row["doc_id"], []).append(row)
    return {doc_id: _counts(lines) for doc_id, lines in rows.items()}


def _document_line(result: DocumentResult, counts: Row) -> Row:
    return {"doc_id": result.document.doc_id, "characters": len(result.document.text), **counts}


def _counts(rows: Sequence[Row]) -> Row:
    kinds = Counter(row["kind"] for row in rows)
    return {
        "quotes": len(rows),
        "attributed": sum(bool(row["speaker"]) for row in rows),
        **{kind: kinds[kind] for kind in ("direct", "mixed", "indirect")},
        "words": sum(row["words"] for row in rows),
        "speakers": len({i for i, row in zip(_identities(rows), rows, strict=True) if row["speaker"]}),
        **_genders(rows),
    }


@dataclass
class _Tally:
    """What is counted of one speaker."""

    names: Counter[str] = field(default_factory=Counter)
    genders: Counter[str] = field(default_factory=Counter)
    cues: Counter[tuple[str, str]] = field(default_factory=Counter)
    documents: set[str] = field(default_factory=set)
    type: str = ""
    quotes: int = 0
    words: int = 0

    def add(self, row: Row) -> None:
        self.names[row["speaker"]] += 1
        self.type = row["speaker_type"]
        self.genders[row["gender"]] += 1
        if row["cue_lemma"]:
            self.cues[row["cue_lemma"], row["cue_kind"]] += 1
        self.documents.add(row["doc_id"])
        self.quotes += 1
        self.words += row["words"]

    def speaker(self) -> Row:
        women, men = self.genders["f"], self.genders["m"]
        gender = "" if women == men else "f" if women > men else "m"
        return {"speaker": self.names.most_common(1)[0][0], "type": self.type, "gender": gender}

    def counts(self) -> Row:
        verbs = [lemma for (lemma, kind), _ in self.most_used() if kind == "verb"]
        return {"quotes": self.quotes, "words": self.words, "documents": len(self.documents), "verbs": ", ".join(verbs[:VERBS_LISTED])}

    def most_used(self) -> list[tuple[tuple[str, str], int]]:
        return sorted(self.cues.items(), key=lambda item: (-item[1], sort_key(item[0][0])))


def _speakers(rows: Sequence[Row]) -> list[_Tally]:
    """Return the tally of every speaker, most quotations, most words, then name first."""
    tallies: dict[tuple[str, ...], _Tally] = {}
    for row, identity in zip(rows, _identities(rows), strict=True):
        if row["speaker"]:
            tallies.setdefault(identity, _Tally()).add(row)
    return sorted(tallies.values(), key=lambda t: (-t.quotes, -t.words, sort_key(t.speaker()["speaker"])))


def _identities(rows: Iterable[Row]) -> list[tuple[str, ...]]:
    """Return what the rows of one speaker have in common: the name where it tells somebody from others, else the identifier."""
    rows = list(rows)
    names = [(fold(row["speaker"]) or row["speaker"], row["speaker_type"]) for row in rows]
    by_name = [row["speaker_type"] in {"organisation", "group"} or is_full_name(row["speaker"]) for row in rows]
    ids: dict[tuple[str, str], dict[str, set[str]]] = {}
    for name, row in zip(names, rows, strict=True):
        ids.setdefault(name, {}).setdefault(row["gender"], set()).add(row["speaker_id"])
    found = []
    for name, full, row in zip(names, by_name, rows, strict=True):
        women, men = ids[name].get("f", set()), ids[name].get("m", set())
        two = row["speaker_type"] == "person" and bool(women and men) and not women & men
        found.append((*name, *([] if full and not two else [row["speaker_id"]])))
    return found


def _genders(rows: Iterable[Row]) -> dict[str, int]:
    count = Counter(row["gender"] for row in rows)
    return {"women": count["f"], "men": count["m"]}


def _example(rows: Iterable[Row], texts: Mapping[str, str]) -> str:
    """Return the shortest passage with its cue; better one with four words said, and with a name."""
    row = min(rows, key=lambda row: (row["words"] < 4, row["mention_kind"] != "name", row["end"] - row["start"]))
    text = texts.get(row["doc_id"])
    if text is None:
        return str(row["quote"])
    places = [int(row[name]) for name in ("start", "end", "cue_start", "cue_end", "mention_start", "mention_end") if not pd.isna(row[name])]
    before, after = text[: min(places)].rstrip(), text[max(places) :].lstrip()
    start = len(before) - 1 if before.endswith(CLOSE_TO) and min(places) == row["start"] else min(places)
    end = len(text) - len(after) + 1 if after.startswith(CLOSE_TO) and max(places) == row["end"] else max(places)
    cue_start, cue_end = int(row["cue_start"]), int(row["cue_end"])
    first, last = max(start, cue_start - CONTEXT), min(end, cue_end + CONTEXT)
    if first > start:  # at a blank, if there is one
        first = text.find(" ", first, cue_start) + 1 or first
    if last < end:
        last = max(text.rfind(" ", cue_end, last), 0) or last
    return "…" * (first > start) + one_line(text[first:last]) + "…" * (last < end)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _records(quotes: pd.DataFrame) -> list[Row]:
    """Return the rows, with "" for text that is missing, as in a table read back from a file."""
    text = {name: quotes[name].astype(object).where(quotes[name].notna(), "").map(str) for name, dtype in QUOTES.items() if dtype == TEXT}
    return [{str(name): value for name, value in row.items()} for row in quotes.assign(**text).to_dict("records")]


def _frame(rows: Sequence[Row], columns: Mapping[str, str]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series([row[name] for row in rows], dtype=dtype) for name, dtype in columns.items()})

"""Results → tables: quotations, speakers, gender, verbs, speakers by verb, documents, and groups of documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import pandas as pd

from quotes.french import sort_key
from quotes.naming.people import ALIAS, identify
from quotes.records import Alias, Document, DocumentResult, Failure, Sighting
from quotes.telling.columns import (
    COUNTED,
    DOCUMENTS,
    ERROR,
    GENDER,
    GROUPS,
    INPUT,
    MEN,
    QUOTES,
    SPEAKERS,
    SPEAKERS_BY_VERB,
    TEXT,
    UNATTRIBUTED,
    VERBS,
    WHO,
    WOMEN,
    Row,
    frame,
    metadata_columns,
    records,
    who,
)
from quotes.telling.examples import example
from quotes.telling.groups import By, Key, date_column, described, in_order, keys, metadata_of, names_of, texts
from quotes.telling.rows import one_line, rows_of, sightings_of
from quotes.telling.tallies import by_gender, count_speakers, counts_of, share, speakers_of, tally

ROWS = 20_000  # of quotations, that are made a table together
SPEAKER = ("named", "speaker", "speaker_id", "speaker_type", "gender", "gender_source")


def quotes_table(results: Sequence[DocumentResult], aliases: Sequence[Alias] = ()) -> pd.DataFrame:
    """Return one row per quotation, in the order of the documents and of their texts; ``speaker`` is who it is in all of them.

    The metadata of the document come behind the columns of the quotation, as in `documents_table`.

    Examples
    --------
    >>> quotes_table([]).columns[:4].tolist()
    ['doc_id', 'quote_id', 'kind', 'quote']
    """
    return pd.concat(quotes_tables(results, aliases), ignore_index=True)


def quotes_tables(results: Sequence[DocumentResult], aliases: Sequence[Alias] = (), *, rows: int = ROWS) -> Iterator[pd.DataFrame]:
    """Yield what `quotes_table` returns in one or several tables of about ``rows`` rows, for writers that need not hold it whole."""
    people = identify(sightings_of(results), aliases)
    columns = metadata_columns(results)
    types = QUOTES | dict.fromkeys(columns.values(), TEXT)
    lines: list[Row] = []
    several = False
    for result in results:
        metadata = _metadata(result, columns)
        lines += [row | metadata for row in rows_of(result, people)]
        if len(lines) >= rows:
            yield frame(lines, types)
            lines, several = [], True
    if lines or not several:
        yield frame(lines, types)


def _metadata(result: DocumentResult, columns: Mapping[str, str]) -> Row:
    return {column: one_line(result.document.metadata.get(name, "")) for name, column in columns.items()}


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
    rows = records(quotes)
    seen = [_seen(row) if row["named"] else None for row in rows]
    people = identify((s for s in seen if s is not None), aliases, everybody=True)
    for row, here in zip(rows, seen, strict=True):
        person = people[here] if here is not None else None
        row["speaker"] = person.name if person else ""
        row["speaker_id"] = person.speaker_id if person else ""
        row["speaker_type"] = person.type if person else ""
        row["gender"], row["gender_source"] = (person.gender, person.gender_source) if person else ("", "")
    return quotes.assign(**{name: frame(rows, {name: TEXT})[name].set_axis(quotes.index) for name in SPEAKER})


def _seen(row: Row) -> Sighting:
    by_alias = row["gender_source"] == ALIAS
    return Sighting(
        row["doc_id"], row["named"], row["speaker_id"], row["speaker_type"] or "person",
        "" if by_alias else row["gender"], "" if by_alias else row["gender_source"],
    )  # fmt: skip


def speakers_table(quotes: pd.DataFrame, *, by: By = (), date: str | None = None) -> pd.DataFrame:
    """Return one row per speaker, most quoted first; quotations of nobody have the last row, outside the shares.

    Parameters
    ----------
    quotes
        As `quotes_table` makes it, or read back from ``quotes.csv``; whole, filtered or corrected by hand.
    by, date
        Count each group of quotations apart, see `keys`; their columns come first, and shares are of the group.

    Returns
    -------
    DataFrame
        Organisations, groups and people with a full name are one speaker where their names differ in case, accents or apostrophes only;
        others are when their ``speaker_id`` is the same. The gender is the one that most of the quotations have, empty when two have as
        many; people of one full name are two when one is a woman, one a man. ``verbs`` are the verbs most used to quote, in that order.
    """
    return _in_groups(quotes, by, date, SPEAKERS, _speaker_lines)


def _speaker_lines(rows: Sequence[Row]) -> list[Row]:
    tallies = speakers_of(rows)
    all_quotes, all_words = sum(t.quotes for t in tallies), sum(t.words for t in tallies)
    lines = [
        t.speaker() | t.counts() | {"share_of_quotes": share(t.quotes, all_quotes), "share_of_words": share(t.words, all_words)} for t in tallies
    ]
    if nobody := [row for row in rows if not row["speaker"]]:
        unknown = {"speaker": UNATTRIBUTED, "type": "", "gender": "", "share_of_quotes": None, "share_of_words": None}
        lines.append(unknown | tally(nobody).counts())
    return lines


def gender_table(quotes: pd.DataFrame, *, by: By = (), date: str | None = None) -> pd.DataFrame:
    """Return what women, men, people of unknown gender, and institutions say; quotations of nobody have the last row, outside the shares.

    Parameters
    ----------
    quotes, by, date
        As in `speakers_table`.

    Returns
    -------
    DataFrame
        Five rows (for each group, if any), whether there is anything to count or not. A speaker counts as what most of the quotations
        say. Organisations and groups are ``institutions``.

    Examples
    --------
    >>> gender_table(quotes_table([])).who.tolist()
    ['women', 'men', 'unknown', 'institutions', '(unattributed)']
    """
    return _in_groups(quotes, by, date, GENDER, _gender_lines)


def _gender_lines(rows: Sequence[Row]) -> list[Row]:
    said = [row for row in rows if row["speaker"]]
    speakers = [who(speaker["gender"], speaker["type"]) for speaker in (t.speaker() for t in speakers_of(said))]
    all_words = sum(row["words"] for row in said)
    lines = []
    for kind in WHO:
        theirs = [row for row in said if who(row["gender"], row["speaker_type"]) == kind]
        words, count = sum(row["words"] for row in theirs), speakers.count(kind)
        shares = share(len(theirs), len(said)), share(words, all_words), share(count, len(speakers))
        lines.append(dict(zip(GENDER, (kind, len(theirs), words, count, *shares), strict=True)))
    nobody = [row["words"] for row in rows if not row["speaker"]]
    return [*lines, dict(zip(GENDER, (UNATTRIBUTED, len(nobody), sum(nobody), 0, None, None, None), strict=True))]


def groups_table(quotes: pd.DataFrame, by: By, *, documents: pd.DataFrame | None = None, date: str | None = None) -> pd.DataFrame:
    """Return one row per group of quotations, such as those of an outlet or a month.

    Parameters
    ----------
    quotes, by, date
        As in `speakers_table`.
    documents
        As `documents_table` makes it, so that documents without a quotation count too.

    Returns
    -------
    DataFrame
        The columns of ``by`` first; periods in order of time, other values with most quotations first, what is empty last. The numbers are
        those of `documents_table`; ``documents`` counts documents, ``women``, ``men``, ``unknown`` and ``institutions`` quotations.
        ``share_of_women`` is women's part of the quotations of women and men, missing where neither says anything.
    """
    grouped = _grouped(quotes, by, date)
    read = {key: {row["doc_id"] for row in rows} for key, rows in grouped.items()}
    if documents is not None and described(documents, by, date=date):
        analysed = documents[documents[ERROR].fillna("") == ""] if ERROR in documents.columns else documents
        for key, doc_id in zip(keys(analysed, by, date=date), analysed["doc_id"], strict=True):
            read.setdefault(key, set()).add(doc_id)
    lines = []
    for key in in_order({group: len(grouped.get(group, ())) for group in read}, by):
        rows = grouped.get(key, [])
        kinds = by_gender(rows)
        women = {"share_of_women": kinds[WOMEN] / (kinds[WOMEN] + kinds[MEN]) if kinds[WOMEN] + kinds[MEN] else None}
        lines.append({**_named(by, key, GROUPS), "documents": len(read[key]), **counts_of(rows), **kinds, **women})
    return frame(lines, dict.fromkeys(_columns(by, GROUPS), TEXT) | GROUPS)


def check_groups(documents: Sequence[Document], groups: Iterable[By], *, date: str | None = None) -> None:
    """Raise InputError when documents have no such columns to count by; call it before any work is done."""
    described = documents_table([DocumentResult(document, ()) for document in documents], frame([], QUOTES))
    described = described.assign(**{name: "" for name in QUOTES if name not in described.columns})
    if date is not None:
        date_column(described, date)
    for by in groups:
        keys(described, by, date=date)


def _grouped(quotes: pd.DataFrame, by: By, date: str | None) -> dict[Key, list[Row]]:
    """Return the rows of each group, those with most rows first where there is no order of time."""
    found: dict[Key, list[Row]] = {}
    for key, row in zip(keys(quotes, by, date=date), records(quotes, COUNTED), strict=True):
        found.setdefault(key, []).append(row)
    return found


def _in_groups(
    quotes: pd.DataFrame, by: By, date: str | None, columns: dict[str, str], lines_of: Callable[[Sequence[Row]], list[Row]]
) -> pd.DataFrame:
    """Return the lines that ``lines_of`` makes of all rows, or of the rows of each group."""
    if not names_of(by):
        return frame(lines_of(records(quotes, COUNTED)), columns)
    grouped = _grouped(quotes, by, date)
    order = in_order({key: len(rows) for key, rows in grouped.items()}, by)
    lines = [_named(by, key, columns) | line for key in order for line in lines_of(grouped[key])]
    return frame(lines, dict.fromkeys(_columns(by, columns), TEXT) | columns)


def _columns(by: By, columns: Mapping[str, str]) -> list[str]:
    """Return the names of the columns that say what a group is, none of them that of another column."""
    return [f"{INPUT}{name}" if name in columns else name for name in names_of(by)]


def _named(by: By, key: Key, columns: Mapping[str, str]) -> Row:
    return dict(zip(_columns(by, columns), key, strict=True))


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
    for row in records(quotes):
        if row["cue_lemma"]:
            cues.setdefault((row["cue_lemma"], row["cue_kind"]), []).append(row)
    total = sum(map(len, cues.values()))
    lines = [
        {
            "cue_lemma": lemma,
            "cue_kind": kind,
            "quotes": len(rows),
            "share": share(len(rows), total),
            "documents": len({row["doc_id"] for row in rows}),
            "speakers": count_speakers(rows),
            **by_gender(rows),
            "example": example(rows, texts),
        }
        for (lemma, kind), rows in cues.items()
    ]
    return frame(sorted(lines, key=lambda line: (-line["quotes"], sort_key(line["cue_lemma"]))), VERBS)


def speakers_by_verb_table(quotes: pd.DataFrame) -> pd.DataFrame:
    """Return one row per speaker and cue, in the order of `speakers_table`, most used cues first."""
    lines = [
        speaker.speaker() | {"cue_lemma": lemma, "cue_kind": kind, "quotes": count}
        for speaker in speakers_of(records(quotes, COUNTED))
        for (lemma, kind), count in speaker.most_used()
    ]
    return frame(lines, SPEAKERS_BY_VERB)


def documents_table(results: Sequence[DocumentResult], quotes: pd.DataFrame, failures: Iterable[Failure] = ()) -> pd.DataFrame:
    """Return one row per document with its counts and its metadata, then one per failure with its ``error``.

    ``words`` counts the words said, ``women`` and ``men`` quotations. A column of the metadata that is called like one of this table, or of the
    quotations, gets ``input_`` in front.
    """
    counts = document_counts(quotes)
    columns = metadata_columns(results)
    lines = [
        {"doc_id": document.doc_id, "characters": len(document.text), **(counts.get(document.doc_id) or counts_of(())), **metadata, ERROR: ""}
        for document, metadata in ((result.document, _metadata(result, columns)) for result in results)
    ]
    empty = dict.fromkeys(DOCUMENTS) | dict.fromkeys(columns.values(), "")
    lines += [empty | {"doc_id": failure.where, ERROR: failure.message} for failure in failures]
    return frame(lines, DOCUMENTS | dict.fromkeys([*columns.values(), ERROR], TEXT))


def document_counts(quotes: pd.DataFrame) -> dict[str, Row]:
    """Return what a document's line counts, by identifier, of the documents with quotations."""
    rows: dict[str, list[Row]] = {}
    for row in records(quotes, COUNTED):
        rows.setdefault(row["doc_id"], []).append(row)
    return {doc_id: counts_of(lines) for doc_id, lines in rows.items()}


def documents_of_quotes(quotes: pd.DataFrame) -> pd.DataFrame:
    """Return one row per document that has a quotation, as `documents_table`, its length unknown."""
    columns = dict.fromkeys(metadata_of(quotes), TEXT)
    metadata: dict[str, Row] = {}
    for doc_id, *cells in zip(texts(quotes["doc_id"]), *(texts(quotes[name]) for name in columns), strict=True):
        metadata.setdefault(doc_id, dict(zip(columns, cells, strict=True)))
    lines = [{"doc_id": doc_id, "characters": None, **counts, **metadata[doc_id], ERROR: ""} for doc_id, counts in document_counts(quotes).items()]
    return frame(lines, DOCUMENTS | columns | {ERROR: TEXT})

"""Tables, texts and charts → ``report.html``: one file to read, that holds all it needs; and back to the texts it holds."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from quotes.errors import InputError
from quotes.telling.columns import ERROR, UNATTRIBUTED, Row, records, who
from quotes.telling.drawing import BETWEEN, COLOURS, group_name
from quotes.telling.groups import By, in_order, keys, metadata_of, names_of, texts
from quotes.telling.pages import digest, hues_of, json_for_script, page, part, shown
from quotes.telling.pieces import pieces_of
from quotes.telling.summary import TOP, headline, shares
from quotes.telling.tallies import placed_speakers, speaker_names

CHARACTERS, QUOTATIONS = 20_000_000, 100_000  # of texts and rows, the most that a report holds: browsers stay quick, mail takes it
FIRST = 5_000  # characters of texts that stand in the page itself, for readers that run no script
PEOPLE = {"f": "woman", "m": "man"}
DATA = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.DOTALL)


class Chart(NamedTuple):
    """A chart in the report: what it shows, in words, its picture, and the size of that."""

    title: str
    svg: bytes
    width: int
    height: int


def picture(ax: Axes, path: Path) -> Chart:
    """Return a chart that was saved as a .svg."""
    width, height = ax.figure.bbox.size
    return Chart(ax.get_title(loc="left").replace(r"\$", "$"), path.read_bytes(), round(width), round(height))


def report(
    tables: Mapping[str, pd.DataFrame],
    texts_by_id: Mapping[str, str],
    *,
    charts: Iterable[Chart] = (),
    by: Sequence[By] = (),
    date: str | None = None,
) -> str:
    """Return the report as one page of HTML.

    Parameters
    ----------
    tables
        Those of `Analysis.save`, by their names.
    texts_by_id
        Texts by document identifier; a document without its text has its quotations only.
    charts
        In the order in which they are shown.
    by, date
        What is counted by, as in `Analysis.save`.
    """
    quotes, documents = tables["quotes"], tables["documents"]
    kept = _first_documents(documents, quotes)
    told = quotes[quotes["doc_id"].isin(kept)]
    rows = records(told)
    for row, *group in zip(rows, *(keys(told, names, date=date) for names in by), strict=True):
        row["groups"] = group
    rows_by_id: dict[str, list[Row]] = {doc_id: [] for doc_id in kept}
    for row in rows:
        rows_by_id[row["doc_id"]].append(row)
    script = part("report.js")
    return page(
        "report.html.j2",
        style=part("page.css", "text.css", "report.css"),
        script=script,
        script_hash=digest(script),
        lead=headline(quotes, tables["speakers"], int((_errors(documents) == "").sum())),
        shares=shares(quotes),
        notes=_notes(documents, kept),
        groups=[_label(names) for names in by],
        most_quoted=[row for row in tables["speakers"].head(TOP + 1).to_dict("records") if row["speaker"] != UNATTRIBUTED][:TOP],
        charts=[chart._asdict() | {"source": f"data:image/svg+xml;base64,{base64.b64encode(chart.svg).decode()}"} for chart in charts],
        first=_first_texts(texts_by_id, rows_by_id),
        data=json_for_script(_data(documents, rows_by_id, texts_by_id, by)),
    )


def read_texts(path: Path) -> dict[str, str]:
    """Return the texts that a report holds, by document identifier; none when there is no report.

    Examples
    --------
    >>> read_texts(Path("reports/report.html"))["article"][:10]
    'Washington'
    """
    if not path.is_file():
        return {}
    try:
        found = DATA.search(path.read_text(encoding="utf-8"))
        data = json.loads(found[1]) if found else {}
        names = data["documents"]["doc_id"]
        return {name: _joined(pieces) for name, pieces in zip(names, data["texts"], strict=False) if pieces is not None}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path}: not the report that quotes analyse wrote ({error}); move it away, or run quotes analyse again") from error


def _joined(pieces: Iterable[Any]) -> str:
    return "".join(piece if isinstance(piece, str) else piece[0] for piece in pieces)


def _data(documents: pd.DataFrame, rows_by_id: Mapping[str, list[Row]], texts_by_id: Mapping[str, str], by: Sequence[By]) -> dict[str, Any]:
    """Return what the script of the report reads."""
    rows = [row for own in rows_by_id.values() for row in own]
    tallies, speakers = placed_speakers(rows)
    groups = [_group([row["groups"][place] for row in rows], names) for place, names in enumerate(by)]
    firsts, first = [], 0
    for own in rows_by_id.values():
        firsts.append(first)
        first += len(own)
    described = documents[_errors(documents) == ""].drop_duplicates("doc_id").head(len(rows_by_id))
    metadata = metadata_of(documents)
    return {
        "colours": COLOURS,
        "metadata": metadata,
        "speakers": [
            {"name": name, "is": PEOPLE.get(tally.speaker()["gender"], tally.type)}
            for name, tally in zip(speaker_names(tallies), tallies, strict=True)
        ],
        "groups": [{"name": _label(names), "values": values} for names, (values, _) in zip(by, groups, strict=True)],
        "documents": {
            "doc_id": list(rows_by_id),
            "first": firsts,
            "quotations": [len(own) for own in rows_by_id.values()],
            "characters": [len(texts_by_id.get(doc_id, "")) for doc_id in rows_by_id],
            **{f": {name}": _interned(texts(described[name])) for name in metadata},
        },
        "quotes": {
            "document": [place for place, own in enumerate(rows_by_id.values()) for _ in own],
            "speaker": speakers,
            "who": _interned([who(row["gender"], row["speaker_type"]) if row["speaker"] else UNATTRIBUTED for row in rows]),
            "cue": _interned([row["cue_lemma"] if row["cue_kind"] == "verb" else _noted(row["cue_lemma"], row["cue_kind"]) for row in rows]),
            "introduced": _interned([row["cue"] for row in rows]),
            **{name: [row[name] for row in rows] for name in ("quote_id", "quote", "words", "mention")},
            **{name: _interned([row[name] for row in rows]) for name in ("kind", "status", "rule", "mention_kind", "gender_source")},
            "confidence": _interned([None if pd.isna(row["confidence"]) else row["confidence"] for row in rows]),
            **{f"by-{place}": places for place, (_, places) in enumerate(groups)},
        },
        "texts": [
            [_piece(piece) for piece in pieces_of(texts_by_id[doc_id], own)] if doc_id in texts_by_id else None for doc_id, own in rows_by_id.items()
        ],
    }


def _piece(piece: tuple[str, tuple[int, ...], tuple[int, ...], tuple[int, ...]]) -> str | list[Any]:
    return list(piece) if any(piece[1:]) else piece[0]


def _interned(cells: Sequence[Any]) -> dict[str, list[Any]]:
    """Return a column of which many cells are the same, as its values and the place of each cell among them."""
    places: dict[Any, int] = {}
    found = [places.setdefault(cell, len(places)) for cell in cells]
    return {"values": list(places), "places": found}


def _group(cells: Sequence[tuple[str, ...]], by: By) -> tuple[list[str], list[int]]:
    """Return the names of groups, in order, and which of them each quotation is in."""
    counts: dict[tuple[str, ...], int] = {}
    for cell in cells:
        counts[cell] = counts.get(cell, 0) + 1
    order = {key: place for place, key in enumerate(in_order(counts, by))}
    return [group_name(key) for key in order], [order[cell] for cell in cells]


def _label(by: By) -> str:
    return BETWEEN.join(names_of(by))


def _noted(lemma: str, kind: str) -> str:
    return f"{lemma} ({kind})" if lemma else ""


def _errors(documents: pd.DataFrame) -> pd.Series:
    """Return why each document could not be done, "" where it was."""
    return documents[ERROR].fillna("") if ERROR in documents.columns else pd.Series("", index=documents.index)


def _first_documents(documents: pd.DataFrame, quotes: pd.DataFrame) -> list[str]:
    """Return the identifiers of the documents that the report holds, in order: the first ones, as many as it can take, one at least."""
    counts = quotes["doc_id"].value_counts()
    done = documents[_errors(documents) == ""]
    sizes = zip(done["doc_id"], done["characters"].fillna(0), strict=True)
    kept: list[str] = []
    characters = rows = 0
    for doc_id, length in sizes:
        characters, rows = characters + int(length), rows + int(counts.get(doc_id, 0))
        if kept and (characters > CHARACTERS or rows > QUOTATIONS):
            break
        kept.append(doc_id)
    return kept


def _notes(documents: pd.DataFrame, kept: Sequence[str]) -> list[str]:
    failed = int((_errors(documents) != "").sum())
    done = len(documents) - failed
    cut = f"This report shows the first {len(kept):,} of {done:,} documents; the charts and the files beside it count all of them."
    left_out = f"Not analysed: {failed:,} of {len(documents):,} documents; documents.csv says why."
    return [*([cut] if len(kept) < done else []), *([left_out] if failed else [])]


def _first_texts(texts_by_id: Mapping[str, str], rows_by_id: Mapping[str, list[Row]]) -> list[dict[str, Any]]:
    found, left = [], FIRST
    for doc_id, rows in rows_by_id.items():
        text = texts_by_id.get(doc_id, "")
        found.append({"doc_id": doc_id, "pieces": shown(text[:left], rows, hues_of(rows)), "cut": len(text) > left})
        left -= len(text)
        if left <= 0:
            break
    return found

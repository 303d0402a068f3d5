"""Counting by metadata and by time, from an analysis, its table, or what was saved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import result, said

from quotes import tables
from quotes.cli import main
from quotes.errors import InputError, OutputError
from quotes.reading.dates import period, read_date
from quotes.records import Failure
from quotes.telling.formats import write_rows
from quotes.telling.results import Analysis, table_files
from quotes.telling.timeline import without_gaps

TEXT = "« Oui », a dit Anne Roy. « Non », a dit Paul Petit. « Bof », selon le ministère. « Rien »."


def analysed(*documents: tuple[str, dict[str, str]]) -> Analysis:
    """Give each document as many of the four quotations as its metadata say, the first ones."""
    found = [
        said(TEXT, "Oui", cue="a dit", lemma="dire", mention="Anne Roy", speaker="Anne Roy", gender="f"),
        said(TEXT, "Non", cue="a dit", lemma="dire", mention="Paul Petit", speaker="Paul Petit", gender="m", place=20),
        said(TEXT, "Bof", cue="selon", cue_kind="preposition", mention="le ministère", speaker="le ministère", type="organisation"),
        said(TEXT, "Rien"),
    ]
    return Analysis(
        tuple(result(doc_id, TEXT, *found[: int(metadata.pop("n", 4))], **metadata) for doc_id, metadata in documents),
        (Failure("broken.txt", "binary"),),
    )


@pytest.fixture
def press() -> Analysis:
    return analysed(
        ("a", {"outlet": "Le Jour", "date": "2025-01-31", "type": "dépêche"}),
        ("b", {"outlet": "La Nuit", "date": "02/03/2025", "n": "1"}),
        ("c", {"outlet": "Le Jour", "date": "5 janvier 2025", "n": "2"}),
        ("d", {"outlet": "Le Soir", "date": "", "n": "0"}),
        ("e", {"outlet": "", "date": "n.d.", "n": "1"}),
    )


def rows(frame: pd.DataFrame, *columns: str) -> list[list[Any]]:
    values: list[list[Any]] = frame[list(columns)].astype(object).where(frame[list(columns)].notna(), None).values.tolist()
    return values


# ---------------------------------------------------------------- dates

DATES = [
    ("2025-06-27", (2025, 6, 27)),
    ("2025-6-7", (2025, 6, 7)),
    ("2025-06-27T08:30:00+02:00", (2025, 6, 27)),
    ("2025-06-27 08:30:00", (2025, 6, 27)),
    ("20250627", (2025, 6, 27)),
    ("27/06/2025", (2025, 6, 27)),
    ("27/06/2025 08:30", (2025, 6, 27)),
    ("27.06.25", (2025, 6, 27)),
    ("1/2/99", (1999, 2, 1)),
    ("27 juin 2025", (2025, 6, 27)),
    ("Vendredi 27 juin 2025", (2025, 6, 27)),
    ("vendredi, 27 juin 2025", (2025, 6, 27)),
    ("1er août 2025", (2025, 8, 1)),
    ("3 déc. 2025", (2025, 12, 3)),
    ("FÉVRIER 2025", (2025, 2)),
    ("2025-06", (2025, 6)),
    ("2025", (2025,)),
    (" 2025-06-27 ", (2025, 6, 27)),
    *((cell, ()) for cell in ["", "n.d.", "31/02/2025", "06/27/2025", "27 brumaire 2025", "12345", "2025-06-27x", "0000", "27-06.2025", "20251327"]),
]


@pytest.mark.parametrize(("cell", "parts"), DATES, ids=[cell for cell, _ in DATES])
def test_dates(cell: str, parts: tuple[int, ...]) -> None:
    assert read_date(cell) == parts


@given(st.text())
def test_any_text_is_a_date_or_none(cell: str) -> None:
    assert len(read_date(cell)) in {0, 1, 2, 3} and isinstance(period(cell, "week"), str)


@given(st.dates(min_value=pd.Timestamp("1000-01-01").date()))
def test_any_date_is_read(day: Any) -> None:
    assert read_date(day.isoformat()) == read_date(f"{day.day}/{day.month}/{day.year}") == (day.year, day.month, day.day)


def test_week_at_the_turn_of_the_year() -> None:
    assert period("2024-12-30", "week") == "2025-W01" and period("2025-06", "week") == "" == period("2025", "month")


@pytest.mark.parametrize(
    ("found", "unit", "every"),
    [
        (["2025-02-27", "2025-03-01"], "day", ["2025-02-27", "2025-02-28", "2025-03-01"]),
        (["2025-W01", "2024-W51"], "week", ["2024-W51", "2024-W52", "2025-W01"]),
        (["2025"], "year", ["2025"]),
    ],
    ids=["days", "weeks", "one"],
)
def test_time_has_no_gaps(found: list[str], unit: Any, every: list[str]) -> None:
    assert without_gaps(found, unit) == every


def test_thousands_of_bars_are_refused() -> None:
    with pytest.raises(InputError, match="too many bars: the dates go from 1200-01-01 to 2025-01-01; take a longer period than the day"):
        without_gaps(["1200-01-01", "2025-01-01"], "day")


# ---------------------------------------------------------------- groups


def test_groups_count_documents_and_quotations(press: Analysis) -> None:
    table = tables.groups(press, "outlet")
    assert list(table.columns) == (
        [
            "outlet",
            "documents",
            "quotes",
            "attributed",
            "direct",
            "mixed",
            "indirect",
            "words",
            "speakers",
            "women",
            "men",
            "unknown",
            "institutions",
            "share_of_women",
        ]
    )
    counts = ["documents", "quotes", "attributed", "speakers", "women", "men", "unknown", "institutions", "share_of_women"]
    assert rows(table, "outlet", *counts) == [
        ["Le Jour", 2, 6, 5, 3, 2, 2, 0, 1, 0.5],
        ["La Nuit", 1, 1, 1, 1, 1, 0, 0, 0, 1.0],
        ["Le Soir", 1, 0, 0, 0, 0, 0, 0, 0, None],
        ["", 1, 1, 1, 1, 1, 0, 0, 0, 1.0],
    ]


def test_periods_are_in_order_of_time(press: Analysis) -> None:
    assert rows(tables.groups(press, "month"), "month", "documents", "quotes") == [["2025-01", 2, 6], ["2025-03", 1, 1], ["", 2, 1]]
    assert tables.groups(press, ["year", "outlet"])[["year", "outlet"]].values.tolist() == [
        ["2025", "Le Jour"], ["2025", "La Nuit"], ["", "Le Soir"], ["", ""],
    ]  # fmt: skip


def test_speakers_of_each_group(press: Analysis) -> None:
    table = tables.speakers(press, by="outlet")
    assert rows(table, "outlet", "speaker", "quotes", "share_of_quotes") == [
        ["Le Jour", "Anne Roy", 2, 0.4],
        ["Le Jour", "Paul Petit", 2, 0.4],
        ["Le Jour", "le ministère", 1, 0.2],
        ["Le Jour", "(unattributed)", 1, None],
        ["La Nuit", "Anne Roy", 1, 1.0],
        ["", "Anne Roy", 1, 1.0],
    ]


def test_gender_of_each_group(press: Analysis) -> None:
    table = tables.gender(press, by=["outlet"])
    assert table.groupby("outlet").size().tolist() == [5, 5, 5]
    assert rows(table[table.outlet == "Le Jour"], "who", "quotes")[:2] == [["women", 2], ["men", 2]]


def test_groups_by_columns_of_the_quotations(press: Analysis) -> None:
    assert rows(tables.groups(press, "kind"), "kind", "documents", "quotes") == [["direct", 4, 8]]
    assert rows(tables.groups(press, "doc_id"), "doc_id", "quotes") == [["a", 4], ["c", 2], ["b", 1], ["e", 1], ["d", 0]]


def test_column_of_the_metadata_that_a_table_has_too(press: Analysis) -> None:
    assert list(tables.speakers(press, by="type").columns[:3]) == ["input_type", "speaker", "type"]
    clashing = analysed(("a", {"quotes": "many"}))
    assert rows(tables.groups(clashing, "quotes"), "input_quotes", "quotes") == [["many", 4]]


@pytest.mark.parametrize(
    ("by", "date", "says"),
    [
        ("journal", None, "no column 'journal' to count by; the columns of the metadata are: outlet, date, type, year, month, week, day"),
        ("month", "published", "no column 'published' of dates; the columns of the metadata are: outlet, date, type"),
        ([], None, "nothing to count by"),
    ],
)
def test_what_cannot_be_counted_by(press: Analysis, by: Any, date: str | None, says: str) -> None:
    with pytest.raises(InputError, match=says):
        tables.groups(press, by, date=date)


def test_without_metadata_or_dates() -> None:
    bare = analysed(("a", {}))
    with pytest.raises(InputError, match="the columns of the metadata are: none; give metadata with the texts"):
        tables.groups(bare, "outlet")
    with pytest.raises(InputError, match="no column of dates to tell the month from"):
        tables.speakers(bare, by="month")


def test_column_of_dates_is_found() -> None:
    first = analysed(("a", {"year_of_birth": "1950", "published": "27/06/2025"}), ("b", {"published": "?"}), ("c", {"published": "1/7/2025"}))
    assert tables.groups(first, "month").month.tolist() == ["2025-06", "2025-07", ""]
    named = analysed(("a", {"published": "27/06/2025", "Date": "28/08/2024"}))
    assert tables.groups(named, "month").month.tolist() == ["2024-08"]
    assert tables.groups(named, "month", date="published").month.tolist() == ["2025-06"]
    years = analysed(("a", {"date": "2025"}))
    assert tables.groups(years, "year", date="date").year.tolist() == ["2025"]


# ---------------------------------------------------------------- sources


def test_tables_from_an_analysis_its_quotes_and_what_was_saved(press: Analysis, tmp_path: Path) -> None:
    press.save(tmp_path / "plain")
    press.save(tmp_path / "excel", excel=True)
    for name in ("speakers", "gender", "speakers_by_verb"):
        table = getattr(tables, name)
        for source in (press.quotes, tmp_path / "plain", str(tmp_path / "plain" / "quotes.csv"), tmp_path / "excel"):
            pd.testing.assert_frame_equal(table(source), getattr(press, name))
        for read in (pd.read_csv(tmp_path / "plain" / "quotes.csv"), pd.read_csv(tmp_path / "excel" / "quotes.csv", sep=";", decimal=",")):
            pd.testing.assert_frame_equal(table(read), getattr(press, name))
    pd.testing.assert_frame_equal(tables.documents(tmp_path / "plain"), press.documents)
    pd.testing.assert_frame_equal(tables.quotes(tmp_path / "excel"), press.quotes)
    pd.testing.assert_frame_equal(tables.groups(tmp_path / "plain", "month"), tables.groups(press, "month"))
    assert tables.groups(press.quotes, "outlet").documents.tolist() == [2, 1, 1]


def test_filtered_rows_are_counted_alone(press: Analysis) -> None:
    assert tables.speakers(press.quotes.query("outlet == 'La Nuit'")).speaker.tolist() == ["Anne Roy"]
    assert tables.documents(press.quotes.query("gender == 'm'")).doc_id.tolist() == ["a", "c"]


def test_documents_of_quotations_alone(press: Analysis) -> None:
    found = tables.documents(press.quotes)
    assert rows(found, "doc_id", "quotes", "outlet") == [["a", 4, "Le Jour"], ["b", 1, "La Nuit"], ["c", 2, "Le Jour"], ["e", 1, ""]]
    assert list(found.columns) == list(press.documents.columns)


def test_aliases_find_the_speakers_anew(press: Analysis, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("name,canonical,type,gender\nAnne Roy,Anne Roy-Petit,,\n", encoding="utf-8")
    assert tables.speakers(tables.quotes(press, aliases=tmp_path / "people.csv")).speaker.tolist()[:2] == ["Anne Roy-Petit", "Paul Petit"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "quotes.csv: no such file"),
        ("doc_id;quote\na;Oui\n", "no column 'quote_id'; take the file as quotes analyse wrote it"),
    ],
)
def test_what_is_no_saved_table(content: str | None, says: str, tmp_path: Path) -> None:
    if content:
        (tmp_path / "quotes.csv").write_text(content)
    with pytest.raises(InputError, match=says):
        tables.speakers(tmp_path / "quotes.csv")


def test_numbers_of_a_saved_table_are_checked(press: Analysis, tmp_path: Path) -> None:
    press.save(tmp_path)
    path = tmp_path / "quotes.csv"
    path.write_text(path.read_text().replace("a,1,direct", "a,one,direct"))
    with pytest.raises(InputError, match=r"a number should stand in quote_id .*'one'"):
        tables.quotes(path)


@pytest.mark.parametrize("source", [None, 3, ["a"], {"a": 1}, pd.Series(["a"])], ids=str)
def test_what_is_no_source(source: Any) -> None:
    with pytest.raises(InputError, match=r"cannot take quotations from a .*; give an Analysis, its \.quotes"):
        tables.speakers(source)


@pytest.mark.parametrize("by", [None, [["outlet"]], 3, ({"outlet"},)], ids=str)
def test_what_is_no_name_to_count_by(by: Any, press: Analysis) -> None:
    with pytest.raises(InputError, match="by must be a name or a list of names, not"):
        tables.groups(press, by)


def test_a_date_column_that_is_named_wins_and_is_checked(press: Analysis) -> None:
    months = analysed(("a", {"month": "janvier", "published": "2025-02-01"}))
    assert tables.groups(months, "month").month.tolist() == ["janvier"]
    assert tables.groups(months, "month", date="published").month.tolist() == ["2025-02"]
    with pytest.raises(InputError, match="column 'outlet' holds no dates, but 'Le Jour'; dates are written 2025-06-27"):
        tables.groups(press, "year", date="outlet")
    with pytest.raises(InputError, match=r"did you mean outlet\?"):
        tables.groups(press, "Outlet")


def test_rows_read_as_text_and_whole_numbers_as_identifiers(press: Analysis, tmp_path: Path) -> None:
    press.save(tmp_path)
    as_text = pd.read_csv(tmp_path / "quotes.csv", dtype=str, keep_default_na=False)
    pd.testing.assert_frame_equal(tables.speakers(as_text), press.speakers)
    numbered = press.quotes.assign(doc_id=range(len(press.quotes)))
    assert tables.documents(numbered).doc_id.tolist() == [str(number) for number in range(8)]
    assert tables.documents(press.quotes.query("gender == 'x'")).empty


def test_database_is_read_back(press: Analysis, tmp_path: Path) -> None:
    write_rows(press, tmp_path / "rows.sqlite")
    pd.testing.assert_frame_equal(tables.speakers(tmp_path / "rows.sqlite"), press.speakers)
    (tmp_path / "other.sqlite").write_bytes(b"no database")
    with pytest.raises(InputError, match="no table of quotations in this database"):
        tables.speakers(tmp_path / "other.sqlite")


def test_a_table_of_something_else() -> None:
    with pytest.raises(InputError, match="no column 'doc_id' in this table of quotations; its columns are: a"):
        tables.speakers(pd.DataFrame({"a": [1]}))


def test_save_by_outlet_and_month(press: Analysis, tmp_path: Path) -> None:
    names = {path.name for path in press.save(tmp_path, by=["outlet", ["outlet", "month"]])}
    files = {"by_outlet.csv", "speakers_by_outlet.csv", "by_outlet_month.csv", "speakers_by_outlet_month.csv"}
    assert files | {"gender_by_outlet.png", "speakers_by_outlet_month.svg", "over_time.png"} <= names
    assert (tmp_path / "by_outlet.csv").read_text().splitlines()[1].startswith("Le Jour,2,6,5,")


def test_one_name_to_count_by(press: Analysis, tmp_path: Path) -> None:
    assert tmp_path / "by_outlet.csv" in press.save(tmp_path, by="outlet")


def test_tables_that_will_be_written_are_known_before(press: Analysis, tmp_path: Path) -> None:
    groups = ["outlet", ["outlet", "month"]]
    written = press.save(tmp_path, by=groups, workbook=True)
    assert sorted(path for path in written if path.parent == tmp_path) == sorted(table_files(tmp_path, by=groups))


def test_recount_counts_by_what_was_counted_by(press: Analysis, tmp_path: Path) -> None:
    press.save(tmp_path, by=[["type", "month"]])
    (tmp_path / "by_hand.csv").write_text("a,b\n1,2\n")
    before = (tmp_path / "by_type_month.csv").read_bytes()
    assert main(["recount", str(tmp_path)]) == 0
    assert (tmp_path / "by_type_month.csv").read_bytes() == before
    people = tmp_path / "people.csv"
    people.write_text("name,canonical,type,gender\nAnne Roy,Paul Petit,,m\n", encoding="utf-8")
    assert main(["recount", str(tmp_path), "--aliases", str(people)]) == 0
    assert "Anne Roy" not in (tmp_path / "speakers_by_type_month.csv").read_text()


@pytest.mark.parametrize("blocked", ["gender.csv", "charts/verbs.svg"])
def test_what_cannot_be_replaced_leaves_everything_as_it_was(blocked: str, press: Analysis, tmp_path: Path) -> None:
    (tmp_path / "quotes.csv").write_text("old")
    (tmp_path / blocked).mkdir(parents=True)
    with pytest.raises(OutputError, match=f"{blocked}: cannot be replaced"):
        press.save(tmp_path)
    assert {path.name for path in tmp_path.rglob("*")} == {"quotes.csv", "charts", Path(blocked).name}
    assert (tmp_path / "quotes.csv").read_text() == "old"


def test_unknown_column_writes_nothing(press: Analysis, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no column 'journal'"):
        press.save(tmp_path / "out", by=["journal"])
    assert not (tmp_path / "out").exists()

"""The charts: what they show, on whose axes, with the smallest and the largest input, and what they leave alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from quotes import charts
from quotes.errors import InputError
from quotes.telling.columns import QUOTES
from quotes.telling.drawing import COLOURS, DOTS_PER_INCH, write_chart
from quotes.telling.results import Analysis
from quotes.telling.tables import quotes_table

PEOPLE = [("Anne Martin", "f", 12), ("Paul $ Petit $", "m", 7), ("l'Élysée", "", 3), ("la présidente de la commission des finances du Sénat", "f", 1)]


def quotes(*people: tuple[str, str, int], nobody: int = 0, **columns: Any) -> pd.DataFrame:
    """Make quotations: as many of each speaker as is said; a speaker without gender is an organisation. ``columns`` are cells, or lists of them."""
    empty = dict.fromkeys(QUOTES, "") | {"doc_id": "a", "kind": "direct", "cue_lemma": "dire", "cue_kind": "verb", "words": 2}
    rows = [
        empty | {"speaker": name, "speaker_id": name, "speaker_type": "person" if gender else "organisation", "gender": gender}
        for name, gender, count in people
        for _ in range(count)
    ]
    table = pd.DataFrame([*rows, *[empty] * nobody], columns=list(QUOTES))
    return table.assign(
        **{name: [cells[i % len(cells)] for i in range(len(table))] if isinstance(cells, list) else cells for name, cells in columns.items()}
    )


CROWD = quotes(
    *((f"Jean-Éléonore de La Très-Longue-Rivière d’Amont n° {i}", "fm"[i % 2] if i % 3 else "", 1 + 500 // (i + 1)) for i in range(500)),
    nobody=90,
    doc_id=[f"un-article-au-nom-sans-fin-{i:06}" for i in range(700)],
    kind=["direct", "mixed", "indirect"],
    cue_lemma=[f"verbe très très très long numéro {i}" for i in range(150)],
    outlet=[f"Le Journal des Hauts Plateaux et de la Basse Vallée, édition {i}" for i in range(60)],
    date=[f"{day}/{month}/20{year}" for year in range(15, 19) for month in range(1, 13) for day in (1, 15)],
)
ONE = quotes(("X", "f", 1), outlet="Le Jour", date="2025-06-27")
EVERY = {
    "speakers": charts.speakers,
    "words": lambda source, **how: charts.speakers(source, count="words", **how),
    "kinds": charts.kinds,
    "verbs": charts.verbs,
    "speakers_by_verb": charts.speakers_by_verb,
    "gender": charts.gender,
    "gender by outlet": lambda source, **how: charts.gender(source, by="outlet", **how),
    "gender by outlet and month": lambda source, **how: charts.gender(source, by=["outlet", "month"], **how),
    "over_time": charts.over_time,
    "by document": charts.speakers_by_group,
    "by outlet": lambda source, **how: charts.speakers_by_group(source, by="outlet", **how),
    "by week": lambda source, **how: charts.speakers_by_group(source, by="week", **how),
}
NAMES = list(EVERY)


def names(ax: Axes) -> list[str]:
    return [label.get_text() for label in ax.get_yticklabels()]


def words(ax: Axes) -> str:
    ax.figure.draw_without_rendering()
    legend = ax.get_legend()
    texts = [*ax.texts, *(legend.get_texts() if legend else [])]
    return "\n".join([ax.get_title(loc="left"), *(text.get_text() for text in texts)])


# ---------------------------------------------------------------- every chart


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "source",
    [CROWD, quotes(("X", "f", 1), outlet="Le Jour", date="2025-06-27"), CROWD.head(40)],
    ids=["500 speakers", "one quotation", "one speaker"],
)
def test_nothing_runs_out_of_the_figure(name: str, source: pd.DataFrame) -> None:
    ax = EVERY[name](source)
    figure = ax.figure
    figure.draw_without_rendering()
    inside = figure.bbox.padded(1)
    (left, right), (low, high) = ax.get_xlim(), sorted(ax.get_ylim())
    ticks = [label for label in ax.get_xticklabels() if left <= label.get_position()[0] <= right]
    ticks += [label for label in ax.get_yticklabels() if low <= label.get_position()[1] <= high]
    for artist in [*ax.texts, *ticks, ax.title, *([ax.get_legend()] if ax.get_legend() else [])]:
        box = artist.get_window_extent()
        assert inside.x0 <= box.x0 and box.x1 <= inside.x1 and inside.y0 <= box.y0 and box.y1 <= inside.y1, artist
    assert figure.get_size_inches().max() < 13


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("source", [Analysis(()), quotes_table([]).assign(outlet="", date="")], ids=["analysis", "table"])
def test_no_data_gives_a_note(name: str, source: Any) -> None:
    if isinstance(source, Analysis) and name in {"gender by outlet", "gender by outlet and month", "by outlet", "by week"}:
        with pytest.raises(InputError, match=r"to count by|column of dates"):
            EVERY[name](source)
        return
    ax = EVERY[name](source)
    assert words(ax).strip().startswith("No quotation") and not ax.axison and not ax.patches


@pytest.mark.parametrize("name", NAMES)
def test_given_axes_are_used_and_style_is_left_alone(name: str) -> None:
    before = dict(mpl.rcParams)
    ax = Figure().subplots()
    assert EVERY[name](CROWD, ax=ax) is ax and (ax.patches or ax.images)
    assert dict(mpl.rcParams) == before


@pytest.mark.parametrize("ending", [".png", ".svg"])
@pytest.mark.parametrize("name", NAMES)
def test_same_chart_same_bytes(name: str, ending: str, tmp_path: Path) -> None:
    paths = [tmp_path / f"{folder}/chart{ending}" for folder in "ab"]
    for path in paths:
        path.parent.mkdir()
        write_chart(EVERY[name](quotes(*PEOPLE, outlet="Le Jour", date="2025-06-27")), path)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert paths[0].read_bytes()[:5] in (b"\x89PNG\r", b"<?xml")


@pytest.mark.parametrize("chart", [charts.speakers, charts.verbs, charts.speakers_by_verb, charts.speakers_by_group, charts.gender])
def test_top_must_be_positive(chart: Any) -> None:
    with pytest.raises(InputError, match="top must be 1 or more, not 0"):
        chart(quotes(*PEOPLE), top=0)


def test_names_in_any_script(tmp_path: Path) -> None:
    write_chart(charts.speakers(quotes(("日本太郎", "m", 2), ("😀 Шарль", "f", 1), ("_x", "f", 1))), tmp_path / "speakers.png")


def test_resolution(tmp_path: Path) -> None:
    from matplotlib.image import imread

    ax = charts.speakers(quotes(*PEOPLE))
    write_chart(ax, tmp_path / "speakers.png")
    assert imread(tmp_path / "speakers.png").shape[1] == round(ax.figure.bbox.width / ax.figure.dpi * DOTS_PER_INCH)


def test_thousands_of_bars_make_a_picture_that_can_be_saved() -> None:
    many = quotes(*((f"P{i}", "m", 1) for i in range(2000)))
    assert charts.speakers(many, top=2000).figure.get_size_inches()[1] * DOTS_PER_INCH < 2**16  # the most that PNG writers take


def test_no_window_is_ever_asked_for() -> None:
    code = "import sys, quotes.charts as c, quotes.telling.results as r; c.speakers(r.Analysis(())); print('matplotlib.pyplot' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


# ---------------------------------------------------------------- speakers


def test_bars_labels_and_colours() -> None:
    ax = charts.speakers(quotes(*PEOPLE, nobody=5))
    assert [bar.get_width() for bar in ax.patches] == [12, 7, 3, 1]
    assert [to_hex(bar.get_facecolor()).upper() for bar in ax.patches] == [COLOURS[who] for who in ("women", "men", "institutions", "women")]
    assert names(ax) == ["Anne Martin", r"Paul \$ Petit \$", "l'Élysée", "la présidente de la commission des…"]
    shown = words(ax).split("\n")
    for part in (
        "Who is quoted: 4 speakers",
        "23 quotations with a speaker; 5 more without",
        "women: 13",
        "men: 7",
        "institutions: 3",
        "12",
        "1",
    ):
        assert part in shown, part
    assert ax.yaxis_inverted()


def test_only_the_top_is_drawn_and_the_title_says_so() -> None:
    ax = charts.speakers(quotes(*PEOPLE), top=2)
    assert len(ax.patches) == 2
    for part in ("The 2 most quoted speakers, of 4", "19 of 23 quotations with a speaker", "women: 12"):
        assert part in words(ax).split("\n"), part


def test_words_have_their_own_order() -> None:
    ax = charts.speakers(quotes(("Anne Martin", "f", 2), ("Paul", "m", 3), words=[50, 50, 1, 1, 1]), count="words")
    assert names(ax) == ["Anne Martin", "Paul"] and [bar.get_width() for bar in ax.patches] == [100, 3]
    with pytest.raises(InputError, match="count must be 'quotes' or 'words', not 'letters'"):
        charts.speakers(quotes(), count="letters")  # type: ignore[arg-type]


@pytest.mark.parametrize("counts", [[1], [2, 1], [1000, 3], [1] * 15])
def test_axis_has_whole_numbers(counts: list[int]) -> None:
    ax = charts.speakers(quotes(*((f"P{i}", "m", count) for i, count in enumerate(counts))))
    ax.figure.draw_without_rendering()
    assert all(tick == int(tick) for tick in ax.get_xticks()) and ax.get_xlim()[0] == 0


def test_one_speaker_is_no_wall() -> None:
    ax = charts.speakers(quotes(PEOPLE[0]))
    low, high = ax.get_ylim()
    assert "Who is quoted: 1 speaker" in words(ax) and ax.patches[0].get_height() < abs(high - low) / 3


# ---------------------------------------------------------------- the others


def test_kinds() -> None:
    ax = charts.kinds(quotes(("A B", "f", 3), nobody=1, kind=["direct", "direct", "mixed", "direct"]))
    assert names(ax) == ["direct", "mixed", "indirect"]
    shown = words(ax).split("\n")
    assert {"3 (75%)", "1 (25%)", "0 (0%)", "with a speaker: 3", "no speaker: 1"} <= set(shown)


def test_verbs_are_sorted_and_prepositions_left_out() -> None:
    ax = charts.verbs(
        quotes(("A B", "f", 6), cue_lemma=["dire", "élire", "dire", "clamer", "selon", "aller"], cue_kind=["verb"] * 4 + ["preposition", "verb"])
    )
    assert names(ax) == ["dire", "aller", "clamer", "élire"]
    assert {"Who is quoted with 4 verbs", "5 quotations with a verb; 1 more without", "women: 5"} <= set(words(ax).split("\n"))
    assert "The 2 most used speech verbs, of 4" in words(charts.verbs(quotes(("A B", "f", 4), cue_lemma=["a", "b", "c", "d"]), top=2))


def test_heat_map_counts_and_says_what_is_left_out() -> None:
    source = quotes(("A B", "f", 4), ("C D", "m", 2), ("E F", "m", 1), nobody=3, cue_lemma=["dire", "dire", "nier", "crier", "nier", "dire", "dire"])
    ax = charts.speakers_by_verb(source, top=2, verbs=2)
    assert names(ax) == ["A B", "C D"] and [label.get_text() for label in ax.get_xticklabels()] == ["dire", "nier", "1 other verb"]
    assert ax.images[0].get_array().tolist() == [[2, 1], [1, 1]]
    assert "2 of 3 speakers, 2 of 3 verbs, 6 of 7 quotations" in words(ax)
    assert [text.get_text() for text in ax.texts].count("1") == 4  # three cells, and one quotation with another verb


def test_people_of_one_name_stay_apart_in_a_heat_map() -> None:
    ax = charts.speakers_by_verb(quotes(("Paul", "m", 2), doc_id=["a", "b"]).assign(speaker_id=["a#1", "b#1"]))
    assert names(ax) == ["Paul (a)", "Paul (b)"]


def test_documents_keep_their_order_and_periods_theirs() -> None:
    source = quotes(("A B", "f", 6), doc_id=["z", "z", "b", "y", "y", "y"], date=["2025-03-01", "2024-01-01", "2025-02-01"])
    columns = [label.get_text() for label in charts.speakers_by_group(source, groups=2).get_xticklabels()]
    assert columns == ["z", "y", "1 other document"]
    columns = [label.get_text() for label in charts.speakers_by_group(source, by="month", groups=2).get_xticklabels()]
    assert columns == ["2025-02", "2025-03", "1 other group"]


def test_gender_by_outlet() -> None:
    source = quotes(("A B", "f", 3), ("C D", "m", 3), nobody=1, outlet=["Jour", "Jour", "Nuit", "Nuit", "Nuit", ""])
    ax = charts.gender(source, by="outlet")
    assert names(ax) == ["Nuit", "Jour", "(none)"]
    shown = set(words(ax).split("\n"))
    assert {"33% of 3", "100% of 2", "0% of 1", "women: 3", "men: 3", "6 quotations with a speaker"} <= shown
    assert "1 of 3 groups, 3 of 6 quotations with a speaker" in words(charts.gender(source, by="outlet", top=1))
    assert "–" in words(charts.gender(quotes(("l'ONU", "", 2), outlet="Jour"), by="outlet"))


def test_groups_that_are_crossed_are_those_with_most_quotations() -> None:
    source = quotes(("A B", "f", 6), outlet=["Jour", "Nuit", "Nuit", "Jour", "Jour", "Jour"], date=["2024", "2025", "2025", "2023", "2022", "2021"])
    assert names(charts.gender(source, by=["outlet", "year"], date="date", top=1)) == ["Nuit · 2025"]


def test_labels_stay_distinct() -> None:
    outlets = [f"L'Indépendant républicain de {place}, édition du soir" for place in ("Saint-Aubin-le-Haut", "Saint-Aubin-le-Bas")]
    labels = names(charts.gender(quotes(("A B", "f", 2), outlet=outlets), by="outlet"))
    assert len(set(labels)) == 2


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"top": "5"}, "top must be 1 or more, not '5'"),
        ({"top": 1.5}, "top must be 1 or more, not 1.5"),
        ({"ax": [1]}, "ax must be one matplotlib Axes, not a list; of several, pass one"),
    ],
)
def test_wrong_arguments(arguments: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says):
        charts.verbs(quotes(*PEOPLE), **arguments)


def test_gender_by_month_shows_the_last() -> None:
    ax = charts.gender(quotes(("A B", "f", 3), date=["2025-01-01", "2025-02-01", "2024-12-01"]), by="month", top=2)
    assert names(ax) == ["2025-01", "2025-02"] and "the last 2 of 3 groups, 2 of 3 quotations" in words(ax)


@pytest.mark.parametrize(
    ("dates", "title", "bars"),
    [
        (["2025-06-01", "2025-06-03"], "Quotations per day", 3),
        (["2025-06-02", "15/08/2025"], "Quotations per week", 11),
        (["2025-06-02", "2026-06-02"], "Quotations per month", 13),
        (["2005-06-02", "2026-06-02"], "Quotations per year", 22),
        (["2025-06", "2025-08"], "Quotations per month", 3),
        (["2025", "2026"], "Quotations per year", 2),
    ],
)
def test_period_fits_the_dates(dates: list[str], title: str, bars: int) -> None:
    ax = charts.over_time(quotes(("A B", "f", 2), date=dates), date="date")
    assert ax.get_title(loc="left") == title and round(ax.get_xlim()[1] - ax.get_xlim()[0] - 0.2) == max(bars, 6)


def test_quotations_without_a_date_are_said_to_be_so() -> None:
    ax = charts.over_time(quotes(("A B", "f", 3), date=["2025-06-01", "?", "2025-06-01"]))
    assert "2 of 3 quotations with a date" in words(ax)
    assert "No quotation has a date that tells its day." in words(charts.over_time(quotes(("A B", "f", 1), date="2025"), period="day", date="date"))


def test_over_time_needs_dates() -> None:
    with pytest.raises(InputError, match="no column of dates to tell the month from; name it"):
        charts.over_time(quotes(("A B", "f", 1)), period="month")
    with pytest.raises(InputError, match="period must be one of year, month, week, day, not 'hour'"):
        charts.over_time(quotes(("A B", "f", 1)), period="hour")  # type: ignore[arg-type]

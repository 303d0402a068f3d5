"""The chart of speakers: what it shows, on whose axes, and what it leaves alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from quotes import charts
from quotes.telling.charts import DOTS_PER_INCH, GROUPS, speakers_chart, write_chart
from quotes.telling.results import Analysis
from quotes.telling.tables import UNATTRIBUTED

PEOPLE = [("Anne Martin", "f", 12), ("Paul $ Petit $", "m", 7), ("l'Élysée", "", 3), ("la présidente de la commission des finances du Sénat", "f", 1)]


def table(*people: tuple[str, str, int], nobody: int = 0) -> pd.DataFrame:
    rows = [*people, (UNATTRIBUTED, "", nobody)] if nobody else people
    return pd.DataFrame(rows, columns=["speaker", "gender", "quotes"])


def words(ax: Axes) -> str:
    ax.figure.draw_without_rendering()
    legend = ax.get_legend()
    texts = [*ax.texts, *(legend.get_texts() if legend else [])]
    return "\n".join([ax.get_title(loc="left"), *(text.get_text() for text in texts)])


def test_bars_labels_and_colours() -> None:
    ax = speakers_chart(table(*PEOPLE, nobody=5))
    assert [bar.get_width() for bar in ax.patches] == [12, 7, 3, 1]
    assert [to_hex(bar.get_facecolor()).upper() for bar in ax.patches] == [GROUPS[gender].colour for _, gender, _ in PEOPLE]
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert names == ["Anne Martin", r"Paul \$ Petit \$", "l'Élysée", "la présidente de la commission des…"]
    shown = words(ax)
    for part in (
        "Who is quoted: 4 speakers",
        "23 of 28 quotations with a speaker",
        "women: 13",
        "men: 7",
        "institutions, groups, unknown: 3",
        "12",
        "1",
    ):
        assert part in shown.split("\n"), part
    assert ax.yaxis_inverted()


def test_only_the_top_is_drawn_and_the_title_says_so() -> None:
    ax = speakers_chart(table(*PEOPLE), top=2)
    assert len(ax.patches) == 2 and "The 2 most quoted of 4 speakers" in words(ax) and "women: 13" in words(ax)


@pytest.mark.parametrize("counts", [[1], [2, 1], [1000, 3], [1] * 15])
def test_axis_has_whole_numbers(counts: list[int]) -> None:
    ax = speakers_chart(table(*((f"P{i}", "m", count) for i, count in enumerate(counts))))
    ax.figure.draw_without_rendering()
    assert all(tick == int(tick) for tick in ax.get_xticks()) and ax.get_xlim()[0] == 0


def test_one_speaker_is_no_wall() -> None:
    ax = speakers_chart(table(PEOPLE[0]))
    low, high = ax.get_ylim()
    assert "Who is quoted: 1 speaker" in words(ax) and ax.patches[0].get_height() < abs(high - low) / 3


@pytest.mark.parametrize("source", [Analysis(()), table(), table(nobody=3)])
def test_no_speaker_gives_a_note(source: Analysis | pd.DataFrame) -> None:
    ax = speakers_chart(source)
    assert words(ax).strip() == "No quotation with a speaker was found." and not ax.axison and not ax.patches


def test_given_axes_are_used_and_style_is_left_alone() -> None:
    before = dict(mpl.rcParams)
    ax = Figure().subplots()
    assert charts.speakers(table(*PEOPLE), ax=ax) is ax and len(ax.patches) == 4
    assert dict(mpl.rcParams) == before


def test_top_must_be_positive() -> None:
    with pytest.raises(ValueError, match="top must be 1 or more, not 0"):
        speakers_chart(table(*PEOPLE), top=0)


def test_texts_do_not_run_out_of_the_figure() -> None:
    ax = speakers_chart(table(*(("ASSOCIATION DES MAIRES DE LA CÔTE D’AZUR", "f", 10_000 + i) for i in range(20))))
    figure = ax.figure
    figure.draw_without_rendering()
    inside = figure.bbox.padded(1)
    for artist in [*ax.texts, *ax.get_yticklabels(), ax.title, ax.get_legend()]:
        box = artist.get_window_extent()
        assert inside.x0 <= box.x0 and box.x1 <= inside.x1 and inside.y0 <= box.y0 and box.y1 <= inside.y1, artist


@pytest.mark.parametrize("ending", [".png", ".svg"])
def test_same_chart_same_bytes(ending: str, tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}/speakers{ending}" for name in "ab"]
    for path in paths:
        path.parent.mkdir()
        write_chart(speakers_chart(table(*PEOPLE)), path)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert paths[0].read_bytes()[:5] in (b"\x89PNG\r", b"<?xml")


def test_resolution(tmp_path: Path) -> None:
    from matplotlib.image import imread

    ax = speakers_chart(table(*PEOPLE))
    write_chart(ax, tmp_path / "speakers.png")
    assert imread(tmp_path / "speakers.png").shape[1] == round(ax.figure.bbox.width / ax.figure.dpi * DOTS_PER_INCH)


def test_no_window_is_ever_asked_for() -> None:
    code = "import sys, quotes.charts as c, quotes.telling.results as r; c.speakers(r.Analysis(())); print('matplotlib.pyplot' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"

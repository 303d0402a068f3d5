"""Tables → charts, on axes of the caller or new ones; nothing is shown and no global style is set."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from quotes.telling.results import Analysis, counted
from quotes.telling.tables import UNATTRIBUTED
from quotes.telling.write import atomically

LONGEST_NAME = 36  # characters of a name on the axis
DOTS_PER_INCH = 150
WIDTH, BAR_HEIGHT, MARGINS, PADDING = 8.0, 0.34, 1.7, 0.12  # inches
FEWEST_BARS = 3  # room for as many, so that one bar alone is no wall


@dataclass(frozen=True)
class _Group:
    label: str
    colour: str  # of the Okabe-Ito palette, told apart by colour-blind readers and in grey


WOMEN = _Group("women", "#E69F00")
MEN = _Group("men", "#0072B2")
OTHERS = _Group("institutions, groups, unknown", "#999999")
GROUPS = {"f": WOMEN, "m": MEN, "": OTHERS}


def speakers_chart(source: Analysis | pd.DataFrame, *, top: int = 15, ax: Axes | None = None) -> Axes:
    """Draw how many quotations each speaker has, women and men told apart.

    Parameters
    ----------
    source
        An analysis, or its table ``speakers``.
    top
        How many speakers to draw, the most quoted first; what is left out is said below the bars.
    ax
        Axes to draw on; otherwise those of a new figure of fitting size, which no window shows.

    Returns
    -------
    Axes
        Without axis lines and with a note when there is no speaker.

    Raises
    ------
    ValueError
        ``top`` is less than 1.

    Examples
    --------
    >>> ax = speakers_chart(Analysis(()))
    >>> ax.texts[0].get_text()
    'No quotation with a speaker was found.'
    """
    if top < 1:
        raise ValueError(f"top must be 1 or more, not {top}")
    table = source.speakers if isinstance(source, Analysis) else source
    named = table[table["speaker"] != UNATTRIBUTED]
    shown = named.head(top)
    ax = ax or _new_axes(len(shown))
    if named.empty:
        _note(ax, "No quotation with a speaker was found.")
        return ax
    groups = [GROUPS[gender] for gender in shown["gender"]]
    counts = [int(count) for count in shown["quotes"]]
    bars = ax.barh(range(len(shown)), counts, height=0.72, color=[group.colour for group in groups])
    ax.bar_label(bars, padding=4, fontsize=9, color="#333333")
    ax.set_yticks(range(len(shown)), [_shortened(name) for name in shown["speaker"]])
    ax.set_ylim(max(len(shown), FEWEST_BARS) - 0.4, -0.6)
    ax.set_xlim(0, max(counts) * 1.08)
    ax.xaxis.set_major_locator(MaxNLocator(nbins=6, integer=True, min_n_ticks=1, steps=[1, 2, 5, 10]))
    _title(ax, named, table, len(shown))
    _legend(ax, named)
    _plain(ax)
    return ax


def _new_axes(bars: int) -> Axes:
    height = MARGINS + BAR_HEIGHT * max(bars, FEWEST_BARS)
    return Figure(figsize=(WIDTH, height), layout=ConstrainedLayoutEngine(w_pad=PADDING, h_pad=PADDING)).subplots()


def _title(ax: Axes, named: pd.DataFrame, table: pd.DataFrame, shown: int) -> None:
    attributed, quotations, speakers = int(named["quotes"].sum()), int(table["quotes"].sum()), len(named)
    title = f"The {shown} most quoted of {speakers} speakers" if shown < speakers else f"Who is quoted: {counted(speakers, 'speaker')}"
    ax.set_title(title, loc="left", fontsize=12, fontweight="bold", pad=40)
    note = f"{attributed} of {counted(quotations, 'quotation')} with a speaker"
    ax.annotate(note, (0, 1), (0, 27), xycoords="axes fraction", textcoords="offset points", fontsize=9, color="#555555")
    ax.set_xlabel("quotations", fontsize=9, color="#555555")


def _legend(ax: Axes, named: pd.DataFrame) -> None:
    """Explain the colours that occur, with the quotations of all speakers, drawn or not."""
    sums = {group: int(named.loc[named["gender"] == gender, "quotes"].sum()) for gender, group in GROUPS.items()}
    patches = [Patch(color=group.colour, label=f"{group.label}: {count}") for group, count in sums.items() if count]
    place: dict[str, Any] = {"loc": "lower left", "bbox_to_anchor": (0, 1), "borderaxespad": 0.3, "borderpad": 0, "ncols": len(patches)}
    ax.legend(handles=patches, frameon=False, fontsize=9, handlelength=1.0, handleheight=1.0, handletextpad=0.5, columnspacing=1.5, **place)


def _plain(ax: Axes) -> None:
    for side in ("top", "right", "left"):
        ax.spines[side].set_visible(False)
    ax.tick_params(axis="y", length=0, labelsize=9)
    ax.tick_params(axis="x", labelsize=9, colors="#555555")
    ax.grid(axis="x", color="#E5E5E5", linewidth=0.8)
    ax.set_axisbelow(True)


def _note(ax: Axes, text: str) -> None:
    ax.text(0.5, 0.5, text, ha="center", va="center", transform=ax.transAxes, color="#555555")
    ax.set_axis_off()


def _shortened(name: str) -> str:
    r"""Return a name that fits the axis, with no sign that matplotlib would read as mathematics.

    Examples
    --------
    >>> _shortened("le président de la commission des finances du Sénat")
    'le président de la commission des…'
    """
    if len(name) > LONGEST_NAME:
        name = name[: LONGEST_NAME - 1].rsplit(" ", 1)[0] + "…"
    return name.replace("$", r"\$")


def write_chart(ax: Axes, path: Path) -> None:
    """Save the figure of ``ax``; the ending of ``path`` is its format. The same chart gives the same bytes."""
    ending = path.suffix.removeprefix(".")
    metadata = {"svg": {"Date": None}, "png": {"Software": None}}.get(ending)
    with atomically(path) as temporary, rc_context({"svg.hashsalt": path.stem}):
        ax.figure.canvas.print_figure(temporary, format=ending, dpi=DOTS_PER_INCH, metadata=metadata)

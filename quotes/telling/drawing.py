"""What the charts share: new axes, palette, titles, legends, names that fit; a chart → a file. No global style is set."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator, StrMethodFormatter

from quotes.errors import InputError
from quotes.telling.columns import INSTITUTIONS, MEN, UNATTRIBUTED, UNKNOWN, WOMEN
from quotes.telling.write import atomically

LONGEST_NAME = 36  # characters of a name on the axis
LONGEST_EVER = 72  # the same where shorter ones would look the same
LONGEST_HEAD = 26  # the same in a title
LONGEST_COLUMN, TAIL = 26, 9  # the same below a heat map, and what is kept of the end, which tells documents apart
DOTS_PER_INCH = 150
WIDTH, BAR_HEIGHT, MARGINS, PADDING = 8.0, 0.34, 1.7, 0.12  # inches
CELL = 0.42  # inches, the width of a column of a heat map
TALLEST = 400.0  # inches; longer pictures cannot be saved
BETWEEN = " · "  # the names of groups that are crossed
FEWEST_BARS = 3  # room for as many, so that one bar alone is no wall
MOST_TICKS = 12
PALEST = 4  # the largest count of a heat map at least, so that a single quotation is not dark
GREY, DARK, PALE = "#555555", "#333333", "#E5E5E5"

# Of the Okabe-Ito palette, told apart by colour-blind readers; greys for those who are no woman or man.
COLOURS = {WOMEN: "#E69F00", MEN: "#0072B2", UNKNOWN: "#8C8C8C", INSTITUTIONS: "#CFCFCF", UNATTRIBUTED: "#FFFFFF"}
LABELS = {UNATTRIBUTED: "no speaker"}
_HEAT = LinearSegmentedColormap.from_list("quotes", ["#FFFFFF", "#9CCBE8", "#0072B2", "#00304D"])


def new_axes(*, bars: int, columns: int | None = None) -> Axes:
    """Return axes of a new figure, which no window shows, with room for some bars, or for a heat map of some rows and columns."""
    height = min(MARGINS + BAR_HEIGHT * max(bars, FEWEST_BARS), TALLEST)
    width = WIDTH
    if columns is not None:
        width, height = max(WIDTH, 3.8 + CELL * columns), height + 1.2
    return Figure(figsize=(width, height), layout=ConstrainedLayoutEngine(w_pad=PADDING, h_pad=PADDING)).subplots()


def own_axes(ax: Axes | None) -> Axes | None:
    """Return the caller's axes; InputError when they are something else."""
    if ax is not None and not isinstance(ax, Axes):
        raise InputError(f"ax must be one matplotlib Axes, not a {type(ax).__name__}; of several, pass one: axes[0]")
    return ax


def title(ax: Axes, text: str, note: str, *, legend: bool = True) -> None:
    """Write a title and, below it, what it counts; ``legend`` leaves room for one."""
    ax.set_title(text, loc="left", fontsize=12, fontweight="bold", pad=40 if legend else 24)
    ax.annotate(note, (0, 1), (0, 27 if legend else 9), xycoords="axes fraction", textcoords="offset points", fontsize=9, color=GREY)


def legend(ax: Axes, counts: pd.Series, colours: Mapping[str, str] = COLOURS) -> None:
    """Explain the colours that occur, with what is counted in each, in the order of ``colours``."""
    patches = [
        Patch(facecolor=colour, edgecolor=GREY if name == UNATTRIBUTED else "none", label=f"{LABELS.get(name, name)}: {counts[name]:,}")
        for name, colour in colours.items()
        if counts.get(name, 0)
    ]
    place: dict[str, Any] = {"loc": "lower left", "bbox_to_anchor": (0, 1), "borderaxespad": 0.3, "borderpad": 0, "ncols": max(len(patches), 1)}
    ax.legend(handles=patches, frameon=False, fontsize=9, handlelength=1.0, handleheight=1.0, handletextpad=0.5, columnspacing=1.3, **place)


def edge(name: str) -> dict[str, Any]:
    """Return how to draw the edge of a bar: one is needed where it is as white as the paper."""
    return {"edgecolor": GREY, "linewidth": 0.6} if name == UNATTRIBUTED else {}


def bar_names(ax: Axes, names: Iterable[str], *, tail: int = 0) -> None:
    """Write the names of horizontal bars, the first on top."""
    labels = distinct(names, tail=tail)
    ax.set_yticks(range(len(labels)), labels)
    ax.set_ylim(max(len(labels), FEWEST_BARS) - 0.4, -0.6)


def stacked(ax: Axes, names: Iterable[str], parts: pd.DataFrame, colours: Mapping[str, str] = COLOURS, *, tail: int = 0) -> list[Any]:
    """Draw a horizontal bar for each row, of a part for each column; return their lengths."""
    left = np.zeros(len(parts))
    for name in parts.columns:
        there = np.flatnonzero(parts[name].to_numpy())
        ax.barh(there, parts[name].iloc[there], left=left[there], height=0.72, color=colours[name], **edge(name))
        left += parts[name].to_numpy()
    bar_names(ax, names, tail=tail)
    return parts.sum(axis=1).tolist()


def at_end(ax: Axes, lengths: Iterable[float], texts: Iterable[str]) -> None:
    """Write a text behind each horizontal bar."""
    for place, (length, text) in enumerate(zip(lengths, texts, strict=True)):
        ax.annotate(text, (length, place), (4, 0), textcoords="offset points", va="center", fontsize=9, color=DARK)


def heat_map(ax: Axes, rows: Sequence[str], columns: Sequence[str], counts: np.ndarray, rest: tuple[str, Sequence[int]] | None = None) -> None:
    """Draw counts as cells with their number, dark where there are many; ``rest`` is a last column without colour."""
    ax.imshow(counts, cmap=_HEAT, aspect="auto", vmin=0, vmax=max(counts.max(), PALEST))
    if rest is not None:
        columns = [*columns, rest[0]]
        for row, count in enumerate(rest[1]):
            ax.text(len(columns) - 1, row, f"{count:,}", ha="center", va="center", fontsize=8, color=GREY)
    ax.set_yticks(range(len(rows)), distinct(rows))
    labels = distinct(columns, LONGEST_COLUMN, tail=TAIL)
    ax.set_xticks(range(len(columns)), labels, rotation=45, ha="right", rotation_mode="anchor")
    ax.set_ylim(max(len(rows), FEWEST_BARS) - 0.5, -0.5)
    ax.set_xlim(-0.5, max(len(columns), FEWEST_BARS) - 0.5)
    for (row, column), count in np.ndenumerate(counts):
        if count:
            dark = count > max(counts.max(), PALEST) * 0.45
            ax.text(column, row, f"{count:,}", ha="center", va="center", fontsize=8, color="white" if dark else DARK)
    ax.set_xticks(np.arange(len(columns) + 1) - 0.5, minor=True)
    ax.set_yticks(np.arange(len(rows) + 1) - 0.5, minor=True)
    ax.grid(which="minor", color=PALE, linewidth=0.8)
    ax.tick_params(which="both", length=0, labelsize=9)
    ax.spines[:].set_visible(False)


def plain(ax: Axes, *, numbers: Literal["x", "y"] = "x", label: str = "quotations") -> None:
    """Leave of the frame what is needed; whole numbers stand on the axis ``numbers``."""
    for side in ("top", "right", "left" if numbers == "x" else "top"):
        ax.spines[side].set_visible(False)
    axis = ax.xaxis if numbers == "x" else ax.yaxis
    axis.set_major_locator(MaxNLocator(nbins=6, integer=True, min_n_ticks=1, steps=[1, 2, 5, 10]))
    axis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    axis.set_label_text(label, fontsize=9, color=GREY)
    ax.tick_params(axis="y" if numbers == "x" else "x", length=0, labelsize=9)
    ax.tick_params(axis=numbers, labelsize=9, colors=GREY)
    ax.grid(axis=numbers, color=PALE, linewidth=0.8)
    ax.set_axisbelow(True)


def without_data(ax: Axes, text: str) -> Axes:
    """Write on empty axes why they are empty."""
    ax.text(0.5, 0.5, text, ha="center", va="center", transform=ax.transAxes, color=GREY)
    ax.set_axis_off()
    return ax


def shortened(name: str, longest: int = LONGEST_NAME, *, tail: int = 0) -> str:
    r"""Return a name that fits the axis, with no sign that matplotlib would read as mathematics; of its end, ``tail`` characters are kept.

    Examples
    --------
    >>> shortened("le président de la commission des finances du Sénat")
    'le président de la commission des…'
    >>> shortened(group_name(("Le Quotidien de la Vallée des Trois Rivières", "2025-07")))
    'Le Quotidien de la Vallée… · 2025-07'
    >>> shortened("article-de-presse-000001", 16, tail=6)
    'article-d…000001'
    """
    if len(name) > longest:
        parts = name.split(BETWEEN)
        short = [len(part) for part in parts if len(part) <= longest // len(parts)]
        most = (longest - sum(short)) // max(len(parts) - len(short), 1)
        name = BETWEEN.join(_cut(part, most, tail) for part in parts)
    return name.replace("$", r"\$")


def distinct(names: Iterable[str], longest: int = LONGEST_NAME, *, tail: int = 0) -> list[str]:
    """Return names that fit the axis, longer where two would look the same.

    Examples
    --------
    >>> distinct(["Le Journal du matin", "Le Journal du soir"], 14)
    ['Le Journal du matin', 'Le Journal du soir']
    """
    names = list(names)
    while True:
        labels = [shortened(name, longest, tail=tail) for name in names]
        if longest >= LONGEST_EVER or len(set(labels)) == len(set(names)):
            return labels
        longest += 6


def _cut(name: str, longest: int, tail: int) -> str:
    if len(name) <= longest:
        return name
    if tail:
        return f"{name[: longest - tail - 1]}…{name[-tail:]}"
    return name[: longest - 1].rsplit(" ", 1)[0] + "…"


def group_name(key: Sequence[str]) -> str:
    """Return what a group is called in a chart.

    Examples
    --------
    >>> group_name(("", "2025-07"))
    '(none) · 2025-07'
    """
    return BETWEEN.join(cell or "(none)" for cell in key)


def names_in_title(names: Sequence[str]) -> str:
    """Return what is counted by, short enough for a title."""
    return " and ".join(shortened(name, LONGEST_HEAD // len(names)) for name in names)


def check_top(**tops: int) -> None:
    """Raise InputError when less than one bar, row or column is to be drawn."""
    for name, top in tops.items():
        if not isinstance(top, int | np.integer) or top < 1:
            raise InputError(f"{name} must be 1 or more, not {top!r}")


def write_chart(ax: Axes, path: Path) -> None:
    """Save the figure of ``ax``; the ending of ``path`` is its format. The same chart gives the same bytes."""
    ending = path.suffix.removeprefix(".")
    metadata = {"svg": {"Date": None}, "png": {"Software": None}}.get(ending)
    with atomically(path) as temporary, rc_context({"svg.hashsalt": path.stem}), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")  # a sign of another script is drawn as a box
        ax.figure.canvas.print_figure(temporary, format=ending, dpi=DOTS_PER_INCH, metadata=metadata)

"""What the figures share: colours, marks, a plain frame, and room for labels that is measured, not tried out.

Explorers draw at every move of a control. Matplotlib's layout engines draw a figure twice, and a tick costs more than a
text; so figures that explorers redraw say how wide their margins are, from the width of the labels in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Literal

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text
from matplotlib.textpath import text_to_path
from matplotlib.transforms import ScaledTranslation

# Okabe and Ito (2008), without the yellow, which is lost on white.
PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#4D4D4D")
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
BLUE, ORANGE, GREY, PALE, INK = PALETTE[0], PALETTE[1], "#767676", "#D9D9D9", "#333333"
SMALL = 8.5  # points, of what annotates
LABEL = 9.0  # points, of names on an axis
MOST_GROUPS = 24  # small multiples that a reader goes through
_SIZES = ("tokens", "n_documents", "documents", "count")  # what makes a group large, the first that is known
_LONGEST = 52  # characters of a name down the side

_off_screen: ContextVar[bool] = ContextVar("off_screen", default=False)

Margins = tuple[float, float, float, float]
"""Left, bottom, right and top of the axes, in inches."""


@contextmanager
def off_screen() -> Iterator[None]:
    """Figures made within are nobody's current figure: no notebook shows them by itself, any thread may draw them."""
    token = _off_screen.set(True)
    try:
        yield
    finally:
        _off_screen.reset(token)


def new_axes(ax: Axes | None, width: float, height: float, *, margins: Margins | None = None) -> Axes:
    """The axes given, or those of a new figure of so many inches.

    Parameters
    ----------
    margins : tuple of float, optional
        Room for labels around the axes, in inches; by default it is found by a layout engine, which is slow.
    """
    if ax is not None:
        return ax
    layout: Literal["constrained"] | None = "constrained" if margins is None else None
    if _off_screen.get():
        figure = Figure(figsize=(width, height), layout=layout, facecolor="white")
    else:
        figure = plt.figure(figsize=(width, height), layout=layout, facecolor="white")
    if margins is None:
        return figure.add_subplot()
    left, bottom, right, top = margins
    return figure.add_axes(
        (left / width, bottom / height, (width - left - right) / width, (height - bottom - top) / height)
    )


def figure_of(ax: Axes) -> Figure:
    figure = ax.get_figure(root=True)
    assert figure is not None  # an Axes outside a figure cannot be drawn on
    return figure


def width_of(ax: Axes) -> float:
    """Of the axes, in inches."""
    return float(ax.get_position().width * figure_of(ax).get_figwidth())


@lru_cache(maxsize=4096)
def text_width(text: str, size: float, weight: str = "normal") -> float:
    """Of a line of text, in inches; somewhat more than it takes, since a reader's font may be another one."""
    width, _, _ = text_to_path.get_text_width_height_descent(text, FontProperties(size=size, weight=weight), False)
    return 1.1 * float(width) / 72


def widest(labels: Iterable[str], size: float = LABEL) -> float:
    """Of some lines of text, in inches."""
    return max((text_width(label, size) for label in labels), default=0.0)


def shortened(label: str, longest: int = _LONGEST) -> str:
    """A name that fits: its end is cut where it is very long."""
    return label if len(label) <= longest else f"{label[: longest - 1].rstrip()}…"


def plain_frame(ax: Axes, *, grid: str | None = "x") -> None:
    """No box, a light grid behind the marks."""
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.spines["bottom"].set_color(GREY)
    ax.tick_params(length=0, labelsize=9)
    ax.set_axisbelow(True)
    if grid:
        ax.grid(axis=grid, color=PALE, linewidth=0.6)  # type: ignore[arg-type]


def row_labels(ax: Axes, labels: Sequence[str], *, pad: float = 5) -> list[Text]:
    """Names down the side, the first on top, so many points beside the axes; very long ones are shortened."""
    ax.set_yticks([])
    ax.set_ylim(len(labels) - 0.4, -0.6)
    beside = ax.get_yaxis_transform() + ScaledTranslation(-pad / 72, 0, figure_of(ax).dpi_scale_trans)
    return [
        ax.text(
            0, row, shortened(label), transform=beside, ha="right", va="center_baseline", fontsize=LABEL,
            parse_math=False, gid="row-label",
        )
        for row, label in enumerate(labels)
    ]  # fmt: skip


def mark_of(number: int) -> tuple[str, str]:
    """Colour and marker of the n-th group; pairs repeat after 49 groups only."""
    return PALETTE[number % len(PALETTE)], MARKERS[(number + number // len(PALETTE)) % len(MARKERS)]


def unique(values: pd.Series) -> list[str]:
    """The values in order of first appearance, as text."""
    return list(dict.fromkeys(values.astype("str")))


def largest(table: pd.DataFrame, group: str, most: int) -> tuple[pd.DataFrame, str]:
    """The rows of so many groups, those with most words, articles or occurrences, as far as the table tells; and what
    is left out, in words."""
    names = table[group].astype("str") if len(table) else pd.Series(dtype="str")
    if names.nunique() <= most:
        return table, ""
    size = next((name for name in _SIZES if name in table), None)
    sizes = names.groupby(names, sort=False).size() if size is None else table.groupby(names, sort=False)[size].sum()
    kept = sizes.sort_values(ascending=False, kind="stable").index[:most]
    return table[names.isin(kept)], f"the {most} largest of {len(sizes):,} groups"


def say_nothing(ax: Axes, message: str) -> Axes:
    """An empty result says so, where the figure would have been."""
    ax.set_axis_off()
    ax.text(0.5, 0.5, message, ha="center", va="center", transform=ax.transAxes, color=GREY)
    return ax

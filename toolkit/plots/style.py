"""What the figures share: colours, marks, a plain frame."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

# Okabe and Ito (2008), without the yellow, which is lost on white.
PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#4D4D4D")
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
BLUE, ORANGE, GREY, PALE = PALETTE[0], PALETTE[1], "#767676", "#D9D9D9"
SMALL = 8.5  # points, of what annotates


def new_axes(ax: Axes | None, width: float, height: float) -> Axes:
    """The axes given, or those of a new figure of so many inches that keeps its labels inside."""
    if ax is None:
        _, ax = plt.subplots(figsize=(width, height), layout="constrained", facecolor="white")
    return ax


def figure_of(ax: Axes) -> Figure:
    figure = ax.get_figure(root=True)
    assert figure is not None  # an Axes outside a figure cannot be drawn on
    return figure


def plain_frame(ax: Axes, *, grid: str | None = "x") -> None:
    """No box, a light grid behind the marks."""
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.spines["bottom"].set_color(GREY)
    ax.tick_params(length=0, labelsize=9)
    ax.set_axisbelow(True)
    if grid:
        ax.grid(axis=grid, color=PALE, linewidth=0.6)  # type: ignore[arg-type]


def row_labels(ax: Axes, labels: Sequence[str]) -> None:
    """Names down the side, the first on top."""
    ax.set_yticks(range(len(labels)), labels=list(labels), parse_math=False)
    ax.set_ylim(len(labels) - 0.4, -0.6)


def mark_of(number: int) -> tuple[str, str]:
    """Colour and marker of the n-th group; pairs repeat after 49 groups only."""
    return PALETTE[number % len(PALETTE)], MARKERS[(number + number // len(PALETTE)) % len(MARKERS)]


def unique(values: pd.Series) -> list[str]:
    """The values in order of first appearance, as text."""
    return list(dict.fromkeys(values.astype("str")))


def say_nothing(ax: Axes, message: str) -> Axes:
    """An empty result says so, where the figure would have been."""
    ax.set_axis_off()
    ax.text(0.5, 0.5, message, ha="center", va="center", transform=ax.transAxes, color=GREY)
    return ax

"""Pairs as a matrix: past forty names nobody reads a network, and everybody reads a table."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap

from toolkit.plots.marks import describe, pairs_said
from toolkit.plots.style import BLUE, GREY, LABEL, SMALL, new_axes, row_labels, say_nothing, shortened, widest

_CELL = 0.26  # inches
_LONGEST = 34  # characters of a name
_NUMBERED = 45  # names up to which cells hold their counts


def matrix(
    pairs: pd.DataFrame,
    *,
    order: Sequence[str] | None = None,
    value: str = "joint",
    title: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Names against names: the darker a cell, the more windows they share; each pair stands twice.

    Parameters
    ----------
    pairs : DataFrame
        A row a pair: ``a``, ``b`` and ``value``.
    order : sequence of str, optional
        The names from top to bottom; by default those with most pairs first.
    value : str
        What darkens a cell: a column of numbers from 0 up. Whole numbers are written in the cells.
    """
    names = list(order) if order is not None else _most_pairs(pairs)
    names = [name for name in names if name in {*pairs["a"], *pairs["b"]}]
    beside = widest((shortened(name, _LONGEST) for name in names), LABEL) + 0.15
    side = max(_CELL * len(names), 1.0)
    ax = new_axes(ax, side + beside + 0.3, side + beside + 0.5, margins=(beside, 0.1, 0.3, beside + 0.4))
    if pairs.empty:
        return say_nothing(ax, "no pairs")
    place = {name: number for number, name in enumerate(names)}
    used = pairs[pairs["a"].isin(place) & pairs["b"].isin(place)]
    row = used["a"].map(place).to_numpy(int)
    column = used["b"].map(place).to_numpy(int)
    strength = used[value].to_numpy(float)
    x, y = np.concatenate([column, row]), np.concatenate([row, column])
    shade = np.concatenate([strength, strength])
    colours = LinearSegmentedColormap.from_list("one", ["#E8F0F7", BLUE])
    most = max(float(strength.max()), 1e-9)
    cells = ax.scatter(x, y, c=np.sqrt(np.clip(shade / most, 0, 1)), cmap=colours, vmin=0, vmax=1, marker="s",
                       s=(0.86 * _CELL * 72) ** 2, linewidths=0)  # fmt: skip
    said, keys = pairs_said(used, value)
    describe(ax, cells, said * 2, keys * 2)
    row_labels(ax, [shortened(name, _LONGEST) for name in names])
    ax.set_xlim(-0.6, len(names) - 0.4)
    for number, name in enumerate(names):
        ax.text(number, -0.7, shortened(name, _LONGEST), rotation=90, ha="center", va="bottom", fontsize=LABEL,
                parse_math=False)  # fmt: skip
    if len(names) <= _NUMBERED and np.array_equal(strength, np.round(strength)):
        for at_x, at_y, number in zip(x, y, shade, strict=True):
            dark = np.sqrt(number / most) > 0.6
            ax.text(at_x, at_y, f"{number:,.0f}", ha="center", va="center", fontsize=SMALL - 1.5,
                    color="white" if dark else "#222222")  # fmt: skip
    ax.set_xticks([])
    ax.spines[:].set_visible(False)
    ax.set_aspect("equal", adjustable="box", anchor="NW")
    if title:
        ax.annotate(title, (0, 1), xytext=(0, 4), xycoords="figure fraction", textcoords="offset points",
                    va="top", color=GREY, parse_math=False)  # fmt: skip
    return ax


def _most_pairs(pairs: pd.DataFrame) -> list[str]:
    count = pd.concat([pairs["a"], pairs["b"]]).value_counts()
    return sorted(count.index, key=lambda name: (-int(count[name]), name))

"""Rates of terms as bars and dots, with intervals."""

from __future__ import annotations

from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from toolkit.plots.style import (
    BLUE,
    GREY,
    ORANGE,
    SMALL,
    mark_of,
    new_axes,
    plain_frame,
    row_labels,
    say_nothing,
    unique,
)

PER_10_000 = "per 10,000 tokens"


def bars(
    table: pd.DataFrame,
    *,
    value: str = "rate",
    label: str = "term",
    group: str | None = None,
    title: str = "",
    xlabel: str = PER_10_000,
    ax: Axes | None = None,
) -> Axes:
    """Horizontal bars with their intervals, in the order of the table; with groups, a dot for each on the term's line.

    Parameters
    ----------
    table : DataFrame
        Columns ``label`` and ``value``; ``low`` and ``high`` where there are intervals; ``count``, printed beside.
    group : str, optional
        The column whose values get a dot each, ``"source"`` say.
    """
    names = unique(table[label]) if len(table) else []
    groups = unique(table[group]) if group and len(table) else []
    ax = new_axes(ax, 9.5 if groups else 7.5, 0.9 + len(names) * max(0.3, 0.12 * len(groups)))
    ax.set_title(title, loc="left", parse_math=False)
    if not names:
        return say_nothing(ax, "no terms")
    if group is None:
        _single_bars(ax, table, value)
    else:
        _dots(ax, table, names, groups, value, label, group)
    row_labels(ax, names)
    plain_frame(ax)
    ax.set_xlim(left=0)
    ax.set_xlabel(f"{xlabel} (in brackets: occurrences)" if group is None and "count" in table else xlabel)
    return ax


def keyness_bars(
    table: pd.DataFrame,
    *,
    target: str = "this source",
    reference: str = "the rest",
    label: str = "term",
    title: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Two-sided bars: each term's rate in the target to the right, in the reference to the left, on one scale.

    Parameters
    ----------
    table : DataFrame
        A row a term, as ``keyness`` gives it: ``term``, ``rate``, ``count``, ``documents``, ``reference_rate``,
        ``reference_count``, ``reference_documents``. Drawn in its order.
    target, reference : str
        What the two sides are called.
    """
    ax = new_axes(ax, 7.5, 1.1 + 0.3 * len(table))
    ax.set_title(title, loc="left", parse_math=False, pad=20)
    if table.empty:
        return say_nothing(ax, "no terms")
    rows = np.arange(len(table))
    most = max(table["rate"].max(), table["reference_rate"].max())
    for prefix, sign, colour, ha in (("", 1, ORANGE, "left"), ("reference_", -1, BLUE, "right")):
        rates = table[f"{prefix}rate"].to_numpy(float)
        ax.barh(rows, sign * rates, height=0.66, color=colour)
        for row, rate, count, documents in zip(
            rows.tolist(), rates.tolist(), table[f"{prefix}count"], table[f"{prefix}documents"], strict=True
        ):
            said = f"{count:,} in {documents:,} art." if count else "0"
            ax.text(
                sign * (rate + 0.015 * most), row, said, ha=ha, va="center_baseline", fontsize=SMALL, color="#333333"
            )
    row_labels(ax, table[label].astype("str").tolist())
    plain_frame(ax, grid=None)
    ax.axvline(0, color=GREY, linewidth=0.8)
    # room for the counts on either side
    ax.set_xlim(-1.5 * most, 1.5 * most)
    ticks = [tick for tick in ax.get_xticks() if abs(tick) <= most * 1.1]
    ax.set_xticks(ticks, labels=[f"{abs(tick):g}" for tick in ticks])
    ax.set_xlabel(PER_10_000)
    for x, ha, name, colour in ((0.49, "right", reference, BLUE), (0.51, "left", target, ORANGE)):
        side = ax.text(x, 1.01, fill(name, 34), ha=ha, va="bottom", color=colour, weight="bold", parse_math=False)
        side.set_transform(ax.transAxes)
    return ax


def _single_bars(ax: Axes, table: pd.DataFrame, value: str) -> None:
    rows = np.arange(len(table))
    values = table[value].to_numpy(float)
    ax.barh(rows, values, height=0.66, color=BLUE)
    ends = values
    if {"low", "high"} <= set(table.columns):
        ends = table["high"].to_numpy(float)
        ax.hlines(rows, table["low"], ends, color="#333333", linewidth=1.1)
    counts = table["count"].tolist() if "count" in table else [None] * len(table)
    most = float(np.nanmax(ends))
    for row, end, number, count in zip(rows.tolist(), ends.tolist(), values.tolist(), counts, strict=True):
        said = f"{number:,.1f}" if count is None else f"{number:,.1f} ({count:,})"
        ax.text(end + 0.012 * most, row, said, va="center_baseline", fontsize=SMALL, color="#333333")
    ax.set_xlim(right=1.16 * most)


def _dots(
    ax: Axes, table: pd.DataFrame, names: list[str], groups: list[str], value: str, label: str, group: str
) -> None:
    row_of = {name: row for row, name in enumerate(names)}
    rows = table[label].astype("str").map(row_of).to_numpy(float)
    which = table[group].astype("str").to_numpy()
    # dodged within the line, so that intervals do not lie on each other
    offsets = np.linspace(-0.32, 0.32, len(groups)) if len(groups) > 1 else np.zeros(1)
    for number, name in enumerate(groups):
        colour, marker = mark_of(number)
        part = which == name
        y = rows[part] + offsets[number]
        if {"low", "high"} <= set(table.columns):
            ax.hlines(y, table["low"].to_numpy()[part], table["high"].to_numpy()[part], color=colour, linewidth=0.9)
        # a rate of 0 stands on the axis, and is drawn whole
        ax.plot(table[value].to_numpy()[part], y, marker, color=colour, ms=5, label=name, ls="none", clip_on=False)
    ax.tick_params(axis="y", pad=8)  # room for the marks on the axis
    for row in range(1, len(names)):
        ax.axhline(row - 0.5, color="#EEEEEE", linewidth=0.8, zorder=0)
    legend = ax.legend(
        loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False, fontsize=9, handletextpad=0.2, alignment="left"
    )
    for text in legend.get_texts():
        text.set_parse_math(False)

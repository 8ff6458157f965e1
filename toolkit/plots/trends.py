"""Rates over time, with their intervals; what is not known is a gap."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from toolkit.plots.marks import describe, rates_said
from toolkit.plots.style import (
    GREY,
    LABEL,
    SMALL,
    mark_of,
    new_axes,
    plain_frame,
    say_nothing,
    shortened,
    unique,
    widest,
)
from toolkit.schema import mark_key

_TICKS = 12  # labels under the axis at most
_STEPS = (1, 2, 3, 4, 6, 12, 24, 36, 60)
_DENSE = 48  # periods from which marks of the usual size would lie on each other
_APART = 0.17  # inches between two names beside the lines


def trends(
    table: pd.DataFrame,
    *,
    series: str = "term",
    value: str = "rate",
    period: str = "period",
    title: str = "",
    ylabel: str = "per 10,000 tokens",
    ax: Axes | None = None,
) -> Axes:
    """A line a series with the band of its interval, its name at its end; periods without articles are gaps.

    Parameters
    ----------
    table : DataFrame
        A row a series and period, as ``trends`` gives them: ``series``, ``period`` (written so that order of text is
        order of time), ``value`` (NaN where there are no articles), ``low`` and ``high``.
    series : str
        The column whose values get a line each: ``"term"``, ``"source"``.
    """
    names = unique(table[series]) if len(table) else []
    periods = sorted(set(table[period].astype("str"))) if len(table) else []
    right = widest(map(shortened, names)) + 0.25 if len(names) > 1 else 0.2
    height = max(2.6, _APART * len(names) + 1.0)
    ax = new_axes(ax, 0.6 + 5.2 + right, height, margins=(0.6, 0.65, right, 0.4 if title else 0.15))
    ax.set_title(title, loc="left", parse_math=False)
    if not names or table[value].isna().all():
        return say_nothing(ax, "no dated articles")
    x_of = {name: number for number, name in enumerate(periods)}
    tops = table[[name for name in (value, "high") if name in table]].to_numpy(float)
    most = float(np.nanmax(tops)) or 1.0  # intervals may be missing where rates are not
    ends = []
    for number, name in enumerate(names):
        part = table[(table[series].astype("str") == name).to_numpy()]
        x = part[period].astype("str").map(x_of).to_numpy(float)
        order = np.argsort(x)
        ends.append(_line(ax, part.iloc[order], x[order], value, series, period, number, len(names)))
    _empty_periods(ax, table, x_of, value, period, most)
    ax.set_xlim(-0.5, len(periods) - 0.5)
    ax.set_ylim(0, 1.05 * most)
    plain_frame(ax, grid="y")
    step = next((step for step in _STEPS if len(periods) <= _TICKS * step), -(-len(periods) // _TICKS))
    at = range(0, len(periods), step)
    ax.set_xticks(list(at), labels=[periods[tick][:10] for tick in at], fontsize=SMALL)
    if len(at) > 5:
        for text in ax.get_xticklabels():
            text.set(rotation=35, ha="right", rotation_mode="anchor")
    ax.set_ylabel(ylabel, fontsize=SMALL)
    if len(names) > 1:
        _names(ax, names, ends, len(periods) - 0.5, most, height)
    return ax


def _line(
    ax: Axes, part: pd.DataFrame, x: np.ndarray, value: str, series: str, period: str, number: int, many: int
) -> float:
    """Draw one series; where it ends, in the values' units."""
    colour, marker = mark_of(number)
    y = part[value].to_numpy(float)
    if {"low", "high"} <= set(part.columns):
        low, high = part["low"].to_numpy(float), part["high"].to_numpy(float)
        if many <= 3:
            ax.fill_between(x, low, high, color=colour, alpha=0.16, linewidth=0)
            gap = np.concatenate([[True], np.isnan(y), [True]])
            alone = ~gap[1:-1] & gap[:-2] & gap[2:]  # a band has no width there
            if alone.any():
                ax.vlines(x[alone], low[alone], high[alone], color=colour, linewidth=3, alpha=0.25)
        else:  # bands would lie on each other
            known = ~np.isnan(y)
            shift = 0.5 * (number / max(many - 1, 1) - 0.5)
            ax.vlines(x[known] + shift, low[known], high[known], color=colour, linewidth=0.7, alpha=0.6)
            x = x + shift
    size, width = (2.4, 0.9) if len(x) > _DENSE else (4, 1.6)
    (drawn,) = ax.plot(x, y, color=colour, marker=marker, markersize=size, linewidth=width)
    known = part[~np.isnan(y)]
    names = [f"{name}, {when}" for name, when in zip(known[series], known[period], strict=True)]
    terms = known["term" if "term" in known else series].astype("str").str.strip("« »")  # the same in quotation marks
    apart = known[period if series == "term" else series]
    describe(ax, drawn, rates_said(known, names, value=value), list(map(mark_key, terms, apart)))
    return float(y[~np.isnan(y)][-1]) if not np.isnan(y).all() else 0.0


def _empty_periods(ax: Axes, table: pd.DataFrame, x_of: dict[str, int], value: str, period: str, most: float) -> None:
    """Say where no series has a value."""
    known = set(table.loc[table[value].notna(), period].astype("str"))
    empty = [number for name, number in x_of.items() if name not in known]
    if empty:
        runs = np.split(np.array(empty), np.flatnonzero(np.diff(empty) > 1) + 1)  # a century of days has thousands
        left, width = [run[0] - 0.5 for run in runs], [len(run) for run in runs]
        ax.bar(left, 1.05 * most, width=width, align="edge", color="#F2F2F2", zorder=0)
        ax.text(empty[0] - 0.4, 1.02 * most, "grey: no articles", fontsize=7, color=GREY, va="top")


def _names(ax: Axes, names: list[str], ends: list[float], x: float, most: float, height: float) -> None:
    """The names of the lines at their ends, kept apart."""
    apart = _APART * 1.05 * most / (height - 0.8)
    order = np.argsort(ends)
    at = np.array(ends, float)[order]
    for place in range(1, len(at)):
        at[place] = max(at[place], at[place - 1] + apart)
    at -= max(float(at[-1]) - 1.02 * most, 0.0)
    for place in range(len(at) - 2, -1, -1):
        at[place] = min(at[place], at[place + 1] - apart)
    for number, y in zip(order.tolist(), at.tolist(), strict=True):
        colour, marker = mark_of(number)
        ax.plot([x + 0.0], [y], marker=marker, color=colour, markersize=5, clip_on=False, linestyle="none")
        ax.annotate(
            shortened(names[number]), (x, y), xytext=(6, 0), textcoords="offset points", va="center_baseline",
            fontsize=LABEL, color="#111111", parse_math=False, annotation_clip=False,
        )  # fmt: skip

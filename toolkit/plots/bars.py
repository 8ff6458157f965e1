"""Rates of terms as bars and dots, with intervals."""

from __future__ import annotations

from textwrap import fill, wrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from toolkit.plots.marks import describe, fade, in_one_article, keys_of, rates_said
from toolkit.plots.style import (
    BLUE,
    GREY,
    INK,
    MOST_GROUPS,
    ORANGE,
    SMALL,
    largest,
    mark_of,
    new_axes,
    plain_frame,
    row_labels,
    say_nothing,
    shortened,
    text_width,
    unique,
    widest,
    width_of,
)
from toolkit.schema import mark_key

PER_10_000 = "per 10,000 tokens"
_PANELS = 6  # in a line
_HEAD = 2  # rows over a panel, for its name


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
    left = max(widest(map(shortened, names)), 0.4) + (0.25 if groups else 0.15)
    right = widest(map(shortened, groups)) + 0.4 if groups else 0.15
    height = max(0.3, 0.12 * len(groups)) * len(names)
    margins = (left, 0.55, right, 0.4 if title else 0.1)
    ax = new_axes(ax, left + 5.6 + right, height + margins[1] + margins[3], margins=margins)
    ax.set_title(title, loc="left", parse_math=False)
    if not names:
        return say_nothing(ax, "no terms")
    if group is None:
        _single_bars(ax, table, value, label)
    else:
        _dots(ax, table, names, groups, value, label, group)
    row_labels(ax, names, pad=9 if groups else 5)  # room for the marks on the axis
    plain_frame(ax)
    ax.set_xlim(left=0)
    ax.set_xlabel(f"{xlabel} (in brackets: occurrences)" if group is None and "count" in table else xlabel)
    return ax


def panels(
    table: pd.DataFrame,
    *,
    group: str,
    value: str = "rate",
    label: str = "term",
    title: str = "",
    xlabel: str = PER_10_000,
    ax: Axes | None = None,
) -> Axes:
    """Small multiples: the same terms in the same order for every group, side by side on one scale.

    Parameters
    ----------
    table : DataFrame
        Columns ``group``, ``label`` and ``value``; ``low`` and ``high`` where there are intervals.
    group : str
        The column whose values get a panel each, six in a line; of more than 24, the largest.
    """
    table, left_out = largest(table, group, MOST_GROUPS)
    names = unique(table[label]) if len(table) else []
    groups = unique(table[group]) if len(table) else []
    lines = -(-len(groups) // _PANELS)
    columns = -(-len(groups) // max(lines, 1))
    left = max(widest(map(shortened, names)), 0.4) + 0.15
    margins = (left, 0.3, 0.1, 0.4 if title else 0.1)
    tall = len(names) + _HEAD
    ax = new_axes(
        ax, left + max(1.55 * columns, 4.0) + 0.1, 0.27 * tall * max(lines, 1) + margins[1] + margins[3],
        margins=margins,
    )  # fmt: skip
    ax.set_title(title, loc="left", parse_math=False)
    if not names:
        return say_nothing(ax, "no terms")
    has_intervals = {"low", "high"} <= set(table.columns)
    most = float(np.nanmax(table["high" if has_intervals else value].to_numpy(float), initial=0.0)) or 1.0
    step = 1.5 * most  # a panel's width in the units of the values, its numbers included
    place = {name: number for number, name in enumerate(groups)}
    panel = table[group].astype("str").map(place).to_numpy(np.int64)
    row_of = {name: row for row, name in enumerate(names)}
    x0 = panel % columns * step
    rows = table[label].astype("str").map(row_of).to_numpy(float) + panel // columns * tall + _HEAD
    values = np.nan_to_num(table[value].to_numpy(float))
    ends = np.nan_to_num(table["high"].to_numpy(float)) if has_intervals else values
    drawn = ax.barh(rows, values, left=x0, height=0.62, color=BLUE)
    terms = table[label].astype("str")
    whole = (terms + ", " + table[group].astype("str")).tolist()
    describe(ax, drawn, rates_said(table, whole, value=value), list(map(mark_key, terms, table[group])))
    if has_intervals:
        ax.hlines(rows, x0 + table["low"].to_numpy(float), x0 + ends, color=INK, linewidth=0.9)
    for x, row, number in zip((x0 + ends).tolist(), rows.tolist(), table[value].tolist(), strict=True):
        said = "–" if np.isnan(number) else f"{number:,.1f}"
        ax.text(x + 0.03 * most, row, said, va="center_baseline", fontsize=7.5, color=INK)
    row_labels(ax, [name for _ in range(lines) for name in [*[""] * _HEAD, *names]])
    for name, number in place.items():
        x, top = number % columns * step, number // columns * tall
        ax.vlines(x, top + _HEAD - 0.5, top + tall - 0.6, color=GREY, linewidth=0.8)
        room = int(1.45 / text_width("n", SMALL, "bold"))
        said = "\n".join(shortened(line, room) for line in wrap(name, room)[:2])
        ax.text(
            x, top + _HEAD - 0.7, said, ha="left", va="bottom", fontsize=SMALL, weight="bold", parse_math=False,
            linespacing=1.1,
        )  # fmt: skip
    plain_frame(ax, grid=None)
    ax.spines["bottom"].set_visible(False)
    ax.set_xticks([])
    ax.set_xlim(0, columns * step)
    told = filter(None, (xlabel, "all panels on one scale", left_out))
    ax.set_xlabel("; ".join(told), fontsize=SMALL, loc="left")
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
        ``reference_count``, ``reference_documents``; where there are intervals ``rate_low``, ``rate_high`` and the
        same of the reference, NaN where a side has none; where there, ``one_article``: such a term is paler. Drawn in
        its order.
    target, reference : str
        What the two sides are called.
    """
    names = table[label].astype("str").tolist()
    left = max(widest(map(shortened, names)), 0.4) + 0.15
    headings = [fill(name, 34) for name in (reference, target)]
    top = 0.2 * max(said.count("\n") + 1 for said in headings) + (0.4 if title else 0.1)
    pale = in_one_article(table)
    notes = _bars_told(table, bool(pale.any()))
    below = 0.55 + 0.16 * len(notes)
    ax = new_axes(ax, left + 5.5, 0.1 + below + top + 0.3 * len(table), margins=(left, below, 0.1, top))
    ax.set_title(title, loc="left", parse_math=False, pad=20)
    if table.empty:
        return say_nothing(ax, "no terms")
    most = max(table["rate"].max(), table["reference_rate"].max())
    reached = [_side(ax, table, label, *side, most, pale) for side in (
        ("", target, 1, ORANGE), ("reference_", reference, -1, BLUE))]  # fmt: skip
    ends, room = (max(pair) for pair in zip(*reached, strict=True))
    ax.set_xlim(-room, room)
    row_labels(ax, names)
    plain_frame(ax, grid=None)
    ax.axvline(0, color=GREY, linewidth=0.8)
    ticks = [tick for tick in ax.get_xticks() if abs(tick) <= ends * 1.02]
    ax.set_xticks(ticks, labels=[f"{abs(tick):g}" for tick in ticks])
    ax.set_xlabel("\n".join([PER_10_000, *notes]), fontsize=SMALL)
    for x, ha, said, colour in ((0.49, "right", headings[0], BLUE), (0.51, "left", headings[1], ORANGE)):
        heading = ax.text(x, 1.01, said, ha=ha, va="bottom", color=colour, weight="bold", parse_math=False)
        heading.set_transform(ax.transAxes)
    return ax


def _ends(table: pd.DataFrame, prefix: str) -> tuple[np.ndarray, np.ndarray]:
    """The intervals of the rates of a side; NaN without."""
    missing = pd.Series(np.nan, index=table.index)
    low, high = (table.get(f"{prefix}rate_{end}", missing).to_numpy(float) for end in ("low", "high"))
    return low, high


def _bars_told(table: pd.DataFrame, pale: bool) -> list[str]:
    """What the lines on the bars are, where they are missing, and what is pale."""
    said = []
    if "rate_low" in table:
        there = [not np.isnan(_ends(table, prefix)[0]).all() for prefix in ("", "reference_")]
        some = "lines: 95% intervals over articles" + ("" if all(there) else "; a side of one or two articles has none")
        said.append(some if any(there) else "no intervals: both sides have fewer than three articles")
    return said + (["pale: mostly in one article"] if pale else [])


def _side(
    ax: Axes, table: pd.DataFrame, label: str, prefix: str, side: str, sign: int, colour: str, most: float,
    pale: np.ndarray,
) -> tuple[float, float]:  # fmt: skip
    """The bars of one side, their intervals and what they rest on; how far out the lines reach, and the words."""
    rows = np.arange(len(table))
    rates = table[f"{prefix}rate"].to_numpy(float)
    terms = table[label].astype("str").tolist()
    drawn = ax.barh(rows, sign * rates, height=0.66, color=colour)
    fade(drawn, pale)
    low, high = _ends(table, prefix)
    told = table.drop(columns=["low", "high"], errors="ignore")  # those are of the ratio, in doublings
    if not np.isnan(low).all():
        told = told.assign(**{f"{prefix}low": low, f"{prefix}high": high})
    whole = [f"{term}, {side}" for term in terms]
    keys = [mark_key(term, side) for term in keys_of(table, label)]
    describe(ax, drawn, rates_said(told, whole, prefix=prefix), keys)
    there = ~np.isnan(low) & (high > 0)
    edge = 1.25 * most  # an interval that goes on beyond would make all the bars short
    shown = np.minimum(high, edge)
    # of a term that is not there, how often it might be all the same
    for part, tone in ((there & (rates > 0), INK), (there & (rates == 0), "#A0A0A0")):
        ax.hlines(rows[part], sign * low[part], sign * shown[part], color=tone, linewidth=1.0)
    cut = there & (high > edge)
    ax.plot(np.full(int(cut.sum()), sign * edge), rows[cut], ">" if sign > 0 else "<", color=INK, ms=4, ls="none")
    ends = np.where(there, np.maximum(shown, rates), rates)
    beside = ends + np.where(cut, 0.05, 0.03) * most
    said = [
        f"{count:,} in {documents:,} art." if count else "0"
        for count, documents in zip(table[f"{prefix}count"], table[f"{prefix}documents"], strict=True)
    ]
    for row, x, text in zip(rows.tolist(), beside.tolist(), said, strict=True):
        ax.text(sign * x, row, text, ha="left" if sign > 0 else "right", va="center_baseline", fontsize=SMALL,
                color=INK)  # fmt: skip
    half = width_of(ax) / 2
    room = max(x / (1 - min(text_width(text, SMALL) / half, 0.6)) for x, text in zip(beside, said, strict=True))
    return float(ends.max()), float(room)


def _single_bars(ax: Axes, table: pd.DataFrame, value: str, label: str) -> None:
    rows = np.arange(len(table))
    values = table[value].to_numpy(float)
    drawn = ax.barh(rows, values, height=0.66, color=BLUE)
    terms = table[label].astype("str").tolist()
    describe(ax, drawn, rates_said(table, terms, value=value), terms)
    ends = values
    if {"low", "high"} <= set(table.columns):
        ends = table["high"].to_numpy(float)
        ax.hlines(rows, table["low"], ends, color=INK, linewidth=1.1)
    counts = table["count"].tolist() if "count" in table else [None] * len(table)
    most = float(np.nanmax(ends)) or 1.0
    said = [
        f"{number:,.1f}" if count is None else f"{number:,.1f} ({count:,})"
        for number, count in zip(values.tolist(), counts, strict=True)
    ]
    for row, end, text in zip(rows.tolist(), ends.tolist(), said, strict=True):
        ax.text(end + 0.012 * most, row, text, va="center_baseline", fontsize=SMALL, color=INK)
    room = min((widest(said, SMALL) + 0.1) / width_of(ax), 0.5)  # of the axes, for the text beside the longest bar
    ax.set_xlim(right=most / (1 - room))


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
        at = table[value].to_numpy()[part]
        (drawn,) = ax.plot(at, y, marker, color=colour, ms=5, label=shortened(name), ls="none", clip_on=False)
        known = table[part & table[value].notna().to_numpy()]
        terms = known[label].astype("str").tolist()
        spoken = rates_said(known, [f"{term}, {name}" for term in terms], value=value)
        describe(ax, drawn, spoken, [mark_key(term, name) for term in terms])
    for row in range(1, len(names)):
        ax.axhline(row - 0.5, color="#EEEEEE", linewidth=0.8, zorder=0)
    legend = ax.legend(
        loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False, fontsize=9, handletextpad=0.2, alignment="left"
    )
    for text in legend.get_texts():
        text.set_parse_math(False)

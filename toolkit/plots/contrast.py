"""Sources held against each other: how sure each difference is, frequency against effect, terms by source."""

from __future__ import annotations

from textwrap import wrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from toolkit.plots.labels import place_labels
from toolkit.plots.marks import counted, describe, fade, in_one_article, keys_of, sides_said
from toolkit.plots.style import (
    BLUE,
    GREY,
    INK,
    LABEL,
    MOST_GROUPS,
    ORANGE,
    SMALL,
    largest,
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

_FURTHEST = 12.0  # doublings: what is beyond is drawn at the edge
_PANELS = 3  # in a line
_AS_OFTEN = ("as often", "aussi souvent")  # a report translates what is drawn, and the longer one must fit too


def times(log_ratio: float) -> str:
    """A log₂ ratio in words: ``8 times``, ``1/4``."""
    if np.isnan(log_ratio):
        return "–"
    if np.isinf(log_ratio):
        return "∞" if log_ratio > 0 else "0"
    ratio = 2.0 ** abs(log_ratio)
    said = f"{ratio:,.0f}" if ratio >= 9.95 else f"{ratio:.1f}".removesuffix(".0")
    return f"×{said}" if log_ratio >= 0 else f"÷{said}"


def keyness_intervals(
    table: pd.DataFrame,
    *,
    target: str = "this source",
    reference: str = "the rest",
    label: str = "term",
    title: str = "",
    ax: Axes | None = None,
) -> Axes:
    """How many times more each term is used, a dot each, with its interval; hollow: mostly in one article.

    Parameters
    ----------
    table : DataFrame
        A row a term, as ``keyness`` gives it: ``term``, ``log_ratio``, ``low`` and ``high`` (missing where there is
        no interval; infinite where an end is open), ``documents``, ``one_article``. Drawn in its order.
    """
    names = table[label].astype("str").tolist()
    ax = _a_row_each(ax, names, title, wide=4.8, below=0.85, right=0.2, above=0.15)
    if table.empty:
        return say_nothing(ax, "no terms")
    rows = np.arange(len(table))
    ratio = table["log_ratio"].to_numpy(float)
    low, high = (table[name].to_numpy(float) for name in ("low", "high"))
    ends = np.concatenate([ratio, low[np.isfinite(low)], high[np.isfinite(high)]])
    least, most = max(min(ends.min(), -0.5), -_FURTHEST), min(max(ends.max(), 0.5), _FURTHEST)
    room = 0.06 * (most - least)
    there = ~np.isnan(low)
    ax.hlines(rows[there], np.clip(low[there], least - room, None), np.clip(high[there], None, most + room),
              color=INK, linewidth=1.1)  # fmt: skip
    for end, edge, marker in ((high, most + room, ">"), (low, least - room, "<")):
        is_open = np.isinf(end) | (there & (np.abs(end) > _FURTHEST))
        ax.plot(np.full(int(is_open.sum()), edge), rows[is_open], marker, color=INK, ms=4, ls="none", clip_on=False)
    one = in_one_article(table)
    for hollow in (False, True):
        part = one == hollow
        if part.any():
            colours = np.where(ratio[part] >= 0, ORANGE, BLUE).tolist()
            drawn = ax.scatter(ratio[part], rows[part], s=34, zorder=3, linewidths=1.4, edgecolors=colours,
                               facecolors="white" if hollow else colours)  # fmt: skip
            terms, sides = np.array(names)[part].tolist(), sides_said(table[part])
            keys = np.array(keys_of(table, label), object)[part].tolist()
            spoken = [
                f"{name}: {times(r)}"
                + ("" if np.isnan(a) else f", between {times(a)} and {times(b)}")
                + f", {rests_on}"
                + (", half of it or more in one article" if hollow else "")
                for name, r, a, b, rests_on in zip(terms, ratio[part], low[part], high[part], sides, strict=True)
            ]
            describe(ax, drawn, spoken, keys)
    row_labels(ax, names)
    plain_frame(ax)
    ax.axvline(0, color=GREY, linewidth=0.9)
    ax.set_xlim(least - 1.6 * room, most + 1.6 * room)
    _ratio_ticks(ax, least, most)
    said = [f"rate in {shortened(target, 28)}", f"over rate in {shortened(reference, 28)}"]
    said += ["hollow: mostly in one article"] if one.any() else []
    ax.set_xlabel("\n".join(said), loc="left", fontsize=SMALL, parse_math=False)  # centred, a translation is not
    return ax


def _a_row_each(
    ax: Axes | None, names: list[str], title: str, *, wide: float, below: float, right: float, above: float
) -> Axes:
    """Axes with room for a row a name and for the names, which :func:`row_labels` writes; in inches."""
    left = max(widest(map(shortened, names)), 0.4) + 0.15
    above = 0.45 if title else above
    ax = new_axes(ax, left + wide, 0.3 * max(len(names), 1) + below + above, margins=(left, below, right, above))
    ax.set_title(title, loc="left", parse_math=False)
    return ax


def _ratio_ticks(ax: Axes, least: float, most: float) -> None:
    """Ratios along the axis, as many as their words leave room for, in any language of a report."""
    said = max(text_width(word, SMALL) for word in _AS_OFTEN) + 0.1
    inch = width_of(ax) / np.ptp(ax.get_xlim())  # of a doubling
    for step in (1, 2, 3, 4, 6, 8, 12):
        ticks = np.arange(np.ceil(least / step) * step, most + 0.01, step)
        wide = max(text_width(times(tick), SMALL) for tick in ticks)
        if step * inch >= max(wide + 0.1, (said + wide) / 2):
            break
    ax.set_xticks(ticks, labels=[times(tick) if tick else "as often" for tick in ticks])
    ax.tick_params(axis="x", labelsize=SMALL)


def keyness_scatter(
    table: pd.DataFrame,
    *,
    labelled: int = 26,
    label: str = "term",
    title: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Frequency against effect: how often a term is there at all, to the right, and how unevenly, upwards or down.

    Parameters
    ----------
    table : DataFrame
        As ``keyness`` gives it: ``term``, ``count``, ``tokens``, ``reference_count``, ``reference_tokens``,
        ``log_ratio``, ``lrc``, ``one_article``.
    labelled : int
        At most so many names, of the first and last rows, as long as none lies over another.
    """
    ax = new_axes(ax, 8.6, 5.6, margins=(0.75, 0.55, 0.2, 0.45 if title else 0.15))
    ax.set_title(title, loc="left", parse_math=False)
    if table.empty:
        return say_nothing(ax, "no terms")
    both = table["count"] + table["reference_count"]
    x = np.log10(1e4 * both.to_numpy(float) / (table["tokens"] + table["reference_tokens"]).to_numpy(float))
    y = table["log_ratio"].to_numpy(float)
    colours = np.select([table["lrc"] > 0, table["lrc"] < 0], [ORANGE, BLUE], "#A8A8A8").tolist()
    one = in_one_article(table)
    faces = np.where(one, "white", colours).tolist()
    drawn = ax.scatter(x, y, s=26, facecolors=faces, edgecolors=colours, linewidths=1.1, zorder=2)
    names = table[label].astype("str").tolist()
    said = zip(names, y, sides_said(table), strict=True)
    describe(
        ax, drawn, [f"{name}: {times(ratio)}, {rests_on}" for name, ratio, rests_on in said], keys_of(table, label)
    )
    plain_frame(ax, grid="both")
    ax.axhline(0, color=GREY, linewidth=0.9)
    ax.margins(0.09, 0.08)
    low, high = x.min(), x.max()
    ticks = [tick for power in range(-2, 4) for tick in np.log10([1, 2, 5]) + power if low - 0.2 <= tick <= high + 0.2]
    ax.set_xticks(ticks, labels=[f"{10**tick:,.3g}" for tick in ticks])
    ax.set_xlabel("per 10,000 tokens of both sides (logarithmic)")
    heights = np.arange(np.floor(y.min()), np.ceil(y.max()) + 1)
    heights = heights[:: max(1, int(np.ceil(len(heights) / 10)))]
    ax.set_yticks(heights, labels=[times(height) if height else "as often" for height in heights])
    # the ends of the table first, from both in turn
    order = np.arange(len(table))
    turns = np.stack([order, order[::-1]], axis=1).ravel()
    place_labels(ax, x, y, names, list(dict.fromkeys(turns.tolist()))[:labelled],
                 dots=np.column_stack([x, y]))  # fmt: skip
    return ax


def source_panels(
    table: pd.DataFrame,
    *,
    group: str = "source",
    label: str = "term",
    title: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Small multiples: the first terms of every source, each with its rate there and, as a mark, the rate of the rest.

    Parameters
    ----------
    table : DataFrame
        As ``keyness`` gives it, the rows of each source in order: ``source``, ``term``, ``rate``, ``reference_rate``,
        ``count``, ``documents``; where there, ``one_article``: such a term is paler (all of it or
        most of it stands in one article, and the rest shows no difference). Of more than 24 sources, those
        with the most words (``tokens``).
    """
    table, left_out = largest(table, group, MOST_GROUPS)
    groups = unique(table[group]) if len(table) else []
    most = max((int((table[group] == name).sum()) for name in groups), default=0)
    lines = -(-len(groups) // _PANELS)
    columns = -(-len(groups) // max(lines, 1))
    names = table[label].astype("str")
    wide = max(widest(map(lambda name: shortened(name, 24), names), SMALL), 0.4) + 0.12 if len(table) else 1.0
    panel, tall, head = wide + 1.9, 0.235, 0.46
    height = lines * (head + tall * most + 0.12)
    ax = new_axes(ax, max(panel * columns + 0.2, 5.0), max(height, 1.0) + 0.7,
                  margins=(0.1, 0.4, 0.1, 0.3 if title else 0.05))  # fmt: skip
    ax.set_title(title, loc="left", parse_math=False)
    if table.empty:
        return say_nothing(ax, "no terms")
    ax.set_axis_off()
    ax.set_xlim(0, panel * columns)
    ax.set_ylim(height, 0)
    scale = 1.15 / max(float(table[["rate", "reference_rate"]].max().max()), 1e-9)
    for number, name in enumerate(groups):
        x, y = number % columns * panel + wide, number // columns * (head + tall * most + 0.12)
        part = table[table[group] == name]
        rows = y + head + tall * (np.arange(len(part)) + 0.5)
        said = "\n".join(wrap(shortened(name, 60), int((panel - 0.1) / text_width("n", LABEL, "bold")))[:2])
        ax.text(x - wide + 0.05, y + head - 0.07, said, va="bottom", fontsize=LABEL, weight="bold", parse_math=False)
        drawn = ax.barh(rows, scale * part["rate"], left=x, height=0.7 * tall, color=ORANGE)
        fade(drawn, in_one_article(part))
        terms = part[label].astype("str").tolist()
        whole = [
            f"{term}, {name}: {rate:,.1f} per 10,000 against {other:,.1f}, {rests_on}"
            for term, rate, other, rests_on in zip(
                terms, part["rate"], part["reference_rate"], sides_said(part), strict=True
            )
        ]
        describe(ax, drawn, whole, [mark_key(term, name) for term in keys_of(part, label)])
        ax.vlines(x + scale * part["reference_rate"], rows - 0.45 * tall, rows + 0.45 * tall, color=BLUE, linewidth=2)
        ax.vlines(x, y + head, y + head + tall * len(part), color=GREY, linewidth=0.7)
        for row, term, rate in zip(rows.tolist(), terms, part["rate"].tolist(), strict=True):
            ax.text(x - 0.06, row, shortened(term, 24), ha="right", va="center_baseline", fontsize=SMALL,
                    parse_math=False)  # fmt: skip
            ax.text(x + scale * rate + 0.05, row, f"{rate:,.1f}", va="center_baseline", fontsize=7.5, color=INK)
    said = "per 10,000 tokens, all on one scale; blue line: the rest"
    one = "pale: mostly in one article" if in_one_article(table).any() else ""
    ax.text(0.05, height + 0.16, "; ".join(filter(None, (said, one, left_out))), fontsize=SMALL, color=INK)
    return ax


def omission_bars(
    table: pd.DataFrame,
    *,
    target: str = "this source",
    label: str = "term",
    title: str = "",
    ax: Axes | None = None,
) -> Axes:
    """What a source leaves out: how often each term was to be expected in it, and who prints it.

    Parameters
    ----------
    table : DataFrame
        As ``omissions`` gives it: ``term``, ``expected``, ``count``, ``sources``, ``n_sources``, ``others_count``,
        ``others_documents``, ``p_adjusted``. Drawn in its order.
    """
    names = table[label].astype("str").tolist()
    ax = _a_row_each(ax, names, title, wide=6.0, below=0.7, right=0.1, above=0.1)
    if table.empty:
        return say_nothing(ax, "no terms")
    rows = np.arange(len(table))
    expected = table["expected"].to_numpy(float)
    drawn = ax.barh(rows, expected, height=0.62, color=BLUE)
    said = [
        f"{count:,} in {counted(documents, 'article')} of {sources} of {of} others"
        for count, documents, sources, of in zip(
            table["others_count"], table["others_documents"], table["sources"], table["n_sources"], strict=True
        )
    ]
    describe(
        ax, drawn,
        [
            f"{name}: {number:.1f} expected in {target}, {own:,} found; {others}; chance {chance:.2g}, adjusted {p:.2g}"
            for name, number, own, others, chance, p in zip(
                names, expected, table["count"], said, table["chance"], table["p_adjusted"], strict=True
            )
        ],
        keys_of(table, label),
    )  # fmt: skip
    fade(drawn, ~(table["p_adjusted"].to_numpy(float) <= 0.05))
    most = float(expected.max()) or 1.0
    for row, end, text in zip(rows.tolist(), expected.tolist(), said, strict=True):
        ax.text(end + 0.015 * most, row, text, va="center_baseline", fontsize=SMALL, color=INK)
    row_labels(ax, names)
    plain_frame(ax)
    room = min((widest(said, SMALL) + 0.15) / width_of(ax), 0.7)
    ax.set_xlim(0, most / (1 - room))
    ax.set_xlabel(f"occurrences to be expected in {shortened(target, 34)} at the others' rate\n"
                  "pale: so few could be chance (adjusted p above 0.05)", fontsize=SMALL, parse_math=False)  # fmt: skip
    return ax

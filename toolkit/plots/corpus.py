"""What is in a corpus: how much by source and month, how long its articles are."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from toolkit.corpus.overview import outstanding
from toolkit.plots.marks import counted, describe
from toolkit.plots.style import (
    BLUE,
    GREY,
    MOST_GROUPS,
    ORANGE,
    PALE,
    SMALL,
    largest,
    new_axes,
    plain_frame,
    row_labels,
    say_nothing,
    unique,
)
from toolkit.schema import mark_key
from toolkit.store import alphabetical

_UNKNOWN = "(unknown)"
_MOST_BARS = 2_400  # of one figure


def tokens_by_month(
    table: pd.DataFrame, *, value: str = "tokens", period: str = "month", title: str = "", ax: Axes | None = None
) -> Axes:
    """A line of bars a source, a bar a month, all on one scale; the number of articles stands on each bar.

    Months without articles are gaps. Articles without a date have a bar of their own, hatched, at the right. Of more
    sources than a reader goes through, the largest are drawn.

    Parameters
    ----------
    table : DataFrame
        Columns ``source``, ``period``, ``articles`` and ``tokens``, as ``sizes`` gives them; periods are written
        as ``Corpus.group_labels`` does: ``2020-06``, ``2020Q2``, ``2020``, ``(unknown)``.
    value : str
        What the height of the bars is: ``"tokens"`` or ``"articles"``.
    """
    months = _timeline(table[period].astype("str")) if len(table) else []
    table, left_out = largest(table, "source", max(min(MOST_GROUPS, _MOST_BARS // max(len(months), 1)), 3))
    sources = unique(table["source"]) if len(table) else []
    unknown = bool((table[period] == _UNKNOWN).any()) if len(table) else False
    columns = len(months) + 1.6 * unknown
    ax = new_axes(ax, min(max(3.2 + 0.38 * columns, 7.5), 11.0), 1.0 + 0.55 * len(sources))
    ax.set_title(title, loc="left", parse_math=False)
    if not sources:
        return say_nothing(ax, "no articles")
    x_of = {month: float(number) for number, month in enumerate(months)} | {_UNKNOWN: len(months) + 0.6}
    x = table[period].astype("str").map(x_of).to_numpy(float)
    row = table["source"].astype("str").map({name: number for number, name in enumerate(sources)}).to_numpy(float)
    height = 0.68 * table[value].to_numpy(float) / max(float(table[value].max()), 1.0)
    undated = (table[period] == _UNKNOWN).to_numpy()
    said = np.array(
        [
            f"{source}, {when}: {counted(articles, 'article')}, {counted(tokens, 'word')}"
            for source, when, articles, tokens in zip(
                table["source"], table[period], table["articles"], table["tokens"], strict=True
            )
        ]
    )
    keys = np.array(list(map(mark_key, table["source"], table[period])), object)
    drawn = ax.bar(x[~undated], -height[~undated], bottom=row[~undated] + 0.4, width=0.8, color=BLUE)
    describe(ax, drawn, said[~undated].tolist(), keys[~undated].tolist())
    drawn = ax.bar(
        x[undated],
        -height[undated],
        bottom=row[undated] + 0.4,
        width=0.8,
        color="white",
        edgecolor=ORANGE,
        hatch="////",
    )
    describe(ax, drawn, said[undated].tolist(), keys[undated].tolist())
    numbered = columns <= 26
    if numbered:
        for at, line, tall, articles in zip(x.tolist(), row.tolist(), height.tolist(), table["articles"], strict=True):
            ax.text(at, line + 0.38 - tall, f"{articles:,}", ha="center", va="bottom", fontsize=7.5, color="#333333")
    row_labels(ax, sources)
    ax.set_ylim(len(sources) - 0.5, -0.55)
    ax.hlines(np.arange(len(sources)) + 0.4, -0.5, columns - 0.5, color=PALE, linewidth=0.8)
    plain_frame(ax, grid=None)
    ax.spines["bottom"].set_visible(False)
    ax.set_xlim(-0.6, columns - 0.3)
    _month_ticks(ax, months, unknown)
    legend = f"bar height: {value}, the tallest is {table[value].max():,}" + ("; number: articles" if numbered else "")
    ax.set_xlabel(legend + (f"; {left_out}" if left_out else ""), fontsize=SMALL)
    return ax


def lengths(documents: pd.DataFrame, *, by: str = "source", title: str = "", ax: Axes | None = None) -> Axes:
    """Length of each article by source: a dot an article, the box from quartile to quartile, its line the median.

    Of more than 400 articles, the longest and the shortest of each source have a dot.

    Parameters
    ----------
    documents : DataFrame
        Columns ``by`` and ``n_tokens``. A source that is not known is ``(unknown)``.
    """
    group = documents[by].astype("object").where(documents[by].notna(), _UNKNOWN).astype("str")
    names = sorted(set(group), key=lambda name: (name == _UNKNOWN, alphabetical(name)))
    ax = new_axes(ax, 7.5, 1.0 + 0.45 * len(names))
    ax.set_title(title, loc="left", parse_math=False)
    if not names:
        return say_nothing(ax, "no articles")
    values = [documents.loc[(group == name).to_numpy(), "n_tokens"].to_numpy(float) for name in names]
    drawn_boxes = ax.boxplot(
        values,
        positions=range(len(names)),
        orientation="horizontal",
        widths=0.5,
        showfliers=False,
        patch_artist=True,
        boxprops={"facecolor": "#CFE3F0", "edgecolor": "none"},
        medianprops={"color": BLUE, "linewidth": 2},
        whiskerprops={"color": GREY},
        capprops={"visible": False},
        manage_ticks=False,
    )
    for name, box, numbers in zip(names, drawn_boxes["boxes"], values, strict=True):
        low, middle, high = np.percentile(numbers, (25, 50, 75))
        quartiles = f"half of them have {low:,.0f} to {high:,.0f} words, the median is {middle:,.0f}"
        describe(ax, box, [f"{name}: {counted(len(numbers), 'article')}; {quartiles}"], [name])
    shown = documents.iloc[outstanding(documents["n_tokens"], group.to_numpy())]
    shown = shown.assign(group=group.reindex(shown.index)).sort_values("n_tokens", kind="stable")
    for row, name in enumerate(names):
        articles = shown[shown["group"] == name]
        long, keys = articles["n_tokens"].to_numpy(float), articles.index.tolist()
        # spread by rank, not by chance: the same figure each time
        spread = 0.18 * np.cos(np.arange(len(long)) * 2.399963)
        (drawn,) = ax.plot(long, row + spread, "o", color="#333333", markersize=3, alpha=0.6, markeredgewidth=0)
        describe(ax, drawn, [f"{key}: {counted(n, 'word')}" for key, n in zip(keys, long, strict=True)], keys)
    row_labels(ax, [f"{name} ({len(numbers):,})" for name, numbers in zip(names, values, strict=True)])
    plain_frame(ax)
    ax.set_xlim(left=0)
    dots = "" if len(shown) == len(documents) else "; dots: the longest and the shortest"
    ax.set_xlabel(f"word tokens an article (in brackets: articles{dots})")
    return ax


def _timeline(periods: pd.Series) -> list[str]:
    """Every period from the first to the last, those without articles too."""
    known = sorted(set(periods) - {_UNKNOWN})
    if not known:
        return []
    first, last = (pd.Period(name[:10], "W") if "/" in name else pd.Period(name) for name in (known[0], known[-1]))
    return [str(period) for period in pd.period_range(first, last)]


def _month_ticks(ax: Axes, months: list[str], unknown: bool) -> None:
    """At most a dozen labels, the first period always; and the undated bar's own."""
    step = next((step for step in (1, 2, 3, 6, 12, 24, 36, 60) if len(months) <= 12 * step), 120)
    ticks: list[float] = [float(number) for number in range(0, len(months), step)]
    labels = [months[int(tick)][:10] for tick in ticks]  # a week by its first day
    if unknown:
        ticks.append(len(months) + 0.6)
        labels.append("date\nunknown")
    ax.set_xticks(ticks, labels=labels, fontsize=SMALL)
    if len(labels) > 6:
        for text in ax.get_xticklabels()[: len(labels) - unknown]:
            text.set(rotation=45, ha="right", rotation_mode="anchor")

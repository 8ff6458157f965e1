"""Where sources lie: the map of sources and their terms, and the tree that joins sources by their distances."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from scipy.cluster import hierarchy

from toolkit.plots.labels import Box, place_labels
from toolkit.plots.marks import counted, describe
from toolkit.plots.style import (
    GREY,
    INK,
    PALE,
    figure_of,
    mark_of,
    new_axes,
    plain_frame,
    row_labels,
    shortened,
    widest,
    width_of,
)
from toolkit.schema import joint_key


def source_map(
    axes: pd.DataFrame,
    sources: pd.DataFrame,
    terms: pd.DataFrame,
    *,
    by: str = "source",
    supplementary: pd.DataFrame | None = None,
    labelled: int = 40,
    title: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Sources and terms on the first two axes of a correspondence analysis; the terms named are those that make them.

    Parameters
    ----------
    axes, sources, terms, supplementary : DataFrame
        As ``toolkit.contrast.source_map`` gives them.
    labelled : int
        At most so many terms named, those that contribute most, as long as none lies over another.
    """
    ax = new_axes(ax, 8.6, 6.6, margins=(0.55, 0.55, 0.2, 0.45 if title else 0.15))
    ax.set_title(title, loc="left", parse_math=False)
    x, y = (_axis(terms, number) for number in (1, 2))
    sx, sy = (_axis(sources, number) for number in (1, 2))
    share = [*axes["share"].tolist(), 0.0][:2]
    ax.axhline(0, color=PALE, linewidth=0.9, zorder=0)
    ax.axvline(0, color=PALE, linewidth=0.9, zorder=0)
    drawn = ax.scatter(x, y, s=9, color="#9A9A9A", zorder=1)
    names = terms["term"].astype("str").tolist()
    describe(ax, drawn, _points_said(terms, names), names)
    labels = sources[by].astype("str").tolist()
    for number, (a, b, spoken) in enumerate(zip(sx.tolist(), sy.tolist(), _points_said(sources, labels), strict=True)):
        colour, marker = mark_of(number)
        (drawn_source,) = ax.plot(a, b, marker, color=colour, ms=9, zorder=4)
        describe(ax, drawn_source, [spoken], [labels[number]])
    extra: tuple[np.ndarray, np.ndarray, list[str]] | None = None
    if supplementary is not None:
        kept = supplementary.iloc[:, 0].astype("str")
        (crosses,) = ax.plot(
            _axis(supplementary, 1), _axis(supplementary, 2), "+", color=INK, ms=6, zorder=3, ls="none"
        )
        describe(ax, crosses, _points_said(supplementary, kept.tolist()), kept.tolist())
        extra = (_axis(supplementary, 1), _axis(supplementary, 2), kept.tolist())
    plain_frame(ax, grid=None)
    ax.margins(0.12, 0.08)
    ax.set_xlabel(f"axis 1 ({share[0]:.0%} of the inertia)")
    ax.set_ylabel(f"axis 2 ({share[1]:.0%})")
    ax.autoscale_view()
    dots = np.concatenate([np.column_stack(part) for part in ((x, y), *((extra[:2],) if extra else ()))])
    markers = _boxes(ax, sx, sy)
    shown = place_labels(ax, sx, sy, labels, range(len(labels)), size=10, weight="bold", always=True, taken=markers,
                         dots=dots, gap=0.11)  # fmt: skip
    if extra:
        shown = place_labels(ax, *extra, range(len(extra[2])), size=7.5, style="italic", taken=shown, dots=dots)
    made = (
        _axis(terms, 1, "contribution") * share[0] + _axis(terms, 2, "contribution") * share[1]
        if len(terms) else np.zeros(0)
    )  # fmt: skip
    place_labels(ax, x, y, names, np.argsort(-made, kind="stable")[:labelled].tolist(), size=8, taken=shown,
                 dots=dots)  # fmt: skip
    return ax


def dendrogram(
    linkage: np.ndarray,
    labels: Sequence[str],
    *,
    xlabel: str = "distance",
    title: str = "",
    ax: Axes | None = None,
) -> Axes:
    """The tree of sources: the further to the right two branches meet, the less alike they are.

    Parameters
    ----------
    linkage : ndarray
        As ``toolkit.contrast.source_distances`` gives it.
    labels : sequence of str
        The sources, in the order of the distances.
    """
    names = [str(name) for name in labels]
    left = max(widest(map(shortened, names)), 0.4) + 0.2
    margins = (left, 0.55, 0.25, 0.45 if title else 0.15)
    ax = new_axes(ax, left + 5.2, 0.42 * max(len(names), 2) + margins[1] + margins[3], margins=margins)
    ax.set_title(title, loc="left", parse_math=False)
    tree = hierarchy.dendrogram(linkage, no_plot=True)
    # leaves first, then each joint by its number: how far to the right it is, and what stands to the left of it
    at, under = [0.0] * len(names), [[name] for name in names]
    said: list[str] = []
    keys: list[str] = []
    middles = _middles(tree, linkage)
    for (one, two), height, (a, b) in zip(linkage[:, :2].astype(int).tolist(), linkage[:, 2].tolist(), middles,
                                          strict=True):  # fmt: skip
        ax.plot([at[one], height, height, at[two]], [a, a, b, b], color=INK, linewidth=1.3)
        ax.annotate(f"{height:.2f}", (height, (a + b) / 2), xytext=(3, 4), textcoords="offset points", fontsize=7.5,
                    color=GREY)  # fmt: skip
        keys.append(joint_key(under[one], under[two]))
        said.append(f"{keys[-1]}: they meet at {height:.3f}")
        at.append(height)
        under.append([*under[one], *under[two]])
    # a dot is hit more easily than a line
    (joints,) = ax.plot(linkage[:, 2], [(a + b) / 2 for a, b in middles], "o", color=INK, ms=4.5, ls="none")
    describe(ax, joints, said, keys)
    row_labels(ax, [names[leaf] for leaf in tree["leaves"]])
    plain_frame(ax)
    ax.set_xlim(0, 1.12 * float(linkage[:, 2].max()) or 1.0)
    ax.set_xlabel(xlabel)
    return ax


def _middles(tree: dict, linkage: np.ndarray) -> list[tuple[float, float]]:
    """Where the two branches of each joint of the linkage lie, from the tree's own drawing order."""
    place = {leaf: float(row) for row, leaf in enumerate(tree["leaves"])}
    n = len(linkage) + 1
    found = []
    for number, (one, two) in enumerate(linkage[:, :2].astype(int).tolist()):
        found.append((place[one], place[two]))
        place[n + number] = (place[one] + place[two]) / 2
    return found


def _boxes(ax: Axes, x: np.ndarray, y: np.ndarray, side: float = 0.15) -> list[Box]:
    """The markers of sources, in inches of the axes: no name lies over one."""
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    height = ax.get_position().height * figure_of(ax).get_figheight()
    across, up = (x - left) / (right - left) * width_of(ax), (y - bottom) / (top - bottom) * height
    half = side / 2
    return [(a - half, b - half, a + half, b + half) for a, b in zip(across.tolist(), up.tolist(), strict=True)]


def _points_said(points: pd.DataFrame, names: Sequence[str]) -> list[str]:
    """What points of a map say: occurrences, and how much of each axis drawn is their doing."""
    parts = [[f"{name}: {counted(count, 'occurrence')}"] for name, count in zip(names, points["count"], strict=True)]
    for number, between in ((1, "; "), (2, ", ")):
        if f"contribution_{number}" in points:
            for part, share in zip(parts, points[f"contribution_{number}"], strict=True):
                part.append(f"{between}{share:.1%} of axis {number}")
    return ["".join(part) for part in parts]


def _axis(table: pd.DataFrame, number: int, name: str = "axis") -> np.ndarray:
    column = f"{name}_{number}"
    return table[column].to_numpy(float) if column in table else np.zeros(len(table))

"""A network of names that can be read: labels that keep off each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.text import Text

from toolkit.cooccurrence.layout import layout
from toolkit.plots.marks import counted, describe, pairs_said
from toolkit.plots.style import GREY, PALETTE, SMALL, figure_of, new_axes, say_nothing, shortened, text_width

# of labels from their nodes: right first, as one reads; above and below also shifted
_DIRECTIONS = (
    (1, 0), (-1, 0), (0, 1), (0, -1), (0.5, 1), (-0.5, 1), (0.5, -1), (-0.5, -1), (1, 1), (-1, 1), (1, -1), (-1, -1),
)  # fmt: skip
_LABELS = {"PER": "person", "LOC": "place", "ORG": "organisation", "MISC": "other"}


def network(
    pairs: pd.DataFrame,
    *,
    nodes: pd.DataFrame | None = None,
    weight: str = "log_dice",
    positions: Mapping[str, tuple[float, float]] | None = None,
    colour: str = "type",
    title: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Names and the pairs they form: nodes as large as the articles they are in, lines as wide as the association.

    Past some forty names nobody reads a network: give the head of a sorted table.

    Parameters
    ----------
    pairs : DataFrame
        A row a pair, as ``cooccurrence`` gives them: ``a``, ``b`` and ``weight``.
    nodes : DataFrame, optional
        A row a name: ``name``, ``documents``, and ``type`` for the colours. Names without a row are drawn small.
    colour : str
        The column of ``nodes`` that colours them: ``"type"``, or one of groups, say ``"community"``.
    positions : mapping of name to (x, y), optional
        Where names stand; by default :func:`layout`. Give the same to two figures to compare them.
    """
    names = list(dict.fromkeys([*pairs["a"], *pairs["b"]]))
    tall = min(6.0 + 0.06 * len(names), 9.0)
    ax = new_axes(ax, 9.5, tall, margins=(0.1, 0.75, 0.1, 0.55 if title else 0.3))
    ax.set_title(title, loc="left", parse_math=False)
    if pairs.empty:
        return say_nothing(ax, "no pairs")
    places = dict(positions) if positions is not None else layout(pairs, weight=weight)
    xy = np.array([places[name] for name in names])
    row = {} if nodes is None else nodes.set_index("name").to_dict("index")
    documents = np.array([row.get(name, {}).get("documents", 0) for name in names], float)
    sizes = 50 + 450 * documents / max(documents.max(), 1)
    types = [str(row.get(name, {}).get(colour, "")) for name in names]
    colours = _colours(types, list(dict.fromkeys(nodes[colour].astype("str"))) if nodes is not None else [])

    strength = _scaled(pairs[weight].to_numpy(float))
    lines = [(places[a], places[b]) for a, b in zip(pairs["a"], pairs["b"], strict=True)]
    edges = LineCollection(lines, linewidths=0.6 + 4.4 * strength, colors=GREY, alpha=0.45, zorder=1, capstyle="round")
    ax.add_collection(edges)
    describe(ax, edges, *pairs_said(pairs, weight))
    dots = ax.scatter(
        xy[:, 0], xy[:, 1], s=sizes, c=[colours[kind] for kind in types], edgecolors="white", linewidths=0.8, zorder=2
    )
    describe(ax, dots, _nodes_said(names, row, pairs), names)
    ax.set_axis_off()
    ax.margins(0.15, 0.08)
    ax.autoscale_view()
    _legend(ax, colours, weight)
    _place_labels(ax, names, xy, np.sqrt(sizes) / 2, np.array(lines))
    return ax


def _nodes_said(names: list[str], row: Mapping[Any, Mapping[Any, Any]], pairs: pd.DataFrame) -> list[str]:
    """What each name says: its articles, and the names that it is tied to in the figure."""
    said = []
    for name in names:
        others = [*pairs.loc[pairs["a"] == name, "b"], *pairs.loc[pairs["b"] == name, "a"]]
        there = f"{counted(row[name]['documents'], 'article')}; " if "documents" in row.get(name, {}) else ""
        said.append(f"{name}: {there}with {', '.join(map(str, others))}")
    return said


def _place_labels(ax: Axes, names: Iterable[str], xy: np.ndarray, radii: np.ndarray, lines: np.ndarray) -> None:
    """Beside each node, on the side where the label covers least; larger nodes choose first.

    Parameters
    ----------
    radii : ndarray
        Of the nodes, in points.
    lines : ndarray, (lines, 2, 2)
        Their ends, in the data's units.
    """
    dpi = figure_of(ax).dpi
    point = dpi / 72
    tall = 1.25 * SMALL * point
    ax.apply_aspect()  # then what the data's units are on the page is settled
    centres = ax.transData.transform(xy)
    taken = [_box(x, y, 2 * r * point, 2 * r * point, 0, 0) for (x, y), r in zip(centres, radii, strict=True)]
    taken += _beads(ax.transData.transform(lines.reshape(-1, 2)).reshape(-1, 2, 2), 0.5 * SMALL * point)
    frame = np.array(ax.get_window_extent().extents)
    order = np.argsort(-radii, kind="stable")
    names = list(names)
    for node in order:
        text = ax.text(
            0, 0, names[node], fontsize=SMALL, ha="center", va="center", zorder=3, parse_math=False, color="#111111"
        )
        # a halo around the letters would turn them into drawings, many times as large and not to be found or read
        text.set_bbox({"facecolor": "white", "alpha": 0.75, "linewidth": 0, "pad": 0.6})
        wide = text_width(names[node], SMALL) * dpi  # asking the text itself would make a renderer for each
        others = np.delete(centres, node, axis=0)
        x, y = _best_place(centres[node], radii[node] * point, wide, tall, taken, frame, others)
        _move(ax, text, x, y)
        box = _box(x, y, wide, 0.8 * tall, 0, 0)
        taken.append(_box(x, y, wide, tall, 0.3 * tall, 0.3 * tall))  # names one above the other read as one
        if _leads(box, centres[node], radii[node] * point, tall, others):
            _lead(ax, box, centres[node])


def _leads(box: np.ndarray, centre: np.ndarray, radius: float, tall: float, others: np.ndarray) -> bool:
    """Whether a label needs a line to its node: it stands off, or nearly as close to another."""
    own = _away(box, centre[None])[0]
    return own - radius > 0.9 * tall or bool(len(others) and _away(box, others).min() < own + 0.6 * tall)


def _lead(ax: Axes, box: np.ndarray, centre: np.ndarray) -> None:
    """A thin line from a label to the middle of its node, below the dots."""
    nearest = np.clip(centre, box[:2], box[2:])
    ends = ax.transData.inverted().transform(np.array([nearest, centre]))
    ax.plot(*ends.T, color="#555555", linewidth=0.7, zorder=1.5)


def _beads(lines: np.ndarray, size: float) -> list[np.ndarray]:
    """Boxes along each line, so that a label keeps off it as it keeps off other labels."""
    boxes = []
    for (x1, y1), (x2, y2) in lines:
        count = max(int(np.hypot(x2 - x1, y2 - y1) / size), 2)
        for part in np.linspace(0, 1, count):
            boxes.append(_box(x1 + part * (x2 - x1), y1 + part * (y2 - y1), size / 2, size / 2, 0, 0))
    return boxes


def _best_place(
    centre: np.ndarray,
    radius: float,
    width: float,
    height: float,
    taken: list[np.ndarray],
    frame: np.ndarray,
    nodes: np.ndarray,
) -> tuple[float, float]:
    """The centre of the label, in pixels."""
    others = np.array(taken)
    best, least = (float(centre[0]), float(centre[1])), np.inf
    for far in (1.0, 2.0, 3.5, 5.0):
        reach = radius + far * 0.35 * height
        for step, (dx, dy) in enumerate(_DIRECTIONS):
            slant = 0.8 if abs(dx) == abs(dy) == 1 else 1.0
            # above and below, a label may also be shifted along itself, and still touch its node
            x = centre[0] + dx * (width / 2 + (slant * reach if abs(dx) == 1 else 0.0))
            y = centre[1] + dy * (slant * reach + height / 2)
            box = _box(x, y, width, height, 2, 1)
            outside = max(frame[0] - box[0], 0) + max(box[2] - frame[2], 0)
            outside += max(frame[1] - box[1], 0) + max(box[3] - frame[3], 0)
            cost = _overlap(box, others) + outside * height * 3 + 0.05 * far * height**2 + 0.001 * step * height**2
            own = _away(box, centre[None])[0]
            if len(nodes) and _away(box, nodes).min() < own + 0.3 * height:
                cost += 4 * height**2  # it would read as the name of another
            if cost < least:
                best, least = (float(x), float(y)), cost
    return best


def _away(box: np.ndarray, points: np.ndarray) -> np.ndarray:
    """How far points lie from a box."""
    aside = np.maximum(box[:2] - points, 0) + np.maximum(points - box[2:], 0)
    return np.hypot(aside[:, 0], aside[:, 1])


def _box(x: float, y: float, width: float, height: float, pad_x: float, pad_y: float) -> np.ndarray:
    half = np.array([width / 2 + pad_x, height / 2 + pad_y])
    return np.concatenate([np.array([x, y]) - half, np.array([x, y]) + half])


def _overlap(box: np.ndarray, others: np.ndarray) -> float:
    across = np.minimum(box[2], others[:, 2]) - np.maximum(box[0], others[:, 0])
    up = np.minimum(box[3], others[:, 3]) - np.maximum(box[1], others[:, 1])
    return float((np.clip(across, 0, None) * np.clip(up, 0, None)).sum())


def _move(ax: Axes, text: Text, x: float, y: float) -> None:
    text.set_position(tuple(ax.transData.inverted().transform((x, y))))


def _scaled(values: np.ndarray) -> np.ndarray:
    """From 0 for the weakest to 1 for the strongest; all in the middle when they are equal."""
    finite = np.nan_to_num(values, neginf=np.nanmin(values[np.isfinite(values)], initial=0.0))
    span = np.ptp(finite) if len(finite) else 0.0
    return (finite - finite.min()) / span if span > 0 else np.full(len(finite), 0.5)


def _colours(types: list[str], listed: list[str]) -> dict[str, str]:
    """Type -> colour, in the order of the legend; a known type has the same colour in every figure.

    Groups have theirs in the order of the table; those past the last colour share a grey.
    """
    if set(types) - {""} <= set(_LABELS):
        order = [*_LABELS, ""]
    else:
        order = [kind for kind in listed if kind in types]
        order += sorted(set(types) - set(order))
    last = len(PALETTE) - 1
    return {kind: PALETTE[min(place, last)] for place, kind in enumerate(order) if kind in types}


def _legend(ax: Axes, colours: dict[str, str], weight: str) -> None:
    for kind, colour in colours.items():
        if kind:
            ax.scatter([], [], s=60, c=colour, label=shortened(_LABELS.get(kind, kind), 30))
    said = f"{'size: articles; ' if any(colours) else ''}width: {weight.replace('log_dice', 'logDice')}"
    ax.text(1, 1.0, said, transform=ax.transAxes, ha="right", va="bottom", fontsize=SMALL, color=GREY)
    if any(colours):
        ax.legend(
            loc="upper center",
            bbox_to_anchor=(0.5, 0.0),
            ncols=min(len(colours), 4),
            frameon=False,
            fontsize=9,
            handletextpad=0.1,
        )

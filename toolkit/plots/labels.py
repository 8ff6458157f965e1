"""Names beside points, none over another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from toolkit.plots.style import INK, shortened, text_width

Box = tuple[float, float, float, float]


def place_labels(
    ax: Axes,
    x: np.ndarray,
    y: np.ndarray,
    names: Sequence[str],
    order: Sequence[int] | range,
    *,
    size: float = 8.5,
    weight: str = "normal",
    style: str = "normal",
    always: bool = False,
    taken: list[Box] | None = None,
    dots: np.ndarray | None = None,
    gap: float = 0.07,
) -> list[Box]:
    """Write names beside their points, the first of the order first, none over another or out of the axes.

    A name is tried around its point, close by and then farther off; it is left out where there is no room. With
    ``always`` it stands all the same, where it covers least, on a ground that keeps it legible. Boxes are in inches of
    the axes; those that are taken come in and go out.

    Parameters
    ----------
    dots : ndarray, (points, 2), optional
        Points in the units of the axes that names are not to lie over.
    gap : float
        Between the middle of a point and its name, in inches.
    """
    figure = ax.get_figure(root=True)
    assert figure is not None
    box = ax.get_position()
    room = np.array([box.width * figure.get_figwidth(), box.height * figure.get_figheight()])
    low, high = (np.array(ends) for ends in zip(ax.get_xlim(), ax.get_ylim(), strict=True))
    points = (np.column_stack([np.asarray(x, float), np.asarray(y, float)]) - low) / (high - low) * room
    drawn = np.empty((0, 2)) if dots is None else (np.asarray(dots, float) - low) / (high - low) * room
    boxes = list(taken or [])
    tall = size / 72 * 1.15
    for at in order:
        if not np.isfinite(points[at]).all():
            continue
        text = shortened(names[at], 30)
        wide = text_width(text, size, weight)
        ways = _ways(points[at], wide, tall, gap)
        costs = [_cost(way, room, boxes, drawn) for way in ways]
        best = int(np.argmin(costs))
        if costs[best] > 0 and not always:
            continue
        left, base, right, top = ways[best]
        boxes.append(ways[best])
        middle = low + np.array([(left + right) / 2, (base + top) / 2]) / room * (high - low)
        said = ax.text(
            float(middle[0]), float(middle[1]), text, ha="center", va="center", fontsize=size, weight=weight,
            style=style, color=INK, parse_math=False, zorder=5,
        )  # fmt: skip
        if always:
            said.set_bbox({"facecolor": "white", "alpha": 0.8, "linewidth": 0, "pad": 0.5})
    return boxes


def _ways(point: np.ndarray, wide: float, tall: float, gap: float) -> list[Box]:
    """Where a name could stand, the best places first: right, left, above, below, slantwise; then farther off."""
    ways = []
    for far in (gap, 1.8 * gap):
        aside, over = far + wide / 2, 0.8 * far + tall / 2
        for dx, dy in (
            (aside, 0), (-aside, 0), (0, over), (0, -over),
            (0.7 * aside, over), (-0.7 * aside, over), (0.7 * aside, -over), (-0.7 * aside, -over),
        ):  # fmt: skip
            x, y = float(point[0] + dx), float(point[1] + dy)
            ways.append((x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2))
    return ways


def _cost(box: Box, room: np.ndarray, boxes: list[Box], dots: np.ndarray) -> float:
    """What a name would cover or be cut by: nothing is 0, a dot is 1, another name and the edge far more."""
    left, base, right, top = box
    cost = 100.0 * (left < 0 or base < 0 or right > room[0] or top > room[1])
    cost += sum(20.0 for a, b, c, d in boxes if right > a and left < c and top > b and base < d)
    if len(dots):
        near = 0.025  # a dot is not its middle alone
        inside = (dots > (left - near, base - near)) & (dots < (right + near, top + near))
        cost += float(inside.all(axis=1).sum())
    return cost

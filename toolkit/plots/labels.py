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
) -> list[Box]:
    """Write names beside their points, the first of the order first, none over another or out of the axes.

    A name is tried to the right, left, above and below; it is left out where there is no room (``always`` puts it to
    the right all the same). Boxes are in inches of the axes; those that are taken come in and go out.
    """
    figure = ax.get_figure(root=True)
    assert figure is not None
    box = ax.get_position()
    width, height = box.width * figure.get_figwidth(), box.height * figure.get_figheight()
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    px = (np.asarray(x, float) - left) / (right - left) * width
    py = (np.asarray(y, float) - bottom) / (top - bottom) * height
    boxes = list(taken or [])
    tall = size / 72 * 1.15
    for at in order:
        if not (np.isfinite(px[at]) and np.isfinite(py[at])):
            continue
        text = shortened(names[at], 30)
        wide = text_width(text, size, weight)
        gap = 0.07 if not always else 0.1
        ways = (
            (px[at] + gap, py[at] - tall / 2, "left", "center"),
            (px[at] - gap - wide, py[at] - tall / 2, "right", "center"),
            (px[at] - wide / 2, py[at] + gap * 0.8, "center", "bottom"),
            (px[at] - wide / 2, py[at] - gap * 0.8 - tall, "center", "top"),
        )
        fits = [way for way in ways if _free(way[0], way[1], wide, tall, width, height, boxes)]
        if not fits and not always:
            continue
        low, base, ha, va = (fits or ways)[0]
        boxes.append((low, base, low + wide, base + tall))
        anchor = {"left": low, "right": low + wide, "center": low + wide / 2}[ha]
        level = {"center": base + tall / 2, "bottom": base, "top": base + tall}[va]
        ax.text(
            left + anchor / width * (right - left), bottom + level / height * (top - bottom), text, ha=ha, va=va,
            fontsize=size, weight=weight, style=style, color=INK,
            parse_math=False, zorder=5,
        )  # fmt: skip
    return boxes


def _free(x: float, y: float, wide: float, tall: float, width: float, height: float, boxes: list[Box]) -> bool:
    if x < 0 or y < 0 or x + wide > width or y + tall > height:
        return False
    return all(x + wide <= a or x >= c or y + tall <= b or y >= d for a, b, c, d in boxes)

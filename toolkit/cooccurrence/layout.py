"""Where the names of a network stand: a layout without chance in it, the same for the figures it is shared by."""

from __future__ import annotations

from collections.abc import Mapping

import networkx as nx
import numpy as np
import pandas as pd

Positions = dict[str, tuple[float, float]]


def layout(
    pairs: pd.DataFrame, *, weight: str = "log_dice", start: Mapping[str, tuple[float, float]] | None = None
) -> Positions:
    """Where names stand: stronger pairs nearer, parts that are not connected side by side; no chance in it.

    Parameters
    ----------
    pairs : DataFrame
        ``a``, ``b`` and ``weight``.
    start : mapping of name to (x, y), optional
        Where names stood before: they stay, and new ones find a place beside the names they are tied to, so that two
        figures of nearly the same pairs look nearly the same.
    """
    if start and not pairs.empty:
        return _beside(pairs, start)
    if pairs.empty:
        return {}
    graph = nx.Graph()
    strength = _scaled(pairs[weight].to_numpy(float))
    for a, b, strong in sorted(zip(pairs["a"], pairs["b"], strength, strict=True)):
        graph.add_edge(a, b, length=1.6 - float(strong))
    parts = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    boxes = []
    for part in parts:
        members = sorted(part)
        points = _spread(graph.subgraph(part), members)
        boxes.append((members, points - points.min(axis=0)))
    return _shelved(boxes)


def _beside(pairs: pd.DataFrame, start: Mapping[str, tuple[float, float]]) -> Positions:
    """New names beside those they are tied to, no two on one spot; the others where they stood."""
    names = sorted({*pairs["a"], *pairs["b"]})
    known = [name for name in names if name in start]
    points = {name: np.array(start[name], float) for name in known}
    low = np.min(list(points.values()), axis=0) if points else np.zeros(2)
    tied: dict[str, set[str]] = {name: set() for name in names}
    for a, b in zip(pairs["a"], pairs["b"], strict=True):
        tied[a].add(b)
        tied[b].add(a)
    waiting = [name for name in names if name not in points]
    while waiting:
        name = min(waiting, key=lambda one: (-len(tied[one] & points.keys()), one))
        waiting.remove(name)
        near = [points[other] for other in sorted(tied[name] & points.keys())]
        if near:
            wanted = np.mean(near, axis=0)
        else:  # nothing to stand by: below all others
            low = low - np.array([0.0, 1.2])
            wanted = low + np.array([0.6 * (len(points) % 5), 0.0])
        points[name] = _free(wanted, np.array(list(points.values())) if points else np.zeros((0, 2)))
    return {name: (float(points[name][0]), float(points[name][1])) for name in names}


def _free(wanted: np.ndarray, taken: np.ndarray) -> np.ndarray:
    """The nearest spot on a spiral around the one wanted that is far enough from all that are taken."""
    for step in range(240):
        turn, reach = 2.399963 * step, 0.22 * np.sqrt(step)  # the golden angle fills the plane evenly
        spot = wanted + reach * np.array([np.cos(turn), np.sin(turn)])
        if not len(taken) or np.hypot(*(taken - spot).T).min() > 0.75:
            return spot
    return spot


def _spread(graph: nx.Graph, members: list[str]) -> np.ndarray:
    """Points of one connected part, about 1 apart: distances along its lines first, then room around each name."""
    start = nx.kamada_kawai_layout(graph, pos=nx.circular_layout(members), weight="length")
    if len(members) > 3:
        start = nx.spring_layout(graph, pos=start, weight=None, k=1.8 / np.sqrt(len(members)), iterations=60, seed=1)
    points = np.array([start[name] for name in members])
    between = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    np.fill_diagonal(between, np.inf)
    return points / max(float(np.median(between.min(axis=1))), 1e-9)


def _shelved(boxes: list[tuple[list[str], np.ndarray]]) -> Positions:
    """Boxes in rows, the largest first, each row as wide as the largest box or a little more."""
    gap = 1.2
    width = max(1.3 * float(boxes[0][1][:, 0].max()), 1.2 * np.sqrt(sum(len(names) for names, _ in boxes)))
    positions: Positions = {}
    x = y = tall = 0.0
    for names, points in boxes:
        across, up = points.max(axis=0)
        if x and x + across > width:
            x, y, tall = 0.0, y - tall - gap, 0.0
        for name, (dx, dy) in zip(names, points, strict=True):
            positions[name] = (x + float(dx), y - float(up) + float(dy))
        x += float(across) + gap
        tall = max(tall, float(up))
    return positions


def _scaled(values: np.ndarray) -> np.ndarray:
    """From 0 for the weakest to 1 for the strongest; all in the middle when they are equal."""
    finite = np.nan_to_num(values, neginf=np.nanmin(values[np.isfinite(values)], initial=0.0))
    span = np.ptp(finite) if len(finite) else 0.0
    return (finite - finite.min()) / span if span > 0 else np.full(len(finite), 0.5)

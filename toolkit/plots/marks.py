"""What the marks of a figure say when they are pointed at: their numbers, and the key of their sentences.

The words travel in the figure itself: each artist that is described has an id in the SVG, and the SVG's description
holds, by id, what each of its marks says, in the order in which they are drawn. A notebook shows the image and is none
the slower for it; a report (:mod:`toolkit.report.figures`) makes every mark answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.container import BarContainer

from toolkit.plots.style import figure_of

_ATTRIBUTE = "toolkit_marks"


def describe(ax: Axes, drawn: Artist | BarContainer, said: Sequence[str], keys: Sequence[str] | None = None) -> None:
    """Say what the marks of an artist are: a bar each, a point each, a line each.

    Parameters
    ----------
    drawn : Artist or BarContainer
        What ``bar``, ``plot``, ``scatter`` or a collection of lines gave.
    said : sequence of str
        One text a mark, in order.
    keys : sequence of str, optional
        What each mark is about, as the sentences behind it are named: a term, a name, a pair.
    """
    keys = [""] * len(said) if keys is None else keys
    texts = list(zip(map(str, keys), said, strict=True))
    marks = _marks(ax)
    artists: Iterable[tuple[Any, list[tuple[str, str]]]]
    artists = [(bar, [text]) for bar, text in zip(drawn, texts, strict=True)] if isinstance(drawn, BarContainer) else [
        (drawn, texts)
    ]  # fmt: skip
    for artist, own in artists:
        artist.set_gid(f"mark-{len(marks)}")
        marks[f"mark-{len(marks)}"] = own


def description(ax: Axes) -> str | None:
    """What the marks of the figure of ``ax`` say, as JSON: id → list of (key, text); None when none says anything."""
    marks = _marks(ax)
    return json.dumps(marks, ensure_ascii=False, separators=(",", ":")) if marks else None


def _marks(ax: Axes) -> dict[str, list[tuple[str, str]]]:
    figure = figure_of(ax)
    marks: dict[str, list[tuple[str, str]]] | None = getattr(figure, _ATTRIBUTE, None)
    if marks is None:
        marks = {}
        setattr(figure, _ATTRIBUTE, marks)  # it lives and dies with the figure
    return marks


def rates_said(table: pd.DataFrame, names: Sequence[str], *, prefix: str = "", value: str = "rate") -> list[str]:
    """A rate a row with what it rests on: its interval, occurrences, articles, as far as the table has them.

    Parameters
    ----------
    names : sequence of str
        What each row is called.
    prefix : str
        Of the columns: ``"reference_"`` for the other side of a comparison.
    """
    parts = [
        [f"{name}: {number:,.1f} per 10,000"] for name, number in zip(names, table[f"{prefix}{value}"], strict=True)
    ]
    if not prefix and {"low", "high"} <= set(table.columns):
        for part, low, high in zip(parts, table["low"], table["high"], strict=True):
            part.append(f" ({low:,.1f} to {high:,.1f})")
    for column, noun, between in (("count", "occurrences", ", "), ("documents", "articles", " in ")):
        if f"{prefix}{column}" in table:
            for part, count in zip(parts, table[f"{prefix}{column}"], strict=True):
                part.append(f"{between}{count:,} {noun}")
    return ["".join(part) for part in parts]

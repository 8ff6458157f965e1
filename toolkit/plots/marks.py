"""What the marks of a figure say when they are pointed at: their numbers, and the key of their sentences.

The words travel in the figure itself: each artist that is described has an id in the SVG, and the SVG's description
holds, by id, what each of its marks says, in the order in which they are drawn. A notebook shows the image and is none
the slower for it; a report (:mod:`toolkit.report.figures`) makes every mark answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
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


def keys_of(table: pd.DataFrame, label: str) -> list[str]:
    """What the rows of a table of terms are called where their sentences are: the term, whatever is written beside."""
    return table["term" if "term" in table else label].astype("str").tolist()


def in_one_article(table: pd.DataFrame) -> np.ndarray:
    """Which rows of a table of terms one article carries; none where that is not known."""
    return table["one_article"].to_numpy(bool) if "one_article" in table else np.zeros(len(table), bool)


def fade(drawn: Iterable[Artist], pale: np.ndarray) -> None:
    """Draw what is the less sure paler."""
    for artist, is_pale in zip(drawn, pale.tolist(), strict=True):
        artist.set_alpha(0.45 if is_pale else None)


def counted(number: float, noun: str) -> str:
    """A number of things: ``1 article``, ``1,204 articles``."""
    return f"{number:,.0f} {noun}{'' if number == 1 else 's'}"


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
    if {f"{prefix}low", f"{prefix}high"} <= set(table.columns):
        for part, low, high in zip(parts, table[f"{prefix}low"], table[f"{prefix}high"], strict=True):
            if low == low:  # a side of few articles has none
                part.append(f" ({low:,.1f} to {high:,.1f})")
    for column, noun, between in (("count", "occurrence", ", "), ("documents", "article", " in ")):
        if f"{prefix}{column}" in table:
            for part, count in zip(parts, table[f"{prefix}{column}"], strict=True):
                part.append(f"{between}{counted(count, noun)}")
    return ["".join(part) for part in parts]


def sides_said(table: pd.DataFrame) -> list[str]:
    """What a comparison rests on, a row each: occurrences on both sides, and the articles where the table has them."""
    told = []
    spread = {"documents", "reference_documents"} <= set(table.columns)
    there = zip(table["documents"], table["reference_documents"], strict=True) if spread else [None] * len(table)
    for count, other, articles in zip(table["count"], table["reference_count"], there, strict=True):
        here, against = counted(count, "occurrence"), f"{other:,}"
        if articles is not None:
            here, against = f"{here} in {counted(articles[0], 'article')}", f"{against} in {articles[1]:,}"
        told.append(f"{here} against {against}")
    return told


def pairs_said(pairs: pd.DataFrame, weight: str) -> tuple[list[str], list[str]]:
    """What each pair says, as far as the table has it, and its key.

    Parameters
    ----------
    pairs : DataFrame
        ``a`` and ``b``; ``joint``, ``expected``, ``documents``, ``sources`` and ``weight`` where there are such.
    weight : str
        What the figure shows: told last, by its name, unless it is one of the others.
    """
    keys = [f"{a} – {b}" for a, b in zip(pairs["a"], pairs["b"], strict=True)]
    parts: list[list[str]] = [[] for _ in keys]
    told = {
        "joint": lambda number: counted(number, "shared sentence"),
        "expected": lambda number: f", {number:,.1f} expected by chance",
        "documents": lambda number: f", in {counted(number, 'article')}",
        "sources": lambda number: f" of {counted(number, 'source')}",
    }
    name = weight.replace("log_dice", "logDice")
    told.setdefault(weight, lambda number: f"; {name} {number:.2f}")
    for column, say in told.items():
        if column in pairs:
            for part, number in zip(parts, pairs[column].tolist(), strict=True):
                part.append(say(number))
    return [f"{key}: {''.join(part).lstrip(',; ')}" for key, part in zip(keys, parts, strict=True)], keys

"""Widgets: controls, then a table function, then a plot; no statistics of their own."""

from __future__ import annotations

from toolkit.corpus import Corpus
from toolkit.explorers.review import Review

__all__ = ["Review", "review"]


def review(corpus: Corpus) -> Review:
    """Read articles with their removed lines and names marked; correct and save. See :class:`Review`."""
    return Review(corpus)

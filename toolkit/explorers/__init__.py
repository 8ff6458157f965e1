"""Widgets: controls, then a table function, then a plot; no statistics of their own.

``view`` begins with settings that ``explorer.save_view(name)`` kept earlier.
"""

from __future__ import annotations

from toolkit.corpus import Corpus
from toolkit.explorers.pairs import Pairs
from toolkit.explorers.review import Review
from toolkit.explorers.terms import Terms
from toolkit.explorers.vocabulary import Vocabulary

__all__ = ["explore_entities", "explore_sources", "explore_terms", "review"]


def review(corpus: Corpus) -> Review:
    """Read articles with their removed lines and names marked; correct and save."""
    return Review(corpus)


def explore_terms(corpus: Corpus, *, view: str | None = None) -> Terms:
    """Term frequencies, by source on request, and the sentences behind each."""
    return Terms(corpus, view=view)


def explore_entities(corpus: Corpus, *, view: str | None = None) -> Pairs:
    """Names that share sentences, as a network and a table, and the sentences of each pair."""
    return Pairs(corpus, view=view)


def explore_sources(corpus: Corpus, *, view: str | None = None) -> Vocabulary:
    """What one source says more than the others, and the sentences on both sides."""
    return Vocabulary(corpus, view=view)

"""Widgets: controls, then a table function, then a plot; no statistics of their own.

``view`` begins with settings that ``explorer.save_view(name)`` kept earlier.
"""

from __future__ import annotations

import pandas as pd

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


def explore_sources(corpus: Corpus, *, stories: pd.DataFrame | None = None, view: str | None = None) -> Vocabulary:
    """What one source says more and less than the others and what it leaves out, how sure that is, and the sentences on
    both sides; where each source has a page or two, what the two sides say that their words part them into.

    ``stories`` are those of ``toolkit.contrast.same_events``; they are found by themselves in up to 3,000 articles, in
    more when a button is pressed.
    """
    return Vocabulary(corpus, stories=stories, view=view)

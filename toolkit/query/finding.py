"""Occurrences of a query in the articles of a view."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from toolkit.corpus import Corpus
from toolkit.query.matching import match_query
from toolkit.query.parsing import literal, parse
from toolkit.schema import CorpusError

_UNITS = ("any", "lemma", "form", "lemma_pos")


@dataclass(frozen=True)
class Hits:
    """Occurrences of a query in the articles of a view, in the store's order.

    Attributes
    ----------
    token, length : ndarray of int64, (hits,)
        First token (of the store), and how many tokens.
    row : ndarray of int64, (hits,)
        Document of the store.
    query : str
        What was looked for, as it was typed; empty where it was not typed.
    unit : str
        How ``find`` took the query; empty where it was found in another way, and ``find`` may find others.
    """

    token: np.ndarray
    length: np.ndarray
    row: np.ndarray
    query: str = ""
    unit: str = ""

    def __len__(self) -> int:
        return len(self.token)

    def take(self, at: np.ndarray) -> Hits:
        """Some of the occurrences, by number."""
        return Hits(self.token[at], self.length[at], self.row[at], self.query, self.unit)

    def within(self, view: Corpus) -> Hits:
        """The occurrences that lie in articles of a view."""
        if len(view.rows) == view.tables.counts["documents"]:
            return self
        inside = np.zeros(view.tables.counts["documents"], bool)
        inside[view.rows] = True
        return self.take(np.flatnonzero(inside[self.row]))


def find(corpus: Corpus, query: str, *, unit: str = "any") -> Hits:
    """Where a query stands, in order; never across a sentence end.

    Parameters
    ----------
    query : str
        In the language of ``toolkit.query``; with another unit than ``"any"``, words that stand for themselves.
    unit : {"any", "lemma", "form", "lemma_pos"}
        ``"lemma"``, ``"form"`` and ``"lemma_pos"`` (``frapper_VERB``, one or several in a row) find exactly the
        occurrences that ``term_frequencies`` counts for a term.

    Raises
    ------
    CorpusError
        When the query is empty, or does not parse (``QueryError``, which says where).
    """
    if unit not in _UNITS:
        raise CorpusError(f"unit={unit!r} is not known.", remedy=f"Choose one of: {', '.join(_UNITS)}.")
    parsed = parse(query) if unit == "any" else literal(query, unit)
    start, end = match_query(corpus.tables, parsed, corpus.rows)
    return Hits(start, end - start, _documents(np.asarray(corpus.tables.document_token), start), query, unit)


def hits_of(view: Corpus, query: str | Hits, *, unit: str = "any") -> Hits:
    """The occurrences of a query in a view; or those among occurrences found before that lie in it."""
    if isinstance(query, Hits):
        return query.within(view)
    return find(view, query, unit=unit)


def _documents(bounds: np.ndarray, token: np.ndarray) -> np.ndarray:
    """The document of each of some tokens, which are in order."""
    if len(token) < len(bounds):
        return (np.searchsorted(bounds, token, side="right") - 1).astype(np.int64)
    return np.repeat(np.arange(len(bounds) - 1), np.diff(np.searchsorted(token, bounds)))

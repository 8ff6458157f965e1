"""What every kind of term can do: say its name, tell where it stands, count by document."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from toolkit.corpus.marks import Marks
from toolkit.statistics import Spread
from toolkit.store import Tables
from toolkit.terms.rows import documents_of

_AT_ONCE = 1 << 17


@dataclass(frozen=True)
class Entries:
    """How often each of some terms stands in each document, where it does: by term, then by document.

    Attributes
    ----------
    at : ndarray, (terms + 1,)
        The entries of term ``t`` are ``at[t]`` to ``at[t + 1]``.
    document, count : ndarray of int32, (entries,)
        Document of the store, and occurrences in it.
    """

    at: np.ndarray
    document: np.ndarray
    count: np.ndarray

    @property
    def term(self) -> np.ndarray:
        """The term of each entry."""
        return np.repeat(np.arange(len(self.at) - 1), np.diff(self.at))

    def slices(self) -> Iterator[tuple[int, int]]:
        """Runs of terms, first and last-but-one, whose entries fit the processor's cache together."""
        low, n_terms = 0, len(self.at) - 1
        while low < n_terms:
            high = max(int(np.searchsorted(self.at, self.at[low] + _AT_ONCE, side="right")) - 1, low + 1)
            yield low, high
            low = high


class Grouping:
    """Groups of documents, and how words spread over the documents of each.

    Parameters
    ----------
    group : ndarray of int, (documents of the store,)
        The group of each document; -1 for a document that does not count.
    words : ndarray, (documents of the store,)
        The size of each document.
    """

    def __init__(self, group: np.ndarray, n_groups: int, words: np.ndarray) -> None:
        self.group, self.n_groups = group, n_groups
        self.words = words.astype(np.float64)
        inside = group >= 0
        self.all_inside = bool(inside.all())
        self.in_order = bool(np.all(np.diff(group[inside]) >= 0))
        there, size = group[inside & (words > 0)], self.words[inside & (words > 0)]
        self.total = np.bincount(there, size, n_groups)
        self.number = np.bincount(there, minlength=n_groups)
        self.smallest = np.full(n_groups, np.inf)
        np.minimum.at(self.smallest, there, size)
        self._first = np.searchsorted(group, np.arange(n_groups + 1)) if self.all_inside and self.in_order else None
        # the group of a document in as few bytes as will do: numpy sorts small numbers by their digits
        self._code = group.astype(np.int16 if n_groups < 2**15 else np.int64)

    def spreads(self, entries: Entries) -> Iterator[Spread]:
        """A row a term and group, the groups of the first term first; some terms at a time."""
        for low, high in entries.slices():
            first, after = int(entries.at[low]), int(entries.at[high])
            document, count = entries.document[first:after], entries.count[first:after]
            bounds = entries.at[low : high + 1] - first
            yield self._spread(document, count, bounds)

    def _spread(self, document: np.ndarray, count: np.ndarray, bounds: np.ndarray) -> Spread:
        n_terms = len(bounds) - 1
        parts = [np.tile(values, n_terms) for values in (self.total, self.number, self.smallest)]
        if n_terms == 1 and self._first is not None:  # the quick way for one frequent term
            return Spread(count, self.words[document], np.searchsorted(document, self._first), *parts)
        code = self._code[document]
        if not self.all_inside:
            inside = np.flatnonzero(code >= 0)
            document, count, code = document[inside], count[inside], code[inside]
            bounds = np.searchsorted(inside, bounds)
        if self.n_groups == 1:
            at = bounds
        else:
            if n_terms == 1:
                key: np.ndarray = code
            else:
                key = np.repeat(np.arange(n_terms), np.diff(bounds)) * self.n_groups + code
            if not self.in_order:
                order = np.argsort(key, kind="stable")
                document, count, key = document[order], count[order], key[order]
            at = np.searchsorted(key, np.arange(n_terms * self.n_groups + 1, dtype=key.dtype))
        return Spread(count, self.words[document], at, *parts)


def by_group(entries: Entries, group: np.ndarray, n_groups: int) -> tuple[np.ndarray, np.ndarray]:
    """Occurrences, and documents that have the term, (groups, terms) of int64 each."""
    n_terms = len(entries.at) - 1
    whose = group[entries.document]
    key, count = whose * n_terms + entries.term, entries.count
    if np.any(whose < 0):
        key, count = key[whose >= 0], count[whose >= 0]
    counts = np.bincount(key, weights=count, minlength=n_groups * n_terms).astype(np.int64)
    documents = np.bincount(key, minlength=n_groups * n_terms)
    return counts.reshape(n_groups, n_terms), documents.reshape(n_groups, n_terms)


def entries_of(tables: Tables, token: np.ndarray, bounds: np.ndarray) -> Entries:
    """Counts by term and document of occurrences: their first tokens, term after term, each term's in order."""
    document = documents_of(tables, token)
    edge = np.diff(document, prepend=-1) != 0
    edge[bounds[:-1][np.diff(bounds) > 0]] = True
    first = np.flatnonzero(edge)
    count = np.diff(np.append(first, len(token)))
    return Entries(np.searchsorted(first, bounds), document[first].astype(np.int32), count.astype(np.int32))


class Vocabulary(ABC):
    """The terms that some options make of a store's tokens, numbered from 0.

    Attributes
    ----------
    tables : Tables
    marks : Marks
        Which tokens count.
    n : int
        How many terms there may be; some may occur nowhere.
    """

    tables: Tables
    marks: Marks
    n: int

    @abstractmethod
    def totals(self, group: np.ndarray) -> np.ndarray:
        """Occurrences of each term in the documents whose group is not -1, (terms,) of int64."""

    @abstractmethod
    def count(self, group: np.ndarray, n_groups: int) -> tuple[np.ndarray, np.ndarray]:
        """Occurrences, and documents that have the term, (groups, terms) of int64 each."""

    @abstractmethod
    def entries(self, terms: np.ndarray, group: np.ndarray) -> Entries:
        """Counts of some terms by document of the store; those whose group is -1 may be left out."""

    @abstractmethod
    def labels(self, terms: np.ndarray) -> np.ndarray:
        """Some terms in words, an object array; only these are decoded."""

    @abstractmethod
    def written(self, terms: np.ndarray) -> np.ndarray:
        """Some terms as they are most often written, an object array."""

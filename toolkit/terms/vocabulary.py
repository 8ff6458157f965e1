"""What every kind of term can do: say its name, tell where it stands, count by document."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from toolkit.corpus.marks import Marks
from toolkit.store import Tables


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

    def by_group(self, group: np.ndarray, n_groups: int) -> tuple[np.ndarray, np.ndarray]:
        """Occurrences, and documents that have the term, (groups, terms) of int64 each."""
        n_terms = len(self.at) - 1
        whose = group[self.document]
        key = whose * n_terms + self.term
        count = self.count
        if np.any(whose < 0):
            key, count = key[whose >= 0], count[whose >= 0]
        counts = np.bincount(key, weights=count, minlength=n_groups * n_terms).astype(np.int64)
        documents = np.bincount(key, minlength=n_groups * n_terms)
        return counts.reshape(n_groups, n_terms), documents.reshape(n_groups, n_terms)

    def matrices(self, group: np.ndarray, n_groups: int) -> list[sparse.csr_array]:
        """For each group the counts by term (rows) and document of the group (columns)."""
        whose = group[self.document]
        place = np.zeros(len(group), np.int64)  # of each document in its group
        order = np.argsort(group, kind="stable")
        size = np.bincount(group[group >= 0], minlength=n_groups)
        first = np.concatenate([[0], np.cumsum(size)])[:-1]
        inside = order[len(order) - int(size.sum()) :]
        place[inside] = np.arange(len(inside)) - np.repeat(first, size)
        column, term = place[self.document], self.term
        found = []
        for number in range(n_groups):
            there = np.flatnonzero(whose == number)
            bounds = np.searchsorted(term[there], np.arange(len(self.at)))
            found.append(
                sparse.csr_array(
                    (self.count[there], column[there], bounds), shape=(len(self.at) - 1, int(size[number]))
                )
            )
        return found


def entries_of(tables: Tables, token: np.ndarray, bounds: np.ndarray) -> Entries:
    """Counts by term and document of occurrences: their first tokens, term after term, each term's in order."""
    document = np.searchsorted(np.asarray(tables.document_token), token, side="right") - 1
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

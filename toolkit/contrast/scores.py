"""The measures of a comparison: each worked out once for every distinct pair of counts, since it depends on no more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from toolkit import statistics
from toolkit.contrast.comparison import Comparison
from toolkit.schema import CorpusError

Shape = tuple[np.ndarray, int, np.ndarray, int]

MEASURES = ("lrc", "log_ratio", "log_likelihood", "specificity", "weighted_log_odds")
ON_REQUEST = ("chi_squared", "fisher")
_SMALL = 64
"""Counts below this, a power of two, on both sides fall into a table of so many rows and columns, most terms with
them."""


def _specificity(k1: np.ndarray, n1: int, k2: np.ndarray, n2: int) -> np.ndarray:
    return statistics.specificity(k1, k1 + k2, n1, n1 + n2)


_FUNCTIONS: dict[str, Callable[..., np.ndarray]] = {
    "log_ratio": statistics.log_ratio,
    "log_likelihood": statistics.log_likelihood,
    "specificity": _specificity,
    "weighted_log_odds": statistics.weighted_log_odds,
    "chi_squared": statistics.chi_squared,
    "fisher": statistics.fisher,
}
_UNSIGNED = {"log_likelihood", "chi_squared", "fisher"}


def check_measure(name: str) -> None:
    if name not in (*MEASURES, *ON_REQUEST):
        known = ", ".join((*MEASURES, *ON_REQUEST))
        raise CorpusError(f"there is no measure {name!r}.", remedy=f"Choose one of: {known}.")


@dataclass(frozen=True)
class Pairs:
    """The distinct pairs of counts of many terms: all that their scores and their order depend on.

    Attributes
    ----------
    k1, k2 : ndarray of int64, (pairs,)
    number : ndarray of int64, (pairs,)
        How many terms have them.
    cell : ndarray of int64, (terms,)
        Where in a table of small counts, row after row, each term falls; larger counts each in a cell of their own
        behind it, as they are few and hardly ever alike.
    there : ndarray of int64, (pairs,)
        The cell of each pair.
    n_cells : int
    """

    k1: np.ndarray
    k2: np.ndarray
    number: np.ndarray
    cell: np.ndarray
    there: np.ndarray
    n_cells: int

    @classmethod
    def of(cls, k1: np.ndarray, k2: np.ndarray) -> Pairs:
        cell = k1 * _SMALL + k2
        high = np.flatnonzero((k1 | k2) >= _SMALL)  # one or both: the table's side is a power of two
        cell[high] = _SMALL * _SMALL + np.arange(len(high))
        number = np.bincount(cell, minlength=_SMALL * _SMALL)
        there = np.flatnonzero(number)
        low = there[: len(there) - len(high)]
        return cls(
            np.concatenate([low // _SMALL, k1[high]]),
            np.concatenate([low % _SMALL, k2[high]]),
            number[there],
            cell,
            there,
            len(number),
        )

    @cached_property
    def _of_cell(self) -> np.ndarray:
        found = np.zeros(self.n_cells, np.int64)
        found[self.there] = np.arange(len(self.there))
        return found

    def of_term(self, at: np.ndarray) -> np.ndarray:
        """The pair of some of the terms."""
        return self._of_cell[self.cell[at]]

    def terms(self, pairs: np.ndarray) -> np.ndarray:
        """The terms of some pairs, in order."""
        wanted = np.zeros(self.n_cells, bool)
        wanted[self.there[pairs]] = True
        return np.flatnonzero(wanted[self.cell])


@dataclass(frozen=True)
class Family:
    """The terms above the floors: those that are ranked, and the family of tests.

    Attributes
    ----------
    comparison : Comparison
    terms : ndarray of int
        Their numbers; everything else here runs over these.
    k1, k2 : ndarray of int64
        Occurrences in the target and in the reference.
    """

    comparison: Comparison
    terms: np.ndarray
    k1: np.ndarray
    k2: np.ndarray

    @classmethod
    def of(cls, comparison: Comparison, *, min_count: int, min_documents: int) -> Family:
        k1, k2 = (side.found for side in comparison.sides)
        enough = k1 + k2 >= max(min_count, 1)
        if min_documents > 1:
            enough &= comparison.one.documents + comparison.two.documents >= min_documents
        terms = np.flatnonzero(enough)
        return cls(comparison, terms, k1[terms], k2[terms])

    def __len__(self) -> int:
        return len(self.terms)

    @property
    def sizes(self) -> tuple[int, int]:
        one, two = self.comparison.sides
        return one.n_tokens, two.n_tokens

    def shape(self, at: np.ndarray) -> Shape:
        """The arguments of a measure, for some of the terms."""
        n1, n2 = self.sizes
        return self.k1[at], n1, self.k2[at], n2

    @cached_property
    def pairs(self) -> Pairs:
        """The distinct pairs of counts."""
        return Pairs.of(self.k1, self.k2)

    @cached_property
    def _by_pair(self) -> dict[str, np.ndarray]:
        return {}

    def by_pair(self, name: str) -> np.ndarray:
        """A measure of all the pairs, worked out once."""
        if name not in self._by_pair:
            self._by_pair[name] = self._measured(name, self.pairs.k1, self.pairs.k2)
        return self._by_pair[name]

    def of_all(self, by_pair: np.ndarray) -> np.ndarray:
        """For all the terms what is known of their pairs."""
        return by_pair[self.pairs.of_term(np.arange(len(self)))]

    def at_some(self, name: str, at: np.ndarray) -> np.ndarray:
        """A measure of some of the terms."""
        if name in self._by_pair:
            return self._by_pair[name][self.pairs.of_term(at)]
        return self._measured(name, self.k1[at], self.k2[at])

    def _measured(self, name: str, k1: np.ndarray, k2: np.ndarray) -> np.ndarray:
        n1, n2 = self.sizes
        if name == "lrc":
            return statistics.conservative_log_ratio(k1, n1, k2, n2, tests=len(self))
        return _FUNCTIONS[name](k1, n1, k2, n2)

    def over_at(self, at: np.ndarray) -> np.ndarray:
        """1 for terms more frequent in the target, -1 for those less frequent, 0 for those neither: of some terms."""
        return self._over(self.k1[at], self.k2[at])

    def _over(self, k1: np.ndarray, k2: np.ndarray) -> np.ndarray:
        n1, n2 = self.sizes
        return np.sign(k1 * n2 - k2 * n1)

    @cached_property
    def over_by_pair(self) -> np.ndarray:
        """As :meth:`over_at`, of each pair."""
        return self._over(self.pairs.k1, self.pairs.k2)

    @cached_property
    def signed_by_pair(self) -> np.ndarray:
        """Log-likelihood of each pair, negative for under-use."""
        return self.over_by_pair * self.by_pair("log_likelihood")

    @cached_property
    def over(self) -> np.ndarray:
        """As :meth:`over_at`, of all the terms."""
        return self._over(self.k1, self.k2)

    @cached_property
    def signed(self) -> np.ndarray:
        """Log-likelihood of all the terms, negative for under-use."""
        return self.of_all(self.signed_by_pair)

    @cached_property
    def _adjusted_by_pair(self) -> np.ndarray:
        p = statistics.log_likelihood_p(np.abs(self.signed_by_pair))
        order = np.argsort(p)
        rank = np.cumsum(self.pairs.number[order])  # of the last of each pair's terms
        scaled = np.minimum.accumulate((p[order] * (len(self) / np.maximum(rank, 1)))[::-1])[::-1]
        by_pair = np.empty(len(p))
        by_pair[order] = np.minimum(scaled, 1.0)
        return by_pair

    def adjusted(self, at: np.ndarray) -> np.ndarray:
        """p of the log-likelihood of some of the terms, adjusted in the family (Benjamini and Hochberg)."""
        return self._adjusted_by_pair[self.pairs.of_term(at)]

    def score_by_pair(self, rank: str) -> np.ndarray:
        """What the terms are ranked by, of each pair: over-use positive, under-use negative."""
        if rank == "log_likelihood":
            return self.signed_by_pair
        values = self.by_pair(rank)
        return self.over_by_pair * values if rank in _UNSIGNED else values

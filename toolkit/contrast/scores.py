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
"""Counts below this on both sides fall into a table of so many rows and columns, most terms with them."""


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
    def _pairs(self) -> tuple[np.ndarray, np.ndarray]:
        """A term for each distinct pair of counts, and for each term its pair."""
        small = (self.k1 < _SMALL) & (self.k2 < _SMALL)
        code = np.where(small, self.k1 * _SMALL + self.k2, 0)
        first = np.full(_SMALL * _SMALL, -1, np.int64)
        low = np.flatnonzero(small)
        first[code[low]] = low
        there = np.flatnonzero(first >= 0)
        number = np.zeros(_SMALL * _SMALL, np.int64)
        number[there] = np.arange(len(there))
        high = np.flatnonzero(~small)  # few, and hardly ever alike
        back = number[code]
        back[high] = len(there) + np.arange(len(high))
        return np.concatenate([first[there], high]), back

    def values(self, name: str) -> np.ndarray:
        """A measure of all the terms."""
        first, back = self._pairs
        return self.at_some(name, first)[back]

    def at_some(self, name: str, at: np.ndarray) -> np.ndarray:
        """A measure of some of the terms."""
        if name == "lrc":
            return statistics.conservative_log_ratio(*self.shape(at), tests=len(self))
        return _FUNCTIONS[name](*self.shape(at))

    @cached_property
    def over(self) -> np.ndarray:
        """1 for terms more frequent in the target, -1 for those less frequent, 0 for those neither."""
        n1, n2 = self.sizes
        return np.sign(self.k1 * n2 - self.k2 * n1)

    @cached_property
    def signed(self) -> np.ndarray:
        """Log-likelihood, negative for under-use."""
        return self.over * self.values("log_likelihood")

    @cached_property
    def adjusted(self) -> Callable[[np.ndarray], np.ndarray]:
        """p of the log-likelihood of some of the terms, adjusted in the family (Benjamini and Hochberg)."""
        first, back = self._pairs
        p = statistics.log_likelihood_p(np.abs(self.signed[first]))
        order = np.argsort(p)
        rank = np.cumsum(np.bincount(back, minlength=len(first))[order])  # of the last of each pair's terms
        scaled = np.minimum.accumulate((p[order] * (len(self) / np.maximum(rank, 1)))[::-1])[::-1]
        by_pair = np.empty(len(first))
        by_pair[order] = np.minimum(scaled, 1.0)
        return lambda at: by_pair[back[at]]

    def score(self, rank: str) -> np.ndarray:
        """What the terms are ranked by: over-use positive, under-use negative."""
        if rank == "log_likelihood":
            return self.signed
        values = self.values(rank)
        return self.over * values if rank in _UNSIGNED else values

"""Dispersion: is a word spread over the parts of a corpus (its articles) as their sizes would have it.

All take ``(counts, sizes)``: counts of shape (…, parts), sizes of shape (parts,), and return shape (…). Parts without
tokens are left aside: they can hold nothing. NaN for a word that occurs nowhere, and where there are no parts.
Counts may be a sparse matrix, a row a word, which is never made dense; or a :class:`Spread`, which has the sizes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse


@dataclass(frozen=True)
class Spread:
    """Words over parts, from the counts that are not 0; each word over parts of its own.

    Attributes
    ----------
    count, size : ndarray, (entries,)
        How often the word stands in a part that has it, and the size of that part.
    at : ndarray, (words + 1,)
        The entries of word ``w`` are ``at[w]`` to ``at[w + 1]``.
    total, number, smallest : ndarray, (words,)
        Of all the parts the word might stand in: their size together, how many they are, the size of the smallest.
    """

    count: NDArray
    size: NDArray
    at: NDArray
    total: NDArray
    number: NDArray
    smallest: NDArray

    @classmethod
    def of(cls, counts: sparse.sparray | sparse.spmatrix, sizes: ArrayLike) -> Spread:
        """Of a sparse matrix, a row a word, over one set of parts."""
        matrix = sparse.csr_array(counts)
        size = np.asarray(sizes, dtype=float)
        row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
        there = (matrix.data > 0) & (size[matrix.indices] > 0)
        at = np.searchsorted(row[there], np.arange(matrix.shape[0] + 1))
        parts = size[size > 0]
        smallest = parts.min() if parts.size else np.nan
        same = (np.full(matrix.shape[0], value) for value in (parts.sum(), parts.size, smallest))
        return cls(matrix.data[there], size[matrix.indices[there]], at, *same)

    def sum(self, values: NDArray) -> NDArray:
        """Sums by word of values by entry."""
        sums = np.zeros(len(self.at) - 1, np.result_type(values, np.int64))
        some = np.flatnonzero(np.diff(self.at))
        if len(some):
            sums[some] = np.add.reduceat(values, self.at[some], dtype=sums.dtype)
        return sums

    def each(self, values: NDArray) -> NDArray:
        """Values by entry from values by word."""
        return np.repeat(values, np.diff(self.at))

    @cached_property
    def frequency(self) -> NDArray:
        """Occurrences by word."""
        return self.sum(self.count)

    def where_known(self, values: NDArray) -> NDArray[np.float64]:
        """NaN for the words that occur nowhere."""
        return np.where(self.frequency > 0, values, np.nan)


Counts: TypeAlias = ArrayLike | sparse.sparray | sparse.spmatrix | Spread


def dp(counts: Counts, sizes: ArrayLike | None = None) -> NDArray[np.float64]:
    """Deviation of proportions: half the sum of |share of the word − share of the corpus| over the parts.

    0 when spread exactly as the sizes of the parts, near 1 when all in one small part.

    References
    ----------
    Gries, S. Th. (2008). Dispersions and adjusted frequencies in corpora. IJCL 13(4).
    """
    words = _spread(counts, sizes)
    if words is not None:
        # what the word has too much of in some parts it lacks in the others: half the sum is the sum of the excesses
        with np.errstate(divide="ignore", invalid="ignore"):
            excess = words.count * words.each(1 / words.frequency)
            excess -= words.size * words.each(1 / words.total)
        return words.where_known(words.sum(np.maximum(excess, 0, out=excess)))
    observed, parts = _parts(counts, sizes)
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = observed / observed.sum(axis=-1, keepdims=True)
        return 0.5 * np.abs(shares - parts / parts.sum()).sum(axis=-1)


def dp_norm(counts: Counts, sizes: ArrayLike | None = None) -> NDArray[np.float64]:
    """DP divided by the most it can be with these parts, so that 1 is reached: all in the smallest part.

    NaN with one part, over which nothing can be spread.

    References
    ----------
    Lijffijt, J. & Gries, S. Th. (2012). Correction to Gries (2008). IJCL 17(1).
    """
    words = _spread(counts, sizes)
    with np.errstate(divide="ignore", invalid="ignore"):
        if words is not None:
            most = 1 - words.smallest / words.total
            return np.where(most > 0, dp(words) / most, np.nan)
        parts = np.asarray(sizes, dtype=float)
        parts = parts[parts > 0]
        at_most = 1 - parts.min() / parts.sum() if parts.size else np.nan
        return np.where(at_most > 0, dp(counts, sizes) / at_most, np.nan)


def juilland_d(counts: Counts, sizes: ArrayLike | None = None) -> NDArray[np.float64]:
    """Juilland's D: 1 − V/√(parts − 1), V the coefficient of variation of the rates. 1 even, 0 all in one part.

    With the population standard deviation, on relative frequencies. NaN with one part.

    References
    ----------
    Juilland, A. & Chang-Rodríguez, E. (1964). Frequency dictionary of Spanish words; variant of Gries (2020).
    """
    words = _spread(counts, sizes)
    with np.errstate(divide="ignore", invalid="ignore"):
        if words is not None:
            rate = words.count / words.size
            mean = words.sum(rate) / words.number
            # the parts without the word differ from the mean by the mean itself
            absent = words.number - np.diff(words.at)
            squares = words.sum((rate - words.each(mean)) ** 2) + absent * mean**2
            return 1 - np.sqrt(squares / words.number) / mean / np.sqrt(words.number - 1.0)
        observed, parts = _parts(counts, sizes)
        rates = observed / parts
        return 1 - rates.std(axis=-1) / rates.mean(axis=-1) / np.sqrt(parts.size - 1.0)


def carroll_d2(counts: Counts, sizes: ArrayLike | None = None) -> NDArray[np.float64]:
    """Carroll's D₂: entropy of the rates over the parts, divided by its maximum. 1 even, 0 all in one part.

    On relative frequencies. NaN with one part.

    References
    ----------
    Carroll, J. B. (1970). An alternative to Juilland's usage coefficient. CSUC Bulletin 3; variant of Gries (2020).
    """
    words = _spread(counts, sizes)
    with np.errstate(divide="ignore", invalid="ignore"):
        if words is not None:
            rate = words.count / words.size
            share = rate / words.each(words.sum(rate))
            return words.where_known(-words.sum(share * np.log(share)) / np.log(words.number) + 0.0)
        observed, parts = _parts(counts, sizes)
        rates = observed / parts
        shares = rates / rates.sum(axis=-1, keepdims=True)
        terms = np.where(shares > 0, shares * np.log(shares), shares)
        return -terms.sum(axis=-1) / np.log(parts.size) + 0.0


def rosengren_s(counts: Counts, sizes: ArrayLike | None = None) -> NDArray[np.float64]:
    """Rosengren's S: (Σ √(share of the corpus · count))² / frequency. 1 even, down to the smallest part's share.

    References
    ----------
    Rosengren, I. (1971). The quantitative concept of language and its relation to the structure of frequency
    dictionaries. Études de linguistique appliquée 1.
    """
    words = _spread(counts, sizes)
    with np.errstate(divide="ignore", invalid="ignore"):
        if words is not None:
            roots = words.sum(np.sqrt(words.count * (words.size * words.each(1 / words.total))))
            return words.where_known(roots**2 / words.frequency)
        observed, parts = _parts(counts, sizes)
        return np.sqrt(observed * (parts / parts.sum())).sum(axis=-1) ** 2 / observed.sum(axis=-1)


def _spread(counts: Counts, sizes: ArrayLike | None) -> Spread | None:
    """Counts that are sparse as a Spread; None for those that are dense."""
    if isinstance(counts, Spread):
        return counts
    if sparse.issparse(counts):
        assert sizes is not None, "a sparse matrix does not have the sizes of its parts"
        return Spread.of(counts, sizes)
    return None


def _parts(counts: Counts, sizes: ArrayLike | None) -> tuple[NDArray, NDArray]:
    """Dense counts and sizes of the parts that have tokens."""
    parts = np.asarray(sizes, dtype=float)
    observed = np.asarray(counts, dtype=float)
    return observed[..., parts > 0], parts[parts > 0]

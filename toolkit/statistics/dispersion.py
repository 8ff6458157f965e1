"""Dispersion: is a word spread over the parts of a corpus (its articles) as their sizes would have it.

All take ``(counts, sizes)``: counts of shape (…, parts), sizes of shape (parts,), and return shape (…). Parts without
tokens are left aside: they can hold nothing. NaN for a word that occurs nowhere, and where there are no parts.
Counts may be a sparse matrix, a row a word, which is never made dense.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

Counts: TypeAlias = ArrayLike | sparse.sparray | sparse.spmatrix


def dp(counts: Counts, sizes: ArrayLike) -> NDArray[np.float64]:
    """Deviation of proportions: half the sum of |share of the word − share of the corpus| over the parts.

    0 when spread exactly as the sizes of the parts, near 1 when all in one small part.

    References
    ----------
    Gries, S. Th. (2008). Dispersions and adjusted frequencies in corpora. IJCL 13(4).
    """
    if sparse.issparse(counts):
        words = _Sparse(counts, sizes)
        there = words.part / words.parts.sum()
        # what the word has too much of in some parts it lacks in the others: half the sum is the sum of the excesses
        excess = np.maximum(words.count / words.per_entry(words.sum(words.count)) - there, 0)
        return np.where(words.sum(words.count) > 0, words.sum(excess), np.nan)
    observed, parts = _parts(counts, sizes)
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = observed / observed.sum(axis=-1, keepdims=True)
        return 0.5 * np.abs(shares - parts / parts.sum()).sum(axis=-1)


def dp_norm(counts: Counts, sizes: ArrayLike) -> NDArray[np.float64]:
    """DP divided by the most it can be with these parts, so that 1 is reached: all in the smallest part.

    NaN with one part, over which nothing can be spread.

    References
    ----------
    Lijffijt, J. & Gries, S. Th. (2012). Correction to Gries (2008). IJCL 17(1).
    """
    parts = np.asarray(sizes, dtype=float)
    parts = parts[parts > 0]
    most = 1 - parts.min() / parts.sum() if parts.size else np.nan
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(most > 0, dp(counts, sizes) / most, np.nan)


def juilland_d(counts: Counts, sizes: ArrayLike) -> NDArray[np.float64]:
    """Juilland's D: 1 − V/√(parts − 1), V the coefficient of variation of the rates. 1 even, 0 all in one part.

    With the population standard deviation, on relative frequencies. NaN with one part.

    References
    ----------
    Juilland, A. & Chang-Rodríguez, E. (1964). Frequency dictionary of Spanish words; variant of Gries (2020).
    """
    if sparse.issparse(counts):
        words = _Sparse(counts, sizes)
        n, rate = words.parts.size, words.count / words.part
        with np.errstate(divide="ignore", invalid="ignore"):
            mean = words.sum(rate) / n
            # the parts without the word differ from the mean by the mean itself
            squares = words.sum((rate - words.per_entry(mean)) ** 2) + (n - words.number) * mean**2
            return 1 - np.sqrt(squares / n) / mean / np.sqrt(n - 1.0)
    observed, parts = _parts(counts, sizes)
    rates = observed / parts
    with np.errstate(divide="ignore", invalid="ignore"):
        return 1 - rates.std(axis=-1) / rates.mean(axis=-1) / np.sqrt(parts.size - 1.0)


def carroll_d2(counts: Counts, sizes: ArrayLike) -> NDArray[np.float64]:
    """Carroll's D₂: entropy of the rates over the parts, divided by its maximum. 1 even, 0 all in one part.

    On relative frequencies. NaN with one part.

    References
    ----------
    Carroll, J. B. (1970). An alternative to Juilland's usage coefficient. CSUC Bulletin 3; variant of Gries (2020).
    """
    if sparse.issparse(counts):
        words = _Sparse(counts, sizes)
        rate = words.count / words.part
        share = rate / words.per_entry(words.sum(rate))
        with np.errstate(divide="ignore", invalid="ignore"):
            found = -words.sum(share * np.log(share)) / np.log(words.parts.size) + 0.0
        return np.where(words.number > 0, found, np.nan)
    observed, parts = _parts(counts, sizes)
    rates = observed / parts
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = rates / rates.sum(axis=-1, keepdims=True)
        terms = np.where(shares > 0, shares * np.log(shares), shares)
        return -terms.sum(axis=-1) / np.log(parts.size) + 0.0


def rosengren_s(counts: Counts, sizes: ArrayLike) -> NDArray[np.float64]:
    """Rosengren's S: (Σ √(share of the corpus · count))² / frequency. 1 even, down to the smallest part's share.

    References
    ----------
    Rosengren, I. (1971). The quantitative concept of language and its relation to the structure of frequency
    dictionaries. Études de linguistique appliquée 1.
    """
    if sparse.issparse(counts):
        words = _Sparse(counts, sizes)
        with np.errstate(divide="ignore", invalid="ignore"):
            roots = words.sum(np.sqrt(words.count * (words.part / words.parts.sum())))
            return roots**2 / words.sum(words.count)
    observed, parts = _parts(counts, sizes)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.sqrt(observed * (parts / parts.sum())).sum(axis=-1) ** 2 / observed.sum(axis=-1)


def _parts(counts: Counts, sizes: ArrayLike) -> tuple[NDArray, NDArray]:
    """Dense counts and sizes of the parts that have tokens."""
    parts = np.asarray(sizes, dtype=float)
    observed = np.asarray(counts, dtype=float)
    return observed[..., parts > 0], parts[parts > 0]


class _Sparse:
    """Counts that are not 0: ``count``, the size of the ``part`` each stands in, and sums by word."""

    def __init__(self, counts: Counts, sizes: ArrayLike) -> None:
        matrix = sparse.csr_array(counts)
        size = np.asarray(sizes, dtype=float)
        self.parts = size[size > 0]
        self.row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
        self.part = size[matrix.indices]
        self.count = matrix.data.astype(float)
        there = (self.count > 0) & (self.part > 0)
        if not there.all():
            self.row, self.part, self.count = self.row[there], self.part[there], self.count[there]
        self.n = matrix.shape[0]
        self.number = np.bincount(self.row, minlength=self.n)

    def sum(self, values: NDArray) -> NDArray[np.float64]:
        """By word, (words,)."""
        return np.bincount(self.row, values, minlength=self.n).astype(float)

    def per_entry(self, values: NDArray) -> NDArray:
        """A value a word, at each of its counts."""
        return values[self.row]

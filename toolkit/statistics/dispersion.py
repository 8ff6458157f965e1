"""Dispersion: is a word spread over the parts of a corpus (its articles) as their sizes would have it.

All take ``(counts, sizes)``: counts of shape (…, parts), sizes of shape (parts,), and return shape (…). Parts without
tokens are left aside: they can hold nothing. NaN for a word that occurs nowhere, and where there are no parts.
``dp`` and ``dp_norm`` also take a sparse matrix of counts, a row a word, and never make it dense.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse


def dp(counts: ArrayLike | sparse.sparray | sparse.spmatrix, sizes: ArrayLike) -> NDArray[np.float64]:
    """Deviation of proportions: half the sum of |share of the word − share of the corpus| over the parts.

    0 when spread exactly as the sizes of the parts, near 1 when all in one small part.

    References
    ----------
    Gries, S. Th. (2008). Dispersions and adjusted frequencies in corpora. IJCL 13(4).
    """
    if sparse.issparse(counts):
        return _dp_sparse(sparse.csr_array(counts), np.asarray(sizes, dtype=float))
    observed, parts = _parts(counts, sizes)
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = observed / observed.sum(axis=-1, keepdims=True)
        return 0.5 * np.abs(shares - parts / parts.sum()).sum(axis=-1)


def dp_norm(counts: ArrayLike | sparse.sparray | sparse.spmatrix, sizes: ArrayLike) -> NDArray[np.float64]:
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


def juilland_d(counts: ArrayLike, sizes: ArrayLike) -> NDArray[np.float64]:
    """Juilland's D: 1 − V/√(parts − 1), V the coefficient of variation of the rates. 1 even, 0 all in one part.

    With the population standard deviation, on relative frequencies. NaN with one part.

    References
    ----------
    Juilland, A. & Chang-Rodríguez, E. (1964). Frequency dictionary of Spanish words; variant of Gries (2020).
    """
    observed, parts = _parts(counts, sizes)
    rates = observed / parts
    with np.errstate(divide="ignore", invalid="ignore"):
        return 1 - rates.std(axis=-1) / rates.mean(axis=-1) / np.sqrt(parts.size - 1.0)


def carroll_d2(counts: ArrayLike, sizes: ArrayLike) -> NDArray[np.float64]:
    """Carroll's D₂: entropy of the rates over the parts, divided by its maximum. 1 even, 0 all in one part.

    On relative frequencies. NaN with one part.

    References
    ----------
    Carroll, J. B. (1970). An alternative to Juilland's usage coefficient. CSUC Bulletin 3; variant of Gries (2020).
    """
    observed, parts = _parts(counts, sizes)
    rates = observed / parts
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = rates / rates.sum(axis=-1, keepdims=True)
        terms = np.where(shares > 0, shares * np.log(shares), shares)
        return -terms.sum(axis=-1) / np.log(parts.size) + 0.0


def rosengren_s(counts: ArrayLike, sizes: ArrayLike) -> NDArray[np.float64]:
    """Rosengren's S: (Σ √(share of the corpus · count))² / frequency. 1 even, down to the smallest part's share.

    References
    ----------
    Rosengren, I. (1971). The quantitative concept of language and its relation to the structure of frequency
    dictionaries. Études de linguistique appliquée 1.
    """
    observed, parts = _parts(counts, sizes)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.sqrt(observed * (parts / parts.sum())).sum(axis=-1) ** 2 / observed.sum(axis=-1)


def _parts(counts: ArrayLike | sparse.sparray | sparse.spmatrix, sizes: ArrayLike) -> tuple[NDArray, NDArray]:
    """Dense counts and sizes of the parts that have tokens."""
    parts = np.asarray(sizes, dtype=float)
    observed = np.asarray(counts, dtype=float)
    return observed[..., parts > 0], parts[parts > 0]


def _dp_sparse(counts: sparse.csr_array, sizes: NDArray) -> NDArray[np.float64]:
    """DP from the nonzero counts only: every other part contributes its own share of the corpus."""
    with np.errstate(divide="ignore", invalid="ignore"):
        share = sizes / sizes.sum()
        totals = np.asarray(counts.sum(axis=1), dtype=float).ravel()
        rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
        there = share[counts.indices]
        difference = np.abs(counts.data / totals[rows] - there) - there
        return np.where(totals > 0, 0.5 * (1 + np.bincount(rows, difference, minlength=totals.size)), np.nan)

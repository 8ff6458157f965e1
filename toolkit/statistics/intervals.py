"""Confidence intervals."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse, special

from toolkit.statistics.arrays import as_float_arrays
from toolkit.statistics.redrawing import Totals


def wilson_interval(
    counts: ArrayLike, sizes: ArrayLike, *, confidence: float = 0.95
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Wilson's score interval for a proportion.

    Parameters
    ----------
    counts, sizes : array-like
        Occurrences and tokens.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    low, high : ndarray
        Proportions between 0 and 1 (times 10,000 for rates); NaN where there are no tokens.

    Notes
    -----
    Never leaves 0 to 1, and has a width even for a count of 0. It takes tokens as independent draws, which those of
    one article are not: read it with the document range.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. JASA 22.
    """
    k, n = as_float_arrays(counts, sizes)
    z = special.ndtri((1 + confidence) / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        p = k / n
        centre = p + z * z / (2 * n)
        half = z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        scale = 1 + z * z / n
        low, high = (centre - half) / scale, (centre + half) / scale
    # At the ends the limit is the end itself; rounding must not leave it beside.
    return np.where(k == 0, 0.0 * low, np.clip(low, 0, 1)), np.where(k == n, 1.0 + 0.0 * high, np.clip(high, 0, 1))


def clustered_interval(
    counts: ArrayLike | sparse.sparray, sizes: ArrayLike, *, confidence: float = 0.95
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """An interval for the rate of each word over articles, which are the draws, not their tokens.

    Parameters
    ----------
    counts : (articles, words) array or sparse matrix
    sizes : (articles,)
        Tokens of each article.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    low, high : ndarray, (words,)
        Proportions between 0 and 1; NaN with fewer than two articles that have tokens.

    Notes
    -----
    Wilson's interval on the effective size: the tokens, divided by how much more the rate varies from article to
    article than that of independent tokens would (the linearised variance of a ratio), and by the square of Student's t
    of the articles over the normal deviate. Never as if there were more tokens than there are. A word that occurs
    nowhere tells nothing of how it varies: it has the interval of independent tokens, widened for the articles alone.

    References
    ----------
    Korn, E. L. & Graubard, B. I. (1998). Confidence intervals for proportions with small expected number of positive
    counts estimated from survey data. Survey Methodology 24. Franco, C. et al. (2019). Comparative study of confidence
    intervals for proportions in complex sample surveys. JSSAM 7.
    """
    matrix = sparse.csr_array(counts).astype(float)
    size = np.asarray(sizes, float)
    some = np.flatnonzero(size > 0)
    matrix, size = sparse.csr_array(matrix[some]), size[some]
    articles, tokens = len(size), size.sum()
    if articles < 2:
        missing = np.full(matrix.shape[1], np.nan)
        return missing, missing.copy()
    found = np.asarray(matrix.sum(axis=0), float).ravel()
    rate = found / tokens
    squares = np.asarray(matrix.power(2).sum(axis=0)).ravel()
    variance = Totals.of(articles, found, tokens, squares, matrix.T @ size, (size**2).sum()).variance / tokens**2
    independent = rate * (1 - rate) / tokens
    effect = np.divide(variance, independent, out=np.ones_like(rate), where=independent > 0)
    wider = (special.stdtrit(articles - 1, (1 + confidence) / 2) / special.ndtri((1 + confidence) / 2)) ** 2
    effective = tokens / (np.maximum(effect, 1.0) * wider)
    return wilson_interval(rate * effective, effective, confidence=confidence)


def difference_interval(
    k1: ArrayLike, n1: ArrayLike, k2: ArrayLike, n2: ArrayLike, *, confidence: float = 0.95
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Newcombe's interval for the difference of two independent proportions, k1/n1 − k2/n2, from Wilson's intervals.

    Returns
    -------
    low, high : ndarray
        Between −1 and 1; NaN where one of the two has no size.

    References
    ----------
    Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions: comparison of eleven
    methods. Statistics in Medicine 17, 873-890 (method 10).
    """
    a, m, b, n = as_float_arrays(k1, n1, k2, n2)
    low1, high1 = wilson_interval(a, m, confidence=confidence)
    low2, high2 = wilson_interval(b, n, confidence=confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        p1, p2 = a / m, b / n
        difference = p1 - p2
        below = np.sqrt((p1 - low1) ** 2 + (high2 - p2) ** 2)
        above = np.sqrt((high1 - p1) ** 2 + (p2 - low2) ** 2)
    return difference - below, difference + above

"""Keyness: is a word more frequent in a target than in a reference, by how much, and how sure is that.

All take ``(k1, n1, k2, n2)``: count and size (tokens) of the target, count and size of the reference.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize, special, stats

from toolkit.statistics.arrays import as_float_arrays
from toolkit.statistics.limits import log2_lower_odds
from toolkit.statistics.tails import log_two_sided


def log_likelihood(k1: ArrayLike, n1: ArrayLike, k2: ArrayLike, n2: ArrayLike) -> NDArray[np.float64]:
    """Log-likelihood ratio G² over all four cells of the table; never negative.

    Not Rayson's two-cell form, which leaves out the tokens that are not the word and comes out lower.

    References
    ----------
    Dunning, T. (1993). Accurate methods for the statistics of surprise and coincidence. Computational Linguistics 19.
    """
    a, size1, b, size2 = as_float_arrays(k1, n1, k2, n2)
    rate = _divide(a + b, size1 + size2)
    cells = (
        (a, size1 * rate),
        (b, size2 * rate),
        (size1 - a, size1 * (1 - rate)),
        (size2 - b, size2 * (1 - rate)),
    )
    # kl_div(o, e) is o·ln(o/e) − o + e; over the four cells o and e have the same sum, and no term is negative.
    return 2 * sum((special.kl_div(observed, expected) for observed, expected in cells), np.zeros(a.shape))


def log_likelihood_p(g2: ArrayLike) -> NDArray[np.float64]:
    """p of a log-likelihood: the upper tail of chi-squared with one degree of freedom. 0 beyond G² of about 1,400."""
    return np.asarray(special.erfc(np.sqrt(np.asarray(g2, float) / 2)))


def chi_squared(k1: ArrayLike, n1: ArrayLike, k2: ArrayLike, n2: ArrayLike) -> NDArray[np.float64]:
    """Pearson's chi-squared over all four cells, without continuity correction; never negative.

    Read it where every expected count is 5 or more; log-likelihood holds further down.
    """
    a, size1, b, size2 = as_float_arrays(k1, n1, k2, n2)
    cross = a * (size2 - b) - b * (size1 - a)
    both = a + b
    total = size1 + size2
    with np.errstate(divide="ignore", invalid="ignore"):
        result = (cross / size1) * (cross / size2) / both / (total - both) * total
    # A word of no or of all tokens says nothing on either side.
    return np.where((size1 > 0) & (size2 > 0) & ((both == 0) | (both == total)), 0.0, result)


def fisher(k1: ArrayLike, n1: ArrayLike, k2: ArrayLike, n2: ArrayLike) -> NDArray[np.float64]:
    """Fisher's exact test, two-sided: −log₁₀ p, so that extreme words keep their order.

    The p is the probability of all tables with the same margins that are no more probable than this one (Fisher 1935).
    """
    a, size1, b, size2 = as_float_arrays(k1, n1, k2, n2)
    return -log_two_sided(a, a + b, size1, size1 + size2) / np.log(10.0) + 0.0


def log_ratio(k1: ArrayLike, n1: ArrayLike, k2: ArrayLike, n2: ArrayLike) -> NDArray[np.float64]:
    """Log Ratio: log₂ of the ratio of the two rates. 1 is twice as frequent in the target, −1 half as frequent.

    A count of zero is taken as 0.5. NaN where the word is on neither side, or a side has no tokens.

    References
    ----------
    Hardie, A. (2014). Log Ratio: an informal introduction. CASS, Lancaster University.
    """
    a, size1, b, size2 = as_float_arrays(k1, n1, k2, n2)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.log2(np.where(a == 0, 0.5, a) / size1) - np.log2(np.where(b == 0, 0.5, b) / size2)
    return np.where((a + b > 0) & (size1 > 0) & (size2 > 0), ratio, np.nan)


def conservative_log_ratio(
    k1: ArrayLike, n1: ArrayLike, k2: ArrayLike, n2: ArrayLike, *, confidence: float = 0.95, tests: int | None = None
) -> NDArray[np.float64]:
    """Conservative Log Ratio (LRC): the end nearest to zero of a confidence interval for the log₂ ratio of rates.

    "At least so many times more frequent": a word is ranked by what its counts can vouch for, so rare words do not
    take the top by chance. 0 where the interval holds 0.

    Parameters
    ----------
    k1, n1, k2, n2 : array-like
        Count and size of the target, count and size of the reference.
    confidence : float
        Of the whole family of intervals, after Bonferroni's correction.
    tests : int, optional
        How many words were compared; by default as many as there are values here. 1 for no correction.

    Returns
    -------
    ndarray
        In log₂ units; 0 where the word is on neither side, NaN where a side has no tokens.

    Notes
    -----
    Given k1 + k2 occurrences, k1 is binomial; the interval is Clopper and Pearson's for its probability, turned into a
    ratio of rates (conditional Poisson test). It takes tokens as independent draws, which those of one article are not.

    References
    ----------
    Evert, S. (2022). Measuring keyness. Digital Humanities 2022. Same values as ``keyness(measure="LRC")`` of the R
    package corpora 0.6.
    """
    a, size1, b, size2 = as_float_arrays(k1, n1, k2, n2)
    alpha = (1 - confidence) / 2 / (max(a.size, 1) if tests is None else max(tests, 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        over = a / size1 >= b / size2
        more, less = np.where(over, a, b), np.where(over, b, a)
        sure = _may_be_sure(more, less, np.where(over, size1, size2) / (size1 + size2), alpha)
    limit = np.where(over, -np.inf, np.inf)
    limit[sure] = _near_limit(a[sure], size1[sure], b[sure], size2[sure], alpha)
    score = np.where(over, np.maximum(limit, 0.0), np.minimum(limit, 0.0))
    score = np.where(a + b == 0, 0.0, score)
    return np.where((size1 > 0) & (size2 > 0), score, np.nan) + 0.0


def log_ratio_limits(
    k1: ArrayLike, n1: ArrayLike, k2: ArrayLike, n2: ArrayLike, *, confidence: float = 0.95, tests: int = 1
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Both limits of the interval that LRC is made of, in log₂ units: parameters as for :func:`conservative_log_ratio`.

    LRC is the one that is nearer to 0, where they lie on the same side of it. −inf and inf without an occurrence.
    """
    a, size1, b, size2 = as_float_arrays(k1, n1, k2, n2)
    alpha = (1 - confidence) / 2 / max(tests, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        offset = np.log2(size2) - np.log2(size1)
        return offset + log2_lower_odds(a, b, alpha), offset - log2_lower_odds(b, a, alpha)


def _near_limit(a: NDArray, size1: NDArray, b: NDArray, size2: NDArray, alpha: float) -> NDArray[np.float64]:
    with np.errstate(divide="ignore", invalid="ignore"):
        over = a / size1 >= b / size2
        # The lower end for b, the other way round, is minus the upper end for a: one formula serves both directions.
        log_odds = log2_lower_odds(np.where(over, a, b), np.where(over, b, a), alpha)
        return np.log2(size2) - np.log2(size1) + np.where(over, log_odds, -log_odds)


def weighted_log_odds(
    k1: ArrayLike,
    n1: ArrayLike,
    k2: ArrayLike,
    n2: ArrayLike,
    *,
    prior: ArrayLike | None = None,
    prior_size: float | None = None,
) -> NDArray[np.float64]:
    """Weighted log-odds: z-score of the difference of log-odds under an informative Dirichlet prior.

    Parameters
    ----------
    k1, n1, k2, n2 : array-like
        Count and size of the target, count and size of the reference.
    prior : array-like, optional
        Pseudo-count of each word; by default its rate in both sides together, times ``prior_size``.
    prior_size : float, optional
        Sum of the pseudo-counts of all words, shown here or not: 500 by default, or the sum of ``prior`` where given.

    Returns
    -------
    ndarray
        Positive for over-use in the target; about ±2 is where chance gets unlikely for one word looked at by itself.

    References
    ----------
    Monroe, B. L., Colaresi, M. P. & Quinn, K. M. (2008). Fightin' words. Political Analysis 16(4), equations 15-22,
    with the variance of two terms (equation 20).
    """
    a, size1, b, size2 = as_float_arrays(k1, n1, k2, n2)
    if prior is None:
        total = 500.0 if prior_size is None else prior_size
        weight = total * _divide(a + b, size1 + size2)
    else:
        weight = np.asarray(prior, dtype=float)
        total = float(weight.sum()) if prior_size is None else prior_size
    a, b = a + weight, b + weight
    with np.errstate(divide="ignore", invalid="ignore"):
        difference = np.log(a / (size1 + total - a)) - np.log(b / (size2 + total - b))
        return difference / np.sqrt(1 / a + 1 / b)


def _may_be_sure(more: NDArray, less: NDArray, share: NDArray, alpha: float) -> NDArray[np.bool_]:
    """False where P(X ≥ more), X binomial of probability ``share``, is above alpha for certain: the limit is then below
    ``share`` and need not be worked out. P(X ≥ k) ≥ P(X = k) ≥ exp(−n·KL) / √(8·n·p·(1 − p)), p = k / n (Ash 1965)."""
    n = more + less
    divergence = special.kl_div(more, n * share) + special.kl_div(less, n * (1 - share))
    least = -divergence - 0.5 * np.log(8 * np.maximum(more * less / np.maximum(n, 1), 0.125))
    return np.asarray((least <= np.log(alpha)) & (n > 0))


def _divide(a: NDArray, b: NDArray) -> NDArray[np.float64]:
    with np.errstate(divide="ignore", invalid="ignore"):
        return a / b


def smallest_detectable_ratio(
    rate: ArrayLike, n1: ArrayLike, n2: ArrayLike, *, power: float = 0.8, confidence: float = 0.95, tests: int = 1
) -> NDArray[np.float64]:
    """The smallest ratio of rates that texts of these sizes would have shown, for a word of some rate in the reference.

    Parameters
    ----------
    rate : array-like
        Occurrences a token in the reference.
    n1, n2 : array-like
        Tokens of the target and of the reference.
    power, confidence, tests : float, float, int
        The chance that :func:`conservative_log_ratio` of this confidence and so many words is then above 0.

    Returns
    -------
    ndarray
        Above 1; inf where a rate or a size is 0. Counts are Poisson, and the power is exact. Tokens are taken as
        independent draws; as those of one article are not, what is detectable in truth is larger still.

    References
    ----------
    Przyborowski, J. & Wilenski, H. (1940). Homogeneity of results in testing samples from Poisson series. Biometrika
    31: the conditional test, whose limits LRC is made of (see :func:`conservative_log_ratio`).
    """
    alpha = (1 - confidence) / 2 / max(tests, 1)
    each = np.vectorize(lambda *shape: _detectable(*shape, power, alpha), otypes=[float])
    return np.asarray(each(*as_float_arrays(rate, n1, n2)))


@lru_cache(maxsize=256)
def _detectable(rate: float, size1: float, size2: float, power: float, alpha: float) -> float:
    if min(rate, size1, size2) <= 0:
        return np.inf

    def missed(log_ratio: float) -> float:
        one, two = rate * np.exp(log_ratio) * size1, rate * size2
        reach = 8 * np.sqrt(one + two) + 20
        both = np.arange(max(np.floor(one + two - reach), 0), one + two + reach)
        needed = stats.binom.isf(alpha, both, size1 / (size1 + size2))  # more than so many of them in the target
        return power - float(stats.poisson.pmf(both, one + two) @ stats.binom.sf(needed, both, one / (one + two)))

    high = 1.0
    while missed(high) > 0:
        high *= 2
    return float(np.exp(optimize.brentq(missed, 0.0, high, xtol=1e-4)))

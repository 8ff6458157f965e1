"""Hypergeometric tails in log space: specificities that neither underflow to 0 nor overflow to infinity."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from toolkit.statistics.arrays import as_float_arrays

_LOG_10 = np.log(10.0)
_BLOCK = 64  # terms of a tail summed at a time: most tails are done after one block
_STIRLING_SMALL = np.array([0.0, *(special.gammaln(n + 1.0) - (n + 0.5) * np.log(n) + n for n in range(1, 16))])
_STIRLING_SMALL[1:] -= 0.5 * np.log(2 * np.pi)


def specificity(f: ArrayLike, F: ArrayLike, t: ArrayLike, T: ArrayLike) -> NDArray[np.float64]:
    """Specificity of a word in a part of a corpus: signed −log₁₀ of a hypergeometric tail.

    Positive (over-use) where the word is found at least as often as expected, −log₁₀ P(X ≥ f); negative (under-use)
    elsewhere, log₁₀ P(X ≤ f), for X the number of occurrences that fall in the part if the F occurrences were drawn
    from the T tokens at random. 3 is one chance in a thousand.

    Parameters
    ----------
    f, F : array-like
        Occurrences in the part and in the whole corpus.
    t, T : array-like
        Tokens of the part and of the whole corpus.

    Returns
    -------
    ndarray
        Finite for every possible table, however extreme; NaN where the four numbers make no table (f > F, t > T, …).

    References
    ----------
    Lafon, P. (1980). Sur la variabilité de la fréquence des formes dans un corpus. Mots 1, 127-165. The turn from
    under- to over-use is at the expectation F·t/T, as in textometry 0.1.6.
    """
    found, occurrences, part, corpus = as_float_arrays(f, F, t, T)
    over = found * corpus >= occurrences * part
    # P(X <= f) in the part is P(X >= F - f) in what is not the part.
    log_p = log_upper_tail(
        np.where(over, found, occurrences - found), occurrences, np.where(over, part, corpus - part), corpus
    )
    return np.where(over, -log_p, log_p) / _LOG_10 + 0.0


def specificity_p(specificity: ArrayLike) -> NDArray[np.float64]:
    """One-sided p of a specificity, 10^−|s|; 0 below 10⁻³⁰⁸, so rank by the specificity itself."""
    return np.power(10.0, -np.abs(np.asarray(specificity, dtype=float)))


def log_upper_tail(found: ArrayLike, drawn: ArrayLike, part: ArrayLike, corpus: ArrayLike) -> NDArray[np.float64]:
    """Natural log of P(X ≥ found), X hypergeometric: ``drawn`` balls of ``corpus``, of which ``part`` are marked.

    Accurate for ``found`` at or above the expectation, where the terms only fall: the first in closed form, the others
    by their ratios. (``scipy.stats.hypergeom.logsf`` takes 1 − cdf, or loses digits in log-gamma of large corpora.)
    """
    x, n, m, total = as_float_arrays(found, drawn, part, corpus)
    shape = x.shape
    x, n, m, total = (np.ravel(a) for a in (x, n, m, total))
    result = np.full(x.shape, np.nan)
    possible = (x >= 0) & (x <= n) & (x <= m) & (n <= total) & (m <= total)
    certain = possible & (x <= np.maximum(n + m - total, 0))  # also x = 0: the tail is everything
    result[certain] = 0.0
    rows = np.flatnonzero(possible & ~certain)
    if rows.size:
        log_sum = np.log(_relative_tail(x[rows], n[rows], m[rows], total[rows]))
        result[rows] = np.minimum(log_mass(x[rows], n[rows], m[rows], total[rows]) + log_sum, 0.0)
    return result.reshape(shape)


def log_mass(found: ArrayLike, drawn: ArrayLike, part: ArrayLike, corpus: ArrayLike) -> NDArray[np.float64]:
    """Natural log of P(X = found), X hypergeometric, as three binomials (Loader 2000: saddle-point expansion).

    Differences of log-gamma of numbers near 10⁷ keep eight digits; this keeps all of them.
    """
    x, n, m, total = as_float_arrays(found, drawn, part, corpus)
    # Nothing drawn, or everything: p is 0 or 1, which the formula has no room for, and only one outcome is possible.
    with np.errstate(divide="ignore", invalid="ignore"):
        p, q = n / total, (total - n) / total
        mass = _log_binomial(x, m, p, q) + _log_binomial(n - x, total - m, p, q) - _log_binomial(n, total, p, q)
    return np.where((n == 0) | (n == total), 0.0, mass)


def log_two_sided(found: ArrayLike, drawn: ArrayLike, part: ArrayLike, corpus: ArrayLike) -> NDArray[np.float64]:
    """Natural log of Fisher's two-sided p: the sum over all counts that are no more probable than the one found."""
    x, n, m, total = as_float_arrays(found, drawn, part, corpus)
    over = x * total >= n * m
    # Lower tails are read as upper tails of what is not the part; from here on the count is above its expectation.
    x, m = np.where(over, x, n - x), np.where(over, m, total - m)
    near = log_upper_tail(x, n, m, total)
    # The far tail runs from its bound up to the last count that is no more probable; R allows the same rounding.
    limit = log_mass(x, n, m, total) + 1e-7
    least = np.maximum(n + m - total, 0.0)
    low = least - 1
    high = np.maximum(np.minimum(np.floor(n * m / np.maximum(total, 1)), x - 1), low)
    while np.any(high - low > 0):
        middle = np.ceil((low + high) / 2)
        improbable = log_mass(middle, n, m, total) <= limit
        low, high = np.where(improbable, middle, low), np.where(improbable, high, middle - 1)
    far = np.where(low < least, -np.inf, log_upper_tail(n - low, n, total - m, total))
    return np.minimum(np.logaddexp(near, far), 0.0)


def _relative_tail(x: NDArray, n: NDArray, m: NDArray, total: NDArray) -> NDArray[np.float64]:
    """Sum of P(X = x + j) / P(X = x) over j ≥ 0."""
    result = np.ones(x.shape)
    term = np.ones(x.shape)
    active = np.arange(x.size)
    steps = np.arange(_BLOCK, dtype=float)
    rest = total - n - m
    start = x.copy()
    while active.size:
        at = start[active, None] + steps
        ratio = (n[active, None] - at) * (m[active, None] - at)
        ratio /= (at + 1) * (rest[active, None] + at + 1)
        # Past the largest possible count the first factor is 0 and, further on, meaningless.
        np.maximum(ratio, 0.0, out=ratio)
        ratio[at >= np.minimum(n, m)[active, None]] = 0.0
        terms = term[active, None] * np.cumprod(ratio, axis=1)
        result[active] += terms.sum(axis=1)
        term[active] = terms[:, -1]
        start[active] += _BLOCK
        active = active[terms[:, -1] > 1e-17 * result[active]]
    return result


def _log_binomial(x: NDArray, n: NDArray, p: NDArray, q: NDArray) -> NDArray[np.float64]:
    """Natural log of the binomial probability of x among n."""
    inner = (
        _stirling_error(n)
        - _stirling_error(x)
        - _stirling_error(n - x)
        - _deviance(x, n * p)
        - _deviance(n - x, n * q)
        + 0.5 * np.log(n / (2 * np.pi * x * (n - x)))
    )
    edge = n * np.log(np.where(x == 0, q, p))
    return np.where((x == 0) | (x == n), np.where(n == 0, 0.0, edge), inner)


def _deviance(x: NDArray, mean: NDArray) -> NDArray[np.float64]:
    """x·ln(x/mean) + mean − x, without cancelling when x is near the mean."""
    distance = (x - mean) / mean
    return mean * (special.xlog1py(1 + distance, distance) - distance)


def _stirling_error(n: NDArray) -> NDArray[np.float64]:
    """ln n! minus Stirling's formula for it."""
    small = np.clip(n, 0, 15).astype(int)
    with np.errstate(divide="ignore", invalid="ignore"):
        square = n * n
        series = (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / (1188 * square)) / square) / square) / square) / n
    return np.where(n <= 15, _STIRLING_SMALL[small], series)

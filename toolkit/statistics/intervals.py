"""Confidence intervals."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from toolkit.statistics.arrays import as_float_arrays


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

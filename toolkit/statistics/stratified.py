"""Keyness within strata: the same comparison inside each story, put together, so that what the stories are about is
held still.

All take ``(k1, n1, k2, n2)`` as keyness does, the strata along the last axis.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from toolkit.statistics.arrays import as_float_arrays

Floats = NDArray[np.float64]


def mantel_haenszel(k1: ArrayLike, n1: ArrayLike, k2: ArrayLike, n2: ArrayLike) -> Floats:
    """Log₂ of the Mantel–Haenszel odds ratio: how many doublings within the same stratum.

    For words, which are rare, odds are rates. Strata with tokens on one side only say nothing and take no part; a
    count of zero over all of them is taken as 0.5, spread as the tokens are. NaN where the word is on neither side.

    References
    ----------
    Mantel, N. & Haenszel, W. (1959). Statistical aspects of the analysis of data from retrospective studies of
    disease. JNCI 22.
    """
    a, size1, b, size2 = as_float_arrays(k1, n1, k2, n2)
    used = (size1 > 0) & (size2 > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        over = _sides(a, size1, size2 - b, size1 + size2, used)
        under = _sides(b, size2, size1 - a, size1 + size2, used)
        result = np.log2(over) - np.log2(under)
    anywhere = np.where(used, a + b, 0).sum(axis=-1) > 0
    return np.where(anywhere, result, np.nan)


def _sides(count: Floats, size: Floats, other: Floats, total: Floats, used: NDArray[np.bool_]) -> Floats:
    """Σ count · other / total over the strata; where there is no count, that of half an occurrence."""
    weight = np.where(used, other / total, 0.0)
    found = (weight * count).sum(axis=-1)
    inside = np.where(used, size, 0.0)
    half = 0.5 * (weight * inside).sum(axis=-1) / inside.sum(axis=-1)
    return np.where(found > 0, found, half)


def mantel_haenszel_error(k1: ArrayLike, n1: ArrayLike, k2: ArrayLike, n2: ArrayLike) -> Floats:
    """Standard error of :func:`mantel_haenszel`, in log₂ units; infinite where a side has no occurrence.

    It takes tokens as independent draws, which those of one article are not.

    References
    ----------
    Robins, J., Breslow, N. & Greenland, S. (1986). Estimators of the Mantel-Haenszel variance consistent in both
    sparse data and large-strata limiting models. Biometrics 42.
    """
    a, size1, b, size2 = as_float_arrays(k1, n1, k2, n2)
    used = (size1 > 0) & (size2 > 0)
    total = np.where(used, size1 + size2, 1.0)
    c, d = size1 - a, size2 - b
    p, q = (a + d) / total, (b + c) / total
    r, s = np.where(used, a * d / total, 0.0), np.where(used, b * c / total, 0.0)
    whole_r, whole_s = r.sum(axis=-1), s.sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = (
            (p * r).sum(axis=-1) / (2 * whole_r**2)
            + (p * s + q * r).sum(axis=-1) / (2 * whole_r * whole_s)
            + (q * s).sum(axis=-1) / (2 * whole_s**2)
        )
    return np.where((whole_r > 0) & (whole_s > 0), np.sqrt(variance) / np.log(2), np.inf)


def cochran_mantel_haenszel(k1: ArrayLike, n1: ArrayLike, k2: ArrayLike, n2: ArrayLike) -> Floats:
    """Cochran–Mantel–Haenszel chi-squared, one degree of freedom, without continuity correction; never negative.

    Its p is ``log_likelihood_p`` of it. 0 where no stratum can tell.

    References
    ----------
    Cochran, W. G. (1954). Some methods for strengthening the common χ² tests. Biometrics 10.
    """
    a, size1, b, size2 = as_float_arrays(k1, n1, k2, n2)
    total, both = size1 + size2, a + b
    used = (size1 > 0) & (size2 > 0) & (total > 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = np.where(used, both * size1 / total, 0.0).sum(axis=-1)
        variance = np.where(used, (both / total) * (size1 / total) * size2 * (total - both) / (total - 1), 0.0)
        observed = np.where(used, a, 0.0).sum(axis=-1)
        spread = variance.sum(axis=-1)
        return np.where(spread > 0, (observed - expected) ** 2 / spread, 0.0)

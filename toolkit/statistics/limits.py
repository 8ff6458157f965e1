"""Limits of the ratio of two counts: exact, and by the hundred thousand, near enough to rank words by."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import special

Floats = NDArray[np.float64]
_SMALL = 64
"""Counts below this on both sides are looked up."""
_LEAST_TAIL = 1e-15
"""Smaller ones are beyond the digits of scipy's inverse, and of any use."""


def log2_lower_odds(successes: Floats, failures: Floats, tail: float | Floats) -> Floats:
    """log₂ of the odds at Clopper and Pearson's lower limit; −inf without a success, and for a tail next to nothing."""
    # The complement is inverted by itself: next to 1 the limit alone has no digits left for it.
    least = np.maximum(tail, _LEAST_TAIL)
    with np.errstate(divide="ignore", invalid="ignore"):
        probability = special.betaincinv(successes, failures + 1, least)
        complement = special.betainccinv(failures + 1, successes, least)
        odds = np.log2(probability) - np.log2(complement)
    return np.where((successes > 0) & (tail >= _LEAST_TAIL) & ~np.isnan(odds), odds, -np.inf)


def ranking_limits(
    k1: Floats, n1: Floats, k2: Floats, n2: Floats, *, confidence: float = 0.95, tests: int = 1
) -> tuple[Floats, Floats]:
    """Both limits that LRC is made of, as :func:`toolkit.statistics.log_ratio_limits`, but faster.

    Parameters
    ----------
    k1, k2 : ndarray of whole numbers
        Counts of the target and of the reference, of the same shape.
    n1, n2 : ndarray
        Sizes, which broadcast with them.
    confidence, tests
        As there.

    Returns
    -------
    lower, upper : ndarray
        In log₂ units. Exact for counts below 64 on both sides; above, Paulson's approximation of the F distribution,
        within 0.1 wherever the limit lies beyond 0, and so of all that LRC ranks.

    References
    ----------
    Paulson, E. (1942). An approximate normalization of the analysis of variance distribution. Annals of Mathematical
    Statistics 13.
    """
    alpha = (1 - confidence) / 2 / max(tests, 1)
    one, two = k1.astype(np.int64), k2.astype(np.int64)
    offset = np.log2(n2) - np.log2(n1)
    return offset + _lower_odds(one, two, alpha), offset - _lower_odds(two, one, alpha)


def _lower_odds(successes: NDArray[np.int64], failures: NDArray[np.int64], alpha: float) -> Floats:
    """log₂ of the odds at Clopper and Pearson's lower limit."""
    odds = np.empty(successes.shape)
    small = (successes < _SMALL) & (failures < _SMALL)
    odds[small] = _table(alpha)[successes[small] * _SMALL + failures[small]]
    large = ~small
    odds[large] = _paulson(successes[large].astype(float), failures[large].astype(float), alpha)
    return odds


@lru_cache(maxsize=64)
def _table(alpha: float) -> Floats:
    successes, failures = (grid.astype(float) for grid in np.divmod(np.arange(_SMALL * _SMALL), _SMALL))
    return log2_lower_odds(successes, failures, alpha)


def _paulson(successes: Floats, failures: Floats, alpha: float) -> Floats:
    """By the cube root of a quantile of F, which is nearly normal."""
    z = special.ndtri(alpha)
    with np.errstate(divide="ignore", invalid="ignore"):
        x, y = 1 / (9 * successes), 1 / (9 * (failures + 1))
        inside = x * (1 - y) ** 2 + y * (1 - x) ** 2 - z * z * x * y
        root = ((1 - x) * (1 - y) + z * np.sqrt(inside)) / ((1 - y) ** 2 - z * z * y)
        odds = np.log2(successes / (failures + 1)) + 3 * np.log2(np.maximum(root, 1e-9))
    return np.where(successes > 0, np.nan_to_num(odds, nan=-np.inf), -np.inf)

"""Many tests at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats


def benjamini_hochberg(p: ArrayLike, *, tests: int | None = None) -> NDArray[np.float64]:
    """p-values adjusted for the false discovery rate: of the words at or below 0.05, about one in twenty is chance.

    All values are one family, whatever the shape; NaN stays NaN and does not count as a test.

    Parameters
    ----------
    p : array-like
    tests : int, optional
        Size of the family where only its smallest p-values are given; the others are taken as 1.

    References
    ----------
    Benjamini, Y. & Hochberg, Y. (1995). Controlling the false discovery rate. JRSS B 57.
    """
    values = np.asarray(p, dtype=float)
    adjusted = np.full(values.shape, np.nan)
    tested = ~np.isnan(values)
    number = int(tested.sum())
    if number:
        larger = max(tests or number, number) / number
        adjusted[tested] = np.minimum(stats.false_discovery_control(values[tested]) * larger, 1.0)
    return adjusted

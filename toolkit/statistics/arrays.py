"""What the measures share: their arguments as arrays of one shape."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def as_float_arrays(*values: ArrayLike) -> tuple[NDArray[np.float64], ...]:
    """The arguments as float64 arrays of one common shape (counts are exact in float64 up to 9·10¹⁵)."""
    return tuple(np.broadcast_arrays(*(np.asarray(value, dtype=float) for value in values)))

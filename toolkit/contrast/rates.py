"""How well the rate of a term on either side is known, over articles."""

from __future__ import annotations

import numpy as np

from toolkit.contrast.comparison import Side
from toolkit.contrast.ranking import FEWEST
from toolkit.statistics import clustered_interval
from toolkit.terms import PER


def rate_intervals(sides: tuple[Side, Side], terms: np.ndarray) -> dict[str, np.ndarray]:
    """95 % intervals of the rates of some terms on the two sides of a comparison, a term by itself.

    Returns
    -------
    dict of str to ndarray
        ``rate_low``, ``rate_high``, ``reference_rate_low``, ``reference_rate_high``, per 10,000 word tokens; NaN on a
        side of fewer than three articles.
    """
    found: dict[str, np.ndarray] = {}
    for prefix, side in zip(("", "reference_"), sides, strict=True):
        if side.n_documents < FEWEST:
            low = high = np.full(len(terms), np.nan)
        else:
            low, high = (PER * end for end in clustered_interval(side.matrix(terms), side.sizes))
        found |= {f"{prefix}rate_low": low, f"{prefix}rate_high": high}
    return found

"""Articles dealt out to the two sides by chance, some deals at a time, for who watches and may want to stop."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from toolkit.contrast.keyness import Contrast
from toolkit.contrast.sureness import Dealing

DEALS = 999


def deals(
    made: Contrast, *, replicates: int = DEALS, at_once: int = 37, seed: int = 0
) -> Iterator[tuple[int, np.ndarray]]:
    """How often articles dealt out by chance set the two sides as far apart in any term as each ranked term does.

    Yields
    ------
    done : int
        Deals so far.
    p : ndarray, (ranked terms,)
        Of these deals, adjusted over all terms of two articles or more, as ``p_permutation`` of :func:`keyness`; NaN
        when a side has fewer than three articles.
    """
    dealing = Dealing.of(made.family)
    for done in range(0, replicates, at_once):
        now = min(at_once, replicates - done)
        yield done + now, dealing.p(now, seed=seed + done)[made.ranked.at]

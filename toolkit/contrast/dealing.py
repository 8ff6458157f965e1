"""Articles dealt out to the two sides by chance, some deals at a time, for who watches and may want to stop."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from toolkit.contrast.keyness import Contrast
from toolkit.contrast.sureness import permutations

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
    as_far = np.zeros(len(made.ranked.at))
    done = 0
    while done < replicates:
        now = min(at_once, replicates - done)
        p = permutations(made.family, made.ranked.at, replicates=now, seed=seed + done)
        as_far += np.rint(p * (now + 1) - 1)
        done += now
        yield done, (1 + as_far) / (done + 1)

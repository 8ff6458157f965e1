"""Association: do two words or names come together more than they would by chance.

All take ``(joint, f_a, f_b, n)``: windows with both, with the one, with the other, all windows. The specificity of a
pair (Lafon 1981) is ``specificity(joint, f_a, f_b, n)``: the windows of the one are the part, those of the other the
occurrences. Its log-likelihood is ``log_likelihood(joint, f_a, f_b - joint, n - f_a)``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from toolkit.statistics.arrays import as_float_arrays


def expected_joint(f_a: ArrayLike, f_b: ArrayLike, n: ArrayLike) -> NDArray[np.float64]:
    """Windows with both that independence would give: f_a·f_b / n."""
    a, b, windows = as_float_arrays(f_a, f_b, n)
    with np.errstate(divide="ignore", invalid="ignore"):
        return a * b / windows


def log_dice(joint: ArrayLike, f_a: ArrayLike, f_b: ArrayLike, n: ArrayLike = 0) -> NDArray[np.float64]:
    """logDice: 14 + log₂ of the Dice coefficient. 14 when the two are always together; one less is half as much.

    Does not depend on the size of the corpus (``n`` is not used), so values compare across corpora. −inf for a pair
    that is never together.

    References
    ----------
    Rychlý, P. (2008). A lexicographer-friendly association score. RASLAN.
    """
    both, a, b, _ = as_float_arrays(joint, f_a, f_b, n)
    with np.errstate(divide="ignore", invalid="ignore"):
        return 14 + np.log2(2 * both / (a + b))


def pmi(joint: ArrayLike, f_a: ArrayLike, f_b: ArrayLike, n: ArrayLike) -> NDArray[np.float64]:
    """Pointwise mutual information in bits: log₂ of observed over expected. Highest for rare pairs: keep a floor.

    References
    ----------
    Church, K. W. & Hanks, P. (1990). Word association norms. Computational Linguistics 16.
    """
    both, a, b, windows = as_float_arrays(joint, f_a, f_b, n)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log2(both * windows / (a * b))


def npmi(joint: ArrayLike, f_a: ArrayLike, f_b: ArrayLike, n: ArrayLike) -> NDArray[np.float64]:
    """Normalized PMI: 1 when always together, 0 at independence, −1 when never together.

    References
    ----------
    Bouma, G. (2009). Normalized (pointwise) mutual information in collocation extraction. GSCL.
    """
    both, a, b, windows = as_float_arrays(joint, f_a, f_b, n)
    with np.errstate(divide="ignore", invalid="ignore"):
        score = pmi(both, a, b, windows) / -np.log2(both / windows)
    possible = (a > 0) & (b > 0) & (windows > 0)
    # Both limits are definite: a pair in every window is always together.
    return np.select([possible & (both == 0), possible & (both == windows)], [-1.0, 1.0], score)

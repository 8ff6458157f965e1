"""Association: do two words or names come together more than they would by chance.

All take ``(joint, f_a, f_b, n)``: windows with both, with the one, with the other, all windows. The specificity of a
pair (Lafon 1981) is ``specificity(joint, f_a, f_b, n)``: the windows of the one are the part, those of the other the
occurrences. Its log-likelihood is ``log_likelihood(joint, f_a, f_b - joint, n - f_a)``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

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


def dice(joint: ArrayLike, f_a: ArrayLike, f_b: ArrayLike, n: ArrayLike = 0) -> NDArray[np.float64]:
    """Dice coefficient, 2·joint / (f_a + f_b): 1 when always together, 0 when never. ``n`` is not used.

    References
    ----------
    Dice, L. R. (1945). Measures of the amount of ecologic association between species. Ecology 26.
    """
    both, a, b, _ = as_float_arrays(joint, f_a, f_b, n)
    with np.errstate(divide="ignore", invalid="ignore"):
        return 2 * both / (a + b)


def jaccard(joint: ArrayLike, f_a: ArrayLike, f_b: ArrayLike, n: ArrayLike = 0) -> NDArray[np.float64]:
    """Jaccard coefficient: of the windows with the one or the other, the share with both. ``n`` is not used.

    References
    ----------
    Jaccard, P. (1912). The distribution of the flora in the alpine zone. New Phytologist 11.
    """
    both, a, b, _ = as_float_arrays(joint, f_a, f_b, n)
    with np.errstate(divide="ignore", invalid="ignore"):
        return both / (a + b - both)


def minimum_sensitivity(joint: ArrayLike, f_a: ArrayLike, f_b: ArrayLike, n: ArrayLike = 0) -> NDArray[np.float64]:
    """Minimum sensitivity: the smaller of joint/f_a and joint/f_b, the share of the more frequent. ``n`` is not used.

    References
    ----------
    Pedersen, T. & Bruce, R. (1996). What to infer from a description. Southern Methodist University, 96-CSE-04.
    """
    both, a, b, _ = as_float_arrays(joint, f_a, f_b, n)
    with np.errstate(divide="ignore", invalid="ignore"):
        return both / np.maximum(a, b)


def delta_p(joint: ArrayLike, f_a: ArrayLike, f_b: ArrayLike, n: ArrayLike) -> NDArray[np.float64]:
    """ΔP of b given a: its share of the windows with a, less its share of those without. From −1 to 1, 0 by chance.

    Has a direction, which the symmetric measures hide: ``delta_p(joint, f_b, f_a, n)`` is that of a given b. NaN
    where all windows hold a, or none.

    References
    ----------
    Gries, S. Th. (2013). 50-something years of work on collocations. IJCL 18(1).
    """
    both, a, b, windows = as_float_arrays(joint, f_a, f_b, n)
    with np.errstate(divide="ignore", invalid="ignore"):
        return both / a - (b - both) / (windows - a)


def t_score(joint: ArrayLike, f_a: ArrayLike, f_b: ArrayLike, n: ArrayLike) -> NDArray[np.float64]:
    """t-score: (observed − expected) / √observed. Favours frequent pairs; above about 2 is taken as noticeable.

    −inf for a pair that is never together.

    References
    ----------
    Church, K., Gale, W., Hanks, P. & Hindle, D. (1991). Using statistics in lexical analysis, in Zernik (ed.), Lexical
    Acquisition.
    """
    both, a, b, windows = as_float_arrays(joint, f_a, f_b, n)
    with np.errstate(divide="ignore", invalid="ignore"):
        return (both - expected_joint(a, b, windows)) / np.sqrt(both)


def z_score(joint: ArrayLike, f_a: ArrayLike, f_b: ArrayLike, n: ArrayLike) -> NDArray[np.float64]:
    """z-score: (observed − expected) / √expected. Favours rare pairs: keep a floor on their number.

    References
    ----------
    Berry-Rogghe, G. (1973). The computation of collocations and their relevance to lexical studies, in Aitken et al.
    (eds.), The Computer and Literary Studies.
    """
    both, a, b, windows = as_float_arrays(joint, f_a, f_b, n)
    expected = expected_joint(a, b, windows)
    with np.errstate(divide="ignore", invalid="ignore"):
        return (both - expected) / np.sqrt(expected)


def simple_log_likelihood(joint: ArrayLike, f_a: ArrayLike, f_b: ArrayLike, n: ArrayLike) -> NDArray[np.float64]:
    """Simple log-likelihood: of the four cells only the one of the pair, 2(O·ln(O/E) − (O − E)); never negative.

    The whole table is ``log_likelihood(joint, f_a, f_b - joint, n - f_a)``.

    References
    ----------
    Evert, S. (2008). Corpora and collocations, in Lüdeling & Kytö (eds.), Corpus Linguistics.
    """
    both, a, b, windows = as_float_arrays(joint, f_a, f_b, n)
    return 2 * special.kl_div(both, expected_joint(a, b, windows))


def pmi(joint: ArrayLike, f_a: ArrayLike, f_b: ArrayLike, n: ArrayLike) -> NDArray[np.float64]:
    """Pointwise mutual information in bits: log₂ of observed over expected. Highest for rare pairs: keep a floor.

    References
    ----------
    Church, K. W. & Hanks, P. (1990). Word association norms. Computational Linguistics 16.
    """
    both, a, b, windows = as_float_arrays(joint, f_a, f_b, n)
    with np.errstate(divide="ignore", invalid="ignore"):
        # as two ratios: the product of two counts of a large corpus may be more than a number holds
        return np.log2(both / a) - np.log2(b / windows)


def mi2(joint: ArrayLike, f_a: ArrayLike, f_b: ArrayLike, n: ArrayLike) -> NDArray[np.float64]:
    """MI²: log₂ of observed² over expected; mutual information that rare pairs no longer lead.

    References
    ----------
    Daille, B. (1994). Approche mixte pour l'extraction automatique de terminologie. Thèse, Université Paris 7.
    """
    return pmi(joint, f_a, f_b, n) + _log2(joint)


def mi3(joint: ArrayLike, f_a: ArrayLike, f_b: ArrayLike, n: ArrayLike) -> NDArray[np.float64]:
    """MI³: log₂ of observed³ over expected; leans further towards frequent pairs than MI² (Daille 1994)."""
    return pmi(joint, f_a, f_b, n) + 2 * _log2(joint)


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


def _log2(values: ArrayLike) -> NDArray[np.float64]:
    with np.errstate(divide="ignore"):
        return np.log2(np.asarray(values, dtype=float))

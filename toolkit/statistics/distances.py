"""Distances between texts or sources by the words they use, each with what every word adds to it.

All take ``(a, b)``, counts of the same words in the same order, the words along the last axis.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from toolkit.statistics.arrays import as_float_arrays

Floats = NDArray[np.float64]


def labbe(a: ArrayLike, b: ArrayLike) -> Floats:
    """Labbé's intertextual distance: 0 for the same words at the same rates, 1 for no word in common.

    The larger text is brought down to the size of the smaller; a word that the smaller lacks counts only from one
    occurrence expected in it on, for below that its absence says nothing. NaN where a text is empty.

    References
    ----------
    Labbé, C. & Labbé, D. (2001). Inter-textual distance and authorship attribution. Journal of Quantitative
    Linguistics 8(3). Same values as IRaMuTeQ; not the half sum of |rate − rate| that often goes by this name.
    """
    return labbe_parts(a, b).sum(axis=-1)


def labbe_parts(a: ArrayLike, b: ArrayLike) -> Floats:
    """What each word adds to :func:`labbe`."""
    one, two = as_float_arrays(a, b)
    size1, size2 = one.sum(axis=-1, keepdims=True), two.sum(axis=-1, keepdims=True)
    first_smaller = size1 <= size2
    small, large = np.where(first_smaller, one, two), np.where(first_smaller, two, one)
    smaller, larger = np.minimum(size1, size2), np.maximum(size1, size2)
    with np.errstate(divide="ignore", invalid="ignore"):
        scaled = large * (smaller / larger)
    enough = large * smaller >= larger  # exact, where the scaled count might round to just below 1
    counted = (small > 0) | enough
    size = smaller + np.where(enough, scaled, 0.0).sum(axis=-1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(smaller > 0, np.where(counted, np.abs(small - scaled), 0.0) / size, np.nan)


def jensen_shannon(a: ArrayLike, b: ArrayLike) -> Floats:
    """Jensen–Shannon distance: the square root of the divergence in bits; 0 for the same rates, 1 for no common word.

    NaN where a text is empty.

    References
    ----------
    Lin, J. (1991). Divergence measures based on the Shannon entropy. IEEE Transactions on Information Theory 37.
    Endres, D. M. & Schindelin, J. E. (2003). A new metric for probability distributions. IEEE Trans. Inf. Theory 49.
    """
    return np.sqrt(np.maximum(jensen_shannon_parts(a, b).sum(axis=-1), 0.0))


def jensen_shannon_parts(a: ArrayLike, b: ArrayLike) -> Floats:
    """What each word adds to the Jensen–Shannon divergence, in bits; none is negative."""
    one, two = as_float_arrays(a, b)
    with np.errstate(divide="ignore", invalid="ignore"):
        p, q = one / one.sum(axis=-1, keepdims=True), two / two.sum(axis=-1, keepdims=True)
        middle = (p + q) / 2
        return (special.kl_div(p, middle) + special.kl_div(q, middle)) / (2 * np.log(2))


def burrows_delta(counts: ArrayLike, sizes: ArrayLike) -> Floats:
    """Burrows' Delta between all texts: the mean difference of the words' z-scores.

    Parameters
    ----------
    counts : array-like, (texts, words)
        Of the most frequent words. Words as frequent in every text take no part.
    sizes : array-like, (texts,)
        All tokens of each text.

    Returns
    -------
    ndarray, (texts, texts)
        NaN for a text without tokens, and with fewer than two texts that have some.

    References
    ----------
    Burrows, J. (2002). 'Delta': a measure of stylistic difference. Literary and Linguistic Computing 17(3). Standard
    deviations are those of a sample, as in the R package stylo.
    """
    scores = z_scores(counts, sizes)
    used = ~np.isnan(scores).all(axis=0)
    scores = scores[:, used]
    result = np.full((len(scores), len(scores)), np.nan)
    for number in range(len(scores) if used.any() else 0):
        result[number] = np.abs(scores - scores[number]).mean(axis=1)
    return result


def z_scores(counts: ArrayLike, sizes: ArrayLike) -> Floats:
    """How many standard deviations each text's rate of each word lies from the mean of the texts, (texts, words).

    NaN throughout for a word whose rate is the same in all texts, and for a text without tokens.
    """
    observed, size = np.asarray(counts, float), np.asarray(sizes, float)
    there = size > 0
    scores = np.full(observed.shape, np.nan)
    if there.sum() > 1:
        rates = observed[there] / size[there][:, None]
        deviation = rates.std(axis=0, ddof=1)
        # the same fraction from other counts may differ in its last digit
        varies = deviation > 1e-12 * rates.max(axis=0)
        with np.errstate(divide="ignore", invalid="ignore"):
            scores[there] = np.where(varies, (rates - rates.mean(axis=0)) / deviation, np.nan)
    return scores

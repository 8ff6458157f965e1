"""In how many texts a word stands, of texts of any length: words come in clumps, and long texts hold more of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

_LEAST, _MOST = np.log(1e-4), np.log(1e4)
_HALVINGS = 40


def clumping(count: ArrayLike, documents: ArrayLike, sizes: ArrayLike) -> NDArray[np.float64]:
    """How evenly words spread over texts: the exponent k of a negative binomial fitted to how many texts have them.

    A text of n tokens lacks a word of rate r with probability (1 + n·r/k)^−k; k is where the expected number of texts
    that have it is the number that do. One text full of a word moves it little.

    Parameters
    ----------
    count, documents : array-like, (words,)
        Occurrences of each word in all the texts, and texts that have it.
    sizes : array-like, (texts,)
        Tokens of each text.

    Returns
    -------
    ndarray, (words,)
        Small where occurrences come together; inf, Poisson's limit, where they spread at least as evenly as chance.

    References
    ----------
    Church, K. W. & Gale, W. A. (1995). Poisson mixtures. Natural Language Engineering 1(2). The fit is by the texts
    without the word: Anscombe, F. J. (1950). Sampling theory of the negative binomial and logarithmic series
    distributions. Biometrika 37.
    """
    found, held = np.asarray(count, float), np.asarray(documents, float)
    lengths, texts = _lengths(sizes)
    rate = found / max(float(lengths @ texts), 1.0)
    mean = rate[:, None] * lengths
    clumped = -np.expm1(-mean) @ texts > held
    low, high = np.full((2, len(rate)), [[_LEAST], [_MOST]])
    for _ in range(_HALVINGS if clumped.any() else 0):
        middle = (low + high) / 2
        k = np.exp(middle)[:, None]
        fewer = -np.expm1(-k * np.log1p(mean / k)) @ texts < held
        low, high = np.where(fewer, middle, low), np.where(fewer, high, middle)
    return np.where(clumped, np.exp((low + high) / 2), np.inf)


def chance_of_so_few(
    documents: ArrayLike, sizes: ArrayLike, *, other_count: ArrayLike, other_documents: ArrayLike,
    other_sizes: ArrayLike,
) -> NDArray[np.float64]:  # fmt: skip
    """The chance that so few texts have a word, or none, were it as frequent and as clumped as in other texts.

    A text of n tokens lacks the word with probability q = (1 + n·r/k)^−k, r its rate in the others and k their
    :func:`clumping`. The rate is known no better than from the K other texts that have the word, so the chance of none
    is not Π q = exp(−Λ), but its mean over a rate that is gamma about r with exponent K: (1 + Λ/K)^−K. Without clumps
    that is (1 + S/S′)^−K for texts of S tokens and others of S′, where the expected number of occurrences is K·S/S′:
    the chance that of K occurrences all fall to the others.

    Parameters
    ----------
    documents : array-like, (words,)
        Texts that have each word.
    sizes : array-like, (texts,)
        Tokens of each text.
    other_count, other_documents : array-like, (words,)
        Occurrences in the other texts, and how many of these have the word.
    other_sizes : array-like, (other texts,)

    Returns
    -------
    ndarray, (words,)
        P(X ≤ documents), X negative binomial with exponent K and mean Λ = −Σ ln q; of more than none, with mean
        Σ (1 − q), which is no smaller than the chance (Hoeffding 1956). 1 for a word that the others do not have.

    References
    ----------
    Church & Gale (1995), see :func:`clumping`. Hoeffding, W. (1956). On the distribution of the number of successes in
    independent trials. Annals of Mathematical Statistics 27.
    """
    own, held = np.asarray(documents, float), np.asarray(other_documents, float)
    lengths, texts = _lengths(sizes)
    k = clumping(other_count, held, other_sizes)
    rate = np.asarray(other_count, float) / max(float(np.sum(other_sizes)), 1.0)
    mean = rate[:, None] * lengths
    exponent = np.where(np.isinf(k), 1.0, k)[:, None]
    bursts = np.where(np.isinf(k)[:, None], mean, exponent * np.log1p(mean / exponent))
    expected = np.where(own == 0, bursts @ texts, -np.expm1(-bursts) @ texts)
    there = held > 0
    exponent = np.where(there, held, 1.0)
    return np.where(there, stats.nbinom.cdf(own, exponent, exponent / (exponent + expected)), 1.0)


def _lengths(sizes: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The lengths of texts, and how many are of each: those nearly alike (2 %) taken together, at their mean."""
    all_sizes = np.asarray(sizes, float)
    all_sizes = all_sizes[all_sizes > 0]
    _, place = np.unique(np.rint(np.log(all_sizes) / 0.02), return_inverse=True)
    texts = np.bincount(place).astype(float)
    return np.bincount(place, all_sizes) / np.maximum(texts, 1), texts

"""How sure a difference between two groups of articles is, when articles and not tokens are what was sampled.

The words of one article hang together: a word that is there once is likely there again. Intervals that take tokens as
independent draws are too narrow, the more so for what stands at the top of a ranking. Here whole articles are drawn
again, or dealt out again to the two sides.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse, special

from toolkit.statistics.limits import log2_lower_odds
from toolkit.statistics.redrawing import AT_ONCE, Articles, Pair, Redrawing

Floats = NDArray[np.float64]
Scores = Callable[[Floats, Floats, Floats, Floats], tuple[Floats, Floats]]


class Ranking(NamedTuple):
    """How the words of a family were ranked before some of them were looked at.

    Whatever stands at the top of a ranking is there partly by luck, and intervals have to allow for it: every drawing
    of articles ranks the words anew.

    Attributes
    ----------
    scores : callable
        From counts and sizes of both sides, ``(k1, n1, k2, n2)``, what words of over-use are ranked by, the highest
        first, and words of under-use, the lowest first: the two limits of an interval, say, or one score twice.
    n_over, n_under : int
        How many of either are shown.
    """

    scores: Scores
    n_over: int
    n_under: int


def article_intervals(
    counts1: ArrayLike | sparse.sparray,
    sizes1: ArrayLike,
    counts2: ArrayLike | sparse.sparray,
    sizes2: ArrayLike,
    *,
    ranking: Ranking | None = None,
    confidence: float = 0.95,
    replicates: int = 1_000,
    seed: int = 0,
) -> tuple[Floats, Floats, float]:
    """Simultaneous intervals for the log₂ ratio of rates of several words, by drawing articles again.

    Parameters
    ----------
    counts1, sizes1 : (articles, words) array or sparse matrix, (articles,)
        Occurrences of the words in each article of the target, and the article's tokens; three articles or more.
    counts2, sizes2
        The same for the reference.
    ranking : Ranking, optional
        Where only the words at the ends of a ranking are looked at: the words are then those that might have got there.
        Without it all words are looked at, and were chosen without a look at these counts.
    confidence : float
        That the intervals of all the words looked at hold their true values.
    replicates : int
    seed : int

    Returns
    -------
    low, high : ndarray, (words,)
        In log₂ units; for all words, but good for those looked at. A side without an occurrence leaves its end open,
        −inf or inf; so does a word that clumps and stands in too few articles to tell how much.
    critical : float
        Half the width of the intervals, in standard errors of a word that does not clump.

    Notes
    -----
    Given its occurrences on both sides, the share of a word that falls to the target has Clopper and Pearson's
    interval, with as many occurrences as its design effect over articles leaves (Kish 1965; never more than there are).
    The part of the design effect that is estimated has the degrees of freedom of the articles it rests on
    (Satterthwaite 1946): a word that clumps in a few articles has a wider interval by Student's quantile.

    How wide they all are is the quantile, over the replicates, of the largest deviation among the words looked at, each
    measured by the interval that would just hold the truth, so that what is drawn is judged as what was found. In a
    replicate articles are drawn for either side from both, their words at the rate of the side they are drawn for, and
    the words of an article are drawn again from its own rate; the log ratios are then known, being the estimates drawn
    towards 0 by as much as estimates lie further apart than what they estimate (two groups of words, one of them
    without a difference: Efron 2008). The words of a replicate are ranked anew. With few articles the width grows as
    Student's quantile does, at six degrees of freedom an article of the smaller side. ``benchmarks/coverage.py`` tells
    how often the intervals hold.

    References
    ----------
    Romano, J. P. & Wolf, M. (2005). Exact and approximate stepdown methods for multiple hypothesis testing. JASA 100.
    Davison, A. C. & Hinkley, D. V. (1997). Bootstrap methods and their application. Cambridge. Loh, W.-Y. (1987).
    Calibrating confidence coefficients. JASA 82. Efron, B. (2008). Microarrays, empirical Bayes and the two-groups
    model. Statistical Science 23. Satterthwaite, F. E. (1946). An approximate distribution of estimates of variance
    components. Biometrics Bulletin 2.
    """
    sides = Articles.of(counts1, sizes1), Articles.of(counts2, sizes2)
    if min(side.n for side in sides) < 3:
        raise ValueError("intervals over articles need three articles or more on either side")
    found = Pair(*(side.observed() for side in sides))
    share, effective, freedom = (values[0] for values in found.share())
    truth = _drawn_in(found.log_ratio()[0], _standard_error(share, effective))
    worst = [
        _deviation(*_looked_at(drawn, truth, ranking)).max(axis=1, initial=0.0)
        for drawn in Redrawing(*sides, truth).blocks(replicates, seed)
    ]
    critical = float(np.quantile(np.concatenate(worst), confidence))
    critical = _for_few(max(critical, float(special.ndtri((1 + confidence) / 2))), min(side.n for side in sides))
    tail = _student_tail(critical, freedom)
    ones, others = share * effective, (1 - share) * effective
    size = np.log2(found.two.size[0]) - np.log2(found.one.size[0])
    low, high = size + log2_lower_odds(ones, others, tail), size - log2_lower_odds(others, ones, tail)
    low, high = (np.where(found.both[0] > 0, end, np.nan) for end in (low, high))
    return low, high, critical


def _standard_error(share: Floats, effective: Floats) -> Floats:
    """Of a log₂ ratio, half an occurrence added on either side."""
    with np.errstate(invalid="ignore"):
        return np.sqrt(1 / (share * effective + 0.5) + 1 / ((1 - share) * effective + 0.5)) / np.log(2)


def _drawn_in(log_ratio: Floats, error: Floats) -> Floats:
    """Estimates drawn towards 0: what is to be expected of a word that has this one.

    Some words differ, by amounts that are spread normally about 0, and the others do not; how many do, and by how much,
    is what makes the estimates likeliest (fifty rounds of expectation and maximisation).
    """
    known = np.isfinite(error)
    estimate, variance = log_ratio[known], error[known] ** 2
    different, spread = 0.5, 1.0
    weight = mean = np.zeros(len(estimate))
    for _ in range(50):
        none = np.exp(-(estimate**2) / 2 / variance) / np.sqrt(variance)
        some = np.exp(-(estimate**2) / 2 / (variance + spread)) / np.sqrt(variance + spread)
        weight = different * some / np.maximum(different * some + (1 - different) * none, 1e-300)
        mean = estimate * spread / (variance + spread)
        different = float(np.clip(weight.mean(), 0.01, 0.99)) if len(weight) else 0.5
        spread = max(float((weight * (mean**2 + variance * spread / (variance + spread))).sum()
                           / max(weight.sum(), 1e-9)), 1e-3)  # fmt: skip
    drawn = np.zeros(len(log_ratio))
    drawn[known] = weight * mean
    return drawn


def _looked_at(drawn: Pair, truth: Floats, ranking: Ranking | None) -> tuple[Pair, Floats]:
    """Of each replicate the words that are looked at, and what is true of them."""
    rows = np.arange(len(drawn.both))[:, None]
    if ranking is None:
        picked = np.broadcast_to(np.arange(len(truth)), drawn.both.shape)
    else:
        one, two = drawn
        over, under = ranking.scores(one.found, one.size, two.found, two.size)
        more = one.found * two.size >= two.found * one.size
        picked = np.concatenate([
            _ends(np.where(more, over, -np.inf), ranking.n_over),
            _ends(np.where(more, -np.inf, -under), ranking.n_under),
        ], axis=1)  # fmt: skip
    return Pair(drawn.one.at(rows, picked), drawn.two.at(rows, picked)), truth[picked]


def _ends(score: Floats, number: int) -> NDArray[np.int64]:
    """The words with the highest scores, replicate by replicate."""
    words = score.shape[1]
    if number >= words:
        return np.broadcast_to(np.arange(words), score.shape)
    return np.argpartition(-np.nan_to_num(score, nan=-np.inf), max(number - 1, 0), axis=1)[:, :number]


def _deviation(drawn: Pair, truth: Floats) -> Floats:
    """How far from the truth words are, in standard errors: those of the widest interval that leaves the truth out."""
    share, effective, freedom = drawn.share()
    odds = np.exp2(truth) * drawn.one.size / drawn.two.size
    true = odds / (1 + odds)
    ones, others = share * effective, (1 - share) * effective
    with np.errstate(divide="ignore", invalid="ignore"):
        high = share > true
        tail = special.betainc(np.where(high, ones, others), np.where(high, others, ones) + 1,
                               np.where(high, true, 1 - true))  # fmt: skip
        deviation = -special.ndtri(np.minimum(np.nan_to_num(tail, nan=0.5), 0.5))
        few = freedom < _MANY
        t = special.stdtr(np.maximum(freedom[few], _LEAST), -deviation[few])
    deviation[few] = -special.ndtri(np.maximum(t, 1e-300))
    return deviation


_LEAST, _MANY = 0.5, 2_000.0  # degrees of freedom from which, and up to which, Student's distribution is its own


def _student_tail(critical: float, freedom: Floats) -> Floats:
    """For each word the tail that the normal one becomes when the deviation is Student's."""
    t = special.stdtrit(np.clip(np.nan_to_num(freedom, nan=_MANY, posinf=_MANY), _LEAST, _MANY),
                        special.ndtr(-critical))  # fmt: skip
    return special.ndtr(t)


def _for_few(critical: float, n: int) -> float:
    """Standard errors are themselves estimated, and from few articles badly: Student's quantile for the normal one."""
    return float(-special.stdtrit(6 * n, special.ndtr(-critical)))


def permutation_p(
    counts: ArrayLike | sparse.sparray,
    sizes: ArrayLike,
    target: ArrayLike,
    *,
    strata: ArrayLike | None = None,
    replicates: int = 999,
    seed: int = 0,
) -> tuple[Floats, Floats]:
    """How often articles dealt out to the two sides by chance differ as much as these do.

    Parameters
    ----------
    counts : (articles, words) array or sparse matrix
    sizes : (articles,)
        Tokens of each article.
    target : (articles,) of bool
        Which articles are the target's.
    strata : (articles,) of int, optional
        Articles are dealt out within strata, from 0, stories for instance: each side keeps its number of articles in
        each. By default all are one stratum.
    replicates : int
        Deals; no p is below 1 / (replicates + 1).

    Returns
    -------
    p, p_adjusted : ndarray, (words,)
        Two-sided: of the word by itself; and of any word of the family coming out as far as this one, by the largest
        deviation of each deal.

    Notes
    -----
    The deviation is of the target's count from what its tokens would have it, in each stratum by itself and then added
    up, as Cochran, Mantel and Haenszel do; in standard deviations over all deals.

    References
    ----------
    Westfall, P. H. & Young, S. S. (1993). Resampling-based multiple testing. Wiley. Lijffijt, J. et al. (2016).
    Significance testing of word frequencies in corpora. DSH 31(2).
    """
    _, alone, together = Deals(counts, sizes, target, strata=strata).more(replicates, seed=seed)
    return (1 + alone) / (replicates + 1), (1 + together) / (replicates + 1)


class Deals:
    """Articles to be dealt out to the two sides, some deals at a time: what all deals share is worked out once.

    Parameters
    ----------
    counts, sizes, target, strata
        As for :func:`permutation_p`.
    """

    def __init__(
        self,
        counts: ArrayLike | sparse.sparray,
        sizes: ArrayLike,
        target: ArrayLike,
        *,
        strata: ArrayLike | None = None,
    ) -> None:
        matrix = sparse.csr_array(counts).astype(float)
        size, self._inside = np.asarray(sizes, float), np.asarray(target, bool)
        articles, words = matrix.shape
        self._stratum = np.zeros(articles, np.int64) if strata is None else np.asarray(strata, np.int64)
        self._by_word = sparse.csr_array(matrix.T)
        member = sparse.csr_array((np.ones(articles), (self._stratum, np.arange(articles))))  # (strata, articles)
        self._by_size = sparse.csr_array(member @ sparse.diags_array(size))
        self._rate, self._deviation = _over_all_deals(self._by_word, size, member, self._inside)
        self._found = self._scores(self._inside[:, None].astype(float))[:, 0]
        self._at_once = max(1, AT_ONCE // max(words, articles, 1))
        self._done, self._alone, self._together = 0, np.zeros(words), np.zeros(words)

    def more(self, replicates: int, *, seed: int) -> tuple[int, Floats, Floats]:
        """Deal so many times more.

        Returns
        -------
        done : int
            Deals so far.
        alone, together : ndarray, (words,)
            In how many of these the word, and in how many any word, came out as far as the word did.
        """
        random = np.random.default_rng(seed)
        for low in range(0, replicates, self._at_once):
            dealt = _dealt(random, self._inside, self._stratum, min(self._at_once, replicates - low))
            score = self._scores(dealt) * (1 + 1e-9)  # equal deals count as equal
            self._alone += (score >= self._found[:, None]).sum(axis=1)
            self._together += (score.max(axis=0, initial=0.0)[None] >= self._found[:, None]).sum(axis=1)
        self._done += replicates
        return self._done, self._alone.copy(), self._together.copy()

    def _scores(self, weights: Floats) -> Floats:
        """|z| by word and deal, from (articles, deals) of 0 and 1."""
        with np.errstate(divide="ignore", invalid="ignore"):
            z = (self._by_word @ weights - self._rate @ (self._by_size @ weights)) / self._deviation[:, None]
        return np.nan_to_num(np.abs(z), nan=0.0, posinf=0.0)


def _over_all_deals(
    by_word: sparse.csr_array, size: Floats, member: sparse.csr_array, inside: NDArray[np.bool_]
) -> tuple[sparse.csr_array, Floats]:
    """The rate of each word in each stratum, (words, strata); and the standard deviation, over all deals, of what the
    target's count has beyond expectation, (words,). Its mean is 0."""
    number, ours = member.sum(axis=1), member @ inside
    per_token = sparse.diags_array(1 / np.maximum(member @ size, 1e-300))
    rate = sparse.csr_array(by_word @ member.T @ per_token)
    products = by_word @ sparse.diags_array(size) @ member.T
    squares = by_word.power(2) @ member.T - 2 * rate * products + rate.power(2) @ sparse.diags_array(member @ size**2)
    chance = ours * (number - ours) / (number * np.maximum(number - 1, 1))
    return rate, np.sqrt(np.maximum(squares @ chance, 0))


def _dealt(random: np.random.Generator, inside: NDArray[np.bool_], stratum: NDArray[np.int64], deals: int) -> Floats:
    """1 for the articles dealt to the target, in each stratum as many as it has, (articles, deals)."""
    if not stratum.any():
        return random.permuted(np.repeat(inside[:, None].astype(float), deals, axis=1), axis=0)
    dealt = np.empty((len(inside), deals))
    shuffled = np.argsort(stratum[:, None] + random.random((len(inside), deals)), axis=0)
    dealt[np.argsort(stratum, kind="stable")] = inside[shuffled]
    return dealt

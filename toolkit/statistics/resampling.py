"""How sure a difference between two groups of articles is, when articles and not tokens are what was sampled.

The words of one article hang together: a word that is there once is likely there again. Intervals that take tokens as
independent draws are too narrow, the more so for what stands at the top of a ranking. Here whole articles are drawn
again, or dealt out again to the two sides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse, special

Floats = NDArray[np.float64]
Weights = NDArray[np.floating]
_AT_ONCE = 1 << 22  # numbers of a block of replicates: bounds the memory


class _Totals(NamedTuple):
    """Sums over the articles of one side, (replicates, words), sizes (replicates, 1)."""

    found: Floats  # occurrences
    size: Floats
    variance: Floats  # of the count, from article to article
    square: Floats  # sum of the squared counts that the articles would have by their sizes alone


@dataclass(frozen=True)
class _Side:
    """One side: occurrences of some words in its articles, (articles with any of them, words), and all sizes."""

    counts: Floats
    sizes: Floats  # of the same articles
    others: Floats  # sizes of the articles that have none of the words

    @classmethod
    def of(cls, counts: ArrayLike | sparse.sparray, sizes: ArrayLike) -> _Side:
        matrix = sparse.csr_array(counts).astype(float)
        size = np.asarray(sizes, float)
        some = np.diff(matrix.indptr) > 0
        return cls(matrix[some].toarray(), size[some], size[~some])

    @property
    def n(self) -> int:
        return len(self.sizes) + len(self.others)

    def summed(self, weights: Weights, others: Weights, other_squares: Weights) -> _Totals:
        """Sums over the articles when each is taken so often.

        ``others`` and ``other_squares`` are the summed sizes, and squares of sizes, of the articles without the words.
        """
        words, sizes = self.counts.shape[1], self.sizes[:, None]
        columns = np.hstack([self.counts, self.counts**2, self.counts * sizes, sizes, sizes**2])
        # seven digits are enough for what is drawn, and go twice as fast; one product does it all
        sums = (weights @ columns.astype(weights.dtype)).astype(float)
        count, squares, products = (sums[:, at * words : (at + 1) * words] for at in range(3))
        size = sums[:, -2:-1] + others[:, None].astype(float)
        size_squares = sums[:, -1:] + other_squares[:, None].astype(float)
        with np.errstate(divide="ignore", invalid="ignore"):
            rate = count / size
            # variance of the count about what the articles' sizes would have it
            variance = self.n / (self.n - 1) * (squares - 2 * rate * products + rate**2 * size_squares)
        return _Totals(count, size, variance, rate**2 * size_squares)

    def drawn(self, random: np.random.Generator, replicates: int) -> _Totals:
        """As many articles, drawn with replacement, so many times."""
        place = random.integers(self.n, size=(replicates, self.n), dtype=np.int32)
        place += np.arange(0, replicates * self.n, self.n, dtype=np.int32)[:, None]
        weights = np.bincount(place.ravel(), minlength=place.size).reshape(place.shape).astype(np.float32)
        some = len(self.sizes)
        rest = weights[:, some:] @ np.column_stack([self.others, self.others**2]).astype(np.float32)
        return self.summed(weights[:, :some], rest[:, 0], rest[:, 1])

    def observed(self) -> _Totals:
        whole = self.others.sum()[None], (self.others**2).sum()[None]
        return self.summed(np.ones((1, len(self.sizes))), *whole)


class Ranking(NamedTuple):
    """How the words of a family were ranked before some of them were looked at.

    Whatever stands at the top of a ranking is there partly by luck, and intervals have to allow for it. Every drawing
    of articles ranks the words anew, by the score they were given plus what the drawing changes of it.

    Attributes
    ----------
    over, under : (words,)
        What words of over-use are ranked by, the highest first, and words of under-use, the lowest first: the two
        limits of an interval, say, or the same score twice.
    slope : (words,)
        How much these rise with the log₂ ratio: 1 for a limit or an estimate of it, 1 / standard error for a test.
    n_over, n_under : int
        How many of either are shown.
    """

    over: Floats
    under: Floats
    slope: Floats
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
        −inf or inf.
    critical : float
        Half the width of the intervals, in standard errors.

    Notes
    -----
    Given its occurrences on both sides, the share of a word that falls to the target has Clopper and Pearson's
    interval, with as many occurrences as its design effect over articles leaves (Kish 1965; never more than there are).
    The confidence it takes is that of so many standard errors as is the quantile, over the replicates, of the largest
    studentized deviation among the words looked at; with few articles it grows as Student's quantile does, at six
    degrees of freedom an article of the smaller side, which is what simulated corpora needed to be covered as often as
    is said (``benchmarks/coverage.py``).
    In ranking a replicate anew, words start from their estimates drawn towards 0 by one and a half standard errors:
    estimates lie further apart than what they estimate, and words on a par would seem not to be.

    References
    ----------
    Romano, J. P. & Wolf, M. (2005). Exact and approximate stepdown methods for multiple hypothesis testing. JASA 100.
    Davison, A. C. & Hinkley, D. V. (1997). Bootstrap methods and their application. Cambridge.
    """
    sides = _Side.of(counts1, sizes1), _Side.of(counts2, sizes2)
    if min(side.n for side in sides) < 3:
        raise ValueError("intervals over articles need three articles or more on either side")
    found = _Pair(*(side.observed() for side in sides))
    deviation, shift = _replicates(sides, found, replicates, seed)
    if ranking is not None:
        deviation = _of_ends(deviation, shift, found.log_ratio()[0], ranking)
    worst = float(np.quantile(deviation.max(axis=1, initial=0.0), confidence))
    critical = _for_few(max(worst, float(special.ndtri((1 + confidence) / 2))), min(side.n for side in sides))
    share, effective = found.share()
    bounds = _limits(share[0], effective[0], critical)
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = [np.log2(bound) - np.log2(1 - bound) for bound in bounds]
    size = np.log2(found.two.size[0]) - np.log2(found.one.size[0])
    low, high = (np.where(found.both[0] > 0, end + size, np.nan) for end in odds)
    return low, high, critical


class _Pair(NamedTuple):
    """Both sides, found or drawn."""

    one: _Totals
    two: _Totals

    @property
    def both(self) -> Floats:
        return self.one.found + self.two.found

    def log_ratio(self) -> Floats:
        """log₂ of the ratio of rates, a count of zero taken as 0.5."""
        sides = (np.log2(np.maximum(side.found, 0.5)) - np.log2(side.size) for side in self)
        return np.subtract(*sides)

    def share(self) -> tuple[Floats, Floats]:
        """The share of the occurrences that falls to the target, and on how many occurrences it effectively rests."""
        one, two = self
        with np.errstate(divide="ignore", invalid="ignore"):
            share = one.found / self.both
            # how much a word clumps in articles, from both sides: one of a few articles is no measure of it
            excess = one.variance + two.variance - self.both
            clumping = np.maximum(excess, 0) / (one.square + two.square)
            e1, e2 = (
                np.maximum(np.maximum(side.variance, side.found + clumping * side.square) / side.found, 1.0)
                for side in self
            )
            # a side without occurrences is taken to clump as the other does
            e1, e2 = np.where(one.found > 0, e1, e2), np.where(two.found > 0, e2, e1)
            return share, self.both / ((1 - share) * e1 + share * e2)


def _replicates(sides: tuple[_Side, _Side], found: _Pair, replicates: int, seed: int) -> tuple[Floats, Floats]:
    """By replicate and word: how many standard errors off its share is, and how far its log ratio, from those found."""
    random = np.random.default_rng(seed)
    one, two = found
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = (one.found / one.size) / (two.found / two.size)
    words = one.found.shape[1]
    block = max(1, min(replicates, _AT_ONCE // max(words, *(side.n for side in sides))))
    deviation, shift = np.empty((replicates, words)), np.empty((replicates, words))
    for low in range(0, replicates, block):
        number = min(block, replicates - low)
        drawn = _Pair(*(side.drawn(random, number) for side in sides))
        deviation[low : low + number] = _deviation(drawn, ratio)
        shift[low : low + number] = drawn.log_ratio() - found.log_ratio()
    return deviation, shift


def _deviation(drawn: _Pair, ratio: Floats) -> Floats:
    share, effective = drawn.share()
    size1, size2 = drawn.one.size, drawn.two.size
    with np.errstate(divide="ignore", invalid="ignore"):
        true = np.where(np.isinf(ratio), 1.0, ratio * size1 / (ratio * size1 + size2))
        deviation = np.abs(share - true) / np.sqrt(true * (1 - true) / effective)
    return np.nan_to_num(deviation, nan=0.0, posinf=0.0)


def _of_ends(deviation: Floats, shift: Floats, log_ratio: Floats, ranking: Ranking) -> Floats:
    """The deviations of the words that come to stand at the ends of the ranking, replicate by replicate."""
    error = shift.std(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        drawn_in = np.sign(log_ratio) * np.fmin(1.5 * error, np.abs(log_ratio))
    moved = ranking.slope * (shift - drawn_in)
    ends = []
    for score, number in ((-ranking.over - moved, ranking.n_over), (ranking.under + moved, ranking.n_under)):
        if 0 < number < score.shape[1]:
            picked = np.argpartition(score, number - 1, axis=1)[:, :number]
            ends.append(np.take_along_axis(deviation, picked, axis=1))
        elif number:
            ends.append(deviation)
    return np.concatenate(ends, axis=1) if ends else deviation


def _for_few(critical: float, n: int) -> float:
    """Standard errors are themselves estimated, and from few articles badly: Student's quantile for the normal one."""
    return float(-special.stdtrit(6 * n, special.ndtr(-critical)))


def _limits(share: Floats, n: Floats, critical: float) -> tuple[Floats, Floats]:
    """Limits for a share of n occurrences, each with the tail that the critical value has."""
    ones, others, alpha = share * n, (1 - share) * n, special.ndtr(-critical)
    with np.errstate(invalid="ignore"):
        low = special.betaincinv(ones, others + 1, alpha)
        high = special.betainccinv(ones + 1, others, alpha)
    return np.where(ones > 0, low, 0.0 * ones), np.where(others > 0, high, 1.0 + 0.0 * ones)


def permutation_p(
    counts: ArrayLike | sparse.sparray,
    sizes: ArrayLike,
    target: ArrayLike,
    *,
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
    replicates : int
        Deals; no p is below 1 / (replicates + 1).

    Returns
    -------
    p, p_adjusted : ndarray, (words,)
        Two-sided: of the word by itself; and of any word of the family coming out as far as this one, by the largest
        deviation of each deal.

    Notes
    -----
    The deviation is of the target's count from what its tokens would have it, in standard deviations over all deals.

    References
    ----------
    Westfall, P. H. & Young, S. S. (1993). Resampling-based multiple testing. Wiley. Lijffijt, J. et al. (2016).
    Significance testing of word frequencies in corpora. DSH 31(2).
    """
    matrix = sparse.csr_array(counts).astype(float)
    size, inside = np.asarray(sizes, float), np.asarray(target, bool)
    articles, words = matrix.shape
    transposed = sparse.csr_array(matrix.T)
    rate = matrix.sum(axis=0) / size.sum()
    squares = matrix.power(2).sum(axis=0) - 2 * rate * (transposed @ size) + rate**2 * (size**2).sum()
    share = inside.mean()
    # sum over the target of what lies beyond expectation: its mean over all deals is 0, its variance this
    deviation = np.sqrt(share * (1 - share) * articles / max(articles - 1, 1) * np.maximum(squares, 0))

    def scores(weights: Floats) -> Floats:
        """|z| by word and deal, from (articles, deals) of 0 and 1."""
        with np.errstate(divide="ignore", invalid="ignore"):
            z = (transposed @ weights - rate[:, None] * (size @ weights)) / deviation[:, None]
        return np.nan_to_num(np.abs(z), nan=0.0, posinf=0.0)

    found = scores(inside[:, None].astype(float))[:, 0]
    random = np.random.default_rng(seed)
    alone, together = np.zeros(words), np.zeros(words)
    block = max(1, min(replicates, _AT_ONCE // max(words, articles, 1)))
    for low in range(0, replicates, block):
        dealt = np.repeat(inside[:, None].astype(float), min(block, replicates - low), axis=1)
        score = scores(random.permuted(dealt, axis=0)) * (1 + 1e-9)  # equal deals count as equal
        alone += (score >= found[:, None]).sum(axis=1)
        together += (score.max(axis=0, initial=0.0)[None] >= found[:, None]).sum(axis=1)
    return (1 + alone) / (replicates + 1), (1 + together) / (replicates + 1)

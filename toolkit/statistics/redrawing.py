"""Two groups of articles, drawn again: what a word's count, and how it varies from article to article, would come to.

The articles of both groups make one pool, for how a word clumps is a matter of the word; an article drawn for the other
group has the word at that group's rate. What an article holds is a rate, and its occurrences are drawn again, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

Floats = NDArray[np.float64]
AT_ONCE = 1 << 22  # numbers of a block of replicates: bounds the memory
_IN_CACHE = 1 << 20  # numbers of the weights of so many replicates as are worked on together
_SPARSE = 0.1  # share of cells from which on a matrix multiplies faster as a dense one


class Totals(NamedTuple):
    """Sums over the articles of one side, (replicates, words), sizes (replicates, 1)."""

    found: Floats  # occurrences
    size: Floats
    variance: Floats  # of the count, from article to article
    square: Floats  # sum of the squared counts that the articles would have by their sizes alone
    articles: Floats  # on how many articles the count effectively rests

    @classmethod
    def of(cls, n: int, found: Floats, size: Floats, squares: Floats, products: Floats, size_squares: Floats) -> Totals:
        """From sums over ``n`` articles: of counts, sizes, squared counts, counts by sizes, squared sizes."""
        with np.errstate(divide="ignore", invalid="ignore"):
            rate = found / size
            # variance of the count about what the articles' sizes would have it
            variance = n / (n - 1) * (squares - 2 * rate * products + rate**2 * size_squares)
            return cls(found, size, np.maximum(variance, 0), rate**2 * size_squares, found**2 / squares)

    def at(self, rows: NDArray, words: NDArray) -> Totals:
        """Of some words of each replicate."""
        return Totals(*(values[rows, words] if values.shape[1] > 1 else values for values in self))


class Pair(NamedTuple):
    """Both sides, found or drawn."""

    one: Totals
    two: Totals

    @property
    def both(self) -> Floats:
        return self.one.found + self.two.found

    def log_ratio(self) -> Floats:
        """log₂ of the ratio of rates, a count of zero taken as 0.5."""
        sides = (np.log2(np.maximum(side.found, 0.5)) - np.log2(side.size) for side in self)
        return np.subtract(*sides)

    def excess(self) -> Floats:
        """By how much counts vary more than those of independent words would, both sides together."""
        return np.maximum(self.one.variance + self.two.variance - self.both, 0)

    def share(self) -> tuple[Floats, Floats, Floats]:
        """The share of the occurrences that falls to the target; on how many occurrences it effectively rests; and the
        degrees of freedom of that number (Satterthwaite 1946: only what comes of clumping is estimated)."""
        one, two = self
        with np.errstate(divide="ignore", invalid="ignore"):
            share = one.found / self.both
            # how much a word clumps in articles, from both sides: one of a few articles is no measure of it
            clumping = self.excess() / (one.square + two.square)
            e1, e2 = (
                np.maximum(np.maximum(side.variance, side.found + clumping * side.square) / side.found, 1.0)
                for side in self
            )
            n1, n2 = one.articles, two.articles
            # a side without occurrences is taken to clump as the other does
            e1, n1 = np.where(one.found > 0, e1, e2), np.where(one.found > 0, n1, n2)
            e2, n2 = np.where(two.found > 0, e2, e1), np.where(two.found > 0, n2, n1)
            design = (1 - share) * e1 + share * e2
            unsure = ((1 - share) * (e1 - 1)) ** 2 / n1 + (share * (e2 - 1)) ** 2 / n2
            return share, self.both / design, np.where(unsure > 0, design**2 / unsure, np.inf)


@dataclass(frozen=True)
class Articles:
    """One side: occurrences of some words in its articles, (articles with any of them, words), and all sizes."""

    counts: Floats
    sizes: Floats  # of the same articles
    others: Floats  # sizes of the articles that have none of the words

    @classmethod
    def of(cls, counts: ArrayLike | sparse.sparray, sizes: ArrayLike) -> Articles:
        matrix = sparse.csr_array(counts).astype(float)
        size = np.asarray(sizes, float)
        some = np.diff(matrix.indptr) > 0
        return cls(matrix[some].toarray(), size[some], size[~some])

    @property
    def n(self) -> int:
        return len(self.sizes) + len(self.others)

    @property
    def every_size(self) -> Floats:
        return np.concatenate([self.sizes, self.others])

    def columns(self) -> Floats:
        """What is summed over articles: counts, squared counts, counts by sizes."""
        return np.hstack([self.counts, self.counts**2, self.counts * self.sizes[:, None]])

    def observed(self) -> Totals:
        found, squares, products = np.split(self.columns().sum(axis=0)[None], 3, axis=1)
        size = self.every_size
        return Totals.of(self.n, found, size.sum()[None, None], squares, products, (size**2).sum()[None, None])


@dataclass(frozen=True)
class Redrawing:
    """Articles of two sides to be drawn again, in a world where the log₂ ratios of the words are these.

    Attributes
    ----------
    one, two : Articles
    log_ratio : (words,)
    """

    one: Articles
    two: Articles
    log_ratio: Floats

    def blocks(self, replicates: int, seed: int) -> Iterator[Pair]:
        """So many replicates, a block at a time."""
        random = np.random.default_rng(seed)
        block = max(1, min(replicates, AT_ONCE // max(len(self.log_ratio), self.one.n + self.two.n)))
        pool = _Pool.of(self.one, self.two)
        rates = self._rates()
        for low in range(0, replicates, block):
            number = min(block, replicates - low)
            yield Pair(*(
                pool.drawn(random, number, side.n, rate, rates) for side, rate in zip((self.one, self.two), rates,
                                                                                     strict=True)
            ))  # fmt: skip

    def _rates(self) -> tuple[Floats, Floats]:
        """Rates on both sides that have this ratio and come to as many occurrences as there are."""
        ratio = np.exp2(self.log_ratio)
        both = self.one.counts.sum(axis=0) + self.two.counts.sum(axis=0)
        two = both / (ratio * self.one.every_size.sum() + self.two.every_size.sum())
        return ratio * two, two


def _by_word(side: Articles) -> NDArray[np.float32] | sparse.csr_array:
    """What is summed over the articles of a side, (3 words, articles). Most words are in few articles: zeros are not
    multiplied then."""
    # seven digits are enough for what is drawn, and go twice as fast
    by_word = side.columns().T.astype(np.float32, order="C")
    few = np.count_nonzero(side.counts) < _SPARSE * side.counts.size
    return sparse.csr_array(by_word) if few else by_word


@dataclass(frozen=True)
class _Pool:
    """The articles of both sides together."""

    columns: tuple[NDArray | sparse.csr_array, ...]  # of the articles with any of the words, a side each
    sizes: Floats  # of all articles: those with any of the words of the one, of the other, and then the others
    clumped: Floats  # (words,), how far an article's rate is its own, from 0 to 1

    @classmethod
    def of(cls, one: Articles, two: Articles) -> _Pool:
        found = Pair(one.observed(), two.observed())
        with np.errstate(divide="ignore", invalid="ignore"):
            part = found.excess() / (found.one.variance + found.two.variance)
        return cls((_by_word(one), _by_word(two)), np.concatenate([one.sizes, two.sizes, one.others, two.others]),
                   np.sqrt(np.nan_to_num(part))[0])  # fmt: skip

    def drawn(self, random: np.random.Generator, replicates: int, n: int, rate: Floats, rates: tuple[Floats, Floats]
              ) -> Totals:  # fmt: skip
        """So many times ``n`` articles, drawn with replacement; their words at this rate, whichever side they are of.

        What an article has beyond its size is drawn towards 0 so that it varies as much as the clumping of the word
        does, for its occurrences are drawn again and vary by themselves.
        """
        (size, size_squares), of_sides = self._sums(random, replicates, n)
        base = (1 - self.clumped) * rate
        expected, squares, products = base * size, base**2 * size_squares, base * size_squares
        for (count, square, product), own in zip(of_sides, rates, strict=True):
            with np.errstate(divide="ignore", invalid="ignore"):
                scale = np.nan_to_num(self.clumped * rate / own)
            expected += scale * count
            squares += scale**2 * square + 2 * scale * base * product
            products += scale * product
        found = random.poisson(expected).astype(float)
        with np.errstate(divide="ignore", invalid="ignore"):
            # how so many occurrences would fall to the articles
            shared = np.nan_to_num(squares / expected**2)
            together = found + found * np.maximum(found - 1, 0) * shared
            return Totals.of(n, found, size, together, np.nan_to_num(found * products / expected), size_squares)

    def _sums(self, random: np.random.Generator, replicates: int, n: int) -> tuple[list[Floats], list[list[Floats]]]:
        """Over so many times ``n`` articles drawn: sizes and their squares, (replicates, 1); and for the articles of
        either side the counts, squared counts and counts by sizes of the words, (replicates, words)."""
        articles = len(self.sizes)
        # as a sparse matrix, too: one way of multiplying, in this thread alone, whatever else the machine is at
        sizes = sparse.csr_array(np.stack([self.sizes, self.sizes**2]).astype(np.float32))
        bounds = np.cumsum([0, *(columns.shape[1] for columns in self.columns)])
        found: list[list[NDArray]] = []
        step = max(1, _IN_CACHE // articles)
        for low in range(0, replicates, step):
            number = min(step, replicates - low)
            place = random.integers(articles, size=(number, n), dtype=np.int32)
            place += np.arange(0, number * articles, articles, dtype=np.int32)[:, None]
            times = np.bincount(place.ravel(), minlength=number * articles).reshape(number, articles)
            weights = times.T.astype(np.float32, order="C")  # (articles, replicates)
            found.append([sizes @ weights, *(
                columns @ weights[first:after]
                for columns, first, after in zip(self.columns, bounds[:-1], bounds[1:], strict=True)
            )])  # fmt: skip
        of_all, *of_sides = (np.concatenate(parts, axis=1).T.astype(float) for parts in zip(*found, strict=True))
        return np.split(of_all, 2, axis=1), [np.split(sums, 3, axis=1) for sums in of_sides]

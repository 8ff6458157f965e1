"""The order of the terms of a comparison: over-use from the top, under-use from the bottom, and in each what one
article carries behind what several do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from toolkit.contrast.scores import Family

_BUDGET = 1_000_000  # articles times terms
FEWEST = 3
"""Articles of a side from which on its words can be told from those of one article."""


@dataclass(frozen=True)
class Ranked:
    """Terms in order.

    Attributes
    ----------
    at : ndarray of int
        Places in the family: over-use first, the strongest on top; then under-use, the strongest last.
    n_over : int
        How many of them are of over-use.
    largest_share : ndarray of float
        Share of a term's occurrences, on the side that uses it more, that the article with most of them has.
    heaviest : ndarray of int
        That document of the store.
    contenders : ndarray of int
        Places of the terms that came near to being among them, with those that did.
    """

    at: np.ndarray
    n_over: int
    largest_share: np.ndarray
    heaviest: np.ndarray
    contenders: np.ndarray


def carried(largest_share: np.ndarray) -> np.ndarray:
    """Whether one article has more than half of the occurrences: the words of that article, before any outlet's."""
    return largest_share > 0.5


def ranked(family: Family, rank: str, *, top: int | None = None) -> Ranked:
    """The terms in order, all of them or so many of over-use and of under-use."""
    score = family.score(rank)
    ends = [_end(family, score, sign, top) for sign in (1, -1)]
    shares = _Shares(family)
    picked, contenders = [], []
    for sign, (order, number) in zip((1, -1), ends, strict=True):
        picked.append(_uncarried_first(shares, order, number, sign))
        contenders.append(order[: _contenders(family, top or len(order))])
    over, under = picked
    at = np.concatenate([over, under[::-1]])
    share, heaviest = shares.known(at)
    return Ranked(at, len(over), share, heaviest, np.union1d(np.concatenate(contenders), at))


def _contenders(family: Family, top: int) -> int:
    """How many terms may have got among the first: all of them, where there is time to draw so many again and again;
    in a large corpus, where the first stand out the more, five times as many as are shown."""
    articles = sum(side.n_documents for side in family.comparison.sides)
    return max(5 * top, _BUDGET // max(articles, 1))


def _end(family: Family, score: np.ndarray, sign: int, top: int | None) -> tuple[np.ndarray, int]:
    """The terms of one direction, the strongest first, and how many of them are wanted. With ``top``, only as many
    as may be needed are put in order."""
    inside = np.flatnonzero(family.over >= 0 if sign > 0 else family.over < 0)
    if top is None:
        return _sorted(family, score, inside, sign), len(inside)
    wanted = min(top, len(inside))
    enough = max(8 * top + 64, _contenders(family, top))
    if len(inside) > enough:
        # what several articles have comes first in any case, and the rest is hardly ever reached
        side = family.comparison.one if sign > 0 else family.comparison.two
        spread = inside[side.documents[family.terms[inside]] > 1]
        inside = spread if side.n_documents >= FEWEST and len(spread) > enough else inside
        key = sign * score[inside]
        least = -np.partition(-key, enough)[enough]
        ahead = inside[key > least]
        level = inside[key == least]
        if len(ahead) < enough and len(level) > enough:  # many on a par, at 0 mostly: the likelihood decides
            signed = sign * family.signed[level]
            level = level[signed >= -np.partition(-signed, enough)[enough]]
        inside = np.concatenate([ahead, level])
    return _sorted(family, score, inside, sign), wanted


def _sorted(family: Family, score: np.ndarray, inside: np.ndarray, sign: int) -> np.ndarray:
    return inside[np.lexsort((inside, -sign * family.signed[inside], -sign * score[inside]))]


class _Shares:
    """Which article holds how much of a term, looked up as needed."""

    def __init__(self, family: Family) -> None:
        self.family = family
        self._share = np.full(len(family), np.nan)
        self._heaviest = np.full(len(family), -1, np.int64)

    def known(self, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        unknown = at[np.isnan(self._share[at])]
        for side, k, sign in zip(self.family.comparison.sides, (self.family.k1, self.family.k2), (1, -1), strict=True):
            these = unknown[(self.family.over[unknown] >= 0) == (sign > 0)]
            if len(these):
                most, self._heaviest[these] = side.heaviest(self.family.terms[these])
                self._share[these] = most / np.maximum(k[these], 1)
        return self._share[at], self._heaviest[at]


def _uncarried_first(shares: _Shares, order: np.ndarray, wanted: int, sign: int) -> np.ndarray:
    """So many terms in order, those that one article carries behind the others; as they stand on a side of one or two
    articles, where there is nothing else to be carried by."""
    family = shares.family
    side = family.comparison.one if sign > 0 else family.comparison.two
    if side.n_documents < FEWEST:
        return order[:wanted]
    documents = side.documents[family.terms[order]]
    spread, alone = order[documents > 1], order[documents <= 1]
    if wanted >= len(order):
        share, _ = shares.known(spread)
        behind = carried(share)
        rest = np.concatenate([spread[behind], alone])
        place = np.empty(len(family), np.int64)
        place[order] = np.arange(len(order))
        return np.concatenate([spread[~behind], rest[np.argsort(place[rest])]])
    good: list[np.ndarray] = []
    bad: list[np.ndarray] = []
    low, step = 0, wanted
    while low < len(spread):
        some = spread[low : low + step]
        low, step = low + step, wanted // 4 + 8
        share, _ = shares.known(some)
        good.append(some[~carried(share)])
        bad.append(some[carried(share)])
        if sum(map(len, good)) >= wanted:
            break
    place = np.empty(len(family), np.int64)
    place[order] = np.arange(len(order))
    rest = np.concatenate([*bad, alone])
    return np.concatenate([*good, rest[np.argsort(place[rest])]])[:wanted]

"""The order of the terms of a comparison: over-use from the top, under-use from the bottom, and in each what one
article carries behind what several do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from toolkit.contrast.scores import Family
from toolkit.statistics import conservative_log_ratio

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
    carried : ndarray of bool
        Whether one article carries the term: see :func:`carried`.
    contenders : ndarray of int
        Places of the terms that came near to being among them, with those that did.
    """

    at: np.ndarray
    n_over: int
    largest_share: np.ndarray
    heaviest: np.ndarray
    carried: np.ndarray
    contenders: np.ndarray


def carried(family: Family, at: np.ndarray, largest_share: np.ndarray, heaviest: np.ndarray) -> np.ndarray:
    """Whether a term is one article's before it is any outlet's: all of it stands there, or more than half of it, and
    what the others have no longer shows the difference (an interval of 95 % for the term by itself)."""
    result = largest_share >= 1
    some = np.flatnonzero((largest_share > 0.5) & ~result)
    if len(some):
        result[some] = ~survives(family, at[some], left_out(family, at[some], largest_share[some], heaviest[some]))
    return result


def survives(family: Family, at: np.ndarray, left: tuple[np.ndarray, ...]) -> np.ndarray:
    """Whether the difference still is one, at 95 % and to the same side, with the counts and sizes that are left."""
    still = conservative_log_ratio(*left, tests=1)
    return np.where(family.over_at(at) >= 0, still > 0, still < 0)


def left_out(
    family: Family, at: np.ndarray, largest_share: np.ndarray, heaviest: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Counts and sizes of both sides without the heaviest article of each term."""
    k1, n1, k2, n2 = (np.broadcast_to(values, len(at)).astype(np.int64) for values in family.shape(at))
    over, there = family.over_at(at) >= 0, heaviest >= 0
    most = np.rint(largest_share * np.where(over, k1, k2)).astype(np.int64)
    size = np.zeros(len(at), np.int64)
    for side, these in zip(family.comparison.sides, (over & there, ~over & there), strict=True):
        size[these] = side.counted.words[heaviest[these]]
    return (
        np.where(over, k1 - most, k1),
        np.where(over, n1 - size, n1),
        np.where(over, k2, k2 - most),
        np.where(over, n2, n2 - size),
    )


def ranked(family: Family, rank: str, *, top: int | None = None) -> Ranked:
    """The terms in order, all of them or so many of over-use and of under-use."""
    score = family.score_by_pair(rank)
    ends = [_end(family, score, sign, top) for sign in (1, -1)]
    shares = Shares(family)
    picked, contenders = [], []
    for sign, (order, number) in zip((1, -1), ends, strict=True):
        picked.append(_uncarried_first(shares, order, number, sign))
        contenders.append(order[: _contenders(family, top or len(order))])
    over, under = picked
    at = np.concatenate([over, under[::-1]])
    share, heaviest, alone = shares.known(at)
    return Ranked(at, len(over), share, heaviest, alone, np.union1d(np.concatenate(contenders), at))


def _contenders(family: Family, top: int) -> int:
    """How many terms may have got among the first: all of them, where there is time to draw so many again and again;
    in a large corpus, where the first stand out the more, five times as many as are shown."""
    articles = sum(side.n_documents for side in family.comparison.sides)
    return max(5 * top, _BUDGET // max(articles, 1))


def _end(family: Family, score: np.ndarray, sign: int, top: int | None) -> tuple[np.ndarray, int]:
    """The terms of one direction, the strongest first, and how many of them are wanted. The pairs of counts are put in
    order, which are few, and then their terms; with ``top``, only those of so many pairs as may be needed."""
    pairs, place = _pairs_in_order(family, score, sign)
    up_to = np.cumsum(family.pairs.number[pairs])
    n_inside = int(up_to[-1]) if len(up_to) else 0
    enough = n_inside if top is None else max(8 * top + 64, _contenders(family, top))
    if n_inside <= enough:
        return _in_order(family, family.pairs.terms(pairs), place), n_inside if top is None else min(top, n_inside)
    assert top is not None
    side = family.comparison.one if sign > 0 else family.comparison.two
    if side.n_documents >= FEWEST:
        # what several articles have comes first in any case, and the rest is hardly ever reached
        reach = enough
        while True:
            reach *= 2
            first = int(np.searchsorted(up_to, min(reach, n_inside))) + 1
            terms = family.pairs.terms(pairs[:first])
            spread = terms[side.documents[family.terms[terms]] > 1]
            if len(spread) > enough:
                return _in_order(family, spread, place), min(top, n_inside)
            if reach >= n_inside:
                break
    first = int(np.searchsorted(up_to, enough + 1)) + 1
    return _in_order(family, family.pairs.terms(pairs[:first]), place), min(top, n_inside)


def _pairs_in_order(family: Family, score: np.ndarray, sign: int) -> tuple[np.ndarray, np.ndarray]:
    """The pairs of counts of one direction, the strongest first; and for each pair of the family its place, the same
    for those that nothing tells apart."""
    inside = np.flatnonzero(family.over_by_pair >= 0 if sign > 0 else family.over_by_pair < 0)
    keys = [-sign * values[inside] for values in (score, family.signed_by_pair)]
    keys = [np.where(np.isnan(key), np.inf, key) for key in keys]  # unknown: last, and alike
    order = np.lexsort((keys[1], keys[0]))
    differs = np.zeros(len(order), bool)
    for key in keys:
        differs[1:] |= key[order][1:] != key[order][:-1]
    place = np.zeros(len(family.pairs.number), np.int64)
    place[inside[order]] = np.cumsum(differs)
    return inside[order], place


def _in_order(family: Family, terms: np.ndarray, place: np.ndarray) -> np.ndarray:
    """Terms by the place of their pairs, those on a par as they stand."""
    return terms[np.argsort(place[family.pairs.of_term(terms)], kind="stable")]


class Shares:
    """Which article holds how much of a term, looked up as needed."""

    def __init__(self, family: Family) -> None:
        self.family = family
        # zeros, as memory is not touched until they are overwritten: only few places ever are
        self._looked_up = np.zeros(len(family), bool)
        self._share = np.zeros(len(family))
        self._heaviest = np.zeros(len(family), np.int64)
        self._carried = np.zeros(len(family), bool)

    def known(self, at: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Largest share, heaviest article, and whether that carries the term."""
        unknown = at[~self._looked_up[at]]
        over = self.family.over_at(unknown) >= 0
        for side, k, sign in zip(self.family.comparison.sides, (self.family.k1, self.family.k2), (1, -1), strict=True):
            these = unknown[over == (sign > 0)]
            if len(these):
                most, self._heaviest[these] = side.heaviest(self.family.terms[these])
                self._share[these] = most / np.maximum(k[these], 1)
        self._looked_up[unknown] = True
        if len(unknown):
            self._carried[unknown] = carried(self.family, unknown, self._share[unknown], self._heaviest[unknown])
        return self._share[at], self._heaviest[at], self._carried[at]


def _uncarried_first(shares: Shares, order: np.ndarray, wanted: int, sign: int) -> np.ndarray:
    """So many terms in order, those that one article carries behind the others; as they stand on a side of one or two
    articles, where there is nothing else to be carried by."""
    family = shares.family
    side = family.comparison.one if sign > 0 else family.comparison.two
    if side.n_documents < FEWEST:
        return order[:wanted]
    documents = side.documents[family.terms[order]]
    spread, alone = order[documents > 1], order[documents <= 1]
    if wanted >= len(order):
        _, _, behind = shares.known(spread)
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
        _, _, behind = shares.known(some)
        good.append(some[~behind])
        bad.append(some[behind])
        if sum(map(len, good)) >= wanted:
            break
    place = np.empty(len(family), np.int64)
    place[order] = np.arange(len(order))
    rest = np.concatenate([*bad, alone])
    return np.concatenate([*good, rest[np.argsort(place[rest])]])[:wanted]

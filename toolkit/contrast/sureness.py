"""How sure a difference is: intervals over articles, deals of articles, and whether it holds when counted otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
from scipy import sparse

from toolkit.contrast.comparison import Comparison, Side
from toolkit.contrast.ranking import FEWEST, Ranked, left_out, survives
from toolkit.contrast.scores import Family
from toolkit.corpus.marks import HEADLINE, Marks, document_words
from toolkit.corpus.overview import plural
from toolkit.statistics import (
    Deals,
    Ranking,
    article_intervals,
    log_likelihood,
    log_ratio,
    ranking_limits,
    smallest_detectable_ratio,
    weighted_log_odds,
)
from toolkit.store import gather
from toolkit.terms import PER

REPLICATES = 1_000


def intervals(
    family: Family, ranked: Ranked, rank: str, *, replicates: int = REPLICATES, seed: int = 0
) -> tuple[np.ndarray, np.ndarray]:
    """Simultaneous intervals of the log ratios of the ranked terms, by drawing articles again.

    NaN for terms that one article has alone: one article is no sample; and for all of them when a side has fewer than
    three articles.
    """
    one, two = family.comparison.sides
    low, high = np.full((2, len(ranked.at)), np.nan)
    several = ranked.largest_share < 1
    if min(one.n_documents, two.n_documents) < FEWEST or not several.any():
        return low, high
    shown = ranked.at[several]
    alone = np.setdiff1d(ranked.at, shown)
    words = np.union1d(np.setdiff1d(ranked.contenders, alone), shown)
    terms = family.terms[words]
    over = family.over[shown] >= 0
    ranking = Ranking(_scores(family, rank), int(over.sum()), int((~over).sum()))
    ends = article_intervals(
        one.matrix(terms), one.sizes, two.matrix(terms), two.sizes, ranking=ranking, replicates=replicates, seed=seed
    )
    at = np.searchsorted(words, shown)
    low[several], high[several] = ends[0][at], ends[1][at]
    return low, high


def _scores(family: Family, rank: str) -> Callable[..., tuple[np.ndarray, np.ndarray]]:
    """What terms of over-use and of under-use are ranked by, from counts and sizes of both sides.

    Specificity and Fisher's test order terms as the log-likelihood does, but for a few of the rarest, and take long.
    """
    if rank == "lrc":
        return partial(ranking_limits, tests=len(family))
    measure = {"log_ratio": log_ratio, "weighted_log_odds": weighted_log_odds}.get(rank, _signed_likelihood)

    def twice(*shape: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        values = measure(*shape)
        return values, values

    return twice


def _signed_likelihood(k1: np.ndarray, n1: np.ndarray, k2: np.ndarray, n2: np.ndarray) -> np.ndarray:
    return np.sign(k1 * n2 - k2 * n1) * log_likelihood(k1, n1, k2, n2)


class Dealing:
    """Articles to be dealt out to two sides by chance, and how often that sets any term as far apart as each is.

    Terms of one article take no part in it, for no deal can make them sure; their p is 1. NaN when a side has fewer
    than three articles.

    Parameters
    ----------
    matrices : list of (articles, terms) sparse array
        Occurrences on either side.
    sizes : list of (articles,)
        Word tokens.
    strata : list of (articles,) of int, optional
        Within which articles are dealt out.
    """

    def __init__(
        self, matrices: list[sparse.csr_array], sizes: list[np.ndarray], strata: list[np.ndarray] | None = None
    ) -> None:
        counts = sparse.csc_array(sparse.vstack(matrices))
        self._enough = min(matrix.shape[0] for matrix in matrices) >= FEWEST
        self._p = np.full(counts.shape[1], 1.0 if self._enough else np.nan)
        if self._enough:
            self._several = np.flatnonzero(np.diff(counts.indptr) > 1)
            target = np.arange(counts.shape[0]) < matrices[0].shape[0]
            within = None if strata is None else np.concatenate(strata)
            self._deals = Deals(counts[:, self._several], np.concatenate(sizes), target, strata=within)

    @classmethod
    def of(cls, family: Family) -> Dealing:
        """All the terms of a comparison."""
        sides = family.comparison.sides
        return cls([side.matrix(family.terms) for side in sides], [side.sizes for side in sides])

    def p(self, replicates: int, *, seed: int) -> np.ndarray:
        """p of each term after so many deals more, adjusted over all of them (Westfall and Young), (terms,)."""
        if self._enough:
            done, _, together = self._deals.more(replicates, seed=seed)
            self._p[self._several] = (1 + together) / (done + 1)
        return self._p.copy()


def robustness(family: Family, ranked: Ranked) -> dict[str, np.ndarray]:
    """Whether the difference of each ranked term holds when it is counted otherwise.

    Returns
    -------
    dict of str to ndarray
        ``largest_share`` and ``heaviest`` (the article with most occurrences, of the side that uses the term more);
        ``without_heaviest``, ``as_form``, ``without_headlines``: the log ratio without that article, of the term's
        most frequent form in place of the lemma, without headlines (NaN where the count is that already);
        ``holds_without_heaviest``, ``holds_as_form``, ``holds_without_headlines``: whether a 95 % interval of that log
        ratio, for the term by itself, keeps clear of 0 on the side where the difference lies (true where the count is
        that already).
    """
    at, comparison = ranked.at, family.comparison
    k1, n1, k2, n2 = (np.broadcast_to(values, len(at)).astype(np.int64) for values in family.shape(at))
    over = family.over[at] >= 0
    left = left_out(family, at, ranked.largest_share, ranked.heaviest)
    otherwise = _counted_otherwise(comparison, comparison.labels(family.terms[at]), (k1, n1, k2, n2))
    asked = comparison.one.counted.asked
    idle = {"as_form": asked.get("unit") == "form", "without_headlines": asked.get("headlines") == "drop"}
    found = {
        "largest_share": ranked.largest_share,
        "heaviest": _names(comparison, over, ranked.heaviest),
        "without_heaviest": log_ratio(*left),
        "holds_without_heaviest": survives(family, at, left),
    }
    for name, counts in otherwise.items():
        found[name] = np.full(len(at), np.nan) if idle[name] else log_ratio(*counts)
        found[f"holds_{name}"] = np.full(len(at), True) if idle[name] else survives(family, at, tuple(counts))
    return found


def holding(columns: Mapping[str, np.ndarray]) -> np.ndarray:
    """Whether each difference holds in every check there is: counted otherwise, and over articles drawn again.

    Parameters
    ----------
    columns : mapping of str to ndarray
        Of :func:`robustness`; with ``low`` and ``high`` of :func:`intervals`, these too. A term that has no interval
        does not hold: nothing is known of it but one article.
    """
    held = np.logical_and.reduce([values for name, values in columns.items() if name.startswith("holds_")])
    if "low" in columns:
        held &= (columns["low"] > 0) | (columns["high"] < 0)
    return held


def _names(comparison: Comparison, over: np.ndarray, heaviest: np.ndarray) -> np.ndarray:
    names = np.full(len(over), None, object)
    for side, these in ((comparison.one, over), (comparison.two, ~over)):
        there = np.flatnonzero(these & (heaviest >= 0))
        index = side.counted.corpus.index.index
        names[there] = index[np.searchsorted(side.counted.corpus.rows, heaviest[there])].to_numpy()
    return names


def _counted_otherwise(comparison: Comparison, labels: np.ndarray, shape: tuple) -> dict[str, np.ndarray]:
    """Counts and sizes, (4, terms), of each term's most frequent form, and of the term without headlines."""
    k1, n1, k2, n2 = shape
    headless = [
        document_words(side.counted.corpus.tables, _headless(side.counted.marks))[side.rows].sum()
        for side in comparison.sides
    ]
    form, headline = np.zeros((2, 4, len(labels)), np.int64)
    for number, label in enumerate(labels.tolist()):
        found = [_forms(side, label) for side in comparison.sides]
        together = found[0][0] + found[1][0]
        first = max(together, key=lambda words: (together[words], words), default="")
        form[:, number] = found[0][0][first], n1[number], found[1][0][first], n2[number]
        headline[:, number] = k1[number] - found[0][1], headless[0], k2[number] - found[1][1], headless[1]
    return {"as_form": form, "without_headlines": headline}


def _headless(marks: Marks) -> Marks:
    return Marks(marks.needed, marks.barred | HEADLINE)


def _forms(side: Side, label: str) -> tuple[Counter[str], int]:
    """How often each form of a term stands on a side, and how often the term stands in headlines."""
    tables = side.counted.corpus.tables
    hits = side.hits(label)
    flags = np.asarray(tables.flag)
    tokens = gather(hits.token, hits.length)
    words = tables.words("form", np.asarray(tables.type_form)[tables.type[tokens]])
    bounds = np.concatenate([[0], np.cumsum(hits.length)])
    found = Counter(
        " ".join(words[low:high]).lower() for low, high in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)
    )
    return found, int(((flags[hits.token] & HEADLINE) > 0).sum())


def too_few(comparison: Comparison, tests: int = 1) -> list[str]:
    """What cannot be told of a side of one or two articles, and what so many tests could have told; nothing where there
    are more articles."""
    few = _few(comparison)
    if not few:
        return []
    one, two = comparison.sides
    ratio = detectable(comparison, tests)
    found = f"could only have shown up from {ratio:.1f} times that on" if np.isfinite(ratio) else "could not have shown"
    return [
        f"{_APART}: {', '.join(_with_articles(side) for side in few)}. With texts of {one.n_tokens:,} and "
        f"{two.n_tokens:,} words, a difference in a word that the reference has once in 1,000 {found}."
    ]


def too_few_each(comparisons: list[Comparison], tests: list[int]) -> list[str]:
    """The same of several comparisons, each with its number of tests, in one sentence: who has few articles, and what
    each target with few on either side could have shown."""
    few = [(each, number) for each, number in zip(comparisons, tests, strict=True) if _few(each)]
    if len(few) < 2:
        return [sentence for each, number in few for sentence in too_few(each, number)]
    sides = {side.name: side for each, _ in few for side in _few(each)}
    own = {each.one.name for each in comparisons}
    listed = [side for side in sides.values() if side.name in own] or list(sides.values())  # the rest is made of these
    ratios = {each.one.name: detectable(each, number) for each, number in few}
    shown = "; ".join(f"{name} × {_number(ratio)}" for name, ratio in ratios.items())
    return [
        f"{_APART}: {', '.join(map(_with_articles, listed))}. From how many times the rate of the reference a word "
        f"that this has once in 1,000 could have shown up: {shown}."
    ]


def detectable(comparison: Comparison, tests: int) -> float:
    """The smallest ratio that the target could have shown of a word that the reference has once in 1,000."""
    sizes = (side.n_tokens for side in comparison.sides)
    return float(smallest_detectable_ratio(10 / PER, *sizes, tests=tests))


_APART = (
    "With so few, the words of the outlet, of the article and of its author cannot be told apart, and no interval is "
    "given"
)


def _number(ratio: float) -> str:
    return f"{ratio:.1f}" if np.isfinite(ratio) else "∞"


def _few(comparison: Comparison) -> list[Side]:
    return [side for side in comparison.sides if side.n_documents < FEWEST]


def _with_articles(side: Side) -> str:
    return f"{side.name} ({plural(side.n_documents, 'article')})"

"""Two sides that the sources fall into, found from their words; and the words of the one against the other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from scipy.cluster import hierarchy
from scipy.spatial.distance import squareform

from toolkit.contrast.comparison import Comparison, Counted, Side
from toolkit.contrast.keyness import Contrast
from toolkit.contrast.maps import known_sources, table_of_sources
from toolkit.contrast.ranking import FEWEST, Ranked, Shares
from toolkit.contrast.scores import Family, check_measure
from toolkit.contrast.shared import told
from toolkit.contrast.sureness import too_few
from toolkit.corpus import Corpus
from toolkit.schema import CorpusError, TooSmall
from toolkit.statistics import burrows_delta, log_likelihood

FIRST, SECOND = "first side", "second side"
SEVERAL, ONE = "several articles", "one article"
SEVERAL_SOURCES, ONE_SOURCE = "several sources", "one source"
_SURE = 3.841
"""The log-likelihood that is reached by chance in 5 of 100 cases (chi-squared, one degree of freedom)."""
_CUTS = tuple(range(100, 501, 50))
"""Most frequent words that the sources are parted by, one number after the other (Eder 2013)."""
_STEADY = 0.75
"""Share of these that a source must stand on its side in, to be of it."""
FOUND = (
    "The sides were found from the words of these same articles: what tells them apart here is what parted them, and "
    "is no test of anything. Where you know of two sides, name them yourself."
)


def find_sides(
    corpus: Corpus,
    *,
    by: str = "source",
    min_documents: int = 1,
    shared: str = "keep",
    stopwords: Any = "keep",
    **counted: Any,
) -> pd.DataFrame:
    """The two sides that sources fall into by the words that everybody uses: the two branches of their tree.

    The words are the 100, 150, … 500 most frequent ones, grammatical ones too: the distances (Burrows' Delta) are the
    mean over these nine cuts, and the branches are joined by Ward's method, as is usual in stylometry.

    Parameters
    ----------
    corpus : Corpus
        Or a view of one.
    by : str
        What a source is, as for :func:`keyness`. Articles of unknown source take no part.
    min_documents : int
        Articles that a word must have.
    shared, stopwords, **counted
        As for :func:`source_distances`.

    Returns
    -------
    DataFrame
        A row a source: its name, ``side`` (``"first side"``, that of the source that comes first by name, or
        ``"second side"``), ``steady`` (share of the nine cuts that put it there by themselves). ``attrs["warnings"]``
        says what is not to be made of it.

    Raises
    ------
    CorpusError
        When there are fewer than two sources, or an option is not known.

    References
    ----------
    Burrows, J. (2002). « Delta ». LLC 17(3). Ward, J. H. (1963). Hierarchical grouping to optimize an objective
    function. JASA 58. Eder, M. (2013). Does size matter? DSH 30(2), on cuts that differ.
    """
    asked = {**counted, "stopwords": stopwords}
    counts, names, _, whole = table_of_sources(corpus, by, _CUTS[-1], min_documents, shared, asked)
    if len(names) < 2:
        raise TooSmall("there is one source only.", remedy="Give articles their sources in metadata.csv.")
    sizes = whole.counts.n_tokens[known_sources(whole.counts.groups)]
    cuts = sorted({min(cut, counts.shape[1]) for cut in _CUTS})
    distances = np.stack([burrows_delta(counts[:, :cut], sizes) for cut in cuts])
    inside = _first_branch(distances.mean(axis=0))
    steady = np.mean([_agreeing(_first_branch(distance), inside) for distance in distances], axis=0)
    table = pd.DataFrame({by: pd.array(names, dtype="str")})
    table["side"] = pd.array(np.where(inside, FIRST, SECOND).tolist(), dtype="str")
    table["steady"] = steady
    moving = [name for name, share in zip(names, steady.tolist(), strict=True) if share < _STEADY]
    said = [f"{', '.join(moving)}: now on one side, now on the other, as more or fewer words count."] if moving else []
    table.attrs["warnings"] = [FOUND, *said] if len(names) > 2 else []
    return table


def _first_branch(distance: np.ndarray) -> np.ndarray:
    """Which sources stand on the branch of the first of them, (sources,) of bool."""
    if len(distance) == 2:
        return np.array([True, False])
    flat = squareform(np.nan_to_num(distance), checks=False)
    branch = hierarchy.cut_tree(hierarchy.linkage(flat, "ward"), 2)[:, 0]  # two, even where all lie equally far
    return np.asarray(branch == branch[0])


def _agreeing(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Who stands on the same side in both, whichever side is called the first."""
    same = one == other
    return same if same.sum() * 2 >= len(same) else ~same


def sides_compared(
    corpus: Corpus,
    sides: pd.DataFrame | Mapping[str, object],
    *,
    by: str = "source",
    shared: str = "keep",
    **counted: Any,
) -> Comparison:
    """The sources of one side against those of the other, together each.

    Parameters
    ----------
    sides : DataFrame or mapping
        From :func:`find_sides`; or source → side, two different ones. Sources that are not in it take no part.

    Raises
    ------
    CorpusError
        When there are not two sides with articles here, or a source or option is not known.
    """
    label = _labels(sides, by)
    whole = Counted.of(corpus, by=by, shared=shared, asked=counted)
    groups = whole.counts.groups
    unknown = sorted(set(label) - set(corpus.groups(by)[1]) - set(_everyone(corpus, by)))
    if unknown:
        raise CorpusError(f"there is no {unknown[0]!r} here.", remedy=f"Choose one of: {', '.join(groups)}.")
    names = list(dict.fromkeys(label.values()))
    numbers = [np.array([n for n, group in enumerate(groups) if label.get(group) == name], np.int64) for name in names]
    if len(names) != 2 or not all(map(len, numbers)):
        raise TooSmall(
            f"two sides with articles are needed; there are {sum(map(bool, map(len, numbers)))}.",
            remedy="Choose more articles, or give each source one of two sides.",
        )
    one, two = (Side(str(name), whole, these) for name, these in zip(names, numbers, strict=True))
    return Comparison(one, two, (told(corpus),) if shared == "drop" else ())


def keyness_of_sides(
    corpus: Corpus,
    sides: pd.DataFrame | Mapping[str, object] | None = None,
    *,
    by: str = "source",
    min_count: int = 3,
    min_documents: int = 1,
    rank: str = "log_likelihood",
    top: int | None = None,
    shared: str = "keep",
    **counted: Any,
) -> pd.DataFrame:
    """What the sources of either side say more than those of the other; what several of them say and what one does
    stand apart.

    The words of one source, or with a handful of articles those of one article, crowd out those of the side, and are
    taken for them. Ranking the two apart lets a reader see both, and which is which.

    Parameters
    ----------
    corpus : Corpus
        Or a view of one.
    sides : DataFrame or mapping, optional
        As for :func:`sides_compared`; by default those of :func:`find_sides`.
    by, min_count, min_documents, rank, shared, **counted
        As for :func:`keyness`.
    top : int, optional
        So many terms a side of several sources, and so many of one; of articles, as for ``spread``.

    Returns
    -------
    DataFrame
        A row a side and term that it uses more: ``side``, ``term``, ``form`` (as most often written), the columns of
        :func:`keyness` from ``count`` on, ``spread``, ``most_in`` (the source of this side with most of it),
        ``sources`` and ``n_sources`` (of this side, with the term and in all). ``spread`` is ``"several sources"``
        where without ``most_in`` the others still use it more than the other side does (log-likelihood, at 5 %), else
        ``"one source"``; of a side of one source, or of fewer than three articles a source, ``"several articles"`` or
        ``"one article"``, as it stands in several or in one. Without ``p_adjusted`` where the sides were found
        from these articles. ``attrs["warnings"]``.

    Raises
    ------
    CorpusError
        As :func:`find_sides` and :func:`sides_compared`.
    """
    placed = find_sides(corpus, by=by, shared=shared) if sides is None else sides
    both = sides_compared(corpus, placed, by=by, shared=shared, **counted)
    parts, tests = [], 1
    for comparison in (both, Comparison(both.two, both.one)):
        made = _first(comparison, rank, min_count, min_documents, top)
        tests = len(made.family)  # the same both ways
        side, terms = comparison.one, made.family.terms[made.ranked.at]
        table = made.table("side")
        table.insert(2, "form", pd.Series(comparison.written(terms), dtype="str"))
        several, one = (SEVERAL_SOURCES, ONE_SOURCE) if _by_source(side) else (SEVERAL, ONE)
        table["spread"] = np.where(_is_spread(made.family, made.ranked.at), several, one)
        there = side.counted.counts.counts[side.numbers][:, terms]
        names = np.array([side.counted.counts.groups[number] for number in side.numbers], object)
        table["most_in"] = pd.array(names[there.argmax(axis=0)], dtype="str")
        table["sources"] = (there > 0).sum(axis=0)
        table["n_sources"] = len(side.numbers)
        parts.append(table)
    table = pd.concat(parts, ignore_index=True)
    said = list(placed.attrs.get("warnings", [])) if isinstance(placed, pd.DataFrame) else []
    if FOUND in said:
        table = table.drop(columns="p_adjusted")
    table.attrs["warnings"] = [*said, *both.notes, *too_few(both, tests)]
    return table


def _first(comparison: Comparison, rank: str, min_count: int, min_documents: int, top: int | None) -> Contrast:
    """The terms that the target uses more, those that are spread first, in either group the strongest first."""
    check_measure(rank)
    family = Family.of(comparison, min_count=min_count, min_documents=min_documents)
    score = family.of_all(family.score_by_pair(rank))
    side = comparison.one
    over = np.flatnonzero(family.over > 0)
    articles = side.documents[family.terms]
    groups = []
    spread = _is_spread(family, over)
    for inside in (over[spread], over[~spread]):
        if top is not None and len(inside) > top:  # only those that may be among the first are put in order
            least = -np.partition(-score[inside], top - 1)[top - 1]
            inside = inside[score[inside] >= least]
        order = np.lexsort((inside, -articles[inside], -family.signed[inside], -score[inside]))
        groups.append(inside[order][:top])
    at = np.concatenate(groups)
    return Contrast(family, Ranked(at, len(at), *Shares(family).known(at), at), rank)


def _by_source(side: Side) -> bool:
    """Whether the sources of a side can be told from its articles: there are several, of three articles each
    or more, taken together."""
    return len(side.numbers) > 1 and len(side.numbers) * FEWEST <= side.n_documents


def _is_spread(family: Family, at: np.ndarray) -> np.ndarray:
    """Whether terms that the target uses more are more than one source's, or one article's: see
    :func:`keyness_of_sides`."""
    side, terms = family.comparison.one, family.terms[at]
    if not _by_source(side):
        return np.asarray(side.documents[terms] > 1)
    counts = side.counted.counts
    there = counts.counts[side.numbers][:, terms]
    heaviest = there.argmax(axis=0)
    k1, n1, k2, n2 = (np.broadcast_to(values, len(at)).astype(np.int64) for values in family.shape(at))
    left, size = k1 - there.max(axis=0), n1 - counts.n_tokens[side.numbers][heaviest]
    return np.asarray((left * n2 > k2 * size) & (log_likelihood(left, size, k2, n2) >= _SURE))


def _labels(sides: pd.DataFrame | Mapping[str, object], by: str) -> dict[str, object]:
    if isinstance(sides, pd.DataFrame):
        return dict(zip(sides[by].tolist(), sides["side"].tolist(), strict=True))
    return dict(sides)


def _everyone(corpus: Corpus, by: str) -> list[str]:
    """Every source of the whole corpus: of a view some may have no article."""
    return Corpus(corpus.tables).groups(by)[1]

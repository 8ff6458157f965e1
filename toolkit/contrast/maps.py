"""Sources as a map, and how far apart they lie: which terms make the difference."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from scipy.cluster import hierarchy
from scipy.spatial.distance import squareform

from toolkit.contrast.comparison import Counted
from toolkit.contrast.shared import told
from toolkit.corpus import UNKNOWN, Corpus
from toolkit.schema import CorpusError, TooSmall
from toolkit.statistics import (
    Points,
    burrows_delta,
    correspondence_analysis,
    jensen_shannon_parts,
    labbe_parts,
    z_scores,
)
from toolkit.terms import PER, few_articles


@dataclass(frozen=True)
class SourceMap:
    """What :func:`source_map` found.

    Attributes
    ----------
    axes : DataFrame
        A row an axis: ``axis`` (from 1), ``inertia``, ``share`` of the whole, ``cumulated``.
    sources, terms : DataFrame
        A row a source or term: its name, ``count`` (occurrences of the map's terms), ``mass``, ``inertia`` (share of
        the whole), and for each axis ``axis_1`` (principal coordinate), ``contribution_1`` (share of the axis that is
        its doing), ``cos2_1`` (how much of its distance from the middle the axis shows), …
    supplementary : DataFrame or None
        The same without mass, inertia and contributions, for groups that did not make the map.
    by : str
    warnings : list of str
    """

    axes: pd.DataFrame
    sources: pd.DataFrame
    terms: pd.DataFrame
    supplementary: pd.DataFrame | None
    by: str
    warnings: list[str]


def source_map(
    corpus: Corpus,
    *,
    by: str = "source",
    supplementary: str | None = None,
    top: int = 400,
    min_documents: int = 3,
    shared: str = "keep",
    **counted: Any,
) -> SourceMap:
    """Correspondence analysis of sources by terms: sources that use the same words lie near each other.

    Parameters
    ----------
    corpus : Corpus
        Or a view of one.
    by : str
        What a source is, as for :func:`keyness`. Articles of unknown source take no part.
    supplementary : str, optional
        Groups to be shown on the map without making it: ``"month"``, a column of the documents table.
    top : int
        So many terms, the most frequent.
    min_documents : int
        Articles that a term must have.
    shared
        As for :func:`keyness`.
    **counted
        What is counted: ``unit``, ``ngrams``, ``pattern``, ``pos``, ``stopwords``, ``words``, ``headlines``.

    Raises
    ------
    CorpusError
        When there are fewer than three sources, which need no map, or an option is not known.

    References
    ----------
    Lebart, L. & Salem, A. (1994). Statistique textuelle. Dunod.
    """
    table, groups, terms, whole = table_of_sources(corpus, by, top, min_documents, shared, counted)
    if len(groups) < 3:
        raise TooSmall(
            f"a map needs three sources or more; there {'is' if len(groups) == 1 else 'are'} {len(groups)}.",
            remedy="Choose more sources, or compare two with keyness.",
        )
    found = correspondence_analysis(table.T)
    if not len(found.inertia):
        raise CorpusError(
            f"{len(terms)} term{'s' * (len(terms) != 1)}, used alike by all sources, make no map.",
            remedy="Ask for fewer articles, or other words.",
        )
    share = found.inertia / found.inertia.sum()
    number = np.arange(1, len(share) + 1)
    axes = pd.DataFrame({"axis": number, "inertia": found.inertia, "share": share, "cumulated": share.cumsum()})
    labels = whole.counts.labels(terms)
    extra = None
    if supplementary is not None:
        other = Counted.of(corpus, by=supplementary, shared=shared, asked=counted)
        # terms of several words are numbered as they are met, so they are matched by name
        columns = _columns_of(other, labels)
        coordinates, cos2 = found.supplementary_columns(columns.T)
        extra = pd.DataFrame({supplementary: pd.array(other.counts.groups, dtype="str"), "count": columns.sum(axis=1)})
        extra = extra.join(_of_axes("axis", coordinates)).join(_of_axes("cos2", cos2))
    return SourceMap(
        axes,
        _points(by, groups, table.sum(axis=1), found.columns),
        _points("term", labels, table.sum(axis=0), found.rows),
        extra,
        by,
        _said(corpus, shared, groups, whole),
    )


@dataclass(frozen=True)
class SourceDistances:
    """What :func:`source_distances` found.

    Attributes
    ----------
    distances : DataFrame, (sources, sources)
    linkage : ndarray, (sources - 1, 4)
        The tree of sources by average linkage, as ``scipy.cluster.hierarchy`` gives it, its leaves in the order that
        puts near ones side by side.
    terms : DataFrame
        A row a pair of sources and term: ``a``, ``b``, ``distance``, ``term``, ``count_a``, ``count_b``, ``rate_a``,
        ``rate_b`` (per 10,000 word tokens), ``part`` (what the term adds), ``share`` (of all that the terms add); the
        terms of each pair that add most.
    measure : str
    warnings : list of str
    """

    distances: pd.DataFrame
    linkage: np.ndarray
    terms: pd.DataFrame
    measure: str
    warnings: list[str]


DISTANCES = ("labbe", "jensen_shannon", "delta")


def source_distances(
    corpus: Corpus,
    *,
    measure: str = "labbe",
    by: str = "source",
    top: int | None = None,
    listed: int = 10,
    min_documents: int = 1,
    shared: str = "keep",
    stopwords: Any = "keep",
    **counted: Any,
) -> SourceDistances:
    """How far sources lie apart by all the words they use, and which words add most to it.

    Parameters
    ----------
    corpus : Corpus
        Or a view of one.
    measure : {"labbe", "jensen_shannon", "delta"}
        Labbé's intertextual distance (2001), from 0 to 1; the square root of the Jensen-Shannon divergence in bits
        (Lin 1991), from 0 to 1; Burrows' Delta (2002), the mean difference of z-scores.
    by : str
        What a source is, as for :func:`keyness`. Articles of unknown source take no part.
    top : int, optional
        Only the most frequent terms; by default all of them, and for Delta the 150 most frequent.
    listed : int
        Terms listed a pair.
    min_documents : int
        Articles that a term must have.
    shared, stopwords, **counted
        As for :func:`keyness`; all words by default, for grammatical words tell authors apart.

    Raises
    ------
    CorpusError
        When there are fewer than two sources, or an option is not known.

    Notes
    -----
    Distances grow as texts get shorter, whatever these say: look at the sizes before comparing.
    """
    if measure not in DISTANCES:
        raise CorpusError(f"measure={measure!r} is not known.", remedy=f"Choose one of: {', '.join(DISTANCES)}.")
    top = 150 if measure == "delta" and top is None else top
    asked = {**counted, "stopwords": stopwords}
    table, groups, terms, whole = table_of_sources(corpus, by, top, min_documents, shared, asked)
    if len(groups) < 2:
        raise TooSmall("there is one source only.", remedy="Give articles their sources in metadata.csv.")
    sizes = whole.counts.n_tokens[known_sources(whole.counts.groups)]
    matrix = np.zeros((len(groups), len(groups)))
    rows = []
    scores = z_scores(table, sizes) if measure == "delta" else None
    delta = burrows_delta(table, sizes) if measure == "delta" else None
    for one, two in combinations(range(len(groups)), 2):
        parts = _parts(measure, table, scores, one, two)
        distance = float(np.sqrt(parts.sum()) if measure == "jensen_shannon" else parts.sum())
        matrix[one, two] = matrix[two, one] = distance if delta is None else delta[one, two]
        most = np.argsort(-parts, kind="stable")[:listed]
        rows.append(_pair_rows((groups[one], groups[two]), (one, two), matrix[one, two], table, sizes, parts, most))
    listing = pd.concat(rows, ignore_index=True)
    listing["term"] = pd.array(whole.counts.labels(terms[listing["term"].to_numpy()]), dtype="str")
    flat = squareform(matrix, checks=False)
    tree = hierarchy.linkage(flat, "average")
    tree = hierarchy.optimal_leaf_ordering(tree, flat) if len(groups) > 2 else tree
    names = pd.Index(groups, name=by, dtype="str")
    said = _said(corpus, shared, groups, whole)
    if sizes.max() > 3 * sizes.min():
        said.append(
            f"The largest source here has {sizes.max():,} words, the smallest {sizes.min():,}: distances of small "
            "texts are large by themselves."
        )
    return SourceDistances(pd.DataFrame(matrix, names, names), tree, listing, measure, said)


def known_sources(groups: list[str]) -> np.ndarray:
    return np.array([number for number, name in enumerate(groups) if name != UNKNOWN], np.int64)


def table_of_sources(
    corpus: Corpus, by: str, top: int | None, min_documents: int, shared: str, asked: dict[str, Any]
) -> tuple[np.ndarray, list[str], np.ndarray, Counted]:
    """Counts by known source and term, the terms being the most frequent ones, those first; the sources, the terms."""
    whole = Counted.of(corpus, by=by, shared=shared, asked=asked)
    known = known_sources(whole.counts.groups)
    counts, documents = whole.counts.counts[known], whole.counts.documents[known]
    total = counts.sum(axis=0)
    terms = np.flatnonzero((documents.sum(axis=0) >= min_documents) & (total > 0))
    if not len(terms):
        raise TooSmall(
            f"no term is in {min_documents} articles or more.", remedy="Ask for fewer articles, or other words."
        )
    terms = terms[np.lexsort((terms, -total[terms]))][:top]
    return counts[:, terms], [whole.counts.groups[number] for number in known], terms, whole


def _said(corpus: Corpus, shared: str, groups: list[str], whole: Counted) -> list[str]:
    """What was left out, and of whom there is little."""
    left_out = [told(corpus)] if shared == "drop" else []
    return [*left_out, *few_articles(groups, whole.counts.n_documents[known_sources(whole.counts.groups)])]


def _columns_of(other: Counted, labels: np.ndarray) -> np.ndarray:
    """Counts by group of the terms with some labels, (groups, labels)."""
    counts = other.counts.counts
    used = np.flatnonzero(counts.sum(axis=0))
    place = pd.Index(other.counts.labels(used)).get_indexer(pd.Index(labels))
    return np.where(place >= 0, counts[:, used[np.maximum(place, 0)]], 0)


def _of_axes(name: str, values: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(values, columns=[f"{name}_{number}" for number in range(1, values.shape[1] + 1)])


def _points(name: str, labels: Any, count: np.ndarray, points: Points) -> pd.DataFrame:
    table = pd.DataFrame(
        {name: pd.array(list(labels), dtype="str"), "count": count, "mass": points.mass, "inertia": points.inertia}
    )
    for kind, values in (
        ("axis", points.coordinates), ("contribution", points.contributions), ("cos2", points.cos2)
    ):  # fmt: skip
        table = table.join(_of_axes(kind, values))
    return table


def _parts(measure: str, table: np.ndarray, scores: np.ndarray | None, one: int, two: int) -> np.ndarray:
    """What each term adds to the distance of two sources."""
    if scores is None:
        return {"labbe": labbe_parts, "jensen_shannon": jensen_shannon_parts}[measure](table[one], table[two])
    used = ~np.isnan(scores).all(axis=0)
    return np.nan_to_num(np.abs(scores[one] - scores[two])) / max(int(used.sum()), 1)


def _pair_rows(
    names: tuple[str, str], at: tuple[int, int], distance: float, table: np.ndarray, sizes: np.ndarray,
    parts: np.ndarray, most: np.ndarray,
) -> pd.DataFrame:  # fmt: skip
    (one, two), (a, b) = at, names
    whole = parts.sum()
    return pd.DataFrame(
        {
            "a": pd.array([a] * len(most), dtype="str"),
            "b": pd.array([b] * len(most), dtype="str"),
            "distance": distance,
            "term": most,  # numbers, until all pairs are together
            "count_a": table[one, most],
            "count_b": table[two, most],
            "rate_a": PER * table[one, most] / max(sizes[one], 1),
            "rate_b": PER * table[two, most] / max(sizes[two], 1),
            "part": parts[most],
            "share": parts[most] / whole if whole else np.zeros(len(most)),
        }
    )

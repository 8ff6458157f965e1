"""Keyness within stories, which holds the topic still."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from toolkit.contrast.comparison import REST, Comparison, comparisons
from toolkit.contrast.events import same_events
from toolkit.contrast.keyness import SOURCE, check_least, warnings
from toolkit.contrast.scores import Family
from toolkit.contrast.sureness import Dealing
from toolkit.corpus import Corpus
from toolkit.schema import CorpusError, TooSmall
from toolkit.statistics import (
    benjamini_hochberg,
    cochran_mantel_haenszel,
    log_likelihood_p,
    log_ratio,
    mantel_haenszel,
    mantel_haenszel_error,
)
from toolkit.terms import PER

_TWO_SIDED = 1.959963984540054  # standard errors of a 95 % interval
_AT_ONCE = 1_000  # terms put together over the stories at a time


def keyness_by_story(
    corpus: Corpus,
    target: str | Iterable[str] | None = None,
    *,
    stories: pd.DataFrame | pd.Series | None = None,
    reference: str | Iterable[str] = REST,
    by: str = SOURCE,
    min_count: int = 3,
    min_documents: int = 1,
    top: int | None = None,
    permuted: int = 0,
    seed: int = 0,
    shared: str = "keep",
    **counted: Any,
) -> pd.DataFrame:
    """Keyness within stories: each source against the others on the same events, so that what is left is wording.

    Only stories that both sides report take part; a story that one side alone reports holds no comparison.

    Parameters
    ----------
    corpus, target, reference, by, min_count, min_documents, shared, **counted
        As for :func:`keyness`.
    stories : DataFrame or Series, optional
        From :func:`same_events`, the default; or a number or label an article of one's own, missing or 0 for none.
    top : int, optional
        So many terms of over-use and of under-use a target.
    permuted : int
        Deals of articles, within their stories, behind ``p_permutation``; 0 for none.
    seed : int
        Of the deals.

    Returns
    -------
    DataFrame
        A row a target and term, the over-used ones first, by signed ``chi_squared``. ``source``
        (or ``by``), ``term``, ``count``, ``rate``, ``documents``, ``n_documents``, ``tokens``, the same as
        ``reference_…``, all within the common stories; ``stories`` with the term, ``n_stories``; ``log_ratio`` as if
        they were one text; ``story_log_ratio``, log₂ of the Mantel-Haenszel odds ratio, with its 95 % interval ``low``
        and ``high`` (Robins et al. 1986; tokens as independent draws, one term by itself; where a side has no
        occurrence the far end is open and the near one that of the test, Miettinen 1976), ``chi_squared``
        (Cochran-Mantel-Haenszel), ``p_adjusted`` (Benjamini-Hochberg in each target; tokens as independent draws, which
        those of one article are not: read it with ``documents`` and ``one_article``), ``largest_share`` and
        ``one_article``, as for :func:`keyness`: terms that one article carries come behind the others in either
        direction. With ``permuted``: ``p_permutation``, over articles: they are dealt out to the two sides within each
        story, and the largest deviation of any term of two articles or more is that of the deal (Westfall and Young
        1993); NaN where a side has fewer than three articles in common stories. Few articles a story allow few deals:
        no p is below one in as many as there are. ``attrs["warnings"]`` counts the articles in no common story.

    Raises
    ------
    CorpusError
        When no story is reported on both sides, or an option is not known.
    """
    check_least(0, permuted=permuted, seed=seed, top=top or 0)
    if isinstance(reference, Corpus):
        raise CorpusError(
            "another corpus has other stories: nothing can be held against it within them.",
            remedy="Load both as one corpus and name sources in reference, or take keyness.",
        )
    found = comparisons(corpus, target, reference=reference, by=by, shared=shared, **counted)
    placed = same_events(corpus) if stories is None else stories
    table = compared_by_story(
        found, placed, by=by, min_count=min_count, min_documents=min_documents, top=top, permuted=permuted, seed=seed
    )
    table.attrs["warnings"] += placed.attrs.get("warnings", [])
    return table


def compared_by_story(
    found: list[Comparison],
    stories: pd.DataFrame | pd.Series,
    *,
    by: str = SOURCE,
    min_count: int = 3,
    min_documents: int = 1,
    top: int | None = None,
    permuted: int = 0,
    seed: int = 0,
) -> pd.DataFrame:
    """Comparisons at hand, within stories: parameters and columns as for :func:`keyness_by_story`."""
    label = _labels(found[0].one.counted.corpus, stories)
    parts, tests, compared = [], [], []
    for comparison in found:
        part = _within(comparison, label, by, min_count, min_documents, (permuted, seed))
        if part is not None:
            tests.append(len(part))
            compared.append(comparison)
            over = part["story_log_ratio"].to_numpy() >= 0
            parts.append(part if top is None else pd.concat([part[over][:top], part[~over][-top:]]))
    if not parts:
        raise TooSmall(
            "no story here is reported on both sides.", remedy="Choose more articles, or more days for same_events."
        )
    table = pd.concat(parts, ignore_index=True)
    table.attrs["warnings"] = [*warnings(compared, tests), *_standing_alone(found, label)]
    return table


def _standing_alone(found: list[Comparison], label: np.ndarray) -> list[str]:
    """How many articles are in no story that both sides report: of each target, and of one reference."""
    alone = []
    for comparison in found:
        _, stories = _common(comparison, label)
        for side, story in list(zip(comparison.sides, stories, strict=True))[: 2 if len(found) == 1 else 1]:
            alone.append((side.name, int((story < 0).sum()), len(story)))
    if not any(number for _, number, _ in alone):
        return []
    listed = "; ".join(f"{name}: {number:,} / {whole:,}" for name, number, whole in alone)
    return [f"Articles in no story that both sides report, which take no part: {listed}."]


def _labels(corpus: Corpus, stories: pd.DataFrame | pd.Series) -> np.ndarray:
    """The story of each document of the store, from 0; -1 for none."""
    column = stories["story"] if isinstance(stories, pd.DataFrame) else stories
    values = column.reindex(corpus.index.index)
    code, _ = pd.factorize(values.where(values.notna() & (values != 0)))
    label = np.full(corpus.tables.counts["documents"], -1, np.int64)
    label[corpus.rows] = code
    return label


def _common(comparison: Comparison, label: np.ndarray) -> tuple[int, list[np.ndarray]]:
    """How many stories both sides report; and for each article of a side which of these it is in, -1 for none."""
    of_side = [label[side.rows] for side in comparison.sides]
    common = np.intersect1d(*of_side)
    common = common[common >= 0]
    number = np.full(int(label.max(initial=-1)) + 2, -1, np.int64)  # the last answers to -1
    number[common] = np.arange(len(common))
    return len(common), [number[stories] for stories in of_side]


def _within(
    comparison: Comparison, label: np.ndarray, by: str, min_count: int, min_documents: int, deals: tuple[int, int]
) -> pd.DataFrame | None:
    """The table of one target; None where no story is reported on both sides."""
    n_common, stories = _common(comparison, label)
    if not n_common:
        return None
    family = Family.of(comparison, min_count=min_count, min_documents=min_documents)
    matrices = [side.matrix(family.terms) for side in comparison.sides]
    sums = [_by_story(matrix, story, n_common) for matrix, story in zip(matrices, stories, strict=True)]
    sizes = [
        np.bincount(story[story >= 0], side.sizes[story >= 0], n_common)
        for side, story in zip(comparison.sides, stories, strict=True)
    ]
    k1, k2 = (np.asarray(table.sum(axis=1)).astype(np.int64) for table, _ in sums)
    kept = np.flatnonzero(k1 + k2 >= max(min_count, 1))
    columns: dict[str, Any] = {by: comparison.one.name, "term": comparison.labels(family.terms[kept])}
    inside = [int((story >= 0).sum()) for story in stories]
    for prefix, k, (_, documents), size, n in zip(("", "reference_"), (k1, k2), sums, sizes, inside, strict=True):
        columns |= {
            f"{prefix}count": k[kept],
            f"{prefix}rate": PER * k[kept] / max(size.sum(), 1),
            f"{prefix}documents": documents[kept],
            f"{prefix}n_documents": n,
            f"{prefix}tokens": int(size.sum()),
        }
    columns |= _stratified([table[kept] for table, _ in sums], sizes)
    heaviest = [_heaviest(matrix, story, side.sizes) for matrix, story, side in
                zip(matrices, stories, comparison.sides, strict=True)]  # fmt: skip
    columns |= _one_article(
        columns["story_log_ratio"], [table[kept] for table, _ in sums], sizes, [part[:, kept] for part in heaviest]
    )
    columns["log_ratio"] = log_ratio(k1[kept], sizes[0].sum(), k2[kept], sizes[1].sum())
    table = pd.DataFrame(columns)
    for name in (by, "term"):
        table[name] = pd.array(table[name].to_numpy(object), dtype="str")
    table["n_stories"] = n_common
    table["p_adjusted"] = benjamini_hochberg(log_likelihood_p(table["chi_squared"]))
    if deals[0]:
        some = [np.flatnonzero(story >= 0) for story in stories]
        dealing = Dealing(
            [matrix[rows][:, kept] for matrix, rows in zip(matrices, some, strict=True)],
            [side.sizes[rows] for side, rows in zip(comparison.sides, some, strict=True)],
            [story[rows] for story, rows in zip(stories, some, strict=True)],
        )
        table["p_permutation"] = dealing.p(deals[0], seed=deals[1])
    over = table["story_log_ratio"] >= 0
    signed = np.where(over, 1, -1) * table["chi_squared"]
    behind = np.where(table["one_article"], np.where(over, -1, 1), 0)  # what one article carries, towards the middle
    return table.iloc[np.lexsort((np.arange(len(table)), -signed, -behind, ~over))]


def _heaviest(matrix: sparse.csr_array, story: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """For each term the most occurrences in one article of the stories, that article's story, and its size."""
    inside = np.flatnonzero(story >= 0)
    by_term = sparse.csc_array(matrix[inside])
    most = by_term.max(axis=0).toarray().ravel()
    article = inside[np.asarray(by_term.argmax(axis=0)).ravel()]
    return np.array([most, story[article], sizes[article]])


def _one_article(
    ratio: np.ndarray, tables: list[sparse.csr_array], sizes: list[np.ndarray], heaviest: list[np.ndarray]
) -> dict[str, np.ndarray]:
    """``largest_share`` and ``one_article``, as keyness has them: a term counts as one article's where that has all of
    it, or more than half and the others no longer show the difference within stories."""
    over = ratio >= 0
    most, story, size = np.where(over, *heaviest).astype(np.int64)
    found = [np.asarray(table.sum(axis=1)).ravel() for table in tables]
    share = most / np.maximum(np.where(over, *found), 1)
    carried = share >= 1
    for at in np.flatnonzero((share > 0.5) & ~carried):
        side = 0 if over[at] else 1
        counts = [table[[at]].toarray()[0] for table in tables]
        left = [size_of.astype(float) for size_of in sizes]
        counts[side][story[at]] -= most[at]
        left[side][story[at]] -= size[at]
        shape = counts[0], left[0], counts[1], left[1]
        same = (mantel_haenszel(*shape) >= 0) == over[at]
        carried[at] = not (same and cochran_mantel_haenszel(*shape) > _TWO_SIDED**2)
    return {"largest_share": share, "one_article": carried}


def _by_story(matrix: sparse.csr_array, story: np.ndarray, n: int) -> tuple[sparse.csr_array, np.ndarray]:
    """Occurrences by term and story, and articles in the stories that have each term."""
    inside = np.flatnonzero(story >= 0)
    chosen = sparse.csr_array(matrix[inside])
    ones = np.ones(len(inside), np.int64)
    membership = sparse.csr_array((ones, (story[inside], np.arange(len(inside)))), shape=(n, len(inside)))
    documents = np.bincount(chosen.indices[chosen.data > 0], minlength=matrix.shape[1])
    return sparse.csr_array((membership @ chosen).T), documents


def _stratified(tables: list[sparse.csr_array], sizes: list[np.ndarray]) -> dict[str, np.ndarray]:
    columns: dict[str, list[np.ndarray]] = {
        name: [] for name in ("stories", "story_log_ratio", "low", "high", "chi_squared")
    }
    for low in range(0, max(tables[0].shape[0], 1), _AT_ONCE):
        one, two = (table[low : low + _AT_ONCE].toarray() for table in tables)
        shape = one, sizes[0], two, sizes[1]
        ratio, error = mantel_haenszel(*shape), mantel_haenszel_error(*shape)
        chi_squared = cochran_mantel_haenszel(*shape)
        with np.errstate(divide="ignore", invalid="ignore"):
            near = ratio * (1 - _TWO_SIDED / np.sqrt(chi_squared))  # of a term that a side lacks
        lacking = np.isinf(error)
        half = np.where(lacking, 0.0, _TWO_SIDED * error)
        ends = ratio - half, ratio + half
        ends = (
            np.where(lacking, np.where(ratio >= 0, near, -np.inf), ends[0]),
            np.where(lacking, np.where(ratio >= 0, np.inf, near), ends[1]),
        )
        columns["stories"].append(((one + two) > 0).sum(axis=1))
        columns["story_log_ratio"].append(ratio)
        columns["low"].append(ends[0])
        columns["high"].append(ends[1])
        columns["chi_squared"].append(chi_squared)
    return {name: np.concatenate(values) for name, values in columns.items()}

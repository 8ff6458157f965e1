"""Stories: articles of several outlets on the same event; and keyness within them, which holds the topic still."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.cluster import hierarchy
from scipy.sparse.csgraph import connected_components

from toolkit.contrast.comparison import REST, Comparison, Counted, comparisons, matrix_of
from toolkit.contrast.keyness import SOURCE, contrast, warnings
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
from toolkit.store import Tables
from toolkit.terms import PER

CONTENT = ("NOUN", "PROPN", "VERB", "ADJ")
_LARGEST = 1_500  # articles of a chain of likenesses that are grouped by comparing all with all
_TWO_SIDED = 1.959963984540054  # standard errors of a 95 % interval
_AT_ONCE = 1_000  # articles compared with the others at a time, and terms put together over the stories


def same_events(
    corpus: Corpus, *, days: float = 7, alike: float = 0.06, told: Callable[[float], None] | None = None
) -> pd.DataFrame:
    """Group articles into stories: on the same event, near in date and alike in names and words.

    Parameters
    ----------
    corpus : Corpus
        Or a view of one.
    days : float
        Articles further apart in date are never compared; a story grows by chains of them.
    alike : float
        From 0 to 1: the mean likeness from which on groups of articles are put together. Likeness is the cosine of
        their names and content words, weighted by how rare they are (tf-idf, idf squared). Outlets that word things
        differently are not very alike: on the twelve events of the sample corpus, 0.06 finds two pairs of articles in
        three, and seven of eight that it finds are right; 0.1 finds fewer, and is right more often.
    told : callable, optional
        Told now and then what share of the work is done, for who waits: thousands of articles take their time.

    Returns
    -------
    DataFrame
        A row an article of the view, index ``doc_id``: ``story`` (from 1, in order of date; 0 for an article that
        stands alone), ``source``, ``date``, ``title``, ``articles`` and ``sources`` (of its story).
        ``attrs["warnings"]`` tells of the articles without a date, which cannot be placed.

    Raises
    ------
    CorpusError
        When no article has a date.

    References
    ----------
    Nicholls, T. & Bright, J. (2019). Understanding news story chains using information retrieval and network
    clustering techniques. Communication Methods and Measures 13(1).
    """
    index = corpus.index
    day = (index["date"] - pd.Timestamp(0)) / pd.Timedelta(days=1)
    dated = np.flatnonzero(day.notna())
    if not len(dated):
        raise TooSmall("no article here has a date.", remedy="Give dates in metadata.csv.")
    dated = dated[np.argsort(day.to_numpy()[dated], kind="stable")]
    features = _features(corpus)[dated]
    group = _groups(features, day.to_numpy()[dated], days, alike, told or (lambda share: None))
    size = np.bincount(group)
    # stories in order of their first article; who stands alone is in none
    number = np.zeros(len(size), np.int64)
    first = list(dict.fromkeys(group[size[group] > 1].tolist()))
    number[first] = np.arange(1, len(first) + 1)
    story = np.zeros(len(index), np.int64)
    story[dated] = number[group]
    table = pd.DataFrame(
        {"story": story, "source": corpus.group_labels("source"), "date": index["date"], "title": index["title"]},
        index=index.index,
    )
    table["source"] = table["source"].astype("str")
    in_story = table["story"] > 0
    grouped = table[in_story].groupby("story")
    table["articles"] = table["story"].map(grouped.size()).fillna(1).astype(np.int64)
    table["sources"] = table["story"].map(grouped["source"].nunique()).fillna(1).astype(np.int64)
    missing = len(index) - len(dated)
    said = f"{missing:,} article{'s' * (missing != 1)} without a date: in no story."
    table.attrs["warnings"] = [said] if missing else []
    return table


def _features(corpus: Corpus) -> sparse.csr_array:
    """Articles of the view by content words and names, tf-idf, rows of length 1."""
    counted = Counted.of(corpus, by=None, shared="keep", asked={"pos": CONTENT})
    words = matrix_of(counted.everything, corpus.rows, corpus.tables.counts["documents"])
    both = sparse.csr_array(sparse.hstack([words, _names(corpus.tables)[corpus.rows]]), dtype=float)
    both.data = 1 + np.log(both.data)
    documents = np.bincount(both.indices, minlength=both.shape[1])
    rarity = np.log(len(corpus.rows) / np.maximum(documents, 1))
    rarity[documents < 2] = 0.0  # what one article has makes it like no other
    weighted = sparse.csr_array(both.multiply(rarity[None, :] ** 2))
    length = np.sqrt(weighted.multiply(weighted).sum(axis=1))
    scale = sparse.diags_array(1 / np.where(length > 0, length, 1.0))
    return sparse.csr_array(scale @ weighted)


def _names(tables: Tables) -> sparse.csr_array:
    """How often each document of the store has each spelling of a name."""
    first = np.asarray(tables.mention_surface)
    shape = tables.counts["documents"], int(first.max(initial=-1)) + 1
    ones = np.ones(len(first))
    return sparse.coo_array((ones, (np.asarray(tables.mention_document), first)), shape).tocsr()


def _groups(
    features: sparse.csr_array, day: np.ndarray, days: float, alike: float, told: Callable[[float], None]
) -> np.ndarray:
    """The group of each article; articles in order of date."""
    n = len(day)
    rows, columns, values = [], [], []
    for low in range(0, n, _AT_ONCE):
        told(0.9 * low / n)  # the rest is quick
        high = min(low + _AT_ONCE, n)
        after = int(np.searchsorted(day, day[high - 1] + days, side="right"))
        likeness = (features[low:high] @ features[low:after].T).tocoo()
        one, two = likeness.coords[0] + low, likeness.coords[1] + low
        near = (two > one) & (likeness.data >= alike) & (day[two] - day[one] <= days)
        rows.append(one[near])
        columns.append(two[near])
        values.append(likeness.data[near])
    edges = np.concatenate(rows), np.concatenate(columns)
    graph = sparse.coo_array((np.concatenate(values), edges), shape=(n, n)).tocsr()
    _, chain = connected_components(graph, directed=False)
    group, number = np.zeros(n, np.int64), 0
    order = np.argsort(chain, kind="stable")
    for members in np.split(order, np.flatnonzero(np.diff(chain[order])) + 1):
        found = _apart(features[members], alike) if 2 < len(members) <= _LARGEST else np.zeros(len(members), np.int64)
        group[members] = number + found
        number += int(found.max(initial=0)) + 1
    return group


def _apart(features: sparse.csr_array, alike: float) -> np.ndarray:
    """The groups of a chain whose articles are alike on average, not only from one to the next."""
    likeness = (features @ features.T).toarray()
    distance = np.clip(1 - likeness, 0, None)[np.triu_indices(len(likeness), 1)]
    return hierarchy.fcluster(hierarchy.linkage(distance, "average"), 1 - alike, "distance").astype(np.int64) - 1


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
        direction.

    Raises
    ------
    CorpusError
        When no story is reported on both sides, or an option is not known.
    """
    if isinstance(reference, Corpus):
        raise CorpusError(
            "another corpus has other stories: nothing can be held against it within them.",
            remedy="Load both as one corpus and name sources in reference, or take keyness.",
        )
    found = comparisons(corpus, target, reference=reference, by=by, shared=shared, **counted)
    placed = same_events(corpus) if stories is None else stories
    table = compared_by_story(found, placed, by=by, min_count=min_count, min_documents=min_documents, top=top)
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
) -> pd.DataFrame:
    """Comparisons at hand, within stories: parameters and columns as for :func:`keyness_by_story`."""
    label = _labels(found[0].one.counted.corpus, stories)
    parts = []
    for comparison in found:
        part = _within(comparison, label, by, min_count, min_documents)
        if part is not None:
            over = part["story_log_ratio"].to_numpy() >= 0
            parts.append(part if top is None else pd.concat([part[over][:top], part[~over][-top:]]))
    if not parts:
        raise TooSmall(
            "no story here is reported on both sides.", remedy="Choose more articles, or more days for same_events."
        )
    table = pd.concat(parts, ignore_index=True)
    table.attrs["warnings"] = warnings(found)
    return table


def _labels(corpus: Corpus, stories: pd.DataFrame | pd.Series) -> np.ndarray:
    """The story of each document of the store, from 0; -1 for none."""
    column = stories["story"] if isinstance(stories, pd.DataFrame) else stories
    values = column.reindex(corpus.index.index)
    code, _ = pd.factorize(values.where(values.notna() & (values != 0)))
    label = np.full(corpus.tables.counts["documents"], -1, np.int64)
    label[corpus.rows] = code
    return label


def _within(
    comparison: Comparison, label: np.ndarray, by: str, min_count: int, min_documents: int
) -> pd.DataFrame | None:
    """The table of one target; None where no story is reported on both sides."""
    of_side = [label[side.rows] for side in comparison.sides]
    common = np.intersect1d(*of_side)
    common = common[common >= 0]
    if not len(common):
        return None
    family = contrast(comparison, min_count=min_count, min_documents=min_documents, top=1).family
    number = np.full(int(label.max()) + 2, -1, np.int64)  # the last answers to -1
    number[common] = np.arange(len(common))
    matrices = [side.matrix(family.terms) for side in comparison.sides]
    sums = [_by_story(matrix, number[stories], len(common)) for matrix, stories in
            zip(matrices, of_side, strict=True)]  # fmt: skip
    sizes = [
        np.bincount(number[stories][number[stories] >= 0], side.sizes[number[stories] >= 0], len(common))
        for side, stories in zip(comparison.sides, of_side, strict=True)
    ]
    k1, k2 = (np.asarray(table.sum(axis=1)).astype(np.int64) for table, _ in sums)
    kept = np.flatnonzero(k1 + k2 >= max(min_count, 1))
    columns: dict[str, Any] = {by: comparison.one.name, "term": comparison.labels(family.terms[kept])}
    inside = [int((number[stories] >= 0).sum()) for stories in of_side]
    for prefix, k, (_, documents), size, n in zip(("", "reference_"), (k1, k2), sums, sizes, inside, strict=True):
        columns |= {
            f"{prefix}count": k[kept],
            f"{prefix}rate": PER * k[kept] / max(size.sum(), 1),
            f"{prefix}documents": documents[kept],
            f"{prefix}n_documents": n,
            f"{prefix}tokens": int(size.sum()),
        }
    columns |= _stratified([table[kept] for table, _ in sums], sizes)
    heaviest = [_heaviest(matrix, number[stories], side.sizes) for matrix, stories, side in
                zip(matrices, of_side, comparison.sides, strict=True)]  # fmt: skip
    columns |= _one_article(
        columns["story_log_ratio"], [table[kept] for table, _ in sums], sizes, [part[:, kept] for part in heaviest]
    )
    columns["log_ratio"] = log_ratio(k1[kept], sizes[0].sum(), k2[kept], sizes[1].sum())
    table = pd.DataFrame(columns)
    for name in (by, "term"):
        table[name] = pd.array(table[name].to_numpy(object), dtype="str")
    table["n_stories"] = len(common)
    table["p_adjusted"] = benjamini_hochberg(log_likelihood_p(table["chi_squared"]))
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

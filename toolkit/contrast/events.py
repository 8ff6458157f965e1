"""Stories: articles of several outlets on the same event, found from their dates, names and words."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.cluster import hierarchy
from scipy.sparse.csgraph import connected_components

from toolkit.contrast.comparison import Counted, matrix_of
from toolkit.corpus import Corpus
from toolkit.corpus.overview import plural
from toolkit.schema import CorpusError, TooSmall
from toolkit.store import Tables

CONTENT = ("NOUN", "PROPN", "VERB", "ADJ")
_LARGEST = 1_500  # articles of a chain of likenesses that are grouped by comparing all with all
_AT_ONCE = 1_000  # articles compared with the others at a time


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
        stands alone; articles of one outlet make a story, too: see ``sources``), ``source``, ``date``, ``title``,
        ``articles`` and ``sources`` (of its story).
        ``attrs["warnings"]`` tells of the articles without a date, which cannot be placed.

    Raises
    ------
    CorpusError
        When no article has a date, or ``days`` or ``alike`` is out of range.

    References
    ----------
    Nicholls, T. & Bright, J. (2019). Understanding news story chains using information retrieval and network
    clustering techniques. Communication Methods and Measures 13(1).
    """
    if not days > 0 or not 0 <= alike <= 1:
        name, value = ("days", days) if not days > 0 else ("alike", alike)
        raise CorpusError(f"{name}={value!r} makes no sense.", remedy="Choose days above 0, and alike from 0 to 1.")
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
    said = f"{plural(missing, 'article')} without a date: in no story."
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

"""Whose edge is it: pairs that one group of articles links and the others do not."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from toolkit.cooccurrence.counting import pair_index
from toolkit.cooccurrence.pairs import of_types, ordered_ends
from toolkit.cooccurrence.windows import parse_window
from toolkit.corpus import Corpus
from toolkit.entities import Entities
from toolkit.entities.resolving import resolve_whole
from toolkit.schema import TooSmall
from toolkit.statistics import benjamini_hochberg, difference_interval, specificity, specificity_p

LEAST_ARTICLES = 3
"""With fewer articles in a group, or outside of it, an interval would mean nothing and is left empty."""

COLUMNS = (
    *("group", "a", "b", "type_a", "type_b", "joint", "joint_others", "documents", "n_documents", "documents_others"),
    *("n_documents_others", "share", "share_others", "difference", "low", "high", "specificity", "p_adjusted"),
    *("groups", "own", "id_a", "id_b"),
)


def compare_networks(
    corpus: Corpus,
    *,
    by: str = "source",
    window: str | int = "sentence",
    types: str | Iterable[str] | None = None,
    min_count: int = 2,
    confidence: float = 0.95,
    entities: Entities | None = None,
) -> pd.DataFrame:
    """The edges that are one group's own against the others.

    An edge is compared by the articles that have it: how many of the group's articles put the two names in one window,
    against how many of all others. Articles are what was written independently; windows of one article are not.

    Parameters
    ----------
    corpus : Corpus
        Or a view of one.
    by : str
        What divides the articles: a column of the documents table, or a period.
    window, types : as for :func:`cooccurrence`
    min_count : int
        Joint windows that a pair needs in the whole selection.
    confidence : float
        Of the interval.

    Returns
    -------
    DataFrame
        A row a pair and group that has it: the group under its own name (``source``); ``a``, ``b`` (the more frequent
        name first), ``type_a``, ``type_b``; ``joint`` and ``joint_others`` (windows); ``documents`` of ``n_documents``
        articles of the group and ``documents_others`` of ``n_documents_others``; ``share`` and ``share_others`` of the
        articles, their ``difference`` with ``low`` and ``high`` (Newcombe 1998; NaN with fewer than three articles on
        one side); ``specificity`` of the articles (Lafon 1980: positive, the group has it more than chance would) and
        ``p_adjusted`` (Benjamini-Hochberg over all pairs and groups); ``groups`` (how many groups have it); ``own``
        (over-use at 0.05, in two articles or more); ``id_a``, ``id_b``. The most specific first.
        ``attrs["warnings"]`` says what the numbers cannot bear.

    Raises
    ------
    CorpusError
        When there is only one group.
    """
    named = parse_window(window)
    resolved = resolve_whole(corpus) if entities is None else entities
    group, labels = corpus.groups(by)
    if len(labels) < 2:
        raise TooSmall(
            f"all articles are of one {by}: there is nothing to compare with.", remedy="Choose more articles."
        )
    index = pair_index(corpus.tables, resolved, named)
    counts = index.count(corpus.rows, of_types(resolved, types), min_count)
    joint, documents = index.by_group(counts, group, len(labels))
    size = np.bincount(group[corpus.rows], minlength=len(labels))
    pair, column = np.nonzero(documents)
    k1, n1 = documents[pair, column], size[column]
    k2, n2 = documents.sum(axis=1)[pair] - k1, size.sum() - n1
    score = specificity(k1, k1 + k2, n1, n1 + n2)
    low, high = difference_interval(k1, n1, k2, n2, confidence=confidence)
    few = np.minimum(n1, n2) < LEAST_ARTICLES
    # a pair that a group never has was looked at there too
    p = benjamini_hochberg(np.where(score > 0, specificity_p(score), 1.0), tests=len(counts.a) * len(labels))
    listed = resolved.entities
    name, kind, ids = (values.to_numpy(object) for values in (listed["name"], listed["type"], listed.index.to_series()))
    a, b = (ends[pair] for ends in ordered_ends(counts, name))
    table = pd.DataFrame(
        {
            "group": pd.array(np.array(labels, object)[column], dtype="str"),
            "a": pd.array(name[a], dtype="str"),
            "b": pd.array(name[b], dtype="str"),
            "type_a": pd.array(kind[a], dtype="str"),
            "type_b": pd.array(kind[b], dtype="str"),
            "joint": joint[pair, column],
            "joint_others": joint.sum(axis=1)[pair] - joint[pair, column],
            "documents": k1,
            "n_documents": n1,
            "documents_others": k2,
            "n_documents_others": n2,
            "share": k1 / n1,
            "share_others": np.divide(k2, n2, out=np.zeros(len(k2)), where=n2 > 0),
            "difference": k1 / n1 - np.divide(k2, n2, out=np.zeros(len(k2)), where=n2 > 0),
            "low": np.where(few, np.nan, low),
            "high": np.where(few, np.nan, high),
            "specificity": score,
            "p_adjusted": p,
            "groups": (documents > 0).sum(axis=1)[pair],
            "own": (score > 0) & (p <= 0.05) & (k1 > 1),
            "id_a": pd.array(ids[a], dtype="str"),
            "id_b": pd.array(ids[b], dtype="str"),
        },
        columns=list(COLUMNS),
    )
    order = ["specificity", "documents", "a", "b", "group"]
    table = table.sort_values(order, ascending=[False, False, True, True, True]).reset_index(drop=True)
    table = table.rename(columns={"group": by})
    small = [label for label, number in zip(labels, size.tolist(), strict=True) if number < LEAST_ARTICLES]
    table.attrs.update(window=named, by=by, warnings=_warnings(table, small))
    return table


def _warnings(table: pd.DataFrame, small: list[str]) -> list[str]:
    said = []
    if small:
        said.append(f"Fewer than {LEAST_ARTICLES} articles, so no interval: {', '.join(small)}.")
    once = int((table["documents"] == 1).sum())
    if once:
        said.append(f"{once:,} of {len(table):,} edges stand in one article of their group: no pattern of the group.")
    return said

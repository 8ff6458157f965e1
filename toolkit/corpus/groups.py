"""Groups of articles by source, period or any column, found once for a store."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from toolkit.schema import CorpusError
from toolkit.store import Tables, alphabetical, per_store

PERIODS = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}
UNKNOWN = "(unknown)"
_SHORT = 12  # characters of a file's name that a reader still takes in


class Groups(NamedTuple):
    """The group of each document of a store, (documents,) of int; and the labels of the groups, in alphabetical order
    with ``"(unknown)"`` last."""

    code: np.ndarray
    labels: np.ndarray


@per_store(1)
def documents_table(tables: Tables) -> pd.DataFrame:
    """The documents table without the texts, by ``doc_id``."""
    return tables.table("documents").set_index("doc_id")


@per_store(32)
def store_groups(tables: Tables, by: str) -> Groups:
    """All documents of a store by a period or a column.

    Raises
    ------
    CorpusError
        When there is no such column.
    """
    table = documents_table(tables)
    if by in PERIODS:
        code, dates = pd.factorize(table["date"])  # a corpus has far more articles than days
        labels = pd.DatetimeIndex(dates).to_period(PERIODS[by]).astype("str").to_numpy(object)
    elif by in table.columns:
        code, values = pd.factorize(table[by])
        labels = pd.Series(values).astype("object").astype("str").to_numpy(object)
    else:
        raise CorpusError(
            f"there is no column {by!r} to group by.",
            remedy=f"Choose one of: {', '.join([*PERIODS, *table.columns])}.",
        )
    labels = np.append(labels, UNKNOWN)  # the last answers to -1
    same, distinct = pd.factorize(labels)  # days of one month, values written alike
    order = sorted(range(len(distinct)), key=lambda at: (distinct[at] == UNKNOWN, alphabetical(str(distinct[at]))))
    place = np.empty(len(distinct), np.int64)
    place[order] = np.arange(len(distinct))
    return Groups(place[same][code], distinct[order])


@per_store(1)
def page_names(tables: Tables) -> np.ndarray:
    """What each document of a store is called where pages stand for themselves, (documents,) of str: ``page`` and its
    ``doc_id`` where those are short, else its number in their order, so that a name never fills a cell or cuts a
    line."""
    names = tables.table("documents")["doc_id"].astype("str").tolist()
    if max(map(len, names), default=0) <= _SHORT:
        return np.array([f"page {name}" for name in names], object)
    width = len(str(len(names)))
    number = {name: at for at, name in enumerate(sorted(names, key=alphabetical), start=1)}
    return np.array([f"page {number[name]:0{width}d}" for name in names], object)

"""How much there is of each group of articles, and which groups are too small to say much."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from toolkit.corpus import Corpus
from toolkit.statistics import wilson_interval

PER = 10_000
"""Rates are per so many words."""


def sizes(corpus: Corpus, *, by: str | Iterable[str] = ("source", "month")) -> pd.DataFrame:
    """How much there is of each group: a row a combination that occurs; the ``by`` columns, ``articles``, ``tokens``.

    What is not known is ``"(unknown)"`` and has its own rows: the sums are those of the corpus.
    """
    names = [by] if isinstance(by, str) else list(by)
    labels = {name: pd.Categorical(corpus.group_labels(name), categories=corpus.groups(name)[1]) for name in names}
    table = pd.DataFrame({**labels, "tokens": corpus.index["n_tokens"].to_numpy(np.int64)})
    grouped = table.groupby(names, sort=True, observed=True)
    summed = grouped.agg(articles=("tokens", "size"), tokens=("tokens", "sum")).reset_index()
    return summed.astype(dict.fromkeys(names, "str"))


def rates(counts: np.ndarray, n_tokens: np.ndarray) -> dict[str, np.ndarray]:
    """The columns ``rate``, ``low`` and ``high`` of a table: per 10,000 words, with 95 % Wilson intervals.

    Parameters
    ----------
    counts : ndarray of int, (..., parts)
    n_tokens : ndarray of int, (parts,)
        Words of each part; where there are none, all three are NaN.

    Returns
    -------
    dict of str to ndarray
        Flat, row after row.
    """
    low, high = wilson_interval(counts, n_tokens)
    with np.errstate(invalid="ignore"):
        rate = np.where(n_tokens > 0, counts / np.maximum(n_tokens, 1), np.nan)
    return {"rate": PER * rate.ravel(), "low": PER * low.ravel(), "high": PER * high.ravel()}


def group_column(by: str, columns: Iterable[str]) -> str:
    """What the column of a grouping is called: as ``by`` is, or ``group_count`` where the table has a ``count``."""
    return f"group_{by}" if by in columns else by


def few_articles(groups: Iterable[str], n_documents: Iterable[int]) -> list[str]:
    """A sentence on the groups of one or two articles, whose words are those articles' as much as theirs; or none."""
    few = [
        f"{name} ({'1 article' if number == 1 else '2 articles'})"
        for name, number in zip(groups, n_documents, strict=True)
        if number in (1, 2)
    ]
    if not few:
        return []
    said = "With so few, the words of the outlet, of the article and of its author cannot be told apart"
    return [f"{said}: {', '.join(few)}."]

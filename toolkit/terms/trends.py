"""Rates over time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from toolkit.corpus import Corpus
from toolkit.corpus.groups import PERIODS
from toolkit.corpus.marks import document_words
from toolkit.query import Hits
from toolkit.schema import CorpusError, TooSmall
from toolkit.store import distinct
from toolkit.terms.occurrences import find_term, of_words
from toolkit.terms.options import settle
from toolkit.terms.sizes import group_column, rates

_MOST = 100_000
"""Rows that a trend may have: the days of some centuries point to a wrong date, not to a long trend."""


def trends(
    corpus: Corpus,
    terms: str | Iterable[str] | Mapping[str, Hits],
    *,
    every: str = "month",
    by: str | None = None,
    unit: str = "lemma",
    ngrams: int | None = None,
    pattern: str | Iterable[str] | None = None,
    pos: str | Iterable[str] | None = None,
    stopwords: str | Iterable[str] = "drop",
    words: str = "all",
    headlines: str = "keep",
) -> pd.DataFrame:
    """How often terms stand in each period, from the first with an article to the last.

    Parameters
    ----------
    corpus : Corpus
        Or a view of one.
    terms : str, iterable of str, or mapping of str to Hits
        As the column ``term`` of :func:`term_frequencies` has them; or occurrences by the name to show them under, as
        ``{"frappe*": find(corpus, "frappe*")}``.
    every : {"month", "day", "week", "quarter", "year"}
    by : str, optional
        A line for each group: ``"source"``, or any column of the documents table.
    unit, ngrams, pattern, pos, stopwords, words, headlines
        As for :func:`find_term`. For given Hits only ``words`` and ``headlines`` matter: they say which tokens are the
        denominator, and only the occurrences that lie wholly in these count.

    Returns
    -------
    DataFrame
        A row a term, group and period, those without an article too. Columns: ``term``; the group under its own name
        (``group_rate`` where that is the name of another column);
        ``period`` (its label, ``2020-06``), ``start`` (its first day, datetime64); ``count``, ``rate`` per 10,000 word
        tokens of the group in the period with its 95 % Wilson interval ``low`` and ``high`` (all three NaN, a gap,
        where there are none), ``documents`` (articles with the term), ``n_documents``, ``n_tokens``.
        ``attrs["warnings"]`` tells which terms never occur, and how many articles have no date and are in no period.

    Raises
    ------
    CorpusError
        When no article has a date, or an option is not known.
    """
    if every not in PERIODS:
        raise CorpusError(f"every={every!r} is not known.", remedy=f"Choose one of: {', '.join(PERIODS)}.")
    options = settle(corpus, unit=unit, stopwords=stopwords, words=words, headlines=headlines)
    if isinstance(terms, Mapping):
        found = {name: of_words(corpus, hits, words=words, headlines=headlines) for name, hits in terms.items()}
    else:
        asked = [terms] if isinstance(terms, str) else list(terms)
        found = {
            term: find_term(
                corpus,
                term,
                unit=unit,
                ngrams=ngrams,
                pattern=pattern,
                pos=pos,
                stopwords=stopwords,
                words=words,
                headlines=headlines,
            )
            for term in asked
        }
    group, groups = corpus.groups(by)
    period, span = _periods(corpus, every, max(len(groups) * len(found), 1))
    cells = len(groups) * len(span)
    cell = np.where((group >= 0) & (period >= 0), group * len(span) + period, -1)  # of each document of the store
    inside = cell >= 0
    n_tokens = np.bincount(cell[inside], document_words(corpus.tables, options.marks)[inside], cells).astype(np.int64)
    n_documents = np.bincount(cell[inside], minlength=cells)
    parts = [_trend(hits, cell, cells) for hits in found.values()]
    count = np.array([part[0] for part in parts], np.int64).reshape(len(found), cells)
    lines = len(found) * len(groups)
    columns = {
        "term": pd.array(np.repeat(np.array(list(found), object), cells), dtype="str"),
        "period": pd.array(np.tile(span.astype(str).to_numpy(object), lines), dtype="str"),
        "start": np.tile(span.start_time.to_numpy(), lines),
        "count": count.ravel(),
        **rates(count, n_tokens),
        "documents": np.array([part[1] for part in parts], np.int64).ravel(),
        "n_documents": np.tile(n_documents, len(found)),
        "n_tokens": np.tile(n_tokens, len(found)),
    }
    table = pd.DataFrame(columns)
    if by is not None:
        names = np.tile(np.repeat(np.array(groups, object), len(span)), len(found))
        table.insert(1, group_column(by, table.columns), pd.Series(names, dtype="str"))
    absent = [name for name, hits in found.items() if not len(hits)]
    undated = int(np.sum((group >= 0) & (period < 0)))
    table.attrs["warnings"] = _absent(absent, isinstance(terms, Mapping)) + _undated(undated)
    return table


def _absent(names: list[str], given: bool) -> list[str]:
    """A sentence on the terms that never occur, or none; a query that was taken for a term is one of them."""
    if not names:
        return []
    said = f"No occurrence here of {', '.join(f'« {name} »' for name in names)}"
    signs = [] if given else [name for name in names if set(name) & set('*?|[]"“«')]
    if not signs:
        return [f"{said}."]
    return [f"{said}. A term stands for itself; give a query as {{{signs[0]!r}: find(corpus, {signs[0]!r})}}."]


def _undated(number: int) -> list[str]:
    if not number:
        return []
    articles = "1 article has no date and stands" if number == 1 else f"{number} articles have no date and stand"
    return [f"{articles} in no period."]


def _periods(corpus: Corpus, every: str, lines: int) -> tuple[np.ndarray, pd.PeriodIndex]:
    """The period of each document of the store, -1 for none, and all periods from first to last."""
    dates = corpus.index["date"]
    if not dates.notna().any():
        raise TooSmall(
            "no article here has a date.", remedy="Give articles their dates in metadata.csv, or choose more of them."
        )
    frequency = PERIODS[every]
    span = pd.period_range(dates.min(), dates.max(), freq=frequency)
    if len(span) * lines > _MOST:
        raise CorpusError(
            f"from {dates.min():%Y-%m-%d} to {dates.max():%Y-%m-%d} there are {len(span):,} periods a line, too many.",
            remedy='Choose longer ones, as every="year", or fewer terms; or correct a date that is wrong.',
        )
    period = np.full(corpus.tables.counts["documents"], -1, np.int64)
    known = dates.notna().to_numpy()
    bounds = span.start_time.to_numpy()
    period[corpus.rows[known]] = np.searchsorted(bounds, dates.to_numpy()[known], side="right") - 1
    return period, span


def _trend(hits: Hits, cell: np.ndarray, cells: int) -> tuple[np.ndarray, np.ndarray]:
    """Occurrences, and documents that have one, by cell."""
    where = cell[hits.row]
    documents = cell[distinct(hits.row)]
    return np.bincount(where[where >= 0], minlength=cells), np.bincount(documents[documents >= 0], minlength=cells)

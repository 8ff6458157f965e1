"""The table of term frequencies."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from toolkit import statistics
from toolkit.corpus import Corpus
from toolkit.schema import CorpusError
from toolkit.terms.counts import Counts, count_most_frequent
from toolkit.terms.options import settle
from toolkit.terms.sizes import few_articles, group_column, rates

DISPERSION = {name: getattr(statistics, name) for name in ("dp", "dp_norm", "juilland_d", "carroll_d2", "rosengren_s")}
"""Measures of dispersion by the name of their column."""


def term_frequencies(
    corpus: Corpus,
    *,
    unit: str = "lemma",
    ngrams: int = 1,
    pattern: str | Iterable[str] | None = None,
    pos: str | Iterable[str] | None = None,
    stopwords: str | Iterable[str] = "drop",
    words: str = "all",
    headlines: str = "keep",
    by: str | None = None,
    dispersion: str | Iterable[str] = ("dp_norm",),
    min_count: int = 1,
    top: int | None = None,
) -> pd.DataFrame:
    """Counts, rates, document ranges and dispersion of terms, the most frequent first.

    Parameters
    ----------
    corpus : Corpus
        Or a view of one, from ``select``.
    unit : {"lemma", "form", "lemma_pos"}
        Forms are counted without regard to case, and shown in their most frequent spelling; a lemma with its part of
        speech is shown as ``frapper_VERB``.
    ngrams : int
        Words in a row, 1 to 5, within a sentence and with nothing between them, not even a comma. ``pos`` and
        ``stopwords`` then look at the first and the last word.
    pattern : str or iterable of str, optional
        Multi-word terms instead: rows of two to five parts of speech such as ``"NOUN ADJ"``; ``|`` between those that
        may stand in one place, ``?`` after one that may be absent: ``"NOUN ADP DET? NOUN|PROPN"``. ``"terms"`` stands
        for ``TERM_PATTERNS``, the base terms of French. A term within a longer one counts as well. ``stopwords`` look
        at the first and the last word.
    pos : str or iterable of str, optional
        Universal parts of speech to keep: ``"NOUN"``, ``("NOUN", "ADJ")``.
    stopwords : "drop", "keep" or iterable of str
        The corpus' own list or else the shipped one; none; or a list of one's own in the same form (see
        :func:`stop_words`).
    words : {"all", "own", "quoted"}
        All; those outside of quotation marks, the outlet's own; or those within. Rates are then per 10,000 of these.
    headlines : {"keep", "drop"}
        Whether the headline counts where an article prints it in its text.
    by : str, optional
        Group articles by ``"source"``, ``"month"``, … or any column of the documents table.
    dispersion : str or iterable of str
        Any of ``"dp"``, ``"dp_norm"`` (0 even over the articles, 1 all in the smallest), ``"juilland_d"``,
        ``"carroll_d2"``, ``"rosengren_s"`` (1 even); see ``toolkit.statistics``. Over the articles of each group.
    min_count : int
        Floor on the count in all groups together.
    top : int, optional
        Only so many terms, the most frequent in all groups together.

    Returns
    -------
    DataFrame
        A row a term, or with ``by`` a row a term and group, those that lack the term too. Columns: the group under its
        own name (``group_count`` where that is the name of another column, ``count``), ``term``,
        ``form`` (as it is most often written), ``count``, ``rate`` per 10,000 word tokens of the
        group (all of them, whatever the parts of speech and stop words) with its 95 % Wilson interval ``low`` and
        ``high``, ``documents`` (articles with the term), ``n_documents`` (articles), a column a measure of dispersion.
        ``attrs["warnings"]`` says in sentences what the numbers cannot bear, ``attrs["stop_words"]`` which list was
        used.

    Raises
    ------
    CorpusError
        When a unit, part of speech, column or other option is not known.

    References
    ----------
    Daille, B. (1994). Approche mixte pour l'extraction automatique de terminologie. Thesis, Université Paris 7.
    """
    measures = _measures(dispersion)
    _at_least("min_count", min_count, 0)
    if top is not None:
        _at_least("top", top, 1)
    options = settle(
        corpus,
        unit=unit,
        ngrams=ngrams,
        pattern=pattern,
        pos=pos,
        stopwords=stopwords,
        words=words,
        headlines=headlines,
    )
    counted = count_most_frequent(corpus, options, by=by, min_count=max(min_count, 1), top=top)
    terms = _most_frequent(counted, max(min_count, 1), top)
    table = _table(counted, terms, measures)
    if by is not None:
        names = np.tile(np.array(counted.groups, object), len(terms))
        table.insert(0, group_column(by, table.columns), pd.Series(names, dtype="str"))
    table.attrs["warnings"] = few_articles(counted.groups, counted.n_documents) if by else []
    table.attrs["stop_words"] = counted.options.stop_list
    return table


def _measures(dispersion: str | Iterable[str]) -> list[str]:
    names = list(dict.fromkeys([dispersion] if isinstance(dispersion, str) else dispersion))
    unknown = [name for name in names if name not in DISPERSION]
    if unknown:
        raise CorpusError(
            f"no measure of dispersion is called {', '.join(map(repr, unknown))}.",
            remedy=f"Choose any of: {', '.join(DISPERSION)}.",
        )
    return names


def _at_least(name: str, value: object, least: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < least:
        raise CorpusError(f"{name}={value!r} makes no sense.", remedy=f"Choose a whole number from {least} up.")


def _most_frequent(counted: Counts, least: int, top: int | None) -> np.ndarray:
    """The terms that are frequent enough, the most frequent first and equals in alphabetical order."""
    total = counted.totals
    some = total[::16]
    if top is not None and len(some) > top:
        # so many of a sixteenth are at least this frequent, and so are so many of all: few are left to choose from
        least = max(least, int(np.partition(some, len(some) - top)[len(some) - top]))
    terms = np.flatnonzero(total >= least)
    if top is not None and len(terms) > top:
        floor = -np.partition(-total[terms], top - 1)[top - 1]
        terms = terms[total[terms] >= floor]
    labels = counted.labels(terms).astype("str")
    return terms[np.lexsort((labels, -total[terms]))[:top]]


def _table(counted: Counts, terms: np.ndarray, measures: list[str]) -> pd.DataFrame:
    groups, size = len(counted.groups), counted.n_tokens
    counts, documents, dispersion = counted.spread(terms, [DISPERSION[name] for name in measures])
    columns = {
        "term": pd.array(np.repeat(counted.labels(terms), groups), dtype="str"),
        "form": pd.array(np.repeat(counted.written(terms), groups), dtype="str"),
        "count": counts.T.ravel(),
        **rates(counts.T, size),
        "documents": documents.T.ravel(),
        "n_documents": np.tile(counted.n_documents, len(terms)),
    }
    columns |= {name: values.T.ravel() for name, values in zip(measures, dispersion, strict=True)}
    return pd.DataFrame(columns)

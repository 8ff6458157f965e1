"""Repeated segments: what the texts say again word for word, without asking which words to look for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from toolkit.corpus import Corpus
from toolkit.corpus.marks import document_words
from toolkit.schema import CorpusError
from toolkit.store import distinct, gather
from toolkit.terms.options import Options, settle
from toolkit.terms.repeats import Level, repeated_rows
from toolkit.terms.sequences import as_written, row_labels
from toolkit.terms.sizes import few_articles, group_column, rates
from toolkit.terms.units import units
from toolkit.terms.vocabulary import Entries, by_group, entries_of


def repeated_segments(
    corpus: Corpus,
    *,
    min_length: int = 2,
    max_length: int | None = None,
    min_count: int = 2,
    unit: str = "form",
    stopwords: str | Iterable[str] = "keep",
    words: str = "all",
    headlines: str = "keep",
    by: str | None = None,
    top: int | None = None,
) -> pd.DataFrame:
    """All rows of words that come again, the most frequent first; without those that are always part of a longer one.

    Parameters
    ----------
    corpus : Corpus
        Or a view of one.
    min_length, max_length : int
        In words, at least 2. Without ``max_length``, as long as they come again.
    min_count : int
        Occurrences in all groups together, at least 2.
    unit : {"form", "lemma", "lemma_pos"}
        What must be the same.
    stopwords : "keep", "drop" or iterable of str
        ``"drop"``, or a list, leaves out the segments that begin or end with a stop word.
    words, headlines
        As for :func:`term_frequencies`.
    by : str, optional
        Count in each group of articles apart.
    top : int, optional
        Only so many.

    Returns
    -------
    DataFrame
        A row a segment, or with ``by`` a row a segment and group. Columns: the group, as in
        :func:`term_frequencies`, ``term``, ``form`` (as most often written), ``length`` in words, ``count``, ``rate``
        per 10,000 word tokens of the group with its 95 % Wilson interval ``low`` and ``high``, ``documents``
        (articles with the segment), ``n_documents``, ``sources`` (known sources with the segment). Of equal counts the
        longest comes first.

    Raises
    ------
    CorpusError
        When an option makes no sense or is not known.

    Notes
    -----
    Sentence ends and punctuation delimit, as in Lexico. A segment is left out when a longer one that is listed holds it
    as often as it occurs. Segments grow by a word at a time, and only what comes again is grown: memory is about ten
    bytes for each word that is in a repeated segment, for each length.

    References
    ----------
    Lafon, P. & Salem, A. (1983). L'inventaire des segments répétés d'un texte. Mots 6.
    """
    _check(min_length, max_length, min_count, top)
    options = settle(corpus, unit=unit, stopwords=stopwords, words=words, headlines=headlines)
    group, groups = corpus.groups(by)
    rows = np.flatnonzero(group >= 0)
    levels = list(repeated_rows(corpus.tables, unit, options.marks, rows, least=min_count, longest=max_length))
    ends = [_may_end(corpus, level, options.ends(corpus.tables)) for level in levels]
    found = _listed(levels, ends, min_length, top)
    table = _table(corpus, options, found, group, groups, top)
    if by is not None:
        names = np.tile(np.array(groups, object), len(table) // max(len(groups), 1))
        table.insert(0, group_column(by, table.columns), pd.Series(names, dtype="str"))
    table.attrs["warnings"] = few_articles(groups, np.bincount(group[group >= 0], minlength=len(groups))) if by else []
    table.attrs["stop_words"] = options.stop_list
    return table


def _check(min_length: int, max_length: int | None, min_count: int, top: int | None) -> None:
    for name, value, least in (
        ("min_length", min_length, 2),
        ("max_length", max_length, min_length),
        ("min_count", min_count, 2),
        ("top", top, 1),
    ):
        missing = value is None and name in ("max_length", "top")
        if not missing and (isinstance(value, bool) or not isinstance(value, int | np.integer) or value < least):
            raise CorpusError(f"{name}={value!r} makes no sense.", remedy=f"Choose a whole number from {least} up.")


def _may_end(corpus: Corpus, level: Level, kept: np.ndarray) -> np.ndarray:
    """Which rows both begin and end with a type that is kept."""
    first = level.token[level.at[:-1]]
    types = np.asarray(corpus.tables.type)
    return kept[types[first]] & kept[types[first + level.length - 1]]


@dataclass
class _Found:
    """Segments of one length that are listed."""

    length: int
    token: np.ndarray
    at: np.ndarray


def _listed(levels: list[Level], ends: list[np.ndarray], min_length: int, top: int | None) -> list[_Found]:
    """The rows that are not always part of a longer one that is listed."""
    covered = np.zeros(len(levels[-1].count), bool) if levels else np.zeros(0, bool)
    found = []
    for place in reversed(range(len(levels))):
        level = levels[place]
        if level.length >= min_length:
            kept = np.flatnonzero(ends[place] & ~covered)
            found.append((level, kept))
        if place:
            below = levels[place - 1]
            shown = (ends[place] & (level.length >= min_length)) | covered
            covered = np.zeros(len(below.count), bool)
            for part in (level.prefix, level.suffix):
                covered[part[shown & (level.count == below.count[part])]] = True
    if top is not None:
        counts = np.sort(np.concatenate([np.zeros(0, np.int64), *(level.count[kept] for level, kept in found)]))
        floor = counts[-top] if len(counts) > top else 0
        found = [(level, kept[level.count[kept] >= floor]) for level, kept in found]
    return [_taken(level, kept) for level, kept in found if len(kept)]


def _taken(level: Level, kept: np.ndarray) -> _Found:
    size = level.count[kept]
    token = level.token[gather(level.at[kept], size)]
    return _Found(level.length, token, np.concatenate([[0], np.cumsum(size)]))


def _table(
    corpus: Corpus, options: Options, found: list[_Found], group: np.ndarray, groups: list[str], top: int | None
) -> pd.DataFrame:
    tables = corpus.tables
    unit = units(tables, options.unit)
    size = np.concatenate([np.zeros(0, np.int64), *(np.diff(part.at) for part in found)])
    length = np.concatenate([np.zeros(0, np.int64), *(np.full(len(part.at) - 1, part.length) for part in found)])
    labels = np.concatenate(
        [np.zeros(0, object), *(row_labels(tables, unit, part.token[part.at[:-1]], part.length) for part in found)]
    )
    written = np.concatenate([np.zeros(0, object), *(_written(corpus, part) for part in found)])
    token = np.concatenate([np.zeros(0, np.int64), *(part.token for part in found)])
    entries = entries_of(tables, token, np.concatenate([[0], np.cumsum(size)]))
    counts, documents = by_group(entries, group, len(groups))
    inside = group >= 0
    n_tokens = np.bincount(group[inside], document_words(tables, options.marks)[inside], len(groups))
    n_documents = np.bincount(group[inside], minlength=len(groups))
    columns = {
        "term": np.repeat(labels, len(groups)),
        "form": np.repeat(written, len(groups)),
        "length": np.repeat(length, len(groups)),
        "count": counts.T.ravel(),
        **rates(counts.T, n_tokens),
        "documents": documents.T.ravel(),
        "n_documents": np.tile(n_documents, len(size)),
        "sources": _sources(corpus, entries, group, len(groups)).T.ravel(),
    }
    order = np.lexsort((labels.astype("str"), -length, -size))[:top]
    rows = (order[:, None] * len(groups) + np.arange(len(groups))).ravel()
    return pd.DataFrame(columns).iloc[rows].reset_index(drop=True).astype({"term": "str", "form": "str"})


def _written(corpus: Corpus, part: _Found) -> np.ndarray:
    return as_written(corpus.tables, part.token, part.at, np.arange(len(part.at) - 1), part.length)


def _sources(corpus: Corpus, entries: Entries, group: np.ndarray, n_groups: int) -> np.ndarray:
    """In how many known sources each segment stands, (groups, segments)."""
    source = np.full(corpus.tables.counts["documents"], -1, np.int64)
    source[corpus.rows], names = pd.factorize(corpus.index["source"])
    whose = source[entries.document]
    n_terms = len(entries.at) - 1
    cell = group[entries.document] * n_terms + entries.term
    pairs = distinct((cell * max(len(names), 1) + whose)[whose >= 0])
    return np.bincount(pairs // max(len(names), 1), minlength=n_groups * n_terms).reshape(n_groups, n_terms)

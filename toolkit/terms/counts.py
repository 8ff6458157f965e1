"""Counts of terms by group of articles, as arrays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

import numpy as np

from toolkit.corpus import Corpus
from toolkit.corpus.marks import document_words
from toolkit.statistics import Spread, dp_norm
from toolkit.terms.options import Options, settle
from toolkit.terms.row_index import most_frequent_rows
from toolkit.terms.sequences import Sequences
from toolkit.terms.vocabulary import Grouping, Vocabulary
from toolkit.terms.words import Words

Measure = Callable[[Spread], np.ndarray]


class Counts:
    """Counts of terms by group of articles. What is costly is counted when it is first asked for.

    Attributes
    ----------
    groups : list of str
    n_tokens, n_documents : ndarray of int64, (groups,)
        All word tokens of the group, of those that count by quotation marks and headlines; and its articles.
    vocabulary : Vocabulary
        The terms: one a column of ``counts``.
    options : Options
        What was counted.
    """

    def __init__(self, vocabulary: Vocabulary, options: Options, group: np.ndarray, groups: list[str]) -> None:
        self.vocabulary, self.options, self.groups = vocabulary, options, groups
        self._group = group
        inside = group >= 0
        words = document_words(vocabulary.tables, options.marks)
        self.n_tokens = np.bincount(group[inside], words[inside], len(groups)).astype(np.int64)
        self.n_documents = np.bincount(group[inside], minlength=len(groups))

    @property
    def counts(self) -> np.ndarray:
        """Occurrences, (groups, terms) of int64."""
        return self._all[0]

    @property
    def documents(self) -> np.ndarray:
        """Articles that have the term, (groups, terms) of int64."""
        return self._all[1]

    @cached_property
    def _all(self) -> tuple[np.ndarray, np.ndarray]:
        return self.vocabulary.count(self._group, len(self.groups))

    @cached_property
    def totals(self) -> np.ndarray:
        """Occurrences in all groups together, (terms,) of int64."""
        return self.vocabulary.totals(self._group)

    def labels(self, terms: np.ndarray) -> np.ndarray:
        """The terms of some columns in words, an object array; only these are decoded."""
        return self.vocabulary.labels(terms)

    def written(self, terms: np.ndarray) -> np.ndarray:
        """The terms of some columns as they are most often written, an object array."""
        return self.vocabulary.written(terms)

    def dispersion(self, terms: np.ndarray, measure: Measure = dp_norm) -> np.ndarray:
        """A measure over the articles of each group, (groups, terms asked for); NaN where the group lacks the term."""
        return self.spread(terms, [measure])[2][0]

    def spread(self, terms: np.ndarray, measures: Sequence[Measure]) -> tuple[np.ndarray, np.ndarray, list[np.ndarray]]:
        """Some terms in one go: occurrences, articles that have the term, and measures of dispersion over the articles,
        (groups, terms asked for) each."""
        entries = self.vocabulary.entries(terms, self._group)
        found: list[list[np.ndarray]] = [[] for _ in range(2 + len(measures))]
        for part in self._grouping.spreads(entries):
            values = (part.frequency, np.diff(part.at), *(measure(part) for measure in measures))
            for column, value in zip(found, values, strict=True):
                column.append(value)
        shape = (len(terms), len(self.groups))
        tables = [np.concatenate(column or [np.zeros(0)]).reshape(shape).T for column in found]
        return tables[0].astype(np.int64), tables[1].astype(np.int64), tables[2:]

    @cached_property
    def _grouping(self) -> Grouping:
        words = document_words(self.vocabulary.tables, self.options.marks)
        return Grouping(self._group, len(self.groups), words)


def count_terms(
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
) -> Counts:
    """Counts of terms by group as arrays, for other measures; parameters as for :func:`term_frequencies`."""
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
    return counts_of(corpus, options, by=by)


def counts_of(corpus: Corpus, options: Options, *, by: str | None) -> Counts:
    """Counts of terms by group, for options that are settled."""
    group, groups = corpus.groups(by)
    return Counts(_vocabulary(corpus, options, group), options, group, groups)


def count_most_frequent(corpus: Corpus, options: Options, *, by: str | None, min_count: int, top: int | None) -> Counts:
    """Counts of at least those terms that are among the ``top`` most frequent, for a table of these."""
    group, groups = corpus.groups(by)
    if top is not None and (options.ngrams > 1 or options.patterns):
        found = most_frequent_rows(corpus.tables, options, group, min_count, top)
        if found is not None:
            return Counts(found, options, group, groups)
    return Counts(_vocabulary(corpus, options, group), options, group, groups)


def _vocabulary(corpus: Corpus, options: Options, group: np.ndarray) -> Vocabulary:
    """The terms that the options make of the documents whose group is not -1."""
    words = Words(corpus.tables, options.unit, options.ends(corpus.tables), options.marks)
    if options.ngrams == 1 and not options.patterns:
        return words
    return Sequences.gone_through(words, options.shapes(corpus.tables), np.flatnonzero(group >= 0))

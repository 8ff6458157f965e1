"""Two sides of one comparison: whose articles, counted over one list of terms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from toolkit.contrast.shared import SHARED, told, without_shared
from toolkit.corpus import UNKNOWN, Corpus
from toolkit.corpus.marks import Marks, document_words
from toolkit.query import Hits
from toolkit.schema import CorpusError, TooSmall
from toolkit.terms import Counts, find_term
from toolkit.terms.counts import counts_of
from toolkit.terms.options import settle
from toolkit.terms.vocabulary import Entries

REST = "rest"
APART = (
    "Each corpus was searched by itself for text that several outlets printed: what stands in both was not looked for, "
    "and counts on both sides."
)


@dataclass(frozen=True)
class Counted:
    """A corpus or view, counted by group.

    Attributes
    ----------
    corpus : Corpus
    counts : Counts
    group : ndarray of int, (documents of the store,)
    asked : dict
        The options of the count, as ``find_term`` takes them.
    """

    corpus: Corpus
    counts: Counts
    group: np.ndarray
    asked: dict[str, Any]

    @classmethod
    def of(cls, corpus: Corpus, *, by: str | None, shared: str, asked: dict[str, Any]) -> Counted:
        if shared not in ("keep", "drop"):
            raise CorpusError(f"shared={shared!r} is not known.", remedy="Choose one of: keep, drop.")
        options = settle(corpus, **asked)
        if shared == "drop":
            corpus = without_shared(corpus)
            options = replace(options, marks=Marks(options.marks.needed, options.marks.barred | SHARED))
        return cls(corpus, counts_of(corpus, options, by=by), corpus.groups(by)[0], asked)

    @property
    def marks(self) -> Marks:
        return self.counts.options.marks

    @cached_property
    def words(self) -> np.ndarray:
        """Word tokens of each document of the store that count."""
        return document_words(self.corpus.tables, self.marks)

    @cached_property
    def everything(self) -> Entries:
        """All counts by document."""
        return self.entries(np.arange(self.counts.vocabulary.n))

    def entries(self, terms: np.ndarray) -> Entries:
        """Counts of some terms by document."""
        return self.counts.vocabulary.entries(terms, self.group)


@dataclass(frozen=True)
class Side:
    """Some groups of what was counted.

    Attributes
    ----------
    name : str
    counted : Counted
    numbers : ndarray of int
        Its groups.
    place : ndarray of int, optional
        For each term of the comparison its number in this count, -1 where it has none; None where they are the same.
    """

    name: str
    counted: Counted
    numbers: np.ndarray
    place: np.ndarray | None = None

    def _placed(self, values: np.ndarray) -> np.ndarray:
        return values if self.place is None else np.append(values, 0)[self.place]  # the last answers to -1

    @cached_property
    def found(self) -> np.ndarray:
        """Occurrences of each term."""
        return self._placed(_summed(self.counted.counts.counts, self.numbers))

    @cached_property
    def documents(self) -> np.ndarray:
        """Articles that have each term."""
        return self._placed(_summed(self.counted.counts.documents, self.numbers))

    @property
    def n_tokens(self) -> int:
        return int(self.counted.counts.n_tokens[self.numbers].sum())

    @property
    def n_documents(self) -> int:
        return int(self.counted.counts.n_documents[self.numbers].sum())

    @cached_property
    def inside(self) -> np.ndarray:
        """0 for the documents of this side, -1 for the others, (documents of the store,)."""
        listed = np.zeros(len(self.counted.counts.groups) + 1, bool)  # the last answers to -1
        listed[self.numbers] = True
        return np.where(listed[self.counted.group], 0, -1)

    @property
    def rows(self) -> np.ndarray:
        """Its documents."""
        return np.flatnonzero(self.inside == 0)

    @property
    def sizes(self) -> np.ndarray:
        """Word tokens of each of its articles."""
        return self.counted.words[self.rows]

    @cached_property
    def corpus(self) -> Corpus:
        """Its articles."""
        whole = self.counted.corpus
        return whole.select(where=pd.Series(self.inside[whole.rows] == 0, index=whole.index.index))

    def hits(self, term: str) -> Hits:
        """The occurrences of a term, by its name, that count on this side."""
        found = find_term(self.corpus, term, **self.counted.asked)
        if self.counted.marks.barred & SHARED:
            flags = np.asarray(self.counted.corpus.tables.flag)
            found = found.take(np.flatnonzero((flags[found.token] & SHARED) == 0))
        return found

    def entries(self, terms: np.ndarray) -> Entries:
        """Counts of some terms by document; documents of other sides are among them."""
        own = terms if self.place is None else self.place[terms]
        if not np.array_equal(own, np.arange(self.counted.counts.vocabulary.n)):
            there = own >= 0
            some = self.counted.entries(own[there])
            size = np.zeros(len(own), np.int64)
            size[there] = np.diff(some.at)
            return Entries(np.concatenate([[0], np.cumsum(size)]), some.document, some.count)
        return self.counted.everything

    def matrix(self, terms: np.ndarray) -> sparse.csr_array:
        """Occurrences by article of this side and term."""
        return matrix_of(self.entries(terms), self.rows, len(self.inside))

    def heaviest(self, terms: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """For each term the most occurrences in one article of this side, and that document; 0 and -1 without one."""
        entries = self.entries(terms)
        count = np.where(self.inside[entries.document] == 0, entries.count, 0)
        most, where = np.zeros(len(terms), np.int64), np.full(len(terms), -1, np.int64)
        some = np.flatnonzero(np.diff(entries.at))
        if len(some):
            most[some] = np.maximum.reduceat(count, entries.at[some])
            is_most = np.flatnonzero((count == most[entries.term]) & (count > 0))
            term = entries.term[is_most][::-1]
            where[term] = entries.document[is_most][::-1]
        return most, where


def matrix_of(entries: Entries, rows: np.ndarray, n_documents: int) -> sparse.csr_array:
    """Occurrences by some documents (rows, in order) and term, of entries by term."""
    by_term = sparse.csr_array((entries.count, entries.document, entries.at), shape=(len(entries.at) - 1, n_documents))
    return sparse.csr_array(by_term.T.tocsr()[rows])


def _summed(values: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    if len(numbers) > len(values) / 2:  # all but a few: take those away from all
        return values.sum(axis=0) - values[np.setdiff1d(np.arange(len(values)), numbers)].sum(axis=0)
    return values[numbers].sum(axis=0)


@dataclass(frozen=True)
class Comparison:
    """A target and its reference.

    Attributes
    ----------
    one, two : Side
        Target and reference; their terms have the same numbers.
    notes : tuple of str
        What was left out, in sentences.
    """

    one: Side
    two: Side
    notes: tuple[str, ...] = ()

    @property
    def sides(self) -> tuple[Side, Side]:
        return self.one, self.two

    def labels(self, terms: np.ndarray) -> np.ndarray:
        """Terms in words."""
        return self._named(terms, "labels")

    def written(self, terms: np.ndarray) -> np.ndarray:
        """Terms as they are most often written."""
        return self._named(terms, "written")

    def _named(self, terms: np.ndarray, how: str) -> np.ndarray:
        if self.one.place is None:
            return getattr(self.one.counted.counts, how)(terms)
        names = np.empty(len(terms), object)
        left = np.arange(len(terms))
        for side in self.sides:
            assert side.place is not None
            own = side.place[terms[left]]
            names[left[own >= 0]] = getattr(side.counted.counts, how)(own[own >= 0])
            left = left[own < 0]
        return names


def comparisons(
    corpus: Corpus,
    target: str | Iterable[str] | None = None,
    *,
    reference: str | Iterable[str] | Corpus = REST,
    by: str | None = "source",
    shared: str = "keep",
    **asked: Any,
) -> list[Comparison]:
    """The comparisons asked for, a target each; parameters as for :func:`toolkit.contrast.keyness`."""
    counted = Counted.of(corpus, by=by, shared=shared, asked=asked)
    groups = counted.counts.groups
    if target is None:
        targets = [number for number, name in enumerate(groups) if name != UNKNOWN]
    else:
        named = [target] if isinstance(target, str) else dict.fromkeys(target)
        targets = [_number(groups, name) for name in named]
    notes = (told(corpus),) if shared == "drop" else ()
    if isinstance(reference, Corpus):
        if shared == "drop" and not _same_store(reference, corpus):
            notes = (*notes, told(reference), APART)
        found = [_against_corpus(counted, number, reference, shared) for number in targets]
    else:
        found = [
            Comparison(Side(groups[number], counted, np.array([number])), Side(name, counted, numbers))
            for number in targets
            for name, numbers in [_others(groups, number, reference)]
            if len(numbers)
        ]
    if not found:
        raise TooSmall(
            f"there is nothing to compare: by {by}, the articles here fall into {len(groups)} group(s).",
            remedy="Give articles their sources in metadata.csv, or choose more of them.",
        )
    return [replace(comparison, notes=notes) for comparison in found]


def _others(groups: list[str], number: int, reference: str | Iterable[str]) -> tuple[str, np.ndarray]:
    """What a group is held against: a name, and the groups; none where only the target itself was named."""
    if reference == REST:
        return "the rest", np.array([other for other in range(len(groups)) if other != number], np.int64)
    names = [reference] if isinstance(reference, str) else list(reference)
    others = [other for other in dict.fromkeys(_number(groups, name) for name in names) if other != number]
    return ", ".join(groups[other] for other in others), np.array(others, np.int64)


def _against_corpus(counted: Counted, number: int, reference: Corpus, shared: str) -> Comparison:
    """Against another corpus: terms are the same where they read the same."""
    one = Side(counted.counts.groups[number], counted, np.array([number]))
    if _same_store(reference, counted.corpus):
        # an article is not held against itself
        inside = pd.Series(np.isin(reference.rows, one.rows), index=reference.index.index)
        reference = reference.select(where=~inside)
    if not reference.n_documents:
        raise TooSmall("the reference has no article but the target's.", remedy="Choose another reference.")
    other = Counted.of(reference, by=None, shared=shared, asked=counted.asked)
    used = [np.flatnonzero(each.counts.counts.sum(axis=0)) for each in (counted, other)]
    names = [each.counts.labels(terms) for each, terms in zip((counted, other), used, strict=True)]
    code, known = pd.factorize(np.concatenate(names))
    place = np.full((2, len(known)), -1, np.int64)
    place[0, code[: len(used[0])]] = used[0]
    place[1, code[len(used[0]) :]] = used[1]
    two = Side("the reference corpus", other, np.array([0]), place[1])
    return Comparison(replace(one, place=place[0]), two)


def _same_store(one: Corpus, other: Corpus) -> bool:
    return one.tables is other.tables or one.tables.folder == other.tables.folder


def _number(groups: list[str], name: str) -> int:
    if name not in groups:
        raise CorpusError(f"there is no {name!r} here.", remedy=f"Choose one of: {', '.join(groups)}.")
    return groups.index(name)

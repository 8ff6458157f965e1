"""Counts and document ranges by group and term, from the counts that the store keeps.

Documents stand in order of source and date, so that a group is a few runs of neighbouring rows, and types in order of
lemma, so that the types of a term are neighbours in every document. Where a group holds whole months of whole sources,
the counts by block are summed; the rest is counted from the documents themselves.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Protocol

import numpy as np
from scipy import sparse

from toolkit.store import distinct, gather


class Counted(Protocol):
    """Counts by document and by block as the store keeps them; see ``Tables`` for what each array is."""

    @property
    def type_lemma(self) -> np.ndarray: ...

    @property
    def count_at(self) -> np.ndarray: ...

    @property
    def count_type(self) -> np.ndarray: ...

    @property
    def count(self) -> np.ndarray: ...


LEVELS = ("source", "month")
"""Blocks of documents with counts of their own, the largest first."""


def term_counts(
    tables: Counted, term: np.ndarray, n_terms: int, group: np.ndarray, n_groups: int
) -> tuple[np.ndarray, np.ndarray]:
    """Counts and document ranges of terms by group.

    Parameters
    ----------
    term : ndarray of int, (types,)
        The term of each type; -1 for a type that does not count.
    n_terms : int
    group : ndarray of int, (documents of the store,)
        The group of each document; -1 for a document that does not count.
    n_groups : int

    Returns
    -------
    counts, documents : ndarray of int64, (groups, terms)
        How often the group has the term, and in how many of its documents.
    """
    counts = np.zeros((n_groups, n_terms), np.int64)
    documents = np.zeros((n_groups, n_terms), np.int64)
    # a bin of its own for what does not count is cheaper than leaving it out of every row
    bins = np.where(term >= 0, term, n_terms).astype(np.int32)
    rest = np.array(group)
    edge = _lemma_edges(tables)
    if len(term) and _whole_lemmas(term, edge):
        kept = term[edge] >= 0
        for level in LEVELS:
            bounds, columns = getattr(tables, f"{level}_at"), getattr(tables, f"{level}_type")
            by_block, rest = _split(getattr(tables, f"{level}_document"), rest)
            for number, low, high in _block_runs(by_block):
                for table, name in ((counts, "count"), (documents, "first")):
                    values = getattr(tables, f"{level}_{name}")
                    by_type = column_sums(bounds[low : high + 1], columns, values, len(term))
                    table[number, term[edge][kept]] += np.add.reduceat(by_type, edge)[kept]
    neighbours = _neighbours(term)
    for number, entry_type, entry_count, row_start in _document_runs(tables, rest):
        entry = bins[entry_type]
        counts[number] += np.bincount(entry, weights=entry_count, minlength=n_terms + 1)[:n_terms].astype(np.int64)
        first = _first_of_run(entry, row_start) if neighbours else _first_of_pair(entry, row_start, n_terms)
        documents[number] += np.bincount(entry[first], minlength=n_terms + 1)[:n_terms]
    return counts, documents


def by_type(tables: Counted, n_types: int, group: np.ndarray, n_groups: int) -> np.ndarray:
    """How often each group has each type, (groups, types) of int32; parameters as for :func:`term_counts`."""
    counts = np.zeros((n_groups, n_types), np.int32)
    rest = np.array(group)
    for level in LEVELS:
        bounds, columns = getattr(tables, f"{level}_at"), getattr(tables, f"{level}_type")
        by_block, rest = _split(getattr(tables, f"{level}_document"), rest)
        for number, low, high in _block_runs(by_block):
            counts[number] += column_sums(bounds[low : high + 1], columns, getattr(tables, f"{level}_count"), n_types)
    for number, entry_type, entry_count, _ in _document_runs(tables, rest):
        counts[number] += _entry_sums(entry_type, entry_count, n_types)
    return counts


def _entry_sums(columns: np.ndarray, values: np.ndarray, n_columns: int) -> np.ndarray:
    """Sums of some stored entries by type, (columns,): as a product with one, which copies nothing."""
    return column_sums(np.array([0, len(columns)]), columns, values, n_columns)


def _lemma_edges(tables: Counted) -> np.ndarray:
    """The first type of each lemma."""
    return np.flatnonzero(np.diff(tables.type_lemma, prepend=-1))


def _whole_lemmas(term: np.ndarray, edge: np.ndarray) -> bool:
    """Whether every term is one lemma with all its types: what the ranges by block were counted for."""
    by_lemma = term[edge]
    if not np.array_equal(np.repeat(by_lemma, np.diff(edge, append=len(term))), term):
        return False
    kept = by_lemma[by_lemma >= 0]
    return not len(kept) or int(np.bincount(kept).max()) == 1


def _split(block_document: np.ndarray, group: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The group of each block that lies in one group, -1 for the others; and the documents of these others."""
    bounds = np.asarray(block_document, np.int64)
    low, high = np.minimum.reduceat(group, bounds[:-1]), np.maximum.reduceat(group, bounds[:-1])
    whole = low == high
    return np.where(whole, low, -1), np.where(np.repeat(whole, np.diff(bounds)), -1, group)


def _block_runs(by_block: np.ndarray) -> Iterator[tuple[int, int, int]]:
    """Group, first and last-but-one block of each run of neighbouring blocks in one group."""
    edge = np.flatnonzero(np.diff(by_block, prepend=-2, append=-2))
    for low, high in itertools.pairwise(edge.tolist()):
        if by_block[low] >= 0:
            yield int(by_block[low]), low, high


def column_sums(
    bounds: np.ndarray, columns: np.ndarray, values: np.ndarray, n_columns: int, weights: np.ndarray | None = None
) -> np.ndarray:
    """Sums of some neighbouring sparse rows, (columns,): as a product with ones, the fastest there is.

    Parameters
    ----------
    bounds : ndarray of int, (rows + 1,)
        Where the entries of each row begin.
    columns, values : ndarray of int32
        All entries.
    weights : ndarray of int32, (rows,), optional
        What each row counts for, instead of 1.
    """
    low, high = int(bounds[0]), int(bounds[-1])
    rows = sparse.csc_matrix((n_columns, len(bounds) - 1), dtype=np.int32)
    # set one by one: the constructor would scan and copy what the store has already checked
    rows.data, rows.indices, rows.indptr = values[low:high], columns[low:high], np.asarray(bounds - low, np.int32)
    return rows @ (np.ones(len(bounds) - 1, np.int32) if weights is None else weights)


def _neighbours(term: np.ndarray) -> bool:
    """Whether all types of a term stand side by side, none left out between them."""
    at = np.flatnonzero(term >= 0)
    kept = term[at]
    if np.any(kept[1:] < kept[:-1]):
        return False
    return not np.any((kept[1:] == kept[:-1]) & (np.diff(at) > 1))


def _document_runs(tables: Counted, group: np.ndarray) -> Iterator[tuple[int, np.ndarray, np.ndarray, np.ndarray]]:
    """The group, types, counts and row starts of the stored entries: a run of neighbouring documents at a time, or a
    group at a time where the runs are so short that going through them one by one would cost more than copying."""
    bounds = np.asarray(tables.count_at)
    edge = np.flatnonzero(np.diff(group, prepend=-2, append=-2))
    runs = [(int(a), int(b)) for a, b in itertools.pairwise(edge) if group[a] >= 0]
    if len(runs) <= 400:
        for first, after in runs:
            low, high = bounds[first], bounds[after]
            row_start = (bounds[first:after] - low)[np.diff(bounds[first : after + 1]) > 0]
            yield int(group[first]), tables.count_type[low:high], tables.count[low:high], row_start
        return
    for number in distinct(group[group >= 0]).tolist():
        rows = np.flatnonzero(group == number)
        lengths = (bounds[rows + 1] - bounds[rows]).astype(np.int64)
        at = gather(bounds[rows], lengths)
        row_start = (np.cumsum(lengths) - lengths)[lengths > 0]
        yield number, tables.count_type[at], tables.count[at], row_start


def _first_of_run(entry: np.ndarray, row_start: np.ndarray) -> np.ndarray:
    """The first entry of each term in each document, where the entries of a term are neighbours."""
    first = np.ones(len(entry), bool)
    np.not_equal(entry[1:], entry[:-1], out=first[1:])
    first[row_start] = True
    return first


def _first_of_pair(entry: np.ndarray, row_start: np.ndarray, n_terms: int) -> np.ndarray:
    """The first entry of each term in each document, wherever they stand."""
    row = np.zeros(len(entry), np.int64)
    row[row_start] = 1
    _, first = np.unique(np.cumsum(row) * (n_terms + 1) + entry, return_index=True)
    return first

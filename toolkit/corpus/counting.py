"""Counts by group and term, from the counts by document and type that the store keeps."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from toolkit.store import Tables


def document_types(tables: Tables) -> sparse.csr_matrix:
    """How often each document has each type, (documents, types), over the mapped arrays."""
    shape = (len(tables.count_at) - 1, len(tables.type_word))
    matrix = sparse.csr_matrix(shape, dtype=np.int32)
    # set one by one: the constructor would scan and copy what the store has already checked
    matrix.data, matrix.indices, matrix.indptr = tables.count, tables.count_type, tables.count_at
    return matrix


def group_counts(tables: Tables, group: np.ndarray, n_groups: int) -> np.ndarray:
    """How often each group of documents has each type.

    Parameters
    ----------
    group : ndarray of int, (documents,)
        The group of each document of the store; -1 for a document that does not count.
    n_groups : int

    Returns
    -------
    ndarray of int64, (groups, types)
    """
    inside = np.flatnonzero(group >= 0)
    ones = np.ones(len(inside), np.int64)
    indicator = sparse.csr_matrix((ones, (group[inside], inside)), shape=(n_groups, len(group)))
    return (indicator @ document_types(tables)).toarray()


def term_counts(
    tables: Tables, term: np.ndarray, n_terms: int, group: np.ndarray, n_groups: int
) -> tuple[np.ndarray, np.ndarray]:
    """Counts and document ranges of terms by group.

    Parameters
    ----------
    term : ndarray of int, (types,)
        The term of each type; -1 for a type that does not count.
    n_terms : int
    group : ndarray of int, (documents,)
        The group of each document; -1 for a document that does not count.
    n_groups : int

    Returns
    -------
    counts, documents : ndarray of int64, (groups, terms)
        How often the group has the term, and in how many of its documents.
    """
    by_type = group_counts(tables, group, n_groups)
    kept = term >= 0
    counts = np.zeros((n_groups, n_terms), np.int64)
    for row in range(n_groups):
        counts[row] = np.bincount(term[kept], weights=by_type[row, kept], minlength=n_terms)
    return counts, document_ranges(tables, term, n_terms, group, n_groups)


def document_ranges(tables: Tables, term: np.ndarray, n_terms: int, group: np.ndarray, n_groups: int) -> np.ndarray:
    """In how many documents of each group each term occurs, (groups, terms) of int64.

    Types stand in order of lemma, so that in a document the types of one lemma are neighbours and the first of each run
    is counted; where the terms do not follow that order (forms, say), pairs of document and term are sorted first.
    """
    entry_term = term[tables.count_type]
    document = np.repeat(np.arange(len(group), dtype=np.int32), np.diff(tables.count_at))
    kept = (entry_term >= 0) & (group[document] >= 0)
    entry_term, document = entry_term[kept], document[kept]
    in_order = bool(np.all(np.diff(term[term >= 0]) >= 0))
    if not in_order:
        pairs = np.unique(document.astype(np.int64) * n_terms + entry_term)
        document, entry_term = (pairs // n_terms).astype(np.int32), pairs % n_terms
    first = np.ones(len(document), bool)
    first[1:] = (entry_term[1:] != entry_term[:-1]) | (document[1:] != document[:-1])
    cell = group[document[first]].astype(np.int64) * n_terms + entry_term[first]
    return np.bincount(cell, minlength=n_groups * n_terms).reshape(n_groups, n_terms)

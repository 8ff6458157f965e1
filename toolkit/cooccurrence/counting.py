"""Joint windows of all pairs of entities, counted once for a corpus and added up for any choice of its articles."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import sparse

from toolkit.cooccurrence.windows import windows
from toolkit.entities.result import Entities
from toolkit.store import Tables, distinct, gather, starts

_MOST = 40_000_000  # joint windows kept in memory (320 MB); past that, pairs are counted anew for every choice


class Counts(NamedTuple):
    """Pairs with enough joint windows, and how often their entities and windows are there at all.

    Attributes
    ----------
    a, b : ndarray of int64
        Entities (rows of the entities table), a < b.
    joint, documents : ndarray of int64
        Windows and documents that have both.
    windows_of : ndarray of int64, (entities,)
        Windows that have each entity.
    n_windows : int
        All windows of the chosen documents, with entities or not.
    """

    a: np.ndarray
    b: np.ndarray
    joint: np.ndarray
    documents: np.ndarray
    windows_of: np.ndarray
    n_windows: int


class PairIndex:
    """Every joint window of every pair: sorted by pair, then by document.

    A pair counts once a window, however often it is named there.
    """

    def __init__(self, tables: Tables, resolved: Entities, window: str) -> None:
        places = resolved.places
        self.n_entities = len(resolved.entities)
        number, self.per_document = windows(tables, places, window)
        key = distinct(number * max(self.n_entities, 1) + places.entity)
        self.window, self.entity = np.divmod(key, max(self.n_entities, 1))
        row_of_window = np.zeros(int(number.max()) + 1 if len(number) else 0, np.int32)
        row_of_window[number] = places.row
        self.row = row_of_window[self.window]
        size = np.unique(self.window, return_counts=True)[1]
        self.whole = int((size * (size - 1) // 2).sum()) <= _MOST
        if self.whole:
            self._lay_out(size, row_of_window)

    def _lay_out(self, size: np.ndarray, row_of_window: np.ndarray) -> None:
        # each incidence with all those after it in its window
        after = np.repeat(starts(size)[1:], size) - np.arange(len(self.window)) - 1
        left = np.repeat(np.arange(len(self.window)), after)
        right = gather(np.arange(len(self.window)) + 1, after)
        pair = self.entity[left] * self.n_entities + self.entity[right]
        row = row_of_window[self.window[left]]
        order = np.lexsort((row, pair))
        pair, self.pair_row = pair[order], row[order]
        self.pair_start = np.flatnonzero(np.diff(pair, prepend=-1)) if len(pair) else np.zeros(0, np.int64)
        self.a, self.b = np.divmod(pair[self.pair_start], max(self.n_entities, 1))
        self.pair_first = np.ones(len(pair), bool)
        self.pair_first[1:] = (pair[1:] != pair[:-1]) | (self.pair_row[1:] != self.pair_row[:-1])
        self.joint = np.diff(np.append(self.pair_start, len(pair)))
        self.documents = _added(self.pair_first, self.pair_start)

    def count(self, rows: np.ndarray, kept: np.ndarray, min_count: int) -> Counts:
        """Count in some documents.

        Parameters
        ----------
        rows : ndarray
            Documents of the store.
        kept : ndarray of bool, (entities,)
            Entities that may be in a pair.
        min_count : int
            Joint windows that a pair needs.
        """
        floor = max(min_count, 1)
        n_windows = int(self.per_document[rows].sum())
        everything = len(rows) == len(self.per_document)
        inside = np.zeros(len(self.per_document), bool)
        inside[rows] = True
        chosen = self.entity if everything else self.entity[inside[self.row]]
        windows_of = np.bincount(chosen, minlength=self.n_entities)
        if not self.whole:
            return self._counted_anew(inside, kept, floor, windows_of, n_windows)
        if everything:
            joint, documents = self.joint, self.documents
        else:
            here = inside[self.pair_row]
            joint = _added(here, self.pair_start)
            documents = _added(here & self.pair_first, self.pair_start)
        enough = np.flatnonzero(joint >= floor)
        enough = enough[kept[self.a[enough]] & kept[self.b[enough]]]
        return Counts(self.a[enough], self.b[enough], joint[enough], documents[enough], windows_of, n_windows)

    def _counted_anew(
        self, inside: np.ndarray, kept: np.ndarray, floor: int, windows_of: np.ndarray, n_windows: int
    ) -> Counts:
        use = inside[self.row] & kept[self.entity]
        a, b, joint = _product(self.window[use], self.entity[use], self.n_entities, floor)
        documents = np.zeros(len(a), np.int64)
        key, by_document, count = _product(self.row[use].astype(np.int64), self.entity[use], self.n_entities, 1)
        place = np.searchsorted(key * self.n_entities + by_document, a * self.n_entities + b)
        documents = count[place] if len(a) else documents
        return Counts(a, b, joint, documents, windows_of, n_windows)

    def groups_of(self, counts: Counts, group: np.ndarray, n_groups: int) -> np.ndarray:
        """In how many groups each pair has a joint window; ``group`` of each document of the store, -1 for none."""
        found = [distinct(part * n_groups + groups) for part, groups in self._joint_groups(counts, group)]
        pairs = np.concatenate(found) if found else np.zeros(0, np.int64)
        return np.bincount(pairs // max(n_groups, 1), minlength=len(counts.a))

    def by_group(self, counts: Counts, group: np.ndarray, n_groups: int) -> tuple[np.ndarray, np.ndarray]:
        """Joint windows and documents of each pair in each group, (pairs, groups) both."""
        shape = len(counts.a), n_groups
        joint, documents = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        for pair, row in self._joint_rows(counts):
            inside = group[row] >= 0
            pair, row = pair[inside], row[inside]
            np.add.at(joint, (pair, group[row]), 1)
            once = distinct(pair * len(group) + row)
            np.add.at(documents, (once // len(group), group[once % len(group)]), 1)
        return joint, documents

    def _joint_groups(self, counts: Counts, group: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
        found = []
        for pair, row in self._joint_rows(counts):
            inside = group[row] >= 0
            found.append((pair[inside], group[row[inside]]))
        return found

    def _joint_rows(self, counts: Counts) -> list[tuple[np.ndarray, np.ndarray]]:
        """The pair (its place in ``counts``) and the document of every joint window."""
        if not len(counts.a):
            return []
        if self.whole:
            key = self.a * self.n_entities + self.b
            at = np.searchsorted(key, counts.a * self.n_entities + counts.b)
            number = self.joint[at]
            return [(np.repeat(np.arange(len(at)), number), self.pair_row[gather(self.pair_start[at], number)])]
        known, place = np.unique(self.window, return_inverse=True)
        row = np.zeros(len(known), np.int64)
        row[place] = self.row
        shape = len(known), self.n_entities
        matrix = sparse.coo_array((np.ones(len(place), np.int8), (place, self.entity)), shape).tocsc()
        found = []
        for low in range(0, len(counts.a), 20_000):
            both = matrix[:, counts.a[low : low + 20_000]].multiply(matrix[:, counts.b[low : low + 20_000]]).tocoo()
            window, pair = both.coords
            found.append((pair.astype(np.int64) + low, row[window]))
        return found


def _product(window: np.ndarray, entity: np.ndarray, n_entities: int, floor: int) -> tuple[np.ndarray, ...]:
    """Pairs (in order) with enough joint windows, by a product of sparse matrices."""
    _, place = np.unique(window, return_inverse=True)
    incidence = distinct(place * n_entities + entity)
    n_windows = int(place.max()) + 1 if len(place) else 0
    at = incidence // n_entities, incidence % n_entities
    matrix = sparse.coo_array((np.ones(len(incidence), np.int64), at), (n_windows, n_entities)).tocsc()
    upper = sparse.triu(matrix.T @ matrix, k=1).tocoo()
    a, b = (axis.astype(np.int64) for axis in upper.coords)
    enough = np.flatnonzero(upper.data >= floor)
    order = enough[np.argsort(a[enough] * n_entities + b[enough], kind="stable")]
    return a[order], b[order], upper.data[order].astype(np.int64)


def _added(values: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Sums of the runs that begin at ``start``: differences of the running sum, faster than reduceat on bytes."""
    if not len(start):
        return np.zeros(0, np.int64)
    running = np.concatenate([[0], np.cumsum(values, dtype=np.int32)])
    return np.diff(running[np.append(start, len(values))]).astype(np.int64)


def pair_index(tables: Tables, resolved: Entities, window: str) -> PairIndex:
    """The index of a window, made once for each resolution."""
    if window not in resolved.memo:
        resolved.memo[window] = PairIndex(tables, resolved, window)
    return resolved.memo[window]

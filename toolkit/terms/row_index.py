"""The rows of words of a store from the most to the least frequent, so that a table of the most frequent reads little.

No choice of articles, stop words or parts of speech makes a row more frequent than it is in the whole store. The most
frequent of a choice are therefore found by going down the rows until those that follow cannot be frequent enough.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from toolkit.corpus.marks import Marks
from toolkit.store import Tables, gather, per_store
from toolkit.terms.options import Options, Pattern, types_of_pos
from toolkit.terms.repeats import repeated_rows
from toolkit.terms.sequences import Sequences
from toolkit.terms.units import Unit, units
from toolkit.terms.words import Words

_WORTH_IT = 500_000
"""Tokens from which on the index is made; fewer are gone through at once."""

_FIRST_LOOK = 2_000
"""Rows that are looked at first; then four times as many."""


@dataclass(frozen=True)
class RowIndex:
    """Rows of words and where they stand, the most frequent row first.

    Attributes
    ----------
    token, at : ndarray of int32, int64
        First tokens, row after row and each row's in order; where those of each begin.
    length : ndarray of int8, (rows,)
        In words.
    first, last : ndarray of int32, (rows,)
        The units of the first and the last word.
    complete : bool
        Whether it has the rows that stand only once in the store.
    """

    token: np.ndarray
    at: np.ndarray
    length: np.ndarray
    first: np.ndarray
    last: np.ndarray
    complete: bool


def most_frequent_rows(tables: Tables, options: Options, group: np.ndarray, least: int, top: int) -> Sequences | None:
    """The terms of several words that may be among the ``top`` most frequent, and those that equal the last.

    None where going through the documents is the better way: in a small corpus, and when there are too few that stand
    in the store more than once.
    """
    inside = group >= 0
    if np.diff(np.asarray(tables.document_token))[inside].sum() < _WORTH_IT:
        return None
    index = row_index(tables, options.unit, options.ngrams, options.patterns, options.marks)
    kept = _Kept(tables, units(tables, options.unit), options.ends(tables), None if inside.all() else inside)
    found, counts, floor, low, step = [], np.zeros(0, np.int64), least, 0, _FIRST_LOOK
    totals = np.diff(index.at)
    while low < len(totals) and totals[low] >= floor:
        high = min(low + step, len(totals))
        rows = np.arange(low, high)[kept.possible(index, low, high)]
        number = kept.number(index, rows)
        found.append(rows)
        counts = np.concatenate([counts, number])
        if len(counts) >= top:
            floor = max(least, -int(np.partition(-counts, top - 1)[top - 1]))
        low, step = high, step * 4
    if not index.complete and floor < 2:
        return None
    rows = np.concatenate([np.zeros(0, np.int64), *found])[counts >= floor]
    token, at = kept.occurrences(index, rows)
    return Sequences(tables, units(tables, options.unit), options.marks, token, at, index.length[rows])


class _Kept:
    """Which occurrences count, by article and by the types at both ends of a row.

    Parameters
    ----------
    ends : ndarray of bool, (types,)
        The types that may stand at the ends.
    inside : ndarray of bool, (documents of the store,), or None
        The articles that count; None for all.
    """

    def __init__(self, tables: Tables, unit: Unit, ends: np.ndarray, inside: np.ndarray | None) -> None:
        self.types, self.ends = np.asarray(tables.type), ends
        number = unit.summed(ends.astype(np.int32))
        self.some = number > 0  # of each unit: may one of its types stand at an end, may all of them
        self.all = number == unit.after - unit.edge
        self.inside = None if inside is None else np.repeat(inside, np.diff(np.asarray(tables.document_token)))

    def possible(self, index: RowIndex, low: int, high: int) -> np.ndarray:
        return self.some[index.first[low:high]] & self.some[index.last[low:high]]

    def number(self, index: RowIndex, rows: np.ndarray) -> np.ndarray:
        """How many occurrences of each of some rows count."""
        counts = index.at[rows + 1] - index.at[rows]
        open_ended = self.all[index.first[rows]] & self.all[index.last[rows]]
        for which, look_at_types in ((~open_ended, True), (open_ended, False)):
            some = np.flatnonzero(which)
            if len(some) and (look_at_types or self.inside is not None):
                token, size = self._tokens(index, rows[some])
                good = self._good(index, rows[some], token, size, look_at_types=look_at_types)
                first = np.cumsum(size) - size
                counts[some] = np.add.reduceat(good, first, dtype=np.int64)
        return counts

    def occurrences(self, index: RowIndex, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Those of some rows that count: first tokens, and the bounds of each row's."""
        token, size = self._tokens(index, rows)
        good = np.flatnonzero(self._good(index, rows, token, size, look_at_types=True))
        return token[good], np.searchsorted(good, np.concatenate([[0], np.cumsum(size)]))

    def _tokens(self, index: RowIndex, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        first, size = index.at[rows], index.at[rows + 1] - index.at[rows]
        if len(rows) and rows[-1] - rows[0] == len(rows) - 1:
            return index.token[first[0] : first[-1] + size[-1]], size
        return index.token[gather(first, size)], size

    def _good(
        self, index: RowIndex, rows: np.ndarray, token: np.ndarray, size: np.ndarray, *, look_at_types: bool
    ) -> np.ndarray:
        good = np.ones(len(token), bool)
        if look_at_types:
            length = index.length[rows]
            good = self.ends[self.types[token]]
            same = len(length) > 0 and length.min() == length.max()
            good &= self.ends[self.types[token + (int(length[0]) - 1 if same else np.repeat(length - 1, size))]]
        if self.inside is not None:
            good &= self.inside[token]
        return good


@per_store(2)
def row_index(tables: Tables, unit: str, ngrams: int, patterns: tuple[Pattern, ...], marks: Marks) -> RowIndex:
    """The rows of a store by frequency, whatever their stop words: those that stand in it more than once, or by pattern
    all. In memory for two choices, about four bytes for each word that is in such a row."""
    found = units(tables, unit)
    documents = np.arange(tables.counts["documents"])
    if patterns:
        words = Words(tables, unit, np.asarray(tables.type_word), marks)
        shapes = [tuple(types_of_pos(tables, kinds) & words.kept for kinds in pattern) for pattern in patterns]
        rows = Sequences.gone_through(words, shapes, documents)
        token, at, length = rows.token, rows.at, rows.length
    else:
        token, at, length = np.zeros(0, np.int32), np.zeros(1, np.int64), np.zeros(0, np.int8)
        for level in repeated_rows(tables, unit, marks, documents, longest=ngrams):
            if level.length == ngrams:
                token, at, length = level.token, level.at, np.full(len(level.at) - 1, ngrams, np.int8)
    size = np.diff(at)
    order = np.argsort(-size, kind="stable")
    token = token[gather(at[:-1][order], size[order])].astype(np.int32)
    at, length = np.concatenate([[0], np.cumsum(size[order])]), length[order]
    types, start = np.asarray(tables.type), token[at[:-1]]
    first, last = found.of_type[types[start]], found.of_type[types[start + length - 1]]
    return RowIndex(token, at, length, first, last, complete=bool(patterns))

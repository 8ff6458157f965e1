"""Several words in a row as terms: n-grams, and multi-word terms by pattern.

The words of a term stand in one sentence, directly one after another: not over a comma, nor over a word that is left
out.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from toolkit.corpus.marks import Marks
from toolkit.store import Tables, gather
from toolkit.terms.units import Unit, unit_labels
from toolkit.terms.vocabulary import Entries, Vocabulary, by_group, entries_of
from toolkit.terms.words import Words

SENTENCE_START = 2

Shape = tuple[np.ndarray, ...]
"""For each place in a row of words which types may stand there, (types,) of bool each."""


class Sequences(Vocabulary):
    """The terms that stand in the documents of a view, and where.

    Parameters
    ----------
    words : Words
        Gives the store, the unit and the marks.
    shapes : sequence of Shape
        The kinds of terms.
    group : ndarray of int, (documents of the store,)
        The documents whose group is not -1 are gone through.
    """

    def __init__(self, words: Words, shapes: Sequence[Shape], group: np.ndarray) -> None:
        self.tables, self.unit, self.marks = words.tables, words.unit, words.marks
        runs = token_runs(self.tables, np.flatnonzero(group >= 0))
        token, length, bounds = [], [], [0]
        for size, alike in itertools.groupby(sorted(shapes, key=len), key=len):
            start = np.sort(np.concatenate([begins(self.tables, shape, self.marks, runs) for shape in alike]))
            start = start[np.diff(start, prepend=-1) > 0]  # two shapes may fit one row of words
            start, at = numbered(self.tables, self.unit.of_type, self.unit.n, start, size)
            token.append(start)
            length.append(np.full(len(at) - 1, size, np.int8))
            bounds += (at[1:] + bounds[-1]).tolist()
        self.token = np.concatenate(token)
        self.length = np.concatenate(length)
        self.at = np.array(bounds, np.int64)
        self.n = len(self.length)

    def totals(self, group: np.ndarray) -> np.ndarray:
        return np.diff(self.at)

    def count(self, group: np.ndarray, n_groups: int) -> tuple[np.ndarray, np.ndarray]:
        return by_group(self.entries(np.arange(self.n), group), group, n_groups)

    def entries(self, terms: np.ndarray, group: np.ndarray) -> Entries:
        return entries_of(self.tables, *self.occurrences(terms))

    def occurrences(self, terms: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """First tokens of some terms, term after term and in order; and the bounds of each term's."""
        size = self.at[terms + 1] - self.at[terms]
        return self.token[gather(self.at[terms], size)], np.concatenate([[0], np.cumsum(size)])

    def labels(self, terms: np.ndarray) -> np.ndarray:
        labels = np.empty(len(terms), object)
        for size in np.unique(self.length[terms]).tolist():
            which = np.flatnonzero(self.length[terms] == size)
            labels[which] = row_labels(self.tables, self.unit, self.token[self.at[terms[which]]], size)
        return labels

    def written(self, terms: np.ndarray) -> np.ndarray:
        written = np.empty(len(terms), object)
        for size in np.unique(self.length[terms]).tolist():
            which = np.flatnonzero(self.length[terms] == size)
            written[which] = as_written(self.tables, *self.occurrences(terms[which]), size)
        return written


def token_runs(tables: Tables, rows: np.ndarray) -> list[tuple[int, int]]:
    """First and last-but-one token of each run of neighbouring documents."""
    if not len(rows):
        return []
    apart = np.flatnonzero(np.diff(rows) != 1) + 1
    low, high = rows[np.append(0, apart)], rows[np.append(apart, len(rows)) - 1] + 1
    bounds = np.asarray(tables.document_token)
    return list(zip(bounds[low].tolist(), bounds[high].tolist(), strict=True))


def begins(tables: Tables, shape: Shape, marks: Marks, runs: list[tuple[int, int]]) -> np.ndarray:
    """First tokens of the rows of words that have a shape, in order, int64."""
    found = [np.flatnonzero(shape[0][tables.type[low:high]]) + low for low, high in runs]
    return fitting(tables, shape, marks, np.concatenate(found) if found else np.zeros(0, np.int64))


def fitting(tables: Tables, shape: Shape, marks: Marks, start: np.ndarray) -> np.ndarray:
    """Those of some tokens at which a row of words begins that has a shape."""
    types, flags = np.asarray(tables.type), np.asarray(tables.flag)
    start = start[start + len(shape) <= len(types)]
    for place, allowed in enumerate(shape):
        at = start + place
        good = allowed[types[at]]
        if place:
            good &= (flags[at] & SENTENCE_START) == 0
        if any(marks):
            good &= marks(flags[at])
        start = start[good]
    return start


def numbered(
    tables: Tables, of_type: np.ndarray, n_units: int, start: np.ndarray, length: int
) -> tuple[np.ndarray, np.ndarray]:
    """Bring rows of words together that have the same units: first tokens, sequence after sequence, each in order; and
    the bounds of each sequence's."""
    if not len(start):
        return start, np.zeros(1, np.int64)
    key, n_keys = of_type[np.asarray(tables.type)[start]].astype(np.int64), n_units
    for place in range(1, length):
        if n_keys * n_units >= 2**62:
            distinct, key = np.unique(key, return_inverse=True)
            n_keys = len(distinct)
        key = key * n_units + of_type[np.asarray(tables.type)[start + place]]
        n_keys *= n_units
    order, at = together(key, n_keys)
    return start[order], at


def together(key: np.ndarray, n_keys: int) -> tuple[np.ndarray, np.ndarray]:
    """The order that brings equal keys together, each in its own order; and where each key begins, with the end."""
    bits = len(key).bit_length()
    if n_keys < 2 ** (63 - bits):  # the place in the low bits: one sort of numbers, much faster than sorting an index
        packed = (key << bits) | np.arange(len(key))
        packed.sort()
        order = packed & ((1 << bits) - 1)
        key = packed >> bits
    else:
        order = np.argsort(key, kind="stable")
        key = key[order]
    edge = np.flatnonzero(np.diff(key, prepend=-1))
    return order, np.append(edge, len(key)).astype(np.int64)


def row_labels(tables: Tables, unit: Unit, start: np.ndarray, size: int) -> np.ndarray:
    """Rows of so many words, given their first tokens, as terms: their units with blanks between them."""
    tokens = start[:, None] + np.arange(size)
    codes, where = np.unique(unit.of_type[np.asarray(tables.type)[tokens]], return_inverse=True)
    words = unit_labels(tables, unit.name, codes)[where.reshape(tokens.shape)]
    return np.array([" ".join(row) for row in words], object)


def as_written(tables: Tables, token: np.ndarray, bounds: np.ndarray, size: int) -> np.ndarray:
    """Rows of so many words as most often written, an object array; of equals, as in lower case.

    Parameters
    ----------
    token, bounds : ndarray of int
        First tokens of each row's occurrences, and where those of each begin.
    """
    key = term = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))
    forms, flags = np.asarray(tables.type_form), np.asarray(tables.flag)
    for place in range(size):  # its forms, and whether a space stands after each but the last
        spaced = (flags[token + place] & 1) if place < size - 1 else 0
        key = key * (2 * len(tables.strings("form"))) + 2 * forms[tables.type[token + place]] + spaced
        key = np.unique(key, return_inverse=True)[1]
    first = np.full(int(key.max(initial=-1)) + 1, -1, np.int64)
    first[key[::-1]] = np.arange(len(key))[::-1]
    number, row = np.bincount(key), term[first]
    tokens = token[first][:, None] + np.arange(size)
    parts = tables.words("form", forms[tables.type[tokens]].ravel()).reshape(-1, size)
    blank = (flags[tokens] & 1).astype(bool)
    blank[:, -1] = False
    texts = [
        "".join(f"{word} " if gap else word for word, gap in zip(*pair, strict=True))
        for pair in zip(parts, blank, strict=True)
    ]
    lower = np.array([text == text.lower() for text in texts], bool)
    later = np.unique(np.array(texts, str), return_inverse=True)[1] if texts else lower
    order = np.lexsort((-later, lower, number, row))
    return np.array(texts, object)[order[np.flatnonzero(np.diff(row[order], append=-1))]]

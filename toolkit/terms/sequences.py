"""Several words in a row as terms: n-grams, and multi-word terms by pattern."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from toolkit.corpus.marks import Marks
from toolkit.store import Tables, distinct, gather
from toolkit.terms.rows import Shape, begins, numbered, token_runs
from toolkit.terms.units import Unit, unit_labels
from toolkit.terms.vocabulary import Entries, Vocabulary, by_group, entries_of
from toolkit.terms.words import Words

_ENOUGH = 1000
"""So many occurrences of a term, from the first to the last, decide how it is most often written."""


class Sequences(Vocabulary):
    """Terms of several words, and where they stand in the documents that are counted.

    Parameters
    ----------
    tables, unit, marks
        Of the store.
    token, at : ndarray
        First tokens of all occurrences, term after term and each term's in order; where those of each begin.
    length : ndarray of int, (terms,)
        In words.
    """

    def __init__(
        self, tables: Tables, unit: Unit, marks: Marks, token: np.ndarray, at: np.ndarray, length: np.ndarray
    ) -> None:
        self.tables, self.unit, self.marks = tables, unit, marks
        self.token, self.at, self.length = token, at, length
        self.n = len(length)

    @classmethod
    def gone_through(cls, words: Words, shapes: Sequence[Shape], rows: np.ndarray) -> Sequences:
        """All terms of some shapes in some documents, found by going through them."""
        tables, unit = words.tables, words.unit
        runs = token_runs(tables, rows)
        tokens, lengths, sizes = [], [], []
        for size, alike in itertools.groupby(sorted(shapes, key=len), key=len):
            kinds = list(alike)
            start = np.concatenate([begins(tables, shape, words.marks, runs) for shape in kinds])
            if len(kinds) > 1:
                start = distinct(start)  # two shapes may fit one row of words
            start, at = numbered(tables, unit.of_type, unit.n, start, size)
            tokens.append(start)
            lengths.append(np.full(len(at) - 1, size, np.int8))
            sizes.append(np.diff(at))
        at = np.concatenate([[0], np.cumsum(np.concatenate(sizes))])
        return cls(tables, unit, words.marks, np.concatenate(tokens), at, np.concatenate(lengths))

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
        for size in distinct(self.length[terms]).tolist():
            which = np.flatnonzero(self.length[terms] == size)
            labels[which] = row_labels(self.tables, self.unit, self.token[self.at[terms[which]]], size)
        return labels

    def written(self, terms: np.ndarray) -> np.ndarray:
        written = np.empty(len(terms), object)
        for size in distinct(self.length[terms]).tolist():
            which = np.flatnonzero(self.length[terms] == size)
            written[which] = as_written(self.tables, self.token, self.at, terms[which], size)
        return written


def row_labels(tables: Tables, unit: Unit, start: np.ndarray, size: int) -> np.ndarray:
    """Rows of so many words, given their first tokens, as terms: their units with blanks between them."""
    tokens = start[:, None] + np.arange(size)
    codes, where = np.unique(unit.of_type[np.asarray(tables.type)[tokens]], return_inverse=True)
    words = unit_labels(tables, unit.name, codes)[where.reshape(tokens.shape)]
    return np.array([" ".join(row) for row in words], object)


def as_written(tables: Tables, token: np.ndarray, at: np.ndarray, rows: np.ndarray, size: int) -> np.ndarray:
    """Some rows of so many words as most often written, an object array; of equals, as in lower case.

    Parameters
    ----------
    token, at : ndarray of int
        First tokens of all occurrences, row after row, and where those of each row begin.
    """
    number = at[rows + 1] - at[rows]
    seen = np.minimum(number, _ENOUGH)
    key = row = np.repeat(np.arange(len(rows)), seen)
    token = token[gather(np.zeros(len(rows), np.int64), seen) * number[row] // np.maximum(seen[row], 1) + at[rows][row]]
    forms, flags = np.asarray(tables.type_form), np.asarray(tables.flag)
    for place in range(size):  # its forms, and whether a space stands after each but the last
        spaced = (flags[token + place] & 1) if place < size - 1 else 0
        key = key * (2 * len(tables.strings("form"))) + 2 * forms[tables.type[token + place]] + spaced
        key = np.unique(key, return_inverse=True)[1]
    first = np.full(int(key.max(initial=-1)) + 1, -1, np.int64)
    first[key[::-1]] = np.arange(len(key))[::-1]
    number, row = np.bincount(key), row[first]
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

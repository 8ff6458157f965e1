"""Rows of words: where they begin, and which are the same.

The words of a row stand in one sentence, directly one after another: not over a comma, nor over a word that is left
out.
"""

from __future__ import annotations

import numpy as np

from toolkit.corpus.marks import Marks
from toolkit.store import Tables, per_store

SENTENCE_START = 2

Shape = tuple[np.ndarray, ...]
"""For each place in a row of words which types may stand there, (types,) of bool each."""

_STEP = 6  # tokens whose document is looked up are looked up by blocks of 64


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


def documents_of(tables: Tables, token: np.ndarray) -> np.ndarray:
    """The document of each of some tokens."""
    bounds = np.asarray(tables.document_token)
    document = _block_documents(tables)[token >> _STEP]
    while True:  # a block may run over the end of a document, seldom of several
        behind = bounds[document + 1] <= token
        if not behind.any():
            return document
        document = document + behind


@per_store(1)
def _block_documents(tables: Tables) -> np.ndarray:
    """The document of the first token of each block."""
    first = np.arange(0, tables.counts["tokens"], 1 << _STEP)
    return (np.searchsorted(np.asarray(tables.document_token), first, side="right") - 1).astype(np.int32)

"""Rows of words that come again: grown by a word at a time, only from rows that come again themselves."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from toolkit.corpus.marks import Marks
from toolkit.store import Tables, distinct
from toolkit.terms.rows import SENTENCE_START, together, token_runs
from toolkit.terms.units import units

_AT_ONCE = 1 << 23


@dataclass(frozen=True)
class Level:
    """The repeated rows of one length.

    Attributes
    ----------
    length : int
        In words.
    token, at : ndarray of int32, int64
        First tokens, row after row and each row's in order; where those of each begin.
    prefix, suffix : ndarray of int
        Which row of the level below it begins with, and which it ends with.
    """

    length: int
    token: np.ndarray
    at: np.ndarray
    prefix: np.ndarray
    suffix: np.ndarray

    @property
    def count(self) -> np.ndarray:
        return np.diff(self.at)


def repeated_rows(
    tables: Tables, unit: str, marks: Marks, rows: np.ndarray, *, least: int = 2, longest: int | None = None
) -> Iterator[Level]:
    """The repeated rows of two words, then of three, and so on until none is left.

    Parameters
    ----------
    rows : ndarray of int
        Documents to go through.
    least : int
        Occurrences that make a row a repeated one.
    """
    token, number, n_numbers = _words(tables, unit, marks, rows, least)
    length = 1
    while len(token) and (longest is None or length < longest):
        length += 1
        level = _longer(tables, token, number, n_numbers, length, least)
        if not len(level.token):
            return
        yield level
        n_numbers = len(level.at) - 1
        token, number = _in_order_of_text(tables, level)


def _words(tables: Tables, unit: str, marks: Marks, rows: np.ndarray, least: int) -> tuple[np.ndarray, np.ndarray, int]:
    """The words of some documents that come again, in order: tokens, the unit of each, how many units there are."""
    types, is_word, found = np.asarray(tables.type), np.asarray(tables.type_word), units(tables, unit)
    places = [np.flatnonzero(is_word[types[low:high]]) + low for low, high in token_runs(tables, rows)]
    token = np.concatenate(places) if places else np.zeros(0, np.int64)
    if any(marks):
        token = token[marks(np.asarray(tables.flag)[token])]
    number = found.of_type[types[token]]
    often = (np.bincount(number, minlength=found.n) >= least)[number]
    if not often.all():
        token, number = token[often], number[often]
    return token.astype(np.int32), number, found.n


def _longer(tables: Tables, token: np.ndarray, number: np.ndarray, n_numbers: int, length: int, least: int) -> Level:
    """Rows of ``length`` words: one that is a word shorter, and the one that begins a word further on."""
    follows = np.flatnonzero(np.diff(token) == 1)
    if length == 2:  # longer ones overlap, so that they are in one sentence
        follows = follows[(np.asarray(tables.flag)[token[follows] + 1] & SENTENCE_START) == 0]
    parts = [_together(number, n_numbers, part, least) for part in _parts(number[follows], n_numbers, follows)]
    found = np.concatenate([np.zeros(0, np.int32), *(part[0] for part in parts)])
    size = np.concatenate([np.zeros(0, np.int64), *(part[1] for part in parts)])
    bounds = np.concatenate([[0], np.cumsum(size)])
    first = found[bounds[:-1]]
    return Level(length, token[found], bounds, number[first], number[first + 1])


def _parts(prefix: np.ndarray, n_numbers: int, follows: np.ndarray) -> Iterator[np.ndarray]:
    """Places by what begins there, some millions at a time, so that sorting them takes little memory."""
    if len(follows) <= _AT_ONCE:
        yield follows
        return
    running = np.cumsum(np.bincount(prefix, minlength=n_numbers))
    edge = np.searchsorted(running, np.arange(_AT_ONCE, running[-1], _AT_ONCE))
    bounds = distinct(np.concatenate([[0], edge, [n_numbers]]))
    for low, high in itertools.pairwise(bounds.tolist()):
        yield follows[(prefix >= low) & (prefix < high)]


def _together(number: np.ndarray, n_numbers: int, places: np.ndarray, least: int) -> tuple[np.ndarray, np.ndarray]:
    """Places with the same row there and the same a word further on; and how many of each there are."""
    key = number[places].astype(np.int64) * n_numbers + number[places + 1]
    order, at = together(key, n_numbers * n_numbers)
    size = np.diff(at)
    often = size >= least
    return places[order[np.repeat(often, size)]].astype(np.int32), size[often]


def _in_order_of_text(tables: Tables, level: Level) -> tuple[np.ndarray, np.ndarray]:
    """First tokens in order, and which row begins at each."""
    number = np.full(tables.counts["tokens"], -1, np.int32)
    number[level.token] = np.repeat(np.arange(len(level.at) - 1, dtype=np.int32), level.count)
    token = np.flatnonzero(number >= 0).astype(np.int32)
    return token, number[token]

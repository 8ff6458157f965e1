"""The words that stand within reach of some occurrences: each place once, windows end with the sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from toolkit.query import Hits
from toolkit.store import Tables, gather

LEFT, RIGHT, NODE = 1, 2, 3
_SENTENCE_START = 2
_CROWDED = 60  # with a claim on every so many tokens, marking them in the text is faster than sorting the claims


@dataclass(frozen=True)
class Beside:
    """Words (tokens of the store) in order, each once.

    Attributes
    ----------
    token : ndarray of int64, (words,)
    side : ndarray of uint8, (words,)
        ``LEFT`` or ``RIGHT`` of the nearest occurrence, or ``NODE`` for a word of an occurrence.
    """

    token: np.ndarray
    side: np.ndarray


def beside(tables: Tables, hits: Hits, left: int, right: int) -> Beside:
    """Up to ``left`` words before and ``right`` words after each occurrence, and the words of the occurrences.

    A word within reach of two occurrences is on the side of the nearer, after it if both are as near; a word of an
    occurrence is never beside another.
    """
    node = gather(hits.token, hits.length)
    node = node[np.asarray(tables.type_word)[tables.type[node]]]
    crowded = (left + right) * len(hits) * _CROWDED > len(tables.type)
    return (_by_marking if crowded else _by_sorting)(tables, node, _claims(tables, hits, left, right))


def _claims(tables: Tables, hits: Hits, left: int, right: int) -> Iterator[tuple[int, np.ndarray]]:
    """Side and tokens, from the nearest to the furthest; at one distance, those after an occurrence first."""
    after = words_along(tables, hits.token + hits.length, right, forward=True)
    before = words_along(tables, hits.token, left, forward=False)
    for _ in range(max(left, right)):
        for side, words in ((RIGHT, after), (LEFT, before)):
            token = next(words, None)
            if token is not None:
                yield side, token


def _by_sorting(tables: Tables, node: np.ndarray, claims: Iterator[tuple[int, np.ndarray]]) -> Beside:
    ranked = [(NODE, node), *claims]
    key = np.concatenate([token * len(ranked) + rank for rank, (_, token) in enumerate(ranked)])
    key.sort()
    token, rank = key // len(ranked), key % len(ranked)
    first = np.diff(token, prepend=-1) != 0  # the first claim to a token stands
    return Beside(token[first], np.array([side for side, _ in ranked], np.uint8)[rank[first]])


def _by_marking(tables: Tables, node: np.ndarray, claims: Iterator[tuple[int, np.ndarray]]) -> Beside:
    mark = np.zeros(len(tables.type), np.uint8)
    # the nearest last, each over those before it: cheaper than to ask of every place whether it is still free
    for side, claimed in reversed([(side, token.astype(np.int32)) for side, token in claims]):
        mark[claimed] = side
    mark[node] = NODE
    token = np.flatnonzero(mark)
    return Beside(token, mark[token])


def words_along(tables: Tables, boundary: np.ndarray, reach: int, *, forward: bool) -> Iterator[np.ndarray]:
    """The first, second, … word of the sentence from each boundary on: an array of tokens for each distance."""
    kind, flag, word = (np.asarray(array) for array in (tables.type, tables.flag, tables.type_word))
    for _ in range(reach):
        found = []
        while len(boundary):  # past punctuation
            if forward:
                boundary = boundary[boundary < len(kind)]
                token = boundary[(flag[boundary] & _SENTENCE_START) == 0]
                boundary = token + 1
            else:
                token = boundary[(flag[boundary] & _SENTENCE_START) == 0] - 1
                boundary = token
            is_word = word[kind[token]]
            found.append(token[is_word])
            boundary = boundary[~is_word]
        words = np.concatenate(found) if found else np.zeros(0, np.int64)
        yield words
        boundary = words + 1 if forward else words

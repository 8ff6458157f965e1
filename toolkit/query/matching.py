"""Where a pattern stands in a corpus: from its rarest token outwards, all places at once, never across a sentence end.

A *reach* is a pair of arrays: whose (which of the places one began with), and the token boundary it has come to.
Boundary ``b`` lies before token ``b``; a match from boundary ``s`` to boundary ``e`` holds tokens ``s`` to ``e - 1``.
"""

from __future__ import annotations

import math
from typing import TypeAlias

import numpy as np

from toolkit.query.patterns import (
    Choice,
    Constraint,
    Pattern,
    Query,
    Repeat,
    Sequence,
    Token,
    least_tokens,
    same_length,
)
from toolkit.query.vocabulary import Answer, answer
from toolkit.store import Tables

_SENTENCE_START = 2
_AT_ONCE = 1 << 18  # places that are followed at once: bounds the memory of queries with many repetitions
Reach: TypeAlias = tuple[np.ndarray, np.ndarray]
Spans: TypeAlias = tuple[np.ndarray, np.ndarray]


def match_query(tables: Tables, query: Query, rows: np.ndarray | None = None) -> Spans:
    """First token and token after the last of every match, int64, in order.

    Of matches one within another only the outermost is given, or the innermost where the query asks for the shortest;
    matches that merely overlap are all given.

    Parameters
    ----------
    rows : ndarray of int, optional
        Documents to look in; all by default.
    """
    matcher = _Matcher(tables, rows, query.shortest)
    start, end = matcher.best(query.pattern)
    if same_length(query.pattern):  # then none lies within another
        start = np.sort(start)
        return start, start + least_tokens(query.pattern)
    return _apart(start, end, shortest=query.shortest)


class _Matcher:
    def __init__(self, tables: Tables, rows: np.ndarray | None, shortest: bool) -> None:
        self.tables, self.shortest = tables, shortest
        self.answers: dict[Constraint, Answer] = {}
        self.inside: np.ndarray | None = None
        if rows is not None and len(rows) < tables.counts["documents"]:
            self.inside = np.zeros(tables.counts["documents"], bool)
            self.inside[rows] = True

    def answer(self, token: Token) -> Answer:
        if token.constraint not in self.answers:
            self.answers[token.constraint] = answer(self.tables, token.constraint)
        return self.answers[token.constraint]

    def cost(self, pattern: Pattern) -> float:
        """How many places one has to begin with; infinite for what may be absent."""
        match pattern:
            case Token():
                return self.answer(pattern).number
            case Sequence(parts):
                return min(map(self.cost, parts))
            case Choice(parts):
                return sum(map(self.cost, parts))
            case Repeat(part, least, _):
                return self.cost(part) if least else math.inf

    # matches anywhere

    def best(self, pattern: Pattern) -> Spans:
        """Matches of a whole query: around each anchor only the one that holds, or is held by, all others there."""
        if isinstance(pattern, Choice):
            return _joined([self.best(part) for part in pattern.parts])
        if isinstance(pattern, Repeat):
            pattern = _first_apart(pattern)
        if not isinstance(pattern, Sequence):
            return self.spans(pattern)
        left, anchor, right = self.around(pattern)
        starts, ends = self.spans(anchor)
        found = []
        for low in range(0, len(starts), _AT_ONCE):
            start, end = starts[low : low + _AT_ONCE], ends[low : low + _AT_ONCE]
            # what comes before the anchor does not depend on what comes after it, so each can be the longest by itself
            whose, end = _one_each(self.row(right, end, forward=True), largest=not self.shortest)
            again, start = _one_each(self.row(left, start[whose], forward=False), largest=self.shortest)
            found.append((start, end[again]))
        return _joined(found)

    def spans(self, pattern: Pattern) -> Spans:
        """All matches, each once."""
        match pattern:
            case Token():
                token = self.answer(pattern).positions()
                if self.inside is not None:
                    row = np.searchsorted(self.tables.document_token, token, side="right") - 1
                    token = token[self.inside[row]]
                return token, token + 1
            case Choice(parts):
                return _joined([self.spans(part) for part in parts])
            case Repeat():
                return self.spans(_first_apart(pattern))
            case Sequence():
                left, anchor, right = self.around(pattern)
                start, end = self.spans(anchor)
                whose, end = self.row(right, end, forward=True)
                again, start = self.row(left, start[whose], forward=False)
                return _joined([(start, end[again])])

    def around(self, pattern: Sequence) -> tuple[Sequence, Pattern, Sequence]:
        """The rarest part of a sequence, and those on its left and on its right."""
        anchor = int(np.argmin([self.cost(part) for part in pattern.parts]))
        return Sequence(pattern.parts[:anchor]), pattern.parts[anchor], Sequence(pattern.parts[anchor + 1 :])

    # matches from given places on

    def row(self, pattern: Sequence, at: np.ndarray, *, forward: bool) -> Reach:
        return self.extend(pattern, (np.arange(len(at)), at), forward)

    def extend(self, pattern: Pattern, reach: Reach, forward: bool) -> Reach:
        """Where a match that begins at each boundary may end; or, backward, where one that ends there may begin."""
        match pattern:
            case Token():
                return self.step(pattern, reach, forward)
            case Sequence(parts):
                for part in parts if forward else reversed(parts):
                    reach = self.extend(part, reach, forward)
                return reach
            case Choice(parts):
                return _joined([self.extend(part, reach, forward) for part in parts])
            case Repeat(part, least, most):
                return self.repeat(part, least, most, reach, forward)

    def step(self, token: Token, reach: Reach, forward: bool) -> Reach:
        whose, at = reach
        tables = self.tables
        if forward:
            there = at < len(tables.type)
            there[there] = (tables.flag[at[there]] & _SENTENCE_START) == 0
        else:
            there = (tables.flag[at] & _SENTENCE_START) == 0  # the first token of all begins a sentence
        whose, at = whose[there], at[there]
        kept = self.answer(token)(at if forward else at - 1)
        return whose[kept], at[kept] + (1 if forward else -1)

    def repeat(self, part: Pattern, least: int, most: int | None, reach: Reach, forward: bool) -> Reach:
        found = [] if least else [reach]
        apart = same_length(part) and _single(reach)  # then no two ways lead to the same boundary
        times = 0
        while len(reach[0]) and (most is None or times < most):
            reach = self.extend(part, reach, forward)
            reach = reach if apart else _joined([reach])
            times += 1
            if times >= least:
                found.append(reach)
        if not found:
            return reach  # it died out before there were enough
        whose, at = (np.concatenate(arrays) for arrays in zip(*found, strict=True))
        return (whose, at) if apart else _joined([(whose, at)])


def _first_apart(pattern: Repeat) -> Pattern:
    """The same pattern with the first of the repetitions, which must be there, by itself."""
    most = None if pattern.most is None else pattern.most - 1
    rest = () if most == 0 else (Repeat(pattern.part, pattern.least - 1, most),)
    return Sequence((pattern.part, *rest))


def _joined(pairs: list[tuple[np.ndarray, np.ndarray]]) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of numbers put together, in order, each once."""
    if not pairs:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    first, second = (np.concatenate(arrays).astype(np.int64) for arrays in zip(*pairs, strict=True))
    width = int(second.max(initial=0)) + 1
    key = first * width + second
    key.sort()  # faster than numpy.unique, which hashes
    key = key[np.diff(key, prepend=-1) > 0]
    return key // width, key % width


def _single(reach: Reach) -> bool:
    """Whether each place has come to one boundary at most."""
    return bool(np.all(reach[0][1:] > reach[0][:-1]))


def _one_each(reach: Reach, *, largest: bool) -> Reach:
    """The largest, or the smallest, boundary that each place has come to."""
    if _single(reach):
        return reach
    whose, at = reach
    order = np.lexsort((-at if largest else at, whose))
    whose, at = whose[order], at[order]
    first = np.flatnonzero(np.diff(whose, prepend=-1))
    return whose[first], at[first]


def _apart(start: np.ndarray, end: np.ndarray, *, shortest: bool) -> Spans:
    """Spans in order without those that hold, or are held by, another."""
    if not _single((start, end)):
        order = np.lexsort((end if shortest else -end, start))
        start, end = start[order], end[order]
    if shortest:  # no later span, which begins no earlier, ends as early
        least = np.minimum.accumulate(end[::-1])[::-1]
        kept = np.ones(len(end), bool)
        kept[:-1] = end[:-1] < least[1:]
        # of equal starts the shortest came first and the longer ones after it are not kept by anything
        kept[1:] &= start[1:] != start[:-1]
    else:  # no earlier span, which begins no later, ends as late
        furthest = np.maximum.accumulate(end)
        kept = np.ones(len(end), bool)
        kept[1:] = end[1:] > furthest[:-1]
    return start[kept], end[kept]

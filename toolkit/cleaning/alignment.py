"""Where the characters of a cleaned text stand in the page: runs, how they combine, and the way there and back."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Run = tuple[int, int, int, int]
"""``(clean_start, clean_length, page_start, page_length)``. Equal lengths map character by character, others as a
whole."""

Runs = NDArray[np.int32]
"""Runs as an array of shape (n, 4), in the order of the cleaned text, which they cover without gap or overlap."""


def apply_edits(text: str, edits: Iterable[tuple[int, int, str]]) -> tuple[str, list[Run]]:
    """Replace parts of a text and say where what is left comes from.

    Parameters
    ----------
    text : str
        The text before.
    edits : iterable of (start, end, replacement)
        In order, not overlapping; an empty replacement removes.

    Returns
    -------
    str
        The text after.
    list of Run
        From the text after to the text before.
    """
    pieces: list[str] = []
    runs: list[Run] = []
    done = length = 0
    for start, end, replacement in edits:
        if start > done:
            pieces.append(text[done:start])
            runs.append((length, start - done, done, start - done))
            length += start - done
        if replacement:
            pieces.append(replacement)
            runs.append((length, len(replacement), start, end - start))
            length += len(replacement)
        done = end
    if done < len(text):
        pieces.append(text[done:])
        runs.append((length, len(text) - done, done, len(text) - done))
    return "".join(pieces), runs


def identity(length: int) -> list[Run]:
    """The runs of a text that is as it was."""
    return [(0, length, 0, length)] if length else []


def compose(second: Sequence[Run], first: Sequence[Run]) -> list[Run]:
    """Chain two alignments: ``second`` leads from C to B, ``first`` from B to A; the result from C to A."""
    starts = [run[0] for run in first]
    composed: list[Run] = []
    for clean, length, middle, middle_length in second:
        if length != middle_length:
            page, page_end = _across(first, starts, middle, middle + middle_length)
            composed.extend(_as_whole(clean, length, page, page_end - page))
            continue
        position = middle
        while position < middle + length:
            run = first[bisect_right(starts, position) - 1]
            taken = min(run[0] + run[1], middle + length) - position
            at = clean + position - middle
            if run[1] == run[3]:
                composed.append((at, taken, run[2] + position - run[0], taken))
            else:
                composed.extend(_as_whole(at, taken, run[2], run[3]))
            position += taken
    return merge(composed)


def _as_whole(clean: int, length: int, page: int, page_length: int) -> list[Run]:
    """Runs of characters that stand for a span together, also where there are by chance as many as it has."""
    if length != page_length or length == 1:
        return [(clean, length, page, page_length)]
    return [(clean + offset, 1, page, page_length) for offset in range(length)]


def _across(runs: Sequence[Run], starts: Sequence[int], start: int, end: int) -> tuple[int, int]:
    first, last = runs[bisect_right(starts, start) - 1], runs[bisect_right(starts, end - 1) - 1]
    page_start = first[2] + (start - first[0] if first[1] == first[3] else 0)
    page_end = last[2] + (end - last[0] if last[1] == last[3] else last[3])
    return page_start, page_end


def merge(runs: Iterable[Run]) -> list[Run]:
    """Join neighbours that map character by character and follow each other in the page too."""
    merged: list[Run] = []
    for run in runs:
        if merged and run[1] == run[3]:
            last = merged[-1]
            if last[1] == last[3] and last[2] + last[3] == run[2]:
                merged[-1] = (last[0], last[1] + run[1], last[2], last[3] + run[3])
                continue
        merged.append(run)
    return merged


def as_array(runs: Sequence[Run]) -> Runs:
    """Runs as an (n, 4) array of int32."""
    return np.array(runs, dtype=np.int32).reshape(-1, 4)


def to_page(runs: ArrayLike, start: int, end: int) -> tuple[int, int]:
    """Where characters ``start`` to ``end`` of a cleaned text stand in the page as read.

    Parameters
    ----------
    runs : array of int, shape (n, 4)
        Of ``Cleaning.spans``.
    start, end : int
        Characters of the cleaned text, ``end`` excluded.

    Returns
    -------
    start, end : int
        The span of the page from the origin of the first character to the origin of the last one. It includes what
        was removed between them. An empty span stays empty.

    Raises
    ------
    IndexError
        When the span does not lie in the cleaned text.
    """
    table = np.asarray(runs, dtype=np.int64).reshape(-1, 4)
    length = int(table[-1, 0] + table[-1, 1]) if len(table) else 0
    _check(start, end, length)
    if start == end == length:
        at = int(table[-1, 2] + table[-1, 3]) if length else 0
        return at, at
    if start == end:
        at = _origin(table, start)[0]
        return at, at
    return _origin(table, start)[0], _origin(table, end - 1)[1]


def _origin(table: NDArray[np.int64], position: int) -> tuple[int, int]:
    """The span of the page that one character of the cleaned text stands for."""
    clean, length, page, page_length = table[np.searchsorted(table[:, 0], position, side="right") - 1].tolist()
    if length == page_length:
        return page + position - clean, page + position - clean + 1
    return page, page + page_length


def to_clean(runs: ArrayLike, start: int, end: int) -> tuple[int, int]:
    """Where characters ``start`` to ``end`` of the page as read stand in the cleaned text.

    Parameters
    ----------
    runs : array of int, shape (n, 4)
        Of ``Cleaning.spans``.
    start, end : int
        Characters of the page, ``end`` excluded.

    Returns
    -------
    start, end : int
        The smallest span of the cleaned text that holds all that is left of it; an empty span, where it would have
        stood, when nothing is left.

    Raises
    ------
    IndexError
        When the span is negative or ends before it starts.
    """
    table = np.asarray(runs, dtype=np.int64).reshape(-1, 4)
    _check(start, end, max(end, start))
    if not len(table):
        return 0, 0
    page_ends = table[:, 2] + table[:, 3]
    first = int(np.searchsorted(page_ends, start, side="right"))  # the first run that ends after the start
    last = int(np.searchsorted(table[:, 2], end, side="left")) - 1  # the last run that starts before the end
    if first > last or start == end:
        at = int(table[first, 0]) if first < len(table) else int(table[-1, 0] + table[-1, 1])
        if start == end and first <= last:
            clean, length, page, page_length = table[first].tolist()
            at = clean + start - page if length == page_length and start >= page else clean
        return at, at
    clean, length, page, page_length = table[first].tolist()
    clean_start = clean + max(start - page, 0) if length == page_length else clean
    clean, length, page, page_length = table[last].tolist()
    clean_end = clean + min(end - page, length) if length == page_length else clean + length
    return clean_start, clean_end


def _check(start: int, end: int, length: int) -> None:
    if not 0 <= start <= end <= length:
        raise IndexError(f"characters {start} to {end} do not lie in a text of {length} characters")

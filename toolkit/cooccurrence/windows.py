"""Windows: the stretches of text in which two names count as together."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np

from toolkit.entities.result import Places
from toolkit.schema import CorpusError
from toolkit.store import Tables

WINDOWS = ("sentence", "paragraph", "article")
_SENTENCES = re.compile(r"^\s*(\d+)\s+sentences?\s*$")


class Windows(NamedTuple):
    """The window of each mention, numbered over the store, and how many windows each document has."""

    number: np.ndarray
    per_document: np.ndarray


def parse_window(window: str | int) -> str:
    """The name of a window: ``sentence``, ``paragraph``, ``article``, or ``3 sentences`` (also given as 3).

    Raises
    ------
    CorpusError
        When it is none of these.
    """
    if isinstance(window, str) and window in WINDOWS:
        return window
    found = _SENTENCES.match(f"{window} sentences" if isinstance(window, int) else str(window))
    if not found or not 0 < int(found[1]) <= 1000:
        raise CorpusError(
            f"window={window!r} is not known.",
            remedy=f"Choose one of: {', '.join(WINDOWS)}, or a number of sentences: '3 sentences'.",
        )
    return "sentence" if int(found[1]) == 1 else f"{int(found[1])} sentences"


def windows(tables: Tables, places: Places, window: str) -> Windows:
    """The windows that mentions lie in.

    Windows of several sentences follow one another and do not overlap, so that a pair counts once: the first begins
    with the article.

    Parameters
    ----------
    window : str
        As :func:`parse_window` returns it.
    """
    sentence, row = places.sentence.astype(np.int64), places.row.astype(np.int64)
    first = np.asarray(tables.document_sentence, np.int64)
    if window == "article":
        return Windows(row, np.ones(len(first) - 1, np.int64))
    if window == "sentence":
        return Windows(sentence, np.diff(first))
    if window == "paragraph":
        number = np.searchsorted(np.asarray(tables.paragraph_sentence), sentence, side="right") - 1
        return Windows(number, np.diff(np.asarray(tables.document_paragraph, np.int64)))
    size = int(window.split()[0])
    per_document = -(-np.diff(first) // size)
    before = np.concatenate([[0], np.cumsum(per_document)])
    return Windows(before[row] + (sentence - first[row]) // size, per_document)

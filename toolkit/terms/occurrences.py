"""Where the term of a row of a table stands."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

import numpy as np

from toolkit.corpus import Corpus
from toolkit.query import Hits
from toolkit.schema import CorpusError
from toolkit.store import distinct, gather
from toolkit.terms.options import LONGEST, Options, settle
from toolkit.terms.rows import Shape, documents_of, fitting
from toolkit.terms.units import find_unit, units


def find_term(
    corpus: Corpus,
    term: str,
    *,
    unit: str = "lemma",
    ngrams: int | None = None,
    pattern: str | Iterable[str] | None = None,
    pos: str | Iterable[str] | None = None,
    stopwords: str | Iterable[str] = "drop",
    words: str = "all",
    headlines: str = "keep",
) -> Hits:
    """Exactly the occurrences that ``term_frequencies`` counts for a term, given the options of that table.

    Parameters
    ----------
    corpus : Corpus
        Or a view of one.
    term : str
        As the column ``term`` has it: parts of a longer term with a blank between them.
    ngrams : int, optional
        By default as many as there are parts.
    unit, pattern, pos, stopwords, words, headlines
        As for :func:`term_frequencies`.

    Returns
    -------
    toolkit.query.Hits
        In the store's order; none for a term that does not occur, or not with these options. ``concordance`` and
        ``collocates`` take them in the place of a query.

    Raises
    ------
    CorpusError
        When the term is empty, or an option is not known.
    """
    parts = str(term).split(" ")
    if not all(parts):
        raise CorpusError(f"{term!r} is no term.", remedy="Write it as the column « term » has it.")
    given = 1 if pattern is not None else min(len(parts), LONGEST) if ngrams is None else ngrams
    options = settle(
        corpus,
        unit=unit,
        ngrams=given,
        pattern=pattern,
        pos=pos,
        stopwords=stopwords,
        words=words,
        headlines=headlines,
    )
    shapes = options.shapes(corpus.tables)
    found = [np.zeros(0, np.int64)]
    length = [np.zeros(0, np.int64)]
    for shape in shapes:
        for way in _ways(parts, len(shape)):
            start = _starts(corpus, way, options, shape)
            found.append(start)
            length.append(np.full(len(start), len(shape)))
    return _hits(corpus, term, np.concatenate(found), np.concatenate(length))


def of_words(corpus: Corpus, hits: Hits, *, words: str = "all", headlines: str = "keep") -> Hits:
    """The occurrences that lie wholly in the words that count: the outlet's own, or those in quotation marks.

    Parameters
    ----------
    hits : toolkit.query.Hits
        From ``find`` for this corpus, or a view of it.
    words, headlines
        As for :func:`find_term`.

    Raises
    ------
    CorpusError
        When an option is not known.
    """
    marks = settle(corpus, words=words, headlines=headlines).marks
    if not any(marks) or not len(hits):
        return hits
    inside = marks(np.asarray(corpus.tables.flag)[gather(hits.token, hits.length)])
    return hits.take(np.flatnonzero(np.logical_and.reduceat(inside, np.cumsum(hits.length) - hits.length)))


def _ways(parts: list[str], length: int) -> Iterator[tuple[str, ...]]:
    """All ways to read some parts as so many words: a lemma may itself hold a blank."""
    for cuts in itertools.combinations(range(1, len(parts)), length - 1):
        bounds = (0, *cuts, len(parts))
        yield tuple(" ".join(parts[low:high]) for low, high in itertools.pairwise(bounds))


def _starts(corpus: Corpus, way: tuple[str, ...], options: Options, shape: Shape) -> np.ndarray:
    """First tokens of the rows of words that are these units and have the shape, wherever they stand."""
    tables = corpus.tables
    unit = units(tables, options.unit)
    codes = [find_unit(tables, options.unit, word) for word in way]
    if min(codes) < 0:
        return np.zeros(0, np.int64)
    types = [kinds[allowed[kinds]] for kinds, allowed in zip(map(unit.types, codes), shape, strict=True)]
    at = np.asarray(tables.position_at, np.int64)
    number = [int((at[kinds + 1] - at[kinds]).sum()) for kinds in types]
    place = int(np.argmin(number))  # begin with the rarest
    rarest = types[place]
    start = np.asarray(tables.position)[gather(at[rarest], at[rarest + 1] - at[rarest])].astype(np.int64) - place
    exact = []
    for kinds in types:
        listed = np.zeros(len(shape[0]), bool)
        listed[kinds] = True
        exact.append(listed)
    return fitting(tables, tuple(exact), options.marks, start[start >= 0])


def _hits(corpus: Corpus, term: str, start: np.ndarray, length: np.ndarray) -> Hits:
    """The rows of words that stand in the view, each once and in order."""
    key = distinct(start * 8 + length)
    start, length = key // 8, key % 8
    row = documents_of(corpus.tables, start)
    inside = np.zeros(corpus.tables.counts["documents"], bool)
    inside[corpus.rows] = True
    return Hits(start, length, row.astype(np.int64), term).take(np.flatnonzero(inside[row]))

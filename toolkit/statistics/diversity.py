"""Lexical diversity: how many different words a text has for its length.

Measures of the word frequencies alone take ``counts``, whose last axis runs over the words, and return shape (…);
words of count 0 do not matter. Measures of the order in which words come take ``words``, a text as an array in which
equal words are equal (integer codes are fastest), and return a number. Where a text is several articles one after
another, ``bounds`` says where each begins: then no window runs from one into the next, and what is averaged is pooled
over the articles.

All but ``mattr``, ``msttr``, ``mtld`` and ``hdd`` change with the length of the text, so that they compare texts of
one length only.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

_SIDE_BY_SIDE = 16  # texts that are still read in step: below, one after another is faster


def ttr(counts: ArrayLike) -> NDArray[np.float64]:
    """Type-token ratio: different words over words. Falls as texts grow: compare texts of one length only."""
    types, tokens = _sizes(counts)
    with np.errstate(divide="ignore", invalid="ignore"):
        return types / tokens


def guiraud_r(counts: ArrayLike) -> NDArray[np.float64]:
    """Guiraud's R (root TTR): different words over the square root of words.

    References
    ----------
    Guiraud, P. (1954). Les caractères statistiques du vocabulaire. PUF.
    """
    types, tokens = _sizes(counts)
    with np.errstate(divide="ignore", invalid="ignore"):
        return types / np.sqrt(tokens)


def carroll_cttr(counts: ArrayLike) -> NDArray[np.float64]:
    """Carroll's corrected TTR: different words over √(2 · words).

    References
    ----------
    Carroll, J. B. (1964). Language and thought. Prentice-Hall.
    """
    return guiraud_r(counts) / np.sqrt(2)


def herdan_c(counts: ArrayLike) -> NDArray[np.float64]:
    """Herdan's C: log of different words over log of words. NaN for a text of one word.

    References
    ----------
    Herdan, G. (1960). Type-token mathematics. Mouton.
    """
    types, tokens = _sizes(counts)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(tokens > 1, np.log(types) / np.log(tokens), np.nan)


def maas_a2(counts: ArrayLike) -> NDArray[np.float64]:
    """Maas' a², (ln words − ln different words) / (ln words)²: smaller is more diverse. NaN for a text of one word.

    References
    ----------
    Maas, H.-D. (1972). Über den Zusammenhang zwischen Wortschatzumfang und Länge eines Textes. LiLi 8.
    """
    types, tokens = _sizes(counts)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(tokens > 1, (np.log(tokens) - np.log(types)) / np.log(tokens) ** 2, np.nan)


def yule_k(counts: ArrayLike) -> NDArray[np.float64]:
    """Yule's K, 10⁴ (Σ count² − words) / words²: how much the text repeats itself; smaller is more diverse.

    References
    ----------
    Yule, G. U. (1944). The statistical study of literary vocabulary. Cambridge University Press.
    """
    number = np.asarray(counts, dtype=float)
    tokens = number.sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return 1e4 * (np.square(number).sum(axis=-1) - tokens) / tokens**2


def simpson_d(counts: ArrayLike) -> NDArray[np.float64]:
    """Simpson's D: the chance that two words of the text, taken without putting back, are the same one.

    References
    ----------
    Simpson, E. H. (1949). Measurement of diversity. Nature 163.
    """
    number = np.asarray(counts, dtype=float)
    tokens = number.sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return (number * (number - 1)).sum(axis=-1) / (tokens * (tokens - 1))


def entropy(counts: ArrayLike) -> NDArray[np.float64]:
    """Shannon's entropy of the words, in bits.

    References
    ----------
    Shannon, C. E. (1948). A mathematical theory of communication. Bell System Technical Journal 27.
    """
    number = np.asarray(counts, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = number / number.sum(axis=-1, keepdims=True)
        return -np.where(share > 0, share * np.log2(share), share).sum(axis=-1) + 0.0


def hdd(counts: ArrayLike, *, sample: int = 42) -> NDArray[np.float64]:
    """HD-D: the TTR to be expected of ``sample`` words drawn from the text at random. NaN for a shorter text.

    References
    ----------
    McCarthy, P. M. & Jarvis, S. (2010). MTLD, vocd-D, and HD-D. Behavior Research Methods 42.
    """
    number = np.asarray(counts, dtype=float)
    tokens = number.sum(axis=-1, keepdims=True)
    log_absent = np.zeros(number.shape)  # that none of the words drawn is this one, without factorials that overflow
    with np.errstate(divide="ignore", invalid="ignore"):
        for drawn in range(sample):
            log_absent += np.log(np.maximum(tokens - number - drawn, 0)) - np.log(tokens - drawn)
        expected = -np.expm1(np.where(number > 0, log_absent, 0.0)).sum(axis=-1) / sample
    return np.where(tokens[..., 0] >= sample, expected, np.nan)


def mattr(words: ArrayLike, *, window: int = 500, bounds: ArrayLike | None = None) -> float:
    """Moving-average type-token ratio: the mean TTR of all stretches of ``window`` words. Does not fall with length.

    Parameters
    ----------
    words : array-like, (tokens,)
    window : int
    bounds : array-like, (texts + 1,), optional
        First word of each text, and the end. Stretches lie within one text; the mean is over those of all texts.

    Returns
    -------
    float
        NaN where no text has ``window`` words.

    References
    ----------
    Covington, M. A. & McFall, J. D. (2010). Cutting the Gordian knot: the moving-average type-token ratio (MATTR).
    Journal of Quantitative Linguistics 17.
    """
    _at_least_one(window)
    code, edge = _text(words, bounds)
    lengths = np.diff(edge)
    first, after = np.repeat(edge[:-1], lengths), np.repeat(edge[1:], lengths)
    at = np.arange(len(code))
    # A word is the first of its kind in all stretches that begin after its last occurrence and reach it.
    low = np.maximum(np.maximum(_last_before(code, edge) + 1, first), at - window + 1)
    high = np.minimum(at, after - window)
    different = int(np.maximum(high - low + 1, 0).sum())
    stretches = int(np.maximum(lengths - window + 1, 0).sum())
    return different / (window * stretches) if stretches else float("nan")


def msttr(words: ArrayLike, *, segment: int = 100, bounds: ArrayLike | None = None) -> float:
    """Mean segmental type-token ratio: the mean TTR of stretches of ``segment`` words one after another.

    What is left at the end of a text, shorter than a segment, is left out. NaN where no text has a whole segment.
    ``bounds`` as for :func:`mattr`.

    References
    ----------
    Johnson, W. (1944). Studies in language behavior I. A program of research. Psychological Monographs 56.
    """
    _at_least_one(segment)
    code, edge = _text(words, bounds)
    lengths = np.diff(edge)
    offset = np.arange(len(code)) - np.repeat(edge[:-1], lengths)
    whole = offset < np.repeat(lengths // segment * segment, lengths)
    begins = np.arange(len(code)) - offset % segment
    different = int(np.count_nonzero(whole & (_last_before(code, edge) < begins)))
    segments = int((lengths // segment).sum())
    return different / (segment * segments) if segments else float("nan")


def mtld(words: ArrayLike, *, threshold: float = 0.72, bounds: ArrayLike | None = None) -> float:
    """Measure of textual lexical diversity: for how many words on average the TTR stays above ``threshold``.

    A text is read until the TTR falls below the threshold, then again from there; what is left at the end counts as
    the part of a stretch that it has gone. The mean of reading forward and backward.

    Parameters
    ----------
    words : array-like, (tokens,)
    threshold : float
        Between 0 and 1.
    bounds : array-like, (texts + 1,), optional
        First word of each text, and the end. Each is read by itself; the measure is all their words over all their
        stretches.

    Returns
    -------
    float
        In words. NaN for a text in which no word comes twice, or of no word.

    References
    ----------
    McCarthy, P. M. & Jarvis, S. (2010). MTLD, vocd-D, and HD-D. Behavior Research Methods 42.
    """
    if not 0 < threshold < 1:
        raise ValueError(f"threshold must lie between 0 and 1, not {threshold}")
    code, edge = _text(words, bounds)
    forward = _stretches(_last_before(code, edge), edge, threshold)
    turned = len(code) - edge[::-1]
    backward = _stretches(_last_before(code[::-1], turned), turned, threshold)
    if forward == 0 or backward == 0:
        return float("nan")
    return (len(code) / forward + len(code) / backward) / 2


def _sizes(counts: ArrayLike) -> tuple[NDArray, NDArray]:
    """Different words, and words."""
    number = np.asarray(counts, dtype=float)
    return np.asarray((number > 0).sum(axis=-1), dtype=float), np.asarray(number.sum(axis=-1))


def _at_least_one(number: int) -> None:
    if number < 1:
        raise ValueError(f"a stretch of {number} words makes no sense; it must have 1 or more")


def _text(words: ArrayLike, bounds: ArrayLike | None) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Words as codes from 0, and where each text begins, with the end."""
    given = np.asarray(words)
    small = given.dtype.kind in "iu" and (given.size == 0 or (given.min() >= 0 and given.max() < 4 * given.size + 1024))
    code = given.astype(np.int64) if small else np.unique(given, return_inverse=True)[1].astype(np.int64)
    edge = np.array([0, len(code)]) if bounds is None else np.asarray(bounds, np.int64)
    if edge[0] != 0 or edge[-1] != len(code) or np.any(np.diff(edge) < 0):
        raise ValueError("bounds must run from 0 to the number of words, in order")
    return code, edge


def _last_before(code: NDArray[np.int64], edge: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each word stood last before in its text; one before the beginning of the text where it is new."""
    number = len(code)
    begins = np.repeat(edge[:-1], np.diff(edge))
    last = begins - 1
    if not number:
        return last
    # Sorted by word, equal words in order: laying out a sparse matrix counts, which is faster than sorting.
    laid_out = sparse.coo_array((np.ones(number, np.int8), (code, np.arange(number))), (int(code.max()) + 1, number))
    order = laid_out.tocsr().indices
    earlier, later = order[:-1], order[1:]
    same = (code[earlier] == code[later]) & (earlier >= begins[later])
    last[later[same]] = earlier[same]
    return last


def _stretches(last: NDArray[np.int64], edge: NDArray[np.int64], threshold: float) -> float:
    """How many stretches the texts have, the last of each counted for the part that it has gone."""
    lengths = np.diff(edge)
    order = np.argsort(-lengths, kind="stable")
    begin, lengths = edge[:-1][order], lengths[order]
    start, types = begin.copy(), np.zeros(len(begin), np.int64)
    whole = 0
    ends = np.searchsorted(-lengths, -np.arange(int(lengths.max(initial=0)) + 1), side="left")  # texts longer than that
    step = 0
    while step < len(ends) and ends[step] >= _SIDE_BY_SIDE:
        number = ends[step]
        at = begin[:number] + step
        types[:number] += last[at] < start[:number]
        done = types[:number] < threshold * (at + 1 - start[:number])
        whole += int(np.count_nonzero(done))
        types[:number][done] = 0
        start[:number][done] = at[done] + 1
        step += 1
    for text in range(ends[step] if step < len(ends) else 0):
        found, start[text], types[text] = _read_on(
            last, begin[text] + step, begin[text] + lengths[text], int(start[text]), int(types[text]), threshold
        )
        whole += found
    left = begin + lengths - start
    there = left > 0
    return whole + float(((1 - types[there] / left[there]) / (1 - threshold)).sum())


def _read_on(
    last: NDArray[np.int64], at: int, after: int, start: int, types: int, threshold: float
) -> tuple[int, int, int]:
    """Read one text from ``at`` on: stretches found, where the last one begins, and its different words."""
    found = 0
    for place, earlier in enumerate(last[at:after].tolist(), int(at)):
        types += earlier < start
        if types < threshold * (place + 1 - start):
            found, start, types = found + 1, place + 1, 0
    return found, start, types

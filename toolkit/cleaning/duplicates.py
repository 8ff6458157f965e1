"""Text that articles share: copies, near-duplicates, and passages such as wire copy. Flagged, never removed.

Every article is compared as a sequence of words, lower case, without punctuation. Exact copies have the same sequence.
Candidates for near-duplicates come from MinHash signatures of shingles of five words and locality-sensitive hashing
(Broder 1997; Leskovec et al., *Mining of Massive Datasets*, ch. 3; datasketch), candidates for shared passages from an
index of all runs of 25 words; both are then verified on the words themselves.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
import pandas as pd
from datasketch import MinHash, MinHashLSH
from numpy.typing import NDArray

from toolkit.schema import SHARED_COLUMNS

SHINGLE = 5  # words; shares of common text are counted in these
PASSAGE = 25  # words of the shortest passage that is reported
NEAR = 0.8  # share of words that each of two near-duplicates has in common with the other
_THRESHOLD = 0.4  # Jaccard similarity of shingles from which a pair is looked at
_PERMUTATIONS = 64
_MANY = 30  # articles; a larger group is reported as pairs with its first article only
_WORD = re.compile(r"\w+")

Words = NDArray[np.int32]
Hashes = NDArray[np.uint64]


def find_shared(doc_ids: Sequence[str], sources: Sequence[str | None], texts: Sequence[str]) -> pd.DataFrame:
    """Find the text that articles have in common.

    Parameters
    ----------
    doc_ids : sequence of str
    sources : sequence of (str or None)
    texts : sequence of str
        Cleaned texts.

    Returns
    -------
    DataFrame
        A row a pair of articles, columns ``schema.SHARED_COLUMNS``. ``kind`` is ``copy`` (the same words),
        ``near-duplicate`` (each has at least 0.8 of its words in common with the other) or ``passage`` (at least 25
        words running). ``share_1`` and ``share_2`` are the shares of the words of each article that lie in runs of five
        or more words that the other has too; ``words`` counts those of the first article; ``text`` is the longest
        common run. Of identical copies only the first is compared with other articles; a group of more than 30 articles
        with the same words or passage is given as the pairs with its first article.
    """
    words, starts = _as_numbers(texts)
    groups = _copies(words, starts)
    rows = [_copy_row(texts[one], one, two, starts) for group in groups for one, two in _pairs(group)]
    copies = {number for group in groups for number in group[1:]}
    originals = [number for number in range(len(texts)) if number not in copies and starts[number + 1] > starts[number]]
    shingles = _shingle_hashes(words, SHINGLE)
    similar: set[tuple[int, int]] = set()
    with_passage: set[tuple[int, int]] = set()
    if len(originals) > 1:
        similar = _similar(shingles, starts, originals)
        with_passage = _with_passage(words, starts, originals)
    spans: dict[int, list[tuple[int, int]]] = {}
    for one, two in sorted(similar | with_passage):
        row = _compare(one, two, words, shingles, starts)
        if row is None or (row[0] == "passage" and (one, two) not in with_passage):
            continue  # too little, or one of many that share a passage
        kind, share_1, share_2, common, first, last = row
        if one not in spans:
            spans[one] = [found.span() for found in _WORD.finditer(texts[one])]
        passage = texts[one][spans[one][first][0] : spans[one][last - 1][1]] if last > first else ""
        rows.append((one, two, kind, share_1, share_2, common, passage))
    rows.sort(key=lambda row: row[:2])
    table = pd.DataFrame(
        [
            (doc_ids[one], doc_ids[two], sources[one], sources[two], kind, share_1, share_2, common, passage)
            for one, two, kind, share_1, share_2, common, passage in rows
        ],
        columns=list(SHARED_COLUMNS),
    )
    text_columns = {name: "str" for name in ("doc_id_1", "doc_id_2", "source_1", "source_2", "kind", "text")}
    return table.astype(text_columns | {"share_1": "float64", "share_2": "float64", "words": "int64"})


def _as_numbers(texts: Sequence[str]) -> tuple[Words, NDArray[np.int64]]:
    """All words of all texts as numbers, one after the other, and where each text starts (and the last one ends)."""
    vocabulary: dict[str, int] = defaultdict(lambda: len(vocabulary))
    numbers: list[NDArray[np.int32]] = []
    for text in texts:
        found = _WORD.findall(text.lower())
        numbers.append(np.fromiter(map(vocabulary.__getitem__, found), dtype=np.int32, count=len(found)))
    starts = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum([len(part) for part in numbers], out=starts[1:])
    return (np.concatenate(numbers) if numbers else np.empty(0, dtype=np.int32)), starts


def _pairs(group: Sequence[int]) -> Iterator[tuple[int, int]]:
    if len(group) <= _MANY:
        return combinations(group, 2)
    return ((group[0], other) for other in group[1:])


def _copies(words: Words, starts: NDArray[np.int64]) -> list[list[int]]:
    """Groups of articles with the same words, in order."""
    same: dict[bytes, list[int]] = defaultdict(list)
    for number in range(len(starts) - 1):
        if starts[number + 1] > starts[number]:
            same[words[starts[number] : starts[number + 1]].tobytes()].append(number)
    return [group for group in same.values() if len(group) > 1]


def _copy_row(text: str, one: int, two: int, starts: NDArray[np.int64]) -> tuple[int, int, str, float, float, int, str]:
    return one, two, "copy", 1.0, 1.0, int(starts[one + 1] - starts[one]), text


def _shingle_hashes(words: Words, size: int) -> Hashes:
    """A hash of the ``size`` words from each position on; the last ``size - 1`` positions have none."""
    count = max(len(words) - size + 1, 0)
    mixed = _mix(words.astype(np.uint64))
    hashes = np.zeros(count, dtype=np.uint64)
    for offset in range(size):
        hashes *= np.uint64(0x9E3779B97F4A7C15)
        hashes += mixed[offset : offset + count]
    return _mix(hashes)


def _mix(values: Hashes) -> Hashes:
    """Scatter 64-bit numbers (the finalizer of splitmix64, Steele et al. 2014)."""
    values = values + np.uint64(0x9E3779B97F4A7C15)
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _similar(shingles: Hashes, starts: NDArray[np.int64], originals: Sequence[int]) -> set[tuple[int, int]]:
    """Pairs of articles whose shingles are alike, by their MinHash signatures."""
    long_enough = [number for number in originals if starts[number + 1] - starts[number] >= SHINGLE]
    index = MinHashLSH(threshold=_THRESHOLD, num_perm=_PERMUTATIONS)
    signature = MinHash(num_perm=_PERMUTATIONS)  # one for all: the index keeps bytes, and making one draws permutations
    pairs: set[tuple[int, int]] = set()
    keys = np.random.default_rng(1).integers(1, 2**63, size=_PERMUTATIONS, dtype=np.uint64) | np.uint64(1)
    signatures = {}
    for number in long_enough:
        own = shingles[starts[number] : starts[number + 1] - SHINGLE + 1]
        # Multiplying by an odd number permutes the 64-bit hashes; the high half of the product is well mixed.
        signature.hashvalues = signatures[number] = ((own[:, None] * keys[None, :]) >> np.uint64(32)).min(axis=0)
        index.insert(number, signature)
    for number in long_enough:
        signature.hashvalues = signatures[number]
        alike = sorted(index.query(signature))
        others = alike if len(alike) <= _MANY else alike[:1]
        pairs.update((min(number, other), max(number, other)) for other in others if other != number)
    return pairs


def _with_passage(words: Words, starts: NDArray[np.int64], originals: Sequence[int]) -> set[tuple[int, int]]:
    """Pairs of articles that have a run of 25 words in common."""
    runs = _shingle_hashes(words, PASSAGE)
    if not len(runs):
        return set()
    owner = np.repeat(np.arange(len(starts) - 1), np.diff(starts))[: len(runs)]
    position = np.arange(len(runs))
    within = position + PASSAGE <= starts[owner + 1]
    within &= np.isin(owner, np.asarray(originals, dtype=np.int64))
    position = position[within]
    order = np.argsort(runs[position], kind="stable")
    hashes, owners = runs[position][order], owner[position][order]
    bounds = np.flatnonzero(np.r_[True, hashes[1:] != hashes[:-1], True])
    several = np.flatnonzero(np.diff(bounds) > 1)
    pairs: set[tuple[int, int]] = set()
    seen: set[bytes] = set()  # neighbouring runs of one passage have the same owners
    for group in several:
        sharing = np.unique(owners[bounds[group] : bounds[group + 1]])
        name = sharing.tobytes()
        if len(sharing) > 1 and name not in seen:
            seen.add(name)
            pairs.update(_pairs(sharing.tolist()))
    return pairs


def _compare(
    one: int, two: int, words: Words, shingles: Hashes, starts: NDArray[np.int64]
) -> tuple[str, float, float, int, int, int] | None:
    """What two articles have in common: kind, both shares, words, and the longest run; None when it is too little."""
    a, b = (words[starts[number] : starts[number + 1]] for number in (one, two))
    hash_a, hash_b = (shingles[starts[n] : max(starts[n + 1] - SHINGLE + 1, starts[n])] for n in (one, two))
    covered_a, covered_b = _covered(hash_a, hash_b, len(a)), _covered(hash_b, hash_a, len(b))
    share_a, share_b = covered_a / len(a), covered_b / len(b)
    first, last = _longest_run(a, b, hash_a, hash_b)
    if min(share_a, share_b) >= NEAR:
        kind = "near-duplicate"
    elif last - first >= PASSAGE:
        kind = "passage"
    else:
        return None
    return kind, share_a, share_b, covered_a, first, last


def _covered(own: Hashes, other: Hashes, length: int) -> int:
    """How many of ``length`` words lie in a shingle that the other article has too."""
    change = np.zeros(length + 1, dtype=np.int32)
    common = np.flatnonzero(np.isin(own, other))
    change[common] += 1
    np.subtract.at(change, common + SHINGLE, 1)
    return int(np.count_nonzero(np.cumsum(change)[:length]))


def _longest_run(a: Words, b: Words, hash_a: Hashes, hash_b: Hashes) -> tuple[int, int]:
    """First and last (excluded) word in ``a`` of the longest run, of a shingle or more, that ``b`` has too."""
    order = np.argsort(hash_b, kind="stable")
    ordered = hash_b[order]
    left, right = np.searchsorted(ordered, hash_a, side="left"), np.searchsorted(ordered, hash_a, side="right")
    times = np.minimum(right - left, 20)  # a phrase repeated more often than this in one article starts no long run
    in_a = np.repeat(np.arange(len(hash_a)), times)
    if not len(in_a):
        return 0, 0
    offset = np.arange(len(in_a)) - np.repeat(np.cumsum(times) - times, times)
    in_b = order[np.repeat(left, times) + offset]
    diagonal = np.lexsort((in_a, in_b - in_a))
    in_a, in_b = in_a[diagonal], in_b[diagonal]
    breaks = np.flatnonzero((np.diff(in_a) != 1) | (np.diff(in_b - in_a) != 0)) + 1
    begins, ends = np.r_[0, breaks], np.r_[breaks, len(in_a)]
    best = int(np.argmax(ends - begins))
    first, other = int(in_a[begins[best]]), int(in_b[begins[best]])
    length = int(ends[best] - begins[best]) + SHINGLE - 1
    same = a[first : first + length] == b[other : other + length]
    return (first, first + length) if same.all() else (first, first + int(np.argmin(same)))

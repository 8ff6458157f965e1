"""Text that several outlets printed: wire copy, press releases, passages taken over. It is nobody's own wording."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from toolkit.corpus import UNKNOWN, Corpus
from toolkit.store import Tables, per_store

SHARED = 16
"""A bit of the flags, beside those that ``toolkit.corpus.marks`` names."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Shared:
    """What several outlets printed.

    Attributes
    ----------
    articles : ndarray of int
        Documents of the store that are copies or near-duplicates across outlets: all of each counts as shared.
    passages : list of (int, int, int)
        Document, and first and last-but-one token, of each passage in the others.
    tables : Tables
        The store, its tokens flagged with ``SHARED`` where they are.
    """

    articles: np.ndarray
    passages: list[tuple[int, int, int]]
    tables: Tables


@per_store(1)
def shared_text(tables: Tables) -> Shared:
    """Find the text that outlets share, every copy of it: who wrote it first is not known.

    Outlets are told apart by source; text that one outlet printed twice is its own, and so is text that articles of
    unknown source have too. Of two articles that share passages it is the longest one.
    """
    corpus = Corpus(tables)
    label = corpus.group_labels("source")
    row_of = {doc_id: row for row, doc_id in enumerate(corpus.index.index)}
    table = tables.table("shared")
    pairs = [
        (row_of[one], row_of[two], kind, text)
        for one, two, kind, text in zip(table["doc_id_1"], table["doc_id_2"], table["kind"], table["text"], strict=True)
    ]
    whole = _across([(one, two) for one, two, kind, _ in pairs if kind != "passage"], label)
    found: set[tuple[int, int, int]] = set()
    for said, rows in _passages(pairs, label):
        for row in rows - whole:
            found.update((row, *span) for span in _places(corpus, row, said))
    passages = sorted(found)
    flags = np.array(tables.flag)
    bounds = np.asarray(tables.document_token)
    for row in whole:
        flags[bounds[row] : bounds[row + 1]] |= SHARED
    for _, first, after in passages:
        flags[first:after] |= SHARED
    marked = copy.copy(tables)
    marked.flag = flags
    return Shared(np.array(sorted(whole), np.int64), passages, marked)


def without_shared(corpus: Corpus) -> Corpus:
    """The same view of the store with its shared tokens flagged."""
    marked = shared_text(corpus.tables).tables
    return Corpus(marked, path=corpus.path, decisions=corpus.decisions, rows=corpus.rows, selection=corpus.selection)


def told(corpus: Corpus) -> str:
    """A sentence on what is left out of a view; nothing where there is none."""
    shared = shared_text(corpus.tables)
    inside = np.zeros(corpus.tables.counts["documents"], bool)
    inside[corpus.rows] = True
    articles, passages = int(inside[shared.articles].sum()), sum(bool(inside[row]) for row, *_ in shared.passages)
    if not articles and not passages:
        return "Nothing here was printed by several outlets: nothing is left out."
    marked = shared.tables
    word = np.asarray(marked.type_word)[marked.type] & ((marked.flag & SHARED) > 0)
    bounds = np.asarray(marked.document_token, np.int64)
    running = np.concatenate([[0], np.cumsum(word)])
    words = int((running[bounds[corpus.rows + 1]] - running[bounds[corpus.rows]]).sum())
    parts = [f"{number:,} {noun}{'s' * (number != 1)}" for number, noun in
             ((articles, "article"), (passages, "passage of others")) if number]  # fmt: skip
    said = " and ".join(parts).replace("passage of otherss", "passages of others")
    return f"Left out because several outlets printed them: {said}, {words:,} words, every copy."


def _across(pairs: list[tuple[int, int]], label: np.ndarray) -> set[int]:
    """The documents of groups of copies that more than one known outlet printed."""
    group: dict[int, set[int]] = {}
    for one, two in pairs:
        joined = group.get(one, {one}) | group.get(two, {two})
        for row in joined:
            group[row] = joined
    return {row for row, joined in group.items() if len({label[other] for other in joined} - {UNKNOWN}) > 1}


def _passages(pairs: list[tuple[int, int, str, str]], label: np.ndarray) -> Iterator[tuple[tuple[str, ...], set[int]]]:
    """Each passage that more than one known outlet printed, word by word, and the documents that have it."""
    printed: dict[tuple[str, ...], set[int]] = {}
    for one, two, kind, text in pairs:
        if kind == "passage" and (said := tuple(_WORD.findall(text.lower()))):
            printed.setdefault(said, set()).update((one, two))
    for said, rows in printed.items():
        if len({label[row] for row in rows} - {UNKNOWN}) > 1:
            yield said, rows


def _places(corpus: Corpus, row: int, said: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Where a passage stands in a document: its first and last-but-one token."""
    text = corpus.tables.strings("text")[row].as_py()
    words = list(_WORD.finditer(text))
    lowered = [word.group().lower() for word in words]
    tokens = np.arange(*np.asarray(corpus.tables.document_token)[[row, row + 1]])
    spans: pd.DataFrame | None = None
    for at in range(len(lowered) - len(said) + 1):
        if lowered[at] == said[0] and tuple(lowered[at : at + len(said)]) == said:
            spans = corpus.token_spans(tokens) if spans is None else spans
            start, end = words[at].start(), words[at + len(said) - 1].end()
            inside = tokens[(spans["end"] > start).to_numpy() & (spans["start"] < end).to_numpy()]
            yield int(inside[0]), int(inside[-1]) + 1

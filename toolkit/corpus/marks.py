"""Tokens by their marks: those in quotation marks or outside of them, those in headlines or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from toolkit.corpus.counting import LEVELS
from toolkit.corpus.groups import documents_table
from toolkit.store import Tables, block_sums, first_of_lemma, per_store, starts

QUOTED, HEADLINE = 4, 8


class Marks(NamedTuple):
    """Bits that the flags of a token must have, and bits that they must not have."""

    needed: int = 0
    barred: int = 0

    def __call__(self, flag: np.ndarray) -> np.ndarray:
        """Which of some flags are as asked."""
        return (flag & np.uint8(self.needed | self.barred)) == self.needed


@dataclass(frozen=True)
class MarkedCounts:
    """Counts by document and by block of the tokens with some marks, under the names that ``Tables`` gives to those of
    all tokens."""

    type_lemma: np.ndarray
    count_at: np.ndarray
    count_type: np.ndarray
    count: np.ndarray
    source_document: np.ndarray
    source_at: np.ndarray
    source_type: np.ndarray
    source_count: np.ndarray
    source_first: np.ndarray
    month_document: np.ndarray
    month_at: np.ndarray
    month_type: np.ndarray
    month_count: np.ndarray
    month_first: np.ndarray


def stored_counts(tables: Tables, marks: Marks) -> Tables | MarkedCounts:
    """The counts by document and by block: the store's own, or those of the tokens that have the marks."""
    return marked_counts(tables, marks) if any(marks) else tables


@per_store(2)
def marked_counts(tables: Tables, marks: Marks) -> MarkedCounts:
    """Count the tokens that have the marks. About eight bytes for each word of each article, kept in memory."""
    document, types = _tokens(tables, marks)
    n_types = max(len(tables.type_form), 1)
    key = document.astype(np.int64) * n_types + types
    del document, types
    key.sort()
    edge = np.flatnonzero(np.diff(key, prepend=-1))
    count = np.diff(np.append(edge, len(key))).astype(np.int32)
    row, kind = key[edge] // n_types, (key[edge] % n_types).astype(np.int32)
    bounds = starts(np.bincount(row, minlength=tables.counts["documents"]))
    first = first_of_lemma(np.asarray(tables.type_lemma)[kind], bounds)
    blocks: dict[str, np.ndarray] = {}
    for level in LEVELS:
        document = np.asarray(getattr(tables, f"{level}_document"))
        sums = block_sums(bounds[document], kind, count, first)
        blocks |= {f"{level}_document": document, **{f"{level}_{name}": array for name, array in sums.items()}}
    return MarkedCounts(np.asarray(tables.type_lemma), bounds.astype(np.int32), kind, count, **blocks)


@per_store(8)
def document_words(tables: Tables, marks: Marks) -> np.ndarray:
    """Word tokens of each document that have the marks, (documents,) of int64."""
    if not any(marks):
        return documents_table(tables)["n_tokens"].to_numpy(np.int64)
    words = marks(np.asarray(tables.flag)) & np.asarray(tables.type_word)[tables.type]
    running = starts(words)
    return np.diff(running[np.asarray(tables.document_token, np.int64)])


def _tokens(tables: Tables, marks: Marks) -> tuple[np.ndarray, np.ndarray]:
    """Document and type of each token that has the marks."""
    token = np.flatnonzero(marks(np.asarray(tables.flag)))
    bounds = np.searchsorted(token, np.asarray(tables.document_token))
    document = np.repeat(np.arange(len(bounds) - 1, dtype=np.int32), np.diff(bounds))
    return document, np.asarray(tables.type)[token]

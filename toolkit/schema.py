"""The language of the package: names and dtypes of the tables, the error, the record of what was left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

DOCUMENT_COLUMNS = ("source", "date", "title", "text", "path", "n_tokens")
"""Columns of the documents table, after its index ``doc_id``; the user's own metadata columns follow."""

METADATA_COLUMNS = ("doc_id", "field", "value", "origin", "confidence", "evidence")
"""Where each source, date, title and author comes from: a row a document and field."""

SKIPPED_COLUMNS = ("path", "item", "reason", "remedy")
"""What was left out: the file, the item in it (<NA> for the whole file), why, and what to do about it."""

CLEANING_COLUMNS = ("doc_id", "line", "category", "rule", "text")
"""The audit of cleaning: a row a removed line; ``line`` is 1-based, in the page as read."""

MENTION_COLUMNS = ("doc_id", "sentence", "start", "end", "text", "label", "quoted")
"""Named-entity mentions: ``sentence`` counts from 0 in the document, ``start`` and ``end`` are characters of the
cleaned text."""

SHARED_COLUMNS = ("doc_id_1", "doc_id_2", "source_1", "source_2", "kind", "share_1", "share_2", "words", "text")
"""Text that two articles have in common: ``kind`` is ``copy``, ``near-duplicate`` or ``passage``; ``share_1`` is the
share of the first article's words that the second has too; ``text`` is the longest common passage."""

# How sure a piece of metadata is.
GIVEN = "given"  # said by the user or by the file format: metadata.csv, a column, a field of an export
INFERRED = "inferred"  # stated by the page where publishers state it: a dateline, a folder name
SUGGESTED = "suggested"  # possible, not used: a date mentioned in the text, an agency mark; shown for review only


BETWEEN = " · "
"""Stands between the parts of a mark's key."""


def mark_key(*parts: object, between: str = BETWEEN) -> str:
    """What a mark of a figure is about, as the passages behind it are named: a term, a term and its source, a pair."""
    return between.join(map(str, parts))


def whole_of(key: str) -> str:
    """The key of what a mark's is a part of, a term in a source say; of a whole, its own."""
    return key.partition(BETWEEN)[0]


def joint_key(left: Iterable[str], right: Iterable[str]) -> str:
    """What a joint of a tree is about: what stands on either side of it."""
    return f"{', '.join(left)} / {', '.join(right)}"


class CorpusError(Exception):
    """Input that cannot be used. The message names the file or value, the row where there is one, and the remedy.

    Parameters
    ----------
    problem : str
        What is wrong, in one sentence.
    path : path-like, optional
        The file it is wrong in.
    row : int or str, optional
        The row, line or item in that file, counted as a user's editor or spreadsheet counts it.
    remedy : str, optional
        What to do about it, in one sentence.
    """

    def __init__(
        self,
        problem: str,
        *,
        path: str | Path | None = None,
        row: int | str | None = None,
        remedy: str | None = None,
    ) -> None:
        self.problem, self.path, self.row, self.remedy = problem, path, row, remedy
        where = "" if path is None else f"{path}{'' if row is None else f', row {row}'}: "
        super().__init__(" ".join(filter(None, (f"{where}{problem}", remedy))))


class TooSmall(CorpusError):
    """What is asked of a corpus needs more than it has: sources, dates, articles, words. Nothing is wrong with either;
    a report says so in the section, and goes on."""


def some(table: pd.DataFrame, problem: str) -> pd.DataFrame:
    """The table, where it has rows: for what takes its first one.

    Raises
    ------
    TooSmall
        When it has none; ``problem`` says what there is not.
    """
    if table.empty:
        raise TooSmall(problem, remedy="Give the corpus more articles.")
    return table


@dataclass
class LeftOut:
    """The record of what was left out, in the order it was met."""

    rows: list[tuple[str, object, str, str]] = field(default_factory=list)

    def add(self, path: str | Path, reason: str, remedy: str, item: object = None) -> None:
        """Record one file (``item`` None) or one item of a file (its row or number, counted from 1)."""
        self.rows.append((str(path), item, reason, remedy))

    def extend(self, others: Iterable[tuple[str, object, str, str]]) -> None:
        self.rows.extend(others)

    def table(self) -> pd.DataFrame:
        """Columns ``path``, ``item`` (nullable integer), ``reason``, ``remedy``; a row an item left out."""
        table = pd.DataFrame(self.rows, columns=list(SKIPPED_COLUMNS))
        return table.astype({"path": "str", "item": "Int64", "reason": "str", "remedy": "str"})

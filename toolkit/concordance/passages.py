"""Sentences, paragraphs and articles that hold a query, chosen fairly from the sources."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from toolkit.concordance.balance import spread
from toolkit.corpus import UNKNOWN, Corpus
from toolkit.query import Hits, hits_of
from toolkit.schema import CorpusError
from toolkit.store import gather

_SENTENCE_COLUMNS = ("sentence", "spans", "source", "date", "title", "doc_id", "start", "end")
_PASSAGE_COLUMNS = ("text", *_SENTENCE_COLUMNS[1:])
_SOURCES: WeakKeyDictionary[Corpus, tuple[np.ndarray, np.ndarray]] = WeakKeyDictionary()


def sentences(
    corpus: Corpus,
    query: str | Hits,
    *,
    unit: str = "any",
    sources: str | Iterable[str] | None = None,
    limit: int | None = 30,
) -> pd.DataFrame:
    """The sentences that hold a query, with its occurrences: the evidence behind a count.

    Parameters as for :func:`concordance`; ``limit`` counts sentences.

    Returns
    -------
    DataFrame
        ``sentence``; ``spans``, a list of (start, end) in it, one an occurrence; ``source``, ``date``, ``title``,
        ``doc_id``, ``start`` and ``end`` of the sentence in the cleaned text. ``attrs`` as for :func:`concordance`,
        ``total`` counting sentences and ``occurrences`` occurrences.
    """
    view = corpus if sources is None else corpus.select(sources=sources)
    texts = Texts(view)
    hits = hits_of(view, query, unit=unit)
    bounds = view.tables.sentence_token
    # of one type with the bounds, or all of these would be converted
    sentence = np.searchsorted(bounds, hits.token.astype(bounds.dtype), side="right") - 1
    first = np.flatnonzero(np.diff(sentence, prepend=-1))  # hits are in order: those of a sentence are neighbours
    number = np.diff(np.append(first, len(hits)))
    chosen = texts.choice(hits.row[first], limit)
    shown = gather(first[chosen], number[chosen])
    marks = hit_spans(view, hits.take(shown))[["start", "end"]].to_numpy()
    parts = np.split(marks, np.cumsum(number[chosen])[:-1]) if len(chosen) else []
    found = [(int(at), part.tolist()) for at, part in zip(sentence[first[chosen]], parts, strict=True)]
    table = told(_sentence_rows(texts, found), hits, len(first))
    table.attrs["occurrences"] = len(hits)
    return table


def expand(corpus: Corpus, line: Any, *, to: str = "paragraph") -> pd.DataFrame:
    """The paragraph or the whole article around a concordance line or a sentence.

    Parameters
    ----------
    line
        A row of ``concordance`` or ``sentences``: ``lines.iloc[3]``, or one of ``lines.itertuples()``.
    to : {"paragraph", "article"}

    Returns
    -------
    DataFrame
        One row: ``text``, cleaned, a paragraph a line; ``spans``, where in it the line's keyword stands; ``source``,
        ``date``, ``title``, ``doc_id``, ``start`` and ``end`` of the text in the article.

    Raises
    ------
    CorpusError
        When the line is of no article of this corpus.
    """
    if to not in ("paragraph", "article"):
        raise CorpusError(f"to={to!r} is not known.", remedy="Choose one of: paragraph, article.")
    try:
        doc_id, start, end = line.doc_id, int(line.start), int(line.end)
    except (AttributeError, TypeError, ValueError):
        problem = f"a {type(line).__name__} is not a concordance line."
        raise CorpusError(problem, remedy="Give one row of a concordance: lines.iloc[0].") from None
    texts, row = Texts(corpus), corpus.row(doc_id)
    text = texts[row]
    marks = [(start + a, start + b) for a, b in getattr(line, "spans", [(0, end - start)])]
    low, high = (text.rfind("\n", 0, start) + 1, text.find("\n", end)) if to == "paragraph" else (0, -1)
    high = len(text) if high < 0 else high
    spans = [(a - low, b - low) for a, b in marks]
    return pd.DataFrame(
        [(text[low:high], spans, *texts.about(np.array([row]))[0], low, high)], columns=list(_PASSAGE_COLUMNS)
    )


def sentence_table(corpus: Corpus, found: Iterable[tuple[int, list]]) -> pd.DataFrame:
    """The table of :func:`sentences` from sentences (numbers of the store) and spans (characters of the text)."""
    return _sentence_rows(Texts(corpus), found)


# for this package


class Texts:
    """Texts and metadata of the documents that are shown, each read once."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self._texts: dict[int, str] = {}

    def __getitem__(self, row: int) -> str:
        if row not in self._texts:
            self._texts[row] = self.corpus.tables.strings("text")[row].as_py()
        return self._texts[row]

    @property
    def _sources(self) -> tuple[np.ndarray, np.ndarray]:
        """The source of each document of the view, as a code, -1 where unknown; and their names."""
        if self.corpus not in _SOURCES:
            column = self.corpus.index["source"]
            code, names = pd.factorize(self.corpus.group_labels("source") if column.isna().all() else column)
            _SOURCES[self.corpus] = code, np.asarray(names, object)
        return _SOURCES[self.corpus]

    def choice(self, rows: np.ndarray, limit: int | None) -> np.ndarray:
        """A choice of items in some documents, which are in order: balanced over the sources, then over articles."""
        if limit is None or len(rows) <= limit:
            return np.arange(len(rows))
        first = np.flatnonzero(np.diff(rows, prepend=-1))
        source = self._sources[0][self._place(rows[first])]
        return spread(source, first, np.diff(np.append(first, len(rows))), limit)

    def _place(self, rows: np.ndarray) -> np.ndarray:
        """Where documents of the store stand in the view."""
        view = self.corpus.rows
        return rows if len(view) == self.corpus.tables.counts["documents"] else np.searchsorted(view, rows)

    def about(self, rows: np.ndarray) -> list[tuple]:
        """Source, date, title and name of some documents."""
        places = self._place(np.asarray(rows, np.int64))
        table, (code, names) = self.corpus.index.iloc[places], self._sources
        sources = [names[each] if each >= 0 else UNKNOWN for each in code[places]]
        return list(zip(sources, table["date"], table["title"], table.index, strict=True))


def hit_spans(corpus: Corpus, hits: Hits) -> pd.DataFrame:
    """``row``, ``sentence``, ``start`` and ``end`` of each hit."""
    spans = corpus.token_spans(hits.token)
    spans["end"] = corpus.token_spans(hits.token + hits.length - 1)["end"]
    return spans


def told(table: pd.DataFrame, hits: Hits, total: int | None = None) -> pd.DataFrame:
    """The table with what there was to choose from: ``total`` of what it lists, by default occurrences."""
    documents = int(np.count_nonzero(np.diff(hits.row, prepend=-1)))
    table.attrs.update(query=hits.query, total=len(hits) if total is None else total, documents=documents)
    if hits.unit:
        table.attrs["unit"] = hits.unit  # with the query, what it takes to find all of them again
    return table


def sentence_spans(corpus: Corpus, sentence: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """First character of some sentences (numbers of the store) in their texts, and the one after the last."""
    tables = corpus.tables
    last = np.asarray(tables.sentence_token)[sentence + 1] - 1
    return np.asarray(tables.sentence_char)[sentence], corpus.token_spans(last)["end"].to_numpy()


def _sentence_rows(texts: Texts, found: Iterable[tuple[int, list]]) -> pd.DataFrame:
    listed = list(found)
    sentence = np.array([number for number, _ in listed], np.int64)
    starts, ends = sentence_spans(texts.corpus, sentence)
    bounds = np.asarray(texts.corpus.tables.document_sentence)
    documents = np.searchsorted(bounds, sentence, side="right") - 1
    rows = []
    for (_, spans), row, about, start, end in zip(
        listed, documents.tolist(), texts.about(documents), starts.tolist(), ends.tolist(), strict=True
    ):
        inside = [(a - start, b - start) for a, b in spans]
        rows.append((texts[row][start:end], inside, *about, start, end))
    return pd.DataFrame(rows, columns=list(_SENTENCE_COLUMNS))

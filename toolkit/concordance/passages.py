"""Sentences, paragraphs and articles that hold a query, chosen fairly from the sources."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from toolkit.corpus import UNKNOWN, Corpus
from toolkit.query import Hits, find
from toolkit.schema import CorpusError
from toolkit.store import gather

_SENTENCE_COLUMNS = ("sentence", "spans", "source", "date", "title", "doc_id", "start", "end")
_PASSAGE_COLUMNS = ("text", *_SENTENCE_COLUMNS[1:])


def sentences(
    corpus: Corpus,
    query: str,
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
    hits = find(view, query, unit=unit)
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
    table = told(_sentence_rows(texts, found), query, len(first), hits.row)
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
    return pd.DataFrame([(text[low:high], spans, *texts.about(row), low, high)], columns=list(_PASSAGE_COLUMNS))


def balanced(groups: np.ndarray, limit: int | None) -> np.ndarray:
    """A choice of at most ``limit`` items, as even over the groups as they allow, spread evenly within each; in order.

    Parameters
    ----------
    groups : ndarray, (n,)
        The group of each item.
    """
    if limit is None or len(groups) <= limit:
        return np.arange(len(groups))
    code, names = pd.factorize(groups, sort=True, use_na_sentinel=False)
    number = np.bincount(code, minlength=len(names))
    share = np.zeros(len(names), np.int64)
    left = limit
    # what a small group leaves over goes to the others; groups with the fewest items are served first
    for place, name in enumerate(np.argsort(number, kind="stable")):
        share[name] = min(number[name], left // (len(names) - place))
        left -= share[name]
    chosen = []
    for name in np.flatnonzero(share):
        items = np.flatnonzero(code == name)
        at = (np.arange(share[name]) * len(items)) // share[name]
        chosen.append(items[at])
    return np.sort(np.concatenate(chosen)) if chosen else np.array([], np.int64)


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

    @cached_property
    def _sources(self) -> tuple[np.ndarray, np.ndarray]:
        """The source of each document of the view, as a code, -1 where unknown; and their names."""
        column = self.corpus.index["source"]
        code, names = pd.factorize(self.corpus.group_labels("source") if column.isna().all() else column)
        return code, np.asarray(names, object)

    def choice(self, rows: np.ndarray, limit: int | None) -> np.ndarray:
        """A choice of items in some documents, balanced over their sources."""
        if limit is None or len(rows) <= limit:
            return np.arange(len(rows))
        view = self.corpus.rows
        whole = len(view) == self.corpus.tables.counts["documents"]
        return balanced(self._sources[0][rows if whole else np.searchsorted(view, rows)], limit)

    def about(self, row: int) -> tuple:
        """Source, date, title and name of a document."""
        place = int(np.searchsorted(self.corpus.rows, row))
        about, (code, names) = self.corpus.index.iloc[place], self._sources
        source = names[code[place]] if code[place] >= 0 else UNKNOWN
        return source, about["date"], about["title"], self.corpus.index.index[place]


def hit_spans(corpus: Corpus, hits: Hits) -> pd.DataFrame:
    """``row``, ``sentence``, ``start`` and ``end`` of each hit."""
    spans = corpus.token_spans(hits.token)
    spans["end"] = corpus.token_spans(hits.token + hits.length - 1)["end"]
    return spans


def told(table: pd.DataFrame, query: str, total: int, rows: np.ndarray) -> pd.DataFrame:
    """The table with what there was to choose from; ``rows`` are the documents of the hits, in order."""
    documents = int(np.count_nonzero(np.diff(rows, prepend=-1)))
    table.attrs.update(query=query, total=total, documents=documents)
    return table


def _sentence_rows(texts: Texts, found: Iterable[tuple[int, list]]) -> pd.DataFrame:
    rows = []
    for sentence, spans in found:
        row, start, end = texts.corpus.sentence_span(sentence)
        inside = [(a - start, b - start) for a, b in spans]
        rows.append((texts[row][start:end], inside, *texts.about(row), start, end))
    return pd.DataFrame(rows, columns=list(_SENTENCE_COLUMNS))

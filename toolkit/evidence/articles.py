"""Whole articles and paragraphs behind concordance lines: each fetched once, with every occurrence in it marked."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from toolkit.corpus import Corpus
from toolkit.evidence.marking import Span, disjoint, inside, marked, span_tuples
from toolkit.evidence.markup import safe
from toolkit.evidence.passages import paragraphs
from toolkit.query import Hits, find
from toolkit.schema import CorpusError

__all__ = ["Articles", "Marks", "heading"]

Spans = dict[str, list[tuple[int, int]]]
Marks = Hits | pd.DataFrame

_QUOTED = 4


@dataclass(frozen=True)
class _Article:
    """A text, what is marked in it and what of it stands between quotation marks: spans in its characters."""

    text: str
    marks: list[Span]
    quoted: list[Span]


class Articles:
    """The articles of some rows.

    Parameters
    ----------
    corpus : Corpus
    rows : DataFrame
        As ``concordance`` or ``sentences`` give them.
    marks : Hits or DataFrame, optional
        What to mark: what ``find`` found, or ``doc_id``, ``start``, ``end``. By default every occurrence of the
        query in ``rows.attrs``; else what the rows name.
    """

    def __init__(self, corpus: Corpus, rows: pd.DataFrame, marks: Marks | None = None) -> None:
        self.names: list[str] = list(dict.fromkeys(rows["doc_id"].tolist()))
        if isinstance(marks, pd.DataFrame):
            spans = _listed(marks)
        elif marks is not None:
            spans = _placed(corpus, marks, self.names)
        else:
            spans = _named(rows)
            found = _occurrences(corpus, self.names, rows.attrs)
            for name in spans:
                spans[name].extend(found.get(name, ()))
        quoted = {name: _quoted(corpus, name) for name in self.names}
        self._articles = {
            name: _Article(corpus.text(name), disjoint(span_tuples(set(spans.get(name, [])))), quoted[name])
            for name in self.names
        }

    def number(self, doc_id: str) -> int:
        """The place of an article among :meth:`html`."""
        return self.names.index(doc_id)

    def mark(self, doc_id: str, start: int) -> int:
        """Which ``<mark>`` of the article's HTML is the first at or after a character."""
        article = self._articles[doc_id]
        cuts = {at for quote in article.quoted for at in quote[:2]}
        cuts |= {at for at, letter in enumerate(article.text) if letter == "\n"}
        before = 0
        for low, high, _ in article.marks:
            if high > start:
                break
            before += 1 + sum(low < cut < high for cut in cuts)
        return before

    def quoted(self, doc_id: str, low: int, high: int) -> list[Span]:
        """What stands between quotation marks from one character to another, counted from the first."""
        return inside(self._articles[doc_id].quoted, low, high)

    def paragraph(self, doc_id: str, start: int, end: int) -> str:
        """The paragraph around a span, as HTML."""
        article = self._articles[doc_id]
        low, high = article.text.rfind("\n", 0, start) + 1, article.text.find("\n", end)
        high = len(article.text) if high < 0 else high
        return marked(article.text[low:high], inside(article.marks, low, high), inside(article.quoted, low, high))

    def html(self, rows: pd.DataFrame) -> str:
        """All articles, folded, each once."""
        first = rows.drop_duplicates("doc_id").set_index("doc_id")
        parts = [
            f"<details><summary>{heading(name, first.loc[name])}</summary>"
            f'<div lang="fr">{paragraphs(article.text, article.marks, quoted=article.quoted)}</div></details>'
            for name, article in self._articles.items()
        ]
        number = len(parts)
        said = "The article in full" if number == 1 else f"The {number} articles in full"
        return f'<details class="toolkit-articles"><summary>{said}</summary>{"".join(parts)}</details>'


def heading(doc_id: str, row: Any) -> str:
    """Title, source and date of an article, as far as they are known."""
    title = row.title if isinstance(row.title, str) and row.title else doc_id
    date = f"{row.date:%Y-%m-%d}" if isinstance(row.date, pd.Timestamp) else ""
    source = row.source if isinstance(row.source, str) else ""
    return " · ".join([f"<b>{safe(title)}</b>", *(safe(part) for part in (source, date) if part)])


def _named(rows: pd.DataFrame) -> Spans:
    """The spans that concordance lines are, or that sentences have, in characters of their articles."""
    spans: Spans = {}
    within = rows["spans"].tolist() if "spans" in rows else [[(0, None)]] * len(rows)
    for name, start, end, marks in zip(
        rows["doc_id"].tolist(), rows["start"].tolist(), rows["end"].tolist(), within, strict=True
    ):
        found = [(start + a, end if b is None else start + b) for a, b in (mark[:2] for mark in marks)]
        spans.setdefault(name, []).extend(found)
    return spans


def _listed(marks: pd.DataFrame) -> Spans:
    missing = [name for name in ("doc_id", "start", "end") if name not in marks]
    if missing:
        raise CorpusError(f"marks has no column {missing[0]!r}.", remedy="Give doc_id, start and end of what to mark.")
    spans: Spans = {}
    for name, start, end in marks[["doc_id", "start", "end"]].itertuples(index=False, name=None):
        spans.setdefault(name, []).append((start, end))
    return spans


def _occurrences(corpus: Corpus, names: Iterable[str], attrs: Mapping[Hashable, Any]) -> Spans:
    """Where the query that was typed for a table stands in some articles; nothing where there was none."""
    if "unit" not in attrs:
        return {}
    view = corpus.select(where=_among(corpus, names))
    return _placed(view, find(view, attrs["query"], unit=attrs["unit"]), names)


def _placed(corpus: Corpus, hits: Hits, names: Iterable[str]) -> Spans:
    """The characters of occurrences, by article."""
    name_of = {corpus.row(name): name for name in names}
    hits = hits.take(np.flatnonzero(np.isin(hits.row, list(name_of))))
    start = corpus.token_spans(hits.token)["start"].tolist()
    end = corpus.token_spans(hits.token + hits.length - 1)["end"].tolist()
    spans: Spans = {}
    for row, low, high in zip(hits.row.tolist(), start, end, strict=True):
        spans.setdefault(name_of[row], []).append((low, high))
    return spans


def _among(corpus: Corpus, names: Iterable[str]) -> pd.Series:
    return pd.Series(corpus.index.index.isin(list(names)), index=corpus.index.index)


def _quoted(corpus: Corpus, doc_id: str) -> list[Span]:
    """The runs of tokens of an article that stand between quotation marks."""
    row = corpus.row(doc_id)
    low, high = (int(at) for at in corpus.tables.document_token[row : row + 2])
    inside_quotes = (np.asarray(corpus.tables.flag[low:high]) & _QUOTED) > 0
    edges = np.flatnonzero(np.diff(inside_quotes.astype(np.int8), prepend=0, append=0))
    starts, stops = edges[::2], edges[1::2]
    start = corpus.token_spans(low + starts)["start"].tolist()
    end = corpus.token_spans(low + stops - 1)["end"].tolist()
    return [(a, b, "") for a, b in zip(start, end, strict=True)]

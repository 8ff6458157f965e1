"""Concordance lines and sentences, each of which opens to the paragraph or article that it stands in."""

from __future__ import annotations

from typing import Any

import pandas as pd

from toolkit.corpus import Corpus
from toolkit.evidence.articles import Articles, Marks
from toolkit.evidence.excerpts import at_most, left_out, limit, within_sentences
from toolkit.evidence.marking import LEGEND, marked
from toolkit.evidence.markup import Evidence, safe
from toolkit.evidence.tables import LEFT, NARROW, captioned
from toolkit.evidence.values import plain
from toolkit.schema import CorpusError

__all__ = ["concordance_lines", "sentences"]

EXPAND = ("article", "paragraph", "sentence", "none")


def concordance_lines(
    lines: pd.DataFrame,
    *,
    caption: str,
    corpus: Corpus | None = None,
    expand: str | None = None,
    marks: Marks | None = None,
) -> Evidence:
    """Concordance lines, keywords aligned; the source of each opens to what it stands in, the keyword marked.

    Parameters
    ----------
    lines : DataFrame
        ``left``, ``keyword``, ``right``, ``sentence``, ``source``, ``date``, ``title``, ``doc_id``, and where there
        ``quoted``, as ``concordance`` gives them; ``lines.attrs["total"]``, where there, tells how many lines there
        were to choose from.
    caption : str
    corpus : Corpus, optional
        Where the articles are; with ``start`` and ``end`` in ``lines``.
    expand : {"article", "paragraph", "sentence", "none"}, optional
        What a line opens to; by default the article where there is a corpus, else the sentence. The articles are there
        once each, below the lines; with the script, a line opens to its article at the keyword.
    marks : Hits or DataFrame, optional
        What is marked in articles and paragraphs: what ``find`` found, or a table of ``doc_id``, ``start``, ``end``.
        By default every occurrence of the query that ``find`` or ``concordance`` was asked; lines from other ``Hits``,
        such as those of ``find_term``, say none, and only they are marked unless the ``Hits`` are given here too.

    Raises
    ------
    CorpusError
        When ``expand`` is not known, or asks for text without a corpus.

    Notes
    -----
    While a report is made, no more is shown than it may hold: see :mod:`toolkit.evidence.excerpts`.
    """
    if limit() == "none":
        return left_out(caption, len(lines), "lines")
    lines = within_sentences(lines)
    articles, expand = _articles(lines, corpus, expand, marks)
    head = (
        '<th scope="col" data-sort=left style="text-align:right">left</th>'
        '<th scope="col" style="text-align:center">keyword</th>'
        + "".join(f'<th scope="col"{LEFT}>{name}</th>' for name in ("right", "source", "date"))
    )
    opened = _opened(lines, articles, expand)
    quoted = lines["quoted"].tolist() if "quoted" in lines else [False] * len(lines)
    rows = [
        f'<tr><td style="text-align:right;white-space:nowrap">{safe(line.left)}'
        f'<td style="text-align:center;white-space:nowrap"><mark>{_keyword(line.keyword, said)}</mark>'
        f"<td{NARROW}>{safe(line.right)}<td{LEFT}>{more}<td{NARROW}>{plain(line.date)}"
        for line, more, said in zip(lines.itertuples(index=False), opened, quoted, strict=True)
    ]
    after = _after(lines, articles, expand, any(quoted))
    return captioned(_told(lines, caption, "lines"), head, rows, attributes=' data-kind="lines"', after=after)


def sentences(
    rows: pd.DataFrame,
    *,
    caption: str,
    corpus: Corpus | None = None,
    expand: str | None = None,
    marks: Marks | None = None,
) -> Evidence:
    """Whole sentences, with what they are evidence of marked; the source of each opens to what it stands in.

    Parameters
    ----------
    rows : DataFrame
        ``sentence``; ``spans``, a list of (start, end) in it; ``source``, ``date``, ``title``, ``doc_id``.
        ``rows.attrs["total"]``, where there, tells how many sentences there were to choose from.
    caption, corpus, expand, marks
        As for :func:`concordance_lines`; by default a sentence opens to its article where there is a corpus, else to
        nothing. With a corpus, what stands between quotation marks is in italics.

    Raises
    ------
    CorpusError
        As :func:`concordance_lines`.
    """
    if limit() == "none":
        return left_out(caption, len(rows), "sentences")
    articles, expand = _articles(rows, corpus, expand, marks, without="none")
    head = "".join(f'<th scope="col"{LEFT}>{name}</th>' for name in ("sentence", "source", "date", "article"))
    quotes: list[list] = [[] for _ in range(len(rows))]
    if articles is not None:
        places = zip(rows["doc_id"].tolist(), rows["start"].tolist(), rows["end"].tolist(), strict=True)
        quotes = [articles.quoted(*place) for place in places]
    opened = _opened(rows, articles, "none" if expand == "sentence" else expand)
    body = [
        f'<tr><td{LEFT} lang="fr">{marked(str(row.sentence), spans, quoted)}<td{LEFT}>{more}'
        f"<td{NARROW}>{plain(row.date)}<td{LEFT}>{_title(row)}"
        for row, spans, quoted, more in zip(
            rows.itertuples(index=False), rows["spans"].tolist(), quotes, opened, strict=True
        )
    ]
    after = _after(rows, articles, expand, any(quotes))
    return captioned(_told(rows, caption, "sentences"), head, body, attributes=' data-kind="sentences"', after=after)


def _articles(
    rows: pd.DataFrame, corpus: Corpus | None, expand: str | None, marks: Marks | None, without: str = "sentence"
) -> tuple[Articles | None, str]:
    """The articles of the rows, where there is a corpus, and what to open."""
    if expand is None:
        expand = without if corpus is None else "article"
    if expand not in EXPAND:
        raise CorpusError(f"expand={expand!r} is not known.", remedy=f"Choose one of: {', '.join(EXPAND)}.")
    if corpus is None and expand in ("article", "paragraph"):
        raise CorpusError(f"expand={expand!r} needs the text of the articles.", remedy="Give corpus=corpus too.")
    return None if corpus is None else Articles(corpus, rows, marks), at_most(expand)


def _opened(rows: pd.DataFrame, articles: Articles | None, expand: str) -> list[str]:
    """The cell of the source of each row: ``<details>`` that hold what it opens to."""
    cells = []
    row: Any
    for row in rows.itertuples(index=False):
        source = safe(plain(row.source))
        if expand == "none":
            cells.append(source)
            continue
        place = ""
        if expand == "article" and articles is not None:
            place = f" data-article={articles.number(row.doc_id)} data-mark={articles.mark(row.doc_id, _place(row))}"
        cells.append(f"<details{place}><summary>{source}</summary>{_inside(row, articles, expand)}</details>")
    return cells


def _inside(row: Any, articles: Articles | None, expand: str) -> str:
    """What is there without the script: a sentence or a paragraph, whole articles being below."""
    if articles is not None and (expand == "paragraph" or not hasattr(row, "keyword")):
        words = articles.paragraph(row.doc_id, _place(row), row.end)
    else:
        words = _sentence(row)
    return f'<div lang="fr" style="min-width:14em"><b>{_title(row)}</b><br>{words}</div>'


def _sentence(row: Any) -> str:
    """The sentence of a concordance line, its keyword marked where it stands in the context that the line shows."""
    sentence, keyword = str(row.sentence), str(row.keyword)
    left = str(row.left)
    # The left context may begin before the sentence; within it, the keyword stands where both agree.
    for at in _places(sentence, keyword):
        before = sentence[:at]
        if left.endswith(before) or before.endswith(left):
            return marked(sentence, [(at, at + len(keyword))])
    return safe(sentence)


def _places(sentence: str, keyword: str) -> list[int]:
    places, at = [], sentence.find(keyword)
    while keyword and at >= 0:
        places.append(at)
        at = sentence.find(keyword, at + 1)
    return places


def _place(row: Any) -> int:
    """The first character of what a row is about, in its article."""
    spans = getattr(row, "spans", None)
    return int(row.start) + (int(spans[0][0]) if spans else 0)


def _after(rows: pd.DataFrame, articles: Articles | None, expand: str, quoted: bool) -> str:
    """What stands below the table: what italics mean, and the articles."""
    listed = articles.html(rows) if articles is not None and expand == "article" and len(rows) else ""
    return (LEGEND if quoted or "<i>" in listed else "") + listed


def _keyword(keyword: object, quoted: bool) -> str:
    return f"<i>{safe(keyword)}</i>" if quoted else safe(keyword)


def _title(row: Any) -> str:
    """The title of the article, its name where there is none."""
    return safe(row.title if isinstance(row.title, str) and row.title else row.doc_id)


def _told(frame: pd.DataFrame, caption: str, noun: str) -> str:
    """The caption, with what was left out of the table."""
    total = frame.attrs.get("total", len(frame))
    return caption if total <= len(frame) else f"{caption}: {len(frame):,} of {total:,} {noun}"

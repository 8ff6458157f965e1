"""Keyword in context."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd

from toolkit.concordance.passages import Texts, hit_spans, sentence_spans, told
from toolkit.corpus import Corpus
from toolkit.query import Hits, hits_of
from toolkit.schema import CorpusError
from toolkit.store import fold

_QUOTED = 4
_SORTS = ("position", "left", "right", "date", "source")
_SORTED_BY = 160  # characters of context that the order of lines looks at
_COLUMNS = ("left", "keyword", "right", "sentence", "source", "date", "title", "doc_id", "start", "end", "quoted")


def concordance(
    corpus: Corpus,
    query: str | Hits,
    *,
    unit: str = "any",
    sources: str | Iterable[str] | None = None,
    limit: int | None = 50,
    width: int = 40,
    sort: str = "position",
) -> pd.DataFrame:
    """Keyword in context: a row an occurrence.

    Parameters
    ----------
    corpus : Corpus
        Or a view of one.
    query : str or Hits
        In the language of ``toolkit.query``: ``missile``, ``missile*``, ``"États-Unis"``, ``dialogue stratégique``,
        ``[lemma="frapper" & pos="VERB"] []{0,3} [lemma="milice|faction"]``; or what ``find`` returned for this corpus.
    unit : {"any", "lemma", "form", "lemma_pos"}
        ``"lemma"``, ``"form"`` and ``"lemma_pos"`` take the words as they stand, no sign having a meaning, and find
        exactly the occurrences that ``term_frequencies`` counts for that term.
    sources : str or iterable of str, optional
        Look in these only.
    limit : int, optional
        At most so many lines, shared out evenly over the sources and, within a source, over its occurrences; None for
        all of them.
    width : int
        Characters of context on either side, within the paragraph, cut between words.
    sort : {"position", "left", "right", "date", "source"}
        Order of the lines that are shown: as the corpus has them, by source, date and place; by the words before the
        keyword, the nearest first; by the words after it; by date, unknown ones last; by source. Case and accents do
        not matter, nor does punctuation; what is equal stays in the order of the corpus.

    Returns
    -------
    DataFrame
        ``left``, ``keyword``, ``right``, ``sentence``, ``source``, ``date``, ``title``, ``doc_id``, ``start`` and
        ``end`` of the keyword in the cleaned text, ``quoted`` (whether it stands inside quotation marks).
        ``attrs``: ``query``, ``unit`` (see ``Hits``); ``total`` occurrences and ``documents`` that have them, of which
        the lines are a choice.

    Raises
    ------
    CorpusError
        When the query is empty or does not parse (the message says where), or a source is not known.
    """
    if sort not in _SORTS:
        raise CorpusError(f"sort={sort!r} is not known.", remedy=f"Choose one of: {', '.join(_SORTS)}.")
    view = corpus if sources is None else corpus.select(sources=sources)
    texts = Texts(view)
    hits = hits_of(view, query, unit=unit)
    shown = hits.take(texts.choice(hits.row, limit))
    lines = pd.DataFrame(_lines(texts, shown, width), columns=list(_COLUMNS))
    if sort != "position":
        lines = lines.iloc[_order(texts, lines, sort)].reset_index(drop=True)
    return told(lines, hits)


def _lines(texts: Texts, hits: Hits, width: int) -> list[tuple]:
    corpus = texts.corpus
    spans = hit_spans(corpus, hits)
    quoted = (corpus.tables.flag[hits.token] & _QUOTED) > 0
    firsts, lasts = sentence_spans(corpus, spans["sentence"].to_numpy())
    lines = []
    for row, start, end, first, last, about, in_quotes in zip(
        *(spans[name].tolist() for name in ("row", "start", "end")),
        firsts.tolist(),
        lasts.tolist(),
        texts.about(spans["row"].to_numpy()),
        quoted.tolist(),
        strict=True,
    ):
        text = texts[row]
        left, right = _context(text, start, end, width)
        lines.append((left, text[start:end], right, text[first:last], *about, start, end, in_quotes))
    return lines


def _order(texts: Texts, lines: pd.DataFrame, sort: str) -> np.ndarray:
    """The places of the lines in the order asked for."""
    if sort == "date":
        return np.argsort(lines["date"].to_numpy(), kind="stable")  # what has no date comes last
    if sort == "source":
        return np.argsort(lines["source"].map(fold).to_numpy(object), kind="stable")
    keys = []
    for doc_id, start, end in lines[["doc_id", "start", "end"]].itertuples(index=False):
        context = _context(texts[texts.corpus.row(doc_id)], start, end, _SORTED_BY)
        words = re.findall(r"\w+", fold(context[sort == "right"]))
        keys.append(words if sort == "right" else words[::-1])
    return np.array(sorted(range(len(keys)), key=keys.__getitem__), np.int64)


def _context(text: str, start: int, end: int, width: int) -> tuple[str, str]:
    """Up to ``width`` characters on either side, within the paragraph; a word that does not fit whole is left out."""
    low = max(text.rfind("\n", 0, start) + 1, start - width)
    left = text[low:start]
    if low and text[low - 1] not in " \n":
        left = left[left.find(" ") + 1 :] if " " in left else ""
    stop = text.find("\n", end)
    stop = len(text) if stop < 0 else stop
    high = min(stop, end + width)
    right = text[end:high]
    if high < stop and text[high] != " ":
        right = right[: right.rfind(" ")] if " " in right else ""
    return left, right

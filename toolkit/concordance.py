"""Concordance: every occurrence in its words; and the sentences that are evidence for a number."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from toolkit.corpus import Corpus
from toolkit.query import Hits, find

__all__ = ["Hits", "balanced", "concordance", "find", "sentence_table", "sentences"]

_QUOTED = 4
_COLUMNS = ("left", "keyword", "right", "sentence", "source", "date", "title", "doc_id", "start", "end", "quoted")
_SENTENCE_COLUMNS = ("sentence", "spans", "source", "date", "title", "doc_id", "start", "end")


def concordance(
    corpus: Corpus,
    query: str,
    *,
    unit: str = "any",
    sources: str | Iterable[str] | None = None,
    limit: int | None = 50,
    width: int = 40,
) -> pd.DataFrame:
    """Keyword in context: a row an occurrence, in order of source and date.

    Parameters
    ----------
    corpus : Corpus
        Or a view of one.
    query : str
        In the language of ``toolkit.query``: ``missile``, ``missile*``, ``"États-Unis"``, ``dialogue stratégique``,
        ``[lemma="frapper" & pos="VERB"] []{0,3} [lemma="milice|faction"]``.
    unit : {"any", "lemma", "form"}
        ``"lemma"`` and ``"form"`` take the words as they stand, no sign having a meaning, and find exactly the
        occurrences that ``term_frequencies`` counts for that term.
    sources : str or iterable of str, optional
        Look in these only.
    limit : int, optional
        At most so many lines, shared out evenly over the sources and, within a source, over its occurrences; None for
        all of them.
    width : int
        Characters of context on either side, within the paragraph, cut between words.

    Returns
    -------
    DataFrame
        ``left``, ``keyword``, ``right``, ``sentence``, ``source``, ``date``, ``title``, ``doc_id``, ``start`` and
        ``end`` of the keyword in the cleaned text, ``quoted`` (whether it stands inside quotation marks).
        ``attrs``: ``query``; ``total`` occurrences and ``documents`` that have them, of which the lines are a choice.

    Raises
    ------
    CorpusError
        When the query is empty or does not parse (the message says where), or a source is not known.
    """
    view = corpus if sources is None else corpus.select(sources=sources)
    hits = find(view, query, unit=unit)
    shown = _choice(view, hits, limit)
    lines = pd.DataFrame(_lines(view, shown, width), columns=list(_COLUMNS))
    return _told(lines, query, len(hits), hits.row)


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
    hits = find(view, query, unit=unit)
    spans = _spans(view, hits)
    first = np.flatnonzero(np.diff(spans["sentence"], prepend=-1))  # hits are in order: a sentence is a run of them
    chosen = first[_chosen(view, hits.row[first], limit)]
    after = np.append(first, len(hits))[np.searchsorted(first, chosen) + 1] if len(chosen) else chosen
    numbers, marks = spans["sentence"].to_numpy(), spans[["start", "end"]].to_numpy()
    found = [(int(numbers[low]), marks[low:high].tolist()) for low, high in zip(chosen, after, strict=True)]
    table = sentence_table(view, found)
    table = _told(table, query, len(first), hits.row)
    table.attrs["occurrences"] = len(hits)
    return table


def balanced(groups: np.ndarray, limit: int | None) -> np.ndarray:
    """A choice of at most ``limit`` items, as even over the groups as they allow, spread evenly within each; in order.

    Parameters
    ----------
    groups : ndarray, (n,)
        The group of each item.
    """
    if limit is None or len(groups) <= limit:
        return np.arange(len(groups))
    names, code, number = np.unique(groups.astype("str"), return_inverse=True, return_counts=True)
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
    texts = _Texts(corpus)
    rows = []
    for sentence, spans in found:
        row, start, end = corpus.sentence_span(sentence)
        inside = [(a - start, b - start) for a, b in spans]
        rows.append((texts[row][start:end], inside, *texts.about(row), start, end))
    return pd.DataFrame(rows, columns=list(_SENTENCE_COLUMNS))


class _Texts:
    """Texts and metadata of the documents that are shown, each read once."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self._texts: dict[int, str] = {}
        self._place = {int(row): place for place, row in enumerate(corpus.rows)}
        self._label = corpus.group_labels("source")

    def __getitem__(self, row: int) -> str:
        if row not in self._texts:
            self._texts[row] = self.corpus.tables.strings("text")[row].as_py()
        return self._texts[row]

    def about(self, row: int) -> tuple:
        """Source, date, title and name of a document."""
        place = self._place[row]
        about = self.corpus.index.iloc[place]
        return self._label[place], about["date"], about["title"], self.corpus.index.index[place]


# showing


def _chosen(corpus: Corpus, rows: np.ndarray, limit: int | None) -> np.ndarray:
    label = corpus.group_labels("source")
    return balanced(label[np.searchsorted(corpus.rows, rows)], limit)


def _choice(corpus: Corpus, hits: Hits, limit: int | None) -> Hits:
    return hits.take(_chosen(corpus, hits.row, limit))


def _spans(corpus: Corpus, hits: Hits) -> pd.DataFrame:
    """``row``, ``sentence``, ``start`` and ``end`` of each hit."""
    spans = corpus.token_spans(hits.token)
    spans["end"] = corpus.token_spans(hits.token + hits.length - 1)["end"]
    return spans


def _lines(corpus: Corpus, hits: Hits, width: int) -> list[tuple]:
    texts, spans = _Texts(corpus), _spans(corpus, hits)
    quoted = (corpus.tables.flag[hits.token] & _QUOTED) > 0
    lines = []
    for row, sentence, start, end, in_quotes in zip(
        *(spans[name].tolist() for name in ("row", "sentence", "start", "end")), quoted.tolist(), strict=True
    ):
        text = texts[row]
        left, right = _context(text, start, end, width)
        _, first, last = corpus.sentence_span(sentence)
        lines.append((left, text[start:end], right, text[first:last], *texts.about(row), start, end, in_quotes))
    return lines


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


def _told(table: pd.DataFrame, query: str, total: int, rows: np.ndarray) -> pd.DataFrame:
    table.attrs.update(query=query, total=total, documents=len(np.unique(rows)))
    return table

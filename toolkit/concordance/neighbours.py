"""Collocates: the words that stand beside an expression more than they would by chance."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from toolkit.concordance.passages import told
from toolkit.corpus import Corpus
from toolkit.query import Hits, find
from toolkit.schema import CorpusError
from toolkit.statistics import expected_joint, log_dice, log_likelihood, npmi, specificity
from toolkit.store import Tables, gather
from toolkit.terms import Words, count_terms

_SENTENCE_START = 2
_WIDEST = 100
_LEFT, _RIGHT, _NODE = 0, 1, 2


def collocates(
    corpus: Corpus,
    query: str | Hits,
    *,
    window: int | tuple[int, int] = 5,
    unit: str = "lemma",
    pos: str | Iterable[str] | None = None,
    stopwords: str | Iterable[str] = "drop",
    sources: str | Iterable[str] | None = None,
    min_count: int = 3,
    top: int | None = None,
) -> pd.DataFrame:
    """Words beside the occurrences of a query, the most specific first.

    Parameters
    ----------
    corpus : Corpus
        Or a view of one.
    query : str or Hits
        In the language of ``toolkit.query``; or what ``find`` returned for this corpus, as for a term of
        ``term_frequencies``: ``find(corpus, "l'Irak", unit="lemma")``.
    window : int or (int, int)
        How many words to the left and to the right. Punctuation is not counted; windows stop at sentence ends.
    unit : {"lemma", "form"}
        What is counted beside the query.
    pos, stopwords
        As for ``term_frequencies``: which words are listed. They count as places in the window whether listed or not.
    sources : str or iterable of str, optional
        Articles of these only.
    min_count : int
        Floor on ``joint``.
    top : int, optional
        Only so many, the most specific.

    Returns
    -------
    DataFrame
        A row a word: ``term``; ``joint``, how often it stands in a window, of which ``left`` before and ``right``
        after; ``f_a``, words in windows (the same in every row); ``f_b``, occurrences of the word; ``n``, all words
        (the same in every row); ``expected``, ``joint`` if the two had nothing to do with each other; ``specificity``
        (signed −log₁₀ of the hypergeometric tail), ``log_dice``, ``log_likelihood`` (G², negative where the word is
        rarer beside the query than elsewhere), ``npmi``; ``documents``, articles that have it in a window. ``attrs``:
        ``query``, ``total`` occurrences and ``documents`` that have them.

    Raises
    ------
    CorpusError
        When the query does not parse, or a window, unit, part of speech or source is not known.

    Notes
    -----
    What is counted are words in their places, each once: a word within reach of two occurrences counts once, on the
    side of the nearer (after it, if both are as near). The words of the occurrences themselves, with all that a query
    such as ``A []{0,3} B`` spans, belong neither to the windows nor to ``f_b`` and ``n``; so the four numbers are one
    table: words in and outside of windows, this word and others. Independence is an ``npmi`` and a ``log_likelihood``
    of 0, whatever the width of the window; ``log_dice``, whose Dice coefficient takes the words in windows for the
    query's frequency, compares words beside one query, and queries that were asked with one window.

    References
    ----------
    Evert, S. (2008). Corpora and collocations, in Lüdeling & Kytö (eds.), Corpus Linguistics: surface co-occurrence.
    Lafon, P. (1981). Analyse lexicométrique et recherche des cooccurrences. Mots 3.
    """
    reach = _reach(window)
    view = corpus if sources is None else corpus.select(sources=sources)
    hits = find(view, query) if isinstance(query, str) else _of_view(view, query)
    counted = count_terms(view, unit=unit, pos=pos, stopwords=stopwords)
    beside = _beside(view.tables, hits, *reach)
    words, number = counted.vocabulary, counted.vocabulary.n
    assert isinstance(words, Words)

    term = words.term[view.tables.type[beside.token]]

    def count(side: int) -> np.ndarray:
        return np.bincount(term[(beside.side == side) & (term >= 0)], minlength=number)

    left, right, node = count(_LEFT), count(_RIGHT), count(_NODE)
    joint = left + right
    terms = np.flatnonzero(joint >= max(min_count, 1))
    in_node = beside.side == _NODE
    f_a, n = int((~in_node).sum()), int(counted.n_tokens.sum()) - int(in_node.sum())
    f_b = counted.counts.sum(axis=0)[terms] - node[terms]
    table = pd.DataFrame(
        {
            "term": pd.array(counted.labels(terms), dtype="str"),
            "joint": joint[terms],
            "left": left[terms],
            "right": right[terms],
            **_scores(joint[terms], f_a, f_b, n),
            "documents": _documents(view.tables, beside.token[~in_node], term[~in_node], terms),
        }
    )
    table = table.sort_values(["specificity", "joint", "term"], ascending=[False, False, True])[:top]
    return told(table.reset_index(drop=True), query if isinstance(query, str) else "", len(hits), hits.row)


def _of_view(view: Corpus, hits: Hits) -> Hits:
    """The hits that lie in articles of the view."""
    inside = np.zeros(view.tables.counts["documents"], bool)
    inside[view.rows] = True
    return hits.take(np.flatnonzero(inside[hits.row]))


def _scores(joint: np.ndarray, f_a: int, f_b: np.ndarray, n: int) -> dict[str, np.ndarray]:
    expected = expected_joint(f_a, f_b, n)
    g2 = log_likelihood(joint, f_a, f_b - joint, n - f_a)
    return {
        "f_a": np.full(len(joint), f_a, np.int64),
        "f_b": f_b,
        "n": np.full(len(joint), n, np.int64),
        "expected": expected,
        "specificity": specificity(joint, f_b, f_a, n),
        "log_dice": log_dice(joint, f_a, f_b, n),
        "log_likelihood": np.where(joint >= expected, g2, -g2),
        "npmi": npmi(joint, f_a, f_b, n),
    }


def _reach(window: int | tuple[int, int]) -> tuple[int, int]:
    """Words to the left and to the right."""
    sides = tuple(window) if isinstance(window, tuple | list) else (window, window)
    if len(sides) != 2 or not all(isinstance(side, int) and 0 <= side <= _WIDEST for side in sides) or not any(sides):
        raise CorpusError(
            f"window={window!r} is not a number of words.",
            remedy=f"Choose 1 to {_WIDEST}, or two numbers, for left and right: window=5, window=(0, 3).",
        )
    return sides[0], sides[1]


# windows


@dataclass(frozen=True)
class _Beside:
    """Words (tokens of the store) in order, each once, and whether each stands before, after or in an occurrence."""

    token: np.ndarray
    side: np.ndarray


def _beside(tables: Tables, hits: Hits, left: int, right: int) -> _Beside:
    claims = [(-away, _LEFT, token) for away, token in enumerate(_words_along(tables, hits.token, left, forward=False))]
    after = hits.token + hits.length
    claims += [(-away, _RIGHT, token) for away, token in enumerate(_words_along(tables, after, right, forward=True))]
    node = gather(hits.token, hits.length)
    claims.append((1, _NODE, node[tables.type_word[tables.type[node]]]))
    # From the furthest places to the nearest, those after an occurrence after those before one, the occurrences last:
    # the last claim to a token stands.
    claims.sort(key=lambda claim: claim[:2])
    key = np.concatenate([token * len(claims) + rank for rank, (_, _, token) in enumerate(claims)])
    key.sort()
    token, rank = key // len(claims), key % len(claims)
    last = np.diff(token, append=-1) != 0
    return _Beside(token[last], np.array([side for _, side, _ in claims], np.int8)[rank[last]])


def _words_along(tables: Tables, boundary: np.ndarray, reach: int, *, forward: bool) -> Iterable[np.ndarray]:
    """The first, second, … word of the sentence from each boundary on: an array of tokens for each distance."""
    for _ in range(reach):
        found = []
        while len(boundary):  # past punctuation
            if forward:
                inside = boundary < len(tables.type)
                inside[inside] = (tables.flag[boundary[inside]] & _SENTENCE_START) == 0
                token = boundary = boundary[inside]
                boundary = boundary + 1
            else:
                boundary = boundary[(tables.flag[boundary] & _SENTENCE_START) == 0]
                token = boundary = boundary - 1
            is_word = tables.type_word[tables.type[token]]
            found.append(token[is_word])
            boundary = boundary[~is_word]
        words = np.concatenate(found) if found else np.zeros(0, np.int64)
        yield words
        boundary = words + 1 if forward else words


def _documents(tables: Tables, token: np.ndarray, term: np.ndarray, terms: np.ndarray) -> np.ndarray:
    """In how many documents each of ``terms`` is among the tokens, which are in order; ``term`` is what each is."""
    place = np.full(max(int(term.max(initial=0)), int(terms.max(initial=0))) + 2, -1, np.int64)  # the last is for -1
    place[terms] = np.arange(len(terms))
    row = place[term]
    token, row = token[row >= 0], row[row >= 0]
    n_documents = tables.counts["documents"]
    document = np.searchsorted(tables.document_token, token, side="right") - 1
    key = row * n_documents + document
    key.sort()
    key = key[np.diff(key, prepend=-1) > 0]
    return np.bincount(key // max(n_documents, 1), minlength=len(terms))

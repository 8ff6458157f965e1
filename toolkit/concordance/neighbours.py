"""Collocates: the words that stand beside an expression more than they would by chance."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd

from toolkit.concordance.passages import told
from toolkit.concordance.windows import LEFT, NODE, RIGHT, Beside, beside
from toolkit.corpus import Corpus
from toolkit.corpus.counting import by_type
from toolkit.query import Hits, hits_of
from toolkit.schema import CorpusError
from toolkit.statistics import (
    delta_p,
    dice,
    expected_joint,
    jaccard,
    log_dice,
    log_likelihood,
    mi2,
    mi3,
    minimum_sensitivity,
    npmi,
    pmi,
    specificity,
    t_score,
    z_score,
)
from toolkit.statistics.tails import log_mass
from toolkit.store import Tables
from toolkit.terms import Words, count_terms

_WIDEST = 100


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
    rank: str = "specificity",
    measures: str | Iterable[str] = (),
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
    unit : {"lemma", "form", "lemma_pos"}
        What is counted beside the query.
    pos, stopwords
        As for ``term_frequencies``: which words are listed. They count as places in the window whether listed or not.
    sources : str or iterable of str, optional
        Articles of these only.
    min_count : int
        Floor on ``joint``.
    rank : str
        The measure to sort by, the largest first: ``"specificity"``, ``"log_dice"``, ``"log_likelihood"``, ``"npmi"``,
        ``"joint"``, or one of ``measures``. What is equal is sorted by ``joint``, then by ``term``.
    measures : str or iterable of str
        More columns, before ``documents``: ``"pmi"``, ``"mi2"``, ``"mi3"``, ``"t_score"``, ``"z_score"``, ``"dice"``,
        ``"jaccard"``, ``"minimum_sensitivity"``, ``"delta_p"`` (of the word, given a window), from
        ``toolkit.statistics``.
    top : int, optional
        Only so many, the first by ``rank``.

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
        When the query does not parse, or a window, unit, measure, part of speech or source is not known.

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
    scored = _measures(rank, measures)
    view = corpus if sources is None else corpus.select(sources=sources)
    tables, hits = view.tables, hits_of(view, query)
    counted = count_terms(view, unit=unit, pos=pos, stopwords=stopwords)
    words = counted.vocabulary
    assert isinstance(words, Words)
    term = words.term
    near = beside(tables, hits, *reach)
    kind = np.asarray(tables.type)[near.token]
    left, right, node = _by_side(kind, near.side, term, words.n)
    joint = left + right
    in_node = int(np.count_nonzero(near.side == NODE))
    f_a, n = len(near.token) - in_node, int(counted.n_tokens.sum()) - in_node
    terms = np.flatnonzero(joint >= max(min_count, 1))
    f_b = _everywhere(view, term, terms) - node[terms]
    best = _best(rank, top, joint[terms], f_a, f_b, n)
    terms, f_b = terms[best], f_b[best]
    scores = {name: measure(joint[terms], f_a, f_b, n) for name, measure in scored.items()}
    table = pd.DataFrame(
        {
            "term": pd.array(words.labels(terms), dtype="str"),
            "joint": joint[terms],
            "left": left[terms],
            "right": right[terms],
            "f_a": np.full(len(terms), f_a, np.int64),
            "f_b": f_b,
            "n": np.full(len(terms), n, np.int64),
            **scores,
            "documents": _documents(tables, near, kind, term, terms),
        }
    )
    order = list(dict.fromkeys([rank, "joint", "term"]))
    table = table.sort_values(order, ascending=[name == "term" for name in order])[:top]
    return told(table.reset_index(drop=True), hits)


# measures

_Measure = Callable[[np.ndarray, int, np.ndarray, int], np.ndarray]


def _specificity(joint: np.ndarray, f_a: int, f_b: np.ndarray, n: int) -> np.ndarray:
    return specificity(joint, f_b, f_a, n)


def _signed_log_likelihood(joint: np.ndarray, f_a: int, f_b: np.ndarray, n: int) -> np.ndarray:
    g2 = log_likelihood(joint, f_a, f_b - joint, n - f_a)
    return np.where(joint >= expected_joint(f_a, f_b, n), g2, -g2)


def _expected(joint: np.ndarray, f_a: int, f_b: np.ndarray, n: int) -> np.ndarray:
    return expected_joint(f_a, f_b, n)


_ALWAYS: dict[str, _Measure] = {
    "expected": _expected,
    "specificity": _specificity,
    "log_dice": log_dice,
    "log_likelihood": _signed_log_likelihood,
    "npmi": npmi,
}
_ON_REQUEST: dict[str, _Measure] = {
    "pmi": pmi,
    "mi2": mi2,
    "mi3": mi3,
    "t_score": t_score,
    "z_score": z_score,
    "dice": dice,
    "jaccard": jaccard,
    "minimum_sensitivity": minimum_sensitivity,
    "delta_p": delta_p,
}


def _measures(rank: str, asked: str | Iterable[str]) -> dict[str, _Measure]:
    """The measures that the table holds, in the order of its columns."""
    names = [asked] if isinstance(asked, str) else list(asked)
    if rank in _ON_REQUEST and rank not in names:
        names.append(rank)
    known = {**_ALWAYS, **_ON_REQUEST}
    unknown = [name for name in names if name not in known]
    if unknown or rank not in ("joint", *known) or rank == "expected":
        wrong = f"measures={unknown[0]!r}" if unknown else f"rank={rank!r}"
        names = ["joint", *(name for name in known if name != "expected")]
        raise CorpusError(f"{wrong} is not known.", remedy=f"Choose one of: {', '.join(names)}.")
    return {**_ALWAYS, **{name: known[name] for name in names}}


def _best(rank: str, top: int | None, joint: np.ndarray, f_a: int, f_b: np.ndarray, n: int) -> np.ndarray:
    """Places of the ``top`` largest, with all that equal the last of them; of all words without a ``top``."""
    if top is None or len(joint) <= top:
        return np.arange(len(joint))
    if top < 1:
        return np.zeros(0, np.int64)
    if rank == "joint":
        score = joint
    elif rank == "specificity":
        return _most_specific(top, joint, f_a, f_b, n)
    else:
        score = {**_ALWAYS, **_ON_REQUEST}[rank](joint, f_a, f_b, n)
    score = np.nan_to_num(score, nan=-np.inf)
    return np.flatnonzero(score >= np.partition(score, len(score) - top)[len(score) - top])


def _most_specific(top: int, joint: np.ndarray, f_a: int, f_b: np.ndarray, n: int) -> np.ndarray:
    """The same for specificity, whose tails are long to sum: only for words that may be among the first.

    A tail is no less likely than its first term, so that no word is more specific than that term alone would have it.
    """
    most = np.where(joint >= expected_joint(f_a, f_b, n), -log_mass(joint, f_b, f_a, n) / np.log(10), 0.0)
    most += 1e-9 * (1 + most)  # both are rounded
    order = np.argsort(-most, kind="stable")
    number = 2 * top
    while True:
        score = specificity(joint[order[:number]], f_b[order[:number]], f_a, n)
        least = np.partition(score, len(score) - top)[len(score) - top]
        if number >= len(order) or most[order[number]] < least:
            return np.sort(order[:number][score >= least])
        number *= 4


def _reach(window: int | tuple[int, int]) -> tuple[int, int]:
    """Words to the left and to the right."""
    sides = tuple(window) if isinstance(window, tuple | list) else (window, window)
    if len(sides) != 2 or not all(isinstance(side, int) and 0 <= side <= _WIDEST for side in sides) or not any(sides):
        raise CorpusError(
            f"window={window!r} is not a number of words.",
            remedy=f"Choose 1 to {_WIDEST}, or two numbers, for left and right: window=5, window=(0, 3).",
        )
    return sides[0], sides[1]


def _by_side(kind: np.ndarray, side: np.ndarray, term: np.ndarray, n_terms: int) -> list[np.ndarray]:
    """How often each term stands before, after and in the occurrences; ``kind`` and ``side`` of the words in reach."""
    if len(kind) * 4 < len(term):  # few words: their types are fewer than all types
        seen, kind = np.unique(kind, return_inverse=True)
        term = term[seen]
    counts = np.bincount(kind * np.intp(4) + side, minlength=4 * len(term)).reshape(len(term), 4)  # 0: on no side
    there = np.flatnonzero(counts.any(axis=1) & (term >= 0))
    term, counts = term[there], counts[there]
    return [np.bincount(term, counts[:, each], minlength=n_terms).astype(np.int64) for each in (LEFT, RIGHT, NODE)]


def _everywhere(view: Corpus, term: np.ndarray, terms: np.ndarray) -> np.ndarray:
    """Occurrences of some terms in the view."""
    tables = view.tables
    if view.n_documents == tables.counts["documents"]:
        counts = np.diff(tables.position_at)
    else:
        counts = by_type(tables, len(term), view.groups()[0], 1)[0]
    place = np.full(max(int(term.max(initial=0)), int(terms.max(initial=0))) + 2, -1, np.int64)  # the last is for -1
    place[terms] = np.arange(len(terms))
    there = np.flatnonzero(place[term] >= 0)
    return np.bincount(place[term[there]], counts[there], minlength=len(terms)).astype(np.int64)


def _documents(tables: Tables, near: Beside, kind: np.ndarray, term: np.ndarray, terms: np.ndarray) -> np.ndarray:
    """In how many documents each of ``terms`` is beside an occurrence; ``kind`` is the type of each word in reach."""
    place = np.full(int(max(term.max(initial=0), terms.max(initial=0))) + 2, -1, np.int64)  # the last is for -1
    place[terms] = np.arange(len(terms))
    place = place[term]
    there = np.flatnonzero((place >= 0)[kind] & (near.side != NODE))
    token, row = near.token[there], place[kind[there]]
    n_documents = tables.counts["documents"]
    document = np.searchsorted(tables.document_token, token.astype(tables.document_token.dtype), side="right") - 1
    key = row * n_documents + document
    key.sort()
    key = key[np.diff(key, prepend=-1) > 0]
    return np.bincount(key // max(n_documents, 1), minlength=len(terms))

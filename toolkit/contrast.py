"""Source vocabulary: which words one source uses that the others do not, how sure that is, in how many articles."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from toolkit.corpus import UNKNOWN, Corpus
from toolkit.schema import CorpusError
from toolkit.statistics import (
    benjamini_hochberg,
    conservative_log_ratio,
    log_likelihood,
    log_likelihood_p,
    log_ratio,
    specificity,
)
from toolkit.terms import PER, Counts, count_terms, few_articles

__all__ = ["keyness"]


def keyness(
    corpus: Corpus,
    target: str | None = None,
    *,
    reference: str = "rest",
    by: str = "source",
    unit: str = "lemma",
    ngrams: int = 1,
    pos: str | Iterable[str] | None = None,
    stopwords: str | Iterable[str] = "drop",
    min_count: int = 3,
    min_documents: int = 1,
) -> pd.DataFrame:
    """The vocabulary of one source, or of each in turn, against the rest or against another.

    Parameters
    ----------
    corpus : Corpus
        Or a view of one.
    target : str, optional
        A source; by default each known source in turn.
    reference : str
        ``"rest"``, all other articles, those of unknown source too; or a source.
    by : str
        What a source is: another column of the documents table, or ``"month"``, does as well.
    unit, ngrams, pos, stopwords
        What is counted, as for ``term_frequencies``.
    min_count, min_documents : int
        Floors on the occurrences and the articles of both sides together; the terms above them are the family of tests.

    Returns
    -------
    DataFrame
        A row a target and term; in each target the over-used terms first and the under-used last, by LRC, then by
        signed log-likelihood. Columns: ``source`` (or ``by``), ``term``, ``count``, ``rate`` (per 10,000 word tokens),
        ``documents`` (articles with the term), ``n_documents``, ``tokens`` (all word tokens of the target), the same
        for the other side as ``reference_count``, ``reference_rate``, ``reference_documents``,
        ``reference_n_documents``, ``reference_tokens``; ``lrc`` (Evert 2022: at least so many doublings, 0 when not
        sure), ``log_ratio`` (Hardie), ``log_likelihood`` (Dunning's four cells), ``specificity`` (Lafon, signed),
        ``p_adjusted`` (of the log-likelihood, Benjamini-Hochberg in each target). ``attrs["warnings"]`` says in
        sentences what the numbers cannot bear.

    Raises
    ------
    CorpusError
        When a source is not known, or there is nothing to compare it with.
    """
    counted = count_terms(corpus, unit=unit, ngrams=ngrams, pos=pos, stopwords=stopwords, by=by)
    targets = [_number(counted, target)] if target is not None else _known(counted)
    if reference != "rest":
        other = _number(counted, reference)
        targets = [number for number in targets if number != other]
    if len(counted.groups) < 2 or not targets:
        raise CorpusError(
            f"there is nothing to compare: by {by}, the articles here fall into {len(counted.groups)} group(s).",
            remedy="Give articles their sources in metadata.csv, or choose more of them.",
        )
    everything = np.arange(len(counted.groups))
    parts, looked_at = [], set(targets)
    for number in targets:
        others = everything[everything != number] if reference == "rest" else np.array([_number(counted, reference)])
        parts.append(_against(counted, number, others, by, min_count, min_documents))
        looked_at.update(others.tolist() if reference != "rest" else ())
    table = pd.concat(parts, ignore_index=True)
    few = sorted(looked_at)
    table.attrs["warnings"] = few_articles([counted.groups[number] for number in few], counted.n_documents[few])
    return table


def _against(
    counted: Counts, target: int, others: np.ndarray, by: str, min_count: int, min_documents: int
) -> pd.DataFrame:
    """The table of one target."""
    k1, k2 = counted.counts[target], counted.counts[others].sum(axis=0)
    d1, d2 = counted.documents[target], counted.documents[others].sum(axis=0)
    n1, n2 = int(counted.n_tokens[target]), int(counted.n_tokens[others].sum())
    terms = np.flatnonzero((k1 + k2 >= max(min_count, 1)) & (d1 + d2 >= min_documents))
    k1, k2, d1, d2 = k1[terms], k2[terms], d1[terms], d2[terms]

    # few pairs of counts are distinct, and the measures depend on nothing else
    pairs, back = np.unique(k1 * (int(k2.max(initial=0)) + 1) + k2, return_inverse=True)
    first = np.zeros(len(pairs), np.int64)
    first[back] = np.arange(len(terms))
    shape = k1[first], n1, k2[first], n2
    g2 = log_likelihood(*shape)
    measures = pd.DataFrame(
        {
            "lrc": conservative_log_ratio(*shape, tests=len(terms)),
            "log_ratio": log_ratio(*shape),
            "log_likelihood": g2,
            "specificity": specificity(k1[first], k1[first] + k2[first], n1, n1 + n2),
            "p": log_likelihood_p(g2),
        }
    ).iloc[back]
    table = pd.DataFrame(
        {
            by: pd.array([counted.groups[target]] * len(terms), dtype="str"),
            "term": pd.array(counted.labels(terms), dtype="str"),
            "count": k1,
            "rate": _rate(k1, n1),
            "documents": d1,
            "n_documents": counted.n_documents[target],
            "tokens": n1,
            "reference_count": k2,
            "reference_rate": _rate(k2, n2),
            "reference_documents": d2,
            "reference_n_documents": counted.n_documents[others].sum(),
            "reference_tokens": n2,
            **{name: measures[name].to_numpy() for name in ("lrc", "log_ratio", "log_likelihood", "specificity")},
            "p_adjusted": benjamini_hochberg(measures["p"].to_numpy()),
        }
    )
    signed = np.sign(k1 * n2 - k2 * n1) * table["log_likelihood"].to_numpy()
    order = np.lexsort((table["term"].to_numpy().astype("str"), -signed, -table["lrc"].to_numpy()))
    return table.iloc[order]


def _rate(counts: np.ndarray, size: int) -> np.ndarray:
    return PER * counts / size if size else np.full(len(counts), np.nan)


def _known(counted: Counts) -> list[int]:
    return [number for number, name in enumerate(counted.groups) if name != UNKNOWN]


def _number(counted: Counts, name: str) -> int:
    if name not in counted.groups:
        raise CorpusError(f"there is no {name!r} here.", remedy=f"Choose one of: {', '.join(counted.groups)}.")
    return counted.groups.index(name)

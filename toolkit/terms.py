"""Terms: how often, how evenly, in how many articles.

A *term* is what is counted: a lemma or a form, or several in a row. Tokens without a letter or a digit are never terms.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from scipy import sparse

from toolkit.corpus import Corpus
from toolkit.corpus.counting import term_counts
from toolkit.schema import CorpusError
from toolkit.statistics import dp_norm, wilson_interval
from toolkit.store import Tables, gather

__all__ = ["Counts", "count_terms", "few_articles", "sizes", "stop_words", "term_frequencies"]

PER = 10_000
_UNITS = ("lemma", "form")
_SENTENCE_START = 2
# Universal parts of speech that a word may have, whether or not the corpus has one.
_POS = {"ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "SCONJ", "SYM"}
_POS |= {"VERB", "X"}


# the stop words among a store's types, by list: finding them reads the whole vocabulary
_STOPPED: WeakKeyDictionary[Tables, dict[frozenset[str], np.ndarray]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Counts:
    """Counts of terms by group of articles.

    Attributes
    ----------
    counts, documents : ndarray of int64, (groups, terms)
        Occurrences, and articles that have the term.
    groups : list of str
    n_tokens, n_documents : ndarray of int64, (groups,)
        All word tokens of the group, and its articles.
    """

    counts: np.ndarray
    documents: np.ndarray
    groups: list[str]
    n_tokens: np.ndarray
    n_documents: np.ndarray
    _group: np.ndarray
    _vocabulary: _Words | _Sequences

    def labels(self, terms: np.ndarray) -> np.ndarray:
        """The terms of some columns in words, an object array; only these are decoded."""
        return self._vocabulary.labels(terms)

    def dispersion(self, terms: np.ndarray) -> np.ndarray:
        """DPnorm over the articles of each group, (groups, terms asked for); NaN where the group lacks the term."""
        tables = self._vocabulary.tables
        sizes = np.asarray(tables.table("documents")["n_tokens"], float)
        matrix = self._vocabulary.document_matrix(np.flatnonzero(self._group >= 0), terms)
        group = self._group[self._group >= 0]
        size = sizes[self._group >= 0]
        return np.array(
            [dp_norm(matrix[:, group == number], size[group == number]) for number in range(len(self.groups))]
        )


def term_frequencies(
    corpus: Corpus,
    *,
    unit: str = "lemma",
    ngrams: int = 1,
    pos: str | Iterable[str] | None = None,
    stopwords: str | Iterable[str] = "drop",
    by: str | None = None,
    min_count: int = 1,
    top: int | None = None,
) -> pd.DataFrame:
    """Counts, rates, document ranges and dispersion of terms, the most frequent first.

    Parameters
    ----------
    corpus : Corpus
        Or a view of one, from ``select``.
    unit : {"lemma", "form"}
        Forms are counted without regard to case, and shown in their most frequent spelling.
    ngrams : int
        Words in a row, within a sentence and with nothing between them, not even a comma. ``pos`` and ``stopwords``
        then look at the first and the last word.
    pos : str or iterable of str, optional
        Universal parts of speech to keep: ``"NOUN"``, ``("NOUN", "ADJ")``.
    stopwords : "drop", "keep" or iterable of str
        The shipped list, none, or a list of one's own in the same form (see :func:`stop_words`).
    by : str, optional
        Group articles by ``"source"``, ``"month"``, … or any column of the documents table.
    min_count : int
        Floor on the count in all groups together.
    top : int, optional
        Only so many terms, the most frequent in all groups together.

    Returns
    -------
    DataFrame
        A row a term, or with ``by`` a row a term and group, those that lack the term too. Columns: the group under its
        own name, ``term``, ``count``, ``rate`` per 10,000 word tokens of the group (all of them, whatever the filters)
        with its 95 % Wilson interval ``low`` and ``high``, ``documents`` (articles with the term), ``n_documents``
        (articles), ``dp_norm`` (0 even over the articles, 1 all in the smallest). ``attrs["warnings"]`` says in
        sentences what the numbers cannot bear.

    Raises
    ------
    CorpusError
        When a unit, part of speech or column is not known.
    """
    counted = count_terms(corpus, unit=unit, ngrams=ngrams, pos=pos, stopwords=stopwords, by=by)
    total = counted.counts.sum(axis=0)
    terms = np.flatnonzero(total >= max(min_count, 1))
    labels = None
    if top is not None and len(terms) > top:
        terms = terms[total[terms] >= -np.partition(-total[terms], top - 1)[top - 1]]
    labels = counted.labels(terms)
    order = np.lexsort((labels.astype("str"), -total[terms]))[:top]
    terms, labels = terms[order], labels[order]
    groups = len(counted.groups)
    counts, size = counted.counts[:, terms].T, counted.n_tokens
    low, high = wilson_interval(counts, size)
    with np.errstate(invalid="ignore"):
        rate = np.where(size > 0, counts / np.maximum(size, 1), np.nan)
    columns = {
        "term": pd.array(np.repeat(labels, groups), dtype="str"),
        "count": counts.ravel(),
        "rate": PER * rate.ravel(),
        "low": PER * low.ravel(),
        "high": PER * high.ravel(),
        "documents": counted.documents[:, terms].T.ravel(),
        "n_documents": np.tile(counted.n_documents, len(terms)),
        "dp_norm": counted.dispersion(terms).T.ravel(),
    }
    if by is not None:
        columns = {by: pd.array(np.tile(np.array(counted.groups, object), len(terms)), dtype="str"), **columns}
    table = pd.DataFrame(columns)
    table.attrs["warnings"] = few_articles(counted.groups, counted.n_documents) if by else []
    return table


def count_terms(
    corpus: Corpus,
    *,
    unit: str = "lemma",
    ngrams: int = 1,
    pos: str | Iterable[str] | None = None,
    stopwords: str | Iterable[str] = "drop",
    by: str | None = None,
) -> Counts:
    """Counts of terms by group as arrays, for other measures; parameters as for :func:`term_frequencies`."""
    if unit not in _UNITS:
        raise CorpusError(f"unit={unit!r} is not known.", remedy=f"Choose one of: {', '.join(_UNITS)}.")
    if ngrams < 1:
        raise CorpusError(f"ngrams={ngrams} makes no sense.", remedy="Choose 1 for words, 2 for pairs in a row.")
    tables = corpus.tables
    group, groups = corpus.groups(by)
    kept = np.asarray(tables.type_word) & _of_pos(tables, pos) & ~_stopped(tables, stopwords)
    words = _Words(tables, unit, kept)
    vocabulary: _Words | _Sequences = words if ngrams == 1 else _Sequences(words, ngrams, group)
    counts, documents = vocabulary.count(group, len(groups))
    inside = group >= 0
    n_tokens = np.asarray(tables.table("documents")["n_tokens"])[inside]
    return Counts(
        counts,
        documents,
        groups,
        np.bincount(group[inside], weights=n_tokens, minlength=len(groups)).astype(np.int64),
        np.bincount(group[inside], minlength=len(groups)),
        group,
        vocabulary,
    )


def sizes(corpus: Corpus, *, by: str | Iterable[str] = ("source", "month")) -> pd.DataFrame:
    """How much there is of each group: a row a combination that occurs; the ``by`` columns, ``articles``, ``tokens``.

    What is not known is ``"(unknown)"`` and has its own rows: the sums are those of the corpus.
    """
    names = [by] if isinstance(by, str) else list(by)
    labels = {name: pd.Categorical(corpus.group_labels(name), categories=corpus.groups(name)[1]) for name in names}
    table = pd.DataFrame({**labels, "tokens": corpus.index["n_tokens"].to_numpy(np.int64)})
    grouped = table.groupby(names, sort=True, observed=True)
    summed = grouped.agg(articles=("tokens", "size"), tokens=("tokens", "sum")).reset_index()
    return summed.astype(dict.fromkeys(names, "str"))


def few_articles(groups: Iterable[str], n_documents: Iterable[int]) -> list[str]:
    """A sentence on the groups of one or two articles, whose words are those articles' as much as theirs; or none."""
    few = [
        f"{name} ({'1 article' if number == 1 else '2 articles'})"
        for name, number in zip(groups, n_documents, strict=True)
        if number in (1, 2)
    ]
    if not few:
        return []
    said = "With so few, the words of the outlet, of the article and of its author cannot be told apart"
    return [f"{said}: {', '.join(few)}."]


@cache
def stop_words() -> frozenset[str]:
    """The shipped French list: words that a count drops as lemma or form.

    An entry may name the parts of speech it is for after a colon: ``pouvoir:VERB,AUX`` leaves the noun in. To change
    the list: ``stopwords={*stop_words(), "hier"}``, ``stopwords=stop_words() - {"plus:ADV,ADP,DET"}``.
    """
    text = (resources.files("toolkit") / "data" / "stopwords_fr.txt").read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))


# what counts


def _of_pos(tables: Tables, pos: str | Iterable[str] | None) -> np.ndarray:
    """Which types have one of the parts of speech, (types,) bool."""
    if pos is None:
        return np.ones(len(tables.type_pos), bool)
    wanted = [pos] if isinstance(pos, str) else list(pos)
    known = tables.strings("pos").to_pylist()
    unknown = sorted(set(wanted) - set(known) - _POS)
    if unknown:
        raise CorpusError(
            f"no part of speech is called {', '.join(map(repr, unknown))}.",
            remedy=f"Those found here are: {', '.join(sorted(filter(None, known)))}.",
        )
    return np.isin(np.array(known, object), wanted)[np.asarray(tables.type_pos)]


def _stopped(tables: Tables, stopwords: str | Iterable[str]) -> np.ndarray:
    """Which types are stop words, (types,) bool."""
    if isinstance(stopwords, str) and stopwords not in ("drop", "keep"):
        raise CorpusError(f"stopwords={stopwords!r} is not known.", remedy='Choose "drop", "keep" or a list of words.')
    if stopwords == "keep":
        return np.zeros(len(tables.type_form), bool)
    entries = stop_words() if isinstance(stopwords, str) else frozenset(stopwords)
    lists = _STOPPED.setdefault(tables, {})
    if entries not in lists:
        if len(lists) > 8:  # lists that a user tried on the way
            lists.clear()
        lists[entries] = _find_stopped(tables, entries)
    return lists[entries]


def _find_stopped(tables: Tables, entries: frozenset[str]) -> np.ndarray:
    stopped = np.zeros(len(tables.type_form), bool)
    words_of: dict[str, list[str]] = {}  # by the parts of speech they are for
    for entry in entries:
        word, _, kinds = entry.partition(":")
        words_of.setdefault(kinds.strip(), []).append(word.strip().lower().replace("’", "'"))
    lowered = {name: pc.utf8_lower(tables.strings(name)) for name in ("form", "lemma")}
    codes = {name: np.asarray(getattr(tables, f"type_{name}")) for name in lowered}
    for kinds, words in words_of.items():
        listed = np.zeros(len(stopped), bool)
        for name, strings in lowered.items():
            found = pc.is_in(strings, value_set=pa.array(words, strings.type)).to_numpy(zero_copy_only=False)
            listed |= found[codes[name]]
        stopped |= listed & _of_pos(tables, kinds.split(",") if kinds else None)
    return stopped


class _Words:
    """Single words as terms."""

    def __init__(self, tables: Tables, unit: str, kept: np.ndarray) -> None:
        self.tables, self.unit, self.kept = tables, unit, kept
        if unit == "lemma":
            self.of_type, self.n = np.asarray(tables.type_lemma), len(tables.strings("lemma"))
        else:
            spellings = pc.utf8_lower(tables.strings("form")).dictionary_encode()
            self.of_form = spellings.indices.to_numpy()
            self.of_type, self.n = self.of_form[np.asarray(tables.type_form)], len(spellings.dictionary)

    @property
    def term(self) -> np.ndarray:
        """The term of each type, -1 where it does not count."""
        return np.where(self.kept, self.of_type, -1)

    def count(self, group: np.ndarray, n_groups: int) -> tuple[np.ndarray, np.ndarray]:
        return term_counts(self.tables, self.term, self.n, group, n_groups)

    def labels(self, terms: np.ndarray) -> np.ndarray:
        if self.unit == "lemma":
            return self.tables.words("lemma", terms)
        # the most frequent spelling in the whole store, so that views agree; of equals, the one in lower case
        forms = self.tables.strings("form")
        number = np.bincount(self.tables.type_form, np.diff(self.tables.position_at), minlength=len(forms))
        lower = pc.equal(pc.utf8_lower(forms), forms).to_numpy(zero_copy_only=False)
        spelling = np.zeros(self.n, np.int64)
        order = np.lexsort((lower, number))
        spelling[self.of_form[order]] = order  # the last one written stays
        return self.tables.words("form", spelling[terms])

    def document_matrix(self, rows: np.ndarray, terms: np.ndarray) -> sparse.csr_array:
        """Counts of some terms (rows) by document of the store (columns)."""
        tables = self.tables
        column = np.full(self.n + 1, -1, np.int64)  # the last place answers to -1
        column[terms] = np.arange(len(terms))
        first, after = np.asarray(tables.count_at)[rows], np.asarray(tables.count_at)[rows + 1]
        at = gather(first, after - first)
        entry = column[self.term][np.asarray(tables.count_type[at])]
        document = np.repeat(np.arange(len(rows)), after - first)
        there = entry >= 0
        counts = np.asarray(tables.count[at])[there]
        return sparse.coo_array((counts, (entry[there], document[there])), (len(terms), len(rows))).tocsr()


class _Sequences:
    """Several words in a row as terms, found in the documents that are in a group."""

    def __init__(self, words: _Words, length: int, group: np.ndarray) -> None:
        self.words, self.tables, self.length = words, words.tables, length
        rows = np.flatnonzero(group >= 0)
        bounds = np.asarray(self.tables.document_token, np.int64)
        token = gather(bounds[rows], bounds[rows + 1] - bounds[rows])
        start = token[self._begins(token)]
        code = self._number(start)
        self.n = int(code.max()) + 1 if len(code) else 0
        self.first = np.zeros(self.n, np.int64)
        self.first[code[::-1]] = start[::-1]  # the first token of each sequence's first occurrence
        document = np.searchsorted(bounds, start, side="right") - 1
        shape = (self.n, len(bounds) - 1)
        self.matrix = sparse.coo_array((np.ones(len(code), np.int64), (code, document)), shape).tocsr()

    def _begins(self, token: np.ndarray) -> np.ndarray:
        """Where a sequence begins: all words, one sentence, the first and the last of them kept."""
        kind = np.asarray(self.tables.type)[token]
        word, kept = np.asarray(self.tables.type_word)[kind], self.words.kept[kind]
        sentence = np.cumsum((np.asarray(self.tables.flag)[token] & _SENTENCE_START) > 0)
        reach = max(len(token) - self.length + 1, 0)
        last = self.length - 1
        good = kept[:reach] & kept[last : last + reach] & (sentence[:reach] == sentence[last : last + reach])
        for step in range(1, last):
            good &= word[step : step + reach]
        return np.flatnonzero(good)

    def _number(self, start: np.ndarray) -> np.ndarray:
        """Sequences as numbers from 0, in order of first appearance."""
        unit = self.words.of_type[np.asarray(self.tables.type)]
        code = unit[start].astype(np.int64)
        for step in range(1, self.length):
            code, _ = pd.factorize(code * self.words.n + unit[start + step])
        return code

    def count(self, group: np.ndarray, n_groups: int) -> tuple[np.ndarray, np.ndarray]:
        inside = group >= 0
        indicator = sparse.coo_array(
            (np.ones(int(inside.sum()), np.int64), (np.flatnonzero(inside), group[inside])), (len(group), n_groups)
        ).tocsr()
        return (self.matrix @ indicator).toarray().T, ((self.matrix > 0).astype(np.int64) @ indicator).toarray().T

    def labels(self, terms: np.ndarray) -> np.ndarray:
        if not len(terms):
            return np.array([], object)
        tokens = self.first[terms][:, None] + np.arange(self.length)
        units, where = np.unique(self.words.of_type[np.asarray(self.tables.type)[tokens]], return_inverse=True)
        parts = self.words.labels(units)[where.reshape(tokens.shape)]
        return np.array([" ".join(words) for words in parts], object)

    def document_matrix(self, rows: np.ndarray, terms: np.ndarray) -> sparse.csr_array:
        return self.matrix[terms][:, rows]

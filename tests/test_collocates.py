"""Collocates on a corpus that can be counted by hand."""

from __future__ import annotations

from math import comb, log, log2, log10
from unittest import mock

import numpy as np
import pandas as pd
import pytest
from handmade import tables_of
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from toolkit import Corpus, CorpusError
from toolkit.concordance import collocates, find, neighbours, windows
from toolkit.statistics import specificity
from toolkit.terms import term_frequencies

# 20 words, of which chat is 4: 16 others.
TABLE = pd.DataFrame(
    {
        "source": ["A", "B", "B"],
        "text": [
            "Le chat noir, le chat blanc dort. Un chien noir dort.",
            "Le chien voit un chat noir.\nIl dort.",
            "Chat.",
        ],
    },
    index=["a", "b", "c"],
)
COLUMNS = [
    *("term", "joint", "left", "right", "f_a", "f_b", "n", "expected", "specificity", "log_dice", "log_likelihood"),
    *("npmi", "documents"),
]


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return Corpus.from_documents(TABLE, clean=False)


def beside(corpus: Corpus, query, **options) -> dict[str, tuple[int, int, int, int]]:
    """Term to left, right, f_b and documents."""
    table = collocates(corpus, query, **{"min_count": 1, "stopwords": "keep", "unit": "form", **options})
    assert (table["joint"] == table["left"] + table["right"]).all()
    columns = table[["left", "right", "f_b", "documents"]].itertuples(index=False, name=None)
    return dict(zip(table["term"], columns, strict=True))


def sizes(corpus: Corpus, query, **options) -> tuple[int, int]:
    table = collocates(corpus, query, **{"min_count": 1, "stopwords": "keep", **options})
    return int(table["f_a"].iloc[0]), int(table["n"].iloc[0])


def test_whole_table(corpus):
    # Two words on either side: Le [chat] noir le [chat] blanc dort | voit un [chat] noir
    table = collocates(corpus, "chat", window=2, unit="form", stopwords="keep", min_count=1)
    assert list(table.columns) == COLUMNS
    counts = table[["term", "joint", "left", "right", "f_a", "f_b", "n", "documents"]]
    assert list(counts.itertuples(index=False, name=None)) == [
        ("blanc", 1, 0, 1, 8, 1, 16, 1),
        ("voit", 1, 1, 0, 8, 1, 16, 1),
        ("Le", 2, 2, 0, 8, 3, 16, 1),
        ("noir", 2, 0, 2, 8, 3, 16, 2),
        ("un", 1, 1, 0, 8, 2, 16, 1),
        ("dort", 1, 0, 1, 8, 3, 16, 1),
    ]
    assert table.attrs == {"query": "chat", "unit": "any", "total": 4, "documents": 3}
    assert_allclose(table["expected"], [0.5, 0.5, 1.5, 1.5, 1.0, 1.5])
    half, two_of_three = -log10(8 / 16), -log10((comb(8, 2) * 8 + comb(8, 3)) / comb(16, 3))
    one_of_two = -log10(1 - comb(8, 2) / comb(16, 2))
    assert_allclose(table["specificity"], [half, half, two_of_three, two_of_three, one_of_two, -two_of_three])
    assert_allclose(
        table["log_dice"], [14 + log2(2 * j / (8 + f)) for j, f in [(1, 1)] * 2 + [(2, 3)] * 2 + [(1, 2), (1, 3)]]
    )
    assert_allclose(table["npmi"].iloc[[0, 2, 4]], [log2(2) / log2(16), log2(2 * 16 / 24) / log2(8), 0], atol=1e-12)
    rare = 2 * (log(1 / 0.5) + 7 * log(7 / 7.5) + 8 * log(8 / 7.5))
    three = 2 * (2 * log(2 / 1.5) + log(1 / 1.5) + 6 * log(6 / 6.5) + 7 * log(7 / 6.5))
    assert_allclose(table["log_likelihood"], [rare, rare, three, three, 0, -three], atol=1e-12)


def test_sides_and_their_width(corpus):
    assert beside(corpus, "chat", window=(0, 1)) == {"noir": (0, 2, 3, 2), "blanc": (0, 1, 1, 1)}
    assert beside(corpus, "chat", window=(1, 0)) == {"Le": (2, 0, 3, 1), "un": (1, 0, 2, 1)}
    assert beside(corpus, "dort", window=(2, 0)) == {
        "blanc": (1, 0, 1, 1),
        "chat": (1, 0, 4, 1),
        "chien": (1, 0, 2, 1),
        "noir": (1, 0, 3, 1),
        "Il": (1, 0, 1, 1),
    }


def test_a_wide_window_is_the_sentence(corpus):
    assert beside(corpus, "voit", window=50) == {
        "Le": (1, 0, 3, 1),
        "chien": (1, 0, 2, 1),
        "un": (0, 1, 2, 1),
        "chat": (0, 1, 4, 1),
        "noir": (0, 1, 3, 1),
    }
    assert sizes(corpus, "chat", window=50) == (5 + 5, 16)


def test_a_place_counts_once_on_the_side_of_the_nearer():
    corpus = Corpus.from_documents(pd.DataFrame({"text": ["frappe un deux trois frappe quatre frappe"]}), clean=False)
    assert beside(corpus, '"frappe"', window=5) == {
        "un": (0, 1, 1, 1),
        "deux": (0, 1, 1, 1),  # as near to both: after the first
        "trois": (1, 0, 1, 1),
        "quatre": (0, 1, 1, 1),
    }
    assert sizes(corpus, '"frappe"', window=5) == (4, 4)
    assert sizes(corpus, '"frappe"', window=1) == (3, 4)


def test_the_words_of_the_query_are_not_beside_it(corpus):
    assert beside(corpus, '"le"|"Le" chat', window=1) == {"noir": (0, 1, 3, 1), "blanc": (0, 1, 1, 1)}
    spanning = '[form="Le"] []{0,4} [form="chat"]'  # Le chat noir , le chat | Le chien voit un chat
    assert beside(corpus, spanning, window=1) == {"blanc": (0, 1, 1, 1), "noir": (0, 1, 2, 1)}
    assert sizes(corpus, spanning, window=1) == (2, 20 - 5 - 5)
    assert beside(corpus, "noir le", window=2) == {}  # a comma is between


def test_filters_choose_rows_and_change_no_number(corpus):
    everything = collocates(corpus, "chat", window=2, min_count=1, stopwords="keep").set_index("term")
    for options in ({"pos": "ADJ", "stopwords": "keep"}, {"stopwords": "drop"}, {"stopwords": ["noir", "le"]}):
        some = collocates(corpus, "chat", window=2, min_count=1, **options).set_index("term")
        assert 0 < len(some) < len(everything)
        pd.testing.assert_frame_equal(some.sort_index(), everything.loc[some.index].sort_index(), check_like=True)
    assert "le" not in collocates(corpus, "chat", window=2, min_count=1)["term"].tolist()
    assert collocates(corpus, "chat", window=2, min_count=2, stopwords="keep")["term"].tolist() == ["le", "noir"]
    top = collocates(corpus, "chat", window=2, min_count=1, stopwords="keep", top=2)
    assert top["term"].tolist() == everything.index[:2].tolist()


def test_views_and_found_occurrences(corpus):
    assert beside(corpus, "chat", window=1, sources="A") == {
        "Le": (2, 0, 2, 1),
        "noir": (0, 1, 2, 1),
        "blanc": (0, 1, 1, 1),
    }
    assert sizes(corpus, "chat", window=1, sources="A") == (4, 9)
    hits = find(corpus, "chat", unit="lemma")
    assert len(hits) == term_frequencies(corpus).set_index("term").loc["chat", "count"]
    assert beside(corpus, hits, window=(0, 1)) == beside(corpus, '[lemma="chat"]', window=(0, 1))
    assert beside(corpus, hits, sources="A") == beside(corpus.select(sources="A"), '[lemma="chat"]')


def test_nothing_beside_and_nothing_found(corpus):
    for query in ("missile", '"Chat"'):
        table = collocates(corpus, query, min_count=1)
        assert table.empty
        assert list(table.columns) == COLUMNS
    assert table.attrs["total"] == 1


@pytest.mark.parametrize("window", [0, -1, 101, (0, 0), (1, 2, 3), (-1, 2), 2.5, (1.0, 2), "5"])
def test_windows_that_make_no_sense(corpus, window):
    with pytest.raises(CorpusError, match="is not a number of words"):
        collocates(corpus, "chat", window=window)


class TestMeasures:
    def test_more_measures_are_columns_before_the_documents(self, corpus):
        plain = collocates(corpus, "chat", window=2, min_count=1, stopwords="keep")
        more = collocates(corpus, "chat", window=2, min_count=1, stopwords="keep", measures=("t_score", "delta_p"))
        assert list(more.columns) == [*COLUMNS[:-1], "t_score", "delta_p", "documents"]
        pd.testing.assert_frame_equal(more[COLUMNS], plain, check_like=True)
        noir = more.set_index("term").loc["noir"]  # 2 of the 8 words in windows, 1 of the 8 others
        assert_allclose([noir["t_score"], noir["delta_p"]], [(2 - 1.5) / np.sqrt(2), 2 / 8 - 1 / 8])

    @pytest.mark.parametrize("rank", ["specificity", "log_dice", "log_likelihood", "npmi", "joint", "mi3", "t_score"])
    def test_order_and_the_first_of_it(self, corpus, rank):
        for unit in ("form", "lemma"):
            options = {"window": 3, "min_count": 1, "stopwords": "keep", "unit": unit, "rank": rank}
            everything = collocates(corpus, "chat", **options)
            columns = everything[[rank, "joint"]].itertuples(index=False, name=None)
            keys = [(*(-value for value in row), term) for row, term in zip(columns, everything["term"], strict=True)]
            assert keys == sorted(keys)
            for top in (0, 1, 2, 3, 5, 100):
                pd.testing.assert_frame_equal(collocates(corpus, "chat", top=top, **options), everything[:top])

    @pytest.mark.parametrize(
        "options", [{"rank": "t"}, {"rank": "expected"}, {"measures": "g2"}, {"measures": ["", "pmi"]}]
    )
    def test_measures_that_are_not_known(self, corpus, options):
        with pytest.raises(CorpusError, match=r"is not known.*specificity, log_dice.*delta_p"):
            collocates(corpus, "chat", **options)


words = st.sampled_from(["a/a/NOUN", "a/b/VERB", "b/b/NOUN", "c/c/ADJ", "d/a/NOUN", ",/,/PUNCT"])
corpora = st.lists(st.lists(st.lists(words, min_size=1, max_size=9).map(" ".join), max_size=3), min_size=1, max_size=4)
QUERIES = (
    '[lemma="a"]',
    '[form="a"]',
    "b",
    '[lemma="a"] [] [lemma="b"]?',
    '[pos="NOUN"]+',
    '[form="c"] []{0,2} [form="a"]',
)


def naive(corpus: Corpus, query: str, left: int, right: int) -> tuple[dict[str, list[int]], int, int]:
    """Lemma to left, right, all outside of occurrences, and documents; then f_a and n. Word by word."""
    tables, hits = corpus.tables, find(corpus, query)
    lemmas = tables.words("lemma", tables.type_lemma[tables.type])
    sentence = np.cumsum((tables.flag & 2) > 0)
    places = [at for at, word in enumerate(tables.type_word[tables.type]) if word]
    nodes = [range(at, at + length) for at, length in zip(hits.token.tolist(), hits.length.tolist(), strict=True)]
    counts: dict[str, list] = {}
    f_a = n = 0
    for at in places:
        if any(at in node for node in nodes):
            continue
        reached = []
        for node in nodes:
            if sentence[node[0]] != sentence[at]:
                continue
            between = sum(node[-1] < place < at or at < place < node[0] for place in places) + 1
            if between <= (right if at > node[-1] else left):
                reached.append((between, at < node[0]))
        n += 1
        f_a += bool(reached)
        row = counts.setdefault(lemmas[at], [0, 0, 0, set()])
        row[2] += 1
        if reached:
            row[0 if min(reached)[1] else 1] += 1
            row[3].add(int(np.searchsorted(tables.document_token, at, side="right")))
    found = {lemma: [*row[:3], len(row[3])] for lemma, row in counts.items() if row[3]}
    return found, f_a, n


@settings(max_examples=150, deadline=None)
@given(corpora.filter(any), st.sampled_from(QUERIES), st.sampled_from([(1, 1), (3, 3), (0, 4), (2, 1), (9, 0)]))
def test_agrees_with_reading_word_by_word(documents, query, window):
    corpus = Corpus(tables_of(documents))
    expected, f_a, n = naive(corpus, query, *window)
    table = collocates(corpus, query, window=window, min_count=1, stopwords="keep")
    rows = table[["left", "right", "f_b", "documents"]].to_numpy().tolist()
    assert dict(zip(table["term"], rows, strict=True)) == expected
    assert set(table["f_a"]) <= {f_a} and set(table["n"]) <= {n}


@settings(max_examples=60, deadline=None)
@given(corpora.filter(any), st.sampled_from(QUERIES), st.integers(0, 4), st.integers(0, 4))
def test_crowded_and_sparse_windows_are_the_same(documents, query, left, right):
    corpus = Corpus(tables_of(documents))
    hits, both = find(corpus, query), []
    for crowded in (0, 10**9):
        with mock.patch.object(windows, "_CROWDED", crowded):
            near = windows.beside(corpus.tables, hits, left, right)
            both.append(list(zip(near.token.tolist(), near.side.tolist(), strict=True)))
    assert both[0] == both[1]


def test_the_most_specific_are_found_without_summing_every_tail():
    random = np.random.default_rng(5)
    f_b = random.zipf(1.3, 3_000).clip(1, 50_000)
    joint = random.binomial(f_b, random.beta(0.3, 2, 3_000))
    joint[:40], f_b[:40] = 1, 1  # ties
    n, f_a = 10**6, 120_000
    score = specificity(joint, f_b, f_a, n)
    for top in (1, 7, 30, 500, 2_999):
        chosen = neighbours._best("specificity", top, joint, f_a, f_b, n)
        assert chosen.tolist() == np.flatnonzero(score >= np.sort(score)[::-1][top - 1]).tolist()

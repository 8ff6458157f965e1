"""Rates over time on a corpus that can be counted by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from toolkit import Corpus, CorpusError
from toolkit.query import find
from toolkit.statistics import wilson_interval
from toolkit.terms import of_words, repeated_segments, term_frequencies, trends

TABLE = pd.DataFrame(
    {
        "source": ["A", "A", "B", "B", "B"],
        "date": ["2020-01-31", "2020-04-02", "2020-01-01", "2020-01-15", None],
        "text": ["Le chat dort.", "Le chat noir, le chat blanc.", "Un chien.", "« Le chat » dort.", "Un chat."],
    },
    index=["a1", "a2", "b1", "b2", "b3"],
)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return Corpus.from_documents(TABLE, clean=False)


def rows(table: pd.DataFrame, *columns: str) -> list[tuple]:
    return list(table[list(columns)].itertuples(index=False, name=None))


def test_every_month_from_first_to_last(corpus):
    table = trends(corpus, ["chat", "chien"])
    assert rows(table, "term", "period", "count", "documents", "n_documents", "n_tokens") == [
        ("chat", "2020-01", 2, 2, 3, 8),
        ("chat", "2020-02", 0, 0, 0, 0),
        ("chat", "2020-03", 0, 0, 0, 0),
        ("chat", "2020-04", 2, 1, 1, 6),
        ("chien", "2020-01", 1, 1, 3, 8),
        ("chien", "2020-02", 0, 0, 0, 0),
        ("chien", "2020-03", 0, 0, 0, 0),
        ("chien", "2020-04", 0, 0, 1, 6),
    ]
    assert table["start"].tolist()[:4] == list(pd.to_datetime(["2020-01-01", "2020-02-01", "2020-03-01", "2020-04-01"]))
    assert table[["rate", "low", "high"]].isna().all(axis=1).tolist() == [False, True, True, False] * 2
    there = table[table["n_tokens"] > 0]
    assert_allclose(there["rate"], 10_000 * there["count"] / there["n_tokens"])
    low, high = wilson_interval(there["count"], there["n_tokens"])
    assert_allclose(there[["low", "high"]], 10_000 * np.array([low, high]).T)
    assert table.attrs["warnings"] == ["1 article has no date and stands in no period."]


def test_by_source(corpus):
    table = trends(corpus, "chat", by="source", every="quarter")
    assert rows(table, "term", "source", "period", "count", "n_documents") == [
        ("chat", "A", "2020Q1", 1, 1),
        ("chat", "A", "2020Q2", 2, 1),
        ("chat", "B", "2020Q1", 1, 2),
        ("chat", "B", "2020Q2", 0, 0),
    ]


@pytest.mark.parametrize(
    ("every", "first", "last", "number"),
    [
        ("day", "2020-01-01", "2020-04-02", 93),
        ("week", "2019-12-30/2020-01-05", "2020-03-30/2020-04-05", 14),
        ("year", "2020", "2020", 1),
    ],
)
def test_other_periods(corpus, every, first, last, number):
    table = trends(corpus, "chat", every=every)
    assert (table["period"].iloc[0], table["period"].iloc[-1], len(table)) == (first, last, number)
    assert table["count"].sum() == 4
    assert table["n_tokens"].sum() == 14


def test_periods_add_up_to_the_frequencies(corpus):
    dated = corpus.select(since="2020")
    for options in ({}, {"words": "own"}, {"words": "quoted"}):
        table = trends(dated, "chat", every="week", by="source", **options)
        whole = term_frequencies(dated, **options).set_index("term").loc["chat"]
        assert table["count"].sum() == whole["count"]
        assert table["documents"].sum() == whole["documents"]
        assert table.attrs["warnings"] == []


def test_longer_terms_and_queries(corpus):
    assert trends(corpus, "chat noir", pattern="NOUN ADJ")["count"].sum() == 1
    assert trends(corpus, "le chat", unit="form", stopwords="keep")["count"].sum() == 4
    table = trends(corpus, {"ch*": find(corpus, "ch*")})
    assert rows(table, "term", "count")[0] == ("ch*", 3)


def test_a_term_that_does_not_occur_is_0(corpus):
    assert trends(corpus, "licorne", every="year")["rate"].tolist() == [0.0]


def test_what_cannot_be_drawn_is_said(corpus):
    with pytest.raises(CorpusError, match="Choose one of"):
        trends(corpus, "chat", every="decade")
    with pytest.raises(CorpusError, match="no article here has a date"):
        trends(corpus.select(where="date.isna()"), "chat")
    wrong = Corpus.from_documents(TABLE.assign(date=["1700-01-01", *TABLE["date"][1:]]), clean=False)
    with pytest.raises(CorpusError, match="too many"):
        trends(wrong, "chat", every="day")


def test_given_occurrences_count_only_where_their_words_do(corpus):
    """The chat of b2 is quoted: it is no word of the outlet's own, whichever way it was found."""
    for words, number in (("all", 4), ("own", 3), ("quoted", 1)):
        table = trends(corpus, {"chat": find(corpus, "chat")}, words=words)
        pd.testing.assert_frame_equal(table, trends(corpus, "chat", words=words))
        assert table["count"].sum() == number
    assert len(of_words(corpus, find(corpus, "[] chat"), words="own")) == 4  # with that of no date


def test_terms_that_never_occur_are_told(corpus):
    dated = corpus.select(where="date.notna()")
    assert trends(dated, ["chat", "licorne"]).attrs["warnings"] == ["No occurrence here of « licorne »."]
    assert trends(dated, "ch*").attrs["warnings"] == [
        "No occurrence here of « ch* ». A term stands for itself; give a query as {'ch*': find(corpus, 'ch*')}."
    ]
    query = {"lic*": find(dated, "lic*")}
    assert trends(dated, query).attrs["warnings"] == ["No occurrence here of « lic* »."]


@pytest.mark.parametrize("name", ["term", "count", "rate", "period", "documents"])
def test_a_column_of_the_users_called_like_one_of_ours(name):
    mine = Corpus.from_documents(TABLE.assign(**{name: ["x", "x", "y", "y", "y"]}), clean=False)
    plain = Corpus.from_documents(TABLE.assign(section=["x", "x", "y", "y", "y"]), clean=False)
    for function, arguments in ((trends, ("chat",)), (term_frequencies, ()), (repeated_segments, ())):
        expected = function(plain, *arguments, by="section")
        table = function(mine, *arguments, by=name)
        called = f"group_{name}" if name in expected.columns else name
        pd.testing.assert_frame_equal(table, expected.rename(columns={"section": called}))

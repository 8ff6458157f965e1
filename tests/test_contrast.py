"""Keyness of sources, on counts made by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from toolkit import Corpus, CorpusError
from toolkit import statistics as measures
from toolkit.contrast import keyness

COLUMNS = [
    *("source", "term", "count", "rate", "documents", "n_documents", "tokens"),
    *("reference_count", "reference_rate", "reference_documents", "reference_n_documents", "reference_tokens"),
    *("lrc", "log_ratio", "log_likelihood", "specificity", "p_adjusted"),
]
# Every text has ten words.
TABLE = pd.DataFrame(
    {
        "source": ["A"] * 3 + ["B"] * 3 + ["C", None],
        "text": [
            "missile missile missile missile milice troupe troupe armée armée base",
            "missile missile missile milice troupe troupe troupe armée armée base",
            "missile missile missile missile troupe troupe troupe armée armée base",
            "martyr martyr martyr troupe troupe troupe armée armée armée base",
            "martyr martyr martyr martyr troupe troupe armée armée armée base",
            "martyr martyr missile troupe troupe troupe armée armée armée base",
            "troupe troupe troupe troupe armée armée armée base base base",
            "troupe troupe troupe missile armée armée armée base base base",
        ],
    },
    index=["a1", "a2", "a3", "b1", "b2", "b3", "c1", "u1"],
)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return Corpus.from_documents(TABLE, clean=False)


def by_term(table: pd.DataFrame, source: str) -> pd.DataFrame:
    return table[table["source"] == source].set_index("term")


def test_whole_table_of_one_source(corpus):
    table = keyness(corpus, "A", unit="form", min_count=1)
    assert list(table.columns) == COLUMNS
    shown = ["term", "count", "documents", "reference_count", "reference_documents"]
    assert list(table.sort_values("term")[shown].itertuples(index=False, name=None)) == [
        ("armée", 6, 3, 15, 5),
        ("base", 3, 3, 9, 5),
        ("martyr", 0, 0, 9, 3),
        ("milice", 2, 2, 0, 0),
        ("missile", 11, 3, 2, 2),
        ("troupe", 8, 3, 15, 5),
    ]
    assert table["source"].unique().tolist() == ["A"]
    assert (table[["n_documents", "reference_n_documents"]] == [3, 5]).all(axis=None)
    assert (table[["tokens", "reference_tokens"]] == [30, 50]).all(axis=None)
    assert_allclose(table["rate"], 10_000 * table["count"] / 30)
    assert_allclose(table["reference_rate"], 10_000 * table["reference_count"] / 50)
    # surely more frequent first, surely less frequent last, the others between by signed log-likelihood
    assert table["term"].tolist() == ["missile", "milice", "troupe", "base", "armée", "martyr"]
    assert table["lrc"].iloc[0] > 0
    assert (table["lrc"].iloc[1:] == 0).all()


def test_measures_are_those_of_the_counts(corpus):
    table = keyness(corpus, unit="form", min_count=1)
    for _, part in table.groupby("source"):
        shape = part["count"], part["tokens"], part["reference_count"], part["reference_tokens"]
        both, total = part["count"] + part["reference_count"], part["tokens"] + part["reference_tokens"]
        assert_allclose(part["lrc"], measures.conservative_log_ratio(*shape))
        assert_allclose(part["log_ratio"], measures.log_ratio(*shape))
        assert_allclose(part["log_likelihood"], measures.log_likelihood(*shape))
        assert_allclose(part["specificity"], measures.specificity(part["count"], both, part["tokens"], total))
        p = measures.log_likelihood_p(part["log_likelihood"])
        assert_allclose(part["p_adjusted"], measures.benjamini_hochberg(p))
        assert (np.diff(part["lrc"]) <= 0).all()


def test_each_source_in_turn_against_the_rest(corpus):
    table = keyness(corpus, unit="form", min_count=1)
    assert table["source"].unique().tolist() == ["A", "B", "C"]  # articles of unknown source are in the rest only
    for source in "ABC":
        part = by_term(table, source)
        assert (part["count"] + part["reference_count"]).to_dict() == {
            "armée": 21,
            "base": 12,
            "martyr": 9,
            "milice": 2,
            "missile": 13,
            "troupe": 23,
        }
        assert (part["tokens"] + part["reference_tokens"] == corpus.n_tokens).all()
        assert (part["n_documents"] + part["reference_n_documents"] == 8).all()
        pd.testing.assert_frame_equal(
            keyness(corpus, source, unit="form", min_count=1), table[table["source"] == source].reset_index(drop=True)
        )
    assert by_term(table, "B").index[0] == "martyr"


def test_against_one_source(corpus):
    table = keyness(corpus, "A", reference="B", unit="form", min_count=1)
    row = by_term(table, "A").loc["missile"]
    assert (row["count"], row["reference_count"], row["reference_tokens"]) == (11, 1, 30)
    back = by_term(keyness(corpus, "B", reference="A", unit="form", min_count=1), "B")
    there = by_term(table, "A").loc[back.index]
    assert_allclose(back["lrc"], -there["lrc"], atol=1e-9)
    assert_allclose(back["log_ratio"], -there["log_ratio"])
    assert keyness(corpus, reference="B", unit="form")["source"].unique().tolist() == ["A", "C"]


def test_floors(corpus):
    assert "milice" not in keyness(corpus, unit="form")["term"].tolist()
    table = keyness(corpus, unit="form", min_documents=5)
    assert set(table["term"]) == {"troupe", "armée", "base", "missile"}


def test_sides_of_few_articles_are_told(corpus):
    (said,) = keyness(corpus, unit="form").attrs["warnings"]
    assert "C (1 article)" in said
    assert "A (" not in said and "unknown" not in said
    assert keyness(corpus, "A", unit="form").attrs["warnings"] == []
    (said,) = keyness(corpus, "A", reference="C", unit="form").attrs["warnings"]
    assert "C (1 article)" in said


def test_views_and_other_groupings(corpus):
    view = corpus.select(sources=["A", "B"])
    assert keyness(view, "A", unit="form")["reference_tokens"].iloc[0] == 30
    dated = TABLE.assign(date=["2020-06-01"] * 4 + ["2020-07-01"] * 4)
    months = keyness(Corpus.from_documents(dated, clean=False), by="month", unit="form", min_count=1)
    assert months.columns[0] == "month"
    assert months["month"].unique().tolist() == ["2020-06", "2020-07"]


def test_no_term_reaches_the_floor(corpus):
    table = keyness(corpus, "A", unit="form", min_count=1000)
    assert table.empty
    assert list(table.columns) == COLUMNS


def test_curly_and_straight_apostrophes_give_one_result():
    straight = pd.DataFrame(
        {
            "source": ["A", "A", "B", "B"],
            "text": ["L'armée d'Irak attend l'Iran.", "L'Iran.", "L'Irak attend.", "Rien."],
        }
    )
    curly = straight.assign(text=straight["text"].str.replace("'", "’"))
    tables = [keyness(Corpus.from_documents(t, clean=False), min_count=1, stopwords="keep") for t in (straight, curly)]
    pd.testing.assert_frame_equal(*tables)


def test_what_cannot_be_compared_is_said(corpus):
    with pytest.raises(CorpusError, match="Choose one of: A, B, C"):
        keyness(corpus, "D")
    with pytest.raises(CorpusError, match="nothing to compare"):
        keyness(corpus.select(sources="A"))
    with pytest.raises(CorpusError, match="nothing to compare"):
        keyness(corpus, "A", reference="A")

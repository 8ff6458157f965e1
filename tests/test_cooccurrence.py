"""Pairs of entities counted by hand, and their sentences."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from toolkit import Corpus, CorpusError
from toolkit.cooccurrence import cooccurrence, evidence
from toolkit.entities import resolve_entities
from toolkit.statistics import benjamini_hochberg, log_dice, npmi, specificity

# Nine sentences; the model finds all and only the names in them.
TABLE = pd.DataFrame(
    {
        "source": ["A", "A", "B", "B"],
        "date": ["2020-06-01", "2020-06-02", "2020-06-03", None],
        "text": [
            "Paris et Londres négocient avec Berlin. Paris attend. Londres attend Paris.",
            "À Paris, Emmanuel Macron a reçu Angela Merkel.\nAngela Merkel a quitté Paris pour Berlin.",
            "Les États-Unis et l’Iran négocient à La Haye. La Haye attend les Etats-Unis.",
            "L’Iran accuse les États-Unis. Paris et Berlin condamnent l’Iran.",
        ],
    },
    index=["a1", "a2", "b1", "b2"],
)
COLUMNS = [
    *("a", "b", "type_a", "type_b", "joint", "windows_a", "windows_b", "n_windows", "documents", "sources"),
    *("expected", "specificity", "log_dice", "npmi", "p_adjusted"),
]


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return Corpus.from_documents(TABLE, clean=False)


def counts(table: pd.DataFrame) -> dict:
    return {(row.a, row.b): (row.joint, row.windows_a, row.windows_b) for row in table.itertuples()}


def test_pairs_by_sentence(corpus):
    table = cooccurrence(corpus, min_count=1)
    assert list(table.columns) == COLUMNS
    assert counts(table) == {
        ("Paris", "Berlin"): (3, 6, 3),
        ("Paris", "Londres"): (2, 6, 2),
        ("Paris", "Angela Merkel"): (2, 6, 2),
        ("Paris", "Emmanuel Macron"): (1, 6, 1),
        ("Paris", "Iran"): (1, 6, 3),
        ("Berlin", "Londres"): (1, 3, 2),
        ("Berlin", "Angela Merkel"): (1, 3, 2),
        ("Berlin", "Iran"): (1, 3, 3),
        ("Iran", "États-Unis"): (2, 3, 3),
        ("Iran", "La Haye"): (1, 3, 2),
        ("États-Unis", "La Haye"): (2, 3, 2),
        ("Angela Merkel", "Emmanuel Macron"): (1, 2, 1),
    }
    assert (table["n_windows"] == 9).all()
    spread = {(row.a, row.b): (row.documents, row.sources) for row in table.itertuples()}
    assert spread[("Paris", "Berlin")] == (3, 2)
    assert spread[("Iran", "États-Unis")] == (2, 1)
    assert spread[("États-Unis", "La Haye")] == (1, 1)


def test_scores_are_those_of_the_counts(corpus):
    table = cooccurrence(corpus, min_count=1)
    shape = table["joint"], table["windows_a"], table["windows_b"], table["n_windows"]
    assert_allclose(table["expected"], table["windows_a"] * table["windows_b"] / 9)
    assert_allclose(table["specificity"], specificity(*shape))
    assert_allclose(table["log_dice"], log_dice(*shape))
    assert_allclose(table["npmi"], npmi(*shape))
    assert (np.diff(table["specificity"]) <= 0).all()
    # eight names make 28 pairs; those never seen, and those seen less than expected, have p = 1
    p = np.where(table["specificity"] > 0, 10.0 ** -table["specificity"], 1.0)
    assert_allclose(table["p_adjusted"], benjamini_hochberg([*p, *[1.0] * 16])[:12])


def test_a_pair_counts_once_a_window():
    table = pd.DataFrame({"text": ["Paris, Londres, Paris et encore Londres. Berlin attend."]})
    (row,) = cooccurrence(Corpus.from_documents(table, clean=False), min_count=1).itertuples()
    assert {row.a, row.b} == {"Paris", "Londres"}
    assert (row.joint, row.windows_a, row.windows_b, row.n_windows) == (1, 1, 1, 2)


def test_wider_windows(corpus):
    paragraphs = counts(cooccurrence(corpus, window="paragraph", min_count=1))
    assert paragraphs[("Paris", "Londres")] == (1, 4, 1)
    assert paragraphs[("Paris", "Berlin")] == (3, 4, 3)
    assert paragraphs[("Angela Merkel", "Emmanuel Macron")] == (1, 2, 1)
    articles = cooccurrence(corpus, window="article", min_count=1)
    assert counts(articles)[("Berlin", "Paris")] == (3, 3, 3)  # as frequent: in alphabetical order
    assert (articles["n_windows"] == 4).all()
    assert (articles["documents"] == articles["joint"]).all()
    assert "nearly everything connects" in articles.attrs["warnings"][0]


def test_floor_types_and_sources(corpus):
    assert set(counts(cooccurrence(corpus))) == {
        *(("Paris", "Berlin"), ("Paris", "Londres"), ("Paris", "Angela Merkel")),
        *(("Iran", "États-Unis"), ("États-Unis", "La Haye")),
    }
    people = cooccurrence(corpus, types="PER", min_count=1)
    assert counts(people) == {("Angela Merkel", "Emmanuel Macron"): (1, 2, 1)}
    only = cooccurrence(corpus, sources="B", min_count=1)
    assert (only["n_windows"] == 4).all()
    assert counts(only)[("Iran", "États-Unis")] == (2, 3, 3)


def test_entities_resolved_before_may_be_given(corpus):
    resolved = resolve_entities(corpus)
    whole = cooccurrence(corpus.select(sources="A"), min_count=1, entities=resolved)
    alone = cooccurrence(corpus.select(sources="A"), min_count=1)
    pd.testing.assert_frame_equal(whole, alone)


def test_sources_add_up(corpus):
    whole = cooccurrence(corpus, min_count=1).set_index(["a", "b"])["joint"]
    parts = [cooccurrence(corpus, sources=name, min_count=1) for name in "AB"]
    summed: dict = {}
    for row in pd.concat(parts).itertuples():
        pair = frozenset((row.a, row.b))
        summed[pair] = summed.get(pair, 0) + row.joint
    assert summed == {frozenset(pair): joint for pair, joint in whole.items()}


def test_pairs_of_one_article_are_told(corpus):
    table = cooccurrence(corpus)
    assert (table["documents"] == 1).sum() == 3
    assert table.attrs["warnings"][0].startswith("3 of 5 pairs stand in one article only")


def test_nothing_together(corpus):
    table = cooccurrence(corpus, min_count=50)
    assert table.empty
    assert list(table.columns) == COLUMNS
    assert table.attrs["warnings"] == []
    assert cooccurrence(corpus.select(since="2031-01-01")).empty


def test_evidence_marks_both_names(corpus):
    table = evidence(corpus, "Iran", "États-Unis")
    assert table["sentence"].tolist() == [
        "Les États-Unis et l'Iran négocient à La Haye.",
        "L'Iran accuse les États-Unis.",
    ]
    assert [[row.sentence[a:b] for a, b in row.spans] for row in table.itertuples()] == [
        ["États-Unis", "Iran"],
        ["Iran", "États-Unis"],
    ]
    assert table["doc_id"].tolist() == ["b1", "b2"]
    assert table.attrs == {"query": "Iran – États-Unis", "total": 2, "documents": 2}


def test_evidence_is_what_the_count_counts(corpus):
    for row in cooccurrence(corpus, min_count=1).itertuples():
        table = evidence(corpus, row.a, row.b)
        assert len(table) == row.joint
        assert table["doc_id"].nunique() == row.documents
        assert table["source"].nunique() == row.sources


def test_evidence_takes_any_spelling_and_a_limit(corpus):
    table = evidence(corpus, "paris", "BERLIN", limit=2)
    assert len(table) == 2
    assert sorted(table["source"]) == ["A", "B"]
    assert table.attrs["total"] == 3


def test_evidence_of_a_pair_never_together(corpus):
    assert evidence(corpus, "Londres", "Iran").empty


def test_what_is_not_known_is_said(corpus):
    with pytest.raises(CorpusError, match="Choose one of: sentence"):
        cooccurrence(corpus, window="page")
    with pytest.raises(CorpusError, match="Names near it: Londres"):
        evidence(corpus, "Londre", "Paris")

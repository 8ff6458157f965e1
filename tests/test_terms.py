"""Term frequencies on a corpus that can be counted by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from toolkit import Corpus, CorpusError
from toolkit.statistics import dp_norm, wilson_interval
from toolkit.terms import count_terms, few_articles, sizes, stop_words, term_frequencies

TABLE = pd.DataFrame(
    {
        "source": ["A", "A", "A", "B", "B", None],
        "date": ["2020-06-01", "2020-06-20", "2020-07-01", "2020-06-05", None, "2020-07-09"],
        "text": [
            "Le chat noir et le chat blanc. Un chien, un chat.",  # 11 words
            "Les chats noirs.\nLe chien noir.",  # 6
            "L’armée d’aujourd’hui.",  # 4
            "Le pouvoir peut. Chat noir !",  # 5
            "Chien.",  # 1
            "12 chats, 12 chiens…",  # 4
        ],
    },
    index=["a1", "a2", "a3", "b1", "b2", "u1"],
)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return Corpus.from_documents(TABLE, clean=False)


def counts(table: pd.DataFrame) -> dict:
    return dict(zip(table["term"], table["count"], strict=True))


def test_every_form_with_its_range(corpus):
    table = term_frequencies(corpus, unit="form", stopwords="keep")
    columns = ["term", "form", "count", "rate", "low", "high", "documents", "n_documents", "dp_norm"]
    assert list(table.columns) == columns
    assert list(table[["term", "count", "documents"]].itertuples(index=False, name=None)) == [
        ("Le", 4, 3),
        ("chat", 4, 2),
        ("chien", 3, 3),
        ("noir", 3, 3),
        ("12", 2, 1),
        ("chats", 2, 2),
        ("un", 2, 1),
        ("L'", 1, 1),
        ("Les", 1, 1),
        ("armée", 1, 1),
        ("aujourd'hui", 1, 1),
        ("blanc", 1, 1),
        ("chiens", 1, 1),
        ("d'", 1, 1),
        ("et", 1, 1),
        ("noirs", 1, 1),
        ("peut", 1, 1),
        ("pouvoir", 1, 1),
    ]
    assert table["count"].sum() == corpus.n_tokens == 31
    assert_allclose(table["rate"], table["count"] / 31 * 10_000)
    assert_allclose(table[["low", "high"]].T, 10_000 * np.array(wilson_interval(table["count"], 31)))
    assert (table["n_documents"] == 6).all()


def test_dispersion_is_over_articles(corpus):
    table = term_frequencies(corpus, unit="form", stopwords="keep").set_index("term")
    size = [11, 6, 4, 5, 1, 4]
    assert_allclose(table.at["chat", "dp_norm"], dp_norm([3, 0, 0, 1, 0, 0], size))
    assert_allclose(table.at["noir", "dp_norm"], dp_norm([1, 1, 0, 1, 0, 0], size))
    by_source = term_frequencies(corpus, unit="form", by="source").set_index(["source", "term"])
    assert_allclose(by_source.at[("A", "noir"), "dp_norm"], dp_norm([1, 1, 0], [11, 6, 4]))
    assert np.isnan(by_source.at[("B", "chats"), "dp_norm"])


def test_lemmas_bring_forms_together(corpus):
    found = counts(term_frequencies(corpus))
    assert (found["chat"], found["chien"], found["noir"]) == (6, 4, 4)
    assert found["aujourd'hui"] == 1


def test_denominators_ignore_the_filters(corpus):
    kept = term_frequencies(corpus, stopwords="keep").set_index("term")
    nouns = term_frequencies(corpus, pos="NOUN", stopwords="drop").set_index("term")
    assert_allclose(nouns.at["armée", "rate"], kept.at["armée", "rate"])
    assert_allclose(nouns.at["armée", "rate"], 10_000 / 31)


def test_stop_words_go_but_their_nouns_stay(corpus):
    found = counts(term_frequencies(corpus))
    assert not {"le", "un", "et", "de"} & set(found)
    assert found["pouvoir"] == 1  # the noun; the verb is dropped
    assert counts(term_frequencies(corpus, stopwords="keep"))["pouvoir"] == 2
    assert counts(term_frequencies(corpus, pos="VERB", stopwords="keep"))["pouvoir"] == 1


def test_stop_words_of_ones_own(corpus):
    found = counts(term_frequencies(corpus, stopwords={*stop_words(), "chien", "Aujourd’hui", "noir:VERB"}))
    assert "chien" not in found
    assert "aujourd'hui" not in found
    assert found["noir"] == 4  # dropped as a verb only
    assert "le" in counts(term_frequencies(corpus, stopwords=["chat"]))


def test_shipped_stop_words_are_lower_case_and_distinct():
    words = [entry.partition(":")[0] for entry in stop_words()]
    assert len(words) == len(set(words)) > 200
    assert all(word == word.lower() == word.strip() for word in words)


def test_groups_add_up_and_keep_their_zeros(corpus):
    total = term_frequencies(corpus).set_index("term")
    by_source = term_frequencies(corpus, by="source")
    assert list(by_source.columns)[:4] == ["source", "term", "form", "count"]
    assert list(by_source["source"][:3]) == ["A", "B", "(unknown)"]
    assert len(by_source) == 3 * len(total)
    summed = by_source.groupby("term")[["count", "documents"]].sum()
    pd.testing.assert_frame_equal(
        summed.sort_index(), total[["count", "documents"]].sort_index(), check_names=False, check_dtype=False
    )
    row = by_source.set_index(["source", "term"]).loc[("B", "chien")]
    assert (row["count"], row["documents"], row["n_documents"]) == (1, 1, 2)
    assert_allclose(row["rate"], 10_000 / 6)
    absent = by_source.set_index(["source", "term"]).loc[("B", "armée")]
    assert absent["count"] == absent["rate"] == absent["low"] == 0 < absent["high"]


def test_months(corpus):
    by_month = term_frequencies(corpus, by="month").set_index(["month", "term"])["count"]
    assert by_month["2020-06", "chat"] == 5
    assert by_month["2020-07", "chat"] == 1
    assert by_month["(unknown)", "chien"] == 1


def test_views_recompose(corpus):
    whole = counts(term_frequencies(corpus, stopwords="keep"))
    parts = [corpus.select(sources="A"), corpus.select(sources="B"), corpus.select(where="source.isna()")]
    summed: dict = {}
    for part in parts:
        for term, count in counts(term_frequencies(part, stopwords="keep")).items():
            summed[term] = summed.get(term, 0) + count
    assert summed == whole


def test_few_articles_are_told(corpus):
    (said,) = term_frequencies(corpus, by="source").attrs["warnings"]
    assert "B (2 articles), (unknown) (1 article)" in said
    assert "A (" not in said
    assert term_frequencies(corpus).attrs["warnings"] == []
    assert few_articles(["A"], [3]) == []


class TestSequences:
    def test_pairs_within_sentences(self, corpus):
        found = counts(term_frequencies(corpus, unit="form", ngrams=2, stopwords="keep"))
        assert found == {
            "chat noir": 2,
            "12 chats": 1,
            "12 chiens": 1,
            "L' armée": 1,
            "Le chat": 2,
            "Le chien": 1,
            "Le pouvoir": 1,
            "Les chats": 1,
            "armée d'": 1,
            "chat blanc": 1,
            "chats noirs": 1,
            "chien noir": 1,
            "d' aujourd'hui": 1,
            "et Le": 1,
            "noir et": 1,
            "pouvoir peut": 1,
            "un chat": 1,
            "un chien": 1,
        }

    def test_stop_words_at_either_end_only(self, corpus):
        found = counts(term_frequencies(corpus, unit="form", ngrams=3, stopwords="drop"))
        assert found == {"armée d' aujourd'hui": 1}

    def test_parts_of_speech_at_either_end(self, corpus):
        found = counts(term_frequencies(corpus, ngrams=2, pos=("NOUN", "ADJ")))
        assert found["chat noir"] == 3
        assert "12 chat" not in found

    def test_conservation_and_dispersion(self, corpus):
        by_source = term_frequencies(corpus, ngrams=2, by="source", stopwords="keep")
        total = term_frequencies(corpus, ngrams=2, stopwords="keep").set_index("term")
        summed = by_source.groupby("term")[["count", "documents"]].sum()
        assert summed["count"].to_dict() == total["count"].to_dict()
        assert summed["documents"].to_dict() == total["documents"].to_dict()
        assert_allclose(total.at["chat noir", "dp_norm"], dp_norm([1, 1, 0, 1, 0, 0], [11, 6, 4, 5, 1, 4]))

    def test_a_view_counts_its_own(self, corpus):
        assert counts(term_frequencies(corpus.select(sources="B"), ngrams=2)) == {"chat noir": 1}

    def test_none_long_enough(self, corpus):
        table = term_frequencies(corpus, ngrams=5, pos="PROPN")
        assert table.empty
        assert list(table.columns)[:3] == ["term", "form", "count"]


def test_top_and_min_count(corpus):
    table = term_frequencies(corpus, unit="form", stopwords="keep", top=3)
    assert table["term"].tolist() == ["Le", "chat", "chien"]  # noir, as frequent, comes later in the alphabet
    assert term_frequencies(corpus, min_count=4)["term"].tolist() == ["chat", "chien", "noir"]
    by_source = term_frequencies(corpus, top=1, by="source")
    assert by_source["term"].tolist() == ["chat"] * 3


def test_arrays_for_other_measures(corpus):
    counted = count_terms(corpus, unit="form", by="source", stopwords="keep")
    assert counted.groups == ["A", "B", "(unknown)"]
    assert counted.n_tokens.tolist() == [21, 6, 4]
    assert counted.n_documents.tolist() == [3, 2, 1]
    assert counted.counts.sum(axis=1).tolist() == [21, 6, 4]


def test_sizes(corpus):
    assert list(sizes(corpus).itertuples(index=False, name=None)) == [
        ("A", "2020-06", 2, 17),
        ("A", "2020-07", 1, 4),
        ("B", "2020-06", 1, 5),
        ("B", "(unknown)", 1, 1),
        ("(unknown)", "2020-07", 1, 4),
    ]
    assert sizes(corpus, by="source")["tokens"].sum() == corpus.n_tokens


def test_an_empty_view_gives_an_empty_table(corpus):
    assert term_frequencies(corpus.select(since="2031-01-01")).empty
    assert term_frequencies(corpus.select(since="2031-01-01"), by="source", ngrams=2).empty


@pytest.mark.parametrize(
    "wrong", [{"unit": "stem"}, {"pos": "NOM"}, {"stopwords": "none"}, {"by": "newspaper"}, {"ngrams": 0}]
)
def test_what_is_not_known_is_said(corpus, wrong):
    with pytest.raises(CorpusError, match=r"Choose|found here"):
        term_frequencies(corpus, **wrong)

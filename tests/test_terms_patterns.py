"""Multi-word terms by part of speech, lemmas with their part of speech, and forms as written."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from toolkit import Corpus, CorpusError
from toolkit.terms import DISPERSION, term_frequencies

TABLE = pd.DataFrame(
    {
        "source": ["A", "A", "B"],
        "text": [
            "Le général a promis une force armée. Les soldats américains ont quitté la base militaire près de Bagdad.",
            "Les forces de sécurité ont arrêté un soldat américain. Le chef de la milice a parlé à Bagdad.\n"
            "Des soldats, américains, sont là.",
            "Les forces de sécurité irakiennes protègent le soldat américain et le chef de la police.",
        ],
    },
    index=["a1", "a2", "b1"],
)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return Corpus.from_documents(TABLE, clean=False)


def rows(corpus: Corpus, **options) -> list[tuple]:
    table = term_frequencies(corpus, **options)
    return list(table[["term", "form", "count", "documents"]].itertuples(index=False, name=None))


ADJECTIVES = [
    ("soldat américain", "soldat américain", 3, 3),  # not over the comma
    ("base militaire", "base militaire", 1, 1),
    ("force armé", "force armée", 1, 1),
    ("sécurité irakien", "sécurité irakiennes", 1, 1),  # within a longer term, and counted as well
]
NOUNS = [
    ("force de sécurité", "forces de sécurité", 2, 2),
    ("chef de le milice", "chef de la milice", 1, 1),
    ("chef de le police", "chef de la police", 1, 1),
]


def test_a_pattern_gives_lemmas_and_the_written_form(corpus):
    assert rows(corpus, pattern="NOUN ADJ") == ADJECTIVES


def test_a_part_that_may_be_absent_and_parts_of_several_kinds(corpus):
    assert rows(corpus, pattern="NOUN ADP DET? NOUN|PROPN") == NOUNS
    assert rows(corpus, pattern=["NOUN ADP NOUN", "NOUN ADP DET NOUN"]) == NOUNS


def test_several_patterns_count_as_one_table(corpus):
    # a row of words that fits two of them counts once
    both = rows(corpus, pattern=["NOUN ADJ", "NOUN ADP DET? NOUN|PROPN", "NOUN|PROPN ADJ"])
    assert sorted(both) == sorted(ADJECTIVES + NOUNS)
    assert [row[2] for row in both] == [3, 2, 1, 1, 1, 1, 1]


def test_the_shipped_set(corpus):
    assert sorted(rows(corpus, pattern="terms")) == sorted(ADJECTIVES + NOUNS)


def test_stop_words_look_at_the_ends(corpus):
    kept = rows(corpus, pattern="terms", stopwords=["de", "force", "américain"])
    assert sorted(row[0] for row in kept) == [
        "base militaire",
        "chef de le milice",
        "chef de le police",
        "sécurité irakien",
    ]


def test_by_source_and_for_a_view(corpus):
    table = term_frequencies(corpus, pattern="NOUN ADP NOUN", by="source")
    assert list(table[["source", "term", "count", "n_documents"]].itertuples(index=False, name=None)) == [
        ("A", "force de sécurité", 1, 2),
        ("B", "force de sécurité", 1, 1),
    ]
    assert rows(corpus.select(sources="B"), pattern="NOUN ADP NOUN") == [(*NOUNS[0][:2], 1, 1)]


def test_lemmas_with_their_part_of_speech(corpus):
    table = rows(corpus, unit="lemma_pos", pos=("NOUN", "PROPN"), stopwords="keep")
    assert table == [
        ("soldat_NOUN", "soldat", 4, 3),
        ("force_NOUN", "forces", 3, 3),
        ("Bagdad_PROPN", "Bagdad", 2, 2),
        ("chef_NOUN", "chef", 2, 2),
        ("sécurité_NOUN", "sécurité", 2, 2),
        ("base_NOUN", "base", 1, 1),
        ("général_NOUN", "général", 1, 1),
        ("milice_NOUN", "milice", 1, 1),
        ("police_NOUN", "police", 1, 1),
    ]
    assert rows(corpus, unit="lemma_pos", pattern="NOUN ADJ")[0] == ("soldat_NOUN américain_ADJ", *ADJECTIVES[0][1:])


def test_all_measures_of_dispersion(corpus):
    names = list(DISPERSION)
    table = term_frequencies(corpus, pattern="NOUN ADP NOUN", dispersion=names)
    assert list(table.columns)[-5:] == names == ["dp", "dp_norm", "juilland_d", "carroll_d2", "rosengren_s"]
    sizes = corpus.index["n_tokens"].to_numpy()
    assert_allclose(table.loc[0, names].astype(float), [DISPERSION[name]([0, 1, 1], sizes) for name in names])
    assert list(term_frequencies(corpus, dispersion=()).columns)[-1] == "n_documents"
    by_source = term_frequencies(corpus, dispersion="juilland_d", by="source", top=1, pattern="NOUN ADP NOUN")
    assert_allclose(by_source.at[0, "juilland_d"], DISPERSION["juilland_d"]([0, 1], sizes[:2]))
    assert np.isnan(by_source.at[1, "juilland_d"])  # one article: nothing to be spread over


def test_the_written_form_is_one_that_counts():
    table = pd.DataFrame({"text": ["Le pouvoir peut. Il peut. Il peut beaucoup."]})
    corpus = Corpus.from_documents(table, clean=False)
    nouns = term_frequencies(corpus, pos="NOUN", stopwords="keep").set_index("term")
    verbs = term_frequencies(corpus, pos="VERB", stopwords="keep").set_index("term")
    assert (nouns.at["pouvoir", "form"], verbs.at["pouvoir", "form"]) == ("pouvoir", "peut")


@pytest.mark.parametrize(
    "wrong",
    [
        {"pattern": "NOUN"},
        {"pattern": ""},
        {"pattern": []},
        {"pattern": "NOM ADJ"},
        {"pattern": "NOUN ADJ", "ngrams": 2},
        {"pattern": "NOUN ADJ", "pos": "NOUN"},
        {"pattern": "NOUN ADP? ADP ADP ADP NOUN"},
        {"pattern": "NOUN? ADJ"},
        {"dispersion": "gini"},
        {"top": 0},
        {"min_count": -1},
        {"ngrams": 6},
        {"ngrams": 2.0},
    ],
)
def test_what_is_not_known_is_said(corpus, wrong):
    with pytest.raises(CorpusError, match=r"Choose|Write it as|found here"):
        term_frequencies(corpus, **wrong)

"""Terms in quotation marks, outside of them, and in headlines."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from toolkit import Corpus, CorpusError
from toolkit.statistics import dp_norm
from toolkit.terms import count_terms, term_frequencies

TABLE = pd.DataFrame(
    {
        "source": ["A", "A", "B"],
        "title": ["Le chat noir", None, None],
        "text": [
            "Le chat noir\nUn chat dit : « Le chien noir dort. » Le chat dort.",  # 3 + 3 + 4 quoted + 3
            "« Le chat noir », dit le chien.",  # 3 quoted + 3
            "Le chat dort.",  # 3
        ],
    },
    index=["a1", "a2", "b1"],
)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return Corpus.from_documents(TABLE, clean=False)


def counts(corpus: Corpus, **options) -> dict:
    table = term_frequencies(corpus, unit="form", stopwords="keep", **options)
    return {term.lower(): (n, k) for term, n, k in zip(table["term"], table["count"], table["documents"], strict=True)}


def test_words_outside_of_quotation_marks(corpus):
    assert counts(corpus, words="own") == {
        "le": (4, 3),
        "chat": (4, 2),
        "dit": (2, 2),
        "dort": (2, 2),
        "chien": (1, 1),
        "noir": (1, 1),
        "un": (1, 1),
    }


def test_words_in_quotation_marks(corpus):
    assert counts(corpus, words="quoted") == {
        "le": (2, 2),
        "noir": (2, 2),
        "chat": (1, 1),
        "chien": (1, 1),
        "dort": (1, 1),
    }


def test_headlines_left_out(corpus):
    assert counts(corpus, headlines="drop")["noir"] == (2, 2)
    assert counts(corpus, headlines="drop", words="own") == {
        "chat": (3, 2),
        "le": (3, 3),
        "dit": (2, 2),
        "dort": (2, 2),
        "chien": (1, 1),
        "un": (1, 1),
    }


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, [13, 6, 3]),
        ({"words": "own"}, [9, 3, 3]),
        ({"words": "quoted"}, [4, 3, 0]),
        ({"headlines": "drop"}, [10, 6, 3]),
        ({"words": "own", "headlines": "drop"}, [6, 3, 3]),
        ({"words": "quoted", "headlines": "drop"}, [4, 3, 0]),
    ],
)
def test_the_denominator_counts_those_tokens_only(corpus, options, words):
    counted = count_terms(corpus, unit="form", stopwords="keep", by="source", **options)
    assert counted.n_tokens.tolist() == [words[0] + words[1], words[2]]
    assert counted.n_documents.tolist() == [2, 1]
    assert counted.counts.sum(axis=1).tolist() == counted.n_tokens.tolist()
    table = term_frequencies(corpus, unit="form", stopwords="keep", **options).set_index("term")
    assert_allclose(table["rate"], 10_000 * table["count"] / sum(words))
    noir = {"own": [1, 0, 0], "quoted": [1, 1, 0], "all": [2, 1, 0]}[options.get("words", "all")]
    if "headlines" in options:
        noir[0] -= options.get("words") != "quoted"
    expected = dp_norm(noir, words)
    if sum(noir):
        assert_allclose(table.at["noir", "dp_norm"], expected)


def test_rows_of_words_stay_on_their_side(corpus):
    assert counts(corpus, ngrams=2, words="quoted") == {
        "chat noir": (1, 1),
        "chien noir": (1, 1),
        "le chat": (1, 1),
        "le chien": (1, 1),
        "noir dort": (1, 1),
    }
    own = counts(corpus, ngrams=2, words="own", headlines="drop")
    assert own == {"chat dort": (2, 2), "le chat": (2, 2), "chat dit": (1, 1), "dit le": (1, 1), "le chien": (1, 1)} | {
        "un chat": (1, 1)
    }


def test_own_and_quoted_add_up(corpus):
    every, own, quoted = (count_terms(corpus, stopwords="keep", by="source", words=w) for w in ("all", "own", "quoted"))
    assert np.array_equal(own.counts + quoted.counts, every.counts)
    assert np.array_equal(own.n_tokens + quoted.n_tokens, every.n_tokens)


@pytest.mark.parametrize("wrong", [{"words": "theirs"}, {"headlines": True}])
def test_what_is_not_known_is_said(corpus, wrong):
    with pytest.raises(CorpusError, match="Choose one of"):
        count_terms(corpus, **wrong)

"""The most frequent rows of words by the index, against going through the documents."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from toolkit import Corpus
from toolkit.terms import repeats, row_index, stop_words, term_frequencies
from toolkit.terms.rows import documents_of

SETTINGS = [
    {"ngrams": 2},
    {"ngrams": 2, "stopwords": "keep", "unit": "form"},
    {"ngrams": 2, "pos": ("NOUN", "ADJ"), "by": "month"},
    {"ngrams": 2, "pos": "VERB", "stopwords": "keep", "words": "own"},
    {"ngrams": 2, "words": "quoted", "headlines": "drop", "stopwords": "keep"},
    {"ngrams": 3, "stopwords": stop_words() - {"de"}, "by": "source"},
    {"ngrams": 3, "unit": "lemma_pos", "stopwords": "keep", "min_count": 4},
    {"ngrams": 5, "stopwords": "keep"},
    {"pattern": "terms", "by": "source"},
    {"pattern": ["NOUN ADJ", "NOUN ADP DET? NOUN"], "stopwords": {"force", "américain:ADJ"}, "words": "own"},
]


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Corpus:
    return Corpus.load(store=tmp_path_factory.mktemp("store"), progress=False)


@pytest.mark.parametrize("options", SETTINGS, ids=str)
@pytest.mark.parametrize("view", ["all", "some", "one source"])
@pytest.mark.parametrize("top", [1, 7, 40])
def test_the_same_as_going_through_the_documents(sample, monkeypatch, options, view, top):
    corpus = {
        "all": sample,
        "some": sample.select(where=np.arange(sample.n_documents) % 3 > 0),
        "one source": sample.select(sources=sample.sources[0]),
    }[view]
    measures = {"dispersion": ["dp_norm", "juilland_d"], "top": top}
    expected = term_frequencies(corpus, **options, **measures)
    monkeypatch.setattr(row_index, "_WORTH_IT", 0)
    monkeypatch.setattr(row_index, "_FIRST_LOOK", 3)
    asked = []
    monkeypatch.setattr(row_index, "row_index", lambda *args: asked.append(args) or ORIGINAL(*args))
    pd.testing.assert_frame_equal(term_frequencies(corpus, **options, **measures), expected)
    assert len(asked) == 1


ORIGINAL = row_index.row_index


def test_rows_of_the_index_are_in_order_of_frequency(sample):
    index = row_index.row_index(sample.tables, "form", 2, (), row_index.Marks())
    size = np.diff(index.at)
    assert np.all(np.diff(size) <= 0)
    assert size.min() >= 2
    assert len(index.token) == size.sum() == index.at[-1]


def test_sorting_in_parts_changes_nothing(sample, monkeypatch):
    documents = np.arange(sample.n_documents)

    def levels():
        return list(repeats.repeated_rows(sample.tables, "lemma", row_index.Marks(), documents))

    whole = levels()
    monkeypatch.setattr(repeats, "_AT_ONCE", 500)
    for one, other in zip(whole, levels(), strict=True):
        for name in ("length", "token", "at", "prefix", "suffix"):
            assert np.array_equal(getattr(one, name), getattr(other, name))


def test_the_document_of_each_token(sample):
    tables = sample.tables
    token = np.arange(tables.counts["tokens"])
    expected = np.repeat(np.arange(sample.n_documents), np.diff(tables.document_token))
    assert np.array_equal(documents_of(tables, token), expected)
    short = Corpus.from_documents(pd.DataFrame({"text": ["Un.", "", "Deux.", "Trois mots ici."]}), clean=False)
    token = np.arange(short.tables.counts["tokens"])
    expected = np.repeat(np.arange(short.n_documents), np.diff(short.tables.document_token))
    assert np.array_equal(documents_of(short.tables, token), expected)

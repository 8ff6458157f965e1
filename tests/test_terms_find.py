"""The occurrences of a row: as many as its count says, whatever the options."""

from __future__ import annotations

import numpy as np
import pytest

from toolkit import Corpus, CorpusError
from toolkit.query import find
from toolkit.terms import find_term, stop_words, term_frequencies

TEXTS = [
    "Le chat noir et le chat blanc. Un chien, un chat.",
    "« Le pouvoir peut », dit le chat noir.",
    "Le chat noir dort.",
]


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Corpus:
    return Corpus.load(store=tmp_path_factory.mktemp("store"), progress=False)


@pytest.fixture(scope="module")
def small() -> Corpus:
    import pandas as pd

    table = pd.DataFrame({"source": ["A", "A", "B"], "text": TEXTS, "title": [None, None, TEXTS[2]]})
    return Corpus.from_documents(table, clean=False)


def read(corpus: Corpus, hits) -> list[str]:
    """Each occurrence as it stands in the text."""
    first, last = corpus.token_spans(hits.token), corpus.token_spans(hits.token + hits.length - 1)
    names = corpus.tables.table("documents")["doc_id"]
    return [
        corpus.text(names[row])[start:end]
        for row, start, end in zip(first["row"], first["start"], last["end"], strict=True)
    ]


SPELLINGS = [
    (
        "A",
        "BAGDAD, 11 juin (AM) - Les Etats-Unis attendent. L'ambassade des Etats-Unis, dont l'enceinte a brûlé, aussi.",
    ),
    ("B", "Les États-Unis sont à Bagdad."),
]


def test_spellings_of_one_word_are_one_row_and_open_as_they_are_written() -> None:
    import pandas as pd

    corpus = Corpus.from_documents(pd.DataFrame(SPELLINGS, columns=["source", "text"]), clean=False)
    for term, spellings in (
        ("États-Unis", ["Etats-Unis", "Etats-Unis", "États-Unis"]),
        ("Bagdad", ["BAGDAD", "Bagdad"]),
    ):
        assert read(corpus, find_term(corpus, term)) == spellings
        assert term_frequencies(corpus).set_index("term").loc[term, "count"] == len(spellings)
    assert read(corpus, find_term(corpus, "Etats-Unis", unit="form")) == ["Etats-Unis"] * 2
    for query in ("États-Unis", "Etats-Unis", '[lemma="États-Unis"]'):
        assert read(corpus, find(corpus, query)) == ["Etats-Unis", "Etats-Unis", "États-Unis"]


@pytest.mark.parametrize(
    ("term", "options", "found"),
    [
        ("chat", {}, ["chat", "chat", "chat", "chat", "chat"]),
        ("chat", {"words": "own", "headlines": "drop"}, ["chat"] * 4),
        ("pouvoir", {}, ["pouvoir"]),  # the verb is a stop word
        ("pouvoir", {"stopwords": "keep"}, ["pouvoir", "peut"]),
        ("pouvoir", {"stopwords": "keep", "pos": "VERB"}, ["peut"]),
        ("pouvoir", {"words": "own"}, []),
        ("pouvoir_VERB", {"unit": "lemma_pos", "stopwords": "keep"}, ["peut"]),
        ("LE", {"unit": "form", "stopwords": "keep"}, ["Le", "le", "Le", "le", "Le"]),
        ("chat noir", {}, ["chat noir"] * 3),
        ("le chat noir", {"unit": "form", "stopwords": "keep"}, ["Le chat noir", "le chat noir", "Le chat noir"]),
        ("le chat noir", {"unit": "form"}, []),
        ("chat noir", {"pattern": "NOUN ADJ"}, ["chat noir"] * 3),
        ("chien un", {"unit": "form", "stopwords": "keep"}, []),  # a comma between them
        ("licorne", {}, []),
        ("chat licorne", {}, []),
    ],
)
def test_found_where_it_was_counted(small, term, options, found):
    hits = find_term(small, term, **options)
    assert hits.query == term
    assert read(small, hits) == found
    names = small.tables.table("documents")["doc_id"]
    assert all(small.row(names[row]) == row for row in hits.row)


def test_a_view_finds_its_own(small):
    assert len(find_term(small.select(sources="B"), "chat noir")) == 1


SETTINGS = [
    {},
    {"unit": "form", "stopwords": "keep"},
    {"unit": "lemma_pos", "pos": ("NOUN", "ADJ", "PROPN"), "words": "quoted"},
    {"pos": "VERB", "words": "own", "headlines": "drop"},
    {"ngrams": 2, "stopwords": stop_words() - {"de"}},
    {"ngrams": 2, "unit": "lemma_pos", "pos": ("NOUN", "ADJ"), "words": "own"},
    {"ngrams": 3, "unit": "form", "headlines": "drop"},
    {"ngrams": 5},
    {"pattern": "terms"},
    {"pattern": ["ADJ NOUN", "NOUN ADP DET? NOUN"], "unit": "form", "words": "quoted"},
]


@pytest.mark.parametrize("options", SETTINGS, ids=str)
@pytest.mark.parametrize("view", ["all", "some"])
def test_as_many_as_the_table_counts(sample, options, view):
    """For the most frequent terms and for some of every frequency, since looking each up takes its time."""
    corpus = sample if view == "all" else sample.select(where=np.arange(sample.n_documents) % 3 == 1)
    table = term_frequencies(corpus, **options)
    rows = np.unique(np.concatenate([np.arange(min(60, len(table))), np.linspace(0, len(table) - 1, 120).astype(int)]))
    table = table.iloc[rows[: len(table)]]
    found = [find_term(corpus, term, **options) for term in table["term"]]
    assert [len(hits) for hits in found] == table["count"].tolist()
    assert [len(np.unique(hits.row)) for hits in found] == table["documents"].tolist()
    assert all(np.isin(hits.row, corpus.rows).all() for hits in found)
    assert all(np.all(np.diff(hits.token) >= 0) for hits in found)


@pytest.mark.parametrize("wrong", ["", " ", "chat ", "chat  noir"])
def test_no_term_is_an_error(small, wrong):
    with pytest.raises(CorpusError, match="is no term"):
        find_term(small, wrong)


def test_options_are_checked(small):
    with pytest.raises(CorpusError, match="Choose one of"):
        find_term(small, "chat", unit="stem")

"""Repeated segments, counted by hand and against a count by brute force."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from toolkit import Corpus, CorpusError
from toolkit.terms import repeated_segments, term_frequencies

TABLE = pd.DataFrame(
    {
        "source": ["A", "A", "B", None],
        "text": [
            "Le chat noir dort. Le chien dort.",
            "Ici, le chat noir dort. Le chat noir, le chien.",
            "Un chat noir mange.",
            "Le chat noir dort.",
        ],
    },
    index=["a1", "a2", "b1", "u1"],
)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return Corpus.from_documents(TABLE, clean=False)


def rows(table: pd.DataFrame, *columns: str) -> list[tuple]:
    return list(table[list(columns)].itertuples(index=False, name=None))


def test_all_segments_that_come_again(corpus):
    table = repeated_segments(corpus)
    assert rows(table, "term", "form", "length", "count", "documents", "sources") == [
        ("chat noir", "chat noir", 2, 5, 4, 2),
        ("Le chat noir", "Le chat noir", 3, 4, 3, 1),
        ("Le chat noir dort", "Le chat noir dort", 4, 3, 3, 1),
        ("Le chien", "le chien", 2, 2, 2, 1),
    ]  # « noir dort » and « chat noir dort » only within the longer one, « le chat » only within « le chat noir »
    size = corpus.n_tokens
    assert_allclose(table["rate"], table["count"] / size * 10_000)
    assert (table["n_documents"] == 4).all()


def test_length_and_frequency(corpus):
    assert rows(repeated_segments(corpus, max_length=3), "term", "count") == [
        ("chat noir", 5),
        ("Le chat noir", 4),
        ("chat noir dort", 3),  # the longer one is not asked for
        ("Le chien", 2),
    ]
    assert rows(repeated_segments(corpus, min_length=4), "term", "count") == [("Le chat noir dort", 3)]
    assert rows(repeated_segments(corpus, min_count=4), "term", "count") == [("chat noir", 5), ("Le chat noir", 4)]
    assert rows(repeated_segments(corpus, top=2), "term") == [("chat noir",), ("Le chat noir",)]


def test_neither_end_a_stop_word(corpus):
    table = repeated_segments(corpus, stopwords="drop")
    assert rows(table, "term", "count") == [("chat noir", 5), ("chat noir dort", 3)]


def test_by_source(corpus):
    table = repeated_segments(corpus, by="source", top=1)
    assert rows(table, "source", "term", "count", "documents", "n_documents", "sources") == [
        ("A", "chat noir", 3, 2, 2, 1),
        ("B", "chat noir", 1, 1, 1, 1),
        ("(unknown)", "chat noir", 1, 1, 1, 0),
    ]
    assert len(table.attrs["warnings"]) == 1


def test_by_lemma_and_in_a_view(corpus):
    assert rows(repeated_segments(corpus, unit="lemma"), "term", "count")[0] == ("chat noir", 5)
    view = repeated_segments(corpus.select(sources="A"))
    assert rows(view, "term", "count")[0] == ("Le chat noir", 3)


def test_nothing_comes_again(corpus):
    assert repeated_segments(corpus.select(sources="B")).empty
    assert repeated_segments(corpus.select(since="2030")).empty
    assert list(repeated_segments(corpus, min_count=99, by="source").columns)[:4] == [
        "source",
        "term",
        "form",
        "length",
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"min_length": 1},
        {"min_count": 1},
        {"min_length": 4, "max_length": 3},
        {"top": 0},
        {"unit": "stem"},
        {"by": "x"},
    ],
)
def test_what_makes_no_sense_is_said(corpus, wrong):
    with pytest.raises(CorpusError, match="Choose"):
        repeated_segments(corpus, **wrong)


def brute_force(sentences: list[list[str]], least: int) -> dict[str, int]:
    counts = Counter(
        tuple(words[low:high])
        for words in sentences
        for low in range(len(words))
        for high in range(low + 2, len(words) + 1)
    )
    again = {row: count for row, count in counts.items() if count >= least}

    def within(row: tuple[str, ...], longer: tuple[str, ...]) -> bool:
        return any(longer[at : at + len(row)] == row for at in range(len(longer) - len(row) + 1))

    return {
        " ".join(row): count
        for row, count in again.items()
        if not any(len(longer) > len(row) and again[longer] == count and within(row, longer) for longer in again)
    }


@pytest.fixture(scope="module")
def annotate():
    """A corpus of sentences of the words a, b, c: made without a pipeline, so that many can be tried."""
    from functools import partial
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from toolkit.store import Annotated, Sheet, Store, digests
    from toolkit.store.assemble import assemble

    made: list[TemporaryDirectory] = []

    def make(sentences: list[str]) -> Corpus:
        types = [(letter, letter, "NOUN", "") for letter in "abc"]
        lines = list(dict.fromkeys(" ".join(sentence) for sentence in sentences))
        length = np.array([len(line.split()) for line in lines], np.int64)
        first = np.concatenate([[0], np.cumsum(length)])[:-1]
        flags = np.ones(int(length.sum()), np.uint8)
        flags[first] |= 2
        flags[first + length - 1] &= 0xFE
        none = np.zeros(0, np.int32)
        annotated = Annotated(
            digest=digests(lines),
            first_token=first,
            n_tokens=length,
            type=np.array(["abc".index(word) for line in lines for word in line.split()], np.int32),
            flags=flags,
            types=types,
            first_mention=np.zeros(len(lines), np.int64),
            n_mentions=np.zeros(len(lines), np.int64),
            mention_sentence=none,
            mention_start=none,
            mention_end=none,
            mention_label=none.astype(np.int8),
            labels=["LOC", "MISC", "ORG", "PER"],
        )
        texts = [" ".join(sentence) for sentence in sentences]
        count = len(texts)
        documents = pd.DataFrame(
            {
                "source": pd.array(["A"] * count, dtype="str"),
                "date": pd.to_datetime(["2020-01-01"] * count),
                "title": pd.array([None] * count, dtype="str"),
                "path": pd.array([f"{number}.txt" for number in range(count)], dtype="str"),
            },
            index=pd.Index([f"d{number}" for number in range(count)], name="doc_id"),
        )
        spans = [np.array([[0, len(text), 0, len(text)]], np.int32) for text in texts]
        folder = TemporaryDirectory()
        made.append(folder)
        store = Store(Path(folder.name))
        sheet = Sheet(documents, texts, texts, spans, {})
        with store.writing():
            return Corpus(store.build("made", partial(assemble, sheet=sheet, annotated=annotated), {}))

    yield make
    for folder in made:
        folder.cleanup()


@settings(max_examples=40, deadline=None)
@given(sentences=st.lists(st.text("abc", min_size=1, max_size=9), min_size=1, max_size=6), least=st.integers(2, 3))
def test_as_a_count_by_brute_force(annotate, sentences, least):
    corpus = annotate(sentences)
    table = repeated_segments(corpus, min_count=least, stopwords="keep")
    assert dict(zip(table["term"], table["count"], strict=True)) == brute_force([list(s) for s in sentences], least)


@settings(max_examples=20, deadline=None)
@given(sentences=st.lists(st.text("abc", min_size=1, max_size=9), min_size=1, max_size=6), length=st.integers(1, 5))
def test_rows_of_words_as_a_count_by_brute_force(annotate, sentences, length):
    corpus = annotate(sentences)
    table = term_frequencies(corpus, ngrams=length, stopwords="keep", dispersion=())
    expected = Counter(" ".join(s[at : at + length]) for s in sentences for at in range(len(s) - length + 1))
    assert dict(zip(table["term"], table["count"], strict=True)) == dict(expected)

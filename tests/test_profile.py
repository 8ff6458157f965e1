"""The lexical profile, counted by hand and against textacy itself."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from handmade import tables_of
from numpy.testing import assert_allclose

from toolkit import Corpus, CorpusError
from toolkit.profile import lexical_profile
from toolkit.statistics import mattr, mtld
from toolkit.terms import term_frequencies

COLUMNS = [
    *("articles", "tokens", "types", "mattr", "mattr_articles", "mtld", "sentences", "sentence_length"),
    *("sentence_median", "quoted", "syllables", "long_words", "reading_ease", "lix"),
]
TABLE = pd.DataFrame(
    {
        "source": ["A", "A", "B"],
        "date": ["2020-06-01", "2020-07-01", None],
        "text": [
            "Le gouvernement parle. Le ministre parle, le ministre attend.",
            "« Le chat dort », dit-il. Le chien dort.",
            "Gouvernement.",
        ],
    },
    index=["a1", "a2", "b1"],
)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return Corpus.from_documents(TABLE, clean=False)


def test_whole_table(corpus):
    table = lexical_profile(corpus, window=3)
    assert list(table.columns) == ["source", *COLUMNS]
    assert table["source"].tolist() == ["A", "B"]
    a, b = table.iloc[0], table.iloc[1]
    # 9 words in 2 sentences (3 and 6), and 8 in 2 (le chat dort dit -il: 5, and 3)
    assert (a["articles"], a["tokens"], a["sentences"], a["sentence_length"]) == (2, 17, 4, 17 / 4)
    assert a["sentence_median"] == 4.0
    assert a["types"] == len(
        {"le", "gouvernement", "parle", "ministre", "attend", "chat", "dort", "dit", "-il", "chien"}
    )
    assert_allclose(a["quoted"], 3 / 17)
    first = ["le", "gouvernement", "parle", "le", "ministre", "parle", "le", "ministre", "attend"]
    second = ["le", "chat", "dort", "dit", "-il", "le", "chien", "dort"]
    stretches = [len(set(text[at : at + 3])) / 3 for text in (first, second) for at in range(len(text) - 2)]
    assert (a["mattr"], a["mattr_articles"]) == (pytest.approx(np.mean(stretches)), 2)
    assert_allclose(a["mtld"], mtld([*first, *second], bounds=[0, 9, 17]))
    # gou-ver-ne-ment 4, mi-nistre 2 (twice), at-tend 2; the other thirteen words have one
    assert_allclose(a["syllables"], (4 + 2 * 2 + 2 + 13) / 17)
    assert_allclose(a["long_words"], 3 / 17)  # gouvernement, ministre twice
    assert_allclose(a["lix"], 17 / 4 + 100 * 3 / 17)
    assert_allclose(a["reading_ease"], 207 - 1.015 * 17 / 4 - 73.6 * 23 / 17)
    assert b[["articles", "tokens", "types", "mattr_articles", "sentences"]].tolist() == [1, 1, 1, 0, 1]
    assert np.isnan(b["mattr"]) and np.isnan(b["mtld"])
    assert table.attrs["warnings"][1:] == ["MATTR leaves out articles of fewer than 3 words: B (1 of 1)."]
    assert "A (2 articles), B (1 article)" in table.attrs["warnings"][0]


def test_readability_is_that_of_textacy(corpus):
    """Of a document with the same tokens and sentences, put together for it."""
    import spacy
    from spacy.tokens import Doc
    from textacy.text_stats import readability

    text = (
        "Le Premier ministre irakien a reçu une délégation américaine à Bagdad. Les négociations porteront sur "
        "l'avenir des troupes étrangères. Il n'y aura pas d'accord avant l'été."
    )
    pages = Corpus.from_documents(pd.DataFrame({"text": [text]}), clean=False)
    tables = pages.tables
    forms = tables.words("form", tables.type_form[tables.type]).tolist()
    starts = (np.asarray(tables.flag) & 2 > 0).tolist()
    document = Doc(spacy.blank("fr").vocab, words=forms, sent_starts=starts)
    row = lexical_profile(pages).iloc[0]
    assert_allclose(row["reading_ease"], readability.flesch_reading_ease(document, lang="fr"))
    assert_allclose(row["lix"], readability.lix(document))
    assert row["sentences"] == 3 and row["tokens"] == 30
    # By ear 51, elisions silent; hyphenation finds 45 in the words, and one in each of the four elisions.
    assert_allclose(row["syllables"] * row["tokens"], 49)


def test_groups_add_up(corpus):
    whole = lexical_profile(corpus, None).iloc[0]
    for by in ("source", "month"):
        table = lexical_profile(corpus, by)
        assert table.columns[0] == by
        for column in ("articles", "tokens", "sentences", "mattr_articles"):
            assert table[column].sum() == whole[column]
        assert_allclose((table["quoted"] * table["tokens"]).sum(), whole["quoted"] * whole["tokens"])
    assert lexical_profile(corpus, "month")["month"].tolist() == ["2020-06", "2020-07", "(unknown)"]
    assert list(lexical_profile(corpus, None).columns) == COLUMNS


def test_units_and_views(corpus):
    for unit in ("form", "lemma", "lemma_pos"):
        expected = len(term_frequencies(corpus, unit=unit, stopwords="keep"))
        assert lexical_profile(corpus, None, unit=unit)["types"].item() == expected
    view = corpus.select(sources="A")
    pd.testing.assert_frame_equal(lexical_profile(view), lexical_profile(corpus)[:1])


def test_sentences_without_a_word_and_articles_without_any():
    corpus = Corpus(tables_of([["a/a/X b/b/X", "././PUNCT", "a/a/X"], [], ["!/!/PUNCT"]]))
    corpus.tables.table("documents")["kind"] = ["x", "x", "y"]
    table = lexical_profile(corpus, "kind", window=2)
    assert table[["articles", "tokens", "sentences", "mattr_articles"]].to_numpy().tolist() == [
        [2, 3, 2, 1],
        [1, 0, 0, 0],
    ]
    assert_allclose(table["mattr"][0], mattr(["a", "b", "a"], window=2))
    measured = [name for name in COLUMNS if name not in ("articles", "tokens", "types", "mattr_articles", "sentences")]
    assert table.loc[1, measured].isna().all()


@pytest.mark.parametrize("options", [{"unit": "word"}, {"window": 0}, {"window": 2.5}, {"by": "section"}])
def test_what_cannot_be_asked_is_said(corpus, options):
    with pytest.raises(CorpusError, match=r"not known|not a number of words|no column 'section'"):
        lexical_profile(corpus, **options)

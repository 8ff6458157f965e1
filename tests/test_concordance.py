"""Concordance lines and sentences: every occurrence found, shown where it stands, chosen fairly."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from toolkit import Corpus, CorpusError
from toolkit.concordance import balanced, concordance, expand, find, sentences
from toolkit.terms import term_frequencies

TABLE = pd.DataFrame(
    {
        "source": ["A", "A", "B", None],
        "date": ["2020-06-01", "2020-06-02", "2020-06-03", None],
        "title": ["Frappe", None, "Dialogue", None],
        "text": [
            "L’armée dénonce une frappe. Les frappes de l’armée irakienne ont repris.\nUne frappe, deux frappes.",
            "Le général al-Kadhimi redoute « une frappe » prochaine. Le général attend.",
            "Le dialogue stratégique reprend. Un dialogue. Stratégique, dit-on aux États-Unis.",
            "Aujourd’hui, les Etats-Unis parlent d’un dialogue stratégique.",
        ],
    },
    index=["a1", "a2", "b1", "u1"],
)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return Corpus.from_documents(TABLE, clean=False)


def keywords(lines: pd.DataFrame) -> list[str]:
    return lines["keyword"].tolist()


def test_whole_table(corpus):
    lines = concordance(corpus, "frappe", width=20)
    assert list(lines.columns) == [
        *("left", "keyword", "right", "sentence", "source", "date", "title", "doc_id", "start", "end", "quoted")
    ]
    assert list(lines[["left", "keyword", "right"]].itertuples(index=False, name=None)) == [
        ("L'armée dénonce une ", "frappe", ". Les frappes de"),
        ("une frappe. Les ", "frappes", " de l'armée"),
        ("Une ", "frappe", ", deux frappes."),
        ("Une frappe, deux ", "frappes", "."),
        ("redoute « une ", "frappe", " » prochaine. Le"),
    ]
    assert lines["sentence"].tolist()[1:4] == [
        "Les frappes de l'armée irakienne ont repris.",
        "Une frappe, deux frappes.",
        "Une frappe, deux frappes.",
    ]
    assert lines["source"].tolist() == ["A"] * 5
    assert lines["title"].tolist()[0] == "Frappe"
    assert lines["doc_id"].tolist() == ["a1"] * 4 + ["a2"]
    assert lines["quoted"].tolist() == [False] * 4 + [True]
    assert lines.attrs == {"query": "frappe", "unit": "any", "total": 5, "documents": 2}


def test_spans_point_at_the_keyword(corpus):
    for query in ("frappe", "al-Kadhimi", "dialogue stratégique", "le"):
        for line in concordance(corpus, query).itertuples():
            assert corpus.text(line.doc_id)[line.start : line.end] == line.keyword
            assert line.keyword in line.sentence


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("FRAPPES", ["frappes", "frappes"]),  # a form, whatever its case
        ("armee", ["armée", "armée"]),
        ("l'armée", ["L'armée", "l'armée"]),
        ("l’armee", ["L'armée", "l'armée"]),
        ("al-kadhimi", ["al-Kadhimi"]),
        ("etats-unis", ["États-Unis", "Etats-Unis"]),
        ("aujourd'hui", ["Aujourd'hui"]),
        ("dialogue stratégique", ["dialogue stratégique", "dialogue stratégique"]),  # not across a sentence end
        ("le Général", ["Le général", "Le général"]),
        ("frappe ,", ["frappe,"]),
        ("missile", []),
        ("frappe missile", []),
        ("reprend aujourd'hui", []),
    ],
)
def test_queries(corpus, query, found):
    assert keywords(concordance(corpus, query)) == found


def test_exact_units_are_what_the_counts_count(corpus):
    for unit in ("lemma", "form", "lemma_pos"):
        for ngrams in (1, 2):
            table = term_frequencies(corpus, unit=unit, ngrams=ngrams, stopwords="keep")
            for row in table.itertuples():
                hits = find(corpus, row.term, unit=unit)
                assert len(hits) == row.count, (unit, row.term)
                assert len(np.unique(hits.row)) == row.documents


def test_exact_form_keeps_accents_apart(corpus):
    assert keywords(concordance(corpus, "états-unis", unit="form")) == ["États-Unis"]
    assert keywords(concordance(corpus, "etats-unis", unit="form")) == ["Etats-Unis"]
    assert keywords(concordance(corpus, "frappe", unit="form")) == ["frappe"] * 3


def test_views_and_sources(corpus):
    assert concordance(corpus, "dialogue", sources="B").attrs["total"] == 2
    assert concordance(corpus.select(since="2020-06-02"), "frappe").attrs["total"] == 1
    assert concordance(corpus, "dialogue")["source"].tolist() == ["B", "B", "(unknown)"]
    with pytest.raises(CorpusError, match="no source"):
        concordance(corpus, "dialogue", sources="C")


def test_the_choice_is_balanced_and_the_total_told(corpus):
    lines = concordance(corpus, "le", limit=3)
    assert sorted(lines["source"]) == ["(unknown)", "A", "B"]
    assert lines.attrs["total"] == len(concordance(corpus, "le", limit=None)) == 7
    assert lines.attrs["documents"] == 4


def test_context_is_whole_words_within_the_paragraph(corpus):
    text = corpus.text("a1")
    for width in (0, 5, 12, 200):
        for line in concordance(corpus, "frappe", width=width).itertuples():
            assert len(line.left) <= width and len(line.right) <= width
            assert "\n" not in line.left + line.right
            if line.doc_id == "a1":
                before, after = text[: line.start], text[line.end :]
                assert before.endswith(line.left) and after.startswith(line.right)
                assert before[: len(before) - len(line.left)][-1:] in ("", " ", "\n") or not line.left
                assert after[len(line.right) :][:1] in ("", " ", "\n") or not line.right


def test_sentences_hold_all_their_occurrences(corpus):
    table = sentences(corpus, "frappe")
    assert list(table.columns) == ["sentence", "spans", "source", "date", "title", "doc_id", "start", "end"]
    assert table["sentence"].tolist() == [
        "L'armée dénonce une frappe.",
        "Les frappes de l'armée irakienne ont repris.",
        "Une frappe, deux frappes.",
        "Le général al-Kadhimi redoute « une frappe » prochaine.",
    ]
    assert [[row.sentence[a:b] for a, b in row.spans] for row in table.itertuples()] == [
        ["frappe"],
        ["frappes"],
        ["frappe", "frappes"],
        ["frappe"],
    ]
    assert table.attrs == {"query": "frappe", "unit": "any", "total": 4, "documents": 2, "occurrences": 5}
    for row in table.itertuples():
        assert corpus.text(row.doc_id)[row.start : row.end] == row.sentence


def test_a_limit_on_sentences(corpus):
    table = sentences(corpus, "frappe", limit=2)
    assert len(table) == 2
    assert table.attrs["total"] == 4
    assert all(row.spans for row in table.itertuples())


def test_nothing_found(corpus):
    for table in (concordance(corpus, "missile"), sentences(corpus, "missile")):
        assert table.empty
        assert table.attrs["total"] == table.attrs["documents"] == 0


@pytest.mark.parametrize(("query", "unit", "said"), [("  ", "any", "empty"), ("a", "stem", "not known")])
def test_what_cannot_be_asked_is_said(corpus, query, unit, said):
    with pytest.raises(CorpusError, match=said):
        concordance(corpus, query, unit=unit)


class TestBalanced:
    def test_small_groups_are_served_whole(self):
        groups = np.repeat(["a", "b", "c"], [1, 4, 50])
        chosen = groups[balanced(groups, 12)]
        assert {name: int((chosen == name).sum()) for name in "abc"} == {"a": 1, "b": 4, "c": 7}

    def test_spread_within_a_group_and_in_order(self):
        chosen = balanced(np.repeat(["a"], 100), 4)
        assert chosen.tolist() == [0, 25, 50, 75]

    def test_never_more_nor_fewer_than_there_are(self):
        rng = np.random.default_rng(0)
        for limit in (0, 1, 2, 7, 19, 100):
            groups = rng.choice(["a", "b", "c", "d"], 40, p=[0.7, 0.2, 0.05, 0.05])
            chosen = balanced(groups, limit)
            assert len(chosen) == min(limit, 40)
            assert all(a < b for a, b in pairwise(chosen))

    def test_spread_over_the_articles_of_a_source(self):
        # One article says it fifty times, four others twice: no article twice before each had its turn.
        articles = np.repeat([0, 1, 2, 3, 4, 5], [50, 2, 2, 2, 2, 7])
        sources = np.repeat(["a", "b"], [58, 7])
        assert articles[balanced(sources, 6, within=articles)].tolist() == [0, 1, 3, 5, 5, 5]
        assert articles[balanced(sources, 10, within=articles)].tolist() == [0, 1, 2, 3, 4, 5, 5, 5, 5, 5]
        assert articles[balanced(sources, 20, within=articles)].tolist() == [0] * 5 + [1, 1, 2, 2, 3, 3, 4, 4] + [5] * 7
        assert balanced(sources, 20, within=articles)[:5].tolist() == [0, 10, 20, 30, 40]

    def test_the_order_of_items_does_not_change_who_is_served(self):
        rng = np.random.default_rng(1)
        sources, articles = np.repeat(["a", "b", "c"], [30, 9, 60]), np.repeat(np.arange(33), 3)
        for limit in (1, 5, 25, 90):
            straight = balanced(sources, limit, within=articles)
            order = rng.permutation(len(sources))
            mixed = order[balanced(sources[order], limit, within=articles[order])]
            for labels in (sources, articles):
                served = [np.unique(labels[chosen], return_counts=True)[1] for chosen in (straight, mixed)]
                assert sorted(served[0]) == sorted(served[1])

    def test_no_limit(self):
        assert balanced(np.array(["a", "b"]), None).tolist() == [0, 1]
        assert balanced(np.array([], str), 5).tolist() == []


class TestOrder:
    def order(self, corpus: Corpus, query: str, sort: str) -> list[str]:
        lines = concordance(corpus, query, width=14, sort=sort)
        return (lines["left"] + "|" + lines["keyword"] + "|" + lines["right"]).str.strip().tolist()

    def test_by_the_words_before(self, corpus):
        assert self.order(corpus, "frappe", "left") == [
            "frappe, deux |frappes|.",
            "frappe. Les |frappes| de l'armée",
            "Une |frappe|, deux",
            "dénonce une |frappe|. Les frappes",
            "redoute « une |frappe| » prochaine.",
        ]
        assert self.order(corpus, "dialogue", "left") == [
            "Le |dialogue| stratégique",
            "parlent d'un |dialogue| stratégique.",
            "reprend. Un |dialogue|. Stratégique,",
        ]

    def test_by_the_words_after(self, corpus):
        assert self.order(corpus, "dialogue", "right") == [
            "parlent d'un |dialogue| stratégique.",
            "reprend. Un |dialogue|. Stratégique,",
            "Le |dialogue| stratégique",
        ]

    def test_by_date_and_source(self, corpus):
        newest_first = pd.DataFrame(
            {
                "source": ["b", "A", "Á", None],
                "date": ["2020-06-01", "2020-06-03", "2020-06-02", None],
                "text": ["Une frappe."] * 4,
            },
            index=["b1", "a1", "á1", "u1"],
        )
        other = Corpus.from_documents(newest_first, clean=False)
        assert concordance(other, "frappe", sort="date")["doc_id"].tolist() == ["b1", "á1", "a1", "u1"]
        assert concordance(other, "frappe", sort="source")["source"].tolist() == ["(unknown)", "A", "Á", "b"]

    def test_the_choice_does_not_depend_on_it(self, corpus):
        def spans(sort: str) -> set:
            lines = concordance(corpus, "le", limit=3, sort=sort)
            assert lines.attrs == {"query": "le", "unit": "any", "total": 7, "documents": 4}
            assert lines.index.tolist() == [0, 1, 2]
            return set(lines[["doc_id", "start"]].itertuples(index=False, name=None))

        assert len({frozenset(spans(sort)) for sort in ("position", "left", "right", "date", "source")}) == 1

    def test_what_is_not_known(self, corpus):
        with pytest.raises(CorpusError, match="sort='random' is not known"):
            concordance(corpus, "frappe", sort="random")

    def test_nothing_to_order(self, corpus):
        for sort in ("left", "date", "source"):
            assert concordance(corpus, "missile", sort=sort).empty


class TestExpand:
    def test_to_the_paragraph(self, corpus):
        lines = concordance(corpus, "frappe")
        shown = expand(corpus, lines.iloc[1])
        assert shown.iloc[0].to_dict() == {
            "text": "L'armée dénonce une frappe. Les frappes de l'armée irakienne ont repris.",
            "spans": [(32, 39)],
            "source": "A",
            "date": pd.Timestamp("2020-06-01"),
            "title": "Frappe",
            "doc_id": "a1",
            "start": 0,
            "end": 72,
        }
        second = expand(corpus, lines.iloc[2]).iloc[0]
        assert second["text"] == "Une frappe, deux frappes."
        assert corpus.text("a1")[second["start"] : second["end"]] == second["text"]

    def test_to_the_article(self, corpus):
        for line in concordance(corpus, "le").itertuples():
            shown = expand(corpus, line, to="article").iloc[0]
            assert shown["text"] == corpus.text(line.doc_id)
            assert shown["spans"] == [(line.start, line.end)]

    def test_of_a_sentence_with_several_occurrences(self, corpus):
        row = sentences(corpus, "frappe").iloc[2]
        shown = expand(corpus, row, to="article").iloc[0]
        assert [shown["text"][a:b] for a, b in shown["spans"]] == ["frappe", "frappes"]

    @pytest.mark.parametrize("what", [None, "a1", pd.DataFrame({"left": ["a"]})])
    def test_of_what_is_not_a_line(self, corpus, what):
        with pytest.raises(CorpusError, match=r"not a concordance line.*lines\.iloc\[0\]"):
            expand(corpus, what)

    def test_of_another_corpus_or_to_something_else(self, corpus):
        line = concordance(corpus, "frappe").iloc[0]
        with pytest.raises(CorpusError, match="no article 'a1'"):
            expand(corpus.select(sources="B"), line)
        with pytest.raises(CorpusError, match="to='page' is not known"):
            expand(corpus, line, to="page")


def test_the_query_language(corpus):
    assert keywords(concordance(corpus, '"frappe"')) == ["frappe"] * 3
    assert keywords(concordance(corpus, "frapp*")) == ["frappe", "frappes", "frappe", "frappes", "frappe"]
    assert keywords(concordance(corpus, '[lemma="frappe" & quoted]')) == ["frappe"]
    assert keywords(concordance(corpus, '[lemma="le"] [pos="NOUN"] [pos="ADJ"]')) == [
        "l'armée irakienne",
        "Le dialogue stratégique",
    ]
    assert sentences(corpus, '[lemma="frappe"] []{0,3} [lemma="frappe"]').iloc[0]["spans"] == [(4, 24)]
    with pytest.raises(CorpusError, match="character 12 of the query"):
        concordance(corpus, '[lemma="x" pos="y"]')


PLACES = ("Mossoul", "Bassora", "Kirkouk", "Erbil", "Tikrit", "Ramadi")


def test_lines_are_spread_over_articles():
    text = ["Une frappe, une frappe. " * 5, *(f"Une frappe a touché {place}." for place in PLACES), "Une frappe."]
    table = pd.DataFrame({"source": ["A"] * 7 + ["B"], "text": text}, index=[*"abcdefg", "z"])
    many = Corpus.from_documents(table, clean=False)
    lines = concordance(many, "frappe", limit=5)
    assert lines["doc_id"].tolist() == ["a", "b", "d", "f", "z"]
    assert lines.attrs == {"query": "frappe", "unit": "any", "total": 17, "documents": 8}
    assert sentences(many, "frappe", limit=5)["doc_id"].tolist() == ["a", "b", "d", "f", "z"]


class TestFoundOccurrences:
    def test_hits_are_as_good_as_their_query(self, corpus):
        hits = find(corpus, "dialogue|frappe")
        for show in (concordance, sentences):
            for options in ({}, {"limit": 2}, {"sources": "B"}):
                expected, got = show(corpus, "dialogue|frappe", **options), show(corpus, hits, **options)
                pd.testing.assert_frame_equal(expected, got)
                assert expected.attrs == got.attrs

    def test_only_those_of_the_view_are_shown(self, corpus):
        hits = find(corpus, "dialogue")
        view = corpus.select(sources="B")
        assert len(hits.within(view)) == 2 < len(hits)
        pd.testing.assert_frame_equal(concordance(view, hits), concordance(view, "dialogue"))


class TestLemmaAndPartOfSpeech:
    def test_one_and_several_in_a_row(self, corpus):
        assert keywords(concordance(corpus, "dialogue_NOUN", unit="lemma_pos")) == ["dialogue"] * 3
        assert keywords(concordance(corpus, "dialogue_VERB", unit="lemma_pos")) == []
        rows = '[lemma="dialogue" & pos="NOUN"] [lemma="stratégique" & pos="ADJ"]'
        pd.testing.assert_frame_equal(
            concordance(corpus, "dialogue_NOUN stratégique_ADJ", unit="lemma_pos"), concordance(corpus, rows)
        )

    @pytest.mark.parametrize("term", ["frappe", "frappe_", "_NOUN", "frappe_noun", "frappe_NOUN frappe"])
    def test_what_has_no_part_of_speech(self, corpus, term):
        with pytest.raises(CorpusError, match=r"is not a lemma with its part of speech.*frapper_VERB"):
            find(corpus, term, unit="lemma_pos")


def test_undated_pages_of_no_known_source():
    pages = Corpus.from_documents(pd.DataFrame({"text": ["Une frappe.", "Deux frappes.\nUne frappe."]}), clean=False)
    for sort in ("position", "left", "right", "date", "source"):
        lines = concordance(pages, "frappe", sort=sort, limit=2)
        assert sorted(lines["source"]) == ["page article-1", "page article-2"]
        assert lines["date"].isna().all() and lines["title"].isna().all()
        for line in lines.itertuples():
            for to in ("paragraph", "article"):
                shown = expand(pages, line, to=to).iloc[0]
                ((start, end),) = shown["spans"]
                assert shown["text"][start:end] == line.keyword
    assert concordance(pages, "frappe", sort="right")["keyword"].tolist() == ["frappe", "frappes", "frappe"]

"""Pairs of entities counted by hand, and their sentences."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from toolkit import Corpus, CorpusError
from toolkit.cooccurrence import compare_networks, cooccurrence, evidence, layout, network, save_network
from toolkit.cooccurrence.counting import PairIndex
from toolkit.entities import resolve_entities
from toolkit.statistics import benjamini_hochberg, difference_interval, log_dice, npmi, specificity

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
    *("expected", "specificity", "log_dice", "npmi", "p_adjusted", "id_a", "id_b"),
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


def test_windows_of_several_sentences(corpus):
    pairs = counts(cooccurrence(corpus, window="2 sentences", min_count=1))
    # a1 has two windows: the first two sentences, and the third alone
    assert pairs[("Paris", "Londres")] == (2, 4, 2)
    assert pairs[("Iran", "États-Unis")] == (2, 2, 2)
    assert (cooccurrence(corpus, window=2, min_count=1)["n_windows"] == 5).all()
    whole = cooccurrence(corpus, window=1000, min_count=1)
    pd.testing.assert_frame_equal(whole, cooccurrence(corpus, window="article", min_count=1), check_like=True)
    pd.testing.assert_frame_equal(cooccurrence(corpus, window=1), cooccurrence(corpus))


@pytest.mark.parametrize("window", ["page", "0 sentences", 0, "-1", "many sentences"])
def test_windows_that_are_none(corpus, window):
    with pytest.raises(CorpusError, match="a number of sentences"):
        cooccurrence(corpus, window=window)


def test_by_group(corpus):
    table = cooccurrence(corpus, by="source", min_count=1)
    assert table.columns[0] == "source"
    for name in "AB":
        part = table[table["source"] == name].drop(columns="source").reset_index(drop=True)
        pd.testing.assert_frame_equal(part, cooccurrence(corpus, sources=name, min_count=1), check_like=True)


def test_the_top_is_the_top(corpus):
    whole = cooccurrence(corpus, min_count=1)
    pd.testing.assert_frame_equal(cooccurrence(corpus, min_count=1, top=3), whole.head(3))


@pytest.mark.parametrize("window", ["sentence", "article"])
def test_counting_anew_gives_the_same(corpus, monkeypatch, window):
    kept = [cooccurrence(corpus.select(sources=name), window=window, min_count=1) for name in "AB"]
    parts = compare_networks(corpus, window=window, min_count=1)
    resolve_entities(corpus).memo.clear()
    monkeypatch.setattr("toolkit.cooccurrence.counting._MOST", 0)
    assert not PairIndex(corpus.tables, resolve_entities(corpus), window).whole
    for name, table in zip("AB", kept, strict=True):
        again = cooccurrence(corpus.select(sources=name), window=window, min_count=1)
        pd.testing.assert_frame_equal(table, again)
    pd.testing.assert_frame_equal(parts, compare_networks(corpus, window=window, min_count=1))
    resolve_entities(corpus).memo.clear()


def test_evidence_of_one_entity_and_of_wider_windows(corpus):
    assert len(evidence(corpus, "Paris")) == 6
    wide = evidence(corpus, "Emmanuel Macron", "Berlin", window="article")
    assert wide["sentence"].tolist() == [
        "À Paris, Emmanuel Macron a reçu Angela Merkel.",
        "Angela Merkel a quitté Paris pour Berlin.",
    ]


PAIRS = pd.DataFrame(
    [("A", "B", 10), ("A", "C", 1), ("A", "D", 1), ("A", "E", 1), ("B", "C", 1), ("D", "E", 8)],
    columns=["a", "b", "joint"],
).assign(type_a="PER", type_b="PER", windows_a=12, windows_b=12, log_dice=11.0)
PAIRS["id_a"], PAIRS["id_b"] = PAIRS["a"].str.lower(), PAIRS["b"].str.lower()


class TestNetwork:
    def test_disparity_filter_by_hand(self):
        graph = network(PAIRS)
        # A: degree 4, strength 13: (1 - 10/13)^3; B: degree 2, strength 11: (1 - 10/11)^1
        assert graph.edges["A", "B"]["alpha"] == pytest.approx(min((3 / 13) ** 3, 1 / 11))
        assert graph.edges["A", "C"]["alpha"] == pytest.approx(min((12 / 13) ** 3, (1 / 2) ** 1))
        assert graph.edges["D", "E"]["alpha"] == pytest.approx(min((1 / 9) ** 1, (1 / 9) ** 1))

    def test_backbone(self):
        graph = network(PAIRS, backbone=0.2)
        assert sorted(map(sorted, graph.edges)) == [["A", "B"], ["D", "E"]]
        assert sorted(graph) == ["A", "B", "D", "E"]
        assert graph.graph["edges_before"] == 6 and graph.graph["names_before"] == 5
        assert network(PAIRS, backbone=1e-9).number_of_edges() == 0

    def test_an_end_with_one_edge_says_nothing(self):
        star = PAIRS.iloc[1:4]
        assert nx.get_edge_attributes(network(star), "alpha") == {
            ("A", name): pytest.approx((2 / 3) ** 2) for name in "CDE"
        }
        assert network(PAIRS.iloc[:1]).edges["A", "B"]["alpha"] == 1.0

    def test_attributes(self):
        graph = network(PAIRS)
        assert dict(graph.degree) == nx.get_node_attributes(graph, "degree") == {"A": 4, "B": 2, "C": 2, "D": 2, "E": 2}
        assert graph.nodes["A"]["strength"] == 13.0 and graph.nodes["A"]["entity_id"] == "a"
        assert graph.nodes["A"]["betweenness"] == pytest.approx(4 / 6)
        communities = nx.get_node_attributes(graph, "community")
        assert {name for name in communities if communities[name] == communities["D"]} == {"D", "E"}
        assert network(PAIRS).nodes(data=True) == graph.nodes(data=True)
        assert list(network(PAIRS.iloc[::-1]).nodes(data=True)) == list(graph.nodes(data=True))

    @pytest.mark.parametrize(("suffix", "read"), [(".gexf", nx.read_gexf), (".graphml", nx.read_graphml)])
    def test_files_can_be_read_back(self, corpus, tmp_path, suffix, read):
        pairs = cooccurrence(corpus, min_count=1)
        graph = network(pairs, entities=resolve_entities(corpus))
        graph.nodes["Paris"]["unknown"] = None
        graph.nodes["Iran"]["nothing"] = float("nan")
        path = save_network(graph, tmp_path / "made" / f"réseau{suffix}")
        again = read(path)
        assert set(again) == set(graph) and again.number_of_edges() == graph.number_of_edges()
        paris = again.nodes["Paris"]
        assert (paris["type"], paris["documents"], paris["degree"], paris["label"]) == ("LOC", 3, 5, "Paris")
        assert again.edges["Iran", "États-Unis"]["joint"] == 2
        text = path.read_text(encoding="utf-8")
        assert "None" not in text and "nan" not in text.lower().replace("financ", "")

    def test_what_cannot_be_drawn(self, tmp_path):
        with pytest.raises(CorpusError, match="no column of positive numbers"):
            network(PAIRS.assign(joint=0))
        with pytest.raises(CorpusError, match=r"End it \.gexf or \.graphml"):
            save_network(network(PAIRS), tmp_path / "network.png")
        empty = network(PAIRS.iloc[:0])
        assert len(empty) == 0 and empty.graph["modularity"] == 0.0

    def test_two_entities_of_one_name_stay_two_nodes(self):
        pairs = PAIRS.iloc[:2].assign(b="B", id_b=["b", "b 2"])
        assert set(network(pairs)) == {"A", "B (b)", "B (b 2)"}

    def test_layout_stays(self):
        assert layout(PAIRS) == layout(PAIRS.iloc[::-1])


class TestCompareNetworks:
    TEXTS = (
        *["Paris attend Londres. Berlin dort."] * 4,
        *["Paris attend Berlin. Londres dort."] * 3,
        "Paris attend Londres.",
    )

    @pytest.fixture
    def two(self) -> Corpus:
        table = pd.DataFrame({"text": [f"{text} {number} jours." for number, text in enumerate(self.TEXTS)]})
        return Corpus.from_documents(table.assign(source=list("AAAABBBB")), clean=False)

    def test_counted_by_hand(self, two):
        table = compare_networks(two, min_count=1)
        shown = ["source", "a", "b", "joint", "joint_others", "documents", "n_documents"]
        shown += ["documents_others", "n_documents_others", "groups"]
        rows = {row[:3]: row[3:] for row in table[shown].itertuples(index=False, name=None)}
        assert rows == {
            ("A", "Londres", "Paris"): (4, 1, 4, 4, 1, 4, 2),
            ("B", "Londres", "Paris"): (1, 4, 1, 4, 4, 4, 2),
            ("B", "Paris", "Berlin"): (3, 0, 3, 4, 0, 4, 1),
        }
        first = table.iloc[0]
        assert_allclose(first["specificity"], specificity(4, 5, 4, 8))
        low, high = difference_interval(4, 4, 1, 4)
        assert_allclose([first["difference"], first["low"], first["high"]], [0.75, low, high])
        p = np.where(table["specificity"] > 0, 10.0 ** -table["specificity"], 1.0)
        assert_allclose(table["p_adjusted"], benjamini_hochberg([*p, 1.0])[:3])
        assert not table["own"].any()  # eight articles show nothing at 0.05

    def test_few_articles_have_no_interval(self, corpus):
        table = compare_networks(corpus, min_count=1)
        assert table[["low", "high"]].isna().all(axis=None)
        assert table.attrs["warnings"][0] == "Fewer than 3 articles, so no interval: A, B."

    def test_one_group_is_nothing_to_compare(self, corpus):
        with pytest.raises(CorpusError, match="nothing to compare"):
            compare_networks(corpus.select(sources="A"))


def test_newcombes_interval():
    # Newcombe (1998), table II, method 10: 56/70 - 48/80, and 10/10 - 0/20
    assert_allclose(difference_interval(56, 70, 48, 80), (0.0524, 0.3339), atol=5e-5)
    assert_allclose(difference_interval(10, 10, 0, 20), (0.6791, 1.0), atol=5e-5)
    assert np.isnan(difference_interval(1, 1, 0, 0)[0])

"""Maps and distances of sources, what one leaves out, stories and keyness within them."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from scipy.cluster import hierarchy

from toolkit import Corpus, CorpusError
from toolkit import statistics as measures
from toolkit.contrast import keyness, keyness_by_story, omissions, same_events, source_distances, source_map
from toolkit.entities import resolve_entities

ROOT = Path(__file__).resolve().parents[1]
# Counts of four words in four sources, of twelve tokens each article.
WORDS = ("missile", "milice", "troupe", "base")
COUNTS = {"A": (8, 0, 2, 2), "B": (1, 7, 2, 2), "C": (0, 2, 8, 2), "D": (2, 2, 2, 6)}


def text_of(counts: tuple[int, ...]) -> str:
    return " ".join(word for word, number in zip(WORDS, counts, strict=True) for _ in range(number)) + "."


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    rows = [
        {"source": source, "text": text_of(counts), "date": f"2020-0{number + 1}-01"}
        for source, counts in COUNTS.items()
        for number in range(1)
    ]
    rows.append({"source": None, "text": "base base base base.", "date": "2020-01-02"})
    return Corpus.from_documents(pd.DataFrame(rows), clean=False)


class TestMap:
    def test_is_the_analysis_of_the_counts(self, corpus):
        found = source_map(corpus, unit="form", min_documents=1)
        table = np.array(list(COUNTS.values()))  # the article of unknown source takes no part
        order = [WORDS.index(term) for term in found.terms["term"]]
        expected = measures.correspondence_analysis(table.T[order])
        assert found.sources["source"].tolist() == list("ABCD")
        assert found.sources["count"].tolist() == [12] * 4
        assert dict(zip(found.terms["term"], found.terms["count"], strict=True)) == dict(
            zip(WORDS, table.sum(axis=0).tolist(), strict=True)
        )
        axes = [f"axis_{number}" for number in (1, 2, 3)]
        assert_allclose(found.sources[axes], expected.columns.coordinates)
        assert_allclose(found.terms[axes], expected.rows.coordinates)
        assert_allclose(found.axes["inertia"], expected.inertia)
        assert_allclose(found.axes["cumulated"].iloc[-1], 1)
        for name, values in (("contribution", expected.columns.contributions), ("cos2", expected.columns.cos2)):
            assert_allclose(found.sources[[f"{name}_{number}" for number in (1, 2, 3)]], values)

    def test_supplementary_groups_do_not_make_the_map(self, corpus):
        plain, more = (source_map(corpus, unit="form", min_documents=1, supplementary=by) for by in (None, "source"))
        pd.testing.assert_frame_equal(plain.axes, more.axes)
        extra = more.supplementary.set_index("source")
        axes = [f"axis_{number}" for number in (1, 2, 3)]
        assert_allclose(extra.loc[list("ABCD"), axes], plain.sources[axes])
        assert extra.loc["(unknown)", "count"] == 4
        assert plain.supplementary is None

    def test_few_sources_need_no_map(self, corpus):
        with pytest.raises(CorpusError, match="three sources or more; there are 2"):
            source_map(corpus.select(sources=["A", "B"]), unit="form", min_documents=1)
        with pytest.raises(CorpusError, match="no term is in 40 articles"):
            source_map(corpus, min_documents=40)
        same = Corpus.from_documents(pd.DataFrame({"source": list("ABC"), "text": ["missile"] * 3}), clean=False)
        with pytest.raises(CorpusError, match="1 term, used alike by all sources, make no map"):
            source_map(same, unit="form", min_documents=1)

    def test_few_articles_are_said(self, corpus):
        (said,) = source_map(corpus, unit="form", min_documents=1).warnings
        assert "A (1 article)" in said and "unknown" not in said


class TestDistances:
    @pytest.mark.parametrize("measure", ["labbe", "jensen_shannon"])
    def test_are_those_of_the_counts(self, corpus, measure):
        found = source_distances(corpus, measure=measure, unit="form")
        function = getattr(measures, measure)
        table = found.distances
        assert table.index.tolist() == table.columns.tolist() == list("ABCD")
        for a, b in combinations("ABCD", 2):
            assert_allclose(table.loc[a, b], function(COUNTS[a], COUNTS[b]))
            assert table.loc[a, b] == table.loc[b, a]
        assert (np.diag(table) == 0).all()

    def test_delta(self, corpus):
        found = source_distances(corpus, measure="delta", unit="form")
        assert_allclose(found.distances, measures.burrows_delta(list(COUNTS.values()), [12] * 4))

    @pytest.mark.parametrize("measure", ["labbe", "jensen_shannon", "delta"])
    def test_terms_add_up_to_the_distance(self, corpus, measure):
        found = source_distances(corpus, measure=measure, unit="form")
        for (a, b), part in found.terms.groupby(["a", "b"]):
            whole = found.distances.loc[a, b]
            assert_allclose(part["part"].sum(), whole**2 if measure == "jensen_shannon" else whole)
            assert_allclose(part["share"].sum(), 1)
            assert (np.diff(part["part"]) <= 1e-12).all()
        first = found.terms[(found.terms["a"] == "A") & (found.terms["b"] == "B")].iloc[0]
        assert first["term"] in ("missile", "milice")
        assert_allclose(first["rate_a"], 10_000 * first["count_a"] / 12)

    def test_the_tree_holds_every_source_and_near_ones_together(self, corpus):
        rows = [{"source": name, "text": text_of(COUNTS["A" if name in "AE" else name])} for name in "ABCDE"]
        rows[-1]["text"] = rows[-1]["text"].replace("troupe troupe", "troupe base")
        found = source_distances(Corpus.from_documents(pd.DataFrame(rows), clean=False), unit="form")
        assert hierarchy.is_valid_linkage(found.linkage)
        first = found.linkage[0, :2].astype(int)
        assert {found.distances.index[number] for number in first} == {"A", "E"}

    def test_the_first_terms_only_are_shares_of_all_words(self, corpus):
        found = source_distances(corpus, measure="delta", unit="form", top=2)
        kept = [WORDS.index(term) for term in dict.fromkeys(found.terms["term"])]
        assert len(kept) == 2
        table = np.array(list(COUNTS.values()))[:, kept]
        assert_allclose(found.distances, measures.burrows_delta(table, [12] * 4))
        assert (np.abs(found.terms["rate_a"] - 10_000 * found.terms["count_a"] / 12) < 1e-9).all()

    def test_the_tree_joins_by_the_mean(self, corpus):
        found = source_distances(corpus, unit="form")
        flat = found.distances.to_numpy()[np.triu_indices(4, 1)]
        assert_allclose(found.linkage[:, 2], hierarchy.linkage(flat, "average")[:, 2])
        assert not np.allclose(found.linkage[:, 2], hierarchy.linkage(flat, "complete")[:, 2])

    def test_sizes_that_differ_are_said(self, corpus):
        rows = pd.DataFrame({"source": ["A", "B"], "text": [text_of(COUNTS["A"]) * 6, text_of(COUNTS["B"])]})
        found = source_distances(Corpus.from_documents(rows, clean=False), unit="form")
        assert "the smallest 12" in found.warnings[-1]

    def test_what_is_not_known_is_said(self, corpus):
        with pytest.raises(CorpusError, match="measure='manhattan'"):
            source_distances(corpus, measure="manhattan")
        with pytest.raises(CorpusError, match="one source only"):
            source_distances(corpus.select(sources="A"))


@pytest.fixture(scope="module")
def silent() -> Corpus:
    """Four sources of four articles; only D never writes « milice »."""
    rows = [
        {"source": source, "text": f"Le missile tombe au nord {number} de la base{source}. "
                                   + ("La troupe attend." if source == "D" else "La milice attend.")}
        for source in "ABCD" for number in range(4)
    ]  # fmt: skip
    return Corpus.from_documents(pd.DataFrame(rows), clean=False)


class TestOmissions:
    def test_by_hand(self, silent):
        table = omissions(silent, "D", unit="form")
        (row,) = table.to_dict("records")
        assert row["term"] == "milice"
        assert (row["count"], row["documents"], row["n_documents"]) == (0, 0, 4)
        assert (row["sources"], row["n_sources"], row["others_count"]) == (3, 3, 12)
        assert (row["others_documents"], row["others_n_documents"]) == (12, 12)
        assert_allclose(row["expected"], 4.0)
        # all twelve occurrences in the three quarters of the words that are not D's
        assert_allclose(row["chance"], 0.75**12)
        # adjusted over all that is printed so widely, left out or not: le, missile, tombe, au, nord, de, la, milice, …
        wide = omissions(silent, "D", unit="form", at_most=1_000)
        assert_allclose(row["p_adjusted"], min(row["chance"] * len(wide), 1))
        assert len(wide) > 3

    def test_each_source_is_a_family_of_its_own(self, silent):
        whole = omissions(silent, unit="form")
        pd.testing.assert_frame_equal(whole, omissions(silent, "D", unit="form"))

    def test_short_articles_lack_most_words(self):
        """Noise: ten articles of twelve words against thirty of fifteen hundred, which have far more of the words."""
        random = np.random.default_rng(3)
        ends = ("ra", "li", "mon", "tur", "sek")
        words = np.array([a + b + c for a in "bdfglmnprstv" for b in "aeiou" for c in ends])
        sizes = [12] * 10 + [1_500] * 30
        texts = [" ".join(random.choice(words, size)) for size in sizes]
        source = ["S"] * 10 + [name for name in "ABC" for _ in range(10)]
        corpus = Corpus.from_documents(pd.DataFrame({"source": source, "text": texts}), clean=False)
        table = omissions(corpus, "S", unit="form")
        assert len(table) > 100
        assert (table["chance"] > 0.5 * np.exp(-table["expected"])).all()
        assert (table["p_adjusted"] > 0.5).all()

    def test_options_that_mean_nothing_are_said(self, silent):
        for asked in ({"nonsense": 3}, {"words": "own"}, {"shared": "drop"}):
            with pytest.raises(CorpusError, match="nothing for of='entities'"):
                omissions(silent, of="entities", **asked)
        with pytest.raises(CorpusError, match="types means nothing for of='terms'"):
            omissions(silent, types="PER")
        with pytest.raises(CorpusError, match="at_most=-1"):
            omissions(silent, at_most=-1)

    def test_what_is_dropped_is_said(self, silent):
        said = "Nothing here was printed by several outlets"
        assert said in omissions(silent, "D", unit="form", shared="drop").attrs["warnings"][0]
        assert said in source_map(silent, unit="form", shared="drop").warnings[0]
        assert said in source_distances(silent, unit="form", shared="drop").warnings[0]

    def test_nothing_is_left_out_by_the_others(self, silent):
        table = omissions(silent, unit="form")
        assert table["source"].unique().tolist() == ["D"]

    def test_floors_and_ceiling(self, silent):
        assert omissions(silent, "D", unit="form", min_documents=13).empty
        assert "missile" in omissions(silent, "D", unit="form", at_most=4)["term"].tolist()
        with pytest.raises(CorpusError, match="3 others must print"):
            omissions(silent.select(sources=["A", "B", "D"]), "D")
        with pytest.raises(CorpusError, match="of='verbs'"):
            omissions(silent, of="verbs")

    def test_names(self):
        corpus = Corpus.load(ROOT / "data" / "sample", progress=False)
        entities = resolve_entities(corpus)
        table = omissions(corpus, of="entities", types="PER", entities=entities, min_sources=2, min_documents=2)
        assert set(table["type"]) <= {"PER"} and len(table)
        mentions = entities.mentions.merge(entities.entities["name"], left_on="entity_id", right_index=True)
        mentions["source"] = corpus.index["source"].reindex(mentions["doc_id"]).to_numpy()
        for row in table.head(20).itertuples():
            same = mentions[mentions["name"] == row.term]
            assert row.source not in set(same["source"])
            assert same["source"].nunique() >= row.sources - 1


STORIES = (
    ("A", "2020-01-03", "Le général Soleimani meurt dans une frappe à Bagdad, la frappe vise un convoi."),
    ("B", "2020-01-04", "Frappe à Bagdad : le général Soleimani meurt, un convoi détruit."),
    ("C", "2020-01-05", "À Bagdad le convoi du général Soleimani détruit par une frappe."),
    ("A", "2020-03-01", "Le baril de pétrole recule à Londres, les investisseurs vendent le baril."),
    ("B", "2020-03-02", "Les investisseurs vendent : le baril de pétrole recule à Londres."),
    ("C", "2020-06-01", "La récolte des dattes commence dans le sud."),
    ("B", "2020-09-09", "Le général Soleimani meurt dans une frappe à Bagdad, un convoi détruit encore."),
    ("C", None, "Le général Soleimani meurt, un convoi détruit à Bagdad."),
)


@pytest.fixture(scope="module")
def events() -> Corpus:
    return Corpus.from_documents(pd.DataFrame(STORIES, columns=["source", "date", "text"]), clean=False)


class TestStories:
    def test_alike_and_near_in_date(self, events):
        table = same_events(events)
        story = table["story"].reindex([f"article-{number}" for number in range(1, 9)]).tolist()
        assert story == [1, 1, 1, 2, 2, 0, 0, 0]  # the same words months later are another event
        assert table.loc["article-1", ["articles", "sources"]].tolist() == [3, 3]
        assert table.loc["article-6", ["articles", "sources"]].tolist() == [1, 1]
        assert table.attrs["warnings"] == ["1 article without a date: in no story."]

    def test_without_dates_there_are_no_stories(self, events):
        with pytest.raises(CorpusError, match="no article here has a date"):
            same_events(events.select(where=lambda table: table["date"].isna()))

    def test_planted_events_of_the_sample(self):
        corpus = Corpus.load(ROOT / "data" / "sample", progress=False)
        planted = json.loads((ROOT / "data" / "sample" / "planted.json").read_text(encoding="utf-8"))["articles"]
        event = [planted[path]["event"] for path in corpus.index["path"]]
        day = corpus.index["date"]
        story = same_events(corpus)["story"].tolist()
        pairs = list(combinations(range(len(story)), 2))
        together = {(a, b) for a, b in pairs if story[a] == story[b] > 0}
        true = {(a, b) for a, b in pairs if event[a] == event[b] and abs((day.iloc[a] - day.iloc[b]).days) <= 20}
        assert len(together & true) / len(together) > 0.8
        assert len(together & true) / len(true) > 0.6

    def test_a_difference_of_topics_is_none_of_wording(self):
        """« baril » has one rate in each story; A writes more of the story that is about it."""
        rows = []
        for story, (rate, share) in enumerate(((4, {"A": 4, "B": 1}), (0, {"A": 1, "B": 4}))):
            for source, number in share.items():
                rows += [
                    (
                        source,
                        f"Le port dort {' baril' * rate} rue{source}{story}{n} {'sombre ' * (5 - rate)}.",
                        story + 1,
                    )
                    for n in range(number)
                ]
        corpus = Corpus.from_documents(pd.DataFrame(rows, columns=["source", "text", "own"]), clean=False)
        crude = keyness(corpus, "A", unit="form").set_index("term").loc["baril"]
        within = keyness_by_story(corpus, "A", stories=corpus.index["own"], unit="form").set_index("term")
        assert crude["log_ratio"] > 1.5
        assert_allclose(within.loc["baril", "story_log_ratio"], 0, atol=0.05)
        assert_allclose(within.loc["baril", "log_ratio"], crude["log_ratio"])
        assert within.loc["baril", ["stories", "n_stories"]].tolist() == [1, 2]
        sizes = corpus.index.groupby(["source", "own"])["n_tokens"].sum()
        shape = [16, 0], [sizes["A", 1], sizes["A", 2]], [4, 0], [sizes["B", 1], sizes["B", 2]]
        assert_allclose(within.loc["baril", "story_log_ratio"], measures.mantel_haenszel(*shape))
        assert_allclose(within.loc["baril", "chi_squared"], measures.cochran_mantel_haenszel(*shape))

    def test_what_one_article_carries_says_so_and_stands_behind(self):
        """« poison » thirty times in one of ten articles of A, « commun » once in each; « loin » so in B."""
        rows = [
            (
                source,
                " ".join(f"{source}{n}mot{word}" for word in range(40)) + (" commun" if source == "A" else " loin"),
            )
            for source in "AB"
            for n in range(10)
        ]
        rows[0] = (rows[0][0], rows[0][1] + " poison" * 30)
        rows[10] = (rows[10][0], rows[10][1] + " mort" * 30)
        rows[11] = (rows[11][0], rows[11][1] + " loin" * 15)
        corpus = Corpus.from_documents(pd.DataFrame(rows, columns=["source", "text"]), clean=False)
        stories = pd.Series([n % 10 + 1 for n in range(20)], index=corpus.index.index)
        table = keyness_by_story(corpus, "A", stories=stories, unit="form")
        assert table["term"].tolist() == ["commun", "poison", "mort", "loin"]
        assert table["one_article"].tolist() == [False, True, True, False]
        assert_allclose(table["largest_share"], [0.1, 1, 1, 16 / 25])
        dealt = keyness_by_story(corpus, "A", stories=stories, unit="form", permuted=499).set_index("term")
        assert dealt.loc["commun", "p_permutation"] <= 0.02  # two deals of 1,024 set them as far apart
        assert dealt.loc[["poison", "mort"], "p_permutation"].tolist() == [1, 1]
        assert dealt.loc["loin", "p_permutation"] > 0.05
        assert dealt.loc["poison", "p_adjusted"] < 0.001  # of tokens, for which one article is no matter
        with pytest.raises(CorpusError, match="permuted=-1 is below 0"):
            keyness_by_story(corpus, "A", stories=stories, permuted=-1)

    def test_articles_in_no_common_story_are_counted(self, events):
        stories = pd.Series(0, index=events.index.index)
        first = [events.index["source"].eq(name).to_numpy().argmax() for name in "AB"]
        stories.iloc[first] = 1
        table = keyness_by_story(events, "A", reference="B", stories=stories, min_count=1)
        sizes = events.index["source"].value_counts()
        said = f"which take no part: A: {sizes['A'] - 1} / {sizes['A']}; B: {sizes['B'] - 1} / {sizes['B']}."
        assert any(text.endswith(said) for text in table.attrs["warnings"])

    @pytest.mark.parametrize("options", [{"days": 0}, {"days": np.nan}, {"alike": -0.1}, {"alike": 1.5}])
    def test_days_and_likeness_are_in_range(self, events, options):
        with pytest.raises(CorpusError, match="makes no sense"):
            same_events(events, **options)

    def test_another_corpus_has_other_stories(self, events):
        with pytest.raises(CorpusError, match="another corpus has other stories"):
            keyness_by_story(events, "A", reference=events.select(sources="B"))

    def test_stories_of_one_side_take_no_part(self, events):
        table = keyness_by_story(events, "C", min_count=1)
        assert table["n_stories"].unique().tolist() == [1]
        assert table[["n_documents", "reference_n_documents"]].drop_duplicates().to_numpy().tolist() == [[1, 2]]
        assert "datte" not in table["term"].tolist()
        with pytest.raises(CorpusError, match="reported on both sides"):
            keyness_by_story(events, "C", stories=pd.Series([0] * 8, index=events.index.index))

    def test_a_term_that_one_side_lacks_has_an_open_end(self, events):
        table = keyness_by_story(events, "A", unit="form", min_count=1).set_index("term")
        row = table.loc["vise"]
        assert row["reference_count"] == 0
        assert row["low"] < row["story_log_ratio"] < row["high"] == np.inf
        assert_allclose(row["low"], row["story_log_ratio"] * (1 - 1.959963984540054 / row["chi_squared"] ** 0.5))

    def test_over_use_first(self):
        corpus = Corpus.load(ROOT / "data" / "sample", progress=False)
        table = keyness_by_story(corpus, "Échos de l'Euphrate", top=15)
        ratio = table["story_log_ratio"].to_numpy()
        assert (np.diff((ratio >= 0).astype(int)) <= 0).all()
        assert {"Résistance", "occupation", "prétendre"} <= set(table["term"].head(8))

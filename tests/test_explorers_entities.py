"""The explorer of entities: choices, stable places; the review of names, undone, saved and followed at once."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from explored import read, sentences_read, words

from toolkit import Corpus, CorpusError, explorers
from toolkit.entities import aliases as say
from toolkit.entities import read_aliases, resolve_entities
from toolkit.explorers.pairs import Pairs

TEXTS = {
    "a": "Kenneth McKenzie a rencontré Angela Merkel à Berlin. Kenneth McKenzie et Angela Merkel sont à Paris.",
    "b": "Kenneth MacKenzie et Angela Merkel sont à Paris. Angela Merkel et Kenneth MacKenzie sont à Berlin.",
    "c": "Paris attend Berlin. Paris et Berlin attendent Kenneth McKenzie. Londres attend Paris.",
}


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    pages = tmp_path / "pages"
    pages.mkdir()
    for name, text in TEXTS.items():
        (pages / f"{name}.txt").write_text(f"Un titre de l'article {name}\n\n{text}\n", encoding="utf-8")
    return Corpus.load(pages, store=tmp_path / "store", progress=False)


@pytest.fixture
def explorer(corpus: Corpus) -> Pairs:
    return explorers.explore_entities(corpus)


def names(explorer: Pairs) -> set[str]:
    table = explorer.pairs()
    return {*table["a"], *table["b"]}


class TestChoices:
    def test_around_one_name(self, explorer):
        explorer.controls["min_count"].value = 1
        assert "Londres" in names(explorer)
        explorer.controls["centre"].value = "Angela Merkel"
        assert "Londres" not in names(explorer) and "Angela Merkel" in names(explorer)
        assert "around Angela Merkel" in words(explorer.said.value)
        assert "around='Angela Merkel'" in explorer.line()
        explorer.controls["centre"].value = "Personne"
        assert "there is no entity" in words(explorer.problem.value) and "Personne" in explorer.problem.value

    def test_kinds_of_names(self, explorer):
        explorer.controls["types"].value = ("place",)
        assert names(explorer) == {"Paris", "Berlin"}
        explorer.controls["types"].value = ()
        assert words(explorer.figure.value) == "No kind of name is ticked: tick one."

    def test_backbone_keeps_what_is_strong_for_one_end(self, explorer):
        explorer.controls["min_count"].value = 1
        whole = len(explorer.pairs())
        explorer.controls["backbone"].value = "loose (0.5)"
        assert 0 < len(explorer.pairs()) < whole
        assert "backbone loose (0.5)" in words(explorer.said.value)
        assert explorer.line().startswith("network(cooccurrence(")

    def test_a_name_stands_where_it_stood(self, explorer, monkeypatch):
        seen: list[dict] = []
        drawn = explorers.pairs.plots.network

        def spy(*args, positions, **options):
            seen.append(positions)
            return drawn(*args, positions=positions, **options)

        monkeypatch.setattr("toolkit.plots.network", spy)
        for value in (5, 60):
            explorer.controls["top"].value = value
        for value in (1, 2):
            explorer.controls["min_count"].value = value
        assert len(seen) == 4
        shared = set.intersection(*(set(places) for places in seen))
        assert len(shared) > 1
        assert all(len({places[name] for places in seen}) == 1 for name in shared)

    def test_the_line_gives_the_table(self, corpus, explorer):
        from toolkit.cooccurrence import cooccurrence

        explorer.controls["window"].value = "a paragraph"
        explorer.controls["min_count"].value = 1
        again = eval(explorer.line(), {"corpus": corpus, "cooccurrence": cooccurrence})
        pd.testing.assert_frame_equal(again, explorer.pairs())

    def test_wider_windows_are_read_as_they_are_counted(self, explorer):
        explorer.controls["window"].value = "an article"
        explorer.controls["min_count"].value = 1
        explorer.chosen.index = [label for label, _ in explorer.chosen.options].index("Paris – Londres")
        assert "name either, where both are in an article" in words(read(explorer))
        assert sentences_read(explorer).count("<mark>Paris</mark>") == 3


class TestReview:
    def test_proposed_merges_with_their_sentences(self, explorer):
        review = explorer.resolution
        (label, _), *_ = review.merge.options
        assert label == "Kenneth MacKenzie → Kenneth McKenzie (spelling, 0.75)"
        shown = words(review.shown.value)
        assert "spelling, confidence 0.75" in shown
        assert "Kenneth MacKenzie et Angela Merkel" in shown and "Berlin attendent Kenneth McKenzie" in shown

    def test_accepting_is_seen_in_the_figures_at_once_and_can_be_undone(self, explorer):
        before = explorer.pairs()
        explorer.resolution.accept.click()
        assert explorer.resolution.problem.value == ""
        after = explorer.pairs()
        joint = {frozenset(row[:2]): row[2] for row in after[["a", "b", "joint"]].itertuples(index=False, name=None)}
        assert joint[frozenset(("Angela Merkel", "Kenneth McKenzie"))] == 4
        assert "Kenneth MacKenzie" not in names(explorer)
        row = explorer.resolution.entities.entities.loc["kenneth mckenzie"]
        assert row["variants"] == "Kenneth McKenzie | Kenneth MacKenzie"
        explorer.resolution.undo.click()
        pd.testing.assert_frame_equal(explorer.pairs(), before)
        explorer.resolution.redo.click()
        pd.testing.assert_frame_equal(explorer.pairs(), after)

    def test_refusing_keeps_apart_for_good(self, explorer):
        explorer.resolution.refuse.click()
        assert explorer.resolution.entities.proposed.empty
        assert explorer.resolution.table["distinct"].tolist() == ["Kenneth MacKenzie"]

    def test_rename_retype_ignore(self, explorer):
        review = explorer.resolution
        review.entity.value = "Paris"
        assert (review.name.value, review.kind.value) == ("Paris", "place")
        review.name.value = "Ville de Paris"
        review.rename.click()
        assert "Ville de Paris" in names(explorer)
        review.kind.value = "organisation"
        review.retype.click()
        assert review.entities.entities.loc["ville de paris", "type"] == "ORG"
        review.ignore.click()
        assert "Ville de Paris" not in names(explorer)
        for _ in range(3):
            review.undo.click()
        assert review.undo.disabled and "Paris" in names(explorer)

    def test_splitting_a_spelling_off(self, explorer):
        review = explorer.resolution
        review.accept.click()
        review.entity.value = "Kenneth McKenzie"
        assert review.variant.options == ("Kenneth MacKenzie",)
        review.split.click()
        assert {"kenneth mckenzie", "kenneth mackenzie"} <= set(review.entities.entities.index)

    def test_saved_beside_the_corpus_and_read_again(self, corpus, explorer):
        assert not corpus.decisions.entities.exists()
        explorer.resolution.accept.click()
        assert not corpus.decisions.entities.exists()
        explorer.resolution.save.click()
        assert "Saved: 1 rows in entities.csv" in words(explorer.resolution.said.value)
        assert read_aliases(corpus).table["variants"].tolist() == ["Kenneth MacKenzie"]
        assert len(resolve_entities(corpus).entities) == len(explorer.resolution.entities.entities)
        again = explorers.explore_entities(corpus)
        pd.testing.assert_frame_equal(again.pairs(), explorer.pairs())

    def test_a_corpus_in_memory_cannot_be_saved(self):
        corpus = Corpus.from_documents(pd.DataFrame({"text": list(TEXTS.values())}), clean=False)
        review = explorers.explore_entities(corpus).resolution
        assert review.save.disabled
        review.accept.click()
        assert review.problem.value == ""

    def test_what_cannot_be_done_is_a_sentence(self, explorer):
        review = explorer.resolution
        review.entity.value = "Personne"
        assert review.rename.disabled and review.split.disabled
        with pytest.raises(CorpusError, match="nothing to undo"):
            review._undo()
        with pytest.raises(CorpusError, match="there is no entity 'Personne'"):
            review._ignore()


class TestDecisions:
    EMPTY = say.empty()

    def rows(self, table: pd.DataFrame) -> list[tuple]:
        return list(table[list(say.COLUMNS)].itertuples(index=False, name=None))

    def test_same_then_different(self):
        table = say.same(self.EMPTY, "ONU", "Nations unies", "ORG")
        assert self.rows(table) == [("ONU", "ORG", "Nations unies", "", "")]
        table = say.different(table, "ONU", "Nations unies")
        assert self.rows(table) == [("ONU", "ORG", "", "Nations unies", "")]
        table = say.same(table, "ONU", "nations unies")
        assert self.rows(table) == [("ONU", "ORG", "nations unies", "", "")]

    def test_a_variant_has_one_home(self):
        table = say.same(say.same(self.EMPTY, "A", "C"), "B", "C")
        assert self.rows(table) == [("B", "", "C", "", "")]
        table = say.same(say.same(self.EMPTY, "B", "C"), "A", "B")
        assert self.rows(table) == [("A", "", "C | B", "", "")]

    def test_renaming_keeps_the_old_name_as_a_variant(self):
        table = say.renamed(say.retyped(self.EMPTY, "ONU", "ORG"), "ONU", "Nations unies")
        assert self.rows(table) == [("Nations unies", "ORG", "ONU", "", "")]
        assert self.rows(say.renamed(table, "Nations unies", "NATIONS UNIES"))[0][:3] == ("NATIONS UNIES", "ORG", "ONU")

    def test_ignoring(self):
        assert self.rows(say.ignored(self.EMPTY, "Lire aussi")) == [("Lire aussi", "", "", "", "yes")]

    def test_the_users_own_columns_stay(self):
        own = pd.DataFrame({"name": ["ONU"], "note": ["vu"]})
        assert say.same(own, "ONU", "UN")["note"].tolist() == ["vu"]

"""Explorers without a kernel: update equals create, every control counts, nothing fails silently, corrections last."""

from __future__ import annotations

import base64
import json
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from explored import (
    NASTY,
    assert_harmless,
    choose,
    hostile_corpus,
    labels,
    read,
    sentences_read,
    shown,
    small_corpus,
    small_pages,
    words,
)

from toolkit import Corpus, CorpusError, explorers
from toolkit.contrast import keyness, keyness_of_sides, omissions
from toolkit.explorers import frame
from toolkit.explorers.review import Review


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return small_corpus()


@pytest.fixture(scope="module")
def pages() -> Corpus:
    return small_pages()


@pytest.fixture(scope="module")
def nasty() -> Corpus:
    return hostile_corpus()


# every explorer

SETTINGS = {
    "explore_terms": {
        "words": "nouns",
        "length": "2 words in a row",
        "unit": "word forms",
        "whose": "the outlet's own",
        "stopwords": False,
        "by": "source",
        "drawn": "side by side",
        "top": 5,
        "sources": ("La Vigie",),
        "period": ("2020-06", "2020-06"),
    },
    "explore_entities": {
        "types": ("person", "place", "organisation", "other"),
        "window": "a paragraph",
        "min_count": 1,
        "backbone": "all pairs",
        "centre": "Bagdad",
        "top": 10,
        "drawn": "a matrix",
        "colour": "community",
        "sources": ("Le Canal",),
        "period": ("2020-06", "2020-06"),
    },
    "explore_sources": {
        "target": "Le Canal",
        "reference": "La Vigie",
        "drawn": "frequency against effect",
        "words": "nouns, verbs, adjectives, names",
        "length": "2 words in a row",
        "unit": "word forms",
        "whose": "the outlet's own",
        "story": "all articles",
        "shared": True,
        "left": "names",
        "others": 1,
        "dealt": True,
        "measure": "Log Ratio: how many doublings (Hardie 2014)",
        "floor": 1,
        "top": 5,
        "period": ("2020-06", "2020-06"),
    },
}


@pytest.mark.parametrize("name", SETTINGS)
def test_update_equals_create(corpus, name):
    """Whatever way the controls came to where they stand, the same is shown."""
    make = getattr(explorers, name)
    one, other = make(corpus), make(corpus)
    assert shown(one) == shown(other)
    assert set(SETTINGS[name]) == set(one.controls)
    for control, value in SETTINGS[name].items():
        one.controls[control].value = value
    for control, value in reversed(SETTINGS[name].items()):
        other.controls[control].value = value
    one.chosen.index = other.chosen.index = 0
    assert one.problem.value == ""
    assert shown(one) == shown(other)
    one.update()
    assert shown(one) == shown(other)
    initial = make(corpus)
    assert shown(initial) != shown(one)
    for control, widget in initial.controls.items():
        one.controls[control].value = widget.value
    one.chosen.index = 0
    assert shown(one) == shown(initial)


@pytest.mark.parametrize("name", SETTINGS)
def test_figure_has_alternative_text_that_says_the_settings(corpus, name):
    explorer = getattr(explorers, name)(corpus)
    (alt,) = re.findall(r'<img alt="([^"]*)"', explorer.figure.value)
    assert explorer.settings() in alt
    assert words(explorer.said.value).startswith(explorer.settings())


@pytest.mark.parametrize("name", SETTINGS)
def test_nothing_is_computed_while_a_handle_is_dragged(corpus, name):
    controls = getattr(explorers, name)(corpus).controls.values()
    assert not any(control.continuous_update for control in controls if hasattr(control, "continuous_update"))


@pytest.mark.parametrize("name", SETTINGS)
def test_what_goes_wrong_is_a_sentence_and_what_stood_there_stays(corpus, name, monkeypatch):
    explorer = getattr(explorers, name)(corpus)
    before = shown(explorer)

    def fail(*args: object, **options: object) -> None:
        raise ZeroDivisionError("by <zero>")

    with monkeypatch.context() as patch:
        patch.setattr(frame, "picture", fail)  # as late as can be
        explorer.controls["top"].value = 7
    assert words(explorer.problem.value) == "This could not be done: ZeroDivisionError: by &lt;zero&gt;"
    assert 'role="alert"' in explorer.problem.value
    after = shown(explorer)
    assert (after[0], *after[2:4], *after[5:]) == (before[0], *before[2:4], *before[5:])
    explorer.update()
    assert explorer.problem.value == ""

    monkeypatch.setattr(explorer, "read", fail)
    stood = read(explorer)
    explorer.chosen.index = 1
    assert "ZeroDivisionError" in explorer.unread.value
    assert read(explorer) == stood
    explorer.update()  # drawn well, but the sentences still cannot be read: that must not be lost
    assert explorer.problem.value == ""
    assert "ZeroDivisionError" in explorer.unread.value


@pytest.mark.parametrize("name", SETTINGS)
def test_text_of_articles_is_escaped(nasty, name):
    explorer = getattr(explorers, name)(nasty)
    if name == "explore_sources":
        explorer.controls["words"].value = "all words"
    assert explorer.problem.value == ""
    for control in [None, *[c for n, c in explorer.controls.items() if n in ("source", "target")]]:
        if control is not None:
            control.index = 1
        for row in range(min(len(explorer.chosen.options), 3)):
            explorer.chosen.index = row
            for html in shown(explorer)[:6]:
                assert_harmless(html)
    assert "&lt;" in read(explorer)


def test_what_the_numbers_cannot_bear_is_said_above_the_figure(corpus, pages):
    explorer = explorers.explore_entities(corpus.select(where=corpus.index.index == "vigie-1"))
    explorer.controls["min_count"].value = 1
    assert "in one article only" in words(explorer.said.value)
    explorer = explorers.explore_sources(pages)
    assert len(words(explorer.said.value)) > len(explorer.settings()) + 40


# pairs


def test_pairs_and_their_sentences(corpus):
    explorer = explorers.explore_entities(corpus)
    assert any("Paris" in label for label in labels(explorer))
    pair = next(label for label in labels(explorer) if "Paris" in label)
    choose(explorer, pair)
    assert "Paul Martin" in read(explorer)
    joint = explorer.pairs().set_index(["a", "b"])["joint"]
    assert sentences_read(explorer).count("<mark>Paris</mark>") == joint[tuple(pair.split(" – "))]
    choose(explorer, "Paris")  # a name by itself
    assert sentences_read(explorer).count("<mark>Paris</mark>") == 4


def test_pairs_of_a_source_and_of_rarer_ones(corpus):
    explorer = explorers.explore_entities(corpus)
    explorer.controls["sources"].value = ("Le Canal",)
    assert not any("Paris" in label for label in labels(explorer))
    explorer.controls["sources"].value = explorer.controls["sources"].options
    explorer.controls["min_count"].value = 20
    assert words(explorer.figure.value) == "No pair is left: ask for fewer shared windows or other names."
    assert explorer.chosen.options == ()
    assert "<img" not in explorer.figure.value
    assert explorer.problem.value == ""
    explorer.controls["min_count"].value = 1
    assert "share 1 sentence or more" in words(explorer.said.value)


# vocabulary


def test_vocabulary_of_a_source_against_the_others(corpus):
    explorer = explorers.explore_sources(corpus)
    listed = labels(explorer)
    assert listed.index("milice") < listed.index("général")  # over-use first, under-use last
    explorer.controls["target"].value = "Le Canal"
    listed = labels(explorer)
    assert listed.index("général") < listed.index("milice")
    assert "Le Canal against all others" in words(explorer.said.value)


def test_floor_on_articles(corpus):
    explorer = explorers.explore_sources(corpus)
    explorer.controls["target"].value = "Le Canal"
    assert "in 2 articles or more" in words(explorer.said.value)
    explorer.controls["floor"].value = 4
    assert "in 4 articles or more" in words(explorer.said.value)
    assert labels(explorer) == ["soldat"]
    explorer.controls["floor"].value = 10
    assert words(explorer.figure.value) == "No term is left: ask for fewer articles."


def test_both_sides_are_read(corpus):
    explorer = explorers.explore_sources(corpus)
    explorer.controls["target"].value = "Le Canal"
    choose(explorer, "soldat")
    said = words(read(explorer))
    assert "« soldat »: Le Canal" in said
    assert "« soldat »: all others" in said
    assert "Un soldat visite Paris" in said.replace("  ", " ")


def test_bars_have_their_intervals(corpus):
    drawing = picture_of(explorers.explore_sources(corpus))
    assert "lines: 95% intervals over articles" in drawing
    few = explorers.explore_sources(corpus.select(where=corpus.index.index != "vigie-1"))
    few.controls["target"].value = "La Vigie"
    assert "a side of one or two articles has none" in picture_of(few)


def picture_of(explorer) -> str:
    """The drawing in the figure, as SVG."""
    (data,) = re.findall(r'svg\+xml;base64,([^"]+)', explorer.figure.value)
    return base64.b64decode(data).decode("utf-8")


def test_p_by_dealing_comes_on_request_and_tells_how_far_it_is(corpus, monkeypatch):
    explorer = explorers.explore_sources(corpus)
    assert explorer.panels["dealt"].value == ""
    said: list[str] = []
    explorer.panels["dealt"].observe(lambda change: said.append(words(change["new"])), names="value")
    explorer.controls["dealt"].value = True
    assert said[0].startswith("37 of 999 deals")
    assert "Westfall" in said[-1] and "permuted=999" in explorer.line()
    table = eval(explorer.line(), {"corpus": corpus, "keyness": keyness})
    assert table["term"].tolist() == labels(explorer)
    shown_p = dict(re.findall(r"row[^>]*>(\w+)(?:<td[^>]*>[^<]*){5}<td[^>]*>([\d.]+)", explorer.panels["dealt"].value))
    # with three articles a side there are twenty ways to deal them: none is rare
    assert set(shown_p) == set(labels(explorer))
    assert all(float(p) > 0.05 for p in shown_p.values())
    explorer.controls["drawn"].value = "map of sources" if len(explorer.labels) > 2 else "tree of sources"
    assert explorer.panels["dealt"].value == ""
    explorer.controls["drawn"].value = "two-sided bars"
    monkeypatch.setattr("toolkit.contrast.dealing.DEALS", 10)  # what is asked for meanwhile is answered first
    few = explorers.explore_sources(corpus.select(where=corpus.index.index != "vigie-1"))
    few.controls["dealt"].value = True
    assert "fewer than three articles on a side there is none" in words(few.panels["dealt"].value)


def test_how_sure_it_is_stands_beside_it(corpus):
    explorer = explorers.explore_sources(corpus)
    choose(explorer, "milice")
    said = words(explorer.panels["sure"].value)
    assert "4 times in 3 of 3 articles of La Vigie, 0 times in 0 of 3 of all others" in said
    assert "50% of it stands in one article of La Vigie, vigie-2; without that article" in said
    assert "<img" in explorer.panels["intervals"].value
    assert "95 of 100" in words(explorer.panels["intervals"].value)
    explorer.controls["drawn"].value = "frequency against effect"
    assert explorer.panels["intervals"].value == ""


def test_measures_are_explained_where_they_are_chosen(corpus):
    explorer = explorers.explore_sources(corpus)
    papers = {"Evert 2022", "Dunning 1993", "Hardie 2014", "Lafon 1980", "Quinn 2008", "Pearson 1900"}
    for option in explorer.controls["measure"].options:
        explorer.controls["measure"].value = option
        assert explorer.problem.value == ""
        papers -= {paper for paper in papers if f"{paper})" in words(explorer.explained.value)}
    assert papers == set()


@pytest.fixture(scope="module")
def three_sources() -> Corpus:
    rows = [
        (source, f"2020-0{month}-0{day}", f"{opening} {word} de Bagdad, {word} encore, le soldat attend le {thing}.")
        for source, word, day in (("A", "milice", 1), ("B", "martyr", 2), ("C", "missile", 3))
        for month, opening, thing in (
            (1, "Frappe sur le convoi du général Soleimani à l'aéroport :", "convoi"),
            (4, "Le Parlement vote le départ des troupes étrangères :", "vote"),
            (7, "La récolte des dattes commence dans le sud :", "marché"),
        )
    ]
    return Corpus.from_documents(pd.DataFrame(rows, columns=["source", "date", "text"]), clean=False)


def test_what_a_source_leaves_out(three_sources):
    explorer = explorers.explore_sources(three_sources)
    explorer.controls["drawn"].value = "what it leaves out"
    assert explorer.controls["others"].value == 2
    assert words(explorer.figure.value) == "Nothing that 2 other sources or more print is missing here: ask for fewer."
    explorer.controls["others"].value = 1
    assert explorer.problem.value == ""
    assert set(labels(explorer)) == {"martyr", "missile"}
    said = words(explorer.explained.value)
    assert "Church &amp; Gale 1995" in said and "Hochberg 1995" in said
    assert explorer.controls["reference"].disabled and explorer.controls["measure"].disabled
    choose(explorer, "martyr")
    said = words(explorer.panels["sure"].value)
    assert "0 times in A, where 3.0 were to be expected" in said
    assert "6 times in 3 of 6 articles of 1 of 2 other sources" in said
    assert "« martyr »: not once in A." in words(read(explorer))
    assert "« martyr »: all others" in words(read(explorer))
    table = eval(explorer.line(), {"corpus": three_sources, "omissions": omissions})
    assert table["term"].tolist() == labels(explorer)
    whole = words(explorer.table.value)
    explorer.controls["period"].value = ("2020-01", "2020-01")  # on one period, or one story
    explorer.controls["floor"].value = 1
    month = words(explorer.table.value)
    assert explorer.problem.value == "" and month != whole
    explorer.controls["period"].index = (0, 6)
    explorer.controls["story"].value = explorer.controls["story"].options[2]
    assert set(labels(explorer)) >= {"martyr", "missile"}
    explorer.controls["story"].value = "inside the stories that both sides report"
    assert set(labels(explorer)) >= {"martyr", "missile"}


def test_names_that_a_source_leaves_out():
    explorer = explorers.explore_sources(small_corpus())
    explorer.controls["drawn"].value = "what it leaves out"
    explorer.controls["left"].value = "names"
    explorer.controls["target"].value = "La Vigie"
    assert explorer.problem.value == ""
    assert "Bagdad" in labels(explorer) and "Paris" not in labels(explorer)
    assert explorer.controls["unit"].disabled
    choose(explorer, "Bagdad")
    assert "Sentences of others that name Bagdad" in words(read(explorer))
    assert "omissions(corpus, 'La Vigie', of='entities'" in explorer.line()


def test_two_sides_are_found_and_compared(three_sources):
    explorer = explorers.explore_sources(three_sources)
    explorer.controls["target"].value = "two sides, found from the words"
    assert explorer.problem.value == ""
    assert words(explorer.said.value).startswith("First side: A")
    assert "no test of anything" in words(explorer.said.value)
    assert "p adjusted" not in words(explorer.table.value)  # it would be none
    assert explorer.panels["intervals"].value == ""
    choose(explorer, "milice")
    assert "« milice »: first side" in words(read(explorer))
    explorer.controls["drawn"].value = "every source at once"
    assert "several articles" in words(explorer.table.value)
    table = eval(explorer.line(), {"corpus": three_sources, "keyness_of_sides": keyness_of_sides})
    assert list(dict.fromkeys(table["term"])) == labels(explorer)
    explorer.controls["story"].value = "inside the stories that both sides report"
    assert explorer.problem.value == ""
    explorer.controls["drawn"].value = "two-sided bars"
    assert "common stories" in words(explorer.table.value)
    explorer.controls["drawn"].value = "what it leaves out"
    assert "Choose one source in « Source »" in explorer.problem.value


def test_pages_of_one_article_each_begin_with_two_sides(founding_pages):
    explorer = explorers.explore_sources(Corpus.load(founding_pages, progress=False))
    assert explorer.controls["target"].value == "two sides, found from the words"
    said = words(explorer.table.value)
    assert all(f" {word} " in said for word in ("prétendu", "martyr", "Résistance", "milice"))
    assert "cannot be told apart" in words(explorer.said.value)
    explorer.controls["length"].value = "verb + preposition + noun"
    assert "soutenue par l'Iran" in words(explorer.table.value).replace("&#x27;", "'")


def test_stories_of_many_articles_are_found_when_asked_for(three_sources, monkeypatch):
    monkeypatch.setattr("toolkit.explorers.asking.AT_ONCE", 5)
    explorer = explorers.explore_sources(three_sources)
    assert explorer.controls["story"].options == ("all articles",)
    assert explorer.asking.button.description == "Find the stories of 9 articles"
    assert explorer.asking.layout.display == "flex"
    told: list[float] = []
    monkeypatch.setattr(type(explorer.asking), "_tell", lambda self, share: told.append(share))
    explorer.asking.button.click()
    assert told and explorer.asking.layout.display == "none"
    assert len(explorer.controls["story"].options) == 5
    at_once = explorers.explore_sources(three_sources, stories=explorer.asking.table)
    assert at_once.controls["story"].options == explorer.controls["story"].options
    explorer.controls["story"].value = explorer.controls["story"].options[1]
    assert "Within 3 common stories" in words(explorer.table.value)


STORY = "inside the stories that both sides report"


@pytest.mark.parametrize("target", ["A", "two sides, found from the words"])
@pytest.mark.parametrize("story", ["all articles", STORY])
def test_controls_work_together(three_sources, target, story):
    """Whatever is drawn, with each of the others changed: a figure or a sentence why not, never an error."""
    explorer = explorers.explore_sources(three_sources)
    explorer.set_state({"target": target, "story": story, "others": 1, "floor": 1})
    for drawn in explorer.controls["drawn"].options:
        for changed in ({}, {"length": "2 words in a row", "whose": "the outlet's own", "unit": "word forms",
                             "words": "nouns and names", "measure": explorer.controls["measure"].options[4],
                             "shared": True, "floor": 2}):  # fmt: skip
            explorer.set_state({"drawn": drawn, **changed})
            explorer.update()
            said = words(explorer.problem.value)
            assert "could not be done" not in said, (drawn, changed)
            if not changed:  # what is left of so few words otherwise may make no map, or no two sides
                assert bool(said) == (drawn == "what it leaves out" and target != "A"), (drawn, said)
            assert explorer.unread.value == ""
            assert "<img" in explorer.figure.value or words(explorer.figure.value)
        explorer.set_state({"length": "single words", "whose": "everybody's", "unit": "lemmas", "shared": False,
                            "words": "all words", "floor": 1})  # fmt: skip


@pytest.mark.parametrize(
    ("drawn", "python"),
    [
        ("every source at once", "keyness(corpus, min_documents="),
        ("map of sources", "source_map(corpus, min_documents="),
        ("tree of sources", "source_distances(corpus, min_documents="),
    ],
)
def test_all_sources_in_one_figure(three_sources, drawn, python):
    explorer = explorers.explore_sources(three_sources)
    explorer.controls["drawn"].value = drawn
    assert explorer.problem.value == ""
    assert drawn.capitalize() in explorer.figure.value
    assert python in words(explorer.code.value)
    assert {"milice", "martyr", "missile"} <= set(labels(explorer))
    choose(explorer, "martyr")
    assert "« martyr »: all others" in words(read(explorer))


def test_inside_stories_and_in_one_of_them(three_sources):
    explorer = explorers.explore_sources(three_sources)
    options = explorer.controls["story"].options
    assert options[:2] == ("all articles", "inside the stories that both sides report")
    assert options[2].startswith("story 1: 2020-01-01, 3 articles")
    explorer.controls["story"].value = options[1]
    assert explorer.problem.value == ""
    assert "Within 3 common stories" in words(explorer.table.value)
    assert "keyness_by_story(corpus, 'A'" in words(explorer.code.value).replace("&#x27;", "'")
    assert "milice" in labels(explorer)
    explorer.controls["floor"].value = 1
    explorer.controls["story"].value = options[2]
    assert "1 article" in words(explorer.said.value)
    assert "No interval" in words(explorer.panels["intervals"].value)
    assert explorer.code.value == ""


def test_the_line_of_python_gives_the_table(three_sources):
    explorer = explorers.explore_sources(three_sources)
    explorer.controls["whose"].value = "the outlet's own"
    explorer.controls["measure"].value = "Log Ratio: how many doublings (Hardie 2014)"
    explorer.controls["reference"].value = "B"
    table = eval(explorer.line(), {"corpus": three_sources, "keyness": keyness})
    assert table["term"].tolist() == labels(explorer)


def test_a_source_is_not_compared_with_itself(corpus):
    explorer = explorers.explore_sources(corpus)
    figure = explorer.figure.value
    explorer.controls["reference"].value = "La Vigie"
    assert "a source is not compared with itself. Choose another in « against »." in explorer.problem.value
    assert explorer.figure.value == figure
    explorer.controls["target"].value = "Le Canal"
    assert explorer.problem.value == ""
    assert "Le Canal against La Vigie" in words(explorer.said.value)


def test_one_source_cannot_be_contrasted(corpus):
    with pytest.raises(CorpusError, match="one source only here, Le Canal"):
        explorers.explore_sources(corpus.select(sources="Le Canal"))


# review

ARTICLE = """in

Le ministre visite Bagdad

8 juillet 2020 à 03h52

Partager sur FacebookPartager sur Twitter

Le ministre a visité Bagdad mardi et a rencontré le général Dupont dans son bureau de la capitale.

Il repart jeudi pour Paris, où l'attendent plusieurs de ses collègues du gouvernement.
"""
OTHER = """La milice a quitté hier le village où elle campait depuis le printemps, selon les habitants du lieu.

Des images de la scène ont été prises par des témoins qui souhaitent rester anonymes pour leur sécurité.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "visite.txt").write_text(ARTICLE, encoding="utf-8")
    (pages / "milice.txt").write_text(OTHER, encoding="utf-8")
    return pages


@pytest.fixture
def review(folder: Path, tmp_path: Path) -> Review:
    return explorers.review(Corpus.load(folder, store=tmp_path / "store", progress=False))


def listed(review: Review) -> list[str]:
    return [label for label, _ in review.article.options]


def lines(review: Review, mark: str) -> dict[str, int]:
    """Text -> number of the lines marked − (removed) or + (kept)."""
    found = {}
    for label, number in review.lines.options:
        sign, _, text = label.split(maxsplit=2)
        if sign == mark:
            found[text] = number
    return found


def test_review_lists_what_is_unknown(review):
    assert listed(review) == ["visite — no source", "milice — no source, no date, no title"]
    review.only_open.value = True
    assert len(listed(review)) == 2
    review.next.click()
    assert review.article.value == "milice"
    review.next.click()
    assert review.article.value == "visite"
    review.back.click()
    assert review.article.value == "milice"
    assert "milice · source unknown · date unknown" in words(review.page.value)


def test_review_shows_the_page_with_what_was_removed_struck_through(review):
    review.article.value = "visite"
    assert re.search(r"<s[^>]*>Partager sur Facebook", review.page.value)
    assert "<mark>Bagdad<small>LOC</small></mark>" in review.page.value
    assert review.inputs["date"].value == "2020-07-08"
    assert review.inputs["source"].value == ""
    assert "Date inferred" in words(review.known.value)
    assert "Partager sur FacebookPartager sur Twitter" in lines(review, "−")
    assert any(line.startswith("Il repart jeudi") for line in lines(review, "+"))
    assert words(review.state.value) == "Nothing to save."


def test_corrections_are_saved_and_used(review, folder, tmp_path):
    review.article.value = "milice"
    review.inputs["source"].value = "La Vigie"
    review.inputs["date"].value = " 2020-06-11 "
    assert words(review.state.value) == "Not saved yet: 1 article with corrections."
    assert not (folder / "metadata.csv").exists()

    review.article.value = "visite"
    review.inputs["source"].value = "Le Canal"
    assert "La Vigie" in review.inputs["source"].options  # what was typed once need not be typed again
    review.article.value = "milice"  # and back: what was typed is still there
    assert review.inputs["source"].value == "La Vigie"
    assert review.inputs["date"].value == "2020-06-11"
    assert words(review.state.value) == "Not saved yet: 2 articles with corrections."

    review.save.click()
    assert review.problem.value == ""
    assert "Saved to" in review.state.value
    saved = pd.read_csv(folder / "metadata.csv", dtype="str").set_index("path")
    assert saved.loc["milice.txt", "source"] == "La Vigie"
    assert saved.loc["milice.txt", "date"] == "2020-06-11"
    assert saved.loc["visite.txt", "source"] == "Le Canal"
    again = Corpus.load(folder, store=tmp_path / "store", progress=False)
    assert again.sources == review.corpus.sources == ["La Vigie", "Le Canal"]
    assert again.index.loc["milice", "date"] == pd.Timestamp("2020-06-11")
    assert again.index.loc["visite", "date"] == pd.Timestamp("2020-07-08")  # inferred, and left alone
    assert listed(review) == ["visite", "milice — no title"]  # in the order they had
    assert review.article.value == "milice"
    assert "Source given: metadata.csv" in words(review.known.value)


def test_what_is_typed_and_taken_back_is_nothing_to_save(review):
    review.article.value = "visite"
    review.inputs["date"].value = "2020-07-09"
    review.inputs["date"].value = "2020-07-08"
    assert words(review.state.value) == "Nothing to save."
    review.save.click()
    assert words(review.state.value) == "Nothing to save."


@pytest.mark.parametrize("wrong", ["11 juin", "2020-06", "2020-02-30", "<b>2020</b>"])
def test_a_date_that_is_none_is_said_at_once_and_nothing_is_written(review, folder, wrong):
    review.article.value = "milice"
    review.inputs["source"].value = "La Vigie"
    review.inputs["date"].value = wrong
    assert "is not the date of a day. Write it as 2020-06-11" in review.problem.value
    assert "<b>" not in review.problem.value
    review.article.value = "visite"
    review.save.click()
    assert "of milice, is not the date of a day" in review.problem.value
    assert sorted(path.name for path in folder.iterdir()) == ["milice.txt", "visite.txt"]
    review.article.value = "milice"
    assert review.inputs["date"].value == wrong
    review.inputs["date"].value = ""
    assert review.problem.value == ""
    review.save.click()
    assert (folder / "metadata.csv").exists()


def test_a_line_is_put_back(review, folder, tmp_path):
    review.article.value = "visite"
    shared = "Partager sur FacebookPartager sur Twitter"
    review.lines.value = (lines(review, "−")[shared],)
    review.put_back.click()
    assert shared in lines(review, "+")
    assert not re.search(r"<s[^>]*>Partager", review.page.value)
    assert words(review.state.value) == "Not saved yet: cleaning rules changed."
    assert not (folder / "cleaning.json").exists()
    review.remove.click()  # it is still chosen: changing one's mind leaves no trace
    assert words(review.state.value) == "Nothing to save."
    review.put_back.click()
    review.save.click()
    assert json.loads((folder / "cleaning.json").read_text(encoding="utf-8"))["keep"] == [["visite", shared]]
    again = Corpus.load(folder, store=tmp_path / "store", progress=False)
    assert shared in again.text("visite")
    fresh = explorers.review(again)
    fresh.article.value = "visite"
    assert shared in lines(fresh, "+")


def test_a_line_is_removed_and_put_back_after_saving(review, folder):
    review.article.value = "milice"
    line = next(text for text in lines(review, "+") if text.startswith("Des images"))
    number = lines(review, "+")[line]
    review.lines.value = (number,)
    review.remove.click()
    assert line in lines(review, "−")
    review.save.click()
    assert "Des images" not in review.corpus.text("milice")
    audit = review.corpus.cleaning
    assert audit.loc[audit["doc_id"] == "milice", "rule"].tolist() == ["by-hand"]
    assert re.search(r"<s[^>]*>Des images", review.page.value)
    assert "(by hand)" in review.page.value

    review.lines.value = (number,)
    review.put_back.click()
    review.save.click()
    assert "Des images" in review.corpus.text("milice")


def test_a_rule_is_switched_off(review, folder):
    review.article.value = "visite"
    review.off.value = ("share-buttons", "share-plea")
    assert not re.search(r"<s[^>]*>Partager", review.page.value)
    review.save.click()
    saved = json.loads((folder / "cleaning.json").read_text(encoding="utf-8"))
    assert saved == {"off": ["share-buttons", "share-plea"], "keep": [], "drop": []}
    assert "Partager sur Facebook" in review.corpus.text("visite")
    assert set(explorers.review(review.corpus).off.value) == {"share-buttons", "share-plea"}


def test_what_cannot_be_loaded_again_is_said_and_can_be_mended(review, folder):
    """Every line of every article removed: there would be no corpus."""
    for article in ("visite", "milice"):
        review.article.value = article
        review.lines.value = tuple(number for _, number in review.lines.options)
        review.remove.click()
    review.save.click()
    assert "no article is left after cleaning" in review.problem.value
    review.article.value = "milice"
    review.lines.value = tuple(number for _, number in review.lines.options)
    review.put_back.click()
    review.save.click()
    assert review.problem.value == ""
    assert review.corpus.index.index.tolist() == ["milice"]


def test_nothing_left_unknown(review):
    for article, source in (("visite", "Le Canal"), ("milice", "La Vigie")):
        review.article.value = article
        review.inputs["source"].value = source
        review.inputs["date"].value = "2020-07-08"
        review.inputs["title"].value = f"Titre {article}"
    review.save.click()
    review.only_open.value = True
    assert listed(review) == ["nothing is unknown"]
    assert review.inputs["source"].value == ""
    assert review.lines.options == ()
    for button in (review.next, review.back, review.put_back, review.remove, review.save):
        button.click()
    review.inputs["source"].value = "Nobody's"
    assert review.problem.value == ""
    assert words(review.state.value) == "Nothing to save."
    review.only_open.value = False
    assert listed(review) == ["visite", "milice"]


def test_a_corpus_in_memory_can_be_read_only(corpus):
    review = explorers.review(corpus)
    review.inputs["title"].value = "Un titre"
    review.save.click()
    assert "this corpus was made from a table in memory. Correct the table" in review.problem.value
    assert "1 article with corrections" in review.state.value  # and they are not lost


def test_review_escapes_pages(nasty):
    review = explorers.review(nasty)
    for _, doc_id in review.article.options:
        review.article.value = doc_id
        review.inputs["date"].value = NASTY
        for html in (review.page.value, review.known.value, review.problem.value, review.state.value):
            assert_harmless(html)
        assert "&lt;" in review.page.value


# the founding pages


def test_from_raw_pages_to_five_sources_with_dates(founding_pages, tmp_path):
    """By the panel's own controls only, and found again by the next load."""
    pages = tmp_path / "pages"
    pages.mkdir()
    for path in sorted(founding_pages.glob("*.txt")):
        shutil.copyfile(path, pages / path.name)
    review = explorers.review(Corpus.load(pages, store=tmp_path / "store", progress=False))
    assert len(listed(review)) == 5
    assert all("no source" in label for label in listed(review))
    review.only_open.value = True
    for number in range(5):
        doc_id = review.article.value
        suggested = {field: place for place, (_, (field, _)) in enumerate(review.suggestion.options)}
        if "source" in suggested:
            review.suggestion.index = suggested["source"]
            assert review.inputs["source"].value == "CNSNews.com"
        else:
            review.inputs["source"].value = f"Source {number}"
        if not review.inputs["date"].value:
            review.suggestion.index = suggested["date"]
            assert review.inputs["date"].value.startswith("2020-")
            if len(review.inputs["date"].value) < 10:  # a month is no date
                assert "is not the date of a day" in review.problem.value
                review.inputs["date"].value = "2020-09-15"
        assert review.problem.value == "", doc_id
        review.next.click()
    review.save.click()
    assert review.problem.value == ""
    assert len(review.corpus.sources) == 5
    again = Corpus.load(pages, store=tmp_path / "store", progress=False)
    assert again.sources == review.corpus.sources
    assert again.n_documents == 5
    assert again.index["date"].notna().all()
    assert len(explorers.explore_sources(again).labels) == 5

"""The explorer of terms without a kernel: what its controls ask for, what is read of a term, what is left out."""

from __future__ import annotations

import re
from html import unescape

import pandas as pd
import pytest
from explored import assert_harmless, choose, hostile_corpus, labels, read, shown, small_corpus, small_pages, words

from toolkit import Corpus, explorers, plots
from toolkit.explorers import terms as module
from toolkit.terms import corpus_stop_words, find_term, stop_words, term_frequencies

WIDE = [
    ("canal-1", "Le Canal", "2020-03-01", "Le soldat visite Bagdad. « La milice soutenue attend », dit le ministre."),
    ("canal-2", "Le Canal", "2020-05-11", "Le ministre étranger quitte Bagdad. Le soldat dort."),
    ("vigie-1", "La Vigie", "2020-03-09", "La milice armée proteste. Le ministre étranger parle à Paris."),
    ("vigie-2", "La Vigie", "2020-04-02", "La milice armée dort à Paris. La milice armée mange."),
    ("sans-date", "La Vigie", None, "Le navire de guerre attend. Le navire de guerre quitte Paris."),
]
MOVES = [
    {"words": "nouns"},
    {"length": "2 words in a row", "words": "all words"},
    {"length": "terms of several words"},
    {"length": "noun + adjective", "by": "source"},
    {"unit": "word forms", "words": "verbs"},
    {"unit": "lemmas by part of speech", "by": "month"},
    {"whose": "the outlet's own"},
    {"whose": "those it quotes", "words": "all words"},
    {"stopwords": False, "words": "all words", "top": 40},
    {"by": "source", "drawn": "side by side", "top": 5},
    {"sources": ("La Vigie",)},
    {"period": ("2020-03", "2020-04"), "by": "section"},
]


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return small_corpus()


@pytest.fixture(scope="module")
def wide() -> Corpus:
    table = pd.DataFrame(WIDE, columns=["doc_id", "source", "date", "text"]).set_index("doc_id")
    table["section"] = ["Monde", "Monde", "France", "France", "France"]
    return Corpus.from_documents(table.assign(date=pd.to_datetime(table["date"])), clean=False)


@pytest.fixture
def stored(tmp_path) -> Corpus:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "un.txt").write_text("Le soldat dort. Le soldat mange.", encoding="utf-8")
    (pages / "deux.txt").write_text("La milice dort. Un soldat attend.", encoding="utf-8")
    return Corpus.load(pages, store=tmp_path / "store", progress=False)


def moved(corpus: Corpus, settings: dict) -> module.Terms:
    explorer = explorers.explore_terms(corpus)
    for name, value in settings.items():
        explorer.controls[name].value = value
    assert explorer.problem.value == explorer.unread.value == ""
    return explorer


@pytest.mark.parametrize("settings", MOVES, ids=lambda settings: ", ".join(map(str, settings.values())))
def test_the_line_of_python_gives_the_table_that_is_shown(wide, settings):
    explorer = moved(wide, settings)
    table = explorer.saving._offered["terms"]
    names = {"term_frequencies": term_frequencies, "corpus": wide, "corpus_stop_words": corpus_stop_words}
    again = eval(explorer.line(), names)
    pd.testing.assert_frame_equal(again, table)
    assert unescape(explorer.code.value).count(explorer.line()) == 2  # to be read and to be copied
    for term in table["term"].unique()[:4]:
        assert f'data-key="{term}"' in explorer.table.value or f"data-key={term}" in explorer.table.value


@pytest.mark.parametrize("settings", MOVES, ids=lambda settings: ", ".join(map(str, settings.values())))
def test_every_number_opens_to_as_many_lines(wide, settings):
    explorer = moved(wide, settings)
    counts = explorer.saving._offered["terms"].groupby("term", sort=False)["count"].sum()
    options = {"stopwords": explorer.stop_words() or "drop", **explorer.what()}
    for row in range(min(4, len(explorer.chosen.options))):
        explorer.chosen.index = row
        term = explorer._row()
        lines = explorer.saving._offered["concordance"]
        assert len(lines) == lines.attrs["total"] == counts[term], term
        assert len(find_term(explorer.articles.view(), term, **options)) == counts[term]


def test_settings_in_words(wide):
    explorer = explorers.explore_terms(wide)
    assert words(explorer.said.value).startswith(
        "The 15 most frequent lemmas (nouns, verbs, adjectives, names; without stop words), "
        "all 2 sources, March to May 2020, rate per 10,000 words of any kind."
    )
    settings = {"length": "noun + adjective", "by": "source", "sources": ("La Vigie",), "stopwords": False}
    assert moved(wide, settings).settings() == (
        "The 15 most frequent noun + adjective (counted as lemmas; stop words too), "
        "La Vigie, March to May 2020, each source apart, rate per 10,000 words of any kind."
    )
    settings = {"length": "2 words in a row", "whose": "those it quotes", "period": ("2020-03", "2020-03")}
    assert moved(wide, settings).settings() == (
        "The 15 most frequent 2 words in a row (counted as lemmas; first and last of nouns, verbs, adjectives, names; "
        "without stop words; in quotation marks), all 2 sources, March 2020, rate per 10,000 words of any kind."
    )


def test_articles_without_a_date_count_until_a_period_is_chosen(wide):
    assert "navire" in labels(moved(wide, {"words": "nouns"}))
    assert "navire" not in labels(moved(wide, {"words": "nouns", "period": ("2020-03", "2020-04")}))


def test_several_words_are_called_as_they_are_written(wide):
    explorer = moved(wide, {"length": "noun + adjective"})
    assert "milice armée" in labels(explorer)
    assert explorer._row() == explorer.saving._offered["terms"]["term"].iloc[0]
    assert f"« {labels(explorer)[0]} » in its sentences" in words(read(explorer))
    explorer.picked.value = explorer._keys[-1]
    assert explorer.chosen.index == len(explorer.chosen.options) - 1


def test_figure_draws_groups_as_dots_or_side_by_side(wide, monkeypatch):
    drawn = []
    for name in ("bars", "panels"):
        real = getattr(plots, name)
        monkeypatch.setattr(plots, name, lambda table, real=real, name=name, **options:
                            drawn.append((name, options.get("group"))) or real(table, **options))  # fmt: skip
    explorer = explorers.explore_terms(wide)
    assert explorer.controls["drawn"].disabled
    explorer.controls["by"].value = "source"
    assert not explorer.controls["drawn"].disabled
    explorer.controls["drawn"].value = "side by side"
    assert drawn == [("bars", None), ("bars", "source"), ("panels", "source")]


def test_a_figure_of_many_groups_says_which_it_leaves_out(wide, monkeypatch):
    monkeypatch.setitem(module._MOST, module.DOTS, 2)
    explorer = moved(wide, {"by": "month"})
    assert "The figure shows the 2 largest of 4 groups; the table has them all." in words(explorer.said.value)
    assert explorer.saving._offered["terms"]["month"].nunique() == 4


def test_parts_of_speech_are_not_asked_for_where_a_pattern_says_them(wide):
    explorer = moved(wide, {"length": "terms of several words"})
    assert explorer.controls["words"].disabled
    assert "pos=" not in explorer.line()
    explorer.controls["length"].value = "single words"
    assert not explorer.controls["words"].disabled


def test_a_term_is_read_over_time_in_company_and_in_its_sentences(corpus):
    explorer = explorers.explore_terms(corpus)
    choose(explorer, "milice")
    assert "« milice » over time" in explorer.panels["trend"].value or "<img" in explorer.panels["trend"].value
    assert "No word stands three times within 5 words of « milice »." in explorer.panels["collocates"].value
    said = words(explorer.panels["concordance"].value)
    assert "« milice » in its sentences" in said
    assert "proteste à Paris" in said
    assert explorer.panels["concordance"].value.count('<td style="text-align:center') == 4
    assert "La milice dort. La milice mange. Paul Martin aime Paris." in said  # the whole article
    explorer.controls["sources"].value = ("Le Canal",)  # which never says it: the first of its own is read instead
    assert "milice" not in read(explorer)
    assert read(explorer)


def test_collocates_within_so_many_words(corpus):
    explorer = explorers.explore_terms(corpus)
    choose(explorer, "Dupont")
    assert "général" in words(explorer.panels["collocates"].value)
    assert "Words within 5 of « Dupont »" in words(explorer.panels["collocates"].value)
    explorer.reading["window"].value = 1
    assert "Words within 1 of « Dupont »" in words(explorer.panels["collocates"].value)


def test_lines_are_sorted_and_anything_can_be_looked_up(corpus):
    explorer = explorers.explore_terms(corpus)
    explorer.reading["lookup"].value = "milice*"
    assert "« milice* » in its sentences" in words(read(explorer))
    assert explorer.saving._offered["concordance"].attrs["total"] == 4
    explorer.reading["sort"].value = "words after"
    after = explorer.saving._offered["concordance"]["right"].tolist()
    assert after == sorted(after)
    explorer.reading["lookup"].value = " "
    assert "« milice* »" not in words(read(explorer))


def test_a_query_that_does_not_parse_is_said_and_what_stood_there_stays(corpus):
    explorer = explorers.explore_terms(corpus)
    before = read(explorer)
    explorer.reading["lookup"].value = '[lemma="soldat"'
    assert 'role="alert"' in explorer.unread.value
    assert read(explorer) == before
    explorer.reading["lookup"].value = ""
    assert explorer.unread.value == ""


def test_a_choice_lasts_as_long_as_it_can(corpus):
    explorer = explorers.explore_terms(corpus)
    choose(explorer, "soldat")
    explorer.controls["sources"].value = ("La Vigie",)
    assert explorer.chosen.label == "soldat"
    assert explorer.saving._offered["concordance"].attrs["total"] == 1


def test_an_empty_result_says_why_and_what_to_loosen():
    explorer = explorers.explore_terms(small_pages())
    explorer.controls["sources"].value = ("page trois",)
    assert words(explorer.figure.value) == ("No term is left: choose other words, stop words too or another source.")
    assert explorer.chosen.options == ()
    assert read(explorer) == explorer.table.value == ""
    assert explorer.saving.what.options == ()
    explorer.controls["sources"].value = ()
    assert words(explorer.figure.value) == "No source is ticked: tick one."
    explorer.controls["sources"].value = ("page un",)
    assert "<img" in explorer.figure.value
    assert "None of these articles has a date" in explorer.panels["trend"].value
    explorer.controls["whose"].value = "those it quotes"
    assert "everybody's words" in unescape(explorer.figure.value)


def test_pages_without_a_source_can_be_told_apart():
    explorer = explorers.explore_terms(small_pages())
    assert explorer.controls["sources"].options == ("page deux", "page trois", "page un")
    explorer.controls["sources"].value = ("page un",)
    assert "soldat" in labels(explorer)
    assert "milice" not in labels(explorer)


def test_hostile_text_stays_text_in_every_panel():
    explorer = explorers.explore_terms(hostile_corpus())
    for settings in ({}, {"words": "all words", "by": "source"}, {"length": "2 words in a row", "stopwords": False}):
        for name, value in settings.items():
            explorer.controls[name].value = value
        for row in range(min(3, len(explorer.chosen.options))):
            explorer.chosen.index = row
            for html in (*shown(explorer)[:6], explorer.code.value):
                assert_harmless(html)
    assert "&lt;" in read(explorer)


# stop words


def test_a_term_is_left_out_by_a_click(stored):
    explorer = explorers.explore_terms(stored)
    assert explorer.chosen.label == "soldat"
    explorer.stop.click()
    assert "soldat" not in labels(explorer)
    assert "stopwords=corpus_stop_words(corpus) | {'soldat'}" in explorer.line()
    assert "1 more than saved" in words(explorer.stopping.told.value)
    assert corpus_stop_words(stored) == stop_words()  # nothing is written before it is asked for

    explorer.stopping.save.click()
    assert "as saved" in words(explorer.stopping.told.value)
    assert "stopwords" not in explorer.line()
    assert "soldat" not in labels(explorers.explore_terms(stored))
    assert (stored.path / "stopwords.txt").exists()


def test_the_list_is_edited_by_hand_and_put_back(stored):
    explorer = explorers.explore_terms(stored)
    lines = explorer.stopping.text.value.splitlines()
    assert len(lines) == len(stop_words())
    before = labels(explorer)
    explorer.stopping.text.value = "\n".join(["milice", "  Attendre  ", "", *lines])
    assert labels(explorer) == [label for label in before if label not in ("milice", "attendre")]
    explorer.stopping.shipped.click()
    assert labels(explorer) == before
    assert explorer.line() == moved(stored, {}).line()


def test_words_of_a_list_with_an_error_are_told(stored):
    explorer = explorers.explore_terms(stored)
    explorer.stopping.text.value = "dormir:NOWORD"
    explorer.stopping.save.click()
    assert 'role="alert"' in explorer.stopping.told.value + explorer.problem.value


def test_a_list_that_cannot_be_read_is_said_and_can_be_saved_anew(stored):
    (stored.path / "stopwords.txt").write_text("dormir:NOWORD\n", encoding="utf-8")
    explorer = explorers.explore_terms(stored)
    for told in (explorer.problem.value, explorer.stopping.told.value):
        assert 'role="alert"' in told
        assert "stopwords.txt" in told
    explorer.stopping.save.click()
    explorer.update()
    assert explorer.problem.value == ""
    assert "soldat" in labels(explorer)


# saving


def test_tables_and_figures_are_saved(corpus, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    explorer = explorers.explore_terms(corpus)
    assert set(explorer.saving.what.options) == {
        "terms", "figure", "trend", "trend, figure", "collocates", "concordance",
    }  # fmt: skip
    assert explorer.saving.what.value == "terms"
    assert [kind for kind, button in explorer.saving.buttons.items() if not button.disabled] == ["csv", "xlsx"]
    for what in explorer.saving.what.options:
        explorer.saving.what.value = what
        for kind, button in explorer.saving.buttons.items():
            assert button.disabled == ((kind in ("svg", "png")) != ("figure" in what))
            if not button.disabled:
                button.click()
                assert "Saved as" in explorer.saving.done.value
                assert re.search(r'href="data:[\w/.-]+;base64,', explorer.saving.done.value)
    written = sorted(path.name for path in (tmp_path / "exports").iterdir())
    assert len(written) == 12
    (table,) = (tmp_path / "exports").glob("explore_terms-terms-*.csv")
    assert pd.read_csv(table)["term"].tolist() == explorer.saving._offered["terms"]["term"].tolist()
    explorer.saving.what.value = "figure"
    explorer.saving.buttons["svg"].click()
    assert len(list((tmp_path / "exports").iterdir())) == 13  # what is there is kept
    explorer.saving.buttons["png"].click()
    picture = min((tmp_path / "exports").glob("explore_terms-figure-*.png"))
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_what_cannot_be_saved_is_said(corpus, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "exports").write_text("a file where the folder should be", encoding="utf-8")
    explorer = explorers.explore_terms(corpus)
    explorer.saving.buttons["csv"].click()
    assert 'role="alert"' in explorer.saving.done.value


def test_a_row_that_is_chosen_is_read_in_place_of_what_was_looked_up(wide):
    explorer = explorers.explore_terms(wide)
    choose(explorer, "ministre")
    for choice in (lambda: choose(explorer, "milice"), lambda: setattr(explorer.picked, "value", "milice")):
        explorer.reading["lookup"].value = "minist*"
        assert "« minist* » in its sentences" in read(explorer)
        choice()
        assert explorer.reading["lookup"].value == ""
        assert "« milice » in its sentences" in read(explorer)
    explorer.chosen.index = 0 if explorer._row() != explorer._keys[0] else 1
    explorer.picked.value = "milice"  # the row that was clicked last, again
    assert explorer._row() == "milice"


def test_what_is_looked_up_and_not_found_says_why(wide):
    explorer = explorers.explore_terms(wide)
    explorer.reading["lookup"].value = "minsitre"
    assert "« minsitre » does not stand in any article. Nearly so are spelled: ministre." in words(read(explorer))
    assert explorer.panels["trend"].value == explorer.panels["collocates"].value == ""
    explorer.reading["lookup"].value = "xyzzyx"
    assert "nor is any word spelled nearly so: look for less of it" in words(read(explorer))
    explorer.reading["lookup"].value = "milice"
    explorer.controls["period"].value = ("2020-05", "2020-05")
    assert (
        "« milice » does not stand in what is chosen, all 2 sources, May 2020; in the whole corpus it does 4 times: "
        "choose more sources, a longer period or everybody's words." in unescape(words(read(explorer)))
    )
    explorer.controls["period"].value = ("2020-03", "2020-05")
    assert "« milice » in its sentences" in words(read(explorer))
    assert explorer.unread.value == ""


def test_what_is_looked_up_is_counted_in_the_words_that_are_chosen(wide):
    explorer = moved(wide, {"whose": "the outlet's own"})
    explorer.reading["lookup"].value = "milice"
    trend = explorer.saving._offered["trend"]
    assert trend["count"].sum() == len(explorer.saving._offered["concordance"]) == 3  # of 4, one is quoted
    assert "1 article has no date and stands in no period." in words(explorer.panels["trend"].value)


@pytest.mark.parametrize("unit", ["lemmas", "word forms", "lemmas by part of speech"])
@pytest.mark.parametrize("length", ["single words", "2 words in a row", "noun + adjective"])
def test_what_is_left_out_is_gone(unit, length):
    text = "Le prix_moyen baisse à 20:30 précises. La milice armée dort. La milice armée lit. Un prix_moyen."
    corpus = Corpus.from_documents(pd.DataFrame({"text": [text]}, index=["a"]), clean=False)
    settings = {"unit": unit, "length": length, **({} if "noun" in length else {"words": "all words"}), "top": 40}
    number = len(moved(corpus, settings).chosen.options)
    for row in range(number):
        explorer = moved(corpus, settings)
        explorer.chosen.index = row
        term = explorer._row()
        explorer.stop.click()
        assert explorer.problem.value == ""
        assert term not in explorer._keys
        names = {"term_frequencies": term_frequencies, "corpus": corpus, "corpus_stop_words": corpus_stop_words}
        assert list(eval(explorer.line(), names)["term"]) == explorer._keys


@pytest.mark.parametrize("name", ["term", "count", "documents"])
def test_a_column_of_the_users_called_like_one_of_the_table(wide, name):
    texts = pd.DataFrame(WIDE, columns=["doc_id", "source", "date", "text"]).set_index("doc_id")
    texts["date"] = pd.to_datetime(texts["date"])
    texts[[name, "month"]] = [["x", "a"], ["x", "a"], ["y", "b"], ["y", "b"], ["y", "b"]]
    explorer = moved(Corpus.from_documents(texts, clean=False), {"by": name, "drawn": "side by side"})
    assert f"group_{name}" in explorer.saving._offered["terms"].columns
    assert [by for _, by in explorer.controls["by"].options].count("month") == 1


def test_trend_of_many_sources_draws_the_largest(monkeypatch):
    monkeypatch.setitem(module._MOST, module.DOTS, 3)
    dates = ["2020-01-01", "2020-02-01", "2020-02-02"]
    rows = [(f"Le soldat {number} dort.", f"Source {number % 6}", dates[number % 3]) for number in range(18)]
    table = pd.DataFrame(rows, columns=["text", "source", "date"])
    corpus = Corpus.from_documents(table.assign(date=pd.to_datetime(table["date"])), clean=False)
    explorer = moved(corpus, {"by": "source"})
    choose(explorer, "soldat")
    assert "The figure shows the 3 largest of 6 groups" in words(explorer.panels["trend"].value)
    assert explorer.saving._offered["trend"]["source"].nunique() == 6


def test_articles_without_a_word_and_too_few_articles_are_told():
    signs = Corpus.from_documents(pd.DataFrame({"text": ["— « »", "…"]}, index=["a", "b"]), clean=False)
    explorer = moved(signs, {"words": "all words", "stopwords": False})
    assert "There is no word in the articles of" in words(explorer.figure.value)
    one = Corpus.from_documents(pd.DataFrame({"text": ["Le soldat dort."], "source": ["X"]}, index=["a"]), clean=False)
    assert "X (1 article)." in words(explorers.explore_terms(one).said.value)


def test_a_list_saved_elsewhere_is_taken_up(stored):
    one, other = explorers.explore_terms(stored), explorers.explore_terms(stored)
    one.stopping.add("soldat")
    one.stopping.save.click()
    other.controls["top"].value = 7
    assert "soldat" in other.stopping.words
    assert "soldat" in other.stopping.text.value.splitlines()
    assert "soldat" not in other._keys
    other.stopping.add("milice")
    one.stopping.add("dort")
    one.stopping.save.click()
    other.controls["top"].value = 8
    assert {"milice", "soldat"} <= other.stopping.words  # an edit of the user's own is not lost
    assert "dort" not in other.stopping.words


def test_saved_files_say_what_their_own_table_shows(wide):
    explorer = explorers.explore_terms(wide)
    choose(explorer, "milice")
    assert "term_frequencies(" in str(explorer.saving._about["terms"])
    assert "milice" in str(explorer.saving._about["concordance"])
    assert "term_frequencies(" not in str(explorer.saving._about["concordance"])

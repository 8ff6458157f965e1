"""HTML for readers: complete without script, safe, small."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from lxml import html

from toolkit import Corpus, CorpusError, evidence
from toolkit.concordance import concordance, sentences
from toolkit.report.language import Language
from toolkit.terms import find_term

HOSTILE = "<script>alert('x')</script><img src=x onerror=alert(1)> & \"guillemets\""


def parsed(shown: evidence.Evidence) -> html.HtmlElement:
    return html.fromstring(f"<div>{shown.html}</div>")


def cells(shown: evidence.Evidence) -> list[list[str]]:
    return [[cell.text_content() for cell in row.xpath("./th|./td")] for row in parsed(shown).xpath("//tbody/tr")]


class TestTable:
    FRAME = pd.DataFrame(
        {
            "count": [12345, 7],
            "rate": [12.345, np.nan],
            "p_adjusted": [0.00001, 0.0312],
            "score": [-3.5, np.inf],
            "own": [True, False],
            "date": pd.to_datetime(["2020-06-11", None]),
        },
        index=pd.Index(["roquette", "frappe"], name="term"),
    )

    def test_whole_table(self):
        shown = evidence.table(self.FRAME, caption="Deux mots", labels={"own": "only here"})
        tree = parsed(shown)
        assert tree.xpath("string(//caption)") == "Deux mots"
        heads = tree.xpath("//thead//th")
        assert [head.text for head in heads] == ["term", "count", "rate", "p (adjusted)", "score", "only here", "date"]
        assert heads[3].get("title") == (
            "Column p_adjusted of the DataFrame. Share of false discoveries among all that look as strange or stranger "
            "(Benjamini and Hochberg 1995)."
        )
        assert {head.get("scope") for head in heads} == {"col"}
        assert cells(shown) == [
            ["roquette", "12,345", "12.35", "< 0.001", "−3.50", "yes", "2020-06-11"],
            ["frappe", "7", "–", "0.031", "∞", "no", "–"],
        ]
        assert [cell.get("scope") for cell in tree.xpath("//tbody/tr/th")] == ["row", "row"]

    def test_formats(self):
        frame = pd.DataFrame({"a": [0.5], "b": [0.0004], "c": [3]})
        shown = evidence.table(frame, caption="", formats={"a": ".0%", "b": ".1e", "c": lambda value: f"n° {value}"})
        assert cells(shown) == [["50%", "4.0e−04", "n° 3"]]
        assert cells(evidence.table(frame, caption=""))[0][1] == "4.0e−04"

    def test_missing_integers_and_text(self):
        frame = pd.DataFrame({"n": pd.array([1, None], "Int64"), "s": pd.array(["a", None], "str")})
        assert cells(evidence.table(frame, caption="")) == [["1", "a"], ["–", "–"]]

    def test_text_is_left_and_numbers_are_not(self):
        row = parsed(evidence.table(self.FRAME.reset_index(), caption="")).xpath("//tbody/tr")[0]
        left = ["text-align:left" in (cell.get("style") or "") for cell in row]
        assert left == [True, False, False, False, False, True, True]

    def test_hostile_text_is_escaped_everywhere(self):
        frame = pd.DataFrame({HOSTILE: [HOSTILE]}, index=pd.Index([HOSTILE], name=HOSTILE))
        shown = evidence.table(frame, caption=HOSTILE, labels={"x": HOSTILE})
        assert not parsed(shown).xpath("//script|//img")
        assert cells(shown) == [[HOSTILE, HOSTILE]]

    def test_300_rows_stay_under_60_kb(self):
        rng = np.random.default_rng(0)
        frame = pd.DataFrame(rng.random((300, 6)) * 1000, columns=list("abcdef"))
        frame.insert(0, "term", [f"gouvernement {i}" for i in range(300)])
        assert len(evidence.table(frame, caption="")._repr_html_().encode("utf-8")) < 60_000  # script and all
        assert len(evidence.table(frame, caption="", key="term").html.encode("utf-8")) < 60_000  # as in an explorer

    def test_empty_table_keeps_its_headings(self):
        tree = parsed(evidence.table(self.FRAME.iloc[:0], caption="Rien"))
        assert len(tree.xpath("//thead//th")) == 7
        assert not tree.xpath("//tbody/tr")

    def test_repr_and_sum(self):
        shown = evidence.table(self.FRAME, caption="Deux mots")
        assert repr(shown) == "<Evidence: Deux mots (2 rows)>"
        both = shown + evidence.table(self.FRAME.iloc[:1], caption="Un mot")
        assert len(parsed(both).xpath("//table")) == 2
        assert repr(both) == "<Evidence: Deux mots (2 rows); Un mot (1 row)>"
        assert both._repr_html_() == both.html + evidence.assets() == str(both) + evidence.assets()


def lines(**more) -> pd.DataFrame:
    row = {
        "left": "une attaque à la ",
        "keyword": "roquette",
        "right": " a visé la base",
        "sentence": "Selon la police, une attaque à la roquette a visé la base de Taji lundi.",
        "source": "Agence A",
        "date": pd.Timestamp("2020-06-11"),
        "title": "Une base visée",
        "doc_id": "a/1",
    }
    return pd.DataFrame([{**row, **more}])


class TestConcordance:
    def test_line(self):
        tree = parsed(evidence.concordance_lines(lines(), caption="roquette"))
        assert [head.text for head in tree.xpath("//thead//th")] == ["left", "keyword", "right", "source", "date"]
        (row,) = tree.xpath("//tbody/tr")
        assert [cell.text_content() for cell in row[:3]] == ["une attaque à la ", "roquette", " a visé la base"]
        assert row.xpath("string(.//mark)") == "roquette"
        assert row[4].text_content() == "2020-06-11"

    def test_the_source_opens_to_title_and_sentence(self):
        (details,) = parsed(evidence.concordance_lines(lines(), caption="")).xpath("//details")
        assert details.xpath("string(summary)") == "Agence A"
        assert details.xpath("string(div/b)") == "Une base visée"
        assert details.xpath("div/br")[0].tail == "Selon la police, une attaque à la "
        assert details.xpath("string(div)") == "Une base visée" + lines()["sentence"][0]
        assert [mark.text for mark in details.xpath(".//mark")] == ["roquette"]

    def test_unknown_metadata_and_hostile_text(self):
        unknown = lines(left=HOSTILE, keyword=HOSTILE, sentence=HOSTILE * 3, source=HOSTILE, date=pd.NaT, title=None)
        shown = evidence.concordance_lines(unknown, caption=HOSTILE)
        tree = parsed(shown)
        assert not tree.xpath("//script|//img")
        assert cells(shown)[0] == [HOSTILE, HOSTILE, " a visé la base", f"{HOSTILE}a/1{HOSTILE * 3}", "–"]

    def test_what_is_left_out_is_told(self):
        frame = lines()
        frame.attrs["total"] = 1234
        tree = parsed(evidence.concordance_lines(frame, caption="« roquette »"))
        assert tree.xpath("string(//caption)") == "« roquette »: 1 of 1,234 lines"


class TestSentences:
    def test_spans_are_marked(self):
        frame = lines(sentence="Trump a reçu al-Kadhimi & Co.", spans=[(0, 5), (13, 23)])
        shown = evidence.sentences(frame, caption="Trump – al-Kadhimi")
        assert [mark.text for mark in parsed(shown).xpath("//mark")] == ["Trump", "al-Kadhimi"]
        assert cells(shown)[0][0] == "Trump a reçu al-Kadhimi & Co."


class TestPassage:
    TEXT = "Titre & chapô\n\nPartager sur <b>Facebook</b>\nLe Pentagone et Bagdad discutent."

    def test_marks_and_removed_lines(self):
        at = self.TEXT.index("Pentagone")
        spans = pd.DataFrame({"start": [at, 0], "end": [at + 9, 5], "label": ["ORG", "MISC"]})
        tree = parsed(evidence.passage(self.TEXT, spans, caption="Article", removed={3: "share (line 'Partager')"}))
        paragraphs = tree.xpath("//div[contains(@class, 'passage')]/p")
        assert [p.text_content() for p in paragraphs] == [
            "Article",
            "TitreMISC & chapô",
            "Partager sur <b>Facebook</b> (share (line 'Partager'))",
            "Le PentagoneORG et Bagdad discutent.",
        ]
        assert [s.text for s in tree.xpath("//s")] == ["Partager sur <b>Facebook</b>"]
        assert [mark.text for mark in tree.xpath("//mark")] == ["Titre", "Pentagone"]

    @pytest.mark.parametrize("spans", [[(0, 5), (3, 9)], [(0, 5), (0, 3), (4, 4)]])
    def test_of_overlapping_spans_the_first_is_marked(self, spans):
        tree = parsed(evidence.passage(self.TEXT, spans, caption=""))
        assert [mark.text for mark in tree.xpath("//mark")] == ["Titre"]

    def test_a_span_across_lines_is_marked_on_both(self):
        tree = parsed(evidence.passage("un deux\ntrois", [(3, 13)], caption=""))
        assert [mark.text for mark in tree.xpath("//mark")] == ["deux", "trois"]


class TestArticles:
    TEXTS = ("La milice avance.\nLa milice et « la milice » dorment.", "Une milice part.")

    @pytest.fixture(scope="class")
    @classmethod
    def corpus(cls) -> Corpus:
        return Corpus.from_documents(pd.DataFrame({"text": cls.TEXTS}, index=["a", "b"]), clean=False)

    @staticmethod
    def marks(shown: evidence.Evidence) -> list[list[str]]:
        articles = parsed(shown).xpath("//details[contains(@class, 'toolkit-articles')]/details")
        return [[mark.text_content() for mark in article.xpath(".//mark")] for article in articles]

    def test_every_occurrence_in_the_articles_is_marked(self, corpus):
        for unit in ("any", "lemma", "form"):
            shown = evidence.concordance_lines(
                concordance(corpus, "milice", unit=unit, limit=2), caption="", corpus=corpus
            )
            assert self.marks(shown) == [["milice"] * 3, ["milice"]]
        quoted = parsed(shown).xpath("//details[contains(@class, 'toolkit-articles')]//i")
        assert [words.text_content() for words in quoted] == ["la milice"]

    def test_a_line_names_its_mark(self, corpus):
        tree = parsed(evidence.concordance_lines(concordance(corpus, "milice"), caption="", corpus=corpus))
        places = [(one.get("data-article"), one.get("data-mark")) for one in tree.xpath("//td/details")]
        assert places == [("0", "0"), ("0", "1"), ("0", "2"), ("1", "0")]

    def test_other_hits_are_marked_where_they_are_given(self, corpus):
        hits = find_term(corpus, "milice", words="own")  # without what a speaker says
        lines = concordance(corpus, hits, limit=2)
        assert self.marks(evidence.concordance_lines(lines, caption="", corpus=corpus)) == [["milice"], ["milice"]]
        shown = evidence.concordance_lines(lines, caption="", corpus=corpus, marks=hits)
        assert self.marks(shown) == [["milice", "milice"], ["milice"]]

    def test_a_table_of_marks(self, corpus):
        marks = pd.DataFrame({"doc_id": ["b", "z"], "start": [4, 0], "end": [15, 1]})
        lines = concordance(corpus, "milice")
        shown = evidence.sentences(sentences(corpus, "milice"), caption="", corpus=corpus, marks=marks)
        assert self.marks(shown) == [[], ["milice part"]]
        with pytest.raises(CorpusError, match="marks has no column 'start'"):
            evidence.concordance_lines(lines, caption="", corpus=corpus, marks=marks[["doc_id"]])

    def test_a_match_across_a_quotation_is_marked_in_parts(self, corpus):
        lines = concordance(corpus, "[] [] milice [] dormir")
        shown = evidence.concordance_lines(lines, caption="", corpus=corpus)
        assert self.marks(shown) == [["« ", "la milice", " » dorment"]]

    def test_paragraphs(self, corpus):
        lines = concordance(corpus, "milice")
        tree = parsed(evidence.concordance_lines(lines, caption="", corpus=corpus, expand="paragraph"))
        said = [one.xpath("string(div)") for one in tree.xpath("//td/details")]
        second = "aLa milice et « la milice » dorment."
        assert said == ["aLa milice avance.", second, second, "bUne milice part."]
        assert [len(one.xpath(".//mark")) for one in tree.xpath("//td/details")] == [1, 2, 2, 1]
        assert not tree.xpath("//details[contains(@class, 'toolkit-articles')]")

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            ({"expand": "page"}, "expand='page' is not known. Choose one of: article, paragraph, sentence, none."),
            ({"expand": "article"}, "expand='article' needs the text of the articles. Give corpus=corpus too."),
        ],
    )
    def test_what_cannot_be_opened_is_told(self, options, said):
        for show in (evidence.concordance_lines, evidence.sentences):
            with pytest.raises(CorpusError) as error:
                show(lines(spans=[]), caption="", **options)
            assert str(error.value) == said


class TestKeys:
    FRAME = pd.DataFrame({"a": ["x", "y"], "b": [1, 2]})

    def test_rows_carry_their_key(self):
        tree = parsed(evidence.table(self.FRAME, caption="", key="b", selected=2))
        assert [row.get("data-key") for row in tree.xpath("//tbody/tr")] == ["1", "2"]
        assert [row.get("aria-current") for row in tree.xpath("//tbody/tr")] == [None, "true"]
        given = parsed(evidence.table(self.FRAME, caption="", key=[('"', 1), None], picks="toolkit-picked-pair"))
        assert [row.get("data-key") for row in given.xpath("//tbody/tr")] == ["('\"', 1)", "None"]
        assert given.xpath("//table/@data-picks") == ["toolkit-picked-pair"]
        assert not parsed(evidence.table(self.FRAME, caption="")).xpath("//@data-key")

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            ({"key": "c"}, "there is no column 'c' to pick by. Choose one of: a, b."),
            ({"key": ["x"]}, "there are 1 keys for 2 rows. Give one key a row."),
            ({"picks": "a b"}, "picks='a b' is not the name of a class. Use letters, digits and hyphens."),
        ],
    )
    def test_keys_that_do_not_fit_are_told(self, options, said):
        with pytest.raises(CorpusError) as error:
            evidence.table(self.FRAME, caption="", **options)
        assert str(error.value) == said


class TestAssets:
    def test_they_come_once_and_only_where_they_are_needed(self):
        shown = evidence.table(TestKeys.FRAME, caption="")
        assert (shown + shown + evidence.copy_button("x"))._repr_html_().count("<style>") == 1
        assert evidence.note(["Nothing to sort."])._repr_html_() == "<p>Nothing to sort.</p>"

    def test_a_policy_can_name_them(self):
        assert evidence.assets() == f"<style>{evidence.style()}</style><script>{evidence.script()}</script>"
        assert evidence.content_hash("") == "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
        assert "</" not in evidence.script() + evidence.style()
        assert not any(word in evidence.script() for word in ("eval(", "innerHTML", "new Function", "http"))

    def test_values_that_do_not_say_how_they_sort_say_it(self):
        frame = pd.DataFrame({"p": [0.5, 1e-7], "n": [1, 2], "day": pd.to_datetime(["2020-06-11", None])})
        formats = {"n": lambda value: f"n° {value}", "day": lambda value: f"{value:%d/%m/%Y}"}
        cells = parsed(evidence.table(frame, caption="", formats=formats)).xpath("//tbody/tr/*")
        assert [cell.get("data-v") for cell in cells] == [None, "1", "2020-06-11T00:00:00", "1e-07", "2", None]


def test_a_report_without_article_text_holds_back_examples_and_long_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    segments = pd.DataFrame(
        {"count": [3, 2, 2], "form": ["sous couvert d'anonymat", "le Premier ministre Moustafa al", None]}
    )
    removed = pd.DataFrame({"lines": [4], "example": ["Lire aussi : la suite"]}, index=pd.Index(["a"], name="category"))
    assert len(cells(evidence.table(segments, caption="Segments"))) == 3
    monkeypatch.setenv("TOOLKIT_EXCERPTS", "none")
    shown = evidence.table(segments, caption="Segments", key=["1", "2", "3"])
    assert cells(shown) == [["3", "sous couvert d'anonymat"], ["2", "–"]]
    assert parsed(shown).xpath("//tbody/tr/@data-key") == ["1", "3"]
    caption = "Segments; 1 of five words or more not part of this report"
    assert parsed(shown).xpath("string(//caption)") == caption
    assert Language("fr").sentence(caption).endswith(" ; 1 de cinq mots ou plus, absents de ce rapport")
    shown = evidence.table(removed, caption="Removed")
    assert cells(shown) == [["a", "4"]]
    assert parsed(shown).xpath("string(//caption)") == "Removed; examples not part of this report"

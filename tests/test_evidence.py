"""HTML for readers: complete without script, safe, small."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from lxml import html

from toolkit import evidence

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
        assert [head.text for head in heads] == ["term", "count", "rate", "p_adjusted", "score", "only here", "date"]
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

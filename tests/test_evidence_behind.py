"""What stands behind the marks of figures: which passages, how many of how many; nothing where none may be shown."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from lxml import html

from toolkit import Corpus, evidence, plots
from toolkit.concordance import sentences
from toolkit.contrast import source_distances
from toolkit.corpus.overview import outstanding
from toolkit.evidence.behind import _cut
from toolkit.report import safe
from toolkit.report.figures import Figures
from toolkit.report.pool import Pool

COLUMNS = ["source", "date", "title", "text"]
PAGES = [
    ("A", "2020-01-02", "Bagdad", "Bagdad.\nLa milice avance vers la ville de Bagdad ce matin. La milice dort."),
    ("A", "2020-02-03", "Erbil", "La ville dort et une milice veille sur la route."),
    ("B", "2020-02-04", "Bassora <b>", "Le général parle de la milice & de la ville. Le général sort."),
]  # fmt: skip


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    documents = pd.DataFrame(PAGES, columns=COLUMNS, index=["a", "b", "c"])
    return Corpus.from_documents(documents.assign(date=pd.to_datetime(documents["date"])), clean=False)


def parts(shown: evidence.Evidence) -> dict[str, tuple[list[str], list[list[str]], list[str]]]:
    """By key: the words about it; what is marked, passage by passage; where each passage is from."""
    found = {}
    for section in html.fromstring(shown.html).iter("section"):
        said = [part.text_content() for part in section.iterchildren("p")]
        assert said[0] == section.get("data-key")
        items = section.findall("ul/li")
        marked = [[mark.text_content() for mark in item.iter("mark")] for item in items]
        found[said[0]] = said[1:], marked, [item.findtext("small") or "" for item in items]
    return found


def test_terms_and_their_parts(corpus):
    found = parts(evidence.of_terms(corpus, ["milice", "absent"], by="source", each=2))
    assert found == {
        "milice": (
            ["2 of 4 sentences"], [["milice"], ["milice"]], ["A · 2020-01-02 · Bagdad", "B · 2020-02-04 · Bassora <b>"]
        ),
        "milice · A": (["3 sentences"], [["milice"]] * 3, ["A · 2020-01-02 · Bagdad"] * 2 + ["A · 2020-02-03 · Erbil"]),
        "milice · B": (["1 sentence"], [["milice"]], ["B · 2020-02-04 · Bassora <b>"]),
        "absent": (["no sentence here"], [], []),
        "absent · A": (["no sentence here"], [], []),
        "absent · B": (["no sentence here"], [], []),
    }  # fmt: skip


def test_only_the_parts_that_a_table_has(corpus):
    table = pd.DataFrame({"term": ["milice", "ville"], "month": ["2020-02", "2020-01"]})
    found = parts(evidence.of_terms(corpus, table, by="month", names={"ville": "« ville »"}))
    assert {key: told for key, (told, *_) in found.items()} == {
        "milice · 2020-02": ["2 sentences"], "« ville » · 2020-01": ["1 sentence"],
    }  # fmt: skip
    sides = {"B": corpus.select(sources="B"), "all others": corpus.select(sources="A")}
    found = parts(evidence.of_terms(corpus, ["général"], by=sides))
    assert [told for told, *_ in found.values()] == [["2 sentences"], ["2 sentences"], ["no sentence here"]]


def test_articles_open_with_a_sentence_that_says_something(corpus):
    found = parts(evidence.of_articles(corpus))
    assert list(found) == ["B", "A", "a", "b", "c"] or list(found) == ["A", "B", "a", "b", "c"]
    assert found["A"][0] == ["2 articles"]
    shown = html.fromstring(evidence.of_articles(corpus).html)
    first = {section.get("data-key"): section.find("ul/li").text for section in shown.iter("section")}
    assert first["a"].strip() == "La milice avance vers la ville de Bagdad ce matin."  # neither title nor dateline
    months = parts(evidence.of_articles(corpus, period="month"))
    assert {key: told for key, (told, *_) in months.items()} == {
        "A · 2020-01": ["1 article"], "A · 2020-02": ["1 article"], "B · 2020-02": ["1 article"],
    }  # fmt: skip


def test_sources_and_joints_have_the_words_they_stand_for(corpus):
    words = pd.DataFrame({"source": ["B", "B", "A", "nobody"], "term": ["général", "ville", "milice", "x"]})
    found = parts(evidence.of_sources(corpus, words))
    assert found["B"][:2] == (["3 sentences", "général, ville"], [["général"], ["général"], ["ville"]])
    assert list(found) == ["B", "A"]
    tree = source_distances(corpus)
    (key,) = parts(evidence.of_tree(corpus, tree))
    ax = plots.dendrogram(tree.linkage, tree.distances.index.tolist())
    assert plots.marks.description(ax).startswith(f'{{"mark-0":[["{key}",')


def test_as_many_passages_as_fit(corpus, monkeypatch):
    monkeypatch.setenv("TOOLKIT_EXCERPTS", "sentences")
    many = [f"mot{number}" for number in range(800)]
    found = [parts(evidence.of_terms(corpus, ["milice", *some])) for some in ([], many[:500], many)]
    assert [len(of["milice"][1]) for of in found] == [4, 3, 1]


def test_in_a_notebook_the_first_in_a_report_all(corpus, monkeypatch):
    many = [f"mot{number}" for number in range(100)]
    shown = evidence.of_terms(corpus, many)
    assert "The sentences behind the first 60 marks" in shown.html and shown.html.count("<section") == 60
    monkeypatch.setenv("TOOLKIT_EXCERPTS", "sentences")
    shown = evidence.of_terms(corpus, many)
    assert "The sentences behind the marks" in shown.html and shown.html.count("<section") == 100
    assert evidence.behind({}).html == ""


@pytest.mark.parametrize("made", ["terms", "articles", "tree"])
def test_without_excerpts_nothing_is_behind_the_marks(corpus, made, monkeypatch):
    monkeypatch.setenv("TOOLKIT_EXCERPTS", "none")
    shown = {
        "terms": lambda: evidence.of_terms(corpus, ["milice"]),
        "articles": lambda: evidence.of_articles(corpus),
        "tree": lambda: evidence.of_tree(corpus, source_distances(corpus)),
    }[made]()
    assert shown.html == ""


def test_long_passages_are_cut_around_their_mark():
    words = "mot " * 300
    cut, marks = _cut(words, [(800, 803)])
    assert len(cut) <= 430 and cut.startswith("… mot") and cut.endswith(" …")
    assert [cut[a:b] for a, b, _ in marks] == ["mot"]
    assert _cut("court", [(0, 5)]) == ("court", [(0, 5, "")])
    assert _cut("m" * 900, [(0, 900)])[0].count("m") == 900  # what is marked is whole


def test_articles_that_stand_out():
    words = pd.Series([5, 1, 9])
    assert outstanding(words, np.array(["a", "b", "a"])).tolist() == [0, 1, 2]
    words = pd.Series(range(1_000))
    groups = np.where(words < 10, "few", "many")
    found = outstanding(words, groups).tolist()
    assert found == [*range(60), *range(850, 1_000)]  # all ten; the 50 shortest and the 150 longest


# -- In a report, each passage once ----------------------------------------------------------------------------------


def pooled(shown: evidence.Evidence, keys: set[str]) -> tuple[str, str]:
    root = safe.parse(shown.html)
    safe.clean(root, safe.Styles(), Figures().take)
    pool = Pool()
    pool.take(root)
    pool.number(keys)
    return pool.put(safe.to_html(root)), pool.items()


def test_a_report_holds_each_passage_once(corpus):
    shown = evidence.of_terms(corpus, ["milice", "ville"], by="source")
    lines, items = pooled(shown, {"milice · B", "ville · B", "ville · nobody"})
    assert lines == (
        '<details class="toolkit-behind"><summary>The sentences behind the marks</summary><ul>'
        '<li data-key="milice · B" data-m="23-29"><b>milice · B</b> <span>1 sentence</span> <a href=#p1>1</a>'
        '<li data-key="ville" data-m="25-30 3-8 38-43"><b>ville</b> <span>3 sentences</span> '
        "<a href=#p2>2</a> <a href=#p3>3</a> <a href=#p1>1</a>"
        '<li data-key="ville · B" data-m="38-43"><b>ville · B</b> <span>1 sentence</span> <a href=#p1>1</a>'
        "</ul></details>"
    )
    assert items.startswith(
        "<li id=p1>Le général parle de la milice &amp; de la ville.<small>B · 2020-02-04 · Bassora &lt;b&gt;</small>\n"
    )
    assert items.count("<li") == 3


def test_places_are_counted_as_scripts_count(corpus):
    rows = pd.DataFrame({"sentence": ["😀 <i>la</i> milice"], "spans": [[(12, 18)]], "source": ["A"],
                         "date": [pd.NaT], "title": [None], "doc_id": ["a"]})  # fmt: skip
    lines, items = pooled(evidence.behind({'"x"': rows}), set())
    assert 'data-key="&quot;x&quot;" data-m="13-19"' in lines
    assert items == "<li id=p1>😀 &lt;i&gt;la&lt;/i&gt; milice<small>A · a</small>\n"


def test_anything_else_stays_where_it_is(corpus):
    shown = evidence.behind({"x": evidence.sentences(sentences(corpus, "milice"), caption="All")})
    lines, items = pooled(shown, {"x"})
    assert '<li data-key="x"><b>x</b><div class="toolkit-block">' in lines and items == ""


def test_tables_of_a_report_have_an_end(monkeypatch):
    frame = pd.DataFrame({"n": range(3_000)})
    assert evidence.table(frame, caption="All").html.count("<tr>") == 3_001
    few = evidence.table(frame, caption="Some", most=10, key="n").html
    assert few.count("<tr data-key") == 10 and "<caption" in few and "Some: 10 of 3,000 rows" in few
    monkeypatch.setenv("TOOLKIT_EXCERPTS", "sentences")
    assert "All: 1,000 of 3,000 rows" in evidence.table(frame, caption="All").html


def test_small_multiples_have_an_end():
    names = [f"S{number:02d}" for number in range(60)]
    table = pd.DataFrame({"source": names, "month": "2020-01", "articles": 1, "tokens": range(60)})
    ax = plots.tokens_by_month(table)
    assert [text.get_text() for text in ax.texts if text.get_gid() == "row-label"] == names[36:]
    assert ax.get_xlabel().endswith("; the 24 largest of 60 groups")
    months = [str(month) for month in pd.period_range("1980-01", periods=480, freq="M")]
    long = pd.concat([table.assign(month=month) for month in months])
    ax = plots.tokens_by_month(long)
    assert len(ax.patches) == 5 * 480
    rates = pd.DataFrame({"source": names, "term": "a", "rate": 1.0, "tokens": range(60)})
    assert plots.panels(rates, group="source").get_xlabel().endswith("; the 24 largest of 60 groups")

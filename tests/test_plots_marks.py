"""What the marks of each figure say in a report: as they stand in its SVG, one text a mark, and whose sentences."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from lxml import html
from matplotlib.axes import Axes

from toolkit import plots
from toolkit.plots.marks import counted
from toolkit.report.figures import Figures
from toolkit.report.language import Language

KEYNESS = pd.DataFrame(
    {
        "source": ["A", "A", "B"],
        "term": ["missile", "milice", "base"],
        "count": [1_040, 1, 2],
        "rate": [40.0, 8.0, 2.0],
        "documents": [10, 1, 2],
        "tokens": [10_000] * 3,
        "reference_count": [10, 0, 1_900],
        "reference_rate": [5.0, 0.0, 4.5],
        "reference_documents": [6, 0, 5],
        "reference_tokens": [20_000] * 3,
        "log_ratio": [3.0, 5.0, -1.0],
        "lrc": [2.0, 1.0, -0.5],
        "low": [2.0, np.nan, -np.inf],
        "high": [4.0, np.nan, 0.0],
        "one_article": [False, True, False],
    }
)


def marks(ax: Axes) -> list[tuple[str, str]]:
    """Key and words of each mark that answers in a report, in the order in which they are drawn."""
    figures = Figures()
    figures.take(html.fromstring(plots.picture(ax, alt="what it shows").html))
    (root,) = figures.roots
    return [(mark.get("data-key", ""), mark.findtext("{*}title")) for mark in root.iterfind(".//{*}g[@class='mark']")]


def test_numbers_of_things():
    assert [counted(number, "article") for number in (0, 1, 2, 1_204)] == [
        "0 articles", "1 article", "2 articles", "1,204 articles",
    ]  # fmt: skip


def test_intervals_tell_what_they_rest_on():
    assert sorted(marks(plots.keyness_intervals(KEYNESS))) == [
        ("base", "base: ÷2, between 0 and ×1, 2 occurrences in 2 articles against 1,900 in 5"),
        ("milice", "milice: ×32, 1 occurrence in 1 article against 0 in 0, half of it or more in one article"),
        ("missile", "missile: ×8, between ×4 and ×16, 1,040 occurrences in 10 articles against 10 in 6"),
    ]


def test_points_of_frequency_and_effect():
    told = marks(plots.keyness_scatter(KEYNESS))
    assert told[0] == ("missile", "missile: ×8, 1,040 occurrences in 10 articles against 10 in 6")
    assert [key for key, _ in told] == KEYNESS["term"].tolist()
    few = KEYNESS.drop(columns=["documents", "reference_documents"])
    assert marks(plots.keyness_scatter(few))[2] == ("base", "base: ÷2, 2 occurrences against 1,900")


def test_bars_of_every_source():
    assert marks(plots.source_panels(KEYNESS)) == [
        ("missile · A", "missile, A: 40.0 per 10,000 against 5.0, 1,040 occurrences in 10 articles against 10 in 6"),
        ("milice · A", "milice, A: 8.0 per 10,000 against 0.0, 1 occurrence in 1 article against 0 in 0"),
        ("base · B", "base, B: 2.0 per 10,000 against 4.5, 2 occurrences in 2 articles against 1,900 in 5"),
    ]


def test_two_sided_bars_have_rates_whose_intervals_are_not_those_of_the_ratio():
    assert marks(plots.keyness_bars(KEYNESS[:2], target="A", reference="B")) == [
        ("missile · A", "missile, A: 40.0 per 10,000, 1,040 occurrences in 10 articles"),
        ("milice · A", "milice, A: 8.0 per 10,000, 1 occurrence in 1 article"),
        ("missile · B", "missile, B: 5.0 per 10,000, 10 occurrences in 6 articles"),
        ("milice · B", "milice, B: 0.0 per 10,000, 0 occurrences in 0 articles"),
    ]


def test_points_of_the_map():
    axes = pd.DataFrame({"axis": [1, 2], "inertia": [0.2, 0.1], "share": [0.66, 0.34]})
    sources = pd.DataFrame(
        {
            "source": ["A", "B", "C"],
            "count": [4, 3, 1],
            "axis_1": [1.0, -1.0, 0.2],
            "axis_2": [0.1, 0.0, -1.0],
            "contribution_1": [0.5, 0.495, 0.005],
            "contribution_2": [0.0, 0.0, 1.0],
        }
    )
    terms = sources.iloc[:2].rename(columns={"source": "term"}).assign(term=["missile", "milice"])
    months = pd.DataFrame({"month": ["2020-06"], "count": [3], "axis_1": [0.0], "axis_2": [0.9]})
    assert sorted(marks(plots.source_map(axes, sources, terms, supplementary=months))) == [
        ("2020-06", "2020-06: 3 occurrences"),
        ("A", "A: 4 occurrences; 50.0% of axis 1, 0.0% of axis 2"),
        ("B", "B: 3 occurrences; 49.5% of axis 1, 0.0% of axis 2"),
        ("C", "C: 1 occurrence; 0.5% of axis 1, 100.0% of axis 2"),
        ("milice", "milice: 3 occurrences; 49.5% of axis 1, 0.0% of axis 2"),
        ("missile", "missile: 4 occurrences; 50.0% of axis 1, 0.0% of axis 2"),
    ]
    one = [part.drop(columns=["axis_2", "contribution_2"]) for part in (sources, terms)]
    assert ("milice", "milice: 3 occurrences; 49.5% of axis 1") in marks(plots.source_map(axes[:1], *one))


def test_joints_of_the_tree():
    linkage = np.array([[0, 2, 0.2, 2], [1, 3, 0.5, 3]])
    ax = plots.dendrogram(linkage, ["A", "B", "C"])
    lines = [line.get_xydata().tolist() for line in ax.lines if line.get_marker() == "None"]
    assert lines == [[[0, 1], [0.2, 1], [0.2, 2], [0, 2]], [[0, 0], [0.5, 0], [0.5, 1.5], [0.2, 1.5]]]
    assert marks(ax) == [("A / C", "A / C: they meet at 0.200"), ("B / A, C", "B / A, C: they meet at 0.500")]


PAIRS = pd.DataFrame(
    {
        "a": ["Iran", "Iran"],
        "b": ["Irak", "Paris"],
        "joint": [13, 1],
        "expected": [0.62, 0.1],
        "documents": [7, 1],
        "sources": [3, 1],
        "log_dice": [12.97, 9.5],
    }
)
IRAK = "13 shared sentences, 0.6 expected by chance, in 7 articles of 3 sources"
PARIS = "1 shared sentence, 0.1 expected by chance, in 1 article of 1 source"


def test_both_cells_of_a_pair():
    told = [("Iran – Irak", f"Iran – Irak: {IRAK}"), ("Iran – Paris", f"Iran – Paris: {PARIS}")]
    assert marks(plots.matrix(PAIRS)) == told * 2
    assert marks(plots.matrix(PAIRS[["a", "b", "log_dice"]], value="log_dice"))[0][1] == "Iran – Irak: logDice 12.97"


def test_edges_and_nodes():
    nodes = pd.DataFrame({"name": ["Iran", "Irak"], "type": "LOC", "documents": [1, 9]})
    assert marks(plots.network(PAIRS, nodes=nodes)) == [
        ("Iran – Irak", f"Iran – Irak: {IRAK}; logDice 12.97"),
        ("Iran – Paris", f"Iran – Paris: {PARIS}; logDice 9.50"),
        ("Iran", "Iran: 1 article; with Irak, Paris"),
        ("Irak", "Irak: 9 articles; with Iran"),
        ("Paris", "Paris: with Iran"),
    ]


def test_boxes_and_dots_of_lengths():
    documents = pd.DataFrame({"source": ["B", "A", "B", "B"], "n_tokens": [10, 1, 40, 20]}, index=["x", "y", "z", "w"])
    assert sorted(marks(plots.lengths(documents))) == [
        ("A", "A: 1 article; half of them have 1 to 1 words, the median is 1"),
        ("B", "B: 3 articles; half of them have 15 to 30 words, the median is 20"),
        ("w", "w: 20 words"),
        ("x", "x: 10 words"),
        ("y", "y: 1 word"),
        ("z", "z: 40 words"),
    ]


def test_a_term_in_quotation_marks_has_the_sentences_of_the_term():
    table = pd.DataFrame(
        {"term": "« a »", "period": ["2020-01", "2020-02"], "rate": [2.0, np.nan], "low": [1.0, np.nan],
         "high": [3.0, np.nan], "count": [2, 0], "documents": [1, 0]}
    )  # fmt: skip
    assert marks(plots.trends(table)) == [
        ("a · 2020-01", "« a », 2020-01: 2.0 per 10,000 (1.0 to 3.0), 2 occurrences in 1 article")
    ]


@pytest.mark.parametrize(
    ("said", "in_french"),
    [
        (
            "milice: ×1.4, between ×1 and ∞, 1 occurrence in 1 article against 1,900 in 5, half of it or more in one "
            "article",
            "milice : ×1,4, entre ×1 et ∞, 1 occurrence dans 1 article contre 1\u202f900 dans 5, dont la moitié ou "
            "plus dans un seul article",
        ),
        (
            "milice: ÷2, 2 occurrences in 2 articles against 0 in 0",
            "milice : ÷2, 2 occurrences dans 2 articles contre 0 dans 0",
        ),
        ("base: ∞, 2 occurrences against 0", "base : ∞, 2 occurrences contre 0"),
        (
            "le mot, A: 40.0 per 10,000 against 5.0, 1,040 occurrences in 10 articles against 10 in 6",
            "le mot, A : 40,0 pour 10 000 contre 5,0, 1\u202f040 occurrences dans 10 articles contre 10 dans 6",
        ),
        (
            "A: 4 occurrences; 49.5% of axis 1, 0.0% of axis 2",
            "A : 4 occurrences ; 49,5 % de l'axe 1, 0,0 % de l'axe 2",
        ),
        ("A: 4 occurrences; 49.5% of axis 1", "A : 4 occurrences ; 49,5 % de l'axe 1"),
        ("2020-06: 3 occurrences", "juin 2020 : 3 occurrences"),
        ("B / A, C: they meet at 0.500", "B / A, C : se rejoignent à 0,500"),
        (
            "B: 3 articles; half of them have 15 to 3,000 words, the median is 20",
            "B : 3 articles ; la moitié ont de 15 à 3\u202f000 mots, la médiane est 20",
        ),
        (
            f"Iran – Paris: {PARIS}; logDice 9.50",
            "Iran – Paris : 1 phrase commune, 0,1 attendue par hasard, dans 1 article de 1 source ; logDice 9,50",
        ),
        (
            f"Iran – Irak: {IRAK}",
            "Iran – Irak : 13 phrases communes, 0,6 attendues par hasard, dans 7 articles de 3 sources",
        ),
    ],
)
def test_in_french(said: str, in_french: str):
    say = Language("fr")
    assert say.sentence(said) == in_french
    assert say.missing == set()

"""Figures, asserted on their artists: what is drawn is what is in the table, and nothing is cut off."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import matplotlib
import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.text import Text
from numpy.testing import assert_allclose

from toolkit import plots
from toolkit.plots.marks import description

SOURCES = ["L'Étendard de la Résistance (édition du soir)", "Agence A", "Bagdad officiel"]


@pytest.fixture(autouse=True)
def quiet_figures() -> Iterator[None]:
    backend = matplotlib.get_backend()
    plt.switch_backend("agg")
    yield
    plt.close("all")
    plt.switch_backend(backend)


def texts(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts if text.get_gid() != "row-label"]


def row_names(ax: Axes) -> list[str]:
    return [text.get_text() for text in row_label_texts(ax)]


def row_label_texts(ax: Axes) -> list[Text]:
    return [text for text in ax.texts if text.get_gid() == "row-label"]


def assert_nothing_cut(ax: Axes) -> None:
    """Every text lies inside the page."""
    figure = ax.figure
    figure.draw_without_rendering()
    page = figure.bbox
    axis = []
    if ax.axison:
        for side, (low, high) in ((ax.xaxis, ax.get_xlim()), (ax.yaxis, sorted(ax.get_ylim()))):
            axis += [tick.label1 for tick in side.get_major_ticks() if low <= tick.get_loc() <= high]
        axis += [ax.xaxis.label, ax.yaxis.label]
    for text in [*ax.texts, *axis, ax._left_title]:
        if text.get_text() and text.get_visible():
            box = text.get_window_extent()
            inside = page.x0 - 1 <= box.x0 and box.x1 <= page.x1 + 1 and page.y0 - 1 <= box.y0 and box.y1 <= page.y1 + 1
            assert inside, f"{text.get_text()!r} is cut off"


@pytest.fixture
def rates() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "term": ["Unités de mobilisation populaire", "roquette", "5 $ et 6 $"],
            "count": [1200, 40, 3],
            "rate": [60.0, 20.0, 1.5],
            "low": [50.0, 15.0, 0.5],
            "high": [72.0, 27.0, 4.0],
        }
    )


class TestBars:
    def test_bars_intervals_and_labels(self, rates):
        ax = plots.bars(rates, title="Lemmes")
        assert [bar.get_width() for bar in ax.patches] == [60.0, 20.0, 1.5]
        (intervals,) = ax.collections
        assert_allclose([segment[:, 0] for segment in intervals.get_segments()], rates[["low", "high"]])
        assert texts(ax) == ["60.0 (1,200)", "20.0 (40)", "1.5 (3)"]
        assert row_names(ax) == rates["term"].tolist()
        assert ax.get_ylim()[0] > ax.get_ylim()[1]  # the first on top
        assert ax.get_xlabel() == "per 10,000 tokens (in brackets: occurrences)"
        assert_nothing_cut(ax)

    def test_dollars_are_not_mathematics(self, rates):
        ax = plots.bars(rates, title="1 $ et 2 $")
        assert not any(text.get_parse_math() for text in [*row_label_texts(ax), ax._left_title])

    def test_groups_are_dots_on_the_terms_line(self, rates):
        table = pd.concat([rates.assign(source=name, rate=rates["rate"] + i) for i, name in enumerate(SOURCES)])
        ax = plots.bars(table, group="source")
        assert not ax.patches
        dots = {line.get_label(): line for line in ax.lines if line.get_label() in SOURCES}
        assert list(dots) == SOURCES
        for number, name in enumerate(SOURCES):
            assert_allclose(dots[name].get_xdata(), rates["rate"] + number)
            assert_allclose(np.round(dots[name].get_ydata()), [0, 1, 2])
        assert len({(line.get_color(), line.get_marker()) for line in dots.values()}) == 3
        assert [text.get_text() for text in ax.get_legend().get_texts()] == SOURCES

    def test_a_very_long_name_does_not_widen_the_figure(self, rates):
        ax = plots.bars(rates.assign(source=f"Journal {'très ' * 40}long"), group="source")
        assert ax.get_legend().get_texts()[0].get_text().endswith("…")
        assert ax.figure.get_figwidth() < 12
        assert_nothing_cut(ax)
        assert_nothing_cut(ax)

    def test_a_term_that_a_group_lacks_has_no_dot(self, rates):
        table = pd.concat([rates.assign(source="A"), rates.iloc[:1].assign(source="B")])
        ax = plots.bars(table, group="source")
        (only,) = [line for line in ax.lines if line.get_label() == "B"]
        assert_allclose(only.get_xdata(), [60.0])

    def test_on_given_axes(self, rates):
        _, ax = plt.subplots()
        assert plots.bars(rates, ax=ax) is ax

    def test_empty_says_so(self, rates):
        assert texts(plots.bars(rates.iloc[:0])) == ["no terms"]
        assert texts(plots.bars(rates.iloc[:0].assign(source=[]), group="source")) == ["no terms"]


class TestPanels:
    @pytest.fixture
    def table(self, rates) -> pd.DataFrame:
        return pd.concat([rates.assign(source=name, rate=rates["rate"] + i) for i, name in enumerate(SOURCES)])

    def test_a_panel_a_group_all_on_one_scale(self, table, rates):
        ax = plots.panels(table, group="source")
        widths = np.array([bar.get_width() for bar in ax.patches]).reshape(3, 3)
        assert_allclose(widths, [rates["rate"], rates["rate"] + 1, rates["rate"] + 2])
        left = np.array([bar.get_x() for bar in ax.patches]).reshape(3, 3)
        assert_allclose(left - left[:, :1], 0)  # the bars of a panel begin on one line
        step = left[1, 0] - left[0, 0]
        assert left[2, 0] - left[1, 0] == step > 72  # and none reaches the next panel
        intervals = ax.collections[0].get_segments()
        assert_allclose([segment[:, 0] - at for segment, at in zip(intervals, left.ravel(), strict=True)],
                        pd.concat([rates] * 3)[["low", "high"]])  # fmt: skip
        assert row_names(ax) == ["", "", *rates["term"]]
        headings = texts(ax)[-3:]
        assert headings[1:] == SOURCES[1:]
        assert headings[0].replace("\n", " ").startswith("L'Étendard de la")
        assert_nothing_cut(ax)

    def test_many_groups_stand_in_lines(self, rates):
        table = pd.concat([rates.assign(source=f"Source {number}") for number in range(8)])
        ax = plots.panels(table, group="source")
        assert row_names(ax) == ["", "", *rates["term"]] * 2
        rows = {round(bar.get_y() + bar.get_height() / 2) for bar in ax.patches}
        assert rows == {2, 3, 4, 7, 8, 9}
        assert_nothing_cut(ax)

    def test_a_group_without_words_has_no_rate(self, rates):
        empty = rates.assign(source="B", rate=np.nan, low=np.nan, high=np.nan)
        ax = plots.panels(pd.concat([rates.assign(source="A"), empty]), group="source")
        assert texts(ax)[3:6] == ["–"] * 3

    def test_empty_says_so(self, table):
        assert texts(plots.panels(table.iloc[:0], group="source")) == ["no terms"]


class TestTrends:
    @pytest.fixture
    def table(self) -> pd.DataFrame:
        months = ["2020-01", "2020-02", "2020-03", "2020-04"]
        rows = [("roquette", month, rate) for month, rate in zip(months, [4.0, 2.0, np.nan, 6.0], strict=True)]
        rows += [("milice", month, rate) for month, rate in zip(months, [1.0, 5.0, np.nan, 0.0], strict=True)]
        table = pd.DataFrame(rows, columns=["term", "period", "rate"])
        return table.assign(low=table["rate"] * 0.5, high=table["rate"] * 2)

    def test_a_line_a_term_and_a_gap_where_nothing_is_known(self, table):
        ax = plots.trends(table, title="Deux mots")
        lines = [line for line in ax.lines if len(line.get_xdata()) == 4]
        assert_allclose(lines[0].get_ydata(), [4, 2, np.nan, 6])
        assert_allclose(lines[1].get_ydata(), [1, 5, np.nan, 0])
        assert [bar.get_x() + bar.get_width() / 2 for bar in ax.patches] == [2.0]
        assert "grey: no articles" in texts(ax)
        assert [label.get_text() for label in ax.get_xticklabels()] == ["2020-01", "2020-02", "2020-03", "2020-04"]
        bands, lone = ax.collections[::2], ax.collections[1::2]
        assert len(bands) == 2
        # April stands alone: a band would be invisible
        assert [line.get_segments()[0].tolist() for line in lone] == [[[3, 3], [3, 12]], [[3, 0], [3, 0]]]
        assert_nothing_cut(ax)

    def test_a_century_of_days(self):
        days = pd.date_range("1945-05-08", "2031-05-08").strftime("%Y-%m-%d")
        rate = np.full(len(days), np.nan)
        rate[[0, 1, 20_000, -1]] = 5.0
        ax = plots.trends(pd.DataFrame({"term": "mot", "period": days, "rate": rate}))
        assert len(ax.get_xticklabels()) <= 12
        assert [round(bar.get_width()) for bar in ax.patches] == [19_998, len(days) - 20_002]
        assert_nothing_cut(ax)

    def test_rates_without_intervals(self, table, recwarn):
        ax = plots.trends(table.assign(low=np.nan, high=np.nan))
        assert ax.get_ylim()[1] == pytest.approx(1.05 * 6)
        assert not recwarn.list

    def test_names_stand_at_the_lines_ends_and_apart(self, table):
        close = table.assign(rate=table["rate"].where(table["period"] != "2020-04", 3.0))
        ax = plots.trends(close)
        names = [text for text in ax.texts if text.get_text() in ("roquette", "milice")]
        ax.figure.draw_without_rendering()
        one, other = (text.get_window_extent() for text in names)
        assert not one.overlaps(other)
        assert_nothing_cut(ax)

    def test_many_series_have_intervals_side_by_side(self, table):
        many = pd.concat([table.assign(term=table["term"] + str(number)) for number in range(3)])
        ax = plots.trends(many)
        starts = {line.get_xdata()[0] for line in ax.lines if len(line.get_xdata()) == 4}
        assert len(starts) == 6

    def test_one_series_needs_no_name(self, table):
        ax = plots.trends(table[table["term"] == "milice"])
        assert "milice" not in texts(ax)

    def test_nothing_dated_says_so(self, table):
        assert texts(plots.trends(table.assign(rate=np.nan))) == ["no dated articles"]
        assert texts(plots.trends(table.iloc[:0])) == ["no dated articles"]


def test_figures_off_screen_are_nobodys_current_figure(rates):
    with plots.off_screen():
        ax = plots.bars(rates)
    assert plt.get_fignums() == []
    assert plots.picture(ax, alt="bars").html.startswith("<img")
    plots.bars(rates)
    assert len(plt.get_fignums()) == 1


class TestKeynessBars:
    @pytest.fixture
    def table(self) -> pd.DataFrame:
        return pd.DataFrame(
            {
                "term": ["prétendu", "milice"],
                "rate": [12.0, 0.0],
                "count": [24, 0],
                "documents": [7, 0],
                "reference_rate": [1.0, 8.0],
                "reference_count": [10, 1080],
                "reference_documents": [3, 50],
            }
        )

    def test_two_sides(self, table):
        ax = plots.keyness_bars(table, target=SOURCES[0], reference="the 4 other sources", title="Mots")
        assert [bar.get_width() for bar in ax.patches] == [12.0, 0.0, -1.0, -8.0]
        said = texts(ax)
        assert said[:4] == ["24 in 7 art.", "0", "10 in 3 art.", "1,080 in 50 art."]
        assert said[4] == "the 4 other sources"
        assert said[5].replace("\n", " ") == SOURCES[0]
        assert row_names(ax) == ["prétendu", "milice"]
        assert all(not label.get_text().startswith(("-", "−")) for label in ax.get_xticklabels())
        assert_nothing_cut(ax)

    def test_intervals_lie_on_the_bars_of_either_side(self, table):
        """One within reach, one cut off at the edge, one of a term that is not there; two articles have none."""
        ends = table.assign(
            rate_low=[8.0, 0.0], rate_high=[99.0, 2.0], reference_rate_low=[0.4, 5.0], reference_rate_high=[2.5, 13.0]
        )
        ax = plots.keyness_bars(ends.assign(one_article=[False, True]), target="A", reference="B")
        lines = [segment[:, 0].tolist() for part in ax.collections for segment in part.get_segments()]
        assert lines == [[8.0, 15.0], [0.0, 2.0], [-0.4, -2.5], [-5.0, -13.0]]
        assert [line.get_xdata().tolist() for line in ax.lines if line.get_marker() == ">"] == [[15.0]]
        assert [bar.get_alpha() for bar in ax.patches] == [None, 0.45, None, 0.45]
        assert ax.get_xlabel().split("\n")[1:] == ["lines: 95% intervals over articles", "pale: mostly in one article"]
        assert "12.0 per 10,000 (8.0 to 99.0), 24 occurrences" in description(ax)
        assert "1.0 per 10,000 (0.4 to 2.5)" in description(ax)
        assert_nothing_cut(ax)
        none = plots.keyness_bars(ends.assign(reference_rate_low=np.nan, reference_rate_high=np.nan))
        assert "a side of one or two articles has none" in none.get_xlabel()
        assert len([part for part in none.collections for _ in part.get_segments()]) == 2

    def test_empty_says_so(self, table):
        assert texts(plots.keyness_bars(table.iloc[:0])) == ["no terms"]

    def test_what_is_left_out(self):
        left = pd.DataFrame(
            {
                "term": ["milice", "$x^2$"], "count": [0, 0], "expected": [4.0, 1.5], "sources": [3, 2],
                "n_sources": [3, 3], "others_count": [12, 5], "others_documents": [12, 1], "chance": [0.001, 0.2],
                "p_adjusted": [0.01, 0.4],
            }
        )  # fmt: skip
        ax = plots.omission_bars(left, target="La Vigie")
        assert [bar.get_width() for bar in ax.patches] == [4.0, 1.5]
        assert [bar.get_alpha() for bar in ax.patches] == [None, 0.45]
        assert texts(ax)[:2] == ["12 in 12 articles of 3 of 3 others", "5 in 1 article of 2 of 3 others"]
        assert "milice: 4.0 expected in La Vigie, 0 found" in description(ax)
        assert_nothing_cut(ax)
        assert texts(plots.omission_bars(left[:0])) == ["no terms"]


class TestTokensByMonth:
    @pytest.fixture
    def table(self) -> pd.DataFrame:
        return pd.DataFrame(
            [
                (SOURCES[0], "2020-11", 3, 900),
                (SOURCES[0], "2021-02", 1, 300),
                (SOURCES[0], "(unknown)", 2, 450),
                (SOURCES[1], "2020-12", 4, 1200),
            ],
            columns=["source", "month", "articles", "tokens"],
        )

    def test_a_bar_a_month_and_gaps(self, table):
        ax = plots.tokens_by_month(table, title="Corpus")
        assert row_names(ax) == SOURCES[:2]
        heights = {round(bar.get_x() + bar.get_width() / 2, 1): -bar.get_height() for bar in ax.patches}
        # November, December, (January is a gap), February, then the articles without a date
        assert sorted(heights) == [0, 1, 3, 4.6]
        assert_allclose([heights[x] / heights[1] for x in (0, 3, 4.6)], [900 / 1200, 300 / 1200, 450 / 1200])
        assert texts(ax) == ["3", "1", "2", "4"]
        labels = [label.get_text() for label in ax.get_xticklabels()]
        assert labels == ["2020-11", "2020-12", "2021-01", "2021-02", "date\nunknown"]
        assert "1,200" in ax.get_xlabel()
        assert_nothing_cut(ax)

    def test_unknown_dates_are_hatched(self, table):
        hatched = [bar for bar in plots.tokens_by_month(table).patches if bar.get_hatch()]
        assert len(hatched) == 1

    def test_only_unknown_dates(self, table):
        ax = plots.tokens_by_month(table[table["month"] == "(unknown)"])
        assert len(ax.patches) == 1
        assert [label.get_text() for label in ax.get_xticklabels()] == ["date\nunknown"]

    def test_many_months_stay_readable(self):
        months = pd.period_range("2010-01", "2020-12", freq="M").astype("str")
        table = pd.DataFrame({"source": "A", "month": months, "articles": 5, "tokens": 100})
        ax = plots.tokens_by_month(table)
        assert len(ax.patches) == 132
        assert len(ax.get_xticklabels()) <= 12
        assert not texts(ax)
        assert "number" not in ax.get_xlabel()

    def test_weeks(self):
        weeks = ["2020-06-01/2020-06-07", "2020-06-15/2020-06-21"]
        ax = plots.tokens_by_month(
            pd.DataFrame({"source": "A", "week": weeks, "articles": 1, "tokens": 5}), period="week"
        )
        assert [label.get_text() for label in ax.get_xticklabels()] == ["2020-06-01", "2020-06-08", "2020-06-15"]
        assert [round(bar.get_x() + bar.get_width() / 2) for bar in ax.patches] == [0, 2]

    def test_other_periods(self):
        table = pd.DataFrame({"source": "A", "quarter": ["2020Q1", "2020Q4"], "articles": 1, "tokens": 5})
        ax = plots.tokens_by_month(table, period="quarter")
        assert [label.get_text() for label in ax.get_xticklabels()] == ["2020Q1", "2020Q2", "2020Q3", "2020Q4"]

    def test_empty_says_so(self, table):
        assert texts(plots.tokens_by_month(table.iloc[:0])) == ["no articles"]


class TestLengths:
    def test_a_dot_an_article(self):
        documents = pd.DataFrame({"source": ["B", "B", None, "A", "B"], "n_tokens": [10, 40, 5, 300, 20]})
        ax = plots.lengths(documents, title="Longueurs")
        assert row_names(ax) == ["A (1)", "B (3)", "(unknown) (1)"]
        dots = [line for line in ax.lines if line.get_marker() == "o"]
        assert [sorted(line.get_xdata()) for line in dots] == [[300], [10, 20, 40], [5]]
        medians = [line.get_xdata()[0] for line in ax.lines if line.get_linewidth() == 2]
        assert medians == [300, 20, 5]
        assert_nothing_cut(ax)

    def test_of_many_articles_the_longest_and_the_shortest_have_a_dot(self):
        documents = pd.DataFrame({"source": ["A", "B"] * 2_500, "n_tokens": np.arange(5_000)})
        ax = plots.lengths(documents)
        dots = [line.get_xdata().tolist() for line in ax.lines if line.get_marker() == "o"]
        assert dots == [
            [*range(first, 100, 2), *range(4_700 + first, 5_000, 2)] for first in (0, 1)
        ]  # 50 and 150 of either
        assert "dots: the longest and the shortest" in ax.get_xlabel()

    def test_empty_says_so(self):
        assert texts(plots.lengths(pd.DataFrame({"source": [], "n_tokens": []}))) == ["no articles"]


class TestNetwork:
    @pytest.fixture
    def pairs(self) -> pd.DataFrame:
        names = ["Mustafa al-Kadhimi", "Iran", "Hachd al-Chaabi", "Donald Trump", "Pentagone"]
        rows = [(a, b, 8.0 + i) for i, (a, b) in enumerate(pairwise(names))]
        rows += [(names[0], names[2], 13.0), ("Corps des gardiens de la révolution islamique", "5 $ et 6 $", 9.0)]
        return pd.DataFrame(rows, columns=["a", "b", "log_dice"])

    NODES = pd.DataFrame(
        {
            "name": ["Iran", "Mustafa al-Kadhimi", "Pentagone"],
            "type": ["LOC", "PER", "ORG"],
            "documents": [40, 10, 20],
        }
    )

    def test_nodes_edges_and_labels(self, pairs):
        ax = plots.network(pairs, nodes=self.NODES, title="Paires")
        (edges,) = [c for c in ax.collections if isinstance(c, LineCollection)]
        assert len(edges.get_segments()) == len(pairs)
        widths = edges.get_linewidth()
        assert np.argmin(widths) == 0 and np.argmax(widths) == pairs["log_dice"].argmax()
        nodes = next(c for c in ax.collections if isinstance(c, PathCollection))
        names = list(dict.fromkeys([*pairs["a"], *pairs["b"]]))
        assert len(nodes.get_offsets()) == len(names) == 7
        sizes = dict(zip(names, nodes.get_sizes(), strict=True))
        assert sizes["Iran"] > sizes["Pentagone"] > sizes["Mustafa al-Kadhimi"] > sizes["Donald Trump"]
        assert sorted(set(texts(ax)) & set(names)) == sorted(names)
        legend = [text.get_text() for text in ax.get_legend().get_texts()]
        assert legend == ["person", "place", "organisation"]
        assert_nothing_cut(ax)

    def test_labels_do_not_overlap(self, pairs):
        ax = plots.network(pairs, nodes=self.NODES)
        ax.figure.draw_without_rendering()
        names = set(pairs["a"]) | set(pairs["b"])
        boxes = [text.get_window_extent() for text in ax.texts if text.get_text() in names]
        assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])

    def test_layout_does_not_depend_on_the_order_of_rows(self, pairs):
        first, second = plots.layout(pairs), plots.layout(pairs.iloc[::-1])
        assert first.keys() == second.keys()
        for name in first:
            assert_allclose(first[name], second[name])

    def test_no_two_nodes_in_one_place(self, pairs):
        points = np.array(list(plots.layout(pairs).values()))
        between = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1)) + 9 * np.eye(len(points))
        assert between.min() > 0.3

    def test_positions_may_be_given(self, pairs):
        names = list(dict.fromkeys([*pairs["a"], *pairs["b"]]))
        positions = {name: (float(i), float(i % 2)) for i, name in enumerate(names)}
        ax = plots.network(pairs, positions=positions)
        nodes = next(c for c in ax.collections if isinstance(c, PathCollection))
        assert_allclose(nodes.get_offsets(), list(positions.values()))

    def test_one_pair_and_none(self, pairs):
        assert {"Mustafa al-Kadhimi", "Iran"} <= set(texts(plots.network(pairs.iloc[:1])))
        assert texts(plots.network(pairs.iloc[:0])) == ["no pairs"]


def test_a_picture_is_an_image_with_words_for_it_and_closes_its_figure():
    table = pd.DataFrame(
        {"term": ["a<b", "c"], "rate": [2.0, 1.0], "low": [1.0, 0.5], "high": [3.0, 2.0], "count": [4, 2]}
    )
    before = plt.get_fignums()
    shown = plots.picture(plots.bars(table), alt='two "terms" <b>')
    again = plots.picture(plots.bars(table), alt='two "terms" <b>')
    assert shown.html == again.html  # byte for byte, so that reports can be rebuilt
    assert shown.html.startswith('<img alt="two &quot;terms&quot; &lt;b&gt;"')
    assert "data:image/svg+xml;base64," in shown.html
    assert plt.get_fignums() == before


def test_a_picture_of_many_marks_is_a_png():
    _, ax = plt.subplots()
    ax.scatter(range(3_001), range(3_001))
    assert "data:image/png;base64," in plots.picture(ax, alt="points").html

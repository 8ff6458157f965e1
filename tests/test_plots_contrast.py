"""Figures of compared sources, on their artists."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PathCollection

from toolkit import plots
from toolkit.plots.contrast import times
from toolkit.plots.labels import place_labels
from toolkit.plots.style import figure_of

TABLE = pd.DataFrame(
    {
        "source": ["A", "A", "A", "B"],
        "term": ["missile", "milice", "$x^2$", "base"],
        "count": [40, 8, 3, 2],
        "rate": [40.0, 8.0, 3.0, 2.0],
        "documents": [10, 4, 1, 2],
        "tokens": [10_000] * 4,
        "reference_count": [10, 0, 1, 9],
        "reference_rate": [5.0, 0.0, 0.5, 4.5],
        "reference_documents": [6, 0, 1, 5],
        "reference_tokens": [20_000] * 4,
        "log_ratio": [3.0, 5.0, 2.6, -1.2],
        "lrc": [2.0, 1.0, 0.0, -0.5],
        "low": [2.0, 1.5, np.nan, -2.0],
        "high": [4.0, np.inf, np.nan, -0.2],
        "one_article": [False, False, True, False],
    }
)


def dots(ax) -> list[tuple[float, float]]:
    found = [part for part in ax.collections if isinstance(part, PathCollection)]
    return [tuple(point) for part in found for point in part.get_offsets().tolist()]


def texts(ax) -> list[str]:
    return [text.get_text() for text in ax.texts if text.get_text()]


@pytest.mark.parametrize(
    ("ratio", "said"),
    [(1.0, "×2"), (-1.0, "÷2"), (0.0, "×1"), (4.0, "×16"), (0.5, "×1.4"), (np.inf, "∞"), (-np.inf, "0"), (np.nan, "–")],
)
def test_ratios_in_words(ratio, said):
    assert times(ratio) == said


def test_intervals_stand_at_their_ratios():
    ax = plots.keyness_intervals(TABLE, target="A", reference="the rest")
    assert sorted(dots(ax)) == sorted(zip(TABLE["log_ratio"], range(4), strict=True))
    (lines,) = [part for part in ax.collections if not isinstance(part, PathCollection)]
    segments = [segment[:, 0].tolist() for segment in lines.get_segments()]
    assert len(segments) == 3  # the one that one article carries has none
    assert segments[0] == [2.0, 4.0] and segments[2] == [-2.0, -0.2]
    assert segments[1][0] == 1.5 and segments[1][1] > 5
    arrows = [line for line in ax.lines if line.get_marker() == ">" and len(line.get_xdata())]
    assert [line.get_ydata().tolist() for line in arrows] == [[1]]
    assert "hollow: mostly in one article" in ax.get_xlabel()
    assert "$x^2$" in texts(ax)


def test_scatter_of_frequency_and_effect():
    ax = plots.keyness_scatter(TABLE)
    expected = np.log10(1e4 * (TABLE["count"] + TABLE["reference_count"]) / 30_000)
    np.testing.assert_allclose(dots(ax), np.column_stack([expected, TABLE["log_ratio"]]))
    assert set(TABLE["term"]) <= set(texts(ax))


def test_labels_lie_neither_over_each_other_nor_outside():
    random = np.random.default_rng(0)
    many = pd.DataFrame(
        {
            "term": [f"terme{number}" for number in range(300)],
            "count": random.integers(1, 500, 300),
            "tokens": 10_000,
            "reference_count": random.integers(1, 500, 300),
            "reference_tokens": 10_000,
            "log_ratio": random.normal(0, 2, 300),
            "lrc": 0.0,
        }
    )
    ax = plots.keyness_scatter(many, labelled=300)
    figure = figure_of(ax)
    figure.canvas.draw()
    frame = ax.get_window_extent()
    boxes = [text.get_window_extent() for text in ax.texts if text.get_text().startswith("terme")]
    assert 10 < len(boxes) < 300
    for number, box in enumerate(boxes):
        assert frame.x0 - 2 <= box.x0 and box.x1 <= frame.x1 + 2
        assert not any(box.overlaps(other) for other in boxes[number + 1 :])


def test_a_name_that_must_stand_does():
    ax = plots.keyness_scatter(TABLE, labelled=0)
    point = np.array([TABLE["log_ratio"].mean()])
    first = place_labels(ax, point, point, ["ici"], [0])
    again = place_labels(ax, np.repeat(point, 9), np.repeat(point, 9), ["là"] * 9, range(9), taken=first)
    assert len(again) < 10
    assert len(place_labels(ax, point, point, ["là"], [0], taken=again, always=True)) == len(again) + 1


def test_panels_hold_every_source_with_its_own_terms():
    ax = plots.source_panels(TABLE)
    bars = [bar for bar in ax.patches if bar.get_width() > 0]
    widths = np.array([bar.get_width() for bar in bars])
    np.testing.assert_allclose(widths / widths[0], TABLE["rate"] / 40)
    assert {"A", "B", *TABLE["term"]} <= set(texts(ax))


MAP = {
    "axes": pd.DataFrame({"axis": [1, 2], "inertia": [0.2, 0.1], "share": [0.66, 0.34], "cumulated": [0.66, 1.0]}),
    "sources": pd.DataFrame(
        {"source": ["A", "B", "C"], "count": [4, 3, 0], "axis_1": [1.0, -1.0, 0.2], "axis_2": [0.1, 0.0, -1.0]}
    ),
    "terms": pd.DataFrame(
        {
            "term": ["missile", "milice"],
            "count": [4, 3],
            "axis_1": [0.9, -0.8],
            "axis_2": [0.4, 0.3],
            "contribution_1": [0.6, 0.4],
            "contribution_2": [0.5, 0.5],
        }
    ),
}


def test_map_shows_sources_terms_and_inertia():
    extra = pd.DataFrame({"month": ["2020-06"], "count": [3], "axis_1": [0.0], "axis_2": [0.9]})
    ax = plots.source_map(**MAP, supplementary=extra)
    assert {"A", "B", "C", "missile", "milice", "2020-06"} <= set(texts(ax))
    assert dots(ax) == [(0.9, 0.4), (-0.8, 0.3)]
    assert "66%" in ax.get_xlabel() and "34%" in ax.get_ylabel()
    marks = [(line.get_xdata()[0], line.get_ydata()[0]) for line in ax.lines if line.get_marker() in "os^"]
    assert marks == [(1.0, 0.1), (-1.0, 0.0), (0.2, -1.0)]


def test_map_of_one_axis():
    sources = MAP["sources"].drop(columns="axis_2")
    ax = plots.source_map(MAP["axes"][:1], sources, MAP["terms"].drop(columns=["axis_2", "contribution_2"]))
    assert "0%" in ax.get_ylabel()


def test_tree_joins_where_the_distances_say():
    ax = plots.dendrogram(np.array([[0, 2, 0.2, 2], [1, 3, 0.5, 3]]), ["A", "B", "C"])
    assert [text for text in texts(ax) if text in "ABC"] == ["B", "A", "C"]
    assert {"0.20", "0.50"} <= set(texts(ax))
    assert max(max(line.get_xdata()) for line in ax.lines) == 0.5


@pytest.mark.parametrize("draw", [plots.keyness_intervals, plots.keyness_scatter, plots.source_panels])
def test_nothing_to_draw_says_so(draw):
    assert texts(draw(TABLE[:0])) == ["no terms"]

"""Two sides that sources fall into, the words of each, and how well rates are known over articles."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from toolkit import Corpus, CorpusError
from toolkit.contrast import contrast, find_sides, keyness, keyness_of_sides, sides_compared
from toolkit.contrast.sides import FIRST, FOUND, SECOND
from toolkit.statistics import clustered_interval, wilson_interval

ROOT = Path(__file__).resolve().parents[1]
CONTENT = ("NOUN", "VERB", "ADJ", "PROPN")

# A and C write of « martyr », B and D of « milice »; « vedette » is one article's.
TEXTS = (
    ("A", "le martyr de la base tombe dans la ville le martyr reste"),
    ("A", "le martyr de la route tombe dans la ville vedette vedette vedette"),
    ("B", "une milice sur une base entre avec une milice armée"),
    ("C", "le martyr de la ville tombe dans la base"),
    ("D", "une milice sur une route entre avec une base armée"),
)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return Corpus.from_documents(pd.DataFrame(TEXTS, columns=["source", "text"]), clean=False)


class TestSides:
    def test_are_those_of_the_words_that_everybody_uses(self, corpus):
        table = find_sides(corpus)
        assert table.to_dict("list") == {
            "source": ["A", "B", "C", "D"],
            "side": [FIRST, SECOND, FIRST, SECOND],
            "steady": [1.0] * 4,
        }
        assert table.attrs["warnings"] == [FOUND]

    def test_of_two_sources_each_is_one_and_nothing_was_found(self, corpus):
        table = find_sides(corpus.select(sources=["B", "C"]))
        assert table["side"].tolist() == [FIRST, SECOND]
        assert table.attrs["warnings"] == []
        with pytest.raises(CorpusError, match="one source only"):
            find_sides(corpus.select(sources="A"))

    def test_a_source_that_moves_says_so(self):
        table = find_sides(Corpus.load(ROOT / "data" / "sample", progress=False))
        moving = table.loc[table["steady"] < 0.75, "source"].tolist()
        assert moving == ["Khalij Marchés"]
        assert table.attrs["warnings"][1].startswith("Khalij Marchés: now on one side, now on the other")
        assert table.groupby("side").size().min() >= 2

    def test_their_words(self, corpus):
        table = keyness_of_sides(corpus, unit="form")
        shown = ["side", "term", "count", "documents", "reference_count", "spread", "sources", "n_sources"]
        assert list(table[shown].itertuples(index=False, name=None)) == [
            (FIRST, "martyr", 4, 3, 0, "several articles", 2, 2),
            (FIRST, "tombe", 3, 3, 0, "several articles", 2, 2),
            (FIRST, "ville", 3, 3, 0, "several articles", 2, 2),
            (FIRST, "vedette", 3, 1, 0, "one article", 1, 2),
            (SECOND, "milice", 3, 2, 0, "several articles", 2, 2),
            (SECOND, "base", 2, 2, 2, "several articles", 2, 2),
        ]
        assert "p_adjusted" not in table  # it would be no test
        assert "second side (2 articles)" in table.attrs["warnings"][-1]
        assert (keyness_of_sides(corpus, unit="form", top=1).groupby(["side", "spread"]).size() == 1).all()

    def test_what_one_source_says_is_not_the_sides(self):
        """« milice » twelve times in A and once in C, « martyr » six times in both, « vedette » in C alone."""
        filler = "troupe armée base port route ville"
        parts = {
            "A": [f"{filler} milice milice martyr", f"{filler} milice milice martyr"] * 3,
            "B": [f"{filler} garde"] * 6,
            "C": [f"{filler} martyr vedette"] * 5 + [f"{filler} martyr milice"],
        }
        rows = [(name, f"{text} n{n}.") for name, texts in parts.items() for n, text in enumerate(texts)]
        corpus = Corpus.from_documents(pd.DataFrame(rows, columns=["source", "text"]), clean=False)
        table = keyness_of_sides(corpus, {"A": "us", "C": "us", "B": "them"}, unit="form", min_count=5)
        table = table[~table["term"].isin(filler.split())]
        shown = ["side", "term", "count", "reference_count", "spread", "most_in", "sources", "n_sources"]
        assert list(table[shown].itertuples(index=False, name=None)) == [
            ("us", "martyr", 12, 0, "several sources", "A", 2, 2),
            ("us", "milice", 13, 0, "one source", "A", 2, 2),
            ("us", "vedette", 5, 0, "one source", "C", 1, 2),
            ("them", "garde", 6, 0, "several articles", "B", 1, 1),
        ]

    def test_counts_are_those_of_the_sources_together(self, corpus):
        table = keyness_of_sides(corpus, {"A": "us", "B": "them", "D": "them"}, unit="form", min_count=1)
        assert table["side"].unique().tolist() == ["us", "them"]
        assert "p_adjusted" in table and FOUND not in table.attrs["warnings"]
        alone = keyness(corpus, "A", reference=["B", "D"], unit="form", min_count=1).set_index("term")
        ours = table[table["side"] == "us"].set_index("term")
        same = ["count", "rate", "documents", "reference_count", "reference_rate", "log_ratio", "log_likelihood"]
        pd.testing.assert_frame_equal(ours[same], alone.loc[ours.index, same])

    def test_what_is_no_side_is_said(self, corpus):
        with pytest.raises(CorpusError, match="there is no 'E' here"):
            sides_compared(corpus, {"A": 1, "E": 2})
        with pytest.raises(CorpusError, match="two sides with articles are needed; there are 1"):
            sides_compared(corpus.select(sources=["A", "C"]), find_sides(corpus))
        with pytest.raises(CorpusError, match="two sides"):
            sides_compared(corpus, {"A": 1, "B": 2, "C": 3})

    def test_the_founding_pages_fall_into_the_sides_that_an_analyst_sees(self, founding_pages):
        pages = Corpus.load(founding_pages, progress=False)
        table = find_sides(pages)
        side = dict(zip(table["source"], table["side"], strict=True))
        assert side == {f"page {n}": SECOND if n in (2, 5) else FIRST for n in range(1, 6)}
        words = keyness_of_sides(pages, table, pos=CONTENT, top=15)
        phrases = keyness_of_sides(pages, table, pattern=["terms", "VERB|ADJ ADP DET? NOUN|PROPN"], top=8)
        found = {side: set(part["form"]) for side, part in words.groupby("side")}
        assert {"prétendu", "martyr", "Résistance"} <= found[FIRST]
        assert "milice" in found[SECOND]
        said = phrases[phrases["side"] == SECOND]["form"].tolist()
        assert {"soutenue par l'Iran", "attaques à la roquette"} <= set(said[:8])
        assert any("second side (2 articles)" in text for text in words.attrs["warnings"])


class TestRatesOverArticles:
    def test_by_hand(self):
        """Three articles of 100 words with 1, 2 and 3: r = 0.02, variance 3/2 · (1 + 0 + 1) / 300²."""
        low, high = clustered_interval([[1], [2], [3]], [100, 100, 100])
        effect = 3 / 90_000 / (0.02 * 0.98 / 300)
        assert effect < 1  # more even than chance: no more tokens for that
        effective = 300 / (4.302652729911275 / 1.959963984540054) ** 2
        wilson = wilson_interval(0.02 * effective, effective)
        assert_allclose((low[0], high[0]), wilson)

    def test_clumps_make_it_wider_and_none_is_that_of_tokens(self):
        even, clumped = np.full(40, 2), np.where(np.arange(40) % 10 == 0, 20, 0)
        low, high = clustered_interval(np.stack([even, clumped, 0 * even], axis=1), np.full(40, 300))
        assert high[1] - low[1] > 3 * (high[0] - low[0])
        assert low[2] == 0
        assert_allclose(high[2], wilson_interval(0, 12_000)[1], rtol=0.1)
        assert np.isnan(clustered_interval([[3]], [100])).all()
        assert np.isnan(clustered_interval([[3], [0]], [100, 0])).all()

    @pytest.mark.parametrize(("articles", "dispersion"), [(5, 0.0), (13, 0.5), (60, 1.0)])
    def test_covers(self, articles, dispersion):
        random = np.random.default_rng(articles)
        size = random.integers(150, 600, articles)
        mean = 0.005 * (random.gamma(1 / dispersion, dispersion, (articles, 3000)) if dispersion else 1.0)
        counts = random.poisson(np.broadcast_to(mean, (articles, 3000)) * size[:, None])
        low, high = clustered_interval(counts, size)
        assert 0.93 < np.mean((low <= 0.005) & (high >= 0.005)) <= 1.0

    def test_of_a_comparison(self, corpus):
        comparison = sides_compared(corpus, find_sides(corpus), unit="form")
        made = contrast(comparison, min_count=1)
        ends = made.rate_intervals()
        assert np.isnan(ends["reference_rate_low"]).all()  # two articles
        at = made.terms.tolist().index("martyr")
        counts, sizes = [2, 1, 1], [len(text.split()) for source, text in TEXTS if source in "AC"]
        low, high = clustered_interval(np.array(counts)[:, None], sizes)
        assert_allclose([ends["rate_low"][at], ends["rate_high"][at]], [1e4 * low[0], 1e4 * high[0]])
        table = keyness(corpus, "A", reference="C", unit="form", min_count=1, replicates=20)
        assert table[["rate_low", "reference_rate_high"]].isna().all(axis=None)

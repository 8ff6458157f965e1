"""Maps, distances, strata and resampling of sources, against published values and recomputation in the test."""

from __future__ import annotations

import json
from functools import partial
from itertools import combinations, product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from scipy import sparse, stats
from scipy.spatial import distance

from toolkit import statistics as s
from toolkit.statistics.redrawing import Articles, Redrawing
from toolkit.statistics.resampling import _drawn_in

COUNTS = arrays(np.int64, st.tuples(st.integers(2, 6), st.integers(2, 5)), elements=st.integers(0, 30))


def reference(shared: Path, name: str) -> dict:
    return json.loads((shared / "reference" / f"{name}.json").read_text(encoding="utf-8"))


class TestCorrespondence:
    SMOKE = np.array([[4, 2, 3, 2], [4, 3, 7, 4], [25, 10, 12, 4], [18, 24, 33, 13], [10, 6, 7, 2]])

    def test_inertias_of_the_smokers(self):
        """Greenacre's table of staff by smoking, as every textbook prints it: 87.76 %, 11.76 %, 0.49 %."""
        inertia = s.correspondence_analysis(self.SMOKE).inertia
        assert_allclose(inertia, [0.074759, 0.010017, 0.000414], atol=5e-7)
        assert_allclose(100 * inertia / inertia.sum(), [87.76, 11.76, 0.49], atol=5e-3)
        chi_squared = stats.chi2_contingency(self.SMOKE)[0]
        assert_allclose(inertia.sum(), chi_squared / self.SMOKE.sum())

    def test_everything_against_r(self, shared):
        data = reference(shared, "ca_smoke")
        expected = data["expected"]
        found = s.correspondence_analysis(data["inputs"]["table"])
        assert_allclose(np.sqrt(found.inertia), expected["singular_values"], atol=1e-8)
        assert_allclose(found.inertia.sum(), expected["total_inertia"], atol=1e-8)
        for side, points, standard in (
            ("row", found.rows, found.standard_rows),
            ("col", found.columns, found.standard_columns),
        ):
            assert_allclose(points.mass, expected[f"{side}_mass"], atol=1e-8)
            assert_allclose(np.abs(points.coordinates), np.abs(expected[f"{side}_principal"]), atol=1e-8)
            assert_allclose(np.abs(standard), np.abs(expected[f"{side}_std_coord"]), atol=1e-8)
            assert_allclose(points.contributions, expected[f"{side}_contrib_first_axes"], atol=1e-8)
            assert_allclose(points.cos2, expected[f"{side}_cos2"], atol=1e-8)
            assert_allclose(
                points.inertia, points.mass * np.square(expected[f"{side}_chidist"]) / found.inertia.sum(), atol=1e-8
            )

    def test_sides_agree_on_the_sign(self):
        found = s.correspondence_analysis(self.SMOKE)
        profiles = self.SMOKE / self.SMOKE.sum(axis=1, keepdims=True)
        # rows are means of columns, up to the size of the axis
        assert_allclose(profiles @ found.standard_columns, found.rows.coordinates)
        largest = np.abs(found.columns.contributions).argmax(axis=0)
        assert (found.columns.coordinates[largest, range(3)] > 0).all()

    def test_supplementary_columns_fall_where_they_would_as_active_ones(self):
        found = s.correspondence_analysis(self.SMOKE)
        coordinates, cos2 = found.supplementary_columns(self.SMOKE)
        assert_allclose(coordinates, found.columns.coordinates)
        assert_allclose(cos2, found.columns.cos2)
        middle, _ = found.supplementary_columns(self.SMOKE.sum(axis=1, keepdims=True))
        assert_allclose(middle, 0, atol=1e-12)
        nothing, shown = found.supplementary_columns(np.zeros((5, 1)))
        assert np.isnan(nothing).all() and np.isnan(shown).all()

    @settings(max_examples=80, deadline=None)
    @given(COUNTS)
    def test_conservation(self, table):
        found = s.correspondence_analysis(table)
        used = table.sum(axis=0) > 0
        if not table.sum():
            assert len(found.inertia) == 0
            return
        if found.inertia.sum() > 1e-12:
            for points in (found.rows, found.columns):
                real = found.inertia > 1e-12
                assert_allclose(np.nansum(points.contributions, axis=0)[real], 1)
                assert_allclose(np.nansum(points.inertia), 1)
                off_centre = np.nan_to_num(points.inertia) > 1e-9
                assert_allclose(np.nansum(points.cos2[off_centre], axis=1), 1, atol=1e-6)
        # distances between principal coordinates are chi-squared distances between profiles
        profiles = table[:, used] / np.where(table[:, used].sum(axis=0), table[:, used].sum(axis=0), 1)
        mass = table.sum(axis=1) / table.sum()
        for one, two in combinations(range(int(used.sum())), 2):
            difference = (profiles[:, one] - profiles[:, two])[mass > 0]
            on_map = found.columns.coordinates[used][one] - found.columns.coordinates[used][two]
            assert_allclose((on_map**2).sum(), (difference**2 / mass[mass > 0]).sum(), atol=1e-9)

    def test_rows_and_columns_of_zeros_change_nothing(self):
        padded = np.zeros((7, 5))
        padded[1:6, :4] = self.SMOKE
        found, plain = s.correspondence_analysis(padded), s.correspondence_analysis(self.SMOKE)
        assert_allclose(found.inertia, plain.inertia)
        assert_allclose(found.rows.coordinates[1:6], plain.rows.coordinates)
        assert np.isnan(found.rows.coordinates[[0, 6]]).all()
        assert np.isnan(found.columns.cos2[4]).all()

    def test_counts_below_zero_are_refused(self):
        with pytest.raises(ValueError, match="negative"):
            s.correspondence_analysis([[1, -1], [2, 3]])


class TestDistances:
    def test_labbe_reference(self, shared):
        for case in reference(shared, "labbe_distance")["inputs_expected"]:
            assert_allclose(s.labbe(case["A"], case["B"]), case["iramuteq_d12"], atol=1e-9)
            assert_allclose(s.labbe(case["B"], case["A"]), case["iramuteq_d12"], atol=1e-9)

    def test_jensen_shannon_reference(self, shared):
        for case in reference(shared, "jensen_shannon")["inputs_expected"]:
            pair = case["p_counts"], case["q_counts"]
            assert_allclose(s.jensen_shannon_parts(*pair).sum(), case["JSD_bits"], atol=1e-9)
            assert_allclose(s.jensen_shannon(*pair), case["JS_distance_bits_sqrt"], atol=1e-8)

    def test_by_hand(self):
        # 12 tokens brought down to 8: 5⅓, 2, ⅔, 0 against 2, 2, 0, 4; the ⅔ does not count
        assert_allclose(s.labbe([8, 3, 1, 0], [2, 2, 0, 4]), (22 / 3) / (46 / 3))
        assert_allclose(s.jensen_shannon([1, 0], [0, 1]), 1.0)

    @settings(max_examples=80, deadline=None)
    @given(COUNTS)
    def test_jensen_shannon_against_scipy(self, table):
        a, b = table[:, 0] + 1, table[:, 1] + 1
        assert_allclose(s.jensen_shannon(a, b), distance.jensenshannon(a, b, base=2), atol=1e-7)
        assert (s.jensen_shannon_parts(a, b) >= 0).all()

    @settings(max_examples=80, deadline=None)
    @given(COUNTS)
    def test_labbe_is_a_symmetric_share(self, table):
        a, b = table[:, 0], table[:, 1]
        if a.sum() and b.sum():
            assert 0 <= s.labbe(a, b) <= 1 + 1e-12
            assert_allclose(s.labbe(a, b), s.labbe(b, a), atol=1e-12)
            assert_allclose(s.labbe(a, a), 0, atol=1e-12)

    def test_many_pairs_at_once(self):
        table = np.array([[8, 3, 1], [2, 2, 5], [1, 1, 0]])
        assert_allclose(s.labbe(table[:, None], table[None])[0], [s.labbe(table[0], row) for row in table])

    def test_nothing_is_nan(self):
        assert np.isnan(s.labbe([0, 0], [1, 2]))
        assert np.isnan(s.jensen_shannon([0, 0], [1, 2]))

    def test_delta(self):
        counts, sizes = np.array([[10, 4, 3], [20, 2, 7], [15, 9, 3]]), np.array([100, 200, 100])
        rates = counts / sizes[:, None]
        z = (rates - rates.mean(axis=0)) / rates.std(axis=0, ddof=1)
        expected = distance.squareform(distance.pdist(z, "cityblock")) / 3
        assert_allclose(s.burrows_delta(counts, sizes), expected)

    def test_delta_leaves_out_what_does_not_vary_and_what_is_empty(self):
        counts, sizes = np.array([[3, 1], [6, 4], [0, 0], [9, 1]]), np.array([10, 20, 0, 30])
        found = s.burrows_delta(counts, sizes)
        assert np.isnan(found[2]).all() and np.isnan(found[:, 2]).all()
        assert_array_equal(np.diag(found)[[0, 1, 3]], 0)
        only = s.burrows_delta(counts[:, 1:], sizes)
        assert_allclose(found, only)
        assert np.isnan(s.burrows_delta([[1, 2]], [10])).all()


class TestStrata:
    # Berkeley 1973 (Bickel et al. 1975), by department: admitted men, men, admitted women, women. R's mantelhaen.test
    # documents a common odds ratio of 0.9047 and, without correction, X² = 1.5246.
    MEN = np.array([512, 353, 120, 138, 53, 22]), np.array([825, 560, 325, 417, 191, 373])
    WOMEN = np.array([89, 17, 202, 131, 94, 24]), np.array([108, 25, 593, 375, 393, 341])

    def test_berkeley(self):
        assert_allclose(2 ** s.mantel_haenszel(*self.MEN, *self.WOMEN), 0.9046968, atol=5e-8)
        assert_allclose(s.cochran_mantel_haenszel(*self.MEN, *self.WOMEN), 1.5246, atol=5e-5)
        log_ratio, error = s.mantel_haenszel(*self.MEN, *self.WOMEN), s.mantel_haenszel_error(*self.MEN, *self.WOMEN)
        ends = 2 ** (log_ratio + stats.norm.ppf([0.025, 0.975]) * error)
        assert_allclose(ends, [0.7719074, 1.0603298], atol=5e-7)

    def test_one_stratum_is_the_odds_ratio(self):
        assert_allclose(s.mantel_haenszel([4], [10], [1], [10]), np.log2((4 * 9) / (1 * 6)))
        table = np.array([[4, 6], [1, 9]])
        chi = stats.chi2_contingency(table, correction=False)[0] * 19 / 20  # hypergeometric variance: n − 1
        assert_allclose(s.cochran_mantel_haenszel([4], [10], [1], [10]), chi)
        assert_allclose(s.mantel_haenszel_error([4], [10], [1], [10]), np.sqrt((1 / table).sum()) / np.log(2))

    def test_a_difference_of_topics_is_none_of_wording(self):
        """Two stories with the word at one rate each; one side writes more of the first."""
        k1, n1, k2, n2 = [40, 1], [400, 100], [10, 4], [100, 400]
        assert s.log_ratio(sum(k1), 500, sum(k2), 500) > 1.4
        assert_allclose(s.mantel_haenszel(k1, n1, k2, n2), 0, atol=1e-12)
        assert_allclose(s.cochran_mantel_haenszel(k1, n1, k2, n2), 0, atol=1e-12)

    def test_strata_of_one_side_take_no_part(self):
        assert_allclose(s.mantel_haenszel([4, 50], [10, 100], [1, 0], [10, 0]), s.mantel_haenszel([4], [10], [1], [10]))
        assert np.isnan(s.mantel_haenszel([0, 9], [10, 20], [0, 0], [10, 0]))
        assert s.cochran_mantel_haenszel([0, 9], [10, 20], [0, 0], [10, 0]) == 0

    def test_zero_cells_are_half_an_occurrence(self):
        n1, n2 = np.array([1000, 500]), np.array([2000, 700])
        over = s.mantel_haenszel([3, 2], n1, [0, 0], n2)
        assert 4 < over < 5.5
        assert_allclose(s.mantel_haenszel([0, 0], n2, [3, 2], n1), -over)
        assert s.mantel_haenszel_error([3, 2], n1, [0, 0], n2) == np.inf
        assert s.mantel_haenszel([30, 20], n1, [0, 0], n2) > over


class TestResampling:
    def sides(self, seed: int, ratios: np.ndarray, articles: tuple[int, int] = (60, 120), clumping: float = 2.0):
        random = np.random.default_rng(seed)
        rates = np.exp(random.normal(np.log(1e-3), 0.8, len(ratios)))
        sides = []
        for number, ratio in zip(articles, (ratios, 1.0), strict=True):
            sizes = random.lognormal(np.log(390), 0.4, number).round()
            rate = rates * ratio * random.gamma(1 / clumping, clumping, (number, len(ratios)))
            sides += [random.poisson(rate * sizes[:, None]), sizes]
        return sides

    @pytest.mark.parametrize("clumping", [2.0, 0.5])
    def test_coverage_of_words_chosen_beforehand_and_at_the_top(self, clumping):
        """95 % of corpora, within two standard errors of 300; more, and of more kinds, in the benchmark."""
        ratios = np.exp2(np.where(np.arange(60) % 3 == 0, np.linspace(-2, 2, 60), 0))
        truth = np.log2(ratios)
        some = np.arange(0, 60, 6)
        beforehand, top = [], []
        for seed in range(300):
            sides = self.sides(seed, ratios, articles=(40, 80), clumping=clumping)
            low, high, _ = s.article_intervals(
                sides[0][:, some], sides[1], sides[2][:, some], sides[3], replicates=500, seed=seed
            )
            beforehand.append(((low <= truth[some]) & (truth[some] <= high)).all())
            shape = sides[0].sum(0), sides[1].sum(), sides[2].sum(0), sides[3].sum()
            lower, upper = s.log_ratio_limits(*shape, tests=60)
            ranking = s.Ranking(partial(s.ranking_limits, tests=60), 5, 5)
            low, high, _ = s.article_intervals(*sides, ranking=ranking, replicates=500, seed=seed)
            more = s.log_ratio(*shape) >= 0
            first = np.concatenate([np.argsort(np.where(more, -lower, np.inf), kind="stable")[:5],
                                    np.argsort(np.where(more, np.inf, upper), kind="stable")[:5]])  # fmt: skip
            top.append(((low <= truth)[first] & (truth <= high)[first]).all())
        assert 0.93 <= np.mean(beforehand) <= 0.97
        assert 0.93 <= np.mean(top) <= 0.97

    def test_ranked_intervals_are_wider_than_those_of_words_chosen_beforehand(self):
        sides = self.sides(1, np.ones(60))

        def both(*shape):
            score = s.log_ratio(*shape)
            return score, score

        *_, ranked = s.article_intervals(*sides, ranking=s.Ranking(both, 5, 5))
        some = np.arange(10)
        *_, beforehand = s.article_intervals(sides[0][:, some], sides[1], sides[2][:, some], sides[3])
        *_, everything = s.article_intervals(*sides)
        assert beforehand < ranked <= everything

    def test_limits_to_rank_by_are_those_of_lrc(self):
        random = np.random.default_rng(0)
        k1, k2 = np.rint(np.exp(random.uniform(-1, 9, (2, 20_000))))
        exact = s.log_ratio_limits(k1, 1e5, k2, 1e6, tests=5_000)
        quick = s.ranking_limits(k1, np.array(1e5), k2, np.array(1e6), tests=5_000)
        small = (k1 < 64) & (k2 < 64)
        for one, other in zip(exact, quick, strict=True):
            assert_allclose(one[small], other[small], rtol=1e-12)
        assert_allclose(exact[0][exact[0] > 0], quick[0][exact[0] > 0], atol=0.12)
        assert_allclose(exact[1][exact[1] < 0], quick[1][exact[1] < 0], atol=0.12)

    def test_estimates_are_drawn_in_where_they_tell_nothing_and_kept_where_they_do(self):
        sides = self.sides(3, np.ones(200))
        world = _drawn_in(np.random.default_rng(0).normal(0, 0.5, 200), np.full(200, 0.5))
        assert np.abs(world).max() < 0.5
        sure = np.where(np.arange(200) % 4 == 0, 4.0, 0.0)
        assert_allclose(_drawn_in(sure, np.full(200, 0.2)), sure, atol=0.05)
        drawn = next(Redrawing(Articles.of(*sides[:2]), Articles.of(*sides[2:]), sure).blocks(300, 0))
        assert_allclose(np.log2(drawn.one.found.sum(0) / drawn.one.size.sum())
                        - np.log2(drawn.two.found.sum(0) / drawn.two.size.sum()), sure, atol=0.35)  # fmt: skip

    def test_articles_drawn_again_vary_as_those_found(self):
        """By count, and by what their variance is estimated to be; a word that clumps, and one that does not."""
        random = np.random.default_rng(4)
        sizes = np.full(200, 400.0)
        counts = np.stack([random.poisson(0.8 * random.gamma(0.3, 1 / 0.3, 200)), random.poisson(0.8, 200)], axis=1)
        side = Articles.of(counts, sizes)
        drawn = next(Redrawing(side, side, np.zeros(2)).blocks(2_000, 0)).one
        found = side.observed()
        assert_allclose(drawn.found.mean(0), found.found[0], rtol=0.03)
        assert_allclose(drawn.found.var(0), np.maximum(found.variance, found.found)[0], rtol=0.12)
        assert_allclose(drawn.variance.mean(0), np.maximum(found.variance, found.found)[0], rtol=0.12)

    def test_the_same_seed_gives_the_same_and_sparse_is_dense(self):
        sides = self.sides(2, np.ones(8))
        found = s.article_intervals(*sides, replicates=100, seed=3)
        again = s.article_intervals(sparse.csr_array(sides[0]), sides[1], sparse.csr_array(sides[2]), sides[3],
                                    replicates=100, seed=3)  # fmt: skip
        assert_allclose(found[0], again[0])
        other = s.article_intervals(*sides, replicates=100, seed=4)
        assert found[2] != other[2]

    def test_intervals_hold_the_estimate_and_turn_round(self):
        sides = self.sides(5, np.exp2(np.linspace(-2, 2, 12)))
        low, high, _ = s.article_intervals(*sides, replicates=300)
        estimate = s.log_ratio(sides[0].sum(0), sides[1].sum(), sides[2].sum(0), sides[3].sum())
        assert ((low < estimate) & (estimate < high)).all()
        back_low, back_high, _ = s.article_intervals(*sides[2:], *sides[:2], replicates=300)
        assert_allclose(back_low, -high, rtol=0.3, atol=0.4)
        assert_allclose(back_high, -low, rtol=0.3, atol=0.4)

    def test_an_article_that_holds_everything_leaves_nothing_sure(self):
        """Thirty occurrences in one article of twenty are one observation; thirty over all are many."""
        sizes = np.full(20, 400.0)
        counts = np.zeros((20, 2))
        counts[0, 0], counts[:, 1] = 30, [2, 1] * 10
        none = np.zeros((20, 2))
        none[:3] = 1
        low, *_ = s.article_intervals(counts, sizes, none, sizes)
        assert low[0] < 0
        low, *_ = s.article_intervals(counts[:, 1:], sizes, none[:, 1:], sizes)
        assert low[0] > 0

    def test_zero_cells_leave_an_end_open(self):
        sizes = np.full(12, 400.0)
        counts = np.ones((12, 3)) * [1, 0, 0]
        other = np.ones((12, 3)) * [0, 1, 0]
        low, high, _ = s.article_intervals(counts, sizes, other, sizes, replicates=200)
        assert high[0] == np.inf and low[1] == -np.inf
        assert 0 < low[0] < 12 and -12 < high[1] < 0
        assert np.isnan([low[2], high[2]]).all()

    def test_fewer_than_three_articles_are_refused(self):
        with pytest.raises(ValueError, match="three articles"):
            s.article_intervals([[1], [2]], [10, 10], [[1], [1], [1]], [10, 10, 10])

    def test_permutation_p_against_all_deals(self):
        """Three articles of six: twenty deals, counted out."""
        counts, sizes = np.array([[5], [4], [0], [1], [0], [0]]), np.array([10.0] * 6)
        target = np.array([True, True, False, False, False, True])
        sums = [sum(counts[list(deal), 0]) for deal in combinations(range(6), 3)]
        expected = np.mean([abs(total - 5) >= abs(9 - 5) for total in sums])
        p, adjusted = s.permutation_p(counts, sizes, target, replicates=4_000)
        assert_allclose(p, expected, atol=0.025)
        assert_allclose(adjusted, p)

    def test_permutation_p_of_shuffled_labels_is_uniform_and_the_family_is_held(self):
        sides = self.sides(11, np.ones(40), articles=(30, 60))
        counts, sizes = np.concatenate(sides[::2]), np.concatenate(sides[1::2])
        random = np.random.default_rng(0)
        alone, first = [], []
        for seed in range(40):
            target = random.permutation(np.arange(90) < 30)
            p, adjusted = s.permutation_p(counts, sizes, target, replicates=99, seed=seed)
            assert (adjusted >= p).all()
            alone.append((p <= 0.1).mean())
            first.append(adjusted.min())
        assert 0.06 < np.mean(alone) < 0.14
        assert np.mean(np.array(first) <= 0.1) < 0.25

    def test_permutation_p_finds_what_is_there(self):
        sides = self.sides(7, np.array([8.0, *np.ones(30)]))
        counts, sizes = np.concatenate(sides[::2]), np.concatenate(sides[1::2])
        target = np.arange(len(sizes)) < len(sides[1])
        _, adjusted = s.permutation_p(sparse.csr_array(counts), sizes, target)
        assert adjusted[0] <= 0.01
        assert (adjusted[1:] > 0.05).all()


def test_limits_of_log_ratios_are_those_of_lrc():
    shape = np.array([[40, 3, 0, 5, 0]]), 1_000, np.array([[10, 30, 6, 4, 0]]), 1_200
    low, high = s.log_ratio_limits(*shape, tests=5)
    lrc = s.conservative_log_ratio(*shape)
    assert_allclose(np.where(low > 0, low, np.where(high < 0, high, 0)), lrc)
    assert low[0, 2] == -np.inf and high[0, 2] < np.inf
    back_low, back_high = s.log_ratio_limits(*shape[2:], *shape[:2], tests=5)
    assert_allclose(back_low, -high)
    assert_allclose(back_high, -low)


class TestDetectable:
    def test_power_is_what_is_said(self):
        """Simulated: a word ten times in 10,000 on one side, the ratio said to be detectable on the other."""
        n1, n2, rate = 4_000, 20_000, 1e-3
        ratio = float(s.smallest_detectable_ratio(rate, n1, n2))
        random = np.random.default_rng(1)
        k1, k2 = random.poisson(rate * ratio * n1, 400), random.poisson(rate * n2, 400)
        p = np.array([stats.binomtest(a, a + b, n1 / (n1 + n2)).pvalue for a, b in zip(k1, k2, strict=True)])
        assert_allclose((p <= 0.05).mean(), 0.8, atol=0.08)

    def test_the_test_is_that_of_the_table(self):
        """Simulated: LRC over a family of 900 words is above 0 as often as is said."""
        n1, n2, rate = 800, 5_000, 1e-3
        ratio = float(s.smallest_detectable_ratio(rate, n1, n2, tests=900))
        random = np.random.default_rng(2)
        k1, k2 = random.poisson(rate * ratio * n1, 4_000), random.poisson(rate * n2, 4_000)
        assert_allclose((s.conservative_log_ratio(k1, n1, k2, n2, tests=900) > 0).mean(), 0.8, atol=0.02)
        assert ratio > 1.5 * float(s.smallest_detectable_ratio(rate, n1, n2))

    def test_smaller_texts_show_larger_ratios_only(self):
        sizes = np.array([0, 200, 2_000, 200_000])
        ratios = s.smallest_detectable_ratio(1e-3, sizes, 10_000)
        assert ratios[0] == np.inf
        assert (np.diff(ratios[1:]) < 0).all() and ratios[-1] > 1


class TestOccupancy:
    def test_without_clumps_occurrences_fall_anywhere(self):
        """Each of six occurrences of its own falls to the other texts with the chance of their share of the tokens."""
        chance = s.chance_of_so_few([0], [30, 70], other_count=[6], other_documents=[6], other_sizes=[50] * 6)
        assert_allclose(chance, (300 / 400) ** 6)

    def test_clumping_gives_back_the_texts_that_have_the_word(self):
        sizes = np.array([100] * 40 + [300] * 20)
        k = s.clumping([50, 50, 60, 0], [45, 20, 60, 0], sizes)
        assert np.isinf(k[[2, 3]]).all()
        mean = 50 / sizes.sum() * sizes
        assert_allclose((1 - (1 + mean / k[1]) ** -k[1]).sum(), 20, atol=0.5)  # lengths are those nearly alike
        assert k[1] < k[0]

    def test_by_hand_with_clumps(self):
        sizes = [100] * 50
        k = float(s.clumping([40], [10], sizes)[0])
        none = 4 * k * np.log1p(100 * 40 / 5_000 / k)
        chance = s.chance_of_so_few([0], [100] * 4, other_count=[40], other_documents=[10], other_sizes=sizes)
        assert_allclose(chance, (1 + none / 10) ** -10)
        # clumped words are missing more easily, and more than none more easily than none
        even = s.chance_of_so_few([0], [100] * 4, other_count=[40], other_documents=[40], other_sizes=sizes)
        one = s.chance_of_so_few([1], [100] * 4, other_count=[40], other_documents=[10], other_sizes=sizes)
        assert even < chance < one

    @pytest.mark.parametrize("k", [np.inf, 0.3])
    def test_noise_is_as_rare_as_it_says(self, k):
        """Words of one rate everywhere, texts of the target a quarter as long, in clumps or not."""
        random = np.random.default_rng(1)
        own, other = random.integers(10, 400, 30), random.integers(10, 1500, 120)
        mean = np.concatenate([own, other])[:, None] * (0.05 / np.arange(1, 2_001))
        absent, expected, sure, adjusted, words = 0, 0.0, 0, 0, 0
        for _ in range(8):
            counts = random.poisson(mean if np.isinf(k) else random.gamma(k, mean / k))
            held = (counts[30:] > 0).sum(axis=0)
            wide = held >= 4
            chance = s.chance_of_so_few(
                np.zeros(wide.sum()), own, other_count=counts[30:].sum(axis=0)[wide], other_documents=held[wide],
                other_sizes=other,
            )  # fmt: skip
            none = ~counts[:30, wide].any(axis=0)
            p = np.where(none, chance, 1.0)
            absent, expected = absent + none.sum(), expected + chance.sum()
            sure, adjusted = sure + (p <= 0.05).sum(), adjusted + (s.benjamini_hochberg(p) <= 0.05).sum()
            words += len(p)
        assert 0.9 < absent / expected < 1.1
        assert sure / words <= 0.05
        assert adjusted == 0


def test_deals_within_strata_are_those_of_all_the_pairs():
    """Four strata of two articles, one of the target in each: sixteen deals, all of them written out."""
    random = np.random.default_rng(3)
    counts, sizes = random.poisson(2, (8, 3)), random.integers(50, 90, 8)
    strata, target = np.array([3, 0, 1, 2, 2, 1, 0, 3]), np.array([True] * 4 + [False] * 4)
    rest = np.zeros((8, 3))
    for stratum in range(4):
        rows = strata == stratum
        rest[rows] = counts[rows] - np.outer(sizes[rows], counts[rows].sum(axis=0) / sizes[rows].sum())
    ways = [
        np.isin(np.arange(8), [np.flatnonzero(strata == stratum)[choice] for stratum, choice in enumerate(choices)])
        for choices in product((0, 1), repeat=4)
    ]
    all_deals = np.array([rest[way].sum(axis=0) for way in ways])
    z = np.abs(all_deals) / all_deals.std(axis=0)
    found = np.abs(rest[target].sum(axis=0)) / all_deals.std(axis=0)
    alone = (z >= found - 1e-9).mean(axis=0)
    together = (z.max(axis=1)[:, None] >= found - 1e-9).mean(axis=0)
    p = s.permutation_p(counts, sizes, target, strata=strata, replicates=4000)
    assert_allclose(p, [alone, together], atol=0.03)

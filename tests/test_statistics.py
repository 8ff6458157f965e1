"""The measures, against published values, other tools' values and exact integer arithmetic."""

from __future__ import annotations

import json
import math
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy import sparse

from toolkit import statistics as s


def reference(shared: Path, name: str) -> dict[str, Any]:
    return json.loads((shared / "reference" / f"{name}.json").read_text(encoding="utf-8"))


def exact_log10_upper_tail(f: int, F: int, t: int, T: int) -> float:
    """log10 P(X >= f) in integers (the sum relative to its first term, to 300 bits); floats only at the very end."""
    total = term = 1 << 300
    for x in range(f, min(F, t)):
        term = term * (F - x) * (t - x) // ((x + 1) * (T - F - t + x + 1))
        total += term
    above = math.comb(t, f) * math.comb(T - t, F - f) * total
    below = math.comb(T, F) << 300
    # Divided as integers first: the logs of numbers of thousands of digits would have none left for the difference.
    shift = 200 + below.bit_length() - above.bit_length()
    return math.log10((above << shift) // below) - shift * math.log10(2)


def exact_specificity(f: int, F: int, t: int, T: int) -> float:
    over = f * T >= F * t
    return -exact_log10_upper_tail(f, F, t, T) if over else exact_log10_upper_tail(F - f, F, T - t, T)


class TestSpecificity:
    def test_hand_countable(self):
        # One word twice in a corpus of four tokens, the part is two tokens: P(both in it) = 1/6.
        assert_allclose(s.specificity(2, 2, 2, 4), math.log10(6))
        assert_allclose(s.specificity(0, 2, 2, 4), -math.log10(6))
        # As expected counts as over-use: P(X >= 1) = 5/6.
        assert_allclose(s.specificity(1, 2, 2, 4), math.log10(6 / 5))

    def test_peuple_in_robespierre(self):
        """Lafon 1980: 14 times in the fourth part."""
        assert_allclose(s.specificity(14, 296, 6903, 61449), -4.17433315131149, rtol=1e-12)

    def test_whole_robespierre_table(self, shared):
        data = reference(shared, "lafon_specificities_robespierre")
        table, expected = np.array(data["inputs"]["table"]), data["expected"]
        got = s.specificity(table, table.sum(axis=1, keepdims=True), table.sum(axis=0), table.sum())
        assert_allclose(got, expected["score_exact_50digits"], atol=1e-9)
        assert_allclose(got, expected["score_textometry_0_1_6_rounded4"], atol=6e-5)

    @pytest.mark.parametrize(
        ("f", "F", "t", "T"),
        [
            (500, 600, 100_000, 1_000_000),  # underflows to 0 in textometry
            (2_000, 2_000, 100_000, 10_000_000),
            (0, 3_000, 5_000_000, 10_000_000),  # absent from half of the corpus
            (2_500, 3_000, 9_999_000, 10_000_000),
            (1_100, 10_000, 1_000_000, 10_000_000),
            (999, 10_000, 1_000_000, 10_000_000),  # next to the expectation: a long tail to sum
        ],
    )
    def test_extremes_against_integers(self, f, F, t, T):
        assert_allclose(s.specificity(f, F, t, T), exact_specificity(f, F, t, T), rtol=1e-11)

    def test_extremes_stay_finite_and_ordered(self):
        found = np.arange(50_000, 100_001, 5_000)
        scores = s.specificity(found, 100_000, 100_000, 10_000_000)
        assert np.isfinite(scores).all()
        assert (np.diff(scores) > 0).all()
        assert scores[0] > 70_000

    @settings(max_examples=200, deadline=None)
    @given(st.data())
    def test_any_small_table_against_integers(self, data):
        T = data.draw(st.integers(1, 60))
        F, t = data.draw(st.integers(0, T)), data.draw(st.integers(0, T))
        f = data.draw(st.integers(max(0, F + t - T), min(F, t)))
        assert_allclose(s.specificity(f, F, t, T), exact_specificity(f, F, t, T), rtol=1e-12, atol=1e-13)

    def test_nothing_to_say_is_zero_and_impossible_is_nan(self):
        assert_array_equal(s.specificity([0, 5, 0, 0], [0, 5, 5, 0], [10, 10, 0, 0], [10, 10, 10, 0]), 0.0)
        assert_array_equal(s.fisher(0, 0, 0, 0), 0.0)
        assert np.isnan(s.specificity([3, -1, 6], [2, 2, 6], [10, 10, 5], 20)).all()

    def test_p(self):
        assert_allclose(s.specificity_p([3, -2, 0]), [1e-3, 1e-2, 1])


class TestKeyness:
    # Four tokens of ten against one of ten.
    TABLE = (4, 10, 1, 10)

    def test_hand_countable(self):
        g2 = 2 * (4 * math.log(4 / 2.5) + 1 * math.log(1 / 2.5) + 6 * math.log(6 / 7.5) + 9 * math.log(9 / 7.5))
        assert_allclose(s.log_likelihood(*self.TABLE), g2)
        assert_allclose(s.chi_squared(*self.TABLE), 2 * 1.5**2 / 2.5 + 2 * 1.5**2 / 7.5)
        assert_allclose(s.log_ratio(*self.TABLE), 2.0)
        # Two-sided Fisher: tables of 0, 1, 4 or 5 in the target, of C(20, 5) = 15504.
        p = Fraction(2 * (math.comb(10, 5) + math.comb(10, 4) * math.comb(10, 1)), math.comb(20, 5))
        assert_allclose(s.fisher(*self.TABLE), -math.log10(p))

    def test_log_likelihood_p(self):
        assert_allclose(s.log_likelihood_p([0, 3.841458820694124, 6.6348966010212145]), [1, 0.05, 0.01])

    def test_log_ratio_zero_counts(self):
        assert_allclose(s.log_ratio(8, 1000, 0, 1000), 4.0)  # 8 against 0.5
        assert_allclose(s.log_ratio(0, 1000, 8, 1000), -4.0)
        assert np.isnan(s.log_ratio([0, 1, 1], [10, 0, 10], [0, 1, 0], [10, 10, 0])).all()

    def test_equal_rates_are_zero_everywhere(self):
        for measure in (s.log_likelihood, s.chi_squared, s.log_ratio, s.conservative_log_ratio, s.fisher):
            assert_allclose(measure(15, 100, 150, 1000), 0.0, atol=1e-12, err_msg=measure.__name__)

    def test_absent_or_everywhere_is_zero_but_nan_without_tokens(self):
        for measure in (s.log_likelihood, s.chi_squared, s.conservative_log_ratio, s.fisher):
            assert_array_equal(measure([0, 10], 10, [0, 10], 10), 0.0, err_msg=measure.__name__)
        for measure in (s.log_ratio, s.chi_squared, s.conservative_log_ratio):
            assert np.isnan(measure(1, 10, 0, 0)), measure.__name__

    def test_rayson_spreadsheet(self, shared):
        for row in reference(shared, "rayson_sigeff_2corpora_6corpora")["inputs_expected"]["two_corpora"]:
            table = row["O1"], row["N1"], row["O2"], row["N2"]
            assert_allclose(s.log_likelihood(*table), row["G2_4term_not_in_SigEff"], rtol=1e-9, atol=1e-9)
            assert_allclose(s.log_ratio(*table), row["log_ratio"], rtol=1e-9)

    def test_published_log_ratios(self, shared):
        rows = reference(shared, "effect_sizes_published")["inputs_expected"]
        rows = [row for row in rows if row["stat"] == "log_ratio"]
        assert len(rows) == 2
        for row in rows:
            got = s.log_ratio(row["O1"], row["N1"], row["O2"], row["N2"])
            assert_allclose(got, row["published"], atol=row["tol"])

    def test_quanteda_toy(self, shared):
        data = reference(shared, "quanteda_keyness_toy_8features")
        n1, n2 = data["inputs"]["n_target"], data["inputs"]["n_reference"]
        for row in data["expected"]:
            table = row["n_target"], n1, row["n_reference"], n2
            sign = -1 if row["chi2_uncorrected_signed"] < 0 else 1
            assert_allclose(sign * s.log_likelihood(*table), row["G2_4cell_none_signed"], rtol=1e-8)
            assert_allclose(sign * s.chi_squared(*table), row["chi2_uncorrected_signed"], rtol=1e-8)
            assert_allclose(10 ** -s.fisher(*table), row["fisher_two_sided_p"], rtol=1e-8)
            assert_allclose(s.log_ratio(*table), row["log_ratio"], rtol=1e-8)

    def test_association_tables(self, shared):
        for row in reference(shared, "association_measures")["inputs_expected_full"]:
            joint, a, b, n = row["O11"], row["R1"], row["C1"], row["N"]
            table = joint, a, b - joint, n - a
            assert_allclose(s.log_likelihood(*table), row["G2_4cell"], rtol=1e-9)
            assert_allclose(s.chi_squared(*table), row["X2"], rtol=1e-9)
            assert_allclose(s.specificity(joint, a, b, n), row["fisher_neglog10_p"], rtol=1e-9)

    def test_fisher_extreme_is_ordered(self):
        got = s.fisher([50_000, 60_000], 100_000, [50_000, 40_000], 9_900_000)
        assert np.isfinite(got).all()
        assert got[1] > got[0] > 70_000

    @settings(max_examples=200, deadline=None)
    @given(st.integers(0, 12), st.integers(0, 12), st.integers(0, 12), st.integers(0, 12))
    def test_fisher_against_enumeration(self, a, b, other1, other2):
        n1, n2 = a + other1, b + other2
        ways = [math.comb(n1, x) * math.comb(n2, a + b - x) for x in range(a + b + 1)]
        p = Fraction(sum(w for w in ways if w <= ways[a]), sum(ways))
        assert_allclose(s.fisher(a, n1, b, n2), -math.log10(p), atol=1e-9)

    def test_log_likelihood_is_symmetric_and_never_negative(self):
        rng = np.random.default_rng(0)
        k1, k2 = rng.integers(0, 50, 500), rng.integers(0, 500, 500)
        g2 = s.log_likelihood(k1, 1_000, k2, 10_000)
        assert (g2 >= 0).all()
        assert_allclose(g2, s.log_likelihood(k2, 10_000, k1, 1_000))


class TestConservativeLogRatio:
    def test_no_successes_has_a_closed_form(self):
        # Clopper-Pearson's upper limit for 0 of k2 is 1 - alpha^(1/k2); here alpha = 0.025 and the sizes are equal.
        limit = 1 - 0.025 ** (1 / 20)
        assert_allclose(s.conservative_log_ratio(0, 1000, 20, 1000), math.log2(limit / (1 - limit)))
        assert_allclose(s.conservative_log_ratio(20, 1000, 0, 1000), -math.log2(limit / (1 - limit)))

    def test_bonferroni_over_all_values_given(self):
        limit = 1 - (0.025 / 3) ** (1 / 20)
        got = s.conservative_log_ratio([0, 5, 5], 1000, [20, 5, 5], 1000)
        assert_allclose(got, [math.log2(limit / (1 - limit)), 0, 0])
        assert_allclose(got[0], s.conservative_log_ratio(0, 1000, 20, 1000, tests=3))

    def test_against_scipy_interval(self):
        from scipy.stats import binomtest

        for k1, n1, k2, n2 in [(30, 10_000, 20, 90_000), (3, 500, 200, 6_000), (1, 1_000, 1, 1_000)]:
            interval = binomtest(k1, k1 + k2).proportion_ci(0.95, "exact")
            low, high = (math.log2(n2 / n1 * p / (1 - p)) for p in interval)
            expected = max(low, 0) if k1 / n1 >= k2 / n2 else min(high, 0)
            assert_allclose(s.conservative_log_ratio(k1, n1, k2, n2), expected, rtol=1e-8)

    def test_target_and_reference_mirror(self):
        rng = np.random.default_rng(1)
        k1, k2 = rng.integers(0, 100, 300), rng.integers(0, 100, 300)
        there = s.conservative_log_ratio(k1, 5_000, k2, 7_000)
        assert_allclose(there, -s.conservative_log_ratio(k2, 7_000, k1, 5_000), atol=1e-9)

    def test_never_beyond_the_log_ratio(self):
        rng = np.random.default_rng(2)
        k1, k2 = rng.integers(1, 300, 300), rng.integers(1, 300, 300)
        lrc, ratio = (f(k1, 5_000, k2, 9_000) for f in (s.conservative_log_ratio, s.log_ratio))
        assert (np.abs(lrc) <= np.abs(ratio)).all()
        assert (lrc * ratio >= 0).all()

    def test_extremes_are_finite(self):
        got = s.conservative_log_ratio([10_000_000, 0, 1_000_000], 20_000_000, [0, 10_000_000, 1], 20_000_000)
        assert np.isfinite(got).all()
        assert got[0] > 20
        assert got[1] == -got[0]


class TestWeightedLogOdds:
    def test_robespierre(self, shared):
        case = reference(shared, "weighted_log_odds")["inputs_expected"]["robespierre_D4_vs_rest"]
        k1, k2 = np.array(case["y_i_D4"]), np.array(case["y_j_rest"])
        table = k1, k1.sum(), k2, k2.sum()
        assert len(case["results_by_prior"]) == 3
        for result in case["results_by_prior"].values():
            got = s.weighted_log_odds(*table, prior=result["alpha"])
            assert_allclose(got, result["zeta_2term_Monroe_eq20"], rtol=1e-9)
        scaled = case["results_by_prior"]["informative_total_scaled_a0_500"]
        assert_allclose(s.weighted_log_odds(*table), scaled["zeta_2term_Monroe_eq20"], rtol=1e-9)

    def test_sign_and_balance(self):
        assert s.weighted_log_odds(10, 100, 5, 100) > 0
        assert_allclose(s.weighted_log_odds(10, 100, 10, 100), 0, atol=1e-12)
        # A word absent from one side has a finite score, thanks to the prior.
        assert -5 < s.weighted_log_odds(0, 100, 10, 100) < 0


class TestAssociation:
    NAMES = (
        *((s.t_score, "t_score"), (s.z_score, "z_score"), (s.simple_log_likelihood, "simple_ll"), (s.mi2, "MI2")),
        *((s.mi3, "MI3"), (s.dice, "Dice"), (s.jaccard, "Jaccard"), (s.minimum_sensitivity, "MinSens")),
        (s.delta_p, "DeltaP_2given1"),
    )

    def test_hand_countable(self):
        # Together in 10 of 100 windows; one in 10, the other in 20.
        assert_allclose(s.expected_joint(10, 20, 100), 2)
        assert_allclose(s.log_dice(10, 10, 20, 100), 14 + math.log2(20 / 30))
        assert_allclose(s.pmi(10, 10, 20, 100), math.log2(5))
        assert_allclose(s.npmi(10, 10, 20, 100), math.log2(5) / math.log2(10))

    def test_ends_are_defined(self):
        assert_array_equal(s.npmi([0, 100, 10, 1], [10, 100, 10, 10], [10, 100, 10, 10], 100), [-1, 1, 1, 0])
        assert_array_equal(s.log_dice([0, 7], [10, 7], [10, 7], 100), [-np.inf, 14])

    def test_reference(self, shared):
        for row in reference(shared, "association_measures")["inputs_expected_full"]:
            table = row["O11"], row["R1"], row["C1"], row["N"]
            assert_allclose(s.expected_joint(*table[1:]), row["E11"], rtol=1e-9)
            assert_allclose(s.log_dice(*table), row["logDice"], rtol=1e-9)
            assert_allclose(s.npmi(*table), row["NPMI"], rtol=1e-9)
            assert_allclose(s.pmi(*table), row["MI_log2"], rtol=1e-9)
            for measure, name in self.NAMES:
                assert_allclose(measure(*table), row[name], rtol=1e-9, err_msg=name)
            assert_allclose(s.delta_p(table[0], table[2], table[1], table[3]), row["DeltaP_1given2"], rtol=1e-9)

    def test_published(self, shared):
        rows = reference(shared, "association_measures")["published"]
        both_ways = next(row for row in rows if row["stat"] == "deltaP both")
        joint, only_a, only_b, neither = both_ways["cells"]
        f_a, f_b, n = joint + only_a, joint + only_b, joint + only_a + only_b + neither
        got = [s.delta_p(joint, f_a, f_b, n), s.delta_p(joint, f_b, f_a, n)]
        assert_allclose(got, both_ways["published"], atol=5e-4)
        measures = {"pmi": s.pmi, "npmi": s.npmi, "t": s.t_score, "dice": s.dice, "MS": s.minimum_sensitivity}
        rows = [row for row in rows if row["stat"] in measures]
        assert len(rows) == 9
        for row in rows:
            got = measures[row["stat"]](row["O11"], row["R1"], row["C1"], row["N"])
            assert_allclose(got, row["published"], atol=row["tol"])

    def test_by_chance_is_zero_and_always_together_is_one(self):
        chance, always = (2, 10, 20, 100), (10, 10, 10, 100)
        for measure in (s.pmi, s.npmi, s.t_score, s.z_score, s.simple_log_likelihood, s.delta_p):
            assert_allclose(measure(*chance), 0, atol=1e-12, err_msg=measure.__name__)
        for measure in (s.npmi, s.dice, s.jaccard, s.minimum_sensitivity, s.delta_p):
            assert_allclose(measure(*always), 1, err_msg=measure.__name__)

    def test_never_together_has_a_value(self):
        with np.errstate(all="raise"):
            for measure in (s.pmi, s.mi2, s.mi3, s.t_score, s.log_dice):
                assert measure(0, 10, 20, 100) == -np.inf, measure.__name__
            for measure in (s.dice, s.jaccard, s.minimum_sensitivity):
                assert measure(0, 10, 20, 100) == 0, measure.__name__
            assert_allclose(s.delta_p(0, 10, 20, 100), -20 / 90)
            assert_allclose(s.z_score(0, 10, 20, 100), -math.sqrt(2))
            assert_allclose(s.simple_log_likelihood(0, 10, 20, 100), 4)

    def test_large_counts_stay_finite(self):
        table = [10**12, 1], [10**13, 10**13], [2 * 10**12, 1], 10**14
        for measure in (s.log_dice, s.pmi, s.npmi, *(measure for measure, _ in self.NAMES)):
            assert np.isfinite(measure(*table)).all(), measure.__name__


class TestDispersion:
    NAMES = (
        (s.dp, "DP_gries2008"),
        (s.dp_norm, "DPnorm_lijffijt_gries2012"),
        (s.juilland_d, "juilland_D_relfreq_popsd"),
        (s.carroll_d2, "carroll_D2_relfreq"),
        (s.rosengren_s, "rosengren_S_sizes"),
    )

    def test_hand_countable(self):
        # Three articles of 10, 10 and 20 tokens; four occurrences.
        counts = [[1, 1, 2], [4, 0, 0], [0, 0, 4]]
        sizes = [10, 10, 20]
        assert_allclose(s.dp(counts, sizes), [0, 0.75, 0.5])
        assert_allclose(s.dp_norm(counts, sizes), [0, 1, 2 / 3])
        assert_allclose(s.juilland_d(counts, sizes), [1, 0, 0], atol=1e-12)
        assert_allclose(s.carroll_d2(counts, sizes), [1, 0, 0], atol=1e-12)
        assert_allclose(s.rosengren_s(counts, sizes), [1, 0.25, 0.5])

    @pytest.mark.parametrize(("measure", "name"), NAMES, ids=lambda value: getattr(value, "__name__", value))
    def test_gries(self, shared, measure, name):
        data = reference(shared, "dispersion_gries")
        sizes = data["inputs"]["sizes"]
        assert_allclose(measure([1, 2, 3, 4, 5], sizes), data["expected_gries2020_word_a_full"][name], rtol=1e-9)
        assert_allclose(measure([1, 2, 3, 4, 5], [10] * 5), data["expected_equal_parts_word_a_full"][name], rtol=1e-9)
        words = data["expected_all_words"].values()
        got = measure([word["counts"] for word in words], sizes)
        assert_allclose(got, [word[name] for word in words], rtol=1e-9, atol=1e-9)

    def test_published_for_equal_parts(self, shared):
        measures = {"carroll_D2_counts": s.carroll_d2, "juilland_D_counts_popsd": s.juilland_d}
        cases = [case for case in reference(shared, "dispersion_gries")["published_other"] if case["stat"] in measures]
        assert len(cases) == 2
        for case in cases:
            counts = case["counts_equal_parts"]
            got = measures[case["stat"]](counts, [10] * len(counts))
            assert_allclose(got, case["published"], atol=case["tol"])

    def test_key_bnc(self, shared):
        for case in reference(shared, "dispersion_gries")["keybnc_DPnorm"]:
            assert_allclose(s.dp_norm(case["v"], case["s"]), case["DPnorm"], atol=1e-12)

    def test_sparse_is_dense(self):
        rng = np.random.default_rng(3)
        counts = rng.poisson(0.3, (40, 25))
        counts[0] = 0
        sizes = rng.integers(0, 200, 25)
        sizes[3] = counts[:, 3] = 0
        counts[:, sizes == 0] = 0
        for measure in (s.dp, s.dp_norm):
            assert_allclose(measure(sparse.csr_array(counts), sizes), measure(counts, sizes), atol=1e-12)
            assert np.isnan(measure(counts, sizes)[0])

    def test_parts_without_tokens_are_left_aside(self):
        for measure, _ in self.NAMES:
            assert_allclose(measure([1, 0, 3], [10, 0, 20]), measure([1, 3], [10, 20]), err_msg=measure.__name__)

    def test_one_part_or_no_occurrence_is_nan(self):
        for measure in (s.dp_norm, s.juilland_d, s.carroll_d2):
            assert np.isnan(measure([3], [10])), measure.__name__
        for measure, _ in self.NAMES:
            assert np.isnan(measure([0, 0], [10, 20])), measure.__name__


class TestIntervals:
    def test_wilson_by_hand(self):
        # 1 of 10 at 95 %: the two roots of (0.1 - p)² = z² p(1 - p)/10.
        z2 = 1.959963984540054**2
        roots = np.roots([1 + z2 / 10, -(0.2 + z2 / 10), 0.01])
        assert_allclose(s.wilson_interval(1, 10), sorted(roots))

    def test_wilson_against_scipy(self):
        from scipy.stats import binomtest

        for k, n in [(0, 5), (5, 5), (3, 1_000), (40, 90)]:
            interval = binomtest(k, n).proportion_ci(0.99, "wilson")
            assert_allclose(s.wilson_interval(k, n, confidence=0.99), interval, atol=1e-12)

    def test_wilson_ends(self):
        low, high = s.wilson_interval([0, 7, 0], [7, 7, 0])
        assert_array_equal(low[0], 0)
        assert_array_equal(high[1], 1)
        assert np.isnan([low[2], high[2]]).all()


class TestMultiplicity:
    def test_by_hand(self):
        assert_allclose(s.benjamini_hochberg([0.01, 0.04, 0.03]), [0.03, 0.04, 0.04])
        assert_allclose(s.benjamini_hochberg([[0.01, np.nan], [0.05, 0.2]]), [[0.03, np.nan], [0.075, 0.2]])
        assert np.isnan(s.benjamini_hochberg([np.nan])).all()
        padded = s.benjamini_hochberg([0.01, 0.04, 0.03, 0.4, *[1.0] * 6])
        assert_allclose(s.benjamini_hochberg([0.01, 0.04, 0.03, 0.4], tests=10), padded[:4])
        assert s.benjamini_hochberg([]).size == 0

    def test_reference(self, shared):
        data = reference(shared, "benjamini_hochberg")
        assert_allclose(s.benjamini_hochberg(data["inputs"]["p"]), data["expected"]["BH"], rtol=1e-12)
        for case in data["more"]:
            expected = np.array(case.get("BH", case.get("BH_ignoring_nan")), dtype=float)
            assert_allclose(s.benjamini_hochberg(np.array(case["p"], dtype=float)), expected, rtol=1e-12)

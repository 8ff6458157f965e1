"""Lexical diversity, against other tools' values and counting by hand."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from toolkit import statistics as s

OF_COUNTS = (
    *(s.ttr, s.guiraud_r, s.carroll_cttr, s.herdan_c, s.maas_a2, s.yule_k, s.simpson_d, s.entropy),
    s.hdd,
)


def frequencies(words: list[str]) -> np.ndarray:
    return np.unique(words, return_counts=True)[1]


@pytest.fixture(scope="module")
def cases(shared: Path) -> dict:
    return json.loads((shared / "reference" / "lexdiv_small_cases.json").read_text("utf-8"))["inputs_expected"]


def test_by_hand():
    # a a b: 2 different of 3 words.
    assert_allclose(s.ttr([2, 1]), 2 / 3)
    assert_allclose(s.guiraud_r([2, 1]), 2 / math.sqrt(3))
    assert_allclose(s.herdan_c([2, 1]), math.log(2) / math.log(3))
    assert_allclose(s.yule_k([2, 1]), 1e4 * (5 - 3) / 9)
    assert_allclose(s.simpson_d([2, 1]), 1 / 3)  # of the three pairs, a a
    assert_allclose(s.entropy([2, 1]), math.log2(3) - 2 / 3)
    assert_allclose(s.hdd([2, 1], sample=2), (1 + 2 + 2) / 3 / 2)  # of the pairs aa, ab, ab


def test_lexicalrichness(cases):
    words, expected = cases["lexicalrichness"]["tokens"], cases["lexicalrichness"]["expected"]
    counts = frequencies(words)
    for measure, name in zip(OF_COUNTS, ("ttr", "rttr", "cttr", "Herdan", "Maas", "yulek", "simpsond"), strict=False):
        assert_allclose(measure(counts), expected[name], rtol=1e-12, err_msg=name)
    assert_allclose(s.hdd(counts, sample=5), expected["hdd5"])
    assert_allclose(s.mattr(words, window=5), expected["mattr5"])
    # The tool drops the last segment even where it is whole; two whole segments are 0.9, as it says without dropping.
    assert_allclose(s.msttr(words, segment=5), expected["msttr5_keep"])
    assert_allclose(s.mtld(words), expected["mtld_.72"])


def test_quanteda(cases):
    measures = {"MATTR": (s.mattr, "window"), "MSTTR": (s.msttr, "segment")}
    for case in cases["quanteda_windows"]:
        measure, option = measures[case["measure"][:-1]]
        assert_allclose(measure(case["tokens"], **{option: int(case["measure"][-1])}), case["expected"])
    for case in cases["quanteda_yule"]:
        assert_allclose(s.yule_k(frequencies(case["tokens"].split())), case["recomputed"])
    texts = [frequencies(text.split()) for text in cases["quanteda_simple"]["tokens"].split("/")]
    for measure, name in ((s.ttr, "TTR"), (s.carroll_cttr, "CTTR"), (s.guiraud_r, "R"), (s.herdan_c, "C")):
        assert_allclose([measure(text) for text in texts], cases["quanteda_simple"][name])


def test_published_spectra(cases):
    spectrum = cases["stjohn_vulgate_ch1_spectrum"]
    counts = np.repeat([int(count) for count in spectrum["freq_spectrum"]], list(spectrum["freq_spectrum"].values()))
    assert (counts.sum(), len(counts)) == (spectrum["N"], spectrum["V"])
    assert_allclose(s.yule_k(counts), spectrum["yule_K_quanteda_formula"])
    ranks = cases["popescu_225"]
    counts = [value for value, times in POPESCU for _ in range(times)]
    assert sum(counts) == 225
    assert_allclose(s.entropy(counts), ranks["entropy_bits"], atol=5e-4)


# Of the text of 225 words in Popescu (2009): a frequency, and how many words have it.
POPESCU = ((11, 1), (9, 2), (7, 1), (6, 2), (5, 2), (4, 7), (3, 6), (2, 18), (1, 85))


def test_textacy(cases):
    case = cases["textacy"]
    assert_allclose(s.ttr(frequencies(case["ttr_text"])), case["recomputed"]["ttr"])
    assert_allclose(s.msttr(case["ttr_text"], segment=20), case["recomputed"]["msttr20"])
    assert_allclose(s.mattr(case["ttr_text"], window=20), case["recomputed"]["mattr20"])
    for threshold in (0.66, 0.72, 0.75):
        name = f"mtld{threshold:.2f}".replace("0.", ".")
        assert_allclose(s.mtld(case["mtld_text"], threshold=threshold), case["recomputed"][name], err_msg=name)


def slow_stretches(text: list[int], threshold: float) -> float:
    seen: set[int] = set()
    found, length = 0.0, 0
    for word in text:
        seen.add(word)
        length += 1
        if len(seen) < threshold * length:
            found, length, seen = found + 1, 0, set()
    return found + ((1 - len(seen) / length) / (1 - threshold) if length else 0)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(st.integers(0, 6), max_size=30), max_size=40), st.integers(1, 8), st.data())
def test_agree_with_reading_word_by_word(texts, window, data):
    words = [word for text in texts for word in text]
    bounds = np.append(0, np.cumsum([len(text) for text in texts])).astype(int)
    spelled = np.array([f"w{word}" for word in words], object) if data.draw(st.booleans()) else np.array(words, int)

    def mean(values: list[float]) -> float:
        return float(np.mean(values)) if values else float("nan")

    moving = [len(set(text[at : at + window])) / window for text in texts for at in range(len(text) - window + 1)]
    assert_allclose(s.mattr(spelled, window=window, bounds=bounds), mean(moving))
    parts = [text[at : at + window] for text in texts for at in range(0, len(text) - window + 1, window)]
    assert_allclose(s.msttr(spelled, segment=window, bounds=bounds), mean([len(set(part)) / window for part in parts]))
    threshold = data.draw(st.sampled_from([0.5, 0.72, 0.9]))
    forward, backward = (sum(slow_stretches(text[::way], threshold) for text in texts) for way in (1, -1))
    expected = (len(words) / forward + len(words) / backward) / 2 if forward and backward else float("nan")
    assert_allclose(s.mtld(spelled, threshold=threshold, bounds=bounds), expected)


def test_words_of_no_count_do_not_matter_and_rows_are_texts():
    for measure in OF_COUNTS:
        options = {"sample": 2} if measure is s.hdd else {}
        rows = [[2, 1, 0, 3], [1, 1, 4, 0]]
        assert_allclose(
            measure(rows, **options), [measure([2, 1, 3], **options), measure([1, 1, 4], **options)], rtol=1e-12
        )


def test_what_is_too_short_is_nan():
    with np.errstate(all="raise"):
        for measure in OF_COUNTS:
            assert np.isnan(measure([0, 0])), measure.__name__
        for measure in (s.herdan_c, s.maas_a2, s.simpson_d, s.hdd):
            assert np.isnan(measure([1])), measure.__name__
        assert np.isnan([s.mattr([1, 1], window=3), s.msttr([1, 1], segment=3), s.mtld([1, 2, 3]), s.mtld([])]).all()
    assert np.isnan(s.hdd([20, 21])) and s.hdd([21, 21]) > 0


def test_large_counts_stay_finite_and_in_range():
    counts = np.array([10**9, 10**6, 1, 1])
    for measure in OF_COUNTS:
        assert np.isfinite(measure(counts)), measure.__name__
    assert 1 / 42 <= s.hdd(counts) <= 1
    assert_allclose(s.hdd([10**9, 10**9]), 2 / 42, rtol=1e-6)


@pytest.mark.parametrize(
    "call",
    [
        lambda: s.mattr([1], window=0),
        lambda: s.msttr([1], segment=-1),
        lambda: s.mtld([1], threshold=1),
        lambda: s.mattr([1, 2], bounds=[0, 1]),
        lambda: s.mtld([1, 2], bounds=[0, 2, 1, 2]),
    ],
)
def test_what_makes_no_sense_is_refused(call):
    with pytest.raises(ValueError, match=r"makes no sense|must lie|must run"):
        call()

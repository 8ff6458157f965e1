"""Text that articles share: whole tables on texts whose words can be counted."""

from __future__ import annotations

import random
from itertools import combinations

import pandas as pd
import pytest

from toolkit.cleaning.duplicates import NEAR, PASSAGE, SHINGLE, find_shared
from toolkit.schema import SHARED_COLUMNS


def words(start: int, count: int) -> str:
    """``count`` different words, the same for the same start."""
    return " ".join(f"mot{number}" for number in range(start, start + count))


def shared(*texts: str) -> pd.DataFrame:
    return find_shared([f"d{n}" for n in range(1, len(texts) + 1)], [f"s{n}" for n in range(1, len(texts) + 1)], texts)


def test_copies_near_duplicates_and_passages():
    one = words(0, 100)
    copy = one.replace("mot7 ", "Mot7,\n").upper()  # the same words, otherwise written
    near = f"{words(0, 90)} {words(1000, 10)}"
    passage = f"{words(2000, 60)} {words(10, 30)} {words(3000, 110)}"
    table = shared(one, copy, near, passage, words(5000, 80))
    assert list(table.columns) == list(SHARED_COLUMNS)
    assert table.drop(columns="text").values.tolist() == [
        ["d1", "d2", "s1", "s2", "copy", 1.0, 1.0, 100],
        ["d1", "d3", "s1", "s3", "near-duplicate", 0.9, 0.9, 90],
        ["d1", "d4", "s1", "s4", "passage", 0.3, 0.15, 30],
        ["d3", "d4", "s3", "s4", "passage", 0.3, 0.15, 30],
    ]
    assert table["text"].tolist() == [one, words(0, 90), words(10, 30), words(10, 30)]


def test_the_passage_is_given_as_it_is_written():
    common = "« Nous partirons », a-t-il dit : " + words(0, 30) + "."
    (row,) = shared(f"Avant. {common} Après.", f"Ailleurs, {common.lower()} Plus loin.").itertuples()
    assert row.text == common.removeprefix("« ").removesuffix(".")
    assert row.words == 36  # a-t-il is three


def test_a_run_below_the_shortest_passage_is_no_passage():
    for length, found in ((PASSAGE - 1, 0), (PASSAGE, 1)):
        table = shared(f"{words(0, length)} {words(100, 60)}", f"{words(200, 60)} {words(0, length)}")
        assert len(table) == found


def test_of_several_common_runs_the_longest_is_shown_and_all_are_counted():
    one = f"{words(0, 30)} {words(500, 5)} {words(40, 40)} {words(600, 25)}"
    two = f"{words(40, 40)} {words(700, 20)} {words(0, 30)} {words(800, 10)}"
    (row,) = shared(one, two).itertuples()
    assert (row.kind, row.words, row.text) == ("passage", 70, words(40, 40))
    assert (row.share_1, row.share_2) == (0.7, 0.7)


def test_near_duplicates_without_a_long_common_run():
    one = words(0, 200).split()
    two = list(one)
    for place in range(10, 200, 20):  # every twentieth word differs: no run of 25 words
        two[place] = f"autre{place}"
    (row,) = shared(" ".join(one), " ".join(two)).itertuples()
    assert row.kind == "near-duplicate"
    assert (row.words, row.share_1, row.share_2) == (190, 0.95, 0.95)
    assert len(row.text.split()) == 19


def test_an_excerpt_is_a_passage_of_the_whole():
    (row,) = shared(words(0, 300), words(100, 60)).itertuples()
    assert (row.kind, row.share_1, row.share_2) == ("passage", 0.2, 1.0)


def test_articles_without_words_or_shorter_than_a_shingle():
    assert len(shared("", "", "…", "« »")) == 0
    short = words(0, SHINGLE - 1)
    assert shared(short, short, words(0, SHINGLE))["kind"].tolist() == ["copy"]
    assert len(shared()) == 0
    assert shared()["share_1"].dtype == "float64"


def test_large_groups_are_given_by_their_first_article():
    copies = shared(*[words(0, 50)] * 40)
    assert copies[["doc_id_1", "kind"]].drop_duplicates().values.tolist() == [["d1", "copy"]]
    assert len(copies) == 39
    passages = shared(*[f"{words(0, 40)} {words(1000 * n, 60)}" for n in range(1, 41)])
    assert passages["doc_id_1"].unique().tolist() == ["d1"]
    assert len(passages) == 39
    alike = shared(*[f"{words(0, 90)} {words(1000 * n, 5)}" for n in range(1, 41)])
    assert alike[["doc_id_1", "kind"]].drop_duplicates().values.tolist() == [["d1", "near-duplicate"]]
    assert len(alike) == 39
    small = shared(*[words(0, 50)] * 4)
    assert list(zip(small["doc_id_1"], small["doc_id_2"], strict=True)) == list(
        combinations(["d1", "d2", "d3", "d4"], 2)
    )


def test_unknown_sources_stay_unknown():
    table = find_shared(["a", "b"], [None, "x"], [words(0, 50)] * 2)
    assert table["source_1"].isna().all() and table["source_2"].tolist() == ["x"]


def brute_force(one: list[str], two: list[str]) -> tuple[float, float, int]:
    """Shares of words in common shingles, and the longest common run, the slow way."""

    def share(own: list[str], other: list[str]) -> float:
        theirs = {tuple(other[i : i + SHINGLE]) for i in range(len(other) - SHINGLE + 1)}
        covered: set[int] = set()
        for i in range(len(own) - SHINGLE + 1):
            if tuple(own[i : i + SHINGLE]) in theirs:
                covered.update(range(i, i + SHINGLE))
        return len(covered) / len(own)

    longest = 0
    lengths: dict[int, int] = {}
    for word in one:
        lengths = {j + 1: lengths.get(j, 0) + 1 for j, other in enumerate(two) if other == word}
        longest = max([longest, *lengths.values()])
    return share(one, two), share(two, one), longest


@pytest.mark.parametrize("seed", range(6))
def test_every_pair_is_as_a_slow_comparison_finds_it(seed):
    rng = random.Random(seed)
    vocabulary = [f"m{n}" for n in range(60)]
    pool = [rng.choices(vocabulary, k=rng.randint(10, 60)) for _ in range(12)]
    articles = [[word for part in rng.choices(pool, k=3) for word in part] for _ in range(12)]
    table = find_shared([str(n) for n in range(12)], [None] * 12, [" ".join(article) for article in articles])
    found = {(int(row.doc_id_1), int(row.doc_id_2)): row for row in table.itertuples()}
    first = {tuple(article): n for n, article in reversed(list(enumerate(articles)))}
    for one, two in combinations(range(12), 2):
        if first[tuple(articles[one])] != one or first[tuple(articles[two])] != two:
            continue  # a copy is compared by its first
        share_1, share_2, longest = brute_force(articles[one], articles[two])
        row = found.get((one, two))
        if longest >= PASSAGE:
            assert row is not None
            assert row.kind == ("near-duplicate" if min(share_1, share_2) >= NEAR else "passage")
            assert (row.share_1, row.share_2) == pytest.approx((share_1, share_2))
            assert len(row.text.split()) == longest
            assert row.words == round(share_1 * len(articles[one]))
        else:
            assert row is None or (row.kind == "near-duplicate" and min(share_1, share_2) >= NEAR)

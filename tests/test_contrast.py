"""Keyness of sources, on counts made by hand."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from toolkit import Corpus, CorpusError
from toolkit import statistics as measures
from toolkit.contrast import keyness

ROOT = Path(__file__).resolve().parents[1]
COLUMNS = [
    *("source", "term", "count", "rate", "documents", "n_documents", "tokens"),
    *("reference_count", "reference_rate", "reference_documents", "reference_n_documents", "reference_tokens"),
    *("lrc", "log_ratio", "log_likelihood", "specificity", "weighted_log_odds"),
    *("p_adjusted", "largest_share", "one_article"),
]
# Every text has ten words.
TABLE = pd.DataFrame(
    {
        "source": ["A"] * 3 + ["B"] * 3 + ["C", None],
        "text": [
            "missile missile missile missile milice troupe troupe armée armée base",
            "missile missile missile milice troupe troupe troupe armée armée base",
            "missile missile missile missile troupe troupe troupe armée armée base",
            "martyr martyr martyr troupe troupe troupe armée armée armée base",
            "martyr martyr martyr martyr troupe troupe armée armée armée base",
            "martyr martyr missile troupe troupe troupe armée armée armée base",
            "troupe troupe troupe troupe armée armée armée base base base",
            "troupe troupe troupe missile armée armée armée base base base",
        ],
    },
    index=["a1", "a2", "a3", "b1", "b2", "b3", "c1", "u1"],
)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return Corpus.from_documents(TABLE, clean=False)


def by_term(table: pd.DataFrame, source: str) -> pd.DataFrame:
    return table[table["source"] == source].set_index("term")


def test_whole_table_of_one_source(corpus):
    table = keyness(corpus, "A", unit="form", min_count=1)
    assert list(table.columns) == COLUMNS
    shown = ["term", "count", "documents", "reference_count", "reference_documents"]
    assert list(table.sort_values("term")[shown].itertuples(index=False, name=None)) == [
        ("armée", 6, 3, 15, 5),
        ("base", 3, 3, 9, 5),
        ("martyr", 0, 0, 9, 3),
        ("milice", 2, 2, 0, 0),
        ("missile", 11, 3, 2, 2),
        ("troupe", 8, 3, 15, 5),
    ]
    assert table["source"].unique().tolist() == ["A"]
    assert (table[["n_documents", "reference_n_documents"]] == [3, 5]).all(axis=None)
    assert (table[["tokens", "reference_tokens"]] == [30, 50]).all(axis=None)
    assert_allclose(table["rate"], 10_000 * table["count"] / 30)
    assert_allclose(table["reference_rate"], 10_000 * table["reference_count"] / 50)
    # surely more frequent first, surely less frequent last, the others between by signed log-likelihood
    assert table["term"].tolist() == ["missile", "milice", "troupe", "base", "armée", "martyr"]
    assert table["lrc"].iloc[0] > 0
    assert (table["lrc"].iloc[1:] == 0).all()


def test_measures_are_those_of_the_counts(corpus):
    table = keyness(corpus, unit="form", min_count=1)
    for _, part in table.groupby("source"):
        shape = part["count"], part["tokens"], part["reference_count"], part["reference_tokens"]
        both, total = part["count"] + part["reference_count"], part["tokens"] + part["reference_tokens"]
        assert_allclose(part["lrc"], measures.conservative_log_ratio(*shape))
        assert_allclose(part["log_ratio"], measures.log_ratio(*shape))
        assert_allclose(part["log_likelihood"], measures.log_likelihood(*shape))
        assert_allclose(part["specificity"], measures.specificity(part["count"], both, part["tokens"], total))
        p = measures.log_likelihood_p(part["log_likelihood"])
        assert_allclose(part["p_adjusted"], measures.benjamini_hochberg(p))
        assert (np.diff(part["lrc"]) <= 0).all()


def test_each_source_in_turn_against_the_rest(corpus):
    table = keyness(corpus, unit="form", min_count=1)
    assert table["source"].unique().tolist() == ["A", "B", "C"]  # articles of unknown source are in the rest only
    for source in "ABC":
        part = by_term(table, source)
        assert (part["count"] + part["reference_count"]).to_dict() == {
            "armée": 21,
            "base": 12,
            "martyr": 9,
            "milice": 2,
            "missile": 13,
            "troupe": 23,
        }
        assert (part["tokens"] + part["reference_tokens"] == corpus.n_tokens).all()
        assert (part["n_documents"] + part["reference_n_documents"] == 8).all()
        pd.testing.assert_frame_equal(
            keyness(corpus, source, unit="form", min_count=1), table[table["source"] == source].reset_index(drop=True)
        )
    assert by_term(table, "B").index[0] == "martyr"


def test_against_one_source(corpus):
    table = keyness(corpus, "A", reference="B", unit="form", min_count=1)
    row = by_term(table, "A").loc["missile"]
    assert (row["count"], row["reference_count"], row["reference_tokens"]) == (11, 1, 30)
    back = by_term(keyness(corpus, "B", reference="A", unit="form", min_count=1), "B")
    there = by_term(table, "A").loc[back.index]
    assert_allclose(back["lrc"], -there["lrc"], atol=1e-9)
    assert_allclose(back["log_ratio"], -there["log_ratio"])
    assert keyness(corpus, reference="B", unit="form")["source"].unique().tolist() == ["A", "C"]


def test_floors(corpus):
    assert "milice" not in keyness(corpus, unit="form")["term"].tolist()
    table = keyness(corpus, unit="form", min_documents=5)
    assert set(table["term"]) == {"troupe", "armée", "base", "missile"}


def test_sides_of_few_articles_are_told(corpus):
    (said,) = keyness(corpus, unit="form").attrs["warnings"]
    assert "C (1 article)" in said
    assert "A (" not in said and "unknown" not in said
    assert keyness(corpus, "A", unit="form").attrs["warnings"] == []
    (said,) = keyness(corpus, "A", reference="C", unit="form").attrs["warnings"]
    assert "C (1 article)" in said


def test_views_and_other_groupings(corpus):
    view = corpus.select(sources=["A", "B"])
    assert keyness(view, "A", unit="form")["reference_tokens"].iloc[0] == 30
    dated = TABLE.assign(date=["2020-06-01"] * 4 + ["2020-07-01"] * 4)
    months = keyness(Corpus.from_documents(dated, clean=False), by="month", unit="form", min_count=1)
    assert months.columns[0] == "month"
    assert months["month"].unique().tolist() == ["2020-06", "2020-07"]


def test_no_term_reaches_the_floor(corpus):
    table = keyness(corpus, "A", unit="form", min_count=1000)
    assert table.empty
    assert list(table.columns) == COLUMNS


def test_curly_and_straight_apostrophes_give_one_result():
    straight = pd.DataFrame(
        {
            "source": ["A", "A", "B", "B"],
            "text": ["L'armée d'Irak attend l'Iran.", "L'Iran.", "L'Irak attend.", "Rien."],
        }
    )
    curly = straight.assign(text=straight["text"].str.replace("'", "’"))
    tables = [keyness(Corpus.from_documents(t, clean=False), min_count=1, stopwords="keep") for t in (straight, curly)]
    pd.testing.assert_frame_equal(*tables)


def test_outlets_that_type_their_apostrophes_otherwise_differ_in_nothing():
    """One text twice, once with each: no elision, and no name behind one, comes out on either side."""
    text = "L'armée d'Irak attend l'Iran. Aujourd'hui l'aéroport n'ouvre pas, et qu'importe à l'État."
    rows = [("A", text), ("A", text), ("B", text.replace("'", "’")), ("B", text.replace("'", "’"))]
    mixed = Corpus.from_documents(pd.DataFrame(rows, columns=["source", "text"]), clean=False)
    for unit in ("form", "lemma"):
        table = keyness(mixed, "A", unit=unit, min_count=1, stopwords="keep")
        assert len(table) > 10
        assert (table["count"] == table["reference_count"]).all()
        assert (table["log_ratio"] == 0).all()


def test_what_cannot_be_compared_is_said(corpus):
    with pytest.raises(CorpusError, match="Choose one of: A, B, C"):
        keyness(corpus, "D")
    with pytest.raises(CorpusError, match="nothing to compare"):
        keyness(corpus.select(sources="A"))
    with pytest.raises(CorpusError, match="nothing to compare"):
        keyness(corpus, "A", reference="A")


@pytest.mark.parametrize("name", ["replicates", "permuted", "seed", "top"])
def test_values_below_nothing_are_refused(corpus, name):
    with pytest.raises(CorpusError, match=f"{name}=-1 is below 0"):
        keyness(corpus, "A", **{name: -1})


def test_a_target_named_twice_is_told_once_and_the_rest_is_no_third_source(corpus):
    pd.testing.assert_frame_equal(keyness(corpus, ["A", "A"], unit="form"), keyness(corpus, "A", unit="form"))
    two = corpus.select(where=lambda table: table.index.isin(["a1", "c1"]))
    (said,) = keyness(two, unit="form", min_count=1).attrs["warnings"]
    assert "A (1 article), C (1 article)" in said and "rest" not in said


# how sure


def articles(source: str, *texts: str) -> pd.DataFrame:
    return pd.DataFrame({"source": source, "text": [f"{text}." for text in texts]})


@pytest.fixture(scope="module")
def clumped() -> Corpus:
    """In A « vedette » ten times in one article, « missile » once in each of ten."""
    filler = "troupe armée base port route ville"
    texts = [f"{filler} missile numéro{number}" for number in range(10)]
    texts[3] += " vedette" * 10
    return Corpus.from_documents(
        pd.concat(
            [articles("A", *texts), articles("B", *[filler + f" garde{number}" for number in range(12)])],
            ignore_index=True,
        ),
        clean=False,
    )


def test_a_term_of_one_article_says_so_and_stands_behind_one_spread_over_ten(clumped):
    table = keyness(clumped, "A", unit="form", replicates=200, robust=True, seed=1).set_index("term")
    assert table.index[0] == "missile"
    one, ten = table.loc["vedette"], table.loc["missile"]
    assert one["log_ratio"] >= ten["log_ratio"]
    assert (one["largest_share"], one["one_article"], one["heaviest"]) == (1.0, True, "article-4")
    assert (ten["largest_share"], ten["one_article"]) == (0.1, False)
    assert (one["holds_without_heaviest"], ten["holds_without_heaviest"]) == (False, True)
    assert (one["holds"], ten["holds"]) == (False, True)
    assert np.isnan(one["low"]) and np.isnan(one["high"])
    assert 0 < ten["low"] < ten["log_ratio"] < ten["high"] == np.inf
    assert np.isnan(one["without_heaviest"])  # nowhere any more


def test_a_term_of_many_articles_is_not_one_articles_for_being_thick_in_one():
    """« milice » in twelve articles, half of it and one more in the first; « zut » so in two; « loin » in B alike."""
    filler = "troupe armée base port route ville"
    texts = [f"{filler} numéro{number} " + "milice" * (number < 12) for number in range(20)]
    texts[0] += " milice" * 12 + " zut" * 9
    texts[1] += " zut"
    others = [f"{filler} garde{number} " + "loin" * (number < 12) for number in range(20)]
    others[3] += " loin" * 12
    corpus = Corpus.from_documents(
        pd.concat([articles("A", *texts), articles("B", *others)], ignore_index=True), clean=False
    )
    for top in (None, 3):
        table = keyness(corpus, "A", unit="form", min_count=1, replicates=200, robust=True, top=top)
        rows = table.set_index("term")
        assert table["term"].iloc[[0, -1]].tolist() == ["milice", "loin"]
        for term, heaviest, sign in (("milice", "article-1", 1), ("loin", "article-24", -1)):
            row = rows.loc[term]
            assert row["largest_share"] == 13 / 24
            assert row["heaviest"] == heaviest
            assert not row["one_article"] and row["holds_without_heaviest"]
            sizes = row["tokens"], row["reference_tokens"]  # less 8 + 12 words, and « zut » nine times
            left = (11, sizes[0] - 29, 0, sizes[1]) if sign > 0 else (0, sizes[0], 11, sizes[1] - 20)
            assert_allclose(row["without_heaviest"], measures.log_ratio(*left))
            assert np.isfinite(row["low"] if sign > 0 else row["high"])
    zut = keyness(corpus, "A", unit="form", min_count=1, robust=True, replicates=200).set_index("term").loc["zut"]
    assert (zut["largest_share"], zut["documents"]) == (0.9, 2)
    assert zut["one_article"] and not zut["holds_without_heaviest"]
    assert zut["low"] < 0 < zut["high"]  # two articles, so unlike, leave all open


def test_a_difference_holds_where_every_check_says_so():
    """« milice » in every article, « baril » in one but for one of ten, « numéro3 » in one alone."""
    filler = "troupe armée base port route ville"
    texts = [f"{filler} milice milice numéro{number}" for number in range(12)]
    texts[0] += " baril" * 9
    texts[1] += " baril"
    others = [f"{filler} dépôt{number}" for number in range(12)]
    corpus = Corpus.from_documents(
        pd.concat([articles("A", *texts), articles("B", *others)], ignore_index=True), clean=False
    )
    table = keyness(corpus, "A", unit="form", min_count=1, robust=True, replicates=200)
    checks = ["holds_without_heaviest", "holds_as_form", "holds_without_headlines"]
    clear = (table["low"] > 0) | (table["high"] < 0)
    assert table["holds"].tolist() == (table[checks].all(axis=1) & clear).tolist()
    rows = table.set_index("term")
    assert rows.loc["milice", [*checks, "holds"]].tolist() == [True] * 4
    assert rows.loc["baril", [*checks, "holds"]].tolist() == [False, True, True, False]
    assert not rows.loc["numéro3", "holds"] and np.isnan(rows.loc["numéro3", "low"])
    without = keyness(corpus, "A", unit="form", min_count=1, robust=True)
    assert without["holds"].tolist() == without[checks].all(axis=1).tolist()


def test_a_term_of_two_forms_holds_in_one_form_only_where_that_shows_it():
    """A writes « milice » and « milices » five times each, B « milice » twice: the lemma differs, one form does not."""
    filler = "Une troupe garde la base du port"
    days = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "hier", "demain", "aujourd'hui"]
    texts = [f"{filler} {day} près {'des milices' if n % 2 else 'de cette milice'}" for n, day in enumerate(days)]
    others = [f"{filler} {day}{' près de cette milice' if n < 2 else ''}" for n, day in enumerate(days)]
    corpus = Corpus.from_documents(
        pd.concat([articles("A", *texts), articles("B", *others)], ignore_index=True), clean=False
    )
    row = keyness(corpus, "A", robust=True).set_index("term").loc["milice"]
    assert (row["count"], row["reference_count"]) == (10, 2)
    assert_allclose(row["as_form"], measures.log_ratio(5, row["tokens"], 2, row["reference_tokens"]))
    assert not row["holds_as_form"] and not row["holds"]


@pytest.mark.parametrize("rank", ["lrc", "log_likelihood", "log_ratio", "specificity", "weighted_log_odds", "fisher"])
def test_top_is_the_ends_of_the_whole_table(corpus, rank):
    whole = keyness(corpus, "A", unit="form", min_count=1, rank=rank)
    short = keyness(corpus, "A", unit="form", min_count=1, rank=rank, top=2)
    assert short["term"].tolist() == [*whole["term"][:2], *whole["term"][-2:]]
    picked = whole.set_index("term").loc[short["term"]].reset_index()[whole.columns]
    pd.testing.assert_frame_equal(short, picked)


def test_top_of_many_terms_is_the_ends_of_the_whole_table():
    """Enough terms for the short way."""
    random = np.random.default_rng(3)
    vocabulary = np.array([f"mot{number}x" for number in range(1500)])
    weights = 1 / np.arange(1, 1501)
    texts, sources = [], []
    for number in range(60):
        mine = weights * np.where(np.arange(1500) % 3 == number % 3, 3.0, 1.0)
        texts.append(" ".join(random.choice(vocabulary, 150, p=mine / mine.sum())))
        sources.append("ABC"[number % 3])
    many = Corpus.from_documents(pd.DataFrame({"source": sources, "text": texts}), clean=False)
    for source in "AB":
        whole = keyness(many, source, unit="form", min_count=1)
        short = keyness(many, source, unit="form", min_count=1, top=6)
        assert short["term"].tolist() == [*whole["term"][:6], *whole["term"][-6:]]
        shape = [whole[name].to_numpy() for name in ("count", "tokens", "reference_count", "reference_tokens")]
        p = measures.log_likelihood_p(measures.log_likelihood(*shape))
        assert_allclose(whole["p_adjusted"], measures.benjamini_hochberg(p), rtol=1e-9)
        assert_allclose(whole["lrc"], measures.conservative_log_ratio(*shape), rtol=1e-9)


def test_measures_on_request(corpus):
    table = keyness(corpus, "A", unit="form", min_count=1, measures=("chi_squared", "fisher"))
    shape = [table[name].to_numpy() for name in ("count", "tokens", "reference_count", "reference_tokens")]
    assert_allclose(table["chi_squared"], measures.chi_squared(*shape))
    assert_allclose(table["fisher"], measures.fisher(*shape))
    assert_allclose(table["weighted_log_odds"], measures.weighted_log_odds(*shape))
    with pytest.raises(CorpusError, match="there is no measure 'tf_idf'"):
        keyness(corpus, "A", rank="tf_idf")


def test_few_articles_have_no_interval_and_what_could_have_shown_is_said(corpus):
    pages = corpus.select(sources=["A", "C"])
    table = keyness(pages, "C", unit="form", min_count=1, replicates=100)
    assert table["low"].isna().all() and table["high"].isna().all()
    (said,) = table.attrs["warnings"]
    ratio = float(measures.smallest_detectable_ratio(1e-3, 10, 30, tests=len(table)))
    assert "cannot be told apart, and no interval is given: C (1 article)" in said
    assert f"from {ratio:.1f} times that on" in said


def test_permutations_find_what_is_there_and_nothing_in_shuffled_labels(clumped):
    found = keyness(clumped, "A", unit="form", permuted=199).set_index("term")["p_permutation"]
    assert found["missile"] <= 0.01
    assert found["vedette"] > 0.3  # of one article
    shuffled = clumped.documents.assign(source=["A", "B"] * 11)
    table = keyness(Corpus.from_documents(shuffled, clean=False), "A", unit="form", permuted=199)
    assert (table["p_permutation"] > 0.05).all()
    assert table.loc[table["lrc"] != 0, "one_article"].all()


def test_robustness_counts_otherwise():
    """« missile » in its two forms."""
    rows = pd.concat(
        [
            articles("A", "le missile vole", "les missiles volent", "un missile de la base vole", "le missile"),
            articles("B", "la base reste", "la base est loin", "la base", "les missiles restent"),
        ],
        ignore_index=True,
    )
    corpus = Corpus.from_documents(rows, clean=False)
    row = keyness(corpus, "A", robust=True, min_count=1).set_index("term").loc["missile"]
    n1, n2 = row["tokens"], row["reference_tokens"]
    assert (row["count"], row["reference_count"], row["largest_share"]) == (4, 1, 0.25)
    assert_allclose(row["as_form"], measures.log_ratio(3, n1, 0, n2))
    assert_allclose(row["without_headlines"], measures.log_ratio(4, n1, 1, n2))
    assert row["heaviest"] == "article-1"
    assert_allclose(row["without_heaviest"], measures.log_ratio(3, n1 - 3, 1, n2))
    table = keyness(corpus, "A", robust=True, min_count=1, unit="form", headlines="drop")
    assert table["as_form"].isna().all() and table["without_headlines"].isna().all()


def test_headlines_count_apart():
    titled = pd.concat(
        [articles("A", "le port dort", "la mer dort", "la rue"), articles("B", "le pont", "la nuit", "le jour")]
    )
    titled = titled.assign(title="", text=titled["text"]).reset_index(drop=True)
    titled.loc[0, "title"] = "Missile sur le port"
    titled.loc[0, "text"] = "Missile sur le port\nLe missile dort."
    corpus = Corpus.from_documents(titled, clean=False)
    row = keyness(corpus, "A", robust=True, min_count=1).set_index("term").loc["missile"]
    assert row["count"] == 2
    n1 = row["tokens"] - 4
    assert_allclose(row["without_headlines"], measures.log_ratio(1, n1, 0, row["reference_tokens"]))


# whose words, whose articles


def test_against_another_corpus(corpus):
    """The same counts whether B is a source of this corpus or a corpus of its own."""
    inside = keyness(corpus, "A", reference="B", unit="form", min_count=1)
    view = keyness(corpus, "A", reference=corpus.select(sources="B"), unit="form", min_count=1)
    other = Corpus.from_documents(TABLE[TABLE["source"] == "B"], clean=False)
    apart = keyness(corpus, "A", reference=other, unit="form", min_count=1, replicates=50, robust=True)
    for table in (view, apart):
        pd.testing.assert_frame_equal(table[inside.columns], inside)
    assert apart["without_headlines"].notna().all()
    whole = keyness(corpus.select(sources="A"), by=None, reference=other, unit="form", min_count=1)
    assert whole["source"].unique().tolist() == ["corpus"]
    pd.testing.assert_frame_equal(whole.drop(columns="source"), inside.drop(columns="source"))
    # an article is not held against itself
    against_all = keyness(corpus, "A", reference=corpus, unit="form", min_count=1)
    pd.testing.assert_frame_equal(against_all, keyness(corpus, "A", unit="form", min_count=1))


def test_several_sources_as_reference_and_as_targets(corpus):
    table = keyness(corpus, "A", reference=["B", "C"], unit="form", min_count=1)
    assert (table["reference_tokens"] == 40).all()
    assert keyness(corpus, ["B", "A"], unit="form")["source"].unique().tolist() == ["B", "A"]


WIRE = (
    "le ministère a fait savoir mardi soir que les négociations reprendront dans la capitale au début du mois prochain "
    "sous la conduite des deux délégations déjà reçues au printemps par le président de la République"
)


OWN = (
    "les marchands de la vieille ville attendent encore la pluie",
    "aucun bateau ne quitte le port depuis dimanche à cause du vent",
    "la récolte des dattes commence plus tôt cette année",
    "au nord la route reste fermée et les écoles aussi",
)


@pytest.fixture(scope="module")
def wire() -> Corpus:
    """A and B print one dispatch in articles of their own; A prints a passage of its own twice."""
    own = ". ".join(OWN)
    twice = f"{OWN[2]} {OWN[3]} {OWN[1]} et {OWN[0]}"
    return Corpus.from_documents(
        pd.concat(
            [
                articles(
                    "A", f"{own}. {WIRE}. {own}", f"Le port ferme. {twice}. {OWN[3]}", f"Le jour. {twice}. {OWN[0]}"
                ),
                articles(
                    "B", f"Rien de neuf ici. {WIRE}. Le soir tombe. Le bazar ouvre. La pluie vient", "Le port ouvre"
                ),
            ],
            ignore_index=True,
        ),
        clean=False,
    )


def test_passages_of_several_outlets_are_left_out_with_every_copy(wire):
    kept = keyness(wire, "A", min_count=1, stopwords="keep").set_index("term")
    dropped = keyness(wire, "A", min_count=1, stopwords="keep", shared="drop")
    words = len(WIRE.split())
    assert kept["tokens"].iloc[0] - dropped["tokens"].iloc[0] == words
    assert kept["reference_tokens"].iloc[0] - dropped["reference_tokens"].iloc[0] == words
    assert "négociation" in kept.index and "négociation" not in dropped["term"].tolist()
    assert {"récolte", "neuf"} <= set(dropped["term"])  # what one outlet printed twice, and the rest of the articles
    (said,) = [text for text in dropped.attrs["warnings"] if "Left out" in text]
    assert f"2 passages of others, {2 * words} words, every copy" in said
    alone = keyness(wire, "A", min_count=1, stopwords="keep", shared="drop", robust=True).set_index("term")
    assert "négociation" not in alone.index
    assert_allclose(alone.loc["récolte", "as_form"], alone.loc["récolte", "log_ratio"])


def test_copies_of_several_outlets_are_left_out_whole():
    rows = pd.concat([articles("A", WIRE, "le port ferme"), articles("B", WIRE, "le port ouvre")], ignore_index=True)
    table = keyness(
        Corpus.from_documents(rows, clean=False), "A", unit="form", min_count=1, stopwords="keep", shared="drop"
    )
    assert table["tokens"].iloc[0] == 3
    assert set(table["term"]) == {"le", "port", "ferme", "ouvre"}
    assert "2 articles, " in " ".join(table.attrs["warnings"])


def test_nothing_shared_is_said(corpus):
    table = keyness(corpus, "A", unit="form", shared="drop")
    assert "Nothing here was printed by several outlets: nothing is left out." in table.attrs["warnings"]
    with pytest.raises(CorpusError, match="shared='maybe'"):
        keyness(corpus, shared="maybe")


def test_a_passage_of_an_article_that_is_left_out_whole_is_not_told_twice():
    rows = pd.concat(
        [articles("A", WIRE), articles("B", WIRE), articles("C", f"{OWN[0]} {WIRE} {OWN[1]}")], ignore_index=True
    )
    corpus = Corpus.from_documents(rows, clean=False)
    table = keyness(corpus, "C", unit="form", min_count=1, stopwords="keep", shared="drop")
    (said,) = [text for text in table.attrs["warnings"] if "Left out" in text]
    words = corpus.index["n_tokens"].iloc[0]
    assert f"2 articles and 1 passage of others, {3 * words} words" in said


def test_what_two_corpora_share_was_not_looked_for(corpus):
    other = Corpus.from_documents(articles("D", WIRE, *OWN[:2]), clean=False)
    said = "Each corpus was searched by itself"
    for reference, told in ((other, True), (corpus.select(sources="B"), False)):
        table = keyness(corpus, "A", reference=reference, unit="form", shared="drop", min_count=1)
        assert any(text.startswith(said) for text in table.attrs["warnings"]) == told


def test_every_source_of_few_articles_is_told_what_it_could_have_shown():
    rows = pd.concat([articles("A", OWN[0]), articles("B", *OWN[1:3]), articles("C", *OWN)], ignore_index=True)
    corpus = Corpus.from_documents(rows, clean=False)
    table = keyness(corpus, unit="form", min_count=1, stopwords="keep")
    (said,) = [text for text in table.attrs["warnings"] if text.startswith("With so few")]
    assert ": A (1 article), B (2 articles). " in said
    sizes = corpus.index.groupby("source")["n_tokens"].sum()
    family = int((table["source"] == "A").sum())
    shown = [
        f"{name} × {measures.smallest_detectable_ratio(0.001, size, sizes.sum() - size, tests=family):.1f}"
        for name, size in sizes.loc[["A", "B"]].items()
    ]
    assert said.endswith(f"could have shown up: {'; '.join(shown)}.")


def test_a_source_may_be_called_the_rest_and_a_side_may_have_no_words():
    rows = pd.concat([articles("A", "« le port ferme »"), articles("rest", "le port ouvre")], ignore_index=True)
    rows = pd.concat([rows, articles("B", "la ville dort")], ignore_index=True)
    corpus = Corpus.from_documents(rows, clean=False)
    options = {"unit": "form", "min_count": 1, "stopwords": "keep"}
    assert keyness(corpus, "A", reference=["rest"], **options)["reference_n_documents"].unique().tolist() == [1]
    assert keyness(corpus, "A", **options)["reference_n_documents"].unique().tolist() == [2]
    table = keyness(corpus, "A", words="own", **options)
    assert "No words that count, so that there are no rates: A." in table.attrs["warnings"]


@pytest.mark.parametrize(
    ("options", "said"),
    [({"min_documents": 0}, "min_documents=0 is below 1"), ({"min_count": -1}, "min_count=-1 is below 1"),
     ({"pos": []}, "pos names no part of speech"), ({"pattern": "(a"}, "no part of speech is called '(a'")],
)  # fmt: skip
def test_values_that_make_no_sense_are_refused(corpus, options, said):
    with pytest.raises(CorpusError, match=said.replace("(", "[(]")):
        keyness(corpus, "A", **options)


@pytest.mark.parametrize(("heaviest", "alone"), [(9, False), (11, True)])
def test_less_than_half_in_one_article_is_not_carried_by_it(heaviest, alone):
    """Twenty times « zut » in A, ten in B: without the heaviest article nothing is left of the difference."""
    filler = "port route ville base camp"
    ours = [f"lettre{n} {filler}" + " zut" * (heaviest if n == 0 else n <= 20 - heaviest) for n in range(12)]
    theirs = [f"page{n} {filler}" + " zut" * (n < 10) for n in range(12)]
    corpus = Corpus.from_documents(
        pd.concat([articles("A", *ours), articles("B", *theirs)], ignore_index=True), clean=False
    )
    row = keyness(corpus, "A", unit="form").set_index("term").loc["zut"]
    assert row[["count", "largest_share", "one_article"]].tolist() == [20, heaviest / 20, alone]


def test_what_one_article_has_is_not_of_the_family_of_deals(clumped):
    table = keyness(clumped, "A", unit="form", permuted=99, min_count=1).set_index("term")
    in_all = table["documents"] + table["reference_documents"]
    assert (table.loc[in_all == 1, "p_permutation"] == 1).all()
    text = clumped.documents["text"].str.findall(r"\w+")
    several = in_all.index[in_all > 1]
    counts = np.array([[words.count(term) for term in several] for words in text])
    ours = (clumped.index["source"] == "A").to_numpy()
    expected = measures.permutation_p(counts, text.map(len), ours, replicates=99)[1]
    assert_allclose(table.loc[several, "p_permutation"], expected)


# what is there must come out


@pytest.fixture(scope="module")
def sample() -> Corpus:
    return Corpus.load(ROOT / "data" / "sample", progress=False)


PLANTED = json.loads((ROOT / "data" / "sample" / "planted.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("counted", [{}, {"shared": "drop"}])
def test_the_planted_words_of_each_outlet_come_out(sample, counted):
    """Every one of every outlet, among its first thirty terms, surely its own and in several articles. Whatever their
    parts of speech: « soulèvement » is an adverb to the model, as words in -ment mostly are."""
    table = keyness(sample, top=30, **counted)
    table["folded"] = table["term"].str.lower()
    for outlet in PLANTED["outlets"].values():
        own = table[(table["source"] == outlet["name"]) & (table["log_ratio"] > 2) & (table["lrc"] > 0)]
        assert not own["one_article"].any()
        missing = [word for word, forms in outlet["forms"].items() if not set(own["folded"]) & {word, *forms}]
        assert missing == [], outlet["name"]


def test_the_planted_words_are_of_no_other_outlet(sample):
    table = keyness(sample, top=30)
    table["folded"] = table["term"].str.lower()
    lemmas = {name: set(outlet["distinctive"]) for name, outlet in PLANTED["outlets"].items()}
    for name, outlet in PLANTED["outlets"].items():
        others = set().union(*(words for other, words in lemmas.items() if other != name)) - lemmas[name]
        own = table[(table["source"] == outlet["name"]) & (table["lrc"] > 0)]
        assert set(own["folded"]) & others == set(), name


def test_the_opponents_words_are_not_the_outlets_own(sample):
    for planted in PLANTED["quoted_terms"]:
        name = PLANTED["outlets"][planted["outlet"]]["name"]
        counts = {
            words: keyness(sample, name, words=words, min_count=1).set_index("term")["count"].get(planted["lemma"], 0)
            for words in ("all", "own", "quoted")
        }
        assert counts["own"] == 0
        assert counts["all"] == counts["quoted"] > 0


def test_shuffled_labels_give_nothing(sample):
    source = np.random.default_rng(5).permutation(sample.index["source"].to_numpy(object))
    shuffled = Corpus.from_documents(sample.documents.assign(source=source).drop(columns=["path"]), clean=False)
    table = keyness(shuffled, top=10, replicates=300, permuted=199)
    assert (table["p_permutation"] > 0.05).groupby(table["source"]).all().sum() >= 5
    assert (table["p_adjusted"] <= 0.05).sum() <= 2
    sure = (table["low"] > 0) | (table["high"] < 0)
    assert sure.groupby(table["source"]).any().sum() <= 1


def test_founding_pages_bring_up_what_an_analyst_finds(founding_pages):
    pages = Corpus.load(founding_pages, progress=False)
    sides = [pages.select(where=lambda table, ids=ids: table.index.str[:3].isin(ids))
             for ids in (["000", "003"], ["001", "004"])]  # fmt: skip
    table = keyness(sides[0], by=None, reference=sides[1], min_count=2)
    ordered = table["term"].tolist()
    assert {"prétendre", "martyr", "Résistance"} <= set(ordered[:60])
    assert {"milice", "soutenir"} <= set(ordered[-10:])
    assert table.set_index("term").loc["roquette", "log_ratio"] < 0
    phrases = keyness(sides[0], by=None, reference=sides[1], ngrams=4, min_count=2, stopwords="keep")
    assert phrases["term"].iloc[-1] == "soutenir par le Iran"
    said = " ".join(table.attrs["warnings"])
    assert "cannot be told apart" in said and "2 articles" in said

"""Cleaning as a whole: what stays, what goes, the audit, the way back to the page, the user's word."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from toolkit import CorpusError
from toolkit.cleaning import CATEGORIES, RULES, Rules, clean, to_clean, to_page
from toolkit.cleaning.typography import normalise
from toolkit.schema import CLEANING_COLUMNS, SHARED_COLUMNS

PAGE = """Monde

Le gouvernement annonce un calendrier pour le départ des troupes

8 juillet 2020 à 03h52

Partager sur FacebookPartager sur Twitter

Le ministre a présenté mercredi un calendrier qui doit conduire au départ des derniers soldats d’ici l’été.

Lire aussi : Le Parlement réclame des comptes

«\u00a0Nous tiendrons parole\u00a0», a-t-il dit à la presse réunie dans les jardins du palais.

Laisser un commentaire

Un incendie ravage un marché couvert au sud de la capitale
"""
TITLE = "Le gouvernement annonce un calendrier pour le départ des troupes"


def table(*pages: str, **columns: list) -> pd.DataFrame:
    index = pd.Index([f"d{number}" for number in range(1, len(pages) + 1)], name="doc_id")
    missing = [None] * len(pages)
    return pd.DataFrame({"source": missing, "title": missing, "text": list(pages)} | columns, index=index)


@pytest.fixture(scope="module")
def cleaned():
    return clean(table(PAGE, title=[TITLE]))


def test_the_text_is_the_article(cleaned):
    assert cleaned.texts == [
        "Le gouvernement annonce un calendrier pour le départ des troupes\n"
        "Le ministre a présenté mercredi un calendrier qui doit conduire au départ des derniers soldats d'ici l'été.\n"
        "« Nous tiendrons parole », a-t-il dit à la presse réunie dans les jardins du palais."
    ]


def test_the_audit_lists_every_removed_line(cleaned):
    assert list(cleaned.audit.columns) == list(CLEANING_COLUMNS)
    assert cleaned.audit.values.tolist() == [
        ["d1", 1, "navigation", "navigation", "Monde"],
        ["d1", 5, "date-line", "date-line", "8 juillet 2020 à 03h52"],
        ["d1", 7, "share", "share-buttons", "Partager sur FacebookPartager sur Twitter"],
        ["d1", 11, "read more", "read-more", "Lire aussi : Le Parlement réclame des comptes"],
        ["d1", 15, "comments", "comments", "Laisser un commentaire"],
        ["d1", 17, "other headlines", "other-headlines", "Un incendie ravage un marché couvert au sud de la capitale"],
    ]


def test_every_character_that_stays_leads_back_to_the_page(cleaned):
    text, runs = cleaned.texts[0], cleaned.spans[0]
    start = text.index("d'ici")
    page_start, page_end = to_page(runs, start, start + len("d'ici"))
    assert PAGE[page_start:page_end] == "d’ici"
    assert to_clean(runs, page_start, page_end) == (start, start + 5)
    quote = text.index("« Nous")
    page_start, page_end = to_page(runs, quote, len(text))
    assert PAGE[page_start:page_end].startswith("«\u00a0Nous tiendrons parole\u00a0»")
    # A span over removed lines has them inside.
    across = to_page(runs, text.index("été"), quote + 1)
    assert "Lire aussi" in PAGE[slice(*across)]
    # What is gone leaves an empty span where it stood.
    gone = PAGE.index("Lire aussi")
    at, same = to_clean(runs, gone, gone + 10)
    assert at == same and text[at:].startswith("« Nous")


def test_the_shared_table_is_there_when_empty(cleaned):
    assert list(cleaned.shared.columns) == list(SHARED_COLUMNS)
    assert len(cleaned.shared) == 0


def test_no_documents():
    nothing = clean(table())
    assert (nothing.texts, nothing.spans, len(nothing.audit), len(nothing.shared)) == ([], [], 0, 0)
    assert list(nothing.audit.columns) == list(CLEANING_COLUMNS)


def test_a_page_of_which_nothing_is_left():
    gone = clean(table("Publicité\n\n\u00a0\n* * *", "", "\n\n"))
    assert gone.texts == ["", "", ""]
    assert [runs.shape for runs in gone.spans] == [(0, 4)] * 3
    assert gone.audit["line"].tolist() == [1, 4]
    assert to_clean(gone.spans[0], 0, 5) == (0, 0)
    assert to_page(gone.spans[0], 0, 0) == (0, 0)


def test_every_rule_has_a_known_category_and_a_sentence():
    assert {category for category, _ in RULES.values()} <= set(CATEGORIES)
    assert set(CATEGORIES) == {category for category, _ in RULES.values()}
    assert all(sentence.endswith(".") and len(sentence) > 20 for _, sentence in RULES.values())


@pytest.mark.parametrize(
    "rule", ["share-buttons", "read-more", "date-line", "comments", "other-headlines", "navigation"]
)
def test_switching_a_rule_off_puts_back_its_lines_and_no_other(cleaned, rule):
    without = clean(table(PAGE, title=[TITLE]), Rules(off=frozenset({rule})))
    lines = cleaned.audit.query("rule == @rule")["text"].tolist()
    assert lines
    pd.testing.assert_frame_equal(without.audit, cleaned.audit.query("rule != @rule").reset_index(drop=True))
    assert set(without.texts[0].split("\n")) == set(cleaned.texts[0].split("\n")) | set(lines)


def test_with_every_rule_off_the_page_is_all_there():
    off = clean(table(PAGE), Rules(off=frozenset(RULES), drop=frozenset({("d1", "Monde")})))
    assert off.texts[0].split("\n") == [normalise(line)[0] for line in PAGE.split("\n") if line]
    assert len(off.audit) == 0


def test_a_line_put_back_and_a_line_removed_by_hand(cleaned):
    rules = Rules(
        keep=frozenset({("d1", "8 juillet 2020 à 03h52"), ("d2", "Monde")}),
        drop=frozenset(
            {("d1", "«\u00a0Nous tiendrons parole\u00a0», a-t-il dit à la presse réunie dans les jardins du palais.")}
        ),
    )
    changed = clean(table(PAGE, title=[TITLE]), rules)
    assert "8 juillet 2020 à 03h52" in changed.texts[0].split("\n")
    assert "Nous tiendrons" not in changed.texts[0]
    assert changed.audit.query("rule == 'by-hand'").values.tolist() == [
        [
            "d1",
            13,
            "by hand",
            "by-hand",
            "« Nous tiendrons parole », a-t-il dit à la presse réunie dans les jardins du palais.",
        ]
    ]
    assert 1 in changed.audit["line"].tolist()  # the other document's « Monde » is another line


def test_what_is_kept_and_dropped_is_kept():
    pair = frozenset({("d1", "Monde")})
    assert clean(table(PAGE, title=[TITLE]), Rules(keep=pair, drop=pair)).texts[0].startswith("Monde\n")


def test_cleaning_is_deterministic_and_knows_only_its_own_page():
    other = "Un autre article, plus court, qui parle de tout autre chose et que personne ne relira demain.\n\nPublicité"
    alone, together = clean(table(PAGE)), clean(table(PAGE, other, source=["a", "b"]))
    assert together.texts[0] == alone.texts[0]
    np.testing.assert_array_equal(together.spans[0], alone.spans[0])
    assert clean(table(PAGE)).texts == alone.texts


def test_lines_that_many_articles_of_a_source_have():
    bodies = [
        f"Le conseil de la ville numéro {number} a voté {number} mesures, dont la plus discutée vise les marchés."
        for number in range(4)
    ]
    pages = [
        f"Le fil de la côte\n\n{body}\n\nNous relisons chaque texte deux fois avant de le publier." for body in bodies
    ]
    repeated = "repeated-in-source"
    result = clean(table(*pages, source=["La Côte"] * 4))
    assert result.texts == bodies
    assert result.audit["rule"].tolist() == [repeated] * 8
    # The same lines in different sources, or of an unknown one, are no sign of anything.
    assert len(clean(table(*pages, source=["a", "b", "c", "d"])).audit) == 0
    assert len(clean(table(*pages)).audit) == 0
    # Two articles are too few.
    assert len(clean(table(*pages[:2], source=["La Côte"] * 2)).audit) == 0


def test_copies_of_one_article_do_not_make_its_text_furniture():
    page = "\n\n".join(
        f"Au {number}e jour, la délégation a visité une usine, un port et deux écoles, puis a regagné la capitale."
        for number in range(6)
    )
    updates = [page, page + "\n\nUne précision a été ajoutée dans la soirée.", page + "\n\nLa fin a été réécrite."]
    assert len(clean(table(*updates, source=["La Côte"] * 3)).audit) == 0


def test_the_title_is_never_removed():
    title = "Lire aussi : le roman d'une bibliothèque de Mossoul"
    body = "La bibliothèque a rouvert ses portes lundi, six ans après l'incendie qui a détruit ses livres."
    result = clean(table(f"{title}\n\n{body}\n\n{title}", title=[title]))
    assert result.texts == [f"{title}\n{body}"]
    assert result.audit["rule"].tolist() == ["read-more"]


def test_author_and_source_are_known_from_the_metadata():
    body = "La bibliothèque a rouvert ses portes lundi, six ans après l'incendie qui a détruit ses livres."
    page = f"Le Quotidien du Tigre\n\nMona Hassan\n\n{body}"
    assert len(clean(table(page)).audit) == 0
    known = clean(table(page, source=["Le Quotidien du Tigre"], author=["Mona Hassan"]))
    assert known.texts == [body]
    assert known.audit["rule"].tolist() == ["navigation", "byline"]


def test_the_lines_of_a_wrapped_page_are_counted_as_on_the_page():
    page = (
        "Le ministre a présenté mercredi un calendrier qui doit\n"
        "conduire au départ des derniers soldats avant la fin\n"
        "de cette année, si le Parlement et les partis qui\n"
        "le soutiennent ne changent pas encore une fois d'avis\n"
        "dans les semaines qui viennent.\n"
        "\n"
        "Lire aussi : le Parlement réclame des comptes au chef\n"
        "du gouvernement et à son ministre de la Défense\n"
        "\n"
        "La délégation repartira jeudi pour la capitale voisine\n"
        "sans avoir rencontré le chef de l'opposition."
    )
    result = clean(table(page))
    assert result.texts[0].split("\n") == [
        "Le ministre a présenté mercredi un calendrier qui doit conduire au départ des derniers soldats avant la fin "
        "de cette année, si le Parlement et les partis qui le soutiennent ne changent pas encore une fois d'avis dans "
        "les semaines qui viennent.",
        "La délégation repartira jeudi pour la capitale voisine sans avoir rencontré le chef de l'opposition.",
    ]
    assert result.audit[["line", "rule"]].values.tolist() == [[7, "read-more"], [8, "read-more"]]
    start = result.texts[0].index("qui doit conduire")
    assert page[slice(*to_page(result.spans[0], start, start + 17))] == "qui doit\nconduire"
    as_lines = clean(table(page), Rules(off=frozenset({"hard-wrap"})))
    assert len(as_lines.texts[0].split("\n")) == 8  # only the line that points elsewhere goes


# What is asked of any page whatever.

strange = st.lists(
    st.one_of(
        st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
        st.text(
            alphabet="\n  \t\r\u00a0\u202f\u00ad\u200b\ufeff’'‘«»“”e\u0301ÃÂ©¢ââ‚€ﬁﬃ&;.:-*\x00\x85\x92\u0100a",
            max_size=8,
        ),
        st.sampled_from(
            ["Partager", "Lire aussi : ", "Publié le 3 mai 2020", "&nbsp;", "commentaires", "\n\n", "Par Mona"]
        ),
    ),
    max_size=20,
).map("".join)


@settings(max_examples=150, deadline=None)
@given(strange)
@example("e\u0301\u00ad\n\u200b\nﬁ\u0301")
@example("Ã©tÃ©\u00a0: lâ€™IrakÂ\n\n")
@example("gou\u00ad\nvernement")
def test_nothing_appears_or_vanishes(page):
    result = clean(table(page), progress=False)
    text, runs = result.texts[0], result.spans[0]
    written = [i + 1 for i, line in enumerate(page.split("\n")) if normalise(line)[0]]
    # Every line is in the text or in the audit, once.
    removed = result.audit["line"].tolist()
    line_of = np.cumsum([character == "\n" for character in "\n" + page])  # of each character, and of the end
    in_text: set[int] = set()
    for clean_start, length, page_start, page_length in runs.tolist():
        assert length > 0 and page_length > 0
        if text[clean_start : clean_start + length] != "\n" or page_length != 1:
            in_text.update(line_of[page_start : page_start + page_length].tolist())
    assert removed == sorted(set(removed)) and not set(removed) & set(in_text)
    assert set(written) == set(removed) | in_text & set(written)
    # The runs cover the text in order, and lead forward through the page.
    assert runs.dtype == np.int32 and runs.shape[1] == 4
    assert runs[:, 1].sum() == len(text)
    assert (runs[:, 0] == np.cumsum(runs[:, 1]) - runs[:, 1]).all()
    assert (np.diff(runs[:, 2]) >= 0).all()
    assert not len(runs) or runs[-1, 2] + runs[-1, 3] <= len(page)
    # The text is as the other parts of the package expect it.
    assert unicodedata.is_normalized("NFC", text)
    assert not any(line != line.strip() or not line or "  " in line for line in text.split("\n")) or text == ""
    assert not set(text) & set("\u2019\u00a0\u202f\u00ad\u200b\ufeffﬁﬂ\r\t\x00")
    assert not any(unicodedata.category(character) in ("Cc", "Cs") for character in text.replace("\n", ""))


@settings(max_examples=100, deadline=None)
@given(strange, st.data())
def test_spans_go_to_the_page_and_back(page, data):
    result = clean(table(page), Rules(off=frozenset(RULES)), progress=False)
    text, runs = result.texts[0], result.spans[0]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    page_start, page_end = to_page(runs, start, end)
    assert 0 <= page_start <= page_end <= len(page)
    if start < end:
        back = to_clean(runs, page_start, page_end)
        assert back[0] <= start and end <= back[1]
        # Characters that stand for themselves come back exactly.
        exact = all(
            length == page_length
            for clean, length, _, page_length in runs.tolist()
            if clean < end and start < clean + length
        )
        assert not exact or back == (start, end)
    for position in range(len(text)):
        at, to = to_page(runs, position, position + 1)
        if to - at == 1 and page[at].isalpha() and ord(page[at]) < 0x250 and page[at] != "Ã":
            assert (
                text[position] == page[at]
                or unicodedata.normalize("NFC", page[at]) != page[at]
                or not text[position].isascii()
            )


def test_spans_outside_the_text_are_refused(cleaned):
    length = len(cleaned.texts[0])
    for span in ((-1, 2), (3, 2), (0, length + 1)):
        with pytest.raises(IndexError, match="do not lie"):
            to_page(cleaned.spans[0], *span)
    with pytest.raises(IndexError):
        to_clean(cleaned.spans[0], 5, 4)


# What cannot be cleaned, and rules on disk.


def test_missing_texts_are_refused():
    with pytest.raises(CorpusError, match="no column 'text'"):
        clean(pd.DataFrame({"source": ["a"]}))
    with pytest.raises(CorpusError, match="'d2' has no text"):
        clean(table("a", None))


def test_rules_are_saved_and_loaded(tmp_path: Path):
    rules = Rules(
        off=frozenset({"tags", "byline"}),
        keep=frozenset({("a/b#2", "Ligne « étrange »"), ("a", "b")}),
        drop=frozenset({("a", "c")}),
    )
    path = tmp_path / "cleaning.json"
    rules.save(path)
    assert Rules.load(path) == rules
    Rules().save(path)
    assert Rules.load(path) == Rules()
    assert json.loads(path.read_text(encoding="utf-8")) == {"off": [], "keep": [], "drop": []}
    assert [file.name for file in tmp_path.iterdir()] == ["cleaning.json"]


def test_an_unknown_rule_is_refused():
    with pytest.raises(CorpusError, match=r"no cleaning rule called 'tag'.*The rules are: share-buttons"):
        Rules(off=frozenset({"tag"}))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"off": [}', "row 1: it is not JSON"),
        ("[]", "does not hold an object"),
        ('{"of": []}', "unknown field 'of'"),
        ('{"off": "tags"}', "must be lists"),
        ('{"off": [1]}', "must list names"),
        ('{"off": ["tag"]}', "no cleaning rule called 'tag'"),
        ('{"keep": [["a"]]}', "'keep' must list pairs"),
        ('{"drop": [["a", 1]]}', "'drop' must list pairs"),
        ("\udcff", "cannot be read"),
    ],
)
def test_a_malformed_rules_file_is_refused(tmp_path: Path, content, message):
    path = tmp_path / "cleaning.json"
    path.write_bytes(content.encode("utf-8", errors="surrogateescape"))
    with pytest.raises(CorpusError, match=message) as error:
        Rules.load(path)
    assert str(path) in str(error.value)


def test_rules_that_cannot_be_written(tmp_path: Path):
    with pytest.raises(CorpusError, match="cannot be written"):
        Rules().save(tmp_path / "nowhere" / "cleaning.json")
    with pytest.raises(CorpusError, match="cannot be read"):
        Rules.load(tmp_path / "cleaning.json")


# The pages that the toolkit was made for: which of their lines are furniture, by reading them.

FOUNDING_FURNITURE = {
    "000": {6: "Lire plus:"},
    "001": {
        1: "in",
        7: "8 juillet",
        9: "7 min",
        11: "Partager sur",
        19: "Les parachutistes",
        21: "Les parachutistes",
        29: "Une photo",
        31: "Une photo",
        49: "Ecrit par",
        51: "Laisser un",
        53: "Mary Kay",
        55: "Mises à",
    },
    "002": {4: "Pour en"},
    "003": {1: "Sep 27,", 24: "Mots clés", 26: "commentaires"},
    "004": {
        3: "Des soldats",
        5: "Des soldats",
        35: "Une affiche",
        37: "Une affiche",
        59: "Vous aimer",
        61: "***",
        63: "Vous pouvez",
        65: "***",
        67: "Votre soutien",
        69: "À l'ère",
        71: "Nous avons",
    },
}


def test_founding_pages_lose_their_furniture_and_nothing_else(founding_pages: Path):
    files = {path.name[:3]: path.read_text(encoding="utf-8") for path in sorted(founding_pages.glob("*.txt"))}
    pages = pd.DataFrame({"source": None, "title": None, "text": files.values()}, index=list(files))
    result = clean(pages)
    removed = {
        doc_id: dict(zip(rows["line"], rows["text"], strict=True)) for doc_id, rows in result.audit.groupby("doc_id")
    }
    assert {doc_id: sorted(lines) for doc_id, lines in removed.items()} == {
        doc_id: sorted(lines) for doc_id, lines in FOUNDING_FURNITURE.items()
    }
    for doc_id, lines in FOUNDING_FURNITURE.items():
        for line, start in lines.items():
            assert removed[doc_id][line].startswith(start)
    for text, (doc_id, page) in zip(result.texts, files.items(), strict=True):
        body = [line for n, line in enumerate(page.split("\n"), 1) if normalise(line)[0] and n not in removed[doc_id]]
        assert text.split("\n") == [normalise(line)[0] for line in body]
    assert len(result.shared) == 0


def test_founding_captions_are_told_from_text(founding_pages: Path):
    path = next(founding_pages.glob("001*"))
    page = path.read_text(encoding="utf-8")
    audit = clean(pd.DataFrame({"text": [page]}, index=["001"])).audit.set_index("line")["rule"]
    assert audit[[19, 21, 29, 31]].tolist() == ["caption-repeated"] * 4
    assert audit[[53, 55]].tolist() == ["other-headlines"] * 2

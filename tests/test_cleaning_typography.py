"""Typography and wrapped lines: every hard character, and where each kept one comes from."""

from __future__ import annotations

import textwrap
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.cleaning.alignment import apply_edits, as_array, compose, identity, to_clean, to_page
from toolkit.cleaning.cleaner import _read_page
from toolkit.cleaning.typography import normalise
from toolkit.cleaning.wrapping import keeps_hyphen


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("L’été d’aujourd’hui", "L'été d'aujourd'hui"),
        ("lʼIrak et l＇Iran", "l'Irak et l'Iran"),
        ("l‘Irak, qu‘il, jusqu´ici, d`un", "l'Irak, qu'il, jusqu'ici, d'un"),
        ("il dit ‘oui’ à l‘envi", "il dit ‘oui' à l'envi"),  # a closing ’ is an apostrophe to any reader
        ('« oui » “non” "si" „ja‟', '« oui » “non” "si" „ja‟'),
        ("«\u00a0oui\u00a0» 5\u202f200\u2009hommes", "« oui » 5 200 hommes"),
        ("\u3000\tun\u2003 \u00a0deux \t", "un deux"),
        ("un\u2028deux\u2029trois\x0bquatre\x0ccinq\rsix", "un deux trois quatre cinq six"),
        ("gou\u00adver\u00adne\u00adment", "gouvernement"),
        ("zé\u200bro\u200c \u200dlar\u2060geur\ufeff", "zéro largeur"),
        ("\u202bgauche\u202c à \u200edroite", "gauche à droite"),
        ("de\u0301mocratie, franc\u0327ais, E\u0301tat", "démocratie, français, État"),
        ("e\u00ad\u0301te", "éte"),  # a mark behind a soft hyphen
        ("ﬁn, aﬄux, eﬀet, oﬃce, ﬂeuve, ﬆ", "fin, afflux, effet, office, fleuve, st"),
        ("cœur, Ægypte", "cœur, Ægypte"),
        ("non\u2011dit et non\u2010sens – ou — pas", "non-dit et non-sens – ou — pas"),
        ("con\x00tr\x07ôle\x7f", "contrôle"),
        ("l\x92Irak \x93oui\x94 \x96 10 \x80 \x8cuvre\x85", "l'Irak “oui” – 10 € Œuvre…"),
        ("L'AlgÃ©rie, Ã\u00a0 l'ONU", "L'Algérie, à l'ONU"),
        ("Ã Bagdad, dÃ©jÃ  dit", "à Bagdad, déjà dit"),
        ("lâ€™Ã‰tat â€“ cÅ“ur â‚¬", "l'État – cœur €"),
        ("Â«Â non Â»", "« non »"),
        ("ÃƒÂ©tÃƒÂ©", "été"),
        ("AT&amp;T &laquo;&nbsp;non&nbsp;&raquo; l&#8217;&eacute;t&eacute; R&D", "AT&T « non » l'été R&D"),
        ("&lt;b&gt; &inconnu; &amp;amp;", "&lt;b&gt; &inconnu; &amp;"),
        # What looks like mojibake and is not.
        ("CAFÉ» et «É»", "CAFÉ» et «É»"),
        ("SÃO PAULO, Â, PÂTÉ", "SÃO PAULO, Â, PÂTÉ"),
        ("Ñandú, Åland, Øresund", "Ñandú, Åland, Øresund"),
        ("العراق والولايات المتحدة", "العراق والولايات المتحدة"),
        ("가나다", "가나다"),
        ("\u1100\u1161", "가"),
        ("➡️ ICI", "➡ ICI"),
        ("un\ud800deux", "un\ufffddeux"),
        ("\u00a0", ""),
        ("\u200b\u00ad\ufeff", ""),
        ("", ""),
    ],
)
def test_one_way_to_write(line, text):
    assert normalise(line)[0] == text


@pytest.mark.parametrize(
    ("line", "runs"),
    [
        ("L’été", [(0, 5, 0, 5)]),
        ("«\u00a0oui\u00a0»", [(0, 7, 0, 7)]),
        ("  a  b ", [(0, 2, 2, 2), (2, 1, 5, 1)]),
        ("e\u0301t", [(0, 1, 0, 2), (1, 1, 2, 1)]),
        ("ﬁn", [(0, 2, 0, 1), (2, 1, 1, 1)]),
        ("gou\u00adver", [(0, 3, 0, 3), (3, 3, 4, 3)]),
        ("l'AlgÃ©rie", [(0, 5, 0, 5), (5, 1, 5, 2), (6, 3, 7, 3)]),
        ("a &amp; b", [(0, 2, 0, 2), (2, 1, 2, 5), (3, 2, 7, 2)]),
        ("", []),
        ("\u00ad", []),
    ],
)
def test_where_characters_come_from(line, runs):
    assert normalise(line)[1] == runs


def test_mojibake_is_aligned_run_by_run():
    line = "Voilà, dit-il : Ã  lâ€™Ã‰tat de dÃ©cider â€“ ou non"
    text, runs = normalise(line)
    assert text == "Voilà, dit-il : à l'État de décider – ou non"
    for word in ("dit-il", "État", "décider", "– ou", "non"):
        start = text.index(word)
        page = slice(*to_page(as_array(runs), start, start + len(word)))
        assert normalise(line[page])[0] == word


def test_quotation_marks_and_the_length_of_ordinary_lines_stay():
    line = "«\u00a0Aujourd’hui\u202f», dit l’“expert” – qu’il faut croire…"
    text, runs = normalise(line)
    assert runs == identity(len(line)) and len(text) == len(line)
    assert [c for c in text if c in "«»“”"] == ["«", "»", "“", "”"]


plain_and_strange = st.text(
    st.one_of(
        st.characters(exclude_characters="\n"),
        st.sampled_from("ﬁ\u00ad\u0301\u0327e  \u00a0’‘l&;#Ã©â€™\u1100\u1161\u11a8"),
    ),
    max_size=60,
)


@settings(max_examples=400, deadline=None)
@given(plain_and_strange)
def test_runs_cover_the_text_and_lead_forward(line):
    text, runs = normalise(line)
    position = page_position = 0
    for clean, length, page, page_length in runs:
        assert clean == position and length > 0 and page_length > 0
        assert page >= page_position
        position += length
        page_position = page if page_length != length else page + 1
        assert page + page_length <= len(line)
    assert position == len(text)
    assert unicodedata.is_normalized("NFC", text)
    assert text == text.strip() and "  " not in text


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_characters="\n&ÃÂÅÐÑØÙïâð"), max_size=60))
def test_normalising_twice_is_normalising_once(line):
    text = normalise(line)[0]
    assert normalise(text)[0] == text


edits = st.lists(st.tuples(st.integers(0, 2), st.integers(1, 2), st.text("xy", max_size=3)), max_size=4)


def carry_out(text: str, planned: list[tuple[int, int, str]]):
    position, found = 0, []
    for gap, length, replacement in planned:
        start = position + gap
        position = start + length
        if position > len(text):
            break
        found.append((start, position, replacement))
    return apply_edits(text, found)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["a", "abc", "abcdefgh"]), edits, edits)
def test_two_steps_compose_to_one(page, first, second):
    middle, to_first = carry_out(page, first)
    text, to_middle = carry_out(middle, second)
    runs = compose(to_middle, to_first)
    assert [run[0] for run in runs] == [sum(run[1] for run in runs[:n]) for n in range(len(runs))]
    assert sum(run[1] for run in runs) == len(text)
    for position in range(len(text)):
        through = to_page(as_array(to_middle), position, position + 1)
        assert to_page(as_array(runs), position, position + 1) == to_page(as_array(to_first), *through)


def test_spans_of_the_page_that_are_partly_gone():
    text, runs = apply_edits("aXXbcd", [(1, 3, ""), (4, 6, "Z")])
    assert text == "abZ"
    table = as_array(runs)
    assert to_clean(table, 0, 6) == (0, 3)
    assert to_clean(table, 1, 3) == (1, 1)
    assert to_clean(table, 2, 4) == (1, 2)
    assert to_clean(table, 5, 6) == (2, 3)  # a part of what became one character is that character
    assert to_clean(table, 4, 4) == (2, 2)
    assert to_clean(table, 6, 9) == (3, 3)
    assert to_page(table, 3, 3) == (6, 6)
    assert to_page(table, 0, 0) == (0, 0)


# Pages cut at a fixed width.

TEXT = [
    "Le gouvernement irakien a présenté mercredi un calendrier qui doit conduire au départ des derniers soldats "
    "étrangers avant la fin de l'année, sous réserve d'un accord du Parlement, où les partis restent divisés.",
    "Le porte-parole du ministère a précisé que les discussions techniques reprendraient la semaine prochaine, en "
    "présence de représentants de la coalition internationale et de plusieurs ambassades.",
    "Une réunion est prévue à Erbil.",
]


@pytest.mark.parametrize("width", [55, 66, 72, 80, 95])
def test_wrapped_lines_become_paragraphs(width):
    page = "\n\n".join(textwrap.fill(paragraph, width) for paragraph in TEXT)
    assert "\n" in page.replace("\n\n", "")
    paragraphs = _read_page(page, unwrap=True)
    assert [paragraph.text for paragraph in paragraphs] == TEXT
    assert [n for paragraph in paragraphs for n in paragraph.numbers] == [
        i for i, line in enumerate(page.split("\n")) if line
    ]
    for paragraph in paragraphs:
        for clean, length, at, page_length in paragraph.runs:
            assert length == page_length
            assert page[at : at + length].replace("\n", " ") == paragraph.text[clean : clean + length]
    assert len(_read_page(page, unwrap=False)) == len([line for line in page.split("\n") if line])


def test_paragraphs_that_are_wrapped_at_uneven_widths():
    page = (
        "Le gouvernement irakien a présenté mercredi un calendrier qui\n"
        "doit conduire au départ des derniers soldats étrangers\n"
        "avant la fin de l'année, sous réserve de l'accord du\n"
        "Parlement, où les partis restent divisés sur la question.\n"
        "\n"
        "Le porte-parole du ministère a précisé que les discussions\n"
        "reprendraient la semaine prochaine, en présence de plusieurs\n"
        "ambassades."
    )
    assert len(_read_page(page, unwrap=True)) == 2


@pytest.mark.parametrize(
    "page",
    [
        # paragraphs on single lines, with and without blank lines
        "\n".join(TEXT),
        "\n\n".join(TEXT),
        # short lines: titles, lists
        "\n".join(f"Roquettes sur Bagdad : ce que l'on sait de la {n}e attaque de la semaine" for n in range(8)),
        "\n".join(f"- le retrait de {n * 100} hommes avant la fin du mois de juillet prochain ;" for n in range(8)),
        "Accueil\nMonde\nPolitique\nÉconomie\nCulture\nSport",
    ],
)
def test_lines_that_are_paragraphs_stay(page):
    lines = [line for line in page.split("\n") if line]
    assert [paragraph.text for paragraph in _read_page(page, unwrap=True)] == lines


def test_a_soft_hyphen_at_a_line_end_joins_on_any_page():
    paragraphs = _read_page("Le gouver\u00ad\nnement recule.\n\nFin.", unwrap=True)
    assert [paragraph.text for paragraph in paragraphs] == ["Le gouvernement recule.", "Fin."]


@pytest.mark.parametrize(
    ("before", "after", "words", "kept"),
    [
        ("le gouver-", "nement irakien", "", False),
        ("la délé-", "gation repart", "", False),
        ("le porte-", "parole du ministère", "", True),
        ("le vice-", "président", "", True),
        ("les États-", "Unis", "", True),
        ("Moustafa al-", "Kazimi", "", True),
        ("a-t-", "il dit", "", True),
        ("celui-", "ci", "", True),
        ("peut-", "être", "", True),
        ("le mouve-", "ment", "mouvement", False),
        ("le cessez-", "le-feu", "", True),
        ("anti-", "missiles", "", True),
        ("contre-", "mesures", "contremesures", False),
        ("une contre-", "attaque", "contre-attaque", True),
        ("de 2003-", "2011", "", True),
        ("le retrait -", "dit-il", "", True),
    ],
)
def test_hyphens_at_line_ends(before, after, words, kept):
    assert keeps_hyphen(before, after, frozenset(words.split())) is kept


def test_a_divided_word_is_whole_and_leads_to_both_halves():
    page = (
        "Le ministre a présenté mercredi un calendrier qui doit conduire au gouver-\n"
        "nement un nouveau souffle, selon le porte-parole de la coalition, un porte-\n"
        "parole qui n'a pas donné de date et qui s'est refusé à toute précision sur\n"
        "le nombre de soldats concernés par cette mesure, attendue depuis trois mois\n"
        "par les partis de la majorité comme par ceux qui siègent dans l'opposition."
    )
    (paragraph,) = _read_page(page, unwrap=True)
    assert "au gouvernement un nouveau" in paragraph.text and "un porte-parole qui" in paragraph.text
    start = paragraph.text.index("gouvernement")
    assert page[slice(*to_page(as_array(paragraph.runs), start, start + 12))] == "gouver-\nnement"

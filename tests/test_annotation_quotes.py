"""What stands inside quotation marks: hard cases one by one, with the spans expected."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from toolkit.annotation import quoted_spans


def quoted(text: str) -> list[str]:
    return [text[start:end] for start, end in quoted_spans(text).tolist()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # each kind of marks
        ("Il dit « oui » et « non ».", [" oui ", " non "]),
        ("Le mot «Iran» n'y est pas.", ["Iran"]),
        ("<< Oui >>, dit-il.", [" Oui "]),
        ("Il dit “oui” et “non”.", ["oui", "non"]),
        ('Il dit "oui" et " non ".', ["oui", " non "]),
        ("Il dit „oui“ et „non”.", ["oui", "non"]),
        ("Il a dit 'non merci', puis 'oui'.", ["non merci", "oui"]),
        ("L'affiche indiquait‘ Compagnon de la mort ', selon lui.", [" Compagnon de la mort "]),
        ("Le ‘califat' et le ‘djihad‘.", ["califat", "djihad"]),
        # over several sentences, and up to an apostrophe or elision
        ("« Oui. Non ! Peut-être ? » Fin.", [" Oui. Non ! Peut-être ? "]),
        ("Dit l'\"Iran\" et qu'« elle » et l'‘État'.", ["Iran", " elle ", "État"]),
        ("« L'Irak d'abord », et 'l'Irak d'abord'.", [" L'Irak d'abord ", "l'Irak d'abord"]),
        # nested
        ("« A “b” c » d", [" A “b” c "]),
        ("« A « b » c « d » e » f", [" A « b » c « d » e "]),
        ('"A « b » c" d', ["A « b » c"]),
        # nested, one mark closes both
        ("Il répond : « Voici : « Continuez ! », a posté X. Preuve.", [" Voici : « Continuez ! "]),
        ("« A : « b ». Puis « c ».", [" A : « b ", " c "]),
        # marks turned the wrong way
        ("« à mesure que nous progressons « , a déclaré le général.", [" à mesure que nous progressons "]),
        ("« Nous partons « a-t-il dit, « demain ».", [" Nous partons ", " demain "]),
        ("« Nous partons « a déclaré le ministre.", [" Nous partons "]),
        ("Il veut « partir «. Fin.", [" partir "]),
        ("« Oui « \nSuite.", [" Oui "]),
        ("»Non«, dit-il, et »oui«.", ["Non", "oui"]),
        ("le ”califat” et le “djihad“.", ["califat", "djihad"]),
        # a mark that opens with dots or a colon before it is no close
        ("Il dit : «... et puis voilà », ajoute : « ... ».", ["... et puis voilà ", " ... "]),
        # nothing, or an opening mark that is alone
        ("« »", [" "]),
        ("«»", []),
        ("", []),
        ("texte » orphelin", []),
        ("il a déclaré , « , puis rien", []),
        # no quotation at all
        ("L'homme qu'il a vu n'est pas d'ici.", []),
        ("Accueil » Monde » Irak", []),
        ("» Lire aussi : l'Irak", []),
        ('Un écran de 5" et un de 7".', []),
        ("Les années '60 et l'an prochain.", []),
        ("l‘Irak et l‘Iran", []),
        ("Sana'a et Asa'ib Ahl al-Haq", []),
        # marks of different kinds that do not meet
        ('« A " b » c', [' A " b ']),
    ],
)
def test_inside_one_paragraph(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the press repeats the mark at each paragraph
        ("« A, B.\n« C.\n« D », conclut-il.", [" A, B.", " C.", " D "]),
        ("« A.\n» B.\n» C », dit-il.", [" A.", " B.", " C "]),
        ("“A.\n“B.”\nFin.", ["A.", "B."]),
        # without an end: up to the end of its paragraph
        ("Il dit : « A.\nB. Rien.", [" A."]),
        ("Il dit : « A.\nB. « C » D.", [" A.", " C "]),
        ('Il dit : "A.\nB.', ["A."]),
        # the end stands in a later paragraph
        ("« A.\nB.\nC », dit-il. D.", [" A.", "B.", "C "]),
        ("« A.\n», a-t-il dit. « B »", [" A.", " B "]),
        ("« A.\n\nB », dit-il.", [" A.", "B "]),
        # too far off
        ("« A.\nB.\nC.\nD.\nE », dit-il.", [" A."]),
        ("« A.\n" + "mot " * 400 + "», dit-il.", [" A."]),
        # what begins the paragraph is a link's arrow, not the end of a quotation
        ("« A.\nB\n» Lire aussi : C", [" A."]),
        ("« A », dit-il.\n» Lire aussi : C", [" A "]),
    ],
)
def test_across_paragraphs(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    ("text", "own"),
    [
        (
            "« Nous vaincrons, a déclaré le chef de la milice, car nous sommes libres. »",
            ["a déclaré le chef de la milice"],
        ),
        ("« Nous partons, affirme-t-il, demain. »", ["affirme-t-il"]),
        ("« Nous partons, a-t-elle ajouté. Nous reviendrons. »", ["a-t-elle ajouté"]),
        ("« Nous partons, dit M. Salih, et bientôt. »", ["dit M. Salih"]),
        ("« Nous partons, a indiqué mardi l'armée américaine. »", ["a indiqué mardi l'armée américaine"]),
        ('"Nous partons, explique Barham Salih, et bientôt."', ["explique Barham Salih"]),
        ("« Pourquoi ? écrit le ministre. Parce que. »", ["écrit le ministre"]),
        ("« Nous – a précisé un haut responsable – partons. »", ["a précisé un haut responsable"]),
        ("« Un, dit-il, deux, ajoute-t-il, trois. »", ["dit-il", "ajoute-t-il"]),
        # the speaker's own words
        ("« L'Iran, selon lui, attend. »", []),
        ("« Il a envahi, a déclaré la guerre, puis est parti. »", []),
        ("« Washington, après cela, a averti Bagdad, et l'a répété. »", []),
        ("« Ilich Ramirez, dit Carlos, est en prison. »", []),
        ("« Demain, dira-t-il que nous partons, ou non ? »", []),
        ("« Demain, dira-t-il la vérité ? »", []),
        ("« Quel droit, transforme-t-il un quartier en champ de tir. »", []),
        ("« Des armes, notamment le général Untel, sont parties. »", []),
        ("« Un accord, annonce du gouvernement, est signé. »", []),
        ("« Oui, a déclaré le chef " + "de la milice " * 5 + ", non. »", []),  # too long to be sure
    ],
)
def test_reporting_clauses_inside_the_marks_are_the_outlets(text: str, own: list[str]) -> None:
    inside = text.strip('«»"')
    assert quoted(text) == (re.split("|".join(map(re.escape, own)), inside) if own else [inside])


def test_reporting_clauses_over_paragraphs_and_outside_the_marks() -> None:
    assert quoted("« A.\nB, dit-il, C.\nD », conclut-elle.") == [" A.", "B, ", ", C.", "D "]
    assert quoted("« Nous partons », a déclaré le chef, « demain, dit-il ».") == [" Nous partons ", " demain, "]


def test_a_dialogue_after_dashes_is_the_outlets() -> None:
    assert quoted("– Nous partons, dit-il.\n– Et quand ?") == []


def test_an_unended_quotation_does_not_swallow_a_page() -> None:
    sentence = "Une phrase de plus. "
    text = "« " + sentence * 200
    (span,) = quoted(text)
    assert len(span) <= 1500 and span.endswith("plus.")
    text = "« " + "mot " * 600 + "« B » fin"
    assert quoted(text)[1] == " B "


def test_single_marks_pair_within_reach() -> None:
    assert quoted("Il dit 'non " + "mot " * 100 + "oui'.") == []
    assert quoted("Il dit 'non\nmerci' et part.") == []


def test_the_founding_pages(founding_pages: Path) -> None:
    """Counted by hand; quotations over the whole of a page would betray a mark that was read the wrong way."""
    counts, longest = [], 0
    for page in sorted(founding_pages.glob("*.txt")):
        text = page.read_text(encoding="utf-8").replace("’", "'")
        spans = quoted_spans(text)
        counts.append(len(spans))
        longest = max(longest, int((spans[:, 1] - spans[:, 0]).max()))
    assert counts == [6, 10, 4, 8, 14]
    assert longest < 500


MARKS = st.text(alphabet="«»“”„\"'‘’<>,.: \nabé-(", max_size=60)


@given(st.one_of(st.text(max_size=80), MARKS))
@example("\ud800« \x00")
@example("« " * 200)
@example('"' * 201)
def test_any_string(text: str) -> None:
    spans = quoted_spans(text)
    assert spans.dtype == np.int32 and spans.shape == (len(spans), 2)
    starts, ends = spans[:, 0], spans[:, 1]
    assert (starts < ends).all() and (starts[1:] > ends[:-1]).all()
    assert len(spans) == 0 or (starts[0] >= 1 and ends[-1] <= len(text))
    assert not any("\n" in text[start:end] for start, end in spans.tolist())

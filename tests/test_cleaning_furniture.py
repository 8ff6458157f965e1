"""Which lines are furniture: by what they say, by where they stand, and by what they follow.

The examples are of the kinds that French and English news sites print; they are made up.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from toolkit.cleaning import RULES
from toolkit.cleaning.furniture import find_furniture
from toolkit.cleaning.patterns import fold
from toolkit.cleaning.typography import normalise

DATA = Path(__file__).parent / "cleaning"


def sections(name: str) -> dict[str, list[str]]:
    """The lines of a file of examples, by the heading they stand under."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in (DATA / f"{name}.txt").read_text(encoding="utf-8").split("\n"):
        if line.startswith("## "):
            lines = found.setdefault(line[3:], [])
        elif line and not line.startswith("// "):
            lines.append(line)
    return found


ANYWHERE, AT_THE_EDGES, TEXT, PAGES = map(sections, ("anywhere", "edges", "text", "pages"))

TITLE = "La capitale attend une réponse sur le calendrier du retrait"
PROSE = [
    "Le Parlement a adopté jeudi une résolution qui demande au gouvernement de mettre fin à la présence étrangère.",
    "Une source au ministère a indiqué que les discussions techniques reprendraient lundi dans la capitale.",
    "Les deux délégations se sont séparées sans annoncer de date, mais chacune a salué un climat qu'elle a jugé franc.",
    "Aucune des parties n'a souhaité donner de détails sur le nombre de soldats qui resteront sur place.",
]


def judge(lines: list[str], **known: str) -> list[str | None]:
    """The rule of each line of a page."""
    written = [normalise(line)[0] for line in lines]
    return find_furniture(written, [fold(line) for line in written], **known)


@pytest.mark.parametrize("rule", ANYWHERE)
def test_furniture_is_removed_wherever_it_stands(rule):
    assert rule in RULES
    for line in ANYWHERE[rule]:
        nothing = [None, None, None]
        assert judge([TITLE, *PROSE[:2], line, *PROSE[2:]]) == [*nothing, rule, None, None], line


@pytest.mark.parametrize("rule", AT_THE_EDGES)
def test_furniture_of_the_edges_is_removed_there_only(rule):
    for line in AT_THE_EDGES[rule]:
        within = judge([TITLE, *PROSE[:2], line, *PROSE[2:]])
        head = judge([TITLE, "Publié le 8 juillet 2020", line, *PROSE])
        foot = judge([TITLE, *PROSE, line, "Laisser un commentaire"])
        assert rule in (head[2], foot[5]), line
        assert within == [None] * 6, line


def test_text_that_looks_like_furniture_stays():
    lines = TEXT["stays wherever it stands"]
    assert len(lines) > 300
    for line in lines:
        assert judge([TITLE, line, *PROSE]) == [None] * 6, line
        assert judge([TITLE, *PROSE[:2], line, *PROSE[2:]]) == [None] * 6, line
        assert judge([TITLE, *PROSE, line]) == [None] * 6, line
    for line in TEXT["stays between two paragraphs"]:
        assert judge([TITLE, *PROSE[:2], line, *PROSE[2:]]) == [None] * 6, line


def test_sentences_of_newspapers_and_parliament_stay(shared):
    corpora = json.loads((shared / "samples" / "ner" / "sequoia_ne_spans.json").read_text(encoding="utf-8"))
    sentences = [row["text"] for name in ("annodis_news", "europarl") for row in corpora[name]]
    assert len(sentences) > 1000
    for sentence in sentences:
        assert judge([TITLE, sentence, *PROSE])[1] is None, sentence
        assert judge([TITLE, *PROSE[:2], sentence, *PROSE[2:]])[3] is None, sentence
        assert judge([TITLE, *PROSE, sentence])[5] is None, sentence


# Where a line stands.


def test_dates_of_a_chronology_stay():
    page = [TITLE, "8 juillet 2020", PROSE[0], "3 janvier 2020", PROSE[1], "5 janvier 2020", PROSE[2]]
    assert judge(page) == [None, "date-line", None, None, None, None, None]


def test_the_section_above_a_known_title_goes():
    page = ["Affaires intérieures", TITLE, *PROSE]
    assert judge(page) == [None] * 6
    assert judge(page, title=TITLE) == ["navigation", *[None] * 5]


def test_dates_and_buttons_under_the_opening_paragraph_go():
    page = [TITLE, PROSE[0], "Mona Hassan avec AFP", "8 juillet 2020", "Partager", *PROSE[1:]]
    assert judge(page) == [None, None, "source-credit", "date-line", "share-buttons", None, None, None]


def test_numbers_count_as_counters_beside_furniture_only():
    assert judge([TITLE, *PROSE, "Partager", "128"])[-1] == "counter"
    assert judge([TITLE, *PROSE[:2], "128", *PROSE[2:]]) == [None] * 6


def test_the_last_line_of_a_dispatch_may_name_its_agency():
    within = "Des manifestants sur un pont de la capitale (AFP)"
    assert judge([TITLE, *PROSE[:2], within, *PROSE[2:]])[3] == "caption-credit"
    assert judge([within, *PROSE]) == [None] * 5
    assert judge([TITLE, *PROSE, "Le bilan pourrait encore s'alourdir (AFP)"])[-1] is None


# What follows a heading.


def test_the_headline_under_a_pointer_goes_and_the_text_after_it_stays():
    page = [
        TITLE,
        PROSE[0],
        "Lire aussi",
        "Pourquoi les partis temporisent encore à Bagdad",
        "Une trêve fragile",
        *PROSE[1:],
    ]
    assert judge(page) == [None, None, "read-more", "other-headlines", None, None, None, None]


def test_headlines_with_bullets_go_together():
    page = [
        TITLE,
        PROSE[0],
        "À lire aussi :",
        "• Les partis temporisent",
        "• Le prix du pain monte encore",
        PROSE[1],
        PROSE[2],
    ]
    assert judge(page) == [None, None, "read-more", None, None, None, None]
    page[3] = "• Les partis temporisent encore"
    assert judge(page) == [None, None, "read-more", "other-headlines", "other-headlines", None, None]


def test_headlines_after_the_end_go():
    others = ["Un séisme secoue le nord du pays", "Que faire ce week-end ?", "Football : la finale reportée à dimanche"]
    for end in ("Laisser un commentaire", "Sur le même sujet", "Les plus lus", "Partager", "Par Mona Hassan"):
        assert judge([TITLE, *PROSE, end, *others])[-3:] == ["other-headlines"] * 3, end
    assert judge([TITLE, *PROSE, *others])[-3:] == [None] * 3  # without a heading they may be anything


def test_keywords_under_their_heading_go():
    assert judge([TITLE, *PROSE, "Mots clés", "Irak", "défense", "États-Unis"])[-3:] == ["tags"] * 3


def test_previews_of_other_articles_go_only_after_the_end():
    previews = [
        "Un séisme secoue le nord du pays",
        "Le prix du pain monte encore",
        "Les boulangers de la capitale disent ne plus pouvoir tenir leurs tarifs.",
        "La finale reportée à dimanche",
    ]
    assert judge([TITLE, *PROSE, "Articles similaires", *previews])[-4:] == ["other-headlines"] * 4
    # The same heading before the article goes on.
    page = [TITLE, PROSE[0], "Articles similaires", "Un séisme secoue le nord du pays", *PROSE[1:]]
    assert judge(page) == [None, None, "read-more", "other-headlines", None, None, None]


def test_readers_comments_go():
    said = (
        "Tout cela était écrit depuis longtemps, et personne n'a voulu l'entendre. On s'étonnera encore dans dix ans."
    )
    page = [
        TITLE,
        *PROSE,
        "2 commentaires",
        "Mona dit :",
        "9 juillet 2020 à 10:12",
        said,
        "Répondre",
        "Karim dit :",
        said[:70] + ".",
    ]
    rules = judge(page)
    assert rules[5:] == [
        "comments",
        "reader-comments",
        "reader-comments",
        "reader-comments",
        "reader-comments",
        "reader-comments",
        "reader-comments",
    ]


def test_a_comment_prompt_above_the_article_hides_nothing():
    assert judge([TITLE, "Laisser un commentaire", *PROSE]) == [None, "comments", None, None, None, None]


def test_pleas_go_at_the_foot_and_their_like_stays_in_the_article():
    plea = (
        "Notre rédaction ne dépend d'aucun groupe et vit de ses lecteurs : si vous le pouvez, prenez un abonnement ou "
        "faites connaître notre site autour de vous, car aucune subvention ne viendra remplacer votre soutien."
    )
    assert judge([TITLE, *PROSE, plea])[-1] == "donation"
    assert judge([TITLE, *PROSE, plea, "* * *", "Partager"])[5] == "donation"
    assert judge([TITLE, PROSE[0], plea, *PROSE[1:]]) == [None] * 6
    assert judge([TITLE, *PROSE, f"« {plea} »"])[-1] is None


# What a page prints twice.

CAPTION = "Des cadets défilent devant le ministère de la Défense au nord de la capitale"


def test_a_caption_printed_twice_goes_with_both_copies():
    for one, two in [
        (f"{CAPTION}. (Photo par Mona Hassan / AFP)", f"{CAPTION}. (Photo par Mona Hassan / AFP)"),
        (CAPTION, f"{CAPTION} Armée"),
        (CAPTION, f"{CAPTION} - Crédit : Bureau de presse du ministère"),
        (f"Une image diffusée mardi : {CAPTION.lower()}.", f"Une image diffusée mardi : {CAPTION.lower()}."),
        (f"{CAPTION}, le 3 mars 2020.", f"{CAPTION}, le 3 mars 2020."),
        (
            "Une photo publiée par la cellule de presse montre un camion après le tir qui avait servi de prétexte.",
            "Une photo publiée par la cellule de presse montre un camion après le tir qui a été pris pour prétexte.",
        ),
    ]:
        rules = judge([TITLE, *PROSE[:2], one, two, *PROSE[2:]])
        assert rules[3] and rules[4] and {rules[3], rules[4]} <= {"caption-repeated", "caption-credit"}, one
        assert [rules[i] for i in (0, 1, 2, 5, 6)] == [None] * 5


def test_of_other_lines_printed_twice_the_first_stays():
    assert judge([TITLE, PROSE[0], PROSE[1], PROSE[0], PROSE[2]]) == [None, None, None, "repeated-line", None]
    assert judge([TITLE, PROSE[0], CAPTION, CAPTION, PROSE[1]]) == [None, None, None, "repeated-line", None]
    assert judge([TITLE, *PROSE, TITLE], title=TITLE)[-1] == "repeated-line"
    assert judge([f"{TITLE} - Le Courrier", TITLE, *PROSE], title=TITLE)[:2] == ["repeated-line", None]
    assert judge([TITLE, *PROSE, f"{TITLE} | Le Courrier"])[-1] == "repeated-line"


def test_short_lines_and_parallel_sentences_may_repeat():
    assert judge([TITLE, PROSE[0], "Le statu quo", PROSE[1], "Le statu quo", PROSE[2]]) == [None] * 6
    one = "Le 3 mars, une roquette est tombée près de l'ambassade sans faire de blessé ni de dégât important."
    two = "Le 5 mars, une roquette est tombée près de l'ambassade sans faire de blessé ni de dégât important."
    assert judge([TITLE, PROSE[0], one, two, PROSE[1]]) == [None] * 5


# Untrusted text must not hold the search up.


@pytest.mark.parametrize(
    "line",
    [
        "email" * 60,
        "partager " * 30,
        "a lire " * 40,
        "x" * 5000,
        "lire aussi " + "- " * 200,
        "(" * 300,
        "12 " * 100,
        "/ afp " * 40,
        "et " * 200,
        "1" + "-a" * 50_000,
        "a@" * 20_000,
    ],
)
def test_odd_lines_do_not_hold_the_search_up(line):
    judge([TITLE, *PROSE[:2], line, *PROSE[2:]])


# Whole pages.


@pytest.mark.parametrize("title_known", [True, False])
@pytest.mark.parametrize("name", PAGES)
def test_pages(name, title_known):
    marks, lines = zip(*((line[0], line[2:]) for line in PAGES[name]), strict=True)
    known = {"title": lines[marks.index("=")].lstrip(" •")} if title_known else {}
    rules = judge(list(lines), **known)
    wrong = [
        (mark, line, rule) for mark, line, rule in zip(marks, lines, rules, strict=True) if (mark == "+") != bool(rule)
    ]
    assert wrong == []

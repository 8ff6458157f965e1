"""What pages, names and folders say of source, date, title and author, and how sure that is."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from toolkit.reading import Reading, read

PROSE = (
    "Les deux délégations se sont retrouvées dans la capitale pour parler du calendrier des prochains mois et de la "
    "sécurité des aéroports, a indiqué un porte-parole du ministère."
)
MORE = (
    "Le document compte douze pages, et il ne dit rien du nombre de soldats ni des bases qui seront rendues à l'armée "
    "du pays avant la fin de l'année."
)
LAST = "Une autre séance est prévue dans les semaines qui viennent, selon deux participants à cette rencontre."
BODY = f"{PROSE}\n\n{MORE}\n\n{LAST}"


def corpus(folder: Path, pages: dict[str, str]) -> Reading:
    for name, text in pages.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return read(folder)


def one(folder: Path, text: str, name: str = "a.txt") -> tuple[pd.Series, list[tuple[str, str, str, str]]]:
    """The row of a page and what is said of it: field, value, origin, confidence."""
    reading = corpus(folder, {name: text})
    (doc_id,) = reading.documents.index
    said = reading.metadata[["field", "value", "origin", "confidence"]].itertuples(index=False, name=None)
    return reading.documents.loc[doc_id], list(said)


def day(row: pd.Series) -> str | None:
    return None if pd.isna(row["date"]) else f"{row['date']:%Y-%m-%d}"


@pytest.mark.parametrize(
    ("head", "expected", "origin"),
    [
        ("8 juillet 2020 à 03h52", "2020-07-08", "date and time on a line of its own"),
        ("Sep 27, 2020 15:14 UTC", "2020-09-27", "date and time on a line of its own"),
        ("jeudi 11 juin 2020", "2020-06-11", "date on a line of its own"),
        ("Le 11 juin 2020", "2020-06-11", "date on a line of its own"),
        ("11/06/2020", "2020-06-11", "date on a line of its own"),
        ("Monde | 11 juin 2020 | 3 min de lecture", "2020-06-11", "date on a line of its own"),
        ("11 juin 2020 - Par Anne Martin", "2020-06-11", "date on a line of its own"),
        ("11 juin 2020 à 10h05 par Anne Martin", "2020-06-11", "date and time on a line of its own"),
        ("Par Anne Martin le 11 juin 2020", "2020-06-11", "date on a line of its own"),
        ("Publié le 11/06/2020", "2020-06-11", "publication date on the page"),
        ("Publié le\n11/06/2020", "2020-06-11", "publication date on the page"),
        ("Par Anne Martin, publié le 11 juin 2020 à 14:05", "2020-06-11", "publication date on the page"),
        ("Mis en ligne le 11 juin 2020 à 9h", "2020-06-11", "publication date on the page"),
        ("Mis à jour le 12/06/2020 - Publié le 11/06/2020", "2020-06-11", "publication date on the page"),
        ("Publié le 11/06/2020 à 10h, mis à jour le 12/06/2020 à 8h", "2020-06-11", "publication date on the page"),
        ("Published June 11, 2020", "2020-06-11", "publication date on the page"),
        ("Published 06/25/2020", "2020-06-25", "publication date on the page"),
    ],
)
def test_a_date_that_the_page_states_is_inferred(tmp_path: Path, head: str, expected: str, origin: str) -> None:
    row, said = one(tmp_path, f"Un accord de plus sur les bases du pays\n\n{head}\n\n{BODY}")
    assert day(row) == expected
    assert [line for line in said if line[0] == "date"] == [("date", expected, origin, "inferred")]


@pytest.mark.parametrize(
    ("line", "values", "origin"),
    [
        ("Le calendrier a été signé le jeudi 11 juin 2020 par les deux délégations, au terme d'une longue nuit.",
         ["2020-06-11"], "date mentioned"),
        ("Des soldats devant la base, le 19 janvier 2020", ["2020-01-19"], "date mentioned"),
        ("Photo du 19 janvier 2020", ["2020-01-19"], "date mentioned"),
        ("© 11 juin 2020", ["2020-06-11"], "date mentioned"),
        ("Mis à jour le 12 juin 2020", ["2020-06-12"], "date of the last change"),
        ("Published 06/11/2020", ["2020-11-06", "2020-06-11"], "date mentioned"),
        ("06/11/2020 10:15 AM", ["2020-11-06", "2020-06-11"], "date mentioned"),
    ],
)  # fmt: skip
def test_a_date_in_passing_is_only_suggested(tmp_path: Path, line: str, values: list[str], origin: str) -> None:
    row, said = one(tmp_path, f"Un accord de plus sur les bases du pays\n\n{line}\n\n{BODY}")
    assert day(row) is None
    assert [said_of for said_of in said if said_of[0] == "date"] == [
        ("date", value, origin, "suggested") for value in values
    ]


def test_month_first_dates_on_a_page_put_the_others_in_doubt(tmp_path: Path) -> None:
    row, _ = one(tmp_path, f"Un accord de plus sur les bases du pays\n\n06/11/2020\n\nModifié : 06/25/2020\n\n{BODY}")
    assert day(row) is None


def test_two_bare_dates_cancel_each_other_and_a_phrase_decides(tmp_path: Path) -> None:
    row, said = one(tmp_path, f"12 mars 2021\n\nUn accord de plus sur les bases\n\n11 juin 2020\n\n{BODY}", "a.txt")
    assert day(row) is None
    assert [line[1] for line in said if line[0] == "date"] == ["2021-03-12", "2020-06-11"]
    row, _ = one(tmp_path, f"12 mars 2021\n\nUn accord de plus sur les bases\n\nPublié le 11 juin 2020\n\n{BODY}")
    assert day(row) == "2020-06-11"


@pytest.mark.parametrize(
    "dateline",
    [
        "BAGDAD, 3 janvier 2020 (XX) - ",
        "BAGDAD, 3 janv. 2020 (XX) — ",
        "Bagdad, le 3 janvier 2020 – ",
        "BAGDAD (Irak), 3 janvier 2020 (XX) -- ",
        "WASHINGTON/BAGDAD, Jan 3, 2020 (XX) - ",
    ],
)
def test_a_dateline_is_inferred(tmp_path: Path, dateline: str) -> None:
    row, said = one(tmp_path, f"Un accord de plus sur les bases du pays\n\n{dateline}{BODY}")
    assert day(row) == "2020-01-03"
    assert ("date", "2020-01-03", "dateline", "inferred") in said


def test_a_sentence_that_begins_with_a_place_and_a_date_is_no_dateline(tmp_path: Path) -> None:
    row, _ = one(tmp_path, f"Un accord de plus sur les bases du pays\n\nBagdad, 3 janvier 2020. {BODY}")
    assert day(row) is None


def test_a_date_at_the_foot(tmp_path: Path) -> None:
    page = f"Un accord de plus sur les bases du pays\n\n{BODY}\n\n11 juin 2020"
    row, said = one(tmp_path, page)
    assert day(row) == "2020-06-11"
    assert ("date", "2020-06-11", "date at the foot of the page", "inferred") in said


@pytest.mark.parametrize("heading", ["Commentaires", "À lire aussi", "Articles similaires", "Related"])
def test_dates_below_the_article_belong_to_others(tmp_path: Path, heading: str) -> None:
    page = f"Un accord de plus sur les bases du pays\n\n{BODY}\n\n{heading}\n\nUn autre titre\n\n12 juin 2020"
    assert day(one(tmp_path, page)[0]) is None


def test_the_order_of_trust_among_dates(tmp_path: Path) -> None:
    page = "Un accord de plus sur les bases du pays\n\n{}\n\n" + BODY
    reading = corpus(
        tmp_path,
        {
            "2020-06/2020-06-11_page.txt": page.format("Publié le 10 juin 2020"),
            "2020-06/2020-06-12_page.txt": page.format("10 juin 2020") + " Deux.",
            "2020-06/page.txt": page.format("10 juin 2020") + " Trois.",
            "2020-06/rien.txt": page.format("Rien") + " Quatre.",
            "2020/06/13/rien.txt": page.format("Rien") + " Cinq.",
            "2020/rien.txt": page.format("Rien") + " Six.",
        },
    )
    used = reading.metadata[reading.metadata["field"] == "date"]
    assert used[["doc_id", "value", "origin", "confidence"]].values.tolist() == [
        ["2020/06/13/rien", "2020-06-13", "folder name", "inferred"],
        ["2020/rien", "2020", "folder name, year only", "suggested"],
        ["2020-06/2020-06-11_page", "2020-06-10", "publication date on the page", "inferred"],
        ["2020-06/2020-06-11_page", "2020-06-11", "file name", "suggested"],
        ["2020-06/2020-06-11_page", "2020-06", "folder name, month only", "suggested"],
        ["2020-06/2020-06-12_page", "2020-06-12", "file name", "inferred"],
        ["2020-06/2020-06-12_page", "2020-06", "folder name, month only", "suggested"],
        ["2020-06/2020-06-12_page", "2020-06-10", "date on a line of its own", "suggested"],
        ["2020-06/page", "2020-06-10", "date on a line of its own", "inferred"],
        ["2020-06/page", "2020-06", "folder name, month only", "suggested"],
        ["2020-06/rien", "2020-06", "folder name, month only", "inferred"],
    ]
    assert day(reading.documents.loc["2020-06/rien"]) == "2020-06-01"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("Un accord de plus sur les bases du pays", "Un accord de plus sur les bases du pays"),
        ("in\n\nUn accord de plus sur les bases du pays", "Un accord de plus sur les bases du pays"),
        ("  • Un accord qui fait long feu !", "Un accord qui fait long feu !"),
        ("Accueil\nMonde > Moyen-Orient > Irak\nPartager\n7 min de lecture\n« Un accord », dit le ministre",
         "« Un accord », dit le ministre"),
        ("Crise en Irak\nLes délégations cherchent un accord", "Les délégations cherchent un accord"),
        ("Par Anne Martin\n11 juin 2020\nUn accord de plus", "Un accord de plus"),
        ("Des soldats devant la base (Photo : Untel)\nUn accord de plus", "Un accord de plus"),
        ("3 000 soldats de moins", "3 000 soldats de moins"),
        (PROSE, None),
        ("Publicité", None),
        ("une ligne sans majuscule au début", None),
        ("Une phrase courte et finie.", None),
    ],
)  # fmt: skip
def test_the_title_is_the_first_line_that_looks_like_a_headline(tmp_path: Path, head: str, title: str | None) -> None:
    row, _ = one(tmp_path, f"{head}\n\n{BODY}")
    assert (None if pd.isna(row["title"]) else row["title"]) == title


def test_a_line_that_pages_of_a_source_share_is_not_their_title(tmp_path: Path) -> None:
    head = "Le Courrier de la Vallée"
    titles = ["Un accord de plus", "La base sera rendue", "Les troupes se retirent"]
    pages = {f"courrier/{n}.txt": f"{head}\n\n{title}\n\n{BODY} {n}" for n, title in enumerate(titles)}
    assert corpus(tmp_path, pages).documents["title"].tolist() == titles


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("Ecrit par Anne Martin", "Anne Martin"),
        ("Par Anne Martin", "Anne Martin"),
        ("Par Anne Martin, envoyée spéciale à Bagdad", "Anne Martin"),
        ("Par Anne Martin et Paul de La Tour", "Anne Martin et Paul de La Tour"),
        ("PAR ANNE MARTIN LE 11 JUIN 2020", "ANNE MARTIN"),
        ("Publié par Anne Martin le 11 juin 2020", "Anne Martin"),
        ("Le 11 juin 2020 à 10h05 par Anne Martin", "Anne Martin"),
        ("Par La Rédaction", "La Rédaction"),
        ("By Ann Martin | June 11, 2020", "Ann Martin"),
        ("Auteur : Ali al-Hassan", "Ali al-Hassan"),
        ("Par ailleurs", None),
        ("Traduit par Anne Martin", None),
        ("Par Anne Martin a été écrite une page que personne n'a lue, et que tous ont pourtant citée ce jour-là", None),
    ],
)
def test_the_byline(tmp_path: Path, line: str, author: str | None) -> None:
    row, _ = one(tmp_path, f"Un accord de plus sur les bases du pays\n\n{BODY}\n\n{line}")
    assert (None if pd.isna(row["author"]) else row["author"]) == author


def test_an_agency_mark_is_only_suggested(tmp_path: Path) -> None:
    page = f"Un accord de plus sur les bases\n\nLa base (Photo par Untel / AFP)\n\n(Nouvelles.example) – {BODY}"
    row, said = one(tmp_path, page)
    assert pd.isna(row["source"])
    assert [line for line in said if line[0] == "source"] == [
        ("source", "Nouvelles.example", "agency mark", "suggested")
    ]


@pytest.mark.parametrize("start", ["BAGDAD (AFP) - ", "(AFP) – ", "Bagdad, 3 janvier (AFP) — "])
def test_an_agency_after_a_place(tmp_path: Path, start: str) -> None:
    _, said = one(tmp_path, f"Un accord de plus sur les bases\n\n{start}{BODY}")
    assert ("source", "AFP", "agency mark", "suggested") in said


def test_a_source_line_is_only_suggested(tmp_path: Path) -> None:
    row, said = one(tmp_path, f"Un accord de plus sur les bases\n\n{BODY}\n\nSource : Le Courrier")
    assert pd.isna(row["source"])
    assert ("source", "Le Courrier", "source line on the page", "suggested") in said


def sources(folder: Path, names: list[str]) -> dict[str, tuple[str | None, str]]:
    """Source and confidence by file, of pages with those names."""
    reading = corpus(folder, {name: f"{BODY} {number}" for number, name in enumerate(names)})
    said = reading.metadata[reading.metadata["field"] == "source"].drop_duplicates("doc_id").set_index("doc_id")
    return {
        row["path"]: (None, "") if doc_id not in said.index else tuple(said.loc[doc_id, ["value", "confidence"]])
        for doc_id, row in reading.documents.iterrows()
    }


def test_a_folder_is_a_source_unless_it_says_nothing(tmp_path: Path) -> None:
    names = [
        "courrier/2020-06/a.txt",
        "articles/gazette/a.txt",
        "2020-06-11/a.txt",
        "txt/a.txt",
        "a.txt",
        "31e52ad88b/a.txt",
    ]
    assert sources(tmp_path, names) == {
        "courrier/2020-06/a.txt": ("courrier", "inferred"),
        "articles/gazette/a.txt": ("gazette", "inferred"),
        "2020-06-11/a.txt": (None, ""),
        "txt/a.txt": (None, ""),
        "a.txt": (None, ""),
        "31e52ad88b/a.txt": (None, ""),
    }


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["courrier_1.txt", "courrier_2.txt", "gazette-1.txt", "gazette-2.txt"],
         ["courrier", "courrier", "gazette", "gazette"]),
        (["courrier_2020-06-11.txt", "courrier_2020-06-12.txt", "gazette_20200611.txt", "gazette_20200612.txt"],
         ["courrier", "courrier", "gazette", "gazette"]),
        (["courrier_un-accord.txt", "courrier_la-base.txt", "gazette_un-accord.txt", "gazette_la-base.txt"],
         ["courrier", "courrier", "gazette", "gazette"]),
        (["2020-06-11_courrier_un-accord.txt", "2020-06-12_courrier_la-base.txt", "2020-06-11_gazette_un-accord.txt",
          "2020-06-12_gazette_la-base.txt"], ["courrier", "gazette", "courrier", "gazette"]),
    ],
)  # fmt: skip
def test_the_beginning_of_file_names_is_a_source(tmp_path: Path, names: list[str], expected: list[str]) -> None:
    assert list(sources(tmp_path, names).values()) == [(source, "inferred") for source in expected]


@pytest.mark.parametrize(
    "names",
    [
        ["irak_1.txt", "irak_2.txt"],
        ["irak_un_accord.txt", "irak_la_base.txt", "iran_une_menace.txt", "iran_la_frontiere.txt", "seul.txt"],
    ],
)
def test_what_may_be_the_subject_is_only_suggested(tmp_path: Path, names: list[str]) -> None:
    assert {confidence for _, confidence in sources(tmp_path, names).values()} <= {"suggested", ""}


@pytest.mark.parametrize(
    "names",
    [
        ["000_01bc383479539d26.txt", "001_9a52137e501877dd.txt"],
        ["article-1.txt", "article-2.txt", "page-1.txt", "page-2.txt"],
        ["2020-06-11_titre.txt", "2020-06-12_titre.txt"],
        ["le-general.txt", "le-ministre.txt", "la-base-3.txt"],
        ["12.txt", "13.txt"],
    ],
)
def test_numbers_hashes_and_titles_are_not_sources(tmp_path: Path, names: list[str]) -> None:
    assert set(sources(tmp_path, names).values()) == {(None, "")}


HTML = """<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8">
<title>Un accord de plus - Le Courrier</title>{head}
</head><body><nav><a href="/">Accueil</a><a href="/monde">Monde</a></nav><article><h1>Un accord de plus</h1>{meta}
<p>{prose}</p><p>{more}</p><p>{last}</p></article><aside><ul><li><a href="/x">Autre titre</a>
<span class="date">12 juin 2020</span></li></ul></aside><footer>© 2023 Le Courrier</footer></body></html>"""


def html(head: str = "", meta: str = "") -> str:
    return HTML.format(head=head, meta=meta, prose=PROSE, more=MORE, last=LAST)


@pytest.mark.parametrize(
    ("head", "meta", "expected", "origin"),
    [
        ('<meta property="article:published_time" content="2020-06-11T08:30:00+02:00">'
         '<meta property="article:modified_time" content="2020-06-14">', "", "2020-06-11", "HTML publication date"),
        ('<script type="application/ld+json">{"datePublished": "2020-06-11T08:30:00Z"}</script>',
         "", "2020-06-11", "HTML publication date"),
        ("", '<time datetime="2020-06-11T10:00:00Z">il y a un an</time>', "2020-06-11", "HTML time"),
        ('<link rel="canonical" href="https://courrier.example/2020/06/11/accord">', "", "2020-06-11", "web address"),
        ("", "<div>Par Anne Martin | Publié le 11 juin 2020</div>", "2020-06-11", "publication date on the page"),
        ("", "<span>11 juin 2020 à 10h</span>", "2020-06-11", "date and time on a line of its own"),
    ],
)  # fmt: skip
def test_the_date_of_an_html_page(tmp_path: Path, head: str, meta: str, expected: str, origin: str) -> None:
    row, said = one(tmp_path, html(head, meta), "a.html")
    assert day(row) == expected
    assert next(line for line in said if line[0] == "date") == ("date", expected, origin, "inferred")


def test_dates_in_the_margin_or_of_the_last_change_are_not_that_of_an_html_page(tmp_path: Path) -> None:
    row, said = one(tmp_path, html('<meta property="article:modified_time" content="2020-06-14">'), "a.html")
    assert day(row) is None
    assert {confidence for field, _, _, confidence in said if field == "date"} == {"suggested"}
    assert day(one(tmp_path, html(), "a.html")[0]) is None


def test_text_title_author_and_source_of_an_html_page(tmp_path: Path) -> None:
    head = '<meta property="og:site_name" content="Le Courrier"><meta name="author" content="Anne Martin">'
    row, said = one(tmp_path, html(head), "a.html")
    assert row["text"].split("\n")[-3:] == [PROSE, MORE, LAST]
    assert (row["title"], row["author"], row["source"]) == ("Un accord de plus", "Anne Martin", "Le Courrier")
    assert ("source", "Le Courrier", "HTML site name", "inferred") in said
    head = '<link rel="canonical" href="https://www.courrier.example/accord">'
    row, said = one(tmp_path, html(head), "a.html")
    assert row["source"] == "courrier.example"
    assert ("source", "courrier.example", "domain", "inferred") in said


def test_a_folder_is_believed_before_the_site(tmp_path: Path) -> None:
    row, said = one(tmp_path, html('<meta property="og:site_name" content="Le Courrier">'), "courrier/a.html")
    assert row["source"] == "courrier"
    assert ("source", "Le Courrier", "HTML site name", "suggested") in said


def test_html_in_a_text_file_and_text_in_an_html_file(tmp_path: Path) -> None:
    reading = corpus(tmp_path, {"a.txt": html(), "b.html": f"Un accord\n\n{BODY} Et < 3."})
    assert reading.documents.loc["a", "text"].split("\n")[-1] == LAST
    assert reading.documents.loc["b", "text"] == f"Un accord\n\n{BODY} Et < 3."


def test_the_founding_pages(founding_pages: Path) -> None:
    reading = read(founding_pages)
    table = reading.documents
    assert table.index.tolist() == [file.stem for file in sorted(founding_pages.glob("*.txt"))]
    assert table["date"].dt.strftime("%Y-%m-%d").fillna("").tolist() == ["", "2020-07-08", "", "2020-09-27", ""]
    assert table["source"].isna().all()
    assert table["item"].isna().all()
    starts = ["", "Le général américain confiant", "", "Coup de bluff", "L'Iran regarde depuis"]
    assert table["title"].isna().tolist() == [not start for start in starts]
    assert all(title.startswith(start) for title, start in zip(table["title"].fillna(""), starts, strict=True))
    assert len(reading.skipped) == 0
    said = reading.metadata.assign(doc_id=reading.metadata["doc_id"].str[:3])
    dates = said[said["field"].isin(["date", "source"])]
    assert dates[["doc_id", "field", "value", "origin", "confidence"]].values.tolist() == [
        ["000", "date", "2020-06-11", "date mentioned", "suggested"],
        ["001", "date", "2020-07-08", "date and time on a line of its own", "inferred"],
        ["002", "date", "2020-01", "date mentioned, month only", "suggested"],
        ["003", "date", "2020-09-27", "date and time on a line of its own", "inferred"],
        ["004", "source", "CNSNews.com", "agency mark", "suggested"],
        ["004", "date", "2020-01", "date mentioned, month only", "suggested"],
        ["004", "date", "2020-03", "date mentioned, month only", "suggested"],
    ]
    for file in founding_pages.glob("*.txt"):
        assert table.loc[file.stem, "text"] == file.read_bytes().decode("utf-8")

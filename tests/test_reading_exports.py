"""Europresse, Factiva and IRaMuTeQ exports: synthetic ones in their structure, and real samples."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from toolkit.reading import Reading, read
from toolkit.schema import CorpusError

FIELDS = ["source", "date", "title", "author", "text"]


def table(reading: Reading) -> list[list[Any]]:
    """Item, source, date, title, author and text of every document; None where unknown."""
    frame = reading.documents.assign(date=reading.documents["date"].dt.strftime("%Y-%m-%d"))
    rows = frame[["item", *FIELDS]].astype("object")
    return rows.where(rows.notna(), None).values.tolist()


def skipped(reading: Reading) -> list[list[object]]:
    return reading.skipped[["path", "item", "reason"]].values.tolist()


# Europresse -----------------------------------------------------------------------------------------------------------

OLD = """<html><head><META content="text/html; charset=ISO-8859-1"></head><body>
<form><input type="button" value="Sauvegarder"></form>
<table><tr><td><table id="tbHeaderImages"><tr><td><img src="x.gif"><br></td></tr></table>
<span class="DocPublicationName">Le Courrier, no. 5968</span><br><span class="DocHeader">Monde, </span>
<span class="DocHeader">ce jeudi </span><span class="DocHeader">11 juin 2020</span><span class="DocHeader">, p. 3</span>
<br><br><span class="TitreArticleVisu">Un accord <span style="color:red">de plus</span></span><br><br>Anne Martin<br>
<p></p>
<font style="font-weight:bold;">Première phrase à l'été.</font> Suite.<p></p>Second paragraphe.<p></p>
<b><i>© 2020 Le Courrier. Tous droits réservés.</i></b><p></p>Numéro de document : news·20200611·LC·1<br>
<table><tr><td>Ce certificat est émis à <b>Université</b></td></tr></table></td></tr></table>
<p><br><table><tr><td><span class="DocPublicationName">La Gazette</span><br>
<span class="DocHeader">12 juin 2020</span><br>
<span class="TitreArticleVisu">Sans auteur</span><br><br>Une seule phrase.<p></p>
Numéro de document : news·20200612·LG·2<br>
</td></tr></table>
<p><br><table><tr><td><span class="DocPublicationName">La Gazette</span><br>
<span class="DocHeader">13 juin 2020</span><br>
<span class="TitreArticleVisu">Sans texte</span><br><br>© 2020 La Gazette.<p></p>
Numéro de document : news·20200613·LG·3<br>
</td></tr></table></body></html>"""

NEW = """<!DOCTYPE html> <html> <head> <meta charset="utf-8"> <title></title></head> <body>
<article> <header> <div class="rdp__DocPublicationName">
<span class="DocPublicationName">Le Courrier (site web) </span></div>
<div><span class="DocHeader">Monde, jeudi 11 juin 2020 - 10:00 UTC +02:00, p. MDE6</span></div>
<div class="titreArticle"><p class="sm-margin-TopNews">MOYEN-ORIENT</p>
<p class="sm-margin-TopNews titreArticleVisu rdp__articletitle">Un accord de plus </p>
<p class="sm-margin-bottomNews">Anne Martin</p></div></header>
<section><div class="DocText clearfix"><p>Le chapeau.</p>
<div class="docOcurrContainer"><p>Du texte : un <mark>mot</mark>.</p>
<p>Autre <i>paragraphe</i>.</p></div></div></section>
<aside><p><b>Illustration(s) : </b></p><p>Une photo.</p></aside>
<footer><small>© 2020 Le Courrier. Tous droits réservés.</small>
<div class="publiC-lblNodoc">news·20200611·LC·1</div></footer></article>
<article> <header><span class="DocPublicationName">Le Courrier</span><span class="DocPublicationName">LC</span>
<div><span class="DocHeader">December 24, 2020</span></div>
<div class="titreArticle"><div class="titreArticleVisu">Deuxième titre</div></div><div>Paul Petit</div></header>
<section><p>Sans bloc de texte.</p></section></article>
<article> <header><span class="DocPublicationName">Le Courrier</span>
<div class="titreArticle"><p class="titreArticleVisu">La date est au pied</p></div></header>
<section><p>Du texte.</p></section><footer><span id="PubliC_lblNodoc">news·20201231·LC·0q</span></footer></article>
<article> <header><span class="DocPublicationName">Le Courrier</span>
<div><span class="DocHeader">11 juin 2020</span></div>
<div class="titreArticle"><p class="titreArticleVisu">Sans texte</p></div></header> <section> </section></article>
<article><section><p>Ni titre, ni journal, ni date.</p></section></article>
</body> </html>"""


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_europresse_of_the_first_generation(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "export.html").write_bytes(OLD.encode(encoding))
    reading = read(tmp_path / "export.html")
    assert table(reading) == [
        [1, "Le Courrier", "2020-06-11", "Un accord de plus", "Anne Martin",
         "Première phrase à l'été. Suite.\nSecond paragraphe."],
        [2, "La Gazette", "2020-06-12", "Sans auteur", None, "Une seule phrase."],
    ]  # fmt: skip
    assert skipped(reading) == [["export.html", 3, "Europresse article without text"]]
    assert set(reading.metadata["confidence"]) == {"given"}


def test_europresse_of_the_later_generations(tmp_path: Path) -> None:
    (tmp_path / "export.HTM").write_text(NEW, encoding="utf-8")
    reading = read(tmp_path)
    assert reading.documents.index.tolist() == ["export#1", "export#2", "export#3"]
    assert table(reading) == [
        [1, "Le Courrier (site web)", "2020-06-11", "Un accord de plus", "Anne Martin",
         "Le chapeau.\nDu texte : un mot.\nAutre paragraphe."],
        [2, "Le Courrier", "2020-12-24", "Deuxième titre", "Paul Petit", "Sans bloc de texte."],
        [3, "Le Courrier", "2020-12-31", "La date est au pied", None, "Du texte."],
    ]  # fmt: skip
    assert skipped(reading) == [
        ["export.HTM", 4, "Europresse article without text"],
        ["export.HTM", 5, "Europresse article without publication, date and title"],
    ]
    origins = reading.metadata.query("field == 'date'")["origin"].tolist()
    assert origins == ["Europresse header", "Europresse header", "Europresse document number"]


def test_an_export_without_articles_is_no_corpus(tmp_path: Path) -> None:
    file = tmp_path / "export.html"
    file.write_text('<html><body class="DocHeader"><p class="DocPublicationName">', encoding="utf-8")
    with pytest.raises(CorpusError, match=r"export\.html: it looks like an export of Europresse"):
        read(file)


def test_europresse_samples(shared: Path) -> None:
    exports = shared / "samples" / "exports"
    assert table(read(exports / "tm_europresse_test1.html")) == [
        [1, "l'Humanité", "2013-10-05", "A heading: some text", None,
         "Some text, and a few accentuated characters: éèêù. Continuation. More text, a sentence.\nTest."],
        [2, "Mag", "2012-10-03", "Another heading with colored text inside", "Second Author",
         "Contents of the article.\n(1) A note."],
        [3, "Magazine 1", "2012-10-04", "Heading", "Author Name", "This is a test: a test"],
    ]  # fmt: skip
    assert table(read(exports / "tm_europresse_test2.html")) == [
        [1, "Newspaper", "2006-03-14", "Title", "Author", "Some text: a mark."],
        [2, "Newspaper", "2006-03-14", "Title", "Ariane Chemin", "Some text."],
        [3, "Newspaper", "2006-03-13", "A heading", None, "A paragraph."],
        [4, "Newspaper", "2006-03-13", "Title", "Author", "Text.\nText."],
    ]
    reading = read(exports / "gargantext_dummydocs-europresse-dante-7.html")
    numbers = ["", " 2", " 3", " 4", " 5", " 6", " 7"]
    assert [row[:5] for row in table(reading)] == [
        [item, f"Le Nom du Journal Source{number}", f"2000-12-{23 + item}", f"blablablabla TITRE{number}", None]
        for item, number in enumerate(numbers, 1)
    ]
    assert [text.count("\n") + 1 for text in reading.documents["text"]] == [1, 1, 2, 2, 3, 2, 2]
    assert not reading.documents["text"].str.contains("  |^ | $", regex=True).any()
    assert len(reading.skipped) == 0


# Factiva --------------------------------------------------------------------------------------------------------------


def factiva_row(code: str, value: str) -> str:
    return f'<tr><td align="right" class="index"><b>{code}</b>&nbsp;</td><td>{value}</td></tr>'


def factiva(*articles: str) -> str:
    blocks = "".join(f'<div class="article deArticle"><table>{rows}</table><br/></div>' for rows in articles)
    return f"<!DOCTYPE html><html><head><title>Factiva</title></head><body><div>{blocks}</div></body></html>"


PARAGRAPH = '<p class="articleParagraph dearticleParagraph">{}</p>'
FULL = "".join(
    (
        factiva_row("SE", "Monde"),
        factiva_row("HD", "<b class='deHeadline'>Un accord de plus</b>"),
        factiva_row("BY", "Par Anne Martin"),
        factiva_row("WC", "12 Wörter"),
        factiva_row("PD", "11 Juin 2020"),
        factiva_row("ET", "15:32"),
        factiva_row("SN", "Le Courrier"),
        factiva_row("SC", "COUR"),
        factiva_row("LP", PARAGRAPH.format("Premier.") + PARAGRAPH.format("Deuxième, à l'été.")),
        factiva_row("TD", PARAGRAPH.format("Troisième.")),
        factiva_row("NS", "<br/>gvote : Élections"),
    )
)


def test_factiva_by_its_codes(tmp_path: Path) -> None:
    file = tmp_path / "factiva.html"
    only_lead = (
        factiva_row("HD", "Un autre") + factiva_row("SN", "La Gazette") + factiva_row("LP", PARAGRAPH.format("Seul."))
    )
    no_text = factiva_row("HD", "Sans texte") + factiva_row("PD", "11 juin 2020") + factiva_row("SN", "La Gazette")
    file.write_text(
        factiva(FULL, no_text, only_lead, factiva_row("TD", PARAGRAPH.format("Rien d'autre."))), encoding="utf-8"
    )
    reading = read(file)
    assert table(reading) == [
        [
            1,
            "Le Courrier",
            "2020-06-11",
            "Un accord de plus",
            "Anne Martin",
            "Premier.\nDeuxième, à l'été.\nTroisième.",
        ],
        [3, "La Gazette", None, "Un autre", None, "Seul."],
    ]
    assert skipped(reading) == [
        ["factiva.html", 2, "Factiva article without text (fields LP and TD)"],
        ["factiva.html", 4, "Factiva article without headline, source and date"],
    ]


def test_factiva_without_codes(tmp_path: Path) -> None:
    article = """<div class="article enArticle"><div id="hd"><span class="enHeadline">Un accord de plus</span></div>
<div class="author">By Anne Martin</div><div>295 words</div><div>11 June 2020</div><div>15:32</div>
<div>Le Courrier</div><div>COUR</div><div>French</div><div>(c) 2020</div>
<p class="articleParagraph enarticleParagraph">Premier.</p>
<p class="articleParagraph enarticleParagraph">Second.</p><p>Document COUR0020200611</p></div>"""
    file = tmp_path / "factiva.html"
    file.write_text(f"<html><head><title>Factiva</title></head><body>{article}</body></html>", encoding="utf-8")
    assert table(read(file)) == [
        [1, "Le Courrier", "2020-06-11", "Un accord de plus", "Anne Martin", "Premier.\nSecond."]
    ]


def test_factiva_samples(shared: Path) -> None:
    exports = shared / "samples" / "exports"
    first, second = table(read(exports / "tm_factiva_test.html"))
    assert first[:5] == [1, "Test newspaper", "2011-12-29", "Test 1", None]
    assert [line.split()[0] for line in first[5].split("\n")] == ["First", "Second", "Third", "Fourth"]
    assert first[5].split("\n")[0].endswith(" à la française.")
    assert second == [
        2, "Ouest France", "2011-12-29", "Test 2", None, "First head paragraph.\nSecond head paragraph."
    ]  # fmt: skip
    ordinals = ("first", "second", "third")
    reading = read(exports / "tm_factiva_test.xml")
    assert reading.documents["date"].dt.strftime("%Y-%m-%d").tolist() == ["2012-01-09", "2012-01-06", "2012-05-06"]
    assert reading.documents["source"].tolist() == ["My Newspaper"] * 3
    assert [ordinal in title for ordinal, title in zip(ordinals, reading.documents["title"], strict=True)] == [True] * 3
    assert [text.count("\n") for text in reading.documents["text"]] == [1, 1, 1]


def test_other_xml_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<rss><channel><item>x</item></channel></rss>", encoding="utf-8")
    (tmp_path / "b.xml").write_text(
        "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>", encoding="utf-8"
    )
    (tmp_path / "c.txt").write_text("Une page.", encoding="utf-8")
    reason = "it is XML, and not an export of Factiva"
    assert [row[::2] for row in skipped(read(tmp_path))] == [["a.xml", reason], ["b.xml", reason]]


# IRaMuTeQ -------------------------------------------------------------------------------------------------------------

STARS = """**** *source_lecourrier *date_2020-06-11 *rubrique_monde *titre_accord
Première ligne.
Seconde ligne.

**** *journal_la_gazette *date_20200612 *annee_2020
-*debut
Une ligne.
**** *source_lecourrier *date_hiver

**** *media_lecourrier *date_hiver
Une autre ligne.
"""


def test_iramuteq(tmp_path: Path) -> None:
    (tmp_path / "corpus.txt").write_text(STARS, encoding="utf-8")
    reading = read(tmp_path)
    assert table(reading) == [
        [1, "lecourrier", "2020-06-11", "accord", None, "Première ligne.\nSeconde ligne."],
        [2, "la_gazette", "2020-06-12", None, None, "Une ligne."],
        [4, "lecourrier", None, None, None, "Une autre ligne."],
    ]
    assert reading.documents.index.tolist() == ["corpus#1", "corpus#2", "corpus#4"]
    extra = reading.documents[["rubrique", "annee", "date_given"]].astype("object")
    assert extra.where(extra.notna(), None).values.tolist() == [
        ["monde", None, None], [None, 2020, None], [None, None, "hiver"]
    ]  # fmt: skip
    assert skipped(reading) == [["corpus.txt", 3, "IRaMuTeQ text without words"]]


def test_alceste_numbers_and_text_before_the_first_stars(tmp_path: Path) -> None:
    text = "0001 *source_lecourrier *date_2020\nUne ligne.\n0002 *source_lecourrier\nUne autre.\n"
    (tmp_path / "corpus.txt").write_text(text, encoding="utf-8")
    reading = read(tmp_path)
    assert [row[:3] for row in table(reading)] == [[1, "lecourrier", "2020-01-01"], [2, "lecourrier", None]]
    assert reading.metadata.query("field == 'date'")[["value", "origin"]].values.tolist() == [
        ["2020", "variable *date, year only"]
    ]


def test_stars_that_only_divide_a_page_are_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Un titre\n****\nDu texte.\n****\nFin.", encoding="utf-8")
    reading = read(tmp_path)
    assert reading.documents["text"].tolist() == ["Un titre\n****\nDu texte.\n****\nFin."]
    assert pd.isna(reading.documents["item"].iloc[0])

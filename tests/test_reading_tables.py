"""Tables of articles: CSV, TSV, JSON Lines, Parquet, XLSX."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from toolkit.reading import read
from toolkit.schema import CorpusError

EXPECTED = [
    ["Le Courrier", "2020-06-11", "Un accord", "Anne Martin", "Première ligne, à l'été.\nSeconde « ligne » ; fin.", 3],
    [None, None, None, None, "Une autre.", 5],
]


def rows(file: Path, *extra: str) -> list[list[object]]:
    """Source, date, title, author, text and the named columns of every document; None where unknown."""
    documents = read(file).documents
    frame = documents.assign(date=documents["date"].dt.strftime("%Y-%m-%d"))
    chosen = frame[["source", "date", "title", "author", "text", *extra]].astype("object")
    return chosen.where(chosen.notna(), None).values.tolist()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv_delimiters_and_encodings(tmp_path: Path, delimiter: str, encoding: str) -> None:
    lines = [
        ["Média", "Date de publication", "Titre", "Auteur", "Contenu", "Page"],
        [
            "Le Courrier",
            "11/06/2020",
            "Un accord",
            "Anne Martin",
            '"Première ligne, à l\'été.\nSeconde « ligne » ; fin."',
            "3",
        ],
        ["", "", "", "", "Une autre.", "5"],
    ]
    file = tmp_path / "articles.csv"
    file.write_bytes("\r\n".join(delimiter.join(line) for line in lines).encode(encoding))
    assert rows(file, "Page") == EXPECTED
    assert read(file).documents["item"].tolist() == [1, 2]


def test_tsv_with_loose_quotation_marks(tmp_path: Path) -> None:
    file = tmp_path / "articles.tsv"
    file.write_text('source\ttext\nA\t"Tiens", dit-il.\nB\t"Jamais\n', encoding="utf-8")
    assert [row[4] for row in rows(file)] == ['"Tiens", dit-il.', '"Jamais']


def test_column_names_are_understood_in_french_and_english(tmp_path: Path) -> None:
    for number, (text, source, date, title, author) in enumerate(
        [
            ("text", "source", "date", "title", "author"),
            ("TEXTE", "Journal", "Date_Publication", "Titre", "Auteur"),
            ("content", "outlet", "publishedAt", "headline", "byline"),
            ("body", "media", "pubDate", "Titre de l'article", "Auteurs"),
            ("Corps", "Nom du journal", "date de parution", "intitulé", "journaliste"),
        ]
    ):
        file = tmp_path / f"{number}.csv"
        file.write_text(f"{text},{source},{date},{title},{author}\nUn.,A,2020-06-11,T,Q\n", encoding="utf-8")
        assert rows(file) == [["A", "2020-06-11", "T", "Q", "Un."]]


def test_the_plainest_name_wins_and_the_other_column_is_the_users(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("titre,title,content,text,path,n_tokens\nTitre,Title,Résumé,Texte.,x/y,7\n", encoding="utf-8")
    documents = read(file).documents
    assert documents.columns.tolist() == [
        "source", "date", "title", "author", "text", "path", "item", "titre", "content", "path_given", "n_tokens_given"
    ]  # fmt: skip
    assert documents.iloc[0][["title", "text", "titre", "content", "path_given", "n_tokens_given"]].tolist() == [
        "Title", "Texte.", "Titre", "Résumé", "x/y", 7
    ]  # fmt: skip


def test_types_of_the_users_columns(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("text,n,x,code,mot\nA.,1,1.5,007,a\nB.,,2,008,\n", encoding="utf-8")
    documents = read(file).documents
    assert documents[["n", "x", "code", "mot"]].dtypes.astype(str).tolist() == ["Int64", "float64", "str", "str"]
    assert documents["code"].tolist() == ["007", "008"]
    assert documents["n"].isna().tolist() == [False, True]


def test_rows_without_text_are_listed(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text('text,source\nUn.,A\n" ",B\n\nTrois.,C\n', encoding="utf-8")
    reading = read(file)
    assert reading.documents.index.tolist() == ["a#1", "a#3"]
    assert reading.skipped.values.tolist() == [
        ["a.csv", 2, "row 3 has no text", "Fill the text column, or remove the row."]
    ]


def test_without_a_text_column(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("journal;date;résumé\nA;2020-06-11;Un.\n", encoding="utf-8")
    with pytest.raises(CorpusError) as raised:
        read(file)
    assert str(raised.value).startswith("a.csv: there is no text column; the columns are 'journal', 'date', 'résumé'.")
    assert "Name the column of the articles 'text'" in str(raised.value)


@pytest.mark.parametrize(
    ("content", "row", "problem"),
    [
        ("text,source\nUn.,A\nDeux, trois.,B\n", 3, "the row has 3 fields, the header 2."),
        ('text,source\n"Un\nou deux.",A\nDeux.\n', 4, "the row has 1 fields, the header 2."),
        ('text,source\nUn.,A\n"Deux.,B\nTrois.,C\n', 3, "the row cannot be read (unexpected end of data)."),
        ('text,source\nUn.,A\n"Deux" et trois.,B\n', 3, "the row cannot be read (',' expected after '\"')."),
        ("text,text\nUn.,Deux.\n", 1, "two columns are called 'text'."),
        ("text,date\nUn.,2020-06-11\nDeux.,hier\n", 3, "'hier' in column 'date' is not a date."),
        ("text,date\nUn.,13/06/2020\nDeux.,06/13/2020\nTrois.,01/02/2020\n", 4,
         "'01/02/2020' in column 'date' could be read two ways, and other rows show both."),
    ],
)  # fmt: skip
def test_a_malformed_row_is_named(tmp_path: Path, content: str, row: int, problem: str) -> None:
    file = tmp_path / "a.csv"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(CorpusError) as raised:
        read(file)
    assert (raised.value.path, raised.value.row, raised.value.problem) == ("a.csv", row, problem)
    assert raised.value.remedy


def test_a_malformed_row_in_a_folder_of_pages(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Une page.", encoding="utf-8")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.csv").write_text("text,source\nUn.\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"sub/a\.csv, row 2: "):
        read(tmp_path)


def test_numeric_dates_are_day_first_unless_the_column_shows_otherwise(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("text,date\nUn.,01/02/2020\nDeux.,03/04/2020\n", encoding="utf-8")
    assert [row[1] for row in rows(file)] == ["2020-02-01", "2020-04-03"]
    file.write_text("text,date\nUn.,01/02/2020\nDeux.,01/31/2020\n", encoding="utf-8")
    assert [row[1] for row in rows(file)] == ["2020-01-02", "2020-01-31"]


@pytest.mark.parametrize("nothing", ["", "NA", "n.d.", "s.d.", "inconnue", "None", "-"])
def test_cells_that_say_nothing(tmp_path: Path, nothing: str) -> None:
    file = tmp_path / "a.csv"
    file.write_text(f"text,date,source\nUn.,{nothing},A\n", encoding="utf-8")
    assert rows(file) == [["A", None, None, None, "Un."]]


def test_what_a_table_does_not_give_is_looked_for_in_the_text(tmp_path: Path) -> None:
    prose = "Les deux délégations se sont retrouvées dans la capitale pour parler du calendrier des prochains mois."
    file = tmp_path / "courrier.csv"
    file.write_text(f'text\n"Un accord de plus\n11 juin 2020\n{prose}"\n', encoding="utf-8")
    reading = read(file)
    assert rows(file)[0][:4] == [None, "2020-06-11", "Un accord de plus", None]
    assert reading.metadata[["field", "value", "origin", "confidence"]].values.tolist() == [
        ["source", "courrier", "file name", "suggested"],
        ["date", "2020-06-11", "date on a line of its own", "inferred"],
        ["title", "Un accord de plus", "first headline on the page", "inferred"],
    ]


def test_json_lines(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    objects: list[dict[str, object]] = [
        {"source": {"id": None, "name": "Le Courrier"}, "publishedAt": "2020-06-11T08:00:00Z", "title": "Un accord",
         "author": "Anne Martin", "content": "Première ligne, à l'été.\r\nSeconde « ligne » ; fin.", "page": 3},
        {"content": "Une autre.", "page": 5, "author": None},
    ]  # fmt: skip
    file.write_text("\n\n".join(json.dumps(one) for one in objects), encoding="utf-8")
    assert rows(file, "page") == EXPECTED


@pytest.mark.parametrize(
    ("line", "problem"), [('{"text": "Un.', "the line is not JSON"), ("[1, 2]", "the line is not a JSON object.")]
)
def test_a_malformed_line_is_named(tmp_path: Path, line: str, problem: str) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(f'{{"text": "Un."}}\n\n{line}\n', encoding="utf-8")
    with pytest.raises(CorpusError, match=problem) as raised:
        read(file)
    assert raised.value.row == 3


def test_halves_of_surrogate_pairs_do_not_stay(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"text": "Un \\ud83d mot.\\u0000"}\n', encoding="utf-8")
    assert rows(file)[0][4] == "Un ? mot."


def test_parquet(tmp_path: Path) -> None:
    file = tmp_path / "a.parquet"
    table = pa.table(
        {
            "source": ["Le Courrier", None],
            "date": pa.array([pd.Timestamp("2020-06-11 08:00"), None]),
            "title": ["Un accord", None],
            "author": ["Anne Martin", ""],
            "text": [EXPECTED[0][4], EXPECTED[1][4]],
            "page": [3, 5],
            "tags": [["a", "b"], None],
        }
    )
    pq.write_table(table, file)
    assert rows(file, "page") == EXPECTED
    assert read(file).documents["tags"].tolist()[0] == "a, b"


def test_xlsx(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    notes = book.active
    assert notes is not None
    notes.title = "Notes"
    notes.append(["lisez-moi"])
    sheet = book.create_sheet("Articles")
    sheet.append([])
    sheet.append(["source", "date", "titre", "auteur", "texte", "page"])
    sheet.append(
        ["Le Courrier", pd.Timestamp("2020-06-11").to_pydatetime(), "Un accord", "Anne Martin", EXPECTED[0][4], 3]
    )
    sheet.append([None, None, None, None, "Une autre.", 5])
    book.save(file)
    assert rows(file, "page") == EXPECTED
    assert read(file).skipped[["path", "reason"]].values.tolist() == [
        ["a.xlsx [Notes]", "only one sheet of a workbook is read"]
    ]
    sheet.append([None, "jamais", None, None, "Une de plus.", 5])
    book.save(file)
    with pytest.raises(CorpusError) as raised:
        read(file)
    assert raised.value.row == 5


@pytest.mark.parametrize("name", ["a.xlsx", "a.parquet", "a.csv"])
@pytest.mark.parametrize("content", [b"PK\x03\x04 cut off", b"PAR1", b""])
def test_damaged_files_are_left_out(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "b.txt").write_text("Une page.", encoding="utf-8")
    reading = read(tmp_path)
    assert reading.documents.index.tolist() == ["b"]
    assert reading.skipped["path"].tolist() == [name]
    with pytest.raises(CorpusError, match=name):
        read(tmp_path / name)

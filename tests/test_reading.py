"""Folders of pages: which files are read and how, metadata.csv, what is left out."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toolkit.progress import progress
from toolkit.reading import Reading, list_files, read
from toolkit.reading.decoding import Unreadable, decode
from toolkit.schema import METADATA_COLUMNS, SKIPPED_COLUMNS, CorpusError

FRENCH = "Les deux délégations se sont retrouvées à l'été dans la capitale, où elles ont parlé du calendrier. "
ENGLISH = "The two delegations met again in the capital this summer, where they talked about the dates of the talks. "
SPANISH = (
    "Las dos delegaciones se reunieron este verano en la capital, donde hablaron del calendario de las reuniones. "
)


def put(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return folder


def left_out(reading: Reading) -> dict[str, str]:
    return dict(reading.skipped[["path", "reason"]].values.tolist())


def said(reading: Reading, field: str) -> list[list[str]]:
    rows = reading.metadata[reading.metadata["field"] == field]
    return rows[["doc_id", "value", "origin", "confidence", "evidence"]].values.tolist()


def test_the_tables_of_a_small_folder(tmp_path: Path) -> None:
    put(tmp_path, {"a.txt": "Un.\n\nDeux.", "gazette/2020-06-11_b.txt": "Trois.", "vide.txt": ""})
    reading = read(tmp_path)
    expected = pd.DataFrame(
        {
            "source": pd.Series([None, "gazette"], dtype="str"),
            "date": pd.Series([None, "2020-06-11"], dtype="datetime64[ns]"),
            "title": pd.Series([None, None], dtype="str"),
            "author": pd.Series([None, None], dtype="str"),
            "text": pd.Series(["Un.\n\nDeux.", "Trois."], dtype="str"),
            "path": pd.Series(["a.txt", "gazette/2020-06-11_b.txt"], dtype="str"),
            "item": pd.Series([None, None], dtype="Int64"),
        }
    ).set_index(pd.Index(["a", "gazette/2020-06-11_b"], dtype="str", name="doc_id"))
    pd.testing.assert_frame_equal(reading.documents, expected)
    assert tuple(reading.metadata.columns) == METADATA_COLUMNS
    assert reading.metadata.values.tolist() == [
        ["gazette/2020-06-11_b", "source", "gazette", "folder name", "inferred", "gazette"],
        ["gazette/2020-06-11_b", "date", "2020-06-11", "file name", "inferred", "2020-06-11_b"],
    ]
    assert tuple(reading.skipped.columns) == SKIPPED_COLUMNS
    assert reading.skipped.values.tolist() == [["vide.txt", pd.NA, "it is empty", "Remove it, or save the page again."]]


# Encodings ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman"]
)
@pytest.mark.parametrize("times", [1, 30])
def test_encodings_of_french(encoding: str, times: int) -> None:
    text = "L’été dernier, à Bagdad, « un accord » a été signé – cœur, forêt, naïf… 10 €\n" * times
    assert decode(text.encode(encoding))[0] == text


@pytest.mark.parametrize("encoding", ["iso8859_1", "iso8859_15", "cp850"])
def test_older_encodings_of_french(encoding: str) -> None:
    text = "L'été dernier, à Bagdad, un « accord » a été signé, en forêt, naïf où\n"
    assert decode(text.encode(encoding))[0] == text


@pytest.mark.parametrize("text", ["été", "café", "Où ?", "Noël", "à", "œ", "1½ an", "n°3", "Ça", "l’été"])
def test_a_few_letters_are_never_taken_for_an_exotic_encoding(text: str) -> None:
    assert decode(text.encode("cp1252")) == (text, "cp1252")


def test_latin_9_is_told_by_what_only_it_has() -> None:
    text = "Le cœur à 10 € cet été\n"
    assert decode(text.encode("iso8859_15")) == (text, "iso8859_15")


def test_long_foreign_text_is_decoded_so_that_it_can_be_named(tmp_path: Path) -> None:
    russian = "Удар возле аэропорта Багдада, сообщили официальные лица в пятницу, парламент проголосовал. " * 10
    put(tmp_path, {"a.txt": FRENCH, "b.txt": russian.encode("cp1251")})
    assert left_out(read(tmp_path)) == {"b.txt": "it is in Russian, not in French"}


def test_stray_bytes_in_utf_8_are_mended() -> None:
    text = FRENCH * 3
    assert decode(text.encode() + b" \xe9t\xe9 \x93oui\x94 et")[0] == text + " été “oui” et"
    assert decode(text.encode() + b"\xe2\x82")[0] == text + "\ufffd"


def test_line_ends_marks_and_nul_bytes() -> None:
    assert decode(b"a\r\nb\rc\n\nd")[0] == "a\nb\nc\n\nd"
    assert decode(b"\xef\xbb\xbfa\x00b")[0] == "ab"
    assert decode("\ufeffé\r\n".encode("utf-16-le"))[0] == "é\n"


def test_a_charset_that_html_declares() -> None:
    page = '<html><meta charset="windows-1256"><p>{}'
    assert decode(page.format("مرحبا").encode("cp1256"), html=True)[1] == "cp1256"
    page = '<html><meta content="text/html; charset=ISO-8859-1"><p>’été”'
    assert decode(page.encode("cp1252"), html=True)[0] == page
    assert decode(page.encode("utf-8"), html=True)[0] == page


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7 ...", b"PK\x03\x04", b"\x89PNG\r\n", bytes(range(256)) * 4, b"\x01\x02" * 50]
)
def test_binary_data_is_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable):
        decode(data)


def test_mixed_encodings_and_line_ends_in_one_folder(tmp_path: Path) -> None:
    text = "L'été à Bagdad\r\n\r\nUn « accord » a été signé\n"
    for encoding in ("utf-8", "cp1252", "utf-16", "mac_roman"):
        put(tmp_path, {f"{encoding}/a.txt": text.encode(encoding)})
    assert set(read(tmp_path).documents["text"]) == {"L'été à Bagdad\n\nUn « accord » a été signé\n"}


# Which files are read -------------------------------------------------------------------------------------------------


def test_files_that_are_not_pages(tmp_path: Path) -> None:
    put(
        tmp_path,
        {
            "a.txt": FRENCH,
            "sans-extension": FRENCH + "Un.",
            "Interview no. 3": FRENCH + "Deux.",
            "licence-iv-le-debat.txt": FRENCH + "Trois.",
            "README.md": "x",
            "LICENSE": "x",
            "readme.txt": "x",
            "planted.json": "{}",
            "b.pdf": "%PDF-1.4",
            "c.docx": "PK",
            "d.jpg": b"\xff\xd8\xff",
            "e.txt": b"%PDF-1.4 ...",
            "f.txt": " \n\t\n",
            "g.txt": b"",
            "h.md": "# Titre",
            ".cache": "x",
            ".git/config": "x",
            "~$c.docx": "x",
            "Thumbs.db": "x",
            "cleaning.json": "{}",
            "entities.csv": "alias,canonical\n",
        },
    )
    reading = read(tmp_path)
    assert reading.documents["path"].tolist() == [
        "Interview no. 3",
        "a.txt",
        "licence-iv-le-debat.txt",
        "sans-extension",
    ]
    assert left_out(reading) == {
        "LICENSE": "it describes the folder, going by its name",
        "README.md": "it describes the folder, going by its name",
        "readme.txt": "it describes the folder, going by its name",
        "planted.json": "it is a JSON file",
        "b.pdf": "it is a PDF",
        "c.docx": "it is a word-processor document",
        "d.jpg": "files ending in .jpg are not read",
        "e.txt": "it is a PDF, whatever its name says",
        "f.txt": "it is empty",
        "g.txt": "it is empty",
        "h.md": "it is Markdown, which is not read",
    }
    assert reading.skipped["remedy"].str.len().min() > 0
    remedies = reading.skipped.set_index("path")["remedy"]
    assert remedies["b.pdf"] == "Export it as text (.txt, UTF-8) and put that in its place."


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_links_are_not_followed(tmp_path: Path) -> None:
    put(tmp_path, {"outside/a.txt": "Dehors.", "corpus/a.txt": FRENCH, "corpus/sub/b.txt": FRENCH + "Un."})
    folder = tmp_path / "corpus"
    (folder / "out.txt").symlink_to(tmp_path / "outside" / "a.txt")
    (folder / "in.txt").symlink_to(folder / "a.txt")
    (folder / "lost.txt").symlink_to(folder / "nothing.txt")
    (folder / "sub" / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe.txt")
    reading = read(folder)
    assert reading.documents.index.tolist() == ["a", "sub/b"]
    assert left_out(reading) == {
        "in.txt": "it is a link to another place in the folder",
        "lost.txt": "it is a link that leads nowhere",
        "out.txt": "it is a link that leads out of the folder",
        "pipe.txt": "it is not a regular file",
        "sub/loop": "it is a link to another place in the folder",
    }


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="whoever runs this may read everything")
def test_files_without_permission_are_left_out(tmp_path: Path) -> None:
    put(tmp_path, {"a.txt": FRENCH, "b.txt": FRENCH + "Un.", "c/d.txt": "Deux."})
    (tmp_path / "b.txt").chmod(0)
    (tmp_path / "c").chmod(0)
    try:
        assert set(left_out(read(tmp_path))) == {"b.txt", "c"}
    finally:
        (tmp_path / "c").chmod(0o700)


def test_a_file_that_cannot_be_opened_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, {"a.txt": FRENCH, "b.txt": FRENCH + "Un."})
    real = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "b.txt":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert left_out(read(tmp_path)) == {"b.txt": "it cannot be opened (Permission denied)"}


def test_names_are_stable_and_tell_files_apart(tmp_path: Path) -> None:
    put(
        tmp_path,
        {
            "a.txt": FRENCH,
            "a.html": f"<html><body><p>{FRENCH}Un.</p></body></html>",
            "b.txt": FRENCH + "Deux.",
            "b.csv": f'text\n"{FRENCH}Trois."\n',
            "c.csv": f'text\n"{FRENCH}Quatre."\n"{FRENCH}Cinq."\n',
            "c#2.txt": FRENCH + "Six.",
            "été/d e.txt": FRENCH + "Sept.",
        },
    )
    names = read(tmp_path).documents.index.tolist()
    assert names == ["a.html", "a.txt", "b.csv#1", "b.txt", "c#2~1", "c#1", "c#2~2", "été/d e"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_that_is_not_text(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"\xe9t\xe9.txt")).write_text(FRENCH, encoding="utf-8")
    reading = read(tmp_path)
    assert reading.documents["path"].tolist() == ["\ufffdt\ufffd.txt"]
    reading.documents.to_csv(tmp_path / "out.csv", encoding="utf-8")


def test_list_files(tmp_path: Path) -> None:
    put(
        tmp_path,
        {
            "b/a.txt": "Un.",
            "a.txt": "Deux",
            "metadata.csv": "path\n",
            "cleaning.json": "{}",
            "x.pdf": "%",
            ".hidden": "x",
        },
    )
    files = list_files(tmp_path)
    assert [(name, size) for name, size, _ in files] == [
        ("a.txt", 4),
        ("b/a.txt", 3),
        ("metadata.csv", 5),
        ("x.pdf", 1),
    ]
    assert files[0][2] == (tmp_path / "a.txt").stat().st_mtime_ns
    put(tmp_path, {"one.csv": "text\n", "one.metadata.csv": "path\n"})
    assert [name for name, *_ in list_files(tmp_path / "one.csv")] == ["one.csv", "one.metadata.csv"]


@pytest.mark.parametrize("function", [read, list_files])
def test_nothing_there(tmp_path: Path, function) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(CorpusError, match="there is no such file or folder"):
        function(tmp_path / "nowhere")


def test_nothing_readable(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="there is nothing to read in the folder"):
        read(tmp_path)
    put(tmp_path, {"a.pdf": "%PDF", "b.txt": ""})
    with pytest.raises(CorpusError) as raised:
        read(tmp_path)
    assert raised.value.problem == "nothing in it can be read; 2 left out, the first a.pdf: it is a PDF."
    assert raised.value.remedy == "Export it as text (.txt, UTF-8) and put that in its place."
    with pytest.raises(CorpusError, match=r"b\.txt: it is empty\. Remove it, or save the page again\."):
        read(tmp_path / "b.txt")


# Screening ------------------------------------------------------------------------------------------------------------


def test_other_languages_are_left_out_when_sure(tmp_path: Path) -> None:
    put(
        tmp_path,
        {
            "a.txt": FRENCH * 4,
            "b.txt": ENGLISH * 4,
            "c.txt": SPANISH * 4,
            "court.txt": "The two delegations met again.",
            "noms.txt": "Qassem Soleimani, Abou Mahdi al-Mohandes, Kataeb Hezbollah, Bagdad, Erbil, Mossoul, Kirkouk "
            * 4,
            "mixte.txt": FRENCH * 4 + ENGLISH * 4,
            "capitales.txt": FRENCH.upper() * 4,
            "sans-accents.txt": FRENCH.encode("ascii", "ignore") * 5,
        },
    )
    reading = read(tmp_path)
    assert left_out(reading) == {
        "b.txt": "it is in English, not in French",
        "c.txt": "it is in Spanish, not in French",
    }


def test_oversized_pages_are_left_out_and_exports_are_not(tmp_path: Path) -> None:
    put(
        tmp_path,
        {
            "a.txt": FRENCH,
            "long.txt": FRENCH * 3,
            "plus-long.txt": FRENCH * 20,
            "export.txt": "".join(f"**** *source_a\n{FRENCH}{n}\n" for n in range(20)),
        },
    )
    reading = read(tmp_path, max_chars=200)
    assert len(reading.documents) == 21
    assert left_out(reading) == {
        "long.txt": f"it has {len(FRENCH) * 3} characters, more than 200",
        "plus-long.txt": f"it has {len((FRENCH * 20).encode()):,} bytes, more than an article of 200 characters",
    }


def test_copies_are_counted_once_a_source(tmp_path: Path) -> None:
    put(
        tmp_path,
        {
            "courrier/a.txt": FRENCH,
            "courrier/b.txt": FRENCH + "\n",
            "gazette/a.txt": FRENCH,
            "gazette/b.txt": FRENCH + "Un.",
        },
    )
    reading = read(tmp_path)
    assert reading.documents.index.tolist() == ["courrier/a", "gazette/a", "gazette/b"]
    assert left_out(reading) == {"courrier/b.txt": "the same text as courrier/a.txt, of the same source"}
    put(tmp_path, {"metadata.csv": "path,source\ncourrier/b.txt,La Dépêche\n"})
    assert len(read(tmp_path).documents) == 4


# metadata.csv ---------------------------------------------------------------------------------------------------------

PAGE = f"Un accord de plus\n\n11 juin 2020\n\n{FRENCH * 3}\n"


def test_metadata_overrides_everything(tmp_path: Path) -> None:
    put(
        tmp_path,
        {
            "courrier/a.txt": PAGE,
            "courrier/b.txt": PAGE + "Un.",
            "metadata.csv": "path;source;date;title;author;genre;note\n"
            "courrier/a;Le Courrier;12 juin 2020;Autre titre;Anne Martin;brève;2\n"
            ".\\courrier\\b.txt;;;;;enquête;\n",
        },
    )
    reading = read(tmp_path)
    frame = reading.documents.assign(date=reading.documents["date"].dt.strftime("%Y-%m-%d")).astype("object")
    columns = ["source", "date", "title", "author", "genre", "note"]
    assert frame[columns].where(frame[columns].notna(), None).values.tolist() == [
        ["Le Courrier", "2020-06-12", "Autre titre", "Anne Martin", "brève", 2],
        ["courrier", "2020-06-11", "Un accord de plus", None, "enquête", None],
    ]
    assert said(reading, "date") == [
        ["courrier/a", "2020-06-12", "metadata.csv", "given", "12 juin 2020"],
        ["courrier/b", "2020-06-11", "date on a line of its own", "inferred", "11 juin 2020"],
    ]
    assert len(reading.skipped) == 0


def test_metadata_of_a_subfolder_and_of_the_notes_folder(tmp_path: Path) -> None:
    put(
        tmp_path,
        {
            "corpus/courrier/a.txt": PAGE,
            "corpus/metadata.csv": "path,source,title,genre\ncourrier/a.txt,Racine,Titre,brève\n",
            "corpus/courrier/metadata.csv": "path,source\na.txt,Dossier\n",
            "notes/metadata.csv": "path,title\ncourrier/a.txt,Titre corrigé\n",
        },
    )
    row = read(tmp_path / "corpus", notes=tmp_path / "notes").documents.loc["courrier/a"]
    assert row[["source", "title", "genre"]].tolist() == ["Racine", "Titre corrigé", "brève"]
    assert read(tmp_path / "corpus", notes=tmp_path / "missing").documents.loc["courrier/a", "title"] == "Titre"


def test_metadata_of_one_file(tmp_path: Path) -> None:
    put(
        tmp_path,
        {
            "articles.csv": "text,source\nUn.,A\nDeux.,A\nTrois.,A\n",
            "articles.metadata.csv": "path,item,source,genre\narticles.csv,,B,brève\narticles.csv,2,C,\n",
            "metadata.csv": "path,source\narticles.csv,D\n",
            "notes/articles.metadata.csv": "path,item,source\narticles.csv,3,E\n",
        },
    )
    reading = read(tmp_path / "articles.csv", notes=tmp_path / "notes")
    assert reading.documents["source"].tolist() == ["B", "C", "E"]
    assert reading.documents["genre"].tolist() == ["brève"] * 3
    assert said(reading, "source")[2] == ["articles#3", "E", "articles.metadata.csv", "given", "E"]


def test_rows_for_pages_that_are_gone_are_listed(tmp_path: Path) -> None:
    put(
        tmp_path,
        {"a.txt": PAGE, "vide.txt": "", "metadata.csv": "path,source\na.txt,A\nvide.txt,A\nvide,B\nparti.txt,A\n"},
    )
    assert left_out(read(tmp_path)) == {
        "vide.txt": "it is empty",
        "parti.txt": "named in metadata.csv, row 5, and not in the corpus",
    }


@pytest.mark.parametrize(
    ("content", "row", "problem"),
    [
        ("source\nA\n", 1, "it has no column 'path'."),
        ("path,date\na.txt,2020-06-11\nb.txt,demain\n", 3, "'demain' in column 'date' is not a date."),
        ("path,source\na.txt,A\n,B\n", 3, "the row names no page."),
        ("path,source\na.txt,A\n./a.txt,B\n", 3, "'a.txt' stands in row 2 already."),
        ("path,source\na,A\n", 2, "'a' could be a.htm or a.txt."),
        ("path,source\na.txt,A,B\n", 2, "the row has 3 fields, the header 2."),
        ("path,item,source\na.txt,un,A\n", 2, "'un' in column 'item' is not a number."),
        ("path,source,source\na.txt,A,B\n", 1, "two columns are called 'source'."),
    ],
)
def test_malformed_metadata(tmp_path: Path, content: str, row: int, problem: str) -> None:
    put(tmp_path, {"a.txt": PAGE, "a.htm": f"<p>{FRENCH}</p>", "b.txt": PAGE + "Un.", "metadata.csv": content})
    with pytest.raises(CorpusError) as raised:
        read(tmp_path)
    assert (raised.value.path, raised.value.row, raised.value.problem) == ("metadata.csv", row, problem)
    assert raised.value.remedy


def test_binary_metadata_is_an_error_and_empty_metadata_is_none(tmp_path: Path) -> None:
    put(tmp_path, {"a.txt": PAGE, "metadata.csv": b"PK\x03\x04\x00\x00"})
    with pytest.raises(CorpusError, match=r"metadata\.csv: .*Save it as CSV"):
        read(tmp_path)
    put(tmp_path, {"metadata.csv": b""})
    assert len(read(tmp_path).documents) == 1


def test_a_corpus_of_everything_at_once(tmp_path: Path) -> None:
    put(
        tmp_path,
        {
            "courrier/a.txt": PAGE,
            "table.csv": "text,source\nUn.,A\n,B\n",
            "stars.txt": "**** *source_a\nUn.\n",
            "b.html": f"<html><body><article><h1>Un accord</h1><p>{FRENCH * 3}</p></article></body></html>",
            "c.jsonl": '{"text": "Deux."}\n',
            "d.pdf": "%PDF",
        },
    )
    reading = read(tmp_path)
    assert reading.documents.index.tolist() == ["b", "c#1", "courrier/a", "stars#1", "table#1"]
    assert reading.skipped[["path", "item"]].astype("object").fillna(0).values.tolist() == [
        ["d.pdf", 0],
        ["table.csv", 2],
    ]


# Conservation ---------------------------------------------------------------------------------------------------------

SNIPPETS = st.sampled_from(
    [
        b"<html>",
        b"<p>",
        b"<!--",
        b"<script>",
        b"<meta charset=utf-7>",
        b"<svg><time datetime='2020-06-11'>",
        b"<?xml version='1.0' encoding='utf-16'?>",
        b"&#0;&#xD800;",
        b"<article><span class='DocPublicationName'>",
        b"class='DocHeader'>",
        b"<div class='article xxArticle'><table><tr><td>HD",
        b"factiva rticleParagraph",
        b"**** *source_x\n",
        b"****\n",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xfe\xff",
        b"\x1b$B",
        b"\x00",
        b"\r",
        b"\n\n",
        b"\xed\xa0\x80",
        "été ’".encode(),
        b"Publi\xe9 le 11/06/2020",
        b"11 juin 2020\n",
        b"BAGDAD, 3 janvier 2020 (XX) - ",
        b"Par Anne Martin\n",
        b"2020",
    ]
)
BYTES = st.one_of(
    st.binary(max_size=300), st.lists(st.one_of(SNIPPETS, st.binary(max_size=12)), max_size=25).map(b"".join)
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(["a.txt", "b.html", "c", "d/e.txt", "f.xhtml", "g.xml"]), BYTES, min_size=1))
def test_whatever_pages_hold_each_is_a_document_or_listed(files: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        put(Path(folder), {**files, "page.txt": "Une page en français."})
        reading = read(folder)
    assert set(reading.documents["path"]) | set(reading.skipped["path"]) == {*files, "page.txt"}
    assert set(reading.documents["path"]).isdisjoint(reading.skipped.loc[reading.skipped["item"].isna(), "path"])
    assert reading.documents.index.is_unique
    for text in reading.documents["text"]:
        assert text.strip()
        assert "\r" not in text
        assert "\x00" not in text
        text.encode("utf-8")


def test_progress_passes_everything_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(progress(range(5), 5, "Counting")) == [0, 1, 2, 3, 4]
    assert capsys.readouterr().err == ""

"""Tables saved for spreadsheets, links to files, text to copy."""

from __future__ import annotations

import base64
import csv
import io
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from lxml import html
from openpyxl import load_workbook

from toolkit import CorpusError, evidence
from toolkit.evidence.files import table_bytes

FRAME = pd.DataFrame(
    {
        "count": pd.array([12345, None], "Int64"),
        "rate": [12.345, np.inf],
        "date": pd.to_datetime(["2020-06-11", None]),
        "own": [True, False],
        "text": ["élève; « œuvre »", "=1+1"],
    },
    index=pd.Index(["été", "-elle"], name="@term"),
)
FORMULAS = ["=1+1", "+33", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", '=HYPERLINK("http://x")', "−1+2"]


def read_csv(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def test_csv(tmp_path: Path):
    path = evidence.save_table(FRAME, tmp_path / "mots.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf'@term,count,rate,date,own,text\r\n")
    assert read_csv(path) == [
        ["'@term", "count", "rate", "date", "own", "text"],
        ["été", "12345", "12.345", "2020-06-11", "True", "élève; « œuvre »"],
        ["'-elle", "", "∞", "", "False", "'=1+1"],
    ]
    french = evidence.save_table(FRAME, tmp_path / "fr.csv", separator=";")
    assert french.read_text("utf-8-sig").splitlines()[1] == 'été;12345;12.345;2020-06-11;True;"élève; « œuvre »"'


def test_xlsx(tmp_path: Path):
    path = evidence.save_table(
        FRAME, tmp_path / "mots.xlsx", caption="=Mots", settings="lemmes", warnings=["peu"], about=["", "+ligne"]
    )
    book = load_workbook(path)
    assert book.sheetnames == ["Table", "About"]
    sheet = book["Table"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["'@term", "count", "rate", "date", "own", "text"],
        ["été", 12345, 12.345, datetime(2020, 6, 11), True, "élève; « œuvre »"],
        ["'-elle", None, "∞", None, False, "'=1+1"],
    ]
    assert [cell.data_type for cell in sheet[2]] == ["s", "n", "n", "d", "b", "s"]
    assert sheet["D2"].number_format == "yyyy-mm-dd"
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:F3")
    assert sheet.column_dimensions["F"].width > sheet.column_dimensions["E"].width
    assert [[cell.value for cell in row] for row in book["About"].iter_rows()] == [
        ["Table", "'=Mots"],
        ["Settings", "lemmes"],
        ["Rows", 2],
        ["Warning", "peu"],
        [None, "'+ligne"],
    ]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_no_formula_anywhere(tmp_path: Path, suffix: str):
    frame = pd.DataFrame([FORMULAS], columns=FORMULAS, index=pd.Index(["=0"], name="=name"))
    frame["number"] = -1.5
    path = evidence.save_table(frame, tmp_path / f"f{suffix}", caption="=1", warnings=["=2"])
    if suffix == ".csv":
        rows = read_csv(path)
        assert rows[1].pop() == "-1.5"  # numbers stay numbers
        cells = [cell for row in rows for cell in row]
    else:
        found = [cell for sheet in load_workbook(path) for row in sheet.iter_rows() for cell in row if cell.value]
        assert "f" not in {cell.data_type for cell in found}
        assert -1.5 in [cell.value for cell in found]
        cells = [cell.value for cell in found if isinstance(cell.value, str)]
    assert [cell for cell in cells if cell[0] in "=+-@\t\r\n＝−"] == []
    assert len([cell for cell in cells if cell.startswith("'")]) >= 2 * (len(FORMULAS) + 1)


def test_what_cells_cannot_hold(tmp_path: Path):
    frame = pd.DataFrame(
        {
            "text": ["a\x00b\x0bc", "x" * 40_000, "z"],
            "day": [pd.Timestamp("1848-02-24"), pd.Timestamp("2020-06-11 10:30", tz="Europe/Paris"), None],
            "large": [10**18, 1, 2],
            "list": [[1, 2], None, ("a",)],
        }
    )
    path = evidence.save_table(frame, tmp_path / "odd.xlsx")
    book = load_workbook(path)
    rows = [[cell.value for cell in row] for row in book["Table"].iter_rows(min_row=2)]
    assert rows[0] == ["a\ufffdb\ufffdc", "1848-02-24", str(10**18), "[1, 2]"]
    assert rows[1][1:] == [datetime(2020, 6, 11, 10, 30), 1, None]
    assert len(rows[1][0]) == 32_767
    assert book["About"]["B2"].value == "Cut at 32,767 characters: A3."
    assert read_csv(evidence.save_table(frame, tmp_path / "odd.csv"))[2][0] == "x" * 40_000


def test_nothing_is_overwritten(tmp_path: Path):
    wanted = tmp_path / "mots.csv"
    paths = [evidence.save_table(FRAME, wanted) for _ in range(3)]
    assert [path.name for path in paths] == ["mots.csv", "mots-2.csv", "mots-3.csv"]
    assert len({path.read_bytes() for path in paths}) == 1


@pytest.mark.parametrize("rows", [0, 1])
def test_an_empty_table_keeps_its_headings(tmp_path: Path, rows: int):
    sheet = load_workbook(evidence.save_table(FRAME.head(rows), tmp_path / "empty.xlsx"))["Table"]
    assert sheet.max_row == rows + 1
    assert sheet["B1"].value == "count"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("mots.ods", "mots.ods: tables are not saved as '.ods'. Choose a name that ends in .csv or .xlsx."),
        ("mots", "mots: the name has no ending that says what to save. Choose a name that ends in .csv or .xlsx."),
    ],
)
def test_other_kinds_are_told(name: str, said: str):
    with pytest.raises(CorpusError) as error:
        evidence.save_table(FRAME, name)
    assert str(error.value) == said


def test_a_folder_that_is_not_there_is_told(tmp_path: Path):
    with pytest.raises(CorpusError, match=r"there is no such folder\. Make it first\."):
        evidence.save_table(FRAME, tmp_path / "none" / "mots.csv")
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"mots\.csv: cannot be written|no such folder"):
        evidence.save_table(FRAME, tmp_path / "file" / "mots.csv")


def test_a_table_too_large_for_a_spreadsheet_is_told():
    with pytest.raises(CorpusError, match=r"16,385 columns are more .* Save as \.csv"):
        table_bytes(pd.DataFrame(np.zeros((1, 16_385))), ".xlsx")


class TestLinks:
    def test_the_file_is_in_the_page(self):
        shown = evidence.download_link(b"a;b", "mots.csv", "text/csv;charset=utf-8")
        link = html.fromstring(shown.html)
        assert (link.tag, link.get("download"), link.text) == ("a", "mots.csv", "mots.csv (3 bytes)")
        kind, data = link.get("href").split(",")
        assert kind == "data:text/csv;charset=utf-8;base64"
        assert base64.b64decode(data) == b"a;b"
        assert evidence.download_link(b"x" * 2_000, "a.csv", "text/csv").summary == "a.csv (2 KB)"
        assert evidence.download_link(b"", "a.csv", "text/csv", label="Save").summary == "Save"

    @pytest.mark.parametrize("mime", ["text/html", "image/svg+xml", "application/xhtml+xml", "text/javascript", 'x" y'])
    def test_what_a_browser_would_run_is_plain_bytes(self, mime: str):
        assert 'href="data:application/octet-stream;base64,' in evidence.download_link(b"", "a", mime).html

    def test_xlsx_keeps_its_type(self):
        assert "spreadsheetml" in evidence.download_link(b"", "a.xlsx", evidence.XLSX).html

    @pytest.mark.parametrize(
        ("name", "safe"),
        [("../a/b.csv", "_a_b.csv"), ('a"<b>.csv', "a__b_.csv"), ("\u202egpj.csv", "_gpj.csv"), ("", "file")],
    )
    def test_names_are_names(self, name: str, safe: str):
        assert html.fromstring(evidence.download_link(b"", name, "text/csv").html).get("download") == safe

    def test_copy_button(self):
        button = html.fromstring(evidence.copy_button('f("é") & <b>', label="<i>").html)
        assert (button.get("data-copy"), button.text, button.get("type")) == ('f("é") & <b>', "<i>", "button")

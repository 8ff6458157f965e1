"""What a reader takes along: tables as CSV and XLSX, links to files that are in the page, text to copy."""

from __future__ import annotations

import base64
import csv
import io
import math
import re
from collections.abc import Iterable
from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from toolkit.evidence.markup import Evidence, safe
from toolkit.evidence.values import known
from toolkit.schema import CorpusError

__all__ = ["CSV", "XLSX", "copy_button", "download_link", "save_table", "table_bytes"]

CSV = "text/csv;charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# What spreadsheets take for the beginning of a formula, full-width forms included.
_FORMULA = re.compile(r"[\s\ufeff\u200b]*[=+\-@＝＋－＠−]|[\t\r\n]")
# What no cell of an XLSX file can hold.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MAX_ROWS, _MAX_COLUMNS, _MAX_TEXT = 1_048_576, 16_384, 32_767
_FIRST_DAY = datetime(1900, 3, 1)  # before it, spreadsheets count a day that never was
_EXACT = 10**15  # integers beyond it lose digits in a spreadsheet
_WIDEST = 60


def save_table(
    frame: pd.DataFrame,
    path: str | Path,
    *,
    caption: str = "",
    settings: str = "",
    warnings: Iterable[str] = (),
    about: Iterable[str] = (),
    separator: str = ",",
) -> Path:
    """Save a table for a spreadsheet; nothing is ever overwritten.

    Parameters
    ----------
    frame : DataFrame
        A named index is the first column. Numbers, dates and truth values stay what they are.
    path : path-like
        ``.csv`` (UTF-8 with a byte order mark, by which spreadsheets know accents) or ``.xlsx`` (headings frozen and
        filtered; a second sheet, *About*, with caption, settings and warnings). Where there is such a file, the next
        free number is added: ``terms-2.csv``.
    caption, settings : str
        What the table shows, and what it was made with.
    warnings : iterable of str
        What its numbers cannot bear.
    about : iterable of str
        Whatever else is to be said, a row each.
    separator : str
        Between the values of a CSV file: ``";"`` is what a spreadsheet set to French opens by a double click.

    Returns
    -------
    Path
        The file that was written.

    Raises
    ------
    CorpusError
        When the file cannot be written, is of another kind, or the table is larger than a spreadsheet can be.

    Notes
    -----
    Text of articles may begin as a formula does (``=``, ``+``, ``-``, ``@``, a tab, a line end). It gets an apostrophe
    before it, headings too, in both formats, so that no spreadsheet computes it (OWASP, CSV Injection). Text longer
    than the 32,767 characters of a cell is cut in XLSX, and *About* says where.
    """
    wanted = Path(path)
    said: dict[str, Any] = {"caption": caption, "settings": settings, "warnings": warnings, "about": about}
    content = table_bytes(frame, wanted.suffix, **said, separator=separator, name=wanted)
    for number in count(1):
        target = wanted if number == 1 else wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
        try:
            with target.open("xb") as stream:
                stream.write(content)
        except FileExistsError:
            continue
        except FileNotFoundError:
            raise CorpusError("there is no such folder.", path=target.parent, remedy="Make it first.") from None
        except OSError as error:
            remedy = "Choose a folder that you may write to, with room on its disk."
            raise CorpusError(f"cannot be written ({error.strerror}).", path=target, remedy=remedy) from error
        return target
    raise AssertionError("numbers do not end")


def table_bytes(
    frame: pd.DataFrame,
    suffix: str,
    *,
    caption: str = "",
    settings: str = "",
    warnings: Iterable[str] = (),
    about: Iterable[str] = (),
    separator: str = ",",
    name: str | Path | None = None,
) -> bytes:
    """What :func:`save_table` writes, for :func:`download_link`; ``name`` is the file that errors speak of."""
    has_names = any(label is not None for label in frame.index.names)
    shown = frame.reset_index(allow_duplicates=True) if has_names else frame
    if suffix.lower() == ".csv":
        return _csv(shown, separator)
    if suffix.lower() == ".xlsx":
        if len(shown) >= _MAX_ROWS or len(shown.columns) > _MAX_COLUMNS:
            size = f"{len(shown):,} rows and {len(shown.columns):,} columns are more than a spreadsheet holds."
            raise CorpusError(size, path=name, remedy="Save as .csv, or fewer rows.")
        facts = [
            ("Table", caption),
            ("Settings", settings),
            ("Rows", len(shown)),
            *(("Warning", said) for said in warnings),
        ]
        return _xlsx(
            shown, [(what, said) for what, said in facts if said != ""] + [("", said) for said in about if said]
        )
    problem = f"tables are not saved as {suffix!r}." if suffix else "the name has no ending that says what to save."
    raise CorpusError(problem, path=name, remedy="Choose a name that ends in .csv or .xlsx.")


def download_link(data: bytes, filename: str, mime: str, *, label: str | None = None) -> Evidence:
    """A link that saves a file which is in the page itself.

    Parameters
    ----------
    data : bytes
    filename : str
        What the browser proposes; characters that do not belong in a file name become ``_``.
    mime : str
        ``"text/csv"``, ``"image/png"``…; what a browser would run, HTML and the like, is handed over as plain bytes.
    label : str, optional
        By default the name and size of the file.
    """
    # direction marks go too: « gpj.exe » can be made to read backwards
    name = (
        re.sub(r'[\x00-\x1f\x7f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]', "_", filename).strip(". ") or "file"
    )
    kind = mime if re.fullmatch(r"[\w.+-]+/[\w.+-]+(;\s?charset=[\w-]+)?", mime) else "application/octet-stream"
    if re.search(r"html|xml\b|svg|script", kind) and "openxml" not in kind:
        kind = "application/octet-stream"
    said = label or f"{name} ({_size(len(data))})"
    source = f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"
    return Evidence(f'<a class="toolkit-download" download="{safe(name)}" href="{source}">{safe(said)}</a>', said)


def copy_button(text: str, *, label: str = "Copy") -> Evidence:
    """A button that copies a text to the clipboard; it works on a page that has ``assets()``."""
    html = f'<button type="button" class="toolkit-copy" data-copy="{safe(text)}">{safe(label)}</button>'
    return Evidence(html, f"{label}: {text}")


def _size(number: int) -> str:
    return (
        f"{number} bytes" if number < 1000 else f"{number / 1000:,.0f} KB" if number < 1e6 else f"{number / 1e6:.1f} MB"
    )


# values of cells


def _harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def _value(value: Any) -> Any:
    """None, a truth value, a number, a datetime, or harmless text."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, list | tuple | set | dict) or not known(value):
        return _harmless(str(value)) if known(value) else None
    if isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else ("∞" if value > 0 else "'−∞")
    if isinstance(value, datetime):  # pandas' own too
        return value.replace(tzinfo=None)
    return datetime(value.year, value.month, value.day) if isinstance(value, date) else _harmless(str(value))


def _csv(shown: pd.DataFrame, separator: str) -> bytes:
    def written(value: Any) -> Any:
        value = _value(value)
        if isinstance(value, datetime):
            return value.date().isoformat() if _is_day(value) else value.isoformat(sep=" ")
        return value

    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=separator)
    writer.writerow([_harmless(str(name)) for name in shown.columns])
    columns = [map(written, shown.iloc[:, number].tolist()) for number in range(len(shown.columns))]
    writer.writerows(zip(*columns, strict=True))
    return buffer.getvalue().encode("utf-8-sig", errors="replace")


def _is_day(value: datetime) -> bool:
    return (value.hour, value.minute, value.second, value.microsecond) == (0, 0, 0, 0)


# XLSX


def _xlsx(shown: pd.DataFrame, facts: list[tuple[str, Any]]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = "Table"
    cut: list[str] = []
    _put_row(sheet, 1, shown.columns.map(str).tolist(), cut)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    columns = [shown.iloc[:, number].tolist() for number in range(len(shown.columns))]
    for row, values in enumerate(zip(*columns, strict=True), start=2):
        _put_row(sheet, row, values, cut)
    for number, name in enumerate(shown.columns, start=1):
        longest = max([len(str(name)) + 3, *(len(_printed(value)) for value in columns[number - 1][:500])])
        sheet.column_dimensions[get_column_letter(number)].width = min(longest + 2, _WIDEST)
    sheet.freeze_panes = "A2"
    if len(shown.columns):
        sheet.auto_filter.ref = sheet.dimensions
    if cut:
        facts = [*facts, ("Warning", f"Cut at {_MAX_TEXT:,} characters: {', '.join(cut)}.")]
    about = book.create_sheet("About")
    for row, (name, value) in enumerate(facts, start=1):
        _put_row(about, row, (name, value), [])
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 12, 100
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _put_row(sheet: Any, row: int, values: Iterable[Any], cut: list[str]) -> None:
    for column, value in enumerate(values, start=1):
        value = _cell_value(value)
        if value is None:
            continue
        cell = sheet.cell(row, column)
        if isinstance(value, str) and len(value) > _MAX_TEXT:
            cut.append(cell.coordinate)
            value = value[:_MAX_TEXT]
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"  # whatever it looks like
        elif isinstance(value, datetime):
            cell.number_format = "yyyy-mm-dd" if _is_day(value) else "yyyy-mm-dd hh:mm:ss"


def _cell_value(value: Any) -> Any:
    value = _value(value)
    if isinstance(value, datetime) and value < _FIRST_DAY:
        return value.date().isoformat()
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= _EXACT:
        return _harmless(str(value))
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime(warn=False)
    return _ILLEGAL.sub("\ufffd", value) if isinstance(value, str) else value


def _printed(value: Any) -> str:
    value = _value(value)
    if isinstance(value, float):
        return f"{value:.6g}"
    return "" if value is None else "2020-06-11" if isinstance(value, datetime) else str(value)

"""Tables of articles, a row each: CSV and TSV, JSON Lines, Parquet, XLSX."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from toolkit.reading.articles import NO_DATE, SYNONYMS, Article, cell_text, is_nothing, match_columns
from toolkit.reading.dates import months_first, parse_date
from toolkit.reading.decoding import Unreadable, decode, read_bytes
from toolkit.schema import CorpusError, LeftOut

csv.field_size_limit(2**31 - 1)  # an article is longer than the 128 KB that a cell may have by default

_DELIMITERS = (",", ";", "\t", "|")
_RECORDS_TRIED = 30
Row = tuple[int, Sequence[object]]
"""Where a row stands in its file, as an editor or a spreadsheet counts, and its cells."""


def read_delimited(file: Path, path: str, left_out: LeftOut) -> list[Article]:
    """Articles of a CSV or TSV file; delimiter and encoding are found out."""
    text, _ = decode(read_bytes(file))
    header, rows = parse_delimited(text, path)
    return to_articles(header, rows, path, left_out)


def read_json_lines(file: Path, path: str, left_out: LeftOut) -> list[Article]:
    """Articles of a JSON Lines file: an object a line."""
    text, _ = decode(read_bytes(file))
    objects: list[tuple[int, dict[str, object]]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise CorpusError(
                f"the line is not JSON ({error}).", path=path, row=number, remedy="Write one JSON object a line."
            ) from error
        if not isinstance(value, dict):
            raise CorpusError("the line is not a JSON object.", path=path, row=number, remedy="Write {…} on each line.")
        objects.append((number, value))
    header = list(dict.fromkeys(key for _, value in objects for key in value))
    rows = ((number, [value.get(key) for key in header]) for number, value in objects)
    return to_articles(header, rows, path, left_out)


def read_parquet(file: Path, path: str, left_out: LeftOut) -> list[Article]:
    """Articles of a Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(file)
        header = [str(name) for name in table.column_names]
        columns = [column.to_pylist() for column in table.columns]
    except (pa.ArrowException, OSError, ValueError) as error:
        raise Unreadable("it is not a Parquet file that can be read", f"Write it anew ({_short(error)}).") from error
    rows = ((number, cells) for number, cells in enumerate(zip(*columns, strict=True), 1))
    return to_articles(header, rows, path, left_out)


def read_xlsx(file: Path, path: str, left_out: LeftOut) -> list[Article]:
    """Articles of the first sheet of an Excel file that has a text column; other sheets with rows are recorded."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    except Exception as error:  # openpyxl lets through whatever zip, XML and its own checks raise
        raise Unreadable("it is not an Excel file that can be read", f"Save it anew ({_short(error)}).") from error
    try:
        sheets = [(sheet.title, [list(row) for row in sheet.iter_rows(values_only=True)]) for sheet in book.worksheets]
    except Exception as error:
        raise Unreadable("it is not an Excel file that can be read", f"Save it anew ({_short(error)}).") from error
    finally:
        book.close()
    filled = [(title, rows) for title, rows in sheets if any(cell is not None for row in rows for cell in row)]
    if not filled:
        raise Unreadable("it is empty", "Remove it, or fill it.")
    with_text = [number for number, (_, rows) in enumerate(filled) if "text" in match_columns(_names(_head(rows)[1]))]
    chosen = with_text[0] if with_text else 0
    for number, (title, _) in enumerate(filled):
        if number != chosen:
            left_out.add(f"{path} [{title}]", "only one sheet of a workbook is read", "Save the sheet as a file.")
    at, header = _head(filled[chosen][1])
    rows = ((number, row) for number, row in enumerate(filled[chosen][1][at + 1 :], at + 2))
    return to_articles(_names(header), rows, path, left_out)


def _head(rows: list[list[object]]) -> tuple[int, list[object]]:
    at = next(number for number, row in enumerate(rows) if any(cell is not None for cell in row))
    return at, rows[at]


def _names(header: Sequence[object]) -> list[str]:
    return [cell_text(name).strip() for name in header]


def parse_delimited(text: str, path: str) -> tuple[list[str], Iterator[Row]]:
    """Header and rows of delimited text. A row that does not fit the header raises when it is reached.

    Returns
    -------
    header : list of str
    rows : iterator of (int, list of str)
        With the line of the file on which each row begins.
    """
    if not text.strip():
        raise Unreadable("it is empty", "Remove it, or fill it.")
    delimiter, quoting = _dialect(text)
    records = _records(text, path, delimiter, quoting)
    _, header = next(records)
    header = [name.strip() for name in header]
    while header and not header[-1]:
        header.pop()
    twice = [name for name in header if name and header.count(name) > 1]
    if twice:
        raise CorpusError(f"two columns are called {twice[0]!r}.", path=path, row=1, remedy="Rename one of them.")
    return header, _fitting(records, header, path)


def _fitting(records: Iterator[tuple[int, list[str]]], header: list[str], path: str) -> Iterator[Row]:
    for number, record in records:
        while len(record) > len(header) and not record[-1].strip():
            record.pop()
        if len(record) != len(header):
            raise CorpusError(
                f"the row has {len(record)} fields, the header {len(header)}.",
                path=path,
                row=number,
                remedy="Put text that holds the delimiter, a quotation mark or a line end in double quotes.",
            )
        yield number, record


def _records(text: str, path: str, delimiter: str, quoting: int) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting, strict=True)  # type: ignore[arg-type]
    while True:
        begins = reader.line_num + 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise CorpusError(
                f"the row cannot be read ({error}).",
                path=path,
                row=begins,
                remedy="Close every double quote; write a double quote inside a quoted field twice.",
            ) from error
        if any(field.strip() for field in record):
            yield begins, record


def _dialect(text: str) -> tuple[str, int]:
    """The delimiter under which the first rows agree with their header, and whether quotes count."""
    best, choice = (False, False, False, 0), (",", csv.QUOTE_MINIMAL)
    for delimiter in _DELIMITERS:
        for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE) if delimiter == "\t" else (csv.QUOTE_MINIMAL,):
            widths = []
            header: list[str] = []
            whole = True
            try:
                for _, record in _records(text, "", delimiter, quoting):
                    header = header or record
                    widths.append(len(record))
                    if len(widths) == _RECORDS_TRIED:
                        break
            except CorpusError:
                whole = False
            if not widths:
                continue
            agreeing = whole and all(width == widths[0] for width in widths)
            score = ("text" in match_columns(header), widths[0] > 1, agreeing, widths[0])
            if score > best:
                best, choice = score, (delimiter, quoting)
    return choice


def to_articles(header: Sequence[str], rows: Iterator[Row], path: str, left_out: LeftOut) -> list[Article]:
    """Articles from rows of cells.

    Parameters
    ----------
    header : sequence of str
        Column names, understood as :data:`toolkit.reading.articles.SYNONYMS` says; others are the user's own.
    rows : iterator of (int, sequence)
        Where each row stands in the file, and its cells.
    path : str
    left_out : LeftOut
        Takes rows without text, under their number among the rows.
    """
    columns = match_columns(header)
    if "text" not in columns:
        found = ", ".join(repr(name if len(name) < 40 else f"{name[:39]}…") for name in list(header)[:20])
        raise CorpusError(
            f"there is no text column; the columns are {found or 'none'}.",
            path=path,
            remedy=f"Name the column of the articles 'text' (also understood: {', '.join(SYNONYMS['text'][1:6])}).",
        )
    at = {name: list(header).index(column) for name, column in columns.items()}
    own = [(number, name) for number, name in enumerate(header) if number not in at.values() and name]
    table = list(rows)
    dated = _date_reader(table, at.get("date"), columns.get("date", ""), path)
    articles = []
    for item, (row, cells) in enumerate(table, 1):
        text = "" if is_nothing(cells[at["text"]]) else cell_text(cells[at["text"]])
        if not text.strip():
            left_out.add(path, f"row {row} has no text", "Fill the text column, or remove the row.", item)
            continue
        article = Article(path, item, text)
        for name in ("source", "title", "author"):
            if name in at and not is_nothing(cells[at[name]]):
                article.say(name, cell_text(cells[at[name]]), f"column {columns[name]!r}")
        if "date" in at:
            dated(article, row, cells[at["date"]])
        article.extra = {name: None if is_nothing(cells[number]) else cells[number] for number, name in own}
        articles.append(article)
    return articles


def _date_reader(table: list[Row], at: int | None, column: str, path: str) -> Callable[[Article, int, object], None]:
    """How the date column is read: in a column where some row can only be month first, every row is."""
    texts = [] if at is None else [cells[at] for _, cells in table]
    month_first = months_first([text for text in texts if isinstance(text, str)])

    def read(article: Article, row: int, value: object) -> None:
        if is_nothing(value) or str(value).strip().casefold() in NO_DATE:
            return
        if isinstance(value, dt.datetime | dt.date):
            printed = parse_date(value)
        else:
            printed = parse_date(value, month_first=bool(month_first))
        if printed is None or (month_first is None and printed.other is not None):
            raise bad_date(cell_text(value), column, path, row, mixed=printed is not None)
        article.say_date(printed, f"column {column!r}", evidence=cell_text(value))

    return read


def bad_date(value: str, column: str, path: str, row: int, *, mixed: bool = False) -> CorpusError:
    """The error for a date that cannot be read, or that could be read two ways."""
    shown = value if len(value) < 60 else f"{value[:59]}…"
    why = "could be read two ways, and other rows show both" if mixed else "is not a date"
    return CorpusError(
        f"{shown!r} in column {column!r} {why}.",
        path=path,
        row=row,
        remedy="Write it as 2020-06-11, or leave the cell empty if it is not known.",
    )


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__

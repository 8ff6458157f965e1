"""``metadata.csv``: what the user says of the articles, which overrides everything."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from toolkit.reading.articles import FIELDS, NO_DATE, Article, Said, fold, is_nothing, one_line
from toolkit.reading.dates import parse_date
from toolkit.reading.decoding import Unreadable, decode, read_bytes
from toolkit.reading.files import PAGE_EXTENSIONS, Entry
from toolkit.reading.tables import bad_date, parse_delimited
from toolkit.schema import GIVEN, CorpusError, LeftOut

_COLUMNS = {
    "path": ("path",),
    "item": ("item",),
    "source": ("source", "journal"),
    "date": ("date",),
    "title": ("title", "titre"),
    "author": ("author", "auteur"),
}


@dataclass
class Note:
    """One row of ``metadata.csv``."""

    file: str
    row: int
    path: str
    item: int | None
    said: dict[str, Said] = field(default_factory=dict)
    extra: dict[str, object] = field(default_factory=dict)


def read_notes(entry: Entry, *, prefix: str = "") -> list[Note]:
    """The rows of one file.

    Parameters
    ----------
    entry : Entry
    prefix : str
        The folder, with its ``/``, that the rows' paths are relative to.

    Raises
    ------
    CorpusError
        It cannot be read, has no column ``path``, or a row names no page, has a bad date or stands twice.
    """
    name = entry.path
    try:
        text, _ = decode(read_bytes(entry.file))
        header, rows = parse_delimited(text, name)
    except Unreadable as error:
        if not entry.size or "empty" in error.reason:
            return []
        raise CorpusError(f"{error.reason}.", path=name, remedy="Save it as CSV in UTF-8, or remove it.") from error
    at = _columns(header)
    if "path" not in at:
        raise CorpusError("it has no column 'path'.", path=name, row=1, remedy="Add one that names the pages.")
    known = {number for numbers in at.values() for number in numbers}
    own = [(number, column) for number, column in enumerate(header) if number not in known and column]
    notes: list[Note] = []
    first: dict[tuple[str, int | None], int] = {}
    for row, cells in rows:
        values = [str(cell).strip() for cell in cells]
        note = _note(name, row, values, at, prefix)
        note.extra = {column: values[number] for number, column in own if values[number]}
        key = (note.path, note.item)
        if key in first:
            raise CorpusError(
                f"{note.path!r} stands in row {first[key]} already.", path=name, row=row, remedy="Keep one of the rows."
            )
        first[key] = row
        notes.append(note)
    return notes


def _columns(header: Sequence[str]) -> dict[str, list[int]]:
    folded = [fold(column) for column in header]
    found = {name: [folded.index(one) for one in names if one in folded] for name, names in _COLUMNS.items()}
    return {name: numbers for name, numbers in found.items() if numbers}


def _note(name: str, row: int, values: list[str], at: dict[str, list[int]], prefix: str) -> Note:
    def cell(column: str) -> str:
        return next((values[number] for number in at.get(column, ()) if values[number]), "")

    path = unicodedata.normalize("NFC", cell("path").replace("\\", "/").removeprefix("./"))
    if not path:
        raise CorpusError("the row names no page.", path=name, row=row, remedy="Fill its column 'path', or remove it.")
    item = cell("item")
    if item and not item.removesuffix(".0").isdecimal():
        raise CorpusError(f"{item!r} in column 'item' is not a number.", path=name, row=row, remedy="Count from 1.")
    note = Note(name, row, prefix + path, int(item.removesuffix(".0")) if item else None)
    origin = re.split(r"[/\\]", name)[-1]
    for column in ("source", "title", "author"):
        value = one_line(cell(column))
        if not is_nothing(value):
            note.said[column] = Said(value, origin, GIVEN, value)
    date = cell("date")
    if date and date.casefold() not in NO_DATE:
        printed = parse_date(date)
        if printed is None:
            raise bad_date(date, "date", name, row)
        only = "" if printed.precision == "day" else f", {printed.precision} only"
        note.said["date"] = Said(printed.date, origin + only, GIVEN, date, printed.value)
    return note


def apply_notes(notes: Iterable[Note], articles: Sequence[Article], left_out: LeftOut) -> None:
    """Add what the rows say to the articles they name, above everything that was said before.

    A row without an item speaks of every article of its file; one with an item speaks louder. Rows that name a page
    which is not there are recorded, unless that page was left out, and so is on record already.
    """
    exact: dict[str, list[Article]] = {}
    bare: dict[str, dict[str, list[Article]]] = {}
    for article in articles:
        path = unicodedata.normalize("NFC", article.path)
        exact.setdefault(path, []).append(article)
        bare.setdefault(without_extension(path), {}).setdefault(path, []).append(article)
    gone = {unicodedata.normalize("NFC", str(path)) for path, *_ in left_out.rows}
    gone |= {without_extension(path) for path in gone}
    for note in sorted(notes, key=lambda note: note.item is not None):
        named = exact.get(note.path)
        if named is None:
            files = bare.get(without_extension(note.path), {})
            if len(files) > 1:
                raise CorpusError(
                    f"{note.path!r} could be {' or '.join(sorted(files))}.",
                    path=note.file,
                    row=note.row,
                    remedy="Write the extension too.",
                )
            named = next(iter(files.values()), None)
        chosen = [article for article in named or () if note.item is None or article.item == note.item]
        if not chosen and note.path not in gone and without_extension(note.path) not in gone:
            left_out.add(
                note.path,
                f"named in {note.file}, row {note.row}, and not in the corpus",
                "Correct the path, or remove the row.",
                note.item,
            )
        for article in chosen:
            for column in FIELDS:
                if column in note.said:
                    article.said.setdefault(column, []).insert(0, note.said[column])
            article.extra |= note.extra


def without_extension(path: str) -> str:
    """A path without the extension of a page."""
    stem, dot, extension = path.rpartition(".")
    return stem if dot and f".{extension.lower()}" in PAGE_EXTENSIONS else path

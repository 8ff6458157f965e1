"""Files to documents: one reader a format, metadata inferred or taken from ``metadata.csv``.

A corpus is a folder of ``.txt`` and ``.html`` pages, of exports (Europresse, Factiva, IRaMuTeQ) or of tables (CSV, TSV,
JSON Lines, Parquet, XLSX), in any mixture and with subfolders; or one such file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from toolkit.progress import progress
from toolkit.reading import files, tables
from toolkit.reading import notes as noted
from toolkit.reading.articles import Article
from toolkit.reading.decoding import Unreadable, read_bytes
from toolkit.reading.factiva import read_factiva_xml
from toolkit.reading.files import Entry, list_files
from toolkit.reading.infer import infer
from toolkit.reading.names import say_from_names
from toolkit.reading.output import documents_table, metadata_table, name_documents
from toolkit.reading.pages import is_export, read_page
from toolkit.reading.screening import screen
from toolkit.schema import CorpusError, LeftOut

__all__ = ["Reading", "list_files", "read"]

_HTML = frozenset({".html", ".htm", ".xhtml"})
_BYTES_A_CHARACTER = 4


@dataclass(frozen=True)
class Reading:
    """What was read of a corpus, and what was not.

    Attributes
    ----------
    documents : DataFrame
        A row an article. Index ``doc_id`` (str): relative path without extension, with it where that is ambiguous, and
        ``#<item>`` for an article of a file of many. Columns ``source`` (str, missing if unknown), ``date``
        (datetime64[ns], the day, NaT if unknown), ``title``, ``author`` (str), ``text`` (as read, with line ends
        ``\\n`` and its blank lines), ``path`` (str, relative, with ``/``), ``item`` (Int64, counted from 1, missing for
        a page), then the user's own columns.
    skipped : DataFrame
        Columns :data:`toolkit.schema.SKIPPED_COLUMNS`; a row a file or an item left out.
    metadata : DataFrame
        Columns :data:`toolkit.schema.METADATA_COLUMNS`; a row a statement about a document. Given and inferred ones
        are in ``documents``; suggested ones are listed for review only.
    """

    documents: pd.DataFrame
    skipped: pd.DataFrame
    metadata: pd.DataFrame


def read(path: str | Path, *, notes: str | Path | None = None, max_chars: int = 1_000_000) -> Reading:
    """Read a corpus.

    Parameters
    ----------
    path : path-like
        A folder of pages, exports or tables, or one such file.
    notes : path-like, optional
        A folder whose ``metadata.csv`` (``<name>.metadata.csv`` for one file) speaks louder than the one beside the
        pages: for pages in a folder that cannot be written to.
    max_chars : int
        Articles of more characters are left out.

    Raises
    ------
    CorpusError
        Nothing is there or nothing in it can be read; a table has no text column or a malformed row; ``metadata.csv``
        has a malformed row, a bad date or the same page twice.
    """
    root = Path(path)
    left_out = LeftOut()
    entries = list(files.walk(root, left_out))
    read_from: list[tuple[Entry, str]] = []
    for entry in entries:
        kind = files.kind_of(entry, left_out)
        if kind is not None:
            read_from.append((entry, kind))
    articles: list[Article] = []
    stems: dict[str, str] = {}
    for entry, kind in progress(read_from, len(read_from), "Reading", unit="files"):
        stems[entry.path] = entry.stem
        try:
            articles += _read_file(entry, kind, left_out, max_chars)
        except Unreadable as error:
            left_out.add(entry.path, error.reason, error.remedy)
    given = [
        note for file, prefix in _notes_files(root, entries, notes) for note in noted.read_notes(file, prefix=prefix)
    ]
    say_from_names(articles, [stems[article.path] for article in articles])
    noted.apply_notes(given, articles, left_out)
    infer(articles)
    kept = screen(articles, left_out, max_chars=max_chars)
    if not kept:
        raise _nothing(root, left_out)
    ids = name_documents(kept, [stems[article.path] for article in kept])
    return Reading(documents_table(kept, ids), left_out.table(), metadata_table(kept, ids))


def _read_file(entry: Entry, kind: str, left_out: LeftOut, max_chars: int) -> list[Article]:
    """The articles of one file, by the reader for its kind."""
    if not entry.size:
        raise Unreadable("it is empty", "Remove it, or save the page again.")
    if kind == files.PAGE:
        html = entry.extension in _HTML
        if not html and entry.size > max_chars * _BYTES_A_CHARACTER and not is_export(entry.file):
            raise Unreadable(
                f"it has {entry.size:,} bytes, more than an article of {max_chars:,} characters",
                "Split it into articles, or raise max_chars.",
            )
        return read_page(read_bytes(entry.file), entry.path, left_out, html=html)
    if kind == files.XML:
        return read_factiva_xml(read_bytes(entry.file), entry.path, left_out)
    reader = {
        files.TABLE: tables.read_delimited,
        files.JSON_LINES: tables.read_json_lines,
        files.PARQUET: tables.read_parquet,
        files.XLSX: tables.read_xlsx,
    }[kind]
    return reader(entry.file, entry.path, left_out)


def _notes_files(root: Path, entries: Sequence[Entry], notes: str | Path | None) -> list[tuple[Entry, str]]:
    """The metadata files of a corpus, and the folder each speaks of; what comes later speaks louder."""
    if root.is_dir():
        found = [(entry, entry.path.rpartition("/")[0]) for entry in entries if files.is_metadata(entry)]
        name = "metadata.csv"
    else:
        name = f"{root.stem}.metadata.csv"
        found = [(entry, "") for entry in files.walk(root, LeftOut(), notes_too=True) if files.is_metadata(entry)]
    if notes is not None:
        file = Path(notes) / name
        if file.is_file():
            found += [(entry._replace(path=str(file)), "") for entry in files.walk(file, LeftOut())]
    return [(entry, f"{folder}/" if folder else "") for entry, folder in found]


def _nothing(root: Path, left_out: LeftOut) -> CorpusError:
    if not left_out.rows:
        return CorpusError(
            "there is nothing to read in the folder.",
            path=root,
            remedy="Put pages (.txt, .html), an export (.html) or a table (.csv, .jsonl, .parquet, .xlsx) in it.",
        )
    name, item, reason, remedy = left_out.rows[0]
    if root.is_dir() or len(left_out.rows) > 1:
        where = f"{name}{'' if item is None else f', item {item}'}"
        reason = f"nothing in it can be read; {len(left_out.rows)} left out, the first {where}: {reason}"
    return CorpusError(f"{reason}.", path=root, remedy=remedy)

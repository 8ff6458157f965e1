"""What lies in a corpus folder, and which of it is read: decided from names and directory entries, opening nothing."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from toolkit.schema import CorpusError, LeftOut

PAGE, TABLE, JSON_LINES, PARQUET, XLSX, XML = "page", "table", "json lines", "parquet", "xlsx", "xml"

_KINDS = {
    "": PAGE,
    ".txt": PAGE,
    ".text": PAGE,
    ".html": PAGE,
    ".htm": PAGE,
    ".xhtml": PAGE,
    ".csv": TABLE,
    ".tsv": TABLE,
    ".tab": TABLE,
    ".jsonl": JSON_LINES,
    ".ndjson": JSON_LINES,
    ".parquet": PARQUET,
    ".xlsx": XLSX,
    ".xlsm": XLSX,
    ".xml": XML,
}
PAGE_EXTENSIONS = frozenset(extension for extension, kind in _KINDS.items() if kind == PAGE and extension)

_AS_TEXT = "Export it as text (.txt, UTF-8) and put that in its place."
_DOCUMENTS = dict.fromkeys((".docx", ".doc", ".odt", ".rtf", ".pages"), "a word-processor document")
_DOCUMENTS |= {".pdf": "a PDF", ".epub": "an e-book", ".ppt": "slides", ".pptx": "slides", ".odp": "slides"}
_OTHERS = {
    ".json": ("a JSON file", "For articles, save it as JSON Lines (.jsonl), one article a line."),
    ".xls": ("a spreadsheet in an old Excel format", "Save it as .xlsx or .csv."),
    ".ods": ("a spreadsheet in a format that is not read", "Save it as .xlsx or .csv."),
    ".zip": ("an archive", "Unpack it in the folder."),
    ".gz": ("an archive", "Unpack it in the folder."),
    ".7z": ("an archive", "Unpack it in the folder."),
    ".rar": ("an archive", "Unpack it in the folder."),
    ".mht": ("a web archive", "Save the page as .html."),
    ".mhtml": ("a web archive", "Save the page as .html."),
    ".md": ("Markdown, which is not read", "If it is an article, save it as .txt."),
}
_NOT_ARTICLES = re.compile(
    r"(?:readme|licen[cs]e|copying|changelog|lisez[-_ ]?moi)(?:[-_. ](?:fr|en|mit|data|corpus))?(?:\.\w+)?",
    re.IGNORECASE,
)
_OURS = re.compile(r"(?:.+\.)?(?:metadata\.csv|cleaning\.json|entities\.csv|views\.json|stopwords\.txt)", re.IGNORECASE)
_NOT_READ = (
    "cleaning.json",
    "entities.csv",
    "views.json",
    "stopwords.txt",
)  # ours too, and of no effect on what is read
_METADATA = re.compile(r"(?:.+\.)?metadata\.csv", re.IGNORECASE)
_SYSTEM = frozenset({"thumbs.db", "desktop.ini", "__macosx", "icon\r"})


class Entry(NamedTuple):
    """A regular file of the corpus.

    Attributes
    ----------
    path : str
        Its name in the tables: relative to the corpus, with ``/``.
    size : int
        Bytes.
    modified : int
        Nanoseconds.
    place : str
        Where it is.
    """

    path: str
    size: int
    modified: int
    place: str

    @property
    def file(self) -> Path:
        return Path(self.place)

    @property
    def extension(self) -> str:
        name = self.path.rpartition("/")[2]
        dot = name.rfind(".")
        # «Interview no. 3» and «2020.06.11» have no extension.
        return name[dot:].lower() if dot > 0 and re.fullmatch(r"\.[A-Za-z]\w{0,7}", name[dot:]) else ""

    @property
    def stem(self) -> str:
        """The path without its extension."""
        return self.path[: len(self.path) - len(self.extension)]


def list_files(path: str | Path) -> list[tuple[str, int, int]]:
    """Every file that what is read depends on, without opening any.

    Parameters
    ----------
    path : path-like
        A folder, or one file.

    Returns
    -------
    list of (str, int, int)
        Relative path with ``/``, size in bytes, time of the last change in nanoseconds; sorted by path. Links that are
        not followed have the size -1. Hidden files, ``cleaning.json``, ``entities.csv``, ``views.json`` and
        ``stopwords.txt`` are not among them.

    Raises
    ------
    CorpusError
        Nothing is there, or the folder may not be listed.
    """
    left_out = LeftOut()
    files = [
        entry[:3]
        for entry in walk(Path(path), left_out, notes_too=True)
        if not entry.path.lower().endswith(_NOT_READ) or not _OURS.fullmatch(entry.path.rpartition("/")[2])
    ]
    return sorted(files + [(name, -1, 0) for name, *_ in left_out.rows])


def is_metadata(entry: Entry) -> bool:
    """Whether it is ``metadata.csv`` or the ``<name>.metadata.csv`` of one file."""
    return _METADATA.fullmatch(entry.path.rpartition("/")[2]) is not None


def kind_of(entry: Entry, left_out: LeftOut) -> str | None:
    """Which reader a file is for, by its name; what no reader takes is recorded, unless it is the toolkit's own."""
    name = entry.path.rpartition("/")[2]
    if _OURS.fullmatch(name):
        return None
    if _NOT_ARTICLES.fullmatch(name) and entry.extension in ("", ".txt", ".md", ".html", ".rst"):
        left_out.add(entry.path, "it describes the folder, going by its name", "Rename it if it is an article.")
        return None
    kind = _KINDS.get(entry.extension)
    if kind is not None:
        return kind
    if entry.extension in _DOCUMENTS:
        left_out.add(entry.path, f"it is {_DOCUMENTS[entry.extension]}", _AS_TEXT)
    elif entry.extension in _OTHERS:
        what, remedy = _OTHERS[entry.extension]
        left_out.add(entry.path, f"it is {what}", remedy)
    else:
        left_out.add(
            entry.path,
            f"files ending in {entry.extension} are not read",
            "If it is an article, save it as text (.txt) or as a page (.html).",
        )
    return None


def walk(path: Path, left_out: LeftOut, *, notes_too: bool = False) -> Iterator[Entry]:
    """The regular files of a folder and its subfolders, sorted by name; what cannot be listed is recorded.

    Parameters
    ----------
    path : Path
        A folder, or one file, which is then the only entry.
    left_out : LeftOut
        Takes links, devices and folders without permission.
    notes_too : bool
        For one file: also its ``<name>.metadata.csv``.
    """
    try:
        status = path.stat()
    except (OSError, ValueError) as error:
        raise CorpusError(
            "there is no such file or folder." if not isinstance(error, PermissionError) else "it may not be opened.",
            path=path,
            remedy="Check the path and its permissions.",
        ) from error
    if stat.S_ISDIR(status.st_mode):
        yield from _walk(path, "", left_out, path.resolve())
    elif stat.S_ISREG(status.st_mode):
        yield Entry(shown(path.name), status.st_size, status.st_mtime_ns, str(path))
        notes = path.with_name(f"{path.stem}.metadata.csv")
        if notes_too and notes.is_file():
            status = notes.stat()
            yield Entry(shown(notes.name), status.st_size, status.st_mtime_ns, str(notes))
    else:
        raise CorpusError("it is neither a file nor a folder.", path=path, remedy="Give a folder of pages, or a file.")


def _walk(folder: Path, prefix: str, left_out: LeftOut, root: Path) -> Iterator[Entry]:
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        if not prefix:
            raise CorpusError(
                f"the folder cannot be listed ({error.strerror}).", path=folder, remedy="Check its permissions."
            ) from error
        left_out.add(prefix.rstrip("/"), f"the folder cannot be listed ({error.strerror})", "Check its permissions.")
        return
    for entry in entries:
        name = shown(entry.name)
        if name.startswith((".", "~$")) or name.lower() in _SYSTEM:
            continue
        path = prefix + name
        try:
            if entry.is_symlink():
                left_out.add(path, _where_to(Path(entry.path), root), "Put the file itself in the folder.")
            elif entry.is_dir():
                yield from _walk(Path(entry.path), f"{path}/", left_out, root)
            elif entry.is_file():
                status = entry.stat()
                yield Entry(path, status.st_size, status.st_mtime_ns, entry.path)
            else:
                left_out.add(path, "it is not a regular file", "Remove it from the folder.")
        except OSError as error:
            left_out.add(path, f"it cannot be opened ({error.strerror})", "Check its permissions.")


def _where_to(link: Path, root: Path) -> str:
    try:
        target = link.resolve(strict=True)
    except (OSError, RuntimeError):
        return "it is a link that leads nowhere"
    inside = target.is_relative_to(root)
    return "it is a link to another place in the folder" if inside else "it is a link that leads out of the folder"


def shown(name: str) -> str:
    """A file name as text that can be written anywhere: bytes that are not UTF-8 become the replacement character."""
    if name.isascii():
        return name
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return os.fsencode(name).decode("utf-8", "replace")
    return name

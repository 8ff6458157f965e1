"""The user's word on a corpus, beside the pages: ``metadata.csv`` and ``cleaning.json``, read on every load;
``stopwords.txt`` and ``entities.csv``, read at every count; and ``views.json``, which explorers and reports read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from toolkit.cleaning import Rules
from toolkit.schema import CorpusError
from toolkit.store.files import replacing

CORRECTABLE = ("source", "date", "title", "author")


@dataclass(frozen=True)
class Decisions:
    """Where the corrections of a corpus are kept.

    Attributes
    ----------
    metadata : Path
        ``metadata.csv`` in the folder of pages, or ``<name>.metadata.csv`` beside a single file.
    rules : Path
        ``cleaning.json``, or ``<name>.cleaning.json``.
    views : Path
        ``views.json``, or ``<name>.views.json``: see :mod:`toolkit.corpus.views`.
    stopwords : Path
        ``stopwords.txt``, or ``<name>.stopwords.txt``: an entry a line, and notes after ``#``.
    entities : Path
        ``entities.csv``, or ``<name>.entities.csv``: what names stand for.
    beside : bool
        Whether they stand beside the pages; where that folder cannot be written they stand in the store.
    """

    metadata: Path
    rules: Path
    views: Path
    stopwords: Path
    entities: Path
    beside: bool

    @property
    def notes(self) -> Path | None:
        """The folder that reading looks in first, when it is not that of the pages."""
        return None if self.beside else self.metadata.parent

    def cleaning_rules(self) -> Rules:
        return Rules.load(self.rules) if self.rules.exists() else Rules()

    def save_rules(self, rules: Rules) -> None:
        self.rules.parent.mkdir(parents=True, exist_ok=True)
        rules.save(self.rules)

    def stop_words(self) -> list[tuple[int, str]] | None:
        """The lines of the corpus' own list of stop words, each with its number; None when there is no such list."""
        try:
            data = self.stopwords.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise CorpusError(
                f"it cannot be read ({error.strerror}).", path=self.stopwords, remedy="Make it readable, or remove it."
            ) from error
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise CorpusError(
                "it is not UTF-8.",
                path=self.stopwords,
                row=data[: error.start].count(b"\n") + 1,
                remedy="Save it as plain text in UTF-8.",
            ) from error
        lines = ((number, line.partition("#")[0].strip()) for number, line in enumerate(text.splitlines(), start=1))
        return [(number, line) for number, line in lines if line]

    def save_stop_words(self, entries: Iterable[str] | None) -> None:
        """Write the corpus' own list of stop words, an entry a line; None removes it."""
        if entries is None:
            self.stopwords.unlink(missing_ok=True)
            return
        lines = ["# Words left out of counts, one a line. After a colon, the parts of speech they are left out as.", ""]
        with replacing(self.stopwords) as temporary:
            temporary.write_text("\n".join([*lines, *entries, ""]), encoding="utf-8", newline="\n")

    def corrections(self) -> pd.DataFrame:
        """The corrections saved so far, as text: ``path``, ``item`` and whatever columns the file has."""
        if not self.metadata.exists():
            return pd.DataFrame(columns=["path", "item"], dtype="str")
        try:
            table = pd.read_csv(
                self.metadata, dtype="str", keep_default_na=False, encoding="utf-8-sig", sep=None, engine="python"
            )
        except (OSError, ValueError) as error:
            raise CorpusError(
                f"it cannot be read ({error}).", path=self.metadata, remedy="Save it as CSV in UTF-8, or remove it."
            ) from error
        if "path" not in table:
            raise CorpusError("it has no column 'path'.", path=self.metadata, remedy="Add one that names the pages.")
        return table

    def correct(self, path: str, item: int | None, values: Mapping[str, str]) -> None:
        """Save corrections of one article, keeping every other row and column of the file as it is.

        Parameters
        ----------
        path : str
            The article's ``path`` in the documents table.
        item : int or None
            Its number in that file, for a file of many articles.
        values : mapping
            Of ``source``, ``date`` (``YYYY-MM-DD``), ``title``, ``author`` to the value; an empty one is removed.
        """
        unknown = sorted(set(values) - set(CORRECTABLE))
        if unknown:
            raise CorpusError(f"{', '.join(unknown)} cannot be corrected.", remedy=f"Correct {', '.join(CORRECTABLE)}.")
        table = self.corrections()
        number = "" if item is None else str(item)
        for column in ["path", *(["item"] if number else []), *values]:
            if column not in table:
                table[column] = ""
        same = table["path"].map(_without_extension) == _without_extension(path)
        if "item" in table:
            same &= table["item"] == number
        if not same.any():
            new = {"path": path, "item": number} if "item" in table else {"path": path}
            table = pd.concat([table, pd.DataFrame([new])], ignore_index=True).fillna("")
            same = pd.Series(False, index=table.index)
            same.iloc[-1] = True
        for column, value in values.items():
            table.loc[same, column] = value
        with replacing(self.metadata) as temporary:
            table.to_csv(temporary, index=False, encoding="utf-8", lineterminator="\n")


def _without_extension(path: str) -> str:
    stem, extension = os.path.splitext(path)
    return stem if extension.lower() in (".txt", ".html", ".htm") else path


def locate(path: Path, store: Path) -> Decisions:
    """Where the corrections of the corpus at ``path`` stand, given its store's folder."""
    folder, prefix = (path, "") if path.is_dir() else (path.parent, f"{path.stem}.")
    beside = os.access(folder, os.W_OK)
    home = folder if beside else store / "decisions"
    names = ("metadata.csv", "cleaning.json", "views.json", "stopwords.txt", "entities.csv")
    metadata, rules, views, stopwords, entities = (home / f"{prefix}{name}" for name in names)
    return Decisions(metadata, rules, views, stopwords, entities, beside)

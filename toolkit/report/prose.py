"""The prose of notebooks in other words: translated, or as it must be said where nobody can move a control.

Beside a notebook ``00_corpus.ipynb`` stand ``fr/00_corpus.md`` (its Markdown cells in French) and, where a report must
say something else than the notebook does, ``en/00_corpus.md``. Each text follows a line that names its cell and the
text it was made from, so that one that has fallen behind is noticed::

    <!-- cell 00-03, of 1f0c2a9be4d1 -->
    ## Articles par source et par mois
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

LANGUAGES = ("en", "fr")
NOT_IN_REPORT = "not-in-report"
"""Tag of cells that are of use in the notebook only."""

_HEAD = re.compile(r"^<!-- cell ([\w-]+), of ([0-9a-f]{12}) -->$", re.MULTILINE)


@dataclass(frozen=True)
class Said:
    """A text for a cell, and what it was made from."""

    of: str
    text: str


def digest(source: str) -> str:
    """What names the text of a cell: changes of line breaks and of blanks do not count."""
    return hashlib.sha256(" ".join(source.split()).encode("utf-8")).hexdigest()[:12]


def read_catalogue(path: Path) -> dict[str, Said]:
    """The texts of a catalogue by cell id; none where there is no such file."""
    if not path.exists():
        return {}
    parts = _HEAD.split(path.read_text(encoding="utf-8"))[1:]
    heads = zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    return {cell: Said(of, text.strip()) for cell, of, text in heads}


def catalogue_path(notebook: Path, language: str) -> Path:
    return notebook.parent / language / f"{notebook.stem}.md"


def translate(notebook: NotebookNode, path: Path, language: str) -> None:
    """Put the texts for reports, in ``language``, in the place of the notebook's own; what has none stays as it is."""
    for spoken in dict.fromkeys((language, "en")):
        texts = read_catalogue(catalogue_path(path, spoken))
        for cell in notebook.cells:
            said = texts.get(cell.get("id", ""))
            if cell.cell_type == "markdown" and said is not None and said.of == digest(cell.source):
                cell.source = said.text
                cell.metadata["lang"] = spoken


def in_report(notebook: NotebookNode) -> None:
    """Drop the cells that are of use in the notebook only."""
    notebook.cells = [cell for cell in notebook.cells if NOT_IN_REPORT not in cell.metadata.get("tags", [])]


def gaps(notebook: NotebookNode, path: Path, language: str) -> list[str]:
    """The Markdown cells without a text in ``language``, with one that has fallen behind, or with one for no cell."""
    texts = read_catalogue(catalogue_path(path, language))
    cells = {
        cell["id"]: cell.source
        for cell in notebook.cells
        if cell.cell_type == "markdown" and NOT_IN_REPORT not in cell.metadata.get("tags", [])
    }
    found = []
    for name, source in cells.items():
        if name not in texts:
            if language != "en":
                found.append(f"{path.stem} {name}: not translated (of {digest(source)})")
        elif texts[name].of != digest(source):
            found.append(f"{path.stem} {name}: the notebook has changed since (of {digest(source)})")
    return found + [f"{path.stem} {name}: there is no such cell" for name in texts if name not in cells]

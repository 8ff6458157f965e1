"""Saving what an explorer shows: tables as CSV and XLSX, figures as SVG and PNG."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure

from toolkit import evidence
from toolkit.explorers.parts import WIDE, safely

FOLDER = "exports"
_MIME = {"svg": "image/svg+xml", "png": "image/png", "csv": "text/csv",
         "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}  # fmt: skip


class Saving(widgets.VBox):
    """A menu of what can be saved and a button for each format; files go into a folder beside the notebook."""

    def __init__(self, title: str) -> None:
        self.title = title
        self._offered: dict[str, pd.DataFrame | Figure] = {}
        self._about: dict[str, Mapping[str, Any]] = {}
        self.what = widgets.Dropdown(options=[], description="Save", style=WIDE, layout={"width": "max-content"})
        self.buttons = {kind: widgets.Button(description=kind.upper(), layout={"width": "5em"}) for kind in _MIME}
        self.done = widgets.HTML()
        row = widgets.HBox([self.what, *self.buttons.values()], layout={"flex_flow": "row wrap"})
        super().__init__([row, self.done])
        for kind, button in self.buttons.items():
            button.on_click(lambda _, kind=kind: self._click(kind))
        self.what.observe(lambda _: self._enable(), names="value")
        self._enable()

    def offer(self, name: str, what: pd.DataFrame | Figure | None, *, about: Mapping[str, Any] | None = None) -> None:
        """Something that can be saved under that name; None takes it from the menu.

        ``about`` is written into the files that can hold it: ``caption``, ``settings``, ``warnings``, ``about``, as for
        ``evidence.save_table``.
        """
        self._about[name] = about or {}
        if what is None:
            self._offered.pop(name, None)
        else:
            self._offered[name] = what
        names = tuple(self._offered)
        if names != self.what.options:
            before = self.what.value
            self.what.options = names
            self.what.value = before if before in names else next(iter(names), None)
        self._enable()

    def save(self, kind: str) -> Path:
        """Write the chosen table or figure in a format; a file that is there already is kept, and the new one numbered.

        Returns
        -------
        Path
            Of the file.
        """
        name = str(self.what.value)
        what = self._offered[name]
        stem = re.sub(r"[^\w]+", "-", f"{self.title} {name}").strip("-").lower()
        folder = Path(FOLDER)
        folder.mkdir(exist_ok=True)
        path = folder / f"{stem}-{datetime.now():%Y%m%d}.{kind}"
        if isinstance(what, pd.DataFrame):
            return evidence.save_table(what, path, **self._about[name])
        path = _free(path)
        path.write_bytes(_drawn(what, kind))
        return path

    def _enable(self) -> None:
        what = self._offered.get(str(self.what.value))
        for kind, button in self.buttons.items():
            button.disabled = not isinstance(what, Figure if kind in ("svg", "png") else pd.DataFrame)

    def _click(self, kind: str) -> None:
        self.done.value = safely(lambda: self._tell(self.save(kind), kind)) or self.done.value

    def _tell(self, path: Path, kind: str) -> None:
        link = evidence.download_link(path.read_bytes(), path.name, _MIME[kind])
        self.done.value = f"<p>Saved as <code>{escape(path.as_posix())}</code> beside the notebook. {link}</p>"


def _free(path: Path) -> Path:
    """The path, numbered when there is such a file."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_stem(f"{path.stem}-{number}")
    return free


def _drawn(figure: Figure, kind: str) -> bytes:
    """Letters as outlines in an SVG, so that it looks the same in every program."""
    buffer = io.BytesIO()
    with mpl.rc_context({"svg.fonttype": "path"}):
        figure.savefig(buffer, format=kind, dpi=200)
    return buffer.getvalue()

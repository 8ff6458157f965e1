"""What explorers are made of: a figure as an image, a sentence for an error, one update at a time."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any, NamedTuple

import ipywidgets as widgets
import pandas as pd
from matplotlib.axes import Axes

from toolkit.evidence import Evidence
from toolkit.plots import picture
from toolkit.schema import CorpusError

WIDE = {"description_width": "initial"}


def sentence(text: str, *, error: bool = False) -> str:
    """A sentence to the reader; one about an error is announced to screen readers."""
    role = ' role="alert"' if error else ""
    return f"<p{role} style='margin:.3em 0{';font-weight:bold' if error else ''}'>{escape(text)}</p>"


def html(shown: Evidence | str) -> str:
    return shown if isinstance(shown, str) else shown.html


def warned(table: pd.DataFrame) -> Evidence:
    """What the numbers of a table cannot bear, a sentence each."""
    return Evidence("".join(sentence(text) for text in table.attrs.get("warnings", [])))


class View(NamedTuple):
    """What the controls ask for.

    Attributes
    ----------
    axes : Axes or None
        The figure; None when there is nothing to draw.
    alt : str
        What the figure shows, in words; without a figure, why and what to loosen.
    table : Evidence or str
    rows : list of (label, value)
        What can be opened.
    """

    axes: Axes | None
    alt: str
    table: Evidence | str
    rows: list[tuple[str, Any]]


class Explorer(widgets.VBox):
    """Controls, then what they show. A subclass says what: :meth:`settings`, :meth:`show` and, for the row chosen,
    :meth:`read`.

    Whatever goes wrong while it updates appears as a sentence, and what stood there before stays on the screen.

    Attributes
    ----------
    controls : dict of str to Widget
        By name, so that a notebook can set ``explorer.controls["source"].value``.
    chosen : Dropdown
        The row whose sentences are shown.
    """

    def __init__(self, corpus: Any, controls: dict[str, widgets.Widget], *, choose: str) -> None:
        self.corpus = corpus
        self.controls = controls
        self._rows: list[Any] = []
        self._filling = False
        self.said = widgets.HTML()
        self.problem = widgets.HTML()
        self.figure = widgets.HTML()
        self.table = widgets.HTML()
        self.chosen = widgets.Dropdown(options=[], description=choose, style=WIDE, layout={"width": "max-content"})
        self.evidence = widgets.HTML()
        super().__init__(
            [
                widgets.HBox(list(controls.values()), layout={"flex_flow": "row wrap"}),
                self.said,
                self.problem,
                self.figure,
                widgets.Accordion([self.table], titles=("The numbers, as a table",)),
                self.chosen,
                self.evidence,
            ]
        )
        for control in controls.values():
            control.observe(self.update, names="value")
        self.chosen.observe(self._open, names="value")
        self.update()

    def settings(self) -> str:
        """The settings in words."""
        raise NotImplementedError

    def show(self) -> View:
        """The figure, the table and what can be opened."""
        raise NotImplementedError

    def read(self, value: Any) -> Evidence | str:
        """The sentences behind a row."""
        raise NotImplementedError

    def update(self, change: object = None) -> None:
        """Bring everything in line with the controls."""
        self._safely(self._update)

    def _update(self) -> None:
        axes, alt, table, rows = self.show()
        self.said.value = sentence(self.settings())
        self.figure.value = picture(axes, alt=alt).html if axes is not None else sentence(alt)
        self.table.value = html(table)
        before = self._row()
        self._filling = True  # filling in the choices is no choice
        try:
            self._rows = [value for _, value in rows]
            self.chosen.options = [(label, number) for number, (label, _) in enumerate(rows)]
            if rows:
                self.chosen.index = self._rows.index(before) if before in self._rows else 0
        finally:
            self._filling = False
        self._open()

    def _row(self) -> Any:
        return None if self.chosen.value is None else self._rows[self.chosen.value]

    def _open(self, change: object = None) -> None:
        if not self._filling:
            row = self._row()
            self._safely(lambda: setattr(self.evidence, "value", "" if row is None else html(self.read(row))))

    def _safely(self, work: Callable[[], None]) -> None:
        try:
            work()
            self.problem.value = ""
        except CorpusError as error:
            self.problem.value = sentence(str(error), error=True)
        except Exception as error:  # a traceback in a widget is lost; a sentence is read
            self.problem.value = sentence(f"This view could not be drawn: {type(error).__name__}: {error}", error=True)

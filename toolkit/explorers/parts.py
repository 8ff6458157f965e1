"""What explorers are made of: a figure as an image, a sentence for an error, one update at a time."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from threading import RLock
from typing import Any, NamedTuple

import ipywidgets as widgets
import pandas as pd
from matplotlib.axes import Axes

from toolkit.corpus import Corpus
from toolkit.evidence import Evidence
from toolkit.plots import picture
from toolkit.schema import CorpusError

WIDE = {"description_width": "initial"}
ONE_AT_A_TIME = RLock()
"""JupyterLab hands what a control says to a thread beside the one that runs cells, and pyplot is not made for two."""


def sentence(text: str, *, error: bool = False) -> str:
    """A sentence to the reader; one about an error is announced to screen readers."""
    role = ' role="alert"' if error else ""
    return f"<p{role} style='margin:.3em 0;line-height:1.4{';font-weight:bold' if error else ''}'>{escape(text)}</p>"


def html(shown: Evidence | str) -> str:
    return shown if isinstance(shown, str) else shown.html


def warnings(table: pd.DataFrame) -> list[str]:
    """What the numbers of a table cannot bear, a sentence each."""
    return list(table.attrs.get("warnings", []))


def safely(work: Callable[[], None]) -> str:
    """Do it; what went wrong, as HTML, else nothing. A traceback in a widget is lost, a sentence is read."""
    try:
        with ONE_AT_A_TIME:
            work()
    except CorpusError as error:
        return sentence(str(error), error=True)
    except Exception as error:
        return sentence(f"This could not be done: {type(error).__name__}: {error}", error=True)
    return ""


def source_control(corpus: Corpus) -> widgets.Dropdown:
    """All sources or one; pages that stand for themselves, and articles of unknown source, can be chosen too."""
    _, labels = corpus.groups("source")
    # not None for all: a menu whose value is None may show no choice at all
    options = [("all sources", ""), *((name, name) for name in labels)]
    return widgets.Dropdown(options=options, value="", description="Source", style=WIDE)


def slider(description: str, value: int, low: int, high: int) -> widgets.IntSlider:
    """A number to choose; nothing is computed before the handle is let go."""
    return widgets.IntSlider(value=value, min=low, max=high, description=description, style=WIDE,
                             continuous_update=False, layout={"width": "22em"})  # fmt: skip


def at_least(count: int, noun: str) -> str:
    """``1 article or more``."""
    return f"{count} {noun}{'s' * (count != 1)} or more"


def of_source(corpus: Corpus, source: str) -> Corpus:
    """The articles of a source as :func:`source_control` names it."""
    return corpus.select(where=corpus.group_labels("source") == source) if source else corpus


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
    warnings : list of str
        What the numbers cannot bear; said above the figure, where nobody can miss it.
    """

    axes: Axes | None
    alt: str
    table: Evidence | str
    rows: list[tuple[str, Any]]
    warnings: list[str]


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

    def __init__(self, corpus: Corpus, controls: dict[str, widgets.Widget], *, choose: str) -> None:
        self.corpus = corpus
        self.controls = controls
        self._rows: list[Any] = []
        self._filling = False
        self.said = widgets.HTML()
        self.problem = widgets.HTML()
        self.figure = widgets.HTML()
        self.table = widgets.HTML()
        self.chosen = widgets.Dropdown(options=[], description=choose, style=WIDE, layout={"width": "max-content"})
        self.unread = widgets.HTML()
        self.evidence = widgets.HTML()
        super().__init__(
            [
                widgets.HBox(list(controls.values()), layout={"flex_flow": "row wrap"}),
                self.said,
                self.problem,
                self.figure,
                widgets.Accordion([self.table], titles=("The numbers, as a table",)),
                self.chosen,
                self.unread,
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
        self.problem.value = safely(self._update)

    def _update(self) -> None:
        axes, alt, table, rows, warned = self.show()
        figure = picture(axes, alt=alt).html if axes is not None else sentence(alt)
        said = "".join(map(sentence, (self.settings(), *warned)))
        # only now, when nothing can go wrong any more, is what stood there replaced
        self.said.value, self.figure.value, self.table.value = said, figure, html(table)
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
            self.unread.value = safely(self._read_row)

    def _read_row(self) -> None:
        row = self._row()
        self.evidence.value = "" if row is None else html(self.read(row))

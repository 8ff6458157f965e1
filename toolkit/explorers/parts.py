"""What explorers are made of: a figure as an image, a sentence for an error, one update at a time."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import ipywidgets as widgets
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


class Explorer(widgets.VBox):
    """Controls, then what they show. A subclass says what: :meth:`settings`, :meth:`show` and, for the row chosen,
    :meth:`open`.

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

    def show(self) -> tuple[Axes | None, str, Evidence | str, list[tuple[str, Any]]]:
        """Figure (None when there is nothing to draw), its alternative text, table, and what can be opened: pairs of
        label and value."""
        raise NotImplementedError

    def open(self, value: Any) -> Evidence | str:
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
        before = self.chosen.value
        with self.chosen.hold_trait_notifications():
            self.chosen.options = rows
            values = [value for _, value in rows]
            self.chosen.value = before if before in values else values[0] if values else None
        self._open()

    def _open(self, change: object = None) -> None:
        value = self.chosen.value
        self._safely(lambda: setattr(self.evidence, "value", "" if value is None else html(self.open(value))))

    def _safely(self, work: Callable[[], None]) -> None:
        try:
            work()
            self.problem.value = ""
        except CorpusError as error:
            self.problem.value = sentence(str(error), error=True)
        except Exception as error:  # a traceback in a widget is lost; a sentence is read
            self.problem.value = sentence(f"This view could not be drawn: {type(error).__name__}: {error}", error=True)

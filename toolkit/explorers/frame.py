"""The frame of every explorer: controls, then what they show, then the row that is read; one update at a time.

A subclass says what is shown. :meth:`Explorer.show` gives a :class:`View`, the figure and the table; for the row that
is chosen :meth:`Explorer.read` gives :class:`Panel` after panel, each on the screen as soon as it is ready. The frame
does the rest:

- what a control asks for is answered by the newest wish alone (:mod:`toolkit.explorers.latest`); the figure that stood
  there stays until the next is ready, and whatever goes wrong appears as a sentence;
- a row is chosen in the menu, or by clicking it in a table that was made with ``key=``;
- the settings stand in words and as the line of Python that gives the same table;
- every table is saved as CSV or XLSX, every figure as SVG or PNG;
- settings are kept under a name (``save_view``) and taken up again (``view=``).

Parts carry CSS classes, so that a report knows them: ``toolkit-explorer``, ``toolkit-control``, ``toolkit-said``,
``toolkit-figure``, ``toolkit-table``, ``toolkit-evidence``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from threading import local
from typing import Any

import ipywidgets as widgets
import pandas as pd
from matplotlib.axes import Axes

from toolkit import evidence
from toolkit.corpus import Corpus
from toolkit.corpus.views import save_view, view_settings
from toolkit.evidence import Evidence, assets, copy_button
from toolkit.explorers.keeping import Keeping
from toolkit.explorers.latest import Latest, Overtaken
from toolkit.explorers.parts import WIDE, html, safely, sentence, unpaused
from toolkit.explorers.saving import Saving
from toolkit.plots import Picture, off_screen, picture
from toolkit.plots.style import figure_of
from toolkit.schema import CorpusError

Shown = Evidence | Picture | str
_BUSY = "<style>.toolkit-busy .toolkit-figure img{opacity:.45;transition:opacity .15s .35s}</style>"
"""What stands there fades while the next takes long."""


@dataclass(frozen=True)
class View:
    """What the controls ask for.

    Attributes
    ----------
    axes : Axes or None
        The figure; None when there is nothing to draw.
    alt : str
        What the figure shows, in words; without a figure, why and what to loosen.
    table : Evidence or str
    rows : list of (label, value)
        What can be opened. A click on a row of the table chooses the one whose value, as text, is the row's key.
    warnings : list of str
        What the numbers cannot bear; said above the figure, where nobody can miss it.
    frames : mapping of name to DataFrame
        What can be saved.
    """

    axes: Axes | None
    alt: str
    table: Evidence | str = ""
    rows: list[tuple[str, Any]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    frames: Mapping[str, pd.DataFrame] = field(default_factory=dict)


@dataclass(frozen=True)
class Panel:
    """One thing to read about the chosen row.

    Attributes
    ----------
    shown : Evidence, Picture, str or Axes
        A figure is drawn by the frame, with ``alt``.
    alt : str
    frame : DataFrame, optional
        What can be saved of it.
    caption : str
        What ``frame`` shows; written into the files that can hold it.
    said : sequence of str
        What is left out, or what the numbers cannot bear, below what is shown.
    """

    shown: Shown | Axes
    alt: str = ""
    frame: pd.DataFrame | None = None
    caption: str = ""
    said: Sequence[str] = ()


class Explorer(widgets.VBox):
    """Controls, then what they show. See the module.

    Parameters
    ----------
    corpus : Corpus
    controls : mapping of str to Widget
        Whatever has a ``value``. Each move of one brings everything in line.
    choose : str
        What the menu of rows is called.
    reading : mapping of str to Widget, optional
        Controls of what is read of a row only: how lines are sorted, say.
    panels : iterable of str
        The names of the panels that :meth:`read` gives.
    view : str, optional
        Settings to begin with, kept earlier by :meth:`save_view`.

    Attributes
    ----------
    controls : dict of str to Widget
        By name, so that a notebook can set ``explorer.controls["source"].value``.
    chosen : Dropdown
        The row that is read.
    panels : dict of str to HTML
        What is read of it.
    """

    name = ""  # of the function that makes it: settings are kept under it

    def __init__(
        self,
        corpus: Corpus,
        controls: Mapping[str, widgets.Widget],
        *,
        choose: str,
        reading: Mapping[str, widgets.Widget] | None = None,
        panels: Iterable[str] = ("evidence",),
        view: str | None = None,
    ) -> None:
        self.corpus = corpus
        self.controls = dict(controls)
        self.reading = dict(reading or {})
        self._rows: list[Any] = []
        self._keys: list[str] = []
        self._frames: Mapping[str, pd.DataFrame] = {}
        self._filling = local()  # of the thread that fills: what another changes meanwhile is a choice
        self._latest = Latest(self._work)
        self.said, self.code, self.problem, self.figure, self.table = (widgets.HTML() for _ in range(5))
        self.chosen = widgets.Dropdown(options=[], description=choose, style=WIDE, layout={"width": "max-content"})
        self.picked = widgets.Text(continuous_update=True)
        self.unread = widgets.HTML()
        self.panels = {panel: widgets.HTML() for panel in panels}
        self.saving = Saving(title=self.name or "explorer")
        self.keeping = Keeping(corpus, self.name, self.state, self._take_up)
        self._mark()
        if view is not None:
            self.set_state(view_settings(corpus, self.name, view))
        super().__init__(self.arranged())
        self.add_class("toolkit-explorer")
        for control in self.controls.values():
            control.observe(self.update, names="value")
        for control in self.reading.values():
            control.observe(self._open, names="value")
        self.chosen.observe(self._open, names="value")
        self.picked.observe(self._pick, names="value")
        self.update()

    def _mark(self) -> None:
        for part, name in ((self.said, "said"), (self.figure, "figure"), (self.table, "table")):
            part.add_class(f"toolkit-{name}")
        for panel in self.panels.values():
            panel.add_class("toolkit-evidence")
        self.picked.add_class("toolkit-picked")
        self.picked.layout.display = "none"  # a row that is clicked writes its key here
        # a script in a widget of HTML does not run; as the output of a cell it does
        self.assets = widgets.Output(
            outputs=({"output_type": "display_data", "data": {"text/html": assets() + _BUSY}, "metadata": {}},)
        )
        for part in (
            *self.controls.values(),
            *self.reading.values(),
            self.chosen,
            self.picked,
            self.saving,
            self.assets,
        ):
            part.add_class("toolkit-control")

    def value(self, name: str) -> Any:
        """Where a control stands."""
        return self.controls[name].value

    # what a subclass says

    def settings(self) -> str:
        """The settings in words."""
        raise NotImplementedError

    def line(self) -> str:
        """The line of Python that gives the table, with ``corpus`` for the corpus; empty where there is none."""
        return ""

    def show(self) -> View:
        """The figure, the table and what can be opened."""
        raise NotImplementedError

    def read(self, value: Any) -> Evidence | str | Iterator[tuple[str, Panel]]:
        """What is read of a row: the one panel, or panels by name, one after the other."""
        raise NotImplementedError

    def arranged(self) -> list[widgets.Widget]:
        """The parts from top to bottom."""
        return [
            self.assets,
            self.control_row(),
            self.said,
            self.problem,
            self.figure,
            widgets.Accordion([self.table], titles=("The numbers, as a table",)),
            self.chosen,
            self.picked,
            self.unread,
            self.arranged_panels(),
            self.arranged_saving(),
        ]

    def arranged_saving(self) -> widgets.Accordion:
        kept = widgets.VBox([self.code, self.saving, self.keeping])
        return widgets.Accordion([kept], titles=("Save, keep, or do the same in Python",))

    def control_row(self) -> widgets.Widget:
        return widgets.HBox(list(self.controls.values()), layout={"flex_flow": "row wrap", "align_items": "flex-start"})

    def arranged_panels(self) -> widgets.Widget:
        return widgets.VBox(list(self.panels.values()))

    # keeping it up to date

    def update(self, change: object = None) -> None:
        """Bring everything in line with the controls."""
        if not self._is_filling():
            self._latest.ask(whole=True)

    def wait(self, timeout: float | None = 60) -> bool:
        """Until what was asked for is on the screen; False when that took longer than so many seconds."""
        return self._latest.wait(timeout)

    @contextmanager
    def filling(self) -> Iterator[None]:
        """A context in which values are filled into controls, which is no choice of the user's."""
        before = self._is_filling()
        self._filling.now = True
        try:
            yield
        finally:
            self._filling.now = before

    def _is_filling(self) -> bool:
        return getattr(self._filling, "now", False)

    def _open(self, change: object = None) -> None:
        if not self._is_filling():
            self._latest.ask(whole=False)

    def _work(self, whole: bool, overtaken: Overtaken) -> bool:
        if whole and self.comm is not None:
            self.add_class("toolkit-busy")
        with unpaused():
            if whole:
                self.problem.value = safely(self._update)
                self.remove_class("toolkit-busy")
            if not overtaken():
                self.unread.value = safely(lambda: self._read_row(overtaken))
        return True

    def _update(self) -> None:
        with off_screen():
            view = self.show()
            figure = sentence(view.alt) if view.axes is None else picture(view.axes, alt=view.alt).html
            figure += self.behind(view).html if evidence.limit() != evidence.EVERYTHING else ""
        said = "".join(map(sentence, (self.settings(), *view.warnings)))
        line = self.line()
        # only now, when nothing can go wrong any more, is what stood there replaced
        self.said.value, self.figure.value, self.table.value = said, figure, html(view.table)
        self.code.value = _copied(line) if line else ""
        python = [f"In Python: {line}"] if line else []
        about = {"settings": self.settings(), "warnings": view.warnings, "about": python}
        for name in {**self._frames, **view.frames}:
            self.saving.offer(name, view.frames.get(name), about=about)
        self._frames = view.frames
        self.saving.offer("figure", None if view.axes is None else figure_of(view.axes))
        before = self._row()
        with self.filling():
            self._rows = [value for _, value in view.rows]
            self._keys = [str(value) for value in self._rows]
            self.chosen.options = [(label, number) for number, (label, _) in enumerate(view.rows)]
            if view.rows:
                self.chosen.index = self._rows.index(before) if before in self._rows else 0

    def behind(self, view: View) -> Evidence:
        """What stands behind each mark of the figure. In a report nobody can choose another row: it then stands below
        the figure, folded."""
        return evidence.behind({})

    def _row(self) -> Any:
        return None if self.chosen.value is None else self._rows[self.chosen.value]

    def _read_row(self, overtaken: Overtaken) -> None:
        row = self.wanted()
        if row is None:
            for name, panel in self.panels.items():
                panel.value = ""
                self.saving.offer(name, None)
                self.saving.offer(f"{name}, figure", None)
            return
        read = self.read(row)
        if isinstance(read, Evidence | str):
            read = iter([(next(iter(self.panels)), Panel(read))])
        with off_screen():
            for name, panel in read:
                self._put(name, panel)
                if overtaken():
                    return

    def wanted(self) -> Any:
        """What is to be read: the row that is chosen, or None."""
        return self._row()

    def _put(self, name: str, panel: Panel) -> None:
        shown = panel.shown
        self.saving.offer(f"{name}, figure", figure_of(shown) if isinstance(shown, Axes) else None)
        if isinstance(shown, Axes):
            shown = picture(shown, alt=panel.alt)
        about = {"caption": panel.caption or panel.alt, "warnings": list(panel.said)}
        self.saving.offer(name, panel.frame, about=about)
        self.panels[name].value = html(shown) + "".join(map(sentence, panel.said))

    def _pick(self, change: dict) -> None:
        """A row of a table was clicked."""
        if not change["new"]:
            return
        self.picked.value = ""  # or the same row could not be clicked again after another was chosen in the menu
        if change["new"] in self._keys:
            self.choose(self._keys.index(change["new"]))

    def choose(self, number: int) -> None:
        """Read the n-th of the rows that can be opened."""
        self.chosen.index = number

    # settings under a name

    def _take_up(self, settings: Mapping[str, Any]) -> None:
        self.set_state(settings)
        self.update()

    def state(self) -> dict[str, Any]:
        """The value of each control by name, as it can be written to a file."""
        return {name: _plain(control.value) for name, control in (*self.controls.items(), *self.reading.items())}

    def set_state(self, state: Mapping[str, Any]) -> None:
        """Put controls where ``state`` says, all at once.

        Raises
        ------
        CorpusError
            When there is no such control, or it cannot stand there.
        """
        before = self.state()
        with self.filling():
            try:
                for name, value in state.items():
                    self._set(name, value)
            except CorpusError:
                for name, value in before.items():  # or some would stand where they were asked to, the others not
                    self._set(name, value)
                raise

    def _set(self, name: str, value: Any) -> None:
        known = {**self.controls, **self.reading}
        if name not in known:
            raise CorpusError(f"there is no control {name!r}.", remedy=f"There are: {', '.join(known)}.")
        try:
            known[name].value = tuple(value) if isinstance(value, list) else value
        except Exception as error:
            raise CorpusError(
                f"the control {name!r} cannot stand at {value!r}.",
                remedy="The corpus may have changed since; choose again.",
            ) from error

    def save_view(self, name: str) -> None:
        """Keep the settings under a name, beside the corpus: ``view=name`` begins with them, and reports show them.

        Raises
        ------
        CorpusError
            When the corpus was made in memory, or the name is empty.
        """
        save_view(self.corpus, self.name, name, self.state())


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _copied(line: str) -> str:
    """A line of Python and a button that copies it."""
    return (
        '<div class="toolkit-block"><p style="margin:.3em 0;line-height:1.4">The same table in Python: '
        f"<code>{escape(line)}</code> {copy_button(line).html}</p></div>"
    )

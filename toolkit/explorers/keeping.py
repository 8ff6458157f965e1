"""Settings of an explorer kept under a name beside the corpus, and taken up again."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import ipywidgets as widgets

from toolkit.corpus import Corpus
from toolkit.corpus.views import save_view, view_settings, views
from toolkit.explorers.parts import WIDE, told

_NONE = "choose…"


class Keeping(widgets.VBox):
    """A field for the name and a button that keeps the settings; a menu of what was kept.

    Parameters
    ----------
    explorer : str
        The function that makes the explorer: views are kept under it.
    state : callable
        The settings as they now stand.
    take : callable
        Puts the explorer where settings say.
    """

    def __init__(
        self,
        corpus: Corpus,
        explorer: str,
        state: Callable[[], dict[str, Any]],
        take: Callable[[dict[str, Any]], None],
    ) -> None:
        self.corpus, self.explorer, self._state, self._take = corpus, explorer, state, take
        self.name = widgets.Text(description="Keep these settings as", style=WIDE, layout={"width": "28em"})
        self.keep = widgets.Button(description="Keep", icon="bookmark", layout={"width": "6em"})
        self.kept = widgets.Dropdown(description="Take up", style=WIDE, layout={"width": "max-content"})
        self.told = widgets.HTML()
        super().__init__([widgets.HBox([self.name, self.keep, self.kept], layout={"flex_flow": "row wrap"}), self.told])
        self._list()
        self.keep.on_click(lambda _: self._say(self._keep))
        self.kept.observe(lambda change: self._say(self._take_up), names="value")

    def _keep(self) -> str:
        save_view(self.corpus, self.explorer, self.name.value, self._state())
        kept = " ".join(self.name.value.split())
        self._list()
        self.name.value = ""
        return (
            f"Kept as « {escape(kept)} »: reports show it, and <code>view={escape(repr(kept))}</code> begins with it."
        )

    def _take_up(self) -> str:
        name = self.kept.value
        if name is None or name == _NONE:
            return ""
        self._take(view_settings(self.corpus, self.explorer, name))
        return f"These are the settings kept as « {escape(name)} »."

    def _list(self) -> None:
        names = [] if self.corpus.decisions is None else views(self.corpus, self.explorer)["name"].tolist()
        self.kept.options = [_NONE, *names]
        self.kept.value = _NONE
        self.kept.disabled = not names

    def _say(self, work: Callable[[], str]) -> None:
        said: list[str] = []
        problem = told(lambda: said.append(work()))  # nothing is drawn here: who draws meanwhile need not wait
        self.told.value = problem or (f"<p>{said[0]}</p>" if said[0] else "")

"""Stories that are found when they are asked for: in thousands of articles that takes a while."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import copy_context
from threading import Thread

import ipywidgets as widgets
import pandas as pd

from toolkit.contrast import same_events
from toolkit.corpus import Corpus
from toolkit.explorers.latest import asked_by_page
from toolkit.explorers.parts import sentence, told

AT_ONCE = 3_000
"""Articles in which stories are found without being asked for."""


class Stories(widgets.HBox):
    """A button that says what it costs, a bar while it works, and the stories; the kernel goes on listening.

    Parameters
    ----------
    corpus : Corpus
    found : callable
        Told when the stories are there.
    stories : DataFrame, optional
        From ``same_events``, where they are known already.

    Attributes
    ----------
    table : DataFrame
        The stories, none as long as they have not been found.
    """

    def __init__(self, corpus: Corpus, found: Callable[[], None], stories: pd.DataFrame | None = None) -> None:
        self.corpus, self._found = corpus, found
        n = len(corpus.rows)
        self.table = pd.DataFrame({"story": pd.Series(0, index=corpus.index.index)})
        self.button = widgets.Button(
            description=f"Find the stories of {n:,} articles", layout={"width": "auto"},
            tooltip="Articles near in date and alike in words are grouped; this may take a minute, and can be left "
                    "to work while you read",
        )  # fmt: skip
        self.bar: widgets.FloatProgress | None = None  # while it works
        self.said = widgets.HTML()
        super().__init__([self.button, self.said], layout={"align_items": "center"})
        dated = corpus.index["date"].notna().any()
        if stories is not None:
            self.table = stories
        elif dated and n <= AT_ONCE:
            self.table = same_events(corpus)
        self.layout.display = "flex" if stories is None and dated and n > AT_ONCE else "none"
        self.button.on_click(lambda _: self.ask())

    def ask(self) -> None:
        """Find them: in a thread of its own where the page asks, at once where a cell does."""
        self.button.disabled = True
        self.bar = widgets.FloatProgress(min=0, max=1, layout={"width": "10em"})
        self._arrange()
        self.said.value = sentence("Looking for stories…")
        if asked_by_page():
            context = copy_context()
            Thread(target=context.run, args=(self._work,), daemon=True).start()
        else:
            self._work()

    def _work(self) -> None:
        problem = told(self._find)
        self.bar = None
        self._arrange()
        self.button.disabled = False
        self.said.value = problem
        if not problem:
            self.layout.display = "none"
            self._found()

    def _arrange(self) -> None:
        self.children = tuple(part for part in (self.button, self.bar, self.said) if part is not None)

    def _find(self) -> None:
        self.table = same_events(self.corpus, told=self._tell)

    def _tell(self, share: float) -> None:
        if self.bar is not None:
            self.bar.value = share

    # the menu

    def options(self, first: list[str], most: int) -> list[str]:
        """What a menu says: ``first``, then the stories of several sources, the largest where there are too many."""
        if not (self.table["story"] > 0).any():
            return first[:1]
        once = self.table[self.table["story"] > 0].drop_duplicates("story")
        once = once[once["sources"] > 1]
        if len(once) > most:
            once = once.sort_values(["articles", "story"], ascending=[False, True])[:most]
        columns = (once.sort_values("story")[name].tolist() for name in ("story", "date", "articles", "title"))
        listed = [
            f"story {number}: {date:%Y-%m-%d}, {articles} articles, {title if isinstance(title, str) else 'untitled'}"
            for number, date, articles, title in zip(*columns, strict=True)
        ]
        return [*first, *listed] if listed else first[:1]

    def inside(self, view: Corpus, number: int) -> Corpus:
        """The articles of a view that are in a story."""
        return view.select(where=(self.table["story"] == number).reindex(view.index.index, fill_value=False))

    def common(self, view: Corpus, source: str | None) -> Corpus:
        """The articles of a view in stories that several sources report there, ``source`` among them where given."""
        story = self.table["story"].reindex(view.index.index, fill_value=0)
        label = pd.Series(view.group_labels("source"), index=view.index.index)
        told_by = label[story > 0].groupby(story[story > 0])
        kept = told_by.nunique() > 1
        if source is not None:
            kept &= told_by.agg(lambda names: source in set(names))
        return view.select(where=story.isin(kept.index[kept]))

"""Controls of choice: which articles, which words; and the choice in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import ipywidgets as widgets
import pandas as pd
import traitlets

from toolkit.corpus import Corpus, groups
from toolkit.explorers.parts import WIDE

KINDS = {
    "nouns, verbs, adjectives, names": ("NOUN", "VERB", "ADJ", "PROPN"),
    "nouns and names": ("NOUN", "PROPN"),
    "nouns": ("NOUN",),
    "verbs": ("VERB",),
    "adjectives": ("ADJ",),
    "names": ("PROPN",),
    "adjectives and verbs, which judge": ("ADJ", "VERB"),
    "all words": None,
}
"""Parts of speech to choose from, in a reader's words."""

UNITS = {"lemmas": "lemma", "word forms": "form", "lemmas by part of speech": "lemma_pos"}

LENGTHS: dict[str, dict[str, Any]] = {
    "single words": {},
    "2 words in a row": {"ngrams": 2},
    "3 words in a row": {"ngrams": 3},
    "4 words in a row": {"ngrams": 4},
    "5 words in a row": {"ngrams": 5},
    "terms of several words": {"pattern": "terms"},
    "noun + adjective": {"pattern": "NOUN ADJ"},
    "noun + preposition + noun": {"pattern": "NOUN ADP NOUN"},
    "verb + preposition + noun": {"pattern": "VERB|ADJ ADP DET? NOUN|PROPN"},
}
"""How many words a term has, as ``term_frequencies`` takes it."""

WHOSE = {"everybody's": "all", "the outlet's own": "own", "those it quotes": "quoted"}
"""Whose words count: outside or inside quotation marks."""

_TICKED = 12  # as many boxes; more choices are a list
_MOST_GROUPS = 30  # values of a column of the user's that still make groups
PERIODS = ("month", "quarter", "year")


class Several(widgets.HBox):
    """Some of several: a box to tick for each, or a list where they are many.

    Attributes
    ----------
    value : tuple of str
        What is chosen, in the order of the options; observable.
    options : tuple of str
    """

    value = traitlets.Tuple()

    def __init__(self, options: Sequence[str], *, description: str) -> None:
        self.options = tuple(options)
        self._list: widgets.SelectMultiple | None = None
        self._boxes: list[widgets.Checkbox] = []
        if len(self.options) <= _TICKED:
            self._boxes = [
                widgets.Checkbox(value=True, description=name, indent=False, layout={"width": "auto"})
                for name in self.options
            ]
            shown: list[widgets.Widget] = self._boxes
        else:
            self._list = widgets.SelectMultiple(
                options=self.options, value=self.options, rows=5, layout={"width": "16em"}
            )
            shown = [self._list]
        label = widgets.Label(description)
        # the label on the line of the first boxes, as the labels of other controls are
        row = {"flex_flow": "row wrap", "align_items": "center", "grid_gap": "0 1em"}
        super().__init__([label, widgets.HBox(shown, layout=row)], layout={"align_items": "baseline"})
        self.value = self.options
        for box in shown:
            box.observe(self._from_page, names="value")
        self.observe(self._to_page, names="value")

    @traitlets.validate("value")
    def _known(self, proposal: dict) -> tuple[str, ...]:
        unknown = sorted(set(proposal["value"]) - set(self.options))
        if unknown:
            raise traitlets.TraitError(f"there is no {unknown[0]!r}")
        return tuple(name for name in self.options if name in proposal["value"])

    def _from_page(self, change: object) -> None:
        if self._list is not None:
            self.value = self._list.value
        else:
            self.value = tuple(box.description for box in self._boxes if box.value)

    def _to_page(self, change: dict) -> None:
        if self._list is not None:
            self._list.value = change["new"]
        for box in self._boxes:
            box.unobserve(self._from_page, names="value")  # or the first would undo what the others are to show
            box.value = box.description in change["new"]
            box.observe(self._from_page, names="value")


class Articles:
    """Which articles: the sources and the period, as controls, as a view of the corpus, in words and in Python.

    Attributes
    ----------
    sources : Several
    period : SelectionRangeSlider
        First and last month; the whole of it keeps the articles without a date.
    """

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        _, labels = corpus.groups("source")
        self.sources = Several(labels, description="Sources")
        dates = corpus.index["date"].dropna()
        months = [str(month) for month in pd.period_range(dates.min(), dates.max(), freq="M")] if len(dates) else []
        self.months = months or ["no dates"]
        self.period = widgets.SelectionRangeSlider(
            options=self.months,
            index=(0, len(self.months) - 1),
            description="Period",
            style=WIDE,
            continuous_update=False,
            disabled=len(self.months) < 2,
            layout={"width": "26em"},
        )
        self._views: dict[tuple, Corpus] = {}

    def controls(self) -> dict[str, widgets.Widget]:
        return {"sources": self.sources, "period": self.period}

    @property
    def all_sources(self) -> bool:
        return len(self.sources.value) == len(self.sources.options)

    @property
    def whole_period(self) -> bool:
        return tuple(self.period.value) == (self.months[0], self.months[-1])

    def view(self) -> Corpus:
        """The articles; asked for twice, the same view, which has its groups at hand."""
        key = (self.sources.value, tuple(self.period.value))
        if key not in self._views:
            if len(self._views) >= 8:
                self._views.pop(next(iter(self._views)))
            self._views[key] = self._select()
        return self._views[key]

    def _select(self) -> Corpus:
        known = None if self.all_sources or not self._known() else self.sources.value
        since, until = (None, None) if self.whole_period else self.period.value
        view = self.corpus
        if known is not None or since is not None:
            view = view.select(sources=known, since=since, until=until)
        if self.all_sources or known is not None:
            return view
        labels = pd.Series(view.group_labels("source"), index=view.index.index)
        return view.select(where=labels.isin(self.sources.value))

    def _known(self) -> bool:
        """Whether all that are chosen are sources that :meth:`Corpus.select` knows."""
        return set(self.sources.value) <= set(self.corpus.sources)

    def line(self) -> str:
        """The view in Python, with ``corpus`` for the corpus."""
        asked = []
        if not self.all_sources and self._known():
            names = list(self.sources.value)
            asked.append(f"sources={(names[0] if len(names) == 1 else names)!r}")
        if not self.whole_period:
            asked.append(f"since={self.period.value[0]!r}, until={self.period.value[1]!r}")
        line = f"corpus.select({', '.join(asked)})" if asked else "corpus"
        if not self.all_sources and not self._known():
            chosen = f"label in {set(self.sources.value)!r}" if self.sources.value else "False"
            line += f".select(where=lambda table: [{chosen} for label in {line}.group_labels('source')])"
        return line

    def words(self) -> str:
        """``5 sources, June to December 2020``."""
        sources, many = self.sources.value, len(self.sources.options)
        if self.all_sources:
            said = f"all {many} sources" if many > 1 else f"one source, {sources[0]}"
        elif len(sources) == 1:
            said = str(sources[0])
        else:
            said = f"{len(sources)} of {many} sources"
        if len(self.months) < 2:
            return said
        since, until = (pd.Period(month) for month in self.period.value)
        return f"{said}, {months_in_words(since, until)}"

    def nothing(self) -> str:
        """Why there are no articles, and what to loosen; empty where there are some."""
        if not self.sources.value:
            return "No source is ticked: tick one."
        if not self.view().n_documents:
            return f"There are no articles of {self.words()}: choose a longer period or more sources."
        return ""


def months_in_words(since: pd.Period, until: pd.Period) -> str:
    """``June to December 2020``."""
    if since == until:
        return since.strftime("%B %Y")
    first = since.strftime("%B") if since.year == until.year else since.strftime("%B %Y")
    return f"{first} to {until.strftime('%B %Y')}"


def kind_control(value: str = next(iter(KINDS))) -> widgets.Dropdown:
    return widgets.Dropdown(options=list(KINDS), value=value, description="Words", style=WIDE)


def unit_control() -> widgets.Dropdown:
    return widgets.Dropdown(options=list(UNITS), description="Counted as", style=WIDE)


def whose_control() -> widgets.Dropdown:
    return widgets.Dropdown(options=list(WHOSE), description="Whose words", style=WIDE)


def groupings(corpus: Corpus) -> list[tuple[str, str]]:
    """What articles can be grouped by: sources, periods, columns of the user's; in words, and as ``by`` takes it."""
    found = [("all together", "")]
    if len(corpus.groups("source")[1]) > 1:
        found.append(("by source", "source"))
    dates = corpus.index["date"].dropna()
    for period in PERIODS:
        if dates.dt.to_period(period[0].upper()).nunique() > 1:
            found.append((f"by {period}", period))
    # by="month" asks for the month of the date, whatever column of that name there is
    fixed = {"source", "date", "title", "path", "n_tokens", "item", *groups.PERIODS}
    for name in _columns(corpus.index, fixed):
        found.append((f"by {name}", name))
    return found


def _columns(index: pd.DataFrame, fixed: set[str]) -> Iterable[str]:
    """Columns of the user's that fall into some groups, not into one for each article."""
    for name in index.columns:
        if name not in fixed and 2 <= index[name].nunique() <= min(_MOST_GROUPS, max(len(index) // 2, 2)):
            yield str(name)


def counted(controls: Mapping[str, widgets.Widget]) -> dict[str, Any]:
    """What the controls ``unit``, ``length``, ``words`` and ``whose`` say is counted, as options of the functions that
    count; defaults left out."""
    asked: dict[str, Any] = {}
    if UNITS[controls["unit"].value] != "lemma":
        asked["unit"] = UNITS[controls["unit"].value]
    asked |= LENGTHS[controls["length"].value]
    if "pattern" not in asked and KINDS[controls["words"].value] is not None:
        asked["pos"] = KINDS[controls["words"].value]
    if WHOSE[controls["whose"].value] != "all":
        asked["words"] = WHOSE[controls["whose"].value]
    return asked

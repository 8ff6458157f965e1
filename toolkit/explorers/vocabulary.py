"""Whose words are whose: what one source uses more or less than another, how sure that is, and in which sentences."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import ipywidgets as widgets
import pandas as pd

from toolkit import evidence, plots
from toolkit.concordance import concordance
from toolkit.contrast import Contrast, find_sides
from toolkit.contrast.comparison import Side
from toolkit.contrast.ranking import FEWEST
from toolkit.contrast.sides import FIRST, SECOND
from toolkit.cooccurrence.sentences import evidence as sentences_of
from toolkit.corpus import UNKNOWN, Corpus
from toolkit.explorers import measures, sure
from toolkit.explorers.asking import Stories
from toolkit.explorers.choices import (
    LENGTHS,
    Articles,
    counted,
    kind_control,
    unit_control,
    whose_control,
)
from toolkit.explorers.contrasts import ALL, BARS, EVERY, LEFT, MAP, NAMES, SCATTER, TREE, WITHIN, WORDS, Views
from toolkit.explorers.frame import Panel, View
from toolkit.explorers.measures import MEASURES
from toolkit.explorers.parts import WIDE, at_least, sentence, slider
from toolkit.schema import CorpusError, TooSmall

TWO_SIDES = "two sides, found from the words"
_LISTED = 300  # stories in the menu
_OF_ALL = (EVERY, MAP, TREE, LEFT)


class Vocabulary(Views):
    """The words that a source uses more and less than the others, with counts and articles on both sides; choose one to
    read it in its sentences, theirs and the others', and to see how sure it is."""

    name = "explore_sources"

    def __init__(self, corpus: Corpus, *, stories: pd.DataFrame | None = None, view: str | None = None) -> None:
        self.labels = corpus.groups("source")[1]
        if len(self.labels) < 2:
            raise TooSmall(
                f"there is one source only here, {', '.join(self.labels)}.",
                remedy="Give articles their sources in notebook 00_corpus.",
            )
        self.articles = Articles(corpus)
        self.asking = Stories(corpus, self._stories_found, stories)
        self._sure: tuple[Contrast | pd.DataFrame, str] | None = None
        self._dealt: Contrast | None = None
        self._sides: pd.DataFrame | None = None
        known = [name for name in self.labels if name != UNKNOWN]
        articles = pd.Series(corpus.group_labels("source")).value_counts()
        pages = len(known) > 2 and articles.max() < FEWEST  # a page or two of each: apart they say nothing
        targets = [*self.labels, TWO_SIDES] if len(known) > 2 else self.labels
        controls = {
            "target": widgets.Dropdown(options=targets, value=TWO_SIDES if pages else self.labels[0],
                                       description="Source", style=WIDE),
            "reference": widgets.Dropdown(
                options=[("all others", "rest"), *((name, name) for name in self.labels)], description="against",
                style=WIDE,
            ),
            "drawn": widgets.Dropdown(options=[BARS, SCATTER, EVERY, LEFT, MAP, TREE], value=EVERY if pages else BARS,
                                      description="drawn as", style=WIDE),
            "words": kind_control("all words"),
            "length": widgets.Dropdown(options=list(LENGTHS), description="Length", style=WIDE),
            "unit": unit_control(),
            "whose": whose_control(),
            "left": widgets.Dropdown(options=[WORDS, NAMES], description="Left out:", style=WIDE),
            "others": slider("Printed by others, at least", min(3, max(len(known) - 1, 1)), 1,
                             max(len(known) - 1, 2)),
            "story": widgets.Dropdown(options=self.asking.options([ALL, WITHIN], _LISTED), description="Articles",
                                      style=WIDE, layout={"max_width": "34em"}),
            "shared": widgets.Checkbox(value=False, description="without text that several outlets printed",
                                       indent=False, layout={"width": "auto"}),
            "floor": slider("Articles, at least", 1 if articles.min() < FEWEST else 2, 1, 10),
            "top": slider("Terms either way", 15 if pages else 12, 5, 40),
            "measure": widgets.Dropdown(options=list(MEASURES), description="Ranked by", style=WIDE,
                                        layout={"width": "34em"}),
            "dealt": widgets.Checkbox(value=False, description="p by dealing out the articles 999 times (slow)",
                                      indent=False, layout={"width": "auto"}),
            "period": self.articles.period,
        }  # fmt: skip
        self.explained = widgets.HTML()
        self.explained.add_class("toolkit-said")
        super().__init__(corpus, controls, choose="Term in its sentences",
                         panels=("sure", "evidence", "intervals", "dealt"), view=view)  # fmt: skip

    # how it is arranged

    def control_row(self) -> widgets.Widget:
        wrap = {"flex_flow": "row wrap", "align_items": "center"}
        rows = (
            ("target", "reference", "drawn", "top"),
            ("words", "length", "unit", "whose"),
            ("left", "others"),
            ("story", "floor", "period", "shared"),
        )
        self._row_left = widgets.HBox([self.controls[name] for name in rows[2]], layout=wrap)
        boxes: list[widgets.Widget] = [
            self._row_left if "left" in names else widgets.HBox([self.controls[name] for name in names], layout=wrap)
            for names in rows
        ]
        self.asking.add_class("toolkit-control")
        ranked = [self.controls["measure"], self.controls["dealt"]]
        return widgets.VBox([*boxes, self.asking, widgets.HBox(ranked, layout=wrap), self.explained])

    def arranged(self) -> list[widgets.Widget]:
        parts = super().arranged()
        at = parts.index(self.figure)
        # how sure it is stands beside what it is, and comes when it is ready
        self.figure.layout.flex = "0 1 auto"
        self.panels["intervals"].layout = {"flex": "1 1 28em", "max_width": "40em"}  # its sentence would take a line
        beside = widgets.HBox([self.figure, self.panels["intervals"]], layout={"flex_flow": "row wrap"})
        return [*parts[:at], beside, *parts[at + 1 :]]

    def arranged_panels(self) -> widgets.Widget:
        return widgets.VBox([self.panels["sure"], self.panels["evidence"], self.panels["dealt"]])

    def _stories_found(self) -> None:
        story = self.controls["story"]
        with self.filling():
            before = story.value
            story.options = self.asking.options([ALL, WITHIN], _LISTED)
            story.value = before if before in story.options else ALL

    # what is asked

    def counted(self) -> dict[str, Any]:
        """What is counted, as ``keyness`` and ``find_term`` take it; defaults left out."""
        return counted(self.controls)

    def asked(self) -> dict[str, Any]:
        """The same, and whether shared text counts."""
        return self.counted() | ({"shared": "drop"} if self.value("shared") else {})

    def view(self) -> Corpus:
        """The articles of the period and story."""
        view, story = self.articles.view(), self.value("story")
        if story in (ALL, WITHIN):
            return view
        return self.asking.inside(view, int(story.split(":")[0].removeprefix("story ")))

    def stories(self) -> pd.DataFrame:
        return self.asking.table

    @property
    def within(self) -> bool:
        return bool(self.value("story") == WITHIN)

    def in_stories(self, view: Corpus, source: str | None = None) -> Corpus:
        return self.asking.common(view, source) if self.within else view

    def sides(self) -> pd.DataFrame | None:
        if self.value("target") != TWO_SIDES:
            return None
        if self._sides is None:
            self._sides = find_sides(self.corpus)
        return self._sides

    @property
    def rank(self) -> str:
        return MEASURES[self.value("measure")][0]

    @property
    def against(self) -> str:
        return "rest" if self.value("drawn") in _OF_ALL else str(self.value("reference"))

    def names(self) -> tuple[str, str]:
        sides = self.sides()
        if sides is None:
            return self.value("target"), "all others" if self.against == "rest" else self.against
        return FIRST, SECOND

    def _about(self) -> str:
        """What is compared, in words."""
        sides = self.sides()
        if sides is None:
            return " against ".join(self.names())
        one, two = (", ".join(sides[sides["side"] == side]["source"]) for side in (FIRST, SECOND))
        return f"First side: {one}, against second side: {two}"

    def settings(self) -> str:
        chosen = {name: control.value for name, control in self.controls.items()}
        whose = {"the outlet's own": ", outside quotation marks", "those it quotes": ", in quotation marks"}
        single = chosen["length"] == "single words"
        what = f"{chosen['unit'] if single else chosen['length']} ({chosen['words']}, without stop words"
        what += f"{whose.get(chosen['whose'], '')})"
        where = "" if chosen["story"] == ALL else f", {chosen['story']}"
        if not self.articles.whole_period:
            where += f", {self.articles.words().rpartition('sources, ')[2]}"
        shared = ", text of several outlets left out" if chosen["shared"] else ""
        if chosen["drawn"] in (MAP, TREE):
            return f"{chosen['drawn'].capitalize()} by {what}{where}{shared}."
        floor = at_least(chosen["floor"], "article")
        if chosen["drawn"] == LEFT:
            named = "names" if chosen["left"] == NAMES else what
            others = at_least(chosen["others"], "other source")
            return (
                f"What {chosen['target']} leaves out: {named} in {floor} of {others}, the {chosen['top']} least likely "
                f"by chance{where}{shared}."
            )
        if chosen["drawn"] == EVERY and self.sides() is None:
            about = "Every source against all others"
        else:
            about = self._about()
        by = "how sure within stories" if self.within else chosen["measure"].split(":")[0]
        return f"{about}: {what} in {floor}, the {self._top()} first either way by {by}{where}{shared}."

    def line(self) -> str:
        corpus, drawn = self.articles.line(), self.value("drawn")
        if self.value("story") not in (ALL, WITHIN) or (self.within and drawn in (MAP, TREE, LEFT)):
            return ""  # stories are numbered anew in every corpus
        asked = [f"{name}={value!r}" for name, value in self.asked().items()]
        if drawn == MAP:
            return f"source_map({', '.join([corpus, *asked, f'min_documents={self._on_map()}'])})"
        if drawn == TREE:
            floor = [f"min_documents={self.value('floor')}"] if self.value("floor") > 1 else []
            return f"source_distances({', '.join([corpus, *asked, *floor])})"
        if drawn == LEFT:
            about = [f"{name}={value!r}" for name, value in self.left_out().items()]
            return f"omissions({', '.join([corpus, repr(self.value('target')), *about])})"
        rest = [*asked, f"min_documents={self.value('floor')}", f"top={self._top()}"]
        if self.sides() is not None:
            rest += [f"rank={self.rank!r}"] if not self.within else []
            return "" if self.within or drawn != EVERY else f"keyness_of_sides({', '.join([corpus, *rest])})"
        function = "keyness_by_story" if self.within else "keyness"
        about = [] if drawn == EVERY else [repr(self.value("target"))]
        if self.value("reference") != "rest" and drawn != EVERY:
            about.append(f"reference={self.value('reference')!r}")
        rest += [f"rank={self.rank!r}"] if self.rank != "lrc" and function == "keyness" else []
        rest += ["permuted=999"] if self.value("dealt") and drawn in (BARS, SCATTER) and function == "keyness" else []
        return f"{function}({', '.join([corpus, *about, *rest])})"

    # what is shown

    def show(self) -> View:
        self._enable()
        drawn, target = self.value("drawn"), self.value("target")
        if drawn in (BARS, SCATTER) and target == self.value("reference"):
            raise CorpusError("a source is not compared with itself.", remedy="Choose another in « against ».")
        view = self.view()
        self._contrast, self._table = None, None
        ways = {MAP: self._show_map, TREE: self._show_tree, EVERY: self._show_every, LEFT: self._show_left_out}
        if drawn in ways:
            return ways[drawn](view)
        return self._show_within(view) if self.within else self._show_two(view)

    def _enable(self) -> None:
        """Controls that count for what is drawn, and the sentence that explains it; the others are greyed."""
        drawn, names = self.value("drawn"), self.value("left") == NAMES and self.value("drawn") == LEFT
        pattern = "pattern" in LENGTHS[self.value("length")]
        greyed = {
            "reference": drawn in _OF_ALL or self.value("target") == TWO_SIDES,
            "measure": drawn in (MAP, TREE, LEFT) or self.within,
            "dealt": drawn not in (BARS, SCATTER) or self.within or self.value("target") == TWO_SIDES,
            "words": pattern or names,
            **dict.fromkeys(("length", "unit", "whose", "shared"), names),
        }
        for name, grey in greyed.items():
            self.controls[name].disabled = grey
        self._row_left.layout.display = "flex" if drawn == LEFT else "none"
        said = [{MAP: measures.MAP, TREE: measures.TREE, LEFT: measures.LEFT_OUT}.get(drawn, "")]
        if not said[0]:
            said = [measures.WITHIN if self.within else MEASURES[self.value("measure")][1]]
            said += [measures.SIDES] if self.value("target") == TWO_SIDES else []
            said += [measures.DEALT] if self.value("dealt") and not greyed["dealt"] else []
        self.explained.value = "".join(map(sentence, said))

    def _why_empty(self) -> str:
        ways = ["fewer articles"] if self.value("floor") > 1 else []
        ways += ["other words"] if self.value("words") != "all words" else []
        ways += ["shorter terms"] if self.value("length") != "single words" else []
        ways += ["everybody's words"] if self.value("whose") != "everybody's" else []
        ways += ["all articles"] if self.value("story") != ALL or not self.articles.whole_period else []
        return f"No term is left: ask for {' or '.join(ways) or 'another source'}."

    # what is read

    def read(self, value: Any) -> Iterator[tuple[str, Panel]]:
        made, table = self._contrast, self._table
        one, other = self.names()
        view = self.view()
        if self.value("drawn") == LEFT:
            assert table is not None
            yield "evidence", self._of_others(view, value)
            row = table[table["term"] == value].iloc[0]
            yield "sure", Panel(sure.told_left_out(row, self.value("target")))
            yield from self._without("intervals", "dealt")
            return
        comparison = self.compared(self.in_stories(view)) if made is None else made.comparison
        yield "evidence", self._both_sides(comparison.sides, value)
        if made is None and table is None:
            yield from self._without("sure", "intervals", "dealt")
            return
        if made is not None:
            row_of = made.of(value)
            yield "sure", Panel("" if row_of is None else sure.told(row_of, value, one, other))
        elif table is not None:
            yield "sure", Panel(sure.told_within(table[table["term"] == value].iloc[0], value, one, other))
        yield "intervals", self._intervals(made, table)
        yield from self._deals(made)

    def _without(self, *names: str) -> Iterator[tuple[str, Panel]]:
        for name in names:
            yield name, Panel("")

    def _intervals(self, made: Contrast | None, table: pd.DataFrame | None) -> Panel:
        """How far the ratios are known, worked out once for all rows."""
        what = made if made is not None else table
        if what is None or self.value("drawn") != BARS or self.sides() is not None:
            return Panel("")
        if self._sure is None or self._sure[0] is not what:
            one, other = self.names()
            draw = partial(plots.keyness_intervals, target=one, reference=other)
            if made is not None:
                known = sure.with_intervals(made)
                self._sure = made, sure.drawn(known, draw)
            else:
                assert table is not None
                known = table.assign(log_ratio=table["story_log_ratio"])
                self._sure = table, sure.drawn(known, draw, sure.IN_STORIES)
            self.saving.offer("intervals", known)
        return Panel(self._sure[1])

    def _deals(self, made: Contrast | None) -> Iterator[tuple[str, Panel]]:
        """p by dealing the articles out: it comes last, tells how far it is, and is dropped for anything newer."""
        if made is None or not self.value("dealt") or self.controls["dealt"].disabled:
            self._dealt = None
            yield "dealt", Panel("")
        elif self._dealt is not made:
            for shown, table in sure.dealt(made):
                yield "dealt", Panel(shown, frame=table, caption="p by dealing out the articles")
            self._dealt = made

    def _both_sides(self, sides: tuple[Side, Side], term: str) -> Panel:
        """The same number of lines of either side."""
        read, frames = [], []
        for name, side in zip(self.names(), sides, strict=True):
            hits = side.hits(term)
            lines = concordance(side.corpus, hits, limit=12)
            frames.append(lines)
            caption = f"« {term} »: {name}"
            if len(hits):
                read.append(evidence.concordance_lines(lines, caption=caption, corpus=side.corpus, marks=hits))
            else:
                read.append(evidence.note([f"« {term} »: not once in {name}."]))
        return Panel(read[0] + read[1], frame=pd.concat(frames, ignore_index=True))

    def _of_others(self, view: Corpus, term: str) -> Panel:
        """Where the others print what a source leaves out."""
        view = self.in_stories(view, self.value("target"))
        if self.value("left") != NAMES:
            return self._both_sides(self.compared(view).sides, term)
        rows = sentences_of(view, term, None, limit=24)
        return Panel(evidence.sentences(rows, caption=f"Sentences of others that name {term}", corpus=view), frame=rows)

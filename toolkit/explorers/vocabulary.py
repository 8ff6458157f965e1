"""Whose words are whose: what one source uses more or less than another, how sure that is, and in which sentences."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import ipywidgets as widgets
import pandas as pd
from matplotlib.axes import Axes

from toolkit import evidence, plots
from toolkit.concordance import concordance
from toolkit.contrast import (
    Contrast,
    comparisons,
    contrast,
    keyness,
    keyness_by_story,
    same_events,
    source_distances,
    source_map,
)
from toolkit.contrast.comparison import Side
from toolkit.corpus import Corpus
from toolkit.explorers import sure
from toolkit.explorers.choices import (
    LENGTHS,
    Articles,
    counted,
    kind_control,
    unit_control,
    whose_control,
)
from toolkit.explorers.frame import Explorer, Panel, View
from toolkit.explorers.measures import MEASURES
from toolkit.explorers.parts import WIDE, at_least, sentence, slider, warnings
from toolkit.schema import CorpusError

BARS, SCATTER, EVERY, MAP, TREE = (
    "two-sided bars",
    "frequency against effect",
    "every source at once",
    "map of sources",
    "tree of sources",
)
ALL, WITHIN = "all articles", "inside the stories that both sides report"
_MANY = 3_000  # articles: in more, stories take too long to be found before anyone asks for them
_SIDES = ["count", "documents", "rate", "reference_count", "reference_documents", "reference_rate"]
_COLUMNS = ["term", *_SIDES, "lrc", "log_ratio", "log_likelihood", "p_adjusted", "largest_share"]
_STORY_COLUMNS = ["term", *_SIDES, "stories", "story_log_ratio", "log_ratio", "p_adjusted"]
_FORMATS = {"rate": ".1f", "reference_rate": ".1f", "log_likelihood": ".1f", "p_adjusted": "p", "largest_share": ".0%"}
_LABELS = {
    "count": "n",
    "documents": "articles",
    "reference_count": "n there",
    "reference_documents": "articles there",
    "reference_rate": "rate there",
    "largest_share": "in one article",
    "p_adjusted": "p adjusted",
    "story_log_ratio": "within stories",
}


class Vocabulary(Explorer):
    """The words that a source uses more and less than the others, with counts and articles on both sides; choose one to
    read it in its sentences, theirs and the others', and to see how sure it is."""

    name = "explore_sources"

    def __init__(self, corpus: Corpus, *, stories: pd.DataFrame | None = None, view: str | None = None) -> None:
        self.labels = corpus.groups("source")[1]
        if len(self.labels) < 2:
            raise CorpusError(
                f"there is one source only here, {', '.join(self.labels)}.",
                remedy="Give articles their sources in notebook 00_corpus.",
            )
        self.articles = Articles(corpus)
        self.stories = _stories(corpus) if stories is None else stories
        self._contrast: Contrast | None = None
        self._sure: tuple[Contrast, str] | None = None
        few = pd.Series(corpus.group_labels("source")).value_counts().min() < 3
        controls = {
            "target": widgets.Dropdown(options=self.labels, description="Source", style=WIDE),
            "reference": widgets.Dropdown(
                options=[("all others", "rest"), *((name, name) for name in self.labels)], description="against",
                style=WIDE,
            ),
            "drawn": widgets.Dropdown(options=[BARS, SCATTER, EVERY, MAP, TREE], description="drawn as", style=WIDE),
            "words": kind_control(),
            "length": widgets.Dropdown(options=list(LENGTHS), description="Length", style=WIDE),
            "unit": unit_control(),
            "whose": whose_control(),
            "story": widgets.Dropdown(options=self._story_options(), description="Articles", style=WIDE,
                                      layout={"max_width": "34em"}),
            "shared": widgets.Checkbox(value=False, description="without text that several outlets printed",
                                       indent=False, layout={"width": "auto"}),
            "floor": slider("Articles, at least", 1 if few else 2, 1, 10),
            "top": slider("Terms either way", 12, 5, 40),
            "measure": widgets.Dropdown(options=list(MEASURES), description="Ranked by", style=WIDE,
                                        layout={"width": "34em"}),
            "period": self.articles.period,
        }  # fmt: skip
        self.explained = widgets.HTML()
        self.explained.add_class("toolkit-said")
        super().__init__(corpus, controls, choose="Term in its sentences", panels=("sure", "evidence", "intervals"),
                         view=view)  # fmt: skip

    # how it is arranged

    def control_row(self) -> widgets.Widget:
        wrap = {"flex_flow": "row wrap", "align_items": "center"}
        rows = (
            ("target", "reference", "drawn", "top"),
            ("words", "length", "unit", "whose"),
            ("story", "floor", "period", "shared"),
        )
        boxes: list[widgets.Widget] = [
            widgets.HBox([self.controls[name] for name in names], layout=wrap) for names in rows
        ]
        return widgets.VBox([*boxes, widgets.HBox([self.controls["measure"], self.explained], layout=wrap)])

    def arranged(self) -> list[widgets.Widget]:
        parts = super().arranged()
        at = parts.index(self.figure)
        # how sure it is stands beside what it is, and comes when it is ready
        beside = widgets.HBox([self.figure, self.panels["intervals"]], layout={"flex_flow": "row wrap"})
        return [*parts[:at], beside, *parts[at + 1 :]]

    def arranged_panels(self) -> widgets.Widget:
        return widgets.VBox([self.panels["sure"], self.panels["evidence"]])

    def _story_options(self) -> list[str]:
        if not (self.stories["story"] > 0).any():
            return [ALL]
        first = self.stories[self.stories["story"] > 0].drop_duplicates("story").sort_values("story")
        first = first[first["sources"] > 1]
        columns = (first[name].tolist() for name in ("story", "date", "articles", "title"))
        listed = [
            f"story {number}: {date:%Y-%m-%d}, {articles} articles, {title if isinstance(title, str) else 'untitled'}"
            for number, date, articles, title in zip(*columns, strict=True)
        ]
        return [ALL, WITHIN, *listed] if listed else [ALL]

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
        number = int(story.split(":")[0].removeprefix("story "))
        inside = (self.stories["story"] == number).reindex(view.index.index, fill_value=False)
        return view.select(where=inside)

    @property
    def rank(self) -> str:
        return MEASURES[self.value("measure")][0]

    @property
    def other(self) -> str:
        return "all others" if self.value("reference") == "rest" else self.value("reference")

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
        first = f"the {chosen['top']} first either way by {chosen['measure'].split(':')[0]}"
        return (
            f"{chosen['target']} against {self.other}: {what} in {at_least(chosen['floor'], 'article')}, "
            f"{first}{where}{shared}."
        )

    def line(self) -> str:
        corpus = self.articles.line()
        if self.value("story") not in (ALL, WITHIN):
            return ""  # stories are numbered anew in every corpus
        asked = [f"{name}={value!r}" for name, value in self.asked().items()]
        drawn = self.value("drawn")
        if drawn == MAP:
            return f"source_map({', '.join([corpus, *asked, f'min_documents={self._on_map()}'])})"
        if drawn == TREE:
            return f"source_distances({', '.join([corpus, *asked])})"
        function = "keyness_by_story" if self.value("story") == WITHIN else "keyness"
        about = [] if drawn == EVERY else [repr(self.value("target"))]
        if self.value("reference") != "rest" and drawn != EVERY:
            about.append(f"reference={self.value('reference')!r}")
        about += [*asked, f"min_documents={self.value('floor')}", f"top={self._top()}"]
        about += [f"rank={self.rank!r}"] if self.rank != "lrc" and function == "keyness" else []
        return f"{function}({', '.join([corpus, *about])})"

    def _top(self) -> int:
        """How many terms either way: more make a cloud, fewer a page of every source."""
        return {SCATTER: max(80, 3 * self.value("top")), EVERY: min(self.value("top"), 12)}.get(
            self.value("drawn"), self.value("top")
        )

    def _on_map(self) -> int:
        """The articles that a term on the map must have: one of a single article lies where its source does."""
        return max(self.value("floor"), 2)

    # what is shown

    def show(self) -> View:
        self.controls["words"].disabled = "pattern" in LENGTHS[self.value("length")]
        self.explained.value = sentence(MEASURES[self.value("measure")][1])
        if self.value("target") == self.value("reference"):
            raise CorpusError("a source is not compared with itself.", remedy="Choose another in « against ».")
        view = self.view()
        self._contrast = None
        drawn = self.value("drawn")
        if drawn == MAP:
            return self._show_map(view)
        if drawn == TREE:
            return self._show_tree(view)
        if drawn == EVERY:
            return self._show_every(view)
        if self.value("story") == WITHIN:
            return self._show_within(view)
        return self._show_two(view)

    def _shown(
        self, table: pd.DataFrame, columns: list[str], axes: Axes, caption: str, keys: pd.Series | None = None
    ) -> View:
        rows = [(term, term) for term in dict.fromkeys((table["term"] if keys is None else keys).tolist())]
        said = warnings(table)
        listed = table[columns]
        listed.attrs = {}
        shown = evidence.table(listed, caption=caption, formats=_FORMATS, labels=_LABELS, key="term")
        return View(axes, f"{self.value('drawn').capitalize()}. {self.settings()}", shown, rows, said,
                    {"terms": table})  # fmt: skip

    def _show_two(self, view: Corpus) -> View:
        top = self.value("top")
        scatter = self.value("drawn") == SCATTER
        (comparison,) = comparisons(view, self.value("target"), reference=self.value("reference"), **self.asked())
        self._contrast = contrast(comparison, rank=self.rank, min_documents=self.value("floor"), top=self._top())
        table = self._contrast.table()
        if table.empty:
            return View(None, self._why_empty(), warnings=warnings(table))
        if scatter:
            axes = plots.keyness_scatter(table, labelled=2 * top)
        else:
            axes = plots.keyness_bars(table, target=self.value("target"), reference=self.other)
        caption = f"Terms that {self.value('target')} uses more, then those it uses less; rates per 10,000 words"
        return self._shown(table, _COLUMNS, axes, caption)

    def _show_within(self, view: Corpus) -> View:
        table = keyness_by_story(
            view, self.value("target"), stories=self.stories, reference=self.value("reference"),
            min_documents=self.value("floor"), top=self.value("top"), **self.asked(),
        )  # fmt: skip
        if table.empty:
            return View(None, self._why_empty(), warnings=warnings(table))
        if self.value("drawn") == SCATTER:
            told = table.assign(lrc=table["story_log_ratio"].where(table["p_adjusted"] <= 0.05, 0.0))
            axes = plots.keyness_scatter(told.assign(log_ratio=table["story_log_ratio"]))
        else:
            axes = plots.keyness_bars(table, target=self.value("target"), reference=self.other)
        number = int(table["n_stories"].iloc[0])
        caption = f"Within {number} common stories (Mantel-Haenszel 1959): what is left is wording, not topic"
        return self._shown(table, _STORY_COLUMNS, axes, caption)

    def _show_every(self, view: Corpus) -> View:
        each = self._top()
        table = keyness(view, rank=self.rank, min_documents=self.value("floor"), top=each, **self.asked())
        said = warnings(table)
        table = table[table["rate"] > table["reference_rate"]].reset_index(drop=True)
        if table.empty:
            return View(None, self._why_empty(), warnings=said)
        table.attrs["warnings"] = said
        axes = plots.source_panels(table)
        caption = f"The {each} first terms of every source against all others; rates per 10,000 words"
        own = table[table["source"] == self.value("target")]["term"]
        return self._shown(table, ["term", "source", *_COLUMNS[1:]], axes, caption, pd.concat([own, table["term"]]))

    def _show_map(self, view: Corpus) -> View:
        found = source_map(view, min_documents=self._on_map(), **self.asked())
        axes = plots.source_map(found.axes, found.sources, found.terms)
        table = found.terms.assign(both=found.terms["contribution_1"] + found.terms.get("contribution_2", 0.0))
        table = table.sort_values("both", ascending=False).drop(columns="both")
        columns = [name for name in table.columns if name in ("term", "count") or name.endswith(("_1", "_2"))]
        table.attrs["warnings"] = found.warnings
        caption = "Terms on the first two axes: coordinates, share of the axis, share of the term that it shows"
        view_ = self._shown(table, columns, axes, caption, table["term"].head(60))
        return View(view_.axes, view_.alt, view_.table, view_.rows, view_.warnings, {
            "terms": table, "sources": found.sources, "axes": found.axes})  # fmt: skip

    def _show_tree(self, view: Corpus) -> View:
        found = source_distances(view, **self.asked())
        axes = plots.dendrogram(
            found.linkage, found.distances.index.tolist(), xlabel="Labbé's distance (0 the same, 1 apart)"
        )
        pair = found.terms[(found.terms["a"] == self.value("target")) | (found.terms["b"] == self.value("target"))]
        table = (pair if len(pair) else found.terms).sort_values(["distance", "part"], ascending=False)
        table.attrs["warnings"] = found.warnings
        columns = ["term", "a", "b", "distance", "count_a", "count_b", "share"]
        caption = f"What makes {self.value('target')} different from each other source, term by term (Labbé 2001)"
        view_ = self._shown(table, columns, axes, caption)
        return View(view_.axes, view_.alt, view_.table, view_.rows, view_.warnings, {
            "terms": found.terms, "distances": found.distances.reset_index()})  # fmt: skip

    def _why_empty(self) -> str:
        ways = ["fewer articles"] if self.value("floor") > 1 else []
        ways += ["other words"] if self.value("words") != "all words" else []
        ways += ["shorter terms"] if self.value("length") != "single words" else []
        ways += ["everybody's words"] if self.value("whose") != "everybody's" else []
        ways += ["all articles"] if self.value("story") != ALL or not self.articles.whole_period else []
        return f"No term is left: ask for {' or '.join(ways) or 'another source'}."

    # what is read

    def behind(self, view: View) -> evidence.Evidence:
        if "terms" not in view.frames:
            return super().behind(view)
        articles, drawn, terms = self.view(), self.value("drawn"), view.frames["terms"]["term"]
        if drawn == TREE:
            return evidence.of_tree(articles, source_distances(articles, **self.asked()), **self.counted())
        if drawn == MAP:
            own = keyness(articles, min_documents=self._on_map(), top=3, **self.asked())
            return evidence.of_terms(articles, terms, **self.counted()) + evidence.of_sources(
                articles, own[own["rate"] > own["reference_rate"]], **self.counted()
            )
        by: Any = "source"
        if drawn == BARS:
            (made,) = comparisons(articles, self.value("target"), reference=self.value("reference"), **self.asked())
            by = {name: side.corpus for name, side in zip((self.value("target"), self.other), made.sides, strict=True)}
        return evidence.of_terms(articles, terms, by=by if drawn in (BARS, EVERY) else None, **self.counted())

    def read(self, value: Any) -> Iterator[tuple[str, Panel]]:
        made = self._contrast
        if made is None:
            (comparison,) = comparisons(
                self.view(), self.value("target"), reference=self.value("reference"), **self.asked()
            )
        else:
            comparison = made.comparison
        yield "evidence", self._both_sides(comparison.sides, value)
        one = None if made is None else made.of(value)
        yield "sure", Panel("" if one is None else sure.told(one, value, self.value("target"), self.other))
        if made is None or self.value("drawn") != BARS:
            yield "intervals", Panel("")
            return
        if self._sure is None or self._sure[0] is not made:
            table = sure.with_intervals(made)
            draw = partial(plots.keyness_intervals, target=self.value("target"), reference=self.other)
            self._sure = made, sure.drawn(table, draw)
            self.saving.offer("intervals", table)
        yield "intervals", Panel(self._sure[1])

    def _both_sides(self, sides: tuple[Side, Side], term: str) -> Panel:
        """The same number of lines of either side."""
        read, frames = [], []
        for name, side in zip((self.value("target"), self.other), sides, strict=True):
            hits = side.hits(term)
            lines = concordance(side.corpus, hits, limit=12)
            frames.append(lines)
            caption = f"« {term} »: {name}"
            read.append(evidence.concordance_lines(lines, caption=caption, corpus=side.corpus, marks=hits))
        return Panel(read[0] + read[1], frame=pd.concat(frames, ignore_index=True))


def _stories(corpus: Corpus) -> pd.DataFrame:
    """The stories of a corpus, none where they cannot be found at once."""
    if len(corpus.rows) > _MANY or corpus.index["date"].isna().all():
        return pd.DataFrame({"story": pd.Series(0, index=corpus.index.index)})
    return same_events(corpus)

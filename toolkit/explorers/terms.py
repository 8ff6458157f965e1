"""Term frequencies: the most frequent terms, and of the one chosen its course over time, its company, its sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ipywidgets as widgets
import pandas as pd
from matplotlib.axes import Axes

from toolkit import evidence, plots
from toolkit.concordance import collocates, concordance
from toolkit.corpus import Corpus
from toolkit.explorers.choices import (
    LENGTHS,
    PERIODS,
    UNITS,
    WHOSE,
    Articles,
    counted,
    groupings,
    kind_control,
    unit_control,
    whose_control,
)
from toolkit.explorers.frame import Explorer, Panel, View
from toolkit.explorers.parts import WIDE, sentence, slider, warnings
from toolkit.explorers.stopping import StopList
from toolkit.query import Hits, find, suggest
from toolkit.terms import few_articles, find_term, of_words, term_frequencies, trends

SORTS = {
    "as they come": "position",
    "words before": "left",
    "words after": "right",
    "date": "date",
    "source": "source",
}
DOTS, PANELS = "dots on a line", "side by side"
_WHOSE = {"the outlet's own": "outside quotation marks", "those it quotes": "in quotation marks"}
_MOST = {DOTS: 8, PANELS: 12}  # groups that can still be told apart
_FORMATS = {"rate": ".1f", "low": ".1f", "high": ".1f", "dp_norm": ".2f"}
_COLLOCATES = ["term", "joint", "left", "right", "log_dice", "specificity", "documents"]


class Terms(Explorer):
    """The most frequent terms with their rates, grouped on request; choose one to see when, beside what, and where."""

    name = "explore_terms"

    def __init__(self, corpus: Corpus, *, view: str | None = None) -> None:
        self.articles = Articles(corpus)
        self.stopping = StopList(corpus, self._stop_list_changed)
        self._called: dict[str, str] = {}  # the terms that can be read, as they are written
        controls = {
            "words": kind_control(),
            "length": widgets.Dropdown(options=list(LENGTHS), description="Length", style=WIDE),
            "unit": unit_control(),
            "whose": whose_control(),
            "stopwords": widgets.Checkbox(value=True, description="without stop words", indent=False),
            "by": widgets.Dropdown(options=groupings(corpus), value="", description="Grouped", style=WIDE),
            "drawn": widgets.Dropdown(options=[DOTS, PANELS], description="drawn as", style=WIDE),
            "top": slider("Terms", 15, 5, 40),
            **self.articles.controls(),
        }
        reading = {
            "lookup": widgets.Text(
                description="or look up", placeholder="missile*, \"frappe\", dialogue stratégique", style=WIDE,
                layout={"width": "26em"},
            ),
            "sort": widgets.Dropdown(options=list(SORTS), description="Lines sorted by", style=WIDE),
            "window": slider("Words around", 5, 1, 15),
        }  # fmt: skip
        self.stop = widgets.Button(
            description="leave it out", icon="ban", tooltip="Add the chosen term to the stop words",
            layout={"width": "auto"},
        )  # fmt: skip
        self.stop.add_class("toolkit-control")
        super().__init__(
            corpus, controls, choose="Term", reading=reading, panels=("trend", "collocates", "concordance"), view=view
        )
        self.stop.on_click(self._leave_out)

    # how it is arranged

    def control_row(self) -> widgets.Widget:
        wrap = {"flex_flow": "row wrap", "align_items": "center"}
        names = [name for name in self.controls if name not in ("sources", "period")]
        what = widgets.HBox([self.controls[name] for name in names], layout=wrap)
        where = widgets.HBox(
            [self.articles.sources, self.articles.period], layout={**wrap, "align_items": "flex-start"}
        )
        return widgets.VBox([what, where])

    def arranged(self) -> list[widgets.Widget]:
        wrap = {"flex_flow": "row wrap"}
        parts = super().arranged()
        figure, table = self.figure, widgets.Box([self.table], layout={"max_height": "40em", "overflow": "auto"})
        beside = widgets.HBox([figure, table], layout={**wrap, "align_items": "flex-start"})
        choosing = widgets.HBox([self.chosen, self.stop, *self.reading.values()], layout=wrap)
        more = widgets.Accordion(
            [self.stopping, *parts[-1].children], titles=("Stop words", *parts[-1].titles), layout={"width": "100%"}
        )
        more.add_class("toolkit-control")
        return [
            self.assets,
            self.control_row(),
            self.said,
            self.problem,
            beside,
            choosing,
            self.picked,
            self.unread,
            self.arranged_panels(),
            more,
        ]

    def arranged_panels(self) -> widgets.Widget:
        left = widgets.VBox([self.panels["trend"], self.panels["collocates"]], layout={"flex": "1 1 29em"})
        right = widgets.VBox([self.panels["concordance"]], layout={"flex": "2 1 38em", "overflow": "auto"})
        return widgets.HBox([left, right], layout={"flex_flow": "row wrap"})

    # what is asked

    def what(self) -> dict[str, Any]:
        """What is counted, as ``term_frequencies`` and ``find_term`` take it; defaults left out."""
        return counted(self.controls)

    def stop_words(self) -> Any:
        """The stop words as an option; None for the default."""
        if not self.value("stopwords"):
            return "keep"
        return None if self.stopping.words == self.stopping.saved else self.stopping.words

    def options(self) -> dict[str, Any]:
        """All that ``term_frequencies`` is asked for; defaults left out."""
        asked = self.what()
        if (stopped := self.stop_words()) is not None:
            asked["stopwords"] = stopped
        if self.value("by"):
            asked["by"] = self.value("by")
        return asked | {"top": self.value("top")}

    def settings(self) -> str:
        length, unit = self.value("length"), self.value("unit")
        single = length == "single words"
        about = [] if single else [f"counted as {unit}"]
        if "pattern" not in LENGTHS[length]:
            about.append(self.value("words") if single else f"first and last of {self.value('words')}")
        about.append("without stop words" if self.value("stopwords") else "stop words too")
        if self.value("whose") in _WHOSE:
            about.append(_WHOSE[self.value("whose")])
        counted = f"{unit if single else length} ({'; '.join(about)})"
        apart = f", each {self.value('by')} apart" if self.value("by") else ""
        top, where = self.value("top"), self.articles.words()
        return f"The {top} most frequent {counted}, {where}{apart}, rate per 10,000 words of any kind."

    def line(self) -> str:
        asked = self.options()
        written = [f"{name}={value!r}" for name, value in asked.items() if name != "stopwords"]
        if asked.get("stopwords") == "keep":
            written.append("stopwords='keep'")
        elif "stopwords" in asked:
            written.append(self.stopping.in_python())
        return f"term_frequencies({', '.join([self.articles.line(), *written])})"

    # what is shown

    def show(self) -> View:
        self.controls["drawn"].disabled = not self.value("by")
        self.controls["words"].disabled = "pattern" in LENGTHS[self.value("length")]
        if why := self.articles.nothing():
            return View(None, why)
        self.stopping.reread()
        view = self.articles.view()
        table = term_frequencies(view, **self.options())
        if table.empty:
            return View(None, self._why_empty(), warnings=warnings(table))
        by = str(table.columns[0]) if self.value("by") else ""
        called = self._labels(table)
        axes, said = self._draw(table.assign(term=table["term"].map(called)), by)
        said += [] if by else few_articles([self.articles.words()], [view.n_documents])
        shown = self._table(table, by)
        self._called = called
        rows = [(label, term) for term, label in called.items()]
        return View(axes, f"Bar chart of {self.settings()}", shown, rows, [*warnings(table), *said], {"terms": table})

    def _table(self, table: pd.DataFrame, by: str) -> evidence.Evidence:
        """What a row needs to be read: without what is the same in all of them."""
        shown = table.drop(columns=[] if self.value("length") != "single words" else ["form"])
        articles = "articles"
        if not by:
            articles = f"articles of {int(table['n_documents'].iloc[0]):,}"
            shown = shown.drop(columns="n_documents")
        shown = shown[["term", *shown.columns.drop("term")]]  # the term is what a row is picked by
        labels = {"documents": articles, "n_documents": "of articles", "dp_norm": "DPnorm", "count": "n"}
        caption = "Rate per 10,000 words with its 95 % Wilson interval; DPnorm: 0 even, 1 in one article"
        return evidence.table(shown, caption=caption, formats=_FORMATS, labels=labels, key="term")

    def _labels(self, table: pd.DataFrame) -> dict[str, str]:
        """Each term and what it is called in menu and figure: several words as they are written, « forces armées »."""
        pairs = dict(zip(table["term"].tolist(), table["form"].tolist(), strict=True))
        written = self.value("length") != "single words" and len(set(pairs.values())) == len(pairs)
        return {term: form if written else term for term, form in pairs.items()}

    def _draw(self, table: pd.DataFrame, by: str) -> tuple[Axes, list[str]]:
        """The figure, terms as they are called, and what it leaves out."""
        if not by:
            return plots.bars(table), []
        table, said = _largest(table, by, _MOST[self.value("drawn")])
        draw = plots.bars if self.value("drawn") == DOTS else plots.panels
        return draw(table, group=by), said

    def behind(self, view: View) -> evidence.Evidence:
        if "terms" not in view.frames:
            return super().behind(view)
        table, articles = view.frames["terms"], self.articles.view()
        options = {**self.what(), "stopwords": self.stop_words() or "drop"}
        terms = dict.fromkeys(table["term"].tolist())
        by = str(table.columns[0]) if self.value("by") else None
        found = evidence.of_terms(articles, terms, by=by, names=self._called, **options)
        if by is None and articles.index["date"].notna().any():  # and the course of the one that is read
            found += evidence.of_terms(articles, [*terms][:1], by=self._every(articles), names=self._called, **options)
        return found

    def _why_empty(self) -> str:
        """Which of the choices to loosen."""
        if not self.articles.view().index["n_tokens"].any():
            return f"There is no word in the articles of {self.articles.words()}: choose others."
        ways = self._loosened()
        choice = f": choose {', '.join(ways[:-1])}{' or ' if len(ways) > 1 else ''}{ways[-1]}." if ways else "."
        return f"No term is left{choice}"

    def _loosened(self) -> list[str]:
        ways = []
        if self.value("words") != "all words" and not self.controls["words"].disabled:
            ways.append("other words")
        if self.value("length") != "single words":
            ways.append("shorter terms")
        if self.value("whose") != "everybody's":
            ways.append("everybody's words")
        if self.value("stopwords"):
            ways.append("stop words too")
        if not self.articles.all_sources:
            ways.append("another source")
        if not self.articles.whole_period:
            ways.append("a longer period")
        return ways

    # what is read

    def wanted(self) -> Any:
        return self.reading["lookup"].value.strip() or self._row()

    def choose(self, number: int) -> None:
        if self.chosen.index == number:
            self._open({"owner": self.chosen})
        super().choose(number)

    def _open(self, change: Any = None) -> None:
        if change is not None and change["owner"] is self.chosen and not self._is_filling():
            with self.filling():  # who chooses a row wants to read that, and not what was looked up before
                self.reading["lookup"].value = ""
        super()._open(change)

    def read(self, value: Any) -> Iterator[tuple[str, Panel]]:
        view, looked_up = self.articles.view(), self.reading["lookup"].value.strip()
        if looked_up:
            hits = of_words(view, find(view, looked_up), words=WHOSE[self.value("whose")])
            if not len(hits):
                yield "concordance", Panel(f'<div role="status">{sentence(self._why_nothing(looked_up))}</div>')
                yield "trend", Panel("")
                yield "collocates", Panel("")
                return
        else:
            hits = find_term(view, value, stopwords=self.stop_words() or "drop", **self.what())
        called = value if looked_up else self._called.get(value, value)
        shown = f"« {called} »"
        yield "concordance", self._concordance(view, hits, shown)
        yield "trend", self._trend(view, hits, shown)
        yield "collocates", self._collocates(view, hits, shown)

    def _why_nothing(self, query: str) -> str:
        """Why what was looked up is not found, and what to look for instead."""
        elsewhere = len(find(self.corpus, query))
        if elsewhere:
            chosen = ", ".join(filter(None, (self.articles.words(), _WHOSE.get(self.value("whose")))))
            times = "once" if elsewhere == 1 else f"{elsewhere:,} times"
            return (
                f"« {query} » does not stand in what is chosen, {chosen}; in the whole corpus it does {times}: "
                "choose more sources, a longer period or everybody's words."
            )
        if like := suggest(self.corpus, query):
            return f"« {query} » does not stand in any article. Nearly so are spelled: {', '.join(like)}."
        return (
            f"« {query} » does not stand in any article, nor is any word spelled nearly so: look for less of it, "
            "with * for any letters (missil*), or for one word only."
        )

    def _concordance(self, view: Corpus, hits: Hits, shown: str) -> Panel:
        lines = concordance(view, hits, limit=24, width=36, sort=SORTS[self.reading["sort"].value])
        read = evidence.concordance_lines(lines, caption=f"{shown} in its sentences", corpus=view, marks=hits)
        return Panel(read, frame=lines, caption=f"{shown} in its sentences: {len(lines)} of {len(hits):,}")

    def _trend(self, view: Corpus, hits: Hits, shown: str) -> Panel:
        if view.index["date"].isna().all():
            return Panel(sentence("None of these articles has a date, so there is no course over time."))
        by = "source" if self.value("by") == "source" else None
        table = trends(view, {shown: hits}, every=self._every(view), by=by, words=WHOSE[self.value("whose")])
        drawn, said = _largest(table, by, _MOST[DOTS]) if by else (table, [])
        axes = plots.trends(drawn, series=by or "term", title=f"{shown} over time")
        alt = f"Rate of {shown} over time, per 10,000 words"
        return Panel(axes, alt, table, said=[*said, *warnings(table)])

    def _every(self, view: Corpus) -> str:
        """The period that gives some ten to forty points."""
        dates = view.index["date"].dropna()
        months = len(pd.period_range(dates.min(), dates.max(), freq="M")) if len(dates) else 1
        return "day" if months < 2 else "month" if months <= 36 else PERIODS[1] if months <= 120 else PERIODS[2]

    def _collocates(self, view: Corpus, hits: Hits, shown: str) -> Panel:
        around = self.reading["window"].value
        table = collocates(view, hits, window=around, stopwords=self.stop_words() or "drop", top=100)
        caption = f"Words within {around} of {shown}, the most specific first"
        few = table.head(12)
        few.attrs = {}
        if table.empty:
            return Panel(sentence(f"No word stands three times within {around} words of {shown}."), frame=table)
        labels = {"joint": "n", "log_dice": "logDice", "specificity": "spec.", "documents": "articles"}
        formats = {"log_dice": ".1f", "specificity": ".1f"}
        shown_table = evidence.table(few[_COLLOCATES], caption=caption, formats=formats, labels=labels)
        return Panel(shown_table, frame=table, caption=caption)

    # stop words

    def _stop_list_changed(self) -> None:
        if self.value("stopwords"):
            self.update()

    def _leave_out(self, button: object) -> None:
        """The chosen term is a stop word from now on: each of its words that may stand at an end."""
        row = self._row()
        if row is None:
            return
        words = str(row).split(" ")
        ends = [(word.lower(), "", "") for word in (words[0], words[-1])]
        if UNITS[self.value("unit")] == "lemma_pos":  # frapper_VERB: as a verb only
            ends = [word.rpartition("_") for word in (words[0], words[-1])]
        self.stopping.add(*(f"{word.lower()}:{kind}" if kind else word for word, _, kind in ends))


def _largest(table: pd.DataFrame, by: str, most: int) -> tuple[pd.DataFrame, list[str]]:
    """What a figure can show: so many groups, those of the most articles; and what is left out, in a sentence."""
    if table[by].nunique() <= most:
        return table, []
    rows = table.drop_duplicates([by, "period"] if "period" in table else by)
    size = rows.groupby(by, sort=False)["n_documents"].sum()
    kept = set(size.sort_values(ascending=False, kind="stable").index[:most])
    said = f"The figure shows the {most} largest of {len(size)} groups; the table has them all."
    return table[table[by].isin(kept)], [said]

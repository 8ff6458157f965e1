"""Entities that share windows of text: network, matrix, table; the sentences of each pair; the review of names."""

from __future__ import annotations

from typing import Any

import ipywidgets as widgets
import networkx as nx
import pandas as pd
from matplotlib.axes import Axes

from toolkit import evidence, plots
from toolkit.cooccurrence import cooccurrence, layout, network
from toolkit.cooccurrence import evidence as sentences_of
from toolkit.corpus import Corpus
from toolkit.explorers.choices import Articles, Several
from toolkit.explorers.frame import Explorer, View
from toolkit.explorers.parts import WIDE, at_least, slider, warnings
from toolkit.explorers.resolution import TYPES, Resolution

WINDOWS = {"a sentence": "sentence", "3 sentences": "3 sentences", "a paragraph": "paragraph", "an article": "article"}
BACKBONES = {"all pairs": None, "loose (0.5)": 0.5, "medium (0.3)": 0.3, "strict (0.1)": 0.1}
COLOURS = {"type": "type", "community": "community"}
NETWORK, MATRIX = "a network", "a matrix"
COLUMNS = ["a", "b", "joint", "windows_a", "windows_b", "expected", "specificity", "log_dice", "documents", "sources"]
_READABLE = 40  # names of a network that can still be read
_GROUPS = 6  # communities with a colour of their own
_REFERENCE = 80  # pairs of the whole corpus that say where names stand


class Pairs(Explorer):
    """Names that share windows of text more than by chance; choose a pair or a name to read its sentences.

    Attributes
    ----------
    resolution : Resolution
        What names stand for, and the user's corrections; figures follow at once.
    """

    name = "explore_entities"

    def __init__(self, corpus: Corpus, *, view: str | None = None) -> None:
        self.articles = Articles(corpus)
        self.resolution = Resolution(corpus, self._names_changed)
        self.places: dict[str, tuple[float, float]] = {}
        self.graph = nx.Graph()
        self.types = Several(list(TYPES), description="Names of")
        self.types.value = ("person", "place", "organisation")
        names = self.resolution.entities.entities["name"].head(300).tolist()
        controls = {
            "types": self.types,
            "window": widgets.Dropdown(options=list(WINDOWS), description="that share", style=WIDE),
            "min_count": slider("at least", 2, 1, 20),
            "backbone": widgets.Dropdown(options=list(BACKBONES), description="Backbone", style=WIDE),
            "centre": widgets.Combobox(
                options=names, value="", placeholder="everybody", description="Around", style=WIDE, ensure_option=False,
                continuous_update=False,
            ),
            "top": slider("Pairs", 25, 5, 120),
            "drawn": widgets.Dropdown(options=[NETWORK, MATRIX], description="drawn as", style=WIDE),
            "colour": widgets.Dropdown(options=list(COLOURS), description="coloured by", style=WIDE),
            **self.articles.controls(),
        }  # fmt: skip
        super().__init__(corpus, controls, choose="Pair or name in its sentences", view=view)

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
        parts = super().arranged()
        review = widgets.Accordion(
            [self.resolution], titles=("Review of names: merges proposed and made, names, types",)
        )
        review.add_class("toolkit-control")
        return [*parts[:-1], review, parts[-1]]

    # what is asked

    def options(self) -> dict[str, Any]:
        """What ``cooccurrence`` is asked for; defaults left out."""
        asked: dict[str, Any] = {}
        if WINDOWS[self.value("window")] != "sentence":
            asked["window"] = WINDOWS[self.value("window")]
        if len(self.types.value) < len(TYPES):
            asked["types"] = tuple(TYPES[word] for word in self.types.value)
        if self.value("min_count") != 2:
            asked["min_count"] = self.value("min_count")
        if self.value("centre").strip():
            asked["around"] = self.value("centre").strip()
        return asked

    def settings(self) -> str:
        window = self.value("window")
        noun = {"a sentence": "sentence", "a paragraph": "paragraph", "an article": "article"}.get(window, window)
        count = self.value("min_count")
        floor = at_least(count, noun) if noun != window else f"{count} windows of {window} or more"
        kinds = " and ".join(", ".join(f"{word}s" if word != "other" else "others" for word in self.types.value)
                             .rsplit(", ", 1)) or "no kind of name"  # fmt: skip
        around = f" around {self.value('centre').strip()}" if self.value("centre").strip() else ""
        thinned = "" if self.value("backbone") == "all pairs" else f", backbone {self.value('backbone')}"
        return (
            f"Pairs of {kinds}{around} that share {floor}, {self.articles.words()}: up to {self.value('top')}, "
            f"the most specific ones{thinned}."
        )

    def line(self) -> str:
        asked = {**self.options(), "top": self.value("top")}
        written = [f"{name}={value!r}" for name, value in asked.items()]
        line = f"cooccurrence({', '.join([self.articles.line(), *written])})"
        level = BACKBONES[self.value("backbone")]
        return line if level is None else f"network({line}, backbone={level!r})"

    def pairs(self) -> pd.DataFrame:
        """The pairs that the controls ask for, the most specific first."""
        table = cooccurrence(
            self.articles.view(), top=self.value("top"), entities=self.resolution.entities, **self.options()
        )
        self.graph = network(table, backbone=BACKBONES[self.value("backbone")], entities=self.resolution.entities)
        if BACKBONES[self.value("backbone")] is None:
            return table
        kept = [self.graph.has_edge(a, b) for a, b in zip(table["a"], table["b"], strict=True)]
        thinned = table[kept].reset_index(drop=True)
        thinned.attrs = dict(table.attrs)
        return thinned

    # what is shown

    def show(self) -> View:
        if not self.types.value:
            return View(None, "No kind of name is ticked: tick one.")
        if why := self.articles.nothing():
            return View(None, why)
        table = self.pairs()
        if table.empty:
            return View(None, self._why_empty(), warnings=warnings(table))
        nodes = self.nodes()
        axes, said = self._draw(table, nodes)
        keys = list(zip(table["a"], table["b"], strict=True))
        shown = evidence.table(
            table[COLUMNS],
            caption="Pairs: shared windows (n), windows of each, those expected by chance, association, articles",
            formats={"expected": ".2f", "specificity": ".1f", "log_dice": ".2f"},
            labels={"joint": "n", "windows_a": "n of a", "windows_b": "n of b", "log_dice": "logDice",
                    "documents": "articles", "specificity": "spec."},
            key=[str(key) for key in keys],
        )  # fmt: skip
        rows: list[tuple[str, Any]] = [(f"{a} – {b}", (a, b)) for a, b in keys]
        rows += [(name, name) for name in nodes["name"]]
        return View(
            axes, f"{self.value('drawn').capitalize()} of {self.settings()}", shown, rows, [*warnings(table), *said],
            {"pairs": table, "names": nodes},
        )  # fmt: skip

    def nodes(self) -> pd.DataFrame:
        """The names of the network, the most named first: their articles, type, community, centralities."""
        rows = [{"name": name, **values} for name, values in self.graph.nodes(data=True)]
        table = pd.DataFrame(rows)
        order = table.sort_values(["documents", "name"], ascending=[False, True])
        once = order.drop_duplicates("community")
        first = dict(zip(once["community"].tolist(), once["name"].tolist(), strict=True))
        order = order.sort_values(["community", "documents", "name"], ascending=[True, False, True])
        called = [f"around {first[n]}" if n <= _GROUPS else "smaller groups" for n in order["community"]]
        return order.assign(community=called).reset_index(drop=True)

    def _draw(self, table: pd.DataFrame, nodes: pd.DataFrame) -> tuple[Axes, list[str]]:
        """The figure, and what it cannot show."""
        if self.value("drawn") == MATRIX:
            return plots.matrix(table, order=nodes["name"].tolist()), []
        places = layout(table, start=self._reference())
        axes = plots.network(table, nodes=nodes, positions=places, colour=COLOURS[self.value("colour")])
        many = len(nodes) > _READABLE
        said = f"{len(nodes)} names are more than a network can show: ask for fewer pairs, or a matrix."
        return axes, [said] if many else []

    def _reference(self) -> dict[str, tuple[float, float]]:
        """Where names stand in all figures of this explorer: as in the network of the whole corpus."""
        if not self.places:
            whole = cooccurrence(self.corpus, top=_REFERENCE, entities=self.resolution.entities)
            self.places = layout(whole)
        return self.places

    def _why_empty(self) -> str:
        ways = ["fewer shared windows" if self.value("min_count") > 1 else "a wider window"]
        if len(self.types.value) < len(TYPES):
            ways.append("other names")
        if self.value("centre").strip():
            ways.append("everybody")
        if not self.articles.all_sources:
            ways.append("all sources")
        if not self.articles.whole_period:
            ways.append("a longer period")
        if BACKBONES[self.value("backbone")] is not None:
            ways.append("a looser backbone")
        choice = f"{', '.join(ways[:-1])}{' or ' if len(ways) > 1 else ''}{ways[-1]}"
        return f"No pair is left: ask for {choice}."

    # what is read

    def behind(self, view: View) -> evidence.Evidence:
        if "pairs" not in view.frames:
            return super().behind(view)
        return evidence.of_pairs(
            self.articles.view(), view.frames["pairs"], names=view.frames["names"]["name"],
            window=WINDOWS[self.value("window")], entities=self.resolution.entities,
        )  # fmt: skip

    def read(self, value: Any) -> evidence.Evidence:
        a, b = value if isinstance(value, tuple) else (value, None)
        view, window = self.articles.view(), WINDOWS[self.value("window")]
        rows = sentences_of(view, a, b, window=window, limit=24, entities=self.resolution.entities)
        together = "name both:" if window == "sentence" else f"name either, where both are in {self.value('window')}:"
        caption = f"Sentences that name {a}" if b is None else f"Sentences that {together} {a} and {b}"
        return evidence.sentences(rows, caption=caption, corpus=view)

    # the review of names

    def _names_changed(self) -> None:
        """The user corrected a name: the figures follow."""
        self.controls["centre"].options = tuple(self.resolution.entities.entities["name"].head(300))
        self.update()

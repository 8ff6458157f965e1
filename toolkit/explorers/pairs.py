"""Entities that share sentences, and these sentences."""

from __future__ import annotations

from typing import Any

import ipywidgets as widgets
import pandas as pd

from toolkit import evidence, plots
from toolkit.cooccurrence import cooccurrence
from toolkit.cooccurrence import evidence as sentences_of_pair
from toolkit.corpus import Corpus
from toolkit.entities import resolve_entities
from toolkit.explorers.parts import WIDE, Explorer, View, warned

TYPES = {
    "persons, organisations, places": ("PER", "ORG", "LOC"),
    "persons and organisations": ("PER", "ORG"),
    "persons": ("PER",),
    "places": ("LOC",),
    "all types": None,
}
COLUMNS = ["a", "b", "joint", "windows_a", "windows_b", "expected", "specificity", "log_dice", "documents", "sources"]


class Pairs(Explorer):
    """The network of the names that share sentences most; choose a pair to read its sentences, both names marked."""

    def __init__(self, corpus: Corpus) -> None:
        self.entities = resolve_entities(corpus)
        controls = {
            "types": widgets.Dropdown(options=list(TYPES), description="Names", style=WIDE),
            "source": widgets.Dropdown(options=[("all sources", None), *((name, name) for name in corpus.sources)],
                                       description="Source", style=WIDE),
            "min_count": widgets.IntSlider(value=2, min=1, max=20, description="Sentences, at least", style=WIDE,
                                           continuous_update=False),
            "top": widgets.IntSlider(value=25, min=5, max=60, description="Pairs", continuous_update=False),
        }  # fmt: skip
        super().__init__(corpus, controls, choose="Pair in its sentences")

    def settings(self) -> str:
        chosen = {name: control.value for name, control in self.controls.items()}
        return (
            f"The {chosen['top']} most specific pairs of {chosen['types']} that share {chosen['min_count']} sentences "
            f"or more, {chosen['source'] or 'all sources'}."
        )

    def pairs(self) -> pd.DataFrame:
        """The pairs that the controls ask for, the most specific first."""
        return cooccurrence(
            self.corpus,
            types=TYPES[self.controls["types"].value],
            sources=self.controls["source"].value,
            min_count=self.controls["min_count"].value,
            entities=self.entities,
        ).head(self.controls["top"].value)

    def show(self) -> View:
        table = self.pairs()
        if table.empty:
            return View(None, "No pair is left: ask for fewer sentences, other names or all sources.", "", [])
        axes = plots.network(table, nodes=self.entities.entities)
        shown = evidence.table(
            table[COLUMNS], caption="Pairs of names: shared sentences, and how far beyond chance",
            formats={"expected": ".2f", "specificity": ".1f", "log_dice": ".2f"},
        )  # fmt: skip
        listed = zip(table["a"].tolist(), table["b"].tolist(), table["joint"].tolist(), strict=True)
        rows = [(f"{a} – {b} ({joint})", (a, b)) for a, b, joint in listed]
        return View(axes, f"Network of {self.settings()}", warned(table) + shown, rows)

    def read(self, value: Any) -> evidence.Evidence:
        a, b = value
        rows = sentences_of_pair(
            self.corpus, a, b, sources=self.controls["source"].value, limit=24, entities=self.entities
        )
        return evidence.sentences(rows, caption=f"Sentences that name {a} and {b}")

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
from toolkit.explorers.frame import Explorer, View
from toolkit.explorers.parts import WIDE, at_least, of_source, slider, source_control, warnings

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

    name = "explore_entities"

    def __init__(self, corpus: Corpus, *, view: str | None = None) -> None:
        self.entities = resolve_entities(corpus)
        controls = {
            "types": widgets.Dropdown(options=list(TYPES), description="Names", style=WIDE),
            "source": source_control(corpus),
            "min_count": slider("Sentences, at least", 2, 1, 20),
            "top": slider("Pairs", 25, 5, 60),
        }
        super().__init__(corpus, controls, choose="Pair in its sentences", view=view)

    def settings(self) -> str:
        chosen = {name: control.value for name, control in self.controls.items()}
        return (
            f"Pairs of {chosen['types']} that share {at_least(chosen['min_count'], 'sentence')}, "
            f"{chosen['source'] or 'all sources'}: up to {chosen['top']}, the most specific ones."
        )

    def pairs(self) -> pd.DataFrame:
        """The pairs that the controls ask for, the most specific first."""
        return cooccurrence(
            of_source(self.corpus, self.controls["source"].value),
            types=TYPES[self.controls["types"].value],
            min_count=self.controls["min_count"].value,
            entities=self.entities,
        ).head(self.controls["top"].value)

    def show(self) -> View:
        table = self.pairs()
        if table.empty:
            return View(
                None, "No pair is left: ask for fewer sentences, other names or all sources.", "", [], warnings(table)
            )
        axes = plots.network(table, nodes=self.entities.entities)
        shown = evidence.table(
            table[COLUMNS], caption="Pairs of names: shared sentences, and how far beyond chance",
            formats={"expected": ".2f", "specificity": ".1f", "log_dice": ".2f"},
        )  # fmt: skip
        listed = zip(table["a"].tolist(), table["b"].tolist(), table["joint"].tolist(), strict=True)
        rows = [(f"{a} – {b} ({joint})", (a, b)) for a, b, joint in listed]
        return View(axes, f"Network of {self.settings()}", shown, rows, warnings(table))

    def read(self, value: Any) -> evidence.Evidence:
        a, b = value
        view = of_source(self.corpus, self.controls["source"].value)
        rows = sentences_of_pair(view, a, b, limit=24, entities=self.entities)
        return evidence.sentences(rows, caption=f"Sentences that name {a} and {b}")

"""What one source says more than another, and the sentences on both sides."""

from __future__ import annotations

from typing import Any

import ipywidgets as widgets
import pandas as pd

from toolkit import evidence, plots
from toolkit.concordance import concordance
from toolkit.contrast import keyness
from toolkit.corpus import Corpus
from toolkit.explorers.choices import KINDS, UNITS, kind_control, unit_control
from toolkit.explorers.frame import Explorer, View
from toolkit.explorers.parts import WIDE, at_least, slider, warnings
from toolkit.schema import CorpusError

MEASURES = {
    "LRC: at least so many doublings (Evert 2022)": "lrc",
    "log-likelihood: how sure that there is a difference (Dunning 1993)": "log_likelihood",
    "Log Ratio: how many doublings (Hardie 2014)": "log_ratio",
}
"""Rankings, each with what it says and its paper."""
COLUMNS = ["term", "count", "documents", "rate", "reference_count", "reference_documents", "reference_rate"]
COLUMNS += ["lrc", "log_ratio", "log_likelihood", "p_adjusted"]


class Vocabulary(Explorer):
    """The words that a source uses more than the rest, with counts and articles on both sides; choose one to read."""

    name = "explore_sources"

    def __init__(self, corpus: Corpus, *, view: str | None = None) -> None:
        self.labels = corpus.groups("source")[1]
        if len(self.labels) < 2:
            raise CorpusError(
                f"there is one source only here, {', '.join(self.labels)}.",
                remedy="Give articles their sources in notebook 00_corpus.",
            )
        controls = {
            "target": widgets.Dropdown(options=self.labels, description="Source", style=WIDE),
            "reference": widgets.Dropdown(
                options=[("all others", "rest"), *((name, name) for name in self.labels)], description="against",
                style=WIDE,
            ),
            "words": kind_control(),
            "unit": unit_control(),
            "measure": widgets.Dropdown(options=list(MEASURES), description="Ranked by", style=WIDE,
                                        layout={"width": "30em"}),
            "floor": slider("Articles, at least", 1, 1, 10),
            "top": slider("Terms", 15, 5, 40),
        }  # fmt: skip
        super().__init__(corpus, controls, choose="Term in its sentences", view=view)

    def settings(self) -> str:
        chosen = {name: control.value for name, control in self.controls.items()}
        other = "all others" if chosen["reference"] == "rest" else chosen["reference"]
        return (
            f"{chosen['target']} against {other}: {chosen['unit']} ({chosen['words']}, without stop words) in "
            f"{at_least(chosen['floor'], 'article')}, the {chosen['top']} first by {chosen['measure'].split(':')[0]}."
        )

    def ranked(self) -> pd.DataFrame:
        """The terms that the source uses more, ranked as the controls ask."""
        target, reference = self.controls["target"].value, self.controls["reference"].value
        if target == reference:
            raise CorpusError("a source is not compared with itself.", remedy="Choose another in « against ».")
        table = keyness(
            self.corpus,
            target,
            reference=reference,
            unit=UNITS[self.controls["unit"].value],
            pos=KINDS[self.controls["words"].value],
            min_documents=self.controls["floor"].value,
        )
        said = warnings(table)
        over = table[table["rate"] > table["reference_rate"]]
        measure = MEASURES[self.controls["measure"].value]
        table = over.sort_values([measure, "log_likelihood"], ascending=False, kind="stable")
        table = table.head(self.controls["top"].value)
        table.attrs["warnings"] = said
        return table

    def show(self) -> View:
        table = self.ranked()
        if table.empty:
            return View(None, "No term is used more: ask for fewer articles or other words.", "", [], warnings(table))
        target, reference = self.controls["target"].value, self.controls["reference"].value
        axes = plots.keyness_bars(table, target=target, reference="all others" if reference == "rest" else reference)
        shown = evidence.table(
            table[COLUMNS], caption=f"Terms that {target} uses more; rates per 10,000 words",
            formats={"rate": ".1f", "reference_rate": ".1f", "log_likelihood": ".1f", "p_adjusted": "p"},
        )  # fmt: skip
        rows = [(term, term) for term in table["term"]]
        return View(axes, f"Two-sided bars. {self.settings()}", shown, rows, warnings(table))

    def read(self, value: Any) -> evidence.Evidence:
        target, reference = self.controls["target"].value, self.controls["reference"].value
        group, labels = self.corpus.groups("source")
        code = group[self.corpus.rows]
        here = code == labels.index(target)
        there = ~here if reference == "rest" else code == labels.index(reference)
        unit = UNITS[self.controls["unit"].value]
        other = "all others" if reference == "rest" else reference
        parts = [
            evidence.concordance_lines(
                concordance(self.corpus.select(where=side), value, unit=unit, limit=12), caption=f"« {value} »: {name}"
            )
            for name, side in ((target, here), (other, there))
        ]
        return parts[0] + parts[1]

"""Term frequencies by source, and the sentences behind them."""

from __future__ import annotations

from typing import Any

import ipywidgets as widgets
from matplotlib.axes import Axes

from toolkit import evidence, plots
from toolkit.concordance import concordance
from toolkit.corpus import Corpus
from toolkit.explorers.choices import KINDS, UNITS, kind_control, unit_control
from toolkit.explorers.frame import Explorer, View
from toolkit.explorers.parts import of_source, slider, source_control, warnings
from toolkit.terms import term_frequencies


class Terms(Explorer):
    """The most frequent terms with their rates, by source on request; choose one to read it in its sentences."""

    name = "explore_terms"

    def __init__(self, corpus: Corpus, *, view: str | None = None) -> None:
        controls = {
            "words": kind_control(),
            "unit": unit_control(),
            "source": source_control(corpus),
            "by_source": widgets.Checkbox(value=False, description="each source apart", indent=False),
            "top": slider("Terms", 15, 5, 40),
        }  # fmt: skip
        super().__init__(corpus, controls, choose="Term in its sentences", view=view)

    def settings(self) -> str:
        chosen = {name: control.value for name, control in self.controls.items()}
        apart = ", each source apart" if chosen["by_source"] else ""
        return (
            f"The {chosen['top']} most frequent {chosen['unit']} ({chosen['words']}, without stop words), "
            f"{chosen['source'] or 'all sources'}{apart}, per 10,000 words of any kind."
        )

    def view(self) -> Corpus:
        """The articles that the controls ask for."""
        return of_source(self.corpus, self.controls["source"].value)

    def show(self) -> View:
        by = "source" if self.controls["by_source"].value else None
        table = term_frequencies(
            self.view(),
            unit=UNITS[self.controls["unit"].value],
            pos=KINDS[self.controls["words"].value],
            by=by,
            top=self.controls["top"].value,
        )
        if table.empty:
            return View(None, "No term is left: choose other words or another source.", "", [], warnings(table))
        axes: Axes = plots.bars(table, group=by)
        shown = evidence.table(
            table, caption="Terms: rates per 10,000 words with 95 % Wilson intervals, articles that have the term",
            formats={"rate": ".1f", "low": ".1f", "high": ".1f"},
        )  # fmt: skip
        rows = [(term, term) for term in dict.fromkeys(table["term"])]
        return View(axes, f"Bar chart of {self.settings()}", shown, rows, warnings(table))

    def read(self, value: Any) -> evidence.Evidence:
        lines = concordance(self.view(), value, unit=UNITS[self.controls["unit"].value], limit=24)
        return evidence.concordance_lines(lines, caption=f"« {value} » in its sentences")

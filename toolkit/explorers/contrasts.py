"""What the explorer of sources shows: the figure and the table of each way to look."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from toolkit import evidence, plots
from toolkit.contrast import (
    Comparison,
    Contrast,
    SourceDistances,
    compared_by_story,
    comparisons,
    contrast,
    keyness,
    keyness_of_sides,
    omissions,
    sides_compared,
    source_distances,
    source_map,
)
from toolkit.cooccurrence.sentences import evidence as sentences_of
from toolkit.corpus import Corpus
from toolkit.explorers.frame import Explorer, View
from toolkit.explorers.parts import warnings
from toolkit.schema import CorpusError

BARS, SCATTER, EVERY, MAP, TREE, LEFT = (
    "two-sided bars",
    "frequency against effect",
    "every source at once",
    "map of sources",
    "tree of sources",
    "what it leaves out",
)
ALL, WITHIN = "all articles", "inside the stories that both sides report"
WORDS, NAMES = "words", "names"
_SIDES = ["count", "documents", "rate", "reference_count", "reference_documents", "reference_rate"]
_COLUMNS = ["term", "form", *_SIDES, "lrc", "log_ratio", "log_likelihood", "p_adjusted", "largest_share"]
_STORY_COLUMNS = ["term", *_SIDES, "stories", "story_log_ratio", "log_ratio", "p_adjusted"]
_SIDE_COLUMNS = ["term", "form", "side", "spread", "sources", *_SIDES, "log_ratio", "log_likelihood", "largest_share"]
_LEFT_COLUMNS = ["term", "count", "expected", "sources", "others_count", "others_documents", "chance", "p_adjusted"]
_FORMATS = {
    "rate": ".1f", "reference_rate": ".1f", "log_likelihood": ".1f", "p_adjusted": "p", "largest_share": ".0%",
    "expected": ".1f", "chance": "p",
}  # fmt: skip
_LABELS = {
    "form": "as written",
    "count": "n",
    "documents": "articles",
    "reference_count": "n there",
    "reference_documents": "articles there",
    "reference_rate": "rate there",
    "largest_share": "in one article",
    "p_adjusted": "p adjusted",
    "story_log_ratio": "within stories",
    "others_count": "n of others",
    "others_documents": "articles of others",
}


class Views(Explorer):
    """Ways to look at sources; what is asked is said by the subclass."""

    _contrast: Contrast | None = None  # what is shown, where it is one comparison
    _table: pd.DataFrame | None = None  # what is shown otherwise
    _tree: SourceDistances | None = None  # what the tree was last drawn from

    # what the subclass says

    def asked(self) -> dict[str, Any]:
        """What is counted, and whether shared text counts."""
        raise NotImplementedError

    def view(self) -> Corpus:
        """The articles."""
        raise NotImplementedError

    def sides(self) -> pd.DataFrame | None:
        """The two sides that are compared; None where it is a source."""
        raise NotImplementedError

    def names(self) -> tuple[str, str]:
        """What the two sides of the comparison are called."""
        raise NotImplementedError

    @property
    def against(self) -> str:
        """What the source is held against, as ``keyness`` takes it."""
        raise NotImplementedError

    def counted(self) -> dict[str, Any]:
        """What is counted, as ``find_term`` takes it."""
        raise NotImplementedError

    @property
    def rank(self) -> str:
        raise NotImplementedError

    @property
    def within(self) -> bool:
        """Whether only stories that both sides report count."""
        raise NotImplementedError

    def stories(self) -> pd.DataFrame:
        raise NotImplementedError

    def in_stories(self, view: Corpus, source: str | None = None) -> Corpus:
        """The articles in stories of several sources, where only those count."""
        raise NotImplementedError

    # one comparison

    def compared(self, view: Corpus) -> Comparison:
        """The two sides, counted."""
        sides = self.sides()
        if sides is not None:
            return sides_compared(view, sides, **self.asked())
        (found,) = comparisons(view, self.value("target"), reference=self.against, **self.asked())
        return found

    def _top(self) -> int:
        """How many terms either way: more make a cloud, fewer a page of every source."""
        return {SCATTER: max(80, 3 * self.value("top")), EVERY: min(self.value("top"), 15)}.get(
            self.value("drawn"), self.value("top")
        )

    def _on_map(self) -> int:
        """The articles that a term on the map must have: one of a single article lies where its source does."""
        return max(self.value("floor"), 2)

    def _shown(
        self, table: pd.DataFrame, columns: list[str], axes: Axes, caption: str, keys: pd.Series | None = None
    ) -> View:
        rows = [(term, term) for term in dict.fromkeys((table["term"] if keys is None else keys).tolist())]
        said = warnings(table)
        listed = table[[name for name in columns if name in table]]
        listed.attrs = {}
        shown = evidence.table(listed, caption=caption, formats=_FORMATS, labels=_LABELS, key="term")
        return View(axes, f"{self.value('drawn').capitalize()}. {self.settings()}", shown, rows, said,
                    {"terms": table})  # fmt: skip

    def _written(self, made: Contrast, table: pd.DataFrame) -> pd.DataFrame:
        """With each term as it is most often written, and how well its rates are known."""
        forms = pd.Series(made.comparison.written(made.family.terms[made.ranked.at]), dtype="str")
        table.insert(2, "form", forms)
        return table.assign(**made.rate_intervals())

    @property
    def _label(self) -> str:
        """The column that says what a term is: « soutenue par l'Iran » is read more easily than its lemmas."""
        return "term" if self.value("length") == "single words" else "form"

    def _show_two(self, view: Corpus) -> View:
        made = contrast(self.compared(view), rank=self.rank, min_documents=self.value("floor"), top=self._top())
        self._contrast = made
        table = made.table()
        if table.empty:
            return View(None, self._why_empty(), warnings=self._said(table))
        said = self._said(table)
        table = self._written(made, table)
        table.attrs["warnings"] = said
        one, other = self.names()
        if self.value("drawn") == SCATTER:
            axes = plots.keyness_scatter(table, labelled=2 * self.value("top"), label=self._label)
        else:
            axes = plots.keyness_bars(table, target=one, reference=other, label=self._label)
        columns = [name for name in _COLUMNS if name != "p_adjusted" or self.sides() is None]
        caption = f"Terms that {one} uses more, then those it uses less; rates per 10,000 words"
        return self._shown(table, columns, axes, caption)

    def _said(self, table: pd.DataFrame) -> list[str]:
        sides = self.sides()
        return [*([] if sides is None else sides.attrs["warnings"]), *warnings(table)]

    def _show_within(self, view: Corpus) -> View:
        found = self.compared(view)
        table = compared_by_story([found], self.stories(), min_documents=self.value("floor"), top=self._top())
        if table.empty:
            return View(None, self._why_empty(), warnings=self._said(table))
        table.attrs["warnings"] = self._said(table)
        self._table = table
        one, other = self.names()
        if self.value("drawn") == SCATTER:
            told = table.assign(lrc=table["story_log_ratio"].where(table["p_adjusted"] <= 0.05, 0.0))
            axes = plots.keyness_scatter(told.assign(log_ratio=table["story_log_ratio"]))
        else:
            axes = plots.keyness_bars(table, target=one, reference=other)
        number = int(table["n_stories"].iloc[0])
        caption = f"Within {number} common stories (Mantel-Haenszel 1959): what is left is wording, not topic"
        return self._shown(table, _STORY_COLUMNS, axes, caption)

    # all sources

    def _show_every(self, view: Corpus) -> View:
        sides = self.sides()
        if sides is not None:
            return self._show_sides(self.in_stories(view), sides)
        each, floor = self._top(), self.value("floor")
        if self.within:
            found = comparisons(view, **self.asked())
            table = compared_by_story(found, self.stories(), min_documents=floor, top=each)
        else:
            table = keyness(view, rank=self.rank, min_documents=floor, top=each, **self.asked())
        said = warnings(table)
        ratio = "story_log_ratio" if self.within else "log_ratio"
        table = table[table[ratio] > 0].reset_index(drop=True)
        if table.empty:
            return View(None, self._why_empty(), warnings=said)
        table.attrs["warnings"] = said
        axes = plots.source_panels(table)
        caption = f"The {each} first terms of every source against all others; rates per 10,000 words"
        own = table[table["source"] == self.value("target")]["term"]
        columns = _STORY_COLUMNS if self.within else _COLUMNS
        return self._shown(table, ["term", "source", *columns[1:]], axes, caption, pd.concat([own, table["term"]]))

    def _show_sides(self, view: Corpus, sides: pd.DataFrame) -> View:
        table = keyness_of_sides(
            view, sides, rank=self.rank, min_documents=self.value("floor"), top=self._top(), **self.asked()
        )
        if table.empty:
            return View(None, self._why_empty(), warnings=warnings(table))
        axes = plots.source_panels(table.assign(panel=table["side"] + ": " + table["spread"]), group="panel",
                                   label="form")  # fmt: skip
        caption = "What each side uses more: words of several of its articles, then those of one; rates per 10,000"
        return self._shown(table, _SIDE_COLUMNS, axes, caption)

    def _show_map(self, view: Corpus) -> View:
        found = source_map(self.in_stories(view), min_documents=self._on_map(), **self.asked())
        axes = plots.source_map(found.axes, found.sources, found.terms, labelled=28 + self.value("top"))
        table = found.terms.assign(both=found.terms["contribution_1"] + found.terms.get("contribution_2", 0.0))
        table = table.sort_values("both", ascending=False).drop(columns="both")
        columns = [name for name in table.columns if name in ("term", "count") or name.endswith(("_1", "_2"))]
        table.attrs["warnings"] = found.warnings
        caption = "Terms on the first two axes: coordinates, share of the axis, share of the term that it shows"
        view_ = self._shown(table, columns, axes, caption, table["term"].head(60))
        return View(view_.axes, view_.alt, view_.table, view_.rows, view_.warnings, {
            "terms": table, "sources": found.sources, "axes": found.axes})  # fmt: skip

    def _show_tree(self, view: Corpus) -> View:
        found = source_distances(
            self.in_stories(view), min_documents=self.value("floor"), listed=self.value("top"), **self.asked()
        )
        self._tree = found
        axes = plots.dendrogram(
            found.linkage, found.distances.index.tolist(), xlabel="Labbé's distance (0 the same, 1 apart)"
        )
        pair = found.terms[(found.terms["a"] == self.value("target")) | (found.terms["b"] == self.value("target"))]
        table = (pair if len(pair) else found.terms).sort_values(["distance", "part"], ascending=False)
        table.attrs["warnings"] = found.warnings
        columns = ["term", "a", "b", "distance", "count_a", "count_b", "share"]
        about = self.value("target") if len(pair) else "each source"
        caption = f"What makes {about} different from each other source, term by term (Labbé 2001)"
        view_ = self._shown(table, columns, axes, caption)
        return View(view_.axes, view_.alt, view_.table, view_.rows, view_.warnings, {
            "terms": found.terms, "distances": found.distances.reset_index()})  # fmt: skip

    # what is not there

    def left_out(self) -> dict[str, Any]:
        """What of is left out, and how many others must print it, as ``omissions`` takes it."""
        floors = {"min_sources": self.value("others"), "min_documents": self.value("floor"), "top": self.value("top")}
        return {"of": "entities", **floors} if self.value("left") == NAMES else {**floors, **self.asked()}

    def _show_left_out(self, view: Corpus) -> View:
        source = self.value("target")
        if self.sides() is not None:
            raise CorpusError("what a side leaves out is not told.", remedy="Choose one source in « Source ».")
        table = omissions(self.in_stories(view, source), source, **self.left_out())
        if table.empty:
            why = f"Nothing that {self.value('others')} other sources or more print is missing here: ask for fewer."
            return View(None, why, warnings=warnings(table))
        self._table = table
        axes = plots.omission_bars(table, target=source)
        caption = f"What several others print and {source} does not, the least likely by chance first"
        columns = [*_LEFT_COLUMNS[:1], *(["type"] if "type" in table else []), *_LEFT_COLUMNS[1:]]
        return self._shown(table, columns, axes, caption)

    def _why_empty(self) -> str:
        raise NotImplementedError

    # what stands behind the marks, in a report

    def behind(self, view: View) -> evidence.Evidence:
        if "terms" not in view.frames:
            return super().behind(view)
        articles, drawn, table, counted = self.view(), self.value("drawn"), view.frames["terms"], self.counted()
        sides = self.sides()
        if drawn == TREE:
            assert self._tree is not None
            return evidence.of_tree(articles, self._tree, **counted)
        if drawn == MAP:
            own = keyness(articles, min_documents=self._on_map(), top=3, **self.asked())
            words = own[own["rate"] > own["reference_rate"]]
            return evidence.of_terms(articles, table["term"], **counted) + evidence.of_sources(
                articles, words, **counted
            )
        if drawn == LEFT and self.value("left") == NAMES:
            return evidence.behind((name, sentences_of(articles, name, limit=4)) for name in table["term"].tolist())
        if drawn == EVERY and sides is not None:
            return evidence.of_sides(articles, table, sides, **counted)
        if drawn == EVERY:
            return evidence.of_terms(articles, table, by="source", **counted)
        if drawn == BARS:
            found = self.compared(articles) if self._contrast is None else self._contrast.comparison
            parts = {name: side.corpus for name, side in zip(self.names(), found.sides, strict=True)}
            return evidence.of_terms(articles, table["term"], by=parts, **counted)
        return evidence.of_terms(articles, table["term"], **counted)

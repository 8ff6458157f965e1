"""Reviewing a corpus article by article: what was removed, what is known of it; corrections saved beside the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import ipywidgets as widgets
import pandas as pd

from toolkit import evidence
from toolkit.cleaning import RULES, Rules
from toolkit.corpus import Corpus
from toolkit.explorers.parts import safely, sentence
from toolkit.schema import SUGGESTED, CorpusError
from toolkit.store import alphabetical

BY_HAND = "by-hand"
FIELDS = ("source", "date", "title")
_PAGE = {"height": "42em", "overflow": "auto", "border": "1px solid #8888", "padding": "0 .6em", "flex": "1 1 30em"}
_DESK = {"flex": "1 1 24em", "margin": "0 0 0 .6em"}


class Review(widgets.VBox):
    """Read an article with its removed lines struck through and its names marked; correct what is known of it.

    Nothing is written before *Save*; then ``metadata.csv`` and ``cleaning.json`` beside the pages are, at once or not
    at all, and the corpus is loaded again. ``review.corpus`` is the corpus as it now stands.

    Parameters
    ----------
    corpus : Corpus
        Loaded from files; a corpus made from a table in memory can be read here, not corrected.
    """

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.fields: dict[str, dict[str, str]] = {}
        self._order: list[str] = []
        self._shown: str | None = None
        self._filling = False
        self.rules = self._saved_rules = self._read_rules()

        self.only_open = widgets.Checkbox(value=False, description="only articles with something unknown", indent=False)
        self.article = widgets.Dropdown(description="Article", layout={"width": "min(100%, 44em)"})
        self.back = widgets.Button(description="Previous", icon="arrow-left")
        self.next = widgets.Button(description="Next", icon="arrow-right")
        self.page = widgets.HTML()
        self.known = widgets.HTML()
        self.inputs = {
            "source": widgets.Combobox(description="Source", ensure_option=False, continuous_update=False),
            "date": widgets.Text(description="Date", placeholder="2020-06-11", continuous_update=False),
            "title": widgets.Text(description="Title", continuous_update=False, layout={"width": "95%"}),
        }
        self.suggestion = widgets.Dropdown(description="Suggested", layout={"width": "95%"})
        self.lines = widgets.SelectMultiple(description="Lines", rows=10, layout={"width": "95%"})
        self.put_back = widgets.Button(description="Put back", tooltip="Count the chosen lines as text of the article")
        self.remove = widgets.Button(description="Remove", tooltip="Leave the chosen lines out of the article")
        self.off = widgets.SelectMultiple(
            description="Rules off", rows=5, options=self._rule_options(), value=tuple(sorted(self.rules.off)),
            layout={"width": "95%"},
        )  # fmt: skip
        self.save = widgets.Button(description="Save", button_style="primary", icon="save")
        self.state = widgets.HTML()
        self.problem = widgets.HTML()

        page = widgets.Box([self.page], layout=_PAGE)
        desk = widgets.VBox(
            [
                *self.inputs.values(),
                self.suggestion,
                self.known,
                self.lines,
                widgets.HBox([self.put_back, self.remove, widgets.HTML("− removed, + text")]),
                widgets.Accordion([self.off], titles=("Cleaning rules switched off, for every article",)),
                widgets.HBox([self.save]),
                self.state,
                self.problem,
            ],
            layout=_DESK,
        )
        super().__init__(
            [
                widgets.HBox([self.article, self.back, self.next, self.only_open], layout={"flex_flow": "row wrap"}),
                widgets.HBox([page, desk], layout={"flex_flow": "row wrap"}),
            ]
        )
        self.article.observe(self._show, names="value")
        self.only_open.observe(self._list, names="value")
        self.back.on_click(lambda _: self._step(-1))
        self.next.on_click(lambda _: self._step(1))
        for name, control in self.inputs.items():
            control.observe(lambda change, name=name: self._edit(name, change["new"]), names="value")
        self.suggestion.observe(self._take_suggestion, names="value")
        self.put_back.on_click(lambda _: self._move(put_back=True))
        self.remove.on_click(lambda _: self._move(put_back=False))
        self.off.observe(self._switch, names="value")
        self.save.on_click(lambda _: self._safely(self._save))
        self._list()

    # choosing an article

    def _list(self, change: object = None) -> None:
        blanks = self.corpus.index[list(FIELDS)].isna()
        # a corpus is sorted by source and date: the list keeps its order, or saving would shuffle it under the reader
        self._order = [doc_id for doc_id in self._order if doc_id in blanks.index]
        self._order += blanks.index.difference(self._order, sort=False).tolist()
        options: list[tuple[str, str]] = []
        for doc_id, blank in zip(self._order, blanks.loc[self._order].to_numpy().tolist(), strict=True):
            missing = [
                name for name, empty in zip(FIELDS, blank, strict=True) if empty and not self._edited(doc_id, name)
            ]
            if missing or not self.only_open.value:
                note = f" — no {', no '.join(missing)}" if missing else ""
                options.append((f"{doc_id}{note}", doc_id))
        chosen = self.article.value
        if not options:
            options = [("nothing is unknown", "")]
        values = [value for _, value in options]
        self.article.options = options
        self.article.value = chosen if chosen in values else values[0]
        self._show()

    def _edited(self, doc_id: str, name: str) -> str:
        return self.fields.get(doc_id, {}).get(name, "")

    def _step(self, by: int) -> None:
        self.article.index = (self.article.index + by) % len(self.article.options)

    # showing it

    def _show(self, change: object = None) -> None:
        self._safely(self._show_article)

    def _show_article(self) -> None:
        doc_id = self.article.value
        if not doc_id:
            self._clear()
            return
        page = self.corpus.page(doc_id)
        removed = dict(self._removed(doc_id, page))
        mentions = self.corpus.mentions_of(doc_id)
        found = zip(mentions["start"].tolist(), mentions["end"].tolist(), mentions["label"].tolist(), strict=True)
        spans = [(*self.corpus.original_span(doc_id, start, end), label) for start, end, label in found]
        row = self.corpus.index.loc[doc_id]
        date = "date unknown" if pd.isna(row["date"]) else f"{row['date']:%Y-%m-%d}"
        source = row["source"] if isinstance(row["source"], str) else "source unknown"
        self.page.value = evidence.passage(page, spans, removed=removed, caption=f"{doc_id} · {source} · {date}").html
        self._filling = True
        try:
            self._fill(doc_id, page, removed)
        finally:
            self._filling = False
        self._tell()

    def _clear(self) -> None:
        """No article is left to choose."""
        self.page.value = sentence("Source, date and title of every article are known.")
        self.known.value, self.lines.options, self._shown = "", (), None
        self._filling = True
        try:
            for control in self.inputs.values():
                control.value = ""
            self.suggestion.options = [("nothing on the page", ("", ""))]
        finally:
            self._filling = False
        self._tell()

    def _fill(self, doc_id: str, page: str, removed: dict[int, str]) -> None:
        seen = self.corpus.metadata
        seen = seen[seen["doc_id"] == doc_id]
        suggested = seen[seen["confidence"] == SUGGESTED]
        sources = {*self.corpus.sources, *suggested.loc[suggested["field"] == "source", "value"]}
        sources |= {values["source"] for values in self.fields.values() if values.get("source")}
        self.inputs["source"].options = sorted(sources, key=alphabetical)
        for name, control in self.inputs.items():
            control.value = self.fields.get(doc_id, {}).get(name, self._value(doc_id, name))
        options = [("choose to fill in…" if len(suggested) else "nothing on the page", ("", ""))]
        columns = (suggested[name].tolist() for name in ("field", "value", "origin"))
        options += [
            (f"{field}: {value} ({origin})", (field, value)) for field, value, origin in zip(*columns, strict=True)
        ]
        self.suggestion.options = options
        self.suggestion.index = 0
        self.known.value = "".join(sentence(text) for text in _provenance(seen))
        chosen = self.lines.value if doc_id == self._shown else ()
        self._shown = doc_id
        self.lines.options = [
            (f"{'−' if number in removed else '+'} {number:>3}  {' '.join(text.split())[:70]}", number)
            for number, text in enumerate(page.split("\n"), start=1)
            if text.strip()
        ]
        self.lines.value = chosen

    def _removed(self, doc_id: str, page: str) -> Iterator[tuple[int, str]]:
        """Line and category of the lines of an article that are removed, or will be once the rules are saved."""
        lines = page.split("\n")
        for number, (category, rule) in self._audited(doc_id).items():
            if (doc_id, lines[number - 1]) not in self.rules.keep and rule not in self.rules.off:
                yield number, category
        for number, text in enumerate(lines, start=1):
            if (doc_id, text) in self.rules.drop:
                yield number, RULES[BY_HAND][0]

    def _audited(self, doc_id: str) -> dict[int, tuple[str, str]]:
        """Line -> category and rule, of the lines of an article that a rule has removed from the loaded corpus."""
        audit = self.corpus.cleaning
        audit = audit[(audit["doc_id"] == doc_id) & (audit["rule"] != BY_HAND)]
        columns = (audit[name].tolist() for name in ("line", "category", "rule"))
        return {line: (category, rule) for line, category, rule in zip(*columns, strict=True)}

    def _tell(self) -> None:
        changed = len(self.fields)
        parts = [f"{changed} article{'s' * (changed != 1)} with corrections"] if changed else []
        if self.rules != self._saved_rules:
            parts.append("cleaning rules changed")
        self.state.value = sentence(f"Not saved yet: {', '.join(parts)}." if parts else "Nothing to save.")

    # changing it

    def _edit(self, name: str, value: str) -> None:
        if self._filling or not self.article.value:
            return
        doc_id, value = self.article.value, value.strip()
        edited = {**self.fields.get(doc_id, {}), name: value}
        if value == self._value(doc_id, name):
            del edited[name]
        self.fields = {**self.fields, doc_id: edited}
        if not edited:
            del self.fields[doc_id]
        self.problem.value = safely(lambda: _check_date(doc_id, edited.get("date", "")))
        self._tell()

    def _value(self, doc_id: str, name: str) -> str:
        """What the corpus says, as it stands in the field."""
        value: Any = self.corpus.index.at[doc_id, name]
        return "" if pd.isna(value) else f"{value:%Y-%m-%d}" if name == "date" else str(value)

    def _take_suggestion(self, change: dict) -> None:
        name, value = change["new"] or ("", "")
        if not self._filling and name in self.inputs:
            self.inputs[name].value = value

    def _move(self, *, put_back: bool) -> None:
        doc_id = self.article.value
        if not doc_id:
            return
        page = self.corpus.page(doc_id)
        texts, removed = page.split("\n"), dict(self._removed(doc_id, page))
        chosen = {(doc_id, texts[number - 1]) for number in self.lines.value if (number in removed) == put_back}
        by_rule = {(doc_id, texts[number - 1]) for number in self._audited(doc_id)}
        # what undoes a choice leaves no trace of it: only what the saved corpus would do otherwise is written down
        if put_back:
            needed = chosen & (by_rule | self._saved_rules.drop)
            self.rules = replace(self.rules, keep=self.rules.keep | needed, drop=self.rules.drop - chosen)
        else:
            self.rules = replace(self.rules, keep=self.rules.keep - chosen, drop=self.rules.drop | (chosen - by_rule))
        self._show()

    def _switch(self, change: dict) -> None:
        if not self._filling:
            self.rules = replace(self.rules, off=frozenset(change["new"]))
            self._show()

    def _rule_options(self) -> list[tuple[str, str]]:
        return [(f"{rule} ({category})", rule) for rule, (category, _) in RULES.items()]

    def _read_rules(self) -> Rules:
        decisions = self.corpus.decisions
        return Rules() if decisions is None else decisions.cleaning_rules()

    # saving it

    def _save(self) -> None:
        decisions = self.corpus.decisions
        if decisions is None:
            raise CorpusError(
                "this corpus was made from a table in memory.",
                remedy="Correct the table, or load the corpus from files.",
            )
        for doc_id, values in self.fields.items():
            _check_date(doc_id, values.get("date", ""))
        written = []
        for doc_id, values in self.fields.items():
            row = self.corpus.index.loc[doc_id]
            item = row.get("item")
            decisions.correct(str(row["path"]), None if item is None or pd.isna(item) else int(item), values)
        if self.fields:
            written.append(decisions.metadata)
        if self.rules != self._saved_rules:
            decisions.save_rules(self.rules)
            self._saved_rules = self.rules  # even if loading fails now, this is what stands in the file
            written.append(decisions.rules)
        if not written:
            self.state.value = sentence("Nothing to save.")
            return
        self.corpus = self.corpus.reload()
        self.fields = {}
        self.rules = self._saved_rules = self._read_rules()
        self._list()
        names = " and ".join(str(path) for path in written)
        self.state.value = sentence(
            f"Saved to {names}; the corpus was loaded again. Run the cells above to see it there."
        )

    def _safely(self, work: Callable[[], None]) -> None:
        self.problem.value = safely(work)


def _check_date(doc_id: str, value: str) -> None:
    """A day, or nothing: what is known by its month only stays unknown."""
    try:
        pd.to_datetime(value or "2020-01-01", format="%Y-%m-%d")
    except ValueError:
        raise CorpusError(
            f"« {value} », of {doc_id}, is not the date of a day.", remedy="Write it as 2020-06-11, or leave it empty."
        ) from None


def _provenance(seen: pd.DataFrame) -> Iterator[str]:
    """Where the values of an article come from, a sentence each."""
    used = seen[seen["confidence"] != SUGGESTED]
    columns = (used[name].tolist() for name in ("field", "confidence", "origin", "value", "evidence"))
    for field, confidence, origin, value, words in zip(*columns, strict=True):
        quoted = f" (« {words} »)" if isinstance(words, str) and words and words != value else ""
        yield f"{field.capitalize()} {confidence}: {origin}{quoted}."

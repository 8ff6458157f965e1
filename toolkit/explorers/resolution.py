"""The review of names: what was put together and what may be one, with sentences; corrected, undone, saved."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import ipywidgets as widgets
import pandas as pd

from toolkit import evidence
from toolkit.cooccurrence import evidence as sentences_of
from toolkit.corpus import Corpus
from toolkit.entities import Entities, read_aliases, resolve_entities, save_aliases
from toolkit.entities import aliases as say
from toolkit.explorers.parts import WIDE, safely, sentence
from toolkit.schema import CorpusError

TYPES = {"person": "PER", "place": "LOC", "organisation": "ORG", "other": "MISC"}
PROPOSED, MADE = "proposed", "made"
_LISTED = 200  # merges in the menu
_WRAP = {"flex_flow": "row wrap", "align_items": "center"}


class Resolution(widgets.VBox):
    """What names stand for, as a list of merges and as one entity at a time.

    Every click changes the resolution at once; nothing is written before *Save*, and every change can be undone.

    Parameters
    ----------
    corpus : Corpus
    changed : callable
        Called after every change.

    Attributes
    ----------
    entities : Entities
        As resolved with what the user has said so far.
    table : DataFrame
        What the user has said: the rows of ``entities.csv``.
    """

    def __init__(self, corpus: Corpus, changed: Callable[[], None]) -> None:
        self.corpus, self._changed = corpus, changed
        self.table = read_aliases(corpus).table
        self._past: list[pd.DataFrame] = []
        self._future: list[pd.DataFrame] = []
        self.entities: Entities = resolve_entities(corpus, aliases=self.table)
        self._rows: list[Any] = []
        self.which = widgets.ToggleButtons(options=[PROPOSED, MADE], description="Merges", style=WIDE)
        self.merge = widgets.Dropdown(options=[], description="Names", style=WIDE, layout={"width": "max-content"})
        self.accept = self._button("one and the same", "check", self._accept)
        self.refuse = self._button("two, keep apart", "times", self._refuse)
        self.entity = widgets.Combobox(
            options=[], description="Entity", placeholder="a name", style=WIDE, ensure_option=False,
            layout={"width": "24em"},
        )  # fmt: skip
        self.name = widgets.Text(description="called", style=WIDE, layout={"width": "22em"})
        self.kind = widgets.Dropdown(options=list(TYPES), description="is a", style=WIDE)
        self.variant = widgets.Dropdown(options=[], description="Spelling", style=WIDE, layout={"width": "max-content"})
        self.rename = self._button("rename", "pencil", self._rename)
        self.retype = self._button("set type", "tag", self._retype)
        self.ignore = self._button("no entity: ignore", "ban", self._ignore)
        self.split = self._button("split it off", "scissors", self._split)
        self.undo = self._button("undo", "undo", self._undo)
        self.redo = self._button("redo", "repeat", self._redo)
        self.save = self._button("save to entities.csv", "save", self._save)
        self.said, self.problem, self.shown = widgets.HTML(), widgets.HTML(), widgets.HTML()
        super().__init__(
            [
                widgets.HBox([self.which, self.merge, self.accept, self.refuse], layout=_WRAP),
                widgets.HBox([self.entity, self.name, self.rename, self.kind, self.retype, self.ignore], layout=_WRAP),
                widgets.HBox([self.variant, self.split], layout=_WRAP),
                widgets.HBox([self.undo, self.redo, self.save], layout=_WRAP),
                self.said,
                self.problem,
                self.shown,
            ]
        )
        self.add_class("toolkit-control")
        self.which.observe(lambda _: self._fill_merges(), names="value")
        self.merge.observe(lambda _: self._show(), names="value")
        self.entity.observe(lambda _: self._show_entity(), names="value")
        self._refresh()

    def _button(self, label: str, icon: str, work: Callable[[], None]) -> widgets.Button:
        button = widgets.Button(description=label, icon=icon, layout={"width": "auto"})
        button.on_click(lambda _: setattr(self.problem, "value", safely(work)))
        return button

    # what the user says

    def change(self, table: pd.DataFrame) -> None:
        """Take up what the user says now, resolve with it, and tell."""
        resolved = resolve_entities(self.corpus, aliases=table)  # an error leaves everything as it was
        self._past.append(self.table)
        self._future.clear()
        self._take(table, resolved)

    def _take(self, table: pd.DataFrame, resolved: Entities) -> None:
        self.table, self.entities = table, resolved
        self._refresh()
        self._changed()

    def _accept(self) -> None:
        row = self._chosen()
        kind = self.entities.entities["type"].get(row.entity_id, "")
        self.change(say.same(self.table, row.name, row.variant, kind))

    def _refuse(self) -> None:
        row = self._chosen()
        self.change(say.different(self.table, row.name, row.variant))

    def _rename(self) -> None:
        if not self.name.value.strip():
            raise CorpusError("the new name is empty.", remedy="Write what the entity is to be called.")
        new = self.name.value.strip()
        self.change(say.renamed(self._with_type(), self._called(), new))
        self.entity.value = new

    def _retype(self) -> None:
        self.change(say.retyped(self.table, self._called(), TYPES[self.kind.value]))

    def _ignore(self) -> None:
        self.change(say.ignored(self.table, self._called()))

    def _split(self) -> None:
        if self.variant.value is None:
            raise CorpusError("there is no spelling to split off.", remedy="Choose an entity with several.")
        self.change(say.different(self.table, self._called(), self.variant.value))

    def _undo(self) -> None:
        if not self._past:
            raise CorpusError("there is nothing to undo.")
        self._future.append(self.table)
        table = self._past.pop()
        self._take(table, resolve_entities(self.corpus, aliases=table))

    def _redo(self) -> None:
        if not self._future:
            raise CorpusError("there is nothing to redo.")
        self._past.append(self.table)
        table = self._future.pop()
        self._take(table, resolve_entities(self.corpus, aliases=table))

    def _save(self) -> None:
        path = save_aliases(self.corpus, self.table)
        self._say(f"Saved: {len(self.table):,} rows in {path.name}, beside the corpus.")

    def _with_type(self) -> pd.DataFrame:
        """The table with the entity's type written down: a renamed one keeps it."""
        row = self._entity()
        return say.retyped(self.table, self._called(), str(row["type"]))

    # what is shown

    def _chosen(self) -> Any:
        if self.merge.value is None:
            raise CorpusError(f"no merge is {self.which.value}.", remedy="Look at the others, or choose an entity.")
        return self._rows[self.merge.value]

    def _entity(self) -> pd.Series:
        listed = self.entities.entities
        found = listed[listed["name"] == self.entity.value]
        if found.empty:
            raise CorpusError(f"there is no entity {self.entity.value!r}.", remedy="Choose one from the list.")
        return found.iloc[0]

    def _called(self) -> str:
        return str(self._entity()["name"])

    def _refresh(self) -> None:
        listed = self.entities.entities
        self.entity.options = tuple(listed["name"].head(2000))
        self.undo.disabled, self.redo.disabled = not self._past, not self._future
        self.save.disabled = self.corpus.decisions is None
        self._fill_merges()
        self._show_entity()
        merges = f"{len(self.entities.merges):,} merges made, {len(self.entities.proposed):,} proposed"
        self._say(f"{len(listed):,} entities; {merges}; {len(self.table):,} decisions of yours.")

    def _say(self, text: str) -> None:
        self.said.value = sentence(text)

    def _fill_merges(self) -> None:
        table = self.entities.proposed if self.which.value == PROPOSED else self.entities.merges
        self._rows = list(table.head(_LISTED).itertuples(index=False))
        self.merge.options = [
            (f"{row.variant} → {row.name} ({row.rule}, {row.confidence:.2f})", number)
            for number, row in enumerate(self._rows)
        ]
        self.merge.value = 0 if self._rows else None
        self.accept.disabled = not self._rows or self.which.value == MADE
        self.refuse.disabled = not self._rows
        self._show()

    def _show(self) -> None:
        """A merge with its evidence: what the rule saw, and sentences that name the variant and the other."""
        if self.merge.value is None:
            self.shown.value = sentence(f"No merge is {self.which.value}.")
            return
        self.problem.value = safely(self._show_merge)

    def _show_merge(self) -> None:
        row = self._chosen()
        where = f", shown by {row.documents:,} articles" if row.documents else ""
        said = (
            f"« {row.variant} » ({row.mentions:,} mentions) as « {row.name} »: "
            f"{row.rule}, confidence {row.confidence:.2f}{where}."
        )
        parts = [sentence(said)]
        one = self._sentences(row.variant_id, row.variant)
        if row.entity_id != row.variant_id:
            parts += [one, self._sentences(row.entity_id, None)]
        else:
            parts.append(one)
        self.shown.value = "".join(parts)

    def _sentences(self, entity_id: str, spelled: str | None) -> str:
        if entity_id not in self.entities.entities.index:
            return ""
        rows = sentences_of(self.corpus, entity_id, limit=None, entities=self.entities)
        if spelled is not None:
            named = [
                any(text[a:b] == spelled for a, b in spans)
                for text, spans in zip(rows["sentence"], rows["spans"], strict=True)
            ]
            rows = rows[named]
        name = spelled or self.entities.entities.loc[entity_id, "name"]
        shown = rows.head(3)
        shown.attrs = {}
        return evidence.sentences(shown, caption=f"Sentences that name {escape(str(name))}").html

    def _show_entity(self) -> None:
        listed = self.entities.entities
        found = listed[listed["name"] == self.entity.value]
        known = not found.empty
        for part in (self.rename, self.retype, self.ignore, self.split):
            part.disabled = not known
        variants: list[str] = []
        if known:
            row = found.iloc[0]
            self.name.value = row["name"]
            self.kind.value = next(word for word, kind in TYPES.items() if kind == row["type"])
            variants = [text for text in row["variants"].split(" | ") if text != row["name"]]
        self.variant.options = variants
        self.variant.index = 0 if variants else None

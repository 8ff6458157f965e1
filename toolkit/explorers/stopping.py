"""A stop list that is edited live: one word by a click, any by hand; saved beside the pages."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as widgets

from toolkit.corpus import Corpus
from toolkit.explorers.parts import WIDE, safely, sentence
from toolkit.schema import CorpusError
from toolkit.store import alphabetical
from toolkit.terms import corpus_stop_words, save_stop_words, stop_words


class StopList(widgets.VBox):
    """The words that are left out, a line each.

    Attributes
    ----------
    words : frozenset of str
        As they stand now, saved or not.
    """

    def __init__(self, corpus: Corpus, changed: Callable[[], None]) -> None:
        self.corpus, self._changed = corpus, changed
        try:
            self.saved, problem = corpus_stop_words(corpus), ""
        except CorpusError as error:  # a count says so too; here the list can be saved anew
            self.saved, problem = stop_words(), sentence(str(error), error=True)
        self.words = self.saved
        self.text = widgets.Textarea(
            rows=8, continuous_update=False, layout={"width": "26em"}, value=_written(self.words),
            description="Left out", style=WIDE,
        )  # fmt: skip
        self.save = widgets.Button(description="Save", icon="save", tooltip="Write stopwords.txt beside the pages")
        self.shipped = widgets.Button(
            description="The shipped list", tooltip="Begin again with the list of the toolkit"
        )
        self.told = widgets.HTML()
        hint = widgets.HTML(
            sentence(
                "One word a line, as lemma or form. « plus:ADV,ADP » leaves out the adverb and the preposition only. "
                "What you change counts at once; saved, it counts for every notebook on this corpus."
            )
        )
        super().__init__(
            [widgets.HBox([self.text, widgets.VBox([hint, widgets.HBox([self.save, self.shipped]), self.told])])]
        )
        self.text.observe(self._edited, names="value")
        self.save.on_click(lambda _: self._say(self._save))
        self.shipped.on_click(lambda _: self.put(stop_words()))
        self._tell()
        self.told.value += problem

    def add(self, *words: str) -> None:
        """Leave out these entries too."""
        self.put(self.words | {word.strip() for word in words if word.strip()})

    def reread(self) -> None:
        """Take up what was saved elsewhere meanwhile, by another explorer or a line of Python."""
        saved = corpus_stop_words(self.corpus)
        if saved != self.saved:
            unchanged, self.saved = self.words == self.saved, saved
            if unchanged:
                self.words = saved  # first, or the text would be taken for an edit of the user's
                self.put(saved)
            self._tell()

    def put(self, words: frozenset[str]) -> None:
        self.text.value = _written(words)

    def _edited(self, change: dict) -> None:
        entries = (line.split("#")[0].strip() for line in change["new"].splitlines())
        words = frozenset(entry for entry in entries if entry)
        if words != self.words:
            self.words = words
            self._tell()
            self._changed()

    def _save(self) -> None:
        save_stop_words(self.corpus, self.words)
        self.saved = self.words
        self._tell()

    def _say(self, work: Callable[[], None]) -> None:
        problem = safely(work)
        if problem:
            self.told.value = problem

    def _tell(self) -> None:
        added, taken = len(self.words - self.saved), len(self.saved - self.words)
        changes = [f"{added} more" if added else "", f"{taken} fewer" if taken else ""]
        state = f"{' and '.join(filter(None, changes))} than saved" if added or taken else "as saved"
        self.told.value = sentence(f"{len(self.words):,} stop words, {state}.")

    def in_python(self) -> str:
        """The ``stopwords`` option that gives the same; empty where it is the default."""
        if self.words == self.saved:
            return ""
        parts = "corpus_stop_words(corpus)"
        if more := sorted(self.words - self.saved):
            parts = f"{parts} | {{{', '.join(map(repr, more))}}}"
        if fewer := sorted(self.saved - self.words):
            parts = f"{f'({parts})' if more else parts} - {{{', '.join(map(repr, fewer))}}}"
        return f"stopwords={parts}"


def _written(words: frozenset[str]) -> str:
    return "\n".join(sorted(words, key=alphabetical))

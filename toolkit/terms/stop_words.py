"""Stop words: the shipped list, a corpus' own, and which words of a store they drop."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import resources

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from toolkit.corpus import Corpus
from toolkit.schema import CorpusError
from toolkit.store import Tables, per_store


@cache
def stop_words() -> frozenset[str]:
    """The shipped French list: words that a count drops as lemma or form.

    An entry may name the parts of speech it is for after a colon: ``pouvoir:VERB,AUX`` leaves the noun in. To change
    the list: ``stopwords={*stop_words(), "hier"}``, ``stopwords=stop_words() - {"plus:ADV,ADP,DET"}``.
    """
    text = (resources.files("toolkit") / "data" / "stopwords_fr.txt").read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))


def dropped_words(corpus: Corpus, stopwords: str | Iterable[str]) -> tuple[frozenset[str] | None, str]:
    """The entries of the list that an option names, None for none; and which list it is, in words."""
    if isinstance(stopwords, str):
        if stopwords == "keep":
            return None, "stop words kept"
        if stopwords != "drop":
            raise CorpusError(
                f"stopwords={stopwords!r} is not known.", remedy='Choose "drop", "keep" or a list of words.'
            )
        return stop_words(), "the shipped stop words"
    return frozenset(map(str, stopwords)), "a list of one's own"


@per_store(8)
def stopped_types(tables: Tables, entries: frozenset[str] | None) -> np.ndarray | None:
    """Which types are stop words, (types,) of bool; None where no word is."""
    if entries is None:
        return None
    stopped = np.zeros(len(tables.type_form), bool)
    words_of: dict[str, list[str]] = {}  # by the parts of speech they are for
    for entry in entries:
        word, _, kinds = entry.partition(":")
        words_of.setdefault(kinds.strip(), []).append(word.strip().lower().replace("’", "'"))
    codes = {name: np.asarray(getattr(tables, f"type_{name}")) for name in ("form", "lemma")}
    names = tables.strings("pos").to_pylist()
    for kinds, words in words_of.items():
        listed = np.zeros(len(stopped), bool)
        for name, of_type in codes.items():
            strings = lowered(tables, name)
            found = pc.is_in(strings, value_set=pa.array(words, strings.type)).to_numpy(zero_copy_only=False)
            listed |= found[of_type]
        if kinds:
            wanted = {kind.strip() for kind in kinds.split(",")}
            listed &= np.array([name in wanted for name in names], bool)[np.asarray(tables.type_pos)]
        stopped |= listed
    return stopped


@per_store(2)
def lowered(tables: Tables, name: str) -> pa.LargeStringArray:
    """The forms or the lemmas in lower case."""
    return pc.utf8_lower(tables.strings(name))

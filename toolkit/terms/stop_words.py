"""Stop words: the shipped list, a corpus' own, and which words of a store they drop."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from toolkit.corpus import Corpus
from toolkit.schema import CorpusError
from toolkit.store import Tables, alphabetical, per_store

# Universal parts of speech that a word may have, whether or not the corpus has one.
POS = {"ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "SCONJ", "SYM"}
POS |= {"VERB", "X"}
_KINDS = re.compile(r"(?:[^\W\d_]|[\s,])*")


@cache
def stop_words() -> frozenset[str]:
    """The shipped French list: words that a count drops as lemma or form.

    An entry may name the parts of speech it is for after a colon: ``pouvoir:VERB,AUX`` leaves the noun in. To change
    the list: ``stopwords={*stop_words(), "hier"}``, ``stopwords=stop_words() - {"plus:ADV,ADP,DET"}``.
    """
    text = (resources.files("toolkit") / "data" / "stopwords_fr.txt").read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))


def corpus_stop_words(corpus: Corpus) -> frozenset[str]:
    """The list that ``stopwords="drop"`` drops: the corpus' own, ``stopwords.txt`` beside the pages, or that shipped.

    The file is read each time, so that an edit counts from the next table on.

    Raises
    ------
    CorpusError
        When the file cannot be read, or an entry is not understood; it names the file and the line.
    """
    own = _own(corpus)
    return stop_words() if own is None else own


def save_stop_words(corpus: Corpus, words: Iterable[str] | None) -> None:
    """Save the corpus' own list, for every count from now on: ``stopwords.txt`` beside the pages, or in the store where
    that folder cannot be written. None removes it, and the shipped list holds again.

    Raises
    ------
    CorpusError
        When an entry is not understood, nothing is written; or when the corpus was made from a table in memory.
    """
    if corpus.decisions is None:
        raise CorpusError(
            "a corpus made from a table in memory has no place to keep stop words.",
            remedy="Hand them to each table as stopwords=….",
        )
    if words is None:
        corpus.decisions.save_stop_words(None)
        return
    entries = {_checked(str(word), None, None) for word in ([words] if isinstance(words, str) else words)}
    corpus.decisions.save_stop_words(sorted(entries, key=alphabetical))


def _own(corpus: Corpus) -> frozenset[str] | None:
    lines = None if corpus.decisions is None else corpus.decisions.stop_words()
    if lines is None or corpus.decisions is None:
        return None
    return frozenset(_checked(line, corpus.decisions.stopwords, number) for number, line in lines)


def split_entry(entry: str) -> tuple[str, str | None]:
    """The word of an entry and the parts of speech it is for, None for all; a colon before a digit, as in 20:30, or
    another sign is part of the word."""
    word, colon, kinds = entry.rpartition(":")
    return (word, kinds) if colon and _KINDS.fullmatch(kinds) else (entry, None)


def _checked(entry: str, path: Path | None, line: int | None) -> str:
    """An entry as it is kept: « Pouvoir: verb, aux » is ``pouvoir:VERB,AUX``."""
    word, kinds = split_entry(entry)
    word = word.strip().lower().replace("’", "'")
    listed = [] if kinds is None else [kind.strip().upper() for kind in kinds.split(",")]
    if not word or len(word.split()) > 1 or not set(listed) <= POS:
        raise CorpusError(
            f"{entry!r} is not one word, or a word, a colon and parts of speech.",
            path=path,
            row=line,
            remedy=f"Write it as « hier » or « pouvoir:VERB,AUX »; the parts of speech are: {', '.join(sorted(POS))}.",
        )
    return f"{word}:{','.join(listed)}" if listed else word


def dropped_words(corpus: Corpus, stopwords: str | Iterable[str]) -> tuple[frozenset[str] | None, str]:
    """The entries of the list that an option names, None for none; and which list it is, in words."""
    if isinstance(stopwords, str):
        if stopwords == "keep":
            return None, "none"
        if stopwords != "drop":
            raise CorpusError(
                f"stopwords={stopwords!r} is not known.", remedy='Choose "drop", "keep" or a list of words.'
            )
        own = _own(corpus)
        return (stop_words(), "the shipped list") if own is None else (own, "the corpus' own list")
    return frozenset(_checked(str(word), None, None) for word in stopwords), "a list of one's own"


@per_store(8)
def stopped_types(tables: Tables, entries: frozenset[str] | None) -> np.ndarray | None:
    """Which types are stop words, (types,) of bool; None where no word is."""
    if entries is None:
        return None
    stopped = np.zeros(len(tables.type_form), bool)
    words_of: dict[str, list[str]] = {}  # by the parts of speech they are for
    for entry in entries:
        word, kinds = split_entry(entry)
        words_of.setdefault(kinds or "", []).append(word)
    codes = {name: np.asarray(getattr(tables, f"type_{name}")) for name in ("form", "lemma")}
    names = tables.strings("pos").to_pylist()
    for kinds, words in words_of.items():
        listed = np.zeros(len(stopped), bool)
        for name, of_type in codes.items():
            strings = lowered(tables, name)
            found = pc.is_in(strings, value_set=pa.array(words, strings.type)).to_numpy(zero_copy_only=False)
            listed |= found[of_type]
        if kinds:
            wanted = set(kinds.split(","))
            listed &= np.array([name in wanted for name in names], bool)[np.asarray(tables.type_pos)]
        stopped |= listed
    return stopped


@per_store(2)
def lowered(tables: Tables, name: str) -> pa.LargeStringArray:
    """The forms or the lemmas in lower case."""
    return pc.utf8_lower(tables.strings(name))

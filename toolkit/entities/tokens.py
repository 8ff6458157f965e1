"""The tokens of a corpus as resolution reads them: what each form looks like, and where mentions stand among them."""

from __future__ import annotations

import re
from functools import cached_property

import numpy as np
import pyarrow.compute as pc

from toolkit.entities.lexicon import word_classes
from toolkit.store import Tables, fold, gather, starts

OTHER, LOWER, CAPITAL, ACRONYM, MARK, CODE = range(6)
"""Shapes of a form: small letters, first letter large, large letters only, no letter or digit, letters with digits."""

_CODE = re.compile(r"^(?:[A-Z]{1,3}-?\d+\w*|\d.*|[IVXLC]+(?:e|er|ère|ème|ᵉ)s?)$")
_ROMAN = re.compile(r"^[IVXLC]{2,}$")


class Words:
    """What is known of each form of a vocabulary, by its code."""

    def __init__(self, tables: Tables) -> None:
        self.forms: list[str] = tables.strings("form").to_pylist()
        self.folded = [fold(form) for form in self.forms]
        classes = word_classes()
        self.classes = np.array([classes.get(word.rstrip("."), 0) for word in self.folded], np.int64)
        self.shape = np.array([_shape(form) for form in self.forms], np.int8)

    @cached_property
    def small(self) -> frozenset[str]:
        """The words that the corpus also writes without a capital, folded."""
        lower = np.flatnonzero(self.shape == LOWER)
        return frozenset(self.folded[code] for code in lower.tolist())


class Tokens:
    """Forms and places of the tokens of a store.

    Attributes
    ----------
    words : Words
    form : ndarray of int32, (types,)
        The form of each type.
    pos : list of str
        The part of speech of each type.
    """

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.words = Words(tables)
        self.form = np.asarray(tables.type_form)
        names = tables.strings("pos").to_pylist()
        self.pos = [names[code] for code in np.asarray(tables.type_pos).tolist()]
        lengths = pc.utf8_length(tables.strings("form")).to_numpy(zero_copy_only=False)
        self._width = lengths.astype(np.int64)[self.form]

    def locate(self, sentence: np.ndarray, start: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """First token of each span, and the token after its last.

        Parameters
        ----------
        sentence : ndarray
            The sentence of the store that each span lies in.
        start, end : ndarray
            Characters of the cleaned text.
        """
        known, place = np.unique(sentence, return_inverse=True)
        token, char, owner = self._characters(known)
        key = owner * (1 << 32) + char
        first = np.searchsorted(key, place * (1 << 32) + start, side="right") - 1
        after = np.searchsorted(key, place * (1 << 32) + end, side="left")
        return token[np.maximum(first, 0)], token[np.maximum(after - 1, 0)] + 1

    def characters(self, first: np.ndarray, after: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Start and end, in the cleaned text, of runs of tokens within one sentence."""
        bounds = self.tables.sentence_token
        sentence = np.searchsorted(bounds, first.astype(bounds.dtype), side="right") - 1
        known, _ = np.unique(sentence, return_inverse=True)
        token, char, _ = self._characters(known)
        at = np.searchsorted(token, first)
        last = np.searchsorted(token, after - 1)
        end = char[last] + self._width[self.tables.type[after - 1]] if len(first) else char[:0]
        return char[at], end

    def context(self, first: np.ndarray, before: int, length: int) -> np.ndarray:
        """Forms around some tokens, (n, length): from ``before`` tokens before each; -1 outside its sentence."""
        bounds = self.tables.sentence_token
        sentence = np.searchsorted(bounds, first.astype(bounds.dtype), side="right") - 1
        low, high = bounds[sentence].astype(np.int64), bounds[sentence + 1].astype(np.int64)
        at = first[:, None] - before + np.arange(length)
        inside = (at >= low[:, None]) & (at < high[:, None])
        forms = self.form[self.tables.type[np.where(inside, at, 0)]] if len(self.tables.type) else at
        return np.where(inside, forms, -1)

    def _characters(self, sentences: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Every token of some sentences: its number, where it begins in its text, the place of its sentence."""
        tables = self.tables
        first = np.asarray(tables.sentence_token[sentences], np.int64)
        number = np.asarray(tables.sentence_token[sentences + 1], np.int64) - first
        token = gather(first, number)
        step = self._width[tables.type[token]] + (tables.flag[token] & 1)
        running = starts(step)
        begin = starts(number)[:-1]
        char = running[:-1] + np.repeat(np.asarray(tables.sentence_char[sentences], np.int64) - running[begin], number)
        return token, char, np.repeat(np.arange(len(sentences), dtype=np.int64), number)


def _shape(form: str) -> int:
    if not any(char.isalnum() for char in form):
        return MARK
    if form[0].isdigit() or _CODE.match(form) or (_ROMAN.match(form) and form not in ("CIL", "MC", "XX")):
        return CODE
    letters = [char for char in form if char.isalpha()]
    if len(letters) > 1 and all(char.isupper() for char in letters):
        return ACRONYM
    if form[0].isupper():
        return CAPITAL
    # al-Kadhimi as one token, iPhone, d'Ivoire
    return LOWER if not any(char.isupper() for char in letters) else CAPITAL


def distinct_runs(codes: np.ndarray, first: np.ndarray, after: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Runs of equal codes: one of each kind (its place), and the kind of each run.

    Told apart by a hash of 64 bits, which for a million different names fails once in ten million corpora.
    """
    length = after - first
    key = length.astype(np.uint64) * np.uint64(0xD1B54A32D192ED03)
    for step in range(int(length.max()) if len(length) else 0):
        inside = step < length
        code = codes[np.where(inside, first + step, 0)].astype(np.uint64) + np.uint64(1)
        with np.errstate(over="ignore"):
            mixed = (key + code) * np.uint64(0x9E3779B97F4A7C15)
            key = np.where(inside, mixed ^ (mixed >> np.uint64(32)), key)
    _, one, kind = np.unique(key, return_index=True, return_inverse=True)
    return one, kind

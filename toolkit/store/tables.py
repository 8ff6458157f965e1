"""A corpus on disk, opened in place: arrays are mapped, strings and tables are read when they are asked for."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pyarrow as pa

from toolkit.store.files import open_array, open_strings


class Tables:
    """The arrays of one assembled corpus, each an attribute, mapped on first use.

    Documents stand in order of source and date. A *type* is a distinct (form, lemma, part of speech, morphology); types
    are sorted by lemma, so that the types of a lemma are neighbours in every index.

    Attributes
    ----------
    type, flag : (tokens,) int32, uint8
        Every token, punctuation included: its type; bits ``SPACE_AFTER`` 1, ``SENTENCE_START`` 2, ``QUOTED`` 4,
        ``HEADLINE`` 8.
    sentence_token : (sentences + 1,) int32
        First token of each sentence.
    sentence_char : (sentences,) int32
        Where each sentence begins in its document's text.
    paragraph_sentence, document_paragraph, document_sentence, document_token : bounds, int32
        First sentence of each paragraph; first paragraph, sentence and token of each document.
    type_form, type_lemma, type_pos, type_morph : (types,) int32
        Codes into the strings ``form``, ``lemma``, ``pos``, ``morph``.
    type_word : (types,) bool
        Whether the form holds a letter or a digit.
    position, position_at : (tokens,) and (types + 1,)
        Tokens by type: those of type ``t`` are ``position[position_at[t]:position_at[t + 1]]``, in order.
    count_at, count_type, count : compressed sparse rows
        How often each document has each type.
    source_document, source_at, source_type, source_count, source_first : compressed sparse rows
        The same by block, the neighbouring documents of one source (``source_document`` holds the bounds), and in how
        many of its documents the type is the first of its lemma: summed over a lemma, its document range.
    month_document, month_at, month_type, month_count, month_first
        The same for the documents of one source and month.
    mention_document, mention_sentence, mention_start, mention_end, mention_label, mention_surface, mention_quoted
        A row a mention; ``mention_sentence`` counts in the document, ``mention_label`` and ``mention_surface`` are
        codes into the strings ``label`` and ``surface``. ``document_mention`` holds the first mention of each document.
    span, span_at : (runs, 4) int32 and bounds by document
        Clean start, clean length, page start, page length.
    """

    type: np.ndarray
    flag: np.ndarray
    sentence_token: np.ndarray
    sentence_char: np.ndarray
    paragraph_sentence: np.ndarray
    document_paragraph: np.ndarray
    document_sentence: np.ndarray
    document_token: np.ndarray
    document_mention: np.ndarray
    type_form: np.ndarray
    type_lemma: np.ndarray
    type_pos: np.ndarray
    type_morph: np.ndarray
    type_word: np.ndarray
    position: np.ndarray
    position_at: np.ndarray
    count_at: np.ndarray
    count_type: np.ndarray
    count: np.ndarray
    source_document: np.ndarray
    month_document: np.ndarray
    source_at: np.ndarray
    month_at: np.ndarray
    source_type: np.ndarray
    month_type: np.ndarray
    source_count: np.ndarray
    month_count: np.ndarray
    source_first: np.ndarray
    month_first: np.ndarray
    mention_document: np.ndarray
    mention_sentence: np.ndarray
    mention_start: np.ndarray
    mention_end: np.ndarray
    mention_label: np.ndarray
    mention_surface: np.ndarray
    mention_quoted: np.ndarray
    span: np.ndarray
    span_at: np.ndarray
    form_folded_code: np.ndarray
    lemma_folded_code: np.ndarray

    def __init__(self, folder: Path, manifest: dict) -> None:
        self.folder, self.manifest = folder, manifest
        self.temporary: TemporaryDirectory[str] | None = None  # a folder that goes when the tables do

    def __getattr__(self, name: str) -> np.ndarray:
        if name.startswith("_") or name not in type(self).__annotations__:
            raise AttributeError(name)
        array = open_array(self.folder, name)
        setattr(self, name, array)  # the next access finds it without coming here
        return array

    def strings(self, name: str) -> pa.LargeStringArray:
        """By code ``form``, ``lemma``, ``pos``, ``morph``, ``surface`` or ``label``; by row ``text`` or ``page``."""
        cached = self.__dict__.setdefault("_strings", {})
        if name not in cached:
            cached[name] = open_strings(self.folder, name)
        return cached[name]

    def words(self, name: str, codes: np.ndarray) -> np.ndarray:
        """The strings of some codes of a vocabulary, an object array; only these are decoded."""
        picked = self.strings(name).take(pa.array(np.asarray(codes, np.int64)))
        return picked.to_numpy(zero_copy_only=False)

    def table(self, name: str) -> pd.DataFrame:
        """One of the tables ``documents``, ``cleaning``, ``skipped``, ``metadata``, ``shared``; a new copy."""
        with pa.memory_map(str(self.folder / f"{name}.arrow")) as source:
            return pa.ipc.open_file(source).read_all().to_pandas()

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many documents, paragraphs, sentences, tokens, words, types and mentions there are."""
        return self.manifest["counts"]

    def folded(self, name: str, folded: str) -> np.ndarray:
        """Codes of the forms or lemmas (``name``) that are spelled ``folded`` once case and accents are forgiven."""
        spellings, codes = self.strings(f"{name}_folded"), getattr(self, f"{name}_folded_code")
        first = _bisect(spellings, folded, after=False)
        last = _bisect(spellings, folded, after=True)
        return np.asarray(codes[first:last])


def _bisect(strings: pa.LargeStringArray, wanted: str, *, after: bool) -> int:
    low, high = 0, len(strings)
    while low < high:
        middle = (low + high) // 2
        word = strings[middle].as_py()
        if word < wanted or (after and word == wanted):
            low = middle + 1
        else:
            high = middle
    return low

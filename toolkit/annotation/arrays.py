"""The columnar result of annotating a batch of paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

SPACE_AFTER = 1
"""Flag of a token that a space follows in its paragraph."""
SENTENCE_START = 2
"""Flag of the first token of a sentence; the first token of a paragraph always has it."""
QUOTED = 4
"""Flag of a token inside quotation marks; set for whole documents, from :func:`quoted_spans`."""
HEADLINE = 8
"""Flag of a token of the headline; set for whole documents."""


@dataclass(frozen=True)
class Annotations:
    """What the pipeline says about a batch of paragraphs, as arrays.

    All tokens are kept, punctuation too: the forms of a paragraph, each followed by a space where its flag says so,
    give the paragraph back to the letter. Nothing in here is an object of spaCy, so that a batch travels between
    processes and to disk at the cost of its arrays.

    Attributes
    ----------
    n_tokens : int32 array, one item a paragraph
        Tokens in the paragraph.
    type : int32 array, one item a token
        Row in the lists `form`, `lemma`, `pos` and `morph`; the numbers mean something in this batch only.
    flags : uint8 array, one item a token
        `SPACE_AFTER` and `SENTENCE_START`.
    form, lemma, pos, morph : list of str, one item a type
        A row a distinct combination of the four, in the order of first appearance. `pos` is a universal part of speech,
        `morph` universal features (``Gender=Fem|Number=Sing``).
    mention_paragraph, mention_sentence : int32 array, one item a mention
        The paragraph in the batch and the sentence in that paragraph, both counted from 0.
    mention_start, mention_end : int32 array, one item a mention
        Characters in the paragraph, the end excluded.
    mention_label : list of str, one item a mention
        ``PER``, ``LOC``, ``ORG`` or ``MISC``.
    """

    n_tokens: np.ndarray
    type: np.ndarray
    flags: np.ndarray
    form: list[str]
    lemma: list[str]
    pos: list[str]
    morph: list[str]
    mention_paragraph: np.ndarray
    mention_sentence: np.ndarray
    mention_start: np.ndarray
    mention_end: np.ndarray
    mention_label: list[str]

    def __len__(self) -> int:
        """Paragraphs in the batch."""
        return len(self.n_tokens)

    def texts(self) -> list[str]:
        """The paragraphs, put together again from their tokens."""
        spaced = [self.form, [form + " " for form in self.form]]
        pieces = [
            spaced[flag & SPACE_AFTER][code]
            for code, flag in zip(self.type.tolist(), self.flags.tolist(), strict=True)
        ]
        ends = np.cumsum(self.n_tokens).tolist()
        return ["".join(pieces[start:end]) for start, end in zip([0, *ends], ends, strict=False)]

    def check(self, paragraphs: Sequence[str]) -> None:
        """Raise `AssertionError` unless the tokens give the paragraphs back to the letter."""
        for number, (paragraph, text) in enumerate(zip(paragraphs, self.texts(), strict=True)):
            if paragraph != text:
                raise AssertionError(f"tokens of paragraph {number} read {text[:80]!r}, not {paragraph[:80]!r}")

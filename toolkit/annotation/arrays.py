"""The columnar result of annotating a batch of paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

SPACE_AFTER = 1
"""Flag of a token that a space follows in its paragraph."""
SENTENCE_START = 2
"""Flag of the first token of a sentence; the first token of a paragraph always has it."""
QUOTED = 4
"""Flag of a token inside quotation marks; set for whole documents, from :func:`quoted_spans`."""
HEADLINE = 8
"""Flag of a token of the headline; set for whole documents."""


TypeRow = tuple[str, str, str, str]
"""Form, lemma, part of speech and morphology."""


def type_columns(rows: Iterable[TypeRow]) -> dict[str, Any]:
    """The lists `form`, `lemma`, `pos` and `morph` of :class:`Annotations` from rows of the four."""
    columns = list(zip(*rows, strict=True)) or [()] * 4
    return dict(zip(("form", "lemma", "pos", "morph"), map(list, columns), strict=True))


@dataclass(frozen=True, eq=False)
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
            spaced[flag & SPACE_AFTER][code] for code, flag in zip(self.type.tolist(), self.flags.tolist(), strict=True)
        ]
        ends = np.cumsum(self.n_tokens).tolist()
        return ["".join(pieces[start:end]) for start, end in zip([0, *ends], ends, strict=False)]

    def __eq__(self, other: object) -> bool:
        """Whether every token, sentence and mention is the same; the numbering of the types does not matter."""
        if not isinstance(other, Annotations):
            return NotImplemented
        arrays = ("n_tokens", "flags", "mention_paragraph", "mention_sentence", "mention_start", "mention_end")
        return (
            all(np.array_equal(getattr(self, name), getattr(other, name)) for name in arrays)
            and self.mention_label == other.mention_label
            and self.tokens() == other.tokens()
        )

    __hash__ = None  # type: ignore[assignment]

    def tokens(self) -> list[TypeRow]:
        """Form, lemma, part of speech and morphology of every token, spelled out."""
        rows = list(zip(self.form, self.lemma, self.pos, self.morph, strict=True))
        return [rows[code] for code in self.type.tolist()]

    @classmethod
    def join(cls, parts: Sequence[Annotations]) -> Annotations:
        """One batch from several, in order."""
        if len(parts) == 1:
            return parts[0]
        types: dict[TypeRow, int] = {}
        codes, paragraphs, offset = [], [], 0
        for part in parts:
            rows = zip(part.form, part.lemma, part.pos, part.morph, strict=True)
            renumbered = np.array([types.setdefault(row, len(types)) for row in rows], np.int32)
            codes.append(renumbered[part.type])
            paragraphs.append(part.mention_paragraph + np.int32(offset))
            offset += len(part)

        def put(name: str, dtype: type) -> np.ndarray:
            return np.concatenate([np.empty(0, dtype), *(getattr(part, name) for part in parts)])

        return cls(
            n_tokens=put("n_tokens", np.int32),
            type=np.concatenate([np.empty(0, np.int32), *codes]),
            flags=put("flags", np.uint8),
            **type_columns(types),
            mention_paragraph=np.concatenate([np.empty(0, np.int32), *paragraphs]),
            mention_sentence=put("mention_sentence", np.int32),
            mention_start=put("mention_start", np.int32),
            mention_end=put("mention_end", np.int32),
            mention_label=[label for part in parts for label in part.mention_label],
        )

    def take(self, paragraphs: np.ndarray) -> Annotations:
        """Chosen paragraphs, in the order given; one that is named twice is there twice."""
        ends = np.cumsum(self.n_tokens)
        tokens = _ranges(ends[paragraphs] - self.n_tokens[paragraphs], self.n_tokens[paragraphs])
        order = np.argsort(self.mention_paragraph, kind="stable")
        counts = np.bincount(self.mention_paragraph, minlength=len(self))[paragraphs]
        first = np.searchsorted(self.mention_paragraph[order], paragraphs)
        mentions = order[_ranges(first, counts)]
        return replace(
            self,
            n_tokens=self.n_tokens[paragraphs],
            type=self.type[tokens],
            flags=self.flags[tokens],
            mention_paragraph=np.repeat(np.arange(len(paragraphs), dtype=np.int32), counts),
            mention_sentence=self.mention_sentence[mentions],
            mention_start=self.mention_start[mentions],
            mention_end=self.mention_end[mentions],
            mention_label=[self.mention_label[mention] for mention in mentions.tolist()],
        )

    def merge_paragraphs(self, pieces: Sequence[str], owner: Sequence[int], count: int) -> Annotations:
        """Put paragraphs that were annotated in pieces together again.

        Parameters
        ----------
        pieces : sequence of str
            What the paragraphs of this batch are: pieces of the real ones, in order.
        owner : sequence of int
            The real paragraph of each piece.
        count : int
            Real paragraphs.
        """
        if count == len(pieces):
            return self
        owners = np.asarray(owner)
        first = np.searchsorted(owners, np.arange(count))  # the first piece of each paragraph; each has one at least
        characters = np.array([len(piece) for piece in pieces])
        ends = np.cumsum(self.n_tokens)
        sentences = np.concatenate([[0], np.cumsum(self.flags & SENTENCE_START != 0)])
        sentence = sentences[np.concatenate([[0], ends])]  # sentences before each piece
        character = np.cumsum(characters) - characters
        piece = self.mention_paragraph
        start = first[owners[piece]]
        moved = (character[piece] - character[start]).astype(np.int32)
        return replace(
            self,
            n_tokens=np.add.reduceat(self.n_tokens, first, dtype=np.int32),
            mention_paragraph=owners[piece].astype(np.int32),
            mention_sentence=self.mention_sentence + (sentence[piece] - sentence[start]).astype(np.int32),
            mention_start=self.mention_start + moved,
            mention_end=self.mention_end + moved,
        )

    def check(self, paragraphs: Sequence[str]) -> None:
        """Raise `AssertionError` unless the tokens give the paragraphs back to the letter."""
        for number, (paragraph, text) in enumerate(zip(paragraphs, self.texts(), strict=True)):
            if paragraph != text:
                raise AssertionError(f"tokens of paragraph {number} read {text[:80]!r}, not {paragraph[:80]!r}")


def _ranges(starts: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """The numbers from each start on, as many as its length says, one range after another."""
    before = np.cumsum(lengths) - lengths
    return np.repeat(starts - before, lengths) + np.arange(int(lengths.sum()))

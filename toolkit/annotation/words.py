"""Text to numbers: tokens as spaCy makes them, words with the vectors that spaCy's embeddings give them.

With `fast`, the part that relies on how spaCy is built inside.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain, islice, pairwise

import numpy as np
from spacy.attrs import IS_SPACE, intify_attr
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from thinc.api import Model, NumpyOps

MAX_WORDS = 50_000
"""Distinct words that are kept with their embeddings, 2.5 kB each; words after that are embedded anew every batch."""


class FastOps(NumpyOps):
    """NumPy's products in place of BLIS, for matrices and for sums of table rows."""

    def __init__(self) -> None:
        super().__init__(use_blis=False)

    def gather_add(self, table, indices):  # type: ignore[no-untyped-def]
        return table[indices].sum(axis=1)


class _Joints:
    """Where a special case of the tokenizer, such as an emoticon, may run over a blank.

    spaCy looks for special cases in the tokens of a whole text. One that runs over a blank changes nothing itself, but
    keeps those that it overlaps from being found, so that a piece alone would get other tokens.
    """

    def __init__(self, tokenizer: Tokenizer) -> None:
        plain = Tokenizer(
            tokenizer.vocab,
            prefix_search=tokenizer.prefix_search,
            suffix_search=tokenizer.suffix_search,
            infix_finditer=tokenizer.infix_finditer,
            token_match=tokenizer.token_match,
            url_match=tokenizer.url_match,
        )
        self._pairs = {pair for case in tokenizer.rules for pair in pairwise([token.text for token in plain(case)])}
        lefts, rights = (sorted({pair[side] for pair in self._pairs}) for side in (0, 1))
        before = "|".join(r"(?<![^\W_])" * left[0].isalnum() + re.escape(left) for left in lefts)
        after = "|".join(re.escape(right) + r"(?![^\W_])" * right[-1].isalnum() for right in rights)
        self._before, self._after = re.compile(f"(?:{before})$"), re.compile(after)
        self.clear()

    def clear(self) -> None:
        self._ending: set[str] = set()  # pieces seen that end like the left part of a pair
        self._beginning: set[str] = set()

    def learn(self, piece: str) -> None:
        if self._before.search(piece):
            self._ending.add(piece)
        if self._after.match(piece):
            self._beginning.add(piece)

    def forget(self, piece: str) -> None:
        self._ending.discard(piece)
        self._beginning.discard(piece)

    def found(self, pieces: list[str]) -> bool:
        """Whether two neighbouring pieces may be joined; some that are not are taken for it."""
        return any(
            left in self._ending and right in self._beginning and self._join(left, right)
            for left, right in pairwise(pieces)
        )

    def _join(self, left: str, right: str) -> bool:
        return any(left.endswith(end) and right.startswith(start) for end, start in self._pairs)


class Words:
    """Distinct words, their context-free vectors, and the pieces of text that they were found in.

    Words are counted from 0; a token's number is twice its word's, plus one where a space follows, because spaCy's
    embeddings know of the space. The first `MAX_WORDS` words are kept, which are the frequent ones by nature; words
    beyond that live for one batch.
    """

    def __init__(self, nlp: Language, embeddings: list[Model]) -> None:
        ops, features = FastOps(), {intify_attr("IS_SPACE")}
        for layer in chain.from_iterable(embedding.walk() for embedding in embeddings):
            layer.ops = ops
            features.update(map(intify_attr, layer.attrs.get("columns", ())))
        for feature in nlp.vocab.lex_attr_getters.keys() - features:
            del nlp.vocab.lex_attr_getters[feature]  # whether it is a number, a web address...: slow, and not read
        self._nlp = nlp
        self._embeddings = embeddings
        self._index: dict[tuple[int, int], int] = {}
        self._pieces: dict[str, tuple[int, ...]] = {}
        self.forms: list[str] = []
        self.is_space = np.zeros(0, bool)
        self.vectors: list[np.ndarray] = []
        self._embedded = 0
        self._kept: int | None = None
        self._late: tuple[list[tuple[int, int]], list[str]] = [], []
        self._joints = _Joints(nlp.tokenizer)

    @property
    def full(self) -> bool:
        return len(self.forms) >= MAX_WORDS

    def tokenize(self, texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """Tokens of all texts in one array, and how many each text has. Forgets the late words of the batch before."""
        self._forget()
        codes = [self._codes(text) for text in texts]
        self._embed()
        lengths = np.array([len(code) for code in codes], np.int64)
        return np.fromiter(chain.from_iterable(codes), np.int64, int(lengths.sum())), lengths

    def _codes(self, text: str) -> list[int]:
        # White space other than a blank is not printable; spaCy makes tokens of it, and of blanks in a row.
        if not text.isprintable():
            return self._tokens(text)
        pieces = text.split(" ")
        try:
            codes = list(chain.from_iterable(map(self._pieces.__getitem__, pieces)))
        except KeyError:
            if "" in pieces:
                return self._tokens(text)
            for piece in pieces:
                if piece not in self._pieces:
                    self._learn(piece)
            codes = list(chain.from_iterable(map(self._pieces.__getitem__, pieces)))
        if self._joints.found(pieces):
            return self._tokens(text)
        codes[-1] &= ~1
        return codes

    def _learn(self, piece: str) -> None:
        codes = self._tokens(piece)
        codes[-1] |= 1
        self._pieces[piece] = tuple(codes)
        self._joints.learn(piece)
        if self._kept is not None and max(codes) >> 1 >= self._kept:
            self._late[1].append(piece)

    def _tokens(self, text: str) -> list[int]:
        """The answer of spaCy's own tokenizer."""
        return [
            2 * self._word(token.orth, token.norm, token.text) + bool(token.whitespace_)
            for token in self._nlp.make_doc(text)
        ]

    def _word(self, orth: int, norm: int, form: str) -> int:
        word = self._index.setdefault((orth, norm), len(self.forms))
        if word == len(self.forms):
            self.forms.append(form)
            if self._kept is not None:
                self._late[0].append((orth, norm))
        return word

    def _embed(self) -> None:
        """Vectors of the words that have none yet, from spaCy's own layers, without and with a space after them."""
        first, after = self._embedded, len(self.forms)
        if first == after:
            return
        norms = [norm for _, norm in islice(self._index, first, after)]
        doc = Doc(
            self._nlp.vocab,
            words=[form for form in self.forms[first:] for _ in range(2)],
            spaces=[False, True] * (after - first),
        )
        for number, norm in enumerate(norms):
            if doc[2 * number].norm != norm:  # an exception of the tokenizer with a norm of its own
                doc[2 * number].norm_ = doc[2 * number + 1].norm_ = self._nlp.vocab.strings[norm]
        found = [embedding.predict([doc])[0] for embedding in self._embeddings]
        if not self.vectors or 2 * after > len(self.vectors[0]):
            self._grow(4 * after, [vectors.shape[1] for vectors in found])
        for table, vectors in zip(self.vectors, found, strict=True):
            table[2 * first : 2 * after] = vectors
        self.is_space[first:after] = doc.to_array(IS_SPACE)[::2].astype(bool)
        self._embedded = after

    def _grow(self, rows: int, widths: list[int]) -> None:
        old = self.vectors or [np.empty((0, width), np.float32) for width in widths]
        self.vectors = [np.empty((rows, width), np.float32) for width in widths]
        for table, before in zip(self.vectors, old, strict=True):
            table[: len(before)] = before
        self.is_space = np.resize(self.is_space, rows // 2) if len(self.is_space) else np.zeros(rows // 2, bool)

    def _forget(self) -> None:
        """Drop what came after the first `MAX_WORDS` words; from the next word on, words live for one batch."""
        if self._kept is None:
            if self.full:
                self._kept = len(self.forms)
            return
        for key in self._late[0]:
            del self._index[key]
        for piece in self._late[1]:
            self._pieces.pop(piece, None)
            self._joints.forget(piece)
        if len(self._pieces) > 2 * MAX_WORDS:
            self._pieces.clear()
            self._joints.clear()
        self._late = [], []
        del self.forms[self._kept :]
        self._embedded = self._kept

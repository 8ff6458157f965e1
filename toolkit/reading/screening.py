"""What is left out of the articles read: empty, too long, in another language, a second copy."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Sequence
from typing import Any

from toolkit.reading.articles import Article, words
from toolkit.schema import LeftOut

ENOUGH_LETTERS = 200
"""Letters below which no language is told from another."""
_CERTAINTY = 0.95  # share of belief that must go to one other language
_SAMPLE = 1500  # characters of a page that are judged

# Words that French has and its neighbours spell otherwise: where they abound, no model needs to be asked.
_FRENCH_WORDS = words(
    "des du une dans et est aux avec pour sont qui leur leurs cette ces ont pas sur mais été être après "
    "elle nous vous ses au où fait deux aussi comme plus sa il le que ce les par lui dont selon"
)
_FRENCH_SHARE = 0.12  # of the words of a sample: French has a quarter, other languages rarely a twentieth

_LANGUAGES = {
    "fr": "French",
    "en": "English",
    "es": "Spanish",
    "it": "Italian",
    "pt": "Portuguese",
    "de": "German",
    "nl": "Dutch",
    "ca": "Catalan",
    "ro": "Romanian",
    "ar": "Arabic",
    "fa": "Persian",
    "ku": "Kurdish",
    "tr": "Turkish",
    "he": "Hebrew",
    "ru": "Russian",
    "uk": "Ukrainian",
    "pl": "Polish",
    "el": "Greek",
    "sv": "Swedish",
    "sw": "Swahili",
    "zh": "Chinese",
    "ja": "Japanese",
}


def screen(articles: Sequence[Article], left_out: LeftOut, *, max_chars: int) -> list[Article]:
    """The articles that stay; the others are recorded.

    Parameters
    ----------
    articles : sequence of Article
    left_out : LeftOut
    max_chars : int
        Longest article, in characters.
    """
    kept: list[Article] = []
    seen: dict[tuple[str, bytes], Article] = {}
    for article in articles:
        if len(article.text) > max_chars:
            left_out.add(
                article.path,
                f"it has {len(article.text):,} characters, more than {max_chars:,}",
                "Split it into articles, or raise max_chars.",
                article.item,
            )
            continue
        language = other_language(article.text)
        if language:
            left_out.add(article.path, f"it is in {language}, not in French", "Remove it.", article.item)
            continue
        source = article.chosen("source")
        content = hashlib.blake2b(article.text.strip().encode("utf-8", "replace"), digest_size=16).digest()
        first = seen.setdefault(("" if source is None else str(source.value), content), article)
        if first is not article:
            left_out.add(
                article.path,
                f"the same text as {_name(first)}, of the same source",
                "Counted once; give the copies different sources in metadata.csv to count each.",
                article.item,
            )
            continue
        kept.append(article)
    return kept


def other_language(text: str) -> str:
    """The language of a text that is surely not in French, or "" when it is, might be, or is too short to tell."""
    sample = text if len(text) <= _SAMPLE else _middle(text)
    words = sample.lower().split()
    if sum(map(_FRENCH_WORDS.__contains__, words)) > _FRENCH_SHARE * len(words):
        return ""
    if sum(map(str.isalpha, sample)) < ENOUGH_LETTERS:
        return ""
    ranked = dict(_identifier().rank(sample))
    best = max(ranked, key=lambda code: ranked[code])
    return _LANGUAGES[best] if best != "fr" and ranked[best] >= _CERTAINTY else ""


def _middle(text: str) -> str:
    """The head of a page may be a menu in English; the middle of it is the article."""
    start = (len(text) - _SAMPLE) // 2
    return text[start : start + _SAMPLE]


@functools.cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # late: a second, and French pages never need it

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(sorted(set(_LANGUAGES) & set(identifier.labels)))
    return identifier


def _name(article: Article) -> str:
    return article.path if article.item is None else f"{article.path}, item {article.item}"

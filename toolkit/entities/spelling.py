"""Keys under which spellings of one name meet, and how far two spellings are apart."""

from __future__ import annotations

import re
from functools import lru_cache

import jellyfish

from toolkit.store import fold

# The Arabic article, assimilated to the consonant after it when transcribed as spoken: as-Sadr, ash-Shaabi, an-Nusra.
_ARTICLE = re.compile(r"\b(?:al|el|ul|as|ash|ach|ad|ar|at|az|an|es|ech|ed|er|et|ez|en)-(?=\w)")
_EL = re.compile(r"\b(?:el|ul) (?=\w{3})")
_DOTTED = re.compile(r"\b(?:[a-z]\.\s?){2,}")
_JOINED = re.compile(r"^(camp|base|fort)(?: aerienne| militaire)?(?: d[eu] | d'| )")
_OTHER = re.compile(r"[^\w\s]+")


@lru_cache(maxsize=200_000)
def entity_key(name: str) -> str:
    """What two spellings of one name have in common: no case, accents, hyphens, dots; the Arabic article as ``al``."""
    text = fold(name).replace("’", "'")
    text = _DOTTED.sub(lambda found: found[0].replace(".", "").replace(" ", "") + " ", text)
    text = _JOINED.sub(lambda found: found[1] + " ", text)
    text = _EL.sub("al ", _ARTICLE.sub("al ", text.replace("\u2011", "-")))
    text = re.sub(r"(?<=\w)'(?=\w)", "" if "'" in text and _semitic_apostrophe(text) else " ", text)
    return " ".join(_OTHER.sub(" ", text.replace("-", " ")).split())


def _semitic_apostrophe(text: str) -> bool:
    """Whether the apostrophe stands for a consonant (Kata'ib), not for a French elision (d'Ivoire)."""
    return not re.search(r"\b(?:[cdjlmnst]|qu)'", text)


def core(key: str) -> tuple[str, ...]:
    """The words of a key without the Arabic article."""
    parts = tuple(part for part in key.split() if part != "al")
    return parts or tuple(key.split())


_SOUNDS = (
    (re.compile(r"['’`]"), ""),
    (re.compile(r"^(?:aboul|abou|aboo|abu|abo)$"), "abu"),
    (re.compile(r"(?:tch|tsh)"), "ç"),
    (re.compile(r"(?:ch|sh)"), "š"),
    (re.compile(r"(?:kh|gh|qu|q|ck|c(?![eiyh]))"), "k"),
    (re.compile(r"(?:dh|th(?=[aeiou]))"), "z"),
    (re.compile(r"(?:dj|j)"), "j"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"g(?=[aou]|h)"), "k"),
    (re.compile(r"ou|oo"), "u"),
    (re.compile(r"^y|(?<=[aeiou])y(?=[aeiou])"), "y"),
    (re.compile(r"x"), "ks"),
)
_VOWELS = "aeiouy"


@lru_cache(maxsize=200_000)
def sound(word: str) -> str:
    """A key of how an Arabic or Persian name sounds, the same for its French and its English spellings.

    Consonants that the two write in different ways are one (``ch``/``sh``, ``q``/``k``/``gh``/``kh``, ``dh``/``z``,
    ``dj``/``j``), vowels inside do not count, doubled consonants count once. The last vowel counts, since it tells
    Samir from Samira and Soleiman from Soleimani: ``a`` or ``i``, whether an ``h`` follows or not.

    Parameters
    ----------
    word : str
        One word of a name, folded.
    """
    text = word
    for pattern, replacement in _SOUNDS:
        text = pattern.sub(replacement, text)
    tail = "A" if text.endswith(("a", "ah")) else "I" if text.endswith(("i", "y", "ie", "ei")) and len(text) > 2 else ""
    head = "a" if text[:1] in _VOWELS else ""
    text = re.sub(r"(?<=[aeiouy])h$", "", text).replace("w", "u")
    once = re.sub(r"([^aeiouy])\1+", r"\1", text)
    return head + "".join(char for char in once if char not in _VOWELS) + tail


_ARABIC_LOOK = re.compile(
    r"kh|gh|dh|q(?!u)|aa|oua|ouh|[a-z]'[aiu]|llah|eddin|uddin|oddin|abd|^(?:al|abou|abu|ben|bin|ibn|oum)\b| al "
)


def looks_arabic(key: str, given_names: frozenset[str]) -> bool:
    """Whether a name is written as Arabic and Persian names are, or holds a given name whose sound is known."""
    return bool(_ARABIC_LOOK.search(key)) or any(len(part) > 2 and sound(part) in given_names for part in core(key))


def nearness(a: str, b: str) -> float:
    """From 0 to 1 for the same: Jaro-Winkler similarity, lowered by the share of letters to edit."""
    if a == b:
        return 1.0
    edits = jellyfish.damerau_levenshtein_distance(a, b)
    return jellyfish.jaro_winkler_similarity(a, b) * (1 - edits / max(len(a), len(b), 1)) ** 0.5

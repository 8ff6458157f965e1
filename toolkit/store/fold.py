"""One spelling for what a reader takes as the same word: case and accents forgiven."""

from __future__ import annotations

import unicodedata

_TYPOGRAPHY = str.maketrans({"’": "'", "œ": "oe", "æ": "ae", "‐": "-", "‑": "-", "\u00a0": " ", "\u202f": " "})


def fold(text: str) -> str:
    """Lower case, without accents, typographic variants made plain: ``Âme``, ``âme`` and ``ame`` are one."""
    plain = unicodedata.normalize("NFD", text.casefold().translate(_TYPOGRAPHY))
    return "".join(char for char in plain if not unicodedata.combining(char))


def alphabetical(text: str) -> tuple[str, str]:
    """Where a name stands in a list: É with E, not after Z."""
    return fold(text), text

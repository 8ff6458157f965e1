"""Two names side by side that the text itself says are one: « Kataeb Hezbollah (KH) », « X, alias Y »."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

import numpy as np

from toolkit.entities.collecting import Mentions
from toolkit.entities.lexicon import words
from toolkit.entities.tokens import Tokens
from toolkit.store import Tables

PARENTHESIS, ALIAS = "parenthesis", "alias"
_FURTHEST = 9  # words between two names
_DETERMINERS = frozenset(("le", "la", "les", "l'", "un", "une"))
_SMALL_WORDS = words("function") | {"al"}


class Beside(NamedTuple):
    """Two keys, how the text joins them, and in which documents (rows of the store)."""

    a: str
    b: str
    how: str
    documents: frozenset[int]


def beside(tables: Tables, tokens: Tokens, mentions: Mentions, row: np.ndarray) -> list[Beside]:
    """Pairs of names that stand side by side as one, in alphabetical order.

    Parameters
    ----------
    row : ndarray
        The document of each mention.
    """
    if len(mentions) < 2:
        return []
    cues = words("alias_cue")
    forms, folded = tokens.words.forms, tokens.words.folded
    types = np.asarray(tables.type)
    bounds = tables.sentence_token
    sentence = np.searchsorted(bounds, mentions.first.astype(bounds.dtype), side="right") - 1
    gap = mentions.first[1:] - mentions.after[:-1]
    near = np.flatnonzero((sentence[1:] == sentence[:-1]) & (gap > 0) & (gap <= _FURTHEST))
    begin = {"(", ",", *_DETERMINERS, *(cue.split()[0] for cue in cues)}
    opens = np.array([word.rstrip("'") in begin or word in begin for word in folded] or [False])
    near = near[opens[tokens.form[types[mentions.after[near]]]]]
    found: dict[tuple[str, str, str], set[int]] = defaultdict(set)
    for at in near.tolist():
        low, high = int(mentions.after[at]), int(mentions.first[at + 1])
        codes = tokens.form[types[low:high]].tolist()
        a, b = sorted((mentions.key[at], mentions.key[at + 1]))
        if a == b:
            continue
        end = int(mentions.after[at + 1])
        closing = forms[tokens.form[types[end]]] if end < len(types) else ""
        inside = [word for word in (folded[code] for code in codes) if word not in _DETERMINERS]
        if inside == ["("] and closing == ")":
            found[a, b, PARENTHESIS].add(int(row[at]))
        elif " ".join(word.rstrip("'") for word in inside if word not in "(,)") in cues:
            found[a, b, ALIAS].add(int(row[at]))
    return [Beside(a, b, how, frozenset(rows)) for (a, b, how), rows in sorted(found.items())]


def initials(key: str) -> str:
    """First letters of the words that count: ``organisation mondiale de la sante`` is ``oms``."""
    return "".join(word[0] for word in key.split() if word not in _SMALL_WORDS)


def abbreviates(short: str, long: str) -> bool:
    """Whether a key may be the acronym of another: its letters are the first letters, in the order of French or not.

    ``oms`` of ``organisation mondiale de la sante``; ``onu`` in French is ``uno`` in English.
    """
    if " " in short or not 2 <= len(short) <= 8 or " " not in long:
        return False
    every = "".join(word[0] for word in long.split())
    return short in (initials(long), every) or (len(short) > 2 and sorted(short) == sorted(initials(long)))

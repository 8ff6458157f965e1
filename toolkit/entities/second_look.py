"""What the rest of the corpus says of a span: its article, two names in one, a first word that is no name."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import numpy as np

from toolkit.entities.lexicon import BIT
from toolkit.entities.spans import NOT_A_NAME, PEOPLE, people_of_a_place
from toolkit.entities.spelling import entity_key
from toolkit.entities.tokens import ACRONYM, CAPITAL, LOWER, Tokens
from toolkit.store import Tables

_ARTICLES = {"le", "la", "les", "l'"}
_HEADS = BIT["organisation"] | BIT["facility"] | BIT["joined"]


class Seen(NamedTuple):
    """Spans after the second look; ``source`` is the span each comes from, ``dropped`` those that hold no name."""

    first: np.ndarray
    after: np.ndarray
    label: np.ndarray
    source: np.ndarray
    dropped: np.ndarray
    reasons: list[str]


class _Look:
    def __init__(self, tables: Tables, tokens: Tokens, known: frozenset[str]) -> None:
        self.tables = tables
        self.types, self.tokens, self.words, self.known = np.asarray(tables.type), tokens, tokens.words, known
        self.memo: dict[bytes, str] = {}
        self.count: Counter[str] = Counter()
        self.inside: Counter[str] = Counter()
        self.people: set[str] = set()
        self.surnames: set[str] = set()

    def key(self, low: int, high: int) -> str:
        memo = self.types[low:high].tobytes()
        found = self.memo.get(memo)
        if found is None:
            forms = self.words.forms
            text = " ".join(forms[code] for code in self.tokens.form[self.types[low:high]].tolist())
            found = self.memo[memo] = entity_key(text)
        return found

    def form(self, token: int) -> int:
        return int(self.tokens.form[self.types[token]])

    def without_article(self, low: int, high: int, key: str, initial: bool) -> int:
        """« La France » and « Le Pentagone » without their article, « La Haye » with it."""
        if high - low < 2 or self.words.folded[self.form(low)] not in _ARTICLES or key in self.known:
            return low
        if self.quoted(low, high):
            return low
        rest = self.key(low + 1, high)
        if self.words.shape[self.form(low + 1)] not in (CAPITAL, ACRONYM):
            return low  # « Les contes du chat perché »
        plain = rest in self.known or (not self.inside[key] and (initial or self.count[rest]))
        return low + 1 if plain else low

    def with_article(self, low: int, high: int, initial: bool) -> int:
        """« vers La Haye », of which the model saw « Haye »: a capital article inside a sentence is of the name."""
        if initial or low == 0 or self.key(low, high) in self.known:
            return low
        code = self.form(low - 1)
        capital = self.words.shape[code] == CAPITAL and self.words.folded[code] in _ARTICLES
        named = capital and (not self.initial(low - 1) or self.inside[self.key(low - 1, high)])
        return low - 1 if named else low

    def initial(self, token: int) -> bool:
        return bool(sentence_initial(self.tables, self.tokens, np.array([token]))[0])

    def quoted(self, low: int, high: int) -> bool:
        """Whether quotation marks stand right around: a title is kept as it is."""
        if low == 0 or high >= len(self.types):
            return False
        return self.words.forms[self.form(low - 1)] in _QUOTES and self.words.forms[self.form(high)] in _QUOTES

    def is_people(self, low: int, key: str) -> bool:
        """« un Belfortain », « les Lorrains »."""
        if key in self.known or low == 0:
            return False
        before = self.words.folded[self.form(low - 1)]
        return before in _ONE_OF and people_of_a_place(self.words.forms[self.form(low)])

    def is_common(self, low: int, key: str, titled: bool) -> bool:
        """Whether the first word of a sentence is only capital because it is the first."""
        code = self.form(low)
        if titled or key in self.known or self.inside[key] or self.words.shape[code] != CAPITAL:
            return False
        if any(char.isupper() for char in self.words.forms[code][1:]):  # CNSNews
            return False
        if self.count[key] == 1 and low + 1 < len(self.types) and self.words.folded[code].endswith("ez"):
            # « Continuez votre supercherie »
            return self.tokens.pos[int(self.types[low + 1])] == "DET"
        small = self.words.folded[code] in self.words.small
        return small or self.tokens.pos[int(self.types[low])] not in ("PROPN", "X")

    def between(self, low: int, high: int, key: str) -> int:
        """The word between two names that were taken for one (« Pompeo-Trump »); 0 when they are one."""
        if key in self.known:
            return 0
        for at in range(low + 1, high - 1):
            if self.words.forms[self.form(at)] not in ("-", "et", "–", "et/ou"):
                continue
            left, right = self.key(low, at), self.key(at + 1, high)
            whole = self.count[key]
            if (
                min(self._seen(left), self._seen(right)) > 0
                and min(self._seen(left) + self._seen(right), 2 * max(self._seen(left), self._seen(right))) > 2 * whole
            ):
                return at
        return 0

    def _seen(self, key: str) -> int:
        return self.count[key] + 2 * (key in self.known) + 2 * (key in self.surnames)

    def _is_clause(self, low: int, at: int) -> bool:
        """Whether common words stand before a known name: « Coup de bluff US »."""
        codes = [self.form(token) for token in range(low + 1, at)]
        return any(self.words.shape[code] == LOWER and not self.words.classes[code] for code in codes)

    def person(self, low: int, high: int, key: str) -> int:
        """Where the full name of a person known from elsewhere begins inside a longer mention; 0 when none does."""
        if key in self.known or self.tokens.words.classes[self.form(low)] & _HEADS:
            return 0
        for at in range(low + 1, high):
            rest = self.key(at, high)
            if rest in self.known and self._is_clause(low, at):
                return at
            if rest in self.people and self.count[rest] > self.count[key]:
                return at
        return 0


def look_again(
    tables: Tables,
    tokens: Tokens,
    first: np.ndarray,
    after: np.ndarray,
    label: np.ndarray,
    titled: np.ndarray,
    known: frozenset[str],
) -> Seen:
    """Correct spans by what the corpus as a whole holds.

    Parameters
    ----------
    first, after : ndarray
        Tokens of the store.
    label : ndarray
        0 for persons.
    titled : ndarray of bool
    known : set of str
        Keys of names known beforehand.
    """
    look = _Look(tables, tokens, known)
    spans = list(zip(first.tolist(), after.tolist(), strict=True))
    initial = sentence_initial(tables, tokens, first).tolist()
    keys = [look.key(low, high) for low, high in spans]
    look.count.update(keys)
    look.inside.update(key for key, begins in zip(keys, initial, strict=True) if not begins)
    spans = [(look.with_article(low, high, begins), high) for (low, high), begins in zip(spans, initial, strict=True)]
    keys = [look.key(low, high) for low, high in spans]
    look.count, look.inside = Counter(keys), Counter()
    look.inside.update(key for key, begins in zip(keys, initial, strict=True) if not begins)
    look.people = {key for key, said in zip(keys, label.tolist(), strict=True) if said == 0 and " " in key}
    look.surnames = {key.split()[-1] for key in look.people}
    rows: list[tuple[int, int, int, int]] = []
    dropped, reasons = [], []
    for at, ((low, high), key, begins) in enumerate(zip(spans, keys, initial, strict=True)):
        said = int(label[at])
        low = look.without_article(low, high, key, begins)
        if low != spans[at][0]:
            key = look.key(low, high)
        if high - low == 1:
            if look.is_people(low, key):
                dropped.append(at)
                reasons.append(PEOPLE)
            elif begins and look.is_common(low, key, bool(titled[at])):
                dropped.append(at)
                reasons.append(NOT_A_NAME)
            else:
                rows.append((low, high, said, at))
            continue
        middle = look.between(low, high, key)
        if middle:
            rows += [(low, middle, said, at), (middle + 1, high, said, at)]
            continue
        person = look.person(low, high, key)
        if person:
            rows.append((person, high, 0 if look.key(person, high) in look.people else said, at))
        else:
            rows.append((low, high, said, at))
    columns = np.array(rows, np.int64).reshape(-1, 4).T
    first, after, label, source = columns
    return Seen(first, after, label, source, np.array(dropped, np.int64), reasons)


def sentence_initial(tables: Tables, tokens: Tokens, first: np.ndarray) -> np.ndarray:
    """Whether only marks stand between each token and the begin of its sentence (or a quotation mark, or a colon)."""
    if not len(first):
        return np.zeros(0, bool)
    forms = tokens.context(first, 1, 1)[:, 0]
    opening = np.array([form in _OPENING for form in tokens.words.forms] or [False])
    return np.where(forms < 0, True, opening[np.maximum(forms, 0)])


def in_datelines(tables: Tables, tokens: Tokens, first: np.ndarray) -> np.ndarray:
    """Whether each token lies in what agencies print before a report: « BAGDAD, 27 septembre 2020 (AFP) - »."""
    codes = tokens.form[tables.type] if len(tables.type) else np.zeros(0, np.int64)
    forms = tokens.words.forms
    closing = np.array([form == ")" for form in forms] or [False])
    opening = np.array([form == "(" for form in forms] or [False])
    dash = np.array([form in ("-", "–", "—") for form in forms] or [False])
    acronym = tokens.words.shape == ACRONYM
    at = np.flatnonzero(closing[codes])  # rare, so that the rest is looked at for few
    at = at[(at >= 2) & (at + 1 < len(codes))]
    at = at[dash[codes[at + 1]] & acronym[codes[at - 1]] & opening[codes[at - 2]]]
    bounds = tables.sentence_token
    sentence = np.searchsorted(bounds, at.astype(bounds.dtype), side="right") - 1
    # it opens its paragraph: no sentence stands before it there
    begins = np.isin(sentence, np.asarray(tables.paragraph_sentence)) & (at - bounds[sentence] <= _LONGEST_DATELINE)
    ends = dict(zip(sentence[begins].tolist(), at[begins].tolist(), strict=True))
    owner = np.searchsorted(bounds, first.astype(bounds.dtype), side="right") - 1
    columns = zip(owner.tolist(), first.tolist(), strict=True)
    return np.array([token <= ends.get(number, -1) for number, token in columns], bool)


_LONGEST_DATELINE = 14  # words
_QUOTES = {"«", "»", '"', "“", "”", "„", "'"}
_ONE_OF = frozenset(
    [
        "un",
        "une",
        "ce",
        "cet",
        "cette",
        "ces",
        "les",
        "des",
        "aux",
        "deux",
        "trois",
        "quatre",
        "plusieurs",
        "quelques",
        "autres",
    ]
)
_OPENING = {
    "«",
    "»",
    '"',
    "“",
    "„",
    "‘",
    "’",
    ":",
    "-",
    "–",
    "—",
    "•",
    "(",
    "[",
    "|",
    "*",
    "…",
    ".",
    "!",
    "?",
    "...",
    "''",
    "``",
}

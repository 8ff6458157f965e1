"""What the rest of the corpus says of a span: its article, two names in one, a first word that is no name."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import numpy as np

from toolkit.entities.lexicon import BIT
from toolkit.entities.spans import NOT_A_NAME, PEOPLE, people_of_a_place
from toolkit.entities.spelling import entity_key
from toolkit.entities.tokens import ACRONYM, CAPITAL, LOWER, Tokens, distinct_runs
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

    def with_article(self, low: int, high: int) -> int:
        """« vers La Haye », of which the model saw « Haye »: a capital article inside a sentence is of the name."""
        if self.key(low, high) in self.known:
            return low
        named = not self.initial(low - 1) or self.inside[self.key(low - 1, high)]
        return low - 1 if named else low

    def keys(self, first: np.ndarray, after: np.ndarray) -> list[str]:
        """The key of each span."""
        one, kind = distinct_runs(self.types, first, after)
        found = np.array([self.key(int(first[at]), int(after[at])) for at in one.tolist()], object)
        return found[kind].tolist() if len(first) else []

    def read(self, keys: list[str], initial: np.ndarray, label: np.ndarray) -> None:
        """Count names: all of them, those inside of sentences; and note whose are persons."""
        self.count = Counter(keys)
        self.inside = Counter(key for key, begins in zip(keys, initial.tolist(), strict=True) if not begins)
        self.people = {key for key, said in zip(keys, label.tolist(), strict=True) if said == 0 and " " in key}
        self.surnames = {key.split()[-1] for key in self.people}

    def no_names(
        self, first: np.ndarray, after: np.ndarray, keys: list[str], initial: np.ndarray, titled: np.ndarray
    ) -> dict[int, str]:
        """Why single words are no names: « les Lorrains », « Continuez ! »."""
        words = self.words
        single = after - first == 1
        if not single.any():
            return {}
        folded = np.append(np.array([word in _ONE_OF for word in words.folded], bool), False)
        one_of = folded[self.tokens.context(first, 1, 1)[:, 0]]
        reasons: dict[int, str] = {}
        for at in np.flatnonzero(single & (one_of | initial)).tolist():
            low = int(first[at])
            if one_of[at] and self.is_people(low, keys[at]):
                reasons[at] = PEOPLE
            elif initial[at] and self.is_common(low, keys[at], bool(titled[at])):
                reasons[at] = NOT_A_NAME
        return reasons

    def parts(
        self, first: np.ndarray, after: np.ndarray, keys: list[str], label: np.ndarray
    ) -> dict[int, list[tuple[int, int, int]]]:
        """Spans of several words that are two names, or a person's name and something before it."""
        several = np.flatnonzero(after - first > 1)
        one, kind = distinct_runs(self.types, first[several], after[several])
        cuts = []
        for at in several[one].tolist():
            low, high = int(first[at]), int(after[at])
            middle = self.between(low, high, keys[at])
            person = 0 if middle else self.person(low, high, keys[at])
            cuts.append((middle - low if middle else 0, person - low if person else 0))
        found: dict[int, list[tuple[int, int, int]]] = {}
        chosen = np.array([bool(middle or person) for middle, person in cuts], bool)
        for place in np.flatnonzero(chosen[kind]).tolist() if len(several) else []:
            at = int(several[place])
            low, high, said = int(first[at]), int(after[at]), int(label[at])
            middle, person = cuts[int(kind[place])]
            if middle:
                found[at] = [(low, low + middle, said), (low + middle + 1, high, said)]
            else:
                is_person = self.key(low + person, high) in self.people
                found[at] = [(low + person, high, 0 if is_person else said)]
        return found

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
    initial = sentence_initial(tables, tokens, first)
    words = tokens.words
    article = np.append(np.array([word in _ARTICLES for word in words.folded], bool), False)
    capital_article = article & np.append(words.shape == CAPITAL, False)
    keys, first = look.keys(first, after), first.copy()
    look.read(keys, initial, label)
    before = tokens.context(first, 1, 1)[:, 0] if len(first) else np.zeros(0, np.int64)
    for at in np.flatnonzero(capital_article[before] & ~initial).tolist():
        first[at] = look.with_article(int(first[at]), int(after[at]))
    keys = look.keys(first, after)
    look.read(keys, initial, label)
    head = tokens.form[tables.type[first]] if len(first) else np.zeros(0, np.int64)
    for at in np.flatnonzero(article[head] & (after - first > 1)).tolist():
        first[at] = look.without_article(int(first[at]), int(after[at]), keys[at], bool(initial[at]))
    keys = look.keys(first, after)
    reasons = look.no_names(first, after, keys, initial, titled)
    parts = look.parts(first, after, keys, label)
    rows: list[tuple[int, int, int, int]] = []
    plain = np.ones(len(first), bool)
    plain[[*reasons, *parts]] = False
    for at, found in parts.items():
        if at not in reasons:
            rows += [(low, high, said, at) for low, high, said in found]
    more = np.array(rows, np.int64).reshape(-1, 4)
    kept = np.flatnonzero(plain)
    columns = np.concatenate([np.stack([first[kept], after[kept], label[kept], kept], axis=1), more]).T
    dropped = np.array(sorted(reasons), np.int64)
    low, high, said, source = columns
    return Seen(low, high, said, source, dropped, [reasons[at] for at in sorted(reasons)])


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

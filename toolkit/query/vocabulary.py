"""Which types of a corpus answer to a constraint: decided once for each distinct word, not for each token."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from toolkit.query.patterns import MARKS, All, Any, Anything, Constraint, Mark, Not, Regex, Word
from toolkit.query.regex import literals, matcher
from toolkit.store import Tables, fold

_FIRST_MARK = 2  # the marks are neighbouring bits of the flags, from this one on
_STATES = 1 << len(MARKS)
_LAST = "\U0010ffff"
_plain: WeakKeyDictionary[Tables, dict[str, pa.LargeStringArray]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Answer:
    """Which tokens answer to a constraint.

    Attributes
    ----------
    types : ndarray of bool, (1, types) or (states, types)
        Whether tokens of a type answer: wherever they stand, or by the state of their marks.
    number : int
        How many tokens of the store are of a type that may answer.
    """

    tables: Tables
    types: np.ndarray
    number: int

    @cached_property
    def _always(self) -> bool:
        return bool(self.types.all())

    def __call__(self, token: np.ndarray) -> np.ndarray:
        """Whether each of some tokens answers."""
        if self._always:
            return np.ones(len(token), bool)
        kind = self.tables.type[token]
        if len(self.types) == 1:
            return self.types[0][kind]
        return self.types[(self.tables.flag[token] >> _FIRST_MARK) & (_STATES - 1), kind]

    def positions(self) -> np.ndarray:
        """All tokens of the store that answer, int64, those of a type in order and type after type."""
        tables = self.tables
        possible = np.asarray(self.types.any(axis=0))
        if self.number * 6 > len(tables.type):  # then reading through the text is faster than collecting from the index
            token = np.flatnonzero(possible[tables.type])
        else:
            index = np.flatnonzero(possible)
            first, after = tables.position_at[index], tables.position_at[index + 1]
            low, high = _runs(first, after)
            runs = [tables.position[a:b] for a, b in zip(low.tolist(), high.tolist(), strict=True)]
            token = np.concatenate(runs).astype(np.int64) if runs else np.zeros(0, np.int64)
        return token if len(self.types) == 1 else token[self(token)]


def answer(tables: Tables, constraint: Constraint) -> Answer:
    """Decide a constraint for every type of a corpus."""
    types = _types(tables, constraint)
    at = np.asarray(tables.position_at)
    kinds = np.flatnonzero(types.any(axis=0))
    number = int((at[kinds + 1] - at[kinds]).sum())
    return Answer(tables, types, number)


def _runs(first: np.ndarray, after: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Slices that touch as one: the types of a lemma are neighbours in the index."""
    apart = np.flatnonzero(first[1:] != after[:-1]) + 1
    return first[np.append(0, apart)[: len(first)]], after[np.append(apart, len(after))[: len(first)] - 1]


def _types(tables: Tables, constraint: Constraint) -> np.ndarray:
    match constraint:
        case Anything():
            return np.ones((1, len(tables.type_form)), bool)
        case Word():
            return _word(tables, constraint)[None]
        case Regex(attribute):
            return _spread(tables, attribute, _codes(tables, constraint))[None]
        case Mark(name):
            bit = MARKS[name] >> _FIRST_MARK
            carried = (np.arange(_STATES) & bit) > 0
            return np.repeat(carried[:, None], len(tables.type_form), axis=1)
        case Not(part):
            return ~_types(tables, part)
        case All(parts):
            result = _types(tables, parts[0])
            for part in parts[1:]:
                result = result & _types(tables, part)
            return result
        case Any(parts):
            result = _types(tables, parts[0])
            for part in parts[1:]:
                result = result | _types(tables, part)
            return result


def _spread(tables: Tables, attribute: str, codes: np.ndarray) -> np.ndarray:
    """Which types have one of some forms, lemmas, … (types,) bool."""
    listed = np.zeros(len(tables.strings(attribute)), bool)
    listed[codes] = True
    return listed[getattr(tables, f"type_{attribute}")]


# words


def _word(tables: Tables, word: Word) -> np.ndarray:
    if word.how == "exact":
        return _spread(tables, "form", _find(tables.strings("form"), word.text))
    folded = fold(word.text)
    if word.how == "any":
        found = _wild if word.wild else Tables.folded
        types = _spread(tables, "form", found(tables, "form", folded))
        types |= _spread(tables, "lemma", found(tables, "lemma", folded))
        return types & np.asarray(tables.type_word) if word.wild else types
    codes = tables.folded(word.how, folded)
    spelled = tables.words(word.how, codes)
    if word.how == "form":
        wanted, spelled = word.text.lower(), np.array([form.lower() for form in spelled], object)
    else:
        wanted = word.text
    return _spread(tables, word.how, codes[spelled == wanted]) & np.asarray(tables.type_word)


def _wild(tables: Tables, name: str, folded: str) -> np.ndarray:
    """Codes of the forms or lemmas that a word with wildcards stands for, case and accents forgiven."""
    strings = tables.strings(f"{name}_folded")
    prefix = folded[: min(folded.find(sign) for sign in "*?" if sign in folded)]
    low, high = prefixed(strings, prefix)
    codes = np.asarray(getattr(tables, f"{name}_folded_code")[low:high])
    if folded == f"{prefix}*":
        return codes
    signs = {"*": ".*", "?": "."}
    source = "".join(signs.get(char) or re.escape(char) for char in folded)
    found = pc.match_substring_regex(strings[low:high], f"^{source}$")
    return codes[found.to_numpy(zero_copy_only=False)]


# regular expressions


def _codes(tables: Tables, regex: Regex) -> np.ndarray:
    """Codes of the forms, lemmas, … that a regular expression matches."""
    written_out = literals(regex)
    if written_out is not None:
        return np.concatenate([_find(tables.strings(regex.attribute), value) for value in written_out])
    name = regex.attribute
    strings = _without_accents(tables, name) if regex.ignore_accents else tables.strings(name)
    return np.flatnonzero(matcher(regex)(strings).to_numpy(zero_copy_only=False))


def _find(strings: pa.LargeStringArray, wanted: str) -> np.ndarray:
    """The code of a string in a sorted vocabulary: one, or none."""
    at = _place(strings, wanted)
    return np.array([at] if at < len(strings) and strings[at].as_py() == wanted else [], np.int64)


def prefixed(strings: pa.LargeStringArray, prefix: str) -> tuple[int, int]:
    """Where in a sorted vocabulary the strings that begin so stand."""
    return (_place(strings, prefix), _place(strings, prefix + _LAST)) if prefix else (0, len(strings))


def _place(strings: pa.LargeStringArray, wanted: str) -> int:
    return bisect_left(range(len(strings)), wanted, key=lambda at: strings[at].as_py())


def _without_accents(tables: Tables, name: str) -> pa.LargeStringArray:
    """The vocabulary with accents taken off, kept as long as the tables are."""
    kept = _plain.setdefault(tables, {})
    if name not in kept:
        strings = tables.strings(name)
        for two, one in (("oe", "œ"), ("ae", "æ"), ("OE", "Œ"), ("AE", "Æ")):
            strings = pc.replace_substring(strings, one, two)
        kept[name] = pc.replace_substring_regex(pc.utf8_normalize(strings, "NFD"), r"\p{Mn}+", "")
    return kept[name]

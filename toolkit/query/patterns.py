"""What a query asks for, once parsed: constraints on one token, and patterns of tokens in a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

ATTRIBUTES = ("form", "lemma", "pos", "morph")
"""What a constraint may compare with a regular expression."""

MARKS = {"quoted": 4, "headline": 8}
"""What is true or false of a token where it stands, and the bit of its flags that says so."""


# constraints on one token


@dataclass(frozen=True)
class Anything:
    """Any token, punctuation included."""


@dataclass(frozen=True)
class Word:
    """A word as a reader types it.

    Attributes
    ----------
    text : str
    how : str
        ``any``: lemma or form, case and accents forgiven. ``exact``: this very form. ``lemma``, ``form``: what
        ``term_frequencies`` counts as this term.
    wild : bool
        Whether ``*`` stands for any letters and ``?`` for one.
    """

    text: str
    how: str = "any"
    wild: bool = False


@dataclass(frozen=True)
class Regex:
    """A regular expression that the whole value of an attribute matches; or the value itself where ``literal``."""

    attribute: str
    value: str
    ignore_case: bool = False
    ignore_accents: bool = False
    literal: bool = False


@dataclass(frozen=True)
class Mark:
    """A token that carries a mark: ``quoted`` or ``headline``."""

    name: str


@dataclass(frozen=True)
class All:
    parts: tuple[Constraint, ...]


@dataclass(frozen=True)
class Any:
    parts: tuple[Constraint, ...]


@dataclass(frozen=True)
class Not:
    part: Constraint


Constraint: TypeAlias = Anything | Word | Regex | Mark | All | Any | Not


# patterns of tokens


@dataclass(frozen=True)
class Token:
    constraint: Constraint


@dataclass(frozen=True)
class Sequence:
    parts: tuple[Pattern, ...]


@dataclass(frozen=True)
class Choice:
    parts: tuple[Pattern, ...]


@dataclass(frozen=True)
class Repeat:
    """``part`` from ``least`` to ``most`` times in a row; ``most`` None for any number."""

    part: Pattern
    least: int
    most: int | None


Pattern: TypeAlias = Token | Sequence | Choice | Repeat


@dataclass(frozen=True)
class Query:
    """A parsed query.

    Attributes
    ----------
    pattern : Pattern
        Never one that no token at all would match.
    shortest : bool
        Of matches one within another, whether the innermost counts instead of the outermost.
    """

    pattern: Pattern
    shortest: bool = False


def sequence(parts: list[Pattern]) -> Pattern:
    """Parts in a row; a row within the row is taken apart, so that matching may begin at any part of it."""
    flat: list[Pattern] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, Sequence) else (part,))
    return flat[0] if len(flat) == 1 else Sequence(tuple(flat))


def choice(parts: list[Pattern]) -> Pattern:
    different = list(dict.fromkeys(parts))
    return different[0] if len(different) == 1 else Choice(tuple(different))


def least_tokens(pattern: Pattern) -> int:
    """How many tokens a match has at the least."""
    match pattern:
        case Token():
            return 1
        case Sequence(parts):
            return sum(map(least_tokens, parts))
        case Choice(parts):
            return min(map(least_tokens, parts))
        case Repeat(part, least, _):
            return least * least_tokens(part)


def same_length(pattern: Pattern) -> bool:
    """Whether all matches have the same number of tokens."""
    match pattern:
        case Token():
            return True
        case Sequence(parts):
            return all(map(same_length, parts))
        case Choice(parts):
            return all(map(same_length, parts)) and len(set(map(least_tokens, parts))) == 1
        case Repeat(part, least, most):
            return least == most and same_length(part)

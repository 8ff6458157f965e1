"""Regular expressions over a vocabulary, by RE2: its time grows with the length of a word, whatever was typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from toolkit.query.patterns import Regex

_SIGNS = re.compile(r"[\\^$.*+?()\[\]{}|]")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "Œ": "OE", "Æ": "AE"})
# RE2 takes these for ASCII only.
_OUTSIDE = {"w": r"[\p{L}\p{M}\p{N}_]", "W": r"[^\p{L}\p{M}\p{N}_]", "d": r"\p{Nd}", "D": r"\P{Nd}"}
_INSIDE = {"w": r"\p{L}\p{M}\p{N}_", "d": r"\p{Nd}", "D": r"\P{Nd}"}


def without_accents(text: str) -> str:
    """Accents gone, œ and æ in two letters; case stays."""
    plain = unicodedata.normalize("NFD", text.translate(_LIGATURES))
    return "".join(char for char in plain if not unicodedata.combining(char))


def literals(regex: Regex) -> list[str] | None:
    """The values it stands for where they are written out, as in ``milice|faction``; else None."""
    if regex.ignore_case or regex.ignore_accents:
        return None
    values = [regex.value] if regex.literal else regex.value.split("|")
    return None if not regex.literal and any(_SIGNS.search(value) for value in values) else values


def matcher(regex: Regex) -> Callable[[pa.LargeStringArray], pa.BooleanArray]:
    """A function from strings to whether each is matched as a whole; accents are the caller's to take off the strings.

    Raises
    ------
    ValueError
        When it is not a regular expression.
    """
    value = without_accents(regex.value) if regex.ignore_accents else regex.value
    source = re.escape(value) if regex.literal else _unicode(value)
    _test(source)  # by itself first, or an unbalanced parenthesis would pair with the one put round it
    whole = f"^(?:{source})$"

    def match(strings: pa.LargeStringArray) -> pa.BooleanArray:
        return pc.match_substring_regex(strings, whole, ignore_case=regex.ignore_case)

    return match


def _test(source: str) -> None:
    try:
        pc.match_substring_regex(pa.array([""], pa.large_string()), source)
    except pa.ArrowInvalid as error:
        said = str(error).removeprefix("Invalid regular expression: ")
        raise ValueError(said) from None


def _unicode(value: str) -> str:
    r"""The expression with ``\w`` and ``\d`` of any alphabet."""
    parts, inside, at = [], False, 0
    while at < len(value):
        char = value[at]
        if char == "\\":
            escaped = value[at + 1 : at + 2]
            if inside and escaped == "W":
                raise ValueError(r"\W cannot stand within square brackets")
            parts.append((_INSIDE if inside else _OUTSIDE).get(escaped, char + escaped))
            at += 2
            continue
        if char == "[" and not inside:
            inside = True
            start = re.compile(r"\[\^?\]?").match(value, at)  # a ] that comes first is one of the characters
            parts.append(start[0] if start else char)
            at += len(parts[-1])
            continue
        inside = inside and char != "]"
        parts.append(char)
        at += 1
    return "".join(parts)

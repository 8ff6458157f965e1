"""Pages cut at a fixed width: which line ends are no paragraph ends, and how the words across them join."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from toolkit.cleaning import patterns
from toolkit.cleaning.alignment import Run, merge

_NARROWEST, _WIDEST = 45, 100  # characters; below are verses and menus, above nobody wraps
_FEWEST = 4  # joints a page must show before it counts as wrapped
_NEARLY = 0.75  # of the width
_SENTENCE_END = '.!?…:;»”"'
_SHARE = 0.85  # of adjacent lines that a wrapping at that width explains

# A hyphen at a line end belongs to the word when a part is one of these.
_FIRST_PARTS, _SECOND_PARTS = frozenset(patterns.listed("hyphen_after")), frozenset(patterns.listed("hyphen_before"))
_LAST_WORD = re.compile(r"([^\W\d_]+)-$")
_FIRST_WORD = re.compile(r"^([^\W\d_]+)")
_ACCENTS = str.maketrans("àâäáéèêëîïíôöóùûüúç", "aaaaeeeeiiiooouuuuc")

Line = tuple[str, list[Run]]


def find_paragraphs(lines: Sequence[str], *, blank: Sequence[bool], soft: Sequence[bool]) -> list[list[int]]:
    """Group the lines of a page into paragraphs.

    A page counts as wrapped when nearly every line that another follows is as long as it could be (the first word of
    the next line would not have fitted) or long and in mid-sentence. Pages whose lines are paragraphs never look so.

    Parameters
    ----------
    lines : sequence of str
        Normalised lines of the page, blank ones included.
    blank : sequence of bool
        Whether a line is blank.
    soft : sequence of bool
        Whether a line ends in a soft hyphen.

    Returns
    -------
    list of list of int
        Numbers (from 0) of the lines of each paragraph, in order; blank lines are in none. On a page that is not
        wrapped each line is a paragraph.
    """
    written = [i for i, is_blank in enumerate(blank) if not is_blank]
    width = max((len(lines[i]) for i in written), default=0)
    joints = _joints(lines, written, width) if _NARROWEST <= width <= _WIDEST else []
    full = {after for after, is_full in joints if is_full}
    into = sum(lines[i][0].islower() for i in full)
    wrapped = len(full) >= max(_FEWEST, _SHARE * _inner(lines, joints)) and into >= len(full) / 4
    paragraphs: list[list[int]] = []
    for i in written:
        if i and not blank[i - 1] and ((wrapped and i in full) or soft[i - 1]):
            paragraphs[-1].append(i)
        else:
            paragraphs.append([i])
    return paragraphs


def _joints(lines: Sequence[str], written: Sequence[int], width: int) -> list[tuple[int, bool]]:
    """For each line that directly follows another: its number, and whether the one before it looks cut."""
    return [
        (after, _is_cut(lines[before], lines[after], width))
        for before, after in pairwise(written)
        if after == before + 1
    ]


def _is_cut(before: str, after: str, width: int) -> bool:
    """Whether a line is as long as could be, or, where letters are not all as wide, long and in mid-sentence."""
    first_word = after.split(" ", 1)[0]
    full = len(before) + (not before.endswith("-")) + len(first_word) > width
    return full or (len(before) > _NEARLY * width and (after[0].islower() or before[-1] not in _SENTENCE_END))


def _inner(lines: Sequence[str], joints: Sequence[tuple[int, bool]]) -> int:
    """How many joints do not look like the end of a sentence and the start of another."""
    return sum(
        not (lines[after - 1][-1] in '.!?…»"' and not lines[after][0].islower()) or full for after, full in joints
    )


def join(parts: Sequence[tuple[int, int, str, list[Run]]], vocabulary: frozenset[str], *, soft: Sequence[bool]) -> Line:
    """Write the lines of a paragraph as one.

    Parameters
    ----------
    parts : sequence of (start, end, text, runs)
        Of each line: where it starts and ends in the page, its normalised text, and its runs within the line.
    vocabulary : frozenset of str
        Lower-case words of the page, which tell a hyphen of the word from one of the line end.
    soft : sequence of bool
        Whether each line ends in a soft hyphen, which no line end turns into a space.

    Returns
    -------
    text, runs
        The paragraph, and its runs in the page.
    """
    start, _, text, runs = parts[0]
    pieces = [text]
    joined = [(clean, length, page + start, page_length) for clean, length, page, page_length in runs]
    if len(parts) == 1:
        return text, joined
    length = len(text)
    for number in range(1, len(parts)):
        _, before_end, before, _ = parts[number - 1]
        start, _, text, runs = parts[number]
        if before.endswith("-") and not soft[number - 1]:
            if not keeps_hyphen(before, text, vocabulary):
                pieces[-1] = pieces[-1][:-1]
                joined = _without_last(joined)
                length -= 1
        elif not soft[number - 1]:
            pieces.append(" ")
            joined.append((length, 1, before_end, 1))
            length += 1
        pieces.append(text)
        joined.extend((clean + length, size, page + start, page_size) for clean, size, page, page_size in runs)
        length += len(text)
    return "".join(pieces), merge(joined)


def keeps_hyphen(before: str, after: str, vocabulary: frozenset[str]) -> bool:
    """Whether the hyphen that ends a line is the word's: « porte-/parole » keeps it, « gouver-/nement » does not."""
    first, second = _LAST_WORD.search(before), _FIRST_WORD.search(after)
    if not first or not second:
        return True  # a dash, a number range
    left, right = first[1], second[1]
    whole, compound = (left + right).lower(), f"{left}-{right}".lower()
    if compound in vocabulary or whole in vocabulary:
        return compound in vocabulary
    if before[first.start() - 1 : first.start()] == "-":
        return True  # the third part of a compound
    folded = left.lower().translate(_ACCENTS)
    return right[0].isupper() or folded in _FIRST_PARTS or right.lower().translate(_ACCENTS) in _SECOND_PARTS


def _without_last(runs: list[Run]) -> list[Run]:
    clean, length, page, page_length = runs[-1]
    if length == 1:
        return runs[:-1]
    return [*runs[:-1], (clean, length - 1, page, page_length - (1 if length == page_length else 0))]

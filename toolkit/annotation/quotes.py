"""Which characters of an article stand inside quotation marks, as the press really types them.

Words in quotation marks are the speaker's, not the outlet's. Marks in use: « » (also typed << >>), “ ” „ and ", ‘ and
'. A typographic closing ’ has become ' in cleaned text, where it cannot be told from an apostrophe but by what stands
around it.

Marks are often missing, doubled or turned the wrong way, so the rules ask what a reader would:

- A mark may do the opposite of what it is for, where its neighbours say so: « bien « , dit-il; „…“, ”…”, »…«.
- Quotations nest. One closing mark closes both where no second one follows, as French typography has it.
- A quotation without an end ends with its paragraph; where the next paragraph opens with a mark again, as the press
  does in long quotations, that one is quoted too. If the mark that is missing stands in one of the next few paragraphs
  and nothing opens before, all up to there is quoted (`_REACH`, `_REACH_PARAGRAPHS`).
- Words by which the outlet says who speaks are its own inside the marks too, where they are plain to see: « Nous
  vaincrons, a déclaré le chef de la milice, car nous sommes libres. » (`clauses`, which says what it does not see).
- A single ' is a quotation mark only in pairs, inside a paragraph, at the edge of words, never where it elides.

A dialogue after dashes has no marks, and counts as the outlet's own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from toolkit.annotation.clauses import VERBS, without_clauses

_REACH = 1500
"""Characters after the paragraph of an unended quotation in which its closing mark is looked for."""
_REACH_PARAGRAPHS = 3
_SINGLE_REACH = 300
"""Characters between a pair of single marks, at most."""

_GUILLEMETS = re.compile(r"<<|>>|[«»]")
_DOUBLES = re.compile(r"[“”„\"]")
# A mark is met first, then what stands before and after it is looked at: searching for marks is then quick.
_SINGLE_OPEN = re.compile(r"[‘'](?:(?<![^\W_]‘)(?<!')|(?<=‘)(?![^\W_])|(?<=')(?<![^\s(\[«“\"—–:]')(?=[^\W_]))")
_SINGLE_CLOSE = re.compile(r"['’‘](?![^\W_]|[«“\"(])")
_ELIDED = re.compile(r"(?:^|[^\w'])(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu|quelqu)$", re.IGNORECASE)

# What shows that a quotation has just ended, whatever way its mark is turned.
_STOP_AFTER = re.compile(r"\s*(?:$|[,;)\]]|[.!?…](?![.\w]))")
_SAID_AFTER = re.compile(
    rf"\s*(?:(?:a|ont|avait|avaient|aurait)(?:-t-(?:il|elle|on))?\s+(?:\w+\s+)?(?:{VERBS})"
    r"|\w+-(?:t-)?(?:il|elle|on|ils|elles)\b)",
    re.IGNORECASE,
)
_EDGE_BEFORE = frozenset("([{:'’«“„<—–-/")  # a mark after one of these, or after white space, may open
_EDGE_AFTER = frozenset(")]}.,;:!?…»”>—–-/")  # a mark before one of these, or before white space, may close
_INTRODUCED = re.compile(r"[:(\[]\s*$")
_SENTENCE_END = re.compile(r"[.!?…]+(?=\s)")

Span = tuple[int, int]


def quoted_spans(text: str) -> np.ndarray:
    """Find what stands inside quotation marks.

    Parameters
    ----------
    text : str
        An article: paragraphs separated by line breaks. Any string is accepted.

    Returns
    -------
    int32 array (n, 2)
        First character and the one after the last, marks excluded; in order, not empty, not overlapping, none across a
        line break: a quotation that runs over paragraphs has a span in each. What is quoted inside a quotation belongs
        to the outer span. A reporting clause inside a quotation parts it in two.
    """
    outer = list(_family(text, _GUILLEMETS))
    inner = [_clip(span, outer) for span in (*_family(text, _DOUBLES), *_singles(text))]
    return np.array(list(without_clauses(text, _merge(outer + inner))), np.int32).reshape(-1, 2)


def _family(text: str, kind: re.Pattern[str]) -> Iterator[Span]:
    """Spans of one kind of marks, those that open and close being told apart."""
    marks = list(kind.finditer(text))
    if not marks:
        return
    taken, until, unended = 0, -1, False
    for number, (begin, stop) in enumerate(paragraphs := _paragraphs(text)):
        first = taken
        while taken < len(marks) and marks[taken].start() < stop:
            taken += 1
        scan = _Scan(text, begin, stop, marks[first:taken])
        yield from scan.spans(inside=begin <= until, resumed=unended)
        unended = scan.unended
        if unended and until < stop:
            until = _carried(text, marks[taken : taken + 1], paragraphs[number + 1 :])


def _paragraphs(text: str) -> list[Span]:
    """First character and the one after the last of each paragraph that has any text."""
    return [found.span() for found in re.finditer(r"[^\n]*\S[^\n]*", text)]


def _carried(text: str, following: list[re.Match[str]], paragraphs: list[Span]) -> int:
    """Where the missing end of a quotation stands in one of the next paragraphs, or -1."""
    for begin, stop in paragraphs[:_REACH_PARAGRAPHS] if following else []:
        mark = following[0]
        if begin <= mark.start() < stop:
            ends = mark.start() > begin or _ends_here(text, mark, stop)
            near = mark.start() - paragraphs[0][0] <= _REACH
            return mark.start() if ends and near and _leaning(text, mark, begin, stop) == "close" else -1
    return -1


def _leaning(text: str, mark: re.Match[str], begin: int, stop: int) -> str:
    """What a mark does by the look of it and its neighbours: ``open``, ``close`` or ``either``."""
    sign, after = mark.group(), text[mark.end() : mark.end() + 1] if mark.end() < stop else ""
    before = text[mark.start() - 1] if mark.start() > begin else ""
    free_before = not before or before.isspace() or before in _EDGE_BEFORE
    free_after = not after or after.isspace() or after in _EDGE_AFTER
    if sign in ("«", "<<"):
        if _INTRODUCED.search(text[max(begin, mark.start() - 3) : mark.start()]):
            return "open"
        if _STOP_AFTER.match(text, mark.end(), stop):
            return "close"
        return "either" if _SAID_AFTER.match(text, mark.end(), stop) else "open"
    if sign == "„":
        return "open"
    if sign in ("»", ">>", "”"):
        return "open" if free_before and not free_after else "close"
    if sign == "“":
        return "close" if free_after and not free_before else "open"
    if free_before == free_after:
        return "either"
    return "open" if free_before else "close"


def _ends_here(text: str, mark: re.Match[str], stop: int) -> bool:
    """Whether what follows a mark shows that a quotation has just ended."""
    return bool(_STOP_AFTER.match(text, mark.end(), stop) or _SAID_AFTER.match(text, mark.end(), stop))


class _Scan:
    """The marks of one kind in one paragraph, read from left to right."""

    def __init__(self, text: str, begin: int, stop: int, marks: list[re.Match[str]]) -> None:
        self.text, self.begin, self.stop, self.marks = text, begin, stop, marks
        self.leanings = [_leaning(text, mark, begin, stop) for mark in marks]
        self.unended = False

    def spans(self, *, inside: bool, resumed: bool) -> Iterator[Span]:
        """Quoted spans.

        Parameters
        ----------
        inside : bool
            Whether the paragraph begins inside a quotation of the paragraph before.
        resumed : bool
            Whether the paragraph before ended inside one, so that a mark at the beginning takes it up again.
        """
        start, depth, opener = self.begin, int(inside), ""
        for number, mark in enumerate(self.marks):
            turn = self._turn(number, depth, opener, resumed and not inside)
            if turn == "open":
                if depth and mark.start() - start > _REACH:  # too long ago: the end of that one is missing
                    yield self._cut(start, mark.start())
                    depth = 0
                if not depth:
                    start, opener = mark.end(), mark.group()
                depth += 1
            elif turn == "close" and depth:
                depth = depth - 1 if depth > 1 and self._more_closing(number + 1) else 0
                if not depth:
                    yield start, mark.start()
        self.unended = depth > 0
        if depth:
            yield (start, self.stop) if inside and not self.marks else self._cut(start, self.stop)

    def _turn(self, number: int, depth: int, opener: str, resumed: bool) -> str:
        mark, leaning = self.marks[number], self.leanings[number]
        sign = mark.group()
        if resumed and number == 0 and mark.start() == self.begin and not _ends_here(self.text, mark, self.stop):
            return "open"  # the press repeats either mark at the beginning of the next paragraph
        if not depth:
            if leaning == "open" and sign in ("»", ">>", "”"):
                return "open" if self._more_closing(number + 1) or self._reversed(number + 1) else ""
            return "open" if leaning in ("open", "either") else ""
        if sign in ("»", ">>", "”") or (opener in ("»", ">>", "”") and sign in ("«", "<<")):
            return "close"
        if sign == "“" and opener == "„":
            return "close"
        return "open" if leaning == "open" else "close"

    def _more_closing(self, number: int) -> bool:
        """Whether more marks close than open from this one to the end of the paragraph."""
        rest = self.leanings[number:]
        return rest.count("close") > rest.count("open")

    def _reversed(self, number: int) -> bool:
        """Whether the next mark stands right after a word, as the end of »…« does."""
        return number < len(self.marks) and not self.text[self.marks[number].start() - 1].isspace()

    def _cut(self, start: int, stop: int) -> Span:
        """An unended quotation: to `stop`, or to the end of a sentence where that is too far."""
        if stop - start <= _REACH:
            return start, stop
        ends = [found.end() for found in _SENTENCE_END.finditer(self.text, start, start + _REACH)]
        return start, ends[-1] if ends else start + _REACH


def _singles(text: str) -> Iterator[Span]:
    """Spans between single marks: pairs only, inside a paragraph, at the edge of words."""
    for begin, stop in _paragraphs(text):
        at = begin
        while opening := _SINGLE_OPEN.search(text, at, stop):
            at = opening.end()
            reach = min(stop, at + _SINGLE_REACH)
            for closing in _SINGLE_CLOSE.finditer(text, at, min(stop, reach + 1)):
                spaced = text[closing.start() - 1].isspace()
                if closing.start() == at or (spaced and not text[at].isspace()):
                    continue
                if not _ELIDED.search(text[max(begin, closing.start() - 8) : closing.start()]):
                    yield at, closing.start()
                    at = closing.end()
                    break


def _clip(span: Span, outer: list[Span]) -> Span:
    """A quotation that begins inside another ends with it at the latest."""
    around = next((end for start, end in outer if start <= span[0] < end), span[1])
    return span[0], min(span[1], around)


def _merge(spans: list[Span]) -> list[Span]:
    """The union of spans, sorted; empty ones left out."""
    merged: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged

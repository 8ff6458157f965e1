"""Lines that stand on a page more than once, and lines that many pages of a source have."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from itertools import combinations, pairwise

from toolkit.cleaning import patterns

_LONG_ENOUGH = 5  # words of a line whose second copy says nothing new
_LIKENESS = 0.75  # of the words of two captions that are one
_LONGEST_CAPTION = 200  # words
_SUFFIX = 5  # words that a second copy may have more: the credit
_FEWEST_ARTICLES = 3
_SHARE_OF_SOURCE = 0.1
_SAME_ARTICLE = 0.5  # of the words of the shorter one; two pages that share as much are one article for counting
_LONG_LINE = 12  # words of a line that tells articles apart
_SITE_NAME = re.compile(r"\s*[-–—|•·:]?(?: ?[A-ZÀ-Þ][\w'.-]*){1,4}")
_NUMBER = re.compile(r"\d+")
_TOO_COMMON = 50  # articles; a long line of more is no sign of a copy


def find_repeats(
    lines: Sequence[str], folded: Sequence[str], rules: Sequence[str | None], *, title: int | None = None
) -> dict[int, str]:
    """Find lines that a page prints twice.

    Parameters
    ----------
    lines, folded : sequence of str
        The lines of one page, normalised and folded.
    rules : sequence of (str or None)
        The rules that remove them already.
    title : int, optional
        The line that is the article's title; it stays, its copies do not.

    Returns
    -------
    dict
        Line -> rule: both copies of a caption (``caption-repeated``), the later copies of anything else
        (``repeated-line``).
    """
    found: dict[int, str] = {}
    places: dict[str, list[int]] = defaultdict(list)
    several = len(set(folded)) < len(folded)
    for i, text in enumerate(folded if several else ()):
        if rules[i] in (None, "caption-credit", "caption-cue"):
            places[text].append(i)
    for text, copies in places.items():
        if len(copies) < 2:
            continue
        adjacent = any(b == a + 1 for a, b in pairwise(copies))
        words = text.count(" ") + 1
        if words < _LONG_ENOUGH and not (adjacent and words > 1):
            continue
        if title not in copies and any(rules[i] or is_caption(lines[i], folded[i]) for i in copies):
            found.update(dict.fromkeys(copies, "caption-repeated"))
        else:
            kept = title if title in copies else copies[0]
            found.update({i: "repeated-line" for i in copies if i != kept})
    for i, (one, two) in enumerate(pairwise(folded)):
        if (
            one[:4] == two[:4]
            and _may_be_caption(i, rules, found, title)
            and _may_be_caption(i + 1, rules, found, title)
        ):
            marked = rules[i] is not None or rules[i + 1] is not None
            if _is_same_caption(lines[i], lines[i + 1], one, two, at_least=4 if marked else 8):
                found[i] = found[i + 1] = "caption-repeated"
    for i in _with_site_name(lines, folded, rules, title):
        found.setdefault(i, "repeated-line")
    return found


def _with_site_name(
    lines: Sequence[str], folded: Sequence[str], rules: Sequence[str | None], title: int | None
) -> list[int]:
    """Lines that are the title, or else the first line, and a few capitalised words: the title of the window."""
    opening = title if title is not None else next((i for i, rule in enumerate(rules) if rule is None), None)
    if opening is None or folded[opening].count(" ") + 1 < _LONG_ENOUGH:
        return []
    length = len(lines[opening])
    return [
        i
        for i in range(0 if title is not None else opening + 1, len(lines))
        if i != opening and folded[i].startswith(folded[opening]) and _SITE_NAME.fullmatch(lines[i][length:])
    ]


def _may_be_caption(i: int, rules: Sequence[str | None], found: Mapping[int, str], title: int | None) -> bool:
    return i != title and i not in found and (rules[i] or "caption").startswith("caption")


def is_caption(line: str, folded: str) -> bool:
    """Whether a line that is printed twice reads as a caption: it opens or ends like one."""
    if line.startswith(("«", "“", '"')):
        return False
    return bool(
        patterns.CAPTION_OPEN.match(folded)
        or patterns.CREDIT.fullmatch(folded)
        or patterns.credit_end(line, folded)
        or patterns.agency_end(folded)
        or patterns.ENDS_IN_DATE.search(folded[-40:])
    )


def _is_same_caption(one: str, two: str, one_folded: str, two_folded: str, *, at_least: int) -> bool:
    """Whether two lines are one caption, the second with its credit or in slightly other words."""
    first, second = one_folded.split(), two_folded.split()
    if (
        min(len(first), len(second)) < at_least
        or max(len(first), len(second)) > _LONGEST_CAPTION
        or first[0] != second[0]
        or one_folded == two_folded
    ):
        return False
    shorter, longer = sorted((first, second), key=len)
    if [re.sub(r"\W+$", "", word) for word in longer[: len(shorter)]] == [
        re.sub(r"\W+$", "", word) for word in shorter
    ]:
        suffix = len(longer) - len(shorter)
        return suffix <= _SUFFIX or is_caption(one, one_folded) or is_caption(two, two_folded)
    if not (is_caption(one, one_folded) or is_caption(two, two_folded)):
        return False
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.quick_ratio() >= _LIKENESS and matcher.ratio() >= _LIKENESS


def find_source_repeats(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """Find lines that many articles of one source have.

    Copies and updates of one article, which share most of their words, count once: what they repeat is text.

    Parameters
    ----------
    pages : sequence of sequence of str
        For each article of the source its lines, folded.

    Returns
    -------
    frozenset of str
        Folded lines that stand in at least three articles and a tenth of the source, by :func:`source_key`.
    """
    articles: dict[str, list[int]] = defaultdict(list)
    for number, lines in enumerate(pages):
        for key in {source_key(line) for line in lines}:
            articles[key].append(number)
    repeated = {key: found for key, found in articles.items() if len(found) >= _FEWEST_ARTICLES and key}
    if not repeated:
        return frozenset()
    same = _same_articles(pages, articles)
    different = len({same.get(number, number) for number in range(len(pages))})
    needed = max(_FEWEST_ARTICLES, _SHARE_OF_SOURCE * different)
    return frozenset(
        key for key, found in repeated.items() if len({same.get(number, number) for number in found}) >= needed
    )


def source_key(folded: str) -> str:
    """A folded line as it is compared across articles: in short lines, such as « 12 vues », any number is the same."""
    return _NUMBER.sub("0", folded) if folded.count(" ") < 8 else folded


def _same_articles(pages: Sequence[Sequence[str]], articles: Mapping[str, Sequence[int]]) -> dict[int, int]:
    """Article -> the first of those that share most of their words with it."""
    shared: Counter[tuple[int, int]] = Counter()
    for key, found in articles.items():
        words = key.count(" ") + 1
        if words >= _LONG_LINE and 2 <= len(found) <= _TOO_COMMON:
            shared.update(dict.fromkeys(combinations(found, 2), words))
    sizes = [sum(line.count(" ") + 1 for line in lines) for lines in pages]
    parent: dict[int, int] = {}

    def root(number: int) -> int:
        while parent.get(number, number) != number:
            number = parent[number]
        return number

    for (one, two), words in shared.items():
        if words >= _SAME_ARTICLE * min(sizes[one], sizes[two]):
            low, high = sorted((root(one), root(two)))
            parent[high] = low
    return {number: root(number) for number in parent}

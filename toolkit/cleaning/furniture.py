"""Which lines of a page are furniture: the text of the site, not of the article.

A line is first judged by itself, then by its place. What is the article is decided by its prose, that is, its
sentences: what may be a title within the article counts as furniture only before the first or after the last of them.
When unsure, a line stays.
"""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.cleaning import patterns
from toolkit.cleaning.blocks import judge_blocks
from toolkit.cleaning.lines import LONGEST, QUOTE, Found, byline_name, ending, recognise_form, recognise_words
from toolkit.cleaning.page import AROUND, Page, bounds
from toolkit.cleaning.repeats import find_repeats

_LONGEST_NOTICE = 90  # words of a notice about cookies or rights
_MOST_CHARACTERS = 1500  # of a line that is matched at all: what has no spaces could take long
_NOTICES = frozenset({"cookies", "copyright"})


def find_furniture(
    lines: Sequence[str],
    folded: Sequence[str],
    *,
    title: str | None = None,
    author: str | None = None,
    source: str | None = None,
) -> list[str | None]:
    """Find the lines of a page that are not its article.

    Parameters
    ----------
    lines : sequence of str
        The lines of one page, normalised, none blank.
    folded : sequence of str
        The same lines as :func:`toolkit.cleaning.patterns.fold` writes them.
    title, author, source : str, optional
        As known from its metadata. The first line that is the title stays.

    Returns
    -------
    list of (str or None)
        For each line the rule that removes it, None where it stays.
    """
    page = Page(
        lines, folded, [line.count(" ") + 1 for line in folded], [ending(line) for line in lines], [None] * len(lines)
    )
    wanted = patterns.fold(title) if title else ""
    page.title = folded.index(wanted) if wanted and wanted in folded else None
    for i in range(len(lines)):
        if i != page.title:
            _judge(page, i)
    _judge_names(page, author, source)
    for i, rule in find_repeats(page.lines, folded, page.rules, title=page.title).items():
        page.rules[i] = page.rules[i] or rule
    _judge_pleas(page)
    if page.edge or any(page.rules):
        _judge_edges(page)
        judge_blocks(page)
    if page.weak:
        _judge_agency_captions(page)
    return page.rules


def _judge(page: Page, i: int) -> None:
    """Judge a line by itself."""
    line, folded, words = page.lines[i], page.folded[i], page.words[i]
    if patterns.SEPARATOR.fullmatch(line):
        page.rules[i] = "separator"
        return
    if page.rules[i] is not None:
        return  # a caption, by the line before it
    if words > _LONGEST_NOTICE or len(line) > _MOST_CHARACTERS or not folded:
        return
    if not _note(page, i, recognise_form(line, folded, words)) and not _judge_lists(page, i):
        _note(page, i, recognise_words(line, folded, words))


def _note(page: Page, i: int, found: Found) -> bool:
    """Note what a line was recognised as; whether it goes wherever it stands."""
    if found is None:
        return False
    rule, place = found
    if place == "edge":
        page.edge.setdefault(i, rule)
        return False
    if place == "agency":
        page.weak[i] = rule
        return False
    page.rules[i] = rule
    if place == "pointer":
        page.pointers.add(i)
    if place == "caption" and i + 1 < len(page.lines) and page.words[i + 1] <= LONGEST:
        page.rules[i + 1] = "caption-credit"
    return True


def _judge_lists(page: Page, i: int) -> bool:
    """Judge a line by the lists of furniture; whether it goes wherever it stands."""
    folded, words = page.folded[i], page.words[i]
    found = [] if page.lines[i].startswith(QUOTE) else patterns.listed_patterns(folded)
    if found and words > 4 and patterns.SPEECH.search(folded):
        return False
    for pattern in found:
        sentence = pattern.edge and words > 3 and page.lines[i].endswith(".")
        if sentence or words > (_LONGEST_NOTICE if pattern.rule in _NOTICES else LONGEST):
            continue
        if pattern.block:
            page.block.add(i)
        if pattern.pointer:
            page.pointers.add(i)
        if not pattern.edge:
            page.rules[i] = pattern.rule
            return True
        page.edge.setdefault(i, pattern.rule)
    return False


def _judge_names(page: Page, author: str | None, source: str | None) -> None:
    """Mark the author's name on a line of its own, the name of the site, and the section above the title."""
    bylines = (i for i in range(len(page.lines)) if "byline" in (page.rules[i], page.edge.get(i)))
    names = {byline_name(page.lines[i]) for i in bylines} | {patterns.fold(author or "")}
    site = patterns.fold(source or "")
    for i, folded in enumerate(page.folded):
        if i == page.title or not folded:
            continue
        headed = site and folded.startswith((f"{site} |", f"{site} -")) and page.words[i] <= 10
        above = page.title is not None and i < page.title and page.words[i] <= 3 and not page.ends[i]
        if folded in names:
            page.edge.setdefault(i, "byline")
        elif folded == site or headed or above:
            page.edge.setdefault(i, "navigation")


def _judge_pleas(page: Page) -> None:
    """Remove pleas to the reader that are written as prose, where they stand at the foot or the head of the page."""
    for order in (range(len(page.lines) - 1, -1, -1), range(len(page.lines))):
        for i in order:
            if page.rules[i] is None and i != page.title and _is_plea(page, i):
                page.rules[i] = "newsletter" if "newsletter" in page.folded[i] else "donation"
            elif page.is_sentence(i):
                break


def _is_plea(page: Page, i: int) -> bool:
    """Whether a line asks the reader for a gift, or speaks to the reader of us, of money and of our medium at once."""
    folded = page.folded[i]
    if page.words[i] > 150 or page.words[i] < 5 or page.lines[i].startswith(QUOTE):
        return False
    return bool(patterns.READER.search(folded)) and (
        bool(patterns.GIFT.search(folded))
        or all(cue.search(folded) for cue in (patterns.US, patterns.MONEY, patterns.MEDIUM))
    )


def _judge_edges(page: Page) -> None:
    """Remove what counts only at the head or the foot of the page, or beside other furniture under the head."""
    first, second, last = bounds(page)
    if last < 0:
        furnished = any(rule in AROUND for rule in page.rules)
        first, last = (len(page.lines), -1) if furnished else (-1, len(page.lines))
    candidates = sorted(page.edge)
    for _ in range(2):  # a second time for those beside one that the first time found
        for i in candidates:
            if page.rules[i] is not None or i == page.title:
                continue
            beside = any(page.rules[j] in AROUND for j in (i - 1, i + 1) if 0 <= j < len(page.rules))
            at_edge = i < first or i > last
            under_head = i < second and (beside or _is_full_date(page, i))
            if page.edge[i] == "counter":
                at_edge = under_head = (i < second or i > last) and beside
            if at_edge or under_head:
                page.rules[i] = page.edge[i]
    heading = [i for i in range(len(page.rules)) if page.rules[i] is None and i < first and page.words[i] > 3]
    for i in range(1, min(first, len(page.rules) - 1)):
        around = {page.rules[i - 1], page.rules[i + 1]}
        alone = None not in around and around & AROUND and page.words[i] <= 3 and not page.ends[i]
        if alone and page.rules[i] is None and i != page.title and (heading or page.title is not None):
            page.rules[i] = "navigation"  # a place or a site's name among dates and buttons
    page.block -= {i for i in page.block if page.rules[i] is None}
    page.pointers -= {i for i in page.pointers if page.rules[i] is None}


def _is_full_date(page: Page, i: int) -> bool:
    """Whether a line is a day and a time: the moment of publication, not the title of a chapter."""
    _, _, has_date, has_time = patterns.date_rest(page.folded[i])
    return page.edge[i] == "date-line" and has_date and has_time


def _judge_agency_captions(page: Page) -> None:
    """Remove lines that end in the name of an agency unless they can be the title or the last line of a dispatch."""
    first, _, last = bounds(page)
    opening = next((i for i, rule in enumerate(page.rules) if rule is None), 0)
    for i in page.weak:
        if page.rules[i] is None and i not in (page.title, opening) and i < max(first, last):
            page.rules[i] = page.weak[i]

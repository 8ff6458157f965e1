"""What follows a heading that is not the article's: headlines of other articles, readers' comments."""

from __future__ import annotations

import re

from toolkit.cleaning.page import AROUND, Page, bounds

_LONGEST_TEASER = 45  # words of a line that may belong to the preview of another article
_LONGEST_HEADLINE = 25  # words
_NO_TITLE = 7  # words from which a second headline under a pointer cannot be a title within the article

# After the last prose, what follows one of these is no longer the article.
_ENDINGS = AROUND | {"read-more", "original-article", "separator", "copyright", "cookies"}
_COMMENT_HEAD = re.compile(
    r".{2,40} (?:dit|says|a dit|a ecrit|wrote)|repondre|reply|signaler(?: un abus| ce commentaire)?"
)


def judge_blocks(page: Page) -> None:
    """Remove headlines of other articles and readers' comments, where a heading says that they follow."""
    _judge_tail(page)
    _, _, last = bounds(page)
    for i in sorted(page.pointers | page.block):
        if i < last and page.rules[i] in ("read-more", "navigation"):
            _judge_pointer(page, i)
    _judge_foot(page, last)


def _judge_foot(page: Page, last: int) -> None:
    """Remove what stands after the last sentence and the end of the article."""
    ending = ""
    furniture = [i for i, rule in enumerate(page.rules) if rule is not None]
    for i in range(last + 1, len(page.lines)):
        rule = page.rules[i]
        if rule and i in page.block | page.pointers:
            ending = rule
        elif ending == "tags" and rule == page.edge.get(i) == "navigation":
            page.rules[i] = "tags"  # a section's name too, but here a keyword
        elif rule in _ENDINGS:
            ending = ending or "some"
        elif rule is None and ending and i != page.title:
            short = page.words[i] < 4
            if short and (ending == "tags" or i < furniture[-1]):
                page.rules[i] = "tags"
            elif not (short and ending == "some"):
                page.rules[i] = "other-headlines"


def _judge_pointer(page: Page, i: int) -> None:
    """Remove the headlines under a pointer such as « Lire aussi »: the first, and those that can be nothing else."""
    for j in range(i + 1, len(page.lines)):
        line = page.lines[j]
        headline = 4 <= page.words[j] <= _LONGEST_HEADLINE and page.ends[j] != "." and line[-1] not in ":;,"
        if page.rules[j] is not None or j == page.title or not headline:
            return
        same_bullet = not line[0].isalnum() and line[0] not in "«“\"'(" and line[0] == page.lines[i + 1][0]
        if j > i + 1 and not same_bullet and page.words[j] < _NO_TITLE:
            return
        page.rules[j] = "other-headlines"


def _judge_tail(page: Page) -> None:
    """Remove all that follows a heading of comments or other articles near the end, when it is no continued article."""
    for i in sorted(page.block):
        tail = [j for j in range(i + 1, len(page.lines)) if page.rules[j] is None]
        if not tail or page.title in tail:
            continue
        before = sum(page.words[j] for j in range(i) if page.rules[j] is None)
        after = sum(page.words[j] for j in tail)
        heads = sum(bool(_COMMENT_HEAD.fullmatch(page.folded[j])) for j in range(i + 1, len(page.lines)))
        if page.rules[i] == "comments" and heads and before >= 40:
            rule = "reader-comments"
        else:
            sentences = sum(page.is_sentence(j) and page.ends[j] == "." for j in tail)
            if page.rules[i] == "tags" or before < max(60, 2 * after) or 3 * sentences > len(tail):
                continue
            if max(page.words[j] for j in tail) > _LONGEST_TEASER:
                continue
            rule = "other-headlines"
        for j in tail:
            page.rules[j] = rule
        return

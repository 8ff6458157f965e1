"""A page as the search for furniture sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

# Rules whose lines stand around the article, not in it: a date beside one of them is not a title.
AROUND = frozenset(
    {
        "advertising",
        "byline",
        "comments",
        "counter",
        "date-line",
        "donation",
        "follow-us",
        "navigation",
        "newsletter",
        "paywall",
        "player",
        "read-time",
        "share-buttons",
        "share-plea",
        "source-credit",
        "tags",
    }
)


@dataclass
class Page:
    """The lines of a page, what is known of each, and the rule that removes it.

    Attributes
    ----------
    lines : sequence of str
        Normalised, none blank.
    folded : sequence of str
        As :func:`toolkit.cleaning.patterns.fold` writes them.
    words : list of int
        Words a line, separated by spaces.
    ends : list of str
        How each line ends; see :func:`toolkit.cleaning.lines.ending`.
    rules : list of (str or None)
        The rule that removes the line.
    edge : dict
        Line -> the rule that removes it unless it stands within the article.
    block : set
        Headings after which, maybe, something other than the article begins.
    pointers : set
        Lines under which the headline of another article stands.
    weak : dict
        Line -> the rule that removes it within the article only: captions that end in the name of an agency, as the
        last line of a dispatch may, and titles of videos.
    title : int or None
        The line that is the article's title.
    """

    lines: Sequence[str]
    folded: Sequence[str]
    words: list[int]
    ends: list[str]
    rules: list[str | None]
    edge: dict[int, str] = field(default_factory=dict)
    block: set[int] = field(default_factory=set)
    pointers: set[int] = field(default_factory=set)
    weak: dict[int, str] = field(default_factory=dict)
    title: int | None = None

    def is_sentence(self, i: int, *, at_least: int = 8) -> bool:
        """Whether a line that stays ends like a sentence and is long enough for one."""
        return self.rules[i] is None and i not in self.edge and self.words[i] >= at_least and self.ends[i] != ""

    def is_prose(self, i: int) -> bool:
        """Whether a line that stays can only be text."""
        return self.is_sentence(i, at_least=14) or (self.rules[i] is None and self.words[i] >= 30)


def bounds(page: Page) -> tuple[int, int, int]:
    """The first and second line of prose and the last sentence; past the end or before the start if there is none."""
    count = len(page.lines)
    prose = [i for i in range(count) if page.is_prose(i) and i != page.title]
    if not prose:
        prose = [i for i in range(count) if page.is_sentence(i, at_least=6) and i != page.title]
    if not prose:
        return count, count, -1
    last = max((i for i in range(count) if page.is_sentence(i) and page.ends[i] == "."), default=prose[-1])
    return prose[0], prose[1] if len(prose) > 1 else prose[0], max(last, prose[-1])

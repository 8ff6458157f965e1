"""Which lines of a page are furniture: the text of the site, not of the article.

A line is first judged by itself, then by its place. What is the article is decided by its prose, that is, its sentences:
what may be a title within the article counts as furniture only before the first or after the last of them. When unsure, a
line stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from toolkit.cleaning import patterns
from toolkit.cleaning.repeats import find_repeats

_LONGEST = 45  # words of a line that the lists are matched against
_LONGEST_NOTICE = 90  # words of a notice about cookies or rights
_NOTICES = frozenset({"cookies", "copyright"})
_LONGEST_TEASER = 45  # words of a line that may belong to the preview of another article

# Rules whose lines stand around the article, not in it: a date beside one of them is not a title.
_AROUND = frozenset(
    "share-buttons share-plea follow-us date-line byline source-credit read-time comments navigation newsletter paywall tags "
    "player advertising donation counter".split()
)
# After the last prose, what follows one of these is no longer the article.
_ENDINGS = _AROUND | {"read-more", "original-article", "separator", "copyright", "cookies"}
_TERMINAL = re.compile(r"[.!?…][»”\"')\]]*$|[»”\"]$")
_FULL_STOP = re.compile(r"[.…][»”\"')\]]*$|[»”\"]$")
_QUOTE = ("«", "“", '"')

_READER = re.compile(r"\b(?:vous|votre|vos|n'hesitez|merci|you|your|please)\b")
_US = re.compile(r"\b(?:nous|notre|nos|mon|ma|j'ai|ce site|le site|we|our|us)\b")
_MONEY = re.compile(
    r"\b(?:dons?|donation|contribution|contribuer|financ\w+|paypal|tipeee|patreon|helloasso|soutien|soutenir|soutenez|abonn\w+|"
    r"adhesion|adherer|mecen\w+|annonceurs|publicite|defiscal\w+|cotis\w+|donate|support)\b"
)
_MEDIUM = re.compile(
    r"\b(?:site|medias?|journal|journalisme|redaction|newsletter|information (?:libre|independante|gratuite)|presse (?:libre|independante)|"
    r"independan\w+|lecteurs?|lectrices|blog|chaine|equipe|censure|articles?|website|journalism|readers)\b"
)
Found = tuple[str, str] | None
"""A rule, and where it holds: '' anywhere, 'edge', 'block' or 'agency'; see :class:`Page`."""

_COMMENT_HEAD = re.compile(r".{2,40} (?:dit|says|a dit|a ecrit|wrote)|repondre|reply|signaler(?: un abus| ce commentaire)?")


@dataclass
class Page:
    """The lines of a page, what is known of each, and the rule that removes it.

    Attributes
    ----------
    lines : list of str
        Normalised, none blank.
    folded : list of str
        As :func:`toolkit.cleaning.patterns.fold` writes them.
    words : list of int
        Words a line, separated by spaces.
    rules : list of (str or None)
        The rule that removes the line.
    edge : dict
        Line -> the rule that removes it unless it stands within the article.
    block : set
        Lines after which, maybe, something other than the article begins.
    weak : set
        Lines that end in the name of an agency, as captions do and the last line of a dispatch.
    title : int or None
        The line that is the article's title.
    """

    lines: list[str]
    folded: list[str]
    words: list[int]
    rules: list[str | None]
    edge: dict[int, str] = field(default_factory=dict)
    block: set[int] = field(default_factory=set)
    weak: set[int] = field(default_factory=set)
    title: int | None = None

    def is_sentence(self, i: int, *, at_least: int = 8) -> bool:
        """Whether a line that stays ends like a sentence and is long enough for one."""
        return self.rules[i] is None and i not in self.edge and self.words[i] >= at_least and bool(_TERMINAL.search(self.lines[i]))

    def is_prose(self, i: int) -> bool:
        """Whether a line that stays can only be text."""
        return self.is_sentence(i, at_least=14) or (self.rules[i] is None and self.words[i] >= 30)


def find_furniture(lines: Sequence[str], *, title: str | None = None, author: str | None = None) -> list[str | None]:
    """Find the lines of a page that are not its article.

    Parameters
    ----------
    lines : sequence of str
        The lines of one page, normalised, none blank.
    title, author : str, optional
        As known from its metadata. The first line that is the title stays.

    Returns
    -------
    list of (str or None)
        For each line the rule that removes it, None where it stays.
    """
    folded = [patterns.fold(line) for line in lines]
    page = Page(list(lines), folded, [line.count(" ") + 1 for line in lines], [None] * len(lines))
    wanted = patterns.fold(title) if title else ""
    page.title = folded.index(wanted) if wanted and wanted in folded else None
    by = patterns.fold(author) if author else ""
    for i in range(len(lines)):
        if i != page.title:
            _judge(page, i)
            if by and folded[i] == by:
                page.edge.setdefault(i, "byline")
    for i, rule in find_repeats(page.lines, folded, page.rules, title=page.title).items():
        page.rules[i] = page.rules[i] or rule
    _judge_pleas(page)
    _judge_edges(page)
    _judge_agency_captions(page)
    _judge_blocks(page)
    return page.rules


def _judge(page: Page, i: int) -> None:
    """Judge a line by itself."""
    line, folded, words = page.lines[i], page.folded[i], page.words[i]
    if patterns.SEPARATOR.fullmatch(line):
        page.rules[i] = "separator"
        return
    if words > _LONGEST_NOTICE or not folded:
        return
    rule, place = _recognise(line, folded, words) or ("", "")
    if place == "edge":
        page.edge[i] = rule
    elif place == "agency":
        page.weak.add(i)
    elif rule:
        page.rules[i] = rule
    if place == "block":
        page.block.add(i)
    if not page.rules[i]:
        _judge_lists(page, i)


def _judge_lists(page: Page, i: int) -> None:
    folded, words = page.folded[i], page.words[i]
    quoted = page.lines[i].startswith(_QUOTE)
    for pattern in patterns.listed_patterns():
        longest = _LONGEST_NOTICE if pattern.rule in _NOTICES else _LONGEST
        if quoted or words > longest or not pattern.expression.fullmatch(folded):
            continue
        if pattern.edge:
            page.edge.setdefault(i, pattern.rule)
        else:
            page.rules[i] = pattern.rule
        if pattern.block:
            page.block.add(i)
        if not pattern.edge:
            return


def _recognise(line: str, folded: str, words: int) -> Found:
    """The rule for a line and where it holds: '' anywhere, 'edge', 'agency' or 'block'; ('', '') when none does."""
    if words <= 30:
        if patterns.SHARE_LINE.fullmatch(folded):
            return _share(folded)
        if patterns.LINK.fullmatch(folded):
            return "link", ""
        if patterns.HASHTAGS.fullmatch(folded):
            return "tags", "" if folded.count("#") > 1 else "edge"
        if patterns.READ_TIME.fullmatch(folded):
            return "read-time", ""
        if patterns.READ_TIME_BARE.fullmatch(folded):
            return "read-time", "edge"
        if "«" not in line and patterns.CRUMBS.fullmatch(folded):
            return "navigation", "edge"
    found = (_date_line(line, folded, words) or _byline(line, folded, words)) if words <= _LONGEST else None
    if found is None and words <= _LONGEST:
        found = _read_more(line, words)
    if found is None and words <= 60:
        found = _credit(line, folded, words)
    return found


def _share(folded: str) -> Found:
    if patterns.SHARE_VERB.search(folded):
        return "share-buttons", ""
    if patterns.COUNTER.fullmatch(folded):
        return "counter", "edge"
    several = patterns.NETWORKS_ONLY.fullmatch(folded) and len(folded.split()) > 1
    return "share-buttons", "" if several else "edge"


def _date_line(line: str, folded: str, words: int) -> Found:
    if words > 18 or not any(c.isdigit() for c in folded):
        cue_alone = words <= 4 and patterns.DATE_CUE.fullmatch(folded)
        return ("date-line", "edge") if cue_alone else None
    rest, has_cue, has_date, has_time = patterns.date_rest(folded)
    if not rest:
        if has_cue and (has_date or has_time):
            return "date-line", ""
        return ("date-line", "edge") if has_date or has_time else None
    # « Bagdad, le 8 juillet 2020 », « OLJ / AFP, le 12 mars 2020 à 07h23 »
    if has_date and not line.endswith(".") and rest.count(" ") < 4 and _all_capitalised(rest, line):
        return "date-line", "edge"
    return None


def _all_capitalised(words: str, line: str) -> bool:
    capitals = {patterns.fold(word) for word in re.findall(r"[^\W\d_]+", line) if word[0].isupper()}
    return all(word in capitals for word in words.split())


def _byline(line: str, folded: str, words: int) -> Found:
    found = patterns.BYLINE.fullmatch(line.lstrip("-–—•*|>✍ "))
    if found and words <= 18 and not (line.endswith((".", "!", "?", ":")) and words > 6):
        name, *more = re.split(r"\s*[|•·–—(/]\s*|,\s*|\s-\s|\s(?=[Pp]ubli|[Mm]is [àa] jour|le \d|\d|[Jj]ournaliste)", found["name"].rstrip(". ")) or [""]
        is_name = bool(patterns.NAME.fullmatch(name)) or patterns.fold(name) in {"la redaction", "redaction"}
        is_place = not name or bool(patterns.ROLE.match(name))
        if is_name or (is_place and not re.match(r"(?i)par\b|by\b", found[0])):
            return "byline", "" if name and len(more) < 6 else "edge"
    if words <= 10 and patterns.STAFF.fullmatch(folded):
        return "source-credit", "edge" if words == 1 and not line.isupper() else ""
    if words <= 8 and line[0].isupper() and not line.endswith(".") and patterns.WITH_AGENCY.fullmatch(folded):
        return "source-credit", "edge"
    if words <= 45 and patterns.SOURCE.fullmatch(folded):
        return "source-credit", ""
    return None


def _read_more(line: str, words: int) -> Found:
    shown = patterns.plain(line)
    found = patterns.READ_MORE.match(shown)
    if not found:
        return None
    cue, rest = found[0].lower().strip(" :>|»→►▶…-"), shown[found.end() :].lstrip(" :>|»→►▶…-")
    pointing = bool(patterns.READ_BLOCK.fullmatch(cue))
    if not rest:
        return "read-more", "block" if pointing else ""
    if shown[found.end() : found.end() + 1].isalpha() or cue == "pour memoire":
        return None  # « Voiron », « Pour mémoire : … »
    ends = _FULL_STOP.search(rest) is not None and not rest.startswith(_QUOTE)
    if found["sign"]:
        return ("read-more", "") if pointing or not ends else None
    if not pointing or ends:
        return None
    if rest[0].isupper() or rest[0].isdigit() or rest.startswith(_QUOTE):
        return "read-more", ""
    own = re.match(r"(?:notre|nos|sur|le (?:dossier|reportage)|l'(?:article|entretien|interview|analyse)|la video|cet article|our|about)\b", rest)
    return ("read-more", "") if own and words <= 14 else None


def _credit(line: str, folded: str, words: int) -> Found:
    if line.startswith(_QUOTE):
        return None
    if words <= _LONGEST and patterns.CREDIT.fullmatch(folded):
        return "caption-credit", ""
    end = patterns.CREDIT_END.fullmatch(folded)
    if end and not re.search(r"\((?:photos?|images?|archives?)\)?$", folded):
        strong = words <= 30 or re.search(r"[(©|/][^()]*$", folded)
        weak = re.search(r"[.!?»\"|] [\w ]{2,20}\)?$", folded)  # « … . AFP » may sign the article
        if strong:
            return "caption-credit", "agency" if weak and not re.search(r"[(/©:]", folded[weak.start() :]) else ""
    if words <= 30 and not line.endswith(".") and patterns.AGENCY_END.fullmatch(folded):
        return "caption-credit", "agency"
    if words <= 40 and patterns.CAPTION_CUE.match(folded):
        return "caption-cue", ""
    return None


def _judge_pleas(page: Page) -> None:
    """Remove pleas to the reader that are written as prose, where they stand at the foot or the head of the page."""
    for order in (range(len(page.lines) - 1, -1, -1), range(len(page.lines))):
        for i in order:
            if page.rules[i] is None and i != page.title and _is_plea(page, i):
                page.rules[i] = "newsletter" if "newsletter" in page.folded[i] else "donation"
            elif page.is_sentence(i):
                break


def _is_plea(page: Page, i: int) -> bool:
    """Whether a line speaks to the reader, of us, of money and of our medium, all at once and not in quotation marks."""
    folded = page.folded[i]
    if page.words[i] > 150 or page.words[i] < 8 or page.lines[i].startswith(_QUOTE):
        return False
    return all(cue.search(folded) for cue in (_READER, _US, _MONEY, _MEDIUM))


def _bounds(page: Page) -> tuple[int, int, int]:
    """The first and the second line of prose and the last sentence; past the end or before the start if there is none."""
    count = len(page.lines)
    prose = [i for i in range(count) if page.is_prose(i) and i != page.title]
    if not prose:
        prose = [i for i in range(count) if page.is_sentence(i, at_least=6) and i != page.title]
    if not prose:
        return count, count, -1
    last = max((i for i in range(count) if page.is_sentence(i) and _FULL_STOP.search(page.lines[i])), default=prose[-1])
    return prose[0], prose[1] if len(prose) > 1 else prose[0], max(last, prose[-1])


def _judge_edges(page: Page) -> None:
    """Remove what counts only at the head or the foot of the page, or beside other furniture under the head."""
    first, second, last = _bounds(page)
    if last < 0:
        first = last = -1 if not any(rule in _AROUND for rule in page.rules) else len(page.lines)
    candidates = sorted(page.edge)
    for _ in range(2):  # a second time for those beside one that the first time found
        for i in candidates:
            if page.rules[i] is not None or i == page.title:
                continue
            beside = any(page.rules[j] in _AROUND for j in (i - 1, i + 1) if 0 <= j < len(page.rules))
            at_edge = i < first or i > last
            under_head = i < second and (beside or _is_full_date(page, i))
            if page.edge[i] == "counter":
                at_edge = under_head = (i < second or i > last) and beside
            if at_edge or under_head:
                page.rules[i] = page.edge[i]
    page.block -= {i for i in page.block if page.rules[i] is None}


def _is_full_date(page: Page, i: int) -> bool:
    """Whether a line is a day and a time: the moment of publication, not the title of a chapter."""
    _, _, has_date, has_time = patterns.date_rest(page.folded[i])
    return page.edge[i] == "date-line" and has_date and has_time


def _judge_agency_captions(page: Page) -> None:
    """Remove lines that end in the name of an agency unless they can be the title or the last line of a dispatch."""
    first, _, last = _bounds(page)
    opening = next((i for i, rule in enumerate(page.rules) if rule is None), 0)
    for i in page.weak:
        if page.rules[i] is None and i not in (page.title, opening) and i < max(first, last):
            page.rules[i] = "caption-credit"


def _judge_blocks(page: Page) -> None:
    """Remove headlines of other articles and readers' comments, where a heading says that they follow."""
    _judge_foot(page)
    _, _, last = _bounds(page)
    for i in sorted(page.block):
        if i < last and page.rules[i] == "read-more":
            _judge_pointer(page, i)
    ending = ""
    for i in range(last + 1, len(page.lines)):
        rule = page.rules[i]
        if i in page.block and rule:
            ending = rule
        elif rule in _ENDINGS:
            ending = ending or "some"
        elif rule is None and ending and i != page.title:
            short = page.words[i] < 4
            if ending == "tags" and short:
                page.rules[i] = "tags"
            elif not (short and ending == "some"):
                page.rules[i] = "other-headlines"


def _judge_pointer(page: Page, i: int) -> None:
    """Remove the headline right under a pointer such as « Lire aussi », and those that have the same bullet."""
    for j in range(i + 1, len(page.lines)):
        line = page.lines[j]
        if j > i + 1 and (line[0].isalnum() or line[0] != page.lines[i + 1][0] or line[0] in "«“\"'("):
            return
        headline = 4 <= page.words[j] <= 25 and not _FULL_STOP.search(line) and line[-1] not in ":;,"
        if page.rules[j] is not None or j == page.title or not headline:
            return
        page.rules[j] = "other-headlines"


def _judge_foot(page: Page) -> None:
    """Remove all that follows a heading of comments or other articles near the end, when it is no continued article."""
    for i in sorted(page.block):
        tail = [j for j in range(i + 1, len(page.lines)) if page.rules[j] is None]
        before = sum(page.words[j] for j in range(i) if page.rules[j] is None)
        after = sum(page.words[j] for j in tail)
        if not tail or page.title in tail:
            continue
        heads = sum(bool(_COMMENT_HEAD.fullmatch(page.folded[j])) for j in range(i + 1, len(page.lines)))
        if page.rules[i] == "comments" and heads and before >= 60:
            rule = "reader-comments"
        else:
            sentences = sum(page.is_sentence(j) and bool(_FULL_STOP.search(page.lines[j])) for j in tail)
            if page.rules[i] == "tags" or before < max(60, 2 * after) or 2 * sentences > len(tail):
                continue
            if max(page.words[j] for j in tail) > _LONGEST_TEASER:
                continue
            rule = "other-headlines"
        for j in tail:
            page.rules[j] = rule
        return

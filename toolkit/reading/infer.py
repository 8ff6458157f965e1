"""What a page says about itself where publishers say it: date, title, byline, agency mark.

A statement is *inferred* when the page makes it in a place made for it: a line of its own at the head or the foot, a
phrase such as « Publié le », a dateline. Dates in the middle of a sentence, and the name of an agency in front of the
first sentence, are only *suggested*: they are shown for review and never enter the documents table.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from toolkit.progress import progress
from toolkit.reading import phrases
from toolkit.reading.articles import FIELDS, Article, Said, one_line
from toolkit.reading.dates import PrintedDate, find_dates, iterate_dates
from toolkit.reading.pages import PUBLICATION_DATE
from toolkit.schema import INFERRED, SUGGESTED

HEAD_LINES = 15
"""Lines, blank ones aside, among which a page's own title, date and byline are looked for."""
FOOT_LINES = 12
# Dates suggested for one page at most, of so many mentioned, in so many characters: a chronology has hundreds.
_SUGGESTIONS, _MENTIONS, _SEARCHED = 10, 100, 50_000
_REPEATED = 3  # pages of one source that begin with the same line: it is the site's, not the article's

_SECTION_WORDS = 3  # «Monde | 11 juin 2020»: a few words set apart by a bar name the section
_DATE = "\x00"  # stands for a date; no page has it
_LONGEST_LINE = 300  # characters; longer ones are prose, however many words they seem to have
_NEAR = 120  # characters before a date in which a phrase speaks of it


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page that is not blank: its words, and whether it reads as a paragraph of prose."""

    text: str
    words: int
    prose: bool


@dataclass(frozen=True)
class Page:
    """The parts of a page where it says what it is.

    Attributes
    ----------
    lines : list of str
        All lines that are not blank.
    head, foot : list of Line
        The first :data:`HEAD_LINES` and the last :data:`FOOT_LINES` of them, without overlap.
    """

    lines: list[str]
    head: list[Line]
    foot: list[Line]


def page_of(text: str) -> Page:
    """The parts of a page."""
    lines = [line for line in map(str.strip, text.split("\n")) if line]
    head = [_line(line) for line in lines[:HEAD_LINES]]
    return Page(lines, head, [_line(line) for line in lines[HEAD_LINES:][-FOOT_LINES:]])


def _line(text: str) -> Line:
    if len(text) > _LONGEST_LINE:
        return Line(text, len(text.split()), True)
    words = len(phrases.WORD.findall(text))
    prose = words >= 30 or (words >= 12 and text.rstrip('»"”’ ').endswith((".", "!", "?", "…", ":")))
    return Line(text, words, prose)


def infer(articles: Sequence[Article]) -> None:
    """Add to pages what they say about themselves. Call it when the sources that are given or named are known."""
    known = [article for article in articles if any(article.lacks(name) for name in FIELDS)]
    pages = [page_of(article.about or article.text) for article in known]
    site_lines = _repeated_heads(known, pages)
    work = progress(zip(known, pages, strict=True), len(known), "Finding dates and titles")
    for article, page in work:
        _infer_date(article, page)
        _infer_title(article, page, site_lines[_source_name(article)])
        _infer_author(article, page)
        _infer_source(article, page)


def _source_name(article: Article) -> str:
    chosen = article.chosen("source")
    return "" if chosen is None else str(chosen.value)


def _repeated_heads(articles: Sequence[Article], pages: Sequence[Page]) -> dict[str, frozenset[str]]:
    """By source, the lines at the head that several of its pages share."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for article, page in zip(articles, pages, strict=True):
        counts[_source_name(article)].update({line.text for line in page.head})
    return {
        source: frozenset(line for line, count in counter.items() if count >= _REPEATED)
        for source, counter in counts.items()
    }


def _infer_date(article: Article, page: Page) -> None:
    if not article.lacks("date"):
        return
    dated = [
        (number, line, date)
        for number, line in enumerate(page.head + page.foot)
        for date in find_dates(line.text[:_LONGEST_LINE])
    ]
    american = any(_is_month_first(line.text, date) for _, line, date in dated)
    prose = [number for number, line in enumerate(page.head) if line.prose]
    head_ends = prose[2] if len(prose) > 2 else len(page.head)
    stated: list[tuple[int, str, Line, PrintedDate]] = []
    for number, line, date in dated:
        if date.precision != "day" or (date.other is not None and (american or _in_english(line.text, date))):
            continue
        how = _how_stated(page, number, date, number < head_ends)
        if how is not None:
            stated.append((*how, line, date))
    _say_best(article, stated)
    if article.chosen("date") is None:
        _suggest(article, page.lines)


def _in_english(text: str, date: PrintedDate) -> bool:
    return phrases.ENGLISH.search(text[max(0, date.start - _NEAR) : date.end + _NEAR]) is not None


def _how_stated(page: Page, number: int, date: PrintedDate, in_head: bool) -> tuple[int, str] | None:
    """How a page states its date, best first: with a phrase, in a dateline, on a line of its own; or None."""
    lines = page.head + page.foot
    line = lines[number]
    cue = _last_cue(line.text[: date.start])
    if cue is None and number and not line.text[: date.start].strip() and lines[number - 1].words <= 5:
        cue = _last_cue(lines[number - 1].text)
    if in_head and _is_dateline(line.text, date):
        return 1, "dateline"
    if line.prose or cue in ("unrelated", "updated") or not (in_head or _in_foot(page, number)):
        return None
    if cue == "published" and _little_besides(line.text, 12):
        return 0, "publication date on the page"
    if _little_besides(line.text, 0):
        if in_head:
            return (2, "date and time on a line of its own") if date.timed else (3, "date on a line of its own")
        return 4, "date at the foot of the page"
    return None


def _in_foot(page: Page, number: int) -> bool:
    """Whether a line stands among the last ones, and not below the heading of comments or of other articles."""
    lines = page.head + page.foot
    if number < len(lines) - FOOT_LINES:
        return False
    return not any(line.words <= 6 and phrases.OTHERS_BELOW.match(line.text) for line in lines[:number])


def _last_cue(before: str) -> str | None:
    """What the phrase nearest before a date makes of it."""
    cues = [
        (match.end(), name)
        for name, pattern in (
            ("published", phrases.PUBLISHED),
            ("updated", phrases.UPDATED),
            ("unrelated", phrases.UNRELATED),
        )
        for match in pattern.finditer(before[-_NEAR:])
    ]
    return max(cues)[1] if cues else None


def _is_dateline(text: str, date: PrintedDate) -> bool:
    place = phrases.BEFORE_DATELINE.match(text[: date.start])
    return (
        place is not None and place.end() == date.start and phrases.AFTER_DATELINE.match(text[date.end :]) is not None
    )


def _little_besides(text: str, most: int) -> bool:
    """Whether a line holds, beside dates, bylines, furniture and what bars set apart, no more than so many words."""
    words = 0
    for part in _parts(text):
        pieces = part.split(_DATE)
        left = 0
        for piece in pieces:
            if not phrases.byline(piece.strip()):
                for pattern in (phrases.UPDATED, phrases.PUBLISHED, phrases.FURNITURE):
                    piece = pattern.sub(" ", piece)
                left += len(piece.split())
        if len(pieces) > 1 or left > _SECTION_WORDS:
            words += left
    return words <= most


def _parts(text: str) -> list[str]:
    """The parts of a line that bars set apart, with a mark in the place of each date."""
    for date in reversed(find_dates(text)):
        text = f"{text[: date.start]}{_DATE}{text[date.end :]}"
    return phrases.BARS.split(text)


def _say_best(article: Article, stated: list[tuple[int, str, Line, PrintedDate]]) -> None:
    """The best-stated date is inferred, unless the page states two different ones equally well."""
    if not stated:
        return
    best = min(rank for rank, *_ in stated)
    equal = [one for one in stated if one[0] == best]
    days = {date.date for *_, date in equal}
    if len(days) > 1 and best > 1:
        return
    _, origin, line, date = equal[0]
    known = article.chosen("date")
    if known is not None and known.value == date.date and known.printed == date.value:
        return
    bettered = known is None or _is_bettered(known, best)
    article.say_date(date, origin, INFERRED if bettered else SUGGESTED, _clip(line.text, date))
    dates = article.said["date"]
    if bettered:
        dates.insert(0, dates.pop())


def _is_bettered(known: Said, rank: int) -> bool:
    """Whether a date that the page states outweighs one known from its HTML, its name or its folder."""
    if known.origin == PUBLICATION_DATE:
        return False
    return rank <= 1 or known.origin != "file name"


def _suggest(article: Article, lines: Sequence[str]) -> None:
    """Dates merely mentioned, for pages of which no date is known."""
    listed = {said.listed for said in article.said.get("date", ())}
    for line, date in itertools.islice(_mentioned(lines), _MENTIONS):
        for value in filter(None, (date, _swapped(date))):
            if value.value not in listed and len(listed) < _SUGGESTIONS:
                listed.add(value.value)
                changed = _last_cue(line[: date.start]) == "updated"
                origin = "date of the last change" if changed else "date mentioned"
                article.say_date(value, origin, SUGGESTED, _clip(line, date))


def _mentioned(lines: Sequence[str]) -> Iterator[tuple[str, PrintedDate]]:
    room = _SEARCHED
    for line in lines:
        for date in iterate_dates(line[:room]):
            yield line, date
        room -= len(line)
        if room <= 0:
            return


def _swapped(date: PrintedDate) -> PrintedDate | None:
    return None if date.other is None else PrintedDate(date.other, date.start, date.end)


def _is_month_first(text: str, date: PrintedDate) -> bool:
    match = re.match(r"\D*(\d\d?)[/.-](\d\d?)[/.-]\d", text[date.start : date.end])
    return match is not None and int(match[2]) > 12


def _clip(text: str, date: PrintedDate, around: int = 40) -> str:
    low, high = max(0, date.start - around), min(len(text), date.end + around)
    return ("…" if low else "") + one_line(text[low:high]) + ("…" if high < len(text) else "")


def _infer_title(article: Article, page: Page, furniture: Collection[str]) -> None:
    if article.chosen("title") is not None:
        return
    for number, line in enumerate(page.head):
        if line.prose:
            return
        if line.text in furniture or not _is_headline(line):
            continue
        below = page.head[number + 1] if number + 1 < len(page.head) else None
        if line.words <= 3 and below is not None and _follows_kicker(below) and below.text not in furniture:
            line = below
        if len(line.text) * 2 <= sum(map(len, page.lines)):  # a page of one short line has no title apart
            article.say("title", phrases.BULLET.sub("", line.text), "first headline on the page", INFERRED, line.text)
        return


def _follows_kicker(line: Line) -> bool:
    """Whether a line can be the title under two or three words that name the section."""
    return line.words >= 5 and not line.prose and _is_headline(line)


def _is_headline(line: Line) -> bool:
    text = phrases.BULLET.sub("", line.text)
    if not 3 <= line.words <= 32 or not (text[0].isupper() or text[0].isdigit() or text[0] in "«\"“‘'"):
        return False
    if text.endswith((",", ";", ":")) or (text.endswith(".") and not text.endswith(("...", ". . ."))):
        return False
    if (
        phrases.NOT_TITLES.match(text)
        or phrases.CREDIT.search(text)
        or phrases.READ_TIME.search(text)
        or phrases.byline(text)
    ):
        return False
    if phrases.CRUMBS.search(text) or phrases.NO_WORDS.match(text):
        return False
    return not (find_dates(text) and (_little_besides(text, 2) or _last_cue(text) is not None))


def _infer_author(article: Article, page: Page) -> None:
    if article.chosen("author") is not None:
        return
    for line in page.head + page.foot:
        if line.words > 15 or not line.words >= 1:
            continue
        for part in (piece for bar in _parts(line.text) for piece in bar.split(_DATE)):
            names = phrases.byline(part.strip())
            if names:
                article.say("author", names, "byline", INFERRED, line.text)
                return


def _infer_source(article: Article, page: Page) -> None:
    """Agency marks and « Source : … » lines: whoever is named there may have been quoted, not have published."""
    if article.chosen("source") is not None:
        return
    prose = [line for line in page.head if line.prose][:3]
    for line in prose:
        mark = phrases.AGENCY.match(line.text[:120])
        if mark and not find_dates(mark["agency"]):
            article.say("source", mark["agency"], "agency mark", SUGGESTED, one_line(line.text[: mark.end()]))
            break
    for line in (page.head + page.foot)[-FOOT_LINES:]:
        named = phrases.SOURCE_LINE.match(line.text)
        if named and line.words <= 8:
            article.say("source", named["name"].strip(" ."), "source line on the page", SUGGESTED, line.text)
            break

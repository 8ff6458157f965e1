"""One article a file: text, or HTML read by trafilatura with its metadata."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from pathlib import Path

import lxml.html

from toolkit.reading.articles import Article, one_line
from toolkit.reading.dates import PrintedDate, find_dates, parse_date
from toolkit.reading.decoding import Unreadable, decode
from toolkit.reading.europresse import is_europresse, read_europresse
from toolkit.reading.factiva import is_factiva, read_factiva
from toolkit.reading.iramuteq import is_iramuteq, read_iramuteq
from toolkit.reading.markup import paragraphs, parse_html, text_of
from toolkit.schema import INFERRED, SUGGESTED, LeftOut

# They report every odd page on standard error unless the program has set up logging itself.
for _library in ("trafilatura", "htmldate", "courlan"):
    logging.getLogger(_library).addHandler(logging.NullHandler())

_IS_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|article|div|p)\b", re.I | re.S
)
_TAG = re.compile(r"<[a-zA-Z!/]")
_PUBLISHED = (
    "//meta[@property='article:published_time' or @property='og:published_time' or @itemprop='datePublished' "
    "or @name='article:published_time' or @name='datePublished' or @name='publish-date' or @name='pubdate' "
    "or @name='publication_date' or @name='DC.date.issued' or @name='dcterms.created' or @name='parsely-pub-date' "
    "or @name='sailthru.date' or @name='cXenseParse:recs:publishtime']/@content",
    "//time[@itemprop='datePublished' or @pubdate]/@datetime",
    "//*[@itemprop='datePublished']/@content",
)
_TIMES = (
    "//*[self::article or self::main]//time[not(ancestor::aside or ancestor::nav or ancestor::footer or ancestor::li)]"
)
_ADDRESS = "//link[@rel='canonical']/@href | //meta[@property='og:url']/@content"
_ADDRESS_DATE = re.compile(r"/((?:19|20)\d\d)[/-]?([01]\d)[/-]?([0-3]\d)(?=[/_-])")
_ASIDE = frozenset(("aside", "nav", "footer", "form", "select", "button"))
PUBLICATION_DATE = "HTML publication date"
"""The origin of a date that a page declares, to machines, to be its own."""
_SITE = "//meta[@property='og:site_name' or @name='og:site_name' or @name='application-name']/@content"
_JSON_DATE = re.compile(r"[\"']datePublished[\"']\s*:\s*[\"']([^\"']{8,40})[\"']")


def read_page(data: bytes, path: str, left_out: LeftOut, *, html: bool) -> list[Article]:
    """The article of a page; or the articles of an export, which its content shows it to be.

    Parameters
    ----------
    data : bytes
        The file.
    path : str
        Its name in the tables.
    left_out : LeftOut
        Takes the articles of an export that cannot be read.
    html : bool
        Whether the name says HTML; a text file that begins as HTML does is read as HTML too.

    Raises
    ------
    Unreadable
        It is empty, binary, or HTML without text.
    """
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise Unreadable("it is empty", "Remove it, or save the page again.")
    text, _ = decode(data, html=html or data.lstrip()[:1] == b"<")
    if not text.strip():
        raise Unreadable("it is empty", "Remove it, or save the page again.")
    if _IS_HTML.match(text[:2000]) or (html and _TAG.search(text)):
        return _read_html(text, path, left_out)
    if is_iramuteq(text):
        return read_iramuteq(text, path, left_out)
    return [Article(path, None, text)]


def _read_html(text: str, path: str, left_out: LeftOut) -> list[Article]:
    readers: tuple[tuple[Callable[[str], bool], Callable[..., list[Article]], str], ...] = (
        (is_europresse, read_europresse, "Europresse"),
        (is_factiva, read_factiva, "Factiva"),
    )
    for is_export, read, name in readers:
        if is_export(text):
            before = len(left_out.rows)
            articles = read(text, path, left_out)
            if not articles and len(left_out.rows) == before:
                raise Unreadable(f"it looks like an export of {name}, and no article is found in it", "Export it anew.")
            return articles
    return [_read_article(text, path)]


def _read_article(text: str, path: str) -> Article:
    """A page of a site: text and metadata by trafilatura, and all of its text where that finds none."""
    from trafilatura import bare_extraction  # late: half a second, for those who have HTML
    from trafilatura.settings import Document

    tree = parse_html(text)
    article = Article(path, None, "")
    _say_dates(tree, article)
    site = one_line(next(iter(tree.xpath(_SITE)), ""))
    try:
        page = bare_extraction(
            lxml.html.tostring(tree, encoding="unicode"),
            with_metadata=True,
            include_comments=False,
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    except Exception:  # whatever a malformed page raises in five libraries: its text is still there
        page = None
    whole = paragraphs(tree.xpath("//body") or [tree])
    article.about = _around_headline(tree)
    if not isinstance(page, Document) or not (page.text or "").strip():
        article.text = whole
    else:
        article.text = page.text or ""
        article.say("title", page.title, "HTML title", INFERRED)
        article.say("author", page.author, "HTML author", INFERRED)
        _say_site(article, site, page.sitename or "", page.hostname or "")
        # It takes whatever date it finds, that of another article in the margin too.
        article.say_date(parse_date(page.date) if page.date else None, "date somewhere in the HTML", SUGGESTED)
    if not article.text.strip():
        raise Unreadable("there is no text in the HTML", "Save the page again once it is shown, or its text as .txt.")
    return article


def _say_site(article: Article, site: str, sitename: str, hostname: str) -> None:
    host = re.sub(r"^(?:www|m|amp)\d?\.", "", hostname)
    if site:
        article.say("source", site, "HTML site name", INFERRED)
    elif host:
        article.say("source", host, "domain", INFERRED)
    if not site and sitename not in (host, hostname):
        article.say("source", sitename, "HTML title", SUGGESTED)


def _say_dates(tree: lxml.html.HtmlElement, article: Article) -> None:
    """Dates of publication that the page declares to machines, that of its only time element, that in its address."""
    scripts = "\n".join(tree.xpath("//script[contains(@type, 'ld+json')]/text()"))
    declared = [str(value) for path in _PUBLISHED for value in tree.xpath(path)]
    declared += [match[1] for match in _JSON_DATE.finditer(scripts)]
    value, printed = next(((value, day) for value in declared if (day := _declared_day(value))), ("", None))
    article.say_date(printed, PUBLICATION_DATE, INFERRED, value)
    times = [
        time.get("datetime") or "" for time in tree.xpath(_TIMES) if "update" not in (time.get("class") or "").lower()
    ]
    days = {printed.date: (value, printed) for value in times if (printed := _declared_day(value))}
    if len(days) == 1:
        value, printed = next(iter(days.values()))
        article.say_date(printed, "HTML time", INFERRED, value)
    for address in tree.xpath(_ADDRESS):
        match = _ADDRESS_DATE.search(str(address))
        if match:
            article.say_date(parse_date("-".join(match.groups())), "web address", INFERRED, str(address))
            break


def _declared_day(value: str) -> PrintedDate | None:
    days = [printed for printed in find_dates(value) if printed.precision == "day" and printed.other is None]
    return days[0] if len(days) == 1 else None


def _around_headline(tree: lxml.html.HtmlElement) -> str:
    """The text of a page from its headline on, without margins: where the lines with date and byline stand."""
    headlines = tree.xpath("//h1")
    body = tree.xpath("//article") or tree.xpath("//main") or tree.xpath("//body") or [tree]
    lines = paragraphs(body, without=_ASIDE)
    if len(headlines) == 1:
        headline = one_line(text_of(headlines[0]))
        before, found, after = lines.partition(headline)
        if headline and found and (not before or before.endswith("\n")):
            return headline + after
    return lines


def is_export(file: Path) -> bool:
    """Whether a text file, going by how it begins, holds many articles, or is HTML."""
    try:
        with file.open("rb") as opened:
            beginning = opened.read(4096)
    except OSError as error:
        raise Unreadable(f"it cannot be opened ({error.strerror})", "Check its permissions.") from error
    text = beginning.decode("latin-1").removeprefix("ï»¿")
    return is_iramuteq(text) or _IS_HTML.match(text) is not None

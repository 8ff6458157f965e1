"""Europresse (Eureka) exports: one HTML file of many articles.

Three generations of the format are about: a table an article (until about 2013), ``<article>`` elements, and the same
with classes that begin in ``rdp__`` (since about 2017). What all three keep is read: the class ``DocPublicationName``
once at the head of each article, ``DocHeader`` with the date in words, ``titreArticleVisu`` on the title, ``DocText``
or a ``<section>`` around the body, and the document number with the date in digits.
"""

from __future__ import annotations

import copy
import re

from lxml import etree

from toolkit.reading.articles import Article, one_line
from toolkit.reading.dates import PrintedDate, find_dates, parse_date
from toolkit.reading.markup import first_text, paragraphs, parse_html, text_of, with_class
from toolkit.schema import LeftOut

_MARK = re.compile(r"\bDocPublicationName\b")
_NUMBER = re.compile(r"\b\w{2,6}·((?:19|20)\d{6})·\w+·")
_ISSUE = re.compile(r"\s*,\s*(?:n[o°º]s?\b|num[ée]ro\b|vol\b)\.?\s*[\w ()/-]*$", re.IGNORECASE)
_END = re.compile(r"^(?:©|\(c\)\s|Num[ée]ro de document\s*:|Document number\s*:)", re.IGNORECASE)
_REMEDY = "Export the article anew, or add it as a page of its own."

_NAME = f".//*[{with_class('DocPublicationName')}]"
_HEADER = f".//*[{with_class('DocHeader')}]"
_TITLE = f".//*[{with_class('titreArticleVisu')} or {with_class('articletitle')}]"
_BODY = f".//*[{with_class('DocText')}]"
_AUTHOR = f".//*[{with_class('docAuthors')} or {with_class('sm-margin-bottomNews')}]"


def is_europresse(text: str) -> bool:
    """Whether a page is such an export."""
    return _MARK.search(text) is not None and ("titreArticle" in text or "TitreArticle" in text or "DocHeader" in text)


def read_europresse(text: str, path: str, left_out: LeftOut) -> list[Article]:
    """Articles of an export; those without publication, date, title or text are judged one by one.

    An article without text, or of which neither publication nor date nor title can be found, is recorded in
    ``left_out`` under its number; one that lacks less is kept, and the rest stays unknown.
    """
    tree = parse_html(text)
    blocks = tree.xpath("//article")
    read_block = _read_element
    if not blocks:
        blocks = _tables(tree)
        read_block = _read_table
    articles = []
    for item, block in enumerate(blocks, 1):
        article = Article(path, item, "")
        _say_header(block, article)
        read_block(block, article)
        missing = [name for name in ("source", "date", "title") if name not in article.said]
        if not article.text.strip():
            left_out.add(path, "Europresse article without text", _REMEDY, item)
        elif len(missing) == 3:
            left_out.add(path, "Europresse article without publication, date and title", _REMEDY, item)
        else:
            articles.append(article)
    return articles


def _tables(tree: etree._Element) -> list[etree._Element]:
    """The outermost tables that hold a publication name, a header or a title: an article each."""
    marked = f"{_NAME} or {_HEADER} or {_TITLE}"
    return tree.xpath(f"//table[{marked}][not(ancestor::table[{marked}])]")


def _say_header(block: etree._Element, article: Article) -> None:
    names = [one_line(text_of(found)) for found in block.xpath(_NAME)]
    article.say("source", _ISSUE.sub("", next(filter(None, names), "")), "Europresse publication name")
    header = one_line(" ".join(text_of(found) for found in block.xpath(_HEADER)))
    printed = _day(header)
    if printed is not None:
        article.say_date(printed, "Europresse header", evidence=header)
    else:
        number = _NUMBER.search(text_of(block))
        if number:
            article.say_date(parse_date(number[1]), "Europresse document number", evidence=number[0])
    article.say("title", first_text(block, _TITLE), "Europresse title")


def _day(header: str) -> PrintedDate | None:
    dates = find_dates(header)
    return next((date for date in dates if date.precision == "day"), dates[0] if dates else None)


def _read_element(block: etree._Element, article: Article) -> None:
    """An ``<article>``: the body has an element of its own; the author follows the title in the header."""
    bodies = block.xpath(_BODY)
    outer = [body for body in bodies if not any(other in body.iterancestors() for other in bodies)]
    article.text = paragraphs(outer or block.xpath("./section") or block.xpath(".//section"))
    author = first_text(block, _AUTHOR)
    if not author:
        titles = block.xpath(f"./header/*[{with_class('titreArticle')}]/following-sibling::*")
        author = next(filter(None, (one_line(text_of(found)) for found in titles)), "")
    article.say("author", author, "Europresse author")


def _read_table(block: etree._Element, article: Article) -> None:
    """A table: author, then body, are loose text after the title, up to the copyright line."""
    titles = block.xpath(f"({_TITLE})[1]")
    starts = titles or block.xpath(f"({_HEADER})[last()]")
    if not starts:
        return
    after = etree.Element("div")
    after.text = starts[0].tail
    for sibling in starts[0].itersiblings():
        after.append(copy.deepcopy(sibling))
    author, lines = _loose(after)
    article.say("author", author, "Europresse author")
    article.text = "\n".join(lines)


def _loose(after: etree._Element) -> tuple[str, list[str]]:
    lines: list[str] = []
    for line in paragraphs([after]).split("\n"):
        if _END.match(line):
            break
        lines.append(line)
    # An author stands before the first <p>; so does a body's first paragraph where there is no author.
    before = etree.Element("div")
    before.text = after.text
    for child in after:
        if child.tag == "p":
            break
        before.append(copy.deepcopy(child))
    head = [line for line in paragraphs([before]).split("\n") if line]
    if len(head) == 1 and lines[:1] == head and len(lines) > 1 and _looks_like_names(head[0]):
        return head[0], lines[1:]
    return "", lines


def _looks_like_names(line: str) -> bool:
    words = line.split()
    return len(words) <= 12 and not line.endswith((".", "!", "?", "»", ":")) and words[0][:1].isupper()

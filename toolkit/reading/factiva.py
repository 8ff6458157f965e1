"""Factiva exports: one HTML (or XML) file of many articles.

The two-letter codes before each field (HD headline, SN source, PD date, LP lead, TD text, BY byline) are the same in
every language of the interface; class names and wording are not, and so only the codes are relied on. Exports made
without codes are read by the order of their lines.
"""

from __future__ import annotations

import re

from lxml import etree

from toolkit.reading.articles import Article, one_line
from toolkit.reading.dates import find_dates, parse_date
from toolkit.reading.decoding import Unreadable
from toolkit.reading.markup import first_text, paragraphs, parse_html, text_of, with_class
from toolkit.schema import LeftOut

_MARK = re.compile(r"class\s*=\s*[\"']?article\s+[a-z]{2,5}Article\b|factiva", re.IGNORECASE)
_ARTICLE = re.compile(r"class\s*=\s*[\"']?[^\"'>]*\barticle\b", re.IGNORECASE)
_CODE = re.compile(r"[A-Z]{2,4}")
_BY = re.compile(r"^(?:by|par|de|von|por|di)\s+", re.IGNORECASE)
_TIME = re.compile(r"\d{1,2}[:h]\d\d\b")
_REMEDY = "Export the article anew, or add it as a page of its own."


def is_factiva(text: str) -> bool:
    """Whether a page is such an export."""
    return _MARK.search(text) is not None and _ARTICLE.search(text) is not None and "rticleParagraph" in text


def read_factiva(text: str, path: str, left_out: LeftOut) -> list[Article]:
    """Articles of an HTML export; one without text, or without headline, source and date, is recorded instead."""
    tree = parse_html(text)
    blocks = [
        block
        for block in tree.xpath(f"//div[{with_class('article')}]")
        if not block.xpath(f".//div[{with_class('article')}]")
    ]
    articles: list[Article] = []
    for item, block in enumerate(blocks, 1):
        article = Article(path, item, "")
        fields = _coded(block)
        if fields:
            _fill(article, fields)
        else:
            _fill_in_order(article, block)
        _keep(article, articles, left_out)
    return articles


def read_factiva_xml(data: bytes, path: str, left_out: LeftOut) -> list[Article]:
    """Articles of an XML export."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        tree = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        raise Unreadable("it is not XML that can be read", "Export it anew.") from error
    blocks = [] if tree is None else tree.xpath("//*[local-name()='article']")
    if not blocks:
        raise Unreadable("it is XML, and not an export of Factiva", "If it holds articles, save their text as .txt.")
    articles: list[Article] = []
    for item, block in enumerate(blocks, 1):
        article = Article(path, item, "")
        bodies = block.xpath("./*[local-name()='leadParagraph' or local-name()='tailParagraphs']/*")
        article.text = "\n".join(filter(None, (one_line("".join(body.itertext())) for body in bodies)))
        for name, tag in (("source", "sourceName"), ("title", "headline"), ("author", "byline")):
            article.say(name, _xml(block, tag), f"Factiva {tag}")
        article.say_date(parse_date(_xml(block, "publicationDate")), "Factiva publicationDate")
        _keep(article, articles, left_out)
    return articles


def _xml(block: etree._Element, tag: str) -> str:
    return next((one_line("".join(found.itertext())) for found in block.xpath(f"./*[local-name()='{tag}']")), "")


def _keep(article: Article, articles: list[Article], left_out: LeftOut) -> None:
    missing = [name for name in ("title", "source", "date") if name not in article.said]
    if not article.text.strip():
        left_out.add(article.path, "Factiva article without text (fields LP and TD)", _REMEDY, article.item)
    elif len(missing) == 3:
        left_out.add(article.path, "Factiva article without headline, source and date", _REMEDY, article.item)
    else:
        articles.append(article)


def _coded(block: etree._Element) -> dict[str, etree._Element]:
    """The fields of an article by their codes."""
    fields: dict[str, etree._Element] = {}
    for row in block.xpath(".//tr[count(td) >= 2]"):
        code = one_line(text_of(row.xpath("./td[1]")[0]))
        if _CODE.fullmatch(code):
            fields.setdefault(code, row.xpath("./td[2]")[0])
    return fields if fields.keys() & {"HD", "LP", "TD", "SN", "PD"} else {}


def _fill(article: Article, fields: dict[str, etree._Element]) -> None:
    article.text = paragraphs(fields[code] for code in ("LP", "TD") if code in fields)

    def field(code: str) -> str:
        return one_line(text_of(fields[code])) if code in fields else ""

    article.say("source", field("SN"), "Factiva field SN")
    article.say("title", field("HD"), "Factiva field HD")
    article.say("author", _BY.sub("", field("BY")), "Factiva field BY", evidence=field("BY"))
    date = field("PD")
    printed = parse_date(date) or next(iter(find_dates(date)), None)
    article.say_date(printed, "Factiva field PD", evidence=date)


def _fill_in_order(article: Article, block: etree._Element) -> None:
    """Without codes: headline, byline, number of words, date, time, source, code of the source, one a line."""
    title = first_text(block, ".//*[@id='hd'] | .//*[contains(@class, 'Headline')]")
    article.say("title", title, "Factiva headline")
    article.text = paragraphs(block.xpath(".//p[contains(@class, 'rticleParagraph')]"))
    lines = [one_line(text_of(line)) for line in block.xpath("./div")]
    for number, line in enumerate(lines):
        printed = parse_date(line)
        if printed is not None and printed.precision == "day" and not line.isdigit():
            article.say_date(printed, "Factiva date line", evidence=line)
            after = [later for later in lines[number + 1 :] if later and not _TIME.match(later)]
            article.say("source", after[0] if after else "", "Factiva source line")
            before = [earlier for earlier in lines[:number] if _BY.match(earlier)]
            if before:
                article.say("author", _BY.sub("", before[0]), "Factiva byline", evidence=before[0])
            break

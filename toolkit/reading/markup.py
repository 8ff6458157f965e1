"""What the readers of HTML share: a safe parse, and text as a reader sees it, a paragraph a line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

import lxml.html
from lxml import etree

from toolkit.reading.articles import one_line, words
from toolkit.reading.decoding import Unreadable

_PROLOG = re.compile(r"^\s*<\?xml[^>]*\?>")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")  # XML has no such characters
_BLOCKS = words(
    "p div br table tr td th li ul ol section article header footer aside h1 h2 h3 h4 h5 h6 blockquote "
    "pre figure figcaption hr dl dt dd form center"
)
_UNSEEN = frozenset(("script", "style", "head", "noscript", "template", "iframe", "object", "svg"))


def parse_html(text: str) -> lxml.html.HtmlElement:
    """The tree of a page.

    Raises
    ------
    Unreadable
        There is no element in it.
    """
    data = _FORBIDDEN.sub(" ", _PROLOG.sub("", text)).encode("utf-8", "replace")
    try:
        tree = lxml.html.document_fromstring(data, parser=lxml.html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError, AssertionError, RecursionError) as error:
        raise Unreadable("it is not HTML that can be read", "Save the page anew, or its text as .txt.") from error
    if tree is None:
        raise Unreadable("it is not HTML that can be read", "Save the page anew, or its text as .txt.")
    return tree


def with_class(name: str) -> str:
    """An XPath test: one of the element's classes is ``name``, in any case, or ends in it after ``__``."""
    lower = "translate(@class, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')"
    padded = f"concat(' ', normalize-space({lower}), ' ')"
    return f"(contains({padded}, ' {name.lower()} ') or contains({padded}, '__{name.lower()} '))"


def first_text(tree: etree._Element, path: str) -> str:
    """The text, on one line, of the first element an XPath finds that has any; else ""."""
    return next(filter(None, (one_line(text_of(found)) for found in tree.xpath(path))), "")


def text_of(element: etree._Element) -> str:
    """All text in an element, without scripts."""
    return "".join(_walk(element))


def paragraphs(elements: Iterable[etree._Element], *, without: Collection[str] = ()) -> str:
    """The text of elements, a paragraph a line; an element that is a block begins and ends one.

    Parameters
    ----------
    elements : iterable of Element
    without : collection of str
        Tags whose text is passed over, beside scripts and the like.
    """
    pieces: list[str] = []
    for element in elements:
        pieces += ["\n", *_walk(element, without), "\n"]
    return lines_of(pieces)


def lines_of(pieces: Iterable[str]) -> str:
    """Text cut at the "\\n" pieces: one line for each stretch that has any, with single spaces."""
    lines: list[str] = []
    line: list[str] = []
    for piece in pieces:
        if piece == "\n":
            lines.append(one_line("".join(line)))
            line = []
        else:
            line.append(piece)
    lines.append(one_line("".join(line)))
    return "\n".join(filter(None, lines))


def _walk(element: etree._Element, without: Collection[str] = ()) -> list[str]:
    """Text pieces in document order, blocks set apart by "\\n" pieces; without recursion, since pages nest deeply."""
    pieces: list[str] = []
    stack: list[tuple[str, etree._Element]] = [("open", element)]
    while stack:
        what, node = stack.pop()
        seen = isinstance(node.tag, str) and node.tag not in _UNSEEN and node.tag not in without
        block = seen and node.tag in _BLOCKS
        if what == "close":
            if block:
                pieces.append("\n")
            if node is not element and node.tail:
                pieces.append(_flat(node.tail))
            continue
        stack.append(("close", node))
        if block:
            pieces.append("\n")
        if seen:
            if node.text:
                pieces.append(_flat(node.text))
            stack.extend(("open", child) for child in reversed(node))
    return pieces


def _flat(text: str) -> str:
    return text if text != "\n" else " "

"""Safe HTML: what a notebook displayed, rebuilt from the few elements and attributes that a report needs.

Article text is escaped where it is written. This is the second wall: whatever passed the first, a user's own notebook
included, comes out of here without script, without a request to anywhere and without inline style; style becomes
classes, so that the report's content security policy need not allow any.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from lxml import html as lxml_html
from lxml.html import HtmlElement


def names(*lines: str) -> frozenset[str]:
    """The names in some lines, blanks between them."""
    return frozenset(" ".join(lines).split())


_KEPT = names(
    "a abbr article aside b blockquote br button caption cite code col colgroup dd del details dfn div dl dt em",
    "figcaption figure h1 h2 h3 h4 h5 h6 hr i img input ins kbd label li mark meter nav ol optgroup option output p",
    "pre progress q s samp search section select small span strong sub summary sup table tbody td tfoot th thead time",
    "tr u ul var wbr",
)
_DROPPED = names(  # with all that is in them
    "script style template noscript iframe frame frameset object embed applet link meta base form title head svg math",
    "audio video canvas portal textarea",
)
_ATTRIBUTES = names(
    "class title lang dir scope colspan rowspan headers alt role open start reversed value type id for tabindex",
    "datetime hidden width height placeholder disabled selected checked min max step size name autocomplete",
    "spellcheck cite span",
)
_INPUTS = names("search text checkbox radio number range")
_IMAGE = re.compile(r"data:image/(?:png|jpeg|gif|svg\+xml);base64,[A-Za-z0-9+/=\s]*")
_LINK = re.compile(r"https?://|#", re.IGNORECASE)
_HARMFUL_STYLE = re.compile(r"url\s*\(|expression|@|\\|position\s*:\s*fixed", re.IGNORECASE)


class Styles:
    """Inline styles become classes, the same class for the same style."""

    def __init__(self) -> None:
        self._classes: dict[str, str] = {}

    def class_of(self, style: str) -> str:
        """A class for a style; empty for a style that could load something or leave its place."""
        plain = ";".join(sorted(filter(None, map(_rule, style.split(";")))))
        if not plain or _HARMFUL_STYLE.search(plain) or set(plain) & set("<>{}"):
            return ""
        return self._classes.setdefault(plain, f"s{len(self._classes)}")

    def css(self) -> str:
        """The rules; as strong as the inline styles they replace."""
        return "".join(f".{name}.{name}.{name}{{{style}}}" for style, name in self._classes.items())


def _rule(part: str) -> str:
    """``key:value`` without the blanks that need not be there."""
    key, colon, value = part.partition(":")
    return f"{key.strip()}:{' '.join(value.split())}" if colon else ""


def parse(html: str) -> HtmlElement:
    """HTML as a tree, in a ``div`` of its own."""
    return lxml_html.fragment_fromstring(html.replace("\0", ""), create_parent="div")


def clean(root: HtmlElement, styles: Styles, image: Callable[[HtmlElement], HtmlElement]) -> None:
    """Make a tree safe, in place.

    Parameters
    ----------
    image : callable
        What to put in the place of an image that holds its data.
    """
    for element in list(root.iter()):
        if element is root:
            continue
        if not isinstance(element.tag, str):  # a comment, a processing instruction
            element.drop_tree()
            continue
        tag = element.tag.lower()
        if tag in _DROPPED:
            if element.getparent() is not None:
                element.drop_tree()
            continue
        if tag not in _KEPT:
            element.drop_tag()
            continue
        _clean_attributes(element, styles)
        if tag == "img":
            _clean_image(element, image)
        elif tag == "input" and element.get("type", "text") not in _INPUTS:
            element.drop_tree()


def _clean_attributes(element: HtmlElement, styles: Styles) -> None:
    style = element.attrib.pop("style", "")
    for name in list(element.attrib):
        value = element.attrib[name]
        link = name == "href" and element.tag == "a" and _LINK.match(value)
        image = name == "src" and element.tag == "img"
        if not (link or image or name in _ATTRIBUTES or name.startswith(("aria-", "data-"))):
            del element.attrib[name]
    if name := styles.class_of(style):
        element.set("class", f"{element.get('class', '')} {name}".strip())
    if element.tag == "a" and element.get("href", "").startswith("http"):
        element.set("rel", "noopener noreferrer")


def _clean_image(element: HtmlElement, image: Callable[[HtmlElement], HtmlElement]) -> None:
    if not _IMAGE.fullmatch(element.get("src", "")):
        element.drop_tree()
        return
    replaced = image(element)
    replaced.tail = element.tail
    parent = element.getparent()
    assert parent is not None
    parent.replace(element, replaced)


def to_html(root: HtmlElement) -> str:
    """The inside of a tree that :func:`parse` made."""
    inner = "".join(lxml_html.tostring(child, encoding="unicode") for child in root)
    return escape(root.text or "", quote=False) + inner

"""Figures inlined: the SVG of an image becomes part of the page, so that its marks answer and its words can be read.

Only drawing is let through: no script, no style, no link, nothing from outside. Inline style becomes attributes.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator
from html import escape

from lxml import etree
from lxml.html import HtmlElement, builder

from toolkit.report.safe import names

_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_PREFIX = "data:image/svg+xml;base64,"
_DRAWING = names(
    "svg g path use defs clipPath rect circle ellipse line polyline polygon text tspan title desc image pattern"
)
_ATTRIBUTES = names(
    "id class d x y x1 y1 x2 y2 cx cy r rx ry width height points transform viewBox clip-path clip-rule fill",
    "fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-dasharray",
    "stroke-dashoffset stroke-miterlimit opacity text-anchor font-size font-style font-weight font-family",
    "letter-spacing dominant-baseline patternUnits preserveAspectRatio visibility",
)
_REFERENCE = re.compile(r"url\(#([\w.-]+)\)")
_PICTURE = re.compile(r"data:image/(?:png|jpeg);base64,[A-Za-z0-9+/=\s]*")
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?")
_LONG_NUMBER = re.compile(r"(?<![\w#])-?\d+\.\d{2,}")
_NEEDLESS = re.compile(r"(?<=[A-Za-z]) | (?=[A-Za-z])| (?=-)")  # blanks of a path
_INHERITED = {"stroke-linejoin": "round", "stroke-linecap": "butt"}  # said once, for the whole drawing


class Figures:
    """The figures of a page; each keeps its ids to itself."""

    def __init__(self) -> None:
        self.roots: list[etree._Element] = []

    def take(self, image: HtmlElement) -> HtmlElement:
        """A ``<figure>`` in the place of an image, its caption the words for those who cannot see it."""
        alt = image.get("alt", "") or "figure"
        number = len(self.roots)
        root = _read(image.get("src", ""))
        shown: HtmlElement
        if root is None:
            shown = builder.IMG(alt=alt, src=image.get("src", ""))
            shown.set("class", image.get("class", ""))
        else:
            _mark(root)
            _plain(root, f"f{number}-")
            root.set("role", "img")
            root.set("aria-label", alt)
            self.roots.append(root)
            shown = builder.SPAN(builder.CLASS("drawing"))
            shown.set("data-figure", str(number))
        if any(above.tag == "figure" for above in image.iterancestors()):
            return shown  # it has its caption
        return builder.FIGURE(builder.CLASS("figure"), shown, builder.FIGCAPTION(alt))

    def keys(self) -> set[str]:
        """What all the marks are about."""
        found = {mark.get("data-key", "") for root in self.roots for mark in root.iter(f"{_SVG}g")}
        return found - {""}

    def put(self, html: str) -> str:
        """The page with its drawings in their places."""
        return re.sub(
            r'<span class="drawing" data-figure="(\d+)"></span>',
            lambda found: _framed(self.roots[int(found[1])]),
            html,
        )


def _framed(root: etree._Element) -> str:
    """A drawing that scrolls by itself on a narrow screen, by the keyboard too."""
    return f'<div class="drawing" tabindex="0" role="group">{_written(root)}</div>'


def _read(source: str) -> etree._Element | None:
    """The drawing in the address of an image; None for photographs, and for what is no sound SVG."""
    if not source.startswith(_PREFIX):
        return None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(base64.b64decode(source.removeprefix(_PREFIX)), parser)
    except (etree.XMLSyntaxError, binascii.Error):
        return None
    return root if root.tag == f"{_SVG}svg" else None


def _plain(root: etree._Element, prefix: str) -> None:
    """Only what draws, with ids of its own and style as attributes."""
    for element in list(root.iter()):
        name = element.tag.removeprefix(_SVG) if isinstance(element.tag, str) else ""
        if name not in _DRAWING or not element.tag.startswith(_SVG):
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
            continue
        _style_to_attributes(element)
        link = element.attrib.pop(_XLINK, None) or element.get("href")
        for key in list(element.attrib):
            if not (key in _ATTRIBUTES or key.startswith(("data-", "aria-")) or key == "role"):
                del element.attrib[key]
        if link and link.startswith("#") and name == "use":
            element.set("href", f"#{prefix}{link[1:]}")
        elif link and name == "image" and _PICTURE.fullmatch(link):
            element.set("href", link)
    _unclip(root)
    _ids(root, prefix)
    box = root.get("viewBox", "0 0 640 480").split()
    root.set("width", f"{round(float(box[2]) / 0.75)}")
    root.set("height", f"{round(float(box[3]) / 0.75)}")


def _mark(root: etree._Element) -> None:
    """Wrap each mark that says something in a group of its class, with what it says as its title."""
    found = root.find(".//{*}description")
    try:
        told = json.loads(found.text or "") if found is not None else {}
    except ValueError:  # the description is somebody else's
        return
    for name, texts in told.items() if isinstance(told, dict) else ():
        group = root.find(f".//{_SVG}g[@id='{name}']")
        drawn = [] if group is None else _drawn(group)
        if len(drawn) != len(texts):  # something was not drawn: better no words than another mark's
            continue
        for element, (key, said) in zip(drawn, texts, strict=True):
            parent = element.getparent()
            assert parent is not None
            mark = etree.Element(f"{_SVG}g", {"class": "mark"})
            if key:
                mark.set("data-key", key)
            title = etree.SubElement(mark, f"{_SVG}title")
            title.text = said
            mark.tail, element.tail = element.tail, None
            parent.replace(element, mark)
            mark.append(element)


def _drawn(group: etree._Element) -> list[etree._Element]:
    """The marks of an artist in the order in which they were drawn: its symbols, or else its lines and areas."""
    inside = [element for element in group.iter(f"{_SVG}use", f"{_SVG}path") if not _defined(element)]
    uses = [element for element in inside if element.tag == f"{_SVG}use"]
    return uses or inside


def _defined(element: etree._Element) -> bool:
    return any(above.tag == f"{_SVG}defs" for above in element.iterancestors())


def _style_to_attributes(element: etree._Element) -> None:
    for part in element.attrib.pop("style", "").split(";"):
        key, _, value = part.partition(":")
        key, value = key.strip(), value.strip()
        if key == "font-family" or not value:
            continue  # the page's own
        if key == "font":  # shorthand: style, weight, size and family in one
            size = re.search(r"([\d.]+)px", value)
            if size:
                element.set("font-size", f"{size[1]}px")
            if weight := re.search(r"\b(bold|[5-9]00)\b", value):
                element.set("font-weight", weight[1])
            if "italic" in value:
                element.set("font-style", "italic")
        elif key in _ATTRIBUTES:
            element.set(key, value)


def _ids(root: etree._Element, prefix: str) -> None:
    """Ids that are pointed at stay, under a prefix; the others go, and so do groups that then say nothing."""
    wanted = {
        link[1:].removeprefix(prefix) for link in (e.get("href", "") for e in root.iter()) if link.startswith("#")
    }
    for element in root.iter():
        for value in element.attrib.values():
            wanted.update(_REFERENCE.findall(value))
    for clip in list(root.iter(f"{_SVG}clipPath")):
        parent = clip.getparent()
        if clip.get("id") not in wanted and parent is not None:
            parent.remove(clip)
    for element in list(root.iter()):
        own = element.get("id")
        if own is not None:
            if own in wanted:
                element.set("id", prefix + own)
            else:
                del element.attrib["id"]
                if own.startswith("matplotlib.axis"):
                    element.set("class", f"axis-{own[-1]}")
                elif own.startswith("text_") and _of_axis(element):
                    element.set("class", "label")
        for key, value in list(element.attrib.items()):
            if key != "id" and "url(" in value:
                element.set(key, _REFERENCE.sub(lambda found: f"url(#{prefix}{found[1]})", value))
        fine = 2 if _defined(element) else 1  # a marker is small
        for key in ("d", "x", "y", "points", "transform", "width", "height"):
            if key in element.attrib and element is not root:
                element.set(key, _shorter(element.get(key, ""), fine))
        if "d" in element.attrib:
            element.set("d", _NEEDLESS.sub("", element.get("d", "")))
    _unwrap(root)


def _of_axis(element: etree._Element) -> bool:
    """Whether a group is what an axis is called: it stands in the axis itself, and the names of ticks in the ticks."""
    parent = element.getparent()
    return parent is not None and (parent.get("class") or "").startswith("axis-")


def _shorter(value: str, decimals: int) -> str:
    value = " ".join(value.split())
    return _LONG_NUMBER.sub(lambda found: f"{float(found[0]):.{decimals}f}".rstrip("0").rstrip("."), value)


def _unclip(root: etree._Element) -> None:
    """Nothing is cut off from what lies within its frame: there, clipping goes; so do frames that then cut nothing."""
    frames = {}
    for clip in root.iter(f"{_SVG}clipPath"):
        box = clip.find(f"{_SVG}rect")
        if box is not None:
            x, y, width, height = (float(box.get(name, "0")) for name in ("x", "y", "width", "height"))
            frames[clip.get("id", "")] = x, y, x + width, y + height
    for element in root.iter():
        found = _REFERENCE.fullmatch(element.get("clip-path", ""))
        if found and found[1] in frames and _within(element, frames[found[1]]):
            del element.attrib["clip-path"]


def _within(element: etree._Element, frame: tuple[float, float, float, float]) -> bool:
    """Whether all that an element draws lies in a frame, as far as its numbers tell; what is moved does not tell."""
    low_x, low_y, high_x, high_y = frame
    for part in element.iter():
        if part.get("transform") or part.tag in (f"{_SVG}image", f"{_SVG}text"):
            return False
        numbers = [float(number) for number in _NUMBER.findall(part.get("d", ""))]
        reach = 0.0
        if part.tag == f"{_SVG}use":
            numbers, reach = [float(part.get("x", "nan")), float(part.get("y", "nan"))], 6.0
        if not all(low_x + reach <= x <= high_x - reach for x in numbers[::2]):
            return False
        if not all(low_y + reach <= y <= high_y - reach for y in numbers[1::2]):
            return False
    return True


def _unwrap(root: etree._Element) -> None:
    """Groups without an attribute group nothing; empty ones draw nothing."""
    for element in list(root.iter(f"{_SVG}g"))[::-1]:
        parent = element.getparent()
        if parent is None or element.attrib:
            continue
        place = parent.index(element)
        for child in list(element):
            parent.insert(place, child)
            place += 1
        parent.remove(element)


def _written(root: etree._Element) -> str:
    return "".join(_parts(root))


def _parts(element: etree._Element) -> Iterator[str]:
    """Markup of an element in an HTML page, where SVG needs no namespaces and no line breaks."""
    name = element.tag.removeprefix(_SVG)
    attributes = "".join(
        f' {key}="{escape(value)}"' for key, value in element.attrib.items() if _INHERITED.get(key) != value
    )
    if name == "svg":
        attributes += "".join(f' {key}="{value}"' for key, value in _INHERITED.items())
    words = escape(element.text or "", quote=False) if name in ("text", "tspan", "title", "desc") else ""
    if not len(element) and not words:
        yield f"<{name}{attributes}/>"
        return
    yield f"<{name}{attributes}>{words}"
    for child in element:
        yield from _parts(child)
        if child.tail and name in ("text", "tspan"):
            yield escape(child.tail, quote=False)
    yield f"</{name}>"

"""The passages of a report, each there once: what stands behind marks refers to them by number.

Without a script, the list is at the end of the report, and each mark's line in its section links into it. With it, a
mark that is chosen shows its passages where it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from html import escape

from lxml.html import HtmlElement, builder

from toolkit.report.safe import to_html
from toolkit.schema import BETWEEN, whole_of

_PLACE = re.compile(r'<span class="toolkit-place" data-behind="(\d+)"></span>')


@dataclass(frozen=True)
class _Behind:
    """What stands behind one mark: how much there is, in words; its passages, as :func:`_read` gives them; the rest."""

    key: str
    told: list[str]
    passages: list[tuple[str, str, str]]
    rest: str


class Pool:
    """Passages by number, from 1, in the order in which marks first refer to them.

    Parameters
    ----------
    say : callable, optional
        How the report's language writes a part of something, a month say.
    """

    def __init__(self, say: Callable[[str], str] = str) -> None:
        self._say = say
        self._numbers: dict[tuple[str, str], int] = {}
        self._taken: list[tuple[str, list[_Behind]]] = []
        self._lists: list[str] = []

    def __len__(self) -> int:
        return len(self._numbers)

    def take(self, root: HtmlElement) -> None:
        """Take what stands behind marks out of a tree, in place; :meth:`put` gives it back."""
        for details in root.find_class("toolkit-behind"):
            place = builder.SPAN(builder.CLASS("toolkit-place"))
            place.set("data-behind", str(len(self._taken)))
            summary = details.find("summary")
            said = summary.text_content() if summary is not None else ""
            self._taken.append((said, list(map(_behind, details.iterchildren("section")))))
            place.tail = details.tail
            parent = details.getparent()
            assert parent is not None
            parent.replace(details, place)

    def number(self, keys: AbstractSet[str]) -> None:
        """Number the passages of the marks that the page has, by their keys; what no mark asks for is left out.

        A part of something, ``milice · Le Monde``, for which nothing was taken, asks for the whole of it.
        """
        there = {one.key for _, listed in self._taken for one in listed}
        wanted = {key if key in there else whole_of(key) for key in keys}
        for said, listed in self._taken:
            lines = [self._line(one) for one in listed if one.key in wanted or not keys]
            self._lists.append(
                f'<details class="toolkit-behind"><summary>{escape(said)}</summary><ul>{"".join(lines)}</ul></details>'
                if lines
                else ""
            )

    def put(self, html: str) -> str:
        """The page with what stands behind its marks in its places."""
        return _PLACE.sub(lambda found: self._lists[int(found[1])], html)

    def items(self) -> str:
        """The passages themselves, for the list at the end."""
        return "".join(
            f"<li id=p{number}>{escape(words, quote=False)}<small>{escape(about, quote=False)}</small>\n"
            for (words, about), number in self._numbers.items()
        )

    def _line(self, one: _Behind) -> str:
        """What stands behind one mark, with the numbers of its passages."""
        numbers = [self._numbers.setdefault((words, at), len(self._numbers) + 1) for words, _, at in one.passages]
        marks = " ".join(marked for _, marked, _ in one.passages)
        spans = f' data-m="{marks}"' if marks else ""
        name, between, part = one.key.partition(BETWEEN)
        parts = [f"<b>{escape(name + between + (self._say(part) if part else ''), quote=False)}</b>"]
        parts += [f"<span>{escape(words, quote=False)}</span>" for words in one.told]
        parts += [f"<a href=#p{number}>{number}</a>" for number in numbers]
        return f'<li data-key="{escape(one.key)}"{spans}>{" ".join(parts)}{one.rest}'


def _behind(section: HtmlElement) -> _Behind:
    told = [part.text_content() for part in section.iterchildren("p")][1:]
    rest = "".join(_alone(part) for part in section if part.tag not in ("p", "ul"))
    return _Behind(section.get("data-key", ""), told, [_read(item) for item in section.iterfind("ul/li")], rest)


def _alone(element: HtmlElement) -> str:
    around = builder.DIV()
    element.tail = None
    around.append(element)
    return to_html(around)


def _read(item: HtmlElement) -> tuple[str, str, str]:
    """The words of a passage, what is marked in them, and where it is from.

    What is marked is told as a script counts characters: ``12-18,40-46``, or ``-`` for nothing.
    """
    small = item.find("small")
    about = small.text_content() if small is not None else ""
    words, spans = "", []
    for text, is_marked in _runs(item):
        start = _units(words)
        words += text
        if is_marked:
            spans.append(f"{start}-{_units(words)}")
    return words.rstrip(), ",".join(spans) or "-", about


def _runs(item: HtmlElement) -> Iterator[tuple[str, bool]]:
    yield item.text or "", False
    for child in item:
        if child.tag != "small":
            yield child.text_content(), child.tag == "mark"
        yield child.tail or "", False


def _units(words: str) -> int:
    """Characters as JavaScript counts them."""
    return len(words.encode("utf-16-le")) // 2

"""The language of a report: its labels, numbers and dates. English is what the toolkit itself says.

What the toolkit shows is translated where it stands on the page: headings and captions of tables, words of figures,
sentences to the reader. Article text, terms, names and titles are nobody's to translate, and stay.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal
from lxml import etree
from lxml.html import HtmlElement

from toolkit.report.safe import names
from toolkit.schema import whole_of

_PLURAL = re.compile(r"(?<![\d.,])1 (article|word|source|line|pair|suggestion|term|name|sentence|page)s\b")
_NUMBER = re.compile(r"(?<![\w.,])([−-]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?!\w|[.,]\d)")
_SENTENCE = re.compile(r"(?<=[a-zà-ÿ)]\.) (?=[A-ZÀ-Ý«\d])")
_COUNTED = re.compile(r"(.+?) \((\d+ articles?)\)(, |$)")
_DATE = re.compile(r"(?<![\w-])(\d{4})-(\d{2})(?:-(\d{2}))?(?![\w-])")
# Whose words are the toolkit's: everything else may be an article's.
_OURS = "|".join(
    f".//{name}"
    for name in (
        *("th[@scope='col']", "p[@class='toolkit-legend']/i"),
        *sorted(names("caption summary figcaption p button label small option legend")),
    )
)
_OUR_COLUMNS = {
    *("category", "field", "holds", "kind", "own", "reason", "remedy", "rule", "side", "spread", "type"),
}
_COMPOSED = re.compile(r"; |[^«»]: |\d.*%")  # what only a figure of ours says, no term or name
_OF_TICKS = re.compile(r"^\(unknown\)|^as often$")  # what stands among the names down the side and is none
_NOT_OURS = {"code", "pre", "mark", "q"}
_SAID = ("title", "aria-label", "placeholder", "alt")


class Language:
    """Says things in one language.

    Parameters
    ----------
    code : {"en", "fr"}

    Attributes
    ----------
    missing : set of str
        What was to be said and has no translation.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        self.missing: set[str] = set()

    def __call__(self, text: str, *values: Any) -> str:
        """A text of ours, each ``{}`` filled with a number as the language writes it, or with words."""
        filled = self._of_catalogue(text).format(*map(self._value, values))
        return _PLURAL.sub(r"1 \1", filled) if self.code == "en" else _french_one(filled)

    def _of_catalogue(self, text: str) -> str:
        if self.code == "en":
            return text
        found = _catalogue(self.code)["exact"].get(text)
        if found is None:
            self.missing.add(text)
        return found or text

    def _value(self, value: Any) -> str:
        return self.number(value) if isinstance(value, int | float) else str(value)

    def number(self, value: float) -> str:
        return format_decimal(value, format="#,##0.###", locale=self.code)

    def date(self, day: datetime.date) -> str:
        """A day, written out in French, as ISO 8601 has it in English."""
        return f"{day:%Y-%m-%d}" if self.code == "en" else _written_out(day, "MMMM", self.code)

    def list(self, parts: Iterable[str]) -> str:
        """Parts with semicolons between them, as the language sets them."""
        return (" ; " if self.code == "fr" else "; ").join(parts)

    def known(self, text: str) -> str:
        """A text that is ours or somebody's name: translated where the catalogue has it, else as it is."""
        before = set(self.missing)
        said = self.sentence(text)
        self.missing = before
        return said

    # what stands on the page

    def sentence(self, text: str) -> str:
        """A text of the toolkit's as it stands on the page, numbers and dates in it."""
        if self.code == "en" or not re.search(r"[^\W\d]", text):
            return self.figures(text)
        core = " ".join(text.split())
        lead, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        return lead + _french_one(self.figures(self._translated(core))) + tail

    def _translated(self, text: str) -> str:
        catalogue = _catalogue(self.code)
        if text in catalogue["exact"]:
            return catalogue["exact"][text]
        if text in catalogue["cells"]:
            return catalogue["cells"][text]
        if (said := self._by_sentence(text)) is not None:
            return said
        for pattern, replacement in _patterns(self.code):
            if found := pattern.fullmatch(text):
                return self._filled(replacement, found)
        if not text.startswith("· "):  # the source and date of an article
            self.missing.add(text)
        return text

    def _by_sentence(self, text: str) -> str | None:
        """Several sentences, each of which is known by itself; else None: they may be known together."""
        sentences = _SENTENCE.split(text)
        if len(sentences) == 1:
            return None
        before, self.missing = self.missing, set()
        said = " ".join(map(self._translated, sentences))
        unknown, self.missing = self.missing, before
        return None if unknown else said

    def _filled(self, replacement: str, found: re.Match[str]) -> str:
        """The replacement with its groups: ``{1!}`` is translated in turn, ``{1?}`` where it is ours and no name,
        ``{1~}`` after a comma, where there is one; ``{1@}`` is a list of names with their articles; ``{1$}`` is a
        group of articles after a preposition, and ``{1«}`` one by itself, both so that nothing depends on its name."""

        def part(group: re.Match[str]) -> str:
            said = found[int(group[1])] or ""
            if group[2] == "!":
                return self._translated(said)
            if group[2] == "?":
                return self.known(said)
            if group[2] == "~":
                return f", {self._translated(said)}" if said else ""
            if group[2] in ("$", "«"):
                return self._group(said, "la source " if group[2] == "$" else "")
            if group[2] == "@":
                return _COUNTED.sub(lambda one: f"{self.known(one[1])} ({one[2]}){one[3]}", said)
            return said

        return re.sub(r"\{(\d+)([!?~@$«]?)\}", part, replacement)

    def _group(self, name: str, called: str) -> str:
        """A group of articles: words of ours, or a name in quotation marks, which asks for no article or elision."""
        ours = self.known(name)
        return ours if ours != name else f"{called}« {name} »"

    def figures(self, text: str, *, short: bool = False) -> str:
        """Numbers and dates in a text as the language writes them; months in digits where there is little room."""
        if self.code == "en":
            return text
        text = _DATE.sub(self._short_date if short else self._date, text)
        return _NUMBER.sub(self._number, text)

    def _short_date(self, found: re.Match[str]) -> str:
        year, month, day = found.groups()
        return "/".join(filter(None, (day, month, year)))

    def _date(self, found: re.Match[str]) -> str:
        year, month, day = int(found[1]), int(found[2]), int(found[3] or 1)
        try:
            when = datetime.date(year, month, day)
        except ValueError:
            return found[0]
        return _written_out(when, "MMM", self.code) if found[3] else format_date(when, "MMM y", locale=self.code)

    def _number(self, found: re.Match[str]) -> str:
        sign, whole, decimals = found.groups()
        if "," not in whole and not decimals:
            return found[0]
        return sign + whole.replace(",", "\u202f") + (decimals or "").replace(".", ",")

    def localise(self, root: HtmlElement) -> None:
        """Translate what is the toolkit's in a tree of HTML, and write its numbers and dates."""
        if self.code == "en":
            return
        for table in root.iter("table"):
            self._cells(table)
        for element in root.xpath(_OURS):
            if not _quoted(element):
                self._words(element, name=element.tag == "th")
        for cell in root.iter("td"):
            if cell.text and not _quoted(cell) and _is_figure(cell.text):
                said = self.figures(cell.text)
                if said != cell.text and cell.get("data-v") is None:
                    cell.set("data-v", cell.text.strip())  # what the script sorts by
                cell.text = said
        for element in root.iter():
            for name in _SAID:
                if element.get(name) and not _quoted(element):
                    element.set(name, self.sentence(element.get(name, "")))

    def _cells(self, table: HtmlElement) -> None:
        """Translate the cells of columns whose words are ours; those of the others may be an article's."""
        heads = [head.text_content().strip() for head in table.xpath("./thead/tr[1]/*")]
        ours = [place for place, head in enumerate(heads) if head in _OUR_COLUMNS]
        for row in table.xpath("./tbody/tr") if ours else ():
            for place in ours:
                if place < len(row) and row[place].text:
                    row[place].text = self.sentence(row[place].text)

    def _words(self, element: HtmlElement, *, name: bool = False) -> None:
        """Each run of text in an element; a heading of a column may be a name, of a source say."""
        if element.text and element.text.strip():
            element.text = (
                self.known(element.text) if name and element.text[:1].isupper() else self.sentence(element.text)
            )
        for child in element:
            if child.tail and child.tail.strip():
                child.tail = self.sentence(child.tail)

    def localise_drawing(self, root: etree._Element) -> None:
        """Translate a figure: the words around it; not the names down its side, which are terms and sources."""
        if self.code == "en":
            return
        if root.get("aria-label"):
            root.set("aria-label", self.sentence(root.get("aria-label", "")))
        names = _names(root)
        for element in root.iter("{*}text", "{*}tspan", "{*}title"):
            text = element.text
            if not text or text in names:
                continue
            if _is_figure(text):
                element.text = self.figures(text, short=True)
            elif _down_the_side(element):
                element.text = _OF_TICKS.sub(lambda found: self.known(found[0]), text)
            else:
                element.text = self.sentence(text) if _COMPOSED.search(text) else self.known(text)


def _quoted(element: HtmlElement) -> bool:
    """Whether an element holds article text, or code."""
    if element.tag == "td" and element.text and _is_figure(element.text):
        return False
    lines = element.tag not in ("th", "caption", "table")
    for above in (element, *element.iterancestors()):
        if above.tag in _NOT_OURS or above.get("lang") == "fr":
            return True
        if lines and above.tag == "table" and above.get("data-kind"):
            return True
    return False


def _names(root: etree._Element) -> set[str]:
    """What the marks of a drawing are about, whose words are articles' even where ours are spelled the same."""
    keys = [mark.get("data-key", "") for mark in root.iter("{*}g")]
    return {name for key in keys for name in (key, whole_of(key))} - {""}


def _down_the_side(element: etree._Element) -> bool:
    """Whether a text stands at a tick of the vertical axis, and does not say what the axis is."""
    classes = {above.get("class") for above in element.iterancestors()}
    return "axis-2" in classes and "label" not in classes


def _written_out(day: datetime.date, month: str, code: str) -> str:
    """A day as it is said: in French the first of a month is an ordinal number."""
    written = format_date(day, f"d {month} y", locale=code)
    return f"1er{written[1:]}" if code == "fr" and day.day == 1 else written


def _is_figure(text: str) -> bool:
    """Whether a text is numbers, dates and signs only."""
    return not re.search(r"[^\W\d_]", _DATE.sub("", text))


_ONE = re.compile(
    r"(?<![\d,\u202f])([01]) (article|mot|source|ligne|paire|suggestion|terme|nom|phrase|page|occurrence|écarté)s\b"
)


def _french_one(text: str) -> str:
    """In French, nothing and one are singular."""
    return _ONE.sub(r"\1 \2", text)


@cache
def _catalogue(code: str) -> dict[str, Any]:
    return json.loads((files("toolkit.report") / f"{code}.json").read_text(encoding="utf-8"))


@cache
def _patterns(code: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), said) for pattern, said in _catalogue(code)["patterns"])

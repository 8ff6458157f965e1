"""An executed notebook as a page: sections under their findings, results first, code folded away."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape

import mistune
from lxml.html import HtmlElement
from nbformat import NotebookNode

from toolkit.report import safe
from toolkit.report.figures import Figures
from toolkit.report.freezing import bundle_html
from toolkit.report.language import Language
from toolkit.report.pool import Pool
from toolkit.report.saved import REPLACED
from toolkit.report.scarce import NOTE

_HEADING = re.compile(r"^(#{1,6})[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
FINDING = "toolkit-finding"


@dataclass
class Section:
    """A heading and what stands under it.

    Attributes
    ----------
    key : str
        Its anchor.
    heading : str
        As HTML; empty for what comes before the first heading.
    finding : str
        What its results say, as HTML; shown as the heading where there is one.
    blocks : list of str
        Prose, results and folded code, as HTML.
    """

    key: str
    heading: str = ""
    finding: str = ""
    blocks: list[str] = field(default_factory=list)


@dataclass
class Page:
    """A report of one notebook, before it is laid out.

    Attributes
    ----------
    title : str
        As text.
    sections : list of Section
        The first is the introduction, without a heading.
    css : str
        Rules for the styles that stood inline.
    passages : str
        The passages behind its marks, as items of a list.
    n_passages : int
    missing : set of str
        What was to be said in the report's language and has no translation.
    """

    title: str = ""
    sections: list[Section] = field(default_factory=lambda: [Section("top")])
    css: str = ""
    passages: str = ""
    n_passages: int = 0
    missing: set[str] = field(default_factory=set)

    @property
    def lead(self) -> str:
        """The first sentences of the introduction, as text."""
        first = re.search(r"<p>(.*?)</p>", "".join(self.sections[0].blocks), flags=re.DOTALL)
        return safe.parse(first[1]).text_content() if first else ""


class Builder:
    """Makes the page of an executed notebook whose widgets are frozen.

    Parameters
    ----------
    language : Language
    redact : callable
        Takes the paths of this machine out of a text.
    """

    def __init__(self, language: Language, redact: Callable[[str], str]) -> None:
        self.say, self.redact = language, redact
        self.styles, self.figures, self.pool = safe.Styles(), Figures(), Pool(language.known)
        self.page = Page()
        self._keys: set[str] = {"top", "contents", "methods"}

    def build(self, notebook: NotebookNode) -> Page:
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                self._prose(cell.source, cell.metadata.get("lang", "en"))
            elif cell.cell_type == "code" and cell.source.strip():
                self._results(cell)
        for root in self.figures.roots:
            self.say.localise_drawing(root)
        self.pool.number(self.figures.keys())
        for section in self.page.sections:
            section.blocks = [self.pool.put(self.figures.put(block)) for block in section.blocks]
        self.page.passages, self.page.n_passages = self.pool.items(), len(self.pool)
        self.page.css = self.styles.css()
        self.page.missing = set(self.say.missing)
        return self.page

    # prose

    def _prose(self, source: str, language: str) -> None:
        parts = _HEADING.split(source)
        self._paragraphs(parts[0], language)
        for marks, heading, text in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
            self._heading(len(marks), heading)
            self._paragraphs(text, language)

    def _heading(self, level: int, heading: str) -> None:
        html = _inline(heading)
        words = safe.parse(html).text_content()
        if level == 1 and not self.page.title:
            self.page.title = words
        elif level <= 2:
            self.page.sections.append(Section(self._key(words), html))
        else:
            self.page.sections[-1].blocks.append(f"<h3>{html}</h3>")

    def _key(self, words: str) -> str:
        """An anchor from the words of a heading, its own on the page."""
        plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode("ascii").lower()
        key = base = "-".join(re.findall(r"[a-z0-9]+", plain))[:60] or "section"
        number = 2
        while key in self._keys:
            key, number = f"{base}-{number}", number + 1
        self._keys.add(key)
        return key

    def _paragraphs(self, source: str, language: str) -> None:
        if not source.strip():
            return
        root = safe.parse(_markdown(source))
        safe.clean(root, self.styles, self.figures.take)
        attribute = f' lang="{language}"' if language != self.say.code else ""
        self.page.sections[-1].blocks.append(f'<div class="prose"{attribute}>{safe.to_html(root)}</div>')

    # results

    def _results(self, cell: NotebookNode) -> None:
        section = self.page.sections[-1]
        if REPLACED not in cell.metadata.get("tags", []):
            for output in cell.outputs:
                section.blocks.extend(self._result(output, section))
        section.blocks.append(self._code(cell.source))

    def _result(self, output: NotebookNode, section: Section) -> Iterator[str]:
        if output.output_type == "stream":
            if output.name == "stdout" and output.text.strip():
                yield f'<pre class="printed">{escape(self.redact(output.text), quote=False)}</pre>'
            return
        data = output.get("data", {})
        if NOTE in data:
            said = self.say("This corpus is too small for this section: {}", self.say.known(self.redact(data[NOTE])))
            yield f'<p class="scarce">{escape(said)}</p>'
            return
        html = _markdown(data["text/markdown"]) if "text/markdown" in data else bundle_html(data)
        if not html:
            return
        root = safe.parse(self.redact(html))
        self._finish(root, section)
        shown = safe.to_html(root)
        if shown.strip():
            yield f'<div class="result">{shown}</div>'

    def _finish(self, root: HtmlElement, section: Section) -> None:
        safe.clean(root, self.styles, self.figures.take)
        self.say.localise(root)
        self.pool.take(root)
        for found in root.find_class(FINDING):
            if not section.finding and section.heading:
                section.finding = safe.to_html(found)
                found.drop_tree()
        for heading in root.iter("th"):
            if not heading.text_content().strip():  # a corner, not a heading
                heading.tag = "td"
        for table in root.iter("table"):
            _scrolling(table)

    def _code(self, source: str) -> str:
        return (
            f'<details class="code"><summary>{escape(self.say("Code"))}</summary>'
            f"<pre><code>{escape(self.redact(source), quote=False)}</code></pre></details>"
        )


def _scrolling(table: HtmlElement) -> None:
    """A wide table scrolls in a region of its own, by the keyboard too."""
    parent = table.getparent()
    if parent is None or "toolkit-scroll" in parent.get("class", ""):
        return
    caption = table.find("caption")
    region = parent if parent.tag == "div" and len(parent) == 1 and not (parent.text or "").strip() else None
    if region is None or region.getparent() is None:
        region = table.makeelement("div")
        region.tail, table.tail = table.tail, None
        parent.replace(table, region)
        region.append(table)
    region.set("class", f"{region.get('class', '')} wide".strip())
    region.set("tabindex", "0")
    region.set("role", "region")
    region.set("aria-label", " ".join(caption.text_content().split()) if caption is not None else "table")


_render = mistune.create_markdown(escape=True, plugins=["table", "strikethrough", "footnotes"])


def _markdown(source: str) -> str:
    """Markdown as HTML; HTML in it stays text."""
    return str(_render(source if isinstance(source, str) else "".join(source)))


def _inline(source: str) -> str:
    root = safe.parse(_markdown(source))
    safe.clean(root, safe.Styles(), Figures().take)
    paragraph = root.find("p")
    return safe.to_html(paragraph if paragraph is not None else root)

"""How much article text leaves the machine: nothing, sentences, or paragraphs.

The toolkit's evidence writes no more than is allowed (:mod:`toolkit.evidence.excerpts`). A notebook may show text by
other means. So what it showed is looked through once more: where nothing may be shown, whatever has eight words in a
row with an article is taken out, and said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement
from nbformat import NotebookNode

from toolkit.corpus import Corpus
from toolkit.report.safe import names, parse, to_html

LEVELS = ("none", "sentences", "paragraphs")
WINDOW = 8
"""So many words in a row are an excerpt, whatever they are part of."""

_WORD = re.compile(r"\w+")
_HOLDERS = names("td th li p pre dd dt caption figcaption summary h1 h2 h3 h4 h5 h6 blockquote text")
_SAID = ("alt", "title", "aria-label", "data-copy")


class Guard:
    """Takes articles' words out of what notebooks showed.

    Parameters
    ----------
    corpus : Corpus
        The whole of it: what a report leaves out must not be quoted either.
    left_out : str
        What stands in the place of what was taken out.
    """

    def __init__(self, corpus: Corpus, left_out: str) -> None:
        self.corpus, self.left_out = corpus, left_out

    def clear(self, outputs: list[NotebookNode]) -> int:
        """Take excerpts out of outputs, in place; how many there were. The corpus is read through once."""
        shown = [_Shown(output, key) for output in outputs for key in _texts(output)]
        asked: set[str] = set().union(*(one.windows() for one in shown))
        there: set[str] = set()
        for name in ("text", "page") if asked else ():
            for text in self.corpus.tables.strings(name):
                there |= asked & windows(text.as_py())
        return sum(one.clear(there, self.left_out) for one in shown)


def _texts(output: NotebookNode) -> list[str]:
    """The keys under which an output holds words."""
    if output.output_type == "stream":
        return ["text"]
    return [key for key in output.get("data", {}) if key.startswith("text/")]


class _Shown:
    """One text of an output: HTML part by part, anything else as one."""

    def __init__(self, output: NotebookNode, key: str) -> None:
        self.holder = output if output.output_type == "stream" else output.data
        self.key = key
        self.root = parse(str(self.holder[key])) if key == "text/html" else None
        self.parts = list(_parts(self.root)) if self.root is not None else []

    def windows(self) -> set[str]:
        if self.root is None:
            return windows(str(self.holder[self.key]))
        return set().union(*(windows(words) for *_, words in self.parts))

    def clear(self, there: set[str], left_out: str) -> int:
        if self.root is None:
            found = bool(windows(str(self.holder[self.key])) & there)
            if found:
                self.holder[self.key] = left_out
            return found
        taken = 0
        for element, what, words in self.parts:
            if windows(words) & there:
                taken += 1
                _empty(element, what, left_out)
        if taken:
            self.holder[self.key] = to_html(self.root)
        return taken


_WHOLE, _OWN = "whole", "own"


def _parts(root: HtmlElement) -> Iterator[tuple[HtmlElement, str, str]]:
    """Whatever holds words: an element, the text that is its own, or one of its attributes; and the words."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        for name in _SAID:
            if element.get(name):
                yield element, name, element.get(name, "")
        if element.tag in _HOLDERS:
            yield element, _WHOLE, element.text_content()
        else:
            yield element, _OWN, " ".join(filter(None, (element.text, *(child.tail for child in element))))


def _empty(element: HtmlElement, what: str, left_out: str) -> None:
    if what == _WHOLE:
        for child in list(element):
            element.remove(child)
        element.text = left_out
    elif what == _OWN:
        element.text = left_out
        for child in element:
            child.tail = None
    else:
        element.set(what, left_out)


def windows(text: str) -> set[str]:
    """Every run of :data:`WINDOW` words, in one case, whatever stands between them."""
    words = _WORD.findall(text.lower())
    return {" ".join(words[at : at + WINDOW]) for at in range(len(words) - WINDOW + 1)}

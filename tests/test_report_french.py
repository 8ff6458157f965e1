"""Reports in French: whatever control an explorer has moved, whatever was left out, no word stays English."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import ipywidgets as widgets
import pytest
from explored import small_corpus
from lxml.etree import _Element

from toolkit.explorers.frame import Explorer
from toolkit.explorers.pairs import Pairs
from toolkit.explorers.terms import Terms
from toolkit.explorers.vocabulary import Vocabulary
from toolkit.report import safe
from toolkit.report.figures import Figures
from toolkit.report.language import Language

ROOT = Path(__file__).resolve().parents[1]
ENGLISH = {
    *("the", "of", "and", "in", "with", "by", "from", "is", "are", "was", "to", "for", "not", "no", "its", "this"),
    *("which", "their", "has", "have", "than", "words", "rows", "lines", "all", "others", "other", "more", "less"),
    *("every", "what", "how", "who", "where", "when", "shown", "there", "between", "read", "only", "none", "at", "be"),
    *("but", "one", "two", "three", "that", "each"),
}
"""Words that no French sentence of the toolkit has, and hardly an English one is without."""


def texts(root: _Element) -> Iterator[str]:
    """What a reader sees or hears of a tree, without article text and code."""
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style", "code", "pre"):
            continue
        lineage = [element, *element.iterancestors()]
        if any(
            (each.get("lang") == "fr" and each.tag != "html") or each.tag in ("mark", "q", "code", "pre")
            or each.get("data-kind") for each in lineage
        ):  # fmt: skip
            continue
        yield from filter(None, map(element.get, ("alt", "title", "aria-label", "placeholder")))
        yield from filter(None, [element.text, *(child.tail for child in element)])


def english(root: _Element) -> list[str]:
    return [text for text in texts(root) if set(re.findall(r"[^\W\d_]+", text.lower())) & ENGLISH]


def said_in_french(explorer: Explorer) -> tuple[set[str], list[str]]:
    """What a report would have no French words for, and what is English in what it would show."""
    assert explorer.wait()
    parts = (explorer.said, explorer.problem, explorer.figure, explorer.table, explorer.unread)
    root = safe.parse("".join(part.value for part in (*parts, *explorer.panels.values())))
    figures, say = Figures(), Language("fr")
    safe.clean(root, safe.Styles(), figures.take)
    say.localise(root)
    for drawing in figures.roots:
        say.localise_drawing(drawing)
    return say.missing, [text for tree in (root, *figures.roots) for text in english(tree)]


def positions(control: widgets.Widget) -> list:
    """Where a control can stand."""
    values = [option[1] if isinstance(option, tuple) else option for option in getattr(control, "options", ())]
    if isinstance(control, widgets.Dropdown):
        return values
    if isinstance(control, widgets.Checkbox):
        return [not control.value]
    if isinstance(control, widgets.IntSlider):
        return [control.min, control.max]
    if isinstance(control, widgets.SelectionRangeSlider):
        return [(values[0], values[0]), (values[0], values[-1])]
    if isinstance(control.value, str):
        return ["soldat*", "soldta", "xyzxyz"]
    return [tuple(values[:1]), ()]


@pytest.mark.parametrize("kind", [Terms, Pairs, Vocabulary])
def test_wherever_a_control_stands_the_view_is_said_in_french(kind: type[Explorer]) -> None:
    explorer = kind(small_corpus())
    missing, left = said_in_french(explorer)
    for name, control in {**explorer.controls, **explorer.reading}.items():
        before = control.value
        for value in positions(control):
            control.value = value
            unsaid, untranslated = said_in_french(explorer)
            missing |= unsaid
            left += [f"{name}={value!r}: {text}" for text in untranslated]
        control.value = before
    assert missing == set()
    assert left == []


def told_when_reading() -> Iterator[str]:
    """The reasons and remedies of what is left out, as they stand in the code; a value in one is an ``x``."""
    for path in [*(ROOT / "toolkit" / "reading").glob("*.py"), ROOT / "toolkit" / "corpus" / "loading.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            told = node.args[1:3] if called == "left_out.add" else node.args if called == "Unreadable" else []
            for part in told:
                if isinstance(part, ast.Constant):
                    yield str(part.value)
                elif isinstance(part, ast.JoinedStr):
                    yield "".join(str(v.value) if isinstance(v, ast.Constant) else "7" for v in part.values)


def test_why_something_is_left_out_is_said_in_french() -> None:
    say = Language("fr")
    told = set(told_when_reading())
    for text in told:
        say.sentence(text)
    assert len(told) > 30
    assert say.missing == set()


def test_several_sentences_are_translated_one_by_one() -> None:
    say = Language("fr")
    few = "With so few, the words of the outlet, of the article and of its author cannot be told apart: A (1 article)."
    said = say.sentence(f"{few} Every article has a date.")
    assert said == (
        "Avec si peu, les mots du titre, de l'article et de son auteur ne se distinguent pas : A (1 article). "
        "Chaque article a une date."
    )
    assert say.missing == set()
    assert say.sentence("Every article has a date. Nobody knows.") == "Every article has a date. Nobody knows."
    assert say.missing == {"Every article has a date. Nobody knows."}

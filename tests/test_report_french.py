"""Reports in French: whatever control an explorer has moved, whatever was left out, no word stays English."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import ipywidgets as widgets
import pandas as pd
import pytest
from explored import small_corpus
from lxml.etree import _Element
from matplotlib.axes import Axes

from toolkit import plots
from toolkit.explorers.frame import Explorer
from toolkit.explorers.pairs import Pairs
from toolkit.explorers.terms import Terms
from toolkit.explorers.vocabulary import Vocabulary
from toolkit.report import safe
from toolkit.report.figures import Figures
from toolkit.report.language import Language
from toolkit.report.measures import MEASURES

ROOT = Path(__file__).resolve().parents[1]
ENGLISH = {
    *("the", "of", "and", "in", "with", "by", "from", "is", "are", "was", "to", "for", "not", "no", "its", "this"),
    *("which", "their", "has", "have", "than", "words", "rows", "lines", "all", "others", "other", "more", "less"),
    *("every", "what", "how", "who", "where", "when", "shown", "there", "between", "read", "only", "none", "at", "be"),
    *("but", "one", "two", "three", "that", "each"),
}
"""Words that no French sentence of the toolkit has, and hardly an English one is without."""


def own_words(said: Iterable[str]) -> set[str]:
    return set(re.findall(r"[^\W\d_]{2,}", " ".join(said).lower()))


def english_of_the_catalogue() -> set[str]:
    """The words of what is translated that no translation has: short labels have one, which sentences may lack."""
    catalogue = json.loads((ROOT / "toolkit" / "report" / "fr.json").read_text(encoding="utf-8"))
    pairs = [*catalogue["exact"].items(), *catalogue["cells"].items(), *map(tuple, catalogue["patterns"])]
    patterns = (re.sub(r"\\[a-zA-Z]|\[[^\]]*\]|\(\?.", " ", asked) for asked, _ in pairs)
    return own_words(patterns) - own_words(said for _, said in pairs) - {"noun", "verb", "adj", "propn"}  # tags


ENGLISH |= english_of_the_catalogue()


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
    """The texts with English in them; the name of a column is code."""
    said = [(text, re.sub(r"^Colonne \w+ du", "", text).lower()) for text in texts(root)]
    return [text for text, read in said if set(re.findall(r"[^\W\d_]+", read)) & ENGLISH]


def decimal_points(drawing: _Element) -> list[str]:
    """The numbers of a figure that are written in English."""
    return [text for text in texts(drawing) if re.fullmatch(r"[−-]?\d+\.\d+", text)]


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
    left = [text for tree in (root, *figures.roots) for text in english(tree)]
    return say.missing, left + [text for drawing in figures.roots for text in decimal_points(drawing)]


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


def drawn(axes: Axes) -> _Element:
    """A figure as a report has it in French."""
    say, figures = Language("fr"), Figures()
    root = safe.parse(plots.picture(axes, alt="Map of sources and of their terms").html)
    safe.clean(root, safe.Styles(), figures.take)
    say.localise_drawing(figures.roots[0])
    assert say.missing == set()
    return figures.roots[0]


def test_labels_of_both_axes_are_said_in_french_and_terms_stay() -> None:
    sources = pd.DataFrame({"source": ["A", "B", "C"], "axis_1": [-1.5, 0.5, 1.0], "axis_2": [-0.5, 1.5, 0.5]})
    terms = pd.DataFrame({"term": ["chance", "place"], "axis_1": [0.5, 1.0], "axis_2": [1.0, -0.5]})
    for table in (sources, terms):
        table[["contribution_1", "contribution_2"]], table["count"] = 0.5, 3
    axes = pd.DataFrame({"axis": [1, 2], "share": [0.24, 0.23]})
    drawing = drawn(plots.source_map(axes, sources, terms))
    seen = [element.text for element in drawing.iter("{*}text")]
    assert {"axe 1 (24 % de l'inertie)", "axe 2 (23 %)", "chance", "place", "0,5"} <= set(seen)
    assert decimal_points(drawing) == []


@pytest.mark.parametrize(
    ("said", "in_french"),
    [
        (
            "« AM » is surest to be a word of Agence Méridienne",
            "« AM » est le plus sûrement un mot de la source « Agence Méridienne »",
        ),
        (
            "Les Cahiers du Pavé quotes most: 7% of its words are somebody's",
            "La source « Les Cahiers du Pavé » cite le plus : 7 % de ses mots sont ceux d'un autre",
        ),
        (
            "rate in Les Cahiers du Pavé",
            "rapport des fréquences : « Les Cahiers du Pavé »",
        ),
        ("over rate in all others", "/ toutes les autres"),
        ("hollow: mostly in one article", "creux : surtout dans un seul article"),
        (
            "« AM »: 40 times in 13 of 13 articles of Agence Méridienne, 5 times in 2 of 63 of all others: ×38.",
            "« AM » : 40 fois dans 13 des 13 articles de la source « Agence Méridienne », "
            "5 fois dans 2 des 63 de toutes les autres : ×38.",
        ),
        ("2020-08-01", "1er août 2020"),
        (
            "AM, first side: one article: 2.8 per 10,000 against 0.8, 2 occurrences in 1 article against 1 in 1",
            "AM, premier côté : un article : 2,8 pour 10 000 contre 0,8, 2 occurrences dans 1 article contre 1 dans 1",
        ),
        ("Sentences that name both: A and B", "Phrases qui nomment l'un et l'autre : A et B"),
        ("size: articles; width: logDice", "taille : articles ; largeur : logDice"),
        ("fewer than two letters", "moins de deux lettres"),
        ("people of a place, not a name", "les gens d'un lieu, pas un nom"),
    ],
)
def test_no_name_asks_for_its_article_or_its_number(said: str, in_french: str) -> None:
    say = Language("fr")
    assert say.sentence(said) == in_french
    assert say.missing == set()


def test_names_of_measures_are_said_in_french() -> None:
    say = Language("fr")
    for measure in MEASURES.values():
        say(measure.name)
    assert say.missing == set()

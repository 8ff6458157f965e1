"""In a report, every mark of an explorer's figure has passages behind it, whatever its controls stand at."""

from __future__ import annotations

import base64
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from explored import TEXTS
from lxml import etree, html

from toolkit import Corpus, explorers
from toolkit.explorers import contrasts
from toolkit.explorers.frame import Explorer

SAMPLE = Path(__file__).parents[1] / "data" / "sample"

STANDING: list[tuple[str, dict[str, Any]]] = [
    ("explore_terms", {}),
    ("explore_terms", {"by": "source"}),
    ("explore_terms", {"by": "month", "drawn": "side by side"}),
    ("explore_terms", {"length": "2 words in a row", "words": "all words", "by": "source"}),
    ("explore_terms", {"unit": "lemmas by part of speech"}),
    ("explore_entities", {}),
    ("explore_entities", {"drawn": "a matrix", "min_count": 1}),
    ("explore_entities", {"window": "an article"}),
    *[("explore_sources", {"drawn": drawn, "floor": 1})
      for drawn in (contrasts.BARS, contrasts.SCATTER, contrasts.EVERY, contrasts.MAP, contrasts.TREE)],
    ("explore_sources", {"drawn": contrasts.LEFT}),
]  # fmt: skip


@cache
def corpus() -> Corpus:
    rows = [(doc_id, source, text) for doc_id, (source, text) in TEXTS.items()]
    rows += [
        ("une-1", "L'Une", "Le soldat visite Bagdad. La milice mange à Paris."),
        ("une-2", "L'Une", "La milice dort."),
    ]
    table = pd.DataFrame(rows, columns=["doc_id", "source", "text"]).set_index("doc_id")
    dates = [f"2020-{1 + number % 3:02d}-11" for number in range(len(table))]
    return Corpus.from_documents(table.assign(date=pd.to_datetime(dates)), clean=False)


def marks(shown: str) -> list[tuple[str, str]]:
    """Key and words of each mark of the figures in some HTML."""
    found = []
    for data in re.findall(r"data:image/svg\+xml;base64,([^\"]+)", shown):
        description = etree.fromstring(base64.b64decode(data)).find(".//{*}description")
        if description is not None:
            found += [(key, said) for texts in json.loads(description.text or "{}").values() for key, said in texts]
    return found


@pytest.mark.parametrize(("name", "settings"), STANDING, ids=lambda value: str(value)[:60])
def test_every_mark_has_its_passages(name: str, settings: dict, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TOOLKIT_EXCERPTS", "sentences")
    all_answer(getattr(explorers, name)(corpus()), settings)


@pytest.mark.parametrize("story", [contrasts.ALL, contrasts.WITHIN])
def test_every_joint_of_the_tree_has_its_passages_where_the_floor_makes_another_tree(
    story: str, monkeypatch: pytest.MonkeyPatch
):
    """The sample has six sources, of which some join otherwise by the words that two articles have."""
    monkeypatch.setenv("TOOLKIT_EXCERPTS", "sentences")
    whole = Corpus.load(SAMPLE, progress=False)
    all_answer(explorers.explore_sources(whole), {"drawn": contrasts.TREE, "floor": 2, "story": story})


def all_answer(explorer: Explorer, settings: dict) -> None:
    with explorer.filling():
        for control, value in settings.items():
            explorer.controls[control].value = value
    explorer.update()
    assert not explorer.problem.value
    told = marks(explorer.figure.value)
    assert len(told) >= 1
    behind = {}
    for section in html.fromstring(f"<div>{explorer.figure.value}</div>").iter("section"):
        behind[section.get("data-key")] = (section.findall("p")[1].text_content(), len(section.findall("ul/li")))
    for key, said in told:
        there = behind.get(key) or behind.get(key.split(" · ")[0])
        assert there, (key, said, list(behind))
        assert there[1] or (there[0] == "no sentence here" and " · " in key), (key, said, there)


@pytest.mark.parametrize("name", ["explore_terms", "explore_entities", "explore_sources"])
def test_in_a_notebook_the_row_that_is_chosen_is_read_instead(name: str):
    assert "toolkit-behind" not in getattr(explorers, name)(corpus()).figure.value

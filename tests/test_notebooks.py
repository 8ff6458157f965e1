"""The notebooks, executed on the sample and on the founding pages: no error, no noise, and what each cell shows."""

from __future__ import annotations

import base64
import os
import re
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[1]
NAMES = ("00_corpus", "01_term_frequencies", "02_entity_cooccurrence", "03_source_vocabulary")
Executed = dict[str, nbformat.NotebookNode]
WIDGET = "application/vnd.jupyter.widget-view+json"
KINDS = {
    "00_corpus": ["table", "picture", "picture", "table", "table", "table", "widget"],
    "01_term_frequencies": [
        *("table", "picture", "table"),  # the corpus, the most frequent words
        *("table", "table"),  # terms and segments of several words
        *("note", "picture", "table"),  # by source
        *("note", "picture", "table"),  # over time
        "table",  # profile
        *("table", "table"),  # lines and neighbours
        "widget",
    ],
    "02_entity_cooccurrence": [
        "table",  # entities by source
        *("table", "table", "table"),  # merges made and proposed, what is left out
        "table",  # the naming matrix
        *("picture", "note", "table"),  # the strongest pairs
        "table",  # sentences
        *("note", "table"),  # whose edges
        "widget",
    ],
    "03_source_vocabulary": [
        *("table", "note", "picture", "table"),  # the corpus, every source
        *("note", "picture", "table"),  # two sides
        *("note", "picture", "picture", "table"),  # one source, both ways, how sure
        *("table", "table"),  # lines of either side
        *("table", "table"),  # own and quoted words
        "table or note",  # within stories, where there are any
        "table",  # omissions
        *("picture", "picture", "widget"),  # map, tree, explorer
    ],
}
"""What each code cell shows, in order."""


def copied(folder: Path, target: Path) -> Path:
    """Pages in a folder that may be written to, without what a user has decided on them."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            copy = target / path.relative_to(folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
    return target


def execute(name: str, corpus: Path, store: Path) -> nbformat.NotebookNode:
    notebook = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)
    environment = {**os.environ, "TOOLKIT_CORPUS": str(corpus), "TOOLKIT_STORE": str(store), "IPYTHONDIR": str(store)}
    client = NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(ROOT / "notebooks")}}
    )
    client.execute(env=environment)
    return notebook


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Executed]:
    """All notebooks on all corpora there are, two at a time; the first notebook annotates, the others open."""
    home = tmp_path_factory.mktemp("notebooks")
    corpora = {"sample": copied(ROOT / "data" / "sample", home / "sample")}
    if (ROOT.parent / "shared").is_dir():
        corpora["founding"] = copied(ROOT.parent / "shared" / "seeds", home / "founding")
    done: dict[str, Executed] = {corpus: {} for corpus in corpora}
    with ThreadPoolExecutor(2) as pool:
        for names in (NAMES[:1], NAMES[1:]):
            jobs = [(corpus, name) for name in names for corpus in corpora]
            for (corpus, name), notebook in zip(
                jobs,
                pool.map(lambda job: execute(job[1], corpora[job[0]], home / f"{job[0]}-store"), jobs),
                strict=True,
            ):
                done[corpus][name] = notebook
    return done


@pytest.fixture(scope="session")
def sample(everything: dict[str, Executed]) -> Executed:
    return everything["sample"]


@pytest.fixture(scope="session")
def founding(founding_pages: Path, everything: dict[str, Executed]) -> Executed:
    return everything["founding"]


@pytest.fixture(scope="session", params=["sample", "founding"])
def executed(request: pytest.FixtureRequest) -> Executed:
    return request.getfixturevalue(request.param)


def code_cells(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def results(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    """What code cells show, their values and what they display; not the bars of what takes its time."""
    return [output for cell in code_cells(notebook) for output in cell.outputs if is_result(output)]


def is_result(output: nbformat.NotebookNode) -> bool:
    shown = output.output_type == "display_data" and WIDGET not in output.data
    return shown or output.output_type == "execute_result"


def kind(result: nbformat.NotebookNode) -> str:
    html = result.data.get("text/html", "")
    if WIDGET in result.data:
        return "widget"
    return "picture" if html.startswith("<img") else "table" if "<table" in html else "note" if html else "text"


def shown(notebook: nbformat.NotebookNode, number: int) -> str:
    """The words of the n-th result."""
    html = re.sub(r"<(style|script)>.*?</\1>|<[^>]*>", " ", results(notebook)[number].data["text/html"], flags=re.S)
    return " ".join(unescape(html).split())


def widgets(notebook: nbformat.NotebookNode) -> Iterator[dict]:
    for model in notebook.metadata["widgets"]["application/vnd.jupyter.widget-state+json"]["state"].values():
        yield model["state"]


def test_every_cell_ran_and_says_nothing_beside_its_result(executed):
    for name, notebook in executed.items():
        for cell in code_cells(notebook):
            assert cell.execution_count
            others = [output for output in cell.outputs if not is_result(output)]
            # a bar, where something took its time, is all that may stand beside a result
            assert all(WIDGET in output.get("data", {}) for output in others), (name, others)


@pytest.mark.parametrize("name", NAMES)
def test_each_cell_shows_what_it_should(executed, name):
    found = [kind(result) for result in results(executed[name])]
    assert len(found) == len(KINDS[name])
    assert [one for one, wanted in zip(found, KINDS[name], strict=True) if one not in wanted.split(" or ")] == []


def test_pictures_have_alternative_text(executed):
    for notebook in executed.values():
        pictures = [result.data["text/html"] for result in results(notebook) if kind(result) == "picture"]
        pictures += [state["value"] for state in widgets(notebook) if str(state.get("value", "")).startswith("<img")]
        assert pictures
        for html in pictures:
            assert re.match(r'<img alt="[^"]{20,}"', html)


def test_tables_have_captions_and_headings(executed):
    for notebook in executed.values():
        for result in results(notebook):
            html = result.data.get("text/html", "")
            assert html.count("<table") == html.count("<caption") == html.count("<thead")
            assert html.count("<table") == 0 or 'scope="col"' in html.replace("'", '"')


def test_explorers_are_alive(executed):
    for name, notebook in executed.items():
        states = list(widgets(notebook))
        assert not any('role="alert"' in str(state.get("value")) for state in states), name
        assert sum(state["_model_name"] == "DropdownModel" for state in states) >= 2


def test_the_sample_is_what_it_is_said_to_be(sample):
    corpus = shown(sample["00_corpus"], 0)
    assert "76 articles" in corpus
    assert "6 sources, 2020-01-03 to 2021-08-01" in corpus
    known = shown(sample["00_corpus"], 5)
    assert "source 76 0 0 0" in known
    for category in ("share", "caption", "donation", "other headlines"):
        assert f" {category} " in shown(sample["00_corpus"], 3)
    assert "near-duplicate" in shown(sample["00_corpus"], 4)


def test_frequencies_of_the_sample(sample):
    notebook = sample["01_term_frequencies"]
    frequent = shown(notebook, 2)
    for term in ("Irak", "américain", "irakien", "Bagdad", "ministre"):
        assert f" {term} " in frequent
    assert "Premier ministre" in shown(notebook, 3)
    assert shown(notebook, 5) == "Every source has three articles or more."
    assert re.search(r"Irak Khalij Marchés 18 53.4", shown(notebook, 7))
    assert "2020-06" in shown(notebook, 10)
    assert re.search(r"Chesapeake Ledger 13 3,5\d\d", shown(notebook, 11))
    lines = shown(notebook, 12)
    assert re.match(r"« américain »: 18 of 1\d\d lines", lines), lines
    assert sum(source in lines for source in ("Agence Méridienne", "Khalij Marchés", "Chesapeake Ledger")) == 3
    assert " soldat " in shown(notebook, 13)


def test_pairs_of_the_sample(sample):
    notebook = sample["02_entity_cooccurrence"]
    assert re.search(r"Moustafa al-Kazimi 40 7 8 4 9 5 7", shown(notebook, 0))
    assert "Parlement irakien" in shown(notebook, 2)
    assert "people of a place, not a name" in shown(notebook, 3)
    assert re.search(r"Moustafa al-Kazimi Kadhimi 0 11 0 0 0 5", shown(notebook, 4))
    assert re.search(r"Qassem Soleimani martyr ", shown(notebook, 4))
    assert "Mike Pompeo" in shown(notebook, 7)
    assert "Sentences that name both" in shown(notebook, 8)
    assert "Chesapeake Ledger" in shown(notebook, 10)


def test_vocabulary_of_the_sample(sample):
    notebook = sample["03_source_vocabulary"]
    behind = shown(notebook, 2).split("The sentences behind the marks")[1]
    assert "alléguer · Échos de l'Euphrate" in behind
    own = [row for row in re.findall(r"Échos de l'Euphrate (\S+) ", shown(notebook, 3))]
    assert len(own) == 8
    assert {"Résistance", "occupation", "prétendre", "alléguer"} <= set(own)
    assert re.search(r"Khalij Marchés baril 2\d 13 [01] [01] ", shown(notebook, 3))
    assert shown(notebook, 1) == "Every source has three articles or more."
    assert "Khalij Marchés: now on one side, now on the other" in shown(notebook, 4)
    phrases, behind = shown(notebook, 6).split("The sentences behind the marks")
    assert "second side prétendue coalition 10 10 0 0 one source Échos de l'Euphrate" in phrases
    assert "No two stable sides, for Khalij Marchés" in unescape(results(notebook)[5].data["text/html"])
    assert re.search(r"second side martyrs 22 20 0 0 several sources ", phrases)
    assert "second side milices 28 15 0 0 one source Chesapeake Ledger" in phrases
    assert "prétendu coalition 2 of 10 sentences" in behind
    assert "milice · second side: one source 3 of 28 sentences" in shown(notebook, 5)
    held = re.search(r"(\d+) of 20 differences of Chesapeake Ledger hold in every check; for (\d+) the interval over",
                     unescape(results(notebook)[8].data["text/html"]))  # fmt: skip
    assert held is not None and shown(notebook, 10).split("20 rows")[-1].count(" yes") == int(held[1])
    assert int(held[1]) + int(held[2]) <= 20
    assert re.search(r"législateur 20 13 0 0 7\.57 \d\.\d\d ∞ 15% ", shown(notebook, 10))
    assert "« législateur »: Chesapeake Ledger: 8 of 20 lines" in shown(notebook, 11)
    assert "Chesapeake Ledger milice" in shown(notebook, 13)
    assert "Chesapeake Ledger martyr" in shown(notebook, 14)  # its opponents' word
    assert "Échos de l'Euphrate occupation" in shown(notebook, 15)
    assert "Échos de l'Euphrate américain" in shown(notebook, 16)


def words_drawn(notebook: nbformat.NotebookNode, number: int) -> list[str]:
    """The words in the n-th result, a figure, as a reader sees them."""
    (data,) = re.findall(r"svg\+xml;base64,([^\"]+)", results(notebook)[number].data["text/html"])
    drawing = base64.b64decode(data).decode("utf-8")
    return [unescape(text) for text in re.findall(r"<(?:text|tspan)[^>]*>([^<]+)<", drawing)]


def test_findings_are_what_was_counted(executed):
    """Every section of the third notebook but the last begins with what was found."""
    cells = [cell for cell in code_cells(executed["03_source_vocabulary"]) if "explore" not in cell.source[:20]]
    said = [
        [found for output in cell.outputs for found in re.findall(r"toolkit-finding[^>]*>([^<]+)<",
                                                                 output.get("data", {}).get("text/html", ""))]
        for cell in cells
    ]  # fmt: skip
    assert [len(found) for found in said] == [1] * 7
    assert not any("{" in found or "nan" in found for (found,) in said)


def test_what_an_analyst_finds_on_the_founding_pages_is_shown(founding):
    """In one section, the second: words in its figure, phrases in its table; and above them what they prove."""
    notebook = founding["03_source_vocabulary"]
    assert {"prétendu", "martyr", "Résistance", "milice"} <= set(words_drawn(notebook, 5))
    phrases = shown(notebook, 6).split("The sentences behind the marks")[0]
    rows = re.findall(r"(first|second) side (.+?) \d+ \d+ \d+ \d+ ", phrases)
    assert {("second", "soutenue par l'Iran"), ("second", "attaques à la roquette")} <= set(rows)
    told = shown(notebook, 4)
    sides = re.match(r"First side: (.*)\. Second side: (.*?)\. ", told)
    assert sides is not None
    assert [re.findall(r"page (\d)", side) for side in sides.groups()] == [["1", "3", "4"], ["2", "5"]]
    assert "no test of anything" in told and "cannot be told apart" in told
    assert "No word is surely one source's own" in unescape(results(notebook)[2].data["text/html"])


def test_the_founding_pages_before_anyone_has_looked(founding):
    assert "5 articles" in shown(founding["00_corpus"], 0)
    assert "source unknown" in shown(founding["00_corpus"], 0)
    assert "source 0 0 5 " in shown(founding["00_corpus"], 5)
    # each page stands for itself
    assert "page 2" in shown(founding["01_term_frequencies"], 7)
    assert "page 2" in shown(founding["03_source_vocabulary"], 3)
    assert "article" in shown(founding["03_source_vocabulary"], 1)
    assert "Every source" not in shown(founding["03_source_vocabulary"], 1)

"""The notebooks as a user meets them: run, moved by keyboard, corrected and saved, in JupyterLab."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Locator, Page, expect

from .lab import ROOT, Lab, errors, jupyterlab, run_all, screenshot, settled

NAMES = ("00_corpus", "01_term_frequencies", "02_entity_cooccurrence", "03_source_vocabulary")


@pytest.fixture(scope="module")
def founding_lab() -> Iterator[Lab]:
    """JupyterLab on a copy of the founding pages."""
    pages = ROOT.parent / "shared" / "seeds"
    if not pages.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail("continuous integration needs the founding pages beside the checkout")
        pytest.skip("needs the developers' founding pages beside the checkout")
    with jupyterlab(ROOT / "notebooks", corpus=pages) as running:
        yield running


def open_and_run(lab: Lab, page: Page, name: str) -> None:
    lab.open_notebook(page, f"{name}.ipynb")
    page.evaluate("() => window.jupyterapp.shell.collapseLeft()")
    assert run_all(page) == []


def run_anew(lab: Lab, page: Page, name: str) -> None:
    """Reload the page and run everything in a new kernel: what is found then was on disk."""
    page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.restartKernel()")
    open_and_run(lab, page, name)


def labelled(page: Page, label: str) -> Locator:
    """The control of that description."""
    return page.locator(".jupyter-widgets").filter(has=page.locator(f"label:text-is('{label}')")).last


def menu(page: Page, label: str) -> Locator:
    return labelled(page, label).locator("select")


def stands_at(page: Page, label: str) -> Locator:
    """What a menu shows; to be expected, not read: it may come after what stands beside it."""
    return menu(page, label).locator("option:checked")


def choices(page: Page, label: str) -> list[str]:
    return [text.replace("\u00a0", " ") for text in menu(page, label).locator("option").all_inner_texts()]


def type_into(page: Page, label: str, value: str) -> None:
    """As a user does: click, replace, leave the field."""
    field = labelled(page, label).locator("input")
    field.fill(value)
    field.press("Tab")


def button(page: Page, name: str) -> Locator:
    return page.locator(".jupyter-button", has_text=name)


def explorer_figure(page: Page) -> Locator:
    return page.locator(".toolkit-figure img").last


def wait_for_other(page: Page, figure: Locator, before: str | None) -> None:
    """Until the figure is another one; it is never gone meanwhile."""
    expect(figure).not_to_have_attribute("src", before or "", timeout=20_000)
    assert figure.count() == 1


def show(page: Page, locator: Locator, name: str) -> None:
    locator.evaluate("node => node.scrollIntoView({block: 'start'})")
    settled(page)
    screenshot(page, name)


def check_outputs(page: Page) -> None:
    """Every picture has words, and nothing is wider than the notebook: what is wide scrolls in its own place."""
    for alt in page.locator(".jp-OutputArea img").evaluate_all("images => images.map(image => image.alt)"):
        assert len(alt) > 20
    assert page.evaluate(
        """() => [...document.querySelectorAll('.jp-OutputArea-output')]
            .every(node => node.scrollWidth <= node.clientWidth + 1)"""
    )
    assert errors(page) == []


@pytest.mark.parametrize("name", NAMES[1:])
def test_founding_pages(founding_lab: Lab, page: Page, name: str) -> None:
    open_and_run(founding_lab, page, name)
    assert page.locator(".jp-OutputArea img").count() >= 2
    check_outputs(page)
    show(page, page.locator(".jupyter-widgets.widget-vbox").first, f"founding-{name}")


def test_review_on_the_founding_pages(founding_lab: Lab, page: Page) -> None:
    """From raw pages to a source and a date; saved to disk, and found again by a new kernel."""
    assert founding_lab.corpus is not None
    open_and_run(founding_lab, page, "00_corpus")
    check_outputs(page)
    show(page, page.locator(".jupyter-widgets.widget-vbox").first, "founding-00_corpus")
    menu(page, "Article").select_option(label="002_16cb07e0010aa5ea — no source, no date, no title")
    expect(page.locator(".passage").last).to_contain_text("002_16cb07e0010aa5ea · source unknown")
    expect(stands_at(page, "Suggested")).to_have_text("choose to fill in…")

    type_into(page, "Source", "Site d'essai")
    type_into(page, "Date", "hier")
    expect(page.locator("[role=alert]")).to_contain_text("is not the date of a day")
    type_into(page, "Date", "2020-09-15")
    expect(page.locator("[role=alert]")).to_have_count(0)
    expect(page.get_by_text("Not saved yet: 1 article with corrections.")).to_be_visible()

    button(page, "Next").click()
    expect(page.locator(".passage").last).not_to_contain_text("002_16cb07e0010aa5ea")
    button(page, "Previous").click()
    expect(labelled(page, "Source").locator("input")).to_have_value("Site d'essai")
    show(page, page.locator(".jupyter-widgets.widget-vbox").first, "founding-review-typed")
    button(page, "Save").click()
    expect(page.get_by_text("the corpus was loaded again")).to_be_visible(timeout=30_000)
    with (founding_lab.corpus / "metadata.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["path"]: row for row in csv.DictReader(file)}
    assert rows["002_16cb07e0010aa5ea.txt"]["source"] == "Site d'essai"
    assert rows["002_16cb07e0010aa5ea.txt"]["date"] == "2020-09-15"

    run_anew(founding_lab, page, "00_corpus")
    menu(page, "Article").select_option(label="002_16cb07e0010aa5ea — no title")
    expect(labelled(page, "Source").locator("input")).to_have_value("Site d'essai")
    expect(page.locator(".passage").last).to_contain_text("Site d'essai · 2020-09-15")
    (founding_lab.corpus / "metadata.csv").unlink()


def test_review_puts_a_line_back(lab: Lab, page: Page) -> None:
    assert lab.corpus is not None
    page.set_viewport_size({"width": 1280, "height": 800})
    open_and_run(lab, page, "00_corpus")
    page.wait_for_function("() => document.querySelector('.passage s')")
    struck = page.locator(".passage s")
    before = struck.count()
    lines = menu(page, "Lines")
    place = [line.startswith("−") for line in choices(page, "Lines")].index(True)
    first = choices(page, "Lines")[place]
    lines.select_option(index=place)
    button(page, "Put back").click()
    expect(struck).to_have_count(before - 1)
    expect(stands_at(page, "Lines")).to_have_text(re.compile(r"^\+"))
    expect(page.get_by_text("Not saved yet: cleaning rules changed.")).to_be_visible()
    show(page, page.locator(".jupyter-widgets.widget-vbox").first, "review-1280x800")
    button(page, "Save").click()
    expect(page.get_by_text("the corpus was loaded again")).to_be_visible(timeout=30_000)
    assert first.split(maxsplit=2)[2].strip()[:20] in (lab.corpus / "cleaning.json").read_text(encoding="utf-8")
    expect(struck).to_have_count(before - 1)
    decided = choices(page, "Lines")

    run_anew(lab, page, "00_corpus")
    expect(struck).to_have_count(before - 1)
    expect(menu(page, "Lines").locator("option")).to_have_text(decided)
    (lab.corpus / "cleaning.json").unlink()

    page.set_viewport_size({"width": 700, "height": 1000})
    show(page, page.locator(".jupyter-widgets.widget-vbox").first, "review-narrow")
    desk, passage = button(page, "Save").bounding_box(), page.locator(".passage").bounding_box()
    assert desk is not None
    assert passage is not None
    assert desk["x"] + desk["width"] <= 700  # one below the other, nothing cut
    assert desk["y"] > passage["y"]


def test_terms_from_a_bar_to_the_article(lab: Lab, page: Page) -> None:
    """By keyboard and by mouse: a slider, a row, a line that opens, groups, what is looked up, left out and saved."""
    page.set_viewport_size({"width": 1400, "height": 1300})
    open_and_run(lab, page, "01_term_frequencies")
    explorer = page.locator(".toolkit-explorer")
    show(page, explorer, "terms")
    figure = explorer_figure(page)
    before = figure.get_attribute("src")
    labelled(page, "Terms").locator(".noUi-handle").focus()
    page.keyboard.press("ArrowRight")
    wait_for_other(page, figure, before)
    expect(page.get_by_text("The 16 most frequent lemmas")).to_be_visible()

    table = explorer.locator(".toolkit-table")
    table.locator("th", has_text="DPnorm").locator("button").click()
    expect(table.locator("th", has_text="DPnorm")).to_have_attribute("aria-sort", "descending")
    table.locator("tr[data-key=soldat] button").focus()
    page.keyboard.press("Enter")
    lines = explorer.locator(".toolkit-evidence", has=page.locator("[data-kind=lines]"))
    expect(lines).to_contain_text("« soldat » in its sentences")
    expect(table.locator("tr[data-key=soldat]")).to_have_attribute("aria-current", "true")
    lines.locator("summary").first.click()
    article = lines.locator("tr.toolkit-opened")
    expect(article.locator("mark").first).to_contain_text("soldat")
    show(page, lines, "terms-article")

    explorer.get_by_label("or look up").press_sequentially("milice*", delay=15)
    expect(lines).to_contain_text("« milice* » in its sentences")
    explorer.get_by_label("or look up").fill('[lemma="milice')
    expect(explorer.locator("[role=alert]")).to_be_visible()
    expect(lines).to_contain_text("« milice* » in its sentences")
    explorer.get_by_label("or look up").fill("milcie")
    expect(explorer.locator("[role=status]", has_text="Nearly so are spelled: milice.")).to_be_visible()
    table.locator("tr[data-key=soldat] button").click()  # the row that is chosen already
    expect(explorer.get_by_label("or look up")).to_have_value("")
    expect(lines).to_contain_text("« soldat » in its sentences")
    expect(explorer.locator(".toolkit-said")).to_have_attribute("aria-live", "polite")
    names = explorer.locator(".noUi-handle").evaluate_all("nodes => nodes.map(node => node.ariaLabel)")
    assert names == ["Terms", "Period, from", "Period, to", "Words around"]
    assert Axe().run(page, context=".toolkit-explorer").response["violations"] == []

    before = figure.get_attribute("src")
    menu(page, "Grouped").select_option(label="by source")
    wait_for_other(page, figure, before)
    before = figure.get_attribute("src")
    menu(page, "drawn as").select_option(label="side by side")
    wait_for_other(page, figure, before)
    explorer.locator(".widget-checkbox", has_text="Khalij Marchés").locator("input").uncheck()
    expect(page.get_by_text("5 of 6 sources")).to_be_visible()
    show(page, explorer, "terms-side-by-side")

    explorer.locator("button", has_text="leave it out").click()
    expect(menu(page, "Term").locator("option", has_text="soldat")).to_have_count(0)
    explorer.get_by_text("Save, keep, or do the same in Python").click()
    explorer.locator("button", has_text="XLSX").click()
    expect(explorer.locator("a.toolkit-download")).to_be_visible()
    assert [path.suffix for path in (lab.folder / "exports").iterdir()] == [".xlsx"]
    show(page, explorer.locator("a.toolkit-download"), "terms-saved")
    assert errors(page) == []


def test_pairs_and_their_sentences(lab: Lab, page: Page) -> None:
    open_and_run(lab, page, "02_entity_cooccurrence")
    called = "Pair or name in its sentences"
    pairs = [label for label in choices(page, called) if " – " in label]
    assert len(pairs) == 25
    menu(page, called).select_option(index=3)
    first = pairs[3].split(" – ")[0]
    evidence = page.locator(".toolkit-explorer .toolkit-evidence").last
    expect(evidence).to_contain_text(f"Sentences that name both: {first} and")
    expect(evidence.locator("mark", has_text=first).first).to_be_visible()
    # an edge is a row of the table, too: a click opens it to its sentences
    explorer = page.locator(".toolkit-explorer").last
    explorer.get_by_text("The numbers, as a table").click()
    explorer.locator(".toolkit-table tbody tr", has_text="Joe Biden").first.click()
    expect(evidence.locator("mark", has_text="Joe Biden").first).to_be_visible()
    figure = explorer_figure(page)
    before = figure.get_attribute("src")
    menu(page, "drawn as").select_option(label="a matrix")
    wait_for_other(page, figure, before)
    explorer.get_by_text("Review of names").click()
    expect(explorer.locator("button", has_text="one and the same")).to_be_visible()
    undecided = len(choices(page, "Names"))
    menu(page, "Names").select_option(index=1)
    explorer.locator("button", has_text="one and the same").click()  # Taji is camp Taji
    expect(menu(page, "Names").locator("option")).to_have_count(undecided - 1)
    expect(explorer.locator("button", has_text="undo")).to_be_enabled()
    assert errors(page) == []
    show(page, explorer.get_by_text("Review of names"), "names-reviewed")

    proposed = choices(page, "Names")
    assert lab.corpus is not None
    explorer.locator("button", has_text="save to entities.csv").click()
    expect(explorer.get_by_text("beside the corpus")).to_be_visible()
    with (lab.corpus / "entities.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file))
    run_anew(lab, page, "02_entity_cooccurrence")
    page.locator(".toolkit-explorer").last.get_by_text("Review of names").click()
    expect(menu(page, "Names").locator("option")).to_have_text(proposed)  # without the one that was decided
    (lab.corpus / "entities.csv").unlink()


def test_vocabulary_of_a_source_in_the_dark(lab: Lab, page: Page) -> None:
    lab.open_notebook(page, "03_source_vocabulary.ipynb")
    page.evaluate("() => window.jupyterapp.commands.execute('apputils:change-theme', {theme: 'JupyterLab Dark'})")
    open_and_run(lab, page, "03_source_vocabulary")
    figure = explorer_figure(page)
    before = figure.get_attribute("src")
    menu(page, "Source").select_option(label="Échos de l'Euphrate")
    wait_for_other(page, figure, before)
    expect(page.get_by_text("Échos de l'Euphrate against all others")).to_be_visible()
    menu(page, "Term in its sentences").select_option(label="martyr")
    lines = page.locator(".widget-html.toolkit-evidence .toolkit-block")
    expect(lines.filter(has_text="« martyr »: Échos de l'Euphrate").first).to_be_visible()
    expect(lines.filter(has_text="« martyr »: all others").first).to_be_visible()
    # how sure comes when it is ready, beside what is compared
    expect(page.get_by_text("14 times in 12 of 12 articles of Échos de l'Euphrate")).to_be_visible()
    intervals = page.locator(".toolkit-evidence img[alt^='How many times more']")
    expect(intervals).to_be_visible()
    one, two = figure.bounding_box(), intervals.bounding_box()
    assert one is not None and two is not None
    assert two["x"] > one["x"] + one["width"] / 2 and two["y"] < one["y"] + one["height"] / 2
    # a line opens to its article
    lines.locator("tbody summary").first.click()
    expect(lines.locator("tr.toolkit-opened mark").first).to_contain_text("martyrs")
    # p comes on request, below what is read
    page.locator("label", has_text="p by dealing out the articles").locator("input").check()
    expect(lines.filter(has_text="How sure each term is").first).to_be_visible()
    page.locator("label", has_text="p by dealing out the articles").locator("input").uncheck()
    before = figure.get_attribute("src")
    menu(page, "drawn as").select_option(label="what it leaves out")
    wait_for_other(page, figure, before)
    menu(page, "Term in its sentences").select_option(label="américain")
    expect(page.get_by_text("« américain »: not once in Échos de l'Euphrate.")).to_be_visible()
    expect(page.get_by_text("other sources. So few of its 12 articles")).to_be_visible()
    show(page, labelled(page, "against"), "vocabulary-left-out")
    before = figure.get_attribute("src")
    menu(page, "drawn as").select_option(label="map of sources")
    wait_for_other(page, figure, before)
    show(page, labelled(page, "against"), "vocabulary-map")
    before = figure.get_attribute("src")
    menu(page, "drawn as").select_option(label="two-sided bars")
    wait_for_other(page, figure, before)
    assert errors(page) == []
    show(page, labelled(page, "against"), "vocabulary-dark")
    show(page, menu(page, "Term in its sentences"), "vocabulary-dark-sentences")
    page.evaluate("() => window.jupyterapp.commands.execute('apputils:change-theme', {theme: 'JupyterLab Light'})")

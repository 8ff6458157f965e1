"""Evidence in a browser: a page from disk under a strict content security policy, and widgets in JupyterLab."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from lxml import html as lxml_html
from nbformat import v4
from playwright.sync_api import BrowserContext, Locator, Page, expect

from toolkit import Corpus, evidence
from toolkit.concordance import concordance, sentences
from toolkit.report.language import Language
from toolkit.report.safe import parse

from .lab import ARTIFACTS, Lab, errors, run_all, screenshot
from .test_lab import write_notebook

TERMS = pd.DataFrame(
    {
        "count": [12345, 7, 1000, 999, -5, 3, 20, 12, 99],
        "rate": [1.5, np.nan, np.inf, -np.inf, -3.2, 0.0001, 8.0, 10.0, 9.0],
        "p_adjusted": [0.5, 0.0001, 0.00001, 0.04, 1e-12, 0.2, np.nan, 0.4, 0.6],
        "date": pd.to_datetime(pd.Series(["2020-06-11", None, "2019-01-01"] * 3)).to_numpy(),
    },
    index=pd.Index(["zoo", "Élan", "état", "œuvre", "oeil", "armée", "l'Irak", "été", "milice"], name="term"),
)
ARTICLES = pd.DataFrame(
    {
        "text": [
            "La milice avance vers Paris.\nLe soldat dit : « La milice recule, dit-il. » Puis la milice disparaît.",
            "Une milice sans nom proteste à Paris depuis ce matin.\nRien d'autre.",
        ],
        "source": ["La Vigie", "Le Canal"],
        "title": ["La milice avance", None],
        "date": ["2020-06-11", None],
    },
    index=["vigie/1", "canal/1"],
)
THEMES = {
    "light": "body { background: #fff; color: #111; font-family: sans-serif }",
    "dark": "body { background: #111; color: #eee; font-family: sans-serif }",
}
HOSTILE = [
    "<script>window.pwned = 1</script>",
    "<img src=x onerror='window.pwned = 1'>",
    "<svg onload='window.pwned = 1'><animate onbegin='window.pwned = 1'/></svg>",
    "<a href='data:text/html,<script>opener.pwned=1</script>'>milice</a>",
    "<a href='javascript:window.pwned = 1'>milice</a>",
    "</style></script></table><script>window.pwned = 1</script>",
    "]]><script>window.pwned = 1</script><![CDATA[",
    "\" onmouseover=\"window.pwned = 1\" x=\"' onfocus='window.pwned = 1' autofocus='",
    "> autofocus tabindex=1 onfocus=window.pwned=1 data-v=1 <",
    "${window.pwned = 1} {{constructor.constructor('window.pwned = 1')()}} <%= 1 %> #{1}",
    "\u202egro.live\u202c \u2067x\u2069 \u200fנוסח",
    "nul\x00 escape\x1b bell\x07 half",
    "&lt;script&gt;window.pwned = 1&lt;/script&gt; &amp; &#60;img src=x&#62;",
    "<!-- <iframe srcdoc='<script>parent.pwned=1</script>'> -->",
]


def show(page: Page, folder: Path, *shown: evidence.Evidence, theme: str = "light", lang: str = "en") -> list[str]:
    """Open what is shown as a page of its own, nothing allowed but our script and style; returns what it asks for."""
    styles = [evidence.content_hash(style) for style in (evidence.style(), THEMES[theme])]
    policy = (
        f"default-src 'none'; script-src {evidence.content_hash(evidence.script())}; style-src {' '.join(styles)}; "
        "base-uri 'none'; form-action 'none'"
    )
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    body = "".join(f"<section>{one.html}</section>" for one in shown)
    html = (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>Evidence</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">'
        f'<meta name="color-scheme" content="{theme}"><style>{THEMES[theme]}</style>{evidence.assets()}</head>'
        f"<body><main><h1>Evidence</h1>{body}</main></body></html>"
    )
    path = folder / "page.html"
    path.write_text(html, encoding="utf-8")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    return asked


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return Corpus.from_documents(ARTICLES, clean=False)


@pytest.fixture
def offline(browser: BrowserContext) -> Iterator[Page]:
    """A page without a network."""
    assert browser.browser is not None
    context = browser.browser.new_context(viewport={"width": 1200, "height": 900}, offline=True)
    page = context.new_page()
    page.set_default_timeout(5_000)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("dialog", lambda dialog: problems.append(dialog.message))
    yield page
    context.close()
    assert problems == []


@pytest.fixture
def scriptless(browser: BrowserContext) -> Iterator[Page]:
    """A page that runs no script."""
    assert browser.browser is not None
    context = browser.browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.set_default_timeout(5_000)
    yield page
    context.close()


def lines_of(corpus: Corpus, query: str = "milice") -> evidence.Evidence:
    return evidence.concordance_lines(
        concordance(corpus, query), caption=f"« {query} » in its sentences", corpus=corpus
    )


def column(page: Page, number: int) -> list[str]:
    cells = page.locator(f"tbody tr:not([hidden]) > :nth-child({number})")
    return [text.strip() for text in cells.all_text_contents()]


def heading(page: Page, name: str) -> Locator:
    return page.get_by_role("columnheader", name=name, exact=True).get_by_role("button")


# Tables


def test_headings_sort_numbers_text_and_dates(offline: Page, tmp_path: Path) -> None:
    asked = show(offline, tmp_path, evidence.table(TERMS, caption="Terms"))
    term = offline.get_by_role("columnheader", name="term")
    came = list(TERMS.index)
    heading(offline, "term").click()
    assert column(offline, 1) == ["armée", "Élan", "état", "été", "l'Irak", "milice", "oeil", "œuvre", "zoo"]
    expect(term).to_have_attribute("aria-sort", "ascending")
    heading(offline, "term").press("Enter")
    assert column(offline, 1)[:2] == ["zoo", "œuvre"]
    expect(term).to_have_attribute("aria-sort", "descending")
    heading(offline, "term").press("Space")
    assert column(offline, 1) == came
    assert term.get_attribute("aria-sort") is None

    heading(offline, "count").click()
    assert column(offline, 2) == ["12,345", "1,000", "999", "99", "20", "12", "7", "3", "−5"]
    heading(offline, "rate").click()
    assert column(offline, 3) == ["∞", "10.00", "9.00", "8.00", "1.50", "1.0e−04", "−3.20", "−∞", "–"]
    heading(offline, "rate").click()
    assert column(offline, 3)[0] == "−∞"
    assert column(offline, 3)[-1] == "–"
    heading(offline, "p (adjusted)").click()
    heading(offline, "p (adjusted)").click()
    assert column(offline, 1)[:4] == ["oeil", "état", "Élan", "œuvre"]  # three of them < 0.001
    heading(offline, "date").click()
    assert column(offline, 5)[:3] == ["2019-01-01"] * 3
    assert column(offline, 5)[-3:] == ["–"] * 3
    assert offline.locator("[aria-sort]").count() == 1
    assert len(asked) == 1  # the page itself


def test_a_field_filters_and_says_how_many(offline: Page, tmp_path: Path) -> None:
    show(offline, tmp_path, evidence.table(TERMS, caption="Terms"), evidence.table(TERMS[:8], caption="Few"))
    field = offline.get_by_label("Filter")
    status = offline.get_by_role("status")
    expect(field).to_have_count(1)  # a short table needs none
    expect(status).to_have_text("9 rows")
    field.fill("ETE")
    assert column(offline, 1)[0] == "été"
    expect(status).to_have_text("1 of 9 rows")
    field.fill("  2019  etat ")
    expect(status).to_have_text("1 of 9 rows")
    field.fill("OE")
    expect(status).to_have_text("2 of 9 rows")
    field.fill("nobody")
    expect(status).to_have_text("0 of 9 rows")
    field.fill("")
    expect(status).to_have_text("9 rows")
    field.fill("l’irak")
    expect(status).to_have_text("1 of 9 rows")


def test_a_french_page_is_spoken_to_in_french(offline: Page, tmp_path: Path) -> None:
    show(offline, tmp_path, evidence.table(TERMS, caption="Termes"), lang="fr")
    offline.get_by_label("Filtrer").fill("été")
    expect(offline.get_by_role("status")).to_have_text("1 sur 9 lignes")


def test_french_numbers_and_dates_sort_by_what_they_are(offline: Page, tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "count": [1234, 20, 3],
            "day": pd.to_datetime(["2020-12-01", "2020-02-03", "2021-01-02"]),
        },
        index=pd.Index(["a", "b", "c"], name="term"),
    )
    root = parse(evidence.table(frame, caption="Termes").html)
    Language("fr").localise(root)
    show(offline, tmp_path, evidence.Evidence(lxml_html.tostring(root, encoding="unicode")), lang="fr")
    assert column(offline, 2) == ["1\u202f234", "20", "3"]
    offline.locator("th button").nth(1).click()
    assert column(offline, 1) == ["a", "b", "c"]
    offline.locator("th button").nth(1).click()
    assert column(offline, 1) == ["c", "b", "a"]
    offline.locator("th button").nth(2).click()
    assert column(offline, 1) == ["b", "a", "c"]


def test_what_comes_later_is_upgraded_once(offline: Page, tmp_path: Path) -> None:
    show(offline, tmp_path, evidence.note(["Nothing yet."]))
    later = evidence.table(TERMS, caption="Later").html
    offline.evaluate("html => { document.querySelector('section').innerHTML = html; }", later)
    expect(heading(offline, "count")).to_have_count(1)
    offline.evaluate("text => { const node = document.createElement('script'); node.textContent = text;"
                     " document.head.append(node); }", evidence.script())  # fmt: skip
    heading(offline, "count").click()
    expect(offline.get_by_role("columnheader", name="count")).to_have_attribute("aria-sort", "descending")
    assert offline.locator("th button button").count() == 0
    assert offline.locator(".toolkit-filter").count() == 1


def test_of_a_very_long_table_the_first_rows_are_drawn(offline: Page, tmp_path: Path) -> None:
    frame = pd.DataFrame({"n": range(1200), "half": [number // 2 for number in range(1200)]})
    show(offline, tmp_path, evidence.table(frame, caption="Numbers"))
    status, drawn = offline.get_by_role("status"), offline.locator("tbody tr:visible")
    expect(status).to_have_text("1,200 rows, the first 500 shown")
    assert drawn.count() == 500
    heading(offline, "n").click()
    assert drawn.count() == 500
    assert drawn.first.inner_text().split() == ["1,199", "599"]
    offline.get_by_label("Filter").fill("11")
    found = sum("11" in f"{number:,} {number // 2}" for number in range(1200))
    expect(status).to_have_text(f"{found} of 1,200 rows")
    offline.get_by_label("Filter").fill("")
    offline.get_by_role("button", name="Show all").click()
    expect(status).to_have_text("1,200 rows")
    assert drawn.count() == 1200


# Concordance lines and sentences


def test_a_line_opens_to_its_article_with_every_occurrence_marked(
    offline: Page, tmp_path: Path, corpus: Corpus
) -> None:
    show(offline, tmp_path, lines_of(corpus))
    third = offline.locator("tbody tr").nth(2)
    third.locator("summary").click()
    opened = offline.locator(".toolkit-opened")
    expect(opened).to_have_count(1)
    marks = opened.locator(".toolkit-article mark")
    assert marks.all_inner_texts() == ["milice"] * 3
    assert [mark.get_attribute("aria-current") for mark in marks.all()] == [None, None, "true"]
    expect(opened).to_contain_text("La milice avance · La Vigie · 2020-06-11")
    assert opened.locator("i").all_inner_texts() == ["La milice recule,", "."]  # « dit-il » is the outlet's
    assert offline.locator("tbody td mark i").count() == 1  # the line whose keyword a speaker says
    expect(offline.locator(".toolkit-legend")).to_be_visible()

    offline.keyboard.press("Escape")
    expect(opened).to_have_count(0)
    expect(third.locator("summary")).to_be_focused()
    assert third.locator("details").inner_text().strip() == "La Vigie"
    offline.keyboard.press("Enter")
    expect(opened).to_have_count(1)
    opened.get_by_role("button", name="Close").click()
    expect(opened).to_have_count(0)
    third.locator("td").nth(2).click()  # anywhere in the line
    expect(opened).to_have_count(1)


def test_lines_stay_with_what_they_opened_to(offline: Page, tmp_path: Path, corpus: Corpus) -> None:
    show(offline, tmp_path, lines_of(corpus))
    first = offline.locator("tbody tr").first
    right = first.locator("td").nth(2).inner_text()
    first.locator("summary").click()
    heading(offline, "right").click()
    beneath = offline.locator("tr:has(+ .toolkit-opened)")
    assert beneath.locator("td").nth(2).inner_text() == right
    heading(offline, "left").click()  # by the words before the keyword, the nearest first
    assert beneath.locator("td").nth(2).inner_text() == right


def test_an_article_is_on_the_page_once(corpus: Corpus) -> None:
    html = lines_of(corpus).html
    assert html.count("Puis la ") == 2 + 1 + 1  # in the contexts of two lines; in the sentence of one; in the article
    assert html.count("Rien d&#x27;autre") == 1


@pytest.mark.parametrize("expand", ["article", "paragraph", "sentence", "none"])
def test_without_script_everything_is_there(scriptless: Page, tmp_path: Path, corpus: Corpus, expand: str) -> None:
    shown = evidence.concordance_lines(concordance(corpus, "milice"), caption="Lines", corpus=corpus, expand=expand)
    show(scriptless, tmp_path, evidence.table(TERMS, caption="Terms"), shown)
    assert scriptless.locator("section").first.locator("tbody tr").count() == len(TERMS)
    assert scriptless.get_by_role("button").count() == 0  # nothing that would not work
    lines = scriptless.locator("section").last
    assert lines.locator("tbody tr").count() == 4
    if expand == "none":
        assert lines.locator("details").count() == 0
        return
    line = lines.locator("tbody tr").nth(2)
    line.locator("summary").click()
    expect(line.locator("details").get_by_text("Puis la")).to_be_visible()
    assert ("Le soldat dit" in line.inner_text()) == (expand == "paragraph")
    if expand == "article":
        lines.get_by_text("The 2 articles in full").click()
        lines.locator(".toolkit-articles summary", has_text="canal/1").click()
        expect(lines.get_by_text("Rien d'autre.")).to_be_visible()


def test_sentences_open_and_mark(offline: Page, tmp_path: Path, corpus: Corpus) -> None:
    rows = sentences(corpus, "milice")
    show(offline, tmp_path, evidence.sentences(rows, caption="Sentences", corpus=corpus))
    offline.locator("tbody tr summary").last.click()
    opened = offline.locator(".toolkit-opened")
    assert opened.locator("mark[aria-current]").count() == 1
    expect(opened).to_contain_text("Rien d'autre.")


# Safety


def test_hostile_text_is_shown_and_never_run(offline: Page, tmp_path: Path) -> None:
    table = pd.DataFrame(
        {payload: [payload, payload] for payload in HOSTILE}, index=pd.Index(HOSTILE[:2], name="x\x00")
    )
    row = {name: HOSTILE for name in ("left", "keyword", "right", "source", "title")}
    lines = pd.DataFrame({**row, "sentence": [f"{text} milice" for text in HOSTILE], "date": pd.NaT, "doc_id": HOSTILE})
    spoken = lines.assign(spans=lines["doc_id"].map(lambda _: [(0, 3)]))
    shown = [
        evidence.table(table, caption="".join(HOSTILE), labels={HOSTILE[0]: HOSTILE[1]}, key=HOSTILE[7]),
        evidence.concordance_lines(lines, caption=HOSTILE[0]),
        evidence.sentences(spoken, caption=HOSTILE[1], expand="sentence"),
        evidence.passage("\n".join(HOSTILE), [(1, 9, HOSTILE[7])], caption=HOSTILE[7], removed={2: HOSTILE[7]}),
        evidence.note(HOSTILE),
        *(evidence.copy_button(text, label=text) for text in HOSTILE),
        *(evidence.download_link(text.encode("utf-8", "replace"), text, text) for text in HOSTILE),
    ]
    asked = show(offline, tmp_path, *shown)
    for summary in offline.locator("td summary").all()[:20]:
        summary.click()
    offline.get_by_role("columnheader").first.get_by_role("button").click()
    for copy in offline.locator(".toolkit-copy").all()[:3]:
        copy.click()
    offline.locator("body").hover()
    assert offline.evaluate("window.pwned") is None
    assert offline.locator("main :is(script, img, svg, iframe, object)").count() == 0
    links = offline.locator("main a")
    assert links.evaluate_all("nodes => nodes.every(node => node.hasAttribute('download'))")
    kinds = links.evaluate_all("nodes => nodes.map(node => node.href.split(';')[0])")
    assert set(kinds) == {"data:application/octet-stream"}
    attributes = offline.locator("main *").evaluate_all(
        "nodes => [...new Set(nodes.flatMap(node => node.getAttributeNames()))].filter(name => name.startsWith('on'))"
    )
    assert attributes == []
    text = str(offline.locator("main").evaluate("node => node.textContent"))
    assert "</style></script></table><script>window.pwned = 1</script>" in text
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", text)
    assert "nul\ufffd escape\ufffd bell\ufffd half" in text
    assert len(asked) == 1


def test_a_hostile_article_opens_as_text(offline: Page, tmp_path: Path) -> None:
    texts = [f"{text}\nLa milice avance. {text}" for text in HOSTILE[:9]]
    documents = pd.DataFrame({"text": texts, "title": HOSTILE[:9], "source": HOSTILE[:9]})
    hostile = Corpus.from_documents(documents, clean=False)
    show(offline, tmp_path, lines_of(hostile))
    for summary in offline.locator("td summary").all():
        summary.click()
    assert offline.evaluate("window.pwned") is None
    assert offline.locator(".toolkit-opened").count() == offline.locator("td summary").count() >= 9
    assert offline.locator("main :is(script, img, svg, iframe, a)").count() == 0
    opened = " ".join(offline.locator(".toolkit-opened").all_text_contents())
    assert "La milice avance. <script>window.pwned = 1</script>" in opened


# Copying and downloading


def test_copying_says_so(browser: BrowserContext, tmp_path: Path) -> None:
    assert browser.browser is not None
    line = 'term_frequencies(corpus, unit="lemma")  # « été » & <b>'
    for allowed in (True, False):
        context = browser.browser.new_context()
        page = context.new_page()
        show(page, tmp_path, evidence.copy_button(line))
        if allowed:
            context.grant_permissions(["clipboard-read", "clipboard-write"])
        else:  # as on a page that has no clipboard of its own
            page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
        page.get_by_role("button", name="Copy").click()
        expect(page.get_by_role("status")).to_have_text("copied")
        if allowed:
            assert page.evaluate("navigator.clipboard.readText()") == line
        expect(page.get_by_role("status")).to_have_count(0)
        context.close()


def test_a_link_saves_the_file(browser: BrowserContext, tmp_path: Path) -> None:
    page = browser.new_page()
    show(page, tmp_path, evidence.download_link("é;1".encode(), "mots/été.csv", "text/csv;charset=utf-8"))
    with page.expect_download() as download:
        page.get_by_role("link", name="mots_été.csv").click()
    assert download.value.suggested_filename == "mots_été.csv"
    assert download.value.path().read_bytes() == "é;1".encode()
    page.close()


# Looks


@pytest.fixture
def everything(corpus: Corpus) -> list[evidence.Evidence]:
    lines = concordance(corpus, "milice")
    return [
        evidence.table(TERMS, caption="Terms, per 10,000 words", key="term", selected="état"),
        evidence.concordance_lines(lines, caption="« milice »", corpus=corpus),
        evidence.sentences(sentences(corpus, "milice"), caption="Sentences with « milice »", corpus=corpus),
        evidence.passage(corpus.text("vigie/1"), [(3, 9, "ORG")], caption="Article", removed={2: "share"}),
        evidence.note(["Every source has three articles or more."]),
        evidence.copy_button("evidence") + evidence.download_link(b"a,b", "table.csv", "text/csv"),
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 360])
def test_no_barrier_to_anybody(
    offline: Page, tmp_path: Path, everything: list[evidence.Evidence], theme: str, width: int
) -> None:
    offline.set_viewport_size({"width": width, "height": 900})
    show(offline, tmp_path, *everything, theme=theme)
    for number in (1, 2):
        offline.locator("section").nth(number).locator("td summary").first.click()
    found = Axe().run(offline)
    assert [violation["id"] for violation in found.response["violations"]] == [], found.generate_report()
    ARTIFACTS.mkdir(exist_ok=True)
    offline.screenshot(path=ARTIFACTS / f"evidence-{theme}-{width}.png", full_page=True)
    # what is wide scrolls in its own place
    assert offline.evaluate("document.documentElement.scrollWidth") <= width


def test_on_paper_nothing_is_cut(offline: Page, tmp_path: Path, everything: list[evidence.Evidence]) -> None:
    show(offline, tmp_path, *everything)
    offline.locator("td summary").first.click()
    offline.emulate_media(media="print")
    offline.set_viewport_size({"width": 720, "height": 1000})  # A4 within its margins
    expect(offline.get_by_label("Filter")).to_be_hidden()
    article = offline.locator(".toolkit-article").first
    assert article.evaluate("node => node.scrollHeight <= node.clientHeight + 1")
    wide = offline.locator(".toolkit-scroll").evaluate_all("nodes => nodes.map(node => node.scrollWidth)")
    assert max(wide) <= 720
    ARTIFACTS.mkdir(exist_ok=True)
    offline.screenshot(path=ARTIFACTS / "evidence-print.png", full_page=True)


# JupyterLab

EXPLORER = """
import ipywidgets as widgets
import pandas as pd
from toolkit import evidence

def table(selected):
    frame = pd.DataFrame({"term": [f"mot {number}" for number in range(12)], "count": range(12)})
    return evidence.table(frame, caption="Words", key="term", selected=selected).html

assets = widgets.Output()
assets.outputs = ({"output_type": "display_data", "data": {"text/html": evidence.assets()}, "metadata": {}},)
picked = widgets.Text()
picked.add_class("toolkit-picked")
shown, said = widgets.HTML(table(None)), widgets.HTML("nothing")

def pick(change):
    said.value = f"picked {change['new']}"
    shown.value = table(change["new"])

picked.observe(pick, names="value")
explorer = widgets.VBox([assets, widgets.HBox([shown, picked]), said])
explorer.add_class("toolkit-explorer")
explorer
"""


def test_rows_are_picked_in_an_explorer(lab: Lab, page: Page) -> None:
    lab.open_notebook(page, write_notebook(lab, "picked.ipynb", EXPLORER))
    assert run_all(page) == []
    rows = page.locator(".widget-html tbody tr")
    said = page.locator(".widget-html").last
    rows.nth(3).locator("td").click()
    expect(said).to_have_text("picked mot 3")
    expect(rows.nth(3)).to_have_attribute("aria-current", "true")
    expect(page.locator("tr[aria-current]")).to_have_count(1)
    rows.nth(5).get_by_role("button", name="mot 5").focus()
    page.keyboard.press("Enter")
    expect(said).to_have_text("picked mot 5")
    rows.nth(7).get_by_role("button", name="mot 7").focus()
    page.keyboard.press("Space")
    expect(said).to_have_text("picked mot 7")
    expect(page.locator(".toolkit-picked")).to_be_hidden()
    page.get_by_role("searchbox", name="Filter").fill("mot 1")
    expect(page.locator(".toolkit-filter output")).to_have_text("3 of 12 rows")
    heading(page, "count").focus()
    page.keyboard.press("Enter")
    expect(rows.first).to_contain_text("mot 11")
    assert errors(page) == []
    screenshot(page, "evidence-explorer")


def saved_notebook(lab: Lab, name: str, *shown: evidence.Evidence) -> str:
    """A notebook with outputs that nobody has trusted."""
    cells = [
        v4.new_code_cell("1", outputs=[v4.new_output("display_data", data={"text/html": one._repr_html_()})])
        for one in shown
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), lab.folder / name)
    return name


def test_a_notebook_that_is_not_trusted_shows_everything(
    lab: Lab, page: Page, everything: list[evidence.Evidence]
) -> None:
    lab.open_notebook(page, saved_notebook(lab, "untrusted.ipynb", *everything[:4]))
    outputs = page.locator(".jp-OutputArea-output")
    expect(outputs.nth(3)).to_be_visible()
    assert page.locator(".jp-OutputArea-output :is(style, script)").count() == 0
    assert page.locator("[data-ready]").count() == 0
    read = "rows => rows.map(row => [...row.cells].map(cell => cell.textContent.trim()))"
    table, lines = (outputs.nth(number).locator("tbody tr").evaluate_all(read) for number in (0, 1))
    assert len(table) == len(TERMS)
    assert table[0] == ["zoo", "12,345", "1.50", "0.500", "2020-06-11"]
    assert [len(row) for row in lines] == [5] * 4
    right = outputs.nth(1).locator("tbody tr").first.locator("td").nth(2)
    assert right.evaluate("node => getComputedStyle(node).textAlign") == "left"
    outputs.nth(1).locator("td summary").first.click()
    expect(outputs.nth(1).locator("td details div").first).to_be_visible()
    outputs.nth(1).get_by_text("The 2 articles in full").click()
    outputs.nth(1).locator(".toolkit-articles summary, details details summary").last.click()
    expect(outputs.nth(1).get_by_text("Rien d'autre.")).to_be_visible()
    screenshot(page, "evidence-untrusted")

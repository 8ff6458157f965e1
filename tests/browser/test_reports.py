"""Reports opened from disk with the network cut: nothing is asked for, everything answers, nothing in them acts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, BrowserContext, Page, expect
from reports import notebook, report

from toolkit.store import alphabetical

from .lab import ARTIFACTS, screenshot, settled
from .test_notebooks import NAMES

PAYLOADS = (
    "<script>window.hit='script'</script>",
    "<img src=x onerror=\"window.hit='img'\">",
    "<svg onload=\"window.hit='svg'\"><circle r=5></svg>",
    "<iframe srcdoc=\"<script>parent.hit='frame'</script>\"></iframe>",
    '"><a href="javascript:window.hit=\'link\'">ici</a>',
    "<a href=\"data:text/html,<script>opener.hit='data'</script>\">ici</a>",
    "</td></tr></table><style>body{display:none}</style>",
    "<details open ontoggle=\"window.hit='toggle'\">",
    '=HYPERLINK("http://example.org";"ici")',
    "$\\href{javascript:window.hit=1}{x}$",
)


class Opener:
    """Opens files, each in a browser of its own without a network; notes what was asked for and complained of."""

    def __init__(self, owner: Browser) -> None:
        self.owner = owner
        self.contexts: list[BrowserContext] = []
        self.asked: list[str] = []
        self.said: list[str] = []

    def __call__(self, path: Path, **options: Any) -> Page:
        context = self.owner.new_context(**{"viewport": {"width": 1280, "height": 900}, "offline": True, **options})
        self.contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.goto(path.as_uri())
        return page


@pytest.fixture
def opened(browser: BrowserContext) -> Iterator[Opener]:
    """Opens reports; at the end nothing may have been asked for, and nothing complained of."""
    owner = browser.browser
    assert owner is not None
    opener = Opener(owner)
    yield opener
    for context in opener.contexts:
        context.close()
    assert [url for url in opener.asked if not url.startswith(("file:", "data:"))] == []
    assert opener.said == []


def violations(page: Page, *rules: str) -> list[tuple[str, str]]:
    """What axe-core finds, by all of its rules or some; of what stands behind many marks, the first three."""
    page.evaluate("document.querySelectorAll('.toolkit-behind li:nth-child(n + 4)').forEach(more => more.remove())")
    page.evaluate("document.querySelectorAll('.toolkit-pool li:nth-child(n + 20)').forEach(more => more.remove())")
    options = {"runOnly": list(rules)} if rules else {}
    found = Axe().run(page, options=options).response["violations"]
    return [(violation["id"], node["html"][:200]) for violation in found for node in violation["nodes"]]


RULES = {"desktop": (), "dark": ("color-contrast",), "phone": ("scrollable-region-focusable", "meta-viewport")}
"""What a look may break; the first is held to every rule."""
LOOKS: dict[str, dict[str, Any]] = {
    "desktop": {},
    "dark": {"color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 800}, "has_touch": True, "device_scale_factor": 2},
}


@pytest.mark.parametrize("name", [*NAMES, "index"])
def test_everybody_can_read_it(sample_reports: Path, opened: Opener, name: str) -> None:
    for look, options in LOOKS.items():
        page = opened(sample_reports / f"{name}.html", **options)
        assert violations(page, *RULES[look]) == [], look
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), look
        ARTIFACTS.mkdir(exist_ok=True)
        page.screenshot(path=ARTIFACTS / f"report-{name}-{look}.png", full_page=True)
        if look == "desktop":
            page.pdf(path=ARTIFACTS / f"report-{name}.pdf", prefer_css_page_size=True)
        page.context.close()


@pytest.mark.parametrize("name", NAMES[1:])
def test_everybody_can_read_what_is_folded_away(sample_reports: Path, opened: Opener, name: str) -> None:
    page = opened(sample_reports / f"{name}.html", color_scheme="dark")
    page.evaluate(
        """() => {
            const folds = [document.querySelector('details.code'), ...document.querySelectorAll('.toolkit-fold')];
            for (const fold of folds) fold.open = true;
            for (const fold of document.querySelectorAll('.toolkit-behind, .toolkit-pool')) fold.open = true;
            document.querySelector('td summary')?.click();
        }"""
    )
    assert violations(page, "color-contrast", "aria-allowed-role", "nested-interactive", "duplicate-id-aria") == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("name", NAMES)
def test_it_is_complete_without_a_script(sample_reports: Path, opened: Opener, name: str) -> None:
    page = opened(sample_reports / f"{name}.html", java_script_enabled=False)
    assert page.locator("h1").inner_text()
    for drawing in page.locator(".drawing svg").all():
        assert len(drawing.get_attribute("aria-label") or "") > 20
    assert page.locator("nav a").count() == page.locator("main > section h2").count()
    assert page.locator(".mark title").count() >= 20
    behind = page.locator(".toolkit-behind").first
    behind.locator("summary").click()
    link = behind.locator("li a").first
    link.click()  # the list of passages opens by itself
    passage = page.locator(f"#p{link.inner_text()}")
    expect(passage).to_be_visible()
    assert len(passage.inner_text()) > 20
    assert page.locator("dl.facts dt").count() >= 8


def test_tables_sort_and_filter(sample_reports: Path, opened: Opener) -> None:
    page = opened(sample_reports / "01_term_frequencies.html")
    block = page.locator(".toolkit-block", has=page.locator("table")).filter(has_text="DP (normalized)").first
    terms = block.locator("tbody tr > :first-child")
    before = terms.all_inner_texts()
    heading = block.locator("thead th").first
    heading.locator("button").click()
    expect(heading).to_have_attribute("aria-sort", "ascending")
    assert terms.all_inner_texts() == sorted(before, key=alphabetical)
    block.locator("input[type=search]").fill("bagdad")
    expect(block.locator("tbody tr:visible")).to_have_count(sum("bagdad" in term.lower() for term in before))
    expect(block.locator("output")).to_contain_text(f"of {len(before)} rows")


def test_marks_answer_to_the_pointer_the_keyboard_and_a_click(sample_reports: Path, opened: Opener) -> None:
    page = opened(sample_reports / "02_entity_cooccurrence.html")
    svg = page.locator(".toolkit-explorer .drawing svg")
    svg.scroll_into_view_if_needed()
    edges = svg.locator(".mark[data-key*=' – ']")
    assert edges.count() >= 10
    edge = edges.first
    said = edge.get_attribute("aria-label") or ""
    assert "shared sentences" in said
    edge.hover(force=True)
    tip = page.locator(".tip")
    expect(tip).to_have_text(said)
    page.mouse.move(1, 1)
    expect(tip).to_be_hidden()

    svg.locator(".mark[tabindex='0']").focus()
    first = tip.inner_text()
    page.keyboard.press("ArrowRight")
    expect(tip).not_to_have_text(first)
    page.keyboard.press("Home")
    expect(tip).to_have_text(first)
    page.keyboard.press("Enter")
    answer = page.locator(".toolkit-explorer .answer")
    expect(answer).to_be_visible()
    expect(answer.locator(".said")).to_have_text(first)
    key = svg.locator(".mark[aria-pressed=true]").get_attribute("data-key") or ""
    expect(answer.locator(".told")).to_have_text(re.compile(r"^(\d+ of )?\d+ sentences$"))
    assert answer.locator("ol li").count() >= 2
    for name in key.split(" – "):
        expect(answer.locator("mark", has_text=name).first).to_be_visible()
    screenshot(page, "report-edge")
    answer.get_by_role("button", name="Close").click()
    expect(answer).to_be_hidden()
    page.locator(".toolkit-explorer .toolkit-fold").evaluate_all(
        "folds => folds.forEach(fold => { fold.open = true; })"
    )
    page.locator(".toolkit-explorer tr[data-key] .toolkit-pick").nth(1).click()
    expect(answer.locator(".said")).to_contain_text("shared sentences")
    expect(answer.locator("li mark").first).to_be_visible()
    assert violations(page, "aria-allowed-role", "nested-interactive", "color-contrast", "aria-command-name") == []


OPENED = """() => [...document.querySelectorAll('.drawing svg')].map((svg) => [
    svg.getAttribute('aria-label'),
    [...svg.querySelectorAll('.mark')].map((mark) => {
        mark.dispatchEvent(new MouseEvent('click', { bubbles: true }));
        const answer = svg.closest('figure').querySelector('.answer');
        const passages = [...answer.querySelectorAll('ol li')];
        return {
            key: mark.dataset.key,
            said: answer.querySelector('.said').textContent,
            told: answer.querySelector('.told')?.textContent ?? '',
            passages: passages.length,
            marked: passages.every((one) => one.querySelector('mark')),
            from: passages.every((one) => one.querySelector('small').textContent.includes(' · ')),
        };
    }),
])"""
"""Every mark of every figure, chosen in turn, and what then stands below the figure."""
FIGURES = {"00_corpus": 2, "01_term_frequencies": 5, "02_entity_cooccurrence": 2, "03_source_vocabulary": 7}
SAID = {"Tree of sources": "they meet at", "Map of sources": "of axis 1", "How many times": " against "}


@pytest.mark.parametrize("name", NAMES)
def test_every_mark_of_every_figure_opens_to_its_passages(sample_reports: Path, opened: Opener, name: str) -> None:
    page = opened(sample_reports / f"{name}.html")
    figures = page.evaluate(OPENED)
    assert len(figures) >= FIGURES[name]
    assert page.locator("main img").count() == 0  # a figure that is a picture would be silent
    for figure, marks in figures:
        assert len(marks) >= 5, figure
        words = next((words for start, words in SAID.items() if figure.startswith(start)), ": ")
        for mark in marks:
            where = (figure, mark)
            assert words in mark["said"] or "occurrences" in mark["said"], where
            if mark["told"] == "no sentence here":  # a term that a source or a month does not have
                assert mark["passages"] == 0 and " · " in mark["key"] and "0.0 per 10,000" in mark["said"], where
                continue
            there = re.fullmatch(r"(?:(\d+) of )?([\d,]+) (sentence|article)s?( · .+)?", mark["told"])
            assert there and 1 <= mark["passages"] <= int(there[2].replace(",", "")), where
            assert mark["passages"] == int(there[1] or there[2]) <= 6, where
            assert mark["from"] and (mark["marked"] or there[3] == "article"), where


def test_a_bar_shows_its_sentences_by_touch(sample_reports: Path, opened: Opener) -> None:
    page = opened(sample_reports / "01_term_frequencies.html", **LOOKS["phone"])
    bar = page.locator(".toolkit-explorer .drawing svg .mark").first
    bar.scroll_into_view_if_needed()
    bar.tap(force=True)
    answer = page.locator(".toolkit-explorer .answer")
    expect(answer.locator("li").first).to_be_visible()
    expect(answer.locator("mark").first).to_be_visible()
    screenshot(page, "report-bar-phone")
    row = page.locator(".toolkit-explorer tr[data-key]").nth(2)
    row.locator(".toolkit-pick").tap()
    term = row.get_attribute("data-key") or ""
    expect(answer.locator(".said")).to_contain_text(f"{term}: ")
    expect(answer.locator("mark").first).to_be_visible()


def test_a_line_opens_to_its_sentence(sample_reports: Path, opened: Opener) -> None:
    page = opened(sample_reports / "01_term_frequencies.html")
    lines = page.locator("table[data-kind=lines]").first
    summary = lines.locator("tbody summary").first
    summary.scroll_into_view_if_needed()
    summary.press("Enter")
    expect(lines.locator(".toolkit-beneath mark").first).to_be_visible()
    screenshot(page, "report-line")


def test_on_paper_everything_is_black_on_white_and_nothing_is_cut(sample_reports: Path, opened: Opener) -> None:
    page = opened(
        sample_reports / "02_entity_cooccurrence.html", color_scheme="dark", viewport={"width": 680, "height": 900}
    )
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    expect(page.locator("#contents")).to_be_hidden()
    expect(page.locator("details.code").first).to_be_hidden()
    wide = page.evaluate(
        "[...document.querySelectorAll('table, svg')]."
        "filter(node => node.getBoundingClientRect().right > innerWidth + 1).map(node => node.outerHTML.slice(0, 100))"
    )
    assert wide == []


@pytest.fixture(scope="module")
def hostile_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report on articles that want to be more than text, in every place that a report shows."""
    home = tmp_path_factory.mktemp("hostile")
    pages = home / "pages"
    pages.mkdir()
    rows = ["path,source,date,title"]
    for number, payload in enumerate(PAYLOADS):
        text = f"Le missile {payload} a touché Bagdad. Mike Pompeo a parlé du missile {payload} à Bagdad.\n" * 2
        (pages / f"{number}.txt").write_text(text, encoding="utf-8")
        quoted = payload.replace('"', '""')
        rows.append(f'{number}.txt,"Source {quoted}",2020-01-{number + 1:02d},"Titre {quoted}"')
    (pages / "metadata.csv").write_text("\n".join(rows), encoding="utf-8")
    book = notebook(
        home / "hostile.ipynb",
        "# Hostile <script>window.hit='title'</script>",
        "from toolkit import Corpus, evidence, explorers, plots, terms\n"
        "from toolkit.concordance import concordance\ncorpus = Corpus.load()\ncorpus",
        "## Pictures",
        "plots.picture(plots.tokens_by_month(terms.sizes(corpus)), alt=corpus.documents['title'].iloc[1])",
        "plots.picture(plots.lengths(corpus.index), alt=' '.join(corpus.sources))",
        "## Tables",
        "evidence.table(corpus.documents[['source', 'title', 'text']], caption=corpus.documents['title'].iloc[0])",
        "lines = concordance(corpus, 'missile', limit=50)\n"
        "evidence.concordance_lines(lines, caption=corpus.documents['text'].iloc[2])",
        "## Plain",
        "print(corpus.documents['text'].iloc[0])\ncorpus.documents[['title', 'text']]",
        "## Explorer",
        "explorers.explore_terms(corpus)",
    )
    report(pages, home / "out", "--notebooks", str(book), store=home / "store")
    return home / "out" / "hostile.html"


def test_articles_that_want_to_be_more_are_text(hostile_report: Path, opened: Opener) -> None:
    page = opened(hostile_report)
    for fold in page.locator("details").all():
        fold.evaluate("node => { node.open = true; }")
    for button in page.locator(".toolkit-sort").all()[:12]:
        button.evaluate("node => node.click()")
    for mark in page.locator(".mark").all()[:20]:
        mark.evaluate("node => node.dispatchEvent(new MouseEvent('click', {bubbles: true}))")
    settled(page)
    assert page.evaluate("window.hit") is None
    acting = "script, iframe, object, embed, form, a[href^='javascript'], a[href^='data']"
    assert page.locator(f"main :is({acting})").count() == 0
    assert page.evaluate("getComputedStyle(document.body).display") != "none"
    shown = " ".join(page.locator("main").inner_text().split())
    for payload in PAYLOADS:
        assert " ".join(payload.split()) in shown, payload
    assert violations(page, "empty-table-header", "duplicate-id-aria", "image-alt") == []
    screenshot(page, "report-hostile")


def test_the_policy_refuses_what_is_not_the_reports_own(sample_reports: Path, opened: Opener, tmp_path: Path) -> None:
    """Even a report that somebody has tampered with runs no script but its own and asks for nothing."""
    html = (sample_reports / "index.html").read_text(encoding="utf-8")
    added = "<script>window.hit=1</script><p id=late onclick='window.hit=2' style='color:red'>x</p>"
    (tmp_path / "index.html").write_text(html.replace("</main>", f"{added}</main>"), encoding="utf-8")
    page = opened(tmp_path / "index.html")
    page.locator("#late").click()
    assert len(opened.said) == 3, opened.said
    assert all("Content Security Policy" in refusal for refusal in opened.said)
    opened.said.clear()
    assert page.evaluate("window.hit") is None
    assert page.evaluate("getComputedStyle(document.querySelector('#late')).color") != "rgb(255, 0, 0)"

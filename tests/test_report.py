"""Reports: widgets frozen, HTML made safe, figures inlined, words said in French, paths and article text kept back."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html import unescape
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from nbformat import v4
from reports import copied, notebook, report

from toolkit import Corpus, CorpusError, evidence
from toolkit.concordance import concordance
from toolkit.corpus.loading import default_selection
from toolkit.corpus.views import save_view
from toolkit.evidence import excerpts
from toolkit.explorers.terms import Terms
from toolkit.report import prose, render_reports, safe
from toolkit.report.excerpts import Guard, windows
from toolkit.report.figures import Figures
from toolkit.report.freezing import STATE, VIEW, FreezeWidgets, freeze
from toolkit.report.language import Language
from toolkit.report.measures import _SHOWN_BY, MEASURES, measures_of
from toolkit.report.page import Builder
from toolkit.report.paths import Redaction
from toolkit.report.saved import REPLACED, show_views
from toolkit.report.scarce import assigned, explain

ROOT = Path(__file__).resolve().parents[1]
NAMES = ("00_corpus", "01_term_frequencies", "02_entity_cooccurrence", "03_source_vocabulary")

PAYLOADS = (
    "<script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    "<svg onload=window.hit=1><circle r=5></svg>",
    "<iframe srcdoc='<script>parent.hit=1</script>'></iframe>",
    '"><a href="javascript:window.hit=1">x</a>',
    '<a href="data:text/html,<script>window.hit=1</script>">x</a>',
    "<style>body{display:none}</style>",
    "<math><mtext><table><mglyph><style><img src=x onerror=window.hit=1>",
    '=HYPERLINK("http://example.org";"x")',
    "</td></tr></table><script>window.hit=1</script>",
    "$$\\unicode<script>window.hit=1</script>$$",
    "<form action=http://example.org><input name=a></form>",
)
"""What an article may hold that wants to be more than text."""


# -- Frozen widgets --------------------------------------------------------------------------------------------------


def states(**models: dict) -> dict:
    """The state of widgets as a notebook stores it; children are named by their keys."""
    return {name: {"state": {"_dom_classes": [], **state}} for name, state in models.items()}


def test_a_tree_is_frozen_to_what_it_showed_without_its_controls():
    tree = states(
        root={"_model_name": "VBoxModel", "children": ["IPY_MODEL_controls", "IPY_MODEL_said", "IPY_MODEL_figure",
              "IPY_MODEL_fold", "IPY_MODEL_code"], "_dom_classes": ["toolkit-explorer"]},
        controls={"_model_name": "HBoxModel", "children": ["IPY_MODEL_menu"]},
        menu={"_model_name": "DropdownModel", "description": "Source", "_options_labels": ["all", "one"], "index": 1,
              "_dom_classes": ["toolkit-control"]},
        said={"_model_name": "HTMLModel", "value": "<p>One source.</p>", "_dom_classes": ["toolkit-said"]},
        figure={"_model_name": "HTMLModel", "value": "<img alt='a'>", "_dom_classes": ["toolkit-figure"]},
        fold={"_model_name": "AccordionModel", "children": ["IPY_MODEL_table"], "titles": ["The <numbers>"]},
        table={"_model_name": "HTMLModel", "value": "<table></table>", "_dom_classes": ["toolkit-table", "other"]},
        code={"_model_name": "AccordionModel", "children": ["IPY_MODEL_line"], "titles": ["Save"]},
        line={"_model_name": "HTMLModel", "value": "code", "_dom_classes": ["toolkit-control"]},
    )  # fmt: skip
    assert freeze("root", tree) == (
        '<div class="toolkit-explorer"><div class="toolkit-said"><p>One source.</p></div>'
        "<div class=\"toolkit-figure\"><img alt='a'></div>"
        '<details class="toolkit-fold"><summary>The &lt;numbers&gt;</summary>'
        '<div class="toolkit-table"><table></table></div></details></div>'
    )


def test_settings_are_said_where_the_widget_does_not_say_them():
    tree = states(
        root={"_model_name": "VBoxModel", "children": ["IPY_MODEL_a", "IPY_MODEL_b", "IPY_MODEL_c", "IPY_MODEL_d",
              "IPY_MODEL_e", "IPY_MODEL_out"]},
        a={"_model_name": "IntSliderModel", "description": "Terms", "value": 12},
        b={"_model_name": "CheckboxModel", "description": "each <source>", "value": False},
        c={"_model_name": "SelectMultipleModel", "description": "Sources", "_options_labels": ["x", "y", "z"],
           "index": [0, 2]},
        d={"_model_name": "IntRangeSliderModel", "description": "Years", "value": [2019, 2021]},
        e={"_model_name": "ButtonModel", "description": "Run"},
        out={"_model_name": "OutputModel", "outputs": [
            {"output_type": "stream", "name": "stdout", "text": "1 < 2"},
            {"output_type": "display_data", "data": {"image/png": "AAAA", "text/plain": "<Figure>"}},
            {"output_type": "stream", "name": "stderr", "text": "a warning"},
        ]},
    )  # fmt: skip
    assert freeze("root", tree) == (
        '<p class="toolkit-said">Terms: 12; each &lt;source&gt;: no; Sources: x, z; Years: 2019, 2021</p>'
        '<pre>1 &lt; 2</pre><img alt="&lt;Figure&gt;" src="data:image/png;base64,AAAA">'
    )


def test_what_shows_nothing_leaves_nothing():
    hidden = states(
        root={"_model_name": "VBoxModel", "children": ["IPY_MODEL_a", "IPY_MODEL_bar"]},
        a={"_model_name": "HTMLModel", "value": "unseen", "layout": "IPY_MODEL_layout"},
        layout={"_model_name": "LayoutModel", "display": "none"},
        bar={"_model_name": "ColorPickerModel", "value": "red"},
    )
    assert freeze("root", hidden) == ""
    progress = states(
        root={"_model_name": "HBoxModel", "children": ["IPY_MODEL_html", "IPY_MODEL_bar"]},
        html={"_model_name": "HTMLModel", "value": "Annotating: 100%"},
        bar={"_model_name": "FloatProgressModel", "value": 1.0, "description": "done"},
    )
    assert freeze("root", progress) == ""


def test_the_preprocessor_drops_every_trace_of_widgets():
    cell = v4.new_code_cell("x", id="c1")
    cell.outputs = [
        v4.new_output("execute_result", data={VIEW: {"model_id": "a"}, "text/plain": "HTML()"}, execution_count=1),
        v4.new_output("display_data", data={VIEW: {"model_id": "gone"}}),
        v4.new_output("display_data", data={"text/html": "<p>kept</p>"}),
    ]
    made = v4.new_notebook(cells=[cell])
    made.metadata["widgets"] = {STATE: {"state": states(a={"_model_name": "HTMLModel", "value": "<b>shown</b>"})}}
    FreezeWidgets().preprocess(made, {})
    assert [output.data["text/html"] for output in cell.outputs] == ["<b>shown</b>", "<p>kept</p>"]
    assert "widget" not in nbformat.writes(made)


# -- Safe HTML -------------------------------------------------------------------------------------------------------


def cleaned(html: str) -> tuple[str, str]:
    styles = safe.Styles()
    root = safe.parse(html)
    safe.clean(root, styles, lambda image: image)
    return safe.to_html(root), styles.css()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_that_acts_survives(payload: str):
    html, css = cleaned(f"<p>before</p><div>{payload}</div><p>after</p>")
    assert not re.search(r"<(script|style|iframe|svg|math|form|object|embed)|javascript:|data:text|\son\w+=", html)
    assert "before" in html
    assert css == ""


def test_what_a_report_needs_survives():
    html = (
        '<div class="toolkit-block"><table class="evidence" data-kind="lines"><caption>A &amp; B</caption>'
        '<tbody><tr><th scope="row">x</th><td data-v="3">3</td></tr></tbody></table>'
        '<details><summary>more</summary><a href="#there">there</a></details></div>'
    )
    assert cleaned(html) == (html, "")


def test_inline_styles_become_classes_once_each():
    html, css = cleaned(
        '<p style="text-align: left">a</p><p class="k" style="text-align:left ">b</p><p style="color:red">c</p>'
        '<p style="background:url(//example.org)">d</p><p style="position:fixed">e</p>'
    )
    assert html == '<p class="s0">a</p><p class="k s0">b</p><p class="s1">c</p><p>d</p><p>e</p>'
    assert css == ".s0.s0.s0{text-align:left}.s1.s1.s1{color:red}"


def test_images_hold_their_data_or_go():
    html, _ = cleaned('<img src="http://example.org/x.png" alt="a"><img src="data:image/png;base64,AA==" alt="b">')
    assert html == '<img src="data:image/png;base64,AA==" alt="b">'


# -- Figures ---------------------------------------------------------------------------------------------------------

SVG = """<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x "boom">]>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="72pt" height="36pt"
 viewBox="0 0 72 36" onload="alert(1)"><metadata>m</metadata><script>alert(1)</script><style>*{fill:red}</style>
<defs><clipPath id="c"><rect x="0" y="0" width="1.234567" height="2"/></clipPath><path id="p" d="M 0 0
L 1.000000 2.5"/></defs>
<g id="axes_1"><g id="line2d_1"><use xlink:href="#p" x="1" style="fill: #0072b2; stroke: none"/></g>
<use xlink:href="http://example.org/x.svg#p"/><foreignObject><p>x</p></foreignObject>
<path clip-path="url(#c)" d="M 1 1" style="stroke: #000000; font-family: 'X'"/></g>
<g id="matplotlib.axis_2"><text style="font: 9px 'DejaVu Sans'; text-anchor: end">a &lt; b</text></g></svg>"""


def figure(svg: str, alt: str = "What it shows") -> tuple[str, str]:
    """A figure on a page, and the page's words for it."""
    data = base64.b64encode(svg.encode()).decode()
    root = safe.parse(f'<img alt="{alt}" src="data:image/svg+xml;base64,{data}">')
    figures = Figures()
    safe.clean(root, safe.Styles(), figures.take)
    html = figures.put(safe.to_html(root))
    found = re.search(r"<svg.*</svg>", html, flags=re.DOTALL)
    assert found
    return found[0], html


def test_a_figure_is_inlined_with_nothing_but_its_drawing():
    svg, html = figure(SVG)
    assert svg == (
        '<svg width="96" height="48" viewBox="0 0 72 36" role="img" aria-label="What it shows" stroke-linejoin="round" '
        'stroke-linecap="butt"><defs>'
        '<path id="f0-p" d="M0 0L1 2.5"/></defs><use x="1" fill="#0072b2" stroke="none" href="#f0-p"/><use/>'
        '<path d="M1 1" stroke="#000000"/>'
        '<g class="axis-2"><text font-size="9px" text-anchor="end">a &lt; b</text></g></svg>'
    )
    assert html.startswith('<figure class="figure"><div class="drawing"')
    assert html.endswith("<figcaption>What it shows</figcaption></figure>")


def described(svg: str, told: dict) -> str:
    said = json.dumps(told).replace("&", "&amp;").replace("<", "&lt;")
    return svg.replace("<metadata>m", f'<metadata><x xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description>{said}'
                       "</dc:description></x>")  # fmt: skip


def test_marks_say_what_they_are():
    svg, _ = figure(described(SVG, {"line2d_1": [["a <b>", "a <b>: 3"]], "axes_1": [["", "one of many"]], "none": []}))
    assert (
        '<g class="mark" data-key="a &lt;b&gt;"><title>a &lt;b&gt;: 3</title>'
        '<use x="1" fill="#0072b2" stroke="none" href="#f0-p"/></g>' in svg
    )
    assert svg.count("<title>") == 1  # of what was not drawn mark by mark nothing is said


@pytest.mark.parametrize("told", ["[1]", "{", '"x"', "null"])
def test_a_description_of_somebody_elses_is_none_of_ours(told: str):
    svg, _ = figure(SVG.replace("<metadata>m", f"<metadata><description>{told}</description>"))
    assert "<title>" not in svg


def test_what_is_no_sound_svg_stays_an_image():
    data = base64.b64encode(b"<svg").decode()
    root = safe.parse(f'<img alt="x" src="data:image/svg+xml;base64,{data}">')
    figures = Figures()
    safe.clean(root, safe.Styles(), figures.take)
    assert safe.to_html(root).startswith('<figure class="figure"><img alt="x"')


# -- Sections that the corpus is too small for ----------------------------------------------------------------------


def test_what_a_corpus_lacks_is_told_from_what_a_notebook_does_wrong():
    assert explain("TooSmall", "one source only.", {}) == "one source only."
    assert explain("CorpusError", "no source is called 'x'.", {}) is None
    assert explain("NameError", "name 'table' is not defined", {"table": "one source only."}) == "one source only."
    assert explain("NameError", "name 'tabel' is not defined", {"table": "one source only."}) is None
    assert explain("KeyError", "'x'", {"x": "y"}) is None
    assert explain("IndexError", "out of bounds", {}) is None
    assert assigned("a = f(b)\n(c, d) = g(a)\ne.x = 1") == {"a", "c", "d"}
    assert assigned("%matplotlib inline") == set()


# -- Prose -----------------------------------------------------------------------------------------------------------


def test_prose_is_replaced_where_its_translation_is_of_the_same_text(tmp_path: Path):
    path = notebook(tmp_path / "n.ipynb", "# Title", "1 + 1", "## Terms\n\nChoose one.", "## Same")
    texts = {
        "fr": f"<!-- cell c1, of {prose.digest('#  Title')} -->\n# Titre\n\n<!-- cell c4, of 000000000000 -->\n## Autre"
        f"\n\n<!-- cell c9, of {prose.digest('x')} -->\nx\n",
        "en": f"<!-- cell c3, of {prose.digest('## Terms Choose one.')} -->\n## Terms\n",
    }
    for language, text in texts.items():
        (tmp_path / language).mkdir()
        (tmp_path / language / "n.md").write_text(text, encoding="utf-8")
    made = nbformat.read(path, as_version=4)
    assert prose.gaps(made, path, "fr") == [
        f"n c3: not translated (of {prose.digest(made.cells[2].source)})",
        f"n c4: the notebook has changed since (of {prose.digest('## Same')})",
        "n c9: there is no such cell",
    ]
    assert prose.gaps(made, path, "en") == []
    prose.translate(made, path, "fr")
    assert [cell.source for cell in made.cells] == ["# Titre", "1 + 1", "## Terms", "## Same"]
    assert [cell.metadata.get("lang") for cell in made.cells] == ["fr", None, "en", None]


# -- Saved views -----------------------------------------------------------------------------------------------------


def test_saved_views_are_shown_in_place_of_the_explorer():
    cells = [
        v4.new_code_cell("explorer = explorers.explore_terms(corpus)\nexplorer", id="a"),
        v4.new_code_cell("explore_sources(corpus, view='mine')", id="b"),
        v4.new_code_cell("%matplotlib inline", id="c"),
    ]
    made = v4.new_notebook(cells=cells)
    kept = pd.DataFrame(
        [("explore_terms", "Verbs *of* 'x'", {}), ("explore_sources", "other", {}), ("explore_terms", "N", {})],
        columns=["explorer", "name", "settings"],
    )
    assert show_views(made, kept) == ["Verbs *of* 'x'", "N"]
    assert [(cell.id, cell.source) for cell in made.cells[1:5]] == [
        ("a-view-1-name", "### Verbs \\*of\\* 'x'"),
        ("a-view-1", "explorers.explore_terms(corpus, view=\"Verbs *of* 'x'\")"),
        ("a-view-2-name", "### N"),
        ("a-view-2", "explorers.explore_terms(corpus, view='N')"),
    ]
    assert made.cells[0].metadata["tags"] == [REPLACED]
    assert [cell.id for cell in made.cells[5:]] == ["b", "c"]
    nbformat.validate(made)


# -- Paths -----------------------------------------------------------------------------------------------------------


def test_paths_are_names(tmp_path: Path):
    corpus = tmp_path / "pages"
    redact = Redaction.of(corpus, tmp_path / "out")
    told = f"{corpus}/a.txt: no; {tmp_path}/b; {corpus}s; file://{corpus}"
    said = redact(told)
    assert said.startswith("pages/a.txt: no; …/b; …/pagess; file://pages")
    assert str(tmp_path) not in said
    assert redact(f"{Path.home()}/x") == "~/x"
    assert redact(f"data:image/png;base64,AB{corpus}") == f"data:image/png;base64,AB{corpus}"


# -- Article text ----------------------------------------------------------------------------------------------------


def test_whatever_has_eight_words_in_a_row_with_an_article_is_taken_out():
    text = "Le ministre a reçu hier une délégation venue de Bagdad, selon son bureau."
    corpus = Corpus.from_documents(pd.DataFrame({"text": [text]}))
    assert len(windows(text)) == 6
    outputs = [
        v4.new_output(
            "display_data", data={"text/html": f"<table><tr><td>{text}</td><td>ministre 1</td></tr></table>"}
        ),
        v4.new_output(
            "display_data", data={"text/html": f'<div>x<img alt="{text}"><p>fine</p></div>', "text/plain": text}
        ),
        v4.new_output("stream", name="stdout", text=f"1 {text.upper()}"),
        v4.new_output("display_data", data={"text/html": "<p>Le ministre a reçu hier une délégation</p>"}),
    ]
    assert Guard(corpus, "(out)").clear(outputs) == 4
    assert outputs[0].data["text/html"] == "<table><tr><td>(out)</td><td>ministre 1</td></tr></table>"
    assert outputs[1].data == {"text/html": '<div>x<img alt="(out)"><p>fine</p></div>', "text/plain": "(out)"}
    assert outputs[2].text == "(out)"
    assert outputs[3].data["text/html"] == "<p>Le ministre a reçu hier une délégation</p>"


def test_contexts_end_where_the_sentence_does_when_no_more_may_be_shown(monkeypatch: pytest.MonkeyPatch):
    lines = pd.DataFrame(
        {
            "left": ["Fin. Le ", "un autre ", "x "],
            "keyword": ["chat"] * 3,
            "right": [" dort. Un", " dort", " y"],
            "sentence": ["Le chat dort.", "Voici un autre chat dort", "Le chat"],
        }
    )
    assert excerpts.within_sentences(lines) is lines
    monkeypatch.setenv("TOOLKIT_EXCERPTS", "sentences")
    cut = excerpts.within_sentences(lines)
    assert cut[["left", "right"]].to_numpy().tolist() == [["Le ", " dort."], ["un autre ", " dort"], ["", ""]]


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        ("none", ["none"] * 4),
        ("sentences", ["none", "sentence", "sentence", "sentence"]),
        ("paragraphs", ["none", "sentence", "paragraph", "paragraph"]),
        ("articles", ["none", "sentence", "paragraph", "article"]),
        ("everything", ["none"] * 4),
    ],
)
def test_lines_open_to_what_may_be_shown(limit: str, expected: list[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TOOLKIT_EXCERPTS", limit)
    assert [excerpts.at_most(expand) for expand in ("none", "sentence", "paragraph", "article")] == expected


def test_evidence_without_excerpts_tells_how_much_there_is(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TOOLKIT_EXCERPTS", "none")
    text = "Le ministre a reçu hier une délégation."
    corpus = Corpus.from_documents(pd.DataFrame({"text": [text]}))
    lines = concordance(corpus, "ministre")
    for shown in (
        evidence.concordance_lines(lines, caption="« ministre »", corpus=corpus),
        evidence.passage(text, caption="article-1"),
    ):
        assert "délégation" not in shown.html
        assert "not part of this report" in shown.html
    assert "« ministre »: 1 lines" in evidence.concordance_lines(lines, caption="« ministre »").html


# -- Language --------------------------------------------------------------------------------------------------------


def test_numbers_and_dates_in_french():
    say = Language("fr")
    assert say.figures("1,234 of 56.7; −0.5 (12) 2020-06-11, 2020-06 v1.2.3") == (
        "1\u202f234 of 56,7; −0,5 (12) 11 juin 2020, juin 2020 v1.2.3"
    )
    assert say.date(pd.Timestamp("2020-08-01")) == "1er août 2020"
    assert Language("en").date(pd.Timestamp("2020-08-01")) == "2020-08-01"
    assert Language("en").figures("1,234.5 2020-06") == "1,234.5 2020-06"
    assert Language("en")("{} articles, {} words", 1, 1234) == "1 article, 1,234 words"


# -- Measures --------------------------------------------------------------------------------------------------------


def test_measures_are_those_that_the_code_shows():
    assert set(_SHOWN_BY) == set(MEASURES)
    assert [measure.name for measure in measures_of(["keyness(corpus)"])] == [
        "Rate", "Log-likelihood", "Log Ratio", "LRC", "Adjusted probability"
    ]  # fmt: skip
    assert measures_of(["corpus"]) == []
    assert all(re.search(r"\d{4}", measure.paper) for measure in MEASURES.values())


# -- Pages -----------------------------------------------------------------------------------------------------------


def page_of(*cells: nbformat.NotebookNode, language: str = "en"):
    return Builder(Language(language), lambda text: text.replace("/secret", "~")).build(
        v4.new_notebook(cells=list(cells))
    )


def shown(html: str, **metadata: object) -> nbformat.NotebookNode:
    cell = v4.new_code_cell("show('/secret/x')", metadata=metadata)
    cell.outputs = [v4.new_output("display_data", data={"text/html": html})]
    return cell


def test_a_page_has_its_title_sections_results_and_folded_code():
    page = page_of(
        v4.new_markdown_cell("# Who & what\n\nFirst words.\n\n## Terms\n\nLook <b>here</b>."),
        shown("<p>/secret/x</p>"),
        v4.new_markdown_cell("## Terms\n\n### Deeper"),
    )
    assert page.title == "Who & what"
    assert page.lead == "First words."
    assert [(section.key, section.heading) for section in page.sections] == [
        ("top", ""), ("terms", "Terms"), ("terms-2", "Terms")
    ]  # fmt: skip
    assert page.sections[1].blocks == [
        '<div class="prose"><p>Look &lt;b&gt;here&lt;/b&gt;.</p>\n</div>',
        '<div class="result"><p>~/x</p></div>',
        "<details class=\"code\"><summary>Code</summary><pre><code>show('~/x')</code></pre></details>",
    ]
    assert page.sections[2].blocks == ["<h3>Deeper</h3>"]


def test_a_finding_becomes_the_heading():
    page = page_of(v4.new_markdown_cell("## Terms"), shown('<p class="toolkit-finding">« a » leads</p><p>more</p>'))
    assert page.sections[1].finding == "« a » leads"
    assert page.sections[1].blocks[0] == '<div class="result"><p>more</p></div>'


def test_tables_scroll_in_a_region_of_their_own():
    page = page_of(shown("<div><p>x</p><table><caption>Two  words</caption><tr><td>1</td></tr></table></div>"))
    assert '<div class="wide" tabindex="0" role="region" aria-label="Two words"><table>' in page.sections[0].blocks[0]


def test_an_explorer_whose_views_are_shown_is_not_shown_itself():
    assert "old" not in "".join(page_of(shown("<p>old</p>", tags=[REPLACED])).sections[0].blocks)


# -- The whole of it -------------------------------------------------------------------------------------------------


def policy(html: str) -> str:
    found = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', html)
    assert found
    return unescape(found[1])


def block(html: str, tag: str) -> str:
    found = re.findall(rf"<{tag}>(.*?)</{tag}>", html, flags=re.DOTALL)
    assert len(found) == 1
    return found[0]


def hashed(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def test_the_reports_of_the_sample_are_small_and_ask_for_nothing(sample_reports: Path):
    pages = {path.stem: path.read_text(encoding="utf-8") for path in sample_reports.glob("*.html")}
    assert sorted(pages) == [*NAMES, "index"]
    assert sum(len(text.encode()) for text in pages.values()) < 1_500_000
    for html in pages.values():
        assert policy(html) == (
            f"default-src 'none'; img-src data:; style-src {hashed(block(html, 'style'))}; "
            f"script-src {hashed(block(html, 'script'))}; base-uri 'none'; form-action 'none'"
        )
        body = html.replace(block(html, "style"), "").replace(block(html, "script"), "")
        assert not re.search(r"\s(?:src|srcset|poster|data|action)=[\"'](?!data:image/)", body)
        assert not re.search(r"\sstyle=|\son\w+=[\"']|<(?:iframe|object|embed|link|base)\b", body)
        for address in re.findall(r'href="([^"]*)"', body):
            assert address.startswith("#") or re.fullmatch(r"[\w.]+\.html(#[\w-]+)?", address)
        ids = re.findall(r'\sid="([^"]*)"', body)
        assert len(ids) == len(set(ids))
        anchors = re.findall(r'href="#([^"]*)"', body)
        assert set(anchors) <= set(ids)


def test_no_path_of_this_machine_is_in_a_report(sample_reports: Path):
    names = (str(ROOT), str(sample_reports.parent), str(Path.home()), re.escape(str(ROOT)))
    for path in [*sample_reports.glob("*.html"), *sample_reports.glob("*.ipynb")]:
        text = path.read_text(encoding="utf-8")
        decoded = "".join(
            base64.b64decode(data).decode("utf-8", "replace")
            for data in re.findall(r"svg\+xml;base64,([\w+/=]+)", text)
        )
        assert [name for name in names if len(name) > 1 and name in text + decoded] == []


def test_the_methods_box_says_how_to_make_it_again(sample_reports: Path):
    html = (sample_reports / "03_source_vocabulary.html").read_text(encoding="utf-8")
    box = " ".join(unescape(re.sub(r"<[^>]*>", " ", html[html.index('id="methods"') :])).split())
    for said in (
        "sample, fingerprint", "76 articles, 20,307 words, 6 sources", "2020-01-03 to 2021-08-01",
        "466 lines removed from 76 articles", "fr_core_news_sm 3.8.0", "toolkit 0.", "spacy 3.8.",
        "Evert, S. (2022)", "Dunning, T. (1993)",
        "python -m toolkit report PATH/TO/sample --out report --lang en --excerpts sentences --ipynb",
    ):  # fmt: skip
        assert said in box, said
    assert "logDice" not in box


def test_the_same_corpus_elsewhere_gives_the_same_bytes(sample_reports: Path, tmp_path: Path):
    corpus = copied(ROOT / "data" / "sample", tmp_path / "elsewhere" / "sample")
    report(corpus, tmp_path / "again", "--ipynb", store=tmp_path / "store")
    files = sorted(path.name for path in sample_reports.iterdir())
    assert files == sorted(path.name for path in (tmp_path / "again").iterdir())
    for name in files:
        assert (sample_reports / name).read_bytes() == (tmp_path / "again" / name).read_bytes(), name


def test_notebooks_with_outputs_show_plain_html(sample_reports: Path):
    for name in NAMES:
        made = nbformat.read(sample_reports / f"{name}.ipynb", as_version=4)
        nbformat.validate(made)
        assert "widgets" not in made.metadata
        kinds = {key for cell in made.cells for output in cell.get("outputs", ()) for key in output.get("data", {})}
        assert kinds == {"text/html", "text/plain"}
        text = nbformat.writes(made)
        assert text.count("<script>") <= 1
        assert "<img alt" in text


def test_explorers_are_frozen_with_their_settings_figure_and_table(sample_reports: Path):
    for name in NAMES[1:]:
        html = (sample_reports / f"{name}.html").read_text(encoding="utf-8")
        frozen = html[html.index('class="toolkit-explorer"') :]
        for part in ("toolkit-said", "toolkit-figure", "toolkit-table", "toolkit-evidence"):
            assert f'<div class="{part}">' in frozen, (name, part)
        assert "<select" not in html
        assert "widget" not in html.replace(block(html, "script"), "").replace(block(html, "style"), "")


LOADS = "from toolkit import Corpus\ncorpus = Corpus.load()"


def test_a_notebook_that_raises_leaves_the_last_good_report_in_place(tmp_path: Path, sample_store: Path):
    book, out = tmp_path / "book.ipynb", tmp_path / "out"

    def written(*cells: str, fails: bool = False) -> tuple[str, dict[str, bytes]]:
        notebook(book, *cells)
        words = ["--notebooks", str(book)]
        done = report(ROOT / "data" / "sample", out, *words, store=sample_store, check=not fails)
        assert done.returncode == int(fails)
        return done.stderr, {path.name: path.read_bytes() for path in out.iterdir()}

    _, good = written("# Good", "1 + 1")
    assert sorted(good) == ["book.html", "index.html"]

    path = ROOT / "data" / "sample" / "a.txt"
    said, now = written(
        "# Bad", "x = 1", f"raise KeyError('{path} <script>alert(1)</script>')", "print('n')", fails=True
    )
    assert "error: book, cell 3: KeyError" in said
    assert "No report was replaced." in said
    assert sorted(now) == ["book.error.html", "book.html", "index.html"]
    assert {name: now[name] for name in good} == good
    error = now["book.error.html"].decode()
    assert "Cell 3 of the notebook raised an error." in error
    assert "The last report that could be made is still in its place." in error
    assert "&lt;script&gt;alert(1)" in error
    assert str(ROOT) not in error

    assert sorted(written("# Good again", "1 + 2")[1]) == ["book.html", "index.html"]


def test_a_corpus_too_small_for_a_section_says_so_there(tmp_path: Path, sample_store: Path):
    """And a selection narrows the corpus that notebooks load, and French is French."""
    book = notebook(
        tmp_path / "book.ipynb", "# Small", LOADS + "\nfrom toolkit import contrast",
        "print(corpus.sources, corpus.n_documents)",
        "## One source", "table = contrast.keyness(corpus)\ntable", "## What builds on it", "table.head(2)",
        "## What does not", "1 + 1",
    )  # fmt: skip
    words = ["--notebooks", str(book), "--sources", "Khalij Marchés", "--since", "2020-06", "--lang", "fr"]
    report(ROOT / "data" / "sample", tmp_path / "out", *words, store=sample_store)
    html = unescape((tmp_path / "out" / "book.html").read_text(encoding="utf-8"))
    parts = re.split(r"<section id=", html)[1:]
    assert ["Ce corpus est trop petit pour cette section" in part for part in parts] == [True, True, False, False]
    assert "<pre>2</pre>" in parts[2]
    corpus = Corpus.load(ROOT / "data" / "sample").select(sources="Khalij Marchés", since="2020-06")
    assert f"['Khalij Marchés'] {corpus.n_documents}" in html
    assert '<html lang="fr">' in html
    assert f"{corpus.n_documents} articles" in html
    assert "choisis parmi 76 articles : Khalij Marchés ; depuis juin 2020" in html


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"sources": ["Le Monde"]}, "no source is called 'Le Monde'"),
        ({"since": "2030"}, "no article is left to report on"),
        ({"notebooks": ["absent.ipynb"]}, r"absent\.ipynb: it cannot be read as a notebook"),
        ({"excerpts": "some"}, "Choose one of: none, sentences, paragraphs"),
        ({"language": "de"}, "there are no reports in 'de'"),
    ],
)
def test_what_cannot_be_done_is_told_with_the_remedy(options: dict, said: str, tmp_path: Path):
    with pytest.raises(CorpusError, match=said):
        render_reports(ROOT / "data" / "sample", tmp_path / "out", **options)
    assert not (tmp_path / "out").exists()


def test_a_report_shows_the_views_that_somebody_kept(tmp_path: Path, sample_store: Path):
    source = copied(ROOT / "data" / "sample" / "khalij-marches", tmp_path / "pages")
    corpus = Corpus.load(source, store=None, progress=False)
    save_view(corpus, "explore_terms", "Verbs & <b>", {**Terms(corpus).state(), "top": 7, "words": "verbs"})
    cells = ("# Views", LOADS + "\nfrom toolkit.explorers import explore_terms", "## Terms", "explore_terms(corpus)")
    report(source, tmp_path / "out", "--notebooks", str(notebook(tmp_path / "book.ipynb", *cells)), store=sample_store)
    html = (tmp_path / "out" / "book.html").read_text(encoding="utf-8")
    assert "<h3>Verbs &amp; &lt;b&gt;</h3>" in html
    assert html.count('<div class="toolkit-explorer">') == 1
    assert re.search(r'class="toolkit-said"><p[^>]*>The 7 most frequent lemmas \(verbs', html)
    assert "<dt>Views</dt><dd>Verbs &amp; &lt;b&gt;</dd>" in html


def test_the_prose_of_the_notebooks_is_translated_and_up_to_date():
    found = [
        gap
        for path in sorted((ROOT / "notebooks").glob("*.ipynb"))
        for language in prose.LANGUAGES
        for gap in prose.gaps(nbformat.read(path, as_version=4), path, language)
    ]
    assert found == []


def test_a_french_report_without_excerpts(tmp_path: Path, sample_store: Path):
    """Nothing is left in English, and no article is quoted: not in tables, explorers, figures or saved notebooks."""
    out = tmp_path / "out"
    words = ["--lang", "fr", "--excerpts", "none", "--ipynb"]
    done = report(ROOT / "data" / "sample", out, *words, store=sample_store)
    assert "without a translation" not in done.stderr, done.stderr
    corpus = Corpus.load(ROOT / "data" / "sample")
    there = set().union(*map(windows, corpus.documents["text"]), *map(windows, map(corpus.page, corpus.index.index)))
    for path in out.iterdir():
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".ipynb":
            made = nbformat.reads(text, as_version=4)
            text = " ".join(
                str(value)
                for cell in made.cells
                for o in cell.get("outputs", ())
                for value in o.get("data", {}).values()
            )
        text = re.sub(r"<(style|script)>.*?</\1>", "", text, flags=re.DOTALL)
        assert sorted(windows(unescape(re.sub(r"<[^>]*>", " ", text))) & there) == [], path.name
        assert sorted(windows(unescape(text)) & there) == [], path.name  # attributes too
    html = unescape((out / "01_term_frequencies.html").read_text(encoding="utf-8"))
    assert "absentes de ce rapport" in html
    assert "data-kind" not in html.split("</style>")[1].split("<script>")[0]


def test_a_selection_that_is_none_is_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TOOLKIT_SELECTION", json.dumps({"source": ["a"]}))
    with pytest.raises(CorpusError, match="is no selection"):
        default_selection()

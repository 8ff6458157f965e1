"""Settings kept under a name: chosen by hand in one notebook, saved, and found again by another kernel."""

from __future__ import annotations

import json

from playwright.sync_api import Page, expect

from .lab import Lab, errors, run_all
from .test_lab import write_notebook
from .test_notebooks import labelled

LOADS = "from toolkit import Corpus, explorers\ncorpus = Corpus.load()"

# In the kernel of the open notebook, as from a cell; its error, if any.
_EXECUTE = """async code => {
    const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
    const reply = (await kernel.requestExecute({code}).done).content;
    return reply.status === 'ok' ? null : `${reply.ename}: ${reply.evalue}`;
}"""


def test_a_view_is_kept_and_found_again(lab: Lab, page: Page) -> None:
    assert lab.corpus is not None
    lab.open_notebook(page, write_notebook(lab, "keep.ipynb", LOADS, "e = explorers.explore_terms(corpus)\ne"))
    assert run_all(page) == []
    labelled(page, "Terms").locator(".noUi-handle").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("The 16 most frequent lemmas").first).to_be_visible()
    assert page.evaluate(_EXECUTE, "e.save_view('Sixteen & more')") is None
    kept = json.loads((lab.corpus / "views.json").read_text(encoding="utf-8"))
    assert kept["explore_terms"]["Sixteen & more"]["top"] == 16

    again = "explorers.explore_terms(corpus, view='Sixteen & more')"
    lab.open_notebook(page, write_notebook(lab, "found.ipynb", LOADS, again))
    assert run_all(page) == []
    expect(page.get_by_text("The 16 most frequent lemmas").first).to_be_visible()
    expect(labelled(page, "Terms").locator(".widget-readout")).to_have_text("16")
    assert errors(page) == []
    (lab.corpus / "views.json").unlink()

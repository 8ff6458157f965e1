"""One browser and one JupyterLab for all tests in this folder, closed before any other test runs in the process.

Playwright keeps an event loop running while it is open, which notebooks executed in the same process would trip over:
hence the scope "package" and not "session".
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, sync_playwright

from .lab import CHROMIUM_OPTIONS, ROOT, Lab, chromium, jupyterlab, screenshot, shutdown


@pytest.fixture(scope="package")
def browser() -> Iterator[BrowserContext]:
    """A headless Chromium, 1400 by 1000 pixels; its pages share a cache, so that JupyterLab is loaded once."""
    executable = chromium()
    if executable is None:
        missing = "needs Chromium or Chrome: install one, or set TOOLKIT_CHROMIUM to its path"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=executable, args=list(CHROMIUM_OPTIONS))
        yield launched.new_context(viewport={"width": 1400, "height": 1000}, locale="en-US")
        launched.close()


@pytest.fixture(scope="package")
def lab() -> Iterator[Lab]:
    """JupyterLab on a copy of the notebooks, with a copy of the sample corpus."""
    sample = ROOT / "data" / "sample"
    with jupyterlab(ROOT / "notebooks", corpus=sample if sample.exists() else None) as running:
        yield running


@pytest.fixture
def page(browser: BrowserContext, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A new page; its kernels are stopped afterwards, and a test that fails leaves a screenshot."""
    failed = request.session.testsfailed
    opened = browser.new_page()
    yield opened
    if request.session.testsfailed > failed:
        screenshot(opened, f"failed-{request.node.name}")
    shutdown(opened)
    opened.close()

"""Make the README's pictures: ``python -m tests.browser.screenshots`` photographs the notebooks and the reports.

Names of pictures choose some of them: ``python -m tests.browser.screenshots 00_corpus report``.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from .lab import CHROMIUM_OPTIONS, ROOT, Lab, chromium, jupyterlab, run_all, shutdown

TARGET = ROOT / "notebooks" / "images"
SAMPLE = ROOT / "data" / "sample"
COLOURS = 128  # of a picture: a third of the bytes

# In the page: only these cells, by what they show; a figure and the cell before it, then the widget and the one before.
_ONLY = """show => {
    const cells = [...document.querySelectorAll('.jp-Notebook .jp-Cell')];
    const figure = cells.findIndex(cell => cell.querySelector('.jp-OutputArea img'));
    const widget = cells.findIndex(cell => cell.querySelector('.jupyter-widgets.widget-vbox'));
    const shown = show === 'both' ? [figure - 1, figure, widget - 1, widget] : [widget - 1, widget];
    cells.forEach((cell, place) => { if (!shown.includes(place)) cell.style.display = 'none'; });
    cells[shown[0]].scrollIntoView();
    document.activeElement?.blur();
}"""


def save(name: str, image: bytes) -> None:
    TARGET.mkdir(exist_ok=True)
    path = TARGET / f"{name}.png"
    picture = Image.open(io.BytesIO(image)).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1000:.0f} kB")


def notebook(browser: Browser, lab: Lab, name: str) -> bytes:
    """A notebook, run on the sample: its first figure and its review, or its explorer."""
    first = name == "00_corpus"
    page = browser.new_page(viewport={"width": 1280, "height": 1560 if first else 1200})
    lab.open_notebook(page, f"{name}.ipynb")
    page.evaluate("() => window.jupyterapp.shell.collapseLeft()")
    problems = run_all(page)
    if problems:
        raise SystemExit("\n".join(problems))
    page.evaluate(_ONLY, "both" if first else "widget")
    page.wait_for_timeout(500)
    taken = page.screenshot()
    shutdown(page)
    page.close()
    return taken


def index(page: Page, folder: Path) -> None:
    page.goto((folder / "index.html").as_uri())


def edge(page: Page, folder: Path) -> None:
    """The network of names, with the sentences of a pair below it."""
    page.goto((folder / "02_entity_cooccurrence.html").as_uri())
    svg = page.locator(".toolkit-explorer .drawing svg")
    svg.locator(".mark[data-key*=' – ']").first.click(force=True)
    svg.evaluate("node => node.closest('.toolkit-explorer').scrollIntoView()")


def phone(page: Page, folder: Path) -> None:
    page.goto((folder / "01_term_frequencies.html").as_uri())
    page.locator("main > section h2").first.evaluate("node => node.scrollIntoView()")


def dark(page: Page, folder: Path) -> None:
    page.goto((folder / "03_source_vocabulary.html").as_uri())
    page.locator(".drawing").first.evaluate("node => node.closest('section').scrollIntoView()")


WIDE = {"viewport": {"width": 1280, "height": 1100}}
REPORTS: dict[str, tuple[Callable[[Page, Path], None], dict]] = {
    "report": (edge, WIDE),
    "report-index": (index, {"viewport": {"width": 1280, "height": 900}}),
    "report-dark": (dark, {**WIDE, "color_scheme": "dark"}),
    "report-phone": (phone, {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2}),
}


def reports(browser: Browser, names: list[str]) -> None:
    """Reports of the sample, as a reader opens them."""
    with tempfile.TemporaryDirectory(prefix="reports-") as temporary:
        folder = Path(temporary)
        command = [sys.executable, "-m", "toolkit", "report", str(SAMPLE), "--out", str(folder)]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        for name in names:
            open_page, options = REPORTS[name]
            context = browser.new_context(**options)
            page = context.new_page()
            open_page(page, folder)
            page.wait_for_timeout(300)
            save(name, page.screenshot())
            context.close()


def main(names: list[str]) -> None:
    notebooks = [path.stem for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]
    unknown = sorted(set(names) - {*notebooks, *REPORTS})
    if unknown:
        raise SystemExit(
            f"There is no picture called {', '.join(unknown)}; there are {', '.join([*notebooks, *REPORTS])}."
        )
    wanted = names or [*notebooks, *REPORTS]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(CHROMIUM_OPTIONS))
        if chosen := [name for name in notebooks if name in wanted]:
            with jupyterlab(ROOT / "notebooks", corpus=SAMPLE) as lab:
                for name in chosen:
                    save(name, notebook(browser, lab, name))
        if chosen := [name for name in REPORTS if name in wanted]:
            reports(browser, chosen)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])

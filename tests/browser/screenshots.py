"""Make the README's picture: ``python -m tests.browser.screenshots`` photographs 00_corpus, run on the sample."""

from __future__ import annotations

import io

from PIL import Image
from playwright.sync_api import sync_playwright

from .lab import CHROMIUM_OPTIONS, ROOT, chromium, jupyterlab, run_all, shutdown

TARGET = ROOT / "notebooks" / "images" / "00_corpus.png"


def main() -> None:
    """Save the figure of articles by month and the review panel below it, as JupyterLab shows them."""
    with sync_playwright() as playwright, jupyterlab(ROOT / "notebooks", corpus=ROOT / "data" / "sample") as lab:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(CHROMIUM_OPTIONS))
        page = browser.new_page(viewport={"width": 1280, "height": 1560})
        lab.open_notebook(page, "00_corpus.ipynb")
        page.evaluate("() => window.jupyterapp.shell.collapseLeft()")
        problems = run_all(page)
        if problems:
            raise SystemExit("\n".join(problems))
        # the first figure and the review, without the cells between them
        page.evaluate(
            """() => {
                const cells = [...document.querySelectorAll('.jp-Notebook .jp-Cell')];
                const figure = cells.findIndex(cell => cell.querySelector('.jp-OutputArea img'));
                const review = cells.findIndex(cell => cell.querySelector('.jupyter-widgets.widget-vbox'));
                const shown = [figure - 1, figure, review - 1, review];
                cells.forEach((cell, place) => { if (!shown.includes(place)) cell.style.display = 'none'; });
                cells[figure - 1].scrollIntoView();
                document.activeElement?.blur();
            }"""
        )
        page.wait_for_timeout(500)
        TARGET.parent.mkdir(exist_ok=True)
        image = Image.open(io.BytesIO(page.screenshot()))
        image.quantize(128, dither=Image.Dither.NONE).save(TARGET, optimize=True)  # a third of the bytes
        shutdown(page)
        browser.close()
    print(f"{TARGET.relative_to(ROOT)}: {TARGET.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()

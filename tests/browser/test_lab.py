"""The harness itself: a notebook opens, runs, answers to the keyboard, and says what went wrong in it."""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from nbformat import v4
from playwright.sync_api import Page

from .lab import Lab, errors, run_all, screenshot

SLIDER = """
import ipywidgets as widgets
import matplotlib.pyplot as plt
from IPython.display import display

slider, output = widgets.IntSlider(value=3, min=1, max=10, description="bars"), widgets.Output()

def draw(change):
    with output:
        output.clear_output(wait=True)
        figure, axes = plt.subplots(figsize=(4, 2))
        axes.bar(range(slider.value), range(1, slider.value + 1))
        plt.show()

slider.observe(draw, "value")
draw(None)
display(widgets.VBox([slider, output]))
"""


def write_notebook(lab: Lab, name: str, *sources: str) -> str:
    """Put a notebook of these code cells into the server's folder."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = v4.new_notebook(cells=[v4.new_code_cell(source) for source in sources], metadata={"kernelspec": kernel})
    nbformat.write(notebook, lab.folder / name)
    return name


def test_slider_moved_by_keyboard_draws_a_new_figure(lab: Lab, page: Page) -> None:
    lab.open_notebook(page, write_notebook(lab, "slider.ipynb", SLIDER))
    assert run_all(page) == []

    figure = page.locator(".widget-output img")
    before = figure.get_attribute("src")
    page.locator(".widget-slider .noUi-handle").focus()
    page.keyboard.press("ArrowRight")

    page.wait_for_function("before => document.querySelector('.widget-output img')?.src !== before", arg=before)
    assert page.locator(".widget-readout").inner_text() == "4"
    assert figure.count() == 1
    assert errors(page) == []
    assert screenshot(page, "slider").stat().st_size > 10_000


def test_errors_in_cells_and_in_widgets_are_reported(lab: Lab, page: Page) -> None:
    in_widget = "import ipywidgets\nout = ipywidgets.Output()\nwith out:\n    [][1]\nout"
    name = write_notebook(lab, "errors.ipynb", in_widget, "1 / 0", "'never run'")
    lab.open_notebook(page, name)
    assert run_all(page) == [
        "cell 1, in a widget: IndexError: list index out of range",
        "cell 2: ZeroDivisionError: division by zero",
    ]


def test_kernel_is_the_tests_own_and_sees_only_the_copies(lab: Lab, page: Page) -> None:
    source = "import os, sys\nprint(sys.executable, os.environ.get('TOOLKIT_CORPUS'), os.getcwd(), sep='\\n')"
    lab.open_notebook(page, write_notebook(lab, "where.ipynb", source))
    assert run_all(page) == []
    python, corpus, folder = page.locator(".jp-OutputArea-output pre").inner_text().strip().split("\n")
    assert Path(python) == Path(sys.executable)
    assert corpus == str(lab.corpus)
    assert Path(folder) == lab.folder

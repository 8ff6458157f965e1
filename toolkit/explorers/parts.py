"""What explorers are made of: sentences, controls, the articles they ask for."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from threading import RLock

import ipywidgets as widgets
import pandas as pd

from toolkit.evidence import Evidence
from toolkit.plots import Picture
from toolkit.schema import CorpusError

WIDE = {"description_width": "initial"}
ONE_AT_A_TIME = RLock()
"""JupyterLab hands what a control says to a thread beside the one that runs cells, and pyplot is not made for two."""


def sentence(text: str, *, error: bool = False) -> str:
    """A sentence to the reader; one about an error is announced to screen readers."""
    role = ' role="alert"' if error else ""
    return f"<p{role} style='margin:.3em 0;line-height:1.4{';font-weight:bold' if error else ''}'>{escape(text)}</p>"


def html(shown: Evidence | Picture | str) -> str:
    return shown if isinstance(shown, str) else shown.html


def warnings(table: pd.DataFrame) -> list[str]:
    """What the numbers of a table cannot bear, a sentence each."""
    return list(table.attrs.get("warnings", []))


def safely(work: Callable[[], None]) -> str:
    """Do it, and nothing else meanwhile; what went wrong, as HTML, else nothing."""
    with ONE_AT_A_TIME:
        return told(work)


def told(work: Callable[[], None]) -> str:
    """Do it; what went wrong, as HTML, else nothing. A traceback in a widget is lost, a sentence is read."""
    try:
        work()
    except CorpusError as error:
        return sentence(str(error), error=True)
    except Exception as error:
        return sentence(f"This could not be done: {type(error).__name__}: {error}", error=True)
    return ""


@contextmanager
def unpaused() -> Iterator[None]:
    """Without Python's search for unreachable objects, which takes a tenth of a second where spaCy is loaded: it comes
    right after, when what was asked for is on the screen."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def slider(description: str, value: int, low: int, high: int) -> widgets.IntSlider:
    """A number to choose; nothing is computed before the handle is let go."""
    return widgets.IntSlider(value=value, min=low, max=high, description=description, style=WIDE,
                             continuous_update=False, layout={"width": "22em"})  # fmt: skip


def at_least(count: int, noun: str) -> str:
    """``1 article or more``."""
    return f"{count} {noun}{'s' * (count != 1)} or more"

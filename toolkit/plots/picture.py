"""A figure as an image: the same in a notebook, in a widget and in a report, with words for who cannot see it."""

from __future__ import annotations

import base64
import io
from html import escape
from typing import Protocol

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.lines import Line2D
from matplotlib.text import Text

from toolkit.plots.marks import description
from toolkit.plots.style import figure_of

_MANY = 3_000  # marks; beyond that nobody finds one, and an SVG is slow to show
_LARGE = 1_500_000  # bytes without what the marks say, the same; a report needs a third of them


class Shown(Protocol):
    """Anything that is shown as HTML."""

    html: str


class Picture:
    """A drawn figure; shows itself as the last value of a notebook cell.

    Attributes
    ----------
    html : str
        An ``<img>`` with its alternative text that holds the image: no kernel, network or font is needed to see it.
    alt : str
    """

    def __init__(self, html: str, alt: str) -> None:
        self.html, self.alt = html, alt

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return f"<Picture: {self.alt}>"


def picture(ax: Axes, *, alt: str, finding: str = "", behind: Shown | None = None) -> Picture:
    """Draw the figure of ``ax`` and close it.

    Parameters
    ----------
    ax : Axes
        As the other functions of this module return it.
    alt : str
        What the figure shows, in a sentence, for readers who cannot see it.
    finding : str
        What it says, in a sentence, below it; a report has it as the heading of the section.
    behind : Evidence, optional
        What stands behind its marks (``toolkit.evidence.of_terms``, ``of_pairs``, …), below it; in a report, a mark
        that is chosen shows its part.

    Returns
    -------
    Picture
        SVG, or PNG, where no mark answers, of more than 3,000 marks; the same bytes for the same figure.
    """
    figure = figure_of(ax)
    marks = sum(_marks(part) for axes in figure.axes for part in axes.get_children())
    said = description(ax)
    spoken = len((said or "").encode("utf-8"))  # comes on top of what is drawn
    buffer = io.BytesIO()
    try:
        kind = "svg+xml"
        if marks <= _MANY:
            with mpl.rc_context({"svg.hashsalt": "toolkit", "svg.fonttype": "none"}):
                figure.savefig(buffer, format="svg", metadata={"Date": None, "Description": said})
        if marks > _MANY or buffer.tell() - spoken > _LARGE:
            kind, buffer = "png", io.BytesIO()
            figure.savefig(buffer, format="png", dpi=160, metadata={"Software": None})
    finally:
        plt.close(figure)
    data = base64.b64encode(buffer.getvalue()).decode("ascii")
    width = f"{figure.get_figwidth():g}in"
    style = f"width:{width};max-width:100%;background:white"
    heading = f'<p class="toolkit-finding" style="font-weight:bold">{escape(finding)}</p>' if finding else ""
    below = "" if behind is None else behind.html
    image = f'<img alt="{escape(alt)}" style="{style}" src="data:image/{kind};base64,{data}">'
    return Picture(image + heading + below, alt)


def _marks(artist: Artist) -> int:
    if isinstance(artist, PathCollection):
        return len(np.asarray(artist.get_offsets()))
    if isinstance(artist, Text):
        return 0
    return len(np.asarray(artist.get_xydata())) if isinstance(artist, Line2D) else 1

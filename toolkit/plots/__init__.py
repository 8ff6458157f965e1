"""Figures: a table and ``ax=None`` in, ``Axes`` out. Nothing is computed here that is not on the page.

Colours are safe for colour-blind readers, and never the only way to tell two things apart. Words of articles are drawn
as they are: a ``$`` is a dollar, not mathematics.
"""

from toolkit.cooccurrence.layout import layout
from toolkit.plots.bars import bars, keyness_bars, panels
from toolkit.plots.contrast import keyness_intervals, keyness_scatter, omission_bars, source_panels
from toolkit.plots.corpus import lengths, tokens_by_month
from toolkit.plots.maps import dendrogram, source_map
from toolkit.plots.matrix import matrix
from toolkit.plots.network import network
from toolkit.plots.picture import Picture, picture
from toolkit.plots.style import off_screen
from toolkit.plots.trends import trends

__all__ = [
    "Picture",
    "bars",
    "dendrogram",
    "keyness_bars",
    "keyness_intervals",
    "keyness_scatter",
    "layout",
    "lengths",
    "matrix",
    "network",
    "off_screen",
    "omission_bars",
    "panels",
    "picture",
    "source_map",
    "source_panels",
    "tokens_by_month",
    "trends",
]

"""Co-occurrence: which entities come together, how far beyond chance, in which sentences, and whose edge it is."""

from __future__ import annotations

from toolkit.cooccurrence.comparing import compare_networks
from toolkit.cooccurrence.graphs import network, save_network
from toolkit.cooccurrence.layout import layout
from toolkit.cooccurrence.pairs import cooccurrence
from toolkit.cooccurrence.sentences import evidence

__all__ = ["compare_networks", "cooccurrence", "evidence", "layout", "network", "save_network"]

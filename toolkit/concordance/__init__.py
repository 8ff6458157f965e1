"""Concordance: every occurrence in its words, what stands beside it, and the sentences behind a number."""

from toolkit.concordance.balance import balanced
from toolkit.concordance.lines import concordance
from toolkit.concordance.neighbours import collocates
from toolkit.concordance.passages import expand, sentence_table, sentences
from toolkit.query import Hits, find

__all__ = ["Hits", "balanced", "collocates", "concordance", "expand", "find", "sentence_table", "sentences"]

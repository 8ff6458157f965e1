"""Terms: how often, how evenly, in how many articles, when.

A *term* is what is counted: a lemma, a form, a lemma with its part of speech, or several words in a row. Tokens without
a letter or a digit are never terms.
"""

from toolkit.terms.counts import Counts, count_terms
from toolkit.terms.frequencies import DISPERSION, term_frequencies
from toolkit.terms.occurrences import find_term, of_words
from toolkit.terms.options import TERM_PATTERNS, UNITS
from toolkit.terms.segments import repeated_segments
from toolkit.terms.sizes import PER, few_articles, sizes
from toolkit.terms.stop_words import corpus_stop_words, save_stop_words, stop_words
from toolkit.terms.trends import trends
from toolkit.terms.words import Words

__all__ = [
    "DISPERSION",
    "PER",
    "TERM_PATTERNS",
    "UNITS",
    "Counts",
    "Words",
    "corpus_stop_words",
    "count_terms",
    "few_articles",
    "find_term",
    "of_words",
    "repeated_segments",
    "save_stop_words",
    "sizes",
    "stop_words",
    "term_frequencies",
    "trends",
]

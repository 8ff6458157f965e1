"""What is counted: the options of every table of terms, checked in one place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from toolkit.corpus import Corpus
from toolkit.corpus.marks import HEADLINE, QUOTED, Marks
from toolkit.schema import CorpusError
from toolkit.store import Tables, per_store
from toolkit.terms.stop_words import POS, dropped_words, stopped_types

UNITS = ("lemma", "form", "lemma_pos")
LONGEST = 5

TERM_PATTERNS = ("NOUN ADJ", "ADJ NOUN", "NOUN NOUN|PROPN", "NOUN ADP DET? NOUN|PROPN")
"""What ``pattern="terms"`` stands for: the base terms of French that Daille (1994) describes, N Adj and N (Prep (Det))
N, with names for the second noun, and with the adjective before its noun, as in *premier ministre*."""

_WORDS = {"all": Marks(), "own": Marks(barred=QUOTED), "quoted": Marks(needed=QUOTED)}
_HEADLINES = {"keep": 0, "drop": HEADLINE}

Pattern = tuple[tuple[str, ...], ...]
"""For each place in a row of words, the parts of speech it may have."""


@dataclass(frozen=True)
class Options:
    """What is counted.

    Attributes
    ----------
    unit : {"lemma", "form", "lemma_pos"}
    ngrams : int
        Words in a row; 1 also where ``patterns`` say how many.
    patterns : tuple
        Rows of parts of speech, or none.
    pos : tuple of str, or None
    stopwords : frozenset of str, or None
        The entries of the list; None keeps all words.
    stop_list : str
        ``"the corpus' own list"``, ``"the shipped list"``, ``"a list of one's own"`` or ``"none"``.
    marks : Marks
        Which tokens count by quotation marks and headlines.
    """

    unit: str
    ngrams: int
    patterns: tuple[Pattern, ...]
    pos: tuple[str, ...] | None
    stopwords: frozenset[str] | None
    stop_list: str
    marks: Marks

    def ends(self, tables: Tables) -> np.ndarray:
        """The types that a term may be, or begin and end with; (types,) of bool. For patterns, by stop words alone."""
        word, stopped = np.asarray(tables.type_word), stopped_types(tables, self.stopwords)
        kept = word if stopped is None else word & ~stopped
        return kept if self.pos is None else kept & types_of_pos(tables, self.pos)

    def shapes(self, tables: Tables) -> list[tuple[np.ndarray, ...]]:
        """For each kind of term the types that may stand in each of its places, (types,) of bool each."""
        word, ends = np.asarray(tables.type_word), self.ends(tables)
        if not self.patterns:
            return [(ends, *[word] * (self.ngrams - 2), *[ends] * (self.ngrams > 1))]
        return [
            tuple(
                (ends if place in (0, len(pattern) - 1) else word) & types_of_pos(tables, kinds)
                for place, kinds in enumerate(pattern)
            )
            for pattern in self.patterns
        ]


def settle(
    corpus: Corpus,
    *,
    unit: str = "lemma",
    ngrams: int = 1,
    pattern: str | Iterable[str] | None = None,
    pos: str | Iterable[str] | None = None,
    stopwords: str | Iterable[str] = "drop",
    words: str = "all",
    headlines: str = "keep",
) -> Options:
    """Check the options of a count.

    Raises
    ------
    CorpusError
        When one of them is not known, or two exclude each other.
    """
    _one_of("unit", unit, UNITS)
    _one_of("words", words, tuple(_WORDS))
    _one_of("headlines", headlines, tuple(_HEADLINES))
    if isinstance(ngrams, bool) or not isinstance(ngrams, int | np.integer) or not 1 <= ngrams <= LONGEST:
        raise CorpusError(
            f"ngrams={ngrams!r} is not a number of words from 1 to {LONGEST}.",
            remedy="Choose 1 for words, 2 for pairs in a row; for longer ones see repeated_segments.",
        )
    if pattern is not None and (ngrams != 1 or pos is not None):
        raise CorpusError(
            "pattern says how many words there are, and of which parts of speech.",
            remedy="Choose pattern, or ngrams and pos.",
        )
    entries, stop_list = dropped_words(corpus, stopwords)
    return Options(
        unit,
        int(ngrams),
        () if pattern is None else _patterns(corpus.tables, pattern),
        None if pos is None else parts_of_speech(corpus.tables, [pos] if isinstance(pos, str) else list(pos)),
        entries,
        stop_list,
        Marks(_WORDS[words].needed, _WORDS[words].barred | _HEADLINES[headlines]),
    )


def _one_of(name: str, value: object, known: tuple[str, ...]) -> None:
    if value not in known:
        raise CorpusError(f"{name}={value!r} is not known.", remedy=f"Choose one of: {', '.join(known)}.")


def parts_of_speech(tables: Tables, wanted: Iterable[str]) -> tuple[str, ...]:
    """Parts of speech in order, each once; an error names those that there are not."""
    known = set(tables.strings("pos").to_pylist())
    asked = {str(name) for name in wanted}
    if not asked:
        raise CorpusError("pos names no part of speech.", remedy="Name one or more, or leave pos out.")
    unknown = sorted(asked - known - POS)
    if unknown:
        raise CorpusError(
            f"no part of speech is called {', '.join(map(repr, unknown))}.",
            remedy=f"Those found here are: {', '.join(sorted(filter(None, known)))}.",
        )
    return tuple(sorted(asked))


@per_store(64)
def types_of_pos(tables: Tables, wanted: tuple[str, ...]) -> np.ndarray:
    """Which types have one of the parts of speech, (types,) of bool."""
    listed = np.array([name in wanted for name in tables.strings("pos").to_pylist()], bool)
    return listed[np.asarray(tables.type_pos)]


def _patterns(tables: Tables, given: str | Iterable[str]) -> tuple[Pattern, ...]:
    """Patterns written out: ``NOUN ADP DET? NOUN|PROPN`` is two."""
    written = [given] if isinstance(given, str) else [str(one) for one in given]
    written = [one for item in written for one in (TERM_PATTERNS if item == "terms" else [item])]
    found: list[Pattern] = []
    for one in written:
        ways: list[Pattern] = [()]
        for place in one.split():
            optional = place.endswith("?")
            kinds = parts_of_speech(tables, place.rstrip("?").split("|"))
            ways = [longer for way in ways for longer in ([way, (*way, kinds)] if optional else [(*way, kinds)])]
        found += [way for way in ways if way]
    longest = max(map(len, found), default=0)
    if not found or min(map(len, found)) < 2 or longest > LONGEST:
        raise CorpusError(
            f"pattern={given!r} is not a row of two to {LONGEST} parts of speech.",
            remedy='Write it as "NOUN ADJ" or "NOUN ADP DET? NOUN|PROPN", or choose pattern="terms".',
        )
    return tuple(dict.fromkeys(found))

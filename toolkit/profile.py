"""Lexical profile: how varied, how long-winded and how easy to read the parts of a corpus are."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from toolkit.corpus import Corpus
from toolkit.corpus.marks import QUOTED
from toolkit.schema import CorpusError
from toolkit.statistics import mattr, mtld
from toolkit.store import Tables, gather, per_store
from toolkit.terms import UNITS, few_articles
from toolkit.terms.sizes import group_column
from toolkit.terms.units import units

_SENTENCE_START = 2
_LONG_WORD = 7  # characters: a long word of the LIX


def lexical_profile(
    corpus: Corpus, by: str | None = "source", *, unit: str = "form", window: int = 100
) -> pd.DataFrame:
    """Size, lexical diversity, sentence length, quotation and readability of groups of articles.

    Parameters
    ----------
    corpus : Corpus
        Or a view of one.
    by : str, optional
        Group articles by ``"source"``, ``"month"``, … or any column of the documents table; None for all in one row.
    unit : {"form", "lemma", "lemma_pos"}
        What makes two words the same: the form without regard to case, the lemma, or lemma and part of speech.
    window : int
        Words in each stretch whose type-token ratio MATTR takes the mean of.

    Returns
    -------
    DataFrame
        A row a group:

        - the group under its own name (``group_types`` where that is the name of another column); ``articles``;
          ``tokens``, its words; ``types``, different words. ``types`` grows with
          ``tokens``: of groups of different size it compares nothing;
        - ``mattr``, moving-average type-token ratio, 0 to 1, from the ``mattr_articles`` that have ``window`` words or
          more; NaN where there is none;
        - ``mtld``, words that a stretch goes on before its type-token ratio falls below 0.72;
        - ``sentences`` (those with a word), ``sentence_length`` and ``sentence_median``, words in a sentence;
        - ``quoted``, share of the words that stand in quotation marks: the speakers' words, not the outlet's;
        - ``syllables`` a word, ``long_words``, share of the words of seven characters and more;
        - ``reading_ease``, Flesch's index for French, higher is easier, and ``lix``, higher is harder.

        ``attrs["warnings"]`` says in sentences what the numbers cannot bear.

    Raises
    ------
    CorpusError
        When a column, unit or window is not known or makes no sense.

    Notes
    -----
    Stretches of MATTR and MTLD lie within one article, and are pooled over the articles of a group: an outlet with many
    short articles, which change the subject often, would otherwise seem richer in words.

    Readability is textacy's: its coefficients for French, 207 − 1.015 · words a sentence − 73.6 · syllables a word,
    are those of Kandel and Moles; its syllables are the places where TeX would hyphenate, and one more. These are fewer
    than are spoken, as no hyphen may leave one or two letters alone (*école*, *Irak* count as one), while an elided
    *l'* is a word of one syllable. So the index is not by ear: compare the rows of one table, and nothing with the
    grades of handbooks. Neither measure knows what is difficult in a text; long names of organisations move both.

    References
    ----------
    Covington, M. A. & McFall, J. D. (2010). Cutting the Gordian knot: MATTR. Journal of Quantitative Linguistics 17.
    McCarthy, P. M. & Jarvis, S. (2010). MTLD, vocd-D, and HD-D. Behavior Research Methods 42.
    Kandel, L. & Moles, A. (1958). Application de l'indice de Flesch à la langue française. Cahiers Études de
    Radio-Télévision 19. Björnsson, C. H. (1968). Läsbarhet. Liber (LIX).
    """
    if unit not in UNITS:
        raise CorpusError(f"unit={unit!r} is not known.", remedy=f"Choose one of: {', '.join(UNITS)}.")
    if not isinstance(window, int) or window < 1:
        raise CorpusError(f"window={window!r} is not a number of words.", remedy="Choose 1 or more: window=100.")
    group, groups = corpus.groups(by)
    rows = [_row(corpus.tables, np.flatnonzero(group == number), unit, window) for number in range(len(groups))]
    table = pd.DataFrame(rows, columns=list(_COLUMNS)).astype({"tokens": "int64", "articles": "int64"})
    warnings = few_articles(groups, table["articles"]) + _short(groups, table, window)
    if by is not None:
        table.insert(0, group_column(by, table.columns), pd.Series(groups, dtype="str"))
    table.attrs["warnings"] = warnings
    return table


_COLUMNS = (
    *("articles", "tokens", "types", "mattr", "mattr_articles", "mtld", "sentences", "sentence_length"),
    *("sentence_median", "quoted", "syllables", "long_words", "reading_ease", "lix"),
)


def _row(tables: Tables, documents: np.ndarray, unit: str, window: int) -> dict[str, float]:
    first, after = (np.asarray(tables.document_token, np.int64)[documents + step] for step in (0, 1))
    token = gather(first, after - first)
    kind, flag = np.asarray(tables.type)[token], np.asarray(tables.flag)[token]
    word = np.asarray(tables.type_word)[kind]
    running = np.concatenate([[0], np.cumsum(word)])
    bounds = running[np.concatenate([[0], np.cumsum(after - first)])]
    kind, words = kind[word], int(running[-1])
    code = units(tables, unit).of_type[kind]
    lengths = np.bincount(np.cumsum((flag & _SENTENCE_START) > 0)[word])
    lengths = lengths[lengths > 0]
    count = np.bincount(kind, minlength=len(tables.type_form))
    syllables, long_words = (int((count * of_type).sum()) for of_type in _lengths(tables))
    sentence, ease, lix = _readability(words, len(lengths), syllables, long_words)
    return {
        "articles": len(documents),
        "tokens": words,
        "types": int(np.count_nonzero(np.bincount(code))),
        "mattr": mattr(code, window=window, bounds=bounds),
        "mattr_articles": int(np.count_nonzero(np.diff(bounds) >= window)),
        "mtld": mtld(code, bounds=bounds),
        "sentences": len(lengths),
        "sentence_length": sentence,
        "sentence_median": float(np.median(lengths)) if words else np.nan,
        "quoted": _share(int(np.count_nonzero(flag[word] & QUOTED)), words),
        "syllables": _share(syllables, words),
        "long_words": _share(long_words, words),
        "reading_ease": ease,
        "lix": lix,
    }


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")


def _readability(words: int, sentences: int, syllables: int, long_words: int) -> tuple[float, float, float]:
    """Words a sentence, reading ease and LIX, as ``textacy.text_stats`` computes them of a document in French."""
    sentence = _share(words, sentences)
    ease = 207 - 1.015 * sentence - 73.6 * _share(syllables, words)
    return sentence, ease, sentence + 100 * _share(long_words, words)


@per_store(1)
def _lengths(tables: Tables) -> tuple[np.ndarray, np.ndarray]:
    """Syllables of each type, and whether it is a long word: found once for each form in lower case."""
    from textacy.text_stats.utils import load_hyphenator  # takes a second, and loads spaCy

    hyphenator = load_hyphenator(lang="fr")
    forms = pc.utf8_lower(tables.strings("form")).dictionary_encode()
    syllables = np.array([len(hyphenator.positions(form)) + 1 for form in forms.dictionary.to_pylist()], np.int64)
    letters = pc.utf8_length(forms.dictionary).to_numpy(zero_copy_only=False)
    of_type = forms.indices.to_numpy()[np.asarray(tables.type_form)]
    return syllables[of_type], letters[of_type] >= _LONG_WORD


def _short(groups: list[str], table: pd.DataFrame, window: int) -> list[str]:
    """A sentence on the articles that are too short for MATTR, or none."""
    left_out = [
        f"{name} ({articles - whole} of {articles})"
        for name, articles, whole in zip(groups, table["articles"], table["mattr_articles"], strict=True)
        if whole < articles
    ]
    return [f"MATTR leaves out articles of fewer than {window} words: {', '.join(left_out)}."] if left_out else []

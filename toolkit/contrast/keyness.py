"""Keyness: the words that one source uses more, or less, than the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from toolkit.contrast.comparison import REST, Comparison, comparisons
from toolkit.contrast.ranking import Ranked, ranked
from toolkit.contrast.rates import rate_intervals
from toolkit.contrast.scores import MEASURES, Family, check_measure
from toolkit.contrast.sureness import Dealing, holding, intervals, robustness, too_few_each
from toolkit.corpus import Corpus
from toolkit.schema import CorpusError
from toolkit.terms import PER

SOURCE = "source"


def keyness(
    corpus: Corpus,
    target: str | Iterable[str] | None = None,
    *,
    reference: str | Iterable[str] | Corpus = REST,
    by: str | None = "source",
    unit: str = "lemma",
    ngrams: int = 1,
    pattern: str | Iterable[str] | None = None,
    pos: str | Iterable[str] | None = None,
    stopwords: str | Iterable[str] = "drop",
    words: str = "all",
    headlines: str = "keep",
    shared: str = "keep",
    min_count: int = 3,
    min_documents: int = 1,
    rank: str = "lrc",
    measures: Iterable[str] = (),
    top: int | None = None,
    replicates: int = 0,
    permuted: int = 0,
    robust: bool = False,
    seed: int = 0,
) -> pd.DataFrame:
    """The vocabulary of one source, or of each in turn, against the rest, another source or another corpus.

    Parameters
    ----------
    corpus : Corpus
        Or a view of one.
    target : str or iterable of str, optional
        One source or some; by default each known source in turn.
    reference : str, iterable of str, or Corpus
        ``"rest"``, all other articles, those of unknown source too; or a source or some, together (one that is called
        "rest" as ``["rest"]``); or another corpus or view, less the target's own articles.
    by : str, optional
        What a source is: another column of the documents table, or ``"month"``, does as well. None holds the corpus as
        a whole against another.
    unit, ngrams, pattern, pos, stopwords, words, headlines
        What is counted, as for ``term_frequencies``. ``words="own"`` leaves out what stands in quotation marks: an
        opponent's word that an outlet quotes is not its own.
    shared : {"keep", "drop"}
        Whether text that several outlets printed counts. It is dropped with every copy, on both sides: copies and
        near-duplicates whole, otherwise the longest passage that two articles share. A sentence says how much it was.
    min_count, min_documents : int
        Floors on the occurrences and the articles of both sides together; the terms above them are the family of tests.
    rank : str
        The measure to rank by: ``"lrc"``, ``"log_likelihood"``, ``"log_ratio"``, ``"specificity"``,
        ``"weighted_log_odds"``, ``"chi_squared"`` or ``"fisher"``.
    measures : iterable of str
        Columns to add: ``"chi_squared"``, ``"fisher"`` (−log₁₀ p).
    top : int, optional
        So many terms of over-use and of under-use a target; all of them by default, which takes longer.
    replicates : int
        Drawings of articles behind the intervals ``low`` and ``high``, a thousand, say; 0 for no intervals.
    permuted : int
        Deals of articles behind ``p_permutation``; 0 for none.
    robust : bool
        Whether to count each term otherwise: see Returns. Meant for ``top``: each is looked up by itself.
    seed : int
        Of drawings and deals.

    Returns
    -------
    DataFrame
        A row a target and term; in each target the over-used terms first and the under-used last, by ``rank``, then by
        signed log-likelihood; in either direction the terms that one article carries come after the others, if the side
        has three articles or more.
        Columns: ``source`` (or ``by``), ``term``, ``count``, ``rate`` (per 10,000 word tokens), ``documents`` (articles
        with the term), ``n_documents``, ``tokens`` (all word tokens of the target that count), the same for the other
        side as ``reference_count``, ``reference_rate``, ``reference_documents``, ``reference_n_documents``,
        ``reference_tokens``; ``lrc`` (Evert 2022: at least so many doublings, 0 when not sure), ``log_ratio`` (Hardie),
        ``log_likelihood`` (Dunning's four cells), ``specificity`` (Lafon, signed), ``weighted_log_odds`` (Monroe et al.
        2008), ``p_adjusted`` (of the log-likelihood, Benjamini-Hochberg in each target); ``largest_share`` (of the
        occurrences on the side that uses the term more, the share of one article) and ``one_article`` (whether that
        article carries the term: it has all of it, or more than half and the others no longer show the difference).

        With ``replicates``: ``low`` and ``high``, 95 % intervals of ``log_ratio`` by drawing articles, that hold for
        all the rows of a target together and allow for their having been picked from a ranking; NaN where one article
        has all of the term or a side has fewer than three; and ``rate_low``, ``rate_high``, ``reference_rate_low``,
        ``reference_rate_high``, those of the rates on either side, each by itself. With ``permuted``:
        ``p_permutation``, adjusted over the family (Westfall and Young). With ``robust``: ``heaviest`` (the article
        with most occurrences), ``without_heaviest``, ``as_form``, ``without_headlines`` (log ratios when counted so),
        ``holds_without_heaviest``, ``holds_as_form``, ``holds_without_headlines`` (whether counted so the difference
        still is one, at 95 %), and ``holds``: in all three, and with ``replicates`` the interval over articles keeps
        clear of 0 as well.

        ``attrs["warnings"]`` says in sentences what the numbers cannot bear, and what was left out.

    Raises
    ------
    CorpusError
        When a source, measure or option is not known, or there is nothing to compare.
    """
    check_measure(rank)
    check_least(0, replicates=replicates, permuted=permuted, seed=seed, top=top or 0)
    check_least(1, min_count=min_count, min_documents=min_documents)
    extra = [name for name in dict.fromkeys((*measures, rank)) if name not in MEASURES]
    for name in extra:
        check_measure(name)
    found = comparisons(
        corpus, target, reference=reference, by=by, shared=shared, unit=unit, ngrams=ngrams, pattern=pattern, pos=pos,
        stopwords=stopwords, words=words, headlines=headlines,
    )  # fmt: skip
    parts, tests = [], []
    for comparison in found:
        part = contrast(comparison, rank=rank, min_count=min_count, min_documents=min_documents, top=top)
        columns = part.columns(by or SOURCE, extra)
        if replicates:
            columns |= part.intervals(replicates=replicates, seed=seed) | part.rate_intervals()
        if permuted:
            columns["p_permutation"] = Dealing.of(part.family).p(permuted, seed=seed)[part.ranked.at]
        if robust:
            columns |= part.robustness()
            columns["holds"] = holding(columns)
        parts.append(columns)
        tests.append(len(part.family))
    table = pd.DataFrame({name: np.concatenate([part[name] for part in parts]) for name in parts[0]})
    for name in {by or SOURCE, "term", "heaviest"} & set(table.columns):
        table[name] = pd.array(table[name].to_numpy(object), dtype="str")
    table.attrs["warnings"] = warnings(found, tests)
    return table


def check_least(least: int, **values: int) -> None:
    """Options that are at least so much; an error names the first that is less."""
    for name, value in values.items():
        if value < least:
            raise CorpusError(f"{name}={value!r} is below {least}.", remedy=f"Choose {least} or more.")


@dataclass(frozen=True)
class Contrast:
    """A comparison with its terms in order.

    Attributes
    ----------
    family : Family
        All terms above the floors.
    ranked : Ranked
        Those that are shown.
    rank : str
    """

    family: Family
    ranked: Ranked
    rank: str

    @property
    def comparison(self) -> Comparison:
        return self.family.comparison

    @property
    def terms(self) -> np.ndarray:
        """The terms that are shown, in words."""
        return self.comparison.labels(self.family.terms[self.ranked.at])

    def table(self, by: str = "source", extra: Iterable[str] = ()) -> pd.DataFrame:
        """As :func:`keyness` gives it."""
        table = pd.DataFrame(self.columns(by, extra))
        for name in (by, "term"):
            table[name] = pd.array(table[name].to_numpy(object), dtype="str")
        table.attrs["warnings"] = warnings([self.comparison], [len(self.family)])
        return table

    def columns(self, by: str = "source", extra: Iterable[str] = ()) -> dict[str, np.ndarray]:
        """The columns of the table, each an array."""
        at, family = self.ranked.at, self.family
        columns: dict[str, Any] = {by: self.comparison.one.name, "term": self.terms}
        for prefix, side, k in (
            ("", self.comparison.one, family.k1),
            ("reference_", self.comparison.two, family.k2),
        ):
            size = side.n_tokens
            columns |= {
                f"{prefix}count": k[at],
                f"{prefix}rate": PER * k[at] / size if size else np.full(len(at), np.nan),
                f"{prefix}documents": side.documents[family.terms[at]],
                f"{prefix}n_documents": side.n_documents,
                f"{prefix}tokens": size,
            }
        columns |= {name: family.at_some(name, at) for name in (*MEASURES, *extra)}
        columns |= {
            "p_adjusted": family.adjusted(at),
            "largest_share": self.ranked.largest_share,
            "one_article": self.ranked.carried,
        }
        return {name: np.broadcast_to(np.asarray(values), len(at)) for name, values in columns.items()}

    def of(self, term: str) -> Contrast | None:
        """The one row of a term; None where it is not shown."""
        place = np.flatnonzero(self.terms == term)[:1]
        if not len(place):
            return None
        shown = self.ranked
        one = replace(
            shown,
            at=shown.at[place],
            largest_share=shown.largest_share[place],
            heaviest=shown.heaviest[place],
            carried=shown.carried[place],
        )
        return Contrast(self.family, one, self.rank)

    def robustness(self) -> dict[str, np.ndarray]:
        """Each row counted otherwise: see :func:`keyness`."""
        return robustness(self.family, self.ranked)

    def rate_intervals(self) -> dict[str, np.ndarray]:
        """``rate_low``, ``rate_high`` and the same of the reference: see :func:`keyness`."""
        return rate_intervals(self.comparison.sides, self.family.terms[self.ranked.at])

    def intervals(self, *, replicates: int = 1_000, seed: int = 0) -> dict[str, np.ndarray]:
        """``low`` and ``high`` of each row."""
        low, high = intervals(self.family, self.ranked, self.rank, replicates=replicates, seed=seed)
        return {"low": low, "high": high}


def contrast(
    comparison: Comparison, *, rank: str = "lrc", min_count: int = 3, min_documents: int = 1, top: int | None = None
) -> Contrast:
    """Rank the terms of a comparison."""
    family = Family.of(comparison, min_count=min_count, min_documents=min_documents)
    return Contrast(family, ranked(family, rank, top=top), rank)


def warnings(found: list[Comparison], tests: list[int]) -> list[str]:
    """What the numbers of some comparisons, of so many tests each, cannot bear, and what was left out of them."""
    said = [note for comparison in found for note in comparison.notes]
    empty = [side.name for each in found for side in each.sides if not side.n_tokens]
    said += [f"No words that count, so that there are no rates: {name}." for name in dict.fromkeys(empty)]
    return list(dict.fromkeys([*said, *too_few_each(found, tests)]))

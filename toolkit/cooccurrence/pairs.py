"""The table of pairs: counts, expectation, association, test."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from toolkit.cooccurrence.counting import Counts, PairIndex, pair_index
from toolkit.cooccurrence.windows import parse_window
from toolkit.corpus import Corpus
from toolkit.entities import Entities
from toolkit.entities.naming import find_entity
from toolkit.entities.resolving import resolve_whole
from toolkit.schema import CorpusError
from toolkit.statistics import benjamini_hochberg, expected_joint, log_dice, npmi, specificity, specificity_p
from toolkit.store import distinct

COLUMNS = (
    *("a", "b", "type_a", "type_b", "joint", "windows_a", "windows_b", "n_windows", "documents", "sources"),
    *("expected", "specificity", "log_dice", "npmi", "p_adjusted", "id_a", "id_b"),
)
_FEW = 4  # candidates kept for each row asked for, so that the order of the measure itself decides


def cooccurrence(
    corpus: Corpus,
    *,
    window: str | int = "sentence",
    types: str | Iterable[str] | None = None,
    sources: str | Iterable[str] | None = None,
    min_count: int = 2,
    by: str | None = None,
    around: str | None = None,
    top: int | None = None,
    entities: Entities | None = None,
) -> pd.DataFrame:
    """Pairs of entities that occur in the same window, the most specific first.

    Parameters
    ----------
    corpus : Corpus
        Or a view of one.
    window : {"sentence", "paragraph", "article"}, "3 sentences", or int
        A pair counts once a window, however often it is named there. Windows of several sentences follow one another
        and do not overlap. In ``"article"`` nearly everything connects.
    types : str or iterable of str, optional
        Entity types to keep: ``"PER"``, ``("PER", "ORG")``.
    sources : str or iterable of str, optional
        Articles of these only.
    min_count : int
        Windows that a pair must share to be listed.
    by : str, optional
        Count apart in each group of articles: a column of the documents table, or a period. All numbers of a row,
        expected ones too, are then those of its group.
    around : str, optional
        An entity, by name, variant or identifier: only its pairs, and those that its partners form among themselves.
    top : int, optional
        Only so many pairs (of each group), the most specific.
    entities : Entities, optional
        What mentions were resolved to; by default :func:`toolkit.entities.resolve_entities` of the corpus.

    Returns
    -------
    DataFrame
        A row a pair: ``a``, ``b`` (names, the more frequent first), ``type_a``, ``type_b``, ``joint`` (windows with
        both), ``windows_a``, ``windows_b``, ``n_windows`` (all windows, with entities or not), ``documents``
        and ``sources`` (how many have a joint window), ``expected`` (joint windows if independent), ``specificity``
        (Lafon 1981, signed −log₁₀ of a hypergeometric tail), ``log_dice``, ``npmi``, ``p_adjusted``
        (Benjamini-Hochberg, over all pairs of entities that occur ``min_count`` times; of coming together more than by
        chance), ``id_a``, ``id_b``; with ``by``, first the group under its own name.
        ``attrs["warnings"]`` says in sentences what the numbers cannot bear.

    Raises
    ------
    CorpusError
        When a window, a source or a column is not known.

    References
    ----------
    Lafon, P. (1981). Analyse lexicométrique et recherche des cooccurrences. Mots 3, 95-148.
    """
    named = parse_window(window)
    view = corpus if sources is None else corpus.select(sources=sources)
    resolved = resolve_whole(corpus) if entities is None else entities
    index = pair_index(corpus.tables, resolved, named)
    kept = of_types(resolved, types)
    centre = None if around is None else find_entity(resolved, around)
    if centre is not None:
        kept[centre] = True  # whatever its own type
    if by is None:
        table = _table(view, resolved, index, view.rows, kept, min_count, top, centre)
    else:
        group, labels = view.groups(by)
        parts = []
        for number, label in enumerate(labels):
            part = _table(view, resolved, index, np.flatnonzero(group == number), kept, min_count, top, centre)
            part.insert(0, by, pd.Series(label, index=part.index, dtype="str"))
            parts.append(part)
        table = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=[by, *COLUMNS])
    table.attrs.update(window=named, warnings=_warnings(table, named))
    return table


def of_types(resolved: Entities, types: str | Iterable[str] | None) -> np.ndarray:
    """Which entities may be in a pair."""
    if types is None:
        return np.ones(len(resolved.entities), bool)
    wanted = [types] if isinstance(types, str) else list(types)
    known = ("PER", "LOC", "ORG", "MISC")
    unknown = sorted(set(wanted) - set(known))
    if unknown:
        raise CorpusError(f"types={unknown!r} are not known.", remedy=f"Choose among: {', '.join(known)}.")
    return resolved.entities["type"].isin(wanted).to_numpy(bool, copy=True)


def _table(
    view: Corpus,
    resolved: Entities,
    index: PairIndex,
    rows: np.ndarray,
    kept: np.ndarray,
    min_count: int,
    top: int | None,
    centre: int | None,
) -> pd.DataFrame:
    """The pairs of some documents of the store."""
    counts = _likeliest(_neighbourhood(index.count(rows, kept, min_count), centre), top)
    windows_of, n_windows = counts.windows_of, counts.n_windows
    listed = resolved.entities
    name, kind, ids = listed["name"], listed["type"], listed.index.to_series()
    a, b = ordered_ends(counts, name.to_numpy(object))
    shape = counts.joint, windows_of[a], windows_of[b], n_windows
    score = _specificity(*shape)
    candidates = int((windows_of[kept] >= max(min_count, 1)).sum())
    source, labels = view.groups("source")
    inside = np.zeros(len(source), bool)
    inside[rows] = True
    table = pd.DataFrame(
        {
            "a": name.array.take(a),  # taken from the arrays as they are, decoded by nobody
            "b": name.array.take(b),
            "type_a": kind.array.take(a),
            "type_b": kind.array.take(b),
            "joint": counts.joint,
            "windows_a": windows_of[a],
            "windows_b": windows_of[b],
            "n_windows": np.full(len(a), n_windows, np.int64),
            "documents": counts.documents,
            "sources": index.groups_of(counts, np.where(inside, source, -1), len(labels)),
            "expected": expected_joint(*shape[1:]),
            "specificity": score,
            "log_dice": log_dice(*shape),
            "npmi": npmi(*shape),
            # pairs that could have been and are not listed were looked at too
            "p_adjusted": benjamini_hochberg(
                np.where(score > 0, specificity_p(score), 1.0), tests=candidates * (candidates - 1) // 2
            ),
            "id_a": ids.array.take(a),
            "id_b": ids.array.take(b),
        },
        columns=list(COLUMNS),
    )
    place = np.empty(len(name), np.int64)  # of each name in their order, so that no string is sorted twice
    place[np.argsort(name.to_numpy(object).astype("str"), kind="stable")] = np.arange(len(name))
    order = np.lexsort((place[b], place[a], -counts.joint, -score))[:top]
    return table.iloc[order].reset_index(drop=True)


def _neighbourhood(counts: Counts, centre: int | None) -> Counts:
    """The pairs of one entity and those among its partners."""
    if centre is None:
        return counts
    partner = np.zeros(len(counts.windows_of), bool)
    partner[counts.b[counts.a == centre]] = True
    partner[counts.a[counts.b == centre]] = True
    partner[centre] = True
    return _chosen(counts, np.flatnonzero(partner[counts.a] & partner[counts.b]))


def _chosen(counts: Counts, keep: np.ndarray) -> Counts:
    return counts._replace(**{name: getattr(counts, name)[keep] for name in ("a", "b", "joint", "documents")})


def _likeliest(counts: Counts, top: int | None) -> Counts:
    """Pairs among which the most specific ones are, where only some are wanted.

    The logarithm of a Poisson probability, at the count itself, stands for that of the hypergeometric tail; some times
    as many pairs as wanted are kept, and the measure itself then decides.
    """
    if top is None or len(counts.a) <= max(_FEW * top, 2000):
        return counts
    f_a, f_b = counts.windows_of[counts.a].astype(float), counts.windows_of[counts.b].astype(float)
    expected = f_a * f_b / counts.n_windows
    evidence = counts.joint * np.log(counts.joint / expected) - (counts.joint - expected)
    evidence = np.where(counts.joint >= expected, evidence, -evidence)
    keep = np.sort(np.argpartition(-evidence, max(_FEW * top, 2000))[: max(_FEW * top, 2000)])
    return _chosen(counts, keep)


def ordered_ends(counts: Counts, name: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The more frequent name first, names of one frequency in alphabetical order."""
    used = distinct(np.concatenate([counts.a, counts.b]))
    order = np.lexsort((name[used].astype("str"), -counts.windows_of[used]))
    rank = np.empty(len(counts.windows_of), np.int64)
    rank[used[order]] = np.arange(len(used))
    swap = rank[counts.a] > rank[counts.b]
    return np.where(swap, counts.b, counts.a), np.where(swap, counts.a, counts.b)


def _specificity(joint: np.ndarray, windows_a: np.ndarray, windows_b: np.ndarray, n_windows: int) -> np.ndarray:
    """Specificities, each distinct set of counts computed once: rare pairs have few."""
    large, small = np.maximum(windows_a, windows_b), np.minimum(windows_a, windows_b)
    ends, _ = pd.factorize(large * (int(large.max(initial=0)) + 1) + small)
    code, distinct_counts = pd.factorize(joint * (int(ends.max(initial=0)) + 1) + ends)
    first = np.zeros(len(distinct_counts), np.int64)
    first[code[::-1]] = np.arange(len(code))[::-1]
    return specificity(joint[first], large[first], small[first], n_windows)[code]


def _warnings(table: pd.DataFrame, window: str) -> list[str]:
    said = []
    if window == "article":
        said.append("In windows of whole articles nearly everything connects: read specificity, not the count.")
    alone = int((table["documents"] == 1).sum())
    if alone:
        said.append(
            f"{alone:,} of {len(table):,} pairs stand in one article only: that is what this article says, no pattern."
        )
    return said

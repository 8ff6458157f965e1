"""Co-occurrence: which entities come together, how much more than by chance, and in which sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

import numpy as np
import pandas as pd
from scipy import sparse

from toolkit.concordance import balanced, sentence_table
from toolkit.corpus import Corpus
from toolkit.entities import Entities, entity_key, resolve_entities
from toolkit.schema import CorpusError
from toolkit.statistics import benjamini_hochberg, expected_joint, log_dice, npmi, specificity, specificity_p

__all__ = ["cooccurrence", "evidence"]

WINDOWS = ("sentence", "paragraph", "article")
_CHUNK = 20_000  # pairs whose articles are counted at a time


def cooccurrence(
    corpus: Corpus,
    *,
    window: str = "sentence",
    types: str | Iterable[str] | None = None,
    sources: str | Iterable[str] | None = None,
    min_count: int = 2,
    entities: Entities | None = None,
) -> pd.DataFrame:
    """Pairs of entities that occur in the same window, the most specific first.

    Parameters
    ----------
    corpus : Corpus
        Or a view of one.
    window : {"sentence", "paragraph", "article"}
        A pair counts once a window, however often it is named there.
    types : str or iterable of str, optional
        Entity types to keep: ``"PER"``, ``("PER", "ORG")``.
    sources : str or iterable of str, optional
        Articles of these only.
    min_count : int
        Windows that a pair must share to be listed.
    entities : Entities, optional
        What mentions were resolved to; by default :func:`resolve_entities` of the articles looked at.

    Returns
    -------
    DataFrame
        A row a pair: ``a``, ``b`` (names, the more frequent first), ``type_a``, ``type_b``, ``joint`` (windows with
        both), ``windows_a``, ``windows_b``, ``n_windows`` (all windows, with entities or not), ``documents``
        and ``sources`` (how many have a joint window), ``expected`` (joint windows if independent), ``specificity``
        (Lafon 1981), ``log_dice``, ``npmi``, ``p_adjusted`` (Benjamini-Hochberg, over all pairs of entities that occur
        ``min_count`` times; of coming together more than by chance). ``attrs["warnings"]`` says in sentences what the
        numbers cannot bear.

    Raises
    ------
    CorpusError
        When a window or source is not known.
    """
    if window not in WINDOWS:
        raise CorpusError(f"window={window!r} is not known.", remedy=f"Choose one of: {', '.join(WINDOWS)}.")
    view = corpus if sources is None else corpus.select(sources=sources)
    resolved = resolve_entities(view) if entities is None else entities
    listed = resolved.entities
    if types is not None:
        listed = listed[listed["type"].isin([types] if isinstance(types, str) else list(types))]
    at, number, row, n_windows = _windows(view, resolved.mentions, window)
    entity = listed.index.get_indexer(resolved.mentions["entity_id"].to_numpy()[at])
    indicator = _indicator(number, entity, len(listed))
    windows_of = indicator.sum(axis=0)
    a, b, joint = _pairs(indicator, min_count)
    # the more frequent name first, names of one frequency in alphabetical order
    rank = np.empty(len(listed), np.int64)
    rank[np.lexsort((listed["name"].to_numpy(object).astype("str"), -windows_of))] = np.arange(len(listed))
    a, b = np.where(rank[a] < rank[b], a, b), np.where(rank[a] < rank[b], b, a)

    shape = joint, windows_of[a], windows_of[b], n_windows
    score = specificity(*shape)
    candidates = int((windows_of >= min_count).sum())
    tests = candidates * (candidates - 1) // 2
    documents, in_sources = _spread(view, indicator, number, row, a, b)
    name, kind = listed["name"].to_numpy(), listed["type"].to_numpy()
    table = pd.DataFrame(
        {
            "a": pd.array(name[a], dtype="str"),
            "b": pd.array(name[b], dtype="str"),
            "type_a": pd.array(kind[a], dtype="str"),
            "type_b": pd.array(kind[b], dtype="str"),
            "joint": joint,
            "windows_a": windows_of[a],
            "windows_b": windows_of[b],
            "n_windows": np.full(len(joint), n_windows, np.int64),
            "documents": documents,
            "sources": in_sources,
            "expected": expected_joint(*shape[1:]),
            "specificity": score,
            "log_dice": log_dice(*shape),
            "npmi": npmi(*shape),
            # pairs that could have been and are not listed were looked at too
            "p_adjusted": benjamini_hochberg(np.where(score > 0, specificity_p(score), 1.0), tests=tests),
        }
    )
    table = table.sort_values(["specificity", "joint", "a", "b"], ascending=[False, False, True, True])
    table = table.reset_index(drop=True)
    table.attrs.update(window=window, warnings=_warnings(table, window))
    return table


def evidence(
    corpus: Corpus,
    a: str,
    b: str,
    *,
    sources: str | Iterable[str] | None = None,
    limit: int | None = 30,
    entities: Entities | None = None,
) -> pd.DataFrame:
    """The sentences that name both of two entities, balanced over the sources.

    Returns
    -------
    DataFrame
        As ``toolkit.concordance.sentences`` gives it, the spans being those of both names.
        ``attrs["total"]`` sentences, of which the rows are a choice; ``attrs["documents"]`` articles that have them.

    Raises
    ------
    CorpusError
        When a name is not that of an entity; the message proposes some that are.
    """
    view = corpus if sources is None else corpus.select(sources=sources)
    resolved = resolve_entities(view) if entities is None else entities
    wanted = [_entity(resolved, name) for name in (a, b)]
    at, number, row, _ = _windows(view, resolved.mentions, "sentence")
    mentions = resolved.mentions.iloc[at]
    sentence = {name: set(number[(mentions["entity_id"] == name).to_numpy()].tolist()) for name in wanted}
    both = np.array(sorted(sentence[wanted[0]] & sentence[wanted[1]]), np.int64)
    keep = mentions["entity_id"].isin(wanted).to_numpy() & np.isin(number, both)
    marks: dict[int, list] = {}
    for where, start, end in zip(number[keep], mentions["start"][keep], mentions["end"][keep], strict=True):
        marks.setdefault(int(where), []).append((int(start), int(end)))
    row_of = dict(zip(number.tolist(), row.tolist(), strict=True))
    rows = np.array([row_of[name] for name in both.tolist()], np.int64)
    label = view.group_labels("source")[np.searchsorted(view.rows, rows)]
    chosen = both[balanced(label, limit)]
    table = sentence_table(view, [(where, sorted(marks[where])) for where in chosen.tolist()])
    table.attrs.update(query=f"{a} – {b}", total=len(both), documents=len(np.unique(rows)))
    return table


def _windows(corpus: Corpus, mentions: pd.DataFrame, window: str) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    """Which mentions lie in the view; the window (of the store) and document of each; how many windows the view has."""
    tables = corpus.tables
    place = corpus.index.index.get_indexer(pd.Index(mentions["doc_id"]))
    at = np.flatnonzero(place >= 0)
    row = corpus.rows[place[at]]
    if window == "article":
        return at, row, row, len(corpus.rows)
    sentence = np.asarray(tables.document_sentence)[row] + mentions["sentence"].to_numpy()[at]
    if window == "sentence":
        bounds, number = np.asarray(tables.document_sentence), sentence
    else:
        bounds = np.asarray(tables.document_paragraph)
        number = np.searchsorted(np.asarray(tables.paragraph_sentence), sentence, side="right") - 1
    return at, number, row, int((bounds[corpus.rows + 1] - bounds[corpus.rows]).sum())


def _indicator(number: np.ndarray, entity: np.ndarray, n_entities: int) -> sparse.csc_array:
    """Which window (rows, those with mentions, in order) names which entity (columns): 1 or nothing."""
    _, window = np.unique(number, return_inverse=True)
    kept = entity >= 0
    n_windows = int(window.max()) + 1 if len(window) else 0
    named = sparse.coo_array(
        (np.ones(int(kept.sum()), np.int64), (window[kept], entity[kept])), (n_windows, n_entities)
    )
    matrix = named.tocsc()
    matrix.data[:] = 1
    return matrix


def _pairs(indicator: sparse.csc_array, min_count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Columns of each pair with enough joint windows, and how many these are."""
    upper = sparse.triu(indicator.T @ indicator, k=1).tocoo()
    enough = upper.data >= max(min_count, 1)
    a, b = upper.coords
    return a[enough].astype(np.int64), b[enough].astype(np.int64), upper.data[enough].astype(np.int64)


def _spread(
    corpus: Corpus, indicator: sparse.csc_array, number: np.ndarray, row: np.ndarray, a: np.ndarray, b: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """In how many documents, and of how many sources, each pair has a joint window."""
    _, first = np.unique(number, return_index=True)
    document = np.searchsorted(corpus.rows, row[first])
    _, source = np.unique(corpus.group_labels("source").astype("str"), return_inverse=True)
    documents, sources = np.zeros(len(a), np.int64), np.zeros(len(a), np.int64)
    for low, part in _chunks(indicator, a, b):
        window, pair = part
        for where, into in ((document[window], documents), (source[document[window]], sources)):
            together = np.unique(pair.astype(np.int64) * (len(corpus.rows) + 1) + where)
            counts = np.bincount(together // (len(corpus.rows) + 1))
            into[low : low + len(counts)] = counts
    return documents, sources


def _chunks(
    indicator: sparse.csc_array, a: np.ndarray, b: np.ndarray
) -> Iterator[tuple[int, tuple[np.ndarray, np.ndarray]]]:
    """The joint windows of some pairs at a time: the first pair's number, and (window, pair counted from it)."""
    for low in range(0, len(a), _CHUNK):
        both = indicator[:, a[low : low + _CHUNK]].multiply(indicator[:, b[low : low + _CHUNK]]).tocoo()
        window, pair = both.coords
        yield low, (window, pair)


def _entity(resolved: Entities, name: str) -> str:
    known = resolved.entities
    if name in known.index:
        return name
    key = entity_key(name)
    if key in known.index:
        return key
    near = get_close_matches(key, known.index.tolist(), n=3)
    proposed = ", ".join(known.loc[near, "name"]) if near else "those of the entities table"
    raise CorpusError(f"there is no entity {name!r} here.", remedy=f"Names near it: {proposed}.")


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

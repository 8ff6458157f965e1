"""What one source leaves out: terms and names that several others print and it does not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from toolkit.contrast.comparison import Counted
from toolkit.contrast.shared import told
from toolkit.corpus import UNKNOWN, Corpus
from toolkit.entities import Entities, resolve_entities
from toolkit.schema import CorpusError, TooSmall
from toolkit.statistics import benjamini_hochberg, chance_of_so_few
from toolkit.store import distinct
from toolkit.terms import few_articles


def omissions(
    corpus: Corpus,
    source: str | None = None,
    *,
    of: str = "terms",
    by: str = "source",
    min_sources: int = 3,
    min_documents: int = 4,
    at_most: int = 0,
    types: str | Iterable[str] | None = None,
    entities: Entities | None = None,
    shared: str = "keep",
    top: int | None = None,
    **counted: Any,
) -> pd.DataFrame:
    """What several sources print and one does not, the most surprising first.

    On one period or story: give a view, ``corpus.select(since=…)`` or the articles of a story of :func:`same_events`.

    Parameters
    ----------
    corpus : Corpus
        Or a view of one.
    source : str, optional
        By default each known source in turn.
    of : {"terms", "entities"}
        Words, or names as ``resolve_entities`` puts them together.
    by : str
        What a source is, as for :func:`keyness`.
    min_sources : int
        Other known sources that must print it.
    min_documents : int
        Articles of others that must.
    at_most : int
        Occurrences that still count as leaving it out.
    types : str or iterable of str, optional
        Of names, entity types to keep: ``"PER"``, ``("PER", "ORG")``.
    entities : Entities, optional
        Of names, what mentions were resolved to, by default :func:`resolve_entities` of these articles.
    shared, **counted
        Of terms, as for :func:`keyness`; names are always counted in all of the text.
    top : int, optional
        So many a source.

    Returns
    -------
    DataFrame
        A row a source and term or name: ``source`` (or ``by``), ``term``, ``type`` (of names only), ``count`` (its own
        occurrences, 0 unless ``at_most`` says more), ``expected`` (occurrences at the others' rate for its word
        tokens), ``documents`` and ``n_documents`` (its own), ``sources`` (others that print it), ``n_sources``,
        ``others_count``, ``others_documents``, ``others_n_documents``, ``chance`` (of none of its articles having it,
        or so few, were it as frequent and came it as clumped as in the others: a short article lacks most words; see
        ``statistics.chance_of_so_few``), ``p_adjusted`` (Benjamini-Hochberg, in each source over all that others print
        so widely, left out or not; what is not left out is not put to the test, and counts with a chance of 1).
        ``attrs["warnings"]`` says of which sources there are few articles, and what was not counted.

    Raises
    ------
    CorpusError
        When a source or option is not known or means nothing here, or there are too few sources.
    """
    _check(of, types, entities, shared, counted, {"min_sources": (min_sources, 1), "at_most": (at_most, 0)})
    found = _count_terms(corpus, by, shared, counted) if of == "terms" else _count_entities(corpus, by, types, entities)
    groups = found.groups
    known = [number for number, name in enumerate(groups) if name != UNKNOWN]
    if source is not None and source not in groups:
        raise CorpusError(f"there is no {source!r} here.", remedy=f"Choose one of: {', '.join(groups)}.")
    if len(known) <= min_sources:
        raise TooSmall(
            f"there are {len(known)} known sources here, and {min_sources} others must print what one leaves out.",
            remedy=f"Choose more sources, or min_sources={max(len(known) - 1, 1)}.",
        )
    targets = known if source is None else [groups.index(source)]
    parts = [_left_out(found, number, known, min_sources, min_documents, at_most)[:top] for number in targets]
    table = pd.concat(parts, ignore_index=True)
    table = table.rename(columns={"source": by})
    if of == "terms":
        table = table.drop(columns="type")
    few = few_articles([groups[n] for n in targets], found.n_documents[targets])
    table.attrs["warnings"] = [*([told(corpus)] if shared == "drop" else []), *few]
    return table


def _check(
    of: str, types: object, entities: object, shared: str, counted: dict[str, Any], floors: dict[str, tuple[int, int]]
) -> None:
    """Options that mean nothing for what is asked for are said, not passed over."""
    if of not in ("terms", "entities"):
        raise CorpusError(f"of={of!r} is not known.", remedy="Choose one of: terms, entities.")
    for name, (value, least) in floors.items():
        if value < least:
            raise CorpusError(f"{name}={value!r} makes no sense.", remedy=f"Choose {least} or more.")
    if of == "terms":
        idle = [name for name, value in (("types", types), ("entities", entities)) if value is not None]
        other = "entities"
    else:
        idle, other = [*counted, *(["shared"] if shared != "keep" else [])], "terms"
    if idle:
        verb = "means" if len(idle) == 1 else "mean"
        raise CorpusError(
            f"{' and '.join(idle)} {verb} nothing for of={of!r}.", remedy=f"Leave out, or choose of={other!r}."
        )


class _Found:
    """Occurrences and articles by group and item; the group of each article, -1 for none, and its word tokens."""

    def __init__(
        self, groups: list[str], counts: np.ndarray, documents: np.ndarray, group: np.ndarray, sizes: np.ndarray,
        name: Any,
    ) -> None:  # fmt: skip
        self.groups, self.counts, self.documents = groups, counts, documents
        self.group, self.sizes, self.name = group, sizes, name

    @property
    def n_documents(self) -> np.ndarray:
        return np.bincount(self.group[self.group >= 0], minlength=len(self.groups))


def _count_terms(corpus: Corpus, by: str, shared: str, asked: dict[str, Any]) -> _Found:
    counted = Counted.of(corpus, by=by, shared=shared, asked=asked)
    counts = counted.counts

    def name(terms: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return counts.labels(terms), np.full(len(terms), "", object)

    return _Found(counts.groups, counts.counts, counts.documents, counted.group, counted.words, name)


def _count_entities(corpus: Corpus, by: str, types: str | Iterable[str] | None, entities: Entities | None) -> _Found:
    resolved = resolve_entities(corpus) if entities is None else entities
    listed = resolved.entities
    if types is not None:
        listed = listed[listed["type"].isin([types] if isinstance(types, str) else list(types))]
    group, groups = corpus.groups(by)
    of_document = group[corpus.rows]
    mentions = resolved.mentions
    row = corpus.index.index.get_indexer(pd.Index(mentions["doc_id"]))
    entity = listed.index.get_indexer(pd.Index(mentions["entity_id"]))
    there = (row >= 0) & (entity >= 0)
    row, entity = row[there], entity[there]
    shape = len(groups), len(listed)

    def spread(row: np.ndarray, entity: np.ndarray) -> np.ndarray:
        return np.bincount(of_document[row] * shape[1] + entity, minlength=shape[0] * shape[1]).reshape(shape)

    once = distinct(row * max(shape[1], 1) + entity)
    documents = spread(once // max(shape[1], 1), once % max(shape[1], 1))

    def name(items: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return listed["name"].to_numpy(object)[items], listed["type"].to_numpy(object)[items]

    sizes = corpus.index["n_tokens"].to_numpy(np.int64)
    return _Found(groups, spread(row, entity), documents, of_document, sizes, name)


def _left_out(
    found: _Found, number: int, known: list[int], min_sources: int, min_documents: int, at_most: int
) -> pd.DataFrame:
    others = np.array([other for other in range(len(found.groups)) if other != number], np.int64)
    named = [other for other in known if other != number]
    sources = (found.counts[named] > 0).sum(axis=0)
    others_documents = found.documents[others].sum(axis=0)
    wide = np.flatnonzero((sources >= min_sources) & (others_documents >= min_documents))
    own, own_documents = found.counts[number, wide], found.documents[number, wide]
    others_count = found.counts[others].sum(axis=0)[wide]
    inside = found.group == number
    sizes, other_sizes = found.sizes[inside], found.sizes[~inside & (found.group >= 0)]
    silent = own <= at_most
    chance = np.ones(len(wide))
    chance[silent] = chance_of_so_few(
        own_documents[silent],
        sizes,
        other_count=others_count[silent],
        other_documents=others_documents[wide][silent],
        other_sizes=other_sizes,
    )
    adjusted = benjamini_hochberg(chance)
    label, kind = found.name(wide)
    table = pd.DataFrame(
        {
            "source": found.groups[number],
            "term": pd.array(label, dtype="str"),
            "type": pd.array(kind, dtype="str"),
            "count": own,
            "expected": others_count * (sizes.sum() / max(other_sizes.sum(), 1)),
            "documents": own_documents,
            "n_documents": len(sizes),
            "sources": sources[wide],
            "n_sources": len(named),
            "others_count": others_count,
            "others_documents": others_documents[wide],
            "others_n_documents": len(other_sizes),
            "chance": chance,
            "p_adjusted": adjusted,
        }
    )
    table["source"] = table["source"].astype("str")
    left_out = table[silent]
    order = ["chance", "sources", "others_count", "term"]
    return left_out.sort_values(order, ascending=[True, False, False, True])

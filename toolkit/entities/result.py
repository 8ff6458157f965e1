"""The tables of resolved entities, and views of them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from toolkit.corpus import Corpus
from toolkit.store import distinct

ENTITY_COLUMNS = ("name", "type", "variants", "mentions", "documents", "sources")
MENTION_COLUMNS = ("doc_id", "sentence", "start", "end", "text", "entity_id", "role", "rule", "confidence", "found")
LEFT_OUT_COLUMNS = ("doc_id", "sentence", "start", "end", "text", "reason")
MERGE_COLUMNS = ("name", "variant", "rule", "confidence", "mentions", "documents", "entity_id", "variant_id")


@dataclass(frozen=True)
class Places:
    """Where mentions stand, as numbers: what counting reads instead of the table of strings.

    Attributes
    ----------
    row : ndarray of int32
        The document of each mention, in the store.
    sentence : ndarray of int32
        Its sentence, counted over the store.
    entity : ndarray of int32
        Its entity, as a row of the ``entities`` table.
    """

    row: np.ndarray
    sentence: np.ndarray
    entity: np.ndarray


@dataclass(frozen=True)
class Entities:
    """What mentions were resolved to.

    Attributes
    ----------
    entities : DataFrame
        A row an entity, the most mentioned first; index ``entity_id``; ``name``, ``type`` (``PER``, ``LOC``, ``ORG``,
        ``MISC``), ``variants`` (its spellings, by frequency, separated by `` | ``), ``mentions``, ``documents``,
        ``sources`` (how many).
    mentions : DataFrame
        A row a mention, in the order of the text: ``doc_id``, ``sentence`` (counted from 0 in the document), ``start``
        and ``end`` of the name in the cleaned text, ``text``, ``entity_id``, ``role`` (« Premier ministre irakien »;
        empty without one), ``rule`` (why it is this entity), ``confidence`` (0 to 1), ``found`` (``model``, ``mended``,
        ``known name`` or ``found again``: how the span was found).
    left_out : DataFrame
        The model's mentions that hold no name: ``doc_id``, ``sentence``, ``start``, ``end``, ``text``, ``reason``.
    merges : DataFrame
        A row two names that were put together: ``name``, ``variant``, ``rule``, ``confidence``, ``mentions`` (of the
        variant), ``documents`` (that show it; 0 where the names alone do), ``entity_id`` and ``variant_id``.
    proposed : DataFrame
        The same columns, for names that may be one and were left apart.
    places : Places
        The mentions as numbers.
    """

    entities: pd.DataFrame
    mentions: pd.DataFrame
    left_out: pd.DataFrame
    merges: pd.DataFrame
    proposed: pd.DataFrame
    places: Places = field(repr=False)
    memo: dict = field(default_factory=dict, repr=False, compare=False)  # what counting keeps for the next time

    def of(self, corpus: Corpus) -> Entities:
        """The same entities, counted in the articles of a view; those that it never names are gone."""
        if len(corpus.rows) == corpus.tables.counts["documents"]:
            return self
        inside = np.zeros(corpus.tables.counts["documents"], bool)
        inside[corpus.rows] = True
        keep = inside[self.places.row]
        return counted(
            corpus,
            self.entities[["name", "type"]],
            self.mentions[keep].reset_index(drop=True),
            Places(self.places.row[keep], self.places.sentence[keep], self.places.entity[keep]),
            self.left_out[self.left_out["doc_id"].isin(corpus.index.index)].reset_index(drop=True),
            self.merges,
            self.proposed,
        )


def counted(
    corpus: Corpus,
    named: pd.DataFrame,
    mentions: pd.DataFrame,
    places: Places,
    left_out: pd.DataFrame,
    merges: pd.DataFrame,
    proposed: pd.DataFrame,
) -> Entities:
    """Count entities and put them in order, the most mentioned first.

    Parameters
    ----------
    named : DataFrame
        Index ``entity_id``; ``name`` and ``type``.
    places : Places
        ``entity`` are rows of ``named``.
    """
    n = len(named)
    entity = places.entity.astype(np.int64)
    count = np.bincount(entity, minlength=n)
    documents = _distinct(entity, places.row, corpus.tables.counts["documents"], n)
    group, labels = corpus.groups("source")
    sources = _distinct(entity, group[places.row], len(labels) + 1, n)
    table = pd.DataFrame(
        {
            "name": named["name"],
            "type": named["type"],
            "variants": _variants(entity, mentions["text"], n),
            "mentions": count,
            "documents": documents,
            "sources": sources,
        },
        index=named.index,
        columns=list(ENTITY_COLUMNS),
    ).astype({"name": "str", "type": "str", "variants": "str"})
    order = np.lexsort((named["name"].to_numpy(object).astype("str"), -documents, -count)) if n else np.zeros(0, int)
    order = order[count[order] > 0]
    place = np.full(n, -1)
    place[order] = np.arange(len(order))
    table = table.iloc[order]
    return Entities(table, mentions, left_out, merges, proposed,
                    Places(places.row, places.sentence, place[entity].astype(np.int32)))  # fmt: skip


def _distinct(entity: np.ndarray, group: np.ndarray, n_groups: int, n: int) -> np.ndarray:
    """In how many groups each entity is mentioned."""
    pairs = distinct(entity * n_groups + group)
    return np.bincount(pairs // max(n_groups, 1), minlength=n)


def _variants(entity: np.ndarray, text: pd.Series, n: int) -> list[str]:
    """The spellings of each entity, the most frequent first; of equals, those that keep their accents."""
    code, spellings = pd.factorize(text)
    pairs, number = np.unique(entity * max(len(spellings), 1) + code, return_counts=True)
    listed: list[list[tuple[int, int, str]]] = [[] for _ in range(n)]
    for pair, times in zip(pairs.tolist(), number.tolist(), strict=True):
        spelling = spellings[pair % len(spellings)]
        plain = sum(ord(char) > 127 for char in spelling)
        listed[pair // len(spellings)].append((-times, -plain, spelling))
    return [" | ".join(spelling for _, _, spelling in sorted(found)) for found in listed]

"""Single words as terms."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from toolkit.corpus.counting import by_type, column_sums, term_counts
from toolkit.corpus.marks import Marks, stored_counts
from toolkit.store import Tables, gather, per_store
from toolkit.terms.units import spellings, unit_labels, units
from toolkit.terms.vocabulary import Entries, Vocabulary

_FEW = 200
"""So many terms are looked up one by one; more are found by going through the documents."""
_AT_ONCE = 1 << 17
"""So many entries of the terms looked up are sorted together."""


class Words(Vocabulary):
    """Lemmas, forms or lemmas with their part of speech.

    Parameters
    ----------
    unit : {"lemma", "form", "lemma_pos"}
    kept : ndarray of bool, (types,)
        The types that count.
    """

    def __init__(self, tables: Tables, unit: str, kept: np.ndarray, marks: Marks = Marks()) -> None:  # noqa: B008
        self.tables, self.kept, self.marks = tables, kept, marks
        self.unit = units(tables, unit)
        self.n = self.unit.n

    @property
    def term(self) -> np.ndarray:
        """The term of each type, -1 where it does not count."""
        return np.where(self.kept, self.unit.of_type, -1)

    def totals(self, group: np.ndarray) -> np.ndarray:
        counts = _type_totals(self.tables, self.marks, np.packbits(group >= 0).tobytes())
        return self.unit.summed(counts * self.kept)

    def count(self, group: np.ndarray, n_groups: int) -> tuple[np.ndarray, np.ndarray]:
        return term_counts(stored_counts(self.tables, self.marks), self.term, self.n, group, n_groups)

    def entries(self, terms: np.ndarray, group: np.ndarray) -> Entries:
        return self._looked_up(terms) if len(terms) <= _FEW else self._gone_through(terms, group)

    def labels(self, terms: np.ndarray) -> np.ndarray:
        return unit_labels(self.tables, self.unit.name, terms)

    def written(self, terms: np.ndarray) -> np.ndarray:
        if self.unit.name == "form":
            return self.labels(terms)
        return self.tables.words("form", spellings(self.tables, self.unit, terms, self.kept))

    def _looked_up(self, terms: np.ndarray) -> Entries:
        """Counts of a few terms, from the index by type."""
        at, documents, counts = _by_type(self.tables, self.marks)
        types, whose = self._types_of(terms)
        if int((at[types + 1] - at[types]).sum(dtype=np.int64)) <= _AT_ONCE:
            return self._merged(types, whose, len(terms))
        n_documents = self.tables.counts["documents"]
        document, count = [np.zeros(0, np.int32)], [np.zeros(0, np.int32)]
        for term in terms.tolist():
            types = self.unit.types(term)
            some = types[self.kept[types]]
            if len(some) == 1:
                part = slice(int(at[some[0]]), int(at[some[0] + 1]))
                document.append(documents[part])
                count.append(counts[part])
                continue
            if self.unit.sorted:  # the types are neighbours
                bounds = at[int(types[0]) : int(types[-1]) + 2]
                summed = column_sums(bounds, documents, counts, n_documents, self.kept[types].astype(np.int32))
            else:
                summed = np.zeros(n_documents, np.int32)
                for kind in some.tolist():
                    summed += column_sums(at[kind : kind + 2], documents, counts, n_documents)
            there = np.flatnonzero(summed != 0).astype(np.int32)
            document.append(there)
            count.append(summed[there])
        bounds = np.concatenate([[0], np.cumsum([len(part) for part in document[1:]])]).astype(np.int64)
        return Entries(bounds, np.concatenate(document), np.concatenate(count))

    def _types_of(self, terms: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The types of some terms that count, and for each which of the terms it belongs to."""
        first, after = np.asarray(self.unit.edge)[terms], np.asarray(self.unit.after)[terms]
        types = np.asarray(self.unit.order)[gather(first, after - first)]
        whose = np.repeat(np.arange(len(terms)), after - first)
        some = self.kept[types]
        return types[some], whose[some]

    def _merged(self, types: np.ndarray, whose: np.ndarray, n_terms: int) -> Entries:
        """Counts of terms with few entries, all sorted together."""
        at, documents, counts = _by_type(self.tables, self.marks)
        n_documents = max(self.tables.counts["documents"], 1)
        length = (at[types + 1] - at[types]).astype(np.int64)
        entry = gather(at[types], length)
        key = np.repeat(whose * n_documents, length) + documents[entry]
        return _by_key(key, counts[entry], n_terms, n_documents)

    def _gone_through(self, terms: np.ndarray, group: np.ndarray) -> Entries:
        """Counts of many terms, from all the documents."""
        stored = stored_counts(self.tables, self.marks)
        column = np.full(self.n + 1, -1, np.int64)  # the last place answers to -1
        column[terms] = np.arange(len(terms))
        rows = np.flatnonzero(group >= 0)
        first, after = np.asarray(stored.count_at)[rows], np.asarray(stored.count_at)[rows + 1]
        at = gather(first, after - first)
        entry = column[self.term][np.asarray(stored.count_type[at])]
        document = np.repeat(rows, after - first)
        there = entry >= 0
        n_documents = max(self.tables.counts["documents"], 1)
        key = entry[there] * n_documents + document[there]
        return _by_key(key, np.asarray(stored.count[at])[there], len(terms), n_documents)


def _by_key(key: np.ndarray, count: np.ndarray, n_terms: int, n_documents: int) -> Entries:
    """Counts by term and document, of entries in any order: a key is term times ``n_documents``, plus document."""
    order = np.argsort(key, kind="stable")
    key, count = key[order], count[order]
    edge = np.flatnonzero(np.diff(key, prepend=-1))
    summed = np.add.reduceat(count, edge) if len(edge) else count
    key = key[edge]
    bounds = np.searchsorted(key, np.arange(n_terms + 1) * n_documents)
    return Entries(bounds, (key % n_documents).astype(np.int32), summed)


@per_store(4)
def _type_totals(tables: Tables, marks: Marks, inside: bytes) -> np.ndarray:
    """How often each type stands in some documents, given as bits: the same while only words are chosen anew."""
    number = tables.counts["documents"]
    group = np.unpackbits(np.frombuffer(inside, np.uint8), count=number).astype(np.int64) - 1
    return by_type(stored_counts(tables, marks), len(tables.type_form), group, 1)[0]


@per_store(2)
def _by_type(tables: Tables, marks: Marks) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Bounds by type, then documents and counts: what the store keeps by document the other way round.

    It takes eight bytes for each word of each article, kept in memory for two choices of marks.
    """
    stored = stored_counts(tables, marks)
    shape = (tables.counts["documents"], len(tables.type_form))
    by_document = sparse.csr_array((stored.count, stored.count_type, stored.count_at), shape=shape)
    turned = by_document.tocsc()
    return turned.indptr, turned.indices, turned.data

"""Units: what makes two words one term. A lemma, a form without regard to case, or a lemma and its part of speech."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from toolkit.store import Tables, gather, per_store
from toolkit.terms.stop_words import lowered


@dataclass(frozen=True)
class Unit:
    """The units of a store.

    Attributes
    ----------
    name : str
    of_type : ndarray of int32, (types,)
        The unit of each type.
    order, edge, after : ndarray of int
        Types in order of unit, and where in that order each unit begins and ends.
    sorted : bool
        Whether the types stand in that order already.
    """

    name: str
    of_type: np.ndarray
    order: np.ndarray
    edge: np.ndarray
    after: np.ndarray
    sorted: bool

    @property
    def n(self) -> int:
        return len(self.edge)

    def summed(self, by_type: np.ndarray) -> np.ndarray:
        """Sums over the types of each unit, (…, units), of values (…, types)."""
        running = np.zeros((*by_type.shape[:-1], len(self.order) + 1), np.int64)
        np.cumsum(by_type if self.sorted else by_type[..., self.order], axis=-1, out=running[..., 1:])
        return running[..., self.after] - running[..., self.edge]

    def types(self, unit: int) -> np.ndarray:
        """The types of one unit."""
        return self.order[self.edge[unit] : self.after[unit]]


@per_store(3)
def units(tables: Tables, name: str) -> Unit:
    """The units of a store by name: ``"lemma"``, ``"form"`` or ``"lemma_pos"``."""
    if name == "form":
        of_type = _folded_forms(tables)[np.asarray(tables.type_form)]
    elif name == "lemma":
        of_type = np.array(tables.type_lemma)
    else:
        pair = np.asarray(tables.type_lemma, np.int64) * len(tables.strings("pos")) + np.asarray(tables.type_pos)
        of_type = np.unique(pair, return_inverse=True)[1].astype(np.int32)
    order = np.argsort(of_type, kind="stable").astype(np.int32)
    edge = np.flatnonzero(np.diff(of_type[order], prepend=-1))
    after = np.append(edge[1:], len(order))[: len(edge)]
    return Unit(name, of_type, order, edge, after, bool(np.all(np.diff(of_type) >= 0)))


@per_store(1)
def _folded_forms(tables: Tables) -> np.ndarray:
    """For each form the number of its spelling in lower case, in order of first appearance."""
    return lowered(tables, "form").dictionary_encode().indices.to_numpy()


@per_store(1)
def form_counts(tables: Tables) -> np.ndarray:
    """Tokens of each type in the whole store."""
    return np.diff(np.asarray(tables.position_at))


@per_store(1)
def _in_lower_case(tables: Tables) -> np.ndarray:
    """Which forms are in lower case, (forms,) of bool."""
    return pc.equal(lowered(tables, "form"), tables.strings("form")).to_numpy(zero_copy_only=False)


def spellings(tables: Tables, unit: Unit, wanted: np.ndarray, kept: np.ndarray | None = None) -> np.ndarray:
    """The most frequent form of some units, a code each; of equals, one in lower case, the first in the alphabet.

    Counted in the whole store, so that views agree; over the types that are ``kept``.
    """
    size = unit.after[wanted] - unit.edge[wanted]
    types = unit.order[gather(unit.edge[wanted], size)]
    number = form_counts(tables)[types] + 1  # a form that is not kept stands back even if it is the only one
    if kept is not None:
        number *= kept[types]
    # a form may come in several types (by morphology): their tokens together make it frequent
    n_forms = max(len(tables.strings("form")), 1)
    key = np.repeat(np.arange(len(wanted)), size) * n_forms + np.asarray(tables.type_form)[types]
    pair, of_type = np.unique(key, return_inverse=True)
    which, form = pair // n_forms, pair % n_forms
    order = np.lexsort((-form, _in_lower_case(tables)[form], np.bincount(of_type, number, minlength=len(pair)), which))
    return form[order[np.flatnonzero(np.diff(which[order], append=-1))]]


def unit_labels(tables: Tables, name: str, wanted: np.ndarray) -> np.ndarray:
    """Some units in words, an object array; only these are decoded."""
    if name == "form":
        return tables.words("form", spellings(tables, units(tables, name), wanted))
    if name == "lemma":
        return tables.words("lemma", wanted)
    unit = units(tables, name)
    types = unit.order[unit.edge[wanted]]
    lemma, pos = tables.words("lemma", tables.type_lemma[types]), tables.words("pos", tables.type_pos[types])
    return np.array([f"{one}_{other}" for one, other in zip(lemma, pos, strict=True)], object)


def find_unit(tables: Tables, name: str, label: str) -> int:
    """The number of the unit with a label, -1 where there is none."""
    if name == "form":
        form = _place(lowered(tables, "form"), label.lower())
        return int(_folded_forms(tables)[form]) if form >= 0 else -1
    lemma, _, pos = (label, "", "") if name == "lemma" else label.rpartition("_")
    code = _place(tables.strings("lemma"), lemma)
    if name == "lemma" or code < 0:
        return code
    kind = _place(tables.strings("pos"), pos)
    types = units(tables, "lemma").types(code)
    same = types[np.asarray(tables.type_pos)[types] == kind]
    return int(units(tables, name).of_type[same[0]]) if len(same) else -1


def _place(strings: pa.LargeStringArray, wanted: str) -> int:
    return int(pc.index(strings, pa.scalar(wanted, strings.type)).as_py())

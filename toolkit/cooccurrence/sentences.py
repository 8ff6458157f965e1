"""The sentences behind an edge or a node."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from toolkit.concordance import balanced, sentence_table
from toolkit.cooccurrence.windows import parse_window, windows
from toolkit.corpus import Corpus
from toolkit.entities import Entities
from toolkit.entities.naming import find_entity
from toolkit.entities.resolving import resolve_whole
from toolkit.store import distinct


def evidence(
    corpus: Corpus,
    a: str,
    b: str | None = None,
    *,
    window: str | int = "sentence",
    sources: str | Iterable[str] | None = None,
    limit: int | None = 30,
    entities: Entities | None = None,
) -> pd.DataFrame:
    """The sentences behind an edge, both names marked, balanced over the sources; or those that name one entity.

    Parameters
    ----------
    a, b : str
        Entities, by name, any variant, or identifier; without ``b`` the sentences that name ``a``.
    window : str or int
        As for :func:`cooccurrence`: in wider windows, the sentences that name either where both are in the window.
    sources : str or iterable of str, optional
    limit : int, optional
        Sentences at most.
    entities : Entities, optional

    Returns
    -------
    DataFrame
        As ``toolkit.concordance.sentences`` gives it, the spans being those of the names.
        ``attrs["total"]`` sentences, of which the rows are a choice; ``attrs["documents"]`` articles that have them.

    Raises
    ------
    CorpusError
        When a name is not that of an entity; the message proposes some that are.
    """
    view = corpus if sources is None else corpus.select(sources=sources)
    resolved = resolve_whole(corpus) if entities is None else entities
    wanted = [find_entity(resolved, name) for name in ((a,) if b is None else (a, b))]
    places, tables = resolved.places, corpus.tables
    inside = np.zeros(tables.counts["documents"], bool)
    inside[view.rows] = True
    number, _ = windows(tables, places, parse_window(window))
    of_each = [distinct(number[(places.entity == entity) & inside[places.row]]) for entity in wanted]
    joint = of_each[0] if b is None else np.intersect1d(of_each[0], of_each[1], assume_unique=True)
    keep = np.flatnonzero(np.isin(places.entity, wanted) & inside[places.row])
    keep = keep[np.isin(number[keep], joint)]
    start, end = (resolved.mentions[name].to_numpy()[keep].tolist() for name in ("start", "end"))
    marks: dict[int, list[tuple[int, int]]] = {}
    for sentence, low, high in zip(places.sentence[keep].tolist(), start, end, strict=True):
        marks.setdefault(sentence, []).append((low, high))
    ordered = sorted(marks)
    rows = np.searchsorted(tables.document_sentence, np.array(ordered, np.int32), side="right") - 1
    group, _ = view.groups("source")
    chosen = balanced(group[rows], limit)
    table = sentence_table(view, [(ordered[at], sorted(marks[ordered[at]])) for at in chosen.tolist()])
    table.attrs.update(query=a if b is None else f"{a} – {b}", total=len(ordered), documents=len(distinct(rows)))
    return table

"""Who says what of whom: the designations of each entity by source."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

import numpy as np
import pandas as pd

from toolkit.corpus import Corpus
from toolkit.entities.resolving import resolve_entities
from toolkit.entities.result import Entities
from toolkit.entities.roles import role_head
from toolkit.entities.spelling import core, entity_key
from toolkit.schema import CorpusError

NAMES_COLUMNS = ("entity_id", "name", "type", "designation", "kind", "source", "count", "total", "share", "rate",
                 "documents")  # fmt: skip
NAME, ROLE = "name", "role"


def names(
    corpus: Corpus,
    *,
    entities: Iterable[str] | str | None = None,
    by: str = "source",
    min_count: int = 1,
    top: int | None = None,
    resolved: Entities | None = None,
) -> pd.DataFrame:
    """The naming matrix: under which designations, and with which roles, each source names each entity.

    Parameters
    ----------
    corpus : Corpus
        Or a view of one.
    entities : str or iterable of str, optional
        Names of entities, or their identifiers; by default those that are called in more than one way.
    by : str
        What divides the articles: a column of the documents table, or a period.
    min_count : int
        Mentions that a designation needs in all groups together.
    top : int, optional
        Only so many entities, the most mentioned.
    resolved : Entities, optional
        By default :func:`resolve_entities` of the corpus.

    Returns
    -------
    DataFrame
        A row an entity, designation and group, groups with none included: ``entity_id``, ``name``, ``type``,
        ``designation``, ``kind`` (``name``: how it is spelled, case and accents aside; ``role``: the role or title
        attached, without what it is of), the group under its own name (``source``), ``count`` (mentions), ``total``
        (mentions of the entity in the group), ``share`` (``count`` / ``total``; NaN where the group never names it),
        ``rate`` (per 10,000 tokens of the group), ``documents``. Names of an entity add up to ``total``; roles do not,
        since most mentions have none. :func:`wide` of it is the matrix.

    Raises
    ------
    CorpusError
        When an entity is not known.
    """
    found = resolve_entities(corpus) if resolved is None else resolved.of(corpus)
    listed, mentions, places = found.entities, found.mentions, found.places
    asked = [entities] if isinstance(entities, str) else entities
    wanted = np.arange(len(listed)) if asked is None else np.array([find_entity(found, name) for name in asked])
    group, labels = corpus.groups(by)
    tokens = np.bincount(group[corpus.rows], weights=corpus.index["n_tokens"].to_numpy(float), minlength=len(labels))
    keep = np.isin(places.entity, wanted)
    frame = pd.DataFrame(
        {
            "entity": places.entity[keep],
            "group": group[places.row[keep]],
            "row": places.row[keep],
            "text": mentions["text"].to_numpy(object)[keep],
            "role": mentions["role"].to_numpy(object)[keep],
        }
    )
    heads = {role: role_head(role) for role in frame["role"].unique()}
    spelled = frame.assign(designation=_spellings(frame["text"]), kind=NAME)
    titled = frame.assign(designation=frame["role"].map(heads), kind=ROLE)
    titled = titled[titled["designation"].astype("str") != ""]
    both = pd.concat([spelled, titled], ignore_index=True)
    table = _filled(both, frame, labels, tokens, min_count)
    if entities is None:  # an entity that everybody calls the same has nothing to show
        several = table[table["kind"] == NAME].groupby("entity")["designation"].nunique()
        table = table[table["entity"].isin(several.index[several > 1])]
    order = {number: place for place, number in enumerate(wanted.tolist())}
    table = table.assign(order=table["entity"].map(order))
    table = table.sort_values(["order", "kind", "overall", "designation", "group"],
                              ascending=[True, True, False, True, True])  # fmt: skip
    if top is not None:
        table = table[table["entity"].isin(table["entity"].drop_duplicates().head(top))]
    entity = table["entity"].to_numpy()
    result = pd.DataFrame(
        {
            "entity_id": listed.index.to_numpy(object)[entity],
            "name": listed["name"].to_numpy(object)[entity],
            "type": listed["type"].to_numpy(object)[entity],
            "designation": table["designation"].to_numpy(object),
            "kind": table["kind"].to_numpy(object),
            "source": np.array(labels, object)[table["group"].to_numpy()] if labels else [],
            **{name: table[name].to_numpy() for name in ("count", "total", "share", "rate", "documents")},
        },
        columns=list(NAMES_COLUMNS),
    )
    text = ("entity_id", "name", "type", "designation", "kind", "source")
    return result.astype({name: "str" for name in text}).rename(columns={"source": by})


def wide(table: pd.DataFrame, *, values: str = "count") -> pd.DataFrame:
    """The naming matrix in the shape it is read in: a row a designation, a column a group.

    Parameters
    ----------
    table : DataFrame
        Of :func:`names`.
    values : {"count", "share", "rate", "documents"}
    """
    by = table.columns[NAMES_COLUMNS.index("source")]
    rows = table[["name", "kind", "designation"]].drop_duplicates()
    matrix = table.pivot_table(index=["name", "kind", "designation"], columns=by, values=values, sort=False)
    return matrix.reindex(pd.MultiIndex.from_frame(rows))


def find_entity(resolved: Entities, name: str) -> int:
    """The row of an entity, by identifier, name or any of its variants.

    Raises
    ------
    CorpusError
        When none is called so; the message proposes some that are.
    """
    listed = resolved.entities
    if name in listed.index:
        return listed.index.tolist().index(name)
    key = entity_key(name)
    keys = {entity_key(called): at for at, called in reversed(list(enumerate(listed["name"])))}
    if key in keys:
        return keys[key]
    for at, variants in enumerate(listed["variants"]):
        if key in {entity_key(variant) for variant in variants.split(" | ")}:
            return at
    bare = core(key)
    for at, variants in enumerate(listed["variants"]):
        if bare in {core(entity_key(variant)) for variant in variants.split(" | ")}:
            return at
    near = get_close_matches(key, list(keys), n=3)
    proposed = ", ".join(listed["name"].iloc[keys[one]] for one in near) if near else "those of the entities table"
    raise CorpusError(f"there is no entity {name!r} here.", remedy=f"Names near it: {proposed}.")


def _spellings(text: pd.Series) -> pd.Series:
    """Each spelling as the most frequent one that differs from it in case and accents only."""
    count = text.value_counts()
    best: dict[str, str] = {}
    for spelling in sorted(count.index, key=lambda one: (-count[one], -sum(ord(c) > 127 for c in one), one)):
        best.setdefault(entity_key(spelling), spelling)
    return text.map({spelling: best[entity_key(spelling)] for spelling in count.index})


def _filled(
    both: pd.DataFrame, frame: pd.DataFrame, labels: list[str], tokens: np.ndarray, min_count: int
) -> pd.DataFrame:
    """Counts of each entity and designation in every group, 0 where there is none."""
    by = ["entity", "kind", "designation"]
    overall = pd.DataFrame({"overall": both.groupby(by, sort=True)["row"].size()}).reset_index()
    overall = overall[overall["overall"] >= min_count]
    grid = overall.merge(pd.DataFrame({"group": np.arange(len(labels))}), how="cross")
    grouped = both.groupby([*by, "group"])["row"]
    cells = pd.DataFrame({"count": grouped.size(), "documents": grouped.nunique()}).reset_index()
    totals = pd.DataFrame({"total": frame.groupby(["entity", "group"])["row"].size()}).reset_index()
    table = grid.merge(cells, how="left", on=[*by, "group"]).merge(totals, how="left", on=["entity", "group"])
    counts = ["count", "documents", "total"]
    table[counts] = table[counts].fillna(0).astype(np.int64)
    with_any = table["total"].where(table["total"] > 0)
    table["share"] = table["count"] / with_any
    size = pd.Series(tokens)[table["group"]].to_numpy()
    table["rate"] = np.divide(10_000.0 * table["count"].to_numpy(), size, out=np.zeros(len(table)), where=size > 0)
    return table


def entities_by(
    corpus: Corpus, *, by: str = "source", top: int | None = None, resolved: Entities | None = None
) -> pd.DataFrame:
    """The entities with the articles that name them in each group.

    Parameters
    ----------
    by : str
        What divides the articles: a column of the documents table, or a period.
    top : int, optional
        Only so many, the most mentioned.
    resolved : Entities, optional

    Returns
    -------
    DataFrame
        A row an entity, the most mentioned first: ``name``, ``type``, ``mentions``, ``documents``, then a column for
        each group: how many of its articles name the entity. These add up to ``documents``.
    """
    found = resolve_entities(corpus) if resolved is None else resolved.of(corpus)
    group, labels = corpus.groups(by)
    n = len(found.entities)
    once = np.unique(found.places.entity.astype(np.int64) * len(group) + found.places.row)
    cell = (once // len(group)) * len(labels) + group[once % len(group)]
    counts = np.bincount(cell, minlength=n * len(labels)).reshape(n, len(labels))
    table = found.entities[["name", "type", "mentions", "documents"]].reset_index(drop=True)
    return table.join(pd.DataFrame(counts, columns=labels)).head(n if top is None else top)

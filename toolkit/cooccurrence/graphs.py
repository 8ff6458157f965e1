"""Networks: a graph with attributes from a table of pairs, its backbone, communities, centralities, and its files."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd

from toolkit.entities import Entities
from toolkit.schema import CorpusError
from toolkit.store.files import replacing

_EDGE = ("joint", "documents", "sources", "expected", "specificity", "log_dice", "npmi", "p_adjusted")
_FORMATS = {".gexf": nx.write_gexf, ".graphml": nx.write_graphml}


def network(
    pairs: pd.DataFrame,
    *,
    backbone: float | None = None,
    weight: str = "joint",
    resolution: float = 1.0,
    seed: int = 0,
    entities: Entities | None = None,
) -> nx.Graph:
    """A graph of a table of pairs.

    Parameters
    ----------
    pairs : DataFrame
        Of :func:`cooccurrence`, without ``by``.
    backbone : float, optional
        Keep only edges whose weight is significant for one of their ends at this level: the disparity filter. 0.05 is
        strict, 0.3 loose; by default all edges stay.
    weight : str
        A column of positive numbers: what the filter, the communities and the strength of a node add up.
    resolution : float
        Of the communities: more for smaller ones.
    seed : int
        Of the communities: the same seed gives the same ones.
    entities : Entities, optional
        Adds to each node the articles and sources that name it.

    Returns
    -------
    networkx.Graph
        Nodes are names (with the identifier, where two entities have one name), in the order of their names. Of a
        node: ``entity_id``, ``type``, ``windows``, ``degree``, ``strength`` (sum of the weights), ``betweenness`` (of
        paths, unweighted), ``pagerank`` (weighted), ``community`` (from 1, the largest first). Of an edge: the columns
        of the table, ``weight``, and ``alpha``, the smaller of its two significances (disparity filter).
        ``graph.graph`` holds ``backbone``, ``edges_before`` and ``names_before`` (before the filter), ``modularity``.

    Raises
    ------
    CorpusError
        When the weight is no column of positive numbers.

    Notes
    -----
    Communities are those of Louvain's method, as networkx has it; another seed may give slightly others.

    References
    ----------
    Serrano, M. A., Boguñá, M. & Vespignani, A. (2009). Extracting the multiscale backbone of complex weighted networks.
    PNAS 106. Blondel, V. D. et al. (2008). Fast unfolding of communities in large networks. J. Stat. Mech.
    """
    if weight not in pairs or not (pairs[weight].to_numpy(float) > 0).all():
        raise CorpusError(
            f"weight={weight!r} is no column of positive numbers.", remedy='Choose "joint" or "documents".'
        )
    graph = _graph(pairs, weight, entities)
    _disparity(graph)
    graph.graph.update(names_before=graph.number_of_nodes(), edges_before=graph.number_of_edges(), weight=weight)
    if backbone is not None:
        graph.graph["backbone"] = float(backbone)
        graph.remove_edges_from([(a, b) for a, b, alpha in graph.edges(data="alpha") if not alpha < backbone])
        graph.remove_nodes_from([name for name, degree in list(graph.degree) if degree == 0])
    _centralities(graph)
    _communities(graph, resolution, seed)
    return graph


def save_network(graph: nx.Graph, path: str | Path) -> Path:
    """Write a graph as GEXF or GraphML, as the name's ending says; Gephi opens both.

    Raises
    ------
    CorpusError
        When the ending is neither ``.gexf`` nor ``.graphml``.
    """
    path = Path(path)
    write = _FORMATS.get(path.suffix.lower())
    if write is None:
        raise CorpusError(f"{path.suffix!r} is no format for networks.", path=path, remedy="End it .gexf or .graphml.")
    plain: nx.Graph = nx.Graph(**_plain(graph.graph))
    plain.add_nodes_from((name, _plain(values) | {"label": name}) for name, values in graph.nodes(data=True))
    plain.add_edges_from((a, b, _plain(values)) for a, b, values in graph.edges(data=True))
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as temporary:
        write(plain, temporary, encoding="utf-8")
    return path


def _graph(pairs: pd.DataFrame, weight: str, entities: Entities | None) -> nx.Graph:
    graph = nx.Graph()
    called = _distinct_names(pairs)
    about = {} if entities is None else _by_id(entities)
    nodes: dict[str, dict[str, Any]] = {}
    for row in pairs.to_dict("records"):
        for end in "ab":
            one = row[f"id_{end}"]
            nodes.setdefault(
                called[one],
                {
                    "entity_id": one,
                    "type": row[f"type_{end}"],
                    "windows": int(row[f"windows_{end}"]),
                    **about.get(one, {}),
                },
            )
    graph.add_nodes_from((name, nodes[name]) for name in sorted(nodes))
    columns = [name for name in _EDGE if name in pairs]
    for row in pairs.sort_values(["id_a", "id_b"]).to_dict("records"):
        values = {name: row[name] for name in columns}
        graph.add_edge(called[row["id_a"]], called[row["id_b"]], weight=float(row[weight]), **values)
    return graph


def _by_id(entities: Entities) -> dict[str, dict[str, Any]]:
    table = entities.entities
    columns = ("documents", "sources", "mentions")
    counts = [table[name].tolist() for name in columns]
    return {one: dict(zip(columns, row, strict=True)) for one, *row in zip(table.index.tolist(), *counts, strict=True)}


def _distinct_names(pairs: pd.DataFrame) -> dict[str, str]:
    """Identifier -> name, with the identifier where two have one name."""
    named = dict(zip([*pairs["id_a"], *pairs["id_b"]], [*pairs["a"], *pairs["b"]], strict=True))
    number: dict[str, int] = {}
    for name in named.values():
        number[name] = number.get(name, 0) + 1
    return {one: name if number[name] == 1 else f"{name} ({one})" for one, name in named.items()}


def _disparity(graph: nx.Graph) -> None:
    """Give each edge its significance: (1 − weight / strength)^(degree − 1), the smaller of its two ends'.

    An end with one edge says nothing about it: its own value is 1.
    """
    degree, strength = dict(graph.degree), dict(graph.degree(weight="weight"))
    for a, b, values in graph.edges(data=True):
        at_ends = [
            (1 - values["weight"] / strength[end]) ** (degree[end] - 1) if degree[end] > 1 else 1.0 for end in (a, b)
        ]
        values["alpha"] = float(min(at_ends))


def _centralities(graph: nx.Graph) -> None:
    nx.set_node_attributes(graph, dict(graph.degree), "degree")
    nx.set_node_attributes(graph, {name: float(sum_) for name, sum_ in graph.degree(weight="weight")}, "strength")
    nx.set_node_attributes(graph, nx.betweenness_centrality(graph) if len(graph) else {}, "betweenness")
    nx.set_node_attributes(graph, nx.pagerank(graph, weight="weight") if len(graph) else {}, "pagerank")


def _communities(graph: nx.Graph, resolution: float, seed: int) -> None:
    if not graph.number_of_edges():
        graph.graph["modularity"] = 0.0
        return
    found = nx.community.louvain_communities(graph, weight="weight", resolution=resolution, seed=seed)
    ordered = sorted(found, key=lambda members: (-len(members), min(members)))
    nx.set_node_attributes(
        graph, {name: number for number, members in enumerate(ordered, start=1) for name in members}, "community"
    )
    graph.graph["modularity"] = float(nx.community.modularity(graph, ordered, weight="weight"))


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Attributes as Python's own kinds, which files can hold; what is not known is left out."""
    plain: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, np.generic):
            value = value.item()
        if value is None or (isinstance(value, float) and not math.isfinite(value)):
            continue
        plain[str(name)] = value
    return plain

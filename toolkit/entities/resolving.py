"""From mentions to entities: collect names, decide kinds, put together what is one, write the tables."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict

import numpy as np
import pandas as pd

from toolkit.corpus import Corpus
from toolkit.entities.again import Dictionary, dictionary_of
from toolkit.entities.aliases import Aliases, checked, read_aliases, split
from toolkit.entities.beside import beside
from toolkit.entities.collecting import HOW, LABELS, LeftOut, Mentions, collect
from toolkit.entities.kinds import PER, Kinds, votes
from toolkit.entities.lexicon import facts, gazetteer
from toolkit.entities.merging import SAME, Clusters, Merge, Names, merged
from toolkit.entities.result import LEFT_OUT_COLUMNS, MENTION_COLUMNS, MERGE_COLUMNS, Entities, Places, counted
from toolkit.entities.roles import roles
from toolkit.entities.short import Shortened, shortened
from toolkit.entities.spelling import core, entity_key
from toolkit.entities.tokens import Tokens

IGNORED = "ignored in entities.csv"


def resolve_entities(corpus: Corpus, *, aliases: pd.DataFrame | None = None, known_names: bool = True) -> Entities:
    """Put together what names the same person, place, organisation or other thing.

    The whole corpus is resolved, also for a view of it, which only counts its own articles: what a name stands for does
    not depend on the selection.

    Parameters
    ----------
    corpus : Corpus
        Or a view of one.
    aliases : DataFrame, optional
        The user's word: ``name`` and any of ``type``, ``variants``, ``distinct``, ``ignore``, as in ``entities.csv``
        beside the corpus, which is read by default.
    known_names : bool
        Whether widely known facts may be used: short forms of countries, international organisations and agencies with
        their acronyms (:func:`toolkit.entities.known_names` lists them).

    Returns
    -------
    Entities
        Every mention of the model ends in one entity or in ``left_out``; names that it missed are found again.
    """
    return resolve_whole(corpus, aliases=aliases, known_names=known_names).of(corpus)


def resolve_whole(corpus: Corpus, *, aliases: pd.DataFrame | None = None, known_names: bool = True) -> Entities:
    """As :func:`resolve_entities`, counted in the whole corpus also for a view; the same object for the same words."""
    said = read_aliases(corpus) if aliases is None else checked(aliases)
    memo = corpus.tables.__dict__.setdefault("_resolved_entities", {})
    name = said.table.to_csv(index=False), known_names
    if name not in memo:
        while len(memo) > 2:  # the last few settings: undo and redo are then instant
            memo.pop(next(iter(memo)))
        memo[name] = _resolve(Corpus(corpus.tables), said, known_names)
    return memo[name]


def entities(corpus: Corpus) -> pd.DataFrame:
    """The entities of a corpus or view: the ``entities`` table of :func:`resolve_entities`."""
    return resolve_entities(corpus).entities


def known_names() -> pd.DataFrame:
    """The widely known names that the toolkit ships: ``name``, ``type``, ``variants`` (separated by `` | ``)."""
    return facts().copy()


def _resolve(corpus: Corpus, said: Aliases, shipped: bool) -> Entities:
    tables = corpus.tables
    tokens = tables.__dict__.setdefault("_resolution_tokens", Tokens(tables))
    dictionary, known, fact_types, fact_names = _dictionary(said, shipped)
    mentions, left_out = collect(tables, tokens, dictionary)
    row = np.searchsorted(tables.document_token, mentions.first.astype(tables.document_token.dtype), side="right") - 1
    role = roles(tables, tokens, mentions.first, mentions.after)
    kinds = Kinds(tokens, mentions, votes(tables, tokens, mentions, role))
    count = Counter(mentions.key)
    kind = {key: kinds.decide([key]) for key in count}
    for key, target in known.items():
        if key in kind and target in fact_types:
            kind[key] = LABELS.index(fact_types[target])
    known = {key: target for key, target in known.items() if key in count}
    # the name that facts give need not occur itself
    for target in set(known.values()):
        count.setdefault(target, 0)
        kind.setdefault(target, LABELS.index(fact_types[target]) if target in fact_types else PER)
    names = Names(count, kind, known, kinds, frozenset(said.known()), said.apart())
    clusters = merged(names, beside(tables, tokens, mentions, row))
    short = shortened(clusters, mentions, row)
    return _tables(corpus, mentions, left_out, row, role, kinds, clusters, short, said, fact_types, fact_names)


def _dictionary(said: Aliases, shipped: bool) -> tuple[Dictionary, dict[str, str], dict[str, str], dict[str, str]]:
    """Names to look for; key -> entity; entity -> type and -> name: the shipped facts, then the user's word."""
    rows: list[tuple[str, str, str]] = []
    known: dict[str, str] = {}
    types: dict[str, str] = {}
    named: dict[str, str] = {}
    user = said.known()
    if shipped:
        for name, kind, variants in facts()[["name", "type", "variants"]].itertuples(index=False, name=None):
            rows.append((name, kind, variants))
            target = entity_key(name)
            if target in user:  # the user has this entity under a name or a type of their own
                target = user[target]
            for text in [name, *split(variants)]:
                known.setdefault(entity_key(text), target)
            types.setdefault(target, kind)
            if kind == "LOC":
                named.setdefault(target, name)
    known.update(user)
    types.update(said.types())
    named.update(said.names())
    for name, kind, variants in said.table[["name", "type", "variants"]].itertuples(index=False, name=None):
        rows.append((name, kind or types.get(entity_key(name), "MISC"), variants))
    return dictionary_of(rows, gazetteer()), known, types, named


def _tables(
    corpus: Corpus,
    mentions: Mentions,
    left_out: LeftOut,
    row: np.ndarray,
    role: list[str],
    kinds: Kinds,
    clusters: Clusters,
    short: Shortened,
    said: Aliases,
    fact_types: dict[str, str],
    fact_names: dict[str, str],
) -> Entities:
    root = [short.entity.get(at) or clusters.root(key) for at, key in enumerate(mentions.key)]
    ignored = said.ignored()
    keep = np.array(
        [key not in ignored and top not in ignored for key, top in zip(mentions.key, root, strict=True)], bool
    )
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    keys_of: dict[str, set[str]] = defaultdict(set)
    for at, top in enumerate(root):
        spellings[top][mentions.text[at]] += 1
        keys_of[top].add(mentions.key[at])
    named = {top: _name(top, found, keys_of[top], clusters, fact_names) for top, found in spellings.items()}
    named = _apart(named, spellings)
    ids = _ids(named)
    kind_of = {top: _kind(top, keys_of[top], kinds, clusters, fact_types) for top in named}
    tops = sorted(named, key=lambda top: ids[top])
    place = {top: number for number, top in enumerate(tops)}
    entity = np.array([place[top] for top in root], np.int64)
    rules = [_rule(at, mentions.key[at], ids[top], clusters, short) for at, top in enumerate(root)]
    role = [said_ if kind_of[top] == "PER" else "" for said_, top in zip(role, root, strict=True)]
    table = _mention_table(corpus, mentions, row, role, [ids[top] for top in root], rules)
    listed = pd.DataFrame(
        {"name": [named[top] for top in tops], "type": [kind_of[top] for top in tops]},
        index=pd.Index([ids[top] for top in tops], name="entity_id", dtype="str"),
    )
    sentence = np.searchsorted(
        corpus.tables.sentence_token, mentions.first.astype(corpus.tables.sentence_token.dtype), side="right"
    ) - 1  # fmt: skip
    out = _left_out_table(corpus, left_out)
    if not keep.all():
        dropped = table[~keep].assign(reason=IGNORED)[list(LEFT_OUT_COLUMNS)]
        out = pd.concat([out, dropped], ignore_index=True)
    places = Places(row[keep].astype(np.int32), sentence[keep].astype(np.int32), entity[keep].astype(np.int32))
    made = _merge_table([*clusters.made, *short.merges], clusters, named, ids, spellings, mentions)
    proposed = _merge_table([*clusters.proposed, *short.proposed], clusters, named, ids, spellings, mentions)
    proposed = proposed[proposed["entity_id"] != proposed["variant_id"]].reset_index(drop=True)
    return counted(corpus, listed, table[keep].reset_index(drop=True), places, out, made, proposed)


def _name(top: str, found: Counter[str], keys: set[str], clusters: Clusters, fact_names: dict[str, str]) -> str:
    """The name of an entity: the user's, that of a known place, or its most frequent spelling, for a person in full."""
    for key in sorted(clusters.of(top)):
        target = clusters.names.known.get(key)
        if target in fact_names:
            return fact_names[target]
    full = {text: n for text, n in found.items() if len(core(entity_key(text))) > 1}
    person = clusters.names.kind.get(top) == PER or any(clusters.names.kind.get(key) == PER for key in keys)
    usable = full if person and full else dict(found)
    if not person:  # two letters say little as long as there is a longer name
        usable = {text: n for text, n in usable.items() if len(text) > 2} or usable
    accents = {text: sum(ord(char) > 127 for char in text) for text in usable}
    return min(usable, key=lambda text: (-usable[text], -accents[text], -len(text) * person, text))


def _apart(named: dict[str, str], spellings: dict[str, Counter[str]]) -> dict[str, str]:
    """Entities under names of their own: of those that would share one the more frequent keeps it; the others take
    another of their spellings, or a number."""
    told: dict[str, str] = {}
    taken: set[str] = set()
    for top in sorted(named, key=lambda top: (-spellings[top].total(), top)):
        found, name = spellings[top], named[top]
        if name in taken:
            others = sorted((text for text in found if text not in taken), key=lambda text: (-found[text], text))
            numbered = (f"{name} ({number})" for number in itertools.count(2))
            name = others[0] if others else next(text for text in numbered if text not in taken)
        taken.add(name)
        told[top] = name
    return told


def _ids(named: dict[str, str]) -> dict[str, str]:
    """A readable identifier for each entity: the key of its name, with a number where two have the same."""
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for top in sorted(named, key=lambda top: (entity_key(named[top]) != top, top)):
        wanted = entity_key(named[top]) or top
        number, name = 2, wanted
        while name in taken:
            name, number = f"{wanted} {number}", number + 1
        taken.add(name)
        ids[top] = name
    return ids


def _kind(top: str, keys: set[str], kinds: Kinds, clusters: Clusters, fact_types: dict[str, str]) -> str:
    for key in sorted(clusters.of(top)):
        target = clusters.names.known.get(key)
        if target in fact_types:
            return fact_types[target]
    return LABELS[kinds.decide(sorted(keys))]


def _rule(at: int, key: str, entity_id: str, clusters: Clusters, short: Shortened) -> tuple[str, float]:
    if at in short.rule:
        return short.rule[at]
    return (SAME, 1.0) if key == entity_id else clusters.rule.get(key, (SAME, 1.0))


def _mention_table(
    corpus: Corpus, mentions: Mentions, row: np.ndarray, role: list[str], ids: list[str], rules: list[tuple[str, float]]
) -> pd.DataFrame:
    tables = corpus.tables
    bounds = tables.sentence_token
    sentence = np.searchsorted(bounds, mentions.first.astype(bounds.dtype), side="right") - 1
    names = corpus.index.index.to_numpy(object)
    return pd.DataFrame(
        {
            "doc_id": pd.array(names[row], dtype="str"),
            "sentence": (sentence - np.asarray(tables.document_sentence)[row]).astype(np.int32),
            "start": mentions.start.astype(np.int32),
            "end": mentions.end.astype(np.int32),
            "text": pd.array(mentions.text, dtype="str"),
            "entity_id": pd.array(ids, dtype="str"),
            "role": pd.array(role, dtype="str"),
            "rule": pd.array([rule for rule, _ in rules], dtype="str"),
            "confidence": np.array([sure for _, sure in rules], float),
            "found": pd.array([HOW[how] for how in mentions.how.tolist()], dtype="str"),
        },
        columns=list(MENTION_COLUMNS),
    )


def _left_out_table(corpus: Corpus, left_out: LeftOut) -> pd.DataFrame:
    tables = corpus.tables
    order = np.argsort(np.array(left_out.mention, np.int64), kind="stable")
    at = np.array(left_out.mention, np.int64)[order]
    names = corpus.index.index.to_numpy(object)
    return pd.DataFrame(
        {
            "doc_id": pd.array(names[np.asarray(tables.mention_document)[at]], dtype="str"),
            "sentence": np.asarray(tables.mention_sentence)[at],
            "start": np.asarray(tables.mention_start)[at],
            "end": np.asarray(tables.mention_end)[at],
            "text": pd.array(tables.words("surface", np.asarray(tables.mention_surface)[at]), dtype="str"),
            "reason": pd.array([left_out.reason[number] for number in order.tolist()], dtype="str"),
        },
        columns=list(LEFT_OUT_COLUMNS),
    )


def _merge_table(
    merges: list[Merge],
    clusters: Clusters,
    named: dict[str, str],
    ids: dict[str, str],
    spellings: dict[str, Counter[str]],
    mentions: Mentions,
) -> pd.DataFrame:
    """Merges by name: the variant as it is most often spelled, the entity it went to or may go to."""
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for key, text in zip(mentions.key, mentions.text, strict=True):
        written[key][text] += 1
    count = clusters.names.count
    rows = []
    for merge in merges:
        # the name that is mentioned less is the variant
        variant, other = sorted((merge.a, merge.b), key=lambda key: (count.get(key, 0), -len(key), key))
        if merge.b in named and merge.a in written and merge.a != merge.b:  # a short name and what it stands for
            variant, other = (
                (merge.a, merge.b) if clusters.root(merge.a) != clusters.root(merge.b) else (variant, other)
            )
        if not written.get(variant):
            variant, other = other, variant
        if (
            clusters.root(variant) == clusters.root(other)
            and ids.get(clusters.root(other)) == variant
            and written.get(other)
        ):
            variant, other = other, variant
        top, own = clusters.root(other), clusters.root(variant)
        if not written.get(variant) or top not in named:
            continue
        spelled = min(written[variant], key=lambda text: (-written[variant][text], text))
        rows.append(
            (named[top], spelled, merge.rule, merge.confidence, count.get(variant, 0), merge.documents,
             ids[top], ids.get(own, ids[top]))
        )  # fmt: skip
    table = pd.DataFrame(rows, columns=list(MERGE_COLUMNS))
    table = table.astype({name: "str" for name in ("name", "variant", "rule", "entity_id", "variant_id")})
    table = table.drop_duplicates(["entity_id", "variant"]).sort_values(
        ["confidence", "mentions", "name", "variant"], ascending=[False, False, True, True]
    )
    return table.reset_index(drop=True)

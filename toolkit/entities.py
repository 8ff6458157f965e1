"""Entities: mentions that bear the same name.

For now a name is the same when it is spelled the same but for case, accents, hyphens, a leading article, preposition or
elision, and punctuation around it. A surname and the full name, an acronym and its expansion, two transliterations stay
apart: an entity here never holds two persons because of a guess, and may be one of several that stand for one person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from toolkit.corpus import Corpus
from toolkit.store import fold

__all__ = ["Entities", "entities", "resolve_entities"]

_AROUND = " \t.,;:!?…«»\"“”„‘’'()[]{}<>/|•·–—-"
_ARTICLES = "le la les de du des un une en à au aux dans par pour sur selon avec contre vers chez"
_LEADING = re.compile(rf"(?:[ldLD]'\s*|(?:{'|'.join(_ARTICLES.split())})\s+)")
_CAPITAL_ARTICLE = re.compile(rf"(?:[LD]'\s*|(?:{'|'.join(_ARTICLES.title().split())})\s+)")
_RULE = "same name"


@dataclass(frozen=True)
class Entities:
    """What mentions were resolved to.

    Attributes
    ----------
    entities : DataFrame
        A row an entity, the most mentioned first; index ``entity_id``; ``name`` (its most frequent spelling), ``type``
        (the label most of its mentions have), ``variants`` (its spellings, by frequency, separated by `` | ``),
        ``mentions``, ``documents``, ``sources`` (how many).
    mentions : DataFrame
        A row a mention: ``doc_id``, ``sentence``, ``start`` and ``end`` of the name in the cleaned text (without its
        article), ``text``, ``entity_id``, ``role`` (empty for now), ``rule`` (why it is this entity).
    left_out : DataFrame
        Mentions that hold no name: ``doc_id``, ``sentence``, ``start``, ``end``, ``text``, ``reason``.
    """

    entities: pd.DataFrame
    mentions: pd.DataFrame
    left_out: pd.DataFrame


def entities(corpus: Corpus) -> pd.DataFrame:
    """The entities of a corpus or view: the ``entities`` table of :func:`resolve_entities`."""
    return resolve_entities(corpus).entities


def resolve_entities(corpus: Corpus) -> Entities:
    """Put mentions of the same name together.

    Every mention ends in one entity or, when no name is left of it, in the list of those left out.
    """
    found = corpus.mentions
    spelled = pd.unique(found["text"])
    mended = {text: _mend(text) for text in spelled}
    offset = found["text"].map({text: first for text, (first, _) in mended.items()}).to_numpy(np.int64)
    name = found["text"].map({text: name for text, (_, name) in mended.items()}).to_numpy(object)
    offset, name = _sentence_initial(corpus, found, offset, name)
    is_name = np.array([sum(char.isalpha() for char in text) > 1 for text in name], bool)

    key_of = {text: entity_key(text) for text in set(name)}
    mentions = pd.DataFrame(
        {
            "doc_id": found["doc_id"],
            "sentence": found["sentence"],
            "start": found["start"] + offset,
            "end": found["start"] + offset + np.array([len(text) for text in name], np.int64),
            "text": pd.array(name, dtype="str"),
            "entity_id": pd.array([key_of[text] for text in name], dtype="str"),
            "role": pd.array([""] * len(name), dtype="str"),
            "rule": pd.array([_RULE] * len(name), dtype="str"),
            "label": found["label"],
        }
    )
    table = _table(corpus, mentions[is_name])
    left_out = found.loc[~is_name, ["doc_id", "sentence", "start", "end", "text"]]
    left_out = left_out.assign(reason="fewer than two letters").reset_index(drop=True)
    return Entities(table, mentions[is_name].drop(columns="label").reset_index(drop=True), left_out)


def entity_key(name: str) -> str:
    """What two spellings of one name have in common: no case, no accents, hyphens as spaces."""
    return " ".join(fold(name).replace("-", " ").split())


def _mend(text: str) -> tuple[int, str]:
    """How many characters to leave out at the front, and the name: no article, preposition or punctuation around it."""
    start, end = 0, len(text.rstrip(_AROUND))
    while start < end:
        article = _LEADING.match(text, start, end)
        # « L'Équipe » may be a name, and is settled elsewhere; « l'Irak » never is
        if article and text[start].islower():
            start = article.end()
        elif text[start] in _AROUND:
            start += 1
        else:
            break
    if text[start:end].count("(") > text[start:end].count(")") and text[end : end + 1] == ")":
        end += 1
    return start, text[start:end]


def _sentence_initial(
    corpus: Corpus, found: pd.DataFrame, offset: np.ndarray, name: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Take the article from names that begin a sentence with it, unless they keep it elsewhere (« vers La Haye »)."""
    tables = corpus.tables
    row = corpus.rows[corpus.index.index.get_indexer(pd.Index(found["doc_id"]))]
    sentence = np.asarray(tables.document_sentence)[row] + found["sentence"].to_numpy()
    initial = found["start"].to_numpy() + offset == np.asarray(tables.sentence_char)[sentence]
    elsewhere = {entity_key(text) for text in set(name[~initial])}
    offset, name = offset.copy(), name.copy()
    for at in np.flatnonzero(initial):
        article = _CAPITAL_ARTICLE.match(name[at])
        if article and entity_key(name[at]) not in elsewhere:
            more, name[at] = _mend(name[at][article.end() :])
            offset[at] += article.end() + more
    return offset, name


def _table(corpus: Corpus, mentions: pd.DataFrame) -> pd.DataFrame:
    source = pd.Series(corpus.group_labels("source"), index=corpus.index.index)
    grouped = mentions.assign(source=mentions["doc_id"].map(source)).groupby("entity_id", sort=True)
    spellings = _by_frequency(mentions, "text")
    table = pd.DataFrame(
        {
            "name": spellings.groupby("entity_id")["text"].first(),
            "type": _by_frequency(mentions, "label").groupby("entity_id")["label"].first(),
            "variants": spellings.groupby("entity_id")["text"].agg(" | ".join),
            "mentions": grouped.size(),
            "documents": grouped["doc_id"].nunique(),
            "sources": grouped["source"].nunique(),
        }
    )
    return table.sort_values(["mentions", "documents", "name"], ascending=[False, False, True])


def _by_frequency(mentions: pd.DataFrame, column: str) -> pd.DataFrame:
    """The values of a column within each entity, the most frequent first; of equals, those that keep their accents."""
    counted = mentions.groupby(["entity_id", column], sort=True).size().rename("n").reset_index()
    counted["accents"] = counted[column].str.count(r"[^\x00-\x7f]")
    return counted.sort_values(["entity_id", "n", "accents", column], ascending=[True, False, False, True])

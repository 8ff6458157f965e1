"""Spans that take in what stands beside them: « école Notre-Dame », « Union nationale des associations »."""

from __future__ import annotations

import re

import numpy as np

from toolkit.entities.lexicon import BIT
from toolkit.entities.tokens import ACRONYM, CAPITAL, LOWER, Tokens
from toolkit.store import Tables

_OF = {"de", "d'", "du", "des"}
_DETERMINERS = {"la", "l'", "les", "le"}
_PER, _LOC, _ORG = 0, 1, 2
_ADJECTIVE = re.compile(
    r"(?:al|aux|ales?|iques?|ifs?|ives?|aires?|els?|elles?|iens?|iennes?|ains?|aines?|ees?|istes?)-?$"
)
_LONGEST = 12  # words that a name may gain


def extend(
    tables: Tables, tokens: Tokens, first: np.ndarray, after: np.ndarray, label: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Take the kind of a place or house before its name into the span, and the rest of an organisation's name.

    Returns
    -------
    first, after, label : ndarray
        Of the spans as they are now.
    """
    if not len(first):
        return first, after, label
    classes, shape = tokens.words.classes, tokens.words.shape
    first, after, label = first.copy(), after.copy(), label.copy()
    before = tokens.context(first, 3, 4)
    kinds = np.where(before >= 0, classes[np.maximum(before, 0)], 0)
    small = np.where(before >= 0, shape[np.maximum(before, 0)] == LOWER, False)
    begins = np.isin(shape[before[:, 3]], (CAPITAL, ACRONYM))
    joined = begins & small[:, 2] & (kinds[:, 2] & BIT["joined"] > 0)
    folded = np.array([word in _OF for word in tokens.words.folded] or [False])
    of = np.where(before >= 0, folded[np.maximum(before, 0)], False)
    street = begins & of[:, 2] & small[:, 1] & (kinds[:, 1] & BIT["street"] > 0)
    organisation = joined & (kinds[:, 2] & BIT["joined_organisation"] > 0)
    label = np.where(organisation, _ORG, np.where(joined | street, _LOC, label))
    first = first - np.where(street, 2, np.where(joined, 1, 0))
    first, label = _ministries(tokens, before, kinds, first, label)
    head = tokens.form[tables.type[first]]
    heads = (classes[head] & BIT["organisation_strict"] > 0) & (shape[head] != LOWER) & (after - first <= 2)
    heads |= (classes[head] & BIT["organisation_strict"] > 0) & (shape[head] != LOWER) & (label == _ORG)
    ends = _limits(tables, first)
    for at in np.flatnonzero(heads).tolist():
        grown = _grown(tables, tokens, int(first[at]), int(after[at]), int(ends[at]))
        if grown > after[at]:
            after[at], label[at] = grown, _ORG
    return first, after, label


def _ministries(
    tokens: Tokens, before: np.ndarray, kinds: np.ndarray, first: np.ndarray, label: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """« ministère de la Défense », of which the model saw « la Défense »."""
    folded = tokens.words.folded
    of = np.array([word in _OF | _DETERMINERS for word in folded] or [False])
    linked = np.where(before >= 0, of[np.maximum(before, 0)], False)
    head = np.append(tokens.words.classes, 0)[before[:, 3]]
    office = head & BIT["portfolio"] > 0
    near = office & linked[:, 2] & (kinds[:, 1] & BIT["ministry"] > 0)
    far = office & linked[:, 2] & linked[:, 1] & (kinds[:, 0] & BIT["ministry"] > 0)
    return first - np.where(far, 3, np.where(near, 2, 0)), np.where(near | far, _ORG, label)


def of_ministers(tables: Tables, tokens: Tokens, first: np.ndarray) -> np.ndarray:
    """Which spans are the office of a minister (« le ministre de la Défense ») and no name."""
    if not len(first):
        return np.zeros(0, bool)
    before = tokens.context(first, 4, 5)
    classes = np.append(tokens.words.classes, 0)
    links = _OF | _DETERMINERS | {"a", "aux"}
    of = np.append(np.array([word in links for word in tokens.words.folded], bool), False)
    qualifier = classes & (BIT["demonym"] | BIT["role_adjective"]) > 0
    minister = classes & BIT["minister"] > 0
    p4, p3, p2, p1, head = before.T
    office = classes[head] & BIT["portfolio"] > 0
    near = of[p1] & (minister[p2] | (qualifier[p2] & minister[p3]))
    far = of[p1] & of[p2] & (minister[p3] | (qualifier[p3] & minister[p4]))
    return office & (near | far)


def after_title(tokens: Tokens, first: np.ndarray) -> np.ndarray:
    """Whether a role or title stands right before each span, or before an adjective of country before it."""
    if not len(first):
        return np.zeros(0, bool)
    classes = np.append(tokens.words.classes, 0)[tokens.context(first, 2, 2)]
    title = classes & (BIT["role"] | BIT["honorific"]) > 0
    return title[:, 1] | (title[:, 0] & (classes[:, 1] & BIT["demonym"] > 0))


def new_organisations(
    tables: Tables, tokens: Tokens, first: np.ndarray, after: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Names of organisations that the model did not see: a capital keyword and what belongs to it."""
    words = tokens.words
    head = (words.classes & BIT["organisation_strict"] > 0) & (words.shape == CAPITAL)
    kind = head[tokens.form]
    at = np.flatnonzero(kind[tables.type]) if len(tables.type) else np.zeros(0, np.int64)
    # the first word of a sentence is capital anyway
    inner = tokens.context(at, 1, 1)[:, 0] >= 0 if len(at) else np.zeros(0, bool)
    at = at[inner]
    place = np.searchsorted(after, at, side="right")
    order = np.all(after[1:] >= after[:-1]) if len(after) else True
    covered = np.zeros(len(at), bool)
    if order and len(after):
        inside = np.minimum(place, len(first) - 1)
        covered = (place < len(first)) & (first[inside] <= at)
    ends = _limits(tables, at)
    rows = _houses(tables, tokens, first, after)
    for low, limit, known in zip(at.tolist(), ends.tolist(), covered.tolist(), strict=True):
        if not known:
            high = _grown(tables, tokens, low, low + 1, limit)
            if high > low + 1:
                rows.append((low, high))
    spans = np.array(rows, np.int64).reshape(-1, 2)
    return spans[:, 0], spans[:, 1]


def _houses(tables: Tables, tokens: Tokens, first: np.ndarray, after: np.ndarray) -> list[tuple[int, int]]:
    """« laiterie Besnier », which the model did not see at all."""
    words = tokens.words
    house = (words.classes & BIT["joined_organisation"] > 0) & (words.shape == LOWER)
    at = np.flatnonzero(house[tokens.form][tables.type]) if len(tables.type) else np.zeros(0, np.int64)
    if not len(at):
        return []
    name = tokens.context(at, -1, 1)[:, 0]
    at, name = at[name >= 0], name[name >= 0]
    proper = np.array([pos == "PROPN" for pos in tokens.pos] or [False])
    named = (words.shape[name] == CAPITAL) & (words.classes[name] == 0) & proper[tables.type[at + 1]]
    at = at[named]
    place = np.searchsorted(after, at + 1, side="right")
    free = np.ones(len(at), bool)
    if len(first):
        inside = np.minimum(place, len(first) - 1)
        free = (place >= len(first)) | (first[inside] > at + 1)
    return [(low, low + 2) for low in at[free].tolist()]


def _limits(tables: Tables, first: np.ndarray) -> np.ndarray:
    bounds = tables.sentence_token
    sentence = np.searchsorted(bounds, first.astype(bounds.dtype), side="right") - 1
    return np.minimum(np.asarray(bounds[sentence + 1], np.int64), first + _LONGEST)


def _grown(tables: Tables, tokens: Tokens, low: int, high: int, limit: int) -> int:
    """Where a name that begins with a keyword ends: adjectives, then ``de`` and a noun with its adjectives, twice."""
    types = tables.type[low:limit]
    forms = tokens.form[types].tolist()
    pos = [tokens.pos[kind] for kind in types.tolist()]
    folded = [tokens.words.folded[code] for code in forms]
    shape = tokens.words.shape
    n = len(forms)

    def adjectives(at: int) -> int:
        classes = tokens.words.classes
        while (
            at < n
            and shape[forms[at]] == LOWER
            and (
                classes[forms[at]] & BIT["demonym"]
                # the model calls verbs adjectives, too
                or (
                    pos[at] in ("ADJ", "NOUN")
                    and _ADJECTIVE.search(folded[at])
                    and not classes[forms[at]] & BIT["function"]
                )
            )
        ):
            at += 1
        return at

    at = adjectives(max(high - low, 1))
    for _ in range(2):
        step = at
        purpose = step + 1 < n and folded[step] == "pour" and folded[step + 1] in _DETERMINERS
        if step < n and (purpose or folded[step] in _OF | {"aux", "a"}):
            step += 1
            if step < n and folded[step] in _DETERMINERS:
                step += 1
            if step < n and (pos[step] in ("NOUN", "PROPN") or shape[forms[step]] in (CAPITAL, ACRONYM)):
                at = adjectives(step + 1)
                continue
        break
    return low + _listed(folded, pos, at)


def _listed(folded: list[str], pos: list[str], at: int) -> int:
    """Past the rest of an enumeration that is closed: « des déportés, internés et familles de disparus »."""
    step, closed = at, False
    while not closed and step + 1 < len(folded) and folded[step] in (",", "et"):
        if not folded[step + 1].endswith("s") or pos[step + 1] not in ("NOUN", "ADJ", "VERB"):
            break
        closed = folded[step] == "et"
        step += 2
    if not closed:
        return at
    if step + 1 < len(folded) and folded[step] in _OF and pos[step + 1] in ("NOUN", "ADJ", "VERB"):
        step += 2
    return step

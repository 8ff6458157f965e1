"""Short names: a surname after the full name, the first word of an organisation, an institution without its country.

Decided article by article: where one full name of that surname stands in the article it is meant; elsewhere the corpus
decides, and only when one alone bears it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from toolkit.entities.beside import initials
from toolkit.entities.collecting import Mentions
from toolkit.entities.kinds import LOC, ORG, PER
from toolkit.entities.lexicon import words
from toolkit.entities.merging import MADE, Clusters, Merge, Names
from toolkit.entities.spelling import core, looks_arabic, nearness, sound

SURNAME, SURNAME_SOUND, FIRST_WORDS = "surname", "surname in another spelling", "first words of the name"
SHORT_FORM, INITIALS, NO_ADJECTIVE = "short form", "first letters", "without its adjective"
_IN_ARTICLE = {
    SURNAME: 0.95,
    SURNAME_SOUND: 0.9,
    FIRST_WORDS: 0.85,
    SHORT_FORM: 0.85,
    INITIALS: 0.85,
    NO_ADJECTIVE: 0.8,
}
_IN_CORPUS = {SURNAME: 0.9, SURNAME_SOUND: 0.82, FIRST_WORDS: 0.6, SHORT_FORM: 0.7, INITIALS: 0.6, NO_ADJECTIVE: 0.5}
_COMPOUND = words("noble") | words("kunya")


@dataclass
class Shortened:
    """What short names were found to stand for.

    Attributes
    ----------
    entity : dict of int to str
        Mention -> the root key of its entity.
    rule : dict of int to (str, float)
        Mention -> why, and how sure.
    merges, proposed : list of Merge
        One a short name and the name it stands for.
    """

    entity: dict[int, str] = field(default_factory=dict)
    rule: dict[int, tuple[str, float]] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    proposed: list[Merge] = field(default_factory=list)


def shortened(clusters: Clusters, mentions: Mentions, row: np.ndarray) -> Shortened:
    """Resolve short names, each mention in its own article.

    Parameters
    ----------
    row : ndarray
        The document of each mention.
    """
    names = clusters.names
    candidates = _candidates(clusters)
    result = Shortened()
    if not candidates:
        return result
    longer: dict[str, set[int]] = defaultdict(set)  # root -> documents with one of its longer names
    where: dict[str, list[int]] = defaultdict(list)
    wanted = {key for found in candidates.values() for keys, _ in found.values() for key in keys}
    for at, (key, document) in enumerate(zip(mentions.key, row.tolist(), strict=True)):
        if key in candidates:
            where[key].append(at)
        if key in wanted:
            longer[clusters.root(key)].add(document)
    for short in sorted(candidates):
        _resolve(short, candidates[short], where[short], row, longer, names, clusters, result)
    return result


def _resolve(
    short: str,
    found: dict[str, tuple[set[str], str]],
    places: list[int],
    row: np.ndarray,
    longer: dict[str, set[int]],
    names: Names,
    clusters: Clusters,
    result: Shortened,
) -> None:
    decided: dict[str, list[int]] = defaultdict(list)
    rules: dict[str, tuple[str, float]] = {}
    for at in places:
        document = int(row[at])
        here = sorted(root for root in found if document in longer[root])
        if len(here) > 1:  # the sure rules first: a surname as it is spelled before one that only sounds alike
            best = max(_IN_ARTICLE[found[root][1]] for root in here)
            here = [root for root in here if _IN_ARTICLE[found[root][1]] == best]
        if len(here) == 1:
            root, sure = here[0], _IN_ARTICLE[found[here[0]][1]]
        elif len(found) == 1 and not here:
            root = next(iter(found))
            sure = _IN_CORPUS[found[root][1]]
            if len(short) < 4:
                sure -= 0.15
        else:
            continue
        rule = found[root][1]
        if sure >= MADE:
            result.entity[at] = root
            result.rule[at] = rule, sure
            decided[root].append(at)
            rules[root] = rule, max(sure, rules.get(root, ("", 0.0))[1])
    for root, mentions in sorted(decided.items()):
        documents = len({int(row[at]) for at in mentions})
        result.merges.append(Merge(short, root, *rules[root], documents))
    if sum(map(len, decided.values())) < len(places):
        for root, (_, rule) in sorted(found.items()):
            sure = _IN_CORPUS[rule] if len(found) == 1 else 0.4
            result.proposed.append(Merge(short, root, rule, min(sure, 0.79), len({int(row[at]) for at in places})))


def _candidates(clusters: Clusters) -> dict[str, dict[str, tuple[set[str], str]]]:
    """Short key -> root of each entity it may stand for -> (the longer keys it is short for, rule)."""
    names = clusters.names
    index = _Index(clusters)
    found: dict[str, dict[str, tuple[set[str], str]]] = {}
    for key in sorted(names.count):
        if key in names.known or key in names.fixed:
            continue
        options: dict[str, tuple[set[str], str]] = {}
        for longer, rule in index.longer(key):
            root = clusters.root(longer)
            if root == clusters.root(key) or tuple(sorted((key, longer))) in names.apart:
                continue
            if any(tuple(sorted((key, other))) in names.apart for other in clusters.of(longer)):
                continue
            keys, _ = options.setdefault(root, (set(), rule))
            keys.add(longer)
        if options:
            found[key] = options
    return found


class _Index:
    """Longer names by what a short one may be of them."""

    def __init__(self, clusters: Clusters) -> None:
        self.names = names = clusters.names
        self.by_last: dict[str, list[str]] = defaultdict(list)
        self.by_sound: dict[str, list[str]] = defaultdict(list)
        self.by_first: dict[str, list[str]] = defaultdict(list)
        self.by_end: dict[str, list[str]] = defaultdict(list)
        self.by_initials: dict[str, list[str]] = defaultdict(list)
        self.by_plain: dict[str, list[str]] = defaultdict(list)
        demonyms = words("demonym")
        for key in sorted(names.count):
            parts = core(key)
            kind = names.kind[key]
            if len(parts) < 2:
                continue
            if kind == PER:
                self.by_last[parts[-1]].append(key)
                self.by_first[parts[0]].append(key)
                if looks_arabic(key, names.kinds.arabic):
                    self.by_sound[sound(parts[-1])].append(key)
            elif kind == ORG:
                head = key.split()[0]
                if len(parts) == 2 and (head in words("organisation_before") or head == "forces"):
                    self.by_end[parts[-1]].append(key)
                self.by_first[parts[0]].append(key)
                self.by_initials[initials(key)].append(key)
            elif kind == LOC:
                self.by_end[parts[-1]].append(key)
            if parts[-1] in demonyms:
                self.by_plain[" ".join(key.split()[:-1])].append(key)

    def longer(self, key: str) -> list[tuple[str, str]]:
        """Names that a key may be short for, each with the rule that says so; the surest rule that finds any."""
        names, parts, kind = self.names, core(key), self.names.kind[key]
        plain = [(long, NO_ADJECTIVE) for long in self.by_plain.get(key, []) if names.kind[long] == kind or kind != PER]
        if len(parts) > 1:
            if kind == PER or names.kind[key] != ORG:
                ends = [long for long in self.by_last.get(parts[-1], []) if _ends_with(core(long), parts)]
                first_is_part = parts[0] in _COMPOUND
                if ends and first_is_part:
                    return [(long, SURNAME) for long in ends]
                if parts[0] in words("kunya"):
                    starts = [long for long in self.by_first.get(parts[0], []) if core(long)[: len(parts)] == parts]
                    return [(long, FIRST_WORDS) for long in starts if len(core(long)) > len(parts)] or plain
            return plain
        word = parts[0]
        if self._is_surname(key):
            found = [(long, SURNAME) for long in self.by_last.get(word, [])]
            near = [
                (long, SURNAME_SOUND)
                for long in self.by_sound.get(sound(word), [])
                if core(long)[-1] != word and len(sound(word)) > 2 and nearness(core(long)[-1], word) > 0.6
            ]
            if found or near:
                return found + near
        if kind == ORG and key in self.by_initials and len(key) > 2:
            return [(long, INITIALS) for long in self.by_initials[key]]
        if len(word) > 3 and not self._is_common(word) and not self._is_place(key):
            orgs = [long for long in self.by_first.get(word, []) if names.kind[long] == ORG]
            if orgs:
                return [(long, SHORT_FORM) for long in orgs]
            # « al-Asad » for « Aïn al-Asad », « Zulfiqar » for « Forces Zulfiqar »
            ends = [
                long
                for long in self.by_end.get(word, [])
                if long.startswith("camp ")
                or (names.kind[long] == ORG and kind != PER)
                or (names.kind[long] == LOC == kind and key != word)
            ]
            if ends:
                return [(long, SHORT_FORM) for long in ends]
        return plain

    def _is_common(self, word: str) -> bool:
        return word in self.names.kinds.tokens_small or bool(word in words("organisation") and word in words("role"))

    def _is_place(self, key: str) -> bool:
        return key in self.names.kinds.known

    def _is_surname(self, key: str) -> bool:
        """Whether one word may be a person's surname: not when it is known, or when it is used as a place."""
        cues = self.names.kinds.cues.get(key)
        if self._is_place(key) or key.isdigit():
            return False
        used_as_place = cues is not None and cues[LOC] >= 1.5 and cues[LOC] > cues[PER]
        return not used_as_place and core(key)[0] not in words("organisation_strict")


def _ends_with(long: tuple[str, ...], short: tuple[str, ...]) -> bool:
    return len(long) > len(short) and long[-len(short) :] == short

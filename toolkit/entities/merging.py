"""Which names are one entity: rules that each give a reason and a confidence, and what speaks against a merge.

A merge is made from :data:`MADE` up and proposed below. The rules look at names in alphabetical order and weigh counts
only, so that the order of documents changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from toolkit.entities.beside import ALIAS, Beside, abbreviates
from toolkit.entities.kinds import LOC, ORG, PER, Kinds
from toolkit.entities.lexicon import words
from toolkit.entities.spelling import core, looks_arabic, nearness, sound

MADE = 0.8
"""A merge this sure is made; one less sure is proposed."""

SAME, USER, KNOWN, PARTICLE = "same name", "entities.csv", "known name", "same name but for its article"
ACRONYM, APPOSITION, SOUND = "acronym and expansion", "apposition", "transliteration"
MIDDLE, SPELLING, LINKING = "with a middle name", "spelling", "same name but for small words"


class Merge(NamedTuple):
    """Two names that are one, or may be: their keys, the rule, how sure it is, documents that show it."""

    a: str
    b: str
    rule: str
    confidence: float
    documents: int = 0


@dataclass
class Names:
    """What the rules look at.

    Attributes
    ----------
    count : dict of str to int
        Mentions of each key.
    kind : dict of str to int
        The kind of each key by its own mentions.
    known : dict of str to str
        Key -> the key of the entity that facts or the user say it is.
    fixed : set of str
        Keys that the user has spoken of: no rule touches them.
    apart : set of (str, str)
        Pairs of keys, in alphabetical order, that the user says are two.
    """

    count: dict[str, int]
    kind: dict[str, int]
    known: dict[str, str]
    kinds: Kinds
    fixed: frozenset[str] = frozenset()
    apart: frozenset[tuple[str, str]] = frozenset()


@dataclass
class Clusters:
    """Keys put together, and why."""

    names: Names
    parent: dict[str, str] = field(default_factory=dict)
    members: dict[str, set[str]] = field(default_factory=dict)
    rule: dict[str, tuple[str, float]] = field(default_factory=dict)
    made: list[Merge] = field(default_factory=list)
    proposed: list[Merge] = field(default_factory=list)

    def root(self, key: str) -> str:
        while self.parent.get(key, key) != key:
            key = self.parent[key]
        return key

    def of(self, key: str) -> set[str]:
        root = self.root(key)
        return self.members.get(root, {root})

    def merge(self, merge: Merge) -> None:
        """Make a merge, or propose it when it is unsure or something speaks against it."""
        a, b = self.root(merge.a), self.root(merge.b)
        if a == b:
            return
        against = self._against(a, b, merge.rule)
        if against:
            return
        if merge.confidence < MADE:
            self.proposed.append(merge)
            return
        low, high = sorted((a, b))
        self.members[low] = self.of(low) | self.of(high)
        self.parent[high] = low
        self.members.pop(high, None)
        for key in (merge.a, merge.b):
            if self.rule.get(key, ("", 1.1))[1] > merge.confidence or key not in self.rule:
                self.rule[key] = (merge.rule, merge.confidence)
        self.made.append(merge)

    def _against(self, a: str, b: str, rule: str) -> bool:
        """Whether the two may not be one: the user says so, or two persons of one surname have other first names."""
        one, other = self.of(a), self.of(b)
        if any(tuple(sorted((x, y))) in self.names.apart for x in one for y in other):
            return True
        if rule in (USER, KNOWN):
            return False
        if (one | other) & self.names.fixed:
            return True
        known = {self.names.known[key] for key in one | other if key in self.names.known}
        if len(known) > 1:
            return True
        people = [
            [core(key) for key in sorted(group) if self.names.kind.get(key) == PER and len(core(key)) > 1]
            for group in (one, other)
        ]
        return any(disagree(x, y) for x in people[0] for y in people[1])


def disagree(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two full names of one surname cannot be one person: they have no first name in common.

    Names of different surnames are no question of first names: only an alias puts them together.
    """
    first, second = a[0], b[0]
    if sound(a[-1]) != sound(b[-1]):
        return False
    if first == second or sound(first) == sound(second):
        return False
    shorter, longer = sorted((first, second), key=len)
    if len(shorter.rstrip(".")) == 1 and longer.startswith(shorter[0]):
        return False
    # « Haj Qassem Soleimani », « Mohammed Hassan Ali » and « Hassan Ali »: one name may be left out in front
    heads, others = {sound(word) for word in a[:-1]}, {sound(word) for word in b[:-1]}
    return not heads & others


def merged(names: Names, pairs: Iterable[Beside]) -> Clusters:
    """Apply the rules, the surest first."""
    clusters = Clusters(names)
    keys = sorted(names.count)
    found = [Merge(key, names.known[key], _known_rule(names, key), 1.0) for key in keys if key in names.known]
    found += _by_core(names, keys)
    found += _stated(names, pairs)
    found += _by_sound(names, keys)
    found += _middle_names(names, keys)
    found += _spellings(names, keys)
    for merge in sorted(found, key=lambda merge: (-merge.confidence, merge.rule, merge.a, merge.b)):
        clusters.merge(merge)
    return clusters


def _known_rule(names: Names, key: str) -> str:
    return USER if key in names.fixed else KNOWN


def _pairs_of(groups: dict) -> list[tuple[str, str]]:
    """Each member of a group with the first."""
    pairs = []
    for members in groups.values():
        ordered = sorted(set(members))
        pairs += [(ordered[0], other) for other in ordered[1:]]
    return pairs


def _by_core(names: Names, keys: list[str]) -> list[Merge]:
    """« al-Kazimi » and « Kazimi », « Forces de Zulfiqar » and « Forces Zulfiqar »."""
    small = words("function") | {"al"}
    particles: dict[tuple, list[str]] = defaultdict(list)
    links: dict[tuple, list[str]] = defaultdict(list)
    for key in keys:
        kind = names.kind[key]
        if kind in (PER, ORG) or len(core(key)) > 1:
            particles[kind == PER, core(key)].append(key)
        parts = tuple(part for part in key.split() if part not in small)
        if kind == ORG and len(parts) > 1:
            links[parts].append(key)
    merges = [Merge(a, b, PARTICLE, 0.97) for a, b in _pairs_of(particles)]
    return merges + [Merge(a, b, LINKING, 0.9) for a, b in _pairs_of(links)]


def _stated(names: Names, pairs: Iterable[Beside]) -> list[Merge]:
    """What the text says: acronyms with their expansion, names in parentheses, « alias »."""
    pairs = list(pairs)
    expansions: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    merges = []
    for pair in pairs:
        short, long = sorted((pair.a, pair.b), key=lambda key: (len(key), key))
        if abbreviates(short, long):
            expansions[short].append((len(pair.documents), names.count[long], long))
        elif pair.how == ALIAS:
            merges.append(Merge(pair.a, pair.b, APPOSITION, 0.85, len(pair.documents)))
        else:
            confidence = _in_parentheses(names, pair)
            if confidence:
                merges.append(Merge(pair.a, pair.b, APPOSITION, confidence, len(pair.documents)))
    for short, found in sorted(expansions.items()):
        best = max(found)
        for documents, count, long in found:
            # an acronym that two names claim is the more frequent one's, if it is more frequent
            sure = (documents, count, long) == best and all(other[0] < documents for other in found if other[2] != long)
            merges.append(Merge(short, long, ACRONYM, 0.95 if sure or _alike(long, best[2]) else 0.6, documents))
    return merges


def _alike(a: str, b: str) -> bool:
    return [sound(part) for part in core(a)] == [sound(part) for part in core(b)]


def _in_parentheses(names: Names, pair: Beside) -> float:
    """How sure it is that a name and the one in parentheses after it are one; 0 for an affiliation or a country."""
    kinds = {names.kind[pair.a], names.kind[pair.b]}
    if kinds != {ORG} and not (ORG in kinds and not kinds & {PER, LOC}):
        return 0.0
    french = [bool(set(key.split()) & names.kinds.tokens_small - words("particle")) for key in (pair.a, pair.b)]
    if any(" " not in key for key in (pair.a, pair.b)):
        return 0.85 if len(pair.documents) > 1 and max(map(len, (pair.a, pair.b))) > 6 else 0.6
    if french[0] != french[1]:  # a foreign name and its translation
        return 0.85
    return 0.85 if len(pair.documents) > 2 else 0.6


def _by_sound(names: Names, keys: list[str]) -> list[Merge]:
    """Full names in French and in English spelling: every word sounds the same, and they are near in letters."""
    groups: dict[tuple, list[str]] = defaultdict(list)
    for key in keys:
        parts = core(key)
        if (len(parts) > 1 or names.kind[key] != PER) and looks_arabic(key, names.kinds.arabic):
            sounds = tuple(sound(part) for part in parts)
            if sum(map(len, sounds)) > 3:
                groups[sounds].append(key)
    merges = []
    for members in groups.values():
        ordered = sorted(members, key=lambda key: (-names.count[key], key))
        for number, other in enumerate(ordered[1:], start=1):
            near = max(ordered[:number], key=lambda key: (nearness(key, other), key))
            score = nearness(near, other)
            lone = len(core(other)) == 1 and max(len(near), len(other)) < 7
            merges.append(Merge(near, other, SOUND, 0.9 if score > 0.6 and not lone else 0.6))
    return merges


def _middle_names(names: Names, keys: list[str]) -> list[Merge]:
    """« George Walker Bush » and « George Bush », when no other middle name is there."""
    by_ends: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key in keys:
        parts = core(key)
        if names.kind[key] == PER and len(parts) > 1:
            by_ends[parts[0], parts[-1]].append(key)
    merges = []
    for members in by_ends.values():
        short = [key for key in members if len(core(key)) == 2]
        middles = {tuple(sound(part) for part in core(key)[1:-1]) for key in members if len(core(key)) > 2}
        for key in members:
            if short and len(core(key)) > 2:
                merges.append(Merge(short[0], key, MIDDLE, 0.85 if len(middles) == 1 else 0.5))
    return merges


def _spellings(names: Names, keys: list[str]) -> list[Merge]:
    """Full names that differ in a letter or two: proposed, and made when one word alone differs and hardly."""
    groups: dict[tuple, list[str]] = defaultdict(list)
    for key in keys:
        parts = core(key)
        if len(parts) > 1 and names.kind[key] in (PER, ORG) and not (words("organisation") & {parts[0]}):
            groups["first", names.kind[key], parts[0], len(parts), parts[-1][:1]].append(key)
            groups["last", names.kind[key], parts[-1], len(parts), parts[0][:1]].append(key)
    merges = []
    for (which, *_), members in groups.items():
        for number, a in enumerate(members):
            for b in members[number + 1 : number + 40]:
                score = nearness(a, b)
                if score > 0.86 and [sound(part) for part in core(a)] != [sound(part) for part in core(b)]:
                    merges.append(Merge(a, b, SPELLING, 0.7 if which == "first" else 0.6))
                elif score > 0.9:
                    merges.append(Merge(a, b, SPELLING, 0.75))
    return merges


_ = LOC

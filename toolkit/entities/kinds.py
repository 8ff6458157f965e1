"""What kind of thing a name is: decided by all its mentions and what stands beside them, not by one."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pandas as pd

from toolkit.entities.collecting import KNOWN, Mentions
from toolkit.entities.lexicon import BIT, gazetteer, words
from toolkit.entities.spelling import core, sound
from toolkit.entities.tokens import ACRONYM, Tokens
from toolkit.store import Tables, fold

PER, LOC, ORG, MISC = range(4)
_MODEL = (1.0, 1.0, 1.0, 0.5)  # what one mention's label weighs; MISC is where the model puts what it cannot place


def votes(tables: Tables, tokens: Tokens, mentions: Mentions, roles: list[str]) -> np.ndarray:
    """What each mention says of its name's kind, (mentions, 4): the model's label and the words beside it."""
    n = len(mentions)
    score = np.zeros((n, 4))
    if not n:
        return score
    said = mentions.label >= 0
    score[np.flatnonzero(said), mentions.label[said]] += np.array(_MODEL)[mentions.label[said]]
    score[mentions.how == KNOWN, :] *= 4.0
    # the model calls acronyms places; those that are places are known
    acronym = (mentions.after - mentions.first == 1) & (
        tokens.words.shape[tokens.form[tables.type[mentions.first]]] == ACRONYM
    )
    moved = acronym & said & (mentions.label == LOC)
    score[moved, LOC], score[moved, ORG] = 0.3, 0.7
    before = tokens.context(mentions.first, 4, 4)
    behind = tokens.context(mentions.after - 1, -1, 3)
    classes = np.append(tokens.words.classes, 0)
    forms = [*(form.lower() for form in tokens.words.forms), ""]

    def listed(column: np.ndarray, wanted: set[str]) -> np.ndarray:
        return np.array([form in wanted for form in forms], bool)[column]

    def kind(column: np.ndarray, *names: str) -> np.ndarray:
        return classes[column] & sum(BIT[name] for name in names) > 0

    p1, p2, p3, p4 = (before[:, 3 - step] for step in range(4))
    n1, n2 = behind[:, 0], behind[:, 1]
    of = {"de", "d'", "du", "des", "l'", "la"}
    has_role = np.array([bool(role) for role in roles], bool)
    score[has_role | mentions.titled | kind(p1, "honorific"), PER] += 3.0
    score[listed(p1, {"à", "en"}), LOC] += 1.5
    score[listed(p1, {"chez"}), ORG] += 2.0
    near = (kind(p2, "place_before") & listed(p1, of)) | (kind(p3, "place_before") & listed(p2, of) & listed(p1, of))
    score[near, LOC] += 2.5
    group = kind(p1, "organisation_before")
    group |= kind(p2, "organisation_before") & kind(p1, "demonym", "role_adjective")
    group |= kind(p4, "organisation_before") & kind(p1, "demonym")
    score[group, ORG] += 2.5
    score[kind(p1, "work_before"), MISC] += 2.0
    score[kind(p1, "product_before") & ~kind(p1, "organisation"), MISC] += 3.0
    speaks = (listed(n1, {"a", "avait"}) & kind(n2, "speech_participle")) | kind(n1, "speech_participle")
    score[speaks, PER] += 1.5
    score[listed(n1, {"("}) & listed(p1, {"à"}), LOC] += 0.5
    return score


class Kinds:
    """Decides the kind of names from their votes and from how they are written.

    Parameters
    ----------
    mentions, score
        The mentions and :func:`votes` of them.
    """

    def __init__(self, tokens: Tokens, mentions: Mentions, score: np.ndarray) -> None:
        cue = score.copy()
        said = np.flatnonzero(mentions.label >= 0)
        cue[said, mentions.label[said]] -= 1.0
        code, keys = pd.factorize(np.array(mentions.key, object))
        totals, cues = np.zeros((len(keys), 4)), np.zeros((len(keys), 4))
        np.add.at(totals, code, score)
        np.add.at(cues, code, cue)
        self.total = dict(zip(keys.tolist(), totals, strict=True))
        self.cues = dict(zip(keys.tolist(), cues, strict=True))
        self.acronym_first: set[str] = set()
        self.upper: set[str] = set()
        for key, text in set(zip(mentions.key, mentions.text, strict=True)):
            head = text.split(" ")[0]
            if text.replace(".", "").isupper():
                self.upper.add(key)
            elif " " in key and len(head) > 1 and head.isalpha() and head.isupper():
                self.acronym_first.add(key)
        self.tokens_small = tokens.words.small
        self.given = self._given_names(mentions)
        self.known = gazetteer()
        self.arabic = frozenset(sound(fold(word)) for word in words("arabic"))

    def _given_names(self, mentions: Mentions) -> frozenset[str]:
        """First words of the names of persons, where the votes are sure of them."""
        found: dict[str, int] = defaultdict(int)
        for key, total in self.total.items():
            parts = key.split()
            if len(parts) > 1 and total[PER] > 1.5 * (total.sum() - total[PER]) + 1:
                found[parts[0]] += 1
        return frozenset(found)

    def prior(self, key: str) -> np.ndarray:
        """What the name itself says, whoever mentions it."""
        score = np.zeros(4)
        parts = key.split()
        first, last = parts[0], parts[-1]
        upper = key in self.upper
        if key in self.known:
            score[LOC] += 6.0
        if first in words("organisation_strict") or first in words("joined_organisation"):
            score[ORG] += 6.0
        elif first in words("organisation"):
            score[ORG] += 3.0
        elif first in words("facility") and (len(parts) > 1):
            score[LOC] += 5.0
        elif first in words("event"):
            score[MISC] += 5.0
        if len(parts) == 1 and first in words("portfolio"):  # « le Pétrole a annoncé »: the ministry
            score[ORG] += 4.0
        if len(parts) > 1 and (last in words("organisation") or first == "hezbollah" or last == "hezbollah"):
            score[ORG] += 3.0
        if upper and len(key) <= 6 and " " not in key:
            score[ORG] += 2.0
        elif key in self.acronym_first:  # MJC Nomade
            score[ORG] += 1.5
        if len(parts) > 1 and not score.any():
            core_parts = core(key)
            if first in self.given:
                score[PER] += 2.0
            if len(core_parts[0]) > 2 and sound(core_parts[0]) in self.arabic:
                score[PER] += 2.0
            if first in words("kunya") and len(core_parts) > 2:  # Abou Kamal is a town
                score[PER] += 2.5
            if len(core_parts) > 1 and sound(core_parts[-1]) in self.arabic:
                score[PER] += 0.5
        return score

    def decide(self, keys: list[str]) -> int:
        """The kind of an entity, given the keys of its names."""
        total = sum((self.total[key] for key in keys if key in self.total), np.zeros(4))
        total = total + sum((self.prior(key) for key in keys), np.zeros(4))
        # a tie goes to the rarer confusion: the model calls persons and organisations places, hardly the other way
        order = (ORG, PER, LOC, MISC)
        return max(order, key=lambda kind: (round(float(total[kind]), 6), -order.index(kind)))

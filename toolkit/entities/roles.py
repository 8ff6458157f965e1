"""Roles and titles beside a person's name: « le nouveau Premier ministre irakien », « , porte-parole du ministère »."""

from __future__ import annotations

import re

import numpy as np

from toolkit.entities.lexicon import BIT, word_classes
from toolkit.entities.tokens import LOWER, MARK, Tokens
from toolkit.store import Tables, fold

_BEFORE, _AFTER = 10, 14
_LINKS = frozenset(["de", "d'", "du", "des", "la", "l'", "le", "les", "en", "a", "au", "aux"])
_STOPS = frozenset(
    [",", ".", ";", ":", "(", ")", "«", "»", '"', "!", "?", "–", "—", "qui", "que", "dont", "et", "ou", "mais"]
)
_DETERMINERS = frozenset(
    ("le la l' les un une des ce cet cette son sa ses leur notre aussi egalement alors dit").split(" ")  # noqa: SIM905
)
_CLAUSE = {"VERB", "AUX", "PRON", "SCONJ", "CCONJ", "ADV"}
_ROLE = BIT["role"]
_TITLE = BIT["role"] | BIT["honorific"]
_QUALIFIER = BIT["role_adjective"] | BIT["demonym"]


def roles(tables: Tables, tokens: Tokens, first: np.ndarray, after: np.ndarray) -> list[str]:
    """The role of each mention as the text words it, before the name or in apposition after it; empty without one."""
    n = len(first)
    if not n:
        return []
    classes, types = tokens.words.classes, np.asarray(tables.type)
    before = tokens.context(first, _BEFORE, _BEFORE)
    behind = tokens.context(after - 1, -1, _AFTER)
    role = np.append(classes & _TITLE > 0, False)  # -1, outside of the sentence, is the last
    comma = np.append(np.array([form == "," for form in tokens.words.forms], bool), False)
    some_before = role[before].any(axis=1)
    some_after = comma[behind[:, 0]] & role[behind[:, :7]].any(axis=1)
    found = [""] * n
    reader = _Reader(tokens)
    for at in np.flatnonzero(some_before | some_after).tolist():
        said = ""
        if some_before[at]:
            codes = [code for code in before[at].tolist() if code >= 0]
            low = int(first[at])
            pos = [tokens.pos[kind] for kind in types[low - len(codes) : low].tolist()]
            closed = behind[at, 0] < 0 or tokens.words.shape[behind[at, 0]] == MARK
            said = reader.before(codes, pos, closed=bool(closed))
        if not said and some_after[at]:
            codes = [code for code in behind[at].tolist() if code >= 0]
            low = int(after[at])
            pos = [tokens.pos[kind] for kind in types[low : low + len(codes)].tolist()]
            said = reader.after(codes, pos)
        found[at] = said
    return found


class _Reader:
    def __init__(self, tokens: Tokens) -> None:
        self.words = tokens.words
        self.classes, self.shape = tokens.words.classes.tolist(), tokens.words.shape.tolist()

    def before(self, codes: list[int], pos: list[str], *, closed: bool) -> str:
        """The role that ends right before a name, or before the comma before it; ``closed`` by a mark after it."""
        end = len(codes)
        comma = end > 0 and self.words.forms[codes[end - 1]] == ","
        if comma and not closed:  # « Avec le Premier ministre irakien, Joe Biden a … »
            return ""
        end -= comma
        at = end - 1
        nearest = -1
        while at >= 0:
            word, kind = self.words.folded[codes[at]], self.classes[codes[at]]
            if kind & _TITLE and not (comma and kind & BIT["honorific"] and not kind & _ROLE):
                nearest = at
                break
            linked = self.shape[codes[at]] != MARK and at > 0 and self.words.folded[codes[at - 1]] in _LINKS
            if not (kind & _QUALIFIER or word in _LINKS or self.shape[codes[at]] == LOWER or comma or linked):
                return ""
            clause = pos[at] in _CLAUSE and self.shape[codes[at]] == LOWER and word not in _LINKS
            if (word in _STOPS or clause) and not kind & BIT["particle"]:
                return ""
            at -= 1
        if nearest < 0 or (end - nearest > 1 and not self._leads_to_name(codes, nearest, end, comma)):
            return ""
        start = nearest
        while start > 0:
            kind, word = self.classes[codes[start - 1]], self.words.folded[codes[start - 1]]
            if kind & (BIT["role_adjective"] | _ROLE) and word not in ("a", "par", "en"):
                start -= 1
            elif word == "-" and start > 1 and self.classes[codes[start - 2]] & (BIT["role_adjective"] | _ROLE):
                start -= 2
            else:
                break
        return self._said(codes[start:end])

    def _leads_to_name(self, codes: list[int], nearest: int, end: int, comma: bool) -> bool:
        """Whether the words between a role and the name belong to the role."""
        between = codes[nearest + 1 : end]
        if all(self.classes[code] & (_QUALIFIER | _TITLE) or self.words.forms[code] in ("-", ".") for code in between):
            return True
        for place, code in enumerate(between):
            if self.shape[code] not in (LOWER, MARK):  # « …du dirigeant Abou Mahdi al-Mohandes, »: somebody else's role
                if place == 0 or self.words.folded[between[place - 1]] not in _LINKS:
                    return False
                break
        first = self.words.folded[between[0]]
        qualified = self.classes[between[0]] & _QUALIFIER
        last = self.words.folded[between[-1]]
        many = self.words.folded[codes[nearest]].endswith("s") or len(between) > 5
        if many and not comma and not self.classes[between[-1]] & _QUALIFIER:
            return False  # « responsables des clubs présents Belleville »: many people, and then a list
        return (first in _LINKS or bool(qualified) or len(between) < 3) and last not in _LINKS

    def after(self, codes: list[int], pos: list[str]) -> str:
        """The role after a name and a comma."""
        at = 1
        while at < len(codes) and (
            self.words.folded[codes[at]] in _DETERMINERS or self.classes[codes[at]] & BIT["role_adjective"]
        ):
            if self.classes[codes[at]] & BIT["role_adjective"] and not self.classes[codes[at]] & _ROLE:
                break
            at += 1
        start = at
        while (
            at < len(codes) and self.classes[codes[at]] & BIT["role_adjective"] and not self.classes[codes[at]] & _ROLE
        ):
            at += 1
        if at >= len(codes) or not self.classes[codes[at]] & _ROLE or self.shape[codes[at]] == MARK:
            return ""
        end = at + 1
        if end < len(codes) and self.shape[codes[end]] not in (LOWER, MARK):
            return ""  # the title of somebody else: « …, le colonel Keynes a dit »
        while end < len(codes) and self.words.folded[codes[end]] not in _STOPS and pos[end] not in ("VERB", "AUX"):
            end += 1
        if end - start > 3 and end >= len(codes):  # it goes on and on: keep the role itself
            end = at + 1
        return self._said(codes[start:end])

    def _said(self, codes: list[int]) -> str:
        text = " ".join(self.words.forms[code] for code in codes)
        return re.sub(r"(?<=') | (?=-)|(?<=-) | (?=\.)", "", text)


_HEAD_ADJECTIVES = {
    *("premier", "premiere", "vice", "adjoint", "adjointe", "general", "generale"),
    *("ancien", "ancienne"),
}
_HEAD_ADJECTIVES |= {"ex", "chef", "principal"}
_CIVIL = frozenset(["m", "mm", "mme", "mmes", "mlle", "mlles", "me", "dr"])
_JOINED_OF = frozenset(["etat", "major", "guerre", "cabinet", "mission", "file"])


def role_head(role: str) -> str:
    """The role without what it is of: « nouveau Premier ministre irakien » is « premier ministre »."""
    if fold(role).rstrip(".") in _CIVIL:
        return role
    kept: list[str] = []
    words = re.findall(r"\w+(?:-\w+)*'?", role)
    classes = word_classes()
    for place, word in enumerate(words):
        plain = fold(word)
        kind = classes.get(plain.rstrip("."), 0)
        if plain in ("de", "d'", "du", "des", "a", "au", "aux", "en", "la", "le", "l'", "les"):
            following = fold(words[place + 1]) if place + 1 < len(words) else ""
            if plain in ("d'", "de") and following in _JOINED_OF and kept:
                kept.append(word.lower())
                continue
            break
        if kind & _TITLE and plain.endswith("s") and classes.get(plain[:-1], 0) & _ROLE:
            word = word[:-1]  # « les martyrs Soleimani et Mohandes »
        if kind & _TITLE or plain in _HEAD_ADJECTIVES or (kept and plain in _JOINED_OF):
            kept.append(word.lower())
        elif kept and not kind & _QUALIFIER:
            break
    return " ".join(kept).replace("' ", "'")

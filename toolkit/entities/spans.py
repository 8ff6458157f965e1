"""What of a mention is the name: titles, roles, articles, prepositions and what else the model took in, outside.

Decided on the words of the mention alone, once for each distinct one; what needs its surroundings is in ``edges``.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from toolkit.entities.lexicon import BIT
from toolkit.entities.spelling import entity_key
from toolkit.entities.tokens import ACRONYM, CAPITAL, CODE, LOWER, MARK, Words

_PREPOSITIONS = {
    *("de", "d'", "du", "des", "en", "a", "au", "aux", "dans", "sur", "par", "pour", "avec", "contre", "vers")
}
_OF = {"de", "d'", "du", "des"}
_ARTICLES = {"le", "la", "les", "l'"}
_SEPARATORS = {"/", "–", "—", ",", ";", ":", "|", "•", "(", ")", "[", "]", "«", "»", '"', "“", "”", "…", "*", "·"}
_CUT_AT = {"contre", "qui", "que", "avec", "selon", "pour", "lors", "apres", "avant", "dont", "ou", "depuis", "vers"}
_ENDS = {"VERB", "AUX", "ADV", "ADP", "DET", "PRON", "CCONJ", "SCONJ", "NUM"}
_PREFIX = re.compile(r"^(?:anti|pro|ex|pré|post|non)-(?=[A-ZÀ-Þ])", re.IGNORECASE)
_PEOPLE = re.compile(r"(?:iens?|iennes?|ains?|aines?|ais|aises?|ois|oises?|éens?|éennes?)$")
_ROLE = BIT["role"]
_AROUND_ROLE = BIT["role"] | BIT["role_adjective"] | BIT["demonym"] | BIT["honorific"]
_HEAD = BIT["facility"] | BIT["organisation"] | BIT["joined"] | BIT["event"]
_BY_LETTER = {"saint", "sainte", "st", "ste", "don", "lady", "lord", "dame", "me", "pere", "mere", "frere", "sa", "feu"}

ROLE_ONLY = "a role, no name"
NO_NAME = "fewer than two letters"
NOT_A_NAME = "a common word"
PEOPLE = "people of a place, not a name"
CODE_ONLY = "a number or a code"
DATELINE = "a dateline: place, date and agency"


class Segment(NamedTuple):
    """A name in a mention: first word, word after its last, and letters of these two that are not of it."""

    first: int
    after: int
    skip: int = 0
    cut: int = 0


class Mended(NamedTuple):
    """The names in a mention; when there is none, why. ``titled``: a title before a person's name was taken off."""

    segments: tuple[Segment, ...]
    reason: str = ""
    titled: bool = False


class Mender:
    """Finds the names in mentions.

    Parameters
    ----------
    known : set of str
        Keys of the names that are known beforehand.
    """

    def __init__(self, vocabulary: Words, known: frozenset[str]) -> None:
        self.words, self.known = vocabulary, known
        self.fold = vocabulary.folded
        self.classes = vocabulary.classes.tolist()
        self.shape = vocabulary.shape.tolist()

    def __call__(self, codes: list[int], pos: list[str], label: str) -> Mended:
        """The names in a mention, from the forms of its words, their parts of speech, and the model's label."""
        found: list[Segment] = []
        reasons: list[str] = []
        titled = False
        for low, high in self._parts(codes):
            first, title, reason = self._start(codes, pos, low, high, label)
            after = self._end(codes, pos, first, high, label)
            titled |= title
            reason = reason or self._reason(codes, pos, first, after, title)
            if reason == NO_NAME and title:
                reason = ROLE_ONLY
            if reason:
                reasons.append(reason)
            else:
                found += [self._letters(codes, *part) for part in self._house(codes, first, after)]
        if found:
            return Mended(tuple(found), titled=titled)
        worth = [reason for reason in reasons if reason != NO_NAME]
        return Mended((), (worth or [NO_NAME])[0])

    def text(self, codes: list[int]) -> str:
        return " ".join(self.words.forms[code] for code in codes)

    def _parts(self, codes: list[int]) -> list[tuple[int, int]]:
        """Runs of words between separators: ``USA/Hachd`` is two names, ``Kataeb Hezbollah (KH)`` as well."""
        parts, low = [], 0
        for at, code in enumerate(codes):
            if self.words.forms[code] in _SEPARATORS:
                parts.append((low, at))
                low = at + 1
        parts.append((low, len(codes)))
        return [(low, high) for low, high in parts if high > low]

    def _start(self, codes: list[int], pos: list[str], low: int, high: int, label: str) -> tuple[int, bool, str]:
        """Where the name begins; whether a title was taken off; why there is no name."""
        titled = False
        while low < high:
            word, kind, shape = self.fold[codes[low]], self.classes[codes[low]], self.shape[codes[low]]
            more = high - low > 1
            if shape == MARK or (shape == LOWER and kind & BIT["function"]):
                low += 1
            elif kind & BIT["honorific"] and more and self._is_title(codes, low):
                low, titled = low + 1, titled or word not in _BY_LETTER
            elif more and self._opens_role(codes, low, high):
                after, office = self._role(codes, low, high)
                if after >= high:
                    return high, titled, ROLE_ONLY
                if office and not self._is_known(codes, after, high):
                    after = self._after_office(codes, after, high)
                    if after >= high:
                        return high, titled, ROLE_ONLY
                    office = False
                low, titled = after, titled or not office
            elif shape == LOWER and (not kind & _HEAD or kind & _ROLE) and not self._is_particle(codes, low, high):
                if kind & BIT["demonym"] or kind & BIT["particle"] or not more:
                    low += 1
                else:
                    low = self._after_common(codes, low, high)
            elif (
                shape == CAPITAL
                and kind & BIT["function"]
                and more
                and word not in _ARTICLES
                and (word in _PREPOSITIONS or self.classes[codes[low + 1]] & BIT["honorific"])
            ):
                low += 1
            else:
                break
        return low, titled, ""

    def _opens_role(self, codes: list[int], low: int, high: int) -> bool:
        """Whether a role begins here: « général », « Premier ministre »."""
        kind = self.classes[codes[low]]
        if kind & BIT["role_adjective"] and not kind & _ROLE:
            following = self.classes[codes[low + 1]]
            return bool(following & _ROLE) and not following & BIT["organisation"]
        return bool(kind & _ROLE) and not kind & BIT["organisation"]

    def _is_title(self, codes: list[int], low: int) -> bool:
        if self.fold[codes[low]] in _BY_LETTER:
            return self.shape[codes[low]] == LOWER
        return self._begins(codes, low + 1, len(codes))

    def _begins(self, codes: list[int], low: int, high: int) -> bool:
        """Whether a name may begin here."""
        if low >= high:
            return False
        shape = self.shape[codes[low]]
        return shape in (CAPITAL, ACRONYM) or self._is_particle(codes, low, high) or self.words.forms[codes[low]] == "."

    def _is_particle(self, codes: list[int], low: int, high: int) -> bool:
        """``al-Kadhimi``, ``al Muhandis``, ``d'Estaing`` no: an article of Arabic before a capital."""
        if not self.classes[codes[low]] & BIT["particle"]:
            return False
        rest = [code for code in codes[low + 1 : min(low + 3, high)] if self.words.forms[code] != "-"]
        return bool(rest) and self.shape[rest[0]] in (CAPITAL, ACRONYM)

    def _role(self, codes: list[int], low: int, high: int) -> tuple[int, bool]:
        """Where a role that begins here ends; whether an office follows it (« ministre des Affaires étrangères »)."""
        at = low
        while at < high and (self.classes[codes[at]] & _AROUND_ROLE or self.words.forms[codes[at]] in ("-", ".")):
            at += 1
        if at < high and self.fold[codes[at]] in _OF | {"a", "au", "aux", "en"}:
            start = at
            while at < high and (self.shape[codes[at]] in (LOWER, MARK) or self.fold[codes[at]] in ("etat",)):
                if self.shape[codes[at]] == LOWER and self._is_particle(codes, at, high):
                    break
                at += 1
            # « général de corps d'armée iranien Qassem Soleimani »: common words between, then the name
            between = [code for code in codes[start:at] if not self.classes[code] & BIT["function"]]
            return at, not between
        return at, False

    def _after_office(self, codes: list[int], low: int, high: int) -> int:
        """Past what a minister is the minister of: « Affaires étrangères Fouad Hussein »."""
        if not self.classes[codes[low]] & BIT["portfolio"]:
            return high
        at = low + 1
        while at < high and self.shape[codes[at]] in (LOWER, MARK) and not self._is_particle(codes, at, high):
            at += 1
        return at

    def _is_known(self, codes: list[int], low: int, high: int) -> bool:
        key = entity_key(self.text(codes[low:high]))
        return key in self.known or (high - low == 1 and self.shape[codes[low]] == ACRONYM)

    def _after_common(self, codes: list[int], low: int, high: int) -> int:
        """Past common words before a name: « opération de Samarra », « province de Salaheddine »."""
        at = low + 1
        while at < high and self.shape[codes[at]] in (LOWER, MARK) and not self._is_particle(codes, at, high):
            if self.classes[codes[at]] & _HEAD:
                break
            at += 1
        return at

    def _end(self, codes: list[int], pos: list[str], low: int, high: int, label: str) -> int:
        """Where the name ends."""
        for at in range(low + 1, high):
            if self.shape[codes[at]] == LOWER and self._breaks(codes, pos, low, at):
                high = at
                break
        while high > low:
            code = codes[high - 1]
            shape, kind, word = self.shape[code], self.classes[code], self.fold[code]
            function = kind & BIT["function"] or pos[high - 1] in _ENDS or word in ("a", "en")
            small = shape == LOWER and (function or (high - low > 1 and self._hangs(codes, pos, low, high, label)))
            if not small and (shape != MARK or self.words.forms[code] == "+"):
                break
            high -= 1
        return high

    def _breaks(self, codes: list[int], pos: list[str], low: int, at: int) -> bool:
        """Whether a word in small letters inside ends the name: « Irak importe… », « Maison Blanche le Premier »."""
        word = self.fold[codes[at]]
        if word in _CUT_AT:
            return True
        if self.shape[codes[low]] == CAPITAL and self.fold[codes[low]] in _ARTICLES:
            return False  # the title of a work
        if word in ("le", "la", "les", "un", "une"):
            return self.fold[codes[at - 1]] not in _OF | {"a", "en", "sur", "sous", "et", "pour", "-", "vers"}
        head = self.classes[codes[low]] & _HEAD
        return pos[at] in ("VERB", "AUX") and not head and self.shape[codes[at - 1]] in (CAPITAL, ACRONYM)

    def _hangs(self, codes: list[int], pos: list[str], low: int, high: int, label: str) -> bool:
        """Whether a word in small letters at the end is no part of the name."""
        code = codes[high - 1]
        before = self.fold[codes[high - 2]]
        if self.classes[code] & BIT["role"] and not self.classes[codes[low]] & BIT["organisation"]:
            return True
        if entity_key(self.text(codes[low:high])) in self.known:
            return False
        if label == "PER" and not self.classes[codes[low]] & _HEAD:
            return True
        if self.shape[codes[high - 2]] == ACRONYM and pos[high - 1] == "NOUN":
            return True
        return before in ("la", "le", "les", "l'") and not self.classes[codes[low]] & BIT["organisation"]

    def _reason(self, codes: list[int], pos: list[str], low: int, high: int, titled: bool) -> str:
        """Why what is left is no name; empty when it is one."""
        kept = codes[low:high]
        if not kept or sum(char.isalpha() for char in self.text(kept)) < 2:
            return NO_NAME
        if any(self.shape[code] == CODE for code in kept) and all(
            self.shape[code] in (CODE, MARK) or self.shape[code] == LOWER for code in kept
        ):
            return CODE_ONLY
        if not any(self.shape[code] in (CAPITAL, ACRONYM) for code in kept):
            return NOT_A_NAME
        if len(kept) > 2 and self.shape[kept[0]] == CAPITAL and self.fold[kept[0]] in _ARTICLES:
            return ""  # the title of a work: « Les contes du chat perché »
        capitals = [code for code in kept if self.shape[code] in (CAPITAL, ACRONYM)]
        nothing = len(kept) > 1 and all(self.classes[code] & BIT["nothing"] for code in capitals)
        if nothing and entity_key(self.text(kept)) not in self.known:  # « État irakien », « Trois mille »
            return NOT_A_NAME
        if len(kept) == 1:
            return self._one_word(kept[0], pos[low], titled)
        if all(self.classes[code] & (_AROUND_ROLE | BIT["function"]) or self.shape[code] == MARK for code in kept):
            return ROLE_ONLY if any(self.classes[code] & _ROLE for code in kept) else NOT_A_NAME
        return ""

    def _one_word(self, code: int, pos: str, titled: bool) -> str:
        form, word, kind = self.words.forms[code], self.fold[code], self.classes[code]
        if titled or entity_key(form) in self.known:
            return ""
        if kind & BIT["demonym"] and word not in ("corse",):
            return PEOPLE
        if people_of_a_place(form) and form.endswith("s") and pos != "PROPN":
            return PEOPLE
        if kind & (BIT["role"] | BIT["honorific"]) and not kind & BIT["organisation"]:
            return ROLE_ONLY
        if kind & (BIT["function"] | BIT["never"]):
            return NOT_A_NAME
        return ""

    def _house(self, codes: list[int], first: int, after: int) -> list[tuple[int, int]]:
        """A house and the town it stands in are two names: « église Notre-Dame de Void-Vacon »."""
        if self.shape[codes[first]] == LOWER and self.classes[codes[first]] & BIT["joined"]:
            for at in range(first + 2, after - 1):
                named = self.shape[codes[at - 1]] in (CAPITAL, ACRONYM) and self.shape[codes[at + 1]] == CAPITAL
                if named and self.fold[codes[at]] in _OF:
                    return [(first, at), (at + 1, after)]
        return [(first, after)]

    def _letters(self, codes: list[int], first: int, after: int) -> Segment:
        """Letters that are not of the name: « anti-Daech », « Marnaval- »."""
        prefix = _PREFIX.match(self.words.forms[codes[first]])
        last = self.words.forms[codes[after - 1]]
        cut = len(last) - len(last.rstrip("-–.…,;:'")) if self.shape[codes[after - 1]] != ACRONYM else 0
        return Segment(first, after, prefix.end() if prefix else 0, cut)


def people_of_a_place(form: str) -> bool:
    """Whether a word ends as those for the people of a place do: *Lorrains*, *Mirecurtien*."""
    return bool(_PEOPLE.search(form))

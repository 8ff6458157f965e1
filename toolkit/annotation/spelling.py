"""How a word with capital letters is spelled in full: *Etats-Unis* and *ETATS-UNIS* are « États-Unis ».

French newspapers often leave the accent off a capital, and print datelines and headings in capitals: one word then has
two or three lemmas, and the outlet that writes one of them seems to leave out the others. Only lemmas are mended by
this; forms stay as they are written. By form and part of speech, nothing else, in this order:

1. A name of `_NAMES`, with or without its accents, in capitals or not: *Egypte*, *TEHERAN*. Names that other languages
   write without an accent (*Eric*, *Elias*, *Orleans*) are not among them.
2. A word in capitals with at least five letters in a row between hyphens, that is a proper noun or in no list, has a
   capital where each part begins: *BAGDAD* → « Bagdad », *SAINT-DENIS*. One that is no proper noun, and is listed with
   accents only, is that word: *SECURITE* → « sécurité »; a proper noun gets no accent but by rules 1 and 3. Shorter
   ones (*ONU*, *CGT-FO*) and those without a vowel (*BFMTV*) are acronyms and stay; so do parts with digits.
3. A word that begins with E, A, I or O, and is listed only with an accent there: *Eglise*, *Etat-major*, *Ile*.
   A proper noun only if it is listed as a noun or adjective in the singular, or with s: *Emirats*, but *Elias*. Of
   words in capitals this leaves those of four letters that are no proper nouns: *ETAT*, but *ENA*.
"""

from __future__ import annotations

import unicodedata
from itertools import combinations
from typing import Protocol

_NAMES = """
    Algérie Angoulême Arménie Athènes Azerbaïdjan Bahreïn Bénin Besançon Bethléem Béziers Bosnie-Herzégovine Brésil
    Corée Créteil Crimée Écosse Édimbourg Égypte Élysée Émirati Émiratis Émirien Émirienne Émiriennes Émiriens Épernay
    Éphèse Épinal Érythrée Étampes États-Unis Éthiopie Étrurie Évian Évreux Évry Genève Géorgie Grèce Guinée Haïfa
    Haïti Hébron Herzégovine Île-de-France Indonésie Israël Jénine Jérusalem Koweït Macédoine Méditerranée Montréal
    Nîmes Norvège Nouméa Nouvelle-Calédonie Nouvelle-Zélande Pékin Pérou Québec Saint-Étienne Sébastopol Sénégal Séoul
    Slovénie Suède Taïwan Tchétchénie Téhéran Thaïlande Yaoundé
"""
_FIRST_NAMES = frozenset({"eden", "elan", "elie", "elise", "erato", "eve"})  # nouns too, once they have an accent
_MISSPELLED = frozenset({"etaient", "etait", "etant", "etes", "etre", "iles"})  # the tables list these all the same
_ACCENTED = {"e": "éèê", "a": "àâ", "i": "î", "o": "ô"}
_SMALL = frozenset({"à", "au", "aux", "de", "des", "du", "en", "et", "la", "le", "lès", "les", "sous", "sur"})
_ACRONYM = 4
"""Letters of the longest acronym."""
_MOST_ACCENTS = 4
"""Accents put back into a word in capitals, at most."""


class Listed(Protocol):
    """The words of a dictionary, in small letters."""

    def __contains__(self, word: str) -> bool: ...

    def names(self, word: str) -> bool:
        """Whether it lists this as a noun or adjective in the singular."""
        ...


def bare(word: str) -> str:
    """A word in small letters and without accents."""
    return "".join(sign for sign in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(sign))


_BY_BARE = {bare(name): name for name in _NAMES.split()}


def in_full(form: str, pos: str, listed: Listed) -> tuple[str, bool]:
    """Spell a word in full.

    Parameters
    ----------
    form, pos : str
        As annotated.
    listed : Listed

    Returns
    -------
    spelled : str
        The form itself where there is nothing to mend.
    is_name : bool
        Whether what is spelled is the lemma too; a listed word has that of the dictionary.
    """
    low = form.lower()
    if form == low or not form[0].isupper():
        return form, False
    if name := _BY_BARE.get(bare(form)):
        return name, True
    if _in_capitals(form):
        return _from_capitals(low, pos, listed) if pos == "PROPN" or low not in listed else (form, False)
    if form.isupper() and (pos == "PROPN" or len(form) < _ACRONYM):
        return form, False
    parts = form.split("-")
    return "-".join(_with_accent(part, pos, listed) if part[:1].isupper() else part for part in parts), False


def _with_accent(part: str, pos: str, listed: Listed) -> str:
    low = part.lower()
    word = _accented_first(low, pos, listed)
    return part if word == low else word[0].upper() + part[1:]


def _in_capitals(form: str) -> bool:
    """Whether a word is written in capitals and is no acronym."""
    longest = max((part for part in form.split("-") if part.isalpha() or "'" in part), key=len, default="")
    return form.isupper() and sum(map(str.isalpha, longest)) > _ACRONYM and not set("aeiouy").isdisjoint(bare(longest))


def _from_capitals(low: str, pos: str, listed: Listed) -> tuple[str, bool]:
    parts = [_accented_first(part, pos, listed) for part in low.split("-")]
    if pos != "PROPN":
        parts = [_accented(low, listed)] if len(parts) == 1 else parts
        if parts[-1] in listed and all(part in listed or part.endswith("o") for part in parts):  # *politico-*
            return "-".join(parts), False
    head, *rest = parts
    spelled = [_capitalized(head), *(part if part in _SMALL else _capitalized(part) for part in rest)]
    return "-".join(spelled), True


def _capitalized(part: str) -> str:
    """A capital at the beginning, and after a letter that is set off: *N'Djamena*. With digits, all capitals."""
    if any(map(str.isdigit, part)):
        return part.upper()
    at = 2 if part[1:2] == "'" else 0
    return part[:at].upper() + part[at : at + 1].upper() + part[at + 1 :]


def _accented(low: str, listed: Listed) -> str:
    """The listed word that has the fewest accents more: on the first letter, or an é anywhere."""
    first = _accented_first(low, "", listed)
    if first in listed and first not in _MISSPELLED:
        return first
    places = [at for at, letter in enumerate(low) if letter == "e"]
    for number in range(1, min(len(places), _MOST_ACCENTS) + 1):
        for chosen in combinations(places, number):
            word = "".join("é" if at in chosen else letter for at, letter in enumerate(low))
            if word in listed:
                return word
    return low


def _accented_first(low: str, pos: str, listed: Listed) -> str:
    """A word with an accent on its first letter, where it is listed only so."""
    if (low in listed and low not in _MISSPELLED) or (pos == "PROPN" and low in _FIRST_NAMES):
        return low
    for accented in _ACCENTED.get(low[:1], ""):
        word = accented + low[1:]
        if listed.names(word) or listed.names(word.removesuffix("s")) or (pos != "PROPN" and word in listed):
            return word
    return low

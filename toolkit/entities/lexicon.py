"""What the toolkit knows beforehand: French words that say what a name is, territories, cities, widely known facts.

Words stand in ``data/words.json``, facts in ``data/facts.csv``; territories and cities are those of the Unicode CLDR,
in French, as the library Babel ships them.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files

import pandas as pd
from babel import Locale
from babel.core import get_global

from toolkit.entities.spelling import entity_key
from toolkit.store import fold

VARIANTS = " | "
"""What separates the spellings of one name, in tables and files."""

CLASSES = (
    *("honorific", "role", "role_adjective", "say", "speech_participle", "organisation", "organisation_strict"),
    *("facility", "street", "joined", "joined_organisation", "place_before", "organisation_before", "work_before"),
    *(
        "people_of",
        "event",
        "portfolio",
        "ministry",
        "minister",
        "product_before",
        "led_by",
        "nothing",
        "function",
        "never",
        "particle",
        "noble",
        "kunya",
        "demonym",
    ),
)
BIT = {name: 1 << place for place, name in enumerate(CLASSES)}


@cache
def words(name: str) -> frozenset[str]:
    """The words of a class, folded."""
    listed = _file()[name].split("|" if name == "alias_cue" else None)
    return frozenset(_inflected(listed) if name == "demonym" else listed)


@cache
def word_classes() -> dict[str, int]:
    """Folded word -> the classes it is in, a bit each (:data:`BIT`)."""
    classes: dict[str, int] = {}
    for name in CLASSES:
        for word in words(name):
            classes[word] = classes.get(word, 0) | BIT[name]
    return classes


def is_in(word: str, name: str) -> bool:
    """Whether a word, in any case, is of a class."""
    return fold(word) in words(name)


@cache
def territories() -> dict[str, str]:
    """Key -> French name of countries, continents and regions of the world."""
    found = {}
    for code, name in Locale("fr").territories.items():
        if code in ("001", "EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"):  # the world, organisations, no place
            continue
        plain = re.sub(r"\s*\(.*\)$", "", name.replace("’", "'"))
        found[entity_key(plain)] = plain
    return found


@cache
def cities() -> dict[str, str]:
    """Key -> French name of well-known cities and regions: those that time zones are called after, and some others."""
    named = Locale("fr").time_zones
    found = {}
    for zone in get_global("zone_territories"):
        if zone.startswith(("Antarctica/", "Etc/")):
            continue
        french = dict(named[zone]).get("city") if zone in named else None
        name = re.sub(r"\s*[(\[].*$", "", french or zone.rsplit("/", 1)[-1].replace("_", " ")).replace("’", "'")
        found[entity_key(name)] = name
    found |= {entity_key(name): name for name in _file()["places"].split("|")}  # CLDR has one city a time zone
    return {key: name for key, name in found.items() if key not in territories()}


@cache
def facts() -> pd.DataFrame:
    """The shipped aliases: ``name``, ``type``, ``variants`` (separated by `` | ``, the name not among them)."""
    path = files("toolkit.entities") / "data" / "facts.csv"
    with path.open(encoding="utf-8") as opened:
        return pd.read_csv(opened, dtype="str", keep_default_na=False)


def gazetteer() -> dict[str, str]:
    """Key -> type of the names that are known beforehand, facts or not: places only."""
    return _gazetteer()


@cache
def _gazetteer() -> dict[str, str]:
    ambiguous = {
        "dominique",
        "maurice",
        "grenade",
        "salomon",
        "center",
        "knox",
        "merida",
        "vevay",
    }  # first names, words
    return dict.fromkeys([key for key in (*territories(), *cities()) if key not in ambiguous], "LOC")


@cache
def _file() -> dict[str, str]:
    return json.loads((files("toolkit.entities") / "data" / "words.json").read_text(encoding="utf-8"))


def _inflected(masculine: list[str]) -> set[str]:
    """Feminine and plural of adjectives; some that French does not have do no harm."""
    forms: set[str] = set()
    for word in masculine:
        feminine = {word + "e", word + "ne"} if word.endswith("n") else {word if word.endswith("e") else word + "e"}
        feminine |= {word[:-1] + "cque", word[:-1] + "que"} if word.endswith("c") else set()
        forms |= {word, *feminine, *(form if form.endswith("s") else form + "s" for form in {word, *feminine})}
    return forms

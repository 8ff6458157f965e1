"""What every reader returns: articles, with what is said about them and by whom."""

from __future__ import annotations

import datetime as dt
import json
import math
import numbers
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from toolkit.reading.dates import PrintedDate
from toolkit.reading.decoding import tidy
from toolkit.schema import GIVEN, INFERRED

FIELDS = ("source", "date", "title", "author")

_SYNONYMS = {
    "text": "text texte contenu content body corps article fulltext plaintext articletext articlebody textearticle "
    "texteintegral maintext rawtext",
    "source": "source journal media outlet newspaper sourcename medianame nomsource nomjournal nomdujournal sitename "
    "site website hostname domain publication publisher editeur",
    "date": "date datepublication datedepublication publicationdate published publishedat publisheddate publishdate "
    "datepublished datepublish pubdate dateparution datedeparution parution publiele publieele datetime day jour "
    "timestamp",
    "title": "title titre headline headlines titrearticle titredelarticle articletitle intitule heading",
    "author": "author auteur authors auteurs auteure autrice byline journaliste signature creator",
}
SYNONYMS = {name: tuple(words.split()) for name, words in _SYNONYMS.items()}
"""Column names that are understood, in order of preference; accents, case, spaces and underscores do not count."""

NOTHING = frozenset({"", "na", "n/a", "nan", "none", "null", "nat", "<na>", "-", "–", "?"})
"""What people and programs write in a cell when they know nothing."""
NO_DATE = NOTHING | {"s.d.", "s.d", "sd", "n.d.", "n.d", "nd", "inconnu", "inconnue", "unknown", "undated", "sans date"}

_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True)
class Said:
    """One statement about an article.

    Attributes
    ----------
    value : str or datetime.date
    origin : str
        Where it was read, in a few words.
    confidence : str
        One of :data:`toolkit.schema.GIVEN`, ``INFERRED``, ``SUGGESTED``.
    evidence : str
        The words it was read from.
    printed : str
        How the value is listed, when that says less than the value itself (``2020-06`` for the first of June).
    """

    value: str | dt.date
    origin: str
    confidence: str
    evidence: str = ""
    printed: str = ""

    @property
    def listed(self) -> str:
        return self.printed or (self.value if isinstance(self.value, str) else self.value.isoformat())


@dataclass
class Article:
    """One article as read.

    Attributes
    ----------
    path : str
        The file, as it is named in the tables.
    item : int or None
        Its number in a file of many, counted from 1.
    text : str
    said : dict
        What is said of each of :data:`FIELDS`, in the order it was found.
    extra : dict
        The user's own columns.
    about : str
        Where to look for metadata when that is not the text: HTML states it outside of the article's body.
    """

    path: str
    item: int | None
    text: str
    said: dict[str, list[Said]] = field(default_factory=dict)
    extra: dict[str, object] = field(default_factory=dict)
    about: str = ""

    def say(self, name: str, value: str | None, origin: str, confidence: str = GIVEN, evidence: str = "") -> None:
        """Add a statement; empty ones are passed over."""
        value = one_line(value or "")
        if value:
            self.said.setdefault(name, []).append(Said(value, origin, confidence, evidence or value))

    def say_date(self, printed: PrintedDate | None, origin: str, confidence: str = GIVEN, evidence: str = "") -> None:
        """Add a date, and that no more than the month or the year of it is printed, if so."""
        if printed is None:
            return
        if printed.precision != "day":
            origin = f"{origin}, {printed.precision} only"
        said = Said(printed.date, origin, confidence, evidence or printed.value, printed.value)
        self.said.setdefault("date", []).append(said)

    def lacks(self, name: str) -> bool:
        """Whether nobody has given the value; an inferred one may still be bettered."""
        return not any(one.confidence == GIVEN for one in self.said.get(name, ()))

    def chosen(self, name: str) -> Said | None:
        """The statement that enters the documents table: the first that is given, else the first inferred."""
        said = self.said.get(name, ())
        for confidence in (GIVEN, INFERRED):
            for one in said:
                if one.confidence == confidence:
                    return one
        return None


def words(text: str) -> frozenset[str]:
    """A set of words, written as one text."""
    return frozenset(text.split())


def one_line(text: str) -> str:
    """Text on one line, without space at its ends."""
    return _BLANKS.sub(" ", text.replace("\x00", "")).strip()


def fold(name: str) -> str:
    """A column name as it is compared: small letters and digits only."""
    plain = unicodedata.normalize("NFKD", str(name)).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


def match_columns(columns: Iterable[str]) -> dict[str, str]:
    """Which column holds what: field name to column name, for those of :data:`SYNONYMS` that are there."""
    by_fold: dict[str, str] = {}
    for column in columns:
        by_fold.setdefault(fold(column), column)
    matched = {}
    for name, synonyms in SYNONYMS.items():
        for synonym in synonyms:
            if synonym in by_fold:
                matched[name] = by_fold[synonym]
                break
    return matched


def is_nothing(value: object) -> bool:
    """Whether a cell says nothing."""
    if value is None:
        return True
    if isinstance(value, numbers.Real) and not isinstance(value, bool):
        return math.isnan(float(value))
    return str(value).strip().casefold() in NOTHING


def cell_text(value: object) -> str:
    """A cell as text: whole floats without their point, lists joined, other structures as JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, bytes):
        return tidy(value.decode("utf-8", "replace"))
    if isinstance(value, float):
        return "" if math.isnan(value) else str(int(value)) if value.is_integer() else str(value)
    if isinstance(value, dict) and isinstance(value.get("name"), str):  # {"id": …, "name": …}, as news APIs have it
        return tidy(value["name"])
    if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
        return tidy(", ".join(value))
    if isinstance(value, list | tuple | dict):
        return tidy(json.dumps(value, ensure_ascii=False, default=str))
    return tidy(str(value))

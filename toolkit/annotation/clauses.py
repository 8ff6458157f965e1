"""Reporting clauses inside quotation marks: « Nous vaincrons, **a déclaré le chef de la milice**, car … ».

The marks go on as if nothing were said by anybody else, but these words are the outlet's. A clause is taken out of the
quotation where hardly anything else can be meant: after a comma, a dash, or the mark that ends a question, a verb of
saying with its subject behind it, up to the next mark, not over `_LONGEST` words.

- With a pronoun, any verb of the list: *dit-il*, *a-t-elle ajouté*.
- With a noun or a name, verbs that do not say something *to* or *of* them: *a déclaré le ministre*, *affirme M. Salih*;
  not *a averti Bagdad*, whose object it may be. A noun must be one of those that speak (`_SPEAKERS`).

Not caught, and so the speaker's still: *selon lui*; verbs and speakers that are not listed; what follows a comma inside
the clause (*a déclaré le général, chef de la coalition, …*); clauses whose subject comes first (*le ministre l'a dit*).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

VERBS = (
    "affirm|ajout|allégu|annonc|assur|averti|conclu|confi|déclar|dit|écri|estim|expliqu|indiqu|insist|jug|lanc|martel|"
    "menac|not|poursuiv|préci|prétend|préven|promi|raconté|rappel|reconn|regrett|répliqu|répond|soulign"
)
"""Beginnings of the verbs of saying."""

_OF_SOMEBODY = frozenset({"averti", "jug", "lanc", "menac", "not", "préven", "promi", "rappel", "reconn"})
_SAYING = "|".join(verb for verb in VERBS.split("|") if verb not in _OF_SOMEBODY)
_SPEAKERS = (
    "ambassad(?:eur|rice)|agence|analyste|armée|chancel(?:ier|ière)|chef|cheffe|cheikh|chercheu(?:r|se)|coalition|"
    "colonel|commandant|commandement|communiqué|député|députée|diplomate|diplomatie|directeur|directrice|expert|experte|"
    "général|gouvernement|gouverneur|groupe|habitant|habitante|imam|journaliste|lieutenant|maire|manifestante?|milice|"
    "militante?|ministère|ministre|officier|organisation|patron|patronne|politologue|porte-parole|président|présidente|"
    "présidence|professeure?|procureure?|responsable|roi|secrétaire|sénat(?:eur|rice)|source|soldat|témoin"
)
_ARTICLE = r"(?:l[ea]s?|une?|des|s(?:on|a|es)|cet?(?:te)?|ces)\s+|l'"
_SUBJECT = (
    rf"(?:(?:{_ARTICLE})(?:\w+\s+)?(?:{_SPEAKERS})s?\b"
    r"|(?:M\.|MM\.|Mmes?|Mgr|Dr)\s|(?!Que\b|Qui\b)[A-ZÀ-ÖØ-Þ]\w+)"
)
_HAVE = r"(?:l'|lui\s+|leur\s+|nous\s+)?(?:a|ont|avait|avaient|aurait)"
_PRONOUN = r"-(?:t-)?(?:ils?|elles?|on)\b"
_BESIDE = r"(?:(?:\w+ment|aussi|encore|hier|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\s+)?"
_PRESENT = rf"(?:(?:{_SAYING})(?:ent|èrent|e|a|it|t|vent)|dit|répond)"
_CLAUSE = re.compile(
    rf"(?:[,!?…]|\s[–—])\s*(?P<clause>{_HAVE}{_PRONOUN}\s+{_BESIDE}(?:{VERBS})\w*\b"
    rf"|(?:{VERBS})\w*{_PRONOUN}"
    rf"|{_HAVE}\s+{_BESIDE}(?:{_SAYING})\w*\s+{_BESIDE}{_SUBJECT}"
    rf"|(?P<present>{_PRESENT})\s+{_BESIDE}{_SUBJECT})"
)
_END = re.compile(r"[,;:!?…«»“”„\"\n]|\s[–—]|(?<!\bM)(?<!\bMM)(?<!\bDr)\.(?!\w)")
_REPORTED = re.compile(r"\b(?:que|qui|si)\b|\bqu'")
_ALIAS = re.compile(r"[A-ZÀ-ÖØ-Þ]\w*$")
_LONGEST = 12
"""Words of a clause, at most."""

Span = tuple[int, int]


def without_clauses(text: str, spans: list[Span]) -> Iterator[Span]:
    """The spans, in order, with the reporting clauses that stand in them taken out; empty ones are left out."""
    for start, end in spans:
        for begin, stop in _clauses(text, start, end):
            if start < begin:
                yield start, begin
            start = stop
        if start < end:
            yield start, end


def _clauses(text: str, start: int, end: int) -> Iterator[Span]:
    at = start
    while found := _CLAUSE.search(text, at, end):
        at = begin = found.start("clause")
        closing = _END.search(text, found.end(), end)
        stop = closing.start() if closing else end
        clause = text[begin:stop]
        alias = found["present"] == "dit" and _ALIAS.search(text, start, found.start())  # *Untel, dit Carlos, …*
        question = closing and closing.group() == "?"
        if len(clause.split()) <= _LONGEST and not (_REPORTED.search(clause) or alias or question):
            yield begin, stop
            at = stop

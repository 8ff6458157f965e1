"""How French and English news sites phrase what stands around an article: the patterns that :mod:`infer` goes by."""

from __future__ import annotations

import re


def _any(*phrases: str, start: str = r"\b", end: str = r"\b") -> re.Pattern[str]:
    return re.compile(f"{start}(?:{'|'.join(phrases)}){end}", re.IGNORECASE)


WORD = re.compile(r"[^\W\d_][\w’'-]*")
BULLET = re.compile(r"^[\s•●▪■◆►▶*·–—-]+(?=\S)")
BARS = re.compile(r"[|•·»›>]|\s[-–—]\s")
"""What sets the parts of a line apart: «Monde | 11 juin 2020»."""

PUBLISHED = _any(
    r"(?:re)?publi[ée]e?s?",
    r"parue?s?",
    r"mise?s? en ligne",
    r"post[ée]e?s?",
    r"diffus[ée]e?s?",
    r"r[ée]dig[ée]e?s?",
    r"[ée]crite?s?",
    r"cr[ée]{2}e?s?",
    r"(?:date de )?(?:publication|parution)",
    r"(?:first )?published",
    r"posted",
    r"issued",
    r"released",
    r"date\s*:",
    end=r"(?!\w)",
)
UPDATED = _any(
    r"mise?s? [àa] jour",
    r"m[àa]j",
    r"modifi[ée]e?s?",
    r"actualis[ée]e?s?",
    r"derni[èe]re modification",
    r"(?:last )?(?:updated?|modified|edited)",
)
UNRELATED = _any(
    "consult[ée]",
    "accessed",
    "retrieved",
    "archiv",
    "copyright",
    "expire",
    "inscri",
    "jusqu",
    "depuis",
    "n[ée]e? le",
    "photo",
    "cr[ée]dit",
    "image",
    "d[ée]c[èe]s",
    "[ée]v[ée]nement",
    "imprim",
    "printed",
    start=r"©|\b",
    end="",
)
ENGLISH = re.compile(
    r"\b(?:published|posted|updated|issued|released|modified|on|at|by)\b|\d\s?[ap]\.?m\b|\b(?:E[SD]?T|P[SD]T)\b",
    re.IGNORECASE,
)
"""Signs that a numeric date may be written month first."""

OTHERS_BELOW = _any(
    "[àa] lire",
    "lire (?:aussi|[ée]galement)",
    "[àa] voir",
    "voir aussi",
    "sur le m[êe]me (?:sujet|th[èe]me)",
    "articles? (?:li[ée]s|similaires|r[ée]cents|connexes|associ[ée]s)",
    "dans la m[êe]me (?:rubrique|cat[ée]gorie)",
    "derni[èe]res? (?:actualit[ée]s?|infos?|nouvelles?|articles?)",
    "les plus lus",
    "related",
    "read (?:more|also|next)",
    "most read",
    "more (?:from|on)",
    r"\d* ?commentaires?",
    r"\d* ?comments?",
    "r[ée]actions?",
    start=r"^\W*",
)
"""Headings above which the article has ended."""

FURNITURE = re.compile(
    r"\b\d+\s*(?:min(?:utes?)?|mn)\b(?:\s*(?:de|of)\s*lecture|\s*read)?|\b(?:temps|dur[ée]e) de lecture\b|\blecture\b|"
    r"\b(?:le|la|du|on|at|[àa]|date|the|et|and|h|heures?|par|by|article|utc|gmt)\b|\b\d{1,2}[h:]\d{0,2}\b|\W+",
    re.IGNORECASE,
)
"""What may stand on a line with the date without making the line a sentence."""

_NAME = r"(?!(?:LE|POUR|AVEC|ET|À|ON|FOR)\b)(?:(?:al|el|ad|as|at|an|ar|d|l)[-’'])?[A-ZÀ-ÖØ-Þ][\w’'.-]*"
_PARTICLE = r"(?:ben|bin|van|von|de|du|des|la|le|da|di|al|el|y)"
_FULL_NAME = rf"{_NAME}(?:\s+(?:{_PARTICLE}\s+){{0,2}}{_NAME}){{0,4}}"
_BYLINE = re.compile(
    r"^\W*(?:"
    r"(?:[ÉEée]crite?|[Rr][ée]dig[ée]e?|[Pp]ubli[ée]e?|[Pp]ost[ée]e?|[Ss]ign[ée]e?|[Pp]ropos recueillis|[Rr]ecueillis?|"
    r"[Aa]rticle|[Tt]exte|[Ee]nqu[êe]te|[Rr]eportage|ECRIT|ÉCRIT|PUBLI[ÉE])\s+(?:par|de|PAR|by)|"
    r"[Pp]ar|PAR|[Bb]y|BY|(?:[Ww]ritten|[Pp]osted|[Pp]ublished)\s+by|(?:[Aa]ut(?:eur|rice)|AUTEUR|[Aa]uthor)\s*:"
    r")\s*:?\s+(?P<rest>\S.*)$"
)
_NAMES = re.compile(
    rf"(?P<names>(?:la r[ée]daction|{_FULL_NAME})(?:\s*(?:,|\bet\b|\band\b|&)\s*{_FULL_NAME}){{0,3}}?)"
    r"\s*(?:$|[,|·•–—(]|-\s|\b(?i:le|pour|avec|[àa]|on|for)(?:\s|$)|publi|post|mis|\d)",
)
_LONGEST_BYLINE = 160  # characters
_WORDS_AFTER_NAMES = 10

_PLACE = r"[A-ZÀ-ÖØ-Þ][\w’'-]*(?:[ /][A-ZÀ-ÖØ-Þa-zà-ÿ][\w’'-]*){0,3}"
BEFORE_DATELINE = re.compile(rf"^\W{{0,3}}{_PLACE}\s*(?:\([^()]{{2,25}}\)\s*)?(?:,|[-–—]|\()\s*(?:le\s+)?")
AFTER_DATELINE = re.compile(r"^\)?\s*(?:[,/-]?\s*(?:\([^()]{2,40}\)|[A-Z]{2,8}))?\s*(?:[-–—]{1,2}|:)")
"""« BAGDAD, 3 janvier 2020 (XX) – », without its date."""

AGENCY = re.compile(
    r"^\W{0,3}(?:[A-ZÀ-ÖØ-Þ][\w’'-]*(?:[ /,-]+[\wÀ-ÿ’'.-]+){0,6}?,?\s*)?"
    r"\((?P<agency>[A-ZÀ-Þ][\w.&’'-]*(?:[ /][\w.&’'-]+){0,4})\)\s*(?:[-–—]|:)"
)
"""« (XX) – » or « BAGDAD (XX) – » before the first sentence."""
SOURCE_LINE = re.compile(r"^\W*(?:sources?|via)\s*:\s*(?P<name>\S.{1,58})$", re.IGNORECASE)

CREDIT = re.compile(
    r"\((?:photo|image|cr[ée]dit|©|ap |afp|reuters)|©|\b(?:cr[ée]dits?|photos?)\s*:|/\s?(?:afp|reuters|ap)\b",
    re.IGNORECASE,
)
READ_TIME = _any(r"\d+\s*min(?:utes?)?(?:\s*(?:de|of))?\s*(?:lecture|read)", "temps de lecture")
NOT_TITLES = _any(
    "partage[rz]?",
    "share",
    "tweet",
    "envoyer",
    "imprimer",
    "accueil",
    "home",
    "menu",
    "rechercher",
    "search",
    "se connecter",
    "connexion",
    "log ?in",
    "s[’']?abonne",
    "abonne",
    "subscribe",
    "publicit[ée]",
    "advertisement",
    "lire (?:plus|aussi|la suite)",
    "[àa] lire",
    "pour en savoir plus",
    "read more",
    "newsletter",
    "cookies?",
    "aller au contenu",
    "skip to",
    "suivez",
    "follow",
    "facebook",
    "twitter",
    "whatsapp",
    "[ée]couter",
    "listen",
    "commentaires?",
    "tags?",
    "mots[- ]cl[ée]s",
    r"source\s*:",
    "https?:",
    r"www\.",
    "r[ée]serv[ée] aux abonn[ée]s",
    "article r[ée]serv",
    "copier le lien",
    "ajouter (?:aux|[àa])",
    "enregistrer",
    "sauvegarder",
    "retour (?:[àa]|aux?)",
    start=r"^\W*",
    end=r"(?:\b|(?<=\W))",
)
"""How lines begin that are buttons, links and notices."""
NO_WORDS = re.compile(r"^[\w .+-]+@[\w.-]+$|^[\d\W]+$")
CRUMBS = re.compile(r"\s[>›»|/]\s.*\s[>›»|/]\s")


def byline(text: str) -> str:
    """The names on a line that is a byline and little else, or ""."""
    if len(text) > _LONGEST_BYLINE:
        return ""
    match = _BYLINE.match(text)
    names = None if match is None else _NAMES.match(match["rest"])
    if match is None or names is None:
        return ""
    after = match["rest"][names.end("names") :]
    if len(WORD.findall(after)) > _WORDS_AFTER_NAMES or after.rstrip().endswith("."):
        return ""
    return names["names"].strip(" ,.-")

"""What page furniture looks like: the lists of ``furniture.txt`` and ``forms.txt``, put together."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib import resources

_SIGNS_BEFORE = re.compile(r"^[^\w«“\"'(\[#@©]+")
_SIGNS_AFTER = " :.…!>»→►▶⟶➡-"
_AS_WRITTEN = (("œ", "oe"), ("æ", "ae"), ("‘", "'"), ("–", "-"), ("—", "-"))
_MARKS = re.compile(r"[\u0300-\u036f]+")


def fold(line: str) -> str:
    """A normalised line as the patterns see it: lower case, no accents, hyphens for dashes, no signs around it."""
    folded = line.lower()
    for sign, written in _AS_WRITTEN:
        folded = folded.replace(sign, written)
    if not folded.isascii():
        folded = _MARKS.sub("", unicodedata.normalize("NFD", folded))
    if not folded[:1].isalnum():
        folded = _SIGNS_BEFORE.sub("", folded, count=1)
    folded = folded.rstrip(_SIGNS_AFTER)
    if folded.startswith(("(", "[")) and folded.endswith((")", "]")) and folded.count(folded[0]) == 1:
        folded = folded[1:-1].strip()
    return folded


_WORDS = re.compile(r"[a-z0-9]+")
_OPENING = 80  # characters in which a line says what it is
_PLAIN = str.maketrans(
    "àâäáãéèêëîïíôöóõùûüúçñœæÀÂÄÁÃÉÈÊËÎÏÍÔÖÓÕÙÛÜÚÇÑŒÆ", "aaaaaeeeeiiioooouuuucnoaAAAAAEEEEIIIOOOOUUUUCNOA"
)


def plain(line: str) -> str:
    """The opening of a normalised line without the signs before it and without accents, with its capitals."""
    return _SIGNS_BEFORE.sub("", line[:_OPENING], count=1).translate(_PLAIN)


@dataclass(frozen=True)
class Pattern:
    """What one section of the lists matches.

    Attributes
    ----------
    rule : str
        The rule that removes what matches.
    edge : bool
        Whether it holds only before the first and after the last prose of a page.
    block : bool
        Whether what follows is not the article.
    pointer : bool
        Whether the headline of another article follows.
    expression : re.Pattern
        For the whole of a folded line.
    """

    rule: str
    edge: bool
    block: bool
    pointer: bool
    expression: re.Pattern[str]


_LIST = re.compile(r"\{([a-z_]+)\}")
_HEADER = re.compile(r"\{[a-z_]+\} =|\[[a-z -]+\]")


@cache
def _sections() -> dict[str, list[str]]:
    """The lines of each section of the lists."""
    sections: dict[str, list[str]] = defaultdict(list)
    current = ""
    for name in ("furniture.txt", "forms.txt"):
        text = resources.files("toolkit.cleaning").joinpath(name).read_text(encoding="utf-8")
        for line in text.splitlines():
            if line.startswith("#") or not line:
                continue
            if _HEADER.fullmatch(line):
                current = line.removesuffix(" =")
            else:
                sections[current].append(line)
    return dict(sections)


def listed(name: str) -> list[str]:
    """The lines of a list, as they stand in it."""
    return _sections()[f"{{{name}}}"]


@cache
def _words() -> dict[str, str]:
    """The lists by name, as alternatives, the lists within them resolved."""
    lists = {name[1:-1]: "|".join(lines) for name, lines in _sections().items() if name[0] == "{"}

    def resolve(name: str) -> str:
        return _LIST.sub(lambda found: f"(?:{resolve(found[1])})", lists[name])

    return {name: resolve(name) for name in lists}


@cache
def _listed() -> tuple[Pattern, ...]:
    """The patterns of ``furniture.txt``, in its order."""
    patterns = []
    for name, lines in _sections().items():
        rule, *how = name[1:-1].split()
        if name[0] == "[" and "words" not in how:
            expression = _LIST.sub(lambda found: f"(?:{_words()[found[1]]})", "|".join(lines).replace("...", ".{0,90}"))
            patterns.append(Pattern(rule, "edge" in how, "block" in how, "pointer" in how, re.compile(expression)))
    return tuple(patterns)


def listed_patterns(folded: str) -> list[Pattern]:
    """The patterns of ``furniture.txt`` that match a folded line, in the order of the file."""
    if not _any_listed().fullmatch(folded):  # one long alternation is refused much faster than twenty shorter ones
        return []
    return [pattern for pattern in _listed() if pattern.expression.fullmatch(folded)]


@cache
def _any_listed() -> re.Pattern[str]:
    return re.compile("|".join(pattern.expression.pattern for pattern in _listed()))


@cache
def _site_words() -> tuple[dict[str, str], frozenset[str], frozenset[str]]:
    """Words of the site's own language with the rule they point to; labels; words that may stand between."""
    sections = _sections()
    words = {
        word: name[1:-1].split()[0] for name, lines in sections.items() if name.endswith(" words]") for word in lines
    }
    return words, frozenset(listed("label")), frozenset(listed("filler"))


def site_language(folded: str) -> str | None:
    """The rule for a folded line that has no words but the site's own, None for any other."""
    words, labels, fillers = _site_words()
    own: set[str] = set()
    count = 0
    calls = 0
    for word in _WORDS.findall(folded):
        if word in words:
            own.add(words[word])
            count += 1
        elif word in labels:
            calls += 1
        elif word not in fillers and not word.isdigit():
            return None
    # « Une autre page » may be a title; what has no plainer word of the site needs three.
    if not own or count + calls < (3 if own == {"navigation"} else 2):
        return None
    return next(rule for rule in words.values() if rule in own)


def _form(name: str) -> str:
    """The alternatives of a list, as one group."""
    return f"(?:{_words()[name]})"


def _compile(template: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern in which {name} stands for a list."""
    return re.compile(_LIST.sub(lambda found: _form(found[1]), template), flags)


# Share buttons are often glued to each other, « Partager sur FacebookPartager sur Twitter », so that no word ends.
SHARE_LINE = _compile(r"(?>(?>{share_label})[\s|·•,;:/+&!.>-]*+(?:(?:et|ou|and|or) )?)++")
SHARE_PROOF = _compile("{share_proof}")
NETWORKS_ONLY = _compile(r"{network}(?:[\s|·•,/]*{network})+")
COUNTER = re.compile(r"[(\[]?[\d., ]{1,9}k?[)\]]?")

POINTER = _compile(r"{pointer}(?P<sign> ?(?:[:>|»→►▶…]|->?(?= )|\.(?= [A-Z])))?", re.IGNORECASE)
"""The opening of a pointer to another page; what follows decides."""
PLAIN_POINTER = _compile("{plain_pointer}")
OWN_PIECE = _compile(r"(?:notre|nos|sur|our|about|cet article|(?:l'|le |la ){own_piece})\b")
"""What a pointer without sign or capital points to."""

LINK = re.compile(
    r"(?:(?:https?://|www\.)\S+|pic\.twitter\.com/\S+|[\w.+-]+@[\w-]+\.[\w.]+|@\w{2,30})"
    r"(?:\s+(?:https?://|www\.|@|pic\.)\S+)*"
)
HASHTAGS = re.compile(r"(?:#\w[^\s#]*[\s,;|]*)+")
CRUMB_ROOT = re.compile(r"(?:vous etes ici|you are here|accueil|home)\b")
CRUMBS = _compile(r"(?:(?:vous etes ici|you are here) ?:? ?)?{section}(?:\s?[>›»→|]\s?[^>›»→|]{1,90})+[>›»→|]?")
SEPARATOR = re.compile(r"(?:[^\w«»“”\"'()\[\]…?!.]|_)+|\.{4,}")

READ_TIME = _compile("{read_time}")
READ_TIME_BARE = _compile("{minutes}")

DATE = _compile(r"\b{date}(?![a-su-z0-9])")
TIME = _compile("{time}")
DATE_CUE = _compile(r"(?<![a-z]){date_cue}\b")
_DATE_FILLER = _compile(r"\b{date_filler}\b|[\W_]")
ENDS_IN_DATE = _compile(r"\b(?:le|en) (?:{days} )?(?:\d{1,2}(?:er)? )?{months} \d{4}$")

BYLINE = _compile(r"{byline_cue}(?: ?: ?| |$)(?P<name>.*)", re.IGNORECASE)
NAME = _compile(
    r"(?:l'|la |le |les )?{name_word}(?: (?:{name_link} ?){0,4}{name_word}){0,7}(?:\.(?:com|fr|net|org|info|tv))?"
)
ROLE = _compile(r"(?:notre |nos )?{role}", re.IGNORECASE)
STAFF = _compile("{staff}")
WITH_AGENCY = _compile(r"[\w.' -]{2,30}(?: avec| with| et| and|,) ?{agencies}")
NAME_AND_AGENCY = re.compile(
    rf"(?:PHOTO |Photo )?{NAME.pattern},? "
    r"(?:Agence France-Presse|AGENCE FRANCE-PRESSE|La Presse canadienne|Associated Press|AFP|Reuters)"
)
NAMES = re.compile(rf"{NAME.pattern}(?:, ?{NAME.pattern}){{2,}}")
"""Three names or more, as keywords stand under an article."""
SOURCE = _compile("{source}")
DESK = _compile(r"{desk}\b")
"""What the credits under an agency's dispatch name."""
DESK_INITIALS = re.compile(r"[a-z]{2,4}(?:[-/][a-z]{2,4}){1,5}")
"""The initials with which a desk signs a dispatch: « abc/de/fg »."""

CREDIT = _compile("{credit}")
_CREDIT_HINT = _compile(r"[(©/|]|\b(?:photos?|images?|credits?|archives?|illustration|{agency})\b")
_CREDIT_END = _compile(r"{credit_end}\)?$")
_NAMED_CREDIT = _compile("{named_credit}$")
_AGENCY_END = _compile(r"[^.!?…»\"] ?(?:\({agency}\)|[|-] {agency})$")
_CAPITAL_CREDIT = re.compile(
    r"(?:^|[.!?»”\")] ?)(?:PHOTO |[-–—|] ?)?"
    r"[A-ZÀ-Þ.'-]+(?: [A-ZÀ-Þ.'-]+){0,3}(?: ?/ ?[A-ZÀ-Þ.'-]+(?: [A-ZÀ-Þ.'-]+){0,3})+$"
)
CAPTION_CUE = _compile("{caption_cue}")
CAPTION_OPEN = _compile("{caption_open}")
LEGEND = re.compile(r"legende(?: (?:de l')?image| (?:de la )?photo| (?:de la )?video)?,?")
MEDIA_TITLE = re.compile(r"(?:video|audio|podcast|en images|en video|diaporama|infographie) ?(?:[:|]|-(?= )) ?\w")
"""The title of a video or gallery; of an article too, at the head of its page."""

# What a plea to the reader speaks of.
READER, US, MONEY, MEDIUM, GIFT = (
    _compile(rf"\b{{plea_{name}}}\b") for name in ("reader", "us", "money", "medium", "gift")
)

SPEECH = _compile(
    r",? (?:a|ont|avait|avaient)(?:-t-(?:il|elle|on)|-on|-(?:ils|elles))? (?:\w+ ){0,2}?{said}e?s?\b|, {says}(?:nt)?\b"
)
"""Words by which an article reports what somebody says; an invitation of the site has none."""

_TAIL = 140  # characters in which a credit at the end of a line is looked for


def credit_end(line: str, folded: str) -> str | None:
    """The picture credit that a line, also given folded, ends in."""
    named = _NAMED_CREDIT.search(line[-_TAIL:].replace("[", "(").replace("]", ")"))
    if named:
        return named[0]
    tail = folded[-_TAIL:].replace("[", "(").replace("]", ")")
    found = _CREDIT_HINT.search(tail) and _CREDIT_END.search(tail)
    return found[0] if found else None


def capital_credit(line: str) -> bool:
    """Whether a line ends in names and agencies in capitals, with strokes between them, after a sentence or alone."""
    tail = line[-_TAIL:]
    return "/" in tail and tail[-1].isupper() and bool(_CAPITAL_CREDIT.search(tail))


def agency_end(folded: str) -> bool:
    """Whether a folded line ends in the name of an agency that is no part of its sentence."""
    tail = folded[-40:]
    return bool(_CREDIT_HINT.search(tail) and _AGENCY_END.search(tail))


def date_rest(folded: str) -> tuple[str, bool, bool, bool]:
    """What is left of a line without its dates and the words around them; whether it has a cue, a date, a time."""
    rest, cues = DATE_CUE.subn(" ", folded)
    rest, dates = DATE.subn(" ", rest)
    rest, times = TIME.subn(" ", rest)
    return " ".join(_DATE_FILLER.sub(" ", rest).split()), cues > 0, dates > 0, times > 0

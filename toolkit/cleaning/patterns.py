"""What page furniture looks like: the lists of ``furniture.txt``, and the patterns that need more than a list."""

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


@cache
def _sections() -> dict[str, list[str]]:
    """The lines of each section of ``furniture.txt``."""
    sections: dict[str, list[str]] = defaultdict(list)
    current = ""
    for line in resources.files("toolkit.cleaning").joinpath("furniture.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line:
            continue
        if (line[0] == "[" and line[-1] == "]") or re.fullmatch(r"\{\w+\}", line):
            current = line
        else:
            sections[current].append(line)
    return dict(sections)


@cache
def _lists() -> tuple[dict[str, str], tuple[Pattern, ...]]:
    """The word lists by name, and the patterns in the order of the file."""
    sections = _sections()
    words = {name[1:-1]: "|".join(lines) for name, lines in sections.items() if name[0] == "{"}
    patterns = []
    for name, lines in sections.items():
        rule, *how = name[1:-1].split()
        if name[0] != "[" or "words" in how:
            continue
        expression = "|".join(lines).replace("...", ".{0,90}")
        for word, alternatives in words.items():
            expression = expression.replace(f"{{{word}}}", alternatives)
        patterns.append(Pattern(rule, "edge" in how, "block" in how, "pointer" in how, re.compile(expression)))
    return words, tuple(patterns)


def listed_patterns(folded: str) -> list[Pattern]:
    """The patterns of ``furniture.txt`` that match a folded line, in the order of the file."""
    if not _any_listed().fullmatch(folded):  # one long alternation is refused much faster than twenty shorter ones
        return []
    return [pattern for pattern in _lists()[1] if pattern.expression.fullmatch(folded)]


@cache
def _any_listed() -> re.Pattern[str]:
    return re.compile("|".join(pattern.expression.pattern for pattern in _lists()[1]))


def _words(name: str) -> str:
    return f"(?:{_lists()[0][name]})"


@cache
def _site_words() -> tuple[dict[str, str], frozenset[str], frozenset[str]]:
    """Words of the site's own language with the rule they point to; labels; words that may stand between."""
    sections = _sections()
    words = {
        word: name[1:-1].split()[0] for name, lines in sections.items() if name.endswith(" words]") for word in lines
    }
    return words, frozenset(sections["{label}"]), frozenset(sections["{filler}"])


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


NETWORK, FRIENDS, AGENCY, SECTION = map(_words, ("network", "friends", "agency", "section"))

# Share buttons are often glued to each other, « Partager sur FacebookPartager sur Twitter », so that no word ends.
_BUTTON = (
    r"(?:cliquez? pour )?(?:partage[rz]?|share|envoye[rz]|send|tweete[rz]|tweet|epingle[rz]|pin(?: it)?|imprime[rz]|print|"
    r"enregistre[rz]|save|recommande[rz]|transferer|offrir)(?:[ -]l[ea])?(?: (?:cette|cet|ce|le|la|this|the)| l')?"
    r"(?: ?(?:article|page|publication|contenu|post|story|lien|info|actualite|video))?(?: (?:par|sur|via|on|with|avec|to|aux?|a|by))?"
    rf"(?: (?:{FRIENDS}|{NETWORK}))?(?: ?\((?:s'ouvre|ouvre|opens) [a-z ]{{3,40}}\))?"
)
_LABEL = (
    rf"(?:partages|shares|lire plus tard|taille du texte|{NETWORK}|{_BUTTON}|copie[rz](?: le| the)? (?:lien|url)|(?:lien|url) copie|copy (?:the )?link|link copied|j'aime|like|"
    r"sauvegarder|favoris|ajouter (?:a|aux) (?:mes |vos )?(?:favoris|selections?)|[\d.,]+ ?k?(?: ?(?:partages?|shares?|tweets?|likes?))?|"
    r"plus|a\+|a-|aa)"
)
SHARE_LINE = re.compile(rf"(?>(?>{_LABEL})[\s|·•,;:/+&!.>-]*+(?:(?:et|ou|and|or) )?)++")
SHARE_VERB = re.compile(
    r"partage|share|envoye|send|tweet|imprim|print|copi[ez]|lien|link|j'aime|epingle|\bpin\b|favoris|offrir|lire plus tard|taille du texte"
)
NETWORKS_ONLY = re.compile(rf"{NETWORK}(?:[\s|·•,/]*{NETWORK})+")
COUNTER = re.compile(r"[(\[]?[\d., ]{1,9}k?[)\]]?")

_OWN_PIECE = (
    r"(?:analyse|entretien|interview|reportage|enquete|portrait|decryptage|editorial|edito|tribune|dossier|recit|chronique|article|"
    r"texte|video)s?"
)
READ_MORE = re.compile(
    rf"(?:(?:lire|voir|relire|ecouter|regarder) (?:l'|la |le |les |notre |nos ){_OWN_PIECE}\b"
    r"|(?:a )?(?:lire|voir|revoir|relire|ecouter|regarder|decouvrir)(?: ou (?:revoir|relire|ecouter))?"
    r"(?: (?:aussi|egalement|encore|ensuite|absolument|plus))?(?: sur (?:le meme (?:sujet|theme)|notre site|ce sujet))?"
    r"|(?:pour )?en savoir (?:plus|davantage)|pour aller plus loin|pour approfondir|plus d'(?:infos?|informations?)"
    r"|(?:lisez|voyez|ecoutez|regardez)(?: aussi| egalement)?|(?:read|see|watch) (?:also|more|next)|also read"
    r"|more on this(?: story)?|sur le meme (?:sujet|theme)|notre (?:dossier|article|decryptage)|pour rappel, lire|pour memoire)"
    r"(?P<sign> ?(?:[:>|»→►▶…]|->?(?= )|\.(?= [A-Z])))?",
    re.IGNORECASE,
)
"""The opening of a pointer to another page; what follows decides."""
READ_BLOCK = re.compile(
    r"(?:lire|voir|relire|ecouter|regarder) (?:l'|la |le |les |notre |nos ).*|(?:lire|voir|lisez|read|see|watch|ecouter|regarder|decouvrir).*(?:aussi|egalement|also|more|next|plus)|a (?:lire|voir|ecouter).*|.*(?:sujet|theme|loin|savoir plus|memoire)"
)

LINK = re.compile(
    r"(?:(?:https?://|www\.)\S+|pic\.twitter\.com/\S+|[\w.+-]+@[\w-]+\.[\w.]+|@\w{2,30})(?:\s+(?:(?:https?://|www\.|@|pic\.)\S+))*"
)
HASHTAGS = re.compile(r"(?:#\w[^\s#]*[\s,;|]*)+")
CRUMB_ROOT = re.compile(r"(?:vous etes ici|you are here|accueil|home)\b")
CRUMBS = re.compile(
    rf"(?:(?:vous etes ici|you are here) ?:? ?)?(?:{SECTION})(?:\s?[>›»→|]\s?[^>›»→|]{{1,90}})+[>›»→|]?"
)
SEPARATOR = re.compile(r"(?:[^\w«»“”\"'()\[\]…?!.]|_)+|\.{4,}")

_MINUTES = r"(?:environ |moins de |moins d'|~ ?|< ?)?(?:\d{1,3}|une|deux|trois|quelques) ?(?:minutes?(?:\(s\))?|mins?|mn|min\.|secondes?|sec|s|m|')(?: ?\d{1,2} ?(?:s|sec)?)?"
READ_TIME = re.compile(
    r"(?:temps(?: estime| moyen)?(?: de (?:la )?lecture)?|duree(?: de (?:la )?lecture)?|lecture|(?:estimated )?read(?:ing)? time|(?:a lire|lu|lecture) en)"
    rf"(?: estimee?)?(?: de)?(?: ?[:-])? ?{_MINUTES}(?: de lecture)?|{_MINUTES} (?:de (?:temps de )?lecture|a lire|read|restantes?|pour lire)|(?:temps|duree) de lecture"
)
READ_TIME_BARE = re.compile(_MINUTES)

# Dates, and what stands around them on a publication line.
_MONTH = (
    r"(?:janvier|janv|jan(?:uary)?|fevrier|fevr?|feb(?:ruary)?|mars|mar(?:ch)?|avril|avr|apr(?:il)?|mai|may|juin|june?|juillet|juil|july?|aout|aug(?:ust)?|"
    r"septembre|sept?(?:ember)?|octobre|oct(?:ober)?|novembre|nov(?:ember)?|decembre|dec(?:ember)?)"
)
_DAY = (
    r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday|wednesday|thursday|friday|saturday|sunday|"
    r"lun|mer|jeu|ven|sam|dim|mon|tue|wed|thu|fri|sat|sun)"
)
DATE = re.compile(
    rf"\b(?:\d{{1,2}}(?:er|st|nd|rd|th)?[ .-]{{1,2}}{_MONTH}\b\.?(?:[ .,-]{{1,3}}\d{{4}})?|{_MONTH}\b\.? \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? \d{{4}})?|"
    r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}|il y a (?:\d+|une?|quelques) \w+|\d+ (?:hours?|days?|minutes?|months?|years?) ago|hier|yesterday|aujourd'hui|today)(?![a-su-z0-9])"
)
TIME = re.compile(r"(?<!\d)\d{1,2} ?(?:h|:)(?: ?\d{2}(?::\d{2})?)?(?: ?(?:am|pm|min)\b)?|\b\d{1,2} ?[ap]m\b")
DATE_CUE = re.compile(
    r"(?<![a-z])(?:(?:ce contenu a ete |cet article a ete |article )?(?:publiee?|postee?|mise? a jour|modifiee?|actualisee?|creee?|mise? en ligne|parue?|diffusee?|posted|published|"
    r"(?:last )?updated|last modified|issued)|derniere (?:mise a jour|modification)|date(?: de (?:publication|parution|mise a jour))?|maj|publication|modification)\b"
)
_DATE_FILLER = re.compile(
    rf"\b(?:[\w-]+(?:\.[\w-]+)*\.(?:com|fr|org|net|info|tv|cn|ca|be|ch|ir|news|eu)|{_DAY}|utc|gmt|cet|cest|est|edt|pst|bst|heure (?:de |d')?(?:paris|geneve|bruxelles|locale?|ete)|a|le|la|les|de|du|the|on|at|par|et|and|depuis|vers|in|am|pm|t|z)\b|[\W_]"
)

BYLINE = re.compile(
    r"(?:(?:article |texte |billet )?(?:[ée]crit|r[ée]dig[ée]|publi[ée]|post[ée]|propos[ée]|sign[ée]|written|posted|published|article|texte|reportage)e?s? (?:par|de|by)|propos recueillis par|avec (?:notre|nos) (?:envoyée?|correspondante?|envoyés|correspondants)\b(?: (?:spéciale?|spéciaux|permanente?))?|"
    r"entretien r[ée]alis[ée] par|(?:auteure?s?|authors?|autrice|journaliste|texte|textes)(?= ?:)|par|by|de (?:notre|nos) (?:envoyée?|correspondante?|envoyés|correspondants)\b(?: (?:spéciale?|spéciaux|permanente?))?)"
    r"(?: ?: ?| |$)(?P<name>.*)",
    re.IGNORECASE,
)
_NAME_WORD = r"(?:[A-ZÀ-ÞŒ][\w'.’-]*|(?:al|el|ad|an|as|at|bin|ben)-[A-ZÀ-Þ][\w'-]*|d'[A-ZÀ-Þ][\w-]+)"
NAME = re.compile(
    rf"(?:l'|la |le |les )?{_NAME_WORD}(?: (?:(?:de|du|des|la|le|les|von|van|bin|ben|al|el|et|and|&|avec(?: l'| la| le| les)?) ?)*{_NAME_WORD}){{0,7}}(?:\.(?:com|fr|net|org|info|tv))?"
)
ROLE = re.compile(
    r"(?:notre |nos )?(?:envoy|correspond|journalist|reporter|r[ée]dact|[àa] [A-ZÀ-Þ]|sp[ée]cial|chercheu|[ée]ditorialiste|analyste|expert|professeur|directeur|directrice|pour |avec |l'AFP|AFP|agences)",
    re.IGNORECASE,
)
STAFF = re.compile(
    rf"(?:(?:avec|par|source|sources|d'apres|selon|via|texte|depeche|with|by)(?: ?:)? )?(?:l'|la |les )?{AGENCY}(?:(?: ?[/,&+-] ?| et | and | avec | via )(?:l'|la |les )?{AGENCY})*|"
    r"(?:avec|par) (?:les )?agences(?: de presse)?|agences|(?:par )?(?:la )?redaction(?: (?:de |d'|avec |web|numerique|du ).{0,40})?|avec (?:nos|notre) (?:correspondant|envoye|bureau|agence)e?s?|avec (?:les informations|la contribution|la collaboration) d.{2,80}"
)
WITH_AGENCY = re.compile(
    rf"[\w.' -]{{2,30}}(?: avec| with| et| and|,) ?(?:l'|les |the )?{AGENCY}(?:(?: ?[/,&-] ?| et | and )(?:l')?{AGENCY})*"
)
SOURCE = re.compile(
    r"(?:sources?|via|tradu(?:ction|ite?s?)(?: (?:de|du|par|depuis).{2,40})?|traducteur|translation|relecture|montage) ?: ?.{1,110}|"
    r"(?:article )?(?:traduit|traduction|relu|adapte|edite|corrige|transcrit)(?:e|s)?(?: (?:de l'|du |de la |depuis l'|de )[a-z]{3,15}"
    r"(?: \([a-z]{2,12}\))?)? par .{2,60}|translated by .{2,60}|"
    r"(?:ce texte|cet article) est (?:la |une )?(?:traduction|traduit|adapt\w+)\b.{0,120}"
)
DESK = re.compile(r"(?:version francaise|edite par|editing by|reporting by|service francais)\b")
"""What the credits under an agency's dispatch name."""

_PICTURE = r"(?:photos?|images?|credits?|illustrations?|capture(?: d'ecran)?|archives?|getty|ap photo|visuels?|source photo|photograph(?:ie|er)|screenshot|dessin|infographie|cliche)"
CREDIT = re.compile(
    r"(?:credits?(?: (?:photos?|images?|video|illustration))?s?(?: (?:de )?(?:une|couverture))?|(?:photos?|images?|illustrations?|visuels?|dessin|infographie|captures?(?: d'ecran)?|photographie|source (?:de la )?(?:photo|image)|legende)(?: (?:credit|d'archives?|d'illustration|a la une|principale))*)"
    r"(?: ?[:©/|]| -| (?:par|by|via)\b) ?.{1,200}|©.{1,90}|"
    rf"(?:photo|image|cliche|visuel|illustration)s? (?:d'archives?|d'illustration|pretexte|(?:de (?:l')?)?{AGENCY}(?:[/ -].{{0,40}})?)|archives?(?: {AGENCY})?|(?:photo|image)s? archives?|d\.? ?r\.?|illustration|ap photo ?/ ?.{{2,60}}|file photo.{{0,60}}|photo credit.{{0,60}}|"
    rf"{AGENCY} ?/ ?[\w.' /-]{{2,60}}|[\w.' -]{{3,40}} ?[/|] ?{AGENCY}(?: ?[/|-] ?[\w.' -]{{2,30}}| via [\w.' -]{{2,30}})?"
)
_BY = (
    rf"(?: (?:photo|image)s?)?(?: ?[:/©|,]| -| (?:par|by|credits?|pretexte|montage|dr|{AGENCY}|d'archives?|d'illustration|de (?:l')?{AGENCY}|de (?:dossier|presse)|"
    r"(?:tiree?|prise?|fournie?|extraite?|publiee?|diffusee?)s?)\b|(?=\)?$))"
)
_CREDIT_END = re.compile(
    rf"(?:\((?:[^()]{{0,40}}[,;.] ?)?{_PICTURE}{_BY}[^()]*|\([^()]{{2,60}} ?[/|] ?{AGENCY}\b[^()]*|\({AGENCY} ?/[^()]{{2,50}}|\(© ?[^()]*|© ?[^.!?()]{{2,70}}|"
    rf"\bvia getty(?: images)?|[\w.]/ ?{AGENCY}|[^/] / ?{AGENCY}|[.!?»\"|-] ?(?:credits?|credits? photos?|photos?|images?) ?: [^.!?]{{2,70}}|"
    rf"[.!?»\"|-] ?photos? {AGENCY}|[.!?»\"|] {AGENCY}(?: ?[/-] ?[\w' .-]{{2,40}})?|[.!?»\"] (?:archives?|(?:photo|image)s? d'(?:archives?|illustration)|illustration)|- {AGENCY} ?/ ?[\w' .-]{{2,40}}|ap photo ?/ ?[^.!?]{{2,60}})\)?$"
)
_CREDIT_HINT = re.compile(rf"[(©/|]|\b(?:photos?|images?|credits?|archives?|illustration|{AGENCY})\b")
_AGENCY_END = re.compile(rf"[^.!?…»\"] ?(?:\({AGENCY}\)|[|-] {AGENCY})$")
_TAIL = 140  # characters in which a credit at the end of a line is looked for


_NAMED_CREDIT = re.compile(
    r"\((?:[Pp]hotos?|PHOTO|[Ii]mages?|[Cc]r[ée]dits?|[Ii]llustrations?|[Vv]isuels?) (?:[A-ZÀ-Þ@])[^()]*\)\.?$|"
    r"[.!?»] (?:Photo|PHOTO|Image|IMAGE|Crédit|CRÉDIT) [A-ZÀ-Þ][\w'.-]+(?: (?:al-|de |du )?[A-ZÀ-Þ][\w'.-]+){0,3}(?: ?[/,-] ?[\w .'-]+)?$"
)


def credit_end(line: str, folded: str) -> str | None:
    """The picture credit that a line, also given folded, ends in."""
    named = _NAMED_CREDIT.search(line[-_TAIL:].replace("[", "(").replace("]", ")"))
    if named:
        return named[0]
    tail = folded[-_TAIL:].replace("[", "(").replace("]", ")")
    found = _CREDIT_HINT.search(tail) and _CREDIT_END.search(tail)
    return found[0] if found else None


def agency_end(folded: str) -> bool:
    """Whether a folded line ends in the name of an agency that is no part of its sentence."""
    tail = folded[-40:]
    return bool(_CREDIT_HINT.search(tail) and _AGENCY_END.search(tail))


CAPITAL_CREDIT = re.compile(
    r"(?:^|[.!?»”\")] ?)(?:PHOTO |[-–—|] ?)?[A-ZÀ-Þ][A-ZÀ-Þ .'-]+(?: ?/ ?[A-ZÀ-Þ][A-ZÀ-Þ .'-]+)+(?: VIA [A-Z ]+)?$"
)
"""Names and agencies in capitals, with strokes between them, after a sentence or alone."""
DESK_INITIALS = re.compile(r"[a-z]{2,4}(?:[-/][a-z]{2,4}){1,5}")
"""The initials with which a desk signs a dispatch: « abc/de/fg »."""
NAME_AND_AGENCY = re.compile(
    rf"(?:PHOTO |Photo )?{NAME.pattern},? (?:Agence France-Presse|AGENCE FRANCE-PRESSE|La Presse canadienne|Associated Press|AFP|Reuters)"
)
MEDIA_TITLE = re.compile(r"(?:video|audio|podcast|en images|en video|diaporama|infographie) ?(?:[:|]|-(?= )) ?\w")
"""The title of a video or gallery; of an article too, at the head of its page."""
LEGEND = re.compile(r"legende(?: (?:de l')?image| (?:de la )?photo| (?:de la )?video)?,?")
CAPTION_CUE = re.compile(
    r"(?:cette (?:photo|image) (?:d'archives?|prise|diffusee|fournie|publiee|satellite|non datee)\b|(?:sur|dans) (?:cette|ces) (?:photos?|images?|photographies?|captures?(?: d'ecran)?)(?: (?:d'archives?|prise?s?|diffusee?s?|publiee?s?|fournie?s?|non datee?s?|tiree?s?|satellite|de)\b|,)|"
    r"(?:photo|image|photographie|capture d'ecran|illustration|cliche)s? (?:d'archives?|d'illustration|prise?s? (?:le|par|a|en|lors)|tiree?s? d|extraite?s? d|fournie?s? par|diffusee?s? par|non datee?s?|publiee?s? par|montrant)|capture d'ecran d|"
    r"(?:this|in this|a) (?:file )?(?:photo|image|picture) (?:shows|taken|provided|released|dated|from)|(?:file|handout) (?:photo|image|picture)|ci-(?:dessus|contre|dessous) ?[:,])"
)
CAPTION_OPEN = re.compile(
    r"(?:(?:sur |dans )?(?:une |cette |cet |la |les |des |ces |l'|un |le )?(?:photos?|photographies?|images?|cliches?|vues? (?:aerienne|generale|de)|captures? d'ecran|affiches?|illustrations?|dessins?|infographies?|portraits?)\b|legende|ci-(?:dessus|contre))"
)
ENDS_IN_DATE = re.compile(rf"\b(?:le|en) (?:{_DAY} )?(?:\d{{1,2}}(?:er)? )?{_MONTH} \d{{4}}$")


SPEECH = re.compile(
    r",? (?:a|ont|avait|avaient)(?:-t-(?:il|elle|on)|-on|-(?:ils|elles))? (?:\w+ ){0,2}?(?:dit|lance|declare|affirme|explique|demande|ajoute|averti|repondu|ordonne|"
    r"ecrit|repete|promis|martele|conclu|prevenu|souligne|indique|reconnu|ironise|proclame|assure|rappele|estime|conseille|recommande|jure|supplie|crie|menace)e?s?\b|, (?:dit|disait|disent|lance|affirme|explique|demande|ajoute|"
    r"avertit|repond|ordonne|ecrit|repete|clame|ironise|proclame|raconte|assure|insiste|previent|souligne|indique|rappelle|estime|conseille|recommande|jure|supplie|crie|promet|menace)(?:nt)?\b"
)
"""Words by which an article reports what somebody says; an invitation of the site has none."""


def date_rest(folded: str) -> tuple[str, bool, bool, bool]:
    """What is left of a line without its dates, times and the words around them; whether it has a cue, a date, a time."""
    rest, cues = DATE_CUE.subn(" ", folded)
    rest, dates = DATE.subn(" ", rest)
    rest, times = TIME.subn(" ", rest)
    return " ".join(_DATE_FILLER.sub(" ", rest).split()), cues > 0, dates > 0, times > 0

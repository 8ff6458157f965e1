"""What a page says about itself where publishers say it: date, title, byline, agency mark.

A statement is *inferred* when the page makes it in a place made for it: a line of its own at the head or the foot, a
phrase such as « Publié le », a dateline. Dates in the middle of a sentence, and the name of an agency in front of the first
sentence, are only *suggested*: they are shown for review and never enter the documents table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from toolkit.reading.articles import FIELDS, Article, Said, one_line
from toolkit.reading.dates import PrintedDate, find_dates
from toolkit.reading.pages import PUBLICATION_DATE
from toolkit.schema import INFERRED, SUGGESTED

HEAD_LINES = 15
"""Lines, blank ones aside, among which a page's own title, date and byline are looked for."""
FOOT_LINES = 12
_SUGGESTIONS = 10  # dates suggested for one page, at most: a chronology has hundreds
_REPEATED = 3  # pages of one source that begin with the same line: it is the site's, not the article's

_PUBLISHED = re.compile(
    r"(?:\b(?:re)?publi[ée]e?s?\b|\bparue?s?\b|\bmise?s? en ligne\b|\bpost[ée]e?s?\b|\bdiffus[ée]e?s?\b|"
    r"\b(?:r[ée]dig[ée]|[ée]crit|cr[ée][ée])e?s?\b|\bdate de (?:publication|parution)\b|\bparution\b|\bpublication\b|"
    r"\b(?:first )?published\b|\bposted\b|\bissued\b|\breleased\b|^\W*date\b)",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"\b(?:mise? [àa] jour|m[àa]j|modifi[ée]e?s?|actualis[ée]e?s?|derni[èe]re (?:modification|mise)|"
    r"(?:last )?(?:updated?|modified|edited))\b",
    re.IGNORECASE,
)
_UNRELATED = re.compile(
    r"(?:\bconsult[ée]e?s?\b|\baccessed\b|\bretrieved\b|\barchiv|©|\bcopyright\b|\bexpire|\binscri|\bjusqu|\bdepuis\b|"
    r"\bn[ée]e? le\b|\bphoto|\bcr[ée]dit|\bimage\b|\bd[ée]c[èe]s|\b[ée]v[ée]nement\b|\bimprim|\bprinted\b)",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"\b(?:published|posted|updated|issued|released|modified|on|at|by)\b|\d\s?[ap]\.?m\b|\b(?:E[SD]?T|P[SD]T)\b",
    re.IGNORECASE,
)
_OTHERS_BELOW = re.compile(
    r"^\W*(?:[àa] lire|lire (?:aussi|[ée]galement)|[àa] voir|voir aussi|sur le m[êe]me sujet|articles? (?:li[ée]s|similaires|"
    r"r[ée]cents|connexes|associ[ée]s)|dans la m[êe]me (?:rubrique|cat[ée]gorie)|derni[èe]res? (?:actualit|info|nouvelle|article)|"
    r"les plus lus|related|read (?:more|also|next)|most read|more (?:from|on)|\d* ?commentaires?|\d* ?comments?|r[ée]actions?)\b",
    re.IGNORECASE,
)
# What may stand on a line with the date without making the line a sentence.
_FURNITURE = re.compile(
    r"\b\d+\s*(?:min(?:utes?)?|mn)\b(?:\s*(?:de|of)\s*lecture|\s*read)?|\b(?:temps|dur[ée]e) de lecture\b|\blecture\b|"
    r"\b(?:le|la|du|on|at|[àa]|date|the|et|and|h|heures?|par|by|article|utc|gmt)\b|\b\d{1,2}[h:]\d{0,2}\b|\W+",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"^\W*(?:(?:[ÉEée]crite?|[Rr][ée]dig[ée]e?|[Pp]ubli[ée]e?|[Pp]ost[ée]e?|[Ss]ign[ée]e?|[Pp]ropos recueillis|[Rr]ecueillis?|"
    r"[Aa]rticle|[Tt]exte|[Ee]nqu[êe]te|[Rr]eportage|ECRIT|ÉCRIT|PUBLI[ÉE])\s+(?:par|de|PAR|by)|[Pp]ar|PAR|[Bb]y|BY|"
    r"(?:[Aa]ut(?:eur|rice)|AUTEUR|[Aa]uthor)\s*:|(?:[Ww]ritten|[Pp]osted|[Pp]ublished)\s+by)\s*:?\s+(?P<rest>\S.*)$"
)
_NAME_WORD = r"(?:[A-ZÀ-ÖØ-Þ][\w’'.-]*|(?:d|l|al|el|ad|as|at|an|ar|ben|bin|van|von|de|du|des|la|le|da|di)(?:[-’'](?=[A-ZÀ-Þ])[\w’'-]+)?)"
_NAMES = re.compile(
    rf"(?P<names>(?:la r[ée]daction|{_NAME_WORD}(?:\s+{_NAME_WORD}){{0,4}})"
    rf"(?:\s*(?:,|\bet\b|\band\b|&)\s*{_NAME_WORD}(?:\s+{_NAME_WORD}){{0,4}}){{0,3}}?)"
    r"\s*(?:$|[,|·•–—(]|-\s|\ble\s|\bpour\s|\bavec\s|\bavec$|\b[àa]\s|\bon\s|\bfor\s|(?:publi|post|mis|le\s)|\d)",
)
_DATELINE = re.compile(
    r"^\W{0,3}(?P<place>[A-ZÀ-ÖØ-Þ][\w’'-]*(?:[ /][A-ZÀ-ÖØ-Þa-zà-ÿ][\w’'-]*){0,3})\s*(?:\([^()]{2,25}\)\s*)?(?:,|[-–—]|\()\s*(?:le\s+)?"
)
_AFTER_DATELINE = re.compile(r"^\)?\s*(?:[,/-]?\s*(?:\([^()]{2,40}\)|[A-Z]{2,8}))?\s*(?:[-–—]{1,2}|:)")
_AGENCY = re.compile(
    r"^\W{0,3}(?:[A-ZÀ-ÖØ-Þ][\w’'-]*(?:[ /,-]+[\wÀ-ÿ’'.-]+){0,6}?,?\s*)?"
    r"\((?P<agency>[A-ZÀ-Þ][\w.&’'-]*(?:[ /][\w.&’'-]+){0,4})\)\s*(?:[-–—]|:)"
)
_SOURCE_LINE = re.compile(r"^\W*(?:source|via|sources?)\s*:\s*(?P<name>\S.{1,58})$", re.IGNORECASE)
_CREDIT = re.compile(
    r"\((?:photo|image|cr[ée]dit|©|ap |afp|reuters)|©|\b(?:cr[ée]dits?|photos?)\s*:|/\s?(?:afp|reuters|ap)\b",
    re.IGNORECASE,
)
_NOT_TITLES = re.compile(
    r"^\W*(?:partage[rz]?|share|tweet|envoyer|imprimer|accueil|home|menu|rechercher|search|se connecter|connexion|log ?in|"
    r"s[’']?abonne|abonne|subscribe|publicit[ée]|advertisement|lire (?:plus|aussi|la suite)|[àa] lire|pour en savoir plus|"
    r"read more|newsletter|cookies?|aller au contenu|skip to|suivez|follow|facebook|twitter|whatsapp|"
    r"[ée]couter|listen|commentaires?|tags?\b|mots[- ]cl[ée]s|source\s*:|https?:|www\.|temps de lecture|"
    r"r[ée]serv[ée] aux abonn[ée]s|article r[ée]serv|copier le lien|ajouter|enregistrer|sauvegarder|retour)",
    re.IGNORECASE,
)
_READ_TIME = re.compile(
    r"\b(?:\d+\s*min(?:utes?)?(?:\s*(?:de|of))?\s*(?:lecture|read)|temps de lecture)\b", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_BULLET = re.compile(r"^[\s•●▪■◆►▶*·–—-]+(?=\S)")


@dataclass(frozen=True)
class Line:
    """A line of a page that is not blank: its words, and whether it reads as a paragraph of prose."""

    text: str
    words: int
    prose: bool


def lines_of_page(text: str) -> list[Line]:
    """The lines of a page that are not blank."""
    lines = []
    for raw in text.split("\n"):
        line = raw.strip()
        if line:
            words = len(_WORD.findall(line[:400]))
            prose = words >= 30 or (words >= 12 and line.rstrip('»"”’ ').endswith((".", "!", "?", "…", ":")))
            lines.append(Line(line, words, prose))
    return lines


def infer(articles: Sequence[Article]) -> None:
    """Add to pages what they say about themselves. Call it when the sources that are given or named are known."""
    pages = [article for article in articles if any(article.lacks(name) for name in FIELDS)]
    lines = [lines_of_page(article.text) for article in pages]
    site_lines = _repeated_heads(pages, lines)
    for article, page in zip(pages, lines, strict=True):
        chosen = article.chosen("source")
        furniture = site_lines.get(str(chosen.value) if chosen else "", frozenset())
        _infer_date(article, page)
        _infer_title(article, page, furniture)
        _infer_author(article, page)
        _infer_source(article, page)


def _repeated_heads(pages: Sequence[Article], lines: Sequence[list[Line]]) -> dict[str, frozenset[str]]:
    """By source, the lines at the head that several of its pages share."""
    counts: dict[str, Counter[str]] = {}
    for article, page in zip(pages, lines, strict=True):
        chosen = article.chosen("source")
        heads = {line.text for line in page[:HEAD_LINES]}
        counts.setdefault(str(chosen.value) if chosen else "", Counter()).update(heads)
    return {
        source: frozenset(line for line, count in counter.items() if count >= _REPEATED)
        for source, counter in counts.items()
    }


def _infer_date(article: Article, page: list[Line]) -> None:
    if not article.lacks("date"):
        return
    found = [(number, line, date) for number, line in enumerate(page) for date in find_dates(line.text)]
    if not found:
        return
    american = any(_is_month_first(line.text, date) for _, line, date in found)
    head = _head_length(page)
    foot = max(len(page) - FOOT_LINES, head)
    below = next((n for n, line in enumerate(page) if n >= head and _OTHERS_BELOW.match(line.text)), len(page))
    stated: list[tuple[int, str, Line, PrintedDate]] = []
    for number, line, date in found:
        if date.precision != "day" or (date.other is not None and (american or _ENGLISH.search(line.text))):
            continue
        how = _how_stated(page, number, line, date, number < head, foot <= number < below)
        if how is not None:
            stated.append((*how, line, date))
    _say_best(article, stated)
    _suggest(article, found)


def _head_length(page: list[Line]) -> int:
    """How many lines come before the third paragraph of prose, and at most :data:`HEAD_LINES`."""
    prose = [number for number, line in enumerate(page) if line.prose]
    return min(HEAD_LINES, prose[2] if len(prose) > 2 else len(page))


def _how_stated(
    page: list[Line], number: int, line: Line, date: PrintedDate, in_head: bool, in_foot: bool
) -> tuple[int, str] | None:
    """How a page states its date, best first: with a phrase, in a dateline, on a line of its own; None if in passing."""
    before = line.text[: date.start]
    cue = _last_cue(before)
    if cue is None and number and page[number - 1].words <= 5 and not line.text[: date.start].strip():
        cue = _last_cue(page[number - 1].text)
    if in_head and _is_dateline(line.text, date):
        return 1, "dateline"
    if line.prose or not (in_head or in_foot) or cue in ("unrelated", "updated"):
        return None
    if cue == "published" and _little_besides(line.text, 12):
        return 0, "publication date on the page"
    if _little_besides(line.text, 0):
        if in_head:
            return (2, "date and time on a line of its own") if date.timed else (3, "date on a line of its own")
        return 4, "date at the foot of the page"
    return None


def _last_cue(before: str) -> str | None:
    """What the phrase nearest before a date makes of it."""
    cues = [
        (match.end(), name)
        for name, pattern in (("published", _PUBLISHED), ("updated", _UPDATED), ("unrelated", _UNRELATED))
        for match in pattern.finditer(before)
    ]
    return max(cues)[1] if cues else None


def _is_dateline(text: str, date: PrintedDate) -> bool:
    place = _DATELINE.match(text[: date.start])
    return place is not None and place.end() == date.start and _AFTER_DATELINE.match(text[date.end :]) is not None


def _little_besides(text: str, most: int) -> bool:
    """Whether a line holds, beside dates, bylines and furniture, no more than so many words."""
    rest = text
    for date in reversed(find_dates(text)):
        rest = f"{rest[: date.start]} | {rest[date.end :]}"
    rest = " ".join(part for part in re.split(r"[|•·]", rest) if part.strip() and not _byline(part.strip()))
    rest = _FURNITURE.sub(" ", _PUBLISHED.sub(" ", _UPDATED.sub(" ", rest)))
    return len(rest.split()) <= most


def _say_best(article: Article, stated: list[tuple[int, str, Line, PrintedDate]]) -> None:
    """The best-stated date is inferred, unless the page states two different ones equally well."""
    if not stated:
        return
    best = min(rank for rank, *_ in stated)
    equal = [one for one in stated if one[0] == best]
    days = {date.date for *_, date in equal}
    if len(days) > 1 and best > 1:
        return
    _, origin, line, date = equal[0]
    known = article.chosen("date")
    if known is not None and known.value == date.date and known.printed == date.value:
        return
    bettered = known is None or _is_bettered(known, best)
    article.say_date(date, origin, INFERRED if bettered else SUGGESTED, _clip(line.text, date))
    dates = article.said["date"]
    if bettered:
        dates.insert(0, dates.pop())


def _is_bettered(known: Said, rank: int) -> bool:
    """Whether a date that the page states outweighs one known from its HTML, its name or its folder."""
    if known.origin == PUBLICATION_DATE:
        return False
    return rank <= 1 or known.origin != "file name"


def _suggest(article: Article, found: Sequence[tuple[int, Line, PrintedDate]]) -> None:
    """Dates merely mentioned, for pages of which no date is known."""
    if article.chosen("date") is not None:
        return
    listed = {said.listed for said in article.said.get("date", ())}
    for _, line, date in found:
        for value in filter(None, (date, _swapped(date))):
            if value.value not in listed and len(listed) < _SUGGESTIONS:
                listed.add(value.value)
                article.say_date(value, "date mentioned", SUGGESTED, _clip(line.text, date))


def _swapped(date: PrintedDate) -> PrintedDate | None:
    return None if date.other is None else PrintedDate(date.other, date.start, date.end)


def _is_month_first(text: str, date: PrintedDate) -> bool:
    match = re.match(r"\D*(\d\d?)[/.-](\d\d?)[/.-]\d", text[date.start : date.end])
    return match is not None and int(match[2]) > 12


def _clip(text: str, date: PrintedDate, around: int = 40) -> str:
    low, high = max(0, date.start - around), min(len(text), date.end + around)
    return ("…" if low else "") + one_line(text[low:high]) + ("…" if high < len(text) else "")


def _infer_title(article: Article, page: list[Line], furniture: Collection[str]) -> None:
    if article.chosen("title") is not None:
        return
    body = sum(line.words for line in page)
    for number, line in enumerate(page[:HEAD_LINES]):
        if line.prose:
            return
        if line.text in furniture or not _is_headline(line):
            continue
        following = page[number + 1] if number + 1 < len(page) else None
        kicker = line.words <= 3 and following is not None and following.words >= 5
        if (
            kicker
            and following is not None
            and not following.prose
            and following.text not in furniture
            and _is_headline(following)
        ):
            line = following
        if line.words * 2 > body:
            return  # a page of one short line has no title apart
        article.say("title", _BULLET.sub("", line.text), "first headline on the page", INFERRED, line.text)
        return


def _is_headline(line: Line) -> bool:
    text = _BULLET.sub("", line.text)
    if (
        not 3 <= line.words <= 32
        or len(text) > 250
        or not (text[0].isupper() or text[0].isdigit() or text[0] in "«\"“‘'")
    ):
        return False
    if text.endswith((",", ";", ":")) or (text.endswith(".") and not text.endswith(("...", ". . ."))):
        return False
    if _NOT_TITLES.match(text) or _CREDIT.search(text) or _READ_TIME.search(text) or _byline(text):
        return False
    if re.search(r"\s[>›»|/]\s.*\s[>›»|/]\s", text) or _DATELINE_ONLY.match(text):
        return False
    return not (find_dates(text) and (_little_besides(text, 2) or _last_cue(text) is not None))


_DATELINE_ONLY = re.compile(r"^[\w .+-]+@[\w.-]+$|^[\d\W]+$")


def _byline(text: str) -> str:
    """The names on a line that is a byline and nothing else, or ""."""
    match = _BYLINE.match(text)
    if match is None or len(text) > 160:
        return ""
    rest = match["rest"]
    names = _NAMES.match(rest)
    if names is None:
        return ""
    after = rest[names.end("names") :]
    return names["names"].strip(" ,.-") if len(_WORD.findall(after)) <= 10 and not after.rstrip().endswith(".") else ""


def _infer_author(article: Article, page: list[Line]) -> None:
    if article.chosen("author") is not None:
        return
    for line in [*page[:HEAD_LINES], *page[max(HEAD_LINES, len(page) - FOOT_LINES) :]]:
        if line.words > 15 or not 1 <= line.words:
            continue
        for part in re.split(r"\s[|•·]\s", line.text):
            names = _byline(part)
            if names:
                article.say("author", names, "byline", INFERRED, line.text)
                return


def _infer_source(article: Article, page: list[Line]) -> None:
    """Agency marks and « Source : … » lines: whoever is named there may have been quoted, not have published."""
    if article.chosen("source") is not None:
        return
    prose = [line for line in page if line.prose][:3]
    for line in prose:
        mark = _AGENCY.match(line.text[:120])
        if mark and not find_dates(mark["agency"]):
            article.say("source", mark["agency"], "agency mark", SUGGESTED, one_line(line.text[: mark.end()]))
            break
    for line in page[-FOOT_LINES:]:
        named = _SOURCE_LINE.match(line.text)
        if named and line.words <= 8:
            article.say("source", named["name"].strip(" ."), "source line on the page", SUGGESTED, line.text)
            break

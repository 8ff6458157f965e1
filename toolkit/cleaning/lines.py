"""What a line says by itself, where that takes more than a list: buttons, dates, names, pointers, credits."""

from __future__ import annotations

import re

from toolkit.cleaning import patterns

LONGEST = 45  # words of a line that can be furniture, if it is no notice about cookies or rights
QUOTE = ("«", "“", '"')

Found = tuple[str, str] | None
"""A rule, and where it holds: '' anywhere; 'edge' at the head and foot of a page; 'pointer' anywhere, and headlines of
other articles follow; 'caption' anywhere, and a caption follows; 'agency' where it is not the end of a dispatch."""

_CRUMB_SIGN = re.compile(r"[>›»→|]")
_DIGIT = re.compile(r"\d")
_NAME_END = re.compile(r"\s*[|•·–—(/]\s*|,\s*|\s-\s|\s(?=(?:[Pp]ubli|[Mm]is [àa] jour|[Ll]e \d|\d|[Jj]ournaliste))")
_WITH_ACRONYM = re.compile(r"[Aa]vec(?: l'| la)? ?[A-Z]{2,8}(?:(?:, | et |/)(?:l'|la )?[A-Z]\w+)*\.?")
_CLOSING = "»”\"')] "


def ending(line: str) -> str:
    """How a line ends: ``.`` like a statement or a quotation, ``?`` like a question or a call, '' like neither."""
    mark = line.rstrip(_CLOSING)[-1:]
    if mark in (".", "…"):
        return "."
    if mark in ("?", "!"):
        return "?"
    return "." if line[-1] in '»”"' else ""


def recognise_form(line: str, folded: str, words: int) -> Found:
    """The rule for a line that is made like buttons, links, reading times, breadcrumbs, bylines or dates; or None."""
    if words > 30:
        return _byline(line, folded, words) if words <= LONGEST else None
    if patterns.SHARE_LINE.fullmatch(folded):
        return _share(folded)
    if words <= 12:
        found = _short_form(line, folded)
        if found:
            return found
    if "«" not in line and _CRUMB_SIGN.search(line) and patterns.CRUMBS.fullmatch(folded):
        return "navigation", "" if patterns.CRUMB_ROOT.match(folded) else "edge"
    if line.startswith(("←", "‹", "❮")) and words <= 25:
        return "navigation", ""
    return _byline(line, folded, words) or _date_line(line, folded, words)


def recognise_words(line: str, folded: str, words: int) -> Found:
    """The rule for a line that points elsewhere, is a picture's, or has no words but the site's own; or None."""
    found = _read_more(line, folded, words) if words <= LONGEST else None
    if found is None and words <= 60:
        found = _credit(line, folded, words)
    if found is None and words <= 10 and not line.startswith(QUOTE):
        rule = patterns.site_language(folded)
        found = (rule, "") if rule else None
    return found


def _short_form(line: str, folded: str) -> Found:
    if patterns.LINK.fullmatch(folded):
        return "link", ""
    if "#" in line and patterns.HASHTAGS.fullmatch(folded):
        return "tags", "" if folded.count("#") > 1 else "edge"
    if patterns.READ_TIME.fullmatch(folded):
        return "read-time", ""
    if patterns.READ_TIME_BARE.fullmatch(folded):
        return "read-time", "edge"
    return ("tags", "edge") if patterns.NAMES.fullmatch(line) else None


def _share(folded: str) -> Found:
    if patterns.SHARE_PROOF.search(folded):
        return "share-buttons", ""
    if patterns.COUNTER.fullmatch(folded):
        return "counter", "edge"
    return "share-buttons", "" if patterns.NETWORKS_ONLY.fullmatch(folded) else "edge"


def _date_line(line: str, folded: str, words: int) -> Found:
    if words > 18 or not _DIGIT.search(folded):
        cue_alone = words <= 4 and patterns.DATE_CUE.fullmatch(folded)
        return ("date-line", "edge") if cue_alone else None
    rest, has_cue, has_date, has_time = patterns.date_rest(folded)
    if not rest:
        if has_cue and (has_date or has_time):
            return "date-line", ""
        return ("date-line", "edge") if has_date or has_time else None
    # « Bagdad, le 8 juillet 2020 », « OLJ / AFP, le 12 mars 2020 à 07h23 »
    if has_date and not line.endswith(".") and rest.count(" ") < 4 and _all_capitalised(rest, line):
        return "date-line", "edge"
    return None


def _all_capitalised(words: str, line: str) -> bool:
    capitals = {patterns.fold(word) for word in re.findall(r"[^\W\d_]+", line) if word[0].isupper()}
    return all(word in capitals for word in words.split())


def _byline(line: str, folded: str, words: int) -> Found:
    found = patterns.BYLINE.fullmatch(line.lstrip("-–—•*|>✍ ")) if words <= 18 else None
    if found and not line.endswith(("!", "?", ":")) and not (line.endswith(".") and words > 6):
        name, *more = _NAME_END.split(found["name"].rstrip(". "), maxsplit=1)
        by_name = bool(patterns.NAME.fullmatch(name)) or patterns.fold(name).startswith(("la redaction", "redaction"))
        ours = name.lower().startswith(("notre ", "nos "))
        by_place = ours or (not re.match(r"(?i)par\b|by\b", found[0]) and (not name or bool(patterns.ROLE.match(name))))
        plausible = all(not part[:1].islower() or patterns.ROLE.match(part) or _DIGIT.search(part) for part in more)
        if (by_name or by_place) and plausible:
            return "byline", "" if name else "edge"
    if words <= 8 and patterns.NAME_AND_AGENCY.fullmatch(line):
        return "source-credit", ""
    if words <= 10 and patterns.STAFF.fullmatch(folded):
        return "source-credit", "edge" if words == 1 and not line.isupper() else ""
    if words <= 6 and line.endswith("|") and patterns.NAME.fullmatch(line.rstrip(" |")):
        return "byline", "edge"
    if words == 1 and patterns.DESK_INITIALS.fullmatch(line):
        return "source-credit", "edge"
    if words <= 5 and _WITH_ACRONYM.fullmatch(line.strip("() ")):
        return "source-credit", "edge"
    if (
        words <= 8
        and line[0].isupper()
        and not line.endswith(".")
        and "/" not in line
        and patterns.WITH_AGENCY.fullmatch(folded)
    ):
        return "source-credit", "edge"
    if line.endswith(("?", "!")) or (line.endswith(".") and folded.startswith(("traduction", "montage", "relecture"))):
        return None
    if words <= LONGEST and (patterns.SOURCE.fullmatch(folded) or (line[0] == "(" and patterns.DESK.search(folded))):
        return "source-credit", ""
    return None


def byline_name(line: str) -> str:
    """The name in a byline, folded; '' when there is none."""
    found = patterns.BYLINE.fullmatch(line)
    return patterns.fold(_NAME_END.split(found["name"], maxsplit=1)[0]) if found else ""


def _read_more(line: str, folded: str, words: int) -> Found:
    shown = patterns.plain(line) if patterns.POINTER.match(folded) else ""
    found = patterns.POINTER.match(shown)
    if not found:
        return None
    cue, rest = found[0].lower().strip(" :>|»→►▶…-"), shown[found.end() :].lstrip(" :>|»→►▶…-")
    pointing = bool(patterns.PLAIN_POINTER.fullmatch(cue))
    if not rest:
        return "read-more", "pointer" if pointing else ""
    if (shown[found.end() : found.end() + 1].isalpha() and not found["sign"]) or cue == "pour memoire":
        return None  # « Voiron », « Pour mémoire : … »
    ends = ending(line) == "." and not rest.startswith(QUOTE)
    if found["sign"]:
        return ("read-more", "") if pointing or not ends else None
    if not pointing or ends:
        return None
    if rest[0].isupper() or rest[0].isdigit() or rest.startswith(QUOTE):
        return "read-more", ""
    own = patterns.OWN_PIECE.match(rest)
    return ("read-more", "") if own and words <= 14 else None


def _credit(line: str, folded: str, words: int) -> Found:
    if line.startswith(QUOTE):
        return None
    sentence = line.endswith(".") and words > 6 and folded.startswith("credit")
    if words <= LONGEST and not sentence and patterns.CREDIT.fullmatch(folded):
        return "caption-credit", ""
    if patterns.capital_credit(line):
        return "caption-credit", "edge" if line.isupper() else ""
    if words <= 25 and line[-1] != "." and patterns.MEDIA_TITLE.match(folded):
        return "player", "agency"
    if words <= 3 and patterns.LEGEND.fullmatch(folded):
        return "caption-credit", "caption"
    end = patterns.credit_end(line, folded) if words <= 30 or line[-1] != "." else None
    if end and re.fullmatch(r"\(archives?\)?", end):
        return ("caption-credit", "agency") if words <= 30 and line[-1] != "." else None
    if end and not re.fullmatch(r"\((?:photos?|images?)\)?", end):
        if re.fullmatch(r"[.!?»\"|] [\w ]+", end):
            return ("caption-credit", "agency") if words <= 30 else None  # « … . AFP » may sign the article
        if words <= 30 or re.match(r"[(©/]|.?[ ]?/", end):
            return "caption-credit", ""
    if words <= 30 and not line.endswith(".") and patterns.agency_end(folded):
        return "caption-credit", "agency"
    if words <= 40 and patterns.CAPTION_CUE.match(folded):
        return "caption-cue", ""
    return None

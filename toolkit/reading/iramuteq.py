"""IRaMuTeQ and Alceste corpora: text after lines such as ``**** *source_x *date_2020-06-11``."""

from __future__ import annotations

import re

from toolkit.reading.articles import SYNONYMS, Article, fold, is_nothing
from toolkit.reading.dates import PrintedDate, parse_date
from toolkit.schema import LeftOut

_HEAD = re.compile(r"^(?:\*{4}|\d{3,5}(?=[ \t]+\*))(?:[ \t]+(?=\*)|[ \t]*$)", re.MULTILINE)
_BEGINS = re.compile(r"\s*(?:\*{4}(?:[ \t]+\*\w|[ \t]*\n)|\d{3,5}[ \t]+\*\w+_)")
_THEME = re.compile(r"^-\*\w+[ \t]*$", re.MULTILINE)
_FIELDS = ("source", "date", "title", "author")
_NAMES = {synonym: name for name in _FIELDS for synonym in SYNONYMS[name]}


def is_iramuteq(text: str) -> bool:
    """Whether a text begins as such a corpus does."""
    return _BEGINS.match(text) is not None


def read_iramuteq(text: str, path: str, left_out: LeftOut) -> list[Article]:
    """Articles of a corpus: the variables ``source``, ``date``, ``title``, ``author`` (or their synonyms) are
    understood, the others become columns."""
    heads = list(_HEAD.finditer(text))
    if heads and text[: heads[0].start()].strip():
        left_out.add(path, "text before the first line of stars", "Put a line of **** and variables before it.", 0)
    articles = []
    for item, head in enumerate(heads, 1):
        line_end = text.find("\n", head.end())
        line_end = len(text) if line_end < 0 else line_end
        end = heads[item].start() if item < len(heads) else len(text)
        body = _THEME.sub("", text[line_end + 1 : end]).strip("\n")
        if not body.strip():
            left_out.add(path, "IRaMuTeQ text without words", "Fill it, or remove its line of stars.", item)
            continue
        article = Article(path, item, body)
        for variable in text[head.end() : line_end].split("*"):
            _say(article, variable.strip())
        articles.append(article)
    return articles


def _say(article: Article, variable: str) -> None:
    if not variable:
        return
    name, value = _split(variable)
    known = _NAMES.get(fold(name))
    if is_nothing(value):
        return
    origin = f"variable *{name}"
    if known is None or known in article.said:
        article.extra[name] = value
    elif known == "date":
        printed = _date(value)
        if printed is None:
            article.extra[name] = value
        else:
            article.say_date(printed, origin, evidence=value)
    else:
        article.say(known, value, origin, evidence=value)


def _split(variable: str) -> tuple[str, str]:
    """Name and value: the longest name that is understood, else what stands before the first underscore."""
    cuts = [at for at, sign in enumerate(variable) if sign == "_"]
    for at in reversed(cuts):
        if fold(variable[:at]) in _NAMES:
            return variable[:at], variable[at + 1 :]
    return (variable[: cuts[0]], variable[cuts[0] + 1 :]) if cuts else (variable, "1")


def _date(value: str) -> PrintedDate | None:
    spaced = value.replace("_", " ").replace("-", " ")
    return parse_date(value) or parse_date(value.replace("_", "-")) or parse_date(spaced)

"""Source and date from where a page lies and what its file is called."""

from __future__ import annotations

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from toolkit.reading.articles import Article, fold, words
from toolkit.reading.dates import PrintedDate, find_in_name, parse_date
from toolkit.schema import INFERRED, SUGGESTED

# Folders and prefixes that say what the files are, not who printed them.
_GENERIC = words(
    "article articles page pages txt text texts texte textes html htm raw brut data donnees corpus "
    "corpora doc docs document documents file files fichier fichiers export exports news presse press "
    "media medias source sources seed seeds sample samples input inputs in out output clean cleaned "
    "untitled sanstitre nouveau new copie copy scrape scraped crawl download downloads telechargements "
    "archive archives tmp temp test tests fr en french francais item items url urls id no num numero "
    "title titre le la les un une des du de d l the a"
)
_HASH = re.compile(
    r"(?<![^\W_])(?:(?=[0-9a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![^\W_])",
    re.IGNORECASE,
)
_IDENTIFIER = re.compile(r"(?:n|no|num|id|art|article|page|p|txt|t)?[-_ ]?\d+[a-z]?", re.IGNORECASE)
_PARTS = re.compile(r"[_\s]+|(?<=[^\W_])-(?=\d)|\s*[-–]\s+")


def say_from_names(articles: Sequence[Article], paths: Iterable[str]) -> None:
    """Add to articles what folders and file names say of source and date.

    A folder is a source unless its name is a date or says nothing (``articles``, ``txt``); the topmost such folder
    counts. Without one, the beginning of a page's file name is a source when other pages share it and what follows is
    a number, a hash or a date, or when every page is called ``<source>_<words>``; where it might be the subject, it is
    only suggested. So is the name of a file of many articles.

    Parameters
    ----------
    articles : sequence of Article
    paths : iterable of str
        The path, without extension, of each.
    """
    stems = [path.split("/") for path in paths]
    pages = [number for number, article in enumerate(articles) if article.item is None]
    starts = dict(zip(pages, _starts([stems[number][-1] for number in pages]), strict=True))
    for number, article in enumerate(articles):
        *folders, name = stems[number]
        _say_source(article, folders, name, starts.get(number))
        _say_date(article, folders, name)


def _say_source(article: Article, folders: list[str], name: str, start: tuple[str, str] | None) -> None:
    said = article.said.pop("source", [])
    folder = next(filter(_says_something, folders), None)
    if folder is not None:
        article.say("source", folder, "folder name", INFERRED)
    elif start is not None:
        article.say("source", start[0], "file name", start[1], name)
    elif article.item is not None and _says_something(name):
        article.say("source", name, "file name", SUGGESTED)
    if said:  # a name is believed before what HTML says, and after what a format gives, whatever their order
        article.said.setdefault("source", []).extend(said)


def _say_date(article: Article, folders: list[str], name: str) -> None:
    if article.item is None:
        printed = find_in_name(_HASH.sub("", name))
        if printed is not None:
            article.say_date(printed, "file name", SUGGESTED if printed.other else INFERRED, name)
    printed, evidence = _folder_date(tuple(folders))
    if printed is not None:  # a year alone says too little to be a date
        article.say_date(printed, "folder name", SUGGESTED if printed.precision == "year" else INFERRED, evidence)


@functools.lru_cache(maxsize=1024)
def _folder_date(folders: tuple[str, ...]) -> tuple[PrintedDate | None, str]:
    """The date that folders make up: ``2020-06-11``, ``2020-06``, or ``2020/06/11``."""
    dated = [folder for folder in folders if _is_date(folder) or re.fullmatch(r"[0-3]?\d", folder)]
    joined = "-".join(dated)
    printed = find_in_name(joined) or parse_date(joined)
    if printed is None and dated:
        printed = parse_date(dated[-1])
    return printed, "/".join(dated)


@functools.lru_cache(maxsize=1024)
def _is_date(name: str) -> bool:
    return (find_in_name(name) or parse_date(name)) is not None


@functools.lru_cache(maxsize=1024)
def _says_something(name: str) -> bool:
    if _is_date(name) or fold(name) in _GENERIC or _HASH.fullmatch(name):
        return False
    return re.search(r"[^\W\d_]{2}", name) is not None


def _starts(names: list[str]) -> list[tuple[str, str] | None]:
    """For each file name the source that it may begin with, and how sure that is."""
    split = [_split(name) for name in names]
    sharing = Counter(start for start, _, _ in split if start)
    several = len(sharing) > 1 and all(count > 1 for count in sharing.values())
    regular = several and all(start and pieces == 2 for start, _, pieces in split)
    numbered: dict[str, bool] = defaultdict(lambda: True)
    for start, rest_is_number, _ in split:
        numbered[start] &= rest_is_number
    found: list[tuple[str, str] | None] = []
    for start, _, _ in split:
        # One start for all pages is as likely the subject of the collection as its only source.
        sure = len(sharing) > 1 and (numbered[start] or regular)
        found.append((start, INFERRED if sure else SUGGESTED) if start and sharing[start] > 1 else None)
    return found


def _split(name: str) -> tuple[str, bool, int]:
    """First word of a file name, whether only numbers, hashes and dates follow, and how many parts there are."""
    printed = find_in_name(name)
    if printed is not None:
        name = f"{name[: printed.start]} {name[printed.end :]}"
    pieces = [piece for piece in (part.strip("-–_. ") for part in _PARTS.split(name)) if piece]
    words = [piece for piece in pieces if not _HASH.fullmatch(piece) and not _IDENTIFIER.fullmatch(piece)]
    if not words or pieces[0] != words[0]:
        return "", False, 0
    first = words[0]
    if len(pieces) == 1 and printed is None:  # a title, or a word
        return "", False, 0
    if fold(first) in _GENERIC or not re.search(r"[^\W\d_]{2}", first) or first.count("-") > 2:
        return "", False, 0
    return first, len(words) == 1, len(pieces)

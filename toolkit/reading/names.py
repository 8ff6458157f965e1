"""Source and date from where a page lies and what its file is called."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from toolkit.reading.articles import Article, fold
from toolkit.reading.dates import PrintedDate, find_in_name, parse_date
from toolkit.schema import INFERRED, SUGGESTED

# Folders and prefixes that say what the files are, not who printed them.
_GENERIC = frozenset(
    "article articles page pages txt text texts texte textes html htm raw brut data donnees corpus corpora doc docs "
    "document documents file files fichier fichiers export exports news presse press media medias source sources seed "
    "seeds sample samples input inputs in out output clean cleaned untitled sanstitre nouveau new copie copy scrape "
    "scraped crawl download downloads telechargements archive archives tmp temp test tests fr en french francais item "
    "items url urls id no num numero titre title le la les un une des du de d l the a".split()
)
_HASH = re.compile(
    r"(?=[0-9a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE
)
_IDENTIFIER = re.compile(r"(?:n|no|num|id|art|article|page|p|txt|t)?[-_ ]?\d+[a-z]?", re.IGNORECASE)
_PARTS = re.compile(r"[_\s]+|(?<=[^\W_])-(?=\d)|\s*[-–]\s+")


def say_from_names(articles: Sequence[Article], paths: Iterable[str]) -> None:
    """Add to pages what folders and file names say of source and date.

    A folder is a source unless its name is a date or says nothing (``articles``, ``txt``); the topmost such folder
    counts. The beginning of a file name is a source when other pages share it and what follows is a number, a hash or
    a date, or when every page is called ``<source>_<words>``; if it might be the subject, it is only suggested.

    Parameters
    ----------
    articles : sequence of Article
    paths : iterable of str
        The path, without extension, of each.
    """
    stems = [path.split("/") for path in paths]
    pages = [number for number, article in enumerate(articles) if article.item is None]
    prefixes = [("", SUGGESTED)] * len(stems)
    for number, prefix in zip(pages, _prefixes([stems[number][-1] for number in pages]), strict=True):
        prefixes[number] = prefix
    for article, parts, (start, confidence) in zip(articles, stems, prefixes, strict=True):
        *folders, name = parts
        said = article.said.pop("source", [])
        for folder in folders:
            if _says_something(folder):
                article.say("source", folder, "folder name", INFERRED)
                break
        if article.item is not None:
            if _says_something(name):
                article.say("source", name, "file name", SUGGESTED)
        elif start:
            article.say("source", start, "file name", confidence, name)
        if said:  # names before what the page says, and after what a format gives
            article.said.setdefault("source", []).extend(said)
        _say_folder_date(article, folders)
        if article.item is not None:
            continue
        printed = find_in_name(_HASH.sub("", name) if not re.search(r"\d{8}", name) else name)
        if printed is not None:
            article.say_date(printed, "file name", SUGGESTED if printed.other else INFERRED, name)
            dates = article.said["date"]
            dates.sort(key=lambda said: said.origin.startswith("folder name"))  # stable: the rest keeps its order


def _says_something(name: str) -> bool:
    return not _is_date(name) and fold(name) not in _GENERIC and re.search(r"[^\W\d_]{2}", name) is not None


def _say_folder_date(article: Article, folders: list[str]) -> None:
    """``2020-06-11``, ``2020-06`` or ``2020/06/11``; a year alone says too little to be a date."""
    dated = [folder for folder in folders if _is_date(folder) or re.fullmatch(r"[01]?\d|[0-3]\d", folder)]
    joined = "-".join(dated)
    printed = find_in_name(joined) or parse_date(joined) or (parse_date(dated[-1]) if dated else None)
    if printed is not None:
        article.say_date(
            printed, "folder name", SUGGESTED if printed.precision == "year" else INFERRED, "/".join(dated)
        )


def _is_date(name: str) -> bool:
    printed: PrintedDate | None = find_in_name(name) or parse_date(name)
    return printed is not None


def _prefixes(names: list[str]) -> list[tuple[str, str]]:
    """For each file name the source that it may begin with, and how sure that is."""
    split = [_split(name) for name in names]
    sharing = Counter(prefix for prefix, _, _ in split if prefix)
    # <source>_<words> throughout: then the first word has the same part in every name.
    regular = len(names) >= 3 and all(prefix and pieces == 2 for prefix, _, pieces in split) and len(sharing) > 1
    regular = regular and all(count > 1 for count in sharing.values())
    numbered: dict[str, bool] = defaultdict(lambda: True)
    for prefix, rest_is_number, _ in split:
        numbered[prefix] &= rest_is_number
    found = []
    for prefix, _, _ in split:
        sure = sharing[prefix] > 1 and len(sharing) > 1 and (numbered[prefix] or regular)
        likely = sharing[prefix] > 1 or numbered[prefix]
        found.append((prefix, INFERRED if sure else SUGGESTED) if prefix and likely else ("", SUGGESTED))
    return found


def _split(name: str) -> tuple[str, bool, int]:
    """First word of a file name, whether only numbers, hashes and dates follow, and how many words there are."""
    printed = find_in_name(name)
    if printed is not None:
        name = f"{name[: printed.start]} {name[printed.end :]}"
    pieces = [piece for piece in (part.strip("-–_. ") for part in _PARTS.split(name)) if piece]
    words = [piece for piece in pieces if not _HASH.fullmatch(piece) and not _IDENTIFIER.fullmatch(piece)]
    if not words or pieces[0] != words[0] or (len(pieces) == 1 and printed is None):
        return "", False, 0
    first = words[0]
    if len(first) < 2 or fold(first) in _GENERIC or not re.search(r"[^\W\d_]{2}", first) or first.count("-") > 2:
        return "", False, 0
    if len(pieces) == 1:  # 2020-06-11_titre: as likely a title as a source
        return "", False, 1
    return first, len(words) == 1, len(pieces)

"""What may be removed and why: the rules by name, and the user's word on them."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit.schema import CorpusError

CATEGORIES: Mapping[str, str] = {
    "share": "buttons and invitations to share the article or follow the site",
    "read more": "pointers to other pages",
    "other headlines": "headlines of other articles",
    "read time": "how long the article takes to read",
    "date-line": "when the page was published or updated",
    "byline": "who wrote, translated or supplied the article",
    "caption": "captions and credits of pictures",
    "player": "labels of audio and video players and of picture viewers",
    "newsletter": "invitations to a newsletter, an alert or an application",
    "donation": "pleas for money or support",
    "subscription": "what stands before or in place of paid text",
    "comments": "the comment form and readers' comments",
    "tags": "keywords and sections the article is filed under",
    "navigation": "menus, breadcrumbs and links of the site",
    "advertising": "labels of advertisements",
    "cookies": "consent to cookies",
    "copyright": "rights, disclaimers and legal notices",
    "separator": "lines of signs",
    "repeat": "what stands on the page already, or on many pages of the source",
    "typography": "line ends that are no paragraph ends; no words are removed",
    "by hand": "removed by the user",
}
"""Category -> what it covers."""

RULES: Mapping[str, tuple[str, str]] = {
    "share-buttons": ("share", "A line of nothing but labels of share, print and copy buttons."),
    "share-plea": ("share", "A short line that asks the reader to share or like the article."),
    "follow-us": ("share", "A short line that asks the reader to follow the site on a network or channel."),
    "read-more": ("read more", "A line that opens with « Lire aussi », « À voir », « Read more » or the like."),
    "original-article": ("read more", "A line that only points to the original or full article."),
    "link": ("read more", "A line that is nothing but a web address or a handle."),
    "other-headlines": (
        "other headlines",
        "Headlines under a pointer to other articles, or after the end of the article.",
    ),
    "read-time": ("read time", "A line that gives the reading time."),
    "date-line": ("date-line", "A line that is only a date or time, or opens with « Publié le » or the like."),
    "byline": ("byline", "A line that is only a name after « Par », « Écrit par » or the like, or the known author."),
    "source-credit": ("byline", "A line that only names the agency, the translator or the source of the article."),
    "caption-credit": ("caption", "A line that is a picture credit, or a short caption that ends in one."),
    "caption-cue": ("caption", "A short line that opens like a caption (« Sur cette photo », « Photo d'archives »)."),
    "caption-repeated": ("caption", "A caption printed twice, in the same words or nearly; both copies."),
    "player": ("player", "A label of a player, a gallery or a picture viewer."),
    "newsletter": (
        "newsletter",
        "A line that asks the reader to sign up for a newsletter, an alert or an application.",
    ),
    "donation": ("donation", "A line that asks the reader for a gift or for support."),
    "paywall": ("subscription", "A line that says the rest is for subscribers, or asks to subscribe or log in."),
    "comments": ("comments", "A prompt, form field or heading of the comment section."),
    "reader-comments": ("comments", "Readers' comments: what stands among comment prompts after the article's end."),
    "tags": ("tags", "Keywords of the article: « Mots clés », hashtags, and short lines under such a heading."),
    "navigation": ("navigation", "Menus, breadcrumbs, section names at the head of the page, links of the site."),
    "counter": ("navigation", "A bare number beside other page furniture: shares, views, comments."),
    "advertising": ("advertising", "A label of an advertisement."),
    "cookies": ("cookies", "A notice about cookies or consent."),
    "copyright": ("copyright", "A line that claims rights or disclaims responsibility."),
    "separator": ("separator", "A line without letters or digits, such as a row of stars."),
    "repeated-line": ("repeat", "The second and later copies of a line of the page."),
    "repeated-in-source": (
        "repeat",
        "A line that stands in at least three different articles and a tenth of a source.",
    ),
    "hard-wrap": ("typography", "Lines cut at a fixed width are joined into paragraphs; removes nothing."),
    "by-hand": ("by hand", "A line that the user removed."),
}
"""Rule -> (category, what it removes). The names are stable: saved rules and audits rest on them."""

_FIELDS = ("off", "keep", "drop")


@dataclass(frozen=True)
class Rules:
    """The user's word on cleaning.

    Attributes
    ----------
    off : frozenset of str
        Names of rules that remove nothing.
    keep : frozenset of (doc_id, line)
        Lines that are put back, whatever rule removed them: their text as in the audit or as on the page.
    drop : frozenset of (doc_id, line)
        Lines that are removed by hand. A line that is both kept and dropped is kept.

    Raises
    ------
    CorpusError
        When a rule in ``off`` does not exist.
    """

    off: frozenset[str] = frozenset()
    keep: frozenset[tuple[str, str]] = frozenset()
    drop: frozenset[tuple[str, str]] = frozenset()

    def __post_init__(self) -> None:
        unknown = sorted(set(self.off) - set(RULES))
        if unknown:
            raise CorpusError(
                f"there is no cleaning rule called {', '.join(map(repr, unknown))}.",
                remedy=f"The rules are: {', '.join(RULES)}.",
            )

    @classmethod
    def load(cls, path: str | Path) -> Rules:
        """Read rules that :meth:`save` wrote.

        Raises
        ------
        CorpusError
            When the file cannot be read, is not JSON, or does not hold rules.
        """
        try:
            content = json.loads(Path(path).read_text(encoding="utf-8"))
        except json.JSONDecodeError as error:
            raise CorpusError(
                f"it is not JSON ({error.msg}).",
                path=path,
                row=error.lineno,
                remedy="Correct that line or remove the file.",
            ) from error
        except (OSError, UnicodeDecodeError) as error:
            raise CorpusError(
                f"it cannot be read ({error}).", path=path, remedy="Save it as UTF-8 JSON or remove it."
            ) from error
        problem = _problem(content)
        if problem:
            raise CorpusError(
                problem,
                path=path,
                remedy='It should look like {"off": ["tags"], "keep": [["article", "line"]], "drop": []}.',
            )
        try:
            return cls(
                off=frozenset(content.get("off", ())),
                keep=frozenset((doc_id, line) for doc_id, line in content.get("keep", ())),
                drop=frozenset((doc_id, line) for doc_id, line in content.get("drop", ())),
            )
        except CorpusError as error:
            raise CorpusError(error.problem, path=path, remedy=error.remedy) from None

    def save(self, path: str | Path) -> None:
        """Write the rules as JSON, so that the file is at any moment the old or the new one.

        Raises
        ------
        CorpusError
            When the file cannot be written.
        """
        path = Path(path)
        content = {"off": sorted(self.off), "keep": _pairs(self.keep), "drop": _pairs(self.drop)}
        temporary = None
        try:
            with tempfile.NamedTemporaryFile(
                "w", encoding="utf-8", newline="\n", dir=path.parent, prefix=f".{path.name}.", delete=False
            ) as file:
                temporary = file.name
                json.dump(content, file, ensure_ascii=False, indent=1)
                file.write("\n")
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        except OSError as error:
            if temporary is not None:
                Path(temporary).unlink(missing_ok=True)
            raise CorpusError(
                f"it cannot be written ({error.strerror or error}).", path=path, remedy="Check the folder and the disk."
            ) from error


def _pairs(lines: Iterable[tuple[str, str]]) -> list[list[str]]:
    return [[doc_id, line] for doc_id, line in sorted(lines)]


def _problem(content: Any) -> str:
    """What is wrong with the content of a rules file, '' when nothing is."""
    if not isinstance(content, dict):
        return "it does not hold an object with 'off', 'keep' and 'drop'."
    unknown = sorted(set(content) - set(_FIELDS))
    if unknown:
        return f"it has an unknown field {unknown[0]!r}."
    if any(not isinstance(content.get(name, []), list) for name in _FIELDS):
        return "'off', 'keep' and 'drop' must be lists."
    if any(not isinstance(name, str) for name in content.get("off", [])):
        return "'off' must list names of rules."
    for name in ("keep", "drop"):
        for pair in content.get(name, []):
            if not (isinstance(pair, list) and len(pair) == 2 and all(isinstance(part, str) for part in pair)):
                return f"{name!r} must list pairs of an article's doc_id and the text of a line."
    return ""

"""HTML that is safe to show, and the one script and one style that go with it."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from html import escape
from importlib.resources import files

__all__ = ["Evidence", "assets", "content_hash", "safe", "script", "style"]

# Characters that HTML cannot hold, and halves of characters that no encoding can.
_UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
# Embeddings and overrides of the direction of writing, which can make a line read as what it does not say, and run on
# into what follows. The letters keep their order, and Arabic or Hebrew words still run as they should.
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")


class Evidence:
    """HTML for a reader; shows itself as the last value of a notebook cell.

    Parameters
    ----------
    html : str
        Safe HTML: everything that came from a document already escaped. For widgets and reports, on a page that has
        :func:`assets` once.
    summary : str
        What it shows, in words, for where HTML cannot be shown.
    """

    def __init__(self, html: str, summary: str = "") -> None:
        self.html, self.summary = html, summary

    def _repr_html_(self) -> str:
        return self.html + (assets() if 'class="toolkit-' in self.html else "")

    def __str__(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return f"<Evidence: {self.summary}>"

    def __add__(self, other: Evidence) -> Evidence:
        """One below the other."""
        return Evidence(self.html + other.html, "; ".join(filter(None, (self.summary, other.summary))))


def safe(value: object) -> str:
    """Text from anywhere, to stand between tags or in a quoted attribute."""
    return escape(_DIRECTIONS.sub("", _UNSHOWABLE.sub("\ufffd", str(value))))


def assets() -> str:
    """The style and the script, as HTML that a page needs once; a second time does no harm.

    A policy of content security can name them by :func:`content_hash`.
    """
    return f"<style>{style()}</style><script>{script()}</script>"


@cache
def script() -> str:
    """What stands between ``<script>`` and ``</script>`` of :func:`assets`."""
    return _lean("script.js")


@cache
def style() -> str:
    """What stands between ``<style>`` and ``</style>`` of :func:`assets`."""
    return _lean("style.css")


def content_hash(content: str) -> str:
    """How a content security policy names a block in ``script-src`` and ``style-src``: ``'sha256-…'``, with quotes."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode('utf-8')).digest()).decode('ascii')}'"


def _lean(name: str) -> str:
    """A file of this package without its comments and indentation."""
    source = (files("toolkit.evidence") / name).read_text(encoding="utf-8")
    source = re.sub(r"/\*.*?\*/", "", source, flags=re.DOTALL)
    lines = (re.sub(r"(^|\s)//.*$", "", line).strip() for line in source.splitlines())
    lean = "\n".join(filter(None, lines))
    # in a style sheet no blank means anything around these; before a colon, in a selector, it does
    return re.sub(r"\s*([{};,])\s*|(?<=:) ", r"\1", lean) if name.endswith(".css") else lean

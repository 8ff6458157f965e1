"""An article to read, and sentences to the reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from toolkit.evidence.excerpts import at_most, left_out
from toolkit.evidence.marking import Span, disjoint, inside, marked, span_tuples
from toolkit.evidence.markup import Evidence, safe

__all__ = ["finding", "note", "paragraphs", "passage"]


def note(texts: Iterable[str]) -> Evidence:
    """Sentences to the reader, a paragraph each: what the numbers beside them cannot bear, say."""
    said = list(texts)
    return Evidence("".join(f"<p>{safe(sentence)}</p>" for sentence in said), " ".join(said))


def finding(text: str) -> Evidence:
    """What a result says, in a sentence; a report has it as the heading of the section."""
    return Evidence(f'<p class="toolkit-finding" style="font-weight:bold">{safe(text)}</p>', text)


def passage(
    text: str,
    spans: pd.DataFrame | Iterable[tuple] = (),
    *,
    caption: str,
    removed: Mapping[int, str] | None = None,
    quoted: Iterable[tuple] = (),
) -> Evidence:
    """An article to read: a paragraph a line, spans marked, removed lines struck through.

    Parameters
    ----------
    text : str
        The cleaned text, or the page as read.
    spans : DataFrame or iterable of tuples
        ``start``, ``end`` in characters of ``text``, and optionally ``label``, shown small beside the words. Of spans
        that overlap the first is marked.
    caption : str
        Title, source and date, say.
    removed : mapping of int to str, optional
        Lines that cleaning removed, counted from 1, and why.
    quoted : iterable of (start, end), optional
        What stands inside quotation marks: in italics.
    """
    if at_most("article") != "article":
        return left_out(caption, text.count("\n") + 1, "paragraphs")
    shown = paragraphs(text, spans, removed=removed, quoted=quoted)
    html = (
        '<div class="toolkit-block passage" lang="fr" style="max-width:46em">'
        f'<p style="font-weight:bold">{safe(caption)}</p>{shown}</div>'
    )
    return Evidence(html, caption)


def paragraphs(
    text: str,
    spans: pd.DataFrame | Iterable[tuple] = (),
    *,
    removed: Mapping[int, str] | None = None,
    quoted: Iterable[tuple] = (),
) -> str:
    """The paragraphs of :func:`passage`, as HTML."""
    removed = removed or {}
    chosen, quotes = disjoint(span_tuples(spans)), disjoint(span_tuples(quoted))
    parts, start = [], 0
    for number, line in enumerate(text.split("\n"), start=1):
        end = start + len(line)
        if line.strip():
            parts.append(_paragraph(line, inside(chosen, start, end), inside(quotes, start, end), removed.get(number)))
        start = end + 1
    return "".join(parts)


def _paragraph(line: str, marks: list[Span], quotes: list[Span], why: str | None) -> str:
    shown = marked(line, marks, quotes)
    if why is not None:
        shown = f'<s title="removed: {safe(why)}">{shown}</s> <small>({safe(why)})</small>'
    return f"<p>{shown}</p>"

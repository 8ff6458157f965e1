"""Text with the words marked that it is shown for, and with the words of others set apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from toolkit.evidence.markup import safe

__all__ = ["LEGEND", "Span", "disjoint", "inside", "marked", "span_tuples"]

Span = tuple[int, int, str]

LEGEND = '<p class="toolkit-legend"><i>Italics</i>: between quotation marks, the words of a speaker.</p>'


def marked(words: str, spans: Iterable[tuple], quoted: Iterable[tuple] = ()) -> str:
    """Escaped text with its spans in ``<mark>``, each followed by its label, and quoted passages in ``<i>``.

    A span that runs into or out of a quotation is marked in two parts.
    """
    marks, quotes = disjoint(span_tuples(spans)), disjoint(span_tuples(quoted))
    parts, at = [], 0
    for start, end, _ in quotes:
        parts.append(_with_marks(words, at, start, marks))
        parts.append(f"<i>{_with_marks(words, start, end, marks)}</i>")
        at = end
    parts.append(_with_marks(words, at, len(words), marks))
    return "".join(parts)


def _with_marks(words: str, low: int, high: int, marks: Sequence[Span]) -> str:
    parts, at = [], low
    for start, end, label in inside(marks, low, high):
        tag = f"<small>{safe(label)}</small>" if label else ""
        parts.append(f"{safe(words[at : low + start])}<mark>{safe(words[low + start : low + end])}{tag}</mark>")
        at = low + end
    return "".join(parts) + safe(words[at:high])


def inside(spans: Iterable[Span], low: int, high: int) -> list[Span]:
    """What of some spans lies between two places, counted from the first of these."""
    return [(max(a, low) - low, min(b, high) - low, label) for a, b, label in spans if a < high and b > low]


def span_tuples(spans: pd.DataFrame | Iterable[tuple]) -> list[Span]:
    """Start, end and label (empty where there is none)."""
    if isinstance(spans, pd.DataFrame):
        columns = ["start", "end", *(["label"] if "label" in spans else [])]
        spans = spans[columns].itertuples(index=False, name=None)
    return [(int(span[0]), int(span[1]), str(span[2]) if len(span) > 2 else "") for span in spans]


def disjoint(spans: Iterable[Span]) -> list[Span]:
    """In order, without those that begin before the one before has ended."""
    chosen: list[Span] = []
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if span[1] > span[0] and (not chosen or span[0] >= chosen[-1][1]):
            chosen.append(span)
    return chosen

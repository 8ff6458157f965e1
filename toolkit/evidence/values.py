"""Values as a reader writes them, and as a machine sorts them where the one does not tell the other."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

__all__ = ["MISSING", "Format", "Formatter", "formatter", "is_number", "known", "plain"]

Format = str | Callable[[Any], str]

MISSING = "–"
_SMALLEST_P = 0.001


class Formatter(NamedTuple):
    """How a column is written.

    Attributes
    ----------
    show : callable
        Value → text.
    sort_by : callable
        Value → what to sort by, where the text does not say it; else None.
    """

    show: Callable[[Any], str]
    sort_by: Callable[[Any], str | None]


def formatter(name: str, formats: Mapping[str, Format]) -> Formatter:
    """How to write the values of a column: see the ``formats`` of ``table``."""
    form = formats.get(name, "p" if name == "p" or name.startswith("p_") else None)
    if form is None:
        return Formatter(plain, lambda value: None)
    if callable(form):
        return Formatter(lambda value: form(value) if known(value) else MISSING, _machine)
    if form == "p":
        return Formatter(_probability, lambda value: _machine(value) if known(value) and value < _SMALLEST_P else None)
    return Formatter(
        lambda value: _number(value, form),
        lambda value: _machine(value) if isinstance(value, pd.Timestamp) else None,
    )


def known(value: Any) -> bool:
    """Whether there is a value."""
    return not (value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and math.isnan(value)))


def is_number(series: pd.Series) -> bool:
    """Whether a column holds numbers, so that it is set to the right and sorted as such."""
    if pd.api.types.is_bool_dtype(series):
        return False
    if pd.api.types.is_numeric_dtype(series):
        return True
    kinds = ("integer", "floating", "mixed-integer-float")
    return series.dtype == object and pd.api.types.infer_dtype(series, skipna=True) in kinds


def plain(value: Any) -> str:
    """A value as a reader writes it."""
    if isinstance(value, np.generic):
        value = value.item()
    if not known(value):
        return MISSING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}".replace("-", "−")
    if isinstance(value, float):
        return _number(value, ".2f" if value == 0 or abs(value) >= 0.01 else ".1e")
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return str(value)


def _number(value: Any, form: str) -> str:
    if not known(value):
        return MISSING
    if isinstance(value, float) and math.isinf(value):
        return "∞" if value > 0 else "−∞"
    return format(value, form).replace("-", "−") if isinstance(value, int | float) else format(value, form)


def _probability(value: Any) -> str:
    if not known(value):
        return MISSING
    return "< 0.001" if value < _SMALLEST_P else f"{value:.3f}"


def _machine(value: Any) -> str | None:
    """A number or a date for the script to sort by; text sorts by what is shown."""
    if not known(value) or isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return f"{value:.6g}"
    return value.isoformat() if isinstance(value, pd.Timestamp) else None

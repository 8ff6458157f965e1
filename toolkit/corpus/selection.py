"""Choosing articles of a documents table by source, period and condition."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd

from toolkit.corpus.overview import plural
from toolkit.schema import CorpusError

Condition = str | Callable[[pd.DataFrame], pd.Series] | pd.Series


def choose(
    table: pd.DataFrame,
    known: list[str],
    sources: str | Iterable[str] | None,
    since: str | pd.Timestamp | None,
    until: str | pd.Timestamp | None,
    where: Condition | None,
) -> tuple[np.ndarray, list[str]]:
    """Which rows are chosen, (documents,) of bool, and the choice in words. See :meth:`toolkit.Corpus.select`."""
    keep = np.ones(len(table), bool)
    said: list[str] = []
    if sources is not None:
        wanted = [sources] if isinstance(sources, str) else list(sources)
        unknown = sorted(set(wanted) - set(known))
        if unknown:
            raise CorpusError(
                f"no source is called {', '.join(map(repr, unknown))}.",
                remedy=f"The sources here are: {', '.join(known) or 'none known'}.",
            )
        keep &= table["source"].isin(wanted).to_numpy(bool)
        said.append(wanted[0] if len(wanted) == 1 else plural(len(wanted), "source"))
    if since is not None or until is not None:
        first, last = _bound(since, "since", end=False), _bound(until, "until", end=True)
        dates = table["date"]
        undated = int((dates.isna() & keep).sum())
        keep &= ((dates >= first) & (dates <= last)).to_numpy(bool)
        said.append(" ".join(f"{word} {value}" for word, value in (("since", since), ("until", until)) if value))
        if undated:
            said.append(f"{plural(undated, 'article')} without a date left out")
    if where is not None:
        keep &= _mask(table, where)
        said.append(where if isinstance(where, str) else "a condition of the user's")
    return keep, said


def _bound(value: str | pd.Timestamp | None, name: str, *, end: bool) -> pd.Timestamp:
    if value is None:
        return pd.Timestamp.max if end else pd.Timestamp.min
    try:
        if isinstance(value, str):
            whole = pd.Period(value)
            return whole.end_time if end else whole.start_time
        return pd.Timestamp(value)
    except (ValueError, TypeError) as error:
        raise CorpusError(
            f"{name}={value!r} is not a date.", remedy='Write it as "2020-06-11", "2020-06" or "2020".'
        ) from error


def _mask(table: pd.DataFrame, where: Condition) -> np.ndarray:
    try:
        if isinstance(where, str):
            return table.index.isin(table.query(where).index)
        mask = where(table) if callable(where) else where
        values = np.asarray(mask.reindex(table.index) if isinstance(mask, pd.Series) else mask, bool)
    except Exception as error:  # whatever the user's condition raises is an error in the condition
        raise CorpusError(
            f"the condition {where!r} could not be applied ({error}).",
            remedy=f"Its columns may be: {', '.join(table.columns)}.",
        ) from error
    if values.shape != (len(table),):
        raise CorpusError(f"the condition gives {values.shape} values for {len(table)} articles.")
    return values

"""Tables that sort and filter, and whose rows can be picked from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pandas as pd

from toolkit.evidence.columns import described, labelled
from toolkit.evidence.excerpts import EVERYTHING, held_back, limit
from toolkit.evidence.markup import Evidence, safe
from toolkit.evidence.values import Format, formatter, is_number
from toolkit.schema import CorpusError

__all__ = ["LEFT", "NARROW", "PICKED", "captioned", "table"]

LEFT = " style=text-align:left"
NARROW = ' style="text-align:left;white-space:nowrap"'
PICKED = "toolkit-picked"
_NAME = 30  # characters of a source that take no more than a line
_IN_REPORT = 1_000  # rows of a table: more make it too large to send, and nobody reads them


def table(
    frame: pd.DataFrame,
    *,
    caption: str,
    formats: Mapping[str, Format] | None = None,
    labels: Mapping[str, str] | None = None,
    key: str | Sequence[object] | None = None,
    selected: object = None,
    picks: str = PICKED,
    most: int | None = None,
) -> Evidence:
    """A table, numbers to the right; with the script, headings sort and a field above filters.

    Parameters
    ----------
    frame : DataFrame
        A named index is the first column.
    caption : str
        What the table shows, with its units.
    formats : mapping of column to format, optional
        A format specification (``".1f"``), ``"p"`` for probabilities, or a function of the value. Otherwise integers
        have their thousands set off, other numbers two decimals, dates are days, and what is missing is ``–``.
    labels : mapping of column to str, optional
        Headings to show in place of the columns' own; measures have the field's name for them, and what they are and
        their column are in its tooltip.
    key : str or sequence, optional
        Makes rows of an explorer that can be picked, by click or by keyboard: the column whose value, or one value a
        row which, as a string, becomes the value of the explorer's text widget (see Notes).
    selected : optional
        The key of the row that is shown as the one picked.
    picks : str
        The class of the text widget that takes the key: for explorers from which several things are picked.
    most : int, optional
        At most so many rows, the first; the caption tells of how many. By default all of them; in a report, a thousand.
        Where a report may hold no article text, examples and what has five words or more are held back, and said.

    Raises
    ------
    CorpusError
        When ``key`` is no column and not one value a row.

    Notes
    -----
    A pick is heard where the table stands in a widget with the class ``toolkit-explorer`` that has somewhere in it a
    text widget with the class ``picks``::

        picked = widgets.Text(layout={"display": "none"})
        picked.add_class("toolkit-picked")
        picked.observe(lambda change: ..., names="value")
        explorer.add_class("toolkit-explorer")

    The page needs ``assets()`` once. In a report nothing is there to hear, and rows are rows.
    """
    formats, labels = formats or {}, labels or {}
    if not re.fullmatch(r"[A-Za-z][\w-]*", picks):
        raise CorpusError(f"picks={picks!r} is not the name of a class.", remedy="Use letters, digits and hyphens.")
    if limit() == "none":
        frame, caption, key = held_back(frame, caption, key)
    if most is None and limit() != EVERYTHING:
        most = _IN_REPORT
    if most is not None and len(frame) > most:
        caption = f"{caption}: {most:,} of {len(frame):,} rows"
        frame, key = frame.head(most), key if key is None or isinstance(key, str) else key[:most]
    has_names = any(name is not None for name in frame.index.names)
    shown = frame.reset_index(allow_duplicates=True) if has_names else frame
    headers = len(frame.index.names) if has_names else 1
    head, columns = [], []
    for number, name in enumerate(shown.columns):
        series = shown.iloc[:, number]
        numeric = is_number(series)
        label = str(labels.get(name, labelled(str(name))))
        head.append(_heading(label, numeric, described(str(name))))
        columns.append(_cells(series, str(name), formats, numeric, header=number < headers))
    keys = _keys(shown, key)
    starts = ["<tr>"] * len(shown) if keys is None else [_start(one, selected) for one in keys]
    rows = ["".join(cells) for cells in zip(starts, *columns, strict=True)]
    attributes = "" if keys is None or picks == PICKED else f' data-picks="{picks}"'
    return captioned(caption, "".join(head), rows, attributes=attributes)


def captioned(caption: str, head: str, rows: Sequence[str], *, attributes: str = "", after: str = "") -> Evidence:
    """A captioned table that scrolls sideways by itself when it is wider than the page.

    Cells come without their end tags, which HTML does not ask for and which are a quarter of a large table.
    """
    html = (
        f'<div class="toolkit-block"><div class="toolkit-scroll" style="overflow-x:auto" role="group" tabindex="0" '
        f'aria-label="{safe(caption)}"><table class="evidence"{attributes}>'
        f'<caption style="text-align:left">{safe(caption)}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n'
        + "".join(f"{row}</tr>\n" for row in rows)
        + f"</tbody></table></div>{after}</div>"
    )
    return Evidence(html, f"{caption} ({len(rows)} row{'' if len(rows) == 1 else 's'})")


def _heading(label: str, numeric: bool, title: str = "") -> str:
    told = f' title="{safe(title)}"' if title else ""
    return f'<th scope="col"{" data-sort=number" if numeric else LEFT}{told}>{safe(label)}</th>'


def _cells(series: pd.Series, name: str, formats: Mapping[str, Format], numeric: bool, *, header: bool) -> list[str]:
    form = formatter(name, formats)
    style = "" if numeric else NARROW if _one_line(series, name) else LEFT
    start = f"<{'th scope=row' if header else 'td'}{style}"
    cells = []
    for value in series.tolist():
        sort_by = form.sort_by(value)
        cells.append(f"{start}{'' if sort_by is None else f' data-v={sort_by}'}>{safe(form.show(value))}")
    return cells


def _one_line(series: pd.Series, name: str) -> bool:
    """Whether cells are kept on one line: days, and names of sources and sides, which many rows repeat."""
    if pd.api.types.is_datetime64_any_dtype(series):
        return True
    return name in ("source", "side") and bool(series.astype("str").str.len().max() <= _NAME)


def _keys(shown: pd.DataFrame, key: str | Sequence[object] | None) -> list[str] | None:
    if key is None:
        return None
    if isinstance(key, str):
        if key not in shown.columns:
            names = ", ".join(map(str, shown.columns))
            raise CorpusError(f"there is no column {key!r} to pick by.", remedy=f"Choose one of: {names}.")
        key = shown[key].tolist()
    if len(key) != len(shown):
        raise CorpusError(f"there are {len(key)} keys for {len(shown)} rows.", remedy="Give one key a row.")
    return [str(one) for one in key]


def _start(key: str, selected: object) -> str:
    current = ' aria-current="true"' if selected is not None and key == str(selected) else ""
    return f'<tr data-key="{safe(key)}"{current}>'

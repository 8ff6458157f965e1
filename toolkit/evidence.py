"""Tables, concordance lines and passages as plain HTML: the same in a notebook and in a report, kernel or no kernel.

Everything shown is escaped: article text is not to be trusted. What a reader needs survives JupyterLab's sanitiser,
which takes ``<style>``, ``<script>`` and ids out of notebooks that are not trusted and leaves tables, ``<details>``,
``<mark>`` and inline styles. Colours are the page's own, so light and dark themes both hold.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any

import pandas as pd

__all__ = ["Evidence", "concordance_lines", "note", "passage", "sentences", "table"]

Format = str | Callable[[Any], str]

_MISSING = "–"
_LEFT = ' style="text-align:left"'
# Refinement only: where it is taken out, the inline alignments and the browser's own <mark> remain.
_STYLE = (
    "<style>.evidence,.passage{line-height:1.4}.evidence{border-collapse:collapse;color:inherit;font-variant-numeric:tabular-nums}"
    ".evidence caption{text-align:left;font-weight:600;padding:.3em .5em}"
    ".evidence th,.evidence td{padding:.2em .5em;vertical-align:top;border:0;text-align:right}"
    ".evidence thead th{border-bottom:1px solid currentColor;vertical-align:bottom}"
    ".evidence tbody th{font-weight:inherit}"
    ".evidence details{max-width:26em}.evidence summary{cursor:pointer}"
    ".evidence mark,.passage mark{background:rgba(255,190,0,.4);color:inherit;padding:0 .1em;border-radius:.15em}"
    ".passage mark small{opacity:.75;padding-left:.3em}.passage s{opacity:.6}</style>"
)


class Evidence:
    """HTML for a reader; shows itself as the last value of a notebook cell.

    Parameters
    ----------
    html : str
        Safe HTML: everything that came from a document already escaped.
    summary : str
        What it shows, in words, for where HTML cannot be shown.
    """

    def __init__(self, html: str, summary: str = "") -> None:
        self.html, self.summary = html, summary

    def _repr_html_(self) -> str:
        return self.html

    def __str__(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return f"<Evidence: {self.summary}>"

    def __add__(self, other: Evidence) -> Evidence:
        """One below the other."""
        return Evidence(self.html + other.html, "; ".join(filter(None, (self.summary, other.summary))))


def note(texts: Iterable[str]) -> Evidence:
    """Sentences to the reader, a paragraph each: what the numbers beside them cannot bear, say."""
    said = list(texts)
    return Evidence("".join(f"<p>{escape(text)}</p>" for text in said), " ".join(said))


def table(
    frame: pd.DataFrame,
    *,
    caption: str,
    formats: Mapping[str, Format] | None = None,
    labels: Mapping[str, str] | None = None,
) -> Evidence:
    """A table, numbers to the right.

    Parameters
    ----------
    frame : DataFrame
        Every row is shown; a named index is the first column.
    caption : str
        What the table shows, with its units.
    formats : mapping of column to format, optional
        A format specification (``".1f"``), ``"p"`` for probabilities, or a function of the value. Otherwise integers
        have their thousands set off, other numbers two decimals, dates are days, and what is missing is ``–``.
    labels : mapping of column to str, optional
        Headings to show in place of the columns' names.
    """
    formats, labels = formats or {}, labels or {}
    has_names = any(name is not None for name in frame.index.names)
    shown = frame.reset_index(allow_duplicates=True) if has_names else frame
    headers = len(frame.index.names) if has_names else 1
    columns = []
    for number, name in enumerate(shown.columns):
        series = shown.iloc[:, number]
        numeric = pd.api.types.is_numeric_dtype(series) and not pd.api.types.is_bool_dtype(series)
        show = _formatter(str(name), formats)
        cells = [escape(show(value)) for value in series.tolist()]
        columns.append((str(labels.get(name, name)), numeric, number < headers, cells))
    head = "".join(_cell("th", escape(label), numeric, ' scope="col"') for label, numeric, _, _ in columns)
    body = "".join(
        "<tr>"
        + "".join(
            _cell("th" if header else "td", cells[row], numeric, ' scope="row"' if header else "")
            for _, numeric, header, cells in columns
        )
        + "</tr>\n"
        for row in range(len(shown))
    )
    return _wrapped(caption, head, body, len(shown))


def concordance_lines(lines: pd.DataFrame, *, caption: str) -> Evidence:
    """Concordance lines, keywords aligned; the source opens to the article's title and the whole sentence.

    Parameters
    ----------
    lines : DataFrame
        ``left``, ``keyword``, ``right``, ``sentence``, ``source``, ``date``, ``title``, ``doc_id``, as ``concordance``
        gives them; ``lines.attrs["total"]``, where there, tells how many lines there were to choose from.
    caption : str
    """
    head = '<th scope="col">left</th><th scope="col" style="text-align:center">keyword</th>' + "".join(
        f'<th scope="col"{_LEFT}>{name}</th>' for name in ("right", "source", "date")
    )
    rows = [
        f'<tr><td style="white-space:nowrap">{escape(str(line.left))}</td>'
        f'<td style="text-align:center;white-space:nowrap"><mark>{escape(str(line.keyword))}</mark></td>'
        f'<td style="text-align:left;white-space:nowrap">{escape(str(line.right))}</td>'
        f"<td{_LEFT}><details><summary>{escape(_text(line.source))}</summary>"
        f'<span lang="fr" style="display:inline-block;min-width:14em"><b>{_title(line)}</b><br>'
        f"{escape(str(line.sentence))}</span></details></td>"
        f'<td style="text-align:left;white-space:nowrap">{_text(line.date)}</td></tr>\n'
        for line in lines.itertuples(index=False)
    ]
    return _wrapped(_told(lines, caption, "lines"), head, "".join(rows), len(rows))


def sentences(rows: pd.DataFrame, *, caption: str) -> Evidence:
    """Whole sentences, with what they are evidence of marked.

    Parameters
    ----------
    rows : DataFrame
        ``sentence``; ``spans``, a list of (start, end) in it; ``source``, ``date``, ``title``, ``doc_id``.
        ``rows.attrs["total"]``, where there, tells how many sentences there were to choose from.
    caption : str
    """
    head = "".join(f'<th scope="col"{_LEFT}>{name}</th>' for name in ("sentence", "source", "date", "article"))
    body = "".join(
        f"<tr><td{_LEFT}>{_marked(str(row.sentence), spans)}</td><td{_LEFT}>{escape(_text(row.source))}</td>"
        f'<td style="text-align:left;white-space:nowrap">{_text(row.date)}</td><td{_LEFT}>{_title(row)}</td></tr>\n'
        for row, spans in zip(rows.itertuples(index=False), rows["spans"].tolist(), strict=True)
    )
    return _wrapped(_told(rows, caption, "sentences"), head, body, len(rows))


def passage(
    text: str,
    spans: pd.DataFrame | Iterable[tuple] = (),
    *,
    caption: str,
    removed: Mapping[int, str] | None = None,
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
    """
    removed = removed or {}
    chosen = _disjoint(_span_tuples(spans))
    parts, start = [], 0
    for number, line in enumerate(text.split("\n"), start=1):
        end = start + len(line)
        if line.strip():
            inside = [
                (max(a, start) - start, min(b, end) - start, label) for a, b, label in chosen if a < end and b > start
            ]
            shown = _marked(line, inside)
            if number in removed:
                why = escape(removed[number])
                shown = f'<s title="removed: {why}">{shown}</s> <small>({why})</small>'
            parts.append(f'<p style="margin:.4em 0">{shown}</p>')
        start = end + 1
    html = (
        f'{_STYLE}<div class="passage" lang="fr" style="max-width:46em">'
        f'<p style="font-weight:bold">{escape(caption)}</p>{"".join(parts)}</div>'
    )
    return Evidence(html, caption)


def _wrapped(caption: str, head: str, body: str, rows: int) -> Evidence:
    """A captioned table that scrolls sideways by itself when it is wider than the page."""
    html = (
        f'{_STYLE}<div style="overflow-x:auto"><table class="evidence">'
        f'<caption style="text-align:left">{escape(caption)}</caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody></table></div>"
    )
    return Evidence(html, f"{caption} ({rows} row{'' if rows == 1 else 's'})")


def _told(frame: pd.DataFrame, caption: str, noun: str) -> str:
    """The caption, with what was left out of the table."""
    total = frame.attrs.get("total", len(frame))
    return caption if total <= len(frame) else f"{caption}: {len(frame):,} of {total:,} {noun}"


def _cell(tag: str, content: str, numeric: bool, scope: str) -> str:
    return f"<{tag}{scope}{'' if numeric else _LEFT}>{content}</{tag}>"


def _title(row: Any) -> str:
    """The title of the article, its name where there is none."""
    return escape(str(row.title if _known(row.title) else row.doc_id))


def _marked(text: str, spans: Iterable[tuple]) -> str:
    """Escaped text with its spans in ``<mark>``, each followed by its label where it has one."""
    parts, at = [], 0
    for start, end, label in _disjoint(_span_tuples(spans)):
        tag = f"<small>{escape(label)}</small>" if label else ""
        parts.append(f"{escape(text[at:start])}<mark>{escape(text[start:end])}{tag}</mark>")
        at = end
    return "".join(parts) + escape(text[at:])


def _span_tuples(spans: pd.DataFrame | Iterable[tuple]) -> list[tuple[int, int, str]]:
    if isinstance(spans, pd.DataFrame):
        columns = ["start", "end", *(["label"] if "label" in spans else [])]
        spans = spans[columns].itertuples(index=False, name=None)
    return [(int(span[0]), int(span[1]), str(span[2]) if len(span) > 2 else "") for span in spans]


def _disjoint(spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """In order, without those that begin before the one before has ended."""
    chosen: list[tuple[int, int, str]] = []
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if span[1] > span[0] and (not chosen or span[0] >= chosen[-1][1]):
            chosen.append(span)
    return chosen


def _formatter(name: str, formats: Mapping[str, Format]) -> Callable[[Any], str]:
    form = formats.get(name, "p" if name == "p" or name.startswith("p_") else None)
    if form is None:
        return _text
    if callable(form):
        return lambda value: form(value) if _known(value) else _MISSING
    if form == "p":
        return _probability
    return lambda value: _number(value, form)


def _known(value: Any) -> bool:
    return not (value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and math.isnan(value)))


def _text(value: Any) -> str:
    """A value as a reader writes it."""
    if not _known(value):
        return _MISSING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return _number(value, ".2f" if value == 0 or abs(value) >= 0.01 else ".1e")
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return str(value)


def _number(value: Any, form: str) -> str:
    if not _known(value):
        return _MISSING
    if isinstance(value, float) and math.isinf(value):
        return "∞" if value > 0 else "−∞"
    return format(value, form).replace("-", "−") if isinstance(value, int | float) else format(value, form)


def _probability(value: Any) -> str:
    if not _known(value):
        return _MISSING
    return "< 0.001" if value < 0.001 else f"{value:.3f}"

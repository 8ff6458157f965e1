"""A corpus in words: the line and the table that a notebook shows for it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from toolkit.corpus import Corpus


def plural(count: int, noun: str) -> str:
    """``1 article``, ``2,300 articles``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def period(dates: pd.Series) -> str:
    """The first and last date, and how many have none."""
    known = dates.dropna()
    if known.empty:
        return "no dates" if len(dates) else "nothing"
    first, last = known.min(), known.max()
    span = f"{first:%Y-%m-%d}" if first.date() == last.date() else f"{first:%Y-%m-%d} to {last:%Y-%m-%d}"
    missing = len(dates) - len(known)
    return f"{span}, {missing:,} without a date" if missing else span


def summary(corpus: Corpus) -> pd.DataFrame:
    """A row a source: index ``source``; ``articles``, ``tokens``, ``first``, ``last``, ``undated``."""
    documents = corpus.index
    label = pd.Series(corpus.group_labels("source"), index=documents.index, name="source", dtype="str")
    grouped = documents.groupby(label, sort=True)
    return pd.DataFrame(
        {
            "articles": grouped.size(),
            "tokens": grouped["n_tokens"].sum(),
            "first": grouped["date"].min(),
            "last": grouped["date"].max(),
            "undated": grouped["date"].apply(lambda dates: int(dates.isna().sum())),
        }
    )


def line(corpus: Corpus) -> str:
    known = len(corpus.sources)
    sources = plural(known, "source") if known else "source unknown"
    return (
        f"Corpus: {plural(corpus.n_documents, 'article')}, {plural(corpus.n_tokens, 'token')}, {sources}, "
        f"{period(corpus.index['date'])}; {len(corpus.skipped):,} left out"
    )


def html(corpus: Corpus) -> str:
    rows = []
    for name, row in summary(corpus).iterrows():
        dates = "" if pd.isna(row["first"]) else f"{row['first']:%Y-%m-%d} – {row['last']:%Y-%m-%d}"
        undated = f"{row['undated']:,}" if row["undated"] else ""
        cells = [f"{row['articles']:,}", f"{row['tokens']:,}", dates, undated]
        rows.append(
            f"<tr><th scope='row' style='text-align:left'>{escape(str(name))}</th>"
            + "".join(f"<td style='text-align:right'>{cell}</td>" for cell in cells)
            + "</tr>"
        )
    head = "".join(
        f"<th scope='col' style='text-align:{'left' if number == 0 else 'right'}'>{name}</th>"
        for number, name in enumerate(["source", "articles", "tokens", "period", "undated"])
    )
    return (
        f"<table><caption style='text-align:left'>{escape(line(corpus))}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )

"""A corpus at a glance: its line and table in a notebook, its sizes, what cleaning took out, what is known of it."""

from __future__ import annotations

from html import escape
from textwrap import shorten
from typing import TYPE_CHECKING

import numpy as np
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
    names = pd.Categorical(corpus.group_labels("source"), categories=corpus.groups("source")[1])
    label = pd.Series(names, index=documents.index, name="source")
    grouped = documents.groupby(label, sort=True, observed=True)
    table = pd.DataFrame(
        {
            "articles": grouped.size(),
            "tokens": grouped["n_tokens"].sum(),
            "first": grouped["date"].min(),
            "last": grouped["date"].max(),
            "undated": grouped["date"].apply(lambda dates: int(dates.isna().sum())),
        }
    )
    return table.set_axis(table.index.astype("str"))


def cleaning_summary(corpus: Corpus) -> pd.DataFrame:
    """A row a category: index ``category``; ``lines``, ``articles``, ``example`` (the most frequent line)."""
    audit = corpus.cleaning
    rows = []
    for category, lines in audit.groupby("category"):
        texts = lines["text"].str.split().str.join(" ")
        counts = texts.value_counts()
        example = min(counts[counts == counts.max()].index, key=lambda text: (len(text), text))
        rows.append((category, len(lines), lines["doc_id"].nunique(), example[:80] + "…" * (len(example) > 80)))
    table = pd.DataFrame(rows, columns=["category", "lines", "articles", "example"])
    return table.sort_values(["lines", "category"], ascending=[False, True]).set_index("category")


def skipped_summary(corpus: Corpus) -> pd.DataFrame:
    """A row a reason for leaving something out, whatever row or file it names: index ``reason``; ``items``,
    ``example`` (the first path)."""
    skipped = corpus.skipped
    named = skipped["reason"].str.replace(r"\brow [\d,]+", "a row", regex=True)
    reason = named.str.replace(r" as .*|\(.*|: .*", "", regex=True).str.strip()
    paths = skipped["path"].groupby(reason.rename("reason"))
    table = pd.DataFrame({"items": paths.size(), "example": paths.first()})
    return table.sort_values("items", ascending=False, kind="stable")


def known(corpus: Corpus) -> pd.DataFrame:
    """A row a field (source, date, title): in how many articles it is given, inferred, unknown, and of the unknown how
    many have a suggestion; index ``field``."""
    metadata = corpus.metadata
    rows = []
    for field in ("source", "date", "title"):
        seen = metadata[metadata["field"] == field]
        missing = set(corpus.index.index[corpus.index[field].isna()])
        suggested = missing & set(seen.loc[seen["confidence"] == "suggested", "doc_id"])
        by = {level: seen.loc[seen["confidence"] == level, "doc_id"].nunique() for level in ("given", "inferred")}
        rows.append((field, by["given"], by["inferred"], len(missing), len(suggested)))
    names = ["field", "given", "inferred", "unknown", "unknown with a suggestion"]
    return pd.DataFrame(rows, columns=names).set_index("field")


_EACH_BY_ITSELF = 400  # articles of a figure that are drawn, and opened, one by one


def outstanding(words: pd.Series, groups: np.ndarray) -> np.ndarray:
    """Places of the articles that a figure of lengths shows one by one: all where they are few, else of every group
    the longest, three of four, and the shortest."""
    if len(words) <= _EACH_BY_ITSELF:
        return np.arange(len(words))
    order = np.lexsort((words.to_numpy(), groups.astype(str)))
    names, first = np.unique(groups.astype(str)[order], return_index=True)
    each = max(_EACH_BY_ITSELF // len(names), 1)
    chosen = []
    for members in np.split(order, first[1:]):
        shortest = min(each // 4, len(members))
        chosen += [members[:shortest], members[max(len(members) - (each - each // 4), shortest) :]]
    return np.sort(np.concatenate(chosen))


def line(corpus: Corpus) -> str:
    known = len(corpus.sources)
    sources = plural(known, "source") if known else "source unknown"
    return (
        f"Corpus: {plural(corpus.n_documents, 'article')}, {plural(corpus.n_tokens, 'token')}, {sources}, "
        f"{period(corpus.index['date'])}; {len(corpus.skipped):,} left out"
    )


_LONGEST = 70  # characters of a title


def page_titles(corpus: Corpus) -> dict[str, str]:
    """The title of each page that stands for itself, by the name it has there, cut at a word; else its file."""
    labels = corpus.group_labels("source").tolist()
    titles = {}
    for name, title, path in zip(labels, corpus.index["title"].tolist(), corpus.index["path"].tolist(), strict=True):
        titles[name] = shorten(title, _LONGEST, placeholder="…") if isinstance(title, str) else str(path)
    return titles


def html(corpus: Corpus) -> str:
    rows = []
    titles = page_titles(corpus) if corpus.stands_by_page else {}
    nowrap = ";white-space:nowrap" if titles else ""
    for name, row in summary(corpus).iterrows():
        dates = "" if pd.isna(row["first"]) else f"{row['first']:%Y-%m-%d} – {row['last']:%Y-%m-%d}"
        undated = f"{row['undated']:,}" if row["undated"] else ""
        cells = [f"{row['articles']:,}", f"{row['tokens']:,}", dates, undated]
        rows.append(
            f"<tr><th scope='row' style='text-align:left{nowrap}'>{escape(str(name))}</th>"
            + "".join(f"<td style='text-align:right;white-space:nowrap'>{cell}</td>" for cell in cells)
            + (f"<td style='text-align:left'>{escape(titles[str(name)])}</td>" if titles else "")
            + "</tr>"
        )
    columns = ["source", "articles", "tokens", "period", "undated", *(["title or file"] if titles else [])]
    head = "".join(
        f"<th scope='col' style='text-align:{'left' if name in ('source', 'title or file') else 'right'}'>{name}</th>"
        for name in columns
    )
    return (
        f"<table><caption style='text-align:left'>{escape(line(corpus))}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )

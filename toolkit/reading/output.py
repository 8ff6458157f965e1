"""Articles to the two tables that reading returns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from toolkit.reading.articles import FIELDS, Article, cell_text
from toolkit.schema import GIVEN, METADATA_COLUMNS, SUGGESTED

_COLUMNS = ("source", "date", "title", "author", "text", "path", "item")
_TAKEN = frozenset((*_COLUMNS, "n_tokens", "doc_id"))


def documents_table(articles: Sequence[Article], ids: Sequence[str]) -> pd.DataFrame:
    """The documents, a row an article: see :class:`toolkit.reading.Reading`."""
    chosen = {name: [article.chosen(name) for article in articles] for name in FIELDS}
    values = {name: [None if said is None else said.value for said in column] for name, column in chosen.items()}
    index = pd.Index(list(ids), dtype="str", name="doc_id")
    table = pd.DataFrame(
        {
            "source": _texts(values["source"], index),
            "date": pd.to_datetime(pd.Series(values["date"], index=index, dtype="object")).astype("datetime64[ns]"),
            "title": _texts(values["title"], index),
            "author": _texts(values["author"], index),
            "text": _texts([article.text for article in articles], index),
            "path": _texts([article.path for article in articles], index),
            "item": pd.Series([article.item for article in articles], index=index, dtype="Int64"),
        }
    )
    return pd.concat([table, _own_columns(articles, index)], axis=1)


def _texts(values: Sequence[object], index: pd.Index) -> pd.Series:
    return pd.Series(list(values), index=index, dtype="str")


def _own_columns(articles: Sequence[Article], index: pd.Index) -> pd.DataFrame:
    names = list(dict.fromkeys(name for article in articles for name in article.extra))
    columns: dict[str, pd.Series] = {}
    for name in names:
        free = name
        while free in _TAKEN or free in columns:
            free = f"{free}_given"
        columns[free] = _typed([article.extra.get(name) for article in articles], index)
    return pd.DataFrame(columns, index=index)


def _typed(values: list[object], index: pd.Index) -> pd.Series:
    """Numbers where every value is one, dates where the file has dates, else text."""
    present = [value for value in values if value is not None and value != ""]
    if present and all(isinstance(value, bool) for value in present):
        return pd.Series(values, index=index, dtype="boolean")
    if present and all(hasattr(value, "isoformat") and hasattr(value, "year") for value in present):
        return pd.to_datetime(pd.Series(values, index=index, dtype="object"), errors="coerce", utc=True).dt.tz_localize(
            None
        )
    texts = ["" if value is None else cell_text(value) for value in values]
    numbers = [text for text in texts if text]
    if numbers and all(_is_number(text) for text in numbers):
        column = pd.to_numeric(pd.Series([text or None for text in texts], index=index, dtype="object"))
        whole = all(text.lstrip("-").isdigit() for text in numbers)
        return column.astype("Int64") if whole else column.astype("float64")
    return pd.Series([text or None for text in texts], index=index, dtype="str")


def _is_number(text: str) -> bool:
    """Whether text is a number that stays the same as one: 007 is a label, and so is a telephone number."""
    digits = text.removeprefix("-")
    if len(digits) > 15 or not digits.isascii() or not digits.replace(".", "", 1).isdigit():
        return False
    return (
        not (digits.startswith("0") and len(digits) > 1 and digits[1] != ".") and digits[0] != "." and digits[-1] != "."
    )


def metadata_table(articles: Sequence[Article], ids: Sequence[str]) -> pd.DataFrame:
    """Columns :data:`toolkit.schema.METADATA_COLUMNS`: what is used of each field, then what else was found.

    Where nobody gave the value, statements that disagree with the one that is used are listed as suggestions.
    """
    rows = []
    for doc_id, article in zip(ids, articles, strict=True):
        for name in FIELDS:
            used = article.chosen(name)
            if used is not None:
                rows.append((doc_id, name, used.listed, used.origin, used.confidence, used.evidence))
                if used.confidence == GIVEN:
                    continue
            listed = {used.listed} if used is not None else set()
            for said in article.said.get(name, ()):
                if said.listed not in listed:
                    listed.add(said.listed)
                    rows.append((doc_id, name, said.listed, said.origin, SUGGESTED, said.evidence))
    return pd.DataFrame(rows, columns=list(METADATA_COLUMNS)).astype("str")


def name_documents(articles: Sequence[Article], stems: Sequence[str]) -> list[str]:
    """Stable, readable names: the path without its extension, with it where two files would share one."""
    sharing: dict[str, set[str]] = {}
    for article, stem in zip(articles, stems, strict=True):
        sharing.setdefault(stem, set()).add(article.path)
    names = []
    for article, stem in zip(articles, stems, strict=True):
        path = stem if len(sharing[stem]) == 1 else article.path
        names.append(path if article.item is None else f"{path}#{article.item}")
    counts = Counter(names)
    seen: Counter[str] = Counter()
    for number, name in enumerate(names):  # a page may be called «a#1» beside a table «a»
        if counts[name] > 1:
            seen[name] += 1
            names[number] = f"{name}~{seen[name]}"
    return names

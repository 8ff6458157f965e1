"""What stands behind the marks of a figure: by the key of each mark, a few passages, balanced, and how many there are.

In a notebook the passages stand below the figure, folded. A report keeps each of them once
(:mod:`toolkit.report.pool`), and shows those of a mark where it is when it is chosen.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd

from toolkit.concordance import sentence_table, sentences
from toolkit.contrast import SourceDistances
from toolkit.cooccurrence import evidence as sentences_of
from toolkit.corpus import UNKNOWN, Corpus
from toolkit.corpus.overview import outstanding, plural
from toolkit.entities import Entities
from toolkit.evidence.excerpts import EVERYTHING, limit
from toolkit.evidence.marking import disjoint, inside, marked, span_tuples
from toolkit.evidence.markup import Evidence, safe
from toolkit.evidence.values import plain
from toolkit.query import Hits
from toolkit.schema import joint_key, mark_key
from toolkit.store import fold
from toolkit.terms import find_term

__all__ = ["behind", "of_articles", "of_pairs", "of_sides", "of_sources", "of_terms", "of_tree"]

Groups = str | Mapping[str, Corpus]
Part = pd.DataFrame | Evidence
_IN_NOTEBOOK = 60  # marks
_EACH = 6  # passages of a mark at most
_FEWER = 3  # of a mark that is one part of a term: a source, a month
_ALL = 1_600  # of all the marks of a figure, as long as each has one
_WORDS = 8  # tokens from which a first sentence says something: a dateline has fewer
_LONG, _BEFORE = 420, 160  # characters of a passage, and those of them before what is marked


def behind(parts: Mapping[str, Part] | Iterable[tuple[str, Part]]) -> Evidence:
    """What stands behind each mark of a figure, by the mark's key; folded, each under its name.

    In a report, a mark that is chosen shows its part. In a notebook, where a figure is an image, the first sixty stand
    below it.

    Parameters
    ----------
    parts : mapping of str to DataFrame or Evidence, or pairs of these
        As ``toolkit.concordance.sentences`` gives them: ``sentence``, ``spans``, ``source``, ``date``, ``title``;
        ``attrs["total"]``, how many there were to choose from, ``attrs["noun"]`` what they are, if not sentences, and
        ``attrs["words"]``, whose they are, if not the key's. Or anything else that is shown.
    """
    if limit() == "none":
        return Evidence("")  # that there is no article text in the report is said once, where it tells how it was made
    pairs = iter(parts.items() if isinstance(parts, Mapping) else parts)
    in_report = limit() != EVERYTHING
    sections = [
        f'<section data-key="{safe(key)}"><p lang="fr">{safe(key)}</p>{_part(part)}</section>'
        for key, part in (pairs if in_report else islice(pairs, _IN_NOTEBOOK))
    ]
    if not sections:
        return Evidence("")
    more = not in_report and next(pairs, None) is not None
    said = f"The sentences behind the {f'first {len(sections)} ' if more else ''}marks"
    html = f'<details class="toolkit-behind"><summary>{said}</summary>{"".join(sections)}</details>'
    return Evidence(html, f"the sentences behind {len(sections)} marks")


def of_terms(
    corpus: Corpus,
    terms: Iterable[str] | pd.DataFrame,
    *,
    by: Groups | None = None,
    names: Mapping[str, str] | None = None,
    each: int = _EACH,
    **counted: Any,
) -> Evidence:
    """The sentences of some terms, for figures whose marks are terms, or terms in parts of the corpus.

    Parameters
    ----------
    terms : iterable of str or DataFrame
        Or a table with the columns ``term`` and ``by``, whose rows are the marks.
    by : str or mapping of str to Corpus, optional
        Parts that have marks of their own: ``"source"``, ``"month"``, any column; or views of the corpus by name.
    names : mapping of str to str, optional
        What the figure calls each term, where that is something else.
    each : int
        Sentences of a term at most, balanced over the sources; three of a term in a part.
    **counted
        Of ``find_term``: which occurrences count.
    """
    groups = {} if by is None else dict(_groups(corpus, by))
    listed = terms["term"] if isinstance(terms, pd.DataFrame) else terms
    own = terms.groupby("term")[by].agg(list) if isinstance(terms, pd.DataFrame) and isinstance(by, str) else None

    listed = list(dict.fromkeys(map(str, listed)))
    many = len(listed) * (len(groups) + 1) if own is None else sum(map(len, own))
    whole, part = _fitting(each, many), _fitting(_FEWER, many)

    def parts() -> Iterator[tuple[str, pd.DataFrame]]:
        for term in listed:
            hits, called = find_term(corpus, term, **counted), (names or {}).get(term, term)
            if own is None:
                yield called, sentences(corpus, hits, limit=whole)
            for group in groups if own is None else own[term]:
                yield mark_key(called, group), sentences(corpus, _among(hits, groups[group]), limit=part)

    return behind(parts())


def of_sources(corpus: Corpus, words: pd.DataFrame, *, by: str = "source", each: int = 3, **counted: Any) -> Evidence:
    """The sentences of what each source stands for: of the first of its words, in it.

    Parameters
    ----------
    words : DataFrame
        A row a source and word, as ``keyness`` gives them: ``by``, ``term``.
    each : int
        Words of a source.
    **counted
        Of ``find_term``.
    """
    rows = dict(_groups(corpus, by))
    return behind(
        {
            str(name): _of_words(corpus, part["term"].head(each).tolist(), rows[str(name)], counted)
            for name, part in words.groupby(by, sort=False)
            if str(name) in rows
        }
    )


def of_sides(
    corpus: Corpus, words: pd.DataFrame, sides: pd.DataFrame, *, by: str = "source", each: int = _FEWER, **counted: Any
) -> Evidence:
    """The sentences of the words of two sides, each in its side; marks are called by the side and the spread.

    Parameters
    ----------
    words, sides : DataFrame
        As ``keyness_of_sides`` and ``find_sides`` give them.
    each : int
        Sentences of a word.
    **counted
        Of ``find_term``.
    """
    of_source = dict(_groups(corpus, by))
    rows = {
        side: np.logical_or.reduce([of_source[name] for name in part[by] if name in of_source])
        for side, part in sides.groupby("side")
    }
    columns = (words[name].tolist() for name in ("term", "side", "spread"))
    return behind(
        (
            mark_key(term, f"{side}: {spread}"),
            sentences(corpus, _among(find_term(corpus, term, **counted), rows[side]), limit=each),
        )
        for term, side, spread in zip(*columns, strict=True)
    )


def of_tree(corpus: Corpus, found: SourceDistances, *, by: str = "source", each: int = 3, **counted: Any) -> Evidence:
    """What stands behind each joint of a tree of sources: the words that add most to the distances across it.

    Parameters
    ----------
    found : SourceDistances
    each : int
        Words of a joint.
    **counted
        Of ``find_term``; all words by default, as for the distances.
    """
    rows = dict(_groups(corpus, by))
    under = [[name] for name in found.distances.index]
    parts = {}
    for one, two in found.linkage[:, :2].astype(int).tolist():
        left, right = under[one], under[two]
        a, b = found.terms["a"], found.terms["b"]
        across = found.terms[(a.isin(left) & b.isin(right)) | (a.isin(right) & b.isin(left))]
        most = across.groupby("term", sort=False)["part"].sum().sort_values(ascending=False, kind="stable")
        here = np.logical_or.reduce([rows[name] for name in (*left, *right)])
        parts[joint_key(left, right)] = _of_words(
            corpus, most.head(each).index.tolist(), here, {"stopwords": "keep", **counted}
        )
        under.append([*left, *right])
    return behind(parts)


def of_pairs(
    corpus: Corpus, pairs: pd.DataFrame, *, names: Iterable[str] = (), window: str | int = "sentence",
    each: int = _EACH, entities: Entities | None = None,
) -> Evidence:  # fmt: skip
    """The sentences of pairs of names and of the names themselves, for networks and matrices.

    Parameters
    ----------
    pairs : DataFrame
        ``a`` and ``b``.
    names : iterable of str
        Names that have marks of their own.
    window, entities
        As for ``toolkit.cooccurrence.evidence``.
    """
    names = list(dict.fromkeys(names))
    each = _fitting(each, len(pairs) + len(names))
    found = {
        mark_key(a, b, between=" – "): sentences_of(corpus, a, b, window=window, limit=each, entities=entities)
        for a, b in zip(pairs["a"].tolist(), pairs["b"].tolist(), strict=True)
    }
    found |= {name: sentences_of(corpus, name, limit=each, entities=entities) for name in names}
    return behind(found)


def of_articles(corpus: Corpus, *, by: str = "source", period: str | None = None, each: int = _EACH) -> Evidence:
    """The articles of each group, from the shortest to the longest, with their first sentences; without a period also
    the articles that stand out, each by itself.

    Parameters
    ----------
    period : str, optional
        ``"month"``, say: the groups are then those of ``by`` in each.
    """
    index = corpus.index
    labels = corpus.group_labels(by)
    if period is not None:
        labels = np.array(list(map(mark_key, labels, corpus.group_labels(period))), object)
    order = np.argsort(index["n_tokens"].to_numpy(), kind="stable")
    parts = {}
    groups = dict.fromkeys(labels.tolist())
    each = _fitting(each, len(groups))
    for name in groups:
        members = order[labels[order] == name]
        few = members[np.unique(np.linspace(0, len(members) - 1, each).round().astype(int))]
        parts[str(name)] = _first_sentences(corpus, few, len(members))
    if period is None:
        for place in outstanding(index["n_tokens"], labels).tolist():
            parts[str(index.index[place])] = _first_sentences(corpus, np.array([place]), 1)
    return behind(parts)


def _groups(corpus: Corpus, by: Groups) -> list[tuple[str, np.ndarray]]:
    """Names of parts of a corpus, and which documents of the store are in each."""
    if isinstance(by, str):
        code, names = corpus.groups(by)
        return [(name, code == number) for number, name in enumerate(names) if (code == number).any()]
    found = []
    for name, view in by.items():
        rows = np.zeros(corpus.tables.counts["documents"], bool)
        rows[view.rows] = True
        found.append((name, rows))
    return found


def _of_words(corpus: Corpus, words: list[str], rows: np.ndarray, counted: Mapping[str, Any]) -> pd.DataFrame:
    """The sentences of some words in some documents of the store: two of each word."""
    tables = [sentences(corpus, _among(find_term(corpus, word, **counted), rows), limit=2) for word in words]
    whole = pd.concat(tables, ignore_index=True) if tables else sentence_table(corpus, [])
    whole.attrs = {"total": sum(table.attrs["total"] for table in tables), "words": ", ".join(words)}
    return whole


def _among(hits: Hits, rows: np.ndarray) -> Hits:
    return hits.take(np.flatnonzero(rows[hits.row]))


def _first_sentences(corpus: Corpus, places: np.ndarray, total: int) -> pd.DataFrame:
    """The first sentence of some articles of the view that is neither a dateline nor the title again."""
    bounds = np.asarray(corpus.tables.document_sentence)
    tokens = np.asarray(corpus.tables.sentence_token)
    titles = corpus.index["title"].to_numpy()
    found = []
    for place, row in zip(places.tolist(), corpus.rows[places].tolist(), strict=True):
        if bounds[row] < bounds[row + 1]:
            long = np.diff(tokens[bounds[row] : bounds[row + 1] + 1][:6]) >= _WORDS
            listed = [int(bounds[row]) + at for at in np.flatnonzero(long).tolist()] or [int(bounds[row])]
            found.append(next((one for one in listed if not _is_title(corpus, one, titles[place])), listed[0]))
    table = sentence_table(corpus, [(number, []) for number in found])
    table.attrs.update(total=total, noun="article")
    return table


def _is_title(corpus: Corpus, sentence: int, title: object) -> bool:
    """Whether a sentence only repeats what the article is called."""
    said = sentence_table(corpus, [(sentence, [])])["sentence"].iloc[0]
    return isinstance(title, str) and fold(said.strip(" .")) == fold(title.strip(" ."))


def _fitting(each: int, marks: int) -> int:
    """Passages of a mark, where there are so many marks."""
    return max(1, min(each, _ALL // max(marks, 1)))


def _part(part: pd.DataFrame | Evidence) -> str:
    if isinstance(part, Evidence):
        return part.html
    told = _told(part.attrs, len(part))
    words = f'<p lang="fr">{safe(part.attrs["words"])}</p>' if part.attrs.get("words") else ""
    return f"<p>{told}</p>{words}<ul>{''.join(_items(part))}</ul>" if len(part) else f"<p>{told}</p>{words}"


def _told(attrs: Mapping[Hashable, Any], shown: int) -> str:
    """How many there are, and how many of them are shown."""
    noun, total = attrs.get("noun", "sentence"), attrs.get("total", shown)
    if not total:
        return f"no {noun} here"
    some = plural(total, noun)
    return some if shown >= total else f"{shown:,} of {some}"


def _items(rows: pd.DataFrame) -> Iterator[str]:
    columns = (rows[name].tolist() for name in ("sentence", "spans", "source", "date", "title", "doc_id"))
    for words, spans, source, date, title, doc_id in zip(*columns, strict=True):
        about = [source if isinstance(source, str) else UNKNOWN, *([plain(date)] if pd.notna(date) else [])]
        about.append(title if isinstance(title, str) and title else doc_id)
        shown = marked(*_cut(str(words), spans))
        yield f'<li lang="fr">{shown} <small>{safe(" · ".join(map(str, about)))}</small></li>'


def _cut(words: str, spans: Iterable[tuple]) -> tuple[str, list[tuple]]:
    """A passage that can be read at a glance: what is around the first mark, cut between words."""
    marks = disjoint(span_tuples(spans))
    if len(words) <= _LONG:
        return words, list(marks)
    low = max(marks[0][0] - _BEFORE, 0) if marks else 0
    high = min(low + _LONG, len(words))
    low = words.rfind(" ", 0, low) + 1 if low else 0
    high = max(words.rfind(" ", 0, high), marks[0][1] if marks else 0) if high < len(words) else high
    before, after = "… " * (low > 0), " …" * (high < len(words))
    kept = [(a + len(before), b + len(before), label) for a, b, label in inside(marks, low, high)]
    return f"{before}{words[low:high]}{after}", list(kept)

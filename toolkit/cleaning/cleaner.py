"""Documents to cleaned documents: typography, furniture and repeats out, an audit and the way back to the page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd
from tqdm.auto import tqdm

from toolkit.cleaning import patterns
from toolkit.cleaning.alignment import Run, Runs, as_array, merge
from toolkit.cleaning.duplicates import find_shared
from toolkit.cleaning.furniture import find_furniture
from toolkit.cleaning.repeats import find_source_repeats, source_key
from toolkit.cleaning.rules import RULES, Rules
from toolkit.cleaning.typography import normalise
from toolkit.cleaning.wrapping import find_paragraphs, join
from toolkit.schema import CLEANING_COLUMNS, CorpusError

_PATIENCE = 2.0  # seconds before a bar is shown
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True)
class Cleaning:
    """What cleaning made of a table of documents.

    Attributes
    ----------
    texts : list of str
        The cleaned text of each document, in the order of the table. Its lines are its paragraphs, separated by one
        ``\\n``; it may be ``""``.
    audit : DataFrame
        A row a removed line, columns ``schema.CLEANING_COLUMNS``: ``doc_id``; ``line``, from 1, in the page as read;
        ``category``; ``rule``; ``text``, the line with its typography normalised.
    spans : list of ndarray, shape (n, 4), int32
        For each document the runs that lead from its cleaned text to its page: clean start, clean length, page start,
        page length, in characters. Equal lengths map character by character, others as a whole. See :func:`to_page`
        and :func:`to_clean`.
    shared : DataFrame
        Text that two articles have in common, columns ``schema.SHARED_COLUMNS``; flagged, not removed.
    """

    texts: list[str]
    audit: pd.DataFrame
    spans: list[Runs]
    shared: pd.DataFrame


@dataclass
class _Paragraph:
    """A paragraph of a page: its text, plain and folded, its runs, its lines (from 0), their texts, and its end."""

    text: str
    folded: str
    runs: list[Run]
    numbers: list[int]
    lines: list[str]
    end: int
    rule: str | None = None


def clean(documents: pd.DataFrame, rules: Rules = Rules(), *, progress: bool = True) -> Cleaning:  # noqa: B008 (frozen)
    """Clean documents: normalise their typography, remove what is not the article, flag what they share.

    Parameters
    ----------
    documents : DataFrame
        Index ``doc_id``; columns ``source``, ``title`` (either may be missing or NA) and ``text``, the page as read; a
        column ``author`` is used when there is one.
    rules : Rules
        Rules to switch off, lines to put back, lines to remove by hand.
    progress : bool
        Show a progress bar when it takes longer than two seconds.

    Returns
    -------
    Cleaning
        Each line of each page that is not blank is either in the cleaned text or in the audit, once.

    Raises
    ------
    CorpusError
        When there is no column ``text``, or a text is missing.
    """
    if "text" not in documents:
        raise CorpusError("the table has no column 'text'.", remedy="Name the column that holds the articles 'text'.")
    if documents["text"].isna().any():
        missing = documents.index[documents["text"].isna()][0]
        raise CorpusError(f"the article {missing!r} has no text.", remedy="Leave it out or fill it in.")
    doc_ids = [str(doc_id) for doc_id in documents.index]
    titles, authors, sources = (_column(documents, name) for name in ("title", "author", "source"))
    by_doc_id = _lines_of(rules.keep), _lines_of(rules.drop)
    pages: list[list[_Paragraph]] = []
    read = zip(documents["text"].tolist(), titles, authors, sources, strict=True)
    bar = tqdm(read, total=len(doc_ids), desc="Cleaning", unit=" articles", delay=_PATIENCE, disable=not progress)
    for page, title, author, source in bar:
        paragraphs = _read_page(page, unwrap="hard-wrap" not in rules.off)
        lines, folded = [paragraph.text for paragraph in paragraphs], [paragraph.folded for paragraph in paragraphs]
        found = find_furniture(lines, folded, title=title, author=author, source=source)
        for paragraph, rule in zip(paragraphs, found, strict=True):
            paragraph.rule = rule
        pages.append(paragraphs)
    _judge_sources(pages, sources, titles)
    texts: list[str] = []
    spans: list[Runs] = []
    rows: list[tuple[str, int, str, str, str]] = []
    for doc_id, paragraphs in zip(doc_ids, pages, strict=True):
        _hear_the_user(paragraphs, rules.off, by_doc_id[0].get(doc_id, set()), by_doc_id[1].get(doc_id, set()))
        text, runs = _assemble(paragraphs)
        texts.append(text)
        spans.append(runs)
        rows.extend((doc_id, *row) for row in _removed(paragraphs))
    audit = pd.DataFrame(rows, columns=list(CLEANING_COLUMNS)).astype(
        {"doc_id": "str", "line": "int64", "category": "str", "rule": "str", "text": "str"}
    )
    return Cleaning(texts, audit, spans, find_shared(doc_ids, sources, texts))


def _column(documents: pd.DataFrame, name: str) -> list[str | None]:
    if name not in documents:
        return [None] * len(documents)
    return [value if isinstance(value, str) and value else None for value in documents[name].tolist()]


def _lines_of(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    lines: dict[str, set[str]] = defaultdict(set)
    for doc_id, line in pairs:
        lines[doc_id].add(normalise(line.replace("\n", " "))[0])
    return lines


def _read_page(page: str, *, unwrap: bool) -> list[_Paragraph]:
    """The paragraphs of a page, their typography normalised."""
    raw = page.split("\n")
    done = [normalise(line) for line in raw]
    starts = [0]
    for line in raw:
        starts.append(starts[-1] + len(line) + 1)
    texts = [text for text, _ in done]
    blank = [not text for text in texts]
    soft = [line.rstrip(" \t\r").endswith("\xad") for line in raw] if "\xad" in page else [False] * len(raw)
    groups = find_paragraphs(texts, blank=blank, soft=soft) if unwrap else [[i] for i, no in enumerate(blank) if not no]
    vocabulary: frozenset[str] | None = None
    paragraphs = []
    for group in groups:
        if len(group) > 1 and vocabulary is None:
            vocabulary = frozenset(word.lower() for text in texts for word in _WORD.findall(text))
        parts = [(starts[i], starts[i] + len(raw[i]), *done[i]) for i in group]
        text, runs = join(parts, vocabulary or frozenset(), soft=[soft[i] for i in group])
        paragraphs.append(_Paragraph(text, patterns.fold(text), runs, group, [texts[i] for i in group], parts[-1][1]))
    return paragraphs


def _judge_sources(
    pages: Sequence[Sequence[_Paragraph]], sources: Sequence[str | None], titles: Sequence[str | None]
) -> None:
    """Mark lines that many articles of one source have. Articles of unknown source are not compared."""
    members: dict[str, list[int]] = defaultdict(list)
    for number, source in enumerate(sources):
        if source is not None:
            members[source].append(number)
    for numbers in members.values():
        if len(numbers) < 3:
            continue
        left = [[paragraph.folded for paragraph in pages[number] if paragraph.rule is None] for number in numbers]
        repeated = find_source_repeats(left)
        if not repeated:
            continue
        for number in numbers:
            title = patterns.fold(titles[number] or "")
            for paragraph in pages[number]:
                if paragraph.rule is None and paragraph.folded != title and source_key(paragraph.folded) in repeated:
                    paragraph.rule = "repeated-in-source"


def _hear_the_user(paragraphs: Sequence[_Paragraph], off: frozenset[str], keep: set[str], drop: set[str]) -> None:
    for paragraph in paragraphs:
        if paragraph.rule in off:
            paragraph.rule = None
        said = {paragraph.text, *paragraph.lines}
        if drop and said & drop and "by-hand" not in off:
            paragraph.rule = "by-hand"
        if keep and said & keep:
            paragraph.rule = None


def _assemble(paragraphs: Sequence[_Paragraph]) -> tuple[str, Runs]:
    """The text that is left, and its runs in the page."""
    pieces: list[str] = []
    runs: list[Run] = []
    length = 0
    newline_at = -1
    for paragraph in paragraphs:
        if paragraph.rule is not None:
            continue
        if pieces:
            runs.append((length, 1, newline_at, 1))
            length += 1
        pieces.append(paragraph.text)
        runs.extend((clean + length, size, page, page_size) for clean, size, page, page_size in paragraph.runs)
        length += len(paragraph.text)
        newline_at = paragraph.end
    return "\n".join(pieces), as_array(merge(runs))


def _removed(paragraphs: Sequence[_Paragraph]) -> list[tuple[int, str, str, str]]:
    return [
        (number + 1, RULES[paragraph.rule][0], paragraph.rule, line)
        for paragraph in paragraphs
        if paragraph.rule is not None
        for number, line in zip(paragraph.numbers, paragraph.lines, strict=True)
    ]

"""From annotated paragraphs to the arrays that analyses read: documents in order, tokens, mentions, indexes.

Everything is a gather over whole arrays; the only loop over documents is the one that looks for quotation marks.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from toolkit.annotation import HEADLINE, QUOTED, SENTENCE_START, SPACE_AFTER, quoted_spans
from toolkit.schema import CorpusError
from toolkit.store.batches import Annotated, digests
from toolkit.store.files import open_array, save_array, save_strings
from toolkit.store.fold import fold

_LIMIT = 2**31 - 1


@dataclass(frozen=True)
class Sheet:
    """What the store keeps of a corpus beside its annotation, documents in their final order.

    Attributes
    ----------
    documents : DataFrame
        Index ``doc_id``; ``source``, ``date``, ``title``, ``path`` and the user's columns; no text.
    texts : list of str
        Cleaned text; its lines are the paragraphs that were annotated.
    pages : list of str
        The page as read.
    spans : list of ndarray of int32, (runs, 4)
        Where each run of the cleaned text stands in the page.
    tables : dict of str to DataFrame
        ``cleaning``, ``skipped``, ``metadata``, ``shared``.
    """

    documents: pd.DataFrame
    texts: list[str]
    pages: list[str]
    spans: list[np.ndarray]
    tables: dict[str, pd.DataFrame]


def starts(counts: np.ndarray) -> np.ndarray:
    """Bounds from counts: n + 1 positions, the first 0."""
    bounds = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=bounds[1:])
    return bounds


def gather(first: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Positions ``first[i], first[i] + 1, …, first[i] + counts[i] - 1`` for each i in turn."""
    bounds = starts(counts)
    shift = np.repeat(np.asarray(first, np.int64) - bounds[:-1], counts)
    return np.arange(bounds[-1], dtype=np.int64) + shift


def distinct(values: np.ndarray) -> np.ndarray:
    """The distinct values, in order. ``np.unique`` alone hashes integers, which takes ten to three hundred times as
    long as this sort for the keys that analyses make (numpy 2.4: 3 s for 2 million, against 0.03 s)."""
    ordered = np.sort(values, axis=None)
    first = np.ones(len(ordered), bool)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return ordered[first]


def assemble(folder: Path, sheet: Sheet, annotated: Annotated) -> dict[str, int]:
    """Write every array of a corpus into ``folder``; return its counts.

    Raises
    ------
    CorpusError
        When the corpus is larger than the arrays can count (2³¹ tokens).
    KeyError
        When a paragraph has not been annotated.
    """
    paragraphs = [text.split("\n") if text else [] for text in sheet.texts]
    per_document = np.array([len(lines) for lines in paragraphs], np.int64)
    row = annotated.lookup(digests(line for lines in paragraphs for line in lines))
    if np.any(row < 0):
        raise KeyError(f"{int(np.sum(row < 0))} paragraphs have not been annotated")
    if annotated.n_tokens[row].sum() > _LIMIT:
        raise CorpusError("the corpus has more than 2,147,483,647 tokens.", remedy="Load it in parts.")

    document_paragraph = starts(per_document)
    length = np.array([len(line) for lines in paragraphs for line in lines], np.int64)
    char = _paragraph_chars(length, document_paragraph)
    tokens = _tokens(annotated, row)
    paragraph_token = starts(annotated.n_tokens[row])
    position = _token_chars(annotated, tokens, paragraph_token, char)
    base, quotes = _quotes(sheet.texts)

    token_document = np.repeat(np.repeat(np.arange(len(paragraphs)), per_document), annotated.n_tokens[row]).astype(
        np.int32
    )
    flags = annotated.flags[tokens] & np.uint8(SENTENCE_START | SPACE_AFTER)
    flags |= np.where(_inside(quotes, base[token_document] + position), np.uint8(QUOTED), np.uint8(0))
    headline = _headlines(paragraphs, sheet.documents["title"])
    flags |= np.where(np.repeat(headline, annotated.n_tokens[row]), np.uint8(HEADLINE), np.uint8(0))
    codes, types = _used(annotated.type[tokens], annotated.types)
    del tokens

    sentence_token = np.flatnonzero(flags & SENTENCE_START).astype(np.int32)
    paragraph_sentence = np.searchsorted(sentence_token, paragraph_token)
    save_array(folder, "type", codes.astype(np.int32))
    save_array(folder, "flag", flags)
    save_array(folder, "sentence_token", np.append(sentence_token, len(codes)).astype(np.int32))
    save_array(folder, "sentence_char", position[sentence_token].astype(np.int32))
    save_array(folder, "paragraph_sentence", paragraph_sentence.astype(np.int32))
    save_array(folder, "document_paragraph", document_paragraph.astype(np.int32))
    save_array(folder, "document_sentence", paragraph_sentence[document_paragraph].astype(np.int32))
    document_token = paragraph_token[document_paragraph]
    save_array(folder, "document_token", document_token.astype(np.int32))

    is_word = _vocabulary(folder, types)
    n_words = _index(folder, codes, token_document, is_word, len(paragraphs))
    _blocks(folder, sheet.documents, [kind[1] for kind in types])
    n_mentions = _mentions(
        folder, annotated, row, sheet.texts, document_paragraph, char, paragraph_sentence, base, quotes
    )
    _documents(folder, sheet, n_words)
    return {
        "documents": len(paragraphs),
        "paragraphs": len(row),
        "sentences": len(sentence_token),
        "tokens": len(codes),
        "words": int(n_words.sum()),
        "types": len(types),
        "mentions": n_mentions,
    }


def _paragraph_chars(length: np.ndarray, document_paragraph: np.ndarray) -> np.ndarray:
    """Where each paragraph begins in its document's text: after those before it and their line ends."""
    running = starts(length + 1)[:-1]
    return running - np.repeat(running_at(running, document_paragraph), np.diff(document_paragraph))


def running_at(running: np.ndarray, bounds: np.ndarray) -> np.ndarray:
    """The running value at the first item of each part; 0 for the parts at the end that have none."""
    at = bounds[:-1]
    values = np.zeros(len(at), np.int64)
    inside = at < len(running)
    values[inside] = running[at[inside]]
    return values


def _tokens(annotated: Annotated, row: np.ndarray) -> np.ndarray:
    return gather(annotated.first_token[row], annotated.n_tokens[row])


def _token_chars(annotated: Annotated, tokens: np.ndarray, bounds: np.ndarray, char: np.ndarray) -> np.ndarray:
    """Where each token begins in its document's text."""
    width = np.array([len(kind[0]) for kind in annotated.types], np.int64)
    step = width[annotated.type[tokens]] + (annotated.flags[tokens] & SPACE_AFTER)
    running = starts(step)[:-1]
    return running + np.repeat(char - running_at(running, bounds), np.diff(bounds))


def _quotes(texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Where each document begins if all texts stood one after another, and the quoted spans on that scale."""
    base = starts(np.array([len(text) + 1 for text in texts], np.int64))[:-1]
    spans = [quoted_spans(text).astype(np.int64) + at for text, at in zip(texts, base.tolist(), strict=True)]
    return base, np.concatenate(spans).reshape(-1, 2) if spans else np.zeros((0, 2), np.int64)


def _inside(spans: np.ndarray, position: np.ndarray) -> np.ndarray:
    """Whether each position lies in one of the spans (sorted, not overlapping)."""
    if not len(spans):
        return np.zeros(len(position), bool)
    at = np.searchsorted(spans[:, 0], position, side="right") - 1
    return (at >= 0) & (position < spans[np.maximum(at, 0), 1])


def _headlines(paragraphs: list[list[str]], titles: pd.Series) -> np.ndarray:
    """Whether each paragraph is its article's headline, printed again in the text."""
    wanted = [fold(title) if isinstance(title, str) else None for title in titles]
    flat = [
        title is not None and abs(len(line) - len(title)) < 12 and fold(line) == title
        for lines, title in zip(paragraphs, wanted, strict=True)
        for line in lines
    ]
    return np.array(flat, bool)


def _used(
    codes: np.ndarray, types: list[tuple[str, str, str, str]]
) -> tuple[np.ndarray, list[tuple[str, str, str, str]]]:
    """Renumber so that only the types that occur have a code; their order stays."""
    occurs = np.zeros(len(types), bool)
    occurs[codes] = True
    renumbered = np.cumsum(occurs) - 1
    return renumbered[codes].astype(np.int32), [kind for kind, used in zip(types, occurs, strict=True) if used]


def _vocabulary(folder: Path, types: list[tuple[str, str, str, str]]) -> np.ndarray:
    """Write the types and the strings they are made of; return which of them are words."""
    for column, name in enumerate(("form", "lemma", "pos", "morph")):
        strings = [kind[column] for kind in types]
        vocabulary = sorted(set(strings))
        code = {text: number for number, text in enumerate(vocabulary)}
        save_array(folder, f"type_{name}", np.array([code[text] for text in strings], np.int32))
        save_strings(folder, name, vocabulary)
        if name in ("form", "lemma"):
            folded = [fold(text) for text in vocabulary]
            order = sorted(range(len(folded)), key=folded.__getitem__)
            save_strings(folder, f"{name}_folded", [folded[i] for i in order])
            save_array(folder, f"{name}_folded_code", np.array(order, np.int32))
    is_word = np.array([any(char.isalnum() for char in kind[0]) for kind in types], bool)
    save_array(folder, "type_word", is_word)
    return is_word


def _index(folder: Path, codes: np.ndarray, document: np.ndarray, is_word: np.ndarray, n_documents: int) -> np.ndarray:
    """Write positions by type and counts by document and type; return the words of each document."""
    order = np.argsort(codes, kind="stable").astype(np.int32)
    save_array(folder, "position", order)
    save_array(folder, "position_at", starts(np.bincount(codes, minlength=len(is_word))))
    n_types = max(len(is_word), 1)
    key = document.astype(np.int64) * n_types + codes
    key.sort()
    edge = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]])) if len(key) else np.zeros(0, np.int64)
    count = np.diff(np.append(edge, len(key))).astype(np.int32)
    kept = key[edge]
    indices = (kept % n_types).astype(np.int32)
    rows = kept // n_types
    bounds = starts(np.bincount(rows, minlength=n_documents))
    # of one width with the column numbers, or scipy would copy both to the wider
    save_array(folder, "count_at", bounds.astype(np.int32) if bounds[-1] <= _LIMIT else bounds)
    save_array(folder, "count_type", indices)
    save_array(folder, "count", count)
    words = np.where(is_word[indices], count, 0) if len(indices) else np.zeros(0, np.int32)
    return np.bincount(rows, weights=words, minlength=n_documents).astype(np.int64)


def _blocks(folder: Path, documents: pd.DataFrame, lemmas: list[str]) -> None:
    """Write counts by block and type, for blocks of neighbouring documents: those of one source, those of one source
    and month.

    Most questions are about whole sources or whole months of them. The blocks answer these from a small part of the
    rows; the first type of a lemma in each document is marked, so that document ranges of lemmas add up from them too.
    """
    source = documents["source"].fillna("").astype("str").to_numpy(object)
    month = documents["date"].dt.to_period("M").astype("str").to_numpy(object)
    other = source[1:] != source[:-1]
    types, counts = open_array(folder, "count_type"), open_array(folder, "count")
    bounds = np.asarray(open_array(folder, "count_at"), np.int64)
    lemma = np.cumsum(np.concatenate([[0], [one != two for one, two in itertools.pairwise(lemmas)]])).astype(np.int32)
    first = first_of_lemma(lemma[types], bounds)
    for level, edge in (("source", other), ("month", other | (month[1:] != month[:-1]))):
        block_document = np.concatenate([[0], np.flatnonzero(edge) + 1, [len(documents)]])
        save_array(folder, f"{level}_document", block_document.astype(np.int32))
        for name, array in block_sums(bounds[block_document], types, counts, first).items():
            save_array(folder, f"{level}_{name}", array)


def first_of_lemma(entry_lemma: np.ndarray, bounds: np.ndarray) -> np.ndarray:
    """Which entries are the first of their lemma in a document, given the lemma of each and where documents begin."""
    first = np.ones(len(entry_lemma), bool)
    np.not_equal(entry_lemma[1:], entry_lemma[:-1], out=first[1:])
    first[bounds[:-1][np.diff(bounds) > 0]] = True
    return first


def block_sums(bounds: np.ndarray, types: np.ndarray, counts: np.ndarray, first: np.ndarray) -> dict[str, np.ndarray]:
    """``at``, ``type``, ``count`` and ``first`` of blocks, whose entries lie between neighbouring ``bounds``."""
    parts = []
    for low, high in itertools.pairwise(bounds.tolist()):
        kinds, row = np.unique(types[low:high], return_inverse=True)
        count = np.bincount(row, weights=counts[low:high], minlength=len(kinds))
        parts.append((kinds, count, np.bincount(row[first[low:high]], minlength=len(kinds))))
    sums = {"at": starts(np.array([len(kinds) for kinds, _, _ in parts], np.int64)).astype(np.int32)}
    for column, name in enumerate(("type", "count", "first")):
        sums[name] = np.concatenate([part[column] for part in parts]).astype(np.int32)
    return sums


def _mentions(
    folder: Path,
    annotated: Annotated,
    row: np.ndarray,
    texts: list[str],
    document_paragraph: np.ndarray,
    char: np.ndarray,
    paragraph_sentence: np.ndarray,
    base: np.ndarray,
    quotes: np.ndarray,
) -> int:
    """Write the mentions, a row each, by document; return how many there are."""
    picked = gather(annotated.first_mention[row], annotated.n_mentions[row])
    paragraph = np.repeat(np.arange(len(row)), annotated.n_mentions[row])
    document = np.searchsorted(document_paragraph, paragraph, side="right") - 1
    first_sentence = paragraph_sentence[document_paragraph[document]]
    start = annotated.mention_start[picked] + char[paragraph]
    end = annotated.mention_end[picked] + char[paragraph]
    surface = [texts[d][s:e] for d, s, e in zip(document.tolist(), start.tolist(), end.tolist(), strict=True)]
    encoded = pa.array(surface, type=pa.large_string()).dictionary_encode()
    save_array(folder, "mention_document", document.astype(np.int32))
    sentence = annotated.mention_sentence[picked] + paragraph_sentence[paragraph] - first_sentence
    save_array(folder, "mention_sentence", sentence.astype(np.int32))
    save_array(folder, "mention_start", start.astype(np.int32))
    save_array(folder, "mention_end", end.astype(np.int32))
    save_array(folder, "mention_label", annotated.mention_label[picked])
    save_array(folder, "mention_surface", encoded.indices.to_numpy(zero_copy_only=False).astype(np.int32))
    save_array(folder, "mention_quoted", _inside(quotes, base[document] + start))
    save_array(folder, "document_mention", np.searchsorted(document, np.arange(len(texts) + 1)).astype(np.int32))
    save_strings(folder, "surface", encoded.dictionary)
    save_strings(folder, "label", annotated.labels)
    return len(surface)


def _documents(folder: Path, sheet: Sheet, n_words: np.ndarray) -> None:
    save_strings(folder, "text", sheet.texts)
    save_strings(folder, "page", sheet.pages)
    save_array(folder, "span_at", starts(np.array([len(runs) for runs in sheet.spans], np.int64)))
    runs = np.concatenate(sheet.spans).reshape(-1, 4) if sheet.spans else np.zeros((0, 4), np.int32)
    save_array(folder, "span", runs.astype(np.int32))
    documents = sheet.documents.assign(n_tokens=n_words)
    for name, table in {"documents": documents.reset_index(), **sheet.tables}.items():
        write_table(folder, name, table)


def write_table(folder: Path, name: str, table: pd.DataFrame) -> None:
    """A table as an Arrow file, opened in place later."""
    arrow = pa.Table.from_pandas(table, preserve_index=False)
    with pa.OSFile(str(folder / f"{name}.arrow"), "wb") as sink, pa.ipc.new_file(sink, arrow.schema) as writer:
        writer.write_table(arrow)

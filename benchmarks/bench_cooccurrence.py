"""Names and pairs at scale: resolution, the table of pairs, a choice of sources, against pandas and textacy.

    python benchmarks/bench_cooccurrence.py [--mentions 200000 2000000] [--out results/cooccurrence.json]

Synthetic articles of fifteen sentences with one to three names each: 4,000 persons, named in full or by surname, and
1,000 places and organisations, Zipfian. A pair table is every pair of names of one sentence that comes together twice
or more, with counts, expectation, association and test. The peers count joint sentences only: a pandas merge of the
table of mentions with itself, and textacy's ``build_cooccurrence_network``, whose windows slide over lists of names;
here a list a sentence and a window of 20, so that each sentence is one window. Ratios of one run on one machine are
what counts.
"""

from __future__ import annotations

import argparse
import functools
import json
import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from toolkit.cooccurrence import cooccurrence
from toolkit.corpus import Corpus
from toolkit.entities import resolve_entities
from toolkit.entities.resolving import resolve_whole
from toolkit.store import Sheet, Store, digests
from toolkit.store.assemble import assemble
from toolkit.store.batches import Annotated

SENTENCES, SOURCES = 15, 8
PEOPLE, OTHERS, FIRST_NAMES, SURNAMES = 4_000, 1_000, 200, 3_000
_SYLLABLES = re.findall(
    r"\w+", "ba ka ra mi sa na al di ro ve lu mar han zou kh ab del fa tar is gor len ti vo ne che ri bour dan"
)


def synthetic(n_mentions: int, *, seed: int = 0) -> tuple[Sheet, Annotated]:
    """Annotated articles with so many mentions, about: 4/3 a sentence."""
    random = np.random.default_rng(seed)
    n_articles = max(SOURCES, round(n_mentions * 3 / 4 / SENTENCES))
    n_sentences = n_articles * SENTENCES

    def words(number: int, *, capital: bool) -> list[str]:
        parts = [random.integers(0, len(_SYLLABLES), number) for _ in range(4)]
        rows = enumerate(zip(*parts, strict=True))
        made = ["".join(_SYLLABLES[one] for one in row) + "x" * (at % 3) for at, row in rows]
        unique = [f"{word}{'abcdefghij'[at % 10]}" for at, word in enumerate(made)]
        return [word.capitalize() for word in unique] if capital else unique

    kinds = [(word, word, "NOUN", "") for word in words(20_000, capital=False)] + [(".", ".", "PUNCT", "")]
    common, stop = np.arange(20_000), 20_000
    named = words(FIRST_NAMES + SURNAMES + OTHERS, capital=True)
    kinds += [(word, word, "PROPN", "") for word in named]
    order = sorted(range(len(kinds)), key=lambda at: (kinds[at][1], kinds[at][2], kinds[at][0]))
    place = np.empty(len(kinds), np.int32)
    place[order] = np.arange(len(kinds))
    types = [kinds[at] for at in order]
    base = 20_001
    person_first = base + random.integers(0, FIRST_NAMES, PEOPLE)
    person_last = base + FIRST_NAMES + random.integers(0, SURNAMES, PEOPLE)

    def zipf(size: int, most: int) -> np.ndarray:
        return random.permutation(most)[np.minimum(random.zipf(1.3, size), 1 << 30) % most]

    # nine words a sentence: w w [First] Last w w w Other .
    code = common[random.integers(0, 20_000, (n_sentences, 9))]
    person = zipf(n_sentences, PEOPLE)
    full = random.random(n_sentences) < 0.6
    code[:, 3] = person_last[person]
    code[full, 2] = person_first[person[full]]
    other = random.random(n_sentences) < 1 / 3
    code[other, 7] = base + FIRST_NAMES + SURNAMES + zipf(int(other.sum()), OTHERS)
    code[:, 8] = stop
    code = place[code]
    forms = np.array([kind[0] for kind in types], object)
    width = np.array([len(word) for word in forms])[code] + 1
    start = np.cumsum(width, axis=1) - width
    flags = np.ones((n_sentences, 9), np.uint8)
    flags[:, 0] |= 2
    lengths = width.sum(axis=1).reshape(n_articles, SENTENCES)
    offset = (np.cumsum(lengths, axis=1) - lengths).ravel()
    texts = [" ".join(row) for row in forms[code.reshape(n_articles, -1)]]
    flags.reshape(n_articles, -1)[:, -1] &= 0xFE
    sentence = np.tile(np.arange(SENTENCES), n_articles)
    begin = np.where(full, start[:, 2], start[:, 3]) + offset
    rows = [np.stack([np.arange(n_sentences), sentence, begin, np.full(n_sentences, 3)])]
    where = np.flatnonzero(other)
    rows.append(np.stack([where, sentence[where], start[where, 7] + offset[where], random.integers(0, 3, len(where))]))
    rows[0] = np.vstack([rows[0], start[:, 3] + width[:, 3] - 1 + offset])
    rows[1] = np.vstack([rows[1], start[where, 7] + width[where, 7] - 1 + offset[where]])
    mention = np.concatenate(rows, axis=1)
    mention = mention[:, np.lexsort((mention[2], mention[0]))]
    per_article = np.bincount(mention[0] // SENTENCES, minlength=n_articles)
    annotated = Annotated(
        digest=digests(texts),
        first_token=np.arange(n_articles, dtype=np.int64) * 9 * SENTENCES,
        n_tokens=np.full(n_articles, 9 * SENTENCES, np.int64),
        type=code.ravel().astype(np.int32),
        flags=flags.ravel(),
        types=types,
        first_mention=(np.cumsum(per_article) - per_article).astype(np.int64),
        n_mentions=per_article.astype(np.int64),
        mention_sentence=mention[1].astype(np.int32),
        mention_start=mention[2].astype(np.int32),
        mention_end=mention[4].astype(np.int32),
        mention_label=mention[3].astype(np.int8),
        labels=["LOC", "MISC", "ORG", "PER"],
    )
    source = np.sort(np.arange(n_articles) % SOURCES)
    documents = pd.DataFrame(
        {
            "source": pd.array([f"source-{number}" for number in source], dtype="str"),
            "date": pd.Timestamp("2020-01-01") + pd.to_timedelta(np.arange(n_articles) % 700, unit="D"),
            "title": pd.array([f"title {number}" for number in range(n_articles)], dtype="str"),
            "path": pd.array([f"{number}.txt" for number in range(n_articles)], dtype="str"),
        },
        index=pd.Index([f"article-{number:06}" for number in range(n_articles)], name="doc_id"),
    )
    spans = [np.array([[0, len(text), 0, len(text)]], np.int32) for text in texts]
    return Sheet(documents, texts, texts, spans, {}), annotated


def seconds(work: Callable[[], object], times: int = 5) -> float:
    """The middle of some runs."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return float(np.median(taken))


def by_merge(mentions: pd.DataFrame) -> pd.Series:
    """Joint sentences of all pairs, as one writes it in pandas."""
    once = mentions.drop_duplicates()
    both = once.merge(once, on=["doc_id", "sentence"])
    both = both[both["entity_id_x"] < both["entity_id_y"]]
    counts = both.groupby(["entity_id_x", "entity_id_y"], observed=True).size()
    return counts[counts >= 2]


def measure(n_mentions: int, *, peers: bool) -> dict:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        sheet, annotated = synthetic(n_mentions)
        store = Store(Path(name))
        with store.writing():
            tables = store.build("bench", functools.partial(assemble, sheet=sheet, annotated=annotated), {})
        corpus = Corpus(tables)
        start = time.perf_counter()
        resolved = resolve_entities(corpus)
        result = {"mentions": int(tables.counts["mentions"]), "entities": len(resolved.entities)}
        result["resolve_s"] = time.perf_counter() - start
        start = time.perf_counter()
        table = cooccurrence(corpus, top=100)
        result["first_table_ms"] = 1000 * (time.perf_counter() - start)
        half = corpus.select(sources=corpus.sources[:4], since="2020-06")
        result["pairs"] = len(cooccurrence(corpus))
        result["table_ms"] = 1000 * seconds(lambda: cooccurrence(corpus, top=100))
        result["whole_table_ms"] = 1000 * seconds(lambda: cooccurrence(corpus), 3)
        result["half_ms"] = 1000 * seconds(lambda: cooccurrence(half, top=100))
        result["types_ms"] = 1000 * seconds(lambda: cooccurrence(half, types="PER", min_count=3, top=100))
        if peers:
            columns = resolve_whole(corpus).mentions[["doc_id", "sentence", "entity_id"]]
            frame = columns.astype({"doc_id": "category", "entity_id": "category"})
            frame["entity_id"] = frame["entity_id"].cat.codes
            frame["doc_id"] = frame["doc_id"].cat.codes
            result["pandas_ms"] = 1000 * seconds(lambda: by_merge(frame), 3)
            result["textacy_ms"] = 1000 * seconds(functools.partial(by_textacy, columns), 1)
            assert len(by_merge(frame)) == result["pairs"] and len(table) == min(100, result["pairs"])
        return result


def by_textacy(mentions: pd.DataFrame) -> object:
    from textacy.representations.network import build_cooccurrence_network

    lists = mentions.groupby(["doc_id", "sentence"])["entity_id"].agg(list).tolist()
    return build_cooccurrence_network([names for names in lists if len(names) > 1], window_size=20)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mentions", type=int, nargs="*", default=[200_000, 2_000_000])
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    results = [measure(number, peers=True) for number in options.mentions]
    for row in results:
        print(f"{row['mentions']:,} mentions of {row['entities']:,} entities, {row['pairs']:,} pairs")
        print(f"  resolution {row['resolve_s']:.1f} s; first table, index and all {row['first_table_ms']:.0f} ms")
        print(f"  the 100 most specific pairs {row['table_ms']:.0f} ms, half of the articles {row['half_ms']:.0f} ms,")
        whole = row["whole_table_ms"]
        print(f"  persons in half of them {row['types_ms']:.0f} ms; all pairs with all measures {whole:.0f} ms")
        best = row["table_ms"]
        print(f"  joint counts only: pandas merge {row['pandas_ms']:.0f} ms ({row['pandas_ms'] / best:.0f} times),")
        print(f"  textacy {row['textacy_ms']:.0f} ms ({row['textacy_ms'] / best:.0f} times)")
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(json.dumps(results, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()

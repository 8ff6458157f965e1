"""Comparing sources: the keyness table against pandas and scattertext on the same counts, the explorer, the bootstrap.

    python benchmarks/bench_contrast.py [--articles 10000] [--out results/contrast.json]

Synthetic articles (Zipfian types, eight sources, 390 words each), in which every source has three hundred words that it
writes more often. Of all eight sources against the rest: the thirty first terms of over- and of under-use, with all
measures, adjusted p and the share of the heaviest article. pandas works out log-likelihood, Log Ratio and adjusted p
of the same counts, in columns; scattertext its default log-odds scores, nothing else, in the environment that
TOOLKIT_PEERS names (`make bench` makes it), from a file of the same counts. `explorer` is one move of a control of
``explore_sources``: to the new figure and table, and to everything that is read of the chosen term, intervals last.
`bootstrap` draws articles a thousand times for the terms shown and those that might have been. Medians of seven runs;
compare what was measured in one run. Limits: 50 ms for the tables (200,000 terms, 8 sources, counts in hand), 250 ms
for the explorer's figure, 1 s for the bootstrap.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from bench_store import SOURCES, WORDS, synthetic
from scipy import special, stats

from toolkit import Corpus
from toolkit.contrast import Comparison, comparisons, contrast, keyness
from toolkit.explorers import explore_sources
from toolkit.store import Store
from toolkit.store.assemble import assemble

TOP = 30
TYPES = 530_000
"""Of which two in five are lemmas: at 10,000 articles more than 200,000 of them occur."""


def build(folder: Path, articles: int) -> Corpus:
    sheet, annotated = synthetic(articles, types=TYPES)
    random = np.random.default_rng(7)
    source = sheet.documents["source"].factorize()[0]
    kinds = annotated.type.copy()
    common = np.argsort(-np.bincount(kinds))[200:20_000]
    of_token = np.repeat(source, len(kinds) // articles)
    changed = np.flatnonzero(random.random(len(kinds)) < 0.04)
    own = np.stack([random.choice(common, 300, replace=False) for _ in range(SOURCES)])
    kinds[changed] = own[of_token[changed], random.integers(300, size=len(changed))]
    store = Store(folder)
    with store.writing():
        made = functools.partial(assemble, sheet=sheet, annotated=replace(annotated, type=kinds))
        return Corpus(store.build("bench", made, {}))


def median(work: Callable[[], object], times: int = 7) -> float:
    """Milliseconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - start))
    return float(np.median(taken))


def in_pandas(counts: pd.DataFrame, sizes: np.ndarray) -> dict[str, pd.DataFrame]:
    """Log-likelihood, Log Ratio and adjusted p of every source against the rest, sorted: columns throughout."""
    total, whole, found = counts.sum(axis=1), sizes.sum(), {}
    for source, n1 in zip(counts.columns, sizes, strict=True):
        table = pd.DataFrame({"k1": counts[source], "k2": total - counts[source]})
        n2 = whole - n1
        rate = total / whole
        cells = (
            (table["k1"], n1 * rate),
            (table["k2"], n2 * rate),
            (n1 - table["k1"], n1 * (1 - rate)),
            (n2 - table["k2"], n2 * (1 - rate)),
        )
        table["g2"] = 2 * sum(special.xlogy(observed, observed / expected) for observed, expected in cells)
        table["ratio"] = np.log2(table["k1"].clip(lower=0.5) / n1) - np.log2(table["k2"].clip(lower=0.5) / n2)
        table["p"] = stats.false_discovery_control(stats.chi2.sf(table["g2"].clip(lower=0), 1))
        table["signed"] = np.sign(table["ratio"]) * table["g2"]
        found[source] = table.sort_values("signed", ascending=False)
    return found


def in_scattertext(counts: np.ndarray, folder: Path) -> tuple[float | None, str]:
    """Milliseconds, or None and why not."""
    python = os.environ.get("TOOLKIT_PEERS", "")
    if not Path(python).is_file():
        return None, "not measured: TOOLKIT_PEERS names no Python (make bench sets it)"
    np.save(folder / "counts.npy", counts)
    script = Path(__file__).with_name("contrast_peer.py")
    told = subprocess.run(
        [python, str(script), str(folder / "counts.npy")], capture_output=True, text=True, encoding="utf-8", check=False
    )
    if told.returncode:
        return None, f"not measured: {told.stderr.strip().splitlines()[-1]}"
    return 1000 * json.loads(told.stdout.splitlines()[-1])["seconds"], "scores alone"


def tables(found: list[Comparison], *, rank: str = "lrc") -> list[pd.DataFrame]:
    return [contrast(comparison, rank=rank, min_count=1, top=TOP).table() for comparison in found]


def measure(corpus: Corpus, folder: Path) -> dict:
    found = comparisons(corpus, stopwords="keep")
    for comparison in found:  # the counts are in hand, for everybody
        _ = comparison.one.documents, comparison.two.documents
    counts = np.stack([comparison.one.found for comparison in found])
    used = np.flatnonzero(counts.sum(axis=0))
    sizes = np.array([comparison.one.n_tokens for comparison in found])
    frame = pd.DataFrame(counts[:, used].T, columns=[comparison.one.name for comparison in found])
    tables(found)
    peer = in_pandas(frame, sizes)
    for ours, theirs in zip(tables(found, rank="log_likelihood"), peer.values(), strict=True):
        assert np.allclose(ours["log_likelihood"][:10], theirs["g2"][:10]), "not the same answers"
    scattertext, why = in_scattertext(counts[:, used], folder)
    result = {
        "terms": len(used),
        "tables_ms": median(lambda: tables(found)),
        "pandas_ms": median(lambda: in_pandas(frame, sizes), 3),
        "scattertext_ms": scattertext,
        "scattertext_note": why,
        "from_the_store_ms": median(lambda: keyness(corpus, stopwords="keep", min_count=1, top=TOP)),
        "one_source_ms": median(lambda: keyness(corpus, "source-1", top=15)),
    }
    made = contrast(comparisons(corpus, "source-1")[0], top=15)
    result["contenders"] = len(made.ranked.contenders)
    result["bootstrap_ms"] = median(made.intervals, 3)
    explorer = explore_sources(corpus)
    names = [f"source-{number}" for number in range(2, 7)]
    first: list[float] = []
    whole: list[float] = []
    for name in names:
        start = time.perf_counter()
        stood: list[float] = []

        def noted(change: object, start: float = start, stood: list[float] = stood) -> None:
            stood.append(1000 * (time.perf_counter() - start))

        explorer.table.observe(noted, names="value")
        explorer.controls["target"].value = name
        explorer.table.unobserve(noted, names="value")
        whole.append(1000 * (time.perf_counter() - start))
        first.append(stood[0])
    result["explorer_figure_ms"], result["explorer_all_ms"] = float(np.median(first)), float(np.median(whole))
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        corpus = build(Path(name), options.articles)
        found = measure(corpus, Path(name))
    print(f"{options.articles:,} articles of {WORDS} words, {found['terms']:,} terms, {SOURCES} sources")
    ratio = found["pandas_ms"] / found["tables_ms"]
    print(f"  keyness tables, counts in hand {found['tables_ms']:7.0f} ms   (limit 50)")
    print(f"  pandas, fewer measures         {found['pandas_ms']:7.0f} ms   ({ratio:.1f} times as long)")
    peer = found["scattertext_ms"]
    said = "      –" if peer is None else f"{peer:7.0f}"
    print(f"  scattertext                    {said} ms   ({found['scattertext_note']})")
    print(f"  from the store                 {found['from_the_store_ms']:7.0f} ms")
    print(f"  one source from the store      {found['one_source_ms']:7.0f} ms")
    print(
        f"  1,000 replicates               {found['bootstrap_ms']:7.0f} ms   (limit 1,000; {found['contenders']} terms)"
    )
    print(f"  explorer, figure and table     {found['explorer_figure_ms']:7.0f} ms   (limit 250)")
    print(f"  explorer, all that is read     {found['explorer_all_ms']:7.0f} ms")
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(json.dumps(found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()

"""How long an explorer takes to answer a control: figure, table and all, without a browser, against its limit.

    python benchmarks/bench_explorers.py [--articles 10000 103000] [--out results/explorers.json]

Stores of 4 and 40 million tokens are made as bench_store.py makes them. Each control of ``explore_terms`` is moved to
another value and back, several times; what is timed is everything from the control's new value to the last widget that
changes, split into what comes first (the figure and the table of the terms) and what is then read of the chosen term
(its course over time, its collocates, its concordance). The table function alone is timed beside it. Limits: 150 and
300 ms for the update, 10 and 50 ms for the table behind it, 50 and 400 ms for that of all bigrams.
"""

from __future__ import annotations

import argparse
import functools
import json
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from bench_store import synthetic

from toolkit import Corpus
from toolkit.explorers import explore_terms
from toolkit.explorers.terms import PANELS, Terms
from toolkit.store import Store
from toolkit.store.assemble import assemble
from toolkit.terms import term_frequencies

LIMITS = {10_000: {"update": 150, "table": 10, "bigrams": 50}, 103_000: {"update": 300, "table": 50, "bigrams": 400}}
MOVES: dict[str, dict[str, Any]] = {
    "words": {"words": "nouns"},
    "unit": {"unit": "word forms"},
    "one source": {"sources": ("source-3",)},
    "half the period": {"period": ("2020-01", "2020-12")},
    "stop words": {"stopwords": False},
    "by source, dots": {"by": "source"},
    "by source, panels": {"by": "source", "drawn": PANELS},
    "by month": {"by": "month"},
    "40 terms": {"top": 40},
    "bigrams": {"length": "2 words in a row"},
}


def stored(folder: Path, articles: int) -> Corpus:
    sheet, annotated = synthetic(articles)
    store = Store(folder)
    with store.writing():
        return Corpus(store.build("bench", functools.partial(assemble, sheet=sheet, annotated=annotated), {}))


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - start)


def move(explorer: Terms, values: dict[str, Any]) -> tuple[float, float]:
    """Milliseconds until figure and table stand there, and until everything does."""
    marks: list[float] = []
    start = time.perf_counter()
    explorer.problem.value = "?"  # emptied once figure and table stand there
    explorer.problem.observe(lambda _: marks.append(time.perf_counter()), names="value")
    explorer.set_state(values)
    explorer.update()
    end = time.perf_counter()
    explorer.problem.unobserve_all("value")
    assert explorer.problem.value == "" and explorer.unread.value == "", explorer.problem.value + explorer.unread.value
    return 1000 * (marks[0] - start), 1000 * (end - start)


def measure(articles: int, repeats: int) -> Iterator[dict]:
    with tempfile.TemporaryDirectory() as name:
        corpus = stored(Path(name), articles)
        explorer = explore_terms(corpus)
        start = explorer.state()
        for what, values in MOVES.items():
            first = move(explorer, values)
            table = [timed(functools.partial(term_frequencies, explorer.articles.view(), **explorer.options()))
                     for _ in range(repeats)]  # fmt: skip
            runs = [move(explorer, values) for _ in range(repeats)]
            explorer.set_state({control: start[control] for control in values})
            shown, all_read = np.median(np.array(runs), axis=0)
            limit = LIMITS.get(articles, {"update": np.nan, "table": np.nan, "bigrams": np.nan})
            yield {
                "articles": articles, "move": what, "first_ms": first[0], "table_ms": float(np.median(table)),
                "shown_ms": float(shown), "read_ms": float(all_read - shown),
                "table_limit_ms": limit["bigrams" if what == "bigrams" else "table"],
                "update_limit_ms": limit["update"],
            }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="*", default=[10_000, 103_000])
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    heads = ("table", "/limit", "shown", "/limit", "read", "first")
    print(f"{'articles':>9}  {'move, milliseconds':<20} {' '.join(f'{head:>7}' for head in heads)}")
    rows = []
    for articles in options.articles:
        for row in measure(articles, options.repeats):
            rows.append(row)
            print(
                f"{row['articles']:>9,}  {row['move']:<20} {row['table_ms']:>7.1f} "
                f"{row['table_ms'] / row['table_limit_ms']:>7.2f} {row['shown_ms']:>7.1f} "
                f"{row['shown_ms'] / row['update_limit_ms']:>7.2f} {row['read_ms']:>7.1f} {row['first_ms']:>7.1f}",
                flush=True,
            )
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(json.dumps(rows, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()

"""Loading a corpus from its file: from nothing, again, and with ten articles more; time and memory.

    python benchmarks/bench_load.py [--articles 1000 10000] [--workers 2] [--out results/load.json]

Articles are synthetic (``synthetic.py``), one Parquet file of them, read, cleaned, searched for shared passages,
annotated and stored as a user's own would be. Memory is the peak of the loading process and, apart, of its workers.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import pandas as pd
from synthetic import synthetic_articles

PROBE = """
import json, resource, sys, time
start = time.perf_counter()
from toolkit import Corpus
from toolkit.corpus import loading
imported = time.perf_counter()
annotated = []
real = loading.annotate_all
def spy(paragraphs, **options):
    annotated.append(len(paragraphs))
    return real(paragraphs, **options)
loading.annotate_all = spy
corpus = Corpus.load(sys.argv[1], store=sys.argv[2], workers=int(sys.argv[3]), progress=False)
done = time.perf_counter()
peak = [resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(json.dumps({
    "articles": corpus.n_documents, "tokens": corpus.tables.counts["tokens"], "import_s": imported - start,
    "load_s": done - imported, "annotated_paragraphs": sum(annotated), "peak_mb": peak[0], "worker_peak_mb": peak[1],
}))
"""


def probe(path: Path, store: Path, workers: int) -> dict[str, float]:
    """Load in a new Python process, as a notebook's kernel would."""
    command = [sys.executable, "-c", PROBE, str(path), str(store), str(workers)]
    result = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
    return json.loads(result.stdout.splitlines()[-1])


def measure(n_articles: int, workers: int) -> list[dict[str, object]]:
    articles = synthetic_articles(n_articles + 10)
    with tempfile.TemporaryDirectory() as name:
        path, store = Path(name) / "articles.parquet", Path(name) / "store"
        rows = []
        for what, count in (("from nothing", n_articles), ("again", n_articles), ("with ten more", n_articles + 10)):
            if count != n_articles or what == "from nothing":
                pd.DataFrame(articles.head(count)).to_parquet(path)
            rows.append({"what": what, **probe(path, store, workers)})
        return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="*", default=[1_000, 10_000])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    results = [row for n_articles in options.articles for row in measure(n_articles, options.workers)]
    print(f"{'':<14} {'articles':>8} {'tokens':>10} {'load s':>8} {'annotated':>10} {'peak MB':>8} {'worker MB':>10}")
    for row in results:
        print(
            f"{row['what']:<14} {row['articles']:>8,} {row['tokens']:>10,} {row['load_s']:>8.2f} "
            f"{row['annotated_paragraphs']:>10,} {row['peak_mb']:>8.0f} {row['worker_peak_mb']:>10.0f}"
        )
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(json.dumps(results, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()

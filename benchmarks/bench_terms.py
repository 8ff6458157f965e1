"""Counting terms against pandas, scikit-learn, textacy and NLTK: same machine, same run, same tokens.

    python benchmarks/bench_terms.py [--articles 10000 103000] [--peers-up-to 10000] [--out results/terms.json]

Three questions on synthetic articles (Zipfian types, eight sources, 390 words an article): the thirty most frequent
lemmas with their counts by source; the same of the nouns and adjectives of eight months; the thirty most frequent
pairs of lemmas in a row, with their counts by source. Every contestant answers in a process of its own, and the answers
must be the same. `first` is the first answer, with whatever is built for it: for the peers from the tokens as lists of
strings in memory, for pandas from columns of codes, for the toolkit from the store on disk, opening it included.
`again` is the median of five more, fewer when they take over five seconds, from whatever is kept: the matrix of
scikit-learn and textacy, the counts of NLTK, the tokens of pandas. The toolkit's answer has more in it: rates with
intervals, articles, dispersion, written forms; and its `again` changes the period or the stop words each time, which
the matrices of the others would have to be made anew for. Memory is the peak of the process. Above `--peers-up-to`
articles only pandas takes part.
"""

from __future__ import annotations

import argparse
import functools
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bench_store import synthetic

from toolkit.store import Store
from toolkit.store.assemble import assemble

CONTESTANTS = ("toolkit", "pandas", "scikit-learn", "textacy", "NLTK")
QUESTIONS = ("by source", "filtered, by source", "pairs, by source")


def build(folder: Path, n_articles: int) -> int:
    """Write a store of synthetic articles; return how many tokens it has."""
    sheet, annotated = synthetic(n_articles)
    store = Store(folder)
    with store.writing():
        tables = store.build("bench", functools.partial(assemble, sheet=sheet, annotated=annotated), {})
    return tables.counts["tokens"]


def ask(folder: Path, contestant: str) -> dict:
    """What a contestant measured of itself, in a new process."""
    script = Path(__file__).with_name("terms_contestants.py")
    result = subprocess.run(
        [sys.executable, str(script), str(folder), contestant],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if result.returncode:
        raise RuntimeError(f"{contestant} failed:\n{result.stderr}")
    return json.loads(result.stdout.splitlines()[-1])


def measure(n_articles: int, contestants: list[str]) -> dict:
    with tempfile.TemporaryDirectory() as name:
        tokens = build(Path(name), n_articles)
        results = {contestant: ask(Path(name), contestant) for contestant in contestants}
    answers = {json.dumps(result.pop("answers")) for result in results.values()}
    if len(answers) != 1:
        raise RuntimeError("the contestants do not agree")
    return {"articles": n_articles, "tokens": tokens, "results": results}


def show(measured: dict) -> None:
    print(f"\n{measured['articles']:,} articles, {measured['tokens']:,} tokens")
    print(f"{'':14}{'first s':>10}{'again ms':>10}{'ratio':>9}{'memory MB':>11}")
    ours = measured["results"]["toolkit"]
    for question in QUESTIONS:
        print(question)
        for contestant, result in measured["results"].items():
            first, again = result["first_s"][question], result["again_ms"][question]
            ratio = again / ours["again_ms"][question]
            print(f"  {contestant:12}{first:>10.2f}{again:>10.1f}{ratio:>8.1f}x{result['peak_mb']:>11.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="*", default=[10_000, 103_000])
    parser.add_argument("--peers-up-to", type=int, default=10_000, help="articles; beyond, only pandas takes part")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    measured = []
    for n_articles in options.articles:
        some = CONTESTANTS if n_articles <= options.peers_up_to else CONTESTANTS[:2]
        measured.append(measure(n_articles, list(some)))
        show(measured[-1])
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(json.dumps(measured, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()

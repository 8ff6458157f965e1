"""Annotation against spaCy's own pipeline: same machine, same run, same text, one after the other.

    python benchmarks/bench_annotation.py [--model md] [--tokens 500000] [--rounds 2] [--out results/annotation.json]

One process: the model as it is loaded by default, with its parser; the same without the parser and with the senter,
which gives exactly what we annotate; and `annotate`. Two processes: `nlp.pipe(n_process=2)`, which gets a fifth of the
text, and `annotate_all(workers=2)`, as a whole and without the seconds that processes take to start. The texts are the
sample corpus, which all have seen from the second round on, and synthetic articles, new in every round. The order
changes with the round; of each contestant the best round counts, which other work on the machine disturbed least.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import spacy
from synthetic import SAMPLE, synthetic_articles

from toolkit.annotation import annotate, annotate_all
from toolkit.annotation.models import resolve_model

WORDS_A_TOKEN = 0.85
_LOAD = """
import time; start = time.perf_counter()
{load}
print(time.perf_counter() - start)
import psutil
print(psutil.Process().memory_info().rss / 1e6)
"""
_LOADS = {
    "spaCy": "import spacy; spacy.load({model!r})",
    "ours": "from toolkit.annotation.pipeline import load_pipeline; load_pipeline({model!r})",
}


def sample_paragraphs() -> list[str]:
    """Lines of the sample's pages, as cleaning leaves them, each once."""
    pages = [page.read_bytes().decode("utf-8", errors="replace") for page in sorted(SAMPLE.rglob("*.txt"))]
    lines = (re.sub(r"\s+", " ", line.replace("’", "'")).strip() for page in pages for line in page.splitlines())
    return list(dict.fromkeys(line for line in lines if line))


def synthetic_paragraphs(tokens: int, seed: int) -> list[str]:
    """Paragraphs of synthetic articles that come to about so many tokens."""
    articles = synthetic_articles(max(1, round(tokens * WORDS_A_TOKEN / 390)), seed=seed)
    return [line for text in articles["text"] for line in text.split("\n")]


def one_process(model: str, texts: Callable[[int], list[str]], rounds: int) -> dict[str, float]:
    """Tokens a second of each contestant in its best round; round 0 warms up."""
    full = spacy.load(model)
    lean = spacy.load(model, exclude=["parser"])
    lean.enable_pipe("senter")
    runs: dict[str, Callable[[list[str]], int]] = {
        "spaCy, as loaded": lambda paragraphs: sum(len(doc) for doc in full.pipe(paragraphs)),
        "spaCy, no parser": lambda paragraphs: sum(len(doc) for doc in lean.pipe(paragraphs)),
        "ours": lambda paragraphs: len(annotate(paragraphs, model=model).type),
    }
    rates: dict[str, list[float]] = {name: [] for name in runs}
    for number in range(rounds + 1):
        paragraphs = texts(number)
        order = list(runs) if number % 2 else list(reversed(runs))
        for name in order:
            start = time.perf_counter()
            count = runs[name](paragraphs if number else paragraphs[: len(paragraphs) // 4])
            if number:
                rates[name].append(count / (time.perf_counter() - start))
    return {name: max(found) for name, found in rates.items()}


def two_processes(model: str, texts: Callable[[int], list[str]], rounds: int) -> dict[str, float]:
    """Tokens a second with two processes: as a whole, and once the first batch is there."""
    full = spacy.load(model)

    def spacys(paragraphs: list[str]) -> Iterator[int]:
        size = count = 0
        for doc in full.pipe(paragraphs, n_process=2):
            size, count = size + len(doc), count + 1
            if count % 256 == 0:
                yield size
                size = 0
        yield size

    def ours(paragraphs: list[str]) -> Iterator[int]:
        for _, found in annotate_all(paragraphs, model=model, workers=2):
            yield len(found.type)

    runs = {"spaCy, n_process=2": (spacys, 5), "ours, workers=2": (ours, 1)}
    rates: dict[str, list[float]] = {}
    for number in range(1, rounds + 1):
        paragraphs = texts(number)
        for name in runs if number % 2 else reversed(runs):
            start = time.perf_counter()
            run, part = runs[name]
            found = [(time.perf_counter(), size) for size in run(paragraphs[: len(paragraphs) // part])]
            end = found[-1][0]
            rates.setdefault(f"{name}, whole", []).append(sum(size for _, size in found) / (end - start))
            later = found[2:]  # both processes have begun
            rates.setdefault(f"{name}, running", []).append(sum(size for _, size in later) / (end - found[1][0]))
    return {name: max(found) for name, found in rates.items()}


def loading(model: str) -> dict[str, dict[str, float]]:
    """Seconds to load, imports included, and megabytes then, each in a new Python process."""
    found = {}
    for name, load in _LOADS.items():
        script = _LOAD.format(load=load.format(model=model))
        path = os.pathsep.join(filter(None, sys.path))
        out = subprocess.check_output([sys.executable, "-c", script], text=True, env={**os.environ, "PYTHONPATH": path})
        seconds, megabytes = map(float, out.split())
        found[name] = {"seconds": seconds, "megabytes": megabytes}
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="sm")
    parser.add_argument("--tokens", type=int, default=500_000, help="synthetic tokens a round with two processes")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    model, rounds = resolve_model(options.model), options.rounds
    sample = sample_paragraphs()
    share = options.tokens // 15
    results = {
        "machine": {"processor": platform.processor() or platform.machine(), "cores": os.cpu_count()},
        "versions": {"python": platform.python_version(), "spacy": spacy.__version__, "model": model},
        "loading": loading(model),
        "one process, sample": one_process(model, lambda _: sample, rounds),
        "one process, synthetic": one_process(model, lambda seed: synthetic_paragraphs(share, seed), rounds),
        "two processes, synthetic": two_processes(
            model, lambda seed: synthetic_paragraphs(options.tokens, seed), max(1, rounds // 2)
        ),
    }
    report(results)
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def report(results: dict) -> None:
    """Print the table."""
    print(
        f"{results['versions']['model']}, spaCy {results['versions']['spacy']}, {results['machine']['cores']} cores\n"
    )
    for name, found in results["loading"].items():
        print(f"{name + ' loads in':<40}{found['seconds']:>10.1f} s {found['megabytes']:>10.0f} MB")
    for part in ("one process, sample", "one process, synthetic"):
        print(f"\n{part:<40}{'tokens/s':>10} {'ratio':>8}")
        rates = results[part]
        for name, rate in rates.items():
            print(f"  {name:<38}{rate:>10,.0f} {rate / rates['spaCy, no parser']:>8.2f}")
    rates = results["two processes, synthetic"]
    print(f"\n{'two processes, synthetic':<40}{'tokens/s':>10} {'ratio':>8}")
    for name, rate in rates.items():
        base = rates["spaCy, n_process=2, " + name.rsplit(", ")[-1]]
        print(f"  {name:<38}{rate:>10,.0f} {rate / base:>8.2f}")


if __name__ == "__main__":
    main()

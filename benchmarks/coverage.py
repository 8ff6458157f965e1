"""Do the intervals of keyness hold what they say, also at the top of a ranking? Simulated corpora, where it is known.

    python benchmarks/coverage.py [--corpora 400] [--replicates 1000] [--out results/coverage.json]

In each corpus a word has a rate of its own, articles have lengths of their own, and a word's rate differs from article
to article by a gamma distribution: words clump. A third of the words differ between the two sides (« effects »), or
none does (« nothing »). The intervals are to hold all the words shown at once in 95 of 100 corpora: of twenty words
chosen beforehand, and of the twenty that rank first by LRC. The last line takes the sample corpus with its sources
dealt out to the articles by chance, where every true ratio is 1: real clumping, many rare words. `each` is the share of
single intervals that hold their word. Standard error of a coverage of 0.95 with 400 corpora: 0.011.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from toolkit import Corpus
from toolkit.contrast import comparisons, contrast
from toolkit.statistics import Ranking, article_intervals, log_ratio_limits

SAMPLE = Path(__file__).resolve().parents[1] / "data" / "sample"
WORDS, SHOWN = 200, 20
CASES = {
    "60 articles against 200, effects": (60, 200, 1.2),
    "60 articles against 200, nothing": (60, 200, 0.0),
    "60 articles against 200, strong effects": (60, 200, 3.0),
    "300 articles against 1,000, effects": (300, 1_000, 1.2),
    "12 articles against 60, effects": (12, 60, 1.2),
    "12 articles against 60, nothing": (12, 60, 0.0),
    "6 articles against 60, effects": (6, 60, 1.2),
}


def draw(random: np.random.Generator, articles: int, rates: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    sizes = np.maximum(50, random.lognormal(np.log(390), 0.4, articles)).round()
    clumps = random.gamma(0.5, 2.0, (articles, len(rates)))
    return random.poisson(clumps * rates * sizes[:, None]), sizes


def simulate(n1: int, n2: int, spread: float, corpora: int, replicates: int) -> dict[str, float]:
    beforehand, top, each = [], [], []
    for seed in range(corpora):
        random = np.random.default_rng(seed)
        rates = np.exp(random.normal(np.log(8e-4), 1.0, WORDS))
        truth = np.where(random.random(WORDS) < 1 / 3, random.normal(0, spread, WORDS), 0.0)
        one, two = draw(random, n1, rates * 2**truth), draw(random, n2, rates)
        kept = np.flatnonzero((one[0] > 0).sum(0) + (two[0] > 0).sum(0) >= 5)
        some = random.choice(kept, min(SHOWN, len(kept)), replace=False)
        low, high, _ = article_intervals(
            one[0][:, some], one[1], two[0][:, some], two[1], replicates=replicates, seed=seed
        )
        beforehand.append(((low <= truth[some]) & (truth[some] <= high)).all())
        shape = one[0][:, kept].sum(0), one[1].sum(), two[0][:, kept].sum(0), two[1].sum()
        limits = log_ratio_limits(*shape, tests=len(kept))
        ranking = Ranking(*limits, np.ones(len(kept)), SHOWN, 0)
        low, high, _ = article_intervals(
            one[0][:, kept], one[1], two[0][:, kept], two[1], ranking=ranking, replicates=replicates, seed=seed
        )
        first = np.argsort(-limits[0])[:SHOWN]
        held = ((low <= truth[kept]) & (truth[kept] <= high))[first]
        top.append(held.all())
        each.append(held.mean())
    return {"beforehand": float(np.mean(beforehand)), "top": float(np.mean(top)), "each": float(np.mean(each))}


def shuffled(corpora: int, replicates: int) -> dict[str, float]:
    """The sample corpus, one outlet's share of its articles picked by chance."""
    whole = Corpus.load(SAMPLE, progress=False)
    held, each = [], []
    for seed in range(corpora):
        picked = np.random.default_rng(seed).permutation(whole.n_documents) < whole.n_documents // 6
        (comparison,) = comparisons(whole.select(where=lambda table, p=picked: p), by=None,
                                    reference=whole.select(where=lambda table, p=~picked: p))  # fmt: skip
        made = contrast(comparison, top=SHOWN // 2)
        ends = made.intervals(replicates=replicates, seed=seed)
        inside = ~((ends["low"] > 0) | (ends["high"] < 0))
        held.append(inside.all())
        each.append(inside.mean())
    return {"top": float(np.mean(held)), "each": float(np.mean(each))}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=int, default=400)
    parser.add_argument("--replicates", type=int, default=1_000)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    results = {}
    for name, (n1, n2, spread) in CASES.items():
        results[name] = simulate(n1, n2, spread, options.corpora, options.replicates)
        print(f"{name:42} " + "  ".join(f"{key} {value:.3f}" for key, value in results[name].items()), flush=True)
    results["sample, sources by chance"] = shuffled(options.corpora, options.replicates)
    said = "  ".join(f"{key} {value:.3f}" for key, value in results["sample, sources by chance"].items())
    print(f"{'sample, sources by chance':42} {said}")
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(json.dumps(results, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()

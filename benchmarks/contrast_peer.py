"""What bench_contrast.py asks of scattertext, in its own environment: log-odds of every source against the rest.

    python contrast_peer.py counts.npy

Prints the seconds of the best of three, and the first thirty terms of each source.
"""

import json
import sys
import time

import numpy as np
from scattertext.termscoring.LogOddsUniformativePriorScore import LogOddsUninformativePriorScore


def main() -> None:
    counts = np.load(sys.argv[1])
    total = counts.sum(axis=0)
    best, first = float("inf"), []
    for _ in range(3):
        start = time.perf_counter()
        first = []
        for own in counts:
            scores = LogOddsUninformativePriorScore.get_score(own, total - own, alpha_w=0.01)
            first.append(np.argsort(-np.asarray(scores))[:30].tolist())
        best = min(best, time.perf_counter() - start)
    print(json.dumps({"seconds": best, "first": first}))


if __name__ == "__main__":
    main()

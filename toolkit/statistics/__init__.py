"""Pure measures on arrays; they know no corpus.

Every function broadcasts, takes counts first and sizes after, and returns floating-point arrays:

- keyness ``f(k1, n1, k2, n2)``: count and size of the target, count and size of the reference;
- ``specificity(f, F, t, T)``, as Lafon writes it: in the part, in the corpus, size of the part, size of the corpus;
- association ``f(joint, f_a, f_b, n)``: windows with both, with the one, with the other, all windows;
- dispersion ``f(counts, sizes)``: the last axis runs over the parts of the corpus.
"""

from toolkit.statistics.association import expected_joint, log_dice, npmi, pmi
from toolkit.statistics.dispersion import carroll_d2, dp, dp_norm, juilland_d, rosengren_s
from toolkit.statistics.intervals import wilson_interval
from toolkit.statistics.keyness import (
    chi_squared,
    conservative_log_ratio,
    fisher,
    log_likelihood,
    log_likelihood_p,
    log_ratio,
    weighted_log_odds,
)
from toolkit.statistics.multiplicity import benjamini_hochberg
from toolkit.statistics.tails import specificity, specificity_p

__all__ = [
    "benjamini_hochberg",
    "carroll_d2",
    "chi_squared",
    "conservative_log_ratio",
    "dp",
    "dp_norm",
    "expected_joint",
    "fisher",
    "juilland_d",
    "log_dice",
    "log_likelihood",
    "log_likelihood_p",
    "log_ratio",
    "npmi",
    "pmi",
    "rosengren_s",
    "specificity",
    "specificity_p",
    "weighted_log_odds",
    "wilson_interval",
]

"""Pure measures on arrays; they know no corpus.

Every function broadcasts, takes counts first and sizes after, and returns floating-point arrays:

- keyness ``f(k1, n1, k2, n2)``: count and size of the target, count and size of the reference;
- ``specificity(f, F, t, T)``, as Lafon writes it: in the part, in the corpus, size of the part, size of the corpus;
- association ``f(joint, f_a, f_b, n)``: windows with both, with the one, with the other, all windows;
- dispersion ``f(counts, sizes)``: the last axis runs over the parts of the corpus;
- lexical diversity ``f(counts)``, the last axis over the words, or ``f(words)``, a text word by word, as one number.
"""

from toolkit.statistics.association import (
    delta_p,
    dice,
    expected_joint,
    jaccard,
    log_dice,
    mi2,
    mi3,
    minimum_sensitivity,
    npmi,
    pmi,
    simple_log_likelihood,
    t_score,
    z_score,
)
from toolkit.statistics.dispersion import Spread, carroll_d2, dp, dp_norm, juilland_d, rosengren_s
from toolkit.statistics.diversity import (
    carroll_cttr,
    entropy,
    guiraud_r,
    hdd,
    herdan_c,
    maas_a2,
    mattr,
    msttr,
    mtld,
    simpson_d,
    ttr,
    yule_k,
)
from toolkit.statistics.intervals import difference_interval, wilson_interval
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
    "Spread",
    "benjamini_hochberg",
    "carroll_cttr",
    "carroll_d2",
    "chi_squared",
    "conservative_log_ratio",
    "delta_p",
    "dice",
    "difference_interval",
    "dp",
    "dp_norm",
    "entropy",
    "expected_joint",
    "fisher",
    "guiraud_r",
    "hdd",
    "herdan_c",
    "jaccard",
    "juilland_d",
    "log_dice",
    "log_likelihood",
    "log_likelihood_p",
    "log_ratio",
    "maas_a2",
    "mattr",
    "mi2",
    "mi3",
    "minimum_sensitivity",
    "msttr",
    "mtld",
    "npmi",
    "pmi",
    "rosengren_s",
    "simple_log_likelihood",
    "simpson_d",
    "specificity",
    "specificity_p",
    "t_score",
    "ttr",
    "weighted_log_odds",
    "wilson_interval",
    "yule_k",
    "z_score",
]

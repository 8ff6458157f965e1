"""Pure measures on arrays; they know no corpus.

Every function broadcasts, takes counts first and sizes after, and returns floating-point arrays:

- keyness ``f(k1, n1, k2, n2)``: count and size of the target, count and size of the reference;
- ``specificity(f, F, t, T)``, as Lafon writes it: in the part, in the corpus, size of the part, size of the corpus;
- association ``f(joint, f_a, f_b, n)``: windows with both, with the one, with the other, all windows;
- dispersion ``f(counts, sizes)``: the last axis runs over the parts of the corpus;
- keyness within strata ``f(k1, n1, k2, n2)``: the last axis runs over the strata;
- distances ``f(a, b)``: counts of the same words, the words along the last axis;
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
from toolkit.statistics.correspondence import Correspondence, Points, correspondence_analysis
from toolkit.statistics.dispersion import Spread, carroll_d2, dp, dp_norm, juilland_d, rosengren_s
from toolkit.statistics.distances import (
    burrows_delta,
    jensen_shannon,
    jensen_shannon_parts,
    labbe,
    labbe_parts,
    z_scores,
)
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
from toolkit.statistics.intervals import clustered_interval, difference_interval, wilson_interval
from toolkit.statistics.keyness import (
    chi_squared,
    conservative_log_ratio,
    fisher,
    log_likelihood,
    log_likelihood_p,
    log_ratio,
    log_ratio_limits,
    smallest_detectable_ratio,
    weighted_log_odds,
)
from toolkit.statistics.limits import ranking_limits
from toolkit.statistics.multiplicity import benjamini_hochberg
from toolkit.statistics.occupancy import chance_of_so_few, clumping
from toolkit.statistics.resampling import Deals, Ranking, article_intervals, permutation_p
from toolkit.statistics.stratified import cochran_mantel_haenszel, mantel_haenszel, mantel_haenszel_error
from toolkit.statistics.tails import specificity, specificity_p

__all__ = [
    "Correspondence",
    "Deals",
    "Points",
    "Ranking",
    "Spread",
    "article_intervals",
    "benjamini_hochberg",
    "burrows_delta",
    "carroll_cttr",
    "carroll_d2",
    "chance_of_so_few",
    "chi_squared",
    "clumping",
    "clustered_interval",
    "cochran_mantel_haenszel",
    "conservative_log_ratio",
    "correspondence_analysis",
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
    "jensen_shannon",
    "jensen_shannon_parts",
    "juilland_d",
    "labbe",
    "labbe_parts",
    "log_dice",
    "log_likelihood",
    "log_likelihood_p",
    "log_ratio",
    "log_ratio_limits",
    "maas_a2",
    "mantel_haenszel",
    "mantel_haenszel_error",
    "mattr",
    "mi2",
    "mi3",
    "minimum_sensitivity",
    "msttr",
    "mtld",
    "npmi",
    "permutation_p",
    "pmi",
    "ranking_limits",
    "rosengren_s",
    "simple_log_likelihood",
    "simpson_d",
    "smallest_detectable_ratio",
    "specificity",
    "specificity_p",
    "t_score",
    "ttr",
    "weighted_log_odds",
    "wilson_interval",
    "yule_k",
    "z_score",
    "z_scores",
]

"""Measures to rank by and ways to look, each explained where it is chosen, in a sentence with the paper."""

from __future__ import annotations

MEASURES = {
    "LRC: at least so many doublings (Evert 2022)": (
        "lrc",
        "LRC counts the doublings that are left when all doubt is given to the other side; 0 is « not sure », and rare "
        "words do not come out on top by chance (Evert 2022).",
    ),
    "log-likelihood: how sure that there is a difference (Dunning 1993)": (
        "log_likelihood",
        "Log-likelihood says how hard the counts are to explain without a difference, however small that is: frequent "
        "words come first (Dunning 1993).",
    ),
    "Log Ratio: how many doublings (Hardie 2014)": (
        "log_ratio",
        "Log Ratio says how many doublings lie between the two rates, however few the counts: rare words come first "
        "(Hardie 2014).",
    ),
    "specificity: how improbable by chance (Lafon 1980)": (
        "specificity",
        "Specificity is the number of zeros in the probability that words dealt out at random would fall so unevenly "
        "(Lafon 1980).",
    ),
    "weighted log-odds: difference, rare words held back (Monroe et al. 2008)": (
        "weighted_log_odds",
        "Weighted log-odds divide the difference by its uncertainty, after every word has been drawn towards its rate "
        "in both sides together (Monroe, Colaresi & Quinn 2008).",
    ),
    "chi-squared: how sure, for frequent words (Pearson 1900)": (
        "chi_squared",
        "Chi-squared does what log-likelihood does, and less well for rare words (Pearson 1900).",
    ),
}
"""Rankings, each with what it is called in code, and what it says in a sentence with the paper."""

LEFT_OUT = (
    "What several others print and this source does not: « expected » is how often it would stand there at the others' "
    "rate, « chance » how likely so few of its articles have it, long or short as they are, if it came as often and as "
    "clumped as in the others (Church & Gale 1995), adjusted for how many terms were looked at "
    "(Benjamini & Hochberg 1995)."
)
WITHIN = (
    "Within the stories that both sides report, story by story and put together, so that what is left is wording and "
    "not topic (Mantel & Haenszel 1959); ranked by how sure that is."
)
MAP = (
    "Correspondence analysis puts sources near the words they use more than others do; read an axis with its share of "
    "all differences (Benzécri 1973)."
)
TREE = (
    "Labbé's distance is the share of words that two sources do not have in common, at equal length: 0 the same, 1 "
    "apart (Labbé & Labbé 2001)."
)
SIDES = (
    "The two branches into which the most frequent words part the sources (Burrows 2002; Ward 1963): found from these "
    "articles, so that the difference is no test of anything."
)
DEALT = (
    "p: of 999 deals of the articles to two sides by chance, how many set any term as far apart as this one is "
    "(Westfall & Young 1993); it takes articles, not words, as independent."
)

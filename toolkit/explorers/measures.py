"""Measures to rank by, explained where they are chosen."""

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

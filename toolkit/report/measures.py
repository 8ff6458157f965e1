"""The measures that the toolkit's functions give: what each is, and the paper that defines it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple


class Measure(NamedTuple):
    """A measure in a reader's words, in English and in French, and where it is defined."""

    name: str
    means: str
    signifie: str
    paper: str


MEASURES = {
    "rate": Measure(
        "Rate",
        "Occurrences per 10,000 word tokens of any kind, stop words included; with a 95 % interval that takes tokens "
        "as independent.",
        "Occurrences pour 10 000 mots de toute nature, mots vides compris ; l'intervalle à 95 % suppose les "
        "occurrences indépendantes.",
        "Wilson, E. B. (1927), JASA 22: 209–212.",
    ),
    "dp": Measure(
        "DP, DPnorm",
        "Deviation of proportions: 0 for a term spread over the articles as their lengths are, near 1 for a term in "
        "few of them.",
        "Écart des proportions : 0 pour un terme réparti comme la longueur des articles, près de 1 pour un terme "
        "concentré dans quelques-uns.",
        "Gries, S. Th. (2008), IJCL 13: 403–437; Lijffijt, J. & Gries, S. Th. (2012), IJCL 17: 147–149.",
    ),
    "log_likelihood": Measure(
        "Log-likelihood",
        "How sure it is that two rates differ, from the four cells of the table; not how much.",
        "À quel point il est sûr que deux fréquences diffèrent, d'après les quatre cases du tableau ; non de combien.",
        "Dunning, T. (1993), Computational Linguistics 19: 61–74.",
    ),
    "log_ratio": Measure(
        "Log Ratio",
        "By how many doublings two rates differ; half an occurrence stands for none.",
        "De combien de doublements deux fréquences diffèrent ; une demi-occurrence tient lieu de zéro.",
        "Hardie, A. (2014), Log Ratio: an informal introduction.",
    ),
    "lrc": Measure(
        "LRC",
        "The doublings that the counts still support when all doubt is given to the other side; 0 means not sure.",
        "Les doublements que les effectifs soutiennent encore quand tout le doute profite à l'autre côté ; "
        "0 : rien de sûr.",
        "Evert, S. (2022), Measuring keyness.",
    ),
    "log_odds": Measure(
        "Weighted log-odds",
        "Log odds ratio shrunk by an informative prior, over its standard deviation.",
        "Logarithme du rapport de cotes, rapproché d'un a priori informatif, en écarts types.",
        "Monroe, B., Colaresi, M. & Quinn, K. (2008), Political Analysis 16: 372–403.",
    ),
    "specificity": Measure(
        "Specificity",
        "Minus the logarithm of the probability of so many by chance alone, hypergeometric; positive for more than "
        "chance would give.",
        "Moins le logarithme de la probabilité d'en trouver autant par hasard (loi hypergéométrique) ; positive "
        "au-dessus du hasard.",
        "Lafon, P. (1980), Mots 1: 127–165; Lafon, P. (1981), Mots 3: 95–148.",
    ),
    "log_dice": Measure(
        "logDice",
        "How exclusively two go together; 14 when one never is without the other.",
        "À quel point deux termes vont exclusivement ensemble ; 14 quand l'un ne va jamais sans l'autre.",
        "Rychlý, P. (2008), RASLAN: 6–9.",
    ),
    "npmi": Measure(
        "NPMI",
        "Pointwise mutual information over its largest value: 0 at chance, 1 when always together.",
        "Information mutuelle ponctuelle rapportée à son maximum : 0 au hasard, 1 quand toujours ensemble.",
        "Bouma, G. (2009), GSCL: 31–40.",
    ),
    "fdr": Measure(
        "Adjusted probability",
        "Share of false discoveries to expect among all that look as strange or stranger.",
        "Part attendue de fausses découvertes parmi tout ce qui paraît aussi étrange ou davantage.",
        "Benjamini, Y. & Hochberg, Y. (1995), JRSS B 57: 289–300.",
    ),
    "trends": Measure(
        "Trends",
        "Rates by period, each with its interval; periods without articles are gaps.",
        "Fréquences par période, chacune avec son intervalle ; les périodes sans article sont des vides.",
        "Wilson, E. B. (1927), JASA 22: 209–212.",
    ),
    "segments": Measure(
        "Repeated segments",
        "Sequences of words that recur, without those that always stand inside a longer one.",
        "Suites de mots qui reviennent, sauf celles toujours contenues dans une plus longue.",
        "Lafon, P. & Salem, A. (1983), Mots 6: 161–177.",
    ),
    "ca": Measure(
        "Correspondence analysis",
        "The few axes that keep most of how the profiles of sources and terms differ.",
        "Les quelques axes qui gardent l'essentiel de ce qui distingue les profils des sources et des termes.",
        "Benzécri, J.-P. (1973), L'analyse des données, Dunod.",
    ),
    "omissions": Measure(
        "What a source leaves out",
        "How likely none of its articles, of their length, would have a term that came as often and as clumped as in "
        "the others: a negative binomial fitted to theirs.",
        "La probabilité qu'aucun de ses articles, longs comme ils sont, n'ait un terme aussi fréquent et aussi groupé "
        "que chez les autres : une loi binomiale négative ajustée aux leurs.",
        "Church, K. & Gale, W. (1995), Natural Language Engineering 1(2): 163–190.",
    ),
    "distance": Measure(
        "Distances between sources",
        "Labbé: share of the words that two texts of equal length do not have in common; Jensen–Shannon: the "
        "information by which two profiles differ.",
        "Labbé : part des mots que deux textes de même longueur n'ont pas en commun ; Jensen–Shannon : "
        "l'information par laquelle deux profils diffèrent.",
        "Labbé, C. & Labbé, D. (2001), JQL 8: 213–231; Lin, J. (1991), IEEE Trans. Inf. Theory 37: 145–151.",
    ),
    "delta": Measure(
        "Two sides, by Burrows' Delta",
        "The two branches into which the most frequent words part the sources: mean difference of their standardised "
        "rates over 100 to 500 words, joined by Ward's method. Found from the articles themselves, hence no test.",
        "Les deux branches en lesquelles les mots les plus fréquents séparent les sources : différence moyenne de "
        "leurs fréquences centrées et réduites sur 100 à 500 mots, regroupées par la méthode de Ward. Trouvées dans "
        "les articles eux-mêmes, elles ne sont le test de rien.",
        "Burrows, J. (2002), LLC 17: 267–287; Ward, J. H. (1963), JASA 58: 236–244.",
    ),
    "stories": Measure(
        "Differences within stories",
        "The odds ratio of each term story by story, put together: what is left is wording and not topic.",
        "Le rapport de cotes de chaque terme événement par événement, mis en commun : il reste le style, non le sujet.",
        "Mantel, N. & Haenszel, W. (1959), JNCI 22: 719–748.",
    ),
    "rates_over_articles": Measure(
        "Intervals of rates over articles",
        "Wilson's interval on the number of words that the articles are worth, given how a rate varies between them.",
        "L'intervalle de Wilson sur le nombre de mots que valent les articles, vu comment la fréquence y varie.",
        "Korn, E. L. & Graubard, B. I. (1998), Survey Methodology 24: 193–201.",
    ),
    "backbone": Measure(
        "Backbone",
        "The ties too strong to be chance, given how connected each name is.",
        "Les liens trop forts pour être dus au hasard, vu combien chaque nom est lié.",
        "Serrano, M. Á., Boguñá, M. & Vespignani, A. (2009), PNAS 106: 6483–6488.",
    ),
    "communities": Measure(
        "Communities",
        "Groups of names with more ties among them than their degrees alone would give.",
        "Groupes de noms plus liés entre eux que leurs degrés seuls ne le voudraient.",
        "Blondel, V. et al. (2008), J. Stat. Mech. P10008.",
    ),
    "diversity": Measure(
        "MATTR, MTLD",
        "How varied the words are, whatever the length of the text.",
        "La variété des mots, quelle que soit la longueur du texte.",
        "Covington, M. & McFall, J. (2010), JQL 17: 94–100; McCarthy, P. & Jarvis, S. (2010), BRM 42: 381–392.",
    ),
}

# Functions, and columns, that show a measure. What a notebook does not name, its report does not define.
_SHOWN_BY = {
    "rate": ("term_frequencies", "explore_terms", "keyness", "explore_sources", "bars", "keyness_bars"),
    "dp": ("term_frequencies", "explore_terms", "dp_norm"),
    "trends": ("trends", "explore_terms"),
    "segments": ("repeated_segments",),
    "diversity": ("lexical_profile",),
    "log_likelihood": ("keyness", "explore_sources"),
    "log_ratio": ("keyness", "explore_sources"),
    "lrc": ("keyness", "explore_sources"),
    "log_odds": ("log_odds", "weighted_log_odds"),
    "specificity": ("cooccurrence", "explore_entities", "specificity", "collocates"),
    "log_dice": ("cooccurrence", "explore_entities", "collocates"),
    "npmi": ("npmi",),
    "fdr": ("keyness", "explore_sources", "cooccurrence", "explore_entities"),
    "ca": ("correspondence_analysis", "correspondence", "source_map"),
    "delta": ("find_sides", "keyness_of_sides"),
    "stories": ("keyness_by_story",),
    "rates_over_articles": ("keyness_bars", "explore_sources"),
    "omissions": ("omissions",),
    "distance": ("distances", "source_distances"),
    "backbone": ("backbone",),
    "communities": ("communities",),
}


def measures_of(sources: Iterable[str]) -> list[Measure]:
    """The measures that the code of a notebook shows, in the order of :data:`MEASURES`."""
    named = set(re.findall(r"\w+", " ".join(sources)))
    return [measure for key, measure in MEASURES.items() if named & set(_SHOWN_BY[key])]

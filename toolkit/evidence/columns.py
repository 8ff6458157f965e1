"""What columns are called where a reader sees them, and what they are: the names of the code stay in the table."""

from __future__ import annotations

__all__ = ["described", "labelled"]

_COLUMNS = {
    "lrc": ("LRC", "Doublings that are left when all doubt is given to the other side; 0 is not sure (Evert 2022)."),
    "log_ratio": ("log ratio", "Doublings by which two rates differ (Hardie 2014)."),
    "log_likelihood": ("log-likelihood", "How sure it is that two rates differ, not how much (Dunning 1993)."),
    "story_log_ratio": (
        "log ratio in stories",
        "Doublings by which two rates differ within the same stories (Mantel and Haenszel 1959).",
    ),
    "log_dice": ("logDice", "How exclusively two go together; 14 when one never is without the other (Rychlý 2008)."),
    "dp_norm": ("DP (normalized)", "0 when spread evenly over the articles, 1 when in one of them (Gries 2008)."),
    "p_adjusted": (
        "p (adjusted)",
        "Share of false discoveries among all that look as strange or stranger (Benjamini and Hochberg 1995).",
    ),
    "others_count": ("count elsewhere", "Occurrences in all the other sources."),
    "others_documents": ("articles elsewhere", "Articles of all the other sources that have it."),
    "documents_others": ("articles elsewhere", "Articles of all the other sources that have it."),
    "n_documents_others": ("all articles elsewhere", "Articles of all the other sources, whether they have it or not."),
    "reference_count": ("count elsewhere", "Occurrences in the texts compared with."),
    "reference_documents": ("articles elsewhere", "Articles of those compared with that have it."),
    "reference_rate": ("rate elsewhere", "Occurrences per 10,000 words in the texts compared with."),
    "n_documents": ("all articles", "Articles, whether they have it or not."),
    "n_tokens": ("all words", "Words of any kind, stop words included."),
    "largest_share": ("largest share", "Share of the occurrences that stands in one article."),
    "without_heaviest": ("without heaviest", "Doublings without the article that has it most."),
    "as_form": ("in one form", "Doublings of the most frequent form alone."),
    "without_headlines": ("without headlines", "Doublings when headlines are not counted."),
    "mattr": ("MATTR", "Share of words that are different, in windows of one size (Covington and McFall 2010)."),
    "mtld": ("MTLD", "Length of text that keeps its variety of words (McCarthy and Jarvis 2010)."),
    "lix": ("LIX", "Length of sentences and share of long words; higher is harder (Björnsson 1968)."),
    "reading_ease": ("reading ease", "Shorter words and sentences; higher is easier (Kandel and Moles 1958)."),
    "sentence_length": ("words a sentence", "Mean number of words of a sentence."),
}
"""Column → what a reader sees over it, and what it is, with its paper."""


def labelled(column: str) -> str:
    """What a reader sees over a column."""
    return _COLUMNS[column][0] if column in _COLUMNS else column


def described(column: str) -> str:
    """What a column is, and its name in the table, for whoever wants to compute with it; empty for plain words."""
    return f"Column {column} of the DataFrame. {_COLUMNS[column][1]}" if column in _COLUMNS else ""

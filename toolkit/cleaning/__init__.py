"""Cleaning: pages as read to the text of their articles.

Typography is normalised, what is not the article (share buttons, captions, pleas, headlines of other articles …) is
removed line by line, and what articles share is flagged. Nothing is deleted for good: the audit lists every removed
line with its rule, any rule can be switched off and any line put back, and every character of the cleaned text leads
back to the page.
"""

from toolkit.cleaning.alignment import to_clean, to_page
from toolkit.cleaning.cleaner import Cleaning, clean
from toolkit.cleaning.rules import CATEGORIES, RULES, Rules

__all__ = ["CATEGORIES", "RULES", "Cleaning", "Rules", "clean", "to_clean", "to_page"]

"""What spaCy knows of French, imported in a third of the time. Import it from here.

spaCy compiles one regular expression of 1.4 million characters when its French is imported and again with every model:
300 rules, each of which spells out all letters of Unicode. It takes three seconds, in every process. Rules that end
alike are folded into one here, which matches the same strings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from spacy.lang.char_classes import ALPHA, ALPHA_LOWER

_LONG = 100_000
_OPEN, _BETWEEN, _CLOSE = "(?iu)(?:", ")|(?:", ")"


_TAILS = (f"[{ALPHA_LOWER}][-–—‐‑{ALPHA_LOWER}'’]*$", f"[{ALPHA_LOWER}]+$", f"[{ALPHA_LOWER}]*$", f"[{ALPHA}]+$", "$")


def fold_rules(pattern: str) -> str:
    """Fold alternatives of `pattern` that end alike, ``(?:^at$)|(?:^bt$)`` into ``^(?:a|b)t$``.

    A pattern that is not written as spaCy writes its French rules is returned as it is.
    """
    if len(pattern) < _LONG or not (pattern.startswith(_OPEN) and pattern.endswith(_CLOSE)):
        return pattern
    folded: dict[str, list[str]] = {}
    for rule in pattern[len(_OPEN) : -len(_CLOSE)].split(_BETWEEN):
        if not (rule.startswith("^") and rule.endswith("$")):
            return pattern
        tail = next(tail for tail in _TAILS if rule.endswith(tail))
        folded.setdefault(tail, []).append(rule[1 : -len(tail)])
    return "(?iu)" + "|".join(f"^(?:{'|'.join(heads)}){tail}" for tail, heads in folded.items())


@contextmanager
def quick_patterns() -> Iterator[None]:
    """While this lasts, `re.compile` folds spaCy's French rules."""
    stock = re.compile

    def compile_folded(pattern: Any, flags: int | re.RegexFlag = 0) -> re.Pattern[str]:
        return stock(fold_rules(pattern) if isinstance(pattern, str) else pattern, flags)

    re.compile = compile_folded  # type: ignore[assignment]
    try:
        yield
    finally:
        re.compile = stock


with quick_patterns():
    from spacy.lang.fr._tokenizer_exceptions_list import FR_BASE_EXCEPTIONS
    from spacy.lang.fr.lemmatizer import FrenchLemmatizer
    from spacy.lang.fr.punctuation import ELISION, HYPHENS
    from spacy.lang.fr.stop_words import STOP_WORDS

__all__ = ["ELISION", "FR_BASE_EXCEPTIONS", "HYPHENS", "STOP_WORDS", "FrenchLemmatizer", "fold_rules", "quick_patterns"]

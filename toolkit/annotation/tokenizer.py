"""What spaCy's French tokenizer gets plainly wrong, put right with its own means.

The rules are the same for the fast pipeline and for the stock one, so that the two can be compared token by token.
Text is expected with straight apostrophes, as cleaning leaves it.

Kept whole
    *aujourd'hui*, *quelqu'un*, *presqu'île*, *chef-d'œuvre*, *là-bas*, *ceux-ci*, *c'est-à-dire*, *Royaume-Uni*, in
    any case of letters: the single words of spaCy's own list of exceptions (which it leaves out to keep the tokenizer
    fast, as a set lookup does too), without its phrases, elisions and verbs with a pronoun; adjectives such as
    *irano-américain*; *sud-est*, *cessez-le-feu* and a few more that the list forgot.
Split
    elisions before a capital, a digit or an opening quotation mark too (*l'11*, *qu'«*, *D'ABORD*), and before a word
    that is kept whole (*qu'aujourd'hui*); *sont-elles* as *sont-ils* is.
Not split
    apostrophes that elide nothing: *Asa'ib*, *Sana'a*, *N'Djamena*, *O'Neil*.
Left as they are
    names with an article (*al* + *-* + *Kadhimi*): the parts are what *al Kadhimi* and *Kadhimi* have in common with
    it, and the model was trained on them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from spacy.lang.char_classes import ALPHA, ALPHA_LOWER
from spacy.language import Language
from spacy.symbols import ORTH
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

from toolkit.annotation.french import ELISION, FR_BASE_EXCEPTIONS, HYPHENS

_ELIDED = ["c", "d", "j", "l", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"]
_CLITIC = re.compile(r"-(?:t-)?(?:il|elle|on|tu|je|nous|vous|moi|le|y|en)$")
_PHRASE = re.compile(rf"^(?:{'|'.join(_ELIDED)})'| ")
_KEEP = {"c'est-à-dire", "rendez-vous"}
_ADDED = {
    *("arabie-saoudite", "avant-garde", "cessez-le-feu", "etat-major", "etats-majors", "haut-karabakh"),
    *("île-de-france", "moyen-orient", "premier-ministre", "sud-est", "sud-ouest", "sud-africain", "sud-africaine"),
    *("sud-africains", "sud-africaines", "sud-coréen", "sud-coréenne", "nord-coréen", "nord-coréenne"),
    *("eux-mêmes", "elles-mêmes", "nous-mêmes", "vous-mêmes", "moi-même", "soi-même", "toi-même"),
}

# Elision happens before a vowel or h. A consonant follows in spoken French (j'suis) and before an acronym (d'HSBC); a
# capital consonant followed by a small letter is a foreign name (N'Djamena).
_NAME = f"(?![BCDFGJ-NP-TV-Z][{ALPHA_LOWER}])"
_ONE_LETTER = f"(?<=(?<![{ALPHA}])[cdjlmnstCDJLMNST]')(?=[{ALPHA}]){_NAME}"
_QU = f"(?<=[qQ][uU]')(?=[{ALPHA}])"
_PREFIX = rf"(?i:{'|'.join(_ELIDED)})'(?=[{ALPHA}0-9«“„‘\"(\[]){_NAME}"


@cache
def _whole_words() -> frozenset[str]:
    """Words with a hyphen or an apostrophe that stay one token, lower-cased, œ written oe."""
    listed = {word.lower() for word in FR_BASE_EXCEPTIONS}
    joined = {word for word in listed if re.search(r"[-']", word)}
    single = {word for word in joined if not _PHRASE.search(word) and not _CLITIC.search(word)}
    return frozenset(word.replace("œ", "oe") for word in single | _KEEP | _ADDED)


_JOINED = re.compile(f"[{HYPHENS}{ELISION}]")
_COMPOUND = re.compile(
    rf"^[{ALPHA}]+[oO]-[{ALPHA_LOWER}][{ALPHA_LOWER}]{{3,}}(?:-[{ALPHA_LOWER}]+)?$|^[{ALPHA}]+O-[{ALPHA}]{{4,}}$"
)


def _stays_whole(stock: Callable[[str], object]) -> Callable[[str], object]:
    words = _whole_words()

    def match(string: str) -> object:
        if not _JOINED.search(string):  # the rules are some 300, and all of them want a hyphen or an apostrophe
            return None
        return stock(string) or string.lower().replace("œ", "oe") in words or _COMPOUND.match(string)

    return match


def correct_tokenizer(nlp: Language) -> None:
    """Put the rules of this module into the tokenizer of `nlp`, in place."""
    tokenizer, defaults = nlp.tokenizer, nlp.Defaults
    # spaCy appends its French rule, the elision, to the rules of all languages.
    infixes = [*defaults.infixes[:-1], _ONE_LETTER, _QU]
    prefixes = [*defaults.prefixes[:-1], _PREFIX]
    suffixes = [*defaults.suffixes, rf"(?<=[{ALPHA}])-(?i:elles)"]
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    tokenizer.prefix_search = compile_prefix_regex(prefixes).search
    tokenizer.suffix_search = compile_suffix_regex(suffixes).search
    tokenizer.token_match = _stays_whole(tokenizer.token_match)
    for word in _ELIDED:
        for cased in (word, word.capitalize(), word.upper()):
            tokenizer.add_special_case(f"{cased}'", [{ORTH: f"{cased}'"}])

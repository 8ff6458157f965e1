"""Lemmas that the model gets plainly wrong, put right: names above all.

The French lemmatizer lower-cases and strips endings whenever it does not know a word. Names are what it does not know,
and the model often takes them for nouns or adjectives: *McKenzie* becomes « mckenzie », *Qods* « qod ». A word that it
does know loses its ending where the model takes it for another part of speech: *négocie* as adjective is « négoci ».

A word with capitals counts as it is spelled in full (`spelling`): what follows looks at *État* where *Etat* is written.
Names in capitals, and those of a short list, have that spelling as lemma.

Other proper nouns (PROPN) are left alone: their lemma is their form already, unless the model took a listed word for
one. To any other word the first of these rules that fits applies:

1. A word that the tables list, with a lemma that they do not, gets the lemma that they give the form as whatever part
   of speech, or else keeps its form: *négocie* → « négocier ». Nouns without their *s* are not meant.
2. Any other word that the tables list is left alone: *Conseil* in *Conseil de sécurité* stays « conseil ».
3. A word with a capital letter keeps its form, whatever its part of speech: *McKenzie*, *Qods*, *CRS*. As the first
   word of a sentence, where any word has a capital, only inside a named entity.
4. A hyphenated word has the lemma of its last part after the rest, if the tables list that: *américano-irakiennes* →
   « américano-irakien ».
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import numpy as np
from spacy.tokens import Doc

from toolkit.annotation.arrays import SENTENCE_START, SPACE_AFTER, Annotations, TypeRow, type_columns
from toolkit.annotation.french import STOP_WORDS, FrenchLemmatizer
from toolkit.annotation.spelling import in_full

_OPEN = frozenset({"NOUN", "ADJ", "VERB", "ADV", "X"})


class Dictionary:
    """The words that a French lemmatizer knows, and its lemmas.

    Parameters
    ----------
    lemmatizer : FrenchLemmatizer
        Of a loaded pipeline.
    """

    def __init__(self, lemmatizer: FrenchLemmatizer) -> None:
        self._lemmatizer = lemmatizer
        self._by_form = lemmatizer.lookups.get_table("lemma_lookup")

    @cached_property
    def _others(self) -> frozenset[str]:
        """What the tables hold besides the forms in `_by_form`: lemmas, exceptions and, not listed at all, *selon*."""
        table = self._lemmatizer.lookups.get_table
        words = set(STOP_WORDS).union(*table("lemma_index").values(), *table("lemma_exc").values())
        words.update(*(lemmas for exceptions in table("lemma_exc").values() for lemmas in exceptions.values()))
        for lemmas in self._by_form.values():
            words.update([lemmas] if isinstance(lemmas, str) else lemmas)
        return frozenset(words)

    @cached_property
    def _names(self) -> frozenset[str]:
        index = self._lemmatizer.lookups.get_table("lemma_index")
        return frozenset().union(index["noun"], index["adj"])

    def __contains__(self, word: str) -> bool:
        return word in self._by_form or word in self._others

    def names(self, word: str) -> bool:
        """Whether the tables list this as a noun or adjective in the singular."""
        return word in self._names

    def by_form(self, word: str) -> str:
        """The lemma of a listed form as whatever part of speech; the form itself where there is no more than that."""
        lemmas = self._by_form.get(word, word)
        return lemmas if isinstance(lemmas, str) else lemmas[0]

    def lemmas(self, words: list[tuple[str, str]]) -> list[str]:
        """The lemmatizer's answers for these (form, part of speech)."""
        if not words:
            return []
        doc = Doc(self._lemmatizer.vocab, words=[form for form, _ in words], pos=[pos for _, pos in words])
        return [token.lemma_ for token in self._lemmatizer(doc)]


def mend_lemmas(annotations: Annotations, dictionary: Dictionary) -> Annotations:
    """Put lemmas right by the rules above; everything else is as it was."""
    lemmas, names = list(annotations.lemma), np.zeros(len(annotations.form), bool)
    forms = _spelled_in_full(annotations, lemmas, dictionary)
    asked: dict[int, tuple[str, str, str]] = {}  # what stands before the part that is looked up, the part, its pos
    for code, (form, lemma, pos) in enumerate(zip(forms, lemmas, annotations.pos, strict=True)):
        low = form.lower()
        if form == lemma or pos == "PROPN":
            continue
        if low.lstrip("-") in dictionary:  # -ce and -il are pronouns after a verb
            if low in dictionary and lemma not in dictionary and lemma + "s" != low:
                lemmas[code] = dictionary.by_form(low)
        elif form != low:
            names[code] = True
        elif pos in _OPEN and low.rpartition("-")[2] in dictionary:
            head, hyphen, last = form.rpartition("-")
            asked[code] = head + hyphen, last, pos
    found = dictionary.lemmas([(part, pos) for _, part, pos in asked.values()])
    for (code, (head, part, _)), lemma in zip(asked.items(), found, strict=True):
        lemmas[code] = head + (lemma if lemma in dictionary else part)
    return _spell(replace(annotations, lemma=lemmas), names, forms)


def _spelled_in_full(annotations: Annotations, lemmas: list[str], dictionary: Dictionary) -> list[str]:
    """The forms by type, those with capitals spelled in full; the lemmas of these are put right in place."""
    forms, asked = list(annotations.form), []
    for code, (form, pos) in enumerate(zip(annotations.form, annotations.pos, strict=True)):
        spelled, is_name = in_full(form, pos, dictionary)
        if is_name:
            forms[code] = lemmas[code] = spelled
        elif spelled != form:
            forms[code] = spelled
            asked.append(code)
    found = dictionary.lemmas([(forms[code], annotations.pos[code]) for code in asked])
    for code, lemma in zip(asked, found, strict=True):
        lemmas[code] = lemma
    return forms


def _spell(annotations: Annotations, names: np.ndarray, forms: list[str]) -> Annotations:
    """Give tokens of the types in `names` the form in `forms` as lemma, save first words outside entities."""
    marked = np.flatnonzero(names[annotations.type])
    if not len(marked):
        return annotations
    plain = _first_words(annotations)[marked] & ~_in_mentions(annotations)[marked]
    rows = dict.fromkeys(zip(annotations.form, annotations.lemma, annotations.pos, annotations.morph, strict=True))
    numbers = {row: code for code, row in enumerate(rows)}
    types, code_of = annotations.type.copy(), {}
    for code in np.unique(annotations.type[marked[~plain]]).tolist():
        form, pos, morph = annotations.form[code], annotations.pos[code], annotations.morph[code]
        code_of[code] = numbers.setdefault((form, forms[code], pos, morph), len(numbers))
    changed = marked[~plain]
    types[changed] = [code_of[code] for code in annotations.type[changed].tolist()]
    return _without_unused(annotations, types, list(numbers))


def _without_unused(annotations: Annotations, types: np.ndarray, rows: list[TypeRow]) -> Annotations:
    used, first, inverse = np.unique(types, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order))
    kept = [rows[code] for code in used[order].tolist()]
    return replace(annotations, type=rank[inverse], **type_columns(kept))


def _first_words(annotations: Annotations) -> np.ndarray:
    """Whether a token is the first of its sentence that has a letter or digit: bool, one item a token."""
    is_word = np.array([any(map(str.isalnum, form)) for form in annotations.form], bool)
    words = np.flatnonzero(is_word[annotations.type])
    sentence = np.cumsum((annotations.flags & SENTENCE_START) != 0)[words]
    first = np.zeros(len(annotations.type), bool)
    first[words[np.unique(sentence, return_index=True)[1]]] = True
    return first


def _in_mentions(annotations: Annotations) -> np.ndarray:
    """Whether a token belongs to a named entity: bool, one item a token."""
    sizes = np.array([len(form) for form in annotations.form], np.int64)[annotations.type]
    sizes += annotations.flags & SPACE_AFTER
    ends = np.cumsum(sizes)
    tokens = np.concatenate([[0], np.cumsum(annotations.n_tokens)])
    start = np.concatenate([[0], ends])[tokens[annotations.mention_paragraph]]  # of the paragraph, in the batch
    change = np.zeros(len(sizes) + 1, np.int64)
    np.add.at(change, np.searchsorted(ends, start + annotations.mention_start, side="right"), 1)
    np.add.at(change, np.searchsorted(ends, start + annotations.mention_end - 1, side="right") + 1, -1)
    return np.cumsum(change)[:-1] > 0

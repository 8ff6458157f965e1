"""What may have been meant by a query that finds nothing: words of the corpus that are spelled nearly so."""

from __future__ import annotations

import itertools
import re

import jellyfish
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from toolkit.corpus import Corpus
from toolkit.query.parsing import UPOS
from toolkit.query.patterns import ATTRIBUTES, MARKS
from toolkit.query.vocabulary import prefixed
from toolkit.store import Tables, fold, per_store

_WORD = re.compile(r"[^\W\d_](?:[\w'’‐‑-]*\w)?")
_JOINTS = r"[-' ]"
_SHORTEST = 4  # letters: of shorter words too many are alike
_NAMES = {*ATTRIBUTES, *MARKS, "word", "tag", "upos", "within", "shortest", "longest", "yes", "no", *UPOS}


def suggest(corpus: Corpus, query: str, *, number: int = 5) -> list[str]:
    """Words of the corpus that are spelled nearly as the words of a query that it does not have.

    Parameters
    ----------
    query : str
        Whether it parses or not.
    number : int
        At most so many.

    Returns
    -------
    list of str
        Forms as they are most often written, the likeliest first: those that differ in hyphens, blanks or apostrophes
        only (*etats unis*: États-Unis), then those that one slip away, or two in long words, the frequent first. Empty
        when all the words are there, or nothing is like them.
    """
    tables = corpus.tables
    words = [word for word in _WORD.findall(query) if word not in _NAMES]
    pairs = [f"{one} {other}" for one, other in itertools.pairwise(words)]
    found: dict[int, tuple[int, int]] = {}  # form to distance and, negative, frequency
    frequency = np.bincount(tables.type_form, np.diff(tables.position_at), minlength=len(tables.strings("form")))
    for text in [*words, *pairs]:
        folded = fold(text)
        if " " not in folded and (len(tables.folded("form", folded)) or len(tables.folded("lemma", folded))):
            continue
        near = [(code, 0) for code in _joined(tables, folded)]
        near += [] if " " in folded else _one_slip_away(tables, folded)
        for code, distance in near:
            found[code] = min((distance, -int(frequency[code])), found.get(code, (9, 0)))
    order = sorted(found, key=lambda code: (found[code], code))
    spelled = tables.words("form", np.array(order, np.int64)).tolist()
    once = {fold(form): form for form in reversed(spelled)}  # of spellings that differ in case or accents the first
    return [form for form in spelled if once[fold(form)] == form][:number]


def _joined(tables: Tables, folded: str) -> list[int]:
    """Codes of forms that are the same but for hyphens, blanks and apostrophes."""
    bare = re.sub(_JOINTS, "", folded)
    if len(bare) < _SHORTEST:
        return []
    joined, codes = _taken_together(tables)
    found = [codes[np.flatnonzero(pc.equal(joined, bare).to_numpy(zero_copy_only=False))]]
    if bare != folded:
        found.append(tables.folded("form", bare))
    return np.concatenate(found).tolist()


@per_store(1)
def _taken_together(tables: Tables) -> tuple[pa.LargeStringArray, np.ndarray]:
    """Forms that have hyphens, blanks or apostrophes, without them; and their codes."""
    strings = tables.strings("form_folded")
    there = pc.match_substring_regex(strings, _JOINTS)
    codes = np.asarray(tables.form_folded_code)[there.to_numpy(zero_copy_only=False)]
    return pc.replace_substring_regex(strings.filter(there), _JOINTS, ""), codes


def _one_slip_away(tables: Tables, folded: str) -> list[tuple[int, int]]:
    """Codes of forms with the same first letter and a letter more, less, other or swapped, and how many of these."""
    if len(folded) < _SHORTEST:
        return []
    strings, most = tables.strings("form_folded"), 1 if len(folded) < 7 else 2
    low, high = prefixed(strings, folded[0])
    lengths = pc.utf8_length(strings[low:high]).to_numpy(zero_copy_only=False)
    places = low + np.flatnonzero(np.abs(lengths - len(folded)) <= most)
    near = []
    for place, form in zip(places.tolist(), strings.take(pa.array(places)).to_pylist(), strict=True):
        distance = jellyfish.damerau_levenshtein_distance(folded, form)
        if distance <= most:
            near.append((int(tables.form_folded_code[place]), distance))
    return near

"""Names found by looking for them: those known beforehand, and those the model found elsewhere in the corpus."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product

import numpy as np

from toolkit.entities.lexicon import BIT
from toolkit.entities.spelling import entity_key
from toolkit.entities.tokens import ACRONYM, CAPITAL, CODE, LOWER, MARK, Tokens, distinct_runs
from toolkit.store import Tables, fold

_LONGEST = 14  # words of a name that is looked for
_PRIME = np.uint64(1_000_003)
_ELISION = re.compile(r"^([dljmnst]|qu)'(?=\w)", re.IGNORECASE)
_LABELS = ("PER", "LOC", "ORG", "MISC")
_WEAK = BIT["function"] | BIT["never"] | BIT["role"] | BIT["honorific"] | BIT["demonym"] | BIT["role_adjective"]


@dataclass(frozen=True)
class Dictionary:
    """Names known beforehand, with their type: shipped facts and the user's own.

    Attributes
    ----------
    names : dict of str to str
        Spelling -> type.
    keys : frozenset of str
        Keys of these and of places that are known but not looked for.
    """

    names: dict[str, str] = field(default_factory=dict)
    keys: frozenset[str] = frozenset()


class _Matcher:
    """Finds runs of words in a store, case of all but the first word aside."""

    def __init__(self, tables: Tables, tokens: Tokens) -> None:
        self.tables, self.tokens = tables, tokens
        self.id = {word: number for number, word in enumerate(sorted(set(tokens.words.folded)))}
        self.fold_id = np.array([self.id[word] for word in tokens.words.folded] or [0], np.uint64)

    def sequences(self, name: str) -> Iterator[tuple[int, ...]]:
        """The ways in which the words of the corpus spell a name."""
        options: list[list[list[str]]] = []
        for word in fold(name).split():
            parts = [word]
            elided = _ELISION.match(word)
            if elided:
                parts = [elided[0], word[elided.end() :]]
            ways = [parts]
            if any("-" in part for part in parts):
                ways.append([piece for part in parts for piece in re.split("(-)", part) if piece])
            options.append(ways)
        for choice in product(*options):
            words = [word for parts in choice for word in parts]
            if len(words) <= _LONGEST and all(word in self.id for word in words):
                yield tuple(self.id[word] for word in words)

    def find(self, wanted: list[tuple[int, ...]], begins: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The longest match at each token whose form may begin one.

        Parameters
        ----------
        wanted : list of tuple of int
            Sequences of folded words; none twice.
        begins : ndarray of bool, (forms,)

        Returns
        -------
        first, after, which : ndarray
            Tokens of each match, and its place in ``wanted``; they may overlap.
        """
        empty = np.zeros(0, np.int64)
        if not wanted or not len(self.tables.type):
            return empty, empty, empty
        heads = np.zeros(len(self.id), bool)
        heads[[sequence[0] for sequence in wanted]] = True
        form_ok = begins & heads[self.fold_id.astype(np.int64)]
        token = np.flatnonzero(form_ok[self.tokens.form][self.tables.type])
        bounds = self.tables.sentence_token
        sentence = np.searchsorted(bounds, token.astype(bounds.dtype), side="right") - 1
        room = np.asarray(bounds[sentence + 1], np.int64) - token
        length_of = np.array([len(sequence) for sequence in wanted])
        best, length = np.full(len(token), -1), np.zeros(len(token), np.int64)
        key = np.zeros(len(token), np.uint64)
        for size in range(1, int(length_of.max()) + 1):
            fits = room >= size
            at = np.where(fits, token + size - 1, 0)
            with np.errstate(over="ignore"):
                key = key * _PRIME + self.fold_id[self.tokens.form[self.tables.type[at]]] + np.uint64(1)
            of_size = np.flatnonzero(length_of == size)
            if not len(of_size):
                continue
            hashes = np.array([_hash(wanted[number]) for number in of_size.tolist()], np.uint64)
            order = np.argsort(hashes, kind="stable")
            place = np.minimum(np.searchsorted(hashes[order], key), len(order) - 1)
            hit = fits & (hashes[order][place] == key)
            best[hit], length[hit] = of_size[order][place[hit]], size
        found = best >= 0
        return token[found], token[found] + length[found], best[found]


def _hash(sequence: tuple[int, ...]) -> np.uint64:
    key = 0
    for number in sequence:
        key = (key * int(_PRIME) + number + 1) % 2**64
    return np.uint64(key)


def _apart(first: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Which spans to keep so that none overlap: from left to right, the first that begins."""
    keep, reached = [], -1
    for at, (low, high) in enumerate(zip(first.tolist(), after.tolist(), strict=True)):
        if low >= reached:
            keep.append(at)
            reached = high
    return np.array(keep, np.int64)


def find_known(tables: Tables, tokens: Tokens, dictionary: Dictionary) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Where names known beforehand stand: first token, token after the last, label."""
    matcher = _Matcher(tables, tokens)
    label_of: dict[tuple[int, ...], tuple[int, bool]] = {}
    for name in sorted(dictionary.names, key=lambda text: (-len(text), text)):
        plain = name.replace(".", "")
        exact = plain.isupper() and len(plain) <= 5  # US is not « us », EI not « ei »
        for sequence in matcher.sequences(name):
            label_of.setdefault(sequence, (_LABELS.index(dictionary.names[name]), exact))
    wanted = list(label_of)
    shape = tokens.words.shape
    first, after, which = matcher.find(wanted, (shape == CAPITAL) | (shape == ACRONYM) | (shape == LOWER))
    labels = np.array([label_of[sequence][0] for sequence in wanted] or [0])
    exact_only = np.array([label_of[sequence][1] for sequence in wanted] or [False])
    head = shape[tokens.form[tables.type[first]]]
    last = shape[tokens.form[tables.type[after - 1]]]
    single = after - first == 1
    # a name begins with a capital, or with a kind and then a capital (« groupe État islamique »)
    good = np.where(exact_only[which], head == ACRONYM, (head != LOWER) | (~single & (last != LOWER)))
    good &= ~(single & (head == LOWER))
    first, after, which = first[good], after[good], which[good]
    keep = _apart(first, after)
    return first[keep], after[keep], labels[which[keep]]


def find_again(
    tables: Tables,
    tokens: Tokens,
    first: np.ndarray,
    after: np.ndarray,
    label: np.ndarray,
    *,
    person: np.ndarray,
    odd: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Where names that are mentions elsewhere stand outside of mentions.

    Parameters
    ----------
    first, after, label : ndarray
        The mentions, in order.
    person : ndarray of bool
        Whether something says that it is a person: the last word of the name is then looked for, too.
    odd : ndarray of bool
        Whether its letters are not those of whole words; such a name is not looked for.

    Returns
    -------
    first, after, label : ndarray
        Of the places found, none in a mention.
    """
    matcher = _Matcher(tables, tokens)
    words = tokens.words
    fold_id = matcher.fold_id.astype(np.int64)[tokens.form]
    types = np.asarray(tables.type)
    support: Counter[tuple[int, ...]] = Counter()
    people: Counter[tuple[int, ...]] = Counter()
    said: dict[tuple[int, ...], np.ndarray] = {}
    use = np.flatnonzero(~odd & (after - first <= _LONGEST))
    one, kind = distinct_runs(types, first[use], after[use])
    labels = np.bincount(kind * 5 + label[use] + 1, minlength=5 * len(one)).reshape(-1, 5)  # -1, no label, comes first
    persons = np.bincount(kind, weights=person[use], minlength=len(one)).astype(np.int64)
    for number, at in enumerate(use[one].tolist()):
        sequence = tuple(fold_id[types[first[at] : after[at]]].tolist())
        support[sequence] += int(labels[number].sum())
        people[sequence] += int(persons[number])
        said[sequence] = said.get(sequence, 0) + labels[number]
    surnames = _surnames(tokens, matcher, people, support)
    wanted = sorted({*support, *surnames})
    begins = (words.shape == CAPITAL) | (words.shape == ACRONYM)
    begins |= (words.classes & BIT["particle"]) > 0
    change = np.zeros(len(types) + 1, np.int32)
    np.add.at(change, first, 1)
    np.add.at(change, after, -1)
    covered = np.cumsum(change[:-1]) > 0
    at, end, which = matcher.find(wanted, begins)
    free = ~covered[at] & ~covered[end - 1]
    at, end, which = at[free], end[free], which[free]
    good = _trusted(tokens, types, wanted, support, surnames, at, end, which)
    at, end, which = at[good], end[good], which[good]
    keep = _apart(at, end)
    at, end, which = at[keep], end[keep], which[keep]
    most = {sequence: int(np.argmax(counts)) - 1 for sequence, counts in said.items()}
    kinds = [most.get(wanted[n], 0) for n in which.tolist()]
    return at, end, np.array(kinds, np.int64)


def _surnames(
    tokens: Tokens, matcher: _Matcher, people: Counter[tuple[int, ...]], support: Counter[tuple[int, ...]]
) -> set[tuple[int, ...]]:
    """Last words of persons' full names that may stand alone."""
    names = {number: word for word, number in matcher.id.items()}
    found: set[tuple[int, ...]] = set()
    for sequence, number in people.items():
        if len(sequence) < 2 or 2 * number < support[sequence]:
            continue
        word = names[sequence[-1]]
        last = (sequence[-1],)
        if len(word) > 3 and word.isalpha() and word not in tokens.words.small and last not in support:
            found.add(last)
    return found


def _trusted(
    tokens: Tokens,
    types: np.ndarray,
    wanted: list[tuple[int, ...]],
    support: Counter[tuple[int, ...]],
    surnames: set[tuple[int, ...]],
    at: np.ndarray,
    end: np.ndarray,
    which: np.ndarray,
) -> np.ndarray:
    """Which places to believe: a single word that is mostly no name where the model read it is none here either."""
    missed = Counter(which.tolist())
    shape, classes, small = tokens.words.shape, tokens.words.classes, tokens.words.small
    initial = tokens.context(at, 1, 1)[:, 0] < 0 if len(at) else np.zeros(0, bool)
    good = []
    for low, high, number, begins in zip(at.tolist(), end.tolist(), which.tolist(), initial.tolist(), strict=True):
        codes = tokens.form[types[low:high]]
        if high - low > 1:
            last = shape[codes[-1]]
            good.append(last not in (LOWER, MARK, CODE) or bool(classes[codes[0]] & BIT["organisation"]))
            continue
        code = int(codes[0])
        word, sequence = tokens.words.folded[code], wanted[number]
        if shape[code] not in (CAPITAL, ACRONYM) or classes[code] & _WEAK or len(word) < 2:
            good.append(False)
        elif sequence in surnames:
            good.append(not begins or word not in small)
        elif shape[code] == ACRONYM:
            good.append(True)
        else:
            common = word in small or (begins and tokens.pos[int(types[low])] != "PROPN")
            good.append(support[sequence] >= missed[number] and not common)
    return np.array(good, bool)


def dictionary_of(rows: Iterable[tuple[str, str, str]], places: Iterable[str]) -> Dictionary:
    """From rows of name, type and variants (separated by `` | ``), and keys of known places."""
    names: dict[str, str] = {}
    for name, kind, variants in rows:
        for text in [name, *variants.split("|")]:
            spelling = " ".join(text.replace("’", "'").split())
            if len(spelling) > 1:
                names.setdefault(spelling, kind if kind in _LABELS else "MISC")
    return Dictionary(names, frozenset(places) | frozenset(map(entity_key, names)))

"""From the model's mentions to names in the text: spans mended, what is no name out, missed names found again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from toolkit.entities.again import Dictionary, find_again, find_known
from toolkit.entities.edges import after_title, extend, new_organisations, of_ministers
from toolkit.entities.second_look import in_datelines, look_again
from toolkit.entities.spans import DATELINE, ROLE_ONLY, Mended, Mender
from toolkit.entities.spelling import entity_key
from toolkit.entities.tokens import Tokens, distinct_runs
from toolkit.store import Tables, gather, starts

MODEL, MENDED, KNOWN, AGAIN = range(4)
HOW = ("model", "mended", "known name", "found again")
"""Where a mention comes from: as the model found it, with another span, a name known beforehand, a name the model found
elsewhere in the corpus."""
LABELS = ("PER", "LOC", "ORG", "MISC")


@dataclass
class Mentions:
    """Names in the text, in the order of their documents and places; a row each.

    Attributes
    ----------
    first, after : ndarray
        Tokens of the store.
    start, end : ndarray
        Characters of the cleaned text.
    label : ndarray
        Place in :data:`LABELS`; -1 where the model said nothing.
    how : ndarray
        Place in :data:`HOW`.
    titled : ndarray of bool
        Whether a person's title stood in the mention.
    text, key : list of str
    """

    first: np.ndarray
    after: np.ndarray
    start: np.ndarray
    end: np.ndarray
    label: np.ndarray
    how: np.ndarray
    titled: np.ndarray
    text: list[str]
    key: list[str]

    def __len__(self) -> int:
        return len(self.first)


@dataclass
class LeftOut:
    """Mentions of the model that hold no name: their places in the store, and why."""

    mention: list[int]
    reason: list[str]


@dataclass
class _Draft:
    """Spans while they change: columns of equal length."""

    first: np.ndarray
    after: np.ndarray
    skip: np.ndarray
    cut: np.ndarray
    label: np.ndarray
    how: np.ndarray
    titled: np.ndarray
    origin: np.ndarray

    def take(self, keep: np.ndarray) -> _Draft:
        return _Draft(*(getattr(self, name)[keep] for name in self.__dataclass_fields__))

    def join(self, other: _Draft) -> _Draft:
        return _Draft(*(np.concatenate([getattr(self, n), getattr(other, n)]) for n in self.__dataclass_fields__))


def collect(tables: Tables, tokens: Tokens, dictionary: Dictionary) -> tuple[Mentions, LeftOut]:
    """Every name of a store, and the model's mentions that are none."""
    left_out = LeftOut([], [])
    mender = Mender(tokens.words, dictionary.keys)
    draft = _mended(tables, tokens, mender, left_out)
    draft = _second_look(tables, tokens, draft, dictionary, left_out)
    draft = _without(draft, in_datelines(tables, tokens, draft.first), DATELINE, left_out)
    draft = _without(draft, of_ministers(tables, tokens, draft.first), ROLE_ONLY, left_out)
    draft.first, draft.after, draft.label = extend(tables, tokens, draft.first, draft.after, draft.label)
    first, after = new_organisations(tables, tokens, draft.first, draft.after)
    draft = _disjoint(draft.join(_new(first, after, KNOWN, LABELS.index("ORG"))))
    # names known beforehand stand over what the model made of them
    draft = _laid_over(draft, *find_known(tables, tokens, dictionary))
    odd = (draft.skip > 0) | (draft.cut > 0)
    person = (draft.label == LABELS.index("PER")) | draft.titled | after_title(tokens, draft.first)
    first, after, label = find_again(tables, tokens, draft.first, draft.after, draft.label, person=person, odd=odd)
    draft = _disjoint(draft.join(_new(first, after, AGAIN, label)))
    draft = _without(draft, (draft.how >= KNOWN) & in_datelines(tables, tokens, draft.first), DATELINE, left_out)
    return _placed(tables, tokens, draft), _truly_out(tables, tokens, draft, left_out)


def _truly_out(tables: Tables, tokens: Tokens, draft: _Draft, left_out: LeftOut) -> LeftOut:
    """Those left out where no name was found again, after all."""
    at = np.array(left_out.mention, np.int64)
    if not len(at) or not len(draft.first):
        return left_out
    sentence = np.asarray(tables.document_sentence)[tables.mention_document[at]] + tables.mention_sentence[at]
    low, high = tokens.locate(sentence, np.asarray(tables.mention_start[at]), np.asarray(tables.mention_end[at]))
    place = np.minimum(np.searchsorted(draft.after, low, side="right"), len(draft.first) - 1)
    out = ~((draft.after[place] > low) & (draft.first[place] < high))
    kept = np.flatnonzero(out).tolist()
    return LeftOut([left_out.mention[n] for n in kept], [left_out.reason[n] for n in kept])


def _new(first: np.ndarray, after: np.ndarray, how: int, label: np.ndarray | int) -> _Draft:
    n, zero = len(first), np.zeros(len(first), np.int64)
    return _Draft(
        first, after, zero, zero.copy(), np.full(n, label) if np.isscalar(label) else np.asarray(label),
        np.full(n, how), np.zeros(n, bool), np.full(n, -1),
    )  # fmt: skip


def _mended(tables: Tables, tokens: Tokens, mender: Mender, left_out: LeftOut) -> _Draft:
    """Each of the model's mentions, mended by itself."""
    sentence = np.asarray(tables.document_sentence)[tables.mention_document] + tables.mention_sentence
    first, after = tokens.locate(sentence, np.asarray(tables.mention_start), np.asarray(tables.mention_end))
    names = tables.strings("label").to_pylist()
    place = np.array([LABELS.index(name) if name in LABELS else 3 for name in names] or [0])
    label = place[np.asarray(tables.mention_label)] if len(first) else np.zeros(0, np.int64)
    types, form, pos = np.asarray(tables.type), tokens.form, tokens.pos
    one, kind = distinct_runs(types, first, after)
    pairs, place_of = np.unique(kind * len(LABELS) + label, return_inverse=True)
    mended: list[Mended] = []
    for pair in pairs.tolist():
        at = int(one[pair // len(LABELS)])
        kinds = types[first[at] : after[at]]
        mended.append(mender(form[kinds].tolist(), [pos[code] for code in kinds.tolist()], LABELS[pair % len(LABELS)]))
    number = np.array([len(names.segments) for names in mended], np.int64)
    for at in np.flatnonzero(number[place_of] == 0).tolist() if len(first) else []:
        left_out.mention.append(at)
        left_out.reason.append(mended[place_of[at]].reason)
    segments = np.array([segment for names in mended for segment in names.segments], np.int64).reshape(-1, 4)
    titled = np.array([names.titled for names in mended], bool)
    mine = gather(starts(number)[:-1][place_of], number[place_of]) if len(first) else np.zeros(0, np.int64)
    origin = np.repeat(np.arange(len(first)), number[place_of]) if len(first) else np.zeros(0, np.int64)
    low, high, skip, cut = segments[mine].T
    same = (low == 0) & (high == (after - first)[origin]) & (skip == 0) & (cut == 0)
    return _Draft(
        first=first[origin] + low,
        after=first[origin] + high,
        skip=skip,
        cut=cut,
        label=label[origin],
        how=np.where(same, MODEL, MENDED),
        titled=titled[place_of[origin]] if len(first) else np.zeros(0, bool),
        origin=origin,
    )


def _second_look(tables: Tables, tokens: Tokens, draft: _Draft, dictionary: Dictionary, left_out: LeftOut) -> _Draft:
    """Spans corrected by what the rest of the corpus says of them."""
    seen = look_again(tables, tokens, draft.first, draft.after, draft.label, draft.titled, dictionary.keys)
    changed = draft.take(seen.source)
    same = (changed.first == seen.first) & (changed.after == seen.after)
    changed.skip, changed.cut = np.where(same, changed.skip, 0), np.where(same, changed.cut, 0)
    changed.first, changed.after, changed.label = seen.first, seen.after, seen.label
    changed.how = np.where(same, changed.how, MENDED)
    kept = set(changed.origin.tolist())
    for place, reason in zip(seen.dropped.tolist(), seen.reasons, strict=True):
        origin = int(draft.origin[place])
        if origin not in kept:  # one of two names in a mention is enough for it to be in
            kept.add(origin)
            left_out.mention.append(origin)
            left_out.reason.append(reason)
    return changed


def _without(draft: _Draft, out: np.ndarray, reason: str, left_out: LeftOut) -> _Draft:
    """The other spans; the mentions of which none stays are left out."""
    kept = set(draft.origin[~out].tolist())
    for origin in sorted(set(draft.origin[out].tolist()) - kept - {-1}):
        left_out.mention.append(origin)
        left_out.reason.append(reason)
    return draft.take(~out)


def _disjoint(draft: _Draft) -> _Draft:
    """In order; of two that overlap, the one that begins first, of these the longer."""
    draft = draft.take(np.lexsort((draft.how, -draft.after, draft.first)))
    keep = np.ones(len(draft.first), bool)
    reached = -1
    for at, (low, high) in enumerate(zip(draft.first.tolist(), draft.after.tolist(), strict=True)):
        if low < reached:
            keep[at] = False
        else:
            reached = high
    return draft.take(keep)


def _laid_over(draft: _Draft, first: np.ndarray, after: np.ndarray, label: np.ndarray) -> _Draft:
    """Put spans over others: what lies inside goes, what juts out keeps what juts out, what is the same stays."""
    if not len(first):
        return draft
    at = np.searchsorted(after, draft.first, side="right")  # the first span that ends after a mention begins
    inside = np.minimum(at, len(first) - 1)
    low, high = first[inside], after[inside]
    meets = (at < len(first)) & (low < draft.after)
    same = meets & (low == draft.first) & (high == draft.after)
    wider = meets & ~same & (draft.first <= low) & (draft.after >= high)
    covered = np.zeros(len(first), bool)
    covered[inside[same | wider]] = True
    # « Ligue arabe des droits » holds a known name and is more: it stays as it is
    juts_left = meets & ~same & ~wider & (draft.first < low)
    juts_right = meets & ~same & ~wider & (draft.after > high)
    draft.after = np.where(juts_left, low, draft.after)
    draft.first = np.where(juts_right, high, draft.first)
    draft.how = np.where(juts_left | juts_right, MENDED, draft.how)
    within = meets & ~same & ~wider & ~juts_left & ~juts_right
    return _disjoint(draft.take(~within).join(_new(first[~covered], after[~covered], KNOWN, label[~covered])))


def _placed(tables: Tables, tokens: Tokens, draft: _Draft) -> Mentions:
    """Characters, texts and keys."""
    start, end = tokens.characters(draft.first, draft.after)
    start, end = start + draft.skip, end - draft.cut
    row = np.searchsorted(tables.document_token, draft.first.astype(tables.document_token.dtype), side="right") - 1
    texts, text = tables.strings("text"), []
    document, current = "", -1
    for owner, low, high in zip(row.tolist(), start.tolist(), end.tolist(), strict=True):
        if owner != current:
            document, current = texts[owner].as_py(), owner
        text.append(document[low:high])
    end = end - np.array([len(name) - len(name.rstrip("-–—")) for name in text], np.int64)
    text = [name.rstrip("-–—") for name in text]
    keys = [entity_key(name) for name in text]
    titled = draft.titled
    return Mentions(draft.first, draft.after, start, end, draft.label, draft.how, titled, text, keys)

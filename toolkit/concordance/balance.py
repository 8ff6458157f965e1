"""A few lines out of many: as even over the sources as they allow, and over the articles of each."""

from __future__ import annotations

import numpy as np
import pandas as pd

from toolkit.store import gather


def balanced(groups: np.ndarray, limit: int | None, *, within: np.ndarray | None = None) -> np.ndarray:
    """A choice of at most ``limit`` items, as even over the groups as they allow, spread evenly within each; in order.

    Parameters
    ----------
    groups : ndarray, (n,)
        The group of each item: its source.
    limit : int, optional
        None for all of them.
    within : ndarray, (n,), optional
        A finer division, such as the article: a group's items are spread over as many of these as they can be.

    Returns
    -------
    ndarray of int64
        Places of items. The same items always give the same choice.
    """
    if limit is None or len(groups) <= limit:
        return np.arange(len(groups))
    code, _ = pd.factorize(groups, sort=True, use_na_sentinel=False)
    part = code if within is None else pd.factorize(within, use_na_sentinel=False)[0]
    order = np.lexsort((part, code))
    different = (np.diff(code[order], prepend=-1) != 0) | (np.diff(part[order], prepend=-1) != 0)
    first = np.flatnonzero(different)
    number = np.diff(np.append(first, len(order)))
    return np.sort(order[spread(code[order[first]], first, number, limit)])


def spread(group: np.ndarray, first: np.ndarray, number: np.ndarray, limit: int) -> np.ndarray:
    """A choice of ``limit`` items that lie in parts (articles) of groups (sources); in order.

    Parameters
    ----------
    group, first, number : ndarray of int, (parts,)
        The group of each part, its first item and how many it has.
    limit : int
    """
    code = np.unique(group, return_inverse=True)[1]
    wanted = shares(np.bincount(code, number).astype(np.int64), limit)
    share = np.zeros(len(number), np.int64)
    for each in np.flatnonzero(wanted):
        parts = np.flatnonzero(code == each)
        share[parts] = shares(number[parts], int(wanted[each]))
    parts = np.flatnonzero(share)
    share, number, first = share[parts], number[parts], first[parts]
    turn = gather(np.zeros(len(parts), np.int64), share)
    return np.repeat(first, share) + turn * np.repeat(number, share) // np.repeat(share, share)


def shares(number: np.ndarray, limit: int) -> np.ndarray:
    """How many of each of some parts to take, ``limit`` in all: as even as they allow.

    What small parts leave over goes to the others; what cannot be shared out evenly goes to parts at even distances.
    """
    low, high = 0, int(number.max(initial=0))
    while low < high:  # the most that every part can give, those with fewer all they have
        middle = (low + high + 1) // 2
        low, high = (middle, high) if int(np.minimum(number, middle).sum()) <= limit else (low, middle - 1)
    share = np.minimum(number, low)
    more = np.flatnonzero(number > low)
    left = min(limit - int(share.sum()), len(more))
    share[more[np.arange(left) * len(more) // max(left, 1)]] += 1
    return share

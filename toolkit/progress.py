"""A progress bar that shows itself only when there is something to wait for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

PATIENCE = 2.0
"""Seconds of work before a bar is shown."""


def progress(iterable: Iterable[T], total: int, what: str, *, unit: str = "articles", show: bool = True) -> Iterator[T]:
    """Go through ``iterable``, with a bar that counts per second once :data:`PATIENCE` has passed.

    Parameters
    ----------
    iterable : iterable
        What is worked through; the bar moves as each item is taken.
    total : int
        How many items there are.
    what : str
        What is being done, ``"Reading"`` say.
    unit : str
        What is counted, in the plural.
    show : bool
        False for no bar at all.
    """
    from tqdm.auto import tqdm  # late, since it looks for a notebook when it is imported

    yield from tqdm(iterable, total=total, desc=what, unit=f" {unit}", delay=PATIENCE, disable=not show)

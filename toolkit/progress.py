"""A progress bar that shows itself only when there is something to wait for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from tqdm import tqdm

T = TypeVar("T")

PATIENCE = 2.0
"""Seconds of work before a bar is shown."""

_shown: ContextVar[bool] = ContextVar("bars are shown", default=True)


@contextmanager
def bars_shown(show: bool) -> Iterator[None]:
    """Show bars in this block, or none at all."""
    token = _shown.set(show and _shown.get())
    try:
        yield
    finally:
        _shown.reset(token)


def bar(total: int, what: str, *, iterable: Iterable[T] | None = None, unit: str = "articles") -> tqdm[T]:
    """A bar to move by hand, or one over an iterable; shown once :data:`PATIENCE` has passed.

    Parameters
    ----------
    total : int
        How many items there are.
    what : str
        What is being done, ``"Reading"`` say.
    unit : str
        What is counted, in the plural.
    """
    from tqdm.auto import tqdm  # late, since it looks for a notebook when it is imported

    return tqdm(iterable, total=total, desc=what, unit=f" {unit}", delay=PATIENCE, disable=not _shown.get())


def progress(iterable: Iterable[T], total: int, what: str, *, unit: str = "articles", show: bool = True) -> Iterator[T]:
    """Go through ``iterable``, with a bar that counts per second once :data:`PATIENCE` has passed.

    Parameters
    ----------
    iterable : iterable
        What is worked through; the bar moves as each item is taken.
    total, what, unit
        As for :func:`bar`.
    show : bool
        False for no bar at all.
    """
    with bars_shown(show):
        moving = bar(total, what, iterable=iterable, unit=unit)
    yield from moving

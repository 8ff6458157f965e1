"""Results kept as long as the tables they were found in, so that asking again costs nothing."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from threading import RLock
from typing import Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from toolkit.store.tables import Tables

P = ParamSpec("P")
T = TypeVar("T")


def per_store(limit: int) -> Callable[[Callable[Concatenate[Tables, P], T]], Callable[Concatenate[Tables, P], T]]:
    """Keep what a function of the tables returned, the last ``limit`` results of each store.

    The other arguments must be hashable. A result must not hold the tables themselves, or neither would ever go; and
    nobody may write into it.
    """

    def decorate(function: Callable[Concatenate[Tables, P], T]) -> Callable[Concatenate[Tables, P], T]:
        kept: WeakKeyDictionary[Tables, dict[Hashable, T]] = WeakKeyDictionary()
        lock = RLock()

        @wraps(function)
        def once(tables: Tables, *args: P.args, **options: P.kwargs) -> T:
            key = (args, tuple(sorted(options.items())))
            with lock:
                results = kept.setdefault(tables, {})
                result = results.pop(key) if key in results else function(tables, *args, **options)
                results[key] = result  # the one asked for last stands last
                while len(results) > limit:
                    del results[next(iter(results))]
            return result

        return once

    return decorate

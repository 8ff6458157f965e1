"""Read the news through several outlets at once: French articles, their words, names and sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toolkit.schema import CorpusError, TooSmall, some

if TYPE_CHECKING:
    from toolkit.corpus import Corpus

__all__ = ["Corpus", "CorpusError", "TooSmall", "some"]

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Import ``Corpus`` when it is asked for, so that a worker that only annotates does not load the rest."""
    if name == "Corpus":
        from toolkit.corpus import Corpus

        return Corpus
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

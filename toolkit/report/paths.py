"""No path of this machine leaves it: what a notebook printed, raised or was asked says names, not places."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]


class Redaction:
    """Takes paths out of texts.

    Parameters
    ----------
    places : iterable of (Path, str)
        Folders and files, and what stands for each.
    """

    def __init__(self, places: Iterable[tuple[Path, str]]) -> None:
        spelled: dict[str, str] = {}
        for path, name in places:
            for form in (str(path), str(path.resolve()), path.as_posix(), path.resolve().as_posix()):
                for written in (form, form.replace("\\", "\\\\")):
                    if len(written) > 2:  # not the root of the file system
                        spelled.setdefault(written, name)
        self._names = spelled
        longest = sorted(spelled, key=len, reverse=True)
        # a letter before it: not a path, but a piece of the data of an image
        self._pattern = re.compile(f"(?<![A-Za-z0-9+])(?:{'|'.join(map(re.escape, longest))})(?![\\w-])")

    @classmethod
    def of(cls, corpus: Path, out: Path) -> Redaction:
        """For a report on a corpus: the corpus by its name, and nothing of where anything lies."""
        corpus = Path(os.path.abspath(corpus))
        store = os.environ.get("TOOLKIT_STORE")
        return cls(
            [
                (corpus, corpus.name),
                (corpus.parent, "…"),
                (Path(os.path.abspath(out)), "report"),
                *([(Path(store), "store")] if store else []),
                (_ROOT, "toolkit"),
                (Path(sys.prefix), "python"),
                (Path(sys.base_prefix), "python"),
                (Path(tempfile.gettempdir()), "temporary"),
                (Path.home(), "~"),
                (Path.cwd(), "."),
            ]
        )

    def __call__(self, text: str) -> str:
        return self._pattern.sub(lambda found: self._names[found[0]], text)

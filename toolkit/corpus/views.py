"""Named views: settings that somebody chose in an explorer and wants to find again, in the notebook and in a report.

They stand in ``views.json`` (``<name>.views.json`` for a single file) beside the corpus, where its other decisions do.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit.schema import CorpusError
from toolkit.store.files import write_json

if TYPE_CHECKING:
    from toolkit.corpus import Corpus

VIEW_COLUMNS = ("explorer", "name", "settings")


def save_view(corpus: Corpus, explorer: str, name: str, settings: Mapping[str, Any]) -> None:
    """Keep the settings of an explorer under a name; an earlier view of that explorer and name is replaced.

    Parameters
    ----------
    corpus : Corpus
        Loaded from files.
    explorer : str
        The function that makes it, ``"explore_terms"`` say.
    name : str
        Shown as a heading in reports.
    settings : mapping of str to JSON value
        What each control stands at.

    Raises
    ------
    CorpusError
        When the corpus was made in memory, the name is empty, or a setting cannot be written as JSON.
    """
    name = " ".join(name.split())
    if not name:
        raise CorpusError("a view needs a name.", remedy="Say what it shows, in a few words.")
    if corpus.decisions is None:
        raise CorpusError(
            "this corpus was made from a table in memory.", remedy="Load it from files to keep views of it."
        )
    try:
        kept = json.loads(json.dumps(dict(settings), allow_nan=False))
    except (TypeError, ValueError) as error:
        raise CorpusError(f"the settings of {name!r} cannot be kept ({error}).") from error
    everything = _read(corpus)
    everything.setdefault(explorer, {})[name] = kept
    write_json(corpus.decisions.views, everything)


def remove_view(corpus: Corpus, explorer: str, name: str) -> None:
    """Forget a view.

    Raises
    ------
    CorpusError
        When there is none of that name.
    """
    everything = _read(corpus)
    if name not in everything.get(explorer, {}):
        raise _unknown(everything, explorer, name)
    del everything[explorer][name]
    assert corpus.decisions is not None  # or there would have been no view
    write_json(corpus.decisions.views, {key: kept for key, kept in everything.items() if kept})


def views(corpus: Corpus, explorer: str | None = None) -> pd.DataFrame:
    """The views kept of a corpus, in the order in which they were first saved.

    Parameters
    ----------
    explorer : str, optional
        Only those of this explorer.

    Returns
    -------
    DataFrame
        ``explorer``, ``name``, ``settings`` (a dict); a row a view.
    """
    rows = [
        (key, name, settings)
        for key, kept in _read(corpus).items()
        if explorer in (None, key)
        for name, settings in kept.items()
    ]
    return pd.DataFrame(rows, columns=list(VIEW_COLUMNS))


def view_settings(corpus: Corpus, explorer: str, name: str) -> dict[str, Any]:
    """The settings kept under a name.

    Raises
    ------
    CorpusError
        When there is none of that name; the message lists those there are.
    """
    everything = _read(corpus)
    if name not in everything.get(explorer, {}):
        raise _unknown(everything, explorer, name)
    return everything[explorer][name]


def _read(corpus: Corpus) -> dict[str, dict[str, dict[str, Any]]]:
    path = None if corpus.decisions is None else corpus.decisions.views
    if path is None or not path.exists():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CorpusError(f"it cannot be read ({error}).", path=path, remedy="Correct it, or remove it.") from error
    sound = isinstance(found, dict) and all(
        isinstance(kept, dict) and all(isinstance(settings, dict) for settings in kept.values())
        for kept in found.values()
    )
    if not sound:
        raise CorpusError(
            "it does not hold views.", path=path, remedy='Write {"explore_terms": {"name": {"top": 20}}}, or remove it.'
        )
    return found


def _unknown(everything: dict[str, dict[str, dict[str, Any]]], explorer: str, name: str) -> CorpusError:
    known = ", ".join(map(repr, everything.get(explorer, {})))
    return CorpusError(
        f"{explorer} has no view called {name!r}.",
        remedy=f"Kept are: {known}." if known else "None is kept yet: save one with explorer.save_view(name).",
    )

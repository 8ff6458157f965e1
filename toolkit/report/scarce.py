"""A corpus too small for a section says so in that section, and what builds on it says so too."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping

NOTE = "application/vnd.toolkit.note"
"""The kind of output that stands where a section would have been: a sentence."""

TINY = 500
"""Words of a corpus from which nothing can be expected."""

_OF_NOTHING = {"IndexError", "KeyError", "ValueError"}  # what looking into an empty table raises
_NAME = re.compile(r"name '(\w+)' is not defined")


def explain(error: str, message: str, missing: Mapping[str, str], *, tiny: bool = False) -> str | None:
    """Why a section cannot be shown, if that is all there is to an error; None when the notebook is at fault.

    Parameters
    ----------
    error, message : str
        The exception's type and what it says.
    missing : mapping of name to str
        What sections before would have defined, and why they could not.
    tiny : bool
        Whether the corpus has fewer than :data:`TINY` words: an empty table is then to be expected, and whoever looks
        for its first row is not at fault.
    """
    if error == "CorpusError":
        return message
    if tiny and error in _OF_NOTHING:
        return "there are not enough words."
    unknown = _NAME.search(message) if error == "NameError" else None
    return missing.get(unknown[1]) if unknown else None


def assigned(source: str) -> set[str]:
    """The names that a cell would have defined."""
    try:
        tree = ast.parse(source)
    except SyntaxError:  # a line that only IPython understands
        return set()
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}

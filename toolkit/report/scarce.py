"""A corpus too small for a section says so in that section, and what builds on it says so too."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping

from toolkit.schema import TooSmall

NOTE = "application/vnd.toolkit.note"
"""The kind of output that stands where a section would have been: a sentence."""

_NAME = re.compile(r"name '(\w+)' is not defined")


def explain(error: str, message: str, missing: Mapping[str, str]) -> str | None:
    """Why a section cannot be shown, if that is all there is to an error; None when the notebook is at fault.

    Whatever else is raised, an empty table without a first row among it, is an error: only a function that knows what
    it needs can tell a corpus that is too small from a mistake.

    Parameters
    ----------
    error, message : str
        The exception's type and what it says.
    missing : mapping of name to str
        What sections before would have defined, and why they could not.
    """
    if error == TooSmall.__name__:
        return message
    unknown = _NAME.search(message) if error == "NameError" else None
    return missing.get(unknown[1]) if unknown else None


def assigned(source: str) -> set[str]:
    """The names that a cell would have defined."""
    try:
        tree = ast.parse(source)
    except SyntaxError:  # a line that only IPython understands
        return set()
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}

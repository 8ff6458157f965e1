"""Saved views in a report: a notebook that shows an explorer shows the views that somebody kept of it instead."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pandas as pd
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

REPLACED = "replaced-by-views"
"""Tag of a cell whose explorer is not shown, since views of it are."""


def show_views(notebook: NotebookNode, kept: pd.DataFrame) -> list[str]:
    """Add, after each cell that makes an explorer, a cell for each view kept of it.

    Parameters
    ----------
    kept : DataFrame
        As :func:`toolkit.corpus.views.views` gives it.

    Returns
    -------
    list of str
        The names of the views that are shown.
    """
    cells, shown = [], []
    for cell in notebook.cells:
        cells.append(cell)
        for call in _explorers(cell):
            names = kept.loc[kept["explorer"] == _name(call), "name"].tolist()
            for number, name in enumerate(names, start=1):
                key = f"{cell.get('id', 'cell')}-view-{number}"
                cells.append(new_markdown_cell(f"### {_plain(name)}", id=f"{key}-name"))
                cells.append(new_code_cell(_of_view(call, name), id=key))
            if names:
                cell.metadata["tags"] = [*cell.metadata.get("tags", []), REPLACED]
                shown += names
    notebook.cells = cells
    return shown


def _explorers(cell: NotebookNode) -> Iterator[ast.Call]:
    """The calls of a cell that make an explorer and do not name a view themselves."""
    if cell.cell_type != "code":
        return
    try:
        tree = ast.parse(cell.source)
    except SyntaxError:
        return
    for node in ast.walk(tree):
        named = isinstance(node, ast.Call) and any(word.arg == "view" for word in node.keywords)
        if isinstance(node, ast.Call) and not named and _name(node).startswith("explore_"):
            yield node


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _of_view(call: ast.Call, name: str) -> str:
    again = ast.Call(call.func, call.args, [*call.keywords, ast.keyword("view", ast.Constant(name))])
    return ast.unparse(again)


def _plain(name: str) -> str:
    """A name as text, whatever Markdown would make of it."""
    return "".join(f"\\{letter}" if letter in r"\`*_{}[]()#+-.!<>|~" else letter for letter in name)

"""Reports rendered once for all tests that look at them: by the command line, as a user has them made."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
from nbformat import v4

ROOT = Path(__file__).resolve().parents[1]
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


def report(corpus: Path, out: Path, *words: str, store: Path, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run ``python -m toolkit report``."""
    environment = {**os.environ, "TOOLKIT_STORE": str(store), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "toolkit", "report", str(corpus), "--out", str(out), *words]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8")
    assert not check or done.returncode == 0, done.stderr
    return done


def copied(folder: Path, target: Path) -> Path:
    """A copy that may be written to, without what a user has decided on it."""
    shutil.copytree(folder, target, copy_function=shutil.copyfile)
    return target


def notebook(path: Path, *cells: str) -> Path:
    """A notebook: cells that begin with ``#`` and a blank are Markdown."""
    made = [
        v4.new_markdown_cell(text, id=f"c{number}") if text.startswith("# ") or text.startswith("## ")
        else v4.new_code_cell(text, id=f"c{number}")
        for number, text in enumerate(cells, start=1)
    ]  # fmt: skip
    nbformat.write(v4.new_notebook(cells=made, metadata={"kernelspec": KERNEL}), path)
    return path

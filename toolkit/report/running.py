"""Executing notebooks: each in a kernel of its own, two at a time, in surroundings that decide nothing by chance."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbclient.util import run_sync
from nbformat import NotebookNode

from toolkit.report.scarce import NOTE, assigned, explain

AT_ONCE = 2
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
# Labels as text, which a browser sets in its own font and a reader can select; the same ids in every build.
_MATPLOTLIBRC = "svg.fonttype: none\nsvg.hashsalt: toolkit\n"


@dataclass(frozen=True)
class Failure:
    """A cell that raised.

    Attributes
    ----------
    notebook : str
    cell : int
        Counted from 1 over all cells, as a reader counts them; 0 when the kernel never ran one.
    source : str
        The cell.
    error, message, traceback : str
        The exception's type, what it says, and where it was raised, without colours.
    """

    notebook: str
    cell: int
    source: str
    error: str
    message: str
    traceback: str

    def __str__(self) -> str:
        where = f"cell {self.cell}" if self.cell else "before its first cell"
        return f"{self.notebook}, {where}: {self.error}: {self.message}"


@dataclass
class Run:
    """A notebook to execute, and what became of it."""

    name: str
    notebook: NotebookNode
    folder: Path
    failure: Failure | None = None


class _OwnPython(AsyncKernelManager):
    """The kernel is the Python that runs this, whatever kernels the user has installed."""

    @property
    def kernel_spec(self) -> KernelSpec:
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=command, display_name="Python 3", language="python")


def execute(runs: Sequence[Run], environment: Mapping[str, str], moved: Callable[[], None]) -> None:
    """Execute notebooks in place, :data:`AT_ONCE` at a time; a failure is recorded in its run.

    Parameters
    ----------
    environment : mapping
        Variables of the kernels, over those of this process.
    moved : callable
        Called after each cell that was executed.
    """
    # the folder holds what would otherwise be the user's own settings
    with tempfile.TemporaryDirectory(prefix="report-", ignore_cleanup_errors=True) as home:
        (Path(home) / "matplotlibrc").write_text(_MATPLOTLIBRC, encoding="utf-8")
        surroundings = {**os.environ, **environment, **_fixed(home)}
        clients: list[NotebookClient] = []
        with ThreadPoolExecutor(AT_ONCE) as pool:
            jobs = [pool.submit(_execute, run, surroundings, moved, clients) for run in runs]
            try:
                for job in jobs:
                    job.result()
            except BaseException:
                for job in jobs:
                    job.cancel()
                _end(clients)
                raise


def _fixed(home: str) -> dict[str, str]:
    return {
        "IPYTHONDIR": home,
        "MATPLOTLIBRC": home,
        "PYTHONHASHSEED": "0",
        "SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", "0"),
    }


def _execute(run: Run, environment: dict[str, str], moved: Callable[[], None], clients: list[NotebookClient]) -> None:
    client = NotebookClient(
        run.notebook,
        timeout=None,
        startup_timeout=120,
        kernel_manager_class=_OwnPython,
        record_timing=False,
        resources={"metadata": {"path": str(run.folder)}},
        on_cell_executed=lambda **_: moved(),
    )
    clients.append(client)
    run.failure = run_sync(_cells)(client, run, environment)


async def _cells(client: NotebookClient, run: Run, environment: dict[str, str]) -> Failure | None:
    missing: dict[str, str] = {}
    number = 0
    try:
        async with client.async_setup_kernel(env=environment, stderr=subprocess.DEVNULL):
            for number, cell in enumerate(run.notebook.cells, start=1):
                try:
                    await client.async_execute_cell(cell, number - 1, execution_count=client.code_cells_executed + 1)
                except CellExecutionError as error:
                    said = explain(error.ename, error.evalue, missing)
                    if said is None:
                        return _failure(run, number, cell.source, error)
                    missing.update(dict.fromkeys(assigned(cell.source), said))
                    cell.outputs = [_note(said)]
                    run.notebook.cells[number - 1] = cell
            client.set_widgets_metadata()
    except DeadKernelError:
        said = "the kernel died, for want of memory perhaps"
        return Failure(run.name, number, _source(run, number), "DeadKernelError", said, "")
    except RuntimeError as error:  # the kernel did not start
        return Failure(run.name, 0, "", type(error).__name__, str(error), "")
    return None


def _failure(run: Run, number: int, source: str, error: CellExecutionError) -> Failure:
    trace = _ANSI.sub("", error.traceback)
    return Failure(run.name, number, source, error.ename, _ANSI.sub("", error.evalue), trace)


def _source(run: Run, number: int) -> str:
    return str(run.notebook.cells[number - 1].source) if number else ""


def _note(said: str) -> NotebookNode:
    return NotebookNode(output_type="display_data", metadata={}, data={NOTE: said, "text/plain": said})


def _end(clients: list[NotebookClient]) -> None:
    """Kill the kernels: the threads that wait for them then end by themselves."""
    for client in clients:
        process = getattr(getattr(client.km, "provisioner", None), "process", None)
        if process is not None:
            with contextlib.suppress(OSError):
                process.kill()


def selection_variable(sources: Sequence[str] | None, since: str | None, until: str | None) -> str:
    """What ``TOOLKIT_SELECTION`` must say, so that the notebooks' ``Corpus.load()`` is narrowed."""
    chosen: dict[str, Any] = {"sources": list(sources) if sources else None, "since": since, "until": until}
    return json.dumps({name: value for name, value in chosen.items() if value is not None}, ensure_ascii=False)

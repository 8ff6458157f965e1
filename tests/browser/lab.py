"""Start JupyterLab for a test and drive it in a browser.

The waits matter: JupyterLab says "idle" before its kernel is connected, and a run that is asked for then is lost. So
nothing is read off the screen; the application itself is asked, through ``window.jupyterapp``.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
ARTIFACTS = ROOT / "artifacts"

SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},  # else cells out of sight are not in the page
    "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
}

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_OPTIONS = (
    "--no-sandbox",  # Chromium refuses to run as root with its sandbox, and root is who runs in a container
    "--disable-dev-shm-usage",  # where containers give it 64 MB
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# In the page: the open notebook, once its kernel can be given something to run.
_CONNECTED = """name => {
    const panel = window.jupyterapp?.shell?.currentWidget;
    const session = panel?.sessionContext;
    const kernel = session?.session?.kernel;
    return panel?.context?.path === name && panel.context.isReady && session.isReady
        && kernel?.connectionStatus === 'connected' && kernel.status === 'idle';
}"""

_RUN_ALL = """() => {
    window.toolkitRan = false;
    window.jupyterapp.commands.execute('notebook:run-all-cells').finally(() => { window.toolkitRan = true; });
}"""

# Idle for a third of a second on end: between two callbacks of a widget a kernel is idle for a moment too.
_IDLE = """() => {
    const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
    if (kernel.status !== 'idle' || window.toolkitRan === false) { window.toolkitIdle = null; return false; }
    window.toolkitIdle ??= performance.now();
    return performance.now() - window.toolkitIdle > 300;
}"""

# What went wrong: error outputs of cells, errors caught by Output widgets, widgets that could not be drawn.
_ERRORS = """() => {
    const cells = window.jupyterapp.shell.currentWidget.content.widgets;
    const found = [];
    cells.forEach((cell, place) => {
        if (cell.model.type !== 'code') return;
        for (const output of cell.model.outputs.toJSON())
            if (output.output_type === 'error') found.push(`cell ${place + 1}: ${output.ename}: ${output.evalue}`);
        for (const node of cell.node.querySelectorAll('.jupyter-error-widget'))
            found.push(`cell ${place + 1}: a widget that could not be drawn`);
        // An Output widget shows a traceback as it shows a warning: as text on standard error.
        for (const node of cell.node.querySelectorAll('.widget-output [data-mime-type$=".stderr"]'))
            if (node.textContent.includes('Traceback (most recent call last)'))
                found.push(`cell ${place + 1}, in a widget: ${node.textContent.trim().split('\\n').pop()}`);
    });
    return found;
}"""

_NOT_RUN = """() => window.jupyterapp.shell.currentWidget.content.widgets
    .map((cell, place) => [cell.model, place + 1])
    .filter(([cell]) => cell.type === 'code' && cell.sharedModel.source.trim() && cell.executionCount === null)
    .map(([, place]) => place)"""


def chromium() -> str | None:
    """Path of the Chromium or Chrome to drive: ``TOOLKIT_CHROMIUM``, else the first one on the PATH; None without."""
    named = os.environ.get("TOOLKIT_CHROMIUM")
    return named or next((path for path in map(shutil.which, CHROMIUM_NAMES) if path), None)


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab.

    ``folder`` is its root (a copy of the notebooks, free to be written to), ``corpus`` the copy of the corpus that
    ``TOOLKIT_CORPUS`` names in its kernels (None without one), ``url`` ends in a slash.
    """

    url: str
    token: str
    folder: Path
    corpus: Path | None

    def address(self, name: str) -> str:
        """Address of a notebook, in a workspace of its own, so that nothing opened earlier is opened with it."""
        place = urllib.parse.quote(name)
        return f"{self.url}lab/workspaces/{uuid.uuid4().hex}/tree/{place}?token={self.token}"

    def open_notebook(self, page: Page, name: str, *, timeout: float = 60) -> None:
        """Open a notebook (path below ``folder``) and wait, ``timeout`` seconds at most, until its kernel can run."""
        page.goto(self.address(name))
        page.wait_for_function(_CONNECTED, arg=name, timeout=timeout * 1000)


def run_all(page: Page, *, timeout: float = 120) -> list[str]:
    """Run all cells of the open notebook, wait until it is idle and return what went wrong, a line an error.

    Raises
    ------
    AssertionError
        A code cell was not run although no cell failed.
    """
    page.evaluate(_RUN_ALL)
    wait_idle(page, timeout=timeout)
    found = errors(page)
    if not found:
        not_run = page.evaluate(_NOT_RUN)
        assert not not_run, f"cells not run: {not_run}"
    return found


def errors(page: Page) -> list[str]:
    """Errors in the outputs and widgets of the open notebook, as "cell 3: ValueError: ..."; cells count from 1."""
    return list(page.evaluate(_ERRORS))


def wait_idle(page: Page, *, timeout: float = 60) -> None:
    """Wait until the kernel of the open notebook has been idle for a moment.

    After moving a widget, wait for what should appear in the page instead: the kernel may not have been asked yet.
    """
    page.wait_for_function(_IDLE, timeout=timeout * 1000)


def settled(page: Page) -> None:
    """Wait until the page has been drawn with all that was done to it so far."""
    page.evaluate("() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")


def shutdown(page: Page) -> None:
    """Stop all kernels of the server."""
    page.evaluate("() => window.jupyterapp?.serviceManager.sessions.shutdownAll()")


def screenshot(page: Page, name: str) -> Path:
    """Save what the page shows as ``artifacts/<name>.png`` and return the path."""
    ARTIFACTS.mkdir(exist_ok=True)
    path = ARTIFACTS / f"{name}.png"
    page.screenshot(path=path)
    return path


@contextmanager
def jupyterlab(folder: Path, *, corpus: Path | None = None, port: int = 0) -> Iterator[Lab]:
    """JupyterLab on a copy of ``folder`` and of ``corpus``, stopped on leaving, kernels and all.

    It runs with this test's Python, on a port that is free (``port`` 0), in a home of its own: no setting, kernel or
    store of the user's is read, and none is written.
    """
    # Kernels that end late may still write; what cannot be removed then is left to the system.
    with tempfile.TemporaryDirectory(prefix="toolkit-lab-", ignore_cleanup_errors=True) as temporary:
        home = Path(temporary).resolve()
        root = home / "notebooks"
        root.mkdir()
        if folder.is_dir():
            _copy(folder, root)
        pages = None if corpus is None else _copy(corpus, home / corpus.name)
        (home / "settings").mkdir()
        (home / "settings" / "overrides.json").write_text(json.dumps(SETTINGS), encoding="utf-8")
        token = uuid.uuid4().hex
        log = home / "server.log"
        with log.open("wb") as stream:
            server = subprocess.Popen(
                _command(home, token, port),
                cwd=root,
                env=_environment(home, pages),
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
            )
        try:
            url = _wait_for_server(server, home, token, log)
            try:
                yield Lab(url=url, token=token, folder=root, corpus=pages)
            finally:
                _stop(server, url, token)
        finally:
            if server.poll() is None:
                server.kill()
                server.wait()


def _copy(source: Path, target: Path) -> Path:
    """Copy a file, or a folder file by file: permissions stay behind, since the source may be read-only."""
    if source.is_file():
        return Path(shutil.copyfile(source, target))
    target.mkdir(exist_ok=True)
    for path in sorted(source.rglob("*")):
        copy = target / path.relative_to(source)
        if path.is_dir():
            copy.mkdir(exist_ok=True)
        else:
            shutil.copyfile(path, copy)
    return target


def _command(home: Path, token: str, port: int) -> list[str]:
    return [
        sys.executable,
        "-m",
        "jupyterlab",
        "--no-browser",
        "--allow-root",
        f"--ServerApp.port={port}",
        f"--ServerApp.root_dir={home / 'notebooks'}",
        f"--IdentityProvider.token={token}",
        f"--LabApp.app_settings_dir={home / 'settings'}",
        f"--LabApp.workspaces_dir={home / 'workspaces'}",
        f"--LabApp.user_settings_dir={home / 'user-settings'}",
        "--LabApp.expose_app_in_browser=True",
    ]


def _environment(home: Path, corpus: Path | None) -> dict[str, str]:
    """The environment of the server and its kernels: this one, with every home in the temporary folder."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "IPYTHON", "TOOLKIT_"))
    }
    environment |= {
        "HOME": str(home),
        "USERPROFILE": str(home),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "JUPYTER_CONFIG_DIR": str(home / "jupyter-config"),
        "JUPYTER_DATA_DIR": str(home / "jupyter-data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTER_PREFER_ENV_PATH": "1",
        "IPYTHONDIR": str(home / "ipython"),
        "MPLCONFIGDIR": str(home / "matplotlib"),
        "TOOLKIT_STORE": str(home / "store"),
    }
    if corpus is not None:
        environment["TOOLKIT_CORPUS"] = str(corpus)
    return environment


def _wait_for_server(server: subprocess.Popen[bytes], home: Path, token: str, log: Path, timeout: float = 90) -> str:
    """Address of the server, once it answers; the port is read from the file it leaves for its own tools."""
    announced = home / "runtime" / f"jpserver-{server.pid}.json"
    end = time.monotonic() + timeout
    while time.monotonic() < end and server.poll() is None:
        try:
            url = str(json.loads(announced.read_text(encoding="utf-8"))["url"])
            _request(f"{url}api/status", token)
            return url
        except (OSError, ValueError):  # not written yet, written in part, or not listening yet
            time.sleep(0.1)
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-20:]
    raise RuntimeError("JupyterLab did not start:\n" + "\n".join(lines))


def _stop(server: subprocess.Popen[bytes], url: str, token: str) -> None:
    """Ask the server to stop, which stops its kernels; it is killed by the caller if it does not."""
    try:
        _request(f"{url}api/shutdown", token, method="POST")
        server.wait(timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        pass


def _request(url: str, token: str, *, method: str = "GET") -> None:
    request = urllib.request.Request(url, headers={"Authorization": f"token {token}"}, method=method)
    local = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # never by way of a proxy
    with local.open(request, timeout=10) as response:
        response.read()

"""Annotated corpora on disk: memory-mapped, keyed by content, safe to interrupt.

A store is a folder that holds, for one corpus,

- ``batches/<model>/*.npz`` — annotated paragraphs, a file a batch, written once and never changed;
- ``builds/<key>/`` — the assembled corpus: arrays, strings and tables, opened in place, with a ``manifest.json``;
- ``inputs.json`` — which build answers to which state of the user's files;
- ``lock`` — held by the one process that writes.

Everything in it can be made again from the pages; deleting it costs time only.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import warnings
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType

import platformdirs

from toolkit.store.assemble import Sheet, block_sums, distinct, first_of_lemma, gather, starts
from toolkit.store.batches import Annotated, Batches, digests
from toolkit.store.files import checksum, disk_errors, sweep, sync, write_json, writing
from toolkit.store.fold import alphabetical, fold
from toolkit.store.kept import per_store
from toolkit.store.tables import Tables

__all__ = [
    "Annotated",
    "Sheet",
    "Store",
    "Tables",
    "alphabetical",
    "block_sums",
    "default_folder",
    "digests",
    "distinct",
    "first_of_lemma",
    "fold",
    "gather",
    "per_store",
    "starts",
]

FORMAT = 2  # raise it when the files' meaning changes: older builds are then made anew
_SMALL = 1 << 25  # stores under 32 MB are checked byte by byte at each opening; it takes under 50 ms
_KEPT = 3  # builds kept for one corpus: going back to an earlier rule or model is then instant


def default_folder(path: Path) -> Path:
    """Where the store of the corpus at ``path`` lies: under ``TOOLKIT_STORE``, else in the user's cache folder."""
    root = os.environ.get("TOOLKIT_STORE")
    base = Path(root) if root else platformdirs.user_cache_path("french-news-toolkit", appauthor=False)
    resolved = path.resolve()
    return base / f"{resolved.stem[:40]}-{hashlib.sha256(str(resolved).encode()).hexdigest()[:12]}"


class Store:
    """The store of one corpus.

    Parameters
    ----------
    folder : Path
        Made when it does not exist.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder)

    def batches(self, model: str) -> Batches:
        """The annotated paragraphs of one model, named by its fingerprint."""
        return Batches(self.folder / "batches" / hashlib.sha256(model.encode()).hexdigest()[:16])

    def writing(self) -> AbstractContextManager[None]:
        """Hold the store's lock, and clear away what an interrupted writer left."""
        return _swept(self.folder)

    def find(self, inputs: str) -> Tables | None:
        """The corpus assembled from this state of the inputs, or None when there is none, or none that is sound."""
        name = self._inputs().get(inputs)
        return None if name is None else self.open(name)

    def open(self, name: str) -> Tables | None:
        """Open a build by name. A damaged one is removed, with a warning, and None returned."""
        folder = self.folder / "builds" / name
        if not folder.is_dir():
            return None
        problem, manifest = _inspect(folder)
        if problem is None:
            return Tables(folder, manifest)
        if problem:
            warnings.warn(f"The stored corpus was damaged ({problem}); it is made anew.", stacklevel=2)
        shutil.rmtree(folder, ignore_errors=True)
        return None

    def build(self, name: str, write: Callable[[Path], dict[str, int]], about: dict) -> Tables:
        """Assemble a build under a temporary name, check it in, and open it. Call it under :meth:`writing`.

        Parameters
        ----------
        name : str
            The build's key.
        write : callable
            Writes every file into the folder it is given and returns the counts.
        about : dict
            What the manifest says of where the build comes from.
        """
        builds = self.folder / "builds"
        with disk_errors(builds):
            builds.mkdir(parents=True, exist_ok=True)
            part = Path(tempfile.mkdtemp(prefix=f".{name}.", suffix=".part", dir=builds))
            try:
                counts = write(part)
                files = {}
                for path in sorted(part.iterdir()):
                    sync(path)
                    status = path.stat()
                    files[path.name] = [status.st_size, status.st_mtime_ns, checksum(path)]
                write_json(
                    part / "manifest.json", {"format": FORMAT, "name": name, **about, "counts": counts, "files": files}
                )
                final = builds / name
                shutil.rmtree(final, ignore_errors=True)
                os.replace(part, final)
            finally:
                shutil.rmtree(part, ignore_errors=True)
        tables = self.open(name)
        if tables is None:
            raise OSError(f"{final} could not be read back")
        return tables

    def remember(self, inputs: str, name: str) -> None:
        """Note that this state of the inputs gives that build, and drop the builds nobody has asked for lately."""
        known = self._inputs()
        known.pop(inputs, None)
        known[inputs] = name
        recent = list(dict.fromkeys(reversed(known.values())))[:_KEPT]
        write_json(self.folder / "inputs.json", {key: build for key, build in known.items() if build in recent})
        for folder in (self.folder / "builds").iterdir():
            if folder.name not in recent:
                shutil.rmtree(folder, ignore_errors=True)

    def _inputs(self) -> dict[str, str]:
        try:
            return json.loads((self.folder / "inputs.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}


class _swept:
    """The lock, with a broom."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.lock = folder, writing(folder)

    def __enter__(self) -> None:
        self.lock.__enter__()
        sweep(self.folder)

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.lock.__exit__(kind, problem, trace)


def _inspect(folder: Path) -> tuple[str | None, dict]:
    """What is wrong with a build: None when it is sound, an empty string when it is only out of date."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        files: dict[str, list[int]] = manifest["files"]
        if manifest["format"] != FORMAT:
            return "", {}
    except (OSError, ValueError, KeyError, TypeError):
        return "its manifest cannot be read", {}
    check_all = sum(size for size, _, _ in files.values()) < _SMALL
    for name, (size, modified, crc) in files.items():
        try:
            status = os.stat(folder / name)
        except OSError:
            return f"{name} is missing", {}
        if status.st_size != size:
            return f"{name} has another length", {}
        if (check_all or status.st_mtime_ns != modified) and checksum(folder / name) != crc:
            return f"{name} has other content", {}
    return None, manifest


def key(*parts: str | bytes) -> str:
    """A short name for some content."""
    digest = hashlib.blake2b(digest_size=12)
    for part in parts:
        data = part.encode("utf-8") if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "little") + data)
    return digest.hexdigest()

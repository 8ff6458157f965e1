"""Files that are whole or absent: atomic writing, checksums, one writer at a time."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from filelock import FileLock, Timeout

from toolkit.schema import CorpusError

_CHUNK = 1 << 22


@contextlib.contextmanager
def disk_errors(folder: Path) -> Iterator[None]:
    """Turn the operating system's refusals to write into errors that say what to do."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise CorpusError(
                "the disk is full; what was annotated so far is kept.",
                path=folder,
                remedy="Free some space and load again, or name another folder with store= or TOOLKIT_STORE.",
            ) from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST):
            raise CorpusError(
                f"cannot be written ({os.strerror(error.errno)}).",
                path=folder,
                remedy="Name a folder of yours with store= or the environment variable TOOLKIT_STORE.",
            ) from error
        raise


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary path beside ``path`` to write to; it takes the name ``path``, at once, when the block ends well."""
    with disk_errors(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
        os.close(handle)
        temporary = Path(name)
        try:
            yield temporary
            sync(temporary)
            os.replace(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Have the operating system put a file on the disk, so that a name never stands for less than its content."""
    with open(path, "rb+") as file:
        os.fsync(file.fileno())


def write_json(path: Path, value: Any) -> None:
    with replacing(path) as temporary:
        temporary.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")


def checksum(path: Path) -> int:
    """CRC-32 of a file's bytes."""
    crc = 0
    with open(path, "rb") as file:
        while chunk := file.read(_CHUNK):
            crc = zlib.crc32(chunk, crc)
    return crc


def sweep(folder: Path) -> None:
    """Remove what an interrupted writer left behind. Call it only under the lock."""
    for leftover in [*folder.glob("**/.*.tmp"), *folder.glob("builds/.*.part")]:
        if leftover.is_dir():
            shutil.rmtree(leftover, ignore_errors=True)
        else:
            leftover.unlink(missing_ok=True)


@contextlib.contextmanager
def writing(folder: Path, *, patience: float = 3600.0) -> Iterator[None]:
    """Hold the folder's lock: one process prepares a corpus at a time; another waits, and then finds it ready."""
    with disk_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / "lock")
        try:
            lock.acquire(timeout=0.2)
        except Timeout:
            print("Another process is preparing this corpus; waiting for it.", flush=True)
            try:
                lock.acquire(timeout=patience)
            except Timeout:
                raise CorpusError(
                    "another process has held this store for an hour.",
                    path=folder,
                    remedy="End that process, or name another folder with store=.",
                ) from None
    try:
        yield
    finally:
        lock.release()


def save_array(folder: Path, name: str, array: np.ndarray) -> None:
    np.save(folder / f"{name}.npy", np.ascontiguousarray(array), allow_pickle=False)


def open_array(folder: Path, name: str) -> np.ndarray:
    """A memory-mapped array, read-only; an empty one is read, since nothing cannot be mapped."""
    path = folder / f"{name}.npy"
    try:
        return np.load(path, mmap_mode="r", allow_pickle=False)
    except ValueError:
        return np.load(path, allow_pickle=False)


def save_strings(folder: Path, name: str, strings: pa.Array | list[str]) -> None:
    """Strings as one run of UTF-8 and the offsets of each, the layout that Arrow reads in place."""
    array = strings if isinstance(strings, pa.Array) else pa.array(strings, type=pa.large_string())
    array = pa.concat_arrays([array.cast(pa.large_string())])
    if array.offset or array.null_count:
        raise ValueError("strings must be whole, without missing values")
    _, offsets, data = array.buffers()
    bounds = np.frombuffer(offsets, dtype=np.int64)[: len(array) + 1] if offsets else np.zeros(1, np.int64)
    save_array(folder, f"{name}_at", bounds)
    with open(folder / f"{name}.bin", "wb") as file:
        if data is not None:
            file.write(memoryview(data)[: int(bounds[-1])])


def open_strings(folder: Path, name: str) -> pa.LargeStringArray:
    """Strings over memory-mapped buffers; nothing is decoded before it is asked for."""
    bounds = open_array(folder, f"{name}_at")
    path = folder / f"{name}.bin"
    data = pa.memory_map(str(path)).read_buffer() if path.stat().st_size else pa.py_buffer(b"")
    return pa.LargeStringArray.from_buffers(len(bounds) - 1, pa.py_buffer(bounds), data)

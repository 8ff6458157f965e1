"""Annotated paragraphs on disk, a file a batch: what is finished stays finished, whatever happens next.

A batch file is a NumPy archive of plain arrays (never pickled); the archive carries a CRC of each array, checked when
it is read. A batch that fails the check is removed, and its paragraphs are annotated again.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from toolkit.annotation import Annotations
from toolkit.store.files import replacing

DIGEST = 16  # bytes; 128 bits tell 10^12 paragraphs apart with no collision to be expected
_SEPARATOR = "\x1f"  # joins the parts of a type; cleaning lets no control character into a text
_ARRAYS = (
    "digest",
    "n_tokens",
    "type",
    "flags",
    "mention_paragraph",
    "mention_sentence",
    "mention_start",
    "mention_end",
)


def digests(paragraphs: Iterable[str]) -> np.ndarray:
    """BLAKE2b digests of paragraphs, an array of ``V16`` (16 bytes each)."""
    joined = b"".join(hashlib.blake2b(text.encode("utf-8"), digest_size=DIGEST).digest() for text in paragraphs)
    return np.frombuffer(joined, dtype=f"V{DIGEST}")


@dataclass(frozen=True)
class Annotated:
    """All annotated paragraphs of a store under one vocabulary.

    Attributes
    ----------
    digest : ndarray of V16, (paragraphs,)
    first_token, n_tokens : ndarray of int64, (paragraphs,)
        Where each paragraph's tokens stand in ``type`` and ``flags``.
    type : ndarray of int32, (tokens,)
        Codes into ``types``.
    flags : ndarray of uint8, (tokens,)
    types : list of (form, lemma, pos, morph)
        Sorted by lemma, part of speech, form: the forms of one lemma stand side by side.
    first_mention, n_mentions : ndarray of int64, (paragraphs,)
    mention_sentence, mention_start, mention_end : ndarray of int32, (mentions,)
        In the paragraph.
    mention_label : ndarray of int8, (mentions,)
        Codes into ``labels``.
    labels : list of str
    """

    digest: np.ndarray
    first_token: np.ndarray
    n_tokens: np.ndarray
    type: np.ndarray
    flags: np.ndarray
    types: list[tuple[str, str, str, str]]
    first_mention: np.ndarray
    n_mentions: np.ndarray
    mention_sentence: np.ndarray
    mention_start: np.ndarray
    mention_end: np.ndarray
    mention_label: np.ndarray
    labels: list[str]

    def lookup(self, wanted: np.ndarray) -> np.ndarray:
        """The row of each wanted digest, an int64 array; -1 where it has not been annotated."""
        order, ranked = _ranked(self.digest)
        return _find(ranked, order, wanted)


def _ranked(digest: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    keys = digest.view("S16") if digest.size else np.zeros(0, "S16")
    order = np.argsort(keys, kind="stable")
    return order, keys[order]


def _find(ranked: np.ndarray, order: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    keys = wanted.view("S16") if wanted.size else np.zeros(0, "S16")
    if not len(ranked) or not len(keys):
        return np.full(len(keys), -1, dtype=np.int64)
    at = np.minimum(np.searchsorted(ranked, keys), len(ranked) - 1)
    return np.where(ranked[at] == keys, order[at], -1).astype(np.int64)


class Batches:
    """The batch files of one model in one store."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.damaged: list[str] = []

    def write(self, digest: np.ndarray, annotations: Annotations) -> Path:
        """Commit one batch: the file is whole when its name appears."""
        types = _SEPARATOR.join  # one string a type, so that vocabularies merge in one pass
        keys = [
            types(parts)
            for parts in zip(annotations.form, annotations.lemma, annotations.pos, annotations.morph, strict=True)
        ]
        blob, bounds = _pack(keys)
        labels, label_bounds = _pack(annotations.mention_label)
        name = hashlib.blake2b(digest.tobytes(), digest_size=10).hexdigest()
        path = self.folder / f"{name}.npz"
        with replacing(path) as temporary, open(temporary, "wb") as file:
            np.savez(
                file,
                digest=digest.view(np.uint8).reshape(-1, DIGEST),
                n_tokens=annotations.n_tokens,
                type=annotations.type,
                flags=annotations.flags,
                types=blob,
                types_at=bounds,
                mention_paragraph=annotations.mention_paragraph,
                mention_sentence=annotations.mention_sentence,
                mention_start=annotations.mention_start,
                mention_end=annotations.mention_end,
                labels=labels,
                labels_at=label_bounds,
            )
        return path

    def read(self) -> Annotated:
        """Read every sound batch; remove the others and name them in ``damaged``."""
        parts: list[dict[str, np.ndarray]] = []
        for path in sorted(self.folder.glob("*.npz")):
            try:
                with np.load(path, allow_pickle=False) as archive:
                    part = {name: archive[name] for name in archive.files}
                _check(part)
            except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
                self.damaged.append(path.name)
                path.unlink(missing_ok=True)
                continue
            parts.append(part)
        return _merge(parts)


def _check(part: dict[str, np.ndarray]) -> None:
    if set(_ARRAYS) - set(part):
        raise ValueError("an array is missing")
    if part["n_tokens"].sum() != len(part["type"]) or len(part["digest"]) != len(part["n_tokens"]):
        raise ValueError("lengths disagree")
    if np.any(np.diff(part["mention_paragraph"]) < 0):
        raise ValueError("mentions out of order")


def _pack(strings: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    encoded = [text.encode("utf-8") for text in strings]
    bounds = np.zeros(len(encoded) + 1, np.int64)
    np.cumsum([len(text) for text in encoded], out=bounds[1:])
    return np.frombuffer(b"".join(encoded), np.uint8), bounds


def _unpack(blob: np.ndarray, bounds: np.ndarray) -> pa.LargeStringArray:
    return pa.LargeStringArray.from_buffers(
        len(bounds) - 1, pa.py_buffer(bounds.astype(np.int64)), pa.py_buffer(blob.tobytes())
    )


def _codes(parts: list[pa.LargeStringArray]) -> tuple[list[np.ndarray], list[str]]:
    """Codes of each part's strings in one sorted vocabulary, and that vocabulary."""
    if not parts:
        return [], []
    encoded = pa.concat_arrays(parts).dictionary_encode()
    words = encoded.dictionary.to_pylist()
    order = sorted(range(len(words)), key=lambda i: _rank(words[i]))
    code = np.empty(len(words), np.int32)
    code[order] = np.arange(len(words), dtype=np.int32)
    codes = code[encoded.indices.to_numpy(zero_copy_only=False)]
    ends = np.cumsum([len(part) for part in parts])
    return np.split(codes, ends[:-1]), [words[i] for i in order]


def _rank(key: str) -> tuple[str, ...]:
    parts = key.split(_SEPARATOR)
    return (parts[1], parts[2], parts[0], parts[3]) if len(parts) == 4 else (key,)


def _merge(parts: list[dict[str, np.ndarray]]) -> Annotated:
    def joined(name: str, dtype: type) -> np.ndarray:
        return np.concatenate([part[name].astype(dtype, copy=False) for part in parts] or [np.zeros(0, dtype)])

    type_codes, words = _codes([_unpack(part["types"], part["types_at"]) for part in parts])
    label_codes, labels = _codes([_unpack(part["labels"], part["labels_at"]) for part in parts])
    types = [codes[part["type"]] for part, codes in zip(parts, type_codes, strict=True)]
    n_tokens = joined("n_tokens", np.int64)
    n_mentions = [np.bincount(part["mention_paragraph"], minlength=len(part["n_tokens"])) for part in parts]
    counts = np.concatenate(n_mentions or [np.zeros(0, np.int64)]).astype(np.int64)
    digest = np.concatenate([part["digest"] for part in parts] or [np.zeros((0, DIGEST), np.uint8)])
    return Annotated(
        digest=np.ascontiguousarray(digest).view(f"V{DIGEST}").reshape(-1),
        first_token=np.cumsum(n_tokens) - n_tokens,
        n_tokens=n_tokens,
        type=np.concatenate(types or [np.zeros(0, np.int32)]),
        flags=joined("flags", np.uint8),
        types=[_parts(word) for word in words],
        first_mention=np.cumsum(counts) - counts,
        n_mentions=counts,
        mention_sentence=joined("mention_sentence", np.int32),
        mention_start=joined("mention_start", np.int32),
        mention_end=joined("mention_end", np.int32),
        mention_label=np.concatenate(label_codes or [np.zeros(0, np.int32)]).astype(np.int8),
        labels=labels,
    )


def _parts(key: str) -> tuple[str, str, str, str]:
    form, lemma, pos, morph = key.split(_SEPARATOR)
    return form, lemma, pos, morph

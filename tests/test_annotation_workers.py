"""Annotation over processes: the same result, no stray process, a clear error when one dies."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import psutil
import pytest

from toolkit.annotation import Annotations, annotate, annotate_all, workers
from toolkit.schema import CorpusError

ROOT = Path(__file__).resolve().parents[1]
TEXTS = [
    "Le Premier ministre irakien a reçu l'ambassadeur des États-Unis à Bagdad.",
    "« Nous partons », a-t-il dit.",
    "",
    "Les troupes quittent le camp Taji. Personne ne sait pourquoi.",
    "« Nous partons », a-t-il dit.",
]


def gather(batches: list[tuple[np.ndarray, Annotations]], count: int) -> Annotations:
    """Batches in any order, as one in the order of the paragraphs; each paragraph must be there once."""
    indices = np.concatenate([indices for indices, _ in batches])
    assert sorted(indices.tolist()) == list(range(count))
    return Annotations.join([annotations for _, annotations in batches]).take(np.argsort(indices))


@pytest.mark.parametrize("batch_words", [1, 8, 20_000])
def test_batches_cover_every_paragraph_once(batch_words: int) -> None:
    batches = list(annotate_all(TEXTS, batch_words=batch_words))
    assert gather(batches, len(TEXTS)) == annotate(TEXTS)


def test_a_repeated_paragraph_is_annotated_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def count(texts: list[str], model: str) -> Annotations:
        asked.extend(texts)
        return annotate(texts, model=model)

    monkeypatch.setattr(workers, "_annotate", count)
    batches = list(annotate_all(TEXTS * 3, batch_words=5))
    assert asked == list(dict.fromkeys(TEXTS))
    assert gather(batches, 15) == annotate(TEXTS * 3)


def test_short_text_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object) -> None:
        raise AssertionError("started processes")

    monkeypatch.setattr(workers, "_in_processes", refuse)
    assert len(list(annotate_all(TEXTS, batch_words=1))) == 4
    assert len(list(annotate_all(TEXTS, workers=1, batch_words=1))) == 4
    monkeypatch.setattr(workers, "WORTH_WORKERS", 20)
    monkeypatch.setattr(workers.joblib, "cpu_count", lambda: 2)
    with pytest.raises(AssertionError, match="started processes"):
        list(annotate_all(TEXTS, batch_words=1))


def test_nothing_to_annotate() -> None:
    assert list(annotate_all([])) == []


def test_arguments_are_checked_before_anything_is_done() -> None:
    with pytest.raises(CorpusError, match=r"0 workers cannot annotate anything\. Give 1 or more"):
        annotate_all(TEXTS, workers=0)
    with pytest.raises(CorpusError, match="is not a model"):
        annotate_all(TEXTS, model="fr")


# No `if __name__ == "__main__"`, run by its path: what users write.
SCRIPT = """
import json, os, signal, sys, time
import numpy as np, psutil
sys.path.insert(0, sys.argv[1])
from toolkit.annotation import Annotations, annotate, annotate_all, workers
from toolkit.schema import CorpusError

def annotators():
    processes = psutil.Process().children(recursive=True)
    return [process for process in processes if "popen_loky" in " ".join(process.cmdline())]

def say(**said):
    print(json.dumps(said), flush=True)

texts = [f"Le président {number} est à Bagdad. Il a dit « non »." for number in range(40)]
batches = []
for indices, annotations in annotate_all(texts, workers=2, batch_words=25):
    batches.append((indices.tolist(), annotations))
    running = len(annotators())
order = [index for indices, _ in batches for index in indices]
joined = Annotations.join([annotations for _, annotations in batches]).take(np.argsort(order))
say(step="done", same=joined == annotate(texts), batches=len(batches), running=running, left=len(annotators()))

# From here on the work is waiting, so that processes start in a second.
def wait(number, texts, model, parent):
    from toolkit.annotation import Annotations, workers
    workers._settle(parent)
    time.sleep(0.05)
    return number, Annotations.join([annotations] * len(texts))

workers._work = wait
annotations = annotate(["Bagdad."])
many = [f"Le président {number} est à Bagdad." for number in range(30_000)]
batches = annotate_all(many, workers=2, batch_words=100)
next(batches)
batches.close()
say(step="closed", left=len(annotators()))

batches = annotate_all(many, workers=2, batch_words=100)
next(batches)
annotators()[0].kill()
try:
    for _ in batches:
        pass
except CorpusError as error:
    say(step="killed", error=str(error), left=len(annotators()))

batches = annotate_all(many, workers=2, batch_words=100)
next(batches)
say(step="running", pids=[process.pid for process in annotators()])
try:
    for _ in batches:
        pass
except KeyboardInterrupt:
    say(step="interrupted", left=len(annotators()))

batches = annotate_all(many, workers=2, batch_words=100)
next(batches)
say(step="running", pids=[process.pid for process in annotators()])
for _ in batches:
    pass
"""


def test_processes_from_beginning_to_end(tmp_path: Path) -> None:
    """Results, closing, a killed worker, Ctrl-C and a killed parent, in one script, since processes start slowly."""
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    command = [sys.executable, str(script), str(ROOT)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", cwd=tmp_path) as process:
        assert process.stdout is not None
        heard = (json.loads(line) for line in process.stdout)
        assert next(heard) == {"step": "done", "same": True, "batches": 14, "running": 2, "left": 0}
        assert next(heard) == {"step": "closed", "left": 0}
        killed = next(heard)
        assert killed["step"] == "killed" and killed["left"] == 0
        assert killed["error"].startswith("a process that was annotating died;")
        assert next(heard)["step"] == "running"
        if os.name != "nt":  # Windows sends Ctrl-C to whole consoles only
            process.send_signal(signal.SIGINT)
            assert next(heard) == {"step": "interrupted", "left": 0}
            running = next(heard)
        else:
            running = next(line for line in heard if line["step"] == "running")
        assert len(running["pids"]) == 2
        process.kill()
        process.wait()
        deadline = time.monotonic() + 20
        while any(psutil.pid_exists(pid) for pid in running["pids"]) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert [pid for pid in running["pids"] if psutil.pid_exists(pid)] == []

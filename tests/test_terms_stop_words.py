"""Stop words: the shipped list, and the corpus' own, edited while it is open."""

from __future__ import annotations

import pandas as pd
import pytest

from toolkit import Corpus, CorpusError
from toolkit.terms import corpus_stop_words, count_terms, save_stop_words, stop_words, term_frequencies


@pytest.fixture
def corpus(tmp_path) -> Corpus:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "a.txt").write_text("Le chat noir dort. Le pouvoir peut.", encoding="utf-8")
    (folder / "b.txt").write_text("Un chat blanc.", encoding="utf-8")
    return Corpus.load(folder, store=tmp_path / "store", progress=False)


def terms(corpus: Corpus, **options) -> set[str]:
    return set(term_frequencies(corpus, unit="form", **options)["term"].str.lower())


def test_the_shipped_list_until_there_is_an_own_one(corpus):
    assert corpus_stop_words(corpus) == stop_words()
    assert "le" not in terms(corpus)
    assert term_frequencies(corpus).attrs["stop_words"] == "the shipped list"


def test_an_own_list_counts_at_once_and_for_every_later_load(corpus, tmp_path):
    before = corpus.tables.folder
    save_stop_words(corpus, {*stop_words(), "Chat", "noir : adj, noun"} - {"le"})
    assert {"chat", "noir:ADJ,NOUN"} <= corpus_stop_words(corpus)
    assert {"le", "dort"} <= terms(corpus)
    assert not {"chat", "noir"} & terms(corpus)
    table = term_frequencies(corpus)
    assert table.attrs["stop_words"] == "the corpus' own list"
    again = Corpus.load(corpus.path, store=tmp_path / "store", progress=False)
    assert again.tables.folder == before  # nothing was annotated or assembled again
    assert again.n_documents == 2  # and the list is not a page
    assert again.skipped.empty
    assert corpus_stop_words(again) == corpus_stop_words(corpus)
    assert "chat" not in terms(again.select(where="path == 'b.txt'"))


def test_edited_by_hand(corpus):
    file = corpus.path / "stopwords.txt"
    file.write_text("\ufeff# mine\r\n\r\nChat   # too many of them\r\npeut:VERB, AUX\r\nl’\r\n", encoding="utf-8")
    assert corpus_stop_words(corpus) == {"chat", "peut:VERB,AUX", "l'"}
    assert {"le", "pouvoir", "dort"} <= terms(corpus)
    assert not {"chat", "peut"} & terms(corpus)
    save_stop_words(corpus, [])
    assert corpus_stop_words(corpus) == frozenset()
    assert terms(corpus) == terms(corpus, stopwords="keep")
    save_stop_words(corpus, None)
    assert not file.exists()
    assert corpus_stop_words(corpus) == stop_words()


def test_written_one_a_line_in_order(corpus):
    save_stop_words(corpus, ["zone", "État", "eau", "pouvoir:VERB"])
    lines = (corpus.path / "stopwords.txt").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("#")
    assert lines[2:] == ["eau", "état", "pouvoir:VERB", "zone"]


@pytest.mark.parametrize(
    ("content", "line", "problem"),
    [
        (b"le\nla\xe9\n", 2, "not UTF-8"),
        (b"le\n\npouvoir:VERBE\n", 3, "parts of speech are"),
        (b"le chat\n", 1, "not one word"),
        (b"# a\n:VERB\n", 2, "not one word"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(corpus, content, line, problem):
    (corpus.path / "stopwords.txt").write_bytes(content)
    with pytest.raises(CorpusError, match=rf"stopwords\.txt, row {line}: .*{problem}"):
        term_frequencies(corpus)
    assert not term_frequencies(corpus, stopwords="keep").empty


def test_nothing_is_written_when_a_word_is_wrong(corpus):
    for wrong in (["chat", "le chat"], ["chat:NOM"], [""], [":VERB"]):
        with pytest.raises(CorpusError, match="Write it as"):
            save_stop_words(corpus, wrong)
    assert not (corpus.path / "stopwords.txt").exists()
    with pytest.raises(CorpusError, match="Write it as"):
        term_frequencies(corpus, stopwords=["deux mots"])


def test_a_folder_that_cannot_be_written(corpus, tmp_path, monkeypatch):
    monkeypatch.setattr("toolkit.corpus.decisions.os.access", lambda *_: False)
    protected = Corpus.load(corpus.path, store=tmp_path / "store", progress=False)
    save_stop_words(protected, ["chat"])
    assert not (corpus.path / "stopwords.txt").exists()
    assert corpus_stop_words(protected) == {"chat"}


def test_one_file_has_its_own_list(tmp_path):
    (tmp_path / "press.csv").write_text("text\nLe chat dort.\n", encoding="utf-8")
    corpus = Corpus.load(tmp_path / "press.csv", store=tmp_path / "store", progress=False)
    save_stop_words(corpus, ["chat"])
    assert (tmp_path / "press.stopwords.txt").exists()
    assert terms(corpus) == {"le", "dort"}


def test_a_table_in_memory_has_no_place_for_a_list():
    corpus = Corpus.from_documents(pd.DataFrame({"text": ["Le chat."]}))
    assert corpus_stop_words(corpus) == stop_words()
    with pytest.raises(CorpusError, match="stopwords=…"):
        save_stop_words(corpus, ["chat"])


def test_options_tell_which_list(corpus):
    assert count_terms(corpus, stopwords="keep").options.stop_list == "none"
    assert term_frequencies(corpus, stopwords={"chat"}).attrs["stop_words"] == "a list of one's own"


def test_a_colon_within_a_word_is_not_one_before_parts_of_speech():
    table = pd.DataFrame({"text": ["Rendez-vous à 20:30 précises."]}, index=["a"])
    corpus = Corpus.from_documents(table, clean=False)
    assert "20:30" in terms(corpus)
    assert "20:30" not in terms(corpus, stopwords={"20:30"})
    assert "20:30" not in terms(corpus, stopwords={"20:30:num"})
    assert "20:30" in terms(corpus, stopwords={"20:30:verb"})
    with pytest.raises(CorpusError, match="parts of speech are"):
        terms(corpus, stopwords={"plus:ADVERB"})

"""The corpus: what it holds, views of it, spans back to the page, corrections, and that nothing appears or vanishes."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from toolkit import Corpus, CorpusError
from toolkit.corpus.counting import term_counts
from toolkit.schema import CLEANING_COLUMNS, DOCUMENT_COLUMNS, MENTION_COLUMNS, METADATA_COLUMNS, SKIPPED_COLUMNS

TABLE = pd.DataFrame(
    {
        "source": ["Le Canal", "La Vigie", "Le Canal", None, "La Vigie"],
        "date": ["2020-06-11", "2020-06-30", "2020-07-01", "2021-01-05", None],
        "title": ["Le ministre parle", None, None, None, None],
        "text": [
            "Le ministre parle\nLe ministre parle à Bagdad. « Nous partirons », dit-il.",
            "L’Irak attend. L’Irak espère.",
            "Une roquette tombe à Bagdad.",
            "Aujourd’hui, rien.",
            "Le général américain a quitté Bagdad et l’Irak.",
        ],
        "section": ["Monde", "Monde", "Défense", "Monde", "Défense"],
    },
    index=["parole", "attente", "roquette", "rien", "départ"],
)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return Corpus.from_documents(TABLE, clean=False)


def words(corpus: Corpus) -> list[str]:
    tables = corpus.tables
    return list(tables.words("form", tables.type_form[np.asarray(tables.type)]))


# what it holds


def test_documents_table(corpus):
    documents = corpus.documents
    assert documents.index.name == "doc_id"
    assert list(documents.columns) == [*DOCUMENT_COLUMNS, "section"]
    assert documents.index.tolist() == ["attente", "départ", "parole", "roquette", "rien"]  # by source, then date
    assert documents["n_tokens"].tolist() == [6, 9, 12, 5, 2]
    assert documents["source"].tolist()[:4] == ["La Vigie", "La Vigie", "Le Canal", "Le Canal"]
    assert documents["source"].isna().tolist() == [False, False, False, False, True]
    assert documents["date"].isna().tolist() == [False, True, False, False, False]
    assert str(documents["date"].dtype).startswith("datetime64")
    assert documents.loc["attente", "text"] == "L'Irak attend. L'Irak espère."
    assert corpus.n_tokens == 34
    assert corpus.n_documents == 5
    assert corpus.sources == ["La Vigie", "Le Canal"]


def test_the_documents_table_is_the_users_to_change(corpus):
    table = corpus.documents
    table.loc["attente", "source"] = "changed"
    assert corpus.documents.loc["attente", "source"] == "La Vigie"


def test_other_tables_have_their_columns(corpus):
    assert tuple(corpus.mentions.columns) == MENTION_COLUMNS
    assert tuple(corpus.cleaning.columns) == CLEANING_COLUMNS
    assert tuple(corpus.skipped.columns) == SKIPPED_COLUMNS
    assert tuple(corpus.metadata.columns) == METADATA_COLUMNS
    assert not len(corpus.skipped)


def test_tokens_give_the_texts_back(corpus):
    tables = corpus.tables
    forms, flags = words(corpus), np.asarray(tables.flag)
    for doc_id in corpus.index.index:
        row = corpus.row(doc_id)
        first, after = tables.document_token[row], tables.document_token[row + 1]
        spelled = "".join(
            form + " " * (flag & 1) for form, flag in zip(forms[first:after], flags[first:after], strict=True)
        )
        assert spelled == corpus.text(doc_id).replace("\n", "")


def test_aujourdhui_is_whole_and_elisions_split(corpus):
    assert "Aujourd'hui" in words(corpus)
    assert words(corpus).count("L'") == 2
    assert words(corpus).count("Irak") == 3


def test_tokens_in_quotation_marks_and_headlines_are_flagged(corpus):
    tables = corpus.tables
    row = corpus.row("parole")
    span = slice(tables.document_token[row], tables.document_token[row + 1])
    forms, flags = words(corpus)[span], np.asarray(tables.flag)[span]
    assert [form for form, flag in zip(forms, flags, strict=True) if flag & 4] == ["Nous", "partirons"]
    assert [form for form, flag in zip(forms, flags, strict=True) if flag & 8] == ["Le", "ministre", "parle"]


def test_mentions_stand_where_they_say(corpus):
    mentions = corpus.mentions
    assert len(mentions) >= 5
    for row in mentions.itertuples():
        assert corpus.text(row.doc_id)[row.start : row.end] == row.text
    bagdad = mentions[mentions["text"] == "Bagdad"]
    assert bagdad["doc_id"].tolist() == ["départ", "parole", "roquette"]
    assert bagdad["sentence"].tolist() == [0, 1, 0]
    pd.testing.assert_frame_equal(
        corpus.mentions_of("départ"), mentions[mentions["doc_id"] == "départ"].reset_index(drop=True)
    )


def test_token_and_sentence_spans_point_at_their_words(corpus):
    tables = corpus.tables
    ids = tables.table("documents")["doc_id"]
    spans = corpus.token_spans(np.arange(tables.counts["tokens"]))
    for form, row in zip(words(corpus), spans.itertuples(), strict=True):
        assert corpus.text(ids[row.row])[row.start : row.end] == form
    sentences = [
        corpus.text(ids[row])[start:end]
        for row, start, end in (corpus.sentence_span(number) for number in range(tables.counts["sentences"]))
    ]
    assert sentences[:3] == ["L'Irak attend.", "L'Irak espère.", "Le général américain a quitté Bagdad et l'Irak."]
    assert len(corpus.token_spans(np.array([], int))) == 0


# views


def test_select_by_source_and_period(corpus):
    view = corpus.select(sources="Le Canal", until="2020-06")
    assert view.documents.index.tolist() == ["parole"]
    assert view.n_tokens == 12
    assert view.sources == ["Le Canal"]
    assert set(view.mentions["doc_id"]) == {"parole"}
    assert view.selection == ("Le Canal", "until 2020-06", "0 articles without a date left out")[:2]


def test_a_period_leaves_undated_articles_out_and_says_so(corpus):
    view = corpus.select(since="2020")
    assert view.documents.index.tolist() == ["attente", "parole", "roquette", "rien"]
    assert "1 article without a date left out" in repr(view)


def test_until_includes_its_last_day(corpus):
    assert corpus.select(until="2020-06-30").documents.index.tolist() == ["attente", "parole"]
    assert corpus.select(until=pd.Timestamp("2020-06-29")).documents.index.tolist() == ["parole"]


@pytest.mark.parametrize(
    "where",
    [
        "section == 'Défense'",
        lambda table: table["section"] == "Défense",
        TABLE["section"] == "Défense",
    ],
)
def test_select_by_condition(corpus, where):
    assert corpus.select(where=where).documents.index.tolist() == ["départ", "roquette"]


def test_views_of_views_recompose_the_whole(corpus):
    parts = [corpus.select(sources=name) for name in corpus.sources]
    parts.append(corpus.select(where=lambda table: table["source"].isna()))
    assert sum(part.n_tokens for part in parts) == corpus.n_tokens
    assert sorted(name for part in parts for name in part.index.index) == sorted(corpus.index.index)
    narrow = corpus.select(since="2020-06").select(sources="La Vigie")
    assert narrow.documents.index.tolist() == ["attente"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"sources": ["Le Canal", "Le Canard"]}, "no source is called 'Le Canard'.*La Vigie, Le Canal"),
        ({"since": "juin"}, "since='juin' is not a date.*\"2020-06\""),
        ({"where": "rubrique == 1"}, "could not be applied.*section"),
        ({"where": [True]}, "1,\\) values for 5"),
    ],
)
def test_select_says_what_it_does_not_understand(corpus, options, message):
    with pytest.raises(CorpusError, match=message):
        corpus.select(**options)


def test_an_unknown_article_is_said(corpus):
    with pytest.raises(CorpusError, match="there is no article 'absent'"):
        corpus.text("absent")
    with pytest.raises(CorpusError, match="there is no article 'parole' here"):
        corpus.select(sources="La Vigie").text("parole")


# groups and counts


def test_groups(corpus):
    group, labels = corpus.groups("source")
    assert labels == ["La Vigie", "Le Canal", "(unknown)"]
    assert group.tolist() == [0, 0, 1, 1, 2]
    group, labels = corpus.select(sources="Le Canal").groups("month")
    assert labels == ["2020-06", "2020-07"]
    assert group.tolist() == [-1, -1, 0, 1, -1]
    assert corpus.groups("month")[1] == ["2020-06", "2020-07", "2021-01", "(unknown)"]
    assert corpus.groups("section")[1] == ["Défense", "Monde"]
    assert corpus.groups()[1] == ["corpus"]
    with pytest.raises(CorpusError, match=r"no column 'rubrique'.*source"):
        corpus.groups("rubrique")


def test_pages_without_any_source_stand_for_themselves():
    corpus = Corpus.from_documents(pd.DataFrame({"text": ["Un deux.", "Trois quatre."]}), clean=False)
    assert corpus.groups("source")[1] == ["page article-1", "page article-2"]
    assert corpus.sources == []
    assert "source unknown" in repr(corpus)


def test_pages_of_long_names_are_numbered_and_a_table_says_which_is_which():
    """In the order of their names, by as many figures as the last; in a view as in the whole."""
    names = [f"{number:02d}_0123456789abcdef" for number in range(11, 0, -1)]
    table = pd.DataFrame({"text": [f"Un deux {name}." for name in names]}, index=names)
    table["title"] = ["Un titre <long> " + "qui ne finit pas " * 9, *[None] * 10]
    corpus = Corpus.from_documents(table, clean=False)
    assert corpus.groups("source")[1] == [f"page {number:02d}" for number in range(1, 12)]
    view = corpus.select(where=lambda documents: documents.index.str[:2].isin(["02", "11"]))
    assert view.groups("source")[1] == ["page 02", "page 11"]
    told = view._repr_html_()
    assert "title or file" in told and "02_0123456789abcdef" in told
    assert re.search(r"Un titre &lt;long&gt; [a-z ]{30,50}…</td>", told)


def by_hand(corpus: Corpus, term: np.ndarray, n_terms: int, group: np.ndarray, n_groups: int):
    """The same counts, token by token."""
    tables = corpus.tables
    counts = np.zeros((n_groups, n_terms), int)
    documents = [[set() for _ in range(n_terms)] for _ in range(n_groups)]
    for row, number in enumerate(group):
        for kind in np.asarray(tables.type[tables.document_token[row] : tables.document_token[row + 1]]):
            if number >= 0 and term[kind] >= 0:
                counts[number, term[kind]] += 1
                documents[number][term[kind]].add(row)
    return counts, np.array([[len(cell) for cell in line] for line in documents]).reshape(n_groups, n_terms)


@pytest.fixture(scope="module")
def larger() -> Corpus:
    """Sixty articles of three sources over four months, with words that have several forms and parts of speech."""
    verbs = ["porte", "portent", "porter", "portes", "frappe", "frapper", "la porte", "la frappe", "les frappes"]
    random = np.random.default_rng(5)
    rows = [
        {
            "source": "abc"[number % 3],
            "date": None if number % 11 == 0 else f"2020-{1 + number % 4:02}-{1 + number % 28:02}",
            "text": f"Article {number}. " + " ".join(f"Il dit {verb}." for verb in random.choice(verbs, 7)),
        }
        for number in range(60)
    ]
    return Corpus.from_documents(pd.DataFrame(rows), clean=False)


@pytest.mark.parametrize("unit", ["lemma", "form", "noun lemma", "type", "initial"])
@pytest.mark.parametrize("by", ["source", "month", "random", None])
def test_counts_agree_with_counting_by_hand(larger, unit, by):
    tables = larger.tables
    lemma, form = np.asarray(tables.type_lemma), np.asarray(tables.type_form)
    noun = tables.words("pos", tables.type_pos) == "NOUN"
    initial = np.array([word[0] for word in tables.words("form", tables.type_form)])
    term = {
        "lemma": np.where(tables.type_word, lemma, -1),
        "form": np.where(tables.type_word, form, -1),
        "noun lemma": np.where(noun, lemma, -1),
        "type": np.arange(len(lemma)),
        "initial": np.unique(initial, return_inverse=True)[1],
    }[unit]
    if by == "random":
        group, n_groups = np.random.default_rng(1).integers(-1, 3, 60), 3
    else:
        group, labels = larger.select(since="2020-02" if by == "source" else None).groups(by)
        n_groups = len(labels)
    counts, documents = term_counts(tables, term, int(term.max()) + 1, group, n_groups)
    expected_counts, expected_documents = by_hand(larger, term, int(term.max()) + 1, group, n_groups)
    np.testing.assert_array_equal(counts, expected_counts)
    np.testing.assert_array_equal(documents, expected_documents)


# how it shows itself


def test_repr(corpus):
    assert repr(corpus) == (
        "<Corpus: 5 articles, 34 tokens, 2 sources, 2020-06-11 to 2021-01-05, 1 without a date; 0 left out>"
    )


def test_html_repr_escapes_what_it_shows():
    corpus = Corpus.from_documents(
        pd.DataFrame({"source": ["<script>alert(1)</script>"], "text": ["Un article court."]}), clean=False
    )
    shown = corpus._repr_html_()
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


# from a table


def test_a_table_without_texts_is_refused():
    with pytest.raises(CorpusError, match="no column 'text'"):
        Corpus.from_documents(pd.DataFrame({"texte": ["Un."]}))


def test_articles_need_names_of_their_own():
    with pytest.raises(CorpusError, match="two articles are called 'a'"):
        Corpus.from_documents(pd.DataFrame({"text": ["Un.", "Deux."]}, index=["a", "a"]))


def test_empty_and_identical_articles_are_listed():
    corpus = Corpus.from_documents(
        pd.DataFrame({"source": ["a", "a", "a", "b"], "text": ["Un texte ici.", "", "Un texte ici.", "Un texte ici."]}),
        clean=False,
    )
    assert corpus.index.index.tolist() == ["article-1", "article-4"]
    assert corpus.skipped["path"].tolist() == ["article-2", "article-3"]
    assert "no text" in corpus.skipped["reason"].iloc[0]
    assert "the same text as article-1" in corpus.skipped["reason"].iloc[1]
    assert corpus.skipped["remedy"].str.len().min() > 10
    assert corpus.skipped_summary()["items"].tolist() == [1, 1]


def test_what_is_left_out_is_counted_by_reason(tmp_path: Path):
    (tmp_path / "t.csv").write_text("text,source\nUne milice part.,A\n,A\n,B\n", encoding="utf-8")
    summary = Corpus.load(tmp_path / "t.csv", store=None, progress=False).skipped_summary()
    assert summary.index.name == "reason"
    assert summary.to_dict("index") == {"a row has no text": {"items": 2, "example": "t.csv"}}


# from pages, and back to them


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pages = {
        "vigie/2020-06-11_frappe.txt": "Frappe près de l’aéroport\n\nPartager sur Facebook\n\n"
        "Des soldats ont quitté la base de l\u00a0’est de Bagdad, a dit un responsable irakien jeudi soir à la "
        "presse.\n",
        "canal/page.txt": "Une dépêche\n\n"
        "Les négociateurs se sont réunis à Bagdad pour la troisième fois cette année.\n\n"
        "Laisser un commentaire\n",
    }
    for name, text in pages.items():
        path = tmp_path / "pages" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "pages"


def test_spans_lead_back_to_the_page(folder, tmp_path):
    corpus = Corpus.load(folder, store=tmp_path / "store")
    assert sorted(corpus.cleaning["text"]) == ["Laisser un commentaire", "Partager sur Facebook"]
    for doc_id in corpus.index.index:
        text, page = corpus.text(doc_id), corpus.page(doc_id)
        at = text.index("Bagdad")
        start, end = corpus.original_span(doc_id, at, at + 6)
        assert page[start:end] == "Bagdad"
        start, end = corpus.original_span(doc_id, 0, len(text))
        assert page[start:end].splitlines()[0] == text.splitlines()[0].replace("'", "’")
    with pytest.raises(CorpusError, match="were asked for"):
        corpus.original_span(doc_id, 5, 10**6)


def test_corrections_are_saved_beside_the_pages_and_used(folder, tmp_path):
    corpus = Corpus.load(folder, store=tmp_path / "store")
    assert corpus.decisions.metadata == folder / "metadata.csv"
    (folder / "metadata.csv").write_text("path,rubrique\ncanal/page.txt,Monde\n", encoding="utf-8")
    corpus.decisions.correct("canal/page.txt", None, {"date": "2021-04-07", "title": "Une autre « dépêche », corrigée"})
    corpus.decisions.correct("vigie/2020-06-11_frappe.txt", None, {"source": "La Vigie"})
    rules = corpus.decisions.cleaning_rules()
    corpus.decisions.save_rules(type(rules)(off=rules.off, keep=frozenset({("canal/page", "Laisser un commentaire")})))
    again = corpus.reload()
    assert again.index.loc["canal/page", "date"] == pd.Timestamp("2021-04-07")
    assert again.index.loc["canal/page", "title"] == "Une autre « dépêche », corrigée"
    assert again.index.loc["canal/page", "rubrique"] == "Monde"
    assert again.index.loc["vigie/2020-06-11_frappe", "source"] == "La Vigie"
    assert again.text("canal/page").endswith("Laisser un commentaire")
    given = again.metadata.query("doc_id == 'canal/page' and field == 'date'")
    assert given["confidence"].tolist() == ["given"]
    assert sorted(path.name for path in folder.iterdir()) == ["canal", "cleaning.json", "metadata.csv", "vigie"]


def test_a_path_that_is_not_there(tmp_path):
    with pytest.raises(CorpusError, match="no such file or folder"):
        Corpus.load(tmp_path / "absent")


def test_the_environment_names_the_corpus(folder, tmp_path, monkeypatch):
    monkeypatch.setenv("TOOLKIT_CORPUS", str(folder))
    assert Corpus.load(store=tmp_path / "store").n_documents == 2


def test_nothing_appears_or_vanishes_between_files_and_tokens(founding_pages, tmp_path):
    corpus = Corpus.load(founding_pages, store=tmp_path / "store")
    files = {path.name for path in founding_pages.iterdir()}
    assert set(corpus.index["path"]) | set(corpus.skipped["path"]) >= files
    assert corpus.n_documents == 5
    for doc_id in corpus.index.index:
        page = corpus.page(doc_id)
        removed = set(corpus.cleaning.query("doc_id == @doc_id")["line"])
        kept = [line for number, line in enumerate(page.split("\n"), 1) if line.strip() and number not in removed]
        assert len(corpus.text(doc_id).split("\n")) == len(kept)
    tables = corpus.tables
    assert corpus.n_tokens == int(np.asarray(tables.type_word)[np.asarray(tables.type)].sum())
    assert int(np.asarray(tables.count).sum()) == tables.counts["tokens"] == len(tables.position)
    for row in corpus.mentions.itertuples():
        assert corpus.text(row.doc_id)[row.start : row.end] == row.text

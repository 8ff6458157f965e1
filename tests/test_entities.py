"""Mentions of the same name come together; nothing else does, and nothing is lost."""

from __future__ import annotations

import pandas as pd
import pytest

from toolkit import Corpus
from toolkit.entities import _mend, entities, entity_key, resolve_entities

TABLE = pd.DataFrame(
    {
        "source": ["A", "A", "B", "B"],
        "date": ["2020-06-01", "2020-06-02", "2020-06-03", None],
        "text": [
            "Paris et Londres négocient avec Berlin. Paris attend. Londres attend Paris.",
            "À Paris, Emmanuel Macron a reçu Angela Merkel.\nAngela Merkel a quitté Paris pour Berlin.",
            "Les États-Unis et l’Iran négocient à La Haye. La Haye attend les Etats-Unis.",
            "L’Iran accuse les États-Unis. Paris et Berlin condamnent l’Iran.",
        ],
    },
    index=["a1", "a2", "b1", "b2"],
)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return Corpus.from_documents(TABLE, clean=False)


def test_whole_table(corpus):
    table = entities(corpus)
    assert table.index.name == "entity_id"
    assert list(table.columns) == ["name", "type", "variants", "mentions", "documents", "sources"]
    assert list(table.itertuples(name=None)) == [
        ("paris", "Paris", "LOC", "Paris", 6, 3, 2),
        ("berlin", "Berlin", "LOC", "Berlin", 3, 3, 2),
        ("iran", "Iran", "LOC", "Iran", 3, 2, 1),
        ("etats unis", "États-Unis", "LOC", "États-Unis | Etats-Unis", 3, 2, 1),
        ("angela merkel", "Angela Merkel", "PER", "Angela Merkel", 2, 1, 1),
        ("la haye", "La Haye", "LOC", "La Haye", 2, 1, 1),
        ("londres", "Londres", "LOC", "Londres", 2, 1, 1),
        ("emmanuel macron", "Emmanuel Macron", "PER", "Emmanuel Macron", 1, 1, 1),
    ]


def test_every_mention_ends_in_one_entity_or_in_the_list(corpus):
    resolved = resolve_entities(corpus)
    assert list(resolved.mentions.columns) == [
        *("doc_id", "sentence", "start", "end", "text", "entity_id", "role", "rule")
    ]
    assert list(resolved.left_out.columns) == ["doc_id", "sentence", "start", "end", "text", "reason"]
    assert len(resolved.mentions) + len(resolved.left_out) == len(corpus.mentions)
    assert resolved.entities["mentions"].sum() == len(resolved.mentions)
    assert set(resolved.mentions["entity_id"]) == set(resolved.entities.index)


def test_spans_are_those_of_the_name(corpus):
    for row in resolve_entities(corpus).mentions.itertuples():
        assert corpus.text(row.doc_id)[row.start : row.end] == row.text
        assert not row.text.startswith(("l'", "L'", "les ", "Les "))


def test_a_view_has_its_own_entities(corpus):
    table = entities(corpus.select(sources="B"))
    assert table.loc["paris", ["mentions", "documents", "sources"]].tolist() == [1, 1, 1]
    assert "londres" not in table.index


def test_no_mentions(corpus):
    resolved = resolve_entities(corpus.select(since="2031-01-01"))
    assert resolved.entities.empty and resolved.mentions.empty and resolved.left_out.empty
    assert list(resolved.entities.columns) == ["name", "type", "variants", "mentions", "documents", "sources"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("l'Irak", "Irak"),
        ("d'Ankara", "Ankara"),
        ("les États-Unis", "États-Unis"),
        ("de l'Irak", "Irak"),
        ("en Irak", "Irak"),
        ("« Hachd al-Chaabi »,", "Hachd al-Chaabi"),
        ("Kataeb Hezbollah (KH)", "Kataeb Hezbollah (KH)"),
        ("- Bagdad.", "Bagdad"),
        ("L'Équipe", "L'Équipe"),  # may be the name itself
        ("Le Monde", "Le Monde"),
        ("lesbienne", "lesbienne"),
        ("(Bagdad)", "Bagdad"),
        ("l'", "l"),
        ("de", "de"),
        ("", ""),
    ],
)
def test_what_stands_around_a_name(text, name):
    offset, mended = _mend(text)
    assert mended == name
    assert text[offset : offset + len(name)] == name


def test_the_article_of_a_name_that_begins_a_sentence():
    text = "La Syrie attend. La Haye juge. Elle va vers La Haye."
    corpus = Corpus.from_documents(pd.DataFrame({"text": [text]}), clean=False)

    class Handmade(Corpus):
        mentions = pd.DataFrame(  # type: ignore[assignment]
            [
                ("article-1", number, text.index(name, low), text.index(name, low) + len(name), name, "LOC", False)
                for number, low, name in [(0, 0, "La Syrie"), (1, 0, "La Haye"), (2, 31, "La Haye"), (2, 31, ".")]
            ],
            columns=corpus.mentions.columns,
        )

    resolved = resolve_entities(Handmade(corpus.tables))
    assert resolved.entities["mentions"].to_dict() == {"la haye": 2, "syrie": 1}
    assert [text[row.start : row.end] for row in resolved.mentions.itertuples()] == ["Syrie", "La Haye", "La Haye"]
    assert resolved.left_out["text"].tolist() == ["."]
    assert resolved.left_out["reason"].tolist() == ["fewer than two letters"]


def test_keys():
    assert entity_key("États-Unis") == entity_key("ETATS  UNIS") == entity_key("états‑unis") == "etats unis"
    assert entity_key("Kadhimi") != entity_key("al-Kadhimi")

"""Cleaning on the sample corpus, of which it is known which lines are not the article."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from toolkit import reading
from toolkit.cleaning import Cleaning, clean
from toolkit.cleaning.typography import normalise

SAMPLE = Path(__file__).resolve().parents[1] / "data" / "sample"


@pytest.fixture(scope="module")
def planted() -> dict:
    return json.loads((SAMPLE / "planted.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def documents() -> pd.DataFrame:
    return reading.read(SAMPLE).documents


@pytest.fixture(scope="module")
def cleaned(documents) -> Cleaning:
    return clean(documents)


def lines(text: str) -> set[str]:
    return {normalise(line)[0] for line in text.split("\n")} - {""}


def test_planted_furniture_goes_and_no_line_of_an_article(planted, documents, cleaned):
    missed, lost = [], []
    for number, (doc_id, row) in enumerate(documents.iterrows()):
        article = planted["articles"][row["path"]]
        furniture = lines("\n".join(article["boilerplate"] + article["metadata_lines"]))
        removed = set(cleaned.audit.loc[cleaned.audit["doc_id"] == doc_id, "text"])
        lost += [(doc_id, line) for line in removed - furniture]
        # A caption of an HTML page comes without its twin and reads as a subtitle: it stays.
        if not row["path"].endswith(".html"):
            missed += [(doc_id, line) for line in furniture & set(cleaned.texts[number].split("\n"))]
    assert lost == []
    assert missed == []


def test_what_stays_is_the_article_word_for_word(planted, documents, cleaned):
    for text, (_, row) in zip(cleaned.texts, documents.iterrows(), strict=True):
        article = planted["articles"][row["path"]]
        stays = [line.removeprefix("• ") for line in text.split("\n")]
        assert article["title"] in stays
        body = [line for line in stays if line != article["title"]]
        assert article["body_lines"] <= len(body) <= article["body_lines"] + row["path"].endswith(".html")


def test_shared_passages_are_found_and_only_they(planted, documents, cleaned):
    paths = documents["path"]
    found = {tuple(sorted((paths[row.doc_id_1], paths[row.doc_id_2]))): row.kind for row in cleaned.shared.itertuples()}
    assert found == {tuple(sorted(passage["paths"])): passage["kind"] for passage in planted["shared_passages"]}

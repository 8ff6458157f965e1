"""The sample corpus is what ``planted.json`` and ``data/README.md`` say it is."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path

import lxml.html
import pytest

DATA = Path(__file__).resolve().parents[1] / "data"
SAMPLE = DATA / "sample"
PLANTED = json.loads((SAMPLE / "planted.json").read_text(encoding="utf-8"))
ARTICLES: dict[str, dict] = PLANTED["articles"]
OUTLETS: dict[str, dict] = PLANTED["outlets"]
PAGE_SUFFIXES = {".txt", ".html"}
BLOCKS = {"a", "figcaption", "h1", "h2", "li", "p"}
# Month names by number, the way the pages spell them.
MONTHS = {
    "01": ("janvier", "Jan"),
    "02": ("février", "Feb"),
    "03": ("mars", "Mar"),
    "04": ("avril", "Apr"),
    "05": ("mai", "May"),
    "06": ("juin", "Jun"),
    "07": ("juillet", "Jul"),
    "09": ("septembre", "Sep"),
}
WORDS_IN_COMMON = 12
"""From so many words in a row on, text counts as taken from elsewhere."""


def read(path: str) -> str:
    """The page as decoded with the encoding it is planted in, line ends as \\n."""
    codec = {"utf-8": "utf-8-sig", "windows-1252": "cp1252"}[ARTICLES[path]["encoding"]]
    return (SAMPLE / path).read_bytes().decode(codec).replace("\r\n", "\n")


@cache
def lines(path: str) -> list[str]:
    """The non-blank lines a reader sees: lines of a text page, innermost text blocks of an HTML page."""
    if path.endswith(".txt"):
        return [line for line in read(path).split("\n") if line.strip()]
    body = lxml.html.document_fromstring(read(path)).body
    blocks = (node for node in body.iter() if node.tag in BLOCKS and not any(child.tag in BLOCKS for child in node))
    return [node.text_content().strip() for node in blocks]


def cleaned(line: str) -> str:
    """Typography as ``planted.json`` writes it."""
    for old, new in {"\u2019": "'", "\u00ad": "", "\u200b": "", "\ufb01": "fi", "\ufb03": "ffi"}.items():
        line = line.replace(old, new)
    return re.sub(r"[ \u00a0\u202f]+", " ", unicodedata.normalize("NFC", line)).strip()


@cache
def body(path: str) -> list[str]:
    """The paragraphs that are left once title, dates and bylines, and boilerplate are taken away."""
    article = ARTICLES[path]
    furniture = Counter(article["boilerplate"]) + Counter(article["metadata_lines"])
    kept = []
    for line in lines(path):
        if furniture[line]:
            furniture[line] -= 1
        elif cleaned(line).removeprefix("• ") != article["title"]:
            kept.append(cleaned(line))
    return kept


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def of(outlet: str) -> list[str]:
    return [path for path, article in ARTICLES.items() if article["outlet"] == outlet]


def quoted_parts(text: str) -> str:
    return " ".join("".join(m) for m in re.findall(r"«([^«»]*)»|“([^“”]*)”|\"([^\"]*)\"", text))


def test_every_page_is_listed_and_no_other() -> None:
    pages = {p.relative_to(SAMPLE).as_posix() for p in SAMPLE.rglob("*") if p.suffix in PAGE_SUFFIXES}
    assert pages == set(ARTICLES)


def test_six_outlets_write_about_each_of_a_dozen_events() -> None:
    assert len(OUTLETS) == 6 and len(PLANTED["events"]) == 12 and len(ARTICLES) == 76
    pairs = Counter((article["outlet"], article["event"]) for article in ARTICLES.values())
    assert set(pairs) == {(outlet, event) for outlet in OUTLETS for event in PLANTED["events"]}
    assert {pair: n for pair, n in pairs.items() if n > 1} == {
        (outlet, "effectifs"): 2
        for outlet in ("agence-meridienne", "chesapeake-ledger", "khalij-marches", "gazette-de-mesopotamie")
    }


@pytest.mark.parametrize("path", ARTICLES)
def test_page_is_title_furniture_and_body(path: str) -> None:
    article, on_page = ARTICLES[path], Counter(lines(path))
    assert path.split("/")[0] == article["outlet"]
    missing = Counter(article["boilerplate"]) + Counter(article["metadata_lines"]) - on_page
    assert not missing
    assert sum(cleaned(line).removeprefix("• ") == article["title"] for line in on_page) == 1
    paragraphs = body(path)
    assert len(paragraphs) == article["body_lines"] >= 4
    assert sum(len(p.split()) for p in paragraphs) == article["body_words"]
    assert 180 <= article["body_words"] <= 350


@pytest.mark.parametrize("path", ARTICLES)
def test_date_is_stated_in_the_way_planted(path: str) -> None:
    article = ARTICLES[path]
    year, month, day = article["date"].split("-")
    text, stated = read(path), article["date_text"]
    if article["date_source"] == "page":
        assert stated in text
        assert year in stated
        assert any(name in stated for name in (f"/{month}/", *MONTHS[month]))
        assert re.search(rf"\b0?{int(day)}(er)?\b", stated)
    elif article["date_source"] == "file name":
        assert Path(path).name.startswith(stated) and stated == article["date"]
    elif article["date_source"] == "html meta":
        metas = lxml.html.document_fromstring(text).xpath("//meta[@property='article:published_time']/@content")
        assert metas == [stated] and stated.startswith(article["date"])
    else:
        assert article["date_source"] == "metadata.csv" and stated is None
        dated = [line for line in lines(path) if line not in body(path) and re.search(r"\b20\d\d\b", line)]
        assert not dated


def test_date_sources_by_outlet() -> None:
    assert Counter((a["outlet"], a["date_source"]) for a in ARTICLES.values()) == {
        ("agence-meridienne", "page"): 13,
        ("echos-de-l-euphrate", "page"): 12,
        ("chesapeake-ledger", "page"): 13,
        ("khalij-marches", "html meta"): 9,
        ("khalij-marches", "page"): 4,
        ("gazette-de-mesopotamie", "file name"): 13,
        ("cahiers-du-pave", "metadata.csv"): 12,
    }


def test_metadata_gives_sources_events_and_only_the_dates_no_page_bears() -> None:
    with (SAMPLE / "metadata.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["path"] for row in rows] == list(ARTICLES)
    for row in rows:
        article = ARTICLES[row["path"]]
        assert (row["source"], row["event"]) == (OUTLETS[article["outlet"]]["name"], article["event"])
        given = article["date_source"] == "metadata.csv"
        assert (row["date"], row["title"]) == ((article["date"], article["title"]) if given else ("", ""))


def test_encodings() -> None:
    declared = {path for path, article in ARTICLES.items() if article["encoding"] == "windows-1252"}
    undecodable = set()
    for path in ARTICLES:
        try:
            (SAMPLE / path).read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            undecodable.add(path)
    assert undecodable == declared and len(declared) == 1


def test_exactly_one_outlet_types_the_curly_apostrophe() -> None:
    curly = {article["outlet"] for path, article in ARTICLES.items() if "\u2019" in read(path)}
    straight = {article["outlet"] for path, article in ARTICLES.items() if "'" in "".join(lines(path))}
    assert curly == {"chesapeake-ledger"} and straight == set(OUTLETS) - curly
    assert {outlet: o["apostrophe"] for outlet, o in OUTLETS.items()} == {
        outlet: "\u2019" if outlet in curly else "'" for outlet in OUTLETS
    }


def test_hard_typography_is_where_it_is_planted() -> None:
    signs = {
        "soft-hyphen": "\u00ad",
        "zero-width-space": "\u200b",
        "ligature": "[\ufb00-\ufb04]",
        "nfd": "e\u0301",
    }
    found = {(path, kind) for path in ARTICLES for kind, sign in signs.items() if re.search(sign, read(path))}
    raw = {path: (SAMPLE / path).read_bytes() for path in ARTICLES}
    found |= {(path, "crlf") for path, data in raw.items() if b"\r\n" in data}
    found |= {(path, "bom") for path, data in raw.items() if data.startswith(b"\xef\xbb\xbf")}
    found |= {(path, "windows-1252") for path, article in ARTICLES.items() if article["encoding"] == "windows-1252"}
    assert found == {(row["path"], row["kind"]) for row in PLANTED["typography"]}
    for space in "\u00a0\u202f":
        assert len({ARTICLES[path]["outlet"] for path in ARTICLES if space in "".join(lines(path))}) >= 2


def test_captions_are_printed_twice() -> None:
    """A line of furniture repeated in its page, the second time alone or with a credit after it."""
    twice = set()
    for path, article in ARTICLES.items():
        furniture = [line for line in article["boilerplate"] if len(line.split()) >= 6]
        if any(b.startswith(a) for i, a in enumerate(furniture) for j, b in enumerate(furniture) if i != j):
            twice.add(path)
    assert len(twice) >= 20
    assert {ARTICLES[path]["outlet"] for path in twice} == set(OUTLETS) - {"cahiers-du-pave"}


@pytest.mark.parametrize("outlet", OUTLETS)
def test_distinctive_words_are_the_outlets_own(outlet: str) -> None:
    planted = OUTLETS[outlet]
    assert 6 <= len(planted["distinctive"]) <= 10 and list(planted["forms"]) == planted["distinctive"]
    tokens = {path: words("\n".join(body(path))) for path in ARTICLES}
    here = set(of(outlet))
    n_here = sum(len(tokens[path]) for path in here)
    n_rest = sum(map(len, tokens.values())) - n_here
    for lemma, forms in planted["forms"].items():
        counts = {path: sum(token in forms for token in tokens[path]) for path in ARTICLES}
        k_here = sum(counts[path] for path in here)
        k_rest = sum(counts.values()) - k_here
        assert sum(counts[path] > 0 for path in here) >= 4, lemma
        assert k_here / n_here >= 5 * k_rest / n_rest, lemma


def test_wire_copy_stands_in_both_pages() -> None:
    assert [row["kind"] for row in PLANTED["shared_passages"]] == ["near-duplicate", "passage"]
    for row in PLANTED["shared_passages"]:
        agency, other = row["paths"]
        assert (ARTICLES[agency]["outlet"], ARTICLES[agency]["event"]) == (
            "agence-meridienne",
            ARTICLES[other]["event"],
        )
        for paragraph in row["paragraphs"]:
            assert any(line.endswith(paragraph) for line in body(agency)) and paragraph in body(other)
        assert row["text"] == "\n".join(row["paragraphs"])
        assert row["words"] == sum(len(p.split()) for p in row["paragraphs"]) >= 100


def test_articles_share_nothing_long_beyond_the_wire_copy() -> None:
    declared = {frozenset(row["paths"]) for row in PLANTED["shared_passages"]}
    seen: dict[tuple[str, ...], str] = {}
    for path in ARTICLES:
        tokens = words("\n".join(body(path)))
        for start in range(len(tokens) - WORDS_IN_COMMON + 1):
            first = seen.setdefault(tuple(tokens[start : start + WORDS_IN_COMMON]), path)
            assert first == path or frozenset((first, path)) in declared


def test_quoted_spans_stand_in_their_page() -> None:
    by_path = Counter(row["path"] for row in PLANTED["quoted"])
    assert len(by_path) >= 70 and len(PLANTED["quoted"]) >= 100
    for row in PLANTED["quoted"]:
        assert any(row["text"] in paragraph for paragraph in body(row["path"])), row


def test_the_other_sides_words_stand_only_in_quotation_marks() -> None:
    for row in PLANTED["quoted_terms"]:
        text = "\n".join("\n".join(body(path)) for path in of(row["outlet"]))
        everywhere = sum(word in row["forms"] for word in words(text))
        quoted = sum(word in row["forms"] for word in words(quoted_parts(text)))
        assert everywhere == quoted >= 2, row


def test_unbalanced_quotation_marks() -> None:
    planted = {row["path"]: row["starts"] for row in PLANTED["unbalanced_quotes"]}
    unbalanced = set()
    for path in ARTICLES:
        for paragraph in body(path):
            counts = [paragraph.count(mark) for mark in "«»“”"]
            if counts[0] != counts[1] or counts[2] != counts[3] or paragraph.count('"') % 2:
                unbalanced.add(path)
                assert planted[path] in paragraph
    assert unbalanced == set(planted)


def test_name_variants_occur_in_the_text() -> None:
    text = "\n".join("\n".join(body(path)) for path in ARTICLES)
    for canonical, name in PLANTED["names"].items():
        assert name["type"] in {"PER", "LOC", "ORG"}
        for variant in name["variants"]:
            assert re.search(rf"(?<!\w){re.escape(variant)}(?!\w)", text), (canonical, variant)


def test_no_sentence_comes_from_the_founding_pages(shared: Path) -> None:
    def runs(text: str) -> set[tuple[str, ...]]:
        tokens = words(cleaned(text.replace("\n", " ")))
        return {tuple(tokens[i : i + WORDS_IN_COMMON]) for i in range(len(tokens) - WORDS_IN_COMMON + 1)}

    founding = set().union(*(runs(page.read_text(encoding="utf-8")) for page in (shared / "seeds").glob("*.txt")))
    assert founding
    for path in ARTICLES:
        assert not runs("\n".join(lines(path))) & founding, path


def test_readme_counts_are_those_of_the_corpus() -> None:
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    assert f"{len(ARTICLES)} articles" in readme
    for outlet, planted in OUTLETS.items():
        assert re.search(rf"\| `{outlet}` \| {planted['name']} \| .* \| {len(of(outlet))} \|", readme)

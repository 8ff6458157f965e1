"""What tests of explorers share: small corpora, harmless and hostile, and what a reader sees."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pandas as pd

from toolkit import Corpus
from toolkit.explorers import frame

TEXTS = {
    "canal-1": (
        "Le Canal",
        "Le général Dupont visite Bagdad.\nLe général Dupont quitte Bagdad. Le soldat dort.",
    ),
    "canal-2": ("Le Canal", "Le général Dupont revient à Bagdad. Un soldat parle au général."),
    "canal-3": ("Le Canal", "Le soldat mange. Le soldat dort. Le général Dupont mange à Bagdad."),
    "vigie-1": ("La Vigie", "Paul Martin visite Paris. La milice proteste à Paris contre Paul Martin."),
    "vigie-2": ("La Vigie", "La milice dort. La milice mange. Paul Martin aime Paris."),
    "vigie-3": ("La Vigie", "La milice parle. Un soldat visite Paris."),
}
NASTY = "<script>alert('x')</script>"
IMAGE = '<img src=x onerror="alert(1)">'


def small_corpus() -> Corpus:
    rows = [(doc_id, source, "2020-06-11", text) for doc_id, (source, text) in TEXTS.items()]
    table = pd.DataFrame(rows, columns=["doc_id", "source", "date", "text"]).set_index("doc_id")
    return Corpus.from_documents(table, clean=False)


def small_pages() -> Corpus:
    """Of no known source; one without anything but stop words."""
    texts = {"un": "Le soldat dort.", "deux": "La milice dort.", "trois": "Il est ici."}
    return Corpus.from_documents(pd.DataFrame({"text": list(texts.values())}, index=list(texts)), clean=False)


def hostile_corpus() -> Corpus:
    texts = [f"Bagdad attend. {IMAGE} Paul Martin quitte Bagdad. {NASTY}", f"{NASTY} Bagdad dort. Paul Martin, Bagdad."]
    return Corpus.from_documents(
        pd.DataFrame(
            {
                "source": [f"Le Canal {IMAGE}", f"La Vigie {NASTY}"],
                "title": [NASTY, IMAGE],
                "text": [f"{text}\n{IMAGE}\nPaul Martin aime Bagdad. Paul Martin attend à Bagdad." for text in texts],
            },
            index=[f"a{NASTY}", "b"],
        ),
        clean=False,
    )


def shown(explorer: frame.Explorer) -> tuple:
    """Everything a reader sees below the controls."""
    parts = (explorer.said, explorer.problem, explorer.figure, explorer.table, explorer.unread)
    return (*(part.value for part in parts), read(explorer), explorer.chosen.options, explorer.chosen.value)


def read(explorer: frame.Explorer) -> str:
    """What is read of the chosen row, all panels one after the other."""
    return "".join(panel.value for panel in explorer.panels.values())


def sentences_read(explorer: frame.Explorer) -> str:
    """The sentences alone of what is read, without the articles that they open to."""
    return "".join(row.split("<details")[0] for row in read(explorer).split("<tr"))


def words(html: str) -> str:
    """The text of HTML, tags and style left out."""
    return " ".join(re.sub(r"<style>.*?</style>|<[^>]*>", " ", html, flags=re.S).split())


class Tags(HTMLParser):
    """What a browser would make of HTML: its tags and their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, [name for name, _ in attrs]))


def assert_harmless(html: str) -> None:
    """No tag but our own, no handler of events."""
    tags = Tags()
    tags.feed(html)
    for tag, attributes in tags.found:
        assert tag != "script"
        assert tag != "img" or attributes == ["alt", "style", "src"]
        assert not any(name.startswith("on") for name in attributes)


def labels(explorer: frame.Explorer) -> list[str]:
    return [label for label, _ in explorer.chosen.options]


def choose(explorer: frame.Explorer, label: str) -> None:
    explorer.chosen.value = dict(explorer.chosen.options)[label]

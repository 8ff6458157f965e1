"""One contestant of bench_terms.py: answers the three questions and prints what it took, as a line of JSON.

python benchmarks/terms_contestants.py <store> <contestant>
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from itertools import cycle, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import psutil

from toolkit.corpus import Corpus
from toolkit.store import Store

TOP, AGAIN, ENOUGH = 30, 5, 5.0  # terms, answers, seconds
KINDS = ("ADJ", "NOUN")
SINCE, UNTIL = "2020-03", "2020-10"
SENTENCE = 26

Answer = dict[str, list[int]]
"""Of each of the most frequent terms the counts by source."""


def peak_mb() -> float:
    """The most memory this process has had."""
    status = Path("/proc/self/status")
    if status.exists():  # Linux; its getrusage counts the parent's memory at the fork as well
        (line,) = (line for line in status.read_text(encoding="utf-8").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    try:
        import resource
    except ImportError:  # Windows
        return psutil.Process().memory_info().peak_wset / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def toolkit(folder: Path) -> dict[str, Callable[[], Answer]]:
    from toolkit.terms import term_frequencies

    corpus = Corpus(Store(folder).open("bench"))
    others = cycle(("m1", "m2", "m3", "m5", "m7"))  # another list of stop words each time, none of them in the way
    periods = cycle((UNTIL, "2020-09", "2020-11", "2020-08", "2020-12"))

    def table(view: Corpus, **options: Any) -> Answer:
        found = term_frequencies(view, by="source", top=TOP, **options)
        return dict(zip(found["term"][::8], found["count"].to_numpy().reshape(-1, 8).tolist(), strict=True))

    return {
        "by source": lambda: table(corpus, stopwords=[f"{next(others)}none"]),
        "filtered, by source": lambda: table(
            corpus.select(since=SINCE, until=next(periods)), pos=KINDS, stopwords="keep"
        ),
        "pairs, by source": lambda: table(corpus, ngrams=2, stopwords=[f"{next(others)}none"]),
    }


def most_frequent(counts: Any, terms: list[str]) -> Answer:
    """The answer from counts by source (rows) and term (columns): equals in alphabetical order."""
    counts = np.asarray(counts)
    total = counts.sum(axis=0)
    floor = np.partition(total, -TOP)[-TOP]
    some = sorted(np.flatnonzero(total >= floor).tolist(), key=lambda at: (-total[at], terms[at]))[:TOP]
    return {terms[at]: counts[:, at].tolist() for at in some}


def token_columns(corpus: Corpus) -> pd.DataFrame:
    """A row a token, all as codes."""
    tables = corpus.tables
    document = np.repeat(np.arange(corpus.n_documents), np.diff(tables.document_token))
    types = np.asarray(tables.type)
    return pd.DataFrame(
        {
            "source": corpus.groups("source")[0].astype(np.int8)[document],
            "day": corpus.index["date"].to_numpy()[document],
            "lemma": np.asarray(tables.type_lemma)[types],
            "pos": np.asarray(tables.type_pos).astype(np.int8)[types],
        }
    )


def with_pandas(folder: Path) -> dict[str, Callable[[], Answer]]:
    corpus = Corpus(Store(folder).open("bench"))
    tokens = token_columns(corpus)
    names = corpus.tables.strings("lemma").to_pylist()
    wanted = [corpus.tables.strings("pos").to_pylist().index(kind) for kind in KINDS]

    def by_source(table: pd.DataFrame, label: Callable[[int], str] = names.__getitem__) -> Answer:
        counts = table.groupby(["source", "lemma"], sort=False).size()
        total = counts.groupby("lemma", sort=False).sum()
        some = total[total >= total.nlargest(TOP).iloc[-1]].index
        wide = (
            counts[counts.index.get_level_values("lemma").isin(some)].unstack("source", fill_value=0).sort_index(axis=1)
        )
        return most_frequent(wide.to_numpy().T, [label(code) for code in wide.index])

    def filtered() -> Answer:
        until = pd.Period(UNTIL).end_time
        there = (tokens["day"] >= SINCE) & (tokens["day"] <= until) & tokens["pos"].isin(wanted)
        return by_source(tokens[there])

    def pairs() -> Answer:
        lemma = tokens["lemma"].to_numpy().astype(np.int64)
        within = np.arange(len(lemma) - 1) % SENTENCE < SENTENCE - 1
        table = pd.DataFrame(
            {"source": tokens["source"].to_numpy()[:-1][within], "lemma": (lemma[:-1] * len(names) + lemma[1:])[within]}
        )
        return by_source(table, lambda code: f"{names[code // len(names)]} {names[code % len(names)]}")

    return {"by source": lambda: by_source(tokens), "filtered, by source": filtered, "pairs, by source": pairs}


class Lists:
    """Articles as lists of lemmas, what such tools begin with."""

    def __init__(self, folder: Path) -> None:
        corpus = Corpus(Store(folder).open("bench"))
        columns = token_columns(corpus)
        names = np.array(corpus.tables.strings("lemma").to_pylist(), object)
        words, bounds = names[columns["lemma"]].tolist(), np.asarray(corpus.tables.document_token).tolist()
        self.articles = [words[low:high] for low, high in pairwise(bounds)]
        kinds = np.array(corpus.tables.strings("pos").to_pylist(), object)[columns["pos"]].tolist()
        self.kinds = [kinds[low:high] for low, high in pairwise(bounds)]
        self.source = corpus.groups("source")[0]
        date = corpus.index["date"]
        self.inside = ((date >= SINCE) & (date <= pd.Period(UNTIL).end_time)).to_numpy()

    def filtered(self) -> list[list[str]]:
        return [
            [word for word, kind in zip(*pair, strict=True) if kind in KINDS]
            for pair in zip(self.articles, self.kinds, strict=True)
        ]

    def pairs(self) -> list[list[str]]:
        return [
            [
                f"{one} {other}"
                for low in range(0, len(words), SENTENCE)
                for one, other in pairwise(words[low : low + SENTENCE])
            ]
            for words in self.articles
        ]


def with_matrix(folder: Path, vectorize: Callable[[list[list[str]]], tuple[Any, list[str]]]) -> dict:
    """Tools that make a document-term matrix, which is kept."""
    from scipy import sparse

    lists = Lists(folder)
    kept: dict[str, tuple[Any, list[str]]] = {}

    def answer(name: str, articles: Callable[[], list[list[str]]], inside: np.ndarray) -> Answer:
        if name not in kept:
            kept[name] = vectorize(articles())
        matrix, terms = kept[name]
        rows = np.flatnonzero(inside)
        ones = np.ones(len(rows), np.int64)
        by_source = sparse.csr_array((ones, (lists.source[rows], rows)), shape=(8, matrix.shape[0]))
        return most_frequent((by_source @ matrix).toarray(), terms)

    every = np.ones(len(lists.articles), bool)
    return {
        "by source": lambda: answer("words", lambda: lists.articles, every),
        "filtered, by source": lambda: answer("kinds", lists.filtered, lists.inside),
        "pairs, by source": lambda: answer("pairs", lists.pairs, every),
    }


def with_scikit_learn(folder: Path) -> dict:
    from sklearn.feature_extraction.text import CountVectorizer

    def vectorize(articles: list[list[str]]) -> tuple[Any, list[str]]:
        vectorizer = CountVectorizer(analyzer=lambda words: words)
        matrix = vectorizer.fit_transform(articles)
        return matrix, vectorizer.get_feature_names_out().tolist()

    return with_matrix(folder, vectorize)


def with_textacy(folder: Path) -> dict:
    from textacy.representations.vectorizers import Vectorizer

    def vectorize(articles: list[list[str]]) -> tuple[Any, list[str]]:
        vectorizer = Vectorizer(tf_type="linear", min_df=1)
        matrix = vectorizer.fit_transform(articles)
        return matrix, list(vectorizer.terms_list)

    return with_matrix(folder, vectorize)


def with_nltk(folder: Path) -> dict:
    from nltk import ConditionalFreqDist

    lists = Lists(folder)
    kept: dict[str, Any] = {}

    def answer(name: str, articles: Callable[[], list[list[str]]], inside: np.ndarray) -> Answer:
        if name not in kept:
            kept[name] = ConditionalFreqDist(
                (source, word)
                for source, words, there in zip(lists.source.tolist(), articles(), inside.tolist(), strict=True)
                if there
                for word in words
            )
        total: Counter[str] = Counter()
        for source in kept[name].conditions():
            total.update(kept[name][source])
        floor = sorted(total.values(), reverse=True)[TOP - 1]
        some = sorted((word for word, count in total.items() if count >= floor), key=lambda word: (-total[word], word))
        return {word: [kept[name][source][word] for source in range(8)] for word in some[:TOP]}

    every = np.ones(len(lists.articles), bool)
    return {
        "by source": lambda: answer("words", lambda: lists.articles, every),
        "filtered, by source": lambda: answer("kinds", lists.filtered, lists.inside),
        "pairs, by source": lambda: answer("pairs", lists.pairs, every),
    }


CONTESTANTS = {
    "toolkit": toolkit,
    "pandas": with_pandas,
    "scikit-learn": with_scikit_learn,
    "textacy": with_textacy,
    "NLTK": with_nltk,
}


def main() -> None:
    folder, contestant = Path(sys.argv[1]), sys.argv[2]
    begun = time.perf_counter()
    questions = CONTESTANTS[contestant](folder)
    prepared = time.perf_counter() - begun if contestant == "toolkit" else 0.0
    first, again, answers = {}, {}, {}
    for name, question in questions.items():
        start = time.perf_counter()
        answers[name] = question()
        first[name] = time.perf_counter() - start + prepared
        prepared = 0.0
        seconds: list[float] = []
        while len(seconds) < AGAIN and sum(seconds) < ENOUGH:
            start = time.perf_counter()
            question()
            seconds.append(time.perf_counter() - start)
        again[name] = 1000 * float(np.median(seconds))
    print(json.dumps({"first_s": first, "again_ms": again, "peak_mb": peak_mb(), "answers": answers}))


if __name__ == "__main__":
    main()

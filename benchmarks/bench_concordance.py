"""Concordance and collocates at 4 and 40 million tokens, against NLTK, pandas, textacy and scikit-learn.

    python benchmarks/bench_concordance.py [--articles 10000 103000] [--folder stores] [--out results/concordance.json]

Each size is assembled once from synthetic annotations, as in ``bench_store``; a peer gets the same lemmas, sentences
and sources as arrays and the same texts as lines. Every tool runs in a process of its own and answers the same
questions about the same five lemmas, each about one token in a thousand: 50 lines of context with the number of
occurrences, and the words within five to either side with their association. "Prepare" is what a tool must read or
build before it can be asked, its imports apart; "first" the first answer in a new process (ours with the files evicted
from the page cache), "again" the median of the next, about other words. Where tools count the same thing, the counts
are compared.

NLTK's and scikit-learn's collocates are counted over 4 million tokens only: ten times as many would not fit the memory
of most machines, or take minutes.
"""

from __future__ import annotations

import argparse
import functools
import importlib
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from bench_store import evict, synthetic

from toolkit.store import Store
from toolkit.store.assemble import assemble

WINDOW, LINES, WIDTH = 5, 50, 40
IMPORTS = {
    "toolkit": "toolkit.concordance",
    "pandas": "pandas",
    "nltk": "nltk.collocations",
    "textacy": "textacy.extract.kwic",
    "sklearn": "sklearn.feature_extraction.text",
}
SMALL = 5_000_000  # tokens that NLTK's and scikit-learn's collocates can be asked of


def make(folder: Path, n_articles: int) -> None:
    """A store, and the same corpus as plain arrays and lines for the peers."""
    sheet, annotated = synthetic(n_articles)
    store = Store(folder)
    with store.writing():
        tables = store.build("bench", functools.partial(assemble, sheet=sheet, annotated=annotated), {})
    (folder / "texts.txt").write_text("\n".join(text.replace("\n", " ") for text in sheet.texts), encoding="utf-8")
    del sheet, annotated
    np.save(folder / "lemma.npy", tables.type_lemma[tables.type])
    np.save(
        folder / "sentence.npy", np.repeat(np.arange(len(tables.sentence_token) - 1), np.diff(tables.sentence_token))
    )
    source = tables.table("documents")["source"].astype("category").cat.codes.to_numpy()
    np.save(folder / "source.npy", np.repeat(source, np.diff(tables.document_token)))
    lemmas = tables.strings("lemma").to_pylist()
    (folder / "lemmas.txt").write_text("\n".join(lemmas), encoding="utf-8")
    # the words that are asked for, and of each lemma the most frequent form
    at = np.asarray(tables.position_at, np.int64)
    edge = np.flatnonzero(np.diff(tables.type_lemma, prepend=-1))
    number = np.add.reduceat(np.diff(at), edge)
    chosen = np.argsort(np.abs(number - at[-1] / 1000), kind="stable")[:5]
    forms = []
    for lemma in chosen:
        types = np.flatnonzero(tables.type_lemma == lemma)
        forms.append(tables.words("form", tables.type_form[[types[np.argmax(np.diff(at)[types])]]])[0])
    words = {"lemmas": [lemmas[lemma] for lemma in chosen], "forms": forms, "frequent": lemmas[int(np.argmax(number))]}
    (folder / "words.json").write_text(json.dumps({**words, "tokens": int(at[-1])}), encoding="utf-8")


# Each peer: a function of the folder that returns its questions, by name, as functions of the lemma's number.

Question = Callable[[int], Any]


def ask_toolkit(folder: Path, words: dict) -> dict[str, Question]:
    from toolkit import Corpus
    from toolkit.concordance import collocates, concordance, find

    corpus = Corpus(Store(folder).open("bench"))
    lemmas, frequent = words["lemmas"], words["frequent"]

    def lines(which: int) -> int:
        return concordance(corpus, lemmas[which], unit="lemma", limit=LINES, width=WIDTH).attrs["total"]

    def beside(which: int) -> dict:
        table = collocates(corpus, lemmas[which], window=WINDOW, stopwords="keep", top=30, rank="log_likelihood")
        return dict(zip(table["term"], table["joint"].tolist(), strict=True))

    return {
        "lines": lines,
        "collocates": beside,
        "find": lambda which: len(find(corpus, lemmas[which])),
        "wildcard": lambda which: len(find(corpus, f"*{lemmas[which][-2:]}")),
        "phrase": lambda which: len(find(corpus, f"{frequent} {lemmas[which]}")),
        "cql": lambda which: len(find(corpus, f'[lemma="{lemmas[which]}"] []{{0,3}} [pos="ADJ"]')),
        "collocates_frequent": lambda which: len(collocates(corpus, frequent, top=30)),
    }


def ask_pandas(folder: Path, words: dict) -> dict[str, Question]:
    import pandas as pd

    names = np.array((folder / "lemmas.txt").read_text(encoding="utf-8").split("\n"), object)
    columns = {name: np.load(folder / f"{name}.npy") for name in ("lemma", "sentence", "source")}
    tokens = pd.DataFrame({**columns, "lemma": pd.Categorical.from_codes(columns["lemma"], names)})

    def lines(which: int) -> int:
        found = tokens.index[tokens["lemma"] == words["lemmas"][which]]
        shown = tokens.loc[found].groupby("source").head(LINES // 8 + 1).index[:LINES]
        for at in shown:
            " ".join(tokens["lemma"].iloc[max(at - 8, 0) : at]), " ".join(tokens["lemma"].iloc[at + 1 : at + 9])
        return len(found)

    def beside(which: int) -> dict:
        lemma = words["lemmas"][which]
        found = np.flatnonzero(tokens["lemma"] == lemma)
        places = (found[:, None] + np.delete(np.arange(-WINDOW, WINDOW + 1), WINDOW)).clip(0, len(tokens) - 1)
        sentence = tokens["sentence"].to_numpy()
        near = np.unique(places[sentence[places] == sentence[found][:, None]])
        near = near[tokens["lemma"].cat.codes.to_numpy()[near] != tokens["lemma"].cat.categories.get_loc(lemma)]
        table = pd.DataFrame({"joint": tokens["lemma"].iloc[near].value_counts(), "f": tokens["lemma"].value_counts()})
        table = table[table["joint"] >= 3]
        expected = len(near) * table["f"] / (len(tokens) - len(found))
        table["ll"] = (
            2 * table["joint"] * np.log(table["joint"] / expected)
        )  # of one cell: the others cost the same again
        return table["joint"].loc[table["ll"].nlargest(300).index].to_dict()

    return {"lines": lines, "collocates": beside}


def ask_nltk(folder: Path, words: dict) -> dict[str, Question]:
    from nltk.collocations import BigramAssocMeasures, BigramCollocationFinder
    from nltk.text import Text

    names = (folder / "lemmas.txt").read_text(encoding="utf-8").split("\n")
    tokens = [names[code] for code in np.load(folder / "lemma.npy").tolist()]
    text = Text(tokens)
    text.concordance_list(words["lemmas"][0], lines=1)  # builds the index of all words
    questions: dict[str, Question] = {}
    if len(tokens) < SMALL:
        finder = BigramCollocationFinder.from_words(tokens, window_size=WINDOW + 1)
        score = BigramAssocMeasures.likelihood_ratio

        def beside(which: int) -> dict:
            lemma = words["lemmas"][which]
            pairs = [pair for pair, number in finder.ngram_fd.items() if number >= 3 and lemma in pair]
            best = sorted(pairs, key=lambda pair: -finder.score_ngram(score, *pair))[:30]
            return {one if other == lemma else other: finder.ngram_fd[one, other] for one, other in best}

        questions["collocates"] = beside
    return {"lines": lambda which: len(text.concordance_list(words["lemmas"][which], lines=10**9)), **questions}


def ask_textacy(folder: Path, words: dict) -> dict[str, Question]:
    from textacy.extract.kwic import keyword_in_context

    texts = (folder / "texts.txt").read_text(encoding="utf-8").split("\n")

    def lines(which: int) -> int:
        word = re.compile(rf"\b{words['forms'][which]}\b")
        return sum(1 for text in texts for _ in keyword_in_context(text, word, window_width=WIDTH))

    return {"lines of a form": lines}


def ask_sklearn(folder: Path, words: dict) -> dict[str, Question]:
    from sklearn.feature_extraction.text import CountVectorizer

    texts = (folder / "texts.txt").read_text(encoding="utf-8").split("\n")
    vectorizer = CountVectorizer(token_pattern=r"\S+", lowercase=False)
    matrix = vectorizer.fit_transform(texts).tocsc()

    def beside(which: int) -> dict:
        form = words["forms"][which]
        column = matrix[:, vectorizer.vocabulary_[form]]
        windows = []
        for row in column.indices:
            tokens = texts[row].split()
            for at in (at for at, token in enumerate(tokens) if token == form):
                windows.append(" ".join(tokens[max(at - WINDOW, 0) : at] + tokens[at + 1 : at + 1 + WINDOW]))
        counts = np.asarray(vectorizer.transform(windows).sum(axis=0)).ravel()
        names = vectorizer.get_feature_names_out()
        return {names[term]: int(counts[term]) for term in np.argsort(-counts)[:30]}

    return {"collocates of a form": beside}


def probe(peer: str, folder: Path, rounds: int) -> None:
    """Ask one tool, and print what it took: milliseconds, megabytes, and what it found for the first word."""
    words = json.loads((folder / "words.json").read_text(encoding="utf-8"))
    ask = {name.removeprefix("ask_"): value for name, value in globals().items() if name.startswith("ask_")}[peer]
    importlib.import_module(IMPORTS[peer])
    before = psutil.Process().memory_info().rss
    start = time.perf_counter()
    questions: dict[str, Question] = ask(folder, words)
    result: dict[str, Any] = {"prepare": 1000 * (time.perf_counter() - start)}
    for name, question in questions.items():
        taken, found = [], None
        for which in range(rounds):
            begun = time.perf_counter()
            answer = question(which)
            taken.append(1000 * (time.perf_counter() - begun))
            found = answer if which == 0 else found
        result[name] = {"first": taken[0], "again": float(np.median(taken[1:] or taken)), "found": found}
    result["added_mb"] = (psutil.Process().memory_info().rss - before) / 2**20
    print(json.dumps(result))


def run(peer: str, folder: Path, rounds: int) -> dict:
    command = [sys.executable, __file__, "--probe", peer, "--folder", str(folder), "--rounds", str(rounds)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise SystemExit(f"{peer} failed:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def compare(found: dict[str, dict]) -> None:
    """Stop where tools that count the same thing have not counted the same."""
    lines = {peer: row["lines"]["found"] for peer, row in found.items() if "lines" in row}
    if len(set(lines.values())) > 1:
        raise SystemExit(f"the tools disagree on the number of occurrences: {lines}")
    ours, theirs = found["toolkit"]["collocates"]["found"], found["pandas"]["collocates"]["found"]
    different = {term: (number, theirs[term]) for term, number in ours.items() if theirs.get(term, number) != number}
    if different or not set(ours) & set(theirs):
        raise SystemExit(f"toolkit and pandas disagree on what stands beside the word: {different}")


def measure(folder: Path, n_articles: int, peers: list[str]) -> dict:
    if not (folder / "words.json").exists():
        make(folder, n_articles)
    tokens = json.loads((folder / "words.json").read_text(encoding="utf-8"))["tokens"]
    evicted = evict(folder)
    cold = run("toolkit", folder, 1)
    run("toolkit", folder, 3)  # the others read their files when they prepare; ours are read as they are asked for
    found = {}
    for peer in peers:
        if peer == "sklearn" and tokens > SMALL:
            continue
        found[peer] = run(peer, folder, 5 if tokens < SMALL else 3 if peer == "toolkit" else 2)
    if "pandas" in found:
        compare(found)
    return {"articles": n_articles, "tokens": tokens, "cold_evicted": evicted, "cold": cold, "peers": found}


def show(result: dict) -> None:
    print(f"\n{result['tokens']:,} tokens in {result['articles']:,} articles; milliseconds")
    print(f"{'':34} {'prepare':>9} {'first':>9} {'again':>9} {'ratio':>7} {'added MB':>9}")
    ours = result["peers"]["toolkit"]
    for peer, found in result["peers"].items():
        for name, row in found.items():
            if isinstance(row, dict):
                ratio = row["again"] / ours[name.split(" ")[0]]["again"]
                first = result["cold"][name]["first"] if peer == "toolkit" else row["first"]
                print(
                    f"{peer:8} {name:25} {found['prepare']:>9.0f} {first:>9.1f} {row['again']:>9.1f} {ratio:>7.1f} "
                    f"{found['added_mb']:>9.0f}"
                )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="*", default=[10_000, 103_000])
    parser.add_argument("--peers", nargs="*", default=list(IMPORTS), choices=list(IMPORTS))
    parser.add_argument("--folder", type=Path, help="keep the stores here for the next time")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--probe", choices=list(IMPORTS), help=argparse.SUPPRESS)
    parser.add_argument("--rounds", type=int, default=5, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.probe:
        return probe(options.probe, options.folder, options.rounds)
    results = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        for n_articles in options.articles:
            folder = (options.folder or Path(name)) / str(n_articles)
            folder.mkdir(parents=True, exist_ok=True)
            results.append(measure(folder, n_articles, ["toolkit", *(p for p in options.peers if p != "toolkit")]))
            show(results[-1])
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(json.dumps(results, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()

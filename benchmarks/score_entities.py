"""How well entities are found, typed and put together: F1 on annotated news, B-cubed on the sample's planted names.

    python benchmarks/score_entities.py

Reads ``../shared/samples/ner/sequoia_ne_spans.json`` beside the checkout: sentences of regional news, of Wikipedia and
of the European Parliament with their entities (Candito & Seddah 2012, types of FrSemCor). Says so where it is absent.
The rules were written with the first half of the news in sight; the second half and the other two were not looked at.
B-cubed (Bagga & Baldwin 1998) is that of ``data/sample/planted.json``, with the shipped facts and without them.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pandas as pd

from toolkit import Corpus
from toolkit.entities import resolve_entities

ROOT = Path(__file__).resolve().parents[1]
SPANS = ROOT.parent / "shared" / "samples" / "ner" / "sequoia_ne_spans.json"
SAMPLE = ROOT / "data" / "sample"
Spans = set[tuple]


def f1(gold: Spans, found: Spans) -> float:
    return 200 * len(gold & found) / max(len(gold) + len(found), 1)


def score_spans(name: str, rows: list[dict]) -> None:
    """Exact spans with their types, of the model and of the toolkit, on the two halves of a part."""
    table = pd.DataFrame({"text": [row["text"] for row in rows]}, index=[row["id"] for row in rows])
    corpus = Corpus.from_documents(table, clean=False)
    resolved = resolve_entities(corpus)
    kind = resolved.entities["type"].to_dict()
    ours = {(row.doc_id, row.start, row.end, kind[row.entity_id]) for row in resolved.mentions.itertuples()}
    model = set(corpus.mentions[["doc_id", "start", "end", "label"]].itertuples(index=False, name=None))
    half = len(rows) // 2
    for part, chosen in (("first half", rows[:half]), ("second half", rows[half:]), ("all", rows)):
        ids = {row["id"] for row in chosen}
        gold = {(row["id"], *span) for row in chosen for span in row["ents"]}
        base, found = ({span for span in spans if span[0] in ids} for spans in (model, ours))
        by_type = "  ".join(
            f"{label} {f1({s for s in gold if s[3] == label}, {s for s in base if s[3] == label}):.0f}→"
            f"{f1({s for s in gold if s[3] == label}, {s for s in found if s[3] == label}):.0f}"
            for label in ("PER", "LOC", "ORG", "MISC")
        )
        spans = f1({s[:3] for s in gold}, {s[:3] for s in found})
        print(f"{name:<14}{part:<13}model {f1(gold, base):5.1f}  toolkit {f1(gold, found):5.1f}  "
              f"spans alone {spans:5.1f}   {by_type}")  # fmt: skip


def score_clusters(*, known_names: bool) -> None:
    """B-cubed of the planted names, over every place where one of their variants stands in the text."""
    planted = json.loads((SAMPLE / "planted.json").read_text(encoding="utf-8"))["names"]
    corpus = Corpus.load(SAMPLE, progress=False)
    resolved = resolve_entities(corpus, known_names=known_names)
    name_of = {variant: name for name, about in planted.items() for variant in about["variants"]}
    spelled = "|".join(map(re.escape, sorted(name_of, key=len, reverse=True)))
    places: dict[str, list[tuple[int, int, str]]] = {}
    for row in resolved.mentions.itertuples():
        places.setdefault(row.doc_id, []).append((row.start, row.end, row.entity_id))
    pairs: list[tuple[str, object]] = []
    missed = 0
    for doc_id, text in corpus.documents["text"].items():
        for found in re.finditer(rf"(?<!\w)(?:{spelled})(?!\w)", text):
            over = [one for one in places.get(doc_id, []) if one[0] < found.end() and one[1] > found.start()]
            missed += not over
            entity = over[0][2] if over else (doc_id, found.start())
            pairs.append((name_of[found[0]], entity))
    true, got, both = Counter(t for t, _ in pairs), Counter(g for _, g in pairs), Counter(pairs)
    precision = sum(both[t, g] / got[g] for t, g in pairs) / len(pairs)
    recall = sum(both[t, g] / true[t] for t, g in pairs) / len(pairs)
    f = 2 * precision * recall / (precision + recall)
    facts = "with" if known_names else "without"
    print(f"B-cubed {facts} shipped facts: precision {precision:.3f}, recall {recall:.3f}, F {f:.3f}; "
          f"{len(pairs)} places, {missed} missed")  # fmt: skip


def main() -> None:
    score_clusters(known_names=True)
    score_clusters(known_names=False)
    if not SPANS.exists():
        print(f"no {SPANS.name} beside the checkout: spans and types are not scored")
        return
    parts = json.loads(SPANS.read_text(encoding="utf-8"))
    for name in ("annodis_news", "europarl", "frwiki"):
        score_spans(name, parts[name])


if __name__ == "__main__":
    main()

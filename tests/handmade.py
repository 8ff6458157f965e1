"""A store made by hand, for tests that need to know every token of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from toolkit.store import Tables, fold

# A token is written form/lemma/POS, with q for quoted, h for headline; a sentence is a string.
QUOTED, HEADLINE = 4, 8


def tables_of(documents: list[list[str]]) -> Tables:
    """The arrays of a store from sentences as strings, without a pipeline and without a disk."""
    kinds: list[tuple[str, str, str, str]] = []
    flags: list[int] = []
    document_token, sentence_token = [0], []
    for sentences in documents:
        for sentence in sentences:
            sentence_token.append(len(kinds))
            for number, written in enumerate(sentence.split()):
                form, lemma, pos, *marks = written.split("/")
                flag = 1 | (2 if number == 0 else 0)
                flag |= (QUOTED if "q" in marks else 0) | (HEADLINE if "h" in marks else 0)
                flags.append(flag)
                kinds.append((form, lemma, pos, "Number=Plur" if form.endswith("s") else ""))
        document_token.append(len(kinds))
    types = sorted(set(kinds), key=lambda kind: (kind[1], kind))
    code = {kind: number for number, kind in enumerate(types)}
    tables = Tables(Path("nowhere"), {"counts": {"documents": len(documents), "tokens": len(kinds)}})
    tables.type = np.array([code[kind] for kind in kinds], np.int32)
    tables.flag = np.array(flags, np.uint8)
    tables.position = np.argsort(tables.type, kind="stable").astype(np.int32)
    tables.position_at = np.append(0, np.cumsum(np.bincount(tables.type, minlength=len(types)))).astype(np.int64)
    tables.document_token = np.array(document_token, np.int32)
    tables.sentence_token = np.array([*sentence_token, len(kinds)], np.int32)
    tables.type_word = np.array([any(char.isalnum() for char in kind[0]) for kind in types], bool)
    words = np.add.reduceat(np.append(tables.type_word[tables.type], 0), document_token[:-1])
    words[np.diff(document_token) == 0] = 0
    table = pd.DataFrame({"doc_id": [f"d{row}" for row in range(len(documents))], "n_tokens": words})
    tables.__dict__["table"] = {"documents": table}.__getitem__
    strings = tables.__dict__.setdefault("_strings", {})
    for column, name in enumerate(("form", "lemma", "pos", "morph")):
        vocabulary = sorted({kind[column] for kind in types})
        strings[name] = pa.array(vocabulary, pa.large_string())
        setattr(tables, f"type_{name}", np.array([vocabulary.index(kind[column]) for kind in types], np.int32))
        order = sorted(range(len(vocabulary)), key=lambda at: fold(vocabulary[at]))
        strings[f"{name}_folded"] = pa.array([fold(vocabulary[at]) for at in order], pa.large_string())
        if name in ("form", "lemma"):
            setattr(tables, f"{name}_folded_code", np.array(order, np.int32))
    return tables

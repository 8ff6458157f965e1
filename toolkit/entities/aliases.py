"""``entities.csv``: what the user says of names, beside the corpus and louder than every rule."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from toolkit.corpus import Corpus
from toolkit.entities.lexicon import VARIANTS
from toolkit.entities.spelling import entity_key
from toolkit.schema import CorpusError
from toolkit.store.files import replacing

COLUMNS = ("name", "type", "variants", "distinct", "ignore")
TYPES = ("PER", "LOC", "ORG", "MISC")
_YES = frozenset(("yes", "oui", "true", "vrai", "1", "x"))


@dataclass(frozen=True)
class Aliases:
    """The user's word on names.

    Attributes
    ----------
    table : DataFrame
        A row an entity: ``name``, ``type`` (``PER``, ``LOC``, ``ORG``, ``MISC``, or empty: as found), ``variants``
        (spellings that are this entity, separated by `` | ``), ``distinct`` (names that are not), ``ignore`` (``yes``
        for what is no entity at all).
    """

    table: pd.DataFrame

    def known(self) -> dict[str, str]:
        """Key of every name and variant -> key of the entity's name."""
        found: dict[str, str] = {}
        for name, variants in zip(self.table["name"], self.table["variants"], strict=True):
            for text in [name, *split(variants)]:
                found[entity_key(text)] = entity_key(name)
        return found

    def names(self) -> dict[str, str]:
        """Key of the entity -> its name as the user writes it."""
        return {entity_key(name): name for name in self.table["name"]}

    def types(self) -> dict[str, str]:
        return {
            entity_key(name): kind for name, kind in zip(self.table["name"], self.table["type"], strict=True) if kind
        }

    def ignored(self) -> frozenset[str]:
        """Keys of names, and of their variants, that are no entities."""
        rows = self.table[self.table["ignore"].str.strip().str.lower().isin(_YES)]
        return frozenset(
            entity_key(text)
            for name, variants in zip(rows["name"], rows["variants"], strict=True)
            for text in [name, *split(variants)]
        )

    def apart(self) -> frozenset[tuple[str, str]]:
        """Pairs of keys that are two entities."""
        pairs = set()
        for name, variants, others in zip(
            self.table["name"], self.table["variants"], self.table["distinct"], strict=True
        ):
            for other in split(others):
                for text in [name, *split(variants)]:
                    low, high = sorted((entity_key(text), entity_key(other)))
                    pairs.add((low, high))
        return frozenset(pairs)


def split(variants: str) -> list[str]:
    return [text for text in (part.strip() for part in variants.split(VARIANTS.strip())) if text]


def empty() -> pd.DataFrame:
    return pd.DataFrame(columns=list(COLUMNS), dtype="str")


def read_aliases(corpus: Corpus) -> Aliases:
    """What ``entities.csv`` beside the corpus says; nothing when there is none.

    Raises
    ------
    CorpusError
        When it cannot be read, has no column ``name``, or a type that is not known.
    """
    path = alias_path(corpus)
    return Aliases(empty()) if path is None or not path.exists() else checked(_read(path), path)


def alias_path(corpus: Corpus) -> Path | None:
    """Where the file stands, or would; None for a corpus in memory."""
    return None if corpus.decisions is None else corpus.decisions.entities


def save_aliases(corpus: Corpus, table: pd.DataFrame) -> Path:
    """Write ``entities.csv`` beside the corpus.

    Raises
    ------
    CorpusError
        For a corpus that was made from a table in memory, or a table that could not be read back.
    """
    path = alias_path(corpus)
    if path is None:
        raise CorpusError(
            "this corpus was made from a table in memory: there is no folder to save entities.csv in.",
            remedy="Pass the table as resolve_entities(corpus, aliases=table).",
        )
    whole = checked(table, path).table
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as temporary:
        whole.to_csv(temporary, index=False, encoding="utf-8", lineterminator="\n")
    return path


def checked(table: pd.DataFrame, path: Path | None = None) -> Aliases:
    """The table with all its columns, as text, or an error that names the row."""
    if "name" not in table:
        raise CorpusError("it has no column 'name'.", path=path, remedy="Add one that holds the names of entities.")
    whole = pd.DataFrame(
        {
            column: table[column].astype("object").where(table[column].notna(), "").astype("str")
            if column in table
            else pd.Series("", index=table.index, dtype="str")
            for column in [*COLUMNS, *(column for column in table if column not in COLUMNS)]
        }
    )
    whole["name"] = whole["name"].str.strip()
    whole["type"] = whole["type"].str.strip().str.upper()
    for row, (name, kind) in enumerate(zip(whole["name"], whole["type"], strict=True), start=2):
        if not entity_key(name):
            raise CorpusError("the name is empty.", path=path, row=row, remedy="Write the entity's name, or remove it.")
        if kind and kind not in TYPES:
            raise CorpusError(
                f"the type {kind!r} is not known.", path=path, row=row, remedy=f"Write one of {', '.join(TYPES)}."
            )
    return Aliases(whole.reset_index(drop=True))


def _read(path: Path) -> pd.DataFrame:
    try:
        return pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig", sep=None, engine="python")
    except (OSError, ValueError) as error:
        raise CorpusError(
            f"it cannot be read ({error}).", path=path, remedy="Save it as CSV in UTF-8, or remove it."
        ) from error


# what a user says, as changes of the table; each gives a new one


def same(table: pd.DataFrame, name: str, variant: str, kind: str = "") -> pd.DataFrame:
    """``variant`` is ``name``."""
    rows = _rows(table)
    row = _row(rows, name, kind)
    _forget(rows, variant, row)
    row["variants"] = _with(row["variants"], variant)
    row["distinct"] = _without(row["distinct"], variant)
    return _frame(rows)


def different(table: pd.DataFrame, name: str, variant: str) -> pd.DataFrame:
    """``variant`` is not ``name``, whatever the rules say."""
    rows = _rows(table)
    row = _row(rows, name)
    row["variants"] = _without(row["variants"], variant)
    row["distinct"] = _with(row["distinct"], variant)
    return _frame(rows)


def renamed(table: pd.DataFrame, name: str, new: str) -> pd.DataFrame:
    """What was called ``name`` is called ``new``."""
    rows = _rows(table)
    row = _row(rows, name)
    if entity_key(new) != entity_key(row["name"]):
        row["variants"] = _with(row["variants"], row["name"])
    row["name"] = new.strip()
    row["variants"] = _without(row["variants"], new)
    return _frame(rows)


def retyped(table: pd.DataFrame, name: str, kind: str) -> pd.DataFrame:
    """``name`` is a person, place, organisation or something else."""
    rows = _rows(table)
    _row(rows, name)["type"] = kind
    return _frame(rows)


def ignored(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """``name`` is no entity at all."""
    rows = _rows(table)
    _row(rows, name)["ignore"] = "yes"
    return _frame(rows)


def _rows(table: pd.DataFrame) -> list[dict[str, str]]:
    return [{str(name): str(value) for name, value in row.items()} for row in checked(table).table.to_dict("records")]


def _frame(rows: list[dict[str, str]]) -> pd.DataFrame:
    kept = [row for row in rows if any(row[name] for name in COLUMNS[1:]) or set(row) - set(COLUMNS)]
    return checked(pd.DataFrame(kept)).table if kept else empty()


def _row(rows: list[dict[str, str]], name: str, kind: str = "") -> dict[str, str]:
    """The row of an entity, by its name or a variant; a new one where there is none."""
    key = entity_key(name)
    for row in rows:
        if key in {entity_key(text) for text in [row["name"], *split(row["variants"])]}:
            return row
    rows.append(dict.fromkeys(COLUMNS, "") | {"name": name, "type": kind})
    return rows[-1]


def _forget(rows: list[dict[str, str]], variant: str, keep: dict[str, str]) -> None:
    """What another row said of a name that now is a variant of ``keep``."""
    key = entity_key(variant)
    for row in [row for row in rows if row is not keep]:
        if entity_key(row["name"]) == key:
            for text in split(row["variants"]):
                keep["variants"] = _with(keep["variants"], text)
            rows.remove(row)
        else:
            row["variants"] = _without(row["variants"], variant)


def _with(variants: str, text: str) -> str:
    return VARIANTS.join([*split(_without(variants, text)), text.strip()])


def _without(variants: str, text: str) -> str:
    return VARIANTS.join(one for one in split(variants) if entity_key(one) != entity_key(text))

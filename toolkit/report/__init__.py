"""Reports: notebooks executed on a corpus, each rendered as one HTML file that anyone can open, offline.

Nothing in a report asks for anything from anywhere: its policy would not let it. The same corpus gives the same bytes.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat

from toolkit import evidence
from toolkit.corpus import Corpus
from toolkit.corpus.views import views
from toolkit.progress import bar
from toolkit.report import layout, prose
from toolkit.report.excerpts import LEVELS, Guard
from toolkit.report.freezing import FreezeWidgets
from toolkit.report.language import Language
from toolkit.report.measures import measures_of
from toolkit.report.methods import Settings, corpus_name, facts
from toolkit.report.page import Builder, Page
from toolkit.report.paths import Redaction
from toolkit.report.running import Failure, Run, execute, selection_variable
from toolkit.report.saved import show_views
from toolkit.schema import CorpusError

__all__ = ["Failure", "Reports", "render_reports"]

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"


@dataclass(frozen=True)
class Reports:
    """What was written.

    Attributes
    ----------
    files : list of Path
        The index first; on failure, the pages that say what went wrong.
    failures : list of Failure
        Empty when all went well.
    missing : dict of str to set of str
        By notebook, what the report's language has no words for.
    """

    files: list[Path]
    failures: list[Failure]
    missing: dict[str, set[str]]


def render_reports(
    path: str | Path,
    out: str | Path,
    *,
    notebooks: Sequence[str | Path] | None = None,
    sources: Sequence[str] | None = None,
    since: str | None = None,
    until: str | None = None,
    language: str = "en",
    excerpts: str = "sentences",
    ipynb: bool = False,
) -> Reports:
    """Execute notebooks on a corpus and write a report of each, and an index.

    Parameters
    ----------
    path : path-like
        The corpus, as ``Corpus.load`` takes it.
    out : path-like
        The folder to write to; reports of before in it are replaced, all at once, when every notebook has run.
    notebooks : sequence of path-like, optional
        By default those of the toolkit.
    sources, since, until : optional
        Narrow the corpus, as ``Corpus.select`` does.
    language : {"en", "fr"}
        Of headings, labels, numbers and dates.
    excerpts : {"none", "sentences", "paragraphs"}
        How much article text a report may hold in one piece.
    ipynb : bool
        Also write each notebook with its outputs.

    Returns
    -------
    Reports

    Raises
    ------
    CorpusError
        When the corpus, a notebook or the folder cannot be used, or nothing is left of the corpus.
    """
    if excerpts not in LEVELS:
        raise CorpusError(f"excerpts={excerpts!r} is not known.", remedy=f"Choose one of: {', '.join(LEVELS)}.")
    if language not in prose.LANGUAGES:
        raise CorpusError(f"there are no reports in {language!r}.", remedy="Choose one of: en, fr.")
    settings = Settings(
        None if notebooks is None else tuple(map(Path, notebooks)),
        tuple(sources or ()), since, until, language, excerpts, ipynb,
    )  # fmt: skip
    whole = Corpus.load(path)
    corpus = whole.select(sources=sources, since=since, until=until) if sources or since or until else whole
    if not corpus.n_documents:
        raise CorpusError("no article is left to report on.", remedy="Choose other sources or a longer period.")
    runs = [_opened(file) for file in settings.notebooks or sorted(NOTEBOOKS.glob("*.ipynb"))]
    return _Rendering(settings, whole, corpus, Path(out)).render(runs)


def _opened(path: Path) -> Run:
    try:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
    except (OSError, ValueError, nbformat.ValidationError, nbformat.reader.NotJSONError) as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise CorpusError(
            f"it cannot be read as a notebook ({said}).", path=path, remedy="Save it in JupyterLab."
        ) from error
    prose.in_report(notebook)
    return Run(path.stem, notebook, path.resolve().parent)


class _Rendering:
    """One call of :func:`render_reports`."""

    def __init__(self, settings: Settings, whole: Corpus, corpus: Corpus, out: Path) -> None:
        self.settings, self.whole, self.corpus, self.out = settings, whole, corpus, out
        assert whole.path is not None
        self.redact = Redaction.of(whole.path, out)

    def render(self, runs: list[Run]) -> Reports:
        shown = {run.name: show_views(run.notebook, views(self.whole)) for run in runs}
        self._run(runs)
        failures = [run.failure for run in runs if run.failure is not None]
        if failures:
            return Reports(self._write_failures(failures), failures, {})
        for run in runs:
            FreezeWidgets().preprocess(run.notebook, {})
        self._guard(runs)
        pages = {run.name: self._page(run) for run in runs}
        files = {f"{run.name}.html": self._html(run, pages[run.name], shown[run.name]) for run in runs}
        files["index.html"] = self._index(pages, runs, [name for names in shown.values() for name in names])
        if self.settings.ipynb:
            files |= {f"{run.name}.ipynb": self._notebook(run) for run in runs}
        written = _swap_in(self.out, files, [f"{run.name}.error.html" for run in runs])
        return Reports(written, [], {name: page.missing for name, page in pages.items()})

    def _run(self, runs: list[Run]) -> None:
        assert self.whole.path is not None
        environment = {
            "TOOLKIT_CORPUS": str(self.whole.path.resolve()),
            "TOOLKIT_SELECTION": selection_variable(self.settings.sources, self.settings.since, self.settings.until),
            "TOOLKIT_EXCERPTS": self.settings.excerpts,
        }
        cells = sum(cell.cell_type == "code" for run in runs for cell in run.notebook.cells)
        with bar(cells, "Running notebooks", unit="cells") as moving:
            execute(runs, environment, lambda: moving.update(1))

    def _guard(self, runs: list[Run]) -> None:
        if self.settings.excerpts == "none":
            outputs = [output for run in runs for cell in run.notebook.cells for output in cell.get("outputs", ())]
            Guard(self.whole, Language(self.settings.language)("(article text, not part of this report)")).clear(
                outputs
            )

    def _page(self, run: Run) -> Page:
        prose.translate(run.notebook, run.folder / f"{run.name}.ipynb", self.settings.language)
        page = Builder(Language(self.settings.language), self.redact).build(run.notebook)
        page.title = page.title or run.name
        return page

    def _methods(self, sources: list[str], shown: list[str], say: Language) -> layout.Methods:
        return layout.Methods(
            facts(self.corpus, self.whole, self.settings, shown, say),
            measures_of(sources),
            self.settings.command(corpus_name(self.whole)),
        )

    def _html(self, run: Run, page: Page, shown: list[str]) -> str:
        say = Language(self.settings.language)
        code = [cell.source for cell in run.notebook.cells if cell.cell_type == "code"]
        html = layout.page_html(page, self._methods(code, shown, say), say)
        page.missing |= say.missing
        return html

    def _index(self, pages: dict[str, Page], runs: list[Run], shown: list[str]) -> str:
        say = Language(self.settings.language)
        entries = [
            layout.Entry(
                f"{name}.html",
                page.title,
                page.lead,
                [(section.key, section.finding or section.heading) for section in page.sections if section.heading],
            )
            for name, page in pages.items()
        ]
        title = say("Reports on {}", corpus_name(self.whole))
        return layout.index_html(entries, title, self._methods([], shown, say), say)

    def _notebook(self, run: Run) -> str:
        """The notebook with what it showed, for viewers that run nothing: the script and the style only once."""
        assets, seen = evidence.assets(), False
        for cell in run.notebook.cells:
            cell.metadata.pop("lang", None)
            for output in cell.get("outputs", ()):
                if "text" in output:
                    output.text = self.redact(output.text)
                for key, value in output.get("data", {}).items():
                    if isinstance(value, str):
                        plain = value.replace(assets, "") if seen else value
                        seen = seen or assets in value
                        output.data[key] = self.redact(plain)
        return nbformat.writes(run.notebook) + "\n"

    def _write_failures(self, failures: list[Failure]) -> list[Path]:
        say = Language(self.settings.language)
        files = {}
        for failure in failures:
            kept = (self.out / f"{failure.notebook}.html").exists()
            said = Failure(
                failure.notebook, failure.cell, *map(self.redact, (failure.source, failure.error)),
                *map(self.redact, (failure.message, failure.traceback)),
            )  # fmt: skip
            files[f"{failure.notebook}.error.html"] = layout.failure_html(said, say, kept)
        return _swap_in(self.out, files, [])


def _swap_in(out: Path, files: dict[str, str], stale: list[str]) -> list[Path]:
    """Write everything beside its place first; only then does each file take its name."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".report-", dir=out) as temporary:
            for name, text in files.items():
                (Path(temporary) / name).write_text(text, encoding="utf-8", newline="\n")
            for name in files:
                os.replace(Path(temporary) / name, out / name)
        for name in stale:
            (out / name).unlink(missing_ok=True)
    except OSError as error:
        raise CorpusError(
            f"the reports cannot be written ({error.strerror}).", path=out, remedy="Name another folder with --out."
        ) from error
    return [out / name for name in sorted(files, key=lambda name: (name != "index.html", name))]

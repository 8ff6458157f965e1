"""How a report was made: the corpus, what was taken out of it, the model, the versions, the settings, the command."""

from __future__ import annotations

import importlib.metadata
import platform
import shlex
from dataclasses import dataclass
from pathlib import Path

from toolkit.corpus import Corpus
from toolkit.report.language import Language
from toolkit.schema import SUGGESTED

PACKAGES = ("numpy", "pandas", "scipy", "spacy", "textacy", "matplotlib")
_REASONS = 12  # for leaving something out that are told one by one


@dataclass(frozen=True)
class Settings:
    """What a report was asked for.

    Attributes
    ----------
    notebooks : tuple of Path, or None
        None for those of the toolkit.
    sources, since, until
        As ``Corpus.select`` takes them.
    language : str
    excerpts : str
        ``"none"``, ``"sentences"`` or ``"paragraphs"``.
    ipynb : bool
    """

    notebooks: tuple[Path, ...] | None = None
    sources: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    language: str = "en"
    excerpts: str = "sentences"
    ipynb: bool = False

    def command(self, corpus: str) -> str:
        """The command that makes the report again; files by their names, without the folders they lie in.

        Where the corpus lies on this machine is nobody's business: ``PATH/TO/`` is for the reader to fill in.
        """
        words = ["python", "-m", "toolkit", "report", f"PATH/TO/{corpus}", "--out", "report"]
        if self.notebooks is not None:
            words += ["--notebooks", *(path.name for path in self.notebooks)]
        if self.sources:
            words += ["--sources", *self.sources]
        for name, value in (("since", self.since), ("until", self.until)):
            words += [f"--{name}", value] if value else []
        words += ["--lang", self.language, "--excerpts", self.excerpts, *(["--ipynb"] if self.ipynb else [])]
        return shlex.join(words)


def facts(corpus: Corpus, whole: Corpus, settings: Settings, views: list[str], say: Language) -> list[tuple[str, str]]:
    """Names and values of the methods box, in its order.

    Parameters
    ----------
    corpus : Corpus
        The articles that the report is about.
    whole : Corpus
        The corpus that they were chosen from.
    views : list of str
        The saved views that the notebook shows.
    """
    rows = [
        ("Corpus", f"{corpus_name(corpus)}, {say('fingerprint {}', fingerprint(whole))}"),
        ("Articles", _size(corpus, whole, say)),
        ("Date of the data", _period(corpus, say)),
        ("Cleaned", _cleaned(corpus, say)),
        ("Left out", _left_out(corpus, say)),
        ("Shared text", say("{} pairs of articles share text; they are flagged and kept", len(corpus.shared))),
        ("Not known", _unknown(corpus, say)),
        ("By hand", _by_hand(corpus, say)),
        ("Model", str(corpus.tables.manifest.get("model", "")).split("+")[0].replace("-", " ", 1)),
        ("Versions", _versions()),
        ("Article text", say(f"excerpts: {settings.excerpts}")),
    ]
    if views:
        rows.append(("Views", say.list(views)))
    return [(say(name), value) for name, value in rows if value]


def corpus_name(corpus: Corpus) -> str:
    """The name of its folder or file, without where it lies."""
    return corpus.path.resolve().name if corpus.path is not None else "corpus"


def fingerprint(corpus: Corpus) -> str:
    """Names the texts, the metadata, the cleaning and the model together; the same wherever they are the same."""
    return str(corpus.tables.manifest["name"])[:16]


def _size(corpus: Corpus, whole: Corpus, say: Language) -> str:
    sizes = corpus.n_documents, corpus.n_tokens
    if corpus.stands_by_page:
        said = say("{} articles, {} words, no source known: each page stands for itself", *sizes)
    else:
        said = say("{} articles, {} words, {} sources", *sizes, len(corpus.sources))
    if corpus.selection:
        said += say.list(
            ["", say("chosen from {} articles: {}", whole.n_documents, say.list(map(say.known, corpus.selection)))]
        )
    return said


def _period(corpus: Corpus, say: Language) -> str:
    dates = corpus.index["date"].dropna()
    if dates.empty:
        return say("no article has a date")
    said = say("{} to {}", say.date(dates.min()), say.date(dates.max()))
    missing = corpus.n_documents - len(dates)
    return said + (", " + say("{} without a date", missing) if missing else "")


def _cleaned(corpus: Corpus, say: Language) -> str:
    audit = corpus.cleaning
    if audit.empty:
        return say("no line was removed")
    parts = audit["category"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    listed = ", ".join(f"{say(str(name))} {say.number(count)}" for name, count in parts.items())
    return say("{} lines removed from {} articles", len(audit), audit["doc_id"].nunique()) + f" ({listed})"


def _left_out(corpus: Corpus, say: Language) -> str:
    skipped = corpus.skipped
    if skipped.empty:
        return say("nothing")
    reasons = corpus.skipped_summary()["items"]
    most = reasons.head(_REASONS).sort_index()
    listed = [f"{say.sentence(str(name))} {say.number(count)}" for name, count in most.items()]
    if len(reasons) > _REASONS:
        listed.append(say("other reasons {}", int(reasons.iloc[_REASONS:].sum())))
    return f"{say.number(len(skipped))} ({say.list(listed)})"


def _unknown(corpus: Corpus, say: Language) -> str:
    missing = corpus.index[["source", "date", "title"]].isna().sum()
    listed = [say("{} of {} articles", say(str(name)), count) for name, count in missing.items() if count]
    if not listed:
        return ""
    suggested = int((corpus.metadata["confidence"] == SUGGESTED).sum())
    return say.list([", ".join(listed), say("{} suggestions, none used", suggested)])


def _by_hand(corpus: Corpus, say: Language) -> str:
    decisions = corpus.decisions
    if decisions is None:
        return ""
    rules = decisions.cleaning_rules()
    told = {
        "{} articles with corrected metadata": len(decisions.corrections()),
        "{} cleaning rules switched off": len(rules.off),
        "{} lines put back": len(rules.keep),
        "{} lines removed by hand": len(rules.drop),
    }
    return ", ".join(say(text, count) for text, count in told.items() if count)


def _versions() -> str:
    names = ("toolkit", *PACKAGES)
    return ", ".join([f"Python {platform.python_version()}", *(f"{n} {importlib.metadata.version(n)}" for n in names)])

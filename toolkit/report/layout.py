"""Pages laid out: one HTML file that asks for nothing, under a policy that would not let it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import jinja2
from markupsafe import Markup

from toolkit import evidence
from toolkit.report.language import Language
from toolkit.report.measures import Measure
from toolkit.report.page import Page
from toolkit.report.running import Failure

_COMMENT = re.compile(r"/\*[\s\S]*?\*/|^\s*//.*$", re.MULTILINE)


@dataclass(frozen=True)
class Methods:
    """The methods box.

    Attributes
    ----------
    facts : list of (str, str)
    measures : list of Measure
    command : str
    """

    facts: list[tuple[str, str]]
    measures: list[Measure]
    command: str


@dataclass(frozen=True)
class Entry:
    """A report in the index: its file, title, first words, and the headings of its sections."""

    file: str
    title: str
    lead: str
    headings: list[tuple[str, str]]


def page_html(page: Page, methods: Methods, say: Language) -> str:
    """One report as one file."""
    return _render("page.html.j2", say, css=page.css, page=page, methods=methods, others=True)


def index_html(entries: list[Entry], title: str, methods: Methods, say: Language) -> str:
    """The page that leads to the reports."""
    return _render("index.html.j2", say, css="", entries=entries, title=title, methods=methods)


def failure_html(failure: Failure, say: Language, kept: bool) -> str:
    """What is left when a notebook raised.

    Parameters
    ----------
    kept : bool
        Whether a report of before still stands.
    """
    return _render("failure.html.j2", say, css="", failure=failure, kept=kept)


def _render(template: str, say: Language, *, css: str, **values: object) -> str:
    style = f"{evidence.style()}\n{_asset('style.css')}{css}"
    script = f"{evidence.script()}\n{_asset('script.js')}"
    policy = "; ".join(
        [
            "default-src 'none'",
            "img-src data:",
            f"style-src {evidence.content_hash(style)}",
            f"script-src {evidence.content_hash(script)}",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
    html = (
        _templates()
        .get_template(template)
        .render(
            say=say,
            french=say.code == "fr",
            style=Markup(style),
            script=Markup(script),
            policy=Markup(policy),
            **values,
        )
    )
    return re.sub(r"\n\s*\n+", "\n", html) + "\n" if "<pre" not in html else html + "\n"


@cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("toolkit.report", "."),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _asset(name: str) -> str:
    """A file of this package without its comments and its indentation."""
    text = _COMMENT.sub("", (files("toolkit.report") / name).read_text(encoding="utf-8"))
    return "\n".join(filter(None, map(str.strip, text.splitlines()))) + "\n"

"""What every test may use."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from reports import report

ROOT = Path(__file__).resolve().parents[1]

if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    # Shells tell jobs in the background to ignore Ctrl-C, and these tell the programs that tests start and interrupt.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The developers' folder of founding pages, references and export samples; a fresh clone does not have it."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"continuous integration needs {folder.name}/ beside the checkout")
        pytest.skip(f"needs the developers' {folder.name}/ folder beside the checkout")
    return folder


@pytest.fixture(scope="session")
def founding_pages(shared: Path) -> Path:
    """The five founding pages, as scraped."""
    return shared / "seeds"


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the annotated sample, shared by the reports that tests have made of it."""
    return tmp_path_factory.mktemp("sample-store")


@pytest.fixture(scope="session")
def sample_reports(tmp_path_factory: pytest.TempPathFactory, sample_store: Path) -> Path:
    """The folder of the reports of the sample, with ``--ipynb``."""
    out = tmp_path_factory.mktemp("reports") / "sample"
    report(ROOT / "data" / "sample", out, "--ipynb", store=sample_store)
    return out

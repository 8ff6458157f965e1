"""What every test may use."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

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

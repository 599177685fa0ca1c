"""A headless Chromium, a lab that was started as a learner starts it, and what both said to each other."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import visit
from tests.browser import chromium
from tests.visit import Visit


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright, chromium.launched(playwright) as launched:
        yield launched


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The desk of this module's lab."""
    return tmp_path_factory.mktemp("browser") / "desk"


@pytest.fixture(scope="module")
def lab(desk: Path) -> Iterator[Visit]:
    """A lab that runs while this module's tests do."""
    with visit.running(desk, "--no-browser") as running:
        yield running

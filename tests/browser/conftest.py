"""A headless Chromium, a lab that was started as a learner starts it, and what both said to each other."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import visit
from tests.browser import chromium
from tests.browser.workbench import Workbench
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


@pytest.fixture(scope="session")
def benches() -> list[Workbench]:
    """The workbench, once a test asked for it."""
    return []


@pytest.fixture(scope="session")
def workbench(
    browser: Browser, benches: list[Workbench], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workbench]:
    """One lab for all widgets: `workbench.open("peek", ["1 + 1"])` gives a page in which these cells have run."""
    home = tmp_path_factory.mktemp("workbench") / "desk"
    with visit.running(home, "--no-browser") as running:
        benches.append(Workbench(running, home, browser))
        yield benches[0]
        benches[0].close()


@pytest.fixture(scope="module", autouse=True)
def _pages_end_with_their_module(benches: list[Workbench]) -> Iterator[None]:
    """Give back what the pages and kernels of one module hold."""
    yield
    for bench in benches:
        bench.close()


@pytest.fixture(autouse=True)
def _pages_are_quiet_and_stay_at_home(benches: list[Workbench]) -> Iterator[None]:
    """Fail the test in which a page logged an error, or asked another computer for something."""
    yield
    complaints = [complaint for bench in benches for complaint in bench.complaints()]
    assert complaints == []

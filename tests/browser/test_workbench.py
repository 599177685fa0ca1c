"""The bench on which the widgets are tested notices what it should."""

import pytest

from tests.browser.chromium import Visitor
from tests.browser.workbench import Workbench


@pytest.fixture(scope="module")
def sums(workbench: Workbench) -> Visitor:
    return workbench.open("sums", ["one = 1", "print(one + 1)"])


def test_a_notebook_of_these_cells_has_run(sums: Visitor) -> None:
    assert sums.tabs() == ["sums.ipynb"]
    assert sums.page.locator(".jp-OutputArea-output").inner_text().strip() == "2"


def test_an_error_in_the_console_and_a_request_to_another_computer_are_told(
    sums: Visitor, workbench: Workbench
) -> None:
    sums.page.route("http://elsewhere.example/**", lambda route: route.fulfill(body=""))

    sums.page.evaluate("console.error('a stray error'); new Image().src = 'http://elsewhere.example/x.png'")

    sums.page.wait_for_function("performance.getEntriesByName('http://elsewhere.example/x.png').length == 1")
    assert workbench.complaints() == ["a stray error", "asked elsewhere.example"]
    assert workbench.complaints() == []


def test_a_cell_that_fails_is_told(workbench: Workbench) -> None:
    with pytest.raises(AssertionError, match=r"A cell of `faulty.ipynb` failed: .*ZeroDivisionError"):
        workbench.open("faulty", ["1 / 0"])

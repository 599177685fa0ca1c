"""Make `docs/images/welcome.png`, what the README shows: `python -m tests.browser.screenshot`."""

from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from migration_lab.places import ORIGIN
from tests import visit
from tests.browser.chromium import launched, visitor

PICTURE = ORIGIN / "docs" / "images" / "welcome.png"
LARGEST = 300_000
SUBJECT = "%alembic upgrade +1"  # a command, Alembic's words, and the strip of what it changed
ABOVE = 90  # pixels
UNSTEADY = ".jp-Notebook-ExecutionIndicator { visibility: hidden; }"  # it turns a while after the last cell
SCROLL = """(cell, above) => {
    const page = cell.closest('.jp-WindowedPanel-outer');
    page.scrollTop += cell.getBoundingClientRect().top - page.getBoundingClientRect().top - above;
}"""


def main(picture: Path = PICTURE) -> None:
    """Run the welcome lesson in the real JupyterLab and take a picture of its first migration."""
    with (
        TemporaryDirectory() as folder,
        visit.running(Path(folder) / "desk", "--no-browser") as lab,
        sync_playwright() as playwright,
        launched(playwright) as browser,
        visitor(browser) as guest,
    ):
        guest.open(lab.address)
        guest.run_all()
        _look_at(guest.page)
        picture.parent.mkdir(parents=True, exist_ok=True)
        guest.page.screenshot(path=picture, animations="disabled", style=UNSTEADY)
    assert picture.stat().st_size < LARGEST, picture.stat().st_size


def _look_at(page: Page) -> None:
    """Bring the subject near the top, and the pointer out of the way."""
    cell = page.locator(".jp-CodeCell", has_text=SUBJECT).first
    cell.locator(".jp-InputPrompt").click()
    cell.evaluate(SCROLL, ABOVE)
    page.mouse.move(5, 795)


if __name__ == "__main__":
    main()

"""Make the pictures in `docs/images/`, which README and docs show: `python -m tests.browser.screenshot`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from migration_lab.lessons import handout
from migration_lab.lessons.lesson import GALLERY
from migration_lab.places import ORIGIN
from tests import visit
from tests.browser import poses
from tests.browser.chromium import Visitor, launched
from tests.browser.workbench import FOLDER, Workbench

IMAGES = ORIGIN / "docs" / "images"
LARGEST = 300_000
STYLE = (
    ".jp-Notebook-ExecutionIndicator { visibility: hidden; }"  # it turns a while after the last cell
    ".jp-cell-toolbar, .jp-Collapser { visibility: hidden; }"  # what only the active cell has
)


@dataclass(frozen=True)
class Scene:
    """A notebook that is opened and run, for one picture or several.

    Args:
        notebook: On the desk.
        size: Width and height of the window.
        run: Runs what of it is wanted.
        pictures: Name in `docs/images/` → what brings the page into the state to be seen and returns what is kept.
    """

    notebook: str
    size: tuple[int, int]
    run: Callable[[Visitor], None]
    pictures: Mapping[str, Callable[[Page], poses.Subject]]


IN_GALLERY = {
    "schema": poses.schema,
    "changes": poses.changes,
    "rows": poses.rows,
    "history": poses.history,
    "timeline": poses.timeline,
    "timeline_failed": poses.failed,
    "history_dark": poses.dark_history,  # the last one: the theme stays
}
SCENES = (
    Scene("00_welcome", (1400, 850), poses.run_in_two_panes, {"two_panes": poses.inspector}),
    Scene("00_welcome", (1280, 800), Visitor.run_all, {"welcome": poses.first_migration}),
    Scene("02_autogenerate", (1280, 1600), poses.solve_badly, {"exercise": poses.exercise}),
    Scene("06_rollback", (1280, 1500), poses.begin_crash_lab, {"crash_lab": poses.crash_lab}),
    Scene("04_data", (1280, 1500), poses.begin_race, {"race": poses.race}),
    Scene(GALLERY, (1450, 1500), Visitor.run_all, IN_GALLERY),
)


def main(folder: Path = IMAGES) -> None:
    """Make all pictures in the real JupyterLab.

    Args:
        folder: Where they are written.

    Raises:
        AssertionError: A picture is too large.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory() as home,
        visit.running(Path(home) / "desk", "--no-browser") as lab,
        sync_playwright() as playwright,
        launched(playwright) as browser,
    ):
        bench = Workbench(lab, Path(home) / "desk", browser)
        for scene in SCENES:
            _play(scene, bench, folder)
            bench.close()


def _play(scene: Scene, bench: Workbench, folder: Path) -> None:
    handout.copy(ORIGIN / FOLDER / f"{scene.notebook}.ipynb", bench.path(scene.notebook))
    width, height = scene.size
    guest = bench.visit(scene.notebook, width=width, height=height)
    scene.run(guest)
    for name, pose in scene.pictures.items():
        file = folder / f"{name}.png"
        subject = pose(guest.page)
        guest.page.get_by_text("| Idle").wait_for()
        subject.screenshot(path=file, animations="disabled", style=STYLE)
        assert file.stat().st_size < LARGEST, f"`{file.name}` has {file.stat().st_size:,} bytes."


if __name__ == "__main__":
    main()

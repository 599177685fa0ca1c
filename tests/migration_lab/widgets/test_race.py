"""The race as a widget: its face holds no clock, its button runs a larger one, and what goes wrong is told."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from migration_lab import places, see
from migration_lab.errors import LabError
from migration_lab.lessons import lesson, start
from migration_lab.lessons.opening import open_lesson
from migration_lab.lessons.workspace import Workspace
from migration_lab.places import ORIGIN
from migration_lab.proof.unstable import unstable
from migration_lab.racing.lap import STYLES
from migration_lab.widgets import race as widget_of_race
from migration_lab.widgets.race import Race

NAME = "04_data"
ROWS = 1_200


@pytest.fixture(scope="module")
def built_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("data")
    start.ready(lesson.find(NAME), store / NAME)
    return store


@pytest.fixture
def lab(built_desk: Path, built_data: Path) -> Workspace:
    shutil.copytree(built_data / NAME, places.backstage(NAME))
    return open_lesson(NAME)


def test_the_face_is_the_same_everywhere_and_the_times_stand_in_widget_and_file(lab: Workspace) -> None:
    widget = Race(lab, ROWS)

    assert str(widget).startswith("1,200 users, one profile each")
    assert not unstable(str(widget))
    assert "<svg" in widget.said.value
    assert "longest write lock" in widget.said.value
    with (lab.path / "race.csv").open(encoding="utf-8", newline="") as file:
        assert [row["style"] for row in csv.DictReader(file)] == [*STYLES]


def test_a_larger_one_has_a_bar(lab: Workspace) -> None:
    widget = Race(lab, 100)
    seen: list[int] = []
    widget.bar.observe(lambda change: seen.append(change["new"]), "value")

    widget.run(ROWS)

    assert {one.written for one in widget.laps} == {ROWS}
    assert seen == sorted(seen)
    assert widget.bar.value == widget.bar.max == ROWS * len(STYLES)
    assert "all numbers are in race.csv" in widget.status.value
    assert widget.button.disabled is False
    assert "1,200 rows on this computer" in widget.large.value
    assert "100 rows on this computer" in widget.said.value


def test_a_race_that_fails_is_told_and_can_be_run_again(lab: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    widget = Race(lab, 100)

    def full(*_: object) -> None:
        raise LabError("The style `one statement` stopped: disk full.", "Run the race again.")

    monkeypatch.setattr(widget_of_race, "laps", full)
    widget.button.click()
    ended(widget)

    assert "disk full" in widget.told.region.value
    assert "It ended early." in widget.status.value
    assert widget.button.disabled is False


def test_the_button_stops_the_race_and_what_is_measured_stays(lab: Workspace) -> None:
    widget = Race(lab, 100)
    kept = (lab.path / "race.csv").read_bytes()

    def stop(change: dict[str, int]) -> None:
        if change["new"] > ROWS:  # in the second style
            widget.halt.click()

    widget.bar.observe(stop, "value")
    widget.begin(ROWS)
    ended(widget)

    assert "Stopped. Measured: 1 of 6 styles." in widget.status.value
    assert STYLES[0] in widget.large.value
    assert STYLES[1] not in widget.large.value
    assert (widget.button.disabled, widget.halt.disabled, widget.told.error) == (False, True, None)
    assert {one.written for one in widget.laps} == {100}
    assert (lab.path / "race.csv").read_bytes() == kept


def test_a_stopped_race_begins_anew(lab: Workspace) -> None:
    widget = Race(lab, 100)
    widget.stop()
    widget.begin(200)
    ended(widget)

    assert {one.written for one in widget.laps} == {200}


def test_two_races_never_run_at_once(lab: Workspace) -> None:
    widget = Race(lab, 100)
    widget.begin(ROWS)
    first = widget.runner
    widget.begin(ROWS)

    assert widget.runner is first
    ended(widget)


def ended(widget: Race) -> None:
    assert widget.runner is not None
    widget.runner.join(timeout=60)
    assert not widget.runner.is_alive()


def test_see_knows_it(lab: Workspace) -> None:
    assert str(see.race(lab)).startswith("12,000 users, one profile each")


def test_the_lessons_backfill_goes_on_after_its_process_was_killed(lab: Workspace) -> None:
    cells = json.loads((ORIGIN / "notebooks" / "04_data.ipynb").read_text(encoding="utf-8"))["cells"]
    text = "".join(next(cell["source"] for cell in cells if cell["id"] == "keyset")[1:])
    end = f"{' ' * 12}after = last\n"
    assert end in text
    killed = f"{end}{' ' * 12}if last == 700:\n{' ' * 16}import os\n{' ' * 16}os.kill(os.getpid(), 9)\n"
    revision = lab.path / "alembic" / "versions" / "008_backfill_profiles.py"

    revision.write_text(text.replace(end, killed), encoding="utf-8")
    stopped = lab.alembic("upgrade", "head")
    left = lab.rows()["user_profiles"].count
    revision.write_text(text, encoding="utf-8")
    lab.alembic("upgrade", "head").raise_for_failure()

    assert (stopped.ok, left, lab.rows()["user_profiles"].count) == (False, 700, 1000)

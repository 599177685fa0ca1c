"""The lab's own start in a replay, two replays at once, and files that come and go."""

import dataclasses
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from migration_lab import places
from migration_lab.exercises import starting
from migration_lab.exercises.exercise import Exercise
from migration_lab.judging import bench, replaying, stand, standing
from migration_lab.judging.replay import AGAIN, DOWNGRADE, UPGRADE, Replay
from tests.migration_lab.learner import FILE, MINE, VERSIONS, names, sql, workspace, write


def test_a_damaged_start_is_built_anew(rename: Exercise) -> None:
    write(rename)
    built = next(places.backstage(rename.name).glob("start-*/files/app.db"))
    sql(built, "DELETE FROM users")

    made = replaying.replay(rename)

    assert made.start.count("users") == made.after(UPGRADE).count("users") == 1000


def test_a_start_that_is_missing_is_built(rename: Exercise) -> None:
    write(rename)
    shutil.rmtree(next(places.backstage(rename.name).glob("start-*")))

    made = replaying.replay(rename)

    assert names(made) == [(UPGRADE, True), (DOWNGRADE, True), (AGAIN, True)]


def test_a_start_that_an_update_changed_is_told(rename: Exercise, tmp_path: Path) -> None:
    assert not replaying.look(rename).outdated
    shutil.copytree(rename.folder / "start", tmp_path / "start")
    (tmp_path / "start" / "lab_app" / "people.md").write_text("new", encoding="utf-8")
    updated = dataclasses.replace(rename, beginning=dataclasses.replace(rename.beginning, overlay=tmp_path / "start"))

    made = replaying.look(updated)

    assert (made.outdated, made.untouched) == (True, True)


def test_a_start_without_a_version_table_is_replayed_from_nothing(rename: Exercise) -> None:
    adopt = dataclasses.replace(rename, beginning=dataclasses.replace(rename.beginning, unversioned=True))
    starting.restore(adopt)
    write(adopt)

    made = replaying.replay(adopt)

    assert (made.start.revisions(), made.start.count("users")) == ((), 1000)
    assert names(made) == [(UPGRADE, True), (DOWNGRADE, True), (AGAIN, True)]
    assert (made.after(UPGRADE).count("users"), made.after(DOWNGRADE).count("users")) == (0, None)


ACCIDENT = """\
import sqlite3

with sqlite3.connect("app.db") as connection:
    connection.execute("DELETE FROM users WHERE id > 100")
"""


def after_an_accident(rename: Exercise, folder: Path) -> Exercise:
    (folder / "accident.py").write_text(ACCIDENT, encoding="utf-8")
    return dataclasses.replace(rename, beginning=dataclasses.replace(rename.beginning, accident=folder / "accident.py"))


def test_an_accident_happens_to_the_learners_databases_only(rename: Exercise, tmp_path: Path) -> None:
    harmed = after_an_accident(rename, tmp_path)
    starting.restore(harmed)
    write(harmed)

    made = replaying.replay(harmed)

    assert made.accident is not None
    assert (made.start.count("users"), made.own.count("users"), made.accident.count("users")) == (1000, 100, 100)
    assert made.after(UPGRADE).count("users") == 1000
    assert made.new == (MINE,)


def test_a_start_after_an_accident_is_the_start(rename: Exercise, tmp_path: Path) -> None:
    harmed = after_an_accident(rename, tmp_path)
    starting.restore(harmed)

    seen = replaying.look(harmed)

    assert standing.is_untouched(seen)
    assert not standing.is_untouched(dataclasses.replace(seen, accident=None))
    assert harmed.beginning.ready == (
        "02_1_rename is ready: 1,000 users, after an accident. Where it stands: `alembic current`."
    )


def test_a_revision_that_waits_for_the_second_database_is_run_as_well(rename: Exercise, tmp_path: Path) -> None:
    shutil.copytree(rename.folder / "start", tmp_path / "start")
    waiting = tmp_path / "start" / "alembic" / "analytics" / "a004_mine.py"
    waiting.parent.mkdir(parents=True)
    body = {"forward": 'op.add_column("daily_usage", sa.Column("note", sa.Text))', "back": "pass"}
    waiting.write_text(FILE.format(name="a004_mine", follows="a003_fill_daily_usage", **body), encoding="utf-8")
    release = dataclasses.replace(rename, beginning=dataclasses.replace(rename.beginning, overlay=tmp_path / "start"))
    starting.restore(release)
    write(release)

    made = replaying.replay(release)

    assert made.after(UPGRADE).revisions("analytics") == ("a004_mine",)
    assert "note" in made.after(UPGRADE).schema("analytics")["daily_usage"]


def test_a_database_that_the_answer_makes_says_that_it_is_at_the_head_too(rename: Exercise) -> None:
    one_database = dataclasses.replace(rename, beginning=dataclasses.replace(rename.beginning, analytics_revision=""))
    starting.restore(one_database)
    first = workspace(rename) / "alembic" / "analytics" / "a001_mine.py"
    first.parent.mkdir(exist_ok=True)
    body = {"forward": 'op.create_table("notes", sa.Column("id", sa.Integer))', "back": "pass"}
    text = FILE.format(name="a001_mine", follows="", **body)
    first.write_text(text.replace('down_revision = ""', "down_revision = None"), encoding="utf-8")

    with replaying.laid(one_database) as copy:
        unmigrated = stand.read(replaying.unmigrated(copy))

    assert not copy.seen.start["analytics"].exists
    assert unmigrated.revisions("analytics") == ("a001_mine",)
    assert unmigrated.schema("analytics").table_names == ()


def test_two_replays_at_once_do_not_meet(rename: Exercise) -> None:
    write(rename)
    made: list[Replay] = []
    threads = [threading.Thread(target=lambda: made.append(replaying.replay(rename))) for _ in range(3)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [names(one) for one in made] == [[(UPGRADE, True), (DOWNGRADE, True), (AGAIN, True)]] * 3
    assert made[0] == made[1] == made[2]
    assert list(places.backstage(bench.STORE).iterdir()) == []


@contextmanager
def saving(exercise: Exercise) -> Iterator[None]:
    """Save the revision again and again, now in one way, now in another."""
    over = threading.Event()

    def save() -> None:
        while not over.is_set():
            write(exercise)
            draft = workspace(exercise) / VERSIONS / "draft.tmp"
            draft.write_text((workspace(exercise) / MINE).read_text(encoding="utf-8"), encoding="utf-8")
            draft.replace(workspace(exercise) / MINE)

    write(exercise)
    thread = threading.Thread(target=save)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def test_a_file_that_is_saved_meanwhile_does_no_harm(rename: Exercise) -> None:
    with saving(rename):
        for _ in range(10):
            made = replaying.look(rename)
            assert made.gone == ()

    assert names(replaying.replay(rename)) == [(UPGRADE, True), (DOWNGRADE, True), (AGAIN, True)]

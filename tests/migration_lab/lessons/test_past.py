"""The past of a lesson's database: replayed once, remembered by content, and the learner's own database left alone."""

import json
import threading
from pathlib import Path

import pytest

from migration_lab import places
from migration_lab.errors import LabError
from migration_lab.lessons import past, past_shelf
from migration_lab.lessons.opening import open_lesson
from migration_lab.lessons.workspace import Workspace
from migration_lab.running.replay_copy import Project
from migration_lab.values.timeline import Stop
from tests.migration_lab import small_project


@pytest.fixture
def lab(built_desk: Path) -> Workspace:
    return open_lesson("02_autogenerate")


@pytest.fixture
def project(built_desk: Path, root: Path) -> Project:
    """A small project beside the desk's lessons."""
    return Project(root)


def store() -> Path:
    return places.backstage("timeline")


def test_user_17_travels_through_the_history_of_a_lesson(lab: Workspace) -> None:
    found = lab.timeline()

    assert found.note == "replayed on a copy; the named rows were written after 001_initial_schema"
    assert [(stop.revision, dict(stop.counts).get("users")) for stop in found] == [
        (revision.id, 1000) for revision in lab.history().revisions
    ]
    assert found["003_migrate_user_data"].changes == ("+ added 1000 rows of user_profiles",)
    assert found.follow("users", 17).grid.rows[3:5] == (
        ("004_drop_user_bio", "- removed", "column bio, which was 'Writes programs for a machine to come.'"),
        ("", "- removed", "column avatar_url, which was 'https://gateway.example/avatars/ada.png'"),
    )


def test_its_end_is_what_the_lesson_has_and_the_learners_own_files_are_left_alone(lab: Workspace) -> None:
    before = {path: path.read_bytes() for path in lab.path.rglob("*") if path.is_file()}

    end = lab.timeline()[-1]

    assert {path: path.read_bytes() for path in lab.path.rglob("*") if path.is_file()} == before
    assert (end.schema, end.rows.counts) == (lab.schema(), lab.rows().counts)


def test_the_other_database_has_its_own_past(lab: Workspace) -> None:
    found = lab.timeline("analytics")

    assert found.name == "analytics"
    assert found.note == "replayed on a copy; the named rows were written after a001_request_events"
    assert dict(found[-1].counts) == lab.rows("analytics").counts


def test_an_unknown_database_is_named(lab: Workspace) -> None:
    with pytest.raises(LabError) as caught:
        lab.timeline("secondary")

    assert caught.value.message == "There is no database called 'secondary' in 02_autogenerate."


def test_the_second_visit_reads_what_the_first_one_kept(project: Project) -> None:
    first = past.replayed(project)
    (folder,) = store().iterdir()
    note = folder / past_shelf.NOTE
    note.write_text(note.read_text().replace("replayed on a copy", "remembered"))

    second = past.replayed(project)

    assert second.note == "remembered, without rows of its own"
    assert second.stops == first.stops


@pytest.mark.parametrize("file", ["alembic/versions/001_users.py", "alembic/env.py", "alembic.ini", "lab_app/x.py"])
def test_any_change_of_the_project_is_replayed_anew(project: Project, file: str) -> None:
    past.replayed(project)
    path = project.root / file
    path.write_text((path.read_text() if path.exists() else "") + "\n# changed\n")

    assert past.remembered(project) is None


def test_databases_and_what_programs_leave_do_not_count(project: Project) -> None:
    past.replayed(project)
    (project.root / "app.db").write_bytes(b"SQLite format 3\0...")
    (project.root / "service.log").write_text("words")
    (project.root / ".env").write_text("DATABASE_URL=sqlite:///elsewhere.db")
    small_project.write(project.root, "lab_app/__pycache__/models.pyc", "code")

    assert past.remembered(project) is not None


def test_a_damaged_memory_is_replayed_anew(project: Project) -> None:
    past.replayed(project)
    (folder,) = store().iterdir()
    (folder / "1.db").unlink()

    assert past.replayed(project)[0].schema.table_names == ("users",)


def test_a_failure_of_the_machine_is_not_remembered(project: Project) -> None:
    small_project.revise(project.root, "002_next", upgrade="raise MemoryError")

    found = past.replayed(project)

    assert "MemoryError" in found["002_next"].error
    assert found["001_users"].schema.table_names == ("users",)
    assert past.remembered(project) is None


def test_stops_are_told_while_the_rest_is_replayed(project: Project) -> None:
    small_project.revise(project.root, "002_next", upgrade="pass")
    told: list[Stop] = []

    past.replayed(project, heard=told.append)

    assert [(stop.revision, stop.changes) for stop in told] == [
        ("001_users", ("+ added table users",)),
        ("002_next", ()),
    ]


def test_a_failed_revision_and_an_unreadable_file_are_stops_too(project: Project) -> None:
    small_project.revise(project.root, "002_next", upgrade="1 / 0")
    small_project.write(project.root, "alembic/versions/broken.py", "def upgrade(:")

    found = past.replayed(project)

    assert [(stop.revision, stop.error.splitlines()[-1:]) for stop in found] == [
        ("001_users", []),
        ("002_next", ["`alembic upgrade 002_next` ended with exit code 1."]),
        ("broken.py", ["broken.py, line 1: Python cannot read this file: invalid syntax."]),
    ]
    assert past.remembered(project) == found


def test_an_id_that_is_used_twice_is_one_stop(project: Project) -> None:
    first = (project.root / "alembic/versions/001_users.py").read_text()
    small_project.write(project.root, "alembic/versions/001_again.py", first)

    assert [(stop.revision, stop.error) for stop in past.replayed(project)] == [
        (
            "001_users",
            "001_again.py, line 1: The revision id `001_users` is used in 2 files; each id may be used once.",
        )
    ]


def test_two_at_once_do_not_hurt_each_other(project: Project) -> None:
    found: list[object] = []
    kernels = [threading.Thread(target=lambda: found.append(past.replayed(project))) for _ in range(3)]

    for kernel in kernels:
        kernel.start()
    for kernel in kernels:
        kernel.join()

    assert found == [past.remembered(project)] * 3
    assert len(list(store().iterdir())) == 1


def test_the_draft_of_a_killed_kernel_is_removed_and_a_living_one_stays(tmp_path: Path) -> None:
    (tmp_path / "draft-dead").mkdir()
    (tmp_path / "draft-dead.lock").touch()

    with past_shelf.draft(tmp_path) as living, past_shelf.draft(tmp_path):
        assert not (tmp_path / "draft-dead").exists()
        assert living.is_dir()

    assert list(tmp_path.iterdir()) == []


def test_what_was_not_used_for_the_longest_time_makes_room(tmp_path: Path) -> None:
    (tmp_path / "not ours").mkdir()
    for number in range(past_shelf.MOST + 2):
        with past_shelf.draft(tmp_path) as draft:
            (draft / past_shelf.NOTE).write_text(json.dumps(number))
            past_shelf.settle(draft, tmp_path, f"k{number}")
        past_shelf.find(tmp_path, "k0")

    left = {folder.name for folder in tmp_path.iterdir()}

    assert left == {"k0", "not ours"} | {f"k{number}" for number in range(3, past_shelf.MOST + 2)}
